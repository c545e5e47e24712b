/* SPDX-License-Identifier: Apache-2.0 */
#include "store/completion.h"
#include "store/upload_inside.h"

#include "base/hash.h"
#include "base/log.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum {
    UPLOAD_ROOM = 64 * 1024, /* of one upload's arena */
    MARK_BYTES = 16 * 1024 * 1024,
    HASH_SLICE = 8 * 1024 * 1024,
    PIECE = 64 * 1024,
    SILENT_MS = 3000,
    PROMISE_MS = 3600000, /* who has not sent for so long may never come */
};

/* ---- the table ---- */

static struct upload **bucket_of(struct upload_store *us, struct str id)
{
    return &us->buckets[str_hash(id) % UPLOAD_BUCKETS];
}

struct upload *upload_new(struct upload_store *us, const struct upload_view *v)
{
    struct arena *a = arena_new("upload", UPLOAD_ROOM);
    struct upload *u = arena_one(a, struct upload);
    u->arena = a;
    u->store = us;
    u->view = *v;
    u->refs = 1;
    u->listed = true;
    u->at = u->asked = v->offset;
    u->hash = v->kept ? NULL : sha256_begin();
    pthread_mutex_init(&u->mutex, NULL);
    return u;
}

/* Under the store's mutex. */
void upload_list(struct upload *u)
{
    struct upload **at = bucket_of(u->store, str_of(u->view.id));
    u->next = *at;
    *at = u;
    u->store->count += !u->view.kept;
}

void upload_free(struct upload *u)
{
    if (u->hash)
        sha256_abandon(u->hash);
    pthread_mutex_destroy(&u->mutex);
    arena_free(u->arena);
}

static void upload_drop(struct upload *u)
{
    struct upload_store *us = u->store;
    pthread_mutex_lock(&us->mutex);
    bool last = --u->refs == 0;
    pthread_mutex_unlock(&us->mutex);
    if (last)
        upload_free(u);
}

/* Takes it off the table; its reference there is given back. */
static void upload_unlist(struct upload *u)
{
    struct upload_store *us = u->store;
    pthread_mutex_lock(&us->mutex);
    bool was = u->listed;
    struct upload **at = bucket_of(us, str_of(u->view.id));
    while (*at && *at != u)
        at = &(*at)->next;
    if (*at)
        *at = u->next;
    us->count -= was && !u->view.kept;
    u->listed = false;
    pthread_mutex_unlock(&us->mutex);
    if (was)
        upload_drop(u);
}

static struct upload *upload_take(struct upload_store *us, struct str id)
{
    pthread_mutex_lock(&us->mutex);
    struct upload *u = *bucket_of(us, id);
    while (u && !str_eq(str_of(u->view.id), id))
        u = u->next;
    if (u)
        u->refs++;
    pthread_mutex_unlock(&us->mutex);
    return u;
}

bool upload_find(struct upload_store *us, struct str id, struct upload_view *view_r, struct err *e)
{
    struct upload *u = upload_take(us, id);
    if (!u)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    pthread_mutex_lock(&u->mutex);
    *view_r = u->view;
    pthread_mutex_unlock(&u->mutex);
    upload_drop(u);
    return true;
}

uint64_t upload_count(struct upload_store *us)
{
    pthread_mutex_lock(&us->mutex);
    uint64_t n = us->count;
    pthread_mutex_unlock(&us->mutex);
    return n;
}

/* Of those that are open: how many are the unit's, and how many bytes are still to come, of whoever sent lately. */
static void look_at_open(struct upload_store *us, uint64_t unit, size_t *of_unit_r, uint64_t *to_come_r)
{
    int64_t lately = clock_machine().ms - PROMISE_MS;
    *of_unit_r = 0;
    *to_come_r = 0;
    pthread_mutex_lock(&us->mutex);
    for (size_t i = 0; i < UPLOAD_BUCKETS; i++)
        for (struct upload *u = us->buckets[i]; u; u = u->next) {
            pthread_mutex_lock(&u->mutex);
            bool open = !u->view.kept;
            *of_unit_r += open && u->view.unit == unit;
            *to_come_r += open && u->view.touched.ms > lately ? u->view.length - u->at : 0;
            pthread_mutex_unlock(&u->mutex);
        }
    pthread_mutex_unlock(&us->mutex);
}

