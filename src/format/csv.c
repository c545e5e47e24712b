/* SPDX-License-Identifier: Apache-2.0 */
#include "format/csv.h"

#include <string.h>

enum { ROWS_MAX = 100000, COLUMNS_MAX = 1000 };

struct reader {
    struct arena *arena;
    struct str rest;
    char comma;
    int64_t row;
};

static bool too_large(struct err *e)
{
    return err_with(e, ERR_LARGE, MSG_TABLE_LARGE, S("CSV"), S(""), S(""));
}

static size_t count(struct str line, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < line.n; i++)
        n += line.at[i] == c;
    return n;
}

static char comma_of(struct str text)
{
    struct str line = str_sub(text, 0, 0);
    while (line.n < text.n && text.at[line.n] != '\n' && text.at[line.n] != '\r')
        line.n++;
    char best = ',';
    for (const char *c = "\t;"; *c; c++)
        if (count(line, *c) > count(line, best))
            best = *c;
    return best;
}

/* The text between quotation marks; a doubled one stands for itself. */
static bool read_quoted(struct reader *r, struct buf *b, struct err *e)
{
    r->rest = str_from(r->rest, 1);
    for (;;) {
        const char *mark = r->rest.n ? memchr(r->rest.at, '"', r->rest.n) : NULL;
        if (!mark) {
            struct str row = str_format(r->arena, "%lld", (long long)r->row);
            return err_with(e, ERR_INPUT, MSG_CSV_QUOTE, row, S(""), S(""));
        }
        size_t n = (size_t)(mark - r->rest.at);
        buf_put(b, str_sub(r->rest, 0, n));
        r->rest = str_from(r->rest, n + 1);
        if (!r->rest.n || r->rest.at[0] != '"')
            return true;
        buf_putc(b, '"');
        r->rest = str_from(r->rest, 1);
    }
}

static bool ends_cell(const struct reader *r, char c)
{
    return c == r->comma || c == '\n' || c == '\r';
}

static size_t plain_length(const struct reader *r)
{
    size_t n = 0;
    while (n < r->rest.n && !ends_cell(r, r->rest.at[n]))
        n++;
    return n;
}

/* A cell, quoted or not; text behind a closing mark ("ab"c) is kept as it stands. */
static bool read_cell(struct reader *r, struct str *cell_r, struct err *e)
{
    if (!r->rest.n || r->rest.at[0] != '"') {
        size_t n = plain_length(r);
        *cell_r = str_sub(r->rest, 0, n);
        r->rest = str_from(r->rest, n);
        return true;
    }
    struct buf b = buf_new(r->arena, 32);
    if (!read_quoted(r, &b, e))
        return false;
    size_t n = plain_length(r);
    buf_put(&b, str_sub(r->rest, 0, n));
    r->rest = str_from(r->rest, n);
    *cell_r = buf_str(&b);
    return true;
}

static void pass_line_end(struct reader *r)
{
    size_t n = str_starts(r->rest, S("\r\n")) ? 2 : r->rest.n ? 1 : 0;
    r->rest = str_from(r->rest, n);
}

static bool read_row(struct reader *r, struct table_row *row, bool *blank_r, struct err *e)
{
    *blank_r = true;
    *row = (struct table_row){.number = r->row};
    for (;;) {
        struct str cell;
        if (row->cells.n == COLUMNS_MAX)
            return too_large(e);
        if (!read_cell(r, &cell, e))
            return false;
        arena_push(r->arena, &row->cells, cell);
        *blank_r = *blank_r && !str_trim(cell).n;
        if (!r->rest.n || r->rest.at[0] != r->comma)
            break;
        r->rest = str_from(r->rest, 1);
    }
    pass_line_end(r);
    return true;
}

/*
 * What reading can take at most: a view for each cell with the room a growing list leaves behind, a row for each line,
 * and copies of quoted texts while they grow.
 */
static bool fits(const struct arena *a, struct str text, char comma)
{
    size_t lines = count(text, '\n') + count(text, '\r') + 1, cells = lines + count(text, comma);
    size_t quoted = count(text, '"');
    return cells * 16 * sizeof(struct str) + lines * 4 * sizeof(struct table_row) + quoted * 64 + text.n * 4 + 65536 <
           arena_left(a);
}

bool csv_read(struct arena *a, struct str text, struct table *table_r, struct err *e)
{
    if (!utf8_is_valid(text))
        return err_set(e, ERR_INPUT, MSG_BAD_UTF8);
    if (str_starts(text, S("\ufeff")))
        text = str_from(text, 3);
    struct reader r = {.arena = a, .rest = text, .comma = comma_of(text), .row = 1};
    if (!fits(a, text, r.comma))
        return too_large(e);
    struct table table = {0};
    for (; r.rest.n; r.row++) {
        struct table_row row;
        bool blank;
        if (table.n == ROWS_MAX)
            return too_large(e);
        if (!read_row(&r, &row, &blank, e))
            return false;
        if (!blank)
            arena_push(a, &table, row);
    }
    *table_r = table;
    return true;
}
