/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/tus.h"

static void a_name_comes_in_base64(void **state)
{
    (void)state;
    static const struct {
        const char *header, *value; /* NULL: refused */
    } cases[] = {
        {"filename 6KeG6aKRLm1wNA==", "视频.mp4"},
        {"a,filename YWI=", "ab"},
        {"filename YWJj, filetype dmlkZW8=", "abc"},
        {"filetype dmlkZW8=", ""},
        {"", ""},
        {"filename", ""},
        {"filename YWI", NULL},
        {"filename YW=I", NULL},
        {"filename YWJ=", NULL}, /* bits behind the end */
        {"filename /w==", NULL}, /* no UTF-8 */
        {"filename ====", NULL},
        {",filename YWI=", NULL},
        {"filename YWJjYWJjYWJjYWJjYWJj", NULL}, /* longer than asked for */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new("test", 1 << 16);
        struct str value = {0};
        bool good = tus_metadata(a, str_of(cases[i].header), S("filename"), 12, &value);
        if (good != (cases[i].value != NULL) || (good && !str_eq(value, str_of(cases[i].value))))
            fail_msg("%s: %d " STR_FMT, cases[i].header, good, STR_ARG(value));
        arena_free(a);
    }
}

static void a_number_is_digits_alone(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "-1", "+1", " 1", "1 ", "0x1", "1.0", "9007199254740992", "99999999999999999999"};
    uint64_t n;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(tus_number(str_of(bad[i]), &n));
    assert_true(tus_number(S("4294967296"), &n));
    assert_int_equal(n, 4294967296);
    assert_true(tus_number(S("9007199254740991"), &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_comes_in_base64),
        cmocka_unit_test(a_number_is_digits_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
