/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/classifier.h"

#include <math.h>

/* A character; all digits are alike, and all Latin words but addresses. A run of them is one. */
struct glyph {
    uint32_t code, from;
};

struct reading {
    struct compiler *c;
    const struct moves *moves;
    const struct feature_reader *to;
    struct glyph *glyphs; /* of the page, its end behind them */
    size_t n_glyphs;
    struct span *sentences; /* of all blocks */
    size_t n, at;           /* how many; the one being read */
    uint32_t asking;        /* its number among those that may ask for something */
    uint8_t *strength;      /* of each of those, as its moves are */
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
enum strength { STRENGTH_NONE, STRENGTH_WORD, STRENGTH_SENT, STRENGTH_DAY, STRENGTH_LABEL, STRENGTH_DATED, STRENGTHS };

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

static void glyphs_read(struct reading *r)
{
    const struct page *p = r->c->page;
    r->glyphs = arena_many(r->c->arena, struct glyph, page_end(p) + 1);
    for (uint32_t at = 0, next; at < page_end(p); at = next) {
        next = page_next(p, at);
        uint32_t code = code_at(p, at, next), last = r->n_glyphs > 0 ? r->glyphs[r->n_glyphs - 1].code : 0;
        if (code == ADDRESS && last == WORD)
            r->glyphs[r->n_glyphs - 1].code = ADDRESS;
        else if ((code != DIGITS || last != DIGITS) && (code != WORD || (last != WORD && last != ADDRESS)))
            r->glyphs[r->n_glyphs++] = (struct glyph){code, at};
    }
    r->glyphs[r->n_glyphs] = (struct glyph){0, page_end(p)};
}

/* The first glyph at or behind `at`. */
static const struct glyph *glyph_at(const struct reading *r, uint32_t at)
{
    size_t low = 0, high = r->n_glyphs;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (r->glyphs[mid].from < at)
            low = mid + 1;
        else
            high = mid;
    }
    return r->glyphs + low;
}

static void context_features(const struct reading *r, enum aspect aspect, struct span s)
{
    const struct glyph *from = glyph_at(r, s.from), *to = glyph_at(r, s.to);
    for (const struct glyph *g = from; g + 1 < to && g < from + CONTEXT; g++)
        feature(r, aspect, g[0].code, g[1].code, 0);
}

static void own_features(const struct reading *r, struct span s)
{
    const struct glyph *from = glyph_at(r, s.from), *to = glyph_at(r, s.to);
    for (const struct glyph *g = from; g < to; g++) {
        feature(r, OWN, g[0].code, 0, 0);
        if (g + 1 < to)
            feature(r, OWN, g[0].code, g[1].code, 0);
        if (g + 2 < to)
            feature(r, OWN, g[0].code, g[1].code, g[2].code);
    }
    size_t dozens = (size_t)(to - from) / 12;
    feature(r, PLACE, AT_LENGTH, dozens < 10 ? (uint32_t)dozens : 10, 0);
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

static void moves_features(struct reading *r)
{
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
    const uint8_t *strength = r->strength + r->asking;
    feature(r, MOVE, STRENGTH, strength[0], 0);
    feature(r, MOVE, STRENGTH_BEFORE, r->asking > 0 ? strength[-1] : STRENGTHS, strength[0]);
    feature(r, MOVE, STRENGTH_BEHIND, strength[1], strength[0]);
}

static void place_features(const struct reading *r, const struct block *b, bool first)
{
    feature(r, PLACE, AT_TENTH, (uint32_t)(r->at * 10 / r->n), 0);
    feature(r, PLACE, AT_END, at_most(r->n - r->at, 5), 0);
    feature(r, PLACE, AT_LEVEL, (uint32_t)b->level, first);
    feature(r, PLACE, AT_KIND, b->heading, 0);
}

static void sentences_list(struct reading *r)
{
    const struct blocks *blocks = &r->c->blocks;
    size_t n = 0;
    for (size_t b = 0; b < blocks->n; b++)
        n += blocks->items[b].sentences.n;
    r->sentences = arena_many(r->c->arena, struct span, n + 1);
    for (size_t b = 0; b < blocks->n; b++) {
        const struct spans *in = &blocks->items[b].sentences;
        for (size_t i = 0; i < in->n; i++)
            r->sentences[r->n++] = in->items[i];
    }
}

/* How strongly the rules read a demand in a sentence. */
static enum strength strength_of(const struct move *m)
{
    return is_dated(m)                 ? STRENGTH_DATED
           : m->labelled               ? STRENGTH_LABEL
           : m->n_dues > 0             ? STRENGTH_DAY
           : m->verb.kind >= VERB_BARE ? STRENGTH_SENT
                                       : STRENGTH_WORD;
}

static void strengths_read(struct reading *r)
{
    r->strength = arena_many(r->c->arena, uint8_t, r->n + 2);
    memset(r->strength, STRENGTH_NONE, r->n + 2);
    for (size_t i = 0; i < r->moves->n; i++) {
        const struct move *m = &r->moves->items[i];
        uint8_t *s = &r->strength[m->sentence];
        *s = strength_of(m) > *s ? strength_of(m) : *s;
        r->dated += is_dated(m);
    }
}

void features_read(struct compiler *c, const struct moves *moves, const struct feature_reader *to)
{
    struct reading r = {.c = c, .moves = moves, .to = to};
    glyphs_read(&r);
    sentences_list(&r);
    strengths_read(&r);
    for (uint32_t b = 0; b < c->blocks.n; b++) {
        const struct block *block = &c->blocks.items[b];
        struct span heading = heading_above(c, b);
        for (size_t i = 0; i < block->sentences.n; i++, r.at++) {
            if (block->tail)
                continue;
            struct span s = r.sentences[r.at];
            own_features(&r, s);
            if (r.at > 0)
                context_features(&r, BEFORE, r.sentences[r.at - 1]);
            if (r.at + 1 < r.n)
                context_features(&r, BEHIND, r.sentences[r.at + 1]);
            context_features(&r, HEADING, heading);
            place_features(&r, block, i == 0);
            moves_features(&r);
            r.asking++;
            to->sentence(to->self, s);
        }
    }
}

enum { WEIGHT_STEP = 12 }; /* a weight of 1 */

static const int8_t weights[FEATURES] = {
#include "domain/notice/classifier.def"
};

struct judge {
    int64_t sum;
    uint32_t n;
    float *logit;
    size_t sentences;
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
    j->logit[j->sentences++] = (float)((double)j->sum / WEIGHT_STEP / sqrt(j->n));
    j->sum = j->n = 0;
}

void moves_classify(struct compiler *c, struct moves *moves)
{
    size_t n = 0;
    for (size_t b = 0; b < c->blocks.n; b++)
        n += c->blocks.items[b].sentences.n;
    struct judge j = {.logit = arena_many(c->arena, float, n + 1)};
    features_read(c, moves, &(struct feature_reader){judge_feature, judge_sentence, &j});
    for (size_t i = 0; i < moves->n; i++)
        moves->items[i].logit = j.logit[moves->items[i].sentence];
}
