/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/lexicon.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

enum { WORDS_MOST = 8192, SLOT_BITS = 15, SLOTS = 1 << SLOT_BITS };

struct word {
    struct str text;
    uint32_t first, second; /* its first two characters; second 0: it has but one */
    uint16_t key;           /* bytes of these */
    uint16_t kind;
    uint16_t next_head, next_tail; /* the chains it is in; 0 ends one */
};

/*
 * All words, set up once and never changed afterwards. They are chained by their first two characters, those of one character
 * by that alone, and by their last character and kind.
 */
static struct {
    struct word words[WORDS_MOST]; /* number 0 is no word */
    size_t n;
    uint16_t heads[SLOTS], tails[SLOTS];
    bool begin[SLOTS];            /* whether a word of several characters may begin so */
    uint32_t longest[WORD_KINDS]; /* bytes of each kind's longest word */
} table;

static const char *const lists[] = {
#define WORDS(kind, list) list,
#include "domain/notice/lexicon.def"
#undef WORDS
};

static_assert(WORD_KINDS <= 128, "a set of kinds has 128 bits");

/* Bytes of the character that begins with this byte. */
static size_t character_bytes(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* The character at `at` as a number, 0 when nothing is left; *n_r: its bytes. */
static uint32_t character_at(const char *at, size_t left, size_t *n_r)
{
    uint32_t value = 0;
    *n_r = left ? character_bytes((unsigned char)*at) : 0;
    for (size_t i = 0; i < *n_r && i < left; i++)
        value = value << 8 | (unsigned char)at[i];
    return value;
}

static unsigned head_slot(uint32_t first, uint32_t second)
{
    return (first * 2654435761u ^ second * 40503u * 2654435761u) >> (32 - SLOT_BITS);
}

static unsigned first_slot(uint32_t first)
{
    return first * 2654435761u >> (32 - SLOT_BITS);
}

/* last: the last byte of a character. Two bytes tell a Chinese character well enough. */
static unsigned tail_slot(const char *last, enum word_kind kind)
{
    unsigned ends = (unsigned char)*last;
    ends = ends < 0x80 ? ends : (unsigned char)last[-1] << 8 | ends;
    return ((unsigned)kind * 65536 + ends) * 2654435761u >> (32 - SLOT_BITS);
}

static void word_add(struct str text, enum word_kind kind)
{
    assert(table.n + 1 < WORDS_MOST && text.n <= UINT8_MAX);
    size_t n, more;
    uint32_t first = character_at(text.at, text.n, &n), second = character_at(text.at + n, text.n - n, &more);
    uint16_t i = (uint16_t)++table.n, *head = &table.heads[head_slot(first, second)],
             *tail = &table.tails[tail_slot(text.at + text.n - 1, kind)];
    table.words[i] = (struct word){text, first, second, (uint16_t)(n + more), (uint16_t)kind, *head, *tail};
    *head = *tail = i;
    table.begin[first_slot(first)] |= second != 0;
    table.longest[kind] = text.n > table.longest[kind] ? (uint32_t)text.n : table.longest[kind];
}

static void table_fill(void)
{
    for (size_t k = 0; k < WORD_KINDS; k++) {
        struct str rest = str_of(lists[k]), text;
        while (str_cut(&rest, S(" "), &text)) {
            if (text.n > 0)
                word_add(text, (enum word_kind)k);
        }
    }
}

/* A character's few bytes; a call of memcmp costs more. */
static bool same_character(const char *a, const char *b, size_t n)
{
    for (size_t i = n; i-- > 0;) {
        if (a[i] != b[i])
            return false;
    }
    return true;
}

/* first, second: the characters at `at`. */
static bool stands_at(const struct page *p, uint32_t at, uint32_t first, uint32_t second, const struct word *w)
{
    size_t n = w->text.n, key = w->key;
    bool begins = w->first == first && (w->second == 0 || w->second == second);
    return begins && page_end(p) - at >= n &&
           (n == key || memcmp(p->text.at + at + key, w->text.at + key, n - key) == 0);
}

/* The words that are chained under those two characters and stand at `at`. */
static void chain_read(struct lexicon *lx, struct arena *a, const struct page *p, uint32_t at, uint32_t first,
                       uint32_t second, uint16_t chain, struct word_place *here)
{
    for (uint16_t i = chain; i; i = table.words[i].next_head) {
        const struct word *w = &table.words[i];
        if (!stands_at(p, at, first, second, w))
            continue;
        here->kinds.bits[w->kind / 64] |= (uint64_t)1 << w->kind % 64;
        here->n++;
        arena_push(a, &lx->words, ((struct word_here){(uint8_t)w->kind, (uint8_t)w->text.n}));
    }
}

static struct word_place place_read(struct lexicon *lx, struct arena *a, const struct page *p, uint32_t at)
{
    size_t n, more, left = p->text.n - at;
    struct word_place here = {.first = (uint32_t)lx->words.n};
    uint32_t first = character_at(p->text.at + at, left, &n);
    bool goes_on = n < left && table.begin[first_slot(first)];
    uint32_t second = goes_on ? character_at(p->text.at + at + n, left - n, &more) : 0;
    chain_read(lx, a, p, at, first, second, table.heads[head_slot(first, 0)], &here);
    if (second)
        chain_read(lx, a, p, at, first, second, table.heads[head_slot(first, second)], &here);
    return here;
}

struct lexicon *lexicon_make(struct arena *a, const struct page *p)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, table_fill);
    struct lexicon *lx = arena_one(a, struct lexicon);
    lx->at = arena_many(a, uint32_t, p->text.n + 1);
    lx->rows = arena_many(a, struct word_kinds, p->text.n / WORD_ROW + 1);
    lx->places.cap = p->text.n / 4 + 16; /* where text is dense, three of five characters begin a word */
    lx->places.items = arena_many(a, struct word_place, lx->places.cap);
    arena_push(a, &lx->places, (struct word_place){.n = 0});
    for (uint32_t at = 0; at < page_end(p); at = page_next(p, at)) {
        struct word_place here = place_read(lx, a, p, at);
        struct word_kinds *row = &lx->rows[at / WORD_ROW];
        if (here.n == 0)
            continue;
        lx->at[at] = (uint32_t)lx->places.n;
        arena_push(a, &lx->places, here);
        row->bits[0] |= here.kinds.bits[0];
        row->bits[1] |= here.kinds.bits[1];
    }
    return lx;
}

