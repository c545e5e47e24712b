/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/letter.h"

#include <stdio.h>

static struct strs lines_of(struct arena *a, const char *subject, const char *name)
{
    struct strs lines = {0};
    arena_push(a, &lines, str_of(subject));
    if (name)
        arena_push(a, &lines, str_of(name));
    return lines;
}

static struct day day_at(int year, int month, int d)
{
    char text[16];
    struct day day = DAY_NONE;
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, d);
    assert_true(day_read(str_of(text), &day));
    return day;
}

static void the_unit_is_the_one_whose_longest_name_stands_there(void **state)
{
    static struct unit units[] = {{.name = S("合肥市教育局"), .short_name = S("市教育局")},
                                  {.name = S("合肥市第一职业学校"), .short_name = S("合肥一职")},
                                  {.name = S("合肥市第一职业学校北校区"), .short_name = S("一职北区")},
                                  {.name = S("肥东县教体局"), .short_name = S("肥东")}};
    static const struct {
        const char *subject, *name;
        int unit;
    } cases[] = {
        {"活动周合肥一职单位日报材料", NULL, 1},    {"日报", "合肥市第一职业学校.xlsx", 1},
        {"合肥市第一职业学校北校区日报", NULL, 2},  {"肥东与合肥市第一职业学校", NULL, 1},
        {"报合肥市教育局：肥东县教体局", NULL, -1}, {"日报", NULL, -1},
    };
    struct units all = {.items = units, .n = 4};
    struct arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strs lines = lines_of(a, cases[i].subject, cases[i].name);
        const struct unit *u = letter_unit(&all, &lines);
        assert_ptr_equal(u, cases[i].unit < 0 ? NULL : &units[cases[i].unit]);
    }
    arena_free(a);
}

static void the_day_is_the_first_date_that_is_told(void **state)
{
    static const struct {
        const char *subject;
        int month, day;
    } cases[] = {
        {"日报（5月17日）", 5, 17}, {"日报5.17", 5, 17},   {"2023-05-18 日报", 5, 18}, {"日报20230519", 5, 19},
        {"第3期 5月7日日报", 5, 7}, {"日报 138 人", 0, 0}, {"电话 65171234", 0, 0},
    };
    struct arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strs lines = lines_of(a, cases[i].subject, NULL);
        struct day d = letter_day(&lines, day_at(2023, 5, 18));
        assert_int_equal(d.n, cases[i].month ? day_at(2023, cases[i].month, cases[i].day).n : DAY_NONE.n);
    }
    arena_free(a);
}

static void the_obligation_is_that_of_the_words_and_the_day(void **state)
{
    const struct unit u = {.name = S("合肥市第一职业学校"), .short_name = S("合肥一职")};
    const struct duty daily = {.name = S("每日活动情况"), .short_name = S("日报")},
                      summary = {.name = S("工作总结"), .short_name = S("总结")};
    const int64_t day = MS_A_DAY;
    struct day d17 = day_at(2023, 5, 17);
    int64_t at17 = (int64_t)d17.n * day;
    struct day d18 = {d17.n + 1}, d19 = {d17.n + 2};
    struct letter_choice choices[] = {
        {{1}, &daily, d17, {at17}, {at17 + day}, true},
        {{2}, &daily, d18, {at17 + day}, {at17 + 2 * day}, false},
        {{3}, &daily, d19, {at17 + 2 * day}, {at17 + 3 * day}, false},
        {{4}, &summary, DAY_NONE, {0}, {at17 + 9 * day}, false},
    };
    static const struct {
        const char *subject;
        uint64_t id; /* 0: none */
    } cases[] = {
        {"日报（5月17日）", 1}, {"日报（5月19日）", 3}, {"日报", 2}, {"工作总结 5月18日", 4}, {"照片", 0},
        {"日报（6月1日）", 0},
    };
    struct instant arrived = {at17 + day + day / 2};
    struct arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strs lines = lines_of(a, cases[i].subject, NULL);
        const struct letter_choice *c = letter_choose(a, &u, choices, 4, &lines, arrived, letter_day(&lines, d18));
        assert_int_equal(c ? c->id.n : 0, cases[i].id);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_unit_is_the_one_whose_longest_name_stands_there),
        cmocka_unit_test(the_day_is_the_first_date_that_is_told),
        cmocka_unit_test(the_obligation_is_that_of_the_words_and_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
