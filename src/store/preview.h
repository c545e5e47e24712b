/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Previews of photos, made by the worker: previews/ab/cdef….jpg in the data folder, named by the SHA-256 of the original.
 * They can be made again from the originals at any time: so they are not synced, not backed up, not verified, and an
 * operator may delete the folder. What no preview could be made of is marked by an empty file, so that a broken photo is
 * not tried again each time a page shows it.
 */
#ifndef STORE_PREVIEW_H
#define STORE_PREVIEW_H

#include "base/clock.h"
#include "store/blob.h"

struct store;

enum preview_kept { PREVIEW_UNTRIED, PREVIEW_KEPT, PREVIEW_IMPOSSIBLE };

/* PREVIEW_KEPT: *fd_r is open for reading, the caller closes it. A mark is believed for an hour before `now` (the
 * machine's clock): what failed on a busy machine gets another try. */
enum preview_kept preview_open(struct store *s, struct blob_id id, struct instant now, int *fd_r, uint64_t *size_r);

/* One that is being made. Ended by one of the three verbs, which close fd. */
struct preview_writer {
    int fd; /* where the JPEG goes */
    const char *tmp, *folder, *path;
};
bool preview_begin(struct store *s, struct arena *a, struct blob_id id, struct preview_writer *w_r,
                   struct err *e) MUST_LOOK;
bool preview_keep(struct preview_writer *w, struct err *e) MUST_LOOK;
bool preview_mark(struct preview_writer *w, struct err *e) MUST_LOOK; /* as impossible, whatever was written */
void preview_abandon(struct preview_writer *w);

#endif
