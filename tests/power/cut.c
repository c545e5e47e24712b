/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A power cut, stood in for: preloaded into the server, it remembers every change to the data folder that no sync has
 * yet made lasting. At the cut all of those are taken back; then some are made again, whole or torn, in any choice (the
 * disk wrote them in an order of its own), and the process ends without another word.
 *
 *     CUT_FOLDER=DIR      what is under it is watched
 *     CUT_SEED=N          of the choices
 *     CUT_DEAF=PART       syncs of paths that hold PART do nothing: what a store without that sync would lose
 *     SIGUSR2             the cut comes with one of the next changes or syncs
 *     CUT_FAIL=KIND:N     the N-th write, sync, open or rename (or link) after SIGUSR1 fails with CUT_ERRNO (5); of kind
 *                         short the N-th write writes half. KIND:N+ fails from then on, until SIGUSR1 comes again
 *     CUT_ARMED=1         as if SIGUSR1 had come already
 *
 * Files mapped into memory (the index of the write-ahead log) are not watched: they are made anew after a crash.
 */
#undef _FILE_OFFSET_BITS /* both names of each call are wanted, not one for the other */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DESCRIPTORS = 4096, SECTOR = 512 };

enum change_kind { WRITTEN, SIZED, MADE, RENAMED, REMOVED };

struct change {
    struct change *older, *newer;
    enum change_kind kind;
    char *path, *from; /* from: of a renamed file */
    char *replaced;    /* another name of the file whose name it took */
    off_t at, size;    /* size: the file's before */
    size_t old_n, new_n;
    char *old_bytes, *new_bytes;
};

static struct change *newest;
static char *paths[DESCRIPTORS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *deaf, *fail_kind;
static long fail_at;
static bool fail_on; /* from the N-th on */
static int fail_errno = EIO;
static volatile sig_atomic_t wanted, armed;
static long countdown = -1;
static uint64_t state = 88172645463325252u;

static uint64_t draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static void on_signal(int number)
{
    static const char told[] = "cut: armed\n", calm[] = "cut: disarmed\n";
    if (number == SIGUSR2) {
        wanted = 1;
    } else {
        armed = !armed;
        syscall(SYS_write, 2, armed ? told : calm, armed ? sizeof told - 1 : sizeof calm - 1);
    }
}

__attribute__((constructor)) static void begin(void)
{
    const char *seed = getenv("CUT_SEED"), *fail = getenv("CUT_FAIL"), *number = getenv("CUT_ERRNO");
    static char kind[16];
    char plus = 0;
    folder = getenv("CUT_FOLDER");
    deaf = getenv("CUT_DEAF");
    if (seed)
        state ^= strtoull(seed, NULL, 10) * 0x9E3779B97F4A7C15u;
    if (fail && sscanf(fail, "%15[a-z]:%ld%c", kind, &fail_at, &plus) >= 2)
        fail_kind = kind;
    fail_on = plus == '+';
    armed = getenv("CUT_ARMED") != NULL;
    if (number)
        fail_errno = atoi(number);
    signal(SIGUSR1, on_signal);
    signal(SIGUSR2, on_signal);
    for (int i = 0; i < 8; i++)
        draw();
}

/* ---- which file ---- */

static bool is_ours(const char *path)
{
    return folder && !strncmp(path, folder, strlen(folder)) && !strstr(path, "-shm") && !strstr(path, "/lock");
}

static char *whole_path(int at, const char *path)
{
    char text[PATH_MAX * 2], base[PATH_MAX], link[64];
    if (path[0] == '/')
        return strdup(path);
    if (at == AT_FDCWD) {
        if (!getcwd(base, sizeof base))
            return NULL;
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t n = readlink(link, base, sizeof base - 1);
        if (n < 0)
            return NULL;
        base[n] = 0;
    }
    snprintf(text, sizeof text, "%s/%s", base, path);
    return strdup(text);
}

static const char *path_of(int fd)
{
    return fd >= 0 && fd < DESCRIPTORS ? paths[fd] : NULL;
}

static bool in_folder(const char *path, const char *dir)
{
    const char *slash = strrchr(path, '/');
    return slash && (size_t)(slash - path) == strlen(dir) && !strncmp(path, dir, strlen(dir));
}

/* ---- what has changed ---- */

static struct change *note(enum change_kind kind, const char *path)
{
    struct change *c = calloc(1, sizeof *c);
    c->kind = kind;
    c->path = strdup(path);
    c->older = newest;
    if (newest)
        newest->newer = c;
    newest = c;
    return c;
}

static void forget(struct change *c)
{
    if (c->older)
        c->older->newer = c->newer;
    if (c->newer)
        c->newer->older = c->older;
    else
        newest = c->older;
    if (c->replaced)
        syscall(SYS_unlinkat, AT_FDCWD, c->replaced, 0);
    free(c->path);
    free(c->from);
    free(c->replaced);
    free(c->old_bytes);
    free(c->new_bytes);
    free(c);
}

static off_t size_of(int fd)
{
    struct stat st;
    return fstat(fd, &st) ? 0 : st.st_size;
}

static void note_write(int fd, const void *bytes, size_t n, off_t at)
{
    struct change *c = note(WRITTEN, paths[fd]);
    c->at = at;
    c->size = size_of(fd);
    c->old_bytes = malloc(n + 1);
    c->new_bytes = malloc(n + 1);
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd); /* fd may be open for writing only */
    int readable = (int)syscall(SYS_openat, AT_FDCWD, self, O_RDONLY | O_CLOEXEC);
    ssize_t got = readable < 0 ? 0 : pread(readable, c->old_bytes, n, at);
    if (readable >= 0)
        syscall(SYS_close, readable);
    c->old_n = got > 0 ? (size_t)got : 0;
    memcpy(c->new_bytes, bytes, n);
    c->new_n = n;
}

