/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/likeness.h"

static const double THINGS = 0.45, WHO = 0.15, SENTENCE = 0.40, PLACE = 0.02, OTHER_RHYTHM = 0.25;

static void count_pairs(uint16_t *counts, size_t room, struct str s)
{
    uint32_t last = 0;
    while (s.n) {
        uint32_t cp = utf8_next(&s);
        if (cp <= ' ' || cp == 0x3000 || (cp >= '0' && cp <= '9'))
            continue; /* blanks and dates are what corrections move about */
        uint16_t *count = &counts[((last * 31 + cp) * 2654435761u >> 16) % room];
        *count = (uint16_t)(*count + (*count < UINT16_MAX));
        last = cp;
    }
}

static double dice(const uint16_t *a, const uint16_t *b, size_t room)
{
    uint64_t common = 0, all = 0;
    for (size_t i = 0; i < room; i++) {
        common += a[i] < b[i] ? a[i] : b[i];
        all += (uint64_t)a[i] + b[i];
    }
    return all ? 2.0 * (double)common / (double)all : 0;
}

static void count_spans(struct likeness *l, struct str text, const struct duty *d)
{
    for (size_t i = 0; i < d->spans.n; i++) {
        struct passage p = d->spans.items[i];
        if (p.from < 0 || p.to < p.from)
            continue;
        size_t from = utf8_offset(text, (size_t)p.from);
        size_t n = utf8_offset(str_from(text, from), (size_t)(p.to - p.from));
        count_pairs(l->sentence, SENTENCE_PAIRS, str_sub(text, from, n));
    }
}

const struct likeness *likeness_of(struct arena *a, const struct campaign *c)
{
    struct likeness *list = arena_many(a, struct likeness, c->duties.n + 1);
    for (size_t i = 0; i < c->duties.n; i++) {
        const struct duty *d = &c->duties.items[i];
        struct likeness *l = &list[i];
        for (size_t k = 0; k < d->parts.n; k++)
            if (!str_eq(d->parts.items[k].key, S("files"))) /* the place for any file that every duty has */
                count_pairs(l->things, WORD_PAIRS, d->parts.items[k].name);
        for (size_t k = 0; k < d->who.n; k++)
            count_pairs(l->who, WORD_PAIRS, d->who.items[k]);
        count_spans(l, c->text, d);
        l->repeated = d->due.kind >= DUE_SAME_DAY;
        l->place = (double)i / (double)c->duties.n;
    }
    return list;
}

static double judged(double like, const struct likeness *a, const struct likeness *b)
{
    double apart = a->place > b->place ? a->place - b->place : b->place - a->place;
    like += PLACE * (1 - apart);
    return a->repeated == b->repeated ? like : like - OTHER_RHYTHM;
}

double likeness(const struct likeness *a, const struct likeness *b)
{
    return judged(THINGS * dice(a->things, b->things, WORD_PAIRS) + WHO * dice(a->who, b->who, WORD_PAIRS) +
                      SENTENCE * dice(a->sentence, b->sentence, SENTENCE_PAIRS),
                  a, b);
}

double likeness_of_demand(const struct likeness *a, const struct likeness *b)
{
    double all = THINGS + WHO;
    return judged((THINGS * dice(a->things, b->things, WORD_PAIRS) + WHO * dice(a->who, b->who, WORD_PAIRS)) / all, a,
                  b);
}
