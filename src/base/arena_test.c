/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <cmocka.h>

enum { BOUND = 256 * 1024 };

/* Takes all that arena_try gives, down to the smallest piece. */
static void fill(struct arena *a)
{
    for (size_t size = BOUND; size; size /= 2)
        while (arena_try(a, size))
            ;
}

static void a_full_arena_still_has_room_for_the_answer(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", BOUND);
    fill(a);
    assert_int_equal(arena_left(a), 0);
    assert_null(arena_try(a, 1));
    char *answer = arena_alloc(a, 4096);
    assert_non_null(answer);
    assert_int_equal(answer[4095], 0);
    assert_null(arena_try(a, 1)); /* what the reserve's block has left is not for strangers */
    assert_int_equal(arena_left(a), 0);
    arena_free(a);
}

struct numbers {
    uint64_t *items;
    size_t n, cap;
};

static void a_list_that_doubles_past_the_bound_is_seen_and_not_fatal(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", BOUND);
    struct numbers one = {0}, other = {0};
    for (uint64_t i = 0; arena_left(a); i++) {
        arena_push(a, &one, i);
        arena_push(a, &other, i);
    }
    for (size_t i = 0; i < other.n; i++)
        assert_int_equal(one.items[i] + other.items[i], 2 * i);
    arena_free(a);
}

static void the_newest_list_grows_where_it_stands_and_no_other(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", BOUND);
    struct numbers one = {0}, other = {0};
    arena_push(a, &one, 0);
    const uint64_t *stood = one.items;
    for (uint64_t i = 1; i < 100; i++)
        arena_push(a, &one, i);
    assert_ptr_equal(one.items, stood);
    arena_push(a, &other, 1000);
    for (uint64_t i = 100; i < 200; i++)
        arena_push(a, &one, i);
    assert_ptr_not_equal(one.items, stood);
    for (uint64_t i = 0; i < one.n; i++)
        assert_int_equal(one.items[i], i);
    assert_int_equal(other.items[0], 1000);
    arena_free(a);
}

static void a_reset_arena_begins_anew(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", BOUND);
    fill(a);
    arena_alloc(a, 100000);
    arena_reset(a);
    assert_int_equal(arena_left(a), BOUND);
    assert_non_null(arena_try(a, BOUND / 2));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_arena_still_has_room_for_the_answer),
        cmocka_unit_test(a_list_that_doubles_past_the_bound_is_seen_and_not_fatal),
        cmocka_unit_test(the_newest_list_grows_where_it_stands_and_no_other),
        cmocka_unit_test(a_reset_arena_begins_anew),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
