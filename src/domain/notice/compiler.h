/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the passes of the compiler share. Not for users of the compiler: they include notice.h.
 *
 *   page → blocks (block.c) → letter's frame (letter.c, annex.c, contact.c, event.c) → moves (move.c), weighed (classifier.c)
 *        → duties (duty.c) → confidence (sure.c) and findings (finding.c)
 */
#ifndef DOMAIN_NOTICE_COMPILER_H
#define DOMAIN_NOTICE_COMPILER_H

#include "domain/notice/date.h"
#include "domain/notice/notice.h"

/* Numbering, from 一、 down to ①. */
enum level { LEVEL_NONE, LEVEL_HAN, LEVEL_HAN_ROUND, LEVEL_DIGIT, LEVEL_DIGIT_ROUND, LEVEL_CIRCLE, LEVELS };

struct spans {
    struct span *items;
    size_t n, cap;
};

/* A numbered item or a paragraph. */
struct block {
    struct span span;       /* without its number */
    struct spans sentences; /* cut at 。 ； ！ ？ outside brackets */
    enum level level;       /* LEVEL_NONE: a paragraph */
    int number;             /* of the item */
    uint32_t under[LEVELS]; /* number + 1 of the enclosing block of each level, itself included; 0: none */
    uint32_t letter;        /* a forwarding notice carries several letters: 0 is the sender's own */
    bool heading;           /* a short line that names what follows */
    bool tail;              /* attachments, contacts, signature and what follows them */
    bool counts;            /* asks for a number of pieces or people that no duty took */
};

struct blocks {
    struct block *items;
    size_t n, cap;
};

struct compiler {
    struct arena *arena;
    const struct page *page;
    const struct lexicon *words;
    struct calendar calendar;
    struct blocks blocks;
    struct spans audience[4]; /* of each letter */
    struct span title;
    uint32_t body; /* where the text proper begins, after the addressees */
    uint32_t sign; /* where the signature begins; the end of the text when there is none */
    const struct annexes *annexes;
    struct notice_draft *draft;
};

static inline struct str text_of(const struct compiler *c, struct span s)
{
    return page_str(c->page, s);
}
static inline struct str copy_of(const struct compiler *c, struct span s)
{
    return page_copy(c->arena, c->page, s);
}
static inline bool span_has(const struct compiler *c, struct span s, struct str word)
{
    return page_find(c->page, s, word) != UINT32_MAX;
}
static inline bool span_has_any(const struct compiler *c, struct span s, const struct str *words, size_t n)
{
    return page_finds_any(c->page, s, words, n);
}
static inline bool span_has_word(const struct compiler *c, struct span s, enum word_kind kind)
{
    return word_in(c->words, s, kind);
}
static inline uint32_t word_here(const struct compiler *c, uint32_t at, uint32_t end, enum word_kind kind)
{
    return word_at(c->words, at, end, kind);
}

/* Reads the letter's frame: blocks, dates, attachments, occasion. What it demands is read by the passes behind. */
struct compiler *compiler_open(struct arena *a, struct str text, const struct notice_options *o);

#endif
