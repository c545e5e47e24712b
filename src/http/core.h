/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the server share; nobody outside src/http includes it.
 *
 * A loop is a thread with its own listening socket, receive buffer, pools and counters. A connection belongs to one loop
 * for life; an exchange (a request and its answer) belongs to the loop too, also while it is parked with another thread,
 * which may touch only the public request until request_answer hands it back through the loop's inbox.
 *
 * One exchange at a time is read or worked on per connection (c->current); those answered wait in c->out until their
 * bytes are sent, so that the answers of one read leave in one writev. What came in behind a request that is not
 * answered yet stays in c->stash, and reading stops until it is used up. Small answers of a round of events are sent
 * together before the loop waits again (connections_send).
 */
#ifndef HTTP_CORE_H
#define HTTP_CORE_H

#include "base/log.h"
#include "http/intake.h"
#include "http/server.h"

#include <stdatomic.h>
#include <sys/uio.h>
#include <uv.h>

enum {
    LOOPS = 16,
    RECEIVE_BYTES = 256 * 1024, /* at once, of a body */
    RECEIVE_HEADS = 16 * 1024,
    POOLED_ARENAS = 256,
    STREAM_FRAMES = 16, /* waiting on one stream before it is dropped */
    TOPICS = 256,       /* buckets */
    GATHER = 32,        /* answers sent by one writev */
    DUE = 64,           /* connections whose answers are sent together */
    DUE_BYTES = 16 * 1024,
    STREAM_DRAINS = 4 * 1024 * 1024, /* bytes that a reader of a stream may say */
    LINGER_MS = 30000, /* a refused film that still comes is read over as long, so that the peer hears why */
    LINGER_SILENT_MS = 5000,
    SKIP_BYTES = 64 * 1024, /* a refused body that is read over so that the connection can live on */
    SEGMENTS = 16,
    TIMES = 14,
    ROUTE_PATH = 128,  /* bytes a route's path has at most; routes_index holds it */
    METHOD_OTHER = 99, /* one that no route knows */
};

struct connection;
struct loop;

struct exchange {
    struct request q;     /* first: what the world sees */
    struct connection *c; /* NULL: the peer left */
    struct loop *loop;
    struct exchange *next; /* in c->out or in the loop's inbox */
    struct head *head;
    struct err *answer_err;
    struct str segments[SEGMENTS];
    size_t segment_count;
    uint64_t body_size;   /* bytes read */
    size_t body_cap;      /* of q.body */
    size_t unread;        /* what the answer holds, counted in the loop's unread_bytes */
    uint64_t began, took; /* uv_hrtime; ns from the whole request to its answer */
    struct topic topic;
    bool refused, parked, subscribed, keep_alive;
    atomic_bool left; /* the peer went, or says no more, while it was parked; read by any thread */
    bool opened;      /* q.upload is the server's to abandon */
    struct iovec iov[2];
    int iov_at;
    uint64_t sent, file_at, file_left;
};

/* A frame of server-sent events, written once and shared by all streams of its topic. */
struct frame {
    atomic_int refs;
    struct arena *arena;
    struct topic topic;
    struct str text;
    struct frame_note {
        struct frame *frame;
        struct frame_note *next;
    } notes[LOOPS]; /* its place in each loop's inbox */
};

enum connection_state {
    CONNECTION_READS, /* waits for, or is reading, a request */
    CONNECTION_WORKS, /* its request is parked */
    CONNECTION_STREAMS,
    CONNECTION_LINGERS, /* answered for good; drains what still comes, so that the answer is not lost to a reset */
    CONNECTION_CLOSED,
};

struct connection {
    uv_poll_t poll;
    struct loop *loop;
    struct connection *prev, *next; /* of the loop's list, or of the pool */
    int fd, events;
    enum connection_state state;
    bool eof, closing, lingers, choked;
    bool due; /* stands in the loop's list */
    struct intake intake;
    struct exchange *current, *out, *out_last;
    int out_count;
    struct arena *stash_arena;
    struct str stash;
    uint64_t since;    /* ms: the state's begin: of the head, the body, the lingering, the stream */
    uint64_t progress; /* ms: the last bytes in or out */
    bool in_head, in_body;
    size_t drained;
    char peer[48];
    /* of a stream */
    struct topic topic;
    struct connection *topic_prev, *topic_next;
    struct frame *frames[STREAM_FRAMES];
    int frame_first, frame_count;
    size_t frame_sent;
};

/* Written by the loop alone, read by any thread. */
struct counters {
    _Atomic uint64_t classes[6], times[TIMES + 1], time_us, received, sent, accepted, turned_away;
    _Atomic uint64_t connections, streams, frames, frames_dropped, parked;
};

