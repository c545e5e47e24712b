/* SPDX-License-Identifier: Apache-2.0 */
/* Media: 电子版, 扫描件 and 以上材料 are no things; another place of the letter names what they are of. */
#ifndef DOMAIN_NOTICE_MEDIUM_H
#define DOMAIN_NOTICE_MEDIUM_H

#include "domain/notice/duty.h"

enum medium_reach { MEDIUM_BLOCK, MEDIUM_PART };

/* Appends what stands before the duty's medium and names a thing: in its paragraph, or in those before it in its part. */
void medium_of(struct compiler *c, const struct making *d, enum medium_reach reach, struct spans *list);
/* 须填写申请表、自查表。同时于…将申请表的电子文稿发至…: what the sentence before names is handed in whole, on paper. */
void versions_whole(struct compiler *c, struct making *d);

#endif
