/* SPDX-License-Identifier: Apache-2.0 */
/* The door by real sockets on the loopback: what it does. What it refuses: refusal_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/core.h"
#include "http/door_fixture.h"
#include "format/json.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void a_route_answers(void **state)
{
    (void)state;
    assert_int_equal(ask("GET /api/kilo HTTP/1.1\r\n" END), 200);
    assert_int_equal(count_of("Content-Length: 1024\r\n"), 1);
    assert_non_null(strstr(heard, "Content-Security-Policy: default-src 'self'"));
    assert_non_null(strstr(heard, "Permissions-Policy: "));
    assert_non_null(strstr(heard, "Cache-Control: no-store\r\n"));
    assert_non_null(strstr(heard, "\r\n\r\nkkkk"));
    assert_int_equal(ask("GET /healthz HTTP/1.1\r\n" END), 200);
    assert_int_equal(ask("GET /readyz HTTP/1.1\r\n" END), 200);
    assert_int_equal(ask("GET /metrics HTTP/1.1\r\n" END), 200);
    assert_non_null(strstr(heard, "skillweek_http_requests_total{class=\"2xx\"}"));
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
    int before = uploads_begun;
    say(fd, head, strlen(head));
    listen_for(fd, NULL, 0, 500);
    assert_int_equal(strncmp(heard, "HTTP/1.1 401", 12), 0);
    assert_int_equal(uploads_begun, before);
    close(fd);
}

static void an_upload_streams(void **state)
{
    (void)state;
    static char part[1 << 20];
    int before = uploads_begun, lost = uploads_abandoned, fd = dial();
    const char *head =
        "PUT /api/upload HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Length: 20971520\r\nConnection: close\r\n\r\n";
    say(fd, head, strlen(head));
    for (int i = 0; i < 20; i++)
        assert_true(say(fd, part, sizeof part));
    listen_for(fd, NULL, 0, 3000);
    close(fd);
    assert_non_null(strstr(heard, "\r\n\r\n20971520"));
    assert_int_equal(uploads_begun, before + 1);
    assert_int_equal(uploads_abandoned, lost);
}

static void an_upload_cut_off_is_abandoned(void **state)
{
    (void)state;
    int lost = uploads_abandoned;
    assert_int_equal(ask("PUT /api/upload HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Length: 100\r\n\r\nhalf"), 0);
    for (int i = 0; i < 100 && uploads_abandoned == lost; i++)
        usleep(10000);
    assert_int_equal(uploads_abandoned, lost + 1);
    assert_int_equal(ask("PUT /api/upload?refuse=yes HTTP/1.1\r\nX-Skillweek: 1\r\nContent-Length: 4\r\n" END "half"),
                     409);
    assert_int_equal(uploads_abandoned, lost + 2);
    assert_int_equal(ask("PUT /api/upload?full=yes HTTP/1.1\r\nX-Skillweek: 1\r\nContent-Length: 4\r\n" END "half"),
                     507);
    assert_int_equal(uploads_abandoned, lost + 2);
}

static void a_refused_upload_still_hears_why(void **state)
{
    (void)state;
    static char part[1 << 20];
    int fd = dial();
    const char *head = "PUT /api/locked HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Length: 25165824\r\n\r\n";
    say(fd, head, strlen(head));
    for (int i = 0; i < 24; i++)
        assert_true(say(fd, part, sizeof part));
    listen_for(fd, NULL, 0, 3000);
    assert_int_equal(strncmp(heard, "HTTP/1.1 401", 12), 0);
    assert_int_equal(count_of("Connection: close"), 1);
    close(fd);
    head = "PUT /api/upload HTTP/1.1\r\n" H "X-Skillweek: 1\r\nTransfer-Encoding: chunked\r\n\r\n4000000\r\n";
    fd = dial(); /* 64 MiB in one chunk, over the route's limit */
    int lost = uploads_abandoned;
    say(fd, head, strlen(head));
    for (int i = 0; i < 33; i++)
        say(fd, part, sizeof part);
    listen_for(fd, NULL, 0, 3000);
    assert_int_equal(strncmp(heard, "HTTP/1.1 413", 12), 0);
    assert_int_equal(uploads_abandoned, lost + 1);
    close(fd);
}

