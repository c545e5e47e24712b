/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sweeping: blobs that nobody names (no report, no file row, no draft) go when they are old enough, and previews whose
 * blob is gone. What a draft names is never taken, nor is anything while a backup runs: a backup holds sweep.lock shared,
 * the sweep wants it alone and otherwise leaves it for the next time.
 */
#ifndef STORE_SWEEP_H
#define STORE_SWEEP_H

#include "base/clock.h"
#include "store/blob.h"

struct store;

struct swept {
    bool done; /* false: a backup is running */
    struct blob_swept blobs;
    uint64_t previews; /* removed */
};

/* before: of the machine's clock; what was written later stays. */
bool store_sweep(struct store *s, struct instant before, struct swept *swept_r, struct err *e) MUST_LOOK;

/*
 * Forgets what units uploaded before that time and no report and no draft names: a photo that was taken out again is no
 * record, and shows people. Its bytes go with a later sweep. before: of the clock that uploads were kept by. Waits for
 * commits.
 */
bool store_forget_unsent(struct store *s, struct instant before, uint64_t *removed_r, struct err *e) MUST_LOOK;

/* For a backup: no sweep begins until the descriptor is closed; -1 where the folder cannot be written. May wait. */
int sweep_hold(struct store *s);

#endif
