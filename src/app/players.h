/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The simulated units of a rehearsal (演练). Each obligation has a fate drawn from its unit, duty and day alone, so that a
 * rehearsal begun again goes the same way: most report in the last hours, some late, some with a title of their own, some
 * are returned and send again, a few call, a few never come.
 */
#ifndef APP_PLAYERS_H
#define APP_PLAYERS_H

#include "app/photos.h"
#include "work/office.h"

struct players;

/* Draws the fates of all obligations but those of the units in `left_alone`, which a person plays. photos: what they send. */
struct players *players_new(struct arena *a, struct office *office, struct photos *photos,
                            const struct unit_id *left_alone, size_t n);
/* Plays everything up to `until`, setting the clock on before each act: how the days before the start are told. */
bool players_tell(struct players *p, struct instant until, struct err *e) MUST_LOOK;
/* From now on a thread plays what the clock brings. */
void players_start(struct players *p);
void players_stop(struct players *p);

#endif
