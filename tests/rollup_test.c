/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/rollup.h"
#include "format/json.h"

static const char form_text[] =
    "{\"key\":\"daily\",\"name\":\"日报表\",\"note\":\"当日填当日\",\"fields\":["
    "{\"key\":\"reporter\",\"label\":\"填报人\",\"kind\":\"text\"},"
    "{\"key\":\"activities\",\"label\":\"活动\",\"kind\":\"rows\",\"fields\":["
    "{\"key\":\"name\",\"label\":\"名称\",\"kind\":\"text\"},"
    "{\"key\":\"students\",\"label\":\"人数/学生\",\"unit\":\"人\",\"kind\":\"number\",\"subtotal\":true},"
    "{\"key\":\"age\",\"label\":\"年级\",\"kind\":\"number\"}]},"
    "{\"key\":\"total\",\"label\":\"累计\",\"kind\":\"number\",\"tally\":\"to_date\"}]}";

static const struct unit one = {.id = {1}, .name = S("甲校")}, two = {.id = {2}, .name = S("乙校")};

static struct json body(struct arena *a, const char *text)
{
    struct json j;
    struct err e;
    assert_true(json_read(a, str_of(text), &j, &e));
    return j;
}

static void flat_head(struct buf *b, const struct sheet *head)
{
    for (size_t i = 0; i < head->columns.n; i++) {
        const struct sheet_column *c = &head->columns.items[i];
        buf_format(b, "%s" STR_FMT "%s" STR_FMT, i ? "|" : "", STR_ARG(c->group), c->group.n ? ">" : "",
                   STR_ARG(c->heading));
    }
}

static bool flat_row(void *to, const struct sheet_row *row, struct err *e)
{
    struct buf *b = to;
    (void)e;
    buf_lit(b, "\n");
    for (size_t k = 0; k < row->n; k++) {
        const struct sheet_cell *c = &row->items[k];
        buf_put(b, k ? S("|") : S(""));
        if (c->kind == SHEET_NUMBER)
            buf_format(b, "%g", c->number);
        else
            buf_put(b, c->text);
    }
    return true;
}

/* The form's one sheet, all of it; each row's memory is taken back as soon as it was handed on. */
static const char *rolled(struct arena *a, const struct form *form, const struct filled_form *items, size_t n,
                          struct rollup_options how, struct sheet *head_r)
{
    struct arena *scratch = arena_new("row", 1 << 20);
    struct buf b = buf_new(a, 512);
    struct err e;
    how.take = flat_row;
    how.to = &b;
    assert_int_equal(rollup_sheets(form), 1);
    struct rollup *r = rollup_begin(a, form, 0, &how, head_r);
    flat_head(&b, head_r);
    for (size_t i = 0; i < n; i++) {
        assert_true(rollup_add(r, scratch, &items[i], &e));
        arena_reset(scratch);
    }
    assert_true(rollup_end(r, scratch, &e));
    arena_free(scratch);
    return str_z(a, buf_str(&b));
}

static void rows_are_lines_and_figures_are_summed(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 4 << 20);
    struct form form = {0};
    struct err e;
    assert_true(shape_read_text(a, &form_shape, str_of(form_text), &form, &e));
    struct json bodies[] = {
        body(a, "{\"reporter\":\"丙\",\"activities\":[{\"name\":\"参观\",\"students\":5,\"age\":3},"
                "{\"name\":\"讲座\",\"students\":7}],\"total\":12}"),
        body(a, "{\"activities\":[{\"name\":\"服务\",\"students\":1}],\"total\":13}"),
        body(a, "{\"activities\":[],\"total\":4,\"reporter\":7}"),
    };
    struct filled_form items[] = {
        {.unit = &one, .body = &bodies[0]}, {.unit = &one, .body = &bodies[1]}, {.unit = &two, .body = &bodies[2]}};
    struct sheet head;
    assert_string_equal(rolled(a, &form, items, 3, (struct rollup_options){0}, &head),
                        "序号|报送单位|名称|人数>学生（人）|年级|填报人|累计\n"
                        "1|甲校|参观|5|3|丙|12\n"
                        "2|甲校|讲座|7|||\n"
                        "3|甲校|服务|1|||13\n"
                        "4|乙校|||||4\n"
                        "|合计||13|||29");
    assert_string_equal(str_z(a, head.title), "日报表汇总表");
    assert_int_equal(rollup_lines(&form, 0, &bodies[0]), 2);
    assert_int_equal(rollup_lines(&form, 0, &bodies[2]), 1);
    arena_free(a);
}

/* An empty cell and a nought are told apart in the sums, too. */
static void what_nobody_filled_in_has_no_sum(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 4 << 20);
    struct form form = {0};
    struct err e;
    assert_true(shape_read_text(a, &form_shape, str_of(form_text), &form, &e));
    struct json bodies[] = {body(a, "{\"activities\":[{\"name\":\"参观\"},{\"name\":\"讲座\"}]}"),
                            body(a, "{\"activities\":[{\"name\":\"服务\",\"students\":0},{\"name\":\"展示\"}]}")};
    struct filled_form items[] = {{.unit = &one, .body = &bodies[0]}, {.unit = &two, .body = &bodies[1]}};
    struct sheet head;
    assert_string_equal(rolled(a, &form, items, 2, (struct rollup_options){0}, &head),
                        "序号|报送单位|名称|人数>学生（人）|年级|填报人|累计\n"
                        "1|甲校|参观||||\n"
                        "2|甲校|讲座||||\n"
                        "3|乙校|服务|0|||\n"
                        "4|乙校|展示||||\n"
                        "|合计||0|||");
    arena_free(a);
}

static void a_form_without_rows_gives_one_line_a_unit(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 4 << 20);
    struct form form = {0};
    struct err e;
    assert_true(shape_read_text(a, &form_shape,
                                S("{\"key\":\"l\",\"name\":\"联络员\",\"fields\":[{\"key\":\"name\",\"label\":\"姓名\","
                                  "\"kind\":\"text\"}]}"),
                                &form, &e));
    struct json bodies[] = {body(a, "{\"name\":\"丙\"}"), body(a, "{}")};
    struct filled_form items[] = {{.unit = &one, .body = &bodies[0]},
                                  {.unit = &two, .body = &bodies[1]},
                                  {.unit = &two, .remark = S("电话报送")}};
    struct sheet head;
    assert_string_equal(rolled(a, &form, items, 3, (struct rollup_options){0}, &head),
                        "序号|报送单位|姓名\n1|甲校|丙\n2|乙校|\n3|乙校（电话报送）|\n|合计|");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_lines_and_figures_are_summed),
        cmocka_unit_test(what_nobody_filled_in_has_no_sum),
        cmocka_unit_test(a_form_without_rows_gives_one_line_a_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
