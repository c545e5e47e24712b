/* SPDX-License-Identifier: Apache-2.0 */
/* The headers of resumable uploads (tus 1.0.0) that are more than a word: numbers and Upload-Metadata. */
#ifndef FORMAT_TUS_H
#define FORMAT_TUS_H

#include "base/str.h"

#define TUS_VERSION "1.0.0"

/* A length or an offset: decimal digits alone, below 2^53. */
bool tus_number(struct str text, uint64_t *n_r);
/*
 * The value of a key of Upload-Metadata ("key base64,key base64,…"), decoded. The empty str when the key is not there.
 * False when the header is malformed (base64 as RFC 4648, 4, padded), or the value is no UTF-8 or longer than `most`.
 */
bool tus_metadata(struct arena *a, struct str header, struct str key, size_t most, struct str *value_r) MUST_LOOK;

#endif
