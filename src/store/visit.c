/* SPDX-License-Identifier: Apache-2.0 */
#include "store/visit.h"

#include "store/inside.h"

#include <stdio.h>

/* ---- reading ---- */

static struct visit_slot slot_of(struct rows *rows)
{
    return (struct visit_slot){
        .id = (uint64_t)sql_int(rows, 0),
        .campaign = {(uint64_t)sql_int(rows, 1)},
        .item = (uint64_t)sql_int(rows, 2),
        .starts = sql_instant(rows, 3),
        .ends = sql_instant(rows, 4),
        .places = sql_int(rows, 5),
        .most = sql_int(rows, 6),
        .taken = sql_int(rows, 7),
        .closed = sql_int(rows, 8),
    };
}

static bool take_slots(struct rows *rows, struct arena *a, struct visit_slots *list_r, struct err *e)
{
    struct visit_slots list = {0};
    while (sql_next(rows)) {
        struct visit_slot slot = slot_of(rows);
        arena_push(a, &list, slot);
    }
    if (!sql_close(rows, e))
        return false;
    *list_r = list;
    return true;
}

bool visit_slots_of(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t item,
                    struct visit_slots *list_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_VISIT_SLOTS, &rows, e, v_id(item), v_id(campaign.n)) && take_slots(&rows, a, list_r, e);
}

bool visit_slot_read(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t id,
                     struct visit_slot *slot_r, struct err *e)
{
    struct rows rows;
    struct visit_slots list;
    if (!sql_look(r, SQL_VISIT_SLOT_READ, &rows, e, v_id(id), v_id(campaign.n)) || !take_slots(&rows, a, &list, e))
        return false;
    if (!list.n)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *slot_r = list.items[0];
    return true;
}

static struct visit_booking booking_of(struct rows *rows, struct arena *a)
{
    return (struct visit_booking){
        .id = (uint64_t)sql_int(rows, 0),
        .campaign = {(uint64_t)sql_int(rows, 1)},
        .slot = (uint64_t)sql_int(rows, 2),
        .code = sql_text(rows, a, 3),
        .name = sql_text(rows, a, 4),
        .phone = sql_text(rows, a, 5),
        .persons = sql_int(rows, 6),
        .booked_at = sql_instant(rows, 7),
        .cancelled_at = sql_instant(rows, 8),
    };
}

static bool take_bookings(struct rows *rows, struct arena *a, struct visit_bookings *list_r, struct err *e)
{
    struct visit_bookings list = {0};
    while (sql_next(rows)) {
        struct visit_booking b = booking_of(rows, a);
        arena_push(a, &list, b);
    }
    if (!sql_close(rows, e))
        return false;
    *list_r = list;
    return true;
}

bool visit_bookings_of(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t item,
                       struct visit_bookings *list_r, struct err *e)
{
    struct rows rows;
    return sql_look(r, SQL_VISIT_BOOKINGS, &rows, e, v_id(item), v_id(campaign.n)) &&
           take_bookings(&rows, a, list_r, e);
}

bool visit_booking_find(struct reader *r, struct arena *a, struct campaign_id campaign, struct str code,
                        struct visit_booking *b_r, struct err *e)
{
    struct rows rows;
    struct visit_bookings list;
    if (!sql_look(r, SQL_VISIT_BOOKING_FIND, &rows, e, v_text(code), v_id(campaign.n)) ||
        !take_bookings(&rows, a, &list, e))
        return false;
    if (!list.n)
        return err_set(e, ERR_MISSING, MSG_VISIT_UNKNOWN);
    *b_r = list.items[0];
    return true;
}

bool visit_items_of(struct reader *r, struct arena *a, struct campaign_id campaign, struct day day,
                    struct visit_items *list_r, struct err *e)
{
    struct rows rows;
    struct visit_items list = {0};
    if (!sql_look(r, SQL_VISIT_ITEMS, &rows, e, v_id(campaign.n), v_day(day)))
        return false;
    while (sql_next(&rows)) {
        uint64_t id = (uint64_t)sql_int(&rows, 0);
        arena_push(a, &list, id);
    }
    if (!sql_close(&rows, e))
        return false;
    *list_r = list;
    return true;
}

/* ---- writing ---- */

bool visit_slot_add(struct tx *tx, struct visit_slot *slot, struct day day, struct err *e)
{
    const struct value of[] = {v_id(slot->item), v_id(slot->campaign.n), v_day(day)};
    int64_t others;
    if (!sql_number(tx_reader(tx), SQL_VISIT_SLOT_FITS, of, 3, -1, &others, e))
        return false;
    if (others < 0)
        return err_set(e, ERR_CONFLICT, MSG_STATE_CHANGED);
    char most[24];
    snprintf(most, sizeof most, "%d", VISIT_SLOTS_MAX);
    if (others >= VISIT_SLOTS_MAX)
        return err_with(e, ERR_INVALID, MSG_VISIT_MANY, str_of(most), S(""), S(""));
    slot->id = id_next(tx_store(tx));
    return sql_do(tx, SQL_VISIT_SLOT_ADD, e, v_id(slot->id), v_id(slot->campaign.n), v_id(slot->item),
                  v_int(slot->starts.ms), v_int(slot->ends.ms), v_int(slot->places), v_int(slot->most));
}

