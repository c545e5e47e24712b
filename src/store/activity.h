/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Activities (活动) are things with an identity of their own, made from the rows of reports. A row is known by its
 * obligation and its key there (`row`): sending a report again changes the activity and keeps its id; a row that is no
 * longer in the newest version marks it removed.
 */
#ifndef STORE_ACTIVITY_H
#define STORE_ACTIVITY_H

#include "domain/campaign.h"

struct reader;
struct tx;

struct activity_record {
    uint64_t id; /* set by activity_put */
    struct campaign_id campaign;
    struct unit_id unit;
    struct obligation_id obligation;
    uint32_t version; /* of the report that told it last */
    struct str row;   /* the row's key within the report */
    struct str name, organiser, partners, place;
    struct day day;
    int64_t start, end; /* minutes of the day, -1: not told */
    struct str values;  /* JSON: heads and everything else the form asks for */
};

/* Where one stands in their order: by day (0: none told), start and id. */
struct activity_place {
    int64_t day, start;
    uint64_t id; /* 0: before the first */
};
struct activity_place activity_place_of(const struct activity_record *act);

struct activity_span {
    struct activity_place after;
    struct day day; /* DAY_NONE: all days */
};

bool activity_put(struct tx *tx, struct activity_record *act, struct err *e) MUST_LOOK;
/* After all rows of `version` were put: those of older versions are removed. */
bool activity_prune(struct tx *tx, struct obligation_id id, uint32_t version, struct err *e) MUST_LOOK;
/*
 * Hands on those of the span that are not removed, one after another, until `take` sets *more_r to false; it says false
 * with *e set to end the whole. A record is good during the call: its texts stand in `one`, which is reset behind it.
 */
bool activity_each(struct reader *r, struct arena *one, struct campaign_id campaign, struct activity_span span,
                   bool (*take)(void *arg, const struct activity_record *act, bool *more_r, struct err *e), void *arg,
                   struct err *e) MUST_LOOK;
/* One of them; ERR_MISSING, also when its unit has taken it out. */
bool activity_read(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t id,
                   struct activity_record *act_r, struct err *e) MUST_LOOK;

#endif
