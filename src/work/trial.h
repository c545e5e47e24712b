/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A draft held against the register before it is published: who would owe what, the burden it makes, and what the
 * register alone can show to be wrong with it.
 */
#ifndef WORK_TRIAL_H
#define WORK_TRIAL_H

#include "work/office.h"

/* Under office_read: the units of the session's register (who NULL: the operator's first); empty when there is none. */
const struct units *trial_units(struct office *office, const struct session *who);

/* The view comes with its remarks' language alone. audience: whom the letter is addressed to, as the compiler read it. Pure. Texts are the arena's or the draft's. */
void trial_fill(struct arena *a, const struct campaign *c, const struct units *units, const struct strs *audience,
                struct trial_view *view);

#endif
