/* SPDX-License-Identifier: Apache-2.0 */
/* A filled form held against its fields, and what follows from it: sums, the next day's beginning. */
#include "domain/form.h"

#include "base/clock.h"

#include <math.h>

/* Where we are: the path for a program, and the words for a person before the field's label. */
struct place {
    struct arena *arena;
    struct remarks *remarks;
    struct str path, words;
    bool takes_id;
};

void remark_add(struct arena *a, struct remarks *remarks, struct str where, struct str message, bool blocks)
{
    if (remarks->n < REMARKS_MAX)
        arena_push(a, remarks, ((struct remark){where, message, blocks}));
}

static struct str path_to(const struct place *p, struct str key)
{
    return p->path.n ? str_format(p->arena, STR_FMT "." STR_FMT, STR_ARG(p->path), STR_ARG(key)) : key;
}

/* 第 3 行“参加人数”应填数字 */
static void tell(const struct place *p, const struct field *f, struct str what, bool blocks)
{
    if (p->remarks->n >= REMARKS_MAX)
        return;
    struct str message =
        str_format(p->arena, STR_FMT "“" STR_FMT "”" STR_FMT, STR_ARG(p->words), STR_ARG(f->label), STR_ARG(what));
    remark_add(p->arena, p->remarks, path_to(p, f->key), message, blocks);
}

static void say(const struct place *p, const struct field *f, struct str what)
{
    tell(p, f, what, true);
}

static bool has_limits(const struct field *f)
{
    return f->min != 0 || f->max != 0;
}

/* ---- one value ---- */

static void check_text(const struct place *p, const struct field *f, const struct json *j)
{
    double length = j->kind == JSON_STRING ? (double)utf8_length(str_trim(j->text)) : 0;
    if (j->kind != JSON_STRING)
        say(p, f, S("应填文字"));
    else if (utf8_has_hidden(j->text))
        say(p, f, S("含有看不见的控制字符，请删除后重新输入"));
    else if (f->kind == FIELD_TEXT && str_find(j->text, S("\n")) != STR_NONE)
        say(p, f, S("不能换行"));
    else if (has_limits(f) && length < f->min)
        say(p, f, str_format(p->arena, "过短，至少 %.0f 字", f->min));
    else if (f->max > 0 && length > f->max)
        say(p, f, str_format(p->arena, "过长，最多 %.0f 字，现为 %.0f 字", f->max, length));
}

/* What is counted one by one: a part of it is a slip of the decimal point, less than none one of the sign. */
static bool is_counted(struct str unit)
{
    static const char *const counters[] = {"人", "人次", "名", "个", "家", "所", "场", "次", "份", "篇", "条", "项"};
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
        if (str_eq(unit, str_of(counters[i])))
            return true;
    return false;
}

static void check_number(const struct place *p, const struct field *f, const struct json *j)
{
    if (j->kind != JSON_NUMBER || !isfinite(j->number))
        say(p, f, S("应填数字"));
    else if (has_limits(f) && j->number < f->min)
        say(p, f, str_format(p->arena, "不能小于 %.15g" STR_FMT, f->min, STR_ARG(f->unit)));
    else if (has_limits(f) && f->max >= f->min && j->number > f->max)
        say(p, f, str_format(p->arena, "不能大于 %.15g" STR_FMT "，请核对", f->max, STR_ARG(f->unit)));
    else if (is_counted(f->unit) && (j->number < 0 || floor(j->number) != j->number))
        tell(p, f, S("一般为不小于 0 的整数，请核对"), false);
}

static void check_date(const struct place *p, const struct field *f, const struct json *j)
{
    struct day d;
    if (j->kind != JSON_STRING || !day_read(j->text, &d))
        say(p, f, S("应填日期，如 2023-05-18"));
}

static bool is_time(struct str s)
{
    int64_t hour, minute;
    return s.n == 5 && s.at[2] == ':' && s.at[0] != '+' && s.at[0] != '-' && s.at[3] != '+' && s.at[3] != '-' &&
           str_to_int(str_sub(s, 0, 2), &hour) && str_to_int(str_from(s, 3), &minute) && hour < 24 && minute < 60;
}

static void check_time(const struct place *p, const struct field *f, const struct json *j)
{
    if (j->kind != JSON_STRING || !is_time(j->text))
        say(p, f, S("应填时间，如 09:30"));
}

