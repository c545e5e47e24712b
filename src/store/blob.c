/* SPDX-License-Identifier: Apache-2.0 */
#include "store/blob.h"

#include "base/hash.h"
#include "base/log.h"
#include "store/completion.h"
#include "store/blob_inside.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, WRITER_ROOM = 32 * 1024, WRITE_BACK = 8 << 20 };

/* ---- names ---- */

struct str blob_id_text(struct arena *a, struct blob_id id)
{
    return hex_text(a, (struct str){(const char *)id.sha256, sizeof id.sha256});
}

bool blob_id_read(struct str text, struct blob_id *id_r)
{
    return hex_read(text, id_r->sha256, sizeof id_r->sha256);
}

void blob_path(const struct blob_store *s, struct blob_id id, struct blob_path *p)
{
    char hex[HEX + 1] = {0};
    hex_put(hex, id.sha256, sizeof id.sha256);
    int n = snprintf(p->folder, sizeof p->folder, "%s/%.2s", s->folder, hex);
    assert(n > 0 && n < PATH_ROOM);
    (void)n;
    snprintf(p->file, sizeof p->file, "%s/%.62s", p->folder, hex + 2);
}

void blob_tmp(struct blob_store *s, char tmp[PATH_ROOM])
{
    snprintf(tmp, PATH_ROOM, "%s/tmp/%llu", s->folder, (unsigned long long)++s->uploads);
}

/* ---- room ---- */

void blob_leave_free(struct blob_store *s, uint64_t floor)
{
    s->floor = floor;
}

bool blob_has_room(const struct blob_store *s, uint64_t bytes)
{
    struct statvfs v;
    if (statvfs(s->folder, &v))
        return true;
    uint64_t left = (uint64_t)v.f_bavail * v.f_frsize;
    return left > s->floor && left - s->floor > bytes;
}

/* ---- writing ---- */

