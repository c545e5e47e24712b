/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moments: what a sentence says of time, judged by its role. 5月11日前, 每月7日前, 活动结束后三日内 and 截止时间为5月24日 are
 * deadlines; 定于3月31日 is a plain date; 截至3月底 (the data's day), 1980年1月1日以后 (an age limit) are no deadlines at all.
 */
#ifndef DOMAIN_NOTICE_MOMENT_H
#define DOMAIN_NOTICE_MOMENT_H

#include "domain/notice/compiler.h"

enum moment_role {
    MOMENT_DATE,     /* a date; a deadline only if it stands right before a verb of handing in (于9月20日交) */
    MOMENT_DEADLINE, /* says so itself: 前, 止, 内, 截止 */
    MOMENT_RHYTHM,   /* 每周, 每月 without a day: how often, not when */
    MOMENT_AFTER,    /* 活动结束后, no number: the weakest deadline */
    MOMENT_UNTOLD,   /* 放假前一日, 开学第二周: a deadline, but no date, count or rhythm of ours says it */
    MOMENT_OTHER,    /* the day of the data, an age limit, a beginning */
};

struct moment {
    struct span span;
    enum moment_role role;
    struct notice_due due;
    enum notice_each each;
    struct dates dates; /* as read; span empty where the moment is no date */
};

struct moments {
    struct moment *items;
    size_t n, cap;
};

/* Appends the moments of s, in order. A list of months (6、8、10月3日前) yields one for each, with the same span. */
void moments_in(struct compiler *c, struct span s, struct moments *list);
/* 每双月底 and 每季度末: one day of the month, and yet two rhythms. */
bool other_rhythm(const struct compiler *c, const struct moment *a, const struct moment *b);
/* One day and hour, or one span of time after the same kind of thing. */
bool same_due(const struct notice_due *a, const struct notice_due *b);

#endif
