/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Duties from moves. A move with a deadline and a verb is a duty; moves that say the same once more, give the way or the
 * pattern of a title, or name a limit are folded into the duty they speak of; what is left and still demands something
 * by name is a duty without a deadline.
 */
#ifndef DOMAIN_NOTICE_DUTY_H
#define DOMAIN_NOTICE_DUTY_H

#include "domain/notice/making.h"

/* True when two blocks stand in one letter. */
bool same_letter(const struct compiler *c, uint32_t a, uint32_t b);
/* The largest numbered part that a block stands in, as its number plus 1; 0: none. Duties of one part speak of each other. */
uint32_t part_of(const struct compiler *c, uint32_t block);
bool same_part(const struct compiler *c, uint32_t a, uint32_t b);

/* A rhythm or an event: another deadline of the same duty may say more. */
bool is_soft(const struct moment *due);
/* True when the move has a deadline of its own and asks for something by it. */
bool has_deadline(const struct compiler *c, const struct move *m);
/* True when the move tells what goes on beside what the letter demands: inside a house, with the press, by inspectors. */
bool is_beside(const struct compiler *c, const struct move *m);
/* True when what came in goes on by the sender's own office, to one above it. */
bool goes_beyond(const struct compiler *c, const struct move *m);
/* The moves without one: folded into the duties they speak of, or added as duties of their own. */
void undated_moves(struct compiler *c, const struct moves *moves, struct makings *list);
/* Fills in what the duties leave unsaid: who, what, the title rule, the mailbox. Duties stand in the order of the text. */
void unsaid_fill(struct compiler *c, const struct moves *moves, const struct spans *mailboxes, struct makings *r);

/* Gives the rules of names to the duties they hold for. */
void rules_give(struct compiler *c, struct makings *list);
/* Gives each duty the mailbox that it goes to, if the letter tells one; mailboxes: where they stand, in order. */
void mailboxes_give(struct compiler *c, struct makings *list, const struct spans *mailboxes);

void duties_make(struct compiler *c, struct moves *moves, const struct spans *mailboxes, struct makings *r);
/*
 * What was left over, for making_confidence: marks the paragraphs with a number of pieces or people that no duty took, and the
 * duties beside which others have a number or a rule of names.
 */
void leftovers_find(struct compiler *c, struct makings *list);
/* True when the number that the duty was given counts the clerks who see to it, and no list of them is asked for. */
bool counts_clerks(const struct compiler *c, const struct making *d);
/* How sure it is that every field of the duty is right, and which fields are in doubt. */
double making_confidence(const struct compiler *c, const struct making *d, struct doubts *doubts_r);

#endif
