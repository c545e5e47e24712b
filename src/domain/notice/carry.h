/* SPDX-License-Identifier: Apache-2.0 */
/* What a clause means for the stretch of the sentence before it: whether the one it names takes over. */
#ifndef DOMAIN_NOTICE_CARRY_H
#define DOMAIN_NOTICE_CARRY_H

#include "domain/notice/clause.h"

/* 以县为单位: as strong as no subject at all where the sentence has another. */
bool is_as_unit(const struct compiler *c, const struct spans *who);
/* …送县教育局普教科,由普教科汇总报市教育局: who has just received it. */
bool has_received(const struct compiler *c, const struct move *m, const struct clause *k);
/* 教师, 出访人员, 高校专家: people, no units. */
bool asks_persons(const struct compiler *c, const struct clause *k);
/* …报我厅,其中高校专家不少于1名: who is on the list; 各单位于…前提交总结,财务处组织验收: what comes then. */
bool tells_of_others(const struct compiler *c, const struct move *m, const struct clause *k);
/* 各设区市妇联…,每市推荐20户; 各科…,每科限2人; 县直单位…,每系统限1个: the number is of each of those named before. */
bool counts_by(const struct compiler *c, const struct spans *who, struct span each);
/* 乡镇政府初审后, between who applies and what is sent on: who passes it on. */
bool passes_on_next(const struct compiler *c, const struct move *m, const struct clause *k);

#endif
