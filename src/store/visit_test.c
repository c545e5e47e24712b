/* SPDX-License-Identifier: Apache-2.0 */
#include "store/public.h"
#include "store/test_store.h"
#include "store/visit.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct act {
    struct fixture *f;
    struct public_item item;
    struct visit_slot slot;
    struct visit_booking booking;
    int64_t count;
    bool shown;
    struct day day;
};

static const struct public_decision clerk = {.at = {1000}, .account = 7};

static bool show_week(void *arg, struct tx *tx, struct err *e)
{
    struct act *x = arg;
    return public_week_set(tx, x->f->campaign, x->shown, &clerk, e);
}

static bool add_item(void *arg, struct tx *tx, struct err *e)
{
    struct act *x = arg;
    return public_item_add(tx, &x->item, &clerk, e);
}

static bool move_item(void *arg, struct tx *tx, struct err *e)
{
    struct act *x = arg;
    x->item.day.n++;
    return public_item_edit(tx, &x->item, PUBLIC_SHOWN, &clerk, e);
}

static bool withdraw_item(void *arg, struct tx *tx, struct err *e)
{
    struct act *x = arg;
    x->item.state = PUBLIC_WITHDRAWN;
    return public_item_edit(tx, &x->item, PUBLIC_SHOWN, &clerk, e);
}

static bool add_slot(void *arg, struct tx *tx, struct err *e)
{
    struct act *x = arg;
    return visit_slot_add(tx, &x->slot, x->day, e);
}

static bool edit_slot(void *arg, struct tx *tx, struct err *e)
{
    return visit_slot_edit(tx, &((struct act *)arg)->slot, e);
}

static bool book(void *arg, struct tx *tx, struct err *e)
{
    struct act *x = arg;
    return visit_booking_add(tx, x->f->arena, &x->booking, e);
}

static bool cancel(void *arg, struct tx *tx, struct err *e)
{
    return visit_booking_cancel(tx, &((struct act *)arg)->booking, (struct instant){3000}, e);
}

static bool forget(void *arg, struct tx *tx, struct err *e)
{
    struct act *x = arg;
    return visit_forget(tx, x->slot.ends, &x->count, e);
}

/* A slot of so many places from moment 5000 to 6000, in a week that is shown. */
static struct act opened(struct fixture *f, int64_t places)
{
    struct err e = {0};
    struct act x = {.f = f, .shown = true, .day = {19500}};
    x.item = (struct public_item){.campaign = f->campaign,
                                  .kind = PUBLIC_PROGRAMME,
                                  .unit = f->unit,
                                  .state = PUBLIC_SHOWN,
                                  .day = {19500},
                                  .title = S("开放校园"),
                                  .place = S("演练校区")};
    assert_good(test_op(f, show_week, &x, &e));
    assert_good(test_op(f, add_item, &x, &e));
    x.slot = (struct visit_slot){
        .item = x.item.id, .campaign = f->campaign, .starts = {5000}, .ends = {6000}, .places = places, .most = 10};
    assert_good(test_op(f, add_slot, &x, &e));
    return x;
}

static struct act asking(const struct act *x, const char *phone, int64_t persons, int64_t at)
{
    struct act one = *x;
    one.booking = (struct visit_booking){.slot = x->slot.id,
                                         .campaign = x->f->campaign,
                                         .code = str_of(phone),
                                         .name = S("演练某人"),
                                         .phone = str_of(phone),
                                         .persons = persons,
                                         .booked_at = {at}};
    return one;
}

static struct visit_slot kept(const struct act *x)
{
    struct err e = {0};
    struct visit_slot slot;
    assert_good(visit_slot_read(store_reader(x->f->store), x->f->arena, x->f->campaign, x->slot.id, &slot, &e));
    return slot;
}

static void assert_refused(struct act *x, enum message message)
{
    struct err e = {0};
    assert_false(test_op(x->f, book, x, &e));
    assert_int_equal(e.message, message);
}

enum { CROWD = 50 };
struct visitor {
    struct act act;
    char phone[16];
    bool got;
    struct err err;
};

static void *come(void *arg)
{
    struct visitor *v = arg;
    v->got = test_op(v->act.f, book, &v->act, &v->err);
    return NULL;
}

static void fifty_at_once_get_ten_places_and_no_more(void **state)
{
    struct fixture *f = *state;
    struct act x = opened(f, 10);
    static struct visitor visitors[CROWD];
    pthread_t threads[CROWD];
    int got = 0, full = 0;
    for (int i = 0; i < CROWD; i++) {
        struct visitor *v = &visitors[i];
        snprintf(v->phone, sizeof v->phone, "138%08d", i);
        v->act = asking(&x, v->phone, 1, 1000);
    }
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, come, &visitors[i]), 0);
    for (int i = 0; i < CROWD; i++) {
        pthread_join(threads[i], NULL);
        got += visitors[i].got;
        full += !visitors[i].got && visitors[i].err.message == MSG_VISIT_FULL;
    }
    assert_int_equal(got, 10);
    assert_int_equal(full, CROWD - 10);
    assert_int_equal(kept(&x).taken, 10);
}

