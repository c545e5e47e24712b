/* SPDX-License-Identifier: Apache-2.0 */
#include "format/docx_out.h"

#include "format/zip_out.h"

#include <math.h>
#include <stdio.h>

/* Lengths in twentieths of a point (twips) where nothing else is said. */
enum {
    LINE = 579,        /* 225 mm / 22 */
    NAME_FILLS = 8570, /* half points in tenths: 97 of 100 parts of 156 mm */
    NAME_MOST = 96,    /* half points */
    NAME_LEAST = 52,
    EMU_A_MM = 36000,
    PICTURE_MM = 76,
    PICTURE_HIGH_MM = 80,
};

struct docx_out {
    struct zip_out *zip;
    struct instant at;
    int zone;
    struct buf body, links;
    int pictures;
    bool noted; /* the end has begun */
};

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define LINK "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define LINKS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define PART "application/vnd.openxmlformats-officedocument.wordprocessingml."

static const char types[] =
    XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
             "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
             "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
             "<Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>"
             "<Override PartName=\"/word/document.xml\" ContentType=\"" PART "document.main+xml\"/>"
             "<Override PartName=\"/word/styles.xml\" ContentType=\"" PART "styles+xml\"/>"
             "<Override PartName=\"/word/settings.xml\" ContentType=\"" PART "settings+xml\"/>"
             "<Override PartName=\"/word/footer1.xml\" ContentType=\"" PART "footer+xml\"/>"
             "<Override PartName=\"/word/footer2.xml\" ContentType=\"" PART "footer+xml\"/></Types>";

static const char root_links[] =
    XML_HEAD LINKS "<Relationship Id=\"r1\" Type=\"" LINK "/officeDocument\" Target=\"word/document.xml\"/>"
                   "</Relationships>";

static const char own_links[] =
    XML_HEAD LINKS "<Relationship Id=\"s1\" Type=\"" LINK "/styles\" Target=\"styles.xml\"/>"
                   "<Relationship Id=\"s2\" Type=\"" LINK "/settings\" Target=\"settings.xml\"/>"
                   "<Relationship Id=\"f1\" Type=\"" LINK "/footer\" Target=\"footer1.xml\"/>"
                   "<Relationship Id=\"f2\" Type=\"" LINK "/footer\" Target=\"footer2.xml\"/>";

static const char settings[] = XML_HEAD "<w:settings " WORD "><w:evenAndOddHeaders/><w:characterSpacingControl "
                                        "w:val=\"compressPunctuation\"/></w:settings>";

/* ---- styles ---- */

struct style {
    const char *id, *name, *font;
    int size; /* half points */
    const char *run, *paragraph;
};

#define EXACT "<w:spacing w:line=\"579\" w:lineRule=\"exact\"/>"
#define INDENT "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>"
/* 28 letters of 16 pt are 1.8 mm wider than the type area. */
#define NARROW "<w:spacing w:val=\"-5\"/>"
#define RED "<w:color w:val=\"FF0000\"/>"

static const struct style styles[] = {
    [DOCX_RED] = {"Red", "红头", "方正小标宋简体", 72, RED, "<w:spacing w:after=\"240\"/><w:jc w:val=\"center\"/>"},
    [DOCX_CENTRE] = {"Centre", "期号", "仿宋_GB2312", 32, "", EXACT "<w:jc w:val=\"center\"/>"},
    [DOCX_RULED] = {"Ruled", "编印单位和日期", "仿宋_GB2312", 32, "",
                    "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"18\" w:space=\"4\" w:color=\"FF0000\"/></w:pBdr>"
                    "<w:tabs><w:tab w:val=\"right\" w:pos=\"8844\"/></w:tabs>"
                    "<w:spacing w:after=\"579\" w:line=\"579\" w:lineRule=\"exact\"/>"},
    [DOCX_TITLE] = {"IssueTitle", "简报标题", "方正小标宋简体", 44, "",
                    "<w:spacing w:after=\"579\" w:line=\"640\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>"},
    [DOCX_HEADING] = {"First", "一级标题", "黑体", 32, NARROW, "<w:keepNext/>" EXACT INDENT},
    [DOCX_SUBHEADING] = {"Second", "二级标题", "楷体_GB2312", 32, NARROW, "<w:keepNext/>" EXACT INDENT},
    [DOCX_TEXT] = {"Body", "简报正文", "仿宋_GB2312", 32, NARROW, EXACT INDENT "<w:jc w:val=\"both\"/>"},
    [DOCX_NOTE] =
        {"Note", "版记", "仿宋_GB2312", 28, "",
         "<w:keepNext/><w:keepLines/><w:pBdr><w:top w:val=\"single\" w:sz=\"8\" w:space=\"2\" w:color=\"000000\"/>"
         "<w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"2\" w:color=\"000000\"/>"
         "<w:between w:val=\"single\" w:sz=\"4\" w:space=\"2\" w:color=\"000000\"/></w:pBdr>"
         "<w:tabs><w:tab w:val=\"right\" w:pos=\"8564\"/></w:tabs>"
         "<w:spacing w:line=\"480\" w:lineRule=\"exact\"/>"
         "<w:ind w:leftChars=\"100\" w:left=\"980\" w:rightChars=\"100\" w:right=\"280\" w:hanging=\"700\"/>"},
};

