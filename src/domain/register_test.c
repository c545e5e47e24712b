/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/unit.h"

/* Rows by line feeds, cells by commas: enough for tests. */
static struct table table_of(struct arena *a, const char *text)
{
    struct table t = {0};
    struct str rest = str_of(text), line;
    for (int64_t number = 1; str_cut(&rest, S("\n"), &line); number++) {
        struct table_row row = {.number = number};
        struct str cell;
        while (str_cut(&line, S(","), &cell))
            arena_push(a, &row.cells, cell);
        arena_push(a, &t, row);
    }
    return t;
}

#define HEAD "编码,上级编码,名称,简称,类别,联系人,电话,等级,等级@2024-01-01\n"
#define CITY "1,,市教育局,,市教育局,演练甲,0551-1,,\n"

static void a_register_becomes_a_tree_parents_first(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct table t = table_of(a, HEAD "31,2,演练一中专,一中专,中专学校,演练乙,0551-2,一般,省级示范\n"
                                      "2,1,长丰县教育局,长丰县,县,,,,\n" CITY "3,1,演练公司,,企业,,,,");
    struct units units;
    struct row_errors errors;
    register_read(a, &t, LANGUAGE_ZH, &units, &errors);
    assert_int_equal(errors.n, 0);
    assert_int_equal(units.n, 4);
    assert_true(str_eq(units.items[0].name, S("市教育局")));
    assert_true(str_eq(units.items[0].short_name, S("市教育局")));
    assert_int_equal(units.items[2].kind, UNIT_COMPANY);
    const struct unit *school = &units.items[3];
    assert_int_equal(school->id.n, 4);
    assert_int_equal(school->parent.n, 2);
    assert_int_equal(units.items[1].parent.n, 1);
    assert_true(str_eq(unit_attribute(school, S("grade"), day_of(2023, 12, 31)), S("ordinary")));
    assert_true(str_eq(unit_attribute(school, S("grade"), day_of(2024, 1, 1)), S("provincial_model")));
    arena_free(a);
}

