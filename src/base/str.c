/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include <stdio.h>
#include <string.h>

enum { WORD_BYTES = 18 };

struct str str_of(const char *z)
{
    return z ? (struct str){z, strlen(z)} : (struct str){0};
}

struct str str_dup(struct arena *a, struct str s)
{
    if (!s.n)
        return (struct str){0};
    char *copy = arena_alloc(a, s.n);
    memcpy(copy, s.at, s.n);
    return (struct str){copy, s.n};
}

const char *str_z(struct arena *a, struct str s)
{
    char *copy = arena_alloc(a, s.n + 1);
    if (s.n)
        memcpy(copy, s.at, s.n);
    return copy;
}

struct str str_format(struct arena *a, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    char *text = arena_alloc(a, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(args);
    return (struct str){text, (size_t)n};
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.at[i]) != ascii_lower(b.at[i]))
            return false;
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.at, b.at, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str head)
{
    return s.n >= head.n && str_eq(str_sub(s, 0, head.n), head);
}

bool str_ends(struct str s, struct str tail)
{
    return s.n >= tail.n && str_eq(str_from(s, s.n - tail.n), tail);
}

bool str_ends_nocase(struct str s, struct str tail)
{
    return s.n >= tail.n && str_eq_nocase(str_from(s, s.n - tail.n), tail);
}

/* Words of a few characters in short texts: memmem's preparations cost more than the search. The last byte tells most. */
static const char *find_word(struct str s, struct str word)
{
    const char *at = s.at + word.n - 1, *end = s.at + s.n;
    while (at < end && (at = memchr(at, word.at[word.n - 1], (size_t)(end - at)))) {
        if (memcmp(at - word.n + 1, word.at, word.n) == 0)
            return at - word.n + 1;
        at++;
    }
    return NULL;
}

size_t str_find(struct str s, struct str what)
{
    if (!what.n)
        return 0;
    if (what.n > s.n)
        return STR_NONE;
    const char *found = what.n <= WORD_BYTES ? find_word(s, what) : memmem(s.at, s.n, what.at, what.n);
    return found ? (size_t)(found - s.at) : STR_NONE;
}

static size_t blank_at_head(struct str s)
{
    if (s.n && strchr(" \t\r\n\v\f", s.at[0]) && s.at[0])
        return 1;
    if (str_starts(s, S("\u3000")) || str_starts(s, S("\ufeff")))
        return 3;
    return str_starts(s, S("\u00a0")) ? 2 : 0;
}

static size_t blank_at_tail(struct str s)
{
    if (s.n && s.at[s.n - 1] && strchr(" \t\r\n\v\f", s.at[s.n - 1]))
        return 1;
    if (str_ends(s, S("\u3000")) || str_ends(s, S("\ufeff")))
        return 3;
    return str_ends(s, S("\u00a0")) ? 2 : 0;
}

struct str str_trim(struct str s)
{
    size_t n;
    while ((n = blank_at_head(s)))
        s = str_from(s, n);
    while ((n = blank_at_tail(s)))
        s.n -= n;
    return s;
}

bool str_cut(struct str *rest, struct str mark, struct str *head_r)
{
    if (!rest->at)
        return false;
    size_t at = str_find(*rest, mark);
    if (at == STR_NONE) {
        *head_r = *rest;
        *rest = (struct str){0};
    } else {
        *head_r = str_sub(*rest, 0, at);
        *rest = str_from(*rest, at + mark.n);
    }
    return true;
}

bool str_to_int(struct str s, int64_t *value_r)
{
    bool minus = s.n && s.at[0] == '-';
    if (s.n && (s.at[0] == '-' || s.at[0] == '+'))
        s = str_from(s, 1);
    if (!s.n || s.n > 19)
        return false;
    int64_t value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.at[i] < '0' || s.at[i] > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, s.at[i] - '0', &value))
            return false;
    }
    *value_r = minus ? -value : value;
    return true;
}

uint64_t str_hash(struct str s)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.at[i]) * 1099511628211u;
    return h;
}

uint64_t str_hash_nocase(struct str s)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)ascii_lower(s.at[i])) * 1099511628211u;
    return h;
}

bool strs_have(const struct strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->items[i], s))
            return true;
    return false;
}

/* The length of the sequence that starts with this byte, 0 when none may. */
static size_t utf8_size(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead < 0xE0)
        return 2;
    if (lead >= 0xE0 && lead < 0xF0)
        return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

static uint32_t utf8_decode(const unsigned char *p, size_t n)
{
    static const unsigned char mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t cp = p[0] & mask[n];
    for (size_t i = 1; i < n; i++)
        cp = cp << 6 | (p[i] & 0x3Fu);
    return cp;
}

