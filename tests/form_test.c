/* SPDX-License-Identifier: Apache-2.0 */
/* Filled forms and reports, judged by the rules of the domain on bodies written as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/report.h"
#include "format/json.h"

static const char form_text[] =
    "{\"key\":\"daily\",\"name\":\"日报表\",\"activities\":true,\"fields\":["
    "{\"key\":\"reporter\",\"label\":\"填报人\",\"kind\":\"text\",\"required\":true,\"standing\":true,\"max\":5},"
    "{\"key\":\"activities\",\"label\":\"活动\",\"kind\":\"rows\",\"required\":true,\"min\":1,\"max\":3,\"fields\":["
    "{\"key\":\"name\",\"label\":\"活动名称\",\"kind\":\"text\",\"required\":true},"
    "{\"key\":\"date\",\"label\":\"日期\",\"kind\":\"date\"},{\"key\":\"start\",\"label\":\"开始\",\"kind\":\"time\"},"
    "{\"key\":\"level\",\"label\":\"级别\",\"kind\":\"choice\",\"choices\":[\"省\",\"市\"]},"
    "{\"key\":\"students\",\"label\":\"学生\",\"kind\":\"number\",\"unit\":\"人\",\"max\":1000,\"subtotal\":true},"
    "{\"key\":\"teachers\",\"label\":\"教师\",\"kind\":\"number\",\"unit\":\"人\",\"subtotal\":true}]},"
    "{\"key\":\"total\",\"label\":\"累计人数\",\"kind\":\"number\",\"tally\":\"to_date\"},"
    "{\"key\":\"count\",\"label\":\"累计场数\",\"kind\":\"number\",\"tally\":\"to_date\"}],"
    "\"checks\":[{\"left\":\"total\",\"compare\":\">=\",\"right\":[\"activities.students\",\"activities.teachers\"],"
    "\"message\":\"累计人数过小\"},"
    "{\"left\":\"count\",\"compare\":\">=\",\"right\":[\"activities\"],\"message\":\"累计场数过小\"}]}";

static struct form the_form(struct arena *a)
{
    struct form form = {0};
    struct err e;
    if (!shape_read_text(a, &form_shape, str_of(form_text), &form, &e))
        fail_msg("%s", str_z(a, err_text(a, &e, LANGUAGE_ZH)));
    return form;
}

static struct json tree(struct arena *a, const char *text)
{
    struct json j;
    struct err e;
    if (!json_read(a, str_of(text), &j, &e))
        fail_msg("%s: %s", text, str_z(a, err_text(a, &e, LANGUAGE_ZH)));
    return j;
}

/* "where!" blocks, "where" does not */
static const char *flat(struct arena *a, const struct remarks *remarks)
{
    struct buf b = buf_new(a, 128);
    for (size_t i = 0; i < remarks->n; i++)
        buf_format(&b, "%s" STR_FMT "%s", i ? " " : "", STR_ARG(remarks->items[i].where),
                   remarks->items[i].blocks ? "!" : "");
    return str_z(a, buf_str(&b));
}

