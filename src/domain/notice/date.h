/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates, ranges of dates and times of day, as notices write them: 2023年5月17日-23日, 5月5-7日, 二〇一〇年四月二日, 5月底,
 * (周五)下午5时, 中午12:00. What is left out (the year, the month) is filled in from the calendar of the notice.
 *
 * A date whose 月 was lost (33日, 2014年57) is read as month and day when just one reading is a date that fits; it is
 * marked as damaged, so that the draft can ask.
 */
#ifndef DOMAIN_NOTICE_DATE_H
#define DOMAIN_NOTICE_DATE_H

#include "base/clock.h"
#include "domain/notice/lexicon.h"

enum { DAY_LAST = 32, NO_TIME = -1 };

/* What the notice has said of time so far; a date without year or month leans on it. */
struct calendar {
    struct day issued; /* DAY_NONE when unknown */
    int year;          /* the last year named, 0 when none */
    bool numbered;     /* the notice's own number told the first one */
    bool dated;        /* a day told the last one */
    int month;         /* the last month named, 0 when none */
    struct day said;   /* the last date of the sentence, DAY_NONE when none: an hour may follow it in another clause */
    bool daily;        /* … or it is of every day, as the rhythm before it is */
};

struct date {
    int year, month, day; /* 0: not said; day may be DAY_LAST */
};

struct dates {
    struct span span;
    struct date from, to; /* alike when it is no range */
    bool is_range, damaged;
    int weekday; /* 1 … 7 where the text names it beside the date; 0 */
    int minute;  /* of the day, NO_TIME */
};

/* Reads a date or range with weekday and time, if one begins at `at`. */
bool dates_at(const struct lexicon *lx, const struct page *p, uint32_t at, uint32_t end, struct dates *r);
/* Reads a time of day at `at`; returns its bytes, 0 when there is none. 下班 is a time without a number (NO_TIME). */
uint32_t time_at(const struct page *p, uint32_t at, uint32_t end, int *minute_r);
/* Reads 底, 末, 上旬 … behind a month at `at`; returns its bytes, *day_r the day it stands for (DAY_LAST for the last). */
uint32_t part_of_month(const struct page *p, uint32_t at, uint32_t end, int *day_r);
/* Reads a weekday (周五, (星期五), 本周五) at `at`; returns its bytes. */
uint32_t weekday_at(const struct page *p, uint32_t at, uint32_t end, int *weekday_r);

/* The civil day meant, DAY_NONE when it cannot be told. */
struct day calendar_day(const struct calendar *c, struct date d);
/* Remembers the year and month of a date that was read. */
void calendar_note(struct calendar *c, const struct dates *d);

#endif