static void put_run_style(struct buf *b, const char *font, int size, const char *more)
{
    buf_format(
        b,
        "<w:rPr><w:rFonts w:ascii=\"%s\" w:eastAsia=\"%s\" w:hAnsi=\"%s\" w:cs=\"%s\"/>%s<w:sz w:val=\"%d\"/></w:rPr>",
        font, font, font, font, more, size);
}

static struct str styles_text(struct arena *a)
{
    struct buf b = buf_new(a, 8192);
    buf_lit(&b, XML_HEAD "<w:styles " WORD "><w:docDefaults><w:rPrDefault>");
    put_run_style(&b, "仿宋_GB2312", 32, "");
    buf_lit(
        &b,
        "</w:rPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
        "<w:name w:val=\"Normal\"/><w:pPr><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/></w:pPr></w:style>");
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        const struct style *s = &styles[i];
        buf_format(&b,
                   "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name w:val=\"%s\"/>"
                   "<w:basedOn w:val=\"Normal\"/><w:pPr>%s</w:pPr>",
                   s->id, s->name, s->paragraph);
        put_run_style(&b, s->font, s->size, s->run);
        buf_lit(&b, "</w:style>");
    }
    buf_lit(&b, "</w:styles>");
    return buf_str(&b);
}

/* — 1 —, one character in from the outer edge. */
static struct str footer_text(struct arena *a, bool odd)
{
    struct buf b = buf_new(a, 1024);
    buf_format(
        &b, XML_HEAD "<w:ftr " WORD "><w:p><w:pPr><w:ind w:left=\"280\" w:right=\"280\"/><w:jc w:val=\"%s\"/></w:pPr>",
        odd ? "right" : "left");
    static const char *const runs[] = {"<w:t xml:space=\"preserve\">— </w:t>",
                                       "<w:fldChar w:fldCharType=\"begin\"/>",
                                       "<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>",
                                       "<w:fldChar w:fldCharType=\"separate\"/>",
                                       "<w:t>1</w:t>",
                                       "<w:fldChar w:fldCharType=\"end\"/>",
                                       "<w:t xml:space=\"preserve\"> —</w:t>"};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        buf_lit(&b, "<w:r>");
        put_run_style(&b, "宋体", 28, "");
        buf_format(&b, "%s</w:r>", runs[i]);
    }
    buf_lit(&b, "</w:p></w:ftr>");
    return buf_str(&b);
}

/* ---- parts ---- */

static bool put_part(struct docx_out *d, const char *name, struct str bytes, struct err *e)
{
    return zip_out_part(d->zip, str_of(name), d->at, d->zone, e) && zip_out_bytes(d->zip, bytes, e);
}

bool docx_out_begin(struct arena *a, bool (*sink)(void *to, struct str piece, struct err *e), void *to,
                    struct instant at, int zone, struct docx_out **d_r, struct err *e)
{
    struct docx_out *d = arena_one(a, struct docx_out);
    *d = (struct docx_out){.zip = zip_out_begin(a, sink, to), .at = at, .zone = zone};
    d->body = buf_new(a, 32768);
    d->links = buf_new(a, 2048);
    buf_lit(&d->body, XML_HEAD "<w:document " WORD " xmlns:r=\"" LINK "\""
                               " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""
                               " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
                               " xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>");
    buf_put(&d->links, str_of(own_links));
    *d_r = d;
    return put_part(d, "[Content_Types].xml", str_of(types), e) && put_part(d, "_rels/.rels", str_of(root_links), e) &&
           put_part(d, "word/styles.xml", styles_text(a), e) && put_part(d, "word/settings.xml", str_of(settings), e) &&
           put_part(d, "word/footer1.xml", footer_text(a, true), e) &&
           put_part(d, "word/footer2.xml", footer_text(a, false), e);
}

