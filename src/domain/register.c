/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The register of units, read from a table. It goes through four stages: the headings, each row by itself, the rows
 * against each other (doubled codes and names), the tree (parents, cycles, order). Declared in domain/unit.h.
 */
#include "domain/unit.h"

#include <stdlib.h>

enum { ROWS_MAX = 20000, COLUMNS_MAX = 60, TEXT_MAX = 100, ERRORS_MAX = 500, DEPTH_MAX = 8 };

enum column_role {
    COLUMN_CODE,
    COLUMN_PARENT,
    COLUMN_NAME,
    COLUMN_SHORT,
    COLUMN_KIND,
    COLUMN_CONTACT,
    COLUMN_PHONE,
    COLUMN_TRAIT,
    COLUMN_NOTHING
};

static const struct {
    const char *heading;
    enum column_role role;
} headings[] = {
    {"编码", COLUMN_CODE},     {"单位编码", COLUMN_CODE},  {"代码", COLUMN_CODE},      {"上级编码", COLUMN_PARENT},
    {"上级", COLUMN_PARENT},   {"名称", COLUMN_NAME},      {"单位名称", COLUMN_NAME},  {"简称", COLUMN_SHORT},
    {"类别", COLUMN_KIND},     {"单位类别", COLUMN_KIND},  {"联系人", COLUMN_CONTACT}, {"联络员", COLUMN_CONTACT},
    {"电话", COLUMN_PHONE},    {"联系电话", COLUMN_PHONE}, {"序号", COLUMN_NOTHING},   {"备注", COLUMN_NOTHING},
    {"学校名称", COLUMN_NAME}, {"学校", COLUMN_NAME},      {"手机", COLUMN_PHONE},     {"手机号", COLUMN_PHONE},
};

struct column {
    enum column_role role;
    struct str heading, key; /* key: of a trait */
    struct day from;
};

struct entry {
    const struct table_row *row;
    struct unit unit;
    struct str parent;
    size_t above; /* the parent's place, or NOBODY */
    int64_t depth;
    int mark;
};

static const size_t NOBODY = SIZE_MAX;

struct reader {
    struct arena *arena;
    enum language language; /* of what is wrong */
    const struct table *table;
    struct column columns[COLUMNS_MAX];
    size_t width;
    struct {
        struct entry *items;
        size_t n, cap;
    } entries;
    struct row_errors errors;
};

SHAPE(row_error, struct row_error, SHAPE_FIELD(row_error, row, "行", INT), SHAPE_FIELD(row_error, column, "列", STR),
      SHAPE_FIELD(row_error, message, "说明", PROSE));

static void wrong_of(struct reader *r, int64_t row, struct str column, enum message message, struct str a1,
                     struct str a2)
{
    if (r->errors.n >= ERRORS_MAX)
        return;
    struct row_error e = {row, column, message_text(r->arena, message, r->language, ARGS(a1, a2))};
    arena_push(r->arena, &r->errors, e);
}

static void wrong(struct reader *r, int64_t row, struct str column, enum message message)
{
    wrong_of(r, row, column, message, S(""), S(""));
}

static struct str number(const struct reader *r, int64_t n)
{
    return str_format(r->arena, "%lld", (long long)n);
}

/* ---- the headings ---- */

static void read_heading(struct reader *r, int64_t row, struct str heading, struct column *c)
{
    *c = (struct column){.role = COLUMN_NOTHING, .heading = heading, .from = DAY_NONE};
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        if (str_eq(heading, str_of(headings[i].heading))) {
            c->role = headings[i].role;
            return;
        }
    if (!heading.n)
        return;
    struct str rest = heading, key;
    str_cut(&rest, S("@"), &key);
    c->role = COLUMN_TRAIT;
    c->key = trait_key_of(str_trim(key));
    if (rest.at && !day_read(str_trim(rest), &c->from))
        wrong(r, row, heading, MSG_REGISTER_NO_DAY);
    if (!c->key.n || str_eq(c->key, S("kind")) || str_eq(c->key, S("code")) || str_eq(c->key, S("name")))
        wrong(r, row, heading, MSG_REGISTER_NO_TRAIT);
}

