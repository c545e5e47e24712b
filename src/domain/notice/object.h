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
/* Where the event begins that a deadline at `at` counts from: 信息|于活动结束后3日内. */
uint32_t event_from(const struct compiler *c, uint32_t from, uint32_t at);
/* Appends the topic before the clause's deadline: 工作总结|请在6月7日前报…. */
void topic_things(const struct compiler *c, const struct clause *k, uint32_t subject_end, struct spans *list);
/* So short a name needs no noun of the field, if it holds no word of another use: 值班安排, 岗位. */
bool is_plain(const struct compiler *c, struct span s);
/* Fills now->things where no noun of the field tells them: 值班安排|请于5月20日前报送至…, 报送|水情. */
void plain_object(struct stretch *r);
/* Appends what stands before the 由 and who: 《论文信息表》|由各单位…; of what is gathered: 总结|由县食安办汇总三部门情况后上报. */
void topic_by(const struct compiler *c, const struct clause *k, struct spans *things);
void topic_gathered(const struct compiler *c, const struct clause *k, struct spans *things);
/* Appends what a clause of its own says the verb hands in: 各单位的项目材料|,请于4月25日前由秘书报送科研处,…. */
void clause_of_topic(struct stretch *r, struct spans *things);
/* 下周带量食谱,供餐学校每周五前传给营养办: appends what the sentence s opens with, a name that no verb follows; of whatever kind unless `strict`. */
void opening_topic(const struct compiler *c, struct span s, bool strict, struct spans *list);
/* Appends what the first words of the sentence speak of: 征文|统一用A4纸. */
void spoken_of_first(const struct compiler *c, struct span s, struct spans *list);
/* Behind the last 将 or 把 of an object in [from, to), or 0. */
uint32_t object_sign(const struct compiler *c, uint32_t from, uint32_t to);
/* What follows the verb up to the receiver. */
struct span object_after(const struct compiler *c, struct verb v, uint32_t end);
/* 申报项目并填写《情况表》上报校团委, 填写申报表并上传作品: the form that is filled in goes with what is sent. */
void titled_forms(struct compiler *c, struct span s, struct spans *things);

#endif
