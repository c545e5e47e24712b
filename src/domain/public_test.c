/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/public.h"

static void what_leads_to_a_person_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"请拨打13800000000咨询。", "13800000000"},
        {"王老师 138 0000 0000", "138 0000 0000"},
        {"办公室0551-63500000转", "0551-63500000"},
        {"（０５５１）６３５０００００", "０５５１）６３５０００００"},
        {"联系电话：63505163", "63505163"},
        {"联系人：某某，6350516", "6350516"},
        {"400-800-1234", "400-800-1234"},
        {"来信 someone@example.cn。", "someone@example.cn"},
        {"2023-05-18 13800000000", "13800000000"},
        {"时间2023-05-17—2023-05-23 0551-63500000", "0551-63500000"},
        {"身份证340100199001010000", "340100199001010000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str found = {0};
        assert_true(text_names_contact(str_of(cases[i].text), &found));
        assert_int_equal(found.n, str_of(cases[i].found).n);
        assert_memory_equal(found.at, cases[i].found, found.n);
    }
}

static void dates_and_counts_lead_to_nobody(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "2023-05-18 10:00 开放校园",
        "2023-05-17-2023-05-23",
        "2023-05-18 09 30 - 11 30",
        "活动于20230518举行",
        "参加1200000人次",
        "第3届，@全体同学",
        "",
        "邮政编码230001",
        "发放资料 3000 份、参观 12000 人次",
        "电话咨询服务120人次",
    };
    struct str found;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (text_names_contact(str_of(cases[i]), &found))
            fail_msg("%s", cases[i]);
}

static void a_week_is_called_what_people_call_it(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"关于做好2023年职业教育活动周有关工作的通知", "2023年职业教育活动周"},
        {"关于开展全民终身学习活动周的通知", "全民终身学习活动周"},
        {"关于举办技能节通知", "关于举办技能节通知"},
        {"2023年职业教育活动周", "2023年职业教育活动周"},
        {"关于做好工作的通知", "关于做好工作的通知"},
        {"", ""},
    };
    struct arena *a = arena_new("test", 1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(str_z(a, public_title(str_of(cases[i][0]))), cases[i][1]);
    arena_free(a);
}

static struct field heads[] = {
    {.key = S("students"), .label = S("参加人数/学生"), .unit = S("人"), .kind = FIELD_NUMBER, .subtotal = true},
    {.key = S("public"), .label = S("参加人数/群众"), .unit = S("人"), .kind = FIELD_NUMBER, .subtotal = true},
    {.key = S("served"), .label = S("服务人次"), .unit = S("人次"), .kind = FIELD_NUMBER, .subtotal = true},
};

static void people_are_all_that_is_counted_in_them_and_activities_are_the_rows(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct field fields[] = {
        {.key = S("activities"), .label = S("当日活动"), .kind = FIELD_ROWS, .fields = {heads, 3, 3}}};
    struct form form = {.key = S("daily"), .activities = true, .fields = {fields, 1, 1}};
    struct bulletin_sums sums;
    struct public_numbers n = {0};
    bulletin_sums_begin(a, &form, &sums);
    sums.units = 2;
    for (size_t i = 0; i < sums.lines.n; i++)
        sums.lines.items[i].value = !sums.lines.items[i].field ? 3 : sums.lines.items[i].field == &heads[2] ? 900 : 40;
    public_numbers_add(&n, &sums);
    assert_int_equal(n.units, 2);
    assert_int_equal(n.activities, 3);
    assert_int_equal(n.people, 80);
    form.activities = false;
    public_numbers_add(&n, &sums);
    assert_int_equal(n.activities, 3);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_leads_to_a_person_is_found),
        cmocka_unit_test(dates_and_counts_lead_to_nobody),
        cmocka_unit_test(a_week_is_called_what_people_call_it),
        cmocka_unit_test(people_are_all_that_is_counted_in_them_and_activities_are_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
