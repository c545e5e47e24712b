/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "domain/visit.h"

static void what_a_visitor_types_is_taken_as_meant_or_told_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *name, *phone, *persons, *taken; /* taken: NULL, then `wrong` */
        enum visit_field wrong;
    } cases[] = {
        {"演练某人", "13800000000", "2", "13800000000", 0},
        {" 演练某人　", "138 0000-0000", " 10 ", "13800000000", 0},
        {"Ann O'Neil", "+86 13800000000", "1", "13800000000", 0},
        {"演练", "１３８０００００００0", "1", "13800000000", 0},
        {"演练", "0551-63500000", "1", "055163500000", 0},
        {"演", "13800000000", "1", NULL, VISIT_NAME},
        {"", "13800000000", "1", NULL, VISIT_NAME},
        {"13800000000", "13800000000", "1", NULL, VISIT_NAME},
        {"<b>演练", "13800000000", "1", NULL, VISIT_NAME},
        {"演练\n某人", "13800000000", "1", NULL, VISIT_NAME},
        {"演练演练演练演练演练演练演练演练演练演练演", "13800000000", "1", NULL, VISIT_NAME},
        {"演练", "63500000", "1", NULL, VISIT_PHONE},
        {"演练", "12000000000", "1", NULL, VISIT_PHONE},
        {"演练", "1380000000a", "1", NULL, VISIT_PHONE},
        {"演练", "", "1", NULL, VISIT_PHONE},
        {"演练", "13800000000", "0", NULL, VISIT_PERSONS},
        {"演练", "13800000000", "11", NULL, VISIT_PERSONS},
        {"演练", "13800000000", "2.5", NULL, VISIT_PERSONS},
        {"演练", "13800000000", "", NULL, VISIT_PERSONS},
    };
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct visit_ask ask = {str_of(cases[i].name), str_of(cases[i].phone), str_of(cases[i].persons)};
        struct visit_party party;
        enum visit_field wrong = 0;
        struct err e;
        bool good = visit_check(a, &ask, VISIT_PERSONS_MAX, &party, &wrong, &e);
        if (good != !!cases[i].taken || (!good && wrong != cases[i].wrong))
            fail_msg("case %zu", i);
        if (good)
            assert_string_equal(str_z(a, party.phone), cases[i].taken);
        else
            assert_int_equal(e.code, ERR_INVALID);
    }
    arena_free(a);
}

static void a_code_is_read_as_people_write_it(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct str code = visit_code_new(a), other = visit_code_new(a);
    assert_int_equal(code.n, VISIT_CODE);
    assert_false(str_eq(code, other));
    assert_true(str_eq(visit_code_read(a, visit_code_text(a, code)), code));
    assert_true(str_eq(visit_code_read(a, S(" O1L2i-ABCDE ")), S("01121abcde")));
    assert_int_equal(visit_code_read(a, S("01121abcd")).n, 0);
    assert_int_equal(visit_code_read(a, S("01121abcdeu")).n, 0);
    assert_int_equal(visit_code_read(a, S("")).n, 0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_visitor_types_is_taken_as_meant_or_told_what_is_wrong),
        cmocka_unit_test(a_code_is_read_as_people_write_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
