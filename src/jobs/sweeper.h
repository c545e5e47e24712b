/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sweeping, on a thread of its own: once a minute uploads that nobody goes on with, once an hour (the first time a minute
 * after the start) files that nobody names. By the machine's clock.
 */
#ifndef JOBS_SWEEPER_H
#define JOBS_SWEEPER_H

#include "work/office.h"

struct sweeper;
struct sweeper *sweeper_start(struct arena *a, struct office *office);
void sweeper_stop(struct sweeper *s);

#endif
