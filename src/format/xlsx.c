/* SPDX-License-Identifier: Apache-2.0 */
#include "format/xlsx.h"

#include "format/xlsx_style.h"
#include "format/xml.h"

#include <string.h>

enum {
    ROWS_MAX = 100000,
    COLUMNS_MAX = 1000,
    STRINGS_MAX = 2000000,
    CELL_BYTES = 128 * 1024,
    ROW_NUMBER_MAX = 1048576,
    SHEET_NAME_MAX = 40
};

enum cell_kind { CELL_NUMBER, CELL_SHARED, CELL_INLINE, CELL_PLAIN };

struct reading {
    struct arena *arena;
    struct unzip *zip;
    struct table table;
    struct strs shared;
    struct xlsx_styles styles;
    bool from_1904;

    /* the workbook: its visible sheets, and where they lie */
    size_t most; /* how many of them are read */
    bool many;   /* there are more than can be */
    struct {
        struct place {
            struct str name;
            char relation[64], path[256];
        } * items;
        size_t n, cap;
    } places;

    /* the text at hand */
    char *text;
    size_t text_n;
    bool taking;
    int phonetic; /* inside rPh: how a word is read aloud, no part of it */

    /* the row and cell at hand */
    struct table_row row;
    int64_t row_number;
    size_t column;
    bool has_value, in_row, in_cell;
    enum cell_kind kind;
    int64_t style;
};

static bool too_large(struct err *e)
{
    return err_with(e, ERR_LARGE, MSG_TABLE_LARGE, S("Excel"), S(""), S(""));
}

static bool broken(const struct reading *r, const char *why, struct err *e)
{
    return err_with(e, ERR_INPUT, MSG_FILE_UNREADABLE, unzip_name(r->zip), str_of(why), S(""));
}

/* An arena may hold its rest in two pieces: half of it is what one request can count on. */
static bool has_room(const struct reading *r, size_t n, size_t cap, size_t item)
{
    return n < cap || arena_left(r->arena) / 2 > (cap ? cap * 2 : 8) * item + 4096;
}

static bool keep_text(struct reading *r, struct str *kept_r, struct err *e)
{
    char *copy = r->text_n ? arena_try(r->arena, r->text_n) : NULL;
    if (r->text_n && !copy)
        return too_large(e);
    if (copy)
        memcpy(copy, r->text, r->text_n);
    *kept_r = (struct str){copy, r->text_n};
    return true;
}

static bool take_text(void *to, struct str piece, struct err *e)
{
    struct reading *r = to;
    if (!r->taking || r->phonetic)
        return true;
    if (piece.n > CELL_BYTES - r->text_n)
        return too_large(e);
    memcpy(r->text + r->text_n, piece.at, piece.n);
    r->text_n += piece.n;
    return true;
}

/* ---- the workbook and its relations ---- */

static void copy_name(char *to, size_t room, struct str from)
{
    size_t n = from.n < room - 1 ? from.n : room - 1;
    if (n)
        memcpy(to, from.at, n);
    to[n] = 0;
}

static void take_sheet(struct reading *r, const char *const *attributes)
{
    struct str state = xml_attribute(attributes, "state"), relation = xml_attribute(attributes, "id");
    struct place p = {0};
    if ((state.n && !str_eq(state, S("visible"))) || !relation.n || r->places.n == r->most)
        return;
    r->many = r->many || r->places.n == XLSX_SHEETS_MAX;
    if (r->many)
        return;
    p.name = str_dup(r->arena, utf8_head(xml_attribute(attributes, "name"), SHEET_NAME_MAX));
    copy_name(p.relation, sizeof p.relation, relation);
    arena_push(r->arena, &r->places, p);
}

static bool workbook_start(void *to, struct str name, const char *const *attributes, struct err *e)
{
    struct reading *r = to;
    (void)e;
    if (str_eq(name, S("workbookPr"))) {
        struct str since = xml_attribute(attributes, "date1904");
        r->from_1904 = str_eq(since, S("1")) || str_eq(since, S("true"));
    } else if (str_eq(name, S("sheet"))) {
        take_sheet(r, attributes);
    }
    return true;
}

