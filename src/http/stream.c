/* SPDX-License-Identifier: Apache-2.0 */
/* Server-sent events: frames shared by all streams of a topic, sent in order, slow readers dropped. */
#include "http/core.h"

#include <string.h>

/* --- frames --- */

struct frame *frame_new(struct str text, struct topic topic)
{
    struct arena *a = arena_new("http frame", text.n + sizeof(struct frame) + 64 * 1024);
    struct frame *f = arena_one(a, struct frame);
    f->arena = a;
    f->topic = topic;
    f->text = str_dup(a, text);
    atomic_init(&f->refs, 1);
    return f;
}

void frame_drop(struct frame *f)
{
    if (atomic_fetch_sub_explicit(&f->refs, 1, memory_order_acq_rel) == 1)
        arena_free(f->arena);
}

static struct str one_line(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        buf_putc(&b, s.at[i] == '\n' || s.at[i] == '\r' || !s.at[i] ? ' ' : s.at[i]);
    return buf_str(&b);
}

static struct str frame_text(struct arena *a, uint64_t id, struct str event, struct str data)
{
    struct buf b = buf_new(a, data.n + event.n + 128);
    struct str line;
    buf_lit(&b, "id: ");
    buf_put_int(&b, (int64_t)id);
    if (event.n) {
        buf_lit(&b, "\nevent: ");
        buf_put(&b, one_line(a, event));
    }
    if (!data.n)
        buf_lit(&b, "\ndata:");
    while (data.n && str_cut(&data, S("\n"), &line)) {
        buf_lit(&b, "\ndata: ");
        buf_put(&b, memchr(line.at ? line.at : "", '\r', line.n) ? one_line(a, line) : line);
    }
    buf_lit(&b, "\n\n");
    return buf_str(&b);
}

void server_publish(struct server *s, struct topic topic, struct str event, struct str data)
{
    struct arena *a = arena_new("http publish", 64 * 1024 + 8 * (data.n + event.n));
    uv_mutex_lock(&s->publish_lock); /* ids must arrive in their order */
    struct frame *f = frame_new(frame_text(a, ++s->frame_id, event, data), topic);
    for (int i = 0; i < s->loop_count; i++) {
        atomic_fetch_add_explicit(&f->refs, 1, memory_order_relaxed);
        f->notes[i].frame = f;
        loop_tell(&s->loops[i], NULL, &f->notes[i], -1);
    }
    uv_mutex_unlock(&s->publish_lock);
    frame_drop(f);
    arena_free(a);
}

/* --- streams --- */

static struct connection **bucket_of(struct loop *l, struct topic topic)
{
    return &l->topics[((topic.whole ^ topic.part * 31) * 0x9E3779B97F4A7C15u) >> 56];
}

static void gauge(struct loop *l, int by)
{
    uint64_t now = atomic_load_explicit(&l->counters.streams, memory_order_relaxed);
    atomic_store_explicit(&l->counters.streams, now + (uint64_t)(int64_t)by, memory_order_relaxed);
}

void stream_begin(struct connection *c, struct topic topic)
{
    struct connection **bucket = bucket_of(c->loop, topic);
    c->state = CONNECTION_STREAMS;
    c->since = c->progress = loop_now(c->loop);
    c->topic = topic;
    c->drained = 0;
    c->topic_prev = NULL;
    c->topic_next = *bucket;
    if (*bucket)
        (*bucket)->topic_prev = c;
    *bucket = c;
    gauge(c->loop, 1);
}

void stream_end(struct connection *c)
{
    if (c->topic_prev)
        c->topic_prev->topic_next = c->topic_next;
    else
        *bucket_of(c->loop, c->topic) = c->topic_next;
    if (c->topic_next)
        c->topic_next->topic_prev = c->topic_prev;
    for (; c->frame_count; c->frame_count--)
        frame_drop(c->frames[c->frame_first++ % STREAM_FRAMES]);
    gauge(c->loop, -1);
}

static void frames_sent(struct connection *c, size_t sent)
{
    while (c->frame_count) {
        struct frame *f = c->frames[c->frame_first];
        size_t left = f->text.n - c->frame_sent;
        if (sent < left) {
            c->frame_sent += sent;
            return;
        }
        sent -= left;
        c->frame_sent = 0;
        c->frame_first = (c->frame_first + 1) % STREAM_FRAMES;
        c->frame_count--;
        frame_drop(f);
    }
}

void stream_flush(struct connection *c)
{
    struct iovec iov[STREAM_FRAMES];
    size_t total = 0, sent;
    if (c->choked || c->out || !c->frame_count)
        return;
    for (int i = 0; i < c->frame_count; i++) {
        struct str text = str_from(c->frames[(c->frame_first + i) % STREAM_FRAMES]->text, i ? 0 : c->frame_sent);
        iov[i] = (struct iovec){(void *)(uintptr_t)text.at, text.n};
        total += text.n;
    }
    if (!connection_send(c, iov, c->frame_count, &sent)) {
        connection_close(c);
        return;
    }
    frames_sent(c, sent);
    c->choked = sent < total;
}

void stream_push(struct connection *c, struct frame *f)
{
    if (c->frame_count == STREAM_FRAMES) {
        count(&c->loop->counters.frames_dropped, 1);
        connection_close(c);
        return;
    }
    atomic_fetch_add_explicit(&f->refs, 1, memory_order_relaxed);
    c->frames[(c->frame_first + c->frame_count++) % STREAM_FRAMES] = f;
    count(&c->loop->counters.frames, 1);
    stream_flush(c);
    connection_watch(c);
}

static bool hears(const struct connection *c, struct topic t)
{
    return t.whole == TOPIC_ALL || (t.whole == c->topic.whole && (t.part == TOPIC_ALL || t.part == c->topic.part));
}

static void deliver(struct connection *first, struct frame *f)
{
    for (struct connection *c = first, *next; c; c = next) {
        next = c->topic_next;
        if (hears(c, f->topic))
            stream_push(c, f);
    }
}

void stream_deliver(struct loop *l, struct frame *f)
{
    bool one = f->topic.whole != TOPIC_ALL && f->topic.part != TOPIC_ALL;
    for (int i = 0; i < TOPICS && !one; i++)
        deliver(l->topics[i], f);
    if (one)
        deliver(*bucket_of(l, f->topic), f);
}

void stream_tick(struct connection *c, uint64_t now)
{
    const struct server_limits *m = &c->loop->server->options.limits;
    bool old = now - c->since > (uint64_t)m->stream_ms, stuck = c->choked && now - c->progress > (uint64_t)m->idle_ms;
    if (stuck || (old && !c->choked))
        connection_close(c);
    else if (!c->choked && now - c->progress > (uint64_t)m->beat_ms)
        stream_push(c, c->loop->beat);
}
