/* SPDX-License-Identifier: Apache-2.0 */
#include "store/blob.h"

#include "base/hash.h"
#include "base/log.h"
#include "store/completion.h"
#include "store/inside.h"

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

enum { PATH_ROOM = BLOB_PATH_ROOM, HEX = 64, PIECE = 64 * 1024, WRITER_ROOM = 32 * 1024, WRITE_BACK = 8 << 20 };

/* Who was read and found whole, by the beginning of the name. */
enum { CHECKED_SETS = 2048, CHECKED_WAYS = 4 };
struct checked {
    uint64_t name;
    int64_t day;
};

struct blob_store {
    const char *folder;
    uint64_t floor;                          /* bytes of the disk that are left free */
    struct checked (*checked)[CHECKED_WAYS]; /* CHECKED_SETS; under names */
    uint64_t secret;          /* odd: which names meet in a set cannot be computed, nor files made that do */
    unsigned turn;            /* the way that is given up next */
    _Atomic uint64_t uploads; /* names the files in tmp/ */
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct blob_job *first, *last;
    bool running, stop;
    pthread_mutex_t names; /* between looking at what bears a name and taking it away */
};

/* ---- names ---- */

struct str blob_id_text(struct arena *a, struct blob_id id)
{
    return hex_text(a, (struct str){(const char *)id.sha256, sizeof id.sha256});
}

bool blob_id_read(struct str text, struct blob_id *id_r)
{
    return hex_read(text, id_r->sha256, sizeof id_r->sha256);
}

/* FOLDER/ab and FOLDER/ab/cdef… */
struct blob_path {
    char folder[PATH_ROOM], file[PATH_ROOM + HEX];
};

static void blob_path(const struct blob_store *s, struct blob_id id, struct blob_path *p)
{
    char hex[HEX + 1] = {0};
    hex_put(hex, id.sha256, sizeof id.sha256);
    int n = snprintf(p->folder, sizeof p->folder, "%s/%.2s", s->folder, hex);
    assert(n > 0 && n < PATH_ROOM);
    (void)n;
    snprintf(p->file, sizeof p->file, "%s/%.62s", p->folder, hex + 2);
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
    snprintf(w->tmp, sizeof w->tmp, "%s/tmp/%llu", s->folder, (unsigned long long)++s->uploads);
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
    job->next = NULL;
    pthread_mutex_lock(&s->mutex);
    if (s->last)
        s->last->next = job;
    else
        s->first = job;
    s->last = job;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->mutex);
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

/*
 * tmp is whole: its bytes, then its name, then the name's folder must be on disk before anybody is told. It replaces what
 * bears the name already: those bytes nobody has read just now, and they may be about to be put aside.
 */
static bool take_name(struct blob_store *s, const char *tmp, struct blob_id id, struct err *e)
{
    struct blob_path p;
    blob_path(s, id, &p);
    if (!folder_of(s, &p, e))
        return false;
    pthread_mutex_lock(&s->names);
    bool named = !rename(tmp, p.file) || errno_trouble("blob name", e);
    pthread_mutex_unlock(&s->names);
    return named && folder_sync(p.folder, e);
}

static bool settle(struct blob_writer *w, struct err *e)
{
    fd_sync(w->fd, "blob");
    return take_name(w->store, w->tmp, w->blob.id, e);
}

bool blob_link(struct blob_store *s, const char *path, struct blob_id id, struct err *e)
{
    char tmp[PATH_ROOM];
    snprintf(tmp, sizeof tmp, "%s/tmp/%llu", s->folder, (unsigned long long)++s->uploads);
    make_young(path);
    if (link(path, tmp))
        return errno_trouble("blob name", e);
    bool named = take_name(s, tmp, id, e);
    unlink(tmp); /* stays where it could not be named, and where the name was one of the same file already */
    return named;
}

static void settle_one(struct blob_job *job)
{
    struct blob_writer *w = (struct blob_writer *)job;
    struct err e = {0};
    bool done = settle(w, &e);
    if (!done)
        unlink(w->tmp);
    w->done(w->arg, done ? &w->blob : NULL, done ? NULL : &e);
    writer_free(w);
}

