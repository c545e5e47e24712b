/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/burden.h"

#include <stdio.h>

enum { COUNTIES = 2, SCHOOLS = 4 };

struct scene {
    struct arena *a;
    struct units units;
    struct campaign c;
    struct duty *duty;
};

static void add_unit(struct scene *s, int kind, bool model)
{
    struct unit u = {.id = {s->units.n + 1}, .kind = kind, .name = str_format(s->a, "演练%zu", s->units.n + 1)};
    struct trait grade = {S("grade"), S("provincial_model"), DAY_NONE, DAY_NONE};
    if (model)
        arena_push(s->a, &u.traits, grade);
    arena_push(s->a, &s->units, u);
}

static struct selector picks(struct scene *s, const char *phrase)
{
    struct strs who = {0};
    struct selector sel = {0};
    arena_push(s->a, &who, str_of(phrase));
    assert_true(selector_from_phrases(s->a, &who, NULL, &sel));
    return sel;
}

/* Two counties, a district and four schools, one a model; every school owes a form of three fields each day of a week. */
static struct scene scene(void)
{
    struct scene s = {.a = arena_new("test", 4 << 20)};
    for (int i = 0; i < COUNTIES; i++)
        add_unit(&s, UNIT_COUNTY, false);
    add_unit(&s, UNIT_DISTRICT, false);
    for (int i = 0; i < SCHOOLS; i++)
        add_unit(&s, UNIT_SCHOOL, !i);
    s.c = (struct campaign){
        .from = day_of(2023, 5, 17), .to = day_of(2023, 5, 23), .zone = ZONE_CHINA, .issued = DAY_NONE};
    struct form form = {.key = S("f"), .name = S("日报表")};
    struct field standing = {.key = S("a"), .standing = true}, plain = {.key = S("b")},
                 rows = {.key = S("r"), .kind = FIELD_ROWS};
    arena_push(s.a, &rows.fields, plain);
    arena_push(s.a, &form.fields, standing);
    arena_push(s.a, &form.fields, plain);
    arena_push(s.a, &form.fields, rows);
    arena_push(s.a, &s.c.forms, form);
    struct duty d = {.key = S("d1"),
                     .name = S("日报"),
                     .picks = picks(&s, "各中专学校"),
                     .from = DAY_NONE,
                     .to = DAY_NONE,
                     .due = {.kind = DUE_NEXT_DAY, .day = DAY_NONE, .minute = 600}};
    struct part p = {.key = S("p1"), .name = S("日报表"), .kind = PART_FORM, .form = S("f"), .required = true};
    arena_push(s.a, &d.parts, p);
    arena_push(s.a, &s.c.duties, d);
    s.duty = s.c.duties.items;
    return s;
}

/* How many remarks hold these words; the audience is one phrase. */
static size_t doubts(struct scene *s, const char *audience, const char *words)
{
    struct remarks remarks = {0};
    struct obligations owed;
    struct strs whom = {0};
    size_t n = 0;
    arena_push(s->a, &whom, str_of(audience));
    obligations_of(s->a, &s->c, &s->units, &owed);
    campaign_doubts(s->a, &s->c, &s->units, &owed, &whom, &remarks);
    for (size_t i = 0; i < remarks.n; i++) {
        assert_false(remarks.items[i].blocks);
        n += str_find(remarks.items[i].message, str_of(words)) != STR_NONE;
    }
    return n;
}

static void standing_fields_of_a_repeated_duty_come_filled(void **state)
{
    (void)state;
    struct scene s = scene();
    struct burden b = duty_burden(&s.c, s.duty);
    assert_int_equal(b.fields, 3);
    assert_int_equal(b.prefilled, 1);
    assert_int_equal(b.seconds, 3 * SECONDS_A_FIELD);
    assert_int_equal(b.seconds_prefilled, SECONDS_A_FIELD);
    assert_int_equal(b.seconds_needed, 2 * SECONDS_A_FIELD);
    s.duty->due.kind = DUE_DATE;
    assert_int_equal(duty_burden(&s.c, s.duty).prefilled, 0);
    assert_int_equal(duty_burden(&s.c, s.duty).seconds_needed, 3 * SECONDS_A_FIELD);
    arena_free(s.a);
}

