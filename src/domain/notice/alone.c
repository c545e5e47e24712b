/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/alone.h"

#include "domain/notice/thing.h"

/* 另须, 还应, 同时: what the move asks for comes besides. */
static bool comes_besides(const struct compiler *c, const struct making *d, const struct move *m)
{
    static const struct str signs[] = {S("另"),   S("还应"), S("还须"), S("还要"),
                                       S("还需"), S("还可"), S("此外"), S("同时")};
    bool own = m->things.n > 0 && !is_those(c, &m->things) && !lists_meet(c, &d->things, &m->things);
    return own && span_has_any(c, (struct span){m->span.from, m->verb.span.from}, WORD_LIST(signs));
}

/* 因故不能参加的,…; 凡有变动的,…: owed by those of whom it is true. */
static bool is_of_some(const struct compiler *c, const struct move *m)
{
    static const struct str signs[] = {S("的,"), S("者,"), S("如"), S("若"), S("凡")};
    return span_has_any(c, (struct span){m->span.from, m->verb.span.from}, WORD_LIST(signs));
}

/*
 * The weights were fitted to some 1,500 such moves of notices with gold, in tenths of log odds; one in eight was a duty of
 * its own.
 */
bool stands_alone(const struct compiler *c, const struct making *d, const struct move *m)
{
    enum { FAR = 3, MOST = 3, LOGIT = 7 };
    float logit = m->logit > MOST ? MOST : m->logit < -MOST ? -MOST : m->logit;
    int score = -10 + (int)(LOGIT * logit);
    bool far = d->sentence > m->sentence + FAR || m->sentence > d->sentence + FAR;
    bool vague = d->things.n == 0 || is_those(c, &d->things);
    score += (d->sentence == m->sentence ? -13 : 0) + (d->block == m->block ? -6 : 0) + (far ? 6 : 0);
    score += (comes_besides(c, d, m) ? 11 : 0) + (is_of_some(c, m) ? 7 : 0) + (m->leave ? -4 : 0);
    score += (vague ? -9 : 0) + (d->has_quota ? -7 : 0) + (d->labelled ? -6 : 0);
    score += lists_meet(c, &d->things, &m->things) ? -9 : 0;
    score += m->verb.kind == VERB_BARE ? 3 : m->verb.kind == VERB_NAME ? -4 : m->verb.kind == VERB_JOIN ? -3 : 0;
    static const struct str by_then[] = {S("截止日期前"), S("截止时间前"), S("规定时限"), S("规定时间"), S("规定的时间")};
    bool those = m->things.n > 0 && is_those(c, &m->things);
    bool names_it = those || (d->labelled && !comes_besides(c, d, m) && !is_of_some(c, m)) || /* the label says when, the move what */
                    span_has_any(c, m->span, WORD_LIST(by_then));
    return m->n_dues == 0 && m->verb.kind != VERB_NONE && !names_it && score >= 0;
}
