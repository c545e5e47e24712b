/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/unzip.h"
#include "format/zip_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

static bool keep(void *to, struct str piece, struct err *e)
{
    (void)e;
    buf_put(to, piece);
    return true;
}

static struct str entry_of(struct arena *a, struct str zip, const char *name)
{
    struct unzip *z;
    struct err e;
    struct buf b = buf_new(a, 64);
    assert_true(unzip_open(a, zip, S("t.zip"), &z, &e));
    assert_true(unzip_entry(z, name, keep, &b, &e));
    return buf_str(&b);
}

static void what_is_put_in_comes_out(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct buf b = buf_new(a, 4096);
    struct err e;
    struct instant at = day_instant(day_of(2023, 5, 18), 600, ZONE_CHINA);
    struct zip_out *z = zip_out_begin(a, keep, &b);
    assert_true(zip_out_entry(z, S("长丰县/演练一中专"), S("开幕.jpg"), at, ZONE_CHINA, &e));
    assert_true(zip_out_bytes(z, S("123456789"), &e));
    assert_true(zip_out_bytes(z, S(" and more"), &e));
    assert_true(zip_out_entry(z, S("长丰县/演练一中专"), S("开幕.jpg"), at, ZONE_CHINA, &e));
    assert_true(zip_out_entry(z, S("../.."), S("a/b\\c:d\n.exe. "), at, ZONE_CHINA, &e));
    assert_true(zip_out_bytes(z, S("x"), &e));
    assert_true(zip_out_finish(z, &e));
    struct str zip = buf_str(&b);
    assert_string_equal(str_z(a, entry_of(a, zip, "长丰县/演练一中专/开幕.jpg")), "123456789 and more");
    assert_int_equal(entry_of(a, zip, "长丰县/演练一中专/开幕（2）.jpg").n, 0);
    assert_string_equal(str_z(a, entry_of(a, zip, "_/_/a_b_c_d_.exe")), "x");
    arena_free(a);
}

static void a_long_name_keeps_its_ending(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct buf b = buf_new(a, 4096), name = buf_new(a, 400), kept = buf_new(a, 400);
    struct err e;
    struct zip_out *z = zip_out_begin(a, keep, &b);
    for (int i = 0; i < 76; i++)
        buf_lit(&name, "长");
    buf_put(&kept, buf_str(&name));
    buf_lit(&name, ".bat.txt");
    buf_lit(&kept, ".txt");
    assert_true(zip_out_entry(z, S(""), buf_str(&name), (struct instant){0}, 0, &e));
    assert_true(zip_out_bytes(z, S("x"), &e));
    assert_true(zip_out_finish(z, &e));
    assert_string_equal(str_z(a, entry_of(a, buf_str(&b), str_z(a, buf_str(&kept)))), "x");
    arena_free(a);
}

static void a_name_of_a_device_is_one_no_more(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"CON.jpg", "_CON.jpg"},           {"nul", "_nul"},
                                           {"com1 .tar.gz", "_com1 .tar.gz"}, {"LPT9", "_LPT9"},
                                           {"com0.txt", "com0.txt"},          {"console.txt", "console.txt"},
                                           {"aux照片.png", "aux照片.png"}};
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct buf b = buf_new(a, 4096);
        struct err e;
        struct zip_out *z = zip_out_begin(a, keep, &b);
        assert_true(zip_out_entry(z, S("aux"), str_of(names[i][0]), (struct instant){0}, 0, &e));
        assert_true(zip_out_bytes(z, S("x"), &e));
        assert_true(zip_out_finish(z, &e));
        const char *path = str_z(a, str_format(a, "_aux/%s", names[i][1]));
        assert_string_equal(str_z(a, entry_of(a, buf_str(&b), path)), "x");
    }
    arena_free(a);
}

static bool let_go(void *to, struct str piece, struct err *e)
{
    (void)to, (void)piece, (void)e;
    return true;
}

static void ten_thousand_of_one_name_are_numbered_on(void **state)
{
    (void)state;
    struct arena *a = arena_new("zip", 8 << 20), *out = arena_new("test", 64 << 20);
    struct buf b = buf_new(out, 4096);
    struct err e;
    struct zip_out *z = zip_out_begin(a, keep, &b);
    assert_true(zip_out_entry(z, S("a"), S("x（3）.JPG"), (struct instant){0}, 0, &e));
    for (int i = 0; i < 10000; i++)
        assert_true(zip_out_entry(z, S("a"), i % 2 ? S("x.jpg") : S("X.jpg"), (struct instant){0}, 0, &e));
    assert_true(zip_out_finish(z, &e));
    assert_int_equal(str_find(buf_str(&b), S("a/X（3）.jpg")), STR_NONE);
    assert_int_not_equal(str_find(buf_str(&b), S("a/X（4）.jpg")), STR_NONE);
    assert_int_not_equal(str_find(buf_str(&b), S("a/x（10001）.jpg")), STR_NONE);
    arena_free(a);
    arena_free(out);
}

