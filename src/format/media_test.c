/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/media.h"

#define BYTES(literal)               \
    {                                \
        literal, sizeof(literal) - 1 \
    }

#define PNG(w, h) "\x89PNG\r\n\x1a\n\0\0\0\rIHDR" w h "\x08\x02\0\0\0"
#define JPEG_APP0 "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"

static void files_are_told_by_their_bytes_and_never_by_their_names(void **state)
{
    (void)state;
    static const struct {
        struct str head;
        const char *name, *type;
        int64_t width, height;
    } cases[] = {
        {BYTES(PNG("\0\0\2\x80", "\0\0\1\xe0")), "a.jpg", "image/png", 640, 480},
        {BYTES(JPEG_APP0 "\xff\xc0\0\x11\x08\1\xe0\2\x80\3\1\x22\0\2\x11\1\3\x11\1"), "a.txt", "image/jpeg", 640, 480},
        {BYTES(JPEG_APP0 "\xff\xc4\0\4ab\xff\xff\xff\xc2\0\x11\x08\0\1\0\2\3\1\x22\0\2\x11\1\3\x11\1"), "a.jpg",
         "image/jpeg", 2, 1},
        {BYTES("GIF89a\x80\2\xe0\1\0\0\0"), "a", "image/gif", 640, 480},
        {BYTES("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\1\x2a\x80\2\xe0\1"), "a", "image/webp", 640, 480},
        {BYTES("RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x7f\xc2\x77\0\0\0\0\0\0"), "a", "image/webp", 640, 480},
        {BYTES("RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x7f\2\0\xdf\1\0"), "a", "image/webp", 640, 480},
        {BYTES("\0\0\0\x14"
               "ftypheic\0\0\0\0mif1"
               "\0\0\0\x30meta\0\0\0\0\0\0\0\x24iprp\0\0\0\x1cipco\0\0\0\x14ispe\0\0\0\0\0\0\2\x80\0\0\1\xe0"),
         "a", "image/heic", 640, 480},
        {BYTES("\0\0\0\x14"
               "ftypisom\0\0\0\0mp42"),
         "a", "video/mp4", 0, 0},
        {BYTES("\0\0\0\x14"
               "ftypqt  \0\0\0\0qt  "),
         "a", "video/quicktime", 0, 0},
        {BYTES("%PDF-1.7\n"), "方案", "application/pdf", 0, 0},
        {BYTES("PK\3\4aaaaaaaaaaaaaaaaaaaaaaaa"), "方案.DOCX",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 0, 0},
        {BYTES("PK\3\4aaaaaaaaaaaaaaaaaaaaaaaa"), "a", "application/zip", 0, 0},
        {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "a.doc", "application/x-ole-storage", 0, 0},
        {BYTES("今天的活动"), "a.txt", "text/plain", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct media m;
        struct err e;
        if (!media_probe_head(cases[i].head, cases[i].head.n, str_of(cases[i].name), &m, &e))
            fail_msg("case %zu: message %d", i, e.message);
        assert_string_equal(media_type(m.kind), cases[i].type);
        assert_int_equal(m.width, cases[i].width);
        assert_int_equal(m.height, cases[i].height);
    }
}

static void what_is_not_taken_is_refused_with_its_reason(void **state)
{
    (void)state;
    static const struct {
        struct str head;
        const char *name;
        enum message message;
    } cases[] = {
        {BYTES(""), "a.jpg", MSG_MEDIA_EMPTY},
        {BYTES("MZ\x90\0"), "a.exe", MSG_MEDIA_KIND},
        {BYTES("MZ\x90\0"), "a.JPG", MSG_MEDIA_BROKEN}, /* a picture by its name alone */
        {BYTES("<html>"), "a.html", MSG_MEDIA_KIND},
        {BYTES("a\0b"), "a.txt", MSG_MEDIA_KIND},
        {BYTES("\xff\xd8\xff"), "a.jpg", MSG_MEDIA_BROKEN},
        {BYTES("\xff\xd8\xff\xd9"), "a.jpg", MSG_MEDIA_BROKEN},
        {BYTES("\xff\xd8\xff\xe0\0\1xxxx"), "a.jpg", MSG_MEDIA_BROKEN},
        {BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "a.png", MSG_MEDIA_BROKEN},
        {BYTES(PNG("\0\0\0\0", "\0\0\1\xe0")), "a.png", MSG_MEDIA_BROKEN},
        {BYTES(PNG("\0\0\xff\xff", "\0\0\xff\xff")), "a.png", MSG_MEDIA_PIXELS},
        {BYTES(PNG("\xff\xff\xff\xff", "\xff\xff\xff\xff")), "a.png", MSG_MEDIA_PIXELS},
        {BYTES("GIF89a\xff\xff\xff\xff\0\0\0"), "a.gif", MSG_MEDIA_PIXELS},
        {BYTES("\0\0\0\x14"
               "ftypheic\0\0\0\0mif1"
               "\0\0\0\x30meta\0\0\0\0\0\0\0\x24iprp\0\0\0\x1cipco\0\0\0\x14ispe\0\0\0\0\xff\xff\xff\xff\xff\xff\xff"
               "\xff"),
         "a", MSG_MEDIA_PIXELS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct media m;
        struct err e = {0};
        bool taken = media_probe_head(cases[i].head, cases[i].head.n, str_of(cases[i].name), &m, &e);
        if (taken || e.message != cases[i].message)
            fail_msg("case %zu: message %d", i, e.message);
    }
}

static void a_name_ends_as_its_kind_does(void **state)
{
    static const struct {
        const char *name, *type, *handed_on;
    } cases[] = {
        {"照片.JPG", "image/jpeg", "照片.JPG"},
        {"照片.jpeg", "image/jpeg", "照片.jpeg"},
        {"活动照片.bat", "image/jpeg", "活动照片.jpg"},
        {"活动照片.jpg", "text/plain", "活动照片.txt"},
        {"名单.csv", "text/plain", "名单.csv"},
        {"a.bat ", "text/plain", "a.txt"},
        {"a.bat.", "text/plain", "a.bat.txt"},
        {"a.jpg.exe", "image/jpeg", "a.jpg.jpg"},
        {"IMG_1234", "image/heic", "IMG_1234.heic"},
        {"5月18日.第1版", "application/pdf", "5月18日.第1版.pdf"},
        {"方案.msi", "application/x-ole-storage", "方案.doc"},
        {"方案.wps", "application/x-ole-storage", "方案.wps"},
        {".bat", "image/png", ".png"},
        {"", "image/png", ".png"},
        {"a.html", "video/mp4", "a.mp4"},
        {"a.exe", "what/ever", "a.bin"},
    };
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(str_z(a, media_name(a, str_of(cases[i].name), str_of(cases[i].type))), cases[i].handed_on);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_told_by_their_bytes_and_never_by_their_names),
        cmocka_unit_test(what_is_not_taken_is_refused_with_its_reason),
        cmocka_unit_test(a_name_ends_as_its_kind_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