/* A condition was not met. */
static bool was_refused(const struct err *e)
{
    return e->code == ERR_CONFLICT && e->message == MSG_STATE_CHANGED;
}

static bool look_again(struct tx *tx, struct campaign_id campaign, uint64_t id, struct visit_slot *slot_r,
                       struct err *e)
{
    struct arena *a = arena_new("slot", 16 * 1024);
    bool there = visit_slot_read(tx_reader(tx), a, campaign, id, slot_r, e);
    arena_free(a);
    return there;
}

bool visit_slot_edit(struct tx *tx, const struct visit_slot *slot, struct err *e)
{
    struct visit_slot now;
    if (sql_do(tx, SQL_VISIT_SLOT_EDIT, e, v_id(slot->id), v_id(slot->campaign.n), v_id(slot->item),
               v_int(slot->places), v_int(slot->most), v_int(slot->closed)))
        return true;
    if (!was_refused(e) || !look_again(tx, slot->campaign, slot->id, &now, e))
        return false;
    if (now.item != slot->item)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    char taken[24];
    snprintf(taken, sizeof taken, "%lld", (long long)now.taken);
    return err_with(e, ERR_CONFLICT, MSG_VISIT_TAKEN, str_of(taken), S(""), S(""));
}

/* Which condition of visit_slot_take it was. */
static bool why_not(struct tx *tx, const struct visit_booking *b, struct err *e)
{
    struct visit_slot now;
    if (!was_refused(e) || !look_again(tx, b->campaign, b->slot, &now, e))
        return false;
    if (now.starts.ms <= b->booked_at.ms)
        return err_set(e, ERR_CONFLICT, MSG_VISIT_PASSED);
    if (now.closed || now.taken + b->persons <= now.places)
        return err_set(e, ERR_CONFLICT, MSG_VISIT_CLOSED);
    char left[24];
    snprintf(left, sizeof left, "%lld", (long long)(now.places - now.taken));
    bool none = now.taken >= now.places;
    return err_with(e, ERR_CONFLICT, none ? MSG_VISIT_FULL : MSG_VISIT_FEW, str_of(left), S(""), S(""));
}

/* Pressed twice, a form comes twice, and the browser shows the second answer alone. */
static bool is_same_form(const struct visit_booking *was, const struct visit_booking *b)
{
    return str_eq(was->name, b->name) && was->persons == b->persons &&
           b->booked_at.ms - was->booked_at.ms < VISIT_AGAIN_MS;
}

bool visit_booking_add(struct tx *tx, struct arena *a, struct visit_booking *b, struct err *e)
{
    struct rows rows;
    struct visit_bookings standing;
    if (!sql_look(tx_reader(tx), SQL_VISIT_BOOKING_STANDING, &rows, e, v_id(b->slot), v_text(b->phone)) ||
        !take_bookings(&rows, a, &standing, e))
        return false;
    if (standing.n && !is_same_form(&standing.items[0], b))
        return err_set(e, ERR_CONFLICT, MSG_VISIT_TWICE);
    if (standing.n) {
        *b = standing.items[0];
        return true;
    }
    if (!sql_do(tx, SQL_VISIT_SLOT_TAKE, e, v_id(b->slot), v_int(b->persons), v_int(b->booked_at.ms)))
        return why_not(tx, b, e);
    b->id = id_next(tx_store(tx));
    return sql_do(tx, SQL_VISIT_BOOKING_ADD, e, v_id(b->id), v_id(b->campaign.n), v_id(b->slot), v_text(b->code),
                  v_text(b->name), v_text(b->phone), v_int(b->persons), v_int(b->booked_at.ms));
}

bool visit_booking_cancel(struct tx *tx, const struct visit_booking *b, struct instant at, struct err *e)
{
    if (!sql_do(tx, SQL_VISIT_BOOKING_CANCEL, e, v_id(b->id), v_int(at.ms)))
        return false;
    return sql_do(tx, SQL_VISIT_SLOT_GIVE, e, v_id(b->slot), v_int(b->persons));
}

bool visit_forget(struct tx *tx, struct instant before, int64_t *count_r, struct err *e)
{
    struct value at = v_int(before.ms);
    return sql_change(tx, SQL_VISIT_FORGET, &at, 1, count_r, e);
}