static void more_entries_than_memory_holds_are_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new("zip", 1 << 20);
    struct err e = {0};
    struct zip_out *z = zip_out_begin(a, let_go, NULL);
    int n = 0;
    while (n < 100000 && zip_out_entry(z, S(""), S("x"), (struct instant){0}, 0, &e))
        n++;
    assert_in_range(n, 2000, 99999);
    assert_int_equal(e.code, ERR_LARGE);
    arena_free(a);
}

static void the_checksum_is_that_of_the_standard(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct buf b = buf_new(a, 4096);
    struct err e;
    struct zip_out *z = zip_out_begin(a, keep, &b);
    assert_true(zip_out_entry(z, S(""), S("a"), (struct instant){0}, 0, &e));
    assert_true(zip_out_bytes(z, S("123456789"), &e));
    assert_true(zip_out_finish(z, &e));
    assert_int_not_equal(str_find(buf_str(&b), S("PK\x07\x08\x26\x39\xf4\xcb")), STR_NONE);
    arena_free(a);
}

static void files_are_copied_from_their_beginning(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    int in = memfd_create("in", 0);
    struct err e;
    struct buf b = buf_new(a, 4096);
    char *bytes = arena_alloc(a, 600000);
    for (int i = 0; i < 600000; i++)
        bytes[i] = (char)(i * 7);
    assert_int_equal(write(in, bytes, 600000), 600000);
    struct zip_out *z = zip_out_begin(a, keep, &b);
    assert_true(zip_out_entry(z, S(""), S("film.mp4"), (struct instant){0}, 0, &e));
    assert_true(zip_out_file(z, in, &e));
    assert_true(zip_out_finish(z, &e));
    assert_true(str_eq(entry_of(a, buf_str(&b), "film.mp4"), (struct str){bytes, 600000}));
    close(in);
    arena_free(a);
}

static void no_zip_is_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct unzip *z;
    struct err e;
    assert_false(unzip_open(a, S("PK\3\4 nothing"), S("a.zip"), &z, &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_false(unzip_open_file(a, S("/nowhere/at/all"), S("a.zip"), &z, &e));
    arena_free(a);
}

/* A zip whose one entry is so many zeros, deflated: about a thousand to one. */
static const char *bomb_of(struct arena *a, size_t zeros)
{
    char *path = arena_alloc(a, 32), *bytes = calloc(1, zeros);
    snprintf(path, 32, "/tmp/bomb-XXXXXX");
    close(mkstemp(path));
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(z);
    assert_int_equal(zip_file_add(z, "xl/a.xml", zip_source_buffer(z, bytes, zeros, 0), 0), 0);
    assert_int_equal(zip_close(z), 0);
    free(bytes);
    return path;
}

static bool count(void *to, struct str piece, struct err *e)
{
    (void)e;
    *(size_t *)to += piece.n;
    return true;
}

static void a_bomb_is_stopped_by_the_bytes_that_come_out(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    const char *path = bomb_of(a, 64 << 20);
    struct unzip *z;
    struct err e;
    size_t out = 0;
    assert_true(unzip_open_file(a, str_of(path), S("a.xlsx"), &z, &e));
    unlink(path);
    assert_false(unzip_entry(z, "xl/a.xml", count, &out, &e));
    assert_int_equal(e.message, MSG_ZIP_LARGE);
    assert_true(out < 12 << 20);
    arena_free(a);
}

static void more_than_two_thousand_entries_are_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    struct buf b = buf_new(a, 4096);
    struct err e;
    struct unzip *u;
    struct zip_out *z = zip_out_begin(a, keep, &b);
    for (int i = 0; i < 2001; i++)
        assert_true(zip_out_entry(z, S(""), str_format(a, "%d", i), (struct instant){0}, 0, &e));
    assert_true(zip_out_finish(z, &e));
    assert_false(unzip_open(a, buf_str(&b), S("a.zip"), &u, &e));
    assert_int_equal(e.message, MSG_ZIP_LARGE);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_in_comes_out),
        cmocka_unit_test(a_long_name_keeps_its_ending),
        cmocka_unit_test(a_name_of_a_device_is_one_no_more),
        cmocka_unit_test(ten_thousand_of_one_name_are_numbered_on),
        cmocka_unit_test(more_entries_than_memory_holds_are_refused),
        cmocka_unit_test(the_checksum_is_that_of_the_standard),
        cmocka_unit_test(files_are_copied_from_their_beginning),
        cmocka_unit_test(no_zip_is_refused),
        cmocka_unit_test(a_bomb_is_stopped_by_the_bytes_that_come_out),
        cmocka_unit_test(more_than_two_thousand_entries_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
