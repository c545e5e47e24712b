/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/json.h"

#include <stdio.h>
#include <string.h>

static struct arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = arena_new("json", 16 << 20);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* What is read and written again. */
static void becomes(const char *text, const char *wanted)
{
    struct json j;
    struct err e;
    struct buf b = buf_new(arena, 64);
    if (!json_read(arena, str_of(text), &j, &e))
        fail_msg("%s: %s", text, e.args[0]);
    json_write(&b, &j);
    assert_string_equal(str_z(arena, buf_str(&b)), wanted);
}

static void is_refused(struct str text, enum message message)
{
    struct json j;
    struct err e = {0};
    if (json_read(arena, text, &j, &e))
        fail_msg("taken: " STR_FMT, STR_ARG(text));
    assert_int_equal(e.code, ERR_INPUT);
    assert_int_equal(e.message, message);
}

static void test_values(void **state)
{
    (void)state;
    becomes(" { \"a\" : [ 1 , -2.5 , 1e3, true , false , null , \"\" ] , \"b\" : { } }\n",
            "{\"a\":[1,-2.5,1000,true,false,null,\"\"],\"b\":{}}");
    becomes("[]", "[]");
    becomes("0", "0");
    becomes("9007199254740993", "9007199254740992");
    becomes("0.1", "0.1");
    becomes("\xEF\xBB\xBF\"汉\"", "\"汉\"");
}

static void test_texts(void **state)
{
    (void)state;
    becomes("\"\\u6c49\\u5b57 \\ud83d\\ude00 \\\"\\\\\\/\\b\\f\\n\\r\\t\"",
            "\"汉字 😀 \\\"\\\\/\\u0008\\u000c\\n\\u000d\\u0009\"");
    becomes("\"<b>\"", "\"\\u003cb>\"");
}

static void test_what_is_no_json(void **state)
{
    static const char *const bad[] = {"",
                                      " ",
                                      "{",
                                      "[1,]",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{a:1}",
                                      "[1 2]",
                                      "01",
                                      "-",
                                      "1.",
                                      ".5",
                                      "+1",
                                      "1e",
                                      "tru",
                                      "nul",
                                      "\"",
                                      "\"\\x\"",
                                      "\"\\u12",
                                      "\"\\ud800\"",
                                      "\"\\udc00\"",
                                      "\"\\ud800\\u0041\"",
                                      "\"\n\"",
                                      "[1]]",
                                      "{} x",
                                      "'a'",
                                      "NaN"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        is_refused(str_of(bad[i]), MSG_BAD_JSON);
    is_refused(S("\"\\u0000\""), MSG_BAD_JSON);
    is_refused((struct str){"\"a\0b\"", 5}, MSG_BAD_JSON);
    is_refused(S("\"\xC0\x80\""), MSG_BAD_UTF8);
    is_refused(S("\"\xED\xA0\x80\""), MSG_BAD_UTF8);
    is_refused(S("\"\xE4\xB8\""), MSG_BAD_UTF8);
}

static void test_names_are_unique(void **state)
{
    (void)state;
    is_refused(S("{\"a\":1,\"b\":2,\"a\":3}"), MSG_FIELD_TWICE);
    is_refused(S("[{\"\\u0061\":1,\"a\":2}]"), MSG_FIELD_TWICE);
    struct buf many = buf_new(arena, 65536);
    buf_putc(&many, '{');
    for (int i = 0; i < 2000; i++)
        buf_format(&many, "\"k%d\":%d,", i, i);
    size_t n = many.n;
    buf_lit(&many, "\"last\":0}");
    struct json j;
    struct err e;
    assert_true(json_read(arena, buf_str(&many), &j, &e));
    assert_int_equal(j.n, 2001);
    assert_int_equal((int)json_get(&j, S("k1999"))->number, 1999);
    many.n = n;
    buf_lit(&many, "\"k77\":0}");
    is_refused(buf_str(&many), MSG_FIELD_TWICE);
}

static void test_nesting_stops(void **state)
{
    char text[80];
    (void)state;
    memset(text, '[', 40);
    memset(text + 40, ']', 40);
    is_refused((struct str){text, 80}, MSG_BAD_JSON);
    struct json j;
    struct err e;
    assert_true(json_read(arena, (struct str){text + 8, 64}, &j, &e));
    memset(text, '[', 80);
    is_refused((struct str){text, 80}, MSG_BAD_JSON);
}

static void test_values_have_a_number(void **state)
{
    (void)state;
    enum { MANY = JSON_VALUES_MAX + 2 };
    struct arena *a = arena_new("json", 64 << 20);
    struct json j;
    struct err e;
    struct buf b = buf_new(a, 2 * MANY + 2);
    buf_putc(&b, '[');
    for (int i = 1; i < JSON_VALUES_MAX; i++)
        buf_lit(&b, "1,");
    size_t n = b.n;
    buf_lit(&b, "1]");
    assert_true(json_read(a, buf_str(&b), &j, &e));
    b.n = n;
    buf_lit(&b, "1,1]");
    assert_false(json_read(a, buf_str(&b), &j, &e));
    assert_int_equal(e.message, MSG_JSON_LARGE);
    arena_free(a);
}

struct word {
    struct str word;
};

struct words {
    struct {
        struct word *items;
        size_t n, cap;
    } words;
};

static SHAPE(word, struct word, SHAPE_FIELD(word, word, "词", STR));
static SHAPE(words, struct words, SHAPE_FIELD(words, words, "词", MANY, .of = &word_shape));

/* One long text told three hundred times: little in memory, much to write. */
static void test_what_is_too_much_is_left_off_and_said(void **state)
{
    (void)state;
    enum { LONG = 100000, MANY = 300 };
    struct arena *small = arena_new("small", 1 << 20);
    char *text = arena_alloc(arena, LONG);
    memset(text, 'x', LONG);
    struct words list = {0};
    for (int i = 0; i < MANY; i++)
        arena_push(arena, &list.words, ((struct word){{text, LONG}}));
    struct buf b = {.arena = small, .stops = true};
    shape_write(&b, &words_shape, &list);
    assert_true(b.cut);
    list.words.n = 2;
    arena_reset(small);
    b = (struct buf){.arena = small, .stops = true};
    shape_write(&b, &words_shape, &list);
    assert_false(b.cut);
    assert_true(b.n > 2 * LONG);
    arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values),
                                       cmocka_unit_test(test_texts),
                                       cmocka_unit_test(test_what_is_no_json),
                                       cmocka_unit_test(test_names_are_unique),
                                       cmocka_unit_test(test_nesting_stops),
                                       cmocka_unit_test(test_values_have_a_number),
                                       cmocka_unit_test(test_what_is_too_much_is_left_off_and_said)};
    return cmocka_run_group_tests(tests, begin, end);
}
