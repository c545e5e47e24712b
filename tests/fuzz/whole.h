/* SPDX-License-Identifier: Apache-2.0 */
/* What holds of every notice, whatever file it came in. The ways in (text, html, docx, pdf) end here. */
#ifndef FUZZ_WHOLE_H
#define FUZZ_WHOLE_H

#include "base/str.h"

enum { WHOLE_BYTES = 64 << 20 }; /* what one file may take in all: the bound of the arena that reads and compiles it */

void must(bool holds);
/*
 * Compiles `text` in `a`. Spans lie inside the text and in order, every string is valid UTF-8, confidences lie between 0
 * and 1, the page can be written, and the JSON of a second run is the same to the byte.
 */
void whole_holds(struct arena *a, struct str text);

#endif