static void a_booking_is_refused_for_what_keeps_it_out(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct act x = opened(f, 12), one = asking(&x, "13800000001", 10, 1000);
    assert_good(test_op(f, book, &one, &e));
    struct act same = asking(&x, "13800000001", 1, 1000), few = asking(&x, "13800000002", 3, 1000),
               late = asking(&x, "13800000003", 1, 5000), nowhere = asking(&x, "13800000004", 1, 1000);
    assert_refused(&same, MSG_VISIT_TWICE);
    assert_refused(&few, MSG_VISIT_FEW);
    assert_refused(&late, MSG_VISIT_PASSED);
    nowhere.booking.slot = 1;
    assert_refused(&nowhere, MSG_NOT_FOUND);
    x.slot.closed = true;
    x.slot.places = 12;
    assert_good(test_op(f, edit_slot, &x, &e));
    struct act closed = asking(&x, "13800000005", 1, 1000);
    assert_refused(&closed, MSG_VISIT_CLOSED);
    x.slot.places = 9;
    assert_false(test_op(f, edit_slot, &x, &e));
    assert_int_equal(e.message, MSG_VISIT_TAKEN);
}

static void nothing_is_booked_of_what_is_not_shown(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct act x = opened(f, 12), one = asking(&x, "13800000001", 1, 1000);
    x.shown = false;
    assert_good(test_op(f, show_week, &x, &e));
    assert_refused(&one, MSG_VISIT_CLOSED);
    x.shown = true;
    assert_good(test_op(f, show_week, &x, &e));
    assert_good(test_op(f, withdraw_item, &x, &e));
    assert_refused(&one, MSG_VISIT_CLOSED);
    assert_int_equal(kept(&x).taken, 0);
}

static void who_cancels_is_forgotten_and_gives_the_places_back_once(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct visit_booking b;
    struct act x = opened(f, 5), one = asking(&x, "13800000001", 5, 1000), next = asking(&x, "13800000002", 5, 1000);
    assert_good(test_op(f, book, &one, &e));
    assert_refused(&next, MSG_VISIT_FULL);
    assert_good(test_op(f, cancel, &one, &e));
    assert_false(test_op(f, cancel, &one, &e));
    assert_int_equal(kept(&x).taken, 0);
    assert_good(visit_booking_find(store_reader(f->store), f->arena, f->campaign, one.booking.code, &b, &e));
    assert_int_equal(b.name.n + b.phone.n, 0);
    assert_int_equal(b.cancelled_at.ms, 3000);
    assert_good(test_op(f, book, &next, &e));
}

static void names_and_phones_go_when_the_time_is_over(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct visit_bookings list;
    struct act x = opened(f, 5), one = asking(&x, "13800000001", 2, 1000);
    assert_good(test_op(f, book, &one, &e));
    assert_good(test_op(f, forget, &x, &e)); /* it ends at that moment, not before */
    assert_int_equal(x.count, 0);
    x.slot.ends.ms++;
    assert_good(test_op(f, forget, &x, &e));
    assert_int_equal(x.count, 1);
    assert_good(visit_bookings_of(store_reader(f->store), f->arena, f->campaign, x.item.id, &list, &e));
    assert_int_equal(list.n, 1);
    assert_int_equal(list.items[0].persons, 2);
    assert_int_equal(list.items[0].name.n + list.items[0].phone.n, 0);
    assert_good(test_op(f, forget, &x, &e));
    assert_int_equal(x.count, 0);
}

static void a_slot_and_its_item_have_one_day_whoever_is_faster(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct act x = opened(f, 5);
    assert_false(test_op(f, move_item, &x, &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    x.day.n++;
    assert_false(test_op(f, add_slot, &x, &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    x.day.n--;
    for (int i = 1; i < VISIT_SLOTS_MAX; i++)
        assert_good(test_op(f, add_slot, &x, &e));
    assert_false(test_op(f, add_slot, &x, &e));
    assert_int_equal(e.message, MSG_VISIT_MANY);
}

static void a_form_that_is_sent_twice_is_one_booking(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct act x = opened(f, 5), one = asking(&x, "13800000001", 2, 1000), again = asking(&x, "13800000001", 2, 1900),
               other = asking(&x, "13800000001", 2, 1900);
    again.booking.code = S("another");
    other.booking.name = S("演练他人");
    assert_good(test_op(f, book, &one, &e));
    assert_good(test_op(f, book, &again, &e));
    assert_true(str_eq(again.booking.code, one.booking.code));
    assert_int_equal(kept(&x).taken, 2);
    assert_refused(&other, MSG_VISIT_TWICE);
    assert_good(test_op(f, cancel, &one, &e));
    again = asking(&x, "13800000001", 2, 1900);
    again.booking.code = S("another");
    assert_good(test_op(f, book, &again, &e));
    assert_true(str_eq(again.booking.code, S("another")));
}

#define STORED(test) cmocka_unit_test_setup_teardown(test, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(fifty_at_once_get_ten_places_and_no_more),
        STORED(a_booking_is_refused_for_what_keeps_it_out),
        STORED(nothing_is_booked_of_what_is_not_shown),
        STORED(who_cancels_is_forgotten_and_gives_the_places_back_once),
        STORED(a_slot_and_its_item_have_one_day_whoever_is_faster),
        STORED(a_form_that_is_sent_twice_is_one_booking),
        STORED(names_and_phones_go_when_the_time_is_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
