/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/classifier.h"

#include "domain/notice/block.h"

#include <math.h>

/* How strongly the rules read a demand in a sentence. */
enum strength { STRENGTH_NONE, STRENGTH_WORD, STRENGTH_SENT, STRENGTH_DAY, STRENGTH_LABEL, STRENGTH_DATED, STRENGTHS };

struct reading {
    struct compiler *c;
    const struct moves *moves;
    const struct feature_reader *to;
    size_t n, at;           /* sentences: how many; the one being read */
    uint32_t asking;        /* its number among those that may ask for something */
    enum strength before;   /* of the sentence before */
    size_t move;            /* the next move */
    uint32_t dated, passed; /* moves with a deadline: in the notice, before this sentence */
};

enum { DIGITS = '0', WORD = 'a', ADDRESS = '@' };
enum { CONTEXT = 40 }; /* glyphs of a neighbour */

/* What a feature speaks of; the numbers are part of the weights. */
enum aspect { OWN, BEFORE, BEHIND, HEADING, PLACE, MOVE };
enum place { AT_LENGTH = 1, AT_TENTH, AT_END, AT_LEVEL, AT_KIND };
enum trait {
    VERB = 1,
    VERB_DUE,
    DUE,
    SIGN,
    SIGN_DUE,
    SHAPE,
    WORDING,
    HOW_MANY,
    DATED,
    PASSED,
    STRENGTH,
    STRENGTH_BEFORE,
    STRENGTH_BEHIND
};

static void feature(const struct reading *r, enum aspect aspect, uint32_t a, uint32_t b, uint32_t d)
{
    uint32_t h = (uint32_t)aspect * 0x9e3779b1u + a;
    h = (h ^ h >> 15) * 0x85ebca6bu + b;
    h = (h ^ h >> 13) * 0xc2b2ae35u + d;
    h = (h ^ h >> 16) * 0x27d4eb2fu;
    r->to->feature(r->to->self, h >> (32 - FEATURE_BITS));
}

static uint32_t code_at(const struct page *p, uint32_t at, uint32_t next)
{
    char b = p->text.at[at];
    if (next > at + 1) {
        uint32_t code = 0;
        for (uint32_t i = at; i < next; i++)
            code = code << 8 | (unsigned char)p->text.at[i];
        return code;
    }
    bool latin = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
    return b >= '0' && b <= '9' ? DIGITS : latin ? WORD : (unsigned char)b;
}

static uint32_t skip_run(const struct page *p, uint32_t at, uint32_t end, uint32_t code)
{
    while (at < end && code_at(p, at, page_next(p, at)) == code)
        at = page_next(p, at);
    return at;
}

/* A character; all digits are alike, and all Latin words but addresses; a run of them is one. *at: behind it. 0: none is left. */
static uint32_t glyph_next(const struct page *p, uint32_t *at, uint32_t end)
{
    if (*at >= end)
        return 0;
    uint32_t next = page_next(p, *at), code = code_at(p, *at, next);
    if (code == DIGITS || code == WORD)
        next = skip_run(p, next, end, code);
    if (code == WORD && next < end && p->text.at[next] == ADDRESS) {
        code = ADDRESS;
        next++;
    }
    *at = code == ADDRESS ? skip_run(p, next, end, WORD) : next;
    return code;
}

static void context_features(const struct reading *r, enum aspect aspect, struct span s)
{
    const struct page *p = r->c->page;
    uint32_t at = s.from, a = glyph_next(p, &at, s.to), b;
    for (int i = 0; i < CONTEXT && (b = glyph_next(p, &at, s.to)) != 0; i++, a = b)
        feature(r, aspect, a, b, 0);
}

static void own_features(const struct reading *r, struct span s)
{
    const struct page *p = r->c->page;
    uint32_t at = s.from, a = glyph_next(p, &at, s.to), b = glyph_next(p, &at, s.to), n = 0;
    for (uint32_t d; a != 0; a = b, b = d, n++) {
        d = b != 0 ? glyph_next(p, &at, s.to) : 0;
        feature(r, OWN, a, 0, 0);
        if (b != 0)
            feature(r, OWN, a, b, 0);
        if (d != 0)
            feature(r, OWN, a, b, d);
    }
    feature(r, PLACE, AT_LENGTH, n / 12 < 10 ? n / 12 : 10, 0);
}

static uint32_t at_most(size_t n, uint32_t most)
{
    return n < most ? (uint32_t)n : most;
}

static bool is_dated(const struct move *m)
{
    return m->verb.kind >= VERB_JOIN && m->n_dues > 0 && m->dues[0].role <= MOMENT_DEADLINE;
}

/* What the rules read in one move. */
static void move_features(const struct reading *r, const struct move *m)
{
    enum { NO_DUE = 9 };
    const struct page *p = r->c->page;
    const bool signs[] = {m->modal,
                          m->as_said,
                          m->leave,
                          m->owed,
                          m->who.n > 0,
                          m->things.n > 0,
                          !span_is_empty(m->to),
                          !span_is_empty(m->mailbox),
                          m->has_quota,
                          m->labelled,
                          m->vague,
                          m->channels != 0,
                          m->nil,
                          m->conditional};
    uint32_t due = m->n_dues > 0 ? m->dues[0].role : NO_DUE, verb = m->verb.kind, shape = 0;
    feature(r, MOVE, VERB, verb, 0);
    feature(r, MOVE, DUE, due, 0);
    feature(r, MOVE, VERB_DUE, verb, due);
    for (uint32_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        shape |= (uint32_t)signs[i] << i;
        if (!signs[i])
            continue;
        feature(r, MOVE, SIGN, i, verb);
        feature(r, MOVE, SIGN_DUE, i, due);
    }
    feature(r, MOVE, SHAPE, verb * 16 + due, shape >> 4 & 0x3f);
    if (!span_is_empty(m->verb.span)) {
        uint32_t last = page_back(p, m->verb.span.to);
        feature(r, MOVE, WORDING, code_at(p, last, m->verb.span.to), due);
    }
}

