/* SPDX-License-Identifier: Apache-2.0 */
/* The door by real sockets on the loopback. Blobs are a stand-in that counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/json.h"
#include "http/server.h"
#include "base/log.h"
#include "store/blob.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- a blob store that counts --- */

struct blob_writer {
    atomic_bool used;
    atomic_llong bytes;
};

static struct blob_writer writers[8];
static atomic_int begun, abandoned;

static bool writer_open(struct request *q, struct err *e)
{
    if (str_eq(request_query(q, S("full")), S("yes")))
        return err_set(e, ERR_FULL, MSG_DISK_FULL);
    struct blob_writer *w = &writers[begun++ % 8];
    w->used = true;
    w->bytes = 0;
    q->upload = w;
    return true;
}

bool blob_write(struct blob_writer *w, struct str bytes, struct err *e)
{
    w->bytes += (long long)bytes.n;
    return w->used || err_fault(e, "written after its end");
}

void blob_abandon(struct blob_writer *w)
{
    assert_true(w->used);
    w->used = false;
    abandoned++;
}

/* --- routes --- */

struct echo {
    struct str title;
    int64_t count;
};
static SHAPE(echo, struct echo, {"title", "标题", SHAPE_STR, offsetof(struct echo, title), SHAPE_REQUIRED, 20, NULL, NULL},
             {"count", "数量", SHAPE_INT, offsetof(struct echo, count), 0, 0, NULL, NULL});

static char kilo[1024];

static bool get_kilo(struct request *q, struct err *e)
{
    (void)e;
    q->response.type = S("text/plain");
    q->response.body = (struct str){kilo, sizeof kilo};
    return true;
}

static bool get_item(struct request *q, struct err *e)
{
    if (str_eq(q->params[0], S("gone")))
        return err_set(e, ERR_GONE, MSG_NOT_FOUND);
    q->response.type = S("text/plain");
    q->response.body = str_format(q->arena, "item=" STR_FMT ";q=" STR_FMT ";c=" STR_FMT ";p=" STR_FMT ";s=%d",
                                  STR_ARG(q->params[0]), STR_ARG(request_query(q, S("q"))),
                                  STR_ARG(request_cookie(q, S("sid"))), STR_ARG(q->peer), q->secure);
    return true;
}

static bool get_today(struct request *q, struct err *e)
{
    (void)e;
    q->response.body = S("\"today\"");
    response_header(q, S("X-Test"), S("a\r\nInjected: yes"));
    return true;
}

static bool put_echo(struct request *q, struct err *e)
{
    (void)e;
    struct buf b = buf_new(q->arena, 100);
    struct echo *in = q->in;
    buf_format(&b, "%d:" STR_FMT, (int)in->count, STR_ARG(in->title));
    q->response.body = buf_str(&b);
    q->response.type = S("text/plain");
    return true;
}

static bool put_upload(struct request *q, struct err *e)
{
    if (str_eq(request_query(q, S("refuse")), S("yes")))
        return err_set(e, ERR_CONFLICT, MSG_NOT_ALLOWED);
    q->response.body = str_format(q->arena, "%lld", (long long)q->upload->bytes);
    q->upload->used = false;
    return true;
}

static void *answer_later(void *arg)
{
    struct request *q = arg;
    struct err e;
    usleep(30000);
    if (str_eq(q->params[0], S("busy"))) {
        err_with(&e, ERR_BUSY, MSG_BUSY, S("7"), S(""), S(""));
        request_answer(q, &e);
        return NULL;
    }
    q->response.body = str_format(q->arena, "\"later " STR_FMT "\"", STR_ARG(q->params[0]));
    request_answer(q, NULL);
    return NULL;
}

static bool get_later(struct request *q, struct err *e)
{
    (void)e;
    pthread_t t;
    request_park(q);
    pthread_create(&t, NULL, answer_later, q);
    pthread_detach(t);
    return true;
}

/* Keeps requests until there are sixteen and answers them in one go, as the ledger's writer does. */
static pthread_mutex_t batch_lock = PTHREAD_MUTEX_INITIALIZER;
static struct request *batch[16];
static int batch_count;

static bool get_batch(struct request *q, struct err *e)
{
    (void)e;
    request_park(q);
    pthread_mutex_lock(&batch_lock);
    batch[batch_count++] = q;
    if (batch_count == 16) {
        for (int i = 0; i < 16; i++) {
            batch[i]->response.body = S("\"batch\"");
            request_answer(batch[i], NULL);
        }
        batch_count = 0;
    }
    pthread_mutex_unlock(&batch_lock);
    return true;
}

static bool get_stream(struct request *q, struct err *e)
{
    (void)e;
    request_subscribe(q, 42);
    return true;
}

static bool get_file(struct request *q, struct err *e)
{
    int fd = open("/proc/self/exe", O_RDONLY);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) < 0)
        return err_fault(e, "no file");
    q->response.file = fd;
    q->response.file_size = (uint64_t)st.st_size;
    response_header(q, S("ETag"), S("\"exe\""));
    response_range(q, (uint64_t)st.st_size, &q->response.file_at, &q->response.file_size);
    return true;
}

static bool nothing(struct request *q, struct err *e)
{
    (void)e;
    q->response.status = 204;
    return true;
}

static bool guard(struct request *q, struct err *e)
{
    if (q->route->may & MAY_ANYONE)
        return true;
    if (!str_eq(request_cookie(q, S("sid")), S("good")))
        return err_set(e, ERR_LOGIN, MSG_LOGIN_NEEDED);
    return true;
}

