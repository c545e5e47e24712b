/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The photos that simulated units send (演练): the .jpg files in the photos/ of a campaign's folder, drawings plainly marked
 * as such. They come in the way any unit's do: a blob on disk, then a row that says whose it is.
 */
#ifndef APP_PHOTOS_H
#define APP_PHOTOS_H

#include "work/office.h"

struct photos;

enum { PHOTOS_A_REPORT = 3 };

/* Keeps the folder's photos as blobs, in the order of their names. No such folder: none. ERR_KIND, ERR_INPUT: one is no
 * picture. */
bool photos_load(struct arena *a, struct office *office, struct str folder, struct photos **p_r,
                 struct err *e) MUST_LOOK;
/* One to three of them for a report, as the members of its body's "files" (domain/report.h), drawn from the seed. */
void photos_write(const struct photos *p, uint64_t seed, struct str part, struct buf *out);
/* The same ones become this unit's own, once, before a draft or report may name them. */
bool photos_give(struct photos *p, struct arena *a, const struct session *who, uint64_t seed, struct err *e) MUST_LOOK;

#endif
