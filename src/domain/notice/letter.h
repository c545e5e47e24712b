/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The letter's frame: title, number and addressees above the text, issuer and date below it. Only what stands in the
 * frame is the notice's own; numbers and dates inside the text belong to the documents it cites.
 */
#ifndef DOMAIN_NOTICE_LETTER_H
#define DOMAIN_NOTICE_LETTER_H

#include "domain/notice/compiler.h"

/* Finds the addressees and the title; sets c->body. Before blocks_make. */
void letter_open(struct compiler *c);
/*
 * Finds the signature; sets issuer, date of issue and c->sign. After blocks_make. A signature's day without a year is of the
 * year that `near` is in (DAY_NONE: none). told: the caller told the date of issue, and a web page's own date is none.
 */
void letter_close(struct compiler *c, struct day near, bool told);
/* 您现在的位置:首页>通知公告, 发布时间:…来源:…: the page's own line, no title's beginning. */
bool is_frame(const struct compiler *c, struct span line);

#endif
