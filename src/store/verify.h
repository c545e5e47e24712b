/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The proof that nothing kept was altered: every chain is walked and its hashes made anew, every report is held against
 * its content hash and its event, every issued bulletin and every item shown to the public against its own, every attachment's bytes against its name, and the chains against their heads as they
 * were last exported. Someone who can write to the folder could make a whole chain anew, but not so that it fits a head
 * that was printed or mailed before.
 */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include "base/err.h"

struct store;

struct verify_counts {
    uint64_t chains, events, erased, reports, bulletins, blobs, heads;
};

struct verify_options {
    struct str heads; /* a file of exported heads; empty: heads.txt of the folder when it is there */
    bool skip_blobs;
    void (*progress)(void *arg, const struct verify_counts *so_far); /* may be NULL */
    void *arg;
};

/*
 * True when all is well. Otherwise the first thing wrong is named in the err (ERR_INVALID and a message of the
 * catalogue): which campaign, which event, report or file. ERR_FAULT when it could not be read at all.
 */
bool store_verify(struct arena *a, struct store *s, const struct verify_options *options,
                  struct verify_counts *counts_r, struct err *e) MUST_LOOK;

/*
 * Appends the head of every chain to `path` (empty: heads.txt of the folder), a line each:
 * "2023-05-18T02:00:00Z 8231 128 <hash>": the time, the campaign's id, the seq, the hash in hex. The lines are also
 * given back, to be printed or mailed.
 */
bool store_export_head(struct arena *a, struct store *s, struct str path, struct str *lines_r, struct err *e) MUST_LOOK;

#endif
