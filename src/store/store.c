/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "store/inside.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEFAULT_QUEUE = 4096, HEADS_ROOM = 1 << 20 };

static const char *path_in(struct store *s, const char *name)
{
    return str_z(s->arena, str_format(s->arena, STR_FMT "/%s", STR_ARG(s->folder), name));
}

/* ---- the folder ---- */

static bool parent_sync(struct store *s, struct err *e)
{
    return folder_sync(path_in(s, ".."), e);
}

/*
 * A new store closes its folder to others and sweeps away the attachments that it does not name: so it is not made beside
 * other people's files, nor beside attachments whose store is gone.
 */
static bool folder_fits(struct store *s, struct err *e)
{
    struct stat st;
    struct str other;
    const char *ours = store_in_database(s) ? BINDING_DATABASE : STORE_NAME;
    if (store_in_database(s) ? s->binding.whole : !stat(path_in(s, STORE_NAME), &st) && st.st_size)
        return true;
    return folder_look(s->arena, str_z(s->arena, s->folder), ours, &other, e) &&
           (!other.n || err_with(e, ERR_CONFLICT, MSG_STORE_STRAY, s->folder, other, S("")));
}

/* The rows are where they were yesterday. */
static bool keeper_fits(struct store *s, struct err *e)
{
    struct stat st;
    bool file = !stat(path_in(s, STORE_NAME), &st) && st.st_size;
    if (!binding_read(s, BINDING_DATABASE, &s->binding, e))
        return false;
    if (store_in_database(s) && file)
        return err_with(e, ERR_CONFLICT, MSG_STORE_IN_FILE, s->folder, S(""), S(""));
    if (!store_in_database(s) && s->binding.there)
        return err_with(e, ERR_CONFLICT, MSG_STORE_IN_DATABASE, s->folder, S(""), S(""));
    bool there = store_in_database(s) ? s->binding.there : !stat(path_in(s, STORE_NAME), &st);
    return s->options.create || there || err_with(e, ERR_MISSING, MSG_STORE_MISSING, s->folder, S(""), S(""));
}

static bool folder_ready(struct store *s, struct err *e)
{
    struct stat st;
    const char *folder = str_z(s->arena, s->folder);
    if (!s->options.from.n && !stat(path_in(s, STORE_PART), &st))
        return err_with(e, ERR_CONFLICT, MSG_STORE_PART, s->folder, S(""), S(""));
    if (s->options.create && mkdir(folder, 0700) == 0)
        return parent_sync(s, e);
    if (s->options.create && errno != EEXIST)
        return errno_trouble(folder, e);
    return keeper_fits(s, e) &&
           (s->options.readonly ||
            (folder_is_ours(folder, e) && (!s->options.create || s->options.from.n || folder_fits(s, e))));
}

/* One that others may look into is closed to them: names, phones and reports stand in it. */
static void folder_close(struct store *s)
{
    struct stat st;
    const char *folder = str_z(s->arena, s->folder);
    if (stat(folder, &st) || !(st.st_mode & 077))
        return;
    bool closed = !chmod(folder, st.st_mode & 0700);
    log_line(LOG_WARN, "store.folder", "\"mode\":\"%o\",\"closed\":%s", (unsigned)st.st_mode & 07777,
             closed ? "true" : "false");
}

static bool locked(struct store *s, struct err *e)
{
    return err_with(e, ERR_BUSY, MSG_STORE_LOCKED, s->folder, S(""), S(""));
}

/* The folder as well as the file, which whoever takes it for a left-over can remove. Some file systems lock no folders. */
static bool folder_lock(struct store *s, struct err *e)
{
    const char *path = path_in(s, "lock"), *folder = str_z(s->arena, s->folder);
    s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->lock < 0)
        return errno_trouble(path, e);
    if (flock(s->lock, LOCK_EX | LOCK_NB))
        return locked(s, e);
    s->folder_lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (s->folder_lock < 0)
        return errno_trouble(folder, e);
    return !flock(s->folder_lock, LOCK_EX | LOCK_NB) || errno != EWOULDBLOCK || locked(s, e);
}

/* ---- ids ---- */

static bool ids_ready(struct store *s, struct reader *r, struct err *e)
{
    int64_t greatest;
    if (!sql_number(r, SQL_ID_GREATEST, NULL, 0, 0, &greatest, e))
        return false;
    s->last_id = (uint64_t)greatest;
    return true;
}

uint64_t id_next(struct store *s)
{
    uint64_t now = (uint64_t)clock_machine().ms << 20, last = s->last_id, next;
    do
        next = now > last ? now : last + 1;
    while (!atomic_compare_exchange_weak(&s->last_id, &last, next));
    return next;
}

/* ---- readers ---- */

static void disconnect(struct reader *r)
{
    snapshot_drop(r);
    if (r->db)
        r->driver->disconnect(r);
}

static void reader_drop(void *arg)
{
    struct reader *r = arg;
    struct store *s = r->store;
    pthread_mutex_lock(&s->readers_mutex);
    struct reader **at = &s->readers;
    while (*at && *at != r)
        at = &(*at)->next;
    if (*at)
        *at = r->next;
    pthread_mutex_unlock(&s->readers_mutex);
    disconnect(r);
    arena_free(r->arena);
}

/* A reader lives in an arena of its own: its thread may end long before the store. */
static struct reader *reader_add(struct store *s)
{
    struct arena *a = arena_new("reader", 2 * sizeof(struct reader) + 1024);
    struct reader *r = arena_one(a, struct reader);
    *r = (struct reader){.driver = s->driver, .arena = a, .store = s};
    pthread_mutex_lock(&s->readers_mutex);
    r->next = s->readers;
    s->readers = r;
    pthread_mutex_unlock(&s->readers_mutex);
    pthread_setspecific(s->reader_key, r);
    return r;
}

