/* SPDX-License-Identifier: Apache-2.0 */
/* Blobs that a bucket keeps: sending, fetching, sweeping there. What the folder has of them are copies (blob_cache.c). */
#include "store/blob_inside.h"

#include "base/hash.h"
#include "base/log.h"
#include "format/listing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SMALL_THREADS = 12,
    LARGE_THREADS = 4,
    LARGE = 32 << 20,
    KEY_ROOM = HEX + 2,
    PAGE = 1000,
    PAGE_ROOM = 4 << 20,
    FETCHES = 2,
    DOUBT_MS = 16 * 60000, /* a signature that is a quarter of an hour old is taken nowhere */
};

/* ---- opening and closing ---- */

bool blob_store_connect(struct arena *a, struct blob_store *s, struct str folder, const struct bucket_options *o,
                        uint64_t most, bool writes, struct err *e)
{
    struct blob_remote *r = arena_one(a, struct blob_remote);
    r->store = s;
    r->bucket = bucket_open(a, o);
    r->folder = folder;
    r->address = str_format(a, "s3://" STR_FMT "/" STR_FMT, STR_ARG(o->name), STR_ARG(o->prefix));
    r->writes = writes;
    r->most = most;
    r->trim.run = blob_cache_trim;
    r->trimmed = INT32_MIN;
    pthread_mutex_init(&r->mutex, NULL);
    pthread_cond_init(&r->turn, NULL);
    s->remote = r;
    return !writes || (queue_open(a, SMALL_THREADS, &r->small, e) && queue_open(a, LARGE_THREADS, &r->large, e));
}

void blob_remote_close(struct blob_store *s)
{
    struct blob_remote *r = s->remote;
    if (!r)
        return;
    bucket_leave(r->bucket, 0);
    queue_close(r->small);
    queue_close(r->large);
    bucket_close(r->bucket);
    pthread_mutex_destroy(&r->mutex);
    pthread_cond_destroy(&r->turn);
}

bool blob_is_remote(const struct blob_store *s)
{
    return s->remote;
}

void blob_leave(struct blob_store *s, int64_t ms)
{
    if (s->remote)
        bucket_leave(s->remote->bucket, ms);
}

bool blob_bucket_state(struct blob_store *s, struct bucket_state *state_r)
{
    struct err e;
    if (!s->remote)
        return false;
    *state_r = bucket_state(s->remote->bucket);
    if (s->remote->foreign && !blob_not_ours(s->remote, &e)) { /* it answers, but is not for us */
        state_r->well = false;
        state_r->trouble = e;
    }
    return true;
}

/* ---- names ---- */

/* "ab/cdef…", as in the folder: what copies files copies one into the other. */
static struct str key_of(struct blob_id id, char room[KEY_ROOM])
{
    char hex[HEX + 1] = {0};
    hex_put(hex, id.sha256, sizeof id.sha256);
    snprintf(room, KEY_ROOM, "%.2s/%.62s", hex, hex + 2);
    return str_of(room);
}

struct str blob_key(struct arena *a, struct blob_id id)
{
    char room[KEY_ROOM];
    return str_dup(a, key_of(id, room));
}

static bool id_of(struct str key, struct blob_id *id_r)
{
    char hex[HEX];
    if (key.n != HEX + 1 || key.at[2] != '/')
        return false;
    memcpy(hex, key.at, 2);
    memcpy(hex + 2, key.at + 3, HEX - 2);
    return blob_id_read((struct str){hex, HEX}, id_r);
}

static bool same(struct blob_id a, struct blob_id b)
{
    return !memcmp(a.sha256, b.sha256, sizeof a.sha256);
}

/* ---- what people are told ---- */