static void note_size(int fd, off_t size)
{
    struct change *c = note(SIZED, paths[fd]);
    c->at = size;
    c->size = size_of(fd);
    if (size >= c->size)
        return;
    c->old_bytes = malloc((size_t)(c->size - size));
    ssize_t got = pread(fd, c->old_bytes, (size_t)(c->size - size), size);
    c->old_n = got > 0 ? (size_t)got : 0;
}

/* A file's contents last from its sync on, a name from its folder's. */
static void settle(const char *path)
{
    for (struct change *c = newest, *older; c; c = older) {
        older = c->older;
        bool contents = c->kind == WRITTEN || c->kind == SIZED;
        if (contents ? !strcmp(c->path, path) : in_folder(c->path, path))
            forget(c);
    }
}

/* ---- the cut ---- */

static void put_bytes(const char *path, const char *bytes, size_t n, off_t at)
{
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (n && syscall(SYS_pwrite64, fd, bytes, n, at) < 0)
        _exit(99);
    syscall(SYS_close, fd);
}

static void put_size(const char *path, off_t size)
{
    if (truncate(path, size) && errno != ENOENT)
        _exit(99);
}

static void take_back(struct change *c)
{
    if (c->kind == MADE) {
        syscall(SYS_unlinkat, AT_FDCWD, c->path, 0);
        syscall(SYS_unlinkat, AT_FDCWD, c->path, AT_REMOVEDIR);
    } else if (c->kind == RENAMED) {
        syscall(SYS_renameat, AT_FDCWD, c->path, AT_FDCWD, c->from);
        if (c->replaced)
            syscall(SYS_renameat, AT_FDCWD, c->replaced, AT_FDCWD, c->path);
    } else {
        put_bytes(c->path, c->old_bytes, c->old_n, c->kind == SIZED ? c->at : c->at);
        put_size(c->path, c->size);
    }
}

static void make_again(struct change *c, bool torn)
{
    size_t n = c->new_n;
    if (c->kind == SIZED) {
        put_size(c->path, c->at);
        return;
    }
    if (torn && n > SECTOR)
        n = (size_t)(draw() % (n / SECTOR)) * SECTOR;
    put_bytes(c->path, c->new_bytes, n, c->at);
}