struct reader *store_reader(struct store *s)
{
    struct reader *r = pthread_getspecific(s->reader_key);
    if (!r)
        r = reader_add(s);
    if (!r->db && !r->inside && !r->open_rows && r->driver->connect(r, false, &r->trouble))
        r->trouble = (struct err){0};
    return r;
}

bool reader_begin(struct reader *r, struct err *e)
{
    if (!r->db) {
        *e = r->trouble;
        return false;
    }
    snapshot_drop(r);
    r->inside = r->driver->look_begin(r, e);
    return r->inside;
}

void reader_end(struct reader *r)
{
    r->inside = false;
    r->driver->look_end(r);
}

void store_reader_rest(struct store *s)
{
    struct reader *r = pthread_getspecific(s->reader_key);
    if (!r || !r->db)
        return;
    snapshot_drop(r);
    r->shares = r->driver->shares;
}

/* ---- opening and closing ---- */

/* What was made on the way is on disk before the first answer. */
static bool settle_and_start(struct store *s, struct err *e)
{
    return blob_store_tidy(s->blobs, e) && upload_store_open(s, &s->uploads, e) &&
           folder_sync(str_z(s->arena, s->folder), e) && ledger_start(s, e);
}

/* ---- a full disk ---- */

/* The least is what SQLite makes when it opens a store: an index of its log, 32 KiB for each 64 MB of log. */
enum { RESERVE_BYTES = 256 * 1024, RESERVE_LEAST = 32 * 1024 };

/* Room that is given up when there is no other, so that a store on a full disk can be opened and read. As much as there is. */
static void reserve_keep(struct store *s)
{
    const char *path = path_in(s, "reserve");
    struct stat st = {0};
    int fd = store_in_database(s) ? -1 : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    off_t size = fstat(fd, &st) ? 0 : RESERVE_BYTES;
    while (size >= RESERVE_LEAST && size > st.st_size && posix_fallocate(fd, 0, size)) {
        if (ftruncate(fd, st.st_size))
            break;
        size /= 2;
    }
    if (size < RESERVE_LEAST)
        unlink(path);
    close(fd);
}

static bool connect(struct store *s, struct reader *r, struct err *e)
{
    if (r->driver->connect(r, !s->options.readonly, e))
        return true;
    if (e->code != ERR_FULL || s->options.readonly || unlink(path_in(s, "reserve")))
        return false;
    log_line(LOG_WARN, "store.full", "\"reserve\":\"given up\"");
    return r->driver->connect(r, true, e);
}

static bool open_in_steps(struct store *s, struct err *e)
{
    struct reader *r = &s->writer.reader;
    if (!folder_ready(s, e) || (!s->options.readonly && !folder_lock(s, e)))
        return false;
    if (!connect(s, r, e) || !schema_ready(s, r, e) || !connection_prepare_all(r, e))
        return false;
    if (!s->options.readonly && !newest_open(s, r, e))
        return false;
    if (!s->options.readonly)
        folder_close(s);
    struct str blobs = str_format(s->arena, STR_FMT "/blobs", STR_ARG(s->folder));
    if (!ids_ready(s, r, e) || !blob_store_open(s->arena, blobs, &s->blobs, e) || !blob_bind(s, e) ||
        (!s->options.readonly && !settle_and_start(s, e)))
        return false;
    if (!s->options.readonly)
        reserve_keep(s);
    return true;
}

static void close_readers(struct store *s)
{
    pthread_key_delete(s->reader_key);
    for (struct reader *r = s->readers, *next; r; r = next) {
        next = r->next;
        disconnect(r);
        arena_free(r->arena);
    }
    s->readers = NULL;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    ledger_end(s);
    close_readers(s);
    if (s->writer.reader.db) {
        disconnect(&s->writer.reader);
        if (!s->options.readonly)
            reserve_keep(s); /* what the log took is free again */
    }
    if (s->blobs)
        blob_store_close(s->blobs);
    if (s->uploads)
        upload_store_close(s->uploads);
    if (s->newest >= 0)
        close(s->newest);
    if (s->lock >= 0)
        close(s->lock);
    if (s->folder_lock >= 0)
        close(s->folder_lock);
    arena_free(s->writer.arena);
    pthread_mutex_destroy(&s->readers_mutex);
}

bool store_open(struct arena *a, struct str folder, struct store_options options, struct store **s_r, struct err *e)
{
    assert(!(options.readonly && options.create));
    struct store *s = arena_one(a, struct store);
    *s = (struct store){
        .arena = a, .folder = str_dup(a, folder), .options = options, .lock = -1, .folder_lock = -1, .newest = -1};
    s->options.database = str_of(str_z(a, options.database)); /* readers take it as it is, on their threads */
    s->driver = store_in_database(s) ? &postgres_driver : &sqlite_driver;
    s->writer.reader.driver = s->driver;
    if (!s->options.queue)
        s->options.queue = DEFAULT_QUEUE;
    s->writer.reader.store = s;
    s->writer.arena = arena_new("ledger", HEADS_ROOM);
    pthread_mutex_init(&s->readers_mutex, NULL);
    if (pthread_key_create(&s->reader_key, reader_drop)) {
        arena_free(s->writer.arena);
        return err_fault(e, "no more thread keys");
    }
    if (!open_in_steps(s, e)) {
        store_close(s);
        return false;
    }
    *s_r = s;
    return true;
}

struct str store_folder(const struct store *s)
{
    return s->folder;
}

bool store_is_rehearsal(const struct store *s)
{
    return s->rehearsal;
}

struct blob_store *store_blobs(struct store *s)
{
    return s->blobs;
}
