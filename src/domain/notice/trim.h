/* SPDX-License-Identifier: Apache-2.0 */
/* What stands around a thing's name and is no part of it: adverbs, counts, brackets, how it goes, what befell it. */
#ifndef DOMAIN_NOTICE_TRIM_H
#define DOMAIN_NOTICE_TRIM_H

#include "domain/notice/compiler.h"

/* The name alone: 经审核的《申报表》(附件1)一式两份 is 申报表. Empty where nothing is left. */
struct span thing_name(const struct compiler *c, struct span s);
/* Without the brackets it ends with: 申报表(附件1). */
struct span drop_brackets(const struct compiler *c, struct span s);
/* Without the number behind it: 照片3张, 推荐表一式3份. */
struct span drop_count_behind(const struct compiler *c, struct span s);
/* The title in 《》 at `at` is a form's: what is done by it is handed in on it. */
bool is_form_title(const struct compiler *c, uint32_t at);
/* Bytes of 按照, 根据, 按 and the like right before `to`. */
uint32_t by_word_before(const struct compiler *c, uint32_t from, uint32_t to);

#endif
