/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <errno.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

/* Fetched once: OpenSSL would otherwise look the algorithm up by name for every hash. */
static EVP_MD *sha256;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fetch(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (!sha256) {
        fprintf(stderr, "skillweek: OpenSSL has no SHA-256\n");
        abort();
    }
}

static EVP_MD_CTX *context(struct sha256_stream *h)
{
    return (EVP_MD_CTX *)h;
}

struct sha256_stream *sha256_begin(void)
{
    pthread_once(&once, fetch);
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    if (!c || !EVP_DigestInit_ex2(c, sha256, NULL)) {
        fprintf(stderr, "skillweek: out of memory\n");
        abort();
    }
    return (struct sha256_stream *)c;
}

void sha256_add(struct sha256_stream *h, struct str piece)
{
    if (piece.n)
        EVP_DigestUpdate(context(h), piece.at, piece.n);
}

void sha256_add_number(struct sha256_stream *h, uint64_t n)
{
    unsigned char bytes[8];
    for (int i = 7; i >= 0; i--, n >>= 8)
        bytes[i] = (unsigned char)n;
    sha256_add(h, (struct str){(char *)bytes, sizeof bytes});
}

void sha256_add_text(struct sha256_stream *h, struct str text)
{
    sha256_add_number(h, text.n);
    sha256_add(h, text);
}

struct sha256 sha256_finish(struct sha256_stream *h)
{
    struct sha256 hash;
    EVP_DigestFinal_ex(context(h), hash.bytes, NULL);
    sha256_abandon(h);
    return hash;
}

void sha256_abandon(struct sha256_stream *h)
{
    EVP_MD_CTX_free(context(h));
}

struct sha256 sha256_of(struct str s)
{
    struct sha256_stream *h = sha256_begin();
    sha256_add(h, s);
    return sha256_finish(h);
}

void hex_put(char *to, const unsigned char *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        to[2 * i] = digits[bytes[i] >> 4];
        to[2 * i + 1] = digits[bytes[i] & 15];
    }
}

struct str hex_text(struct arena *a, struct str bytes)
{
    char *text = arena_alloc(a, bytes.n * 2 + 1);
    hex_put(text, (const unsigned char *)bytes.at, bytes.n);
    return (struct str){text, bytes.n * 2};
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_read(struct str text, unsigned char *bytes_r, size_t n)
{
    if (text.n != 2 * n)
        return false;
    for (size_t i = 0; i < 2 * n; i++)
        if (hex_digit(text.at[i]) < 0)
            return false;
    for (size_t i = 0; i < n; i++)
        bytes_r[i] = (unsigned char)(hex_digit(text.at[2 * i]) << 4 | hex_digit(text.at[2 * i + 1]));
    return true;
}

void random_bytes(void *to, size_t n)
{
    unsigned char *p = to;
    while (n) {
        ssize_t got = getrandom(p, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            perror("skillweek: getrandom");
            abort();
        }
        p += got;
        n -= (size_t)got;
    }
}
