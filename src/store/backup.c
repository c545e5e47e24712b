/* SPDX-License-Identifier: Apache-2.0 */
#include "store/backup.h"

#include "base/hash.h"
#include "base/log.h"
#include "store/inside.h"
#include "store/sweep.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The container is a tar as POSIX.1-1988 has it (ustar): blocks of 512 bytes, numbers in octal. Sizes of 8 GiB and more
 * are written in base 256, as GNU tar, libarchive and BusyBox read them.
 */
enum { BLOCK = 512, NAME_ROOM = 100, SIZE_AT = 124, SUM_AT = 148, PIECE = 256 * 1024, PATH_ROOM = 4096 };
#define BROKEN "blobs/broken/"

struct tar {
    struct arena *arena;
    struct store *store; /* that is written from */
    int fd;
    struct backup_counts counts;
    struct str folder, database; /* that is restored into */
    struct binding bucket;
    char piece[PIECE];
};

/* ---- heads of entries ---- */

static unsigned head_sum(const unsigned char head[BLOCK])
{
    unsigned sum = 0;
    for (int i = 0; i < BLOCK; i++)
        sum += i >= SUM_AT && i < SUM_AT + 8 ? ' ' : head[i];
    return sum;
}

static void put_size(unsigned char *to, uint64_t size)
{
    if (size < (uint64_t)1 << 33) {
        snprintf((char *)to, 12, "%011llo", (unsigned long long)size);
        return;
    }
    for (int i = 11; i > 0; i--, size >>= 8)
        to[i] = (unsigned char)size;
    to[0] = 0x80;
}

static bool put_head(struct tar *t, const char *name, uint64_t size, struct err *e)
{
    unsigned char head[BLOCK] = {0};
    char *text = (char *)head;
    assert(strlen(name) < NAME_ROOM);
    memcpy(text, name, strlen(name));
    memcpy(text + 100,
           "0000600\0"
           "0000000\0"
           "0000000",
           23);
    put_size(head + SIZE_AT, size);
    snprintf(text + 136, 12, "%011llo", (unsigned long long)(clock_machine().ms / 1000));
    text[156] = '0';
    memcpy(text + 257,
           "ustar\0"
           "00",
           8);
    snprintf(text + SUM_AT, 8, "%06o", head_sum(head));
    text[SUM_AT + 7] = ' ';
    return fd_write(t->fd, (struct str){text, BLOCK}, e);
}

static uint64_t read_number(const unsigned char *at, int n)
{
    uint64_t number = 0;
    if (at[0] == 0x80) {
        for (int i = 1; i < n; i++)
            number = number << 8 | at[i];
        return number;
    }
    for (int i = 0; i < n && at[i] >= '0' && at[i] <= '7'; i++)
        number = number * 8 + (uint64_t)(at[i] - '0');
    return number;
}

static struct str padding(uint64_t size)
{
    static const char zeros[BLOCK];
    return (struct str){zeros, (BLOCK - size % BLOCK) % BLOCK};
}

/* ---- writing ---- */

static bool put_bytes(struct tar *t, int from, uint64_t size, struct err *e)
{
    for (uint64_t left = size; left;) {
        size_t want = left < PIECE ? left : PIECE, got = 0;
        if (!fd_read(from, t->piece, want, &got, e))
            return false;
        if (got < want)
            return err_fault(e, "a file became shorter while it was copied");
        if (!fd_write(t->fd, (struct str){t->piece, got}, e))
            return false;
        left -= got;
    }
    t->counts.bytes += size;
    return fd_write(t->fd, padding(size), e);
}

static bool put_file(struct tar *t, const char *name, int from, uint64_t size, struct err *e)
{
    bool done = put_head(t, name, size, e) && put_bytes(t, from, size, e);
    close(from);
    return done;
}

static bool put_path(struct tar *t, const char *name, const char *path, struct err *e)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st)) {
        errno_trouble(path, e);
        if (fd >= 0)
            close(fd);
        return false;
    }
    return put_file(t, name, fd, (uint64_t)st.st_size, e);
}

/* blobs/ab/cdef… */
static void blob_name(char to[NAME_ROOM], const unsigned char sha256[32])
{
    char hex[65] = {0};
    hex_put(hex, sha256, 32);
    snprintf(to, NAME_ROOM, "blobs/%.2s/%.62s", hex, hex + 2);
}

static bool put_whole(struct tar *t, struct blob_id id, struct err *e)
{
    char name[NAME_ROOM];
    uint64_t size;
    int fd;
    if (!blob_open(t->store->blobs, id, &fd, &size, e))
        return false;
    blob_name(name, id.sha256);
    t->counts.blobs++;
    return put_file(t, name, fd, size, e);
}

