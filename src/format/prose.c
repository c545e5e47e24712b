/* SPDX-License-Identifier: Apache-2.0 */
#include "format/prose.h"

enum { LAYOUT_LINES = 3, LAYOUT_BYTES = 600 };

void prose_begin(struct prose *p, struct arena *a, struct str name)
{
    *p = (struct prose){
        .arena = a, .out = buf_new(a, 4096), .line = buf_new(a, 256), .whole = buf_new(a, 256), .name = name};
}

static bool too_long(const struct prose *p, struct err *e)
{
    return err_with(e, ERR_LARGE, MSG_TEXT_LONG, p->name, S("1 MB"), S(""));
}

bool prose_has_room(const struct prose *p, struct err *e)
{
    return arena_left(p->arena) || too_long(p, e);
}

static bool is_seen(uint32_t cp)
{
    if (cp < ' ')
        return cp == '\t' || cp == '\n';
    return !(cp >= 0x7F && cp < 0xA0) && !(cp >= 0x200B && cp <= 0x200F) && !(cp >= 0x202A && cp <= 0x202E) &&
           !(cp >= 0x2060 && cp <= 0x206F) && cp != 0xFEFF && cp != 0xAD && cp != 0xFFFD;
}

bool prose_put(struct prose *p, struct str text, struct err *e)
{
    p->taken += text.n;
    if (p->taken > PROSE_BYTES)
        return too_long(p, e);
    while (text.n) {
        struct str rest = text;
        uint32_t cp = utf8_next(&rest);
        if (cp == 0xA0)
            buf_putc(&p->line, ' ');
        else if (is_seen(cp))
            buf_put(&p->line, str_sub(text, 0, text.n - rest.n));
        text = rest;
    }
    return true;
}

static struct prose_row *row_at_hand(struct prose *p)
{
    int depth = p->depth < PROSE_DEPTH ? p->depth : PROSE_DEPTH;
    return depth ? &p->rows[depth - 1] : NULL;
}

static void emit(struct prose *p, struct str line)
{
    struct prose_row *row = row_at_hand(p);
    struct buf *to = row ? &row->cell : &p->out;
    if (row)
        row->in_cell = true; /* text of a row before its first cell */
    if (!line.n && (!to->n || (to->n > 1 && to->at[to->n - 1] == '\n' && to->at[to->n - 2] == '\n')))
        return;
    buf_put(to, line);
    buf_putc(to, '\n');
}

void prose_line(struct prose *p)
{
    struct str rest = buf_str(&p->line), one;
    bool some = false;
    while (str_cut(&rest, S("\n"), &one)) {
        one = str_trim(one);
        if (one.n)
            emit(p, one);
        some = some || one.n;
    }
    if (!some && p->line.n && !p->depth)
        emit(p, S(""));
    p->line.n = 0;
}

void prose_row(struct prose *p)
{
    prose_line(p);
    if (++p->depth > PROSE_DEPTH)
        return;
    struct prose_row *row = &p->rows[p->depth - 1];
    row->cells.n = row->cell.n = 0;
    row->cell.arena = p->arena;
    row->in_cell = false;
}

static void end_cell(struct prose *p, struct prose_row *row)
{
    prose_line(p);
    if (!row->in_cell)
        return;
    struct str cell = str_dup(p->arena, str_trim(buf_str(&row->cell)));
    arena_push(p->arena, &row->cells, cell);
    row->cell.n = 0;
    row->in_cell = false;
}

void prose_cell(struct prose *p)
{
    struct prose_row *row = row_at_hand(p);
    if (!row || p->depth > PROSE_DEPTH)
        return;
    end_cell(p, row);
    row->in_cell = true;
}

static size_t lines_of(struct str s)
{
    size_t n = 0;
    struct str one;
    while (str_cut(&s, S("\n"), &one))
        n++;
    return n;
}

static bool is_layout(const struct prose_row *row)
{
    size_t filled = 0;
    for (size_t i = 0; i < row->cells.n; i++) {
        filled += row->cells.items[i].n > 0;
        if (row->cells.items[i].n > LAYOUT_BYTES && lines_of(row->cells.items[i]) >= LAYOUT_LINES)
            return true;
    }
    return filled < 2;
}

static void emit_cells(struct prose *p, const struct prose_row *row)
{
    struct buf *line = &p->whole;
    bool layout = is_layout(row);
    line->n = 0;
    for (size_t i = 0; i < row->cells.n; i++) {
        struct str cell = row->cells.items[i], one;
        if (i && !layout)
            buf_lit(line, " | ");
        for (bool first = true; str_cut(&cell, S("\n"), &one); first = false) {
            if (layout) {
                if (one.n)
                    emit(p, one);
                continue;
            }
            if (!first)
                buf_putc(line, ' ');
            buf_put(line, one);
        }
    }
    if (!layout)
        emit(p, buf_str(line));
}

void prose_row_end(struct prose *p)
{
    prose_line(p);
    if (!p->depth)
        return;
    if (p->depth <= PROSE_DEPTH) {
        struct prose_row *row = &p->rows[p->depth - 1];
        end_cell(p, row);
        p->depth--;
        emit_cells(p, row);
    } else {
        p->depth--;
    }
}

struct str prose_end(struct prose *p)
{
    prose_line(p);
    while (p->depth)
        prose_row_end(p);
    return str_trim(buf_str(&p->out));
}
