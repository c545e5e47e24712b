/* SPDX-License-Identifier: Apache-2.0 */
/* What a bucket answers. What is held: no bad access; a page's objects have all that is asked of one. */
#include "format/listing.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", 1 << 20);
    struct listing l = {0};
    struct err e;
    char *own = malloc(size ? size : 1);
    if (!own)
        abort();
    memcpy(own, data, size);
    struct str text = {own, size};
    if (listing_read(a, text, &l, &e))
        for (size_t i = 0; i < l.n; i++)
            if (!l.items[i].key.n || l.items[i].key.n > LISTING_KEY || !instant_is_set(l.items[i].modified))
                abort();
    if (listing_refusal(a, text).n > LISTING_KEY)
        abort();
    free(own);
    arena_free(a);
    return 0;
}
