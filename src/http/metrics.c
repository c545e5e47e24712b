/* SPDX-License-Identifier: Apache-2.0 */
/* What is seen from outside: counters, /healthz, /readyz, /metrics, one log line a request. */
#include "http/core.h"

#include <string.h>

static const uint64_t bounds_us[TIMES] = {100,   250,   500,    1000,   2500,   5000,    10000,
                                          25000, 50000, 100000, 250000, 500000, 1000000, 2500000};

static const char *method_name(const struct exchange *x)
{
    static const char *const names[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};
    return (unsigned)x->q.method < sizeof names / sizeof *names && x->head->fields.n ? names[x->q.method] : "-";
}

static char *put_number(char *to, uint64_t n)
{
    char digits[20];
    int i = 0;
    do
        digits[i++] = (char)('0' + n % 10);
    while (n /= 10);
    while (i)
        *to++ = digits[--i];
    return to;
}

/* By hand, for it is said at each request: printf was a twelfth of what reading a report costs. */
static void log_request(const struct exchange *x, int status, uint64_t us)
{
    char text[ROUTE_PATH + 160], *to = text;
    to = stpcpy(stpcpy(to, "\"method\":\""), method_name(x));
    to = stpcpy(stpcpy(to, "\",\"route\":\""), x->q.route ? x->q.route->path : "(none)");
    to = put_number(stpcpy(to, "\",\"status\":"), (uint64_t)status);
    to = put_number(stpcpy(to, ",\"ms\":"), us / 1000);
    *to++ = '.';
    for (unsigned digit = 100; digit; digit /= 10)
        *to++ = (char)('0' + us / digit % 10);
    to = put_number(stpcpy(to, ",\"in\":"), x->body_size);
    to = put_number(stpcpy(to, ",\"out\":"), x->sent);
    struct instant at = x->began ? (struct instant){x->q.received.ms + (int64_t)(us / 1000)} : clock_machine();
    log_members(LOG_INFO, at, "http.request", (struct str){text, (size_t)(to - text)});
}

/* An exchange that never got an answer is one whose peer left: 499, as others write it. */
void metrics_request(struct exchange *x)
{
    struct counters *c = &x->loop->counters;
    int status = x->iov[0].iov_base ? x->q.response.status : 499;
    uint64_t us = x->took / 1000;
    int i = 0;
    while (i < TIMES && us > bounds_us[i])
        i++;
    count(&c->classes[status >= 100 && status < 600 ? status / 100 : 0], 1);
    count(&c->times[i], 1);
    count(&c->time_us, us);
    log_request(x, status, us);
}

static bool healthz(struct request *q, struct err *e)
{
    (void)e;
    q->response.type = S("text/plain; charset=utf-8");
    q->response.body = S("ok\n");
    return true;
}

static bool readyz(struct request *q, struct err *e)
{
    struct server *s = q->server;
    if (atomic_load(&s->stopping))
        return err_with(e, ERR_BUSY, MSG_STOPPING, S("5"), S(""), S(""));
    if (s->options.ready && !s->options.ready(s->options.context))
        return err_with(e, ERR_BUSY, MSG_NOT_READY, S("5"), S(""), S(""));
    return healthz(q, e);
}

/* The sum over loops of the counter at that place in struct counters. */
static uint64_t sum(const struct server *s, size_t at)
{
    uint64_t total = 0;
    for (int i = 0; i < s->loop_count; i++) {
        const char *c = (const char *)&s->loops[i].counters;
        total += atomic_load_explicit((const _Atomic uint64_t *)(const void *)(c + at), memory_order_relaxed);
    }
    return total;
}

#define SUM(s, member) (unsigned long long)sum((s), offsetof(struct counters, member))

static void put_classes(struct buf *b, const struct server *s)
{
    buf_lit(b, "# TYPE skillweek_http_requests_total counter\n");
    for (size_t i = 1; i < 6; i++)
        buf_format(b, "skillweek_http_requests_total{class=\"%zuxx\"} %llu\n", i, SUM(s, classes[i]));
}

static void put_times(struct buf *b, const struct server *s)
{
    unsigned long long total = 0;
    buf_lit(b, "# TYPE skillweek_http_request_seconds histogram\n");
    for (size_t i = 0; i < TIMES; i++) {
        total += SUM(s, times[i]);
        buf_format(b, "skillweek_http_request_seconds_bucket{le=\"%g\"} %llu\n", (double)bounds_us[i] / 1e6, total);
    }
    total += SUM(s, times[TIMES]);
    buf_format(b, "skillweek_http_request_seconds_bucket{le=\"+Inf\"} %llu\n", total);
    buf_format(b, "skillweek_http_request_seconds_sum %.6f\n", (double)SUM(s, time_us) / 1e6);
    buf_format(b, "skillweek_http_request_seconds_count %llu\n", total);
}

/*
 * Figures are no secret of anybody's, but nobody's business either. A proxy on this machine that we were not told of looks
 * like the machine itself, but says for whom it asks.
 */
static bool may_read(const struct request *q)
{
    bool passed_on = request_header(q, S("x-forwarded-for")).n || request_header(q, S("forwarded")).n ||
                     request_header(q, S("via")).n || request_header(q, S("x-real-ip")).n;
    bool here = !passed_on && (str_starts(q->peer, S("127.")) || str_eq(q->peer, S("::1")));
    return here || strs_have(&q->server->options.metrics_from, q->peer);
}

static bool metrics(struct request *q, struct err *e)
{
    if (!may_read(q))
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    static const struct {
        const char *name, *type;
        size_t at;
    } plain[] = {
        {"connections", "gauge", offsetof(struct counters, connections)},
        {"streams", "gauge", offsetof(struct counters, streams)},
        {"parked", "gauge", offsetof(struct counters, parked)},
        {"received_bytes_total", "counter", offsetof(struct counters, received)},
        {"sent_bytes_total", "counter", offsetof(struct counters, sent)},
        {"accepted_total", "counter", offsetof(struct counters, accepted)},
        {"turned_away_total", "counter", offsetof(struct counters, turned_away)},
        {"stream_frames_total", "counter", offsetof(struct counters, frames)},
        {"streams_dropped_total", "counter", offsetof(struct counters, frames_dropped)},
    };
    struct buf b = buf_new(q->arena, 4096);
    put_classes(&b, q->server);
    put_times(&b, q->server);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        buf_format(&b, "# TYPE skillweek_http_%s %s\nskillweek_http_%s %llu\n", plain[i].name, plain[i].type,
                   plain[i].name, (unsigned long long)sum(q->server, plain[i].at));
    if (q->server->options.metrics)
        q->server->options.metrics(&b, q->context);
    q->response.type = S("text/plain; version=0.0.4; charset=utf-8");
    q->response.body = buf_str(&b);
    return true;
}

const struct route built_in_routes[] = {
    {.path = "/healthz", .may = MAY_ANYONE, .handle = healthz, .summary = "the process runs"},
    {.path = "/readyz", .may = MAY_ANYONE, .handle = readyz, .summary = "requests are taken"},
    {.path = "/metrics", .may = MAY_ANYONE, .handle = metrics, .summary = "Prometheus text, version 0.0.4"},
};
const size_t built_in_count = sizeof built_in_routes / sizeof *built_in_routes;
