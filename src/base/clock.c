/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool civil_is_valid(int year, int month, int day)
{
    static const int lengths[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    return day <= lengths[month] + (month == 2 && is_leap(year));
}

/* Counts years from March, so that the leap day is a year's last (H. Hinnant, "chrono-compatible date algorithms"). */
struct day day_of(int year, int month, int day)
{
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (struct day){era * 146097 + day_of_era - 719468};
}

struct civil day_civil(struct day d)
{
    int n = d.n + 719468;
    int era = (n >= 0 ? n : n - 146096) / 146097;
    int day_of_era = n - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct civil){year_of_era + era * 400 + (month <= 2), month, day};
}

int day_weekday(struct day d)
{
    return (int)((((int64_t)d.n + 3) % 7 + 7) % 7) + 1;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct day instant_day(struct instant t, int zone)
{
    return (struct day){(int32_t)floor_div(t.ms + zone * MS_A_MINUTE, MS_A_DAY)};
}

int instant_minute(struct instant t, int zone)
{
    int64_t local = t.ms + zone * MS_A_MINUTE;
    return (int)((local - floor_div(local, MS_A_DAY) * MS_A_DAY) / MS_A_MINUTE);
}

struct instant day_instant(struct day d, int minute, int zone)
{
    return (struct instant){d.n * MS_A_DAY + (minute - zone) * MS_A_MINUTE};
}

struct str day_text(struct arena *a, struct day d)
{
    struct civil c = day_civil(d);
    return str_format(a, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static void put_two(struct buf *b, char sign, int n)
{
    buf_putc(b, sign);
    buf_put_digits(b, (uint64_t)n, 2);
}

struct str instant_text(struct arena *a, struct instant t, int zone)
{
    struct civil c = day_civil(instant_day(t, zone));
    int minute = instant_minute(t, zone);
    int ms = (int)(((t.ms % MS_A_MINUTE) + MS_A_MINUTE) % MS_A_MINUTE);
    struct buf b = buf_new(a, 40);
    buf_put_digits(&b, (uint64_t)c.year, 4);
    put_two(&b, '-', c.month);
    put_two(&b, '-', c.day);
    put_two(&b, 'T', minute / 60);
    put_two(&b, ':', minute % 60);
    put_two(&b, ':', ms / 1000);
    if (ms % 1000) {
        buf_putc(&b, '.');
        buf_put_digits(&b, (uint64_t)(ms % 1000), 3);
    }
    if (!zone)
        buf_putc(&b, 'Z');
    else
        buf_format(&b, "%c%02d:%02d", zone < 0 ? '-' : '+', abs(zone) / 60, abs(zone) % 60);
    return buf_str(&b);
}

/* Takes exactly `digits` digits off the head. */
static bool take_number(struct str *s, size_t digits, int *value_r)
{
    int64_t value;
    if (s->n < digits || s->at[0] == '-' || s->at[0] == '+' || !str_to_int(str_sub(*s, 0, digits), &value))
        return false;
    *value_r = (int)value;
    *s = str_from(*s, digits);
    return true;
}

static bool take_char(struct str *s, char c)
{
    if (!s->n || s->at[0] != c)
        return false;
    *s = str_from(*s, 1);
    return true;
}

static bool take_day(struct str *s, struct day *d_r)
{
    int y, m, d;
    if (!take_number(s, 4, &y) || !take_char(s, '-') || !take_number(s, 2, &m) || !take_char(s, '-') ||
        !take_number(s, 2, &d) || !civil_is_valid(y, m, d))
        return false;
    *d_r = day_of(y, m, d);
    return true;
}

bool day_read(struct str s, struct day *d_r)
{
    struct day d;
    if (!take_day(&s, &d) || s.n)
        return false;
    *d_r = d;
    return true;
}

static bool take_zone(struct str *s, int *zone_r)
{
    int hours, minutes;
    if (take_char(s, 'Z')) {
        *zone_r = 0;
        return true;
    }
    int sign = take_char(s, '+') ? 1 : take_char(s, '-') ? -1 : 0;
    if (!sign || !take_number(s, 2, &hours) || !take_char(s, ':') || !take_number(s, 2, &minutes) || hours > 14 ||
        minutes > 59)
        return false;
    *zone_r = sign * (hours * 60 + minutes);
    return true;
}

bool instant_read(struct str s, struct instant *t_r)
{
    struct day d;
    int hour, minute, second = 0, ms = 0, zone;
    if (!take_day(&s, &d) || !take_char(&s, 'T') || !take_number(&s, 2, &hour) || !take_char(&s, ':') ||
        !take_number(&s, 2, &minute))
        return false;
    if (take_char(&s, ':') && !take_number(&s, 2, &second))
        return false;
    if (take_char(&s, '.') && !take_number(&s, 3, &ms))
        return false;
    if (!take_zone(&s, &zone) || s.n || hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second + ms))
        return false;
    *t_r = (struct instant){day_instant(d, hour * 60 + minute, zone).ms + second * 1000 + ms};
    return true;
}

/* ---- the machine's clock, guarded ---- */

enum { STEP_MS = 1000 };

static int64_t ms_of(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_steady_ms(void)
{
    return ms_of(CLOCK_BOOTTIME);
}

/* What the machine's clock is ahead of the steady one, as far as it is believed. */
static _Atomic int64_t ahead;
static _Atomic bool believed;

/* The machine's clock now, and how far it has been set off from what is believed. */
static int64_t guarded_ms(int64_t *step_r)
{
    int64_t steady = clock_steady_ms(), machine = ms_of(CLOCK_REALTIME), step = machine - steady - ahead;
    if (!believed || (step > -STEP_MS && step < STEP_MS)) {
        ahead = machine - steady;
        believed = true;
        step = 0;
    }
    *step_r = step;
    return machine - step;
}

struct instant clock_machine(void)
{
    int64_t step;
    return (struct instant){guarded_ms(&step)};
}

int64_t clock_step(void)
{
    int64_t step;
    guarded_ms(&step);
    return step;
}

/* ---- the clock that campaigns are judged by ---- */

struct clock clock_real(void)
{
    return (struct clock){.rate = 1};
}

struct clock clock_rehearsed(struct instant start, int64_t rate)
{
    return (struct clock){.rehearsed = true, .start = start, .since = clock_machine(), .rate = rate};
}

struct instant clock_now(const struct clock *c)
{
    struct instant machine = clock_machine();
    if (!c->rehearsed)
        return machine;
    int64_t gone = machine.ms - c->since.ms;
    return (struct instant){c->start.ms + (gone > 0 ? gone * c->rate : 0)};
}

bool clock_change(struct clock *c, struct instant to, int64_t rate)
{
    if (!c->rehearsed || to.ms < clock_now(c).ms || rate < 0 || rate > 100000)
        return false;
    *c = (struct clock){.rehearsed = true, .start = to, .since = clock_machine(), .rate = rate};
    return true;
}

struct str hour_text(struct arena *a, int64_t minute)
{
    return minute < 0 ? (struct str){0} : str_format(a, "%02d:%02d", (int)(minute / 60), (int)(minute % 60));
}

int64_t hour_read(struct str text)
{
    int64_t hour, past;
    size_t colon = str_find(text, S(":"));
    if (colon == STR_NONE || !str_to_int(str_sub(text, 0, colon), &hour) ||
        !str_to_int(str_sub(text, colon + 1, 2), &past))
        return -1;
    return hour >= 0 && hour < 24 && past >= 0 && past < 60 ? hour * 60 + past : -1;
}
