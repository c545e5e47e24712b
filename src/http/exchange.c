/* SPDX-License-Identifier: Apache-2.0 */
/* One request through the door: route, forgery, guard, body, handler. */
#include "http/core.h"

#include "format/json.h"
#include "store/blob.h"

#include <string.h>
#include <unistd.h>

enum { BODY_FIRST = 64 * 1024 };

struct exchange *exchange_begin(struct connection *c)
{
    struct arena *a = loop_arena(c->loop);
    struct exchange *x = arena_one(a, struct exchange);
    x->c = c;
    x->loop = c->loop;
    x->q.arena = a;
    x->q.server = c->loop->server;
    x->q.context = c->loop->server->options.context;
    x->q.peer = str_of(c->peer);
    intake_begin(&c->intake, a);
    x->head = c->intake.head;
    return x;
}

static void upload_abandon(struct exchange *x)
{
    if (x->opened && x->q.upload)
        blob_abandon(x->q.upload);
    x->opened = false;
    x->q.upload = NULL;
}

void exchange_end(struct exchange *x)
{
    struct loop *l = x->loop;
    metrics_request(x);
    upload_abandon(x);
    if (x->q.response.file > 0)
        close(x->q.response.file);
    l->body_bytes -= (int64_t)x->body_cap;
    l->unread_bytes -= (int64_t)x->unread;
    loop_arena_back(l, x->q.arena);
}

static void log_fault(struct exchange *x, const struct err *e)
{
    struct buf detail = buf_new(x->q.arena, 256);
    json_str(&detail, str_of(e->detail));
    log_line(LOG_ERROR, "http.fault", "\"route\":\"%s\",\"detail\":" STR_FMT, x->q.route ? x->q.route->path : "",
             STR_ARG(buf_str(&detail)));
}

void exchange_refuse(struct exchange *x, const struct err *e, int status)
{
    x->refused = true;
    x->subscribed = false;
    upload_abandon(x);
    if (e->code == ERR_FAULT)
        log_fault(x, e);
    response_error(&x->q, e, status);
}

void exchange_bad(struct exchange *x, int status)
{
    struct err e;
    err_set(&e, ERR_INPUT, MSG_BAD_REQUEST);
    if (status == 414)
        err_set(&e, ERR_LARGE, MSG_URL_LONG);
    else if (status == 431)
        err_set(&e, ERR_LARGE, MSG_HEAD_LARGE);
    else if (status == 408)
        err_set(&e, ERR_SLOW, MSG_REQUEST_SLOW);
    exchange_refuse(x, &e, status);
}

static bool too_large(struct err *e, uint64_t limit)
{
    char text[32];
    bool mega = limit >= 1 << 20;
    snprintf(text, sizeof text, "%llu %s", (unsigned long long)(limit >> (mega ? 20 : 10)), mega ? "MB" : "KB");
    return err_with(e, ERR_LARGE, MSG_TOO_LARGE, str_of(text), S(""), S(""));
}

/* --- the head --- */

static bool is_of_type(struct str type, struct str wanted)
{
    struct str rest = str_trim(str_from(type, wanted.n));
    return str_eq_nocase(str_sub(type, 0, wanted.n), wanted) && (!rest.n || rest.at[0] == ';');
}

static bool is_under_api(const struct exchange *x)
{
    return x->segment_count && str_eq(x->segments[0], S("api"));
}

/* A form of our own page, by the browser's word; docs/decisions/0023. */
static bool is_own_form(const struct request *q)
{
    struct str site = request_header(q, S("sec-fetch-site")), origin = request_header(q, S("origin"));
    size_t scheme = str_find(origin, S("://"));
    if (site.n)
        return str_eq(site, S("same-origin"));
    return scheme != STR_NONE && str_eq_nocase(str_from(origin, scheme + 3), request_header(q, S("host")));
}

/*
 * Requests that another site made the browser send. A page elsewhere can neither set X-Skillweek nor a JSON type without
 * being asked first (CORS preflight), and we never say yes; Sec-Fetch-Site is the browser's own word.
 */
static bool is_not_forged(struct exchange *x, struct err *e)
{
    const struct request *q = &x->q;
    bool harmless = q->method == HTTP_GET_ || q->method == HTTP_HEAD_ || q->method == HTTP_OPTIONS_ || !is_under_api(x);
    if (!harmless && !str_eq(request_header(q, S("x-skillweek")), S("1")) &&
        !str_eq(request_header(q, S("sec-fetch-site")), S("same-origin")))
        return err_set(e, ERR_FORBIDDEN, MSG_CSRF);
    bool body = x->head->chunked || x->head->length;
    struct str type = request_header(q, S("content-type"));
    if (q->route->body == BODY_JSON && body && !is_of_type(type, S("application/json")))
        return err_set(e, ERR_KIND, MSG_NOT_JSON);
    if (q->route->body != BODY_FORM)
        return true;
    if (!is_own_form(q))
        return err_set(e, ERR_FORBIDDEN, MSG_CSRF);
    return is_of_type(type, S("application/x-www-form-urlencoded")) || err_set(e, ERR_KIND, MSG_NOT_FORM);
}