static bool put_broken(struct tar *t, struct str hex, int fd, uint64_t size, struct err *e)
{
    char name[NAME_ROOM];
    snprintf(name, sizeof name, BROKEN STR_FMT, STR_ARG(hex));
    arena_push(t->arena, &t->counts.broken, hex);
    return put_file(t, name, fd, size, e);
}

/* Found broken just now or before, or nowhere. */
static bool put_ill(struct tar *t, struct blob_id id, struct err *e)
{
    struct str hex = blob_id_text(t->arena, id);
    struct blob_store *blobs = t->store->blobs;
    uint64_t size;
    int fd;
    if (blob_open(blobs, id, &fd, &size, e) || (e->code == ERR_MISSING && blob_open_aside(blobs, id, &fd, &size, e)))
        return put_broken(t, hex, fd, size, e);
    if (e->code != ERR_MISSING)
        return false;
    arena_push(t->arena, &t->counts.gone, hex);
    return true;
}

/*
 * Of every blob that the copy may name: what is added after it is of no matter, nothing is taken away meanwhile (sweep.h).
 * Read before it is copied: a restore would refuse it, and all behind it.
 */
static bool put_blob(void *arg, struct blob_id id, struct err *e)
{
    struct tar *t = arg;
    if (blob_verify(t->store->blobs, id, e))
        return put_whole(t, id, e);
    return (e->code == ERR_MISSING || e->message == MSG_BLOB_BROKEN) && put_ill(t, id, e);
}

static bool put_text(struct tar *t, const char *name, struct str text, struct err *e)
{
    t->counts.bytes += text.n;
    return put_head(t, name, text.n, e) && fd_write(t->fd, text, e) && fd_write(t->fd, padding(text.n), e);
}

/* All that the copy names; or where they are: until the bucket has all of them the folder has. */
static bool put_blobs(struct tar *t, struct err *e)
{
    struct store *s = t->store;
    if (!t->bucket.whole && !t->bucket.restored)
        return blob_each_named(store_reader(s), put_blob, t, e);
    t->bucket.restored = true;
    t->counts.elsewhere = true;
    return put_text(t, BINDING_BUCKET, binding_text(t->arena, &t->bucket), e);
}

static const char *beside(struct arena *a, struct str path, const char *more)
{
    return str_z(a, str_format(a, STR_FMT "%s", STR_ARG(path), more));
}

static bool put_all(struct arena *a, struct tar *t, struct store *s, struct str path, struct err *e)
{
    const char *copy = beside(a, path, ".store.part"), *heads = beside(a, s->folder, "/heads.txt");
    if (unlink(copy) && errno != ENOENT)
        return errno_trouble(copy, e);
    bool done = sqlite_copy(store_reader(s), copy, e) && put_path(t, STORE_NAME, copy, e);
    unlink(copy);
    if (done && !access(heads, R_OK))
        done = put_path(t, "heads.txt", heads, e);
    static const char end[2 * BLOCK];
    return done && put_blobs(t, e) && fd_write(t->fd, (struct str){end, sizeof end}, e);
}

