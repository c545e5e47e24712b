/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file without a name in the data folder, for what is put together, handed out and thrown away: it goes when it is
 * closed, also by the death of the process. Not in /tmp, which is memory on many machines. It never takes the last room of
 * the disk, which reports need.
 */
#ifndef STORE_SCRATCH_H
#define STORE_SCRATCH_H

#include "base/err.h"

struct store;

struct scratch {
    int fd; /* the caller closes it */
    uint64_t size, looked, floor;
};

/* floor: bytes that must stay free on the disk. ERR_FULL. */
bool scratch_open(struct store *s, uint64_t floor, struct scratch *f_r, struct err *e) MUST_LOOK;
/* Appends. ERR_FULL also when the floor is reached. */
bool scratch_put(struct scratch *f, struct str piece, struct err *e) MUST_LOOK;

#endif