static bool body_room(struct exchange *x, size_t cap, struct err *e)
{
    struct loop *l = x->loop;
    if (cap > x->q.route->limit)
        cap = x->q.route->limit;
    char *at = l->body_bytes > l->server->options.limits.body_bytes ? NULL : arena_try(x->q.arena, cap + 1);
    if (!at)
        return err_with(e, ERR_BUSY, MSG_BUSY, S("2"), S(""), S(""));
    if (x->q.body.n)
        memcpy(at, x->q.body.at, x->q.body.n);
    x->q.body.at = at;
    l->body_bytes += (int64_t)(cap - x->body_cap);
    x->body_cap = cap;
    return true;
}

static bool body_expect(struct exchange *x, struct err *e)
{
    const struct route *r = x->q.route;
    uint64_t limit = r->body == BODY_NONE ? SKIP_BYTES : r->limit;
    if (x->head->length > limit)
        return too_large(e, limit);
    if (r->body == BODY_FILE) {
        if (!x->loop->server->options.open_upload(&x->q, e))
            return false;
        x->opened = true;
    }
    return true;
}

static bool admit(struct exchange *x, bool built_in, struct err *e)
{
    const struct server_options *o = &x->loop->server->options;
    if (!is_not_forged(x, e))
        return false;
    if (!built_in && o->guard && !o->guard(&x->q, e))
        return false;
    return body_expect(x, e);
}

static void refuse_route(struct exchange *x, bool other_method)
{
    struct err e;
    if (!other_method) {
        err_set(&e, ERR_MISSING, MSG_NOT_FOUND);
        exchange_refuse(x, &e, 0);
        return;
    }
    err_set(&e, ERR_INPUT, MSG_METHOD);
    exchange_refuse(x, &e, 405);
    response_header(&x->q, S("Allow"), route_methods(x));
}

static bool may_be_file(const struct exchange *x)
{
    return x->loop->server->options.web.n && !is_under_api(x) &&
           (x->q.method == HTTP_GET_ || x->q.method == HTTP_HEAD_);
}

void exchange_head(struct exchange *x)
{
    struct err e;
    bool built_in = false;
    x->keep_alive = x->head->keep_alive;
    request_settle(x, x->c);
    if (!request_path(x)) {
        exchange_bad(x, 400);
        return;
    }
    enum route_verdict v = route_find(x, &built_in);
    if (v == ROUTE_MISSING && may_be_file(x)) {
        x->q.route = &static_route;
        built_in = true;
    } else if (v != ROUTE_FOUND) {
        refuse_route(x, v == ROUTE_OTHER_METHOD);
        return;
    }
    if (!admit(x, built_in, &e))
        exchange_refuse(x, &e, 0);
}

/* --- the body --- */

static bool body_keep(struct exchange *x, struct str piece, struct err *e)
{
    struct str *body = &x->q.body;
    if (body->n + piece.n > x->body_cap) {
        size_t cap = x->body_cap ? x->body_cap * 2 : x->head->length < BODY_FIRST ? x->head->length : BODY_FIRST;
        while (cap < body->n + piece.n)
            cap = cap ? cap * 2 : BODY_FIRST;
        if (!body_room(x, cap, e))
            return false;
    }
    memcpy((char *)(uintptr_t)body->at + body->n, piece.at, piece.n);
    body->n += piece.n;
    return true;
}

void exchange_body(struct exchange *x, struct str piece)
{
    const struct route *r = x->q.route;
    uint64_t limit = r->body == BODY_NONE ? SKIP_BYTES : r->limit;
    struct err e;
    bool fine = true;
    if (x->body_size > limit)
        fine = too_large(&e, limit);
    else if (r->body == BODY_JSON || r->body == BODY_FORM)
        fine = body_keep(x, piece, &e);
    else if (r->body == BODY_FILE)
        fine = (!x->q.arrives || x->q.arrives(&x->q, piece.n, &e)) && blob_write(x->q.upload, piece, &e);
    if (!fine)
        exchange_refuse(x, &e, 0);
}

/* --- the handler --- */

static bool read_in(struct exchange *x, struct err *e)
{
    struct request *q = &x->q;
    if (q->route->body != BODY_JSON || !q->route->in)
        return true;
    void *in = arena_try(q->arena, q->route->in->size);
    if (!in)
        return err_with(e, ERR_BUSY, MSG_BUSY, S("2"), S(""), S(""));
    q->in = in;
    return shape_read_text(q->arena, q->route->in, q->body, in, e);
}

void exchange_serve(struct exchange *x)
{
    struct err e = {0};
    x->q.received = clock_machine();
    x->began = uv_hrtime();
    if (!read_in(x, &e) || !x->q.route->handle(&x->q, &e)) {
        x->parked = false;
        exchange_refuse(x, &e, 0);
        return;
    }
    x->opened = false; /* the handler has the writer now */
}

/* --- for handlers --- */

static struct exchange *exchange_of(struct request *q)
{
    return (struct exchange *)q;
}

void request_park(struct request *q)
{
    exchange_of(q)->parked = true;
}

bool request_is_left(const struct request *q)
{
    return ((const struct exchange *)q)->left;
}

void request_answer(struct request *q, const struct err *e)
{
    struct exchange *x = exchange_of(q);
    if (e) {
        x->answer_err = arena_one(q->arena, struct err);
        *x->answer_err = *e;
    }
    loop_tell(x->loop, x, NULL, -1);
}

void request_refuse(struct request *q, const struct err *e)
{
    response_error(q, e, 0);
}

void request_subscribe(struct request *q, struct topic topic)
{
    struct exchange *x = exchange_of(q);
    x->subscribed = q->method != HTTP_HEAD_;
    x->topic = topic;
    q->response.type = S("text/event-stream");
}
