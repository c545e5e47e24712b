/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a stranger's PDF, page after page in reading order, lines as they stand on the page. Nothing is drawn, no
 * font file is read, nothing in the document is run. Fonts that name their characters by one of the usual Chinese CMaps
 * (GBK-EUC-H, UniGB-UCS2-H …) are understood as far as poppler-data is installed: those are read by pdf_ready.
 */
#ifndef WORKER_PDF_H
#define WORKER_PDF_H

#include "base/err.h"

enum { PDF_BYTES = 20 << 20, PDF_PAGES = 300, PDF_TEXT = 900 * 1024 };

/* Starts poppler, which reads files of its own: before confine_shut. */
void pdf_ready(void);
/*
 * *pages_r: how many the document has. A scan has pages and no text. ERR_KIND: no PDF, or locked by a password;
 * ERR_INPUT: broken; ERR_LARGE: more bytes, pages or text than above; ERR_FAULT: no room for the answer.
 */
bool pdf_text(int from, int to, int *pages_r, struct err *e) MUST_LOOK;

#endif
