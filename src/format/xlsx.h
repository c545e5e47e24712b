/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The visible sheets of a workbook (.xlsx, ECMA-376) as tables of texts: shared and inline strings, cells left out,
 * numbers as a person reads them, dates and times by their style as ISO texts (2023-05-18, 09:30, 2023-05-18 09:30).
 * Formulas give the value that was kept with them; merged cells give it in their first cell.
 */
#ifndef FORMAT_XLSX_H
#define FORMAT_XLSX_H

#include "base/table.h"
#include "format/unzip.h"

/*
 * Rows without anything are left out; the others keep their number in the sheet. ERR_INPUT: not a workbook, or broken.
 * ERR_LARGE: more than 100,000 rows, 1,000 columns, a bomb, or more than the arena holds.
 */
bool xlsx_read(struct arena *a, struct unzip *z, struct table *table_r, struct err *e) MUST_LOOK; /* the first one */
/* All of them; ERR_LARGE: more than XLSX_SHEETS_MAX. */
enum { XLSX_SHEETS_MAX = 50 };
bool xlsx_read_all(struct arena *a, struct unzip *z, struct sheets *sheets_r, struct err *e) MUST_LOOK;

#endif
