/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers to letters (回信): that it was taken in, with what a receipt says; that it was set aside, and why; that its report was
 * returned, and why. A sender can be forged, so an answer says no more than that: nothing of what a letter or a report holds.
 * That a report was accepted is not told: who has a receipt has reported.
 *
 * Made ready beside the deed that it tells of, and put in its transaction.
 */
#ifndef WORK_ANSWER_H
#define WORK_ANSWER_H

#include "work/outbox.h"

struct answer {
    bool wanted; /* else nothing is put */
    struct office *office;
    struct arena *arena;
    struct str name;        /* who writes */
    struct instant arrived; /* the letter, in the mailbox */
    int zone;
    struct outbox_record row;
};

/* An answer to that letter, to be filled by one of the three below. Not wanted where no way is connected. */
bool answer_begin(struct answer *x, struct office *office, struct arena *a, uint64_t letter, struct instant arrived,
                  struct err *e) MUST_LOOK;
/* A clerk wishes that nobody is told. */
void answer_keep_still(struct answer *x);

void answer_receipt(struct answer *x, const struct receipt_view *receipt, struct instant entered);
void answer_aside(struct answer *x, struct str reason);
void answer_returned(struct answer *x, const struct receipt_view *of, struct str reason, bool forget);
/* In the deed's transaction. */
bool answer_put(struct tx *tx, struct answer *x, struct err *e) MUST_LOOK;

struct answer_view {
    int kind, state;
    struct str text;
    struct instant at; /* put, sent or failed */
};
struct answers_view {
    struct answer_view *items;
    size_t n, cap;
};
extern const struct shape answer_view_shape;
/* Those that were given to a letter. */
bool answers_of(struct office *office, struct arena *a, enum language language, uint64_t letter,
                struct answers_view *list_r, struct err *e) MUST_LOOK;
/* Where an answer would go, or why none would; empty where no way is connected. *told_r: somebody will be told. */
bool answer_foretold(struct office *office, struct arena *a, enum language language, uint64_t letter,
                     struct str *text_r, bool *told_r, struct err *e) MUST_LOOK;

#endif
