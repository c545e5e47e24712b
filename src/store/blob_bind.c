/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder and the bucket that keeps its attachments (binding.h). A folder that had attachments of its own before sends
 * them all, once, before it is served.
 */
#include "store/blob_inside.h"

#include "base/log.h"
#include "format/listing.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUCKET_MARK "folder.id" /* the object that bears the mark */

enum { MARK_ROOM = 64 * 1024, MOVING_MOST = 64, TOLD_EVERY = 1000 };

/* ---- the mark ---- */

static bool other(const struct blob_remote *r, enum message message, struct err *e)
{
    err_with(e, ERR_CONFLICT, message, r->folder, r->address, S(""));
    snprintf(e->detail, sizeof e->detail, "bucket: GET 200 " BUCKET_MARK " is not ours");
    return false;
}

bool blob_not_ours(const struct blob_remote *r, struct err *e)
{
    return other(r, MSG_BUCKET_OTHER, e);
}

/* *text_r is empty where there is none. */
static bool mark_read(struct blob_remote *r, struct arena *a, struct str *text_r, struct err *e)
{
    struct str text = {0};
    if (!bucket_get_text(r->bucket, a, S(BUCKET_MARK), BINDING_ID + 1, &text, e) && e->code != ERR_MISSING)
        return false;
    *text_r = str_trim(text);
    return true;
}

bool blob_bucket_is_ours(struct blob_remote *r, bool anew, struct err *e)
{
    struct str text;
    if (r->ours && !anew)
        return true;
    struct arena *a = arena_new("mark", MARK_ROOM);
    bool asked = mark_read(r, a, &text, e);
    if (asked) {
        r->ours = str_eq(text, str_of(r->mark));
        r->foreign = !r->ours;
    }
    arena_free(a);
    return asked && (r->ours || blob_not_ours(r, e));
}

static bool mark_put(struct blob_remote *r, struct err *e)
{
    struct arena *a = arena_new("mark", MARK_ROOM);
    bool put = bucket_put_text(r->bucket, S(BUCKET_MARK), str_format(a, "%s\n", r->mark), e);
    r->ours = put;
    arena_free(a);
    return put;
}

/* What another program keeps under the prefix would not be swept, for it bears no name of ours; but better not there. */
static bool is_empty(struct blob_remote *r, struct err *e)
{
    struct arena *a = arena_new("page", MARK_ROOM);
    struct listing page;
    bool asked = bucket_list(r->bucket, a, S(""), 1, &page, e);
    arena_free(a);
    return asked && (!page.n || other(r, MSG_BUCKET_FOREIGN, e));
}

/* ---- what the folder had before ---- */

struct moving {
    struct store *store;
    pthread_mutex_t mutex;
    pthread_cond_t turn;
    int under_way;
    uint64_t done, broken;
    struct err trouble; /* the first */
};

struct move {
    struct blob_job job;
    struct arena *arena;
    struct moving *all;
    struct blob_id id;
    uint64_t size;
};

/* A start that was cut off has sent some of them. */
static bool is_there(struct blob_remote *r, const struct move *m)
{
    struct listed there;
    struct err ignored;
    return bucket_look(r->bucket, blob_key(m->arena, m->id), &there, &ignored) && there.size == m->size;
}

/* One that is broken stays behind, put aside: the bucket would not take it for what it says. */
static bool move_one(struct move *m, bool *broken_r, struct err *e)
{
    struct blob_store *s = m->all->store->blobs;
    struct blob_path p;
    blob_path(s, m->id, &p);
    if (is_there(s->remote, m))
        return true;
    if (!blob_check_here(s, m->id, e)) {
        *broken_r = e->message == MSG_BLOB_BROKEN;
        return *broken_r;
    }
    return blob_send(s, p.file, m->id, e);
}

static bool goes_on(struct moving *all)
{
    pthread_mutex_lock(&all->mutex);
    bool good = !all->trouble.code;
    pthread_mutex_unlock(&all->mutex);
    return good;
}

static void move_run(struct blob_job *job)
{
    struct move *m = (struct move *)(void *)job;
    struct moving *all = m->all;
    struct err e = {0};
    bool broken = false, good = goes_on(all) && move_one(m, &broken, &e);
    pthread_mutex_lock(&all->mutex);
    if (!good && !all->trouble.code)
        all->trouble = e;
    all->broken += broken;
    if (good && ++all->done % TOLD_EVERY == 0)
        log_line(LOG_INFO, "bucket.moved", "\"blobs\":%llu", (unsigned long long)all->done);
    all->under_way--;
    pthread_cond_signal(&all->turn);
    arena_free(m->arena);
    pthread_mutex_unlock(&all->mutex);
}

static bool await(struct moving *all, int most, struct err *e)
{
    pthread_mutex_lock(&all->mutex);
    while (all->under_way > most)
        pthread_cond_wait(&all->turn, &all->mutex);
    bool good = !all->trouble.code;
    if (!good)
        *e = all->trouble;
    pthread_mutex_unlock(&all->mutex);
    return good;
}