static void errors_name_their_row_and_column(void **state)
{
    (void)state;
    static const struct {
        const char *table;
        int64_t row;
        const char *column, *part;
        size_t errors;
    } cases[] = {
        {"", 1, "上级编码", "缺少这一列", 4},
        {"编码,上级编码,名称\n1,,甲", 1, "类别", "缺少这一列：如：市教育局、县、", 1},
        {"序号,学校名称,联系人,电话\n1,甲,乙,1", 1, "上级编码", "缺少这一列：上级单位的编码", 3},
        {"编码,编码,上级编码,名称,类别\n", 1, "编码", "两次", 1},
        {"编码,上级编码,名称,类别,等级@明年\n1,,甲,县,x", 1, "等级@明年", "日期", 1},
        {HEAD, 2, "", "没有任何单位", 1},
        {HEAD CITY "2,1,甲,,,,,,", 3, "类别", "不能为空", 1},
        {HEAD CITY "2,9,甲,,县,,,,", 3, "上级编码", "没有编码为“9”的单位", 1},
        {HEAD CITY "2,,甲,,县,,,,", 3, "上级编码", "只能有一个", 1},
        {HEAD CITY ",1,甲,,县,,,,", 3, "编码", "不能为空", 1},
        {HEAD CITY "2,1,甲,,县,,,,\n2,1,乙,,县,,,,", 4, "编码", "与第 3 行重复", 1},
        {HEAD CITY "2,1,甲,,县,,,,\n3,1,甲,丙,县,,,,", 4, "名称", "与第 3 行重复", 1},
        {HEAD CITY "2,1,甲,丙,县,,,,\n3,1,乙,丙,县,,,,", 4, "简称", "与第 3 行重复", 1},
        {HEAD CITY "2,3,甲,,县,,,,\n3,2,乙,,县,,,,", 3, "上级编码", "成环", 1},
        {HEAD CITY "2,2,甲,,县,,,,", 3, "上级编码", "成环", 1},
        {HEAD CITY "3.40E+11,1,甲,,县,,,,", 3, "编码", "设为文本", 1},
        {HEAD CITY "2,1,甲,,县,,1.38e+10,,", 3, "电话", "设为文本", 1},
        {HEAD CITY "2,1,甲\u202e乙,,县,,,,", 3, "名称", "控制字符", 1},
        {HEAD CITY "2,7,甲,,村,,,,\n2,1,甲,,县,,,,", 3, "上级编码", "没有编码为“7”", 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new("test", 1 << 20);
        struct table t = table_of(a, cases[i].table);
        struct units units;
        struct row_errors errors;
        register_read(a, &t, LANGUAGE_ZH, &units, &errors);
        if (errors.n != cases[i].errors)
            fail_msg("case %zu: %zu errors", i, errors.n);
        assert_int_equal(errors.items[0].row, cases[i].row);
        assert_string_equal(str_z(a, errors.items[0].column), cases[i].column);
        if (str_find(errors.items[0].message, str_of(cases[i].part)) == STR_NONE)
            fail_msg("case %zu: %s", i, str_z(a, errors.items[0].message));
        assert_int_equal(units.n, 0);
        arena_free(a);
    }
}

static void an_office_has_kinds_of_its_own(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct table t =
        table_of(a, HEAD CITY "2,1,甲镇政府,甲镇,乡镇,,,,\n3,1,乙水库,乙水库,水库管理单位,,,,\n4,1,丙,,其他,,,,");
    struct units units;
    struct row_errors errors;
    register_read(a, &t, LANGUAGE_ZH, &units, &errors);
    assert_int_equal(errors.n, 0);
    assert_int_equal(units.items[1].kind, UNIT_OTHER);
    assert_string_equal(str_z(a, unit_kind_word(&units.items[1])), "乡镇");
    assert_string_equal(str_z(a, unit_kind_label(&units.items[2], LANGUAGE_EN)), "水库管理单位");
    assert_string_equal(str_z(a, unit_attribute(&units.items[3], S("kind"), DAY_NONE)), "other");
    assert_int_equal(units_own_kinds(a, &units).n, 2);
    struct register_page page;
    register_lay_out(a, &units, &page);
    assert_string_equal(str_z(a, page.rows.items[1].items[4].text), "乡镇");
    assert_int_equal(page.sheet.columns.n, 7);
    arena_free(a);
}

static struct table table_of_page(struct arena *a, const struct register_page *page)
{
    struct table t = {0};
    struct table_row head = {.number = 1};
    for (size_t i = 0; i < page->sheet.columns.n; i++)
        arena_push(a, &head.cells, page->sheet.columns.items[i].heading);
    arena_push(a, &t, head);
    for (size_t i = 0; i < page->rows.n; i++) {
        struct table_row row = {.number = (int64_t)i + 2};
        for (size_t k = 0; k < page->rows.items[i].n; k++)
            arena_push(a, &row.cells, page->rows.items[i].items[k].text);
        arena_push(a, &t, row);
    }
    return t;
}

static void what_is_taken_away_comes_back_as_the_same(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct table t = table_of(a, HEAD "31,2,演练一中专,一中专,中专学校,演练乙,0551-2,一般,省级示范\n"
                                      "2,1,长丰县教育局,长丰县,县,,,,\n" CITY "3,1,演练公司,,企业,,,,自有");
    struct units units, again;
    struct row_errors errors;
    struct register_page page;
    register_read(a, &t, LANGUAGE_ZH, &units, &errors);
    assert_int_equal(errors.n, 0);
    register_lay_out(a, &units, &page);
    t = table_of_page(a, &page);
    register_read(a, &t, LANGUAGE_ZH, &again, &errors);
    assert_int_equal(errors.n, 0);
    assert_int_equal(again.n, units.n);
    for (size_t i = 0; i < units.n; i++) {
        const struct unit *u = &units.items[i], *v = &again.items[i];
        assert_true(str_eq(u->code, v->code) && str_eq(u->name, v->name) && str_eq(u->short_name, v->short_name));
        assert_true(u->kind == v->kind && u->parent.n == v->parent.n && str_eq(u->contact_phone, v->contact_phone));
        assert_int_equal(u->traits.n, v->traits.n);
        for (size_t k = 0; k < u->traits.n; k++) { /* in whatever order */
            const struct trait *one = &u->traits.items[k];
            struct day on = day_is_set(one->from) ? one->from : day_of(2000, 1, 1);
            assert_true(str_eq(unit_attribute(v, one->key, on), one->value));
        }
    }
    arena_free(a);
}

static void a_template_is_a_register_and_tells_the_kinds(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct unit office = {.code = S("0"), .name = S("演练市教育局"), .short_name = S("市局"), .kind = UNIT_BUREAU};
    struct register_page pages[REGISTER_PAGES];
    struct units units;
    struct row_errors errors;
    register_template(a, &office, pages);
    struct table t = table_of_page(a, &pages[0]);
    register_read(a, &t, LANGUAGE_ZH, &units, &errors);
    assert_int_equal(errors.n, 0);
    assert_int_equal(units.n, 3);
    bool told = false;
    for (size_t i = 0; i < pages[1].rows.n; i++)
        told |= str_find(pages[1].rows.items[i].items[2].text, S("公共实训中心、成员企业")) != STR_NONE;
    assert_true(told);
    arena_free(a);
}

static void a_long_chain_of_offices_is_refused_and_quickly(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 256 << 20);
    struct buf b = buf_new(a, 1 << 20);
    buf_put(&b, S("编码,上级编码,名称,类别\n0,,n0,县\n"));
    for (int i = 1; i < 15000; i++)
        buf_format(&b, "%d,%d,n%d,县\n", i, i - 1, i);
    struct table t = table_of(a, str_z(a, buf_str(&b)));
    struct units units;
    struct row_errors errors;
    register_read(a, &t, LANGUAGE_ZH, &units, &errors);
    assert_int_equal(errors.n, 500);
    assert_int_equal(errors.items[0].row, 11);
    arena_free(a);
}

static void a_register_that_memory_does_not_hold_is_refused_where_it_ends(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20), *small = arena_new("small", 1 << 20);
    struct buf b = buf_new(a, 1 << 20);
    buf_put(&b, S("编码,上级编码,名称,类别,甲,乙,丙,丁,戊,己,庚,辛\n0,,n0,市教育局\n"));
    for (int i = 1; i < 8000; i++)
        buf_format(&b, "%d,0,n%d,县,1,1,1,1,1,1,1,1\n", i, i);
    struct table t = table_of(a, str_z(a, buf_str(&b)));
    struct units units;
    struct row_errors errors;
    register_read(small, &t, LANGUAGE_ZH, &units, &errors);
    assert_int_equal(errors.n, 1);
    assert_int_equal(units.n, 0);
    assert_in_range(errors.items[0].row, 100, 7900);
    arena_free(small);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_register_becomes_a_tree_parents_first),
        cmocka_unit_test(errors_name_their_row_and_column),
        cmocka_unit_test(an_office_has_kinds_of_its_own),
        cmocka_unit_test(what_is_taken_away_comes_back_as_the_same),
        cmocka_unit_test(a_template_is_a_register_and_tells_the_kinds),
        cmocka_unit_test(a_register_that_memory_does_not_hold_is_refused_where_it_ends),
        cmocka_unit_test(a_long_chain_of_offices_is_refused_and_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