static const struct {
    const char *name;
    int kind;
    int64_t min, max; /* of a text's characters */
    int64_t words;    /* at least so many, as the notice says */
    int64_t seconds;
} things[] = {
    {"联络员姓名", PART_TEXT, 0, 0, 0, SECONDS_A_FIELD},
    {"联系电话（手机）", PART_TEXT, 0, 0, 0, SECONDS_A_FIELD},
    {"参加人数", PART_TEXT, 0, 200, 0, SECONDS_A_FIELD},
    {"参加人数情况", PART_TEXT, 0, 0, 0, 600},
    {"活动情况", PART_TEXT, 0, 0, 800, 600},
    {"活动情况", PART_TEXT, 0, 100, 0, 300},
    {"活动信息", PART_TEXT, 500, 0, 0, 1500},
    {"工作总结", PART_TEXT, 0, 0, 0, 3600},
    {"工作总结", PART_TEXT, 0, 0, 2000, 6000},
    {"工作总结", PART_TEXT, 0, 500, 0, 1500},
    {"工作总结", PART_TEXT, 0, 5000, 0, 3600},
    {"总结材料", PART_FILES, 0, 0, 0, 3600},
    {"在校学生统计表", PART_FILES, 0, 0, 0, 600},
    {"总结（附统计表）", PART_FILES, 0, 0, 0, 3600},
    {"总结报告表", PART_FILES, 0, 0, 0, 600},
    {"实训设备统计表数量", PART_TEXT, 0, 0, 0, SECONDS_A_FIELD},
    {"参赛代表", PART_TEXT, 0, 0, 0, SECONDS_A_FIELD},
    {"回执", PART_TEXT, 0, 0, 0, 600},
    {"报名表", PART_FORM, 0, 0, 0, 600},
    {"营业执照扫描件", PART_FILES, 0, 0, 0, SECONDS_AN_UPLOAD},
    {"活动照片", PART_PHOTOS, 0, 0, 0, SECONDS_AN_UPLOAD},
    {"典型案例", PART_PIECES, 0, 0, 0, 2 * 3600},
    {"典型案例", PART_PIECES, 0, 0, 500, 2 * 3600},
    {"推荐表", PART_PIECES, 0, 0, 0, 600},
};

static void a_thing_takes_what_its_name_and_its_length_say(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
        struct campaign c = {0};
        struct duty d = {.due = {.kind = DUE_DATE}, .terms = {.words = {.min = things[i].words}}};
        struct quota_rule two = {.min = 2}, three = {.min = 3};
        struct part p = {.name = str_of(things[i].name),
                         .kind = things[i].kind,
                         .required = true,
                         .min = things[i].min,
                         .max = things[i].max};
        arena_push(a, &d.quotas, three);
        arena_push(a, &d.quotas, two);
        arena_push(a, &d.parts, p);
        struct burden b = duty_burden(&c, &d);
        if (b.seconds != things[i].seconds || b.fields != 1)
            fail_msg("%s: %d fields, %d s", things[i].name, (int)b.fields, (int)b.seconds);
    }
    arena_free(a);
}

static void a_report_of_every_day_is_a_paragraph_and_what_may_be_added_is_nothing(void **state)
{
    (void)state;
    struct scene s = scene();
    struct part report = {.key = S("t"), .name = S("情况报告"), .kind = PART_TEXT, .required = true},
                files = {.key = S("files"), .name = S("附件"), .kind = PART_FILES};
    arena_push(s.a, &s.duty->parts, report);
    arena_push(s.a, &s.duty->parts, files);
    struct burden b = duty_burden(&s.c, s.duty);
    assert_int_equal(b.fields, 3 + 1);
    assert_int_equal(b.seconds, 3 * SECONDS_A_FIELD + 600);
    s.duty->due.kind = DUE_MONTHLY;
    assert_int_equal(duty_burden(&s.c, s.duty).seconds, 3 * SECONDS_A_FIELD + 3600);
    arena_free(s.a);
}

