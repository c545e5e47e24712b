/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "work/live.h"

static uint64_t ids[] = {1};
static uint32_t by_id[] = {0};

/* One unit that owes one thing, due at 2,000,000,000. */
static struct live *one_duty(struct arena *a)
{
    struct live *l = arena_one(a, struct live);
    struct roll *roll = arena_one(a, struct roll);
    struct unit u = {.id = {1}, .name = S("演练学校")};
    struct live_obligation o = {.o = {.id = {7}, .unit = {1}, .opens = {1000}, .due = {2000000000}}};
    roll->ids = ids;
    roll->by_id = by_id;
    arena_push(a, &roll->units, u);
    roll->all = roll->units;
    l->arena = a;
    l->roll = roll;
    arena_push(a, &l->obligations, o);
    live_arrange(l);
    return l;
}

/* Who reads the board reads on while somebody else has it brought up to the next moment. */
static void the_cells_of_a_moment_stay_as_they_were_read(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 4 << 20);
    struct live *l = one_duty(a);
    const char *early = live_cells(l, a, (struct instant){2000});
    char open = early[0];
    const char *late = live_cells(l, a, (struct instant){2000000001});
    assert_int_not_equal(late[0], open);
    assert_int_equal(early[0], open);
    struct transition sent = {.at = {2000000002}, .kind = TRANSITION_SENT};
    live_transition(l, live_obligation(l, (struct obligation_id){7}), sent, 1);
    assert_int_not_equal(live_cells(l, a, (struct instant){2000000002})[0], late[0]);
    arena_free(a);
}

/* What an amendment took away stands in no column, and is found by its unit, in the order it was made. */
static void what_was_withdrawn_is_found_by_its_unit(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 4 << 20);
    struct live *l = one_duty(a);
    const uint64_t units[] = {5, 1, 5, 3};
    for (size_t i = 0; i < 4; i++) {
        struct live_obligation o = {.o = {.id = {20 + i}, .unit = {units[i]}, .withdrawn = true}};
        arena_push(a, &l->obligations, o);
    }
    struct live_obligation unknown = {.o = {.id = {30}, .unit = {5}, .withdrawn = true, .duty = -1}};
    arena_push(a, &l->obligations, unknown);
    live_arrange(l);
    assert_int_equal(l->columns.n, 1);
    assert_int_equal(l->withdrawn.n, 4);
    assert_int_equal(live_withdrawn_from(l, (struct unit_id){3}), 1);
    assert_int_equal(live_withdrawn_from(l, (struct unit_id){4}), 2);
    assert_int_equal(live_withdrawn_from(l, (struct unit_id){6}), 4);
    size_t at = live_withdrawn_from(l, (struct unit_id){5});
    assert_int_equal(l->obligations.items[l->withdrawn.items[at].at].o.id.n, 20);
    assert_int_equal(l->obligations.items[l->withdrawn.items[at + 1].at].o.id.n, 22);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cells_of_a_moment_stay_as_they_were_read),
        cmocka_unit_test(what_was_withdrawn_is_found_by_its_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
