/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sheets as a workbook (.xlsx) that an office can print and pass on: title in 黑体, text in 仿宋, headings on one or two
 * levels, wrapped cells with borders, headings frozen and repeated on each page, A4 across, 合计 in bold.
 */
#ifndef FORMAT_SHEET_OUT_H
#define FORMAT_SHEET_OUT_H

#include "base/err.h"
#include "base/sheet.h"

/*
 * Writes the workbook to a new descriptor without a name in any folder, which the caller closes; it stands at its
 * beginning. Memory stays small whatever the number of rows. ERR_LARGE: more than 1,000,000 rows or 200 columns;
 * texts are cut at a cell's 32,767 characters.
 */
bool sheets_write(struct arena *a, const struct sheets *sheets, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;

#endif
