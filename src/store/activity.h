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
    bool removed;
};

struct activity_records {
    struct activity_record *items;
    size_t n, cap;
};

bool activity_put(struct tx *tx, struct activity_record *act, struct err *e) MUST_LOOK;
/* After all rows of `version` were put: those of older versions are removed. */
bool activity_prune(struct tx *tx, struct obligation_id id, uint32_t version, struct err *e) MUST_LOOK;
/* Those not removed, by day, start and id; day DAY_NONE: all days. */
bool activity_list(struct reader *r, struct arena *a, struct campaign_id campaign, struct day day,
                   struct activity_records *list_r, struct err *e) MUST_LOOK;

#endif
