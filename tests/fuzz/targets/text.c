/* SPDX-License-Identifier: Apache-2.0 */
/* Text files of strangers, in any encoding: UTF-8, UTF-16, else GB18030; and what was no text at all. */
#include "format/document.h"
#include "whole.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", WHOLE_BYTES);
    struct str bytes = {(const char *)data, size}, text;
    struct err e;
    document_kind_of(str_sub(bytes, 0, DOCUMENT_HEAD), S("a.txt"));
    if (document_text(a, DOCUMENT_TEXT, bytes, S("a.txt"), &text, &e))
        whole_holds(a, text);
    arena_free(a);
    return 0;
}
