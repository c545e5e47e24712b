/* SPDX-License-Identifier: Apache-2.0 */
/* The register of units: seen, imported from a workbook or CSV. */
#ifndef WORK_REGISTER_H
#define WORK_REGISTER_H

#include "work/office.h"

bool units_list(struct office *office, struct arena *a, const struct session *who, struct units_view *view_r,
                struct err *e) MUST_LOOK;

/*
 * Holds a table (.xlsx or .csv, told by its bytes; `name` is for messages) against the register of the session;
 * with `apply` and without errors it becomes the register: units that are no longer named are marked removed, those with
 * a code known before keep their identity, and so does the uppermost one, which is the office, whatever its code. The unit
 * of a clerk is never removed. who NULL: the operator; the first import makes the register.
 */
bool register_import(struct office *office, struct arena *a, const struct session *who, struct str path,
                     struct str name, bool apply, struct import_view *view_r, struct err *e) MUST_LOOK;

/* One unit's name, short name and contact; the rest is the import's. Waits for the commit. */
bool unit_change(struct office *office, struct arena *a, const struct session *who, struct unit_id id,
                 const struct unit_in *in, struct unit *unit_r, struct err *e) MUST_LOOK;

/* The register as a workbook that register_import takes, or (template) one to be filled in. */
bool register_workbook(struct office *office, struct arena *a, const struct session *who, bool template, int *fd_r,
                       uint64_t *size_r, struct err *e) MUST_LOOK;

#endif
