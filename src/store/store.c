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

enum { APPLICATION = 0x736b776b, DEFAULT_QUEUE = 4096, HEADS_ROOM = 1 << 20 };

static const char *path_in(struct store *s, const char *name)
{
    return str_z(s->arena, str_format(s->arena, STR_FMT "/%s", STR_ARG(s->folder), name));
}

/* Tests put longer lists here. */
const struct sql_migration *store_migrations = sql_migrations;
const int *store_migration_count = &sql_migration_count;

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
    if (!stat(path_in(s, STORE_NAME), &st) && st.st_size)
        return true;
    return folder_look(s->arena, str_z(s->arena, s->folder), STORE_NAME, &other, e) &&
           (!other.n || err_with(e, ERR_CONFLICT, MSG_STORE_STRAY, s->folder, other, S("")));
}

static bool folder_ready(struct store *s, struct err *e)
{
    struct stat st;
    const char *folder = str_z(s->arena, s->folder);
    if (!stat(path_in(s, STORE_PART), &st))
        return err_with(e, ERR_CONFLICT, MSG_STORE_PART, s->folder, S(""), S(""));
    if (s->options.create && mkdir(folder, 0700) == 0)
        return parent_sync(s, e);
    if (s->options.create && errno != EEXIST)
        return errno_trouble(folder, e);
    if (!s->options.create && stat(path_in(s, STORE_NAME), &st))
        return err_with(e, ERR_MISSING, MSG_STORE_MISSING, s->folder, S(""), S(""));
    return s->options.readonly || (folder_is_ours(folder, e) && (!s->options.create || folder_fits(s, e)));
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

/* ---- what is in it ---- */

static bool schema_judge(struct store *s, struct reader *r, int64_t *version_r, struct err *e)
{
    int64_t application = 0, tables = 0;
    if (!connection_number(r, "pragma user_version", version_r, e) ||
        !connection_number(r, "pragma application_id", &application, e) ||
        !connection_number(r, "select count(*) from sqlite_schema", &tables, e))
        return false;
    if (tables && application != APPLICATION)
        return err_with(e, ERR_FAULT, MSG_STORE_FOREIGN, s->folder, S(""), S(""));
    if (*version_r > *store_migration_count) {
        char kept[24], known[24];
        snprintf(kept, sizeof kept, "%lld", (long long)*version_r);
        snprintf(known, sizeof known, "%d", *store_migration_count);
        return err_with(e, ERR_CONFLICT, MSG_STORE_NEWER, s->folder, str_of(kept), str_of(known));
    }
    return !s->options.readonly || *version_r == *store_migration_count ||
           err_with(e, ERR_CONFLICT, MSG_STORE_OLDER, s->folder, S(""), S(""));
}

/* Before any statement is prepared: the schema may be an older one. */
static bool kind_judge(struct store *s, struct reader *r, struct err *e)
{
    int64_t rehearsal = 0;
    if (!connection_number(r, "select count(*) from setting where key = 'rehearsal' and value = '1'", &rehearsal, e))
        return false;
    s->rehearsal = rehearsal != 0;
    if (s->options.any || s->rehearsal == s->options.rehearsal)
        return true;
    enum message which = s->rehearsal ? MSG_STORE_REHEARSAL : MSG_STORE_EARNEST;
    return err_with(e, ERR_CONFLICT, which, s->folder, S(""), S(""));
}

static bool migrate_one(struct reader *r, int version, struct err *e)
{
    char mark[64];
    snprintf(mark, sizeof mark, "pragma user_version=%d", version + 1);
    if (!connection_run(r, "begin immediate", e))
        return false;
    if (connection_run(r, store_migrations[version].sqlite, e) && connection_run(r, mark, e) &&
        connection_run(r, "commit", e))
        return true;
    struct err more;
    if (!sqlite3_get_autocommit(r->db) && !connection_run(r, "rollback", &more))
        log_line(LOG_ERROR, "store.rollback", "\"error\":\"%s\"", log_text(more.detail).at);
    return false;
}

static bool copy_before(struct store *s, struct reader *r, int64_t version, struct err *e)
{
    char name[64];
    snprintf(name, sizeof name, "before-%lld.db", (long long)version + 1);
    const char *path = path_in(s, name), *part = path_in(s, "before.part");
    if (unlink(part) && errno != ENOENT)
        return errno_trouble(part, e);
    if (!connection_copy(r, part, e))
        return false;
    if (rename(part, path))
        return errno_trouble(path, e);
    return folder_sync(str_z(s->arena, s->folder), e);
}

static bool migrate(struct store *s, struct reader *r, int64_t version, struct err *e)
{
    for (; version < *store_migration_count; version++) {
        if (version && !copy_before(s, r, version, e))
            return false;
        if (!migrate_one(r, (int)version, e))
            return false;
    }
    return true;
}

/* A new store says what it is once its schema is whole. */
static bool found(struct store *s, struct reader *r, int64_t version, struct err *e)
{
    char mark[64];
    snprintf(mark, sizeof mark, "pragma application_id=%d", APPLICATION);
    if (!connection_run(r, mark, e) || !migrate(s, r, version, e))
        return false;
    s->rehearsal = s->options.rehearsal;
    return connection_run(r,
                          s->rehearsal ? "insert into setting values ('rehearsal', '1')"
                                       : "insert into setting values ('rehearsal', '0')",
                          e);
}

/* A first start that was cut off before its mark is gone on with by whoever comes next. */
static bool is_marked(struct reader *r, int64_t version, bool *marked_r, struct err *e)
{
    int64_t n = 0;
    if (version && !connection_number(r, "select count(*) from setting where key = 'rehearsal'", &n, e))
        return false;
    *marked_r = n != 0;
    return true;
}

static bool schema_ready(struct store *s, struct reader *r, struct err *e)
{
    int64_t version = 0;
    bool marked;
    if (!schema_judge(s, r, &version, e) || !is_marked(r, version, &marked, e))
        return false;
    if (version && marked)
        return kind_judge(s, r, e) && (s->options.readonly || migrate(s, r, version, e));
    if (!s->options.create || s->options.readonly)
        return err_with(e, ERR_MISSING, MSG_STORE_MISSING, s->folder, S(""), S(""));
    return found(s, r, version, e);
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
    sqlite_disconnect(r);
    arena_free(r->arena);
}

/* A reader lives in an arena of its own: its thread may end long before the store. */
static struct reader *reader_add(struct store *s)
{
    struct arena *a = arena_new("reader", 2 * sizeof(struct reader) + 1024);
    struct reader *r = arena_one(a, struct reader);
    *r = (struct reader){.arena = a, .store = s};
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
    if (!r->db && sqlite_connect(r, false, &r->trouble))
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
    r->inside = look_begin(r, e);
    return r->inside;
}

void reader_end(struct reader *r)
{
    r->inside = false;
    look_end(r);
}

void store_reader_rest(struct store *s)
{
    struct reader *r = pthread_getspecific(s->reader_key);
    if (!r || !r->db)
        return;
    snapshot_drop(r);
    r->shares = true;
}

/* ---- opening and closing ---- */

static pthread_once_t sqlite_once = PTHREAD_ONCE_INIT;

static void sqlite_set_up(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* a global lock at every allocation otherwise */
}

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
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
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
    if (sqlite_connect(r, !s->options.readonly, e))
        return true;
    if (e->code != ERR_FULL || s->options.readonly || unlink(path_in(s, "reserve")))
        return false;
    log_line(LOG_WARN, "store.full", "\"reserve\":\"given up\"");
    return sqlite_connect(r, true, e);
}

