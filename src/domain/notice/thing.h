/* SPDX-License-Identifier: Apache-2.0 */
/* Things handed in: an object of a verb taken apart into the names it lists, adverbs and brackets cut off. */
#ifndef DOMAIN_NOTICE_THING_H
#define DOMAIN_NOTICE_THING_H

#include "domain/notice/compiler.h"

/* Appends the names that the object lists; those that name no thing are left out when `strict`. */
void things_in(const struct compiler *c, struct span object, bool strict, struct spans *list);
/* Appends s unless the list has a name of the same text. */
void thing_once(const struct compiler *c, struct span s, struct spans *list);
/* True when s ends with a noun for a thing that can be handed in. */
bool thing_ends(const struct compiler *c, struct span s);
/* True when the name tells nothing but the medium: 电子版, 加盖公章的扫描件, word文档. */
bool is_medium(const struct compiler *c, struct span s);
/* True when the name is a feast's or a season's: 元旦, 春节期间; of a list of days it tells which (值班表,元旦的12月27日前报). */
bool is_season(const struct compiler *c, struct span s);
/* True when every name stands for things named before (以上材料, 相关表格). */
bool is_those(const struct compiler *c, const struct spans *list);
/* 财务状况(103表):, 劳动工资(202-1表),: the form that s begins with, without its number; empty when it begins with none. */
struct span form_label(const struct compiler *c, struct span s);
/* True when [at, …) begins a sign that joins two names; its bytes. */
uint32_t join_at(const struct compiler *c, uint32_t at, uint32_t end);

#endif
