/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The door for browsers and programs: HTTP/1.1 (RFC 9110, 9112) on libuv loops, parsed by llhttp. TLS and HTTP/2 are a
 * proxy's work; a proxy is believed (X-Forwarded-For, X-Forwarded-Proto) only where it is named in the settings.
 *
 * A request lives in an arena of its own on its connection's loop. Its handler runs there once the request is fully
 * read, and either fills q->response and returns true, or returns false with an err, or parks the request and
 * answers it later from any thread (request_answer). A parked request whose peer left is still answered, into nothing.
 *
 * What the door does by itself, before any handler: syntax and smuggling (http/intake.h), timeouts and sizes
 * (server_limits), 404 and 405, forged requests from other sites (below), the guard, the JSON body's shape, HEAD for
 * every GET route, security headers, errors as {"error":{"code":"conflict","message":"…"}} in the reader's language,
 * Retry-After on 429 and 503 (the first argument of the err when it is a number of seconds), /healthz, /readyz, /metrics
 * and one log line a request. Answers under /api are not kept by anybody (no-store) unless the handler says otherwise.
 *
 * Forged requests: a method that changes something under /api needs the header `X-Skillweek: 1`, or `Sec-Fetch-Site:
 * same-origin`; JSON bodies need Content-Type application/json in any case. A form (BODY_FORM), which can set no header, needs
 * `Sec-Fetch-Site: same-origin`, or of a browser that does not send that an Origin with our Host (docs/decisions/0023).
 *
 * Uploads: the guard runs, then open_upload sets q->upload, then what arrives goes to blob_write. When the body is whole
 * the handler is called. If it returns true the writer is the handler's, for blob_finish or blob_abandon; if it returns
 * false it is still the server's, which abandons it, as it does when the peer leaves half-way or the limit is passed. (Of a
 * resumable upload blob_abandon keeps what has come: that is the writer's affair, store/upload.h.)
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "base/clock.h"
#include "base/err.h"
#include "base/shape.h"

struct server;
struct session;
struct blob_writer;

enum http_method { HTTP_GET_, HTTP_POST_, HTTP_PUT_, HTTP_PATCH_, HTTP_DELETE_, HTTP_HEAD_, HTTP_OPTIONS_ };

enum body_kind {
    BODY_NONE,
    BODY_JSON, /* kept whole in the request's arena, at most route.limit bytes; read by route.in before the handler */
    BODY_FORM, /* a form's, kept whole; its fields by request_field */
    BODY_FILE, /* streamed into q->upload (store/blob.h) while it arrives, at most route.limit bytes */
};

/* Who may call. A set of roles; the handler judges whose data it is. */
enum {
    MAY_ANYONE = 1 << 0,
    MAY_LIAISON = 1 << 1,
    MAY_COUNTY = 1 << 2,
    MAY_CLERK = 1 << 3,
    MAY_LEADER = 1 << 4,
    MAY_STAFF = MAY_COUNTY | MAY_CLERK | MAY_LEADER,
    MAY_KNOWN = MAY_LIAISON | MAY_STAFF,
};

struct request;

struct route {
    enum http_method method;
    const char *path; /* "/api/obligations/{id}": at most 4 parts in braces, each one path segment */
    unsigned may;
    enum body_kind body;
    size_t limit;
    const struct shape *in, *out; /* of the JSON bodies, or NULL */
    bool (*handle)(struct request *q, struct err *e);
    const char *summary; /* for the OpenAPI document; names the parameters of the query, as ?name= */
};

enum { REQUEST_PARAMS = 4, RESPONSE_HEADERS = 12 };

struct response {
    int status;      /* 200 when left 0 */
    struct str type; /* application/json when left empty */
    struct str body; /* must live as long as the request's arena */
    int file;        /* instead of body: a descriptor that the server sends from and closes; 0: none */
    uint64_t file_at, file_size;
    struct {
        struct str name, value;
    } headers[RESPONSE_HEADERS];
    size_t header_count;
};

struct request {
    struct arena *arena;
    struct server *server;
    void *context; /* what server_options.context was */
    const struct route *route;
    enum http_method method;
    struct str path, query; /* path percent-decoded, query as sent */
    struct str params[REQUEST_PARAMS];
    struct str body;
    void *in; /* the struct of route->in, read and checked; without one, what a handler keeps for its later part */
    struct blob_writer *upload;
    /* Of a body that comes without a length, set by open_upload: may refuse each piece before it is written. May be NULL. */
    bool (*arrives)(struct request *q, size_t bytes, struct err *e);
    struct instant received;       /* the machine's clock when the last byte had been read */
    const struct session *session; /* set by the guard; NULL: nobody */
    enum language language;
    struct str peer; /* address, the named proxies looked through */
    bool secure;     /* came by TLS, as a named proxy says */
    struct response response;
    /* After a good request_answer, on the loop's thread: writes the response. May be NULL. */
    void (*finish)(struct request *q);
    const void *finish_arg;
};

