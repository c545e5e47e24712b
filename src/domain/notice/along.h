/* SPDX-License-Identifier: Apache-2.0 */
/* What goes along with another thing (随结题材料一并上报), and so is due with it. */
#ifndef DOMAIN_NOTICE_ALONG_H
#define DOMAIN_NOTICE_ALONG_H

#include "domain/notice/making.h"

/* 延期的提交《申请表》,随结题材料一并上报: adds it, by the day of what it goes along with; true when it was added. */
bool along_with(struct compiler *c, struct makings *list, const struct move *m);

#endif
