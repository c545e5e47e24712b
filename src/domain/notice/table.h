/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables pasted as text, a row a line: 单位|先进集体|先进个人 counts what each unit puts forward, 责任单位|成果名称|时间要求 says
 * by when each hands in what.
 */
#ifndef DOMAIN_NOTICE_TABLE_H
#define DOMAIN_NOTICE_TABLE_H

#include "domain/notice/move.h"

/* Appends a move for each row that asks for something, in place of what the sentences' reader made of its line. */
void tables_read(struct compiler *c, struct moves *list);

#endif
