/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/bracket.h"

#include "domain/notice/counted.h"
#include "domain/notice/object.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

void bracket_class(struct compiler *c, const struct move *outer, struct moves *list)
{
    const struct page *p = c->page;
    uint32_t open = outer->quota.span.to;
    while (open < outer->span.to && p->text.at[open] != '(' && p->text.at[open] != ',')
        open = page_next(p, open);
    uint32_t past = page_skip(p, open);
    struct counted n = {0};
    struct move m = *outer;
    if (past <= open + 1 || past > outer->span.to || !counted_bracket(c, (struct span){open + 1, past - 1}, &n))
        return;
    m.span = (struct span){open + 1, past - 1};
    m.who = n.who;
    m.quota = n.quota;
    arena_push(c->arena, list, m);
}

/* (5月份的于20日前上报): the bracket has a deadline of its own. */
static bool bracket_due(struct compiler *c, struct clause *k, struct move *m)
{
    moments_in(c, k->span, &k->moments);
    for (size_t i = 0; i < k->moments.n; i++) {
        if (k->moments.items[i].role != MOMENT_DEADLINE)
            continue;
        m->dues = &k->moments.items[i];
        return true;
    }
    return false;
}

void bracket_moves(struct compiler *c, const struct move *outer, struct moves *list)
{
    struct move whole = *outer;
    if (whole.n_dues == 0 || whole.inside || !span_has(c, whole.span, S("(")))
        return;
    for (uint32_t at = whole.span.from; at < whole.span.to;) {
        uint32_t past = page_skip(c->page, at);
        bool round = past > at && c->page->text.at[at] == '(';
        struct clause k = {.span = {at + 1, past > at + 1 ? past - 1 : at + 1}};
        if (round && verb_in(c, k.span, &k.verb) && k.verb.span.from != whole.verb.span.from) {
            subject_of(c, k.span, &k.who);
            struct move m = {.span = k.span,
                             .block = whole.block,
                             .sentence = whole.sentence,
                             .who = k.who,
                             .verb = k.verb,
                             .inside = true};
            m.n_dues = 1;
            m.dues = whole.dues;
            bool later = bracket_due(c, &k, &m);
            things_in(c, object_after(c, k.verb, k.span.to), true, &m.things);
            uint32_t topic = m.dues->span.from - word_before(c->page, k.span.from, m.dues->span.from, WORD_AT);
            if (later && m.things.n == 0)
                things_in(c, (struct span){k.span.from, topic}, true, &m.things);
            struct quota_read each; /* (每校报送稿件不少于2篇): how many, of what the sentence asks for */
            bool counts = !later && page_has(c->page, at + 1, past, S("每")) && quota_in(c, k.span, &each);
            bool own = (k.who.n > 0 || later) && m.things.n > 0 && k.verb.kind == VERB_SEND && !counts;
            struct spans *told = &list->items[list->n - 1].things; /* (同时将电子文档发送至…): of the same duty */
            bool too = !own && k.verb.kind == VERB_SEND && page_has(c->page, k.span.from, k.span.to, S("同时"));
            for (size_t i = 0; too && i < m.things.n; i++)
                thing_once(c, m.things.items[i], told);
            if (own)
                arena_push(c->arena, list, m);
        }
        at = past > at ? past : page_next(c->page, at);
    }
}

void verb_in_bracket(const struct compiler *c, struct clause *k)
{
    for (uint32_t at = k->span.from; at < k->span.to && k->verb.kind == VERB_NONE;) {
        uint32_t past = page_skip(c->page, at);
        if (past > at && c->page->text.at[at] == '(')
            verb_in(c, (struct span){at + 1, past - 1 < k->span.to ? past - 1 : k->span.to}, &k->verb);
        at = past > at ? past : page_next(c->page, at);
    }
}

void reporter_in_bracket(const struct compiler *c, struct clause *k)
{
    const struct page *p = c->page;
    uint32_t end = without_stop(p, k->span);
    uint32_t open = end > k->span.from && p->text.at[end - 1] == ')' ? p->twin[end - 1] : 0;
    uint32_t sends = open > k->span.from ? word_before(p, open + 1, end - 1, WORD_SEND) : 0;
    struct spans who = {0};
    for (uint32_t at = open + 1; sends > 0 && at < end - 1 && who.n == 0; at = page_next(p, at)) {
        bool by = page_has(p, at - 3, at, S("由")); /* (市教育局报送), (由各校报送) */
        bool begins = by || (at == open + 1 && !page_has(p, at, end, S("由")));
        if (begins && !all_names(c, (struct span){at, end - 1 - sends}, &who))
            who.n = 0;
        uint32_t first = begins && who.n == 0 ? unit_at(c, at, end) : 0;
        if (first > 0 && word_here(c, first, end, WORD_SEND))
            arena_push(c->arena, &who, ((struct span){at, first}));
    }
    if (who.n == 0)
        return;
    k->who = who;
    k->verb = (struct verb){{open, open}, VERB_SEND};
    k->owed = true;
}
