/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "work/quota.h"

static const struct office_limits limits = {.unit_day_mb = 10, .unit_hour_files = 3};
static const struct unit_id one = {1}, other = {2};

static void files_are_counted_by_the_hour_and_each_unit_alone(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct quota *q = quota_open(a);
    struct err e = {0};
    for (int i = 0; i < 3; i++)
        assert_true(quota_take_at(q, &limits, one, 1, 600000 * i, &e));
    assert_false(quota_take_at(q, &limits, one, 1, 1800000, &e));
    assert_int_equal(e.code, ERR_SLOW);
    assert_string_equal(e.args[0], "1801"); /* seconds until the hour is over */
    assert_true(quota_take_at(q, &limits, other, 1, 1800000, &e));
    assert_true(quota_take_at(q, &limits, one, 1, 3600000, &e));
    quota_close(q);
    arena_free(a);
}

static void bytes_are_counted_by_the_day(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct quota *q = quota_open(a);
    struct err e = {0};
    assert_true(quota_take_at(q, &limits, one, 9 << 20, 0, &e));
    assert_false(quota_take_at(q, &limits, one, 2 << 20, 0, &e));
    assert_int_equal(e.code, ERR_LARGE);
    assert_string_equal(e.args[0], "10 MB");
    assert_true(quota_take_at(q, &limits, one, 1 << 20, 0, &e)); /* what was refused does not count */
    assert_false(quota_take_at(q, &limits, one, 1, MS_A_DAY - 1, &e));
    assert_false(quota_take_at(q, &limits, one, UINT64_MAX, MS_A_DAY, &e));
    assert_true(quota_take_at(q, &limits, one, 10 << 20, MS_A_DAY, &e));
    quota_close(q);
    arena_free(a);
}

/* The arena it is opened in is everybody's, and no lock guards it. */
static void what_is_counted_takes_no_memory_of_others(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct quota *q = quota_open(a);
    struct err e = {0};
    size_t used = arena_used(a);
    for (uint64_t i = 1; i < 5000; i++)
        assert_true(quota_take_at(q, &limits, (struct unit_id){i}, 1, 0, &e));
    assert_int_equal(arena_used(a), used);
    quota_close(q);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_counted_by_the_hour_and_each_unit_alone),
        cmocka_unit_test(bytes_are_counted_by_the_day),
        cmocka_unit_test(what_is_counted_takes_no_memory_of_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
