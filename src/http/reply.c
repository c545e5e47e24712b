/* SPDX-License-Identifier: Apache-2.0 */
#include "http/reply.h"
#include "format/json.h"
#include "store/blob.h"
#include "work/sessions.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* FETCHING: of those who wait for a bucket, that one film keeps nobody from their photos. */
enum { THREADS = 2, FETCHING = 6, WAITING = 64 };

struct job {
    struct request *q;
    uint64_t who;  /* wants it: whoever has much waiting stands behind others, and makes room for them */
    uint64_t from; /* so do all who come from there together; those that have an account are by themselves */
    handler *fn;
};

/* What waits for the same threads, in the order of its turns. */
struct lane {
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct job jobs[WAITING];
    size_t count;
    bool ending;
    pthread_t threads[FETCHING];
    int thread_count;
};

struct door {
    struct office *office;
    struct str base_url;
    struct lane slow, parcels, pictures, checks, passwords, visitors;
};

/* ---- background ---- */

/* The first; behind all others go those from there, and last what else the same one wants. */
static struct job lane_next(struct lane *l)
{
    struct job next = l->jobs[0], near[WAITING], his[WAITING];
    size_t n = 0, m = 0, others = 0;
    for (size_t i = 1; i < l->count; i++)
        if (l->jobs[i].who == next.who)
            his[n++] = l->jobs[i];
        else if (l->jobs[i].from == next.from)
            near[m++] = l->jobs[i];
        else
            l->jobs[others++] = l->jobs[i];
    memcpy(l->jobs + others, near, m * sizeof *near);
    memcpy(l->jobs + others + m, his, n * sizeof *his);
    l->count--;
    return next;
}

