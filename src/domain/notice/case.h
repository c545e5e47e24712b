/* SPDX-License-Identifier: Apache-2.0 */
/* What is owed when it happens (发现…的,须报告), or by those of whom a condition is true (无力整改的,要报…). */
#ifndef DOMAIN_NOTICE_CASE_H
#define DOMAIN_NOTICE_CASE_H

#include "domain/notice/making.h"

/* True when the move asks for a report of what may happen any day. */
bool case_is_event(const struct compiler *c, const struct makings *list, const struct move *m);
/* True when whoever its condition is true of owes a thing of its own. */
bool case_is_own(const struct compiler *c, const struct move *m);
/* True when its words say that it may never fall due, or more than once. */
bool case_may_happen(const struct compiler *c, const struct move *m);
/* True when it is owed for each piece that was handed in and sifted. */
bool case_sifted(const struct compiler *c, const struct move *m);
/* What has happened is what the duty of the move reports, where it names nothing else. */
void case_report(struct compiler *c, struct making *d, const struct move *m);
/* Adds the duty with what it reports. */
void case_add(struct compiler *c, struct makings *list, const struct move *m, enum notice_each each);

#endif
