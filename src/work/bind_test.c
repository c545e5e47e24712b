/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "work/notice.h"

/* A clause of a notice of 8 April 2024, whose event lasts from 29 April to 1 May, and the rule it becomes. */
static const struct {
    const char *clause;
    struct due_rule due;
} table[] = {
    {"请各学校于5月13日17:00前将报名表报教务科。", {.kind = DUE_DATE, .day = {19856}, .minute = 1020}},
    {"各学校每天16:00前将日报表报教务科。", {.kind = DUE_SAME_DAY, .day = {INT32_MIN}, .minute = 960}},
    {"各学校于次日上午10:00前将前一日情况报教务科。", {.kind = DUE_NEXT_DAY, .day = {INT32_MIN}, .minute = 600}},
    {"各学校每周日前将周报表报教务科。", {.kind = DUE_WEEKLY, .day = {INT32_MIN}, .minute = 1440, .weekday = 7}},
    {"各学校每月7日前将进展情况报教务科。", {.kind = DUE_MONTHLY, .day = {INT32_MIN}, .minute = 1440, .month_day = 7}},
    {"各学校每月底前将进展情况报教务科。", {.kind = DUE_MONTHLY, .day = {INT32_MIN}, .minute = 1440}},
    {"各学校在活动结束后三日内将总结报教务科。", {.kind = DUE_DATE, .day = {19847}, .minute = 1440}}, /* 4 May */
    /* The holiday of 2024 lasted until 5 May: the third working day after it is the 8th. */
    {"各学校在活动结束后3个工作日内将总结报教务科。", {.kind = DUE_DATE, .day = {19851}, .minute = 1440}},
    /* No letter means so many days: a slip of the pen is no deadline. */
    {"各学校在活动结束后999999999个工作日内将总结报教务科。", {.kind = DUE_NONE, .day = {19845}, .minute = 600}},
    {"各学校在活动结束后99999999日内将总结报教务科。", {.kind = DUE_NONE, .day = {19845}, .minute = 600}},
    /* What may happen any day is owed on none. */
    {"发生突发事件后，各学校须在24小时内将情况报告报教务科。",
     {.kind = DUE_ANY_DAY, .day = {INT32_MIN}, .minute = 1440}},
};

static void a_deadline_becomes_a_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena *a = arena_new("test", 16 << 20);
        struct notice_options o = {.issued = day_of(2024, 4, 8)};
        struct str text = str_format(a, "关于举办职业教育活动的通知\n各学校：\n活动时间：2024年4月29日至5月1日。\n%s\n",
                                     table[i].clause);
        struct form_book known = {0};
        struct campaign c;
        campaign_from_notice(a, text, notice_compile(a, text, &o), NULL, &known, NULL, &c);
        assert_int_equal(c.duties.n, 1);
        const struct due_rule *due = &c.duties.items[0].due, *want = &table[i].due;
        if (due->kind != want->kind || due->day.n != want->day.n || due->minute != want->minute)
            print_error("%s: %s %d %d\n", table[i].clause, due_kind_words[due->kind], (int)due->day.n,
                        (int)due->minute);
        assert_int_equal(due->kind, want->kind);
        assert_int_equal(due->day.n, want->day.n);
        assert_int_equal(due->minute, want->minute);
        assert_int_equal(due->weekday, want->weekday);
        assert_int_equal(due->month_day, want->month_day);
        arena_free(a);
    }
}

static void the_doubts_of_a_duty_come_with_it(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct str text = S("关于报送材料的通知\n各学校：\n请各学校将报名表报教务科。\n");
    struct form_book known = {0};
    struct campaign c;
    campaign_from_notice(a, text, notice_compile(a, text, NULL), NULL, &known, NULL, &c);
    assert_int_equal(c.duties.n, 1);
    assert_true(c.duties.items[0].confidence < 0.9);
    assert_true(c.duties.items[0].doubts.n > 0);
    assert_int_equal(c.duties.items[0].doubts.items[0].field, DOUBT_DUE);
    arena_free(a);
}

static void a_finding_knows_its_duty_and_its_field(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct str text = S("关于报送材料的通知\n各县（市）区教育局，各中专学校：\n一、报送内容及时限\n"
                        "（一）各县（市）区教育局于2024年5月12日17:00前报送自查报告。\n"
                        "（二）各中专学校于2024年5月13日前报送隐患排查表。\n"
                        "（三）典型案例：每个县（市）不少于3篇，各中专学校每校不少于1篇。\n");
    struct notice_options o = {.issued = day_of(2024, 4, 8)};
    struct form_book known = {0};
    struct campaign c;
    campaign_from_notice(a, text, notice_compile(a, text, &o), NULL, &known, NULL, &c);
    assert_int_equal(c.duties.n, 3);
    size_t rest_days[3] = {0};
    for (size_t i = 0; i < c.findings.n; i++) {
        const struct finding_note *f = &c.findings.items[i];
        bool weekend = str_eq(f->code, S("due-weekend"));
        assert_true(!weekend || f->field == DOUBT_DUE);
        assert_true(!weekend || str_eq(f->message, S("报送时限5月12日是休息日")));
        assert_true(!weekend || str_eq(f->message_en, S("The deadline 12 May is a day of rest")));
        assert_true(f->message_en.n && !!f->advice.n == !!f->advice_en.n);
        for (size_t k = 0; k < 3; k++)
            rest_days[k] += weekend && str_eq(f->duty, c.duties.items[k].key);
    }
    assert_int_equal(rest_days[0], 1);
    assert_int_equal(rest_days[1], 0);
    assert_int_equal(rest_days[2], 1); /* of classes joined into one duty: once */
    arena_free(a);
}

