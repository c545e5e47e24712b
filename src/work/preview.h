/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Previews of photos, made on demand by the worker and kept (store/preview.h).
 *
 * The original is kept and handed out byte for byte as it was sent, with its EXIF and the place in it: a unit's proof of
 * what it did is not ours to change, its SHA-256 stands in the receipt, and only the unit and those above it may open it.
 * What pages show, and what may be shown to anybody else, is the preview, which has no metadata.
 */
#ifndef WORK_PREVIEW_H
#define WORK_PREVIEW_H

#include "work/office.h"

/* Whether preview_of would answer at once: it is kept, or known to be impossible. */
bool preview_is_ready(struct office *office, struct blob_id id);
/*
 * The photo's preview, a JPEG; the caller closes *fd_r. Makes it when there is none yet, which takes up to eight seconds:
 * never on a loop's thread. ERR_MISSING: none can be made of this file. The original stays what it is either way.
 */
bool preview_of(struct office *office, struct arena *a, struct blob_id id, int *fd_r, uint64_t *size_r,
                struct err *e) MUST_LOOK;

#endif
