/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sweep.h"

#include "base/hash.h"
#include "store/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { HEX = 64 };

/* ---- the lock ---- */

static int lock_open(struct store *s)
{
    char path[BLOB_PATH_ROOM];
    snprintf(path, sizeof path, STR_FMT "/sweep.lock", STR_ARG(s->folder));
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    *strrchr(path, '/') = 0;
    fd_give(fd, path);
    return fd;
}

int sweep_hold(struct store *s)
{
    int fd = lock_open(s);
    while (fd >= 0 && flock(fd, LOCK_SH) && errno == EINTR)
        ;
    return fd;
}

/* ---- who names a blob ---- */

static bool is_found(struct reader *r, enum sql_id id, struct value v, bool *named_r, struct err *e)
{
    int64_t n;
    if (!sql_number(r, id, &v, 1, 0, &n, e))
        return false;
    *named_r = *named_r || n != 0;
    return true;
}

/* Drafts are looked through only for what neither a report nor an upload names: that is rare. */
static bool is_named(void *arg, struct blob_id id, bool *named_r, struct err *e)
{
    struct reader *r = store_reader(arg);
    char like[HEX + 3] = {'%'};
    bool named = false;
    hex_put(like + 1, id.sha256, sizeof id.sha256);
    like[HEX + 1] = '%';
    struct value blob = v_blob(id.sha256, sizeof id.sha256);
    if (!is_found(r, SQL_SWEEP_FILE, blob, &named, e) ||
        (!named && !is_found(r, SQL_SWEEP_REPORT_FILE, blob, &named, e)) ||
        (!named && !is_found(r, SQL_SWEEP_DRAFT, v_text((struct str){like, HEX + 2}), &named, e)))
        return false;
    *named_r = named;
    return true;
}

/* ---- previews ---- */

/* previews/ab/cdef….jpg, whatever its ending */
static bool has_blob(struct store *s, const char *two, const char *rest)
{
    char path[BLOB_PATH_ROOM];
    snprintf(path, sizeof path, "%s/%.2s/%.62s", blob_folder(s->blobs), two, rest);
    return strlen(rest) < HEX - 2 || !access(path, F_OK) || errno != ENOENT;
}

static void sweep_previews_of(struct store *s, const char *folder, const char *two, struct swept *n)
{
    char path[BLOB_PATH_ROOM + 8];
    snprintf(path, sizeof path, "%s/%.2s", folder, two);
    DIR *dir = opendir(path);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.' && !has_blob(s, two, entry->d_name))
            n->previews += unlinkat(dirfd(dir), entry->d_name, 0) == 0;
    closedir(dir);
}

static void sweep_previews(struct store *s, struct swept *n)
{
    char path[BLOB_PATH_ROOM];
    unsigned char byte;
    snprintf(path, sizeof path, STR_FMT "/previews", STR_ARG(s->folder));
    DIR *dir = opendir(path);
    if (!dir)
        return; /* none was ever made */
    for (struct dirent *entry; (entry = readdir(dir));)
        if (hex_read(str_of(entry->d_name), &byte, 1))
            sweep_previews_of(s, path, entry->d_name, n);
    closedir(dir);
}

bool store_sweep(struct store *s, struct instant before, struct swept *swept_r, struct err *e)
{
    struct swept n = {0};
    struct blob_sweep how = {.before = before, .is_named = is_named, .arg = s};
    int lock = lock_open(s);
    if (lock < 0)
        return errno_trouble("sweep.lock", e);
    bool good = true;
    if (!flock(lock, LOCK_EX | LOCK_NB)) {
        good = blob_sweep(s->blobs, &how, &n.blobs, e);
        if (good)
            sweep_previews(s, &n);
        n.done = good;
    }
    close(lock);
    if (good)
        *swept_r = n;
    return good;
}
