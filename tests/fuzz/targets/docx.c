/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Word documents of strangers. The first byte chooses: the rest is a whole zip, or the XML of the text or of the numbering
 * of an otherwise sound document, which a fuzzer could never checksum its way into. What is held beyond whole.h: the text
 * has nothing hidden in it.
 */
#include "format/docx.h"
#include "format/zip_out.h"
#include "whole.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const parts[][2] = {
    {"document.xml", "<d><p><pPr><numPr><ilvl val='1'/><numId val='7'/></numPr></pPr><r><t>a</t></r></p></d>"},
    {"numbering.xml", "<n><abstractNum abstractNumId='3'><lvl ilvl='1'><start val='1'/><numFmt val='chineseCounting'/>"
                      "<lvlText val='%2'/></lvl></abstractNum><num numId='7'><abstractNumId val='3'/></num></n>"},
};

static bool keep(void *to, struct str piece, struct err *e)
{
    (void)e;
    buf_put(to, piece);
    return true;
}

static struct str document(struct arena *a, size_t fuzzed, struct str xml)
{
    struct buf b = buf_new(a, 4096);
    struct err e;
    struct zip_out *z = zip_out_begin(a, keep, &b);
    for (size_t i = 0; i < 2; i++)
        if (!zip_out_entry(z, S("word"), str_of(parts[i][0]), (struct instant){0}, 0, &e) ||
            !zip_out_bytes(z, i == fuzzed ? xml : str_of(parts[i][1]), &e))
            abort();
    if (!zip_out_finish(z, &e))
        abort();
    return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", 16 << 20), *out = arena_new("out", WHOLE_BYTES);
    struct str text;
    struct err e;
    if (size) {
        struct str rest = {(const char *)data + 1, size - 1};
        struct str zip = data[0] < 2 ? document(a, data[0], rest) : rest;
        if (docx_read_bytes(out, zip, S("a.docx"), &text, &e)) {
            must(!utf8_has_hidden(text));
            whole_holds(out, text);
        }
    }
    arena_free(out);
    arena_free(a);
    return 0;
}
