/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a web page, as a person reads it: blocks become lines, tables rows (format/prose.h); scripts, styles, the
 * head, and comments are dropped; character references are resolved. Any bytes are taken: what is no tag is text, what is
 * not closed ends with the page. No style sheet is looked at, so text that a page hides is read as well.
 */
#ifndef FORMAT_HTML_H
#define FORMAT_HTML_H

#include "base/err.h"

/* html: valid UTF-8. name: of the file, for messages. ERR_LARGE as prose_put. */
bool html_text_of(struct arena *a, struct str html, struct str name, struct str *text_r, struct err *e) MUST_LOOK;

#endif
