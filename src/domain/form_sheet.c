/* SPDX-License-Identifier: Apache-2.0 */
/* A form printed on squared paper: label and blank side by side, each list of rows as a table with 合计. */
#include "domain/form_sheet.h"

enum { WIDTH_NUMBER = 5, WIDTH_SHORT = 6, WIDTH_TEXT = 12, WIDTH_LONG = 24, WIDTH_ORDER = 4 };
enum { BLANK_ROWS = 15, SPARE_ROWS = 5, LABEL_WIDTH_MAX = 9 };
enum { POINTS_ROW = 24, POINTS_LINE = 17, POINTS_LONG = 64, DAYS_TO_1970 = 25569 };

int field_width(const struct field *f)
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

/* ---- the stamp ---- */

static uint32_t mix(uint32_t h, struct str s)
{
    return (h ^ (uint32_t)str_hash(s)) * 16777619u;
}

static uint32_t mark_fields(uint32_t h, const struct field *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct field *f = &fields[i];
        h = mix(mix(mix(h, f->key), f->label), str_of(field_kind_words[f->kind]));
        for (size_t k = 0; k < f->choices.n; k++)
            h = mix(h, f->choices.items[k]);
        h = mark_fields(mix(h, S("(")), f->fields.items, f->fields.n);
    }
    return mix(h, S(")"));
}

uint32_t form_mark(const struct form *form)
{
    return mark_fields(mix(2166136261u, form->key), form->fields.items, form->fields.n);
}

static struct str stamp_text(struct arena *a, const struct form *form, uint64_t obligation)
{
    return str_format(a, "表号：SW%llu-%08X（请保留，上传时据此核对）", (unsigned long long)obligation,
                      form_mark(form));
}

static int hex_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* SW123-1A2B3C4D */
static bool stamp_in(struct str cell, struct form_stamp *stamp_r)
{
    size_t at = str_find(cell, S("SW")), digits = 0;
    struct form_stamp s = {0};
    if (at == STR_NONE)
        return false;
    struct str rest = str_from(cell, at + 2);
    for (; digits < rest.n && digits < 19 && rest.at[digits] >= '0' && rest.at[digits] <= '9'; digits++)
        s.obligation = s.obligation * 10 + (uint64_t)(rest.at[digits] - '0');
    rest = str_from(rest, digits);
    if (!digits || rest.n < 9 || rest.at[0] != '-')
        return false;
    for (size_t i = 1; i < 9; i++) {
        if (hex_of(rest.at[i]) < 0)
            return false;
        s.form = s.form * 16 + (uint32_t)hex_of(rest.at[i]);
    }
    *stamp_r = s;
    return true;
}

bool form_stamp_find(const struct table *t, struct form_stamp *stamp_r)
{
    for (size_t i = 0; i < t->n; i++)
        for (size_t c = 0; c < t->items[i].cells.n; c++)
            if (stamp_in(t->items[i].cells.items[c], stamp_r))
                return true;
    return false;
}

/* ---- paper ---- */

struct laying {
    struct arena *arena;
    const struct form *form;
    const struct json *filled;
    struct grid *grid;
    size_t row;
    struct {
        const struct field *field;
        size_t column, labels, blanks;
    } line[FORM_SHEET_COLUMNS]; /* the pairs of the line at hand */
    size_t pairs, column;
};

static void put(struct laying *l, struct grid_box box)
{
    box.row = box.row ? box.row : l->row;
    box.rows = box.rows ? box.rows : 1;
    box.columns = box.columns ? box.columns : 1;
    arena_push(l->arena, &l->grid->boxes, box);
}

static void set_height(struct laying *l, double points)
{
    arena_push(l->arena, &l->grid->heights, ((struct grid_height){l->row, points}));
}

static int total_width(const struct laying *l)
{
    int width = 0;
    for (size_t i = 0; i < l->grid->widths.n; i++)
        width += l->grid->widths.items[i];
    return width;
}

/* A line across the paper, as high as its text is long. */
static void put_line(struct laying *l, enum box_look look, struct str text)
{
    size_t lines = utf8_length(text) / (size_t)(total_width(l) + 1) + 1;
    set_height(l, look == BOX_TITLE ? 36 : 6 + (double)lines * POINTS_LINE);
    put(l, (struct grid_box){.look = look, .columns = l->grid->widths.n, .cell = sheet_text(text)});
    l->row++;
}