struct str request_header(const struct request *q, struct str name);
struct str request_cookie(const struct request *q, struct str name);
/* The decoded value of a query parameter, or the empty str. */
struct str request_query(const struct request *q, struct str name);
/* The same of a field of a BODY_FORM's body. */
struct str request_field(const struct request *q, struct str name);
/* At most RESPONSE_HEADERS of them; control characters in the value are dropped. */
void response_header(struct request *q, struct str name, struct str value);
/*
 * Sets the ETag (give it with its quotation marks). True when the reader has just that already: the response is then a
 * whole 304 and the handler returns true without a body.
 */
bool response_unchanged(struct request *q, struct str etag);
/*
 * For a file of `size` bytes: what the Range header asks for (RFC 9110, one range of bytes). Sets status 206 with
 * Content-Range, or 416, or leaves 200; false when there is nothing to send (416).
 */
bool response_range(struct request *q, uint64_t size, uint64_t *at_r, uint64_t *size_r);

/* After this the handler returns true and somebody calls request_answer exactly once, on any thread. */
void request_park(struct request *q);
/* Of a parked request: its peer has closed the connection, or its own side of it. For work so long that it is worth ending. */
bool request_is_left(const struct request *q);
/* err: NULL, or what went wrong (copied). */
void request_answer(struct request *q, const struct err *e);
/* Before it is answered: the response is this refusal, whatever stood there. */
void request_refuse(struct request *q, const struct err *e);

/*
 * Server-sent events. The response becomes a stream of text/event-stream on that part of a whole; server_publish sends one
 * frame to all streams of a part, of a whole (part TOPIC_ALL) or to every stream (whole TOPIC_ALL); any thread; the text is
 * copied once and shared. A slow reader's stream is ended, not waited for.
 */
#define TOPIC_ALL (~0ull)
struct topic {
    uint64_t whole, part;
};
void request_subscribe(struct request *q, struct topic topic);
void server_publish(struct server *s, struct topic topic, struct str event, struct str data);

/* What strangers may take of us. Left 0: the default. */
struct server_limits {
    int connections;  /* 10,000 in all, fewer where the process may not open so many files; more are answered 503 */
    int head_ms;      /* 10,000: from the first byte (or the connect) to the end of the head */
    int idle_ms;      /* 60,000: without any progress, reading or writing, or between requests */
    int body_rate;    /* 1,024 bytes a second, after a grace of body_ms */
    int body_ms;      /* 30,000 */
    int beat_ms;      /* 20,000: a comment on a silent stream, so that proxies keep it open */
    int stream_ms;    /* 900,000: then a stream is ended; the browser comes back and the guard looks again */
    int body_bytes;   /* 128 MiB: JSON bodies being read on one loop; above it 503 */
    int unread_bytes; /* 128 MiB: answers being sent on one loop, and what waits behind them; above it who holds most
                             without moving is let go */
    size_t request_bytes; /* 64 MiB: of one request's arena; what does not fit is refused (base/arena.h) */
};

struct server_options {
    struct str host;     /* "127.0.0.1" */
    int port;            /* 0: any free one, see server_port */
    int threads;         /* loops, each with its own listening socket (SO_REUSEPORT) */
    struct str web;      /* folder of the built browser side; files under assets/ are immutable */
    struct strs proxies; /* addresses whose X-Forwarded-* are believed */
    const struct route *routes;
    size_t route_count;
    /* Fills q->session and refuses what route->may does not allow; runs before the body is read. */
    bool (*guard)(struct request *q, struct err *e);
    /* Opens the writer for a BODY_FILE route; runs after the guard. */
    bool (*open_upload)(struct request *q, struct err *e);
    void *context;
    /* Fills q->response, whose status is set, with a page that says why not; false, or NULL: it goes out as JSON. */
    bool (*refuse)(struct request *q, const struct err *e);
    struct server_limits limits;
    /* Whether /readyz says yes; NULL: always. /healthz says yes while the process runs. */
    bool (*ready)(void *context);
    /* Addresses that may read /metrics; for others there is no such page. None: the machine itself, not through a proxy. */
    struct strs metrics_from;
    /* A loop is about to wait; may be NULL. Any loop's thread. */
    void (*rest)(void *context);
    /* Writes further lines of Prometheus text into /metrics; may be NULL. */
    void (*metrics)(struct buf *b, void *context);
};

bool server_start(struct arena *a, const struct server_options *o, struct server **s_r, struct err *e) MUST_LOOK;
int server_port(const struct server *s);
/* Takes no new requests, lets those under way end (at most `ms`), closes. Any thread but a loop. */
void server_stop(struct server *s, int ms);

/* The OpenAPI 3.1 document of a table of routes. */
struct str routes_openapi(struct arena *a, const struct route *routes, size_t n);

#endif