static void a_small_refused_body_keeps_the_connection(void **state)
{
    (void)state;
    assert_int_equal(
        ask("POST /api/echo HTTP/1.1\r\n" H "Content-Length: 5\r\n\r\nhelloGET /api/kilo HTTP/1.1\r\n" END), 403);
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

/* Asks so often for 8 MiB, of which its kernel takes little. */
static int ask_much(int times)
{
    char text[256] = "";
    int fd = dial(), small = 32 * 1024, n = 0;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    while (times--)
        n += sprintf(text + n, "GET /api/much HTTP/1.1\r\n" H "\r\n");
    say(fd, text, (size_t)n);
    return fd;
}

static int connections_here(void)
{
    assert_int_equal(ask("GET /metrics HTTP/1.1\r\n" END), 200);
    return atoi(strstr(heard, "\nskillweek_http_connections ") + 28);
}

static void of_many_peers_that_do_not_read_most_are_let_go(void **state)
{
    (void)state;
    enum { PEERS = 24 };
    int fds[PEERS];
    for (int i = 0; i < PEERS; i++)
        fds[i] = ask_much(1);
    usleep(300000);
    assert_in_range(connections_here(), 2, 9); /* two loops with room for four each, and the one that asks */
    for (int i = 0; i < PEERS; i++)
        close(fds[i]);
}

static void who_reads_slowly_outlives_those_who_hoard(void **state)
{
    (void)state;
    enum { HOARDERS = 24, READERS = 3 };
    int hoarders[HOARDERS], readers[READERS];
    size_t got[READERS] = {0};
    for (int i = 0; i < HOARDERS / 2; i++)
        hoarders[i] = ask_much(2);
    usleep(100000);
    for (int i = 0; i < READERS; i++)
        readers[i] = ask_much(1);
    usleep(100000);
    for (int i = HOARDERS / 2; i < HOARDERS; i++)
        hoarders[i] = ask_much(2);
    for (int open = READERS; open;) {
        open = 0;
        for (int i = 0; i < READERS; i++) {
            ssize_t n = got[i] <= MUCH ? recv(readers[i], heard, 64 * 1024, 0) : 0;
            got[i] += n > 0 ? (size_t)n : 0;
            open += n > 0;
        }
        usleep(200);
    }
    for (int i = 0; i < READERS; i++) {
        assert_true(got[i] > MUCH);
        close(readers[i]);
    }
    for (int i = 0; i < HOARDERS; i++)
        close(hoarders[i]);
}

static int64_t lying_here(void)
{
    int64_t n = 0;
    for (int i = 0; i < door->loop_count; i++)
        n += door->loops[i].unread_bytes;
    return n;
}

static void what_waits_behind_an_unread_answer_is_little_and_counted(void **state)
{
    (void)state;
    static char text[200 * 1024];
    for (int i = 0; i < 50 && lying_here(); i++)
        usleep(20000);
    assert_int_equal(lying_here(), 0);
    int fd = ask_much(1);
    usleep(100000);
    int64_t answer = lying_here();
    assert_true(answer >= MUCH);
    memset(text, 'G', sizeof text);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    say(fd, text, sizeof text);
    usleep(100000);
    assert_in_range(lying_here() - answer, 1000, 20 * 1024);
    close(fd);
    for (int i = 0; i < 50 && lying_here(); i++)
        usleep(20000);
    assert_int_equal(lying_here(), 0);
}

static void http_1_0_is_spoken(void **state)
{
    (void)state;
    assert_int_equal(ask("GET /api/kilo HTTP/1.0\r\n" H "\r\nGET /api/kilo HTTP/1.0\r\n" H "\r\n"), 200);
    assert_int_equal(count_of("HTTP/1.1 200"), 1);
    assert_int_equal(
        ask("GET /api/kilo HTTP/1.0\r\n" H "Connection: keep-alive\r\n\r\nGET /api/kilo HTTP/1.0\r\n" H "\r\n"), 200);
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
    assert_int_equal(ask("GET /api/items/a%20%E4%B8%AD?x=1&q=b%2Bc+d HTTP/1.1\r\nCookie: a=b; sid=x=y; z=1\r\n" END),
                     200);
    assert_non_null(strstr(heard, "item=a \xe4\xb8\xad;q=b+c d;c=x=y;p=127.0.0.1;s=0"));
    assert_int_equal(ask("GET http://h/api/items/1?q=%ff HTTP/1.1\r\n"
                         "X-Forwarded-For: 6.6.6.6, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n" END),
                     200);
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

static void a_peer_that_leaves_during_a_file_does_no_harm(void **state)
{
    (void)state;
    const char *text = "GET /api/file HTTP/1.1\r\n" H "\r\nGET /api/file HTTP/1.1\r\n" H "\r\n";
    for (int i = 0; i < 100; i++) {
        int small = 4096, fd = dial();
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        say(fd, text, strlen(text));
        if (i % 2)
            assert_int_equal(recv(fd, heard, 100, 0), 100);
        usleep((useconds_t)i * 20);
        close(fd);
    }
    assert_int_equal(ask("GET /api/kilo HTTP/1.1\r\n" END), 200);
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
    server_publish(door, (struct topic){41, 1}, S("other"), S("x"));
    server_publish(door, (struct topic){42, 2}, S("other"), S("x"));
    server_publish(door, (struct topic){42, 1}, S("board"), S("one\ntwo"));
    server_publish(door, (struct topic){42, TOPIC_ALL}, S("board"), S("three"));
    server_publish(door, (struct topic){TOPIC_ALL, 0}, S("clock"), S("four"));
    for (int i = 0; i < 20; i++) {
        listen_for(fds[i], "data: three\n\n", 1, 1000);
        assert_non_null(strstr(heard, "\nevent: board\ndata: one\ndata: two\n\nid: "));
        assert_null(strstr(heard, "other"));
        if (!strstr(heard, "event: clock\ndata: four\n\n"))
            listen_for(fds[i], "event: clock\ndata: four\n\n", 1, 1000);
        assert_non_null(strstr(heard, "event: clock\ndata: four\n\n"));
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
        server_publish(door, (struct topic){42, 1}, S("board"), much);
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
    assert_int_equal(ask("GET /assets/app.js HTTP/1.1\r\nRange: bytes=9-\r\n" END), 416);
    assert_non_null(strstr(heard, "Content-Range: bytes */7\r\n"));
    assert_non_null(strstr(heard, "Content-Length: 0\r\n"));
    assert_null(strstr(heard, "alert()"));
    assert_int_equal(ask("GET /api/file HTTP/1.1\r\nRange: bytes=1-3\r\nIf-Range: \"old\"\r\n" END), 200);
    assert_int_equal(ask("GET /api/file HTTP/1.1\r\nRange: bytes=1-3,5-6\r\n" END), 200);
}

/* --- the end --- */

static void the_document_of_routes_names_them_all(void **state)
{
    (void)state;
    struct arena *a = arena_new("openapi", 8 << 20);
    struct str text = routes_openapi(a, door_routes, DOOR_ROUTES);
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
    server_stop(door, 5000);
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
        cmocka_unit_test(a_json_body_is_read_by_its_shape),
        cmocka_unit_test(a_client_that_asks_first_is_told),
        cmocka_unit_test(an_upload_streams),
        cmocka_unit_test(an_upload_cut_off_is_abandoned),
        cmocka_unit_test(a_refused_upload_still_hears_why),
        cmocka_unit_test(a_small_refused_body_keeps_the_connection),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(a_peer_that_does_not_read_holds_only_itself),
        cmocka_unit_test(of_many_peers_that_do_not_read_most_are_let_go),
        cmocka_unit_test(who_reads_slowly_outlives_those_who_hoard),
        cmocka_unit_test(what_waits_behind_an_unread_answer_is_little_and_counted),
        cmocka_unit_test(http_1_0_is_spoken),
        cmocka_unit_test(head_is_get_without_the_body),
        cmocka_unit_test(what_a_request_says_is_found),
        cmocka_unit_test(a_peer_that_leaves_during_a_file_does_no_harm),
        cmocka_unit_test(a_parked_request_is_answered_by_another_thread),
        cmocka_unit_test(a_batch_of_parked_requests_is_answered),
        cmocka_unit_test(slow_peers_are_let_go),
        cmocka_unit_test(a_stream_hears_its_topic),
        cmocka_unit_test(a_slow_reader_is_dropped),
        cmocka_unit_test(files_of_the_web_folder_are_served),
        cmocka_unit_test(a_part_of_a_file_is_sent),
        cmocka_unit_test(the_document_of_routes_names_them_all),
        cmocka_unit_test(stopping_lets_requests_end),
    };
    return cmocka_run_group_tests_name("http", tests, door_up, door_down);
}
