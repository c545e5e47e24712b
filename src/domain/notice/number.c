/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/number.h"

static bool is_digit(const struct page *p, uint32_t at)
{
    return p->text.at[at] >= '0' && p->text.at[at] <= '9';
}

/* 3 0 日: digits set apart one by one are one number; 05-10 10:31 are two. */
static bool spaced_out(const struct page *p, uint32_t at, uint32_t end)
{
    bool alone_before = at < 2 || !is_digit(p, at - 2) || p->gap[at - 1];
    bool alone_after = at + 1 >= end || !is_digit(p, at + 1) || p->gap[at + 1];
    return p->gap[at] == GAP_BLANK && alone_before && alone_after;
}

uint32_t digits_run(const struct page *p, uint32_t at, uint32_t end)
{
    uint32_t n = 1;
    while (at + n < end && is_digit(p, at + n) && (!p->gap[at + n] || spaced_out(p, at + n, end)))
        n++;
    return n;
}

int digits_value(const struct page *p, uint32_t at, uint32_t n)
{
    int value = 0;
    for (uint32_t i = 0; i < n; i++)
        value = value * 10 + (p->text.at[at + i] - '0');
    return value;
}

/* The character at `at`, whose text is known to be valid; 0 at the end, or when it is beyond the characters that count. */
static uint32_t code_point(const struct page *p, uint32_t at, uint32_t end, uint32_t *n_r)
{
    const unsigned char *c = (const unsigned char *)p->text.at + at;
    *n_r = at >= end ? 0 : *c < 0x80 ? 1 : *c < 0xe0 ? 2 : 3;
    switch (*n_r) {
    case 1:
        return *c;
    case 2:
        return (c[0] & 0x1fu) << 6 | (c[1] & 0x3fu);
    case 3:
        return *c >= 0xf0 ? 0 : (c[0] & 0xfu) << 12 | (c[1] & 0x3fu) << 6 | (c[2] & 0x3fu);
    default:
        return 0;
    }
}

/* 0–9, 10 for 十, 100 for 百, -1 for anything else. The letter O is typed for 〇 again and again. */
static int han_digit(const struct page *p, uint32_t at, uint32_t end, uint32_t *n_r)
{
    switch (code_point(p, at, end, n_r)) {
    case U'〇':
    case U'零':
    case U'○':
    case U'Ο': /* Greek */
    case U'О': /* Cyrillic */
    case U'O':
    case U'o':
    case U'0':
        return 0;
    case U'一':
        return 1;
    case U'二':
    case U'两':
        return 2;
    case U'三':
        return 3;
    case U'四':
        return 4;
    case U'五':
        return 5;
    case U'六':
        return 6;
    case U'七':
        return 7;
    case U'八':
        return 8;
    case U'九':
        return 9;
    case U'十':
        return 10;
    case U'百':
        return 100;
    default:
        return -1;
    }
}

/* 二十三 counts by tens, 二〇一〇 digit by digit; which of the two shows when 十 or 百 comes. */
static uint32_t han_at(const struct page *p, uint32_t at, uint32_t end, int *value_r)
{
    uint32_t to = at, n = 0;
    int total = 0, digit = 0, seen = 0;
    for (int d; seen < 6 && (d = han_digit(p, to, end, &n)) >= 0; to += n, seen++) {
        if (d >= 10) {
            total += (digit ? digit : 1) * d;
            digit = 0;
        } else {
            digit = digit * 10 + d;
        }
    }
    *value_r = total + digit;
    return to - at;
}

uint32_t number_read(const struct page *p, uint32_t at, uint32_t end, int *value_r)
{
    uint32_t n = digits_at(p, at, end);
    if (n > 9)
        return 0;
    if (n > 0) {
        *value_r = digits_value(p, at, n);
        return n;
    }
    uint32_t sign;
    if (han_digit(p, at, end, &sign) < 0 || p->text.at[at] == 'O' || p->text.at[at] == 'o')
        return 0;
    return han_at(p, at, end, value_r);
}
