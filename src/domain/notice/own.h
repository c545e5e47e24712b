/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a move is a duty of its own, or the one before said once more: the rules propose (enum fate), and what is known of
 * moves of that fate decides. A logistic regression over a few dozen signs, a row of weights (own.def) for each fate, learned
 * from notices read by people: docs/decisions/0022-moves-are-weighed.md.
 */
#ifndef DOMAIN_NOTICE_OWN_H
#define DOMAIN_NOTICE_OWN_H

#include "domain/notice/making.h"

/* What is read of a move, and of the duty that the rules take it for; the numbers are part of the weights. */
enum sign {
    SIGN_ANY, /* of every move */
    SIGN_LOGIT_1,
    SIGN_LOGIT_2,
    SIGN_LOGIT_3,
    SIGN_LOGIT_4,
    SIGN_LOGIT_5,
    SIGN_LOGIT_6, /* its sentence's log odds are above -2, -1, 0, 1, 2.5, 4 */
    SIGN_SENDS,
    SIGN_BARE,
    SIGN_NAMES,
    SIGN_FILLS, /* its verb */
    SIGN_DUE,
    SIGN_MODAL,
    SIGN_AS_SAID,
    SIGN_LEAVE,
    SIGN_HEADING,
    SIGN_OWED,
    SIGN_LABELLED,
    SIGN_VAGUE,
    SIGN_CONDITIONAL,
    SIGN_QUOTA,
    SIGN_BOUNDED,
    SIGN_WHO,
    SIGN_THINGS,
    SIGN_THOSE,
    SIGN_TO,
    SIGN_MAIL,
    SIGN_NIL,
    SIGN_DEMANDS,
    SIGN_NAMED_TASK,
    SIGN_DATED,
    SIGN_DATED_MORE,
    SIGN_PASSED, /* moves with a deadline: in the letter, more than one, before it */
    SIGN_LONE,
    SIGN_MANY, /* it is the only move; there are four or more */
    SIGN_NEAR,
    SIGN_BESIDE,
    SIGN_TOGETHER, /* the duty it may speak of: in its part, its block, its sentence */
    SIGN_MEETS,
    SIGN_AGREES,
    SIGN_OTHER_WHO,
    SIGN_OTHER_THINGS,
    SIGN_OTHER_OFFICE,
    SIGN_OF_DATED,
    SIGN_OF_LABELLED,
    SIGNS
};

/* Sets what the move and its letter tell; before any of the moves is weighed. */
void own_open(const struct compiler *c, struct moves *moves);
/* The rules propose a fate for the move; d: the duty that it speaks of, near: how near that is (move_nearness), or NULL and 0. */
void own_propose(const struct compiler *c, struct move *m, enum fate fate, const struct making *d, int near);
/* How likely it is a duty of its own, as log odds in steps of OWN_STEP. */
int own_weight(const struct move *m);
/* True when the move, whatever the rules propose, is a duty of its own. */
static inline bool is_own(const struct move *m)
{
    enum { OWN_LEAST = -8 }; /* 3 in 8 */
    return own_weight(m) >= OWN_LEAST;
}

#endif
