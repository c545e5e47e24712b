/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A campaign's obligations and transitions as they stand in memory, kept with the seq of the last event they hold (the
 * watermark) and that event's hash. A start takes them and reads only the events behind; so it does not depend on how
 * many reports there are. Taken only if the campaign's version is the same, the ledger has
 * that event with that hash, and no obligation began of one's own accord behind it: else all is read from the ledger, as
 * if there were none.
 */
#ifndef WORK_SNAPSHOT_H
#define WORK_SNAPSHOT_H

#include "work/live.h"

struct office;
struct store;

/* Fills l->obligations with their transitions, and l->seq. False: none that fits. */
bool snapshot_load(struct live *l, struct store *s) MUST_LOOK;
/* Keeps one of each campaign that moved by `least` events since the last was kept or loaded. Any thread; waits for the disk. */
void snapshot_keep(struct office *office, uint64_t least);

#endif
