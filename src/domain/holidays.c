/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/holidays.h"

struct stretch {
    short year, month, day, to_month, to_day;
};

static const struct stretch rests[] = {
#define YEAR(y)
#define REST(y, m, d, to_m, to_d) {y, m, d, to_m, to_d},
#define WORK(y, m, d)
#include "domain/holidays.def"
#undef REST
#undef WORK
};

static const struct stretch works[] = {
#define REST(y, m, d, to_m, to_d)
#define WORK(y, m, d) {y, m, d, m, d},
#include "domain/holidays.def"
#undef YEAR
#undef REST
#undef WORK
};

static const short years[] = {
#define YEAR(y) y,
#define REST(y, m, d, to_m, to_d)
#define WORK(y, m, d)
#include "domain/holidays.def"
#undef YEAR
#undef REST
#undef WORK
};

bool holidays_known(struct day d)
{
    int year = day_civil(d).year;
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        if (years[i] == year)
            return true;
    }
    return false;
}

static bool within(const struct stretch *list, size_t n, struct civil c)
{
    int key = c.month * 100 + c.day;
    for (size_t i = 0; i < n; i++) {
        const struct stretch *s = &list[i];
        if (s->year == c.year && key >= s->month * 100 + s->day && key <= s->to_month * 100 + s->to_day)
            return true;
    }
    return false;
}

bool day_is_working(struct day d)
{
    struct civil c = day_civil(d);
    if (within(works, sizeof works / sizeof *works, c))
        return true;
    return day_weekday(d) <= 5 && !within(rests, sizeof rests / sizeof *rests, c);
}

struct day day_after_workdays(struct day d, int n)
{
    while (n > 0) {
        d = day_plus(d, 1);
        n -= day_is_working(d);
    }
    return d;
}

struct day day_postponed(struct day d)
{
    while (!day_is_working(d))
        d = day_plus(d, 1);
    return d;
}
