/* SPDX-License-Identifier: Apache-2.0 */
/* What the office has in memory, read from the store whole. The office's own; others see it through work/office.h. */
#ifndef WORK_PICTURE_H
#define WORK_PICTURE_H

#include "work/live.h"
#include "work/views.h"

struct store;

/* Registers and campaigns as read at one moment; replaced whole. */
struct picture {
    struct arena *arena;
    LIST(struct roll *) rolls;
    LIST(struct live *) lives;
};

struct roll *picture_roll(struct picture *p, uint64_t id); /* NULL: none of that id */
bool picture_load(struct picture *p, struct store *s, struct err *e) MUST_LOOK;

#endif
