/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as notices write them: 12, 十二, 二十三, 二〇一〇 (digit by digit), 两. */
#ifndef DOMAIN_NOTICE_NUMBER_H
#define DOMAIN_NOTICE_NUMBER_H

#include "domain/notice/page.h"

/* As number_at, where a digit, or a character that may be a numeral, is known to stand. */
uint32_t number_read(const struct page *p, uint32_t at, uint32_t end, int *value_r);
/* Reads a number at `at`; returns its bytes, or 0. At most 9 digits; a longer run of digits is no number here. */
static inline uint32_t number_at(const struct page *p, uint32_t at, uint32_t end, int *value_r)
{
    unsigned char first = at < end ? (unsigned char)p->text.at[at] : 0;
    /* half of all Chinese characters, and marks: no numeral is among them */
    return first < '0' || (first >= 0xe6 && first <= 0xe8) ? 0 : number_read(p, at, end, value_r);
}
/* ASCII digits at `at`, where one is known to stand. */
uint32_t digits_run(const struct page *p, uint32_t at, uint32_t end);
/* ASCII digits at `at`, up to a blank between them; returns how many. Asked at nearly every character, so most calls end here. */
static inline uint32_t digits_at(const struct page *p, uint32_t at, uint32_t end)
{
    return at < end && p->text.at[at] >= '0' && p->text.at[at] <= '9' ? digits_run(p, at, end) : 0;
}
/* The value of n (at most 9) ASCII digits. */
int digits_value(const struct page *p, uint32_t at, uint32_t n);

#endif