/* The one duty of a letter of 8 April 2024. */
static struct duty duty_of(struct arena *a, struct str body)
{
    struct str text = str_format(a, "关于报送材料的通知\n各学校：\n" STR_FMT "\n", STR_ARG(body));
    struct notice_options o = {.issued = day_of(2024, 4, 8)};
    struct form_book known = {0};
    struct campaign c;
    campaign_from_notice(a, text, notice_compile(a, text, &o), NULL, &known, NULL, &c);
    assert_int_equal(c.duties.n, 1);
    return c.duties.items[0];
}

static struct str name_of(struct arena *a, struct str body)
{
    return duty_of(a, body).name;
}

/* Of a flood office: the board has a column for each, and nobody can tell 日报 from 日报. */
static void dailies_are_told_apart(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct str text = S("关于报送汛期信息的通知\n各学校：\n一、每日两报。各学校每日8时、20时前报送雨情日报表。\n"
                        "二、水位。各学校每日8:00前报送水库水位表。\n");
    struct notice_options o = {.issued = day_of(2024, 4, 8)};
    struct form_book known = {0};
    struct campaign c;
    campaign_from_notice(a, text, notice_compile(a, text, &o), NULL, &known, NULL, &c);
    assert_int_equal(c.duties.n, 3);
    assert_string_equal(str_z(a, c.duties.items[0].short_name), "雨情日报表（8时）");
    assert_string_equal(str_z(a, c.duties.items[1].name), "雨情日报表（20时）");
    assert_string_equal(str_z(a, c.duties.items[2].short_name), "水库水位表");
    arena_free(a);
}

/* What a duty is called, without the year that all of the campaign shares. */
static void a_name_leaves_its_year_out(void **state)
{
    static const struct {
        const char *thing, *name;
    } names[] = {{"2023年度大事记", "大事记"}, {"2023年工作总结", "工作总结"}, {"工作总结", "工作总结"}};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct arena *a = arena_new("test", 16 << 20);
        struct str name = name_of(a, str_format(a, "请各学校于4月20日前将%s报教务科。", names[i].thing));
        assert_true(str_eq(name, str_of(names[i].name)));
        arena_free(a);
    }
}

/* A part's heading goes before several things; an item of a list is no heading, and one that tells only when says nothing. */
static void a_name_bears_the_heading_that_tells_what(void **state)
{
    static const struct {
        const char *above, *name;
    } names[] = {{"一、成果展示", "成果展示：方案、总结"},
                 {"一、报送时间", "方案、总结"},
                 {"一、成果展示\n1.《统计表》（附件1）；", "成果展示：方案、总结"}};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct arena *a = arena_new("test", 16 << 20);
        struct str name = name_of(a, str_format(a, "%s\n请各学校于4月20日前将方案、总结报教务科。", names[i].above));
        assert_true(str_eq(name, str_of(names[i].name)));
        arena_free(a);
    }
}

static void a_short_name_ends_with_no_mark(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct duty d = duty_of(a, S("请各学校于4月20日前将校园安全隐患自查情况表、整改台账报教务科。"));
    assert_true(str_eq(d.short_name, S("校园安全隐患自查情况表")));
    arena_free(a);
}

/* Under the heading of the day it is of, 前一日 would be the day before. */
static void what_is_told_a_day_later_is_of_its_own_day(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct duty d =
        duty_of(a, S("活动时间：2024年4月29日至5月1日。\n各学校于次日上午10:00前将前一日活动情况、照片报教务科。"));
    assert_int_equal(d.due.kind, DUE_NEXT_DAY);
    assert_true(str_eq(d.parts.items[0].name, S("当日活动情况")));
    assert_true(str_eq(d.name, S("当日活动情况、照片")));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_becomes_a_rule),
        cmocka_unit_test(the_doubts_of_a_duty_come_with_it),
        cmocka_unit_test(a_finding_knows_its_duty_and_its_field),
        cmocka_unit_test(dailies_are_told_apart),
        cmocka_unit_test(a_name_leaves_its_year_out),
        cmocka_unit_test(a_name_bears_the_heading_that_tells_what),
        cmocka_unit_test(a_short_name_ends_with_no_mark),
        cmocka_unit_test(what_is_told_a_day_later_is_of_its_own_day),
    };
    return cmocka_run_group_tests_name("bind", tests, NULL, NULL);
}
