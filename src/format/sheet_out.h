/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sheets as a workbook (.xlsx) that an office can print and pass on: title in 黑体, text in 仿宋, headings on one or two
 * levels, wrapped cells with borders, headings frozen and repeated on each page, A4 across, 合计 in bold.
 */
#ifndef FORMAT_SHEET_OUT_H
#define FORMAT_SHEET_OUT_H

#include "base/err.h"
#include "base/grid.h"

struct sheet_out;

/*
 * A workbook in the making: sheet after sheet, each row after row. rows: how many there will be, roughly; with many of
 * them nothing is kept, and the memory stays small whatever their number. What was begun is finished or abandoned.
 */
bool sheet_out_begin(struct arena *a, size_t rows, struct sheet_out **w_r, struct err *e) MUST_LOOK;
/* `sheet` must stay until the page ends. ERR_LARGE: more than 200 columns. */
bool sheet_out_page(struct sheet_out *w, const struct sheet *sheet, struct err *e) MUST_LOOK;
/* Texts are cut at a cell's 32,767 characters. ERR_LARGE: more than 1,000,000 rows. */
bool sheet_out_row(struct sheet_out *w, const struct sheet_row *row, struct err *e) MUST_LOOK;
void sheet_out_page_end(struct sheet_out *w);
/* A page of its own: a form to be filled in. ERR_LARGE: more than 200 columns, or a million rows. */
bool sheet_out_grid(struct sheet_out *w, const struct grid *grid, struct err *e) MUST_LOOK;
/* To a new descriptor without a name in any folder, which the caller closes; it stands at its beginning. */
bool sheet_out_finish(struct sheet_out *w, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;
void sheet_out_abandon(struct sheet_out *w);

#endif
