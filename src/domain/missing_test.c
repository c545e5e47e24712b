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
        "【市直单位】演练一中专、演练二中专\n"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_message_names_campaign_duty_day_deadline_and_units_by_county),
        cmocka_unit_test(before_the_deadline_it_asks_and_after_all_have_it_thanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
