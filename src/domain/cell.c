/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/cell.h"

#include <math.h>
#include <stdlib.h>

enum {
    SERIAL_FIRST = 20000,
    SERIAL_LAST = 80000,
    DAYS_TO_1970 = 25569
}; /* 1954 to 2119: later than any count of people */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(uint32_t cp)
{
    return cp <= ' ' || cp == 0xA0 || cp == 0x3000 || cp == 0xFEFF || (cp >= 0x2000 && cp <= 0x200B);
}

/* U+FF01 to U+FF5E are the half-width ones, farther up; and there are several minus signs. */
static uint32_t half_width(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return cp - 0xFEE0;
    return cp == 0x2212 || cp == 0x2013 || cp == 0x2014 ? '-' : cp;
}

struct str cell_plain(struct str text, char *room)
{
    size_t n = 0;
    while (text.n) {
        struct str one = text;
        uint32_t cp = utf8_next(&text), half = half_width(cp);
        one.n -= text.n;
        if (is_blank(cp))
            continue;
        if (n + one.n > CELL_PLAIN_MAX)
            return (struct str){0};
        if (half < 0x80) {
            room[n++] = (char)half;
        } else {
            memcpy(room + n, one.at, one.n);
            n += one.n;
        }
    }
    return (struct str){room, n};
}

/* ---- numbers ---- */

/* Digits in threes behind each comma; a comma parts thousands and nothing else. */
static bool take_whole(struct str s, char *digits, size_t *n_r, size_t *used_r)
{
    size_t n = 0, i = 0, since = 0;
    bool grouped = false;
    for (; i < s.n && (is_digit(s.at[i]) || s.at[i] == ','); i++) {
        if (s.at[i] == ',') {
            if (grouped ? since != 3 : (n < 1 || n > 3 || digits[0] == '0'))
                return false;
            grouped = true;
            since = 0;
            continue;
        }
        digits[n++] = s.at[i];
        since++;
    }
    *n_r = n;
    *used_r = i;
    return n && (!grouped || since == 3);
}

/* 12 5: whether that is one number, nobody knows. */
static bool is_parted(struct str s)
{
    bool digit = false, gap = false;
    while (s.n) {
        uint32_t cp = half_width(utf8_next(&s));
        bool is = cp >= '0' && cp <= '9';
        if (is && gap && digit)
            return true;
        gap = is_blank(cp) && (digit || gap);
        digit = is || gap;
    }
    return false;
}

bool cell_number(struct str text, struct str unit, double *number_r)
{
    char room[CELL_PLAIN_MAX], digits[CELL_PLAIN_MAX + 2], *end, *at = digits;
    struct str s = cell_plain(text, room);
    size_t n, used;
    if (is_parted(text))
        return false;
    if (unit.n && str_ends(s, unit))
        s.n -= unit.n;
    if (s.n && (s.at[0] == '-' || s.at[0] == '+')) {
        *at++ = s.at[0];
        s = str_from(s, 1);
    }
    if (!take_whole(s, at, &n, &used))
        return false;
    at += n;
    s = str_from(s, used);
    if (s.n > 1 && s.at[0] == '.') {
        do {
            *at++ = s.at[0];
            s = str_from(s, 1);
        } while (s.n && is_digit(s.at[0]));
    }
    *at = 0;
    double number = strtod(digits, &end);
    if (s.n || *end || !isfinite(number))
        return false;
    *number_r = number;
    return true;
}

bool cell_is_rounded(struct str text)
{
    size_t i = 0;
    while (i < text.n && (is_digit(text.at[i]) || text.at[i] == '.'))
        i++;
    bool rounded = i && i + 2 < text.n && (text.at[i] == 'E' || text.at[i] == 'e') && text.at[i + 1] == '+';
    for (i += 2; rounded && i < text.n; i++)
        rounded = is_digit(text.at[i]);
    return rounded;
}

/* ---- days ---- */

/* Numbers and what stands between them: 2023年5月18日 is 2023, 5, 18. */
struct parts {
    int64_t numbers[4];
    size_t n, digits; /* digits: of the first */
    bool by_word;     /* 月 stands among them */
};

static size_t separator(struct str s)
{
    static const char *const all[] = {"年", "月", "日", "号", "-", "/", "."};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_starts(s, str_of(all[i])))
            return strlen(all[i]);
    return 0;
}

static bool take_parts(struct str s, struct parts *p)
{
    *p = (struct parts){.by_word = str_find(s, S("月")) != STR_NONE};
    while (s.n) {
        size_t digits = 0;
        while (digits < s.n && is_digit(s.at[digits]))
            digits++;
        if (!digits || digits > 8 || p->n == 3 || !str_to_int(str_sub(s, 0, digits), &p->numbers[p->n++]))
            return false;
        if (p->n == 1)
            p->digits = digits;
        s = str_from(s, digits);
        size_t gap = s.n ? separator(s) : 0;
        if (s.n && !gap)
            return false;
        s = str_from(s, gap);
    }
    return p->n > 0;
}

