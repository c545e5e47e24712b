/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs that wait for one thread, or for a few: what a door's thread has no time for. */
#ifndef STORE_QUEUE_H
#define STORE_QUEUE_H

#include "base/err.h"
#include "store/blob.h"

struct queue;

/* Signals are the main thread's: the queue's block them all. */
bool queue_open(struct arena *a, int threads, struct queue **q_r, struct err *e) MUST_LOOK;
/* First come, first served. Any thread; a job may put itself in again. */
void queue_put(struct queue *q, struct blob_job *job);
/* Ends the threads once nothing waits. NULL is allowed. */
void queue_close(struct queue *q);

#endif
