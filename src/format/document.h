/* SPDX-License-Identifier: Apache-2.0 */
/* A document a clerk sends, whatever it was saved as, as text. Told by its bytes first, by its name where they do not tell. */
#ifndef FORMAT_DOCUMENT_H
#define FORMAT_DOCUMENT_H

#include "base/err.h"

enum document_kind { DOCUMENT_UNKNOWN, DOCUMENT_TEXT, DOCUMENT_HTML, DOCUMENT_DOCX, DOCUMENT_PDF };

enum { DOCUMENT_HEAD = 1024, DOCUMENT_TEXT_BYTES = 4 << 20 };

/* head: the first DOCUMENT_HEAD bytes, or all. Any zip counts as DOCX: docx_read_bytes looks inside. */
enum document_kind document_kind_of(struct str head, struct str name);

/*
 * The text of bytes that are no PDF (a program of its own opens those), as valid UTF-8 with LF. A text file's is just what
 * it holds, so that places in it are places in the file. ERR_KIND, ERR_INPUT, ERR_LARGE with the name. The empty text is
 * no error here.
 */
bool document_text(struct arena *a, enum document_kind kind, struct str bytes, struct str name, struct str *text_r,
                   struct err *e) MUST_LOOK;

/* A text for a page: characters that cannot be seen dropped, blank ends of lines and repeated blank lines too. */
bool document_clean(struct arena *a, struct str text, struct str name, struct str *text_r, struct err *e) MUST_LOOK;

#endif
