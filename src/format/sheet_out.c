/* SPDX-License-Identifier: Apache-2.0 */
#include "format/sheet_out.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { ROWS_MAX = 1000000, COLUMNS_MAX = 200, CELL_LENGTH_MAX = 32767, TAB_LENGTH_MAX = 31, A4 = 9 };
enum { POINTS_LINE = 15, LINES_MAX = 26 }; /* Excel knows no row above 409 points */

/* A4 across takes some 146 characters in full size; what is wider goes on over several sheets, and stays readable. */
enum { PAGE_WIDTH = 200 };

/* Up to so many rows a book is made in memory; larger ones row by row, where a cell cannot stretch over two rows. */
enum { ROWS_IN_MEMORY = 6000 };

struct formats {
    lxw_format *title, *line, *heading, *text, *number, *total_text, *total_number, *note;
    lxw_format *label, *fill[BOX_CHOICE + 1];
};

struct sheet_out {
    struct arena *arena, *scratch; /* scratch: one cell's text, given back at once */
    int fd;
    lxw_workbook *book;
    struct formats formats;
    struct strs names; /* of the sheets so far */
    lxw_worksheet *page;
    const struct sheet *sheet;
    lxw_row_t row;
    bool two_levels, by_row;
};

static bool too_large(struct err *e)
{
    return err_with(e, ERR_LARGE, MSG_TABLE_LARGE, S("Excel"), S(""), S(""));
}

/* ---- how it looks ---- */

static lxw_format *new_format(lxw_workbook *book, const char *font, double size, uint8_t align, bool border)
{
    lxw_format *f = workbook_add_format(book);
    format_set_font_name(f, font);
    format_set_font_size(f, size);
    format_set_align(f, align);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(f);
    if (border)
        format_set_border(f, LXW_BORDER_THIN);
    return f;
}

static void make_formats(struct sheet_out *w)
{
    static const char plain[] = "仿宋", strong[] = "黑体";
    lxw_workbook *book = w->book;
    struct formats *f = &w->formats;
    f->title = new_format(book, strong, 18, LXW_ALIGN_CENTER, false);
    f->line = new_format(book, plain, 11, LXW_ALIGN_LEFT, false);
    f->note = new_format(book, plain, 10, LXW_ALIGN_LEFT, false);
    f->heading = new_format(book, strong, 11, LXW_ALIGN_CENTER, true);
    f->text = new_format(book, plain, 11, LXW_ALIGN_LEFT, true);
    f->number = new_format(book, plain, 11, LXW_ALIGN_CENTER, true);
    f->total_text = new_format(book, strong, 11, LXW_ALIGN_LEFT, true);
    f->total_number = new_format(book, strong, 11, LXW_ALIGN_CENTER, true);
}

/* Of a form to be filled in: labels are shaded, what is white is filled in. */
static void make_fill_formats(struct sheet_out *w)
{
    static const char *const shows[] = {
        [BOX_TEXT] = "@",          [BOX_LONG] = "General", [BOX_NUMBER] = "General", [BOX_WHOLE] = "General",
        [BOX_DATE] = "yyyy-mm-dd", [BOX_TIME] = "hh:mm",   [BOX_CHOICE] = "General"};
    struct formats *f = &w->formats;
    if (f->label)
        return;
    f->label = new_format(w->book, "黑体", 11, LXW_ALIGN_CENTER, true);
    format_set_bg_color(f->label, 0xF2F2F2);
    for (int kind = 0; kind <= BOX_CHOICE; kind++) {
        bool left = kind == BOX_TEXT || kind == BOX_LONG;
        f->fill[kind] = new_format(w->book, "仿宋", 11, left ? LXW_ALIGN_LEFT : LXW_ALIGN_CENTER, true);
        format_set_num_format(f->fill[kind], shows[kind]);
    }
}

/* ---- cells ---- */

/* The library trusts what it is given: length is bounded and characters XML cannot hold are left out here. */
static const char *safe_text(struct sheet_out *w, struct str s, size_t length)
{
    struct buf b = buf_new(w->scratch, s.n + 1);
    for (s = utf8_head(s, length); s.n;) {
        struct str one = s;
        uint32_t cp = utf8_next(&s);
        one.n -= s.n;
        if (cp == '\n' || cp == '\t' || (cp >= 0x20 && cp != 0xFFFE && cp != 0xFFFF))
            buf_put(&b, one);
    }
    buf_putc(&b, 0);
    return b.at;
}

