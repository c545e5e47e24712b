/* SPDX-License-Identifier: Apache-2.0 */
/* What one character of a notice becomes on the page, and what stands for a character: a named one, a syllable behind it. */
#ifndef DOMAIN_NOTICE_GLYPH_H
#define DOMAIN_NOTICE_GLYPH_H

#include "domain/notice/page.h"

/* The gap that a character leaves when it disappears (blanks, line ends, bars); GAP_NONE: it is seen. */
enum gap glyph_gap(uint32_t cp);
/* The even character, and numbers spelled out, into out: its bytes. as_read: the bytes of cp. */
size_t glyph_even(uint32_t cp, struct str as_read, char out[16]);
/* By how many bytes the page's piece may be longer than the character that begins at `at`. */
size_t glyph_growth(const char *at);
/* The next character stays as it is, as nearly all do. */
bool glyph_is_plain(struct str rest);
/* Bytes of a character that the text names (&nbsp;), *piece_r the even one, empty for a blank; 0: there is none. */
size_t glyph_named(struct str rest, struct str *piece_r);
/* Bytes of a syllable in its bracket behind the character that it spells, 報(bào); 0: there is none. */
size_t glyph_spelled(struct str rest);
/* The text spells characters here and there. */
bool glyphs_spelled(struct str text);

#endif
