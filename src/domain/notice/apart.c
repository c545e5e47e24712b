/* SPDX-License-Identifier: Apache-2.0 */
/* A clause with several deadlines, each of its own thing or unit. */
#include "domain/notice/apart.h"

#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* Where the first thing of a clause begins: behind 将, else behind its subject. */
static uint32_t things_from(struct compiler *c, const struct clause *k)
{
    uint32_t ba = page_find(c->page, (struct span){k->span.from, k->verb.span.from}, S("将"));
    return ba != UINT32_MAX ? ba + 3 : k->subject_end;
}

/* Where what stands before a deadline ends: before its 于 and its bracket. */
static uint32_t before_due(const struct compiler *c, uint32_t from, const struct moment *m)
{
    uint32_t to = m->span.from - word_before(c->page, from, m->span.from, WORD_AT);
    return to > from && c->page->text.at[to - 1] == '(' ? to - 1 : to;
}

/*
 * What belongs to the i-th deadline of a clause with several: the thing before it (方案于5月8日前、总结于6月10日前报送,
 * 方案(5月8日前)和总结(6月10日前)), the unit before it (小学5月10日前、初中5月20日前报送), or the thing behind it (5月8日前将方案、
 * 6月10日前将总结报送).
 */
enum part { PART_NONE, PART_THING, PART_UNIT, PART_BEHIND };

static enum part part_of_due(struct compiler *c, const struct move *now, struct clause *k, uint32_t from, uint32_t to,
                             size_t i, enum part form, struct move *part)
{
    const struct moment *m = &k->moments.items[i];
    uint32_t end = before_due(c, from, m), behind = m->span.to;
    struct span before = {from + join_at(c, from, end), end};
    uint32_t ba = page_has(c->page, behind, to, S("将")) || page_has(c->page, behind, to, S("把")) ? behind + 3 : 0;
    struct spans who = {0};
    part->things = (struct spans){0};
    bool last = form == PART_UNIT && to == k->verb.span.from; /* 各县局于…前、直属学校于…前|将自查报告报送: of both */
    if (ba > 0 && !(last && all_names(c, before, &who))) {
        things_in(c, (struct span){ba, to}, false, &part->things);
        return part->things.n > 0 ? PART_BEHIND : PART_NONE;
    }
    who = (struct spans){0};
    if (before.to > before.from && all_names(c, before, &who)) {
        part->who = who;
        part->things = now->things;
        return PART_UNIT;
    }
    bool subject = k->who.n > 0 && before.to == k->who.items[k->who.n - 1].to; /* 总结请各县区于…、直属学校于…报 */
    if (subject)
        part->things = now->things;
    else if (before.to > before.from)
        things_in(c, before, false, &part->things);
    if (part->things.n == 1 && is_season(c, part->things.items[0]))
        part->things = now->things; /* 值班表,元旦的12月27日前、春节的1月20日前报 */
    return subject ? PART_UNIT : part->things.n > 0 ? PART_THING : PART_NONE;
}

/* 报送实施方案(3月20日前)、工作总结(12月20日前报): behind the verb each thing has its own in brackets. */
static bool listed_apart(struct compiler *c, const struct move *now, struct clause *k, struct moves *list)
{
    enum { MOST = 12 };
    struct move parts[MOST];
    size_t n = 0;
    uint32_t from = k->verb.span.to;
    for (size_t i = 0; i < k->moments.n; i++) {
        struct moment *m = &k->moments.items[i];
        if (m->role != MOMENT_DEADLINE)
            continue;
        uint32_t open = before_due(c, from, m), close = c->page->twin[open];
        uint32_t past = m->span.to + word_here(c, m->span.to, k->span.to, WORD_SEND);
        past += past == m->span.to ? word_here(c, past, k->span.to, WORD_BARE) : 0;
        if (n == MOST || open <= from || c->page->text.at[open] != '(' || past != close)
            return false;
        parts[n] = *now;
        parts[n].dues = m;
        parts[n].n_dues = 1;
        parts[n].things = (struct spans){0};
        from += join_at(c, from, open);
        things_in(c, (struct span){from, open}, false, &parts[n].things);
        if (parts[n].things.n == 0)
            return false;
        from = close + 1;
        n++;
    }
    for (size_t i = 0; n > 1 && i < n; i++)
        arena_push(c->arena, list, parts[i]);
    return n > 1;
}

/* Each thing, or each unit, has its own deadline and is a move. */
bool clause_apart(struct compiler *c, const struct move *now, struct clause *k, struct moves *list)
{
    enum { MOST = 6 };
    struct move parts[MOST];
    size_t n = 0;
    enum part form = PART_NONE;
    if (listed_apart(c, now, k, list))
        return true;
    uint32_t from = things_from(c, k);
    for (size_t i = 0; i < k->moments.n; i++) {
        struct moment *m = &k->moments.items[i];
        if (m->role != MOMENT_DEADLINE)
            continue;
        size_t next = i + 1;
        while (next < k->moments.n && k->moments.items[next].role != MOMENT_DEADLINE)
            next++;
        uint32_t to = next < k->moments.n ? before_due(c, m->span.to, &k->moments.items[next]) : k->verb.span.from;
        static const struct str reports[] = {S("电话报告"), S("口头报告"), S("书面报告"), S("速报"), S("续报")};
        bool reported = m->span.to < to && span_has_any(c, (struct span){m->span.to, to}, WORD_LIST(reports));
        if (n == MOST || m->span.to > k->verb.span.from || to > k->verb.span.from || reported)
            return false; /* 30分钟内电话报告、1小时内书面报告: no things */
        uint32_t begins = n == 0 && (from > m->span.from || from == k->subject_end) ? k->span.from : from;
        parts[n] = *now;
        bool each_year = n > 0 && parts[n - 1].dues->each == EACH_YEARLY && m->each == EACH_ONCE;
        m->each = each_year ? EACH_YEARLY : m->each; /* 每年9月30日前将名单、10月15日前将报表报… */
        parts[n].dues = m;
        parts[n].n_dues = 1;
        enum part is = part_of_due(c, now, k, begins, to, i, form, &parts[n]);
        n++;
        if (is == PART_NONE || (n > 1 && is != form))
            return false;
        form = is;
        from = m->span.to + (c->page->text.at[m->span.to] == ')' ? 1 : 0);
    }
    for (size_t i = 0; n > 1 && i < n; i++)
        arena_push(c->arena, list, parts[i]);
    return n > 1;
}
