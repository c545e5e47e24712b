/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/missing.h"

static struct contact contacts[] = {{S("演练甲"), S("0551-00000001")}, {S("演练乙"), S("0551-00000002")}};
static const struct campaign campaign = {
    .title = S("职业教育活动周"), .zone = ZONE_CHINA, .contacts = {contacts, 2, 2}};
static const struct duty daily = {.name = S("活动情况日报")};

static void the_message_names_campaign_duty_day_deadline_and_units_by_county(void **state)
{
    (void)state;
    struct missing_name names[] = {{S("长丰县"), S("长丰县")},
                                   {S("水湖演练职校"), S("长丰县")},
                                   {S("演练一中专"), S("")},
                                   {S("演练二中专"), S("")}};
    struct missing_names list = {names, 4, 4};
    struct arena *a = arena_new("test", 1 << 20);
    struct instant due = day_instant(day_of(2023, 5, 18), 600, ZONE_CHINA), later = {due.ms + 1};
    assert_string_equal(
        str_z(a, missing_text(a, &campaign, &daily, day_of(2023, 5, 17), due, later, &list)),
        "【温馨提示】职业教育活动周\n"
        "5月17日“活动情况日报”报送时限为5月18日10:00，已过时限。截至目前尚有 4 家单位未收到，请尽快补报：\n"
        "【长丰县】长丰县、水湖演练职校\n"
        "【直属单位】演练一中专、演练二中专\n"
        "已通过其他方式报送或确有困难的，请与我们联系，谢谢！\n"
        "联系人：演练甲 0551-00000001、演练乙 0551-00000002");
    arena_free(a);
}

static void before_the_deadline_it_asks_and_after_all_have_it_thanks(void **state)
{
    (void)state;
    struct missing_name name = {S("长丰县"), S("长丰县")};
    struct arena *a = arena_new("test", 1 << 20);
    struct instant due = day_instant(day_of(2023, 5, 13), 1440, ZONE_CHINA);
    struct str text =
        missing_text(a, &campaign, &daily, DAY_NONE, due, INSTANT_NONE, &(struct missing_names){&name, 1, 1});
    assert_int_not_equal(str_find(text, S("“活动情况日报”报送时限为5月13日24:00，截至目前尚有 1 家单位未报送")),
                         STR_NONE);
    text = missing_text(a, &campaign, &daily, DAY_NONE, INSTANT_NONE, INSTANT_NONE, &(struct missing_names){0});
    assert_int_not_equal(str_find(text, S("“活动情况日报”各单位均已报送")), STR_NONE);
    arena_free(a);
}

/* A bureau of statistics: due in April is what tells of March, and of the first quarter; nobody stands between. */
static void what_tells_of_the_time_before_is_called_by_it(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct missing_name names[] = {{S("甲市统计局"), S("")}, {S("乙市统计局"), S("")}};
    struct campaign c = {.title = S("统计报表"),
                         .text = S("每月5日前报送上月月报表。每季度后首月5日前报送上季度分析报告。"),
                         .zone = ZONE_CHINA};
    struct passage month = {0, 13}, quarter = {13, 30};
    struct duty monthly = {.name = S("月报表"), .due.kind = DUE_MONTHLY},
                quarterly = {.name = S("上季度分析报告"), .due.kind = DUE_QUARTERLY};
    arena_push(a, &monthly.spans, month);
    arena_push(a, &quarterly.spans, quarter);
    struct instant due = day_instant(day_of(2027, 1, 5), 1440, ZONE_CHINA);
    struct str text =
        missing_text(a, &c, &monthly, day_of(2027, 1, 5), due, INSTANT_NONE, &(struct missing_names){names, 2, 2});
    assert_int_not_equal(str_find(text, S("\n12月“月报表”报送时限为1月5日24:00")), STR_NONE);
    assert_int_not_equal(str_find(text, S("\n甲市统计局、乙市统计局\n")), STR_NONE);
    assert_string_equal(str_z(a, occurrence_text(a, &c, &monthly, day_of(2026, 4, 5))), "3月");
    assert_string_equal(str_z(a, occurrence_text(a, &c, &quarterly, day_of(2027, 1, 5))), "2026年四季度");
    assert_string_equal(str_z(a, occurrence_text(a, &c, &quarterly, day_of(2026, 4, 5))), "2026年一季度");
    assert_string_equal(str_z(a, occurrence_name(&c, &quarterly, quarterly.name)), "分析报告");
    monthly.spans.n = 0;
    assert_string_equal(str_z(a, occurrence_text(a, &c, &monthly, day_of(2026, 4, 5))), "4月5日");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_message_names_campaign_duty_day_deadline_and_units_by_county),
        cmocka_unit_test(what_tells_of_the_time_before_is_called_by_it),
        cmocka_unit_test(before_the_deadline_it_asks_and_after_all_have_it_thanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
