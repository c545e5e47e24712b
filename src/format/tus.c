/* SPDX-License-Identifier: Apache-2.0 */
#include "format/tus.h"

#include <string.h>

static const uint64_t NUMBER_END = (uint64_t)1 << 53;

bool tus_number(struct str text, uint64_t *n_r)
{
    uint64_t n = 0;
    if (!text.n || text.n > 16)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(text.at[i] - '0');
    }
    if (n >= NUMBER_END)
        return false;
    *n_r = n;
    return true;
}

static int digit_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool base64_read(struct arena *a, struct str text, struct str *out_r)
{
    size_t pad = 0, n = 0;
    if (text.n % 4)
        return false;
    while (pad < 2 && pad < text.n && text.at[text.n - 1 - pad] == '=')
        pad++;
    char *to = arena_try(a, text.n / 4 * 3 + 1);
    uint32_t bits = 0;
    for (size_t i = 0; to && i < text.n - pad; i++) {
        int digit = digit_of(text.at[i]);
        if (digit < 0)
            return false;
        bits = bits << 6 | (uint32_t)digit;
        if (i % 4)
            to[n++] = (char)(bits >> (6 - 2 * (i % 4)));
    }
    if (!to || (pad && bits & (pad == 1 ? 3 : 15)))
        return false;
    *out_r = (struct str){to, n};
    return true;
}

static bool key_is_good(struct str key)
{
    for (size_t i = 0; i < key.n; i++)
        if (key.at[i] <= ' ' || key.at[i] > '~')
            return false;
    return key.n;
}

bool tus_metadata(struct arena *a, struct str header, struct str key, size_t most, struct str *value_r)
{
    struct str pair, name, found = {0};
    while (header.n && str_cut(&header, S(","), &pair)) {
        pair = str_trim(pair);
        if (!str_cut(&pair, S(" "), &name) || !key_is_good(name))
            return false;
        if (!str_eq(name, key))
            continue;
        if (pair.n > (most + 2) / 3 * 4 || !base64_read(a, pair, &found) || found.n > most || !utf8_is_valid(found))
            return false;
    }
    *value_r = found;
    return true;
}
