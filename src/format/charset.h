/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text as offices save it, made UTF-8: UTF-8 with or without byte-order mark, UTF-16 with one, else GB18030 (which holds
 * GBK and GB 2312).
 */
#ifndef FORMAT_CHARSET_H
#define FORMAT_CHARSET_H

#include "base/err.h"

/* ERR_INPUT when it is none of them (a picture, a workbook); ERR_LARGE when the arena is too small. */
bool charset_read(struct arena *a, struct str bytes, struct str *text_r, struct err *e) MUST_LOOK;

/* The same text with LF line ends, whatever they were. */
struct str text_lf(struct arena *a, struct str text);

#endif
