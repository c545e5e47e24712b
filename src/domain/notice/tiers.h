/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tiers: classes of unit told of one behind the other, each with its number, whatever they are called and with a verb or
 * without: 三甲限报30项,其他限报15项; 小学每校4人,初中每校6人; 优秀教师:甲、乙两县每县7名,其余每单位5名.
 */
#ifndef DOMAIN_NOTICE_TIERS_H
#define DOMAIN_NOTICE_TIERS_H

#include "domain/notice/move.h"

/* Appends a move for each class of a paragraph whose classes the sentences' reader did not tell apart, in place of its moves. */
void tiers_read(struct compiler *c, struct moves *list);

#endif
