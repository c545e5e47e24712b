/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time. An `instant` is a moment in UTC (milliseconds since 1970-01-01T00:00:00Z); a `day` is a civil day of the
 * campaign's zone (days since 1970-01-01, proleptic Gregorian calendar). They are structs of one member so that mixing
 * them does not compile. A zone is a fixed offset in minutes: China has kept +08:00 without summer time since 1991.
 *
 * Nobody reads the time by himself: rules of the campaign ask the clock that was handed in, which is real or rehearsed.
 * Sessions, limits and log lines use clock_machine.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/str.h"

struct instant {
    int64_t ms;
};

struct day {
    int32_t n;
};

enum { ZONE_CHINA = 8 * 60, MINUTES_A_DAY = 24 * 60 };
static const int64_t MS_A_MINUTE = 60000, MS_A_DAY = 86400000;

#define INSTANT_NONE ((struct instant){INT64_MIN})
#define DAY_NONE ((struct day){INT32_MIN})

static inline bool instant_is_set(struct instant t)
{
    return t.ms != INT64_MIN;
}
static inline bool day_is_set(struct day d)
{
    return d.n != INT32_MIN;
}

struct civil {
    int year, month, day;
};

bool civil_is_valid(int year, int month, int day);
struct day day_of(int year, int month, int day); /* the date must be valid */
struct civil day_civil(struct day d);
int day_weekday(struct day d); /* 1 Monday … 7 Sunday (ISO 8601) */
static inline struct day day_plus(struct day d, int days)
{
    return (struct day){d.n + days};
}

struct day instant_day(struct instant t, int zone);
int instant_minute(struct instant t, int zone); /* minute of its civil day, 0 … 1439 */
/* The moment `minute` minutes after that day began; 1440 is 24:00, the end of the day. */
struct instant day_instant(struct day d, int minute, int zone);

/* ISO 8601: "2023-05-18", "2023-05-18T09:30:00+08:00" (milliseconds only when there are any). */
struct str day_text(struct arena *a, struct day d);
struct str instant_text(struct arena *a, struct instant t, int zone);
bool day_read(struct str s, struct day *d_r);
/* A minute of the civil day as 09:30; -1, not told: the empty str, and what cannot be read. */
struct str hour_text(struct arena *a, int64_t minute);
int64_t hour_read(struct str s);
bool instant_read(struct str s, struct instant *t_r); /* an offset or Z is required */

/*
 * The clock. A rehearsed clock shows `start` at the machine's moment `since` and runs `rate` times as fast (0:
 * stopped). It moves forward only. One thread changes it, any may read it.
 */
struct clock {
    bool rehearsed;
    struct instant start, since;
    int64_t rate;
};

/*
 * The machine's clock, guarded: it is believed when the process begins and followed while it is slewed; when it is set
 * by a second or more, time goes on as it went, so that a clock put back over a deadline makes nothing in time that is
 * late. A restart believes the machine anew.
 */
struct instant clock_machine(void);
/* Counts on while the machine sleeps, and nobody sets it: for how long something took. */
int64_t clock_steady_ms(void);
/* By how many ms the machine's clock has been set since, forward or (negative) back; 0: it is followed. */
int64_t clock_step(void);
struct instant clock_now(const struct clock *c);
struct clock clock_real(void);
struct clock clock_rehearsed(struct instant start, int64_t rate);
/* Sets a rehearsed clock to run on from `to` at `rate`; false when it is real or would go back. */
bool clock_change(struct clock *c, struct instant to, int64_t rate);

#endif
