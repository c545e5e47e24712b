/* SPDX-License-Identifier: Apache-2.0 */
/* A compiled notice written down: for programs, and for a person. Both are functions of the draft alone. */
#ifndef APP_DRAFT_H
#define APP_DRAFT_H

#include "domain/notice/notice.h"

/* One line of JSON. */
void draft_json(struct buf *b, const struct notice_draft *d);
/* A page in Chinese: what the notice is, what it demands, what should be looked at. */
void draft_page(struct buf *b, const struct notice_draft *d);

#endif
