/* SPDX-License-Identifier: Apache-2.0 */
/* The door that time comes by: twice a second it lets the office look whether a deadline has passed. */
#ifndef JOBS_TICKER_H
#define JOBS_TICKER_H

#include "work/office.h"

struct ticker;
struct ticker *ticker_start(struct arena *a, struct office *office);
void ticker_stop(struct ticker *t);

#endif
