/* SPDX-License-Identifier: Apache-2.0 */
#include "store/bucket.h"

#include "base/curl.h"
#include "base/file.h"
#include "base/hash.h"
#include "format/listing.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    HANDLES = 16, /* connections that are kept for the next call */
    ATTEMPTS = 3,
    CONNECT_S = 5,
    SILENT_S = 60, /* a connection that moves less than a kilobyte a second for so long is given up */
    ANSWER_MOST = 4 << 20,
    KEY_BYTES = 1024,
    AWAY_MS = 2000,
    PIECE = 256 * 1024,
};

struct bucket {
    struct bucket_options options;
    struct str root; /* where its objects are: scheme, host, bucket */
    pthread_mutex_t mutex;
    CURL *idle[HANDLES];
    int idle_count;
    struct bucket_state state;
    _Atomic int64_t away_until, leave_at; /* steady ms; 0: not */
};

/* One call, perhaps in several attempts. */
struct call {
    struct bucket *bucket;
    struct arena *arena;
    const char *method;
    struct str key, query;
    CURL *curl;
    struct sha256 payload;
    int fd; /* of what is sent, -1: `text` */
    struct str text;
    uint64_t size, at;
    const struct bucket_sink *sink; /* NULL: into `answer` */
    struct buf answer;
    int attempts;
    bool spoilt; /* by ourselves: *e tells */
    struct err *e;
    long status;
    curl_off_t length, modified;
    char why[CURL_ERROR_SIZE];
};

/* ---- addresses ---- */

/* What is the same in a URL and in what is signed, whoever writes it. */
static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-_./", c)) || !c)
            return false;
    }
    return true;
}

bool bucket_address_read(struct str text, struct bucket_options *o)
{
    if (!str_starts(text, S("s3://")))
        return false;
    struct str rest = str_from(text, 5), name = {0};
    if (!str_cut(&rest, S("/"), &name))
        return false;
    while (str_ends(rest, S("/")))
        rest.n--;
    bool good = name.n && is_plain(name) && is_plain(rest) && !str_starts(rest, S("/")) &&
                str_find(rest, S("//")) == STR_NONE && str_find(rest, S("..")) == STR_NONE && rest.n < LISTING_KEY / 2;
    if (good) {
        o->name = name;
        o->prefix = rest;
    }
    return good;
}

static struct str host_of(struct str endpoint)
{
    struct str rest = str_from(endpoint, str_find(endpoint, S("://")) + 3), host = rest;
    if (str_starts(rest, S("[")))
        return str_sub(rest, 0, str_find(rest, S("]")) + 1);
    return str_cut(&rest, S(":"), &host) ? host : rest;
}

bool bucket_endpoint_fits(struct str endpoint)
{
    if (str_starts(endpoint, S("https://")))
        return true;
    struct str host = host_of(endpoint);
    return str_starts(endpoint, S("http://")) && (str_starts(host, S("127.")) || str_eq(host, S("[::1]")) ||
                                                  str_eq(host, S("localhost")) || str_ends(host, S(".localhost")));
}

struct bucket *bucket_open(struct arena *a, const struct bucket_options *o)
{
    struct bucket *b = arena_one(a, struct bucket);
    b->options = (struct bucket_options){str_dup(a, o->name), str_dup(a, o->prefix), str_dup(a, o->endpoint),
                                         str_dup(a, o->region), str_dup(a, o->key)};
    /* A host that begins with the bucket's name is the bucket (virtual-hosted style), else its name begins the path. */
    struct str host = host_of(o->endpoint);
    bool own_host = str_starts(host, str_format(a, STR_FMT ".", STR_ARG(o->name)));
    b->root = str_format(a, STR_FMT "%s" STR_FMT, STR_ARG(o->endpoint), own_host ? "" : "/",
                         STR_ARG(own_host ? S("") : o->name));
    b->state.well = true;
    b->state.since = clock_machine();
    pthread_mutex_init(&b->mutex, NULL);
    return b;
}

void bucket_close(struct bucket *b)
{
    while (b->idle_count)
        curl.easy_cleanup(b->idle[--b->idle_count]);
    pthread_mutex_destroy(&b->mutex);
}

void bucket_leave(struct bucket *b, int64_t ms)
{
    b->leave_at = clock_steady_ms() + ms;
}

static bool is_leaving(const struct bucket *b)
{
    int64_t at = b->leave_at;
    return at && clock_steady_ms() >= at;
}

