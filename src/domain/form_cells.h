/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cells of a sheet while a form is read from it: which bear labels, what stands in the others, and which were used.
 * For form_read.c alone.
 */
#ifndef DOMAIN_FORM_CELLS_H
#define DOMAIN_FORM_CELLS_H

#include "base/err.h"
#include "domain/form_sheet.h"

enum { LIST_COLUMNS_MAX = 60 };

static const size_t NOWHERE = SIZE_MAX;

/* A field's label, as cells are compared with it. */
struct label {
    const struct field *field;
    struct str whole, group, leaf;
};

/* A list of rows and where it stands: its head's line, and for each of its fields the column. */
struct list {
    const struct field *field;
    struct str name;
    struct label *labels; /* of its fields */
    size_t *columns;
    size_t head, body, end; /* lines; head NOWHERE: it is not there */
};

struct members {
    struct json *items;
    size_t n, cap;
};

struct reading {
    struct arena *arena;
    const struct form *form;
    const struct table *table;
    const struct form_hints *hints;
    struct cell_notes *notes;
    size_t width, others; /* others: what was not read and not told, for there is too much of it */
    struct str *plain;    /* each cell, as labels are compared with it; those of line i begin at i * width */
    bool *used;
    struct label *labels; /* of the form's own fields; rows have none */
    struct list *lists;
    size_t list_count;
};

/* Without blanks, marks and what stands behind them; 姓　名*： is 姓名. */
struct str label_plain(struct arena *a, struct str text);
struct label label_made(struct arena *a, const struct field *f);
/* 学生 and 学生（人） are the same; so is what a clerk put behind it in brackets. */
bool same_label(struct str cell, struct str label);
bool label_is(struct str cell, const struct label *l);
bool is_leaf_alone(const struct label *all, size_t n, const struct label *one);

/* As it stands there, and as labels are compared with it. Lines and columns count from 0. */
struct str cell_raw(const struct reading *r, size_t line, size_t column);
struct str cell_label(const struct reading *r, size_t line, size_t column);
bool *cell_used(struct reading *r, size_t line, size_t column);
struct str cell_name(struct reading *r, size_t line, size_t column);
size_t line_first(const struct reading *r, size_t line, size_t from); /* with something in it, or NOWHERE */

/* 第7行“参加人数”应为整数，读到“约30人” */
void cell_tell(struct reading *r, enum message message, size_t line, size_t column, struct str where, struct str label);
/* Reads `text` of that cell as the field's value; what is wrong with it is told. */
void cell_take(struct reading *r, const struct field *f, size_t line, size_t column, struct str text, struct str where,
               struct members *members);

/* The form's own field whose label that is, or NULL. */
const struct label *label_own(const struct reading *r, struct str cell);
size_t colon_in(struct str s, size_t *length_r);
/*
 * 填报人：张三　联系电话：0551-1: the next label of the form that has a colon behind it, where it begins in `text` and where
 * its value does; NULL: there is none.
 */
const struct label *label_inside(const struct reading *r, struct str text, size_t *begins_r, size_t *value_r);
/* What an office prints around its tables, and we do. */
bool cell_is_furniture(const struct reading *r, struct str text);

#endif
