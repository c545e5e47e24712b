/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/charset.h"
#include "format/document.h"

#define NOTICE "关于报送5月材料的通知\n各校：\n请于5月13日前报送。"

static const struct {
    const char *sentence;
    struct str bytes, text; /* text empty: no encoding fits */
} cases[] = {
    {"UTF-8", S("各校\r\n报送"), S("各校\n报送")},
    {"UTF-8 with its mark", S("\xEF\xBB\xBF各校"), S("各校")},
    {"GBK", S("\xB8\xF7\xD0\xA3\r"), S("各校\n")},
    {"UTF-16LE with its mark", S("\xFF\xFE\x04\x54\x21\x68"), S("各校")},
    {"UTF-16BE with its mark", S("\xFE\xFF\x54\x04\x68\x21"), S("各校")},
    {"UTF-16LE without", S("\x04\x54\x21\x68\x1A\xFF\x0A\0\x35\0\x08\x67"), S("各校：\n5月")},
    {"UTF-16BE without", S("\x54\x04\x68\x21\xFF\x1A\0\x0A\0\x35\x67\x08"), S("各校：\n5月")},
    {"UTF-16LE of ASCII alone", S("a\0b\0\r\0\n\0"), S("ab\n")},
    {"UTF-16 cut within a unit", S("\x04\x54\x21\x68\x1A\xFF\x0A\0\x35\0\x08"), S("")},
    {"Latin letters with one zero stay what they are", S("may the fifth\0 be given"), S("may the fifth\0 be given")},
    {"UTF-8 cut within its last character", S("\xE5\x90\x84\xE6\xA0"), S("各")},
    {"GBK cut within its last character", S("\xB8\xF7\xD0"), S("各")},
    {"bytes of no text", S("\xFF\x80\xFF\x31"), S("")},
    {"nothing", S(""), S("")},
};

static void every_encoding_is_told_by_its_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new("test", 1 << 20);
        struct str text = {0};
        struct err e;
        bool ok = charset_to_utf8(a, cases[i].bytes, &text, &e);
        if (ok != (cases[i].text.n || !cases[i].bytes.n) || !str_eq(text, cases[i].text))
            fail_msg("%s: got \"" STR_FMT "\"", cases[i].sentence, STR_ARG(text));
        arena_free(a);
    }
}

static void utf16_without_a_mark_is_a_text_file(void **state)
{
    (void)state;
    assert_int_equal(document_kind_of(S("\x04\x54\x21\x68\x1A\xFF\x0A\0\x35\0\x08\x67"), S("a.txt")), DOCUMENT_TEXT);
    assert_int_equal(document_kind_of(S("MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF"), S("a.txt")), DOCUMENT_UNKNOWN);
    assert_int_equal(document_kind_of(S("\0\0\0\0\0\0\0\0"), S("a.txt")), DOCUMENT_UNKNOWN);
    assert_null(charset_utf16(S(NOTICE)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_encoding_is_told_by_its_bytes),
        cmocka_unit_test(utf16_without_a_mark_is_a_text_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
