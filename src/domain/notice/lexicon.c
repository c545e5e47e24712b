/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/lexicon.h"

#include <assert.h>
#include <string.h>

struct word {
    struct str text;
    uint16_t kind;
    uint16_t next_head, next_tail; /* chains of words alike in kind and first or last character; 0 ends a chain */
};

enum { SLOTS = 4096, FIRSTS = 1024 };

/* A character that words begin with, and the kinds of these words as a set. */
struct first {
    uint32_t character;
    uint64_t kinds[(WORD_KINDS + 63) / 64];
};

/*
 * Of a hundred questions whether a word of some kind stands somewhere, ninety-five end at the character: none of that kind
 * begins with it. So each place of the page is told once which of the first characters stands there.
 */
struct lexicon {
    struct word *words; /* number 0 is no word */
    size_t n, n_firsts;
    uint16_t heads[SLOTS], tails[SLOTS];
    struct first firsts[FIRSTS]; /* open addressing; number 0 is no character */
    uint16_t *at;                /* for each byte of the page: the number of the first character there, or 0 */
};

static const char *const lists[] = {
#define WORDS(kind, list) list,
#include "domain/notice/lexicon.def"
#undef WORDS
};

/* A Chinese character is three bytes; an ASCII one stands for itself. The kind is mixed in, so that chains stay short. */
static unsigned slot_of(const char *at, bool tail, enum word_kind kind)
{
    const unsigned char *c = (const unsigned char *)at;
    unsigned mix = (unsigned)kind * 2654435761u;
    if (*c < 0x80)
        return (mix + *c * 40503u) >> 7 & (SLOTS - 1);
    if (tail)
        c -= 2;
    return (mix + (c[0] << 16 | c[1] << 8 | c[2]) * 40503u) >> 7 & (SLOTS - 1);
}

/* Its bytes as a number: three of a Chinese one, one of ASCII; longer ones begin no word. */
static uint32_t character_at(const char *at, size_t left)
{
    const unsigned char *c = (const unsigned char *)at;
    if (*c < 0x80)
        return *c;
    return (*c & 0xf0) == 0xe0 && left >= 3 ? (uint32_t)(c[0] << 16 | c[1] << 8 | c[2]) : 0;
}

/* Where the character is kept, or the free place where it would be. */
static uint16_t first_of(const struct lexicon *lx, uint32_t character)
{
    unsigned i = character * 2654435761u >> 22;
    while (i == 0 || (lx->firsts[i].character && lx->firsts[i].character != character))
        i = (i + 1) % FIRSTS;
    return (uint16_t)i;
}

static bool may_begin(const struct lexicon *lx, uint32_t at, enum word_kind kind)
{
    return lx->firsts[lx->at[at]].kinds[kind / 64] >> kind % 64 & 1;
}

static void word_add(struct lexicon *lx, struct str text, enum word_kind kind)
{
    uint16_t i = (uint16_t)++lx->n;
    unsigned head = slot_of(text.at, false, kind), tail = slot_of(text.at + text.n - 1, true, kind);
    lx->words[i] = (struct word){text, (uint16_t)kind, lx->heads[head], lx->tails[tail]};
    lx->heads[head] = lx->tails[tail] = i;
    uint32_t character = character_at(text.at, text.n);
    struct first *first = &lx->firsts[first_of(lx, character)];
    lx->n_firsts += !first->character;
    assert(lx->n_firsts < FIRSTS * 3 / 4); /* else searching grows long: double it */
    first->character = character;
    first->kinds[kind / 64] |= (uint64_t)1 << kind % 64;
}

/* One word more than there are blanks in each list, and a few for double blanks at the line ends of the table. */
static size_t words_count(void)
{
    size_t n = 0;
    for (size_t k = 0; k < WORD_KINDS; k++) {
        n++;
        for (const char *at = lists[k]; *at; at++)
            n += *at == ' ';
    }
    return n;
}

static void page_look(struct lexicon *lx, struct arena *a, const struct page *p)
{
    lx->at = arena_many(a, uint16_t, p->text.n + 1);
    for (uint32_t at = 0; at < page_end(p); at = page_next(p, at)) {
        uint32_t character = character_at(p->text.at + at, p->text.n - at);
        uint16_t i = first_of(lx, character);
        lx->at[at] = lx->firsts[i].character && character ? i : 0;
    }
}

struct lexicon *lexicon_make(struct arena *a, const struct page *p)
{
    struct lexicon *lx = arena_one(a, struct lexicon);
    lx->words = arena_many(a, struct word, words_count() + 1);
    for (size_t k = 0; k < WORD_KINDS; k++) {
        struct str rest = str_of(lists[k]), text;
        while (str_cut(&rest, S(" "), &text)) {
            if (text.n > 0)
                word_add(lx, text, (enum word_kind)k);
        }
    }
    page_look(lx, a, p);
    return lx;
}

/* A word's last byte differs more often than its first ones. */
static bool stands_at(const struct page *p, uint32_t at, uint32_t end, struct str word)
{
    return end - at >= word.n && p->text.at[at + word.n - 1] == word.at[word.n - 1] &&
           memcmp(p->text.at + at, word.at, word.n) == 0;
}

static uint32_t longest_at(const struct lexicon *lx, const struct page *p, uint32_t at, uint32_t end,
                           enum word_kind kind)
{
    size_t best = 0;
    for (uint16_t i = lx->heads[slot_of(p->text.at + at, false, kind)]; i; i = lx->words[i].next_head) {
        const struct word *w = &lx->words[i];
        if (w->kind == kind && w->text.n > best && stands_at(p, at, end, w->text))
            best = w->text.n;
    }
    return (uint32_t)best;
}

uint32_t word_at(const struct lexicon *lx, const struct page *p, uint32_t at, uint32_t end, enum word_kind kind)
{
    return at < end && may_begin(lx, at, kind) ? longest_at(lx, p, at, end, kind) : 0;
}

uint32_t word_before(const struct lexicon *lx, const struct page *p, uint32_t from, uint32_t at, enum word_kind kind)
{
    if (at <= from)
        return 0;
    size_t best = 0;
    bool room = (unsigned char)p->text.at[at - 1] < 0x80 || at - from >= 3;
    for (uint16_t i = room ? lx->tails[slot_of(p->text.at + at - 1, true, kind)] : 0; i; i = lx->words[i].next_tail) {
        const struct word *w = &lx->words[i];
        size_t n = w->text.n;
        if (w->kind == kind && n > best && at - from >= n && memcmp(p->text.at + at - n, w->text.at, n) == 0)
            best = n;
    }
    return (uint32_t)best;
}

bool word_find(const struct lexicon *lx, const struct page *p, struct span s, enum word_kind kind, struct span *r)
{
    for (uint32_t at = s.from; at < s.to; at++) {
        uint32_t n = lx->at[at] && may_begin(lx, at, kind) ? longest_at(lx, p, at, s.to, kind) : 0;
        if (n > 0) {
            *r = (struct span){at, at + n};
            return true;
        }
    }
    return false;
}
