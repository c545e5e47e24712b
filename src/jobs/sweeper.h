/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sweeping, on a thread of its own: once a minute uploads that nobody goes on with, once an hour (the first time a minute
 * after the start) files that nobody names, by the machine's clock; as first of all, and then once a day, what was uploaded
 * 30 days ago by the campaign's clock and never sent.
 */
#ifndef JOBS_SWEEPER_H
#define JOBS_SWEEPER_H

#include "work/office.h"

struct sweeper;
struct sweeper *sweeper_start(struct arena *a, struct office *office);
void sweeper_stop(struct sweeper *s);

#endif