static void write_text(struct sheet_out *w, lxw_col_t column, struct str text, lxw_format *format)
{
    if (text.n)
        worksheet_write_string(w->page, w->row, column, safe_text(w, text, CELL_LENGTH_MAX), format);
    else
        worksheet_write_blank(w->page, w->row, column, format);
    arena_reset(w->scratch);
}

static int width_of(const struct sheet_column *c)
{
    return c->width > 0 ? c->width * 2 + 1 : 12;
}

/* Of the first sheet of paper, when they do not all stand on one. */
static lxw_col_t last_column(const struct sheet_out *w)
{
    size_t n = 0;
    for (int width = 0; n < w->sheet->columns.n; n++)
        if ((width += width_of(&w->sheet->columns.items[n])) > PAGE_WIDTH)
            break;
    return n ? (lxw_col_t)(n - 1) : 0;
}

static void merge(struct sheet_out *w, lxw_row_t to_row, lxw_col_t from, lxw_col_t to, struct str text,
                  lxw_format *format)
{
    if (to_row == w->row && from == to) {
        write_text(w, from, text, format);
        return;
    }
    worksheet_merge_range(w->page, w->row, from, to_row, to, safe_text(w, text, CELL_LENGTH_MAX), format);
    arena_reset(w->scratch);
}

static void write_lines(struct sheet_out *w, const struct strs *lines, lxw_format *format)
{
    for (size_t i = 0; i < lines->n; i++) {
        worksheet_set_row(w->page, w->row, 20 + 16 * (double)(utf8_length(lines->items[i]) / 60), NULL);
        merge(w, w->row, 0, last_column(w), lines->items[i], format);
        w->row++;
    }
}

/* ---- headings ---- */

static void write_first_level(struct sheet_out *w)
{
    const struct sheet *s = w->sheet;
    for (size_t i = 0, end; i < s->columns.n; i = end) {
        const struct sheet_column *c = &s->columns.items[i];
        end = i + 1;
        while (c->group.n && end < s->columns.n && str_eq(s->columns.items[end].group, c->group))
            end++;
        if (!c->group.n)
            merge(w, w->row + (w->by_row ? 0 : 1), (lxw_col_t)i, (lxw_col_t)i, w->by_row ? S("") : c->heading,
                  w->formats.heading);
        else
            merge(w, w->row, (lxw_col_t)i, (lxw_col_t)(end - 1), c->group, w->formats.heading);
    }
    w->row++;
}

static void write_headings(struct sheet_out *w, lxw_row_t *first_r)
{
    const struct sheet *s = w->sheet;
    *first_r = w->row;
    if (w->two_levels)
        write_first_level(w);
    for (size_t i = 0; i < s->columns.n; i++) {
        const struct sheet_column *c = &s->columns.items[i];
        bool stretched = w->two_levels && !c->group.n && !w->by_row;
        write_text(w, (lxw_col_t)i, stretched ? S("") : c->heading, w->formats.heading);
    }
    w->row++;
}

static void set_columns(struct sheet_out *w)
{
    for (size_t i = 0; i < w->sheet->columns.n; i++)
        worksheet_set_column(w->page, (lxw_col_t)i, (lxw_col_t)i, width_of(&w->sheet->columns.items[i]), NULL);
}

/* ---- rows ---- */

/* How many lines a text takes in a column of that width; a Chinese character is as wide as two others. */
static int lines_of(struct str s, int width)
{
    int lines = 1, at = 0;
    while (s.n) {
        uint32_t cp = utf8_next(&s);
        int wide = cp < 0x2E80 ? 1 : 2;
        bool turns = cp == '\n' || at + wide > width;
        lines += turns;
        at = cp == '\n' ? 0 : turns ? wide : at + wide;
    }
    return lines;
}

