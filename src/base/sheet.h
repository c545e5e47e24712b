/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sheet to be printed: what the domain lays out (a roll-up, a register, a missing list) and a writer of workbooks
 * puts into cells. Plain data; texts are UTF-8 and belong to the arena of whoever made it.
 */
#ifndef BASE_SHEET_H
#define BASE_SHEET_H

#include "base/str.h"

enum sheet_cell_kind { SHEET_BLANK, SHEET_TEXT, SHEET_NUMBER };

struct sheet_cell {
    enum sheet_cell_kind kind;
    struct str text;
    double number;
};

enum sheet_row_kind { SHEET_ROW, SHEET_TOTAL };

struct sheet_row {
    enum sheet_row_kind kind;
    struct sheet_cell *items;
    size_t n, cap;
};

/* Neighbours of the same group stand under one heading of their own: 参加人数 over 学生, 教师, 群众. */
struct sheet_column {
    struct str group, heading;
    int width; /* in Chinese characters */
};

/* A sheet but for its rows, which are handed on one by one. */
struct sheet {
    struct str name;   /* of the tab */
    struct str title;  /* over everything, centred */
    struct strs above; /* lines between title and table: 填报单位, 截至 */
    struct strs below; /* footnotes */
    struct {
        struct sheet_column *items;
        size_t n, cap;
    } columns;
};

static inline struct sheet_cell sheet_text(struct str text)
{
    return (struct sheet_cell){.kind = text.n ? SHEET_TEXT : SHEET_BLANK, .text = text};
}

static inline struct sheet_cell sheet_number(double number)
{
    return (struct sheet_cell){.kind = SHEET_NUMBER, .number = number};
}

#endif
