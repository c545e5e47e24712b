/* SPDX-License-Identifier: Apache-2.0 */
/* Words of handing in that ask for nothing where they stand: denied, done already, or a noun (数据填报工作, 中期报告). */
#ifndef DOMAIN_NOTICE_NOMINAL_H
#define DOMAIN_NOTICE_NOMINAL_H

#include "domain/notice/clause.h"

/* True when the verb of n bytes at `at` in the clause s asks for nothing. */
bool is_no_demand(const struct compiler *c, struct span s, uint32_t at, uint32_t n);
/* True where a sum of the past is told: 去年共吸引1.2万户家庭参与,上报事迹|386篇. */
bool is_past_sum(const struct compiler *c, uint32_t at);

#endif
