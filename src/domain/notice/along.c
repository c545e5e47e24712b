/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/along.h"

#include "domain/notice/duty.h"
#include "domain/notice/object.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* What goes along with another thing: 随|结题材料|一并上报. An empty span: nothing is said so. */
static struct span goes_along(const struct compiler *c, const struct move *m)
{
    enum { NAME_BYTES = 45 };
    static const struct str others[] = {S("时"), S("后"), S("机"), S("即"), S("着"), S("意"), S("采")};
    static const struct str ends[] = {S("一起"), S("一并"), S("一同"), S("同时"), S("报"), S("交"), S("寄"), S("送")};
    uint32_t with = page_find(c->page, (struct span){m->span.from, m->span.to}, S("随")), at = with + 3;
    if (with == UINT32_MAX || page_has_any(c->page, at, m->span.to, WORD_LIST(others)))
        return (struct span){0, 0};
    while (at < m->span.to && at - with < NAME_BYTES && c->page->text.at[at] != ',' &&
           !page_has_any(c->page, at, m->span.to, WORD_LIST(ends)))
        at = page_next(c->page, at);
    bool told = at >= with + 9 && page_has_any(c->page, at, m->span.to, WORD_LIST(ends)) > 0;
    return told ? (struct span){with + 3, at} : (struct span){0, 0};
}

/* 准备一篇|交流材料|,随回执一起发来: what the move sends but for what it goes with; none where nothing else is named. */
static struct spans sent_along(struct compiler *c, const struct move *m, struct span with)
{
    struct spans own = {0}, made = {0};
    for (size_t i = 0; i < m->things.n; i++) {
        struct span s = m->things.items[i];
        if (s.to <= with.from - 3 || s.from >= with.to)
            arena_push(c->arena, &own, s);
    }
    if (own.n == 0)
        made_things(c, (struct span){m->span.from, with.from - 3}, &made);
    return own.n > 0 ? own : made;
}

bool along_with(struct compiler *c, struct makings *list, const struct move *m)
{
    struct span with = goes_along(c, m);
    struct spans own = span_is_empty(with) ? (struct spans){0} : sent_along(c, m, with);
    if (own.n == 0 || is_those(c, &own) || m->leave)
        return false;
    for (size_t i = list->n; i-- > 0 && list->n - i < NEIGHBOURS;) {
        struct making *d = &list->items[i];
        bool same = false;
        for (size_t k = 0; k < d->things.n; k++)
            same = same || str_find(text_of(c, d->things.items[k]), text_of(c, with)) != STR_NONE ||
                   str_find(text_of(c, with), text_of(c, d->things.items[k])) != STR_NONE;
        if (!d->has_due || !same || d->sentence > m->sentence || !same_letter(c, d->block, m->block))
            continue;
        struct moment due = d->due; /* the list moves when it grows */
        struct span to = d->to;
        duty_add(c, list, m, &due);
        struct making *added = &list->items[list->n - 1];
        added->due_lent = true;
        added->things = own;
        added->to = span_is_empty(m->to) ? to : m->to;
        return true;
    }
    return false;
}

bool fill_beside(struct compiler *c, struct makings *list, const struct move *m)
{
    if (!page_has(c->page, m->span.from, m->span.to, S("同时")) || m->who.n == 0 || is_anyone(c, &m->who) ||
        !(m->channels & 1u << CHANNEL_PLATFORM) || m->verb.kind < VERB_FILL || m->things.n == 0 || m->leave ||
        is_those(c, &m->things))
        return false;
    for (size_t i = list->n; i-- > 0 && list->n - i < NEIGHBOURS;) {
        struct making *d = &list->items[i];
        if (!d->has_due || !day_is_set(d->due.due.date) || d->sentence > m->sentence || d->sentence + 6 < m->sentence ||
            lists_meet(c, &d->who, &m->who) || lists_meet(c, &d->things, &m->things))
            continue;
        struct moment due = d->due; /* the list moves when it grows */
        duty_add(c, list, m, &due);
        list->items[list->n - 1].due_lent = true;
        return true;
    }
    return false;
}

/* What others hand in by the day that the sentence before it tells: 5月22日前,甲报送清单;|乙报送汇总表。; 2、乙|同时报送说明 behind 1、甲…. */
static bool beside(const struct compiler *c, const struct making *d, const struct move *m)
{
    struct span lead = {m->span.from, m->verb.span.from};
    bool then = page_ends_any(c->page, lead.from, lead.to, &S("同时"), 1) > 0;
    bool next = d->sentence + 1 == m->sentence && d->block <= m->block && d->block + then >= m->block;
    bool others = !who_agree(c, d, m) || (then && is_anyone(c, &d->who) && !is_anyone(c, &m->who));
    return next && others && d->has_due && day_is_set(d->due.due.date) && d->who_own && !d->labelled &&
           (then || c->page->text.at[d->span.to - 1] == ';') && !receives(c, d, m);
}

bool same_day(struct compiler *c, struct makings *list, const struct move *m)
{
    if (m->verb.kind != VERB_SEND || m->who.n == 0 || m->things.n == 0 || m->leave || m->as_said ||
        !span_is_empty(m->to))
        return false;
    for (size_t i = list->n; i-- > 0 && list->n - i < NEIGHBOURS;) {
        struct moment due = list->items[i].due;
        if (!beside(c, &list->items[i], m))
            continue;
        duty_add(c, list, m, &due);
        list->items[list->n - 1].due_lent = true;
        return true;
    }
    return false;
}
