/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The missing list (未报单位名单) as one message fit for a group chat: what, of which day, by when, who, grouped by
 * county. Polite, and names the campaign: a reminder that does not is taken for another one's.
 */
#ifndef DOMAIN_MISSING_H
#define DOMAIN_MISSING_H

#include "domain/campaign.h"

struct missing_name {
    struct str name, county; /* county empty: straight under the office, 直属单位 */
};

struct missing_names {
    struct missing_name *items; /* in the order to be shown; those of a county stand together */
    size_t n, cap;
};

/*
 * day DAY_NONE: a thing owed once. due INSTANT_NONE: no deadline is named. now INSTANT_NONE or before the deadline:
 * worded as what is still to come; else as overdue. Without names it thanks everybody.
 */
struct str missing_text(struct arena *a, const struct campaign *c, const struct duty *duty, struct day day,
                        struct instant due, struct instant now, const struct missing_names *names);

/* 5月18日10:00; the end of a day is 5月13日24:00. */
struct str deadline_text(struct arena *a, struct instant due, int zone);

#endif
