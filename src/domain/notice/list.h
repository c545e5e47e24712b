/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of what is to be handed in, wherever the text gives one: behind 内容包括:, below a heading 申报材料, behind a label.
 */
#ifndef DOMAIN_NOTICE_LIST_H
#define DOMAIN_NOTICE_LIST_H

#include "domain/notice/duty.h"

/* A list of things (内容包括:…) and the block it stands in. */
struct list {
    uint32_t block, last; /* last: of its items */
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
/* 报送方式:电子版发至…, 三、报送材料 作品电子版、登记表: without the label, which is no part of what it tells. */
struct span without_label(const struct compiler *c, struct span s);
/* The things that the first sentence of an item names. */
void item_things(struct compiler *c, struct span s, struct spans *things);

/* The object of a heading's or title's verb: 关于报送…的通知, 三、定期报送…. */
void heading_things(struct compiler *c, struct span heading, struct spans *list);
/* 关于征集…典型案例的通知, 关于开展…故事征集活动的通知: what is sought, where the title's verb is none of handing in. */
void sought_things(struct compiler *c, struct spans *list);
/* What the title says is handed in or sought; 征文 in 关于开展…征文活动的通知. */
void title_things(struct compiler *c, struct spans *list);
/* 二、“抗疫家书”征集。请各分工会收集后于…前发送: what the label of the block calls for, if it stands before `before`. */
void called_for(struct compiler *c, uint32_t block, uint32_t before, struct spans *list);

#endif