bool docx_out_finish(struct docx_out *d, struct err *e)
{
    buf_format(
        &d->body,
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"f1\"/><w:footerReference w:type=\"even\" r:id=\"f2\"/>"
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" "
        "w:left=\"1588\" w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\"/>"
        "<w:docGrid w:type=\"lines\" w:linePitch=\"%d\"/></w:sectPr></w:body></w:document>",
        LINE);
    buf_lit(&d->links, "</Relationships>");
    return put_part(d, "word/document.xml", buf_str(&d->body), e) &&
           put_part(d, "word/_rels/document.xml.rels", buf_str(&d->links), e) && zip_out_finish(d->zip, e);
}

/* ---- paragraphs ---- */

static void put_escaped(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.at[i];
        if (c == '&')
            buf_lit(b, "&amp;");
        else if (c == '<')
            buf_lit(b, "&lt;");
        else if (c == '>')
            buf_lit(b, "&gt;");
        else if ((unsigned char)c >= ' ')
            buf_putc(b, c);
    }
}

/* Half points that let the name fill the line but for a margin, a Latin letter or digit taking six tenths of another. */
static int name_size(struct str name)
{
    int tenths = 0;
    while (name.n)
        tenths += utf8_next(&name) < 0x2000 ? 6 : 10;
    int size = tenths ? NAME_FILLS / tenths : NAME_MOST;
    return size > NAME_MOST ? NAME_MOST : size < NAME_LEAST ? NAME_LEAST : size;
}

static void put_line(struct docx_out *d, enum docx_style style, struct str line)
{
    struct str piece;
    bool first = true;
    buf_format(&d->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", styles[style].id);
    while (str_cut(&line, S("\t"), &piece)) {
        buf_lit(&d->body, "<w:r>");
        if (style == DOCX_RED)
            buf_format(&d->body, "<w:rPr><w:sz w:val=\"%d\"/></w:rPr>", name_size(piece));
        buf_put(&d->body, first ? S("") : S("<w:tab/>"));
        buf_lit(&d->body, "<w:t xml:space=\"preserve\">");
        put_escaped(&d->body, piece);
        buf_lit(&d->body, "</w:t></w:r>");
        first = false;
    }
    buf_lit(&d->body, "</w:p>");
}

void docx_out_text(struct docx_out *d, enum docx_style style, struct str text)
{
    struct str line;
    if (style == DOCX_NOTE && !d->noted)
        put_line(d, DOCX_TEXT, S(""));
    d->noted |= style == DOCX_NOTE;
    while (str_cut(&text, S("\n"), &line))
        if (str_trim(line).n)
            put_line(d, style, str_trim(line));
}

/* ---- pictures ---- */

static void put_picture(struct docx_out *d, const struct docx_picture *p, int n)
{
    double wide = PICTURE_MM, high = wide * (double)p->height / (double)p->width;
    if (high > PICTURE_HIGH_MM) {
        wide *= PICTURE_HIGH_MM / high;
        high = PICTURE_HIGH_MM;
    }
    long long cx = llround(wide * EMU_A_MM), cy = llround(high * EMU_A_MM);
    buf_format(&d->body,
               "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%lld\" "
               "cy=\"%lld\"/>"
               "<wp:docPr id=\"%d\" name=\"照片%d\"/><a:graphic>"
               "<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>"
               "<pic:cNvPr id=\"%d\" name=\"image%d.jpeg\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
               "<a:blip r:embed=\"p%d\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
               "<a:off x=\"0\" y=\"0\"/><a:ext cx=\"%lld\" cy=\"%lld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>"
               "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
               cx, cy, n, n, n, n, n, cx, cy);
}

static bool add_picture(struct docx_out *d, const struct docx_picture *p, struct err *e)
{
    char name[48];
    int n = ++d->pictures;
    snprintf(name, sizeof name, "word/media/image%d.jpeg", n);
    buf_format(&d->links, "<Relationship Id=\"p%d\" Type=\"" LINK "/image\" Target=\"media/image%d.jpeg\"/>", n, n);
    put_picture(d, p, n);
    return put_part(d, name, p->bytes, e);
}

bool docx_out_pictures(struct docx_out *d, const struct docx_picture *list, size_t n, struct err *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        if (i % 2 == 0)
            buf_lit(&d->body,
                    "<w:p><w:pPr><w:spacing w:before=\"80\" w:after=\"80\"/><w:jc w:val=\"center\"/></w:pPr>");
        else
            buf_lit(&d->body, "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>");
        ok = add_picture(d, &list[i], e);
        if (i % 2 || i + 1 == n)
            buf_lit(&d->body, "</w:p>");
    }
    return ok;
}
