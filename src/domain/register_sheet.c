/* SPDX-License-Identifier: Apache-2.0 */
/* The register as a table to take away, and one to be filled in. Declared in domain/unit.h. */
#include "domain/unit.h"

static const struct {
    const char *heading, *needed, *told; /* told NULL: the kinds of unit */
    int width;
} columns[] = {
    {"编码", "必填", "单位的编号，不能重复，如行政区划代码、学校代码", 8},
    {"上级编码", "必填", "上级单位的编码；只有最上级单位（发通知的单位）留空", 8},
    {"名称", "必填", "单位全称，不能重复", 20},
    {"简称", "可不填", "一览表和报送标题中用的短名，不填则与名称相同", 10},
    {"类别", "必填", NULL, 10},
    {"联系人", "可不填", "联络员姓名", 8},
    {"电话", "可不填", "联络员电话", 14},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

struct str unit_kinds_text(struct arena *a)
{
    struct buf b = buf_new(a, 128);
    for (int i = 0; unit_kind_words[i]; i++)
        buf_format(&b, "%s" STR_FMT, i ? "、" : "",
                   STR_ARG(trait_value_label(S("kind"), str_of(unit_kind_words[i]), LANGUAGE_ZH)));
    return buf_str(&b);
}

static struct str told(struct arena *a, size_t column)
{
    if (columns[column].told)
        return str_of(columns[column].told);
    return str_format(a, "如：" STR_FMT "；也可以填本单位自己的类别，如：乡镇、学院、成员单位",
                      STR_ARG(unit_kinds_text(a)));
}

struct str register_column_told(struct arena *a, struct str heading)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (str_eq(heading, str_of(columns[i].heading)))
            return told(a, i);
    return (struct str){0};
}

static void add_column(struct arena *a, struct register_page *page, struct str heading, int width)
{
    struct sheet_column c = {.heading = heading, .width = width};
    arena_push(a, &page->sheet.columns, c);
}

static void put(struct arena *a, struct sheet_row *row, struct str text)
{
    arena_push(a, row, sheet_text(text));
}

/* ---- what is there ---- */

/* A trait's column: 等级, or 等级@2024-01-01 from a day on. */
static bool same_column(const struct trait *x, const struct trait *y)
{
    return str_eq(x->key, y->key) && x->from.n == y->from.n;
}

static struct traits trait_columns(struct arena *a, const struct units *units)
{
    struct traits found = {0};
    for (size_t i = 0; i < units->n; i++)
        for (size_t k = 0; k < units->items[i].traits.n; k++) {
            const struct trait *t = &units->items[i].traits.items[k];
            size_t at = 0;
            if (str_eq(t->key, S("kind")))
                continue; /* told in 类别 */
            while (at < found.n && !same_column(&found.items[at], t))
                at++;
            if (at == found.n)
                arena_push(a, &found, *t);
        }
    return found;
}

static struct str trait_heading(struct arena *a, const struct trait *t)
{
    struct str label = trait_key_label(t->key, LANGUAGE_ZH);
    if (!day_is_set(t->from))
        return label;
    return str_format(a, STR_FMT "@" STR_FMT, STR_ARG(label), STR_ARG(day_text(a, t->from)));
}

static void put_unit(struct arena *a, const struct units *units, const struct unit *u, const struct traits *asked,
                     struct register_page *page)
{
    struct sheet_row row = {0};
    const struct unit *above = u->parent.n ? unit_find(units, u->parent) : NULL;
    const struct str cells[COLUMNS] = {u->code,         above ? above->code : S(""),     u->name,
                                       u->short_name,   unit_kind_label(u, LANGUAGE_ZH), u->contact_name,
                                       u->contact_phone};
    for (size_t i = 0; i < COLUMNS; i++)
        put(a, &row, cells[i]);
    for (size_t i = 0; i < asked->n; i++) {
        struct str value = {0};
        for (size_t k = 0; k < u->traits.n; k++)
            if (same_column(&u->traits.items[k], &asked->items[i]))
                value = trait_value_label(u->traits.items[k].key, u->traits.items[k].value, LANGUAGE_ZH);
        put(a, &row, value);
    }
    arena_push(a, &page->rows, row);
}

void register_lay_out(struct arena *a, const struct units *units, struct register_page *page_r)
{
    struct register_page page = {.sheet.name = S("单位名录")};
    struct traits asked = trait_columns(a, units);
    for (size_t i = 0; i < COLUMNS; i++)
        add_column(a, &page, str_of(columns[i].heading), columns[i].width);
    for (size_t i = 0; i < asked.n; i++)
        add_column(a, &page, trait_heading(a, &asked.items[i]), 10);
    for (size_t i = 0; i < units->n && arena_left(a); i++)
        put_unit(a, units, &units->items[i], &asked, &page);
    *page_r = page;
}

/* ---- what to fill in ---- */

/* The office as it is, and below it a county and a school that nobody takes for real. */
static void examples(struct arena *a, const struct unit *office, struct units *list)
{
    struct unit top = *office;
    struct unit county = {.id = {2},
                          .parent = {1},
                          .code = S("YL-01"),
                          .name = S("演练县教育局（示例，请删除）"),
                          .short_name = S("演练县"),
                          .kind = UNIT_COUNTY,
                          .contact_name = S("演练某人"),
                          .contact_phone = S("0551-00000001")};
    struct unit school = county;
    top.id.n = 1;
    top.parent.n = 0;
    school.id.n = 3;
    school.parent.n = 2;
    school.code = S("YL-02");
    school.name = S("演练中专学校（示例，请删除）");
    school.short_name = S("演练中专");
    school.kind = UNIT_SCHOOL;
    school.contact_phone = S("0551-00000002");
    static const struct trait asked[] = {{.key = {"grade", 5}, .value = {"provincial_model", 16}},
                                         {.key = {"run_by", 6}, .value = {"county", 6}},
                                         {.key = {"qualified", 9}, .value = {"yes", 3}}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct trait t = asked[i];
        t.from = t.to = DAY_NONE;
        arena_push(a, &school.traits, t);
    }
    arena_push(a, list, top);
    arena_push(a, list, county);
    arena_push(a, list, school);
}

static void explain(struct arena *a, struct register_page *page, struct str column, struct str needed, struct str text)
{
    struct sheet_row row = {0};
    put(a, &row, column);
    put(a, &row, needed);
    put(a, &row, text);
    arena_push(a, &page->rows, row);
}

void register_template(struct arena *a, const struct unit *office, struct register_page pages_r[REGISTER_PAGES])
{
    struct units list = {0};
    struct register_page *how = &pages_r[1];
    examples(a, office, &list);
    register_lay_out(a, &list, &pages_r[0]);
    *how = (struct register_page){.sheet.name = S("填写说明")};
    add_column(a, how, S("列"), 10);
    add_column(a, how, S("是否必填"), 8);
    add_column(a, how, S("填什么"), 60);
    for (size_t i = 0; i < COLUMNS; i++)
        explain(a, how, str_of(columns[i].heading), str_of(columns[i].needed), told(a, i));
    explain(a, how, S("其他列"), S("可不填"),
            S("每一列是一种属性，通知按它确定报送单位，如：等级（国家级重点、省级示范、合格、一般）、举办者（市、县区、"
              "民办、"
              "省）、主管部门、办学资质（有、无）；列名写成“等级@2024-01-01”时，从这一天起有效"));
    explain(a, how, S("序号、备注"), S("可不填"), S("不读取"));
}
