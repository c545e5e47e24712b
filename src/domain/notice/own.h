/* SPDX-License-Identifier: Apache-2.0 */
/* What the sender of the letter means to do itself: 我局将汇总后报省局, 专家组将于5月评审. */
#ifndef DOMAIN_NOTICE_OWN_H
#define DOMAIN_NOTICE_OWN_H

#include "domain/notice/clause.h"

/* True when the clause tells a step of the sender: a subject such as 我局 or 学校 that the letter is not addressed to. */
bool own_step(const struct compiler *c, const struct clause *k);

#endif