static struct blob_job *take(struct blob_store *s)
{
    pthread_mutex_lock(&s->mutex);
    while (!s->first && !s->stop)
        pthread_cond_wait(&s->wake, &s->mutex);
    struct blob_job *all = s->first;
    s->first = s->last = NULL;
    pthread_mutex_unlock(&s->mutex);
    return all;
}

static void *run(void *arg)
{
    struct blob_job *all;
    while ((all = take(arg))) {
        for (struct blob_job *job = all, *next; job; job = next) {
            next = job->next;
            job->run(job);
        }
    }
    return NULL;
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
    pthread_mutex_init(&s->mutex, NULL);
    pthread_cond_init(&s->wake, NULL);
    pthread_mutex_init(&s->names, NULL);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    s->running = pthread_create(&s->thread, NULL, run, s) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!s->running)
        return err_fault(e, "no thread for attachments");
    *s_r = s;
    return true;
}

void blob_store_close(struct blob_store *s)
{
    pthread_mutex_lock(&s->mutex);
    s->stop = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->mutex);
    pthread_join(s->thread, NULL);
    pthread_mutex_destroy(&s->mutex);
    pthread_cond_destroy(&s->wake);
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

/* ---- reading ---- */

static bool open_file(const char *path, int *fd_r, uint64_t *size_r, struct err *e)
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

bool blob_open(struct blob_store *s, struct blob_id id, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct blob_path p;
    blob_path(s, id, &p);
    return open_file(p.file, fd_r, size_r, e);
}

static void aside_path(const struct blob_store *s, struct blob_id id, char to[PATH_ROOM + HEX])
{
    char hex[HEX + 1] = {0};
    hex_put(hex, id.sha256, sizeof id.sha256);
    snprintf(to, PATH_ROOM + HEX, "%s/broken/%s", s->folder, hex);
}

bool blob_open_aside(struct blob_store *s, struct blob_id id, int *fd_r, uint64_t *size_r, struct err *e)
{
    char path[PATH_ROOM + HEX];
    aside_path(s, id, path);
    return open_file(path, fd_r, size_r, e);
}

static bool hash_file(int fd, struct sha256 *hash_r, struct err *e)
{
    char piece[PIECE];
    struct sha256_stream *h = sha256_begin();
    for (;;) {
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            sha256_abandon(h);
            return errno_trouble("blob", e);
        }
        if (n == 0)
            break;
        sha256_add(h, (struct str){piece, (size_t)n});
    }
    *hash_r = sha256_finish(h);
    return true;
}

static bool is_whole(int fd, struct blob_id id, struct err *e)
{
    struct sha256 hash;
    return hash_file(fd, &hash, e) &&
           (!memcmp(hash.bytes, id.sha256, sizeof hash.bytes) || err_set(e, ERR_FAULT, MSG_BLOB_BROKEN));
}

bool blob_verify(struct blob_store *s, struct blob_id id, struct err *e)
{
    uint64_t size;
    int fd;
    if (!blob_open(s, id, &fd, &size, e))
        return false;
    bool whole = is_whole(fd, id, e);
    close(fd);
    return whole;
}

/* ---- reading what is given to somebody ---- */

static struct checked checked_now(struct blob_id id)
{
    struct checked c = {.day = clock_machine().ms / MS_A_DAY};
    memcpy(&c.name, id.sha256, sizeof c.name);
    return c;
}

/* Under names. Its own place; else, when it is new, one of another day or the next in turn. */
static struct checked *checked_place(struct blob_store *s, struct checked c, bool is_new)
{
    struct checked *set = s->checked[(c.name * s->secret >> 32) % CHECKED_SETS], *old = NULL;
    for (int i = 0; i < CHECKED_WAYS; i++) {
        if (set[i].name == c.name)
            return &set[i];
        if (set[i].day != c.day)
            old = &set[i];
    }
    return !is_new ? NULL : old ? old : &set[s->turn++ % CHECKED_WAYS];
}

bool blob_is_checked(struct blob_store *s, struct blob_id id)
{
    struct checked now = checked_now(id);
    pthread_mutex_lock(&s->names);
    const struct checked *kept = checked_place(s, now, false);
    bool today = kept && kept->day == now.day;
    pthread_mutex_unlock(&s->names);
    return today;
}

/* Under names: whether the open file bears the name still. While it is open, no other can be taken for it. */
static bool bears(int fd, const char *path)
{
    struct stat read, named;
    return !fstat(fd, &read) && !stat(path, &named) && read.st_ino == named.st_ino && read.st_dev == named.st_dev;
}

