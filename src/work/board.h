/* SPDX-License-Identifier: Apache-2.0 */
/* The desk: the board (报送情况一览表) now or as of a past moment, who is missing, what waits for a look. From memory,
 * but for the numbers to call. */
#ifndef WORK_BOARD_H
#define WORK_BOARD_H

#include "work/office.h"

/* as_of INSTANT_NONE: now. Later than now is now. only_cells: the rows' cells alone, for who has the rows already. */
bool board_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                struct instant as_of, bool only_cells, struct board_view *view_r, struct err *e) MUST_LOOK;
/* day DAY_NONE: of a duty that is not repeated. as_of as above. */
bool missing_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                  struct str duty, struct day day, struct instant as_of, struct missing_view *view_r,
                  struct err *e) MUST_LOOK;
/* Sent, not yet looked at: the 500 that wait longest, oldest first. */
bool queue_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                struct obligations_view *view_r, struct err *e) MUST_LOOK;

#endif
