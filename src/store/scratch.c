/* SPDX-License-Identifier: Apache-2.0 */
#include "store/scratch.h"

#include "store/inside.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { LOOK_EVERY = 16 << 20 };

static bool full(struct err *e)
{
    return err_set(e, ERR_FULL, MSG_SCRATCH_FULL);
}

static bool has_room(const struct scratch *f)
{
    struct statvfs v;
    return fstatvfs(f->fd, &v) || (uint64_t)v.f_bavail * v.f_frsize > f->floor;
}

/* Some file systems know no file without a name: it is taken away at once. What a death leaves there a start removes. */
static int make_and_unname(const char *folder)
{
    char path[BLOB_PATH_ROOM + 32];
    snprintf(path, sizeof path, "%s/scratch-XXXXXX", folder);
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

bool scratch_open(struct store *s, uint64_t floor, struct scratch *f_r, struct err *e)
{
    char folder[BLOB_PATH_ROOM + 8];
    snprintf(folder, sizeof folder, "%s/tmp", blob_folder(s->blobs));
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        fd = make_and_unname(folder);
    if (fd < 0)
        return errno_trouble("scratch", e);
    struct scratch f = {.fd = fd, .floor = floor};
    if (!has_room(&f)) {
        close(fd);
        return full(e);
    }
    *f_r = f;
    return true;
}

bool scratch_put(struct scratch *f, struct str piece, struct err *e)
{
    if (f->size - f->looked >= LOOK_EVERY) {
        f->looked = f->size;
        if (!has_room(f))
            return full(e);
    }
    if (!fd_write(f->fd, piece, e))
        return e->code == ERR_FULL ? full(e) : false;
    f->size += piece.n;
    return true;
}