static bool utf8_one_is_valid(const unsigned char *p, const unsigned char *end, size_t *n_r)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = utf8_size(*p);
    if (!n || (size_t)(end - p) < n)
        return false;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return false;
    uint32_t cp = utf8_decode(p, n);
    *n_r = n;
    return cp >= least[n] && cp <= 0x10FFFF && (cp < 0xD800 || cp >= 0xE000);
}

/* Eight bytes of ASCII, or a Chinese character (lead E4 … E9: neither too short nor a surrogate), at a step. */
bool utf8_is_valid(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.at, *end = p + s.n;
    while (p < end) {
        uint64_t eight;
        size_t n;
        if (end - p >= 8 && (memcpy(&eight, p, 8), !(eight & 0x8080808080808080u)))
            p += 8;
        else if (*p < 0x80)
            p++;
        else if (*p >= 0xE4 && *p <= 0xE9 && end - p >= 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80)
            p += 3;
        else if (utf8_one_is_valid(p, end, &n))
            p += n;
        else
            return false;
    }
    return true;
}

uint32_t utf8_next(struct str *s)
{
    const unsigned char *p = (const unsigned char *)s->at;
    size_t n = utf8_size(*p);
    if (!n || n > s->n)
        n = 1;
    uint32_t cp = utf8_decode(p, n);
    *s = str_from(*s, n);
    return cp;
}

int utf8_digit(uint32_t c)
{
    if (c >= 0xFF10 && c <= 0xFF19)
        c = c - 0xFF10 + '0';
    return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
}

size_t utf8_length(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++)
        count += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return count;
}

size_t utf8_offset(struct str s, size_t code_points)
{
    struct str rest = s;
    while (code_points-- && rest.n)
        utf8_next(&rest);
    return s.n - rest.n;
}

struct str utf8_head(struct str s, size_t code_points)
{
    return str_sub(s, 0, utf8_offset(s, code_points));
}

static bool is_hidden(uint32_t cp)
{
    return (cp >= 0x80 && cp < 0xA0) || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
           cp == 0x200E || cp == 0x200F;
}

/* Beyond ASCII, what is hidden begins with C2 or E2: other characters are passed over without looking at them. */
bool utf8_has_hidden(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.at;
    for (size_t i = 0; i < s.n; i++) {
        if (p[i] < 0x80 ? (p[i] < 0x20 && p[i] != '\n' && p[i] != '\t') || p[i] == 0x7F
                        : p[i] == 0xC2 || p[i] == 0xE2) {
            struct str rest = str_from(s, i);
            if (p[i] < 0x80 || is_hidden(utf8_next(&rest)))
                return true;
        }
    }
    return false;
}

struct buf buf_new(struct arena *a, size_t room)
{
    struct buf b = {.arena = a};
    if (room)
        b = (struct buf){.arena = a, .at = arena_alloc(a, room), .cap = room};
    return b;
}

char *buf_more(struct buf *b, size_t more)
{
    size_t cap = b->cap ? b->cap * 2 : 256;
    while (cap < b->n + more)
        cap *= 2;
    char *moved = arena_alloc(b->arena, cap);
    if (b->n)
        memcpy(moved, b->at, b->n);
    b->at = moved;
    b->cap = cap;
    return b->at + b->n;
}

void buf_put_cp(struct buf *b, uint32_t cp)
{
    if (cp < 0x80) {
        buf_putc(b, (char)cp);
        return;
    }
    int tail = cp < 0x800 ? 1 : cp < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    buf_putc(b, (char)(lead[tail] | cp >> (6 * tail)));
    while (tail--)
        buf_putc(b, (char)(0x80 | (cp >> (6 * tail) & 0x3F)));
}

void buf_put_digits(struct buf *b, uint64_t value, int digits)
{
    char text[24];
    int at = sizeof text;
    do {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value || (int)sizeof text - at < digits);
    buf_put(b, (struct str){text + at, sizeof text - (size_t)at});
}

void buf_put_int(struct buf *b, int64_t value)
{
    if (value < 0)
        buf_putc(b, '-');
    buf_put_digits(b, value < 0 ? -(uint64_t)value : (uint64_t)value, 1);
}

void buf_format(struct buf *b, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    size_t room = b->cap - b->n;
    int n = vsnprintf(b->at ? b->at + b->n : NULL, room, fmt, args);
    if ((size_t)n >= room)
        vsnprintf(buf_more(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
    b->n += (size_t)n;
    va_end(again);
    va_end(args);
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->at, b->n};
}
