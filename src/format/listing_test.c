/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "format/listing.h"

#define HEAD \
    "<?xml version='1.0' encoding='UTF-8'?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
#define ONE(key, size, at)                                                                                   \
    "<Contents><Key>" key "</Key><LastModified>" at "</LastModified><ETag>\"x\"</ETag><Size>" size "</Size>" \
    "<Owner><ID>Size</ID><DisplayName>Key</DisplayName></Owner><StorageClass>STANDARD</StorageClass></Contents>"
#define AT "2026-11-28T14:26:56.000Z"

static int setup(void **state)
{
    *state = arena_new("test", 1 << 20);
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void a_page_gives_its_objects_and_the_way_on(void **state)
{
    struct err e;
    struct listing l;
    assert_true(listing_read(*state,
                             S(HEAD "<Name>week</Name><Prefix>a/</Prefix><KeyCount>2</KeyCount><MaxKeys>2</MaxKeys>"
                                    "<IsTruncated>true</IsTruncated>" ONE("a/ab/cd", "5", AT) ONE(
                                        "a/&#x4E2D;&amp;", "4294967296",
                                        AT) "<NextContinuationToken>x+/=</NextContinuationToken></ListBucketResult>"),
                             &l, &e));
    assert_int_equal(l.n, 2);
    assert_true(str_eq(l.items[0].key, S("a/ab/cd")) && str_eq(l.items[1].key, S("a/中&")));
    assert_true(l.items[0].size == 5 && l.items[1].size == 4294967296);
    assert_true(l.items[0].modified.ms == 1795876016000);
    assert_true(str_eq(l.next, S("x+/=")));
}

static void the_last_page_has_no_way_on(void **state)
{
    struct err e;
    struct listing l;
    assert_true(listing_read(*state, S(HEAD "<IsTruncated>false</IsTruncated></ListBucketResult>"), &l, &e));
    assert_true(l.n == 0 && l.next.n == 0);
}

static void what_is_no_page_is_refused(void **state)
{
    static const char *const cases[] = {
        "",
        "<html>",
        "<Error><Code>AccessDenied</Code></Error>",
        HEAD,
        HEAD "<IsTruncated>true</IsTruncated></ListBucketResult>",
        HEAD "<Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>",
        HEAD ONE("", "1", AT) "</ListBucketResult>",
        HEAD ONE("a", "-1", AT) "</ListBucketResult>",
        HEAD ONE("a", "1", "yesterday") "</ListBucketResult>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>" HEAD "</ListBucketResult>",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e;
        struct listing l;
        if (listing_read(*state, str_of(cases[i]), &l, &e))
            fail_msg("taken: %s", cases[i]);
        assert_int_equal(e.code, ERR_INPUT);
    }
}

static void a_key_longer_than_any_is_refused(void **state)
{
    struct err e;
    struct listing l;
    struct buf b = buf_new(*state, 4096);
    buf_lit(&b, HEAD "<Contents><Key>");
    for (int i = 0; i <= LISTING_KEY; i++)
        buf_putc(&b, 'a');
    buf_lit(&b, "</Key></Contents></ListBucketResult>");
    assert_false(listing_read(*state, buf_str(&b), &l, &e));
}

static void one_that_says_the_same_for_ever_is_refused(void **state)
{
    struct err e;
    struct listing l;
    struct arena *small = arena_new("page", 64 * 1024);
    struct buf b = buf_new(*state, 1 << 20);
    buf_lit(&b, HEAD);
    for (int i = 0; i < 4000; i++)
        buf_lit(&b, "<NextContinuationToken>0123456789012345678901234567890123456789012345678901234567890123456789"
                    "</NextContinuationToken>");
    buf_lit(&b, "</ListBucketResult>");
    assert_false(listing_read(small, buf_str(&b), &l, &e));
    assert_int_equal(e.code, ERR_LARGE);
    arena_free(small);
}

static void a_refusal_says_its_code(void **state)
{
    assert_true(str_eq(listing_refusal(*state, S("<?xml version='1.0'?>\n<Error><Code>NoSuchBucket</Code><Message>The "
                                                 "specified bucket</Message><Detail><Code>x</Code></Detail></Error>")),
                       S("NoSuchBucket")));
    struct buf b = buf_new(*state, 4096);
    buf_lit(&b, "<Error><Code>AccessDenied</Code><StringToSignBytes>");
    for (int i = 0; i <= 2 * LISTING_KEY; i++)
        buf_putc(&b, 'a');
    buf_lit(&b, "</StringToSignBytes></Error>");
    assert_true(str_eq(listing_refusal(*state, buf_str(&b)), S("AccessDenied")));
    assert_int_equal(listing_refusal(*state, S("<html>Bad gateway")).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page_gives_its_objects_and_the_way_on, setup, teardown),
        cmocka_unit_test_setup_teardown(the_last_page_has_no_way_on, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_page_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_key_longer_than_any_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(one_that_says_the_same_for_ever_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_refusal_says_its_code, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
