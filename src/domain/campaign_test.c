/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/campaign.h"

static struct unit school = {.id = {1}, .kind = UNIT_SCHOOL, .code = S("1"), .name = S("演练一中专")};
static const struct units units = {&school, 1, 1};

static struct duty sound_duty(struct arena *a, enum due_kind kind)
{
    struct duty duty = {.key = S("d1"),
                        .name = S("日报"),
                        .due = {.kind = kind, .day = day_of(2023, 5, 13), .minute = 600},
                        .from = DAY_NONE,
                        .to = DAY_NONE};
    struct strs who = {0};
    arena_push(a, &who, S("各校"));
    assert_true(selector_from_phrases(a, &who, NULL, &duty.picks));
    struct part part = {.key = S("p1"), .name = S("方案"), .kind = PART_TEXT, .required = true};
    arena_push(a, &duty.parts, part);
    if (kind >= DUE_SAME_DAY)
        duty.due.day = DAY_NONE;
    return duty;
}

static struct campaign sound_campaign(struct arena *a, enum due_kind kind)
{
    struct campaign c = {.key = S("c-1"),
                         .title = S("活动周"),
                         .zone = ZONE_CHINA,
                         .from = day_of(2023, 5, 17),
                         .to = day_of(2023, 5, 23),
                         .text = S("各校报送方案。"),
                         .issued = DAY_NONE};
    struct duty duty = sound_duty(a, kind);
    arena_push(a, &c.duties, duty);
    return c;
}

static void spoil(struct arena *a, struct campaign *c, int how)
{
    struct duty *duty = &c->duties.items[0];
    struct quota_rule quota = {.min = 3, .max = 2};
    struct passage span = {0, 100};
    switch (how) {
    case 0:
        c->key = S("Hefei 2023");
        break;
    case 1:
        c->duties.n = 0;
        break;
    case 2:
        c->to = day_of(2023, 5, 1);
        break;
    case 3:
        duty->picks.any.n = 0;
        break;
    case 4:
        duty->parts.n = 0;
        break;
    case 5:
        duty->parts.items[0].kind = PART_FORM;
        break;
    case 6:
        duty->due.kind = DUE_DATE, duty->due.day = DAY_NONE;
        break;
    case 7:
        c->to = DAY_NONE;
        break;
    case 8:
        duty->to = day_of(2025, 1, 1);
        break;
    case 9:
        duty->due.kind = DUE_WEEKLY;
        break;
    case 10:
        arena_push(a, &duty->quotas, quota);
        break;
    case 11:
        arena_push(a, &duty->spans, span);
        break;
    case 12:
        duty->due.minute = 1441;
        break;
    default:
        arena_push(a, &c->duties, *duty);
        break;
    }
}

static void what_keeps_a_campaign_from_being_published_is_told(void **state)
{
    (void)state;
    static const char *const where[] = {
        "key",           "duties",         "to",           "duties[0].picks", "duties[0].parts",  "duties[0].parts",
        "duties[0].due", "duties[0].from", "duties[0].to", "duties[0].due",   "duties[0].quotas", "duties[0].spans",
        "duties[0].due", "duties[1].key"};
    for (int how = 0; how < 14; how++) {
        struct arena *a = arena_new("test", 1 << 20);
        struct campaign c = sound_campaign(a, DUE_NEXT_DAY);
        struct remarks remarks = {0};
        campaign_check(a, &c, &units, &remarks);
        assert_int_equal(remarks.n, 0);
        spoil(a, &c, how);
        campaign_check(a, &c, &units, &remarks);
        assert_true(remarks.n && remarks.items[0].blocks);
        if (!str_eq(remarks.items[0].where, str_of(where[how])))
            fail_msg("case %d: %s %s", how, str_z(a, remarks.items[0].where), str_z(a, remarks.items[0].message));
        arena_free(a);
    }
}

/* One unit owes all of it, so that there are few obligations; the board would have a cell for every other unit, too. */
static void a_board_that_memory_does_not_hold_is_not_published(void **state)
{
    (void)state;
    for (int daily = 8; daily <= 9; daily++) {
        struct arena *a = arena_new("test", 1 << 24);
        struct campaign c = sound_campaign(a, DUE_NEXT_DAY);
        struct units nation = {.items = arena_many(a, struct unit, 14000), .n = 14000};
        struct remarks remarks = {0};
        nation.items[0] = school;
        c.to = day_plus(c.from, 399);
        while (c.duties.n < (size_t)daily) {
            struct duty duty = c.duties.items[0];
            duty.key = str_format(a, "d%zu", c.duties.n + 1);
            arena_push(a, &c.duties, duty);
        }
        assert_int_equal(campaign_columns(&c), daily * 400);
        campaign_check(a, &c, &nation, &remarks);
        assert_int_equal(remarks.n, daily > 8);
        assert_true(daily == 8 || (remarks.items[0].blocks && str_eq(remarks.items[0].where, S("duties"))));
        arena_free(a);
    }
}

static void a_duty_without_a_name_is_called_by_its_number(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct campaign c = sound_campaign(a, DUE_NEXT_DAY);
    struct remarks remarks = {0};
    c.duties.items[0].name = S("");
    campaign_check(a, &c, &units, &remarks);
    assert_string_equal(str_z(a, remarks.items[0].message), "第 1 条要求没有名称");
    assert_string_equal(str_z(a, remarks.items[0].where), "duties[0].name");
    arena_free(a);
}

