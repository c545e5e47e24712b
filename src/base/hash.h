/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4), its text in hex, and random bytes. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

struct sha256 {
    unsigned char bytes[32];
};

struct sha256 sha256_of(struct str s);

/* Of bytes that come in pieces, in constant memory. finish and abandon free it. */
struct sha256_stream;
struct sha256_stream *sha256_begin(void);
void sha256_add(struct sha256_stream *h, struct str piece);
void sha256_add_number(struct sha256_stream *h, uint64_t n);    /* 8 bytes, big-endian */
void sha256_add_text(struct sha256_stream *h, struct str text); /* its length as such a number, its bytes */
struct sha256 sha256_finish(struct sha256_stream *h);
void sha256_abandon(struct sha256_stream *h);

int hex_digit(char c);                                            /* its value, both cases; -1: it is none */
void hex_put(char *to, const unsigned char *bytes, size_t n);     /* 2 n digits, lower case, no NUL */
struct str hex_text(struct arena *a, struct str bytes);           /* lower case */
bool hex_read(struct str text, unsigned char *bytes_r, size_t n); /* exactly n bytes; both cases */

/* From the kernel's generator; ends the process when it has none, which it always has after boot. */
void random_bytes(void *to, size_t n);

#endif
