/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/phone.h"

#include "domain/notice/number.h"

static bool is_mask(char byte)
{
    return byte == '*' || byte == 'x' || byte == 'X';
}

/* Digits that stand together, a masked number's signs among them (138****1234, 8512xx09): a blank ends them. */
uint32_t phone_run_at(const struct page *p, uint32_t at)
{
    uint32_t n = 0, end = page_end(p);
    while (at + n < end && (digits_at(p, at + n, at + n + 1) || (n > 0 && is_mask(p->text.at[at + n]))) &&
           (n == 0 || !p->gap[at + n]))
        n++;
    return n;
}

/* The next digits of a number that is written in groups: 138 1234 5678, 138-1234-5678. */
static uint32_t group_at(const struct page *p, uint32_t at, uint32_t digits)
{
    uint32_t dash = at < page_end(p) && p->text.at[at] == '-';
    bool blank = at < page_end(p) && p->gap[at] == GAP_BLANK;
    return (dash || blank) && phone_run_at(p, at + dash) == digits ? dash + digits : 0;
}

/* 0576-8858|1327: the line broke within the number. */
static uint32_t broken_at(const struct page *p, uint32_t at, uint32_t digits)
{
    return at < page_end(p) && p->gap[at] == GAP_LINE && phone_run_at(p, at) == digits ? digits : 0;
}

static uint32_t extension_at(const struct page *p, uint32_t at)
{
    uint32_t sign = page_has(p, at, page_end(p), S("转")) ? 3 : page_has(p, at, page_end(p), S("-")) ? 1 : 0;
    uint32_t n = sign && !p->gap[at] ? phone_run_at(p, at + sign) : 0;
    if (n >= 1 && n <= 5)
        return sign + n;
    n = page_has(p, at, page_end(p), S("(")) && !p->gap[at] ? phone_run_at(p, at + 1) : 0;
    /* 83450001(6813), not 6681937(61937), where the bracket holds the office's own short number */
    return n >= 3 && n <= 4 && page_has(p, at + 1 + n, page_end(p), S(")")) ? n + 2 : 0;
}

/* 138 1234 5678, 400-123-4567. */
static uint32_t grouped_phone_at(const struct page *p, uint32_t at)
{
    bool mobile = p->text.at[at] == '1' && p->text.at[at + 1] >= '3', free = page_has(p, at, page_end(p), S("400"));
    uint32_t first = phone_run_at(p, at) == 3 && (mobile || free) ? 3 : 0;
    uint32_t second = first ? group_at(p, at + first, mobile ? 4 : 3) : 0;
    uint32_t third = second ? group_at(p, at + first + second, 4) : 0, n = first + second + third;
    return third ? n + (mobile ? 0 : extension_at(p, at + n)) : 0;
}

/* A land line and a mobile telephone run together, or two lines of one exchange: the bytes of the first. */
static uint32_t first_of_two(const struct page *p, uint32_t at, uint32_t n)
{
    if ((n == 14 || n == 16) && memcmp(p->text.at + at, p->text.at + at + n / 2, 2) == 0)
        return n / 2; /* 010-6600001166000022, 电话:8886000188860002 */
    return (n == 18 || n == 19) && p->text.at[at + n - 11] == '1' && p->text.at[at + n - 10] >= '3' ? n - 11 : n;
}

/* (0391)4818169, 0551-63505163, 0551 63505163, 0551-6350 5163 */
static uint32_t area_phone_at(const struct page *p, uint32_t at)
{
    bool bracket = p->text.at[at] == '(' || p->text.at[at] == '[';
    uint32_t code = phone_run_at(p, at + bracket), to = at + bracket + code;
    if (code < 3 || code > 4 || p->text.at[at + bracket] != '0' ||
        (bracket && p->text.at[to] != ')' && p->text.at[to] != ']'))
        return 0;
    uint32_t sign = 0;
    while (to + sign < page_end(p) && sign < 3 &&
           (p->text.at[to + sign] == '-' || p->text.at[to + sign] == ')' || p->text.at[to + sign] == ']'))
        sign++;
    if (sign == 0 && (to >= page_end(p) || p->gap[to] != GAP_BLANK))
        return 0;
    uint32_t n = first_of_two(p, to + sign, phone_run_at(p, to + sign));
    if (n == 3 || n == 4)
        n += group_at(p, to + sign + n, 4) + broken_at(p, to + sign + n, 4);
    if (n == 4)
        n += group_at(p, to + sign + n, 3); /* 0553-5910 426 */
    if (n < 7 || n > 9)
        return 0;
    return to + sign + n + extension_at(p, to + sign + n) - at;
}

/* 联系电话:83155, 668902(短号): an office's own exchange. */
static bool is_short(const struct page *p, uint32_t at, uint32_t n)
{
    static const struct str before[] = {S("电话:"), S("电话"), S("短号:"), S("分机:"),
                                        S("内线:"), S("短号"), S("分机"),  S("内线")};
    static const struct str beside[] = {S("(内线"), S(",内线"), S("(短号"), S("(校内短号"), S("(分机"), S(",分机")};
    uint32_t second = page_ends_any(p, 0, at, WORD_LIST(beside));
    if (second > 0 && at > second && digits_at(p, at - second - 1, at - second))
        return false; /* 电话:87695862(内线5862): the same line */
    if (page_ends_any(p, 0, at, WORD_LIST(before)))
        return !page_has(p, at + n, page_end(p), S("-")) && !page_has(p, at + n, page_end(p), S("年"));
    bool teacher = at >= 7 && p->text.at[at - 1] == '(' && page_has(p, at - 7, at - 1, S("老师"));
    if (teacher && p->text.at[at + n] == ')')
        return true; /* 周老师(83216) */
    return page_has(p, at + n, page_end(p), S("(短号)")) || page_has(p, at + n, page_end(p), S("(内线)"));
}

