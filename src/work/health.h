/* SPDX-License-Identifier: Apache-2.0 */
/* How the program is: for the clerk in words, for balancers as yes or no, for machines as numbers. */
#ifndef WORK_HEALTH_H
#define WORK_HEALTH_H

#include "store/sweep.h"
#include "work/office.h"

struct health;
struct health *health_open(struct arena *a);

/* In words of the reader's language: disk, queue, last backup, last exported heads, clock, uploads, mailbox. */
struct health_view health_read(struct office *office, struct arena *a, enum language language);
/* The board held against the ledger now (work/compare.h), in words; what differs is logged too. Waits. */
bool health_compare(struct office *office, struct arena *a, enum language language, struct health_line *line_r,
                    struct err *e) MUST_LOOK;
/* Whether new work should come here: the disk has room and the ledger moves. Cheap; any thread. */
bool health_is_ready(struct office *office);
/* Prometheus text. */
void health_metrics(struct office *office, struct buf *b);
/* The sweep tells how many blobs there are. */
void health_swept(struct office *office, const struct swept *n);

#endif
