/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/notice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

/* One sentence of a notice of 6 March 2024 (a Wednesday), and the deadline it should be read with. */
struct sentence {
    const char *text, *date, *relative;
    int minute;
    enum notice_each each;
};

static struct notice_draft *compile(struct arena *a, const char *sentence)
{
    struct notice_options o = {.issued = day_of(2024, 3, 6)};
    return notice_compile(a, str_format(a, "关于有关工作的通知\n各学校、各有关单位：\n%s\n", sentence), &o);
}

static void deadlines_are_read_as_they_are_written(void **state)
{
    static const struct sentence table[] = {
        {"请各学校于5月13日前将报名表报教务科。", "2024-05-13", "", -1, EACH_ONCE},
        {"请各学校于５月１３日（周一）下午5时前，将报名表报教务科。", "2024-05-13", "", 1020, EACH_ONCE},
        {"请各学校于2024.5.13中午12:00前将报名表报教务科。", "2024-05-13", "", 720, EACH_ONCE},
        {"请各学校于5月13日24时前将报名表报教务科。", "2024-05-13", "", 1440, EACH_ONCE},
        {"请各学校于1月10日前将总结报教务科。", "2024-01-10", "", -1, EACH_ONCE},
        {"请各学校于明年1月10日前将总结报教务科。", "2025-01-10", "", -1, EACH_ONCE},
        {"请各学校于本周五前将报名表报教务科。", "2024-03-08", "", -1, EACH_ONCE},
        {"请各学校于5月底前将报名表报教务科。", "2024-05-31", "", -1, EACH_ONCE},
        {"各学校总结5月份报送局办公室。", "2024-05-31", "", -1, EACH_ONCE},
        {"请各学校于5月10日下班前将报名表报教务科。", "2024-05-10", "", -1, EACH_ONCE},
        {"报名表请于3月20日（含）前报教务科。", "2024-03-20", "", -1, EACH_ONCE},
        {"材料报送截止时间为5月24日上午12时，报名表报教务科。", "2024-05-24", "", 720, EACH_ONCE},
        {"各学校每天16:00前将日报表报教务科。", "", "same_day", 960, EACH_DAILY},
        {"各学校于次日上午10:00前将前一日情况报教务科。", "", "next_day", 600, EACH_DAILY},
        {"各学校每周五前将周报表报教务科。", "", "weekly:fri", -1, EACH_WEEKLY},
        {"各学校每月7日前将进展情况报教务科。", "", "monthly:07", -1, EACH_MONTHLY},
        {"各学校每月底前将进展情况报教务科。", "", "monthly:last", -1, EACH_MONTHLY},
        {"各学校在活动结束后三日内将总结报教务科。", "", "after:3d", -1, EACH_ONCE},
        {"各学校收到通知后20个工作日内将方案报教务科。", "", "after:20wd", -1, EACH_ONCE},
        {"发生突发事件后，各学校须在24小时内将情况报告报教务科。", "", "after:24h", -1, EACH_EVENT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena *a = arena_new("test", 16 << 20);
        struct notice_draft *d = compile(a, table[i].text);
        if (d->duties.n != 1)
            print_error("%s: %zu duties\n", table[i].text, d->duties.n);
        assert_int_equal(d->duties.n, 1);
        struct notice_due due = d->duties.items[0].due;
        struct str date = day_is_set(due.date) ? day_text(a, due.date) : S("");
        assert_string_equal(str_z(a, date), table[i].date);
        assert_string_equal(str_z(a, notice_relative_text(a, &due)), table[i].relative);
        assert_int_equal(due.minute, table[i].minute);
        assert_int_equal(d->duties.items[0].each, table[i].each);
        arena_free(a);
    }
}

static void what_demands_nothing_yields_no_duty(void **state)
{
    static const char *const table[] = {
        "各学校要高度重视，认真组织，确保按时完成任务。",
        "会议定于4月2日上午9:00召开，请各学校准时参加。",
        "截至3月底，各学校已报送材料60份。",
        "市教育局将于4月底前组织专家评审，并将结果报省教育厅。",
        "逾期未报送的，视为自动放弃。",
        "请各学校将活动情况于9月20日前发布在学校网站。",
        "2024年3月1日以后出生的学生不得报名参赛。",
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena *a = arena_new("test", 16 << 20);
        struct notice_draft *d = compile(a, table[i]);
        if (d->duties.n != 0)
            print_error("%s\n", table[i]);
        assert_int_equal(d->duties.n, 0);
        arena_free(a);
    }
}

static void a_doubtful_duty_says_which_field_was_the_weakest(void **state)
{
    static const struct {
        const char *text;
        int field;
    } table[] = {
        {"请各学校将报名表报教务科。", DOUBT_DUE},
        {"请于5月13日前将报名表报教务科。", DOUBT_WHO},
        {"请各学校于5月13日前报教务科。", DOUBT_WHAT},
        {"请各学校于5月13日前将报名表报教务科（各县于5月15日前报送电子数据）。", DOUBT_DUTY},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena *a = arena_new("test", 16 << 20);
        struct notice_draft *d = compile(a, table[i].text);
        assert_true(d->duties.n > 0);
        const struct notice_duty *last = &d->duties.items[d->duties.n - 1];
        if (last->doubts.n == 0 || last->doubts.items[0].field != table[i].field)
            print_error("%s\n", table[i].text);
        assert_true(last->doubts.n > 0 && last->confidence < 0.98);
        assert_int_equal(last->doubts.items[0].field, table[i].field);
        assert_true(last->doubts.items[0].why.n > 0);
        arena_free(a);
    }
}

static void a_duty_that_nothing_speaks_against_bears_no_doubt(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct notice_draft *d = compile(a, "请各学校于5月13日前将报名表报教务科。");
    assert_int_equal(d->duties.n, 1);
    assert_int_equal(d->duties.items[0].doubts.n, 0);
    assert_true(d->duties.items[0].confidence > 0.97);
    arena_free(a);
}

static void a_span_leads_back_to_the_text_as_it_came(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct str text = S("各学校：\n\n  请各学校 于５月１３日前，将　报名表报教务科。\n");
    struct notice_options o = {.issued = day_of(2024, 3, 6)};
    struct notice_draft *d = notice_compile(a, text, &o);
    assert_int_equal(d->duties.n, 1);
    struct span s = d->duties.items[0].span;
    struct str there = str_from(text, utf8_offset(text, s.from));
    assert_string_equal(str_z(a, utf8_head(there, s.to - s.from)), "请各学校 于５月１３日前，将　报名表报教务科");
    arena_free(a);
}

static void a_page_has_room_for_all_that_is_spelled_out(void **state)
{
    (void)state;
    static const char *const signs[] = {"廿", "㈠", "⑽", "?", "&amp;"};
    static const char last[] = "\n\n请各学校于5月13日前将报名表报教务科。\n";
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        struct arena *a = arena_new("test", 16 << 20);
        struct buf b = buf_new(a, 1 << 15);
        while (b.n < 9000)
            buf_put(&b, str_of(signs[i]));
        uint32_t day = (uint32_t)utf8_length(buf_str(&b)) + 7;
        buf_put(&b, str_of(last));
        struct notice_draft *d = notice_compile(a, buf_str(&b), NULL);
        assert_int_equal(d->duties.n, 1);
        assert_int_equal(d->duties.items[0].due_span.from, day);
        assert_string_equal(str_z(a, d->duties.items[0].what.items[0]), "报名表");
        arena_free(a);
    }
}

