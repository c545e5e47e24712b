/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/holidays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_saturday_is_no_working_day(void **state)
{
    (void)state;
    assert_false(day_is_working(day_of(2023, 5, 13)));
    assert_true(day_is_working(day_of(2023, 5, 12)));
}

static void a_make_up_day_is_one(void **state)
{
    (void)state;
    assert_true(day_is_working(day_of(2023, 5, 6)));
    assert_false(day_is_working(day_of(2023, 5, 1)));
    assert_true(day_is_working(day_of(2007, 12, 29)));
    assert_false(day_is_working(day_of(2007, 12, 31))); /* told by the notice of 2008 */
}

static void a_deadline_in_national_day_moves_behind_it(void **state)
{
    (void)state;
    assert_int_equal(day_postponed(day_of(2010, 10, 3)).n, day_of(2010, 10, 8).n);
}

static void three_working_days_skip_the_weekend(void **state)
{
    (void)state;
    assert_int_equal(day_after_workdays(day_of(2023, 5, 18), 3).n, day_of(2023, 5, 23).n);
}

static void a_year_not_published_is_told(void **state)
{
    (void)state;
    assert_true(holidays_known(day_of(2026, 1, 1)));
    assert_false(holidays_known(day_of(2031, 1, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saturday_is_no_working_day),
        cmocka_unit_test(a_make_up_day_is_one),
        cmocka_unit_test(a_deadline_in_national_day_moves_behind_it),
        cmocka_unit_test(three_working_days_skip_the_weekend),
        cmocka_unit_test(a_year_not_published_is_told),
    };
    return cmocka_run_group_tests_name("holidays", tests, NULL, NULL);
}
