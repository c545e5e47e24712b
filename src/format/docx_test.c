/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/docx.h"
#include "format/zip_out.h"

#include <stdio.h>

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define NUMBERED(level, text)                                                                                    \
    "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='7'/>" \
    "</w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"

static const char numbers[] =
    "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='3'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCountingThousand'/><w:lvlText w:val='%1、'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%2）'/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:start w:val='9'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%3.'/></w:lvl>"
    "<w:lvl w:ilvl='3'><w:numFmt w:val='bullet'/><w:lvlText w:val='o'/></w:lvl>"
    "<w:lvl w:ilvl='4'><w:numFmt w:val='decimalEnclosedCircleChinese'/><w:lvlText w:val='%5'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='7'><w:abstractNumId w:val='3'/></w:num></w:numbering>";

static const struct {
    const char *sentence, *body, *text;
} cases[] = {
    {"paragraphs are lines, runs of one are joined",
     "<w:p><w:r><w:t>于5月</w:t></w:r><w:r><w:t>13日前</w:t></w:r></w:p>" P("二"), "于5月13日前\n二"},
    {"breaks and tabs within a paragraph",
     "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>", "一\n二 三"},
    {"rows of a table are lines, cells parted",
     "<w:tbl><w:tr><w:tc>" P("序号") "</w:tc><w:tc>" P("单位") P("名称") "</w:tc></w:tr></w:tbl>", "序号 | 单位 名称"},
    {"an empty cell keeps its place",
     "<w:tbl><w:tr><w:tc>" P("甲") "</w:tc><w:tc><w:p/></w:tc><w:tc>" P("丙") "</w:tc></w:tr></w:tbl>", "甲 |  | 丙"},
    {"Word's own numbers are written out, level by level",
     NUMBERED("0", "时间") NUMBERED("1", "甲") NUMBERED("1", "乙") NUMBERED("0", "要求") NUMBERED("1", "丙")
         NUMBERED("2", "丁") NUMBERED("2", "戊") NUMBERED("4", "己") NUMBERED("3", "庚"),
     "一、时间\n（一）甲\n（二）乙\n二、要求\n（一）丙\n9.丁\n10.戊\n①己\n庚"},
    {"a text box stands before the paragraph it is anchored in, once",
     "<w:p><w:r><w:t>正</w:t></w:r><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:txbxContent>" P(
         "框") "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" P("框") "</w:txbxContent></mc:Fallback>"
                                                                                  "</mc:AlternateContent></"
                                                                                  "w:r><w:r><w:t>文</w:t></w:r></w:p>",
     "框\n正文"},
    {"a box that opens where no text is closes no other",
     "<w:p><w:pPr><w:txbxContent/><w:pPr/><w:txbxContent/></w:pPr></w:p><w:txbxContent>" P("框") "</w:txbxContent>" P(
         "文"),
     "框\n文"},
    {"deleted and moved-away text is left out",
     "<w:p><w:del><w:r><w:delText>13</w:delText></w:r></w:del><w:ins><w:r><w:t>14</w:t></w:r></w:ins>"
     "<w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom><w:r><w:t>日</w:t></w:r></w:p>",
     "14日"},
    {"a field's instruction is no text",
     "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>页</w:t></w:r></w:p>", "页"},
};

static bool keep(void *to, struct str piece, struct err *e)
{
    (void)e;
    buf_put(to, piece);
    return true;
}

static void put_entry(struct zip_out *z, const char *name, struct str bytes)
{
    struct err e;
    assert_true(zip_out_entry(z, S("word"), str_of(name), (struct instant){0}, 0, &e));
    assert_true(zip_out_bytes(z, bytes, &e));
}

static struct str docx_of(struct arena *a, const char *part, struct str xml)
{
    struct buf b = buf_new(a, 4096);
    struct err e;
    struct zip_out *z = zip_out_begin(a, keep, &b);
    put_entry(z, "numbering.xml", str_of(numbers));
    put_entry(z, part, xml);
    assert_true(zip_out_finish(z, &e));
    return buf_str(&b);
}

static void every_sentence_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new("test", 4 << 20);
        struct str text, xml = str_format(a, "<w:document xmlns:w='w'><w:body>%s</w:body></w:document>", cases[i].body);
        struct err e;
        assert_true(docx_read_bytes(a, docx_of(a, "document.xml", xml), S("a.docx"), &text, &e));
        if (!str_eq(text, str_of(cases[i].text)))
            fail_msg("%s: got \"" STR_FMT "\"", cases[i].sentence, STR_ARG(text));
        arena_free(a);
    }
}

static void what_is_no_word_document_is_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 4 << 20);
    struct str text;
    struct err e;
    assert_false(docx_read_bytes(a, docx_of(a, "workbook.xml", S("<a/>")), S("a.xlsx"), &text, &e));
    assert_int_equal(e.code, ERR_KIND);
    assert_false(docx_read_bytes(a, S("PK\x03\x04 and then nothing"), S("a.docx"), &text, &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_false(docx_read_bytes(a, docx_of(a, "document.xml", S("<w:document><w:body>")), S("a.docx"), &text, &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_false(docx_read_bytes(a, docx_of(a, "document.xml", S("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")),
                                 S("a.docx"), &text, &e));
    assert_int_equal(e.code, ERR_INPUT);
    arena_free(a);
}

static void a_name_without_end_takes_no_memory_without_end(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 80 << 20);
    struct buf b = buf_new(a, 20 << 20);
    struct str text;
    struct err e;
    buf_lit(&b, "<d a='");
    for (size_t i = 0; i < 1 << 20; i++)
        buf_put_int(&b, (int64_t)(i * 2654435761u)); /* no run that a zip makes nothing of */
    buf_lit(&b, "'/>");
    assert_false(docx_read_bytes(a, docx_of(a, "document.xml", buf_str(&b)), S("a.docx"), &text, &e));
    assert_int_equal(e.code, ERR_INPUT);
    arena_free(a);
}

static bool read_many(struct arena *a, const char *piece, size_t n, struct str *text_r, struct err *e)
{
    struct arena *file = arena_new("file", 64 << 20);
    struct buf b = buf_new(file, 8 << 20);
    buf_lit(&b, "<d><tr>");
    for (size_t i = 0; i < n; i++)
        buf_put(&b, str_of(piece));
    buf_lit(&b, P("文") "</tr></d>");
    bool ok = docx_read_bytes(a, docx_of(file, "document.xml", buf_str(&b)), S("a.docx"), text_r, e);
    arena_free(file);
    return ok;
}

static void what_holds_no_text_takes_no_memory_without_end(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct str text;
    struct err e;
    assert_true(read_many(a, "<txbxContent/>", 200000, &text, &e));
    assert_true(str_eq(text, S("文")));
    assert_false(read_many(a, "<tc/>", 400000, &text, &e));
    assert_int_equal(e.code, ERR_LARGE);
    assert_int_equal(e.message, MSG_TEXT_LONG);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_holds),
        cmocka_unit_test(what_is_no_word_document_is_refused),
        cmocka_unit_test(a_name_without_end_takes_no_memory_without_end),
        cmocka_unit_test(what_holds_no_text_takes_no_memory_without_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
