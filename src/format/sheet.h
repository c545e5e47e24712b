/* SPDX-License-Identifier: Apache-2.0 */
/* A table a clerk sends, whatever it was saved as: .xlsx, .csv in UTF-8, UTF-16 or GBK. Told by its bytes, not its name. */
#ifndef FORMAT_SHEET_H
#define FORMAT_SHEET_H

#include "base/err.h"
#include "base/table.h"

enum { SHEET_BYTES_MAX = 20 << 20 }; /* a file's */

/*
 * The table in the file at `path`. name: as the sender calls it, for messages. ERR_KIND: an old .xls or .et, a workbook
 * locked by a password, a picture or no table at all, each told with what to do; ERR_INPUT, ERR_LARGE as csv_read and
 * xlsx_read.
 */
bool sheet_read(struct arena *a, struct str path, struct str name, struct table *table_r, struct err *e) MUST_LOOK;
/* The same of bytes in memory. */
bool sheet_read_bytes(struct arena *a, struct str bytes, struct str name, struct table *table_r,
                      struct err *e) MUST_LOOK;
/* All visible sheets of a workbook; a .csv is one without a name. */
bool sheet_read_all(struct arena *a, struct str path, struct str name, struct sheets *sheets_r,
                    struct err *e) MUST_LOOK;
bool sheet_read_all_bytes(struct arena *a, struct str bytes, struct str name, struct sheets *sheets_r,
                          struct err *e) MUST_LOOK;

#endif
