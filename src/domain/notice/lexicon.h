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

/* A word that stands somewhere. */
struct word_here {
    uint8_t kind, bytes;
};

/* A place where words begin: their kinds, and which of the lexicon's words they are. Number 0 is empty. */
struct word_place {
    struct word_kinds kinds;
    uint32_t first, n;
};

/*
 * What stands where on one page. Nearly every question whether a word of some kind stands somewhere is answered by these
 * sets alone; only where one does is its length looked up.
 */
struct lexicon {
    uint32_t *at; /* for each byte of the page: the number of the place in it; 0: no word stands there */
    struct {
        struct word_place *items;
        size_t n, cap;
    } places;
    struct {
        struct word_here *items;
        size_t n, cap;
    } words;
    struct word_kinds *rows; /* for each row of WORD_ROW bytes: all kinds that stand in it */
};

enum { WORD_ROW = 64 };

/* For one page: the questions below are about it alone. */
struct lexicon *lexicon_make(struct arena *a, const struct page *p);

static inline bool word_kinds_have(const struct word_kinds *set, enum word_kind kind)
{
    return set->bits[kind / 64] >> kind % 64 & 1;
}

static inline const struct word_place *word_place(const struct lexicon *lx, uint32_t at)
{
    return &lx->places.items[lx->at[at]];
}

/* Bytes of the longest word of that kind at the place that has no more than `most`. */
uint32_t word_length(const struct lexicon *lx, const struct word_place *place, uint32_t most, enum word_kind kind);

/* Bytes of the longest word of that kind that stands at `at` and ends before `end`; 0 when there is none. */
static inline uint32_t word_at(const struct lexicon *lx, uint32_t at, uint32_t end, enum word_kind kind)
{
    const struct word_place *place = at < end ? word_place(lx, at) : lx->places.items;
    return word_kinds_have(&place->kinds, kind) ? word_length(lx, place, end - at, kind) : 0;
}
/* Bytes of the longest word of that kind that ends at `at` and begins at or after `from`; 0 when there is none. */
uint32_t word_before(const struct page *p, uint32_t from, uint32_t at, enum word_kind kind);
/* True when a word of that kind stands inside s. */
bool word_in(const struct lexicon *lx, struct span s, enum word_kind kind);
/* The first word of that kind inside s, brackets included; false when there is none. */
bool word_find(const struct lexicon *lx, struct span s, enum word_kind kind, struct span *r);

#endif
