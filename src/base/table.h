/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of texts as a clerk's sheet holds it: what a .csv or .xlsx reader yields and the register of units reads.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include "base/str.h"

struct table_row {
    struct strs cells;
    int64_t number; /* as the sheet counts it, 1 is the first; rows without anything are left out */
};

struct table {
    struct table_row *items;
    size_t n, cap;
};

/* The visible sheets of a workbook, in its order. */
struct sheets {
    struct named_table {
        struct str name;
        struct table table;
    } * items;
    size_t n, cap;
};

/* The cell of that column, 0 the first, or the empty str. */
static inline struct str table_cell(const struct table_row *row, size_t column)
{
    return column < row->cells.n ? row->cells.items[column] : (struct str){0};
}

#endif