/* What it counts: （人）, （场，累计）. */
static struct str about(struct arena *a, const struct field *f)
{
    bool to_date = f->kind == FIELD_NUMBER && f->tally == TALLY_TO_DATE && str_find(f->label, S("累计")) == STR_NONE;
    if (!f->unit.n && !to_date)
        return (struct str){0};
    return str_format(a, "（" STR_FMT "%s%s）", STR_ARG(f->unit), f->unit.n && to_date ? "，" : "",
                      to_date ? "累计" : "");
}

static struct str label_text(struct arena *a, const struct field *f, struct str label)
{
    return str_format(a, STR_FMT STR_FMT "%s", STR_ARG(label), STR_ARG(about(a, f)), f->required ? "*" : "");
}

static enum box_kind kind_of(const struct field *f)
{
    static const enum box_kind kinds[] = {
        [FIELD_TEXT] = BOX_TEXT, [FIELD_LONG_TEXT] = BOX_LONG, [FIELD_NUMBER] = BOX_NUMBER, [FIELD_DATE] = BOX_DATE,
        [FIELD_TIME] = BOX_TIME, [FIELD_CHOICE] = BOX_CHOICE,  [FIELD_ROWS] = BOX_TEXT};
    return field_is_counted(f) ? BOX_WHOLE : kinds[f->kind];
}

static struct sheet_cell day_cell(struct str text)
{
    struct day d;
    return day_read(text, &d) ? sheet_number(d.n + DAYS_TO_1970) : sheet_text(text);
}

static struct sheet_cell time_cell(struct str text)
{
    int64_t hour, minute;
    if (text.n != 5 || !str_to_int(str_sub(text, 0, 2), &hour) || !str_to_int(str_from(text, 3), &minute))
        return sheet_text(text);
    return sheet_number((double)(hour * 60 + minute) / MINUTES_A_DAY);
}

static struct sheet_cell cell_of(const struct field *f, const struct json *value)
{
    if (value && value->kind == JSON_NUMBER)
        return sheet_number(value->number);
    if (!value || value->kind != JSON_STRING || !value->text.n)
        return (struct sheet_cell){0};
    return f->kind == FIELD_DATE   ? day_cell(value->text)
           : f->kind == FIELD_TIME ? time_cell(value->text)
                                   : sheet_text(value->text);
}

static void put_rule(struct laying *l, const struct field *f, size_t rows, size_t column)
{
    struct arena *a = l->arena;
    bool upper = f->max > 0 && f->max >= f->min;
    struct grid_rule r = {.row = l->row,
                          .rows = rows,
                          .column = column,
                          .kind = kind_of(f),
                          .limited = f->kind == FIELD_NUMBER ? upper || f->min != 0 : upper,
                          .min = f->kind == FIELD_NUMBER ? f->min : 0,
                          .max = upper ? f->max : 1e12,
                          .choices = f->choices};
    r.told = f->hint;
    if (f->kind == FIELD_DATE || f->kind == FIELD_TIME)
        r.told = str_format(a, "%s%s" STR_FMT, f->kind == FIELD_DATE ? "如 2023-05-18" : "如 09:30",
                            f->hint.n ? "。" : "", STR_ARG(f->hint));
    arena_push(a, &l->grid->rules, r);
}

/* ---- label and blank side by side ---- */

/* How many columns from there on are that wide together; what is left when all are not. */
static size_t span(const struct laying *l, size_t from, int width)
{
    size_t n = 0;
    for (; from + n < l->grid->widths.n && width > 0; n++)
        width -= l->grid->widths.items[from + n];
    return n;
}

static void end_line(struct laying *l)
{
    bool is_long = false;
    if (!l->pairs)
        return;
    l->line[l->pairs - 1].blanks = l->grid->widths.n - l->line[l->pairs - 1].column - l->line[l->pairs - 1].labels;
    for (size_t i = 0; i < l->pairs; i++) {
        const struct field *f = l->line[i].field;
        size_t column = l->line[i].column, blank = column + l->line[i].labels;
        put(l, (struct grid_box){.column = column,
                                 .columns = l->line[i].labels,
                                 .look = BOX_LABEL,
                                 .cell = sheet_text(label_text(l->arena, f, f->label))});
        put(l, (struct grid_box){.column = blank,
                                 .columns = l->line[i].blanks,
                                 .look = BOX_FILL,
                                 .kind = kind_of(f),
                                 .cell = cell_of(f, json_get(l->filled, f->key))});
        put_rule(l, f, 1, blank);
        is_long = is_long || f->kind == FIELD_LONG_TEXT;
    }
    set_height(l, is_long ? POINTS_LONG : POINTS_ROW);
    l->row++;
    l->pairs = l->column = 0;
}

