/* SPDX-License-Identifier: Apache-2.0 */
#include "work/visit.h"

#include "work/attempt.h"

#include <stdio.h>

static SHAPE(visit_slot_view, struct visit_slot_view,
             SHAPE_FIELD(visit_slot_view, id, NULL, ID, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_slot_view, start, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_slot_view, end, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_slot_view, places, NULL, INT, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_slot_view, most, NULL, INT, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_slot_view, taken, NULL, INT, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_slot_view, closed, NULL, BOOL, .flags = SHAPE_REQUIRED));
static SHAPE(visit_booking_view, struct visit_booking_view,
             SHAPE_FIELD(visit_booking_view, slot, NULL, ID, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_booking_view, code, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_booking_view, name, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_booking_view, phone, NULL, STR, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_booking_view, persons, NULL, INT, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_booking_view, booked_at, NULL, INSTANT, .flags = SHAPE_REQUIRED),
             SHAPE_FIELD(visit_booking_view, cancelled_at, NULL, INSTANT));
SHAPE(visits_view, struct visits_view, SHAPE_FIELD(visits_view, slots, NULL, MANY, .of = &visit_slot_view_shape),
      SHAPE_FIELD(visits_view, bookings, NULL, MANY, .of = &visit_booking_view_shape),
      SHAPE_FIELD(visits_view, path, NULL, STR, .flags = SHAPE_REQUIRED));
SHAPE(visit_slot_in, struct visit_slot_in, SHAPE_FIELD(visit_slot_in, start, "开始时间", STR, .limit = 5),
      SHAPE_FIELD(visit_slot_in, end, "结束时间", STR, .limit = 5),
      SHAPE_FIELD(visit_slot_in, places, "名额", INT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(visit_slot_in, most, "每次最多人数", INT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(visit_slot_in, closed, "停止预约", BOOL));

struct visit_deed {
    struct deed deed;
    struct visit_slot slot;
    struct visit_booking kept, booking; /* kept: as asked; booking: what the transaction made of it */
    struct day day;                     /* of the slot's item */
    int64_t count;
};

static struct visit_deed *deed_of(struct office *office, struct arena *a,
                                  bool (*apply)(struct op *op, struct tx *tx, struct err *e))
{
    struct visit_deed *d = arena_one(a, struct visit_deed);
    d->deed = (struct deed){.office = office, .arena = a, .at = office_now(office)};
    d->deed.op.apply = apply;
    return d;
}

static struct reader *reader_of(struct office *office)
{
    return store_reader(office_store(office));
}

/* ---- how often ---- */

static bool must_wait(int64_t seconds, struct err *e)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)seconds);
    return seconds && !err_with(e, ERR_SLOW, MSG_VISIT_SLOW, str_of(text), S(""), S(""));
}

static bool may_come(struct office *office, struct str phone, struct str peer, struct err *e)
{
    struct attempts *t = visitors_attempts(office_visitors(office));
    int64_t wait = attempt_wait(t, phone, peer, clock_machine()), here = address_wait(t, peer, clock_machine());
    return !must_wait(wait > here ? wait : here, e);
}

static void count_coming(struct office *office, struct str who, struct str peer)
{
    attempt_count(visitors_attempts(office_visitors(office)), who, peer, false, clock_machine());
}

/* ---- for everybody ---- */

bool visit_item_find(struct office *office, struct arena *a, const struct week *w, uint64_t id, struct visit_item *v_r,
                     struct err *e)
{
    struct visit_item v;
    if (!public_item_shown(reader_of(office), a, w->campaign, id, PUBLIC_PROGRAMME, &v.item, e) ||
        !visit_slots_of(reader_of(office), a, w->campaign, id, &v.slots, e))
        return false;
    *v_r = v;
    return true;
}

static bool book_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct visit_deed *d = (struct visit_deed *)(void *)op;
    d->booking = d->kept;
    return visit_booking_add(tx, d->deed.arena, &d->booking, e);
}

