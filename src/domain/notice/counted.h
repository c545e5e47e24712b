/* SPDX-License-Identifier: Apache-2.0 */
/* Units and their number without a verb: 各县12篇, 县属中学学生作品各8件, and behind it 教师作品各4件. */
#ifndef DOMAIN_NOTICE_COUNTED_H
#define DOMAIN_NOTICE_COUNTED_H

#include "domain/notice/quota.h"

struct counted {
    struct spans who;
    struct span kind; /* what is counted, where it is named: 学生作品; else empty */
    struct quota_read quota;
};

/* True when s is nothing but units, what they send and how many; a label before a colon is no part of it. */
bool counted_units(const struct compiler *c, struct span s, struct counted *r);
/* True when s is nothing but a kind of thing and how many: the units before it owe that too. */
bool counted_kind(const struct compiler *c, struct span s, struct counted *r);
/* True when s is nothing but a name, of whatever noun that is no thing, and how many; beside units so counted it is one. */
bool counted_name(const struct compiler *c, struct span s, struct counted *r);
/* True when s is nothing but a number and its bound, 每单位2篇, 不少于3件: it is of whoever the sentence speaks of. */
bool counted_alone(const struct compiler *c, struct span s);
/* 24个班以下的学校|推荐3名: the units that s, before the verb, is nothing but; false when it is more. */
bool counted_who(const struct compiler *c, struct span s, struct spans *who);
/* (西藏自治区各推荐1名): true when a bracket, s within it, tells how many others send. */
bool counted_bracket(const struct compiler *c, struct span s, struct counted *r);
/* Appends the clauses of a sentence; 各县10篇、直属学校2篇 are two. */
void counted_parts(const struct compiler *c, struct span s, struct spans *parts);

#endif