/*
 * Names that were not yet lasting: a journalling file system keeps them or not, in order. Here the newest few are taken
 * back. (A file that was removed is not brought back: nothing here removes what it still needs.)
 */
static void cut_names(bool all)
{
    bool keep = false;
    for (struct change *c = newest; c; c = c->older) {
        if (c->kind != MADE && c->kind != RENAMED)
            continue;
        keep = keep || (!all && draw() % 2);
        if (!keep)
            take_back(c);
    }
}

static void cut(void)
{
    enum { NOTHING_STAYS, SOME_STAY, SOME_ARE_TORN, MOODS };
    int mood = (int)(draw() % MOODS);
    for (struct change *c = newest; c; c = c->older)
        if (c->kind == WRITTEN || c->kind == SIZED)
            take_back(c);
    struct change *first = newest;
    while (first && first->older)
        first = first->older;
    for (struct change *c = first; c && mood != NOTHING_STAYS; c = c->newer)
        if ((c->kind == WRITTEN || c->kind == SIZED) && draw() % 2)
            make_again(c, mood == SOME_ARE_TORN && draw() % 3 == 0);
    cut_names(mood == NOTHING_STAYS);
    _exit(137);
}

static bool fails(const char *kind)
{
    static const char told[] = "cut: failed\n";
    if (!armed || !fail_kind || strcmp(kind, fail_kind))
        return false;
    fail_at--;
    if (fail_at > 0 || (fail_at < 0 && !fail_on))
        return false;
    syscall(SYS_write, 2, told, sizeof told - 1);
    errno = fail_errno;
    return true;
}

/* Every change and sync passes here, the lock held. False: it is to fail. */
static bool pass(const char *kind)
{
    if (wanted && countdown < 0)
        countdown = (long)(draw() % 40);
    if (countdown >= 0 && countdown-- == 0)
        cut();
    return !fails(kind);
}

static size_t maybe_short(size_t n)
{
    return n > 1 && fails("short") ? n / 2 : n;
}

/* ---- the calls ---- */

