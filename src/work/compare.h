/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The proof that what is kept in memory (work/live.h) is what the ledger says: every obligation and every transition is
 * read from the store once more, by other ways than memory was made by, each cell of the board is judged from them, and
 * all of it is held against what is kept: obligations, transitions, columns, matrix, cells. Nothing is changed.
 */
#ifndef WORK_COMPARE_H
#define WORK_COMPARE_H

#include "work/office.h"

struct comparison {
    int64_t campaigns, obligations, transitions, cells; /* that were held against each other */
    int64_t wrong;                                      /* of them */
    struct str first; /* the first that is wrong: "hefei-2023: obligation 8123: cell is s, judged x"; else empty */
};

/*
 * Of the running office. Obligations and events are read beforehand and beside the writer; what came meanwhile is added
 * and all is compared on the writer's thread, where nothing moves: it stands still for about 0.1 µs an obligation.
 * Waits; never on a loop thread. ERR_BUSY when campaigns were published again and again meanwhile.
 */
bool office_compare(struct office *office, struct arena *a, struct comparison *c_r, struct err *e) MUST_LOOK;

/* Of what a server that starts on this store would keep, as of `now`; beside one that may be running. */
bool store_compare(struct store *s, struct arena *a, struct instant now, struct comparison *c_r,
                   struct err *e) MUST_LOOK;

#endif
