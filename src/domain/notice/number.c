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

uint32_t digits_at(const struct page *p, uint32_t at, uint32_t end)
{
    uint32_t n = 0;
    while (at + n < end && is_digit(p, at + n) && (n == 0 || !p->gap[at + n] || spaced_out(p, at + n, end)))
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

/* 0–9, 10 for 十, 100 for 百, -1 for anything else. The letter O is typed for 〇 again and again. */
static int han_digit(const struct page *p, uint32_t at, uint32_t end, uint32_t *n_r)
{
    static const struct {
        struct str sign;
        int value;
    } signs[] = {
        {S("一"), 1}, {S("二"), 2}, {S("三"), 3},  {S("四"), 4},   {S("五"), 5}, {S("六"), 6}, {S("七"), 7},
        {S("八"), 8}, {S("九"), 9}, {S("十"), 10}, {S("百"), 100}, {S("两"), 2}, {S("〇"), 0}, {S("零"), 0},
        {S("○"), 0},  {S("Ο"), 0},  {S("О"), 0},   {S("O"), 0},    {S("o"), 0},  {S("0"), 0},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (page_has(p, at, end, signs[i].sign)) {
            *n_r = (uint32_t)signs[i].sign.n;
            return signs[i].value;
        }
    }
    return -1;
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

uint32_t number_at(const struct page *p, uint32_t at, uint32_t end, int *value_r)
{
    uint32_t n = digits_at(p, at, end);
    if (n > 9)
        return 0;
    if (n > 0) {
        *value_r = digits_value(p, at, n);
        return n;
    }
    uint32_t sign;
    if (at >= end || han_digit(p, at, end, &sign) < 0 || p->text.at[at] == 'O' || p->text.at[at] == 'o')
        return 0;
    return han_at(p, at, end, value_r);
}
