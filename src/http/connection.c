/* SPDX-License-Identifier: Apache-2.0 */
/* One connection: bytes in, events of the intake to the exchange, answers out in order, timeouts, the end. */
#include "http/core.h"

#include <errno.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FILE_AT_ONCE = 4 * 1024 * 1024, IOVECS = 2 * GATHER, STILL_MS = 2000 };

static void resume(struct connection *c);

/* --- the end --- */

static void on_closed(uv_handle_t *h)
{
    loop_connection_gone(h->data);
}

static void stash_drop(struct connection *c)
{
    if (c->stash_arena) {
        c->loop->unread_bytes -= (int64_t)arena_used(c->stash_arena);
        loop_arena_back(c->loop, c->stash_arena);
    }
    c->stash_arena = NULL;
    c->stash = (struct str){0};
}

static void due_drop(struct connection *c)
{
    struct loop *l = c->loop;
    for (int i = 0; c->due && i < l->due_count; i++)
        if (l->due[i] == c) {
            l->due[i] = l->due[--l->due_count];
            c->due = false;
        }
}

void connection_close(struct connection *c)
{
    if (c->state == CONNECTION_CLOSED)
        return;
    if (c->state == CONNECTION_STREAMS)
        stream_end(c);
    c->state = CONNECTION_CLOSED;
    if (c->current && c->current->parked) {
        c->current->left = true;
        c->current->c = NULL; /* is ended when its answer comes */
    } else if (c->current) {
        exchange_end(c->current);
    }
    c->current = NULL;
    while (c->out) {
        struct exchange *x = c->out;
        c->out = x->next;
        exchange_end(x);
    }
    stash_drop(c);
    due_drop(c);
    uv_close((uv_handle_t *)&c->poll, on_closed);
    close(c->fd);
}

/* What lies here because of it: answers that it does not read, and what it sent behind them. */
static uint64_t held(const struct connection *c)
{
    uint64_t n = c->stash_arena ? arena_used(c->stash_arena) : 0;
    for (const struct exchange *x = c->out; x; x = x->next)
        n += x->unread;
    return n;
}

/*
 * Too much waits on this loop: whoever holds most is let go, and each STILL_MS without moving makes it heavier. Of equals
 * the newest. A slow reader moves by jerks, as its kernel's buffer gets room, so that short times must not count.
 */
static void let_go(struct loop *l)
{
    while (l->unread_bytes > l->server->options.limits.unread_bytes) {
        struct connection *worst = NULL;
        uint64_t most = 0;
        for (struct connection *c = l->connections; c; c = c->next) {
            uint64_t weight = held(c) * (1 + (loop_now(l) - c->progress) / STILL_MS);
            if (weight > most) {
                most = weight;
                worst = c;
            }
        }
        if (!worst)
            return;
        connection_close(worst);
    }
}

/* --- writing --- */

bool connection_send(struct connection *c, struct iovec *iov, int n, size_t *sent_r)
{
    struct msghdr m = {.msg_iov = iov, .msg_iovlen = (size_t)n};
    ssize_t sent = sendmsg(c->fd, &m, MSG_NOSIGNAL);
    *sent_r = sent > 0 ? (size_t)sent : 0;
    if (sent < 0)
        return errno == EAGAIN || errno == EINTR;
    c->progress = loop_now(c->loop);
    count(&c->loop->counters.sent, (uint64_t)sent);
    return true;
}

static int gather(const struct connection *c, struct iovec *iov, size_t *total_r)
{
    int n = 0;
    *total_r = 0;
    for (const struct exchange *x = c->out; x && n + 2 <= IOVECS; x = x->next) {
        for (int i = x->iov_at; i < 2; i++)
            if (x->iov[i].iov_len) {
                *total_r += x->iov[i].iov_len;
                iov[n++] = x->iov[i];
            }
        if (x->file_left)
            break;
    }
    return n;
}

static void out_pop(struct connection *c)
{
    struct exchange *x = c->out;
    c->out = x->next;
    c->out_count--;
    if (!c->out)
        c->out_last = NULL;
    exchange_end(x);
}