static void an_empty_text_yields_an_empty_draft(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct notice_draft *d = notice_compile(a, S(""), NULL);
    assert_int_equal(d->duties.n, 0);
    assert_int_equal(d->findings.n, 0);
    assert_false(day_is_set(d->issued));
    arena_free(a);
}

static void a_page_of_4000_characters_fits_a_mebibyte(void **state)
{
    (void)state;
    struct arena *a = arena_new("text", 16 << 20), *small = arena_new("test", 1 << 20);
    struct buf b = buf_new(a, 1 << 14);
    while (b.n < 12000)
        buf_lit(&b, "请各学校于5月13日前将报名表和汇总表报市教育局教务科，电子版发至jwk@jyj.example.cn。\n");
    struct str text = buf_str(&b);
    assert_non_null(notice_compile(small, utf8_head(text, 4000), NULL));
    arena_free(small);
    arena_free(a);
}

/* What made time grow with the square, or memory beyond 64 MB, when it was repeated without end. */
static const char *const repeated[] = {
    "各校报局,",
    "于5月1日前报送表,",
    "各校于5月1日前报送表。",
    "a@b.c,",
    "5月1日-5月2日,",
    "\n一、报送\n",
    "1.表;",
    "各校报送作品,标题为x+x,",
    "各校报送下列材料:",
    "5月",
    "每日报局。",
    "\n各校:\n",
    "。",
    "附:表、",
    "附件:1.表2.表 ",
    "(附件1)、",
    "138 1234 ",
};

enum { WHOLE = 1 << 18 };

static double compile_seconds(const char *clause, size_t bytes, size_t *used_r)
{
    struct arena *a = arena_new("text", 4 << 20), *own = arena_new("test", 256 << 20);
    struct buf b = buf_new(a, bytes + 100);
    buf_lit(&b, "关于报送材料的通知\n各学校：\n");
    while (b.n < bytes)
        buf_put(&b, str_of(clause));
    clock_t from = clock();
    notice_compile(own, buf_str(&b), NULL);
    double took = (double)(clock() - from) / CLOCKS_PER_SEC;
    *used_r = arena_used(own);
    arena_free(own);
    arena_free(a);
    return took;
}

static void time_and_memory_grow_with_length_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++) {
        size_t used;
        double quarter = compile_seconds(repeated[i], 40000, &used),
               whole = compile_seconds(repeated[i], 160000, &used);
        if (whole > 9 * (quarter + 0.02)) /* 4 is linear, 16 the square */
            fail_msg("%s: %.2f s for four times the text of %.2f s", repeated[i], whole, quarter);
        if (used > WHOLE * (size_t)60)
            fail_msg("%s: %zu bytes for each byte of text", repeated[i], used / WHOLE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deadlines_are_read_as_they_are_written),
        cmocka_unit_test(what_demands_nothing_yields_no_duty),
        cmocka_unit_test(a_doubtful_duty_says_which_field_was_the_weakest),
        cmocka_unit_test(a_duty_that_nothing_speaks_against_bears_no_doubt),
        cmocka_unit_test(a_span_leads_back_to_the_text_as_it_came),
        cmocka_unit_test(a_page_has_room_for_all_that_is_spelled_out),
        cmocka_unit_test(an_empty_text_yields_an_empty_draft),
        cmocka_unit_test(a_page_of_4000_characters_fits_a_mebibyte),
        cmocka_unit_test(time_and_memory_grow_with_length_alone),
    };
    return cmocka_run_group_tests_name("notice", tests, NULL, NULL);
}