/* Whatever it is, they can only try again; who looks after the bucket finds it in the log and on the page of health. */
static bool not_now(struct err *e, const char *what, enum message message)
{
    if (e->code != ERR_BUSY && e->code != ERR_FORBIDDEN && e->code != ERR_CONFLICT)
        return false;
    log_line(LOG_WARN, "bucket", "\"call\":\"%s\",\"error\":\"%s\",\"detail\":\"%s\"", what, err_name(e->code),
             log_text(e->detail).at);
    char detail[sizeof e->detail];
    memcpy(detail, e->detail, sizeof detail);
    err_with(e, ERR_BUSY, message, S("10"), S(""), S(""));
    memcpy(e->detail, detail, sizeof detail);
    return false;
}

/* ---- what is under way; under the mutex ---- */

static bool is_under_way(const struct transfer *list, struct blob_id id)
{
    while (list && !same(list->id, id))
        list = list->next;
    return list;
}

static void begin(struct transfer **list, struct transfer *mine)
{
    mine->next = *list;
    *list = mine;
}

static void end(struct transfer **list, const struct transfer *mine)
{
    while (*list != mine)
        list = &(*list)->next;
    *list = mine->next;
}

/* ---- sending ---- */

void blob_send_later(struct blob_store *s, struct blob_job *job, uint64_t size)
{
    queue_put(size < LARGE ? s->remote->small : s->remote->large, job);
}

/* Under the mutex. */
static bool is_confirmed(const struct blob_remote *r, struct blob_id id, int64_t since)
{
    for (size_t i = 0; i < CONFIRMED; i++)
        if (r->confirmed[i].at >= since && same(r->confirmed[i].id, id))
            return true;
    return false;
}

/*
 * Waits while the bucket is asked to take that very one away, or another sends it: a phone that lost the network asks again
 * while its film is still on the way. *done_r: the other one got it there meanwhile.
 */
static bool send_begin(struct blob_remote *r, struct transfer *mine, bool *done_r, struct err *e)
{
    int64_t since = clock_steady_ms();
    pthread_mutex_lock(&r->mutex);
    while ((r->removing && same(r->removed, mine->id)) || is_under_way(r->sent, mine->id))
        pthread_cond_wait(&r->turn, &r->mutex);
    bool doubt = same(r->removed, mine->id) && clock_steady_ms() < r->doubt_until;
    *done_r = !doubt && is_confirmed(r, mine->id, since);
    if (!doubt && !*done_r)
        begin(&r->sent, mine);
    pthread_mutex_unlock(&r->mutex);
    return !doubt || err_with(e, ERR_BUSY, MSG_BUCKET_AWAY, S("60"), S(""), S(""));
}

static void send_end(struct blob_remote *r, const struct transfer *mine, bool confirmed)
{
    pthread_mutex_lock(&r->mutex);
    end(&r->sent, mine);
    if (confirmed) {
        r->confirmed[r->confirmed_next % CONFIRMED].id = mine->id;
        r->confirmed[r->confirmed_next++ % CONFIRMED].at = clock_steady_ms();
    }
    pthread_cond_broadcast(&r->turn);
    pthread_mutex_unlock(&r->mutex);
}

static bool send_file(struct blob_remote *r, const char *path, struct blob_id id, struct err *e)
{
    char room[KEY_ROOM];
    struct sha256 hash;
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st)) {
        errno_trouble("blob", e);
        if (fd >= 0)
            close(fd);
        return false;
    }
    memcpy(hash.bytes, id.sha256, sizeof hash.bytes);
    bool sent = bucket_put(r->bucket, key_of(id, room), fd, (uint64_t)st.st_size, hash, e);
    close(fd);
    return sent;
}

bool blob_send(struct blob_store *s, const char *path, struct blob_id id, struct err *e)
{
    struct blob_remote *r = s->remote;
    struct transfer mine = {.id = id};
    bool done;
    if (!send_begin(r, &mine, &done, e))
        return false;
    if (done)
        return true;
    bool sent = blob_bucket_is_ours(r, false, e) && send_file(r, path, id, e);
    send_end(r, &mine, sent);
    return sent || not_now(e, "put", MSG_BUCKET_AWAY);
}

/* ---- fetching ---- */

