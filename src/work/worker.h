/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running the worker: the program beside this one that opens strangers' bytes, confined. One process a job, ended when
 * its time is up. Whatever becomes of it is a finding: the bytes it was given are only read, and nobody waits for ever.
 */
#ifndef WORK_WORKER_H
#define WORK_WORKER_H

#include "base/err.h"

enum worker_end {
    WORKER_DONE,    /* it did its job */
    WORKER_REFUSED, /* it said no: not with these bytes */
    WORKER_DIED,    /* killed by its limits, by a bug, or because its time was up */
};

struct worker_answer {
    enum worker_end end;
    int signal;    /* that ended it; 0: none did */
    char line[80]; /* what it said, without the line feed; for the log */
};

/* skillweek-worker beside the running program. */
struct str worker_path(struct arena *a);
/*
 * Starts `program` with one argument, `job`; its descriptor 3 reads `from`, its descriptor 4 writes `to`. It has no other
 * descriptors, no environment, and `ms` milliseconds. Any thread; waits. ERR_FAULT: it could not be started, or says that
 * it cannot work here at all ("no fault": no confinement, no room on the disk).
 */
bool worker_run(struct str program, const char *job, int from, int to, int ms, struct worker_answer *answer_r,
                struct err *e) MUST_LOOK;

#endif
