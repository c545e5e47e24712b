/* SPDX-License-Identifier: Apache-2.0 */
#include "format/sheet.h"
#include "base/file.h"
#include "format/charset.h"
#include "format/csv.h"

enum { CSV_MAX = 20 << 20 };

bool sheet_read(struct arena *a, struct str path, struct str name, struct table *table_r, struct err *e)
{
    struct str bytes, text;
    if (!file_load(a, path, CSV_MAX, &bytes, e))
        return false;
    (void)name;
    return charset_to_utf8(a, bytes, &text, e) && csv_read(a, text, table_r, e);
}
