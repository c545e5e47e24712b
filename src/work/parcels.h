/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parcels that are being made or read. Each is a copy on the disk, as large as all that was sent for a day and there as
 * long as its reader likes: so an account has one at a time, and together they take no more than they leave to the reports.
 */
#ifndef WORK_PARCELS_H
#define WORK_PARCELS_H

#include "work/office.h"

struct parcels;
struct parcels *parcels_open(struct arena *a);
void parcels_close(struct parcels *p);

/* Whoever waits for something long; asked again and again whether he has gone. Any thread. */
struct receiver {
    bool (*is_left)(void *arg);
    void *arg;
};

/* One parcel, from when it is asked for until the arena is given back. */
struct parcel_place;
/* ERR_SLOW: the account has another one, and somebody still waits for it. */
bool parcel_begin(struct parcels *p, struct arena *a, uint64_t account, const struct receiver *receiver,
                  struct parcel_place **place_r, struct err *e) MUST_LOOK;
bool parcel_is_left(const struct parcel_place *place);
/* So many bytes more of it are on the disk; what all of them have there now. */
uint64_t parcel_grow(struct parcel_place *place, uint64_t bytes);

#endif