static int open_at(int at, const char *path, int flags, mode_t mode)
{
    char *whole = whole_path(at, path);
    bool ours = whole && is_ours(whole);
    if (!ours) {
        free(whole);
        return (int)syscall(SYS_openat, at, path, flags, mode);
    }
    pthread_mutex_lock(&lock);
    bool fresh = flags & O_CREAT && access(whole, F_OK);
    bool may = pass("open");
    int fd = may ? (int)syscall(SYS_openat, at, path, flags, mode) : -1;
    if (!may)
        dprintf(2, "cut: open of %s\n", whole);
    if (fd >= 0 && fresh)
        note(MADE, whole);
    if (fd >= 0 && fd < DESCRIPTORS) {
        free(paths[fd]);
        paths[fd] = whole;
    } else {
        free(whole);
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

static mode_t mode_of(int flags, va_list args)
{
    return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(args, int) : 0;
}

#define OPEN(name)                                   \
    int name(const char *path, int flags, ...);      \
    int name(const char *path, int flags, ...)       \
    {                                                \
        va_list args;                                \
        va_start(args, flags);                       \
        mode_t mode = mode_of(flags, args);          \
        va_end(args);                                \
        return open_at(AT_FDCWD, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

int close(int fd)
{
    if (path_of(fd)) {
        pthread_mutex_lock(&lock);
        free(paths[fd]);
        paths[fd] = NULL;
        pthread_mutex_unlock(&lock);
    }
    return (int)syscall(SYS_close, fd);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    if (!path_of(fd))
        return syscall(SYS_write, fd, bytes, n);
    pthread_mutex_lock(&lock);
    ssize_t done = -1;
    if (pass("write")) {
        n = maybe_short(n);
        note_write(fd, bytes, n, lseek(fd, 0, SEEK_CUR));
        done = syscall(SYS_write, fd, bytes, n);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

static ssize_t write_at(int fd, const void *bytes, size_t n, off_t at)
{
    if (!path_of(fd))
        return syscall(SYS_pwrite64, fd, bytes, n, at);
    pthread_mutex_lock(&lock);
    ssize_t done = -1;
    if (pass("write")) {
        n = maybe_short(n);
        note_write(fd, bytes, n, at);
        done = syscall(SYS_pwrite64, fd, bytes, n, at);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    return write_at(fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t at)
{
    return write_at(fd, bytes, n, at);
}

static int size_to(int fd, off_t size)
{
    if (!path_of(fd))
        return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&lock);
    int done = -1;
    if (pass("write")) {
        note_size(fd, size);
        done = (int)syscall(SYS_ftruncate, fd, size);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate(int fd, off_t size)
{
    return size_to(fd, size);
}

int ftruncate64(int fd, off_t size)
{
    return size_to(fd, size);
}

/* The real sync is left out: a process that ends leaves its pages to the system, and the cut undoes what it must. */
static int sync_of(int fd)
{
    if (!path_of(fd))
        return (int)syscall(SYS_fsync, fd);
    pthread_mutex_lock(&lock);
    int done = -1;
    if (pass("sync")) {
        if (!deaf || !strstr(paths[fd], deaf))
            settle(paths[fd]);
        done = 0;
    } else {
        dprintf(2, "cut: sync of %s\n", paths[fd]);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

int fsync(int fd)
{
    return sync_of(fd);
}

int fdatasync(int fd)
{
    return sync_of(fd);
}

/* What bears a name that another file is about to take gets a second one, beside the folder; NULL: nothing does. */
static char *keep_replaced(const char *path)
{
    static unsigned n;
    char kept[4096];
    snprintf(kept, sizeof kept, "%s.replaced-%d-%u", folder, (int)getpid(), n++);
    return syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, kept, 0) ? NULL : strdup(kept);
}

int rename(const char *from, const char *to)
{
    char *a = whole_path(AT_FDCWD, from), *b = whole_path(AT_FDCWD, to);
    int done;
    if (!a || !b || !is_ours(b)) {
        done = (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
    } else {
        pthread_mutex_lock(&lock);
        char *replaced = keep_replaced(b);
        done = pass("rename") ? (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to) : -1;
        if (done && replaced)
            syscall(SYS_unlinkat, AT_FDCWD, replaced, 0);
        if (done)
            free(replaced);
        if (!done) {
            /* What is known of the contents goes by the new name from now on, and so does the making of the old one. */
            for (struct change *c = newest, *older; c; c = older) {
                older = c->older;
                if (strcmp(c->path, a))
                    continue;
                if (c->kind == MADE) {
                    forget(c);
                } else {
                    free(c->path);
                    c->path = strdup(b);
                }
            }
            struct change *c = note(RENAMED, b);
            c->from = strdup(a);
            c->replaced = replaced;
        }
        pthread_mutex_unlock(&lock);
    }
    free(a);
    free(b);
    return done;
}

/* A second name lasts from its folder's sync on, as a made one does. */
int link(const char *from, const char *to)
{
    char *b = whole_path(AT_FDCWD, to);
    int done;
    if (!b || !is_ours(b)) {
        done = (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
    } else {
        pthread_mutex_lock(&lock);
        done = pass("rename") ? (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0) : -1;
        if (!done)
            note(MADE, b);
        pthread_mutex_unlock(&lock);
    }
    free(b);
    return done;
}

int unlink(const char *path)
{
    char *whole = whole_path(AT_FDCWD, path);
    if (whole && is_ours(whole)) {
        pthread_mutex_lock(&lock);
        pass("remove");
        for (struct change *c = newest, *older; c; c = older) {
            older = c->older;
            if (!strcmp(c->path, whole))
                forget(c);
        }
        pthread_mutex_unlock(&lock);
    }
    free(whole);
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int mkdir(const char *path, mode_t mode)
{
    char *whole = whole_path(AT_FDCWD, path);
    int done = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    if (!done && whole && is_ours(whole) && strlen(whole) > strlen(folder)) {
        pthread_mutex_lock(&lock);
        note(MADE, whole);
        pthread_mutex_unlock(&lock);
    }
    free(whole);
    return done;
}
