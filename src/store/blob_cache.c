/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a bucket keeps the blobs, the folder holds copies of those that were used lately. A copy bears its name only when
 * the bucket has the blob: so any may go. Its file's time is when it was used last.
 */
#include "store/blob_inside.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPIES_ROOM = 128 << 20, RECENT_MS = 60000, PAUSE_MS = 10000 };

struct copy {
    int64_t used;
    uint64_t size;
    struct blob_id id;
};

struct copies {
    struct blob_store *store;
    struct arena *arena;
    struct copy *items;
    size_t n, cap;
    uint64_t bytes;
};

static int64_t used_at(const struct stat *st)
{
    return (int64_t)st->st_mtim.tv_sec * 1000 + st->st_mtim.tv_nsec / 1000000;
}

bool blob_used(struct blob_store *s, struct blob_id id)
{
    struct blob_path p;
    blob_path(s, id, &p);
    bool here = !utimensat(AT_FDCWD, p.file, NULL, 0) || errno != ENOENT;
    errno = 0;
    return here;
}

static bool take_copy(void *arg, struct blob_id id, const struct stat *st, struct err *e)
{
    struct copies *list = arg;
    struct copy c = {used_at(st), (uint64_t)st->st_size, id};
    (void)e;
    list->bytes += c.size;
    if (arena_left(list->arena)) /* the rest waits for the next time */
        arena_push(list->arena, list, c);
    return true;
}

static int by_use(const void *a, const void *b)
{
    const struct copy *x = a, *y = b;
    return x->used < y->used ? -1 : x->used > y->used;
}

/* Looked at again under the lock: who was told a moment ago that it is there is about to open it. */
static bool drop(struct blob_store *s, struct blob_id id)
{
    struct blob_path p;
    struct stat st;
    blob_path(s, id, &p);
    pthread_mutex_lock(&s->names);
    bool old = !stat(p.file, &st) && used_at(&st) < clock_machine().ms - RECENT_MS && !unlink(p.file);
    pthread_mutex_unlock(&s->names);
    return old;
}

static void trim(struct copies *list, uint64_t most)
{
    if (list->n)
        qsort(list->items, list->n, sizeof *list->items, by_use);
    for (size_t i = 0; i < list->n && list->bytes > most - most / 10; i++)
        if (drop(list->store, list->items[i].id))
            list->bytes -= list->items[i].size;
}

void blob_cache_trim(struct blob_job *job)
{
    struct blob_remote *r = (struct blob_remote *)(void *)((char *)job - offsetof(struct blob_remote, trim));
    struct copies list = {.store = r->store, .arena = arena_new("copies", COPIES_ROOM)};
    struct err e;
    r->cached = 0;
    if (!blob_each_here(r->store, take_copy, &list, &e)) /* those that were seen may go all the same */
        log_line(LOG_WARN, "bucket.copies", "\"error\":\"%s\",\"detail\":\"%s\"", err_name(e.code),
                 log_text(e.detail).at);
    if (list.bytes > r->most)
        trim(&list, r->most);
    r->cached += list.bytes;
    arena_free(list.arena);
    r->trimmed = clock_steady_ms();
    r->trimming = false;
}

void blob_cache_grew(struct blob_store *s, uint64_t bytes)
{
    struct blob_remote *r = s->remote;
    uint64_t now = atomic_fetch_add(&r->cached, bytes) + bytes;
    bool rested = clock_steady_ms() - r->trimmed > PAUSE_MS;
    if (now > r->most && rested && !atomic_exchange(&r->trimming, true))
        queue_put(r->small, &r->trim);
}
