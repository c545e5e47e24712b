/* SPDX-License-Identifier: Apache-2.0 */
/* Answers: their heads, errors in the reader's language, conditions and ranges. */
#include "http/core.h"

#include "format/json.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

/* What JSON may do in a browser: nothing. Our own pages read in a frame why something is not given out. */
static const char security_of_data[] = "Content-Security-Policy: default-src 'none'; frame-ancestors 'self'\r\n"
                                       "X-Content-Type-Options: nosniff\r\n"
                                       "Cross-Origin-Resource-Policy: same-origin\r\n";

/* On all else. Scripts and styles come from our own files alone; nothing may frame us; no address goes along as a Referer,
 * since that of an invitation would lie in a proxy's log. */
static const char security[] =
    "Content-Security-Policy: default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(self), geolocation=(), microphone=(), payment=(), usb=()\r\n";

static const char *reason_of(int status)
{
    static const struct {
        int status;
        const char *text;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {416, "Range Not Satisfiable"},
        {417, "Expectation Failed"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {460, "Checksum Mismatch"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].text;
    return "Other"; /* the phrase means nothing to a program (RFC 9112, 4) */
}

static bool is_clean(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7F)
            return false;
    return true;
}

static struct str cleaned(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.at[i] >= 0x20 && s.at[i] != 0x7F)
            buf_putc(&b, s.at[i]);
    return buf_str(&b);
}

void response_header(struct request *q, struct str name, struct str value)
{
    struct response *r = &q->response;
    assert(r->header_count < RESPONSE_HEADERS);
    r->headers[r->header_count].name = name;
    r->headers[r->header_count].value = is_clean(value) ? value : cleaned(q->arena, value);
    r->header_count++;
}

static struct str header_set(const struct response *r, struct str name)
{
    for (size_t i = 0; i < r->header_count; i++)
        if (str_eq_nocase(r->headers[i].name, name))
            return r->headers[i].value;
    return (struct str){0};
}

/* --- errors --- */

static void retry_after(struct request *q, const struct err *e)
{
    int64_t seconds;
    struct str said = str_of(e->args[0]);
    bool told = str_to_int(said, &seconds) && seconds >= 0;
    response_header(q, S("Retry-After"), told ? str_dup(q->arena, said) : S("2"));
}

static struct str error_json(const struct request *q, const struct err *e)
{
    struct buf b = buf_new(q->arena, 256);
    buf_lit(&b, "{\"error\":{\"code\":");
    json_str(&b, str_of(err_name(e->code)));
    buf_lit(&b, ",\"message\":");
    json_str(&b, err_text(q->arena, e, q->language));
    buf_lit(&b, "}}");
    return buf_str(&b);
}

void response_error(struct request *q, const struct err *e, int status)
{
    struct response *r = &q->response;
    if (r->file > 0)
        close(r->file);
    memset(r, 0, sizeof *r);
    r->status = status ? status : err_status(e->code);
    const struct server_options *o = &q->server->options;
    if (!o->refuse || !o->refuse(q, e))
        r->body = error_json(q, e);
    if (e->code == ERR_VERSION)
        response_header(q, S("Tus-Version"), S("1.0.0")); /* the one protocol here that has versions */
    if (r->status == 503 || r->status == 429)
        retry_after(q, e);
}

/* --- conditions and ranges --- */

/* Compared weakly, as If-None-Match is (RFC 9110, 13.1.2). */
static bool list_has_etag(struct str list, struct str etag)
{
    struct str one;
    if (str_starts(etag, S("W/")))
        etag = str_from(etag, 2);
    while (str_cut(&list, S(","), &one)) {
        one = str_trim(one);
        if (str_starts(one, S("W/")))
            one = str_from(one, 2);
        if (str_eq(one, etag) || str_eq(one, S("*")))
            return true;
    }
    return false;
}

bool response_unchanged(struct request *q, struct str etag)
{
    response_header(q, S("ETag"), etag);
    struct str known = request_header(q, S("if-none-match"));
    if (!known.n || !list_has_etag(known, etag))
        return false;
    q->response.status = 304;
    return true;
}

/* "a-b", "a-", "-n"; false: not understood, and then the whole is sent (RFC 9110, 14.2). */
static bool range_read(struct str text, uint64_t size, uint64_t *at_r, uint64_t *end_r)
{
    struct str first;
    int64_t from, to;
    if (!str_cut(&text, S("-"), &first) || !text.at)
        return false;
    if (!first.n) {
        if (!str_to_int(text, &to) || to < 0)
            return false;
        *at_r = (uint64_t)to > size ? 0 : size - (uint64_t)to;
        *end_r = to ? size : *at_r;
        return true;
    }
    if (!str_to_int(first, &from) || from < 0)
        return false;
    to = INT64_MAX - 1;
    if (text.n && (!str_to_int(text, &to) || to < from))
        return false;
    *at_r = (uint64_t)from;
    *end_r = (uint64_t)to >= size ? size : (uint64_t)to + 1;
    return true;
}

