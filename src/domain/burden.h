/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The burden (负担) a notice makes, told before it is published: fields × units × days at an assumed pace, and how much of it
 * comes filled in. The pace and the lines are assumptions: docs/decisions tells why these.
 */
#ifndef DOMAIN_BURDEN_H
#define DOMAIN_BURDEN_H

#include "domain/campaign.h"

enum {
    SECONDS_A_FIELD = 20,
    SECONDS_A_TEXT = 600,
    BURDEN_MINUTES_A_DAY = 30, /* one unit, one day, what is required and not prefilled */
    BURDEN_HOURS_IN_ALL = 8    /* one unit, the whole campaign */
};

/* Of one report. */
struct burden {
    int64_t fields;    /* rows counted once */
    int64_t prefilled; /* of these: standing ones, which keep the value of the day before (from the second day on) */
    int64_t seconds;   /* for all of it by hand */
    int64_t seconds_needed; /* for what is required */
};

struct burden duty_burden(const struct campaign *c, const struct duty *d);

/*
 * What the register and the pace show to be doubtful, none of it a reason not to publish: classes that no unit matches,
 * units that two quota rules pick, addressees that owe nothing, duties and campaigns above the lines. audience: whom
 * the letter is addressed to. owed: obligations_of the campaign. Appended.
 */
void campaign_doubts(struct arena *a, const struct campaign *c, const struct units *units,
                     const struct obligations *owed, const struct strs *audience, struct remarks *remarks);

#endif
