/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of what is to be handed in, wherever the text gives one: behind 内容包括:, below a heading 申报材料, behind a label.
 */
#ifndef DOMAIN_NOTICE_LIST_H
#define DOMAIN_NOTICE_LIST_H

#include "domain/notice/duty.h"

/* A list of things (内容包括:…) and the block it stands in. */
struct list {
    uint32_t block;
    struct spans things;
};

struct lists {
    struct list *items;
    size_t n, cap;
};

/* Every list of the text, in its order. */
void lists_find(struct compiler *c, struct lists *lists);
/* True for a heading or label below which stands what is to be handed in: 申报材料, 报送内容. */
bool names_list(const struct compiler *c, struct span s);
/* The things that the first sentence of an item names. */
void item_things(struct compiler *c, struct span s, struct spans *things);

#endif
