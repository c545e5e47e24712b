/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/rows.h"

#include "domain/notice/block.h"
#include "domain/notice/duty.h"
#include "domain/notice/number.h"
#include "domain/notice/who.h"

enum { CELL_BYTES = 150, CELLS_APART = 8, ROW_SENTENCE = 1 << 24 };

/* The cell at `at`; apart is the least gap between two. */
static struct span cell_at(const struct compiler *c, uint32_t at, enum gap apart)
{
    uint32_t to = at < page_end(c->page) ? page_next(c->page, at) : at;
    while (to < page_end(c->page) && c->page->gap[to] < apart)
        to = page_next(c->page, to);
    return (struct span){at, to};
}

static bool is_due_head(const struct compiler *c, struct span cell)
{
    return cell.to > cell.from && word_here(c, cell.from, cell.to, WORD_DUE_COLUMN) == cell.to - cell.from;
}

/* 序号 表名 报送单位 报送时间: the heads on one line, blanks between them. */
static bool is_head_line(const struct compiler *c, struct span line)
{
    struct span cell = {line.from, line.from};
    for (int cells = 1; cell.to < line.to; cells++) {
        cell = cell_at(c, cell.to, GAP_BLANK);
        if (cell.to == line.to)
            return cells > 2 && is_due_head(c, cell);
    }
    return false;
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
    bool han = (unsigned char)c->page->text.at[cell.from] >= 0xe4,
         year = page_has(c->page, cell.from + 4, cell.to, S("年"));
    bool named = cell.to >= cell.from + 12 && (han || year);
    return named ? cell : (struct span){0, 0};
}

static void row_add(struct compiler *c, struct moves *list, size_t first, struct span name, struct span who,
                    struct moment due)
{
    struct move *last = list->n > first ? &list->items[list->n - 1] : NULL;
    bool alike = last != NULL && last->who.n == !span_is_empty(who) &&
                 (last->who.n == 0 || str_eq(text_of(c, last->who.items[0]), text_of(c, who)));
    if (alike && same_due(&last->dues[0].due, &due.due)) {
        arena_push(c->arena, &last->things, name);
        return;
    }
    struct move m = {.span = {name.from, due.span.to}, .block = block_at(c, name.from), .n_dues = 1};
    m.sentence = ROW_SENTENCE + (uint32_t)list->n;
    m.verb = (struct verb){{name.from, name.from}, VERB_SEND};
    m.dues = arena_one(c->arena, struct moment);
    *m.dues = due;
    arena_push(c->arena, &m.things, name);
    if (!span_is_empty(who))
        arena_push(c->arena, &m.who, who);
    arena_push(c->arena, list, m);
}

/* 各县局, 汽车企业填报(含整车、零部件): who fills the row in. */
static struct span cell_who(const struct compiler *c, struct span cell)
{
    uint32_t to = unit_at(c, cell.from, cell.to);
    return to == cell.to || (to > 0 && word_here(c, to, cell.to, WORD_SEND)) ? (struct span){cell.from, to}
                                                                             : (struct span){0, 0};
}

/* 报送时间|接收单位: the cells behind the one that ends at `at`, on its line. */
static int cells_behind(const struct compiler *c, uint32_t at, enum gap gap)
{
    int n = 0;
    for (; at < page_end(c->page) && c->page->gap[at] < GAP_LINE && n < CELLS_APART; n++)
        at = cell_at(c, at, gap).to;
    return n;
}

/* The rows below the head at `at`; where the table ends. */
static uint32_t table_read(struct compiler *c, struct moves *list, uint32_t at, enum gap gap)
{
    size_t first = list->n;
    const int behind = cells_behind(c, at, gap);
    for (int i = 0; i < behind; i++)
        at = cell_at(c, at, gap).to;
    uint32_t end = at < c->sign ? c->sign : page_end(c->page);
    struct span name = {0, 0}, who = {0, 0};
    for (int apart = 0; at < end && apart < CELLS_APART; apart++) {
        struct span cell = cell_at(c, at, gap);
        struct moment due;
        if (cell.to - cell.from > CELL_BYTES || span_has(c, cell, S("。")))
            break;
        at = cell.to;
        bool dated = !is_due_head(c, cell) && cell_due(c, cell, &due);
        if (dated && !span_is_empty(name))
            row_add(c, list, first, name, who, due);
        for (int i = 0; dated && i < behind && c->page->gap[at] < GAP_LINE; i++)
            at = cell_at(c, at, gap).to;
        bool number = digits_at(c->page, cell.from, cell.to) == cell.to - cell.from;
        if (dated || number || is_due_head(c, cell)) { /* the row's end, or its beginning; the next table */
            name = who = (struct span){0, 0};
            apart = number ? apart : 0;
        } else if (span_is_empty(name)) {
            name = cell_name(c, cell);
        } else if (span_is_empty(who)) {
            who = cell_who(c, cell);
        }
    }
    return at;
}

void rows_read(struct compiler *c, struct moves *list)
{
    for (uint32_t at = c->body; at < page_end(c->page);) {
        struct span cell = cell_at(c, at, GAP_CELL);
        size_t before = list->n;
        bool line = is_head_line(c, cell);
        at = line || is_due_head(c, cell) ? table_read(c, list, cell.to, line ? GAP_BLANK : GAP_CELL) : cell.to;
        if (list->n > before)
            moves_drop(list, before, (struct span){cell.to, list->items[list->n - 1].span.to});
    }
}
