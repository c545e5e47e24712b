/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A form on squared paper, to be filled in: what the domain lays out and a writer of workbooks puts into cells, with what
 * may be entered where. Rows and columns count from 0; plain data, its texts belong to the arena of whoever made it.
 */
#ifndef BASE_GRID_H
#define BASE_GRID_H

#include "base/sheet.h"

enum box_look { BOX_TITLE, BOX_LINE, BOX_NOTE, BOX_LABEL, BOX_FILL, BOX_TOTAL };
/* What is filled in: by it a cell shows a serial number as a day or an hour, and keeps the 0 before a telephone number. */
enum box_kind { BOX_TEXT, BOX_LONG, BOX_NUMBER, BOX_WHOLE, BOX_DATE, BOX_TIME, BOX_CHOICE };

struct grid_box {
    size_t row, column, rows, columns; /* rows, columns: it stretches over so many */
    enum box_look look;
    enum box_kind kind;
    struct sheet_cell cell;
    size_t sums; /* of a total: so many rows above are summed, the cell holds what they make now */
};

/* What may be entered into the cells of a column. */
struct grid_rule {
    size_t row, rows, column;
    enum box_kind kind;
    bool limited; /* by min and max: of a number, or of a text's length */
    double min, max;
    struct strs choices;
    struct str told; /* shown when the cell is chosen */
};

struct grid {
    struct str name; /* of the tab */
    struct {
        int *items;
        size_t n, cap;
    } widths; /* in Chinese characters */
    struct {
        struct grid_height {
            size_t row;
            double points;
        } * items;
        size_t n, cap;
    } heights; /* of rows that are higher than others */
    struct {
        struct grid_box *items;
        size_t n, cap;
    } boxes;
    struct {
        struct grid_rule *items;
        size_t n, cap;
    } rules;
    size_t heading, headings; /* rows repeated on each page; none: 0 of them */
};

#endif