/* ---- connections ---- */

static CURL *handle_take(struct bucket *b)
{
    pthread_mutex_lock(&b->mutex);
    CURL *c = b->idle_count ? b->idle[--b->idle_count] : NULL;
    pthread_mutex_unlock(&b->mutex);
    return c ? c : curl.easy_init();
}

static void handle_give_back(struct bucket *b, CURL *c)
{
    curl.easy_reset(c); /* connections stay */
    pthread_mutex_lock(&b->mutex);
    bool kept = b->idle_count < HANDLES;
    if (kept)
        b->idle[b->idle_count++] = c;
    pthread_mutex_unlock(&b->mutex);
    if (!kept)
        curl.easy_cleanup(c);
}

/* ---- the key ---- */

static bool no_key(const struct bucket *b, struct err *e)
{
    err_with(e, ERR_FORBIDDEN, MSG_BUCKET_KEY,
             b->options.key.n ? b->options.key : S("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"), S(""), S(""));
    snprintf(e->detail, sizeof e->detail, "bucket: no access key");
    return false;
}

static bool key_read(struct call *c, struct str *id_r, struct str *secret_r, struct err *e)
{
    const struct bucket *b = c->bucket;
    struct str text, id, secret;
    struct err ignored;
    if (!b->options.key.n) {
        id = str_of(getenv("AWS_ACCESS_KEY_ID"));
        secret = str_of(getenv("AWS_SECRET_ACCESS_KEY"));
    } else {
        if (!file_load(c->arena, b->options.key, KEY_BYTES, &text, &ignored) || !str_cut(&text, S("\n"), &id))
            return no_key(b, e);
        if (!str_cut(&text, S("\n"), &secret))
            secret = text;
    }
    *id_r = str_trim(id);
    *secret_r = str_trim(secret);
    return (id_r->n && secret_r->n) || no_key(b, e);
}

/* ---- one attempt ---- */

static size_t on_read(char *to, size_t one, size_t n, void *arg)
{
    struct call *c = arg;
    size_t want = one * n < c->size - c->at ? one * n : (size_t)(c->size - c->at);
    ssize_t got = (ssize_t)want;
    if (c->fd < 0)
        memcpy(to, c->text.at + c->at, want);
    else
        while ((got = pread(c->fd, to, want, (off_t)c->at)) < 0 && errno == EINTR)
            ;
    if (got < 0 || (want && !got)) {
        c->spoilt = true;
        err_fault(c->e, "a file for the bucket cannot be read");
        return CURL_READFUNC_ABORT;
    }
    c->at += (uint64_t)got;
    return (size_t)got;
}

static int on_seek(void *arg, curl_off_t at, int from)
{
    struct call *c = arg;
    if (from != SEEK_SET || at < 0 || (uint64_t)at > c->size)
        return CURL_SEEKFUNC_FAIL;
    c->at = (uint64_t)at;
    return CURL_SEEKFUNC_OK;
}

static size_t on_write(char *from, size_t one, size_t n, void *arg)
{
    struct call *c = arg;
    struct str piece = {from, one * n};
    long status = 0;
    curl.easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &status);
    if (!c->sink || status != 200) { /* a refusal is no object's bytes */
        if (c->answer.n + piece.n > ANSWER_MOST)
            return 0;
        buf_put(&c->answer, piece);
        return piece.n;
    }
    if (!c->spoilt && c->sink->take(c->sink->arg, piece, c->e))
        return piece.n;
    c->spoilt = true;
    return 0;
}

static int on_progress(void *arg, curl_off_t p, curl_off_t q, curl_off_t r, curl_off_t s)
{
    (void)p, (void)q, (void)r, (void)s;
    return is_leaving(((const struct call *)arg)->bucket);
}

