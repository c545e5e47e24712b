/* SPDX-License-Identifier: Apache-2.0 */
#include "format/sheet.h"

#include "base/file.h"
#include "format/charset.h"
#include "format/csv.h"
#include "format/xlsx.h"

#include <stdio.h>
#include <string.h>

enum { HEAD = 12 };

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

/* The name of the stream that holds a workbook with a password (MS-OFFCRYPTO 2.3.4.4), as a compound file writes it. */
static const struct str locked = S("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0");

static bool is_picture(struct str head)
{
    return str_starts(head, S("\xff\xd8\xff")) || str_starts(head, S("\x89PNG")) || str_starts(head, S("GIF8")) ||
           str_starts(head, S("RIFF")) || str_eq(str_sub(head, 4, 4), S("ftyp"));
}

static bool refuse(enum message why, struct str name, struct err *e)
{
    return err_with(e, ERR_KIND, why, name, S(""), S(""));
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

/* What its first bytes say that it is not; true: it may be a table. */
static bool may_be_table(struct str head, struct str name, struct err *e)
{
    if (!head.n)
        return not_a_table(name, e);
    return !is_picture(head) || refuse(MSG_SHEET_PICTURE, name, e);
}

static bool one_table(struct arena *a, struct table *table, struct sheets *sheets_r)
{
    *sheets_r = (struct sheets){0};
    arena_push(a, sheets_r, ((struct named_table){.table = *table}));
    return true;
}

bool sheet_read_all_bytes(struct arena *a, struct str bytes, struct str name, struct sheets *sheets_r, struct err *e)
{
    struct unzip *z;
    struct table table;
    if (is_compound(bytes))
        return refuse(str_find(bytes, locked) == STR_NONE ? MSG_SHEET_OLD : MSG_SHEET_LOCKED, name, e);
    if (!may_be_table(bytes, name, e))
        return false;
    if (is_zip(bytes))
        return unzip_open(a, bytes, name, &z, e) && xlsx_read_all(a, z, sheets_r, e);
    return read_csv(a, bytes, name, &table, e) && one_table(a, &table, sheets_r);
}

bool sheet_read_bytes(struct arena *a, struct str bytes, struct str name, struct table *table_r, struct err *e)
{
    struct unzip *z;
    struct sheets sheets;
    if (is_zip(bytes))
        return unzip_open(a, bytes, name, &z, e) && xlsx_read(a, z, table_r, e);
    if (!sheet_read_all_bytes(a, bytes, name, &sheets, e))
        return false;
    *table_r = sheets.items[0].table;
    return true;
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

/* The directory of a compound file may lie anywhere in it. */
static bool is_locked(FILE *f)
{
    char window[8192];
    size_t kept = 0, got;
    rewind(f);
    while ((got = fread(window + kept, 1, sizeof window - kept, f)) > 0) {
        struct str seen = {window, kept + got};
        if (str_find(seen, locked) != STR_NONE)
            return true;
        kept = seen.n < locked.n ? seen.n : locked.n;
        memmove(window, window + seen.n - kept, kept);
    }
    return false;
}

/* zip_r: it is a workbook; else it may be a .csv. */
static bool look_at(struct arena *a, struct str path, struct str name, bool *zip_r, struct err *e)
{
    char head[HEAD];
    FILE *f = fopen(str_z(a, path), "rb");
    if (!f)
        return err_with(e, ERR_MISSING, MSG_FILE_UNREADABLE, name, S("找不到文件"), S(""));
    struct str start = {head, fread(head, 1, HEAD, f)};
    bool ok = is_compound(start) ? refuse(is_locked(f) ? MSG_SHEET_LOCKED : MSG_SHEET_OLD, name, e)
                                 : may_be_table(start, name, e);
    fclose(f);
    *zip_r = is_zip(start);
    return ok;
}

bool sheet_read_all(struct arena *a, struct str path, struct str name, struct sheets *sheets_r, struct err *e)
{
    struct str bytes;
    struct unzip *z;
    struct table table;
    bool zip;
    if (!look_at(a, path, name, &zip, e))
        return false;
    if (zip)
        return unzip_open_file(a, path, name, &z, e) && xlsx_read_all(a, z, sheets_r, e);
    return load(a, path, name, &bytes, e) && read_csv(a, bytes, name, &table, e) && one_table(a, &table, sheets_r);
}

bool sheet_read(struct arena *a, struct str path, struct str name, struct table *table_r, struct err *e)
{
    struct str bytes;
    struct unzip *z;
    bool zip;
    if (!look_at(a, path, name, &zip, e))
        return false;
    if (zip)
        return unzip_open_file(a, path, name, &z, e) && xlsx_read(a, z, table_r, e);
    return load(a, path, name, &bytes, e) && read_csv(a, bytes, name, table_r, e);
}