/* 联系人:教材科谷老师|8612, 联系人:丁工|6213: it ends the line that names whom to ask, or stands behind such a name. */
static bool is_persons(const struct page *p, uint32_t at, uint32_t n)
{
    enum { LINE_BYTES = 90 };
    static const struct str titles[] = {S("老师"), S("工"), S("科长"), S("主任"), S("处长"), S("秘书")};
    uint32_t end = at + n, line = at;
    bool over = end >= page_end(p) || p->gap[end] >= GAP_LINE;
    bool bracket = at > 0 && p->text.at[at - 1] == '(' && end < page_end(p) && p->text.at[end] == ')';
    if (bracket) /* 联系人:科教科小段(8517) */
        over = true;
    else if (page_ends_any(p, 0, at, WORD_LIST(titles)) > 0)
        over = end >= page_end(p) || p->gap[end] || p->text.at[end] == ')';
    else
        over = over && p->gap[at];
    while (line > 0 && at - line < LINE_BYTES && p->gap[line] < GAP_LINE)
        line = page_back(p, line);
    bool asked =
        page_has(p, line, at, S("联系人:")) || page_find(p, (struct span){line, at}, S("联系人:")) != UINT32_MAX;
    return over && asked && (bracket || page_is_han(p, page_back(p, at)));
}

/* 内线2-2347: the exchange, and the line on it. */
static uint32_t inside_line_at(const struct page *p, uint32_t at)
{
    static const struct str told[] = {S("内线:"), S("短号:"), S("分机:"), S("内线"), S("短号"), S("分机")};
    uint32_t first = page_ends_any(p, 0, at, WORD_LIST(told)) ? phone_run_at(p, at) : 0;
    uint32_t second = first >= 1 && first <= 2 && p->text.at[at + first] == '-' ? phone_run_at(p, at + first + 1) : 0;
    return second >= 3 && second <= 5 ? first + 1 + second : 0;
}

/* 52564588*7509: the star is said for 转. */
static bool has_star_extension(const struct page *p, uint32_t at, uint32_t n)
{
    uint32_t star = at;
    while (star < at + n && !is_mask(p->text.at[star]))
        star++;
    uint32_t digits = star - at, rest = at + n - star;
    bool once = rest >= 4 && rest <= 6;
    for (uint32_t i = star + 1; once && i < at + n; i++)
        once = !is_mask(p->text.at[i]);
    return once && p->text.at[star] == '*' && (digits == 7 || digits == 8);
}

static bool told_phone(const struct page *p, uint32_t at)
{
    return (at >= 7 && page_has(p, at - 7, at, S("电话"))) || (at >= 6 && page_has(p, at - 6, at, S("电话")));
}

uint32_t phone_at(const struct page *p, uint32_t at, bool *bare)
{
    *bare = false;
    uint32_t n = area_phone_at(p, at);
    n = n ? n : grouped_phone_at(p, at);
    if (n > 0)
        return n;
    n = phone_run_at(p, at);
    char first = p->text.at[at];
    if (n >= 10 && n <= 12 && first == '0')
        return n;
    if (n == 11 && first == '1' && p->text.at[at + 1] >= '3')
        return n;
    uint32_t one = first_of_two(p, at, n);
    if (one == n - 11 || (one < n && first != '0' && told_phone(p, at)))
        return one;
    if (n == 22 && (first == '1' || (first == '0' && p->text.at[at + 11] == '1')))
        return 11; /* 0779326800113800000001: two run together */
    *bare = true;
    if (n == 4 && at + n < page_end(p) && p->gap[at + n] == GAP_BLANK && phone_run_at(p, at + n) == 4 &&
        told_phone(p, at))
        return 8; /* 电话:3048 3716 */
    if (n == 4 && p->text.at[at + n] == '-' && phone_run_at(p, at + n + 1) == 4 &&
        (told_phone(p, at) || is_persons(p, at, 9)))
        return 9; /* 电话:8816-4275, not 2016-2019 */
    if (n == 4 && told_phone(p, at) && group_at(p, at + n, 3) == 3)
        return 7; /* 电话:3611 209 */
    if (has_star_extension(p, at, n))
        return n;
    bool masked = false;
    for (uint32_t i = at; i < at + n; i++)
        masked = masked || is_mask(p->text.at[i]);
    if (n >= 6 && n <= 11 && masked)
        return told_phone(p, at) || n > 6 || is_short(p, at, n) ? n : 0; /* 86****13, 短号61xx08 */
    if (n >= 9 && n <= 12 && told_phone(p, at))
        return n; /* 电话?3952668417: the page lost what stood before it */
    bool day = n == 7 && page_has(p, at, page_end(p), S("20")) && p->gap[at] >= GAP_LINE && p->gap[at + n] >= GAP_LINE;
    if (day || page_has(p, at + n, page_end(p), S("日")) || page_has(p, at + n, page_end(p), S("前")))
        return 0; /* a damaged date */
    if (n >= 4 && n <= 6 && (is_short(p, at, n) || is_persons(p, at, n)))
        return n;
    if (n <= 2 && inside_line_at(p, at))
        return inside_line_at(p, at);
    return n >= 7 && n <= 8 && first != '0' ? n + extension_at(p, at + n) : 0;
}
