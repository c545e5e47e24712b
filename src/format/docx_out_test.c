/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/docx.h"
#include "format/docx_out.h"
#include "format/unzip.h"

static bool keep(void *to, struct str piece, struct err *e)
{
    (void)e;
    buf_put(to, piece);
    return true;
}

static struct str made(struct arena *a)
{
    struct buf b = buf_new(a, 65536);
    struct err e;
    struct docx_out *d;
    struct docx_picture pictures[] = {{S("JPEG 1"), 480, 360}, {S("JPEG 2"), 360, 4800}, {S("JPEG 3"), 480, 270}};
    struct instant at = day_instant(day_of(2023, 5, 18), 600, ZONE_CHINA);
    assert_true(docx_out_begin(a, keep, &b, at, ZONE_CHINA, &d, &e));
    docx_out_text(d, DOCX_RED, S("职业教育活动周工作简报"));
    docx_out_text(d, DOCX_RULED, S("某市教育局\t2023年5月18日"));
    docx_out_text(d, DOCX_HEADING, S("一、报送情况"));
    docx_out_text(d, DOCX_TEXT, S("应报<69>家 & “已报”\n\n　　第二段"));
    assert_true(docx_out_pictures(d, pictures, 3, &e));
    assert_true(docx_out_finish(d, &e));
    return buf_str(&b);
}

static struct str part(struct arena *a, struct str docx, const char *name)
{
    struct unzip *z;
    struct err e;
    struct buf b = buf_new(a, 64);
    assert_true(unzip_open(a, docx, S("t.docx"), &z, &e));
    assert_true(unzip_entry(z, name, keep, &b, &e));
    return buf_str(&b);
}

#define assert_has(text, words) assert_int_not_equal(str_find(text, S(words)), STR_NONE)

static void what_is_written_is_read_again_whole(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct err e;
    struct str text;
    assert_true(docx_read_bytes(a, made(a), S("t.docx"), &text, &e));
    assert_string_equal(str_z(a, str_trim(text)), "职业教育活动周工作简报\n某市教育局 2023年5月18日\n一、报送情况\n"
                                                  "应报<69>家 & “已报”\n第二段");
    arena_free(a);
}

static void the_paper_is_laid_out_by_the_standard(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct str docx = made(a), document = part(a, docx, "word/document.xml"), styles = part(a, docx, "word/styles.xml");
    assert_has(document, "w:pgSz w:w=\"11906\" w:h=\"16838\"");
    assert_has(document, "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\"");
    assert_has(document, "w:linePitch=\"579\"");
    assert_has(document, "<w:sz w:val=\"77\"/>");                        /* eleven characters fill 156 mm at 38.5 pt */
    assert_has(styles, "<w:spacing w:val=\"-5\"/><w:sz w:val=\"32\"/>"); /* 28 × 15.75 pt are within 156 mm */
    assert_has(styles, "w:eastAsia=\"仿宋_GB2312\"");
    assert_has(styles, "w:eastAsia=\"方正小标宋简体\"");
    assert_has(styles, "w:eastAsia=\"黑体\"");
    assert_has(styles, "w:eastAsia=\"楷体_GB2312\"");
    assert_has(part(a, docx, "word/footer1.xml"), "<w:jc w:val=\"right\"/>");
    assert_has(part(a, docx, "word/footer2.xml"), "<w:jc w:val=\"left\"/>");
    arena_free(a);
}

static void pictures_are_parts_of_it_and_none_is_higher_than_it_may_be(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 16 << 20);
    struct str docx = made(a), document = part(a, docx, "word/document.xml");
    assert_string_equal(str_z(a, part(a, docx, "word/media/image2.jpeg")), "JPEG 2");
    assert_has(part(a, docx, "word/_rels/document.xml.rels"), "Target=\"media/image3.jpeg\"");
    assert_has(part(a, docx, "_rels/.rels"), "word/document.xml");
    assert_has(part(a, docx, "[Content_Types].xml"), "image/jpeg");
    assert_has(document, "<wp:extent cx=\"2736000\" cy=\"2052000\"/>");
    assert_has(document, "<wp:extent cx=\"216000\" cy=\"2880000\"/>");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again_whole),
        cmocka_unit_test(the_paper_is_laid_out_by_the_standard),
        cmocka_unit_test(pictures_are_parts_of_it_and_none_is_higher_than_it_may_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
