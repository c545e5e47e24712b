/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/allot.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

enum { LINES = 24, KINDS = 8, NAME_BYTES = 120, KIND_BYTES = 48, LEAD_BYTES = 240 };

struct allotment {
    struct span line, name, kinds[KINDS];
    size_t n; /* how many kinds are counted */
    struct quota_read first;
};

/* 8名, 3 个, 15篇以内: a number, its counter and its bound; bytes. */
static uint32_t count_at(const struct compiler *c, uint32_t at, uint32_t end, struct quota_read *q)
{
    static const struct str bounds[] = {S("以内"), S("以上"), S("左右")};
    int value = 0;
    uint32_t digits = digits_at(c->page, at, end), n = digits > 0 ? number_at(c->page, at, end, &value) : 0;
    uint32_t counter = n > 0 ? word_here(c, at + n, end, WORD_COUNTER) : 0;
    if (counter == 0 || digits > 3)
        return 0;
    uint32_t past = at + n + counter, bound = page_has_any(c->page, past, end, WORD_LIST(bounds));
    bool most = page_has(c->page, past, end, S("以内")), least = page_has(c->page, past, end, S("以上"));
    *q = (struct quota_read){.span = {at, past + bound},
                             .min = most ? -1 : value,
                             .max = least ? -1 : value,
                             .counts = {at + n, past},
                             .bounded = true};
    return past + bound - at;
}

/* Where the name of the units ends before the first kind: at its colon, at a blank, else at the last noun of a unit. */
static uint32_t units_end(const struct compiler *c, struct span s)
{
    enum { KIND = 6 }; /* 团员: two characters at least */
    uint32_t colon = page_find(c->page, s, S(":"));
    if (colon != UINT32_MAX)
        return colon;
    for (uint32_t at = s.to; at > s.from + 3; at = page_back(c->page, at)) {
        if (c->page->gap[at] == GAP_BLANK && unit_ends(c, s.from, at))
            return at;
    }
    if (c->page->gap[s.to] == GAP_BLANK)
        return s.to;
    for (uint32_t at = s.to >= s.from + KIND ? s.to - KIND : s.from; at > s.from + 3; at = page_back(c->page, at)) {
        if (unit_ends(c, s.from, at))
            return at;
    }
    return s.from;
}

/* 优秀教师24名, 市教育系统先进集体:4所: how many are honoured in all. */
static bool is_honour(const struct compiler *c, const struct allotment *a)
{
    static const struct str honours[] = {S("先进"), S("优秀"), S("红旗"), S("模范"), S("标兵"), S("文明")};
    struct str name = text_of(c, a->name);
    return span_has_any(c, a->name, WORD_LIST(honours)) ||
           (a->n > 1 && str_starts(text_of(c, a->kinds[1]), name)); /* 某市优秀教师24名、某市先进工作者4名 */
}

/* One line: units, and behind them nothing but kinds of thing and their numbers. */
static bool allotment_read(const struct compiler *c, struct span line, struct allotment *r)
{
    static const struct str stops[] = {S("。"), S(";"), S(","), S("、"), S(":")};
    struct quota_read q;
    *r = (struct allotment){.line = line};
    line.to -= page_ends_any(c->page, line.from, line.to, (struct str[]){S("。"), S(";")}, 2);
    uint32_t at = line.from, kind = line.from;
    while (at < line.to) {
        uint32_t past = page_skip(c->page, at), n = past > at ? 0 : count_at(c, at, line.to, &q);
        if (n == 0) {
            at = past > at ? past : page_next(c->page, at);
            continue;
        }
        if (r->n == 0) {
            uint32_t to = units_end(c, (struct span){line.from, at});
            r->name = (struct span){line.from, to};
            r->first = q;
            r->first.min = word_before(c->page, to, at, WORD_AT_MOST) > 0 ? -1 : q.min; /* 其他单位 每家不超过3篇 */
            kind = to + page_eat(c->page, to, at, S(":"));
        }
        bool other =
            r->n > 0 && (c->page->text.at[at - 1] == ':' || span_has_word(c, (struct span){kind, at}, WORD_NAME));
        if (r->n == KINDS || at - kind > KIND_BYTES || other) /* 机电系:3人 商贸系:2人 are two classes */
            return false;
        r->kinds[r->n++] = (struct span){kind, at};
        at += n;
        at += page_has_any(c->page, at, line.to, WORD_LIST(stops));
        kind = at;
    }
    bool units = r->name.to >= r->name.from + 6 && r->name.to - r->name.from <= NAME_BYTES && kind == at;
    return r->n > 0 && units && !is_honour(c, r) &&
           (unit_ends(c, r->name.from, r->name.to) ||
            page_has_any(c->page, r->name.from, r->name.to, (struct str[]){S("其他"), S("其余")}, 2));
}

/* The lines themselves, their title or what stands before them speak of how many may be put forward. */
static bool asks(const struct compiler *c, uint32_t from)
{
    static const struct str words[] = {S("名额"), S("推荐数量"), S("推荐数"), S("限额"), S("分配"), S("限报")};
    return span_has_any(c, page_lead(c->page, c->body, from, LEAD_BYTES), WORD_LIST(words));
}

static void allotment_add(struct compiler *c, struct moves *list, const struct allotment *a)
{
    struct move m = {.span = a->line, .block = block_at(c, a->line.from), .has_quota = true, .counted = true};
    m.sentence = ALLOT_SENTENCE + (uint32_t)list->n;
    m.verb = (struct verb){{a->line.from, a->line.from}, VERB_NAME};
    m.quota = a->first;
    m.quota.several = a->n > 1;
    if (!all_names(c, a->name, &m.who))
        arena_push(c->arena, &m.who, a->name);
    for (size_t i = 0; i < a->n; i++) {
        struct span kind = a->kinds[i];
        if (kind.to >= kind.from + 6 && !page_has(c->page, kind.from, kind.to, S("每")))
            things_in(c, kind, false, &m.things);
    }
    arena_push(c->arena, list, m);
}

/* The lines that stand together. Where each has but one number and no blank sets it off, tiers read them. */
static void run_add(struct compiler *c, struct moves *list, const struct allotment *lines, size_t n)
{
    bool several = false, cells = true;
    for (size_t i = 0; i < n; i++) {
        several = several || lines[i].n > 1;
        cells = cells && c->page->gap[lines[i].name.to] == GAP_BLANK;
    }
    if (n < 2 || (!several && !cells) || !asks(c, lines[0].line.from))
        return;
    for (size_t i = 0; i < n; i++)
        moves_drop(list, list->n, lines[i].line);
    for (size_t i = 0; i < n; i++)
        allotment_add(c, list, &lines[i]);
}

void allotments_read(struct compiler *c, struct moves *list)
{
    struct allotment *lines = arena_many(c->arena, struct allotment, LINES);
    size_t n = 0;
    uint32_t end = c->sign > c->body ? c->sign : page_end(c->page);
    for (uint32_t at = c->body; at < end;) {
        uint32_t next = line_end(c->page, at), from = at;
        enum level level;
        int number;
        from += numbering_at(c->page, at, &level, &number);
        struct span line = {from, next};
        bool short_one = line.to - line.from <= NAME_BYTES + KINDS * KIND_BYTES;
        if (short_one && n < LINES && span_has_word(c, line, WORD_COUNTER) && allotment_read(c, line, &lines[n])) {
            n++;
        } else {
            run_add(c, list, lines, n);
            n = 0;
        }
        at = next > at ? next : page_next(c->page, at);
    }
    run_add(c, list, lines, n);
}