static void days_are_chosen_by_the_due_rule(void **state)
{
    (void)state;
    static const struct {
        enum due_kind kind;
        int64_t weekday, month_day;
        struct civil from, to;
        const char *days; /* opens>day/due */
    } cases[] = {
        {DUE_NONE, 0, 0, {2023, 5, 17}, {2023, 5, 18}, "2023-05-13T10:00:00+08:00 "},
        {DUE_DATE, 0, 0, {2023, 5, 17}, {2023, 5, 18}, "2023-05-13T10:00:00+08:00 "},
        {DUE_SAME_DAY, 0, 0, {2023, 5, 17}, {2023, 5, 18}, "2023-05-17T10:00:00+08:00 2023-05-18T10:00:00+08:00 "},
        {DUE_NEXT_DAY, 0, 0, {2023, 5, 31}, {2023, 5, 31}, "2023-06-01T10:00:00+08:00 "},
        {DUE_WEEKLY, 5, 0, {2023, 5, 1}, {2023, 5, 15}, "2023-05-05T10:00:00+08:00 2023-05-12T10:00:00+08:00 "},
        {DUE_MONTHLY, 0, 31, {2024, 1, 15}, {2024, 3, 1}, "2024-01-31T10:00:00+08:00 2024-02-29T10:00:00+08:00 "},
        {DUE_MONTHLY, 0, 7, {2024, 1, 8}, {2024, 2, 7}, "2024-02-07T10:00:00+08:00 "},
        {DUE_SAME_DAY, 0, 0, {2023, 5, 18}, {2023, 5, 17}, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new("test", 1 << 20);
        struct campaign c = sound_campaign(a, cases[i].kind);
        struct duty *duty = &c.duties.items[0];
        struct obligations all;
        struct buf b = buf_new(a, 256);
        duty->due.weekday = cases[i].weekday;
        duty->due.month_day = cases[i].month_day;
        duty->from = day_of(cases[i].from.year, cases[i].from.month, cases[i].from.day);
        duty->to = day_of(cases[i].to.year, cases[i].to.month, cases[i].to.day);
        obligations_of(a, &c, &units, &all);
        for (size_t k = 0; k < all.n; k++) {
            assert_true(all.items[k].opens.ms < all.items[k].due.ms);
            buf_put(&b, instant_text(a, all.items[k].due, ZONE_CHINA));
            buf_lit(&b, " ");
        }
        assert_string_equal(str_z(a, buf_str(&b)), cases[i].days);
        arena_free(a);
    }
}

static void a_unit_that_owes_nothing_may_report_of_its_own_accord_where_that_is_allowed(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct campaign c = sound_campaign(a, DUE_NEXT_DAY);
    struct unit district = {.id = {2}, .kind = UNIT_DISTRICT};
    struct duty *duty = &c.duties.items[0];
    struct obligation o;
    assert_true(obligation_of(&c, duty, &school, day_of(2023, 5, 17), &o));
    assert_false(o.own_accord);
    assert_false(obligation_of(&c, duty, &school, day_of(2023, 5, 24), &o));
    assert_false(obligation_of(&c, duty, &school, DAY_NONE, &o));
    assert_false(obligation_of(&c, duty, &district, day_of(2023, 5, 17), &o));
    duty->own_accord = true;
    assert_true(obligation_of(&c, duty, &district, day_of(2023, 5, 17), &o));
    assert_true(o.own_accord);
    duty->withdrawn = true;
    assert_false(obligation_of(&c, duty, &school, day_of(2023, 5, 17), &o));
    arena_free(a);
}

/* 每季度后首月5日前: of a year's period, each on its day; what may happen any day is owed on none and may come on each. */
static void quarters_and_chance_have_their_days(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct campaign c = sound_campaign(a, DUE_QUARTERLY);
    struct duty *duty = &c.duties.items[0];
    struct obligations o;
    c.from = day_of(2026, 1, 8);
    c.to = day_of(2027, 1, 7);
    duty->due.month_day = 5;
    obligations_of(a, &c, &units, &o);
    assert_int_equal(o.n, 4);
    assert_int_equal(o.items[0].day.n, day_of(2026, 4, 5).n);
    assert_int_equal(o.items[3].day.n, day_of(2027, 1, 5).n);
    assert_int_equal(o.items[0].opens.ms, day_instant(day_of(2026, 4, 1), 0, ZONE_CHINA).ms);
    duty->due.month = 3;
    duty->due.month_day = 31;
    obligations_of(a, &c, &units, &o);
    assert_int_equal(o.n, 4);
    assert_int_equal(o.items[1].day.n, day_of(2026, 6, 30).n);
    duty->due.kind = DUE_ANY_DAY;
    obligations_of(a, &c, &units, &o);
    assert_int_equal(o.n, 0);
    struct obligation one;
    assert_true(obligation_of(&c, duty, &school, day_of(2026, 7, 2), &one));
    assert_true(one.own_accord && !instant_is_set(one.due));
    assert_false(obligation_of(&c, duty, &school, day_of(2027, 7, 2), &one));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quarters_and_chance_have_their_days),
        cmocka_unit_test(what_keeps_a_campaign_from_being_published_is_told),
        cmocka_unit_test(a_board_that_memory_does_not_hold_is_not_published),
        cmocka_unit_test(a_duty_without_a_name_is_called_by_its_number),
        cmocka_unit_test(days_are_chosen_by_the_due_rule),
        cmocka_unit_test(a_unit_that_owes_nothing_may_report_of_its_own_accord_where_that_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