bool visit_book(struct office *office, struct arena *a, const struct week *w, const struct visit_slot *slot,
                const struct visit_ask *ask, struct str peer, struct str *code_r, enum visit_field *wrong_r,
                struct err *e)
{
    struct visit_party party;
    struct visit_deed *d = deed_of(office, a, book_apply);
    if (!visit_check(a, ask, slot->most, &party, wrong_r, e) || !may_come(office, party.phone, peer, e))
        return false;
    count_coming(office, party.phone, peer);
    d->kept = (struct visit_booking){.slot = slot->id,
                                     .campaign = w->campaign,
                                     .code = visit_code_new(a),
                                     .name = party.name,
                                     .phone = party.phone,
                                     .persons = party.persons,
                                     .booked_at = d->deed.at};
    if (!deed_submit(&d->deed, e))
        return false;
    *code_r = d->booking.code;
    return true;
}

/* False, and e says why. */
static bool wrong_code(struct office *office, struct str peer, struct err *e)
{
    struct attempts *t = visitors_attempts(office_visitors(office));
    if (!must_wait(address_wait(t, peer, clock_machine()), e))
        count_coming(office, S(""), peer);
    return false;
}

bool visit_find(struct office *office, struct arena *a, const struct week *w, struct str code, struct str peer,
                struct visit *v_r, struct err *e)
{
    struct visit v;
    struct str known = visit_code_read(a, code);
    if (!known.n)
        return err_set(e, ERR_MISSING, MSG_VISIT_UNKNOWN);
    if (!visit_booking_find(reader_of(office), a, w->campaign, known, &v.booking, e))
        return e->code == ERR_MISSING && wrong_code(office, peer, e);
    struct reader *r = reader_of(office);
    if (!visit_slot_read(r, a, w->campaign, v.booking.slot, &v.slot, e) ||
        !public_item_read(r, a, w->campaign, v.slot.item, &v.item, e))
        return false;
    v.gone = !public_item_shown(r, a, w->campaign, v.slot.item, PUBLIC_PROGRAMME, &v.item, e);
    if (v.gone && e->code != ERR_MISSING)
        return false;
    *v_r = v;
    return true;
}

static bool cancel_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct visit_deed *d = (struct visit_deed *)(void *)op;
    return visit_booking_cancel(tx, &d->kept, d->deed.at, e);
}

bool visit_cancel(struct office *office, struct arena *a, const struct week *w, const struct visit *v, struct err *e)
{
    struct visit_deed *d = deed_of(office, a, cancel_apply);
    if (instant_is_set(v->booking.cancelled_at))
        return true;
    if (v->slot.starts.ms <= w->now.ms)
        return err_set(e, ERR_CONFLICT, MSG_VISIT_BEGUN);
    d->kept = v->booking;
    return deed_submit(&d->deed, e) || (e->code == ERR_CONFLICT && e->message == MSG_STATE_CHANGED);
}

/* ---- for the office and the school ---- */

static bool item_of(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                    uint64_t id, struct public_item *item_r, struct week *w_r, struct err *e)
{
    struct public_item item = {0};
    office_read(office);
    const struct live *l = office_campaign(office, who, campaign, e);
    if (l)
        *w_r = (struct week){.campaign = campaign,
                             .reg = l->reg,
                             .key = str_dup(a, l->doc.key),
                             .title = str_dup(a, public_title(l->doc.title)),
                             .zone = (int)l->doc.zone,
                             .now = office_now(office)};
    office_read_done(office);
    if (!l || !public_item_read(reader_of(office), a, campaign, id, &item, e))
        return false;
    bool his = who->role == ROLE_CLERK || who->unit.n == item.unit.n;
    if (!his || item.kind != PUBLIC_PROGRAMME)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *item_r = item;
    return true;
}

static struct str hour_of(struct arena *a, const struct week *w, struct instant t)
{
    return hour_text(a, instant_minute(t, w->zone));
}

