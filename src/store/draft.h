/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drafts of reports (草稿), one for each obligation. Two devices or two people editing one draft: the second save is
 * refused with ERR_CONFLICT and MSG_DRAFT_STALE, nothing is overwritten silently.
 *
 * A draft is for the version behind `base`, the newest there is when it is saved (0: none yet). Sending needs no write to
 * the draft: once a newer version was filled in, the draft is sent, and draft_read no longer finds it. A nil report and one
 * told by phone are made from no draft and leave it. A sending that tells its draft is refused when a newer one stands
 * (report_put), which it would hide. The numbers go on when a new one is begun: none is given twice.
 */
#ifndef STORE_DRAFT_H
#define STORE_DRAFT_H

#include "domain/campaign.h"

struct reader;
struct tx;

struct draft_record {
    struct obligation_id obligation;
    uint32_t base;    /* the newest version of the report that its writer has seen */
    int64_t revision; /* 1, 2, 3 … */
    uint64_t account;
    struct str device, body;
    struct instant saved_at;
};

/*
 * Saves d, edited from d->revision (0: none yet, or it was sent); d->revision is then its new number. *first_r: the first
 * draft this obligation ever had, so that the caller appends draft.started (a save is no event, the first one is).
 * ERR_CONFLICT: MSG_DRAFT_STALE, or MSG_REPORT_STALE when there is a version behind d->base.
 */
bool draft_put(struct tx *tx, struct draft_record *d, bool *first_r, struct err *e) MUST_LOOK;
/* ERR_MISSING when there is none, or it was sent. */
bool draft_read(struct reader *r, struct arena *a, struct obligation_id id, struct draft_record *d_r,
                struct err *e) MUST_LOOK;

#endif