static void a_long_text_of_a_form_is_written_when_it_is_required(void **state)
{
    (void)state;
    struct scene s = scene();
    struct field remarks = {.key = S("l"), .kind = FIELD_LONG_TEXT};
    arena_push(s.a, &s.c.forms.items[0].fields, remarks);
    assert_int_equal(duty_burden(&s.c, s.duty).seconds, 4 * SECONDS_A_FIELD);
    s.c.forms.items[0].fields.items[3].required = true;
    assert_int_equal(duty_burden(&s.c, s.duty).seconds, 3 * SECONDS_A_FIELD + 180);
    s.c.forms.items[0].fields.n = 0;
    assert_int_equal(duty_burden(&s.c, s.duty).seconds, FIELDS_A_FORM * SECONDS_A_FIELD);
    arena_free(s.a);
}

static void a_class_without_units_is_told_and_one_with_units_is_not(void **state)
{
    (void)state;
    struct scene s = scene();
    assert_int_equal(doubts(&s, "各中专学校", "没有对应的单位"), 0);
    struct selector zone = picks(&s, "开发区");
    arena_push(s.a, &s.duty->picks.any, zone.any.items[0]);
    assert_int_equal(doubts(&s, "各中专学校", "没有对应的单位"), 1);
    arena_free(s.a);
}

static void words_that_name_no_class_are_told(void **state)
{
    (void)state;
    struct scene s = scene();
    arena_push(s.a, &s.duty->who, S("有关协会"));
    assert_int_equal(doubts(&s, "各中专学校", "不对应名录中的任何类别"), 1);
    arena_free(s.a);
}

static void a_unit_under_two_quotas_is_told(void **state)
{
    (void)state;
    struct scene s = scene();
    struct quota_rule all = {.who = picks(&s, "各中专学校"), .min = 1},
                      model = {.who = picks(&s, "省级示范及以上的学校"), .min = 2};
    arena_push(s.a, &s.duty->quotas, model);
    assert_int_equal(doubts(&s, "各中专学校", "两条数量要求"), 0);
    arena_push(s.a, &s.duty->quotas, all);
    assert_int_equal(doubts(&s, "各中专学校", "有 1 个单位（如演练4）同时适用两条数量要求"), 1);
    arena_free(s.a);
}

static void an_addressee_that_owes_nothing_is_told(void **state)
{
    (void)state;
    struct scene s = scene();
    assert_int_equal(doubts(&s, "各中专学校", "没有任何应报事项"), 0);
    assert_int_equal(doubts(&s, "各县（市）区教育局", "“县”（2 个）没有任何应报事项"), 1);
    assert_int_equal(doubts(&s, "各县（市）区教育局", "“区”（1 个）没有任何应报事项"), 1);
    arena_free(s.a);
}

static void a_burden_above_the_line_is_told(void **state)
{
    (void)state;
    struct scene s = scene();
    assert_int_equal(doubts(&s, "各中专学校", "减负线"), 0);
    struct part text = {.key = S("t"), .name = S("活动情况"), .kind = PART_TEXT, .required = true};
    for (int i = 0; i < 4; i++)
        arena_push(s.a, &s.duty->parts, text);
    assert_int_equal(doubts(&s, "各中专学校", "每次约需 40 分钟"), 1);
    assert_int_equal(doubts(&s, "各中专学校", "超过 8 小时的减负线"), 0);
    s.c.to = day_of(2023, 5, 31);
    assert_int_equal(doubts(&s, "各中专学校", "超过 8 小时的减负线"), 1);
    s.duty->due = (struct due_rule){.kind = DUE_WEEKLY, .day = DAY_NONE, .minute = 600, .weekday = 5};
    assert_int_equal(doubts(&s, "各中专学校", "超过每天 30 分钟"), 0);
    arena_free(s.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standing_fields_of_a_repeated_duty_come_filled),
        cmocka_unit_test(a_thing_takes_what_its_name_and_its_length_say),
        cmocka_unit_test(a_report_of_every_day_is_a_paragraph_and_what_may_be_added_is_nothing),
        cmocka_unit_test(a_long_text_of_a_form_is_written_when_it_is_required),
        cmocka_unit_test(a_class_without_units_is_told_and_one_with_units_is_not),
        cmocka_unit_test(words_that_name_no_class_are_told),
        cmocka_unit_test(a_unit_under_two_quotas_is_told),
        cmocka_unit_test(an_addressee_that_owes_nothing_is_told),
        cmocka_unit_test(a_burden_above_the_line_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
