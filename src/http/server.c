/* SPDX-License-Identifier: Apache-2.0 */
/* Loops: their threads, listening sockets, pools and inboxes; start and stop. */
#include "http/core.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 4096, ACCEPTS = 64, DESCRIPTORS_KEPT = 256, DESCRIPTORS_EACH = 2, DESCRIPTORS_LEAST = 64 };
static const size_t LOOP_BOUND = (size_t)1 << 30;

uint64_t loop_now(const struct loop *l)
{
    return uv_now(&l->uv);
}

/* --- pools --- */

struct arena *loop_arena(struct loop *l)
{
    return l->arena_count ? l->arenas[--l->arena_count]
                          : arena_new("http request", l->server->options.limits.request_bytes);
}

void loop_arena_back(struct loop *l, struct arena *a)
{
    if (l->arena_count == POOLED_ARENAS) {
        arena_free(a);
        return;
    }
    arena_reset(a);
    l->arenas[l->arena_count++] = a;
}

static struct connection *connection_take(struct loop *l)
{
    struct connection *c = l->free_connections;
    if (c)
        l->free_connections = c->next;
    else
        c = arena_one(l->arena, struct connection);
    memset(c, 0, sizeof *c);
    c->loop = l;
    c->next = l->connections;
    if (c->next)
        c->next->prev = c;
    l->connections = c;
    l->connection_count++;
    return c;
}

void loop_connection_gone(struct connection *c)
{
    struct loop *l = c->loop;
    if (c->prev)
        c->prev->next = c->next;
    else
        l->connections = c->next;
    if (c->next)
        c->next->prev = c->prev;
    c->next = l->free_connections;
    l->free_connections = c;
    l->connection_count--;
    atomic_store_explicit(&l->counters.connections, (uint64_t)l->connection_count, memory_order_relaxed);
}

struct str loop_date(struct loop *l)
{
    if (l->date_at == loop_now(l))
        return str_of(l->date);
    int64_t second = clock_machine().ms / 1000;
    l->date_at = loop_now(l);
    if (second != l->date_second) {
        time_t t = (time_t)second;
        struct tm tm;
        gmtime_r(&t, &tm);
        strftime(l->date, sizeof l->date, "%a, %d %b %Y %H:%M:%S GMT", &tm);
        l->date_second = second;
    }
    return str_of(l->date);
}

/* --- accepting --- */