/* As high as its longest text: not every program makes room for it by itself. */
static double height_of(const struct sheet_out *w, const struct sheet_row *row)
{
    int most = 1;
    for (size_t i = 0; i < row->n && i < w->sheet->columns.n; i++) {
        int lines = lines_of(row->items[i].text, width_of(&w->sheet->columns.items[i]) - 1);
        most = lines > most ? lines : most;
    }
    return 6 + POINTS_LINE * (double)(most < LINES_MAX ? most : LINES_MAX);
}

bool sheet_out_row(struct sheet_out *w, const struct sheet_row *row, struct err *e)
{
    bool total = row->kind != SHEET_ROW;
    if (w->row >= ROWS_MAX)
        return too_large(e);
    worksheet_set_row(w->page, w->row, height_of(w, row), NULL);
    for (size_t i = 0; i < w->sheet->columns.n; i++) {
        const struct sheet_cell blank = {0}, *c = i < row->n ? &row->items[i] : &blank;
        if (c->kind == SHEET_NUMBER)
            worksheet_write_number(w->page, w->row, (lxw_col_t)i, c->number,
                                   total ? w->formats.total_number : w->formats.number);
        else
            write_text(w, (lxw_col_t)i, c->text, total ? w->formats.total_text : w->formats.text);
    }
    w->row++;
    return true;
}

/* ---- pages ---- */

static bool is_repeated(const struct sheet_out *w, struct str name)
{
    for (size_t i = 0; i < w->names.n; i++)
        if (str_eq_nocase(utf8_head(w->names.items[i], TAB_LENGTH_MAX - 4), utf8_head(name, TAB_LENGTH_MAX - 4)))
            return true;
    return false;
}

/* A tab's name: 31 characters, none of []:*?/\, no apostrophe; one that was there before gets its number. */
static const char *tab_name(struct sheet_out *w, struct str whole)
{
    struct buf b = buf_new(w->arena, 128);
    struct str name = utf8_head(str_trim(whole), TAB_LENGTH_MAX - 4);
    bool repeated = is_repeated(w, whole);
    while (name.n) {
        struct str one = name;
        uint32_t cp = utf8_next(&name);
        one.n -= name.n;
        bool fit = cp >= 0x20 && !(cp < 0x80 && strchr("[]:*?/\\'", (int)cp));
        buf_put(&b, fit ? one : S("_"));
    }
    arena_push(w->arena, &w->names, whole);
    if (!b.n || repeated)
        buf_format(&b, "%s%zu", b.n ? " " : "Sheet", w->names.n);
    return str_z(w->arena, buf_str(&b));
}

static void set_paper(struct sheet_out *w, bool across)
{
    if (across)
        worksheet_set_landscape(w->page);
    worksheet_set_paper(w->page, A4);
    worksheet_set_margins(w->page, 0.5, 0.5, 0.6, 0.6);
    worksheet_fit_to_pages(w->page, 1, 0);
    worksheet_center_horizontally(w->page);
    worksheet_set_footer(w->page, "&C第 &P 页，共 &N 页");
}

/* Number and unit stand on each of the sheets that a wide table goes on over. */
static void set_print(struct sheet_out *w, lxw_row_t heading)
{
    int width = 0;
    for (size_t i = 0; i < w->sheet->columns.n; i++)
        width += width_of(&w->sheet->columns.items[i]);
    set_paper(w, true);
    if (width > PAGE_WIDTH) {
        worksheet_fit_to_pages(w->page, (uint16_t)((width + PAGE_WIDTH - 1) / PAGE_WIDTH), 0);
        worksheet_repeat_columns(w->page, 0, 1);
    }
    worksheet_repeat_rows(w->page, heading, w->row - 1);
    worksheet_freeze_panes(w->page, w->row, w->sheet->columns.n > 2 ? 2 : 0);
}

bool sheet_out_page(struct sheet_out *w, const struct sheet *sheet, struct err *e)
{
    lxw_row_t heading;
    if (sheet->columns.n > COLUMNS_MAX)
        return too_large(e);
    w->sheet = sheet;
    w->row = 0;
    w->page = workbook_add_worksheet(w->book, tab_name(w, sheet->name));
    if (!w->page)
        return err_fault(e, "workbook: no page");
    w->two_levels = false;
    for (size_t i = 0; i < sheet->columns.n; i++)
        w->two_levels = w->two_levels || sheet->columns.items[i].group.n;
    set_columns(w);
    if (sheet->title.n) {
        worksheet_set_row(w->page, 0, 36, NULL);
        merge(w, 0, 0, last_column(w), sheet->title, w->formats.title);
        w->row++;
    }
    write_lines(w, &sheet->above, w->formats.line);
    write_headings(w, &heading);
    set_print(w, heading);
    return true;
}

