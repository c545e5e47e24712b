/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/letter.h"
#include "domain/cell.h"

enum { DATE_BYTES = 24, SHORTEST_NAME = 6 /* two Chinese characters */ };

static bool stands_in(struct str line, struct str name)
{
    return name.n >= SHORTEST_NAME && str_find(line, name) != STR_NONE;
}

/* ---- whose ---- */

static size_t name_in(const struct unit *u, struct str line)
{
    if (stands_in(line, u->name))
        return u->name.n;
    return stands_in(line, u->short_name) ? u->short_name.n : 0;
}

static const struct unit *unit_in(const struct units *units, struct str line, bool *two_r)
{
    const struct unit *found = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < units->n; i++) {
        size_t n = name_in(&units->items[i], line);
        if (n && n == longest)
            *two_r = true;
        if (n <= longest)
            continue;
        found = &units->items[i];
        longest = n;
        *two_r = false;
    }
    return found;
}

const struct unit *letter_unit(const struct units *units, const struct strs *lines)
{
    for (size_t i = 0; i < lines->n; i++) {
        bool two = false;
        const struct unit *u = unit_in(units, lines->items[i], &two);
        if (u)
            return two ? NULL : u;
    }
    return NULL;
}

/* ---- of which day ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number by itself is no date, but for 20230517. */
static bool may_be_date(struct str s)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++)
        digits += is_digit(s.at[i]);
    return (digits == 8 && s.n == 8) || str_find(s, S("月")) != STR_NONE || str_find(s, S("-")) != STR_NONE ||
           str_find(s, S(".")) != STR_NONE || str_find(s, S("/")) != STR_NONE;
}

/* As much from there on as reads as a date. */
static bool date_at(struct str line, size_t at, struct day near, struct day *day_r)
{
    struct str most = str_sub(line, at, DATE_BYTES);
    for (size_t n = most.n; n >= 3; n--) {
        struct str s = str_sub(most, 0, n);
        bool cut = n < most.n && is_digit(most.at[n]) && is_digit(most.at[n - 1]);
        if (!cut && may_be_date(s) && cell_day(s, near, day_r))
            return true;
    }
    return false;
}

struct day letter_day(const struct strs *lines, struct day near)
{
    struct day d;
    for (size_t i = 0; i < lines->n; i++) {
        struct str line = lines->items[i];
        for (size_t at = 0; at < line.n; at++)
            if (is_digit(line.at[at]) && (!at || !is_digit(line.at[at - 1])) && date_at(line, at, near, &d))
                return d;
    }
    return DAY_NONE;
}

/* ---- which duty ---- */

static size_t longer(size_t n, struct str line, struct str name)
{
    return name.n > n && stands_in(line, name) ? name.n : n;
}

/* How much of the duty's own words a letter uses; a title by the rule tells between duties that are called the same. */
static size_t duty_fit(struct arena *a, const struct unit *u, const struct duty *duty, const struct strs *lines)
{
    struct str called = u->short_name.n ? u->short_name : u->name;
    size_t most = 0;
    for (size_t i = 0; i < lines->n; i++) {
        struct str line = lines->items[i];
        size_t n = longer(longer(0, line, duty->name), line, duty->short_name);
        for (size_t k = 0; k < duty->parts.n; k++)
            n = longer(n, line, duty->parts.items[k].name);
        struct str repaired;
        if (n && duty->title_rule.n && title_check(a, duty->title_rule, called, duty->short_name, line, &repaired))
            n++;
        most = n > most ? n : most;
    }
    return most;
}

static const struct duty *duty_told(struct arena *a, const struct unit *u, const struct letter_choice *choices,
                                    size_t n, const struct strs *lines)
{
    const struct duty *best = NULL, *last = NULL;
    size_t most = 0;
    for (size_t i = 0; i < n; i++) {
        if (choices[i].duty == last)
            continue;
        last = choices[i].duty;
        size_t fit = duty_fit(a, u, last, lines);
        if (fit > most) {
            most = fit;
            best = last;
        }
    }
    return best;
}

/* Whether b is to be preferred to a: not reported yet, then due next, then due last. */
static bool is_nearer(const struct letter_choice *a, const struct letter_choice *b, struct instant arrived)
{
    bool a_ahead = !instant_is_set(a->due) || a->due.ms >= arrived.ms;
    bool b_ahead = !instant_is_set(b->due) || b->due.ms >= arrived.ms;
    if (a->reported != b->reported)
        return a->reported;
    if (a_ahead != b_ahead)
        return b_ahead;
    return a_ahead ? b->due.ms < a->due.ms : b->due.ms > a->due.ms;
}

const struct letter_choice *letter_choose(struct arena *a, const struct unit *u, const struct letter_choice *choices,
                                          size_t n, const struct strs *lines, struct instant arrived, struct day day)
{
    const struct duty *duty = duty_told(a, u, choices, n, lines);
    const struct letter_choice *best = NULL;
    for (size_t i = 0; duty && i < n; i++) {
        const struct letter_choice *c = &choices[i];
        bool of_day = !day_is_set(c->day) || !day_is_set(day) || c->day.n == day.n;
        bool open = day_is_set(day) || c->opens.ms <= arrived.ms;
        if (c->duty == duty && of_day && open && (!best || is_nearer(best, c, arrived)))
            best = c;
    }
    return best;
}
