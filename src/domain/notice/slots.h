/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slots: whose day is which, told one behind the other under a label of handing in, the day before or behind the units:
 * 报送时间:机关处室12月6日前;各县区局12月11日前。 报送材料时间:| 9日上午甲县、乙县;| 9日下午丙县。 Or what is due which day:
 * 请按时间节点报送:活动方案——4月6日;活动总结——6月20日。
 */
#ifndef DOMAIN_NOTICE_SLOTS_H
#define DOMAIN_NOTICE_SLOTS_H

#include "domain/notice/move.h"

/* Appends a move for each slot of such a list, in place of what the sentences' reader made of it. */
void slots_read(struct compiler *c, struct moves *list);

#endif
