/* SPDX-License-Identifier: Apache-2.0 */
/* What the materials are that another sentence sums up (以上材料, 申报材料) and says by when. */
#ifndef DOMAIN_NOTICE_CONTENT_H
#define DOMAIN_NOTICE_CONTENT_H

#include "domain/notice/making.h"

/* Gives what the move asks for to the dated duty that sums it up; true when it did. */
bool tells_content(struct compiler *c, struct makings *list, const struct moves *moves, size_t i);

#endif
