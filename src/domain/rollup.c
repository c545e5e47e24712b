/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/rollup.h"

#include "domain/form_sheet.h"

enum { WIDTH_UNIT = 14 };

/* One column of the table: which field it shows, and whether of the rows or of the form itself. */
struct column {
    const struct field *field;
    bool of_rows;
    struct sheet_cell sum; /* of the whole table; empty until there is a number */
};

struct rollup {
    struct arena *arena; /* of the columns, and while a row is made, of the row */
    struct rollup_options how;
    const struct field *rows; /* NULL: a form without */
    struct column *columns;
    size_t n;
    int64_t number;
};

/* ---- columns ---- */

static void push_heading(struct rollup *r, struct sheet *head, struct str group, struct str heading, int width)
{
    arena_push(r->arena, &head->columns, ((struct sheet_column){group, heading, width}));
}

/* 参加人数/学生 stands under 参加人数; the counter goes behind the last word: 学生（人）. */
static void push_column(struct rollup *r, struct sheet *head, const struct field *f, bool of_rows)
{
    struct str group = {0}, heading = f->label;
    size_t slash = str_find(f->label, S("/"));
    if (slash != STR_NONE) {
        group = str_sub(f->label, 0, slash);
        heading = str_from(f->label, slash + 1);
    }
    if (f->unit.n)
        heading = str_format(r->arena, STR_FMT "（" STR_FMT "）", STR_ARG(heading), STR_ARG(f->unit));
    push_heading(r, head, group, heading, field_width(f));
    r->columns[r->n++] = (struct column){.field = f, .of_rows = of_rows};
}

static void push_columns(struct rollup *r, struct sheet *head, const struct form *form)
{
    size_t most = form->fields.n + (r->rows ? r->rows->fields.n : 0);
    r->columns = arena_many(r->arena, struct column, most + 1);
    push_heading(r, head, S(""), S("序号"), 4);
    push_heading(r, head, S(""), S("报送单位"), WIDTH_UNIT);
    for (size_t i = 0; r->rows && i < r->rows->fields.n; i++)
        push_column(r, head, &r->rows->fields.items[i], true);
    for (size_t i = 0; i < form->fields.n; i++)
        if (form->fields.items[i].kind != FIELD_ROWS)
            push_column(r, head, &form->fields.items[i], false);
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

static void push_cell(struct rollup *r, struct sheet_row *row, struct sheet_cell cell)
{
    arena_push(r->arena, row, cell);
}

static struct str name_of(const struct rollup *r, const struct filled_form *one)
{
    struct str name = one->unit->name;
    return one->remark.n ? str_format(r->arena, STR_FMT "（" STR_FMT "）", STR_ARG(name), STR_ARG(one->remark)) : name;
}

static bool add_row(struct rollup *r, const struct filled_form *one, const struct json *row, bool first, struct err *e)
{
    struct sheet_row line = {.kind = SHEET_ROW};
    push_cell(r, &line, sheet_number((double)++r->number));
    push_cell(r, &line, sheet_text(name_of(r, one)));
    for (size_t i = 0; i < r->n; i++) {
        struct column *c = &r->columns[i];
        struct sheet_cell cell = {0};
        if (c->of_rows || first)
            cell = cell_of(c->field, json_get(c->of_rows ? row : one->body, c->field->key));
        push_cell(r, &line, cell);
        if (cell.kind == SHEET_NUMBER)
            c->sum = sheet_number(c->sum.number + cell.number);
    }
    return r->how.take(r->how.to, &line, e);
}

static bool is_summed(const struct column *c)
{
    return c->field->kind == FIELD_NUMBER && (!c->of_rows || c->field->subtotal);
}

bool rollup_add(struct rollup *r, struct arena *scratch, const struct filled_form *one, struct err *e)
{
    const struct json *rows = r->rows ? json_get_list(one->body, r->rows->key) : NULL;
    r->arena = scratch;
    bool ok = add_row(r, one, rows && rows->n ? &rows->items[0] : NULL, true, e);
    for (size_t i = 1; ok && rows && i < rows->n; i++)
        ok = add_row(r, one, &rows->items[i], false, e);
    return ok;
}

bool rollup_end(struct rollup *r, struct arena *scratch, struct err *e)
{
    struct sheet_row line = {.kind = SHEET_TOTAL};
    r->arena = scratch;
    push_cell(r, &line, (struct sheet_cell){0});
    push_cell(r, &line, sheet_text(S("合计")));
    for (size_t i = 0; i < r->n; i++)
        push_cell(r, &line, is_summed(&r->columns[i]) ? r->columns[i].sum : (struct sheet_cell){0});
    return r->how.take(r->how.to, &line, e);
}

/* ---- the sheets of a form ---- */

/* The n-th field of rows, counted from 0; NULL: there are not so many. */
static const struct field *rows_of(const struct form *form, size_t n)
{
    for (size_t i = 0; i < form->fields.n; i++)
        if (form->fields.items[i].kind == FIELD_ROWS && !n--)
            return &form->fields.items[i];
    return NULL;
}

size_t rollup_sheets(const struct form *form)
{
    size_t n = 0;
    while (rows_of(form, n))
        n++;
    return n ? n : 1;
}

size_t rollup_lines(const struct form *form, size_t sheet, const struct json *body)
{
    const struct field *rows = rows_of(form, sheet);
    size_t n = rows ? json_get_list(body, rows->key)->n : 0;
    return n ? n : 1;
}

struct rollup *rollup_begin(struct arena *a, const struct form *form, size_t sheet, const struct rollup_options *how,
                            struct sheet *head_r)
{
    struct rollup *r = arena_one(a, struct rollup);
    *r = (struct rollup){.arena = a, .how = *how, .rows = rows_of(form, sheet)};
    *head_r = (struct sheet){.name = r->rows ? r->rows->label : form->name,
                             .title = str_format(a, STR_FMT "汇总表", STR_ARG(form->name)),
                             .above = how->above};
    if (form->note.n)
        arena_push(a, &head_r->below, form->note);
    push_columns(r, head_r, form);
    return r;
}
