/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this machine could do: the smallest HTTP front on the same parser, the same rows and group commit on SQLite, no
 * sessions, no judging, no hashes, no clocks, no limits. The server's figures are held against it in the same run.
 *
 *     bench_limit FILE SCHEMA PORT      SCHEMA: sql/migrations/0001_start.sql
 *
 * POST …/OBLIGATION/… keeps the body as a report with its event; GET /…/OBLIGATION/reports/VERSION reads one;
 * GET / answers 1 KiB from memory.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <llhttp/llhttp.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

enum { LOOPS = 2, ROOM = 32768, EVENTS = 256, CHECKPOINT_PAGES = 1000 };

struct loop;

struct conn {
    struct conn *next; /* in the writer's queue, then in its loop's list of answered ones */
    struct loop *loop;
    int fd;
    llhttp_t parser;
    char in[ROOM];
    size_t used;
    const char *url, *body;
    size_t url_n, body_n;
    bool whole;
    bool waits; /* in the writer's hands */
    bool gone;  /* hung up meanwhile: freed when it comes back */
    int64_t obligation;
};

struct loop {
    int epoll, wake;
    pthread_mutex_t lock;
    struct conn *answered;
    sqlite3 *db;
    sqlite3_stmt *read;
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct conn *first, *last;
} queue = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

static struct loop loops[LOOPS];
static const char *file, *schema;
static int log_pages;

static void check(bool good, const char *what)
{
    if (good)
        return;
    perror(what);
    exit(1);
}

