/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of resumable uploads. What is held: no bad access; a name is UTF-8 and within its bound; a number fits. */
#include "format/tus.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", 1 << 20);
    char *own = malloc(size ? size : 1);
    struct str value = {0};
    uint64_t n = 0;
    if (!own)
        abort();
    memcpy(own, data, size);
    struct str text = {own, size};
    if (tus_metadata(a, text, S("filename"), 300, &value) && (value.n > 300 || !utf8_is_valid(value)))
        abort();
    if (tus_number(text, &n) && n >> 53)
        abort();
    free(own);
    arena_free(a);
    return 0;
}
