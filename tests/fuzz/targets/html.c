/* SPDX-License-Identifier: Apache-2.0 */
/* Web pages of strangers, in any encoding. What is held beyond whole.h: the text has nothing hidden in it. */
#include "format/document.h"
#include "whole.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", WHOLE_BYTES);
    struct str bytes = {(const char *)data, size}, text;
    struct err e;
    if (document_text(a, DOCUMENT_HTML, bytes, S("a.html"), &text, &e)) {
        must(!utf8_has_hidden(text));
        whole_holds(a, text);
    }
    arena_free(a);
    return 0;
}