/* Marks what was sent; exchanges that are through leave. */
static void out_advance(struct connection *c, size_t sent)
{
    while (c->out) {
        struct exchange *x = c->out;
        for (; x->iov_at < 2; x->iov_at++) {
            struct iovec *v = &x->iov[x->iov_at];
            size_t part = v->iov_len < sent ? v->iov_len : sent;
            v->iov_base = (char *)v->iov_base + part;
            v->iov_len -= part;
            sent -= part;
            x->sent += part;
            if (v->iov_len)
                return;
        }
        if (x->file_left)
            return;
        out_pop(c);
    }
}

/* The file of the first answer. False: broken. *more_r: the peer would take more. */
static bool send_file(struct connection *c, bool *more_r)
{
    struct exchange *x = c->out;
    off_t at = (off_t)x->file_at;
    size_t part = x->file_left < FILE_AT_ONCE ? (size_t)x->file_left : FILE_AT_ONCE;
    ssize_t sent = sendfile(c->fd, x->q.response.file, &at, part);
    *more_r = false;
    if (sent < 0)
        return errno == EAGAIN || errno == EINTR;
    if (!sent)
        return false; /* the file is shorter than it was: the promised length cannot be kept */
    c->progress = loop_now(c->loop);
    count(&c->loop->counters.sent, (uint64_t)sent);
    x->file_at += (uint64_t)sent;
    x->file_left -= (uint64_t)sent;
    x->sent += (uint64_t)sent;
    *more_r = !x->file_left;
    if (!x->file_left)
        out_pop(c);
    return true;
}

static bool send_out(struct connection *c)
{
    bool more = true;
    while (c->out && more) {
        struct iovec iov[IOVECS];
        size_t total, sent = 0;
        int n = gather(c, iov, &total);
        bool fine = n ? connection_send(c, iov, n, &sent) : send_file(c, &more);
        if (!fine)
            return false;
        if (n) {
            out_advance(c, sent);
            more = sent == total;
        }
    }
    return true;
}

static void finish_closing(struct connection *c)
{
    if (!c->lingers) {
        connection_close(c);
        return;
    }
    shutdown(c->fd, SHUT_WR);
    c->state = CONNECTION_LINGERS;
    c->since = loop_now(c->loop);
    stash_drop(c);
}

static void flush(struct connection *c)
{
    if (c->state == CONNECTION_CLOSED || c->choked)
        return;
    if (!send_out(c)) {
        connection_close(c);
        return;
    }
    c->choked = c->out != NULL;
    if (c->choked)
        let_go(c->loop);
    else if (c->state == CONNECTION_STREAMS)
        stream_flush(c);
    else if (c->closing && c->state != CONNECTION_LINGERS)
        finish_closing(c);
}

/* --- answers --- */

/* The current exchange has its response: it waits for its turn to be sent. */
static void finish(struct connection *c)
{
    struct exchange *x = c->current;
    bool stream = x->subscribed && !x->refused;
    if (c->loop->stopping)
        x->keep_alive = false;
    response_render(x);
    c->current = NULL;
    c->in_head = c->in_body = false;
    c->progress = loop_now(c->loop);
    x->next = NULL; /* it may have stood in the inbox */
    if (c->out_last)
        c->out_last->next = x;
    else
        c->out = x;
    c->out_last = x;
    c->out_count++;
    if (stream)
        stream_begin(c, x->topic);
    else if (!x->keep_alive)
        c->closing = true;
    if (c->out_count >= GATHER || x->file_left)
        flush(c); /* a file is sent before the next request is looked at: one open file a connection */
}

/* An answer before the request was read to its end: nothing behind it can be read any more. */
static void finish_early(struct connection *c)
{
    c->current->keep_alive = false;
    c->lingers = true;
    finish(c);
}

static void send_continue(struct connection *c)
{
    static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
    flush(c);
    if (c->choked || c->state == CONNECTION_CLOSED)
        return; /* the client sends its body anyway after a while */
    struct iovec iov = {(void *)(uintptr_t)text, sizeof text - 1};
    size_t sent;
    if (!connection_send(c, &iov, 1, &sent) || sent != sizeof text - 1)
        connection_close(c);
}

