/* SPDX-License-Identifier: Apache-2.0 */
/* The Hefei campaign of 2023: its register, forms and defaults, and the 766 obligations its notice makes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/defaults.h"
#include "domain/form.h"
#include "format/csv.h"
#include "format/json.h"

#include <stdio.h>

static struct str slurp(struct arena *a, const char *name)
{
    FILE *f = fopen(str_z(a, str_format(a, "%s/%s", HEFEI, name)), "rb");
    assert_non_null(f);
    char *text = arena_alloc(a, 1 << 20);
    size_t n = fread(text, 1, 1 << 20, f);
    fclose(f);
    return (struct str){text, n};
}

static void load_units(struct arena *a, struct units *units)
{
    struct table table;
    struct row_errors errors;
    struct err e;
    assert_true(csv_read(a, slurp(a, "register.csv"), &table, &e));
    register_read(a, &table, LANGUAGE_ZH, units, &errors);
    for (size_t i = 0; i < errors.n; i++)
        print_error("row %d: %s\n", (int)errors.items[i].row, str_z(a, errors.items[i].message));
    assert_int_equal(errors.n, 0);
}

static void load_defaults(struct arena *a, struct campaign_defaults *d, struct form_book *forms)
{
    struct err e;
    if (!shape_read_text(a, &campaign_defaults_shape, slurp(a, "campaign_defaults.json"), d, &e) ||
        !shape_read_text(a, &form_book_shape, slurp(a, "forms.json"), forms, &e))
        fail_msg("%s", str_z(a, err_text(a, &e, LANGUAGE_ZH)));
}

/* The notice's eight clauses, as a reader with a pencil marks them. */
static const struct clause {
    const char *who[3], *things[6];
    struct due_rule due;
    int64_t quota;
} clauses[] = {
    {{"各中专学校"}, {"活动内容", "参加人数"}, {.kind = DUE_DATE, .day = {19490}, .minute = 1440}, 0},
    {{"各中专学校"}, {"活动内容", "方案"}, {.kind = DUE_DATE, .day = {19489}, .minute = 1440}, 0},
    {{"各县(市)、开发区教育主管部门", "各职业院校"},
     {"前一日活动情况", "特色工作文字材料", "照片", "视频", "2023年职业教育活动周活动情况日报表",
      "2023年职业教育活动周媒体宣传情况日报表"},
     {.kind = DUE_NEXT_DAY, .day = {INT32_MIN}, .minute = 600},
     0},
    {{"每个县(市)"}, {"典型案例", "特色工作宣传材料"}, {.kind = DUE_NONE, .day = {INT32_MIN}}, 2},
    {{"各中专学校"}, {"宣传材料"}, {.kind = DUE_NONE, .day = {INT32_MIN}}, 1},
    {{"省级示范及以上的学校"}, {"宣传材料"}, {.kind = DUE_NONE, .day = {INT32_MIN}}, 2},
    {{"各县(市)", "各校"}, {"2023年职业教育活动周联络员信息表"}, {.kind = DUE_DATE, .day = {19488}, .minute = 1440}, 0},
    {{"各县(市)、开发区教育主管部门", "市管中专学校"},
     {"综述材料"},
     {.kind = DUE_DATE, .day = {19505}, .minute = 1440},
     0},
};

static struct duty duty_of_clause(struct arena *a, const struct campaign_defaults *d, size_t number)
{
    const struct clause *c = &clauses[number];
    struct duty duty = {.key = str_format(a, "d%zu", number + 1), .due = c->due, .from = DAY_NONE, .to = DAY_NONE};
    for (size_t i = 0; i < 3 && c->who[i]; i++)
        arena_push(a, &duty.who, str_of(c->who[i]));
    assert_true(selector_from_phrases(a, &duty.who, NULL, &duty.picks));
    for (size_t i = 0; i < 6 && c->things[i]; i++)
        arena_push(a, &duty.parts, part_of_thing(a, d, str_of(c->things[i]), i + 1));
    duty.name = duty.short_name = duty.parts.items[0].name;
    if (c->quota) {
        struct quota_rule rule = {.who = duty.picks, .min = c->quota, .counts = S("篇")};
        arena_push(a, &duty.quotas, rule);
        duty.title_rule = S("活动周xx单位xx材料");
    }
    return duty;
}

static void build(struct arena *a, struct campaign *c)
{
    struct campaign_defaults defaults = {0};
    struct form_book forms = {0};
    load_defaults(a, &defaults, &forms);
    *c = (struct campaign){.title = S("关于做好2023年职业教育活动周有关工作的通知"),
                           .issued = DAY_NONE,
                           .from = day_of(2023, 5, 17),
                           .to = day_of(2023, 5, 23),
                           .text = slurp(a, "notice.txt")};
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
        arena_push(a, &c->duties, duty_of_clause(a, &defaults, i));
    campaign_apply_defaults(a, c, &defaults, &forms);
}