static bool columns_are_single(struct reader *r, int64_t row)
{
    size_t before = r->errors.n;
    for (size_t i = 0; i < r->width; i++)
        for (size_t k = 0; k < i; k++) {
            const struct column *c = &r->columns[i], *d = &r->columns[k];
            if (c->role == d->role && c->role != COLUMN_NOTHING && str_eq(c->key, d->key) && c->from.n == d->from.n)
                wrong(r, row, c->heading, MSG_REGISTER_COLUMN_TWICE);
        }
    return r->errors.n == before;
}

static bool has_column(const struct reader *r, enum column_role role)
{
    for (size_t i = 0; i < r->width; i++)
        if (r->columns[i].role == role)
            return true;
    return false;
}

static bool read_headings(struct reader *r)
{
    static const struct {
        enum column_role role;
        const char *name;
    } needed[] = {{COLUMN_CODE, "编码"}, {COLUMN_PARENT, "上级编码"}, {COLUMN_NAME, "名称"}, {COLUMN_KIND, "类别"}};
    if (!r->table->n) {
        wrong(r, 1, S(""), MSG_REGISTER_BLANK);
        return false;
    }
    const struct table_row *row = &r->table->items[0];
    if (row->cells.n > COLUMNS_MAX) {
        wrong_of(r, row->number, S(""), MSG_REGISTER_COLUMNS_MANY, number(r, COLUMNS_MAX), S(""));
        return false;
    }
    r->width = row->cells.n;
    for (size_t i = 0; i < r->width; i++)
        read_heading(r, row->number, str_trim(row->cells.items[i]), &r->columns[i]);
    bool complete = columns_are_single(r, row->number);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!has_column(r, needed[i].role)) {
            wrong_of(r, row->number, str_of(needed[i].name), MSG_REGISTER_COLUMN_MISSING,
                     register_column_told(r->arena, str_of(needed[i].name)), S(""));
            complete = false;
        }
    return complete;
}

/* ---- each row by itself ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 3.40E+11: what a table program made of a long number, whose digits are lost. */
static bool is_rounded(struct str s)
{
    size_t i = 0;
    while (i < s.n && (is_digit(s.at[i]) || s.at[i] == '.'))
        i++;
    bool rounded = i && i + 2 < s.n && (s.at[i] == 'E' || s.at[i] == 'e') && s.at[i + 1] == '+';
    for (i += 2; rounded && i < s.n; i++)
        rounded = is_digit(s.at[i]);
    return rounded;
}

static struct str read_text(struct reader *r, const struct table_row *row, const struct column *c, struct str cell)
{
    struct str text = str_trim(cell);
    if (utf8_has_hidden(text) || str_find(text, S("\n")) != STR_NONE)
        wrong(r, row->number, c->heading, MSG_REGISTER_HIDDEN);
    else if (is_rounded(text))
        wrong_of(r, row->number, c->heading, MSG_REGISTER_ROUNDED, utf8_head(text, 40), S(""));
    else if (text.n > TEXT_MAX && utf8_length(text) > TEXT_MAX)
        wrong_of(r, row->number, c->heading, MSG_REGISTER_LONG, number(r, TEXT_MAX), S(""));
    else
        return text;
    return (struct str){0};
}

static void read_cell(struct reader *r, struct entry *entry, const struct column *c, struct str cell)
{
    struct str text = read_text(r, entry->row, c, cell);
    struct unit *u = &entry->unit;
    switch (c->role) {
    case COLUMN_CODE:
        u->code = text;
        break;
    case COLUMN_PARENT:
        entry->parent = text;
        break;
    case COLUMN_NAME:
        u->name = text;
        break;
    case COLUMN_SHORT:
        u->short_name = text;
        break;
    case COLUMN_KIND:
        if (text.n && !unit_kind_read(text, &u->kind))
            arena_push(r->arena, &u->traits, ((struct trait){S("kind"), text, DAY_NONE, DAY_NONE}));
        break;
    case COLUMN_CONTACT:
        u->contact_name = text;
        break;
    case COLUMN_PHONE:
        u->contact_phone = text;
        break;
    case COLUMN_TRAIT:
        if (text.n)
            arena_push(r->arena, &u->traits, ((struct trait){c->key, trait_value_of(c->key, text), c->from, DAY_NONE}));
        break;
    case COLUMN_NOTHING:
        break;
    }
}