static const struct route routes[] = {
    {HTTP_GET_, "/api/kilo", MAY_ANYONE, BODY_NONE, 0, NULL, NULL, get_kilo, "1 KiB"},
    {HTTP_GET_, "/api/items/{id}", MAY_ANYONE, BODY_NONE, 0, NULL, NULL, get_item, "an item"},
    {HTTP_GET_, "/api/items/today", MAY_ANYONE, BODY_NONE, 0, NULL, &echo_shape, get_today, "today's"},
    {HTTP_DELETE_, "/api/items/{id}", MAY_ANYONE, BODY_NONE, 0, NULL, NULL, nothing, "away with it"},
    {HTTP_GET_, "/api/secret", MAY_CLERK, BODY_NONE, 0, NULL, NULL, get_kilo, "for the clerk"},
    {HTTP_POST_, "/api/echo", MAY_ANYONE, BODY_JSON, 2048, &echo_shape, &echo_shape, put_echo, "echo"},
    {HTTP_PUT_, "/api/upload", MAY_ANYONE, BODY_FILE, 32 << 20, NULL, NULL, put_upload, "a file"},
    {HTTP_PUT_, "/api/locked", MAY_CLERK, BODY_FILE, 32 << 20, NULL, NULL, put_upload, "a file for the clerk"},
    {HTTP_GET_, "/api/later/{name}", MAY_ANYONE, BODY_NONE, 0, NULL, NULL, get_later, "parked"},
    {HTTP_GET_, "/api/batch", MAY_ANYONE, BODY_NONE, 0, NULL, NULL, get_batch, "parked till sixteen wait"},
    {HTTP_GET_, "/api/stream", MAY_ANYONE, BODY_NONE, 0, NULL, NULL, get_stream, "events"},
    {HTTP_GET_, "/api/file", MAY_ANYONE, BODY_NONE, 0, NULL, NULL, get_file, "a file"},
};

static struct arena *arena;
static struct server *server;
static char web[64];

static void put_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", web, name);
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static int set_up(void **state)
{
    (void)state;
    struct err e;
    memset(kilo, 'k', sizeof kilo);
    log_set_level(LOG_ERROR);
    snprintf(web, sizeof web, "/tmp/skillweek-web-XXXXXX");
    assert_non_null(mkdtemp(web));
    char assets[80];
    snprintf(assets, sizeof assets, "%s/assets", web);
    mkdir(assets, 0755);
    put_file("index.html", "<!doctype html>");
    put_file("assets/app.js", "alert()");
    put_file("assets/app.js.gz", "packed");
    put_file(".secret.txt", "hidden");
    arena = arena_new("test", 64 << 20);
    struct str *proxies = arena_many(arena, struct str, 1);
    proxies[0] = S("127.0.0.1");
    struct server_options o = {
        .host = S("127.0.0.1"),
        .threads = 2,
        .web = str_of(web),
        .proxies = {proxies, 1, 1},
        .routes = routes,
        .route_count = sizeof routes / sizeof *routes,
        .guard = guard,
        .open_upload = writer_open,
        .limits = {.head_ms = 400, .idle_ms = 3000, .body_ms = 400, .body_rate = 1 << 20, .beat_ms = 300},
    };
    return server_start(arena, &o, &server, &e) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    server_stop(server, 2000);
    arena_free(arena);
    snprintf(command, sizeof command, "rm -r %s", web);
    return system(command);
}

/* --- a client --- */

static int dial(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(server))};
    inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

static bool say(int fd, const char *text, size_t n)
{
    while (n) {
        ssize_t sent = send(fd, text, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        text += sent;
        n -= (size_t)sent;
    }
    return true;
}

static char heard[1 << 20];

/* Reads until `times` places of `mark` are in, the peer closes, or ms pass. Returns the bytes. */
static size_t listen_for(int fd, const char *mark, int times, int ms)
{
    size_t n = 0;
    heard[0] = 0;
    for (;;) {
        int seen = 0;
        for (const char *p = heard; mark && (p = memmem(p, n - (size_t)(p - heard), mark, strlen(mark))); p++)
            seen++;
        if (mark && seen >= times)
            return n;
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, ms) <= 0)
            return n;
        ssize_t got = recv(fd, heard + n, sizeof heard - 1 - n, 0);
        if (got <= 0)
            return n;
        n += (size_t)got;
        heard[n] = 0;
    }
}

/* Sends the text on a connection of its own, hears until the server closes; the status, 0: none. */
static int ask_n(const char *text, size_t n)
{
    int fd = dial();
    say(fd, text, n);
    shutdown(fd, SHUT_WR);
    listen_for(fd, NULL, 0, 3000);
    close(fd);
    return strncmp(heard, "HTTP/1.1 ", 9) == 0 ? atoi(heard + 9) : 0;
}

static int ask(const char *text)
{
    return ask_n(text, strlen(text));
}

static int count_of(const char *what)
{
    int n = 0;
    for (const char *p = heard; (p = strstr(p, what)); p++)
        n++;
    return n;
}

#define END "Host: h\r\nConnection: close\r\n\r\n"

static void a_route_answers(void **state)
{
    (void)state;
    assert_int_equal(ask("GET /api/kilo HTTP/1.1\r\n" END), 200);
    assert_int_equal(count_of("Content-Length: 1024\r\n"), 1);
    assert_non_null(strstr(heard, "Content-Security-Policy: default-src 'self'"));
    assert_non_null(strstr(heard, "Cache-Control: no-store\r\n"));
    assert_non_null(strstr(heard, "\r\n\r\nkkkk"));
    assert_int_equal(ask("GET /healthz HTTP/1.1\r\n" END), 200);
    assert_int_equal(ask("GET /readyz HTTP/1.1\r\n" END), 200);
    assert_int_equal(ask("GET /metrics HTTP/1.1\r\n" END), 200);
    assert_non_null(strstr(heard, "skillweek_http_requests_total{class=\"2xx\"}"));
}