static void take_target(struct place *p, struct str target)
{
    if (str_starts(target, S("/"))) {
        copy_name(p->path, sizeof p->path, str_from(target, 1));
    } else {
        memcpy(p->path, "xl/", 4);
        copy_name(p->path + 3, sizeof p->path - 3, target);
    }
}

static bool relation_start(void *to, struct str name, const char *const *attributes, struct err *e)
{
    struct reading *r = to;
    (void)e;
    for (size_t i = 0; i < r->places.n && str_eq(name, S("Relationship")); i++)
        if (str_eq(xml_attribute(attributes, "Id"), str_of(r->places.items[i].relation)))
            take_target(&r->places.items[i], xml_attribute(attributes, "Target"));
    return true;
}

static bool find_sheets(struct reading *r, struct err *e)
{
    static const struct xml_handler workbook = {.start = workbook_start}, relations = {.start = relation_start};
    if (!unzip_has(r->zip, "xl/workbook.xml"))
        return broken(r, "不是 Excel 工作簿（.xlsx）", e);
    if (!xml_read_entry(r->zip, "xl/workbook.xml", &workbook, r, e))
        return false;
    if (r->many)
        return too_large(e);
    if (!r->places.n)
        return broken(r, "没有可见的工作表", e);
    if (!xml_read_entry(r->zip, "xl/_rels/workbook.xml.rels", &relations, r, e))
        return false;
    for (size_t i = 0; i < r->places.n; i++)
        if (!r->places.items[i].path[0])
            return broken(r, "找不到工作表", e);
    return true;
}

/* ---- shared strings ---- */

static bool string_start(void *to, struct str name, const char *const *attributes, struct err *e)
{
    struct reading *r = to;
    (void)attributes, (void)e;
    if (str_eq(name, S("si")))
        r->text_n = 0;
    else if (str_eq(name, S("rPh")))
        r->phonetic++;
    r->taking = str_eq(name, S("t"));
    return true;
}

static bool string_end(void *to, struct str name, struct err *e)
{
    struct reading *r = to;
    struct str text;
    r->taking = false;
    if (str_eq(name, S("rPh")))
        r->phonetic--;
    if (!str_eq(name, S("si")))
        return true;
    if (r->shared.n == STRINGS_MAX || !has_room(r, r->shared.n, r->shared.cap, sizeof text))
        return too_large(e);
    if (!keep_text(r, &text, e))
        return false;
    arena_push(r->arena, &r->shared, text);
    return true;
}

static bool read_shared(struct reading *r, struct err *e)
{
    static const struct xml_handler handler = {.start = string_start, .end = string_end, .text = take_text};
    bool ok =
        !unzip_has(r->zip, "xl/sharedStrings.xml") || xml_read_entry(r->zip, "xl/sharedStrings.xml", &handler, r, e);
    r->taking = false;
    r->phonetic = 0;
    return ok;
}

/* ---- the sheet ---- */

/* "BC12" → 54; a cell without a place stands behind the one before. */
static size_t column_of(struct str place, size_t next)
{
    size_t column = 0, n = 0;
    for (; n < place.n && n < 4 && place.at[n] >= 'A' && place.at[n] <= 'Z'; n++)
        column = column * 26 + (size_t)(place.at[n] - 'A' + 1);
    return n ? column - 1 : next;
}

static enum cell_kind kind_of(struct str t)
{
    if (!t.n || str_eq(t, S("n")))
        return CELL_NUMBER;
    return str_eq(t, S("s")) ? CELL_SHARED : str_eq(t, S("inlineStr")) ? CELL_INLINE : CELL_PLAIN;
}

static void start_row(struct reading *r, const char *const *attributes)
{
    int64_t number;
    r->row_number =
        str_to_int(xml_attribute(attributes, "r"), &number) && number > r->row_number && number <= ROW_NUMBER_MAX
            ? number
            : r->row_number + 1;
    r->row = (struct table_row){.number = r->row_number};
    r->column = 0;
    r->has_value = false;
    r->in_row = true;
}

static void start_cell(struct reading *r, const char *const *attributes)
{
    r->column = column_of(xml_attribute(attributes, "r"), r->column);
    r->kind = kind_of(xml_attribute(attributes, "t"));
    if (!str_to_int(xml_attribute(attributes, "s"), &r->style))
        r->style = 0;
    r->text_n = 0;
    r->in_cell = true;
}

