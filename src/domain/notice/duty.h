/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Duties from moves. A move with a deadline and a verb is a duty; moves that say the same once more, give the way or the
 * pattern of a title, or name a limit are folded into the duty they speak of; what is left and still demands something
 * by name is a duty without a deadline.
 */
#ifndef DOMAIN_NOTICE_DUTY_H
#define DOMAIN_NOTICE_DUTY_H

#include "domain/notice/move.h"

/* A duty in the making; positions are bytes of the page. */
struct making {
    struct span span;
    uint32_t block, sentence;
    struct spans who, things;
    bool who_own, who_lent; /* lent: named by another paragraph that speaks of the same duty */
    struct moment due;
    bool has_due, labelled, due_lent; /* due_lent: the one deadline of the letter, shared */
    bool has_quota;
    struct quota_read quota;
    struct span rule, mailbox, to;
    unsigned channels;
    struct terms terms;
    enum verb_kind verb;
    struct span verb_span;
    bool nil, modal, inside, heading, own_things, own_rule;
    bool told_things; /* its deadline stands under a label, its things beside a verb elsewhere */
    int folded;       /* how many further moves were folded in */
};

struct makings {
    struct making *items;
    size_t n, cap;
};

/* Beyond so many duties (an attack or a mistake), only neighbours speak of each other. */
enum { NEIGHBOURS = 128 };

/* True when two blocks stand in one letter. */
bool same_letter(const struct compiler *c, uint32_t a, uint32_t b);
/* The largest numbered part that a block stands in, as its number plus 1; 0: none. Duties of one part speak of each other. */
uint32_t part_of(const struct compiler *c, uint32_t block);
bool same_part(const struct compiler *c, uint32_t a, uint32_t b);

/* Fills in what the duties leave unsaid: who, what, the title rule, the mailbox. Duties stand in the order of the text. */
void unsaid_fill(struct compiler *c, const struct moves *moves, const struct spans *mailboxes, struct makings *r);

void duties_make(struct compiler *c, const struct moves *moves, const struct spans *mailboxes, struct makings *r);
/* How sure it is that every field of the duty is right, and which fields are in doubt. */
double making_confidence(const struct compiler *c, const struct making *d, struct doubts *doubts_r);

#endif
