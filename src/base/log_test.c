/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/log.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINES = 5000 };

static int kept_stderr;

static void stderr_is(int fd)
{
    assert_true(dup2(fd, STDERR_FILENO) >= 0);
}

/* All that lies there: whole lines, and whether one of them tells how many were given up. */
static size_t read_lines(int fd, bool *told_r)
{
    static char text[4 << 20];
    size_t n = 0, lines = 0;
    ssize_t got;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    while (n < sizeof text - 1 && (got = read(fd, text + n, sizeof text - 1 - n)) > 0)
        n += (size_t)got;
    text[n] = 0;
    for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1, lines++)
        assert_true(line[0] == '{' && end[-1] == '}');
    assert_true(!n || text[n - 1] == '\n');
    *told_r = strstr(text, "\"what\":\"log.lost\",\"lines\":") != NULL;
    return lines;
}

static void say_much(bool held)
{
    static struct log_held room;
    if (held)
        log_hold(&room);
    for (int i = 0; i < LINES; i++)
        log_line(LOG_INFO, "test", "\"n\":%d,\"text\":\"%0200d\"", i, i);
    log_flush();
}

/* It would wait for ever otherwise, and so would all who wait for it: the alarm ends the test then. */
static void a_reader_that_stalls(int from, int to, bool held)
{
    bool told;
    stderr_is(to);
    alarm(20);
    say_much(held);
    size_t lines = read_lines(from, &told);
    assert_true(lines > 10 && lines < LINES && !told);
    log_line(LOG_WARN, "test", "\"again\":true");
    assert_int_equal(read_lines(from, &told), 2);
    assert_true(told);
    alarm(0);
    stderr_is(kept_stderr);
    close(from);
    close(to);
}

static void a_log_that_nobody_reads_keeps_nobody_waiting(void **state)
{
    int ends[2];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    a_reader_that_stalls(ends[0], ends[1], false);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    a_reader_that_stalls(ends[0], ends[1], false);
    assert_int_equal(pipe(ends), 0);
    a_reader_that_stalls(ends[0], ends[1], true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_log_that_nobody_reads_keeps_nobody_waiting)};
    kept_stderr = dup(STDERR_FILENO);
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
