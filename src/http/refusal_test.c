/* SPDX-License-Identifier: Apache-2.0 */
/* What the door refuses: requests made to mislead it, and ten thousand made by chance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "http/door_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

/* --- what must be refused --- */

struct bad_case {
    const char *why, *text;
    int status; /* of the first answer */
};

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
    {"a vertical tab before chunked",
     POST "Transfer-Encoding: \x0b"
          "chunked\r\n\r\n0\r\n\r\n",
     400},
    {"a chunk size that is none", POST "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
    {"a chunk size with 0x", POST "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n", 400},
    {"a negative chunk", POST "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", 400},
    {"an overflowing chunk", POST "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400},
    {"a chunk longer than said", POST "Transfer-Encoding: chunked\r\n\r\n2\r\n{}}\r\n0\r\n\r\n", 400},
    {"a chunk ended by bare LF", POST "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n", 400},
    {"two types", "POST /api/echo HTTP/1.1\r\n" H "Content-Type: application/json\r\nContent-Type: text/plain\r\n\r\n",
     400},
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
    {"a form",
     "POST /api/echo HTTP/1.1\r\n" H "X-Skillweek: 1\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}", 415},
    {"a form of another site", FORM "Origin: http://evil\r\nContent-Length: 0\r\n\r\n", 403},
    {"a form of another port", FORM "Origin: http://h:81\r\nContent-Length: 0\r\n\r\n", 403},
    {"a form of a site that hides", FORM "Origin: null\r\nContent-Length: 0\r\n\r\n", 403},
    {"a form of nobody knows where", FORM "Content-Length: 0\r\n\r\n", 403},
    {"a form of a sister site", FORM "Sec-Fetch-Site: same-site\r\nOrigin: http://h\r\nContent-Length: 0\r\n\r\n", 403},
    {"our own header on a form", FORM "X-Skillweek: 1\r\nContent-Length: 0\r\n\r\n", 403},
    {"a form over the limit", FORM "Origin: http://h\r\nContent-Length: 4096\r\n\r\n", 413},
    {"a form that is plain text",
     "POST /form/1 HTTP/1.1\r\n" H "Origin: http://h\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n", 415},
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

static void a_form_of_our_own_page_comes_in_and_a_refusal_is_a_page(void **state)
{
    (void)state;
    static const char *const own[] = {"Origin: http://h\r\n", "Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n"};
    char text[512];
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        snprintf(text, sizeof text, FORM "%sConnection: close\r\nContent-Length: 12\r\n\r\nname=%%41+%%3C", own[i]);
        assert_int_equal(ask(text), 200);
        assert_int_equal(count_of("[A <]"), 1);
    }
    assert_int_equal(ask(FORM "Connection: close\r\nContent-Length: 0\r\n\r\n"), 403);
    assert_int_equal(count_of("Content-Type: text/html"), 1);
    assert_int_equal(count_of("<p>"), 1);
}

/* However the bytes are cut into packets, the verdict is the same. */
static void a_refusal_does_not_depend_on_packets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_cases / sizeof *bad_cases; i++) {
        size_t n = strlen(bad_cases[i].text);
        int fd = dial(), one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
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
    static const char *const bits[] = {"\r\n",
                                       "\n",
                                       " ",
                                       ":",
                                       "\t",
                                       "Host: x\r\n",
                                       "Content-Length: 9\r\n",
                                       "Transfer-Encoding: chunked\r\n",
                                       "0\r\n\r\n",
                                       "%00",
                                       "/../",
                                       "HTTP/1.1",
                                       "\xff",
                                       "ffffffffffffffff",
                                       "\r\n\r\n",
                                       "Expect: 100-continue\r\n"};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_requests_are_refused),
        cmocka_unit_test(a_form_of_our_own_page_comes_in_and_a_refusal_is_a_page),
        cmocka_unit_test(a_refusal_does_not_depend_on_packets),
        cmocka_unit_test(what_is_too_long_is_refused),
        cmocka_unit_test(ten_thousand_mutations_do_no_harm),
    };
    return cmocka_run_group_tests_name("refusals", tests, door_up, door_down);
}
