/* SPDX-License-Identifier: Apache-2.0 */
#include "format/document.h"

#include "format/charset.h"
#include "format/docx.h"
#include "format/html.h"
#include "format/prose.h"

#include <string.h>

/* "<!doctype html" or "<html" near the begin, in any case: offices' systems put comments and declarations before. */
static bool looks_like_html(struct str head)
{
    for (size_t i = 0; i + 5 <= head.n; i++)
        if (head.at[i] == '<' && (str_eq_nocase(str_sub(head, i, 5), S("<html")) ||
                                  str_eq_nocase(str_sub(head, i, 14), S("<!doctype html"))))
            return true;
    return false;
}

enum document_kind document_kind_of(struct str head, struct str name)
{
    if (str_starts(head, S("%PDF-")))
        return DOCUMENT_PDF;
    if (str_starts(head, S("PK\x03\x04")))
        return DOCUMENT_DOCX;
    if (str_starts(head, S("\xD0\xCF\x11\xE0")) || str_starts(head, S("{\\rtf")) || str_starts(head, S("\x89PNG")) ||
        str_starts(head, S("\xFF\xD8\xFF")) || str_starts(head, S("GIF8")))
        return DOCUMENT_UNKNOWN;
    if (str_ends_nocase(name, S(".html")) || str_ends_nocase(name, S(".htm")) || str_ends_nocase(name, S(".mht")) ||
        looks_like_html(head))
        return str_ends_nocase(name, S(".mht")) ? DOCUMENT_UNKNOWN : DOCUMENT_HTML;
    return head.n && memchr(head.at, 0, head.n) && !charset_utf16(head) ? DOCUMENT_UNKNOWN : DOCUMENT_TEXT;
}

bool document_clean(struct arena *a, struct str text, struct str name, struct str *text_r, struct err *e)
{
    struct prose p;
    struct str line;
    prose_begin(&p, a, name);
    while (str_cut(&text, S("\n"), &line)) {
        if (!prose_put(&p, line, e) || !prose_put(&p, line.n ? S("") : S(" "), e))
            return false;
        prose_line(&p);
    }
    *text_r = prose_end(&p);
    return true;
}

static bool is_picture(struct str bytes)
{
    static const struct str heads[] = {S("\x89PNG"), S("\xFF\xD8\xFF"), S("GIF8"), S("BM"), S("II*\0"), S("MM\0*")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts(bytes, heads[i]))
            return true;
    return str_starts(bytes, S("RIFF")) && str_eq(str_sub(bytes, 8, 4), S("WEBP"));
}

/* What it is instead of a notice, so that the sender knows what to do. An encrypted .docx is wrapped as an old document. */
static enum message unreadable(struct str bytes)
{
    bool wrapped = str_starts(bytes, S("\xD0\xCF\x11\xE0"));
    if (wrapped && str_find(bytes, S("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0")) != STR_NONE)
        return MSG_TEXT_LOCKED;
    if (wrapped || str_starts(bytes, S("{\\rtf")))
        return MSG_TEXT_OLD;
    return is_picture(bytes) ? MSG_TEXT_PICTURE : MSG_TEXT_KIND;
}

bool document_text(struct arena *a, enum document_kind kind, struct str bytes, struct str name, struct str *text_r,
                   struct err *e)
{
    struct str text;
    if (kind == DOCUMENT_DOCX)
        return docx_read_bytes(a, bytes, name, text_r, e);
    if (kind != DOCUMENT_TEXT && kind != DOCUMENT_HTML)
        return err_with(e, ERR_KIND, unreadable(bytes), name, S(""), S(""));
    if (bytes.n > DOCUMENT_TEXT_BYTES && kind == DOCUMENT_HTML) /* mostly pictures and styles: the words may be few */
        return err_with(e, ERR_LARGE, MSG_FILE_LARGE, name, S("4 MB"), S(""));
    if (bytes.n > DOCUMENT_TEXT_BYTES)
        return err_with(e, ERR_LARGE, MSG_TEXT_LONG, name, S("1 MB"), S(""));
    if (!charset_to_utf8(a, bytes, &text, e))
        return err_with(e, ERR_INPUT, MSG_TEXT_BROKEN, name, S(""), S(""));
    if (kind == DOCUMENT_HTML)
        return html_text_of(a, text, name, text_r, e);
    if (text.n > PROSE_BYTES)
        return err_with(e, ERR_LARGE, MSG_TEXT_LONG, name, S("1 MB"), S(""));
    *text_r = text;
    return true;
}
