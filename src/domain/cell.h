/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person types into a cell where a number, a day or an hour is wanted: full-width digits, 12,345, 30人, 5月18日,
 * 2023.5.18, a serial number of Excel's, 上午9点半. What could mean two things is not read: 12,5; 约30人; 9:00-11:00.
 */
#ifndef DOMAIN_CELL_H
#define DOMAIN_CELL_H

#include "base/clock.h"

enum { CELL_PLAIN_MAX = 120 };

/* Half-width and without blanks, into `room` of CELL_PLAIN_MAX bytes; the empty str when it is longer than that. */
struct str cell_plain(struct str text, char *room);

bool cell_number(struct str text, struct str unit, double *number_r);
/* `near`: gives the year where none is told; DAY_NONE: then such a day is not read. */
bool cell_day(struct str text, struct day near, struct day *day_r);
/* The minute of the day. */
bool cell_minute(struct str text, int *minute_r);
/* 3.40E+17: a long number as a spreadsheet has rounded it. */
bool cell_is_rounded(struct str text);

#endif