/*
 * Nothing is thrown away: whoever mends disks may want it. False: the name is another file's by now, handed in again while
 * this one was read.
 */
static bool put_aside(struct blob_store *s, struct blob_id id, int fd)
{
    struct blob_path p;
    char hex[HEX + 1] = {0}, broken[PATH_ROOM], to[PATH_ROOM + HEX];
    blob_path(s, id, &p);
    hex_put(hex, id.sha256, sizeof id.sha256);
    snprintf(broken, sizeof broken, "%s/broken", s->folder);
    mkdir(broken, 0700);
    aside_path(s, id, to);
    pthread_mutex_lock(&s->names);
    bool same = bears(fd, p.file), moved = same && !rename(p.file, to);
    pthread_mutex_unlock(&s->names);
    if (same)
        log_line(LOG_ERROR, "blob.broken", "\"blob\":\"%s\",\"aside\":%s", hex, moved ? "true" : "false");
    return same;
}

bool blob_check(struct blob_store *s, struct blob_id id, struct err *e)
{
    uint64_t size;
    int fd;
    if (blob_is_checked(s, id))
        return true;
    if (!blob_open(s, id, &fd, &size, e))
        return false;
    bool whole = is_whole(fd, id, e), again = !whole && e->message == MSG_BLOB_BROKEN && !put_aside(s, id, fd);
    close(fd);
    if (again)
        return blob_check(s, id, e);
    if (!whole)
        return false;
    struct checked now = checked_now(id);
    pthread_mutex_lock(&s->names);
    *checked_place(s, now, true) = now;
    pthread_mutex_unlock(&s->names);
    return true;
}

/* ---- sweeping ---- */

/* Looked at again under the lock: it may have been found there, and so begun its life anew, a moment ago. */
static bool remove_old(struct blob_store *s, const char *path, struct instant before)
{
    struct stat st;
    pthread_mutex_lock(&s->names);
    bool old = !stat(path, &st) && (int64_t)st.st_mtim.tv_sec * 1000 < before.ms && !unlink(path);
    pthread_mutex_unlock(&s->names);
    return old;
}

static bool sweep_one(struct blob_store *s, const char *two, const char *rest, const struct blob_sweep *how,
                      struct blob_swept *n, struct err *e)
{
    char path[PATH_ROOM + HEX], hex[HEX + 1];
    struct blob_id id;
    struct stat st;
    bool named = true;
    snprintf(hex, sizeof hex, "%.2s%.62s", two, rest);
    snprintf(path, sizeof path, "%s/%.2s/%.62s", s->folder, two, rest);
    if (strlen(rest) != HEX - 2 || !blob_id_read(str_of(hex), &id) || stat(path, &st))
        return true;
    n->seen++;
    n->bytes += (uint64_t)st.st_size;
    if ((int64_t)st.st_mtim.tv_sec * 1000 >= how->before.ms)
        return true;
    if (!how->is_named(how->arg, id, &named, e))
        return false;
    if (!named && remove_old(s, path, how->before)) {
        n->removed++;
        n->bytes -= (uint64_t)st.st_size;
    }
    return true;
}

static bool sweep_folder(struct blob_store *s, const char *two, const struct blob_sweep *how, struct blob_swept *n,
                         struct err *e)
{
    char path[PATH_ROOM + 8];
    snprintf(path, sizeof path, "%s/%.2s", s->folder, two);
    DIR *dir = opendir(path);
    bool good = true;
    for (struct dirent *entry; dir && good && (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            good = sweep_one(s, two, entry->d_name, how, n, e);
    if (dir)
        closedir(dir);
    return good;
}

bool blob_sweep(struct blob_store *s, const struct blob_sweep *how, struct blob_swept *swept_r, struct err *e)
{
    struct blob_swept n = {0};
    DIR *dir = opendir(s->folder);
    bool good = true;
    if (!dir)
        return errno_trouble(s->folder, e);
    for (struct dirent *entry; good && (entry = readdir(dir));)
        if (strlen(entry->d_name) == 2 && entry->d_name[0] != '.')
            good = sweep_folder(s, entry->d_name, how, &n, e);
    closedir(dir);
    if (good)
        *swept_r = n;
    return good;
}