static enum strength strength_of(const struct move *m)
{
    return is_dated(m)                 ? STRENGTH_DATED
           : m->labelled               ? STRENGTH_LABEL
           : m->n_dues > 0             ? STRENGTH_DAY
           : m->verb.kind >= VERB_BARE ? STRENGTH_SENT
                                       : STRENGTH_WORD;
}

/* Of the sentence with that number; its moves, if any, stand at *move. *move: behind them. */
static enum strength strength_at(const struct moves *moves, size_t *move, uint32_t sentence)
{
    enum strength best = STRENGTH_NONE;
    for (; *move < moves->n && moves->items[*move].sentence <= sentence; ++*move) {
        enum strength one = strength_of(&moves->items[*move]);
        best = one > best ? one : best;
    }
    return best;
}

static void moves_features(struct reading *r)
{
    size_t at = r->move;
    enum strength now = strength_at(r->moves, &at, r->asking), behind = strength_at(r->moves, &at, r->asking + 1);
    size_t first = r->move;
    uint32_t before = r->passed;
    for (; r->move < r->moves->n && r->moves->items[r->move].sentence <= r->asking; r->move++) {
        move_features(r, &r->moves->items[r->move]);
        r->passed += is_dated(&r->moves->items[r->move]);
    }
    size_t n = r->move - first;
    feature(r, MOVE, HOW_MANY, at_most(n, 3), 0);
    feature(r, MOVE, DATED, at_most(r->dated, 3), at_most(n, 2));
    feature(r, MOVE, PASSED, at_most(before, 3), at_most(n, 2));
    feature(r, MOVE, STRENGTH, now, 0);
    feature(r, MOVE, STRENGTH_BEFORE, r->asking > 0 ? r->before : STRENGTHS, now);
    feature(r, MOVE, STRENGTH_BEHIND, behind, now);
    r->before = now;
}

static void place_features(const struct reading *r, const struct block *b, bool first)
{
    feature(r, PLACE, AT_TENTH, (uint32_t)(r->at * 10 / r->n), 0);
    feature(r, PLACE, AT_END, at_most(r->n - r->at, 5), 0);
    feature(r, PLACE, AT_LEVEL, (uint32_t)b->level, first);
    feature(r, PLACE, AT_KIND, b->heading, 0);
}

/* The sentence behind the i-th of a block; empty behind the last. */
static struct span sentence_behind(const struct blocks *blocks, size_t block, size_t i)
{
    i++;
    for (; block < blocks->n; block++, i = 0) {
        if (i < blocks->items[block].sentences.n)
            return blocks->items[block].sentences.items[i];
    }
    return (struct span){0, 0};
}

void features_read(struct compiler *c, const struct moves *moves, const struct feature_reader *to)
{
    struct reading r = {.c = c, .moves = moves, .to = to};
    for (size_t b = 0; b < c->blocks.n; b++)
        r.n += c->blocks.items[b].sentences.n;
    for (size_t i = 0; i < moves->n; i++)
        r.dated += is_dated(&moves->items[i]);
    struct span before = {0, 0};
    for (uint32_t b = 0; b < c->blocks.n; b++) {
        const struct block *block = &c->blocks.items[b];
        struct span heading = heading_above(c, b);
        for (size_t i = 0; i < block->sentences.n; i++, r.at++) {
            struct span s = block->sentences.items[i];
            if (!block->tail) {
                own_features(&r, s);
                context_features(&r, BEFORE, before);
                context_features(&r, BEHIND, sentence_behind(&c->blocks, b, i));
                context_features(&r, HEADING, heading);
                place_features(&r, block, i == 0);
                moves_features(&r);
                r.asking++;
                to->sentence(to->self, s);
            }
            before = s;
        }
    }
}

enum { WEIGHT_STEP = 12 }; /* a weight of 1 */

static const int8_t weights[FEATURES] = {
#include "domain/notice/classifier.def"
};

/* The weights of one sentence's features, summed, and the moves that wait for theirs. */
struct judge {
    int64_t sum;
    uint32_t n, sentence;
    struct moves *moves;
    size_t next;
};

static void judge_feature(void *self, uint32_t f)
{
    struct judge *j = self;
    j->sum += weights[f];
    j->n++;
}

static void judge_sentence(void *self, struct span s)
{
    struct judge *j = self;
    (void)s;
    float logit = (float)((double)j->sum / WEIGHT_STEP / sqrt(j->n));
    for (; j->next < j->moves->n && j->moves->items[j->next].sentence <= j->sentence; j->next++)
        j->moves->items[j->next].logit = logit;
    j->sentence++;
    j->sum = j->n = 0;
}

void moves_classify(struct compiler *c, struct moves *moves)
{
    struct judge j = {.moves = moves};
    features_read(c, moves, &(struct feature_reader){judge_feature, judge_sentence, &j});
}
