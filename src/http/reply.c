/* SPDX-License-Identifier: Apache-2.0 */
#include "http/reply.h"
#include "format/json.h"

#include <pthread.h>
#include <stdio.h>

enum { THREADS = 2, WAITING = 64 };

struct job {
    struct request *q;
    bool (*fn)(struct request *q, struct err *e);
};

struct door {
    struct office *office;
    struct server *server;
    struct str base_url;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct job jobs[WAITING];
    size_t first, count;
    bool ending;
    pthread_t threads[THREADS];
};

/* ---- background ---- */

static void *background(void *arg)
{
    struct door *d = arg;
    pthread_mutex_lock(&d->lock);
    for (;;) {
        while (!d->count && !d->ending)
            pthread_cond_wait(&d->work, &d->lock);
        if (!d->count)
            break;
        struct job job = d->jobs[d->first];
        d->first = (d->first + 1) % WAITING;
        d->count--;
        pthread_mutex_unlock(&d->lock);
        struct err e = {0};
        bool ok = job.fn(job.q, &e);
        request_answer(job.q, ok ? NULL : &e);
        pthread_mutex_lock(&d->lock);
    }
    pthread_mutex_unlock(&d->lock);
    return NULL;
}

bool reply_background(struct request *q, bool (*fn)(struct request *q, struct err *e), struct err *e)
{
    struct door *d = q->context;
    pthread_mutex_lock(&d->lock);
    bool room = d->count < WAITING && !d->ending;
    if (room) {
        request_park(q);
        d->jobs[(d->first + d->count++) % WAITING] = (struct job){q, fn};
        pthread_cond_signal(&d->work);
    }
    pthread_mutex_unlock(&d->lock);
    return room || err_with(e, ERR_BUSY, MSG_BUSY, S("3"), S(""), S(""));
}

struct door *door_open(struct arena *a, struct office *office, struct str base_url)
{
    struct door *d = arena_one(a, struct door);
    d->office = office;
    d->base_url = base_url;
    pthread_mutex_init(&d->lock, NULL);
    pthread_cond_init(&d->work, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&d->threads[i], NULL, background, d);
    return d;
}

void door_close(struct door *d)
{
    pthread_mutex_lock(&d->lock);
    d->ending = true;
    pthread_cond_broadcast(&d->work);
    pthread_mutex_unlock(&d->lock);
    for (int i = 0; i < THREADS; i++)
        pthread_join(d->threads[i], NULL);
    pthread_mutex_destroy(&d->lock);
    pthread_cond_destroy(&d->work);
}

void door_serve(struct door *d, struct server *s)
{
    d->server = s;
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

struct server *door_server(const struct request *q)
{
    return ((struct door *)q->context)->server;
}

/* ---- answers ---- */

bool reply_unchanged(struct request *q)
{
    struct office *office = door_office(q);
    uint64_t what = str_hash(q->path) ^ str_hash(q->query) * 31 ^ q->session->unit.n * 0x9E3779B97F4A7C15u;
    response_header(q, S("Cache-Control"), S("private, no-cache"));
    return response_unchanged(
        q, str_format(q->arena, "W/\"%llx-%llx-%llx-%d\"", (unsigned long long)office_stamp(office),
                      (unsigned long long)(office_now(office).ms / MS_A_MINUTE), (unsigned long long)what, q->session->role));
}

bool reply(struct request *q, const void *out)
{
    struct buf b = buf_new(q->arena, 1024);
    shape_write(&b, q->route->out, out);
    q->response.body = buf_str(&b);
    return true;
}

static void answer(struct deed *d)
{
    struct request *q = d->arg;
    if (d->op.ok)
        reply(q, d->out);
    request_answer(q, d->op.ok ? NULL : &d->op.err);
}

struct deed reply_deed(struct request *q)
{
    struct office *office = door_office(q);
    return (struct deed){.office = office,
                         .arena = q->arena,
                         .who = *q->session,
                         .at = office_now(office),
                         .answer = answer,
                         .arg = q};
}

uint64_t path_id(const struct request *q, int n)
{
    int64_t id;
    return str_to_int(q->params[n], &id) && id > 0 ? (uint64_t)id : 0;
}

bool query_day(const struct request *q, struct str name, struct day *d_r, struct err *e)
{
    struct str text = request_query(q, name);
    *d_r = DAY_NONE;
    return !text.n || day_read(text, d_r) || err_with(e, ERR_INPUT, MSG_FIELD_TYPE, name, S("日期，如 2023-05-18"), S(""));
}

bool query_instant(const struct request *q, struct str name, struct instant *t_r, struct err *e)
{
    struct str text = request_query(q, name);
    *t_r = INSTANT_NONE;
    return !text.n || instant_read(text, t_r) ||
           err_with(e, ERR_INPUT, MSG_FIELD_TYPE, name, S("时间，如 2023-05-18T10:00:00+08:00"), S(""));
}
