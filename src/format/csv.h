/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV (RFC 4180) as spreadsheets write it: commas, or tabs or semicolons when the first line holds more of those; any
 * line end; a byte-order mark is passed over. The text must be UTF-8 (the door converts GBK before).
 */
#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

#include "base/err.h"
#include "base/table.h"

/*
 * Rows without anything are left out; the others keep the number of their record, counted from 1 (quoted line ends do
 * not count), which is the row a spreadsheet shows. ERR_INPUT: not UTF-8, or a quotation mark that is never closed,
 * with its row. ERR_LARGE: more than 100,000 rows, 1,000 columns, or than the arena holds.
 */
bool csv_read(struct arena *a, struct str text, struct table *table_r, struct err *e) MUST_LOOK;

#endif