static void check_choice(const struct place *p, const struct field *f, const struct json *j)
{
    struct buf b = buf_new(p->arena, 64);
    if (j->kind == JSON_STRING && strs_have(&f->choices, j->text))
        return;
    for (size_t i = 0; i < f->choices.n; i++) {
        if (i)
            buf_lit(&b, "、");
        buf_put(&b, f->choices.items[i]);
    }
    say(p, f, str_format(p->arena, "应选：" STR_FMT, STR_ARG(buf_str(&b))));
}

/* ---- objects and rows ---- */

static void check_fields(const struct place *p, const struct field *fields, size_t n, const struct json *object);

static void check_rows(const struct place *p, const struct field *f, const struct json *j, bool activities)
{
    if (j->kind != JSON_ARRAY) {
        say(p, f, S("应为若干行"));
        return;
    }
    if (has_limits(f) && (double)j->n < f->min)
        say(p, f, str_format(p->arena, "至少 %.0f 行", f->min));
    double most = f->max > 0 && f->max < FORM_ROWS_MAX ? f->max : FORM_ROWS_MAX;
    if ((double)j->n > most) {
        say(p, f, str_format(p->arena, "最多 %.0f 行，现为 %zu 行", most, j->n));
        return;
    }
    for (size_t i = 0; i < j->n && p->remarks->n < REMARKS_MAX; i++) {
        struct place row = *p;
        row.path = str_format(p->arena, STR_FMT "[%zu]", STR_ARG(path_to(p, f->key)), i);
        row.words = str_format(p->arena, "“" STR_FMT "”第 %zu 行", STR_ARG(f->label), i + 1);
        row.takes_id = activities && str_eq(f->key, S("activities"));
        if (j->items[i].kind == JSON_OBJECT)
            check_fields(&row, f->fields.items, f->fields.n, &j->items[i]);
        else
            remark_add(p->arena, p->remarks, row.path, str_format(p->arena, STR_FMT "无法识别", STR_ARG(row.words)),
                       true);
    }
}

static void check_value(const struct place *p, const struct field *f, const struct json *j)
{
    if (json_is_blank(j)) {
        if (f->required)
            say(p, f, f->kind == FIELD_ROWS ? S("至少填写一行") : S("为必填项，请填写"));
        return;
    }
    switch ((enum field_kind)f->kind) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        check_text(p, f, j);
        break;
    case FIELD_NUMBER:
        check_number(p, f, j);
        break;
    case FIELD_DATE:
        check_date(p, f, j);
        break;
    case FIELD_TIME:
        check_time(p, f, j);
        break;
    case FIELD_CHOICE:
        check_choice(p, f, j);
        break;
    case FIELD_ROWS:
        check_rows(p, f, j, p->takes_id);
        break;
    }
}

static const struct field *field_of(const struct field *fields, size_t n, struct str key)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(fields[i].key, key))
            return &fields[i];
    return NULL;
}

static bool is_known(const struct place *p, const struct field *fields, size_t n, const struct json *member)
{
    if (field_of(fields, n, member->name))
        return true;
    return p->path.n && p->takes_id && str_eq(member->name, S("id")) && member->kind == JSON_STRING;
}

/* An end before its beginning is asked about: it may be past midnight. */
static void check_span(const struct place *p, const struct field *fields, size_t n, const struct json *object)
{
    const struct field *start = field_of(fields, n, S("start")), *end = field_of(fields, n, S("end"));
    struct str from = json_get_str(object, S("start")), to = json_get_str(object, S("end"));
    if (!start || !end || start->kind != FIELD_TIME || end->kind != FIELD_TIME || !is_time(from) || !is_time(to) ||
        str_cmp(to, from) >= 0)
        return;
    remark_add(p->arena, p->remarks, path_to(p, end->key),
               str_format(p->arena, STR_FMT "“" STR_FMT "”早于“" STR_FMT "”，请核对", STR_ARG(p->words),
                          STR_ARG(end->label), STR_ARG(start->label)),
               false);
}

