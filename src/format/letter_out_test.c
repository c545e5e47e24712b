/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/letter_out.h"

enum { ROOM = 16 << 20 };

static struct letter_out plain(void)
{
    return (struct letter_out){.from_name = S("演练教育局"),
                               .from = S("office@example.cn"),
                               .to = S("school@example.cn"),
                               .id = S("<1@example.cn>"),
                               .answers = S("<a@b>"),
                               .refs = S("<x@y> <z@y>"),
                               .subject = S("回执"),
                               .words = S("您好\n"),
                               .at = {1684376407000}};
}

static struct str written(struct arena *a, const struct letter_out *l)
{
    struct err e = {0};
    struct str bytes = {0};
    assert_true(letter_write(a, l, &bytes, &e));
    return bytes;
}

static void a_letter_is_written_as_it_should_be(void **state)
{
    struct arena *a = arena_new("test", ROOM);
    struct letter_out l = plain();
    (void)state;
    assert_string_equal(str_z(a, written(a, &l)),
                        "Date: Thu, 18 May 2023 10:20:07 +0800\r\n"
                        "From: =?UTF-8?B?5ryU57uD5pWZ6IKy5bGA?=\r\n <office@example.cn>\r\n"
                        "To: <school@example.cn>\r\nSubject: =?UTF-8?B?5Zue5omn?=\r\nMessage-ID: <1@example.cn>\r\n"
                        "In-Reply-To: <a@b>\r\nReferences: <x@y>\r\n <z@y>\r\n <a@b>\r\n"
                        "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n"
                        "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        "5oKo5aW9DQo=\r\n");
    l.answers = l.refs = l.from_name = S("");
    assert_true(str_find(written(a, &l), S("From: <office@example.cn>\r\n")) != STR_NONE);
    assert_true(str_find(written(a, &l), S("References")) == STR_NONE);
    arena_free(a);
}

/* Of any text: lines of at most 76 characters, ASCII, each ended by CRLF; the head as many lines as it has fields. */
static void hold(struct arena *a, const struct letter_out *l)
{
    struct str bytes = written(a, l), line;
    size_t fields = 0;
    bool head = true;
    assert_true(str_ends(bytes, S("\r\n")));
    while (bytes.n && str_cut(&bytes, S("\r\n"), &line)) {
        assert_true(line.n <= 76);
        for (size_t i = 0; i < line.n; i++)
            assert_true(line.at[i] >= ' ' && line.at[i] < 0x7f);
        head = head && line.n;
        fields += head && line.at[0] != ' ';
        assert_true(!line.n || line.at[0] != '.');
    }
    assert_int_equal(fields, 12);
}

static void whatever_stands_in_its_texts_stays_there(void **state)
{
    static const char *const texts[] = {
        "",
        "a",
        "x\r\nBcc: victim@example.cn",
        "x\n\n.\r\nMAIL FROM:<a@b>",
        "?= =?UTF-8?B?",
        "\"a\" <b@c>, (d)",
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十a",
        "a一二三四五六七八九十一二三四五六七八九十😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        ".\n..\n.x\n",
    };
    struct arena *a = arena_new("test", ROOM);
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct letter_out l = plain();
        l.words = l.subject = l.from_name = str_of(texts[i]);
        if (str_find(l.subject, S("\n")) != STR_NONE) { /* a line in a header is a mistake of ours */
            struct str ignored;
            struct err e = {0};
            assert_false(letter_write(a, &l, &ignored, &e));
            assert_int_equal(e.message, MSG_ANSWER_UNFIT);
            l.subject = l.from_name = S("x");
        }
        hold(a, &l);
    }
    struct buf b = buf_new(a, 1 << 16);
    for (int i = 0; i < 20000; i++)
        buf_lit(&b, "长");
    struct letter_out l = plain();
    l.words = buf_str(&b);
    hold(a, &l);
    arena_free(a);
}

static void an_address_that_means_something_to_a_server_is_not_sound(void **state)
{
    static const char *const sound[] = {"a@b.cn", "a.b-c_d+e@mail.b.com.cn", "prvs=12ab=x@b.cn", "12345@qq.com"};
    static const char *const not [] = {
        "",           "a",        "@b.cn",       "a@",       "a@b",         "a@b..cn",  ".a@b.cn",  "a.@b.cn",
        "a..b@c.d",   "a@b.cn>",  "<a@b.cn>",    "a b@c.cn", "a@b.cn\r\nx", "a%c@b.cn", "c!a@b.cn", "a@b@c.cn",
        "\"a\"@b.cn", "a,c@b.cn", "a@[1.2.3.4]", "校@b.cn",  "a@校.cn",     "a@-b.cn",  "a@b.cn.",  "a\tb@c.cn"};
    (void)state;
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        if (!letter_address_is_sound(str_of(sound[i])))
            fail_msg("%s", sound[i]);
    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        if (letter_address_is_sound(str_of(not [i])))
            fail_msg("%s", not [i]);
    assert_false(letter_address_is_sound((struct str){"a\0@b.cn", 7}));
    char longer[300];
    memset(longer, 'a', sizeof longer);
    longer[64] = '@';
    longer[251] = '.';
    assert_true(letter_address_is_sound((struct str){longer, 254}));
    assert_false(letter_address_is_sound((struct str){longer, 255}));
    longer[64] = 'a';
    longer[65] = '@';
    assert_false(letter_address_is_sound((struct str){longer, 254}));
}

static void of_identifiers_the_sound_ones_are_taken_and_not_too_many(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"<a@b>", "<a@b>"},
        {"<a@b><c@d>\t<e f@g> x <h@i", "<a@b> <c@d>"},
        {"junk <a@b> (c) <> <\x01@b>", "<a@b>"},
        {"<a<b@c>", ""},
    };
    struct arena *a = arena_new("test", ROOM);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(str_z(a, letter_ids(a, str_of(cases[i][0]))), cases[i][1]);
    struct buf b = buf_new(a, 256);
    for (int i = 0; i < 50; i++)
        buf_format(&b, "<%d@x>", i);
    assert_true(str_starts(letter_ids(a, buf_str(&b)), S("<40@x> <41@x>")));
    struct letter_out l = plain();
    struct str ignored;
    struct err e = {0};
    l.refs = S("<a@b>\r\nBcc: <c@d>");
    assert_false(letter_write(a, &l, &ignored, &e));
    l.refs = S("");
    l.answers = S("<a@b>\r\nX: <c>");
    assert_false(letter_write(a, &l, &ignored, &e));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_is_written_as_it_should_be),
        cmocka_unit_test(whatever_stands_in_its_texts_stays_there),
        cmocka_unit_test(an_address_that_means_something_to_a_server_is_not_sound),
        cmocka_unit_test(of_identifiers_the_sound_ones_are_taken_and_not_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
