/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Snapshots: what a campaign looked like in memory, kept as bytes beside the ledger (snapshots/CAMPAIGN), so that a start
 * need not read every event again. Never the truth: a snapshot that is missing, torn or changed is not given back, and
 * whoever takes one holds it against the ledger first (work/snapshot.h). So it is not synced, and not backed up.
 */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include "base/err.h"

struct store;

/* Puts the pieces in place of the older snapshot, all or nothing. */
bool snapshot_put(struct store *s, uint64_t campaign, const struct str *pieces, size_t n, struct err *e) MUST_LOOK;
/* The bytes as they were put, in the arena; false: there are none that are whole. */
bool snapshot_get(struct store *s, struct arena *a, uint64_t campaign, struct str *bytes_r) MUST_LOOK;

#endif
