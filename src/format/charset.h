/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The encodings that notices arrive in: UTF-8 and UTF-16 with or without a byte order mark, GBK and GB18030
 * without. Line ends become LF, so that positions are the same whoever typed the text.
 */
#ifndef FORMAT_CHARSET_H
#define FORMAT_CHARSET_H

#include "base/err.h"

/*
 * "UTF-16LE" or "UTF-16BE" when the bytes (all, or an even number from their begin) are that: by the mark, or because they
 * hold zeros and read as Chinese or ASCII two by two. NULL otherwise.
 */
const char *charset_utf16(struct str bytes);

/* *utf8_r is valid UTF-8 in the arena, at most twice as long as the bytes. ERR_INPUT when no encoding fits. */
bool charset_to_utf8(struct arena *a, struct str bytes, struct str *utf8_r, struct err *e) MUST_LOOK;

#endif