static void turn_away(struct loop *l, int fd)
{
    static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
                               "Connection: close\r\n\r\n";
    count(&l->counters.turned_away, 1);
    if (send(fd, busy, sizeof busy - 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        errno = 0; /* it is being closed anyway */
    shutdown(fd, SHUT_WR);
    close(fd);
}

static void peer_text(const struct sockaddr_storage *from, char *to, size_t room)
{
    const struct sockaddr_in6 *six = (const void *)from;
    const struct sockaddr_in *four = (const void *)from;
    if (from->ss_family == AF_INET)
        inet_ntop(AF_INET, &four->sin_addr, to, (socklen_t)room);
    else if (from->ss_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
        inet_ntop(AF_INET, six->sin6_addr.s6_addr + 12, to, (socklen_t)room);
    else if (from->ss_family == AF_INET6)
        inet_ntop(AF_INET6, &six->sin6_addr, to, (socklen_t)room);
}

/* Out of descriptors: the spare one is given up to take the connection off the queue and end it in a civil way. */
static void accept_on_spare(struct loop *l)
{
    close(l->spare_fd);
    int fd = accept4(l->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0)
        turn_away(l, fd);
    l->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static bool accept_one(struct loop *l)
{
    struct sockaddr_storage from;
    socklen_t n = sizeof from;
    int fd = accept4(l->listen_fd, (struct sockaddr *)&from, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
        bool again = errno == EINTR || errno == ECONNABORTED;
        if (errno == EMFILE || errno == ENFILE)
            accept_on_spare(l);
        return again;
    }
    int most = l->server->options.limits.connections / l->server->loop_count;
    if (l->connection_count >= (most ? most : 1)) {
        turn_away(l, fd);
        return true;
    }
    char peer[sizeof((struct connection *)0)->peer] = "";
    peer_text(&from, peer, sizeof peer);
    count(&l->counters.accepted, 1);
    connection_open(l, fd, peer);
    return true;
}

static void on_listener(uv_poll_t *p, int status, int events)
{
    struct loop *l = p->data;
    (void)status, (void)events;
    for (int i = 0; i < ACCEPTS && accept_one(l); i++)
        ;
}

void connection_open(struct loop *l, int fd, const char *peer)
{
    struct connection *c = connection_take(l);
    c->fd = fd;
    c->poll.data = c;
    c->since = c->progress = loop_now(l);
    c->in_head = true; /* the first request is awaited like one that has begun */
    memcpy(c->peer, peer, strlen(peer) + 1);
    atomic_store_explicit(&l->counters.connections, (uint64_t)l->connection_count, memory_order_relaxed);
    if (uv_poll_init(&l->uv, &c->poll, fd) != 0) {
        close(fd);
        loop_connection_gone(c);
        return;
    }
    connection_watch(c);
}

/* --- the inbox --- */

static void inbox_put(struct inbox *in, struct exchange *answer, struct frame_note *frame)
{
    if (answer) {
        answer->next = NULL;
        if (in->answers_last)
            in->answers_last->next = answer;
        else
            in->answers = answer;
        in->answers_last = answer;
    }
    if (frame) {
        frame->next = NULL;
        if (in->frames_last)
            in->frames_last->next = frame;
        else
            in->frames = frame;
        in->frames_last = frame;
    }
}

/* Only the first of a batch wakes the loop. A loop that has ended takes nothing: its answers go into nothing here. */
void loop_tell(struct loop *l, struct exchange *answer, struct frame_note *frame, int stop_ms)
{
    uv_mutex_lock(&l->inbox.lock);
    bool closed = l->inbox.closed, wake = !l->inbox.woken && !closed;
    if (!closed) {
        inbox_put(&l->inbox, answer, frame);
        if (stop_ms >= 0)
            l->inbox.stop_ms = stop_ms;
        l->inbox.woken = true;
        if (wake)
            uv_async_send(&l->wake);
    }
    uv_mutex_unlock(&l->inbox.lock);
    if (closed && answer)
        arena_free(answer->q.arena);
    if (closed && frame)
        frame_drop(frame->frame);
}

static void on_tick(uv_timer_t *t);

static void loop_stop(struct loop *l, int ms)
{
    on_listener(&l->listener, 0, 0); /* those already in the queue are served */
    connections_send(l);
    l->stopping = true;
    l->stop_at = loop_now(l) + (uint64_t)ms;
    uv_close((uv_handle_t *)&l->listener, NULL);
    close(l->listen_fd);
    uv_timer_start(&l->tick, on_tick, 1, 10); /* looks often whether all have ended */
    for (struct connection *c = l->connections, *next; c; c = next) {
        next = c->next;
        connection_stop(c);
    }
}

static void loop_drain(struct loop *l)
{
    uv_mutex_lock(&l->inbox.lock);
    struct exchange *answers = l->inbox.answers;
    struct frame_note *frames = l->inbox.frames;
    int stop_ms = l->inbox.stop_ms;
    l->inbox.answers = l->inbox.answers_last = NULL;
    l->inbox.frames = l->inbox.frames_last = NULL;
    l->inbox.woken = false;
    l->inbox.stop_ms = -1;
    uv_mutex_unlock(&l->inbox.lock);
    for (struct exchange *x = answers, *next; x; x = next) {
        next = x->next;
        connection_answered(x);
    }
    for (struct frame_note *f = frames, *next; f; f = next) {
        next = f->next;
        stream_deliver(l, f->frame);
        frame_drop(f->frame);
    }
    if (stop_ms >= 0 && !l->stopping)
        loop_stop(l, stop_ms);
}

static void loop_end(struct loop *l)
{
    uv_mutex_lock(&l->inbox.lock);
    l->inbox.closed = true;
    uv_mutex_unlock(&l->inbox.lock);
    loop_drain(l); /* nothing comes after this */
    uv_close((uv_handle_t *)&l->wake, NULL);
    uv_close((uv_handle_t *)&l->tick, NULL);
    uv_close((uv_handle_t *)&l->prepare, NULL);
}

static void on_tick(uv_timer_t *t)
{
    struct loop *l = t->data;
    uint64_t now = loop_now(l);
    bool late = l->stopping && now >= l->stop_at;
    for (struct connection *c = l->connections, *next; c; c = next) {
        next = c->next;
        if (late)
            connection_close(c);
        else
            connection_tick(c, now);
    }
    uint64_t parked = atomic_load_explicit(&l->counters.parked, memory_order_relaxed);
    if (l->stopping && !l->connections && (!parked || late) && !uv_is_closing((uv_handle_t *)&l->tick))
        loop_end(l);
}

static void on_wake(uv_async_t *a)
{
    struct loop *l = a->data;
    loop_drain(l);
}

/* --- start --- */

static int tick_ms(const struct server_limits *m)
{
    int least = m->head_ms;
    least = m->idle_ms < least ? m->idle_ms : least;
    least = m->body_ms < least ? m->body_ms : least;
    least = m->beat_ms < least ? m->beat_ms : least;
    return least / 4 < 20 ? 20 : least / 4 > 500 ? 500 : least / 4;
}

static void limits_fill(struct server_limits *m)
{
    static const struct server_limits usual = {10000, 10000,  60000,     1024,      30000,
                                               20000, 900000, 128 << 20, 128 << 20, 64 << 20};
#define FILL(member) m->member = m->member ? m->member : usual.member
    FILL(connections);
    FILL(head_ms);
    FILL(idle_ms);
    FILL(body_rate);
    FILL(body_ms);
    FILL(beat_ms);
    FILL(stream_ms);
    FILL(body_bytes);
    FILL(unread_bytes);
    FILL(request_bytes);
#undef FILL
}

/*
 * The usual soft limit (1,024) is for programs that call select: as many as may be are taken. Some are kept for the store
 * and the threads; of the others a connection needs one for its socket and one for the file it sends or receives.
 */
static bool connections_fit(struct server_limits *m, struct arena *a, struct err *e)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files))
        return true;
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files))
        getrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < DESCRIPTORS_LEAST)
        return err_with(e, ERR_CONFLICT, MSG_DESCRIPTORS_FEW, str_format(a, "%llu", (unsigned long long)files.rlim_cur),
                        str_format(a, "%d", DESCRIPTORS_LEAST), S(""));
    rlim_t least = DESCRIPTORS_KEPT + LOOPS * DESCRIPTORS_EACH;
    rlim_t fit = ((files.rlim_cur > least ? files.rlim_cur : least) - DESCRIPTORS_KEPT) / DESCRIPTORS_EACH;
    if (fit >= (rlim_t)m->connections)
        return true;
    log_line(LOG_WARN, "http.descriptors", "\"limit\":%llu,\"connections\":%llu", (unsigned long long)files.rlim_cur,
             (unsigned long long)fit);
    m->connections = (int)fit;
    return true;
}

