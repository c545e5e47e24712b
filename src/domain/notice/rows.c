/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/rows.h"

#include "domain/notice/block.h"
#include "domain/notice/duty.h"

enum { CELL_BYTES = 150, CELLS_APART = 8, ROW_SENTENCE = 1 << 24 };

static struct span cell_at(const struct compiler *c, uint32_t at)
{
    uint32_t to = at < page_end(c->page) ? page_next(c->page, at) : at;
    while (to < page_end(c->page) && c->page->gap[to] < GAP_CELL)
        to = page_next(c->page, to);
    return (struct span){at, to};
}

static bool is_due_head(const struct compiler *c, struct span cell)
{
    return cell.to > cell.from && word_here(c, cell.from, cell.to, WORD_DUE_COLUMN) == cell.to - cell.from;
}

/* 2月28号以前, 月后18日前(1月免报): nothing but a deadline. */
static bool cell_due(struct compiler *c, struct span cell, struct moment *r)
{
    struct moments moments = {0};
    c->calendar.said = DAY_NONE;
    moments_in(c, cell, &moments);
    if (moments.n == 0 || moments.items[0].span.from != cell.from)
        return false;
    *r = moments.items[0];
    uint32_t past = page_skip(c->page, r->span.to);
    return (past >= cell.to || r->span.to == cell.to) && (r->role == MOMENT_DEADLINE || r->role == MOMENT_DATE);
}

/* The row's own name: the first cell with some Chinese characters, its number cut off. */
static struct span cell_name(const struct compiler *c, struct span cell)
{
    enum level level;
    int number;
    cell.from += numbering_at(c->page, cell.from, &level, &number);
    bool named = cell.to >= cell.from + 12 && (unsigned char)c->page->text.at[cell.from] >= 0xe4;
    return named ? cell : (struct span){0, 0};
}

static void row_add(struct compiler *c, struct moves *list, size_t first, struct span name, struct moment due)
{
    struct move *last = list->n > first ? &list->items[list->n - 1] : NULL;
    if (last != NULL && same_due(&last->dues[0].due, &due.due)) {
        arena_push(c->arena, &last->things, name);
        return;
    }
    struct move m = {.span = {name.from, due.span.to}, .block = block_at(c, name.from), .n_dues = 1};
    m.sentence = ROW_SENTENCE + (uint32_t)list->n;
    m.verb = (struct verb){{name.from, name.from}, VERB_SEND};
    m.dues = arena_one(c->arena, struct moment);
    *m.dues = due;
    arena_push(c->arena, &m.things, name);
    arena_push(c->arena, list, m);
}

/* The rows below the head at `at`; where the table ends. */
static uint32_t table_read(struct compiler *c, struct moves *list, uint32_t at)
{
    size_t first = list->n;
    struct span name = {0, 0};
    for (int apart = 0; at < page_end(c->page) && apart < CELLS_APART; apart++) {
        struct span cell = cell_at(c, at);
        struct moment due;
        if (cell.to - cell.from > CELL_BYTES || span_has(c, cell, S("。")))
            break;
        at = cell.to;
        if (is_due_head(c, cell)) { /* the next table */
            name = (struct span){0, 0};
            apart = 0;
        } else if (cell_due(c, cell, &due)) {
            if (!span_is_empty(name))
                row_add(c, list, first, name, due);
            name = (struct span){0, 0};
            apart = 0;
        } else if (span_is_empty(name)) {
            name = cell_name(c, cell);
        }
    }
    return at;
}

void rows_read(struct compiler *c, struct moves *list)
{
    for (uint32_t at = c->body; at < page_end(c->page);) {
        struct span cell = cell_at(c, at);
        at = is_due_head(c, cell) ? table_read(c, list, cell.to) : cell.to;
    }
}
