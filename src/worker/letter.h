/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A letter (RFC 5322, MIME) taken apart. What comes out is a row of items, each a line "NAME LENGTH" and so many bytes:
 *
 *   from subject date text   once each: the sender, the subject, the Date as it stands, the plain text (of a letter that
 *                            has none, what its HTML says)
 *   return-path message-id references auto-submitted precedence list suppress type
 *                            those headers, as they stand, of a letter that has them (list: it came through one; type: it
 *                            is a multipart/report)
 *   address                  the first sender's address alone
 *   name data                of each attachment, in the order of the letter
 *
 * Names and words are UTF-8 where they could be decoded (RFC 2047 and 2231, GBK and GB18030 without either too) and
 * bytes as they came where not. A letter within a letter is taken apart with it. Nothing is fetched.
 */
#ifndef WORKER_LETTER_H
#define WORKER_LETTER_H

#include "base/err.h"

enum { LETTER_PARTS = 2000, LETTER_DEPTH = 20, LETTER_TEXT = 1 << 20, LETTER_OUTPUT_MB = 128 };

/* Starts GMime, which reads files of its own, and the tables of encodings: before confine_shut. */
void letter_ready(void);
/* *parts_r: how many it has. ERR_INPUT: no letter; ERR_LARGE: more parts, or deeper, than above; ERR_FAULT: no room. */
bool letter_take_apart(int from, int to, int *parts_r, struct err *e) MUST_LOOK;

#endif