static void check_fields(const struct place *p, const struct field *fields, size_t n, const struct json *object)
{
    for (size_t i = 0; i < n; i++)
        check_value(p, &fields[i], json_get(object, fields[i].key));
    check_span(p, fields, n, object);
    for (size_t i = 0; object && i < object->n && p->remarks->n < REMARKS_MAX; i++) {
        const struct json *member = &object->items[i];
        if (!is_known(p, fields, n, member))
            remark_add(p->arena, p->remarks, path_to(p, utf8_head(member->name, 40)),
                       str_format(p->arena, STR_FMT "不认识的栏目“" STR_FMT "”，请刷新页面后重试", STR_ARG(p->words),
                                  STR_ARG(utf8_head(member->name, 40))),
                       true);
    }
}

/* ---- numbers ---- */

static double number_at(const struct json *object, struct str key)
{
    const struct json *j = json_get(object, key);
    return j && j->kind == JSON_NUMBER ? j->number : 0;
}

static double rows_sum(const struct json *rows, struct str key)
{
    double sum = 0;
    for (size_t i = 0; i < rows->n; i++)
        sum += number_at(&rows->items[i], key);
    return sum;
}

double form_value(const struct form *form, const struct json *body, struct str path)
{
    struct str key = path, rest = path;
    str_cut(&rest, S("."), &key);
    const struct field *f = field_of(form->fields.items, form->fields.n, key);
    if (!f)
        return 0;
    if (f->kind != FIELD_ROWS)
        return number_at(body, key);
    const struct json *rows = json_get_list(body, key);
    return rest.at ? rows_sum(rows, rest) : (double)rows->n;
}

static bool check_holds(const struct form *form, const struct form_check *c, const struct json *body)
{
    double left = form_value(form, body, c->left), right = 0;
    for (size_t i = 0; i < c->right.n; i++)
        right += form_value(form, body, c->right.items[i]);
    bool equal = fabs(left - right) < 1e-6; /* 0.1 + 0.2 is 0.3 to whoever adds up */
    if (str_eq(c->compare, S("<=")))
        return left <= right || equal;
    if (str_eq(c->compare, S(">=")))
        return left >= right || equal;
    return equal;
}

void form_check(struct arena *a, const struct form *form, const struct json *body, struct remarks *remarks)
{
    struct place p = {.arena = a, .remarks = remarks, .takes_id = form->activities};
    if (body && body->kind != JSON_OBJECT && body->kind != JSON_NULL) {
        remark_add(a, remarks, (struct str){0}, S("报表内容无法识别，请刷新页面后重试"), true);
        return;
    }
    if (body && body->kind == JSON_NULL)
        body = NULL;
    check_fields(&p, form->fields.items, form->fields.n, body);
    for (size_t i = 0; i < form->checks.n; i++) {
        const struct form_check *c = &form->checks.items[i];
        if (!check_holds(form, c, body))
            remark_add(a, remarks, c->left, c->message, false);
    }
}

/* ---- the next day's beginning ---- */

struct members {
    struct json *items;
    size_t n, cap;
};

static struct json standing_object(struct arena *a, const struct field *fields, size_t n, const struct json *before);

static struct json standing_rows(struct arena *a, const struct field *f, const struct json *before)
{
    struct members rows = {0};
    for (size_t i = 0; i < before->n; i++) {
        struct json row = standing_object(a, f->fields.items, f->fields.n, &before->items[i]);
        if (row.n)
            arena_push(a, &rows, row);
    }
    return (struct json){.kind = JSON_ARRAY, .items = rows.items, .n = rows.n};
}

static struct json standing_object(struct arena *a, const struct field *fields, size_t n, const struct json *before)
{
    struct members members = {0};
    for (size_t i = 0; i < n; i++) {
        const struct json *value = json_get(before, fields[i].key);
        if (!fields[i].standing || json_is_blank(value))
            continue;
        struct json kept = *value;
        if (fields[i].kind == FIELD_ROWS)
            kept = standing_rows(a, &fields[i], json_get_list(before, fields[i].key));
        kept.name = fields[i].key;
        if (fields[i].kind != FIELD_ROWS || kept.n)
            arena_push(a, &members, kept);
    }
    return (struct json){.kind = JSON_OBJECT, .items = members.items, .n = members.n};
}

const struct json *form_prefill(struct arena *a, const struct form *form, const struct json *before)
{
    struct json *object = arena_one(a, struct json);
    *object = standing_object(a, form->fields.items, form->fields.n, before);
    return object;
}
