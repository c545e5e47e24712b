/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/door_fixture.h"
#include "base/log.h"
#include "store/blob.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
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
atomic_int uploads_begun, uploads_abandoned;

static bool writer_open(struct request *q, struct err *e)
{
    if (str_eq(request_query(q, S("full")), S("yes")))
        return err_set(e, ERR_FULL, MSG_DISK_FULL);
    struct blob_writer *w = &writers[uploads_begun++ % 8];
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
    uploads_abandoned++;
}

/* --- routes --- */

struct echo {
    struct str title;
    int64_t count;
};
static SHAPE(echo, struct echo,
             {"title", "标题", SHAPE_STR, offsetof(struct echo, title), SHAPE_REQUIRED, 20, NULL, NULL},
             {"count", "数量", SHAPE_INT, offsetof(struct echo, count), 0, 0, NULL, NULL});

static char kilo[1024];

static bool get_kilo(struct request *q, struct err *e)
{
    (void)e;
    q->response.type = S("text/plain");
    q->response.body = (struct str){kilo, sizeof kilo};
    return true;
}

static char much[MUCH];

static bool get_much(struct request *q, struct err *e)
{
    (void)e;
    q->response.body = (struct str){much, sizeof much};
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
    request_subscribe(q, (struct topic){42, 1});
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

static bool put_form(struct request *q, struct err *e)
{
    (void)e;
    q->response.type = S("text/plain");
    q->response.body = str_format(q->arena, "[" STR_FMT "]", STR_ARG(request_field(q, S("name"))));
    return true;
}

static bool page_refuse(struct request *q, const struct err *e)
{
    if (!q->route || !str_starts(str_of(q->route->path), S("/form/")))
        return false;
    q->response.type = S("text/html");
    q->response.body = str_format(q->arena, "<p>" STR_FMT "</p>", STR_ARG(err_text(q->arena, e, q->language)));
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

const struct route door_routes[] = {
    {HTTP_GET_, "/api/kilo", MAY_ANYONE, BODY_NONE, 0, NULL, NULL, get_kilo, "1 KiB"},
    {HTTP_GET_, "/api/much", MAY_ANYONE, BODY_NONE, 0, NULL, NULL, get_much, "8 MiB"},
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
    {HTTP_POST_, "/form/{id}", MAY_ANYONE, BODY_FORM, 2048, NULL, NULL, put_form, "a form"},
    {HTTP_GET_, "/api/file", MAY_ANYONE, BODY_NONE, 0, NULL, NULL, get_file, "a file"},
};

static struct arena *arena;
struct server *door;
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

int door_up(void **state)
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
        .routes = door_routes,
        .route_count = DOOR_ROUTES,
        .guard = guard,
        .refuse = page_refuse,
        .open_upload = writer_open,
        .limits = {.head_ms = 400,
                   .idle_ms = 3000,
                   .body_ms = 400,
                   .body_rate = 1 << 20,
                   .beat_ms = 300,
                   .unread_bytes = 4 * MUCH},
    };
    return server_start(arena, &o, &door, &e) ? 0 : -1;
}

int door_down(void **state)
{
    (void)state;
    char command[128];
    server_stop(door, 2000);
    arena_free(arena);
    snprintf(command, sizeof command, "rm -r %s", web);
    return system(command);
}

/* --- a client --- */

int dial(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(door))};
    inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

bool say(int fd, const char *text, size_t n)
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

char heard[HEARD];

/* Reads until `times` places of `mark` are in, the peer closes, or ms pass. Returns the bytes. */
size_t listen_for(int fd, const char *mark, int times, int ms)
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
int ask_n(const char *text, size_t n)
{
    int fd = dial();
    say(fd, text, n);
    shutdown(fd, SHUT_WR);
    listen_for(fd, NULL, 0, 3000);
    close(fd);
    return strncmp(heard, "HTTP/1.1 ", 9) == 0 ? atoi(heard + 9) : 0;
}

int ask(const char *text)
{
    return ask_n(text, strlen(text));
}

int count_of(const char *what)
{
    int n = 0;
    for (const char *p = heard; (p = strstr(p, what)); p++)
        n++;
    return n;
}
