/* SPDX-License-Identifier: Apache-2.0 */
#include "format/html_out.h"

void html_text(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '&')
            buf_lit(b, "&amp;");
        else if (c == '<')
            buf_lit(b, "&lt;");
        else if (c == '>')
            buf_lit(b, "&gt;");
        else if (c == '"')
            buf_lit(b, "&quot;");
        else if (c == '\'')
            buf_lit(b, "&#39;");
        else if (c >= 0x20 || c == '\n' || c == '\t')
            buf_putc(b, (char)c);
    }
}

void html_paragraphs(struct buf *b, struct str s)
{
    struct str line;
    while (str_cut(&s, S("\n"), &line)) {
        line = str_trim(line);
        if (!line.n)
            continue;
        buf_lit(b, "<p>");
        html_text(b, line);
        buf_lit(b, "</p>\n");
    }
}
