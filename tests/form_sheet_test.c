/* SPDX-License-Identifier: Apache-2.0 */
/* A form printed as a workbook and read back; and sheets as offices make them, read by their labels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/form_sheet.h"
#include "format/json.h"
#include "format/sheet.h"
#include "format/sheet_out.h"

#include <unistd.h>

static const char form_text[] =
    "{\"key\":\"daily\",\"name\":\"日报表\",\"note\":\"每行填一项活动\",\"activities\":true,\"fields\":["
    "{\"key\":\"reporter\",\"label\":\"填报人\",\"kind\":\"text\",\"required\":true,\"max\":20},"
    "{\"key\":\"phone\",\"label\":\"联系电话\",\"kind\":\"text\",\"max\":30},"
    "{\"key\":\"activities\",\"label\":\"当日活动\",\"kind\":\"rows\",\"max\":50,\"fields\":["
    "{\"key\":\"name\",\"label\":\"活动名称\",\"kind\":\"text\",\"required\":true},"
    "{\"key\":\"date\",\"label\":\"日期\",\"kind\":\"date\"},"
    "{\"key\":\"start\",\"label\":\"时间/开始\",\"kind\":\"time\"},{\"key\":\"end\",\"label\":\"时间/"
    "结束\",\"kind\":\"time\"},"
    "{\"key\":\"level\",\"label\":\"级别\",\"kind\":\"choice\",\"choices\":[\"省\",\"市\"]},"
    "{\"key\":\"students\",\"label\":\"参加人数/"
    "学生\",\"kind\":\"number\",\"unit\":\"人\",\"max\":1000,\"subtotal\":true},"
    "{\"key\":\"teachers\",\"label\":\"参加人数/教师\",\"kind\":\"number\",\"unit\":\"人\",\"subtotal\":true}]},"
    "{\"key\":\"total\",\"label\":\"累计参加人数\",\"kind\":\"number\",\"unit\":\"人次\",\"tally\":\"to_date\"},"
    "{\"key\":\"rate\",\"label\":\"满意率\",\"kind\":\"number\"},"
    "{\"key\":\"remarks\",\"label\":\"备注\",\"kind\":\"long_text\"}]}";

static struct form the_form(struct arena *a)
{
    struct form form = {0};
    struct err e;
    if (!shape_read_text(a, &form_shape, str_of(form_text), &form, &e))
        fail_msg("%s", str_z(a, err_text(a, &e, LANGUAGE_ZH)));
    return form;
}

/* Rows by line feeds, cells by bars; a row without anything is left out, as a reader of workbooks does. */
static struct table table_of(struct arena *a, const char *text)
{
    struct table t = {0};
    struct str rest = str_of(text), line;
    for (int64_t number = 1; str_cut(&rest, S("\n"), &line); number++) {
        struct table_row row = {.number = number};
        struct str cell;
        bool any = false;
        while (str_cut(&line, S("|"), &cell)) {
            arena_push(a, &row.cells, cell);
            any = any || str_trim(cell).n;
        }
        if (any)
            arena_push(a, &t, row);
    }
    return t;
}

struct read {
    const char *values, *notes; /* notes: "C7 forms.daily.rate 第 7 行…; …" */
};

static struct read read_table(struct arena *a, const struct table *t, enum language language)
{
    struct form form = the_form(a);
    struct form_hints hints = {
        .day = day_of(2023, 5, 18), .unit = S("演练职业学校"), .unit_short = S("演练职校"), .language = language};
    struct json values;
    struct cell_notes notes = {0};
    struct form_stamp stamp;
    struct err e;
    hints.stamped = form_stamp_find(t, &stamp);
    if (!form_read(a, &form, t, &hints, &values, &notes, &e))
        return (struct read){str_z(a, err_text(a, &e, LANGUAGE_ZH)), ""};
    struct buf body = buf_new(a, 256), told = buf_new(a, 256);
    values.name = (struct str){0};
    json_write(&body, &values);
    for (size_t i = 0; i < notes.n; i++)
        buf_format(&told, "%s" STR_FMT " " STR_FMT " " STR_FMT, i ? "; " : "", STR_ARG(notes.items[i].cell),
                   STR_ARG(notes.items[i].where), STR_ARG(notes.items[i].message));
    return (struct read){str_z(a, buf_str(&body)), str_z(a, buf_str(&told))};
}

