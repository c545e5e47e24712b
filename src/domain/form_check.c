/* SPDX-License-Identifier: Apache-2.0 */
/* A filled form held against its fields, and what follows from it: sums, the next day's beginning. */
#include "domain/form.h"

#include "base/clock.h"

#include <math.h>

/* Where we are: the path for a program, and for a person the rows that hold the field and which of them it is. */
struct place {
    struct arena *arena;
    struct remarks *remarks;
    struct str path, rows, row;
    bool takes_id;
};

void remark_add(struct arena *a, struct remarks *remarks, struct str where, bool blocks, enum message message,
                const struct str args[ERR_ARGS])
{
    if (remarks->n < REMARKS_MAX)
        arena_push(a, remarks, ((struct remark){where, message_text(a, message, remarks->language, args), blocks}));
}

static struct str path_to(const struct place *p, struct str key)
{
    return p->path.n ? str_format(p->arena, STR_FMT "." STR_FMT, STR_ARG(p->path), STR_ARG(key)) : key;
}

/* “活动”第 3 行“参加人数”应填数字: {1} is the field's place. */
static void tell(const struct place *p, const struct field *f, bool blocks, enum message what, struct str a2,
                 struct str a3)
{
    if (p->remarks->n >= REMARKS_MAX)
        return;
    enum language language = p->remarks->language;
    struct str place = p->rows.n ? message_text(p->arena, MSG_PLACE_IN_ROW, language, ARGS(p->rows, p->row, f->label))
                                 : message_text(p->arena, MSG_QUOTED, language, ARGS(f->label));
    remark_add(p->arena, p->remarks, path_to(p, f->key), blocks, what, ARGS(place, a2, a3));
}

static void say(const struct place *p, const struct field *f, enum message what)
{
    tell(p, f, true, what, S(""), S(""));
}

static void say_with(const struct place *p, const struct field *f, enum message what, struct str a2, struct str a3)
{
    tell(p, f, true, what, a2, a3);
}

static struct str whole(const struct place *p, double n)
{
    return str_format(p->arena, "%.0f", n);
}

