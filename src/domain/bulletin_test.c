/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/bulletin.h"

static struct str choices[] = {S("国家"), S("省"), S("县")};
static struct field activity_fields[] = {
    {.key = S("name"), .label = S("活动名称"), .kind = FIELD_TEXT},
    {.key = S("students"), .label = S("参加人数/学生"), .unit = S("人"), .kind = FIELD_NUMBER, .subtotal = true},
    {.key = S("teachers"), .label = S("参加人数/教师"), .unit = S("人"), .kind = FIELD_NUMBER, .subtotal = true},
    {.key = S("hours"), .label = S("时长"), .unit = S("小时"), .kind = FIELD_NUMBER, .subtotal = true},
    {.key = S("age"), .label = S("平均年龄"), .unit = S("岁"), .kind = FIELD_NUMBER},
};
static struct field item_fields[] = {
    {.key = S("level"), .label = S("媒体级别"), .kind = FIELD_CHOICE, .choices = {choices, 3, 3}},
};
static struct field daily_fields[] = {
    {.key = S("activities"), .label = S("当日活动"), .kind = FIELD_ROWS, .fields = {activity_fields, 5, 5}},
    {.key = S("to_date"), .label = S("累计开展活动"), .unit = S("场"), .kind = FIELD_NUMBER, .tally = TALLY_TO_DATE},
};
static struct field media_fields[] = {
    {.key = S("items"), .label = S("当日媒体报道"), .kind = FIELD_ROWS, .fields = {item_fields, 1, 1}},
};
static struct str rows_alone[] = {S("activities")};
static struct form_check check = {.left = S("to_date"), .compare = S(">="), .right = {rows_alone, 1, 1}};
static const struct form daily = {
    .name = S("活动情况日报表"), .fields = {daily_fields, 2, 2}, .checks = {&check, 1, 1}};
static const struct form media = {.name = S("媒体宣传情况日报表"), .fields = {media_fields, 1, 1}};
static const struct campaign campaign = {.title = S("职业教育活动周"), .issuer = S("某市教育局"), .zone = ZONE_CHINA};
static const struct duty duty = {.name = S("活动情况日报")};

static struct json text(const char *key, const char *value)
{
    return (struct json){.kind = JSON_STRING, .name = str_of(key), .text = str_of(value)};
}

static struct json number(const char *key, double value)
{
    return (struct json){.kind = JSON_NUMBER, .name = str_of(key), .number = value};
}

static struct json many(enum json_kind kind, const char *key, struct json *items, size_t n)
{
    return (struct json){.kind = kind, .name = str_of(key), .items = items, .n = n};
}

static struct bulletin_figures figures(struct day to)
{
    return (struct bulletin_figures){.campaign = &campaign,
                                     .from = day_of(2023, 5, 17),
                                     .to = to,
                                     .as_of = day_instant(day_of(2023, 5, 18), 1080, ZONE_CHINA),
                                     .names = true};
}

#define assert_block(b, i, what, words)                                                                         \
    do {                                                                                                        \
        assert_int_equal((b)->blocks.items[i].kind, what);                                                      \
        assert_string_equal(                                                                                    \
            str_z(a, (what) == BLOCK_HEADING ? (b)->blocks.items[i].title : (b)->blocks.items[i].text), words); \
    } while (0)

static void who_has_reported_is_told_with_numbers_that_add_up_and_names(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct str late[] = {S("演练一中专"), S("演练二中专")}, missing[] = {S("长丰县")};
    struct bulletin_column columns[] = {
        {.duty = &duty,
         .day = day_of(2023, 5, 17),
         .due = day_instant(day_of(2023, 5, 18), 600, ZONE_CHINA),
         .counts = {.owed = 69, .reported = 65, .late = 2, .nil = 1, .waived = 1, .missing = 1, .open = 2, .own = 3},
         .late = {late, 2, 2},
         .missing = {missing, 1, 1}},
        {.duty = &duty, .day = DAY_NONE, .due = INSTANT_NONE, .counts = {.owed = 2, .reported = 2}},
    };
    struct bulletin_figures f = figures(day_of(2023, 5, 17));
    struct bulletin b;
    f.columns.items = columns;
    f.columns.n = 2;
    bulletin_draft(a, &f, &b);
    assert_string_equal(str_z(a, b.name), "职业教育活动周工作简报");
    assert_int_equal(b.date.n, day_of(2023, 5, 18).n);
    assert_int_equal(b.blocks.n, 3);
    assert_block(&b, 0, BLOCK_HEADING, "一、报送情况");
    assert_block(&b, 1, BLOCK_TEXT,
                 "5月17日“活动情况日报”（时限5月18日10:00）：应报69家，已报65家（其中迟报2家、零报告1家），免报1家，"
                 "逾期未报1家，未到时限尚未报送2家；另有3家自愿报送。迟报单位：演练一中专、演练二中专。"
                 "逾期未报单位：长丰县。");
    assert_block(&b, 2, BLOCK_TEXT, "“活动情况日报”：应报2家，已报2家。");
    f.names = false;
    bulletin_draft(a, &f, &b);
    assert_int_equal(str_find(b.blocks.items[1].text, S("长丰县")), STR_NONE);
    f.columns.n = 0;
    bulletin_draft(a, &f, &b);
    assert_block(&b, 1, BLOCK_TEXT, "5月17日没有应报事项。");
    arena_free(a);
}

