/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks: numbered items and paragraphs of the body. A line that ends in the middle of a sentence goes on in the next one;
 * a numbering sign begins a block wherever a sentence may begin, for pages lose line ends as often as they add them.
 */
#ifndef DOMAIN_NOTICE_BLOCK_H
#define DOMAIN_NOTICE_BLOCK_H

#include "domain/notice/compiler.h"

/* Fills c->blocks from c->body on, and the audiences of further letters that the text carries. */
void blocks_make(struct compiler *c);

/* Reads a numbering sign (一、 （一） 1. （1） ①) at `at`; returns its bytes. */
uint32_t numbering_at(const struct page *p, uint32_t at, enum level *level_r, int *number_r);
/* The byte after the line that `at` stands in. */
uint32_t line_end(const struct page *p, uint32_t at);
/* True when s is nothing but a date with its year: a signature's. */
bool is_date_line(const struct compiler *c, struct span s, struct dates *r);
/* True when s names units and ends in a colon: 各县（市）区教育局：. */
bool is_audience(const struct compiler *c, struct span s);
/*
 * The label that s begins with: 报送方式:…, 【报送方式】…, or before a blank or a line's end. *behind_r: where what it names begins.
 * Empty where there is none.
 */
struct span label_of(const struct compiler *c, struct span s, uint32_t *behind_r);
/* 2.网上申报。|5月1日至20日。: the short sentence before one that begins with its day, read as label_of reads a label; or empty. */
struct span way_before(const struct compiler *c, struct span first, struct span s, uint32_t *behind_r);
/* The first sentence of s. */
struct span first_sentence(const struct compiler *c, struct span s);
/* The sentences of a block, cut at 。 ； ！ ？ outside brackets. Appends to list. */
void sentences_of(const struct compiler *c, struct span s, struct spans *list);
/* The parts of a sentence between commas outside brackets. Appends to list. */
void clauses_of(const struct compiler *c, struct span s, struct spans *list);
/* The label above a block (报送时间), or an empty span. */
struct span heading_above(const struct compiler *c, uint32_t block);
/* 各单位需报送以下材料: | 1.实施方案(3月20日前): the sentence that announces the item of this block, or empty. */
struct span announced_by(const struct compiler *c, uint32_t block);
/* The block that `at` lies in, or the last that begins before it. */
uint32_t block_at(const struct compiler *c, uint32_t at);

#endif