struct fetching {
    struct blob_store *store;
    int fd;                     /* -1: only its hash is wanted */
    struct sha256_stream *hash; /* NULL: not begun */
    uint64_t size;
};

static bool fetch_begin(void *arg, struct err *e)
{
    struct fetching *f = arg;
    if (f->hash)
        sha256_abandon(f->hash);
    f->hash = sha256_begin();
    f->size = 0;
    return f->fd < 0 || (!ftruncate(f->fd, 0) && !lseek(f->fd, 0, SEEK_SET)) || errno_trouble("blob", e);
}

static bool fetch_take(void *arg, struct str piece, struct err *e)
{
    struct fetching *f = arg;
    sha256_add(f->hash, piece);
    f->size += piece.n;
    if (f->fd < 0)
        return true;
    if (!blob_has_room(f->store, piece.n))
        return err_set(e, ERR_FULL, MSG_DISK_FULL);
    return fd_write(f->fd, piece, e);
}

/* Once more when the bytes are not what they were sent as: the network may have been it. */
static bool fetch_into(struct blob_store *s, struct blob_id id, int fd, struct err *e)
{
    char room[KEY_ROOM];
    struct fetching f = {.store = s, .fd = fd};
    const struct bucket_sink sink = {fetch_begin, fetch_take, &f};
    bool come = true, whole = false;
    for (int turn = 0; turn < FETCHES && come && !whole; turn++) {
        come = bucket_get(s->remote->bucket, key_of(id, room), &sink, e);
        if (come) {
            struct sha256 hash = sha256_finish(f.hash);
            f.hash = NULL;
            whole = !memcmp(hash.bytes, id.sha256, sizeof hash.bytes);
        }
    }
    if (f.hash)
        sha256_abandon(f.hash);
    return whole || (come && err_set(e, ERR_FAULT, MSG_BLOB_BROKEN));
}

bool blob_verify_there(struct blob_store *s, struct blob_id id, struct err *e)
{
    return fetch_into(s, id, -1, e);
}

static bool fetch_to(struct blob_store *s, struct blob_id id, const char *tmp, struct err *e)
{
    int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno_trouble("blob", e);
    bool come = fetch_into(s, id, fd, e);
    if (come)
        fd_sync(fd, "blob");
    close(fd);
    return come && blob_take_name(s, tmp, id, e);
}

/* A film that many want is fetched once: the others wait, and find it, or try in turn. */
static void fetch_wait(struct blob_remote *r, struct transfer *mine)
{
    pthread_mutex_lock(&r->mutex);
    while (is_under_way(r->fetched, mine->id))
        pthread_cond_wait(&r->turn, &r->mutex);
    begin(&r->fetched, mine);
    pthread_mutex_unlock(&r->mutex);
}

static void fetch_end(struct blob_remote *r, const struct transfer *mine)
{
    pthread_mutex_lock(&r->mutex);
    end(&r->fetched, mine);
    pthread_cond_broadcast(&r->turn);
    pthread_mutex_unlock(&r->mutex);
}

static bool fetch(struct blob_store *s, struct blob_id id, struct err *e)
{
    char tmp[PATH_ROOM], room[KEY_ROOM];
    blob_tmp(s, tmp);
    if (fetch_to(s, id, tmp, e)) {
        blob_mark_checked(s, id);
        return true;
    }
    unlink(tmp);
    if (e->message == MSG_BLOB_BROKEN)
        log_line(LOG_ERROR, "blob.broken", "\"blob\":\"%s\",\"bucket\":true", key_of(id, room).at);
    return not_now(e, "get", MSG_BUCKET_AWAY_READ);
}

bool blob_fetch(struct blob_store *s, struct blob_id id, struct err *e)
{
    struct transfer mine = {.id = id};
    if (!s->remote->writes) /* the folder is another process's */
        return err_set(e, ERR_MISSING, MSG_BLOB_MISSING);
    fetch_wait(s->remote, &mine);
    bool here = blob_used(s, id) || fetch(s, id, e);
    fetch_end(s->remote, &mine);
    return here;
}