bool response_range(struct request *q, uint64_t size, uint64_t *at_r, uint64_t *size_r)
{
    uint64_t at, end;
    struct str range = request_header(q, S("range")), only_if = request_header(q, S("if-range"));
    response_header(q, S("Accept-Ranges"), S("bytes"));
    *at_r = 0;
    *size_r = size;
    if (only_if.n && !str_eq(only_if, header_set(&q->response, S("etag"))))
        return true;
    if (!str_starts(range, S("bytes=")) || !range_read(str_from(range, 6), size, &at, &end))
        return true;
    if (at >= end) {
        q->response.status = 416;
        response_header(q, S("Content-Range"), str_format(q->arena, "bytes */%llu", (unsigned long long)size));
        return false;
    }
    q->response.status = 206;
    response_header(q, S("Content-Range"),
                    str_format(q->arena, "bytes %llu-%llu/%llu", (unsigned long long)at, (unsigned long long)end - 1,
                               (unsigned long long)size));
    *at_r = at;
    *size_r = end - at;
    return true;
}

/* --- the head --- */

static void put_header(struct buf *b, struct str name, struct str value)
{
    buf_put(b, name);
    buf_lit(b, ": ");
    buf_put(b, value);
    buf_lit(b, "\r\n");
}

static bool has_no_body(int status)
{
    return status == 204 || status == 304;
}

static void put_length(struct buf *b, struct exchange *x)
{
    const struct response *r = &x->q.response;
    put_header(b, S("Content-Type"), r->type.n ? r->type : S("application/json"));
    if (x->subscribed) {
        buf_lit(b, "X-Accel-Buffering: no\r\n");
        return;
    }
    buf_lit(b, "Content-Length: ");
    buf_put_int(b, r->file > 0 ? (int64_t)r->file_size : (int64_t)r->body.n);
    buf_lit(b, "\r\n");
}

static struct str head_text(struct exchange *x)
{
    const struct response *r = &x->q.response;
    struct buf b = buf_new(x->q.arena, 1536);
    buf_lit(&b, "HTTP/1.1 ");
    buf_put_int(&b, r->status);
    buf_putc(&b, ' ');
    buf_put(&b, str_of(reason_of(r->status)));
    buf_lit(&b, "\r\nDate: ");
    buf_put(&b, loop_date(x->loop));
    buf_lit(&b, "\r\n");
    buf_put(&b, r->type.n ? (struct str){security, sizeof security - 1}
                          : (struct str){security_of_data, sizeof security_of_data - 1});
    if (!has_no_body(r->status))
        put_length(&b, x);
    for (size_t i = 0; i < r->header_count; i++)
        put_header(&b, r->headers[i].name, r->headers[i].value);
    if (!header_set(r, S("cache-control")).n)
        buf_lit(&b, "Cache-Control: no-store\r\n");
    if (!x->keep_alive)
        buf_lit(&b, "Connection: close\r\n");
    else if (!x->head->minor)
        buf_lit(&b, "Connection: keep-alive\r\n");
    buf_lit(&b, "\r\n");
    return buf_str(&b);
}

void response_render(struct exchange *x)
{
    struct response *r = &x->q.response;
    if (!r->status)
        r->status = 200;
    if (x->subscribed)
        x->keep_alive = false;
    struct str head = head_text(x);
    bool body = x->q.method != HTTP_HEAD_ && !has_no_body(r->status) && !x->subscribed;
    x->iov[0] = (struct iovec){(void *)(uintptr_t)head.at, head.n};
    if (r->file > 0 && !body) { /* HEAD, 304 */
        close(r->file);
        r->file = 0;
    }
    if (x->subscribed) {
        static const char retry[] = "retry: 3000\n\n"; /* how long a browser waits before it comes back, ms */
        x->iov[1] = (struct iovec){(void *)(uintptr_t)retry, sizeof retry - 1};
    } else if (body && r->file > 0) {
        x->file_at = r->file_at;
        x->file_left = r->file_size;
    } else if (body) {
        x->iov[1] = (struct iovec){(void *)(uintptr_t)r->body.at, r->body.n};
        x->unread = r->body.n + arena_used(x->q.arena);
        x->loop->unread_bytes += (int64_t)x->unread;
    }
    if (x->began)
        x->took = uv_hrtime() - x->began;
}
