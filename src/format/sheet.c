/* SPDX-License-Identifier: Apache-2.0 */
#include "format/sheet.h"

#include "base/file.h"
#include "format/charset.h"
#include "format/csv.h"
#include "format/xlsx.h"

#include <stdio.h>
#include <string.h>

enum { HEAD = 8 };

static bool is_zip(struct str head)
{
    return str_starts(head, S("PK\x03\x04"));
}

/* The compound file of .xls, and of a workbook with a password. */
static bool is_compound(struct str head)
{
    return str_starts(head, S("\xd0\xcf\x11\xe0"));
}

static bool not_a_table(struct str name, struct err *e)
{
    return err_with(e, ERR_KIND, MSG_SHEET_KIND, name, S(""), S(""));
}

static bool too_large(struct err *e)
{
    return err_with(e, ERR_LARGE, MSG_TABLE_LARGE, S("CSV"), S(""), S(""));
}

static bool read_csv(struct arena *a, struct str bytes, struct str name, struct table *table_r, struct err *e)
{
    struct str text;
    bool utf16 = str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff"));
    if (arena_left(a) / 2 < bytes.n * 4)
        return too_large(e);
    if ((!utf16 && memchr(bytes.at, 0, bytes.n)) || !charset_to_utf8(a, bytes, &text, e))
        return not_a_table(name, e);
    return csv_read(a, text, table_r, e);
}

bool sheet_read_bytes(struct arena *a, struct str bytes, struct str name, struct table *table_r, struct err *e)
{
    struct unzip *z;
    if (is_compound(bytes) || !bytes.n)
        return not_a_table(name, e);
    if (is_zip(bytes))
        return unzip_open(a, bytes, name, &z, e) && xlsx_read(a, z, table_r, e);
    return read_csv(a, bytes, name, table_r, e);
}

/* What goes wrong is told of the name that the sender knows; the path is ours. */
static bool load(struct arena *a, struct str path, struct str name, struct str *bytes_r, struct err *e)
{
    struct err why;
    if (file_load(a, path, SHEET_BYTES_MAX, bytes_r, &why))
        return true;
    if (why.code == ERR_LARGE)
        return too_large(e);
    return err_with(e, why.code, why.message, name, str_of(why.args[1]), S(""));
}

bool sheet_read(struct arena *a, struct str path, struct str name, struct table *table_r, struct err *e)
{
    struct str bytes;
    struct unzip *z;
    char head[HEAD];
    FILE *f = fopen(str_z(a, path), "rb");
    if (!f)
        return err_with(e, ERR_MISSING, MSG_FILE_UNREADABLE, name, S("找不到文件"), S(""));
    struct str start = {head, fread(head, 1, HEAD, f)};
    fclose(f);
    if (is_compound(start) || !start.n)
        return not_a_table(name, e);
    if (is_zip(start))
        return unzip_open_file(a, path, name, &z, e) && xlsx_read(a, z, table_r, e);
    return load(a, path, name, &bytes, e) && read_csv(a, bytes, name, table_r, e);
}