/* ---- sweeping ---- */

/* Not while it is sent; nor any while one is in doubt, for of that one alone it is known. */
static bool remove_begin(struct blob_remote *r, struct blob_id id)
{
    pthread_mutex_lock(&r->mutex);
    bool may = !is_under_way(r->sent, id) && clock_steady_ms() >= r->doubt_until;
    if (may) {
        r->removing = true;
        r->removed = id;
    }
    pthread_mutex_unlock(&r->mutex);
    return may;
}

/* An answer that did not come says nothing: what was asked for may still be done, to what is sent by then. */
static void remove_end(struct blob_remote *r, bool known)
{
    pthread_mutex_lock(&r->mutex);
    r->removing = false;
    r->doubt_until = known ? 0 : clock_steady_ms() + DOUBT_MS;
    pthread_cond_broadcast(&r->turn);
    pthread_mutex_unlock(&r->mutex);
}

/* The copy first: one that is there says that the bucket has the blob. */
static bool remove_it(struct blob_store *s, struct blob_id id, struct err *e)
{
    char room[KEY_ROOM];
    struct blob_path p;
    blob_path(s, id, &p);
    pthread_mutex_lock(&s->names);
    bool gone = !unlink(p.file) || errno == ENOENT;
    pthread_mutex_unlock(&s->names);
    return gone ? bucket_remove(s->remote->bucket, key_of(id, room), e) : errno_trouble("blob", e);
}

/* Looked at again while nobody sends it: it may have been handed in again since the list was made. */
static bool remove_old(struct blob_store *s, struct blob_id id, struct instant before, bool *removed_r, struct err *e)
{
    struct blob_remote *r = s->remote;
    char room[KEY_ROOM];
    struct listed now;
    if (!remove_begin(r, id))
        return true;
    bool there = bucket_look(r->bucket, key_of(id, room), &now, e), good = there || e->code == ERR_MISSING;
    bool old = there && now.modified.ms < before.ms;
    bool removed = old && remove_it(s, id, e);
    remove_end(r, !old || removed);
    *removed_r = removed;
    return good && (!old || removed);
}

static bool sweep_one(struct blob_store *s, const struct listed *o, const struct blob_sweep *how, struct blob_swept *n,
                      struct err *e)
{
    struct blob_id id;
    bool named = true, removed = false;
    if (!id_of(o->key, &id))
        return true;
    n->seen++;
    n->bytes += o->size;
    if (o->modified.ms >= how->before.ms)
        return true;
    if (!how->is_named(how->arg, id, &named, e) || (!named && !remove_old(s, id, how->before, &removed, e)))
        return false;
    n->removed += removed;
    n->bytes -= removed ? o->size : 0;
    return true;
}

/* The bucket is asked anew whose it is: another folder's rows may name what ours do not. */
static bool sweep_page(struct blob_store *s, struct arena *a, struct str *from, const struct blob_sweep *how,
                       struct blob_swept *n, struct err *e)
{
    struct listing page;
    if (!blob_bucket_is_ours(s->remote, true, e) || !bucket_list(s->remote->bucket, a, *from, PAGE, &page, e))
        return false;
    for (size_t i = 0; i < page.n; i++)
        if (!sweep_one(s, &page.items[i], how, n, e))
            return false;
    *from = page.next;
    return true;
}

bool blob_sweep_there(struct blob_store *s, const struct blob_sweep *how, struct blob_swept *swept_r, struct err *e)
{
    struct blob_swept n = {0};
    struct arena *pages[2] = {arena_new("page", PAGE_ROOM), arena_new("page", PAGE_ROOM)};
    struct str from = {0};
    bool good = true, more = true;
    for (int turn = 0; more; turn = !turn) { /* the next page is asked for by a word of this one */
        arena_reset(pages[turn]);
        good = sweep_page(s, pages[turn], &from, how, &n, e);
        more = good && from.n;
    }
    arena_free(pages[0]);
    arena_free(pages[1]);
    if (good)
        *swept_r = n;
    return good;
}
