/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/document.h"
#include "format/html.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *sentence, *html, *text;
} cases[] = {
    {"blocks become lines", "<p>一、时间</p><div>5月13日</div>二<br>三", "一、时间\n5月13日\n二\n三"},
    {"a wrapped line of Chinese is one line without a blank", "<p>于5月\n   13日前报\n送</p>", "于5月 13日前报送"},
    {"blanks between words stay, one each", "<p>VR  \n 3D</p>", "VR 3D"},
    {"scripts, styles, comments and the head's title are dropped",
     "<title>t</title><style>p{}</style><script>if (a<b) '</p>'</script><!-- <p>x</p> -->正文", "正文"},
    {"upper case and unclosed tags are taken", "<P>甲<P>乙<DIV>丙", "甲\n乙\n丙"},
    {"a script that never ends ends with the page", "甲<script>乙", "甲"},
    {"character references are resolved, unknown ones stay",
     "&ldquo;甲&rdquo;&#20057;&#x4e19;&nbsp;&lt;丁&gt;&amp;&unheard;&amp;lt;", "“甲”乙丙 <丁>&&unheard;&lt;"},
    {"what is no tag is text", "1<2 甲<", "1<2 甲<"},
    {"a quoted > does not end a tag", "<a title=\"x>y\">甲</a>", "甲"},
    {"rows of a table are lines, cells parted", "<table><tr><th>序号<th>单位<tr><td>1<td>甲县</table>",
     "序号 | 单位\n1 | 甲县"},
    {"a table that lays out a page is text", "<table><tr><td><p>一</p><p>二</p></td></tr></table>", "一\n二"},
    {"a table within a cell keeps its rows",
     "<table><tr><td><p>一</p><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>", "一\na | b"},
    {"preformatted text keeps its lines", "<pre>一\n二</pre>", "一\n二"},
    {"what cannot be seen is dropped", "甲\xE2\x80\xAE乙\xE2\x80\x8B&#8238;丙", "甲乙丙"},
    {"an empty page has no text", "<html><body></body></html>", ""},
};

static void every_sentence_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new("test", 1 << 20);
        struct str text;
        struct err e;
        assert_true(html_text_of(a, str_of(cases[i].html), S("a.html"), &text, &e));
        if (!str_eq(text, str_of(cases[i].text)))
            fail_msg("%s: got \"" STR_FMT "\"", cases[i].sentence, STR_ARG(text));
        arena_free(a);
    }
}

static void rows_without_end_take_no_more_than_they_should(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    struct buf b = buf_new(a, 1 << 20);
    struct str text;
    struct err e;
    for (int i = 0; i < 100000; i++)
        buf_lit(&b, "<tr><td>x");
    assert_true(html_text_of(a, buf_str(&b), S("a.html"), &text, &e));
    assert_int_equal(text.at[0], 'x');
    arena_free(a);
}

static void cells_without_end_are_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20), *page = arena_new("page", 64 << 20);
    struct buf b = buf_new(page, 4 << 20);
    struct str text;
    struct err e;
    for (int i = 0; i < 400000; i++)
        buf_lit(&b, "<td>");
    assert_false(html_text_of(a, buf_str(&b), S("a.html"), &text, &e));
    assert_int_equal(e.code, ERR_LARGE);
    arena_free(page);
    arena_free(a);
}

static void too_much_text_is_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 64 << 20);
    char *much = arena_alloc(a, 2 << 20);
    struct str text;
    struct err e;
    memset(much, 'x', 2 << 20);
    assert_false(html_text_of(a, (struct str){much, 2 << 20}, S("a.html"), &text, &e));
    assert_int_equal(e.code, ERR_LARGE);
    arena_free(a);
}

static void a_document_is_told_by_its_bytes(void **state)
{
    (void)state;
    assert_int_equal(document_kind_of(S("%PDF-1.7"), S("a.txt")), DOCUMENT_PDF);
    assert_int_equal(document_kind_of(S("PK\x03\x04..."), S("a.txt")), DOCUMENT_DOCX);
    assert_int_equal(document_kind_of(S("\r\n<!DOCTYPE html><p>"), S("a")), DOCUMENT_HTML);
    assert_int_equal(document_kind_of(S("<p>"), S("a.HTM")), DOCUMENT_HTML);
    assert_int_equal(document_kind_of(S("关于"), S("a.docx")), DOCUMENT_TEXT);
    assert_int_equal(document_kind_of(S("\xD0\xCF\x11\xE0\xA1"), S("a.doc")), DOCUMENT_UNKNOWN);
    assert_int_equal(document_kind_of(S("\x89PNG"), S("a.txt")), DOCUMENT_UNKNOWN);
    assert_int_equal(document_kind_of(S("a\0b"), S("a.txt")), DOCUMENT_UNKNOWN);
    assert_int_equal(document_kind_of(S(""), S("")), DOCUMENT_TEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_holds),
        cmocka_unit_test(rows_without_end_take_no_more_than_they_should),
        cmocka_unit_test(cells_without_end_are_refused),
        cmocka_unit_test(too_much_text_is_refused),
        cmocka_unit_test(a_document_is_told_by_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
