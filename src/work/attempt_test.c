/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "work/attempt.h"

static const unsigned char key[ATTEMPT_KEY_BYTES] = "a test's secret";
static const struct str here = {"192.0.2.1", 9}, there = {"192.0.2.2", 9};

struct scene {
    struct arena *arena;
    struct attempts *attempts;
    struct instant now;
};

static int setup(void **state)
{
    struct arena *a = arena_new("test", 4 << 20);
    struct scene *s = arena_one(a, struct scene);
    *s = (struct scene){a, attempts_open(a, key), {1000000}};
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    attempts_close(s->attempts);
    arena_free(s->arena);
    return 0;
}

static void wrong(struct scene *s, struct str login, struct str peer, int times)
{
    for (int i = 0; i < times; i++)
        attempt_count(s->attempts, login, peer, false, s->now);
}

static struct str name_of(struct scene *s, const char *head, int i)
{
    struct arena *a = s->arena;
    return str_format(a, "%s%d", head, i);
}

static void after_five_wrong_ones_that_account_waits_and_only_from_there(void **state)
{
    struct scene *s = *state;
    wrong(s, S("clerk"), here, 5);
    assert_int_equal(attempt_wait(s->attempts, S("clerk"), here, s->now), 0);
    wrong(s, S("clerk"), here, 1);
    assert_int_equal(attempt_wait(s->attempts, S("clerk"), here, s->now), 2);
    assert_int_equal(attempt_wait(s->attempts, S("clerk"), there, s->now), 0);
    assert_int_equal(attempt_wait(s->attempts, S("other"), here, s->now), 0);
    s->now.ms += 2000;
    assert_int_equal(attempt_wait(s->attempts, S("clerk"), here, s->now), 0);
    wrong(s, S("clerk"), here, 1);
    assert_int_equal(attempt_wait(s->attempts, S("clerk"), here, s->now), 4);
    attempt_count(s->attempts, S("clerk"), here, true, s->now);
    assert_int_equal(attempt_wait(s->attempts, S("clerk"), here, s->now), 0);
}

/* By str_hash, which everybody can compute, these share one of 4,096 places with "clerk". */
static void a_name_that_is_computed_to_collide_ends_no_count(void **state)
{
    struct scene *s = *state;
    uint64_t want = str_hash(S("clerk")) % 4096;
    wrong(s, S("clerk"), here, 4);
    for (int i = 0, found = 0; found < 3; i++) {
        struct str dummy = name_of(s, "d", i);
        if (str_hash(dummy) % 4096 != want)
            continue;
        found++;
        wrong(s, dummy, here, 1);
    }
    wrong(s, S("clerk"), here, 2);
    assert_int_equal(attempt_wait(s->attempts, S("clerk"), here, s->now), 2);
}

/* So many others, who wait longer, that every place is taken many times over. */
static void nobodys_waiting_ends_by_what_others_do(void **state)
{
    struct scene *s = *state;
    wrong(s, S("clerk"), here, 6);
    assert_int_equal(attempt_wait(s->attempts, S("clerk"), here, s->now), 2);
    struct arena *names = arena_new("names", 16 << 20);
    for (int i = 0; i < 20000; i++) {
        struct str name = str_format(names, "n%d", i);
        wrong(s, name, there, 7);
        if (i > 15000)
            attempt_count(s->attempts, name, there, true, s->now);
    }
    arena_free(names);
    assert_true(attempt_wait(s->attempts, S("clerk"), here, s->now) >= 2);
}

static void an_address_is_counted_whatever_it_names(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < ADDRESS_BURST; i++) {
        assert_int_equal(address_wait(s->attempts, here, s->now), 0);
        wrong(s, name_of(s, "nobody", i), here, 1);
    }
    assert_int_equal(address_wait(s->attempts, here, s->now), ADDRESS_STEP_MS / 1000);
    assert_int_equal(address_wait(s->attempts, there, s->now), 0);
    s->now.ms += ADDRESS_STEP_MS;
    assert_int_equal(address_wait(s->attempts, here, s->now), 0);
    wrong(s, S("x"), here, 1);
    assert_int_equal(address_wait(s->attempts, here, s->now), ADDRESS_STEP_MS / 1000);
}

static void right_ones_are_counted_kindly(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < (ADDRESS_BURST - 1) * ADDRESS_STEP_MS / RIGHT_STEP_MS; i++) {
        assert_int_equal(address_wait(s->attempts, here, s->now), 0);
        attempt_count(s->attempts, S("clerk"), here, true, s->now);
    }
    attempt_count(s->attempts, S("clerk"), here, true, s->now);
    assert_true(address_wait(s->attempts, here, s->now) > 0);
    assert_int_equal(attempt_wait(s->attempts, S("clerk"), here, s->now), 0);
    assert_int_equal(address_wait(s->attempts, there, s->now), 0);
}

static void the_addresses_of_one_network_are_one(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < ADDRESS_BURST; i++)
        wrong(s, S("x"), name_of(s, "2001:db8:1:1::", i), 1);
    assert_true(address_wait(s->attempts, S("2001:db8:1:1:ffff::9"), s->now) > 0);
    assert_int_equal(address_wait(s->attempts, S("2001:db8:1:2::1"), s->now), 0);
}

#define SCENE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(after_five_wrong_ones_that_account_waits_and_only_from_there),
        SCENE(a_name_that_is_computed_to_collide_ends_no_count),
        SCENE(nobodys_waiting_ends_by_what_others_do),
        SCENE(an_address_is_counted_whatever_it_names),
        SCENE(right_ones_are_counted_kindly),
        SCENE(the_addresses_of_one_network_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
