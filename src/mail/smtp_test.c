/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail/smtp.h"
#include "mail/test_server.h"

enum { ROOM = 16 << 20 };
#define LETTER "Date: x\r\n\r\n.one\r\n..\r\nend\r\n"

struct told {
    bool ok;
    enum smtp_end end;
    struct smtp_answer answer;
    struct err e;
    struct str heard;
};

static struct told talk(struct arena *a, const char *says, size_t step)
{
    struct test_server server = {.says = str_of(says), .step = step, .over = MSG_OUTBOX_UNREACHED};
    struct talk *with = test_talk(a, &server, SMTP_LINE);
    struct told t = {0};
    t.ok = smtp_hand_over(with, S("a@b.cn"), S("c@d.cn"), S(LETTER), &t.end, &t.answer, &t.e);
    t.heard = buf_str(&server.heard);
    return t;
}

static void a_letter_is_handed_over_with_its_dots_doubled(void **state)
{
    struct arena *a = arena_new("test", ROOM);
    (void)state;
    for (size_t step = 1; step < 8; step++) {
        struct told t = talk(a, "250 ok\r\n250-yes\r\n250 yes\r\n354 go\r\n250 2.0.0 taken\r\n", step);
        assert_true(t.ok);
        assert_int_equal(t.end, SMTP_TAKEN);
        assert_string_equal(t.answer.words, "250 2.0.0 taken");
        assert_string_equal(str_z(a, t.heard), "MAIL FROM:<a@b.cn>\r\nRCPT TO:<c@d.cn>\r\nDATA\r\n"
                                               "Date: x\r\n\r\n..one\r\n...\r\nend\r\n.\r\n");
    }
    arena_free(a);
}

static void what_is_refused_is_told_in_the_servers_words(void **state)
{
    static const struct {
        const char *says, *words;
        enum smtp_end end;
        bool reset;
    } cases[] = {
        {"250 ok\r\n550-no such\r\n550 user\r\n250 reset\r\n", "550-no such user", SMTP_REFUSED, true},
        {"250 ok\r\n451 later\r\n250 reset\r\n", "451 later", SMTP_LATER, true},
        {"250 ok\r\n250 ok\r\n452 full\r\n250 reset\r\n", "452 full", SMTP_LATER, true},
        {"250 ok\r\n250 ok\r\n354 go\r\n554 DT:SPM 垃圾邮件\r\n", "554 DT:SPM 垃圾邮件", SMTP_REFUSED, false},
        {"250 ok\r\n250 ok\r\n354 go\r\n554 \xb2\xbb\x01\r\n", "554 ???", SMTP_REFUSED, false},
        {"250 ok\n250\n354\n250\n", "250", SMTP_TAKEN, false},
    };
    struct arena *a = arena_new("test", ROOM);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct told t = talk(a, cases[i].says, 100);
        assert_true(t.ok);
        assert_int_equal(t.end, cases[i].end);
        assert_string_equal(t.answer.words, cases[i].words);
        assert_int_equal(str_ends(t.heard, S("RSET\r\n")), cases[i].reset);
    }
    arena_free(a);
}

static void what_is_no_letters_fault_is_an_err(void **state)
{
    struct arena *a = arena_new("test", ROOM);
    struct buf b = buf_new(a, 1 << 16), many = buf_new(a, 1 << 16);
    for (int i = 0; i < 3000; i++)
        buf_lit(&b, "2");
    for (int i = 0; i < 200; i++)
        buf_lit(&many, "250-more\r\n");
    const struct {
        const char *says;
        enum message why;
    } cases[] = {
        {"553 Mail from must equal authorized user\r\n", MSG_OUTBOX_SENDER},
        {"451 not now\r\n", MSG_OUTBOX_SENDER},
        {"421 leaving\r\n", MSG_OUTBOX_BUSY},
        {"250 ok\r\n421 leaving\r\n", MSG_OUTBOX_BUSY},
        {"hello\r\n", MSG_MAILBOX_STRANGE},
        {"99\r\n", MSG_MAILBOX_STRANGE},
        {"250-a\r\n550 b\r\n", MSG_MAILBOX_STRANGE},
        {"250 ok\r\n250 ok\r\n250 ok\r\n", MSG_MAILBOX_STRANGE},
        {"250 ok\r\n250 ok\r\n354 go\r\n", MSG_OUTBOX_UNREACHED},
        {"", MSG_OUTBOX_UNREACHED},
        {str_z(a, buf_str(&b)), MSG_MAILBOX_STRANGE},
        {str_z(a, buf_str(&many)), MSG_MAILBOX_STRANGE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct told t = talk(a, cases[i].says, 100);
        assert_false(t.ok);
        assert_int_equal(t.e.message, cases[i].why);
    }
    arena_free(a);
}

/* What is kept of an endless answer ends between characters. */
static void words_are_cut_where_a_character_ends(void **state)
{
    struct arena *a = arena_new("test", ROOM);
    (void)state;
    for (int pad = 0; pad < 4; pad++) {
        struct buf b = buf_new(a, 1 << 12);
        buf_format(&b, "250 ok\r\n550 %.*s", pad, "xxxx");
        for (int i = 0; i < 200; i++)
            buf_lit(&b, "长");
        buf_lit(&b, "\r\n250 ok\r\n");
        struct told t = talk(a, str_z(a, buf_str(&b)), 100);
        assert_true(t.ok && utf8_is_valid(str_of(t.answer.words)));
        assert_in_range(strlen(t.answer.words), SMTP_WORDS - 5, SMTP_WORDS - 1);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_is_handed_over_with_its_dots_doubled),
        cmocka_unit_test(what_is_refused_is_told_in_the_servers_words),
        cmocka_unit_test(what_is_no_letters_fault_is_an_err),
        cmocka_unit_test(words_are_cut_where_a_character_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
