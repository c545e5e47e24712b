/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Working days in China: Monday to Friday, less the public holidays, plus the make-up working days (holidays.def, with
 * its source). Known for 2007 to 2026; a year beyond is told apart, for its holidays are not published yet.
 */
#ifndef DOMAIN_HOLIDAYS_H
#define DOMAIN_HOLIDAYS_H

#include "base/clock.h"

/* True when the arrangement of that day's year is known. */
bool holidays_known(struct day d);
/* By the arrangement where it is known, else by the weekday alone. */
bool day_is_working(struct day d);
/* The n-th working day after d (n > 0); d itself does not count. */
struct day day_after_workdays(struct day d, int n);
/* d, or the next working day when d is none: 遇节假日顺延. */
struct day day_postponed(struct day d);

#endif
