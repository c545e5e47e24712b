/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Workbooks of strangers. The first byte chooses: the rest is a whole zip, or the XML of one part of an otherwise sound
 * workbook, which a fuzzer could never checksum its way into. What is held: no bad access, never more than the bound.
 */
#include "format/sheet.h"
#include "format/zip_out.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const parts[][2] = {
    {"workbook.xml", "<workbook><sheets><sheet name=\"a\" id=\"r\"/></sheets></workbook>"},
    {"_rels/workbook.xml.rels", "<a><Relationship Id=\"r\" Target=\"s.xml\"/></a>"},
    {"styles.xml", "<a><cellXfs><xf numFmtId=\"14\"/></cellXfs></a>"},
    {"sharedStrings.xml", "<sst><si><t>a</t></si></sst>"},
    {"s.xml", "<w><row><c t=\"s\"><v>0</v></c><c s=\"0\"><v>45064.5</v></c></row></w>"},
};

static bool keep(void *to, struct str piece, struct err *e)
{
    (void)e;
    buf_put(to, piece);
    return true;
}

static struct str workbook(struct arena *a, size_t fuzzed, struct str xml)
{
    struct buf b = buf_new(a, 4096);
    struct err e;
    struct zip_out *z = zip_out_begin(a, keep, &b);
    for (size_t i = 0; i < 5; i++) {
        const char *slash = strchr(parts[i][0], '/');
        if (!zip_out_entry(z, slash ? S("xl/_rels") : S("xl"), str_of(slash ? slash + 1 : parts[i][0]),
                           (struct instant){0}, 0, &e) ||
            !zip_out_bytes(z, i == fuzzed ? xml : str_of(parts[i][1]), &e))
            abort();
    }
    if (!zip_out_finish(z, &e))
        abort();
    return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", 16 << 20), *out = arena_new("out", 4 << 20);
    struct table t;
    struct err e;
    if (size) {
        struct str rest = {(const char *)data + 1, size - 1};
        struct str zip = data[0] < 5 ? workbook(a, data[0], rest) : rest;
        if (sheet_read_bytes(out, zip, S("a.xlsx"), &t, &e))
            for (size_t i = 0; i < t.n; i++)
                for (size_t c = 0; c < t.items[i].cells.n; c++)
                    if (!utf8_is_valid(t.items[i].cells.items[c]))
                        abort();
    }
    arena_free(out);
    arena_free(a);
    return 0;
}
