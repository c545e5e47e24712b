/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one unit may upload: files an hour and bytes a day (office_limits), so that one unit's flood is only its own
 * trouble. Counted in memory, by a clock that nobody sets: when an upload begins, or while it comes when nobody
 * said how long it is. A restart forgets.
 */
#ifndef WORK_QUOTA_H
#define WORK_QUOTA_H

#include "work/office.h"

/* Those that were left 0 filled in. */
struct office_limits limits_of(struct office_limits given);

struct quota;
struct quota *quota_open(struct arena *a);
void quota_close(struct quota *q);

/* One more file of so many bytes. ERR_SLOW with the seconds to wait, ERR_LARGE for the day's bytes. */
bool quota_take(struct office *office, struct unit_id unit, uint64_t bytes, struct err *e) MUST_LOOK;
/* So many more bytes of a file whose length was not known when it began. ERR_LARGE, and then they are not counted. */
bool quota_add(struct office *office, struct unit_id unit, uint64_t bytes, struct err *e) MUST_LOOK;
/* quota_take at a moment of the steady clock (ms): for tests. */
bool quota_take_at(struct quota *q, const struct office_limits *l, struct unit_id unit, uint64_t bytes, int64_t now,
                   struct err *e) MUST_LOOK;

#endif
