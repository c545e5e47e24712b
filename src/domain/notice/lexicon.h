/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of the field, by kind (lexicon.def). A word may be of several kinds. The longest word of the kind wins, so
 * 报送工作 in WORD_NOT_SEND hides 报送 in WORD_SEND without a special case in the code.
 */
#ifndef DOMAIN_NOTICE_LEXICON_H
#define DOMAIN_NOTICE_LEXICON_H

#include "domain/notice/page.h"

enum word_kind {
#define WORDS(kind, list) WORD_##kind,
#include "domain/notice/lexicon.def"
#undef WORDS
    WORD_KINDS
};

struct lexicon;

/* For one page: the questions below are about it alone. */
struct lexicon *lexicon_make(struct arena *a, const struct page *p);

/* Bytes of the longest word of that kind that stands at `at` and ends before `end`; 0 when there is none. */
uint32_t word_at(const struct lexicon *lx, const struct page *p, uint32_t at, uint32_t end, enum word_kind kind);
/* Bytes of the longest word of that kind that ends at `at` and begins at or after `from`; 0 when there is none. */
uint32_t word_before(const struct lexicon *lx, const struct page *p, uint32_t from, uint32_t at, enum word_kind kind);
/* The first word of that kind inside s, brackets included; false when there is none. */
bool word_find(const struct lexicon *lx, const struct page *p, struct span s, enum word_kind kind, struct span *r);

#endif