static bool move_take(void *arg, struct blob_id id, const struct stat *st, struct err *e)
{
    struct moving *all = arg;
    if (!await(all, MOVING_MOST, e))
        return false;
    struct arena *a = arena_new("move", 8192);
    struct move *m = arena_one(a, struct move);
    *m = (struct move){.job.run = move_run, .arena = a, .all = all, .id = id, .size = (uint64_t)st->st_size};
    pthread_mutex_lock(&all->mutex);
    all->under_way++;
    pthread_mutex_unlock(&all->mutex);
    blob_send_later(all->store->blobs, &m->job, m->size);
    return true;
}

static bool move_all(struct store *s, struct err *e)
{
    struct moving all = {.store = s};
    struct err late;
    pthread_mutex_init(&all.mutex, NULL);
    pthread_cond_init(&all.turn, NULL);
    bool good = blob_each_here(s->blobs, move_take, &all, e);
    if (!await(&all, 0, &late) && good) {
        *e = late;
        good = false;
    }
    pthread_cond_destroy(&all.turn);
    pthread_mutex_destroy(&all.mutex);
    if (good && all.done)
        log_line(LOG_INFO, "bucket.moved", "\"blobs\":%llu,\"broken\":%llu", (unsigned long long)all.done,
                 (unsigned long long)all.broken);
    return good;
}

/* ---- binding ---- */

static bool keep(struct store *s, struct binding *b, bool whole, struct err *e)
{
    b->whole = whole;
    b->restored = false;
    return binding_write(s, BINDING_BUCKET, b, e);
}

static void bear(struct blob_remote *r, const struct binding *b)
{
    memcpy(r->mark, b->id, sizeof r->mark);
}

/* The folder's word first, then the bucket's, then all that the folder has; cut off anywhere, the next start goes on. */
static bool begin(struct store *s, struct binding *b, struct str text, struct err *e)
{
    struct blob_remote *r = s->blobs->remote;
    if (text.n && !(b->there && str_eq(text, str_of(b->id))))
        return other(r, MSG_BUCKET_TAKEN, e);
    if (!text.n && !is_empty(r, e))
        return false;
    if (!b->there)
        *b = binding_new();
    bear(r, b);
    return keep(s, b, false, e) && mark_put(r, e) && move_all(s, e) && keep(s, b, true, e);
}

/* A backup's folder has the bucket only once nobody else has: whoever is sure of that removes the mark there. */
static bool take_over(struct store *s, struct binding *b, struct str text, struct err *e)
{
    struct blob_remote *r = s->blobs->remote;
    if (text.n)
        return other(r, MSG_BUCKET_RESTORED, e);
    *b = binding_new();
    bear(r, b);
    return mark_put(r, e) && keep(s, b, true, e);
}

static bool judge(struct store *s, struct binding *b, struct err *e)
{
    struct blob_remote *r = s->blobs->remote;
    struct arena *a = arena_new("mark", MARK_ROOM);
    struct str text = {0};
    bool asked = mark_read(r, a, &text, e), known = b->there && b->whole;
    bool good = asked;
    if (!asked && e->code == ERR_BUSY &&
        known) { /* reports need no bucket; it is asked again before anything is sent */
        log_line(LOG_WARN, "bucket", "\"call\":\"start\",\"detail\":\"%s\"", log_text(e->detail).at);
        good = true;
    } else if (asked && known) {
        r->ours = str_eq(text, str_of(b->id));
        good = r->ours || blob_not_ours(r, e);
    } else if (asked) {
        good = b->there && b->restored ? take_over(s, b, text, e) : begin(s, b, text, e);
    }
    arena_free(a);
    return good;
}

bool blob_bind(struct store *s, struct err *e)
{
    struct binding b;
    const struct store_options *o = &s->options;
    if (!binding_read(s, BINDING_BUCKET, &b, e))
        return false;
    if (!o->bucket.name.n)
        return !(b.whole || b.restored) || o->rows_only || /* until it is whole the folder has all of them */
               err_with(e, ERR_CONFLICT, MSG_STORE_IN_BUCKET, s->folder, S(""), S(""));
    if (o->readonly && !b.there)
        return err_with(e, ERR_CONFLICT, MSG_BUCKET_NOT, s->folder, S(""), S(""));
    if (!blob_store_connect(s->arena, s->blobs, s->folder, &s->options.bucket, o->cache_bytes, !o->readonly, e))
        return false;
    bear(s->blobs->remote, &b);
    if (o->readonly)
        return b.restored || blob_bucket_is_ours(s->blobs->remote, true, e);
    if (!judge(s, &b, e))
        return false;
    queue_put(s->blobs->remote->small, &s->blobs->remote->trim); /* counts the copies */
    return true;
}
