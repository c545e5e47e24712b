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
/* What follows the verb up to the receiver. */
struct span object_after(const struct compiler *c, struct verb v, uint32_t end);

#endif