static inline void count(_Atomic uint64_t *c, uint64_t n)
{
    atomic_store_explicit(c, atomic_load_explicit(c, memory_order_relaxed) + n, memory_order_relaxed);
}

struct inbox {
    uv_mutex_t lock;
    struct exchange *answers, *answers_last;
    struct frame_note *frames, *frames_last;
    bool woken, closed;
    int stop_ms; /* −1: not asked to stop */
};

struct loop {
    uv_loop_t uv;
    uv_thread_t thread;
    struct server *server;
    int number;
    uv_async_t wake;
    uv_timer_t tick;
    uv_prepare_t prepare;
    uv_poll_t listener;
    int listen_fd, spare_fd;
    struct inbox inbox;
    struct arena *arena; /* connections and the receive buffer */
    char *receive;
    struct log_held *log;
    struct connection *connections, *free_connections;
    int connection_count;
    struct arena *arenas[POOLED_ARENAS];
    int arena_count;
    struct connection *due[DUE]; /* their answers are sent before the loop waits */
    int due_count;
    struct connection *topics[TOPICS];
    struct frame *beat;
    int64_t body_bytes;   /* of JSON bodies being read */
    int64_t unread_bytes; /* of answers that are not sent yet, and of what came behind them */
    bool stopping;
    uint64_t stop_at; /* ms */
    uint64_t date_at; /* ms: when it was last looked at */
    int64_t date_second;
    char date[40];
    struct counters counters;
};

struct route_entry {
    const struct route *route;
    struct str segments[SEGMENTS]; /* a param's starts with '{' */
    size_t segment_count;
    bool built_in;
    int next; /* in its bucket, −1: last */
};

struct server {
    struct server_options options;
    struct arena *arena;
    struct route_entry *entries;
    size_t entry_count;
    int buckets[256];
    int port, loop_count;
    atomic_ullong frame_id;
    uv_mutex_t publish_lock;
    atomic_bool stopping;
    bool stopped;
    struct loop loops[LOOPS];
};

/* server.c */
uint64_t loop_now(const struct loop *l);  /* ms */
struct arena *loop_arena(struct loop *l); /* from the pool */
void loop_arena_back(struct loop *l, struct arena *a);
void loop_tell(struct loop *l, struct exchange *answer, struct frame_note *frame, int stop_ms);
void loop_connection_gone(struct connection *c);
struct str loop_date(struct loop *l);

/* connection.c */
void connection_open(struct loop *l, int fd, const char *peer);
void connection_close(struct connection *c);
void connection_answered(struct exchange *x); /* back from another thread */
void connection_tick(struct connection *c, uint64_t now);
void connection_stop(struct connection *c);
void connections_send(struct loop *l);                                                /* what is due */
bool connection_send(struct connection *c, struct iovec *iov, int n, size_t *sent_r); /* false: it is broken */
void connection_watch(struct connection *c);

/* exchange.c: one request through the door */
struct exchange *exchange_begin(struct connection *c);
void exchange_head(struct exchange *x);
void exchange_body(struct exchange *x, struct str piece);
void exchange_serve(struct exchange *x);
void exchange_refuse(struct exchange *x, const struct err *e, int status); /* status 0: the err's own */
void exchange_bad(struct exchange *x, int status);
void exchange_end(struct exchange *x); /* counts, logs, gives all back */

/* response.c */
void response_error(struct request *q, const struct err *e, int status);
void response_render(struct exchange *x);

/* request.c */
void request_settle(struct exchange *x, const struct connection *c);
bool request_path(struct exchange *x) MUST_LOOK; /* false: not a path we would ever serve */

/* route.c */
void routes_index(struct server *s);
enum route_verdict { ROUTE_FOUND, ROUTE_MISSING, ROUTE_OTHER_METHOD };
enum route_verdict route_find(struct exchange *x, bool *built_in_r);
struct str route_methods(struct exchange *x); /* those its path knows, for Allow */

/* stream.c */
struct frame *frame_new(struct str text, struct topic topic);
void frame_drop(struct frame *f);
void stream_begin(struct connection *c, struct topic topic);
void stream_end(struct connection *c);
void stream_push(struct connection *c, struct frame *f);
void stream_flush(struct connection *c);
void stream_deliver(struct loop *l, struct frame *f);
void stream_tick(struct connection *c, uint64_t now);

/* static.c */
extern const struct route static_route;

/* metrics.c */
extern const struct route built_in_routes[];
extern const size_t built_in_count;
void metrics_request(struct exchange *x);

#endif
