/* SPDX-License-Identifier: Apache-2.0 */
/* Rhythms: 每日17:00前, 每周五, 每月10日、25日前, 每季度末; and what the lexers of moments share. */
#ifndef DOMAIN_NOTICE_RHYTHM_H
#define DOMAIN_NOTICE_RHYTHM_H

#include "domain/notice/moment.h"

/* Reads a rhythm at `at`; false when none begins there. */
bool rhythm_at(struct compiler *c, struct span s, uint32_t at, struct moment *m);
/* Appends the further days of the monthly rhythm that was appended last; returns where their list ends. */
uint32_t days_of_month(const struct compiler *c, struct moment first, uint32_t end, struct moments *list);
/* The same for the further days of a weekly rhythm: 每周一、周四. */
uint32_t days_of_week(const struct compiler *c, struct moment first, struct moments *list);
/* The same for the further hours of a daily rhythm: 每日8时、16时|两次. */
uint32_t hours_of_day(const struct compiler *c, struct moment first, uint32_t end, struct moments *list);
/* The day after 每月: 7日, 1日至5日, 底, 最后一个工作日. Returns its bytes. */
uint32_t day_of_month(const struct compiler *c, uint32_t from, uint32_t end, int *day_r);

/* 突发事件发生后24小时内, 每季度结束后10日内: how often what has its deadline after something is owed; `once` if only once. */
enum notice_each again_after(const struct compiler *c, struct span so_far, enum notice_each once);

/* Bytes of 前, 之前, 止 … at `at`, maybe after a short bracket: 5月10日(以邮戳为准)前. */
uint32_t deadline_sign(const struct compiler *c, uint32_t at, uint32_t end);
/* A weekday and a time of day behind a date or a rhythm. */
void take_time(const struct compiler *c, uint32_t *at, uint32_t end, struct notice_due *due);
/* The stretch of the sentence before `at`, back to a comma or at most about 25 characters. */
struct span lead_of(const struct compiler *c, uint32_t from, uint32_t at);

static inline uint32_t eat(const struct compiler *c, uint32_t at, uint32_t end, struct str word)
{
    return page_eat(c->page, at, end, word);
}

static inline struct notice_due due_none(void)
{
    return (struct notice_due){.date = DAY_NONE, .minute = NO_TIME};
}

#endif
