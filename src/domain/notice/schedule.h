/* SPDX-License-Identifier: Apache-2.0 */
/* Schedules: lines whose label bears its days, and behind it what is to be done by then. */
#ifndef DOMAIN_NOTICE_SCHEDULE_H
#define DOMAIN_NOTICE_SCHEDULE_H

#include "domain/notice/clause.h"

/*
 * 学校推荐(4月10日前):各学校…; 3月10日-31日:各校…; 8月19日-23日 各申请人…: where s goes on behind its label; its days to days. s.from where
 * it has none.
 */
uint32_t schedule_label(struct compiler *c, struct span s, struct moments *days);
/*
 * 资格审核(7月10日前)。: s is nothing but such a label; its days to days. 材料提交(10月18日前)。 is one where the next sentence says
 * what is sent, else a demand.
 */
bool schedule_is_label(struct compiler *c, struct span s, struct span next, struct moments *days);
/* (二)材料提交(10月18日前), and in the paragraph below it who sends what: the block is nothing but such a label; its days to days. */
bool schedule_heads(struct compiler *c, uint32_t block, struct moments *days);
/* True when s is nothing but the name of a thing, and next goes on with when it is due: 实施方案。|8月11日前报县安委办。 */
bool schedule_joins(struct compiler *c, struct span s, struct span next);
/*
 * 年度总结:12月15日, 总结。9月6日(周五), 实施方案--6月28日前: a thing, and behind it by when; below a heading that speaks of handing in.
 */
bool schedule_names(const struct compiler *c, const struct clause *k, const struct moment *m, struct span heading);
/* The days of the label are those of the sentence, where it hands something in and has no others. */
void schedule_days(const struct compiler *c, struct clause *clauses, size_t n, struct moments *days, struct span label);

#endif
