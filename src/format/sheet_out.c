/* SPDX-License-Identifier: Apache-2.0 */
#include "format/sheet_out.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { ROWS_MAX = 1000000, COLUMNS_MAX = 200, CELL_LENGTH_MAX = 32767, TAB_LENGTH_MAX = 31, A4 = 9 };

/* Up to so many cells a book is made in memory; larger ones row by row, where a cell cannot stretch over two rows. */
enum { CELLS_IN_MEMORY = 100000 };

struct formats {
    lxw_format *title, *line, *heading, *text, *number, *total_text, *total_number, *note;
};

struct writing {
    struct arena *arena, *scratch; /* scratch: one cell's text, given back at once */
    lxw_workbook *book;
    struct formats formats;
    lxw_worksheet *page;
    const struct sheet *sheet;
    lxw_row_t row;
    bool two_levels, by_row;
};

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

static void make_formats(struct writing *w)
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

/* ---- cells ---- */

/* The library trusts what it is given: length is bounded and characters XML cannot hold are left out here. */
static const char *safe_text(struct writing *w, struct str s, size_t length)
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

static void write_text(struct writing *w, lxw_col_t column, struct str text, lxw_format *format)
{
    if (text.n)
        worksheet_write_string(w->page, w->row, column, safe_text(w, text, CELL_LENGTH_MAX), format);
    else
        worksheet_write_blank(w->page, w->row, column, format);
    arena_reset(w->scratch);
}

static lxw_col_t last_column(const struct writing *w)
{
    return w->sheet->columns.n ? (lxw_col_t)(w->sheet->columns.n - 1) : 0;
}

static void merge(struct writing *w, lxw_row_t to_row, lxw_col_t from, lxw_col_t to, struct str text,
                  lxw_format *format)
{
    if (to_row == w->row && from == to) {
        write_text(w, from, text, format);
        return;
    }
    worksheet_merge_range(w->page, w->row, from, to_row, to, safe_text(w, text, CELL_LENGTH_MAX), format);
    arena_reset(w->scratch);
}

static void write_lines(struct writing *w, const struct strs *lines, lxw_format *format)
{
    for (size_t i = 0; i < lines->n; i++) {
        worksheet_set_row(w->page, w->row, 20 + 16 * (double)(utf8_length(lines->items[i]) / 60), NULL);
        merge(w, w->row, 0, last_column(w), lines->items[i], format);
        w->row++;
    }
}

/* ---- headings ---- */

static void write_first_level(struct writing *w)
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

static void write_headings(struct writing *w, lxw_row_t *first_r)
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

static void set_columns(struct writing *w)
{
    for (size_t i = 0; i < w->sheet->columns.n; i++) {
        int width = w->sheet->columns.items[i].width;
        worksheet_set_column(w->page, (lxw_col_t)i, (lxw_col_t)i, width > 0 ? width * 2 + 1 : 12, NULL);
    }
}

/* ---- rows ---- */

static void write_row(struct writing *w, const struct sheet_row *row)
{
    bool total = row->kind != SHEET_ROW;
    for (size_t i = 0; i < w->sheet->columns.n; i++) {
        const struct sheet_cell blank = {0}, *c = i < row->n ? &row->items[i] : &blank;
        if (c->kind == SHEET_NUMBER)
            worksheet_write_number(w->page, w->row, (lxw_col_t)i, c->number,
                                   total ? w->formats.total_number : w->formats.number);
        else
            write_text(w, (lxw_col_t)i, c->text, total ? w->formats.total_text : w->formats.text);
    }
    w->row++;
}

/* ---- pages ---- */

static bool is_repeated(const struct sheets *sheets, size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (str_eq_nocase(utf8_head(sheets->items[i].name, TAB_LENGTH_MAX - 4),
                          utf8_head(sheets->items[number].name, TAB_LENGTH_MAX - 4)))
            return true;
    return false;
}

