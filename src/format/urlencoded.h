/* SPDX-License-Identifier: Apache-2.0 */
/* Percent-encoding, and the pairs of a query or a form (application/x-www-form-urlencoded, WHATWG URL 5). */
#ifndef FORMAT_URLENCODED_H
#define FORMAT_URLENCODED_H

#include "base/str.h"

/* plus: + is a blank. False: a broken escape, a NUL, no UTF-8, or no room for it in the arena. */
bool percent_decode(struct arena *a, struct str s, bool plus, struct str *out_r) MUST_LOOK;
/* The decoded value of the first pair of that name, or the empty str. */
struct str urlencoded_value(struct arena *a, struct str pairs, struct str name);

#endif
