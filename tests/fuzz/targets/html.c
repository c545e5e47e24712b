/* SPDX-License-Identifier: Apache-2.0 */
/* Web pages of strangers, in any encoding. What is held: no bad access, the text is clean UTF-8 with nothing hidden. */
#include "format/document.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", 256 << 20);
    struct str bytes = {(const char *)data, size}, text;
    struct err e;
    if (document_text(a, DOCUMENT_HTML, bytes, S("a.html"), &text, &e) &&
        (!utf8_is_valid(text) || utf8_has_hidden(text)))
        abort();
    arena_free(a);
    return 0;
}