static void figures_stand_in_the_words_of_the_labels_and_say_of_when(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct json one[] = {text("name", "甲"), number("students", 30), number("hours", 1.5), number("age", 17)};
    struct json two[] = {text("name", "乙"), number("students", 12), number("hours", 0.6), number("teachers", 2)};
    struct json rows[] = {many(JSON_OBJECT, "", one, 4), many(JSON_OBJECT, "", two, 4)};
    struct json body[] = {many(JSON_ARRAY, "activities", rows, 2), number("to_date", 5)};
    struct json filled = many(JSON_OBJECT, "", body, 2);
    struct bulletin_form forms[2];
    bulletin_sums_begin(a, &daily, &forms[0].of_days);
    bulletin_sums_begin(a, &daily, &forms[0].to_date);
    bulletin_sums_begin(a, &media, &forms[1].of_days);
    bulletin_sums_begin(a, &media, &forms[1].to_date);
    bulletin_sums_add(&forms[0].of_days, &filled, false);
    bulletin_sums_add(&forms[0].of_days, &filled, false);
    bulletin_sums_add(&forms[0].of_days, NULL, false);
    bulletin_sums_add(&forms[0].to_date, &filled, true);
    bulletin_sums_add(&forms[0].to_date, &filled, false);
    forms[0].of_days.units = 2;
    struct bulletin_figures f = figures(day_of(2023, 5, 18));
    struct bulletin b;
    f.forms.items = forms;
    f.forms.n = 2;
    bulletin_draft(a, &f, &b);
    assert_block(&b, 2, BLOCK_HEADING, "二、活动开展情况");
    assert_block(
        &b, 3, BLOCK_TEXT,
        "5月17日至5月18日，2家单位报送《活动情况日报表》：活动4场，参加人数（学生84人、教师4人），时长4.2小时。"
        "截至5月18日，各单位累计开展活动5场。");
    assert_block(&b, 4, BLOCK_HEADING, "三、媒体宣传");
    assert_block(&b, 5, BLOCK_TEXT, "5月17日至5月18日，没有单位报送《媒体宣传情况日报表》。");
    arena_free(a);
}

static void rows_are_parted_by_what_they_chose(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct json levels[] = {text("level", "省"), text("level", "县"), text("level", "省"), text("level", "别的")};
    struct json rows[4];
    for (size_t i = 0; i < 4; i++)
        rows[i] = many(JSON_OBJECT, "", &levels[i], 1);
    struct json items = many(JSON_ARRAY, "items", rows, 4), filled = many(JSON_OBJECT, "", &items, 1);
    struct bulletin_form form;
    bulletin_sums_begin(a, &media, &form.of_days);
    bulletin_sums_begin(a, &media, &form.to_date);
    bulletin_sums_add(&form.of_days, &filled, false);
    form.of_days.units = 1;
    struct bulletin_figures f = figures(day_of(2023, 5, 17));
    struct bulletin b;
    f.forms.items = &form;
    f.forms.n = 1;
    bulletin_draft(a, &f, &b);
    assert_block(&b, 3, BLOCK_TEXT, "5月17日，1家单位报送《媒体宣传情况日报表》：媒体报道4项（省2项、县1项）。");
    form.of_days.lines.items[0].value = 0;
    bulletin_draft(a, &f, &b);
    assert_block(&b, 3, BLOCK_TEXT, "5月17日，1家单位报送《媒体宣传情况日报表》，没有新增数据。");
    arena_free(a);
}

static void the_red_name_is_the_campaign_s_and_not_the_notice_s(void **state)
{
    static const char *const cases[][2] = {
        {"关于做好2023年职业教育活动周有关工作的通知", "2023年职业教育活动周工作简报"},
        {"某市教育局关于开展技能大赛的补充通知", "技能大赛工作简报"},
        {"关于组织举办全民终身学习活动周相关事项的函", "全民终身学习活动周工作简报"},
        {"职业教育活动周", "职业教育活动周工作简报"},
        {"关于通知", "关于通知工作简报"},
    };
    struct arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct campaign c = {.title = str_of(cases[i][0]), .zone = ZONE_CHINA};
        struct bulletin_figures f = figures(day_of(2023, 5, 17));
        struct bulletin b;
        f.campaign = &c;
        bulletin_draft(a, &f, &b);
        assert_string_equal(str_z(a, b.name), cases[i][1]);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_has_reported_is_told_with_numbers_that_add_up_and_names),
        cmocka_unit_test(figures_stand_in_the_words_of_the_labels_and_say_of_when),
        cmocka_unit_test(rows_are_parted_by_what_they_chose),
        cmocka_unit_test(the_red_name_is_the_campaign_s_and_not_the_notice_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