static void a_form_is_judged_field_by_field(void **state)
{
    (void)state;
    static const struct {
        const char *body, *remarks;
    } cases[] = {
        {"{\"reporter\":\"甲\",\"activities\":[{\"name\":\"参观\",\"id\":\"7\"}],\"count\":1}", ""},
        {"null", "reporter! activities!"},
        {"[]", "!"},
        {"{}", "reporter! activities!"},
        {"{\"reporter\":\"  \",\"activities\":[]}", "reporter! activities!"},
        {"{\"reporter\":7,\"activities\":{\"a\":1}}", "reporter! activities!"},
        {"{\"reporter\":\"甲乙丙丁戊己\",\"activities\":[{\"name\":\"参观\"}],\"count\":1}", "reporter!"},
        {"{\"reporter\":\"甲\\u202e\",\"activities\":[{\"name\":\"a\\nb\"}],\"count\":1}",
         "reporter! activities[0].name!"},
        {"{\"reporter\":\"甲\",\"activities\":[{\"name\":\"参观\"},{},7],\"count\":3}",
         "activities[1].name! activities[2]!"},
        {"{\"reporter\":\"甲\",\"activities\":[{\"name\":\"a\",\"date\":\"5月\",\"start\":\"9点\",\"level\":\"县\","
         "\"students\":\"多\",\"teachers\":-1,\"place\":\"x\"}],\"count\":1}",
         "activities[0].date! activities[0].start! activities[0].level! activities[0].students! activities[0].teachers "
         "activities[0].place! "},
        {"{\"reporter\":\"甲\",\"activities\":[{\"name\":\"a\",\"start\":\"24:00\",\"students\":1001}],\"count\":1,"
         "\"total\":2000}",
         "activities[0].start! activities[0].students!"},
        {"{\"reporter\":\"甲\",\"activities\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"},{\"name\":\"d\"}],"
         "\"count\":4}",
         "activities!"},
        {"{\"reporter\":\"甲\",\"activities\":[{\"name\":\"a\",\"students\":5},{\"name\":\"b\",\"teachers\":2}],"
         "\"total\":6,\"count\":1}",
         "total count"},
        {"{\"reporter\":\"甲\",\"id\":\"7\",\"activities\":[{\"name\":\"a\"}],\"count\":1}", "id!"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new("test", 4 << 20);
        struct form form = the_form(a);
        struct json body = tree(a, cases[i].body);
        struct remarks remarks = {0};
        form_check(a, &form, &body, &remarks);
        assert_string_equal(str_z(a, str_trim(str_of(flat(a, &remarks)))),
                            str_z(a, str_trim(str_of(cases[i].remarks))));
        arena_free(a);
    }
}

static void a_remark_tells_row_and_label(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 4 << 20);
    struct form form = the_form(a);
    struct json body =
        tree(a, "{\"reporter\":\"甲\",\"activities\":[{\"name\":\"a\"},{\"name\":\"b\",\"students\":\"x\"}],"
                "\"count\":2}");
    struct remarks remarks = {0};
    form_check(a, &form, &body, &remarks);
    assert_string_equal(str_z(a, remarks.items[0].message), "“活动”第 2 行“学生”应填数字");
    struct remarks english = {.language = LANGUAGE_EN};
    form_check(a, &form, &body, &english);
    assert_string_equal(str_z(a, english.items[0].message), "Row 2 of “活动”: “学生” should be a number");
    arena_free(a);
}

/* Remarks on a form without limits and so many empty rows. */
static struct remarks of_empty_rows(struct arena *a, int rows)
{
    struct form form = the_form(a);
    form.fields.items[1].max = 0;
    struct buf b = buf_new(a, 1 << 16);
    buf_lit(&b, "{\"activities\":[");
    for (int i = 0; i < rows; i++)
        buf_put(&b, i ? S(",{}") : S("{}"));
    buf_lit(&b, "]}");
    struct json body = tree(a, str_z(a, buf_str(&b)));
    struct remarks remarks = {0};
    form_check(a, &form, &body, &remarks);
    return remarks;
}

/* 34567.5 人 is a slip of the decimal point; 3.5 万元 is none. Sums of such are held against each other as they are meant. */
static void a_part_of_a_person_is_asked_about(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 4 << 20);
    struct form form = the_form(a);
    struct json body =
        tree(a, "{\"reporter\":\"甲\",\"activities\":[{\"name\":\"乙\",\"students\":0.1,\"teachers\":0.2},"
                "{\"name\":\"丙\",\"teachers\":2}],\"total\":2.3,\"count\":2}");
    struct remarks remarks = {0};
    form_check(a, &form, &body, &remarks);
    assert_string_equal(flat(a, &remarks), "activities[0].students activities[0].teachers");
    assert_string_equal(str_z(a, remarks.items[0].message), "“活动”第 1 行“学生”一般为不小于 0 的整数，请核对");
    arena_free(a);
}

static void remarks_stop_where_nobody_would_read_on(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    assert_int_equal(of_empty_rows(a, FORM_ROWS_MAX).n, REMARKS_MAX);
    arena_free(a);
}

static void more_rows_than_anyone_fills_in_are_one_remark(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct remarks remarks = of_empty_rows(a, FORM_ROWS_MAX + 1);
    assert_in_range(remarks.n, 1, 5);
    bool told = false;
    for (size_t i = 0; i < remarks.n; i++)
        told = told || str_find(remarks.items[i].message, S("最多 2000 行，现为 2001 行")) != STR_NONE;
    assert_true(told);
    arena_free(a);
}

static void rows_are_summed_and_standing_values_stay(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 4 << 20);
    struct form form = the_form(a);
    struct json body = tree(a, "{\"reporter\":\"甲\",\"total\":9,\"activities\":[{\"name\":\"a\",\"students\":5},"
                               "{\"name\":\"b\",\"students\":7,\"teachers\":2}]}");
    assert_true(form_value(&form, &body, S("activities")) == 2);
    assert_true(form_value(&form, &body, S("activities.students")) == 12);
    assert_true(form_value(&form, &body, S("nothing.here")) == 0);

    struct buf b = buf_new(a, 64), c = buf_new(a, 64), d = buf_new(a, 64);
    json_write(&b, form_prefill(a, &form, &body));
    assert_string_equal(str_z(a, buf_str(&b)), "{\"reporter\":\"甲\"}");
    form.fields.items[1].standing = form.fields.items[1].fields.items[0].standing = true;
    json_write(&c, form_prefill(a, &form, &body));
    assert_string_equal(str_z(a, buf_str(&c)),
                        "{\"reporter\":\"甲\",\"activities\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
    json_write(&d, form_prefill(a, &form, NULL));
    assert_string_equal(str_z(a, buf_str(&d)), "{}");
    arena_free(a);
}

