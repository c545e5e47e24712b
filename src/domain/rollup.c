/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/rollup.h"

#include <stdlib.h>

enum { WIDTH_NUMBER = 5, WIDTH_SHORT = 6, WIDTH_TEXT = 12, WIDTH_LONG = 24, WIDTH_UNIT = 14 };

/* One column of the table: which field it shows, and whether of the rows or of the form itself. */
struct column {
    const struct field *field;
    bool of_rows;
    double sum;      /* of the whole table */
    double unit_sum; /* of the unit at hand */
};

struct rolling {
    struct arena *arena;
    const struct form *form;
    const struct filled_forms *filled;
    const struct field *rows; /* NULL: a form without */
    struct column *columns;
    size_t n;
    bool many_days, subtotals;
    const bool *latest;
    struct sheet *sheet;
    int64_t number;
};

/* ---- numbers ---- */

static const struct field *field_at(const struct form *form, struct str path)
{
    struct str key = path, rest = path;
    str_cut(&rest, S("."), &key);
    for (size_t i = 0; i < form->fields.n; i++) {
        const struct field *f = &form->fields.items[i];
        if (!str_eq(f->key, key))
            continue;
        for (size_t k = 0; rest.at && k < f->fields.n; k++)
            if (str_eq(f->fields.items[k].key, rest))
                return &f->fields.items[k];
        return rest.at ? NULL : f;
    }
    return NULL;
}

struct order {
    const struct filled_form *one;
    size_t at;
};