static void reads(const char *sheet, const char *values, const char *notes)
{
    struct arena *a = arena_new("test", 16 << 20);
    struct table t = table_of(a, sheet);
    struct read r = read_table(a, &t, LANGUAGE_ZH);
    assert_string_equal(r.values, values);
    assert_string_equal(r.notes, notes);
    arena_free(a);
}

#define HEAD "序号|活动名称|日期|时间||级别|参加人数|\n|||开始|结束||学生（人）|教师\n"

static void a_sheet_is_read_by_its_labels(void **state)
{
    (void)state;
    reads("日报表\n填报单位：演练职业学校\n填报人*|张三|联系电话|0551-1\n" HEAD
          "1|参观|2023-05-17|09:00|10:30|省|１２０|1,200\n2|讲座|45064|0.375||市|30人|\n合计||||||150|1200\n"
          "累计参加人数（人次）|12,345|满意率|98.5\n备注|晴\n说明：每行填一项活动",
          "{\"activities\":[{\"name\":\"参观\",\"date\":\"2023-05-17\",\"start\":\"09:00\",\"end\":\"10:30\",\"level\":"
          "\"省\","
          "\"students\":120,\"teachers\":1200},{\"name\":\"讲座\",\"date\":\"2023-05-18\",\"start\":\"09:00\","
          "\"level\":\"市\","
          "\"students\":30}],\"reporter\":\"张三\",\"phone\":\"0551-1\",\"total\":12345,\"rate\":98.5,\"remarks\":"
          "\"晴\"}",
          "");
}

static void columns_may_be_moved_renamed_by_blanks_and_added(void **state)
{
    (void)state;
    reads("教师参加人数|活 动 名 称|天气|参加人数（学生）|日　期\n4|参观|晴|30|5月18日\n\n||\n5|讲座||31|5.19\n",
          "{\"activities\":[{\"name\":\"参观\",\"date\":\"2023-05-18\",\"students\":30,\"teachers\":4},"
          "{\"name\":\"讲座\",\"date\":\"2023-05-19\",\"students\":31,\"teachers\":5}]}",
          "C2  第 2 行“天气”这一列本表没有，没有读入：“晴”");
}

static void what_cannot_be_read_names_its_cell_and_stays_visible(void **state)
{
    (void)state;
    reads(HEAD "1|参观|明天|上午|9点半|国家|约30人|4\n2|讲座\n累计参加人数|很多\n",
          "{\"activities\":[{\"name\":\"参观\",\"end\":\"09:30\",\"level\":\"国家\",\"students\":\"约30人\","
          "\"teachers\":4},"
          "{\"name\":\"讲座\"}],\"total\":\"很多\"}",
          "C3 forms.daily.activities[0].date 第 3 行“日期”应为日期，读到“明天”; "
          "D3 forms.daily.activities[0].start 第 3 行“时间/开始”应为时间（如 09:30），读到“上午”; "
          "F3 forms.daily.activities[0].level 第 3 行“级别”不在可选项之内，读到“国家”; "
          "G3 forms.daily.activities[0].students 第 3 行“参加人数/学生”应为整数，读到“约30人”; "
          "B5 forms.daily.total 第 5 行“累计参加人数”应为整数，读到“很多”");
}

static void labels_stand_before_behind_a_colon_or_above_their_values(void **state)
{
    (void)state;
    reads("填报人：张三　　联 系 电 话：0551-1 转 2 满意率：98\n累计参加人数：\n",
          "{\"reporter\":\"张三\",\"phone\":\"0551-1 转 2\",\"rate\":98}", "");
    reads("填报人|联系电话|累计参加人数\n张三|0551-1|7\n", "{\"reporter\":\"张三\",\"phone\":\"0551-1\",\"total\":7}",
          "");
    reads("填报人|\n备注|\n", "{}", "");
    reads("填报人|活动名称|学生参加人数\n张三|参观|3\n李四|讲座|4\n",
          "{\"activities\":[{\"name\":\"参观\",\"students\":3},{\"name\":\"讲座\",\"students\":4}],"
          "\"reporter\":\"张三\"}",
          "A3  第 3 行的内容没有读入：“李四”");
}

