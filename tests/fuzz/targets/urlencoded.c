/* SPDX-License-Identifier: Apache-2.0 */
/* Pairs of a form: no bad access, also within a small arena; a value is UTF-8 without NUL and no longer than what was sent. */
#include "format/urlencoded.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(struct str pairs, size_t bound)
{
    static const struct str names[] = {S(""), S("a"), S("name"), S("\xe6\xbc\x94")};
    struct arena *a = arena_new("fuzz", bound);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str value = urlencoded_value(a, pairs, names[i]);
        if (value.n > pairs.n || !utf8_is_valid(value) || (value.n && memchr(value.at, 0, value.n)))
            abort();
    }
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str pairs = {(const char *)data, size};
    look(pairs, 64 << 20);
    look(pairs, 1 << 10);
    return 0;
}
