/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drafts of reports (草稿), one for each obligation. Two devices or two people editing one draft: the second save is
 * refused with ERR_CONFLICT and MSG_DRAFT_STALE, nothing is overwritten silently.
 *
 * A draft belongs to the report's version it was begun from (`base`, 0: none yet). Sending needs no write to the draft:
 * once a newer version is there the draft is spent, and draft_read no longer finds it.
 */
#ifndef STORE_DRAFT_H
#define STORE_DRAFT_H

#include "domain/campaign.h"

struct reader;
struct tx;

struct draft_record {
    struct obligation_id obligation;
    uint32_t base;    /* the newest version of the report when it was begun */
    int64_t revision; /* 1, 2, 3 … */
    uint64_t account;
    struct str device, body;
    struct instant saved_at;
};

/*
 * Saves d, edited from d->revision (0: none yet); d->revision is then one more. *first_r: the first draft this
 * obligation ever had, so that the caller appends draft.started (a save is no event, the first one is).
 */
bool draft_put(struct tx *tx, struct draft_record *d, bool *first_r, struct err *e) MUST_LOOK;
/* ERR_MISSING when there is none, or it is spent. */
bool draft_read(struct reader *r, struct arena *a, struct obligation_id id, struct draft_record *d_r,
                struct err *e) MUST_LOOK;

#endif
