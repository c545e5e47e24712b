/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/csv.h"

static struct str flat(struct arena *a, const struct table *t)
{
    struct buf b = buf_new(a, 256);
    for (size_t i = 0; i < t->n; i++) {
        buf_format(&b, "%lld:", (long long)t->items[i].number);
        for (size_t c = 0; c < t->items[i].cells.n; c++) {
            if (c)
                buf_lit(&b, "|");
            buf_put(&b, t->items[i].cells.items[c]);
        }
        buf_lit(&b, " ");
    }
    return buf_str(&b);
}

static void tables_are_read_as_spreadsheets_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *flat;
    } cases[] = {
        {"", ""},
        {"a,b\nc,d\n", "1:a|b 2:c|d "},
        {"\xef\xbb\xbf编码,名称\r\n1,甲\r\n", "1:编码|名称 2:1|甲 "},
        {"a,b\r\rc,d", "1:a|b 3:c|d "},
        {"a\tb,c\td\n", "1:a|b,c|d "},
        {"a;b;c\n1,5;2;3\n", "1:a|b|c 2:1,5|2|3 "},
        {"\"a,b\",\"say \"\"hi\"\"\"\n", "1:a,b|say \"hi\" "},
        {"\"two\nlines\",x\ny,z\n", "1:two\nlines|x 2:y|z "},
        {"\"ab\"c,d\n", "1:abc|d "},
        {"a,,\n,,\n,b,\n", "1:a|| 3:|b| "},
        {"a,b,", "1:a|b| "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new("test", 1 << 20);
        struct table t;
        struct err e;
        assert_true(csv_read(a, str_of(cases[i].text), &t, &e));
        assert_string_equal(str_z(a, flat(a, &t)), cases[i].flat);
        arena_free(a);
    }
}

static void an_open_quotation_mark_is_refused_with_its_row(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct table t;
    struct err e;
    assert_false(csv_read(a, S("a,b\nc,\"d\n"), &t, &e));
    assert_int_equal(e.message, MSG_CSV_QUOTE);
    assert_string_equal(e.args[0], "2");
    assert_false(csv_read(a, S("\xb1\xe0\xc2\xeb,a\n"), &t, &e));
    assert_int_equal(e.message, MSG_BAD_UTF8);
    arena_free(a);
}

static void a_table_too_large_for_the_arena_is_refused(void **state)
{
    (void)state;
    struct arena *big = arena_new("big", 1 << 22), *small = arena_new("small", 1 << 18);
    struct buf b = buf_new(big, 1 << 17);
    for (int i = 0; i < 60000; i++)
        buf_lit(&b, ",");
    struct table t;
    struct err e;
    assert_false(csv_read(small, buf_str(&b), &t, &e));
    assert_int_equal(e.code, ERR_LARGE);
    arena_free(small);
    arena_free(big);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_read_as_spreadsheets_write_them),
        cmocka_unit_test(an_open_quotation_mark_is_refused_with_its_row),
        cmocka_unit_test(a_table_too_large_for_the_arena_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