static void the_register_is_as_the_notice_needs_it(void **state)
{
    (void)state;
    static const size_t kinds[] = {1, 4, 1, 4, 4, 60, 1, 20, 0, 0};
    struct arena *a = arena_new("test", 64 << 20);
    struct units units;
    size_t count[UNIT_OTHER + 1] = {0}, city = 0, model = 0, qualified = 0, marked = 0;
    load_units(a, &units);
    for (size_t i = 0; i < units.n; i++) {
        const struct unit *u = &units.items[i];
        struct str grade = unit_attribute(u, S("grade"), DAY_NONE);
        count[u->kind]++;
        marked += str_find(u->name, S("演练")) != STR_NONE;
        city += u->kind == UNIT_SCHOOL && str_eq(unit_attribute(u, S("run_by"), DAY_NONE), S("city"));
        model += str_eq(grade, S("provincial_model")) || str_eq(grade, S("national_key"));
        qualified += str_eq(unit_attribute(u, S("qualified"), DAY_NONE), S("yes"));
    }
    for (int k = 0; k <= UNIT_OTHER; k++)
        assert_int_equal(count[k], kinds[k]);
    assert_int_equal(marked, units.n);
    assert_int_equal(city, 24);
    assert_int_equal(model, 8);
    assert_int_equal(qualified, 60);
    arena_free(a);
}

static void the_notice_makes_766_obligations(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t obligations;
    } wanted[] = {{"进社区", 60}, {"进校园", 60}, {"日报", 483}, {"推荐材料", 65}, {"联络员", 65}, {"综述", 33}};
    struct arena *a = arena_new("test", 64 << 20);
    struct units units;
    struct campaign c;
    struct obligations all;
    load_units(a, &units);
    build(a, &c);
    obligations_of(a, &c, &units, &all);
    assert_int_equal(all.n, 766);
    assert_int_equal(c.duties.n, 6);
    size_t count[6] = {0};
    for (size_t i = 0; i < all.n; i++)
        count[all.items[i].duty]++;
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(str_z(a, c.duties.items[i].short_name), wanted[i].name);
        assert_int_equal(count[i], wanted[i].obligations);
    }
    arena_free(a);
}

static void a_model_school_owes_two_pieces_and_not_three(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    struct units units;
    struct campaign c;
    struct obligations all;
    size_t twos = 0, ones = 0;
    load_units(a, &units);
    build(a, &c);
    obligations_of(a, &c, &units, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct obligation *o = &all.items[i];
        bool pieces = o->duty == 3;
        twos += pieces && o->quota_min == 2;
        ones += pieces && o->quota_min == 1;
        if (!pieces)
            assert_int_equal(o->quota_min, 0);
    }
    assert_int_equal(twos, 5 + 8);
    assert_int_equal(ones, 52);
    const struct duty *duty = &c.duties.items[3];
    assert_int_equal(duty->parts.n, 1);
    assert_string_equal(str_z(a, duty->parts.items[0].name), "典型案例、特色工作宣传材料、宣传材料");
    assert_int_equal(duty->due.day.n, day_of(2023, 5, 24).n);
    arena_free(a);
}

static void dailies_are_due_the_next_morning_and_dates_at_the_end_of_the_day(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    struct units units;
    struct campaign c;
    struct obligations all;
    load_units(a, &units);
    build(a, &c);
    obligations_of(a, &c, &units, &all);
    struct instant first = INSTANT_NONE, last = INSTANT_NONE;
    for (size_t i = 0; i < all.n; i++) {
        const struct obligation *o = &all.items[i];
        if (o->duty == 2 && !instant_is_set(first))
            first = o->due;
        if (o->duty == 2) {
            last = o->due;
            assert_true(str_ends(instant_text(a, o->opens, ZONE_CHINA), S("T00:00:00+08:00")));
            assert_int_equal(o->due.ms - o->opens.ms, 34 * 3600000LL);
        } else {
            assert_int_equal(o->opens.ms, 0);
        }
    }
    assert_string_equal(str_z(a, instant_text(a, first, ZONE_CHINA)), "2023-05-18T10:00:00+08:00");
    assert_string_equal(str_z(a, instant_text(a, last, ZONE_CHINA)), "2023-05-24T10:00:00+08:00");
    assert_string_equal(str_z(a, instant_text(a, all.items[0].due, ZONE_CHINA)), "2023-05-14T00:00:00+08:00");
    arena_free(a);
}

static void the_campaign_survives_the_way_through_json(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    struct campaign c, again = {0};
    struct err e;
    build(a, &c);
    struct buf b = buf_new(a, 1 << 16), twice = buf_new(a, 1 << 16);
    shape_write(&b, &campaign_shape, &c);
    if (!shape_read_text(a, &campaign_shape, buf_str(&b), &again, &e))
        fail_msg("%s", str_z(a, err_text(a, &e, LANGUAGE_ZH)));
    shape_write(&twice, &campaign_shape, &again);
    assert_true(str_eq(buf_str(&b), buf_str(&twice)));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_register_is_as_the_notice_needs_it),
        cmocka_unit_test(the_notice_makes_766_obligations),
        cmocka_unit_test(a_model_school_owes_two_pieces_and_not_three),
        cmocka_unit_test(dailies_are_due_the_next_morning_and_dates_at_the_end_of_the_day),
        cmocka_unit_test(the_campaign_survives_the_way_through_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
