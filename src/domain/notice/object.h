/* SPDX-License-Identifier: Apache-2.0 */
/* Objects: what the clauses of a move hand in; before the verb, behind it, as topic, or made by 填写 and 形成. */
#ifndef DOMAIN_NOTICE_OBJECT_H
#define DOMAIN_NOTICE_OBJECT_H

#include "domain/notice/clause.h"

/* A move and its clauses, clauses[first] up to clauses[n_clauses - 1]. */
struct stretch {
    struct compiler *c;
    struct move *now;
    const struct clause *clauses;
    size_t first, n_clauses;
};

/* Fills now->things. */
void take_objects(struct stretch *r);
/* 填好日报表并签名交…, 连同电子版于9月3日前报…: true where the object ends. */
bool stops_making(const struct compiler *c, uint32_t at, uint32_t end);
/* Appends what the sentence has made: objects of 填写, 形成, 撰写, 连同. */
void made_things(const struct compiler *c, struct span s, struct spans *list);
/* Appends what the work is done on: 做好推荐材料的填报工作,…报省局. */
void worked_things(const struct compiler *c, struct span s, struct spans *list);
/* Where the thing ends before the words of what is done with it: 试题征集|截止时间. */
uint32_t before_doing(const struct compiler *c, uint32_t from, uint32_t to);
/* 负责|本辖区材料|的收集、审核工作,: the thing that is worked on; s where none is. */
struct span worked_on(const struct compiler *c, struct span s);
/* s may be the name of a thing, whatever it ends with: no unit, no condition, no time. */
bool may_be_thing(const struct compiler *c, struct span s);
/* Appends what the first words of the sentence speak of: 征文|统一用A4纸. */
void spoken_of_first(const struct compiler *c, struct span s, struct spans *list);
/* Behind the last 将 or 把 of an object in [from, to), or 0. */
uint32_t object_sign(const struct compiler *c, uint32_t from, uint32_t to);
/* What follows the verb up to the receiver. */
struct span object_after(const struct compiler *c, struct verb v, uint32_t end);
/* 申报项目并填写《情况表》上报校团委: the form that is filled in goes with what is sent. */
void titled_forms(struct compiler *c, struct span s, struct spans *things);

#endif
