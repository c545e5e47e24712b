/* SPDX-License-Identifier: Apache-2.0 */
/* Review: accept, return, waive, extend, enter by phone, reopen; one or many, each with who, when and why. */
#ifndef WORK_REVIEW_H
#define WORK_REVIEW_H

#include "work/office.h"

/*
 * Judges and applies each item alone, through the ledger, and waits: on a background thread. What is refused is told
 * item by item, in the reader's language, and does not hold up the others.
 */
bool review_apply(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                  const struct review_in *in, struct review_done *done_r, struct err *e) MUST_LOOK;

#endif