static bool open_in_steps(struct store *s, struct err *e)
{
    struct reader *r = &s->writer.reader;
    if (!folder_ready(s, e) || (!s->options.readonly && !folder_lock(s, e)))
        return false;
    if (!connect(s, r, e) || !schema_ready(s, r, e) || !connection_prepare_all(r, e))
        return false;
    if (!s->options.readonly)
        folder_close(s);
    struct str blobs = str_format(s->arena, STR_FMT "/blobs", STR_ARG(s->folder));
    if (!ids_ready(s, r, e) || !blob_store_open(s->arena, blobs, &s->blobs, e) ||
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
        sqlite_disconnect(r);
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
        sqlite_disconnect(&s->writer.reader);
        if (!s->options.readonly)
            reserve_keep(s); /* what the log took is free again */
    }
    if (s->blobs)
        blob_store_close(s->blobs);
    if (s->uploads)
        upload_store_close(s->uploads);
    if (s->lock >= 0)
        close(s->lock);
    if (s->folder_lock >= 0)
        close(s->folder_lock);
    arena_free(s->writer.arena);
    pthread_mutex_destroy(&s->readers_mutex);
}

bool store_open(struct arena *a, struct str folder, struct store_options options, struct store **s_r, struct err *e)
{
    pthread_once(&sqlite_once, sqlite_set_up);
    assert(!(options.readonly && options.create));
    struct store *s = arena_one(a, struct store);
    *s = (struct store){.arena = a, .folder = str_dup(a, folder), .options = options, .lock = -1, .folder_lock = -1};
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
