/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"

static void broken_utf8_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        bool valid;
    } cases[] = {
        {"合肥 Hefei", true},    {"\xc0\x80", false},
        {"\xed\xa0\x80", false}, {"\xf4\x90\x80\x80", false},
        {"\xe5\x90", false},     {"\xf0\x9f\x98\x80", true},
        {"\x80", false},         {"\xe0\x80\x80", false},
        {"\xff", false},         {"", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(utf8_is_valid(str_of(cases[i].bytes)), cases[i].valid);
}

static void a_position_counts_code_points(void **state)
{
    (void)state;
    assert_int_equal(utf8_length(S("活动周a")), 4);
    assert_int_equal(utf8_digit('7'), 7);
    assert_int_equal(utf8_digit(0xFF19), 9);
    assert_int_equal(utf8_digit('a'), -1);
    assert_int_equal(utf8_digit(0xFF1A), -1);
    assert_int_equal(utf8_offset(S("活动周a"), 3), 9);
    assert_int_equal(utf8_offset(S("活动周a"), 99), 10);
    assert_true(str_eq(utf8_head(S("活动周a"), 2), S("活动")));
}

static void a_number_is_read_up_to_the_largest(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_true(str_to_int(S("9223372036854775807"), &value));
    assert_true(value == INT64_MAX);
    assert_false(str_to_int(S("9223372036854775808"), &value));
    assert_false(str_to_int(S("12a"), &value));
    assert_false(str_to_int(S(""), &value));
    assert_true(str_to_int(S("-7"), &value) && value == -7);
}

static void hidden_characters_are_found(void **state)
{
    (void)state;
    assert_false(utf8_has_hidden(S("活动周 第1中学\n材料")));
    assert_true(utf8_has_hidden(S("材料\u202Efdp.exe")));
    assert_true(utf8_has_hidden(S("a\x01")));
}

static void a_buffer_grows_and_keeps_what_it_had(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct buf b = buf_new(a, 0);
    for (int i = 0; i < 1000; i++)
        buf_put_int(&b, i % 10 - 5);
    assert_true(str_starts(buf_str(&b), S("-5-4-3-2-101234-5")));
    b.n = 0;
    buf_put_int(&b, INT64_MIN);
    assert_true(str_eq(buf_str(&b), S("-9223372036854775808")));
    arena_free(a);
}

static void an_arena_refuses_to_pass_its_bound(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 * 1024);
    assert_null(arena_try(a, 65 * 1024));
    assert_non_null(arena_try(a, 40 * 1024));
    assert_null(arena_try(a, 40 * 1024));
    arena_reset(a);
    assert_non_null(arena_try(a, 40 * 1024));
    arena_free(a);
}

static void a_message_is_filled_in_the_readers_language(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct err e;
    assert_false(err_with(&e, ERR_SLOW, MSG_LOGIN_SLOW, S("30"), S(""), S("")));
    assert_true(str_eq(err_text(a, &e, LANGUAGE_ZH), S("尝试次数过多，请 30 秒后再试")));
    assert_true(str_eq(err_text(a, &e, LANGUAGE_EN), S("Too many attempts; try again in 30 seconds")));
    assert_int_equal(err_status(e.code), 429);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_utf8_is_found),
        cmocka_unit_test(a_position_counts_code_points),
        cmocka_unit_test(a_number_is_read_up_to_the_largest),
        cmocka_unit_test(hidden_characters_are_found),
        cmocka_unit_test(a_buffer_grows_and_keeps_what_it_had),
        cmocka_unit_test(an_arena_refuses_to_pass_its_bound),
        cmocka_unit_test(a_message_is_filled_in_the_readers_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
