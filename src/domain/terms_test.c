/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct terms photos(struct arena *a)
{
    struct terms t = {
        .words = {800, 1500}, .bytes = {5 << 20, 0}, .copies = 3, .sealed = true, .late = S("逾期不予受理")};
    arena_push(a, &t.formats, S("JPG"));
    arena_push(a, &t.formats, S("Word"));
    arena_push(a, &t.channels, S("mail"));
    return t;
}

static void terms_are_told_in_one_line(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct terms t = photos(a), none = {0};
    assert_string_equal(
        str_z(a, terms_text(a, &t, LANGUAGE_ZH)),
        "不少于800字、不超过1500字；JPG、Word格式；单个文件不小于5MB；纸质3份；加盖公章；电子邮箱报送；逾期不予受理");
    assert_string_equal(str_z(a, terms_text(a, &none, LANGUAGE_ZH)), "");
    assert_true(terms_are_empty(&none));
    assert_false(terms_are_empty(&t));
    arena_free(a);
}

static void a_file_is_of_a_format_by_its_ending(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct terms t = photos(a), none = {0};
    assert_true(terms_take_file(&t, S("合影.JPEG")));
    assert_true(terms_take_file(&t, S("总结.docx")));
    assert_false(terms_take_file(&t, S("总结.pdf")));
    assert_true(terms_take_file(&t, S("没有后缀")));
    assert_true(terms_take_file(&none, S("总结.pdf")));
    arena_free(a);
}

/* One file of the duty, as a report names it; the remarks it gets. */
static size_t remarks_on(struct arena *a, const char *name, long size, bool *blocks_r)
{
    struct duty duty = {.key = S("d1"), .terms = photos(a)};
    struct part part = {.key = S("p1"), .name = S("照片"), .kind = PART_FILES};
    struct campaign c = {0};
    struct remarks remarks = {0};
    arena_push(a, &duty.parts, part);
    struct json members[] = {{.kind = JSON_STRING,
                              .name = S("blob"),
                              .text = S("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")},
                             {.kind = JSON_STRING, .name = S("name"), .text = str_of(name)},
                             {.kind = JSON_STRING, .name = S("part"), .text = S("p1")},
                             {.kind = JSON_NUMBER, .name = S("size"), .number = (double)size}};
    struct json file = {.kind = JSON_OBJECT, .items = members, .n = 4};
    struct json files = {.kind = JSON_ARRAY, .name = S("files"), .items = &file, .n = 1};
    struct json body = {.kind = JSON_OBJECT, .items = &files, .n = 1};
    report_check(a, &c, &duty, &(struct obligation){0}, &body, &remarks);
    *blocks_r = remarks.n && remarks.items[0].blocks;
    return remarks.n;
}

static void a_file_beside_the_terms_is_told_and_not_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    bool blocks;
    assert_int_equal(remarks_on(a, "合影.jpg", 6 << 20, &blocks), 0);
    assert_int_equal(remarks_on(a, "合影.png", 6 << 20, &blocks), 1);
    assert_false(blocks);
    assert_int_equal(remarks_on(a, "合影.jpg", 1 << 20, &blocks), 1);
    assert_false(blocks);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_are_told_in_one_line),
        cmocka_unit_test(a_file_is_of_a_format_by_its_ending),
        cmocka_unit_test(a_file_beside_the_terms_is_told_and_not_refused),
    };
    return cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
