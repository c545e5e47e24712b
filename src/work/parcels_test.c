/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "work/parcels.h"

static bool said(void *arg)
{
    return *(bool *)arg;
}

static void an_account_has_one_at_a_time(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20), *first = arena_new("first", 65536),
                 *other = arena_new("other", 65536);
    struct parcels *all = parcels_open(a);
    struct parcel_place *place;
    bool left = false, stays = false;
    struct err e;
    assert_true(parcel_begin(all, first, 7, &(struct receiver){said, &left}, &place, &e));
    assert_true(parcel_begin(all, other, 8, &(struct receiver){said, &stays}, &place, &e));
    assert_false(parcel_begin(all, other, 7, &(struct receiver){said, &stays}, &place, &e));
    assert_int_equal(e.code, ERR_SLOW);
    left = true; /* and is not ended yet */
    assert_true(parcel_begin(all, other, 7, &(struct receiver){said, &stays}, &place, &e));
    arena_free(first);
    assert_false(parcel_begin(all, other, 7, &(struct receiver){said, &stays}, &place, &e));
    arena_reset(other);
    assert_true(parcel_begin(all, other, 7, &(struct receiver){said, &stays}, &place, &e));
    arena_free(other);
    parcels_close(all);
    arena_free(a);
}

static void what_they_take_together_is_known(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20), *first = arena_new("first", 65536),
                 *other = arena_new("other", 65536);
    struct parcels *all = parcels_open(a);
    struct parcel_place *one, *two;
    bool left = false;
    struct err e;
    assert_true(parcel_begin(all, first, 1, &(struct receiver){said, &left}, &one, &e));
    assert_true(parcel_begin(all, other, 2, &(struct receiver){said, &left}, &two, &e));
    assert_int_equal(parcel_grow(one, 100), 100);
    assert_int_equal(parcel_grow(two, 10), 110);
    arena_free(first);
    assert_int_equal(parcel_grow(two, 1), 11);
    arena_free(other);
    parcels_close(all);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account_has_one_at_a_time),
        cmocka_unit_test(what_they_take_together_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