/* ---- writing, on a door's thread ---- */

/* Under the upload's mutex. Whoever was silent for long has lost the network and comes anew. */
static void turn_over(struct upload *u)
{
    if (u->busy && clock_steady_ms() - u->progress > SILENT_MS) {
        u->busy = false;
        u->turn++;
    }
}

static bool turn_take(struct upload *u, uint64_t offset, uint64_t *turn_r, struct err *e)
{
    pthread_mutex_lock(&u->mutex);
    turn_over(u);
    bool free_now = !u->busy && !u->removed, fits = u->at == offset && !u->view.kept;
    if (free_now && fits) {
        u->busy = true;
        u->progress = clock_steady_ms();
        *turn_r = ++u->turn;
    }
    pthread_mutex_unlock(&u->mutex);
    if (!free_now)
        return err_set(e, ERR_CONFLICT, MSG_UPLOAD_BUSY);
    return fits || err_set(e, ERR_CONFLICT, MSG_UPLOAD_OFFSET);
}

static void turn_give_back(struct upload *u, uint64_t turn)
{
    pthread_mutex_lock(&u->mutex);
    if (u->turn == turn)
        u->busy = false;
    pthread_mutex_unlock(&u->mutex);
}

static bool writer_open(struct upload *u, uint64_t offset, uint64_t turn, struct blob_writer **w_r, struct err *e)
{
    struct upload_paths p;
    upload_paths_of(u->store, u->view.id, &p);
    int fd = open(p.bytes, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || lseek(fd, (off_t)offset, SEEK_SET) < 0) {
        errno_trouble("upload", e);
        if (fd >= 0)
            close(fd);
        return false;
    }
    struct arena *a = arena_new("blob", sizeof(struct blob_writer) + 4096);
    struct blob_writer *w = arena_one(a, struct blob_writer);
    w->arena = a;
    w->store = u->store->blobs;
    w->fd = fd;
    w->upload = u;
    w->turn = turn;
    *w_r = w;
    return true;
}

bool upload_resume(struct upload_store *us, struct str id, uint64_t offset, struct blob_writer **w_r, struct err *e)
{
    struct upload *u = upload_take(us, id);
    uint64_t turn = 0;
    if (!u)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    bool taken = turn_take(u, offset, &turn, e), done = taken && writer_open(u, offset, turn, w_r, e);
    if (taken && !done)
        turn_give_back(u, turn);
    if (!done)
        upload_drop(u);
    return done;
}

static void mark_later(struct upload *u);

bool upload_write(struct blob_writer *w, struct str bytes, struct err *e)
{
    struct upload *u = w->upload;
    bool mine, fits = true, done = false, mark = false;
    pthread_mutex_lock(&u->mutex);
    mine = u->turn == w->turn && u->busy && !u->removed;
    fits = bytes.n <= u->view.length - u->at;
    if (mine && fits && (done = fd_write(w->fd, bytes, e))) {
        if (u->hash && u->hashed == u->at) {
            sha256_add(u->hash, bytes);
            u->hashed += bytes.n;
        }
        u->at += bytes.n;
        u->progress = clock_steady_ms();
        mark = u->at - u->asked >= MARK_BYTES;
        if (mark)
            u->asked = u->at;
    }
    pthread_mutex_unlock(&u->mutex);
    if (mark)
        mark_later(u);
    if (!mine)
        return err_set(e, ERR_CONFLICT, MSG_UPLOAD_BUSY);
    return done || (!fits && err_set(e, ERR_LARGE, MSG_UPLOAD_PAST_END));
}