bool blob_begin(struct blob_store *s, struct blob_writer **w_r, struct err *e)
{
    struct arena *a = arena_new("blob", WRITER_ROOM);
    struct blob_writer *w = arena_one(a, struct blob_writer);
    w->arena = a;
    w->store = s;
    blob_tmp(s, w->tmp);
    w->fd = open(w->tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (w->fd < 0) {
        errno_trouble("upload", e);
        arena_free(a);
        return false;
    }
    w->hash = sha256_begin();
    *w_r = w;
    return true;
}

/*
 * The disk begins on each further WRITE_BACK of a file while the rest still comes, so that the sync at its end has little
 * left. It promises nothing and waits for nothing; what it fails at, the sync tells.
 */
static void write_back(int fd, uint64_t had, size_t more)
{
    if (had / WRITE_BACK != (had + more) / WRITE_BACK)
        sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

bool blob_write(struct blob_writer *w, struct str bytes, struct err *e)
{
    struct blob *b = &w->blob;
    if (!blob_has_room(w->store, bytes.n))
        return err_set(e, ERR_FULL, MSG_DISK_FULL);
    if (w->upload)
        return upload_write(w, bytes, e);
    if (!fd_write(w->fd, bytes, e))
        return false;
    sha256_add(w->hash, bytes);
    write_back(w->fd, b->size, bytes.n);
    b->size += bytes.n;
    struct str head = str_sub(bytes, 0, sizeof b->head - b->head_size);
    if (head.n)
        memcpy(b->head + b->head_size, head.at, head.n);
    b->head_size += head.n;
    return true;
}

static void writer_free(struct blob_writer *w)
{
    close(w->fd);
    arena_free(w->arena);
}

void blob_abandon(struct blob_writer *w)
{
    if (w->upload) {
        upload_leave(w);
        return;
    }
    sha256_abandon(w->hash);
    unlink(w->tmp);
    writer_free(w);
}

struct str blob_path_of(struct arena *a, const struct blob_writer *w)
{
    return str_format(a, "/proc/self/fd/%d", w->fd);
}

static void settle_one(struct blob_job *job);

void blob_later(struct blob_store *s, struct blob_job *job)
{
    queue_put(s->sync, job);
}

void blob_finish(struct blob_writer *w, void (*done)(void *arg, const struct blob *b, const struct err *e), void *arg)
{
    assert(!w->upload);
    w->done = done;
    w->arg = arg;
    struct sha256 hash = sha256_finish(w->hash);
    memcpy(w->blob.id.sha256, hash.bytes, sizeof hash.bytes);
    w->job.run = settle_one;
    blob_later(w->store, &w->job);
}

struct waiting {
    struct completion done;
    struct blob blob;
    struct err err;
};

static void wake_waiting(void *arg, const struct blob *b, const struct err *e)
{
    struct waiting *w = arg;
    if (b)
        w->blob = *b;
    if (e)
        w->err = *e;
    complete(&w->done);
}

bool blob_finish_wait(struct blob_writer *writer, struct blob *b_r, struct err *e)
{
    struct waiting w = {.done = COMPLETION};
    blob_finish(writer, wake_waiting, &w);
    completion_wait(&w.done);
    if (w.err.code) {
        *e = w.err;
        return false;
    }
    *b_r = w.blob;
    return true;
}

/* ---- the sync thread ---- */

/*
 * A blob that is about to be named begins its life anew, so that the sweep does not take it from under whoever comes to name
 * it. A mark that cannot be made (a folder that may not be written) is no reason to refuse.
 */
static void make_young(const char *path)
{
    if (utimensat(AT_FDCWD, path, NULL, 0))
        errno = 0;
}

static bool folder_of(struct blob_store *s, const struct blob_path *p, struct err *e)
{
    if (mkdir(p->folder, 0700) == 0)
        return folder_sync(s->folder, e);
    return errno == EEXIST || errno_trouble("blob folder", e);
}

/* Its bytes are on disk; its name, then the name's folder must be before anybody is told. */
bool blob_take_name(struct blob_store *s, const char *tmp, struct blob_id id, struct err *e)
{
    struct blob_path p;
    blob_path(s, id, &p);
    if (!folder_of(s, &p, e))
        return false;
    if (s->remote)
        make_young(tmp); /* sending it took its time, and a copy that was not used for long may go */
    pthread_mutex_lock(&s->names);
    bool named = !rename(tmp, p.file) || errno_trouble("blob name", e);
    pthread_mutex_unlock(&s->names);
    struct stat st;
    if (named && s->remote && !stat(p.file, &st))
        blob_cache_grew(s, (uint64_t)st.st_size);
    return named && folder_sync(p.folder, e);
}

/* Where there is a bucket, the name says that it has the blob: so it is sent before. */
static void name_one(struct blob_job *job);

static void send_one(struct blob_job *job)
{
    struct blob_writer *w = (struct blob_writer *)job;
    if (!blob_send(w->store, w->tmp, w->blob.id, &w->err))
        assert(w->err.code);
    w->job.run = name_one;
    blob_later(w->store, &w->job);
}

bool blob_link(struct blob_store *s, const char *path, struct blob_id id, struct err *e)
{
    char tmp[PATH_ROOM];
    blob_tmp(s, tmp);
    make_young(path);
    if (link(path, tmp))
        return errno_trouble("blob name", e);
    bool named = blob_take_name(s, tmp, id, e);
    unlink(tmp); /* stays where it could not be named, and where the name was one of the same file already */
    return named;
}

static void name_one(struct blob_job *job)
{
    struct blob_writer *w = (struct blob_writer *)job;
    bool done = !w->err.code && blob_take_name(w->store, w->tmp, w->blob.id, &w->err);
    if (!done)
        unlink(w->tmp);
    w->done(w->arg, done ? &w->blob : NULL, done ? NULL : &w->err);
    writer_free(w);
}

static void settle_one(struct blob_job *job)
{
    struct blob_writer *w = (struct blob_writer *)job;
    fd_sync(w->fd, "blob");
    if (!w->store->remote) {
        name_one(job);
        return;
    }
    w->job.run = send_one;
    blob_send_later(w->store, job, w->blob.size);
}

/* ---- opening and closing ---- */

static bool folders_ready(struct blob_store *s, struct arena *a, struct err *e)
{
    const char *tmp = str_z(a, str_format(a, "%s/tmp", s->folder));
    if (mkdir(s->folder, 0700) && errno != EEXIST && errno != EROFS)
        return errno_trouble(s->folder, e);
    if (mkdir(tmp, 0700) && errno != EEXIST && errno != EROFS)
        return errno_trouble(tmp, e);
    return true;
}

bool blob_store_open(struct arena *a, struct str folder, struct blob_store **s_r, struct err *e)
{
    struct blob_store *s = arena_one(a, struct blob_store);
    s->folder = str_z(a, folder);
    s->checked = arena_alloc(a, CHECKED_SETS * sizeof *s->checked);
    random_bytes(&s->secret, sizeof s->secret);
    s->secret |= 1;
    if (folder.n > PATH_ROOM - 2 * HEX)
        return err_fault(e, "the folder's path is too long");
    if (!folders_ready(s, a, e))
        return false;
    if (!queue_open(a, 1, &s->sync, e))
        return false;
    pthread_mutex_init(&s->names, NULL);
    *s_r = s;
    return true;
}

void blob_store_close(struct blob_store *s)
{
    blob_remote_close(s); /* what was sent is named on the sync thread */
    queue_close(s->sync);
    pthread_mutex_destroy(&s->names);
}

const char *blob_folder(const struct blob_store *s)
{
    return s->folder;
}

bool blob_store_tidy(struct blob_store *s, struct err *e)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%s/tmp", s->folder);
    DIR *dir = opendir(path);
    if (!dir)
        return errno_trouble(path, e);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    return folder_sync(s->folder, e);
}

/* ---- all of them ---- */

/* NULL at the end, and where the folder cannot be read on. */
static struct dirent *next_in(DIR *dir, bool *good_r, struct err *e)
{
    errno = 0;
    struct dirent *entry = readdir(dir);
    *good_r = entry || !errno || errno_trouble("blobs", e);
    return entry;
}

/* One that goes meanwhile is passed over; what cannot be looked at is not taken for nothing. */
static bool each_in(struct blob_store *s, const char *two,
                    bool (*take)(void *arg, struct blob_id id, const struct stat *st, struct err *e), void *arg,
                    struct err *e)
{
    char path[PATH_ROOM + 8], hex[HEX + 1];
    snprintf(path, sizeof path, "%s/%.2s", s->folder, two);
    DIR *dir = opendir(path);
    bool good = dir || errno == ENOENT || errno == ENOTDIR || errno_trouble(path, e);
    for (struct dirent *entry; dir && good && (entry = next_in(dir, &good, e));) {
        struct blob_id id;
        struct stat st;
        snprintf(hex, sizeof hex, "%.2s%.62s", two, entry->d_name);
        if (strlen(entry->d_name) != HEX - 2 || !blob_id_read(str_of(hex), &id))
            continue;
        good = fstatat(dirfd(dir), entry->d_name, &st, 0) ? errno == ENOENT || errno_trouble(path, e)
                                                          : take(arg, id, &st, e);
    }
    if (dir)
        closedir(dir);
    return good;
}

bool blob_each_here(struct blob_store *s,
                    bool (*take)(void *arg, struct blob_id id, const struct stat *st, struct err *e), void *arg,
                    struct err *e)
{
    DIR *dir = opendir(s->folder);
    unsigned char byte;
    bool good = true;
    if (!dir)
        return errno_trouble(s->folder, e);
    for (struct dirent *entry; good && (entry = next_in(dir, &good, e));)
        if (hex_read(str_of(entry->d_name), &byte, 1))
            good = each_in(s, entry->d_name, take, arg, e);
    closedir(dir);
    return good;
}

/* ---- reading ---- */

bool blob_open_path(const char *path, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? err_set(e, ERR_MISSING, MSG_BLOB_MISSING) : errno_trouble("blob", e);
    if (fstat(fd, &st)) {
        close(fd);
        return errno_trouble("blob", e);
    }
    *fd_r = fd;
    *size_r = (uint64_t)st.st_size;
    return true;
}

bool blob_open_here(struct blob_store *s, struct blob_id id, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct blob_path p;
    blob_path(s, id, &p);
    return blob_open_path(p.file, fd_r, size_r, e);
}

bool blob_open(struct blob_store *s, struct blob_id id, int *fd_r, uint64_t *size_r, struct err *e)
{
    if (!s->remote)
        return blob_open_here(s, id, fd_r, size_r, e);
    return (blob_used(s, id) || blob_fetch(s, id, e)) && blob_open_here(s, id, fd_r, size_r, e);
}
