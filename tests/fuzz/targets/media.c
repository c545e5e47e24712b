/* SPDX-License-Identifier: Apache-2.0 */
/* Heads of files: no bad access; what is taken has a type and at most 100 megapixels. */
#include "format/media.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct media m;
    struct err e;
    struct str head = {(const char *)data, size};
    for (uint64_t more = 0; more < 2; more++)
        if (media_probe_head(head, size + more * 1000000, S("a.docx"), &m, &e))
            if (m.kind < 0 || m.kind >= MEDIA_COUNT || m.width < 0 || m.height < 0 ||
                (m.width && m.height > 100000000 / m.width))
                abort();
    return 0;
}
