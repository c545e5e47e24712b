/* SPDX-License-Identifier: Apache-2.0 */
#include "http/intake.h"

#include <string.h>

enum { BLANKS_BEFORE = 8, TRAILER_BYTES = 4096, FRAMING_FREE = 64 * 1024, FRAMING_A_BYTE = 8 };

static const struct head_field *field_of(const struct head *h, struct str name)
{
    for (size_t i = 0; i < h->fields.n; i++)
        if (str_eq_nocase(h->fields.items[i].name, name))
            return &h->fields.items[i];
    return NULL;
}

struct str head_get(const struct head *h, struct str name)
{
    const struct head_field *f = field_of(h, name);
    return f ? f->value : (struct str){0};
}

/* --- where a head ends --- */

/* The first byte of a line: an empty line ends the head, a blank would fold, a colon would be an empty name. */
static bool scan_first(struct head_scan *s, char c)
{
    if (s->at == SCAN_START && (c == '\r' || c == '\n'))
        return ++s->blanks <= BLANKS_BEFORE;
    if (s->at == SCAN_START)
        s->at = SCAN_LINE;
    else
        s->at = c == '\r' ? SCAN_END : SCAN_LINE;
    s->last = c;
    if (s->at == SCAN_LINE && !s->lines)
        return c >= 'A' && c <= 'Z';
    return c != ' ' && c != '\t' && c != ':' && c != '\n';
}

static enum head_verdict scan_size(const struct head_scan *s, size_t used)
{
    if (!s->lines && s->bytes + used > URL_BYTES + 64)
        return HEAD_URL_LONG;
    return s->bytes + used > HEAD_BYTES ? HEAD_LARGE : HEAD_MORE;
}

/* The rest of a line, with its CR LF. */
static enum head_verdict scan_line(struct head_scan *s, struct str bytes, size_t *at)
{
    const char *from = bytes.at + *at, *lf = memchr(from, '\n', bytes.n - *at);
    size_t end = lf ? (size_t)(lf - bytes.at) + 1 : bytes.n;
    enum head_verdict v = scan_size(s, end);
    if (v != HEAD_MORE)
        return v;
    if (lf) {
        if ((lf > from ? lf[-1] : s->last) != '\r')
            return HEAD_BAD;
        s->lines++;
        s->at = SCAN_NEXT;
    }
    s->last = bytes.at[end - 1];
    *at = end;
    return HEAD_MORE;
}

enum head_verdict head_scan(struct head_scan *s, struct str bytes, size_t *used_r)
{
    size_t at = 0;
    enum head_verdict v = HEAD_MORE;
    while (at < bytes.n && v == HEAD_MORE) {
        if (s->at == SCAN_LINE)
            v = scan_line(s, bytes, &at);
        else if (s->at == SCAN_END)
            v = bytes.at[at++] == '\n' ? HEAD_WHOLE : HEAD_BAD;
        else
            v = scan_first(s, bytes.at[at++]) ? HEAD_MORE : HEAD_BAD;
    }
    s->bytes += at;
    *used_r = at;
    return v;
}

/* --- llhttp's calls --- */

static int on_url(llhttp_t *p, const char *at, size_t n)
{
    struct intake *in = p->data;
    in->head->target = (struct str){at, n};
    return 0;
}

static int on_field(llhttp_t *p, const char *at, size_t n)
{
    struct intake *in = p->data;
    if (in->stage != INTAKE_AT_HEAD) {
        in->trailer += n;
        return in->trailer > TRAILER_BYTES ? -1 : 0;
    }
    struct head_field f = {.name = {at, n}};
    arena_push(in->arena, &in->head->fields, f);
    return 0;
}

static int on_value(llhttp_t *p, const char *at, size_t n)
{
    struct intake *in = p->data;
    if (in->stage != INTAKE_AT_HEAD) {
        in->trailer += n;
        return in->trailer > TRAILER_BYTES ? -1 : 0;
    }
    if (!in->head->fields.n)
        return -1;
    while (n && (at[n - 1] == ' ' || at[n - 1] == '\t'))
        n--;
    in->head->fields.items[in->head->fields.n - 1].value = (struct str){at, n};
    return 0;
}

static int on_headers_complete(llhttp_t *p)
{
    (void)p;
    return HPE_PAUSED;
}

static int on_body(llhttp_t *p, const char *at, size_t n)
{
    struct intake *in = p->data;
    in->piece = (struct str){at, n};
    return HPE_PAUSED;
}

static int on_message_complete(llhttp_t *p)
{
    struct intake *in = p->data;
    in->stage = INTAKE_AT_END;
    return HPE_PAUSED;
}

static const llhttp_settings_t settings = {
    .on_url = on_url,
    .on_header_field = on_field,
    .on_header_value = on_value,
    .on_headers_complete = on_headers_complete,
    .on_body = on_body,
    .on_message_complete = on_message_complete,
};

/* --- heads --- */

static enum intake_event bad(struct intake *in, int status)
{
    in->status = status;
    return INTAKE_BAD;
}

/* Fields that two parsers could understand differently when they come twice. */
static bool is_single(const struct head *h)
{
    static const struct str once[] = {{"host", 4},           {"content-length", 14}, {"transfer-encoding", 17},
                                      {"content-type", 12},  {"authorization", 13},  {"expect", 6},
                                      {"sec-fetch-site", 14}};
    unsigned seen = 0;
    for (size_t i = 0; i < h->fields.n; i++)
        for (size_t k = 0; k < sizeof once / sizeof *once; k++)
            if (h->fields.items[i].name.n == once[k].n && str_eq_nocase(h->fields.items[i].name, once[k])) {
                if (seen & 1u << k)
                    return false;
                seen |= 1u << k;
            }
    return true;
}

