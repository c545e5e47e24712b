/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Booking a visit (预约参观). A slot is set by the school whose item it is, or by a clerk; anybody books while the item is shown,
 * by the campaign's clock. Flooding is slowed by address and by phone (work/attempt.h): 40 bookings and wrong codes at once from
 * one address, then one every five seconds. A right code is answered at any time: a school behind one address must never keep
 * somebody from seeing or cancelling what he booked, and of fifty random bits nobody guesses one. All of these wait for the
 * disk: not for a loop's thread.
 */
#ifndef WORK_VISIT_H
#define WORK_VISIT_H

#include "store/visit.h"
#include "work/public.h"

/* ---- for everybody ---- */

struct visit_item {
    struct public_item item;
    struct visit_slots slots;
};

/* An item of the programme that is shown, with its slots. ERR_MISSING. */
bool visit_item_find(struct office *office, struct arena *a, const struct week *w, uint64_t id, struct visit_item *v_r,
                     struct err *e) MUST_LOOK;
/* code_r: of the booking. wrong_r: set with ERR_INVALID. ERR_CONFLICT as store/visit.h, ERR_SLOW. */
bool visit_book(struct office *office, struct arena *a, const struct week *w, const struct visit_slot *slot,
                const struct visit_ask *ask, struct str peer, struct str *code_r, enum visit_field *wrong_r,
                struct err *e) MUST_LOOK;

struct visit {
    struct visit_booking booking;
    struct visit_slot slot;
    struct public_item item;
    bool gone; /* it is shown no more: a clerk withdrew it, or its unit took it out of its report */
};
/* By its code as typed; a wrong one counts against the address. ERR_MISSING, or ERR_SLOW in its place. */
bool visit_find(struct office *office, struct arena *a, const struct week *w, struct str code, struct str peer,
                struct visit *v_r, struct err *e) MUST_LOOK;
/* Not once its time has begun. One that is cancelled already is no error. */
bool visit_cancel(struct office *office, struct arena *a, const struct week *w, const struct visit *v,
                  struct err *e) MUST_LOOK;

/* ---- for the office and the school ---- */

struct visit_slot_view {
    uint64_t id;
    struct str start, end;
    int64_t places, most, taken;
    bool closed;
};

struct visit_booking_view {
    uint64_t slot;
    struct str code, name, phone;
    int64_t persons;
    struct instant booked_at, cancelled_at;
};

struct visits_view {
    LIST(struct visit_slot_view) slots;
    LIST(struct visit_booking_view) bookings;
    struct str path; /* the list on paper */
};

struct visit_slot_in {
    struct str start, end; /* "09:00", on the item's day; of one that is kept they stay */
    int64_t places, most;
    bool closed;
};

extern const struct shape visits_view_shape, visit_slot_in_shape;

/* Clerk, and the people of the unit whose item it is. */
bool visits_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                 uint64_t item, struct visits_view *view_r, struct err *e) MUST_LOOK;
/* The same for the list on paper, by the campaign's key; shown or not. */
bool visits_list(struct office *office, struct arena *a, const struct session *who, struct str key, uint64_t item,
                 struct week *w_r, struct visit_item *v_r, struct visit_bookings *list_r, struct err *e) MUST_LOOK;
/* slot 0: a new one. */
bool visit_slot_save(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     uint64_t item, uint64_t slot, const struct visit_slot_in *in, struct err *e) MUST_LOOK;

/* Erases names and phones of bookings whose time ended so many days ago. Waits for the commit. */
enum { VISIT_KEPT_DAYS = 7 };
bool visits_forget(struct office *office, int64_t *count_r, struct err *e) MUST_LOOK;

#endif