static void notes_and_totals_are_no_data(void **state)
{
    (void)state;
    reads(HEAD "1|参观|||||30|4\n|小 计|||||30|4\n3\n4|讲座|||||1|2\n合 "
               "计||||||31|6\n总计||领导：同意||||31|6\n速|聚会|||||1\n注：学生含实习生\n校长签字：\n随便写的一句话\n",
          "{\"activities\":[{\"name\":\"参观\",\"students\":30,\"teachers\":4},{\"name\":\"讲座\",\"students\":1,"
          "\"teachers\":2},{\"name\":\"聚会\",\"students\":1}]}",
          "A9  第 9 行“序号”这一列本表没有，没有读入：“速”; C8  第 8 行的内容没有读入：“领导：同意”; A11  第 11 "
          "行的内容没有读入：“校长签字：”; A12  第 12 行的内容没有读入：“随便写的一句话”");
}

static void a_head_printed_on_each_page_is_no_data(void **state)
{
    (void)state;
    reads("活动名称|学生参加人数|级别\n参观|3|省\n合计|3\n活动名称|学生参加人数|级别\n讲座|4|市\n",
          "{\"activities\":[{\"name\":\"参观\",\"level\":\"省\",\"students\":3},{\"name\":\"讲座\",\"level\":\"市\","
          "\"students\":4}]}",
          "");
}

static void another_units_name_is_asked_about(void **state)
{
    (void)state;
    reads("填报单位：演练一中　　填报时间：5月18日\n填报人|张三\n", "{\"reporter\":\"张三\"}",
          "A1  表上的填报单位是“演练一中”，这里报送的是“演练职业学校”，请核对");
    reads("填报单位：演练职校（盖章）\n填报人|张三\n", "{\"reporter\":\"张三\"}", "");
}

static void what_is_not_read_is_told_in_the_readers_language(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct table t = table_of(a, "满意率|高\n");
    assert_string_equal(read_table(a, &t, LANGUAGE_EN).notes,
                        "B1 forms.daily.rate Row 1, “满意率”: a number is wanted, “高” was read");
    arena_free(a);
}

static void a_sheet_of_anything_is_bounded(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    struct buf b = buf_new(a, 1 << 20);
    buf_lit(&b, "活动名称|参加人数学生\n");
    for (int i = 0; i < FORM_ROWS_MAX + 20; i++)
        buf_format(&b, "参观%d|%d|多\n", i, i);
    buf_putc(&b, 0);
    struct table t = table_of(a, b.at);
    struct form form = the_form(a);
    struct form_hints hints = {.day = DAY_NONE, .language = LANGUAGE_ZH};
    struct json values;
    struct cell_notes notes = {0};
    struct err e;
    assert_true(form_read(a, &form, &t, &hints, &values, &notes, &e));
    assert_int_equal(json_get_list(&values, S("activities"))->n, FORM_ROWS_MAX);
    assert_int_equal(notes.n, CELL_NOTES_MAX);
    assert_true(str_starts(notes.items[notes.n - 1].message, S("还有 ")));
    for (int i = 0; i < FORM_SHEET_ROWS; i++)
        buf_lit(&b, "");
    struct table tall = {0};
    for (int64_t i = 0; i <= FORM_SHEET_ROWS; i++)
        arena_push(a, &tall, ((struct table_row){.number = i + 1}));
    assert_false(form_read(a, &form, &tall, &hints, &values, &notes, &e));
    assert_int_equal(e.code, ERR_LARGE);
    struct table none = {0};
    notes.n = 0;
    assert_true(form_read(a, &form, &none, &hints, &values, &notes, &e));
    assert_int_equal(values.n + notes.n, 0);
    arena_free(a);
}

/* ---- printed and read back ---- */

static struct table print(struct arena *a, const struct form *form, const struct json *filled)
{
    struct form_paper paper = {
        .name = S("日报"), .unit = S("演练职业学校"), .of = S("2023年5月18日"), .obligation = 1883063784428273847u};
    struct grid grid;
    struct sheet_out *w;
    struct sheets sheets;
    struct err e;
    uint64_t size;
    int fd;
    form_lay_out(a, form, filled, &paper, &grid);
    assert_true(sheet_out_begin(a, 0, &w, &e));
    assert_true(sheet_out_grid(w, &grid, &e));
    if (!sheet_out_finish(w, &fd, &size, &e))
        fail_msg("%s", e.detail);
    if (!sheet_read_all(a, str_format(a, "/proc/self/fd/%d", fd), S("a.xlsx"), &sheets, &e))
        fail_msg("%s", str_z(a, err_text(a, &e, LANGUAGE_ZH)));
    close(fd);
    assert_int_equal(sheets.n, 1);
    return sheets.items[0].table;
}