/* 500人 */
static struct str amount(const struct place *p, const struct field *f, double n)
{
    return str_format(p->arena, "%.15g" STR_FMT, n, STR_ARG(f->unit));
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
        say(p, f, MSG_VALUE_TEXT);
    else if (utf8_has_hidden(j->text))
        say(p, f, MSG_VALUE_HIDDEN);
    else if (f->kind == FIELD_TEXT && str_find(j->text, S("\n")) != STR_NONE)
        say(p, f, MSG_VALUE_LINES);
    else if (has_limits(f) && length < f->min)
        say_with(p, f, MSG_VALUE_SHORT, whole(p, f->min), S(""));
    else if (f->max > 0 && length > f->max)
        say_with(p, f, MSG_VALUE_LONG, whole(p, f->max), whole(p, length));
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

bool field_is_counted(const struct field *f)
{
    return f->kind == FIELD_NUMBER && is_counted(f->unit);
}

static void check_number(const struct place *p, const struct field *f, const struct json *j)
{
    if (j->kind != JSON_NUMBER || !isfinite(j->number))
        say(p, f, MSG_VALUE_NUMBER);
    else if (has_limits(f) && j->number < f->min)
        say_with(p, f, MSG_VALUE_LEAST, amount(p, f, f->min), S(""));
    else if (has_limits(f) && f->max >= f->min && j->number > f->max)
        say_with(p, f, MSG_VALUE_MOST, amount(p, f, f->max), S(""));
    else if (is_counted(f->unit) && (j->number < 0 || floor(j->number) != j->number))
        tell(p, f, false, MSG_VALUE_COUNTED, S(""), S(""));
}

static void check_date(const struct place *p, const struct field *f, const struct json *j)
{
    struct day d;
    if (j->kind != JSON_STRING || !day_read(j->text, &d))
        say(p, f, MSG_VALUE_DATE);
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
        say(p, f, MSG_VALUE_TIME);
}

static void check_choice(const struct place *p, const struct field *f, const struct json *j)
{
    struct buf b = buf_new(p->arena, 64);
    if (j->kind == JSON_STRING && strs_have(&f->choices, j->text))
        return;
    for (size_t i = 0; i < f->choices.n; i++) {
        if (i)
            buf_put(&b, message_text(p->arena, MSG_LIST_AND, p->remarks->language, NULL));
        buf_put(&b, f->choices.items[i]);
    }
    say_with(p, f, MSG_VALUE_CHOICE, buf_str(&b), S(""));
}

/* ---- objects and rows ---- */

static void check_fields(const struct place *p, const struct field *fields, size_t n, const struct json *object);

static void check_rows(const struct place *p, const struct field *f, const struct json *j, bool activities)
{
    if (j->kind != JSON_ARRAY) {
        say(p, f, MSG_VALUE_ROWS);
        return;
    }
    if (has_limits(f) && (double)j->n < f->min)
        say_with(p, f, MSG_ROWS_FEW, whole(p, f->min), S(""));
    double most = f->max > 0 && f->max < FORM_ROWS_MAX ? f->max : FORM_ROWS_MAX;
    if ((double)j->n > most) {
        say_with(p, f, MSG_ROWS_MANY, whole(p, most), whole(p, (double)j->n));
        return;
    }
    for (size_t i = 0; i < j->n && p->remarks->n < REMARKS_MAX; i++) {
        struct place row = *p;
        row.path = str_format(p->arena, STR_FMT "[%zu]", STR_ARG(path_to(p, f->key)), i);
        row.rows = f->label;
        row.row = whole(p, (double)i + 1);
        row.takes_id = activities && str_eq(f->key, S("activities"));
        if (j->items[i].kind == JSON_OBJECT)
            check_fields(&row, f->fields.items, f->fields.n, &j->items[i]);
        else
            remark_add(p->arena, p->remarks, row.path, true, MSG_ROW_BROKEN, ARGS(row.rows, row.row));
    }
}

static void check_value(const struct place *p, const struct field *f, const struct json *j)
{
    if (json_is_blank(j)) {
        if (f->required)
            say(p, f, f->kind == FIELD_ROWS ? MSG_ROWS_NONE : MSG_VALUE_EMPTY);
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
    tell(p, end, false, MSG_VALUE_EARLY, start->label, S(""));
}

static void tell_unknown(const struct place *p, struct str name)
{
    struct str row = {0};
    if (p->rows.n)
        row = message_text(p->arena, MSG_PLACE_ROW, p->remarks->language, ARGS(p->rows, p->row));
    remark_add(p->arena, p->remarks, path_to(p, name), true, MSG_VALUE_UNKNOWN, ARGS(row, name));
}

static void check_fields(const struct place *p, const struct field *fields, size_t n, const struct json *object)
{
    for (size_t i = 0; i < n; i++)
        check_value(p, &fields[i], json_get(object, fields[i].key));
    check_span(p, fields, n, object);
    for (size_t i = 0; object && i < object->n && p->remarks->n < REMARKS_MAX; i++) {
        const struct json *member = &object->items[i];
        if (!is_known(p, fields, n, member))
            tell_unknown(p, utf8_head(member->name, 40));
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
        remark_add(a, remarks, (struct str){0}, true, MSG_FORM_BROKEN, NULL);
        return;
    }
    if (body && body->kind == JSON_NULL)
        body = NULL;
    check_fields(&p, form->fields.items, form->fields.n, body);
    for (size_t i = 0; i < form->checks.n; i++) {
        const struct form_check *c = &form->checks.items[i];
        if (!check_holds(form, c, body))
            remark_add(a, remarks, c->left, false, MSG_AS_WRITTEN, ARGS(c->message));
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
