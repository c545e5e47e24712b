/* SPDX-License-Identifier: Apache-2.0 */
/* Findings: what a clerk should settle before publishing. Each check is one function in finding.c's table. */
#ifndef DOMAIN_NOTICE_FINDING_H
#define DOMAIN_NOTICE_FINDING_H

#include "domain/notice/annex.h"
#include "domain/notice/duty.h"

void findings_make(struct compiler *c, const struct makings *duties, const struct annexes *annexes);

#endif