static void put_pair(struct laying *l, const struct field *f)
{
    int wide = (int)utf8_length(label_text(l->arena, f, f->label));
    bool is_long = f->kind == FIELD_LONG_TEXT;
    for (int tries = 0; tries < 2; tries++) {
        size_t labels = span(l, l->column, wide < LABEL_WIDTH_MAX ? wide : LABEL_WIDTH_MAX);
        size_t blanks = span(l, l->column + labels, is_long ? WIDTH_LONG * 2 : field_width(f) + 2);
        bool room = l->column + labels + blanks < l->grid->widths.n && !is_long;
        if (!l->column || room) {
            if (labels >= l->grid->widths.n)
                labels = l->grid->widths.n - 1;
            l->line[l->pairs].field = f;
            l->line[l->pairs].column = l->column;
            l->line[l->pairs].labels = labels;
            l->line[l->pairs++].blanks = blanks;
            l->column += labels + blanks;
            break;
        }
        end_line(l);
    }
    if (is_long || l->column >= l->grid->widths.n)
        end_line(l);
}

/* ---- a list of rows ---- */

static struct str group_of(const struct field *f, struct str *leaf_r)
{
    size_t slash = str_find(f->label, S("/"));
    *leaf_r = slash == STR_NONE ? f->label : str_from(f->label, slash + 1);
    return slash == STR_NONE ? (struct str){0} : str_sub(f->label, 0, slash);
}

static void put_heading(struct laying *l, size_t column, struct str text, size_t levels)
{
    put(l, (struct grid_box){.column = column, .rows = levels, .look = BOX_LABEL, .cell = sheet_text(text)});
}

/* Of one level, or of two where a label is in two parts: 参加人数 over 学生, 教师. */
static size_t put_headings(struct laying *l, const struct field *rows)
{
    struct str leaf, next;
    size_t levels = 1;
    for (size_t i = 0; i < rows->fields.n; i++)
        levels = group_of(&rows->fields.items[i], &leaf).n ? 2 : levels;
    put_heading(l, 0, S("序号"), levels);
    for (size_t i = 0, end; i < rows->fields.n; i = end) {
        struct str group = group_of(&rows->fields.items[i], &leaf);
        end = i + 1;
        while (group.n && end < rows->fields.n && str_eq(group_of(&rows->fields.items[end], &next), group))
            end++;
        if (group.n)
            put(l,
                (struct grid_box){.column = i + 1, .columns = end - i, .look = BOX_LABEL, .cell = sheet_text(group)});
        else
            put_heading(l, i + 1, label_text(l->arena, &rows->fields.items[i], leaf), levels);
        for (size_t k = i; group.n && k < end; k++) {
            group_of(&rows->fields.items[k], &leaf);
            put(l, (struct grid_box){.row = l->row + 1,
                                     .column = k + 1,
                                     .look = BOX_LABEL,
                                     .cell = sheet_text(label_text(l->arena, &rows->fields.items[k], leaf))});
        }
    }
    l->row += levels;
    return levels;
}

/* As high as its longest text. */
static double height_of(const struct field *rows, const struct json *row)
{
    size_t lines = 1;
    for (size_t i = 0; i < rows->fields.n; i++) {
        size_t n =
            utf8_length(json_get_str(row, rows->fields.items[i].key)) / (size_t)field_width(&rows->fields.items[i]) + 1;
        lines = n > lines ? n : lines;
    }
    lines = lines > 20 ? 20 : lines;
    return lines > 1 ? 8 + (double)lines * POINTS_LINE : POINTS_ROW;
}

static void put_row(struct laying *l, const struct field *rows, const struct json *row, size_t number)
{
    put(l,
        (struct grid_box){.look = BOX_FILL, .kind = BOX_NUMBER, .cell = sheet_number((double)number), .row = l->row});
    for (size_t i = 0; i < rows->fields.n; i++)
        put(l, (struct grid_box){.column = i + 1,
                                 .look = BOX_FILL,
                                 .kind = kind_of(&rows->fields.items[i]),
                                 .cell = cell_of(&rows->fields.items[i], json_get(row, rows->fields.items[i].key))});
    if (row)
        set_height(l, height_of(rows, row));
    l->row++;
}