/* The folder is opened first: once the file bears its name nothing is left that could be refused. */
static bool settle(struct arena *a, struct str path, const char *part, struct err *e)
{
    const char *whole = str_z(a, path);
    size_t at = path.n;
    while (at && path.at[at - 1] != '/')
        at--;
    int folder = open(at ? str_z(a, str_sub(path, 0, at)) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = folder >= 0 && !rename(part, whole);
    if (!done)
        errno_trouble(whole, e);
    else
        fd_sync(folder, "folder");
    if (folder >= 0)
        close(folder);
    return done;
}

/* When and how much, for the page that says whether all is well. Its own trouble spoils no backup. */
static void leave_mark(struct arena *a, struct store *s, const struct backup_counts *n)
{
    const char *path = beside(a, s->folder, "/backup.txt"), *part = beside(a, s->folder, "/backup.part");
    struct str line = str_format(a, STR_FMT " %llu %llu\n", STR_ARG(instant_text(a, clock_machine(), 0)),
                                 (unsigned long long)n->blobs, (unsigned long long)n->bytes);
    struct err e = {0};
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    fd_give(fd, str_z(a, s->folder));
    bool done = fd >= 0 && fd_write(fd, line, &e);
    if (fd >= 0)
        close(fd);
    if (!done || rename(part, path))
        log_line(LOG_WARN, "backup.mark", "\"error\":\"%s\"", done || !e.code ? "name" : err_name(e.code));
}

/* It is put in the place of FILE when it is whole: so FILE is a backup, empty, or not there yet. */
static bool may_replace(struct str path, const char *z, struct err *e)
{
    unsigned char head[BLOCK] = {0};
    size_t got = 0;
    struct stat st;
    if (stat(z, &st) || (S_ISREG(st.st_mode) && !st.st_size))
        return true;
    int fd = S_ISREG(st.st_mode) ? open(z, O_RDONLY | O_CLOEXEC) : -1;
    bool good = fd >= 0 && fd_read(fd, (char *)head, BLOCK, &got, e) && got == BLOCK &&
                !strcmp((const char *)head, STORE_NAME) && read_number(head + SUM_AT, 8) == head_sum(head);
    if (fd >= 0)
        close(fd);
    return good || err_with(e, ERR_CONFLICT, MSG_BACKUP_OVER, path, S(""), S(""));
}

/* Locked until it bears its name: of two backups that overlap the second neither truncates nor renames the first one's. */
static bool part_begin(struct tar *t, const char *part, struct str path, struct err *e)
{
    struct stat mine, named;
    t->fd = open(part, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (t->fd < 0)
        return errno_trouble(part, e);
    bool alone =
        !flock(t->fd, LOCK_EX | LOCK_NB) && !fstat(t->fd, &mine) && !stat(part, &named) && mine.st_ino == named.st_ino;
    if (alone && (!mine.st_size || !ftruncate(t->fd, 0))) /* a backup that was killed leaves its part */
        return true;
    if (alone)
        errno_trouble(part, e);
    else
        err_with(e, ERR_BUSY, MSG_BACKUP_RUNNING, path, S(""), S(""));
    close(t->fd);
    return false;
}

static bool backup_write(struct arena *a, struct tar *t, struct store *s, struct str path, const char *part,
                         struct err *e)
{
    int hold = sweep_hold(s);
    bool done = put_all(a, t, s, path, e);
    if (hold >= 0)
        close(hold);
    if (done)
        fd_sync(t->fd, "backup");
    return done && settle(a, path, part, e);
}

bool store_backup(struct arena *a, struct store *s, struct str path, struct backup_counts *counts_r, struct err *e)
{
    struct tar *t = arena_one(a, struct tar);
    t->arena = a;
    t->store = s;
    if (store_in_database(s))
        return err_with(e, ERR_CONFLICT, MSG_BACKUP_DATABASE, s->folder, S(""), S(""));
    const char *part = beside(a, path, ".part");
    if (!binding_read(s, BINDING_BUCKET, &t->bucket, e))
        return false;
    if (!may_replace(path, beside(a, path, ""), e) || !part_begin(t, part, path, e))
        return false;
    bool done = backup_write(a, t, s, path, part, e);
    if (!done)
        unlink(part);
    close(t->fd);
    if (!done)
        return false;
    *counts_r = t->counts;
    leave_mark(a, s, counts_r);
    return true;
}

/* ---- restoring ---- */

static bool is_broken(const char *name)
{
    return !strncmp(name, BROKEN, sizeof BROKEN - 1);
}

/* Only names that a backup writes: nothing outside the folder can be named. */
static bool name_is_ours(const char *name)
{
    if (!strcmp(name, STORE_NAME) || !strcmp(name, "heads.txt") || !strcmp(name, BINDING_BUCKET))
        return true;
    struct blob_id id;
    char hex[65] = {0};
    if (is_broken(name))
        return blob_id_read(str_of(name + sizeof BROKEN - 1), &id);
    if (strlen(name) != 6 + 2 + 1 + 62 || strncmp(name, "blobs/", 6) != 0 || name[8] != '/')
        return false;
    memcpy(hex, name + 6, 2);
    memcpy(hex + 2, name + 9, 62);
    return blob_id_read(str_of(hex), &id);
}

static bool damaged(struct err *e)
{
    return err_set(e, ERR_INVALID, MSG_BACKUP_DAMAGED);
}

/* Makes the two characters' folder of a blob. */
static bool make_way(const char *path, struct err *e)
{
    char folder[PATH_ROOM];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
    return mkdir(folder, 0700) == 0 || errno == EEXIST || errno_trouble(folder, e);
}

static bool take_bytes(struct tar *t, int to, uint64_t size, struct sha256 *hash_r, struct err *e)
{
    struct sha256_stream *h = sha256_begin();
    size_t got = 0;
    bool good = true;
    for (uint64_t left = size; good && left; left -= good ? got : 0) {
        size_t want = left < PIECE ? left : PIECE;
        good = fd_read(t->fd, t->piece, want, &got, e) && (got == want || damaged(e)) &&
               fd_write(to, (struct str){t->piece, got}, e);
        if (good)
            sha256_add(h, (struct str){t->piece, got});
    }
    *hash_r = sha256_finish(h);
    good = good && fd_read(t->fd, t->piece, padding(size).n, &got, e) && (got == padding(size).n || damaged(e));
    t->counts.bytes += size;
    return good;
}

/* Before the attachments are read: a database that will not do is known by then. */
static bool move_rows(struct tar *t, const char *part, struct err *e)
{
    struct store_options how = {
        .create = true, .any = true, .rows_only = true, .database = t->database, .from = str_of(part)};
    struct store *s;
    if (!t->database.n)
        return true;
    if (!store_open(t->arena, t->folder, how, &s, e))
        return false;
    store_close(s);
    return true;
}

/* The store bears its name only when all else is on disk: until then nobody can take the folder for a whole one. */
static bool is_store(const char *name)
{
    return !strcmp(name, STORE_NAME);
}

static bool take_file(struct tar *t, const char *folder, const char *name, uint64_t size, struct err *e)
{
    char path[PATH_ROOM], must_be[NAME_ROOM];
    struct sha256 hash;
    int n = snprintf(path, sizeof path, "%s/%s", folder, is_store(name) ? STORE_PART : name);
    if ((size_t)n >= sizeof path)
        return err_fault(e, "the folder's path is too long");
    if (!make_way(path, e))
        return false;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno_trouble(path, e);
    bool done = take_bytes(t, fd, size, &hash, e);
    if (done)
        fd_sync(fd, "restore");
    close(fd);
    if (done && is_store(name))
        done = folder_sync(folder, e) && move_rows(t, path, e);
    if (done && is_broken(name))
        arena_push(t->arena, &t->counts.broken, str_dup(t->arena, str_of(name + sizeof BROKEN - 1)));
    t->counts.elsewhere |= !strcmp(name, BINDING_BUCKET);
    if (!done || is_broken(name) || strncmp(name, "blobs/", 6) != 0)
        return done;
    t->counts.blobs++;
    blob_name(must_be, hash.bytes);
    return !strcmp(name, must_be) || err_with(e, ERR_INVALID, MSG_VERIFY_BLOB, str_of(name), S(""), S(""));
}

static bool take_all(struct tar *t, const char *folder, struct err *e)
{
    unsigned char head[BLOCK];
    bool store_there = false;
    for (;;) {
        size_t got = 0;
        if (!fd_read(t->fd, (char *)head, BLOCK, &got, e))
            return false;
        if (got != BLOCK)
            return damaged(e);
        if (!head[0])
            return store_there || damaged(e);
        char name[NAME_ROOM + 1] = {0};
        memcpy(name, head, NAME_ROOM);
        if (read_number(head + SUM_AT, 8) != head_sum(head) || !name_is_ours(name))
            return damaged(e);
        store_there |= is_store(name);
        if (!take_file(t, folder, name, read_number(head + SIZE_AT, 12), e))
            return false;
    }
}

/* Thousands of small folders: one call for the whole file system instead of one for each. */
static bool all_on_disk(const char *folder, struct err *e)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && syncfs(fd) == 0;
    if (!done)
        errno_trouble(folder, e);
    if (fd >= 0)
        close(fd);
    return done;
}

/* Or is there no more: the database has its rows. */
static bool name_store(struct tar *t, struct err *e)
{
    const char *part = beside(t->arena, t->folder, "/" STORE_PART),
               *whole = beside(t->arena, t->folder, "/" STORE_NAME);
    if (t->database.n ? unlink(part) : rename(part, whole))
        return errno_trouble(whole, e);
    return folder_sync(str_z(t->arena, t->folder), e);
}

/* One that is there may be a disk's own, or be made for the account that will serve: it is kept. */
static bool folder_make(struct arena *a, struct str folder, struct err *e)
{
    const char *to = str_z(a, folder), *blobs = beside(a, folder, "/blobs");
    struct str other;
    if (mkdir(to, 0700) && errno != EEXIST)
        return errno_trouble(to, e);
    if (!folder_is_ours(to, e) || !folder_look(a, to, NULL, &other, e))
        return false;
    if (other.n)
        return err_with(e, ERR_CONFLICT, MSG_RESTORE_NOT_EMPTY, folder, S(""), S(""));
    return !mkdir(blobs, 0700) || errno_trouble(blobs, e);
}

bool store_restore(struct arena *a, struct str path, struct str folder, struct str database,
                   struct backup_counts *counts_r, struct err *e)
{
    struct tar *t = arena_one(a, struct tar);
    const char *to = str_z(a, folder);
    t->arena = a;
    t->folder = folder;
    t->database = database;
    t->fd = open(str_z(a, path), O_RDONLY | O_CLOEXEC);
    if (t->fd < 0)
        return err_with(e, ERR_MISSING, MSG_BACKUP_MISSING, path, S(""), S(""));
    bool made = folder_make(a, folder, e);
    bool done = made && take_all(t, to, e) && all_on_disk(to, e) && name_store(t, e);
    if (made && !done)
        rmdir(beside(a, folder, "/blobs")); /* when nothing came */
    close(t->fd);
    if (done)
        *counts_r = t->counts;
    return done;
}
