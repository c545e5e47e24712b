/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Visits (预约参观) as they are kept: slots of an item of the programme, and bookings. A slot is never overbooked: the persons of a
 * booking are taken by one conditional statement (visit_slot_take) in the commit that adds it, and given back in the one
 * that cancels it. What names a visitor is not the record's: bookings leave no event, and their names and phones go when they are
 * cancelled, or some days after the slot.
 */
#ifndef STORE_VISIT_H
#define STORE_VISIT_H

#include "domain/campaign.h"
#include "domain/visit.h"

struct reader;
struct tx;

struct visit_slot {
    uint64_t id, item;
    struct campaign_id campaign;
    struct instant starts, ends;
    int64_t places, most, taken; /* persons: in all, of one booking, booked */
    bool closed;
};

struct visit_slots {
    struct visit_slot *items;
    size_t n, cap;
};

struct visit_booking {
    uint64_t id, slot;
    struct campaign_id campaign;
    struct str code, name, phone;
    int64_t persons;
    struct instant booked_at, cancelled_at; /* cancelled_at INSTANT_NONE: it stands */
};

struct visit_bookings {
    struct visit_booking *items;
    size_t n, cap;
};

/* Sets id. day: of its item, when `starts` was made of it. ERR_CONFLICT: it has another one by now; ERR_INVALID: too many. */
bool visit_slot_add(struct tx *tx, struct visit_slot *slot, struct day day, struct err *e) MUST_LOOK;
/* Places, most and closed. ERR_CONFLICT: more are booked than there would be places; ERR_MISSING. */
bool visit_slot_edit(struct tx *tx, const struct visit_slot *slot, struct err *e) MUST_LOOK;
/*
 * Sets id. ERR_CONFLICT: MSG_VISIT_FULL, _PASSED, _CLOSED, _TWICE (the phone has booked this slot); ERR_MISSING. The same once
 * more within a minute is no second one: b becomes the first, its texts in the arena.
 */
enum { VISIT_AGAIN_MS = 60 * 1000 };
bool visit_booking_add(struct tx *tx, struct arena *a, struct visit_booking *b, struct err *e) MUST_LOOK;
/* Forgets whose it was and gives the places back. ERR_CONFLICT: it is cancelled already. */
bool visit_booking_cancel(struct tx *tx, const struct visit_booking *b, struct instant at, struct err *e) MUST_LOOK;
/* Erases name and phone of all bookings of slots that ended before; *count_r: of how many. */
bool visit_forget(struct tx *tx, struct instant before, int64_t *count_r, struct err *e) MUST_LOOK;

/* By time, no more than VISIT_SLOTS_MAX. */
bool visit_slots_of(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t item,
                    struct visit_slots *list_r, struct err *e) MUST_LOOK;
/* ERR_MISSING */
bool visit_slot_read(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t id,
                     struct visit_slot *slot_r, struct err *e) MUST_LOOK;
/* By slot and coming; the cancelled ones behind all others. No more than 5000. */
bool visit_bookings_of(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t item,
                       struct visit_bookings *list_r, struct err *e) MUST_LOOK;
/* ERR_MISSING */
bool visit_booking_find(struct reader *r, struct arena *a, struct campaign_id campaign, struct str code,
                        struct visit_booking *b_r, struct err *e) MUST_LOOK;

struct visit_items {
    uint64_t *items;
    size_t n, cap;
};
/* Items of that day that can be booked, full or not. */
bool visit_items_of(struct reader *r, struct arena *a, struct campaign_id campaign, struct day day,
                    struct visit_items *list_r, struct err *e) MUST_LOOK;

#endif
