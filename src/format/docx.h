/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a Word document (.docx, ISO/IEC 29500): paragraphs as lines, tables as rows (format/prose.h), text boxes as
 * lines before the paragraph they are anchored in. Numbers that Word counts by itself (一、 （一） 1. ①) are written out where
 * the paragraph bears them; numbering by style alone is not. Deleted and moved-away text, fields' instructions, headers,
 * footers, notes and comments are left out.
 */
#ifndef FORMAT_DOCX_H
#define FORMAT_DOCX_H

#include "base/err.h"

/*
 * The document in memory. name: as the sender calls it. ERR_KIND: a zip, but no Word document; ERR_INPUT: damaged, said
 * with its remedy; ERR_LARGE: as unzip.h and prose.h say.
 */
bool docx_read_bytes(struct arena *a, struct str bytes, struct str name, struct str *text_r, struct err *e) MUST_LOOK;

#endif
