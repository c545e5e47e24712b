/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a blob's bytes are what its name says. Declared in store/blob.h. */
#include "store/blob_inside.h"

#include "base/hash.h"
#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, TURNS = 3 };

/* ---- put aside ---- */

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
    return blob_open_path(path, fd_r, size_r, e);
}

/* ---- reading it whole ---- */

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
    if (s->remote)
        return blob_verify_there(s, id, e);
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
    bool today = kept && kept->day == now.day && (!s->remote || blob_used(s, id));
    pthread_mutex_unlock(&s->names);
    return today;
}

void blob_mark_checked(struct blob_store *s, struct blob_id id)
{
    struct checked now = checked_now(id);
    pthread_mutex_lock(&s->names);
    *checked_place(s, now, true) = now;
    pthread_mutex_unlock(&s->names);
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

/* *again_r: another file bears the name by now, or the bucket has one. */
static bool check_one(struct blob_store *s, struct blob_id id, bool *again_r, struct err *e)
{
    uint64_t size;
    int fd;
    if (!blob_open(s, id, &fd, &size, e))
        return false;
    bool whole = is_whole(fd, id, e), broken = !whole && e->message == MSG_BLOB_BROKEN;
    *again_r = broken && (!put_aside(s, id, fd) || s->remote);
    close(fd);
    return whole;
}

bool blob_check_here(struct blob_store *s, struct blob_id id, struct err *e)
{
    uint64_t size;
    int fd;
    if (!blob_open_here(s, id, &fd, &size, e))
        return false;
    bool whole = is_whole(fd, id, e);
    if (!whole && e->message == MSG_BLOB_BROKEN)
        put_aside(s, id, fd);
    close(fd);
    return whole;
}

bool blob_check(struct blob_store *s, struct blob_id id, struct err *e)
{
    bool again = true;
    if (blob_is_checked(s, id))
        return true;
    for (int turn = 0; again && turn < TURNS; turn++) {
        again = false;
        if (check_one(s, id, &again, e)) {
            blob_mark_checked(s, id);
            return true;
        }
    }
    return false;
}
