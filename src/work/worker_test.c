/* SPDX-License-Identifier: Apache-2.0 */
/* With shell scripts in the worker's place: what becomes of it is a finding, and nobody waits for ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"
#include "work/worker.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool run(const char *script, int ms, int to, struct worker_answer *answer, struct err *e)
{
    char path[] = "/tmp/skillweek-worker-XXXXXX";
    int fd = mkstemp(path), from = memfd_create("from", MFD_CLOEXEC);
    assert_true(dprintf(fd, "#!/bin/sh\n%s\n", script) > 0);
    fchmod(fd, 0700);
    close(fd);
    assert_int_equal(pwrite(from, "photo\n", 6, 0), 6);
    bool ok = worker_run(str_of(path), "preview", from, to, ms, answer, e);
    close(from);
    unlink(path);
    return ok;
}

static void what_becomes_of_the_worker_is_a_finding(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        enum worker_end end;
        const char *line;
    } cases[] = {
        {"echo ok 480 320", WORKER_DONE, "ok 480 320"},
        {"echo no large; exit 1", WORKER_REFUSED, "no large"},
        {"echo ok 1 1; exit 1", WORKER_DIED, "ok 1 1"},
        {"echo ok 1 1; kill -9 $$", WORKER_DIED, "signal 9"},
        {"kill -31 $$", WORKER_DIED, "signal 31"},
        {"exit 0", WORKER_DIED, ""},
        {"echo hello", WORKER_DIED, "hello"},
        {"head -c 20000 /dev/zero", WORKER_DIED, ""},
        {"test \"$1\" = preview && test -z \"$HOME\" && ! (: <&5) 2>/dev/null && echo ok", WORKER_DONE, "ok"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct worker_answer answer;
        struct err e;
        int to = memfd_create("to", MFD_CLOEXEC);
        assert_true(run(cases[i].script, 8000, to, &answer, &e));
        if (answer.end != cases[i].end || strcmp(answer.line, cases[i].line))
            fail_msg("%s: %d \"%s\"", cases[i].script, answer.end, answer.line);
        close(to);
    }
}

static void it_reads_from_3_and_writes_to_4(void **state)
{
    (void)state;
    struct worker_answer answer;
    struct err e;
    char bytes[16] = "";
    int to = memfd_create("to", MFD_CLOEXEC);
    assert_true(run("cat <&3 >&4; echo ok", 8000, to, &answer, &e));
    assert_int_equal(pread(to, bytes, sizeof bytes, 0), 6);
    assert_string_equal(bytes, "photo\n");
    close(to);
}

static void one_that_hangs_is_ended_when_its_time_is_up(void **state)
{
    (void)state;
    struct worker_answer answer;
    struct err e;
    struct instant before = clock_machine();
    assert_true(run("echo ok; exec sleep 60", 200, STDERR_FILENO, &answer, &e));
    assert_int_equal(answer.end, WORKER_DIED);
    assert_string_equal(answer.line, "its time was up");
    assert_true(clock_machine().ms - before.ms < 10000);
}

static void one_that_cannot_start_is_a_fault(void **state)
{
    (void)state;
    struct worker_answer answer;
    struct err e = {0};
    assert_false(worker_run(S("/nonexistent/skillweek-worker"), "preview", 0, 1, 100, &answer, &e));
    assert_int_equal(e.code, ERR_FAULT);
    assert_false(run("echo no fault; exit 1", 8000, STDERR_FILENO, &answer, &e));
    assert_int_equal(e.code, ERR_FAULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_becomes_of_the_worker_is_a_finding),
        cmocka_unit_test(it_reads_from_3_and_writes_to_4),
        cmocka_unit_test(one_that_hangs_is_ended_when_its_time_is_up),
        cmocka_unit_test(one_that_cannot_start_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
