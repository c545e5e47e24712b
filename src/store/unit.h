/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Registers of units (单位名录). A unit that left stays, with the moment it was removed (1: by a program that did not note
 * it), because its reports stay; its code may come back and is then the same unit.
 */
#ifndef STORE_UNIT_H
#define STORE_UNIT_H

#include "domain/unit.h"

struct event;
struct reader;
struct tx;

bool register_add(struct tx *tx, struct str name, struct instant at, uint64_t *register_r, struct err *e) MUST_LOOK;
/* The oldest register, 0 when there is none yet: an office has one. */
bool register_first(struct reader *r, uint64_t *register_r, struct err *e) MUST_LOOK;

/* The event of its last import or edit by hand, 0: there was none yet. */
bool register_newest(struct reader *r, struct arena *a, uint64_t reg, uint64_t *seq_r, struct err *e) MUST_LOOK;
/* ERR_CONFLICT when it was changed since `seq` was the last: whoever held a table against it did so in vain. */
bool register_is_at(struct tx *tx, struct arena *a, uint64_t reg, uint64_t seq, struct err *e) MUST_LOOK;

/* Adds a unit with its traits, or changes the one of that code (removed ones come back); sets u->id. */
bool unit_put(struct tx *tx, uint64_t reg, struct unit *u, struct err *e) MUST_LOOK;
/* Another name, short name and contact of one that has not left; ev gives at, actor and body. ERR_CONFLICT when it has, or when
 * a name is another's by now. */
bool unit_edit(struct tx *tx, uint64_t reg, const struct unit *u, struct event *ev, struct err *e) MUST_LOOK;
/* Gives it another code; a unit that has left and had that code loses it. */
bool unit_recode(struct tx *tx, uint64_t reg, struct unit_id id, struct str code, struct err *e) MUST_LOOK;
/* ERR_CONFLICT when it has left before, or somebody of that role (work's enum role) has an account there. */
bool unit_remove(struct tx *tx, struct unit_id id, struct instant at, int unless_role, struct err *e) MUST_LOOK;

/* The whole register with traits: parents before children, then by code. Removed units only `with_removed`. */
bool unit_load(struct reader *r, struct arena *a, uint64_t reg, bool with_removed, struct units *units_r,
               struct err *e) MUST_LOOK;

#endif