static bool address_read(struct str host, int port, struct sockaddr_storage *to, socklen_t *n_r)
{
    char text[64];
    if (host.n >= sizeof text)
        return false;
    memcpy(text, host.at, host.n);
    text[host.n] = 0;
    memset(to, 0, sizeof *to);
    if (uv_ip4_addr(text, port, (struct sockaddr_in *)to) == 0)
        *n_r = sizeof(struct sockaddr_in);
    else if (uv_ip6_addr(text, port, (struct sockaddr_in6 *)to) == 0)
        *n_r = sizeof(struct sockaddr_in6);
    else
        return false;
    return true;
}

static int listen_on(const struct sockaddr_storage *at, socklen_t n, bool shared)
{
    int one = 1, fd = socket(at->ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* accepted sockets inherit it */
    if (shared)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    if (bind(fd, (const struct sockaddr *)at, n) < 0 || (shared && listen(fd, BACKLOG) < 0)) {
        int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

static int bound_port(int fd)
{
    struct sockaddr_storage at;
    socklen_t n = sizeof at;
    if (getsockname(fd, (struct sockaddr *)&at, &n) < 0)
        return 0;
    return ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port
                                          : ((struct sockaddr_in *)&at)->sin_port);
}

static bool not_listening(struct str host, int port, struct err *e)
{
    char text[8];
    snprintf(text, sizeof text, "%d", port);
    return err_with(e, ERR_CONFLICT, errno == EADDRINUSE ? MSG_PORT_TAKEN : MSG_PORT_REFUSED, host, str_of(text),
                    str_of(strerror(errno)));
}

/* A second server on the same port would silently share its connections (SO_REUSEPORT): asked for alone first. */
static bool listen_all(struct server *s, struct err *e)
{
    struct sockaddr_storage at;
    socklen_t n;
    int port = s->options.port;
    if (!address_read(s->options.host, port, &at, &n))
        return err_with(e, ERR_INPUT, MSG_HOST_UNREADABLE, s->options.host, S(""), S(""));
    if (port) {
        int probe = listen_on(&at, n, false);
        if (probe < 0)
            return not_listening(s->options.host, port, e);
        close(probe);
    }
    for (int i = 0; i < s->loop_count; i++) {
        int fd = listen_on(&at, n, true);
        if (fd < 0) {
            (void)not_listening(s->options.host, port, e);
            while (i--)
                close(s->loops[i].listen_fd);
            return false;
        }
        s->loops[i].listen_fd = fd;
        s->port = port = bound_port(fd);
        address_read(s->options.host, port, &at, &n);
    }
    return true;
}

static void before_waiting(uv_prepare_t *p)
{
    struct loop *l = p->data;
    const struct server_options *o = &l->server->options;
    connections_send(l);
    log_flush();
    if (o->rest)
        o->rest(o->context);
}

static void loop_init(struct server *s, int number)
{
    struct loop *l = &s->loops[number];
    l->server = s;
    l->number = number;
    l->arena = arena_new("http loop", LOOP_BOUND);
    l->receive = arena_alloc(l->arena, RECEIVE_BYTES);
    l->log = arena_one(l->arena, struct log_held);
    l->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    l->inbox.stop_ms = -1;
    l->beat = frame_new(S(": \n\n"), (struct topic){0});
    int bad = uv_loop_init(&l->uv) | uv_mutex_init(&l->inbox.lock) | uv_async_init(&l->uv, &l->wake, on_wake) |
              uv_timer_init(&l->uv, &l->tick) | uv_poll_init(&l->uv, &l->listener, l->listen_fd);
    l->wake.data = l->tick.data = l->listener.data = l->prepare.data = l;
    int tick = tick_ms(&s->options.limits);
    bad |= uv_prepare_init(&l->uv, &l->prepare) | uv_prepare_start(&l->prepare, before_waiting);
    bad |= uv_timer_start(&l->tick, on_tick, (uint64_t)tick, (uint64_t)tick);
    bad |= uv_poll_start(&l->listener, UV_READABLE, on_listener);
    if (bad) {
        fprintf(stderr, "skillweek: the event loop does not start\n");
        abort();
    }
}

static void loop_run(void *arg)
{
    struct loop *l = arg;
    sigset_t quiet;
    sigemptyset(&quiet);
    sigaddset(&quiet, SIGPIPE); /* sendfile to a peer that left cannot be told to keep still */
    pthread_sigmask(SIG_BLOCK, &quiet, NULL);
    log_hold(l->log);
    uv_run(&l->uv, UV_RUN_DEFAULT);
    log_flush();
}

bool server_start(struct arena *a, const struct server_options *o, struct server **s_r, struct err *e)
{
    struct server *s = arena_one(a, struct server);
    s->options = *o;
    s->arena = a;
    s->loop_count = o->threads < 1 ? 1 : o->threads > LOOPS ? LOOPS : o->threads;
    limits_fill(&s->options.limits);
    if (!connections_fit(&s->options.limits, a, e) || !listen_all(s, e))
        return false;
    routes_index(s);
    uv_mutex_init(&s->publish_lock);
    for (int i = 0; i < s->loop_count; i++)
        loop_init(s, i);
    *s_r = s;
    for (int i = 0; i < s->loop_count; i++)
        if (uv_thread_create(&s->loops[i].thread, loop_run, &s->loops[i]) != 0)
            abort(); /* a process that cannot have two threads has nothing to go back to */
    return true;
}

int server_port(const struct server *s)
{
    return s->port;
}

static void loop_free(struct loop *l)
{
    uv_thread_join(&l->thread);
    uv_loop_close(&l->uv);
    while (l->arena_count)
        arena_free(l->arenas[--l->arena_count]);
    frame_drop(l->beat);
    close(l->spare_fd);
    arena_free(l->arena);
}

void server_stop(struct server *s, int ms)
{
    if (s->stopped)
        return;
    s->stopped = true;
    atomic_store(&s->stopping, true);
    for (int i = 0; i < s->loop_count; i++)
        loop_tell(&s->loops[i], NULL, NULL, ms);
    for (int i = 0; i < s->loop_count; i++)
        loop_free(&s->loops[i]);
}