/* ---- the writer ---- */

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench_limit: %s: %s\n", sql, sqlite3_errmsg(db));
        exit(1);
    }
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) == SQLITE_OK)
        return st;
    fprintf(stderr, "bench_limit: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static int note_pages(void *arg, sqlite3 *db, const char *name, int pages)
{
    (void)arg, (void)db, (void)name;
    log_pages = pages;
    return SQLITE_OK;
}

static int64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void step(sqlite3 *db, sqlite3_stmt *st)
{
    if (sqlite3_step(st) != SQLITE_DONE) {
        fprintf(stderr, "bench_limit: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
    sqlite3_reset(st);
}

static void keep(sqlite3 *db, sqlite3_stmt *report, sqlite3_stmt *event, const struct conn *c, int64_t seq)
{
    static const char hash[32] = "a hash that nobody worked out...";
    static const char body[] = "{\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\","
                               "\"in_time\":true,\"sending\":\"00000000-0000-0000-0000-000000000000\"}";
    const char *base = memmem(c->body, c->body_n, "\"base\":", 7);
    const char *sending = memmem(c->body, c->body_n, "\"sending\":\"", 11);
    int64_t now = milliseconds();
    int version = base ? atoi(base + 7) + 1 : 1;
    sqlite3_bind_int64(report, 1, (now << 20) + seq);
    sqlite3_bind_int64(report, 2, c->obligation);
    sqlite3_bind_int(report, 3, version);
    sqlite3_bind_int64(report, 4, seq);
    sqlite3_bind_text(report, 5, sending ? sending + 11 : "", sending ? 36 : 0, SQLITE_STATIC);
    sqlite3_bind_int64(report, 6, now);
    sqlite3_bind_blob(report, 7, hash, 32, SQLITE_STATIC);
    sqlite3_bind_text(report, 8, c->body, (int)c->body_n, SQLITE_STATIC);
    step(db, report);
    sqlite3_bind_int64(event, 1, seq);
    sqlite3_bind_int64(event, 2, now);
    sqlite3_bind_int64(event, 3, c->obligation);
    sqlite3_bind_int(event, 4, version);
    sqlite3_bind_blob(event, 5, hash, 32, SQLITE_STATIC);
    sqlite3_bind_text(event, 6, body, sizeof body - 1, SQLITE_STATIC);
    step(db, event);
}

static void answer_all(struct conn *batch)
{
    struct conn *of[LOOPS] = {0};
    for (struct conn *c = batch, *next; c; c = next) {
        size_t i = (size_t)(c->loop - loops);
        next = c->next;
        c->next = of[i];
        of[i] = c;
    }
    for (int i = 0; i < LOOPS; i++) {
        if (!of[i])
            continue;
        pthread_mutex_lock(&loops[i].lock);
        struct conn *last = of[i];
        while (last->next)
            last = last->next;
        last->next = loops[i].answered;
        loops[i].answered = of[i];
        pthread_mutex_unlock(&loops[i].lock);
        check(write(loops[i].wake, &(uint64_t){1}, 8) == 8, "eventfd");
    }
}

static char *load(const char *path)
{
    FILE *f = fopen(path, "r");
    char *text = calloc(1, 1 << 20);
    check(f && text && fread(text, 1, (1 << 20) - 1, f), path);
    fclose(f);
    return text;
}

static sqlite3 *open_writer(void)
{
    sqlite3 *db;
    check(sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) == 0,
          file);
    run(db, "pragma page_size=16384; pragma journal_mode=wal; pragma synchronous=full; pragma wal_autocheckpoint=0;"
            "pragma temp_store=memory; pragma cache_size=-65536");
    sqlite3_busy_timeout(db, 5000);
    char *text = load(schema);
    run(db, text);
    free(text);
    sqlite3_wal_hook(db, note_pages, NULL);
    return db;
}

static void *writer(void *arg)
{
    sqlite3 *db = arg;
    int64_t seq = 0;
    sqlite3_stmt *begin = prepare(db, "begin immediate"), *commit = prepare(db, "commit");
    sqlite3_stmt *report = prepare(
        db, "insert into report (id, obligation, version, campaign, seq, unit, sending, kind, account, received_at, "
            "in_time, standing, hash, title, body) values (?1, ?2, ?3, 1, ?4, 1, ?5, 0, 1, ?6, 1, 0, ?7, '标题', ?8) "
            "on conflict do nothing");
    sqlite3_stmt *event =
        prepare(db, "insert into event (campaign, seq, at, actor, kind, subject, version, moment, forget, hash, body) "
                    "values (1, ?1, ?2, 1, 'report.sent', ?3, ?4, 0, 0, ?5, ?6)");
    for (;;) {
        pthread_mutex_lock(&queue.lock);
        while (!queue.first)
            pthread_cond_wait(&queue.wake, &queue.lock);
        struct conn *batch = queue.first;
        queue.first = queue.last = NULL;
        pthread_mutex_unlock(&queue.lock);
        step(db, begin);
        for (struct conn *c = batch; c; c = c->next)
            keep(db, report, event, c, ++seq);
        step(db, commit);
        answer_all(batch);
        if (log_pages >= CHECKPOINT_PAGES) {
            log_pages = 0;
            sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        }
    }
    return NULL;
}

/* ---- the loops ---- */

static void put(int fd, const char *bytes, size_t n)
{
    while (n) { /* never blocks for long: the client waits for one answer at a time */
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent < 0)
            return;
        bytes += sent;
        n -= (size_t)sent;
    }
}

static void reply(int fd, const void *body, size_t n)
{
    char out[ROOM + 256];
    int head =
        snprintf(out, 256, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", n);
    memcpy(out + head, body, n);
    put(fd, out, (size_t)head + n);
}

static int on_url(llhttp_t *p, const char *at, size_t n)
{
    struct conn *c = p->data;
    if (!c->url)
        c->url = at;
    c->url_n += n;
    return 0;
}

static int on_body(llhttp_t *p, const char *at, size_t n)
{
    struct conn *c = p->data;
    if (!c->body)
        c->body = at;
    c->body_n += n;
    return 0;
}

static int on_message_complete(llhttp_t *p)
{
    ((struct conn *)p->data)->whole = true;
    return HPE_PAUSED;
}

static const llhttp_settings_t settings = {
    .on_url = on_url, .on_body = on_body, .on_message_complete = on_message_complete};

static void read_one(struct conn *c, int version)
{
    sqlite3_stmt *st = c->loop->read;
    sqlite3_bind_int64(st, 1, c->obligation);
    sqlite3_bind_int(st, 2, version);
    if (sqlite3_step(st) == SQLITE_ROW)
        reply(c->fd, sqlite3_column_blob(st, 0), (size_t)sqlite3_column_bytes(st, 0));
    else
        put(c->fd, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 45);
    sqlite3_reset(st);
}

static void serve(struct conn *c)
{
    static const char page[1024] = {[0 ... 1023] = 'x'};
    const char *digit = c->url, *end = c->url + c->url_n;
    while (digit < end && (*digit < '0' || *digit > '9'))
        digit++;
    c->obligation = digit < end ? strtoll(digit, NULL, 10) : 0;
    if (c->parser.method == HTTP_GET) {
        const char *version = memrchr(c->url, '/', c->url_n);
        if (c->obligation)
            read_one(c, atoi(version + 1));
        else
            reply(c->fd, page, sizeof page);
        return;
    }
    c->next = NULL;
    c->waits = true;
    pthread_mutex_lock(&queue.lock);
    bool first = !queue.first;
    if (queue.last && !first)
        queue.last->next = c;
    else
        queue.first = c;
    queue.last = c;
    if (first)
        pthread_cond_signal(&queue.wake);
    pthread_mutex_unlock(&queue.lock);
}

/* The writer may still hold it, and its descriptor's number must not be another's until then. */
static void drop(struct conn *c)
{
    if (c->waits) {
        c->gone = true;
        epoll_ctl(c->loop->epoll, EPOLL_CTL_DEL, c->fd, NULL);
        return;
    }
    close(c->fd);
    free(c);
}

static void on_bytes(struct conn *c)
{
    ssize_t n = recv(c->fd, c->in + c->used, ROOM - c->used, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN)
        return;
    if (n <= 0 || (size_t)n == ROOM - c->used) {
        drop(c);
        return;
    }
    llhttp_errno_t code = llhttp_execute(&c->parser, c->in + c->used, (size_t)n);
    c->used += (size_t)n;
    if (!c->whole && code == HPE_OK)
        return;
    serve(c);
    c->used = c->url_n = 0;
    c->url = NULL;
    if (c->parser.method == HTTP_GET)
        c->body = NULL, c->body_n = 0;
    c->whole = false;
    llhttp_resume(&c->parser);
}

static void on_answers(struct loop *l)
{
    static const char done[] =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"kept\":"
        " true}\n";
    uint64_t many;
    check(read(l->wake, &many, 8) == 8, "eventfd");
    pthread_mutex_lock(&l->lock);
    struct conn *list = l->answered;
    l->answered = NULL;
    pthread_mutex_unlock(&l->lock);
    for (struct conn *c = list, *next; c; c = next) {
        next = c->next;
        c->waits = false;
        c->body = NULL;
        c->body_n = 0;
        if (c->gone)
            drop(c);
        else
            put(c->fd, done, sizeof done - 1);
    }
}

static int listen_on(int port)
{
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    check(bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 4096) == 0, "listen");
    return fd;
}

static void accept_one(struct loop *l, int listener)
{
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0)
        return;
    struct conn *c = calloc(1, sizeof *c);
    check(c != NULL, "memory");
    c->fd = fd;
    c->loop = l;
    llhttp_init(&c->parser, HTTP_REQUEST, &settings);
    c->parser.data = c;
    epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = c});
}