/* --- what must be refused --- */

struct bad_case {
    const char *why, *text;
    int status; /* of the first answer */
};

#define H "Host: h\r\n"
#define POST "POST /api/echo HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Type: application/json\r\n"

static const struct bad_case bad_cases[] = {
    {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
    {"no host in 1.0", "GET / HTTP/1.0\r\n\r\n", 400},
    {"two hosts", "GET / HTTP/1.1\r\n" H "Host: g\r\n\r\n", 400},
    {"the same host twice", "GET / HTTP/1.1\r\n" H H "\r\n", 400},
    {"an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
    {"a host with a slash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
    {"a host with a blank", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
    {"a host with an at sign", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
    {"an empty name", "GET / HTTP/1.1\r\n" H ": x\r\n\r\n", 400},
    {"a folded line", "GET / HTTP/1.1\r\n" H "A: b\r\n c\r\n\r\n", 400},
    {"a folded line by tab", "GET / HTTP/1.1\r\n" H "A: b\r\n\tc\r\n\r\n", 400},
    {"a folded empty line", "GET / HTTP/1.1\r\n" H "A:\r\n \r\n\r\n", 400},
    {"a fold after the request line", "GET / HTTP/1.1\r\n X: y\r\n" H "\r\n", 400},
    {"bare LF after the request line", "GET / HTTP/1.1\n" H "\r\n", 400},
    {"bare LF after a field", "GET / HTTP/1.1\r\nHost: h\n\r\n", 400},
    {"bare LF at the end", "GET / HTTP/1.1\r\n" H "\n", 400},
    {"bare CR in a value", "GET / HTTP/1.1\r\n" H "A: b\rc\r\n\r\n", 400},
    {"CR CR LF", "GET / HTTP/1.1\r\n" H "A: b\r\r\n\r\n", 400},
    {"a blank before the colon", "GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400},
    {"a blank in a name", "GET / HTTP/1.1\r\n" H "A b: c\r\n\r\n", 400},
    {"no colon", "GET / HTTP/1.1\r\n" H "Nonsense\r\n\r\n", 400},
    {"a control character in a value", "GET / HTTP/1.1\r\n" H "A: \x01\r\n\r\n", 400},
    {"a delete in a value", "GET / HTTP/1.1\r\n" H "A: \x7f\r\n\r\n", 400},
    {"a name in UTF-8", "GET / HTTP/1.1\r\n" H "\xe4\xb8\xad: x\r\n\r\n", 400},
    {"chunked in 1.0", "POST /api/echo HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"length and chunked", POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"chunked and length", POST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
    {"two lengths", POST "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400},
    {"the same length twice", POST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400},
    {"a list of lengths", POST "Content-Length: 5, 5\r\n\r\nhello", 400},
    {"a signed length", POST "Content-Length: +5\r\n\r\nhello", 400},
    {"a negative length", POST "Content-Length: -5\r\n\r\nhello", 400},
    {"a hexadecimal length", POST "Content-Length: 0x5\r\n\r\nhello", 400},
    {"an overflowing length", POST "Content-Length: 18446744073709551621\r\n\r\nhello", 400},
    {"an empty length", POST "Content-Length:\r\n\r\nhello", 400},
    {"a length with a blank inside", POST "Content-Length: 5 5\r\n\r\nhello", 400},
    {"a coding we do not know", POST "Transfer-Encoding: gzip\r\n\r\n", 400},
    {"chunked not last", POST "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400},
    {"gzip, chunked", POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
    {"xchunked", POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
    {"chunked twice", POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"chunked, identity", POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400},
    {"an empty coding", POST "Transfer-Encoding:\r\n\r\n0\r\n\r\n", 400},
    {"a vertical tab before chunked", POST "Transfer-Encoding: \x0b" "chunked\r\n\r\n0\r\n\r\n", 400},
    {"a chunk size that is none", POST "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
    {"a chunk size with 0x", POST "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n", 400},
    {"a negative chunk", POST "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", 400},
    {"an overflowing chunk", POST "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400},
    {"a chunk longer than said", POST "Transfer-Encoding: chunked\r\n\r\n2\r\n{}}\r\n0\r\n\r\n", 400},
    {"a chunk ended by bare LF", POST "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n", 400},
    {"two types", "POST /api/echo HTTP/1.1\r\n" H "Content-Type: application/json\r\nContent-Type: text/plain\r\n\r\n", 400},
    {"HTTP/2.0", "GET / HTTP/2.0\r\n" H "\r\n", 505},
    {"HTTP/1.2", "GET / HTTP/1.2\r\n" H "\r\n", 400},
    {"HTTP/9.9", "GET / HTTP/9.9\r\n" H "\r\n", 400},
    {"HTTP/0.9", "GET /\r\n\r\n", 505},
    {"http/1.1 in small letters", "GET / http/1.1\r\n" H "\r\n", 400},
    {"a word for a version", "GET / HTTP/one\r\n" H "\r\n", 400},
    {"no target", "GET HTTP/1.1\r\n" H "\r\n", 400},
    {"a target without slash", "GET foo HTTP/1.1\r\n" H "\r\n", 400},
    {"a fragment", "GET /a#b HTTP/1.1\r\n" H "\r\n", 400},
    {"a control character in the target", "GET /a\x01 HTTP/1.1\r\n" H "\r\n", 400},
    {"another host in the target", "GET http://evil/ HTTP/1.1\r\n" H "\r\n", 400},
    {"a tunnel", "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
    {"a method in small letters", "get / HTTP/1.1\r\n" H "\r\n", 400},
    {"a method that is none", "G@T / HTTP/1.1\r\n" H "\r\n", 400},
    {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
    {"a TLS greeting", "\x16\x03\x01\x02", 400},
    {"an answer", "HTTP/1.1 200 OK\r\n\r\n", 400},
    {"many empty lines", "\r\n\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n" H "\r\n", 400},
    {"an expectation", POST "Expect: tea\r\nContent-Length: 2\r\n\r\n{}", 417},
    {"a broken escape", "GET /api/items/%zz HTTP/1.1\r\n" END, 400},
    {"half an escape", "GET /api/items/%4 HTTP/1.1\r\n" END, 400},
    {"a NUL in the path", "GET /api/items/%00 HTTP/1.1\r\n" END, 400},
    {"a slash hidden in the path", "GET /api/items/a%2Fb HTTP/1.1\r\n" END, 400},
    {"a path that is no UTF-8", "GET /api/items/%ff HTTP/1.1\r\n" END, 400},
    {"a line feed in the path", "GET /api/items/a%0Ab HTTP/1.1\r\n" END, 400},
    {"up and away", "GET /../etc/passwd HTTP/1.1\r\n" END, 400},
    {"up and away, hidden", "GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" END, 400},
    {"up and away, by backslash", "GET /assets/..%5c..%5cpasswd.txt HTTP/1.1\r\n" END, 400},
    {"a hidden file", "GET /.secret.txt HTTP/1.1\r\n" END, 404},
    {"no such file", "GET /nothing.js HTTP/1.1\r\n" END, 404},
    {"no such route", "GET /api/none HTTP/1.1\r\n" END, 404},
    {"an empty parameter", "GET /api/items/ HTTP/1.1\r\n" END, 404},
    {"another method", "PUT /api/kilo HTTP/1.1\r\n" END, 405},
    {"an odd method", "PROPFIND /api/kilo HTTP/1.1\r\n" END, 405},
    {"without login", "GET /api/secret HTTP/1.1\r\n" END, 401},
    {"from another site", "DELETE /api/items/1 HTTP/1.1\r\n" END, 403},
    {"from another site, said so", "DELETE /api/items/1 HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\n" END, 403},
    {"a form", "POST /api/echo HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}", 415},
    {"no JSON", POST "Content-Length: 3\r\n\r\n{{}", 400},
    {"another shape", POST "Content-Length: 2\r\n\r\n{}", 422},
    {"no body", POST "\r\n", 400},
    {"a body over the limit", POST "Content-Length: 4096\r\n\r\n", 413},
    {"a chunk over the limit", POST "Transfer-Encoding: chunked\r\n\r\n1000\r\n", 0},
};

static void malformed_requests_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_cases / sizeof *bad_cases; i++) {
        int status = ask(bad_cases[i].text);
        if (status != bad_cases[i].status)
            fail_msg("%s: %d, not %d", bad_cases[i].why, status, bad_cases[i].status);
        if (count_of("HTTP/1.1 ") > 1)
            fail_msg("%s: more than one answer", bad_cases[i].why);
    }
}

/* However the bytes are cut into packets, the verdict is the same. */
static void a_refusal_does_not_depend_on_packets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_cases / sizeof *bad_cases; i++) {
        size_t n = strlen(bad_cases[i].text);
        int fd = dial(), one = 1;
        setsockopt(fd, 6, 1, &one, sizeof one);
        for (size_t k = 0; k < n && say(fd, bad_cases[i].text + k, 1); k++)
            if (k % 7 == 0)
                usleep(100);
        shutdown(fd, SHUT_WR);
        listen_for(fd, NULL, 0, 3000);
        close(fd);
        int status = strncmp(heard, "HTTP/1.1 ", 9) == 0 ? atoi(heard + 9) : 0;
        if (status != bad_cases[i].status)
            fail_msg("%s: %d, not %d", bad_cases[i].why, status, bad_cases[i].status);
    }
}

static void what_is_too_long_is_refused(void **state)
{
    (void)state;
    static char text[128 * 1024];
    int n = sprintf(text, "GET /");
    memset(text + n, 'a', 9000);
    strcpy(text + n + 9000, " HTTP/1.1\r\n" END);
    assert_int_equal(ask(text), 414);
    n = sprintf(text, "GET /api/kilo HTTP/1.1\r\nX: ");
    memset(text + n, 'a', 33000);
    strcpy(text + n + 33000, "\r\n" END);
    assert_int_equal(ask(text), 431);
    n = sprintf(text, "GET /api/kilo HTTP/1.1\r\n");
    for (int i = 0; i < 200; i++)
        n += sprintf(text + n, "X%d: y\r\n", i);
    strcpy(text + n, END);
    assert_int_equal(ask(text), 431);
    n = sprintf(text, "GET /api/kilo HTTP/1.1\r\n" H "X: ");
    memset(text + n, 'a', 100000); /* never ends */
    text[n + 100000] = 0;
    assert_int_equal(ask(text), 431);
    n = sprintf(text, POST "Transfer-Encoding: chunked\r\n\r\n2;");
    memset(text + n, 'x', 100000); /* an endless chunk extension */
    text[n + 100000] = 0;
    assert_int_equal(ask(text), 400);
    n = sprintf(text, POST "Transfer-Encoding: chunked\r\n\r\n0\r\nX: ");
    memset(text + n, 'x', 10000); /* an endless trailer */
    text[n + 10000] = 0;
    assert_int_equal(ask(text), 400);
}

/* --- bodies --- */

static void a_json_body_is_read_by_its_shape(void **state)
{
    (void)state;
    assert_int_equal(ask(POST "Connection: close\r\nContent-Length: 24\r\n\r\n{\"title\":\"ab\",\"count\":7}"), 200);
    assert_non_null(strstr(heard, "\r\n\r\n7:ab"));
    assert_int_equal(ask(POST "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                              "5\r\n{\"tit\r\nA;x=y\r\nle\":\"a\xe4\xb8\xad\"\r\n1\r\n}\r\n0\r\nT: x\r\n\r\n"),
                     200);
    assert_non_null(strstr(heard, "\r\n\r\n0:a\xe4\xb8\xad"));
    assert_int_equal(ask(POST "Content-Length: 17\r\n\r\n{\"title\":\"a\",\"x\":"), 400);
    assert_non_null(strstr(heard, "{\"error\":{\"code\":\"input\",\"message\":\""));
    assert_int_equal(ask(POST "Accept-Language: en-GB, zh\r\nContent-Length: 2\r\n\r\n{}"), 422);
    assert_non_null(strstr(heard, "is missing"));
}

static void a_client_that_asks_first_is_told(void **state)
{
    (void)state;
    int fd = dial();
    const char *head = POST "Expect: 100-continue\r\nConnection: close\r\nContent-Length: 13\r\n\r\n";
    say(fd, head, strlen(head));
    listen_for(fd, "\r\n\r\n", 1, 1000);
    assert_string_equal(heard, "HTTP/1.1 100 Continue\r\n\r\n");
    say(fd, "{\"title\":\"a\"}", 13);
    listen_for(fd, NULL, 0, 1000);
    assert_int_equal(count_of("HTTP/1.1 200 OK"), 1);
    close(fd);
    fd = dial();
    head = "PUT /api/locked HTTP/1.1\r\n" H "X-Skillweek: 1\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n";
    int before = begun;
    say(fd, head, strlen(head));
    listen_for(fd, NULL, 0, 500);
    assert_int_equal(strncmp(heard, "HTTP/1.1 401", 12), 0);
    assert_int_equal(begun, before);
    close(fd);
}

static void an_upload_streams(void **state)
{
    (void)state;
    static char part[1 << 20];
    int before = begun, lost = abandoned, fd = dial();
    const char *head = "PUT /api/upload HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Length: 20971520\r\nConnection: close\r\n\r\n";
    say(fd, head, strlen(head));
    for (int i = 0; i < 20; i++)
        assert_true(say(fd, part, sizeof part));
    listen_for(fd, NULL, 0, 3000);
    close(fd);
    assert_non_null(strstr(heard, "\r\n\r\n20971520"));
    assert_int_equal(begun, before + 1);
    assert_int_equal(abandoned, lost);
}

static void an_upload_cut_off_is_abandoned(void **state)
{
    (void)state;
    int lost = abandoned;
    assert_int_equal(ask("PUT /api/upload HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Length: 100\r\n\r\nhalf"), 0);
    for (int i = 0; i < 100 && abandoned == lost; i++)
        usleep(10000);
    assert_int_equal(abandoned, lost + 1);
    assert_int_equal(ask("PUT /api/upload?refuse=yes HTTP/1.1\r\nX-Skillweek: 1\r\nContent-Length: 4\r\n" END "half"), 409);
    assert_int_equal(abandoned, lost + 2);
    assert_int_equal(ask("PUT /api/upload?full=yes HTTP/1.1\r\nX-Skillweek: 1\r\nContent-Length: 4\r\n" END "half"), 507);
    assert_int_equal(abandoned, lost + 2);
}

static void a_refused_upload_still_hears_why(void **state)
{
    (void)state;
    static char part[1 << 20];
    int fd = dial();
    const char *head = "PUT /api/locked HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Length: 3145728\r\n\r\n";
    say(fd, head, strlen(head));
    for (int i = 0; i < 3; i++)
        assert_true(say(fd, part, sizeof part));
    listen_for(fd, NULL, 0, 3000);
    assert_int_equal(strncmp(heard, "HTTP/1.1 401", 12), 0);
    assert_int_equal(count_of("Connection: close"), 1);
    close(fd);
    head = "PUT /api/upload HTTP/1.1\r\n" H "X-Skillweek: 1\r\nTransfer-Encoding: chunked\r\n\r\n4000000\r\n";
    fd = dial(); /* 64 MiB in one chunk, over the route's limit */
    int lost = abandoned;
    say(fd, head, strlen(head));
    for (int i = 0; i < 33; i++)
        say(fd, part, sizeof part);
    listen_for(fd, NULL, 0, 3000);
    assert_int_equal(strncmp(heard, "HTTP/1.1 413", 12), 0);
    assert_int_equal(abandoned, lost + 1);
    close(fd);
}

static void a_small_refused_body_keeps_the_connection(void **state)
{
    (void)state;
    assert_int_equal(ask("POST /api/echo HTTP/1.1\r\n" H "Content-Length: 5\r\n\r\nhelloGET /api/kilo HTTP/1.1\r\n" END), 403);
    assert_int_equal(count_of("HTTP/1.1 200 OK"), 1);
}

/* --- connections --- */

static void pipelined_requests_are_answered_in_order(void **state)
{
    (void)state;
    static char text[64 * 1024];
    int n = 0;
    for (int i = 0; i < 500; i++)
        n += sprintf(text + n, "GET /api/items/%d HTTP/1.1\r\n" H "\r\n", i);
    n += sprintf(text + n, "GET /api/later/1 HTTP/1.1\r\n" H "\r\nGET /api/later/2 HTTP/1.1\r\n" H "\r\n"
                           "GET /api/items/last HTTP/1.1\r\n" END);
    int fd = dial();
    say(fd, text, (size_t)n);
    listen_for(fd, NULL, 0, 3000);
    close(fd);
    assert_int_equal(count_of("HTTP/1.1 200 OK"), 503);
    const char *p = heard;
    for (int i = 0; i < 500; i++) {
        char want[32];
        snprintf(want, sizeof want, "item=%d;", i);
        p = strstr(p, want);
        assert_non_null(p);
    }
    assert_non_null(p = strstr(p, "later 1"));
    assert_non_null(p = strstr(p, "later 2"));
    assert_non_null(strstr(p, "item=last"));
}

static void a_peer_that_does_not_read_holds_only_itself(void **state)
{
    (void)state;
    static char text[1 << 20];
    int fd = dial(), n = 0;
    for (int i = 0; i < 3000; i++)
        n += sprintf(text + n, "GET /api/kilo HTTP/1.1\r\n" H "\r\n");
    fcntl(fd, F_SETFL, O_NONBLOCK);
    for (int i = 0; i < 50; i++)
        if (send(fd, text, (size_t)n, MSG_NOSIGNAL) < 0)
            usleep(1000);
    assert_int_equal(ask("GET /api/kilo HTTP/1.1\r\n" END), 200);
    close(fd);
}

static void http_1_0_is_spoken(void **state)
{
    (void)state;
    assert_int_equal(ask("GET /api/kilo HTTP/1.0\r\n" H "\r\nGET /api/kilo HTTP/1.0\r\n" H "\r\n"), 200);
    assert_int_equal(count_of("HTTP/1.1 200"), 1);
    assert_int_equal(ask("GET /api/kilo HTTP/1.0\r\n" H "Connection: keep-alive\r\n\r\nGET /api/kilo HTTP/1.0\r\n" H "\r\n"), 200);
    assert_int_equal(count_of("HTTP/1.1 200"), 2);
    assert_int_equal(count_of("Connection: keep-alive"), 1);
}

static void head_is_get_without_the_body(void **state)
{
    (void)state;
    assert_int_equal(ask("HEAD /api/kilo HTTP/1.1\r\n" H "\r\nGET /api/items/9 HTTP/1.1\r\n" END), 200);
    assert_int_equal(count_of("Content-Length: 1024\r\n"), 1);
    assert_int_equal(count_of("kkkk"), 0);
    assert_int_equal(count_of("item=9"), 1);
    assert_int_equal(ask("HEAD /api/file HTTP/1.1\r\n" END), 200);
}

static void what_a_request_says_is_found(void **state)
{
    (void)state;
    assert_int_equal(ask("GET /api/items/a%20%E4%B8%AD?x=1&q=b%2Bc+d HTTP/1.1\r\nCookie: a=b; sid=x=y; z=1\r\n" END), 200);
    assert_non_null(strstr(heard, "item=a \xe4\xb8\xad;q=b+c d;c=x=y;p=127.0.0.1;s=0"));
    assert_int_equal(ask("GET http://h/api/items/1?q=%ff HTTP/1.1\r\n"
                         "X-Forwarded-For: 6.6.6.6, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n" END), 200);
    assert_non_null(strstr(heard, "item=1;q=;c=;p=10.1.2.3;s=1"));
    assert_int_equal(ask("GET /api/items/today HTTP/1.1\r\n" END), 200);
    assert_non_null(strstr(heard, "X-Test: aInjected: yes\r\n"));
    assert_int_equal(ask("GET /api/items/gone HTTP/1.1\r\n" END), 410);
    assert_non_null(strstr(heard, "{\"error\":{\"code\":\"gone\",\"message\":\""));
    assert_int_equal(ask("OPTIONS /api/items/1 HTTP/1.1\r\n" END), 405);
    assert_non_null(strstr(heard, "Allow: GET, HEAD, DELETE\r\n"));
    assert_int_equal(ask("DELETE /api/items/1 HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\n" END), 204);
    assert_null(strstr(heard, "Content-Length"));
}

static void a_parked_request_is_answered_by_another_thread(void **state)
{
    (void)state;
    assert_int_equal(ask("GET /api/later/x HTTP/1.1\r\n" END), 200);
    assert_non_null(strstr(heard, "\"later x\""));
    assert_int_equal(ask("GET /api/later/busy HTTP/1.1\r\n" END), 503);
    assert_non_null(strstr(heard, "Retry-After: 7\r\n"));
    for (int i = 0; i < 50; i++) { /* peers that leave */
        int fd = dial();
        struct linger reset = {1, 0};
        const char *text = "GET /api/later/x HTTP/1.1\r\n" H "\r\n";
        say(fd, text, strlen(text));
        if (i % 2)
            usleep(2000);
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(fd);
    }
    usleep(100000);
}

static void a_batch_of_parked_requests_is_answered(void **state)
{
    (void)state;
    const char *text = "GET /api/batch HTTP/1.1\r\n" H "\r\n";
    int fds[16];
    for (int i = 0; i < 16; i++)
        fds[i] = dial();
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 16; i++)
            say(fds[i], text, strlen(text));
        for (int i = 0; i < 16; i++) {
            listen_for(fds[i], "\"batch\"", 1, 2000);
            assert_int_equal(count_of("HTTP/1.1 200 OK"), 1);
        }
    }
    for (int i = 0; i < 16; i++)
        close(fds[i]);
}

static void slow_peers_are_let_go(void **state)
{
    (void)state;
    int silent = dial(), head = dial(), body = dial();
    const char *text = POST "Content-Length: 100\r\n\r\n{";
    say(head, "GET / HT", 8);
    say(body, text, strlen(text));
    listen_for(silent, NULL, 0, 2000);
    assert_string_equal(heard, "");
    listen_for(head, NULL, 0, 2000);
    assert_int_equal(strncmp(heard, "HTTP/1.1 408", 12), 0);
    listen_for(body, NULL, 0, 2000);
    assert_int_equal(strncmp(heard, "HTTP/1.1 408", 12), 0);
    close(silent), close(head), close(body);
}

/* --- streams --- */

static void a_stream_hears_its_topic(void **state)
{
    (void)state;
    const char *text = "GET /api/stream HTTP/1.1\r\n" H "\r\n";
    int fds[20];
    for (int i = 0; i < 20; i++) {
        fds[i] = dial();
        say(fds[i], text, strlen(text));
        listen_for(fds[i], "retry: 3000\n\n", 1, 1000);
        assert_non_null(strstr(heard, "Content-Type: text/event-stream\r\n"));
    }
    server_publish(server, 41, S("other"), S("x"));
    server_publish(server, 42, S("board"), S("one\ntwo"));
    server_publish(server, 42, S("board"), S("three"));
    for (int i = 0; i < 20; i++) {
        listen_for(fds[i], "data: three\n\n", 1, 1000);
        assert_non_null(strstr(heard, "\nevent: board\ndata: one\ndata: two\n\nid: "));
        assert_null(strstr(heard, "other"));
        if (i % 2)
            close(fds[i]);
    }
    for (int i = 0; i < 20; i += 2) {
        listen_for(fds[i], ": \n\n", 1, 2000);
        assert_non_null(strstr(heard, ": \n\n"));
        close(fds[i]);
    }
}

static void a_slow_reader_is_dropped(void **state)
{
    (void)state;
    const char *text = "GET /api/stream HTTP/1.1\r\n" H "\r\n";
    int small = 4096, fd = dial();
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    say(fd, text, strlen(text));
    listen_for(fd, "retry: 3000\n\n", 1, 1000);
    struct str much = {heard, 512 * 1024};
    memset(heard, 'm', sizeof heard);
    for (int i = 0; i < 40; i++) {
        server_publish(server, 42, S("board"), much);
        usleep(2000);
    }
    close(fd);
    assert_int_equal(ask("GET /metrics HTTP/1.1\r\n" END), 200);
    assert_non_null(strstr(heard, "skillweek_http_streams_dropped_total 1\n"));
    assert_non_null(strstr(heard, "skillweek_http_streams 0\n"));
}

/* --- files --- */

static void files_of_the_web_folder_are_served(void **state)
{
    (void)state;
    assert_int_equal(ask("GET / HTTP/1.1\r\n" END), 200);
    assert_non_null(strstr(heard, "<!doctype html>"));
    assert_non_null(strstr(heard, "Cache-Control: no-cache\r\n"));
    assert_int_equal(ask("GET /board/today HTTP/1.1\r\n" END), 200);
    assert_non_null(strstr(heard, "<!doctype html>"));
    assert_int_equal(ask("GET /assets/app.js HTTP/1.1\r\n" END), 200);
    assert_non_null(strstr(heard, "alert()"));
    assert_non_null(strstr(heard, "immutable"));
    assert_int_equal(ask("GET /assets/app.js HTTP/1.1\r\nAccept-Encoding: br, gzip\r\n" END), 200);
    assert_non_null(strstr(heard, "Content-Encoding: gzip\r\n"));
    assert_non_null(strstr(heard, "packed"));
    char *etag = strstr(heard, "ETag: ") + 6, text[300];
    snprintf(text, sizeof text, "GET /assets/app.js HTTP/1.1\r\nAccept-Encoding: gzip\r\nIf-None-Match: %.*s\r\n" END,
             (int)strcspn(etag, "\r"), etag);
    assert_int_equal(ask(text), 304);
    assert_null(strstr(heard, "packed"));
    assert_int_equal(ask("POST /board HTTP/1.1\r\n" END), 404);
}

static void a_part_of_a_file_is_sent(void **state)
{
    (void)state;
    assert_int_equal(ask("GET /api/file HTTP/1.1\r\nRange: bytes=1-3\r\n" END), 206);
    assert_non_null(strstr(heard, "Content-Range: bytes 1-3/"));
    assert_non_null(strstr(heard, "\r\n\r\nELF"));
    assert_int_equal(ask("GET /api/file HTTP/1.1\r\nRange: bytes=-1\r\n" END), 206);
    assert_non_null(strstr(heard, "Content-Length: 1\r\n"));
    assert_int_equal(ask("GET /api/file HTTP/1.1\r\nRange: bytes=99999999999-\r\n" END), 416);
    assert_int_equal(ask("GET /api/file HTTP/1.1\r\nRange: bytes=1-3\r\nIf-Range: \"old\"\r\n" END), 200);
    assert_int_equal(ask("GET /api/file HTTP/1.1\r\nRange: bytes=1-3,5-6\r\n" END), 200);
}

/* --- ten thousand mutations --- */

static uint64_t dice = 88172645463325252u;

static unsigned roll(unsigned n)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (unsigned)(dice % n);
}

static size_t mutate(char *to, size_t room, const char *from)
{
    static const char *const bits[] = {"\r\n", "\n", " ", ":", "\t", "Host: x\r\n", "Content-Length: 9\r\n",
                                       "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", "%00", "/../", "HTTP/1.1", "\xff",
                                       "ffffffffffffffff", "\r\n\r\n", "Expect: 100-continue\r\n"};
    size_t n = strlen(from);
    memcpy(to, from, n);
    for (unsigned k = 1 + roll(4); k; k--) {
        size_t at = roll((unsigned)n + 1);
        const char *bit = bits[roll(sizeof bits / sizeof *bits)];
        size_t more = strlen(bit);
        if (roll(3) == 0 && at < n) {
            to[at] = (char)roll(256);
        } else if (roll(2) && at < n) {
            size_t cut = 1 + roll(8);
            cut = cut > n - at ? n - at : cut;
            memmove(to + at, to + at + cut, n - at - cut);
            n -= cut;
        } else if (n + more < room) {
            memmove(to + at + more, to + at, n - at);
            memcpy(to + at, bit, more);
            n += more;
        }
    }
    return n;
}

static void ten_thousand_mutations_do_no_harm(void **state)
{
    (void)state;
    static const char *const seeds[] = {
        "GET /api/items/1?q=x HTTP/1.1\r\n" H "Cookie: sid=1\r\n\r\n",
        POST "Content-Length: 13\r\n\r\n{\"title\":\"a\"}",
        POST "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"tit\r\n8\r\nle\":\"a\"}\r\n0\r\n\r\n",
        "PUT /api/upload HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Length: 4\r\n\r\nfile",
        "GET /assets/app.js HTTP/1.1\r\n" H "Range: bytes=1-\r\n\r\nGET / HTTP/1.1\r\n" H "\r\n",
    };
    for (int i = 0; i < 10000; i++) {
        char text[1024];
        const char *seed = seeds[roll(sizeof seeds / sizeof *seeds)];
        size_t n = mutate(text, sizeof text, seed);
        int status = ask_n(text, n);
        if (status == 500 || (status && status < 100))
            fail_msg("%d for: %.*s", status, (int)n, text);
    }
    assert_int_equal(ask("GET /api/kilo HTTP/1.1\r\n" END), 200);
}

/* --- the end --- */

static void the_document_of_routes_names_them_all(void **state)
{
    (void)state;
    struct arena *a = arena_new("openapi", 8 << 20);
    struct str text = routes_openapi(a, routes, sizeof routes / sizeof *routes);
    struct json j;
    struct err e;
    assert_true(json_read(a, text, &j, &e));
    const struct json *paths = json_get(&j, S("paths"));
    const struct json *item = json_get(paths, S("/api/items/{id}"));
    assert_non_null(json_get(item, S("get")));
    assert_true(str_eq(json_get_str(json_get(item, S("delete")), S("operationId")), S("delete_items_id")));
    assert_int_equal(json_get(json_get(item, S("get")), S("parameters"))->n, 1);
    assert_non_null(json_get(json_get(json_get(&j, S("components")), S("schemas")), S("echo")));
    arena_free(a);
}

static void stopping_lets_requests_end(void **state)
{
    (void)state;
    const char *text = "GET /api/later/last HTTP/1.1\r\n" H "\r\n", *stream = "GET /api/stream HTTP/1.1\r\n" H "\r\n";
    int fd = dial(), idle = dial(), watcher = dial();
    say(fd, text, strlen(text));
    say(watcher, stream, strlen(stream));
    listen_for(watcher, "retry: 3000\n\n", 1, 1000);
    server_stop(server, 5000);
    listen_for(fd, NULL, 0, 1000);
    assert_non_null(strstr(heard, "later last"));
    assert_int_equal(count_of("Connection: close"), 1);
    assert_int_equal(recv(idle, heard, 1, 0), 0);
    close(fd), close(idle), close(watcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_route_answers),
        cmocka_unit_test(malformed_requests_are_refused),
        cmocka_unit_test(a_refusal_does_not_depend_on_packets),
        cmocka_unit_test(what_is_too_long_is_refused),
        cmocka_unit_test(a_json_body_is_read_by_its_shape),
        cmocka_unit_test(a_client_that_asks_first_is_told),
        cmocka_unit_test(an_upload_streams),
        cmocka_unit_test(an_upload_cut_off_is_abandoned),
        cmocka_unit_test(a_refused_upload_still_hears_why),
        cmocka_unit_test(a_small_refused_body_keeps_the_connection),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(a_peer_that_does_not_read_holds_only_itself),
        cmocka_unit_test(http_1_0_is_spoken),
        cmocka_unit_test(head_is_get_without_the_body),
        cmocka_unit_test(what_a_request_says_is_found),
        cmocka_unit_test(a_parked_request_is_answered_by_another_thread),
        cmocka_unit_test(a_batch_of_parked_requests_is_answered),
        cmocka_unit_test(slow_peers_are_let_go),
        cmocka_unit_test(a_stream_hears_its_topic),
        cmocka_unit_test(a_slow_reader_is_dropped),
        cmocka_unit_test(files_of_the_web_folder_are_served),
        cmocka_unit_test(a_part_of_a_file_is_sent),
        cmocka_unit_test(ten_thousand_mutations_do_no_harm),
        cmocka_unit_test(the_document_of_routes_names_them_all),
        cmocka_unit_test(stopping_lets_requests_end),
    };
    return cmocka_run_group_tests_name("http", tests, set_up, tear_down);
}