uint32_t word_length(const struct lexicon *lx, const struct word_place *place, uint32_t most, enum word_kind kind)
{
    uint32_t best = 0;
    const struct word_here *words = lx->words.items + place->first;
    for (uint32_t i = 0; i < place->n; i++) {
        if (words[i].kind == kind && words[i].bytes <= most && words[i].bytes > best)
            best = words[i].bytes;
    }
    return best;
}

uint32_t word_before(const struct page *p, uint32_t from, uint32_t at, enum word_kind kind)
{
    if (at <= from)
        return 0;
    size_t best = 0;
    for (uint16_t i = table.tails[tail_slot(p->text.at + at - 1, kind)]; i; i = table.words[i].next_tail) {
        const struct word *w = &table.words[i];
        size_t n = w->text.n;
        bool longer = w->kind == kind && n > best && at - from >= n;
        size_t last = n < 3 ? n : 3; /* the last character first: it differs most */
        if (longer && same_character(p->text.at + at - last, w->text.at + n - last, last) &&
            (n == last || memcmp(p->text.at + at - n, w->text.at, n - last) == 0))
            best = n;
    }
    return (uint32_t)best;
}

bool word_in(const struct lexicon *lx, struct span s, enum word_kind kind)
{
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t next = (at / WORD_ROW + 1) * WORD_ROW, row_end = next < s.to ? next : s.to;
        bool row = word_kinds_have(&lx->rows[at / WORD_ROW], kind);
        for (; row && at < row_end; at++) {
            const struct word_place *place = word_place(lx, at);
            bool here = word_kinds_have(&place->kinds, kind);
            if (here && (at + table.longest[kind] <= s.to || word_length(lx, place, s.to - at, kind) > 0))
                return true;
        }
        at = row_end;
    }
    return false;
}

bool word_find(const struct lexicon *lx, struct span s, enum word_kind kind, struct span *r)
{
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t next = (at / WORD_ROW + 1) * WORD_ROW, row_end = next < s.to ? next : s.to;
        if (!word_kinds_have(&lx->rows[at / WORD_ROW], kind)) {
            at = row_end;
            continue;
        }
        for (; at < row_end; at++) {
            uint32_t n = word_at(lx, at, s.to, kind);
            if (n > 0) {
                *r = (struct span){at, at + n};
                return true;
            }
        }
    }
    return false;
}
