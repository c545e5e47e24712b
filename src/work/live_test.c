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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cells_of_a_moment_stay_as_they_were_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