static void writer_end(struct blob_writer *w)
{
    turn_give_back(w->upload, w->turn);
    upload_drop(w->upload);
    close(w->fd);
    arena_free(w->arena);
}

void upload_leave(struct blob_writer *w)
{
    mark_later(w->upload);
    writer_end(w);
}

/* ---- on the sync thread ---- */

/* What has come so far is made to stay, and then promised. */
static bool upload_mark(struct upload *u, struct err *e)
{
    struct upload_paths p;
    char place[UPLOAD_OFFSET_SIZE + 1];
    upload_paths_of(u->store, u->view.id, &p);
    pthread_mutex_lock(&u->mutex);
    turn_over(u);
    uint64_t at = u->at, marked = u->view.offset;
    bool needless = u->removed || u->view.kept || at == marked;
    pthread_mutex_unlock(&u->mutex);
    if (needless)
        return true;
    int fd = open(p.bytes, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno_trouble("upload", e);
    fd_sync(fd, "upload");
    close(fd);
    upload_put_offset(place, at);
    if (!upload_place_write(p.line, UPLOAD_OFFSET_AT + u->place * UPLOAD_OFFSET_SIZE,
                            (struct str){place, UPLOAD_OFFSET_SIZE}, e))
        return false;
    u->place = !u->place;
    pthread_mutex_lock(&u->mutex);
    u->view.offset = at;
    u->view.touched = clock_machine();
    pthread_mutex_unlock(&u->mutex);
    return true;
}

struct mark {
    struct blob_job job;
    struct arena *arena;
    struct upload *upload;
};

static void mark_run(struct blob_job *job)
{
    struct mark *m = (struct mark *)(void *)job;
    struct err e = {0};
    if (!upload_mark(m->upload, &e))
        log_line(LOG_WARN, "upload.mark", "\"error\":\"%s\"", err_name(e.code)); /* whoever looks is told again */
    upload_drop(m->upload);
    arena_free(m->arena);
}

static void mark_later(struct upload *u)
{
    struct arena *a = arena_new("mark", 4096);
    struct mark *m = arena_one(a, struct mark);
    *m = (struct mark){.job.run = mark_run, .arena = a, .upload = u};
    pthread_mutex_lock(&u->store->mutex);
    u->refs++;
    pthread_mutex_unlock(&u->store->mutex);
    blob_later(u->store->blobs, &m->job);
}

static bool create(struct upload_store *us, struct upload_view *v, struct err *e)
{
    struct upload_paths p;
    unsigned char id[16];
    char text[UPLOAD_LINE_ROOM];
    size_t of_unit;
    uint64_t to_come;
    look_at_open(us, v->unit, &of_unit, &to_come);
    if (!blob_has_room(us->blobs, to_come + v->length)) /* what cannot fit is refused before it is sent */
        return err_set(e, ERR_FULL, MSG_DISK_FULL);
    if (of_unit >= UPLOADS_PER_UNIT)
        return err_with(e, ERR_SLOW, MSG_UPLOADS_MANY, S("60"), S(""), S(""));
    random_bytes(id, sizeof id);
    hex_put(v->id, id, sizeof id);
    v->id[UPLOAD_ID_TEXT - 1] = 0;
    v->touched = clock_machine();
    v->offset = 0;
    v->blob = (struct blob){.size = v->length};
    upload_paths_of(us, v->id, &p);
    if (!upload_file_make(p.bytes, S(""), e) || !upload_file_make(p.line, upload_line_text(text, v), e) ||
        !folder_sync(us->folder, e)) {
        unlink(p.bytes);
        unlink(p.line);
        return false;
    }
    struct upload *u = upload_new(us, v);
    pthread_mutex_lock(&us->mutex);
    upload_list(u);
    pthread_mutex_unlock(&us->mutex);
    return true;
}

static void remove_now(struct upload *u)
{
    struct upload_paths p;
    upload_paths_of(u->store, u->view.id, &p);
    pthread_mutex_lock(&u->mutex);
    u->removed = true;
    u->busy = false;
    pthread_mutex_unlock(&u->mutex);
    unlink(p.line);
    unlink(p.bytes);
    upload_unlist(u);
}

/* The part of the hash that a restart took away, or all of it. True when it is whole. */
static bool hash_slice(struct upload *u, bool *whole_r, struct err *e)
{
    char piece[PIECE];
    struct upload_paths p;
    upload_paths_of(u->store, u->view.id, &p);
    int fd = open(p.bytes, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno_trouble("upload", e);
    ssize_t n = 1;
    pthread_mutex_lock(&u->mutex);
    for (size_t done = 0; done < HASH_SLICE && u->hashed < u->view.length && n > 0; done += (size_t)n) {
        n = pread(fd, piece, sizeof piece, (off_t)u->hashed);
        if (n > 0) {
            sha256_add(u->hash, (struct str){piece, (size_t)n});
            u->hashed += (uint64_t)n;
        }
    }
    *whole_r = u->hashed == u->view.length;
    pthread_mutex_unlock(&u->mutex);
    close(fd);
    return n > 0 || err_fault(e, "an upload's bytes cannot be read back");
}

static void hash_end(struct upload *u)
{
    if (!u->hash)
        return;
    struct sha256 hash = sha256_finish(u->hash);
    u->hash = NULL;
    pthread_mutex_lock(&u->mutex);
    memcpy(u->view.blob.id.sha256, hash.bytes, sizeof hash.bytes);
    pthread_mutex_unlock(&u->mutex);
}

static bool name_blob(struct upload *u, struct err *e)
{
    struct upload_paths p;
    upload_paths_of(u->store, u->view.id, &p);
    return blob_link(u->store->blobs, p.bytes, u->view.blob.id, e);
}

static bool keep(struct upload *u, struct blob_id id, struct err *e)
{
    struct upload_paths p;
    char place[UPLOAD_BLOB_SIZE + 1];
    upload_paths_of(u->store, u->view.id, &p);
    upload_put_blob(place, id);
    if (!upload_place_write(p.line, UPLOAD_BLOB_AT, (struct str){place, UPLOAD_BLOB_SIZE}, e))
        return false;
    unlink(p.bytes);
    pthread_mutex_lock(&u->store->mutex);
    u->store->count -= u->listed && !u->view.kept;
    pthread_mutex_unlock(&u->store->mutex);
    pthread_mutex_lock(&u->mutex);
    u->view.kept = true;
    u->view.blob.id = id;
    pthread_mutex_unlock(&u->mutex);
    return true;
}

/* What a call waits for, while others of the queue go first. */
enum next { NEXT_NOTHING, NEXT_HASH, NEXT_SEND };

static bool finish(struct upload *u, bool sent, enum next *next_r, struct err *e)
{
    bool whole = true;
    if (u->view.kept || u->view.offset != u->view.length)
        return true;
    if (u->hash && u->hashed < u->view.length && !hash_slice(u, &whole, e))
        return false;
    if (whole)
        hash_end(u);
    *next_r = !whole ? NEXT_HASH : !sent && blob_is_remote(u->store->blobs) ? NEXT_SEND : NEXT_NOTHING;
    return *next_r || name_blob(u, e);
}

static bool call_serve(struct upload_call *c, enum next *next_r, struct err *e)
{
    struct upload_store *us = c->store;
    if (c->verb == UPLOAD_CREATE)
        return create(us, &c->view, e);
    if (!c->upload)
        c->upload = upload_take(us, str_of(c->view.id));
    struct upload *u = c->upload;
    if (!u || u->removed)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    if (c->verb == UPLOAD_REMOVE) {
        remove_now(u);
        return true;
    }
    if (c->verb == UPLOAD_KEPT)
        return keep(u, c->view.blob.id, e);
    if (!upload_mark(u, e) || (c->verb == UPLOAD_FINISH && !finish(u, c->sent, next_r, e)))
        return false;
    pthread_mutex_lock(&u->mutex);
    c->view = u->view;
    pthread_mutex_unlock(&u->mutex);
    c->view.whole = c->verb == UPLOAD_FINISH && !c->view.kept && c->view.offset == c->view.length && !*next_r;
    return true;
}

static void call_end(struct upload_call *c, bool good)
{
    struct upload *u = c->upload;
    c->upload = NULL;
    c->done(c, good ? NULL : &c->err); /* the call may be gone after this */
    if (u)
        upload_drop(u);
}

static void call_run(struct blob_job *job);

static void call_sent(struct blob_job *job)
{
    struct upload_call *c = (struct upload_call *)(void *)job;
    if (!c->sent && !c->upload->view.kept && !c->upload->removed)
        call_end(c, false);
    else
        call_run(job);
}

/* On a thread that waits for the bucket. */
static void call_send(struct blob_job *job)
{
    struct upload_call *c = (struct upload_call *)(void *)job;
    struct upload_paths p;
    upload_paths_of(c->store, c->upload->view.id, &p);
    c->sent = blob_send(c->store->blobs, p.bytes, c->view.blob.id, &c->err);
    c->job.run = call_sent;
    blob_later(c->store->blobs, job);
}

static void call_run(struct blob_job *job)
{
    struct upload_call *c = (struct upload_call *)(void *)job;
    enum next next = NEXT_NOTHING;
    bool good = call_serve(c, &next, &c->err);
    job->run = next == NEXT_SEND ? call_send : call_run;
    if (good && next == NEXT_SEND) /* call_serve has left the view as it is */
        blob_send_later(c->store->blobs, job, c->view.length);
    else if (good && next == NEXT_HASH)
        blob_later(c->store->blobs, job);
    else
        call_end(c, good);
}

void upload_call(struct upload_store *us, struct upload_call *c)
{
    c->store = us;
    c->upload = NULL;
    c->sent = false;
    c->err = (struct err){0};
    c->job.run = call_run;
    blob_later(us->blobs, &c->job);
}

void upload_end(struct blob_writer *w, struct upload_call *c)
{
    struct upload *u = w->upload;
    struct upload_store *us = u->store;
    memcpy(c->view.id, u->view.id, sizeof c->view.id);
    writer_end(w);
    upload_call(us, c);
}

struct call_waiter {
    struct completion done;
    bool good;
    struct err err;
};

static void call_wake(struct upload_call *c, const struct err *e)
{
    struct call_waiter *w = c->arg;
    w->good = !e;
    if (e)
        w->err = *e;
    complete(&w->done);
}

bool upload_call_wait(struct upload_store *us, struct upload_call *c, struct err *e)
{
    struct call_waiter w = {.done = COMPLETION};
    c->done = call_wake;
    c->arg = &w;
    upload_call(us, c);
    completion_wait(&w.done);
    if (!w.good)
        *e = w.err;
    return w.good;
}

/* ---- expiry ---- */

static bool oldest(struct upload_store *us, struct instant before, char id[UPLOAD_ID_TEXT])
{
    bool found = false;
    pthread_mutex_lock(&us->mutex);
    for (size_t i = 0; i < UPLOAD_BUCKETS && !found; i++)
        for (struct upload *u = us->buckets[i]; u && !found; u = u->next) {
            pthread_mutex_lock(&u->mutex);
            turn_over(u);
            found = !u->busy && u->view.touched.ms < before.ms;
            pthread_mutex_unlock(&u->mutex);
            if (found)
                memcpy(id, u->view.id, UPLOAD_ID_TEXT);
        }
    pthread_mutex_unlock(&us->mutex);
    return found;
}

bool upload_sweep(struct upload_store *us, struct instant before, uint64_t *removed_r, struct err *e)
{
    struct upload_call c = {.verb = UPLOAD_REMOVE};
    uint64_t n = 0;
    for (; oldest(us, before, c.view.id); n++)
        if (!upload_call_wait(us, &c, e) && e->code != ERR_MISSING)
            return false;
    *removed_r = n;
    return true;
}