static bool sheet_start(void *to, struct str name, const char *const *attributes, struct err *e)
{
    struct reading *r = to;
    (void)e;
    if (str_eq(name, S("row")))
        start_row(r, attributes);
    else if (str_eq(name, S("c")) && r->in_row)
        start_cell(r, attributes);
    else if (str_eq(name, S("rPh")))
        r->phonetic++;
    r->taking = r->in_cell && str_eq(name, r->kind == CELL_INLINE ? S("t") : S("v"));
    return true;
}

static bool value_of(struct reading *r, struct str *value_r, struct err *e)
{
    struct str raw = {r->text, r->text_n};
    int64_t index;
    if (r->kind == CELL_SHARED) {
        bool known = str_to_int(str_trim(raw), &index) && index >= 0 && (size_t)index < r->shared.n;
        *value_r = known ? r->shared.items[index] : (struct str){0};
        return true;
    }
    if (!keep_text(r, value_r, e))
        return false;
    if (arena_left(r->arena) < 4096)
        return too_large(e);
    bool date = r->style >= 0 && (size_t)r->style < r->styles.n && r->styles.items[r->style];
    if (r->kind == CELL_NUMBER)
        *value_r = xlsx_number_text(r->arena, *value_r, date, r->from_1904);
    return true;
}

static bool end_cell(struct reading *r, struct err *e)
{
    struct str value;
    size_t column = r->column++;
    r->in_cell = false;
    if (!r->text_n)
        return true;
    if (column >= COLUMNS_MAX)
        return too_large(e);
    if (!value_of(r, &value, e))
        return false;
    while (r->row.cells.n <= column) {
        if (!has_room(r, r->row.cells.n, r->row.cells.cap, sizeof value))
            return too_large(e);
        arena_push(r->arena, &r->row.cells, (struct str){0});
    }
    r->row.cells.items[column] = value;
    r->has_value = r->has_value || str_trim(value).n;
    return true;
}

static bool end_row(struct reading *r, struct err *e)
{
    r->in_row = false;
    if (!r->has_value)
        return true;
    if (r->table.n == ROWS_MAX || !has_room(r, r->table.n, r->table.cap, sizeof r->row))
        return too_large(e);
    arena_push(r->arena, &r->table, r->row);
    return true;
}

static bool sheet_end(void *to, struct str name, struct err *e)
{
    struct reading *r = to;
    r->taking = false;
    if (str_eq(name, S("rPh")))
        r->phonetic--;
    else if (str_eq(name, S("c")) && r->in_cell)
        return end_cell(r, e);
    else if (str_eq(name, S("row")) && r->in_row)
        return end_row(r, e);
    return true;
}

static bool read_sheets(struct arena *a, struct unzip *z, size_t most, struct sheets *sheets_r, struct err *e)
{
    static const struct xml_handler sheet = {.start = sheet_start, .end = sheet_end, .text = take_text};
    struct reading *r = arena_try(a, sizeof *r);
    struct sheets sheets = {0};
    if (!r)
        return too_large(e);
    r->arena = a;
    r->zip = z;
    r->most = most;
    r->text = arena_try(a, CELL_BYTES);
    if (!r->text)
        return too_large(e);
    if (!find_sheets(r, e) || !xlsx_styles_read(a, z, &r->styles, e) || !read_shared(r, e))
        return false;
    for (size_t i = 0; i < r->places.n; i++) {
        r->table = (struct table){0};
        r->row_number = 0;
        r->in_row = r->in_cell = r->taking = false;
        r->phonetic = 0;
        if (!xml_read_entry(z, r->places.items[i].path, &sheet, r, e))
            return false;
        arena_push(a, &sheets, ((struct named_table){r->places.items[i].name, r->table}));
    }
    *sheets_r = sheets;
    return true;
}

bool xlsx_read_all(struct arena *a, struct unzip *z, struct sheets *sheets_r, struct err *e)
{
    return read_sheets(a, z, SIZE_MAX, sheets_r, e);
}

bool xlsx_read(struct arena *a, struct unzip *z, struct table *table_r, struct err *e)
{
    struct sheets sheets;
    if (!read_sheets(a, z, 1, &sheets, e))
        return false;
    *table_r = sheets.items[0].table;
    return true;
}