static bool host_is_valid(struct str host)
{
    for (size_t i = 0; i < host.n; i++) {
        char c = host.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !memchr(".-_:[]", c, 6))
            return false;
    }
    return host.n > 0 && host.n <= 255;
}

/* Absolute form (RFC 9112, 3.2.2) is brought to origin form; its authority must be the Host. */
static bool target_settle(struct head *h)
{
    struct str t = h->target;
    if (h->method == HTTP_OPTIONS && str_eq(t, S("*")))
        return true;
    if (!str_starts(t, S("/"))) {
        size_t scheme = str_starts(t, S("http://")) ? 7 : str_starts(t, S("https://")) ? 8 : 0;
        struct str rest = str_from(t, scheme);
        const char *slash = rest.n ? memchr(rest.at, '/', rest.n) : NULL;
        if (!scheme || !slash)
            return false;
        if (!str_eq_nocase(str_sub(rest, 0, (size_t)(slash - rest.at)), h->host))
            return false;
        h->target = str_from(rest, (size_t)(slash - rest.at));
    }
    return str_find(h->target, S("#")) == STR_NONE;
}

static bool body_settle(struct intake *in)
{
    struct head *h = in->head;
    const struct head_field *coding = field_of(h, S("transfer-encoding"));
    h->chunked = coding != NULL; /* also an empty one, which the parser does not count */
    if (coding && (!str_eq_nocase(coding->value, S("chunked")) || !h->minor || in->parser.flags & F_CONTENT_LENGTH))
        return false;
    h->length = h->chunked ? 0 : in->parser.content_length;
    return true;
}

static int head_judge(struct intake *in)
{
    struct head *h = in->head;
    h->method = in->parser.method;
    h->minor = in->parser.http_minor;
    if (in->parser.http_major != 1 || h->minor > 1)
        return 505;
    if (h->target.n > URL_BYTES)
        return 414;
    if (h->fields.n > HEAD_FIELDS)
        return 431;
    h->host = head_get(h, S("host"));
    if (h->method == HTTP_CONNECT || !is_single(h) || !host_is_valid(h->host) || !target_settle(h) || !body_settle(in))
        return 400;
    struct str expect = head_get(h, S("expect"));
    if (expect.n && !str_eq_nocase(expect, S("100-continue")))
        return 417;
    h->wants_continue = expect.n && h->minor && (h->chunked || h->length);
    h->keep_alive = llhttp_should_keep_alive(&in->parser);
    return 0;
}

static enum intake_event take_head(struct intake *in, struct str *bytes)
{
    size_t used;
    enum head_verdict v = head_scan(&in->scan, *bytes, &used);
    if (v != HEAD_MORE && v != HEAD_WHOLE)
        return bad(in, v == HEAD_LARGE ? 431 : v == HEAD_URL_LONG ? 414 : 400);
    buf_put(&in->gathered, str_sub(*bytes, 0, used));
    *bytes = str_from(*bytes, used);
    if (v == HEAD_MORE)
        return INTAKE_MORE;
    struct str text = buf_str(&in->gathered);
    if (llhttp_execute(&in->parser, text.at, text.n) != HPE_PAUSED)
        return bad(in, 400);
    int status = head_judge(in);
    if (status)
        return bad(in, status);
    in->parser.upgrade = 0; /* offers to speak another protocol are declined by ignoring them (RFC 9110, 7.8) */
    in->stage = in->head->chunked || in->head->length ? INTAKE_AT_BODY : INTAKE_AT_END;
    return INTAKE_HEAD;
}

/* --- bodies --- */

/* One go of the parser over the body: to the end of a piece, of the body, or of the bytes. */
static bool body_step(struct intake *in, struct str *bytes)
{
    llhttp_resume(&in->parser);
    llhttp_errno_t result = llhttp_execute(&in->parser, bytes->at, bytes->n);
    size_t used = bytes->n;
    if (result == HPE_PAUSED)
        used = (size_t)(llhttp_get_error_pos(&in->parser) - bytes->at);
    else if (result != HPE_OK)
        return false;
    *bytes = str_from(*bytes, used);
    in->raw += used;
    in->decoded += in->piece.n;
    return in->raw - in->decoded <= FRAMING_FREE + FRAMING_A_BYTE * in->decoded;
}

static enum intake_event take_body(struct intake *in, struct str *bytes, struct str *piece_r)
{
    in->piece = (struct str){0};
    do
        if (!body_step(in, bytes))
            return bad(in, 400);
    while (bytes->n && !in->piece.n && in->stage == INTAKE_AT_BODY);
    *piece_r = in->piece;
    if (in->piece.n)
        return INTAKE_BODY;
    return in->stage == INTAKE_AT_END ? INTAKE_DONE : INTAKE_MORE;
}

void intake_begin(struct intake *in, struct arena *a)
{
    llhttp_init(&in->parser, HTTP_REQUEST, &settings);
    in->parser.data = in;
    in->stage = INTAKE_AT_HEAD;
    in->scan = (struct head_scan){0};
    in->arena = a;
    in->head = arena_one(a, struct head);
    in->gathered = buf_new(a, 1024);
    in->raw = in->decoded = 0;
    in->trailer = 0;
    in->status = 0;
}

enum intake_event intake_next(struct intake *in, struct str *bytes, struct str *piece_r)
{
    if (in->stage == INTAKE_AT_END)
        return INTAKE_DONE;
    if (in->stage == INTAKE_AT_BODY)
        return take_body(in, bytes, piece_r);
    return bytes->n ? take_head(in, bytes) : INTAKE_MORE;
}