static void put_total(struct laying *l, const struct field *rows, const struct json *list, size_t n)
{
    put(l, (struct grid_box){.look = BOX_TOTAL, .cell = sheet_text(S("合计"))});
    for (size_t i = 0; i < rows->fields.n; i++) {
        const struct field *f = &rows->fields.items[i];
        struct grid_box box = {.column = i + 1, .look = BOX_TOTAL};
        for (size_t k = 0; f->subtotal && k < list->n; k++) {
            const struct json *value = json_get(&list->items[k], f->key);
            box.cell.number += value && value->kind == JSON_NUMBER ? value->number : 0;
        }
        box.sums = f->subtotal ? n : 0;
        put(l, box);
    }
    l->row++;
}

static size_t rows_to_print(const struct field *rows, size_t filled)
{
    size_t most = rows->max > 0 && rows->max < FORM_ROWS_MAX ? (size_t)rows->max : FORM_ROWS_MAX;
    size_t n = filled + SPARE_ROWS < BLANK_ROWS ? BLANK_ROWS : filled + SPARE_ROWS;
    n = n > most ? most : n;
    return n < filled ? filled : n;
}

static void put_rows(struct laying *l, const struct field *rows)
{
    const struct json *list = json_get_list(l->filled, rows->key);
    size_t n = rows_to_print(rows, list->n);
    bool summed = false;
    put_line(l, BOX_LINE,
             str_format(l->arena, STR_FMT "（每行填一项，行不够时可在中间插入行）" STR_FMT, STR_ARG(rows->label),
                        STR_ARG(rows->hint)));
    size_t heading = l->row, headings = put_headings(l, rows);
    if (!l->grid->headings) {
        l->grid->heading = heading;
        l->grid->headings = headings;
    }
    for (size_t i = 0; i < rows->fields.n; i++) {
        put_rule(l, &rows->fields.items[i], n, i + 1);
        summed = summed || rows->fields.items[i].subtotal;
    }
    for (size_t i = 0; i < n; i++)
        put_row(l, rows, i < list->n ? &list->items[i] : NULL, i + 1);
    if (summed && n)
        put_total(l, rows, list, n);
}

/* ---- the whole ---- */

/* Those of the widest list of rows; without any, two labels and two blanks. */
static void set_widths(struct laying *l)
{
    static const int plain[] = {9, 15, 9, 15};
    const struct field *widest = NULL;
    for (size_t i = 0; i < l->form->fields.n; i++) {
        const struct field *f = &l->form->fields.items[i];
        if (f->kind == FIELD_ROWS && (!widest || f->fields.n > widest->fields.n))
            widest = f;
    }
    if (!widest || widest->fields.n < 3) {
        for (size_t i = 0; i < 4; i++)
            arena_push(l->arena, &l->grid->widths, widest && i == 0 ? WIDTH_ORDER : plain[i]);
        return;
    }
    arena_push(l->arena, &l->grid->widths, WIDTH_ORDER);
    for (size_t i = 0; i < widest->fields.n && i < FORM_SHEET_COLUMNS - 1; i++)
        arena_push(l->arena, &l->grid->widths, field_width(&widest->fields.items[i]));
}

void form_lay_out(struct arena *a, const struct form *form, const struct json *filled, const struct form_paper *paper,
                  struct grid *grid_r)
{
    struct laying *l = arena_one(a, struct laying);
    *grid_r = (struct grid){.name = paper->name};
    *l = (struct laying){.arena = a, .form = form, .filled = filled, .grid = grid_r};
    set_widths(l);
    put_line(l, BOX_TITLE, form->name);
    put_line(l, BOX_LINE,
             str_format(a, "填报单位：" STR_FMT "%s" STR_FMT, STR_ARG(paper->unit), paper->of.n ? "　　填报时间：" : "",
                        STR_ARG(paper->of)));
    put_line(l, BOX_NOTE,
             S("填写方法：白色格子都可以填写，带 * "
               "的必填；可以插入行、调换列；请不要改动栏目名称和最下面的表号。填好后在原页面“上传填好的 Excel”。"));
    for (size_t i = 0; i < form->fields.n && arena_left(a); i++) {
        const struct field *f = &form->fields.items[i];
        if (f->kind != FIELD_ROWS) {
            put_pair(l, f);
            continue;
        }
        end_line(l);
        put_rows(l, f);
    }
    end_line(l);
    if (form->note.n)
        put_line(l, BOX_NOTE, str_format(a, "说明：" STR_FMT, STR_ARG(form->note)));
    put_line(l, BOX_NOTE, stamp_text(a, form, paper->obligation));
}
