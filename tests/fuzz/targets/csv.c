/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV of strangers, and the register it may be. What is held: no bad access, never more memory than the arena's bound
 * (an answer instead), valid UTF-8 in gives valid UTF-8 out, and cells written again read back the same.
 */
#include "domain/unit.h"
#include "format/csv.h"
#include "format/sheet.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static struct str written(struct arena *a, const struct table *t)
{
    struct buf b = buf_new(a, 1024);
    for (size_t i = 0; i < t->n; i++) {
        buf_lit(&b, "\"\",");
        for (size_t c = 0; c < t->items[i].cells.n; c++) {
            must(utf8_is_valid(t->items[i].cells.items[c]));
            buf_lit(&b, ",");
            buf_lit(&b, "\"");
            for (size_t k = 0; k < t->items[i].cells.items[c].n; k++) {
                char one = t->items[i].cells.items[c].at[k];
                buf_putc(&b, one);
                if (one == '"')
                    buf_putc(&b, one);
            }
            buf_lit(&b, "\"");
        }
        buf_lit(&b, "\n");
    }
    return buf_str(&b);
}

static void compare(const struct table *a, const struct table *b)
{
    must(a->n == b->n);
    for (size_t i = 0; i < a->n; i++) {
        must(a->items[i].cells.n + 2 == b->items[i].cells.n);
        for (size_t c = 0; c < a->items[i].cells.n; c++)
            must(str_eq(a->items[i].cells.items[c], b->items[i].cells.items[c + 2]));
    }
}

/* Commas enough in the first line to be told from tabs and semicolons. */
static bool commas_win(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.at[i] == '\t' || text.at[i] == ';')
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", 16 << 20), *small = arena_new("small", 1 << 17);
    struct str text = {(const char *)data, size};
    struct table t, again;
    struct units units;
    struct row_errors errors;
    struct err e;
    if (csv_read(a, text, &t, &e)) {
        register_read(a, &t, LANGUAGE_ZH, &units, &errors);
        struct str out = written(a, &t);
        if (commas_win(out) && csv_read(a, out, &again, &e))
            compare(&t, &again);
    }
    if (sheet_read_bytes(small, text, S("a.csv"), &t, &e))
        must(t.n <= size + 1);
    arena_free(small);
    arena_free(a);
    return 0;
}