/* A tab's name: 31 characters, none of []:*?/\, no apostrophe; one that was there before gets its number. */
static const char *tab_name(struct writing *w, const struct sheets *sheets, size_t number)
{
    struct buf b = buf_new(w->arena, 128);
    struct str name = utf8_head(str_trim(sheets->items[number].name), TAB_LENGTH_MAX - 4);
    while (name.n) {
        struct str one = name;
        uint32_t cp = utf8_next(&name);
        one.n -= name.n;
        bool fit = cp >= 0x20 && !(cp < 0x80 && strchr("[]:*?/\\'", (int)cp));
        buf_put(&b, fit ? one : S("_"));
    }
    if (!b.n || is_repeated(sheets, number))
        buf_format(&b, "%s%zu", b.n ? " " : "Sheet", number + 1);
    return str_z(w->arena, buf_str(&b));
}

static void set_print(struct writing *w, lxw_row_t heading)
{
    worksheet_set_landscape(w->page);
    worksheet_set_paper(w->page, A4);
    worksheet_set_margins(w->page, 0.5, 0.5, 0.6, 0.6);
    worksheet_fit_to_pages(w->page, 1, 0);
    worksheet_center_horizontally(w->page);
    worksheet_repeat_rows(w->page, heading, w->row - 1);
    worksheet_set_footer(w->page, "&C第 &P 页，共 &N 页");
    worksheet_freeze_panes(w->page, w->row, w->sheet->columns.n > 2 ? 2 : 0);
}

static bool write_page(struct writing *w, const struct sheets *sheets, size_t number, struct err *e)
{
    const struct sheet *sheet = &sheets->items[number];
    lxw_row_t heading;
    w->sheet = sheet;
    w->row = 0;
    w->page = workbook_add_worksheet(w->book, tab_name(w, sheets, number));
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
    for (size_t i = 0; i < sheet->rows.n; i++)
        write_row(w, &sheet->rows.items[i]);
    write_lines(w, &sheet->below, w->formats.note);
    return true;
}

static bool fits(const struct sheets *sheets, struct err *e)
{
    for (size_t i = 0; i < sheets->n; i++)
        if (sheets->items[i].rows.n > ROWS_MAX || sheets->items[i].columns.n > COLUMNS_MAX)
            return err_with(e, ERR_LARGE, MSG_TABLE_LARGE, S("Excel"), S(""), S(""));
    return true;
}

static bool write_book(struct writing *w, const struct sheets *sheets, const char *path, struct err *e)
{
    size_t cells = 0;
    for (size_t i = 0; i < sheets->n; i++)
        cells += sheets->items[i].rows.n * sheets->items[i].columns.n;
    w->by_row = cells > CELLS_IN_MEMORY;
    lxw_workbook_options options = {.constant_memory = w->by_row};
    w->book = workbook_new_opt(path, &options);
    if (!w->book)
        return err_fault(e, "workbook: cannot begin");
    make_formats(w);
    bool ok = true;
    for (size_t i = 0; i < sheets->n && ok; i++)
        ok = write_page(w, sheets, i, e);
    lxw_error closed = workbook_close(w->book);
    return ok && (closed == LXW_NO_ERROR || err_fault(e, "workbook: %s", lxw_strerror(closed)));
}

bool sheets_write(struct arena *a, const struct sheets *sheets, int *fd_r, uint64_t *size_r, struct err *e)
{
    struct stat stat;
    if (!fits(sheets, e))
        return false;
    int fd = memfd_create("workbook", MFD_CLOEXEC);
    if (fd < 0)
        return err_fault(e, "workbook: memfd_create");
    struct writing w = {.arena = a, .scratch = arena_new("cell", 1 << 20)};
    bool ok = write_book(&w, sheets, str_z(a, str_format(a, "/proc/self/fd/%d", fd)), e);
    arena_free(w.scratch);
    if (ok && (fstat(fd, &stat) < 0 || lseek(fd, 0, SEEK_SET) < 0))
        ok = err_fault(e, "workbook: fstat");
    if (!ok) {
        close(fd);
        return false;
    }
    *fd_r = fd;
    *size_r = (uint64_t)stat.st_size;
    return true;
}
