/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The burden (负担) a notice makes, told before it is published: what each part takes to write × units × days at an assumed
 * pace, and how much of it comes filled in. Pace, sizes and lines are assumptions: docs/decisions tells why these.
 */
#ifndef DOMAIN_BURDEN_H
#define DOMAIN_BURDEN_H

#include "domain/campaign.h"

enum {
    SECONDS_A_FIELD = 20,      /* a name, a phone, a number: known or looked up at a glance */
    SECONDS_AN_UPLOAD = 60,    /* a photo or a file that is there already: found, sent, seen to have arrived */
    SECONDS_A_CHARACTER = 3,   /* of a text that is thought out while it is typed: 20 characters a minute */
    CHARACTERS_A_CELL = 60,    /* a long text within a form: 主要内容, two sentences */
    CHARACTERS_A_TEXT = 200,   /* a paragraph: 活动情况, 意见建议; with no bound told, ten minutes */
    CHARACTERS_A_PAPER = 1200, /* 总结, 方案, 报告: two pages of GB/T 9704 (22 lines of 28), an hour */
    FIELDS_A_FORM = 30,        /* of a form that is only named: a page of it, ten minutes */
    BURDEN_MINUTES_A_DAY = 30, /* one unit, one day, what is required and not prefilled */
    BURDEN_HOURS_IN_ALL = 8    /* one unit, the whole campaign */
};

/* Of one report. */
struct burden {
    int64_t fields;    /* things to fill in, rows counted once; files that may be added are none */
    int64_t prefilled; /* of these: standing ones, which keep the value of the day before (from the second day on) */
    int64_t seconds;   /* for all of it by hand */
    int64_t seconds_prefilled; /* of these: what comes filled in */
    int64_t seconds_needed;    /* for what is required and does not come filled in */
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