static int by_unit_and_day(const void *a, const void *b)
{
    const struct order *x = a, *y = b;
    if (x->one->unit != y->one->unit)
        return (uintptr_t)x->one->unit < (uintptr_t)y->one->unit ? -1 : 1;
    if (x->one->day.n != y->one->day.n)
        return x->one->day.n < y->one->day.n ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* Which are the latest of their unit; the last given of one day. Figures to date count there alone. */
static bool *latest_of(struct arena *a, const struct filled_forms *filled)
{
    struct order *order = arena_many(a, struct order, filled->n + 1);
    bool *latest = arena_many(a, bool, filled->n + 1);
    for (size_t i = 0; i < filled->n; i++)
        order[i] = (struct order){&filled->items[i], i};
    qsort(order, filled->n, sizeof *order, by_unit_and_day);
    for (size_t i = 0; i < filled->n; i++)
        latest[order[i].at] = i + 1 == filled->n || order[i + 1].one->unit != order[i].one->unit;
    return latest;
}

double rollup_total(struct arena *a, const struct form *form, const struct filled_forms *filled, struct str path)
{
    const struct field *f = field_at(form, path);
    const bool *latest = latest_of(a, filled);
    double sum = 0;
    for (size_t i = 0; f && i < filled->n; i++)
        if (f->tally == TALLY_DAY || latest[i])
            sum += form_value(form, filled->items[i].body, path);
    return sum;
}

/* ---- columns ---- */

static int width_of(const struct field *f)
{
    switch (f->kind) {
    case FIELD_NUMBER:
        return WIDTH_NUMBER;
    case FIELD_LONG_TEXT:
        return WIDTH_LONG;
    case FIELD_TEXT:
        return f->max > 0 && f->max <= 20 ? WIDTH_SHORT : WIDTH_TEXT;
    default:
        return WIDTH_SHORT;
    }
}

static void push_heading(struct rolling *r, struct str group, struct str heading, int width)
{
    arena_push(r->arena, &r->sheet->columns, ((struct sheet_column){group, heading, width}));
}

/* 参加人数/学生 stands under 参加人数; the counter goes behind the last word: 学生（人）. */
static void push_column(struct rolling *r, const struct field *f, bool of_rows)
{
    struct str group = {0}, heading = f->label;
    size_t slash = str_find(f->label, S("/"));
    if (slash != STR_NONE) {
        group = str_sub(f->label, 0, slash);
        heading = str_from(f->label, slash + 1);
    }
    if (f->unit.n)
        heading = str_format(r->arena, STR_FMT "（" STR_FMT "）", STR_ARG(heading), STR_ARG(f->unit));
    push_heading(r, group, heading, width_of(f));
    r->columns[r->n++] = (struct column){.field = f, .of_rows = of_rows};
}

static void push_columns(struct rolling *r)
{
    size_t most = r->form->fields.n + (r->rows ? r->rows->fields.n : 0);
    r->columns = arena_many(r->arena, struct column, most + 1);
    push_heading(r, S(""), S("序号"), 4);
    push_heading(r, S(""), S("报送单位"), WIDTH_UNIT);
    if (r->many_days)
        push_heading(r, S(""), S("日期"), WIDTH_SHORT);
    for (size_t i = 0; r->rows && i < r->rows->fields.n; i++)
        push_column(r, &r->rows->fields.items[i], true);
    for (size_t i = 0; i < r->form->fields.n; i++)
        if (r->form->fields.items[i].kind != FIELD_ROWS)
            push_column(r, &r->form->fields.items[i], false);
}

/* ---- rows ---- */

static struct sheet_cell cell_of(const struct field *f, const struct json *value)
{
    if (value && value->kind == JSON_NUMBER && f->kind == FIELD_NUMBER)
        return sheet_number(value->number);
    if (value && value->kind == JSON_STRING && f->kind != FIELD_NUMBER)
        return sheet_text(value->text);
    return (struct sheet_cell){0};
}

static struct sheet_row *push_row(struct rolling *r, enum sheet_row_kind kind)
{
    arena_push(r->arena, &r->sheet->rows, ((struct sheet_row){.kind = kind}));
    return &r->sheet->rows.items[r->sheet->rows.n - 1];
}

static void push_cell(struct rolling *r, struct sheet_row *row, struct sheet_cell cell)
{
    arena_push(r->arena, row, cell);
}

static struct str day_label(struct arena *a, struct day d)
{
    struct civil c = day_civil(d);
    return day_is_set(d) ? str_format(a, "%d月%d日", c.month, c.day) : (struct str){0};
}

/* `counts`: whether figures to date of this unit and day belong to the sum. */
static void add_row(struct rolling *r, const struct filled_form *one, const struct json *row, bool first, bool counts)
{
    struct sheet_row *line = push_row(r, SHEET_ROW);
    push_cell(r, line, sheet_number((double)++r->number));
    push_cell(r, line, sheet_text(one->unit->name));
    if (r->many_days)
        push_cell(r, line, sheet_text(day_label(r->arena, one->day)));
    for (size_t i = 0; i < r->n; i++) {
        struct column *c = &r->columns[i];
        struct sheet_cell cell = {0};
        if (c->of_rows || first)
            cell = cell_of(c->field, json_get(c->of_rows ? row : one->body, c->field->key));
        push_cell(r, line, cell);
        if (cell.kind == SHEET_NUMBER && (c->field->tally == TALLY_DAY || counts)) {
            c->sum += cell.number;
            c->unit_sum += cell.number;
        }
    }
}

static bool is_summed(const struct column *c)
{
    return c->field->kind == FIELD_NUMBER && (!c->of_rows || c->field->subtotal);
}

static void add_sums(struct rolling *r, enum sheet_row_kind kind)
{
    struct sheet_row *line = push_row(r, kind);
    push_cell(r, line, (struct sheet_cell){0});
    push_cell(r, line, sheet_text(kind == SHEET_TOTAL ? S("合计") : S("小计")));
    if (r->many_days)
        push_cell(r, line, (struct sheet_cell){0});
    for (size_t i = 0; i < r->n; i++) {
        struct column *c = &r->columns[i];
        bool shown = is_summed(c) && (kind == SHEET_TOTAL || c->of_rows);
        push_cell(r, line, shown ? sheet_number(kind == SHEET_TOTAL ? c->sum : c->unit_sum) : (struct sheet_cell){0});
    }
}

static void add_unit(struct rolling *r, size_t at)
{
    const struct filled_form *one = &r->filled->items[at];
    const struct json *rows = r->rows ? json_get_list(one->body, r->rows->key) : NULL;
    bool counts = r->latest[at];
    for (size_t i = 0; i < r->n; i++)
        r->columns[i].unit_sum = 0;
    add_row(r, one, rows && rows->n ? &rows->items[0] : NULL, true, counts);
    for (size_t i = 1; rows && i < rows->n; i++)
        add_row(r, one, &rows->items[i], false, counts);
    if (r->subtotals && rows && rows->n > 1)
        add_sums(r, SHEET_SUBTOTAL);
}

static bool has_many_days(const struct filled_forms *filled)
{
    for (size_t i = 1; i < filled->n; i++)
        if (filled->items[i].day.n != filled->items[0].day.n)
            return true;
    return false;
}

static void roll(struct arena *a, const struct form *form, const struct field *rows, const struct filled_forms *filled,
                 const struct rollup_options *options, struct sheet *sheet)
{
    struct rolling r = {.arena = a,
                        .form = form,
                        .filled = filled,
                        .rows = rows,
                        .many_days = has_many_days(filled),
                        .subtotals = options->subtotals,
                        .latest = latest_of(a, filled),
                        .sheet = sheet};
    sheet->name = rows ? rows->label : form->name;
    sheet->title = options->title.n ? options->title : str_format(a, STR_FMT "汇总表", STR_ARG(form->name));
    sheet->above = options->above;
    if (form->note.n)
        arena_push(a, &sheet->below, form->note);
    push_columns(&r);
    for (size_t i = 0; i < filled->n; i++)
        add_unit(&r, i);
    add_sums(&r, SHEET_TOTAL);
}

void rollup_sheets(struct arena *a, const struct form *form, const struct filled_forms *filled,
                   const struct rollup_options *options, struct sheets *sheets_r)
{
    static const struct rollup_options plain = {0};
    *sheets_r = (struct sheets){0};
    for (size_t i = 0; i <= form->fields.n; i++) {
        const struct field *rows = i < form->fields.n ? &form->fields.items[i] : NULL;
        if (rows ? rows->kind != FIELD_ROWS : sheets_r->n > 0)
            continue;
        struct sheet sheet = {0};
        roll(a, form, rows, filled, options ? options : &plain, &sheet);
        arena_push(a, sheets_r, sheet);
    }
}
