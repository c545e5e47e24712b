/* SPDX-License-Identifier: Apache-2.0 */
#include "store/preview.h"

#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const int64_t MARK_MS = 60 * 60000;

/* previews/ab and previews/ab/cdef….jpg */
static struct str folder_of(struct store *s, struct arena *a, struct blob_id id)
{
    return str_format(a, STR_FMT "/previews/%02x", STR_ARG(store_folder(s)), id.sha256[0]);
}

static const char *path_of(struct store *s, struct arena *a, struct blob_id id)
{
    struct str folder = folder_of(s, a, id), rest = str_from(blob_id_text(a, id), 2);
    return str_z(a, str_format(a, STR_FMT "/" STR_FMT ".jpg", STR_ARG(folder), STR_ARG(rest)));
}

enum preview_kept preview_open(struct store *s, struct blob_id id, struct instant now, int *fd_r, uint64_t *size_r)
{
    struct stat st = {0}; /* of one that cannot be looked at: as if it were old */
    struct arena *a = arena_new("preview", 64 * 1024);
    int fd = open(path_of(s, a, id), O_RDONLY | O_CLOEXEC);
    arena_free(a);
    if (fd < 0)
        return PREVIEW_UNTRIED;
    if (!fstat(fd, &st) && st.st_size > 0) {
        *fd_r = fd;
        *size_r = (uint64_t)st.st_size;
        return PREVIEW_KEPT;
    }
    close(fd);
    return now.ms - st.st_mtim.tv_sec * 1000 < MARK_MS ? PREVIEW_IMPOSSIBLE : PREVIEW_UNTRIED;
}

static bool folder_made(const char *path, struct err *e)
{
    return !mkdir(path, 0700) || errno == EEXIST || errno_trouble("previews", e);
}

bool preview_begin(struct store *s, struct arena *a, struct blob_id id, struct preview_writer *w_r, struct err *e)
{
    /* Only one process has the folder: what an earlier one left half-made is written over. */
    static _Atomic unsigned number;
    struct str all = str_format(a, STR_FMT "/previews", STR_ARG(store_folder(s)));
    const char *tmp = str_z(a, str_format(a, STR_FMT "/tmp", STR_ARG(all)));
    struct preview_writer w = {.folder = str_z(a, folder_of(s, a, id)), .path = path_of(s, a, id)};
    if (!folder_made(str_z(a, all), e) || !folder_made(tmp, e))
        return false;
    w.tmp = str_z(a, str_format(a, "%s/%u", tmp, ++number));
    w.fd = open(w.tmp, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (w.fd < 0)
        return errno_trouble("preview", e);
    *w_r = w;
    return true;
}

bool preview_keep(struct preview_writer *w, struct err *e)
{
    close(w->fd);
    if (folder_made(w->folder, e) && !rename(w->tmp, w->path))
        return true;
    errno_trouble("preview", e);
    unlink(w->tmp);
    return false;
}

bool preview_mark(struct preview_writer *w, struct err *e)
{
    if (!ftruncate(w->fd, 0))
        return preview_keep(w, e);
    errno_trouble("preview", e);
    preview_abandon(w);
    return false;
}

void preview_abandon(struct preview_writer *w)
{
    close(w->fd);
    unlink(w->tmp);
}
