/* SPDX-License-Identifier: Apache-2.0 */
/* Brackets that ask for something of their own. */
#ifndef DOMAIN_NOTICE_BRACKET_H
#define DOMAIN_NOTICE_BRACKET_H

#include "domain/notice/clause.h"

/* 每个省各推荐2名(西藏自治区各推荐1名): the bracket tells of another class. */
void bracket_class(struct compiler *c, const struct move *outer, struct moves *list);
/* (各县(市)、区同时报送电子数据): a duty of its own inside another's clause, due with it. outer: the last of list. */
void bracket_moves(struct compiler *c, const struct move *outer, struct moves *list);

#endif
