/* SPDX-License-Identifier: Apache-2.0 */
#include "base/library.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static __typeof__(floor) *rounded;

static void a_function_of_a_library_can_be_called(void **state)
{
    (void)state;
    const struct library_function wanted[] = {{"floor", &rounded}};
    struct err e = {0};
    assert_true(library_open("libm.so.6", "libc6", wanted, 1, &e));
    assert_true(rounded(3.5) == 3);
}

static void a_library_that_is_not_there_is_named_with_its_package(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct err e = {0};
    assert_false(library_open("libnowhere.so.9", "libnowhere9", NULL, 0, &e));
    assert_int_equal(e.code, ERR_MISSING);
    struct str said = err_text(a, &e, LANGUAGE_EN);
    assert_true(str_find(said, S("libnowhere.so.9")) != STR_NONE && str_find(said, S("libnowhere9 ")) != STR_NONE);
    assert_true(strstr(e.detail, "libnowhere.so.9") != NULL);
    arena_free(a);
}

static void one_function_missing_is_the_library_missing(void **state)
{
    (void)state;
    rounded = NULL;
    void (*none)(void) = NULL;
    const struct library_function wanted[] = {{"floor", &rounded}, {"floor_of_nobody", &none}};
    struct err e = {0};
    assert_false(library_open("libm.so.6", "libc6", wanted, 2, &e));
    assert_int_equal(e.code, ERR_MISSING);
    assert_true(!rounded && !none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_function_of_a_library_can_be_called),
        cmocka_unit_test(a_library_that_is_not_there_is_named_with_its_package),
        cmocka_unit_test(one_function_missing_is_the_library_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
