/* SPDX-License-Identifier: Apache-2.0 */
/* The program itself, as it takes letters apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROOM = 64 << 20, ANSWER = 1 << 16 };

struct taken {
    int status;
    char line[80];
    struct str out;
};

static void be_worker(int from, int to, int out)
{
    int spare[3] = {fcntl(from, F_DUPFD, 20), fcntl(to, F_DUPFD, 20), fcntl(out, F_DUPFD, 20)};
    dup2(spare[0], 3);
    dup2(spare[1], 4);
    dup2(spare[2], 1);
    closefrom(5);
    execl(WORKER, WORKER, "letter", NULL);
    _exit(127);
}

static struct taken take_apart(struct arena *a, struct str letter)
{
    struct taken t = {0};
    int out[2], from = memfd_create("letter", MFD_CLOEXEC), to = memfd_create("parts", MFD_CLOEXEC);
    assert_false(pipe2(out, O_CLOEXEC));
    assert_int_equal(pwrite(from, letter.at, letter.n, 0), letter.n);
    pid_t pid = fork();
    if (pid == 0)
        be_worker(from, to, out[1]);
    close(out[1]);
    assert_true(read(out[0], t.line, sizeof t.line - 1) >= 0);
    close(out[0]);
    waitpid(pid, &t.status, 0);
    char *room = arena_alloc(a, ANSWER);
    ssize_t n = pread(to, room, ANSWER, 0);
    t.out = (struct str){room, n > 0 ? (size_t)n : 0};
    close(from);
    close(to);
    return t;
}

#define HEAD "From: a@b.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
#define OUT "from 6\na@b.cnsubject 1\nxdate 0\naddress 6\na@b.cn"

static void what_a_letter_holds_comes_out_in_order(void **state)
{
    static const struct {
        const char *letter, *out;
    } cases[] = {
        {HEAD "Content-Type: text/plain; charset=gb2312\r\n\r\n\xc4\xe3\xba\xc3\r\n", OUT "text 8\n你好\n\n"},
        {HEAD "Content-Type: text/html; charset=utf-8\r\n\r\n<p>你好</p><script>x</script>\r\n", OUT "text 6\n你好"},
        {HEAD "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>no\r\n"
              "--b\r\nContent-Type: text/plain\r\n\r\nyes\r\n--b--\r\n",
         OUT "text 4\nyes\n"},
        {HEAD "Content-Type: application/x; name=\"\xc8\xd5\xb1\xa8.xls\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
              "aGVsbG8=\r\n",
         OUT "text 0\nname 10\n日报.xlsdata 5\nhello"},
        {HEAD "Content-Type: application/x; name=\"=?gbk?B?yNWxqC54bHM=?=\"\r\n\r\nhi",
         OUT "text 0\nname 10\n日报.xlsdata 2\nhi"},
        {HEAD "Content-Disposition: attachment; filename*=gb18030''%C8%D5%B1%A8.xls\r\n\r\nhi",
         OUT "text 0\nname 10\n日报.xlsdata 2\nhi"},
        {HEAD
         "Content-Type: message/rfc822\r\n\r\nFrom: c@d\r\nSubject: y\r\nContent-Type: image/png; name=p.png\r\n\r\nhi",
         OUT "text 0\nname 5\np.pngdata 2\nhi"},
        {"Return-Path: <p@q.cn>\r\nReturn-Path: <forged@q.cn>\r\nFrom: =?utf-8?B?5ryU57uD?= <a@b.cn>, "
         "c@d.cn\r\nSubject: x\r\n"
         "Message-ID: <m@b>\r\nReferences: <r@b>\r\n <s@b>\r\nAuto-Submitted: no\r\nPrecedence: bulk\r\nList-Id: "
         "<l>\r\n"
         "X-Auto-Response-Suppress: All\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b--\r\n",
         "from 23\n演练 <a@b.cn>, c@d.cnsubject 1\nxdate 0\nreturn-path 8\n<p@q.cn>message-id 5\n<m@b>references 11\n"
         "<r@b> <s@b>auto-submitted 2\nnoprecedence 4\nbulklist 3\n<l>suppress 3\nAlltype 16\nmultipart/reportaddress "
         "6\na@b.cn"
         "text 0\n"},
        {"", "from 0\nsubject 0\ndate 0\naddress 0\ntext 0\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new("test", ROOM);
        struct taken t = take_apart(a, str_of(cases[i].letter));
        if (!cases[i].letter[0] && t.line[0] == 'n')
            assert_string_equal(t.line, "no input\n");
        else if (!str_eq(t.out, str_of(cases[i].out)))
            fail_msg("%zu: %s" STR_FMT, i, t.line, STR_ARG(t.out));
        arena_free(a);
    }
}

static void one_of_more_parts_than_anybody_writes_is_refused(void **state)
{
    struct arena *a = arena_new("test", ROOM);
    struct buf b = buf_new(a, 1 << 16);
    (void)state;
    buf_lit(&b, HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    for (int i = 0; i < 3000; i++)
        buf_lit(&b, "--b\r\n\r\nx\r\n");
    assert_string_equal(take_apart(a, buf_str(&b)).line, "no large\n");
    b.n = 0;
    for (int i = 0; i < 40; i++)
        buf_format(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i);
    assert_string_equal(take_apart(a, buf_str(&b)).line, "no large\n");
    arena_free(a);
}

/* Bytes changed at random: an answer, or a death that is a finding; in its time. */
static void a_mangled_letter_ends(void **state)
{
    static const char letter[] =
        HEAD "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain;"
             " charset=gbk\r\n\r\n\xc4\xe3\xba\xc3\r\n--b\r\nContent-Type: application/x;"
             " name*=utf-8''%E6%97%A5.xls\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n--b--\r\n";
    uint32_t seed = 20230518;
    (void)state;
    for (int i = 0; i < 60; i++) {
        struct arena *a = arena_new("test", ROOM);
        char room[sizeof letter];
        memcpy(room, letter, sizeof letter);
        for (int k = 0; k < 8; k++) {
            seed = seed * 1664525 + 1013904223;
            room[(seed >> 8) % (sizeof room - 1)] ^= (char)(seed >> 24 | 1);
        }
        struct taken t = take_apart(a, (struct str){room, sizeof room - 1});
        assert_true(WIFEXITED(t.status));
        assert_true(!strncmp(t.line, "ok ", 3) || !strncmp(t.line, "no ", 3));
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_letter_holds_comes_out_in_order),
        cmocka_unit_test(one_of_more_parts_than_anybody_writes_is_refused),
        cmocka_unit_test(a_mangled_letter_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
