/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/content.h"

#include "domain/notice/block.h"
#include "domain/notice/duty.h"
#include "domain/notice/thing.h"

/* 甲县、乙县提交试点总结;其他县提交经验材料: units of two kinds, side by side, and each a thing of its own. */
static bool by_class(const struct compiler *c, const struct moves *moves, size_t i)
{
    const struct move *m = &moves->items[i];
    for (size_t k = i > 0 ? i - 1 : 0; k <= i + 1 && k < moves->n; k++) {
        const struct move *o = &moves->items[k];
        bool tells = o->verb.kind == VERB_SEND && o->who.n > 0 && o->things.n > 0 && o->n_dues == 0 && !o->leave;
        if (k != i && tells && o->block + 1 >= m->block && o->block <= m->block + 1 &&
            !lists_meet(c, &o->who, &m->who) && !lists_meet(c, &o->things, &m->things))
            return true;
    }
    return false;
}

/* Adds the move's units and things, due with the materials that the duty `at` sums up. */
static void add_apart(struct compiler *c, struct makings *list, size_t at, const struct move *m)
{
    struct making sum = list->items[at]; /* the list moves when it grows */
    list->items[at].told_apart = true;
    duty_add(c, list, m, &sum.due);
    struct making *d = &list->items[list->n - 1];
    d->due_lent = true;
    d->to = sum.to;
    for (size_t i = 0; i < sum.things.n; i++) { /* 将以上材料连同|照片|发至…: what goes with each */
        struct spans one = {&sum.things.items[i], 1, 1};
        if (!is_those(c, &one))
            thing_once(c, sum.things.items[i], &d->things);
    }
}

/* …需填写申报表,同时上交照片。 and behind it 请于3月12日前将以上材料发至…: of the materials summed up there. */
static bool tells_above(struct compiler *c, struct makings *list, const struct move *m, bool apart)
{
    for (size_t i = 0; i < list->n && i < NEIGHBOURS; i++) {
        struct making *d = &list->items[i];
        struct span first = d->things.n > 0 ? d->things.items[0] : (struct span){0, 0};
        bool above =
            page_has(c->page, first.from, first.to, S("以上")) || page_has(c->page, first.from, first.to, S("上述"));
        if (!d->has_due || !above || d->span.from <= m->span.to || !same_letter(c, d->block, m->block))
            continue;
        if (apart && !d->who_own) {
            add_apart(c, list, i, m);
            return true;
        }
        for (size_t k = 0; k < m->things.n; k++)
            arena_push(c->arena, &d->things, m->things.items[k]);
        return true;
    }
    return false;
}

/* 一、报送内容 1.图片:各县团委上报…的图片, and elsewhere 申报材料于…前报: what the dated duty's materials are. */
static bool tells_listed(struct compiler *c, struct makings *list, const struct move *m, bool whole)
{
    static const struct str heads[] = {S("报送内容"), S("上报内容"), S("申报材料")};
    if (!span_has_any(c, heading_above(c, m->block), WORD_LIST(heads)))
        return false;
    for (size_t i = 0; m->n_dues == 0 && i < list->n && i < NEIGHBOURS; i++) {
        struct making *d = &list->items[i];
        bool those = d->things.n > 0 && is_those(c, &d->things);
        if (!d->has_due || !those || !same_letter(c, d->block, m->block))
            continue;
        if (whole && !d->who_own) { /* 1.各县团委上报…的图片; 2.各县团委上报…的论文: each kind by itself */
            add_apart(c, list, i, m);
            return true;
        }
        if (!d->who_own && m->who.n > 0) {
            d->who = m->who;
            d->who_own = true;
        }
        return true;
    }
    return false;
}

bool tells_content(struct compiler *c, struct makings *list, const struct moves *moves, size_t i)
{
    const struct move *m = &moves->items[i];
    bool whole =
        m->who.n > 0 && m->things.n > 0 && m->verb.kind == VERB_SEND && m->n_dues == 0 && !is_those(c, &m->things);
    bool apart = whole && by_class(c, moves, i), plain = span_is_empty(m->to) && !m->has_quota && !m->leave;
    return ((apart || plain) && tells_above(c, list, m, apart)) || tells_listed(c, list, m, whole);
}
