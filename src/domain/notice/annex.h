/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attachments: the list at the notice's end (附件：1.… 2.…), and those that only a clause names: 计划书（附件1）.
 */
#ifndef DOMAIN_NOTICE_ANNEX_H
#define DOMAIN_NOTICE_ANNEX_H

#include "domain/notice/compiler.h"

struct annex {
    int number; /* 0: the list gives none */
    struct span title;
    bool listed; /* in the list; else in a clause only */
};

struct annexes {
    struct annex *items;
    size_t n, cap;
    struct span list; /* empty when there is none */
};

/* 附件, 附表 or 附录 at `at`. */
bool is_annex(const struct compiler *c, uint32_t at);
/* What s ends with is the name of a paper: a form, a list, an official letter. */
bool is_paper(const struct compiler *c, struct span s);
/* s without the endings of files, signs and the page's own words behind it. */
struct span cut_ending(const struct compiler *c, struct span s);
/* … and without sizes, remarks, stamps and the 《》 around it. */
struct span clean_title(const struct compiler *c, struct span s);
/* s holds the ending of a file's name. */
bool names_file(const struct compiler *c, struct span s);
/* The end of a file's name that begins at s.from and ends in s, or 0. */
uint32_t file_at(const struct compiler *c, struct span s);
/* Reads the list and the mentions; fills the draft's attachments. */
void annexes_read(struct compiler *c, struct annexes *list);
/* A mention of an attachment by number, (附件3): its number and the name of the thing before it. */
struct mention {
    int number, sub; /* 附件1-2: 1 and 2 */
    struct span span, title;
    bool quoted; /* the title stands in 《》 or “” */
};
struct mentions {
    struct mention *items;
    size_t n, cap;
};
void mentions_read(struct compiler *c, const struct annexes *list, struct mentions *r);
/* Puts those that only the text names before the list's own. */
void annexes_name(struct compiler *c, struct annexes *list);
/* True when the list has an attachment of that number. */
bool is_numbered(const struct annexes *list, int number);

#endif
