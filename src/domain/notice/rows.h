/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of a table that was pasted as text: below a cell 报送时间 or 上报日期 each row names a form and its deadline. */
#ifndef DOMAIN_NOTICE_ROWS_H
#define DOMAIN_NOTICE_ROWS_H

#include "domain/notice/move.h"

/* Appends a move for each deadline of such a table; rows that follow each other with one deadline are one move. */
void rows_read(struct compiler *c, struct moves *list);

#endif
