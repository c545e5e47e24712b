/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Allotments: lines or items that tell each class of unit how many of several kinds of thing it puts forward:
 * 各县(区)总工会:五一劳动奖状1个,五一劳动奖章3名; 各市团委 团员8名团干部5名; 市医学会 15篇以内.
 */
#ifndef DOMAIN_NOTICE_ALLOT_H
#define DOMAIN_NOTICE_ALLOT_H

#include "domain/notice/move.h"

/* Appends a move for each such line, in place of what the sentences' reader made of it; two lines at least make a list. */
void allotments_read(struct compiler *c, struct moves *list);

#endif