/* ---- reports ---- */

#define BLOB "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define IMAGE(part) "{\"blob\":\"" BLOB "\",\"name\":\"a.jpg\",\"part\":\"" part "\",\"type\":\"image/jpeg\"}"
#define FORM "\"forms\":{\"daily\":{\"reporter\":\"甲\",\"activities\":[{\"name\":\"a\"}],\"count\":1}}"
#define TEXT "\"texts\":{\"story\":\"今天的故事\"}"
#define PIECES(list) "\"pieces\":{\"pieces\":[" list "]}"
#define PIECE "{\"title\":\"一\",\"text\":\"二\"}"

static struct part parts[] = {
    {.key = S("form"), .name = S("日报表"), .kind = PART_FORM, .form = S("daily"), .required = true},
    {.key = S("story"), .name = S("文字材料"), .kind = PART_TEXT, .required = true, .min = 3, .max = 8},
    {.key = S("photos"), .name = S("照片"), .kind = PART_PHOTOS, .max = 2},
    {.key = S("videos"), .name = S("视频"), .kind = PART_VIDEOS, .required = true},
    {.key = S("pieces"), .name = S("宣传材料"), .kind = PART_PIECES, .required = true},
};

static void a_report_is_judged_part_by_part(void **state)
{
    (void)state;
    static const struct {
        const char *body, *remarks;
    } cases[] = {
        {"{" FORM "," TEXT "," PIECES(PIECE "," PIECE) "}", "files.videos"},
        {"null", "forms.daily! texts.story! files.videos pieces.pieces!"},
        {"7", "!"},
        {"{\"forms\":[]}", "!"},
        {"{\"other\":{}}", "!"},
        {"{\"forms\":{\"daily\":{}}," TEXT "," PIECES(PIECE "," PIECE) "}", "forms.daily! files.videos"},
        {"{" FORM "," TEXT "," PIECES(PIECE) "}", "files.videos pieces.pieces"},
        {"{" FORM ",\"texts\":{\"story\":\"短\",\"more\":\"x\"}," PIECES(PIECE "," PIECE) "}",
         "texts.more! texts.story files.videos"},
        {"{" FORM ",\"texts\":{\"story\":\"一二三四五六七八九\"}," PIECES("{\"title\":\" \"},{\"title\":\"一\"}") "}",
         "texts.story files.videos pieces.pieces[0].title! pieces.pieces[0]! pieces.pieces[1]!"},
        {"{" FORM "," TEXT
         "," PIECES(PIECE "," PIECE) ",\"files\":[" IMAGE("photos") "," IMAGE("photos") "," IMAGE("photos") "]}",
         "files.photos files.videos"},
        {"{" FORM "," TEXT "," PIECES(PIECE "," PIECE) ",\"files\":[" IMAGE("videos") "," IMAGE("nowhere") ",{}]}",
         "files[0]! files[1]! files[2]!"},
        {"{" FORM "," TEXT "," PIECES("{\"title\":\"一\",\"files\":[" IMAGE(
             "x") "]}," PIECE) ",\"files\":["
                               "{\"blob\":\"x\",\"name\":\"a.mp4\",\"part\":\"videos\"}]}",
         "files[0]!"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new("test", 4 << 20);
        struct form form = the_form(a);
        struct campaign c = {.forms = {&form, 1, 1}};
        struct duty duty = {.parts = {parts, 5, 5}};
        struct obligation o = {.quota_min = 2};
        struct json body = tree(a, cases[i].body);
        struct remarks remarks = {0};
        report_check(a, &c, &duty, &o, &body, &remarks);
        assert_string_equal(flat(a, &remarks), cases[i].remarks);
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_is_judged_field_by_field),
        cmocka_unit_test(a_remark_tells_row_and_label),
        cmocka_unit_test(a_part_of_a_person_is_asked_about),
        cmocka_unit_test(remarks_stop_where_nobody_would_read_on),
        cmocka_unit_test(more_rows_than_anyone_fills_in_are_one_remark),
        cmocka_unit_test(rows_are_summed_and_standing_values_stay),
        cmocka_unit_test(a_report_is_judged_part_by_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