static void must_have(struct reader *r, const struct table_row *row, enum column_role role)
{
    for (size_t i = 0; i < r->width; i++)
        if (r->columns[i].role == role && !str_trim(table_cell(row, i)).n)
            wrong(r, row->number, r->columns[i].heading, MSG_REGISTER_EMPTY);
}

static bool row_is_blank(const struct table_row *row)
{
    for (size_t i = 0; i < row->cells.n; i++)
        if (str_trim(row->cells.items[i]).n)
            return false;
    return true;
}

/* False: there is no room for all of them. */
static bool read_rows(struct reader *r)
{
    for (size_t i = 1; i < r->table->n; i++) {
        const struct table_row *row = &r->table->items[i];
        if (row_is_blank(row))
            continue;
        if (!arena_left(r->arena)) {
            wrong(r, row->number, S(""), MSG_REGISTER_NO_ROOM);
            return false;
        }
        struct entry entry = {.row = row, .above = NOBODY, .unit.kind = UNIT_OTHER};
        for (size_t c = 0; c < r->width; c++)
            read_cell(r, &entry, &r->columns[c], table_cell(row, c));
        must_have(r, row, COLUMN_CODE);
        must_have(r, row, COLUMN_NAME);
        must_have(r, row, COLUMN_KIND);
        if (!entry.unit.short_name.n)
            entry.unit.short_name = entry.unit.name;
        arena_push(r->arena, &r->entries, entry);
    }
    if (!r->entries.n)
        wrong(r, r->table->items[0].number + 1, S(""), MSG_REGISTER_NO_UNITS);
    return true;
}

/* ---- the rows against each other ---- */

struct sorted {
    struct str text;
    size_t place;
};

static int by_text(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    int order = str_cmp(x->text, y->text);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

static struct str name_of(const struct entry *entry)
{
    return entry->unit.name;
}

static struct str code_of(const struct entry *entry)
{
    return entry->unit.code;
}

static struct str short_name_of(const struct entry *entry)
{
    return entry->unit.short_name;
}

static struct sorted *sort_by(struct reader *r, struct str (*text)(const struct entry *))
{
    struct sorted *list = arena_many(r->arena, struct sorted, r->entries.n + 1);
    for (size_t i = 0; i < r->entries.n; i++)
        list[i] = (struct sorted){text(&r->entries.items[i]), i};
    qsort(list, r->entries.n, sizeof *list, by_text);
    return list;
}

static void find_doubles(struct reader *r, const struct sorted *list, struct str column)
{
    for (size_t i = 1; i < r->entries.n; i++) {
        if (!list[i].text.n || !str_eq(list[i].text, list[i - 1].text))
            continue;
        const struct entry *first = &r->entries.items[list[i - 1].place], *again = &r->entries.items[list[i].place];
        wrong_of(r, again->row->number, column, MSG_REGISTER_TWICE, list[i].text, number(r, first->row->number));
    }
}

/* ---- the tree ---- */

static size_t place_of(const struct sorted *codes, size_t n, struct str code)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(codes[middle].text, code);
        if (order == 0)
            return codes[middle].place;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NOBODY;
}

static void find_parents(struct reader *r, const struct sorted *codes)
{
    const struct entry *root = NULL;
    for (size_t i = 0; i < r->entries.n; i++) {
        struct entry *entry = &r->entries.items[i];
        if (entry->parent.n) {
            entry->above = place_of(codes, r->entries.n, entry->parent);
            if (entry->above == NOBODY)
                wrong_of(r, entry->row->number, S("上级编码"), MSG_REGISTER_NO_PARENT, entry->parent, S(""));
        } else if (root) {
            wrong_of(r, entry->row->number, S("上级编码"), MSG_REGISTER_SECOND_ROOT, number(r, root->row->number),
                     root->unit.name);
        } else {
            root = entry;
        }
    }
}