static void set_body(struct call *c)
{
    CURL *h = c->curl;
    if (!strcmp(c->method, "HEAD"))
        curl.easy_setopt(h, CURLOPT_NOBODY, 1L);
    else if (!strcmp(c->method, "PUT")) {
        curl.easy_setopt(h, CURLOPT_UPLOAD, 1L);
        curl.easy_setopt(h, CURLOPT_INFILESIZE_LARGE, (curl_off_t)c->size);
        curl.easy_setopt(h, CURLOPT_READFUNCTION, on_read);
        curl.easy_setopt(h, CURLOPT_READDATA, c);
        curl.easy_setopt(h, CURLOPT_SEEKFUNCTION, on_seek);
        curl.easy_setopt(h, CURLOPT_SEEKDATA, c);
        curl.easy_setopt(h, CURLOPT_UPLOAD_BUFFERSIZE, (long)PIECE);
    } else if (!strcmp(c->method, "DELETE")) {
        curl.easy_setopt(h, CURLOPT_CUSTOMREQUEST, c->method);
        curl.easy_setopt(h, CURLOPT_FRESH_CONNECT, 1L); /* on a kept one that breaks libcurl asks again by itself */
    }
    curl.easy_setopt(h, CURLOPT_WRITEFUNCTION, on_write);
    curl.easy_setopt(h, CURLOPT_WRITEDATA, c);
    curl.easy_setopt(h, CURLOPT_BUFFERSIZE, (long)PIECE);
    curl.easy_setopt(h, CURLOPT_FILETIME, 1L);
}

static void set_up(struct call *c, const char *url, const char *id, const char *secret, struct curl_slist *headers)
{
    CURL *h = c->curl;
    const struct bucket_options *o = &c->bucket->options;
    curl.easy_setopt(h, CURLOPT_URL, url);
    curl.easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
    curl.easy_setopt(h, CURLOPT_PROTOCOLS_STR, str_starts(o->endpoint, S("https:")) ? "https" : "http");
    if (str_starts(o->endpoint, S("http:"))) /* this machine is asked itself, and no proxy of the surroundings */
        curl.easy_setopt(h, CURLOPT_NOPROXY, "*");
    curl.easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl.easy_setopt(h, CURLOPT_USERNAME, id);
    curl.easy_setopt(h, CURLOPT_PASSWORD, secret);
    curl.easy_setopt(h, CURLOPT_AWS_SIGV4,
                     str_z(c->arena, str_format(c->arena, "aws:amz:" STR_FMT ":s3", STR_ARG(o->region))));
    curl.easy_setopt(h, CURLOPT_HTTPHEADER, headers);
    curl.easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
    curl.easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
    curl.easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl.easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, 1024L);
    curl.easy_setopt(h, CURLOPT_LOW_SPEED_TIME, (long)SILENT_S);
    curl.easy_setopt(h, CURLOPT_ERRORBUFFER, c->why);
    curl.easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
    curl.easy_setopt(h, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl.easy_setopt(h, CURLOPT_XFERINFODATA, c);
    set_body(c);
}

/* The time that is signed is the machine's, and a bucket takes a quarter of an hour more or less. */
static bool perform(struct call *c, CURLcode *code_r, struct err *e)
{
    struct str id, secret;
    char hex[65] = {0};
    const struct bucket_options *o = &c->bucket->options;
    if (!key_read(c, &id, &secret, e))
        return false;
    hex_put(hex, c->payload.bytes, sizeof c->payload.bytes);
    struct curl_slist *headers =
        curl.slist_append(NULL, str_z(c->arena, str_format(c->arena, "x-amz-content-sha256: %s", hex)));
    struct str url = str_format(c->arena, STR_FMT "/" STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(c->bucket->root),
                                STR_ARG(c->key.n ? o->prefix : S("")), c->key.n && o->prefix.n ? "/" : "",
                                STR_ARG(c->key), c->query.n ? "?" : "", STR_ARG(c->query));
    set_up(c, str_z(c->arena, url), str_z(c->arena, id), str_z(c->arena, secret), headers);
    *code_r = curl.easy_perform(c->curl);
    c->status = 0;
    curl.easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &c->status);
    curl.easy_getinfo(c->curl, CURLINFO_FILETIME_T, &c->modified);
    curl.easy_getinfo(c->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &c->length);
    curl.slist_free_all(headers);
    return true;
}

/* ---- what came of it ---- */

enum outcome { OUTCOME_GOOD, OUTCOME_AGAIN, OUTCOME_BAD };

static void detail(struct err *e, const char *method, long status, struct str why)
{
    snprintf(e->detail, sizeof e->detail, "bucket: %s %ld %.120s", method, status, why.n ? why.at : "");
}

static enum outcome away(struct call *c, struct str why, struct err *e)
{
    err_with(e, ERR_BUSY, MSG_BUCKET_UNREACHED, c->bucket->options.name, why, S(""));
    detail(e, c->method, c->status, why);
    return OUTCOME_AGAIN;
}

