/* SPDX-License-Identifier: Apache-2.0 */
/* Removing the blobs that nobody names. Declared in store/blob.h. */
#include "store/blob_inside.h"

#include <sys/stat.h>
#include <unistd.h>

struct sweep {
    struct blob_store *store;
    const struct blob_sweep *how;
    struct blob_swept n;
};

static int64_t written_at(const struct stat *st)
{
    return (int64_t)st->st_mtim.tv_sec * 1000;
}

/* Looked at again under the lock: it may have been found there, and so begun its life anew, a moment ago. */
static bool remove_old(struct blob_store *s, struct blob_id id, struct instant before)
{
    struct blob_path p;
    struct stat st;
    blob_path(s, id, &p);
    pthread_mutex_lock(&s->names);
    bool old = !stat(p.file, &st) && written_at(&st) < before.ms && !unlink(p.file);
    pthread_mutex_unlock(&s->names);
    return old;
}

static bool sweep_one(void *arg, struct blob_id id, const struct stat *st, struct err *e)
{
    struct sweep *w = arg;
    bool named = true;
    w->n.seen++;
    w->n.bytes += (uint64_t)st->st_size;
    if (written_at(st) >= w->how->before.ms)
        return true;
    if (!w->how->is_named(w->how->arg, id, &named, e))
        return false;
    if (!named && remove_old(w->store, id, w->how->before)) {
        w->n.removed++;
        w->n.bytes -= (uint64_t)st->st_size;
    }
    return true;
}

bool blob_sweep(struct blob_store *s, const struct blob_sweep *how, struct blob_swept *swept_r, struct err *e)
{
    struct sweep w = {.store = s, .how = how};
    if (s->remote)
        return blob_sweep_there(s, how, swept_r, e);
    if (!blob_each_here(s, sweep_one, &w, e))
        return false;
    *swept_r = w.n;
    return true;
}
