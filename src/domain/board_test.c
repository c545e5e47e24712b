/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/board.h"

static void each_verdict_has_its_character(void **state)
{
    (void)state;
    static const struct {
        struct verdict v;
        bool own;
        char cell;
    } cases[] = {
        {{.state = STATE_NOT_YET}, false, '.'},
        {{.state = STATE_DUE}, false, 'o'},
        {{.state = STATE_DUE, .extended = true}, false, 'e'},
        {{.state = STATE_DRAFT}, false, 'd'},
        {{.state = STATE_DRAFT, .overdue = true}, false, 'D'},
        {{.state = STATE_OVERDUE, .overdue = true}, false, 'x'},
        {{.state = STATE_SENT, .reported = true}, false, 's'},
        {{.state = STATE_SENT, .reported = true, .extended = true}, false, 's'},
        {{.state = STATE_SENT, .reported = true, .late = true}, false, 'l'},
        {{.state = STATE_SENT, .reported = true, .nil = true}, false, 'n'},
        {{.state = STATE_SENT, .reported = true, .nil = true, .late = true}, false, 'N'},
        {{.state = STATE_SENT, .reported = true, .by_phone = true}, false, 'p'},
        {{.state = STATE_SENT, .reported = true, .by_phone = true, .late = true}, false, 'P'},
        {{.state = STATE_RETURNED, .reported = true, .late = true}, false, 'r'},
        {{.state = STATE_RETURNED, .overdue = true}, false, 'R'},
        {{.state = STATE_RETURNED}, false, 'b'},
        {{.state = STATE_ACCEPTED, .reported = true, .nil = true}, false, 'a'},
        {{.state = STATE_ACCEPTED, .reported = true, .late = true}, false, 'A'},
        {{.state = STATE_WAIVED, .reported = true}, false, 'w'},
        {{.state = STATE_SENT, .reported = true, .late = true}, true, 'v'},
        {{.state = STATE_DRAFT, .overdue = true}, true, ' '},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(board_cell(&cases[i].v, cases[i].own), cases[i].cell);
}

static void counts_add_up_whatever_is_counted(void **state)
{
    (void)state;
    static const char all[] = " .oedDxbRslnNpPraAwv?";
    struct board_counts one = {0};
    for (size_t i = 0; all[i]; i++)
        board_count(&one, all[i]);
    assert_int_equal(one.owed, one.reported + one.waived + one.missing + one.open);
    assert_int_equal(one.owed, 18);
    assert_int_equal(one.late, 4);
    assert_int_equal(one.own, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_verdict_has_its_character),
        cmocka_unit_test(counts_add_up_whatever_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
