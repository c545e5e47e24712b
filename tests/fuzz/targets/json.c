/* SPDX-License-Identifier: Apache-2.0 */
/* JSON: no bad access; what is read and written again reads back and writes the same. */
#include "format/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", 64 << 20), *small = arena_new("small", 1 << 16);
    struct json j, again;
    struct err e;
    if (size < 100000 && json_read(a, (struct str){(const char *)data, size}, &j, &e)) {
        struct buf once = buf_new(a, 64), twice = buf_new(a, 64);
        json_write(&once, &j);
        if (!json_read(a, buf_str(&once), &again, &e))
            abort();
        json_write(&twice, &again);
        if (!str_eq(buf_str(&once), buf_str(&twice)))
            abort();
    }
    if (json_read(small, (struct str){(const char *)data, size}, &j, &e))
        (void)json_get(&j, S("a"));
    arena_free(small);
    arena_free(a);
    return 0;
}
