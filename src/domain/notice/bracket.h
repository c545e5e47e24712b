/* SPDX-License-Identifier: Apache-2.0 */
/* Brackets that ask for something of their own. */
#ifndef DOMAIN_NOTICE_BRACKET_H
#define DOMAIN_NOTICE_BRACKET_H

#include "domain/notice/clause.h"

/* 每个省各推荐2名(西藏自治区各推荐1名): the bracket tells of another class. */
void bracket_class(struct compiler *c, const struct move *outer, struct moves *list);
/* (各县(市)、区同时报送电子数据): a duty of its own inside another's clause, due with it. outer: the last of list. */
void bracket_moves(struct compiler *c, const struct move *outer, struct moves *list);
/* A verb inside a bracket counts when the clause has a deadline and no verb of its own: 将材料(…发至…). */
void verb_in_bracket(const struct compiler *c, struct clause *k);
/* 学校基层报表和数据盘各一套(市教育局报送): the bracket behind the things says who reports them. */
void reporter_in_bracket(const struct compiler *c, struct clause *k);

#endif
