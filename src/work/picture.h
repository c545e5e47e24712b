/* SPDX-License-Identifier: Apache-2.0 */
/* What the office has in memory, read from the store whole. The office's own; others see it through work/office.h. */
#ifndef WORK_PICTURE_H
#define WORK_PICTURE_H

#include "work/live.h"
#include "work/views.h"

struct store;

/* Registers and campaigns as read at one moment; replaced whole, but for campaigns that were never published. */
struct picture {
    struct arena *arena;
    LIST(struct roll *) rolls;
    LIST(struct live *) lives;
};

struct roll *picture_roll(struct picture *p, uint64_t id); /* NULL: none of that id */
bool picture_load(struct picture *p, struct store *s, struct err *e) MUST_LOOK;
/* A campaign that was never published as its draft is now; its register is there. NULL with why. On the writer thread. */
struct live *picture_draft(struct picture *p, struct store *s, struct campaign_id id, struct err *e);
/* Takes it in, in the place of what it was before, which is gone then. Under office_write. */
void picture_put(struct picture *p, struct live *l);

#endif