void connection_answered(struct exchange *x)
{
    struct connection *c = x->c;
    _Atomic uint64_t *parked = &x->loop->counters.parked;
    atomic_store_explicit(parked, atomic_load_explicit(parked, memory_order_relaxed) - 1, memory_order_relaxed);
    x->parked = false;
    if (!c) {
        exchange_end(x);
        return;
    }
    if (x->answer_err)
        exchange_refuse(x, x->answer_err, 0);
    else if (x->q.finish)
        x->q.finish(&x->q);
    c->state = CONNECTION_READS;
    finish(c);
    resume(c);
}

/* --- reading --- */

static bool is_blocked(const struct connection *c)
{
    return c->state != CONNECTION_READS || c->closing || c->choked;
}

static void take_head(struct connection *c)
{
    struct exchange *x = c->current;
    bool body = x->head->chunked || x->head->length;
    c->in_head = false;
    c->in_body = body;
    c->since = loop_now(c->loop);
    exchange_head(x);
    if (!x->refused && x->head->wants_continue)
        send_continue(c);
    else if (x->refused && (x->head->chunked || x->head->wants_continue || x->head->length > SKIP_BYTES))
        finish_early(c);
}

static void take_body(struct connection *c, struct str piece)
{
    struct exchange *x = c->current;
    x->body_size += piece.n;
    if (x->refused)
        return;
    exchange_body(x, piece);
    if (x->refused)
        finish_early(c);
}

static void take_whole(struct connection *c)
{
    struct exchange *x = c->current;
    c->in_body = false;
    if (!x->refused)
        exchange_serve(x);
    if (x->parked) {
        c->state = CONNECTION_WORKS;
        count(&c->loop->counters.parked, 1);
    } else {
        finish(c);
    }
}

/* One event. False: there is nothing more to be had from the bytes. */
static bool step(struct connection *c, struct str *bytes)
{
    struct str piece;
    if (!c->current) {
        if (!bytes->n)
            return false;
        c->current = exchange_begin(c);
        c->in_head = true;
        c->since = loop_now(c->loop);
    }
    switch (intake_next(&c->intake, bytes, &piece)) {
    case INTAKE_MORE:
        return false;
    case INTAKE_HEAD:
        take_head(c);
        break;
    case INTAKE_BODY:
        take_body(c, piece);
        break;
    case INTAKE_DONE:
        take_whole(c);
        break;
    case INTAKE_BAD:
        exchange_bad(c->current, c->intake.status);
        finish_early(c);
        break;
    }
    return true;
}

/* What could not be used yet is kept; it lies in the loop's receive buffer or in the stash already. */
static void keep(struct connection *c, struct str bytes, bool stashed)
{
    bool useless = c->closing || c->state == CONNECTION_STREAMS || c->state == CONNECTION_LINGERS;
    if (!bytes.n || useless) {
        stash_drop(c);
    } else if (stashed) {
        c->stash = bytes;
    } else {
        c->stash_arena = loop_arena(c->loop);
        c->stash = str_dup(c->stash_arena, bytes);
        c->loop->unread_bytes += (int64_t)arena_used(c->stash_arena);
        let_go(c->loop);
    }
}

static void send_now(struct connection *c)
{
    flush(c);
    if (c->eof && !c->current && !c->out && !c->stash.n)
        connection_close(c);
    else
        connection_watch(c);
}

/* Small answers wait for those of the other connections: see connections_send. */
static bool put_off(struct connection *c)
{
    struct loop *l = c->loop;
    bool small = c->out && !c->choked && !c->out_last->file_left && c->out_last->q.response.body.n <= DUE_BYTES;
    if (!small || (!c->due && l->due_count == DUE))
        return false;
    if (!c->due)
        l->due[l->due_count++] = c;
    c->due = true;
    return true;
}

/* Each answer that is sent wakes its client, which then takes the core from us. So a round's answers are made first and
 * then sent, one after the other. */
void connections_send(struct loop *l)
{
    while (l->due_count) {
        struct connection *c = l->due[--l->due_count];
        c->due = false;
        send_now(c);
    }
}

static void advance(struct connection *c, struct str bytes, bool stashed)
{
    while (!is_blocked(c) && step(c, &bytes))
        ;
    if (c->state == CONNECTION_CLOSED)
        return;
    keep(c, bytes, stashed);
    if (!put_off(c))
        send_now(c);
}

/* Goes on with what waited behind an answer. */
static void resume(struct connection *c)
{
    advance(c, c->stash, true);
}

