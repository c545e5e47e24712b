/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of the field, by kind (lexicon.def). A word may be of several kinds. The longest word of the kind wins, so
 * 报送工作 in WORD_NOT_SEND hides 报送 in WORD_SEND without a special case in the code.
 */
#ifndef DOMAIN_NOTICE_LEXICON_H
#define DOMAIN_NOTICE_LEXICON_H

#include "domain/notice/page.h"

enum word_kind {
#define WORDS(kind, list) WORD_##kind,
#include "domain/notice/lexicon.def"
#undef WORDS
    WORD_KINDS
};

/* A set of kinds. */
struct word_kinds {
    uint64_t bits[2];
};

/* Where words stand: their kinds, and where the table has them. Number 0 is empty. */
struct word_place {
    struct word_kinds kinds;
    uint32_t first, second; /* the two characters there; second 0: no word of several begins so */
    uint16_t chains[2];     /* of the words that begin with the first two, or with the first alone */
};

/*
 * What stands where on one page. Nearly every question whether a word of some kind stands somewhere is answered by these
 * sets alone; only where one does is its length looked up.
 */
struct lexicon {
    uint32_t *at; /* for each byte of the page: the number of the place in it; 0: no word stands there */
    struct word_place *places;
    struct word_kinds *rows; /* for each row of WORD_ROW bytes: all kinds that stand in it */
    size_t n, cap;
};

enum { WORD_ROW = 64 };

/* For one page: the questions below are about it alone. */
struct lexicon *lexicon_make(struct arena *a, const struct page *p);

static inline bool word_kinds_have(const struct word_kinds *set, enum word_kind kind)
{
    return set->bits[kind / 64] >> kind % 64 & 1;
}

/* Bytes of the longest word of that kind at `at`, where one is known to stand, that ends before `end`. */
uint32_t word_length(const struct word_place *place, const struct page *p, uint32_t at, uint32_t end,
                     enum word_kind kind);

/* Bytes of the longest word of that kind that stands at `at` and ends before `end`; 0 when there is none. */
static inline uint32_t word_at(const struct lexicon *lx, const struct page *p, uint32_t at, uint32_t end,
                               enum word_kind kind)
{
    const struct word_place *place = at < end ? &lx->places[lx->at[at]] : lx->places;
    return word_kinds_have(&place->kinds, kind) ? word_length(place, p, at, end, kind) : 0;
}
/* Bytes of the longest word of that kind that ends at `at` and begins at or after `from`; 0 when there is none. */
uint32_t word_before(const struct page *p, uint32_t from, uint32_t at, enum word_kind kind);
/* True when a word of that kind stands inside s. */
bool word_in(const struct lexicon *lx, const struct page *p, struct span s, enum word_kind kind);
/* The first word of that kind inside s, brackets included; false when there is none. */
bool word_find(const struct lexicon *lx, const struct page *p, struct span s, enum word_kind kind, struct span *r);

#endif