/* 周四, （星期四） and an hour behind a day say nothing more of it. */
static struct str without_tail(struct str s)
{
    static const char *const tails[] = {"(", "周", "星期", "T"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t at = str_find(s, str_of(tails[i]));
        if (at != STR_NONE && at)
            s.n = at;
    }
    return s;
}

static bool serial_day(int64_t n, struct day *day_r)
{
    if (n < SERIAL_FIRST || n > SERIAL_LAST)
        return false;
    *day_r = (struct day){(int32_t)n - DAYS_TO_1970};
    return true;
}

/* 5月18日: of the year that brings it nearest. */
static bool day_near(int64_t month, int64_t day, struct day near, struct day *day_r)
{
    bool found = false;
    if (!day_is_set(near) || month > 12 || day > 31)
        return false;
    for (int year = day_civil(near).year - 1; year <= day_civil(near).year + 1; year++) {
        if (!civil_is_valid(year, (int)month, (int)day))
            continue;
        struct day d = day_of(year, (int)month, (int)day);
        if (!found || abs(d.n - near.n) < abs(day_r->n - near.n))
            *day_r = d;
        found = true;
    }
    return found;
}

bool cell_day(struct str text, struct day near, struct day *day_r)
{
    char room[CELL_PLAIN_MAX];
    struct parts p;
    struct str whole = str_trim(text);
    size_t gap = str_find(whole, S(" ")); /* 2023-05-18 00:00 */
    if (gap == 10 && str_find(whole, S(":")) != STR_NONE)
        whole.n = gap;
    if (!take_parts(without_tail(cell_plain(whole, room)), &p))
        return false;
    if (p.n == 1 && p.digits == 8) {
        p = (struct parts){
            .numbers = {p.numbers[0] / 10000, p.numbers[0] / 100 % 100, p.numbers[0] % 100}, .n = 3, .digits = 4};
    }
    if (p.n == 1)
        return p.digits == 5 && serial_day(p.numbers[0], day_r);
    if (p.n == 2)
        return p.digits <= 2 ? day_near(p.numbers[0], p.numbers[1], near, day_r)
                             : p.digits == 5 && !p.by_word && serial_day(p.numbers[0], day_r);
    if (p.digits != 4 || p.numbers[0] < 1900 || p.numbers[0] > 2199 || p.numbers[1] > 12 || p.numbers[2] > 31 ||
        !civil_is_valid((int)p.numbers[0], (int)p.numbers[1], (int)p.numbers[2]))
        return false;
    *day_r = day_of((int)p.numbers[0], (int)p.numbers[1], (int)p.numbers[2]);
    return true;
}

/* ---- hours ---- */

/* 下午 counts on from noon; 12 in the afternoon is noon itself. */
static int64_t half_day(struct str *s)
{
    static const struct {
        const char *word;
        int64_t hours;
    } words[] = {{"上午", 0}, {"早上", 0}, {"中午", 12}, {"下午", 12}, {"晚上", 12}, {"AM", 0}, {"PM", 12}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(*s, str_of(words[i].word))) {
            *s = str_from(*s, strlen(words[i].word));
            return words[i].hours;
        }
    return 0;
}

static bool take_digits(struct str *s, int64_t *n_r)
{
    size_t n = 0;
    while (n < s->n && n < 3 && is_digit(s->at[n]))
        n++;
    if (!n || n > 2 || !str_to_int(str_sub(*s, 0, n), n_r))
        return false;
    *s = str_from(*s, n);
    return true;
}

static bool take_mark(struct str *s, const char *mark)
{
    if (!str_starts(*s, str_of(mark)))
        return false;
    *s = str_from(*s, strlen(mark));
    return true;
}

/* 0.375 of a day is 9:00: how Excel keeps an hour whose cell was not told to be one. */
static bool fraction(struct str s, int *minute_r)
{
    double part;
    if (!str_starts(s, S("0.")) || !cell_number(s, S(""), &part) || part <= 0 || part >= 1)
        return false;
    *minute_r = (int)(part * MINUTES_A_DAY + 0.5) % MINUTES_A_DAY;
    return true;
}

bool cell_minute(struct str text, int *minute_r)
{
    char room[CELL_PLAIN_MAX];
    struct str whole = str_trim(text);
    int64_t hour, minute = 0, second;
    if (whole.n > 11 && whole.at[10] == ' ' && is_digit(whole.at[0]) && whole.at[4] == '-')
        whole = str_from(whole, 11); /* a day stands before it */
    struct str s = cell_plain(whole, room);
    if (fraction(s, minute_r))
        return true;
    int64_t later = half_day(&s);
    if (!take_digits(&s, &hour))
        return false;
    bool colon = take_mark(&s, ":");
    if (!colon && !take_mark(&s, "点") && !take_mark(&s, "时"))
        return false;
    if (!colon && take_mark(&s, "半"))
        minute = 30;
    else if ((colon || (s.n && is_digit(s.at[0]))) && !take_digits(&s, &minute))
        return false;
    if (!colon)
        take_mark(&s, "分");
    else if (take_mark(&s, ":") && !take_digits(&s, &second))
        return false;
    if (s.n || hour > 23 || minute > 59)
        return false;
    *minute_r = (int)((hour < 12 ? hour + later : hour) * 60 + minute);
    return true;
}
