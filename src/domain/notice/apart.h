/* SPDX-License-Identifier: Apache-2.0 */
/* A clause with several deadlines, each of its own thing or unit: 方案于5月8日前、总结于6月10日前报送. */
#ifndef DOMAIN_NOTICE_APART_H
#define DOMAIN_NOTICE_APART_H

#include "domain/notice/clause.h"

/* Appends one move like `now` for each deadline of k; false, and none, where the deadlines are not told apart. */
bool clause_apart(struct compiler *c, const struct move *now, struct clause *k, struct moves *list);

#endif
