/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_ROOM = 64 * 1024 };

bool errno_trouble(const char *what, struct err *e)
{
    int why = errno;
    if (why == ENOSPC || why == EDQUOT)
        return err_set(e, ERR_FULL, MSG_DISK_FULL);
    return err_fault(e, "%s: %s", what, strerror(why));
}

bool fd_write(int fd, struct str bytes, struct err *e)
{
    while (bytes.n) {
        ssize_t done = write(fd, bytes.at, bytes.n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return errno_trouble("write", e);
        bytes = str_from(bytes, (size_t)done);
    }
    return true;
}

bool fd_read(int fd, char *to, size_t n, size_t *got_r, struct err *e)
{
    size_t got = 0;
    while (got < n) {
        ssize_t now = read(fd, to + got, n - got);
        if (now < 0 && errno == EINTR)
            continue;
        if (now < 0)
            return errno_trouble("read", e);
        if (now == 0)
            break;
        got += (size_t)now;
    }
    *got_r = got;
    return true;
}

/* Grows by moving pages, not by copies that an arena would keep. Belongs to the arena all the same. */
static bool read_all(struct arena *a, int fd, size_t limit, struct str *bytes_r)
{
    size_t room = 0, n = 0, got = 1;
    char *bytes = NULL;
    struct err e;
    bool ok = true;
    while (ok && got && n <= limit) {
        if (n == room) {
            room = room ? room * 2 : limit < FIRST_ROOM ? limit + 1 : FIRST_ROOM;
            char *more = realloc(bytes, room);
            ok = more;
            bytes = more ? more : bytes;
        }
        ok = ok && fd_read(fd, bytes + n, room - n, &got, &e);
        n += ok ? got : 0;
    }
    if (bytes)
        arena_defer(a, free, bytes);
    *bytes_r = (struct str){bytes, n};
    return ok && n <= limit;
}

static bool not_opened(struct str path, struct err *e)
{
    bool denied = errno == EACCES || errno == EPERM;
    return err_with(e, ERR_MISSING, denied ? MSG_FILE_DENIED : MSG_FILE_NOWHERE, path, S(""), S(""));
}

static bool not_read(struct str path, size_t n, size_t limit, struct err *e)
{
    char most[32];
    if (n <= limit)
        return err_with(e, ERR_MISSING, errno == EISDIR ? MSG_FILE_FOLDER : MSG_FILE_IO, path, S(""), S(""));
    snprintf(most, sizeof most, "%zu %s", limit >> (limit >> 20 ? 20 : 10), limit >> 20 ? "MB" : "KB");
    return err_with(e, ERR_LARGE, MSG_FILE_LARGE, path, str_of(most), S(""));
}

bool fd_is_readable(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, 0) > 0;
}

void fd_ring(int fd)
{
    const uint64_t one = 1;
    while (write(fd, &one, sizeof one) < 0 && errno == EINTR)
        ;
}

bool file_load(struct arena *a, struct str path, size_t limit, struct str *bytes_r, struct err *e)
{
    bool standard = str_eq(path, S("-"));
    int fd = standard ? STDIN_FILENO : open(str_z(a, path), O_RDONLY | O_CLOEXEC);
    struct str bytes;
    if (fd < 0)
        return not_opened(path, e);
    bool ok = read_all(a, fd, limit, &bytes) || not_read(standard ? S("标准输入") : path, bytes.n, limit, e);
    if (!standard)
        close(fd);
    if (ok)
        *bytes_r = bytes;
    return ok;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
    (void)st;
    (void)kind;
    (void)walk;
    return remove(path);
}

bool folder_remove(struct arena *a, struct str path, struct err *e)
{
    if (nftw(str_z(a, path), remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT)
        return true;
    return err_with(e, ERR_FULL, MSG_FILE_UNREADABLE, path, str_of(strerror(errno)), S(""));
}
