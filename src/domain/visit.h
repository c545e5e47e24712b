/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Booking a visit (预约参观): whoever comes to the open campus (三(二)2) says name, phone and how many, and gets a code. Whether there is
 * room the store judges; here is what may be said at all.
 */
#ifndef DOMAIN_VISIT_H
#define DOMAIN_VISIT_H

#include "base/err.h"

enum { VISIT_PERSONS_MAX = 10, VISIT_PLACES_MAX = 2000, VISIT_SLOTS_MAX = 60, VISIT_CODE = 10 };

struct visit_ask {
    struct str name, phone, persons; /* as typed */
};

struct visit_party {
    struct str name, phone; /* phone: digits alone */
    int64_t persons;
};

enum visit_field { VISIT_NAME, VISIT_PHONE, VISIT_PERSONS };

/* False: which field is wrong, and ERR_INVALID with what to write instead. most: persons of one booking. */
bool visit_check(struct arena *a, const struct visit_ask *ask, int64_t most, struct visit_party *party_r,
                 enum visit_field *wrong_r, struct err *e) MUST_LOOK;

/*
 * The code of a booking: ten of 32 letters that are not mistaken for each other (Crockford's), from fifty random bits.
 * Written in two groups; read in either case, with o for 0 and i or l for 1. The empty str: it is none.
 */
struct str visit_code_new(struct arena *a);
struct str visit_code_text(struct arena *a, struct str code);
struct str visit_code_read(struct arena *a, struct str typed);

#endif