void sheet_out_page_end(struct sheet_out *w)
{
    write_lines(w, &w->sheet->below, w->formats.note);
}

/* ---- a form to be filled in ---- */

static lxw_format *format_of(const struct sheet_out *w, const struct grid_box *b)
{
    const struct formats *f = &w->formats;
    switch (b->look) {
    case BOX_TITLE:
        return f->title;
    case BOX_LINE:
        return f->line;
    case BOX_NOTE:
        return f->note;
    case BOX_LABEL:
        return f->label;
    case BOX_TOTAL:
        return f->total_number;
    case BOX_FILL:
        break;
    }
    return f->fill[b->kind];
}

/* Excel keeps what a sum made last beside it, so that a program which does not reckon has it, too. */
static void write_sum(struct sheet_out *w, const struct grid_box *b, lxw_format *format)
{
    char formula[64], first[16], last[16];
    lxw_rowcol_to_cell(first, (lxw_row_t)(b->row - b->sums), (lxw_col_t)b->column);
    lxw_rowcol_to_cell(last, (lxw_row_t)(b->row - 1), (lxw_col_t)b->column);
    snprintf(formula, sizeof formula, "=SUM(%s:%s)", first, last);
    worksheet_write_formula_num(w->page, (lxw_row_t)b->row, (lxw_col_t)b->column, formula, format, b->cell.number);
}

static void write_box(struct sheet_out *w, const struct grid_box *b)
{
    lxw_format *format = format_of(w, b);
    w->row = (lxw_row_t)b->row;
    if (b->sums)
        write_sum(w, b, format);
    else
        merge(w, (lxw_row_t)(b->row + b->rows - 1), (lxw_col_t)b->column, (lxw_col_t)(b->column + b->columns - 1),
              b->cell.text, format);
    if (b->cell.kind == SHEET_NUMBER && !b->sums)
        worksheet_write_number(w->page, (lxw_row_t)b->row, (lxw_col_t)b->column, b->cell.number, format);
}

enum { TOLD_LENGTH_MAX = 250, LIST_LENGTH_MAX = 250, CHOICES_MAX = 200 };

/* Excel takes a list of some 255 characters whose items hold no comma; a longer one is not given. */
static bool list_fits(const struct strs *choices)
{
    size_t length = 0;
    for (size_t i = 0; i < choices->n; i++) {
        length += utf8_length(choices->items[i]) + 1;
        if (str_find(choices->items[i], S(",")) != STR_NONE)
            return false;
    }
    return choices->n && choices->n <= CHOICES_MAX && length <= LIST_LENGTH_MAX;
}

static void set_kind(struct sheet_out *w, const struct grid_rule *r, const char **list, lxw_data_validation *v)
{
    v->criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    v->minimum_number = r->min;
    v->maximum_number = r->max;
    if ((r->kind == BOX_NUMBER || r->kind == BOX_WHOLE) && r->limited)
        v->validate = r->kind == BOX_WHOLE ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL;
    if (r->kind == BOX_DATE) {
        v->validate = LXW_VALIDATION_TYPE_DATE_NUMBER;
        v->criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN;
        v->value_number = 1;
    }
    if (r->kind == BOX_TIME) {
        v->validate = LXW_VALIDATION_TYPE_TIME_NUMBER;
        v->minimum_number = 0;
        v->maximum_number = 0.99999;
    }
    if ((r->kind == BOX_TEXT || r->kind == BOX_LONG) && r->limited)
        v->validate = LXW_VALIDATION_TYPE_LENGTH;
    if (r->kind == BOX_CHOICE && list_fits(&r->choices)) {
        for (size_t i = 0; i < r->choices.n; i++)
            list[i] = safe_text(w, r->choices.items[i], LIST_LENGTH_MAX);
        v->validate = LXW_VALIDATION_TYPE_LIST;
        v->value_list = (char **)(uintptr_t)list;
    }
}