static enum outcome refused(struct call *c, enum message message, struct str why, struct err *e)
{
    err_with(e, ERR_FORBIDDEN, message, c->bucket->options.name, why, S(""));
    detail(e, c->method, c->status, why);
    return OUTCOME_BAD;
}

/* The bytes were other ones when they came, or did not come in time. */
static bool is_transit(struct str code)
{
    return str_eq(code, S("BadDigest")) || str_eq(code, S("XAmzContentSHA256Mismatch")) ||
           str_eq(code, S("IncompleteBody")) || str_eq(code, S("RequestTimeout"));
}

static enum outcome judge_status(struct call *c, struct err *e)
{
    struct str code = listing_refusal(c->arena, buf_str(&c->answer));
    code = str_of(str_z(c->arena, code));
    if (c->status == 200 || c->status == 204)
        return OUTCOME_GOOD;
    if (c->status >= 500 || c->status == 429 || c->status == 408 || is_transit(code))
        return away(c, code, e);
    if (c->status == 404 && c->key.n && !str_eq(code, S("NoSuchBucket"))) {
        err_set(e, ERR_MISSING, MSG_BLOB_MISSING);
        detail(e, c->method, c->status, code);
        return OUTCOME_BAD;
    }
    if (c->status == 404)
        return refused(c, MSG_BUCKET_MISSING, code, e);
    bool region = str_eq(code, S("AuthorizationHeaderMalformed")) || str_eq(code, S("PermanentRedirect"));
    return refused(c, c->status == 401 || c->status == 403 || region ? MSG_BUCKET_LOGIN : MSG_BUCKET_ODD,
                   code.n ? code : str_format(c->arena, "HTTP %ld", c->status), e);
}

static enum outcome attempt(struct call *c, struct err *e)
{
    CURLcode code;
    c->at = 0;
    c->why[0] = 0;
    c->answer = buf_new(c->arena, 1024);
    c->spoilt = c->sink && c->sink->begin && !c->sink->begin(c->sink->arg, e);
    if (c->spoilt)
        return OUTCOME_BAD;
    if (!perform(c, &code, e))
        return OUTCOME_BAD;
    if (c->spoilt)
        return OUTCOME_BAD;
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE)
        return refused(c, MSG_BUCKET_UNTRUSTED, str_of(c->why), e);
    if (code == CURLE_OPERATION_TIMEDOUT) /* whoever waits has waited long enough */
        c->attempts = 0;
    if (code != CURLE_OK)
        return away(c, str_of(c->why[0] ? c->why : curl.easy_strerror(code)), e);
    return judge_status(c, e);
}

static void pause_before(const struct bucket *b, int turn)
{
    const struct timespec piece = {0, 50000000};
    for (int i = 0; i < 4 * turn * turn && !is_leaving(b); i++)
        nanosleep(&piece, NULL);
}

/* What is missing, and what we spoilt ourselves, tells nothing of the bucket. */
static void note(struct call *c, enum outcome outcome, const struct err *e)
{
    struct bucket *b = c->bucket;
    bool well = outcome == OUTCOME_GOOD || e->code == ERR_MISSING;
    if (c->spoilt || is_leaving(b))
        return;
    if (outcome == OUTCOME_AGAIN && (!c->status || c->status >= 429)) /* not for one file that it would not have */
        b->away_until = clock_steady_ms() + AWAY_MS;
    pthread_mutex_lock(&b->mutex);
    b->state.well = well;
    if (well)
        b->state.since = clock_machine();
    else
        b->state.trouble = *e;
    pthread_mutex_unlock(&b->mutex);
}

static bool call_run(struct call *c, struct err *e)
{
    struct bucket *b = c->bucket;
    enum outcome outcome = OUTCOME_AGAIN;
    if (clock_steady_ms() < b->away_until || is_leaving(b)) {
        away(c, S("it was away just now"), e);
        return false;
    }
    c->curl = handle_take(b);
    if (!c->curl)
        return err_fault(e, "curl: no memory");
    for (int turn = 0; turn < c->attempts && outcome == OUTCOME_AGAIN && !(turn && is_leaving(b)); turn++) {
        pause_before(b, turn);
        curl.easy_reset(c->curl);
        outcome = attempt(c, e);
    }
    note(c, outcome, e);
    handle_give_back(b, c->curl);
    return outcome == OUTCOME_GOOD;
}

/* ---- calls ---- */

