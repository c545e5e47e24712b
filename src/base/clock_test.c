/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void every_day_of_four_centuries_survives_the_round_trip(void **state)
{
    (void)state;
    struct day first = day_of(1900, 1, 1), last = day_of(2300, 1, 1);
    int weekday = 1; /* 1900-01-01 was a Monday */
    for (struct day d = first; d.n < last.n; d = day_plus(d, 1)) {
        struct civil c = day_civil(d);
        assert_true(civil_is_valid(c.year, c.month, c.day));
        assert_int_equal(day_of(c.year, c.month, c.day).n, d.n);
        assert_int_equal(day_weekday(d), weekday);
        weekday = weekday % 7 + 1;
    }
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    struct day d;
    assert_false(civil_is_valid(2023, 2, 29));
    assert_true(civil_is_valid(2024, 2, 29));
    assert_false(civil_is_valid(2100, 2, 29));
    assert_false(civil_is_valid(2023, 5, 0));
    assert_false(day_read(S("2023-13-01"), &d));
    assert_false(day_read(S("2023-05-18x"), &d));
    assert_true(day_read(S("2023-05-18"), &d));
}

static void ten_oclock_in_hefei_is_two_oclock_utc(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct instant t = day_instant(day_of(2023, 5, 18), 10 * 60, ZONE_CHINA);
    assert_true(str_eq(instant_text(a, t, 0), S("2023-05-18T02:00:00Z")));
    assert_true(str_eq(instant_text(a, t, ZONE_CHINA), S("2023-05-18T10:00:00+08:00")));
    struct instant back;
    assert_true(instant_read(S("2023-05-18T10:00:00+08:00"), &back));
    assert_int_equal(back.ms, t.ms);
    assert_true(instant_read(S("2023-05-18T00:00:00.250Z"), &back));
    assert_int_equal(back.ms, t.ms - 2 * 3600000 + 250);
    assert_int_equal(instant_day(t, ZONE_CHINA).n, day_of(2023, 5, 18).n);
    assert_int_equal(instant_minute(t, ZONE_CHINA), 600);
    arena_free(a);
}

static void a_rehearsed_clock_never_goes_back(void **state)
{
    (void)state;
    struct instant start = day_instant(day_of(2023, 5, 18), 9 * 60 + 30, ZONE_CHINA);
    struct clock c = clock_rehearsed(start, 0);
    assert_int_equal(clock_now(&c).ms, start.ms);
    assert_false(clock_change(&c, (struct instant){start.ms - 1}, 1));
    assert_true(clock_change(&c, (struct instant){start.ms + MS_A_DAY}, 0));
    assert_int_equal(clock_now(&c).ms, start.ms + MS_A_DAY);
    struct clock real = clock_real();
    assert_false(clock_change(&real, (struct instant){INT64_MAX}, 1));
}

/* ---- the machine's clock, set by hand ---- */

static int64_t machine_ms, steady_ms; /* 0: the real one */

int clock_gettime(clockid_t id, struct timespec *t)
{
    int64_t ms = id == CLOCK_REALTIME ? machine_ms : steady_ms;
    if (!ms)
        return (int)syscall(SYS_clock_gettime, id, t);
    *t = (struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    return 0;
}

static void pass(int64_t ms)
{
    machine_ms += ms;
    steady_ms += ms;
}

static void a_clock_that_is_set_is_not_followed(void **state)
{
    static const int64_t steps[] = {3600000, -3600000, 86400000, -86400000, 1000, -1000};
    (void)state;
    machine_ms = clock_machine().ms; /* believed */
    struct timespec t;
    clock_gettime(CLOCK_BOOTTIME, &t);
    steady_ms = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int64_t before = clock_machine().ms;
        machine_ms += steps[i];
        assert_in_range(clock_machine().ms, before, before + 1);
        assert_in_range(clock_step() + MS_A_DAY * 2, steps[i] + MS_A_DAY * 2 - 1, steps[i] + MS_A_DAY * 2 + 1);
        pass(60000);
        assert_in_range(clock_machine().ms, before + 60000, before + 60001);
        machine_ms -= steps[i]; /* put right again */
        assert_int_equal(clock_step(), 0);
    }
    machine_ms += 400; /* slewed: followed */
    assert_int_equal(clock_machine().ms, machine_ms);
    machine_ms += 700;
    assert_int_equal(clock_machine().ms, machine_ms);
    machine_ms = steady_ms = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_four_centuries_survives_the_round_trip),
        cmocka_unit_test(dates_that_do_not_exist_are_refused),
        cmocka_unit_test(ten_oclock_in_hefei_is_two_oclock_utc),
        cmocka_unit_test(a_rehearsed_clock_never_goes_back),
        cmocka_unit_test(a_clock_that_is_set_is_not_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