static void open_reader(struct loop *l)
{
    check(sqlite3_open_v2(file, &l->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == 0, file);
    sqlite3_busy_timeout(l->db, 5000);
    l->read = prepare(l->db, "select body from report where obligation = ?1 and version = ?2");
}

static void *loop_run(void *arg)
{
    struct loop *l = arg;
    int listener = (int)(intptr_t)l->answered;
    struct epoll_event events[EVENTS];
    l->answered = NULL;
    l->epoll = epoll_create1(0);
    l->wake = eventfd(0, 0);
    open_reader(l);
    epoll_ctl(l->epoll, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN, .data.ptr = NULL});
    epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->wake, &(struct epoll_event){.events = EPOLLIN, .data.ptr = l});
    for (;;) {
        int n = epoll_wait(l->epoll, events, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            if (!events[i].data.ptr)
                accept_one(l, listener);
            else if (events[i].data.ptr == l)
                on_answers(l);
            else
                on_bytes(events[i].data.ptr);
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[LOOPS + 1];
    if (argc < 4) {
        fprintf(stderr, "usage: %s FILE SCHEMA PORT\n", argv[0]);
        return 2;
    }
    file = argv[1];
    schema = argv[2];
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    pthread_create(&threads[LOOPS], NULL, writer, open_writer());
    for (int i = 0; i < LOOPS; i++) {
        pthread_mutex_init(&loops[i].lock, NULL);
        loops[i].answered = (void *)(intptr_t)listen_on(atoi(argv[3]));
    }
    for (int i = 0; i < LOOPS; i++)
        pthread_create(&threads[i], NULL, loop_run, &loops[i]);
    puts("limit");
    fflush(stdout);
    for (int i = 0; i <= LOOPS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