static struct call call_new(struct bucket *b, const char *method, struct str key, struct err *e)
{
    struct arena *a = arena_new("bucket", 4 * ANSWER_MOST);
    return (struct call){.bucket = b,
                         .arena = a,
                         .method = method,
                         .key = key,
                         .fd = -1,
                         .attempts = ATTEMPTS,
                         .e = e,
                         .payload = sha256_of(S(""))};
}

static bool call_end(struct call *c, bool good)
{
    arena_free(c->arena);
    return good;
}

bool bucket_put(struct bucket *b, struct str key, int fd, uint64_t size, struct sha256 hash, struct err *e)
{
    struct call c = call_new(b, "PUT", key, e);
    c.fd = fd;
    c.size = size;
    c.payload = hash;
    return call_end(&c, call_run(&c, e));
}

bool bucket_put_text(struct bucket *b, struct str key, struct str text, struct err *e)
{
    struct call c = call_new(b, "PUT", key, e);
    c.text = text;
    c.size = text.n;
    c.payload = sha256_of(text);
    return call_end(&c, call_run(&c, e));
}

bool bucket_get(struct bucket *b, struct str key, const struct bucket_sink *to, struct err *e)
{
    struct call c = call_new(b, "GET", key, e);
    c.sink = to;
    return call_end(&c, call_run(&c, e));
}

bool bucket_get_text(struct bucket *b, struct arena *a, struct str key, size_t most, struct str *text_r, struct err *e)
{
    struct call c = call_new(b, "GET", key, e);
    bool good = call_run(&c, e);
    if (good && c.answer.n > most)
        good = refused(&c, MSG_BUCKET_ODD, key, e) == OUTCOME_GOOD;
    if (good)
        *text_r = str_dup(a, buf_str(&c.answer));
    return call_end(&c, good);
}

bool bucket_look(struct bucket *b, struct str key, struct listed *object_r, struct err *e)
{
    struct call c = call_new(b, "HEAD", key, e);
    bool good = call_run(&c, e);
    if (good && (c.modified < 0 || c.length < 0))
        good = refused(&c, MSG_BUCKET_ODD, S("HEAD"), e) == OUTCOME_GOOD;
    if (good)
        *object_r = (struct listed){.size = (uint64_t)c.length, .modified = {(int64_t)c.modified * 1000}};
    return call_end(&c, good);
}

bool bucket_remove(struct bucket *b, struct str key, struct err *e)
{
    struct call c = call_new(b, "DELETE", key, e);
    c.attempts = 1;
    bool good = call_run(&c, e) || e->code == ERR_MISSING;
    return call_end(&c, good);
}

/* RFC 3986, as it is signed: all but the unreserved. */
static void put_encoded(struct buf *to, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.at[i];
        bool plain = c == '~' || (c != '/' && is_plain((struct str){&c, 1}));
        buf_format(to, plain ? "%c" : "%%%02X", (unsigned char)c);
    }
}

/* In the order that is signed: libcurl does not sort. */
static struct str list_query(struct arena *a, struct str from, int most, struct str prefix)
{
    struct buf q = buf_new(a, 256);
    if (from.n) {
        buf_lit(&q, "continuation-token=");
        put_encoded(&q, from);
        buf_putc(&q, '&');
    }
    buf_format(&q, "list-type=2&max-keys=%d", most);
    if (prefix.n) {
        buf_lit(&q, "&prefix=");
        put_encoded(&q, prefix);
        buf_lit(&q, "%2F");
    }
    return buf_str(&q);
}

bool bucket_list(struct bucket *b, struct arena *a, struct str from, int most, struct listing *page_r, struct err *e)
{
    struct call c = call_new(b, "GET", S(""), e);
    struct listing page = {0};
    struct str prefix = b->options.prefix;
    c.query = list_query(c.arena, from, most, prefix);
    bool good = call_run(&c, e);
    if (good && !listing_read(a, buf_str(&c.answer), &page, e))
        good = e->code == ERR_INPUT ? refused(&c, MSG_BUCKET_ODD, S("ListObjectsV2"), e) == OUTCOME_GOOD : false;
    for (size_t i = 0; i < page.n; i++) {
        struct str *key = &page.items[i].key;
        *key = prefix.n && str_starts(*key, prefix) ? str_from(*key, prefix.n + 1) : *key;
    }
    if (good)
        *page_r = page;
    return call_end(&c, good);
}

struct bucket_state bucket_state(struct bucket *b)
{
    pthread_mutex_lock(&b->mutex);
    struct bucket_state state = b->state;
    pthread_mutex_unlock(&b->mutex);
    return state;
}
