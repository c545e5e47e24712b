/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a letter is about, as far as it says: whose it is by the unit's name, which duty by the duty's words and title
 * rule, which day by a date in it. A suggestion and no more: who a letter is from can be forged, and a person looks at it
 * before it becomes a report. (A workbook that we gave out says for itself whose it is: form_stamp_find.)
 */
#ifndef DOMAIN_LETTER_H
#define DOMAIN_LETTER_H

#include "domain/campaign.h"

/* An obligation of the unit that the letter might be for. */
struct letter_choice {
    struct obligation_id id;
    const struct duty *duty;
    struct day day;
    struct instant opens, due;
    bool reported;
};

/*
 * lines: what a letter says of itself, the most telling first: its subject, its attachments' names, its text. The unit
 * whose name or short name stands in the first line that names one; the longer name holds, since it holds the shorter.
 * NULL: none is named, or two alike.
 */
const struct unit *letter_unit(const struct units *units, const struct strs *lines);

/* The first date that stands in a line. `near` gives the year of 5月17日. DAY_NONE. */
struct day letter_day(const struct strs *lines, struct day near);

/*
 * Of the duty whose name is told at greatest length, the choice of the day that is told. Where no day is told: what is
 * open and due next after the letter came, else what was due last; before those that are reported already. NULL: no duty
 * of these is named, or none of that day.
 */
const struct letter_choice *letter_choose(struct arena *a, const struct unit *u, const struct letter_choice *choices,
                                          size_t n, const struct strs *lines, struct instant arrived, struct day day);

#endif
