/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines without a date: 三日内, 活动结束后第二天, 放假前三天, 开学第一周. */
#ifndef DOMAIN_NOTICE_RELATIVE_H
#define DOMAIN_NOTICE_RELATIVE_H

#include "domain/notice/moment.h"

/* 三日内, 20个工作日内, 24小时内: counted from the event that the words before it name. */
bool within_at(struct compiler *c, struct span s, uint32_t from, struct moment *m);
/* 活动结束后, 报到结束后第二天, 报到结束第二天, 活动结束当天. */
bool after_at(struct compiler *c, uint32_t from, uint32_t end, struct moment *m);
/* 放假前, 开学第一周, 下学期: when, and no day that the letter tells. */
bool untold_at(struct compiler *c, struct span s, uint32_t from, struct moment *m);

#endif
