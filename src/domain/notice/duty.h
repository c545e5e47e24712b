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
    bool who_own;
    struct moment due;
    bool has_due, labelled;
    bool has_quota;
    struct quota_read quota;
    struct span rule, mailbox, to;
    unsigned channels;
    enum verb_kind verb;
    struct span verb_span;
    bool nil, modal, inside, heading, own_things, own_rule;
    int folded; /* how many further moves were folded in */
};

struct makings {
    struct making *items;
    size_t n, cap;
};

void duties_make(struct compiler *c, const struct moves *moves, const struct spans *mailboxes, struct makings *r);
/* How sure it is that every field of the duty is right. */
double making_confidence(const struct compiler *c, const struct making *d, const struct makings *all);

#endif
