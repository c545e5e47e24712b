/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Quotas: how many pieces each unit must or may hand in (不少于2篇, 限报3件, 每校推荐1名). Limits inside one piece or team
 * (每支队2名选手, 每人限报1项), word counts, photo sizes and copies (一式三份) are none.
 */
#ifndef DOMAIN_NOTICE_QUOTA_H
#define DOMAIN_NOTICE_QUOTA_H

#include "domain/notice/compiler.h"

struct quota_read {
    struct span span;
    int min, max; /* -1: no bound */
    struct span counts;
    bool total;   /* 总数不超过4个: of all kinds */
    bool several; /* the first of the numbers of several kinds: there is no one number */
    bool bounded; /* said with 不少于 or the like; a bare number needs a 每 or 限 beside it */
};

/* True when it is a number of people. */
bool counts_people(const struct compiler *c, const struct quota_read *q);
/* The first quota of the clause, all its kinds together; false when there is none. */
bool quota_in(const struct compiler *c, struct span clause, struct quota_read *r);
/* 每区共计12幅: all that each unit hands in, where the clauses before count by kind. */
bool total_in(const struct compiler *c, struct span clause, struct quota_read *r);
/* 每人限投2件, in a letter to people or to the public: each reader's own quota. */
bool limits_each_person(const struct compiler *c, struct span clause);

#endif
