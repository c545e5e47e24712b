/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text: `struct str` is a view by value that owns nothing; `struct buf` builds text in an arena.
 *
 * All text inside the program is UTF-8, checked once at the door (utf8_is_valid). Positions shown to people and kept in
 * notices' spans are code points; everything else counts bytes. A str is not NUL-terminated; str_z makes a copy that
 * is.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

struct str {
    const char *at;
    size_t n; /* bytes */
};

struct strs {
    struct str *items;
    size_t n, cap;
};

#define S(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).at
#define STR_NONE SIZE_MAX

struct str str_of(const char *z); /* z may be NULL: the empty str */
struct str str_dup(struct arena *a, struct str s);
const char *str_z(struct arena *a, struct str s); /* NUL-terminated copy */
struct str str_format(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

/* The rest from byte `at` (clamped). */
static inline struct str str_from(struct str s, size_t at)
{
    if (at > s.n)
        at = s.n;
    return (struct str){s.at ? s.at + at : NULL, s.n - at};
}

static inline struct str str_sub(struct str s, size_t at, size_t n)
{
    s = str_from(s, at);
    return (struct str){s.at, n < s.n ? n : s.n};
}

bool str_eq_nocase(struct str a, struct str b); /* ASCII letters only */
int str_cmp(struct str a, struct str b);        /* by bytes, as memcmp, shorter first */
bool str_starts(struct str s, struct str head);
bool str_ends(struct str s, struct str tail);
bool str_ends_nocase(struct str s, struct str tail);                 /* as str_eq_nocase */
size_t str_find(struct str s, struct str what);                      /* byte offset of the first place, or STR_NONE */
struct str str_trim(struct str s);                                   /* ASCII blanks, U+3000 and U+FEFF off both ends */
bool str_cut(struct str *rest, struct str mark, struct str *head_r); /* up to `mark`; false when rest is used up */
bool str_to_int(struct str s, int64_t *value_r);                     /* the whole of s, decimal, optional sign */
uint64_t str_hash(struct str s);                                     /* FNV-1a, 64 bits; not for secrets */
uint64_t str_hash_nocase(struct str s); /* the same for all that str_eq_nocase holds equal */
bool strs_have(const struct strs *list, struct str s);

/* UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF. */
bool utf8_is_valid(struct str s);
/* Takes the next code point off *s; s must be valid and not empty. */
uint32_t utf8_next(struct str *s);
/* 0 … 9, also of a digit in full width, as a Chinese keyboard writes it; -1: it is none. */
int utf8_digit(uint32_t c);
size_t utf8_length(struct str s);                       /* in code points */
size_t utf8_offset(struct str s, size_t code_points);   /* the byte where that code point starts, clamped */
struct str utf8_head(struct str s, size_t code_points); /* at most so many code points */
/* True when s holds a control character (but line feed and tab) or a bidi override (U+202A–202E, U+2066–2069). */
bool utf8_has_hidden(struct str s);

struct buf {
    struct arena *arena;
    char *at;
    size_t n, cap;
    bool stops, cut; /* stops: who writes lists leaves off when the arena's bound is passed, and sets cut */
};

struct buf buf_new(struct arena *a, size_t room);
char *buf_more(struct buf *b, size_t more); /* grown by so much at least: where the next byte goes */

static inline void buf_put(struct buf *b, struct str s)
{
    if (!s.n)
        return;
    memcpy(b->cap - b->n < s.n ? buf_more(b, s.n) : b->at + b->n, s.at, s.n);
    b->n += s.n;
}

static inline void buf_putc(struct buf *b, char c)
{
    *(b->cap == b->n ? buf_more(b, 1) : b->at + b->n) = c;
    b->n++;
}

void buf_put_cp(struct buf *b, uint32_t code_point); /* as UTF-8 */
void buf_put_int(struct buf *b, int64_t value);
void buf_put_digits(struct buf *b, uint64_t value, int digits); /* at least so many, with zeros before it */
void buf_format(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str buf_str(const struct buf *b); /* a view, good until the next put */

#define buf_lit(b, literal) buf_put((b), S(literal))

#endif