bool visits_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                 uint64_t id, struct visits_view *view_r, struct err *e)
{
    struct public_item item;
    struct week w;
    struct visit_slots slots;
    struct visit_bookings bookings;
    struct visits_view view = {0};
    if (!item_of(office, a, who, campaign, id, &item, &w, e) ||
        !visit_slots_of(reader_of(office), a, campaign, id, &slots, e) ||
        !visit_bookings_of(reader_of(office), a, campaign, id, &bookings, e))
        return false;
    for (size_t i = 0; i < slots.n; i++) {
        const struct visit_slot *s = &slots.items[i];
        struct visit_slot_view one = {.id = s->id,
                                      .start = hour_of(a, &w, s->starts),
                                      .end = hour_of(a, &w, s->ends),
                                      .places = s->places,
                                      .most = s->most,
                                      .taken = s->taken,
                                      .closed = s->closed};
        arena_push(a, &view.slots, one);
    }
    for (size_t i = 0; i < bookings.n; i++) {
        const struct visit_booking *b = &bookings.items[i];
        struct visit_booking_view one = {.slot = b->slot,
                                         .code = visit_code_text(a, b->code),
                                         .name = b->name,
                                         .phone = b->phone,
                                         .persons = b->persons,
                                         .booked_at = b->booked_at,
                                         .cancelled_at = b->cancelled_at};
        arena_push(a, &view.bookings, one);
    }
    view.path = str_format(a, "/week/" STR_FMT "/visits/%llu/list", STR_ARG(w.key), (unsigned long long)id);
    *view_r = view;
    return true;
}

bool visits_list(struct office *office, struct arena *a, const struct session *who, struct str key, uint64_t id,
                 struct week *w_r, struct visit_item *v_r, struct visit_bookings *list_r, struct err *e)
{
    struct campaign_id campaign;
    struct visit_item v;
    return week_campaign(office, key, &campaign, e) && item_of(office, a, who, campaign, id, &v.item, w_r, e) &&
           visit_slots_of(reader_of(office), a, campaign, id, &v.slots, e) &&
           visit_bookings_of(reader_of(office), a, campaign, id, list_r, e) && (*v_r = v, true);
}

static bool slot_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct visit_deed *d = (struct visit_deed *)(void *)op;
    return d->slot.id ? visit_slot_edit(tx, &d->slot, e) : visit_slot_add(tx, &d->slot, d->day, e);
}

static bool span_fits(const struct visit_slot *s, int64_t from, int64_t to, struct err *e)
{
    bool hours = s->id || (from >= 0 && to > from);
    bool persons = s->places >= 1 && s->places <= VISIT_PLACES_MAX && s->most >= 1 && s->most <= VISIT_PERSONS_MAX;
    char places[24], most[24];
    snprintf(places, sizeof places, "%d", VISIT_PLACES_MAX);
    snprintf(most, sizeof most, "%d", VISIT_PERSONS_MAX);
    return (hours && persons) || err_with(e, ERR_INVALID, MSG_VISIT_SPAN, str_of(places), str_of(most), S(""));
}

bool visit_slot_save(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     uint64_t item_id, uint64_t slot, const struct visit_slot_in *in, struct err *e)
{
    struct public_item item;
    struct week w;
    int64_t from = hour_read(in->start), to = hour_read(in->end);
    if (!item_of(office, a, who, campaign, item_id, &item, &w, e))
        return false;
    if (!day_is_set(item.day))
        return err_set(e, ERR_INVALID, MSG_VISIT_ITEM);
    struct visit_deed *d = deed_of(office, a, slot_apply);
    d->slot = (struct visit_slot){.id = slot,
                                  .item = item_id,
                                  .campaign = campaign,
                                  .starts = day_instant(item.day, (int)from, w.zone),
                                  .ends = day_instant(item.day, (int)to, w.zone),
                                  .places = in->places,
                                  .most = in->most,
                                  .closed = in->closed};
    d->day = item.day;
    return span_fits(&d->slot, from, to, e) && deed_submit(&d->deed, e);
}

static bool forget_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct visit_deed *d = (struct visit_deed *)(void *)op;
    return visit_forget(tx, (struct instant){d->deed.at.ms - VISIT_KEPT_DAYS * MS_A_DAY}, &d->count, e);
}

bool visits_forget(struct office *office, int64_t *count_r, struct err *e)
{
    struct arena *a = arena_new("visits", 1 << 16);
    struct visit_deed *d = deed_of(office, a, forget_apply);
    bool ok = deed_submit(&d->deed, e);
    if (ok)
        *count_r = d->count;
    arena_free(a);
    return ok;
}