static void on_eof(struct connection *c)
{
    c->eof = true;
    if (c->current && c->current->parked)
        c->current->left = true;
    if (c->state == CONNECTION_READS && c->current && c->current->refused) {
        finish_early(c); /* who sends no more may still listen */
        flush(c);
        connection_watch(c);
        return;
    }
    bool waits = c->state == CONNECTION_WORKS || (c->state == CONNECTION_READS && c->out);
    if (!waits || (c->current && !c->current->parked))
        connection_close(c);
    else
        connection_watch(c);
}

static void take_bytes(struct connection *c, size_t n)
{
    count(&c->loop->counters.received, n);
    c->progress = loop_now(c->loop);
    if (c->state == CONNECTION_LINGERS)
        return;
    if (c->state == CONNECTION_STREAMS) {
        c->drained += n;
        if (c->drained > STREAM_DRAINS)
            connection_close(c);
        return;
    }
    advance(c, (struct str){c->loop->receive, n}, false);
}

/* Outside of a body not much is taken at once: it may have to wait behind an answer. */
static void on_readable(struct connection *c)
{
    ssize_t n = recv(c->fd, c->loop->receive, c->in_body ? RECEIVE_BYTES : RECEIVE_HEADS, 0);
    if (n > 0)
        take_bytes(c, (size_t)n);
    else if (n == 0)
        on_eof(c);
    else if (errno != EAGAIN && errno != EINTR)
        connection_close(c);
}

static void on_event(uv_poll_t *p, int status, int events)
{
    struct connection *c = p->data;
    if (status < 0) {
        connection_close(c);
        return;
    }
    if (events & UV_WRITABLE) {
        c->choked = false;
        flush(c);
        resume(c);
    }
    if (c->state != CONNECTION_CLOSED && (events & UV_READABLE) && (c->events & UV_READABLE))
        on_readable(c);
}

void connection_watch(struct connection *c)
{
    int want = 0;
    if (c->state == CONNECTION_CLOSED)
        return;
    if (!c->eof && !c->stash.n)
        want |= UV_READABLE;
    if (c->choked)
        want |= UV_WRITABLE;
    if (want == c->events)
        return;
    c->events = want;
    if (want ? uv_poll_start(&c->poll, want, on_event) : uv_poll_stop(&c->poll))
        connection_close(c);
}

/* --- time --- */

static void too_slow(struct connection *c)
{
    if (!c->current) {
        connection_close(c);
        return;
    }
    exchange_bad(c->current, 408);
    finish_early(c);
    flush(c);
    connection_watch(c);
}

static bool body_is_slow(const struct connection *c, uint64_t now)
{
    const struct server_limits *m = &c->loop->server->options.limits;
    uint64_t allowed = (uint64_t)m->body_ms + c->current->body_size * 1000 / (uint64_t)m->body_rate;
    return now - c->since > allowed || now - c->progress > (uint64_t)m->idle_ms;
}

void connection_tick(struct connection *c, uint64_t now)
{
    const struct server_limits *m = &c->loop->server->options.limits;
    bool idle = now - c->progress > (uint64_t)m->idle_ms;
    if (c->state == CONNECTION_CLOSED)
        return;
    if (c->state == CONNECTION_STREAMS)
        stream_tick(c, now);
    else if (c->state == CONNECTION_LINGERS && (now - c->since > LINGER_MS || now - c->progress > LINGER_SILENT_MS))
        connection_close(c);
    else if (c->state == CONNECTION_READS && c->out && idle)
        connection_close(c);
    else if (c->state == CONNECTION_READS && !c->out && c->in_head && now - c->since > (uint64_t)m->head_ms)
        too_slow(c);
    else if (c->state == CONNECTION_READS && !c->out && c->in_body && body_is_slow(c, now))
        too_slow(c);
    else if (c->state == CONNECTION_READS && !c->current && idle)
        connection_close(c);
}

/* The server stops: a request that has already come is served, an idle connection is closed. */
void connection_stop(struct connection *c)
{
    if (c->state == CONNECTION_READS && !c->current && !c->out && !c->stash.n)
        on_readable(c);
    if (c->state == CONNECTION_STREAMS || (c->state == CONNECTION_READS && !c->current && !c->out))
        connection_close(c);
}