static void write_rule(struct sheet_out *w, const struct grid_rule *r)
{
    const char *list[CHOICES_MAX + 1] = {0};
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_ANY};
    set_kind(w, r, list, &v);
    if (r->told.n)
        v.input_message = (char *)(uintptr_t)safe_text(w, r->told, TOLD_LENGTH_MAX);
    if (v.validate != LXW_VALIDATION_TYPE_ANY || v.input_message)
        worksheet_data_validation_range(w->page, (lxw_row_t)r->row, (lxw_col_t)r->column,
                                        (lxw_row_t)(r->row + r->rows - 1), (lxw_col_t)r->column, &v);
    arena_reset(w->scratch);
}

bool sheet_out_grid(struct sheet_out *w, const struct grid *grid, struct err *e)
{
    enum { ROW_POINTS = 24, ACROSS = 60 }; /* wider than that, the page lies across */
    int width = 0;
    if (grid->widths.n > COLUMNS_MAX || grid->boxes.n > ROWS_MAX)
        return too_large(e);
    w->page = workbook_add_worksheet(w->book, tab_name(w, grid->name));
    if (!w->page)
        return err_fault(e, "workbook: no page");
    make_fill_formats(w);
    worksheet_set_default_row(w->page, ROW_POINTS, LXW_FALSE);
    for (size_t i = 0; i < grid->widths.n; width += grid->widths.items[i++])
        worksheet_set_column(w->page, (lxw_col_t)i, (lxw_col_t)i, grid->widths.items[i] * 2 + 1, NULL);
    for (size_t i = 0; i < grid->heights.n; i++)
        worksheet_set_row(w->page, (lxw_row_t)grid->heights.items[i].row, grid->heights.items[i].points, NULL);
    for (size_t i = 0; i < grid->boxes.n; i++)
        write_box(w, &grid->boxes.items[i]);
    for (size_t i = 0; i < grid->rules.n; i++)
        write_rule(w, &grid->rules.items[i]);
    set_paper(w, width > ACROSS);
    if (grid->headings)
        worksheet_repeat_rows(w->page, (lxw_row_t)grid->heading, (lxw_row_t)(grid->heading + grid->headings - 1));
    return true;
}

/* ---- the book ---- */

bool sheet_out_begin(struct arena *a, size_t rows, struct sheet_out **w_r, struct err *e)
{
    char path[40];
    struct sheet_out *w = arena_one(a, struct sheet_out);
    *w = (struct sheet_out){.arena = a, .by_row = rows > ROWS_IN_MEMORY, .fd = memfd_create("workbook", MFD_CLOEXEC)};
    if (w->fd < 0)
        return err_fault(e, "workbook: memfd_create");
    lxw_workbook_options options = {.constant_memory = w->by_row};
    snprintf(path, sizeof path, "/proc/self/fd/%d", w->fd);
    w->book = workbook_new_opt(path, &options);
    if (!w->book) {
        close(w->fd);
        return err_fault(e, "workbook: cannot begin");
    }
    w->scratch = arena_new("cell", 1 << 20);
    make_formats(w);
    *w_r = w;
    return true;
}

/* The library asks gmtime for the hour: one at a time. */
static lxw_error close_book(lxw_workbook *book)
{
    static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&one);
    lxw_error closed = workbook_close(book);
    pthread_mutex_unlock(&one);
    return closed;
}

bool sheet_out_finish(struct sheet_out *w, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct stat stat;
    lxw_error closed = close_book(w->book);
    bool ok = closed == LXW_NO_ERROR || err_fault(e, "workbook: %s", lxw_strerror(closed));
    arena_free(w->scratch);
    if (ok && (fstat(w->fd, &stat) < 0 || lseek(w->fd, 0, SEEK_SET) < 0))
        ok = err_fault(e, "workbook: fstat");
    if (!ok) {
        close(w->fd);
        return false;
    }
    *fd_r = w->fd;
    *size_r = (uint64_t)stat.st_size;
    return true;
}

void sheet_out_abandon(struct sheet_out *w)
{
    close_book(w->book);
    arena_free(w->scratch);
    close(w->fd);
}
