/* SPDX-License-Identifier: Apache-2.0 */
/* Receivers: the office or the person that something is handed to. */
#ifndef DOMAIN_NOTICE_RECEIVER_H
#define DOMAIN_NOTICE_RECEIVER_H

#include "domain/notice/clause.h"

/* True when s names an office or a person that something can be handed to. */
bool names_office(const struct compiler *c, struct span s);
/* Where an office's name ends before what it is to do: 省教育厅|备案. */
uint32_t before_reason(const struct compiler *c, uint32_t from, uint32_t to);
/* The end of the receiver's name that begins at `at`: 学生处, 国际交流处|审核; 0 when none does. */
uint32_t receiver_end(const struct compiler *c, uint32_t at, uint32_t end);
/* Behind the 向 that says to whom (向市局报告, not 方向), or 0. */
uint32_t towards(const struct compiler *c, uint32_t from, uint32_t at);
/* The receiver behind the verb, up to end; empty when none is named. */
struct span receiver_of(const struct compiler *c, struct verb v, uint32_t end);
/* 向学院报告, 择优向教育厅推荐1所: the receiver that stands before the clause's verb, or empty. */
struct span receiver_before(const struct compiler *c, const struct clause *k);
/* 报校工会参赛名单, 报|自查报告|至市局: the thing behind the office or before it, if any. */
struct span behind_office(const struct compiler *c, uint32_t from, uint32_t end);
/* 报给市教育局|工作总结, 报送我局|名单: the thing behind the office that stands right behind the verb, or empty. */
struct span thing_behind(const struct compiler *c, struct verb v, uint32_t end);
/* 上报省民委|纸质报表2份: behind an office, the medium begins the thing. Where it begins, or from. */
uint32_t behind_receiver(const struct compiler *c, uint32_t from, uint32_t end);

#endif