static void what_is_printed_reads_back_the_same(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{}",
        "{\"activities\":[{\"name\":\"参观\",\"date\":\"2023-05-17\",\"start\":\"09:05\",\"end\":\"23:59\",\"level\":"
        "\"省\","
        "\"students\":120,\"teachers\":0},{\"name\":\"讲座\\n下午\",\"students\":\"约30人\"}],\"reporter\":\"张三\","
        "\"phone\":\"055100000\",\"total\":154,\"rate\":98.25,\"remarks\":\"一\\n二\"}"};
    struct arena *a = arena_new("test", 64 << 20);
    struct form form = the_form(a);
    for (size_t i = 0; i < 2; i++) {
        struct json filled;
        struct err e;
        struct form_stamp stamp;
        assert_true(json_read(a, str_of(bodies[i]), &filled, &e));
        struct table t = print(a, &form, &filled);
        assert_true(form_stamp_find(&t, &stamp));
        assert_true(stamp.obligation == 1883063784428273847u);
        assert_int_equal(stamp.form, form_mark(&form));
        struct read r = read_table(a, &t, LANGUAGE_ZH);
        if (!i) {
            assert_string_equal(r.values, bodies[0]);
            assert_string_equal(r.notes, "");
            continue;
        }
        assert_non_null(strstr(r.notes, "应为整数，读到“约30人”"));
        struct buf b = buf_new(a, 512); /* but for the line break where the form has one line */
        for (const char *p = bodies[1]; *p; p++)
            if (strncmp(p, "座\\n", 5) == 0) {
                buf_lit(&b, "座 ");
                p += 4;
            } else {
                buf_putc(&b, *p);
            }
        buf_putc(&b, 0);
        assert_string_equal(r.values, b.at);
    }
    arena_free(a);
}

static void a_form_that_asks_for_something_else_has_another_mark(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct form one = the_form(a), other = the_form(a);
    other.fields.items[2].fields.items[0].label = S("名称");
    assert_int_not_equal(form_mark(&one), form_mark(&other));
    other = the_form(a);
    other.note = S("另有说明");
    assert_int_equal(form_mark(&one), form_mark(&other));
    struct form_stamp s;
    struct table t = table_of(a, "SW\nSW-\nSW12\nSW12-xyz\n表号：SW99-0000ABCD（请保留）\n");
    assert_true(form_stamp_find(&t, &s));
    assert_int_equal(s.obligation, 99);
    assert_int_equal(s.form, 0xABCD);
    arena_free(a);
}

static void the_sheet_that_bears_the_labels_is_the_forms(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct form form = the_form(a);
    struct table its = table_of(a, HEAD), other = table_of(a, "姓名|单位\n张三|甲\n");
    assert_int_equal(form_fit(a, &form, &its), 7);
    assert_int_equal(form_fit(a, &form, &other), 0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_is_read_by_its_labels),
        cmocka_unit_test(columns_may_be_moved_renamed_by_blanks_and_added),
        cmocka_unit_test(what_cannot_be_read_names_its_cell_and_stays_visible),
        cmocka_unit_test(labels_stand_before_behind_a_colon_or_above_their_values),
        cmocka_unit_test(notes_and_totals_are_no_data),
        cmocka_unit_test(a_head_printed_on_each_page_is_no_data),
        cmocka_unit_test(another_units_name_is_asked_about),
        cmocka_unit_test(what_is_not_read_is_told_in_the_readers_language),
        cmocka_unit_test(a_sheet_of_anything_is_bounded),
        cmocka_unit_test(what_is_printed_reads_back_the_same),
        cmocka_unit_test(a_form_that_asks_for_something_else_has_another_mark),
        cmocka_unit_test(the_sheet_that_bears_the_labels_is_the_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
