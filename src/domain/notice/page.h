/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page: a notice's text made even, so that the lexers need not know how it was typed.
 *
 * Traditional characters become simplified ones; full-width letters, digits and punctuation become ASCII (（：，；→ ( : , ;),
 * the many dashes become '-', numbering signs (⒈ ⑴ ㈠) are spelled out, and blanks, line ends, table bars and markdown stars
 * disappear. What disappeared is kept beside the byte that follows it, as its gap: a line end inside a word does no harm, yet
 * a line's beginning can still be asked for.
 *
 * Positions inside the compiler are bytes of the page (struct span); page_source leads a span back to the code points of
 * the notice's own text.
 */
#ifndef DOMAIN_NOTICE_PAGE_H
#define DOMAIN_NOTICE_PAGE_H

#include "base/str.h"

#include <string.h>

struct span {
    uint32_t from, to;
};

enum gap { GAP_NONE, GAP_BLANK, GAP_CELL, GAP_LINE, GAP_PARA };

struct page {
    struct str source;   /* the notice as it came */
    struct str text;     /* the even text */
    uint32_t *source_at; /* for each byte of text: the byte of source its character begins at */
    uint32_t *place;     /* for each byte of text: that character's code point number in source */
    uint8_t *gap;        /* for each byte of text: what stood before its character (enum gap) */
    bool spelled;        /* syllables in brackets behind characters, which the even text leaves out: 報(bào)送 */
    uint32_t *twin;      /* for each byte that opens or closes a bracket pair: the byte of the other one; else 0 */
    uint64_t *rows;      /* in which rows of the text characters stand (page.c) */
};

/* text must be valid UTF-8. */
struct page *page_make(struct arena *a, struct str text);

static inline struct str page_str(const struct page *p, struct span s)
{
    return (struct str){p->text.at + s.from, s.to - s.from};
}

static inline bool span_is_empty(struct span s)
{
    return s.to <= s.from;
}
static inline uint32_t page_end(const struct page *p)
{
    return (uint32_t)p->text.n;
}

/* The byte after the character at `at`; `at` must be inside the text. */
static inline uint32_t page_next(const struct page *p, uint32_t at)
{
    if (at >= page_end(p))
        return at;
    do
        at++;
    while (((unsigned char)p->text.at[at] & 0xc0) == 0x80); /* no character goes on behind the text's end */
    return at;
}
/* The byte where the character before `at` begins; `at` must be greater than 0. */
uint32_t page_back(const struct page *p, uint32_t at);
/* True when the text goes on with `word` at `at` and the word ends before `end`. */
static inline bool page_has(const struct page *p, uint32_t at, uint32_t end, struct str word)
{
    /* Han characters begin alike; their last bytes differ. */
    return at <= end && end - at >= word.n && p->text.at[at + word.n - 1] == word.at[word.n - 1] &&
           memcmp(p->text.at + at, word.at, word.n) == 0;
}
/* The bytes of `word` where the text goes on with it, else 0. */
static inline uint32_t page_eat(const struct page *p, uint32_t at, uint32_t end, struct str word)
{
    return page_has(p, at, end, word) ? (uint32_t)word.n : 0;
}
/* A Chinese character begins at `at` (U+4000 … U+9FFF, near enough for names). */
static inline bool page_is_han(const struct page *p, uint32_t at)
{
    unsigned char b = (unsigned char)p->text.at[at];
    return b >= 0xe4 && b <= 0xe9;
}

/* An array of words as the two last arguments of the questions below. */
#define WORD_LIST(words) words, sizeof words / sizeof *words
/* The bytes of the first of the words that the text goes on with at `at`; 0 when it does with none. */
uint32_t page_has_any(const struct page *p, uint32_t at, uint32_t end, const struct str *words, size_t n);
/* The bytes of the first of the words that ends at `at` and begins at or after `from`; 0 when none does. */
uint32_t page_ends_any(const struct page *p, uint32_t from, uint32_t at, const struct str *words, size_t n);
/* True when one of the words stands inside s. */
bool page_finds_any(const struct page *p, struct span s, const struct str *words, size_t n);
/* Where `word` first stands inside s, or UINT32_MAX. */
uint32_t page_find(const struct page *p, struct span s, struct str word);
/* The stretch of at most `bytes` before `at`, from a character's beginning on, and not before `from`. */
struct span page_lead(const struct page *p, uint32_t from, uint32_t at, uint32_t bytes);
/* Where the sentence that goes on to `at` begins: behind the last 。, and not before `from`. */
uint32_t page_sentence(const struct page *p, uint32_t from, uint32_t at);
/* The span's own text in the notice's spelling, syllables in brackets too; blanks dropped but between two Latin words. */
struct str page_copy(struct arena *a, const struct page *p, struct span s);
/* The span in code points of the notice. */
struct span page_source(const struct page *p, struct span s);
/* Skips a bracketed stretch: the byte after its closing bracket when one opens at `at`, else `at`. */
static inline uint32_t page_skip(const struct page *p, uint32_t at)
{
    uint32_t twin = at < page_end(p) ? p->twin[at] : 0;
    return twin > at ? page_next(p, twin) : at;
}

#endif
