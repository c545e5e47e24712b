/* SPDX-License-Identifier: Apache-2.0 */
/* What goes along with another thing (随结题材料一并上报), and so is due with it. */
#ifndef DOMAIN_NOTICE_ALONG_H
#define DOMAIN_NOTICE_ALONG_H

#include "domain/notice/making.h"

/* 延期的提交《申请表》,随结题材料一并上报: adds it, by the day of what it goes along with; true when it was added. */
bool along_with(struct compiler *c, struct makings *list, const struct move *m);
/* 各单位于…前将申报书报送科研处。同时课题申请人在系统中填报项目信息: what others fill in by then; true when it was added. */
bool fill_beside(struct compiler *c, struct makings *list, const struct move *m);
/* 5月22日前,甲报送清单;乙报送汇总表: another's thing, by the day of the sentence before it; true when it was added. */
bool same_day(struct compiler *c, struct makings *list, const struct move *m);

#endif
