/* SPDX-License-Identifier: Apache-2.0 */
/* HTML out: what anybody wrote, put where a page wants text or an attribute in double quotes. Nothing else is escaped. */
#ifndef FORMAT_HTML_OUT_H
#define FORMAT_HTML_OUT_H

#include "base/str.h"

/* & < > " ' as entities; control characters but line feed and tab are dropped. */
void html_text(struct buf *b, struct str s);
/* Paragraphs: one <p> a line that is not blank. */
void html_paragraphs(struct buf *b, struct str s);

#endif