static void *background(void *arg)
{
    struct lane *l = arg;
    pthread_mutex_lock(&l->lock);
    for (;;) {
        while (!l->count && !l->ending)
            pthread_cond_wait(&l->work, &l->lock);
        if (!l->count)
            break;
        struct job job = lane_next(l);
        pthread_mutex_unlock(&l->lock);
        struct err e = {0};
        bool ok = job.fn(job.q, &e);
        request_answer(job.q, ok ? NULL : &e);
        pthread_mutex_lock(&l->lock);
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

static size_t waiting_of(const struct lane *l, uint64_t who)
{
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->jobs[i].who == who;
    return n;
}

static size_t waiting_from(const struct lane *l, uint64_t from)
{
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->jobs[i].from == from;
    return n;
}

/* Of a full lane: from where most comes, of whoever has most waiting there, the newest leaves, if that is more than the
 * next one would have. Or NULL. */
static struct request *lane_clear(struct lane *l, const struct job *next)
{
    struct job worst = *next;
    size_t most_from = waiting_from(l, next->from) + 1, most = waiting_of(l, next->who) + 1, at = WAITING;
    for (size_t i = 0; i < l->count; i++) {
        const struct job *j = &l->jobs[i];
        size_t from = waiting_from(l, j->from), n = waiting_of(l, j->who);
        bool there = j->from == worst.from, newer = j->who == worst.who && at < WAITING;
        if (there ? n <= most && !newer : from <= most_from)
            continue;
        most_from = there ? most_from : from;
        most = n;
        worst = *j;
        at = i;
    }
    if (at == WAITING)
        return NULL;
    l->count--;
    memmove(l->jobs + at, l->jobs + at + 1, (l->count - at) * sizeof *l->jobs);
    return worst.q;
}

static bool busy(struct err *e)
{
    return err_with(e, ERR_BUSY, MSG_BUSY, S("3"), S(""), S(""));
}

static bool lane_take(struct lane *l, struct job job, struct err *e)
{
    pthread_mutex_lock(&l->lock);
    struct request *gone = l->count == WAITING ? lane_clear(l, &job) : NULL;
    bool room = l->count < WAITING && !l->ending;
    if (room) {
        request_park(job.q);
        l->jobs[l->count++] = job;
        pthread_cond_signal(&l->work);
    }
    pthread_mutex_unlock(&l->lock);
    if (gone) {
        struct err why;
        if (gone->upload) /* its handler had it for the part that will not run */
            upload_drop(gone);
        busy(&why);
        request_answer(gone, &why);
    }
    return room || busy(e);
}

/* Accounts are told apart; those who have none by their address. */
static struct job job_of(struct request *q, handler *fn)
{
    uint64_t who = q->session ? q->session->account : session_try_key(door_office(q), S(""), q->peer);
    return (struct job){q, who, who, fn};
}

bool reply_background(struct request *q, handler *fn, struct err *e)
{
    return lane_take(&((struct door *)q->context)->slow, job_of(q, fn), e);
}

bool reply_parcel(struct request *q, handler *fn, struct err *e)
{
    return lane_take(&((struct door *)q->context)->parcels, job_of(q, fn), e);
}

bool reply_pictures(struct request *q, handler *fn, struct err *e)
{
    return lane_take(&((struct door *)q->context)->pictures, job_of(q, fn), e);
}

bool reply_visitor(struct request *q, handler *fn, struct err *e)
{
    return lane_take(&((struct door *)q->context)->visitors, job_of(q, fn), e);
}

bool reply_check(struct request *q, handler *fn, struct err *e)
{
    return lane_take(&((struct door *)q->context)->checks, job_of(q, fn), e);
}

bool reply_password(struct request *q, struct str login, handler *fn, struct err *e)
{
    struct office *office = door_office(q);
    struct job job = {q, session_try_key(office, login, q->peer), session_try_key(office, S(""), q->peer), fn};
    return lane_take(&((struct door *)q->context)->passwords, job, e);
}

static void lane_open(struct lane *l, int threads)
{
    l->thread_count = threads;
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->work, NULL);
    for (int i = 0; i < threads; i++)
        pthread_create(&l->threads[i], NULL, background, l);
}

static void lane_close(struct lane *l)
{
    pthread_mutex_lock(&l->lock);
    l->ending = true;
    pthread_cond_broadcast(&l->work);
    pthread_mutex_unlock(&l->lock);
    for (int i = 0; i < l->thread_count; i++)
        pthread_join(l->threads[i], NULL);
    pthread_mutex_destroy(&l->lock);
    pthread_cond_destroy(&l->work);
}

struct door *door_open(struct arena *a, struct office *office, struct str base_url)
{
    struct door *d = arena_one(a, struct door);
    d->office = office;
    d->base_url = base_url;
    lane_open(&d->slow, THREADS);
    lane_open(&d->parcels, 1);
    lane_open(&d->pictures, 1);
    lane_open(&d->checks, blob_is_remote(office_blobs(office)) ? FETCHING : THREADS);
    lane_open(&d->passwords, 1);
    lane_open(&d->visitors, THREADS);
    return d;
}

void door_close(struct door *d)
{
    lane_close(&d->slow);
    lane_close(&d->parcels);
    lane_close(&d->pictures);
    lane_close(&d->checks);
    lane_close(&d->passwords);
    lane_close(&d->visitors);
}

struct office *door_office(const struct request *q)
{
    return ((struct door *)q->context)->office;
}

struct office *door_office_of(const void *context)
{
    return ((const struct door *)context)->office;
}

struct str door_base(const struct request *q)
{
    return ((struct door *)q->context)->base_url;
}

/* ---- answers ---- */

bool reply_unchanged(struct request *q)
{
    struct office *office = door_office(q);
    uint64_t what = str_hash(q->path) ^ str_hash(q->query) * 31 ^ q->session->unit.n * 0x9E3779B97F4A7C15u;
    response_header(q, S("Cache-Control"), S("private, no-cache"));
    return response_unchanged(q,
                              str_format(q->arena, "W/\"%llx-%llx-%llx-%d\"", (unsigned long long)office_stamp(office),
                                         (unsigned long long)(office_now(office).ms / MS_A_MINUTE),
                                         (unsigned long long)what, q->session->role));
}

bool reply(struct request *q, const void *out)
{
    struct err e;
    struct buf b = buf_new(q->arena, 4096);
    b.stops = true;
    shape_write(&b, q->route->out, out);
    q->response.body = buf_str(&b);
    if (b.cut) {
        err_set(&e, ERR_LARGE, MSG_NO_ROOM);
        request_refuse(q, &e);
    }
    return true;
}

static void finish(struct request *q)
{
    reply(q, q->finish_arg);
}

/* The writer only hands it back: the words are put together on the loop. */
static void answer(struct deed *d)
{
    struct request *q = d->arg;
    q->finish = finish;
    q->finish_arg = d->out;
    request_answer(q, d->op.ok ? NULL : &d->op.err);
}

struct deed reply_deed(struct request *q)
{
    struct office *office = door_office(q);
    return (struct deed){
        .office = office, .arena = q->arena, .who = *q->session, .at = office_now(office), .answer = answer, .arg = q};
}

uint64_t path_id(const struct request *q, int n)
{
    int64_t id;
    return str_to_int(q->params[n], &id) && id > 0 ? (uint64_t)id : 0;
}

struct campaign_id path_campaign(const struct request *q)
{
    return (struct campaign_id){path_id(q, 0)};
}

uint64_t query_number(const struct request *q, struct str name, uint64_t most)
{
    int64_t n;
    if (!str_to_int(request_query(q, name), &n) || n < 0)
        return 0;
    return (uint64_t)n < most ? (uint64_t)n : most;
}

bool query_day(const struct request *q, struct str name, struct day *d_r, struct err *e)
{
    struct str text = request_query(q, name);
    *d_r = DAY_NONE;
    return !text.n || day_read(text, d_r) ||
           err_with(e, ERR_INPUT, MSG_FIELD_TYPE, name, S("日期，如 2023-05-18"), S(""));
}

bool query_instant(const struct request *q, struct str name, struct instant *t_r, struct err *e)
{
    struct str text = request_query(q, name);
    *t_r = INSTANT_NONE;
    return !text.n || instant_read(text, t_r) ||
           err_with(e, ERR_INPUT, MSG_FIELD_TYPE, name, S("时间，如 2023-05-18T10:00:00+08:00"), S(""));
}