/* Walks up from each unit, marking; meeting a unit of the same walk is a cycle, told once, at the walk's start. */
static void find_cycles(struct reader *r)
{
    struct entry *all = r->entries.items;
    for (size_t i = 0; i < r->entries.n; i++) {
        int walk = (int)i + 1;
        size_t at = i;
        while (at != NOBODY && !all[at].mark) {
            all[at].mark = walk;
            at = all[at].above;
        }
        if (at == NOBODY || all[at].mark != walk)
            continue;
        wrong_of(r, all[at].row->number, S("上级编码"), MSG_REGISTER_RING, all[at].unit.name, S(""));
    }
}

static int64_t depth_of(struct entry *all, size_t at)
{
    int64_t depth = 0;
    for (size_t up = all[at].above; up != NOBODY && depth <= DEPTH_MAX; up = all[up].above)
        depth++;
    return depth;
}

static void find_depths(struct reader *r)
{
    for (size_t i = 0; i < r->entries.n; i++) {
        struct entry *entry = &r->entries.items[i];
        entry->depth = depth_of(r->entries.items, i);
        if (entry->depth > DEPTH_MAX)
            wrong_of(r, entry->row->number, S("上级编码"), MSG_REGISTER_DEEP, number(r, DEPTH_MAX), S(""));
    }
}

static int by_depth_and_code(const void *a, const void *b)
{
    const struct entry *x = *(const struct entry *const *)a, *y = *(const struct entry *const *)b;
    if (x->depth != y->depth)
        return x->depth < y->depth ? -1 : 1;
    return str_cmp(x->unit.code, y->unit.code);
}

static void put_in_order(struct reader *r, struct units *units_r)
{
    struct entry *all = r->entries.items, **order = arena_many(r->arena, struct entry *, r->entries.n);
    for (size_t i = 0; i < r->entries.n; i++)
        order[i] = &all[i];
    qsort(order, r->entries.n, sizeof *order, by_depth_and_code);
    for (size_t i = 0; i < r->entries.n; i++)
        order[i]->unit.id = (struct unit_id){i + 1};
    for (size_t i = 0; i < r->entries.n; i++) {
        if (order[i]->above != NOBODY)
            order[i]->unit.parent = all[order[i]->above].unit.id;
        arena_push(r->arena, units_r, order[i]->unit);
    }
}

static int by_row(const void *a, const void *b)
{
    const struct row_error *x = a, *y = b;
    return x->row != y->row ? (x->row < y->row ? -1 : 1) : str_cmp(x->column, y->column);
}

static void read_all(struct reader *r)
{
    if (!read_headings(r))
        return;
    if (r->table->n > ROWS_MAX) {
        wrong_of(r, ROWS_MAX, S(""), MSG_REGISTER_ROWS_MANY, number(r, ROWS_MAX), S(""));
        return;
    }
    if (!read_rows(r))
        return;
    struct sorted *codes = sort_by(r, code_of);
    find_doubles(r, codes, S("编码"));
    find_doubles(r, sort_by(r, name_of), S("名称"));
    find_doubles(r, sort_by(r, short_name_of), S("简称"));
    find_parents(r, codes);
    find_cycles(r);
    if (!r->errors.n)
        find_depths(r);
}

void register_read(struct arena *a, const struct table *t, enum language language, struct units *units_r,
                   struct row_errors *errors_r)
{
    struct reader *r = arena_one(a, struct reader);
    r->arena = a;
    r->language = language;
    r->table = t;
    *units_r = (struct units){0};
    read_all(r);
    if (!r->errors.n)
        put_in_order(r, units_r);
    else
        qsort(r->errors.items, r->errors.n, sizeof *r->errors.items, by_row);
    *errors_r = r->errors;
}
