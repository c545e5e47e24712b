/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A form as a sheet that an officer fills in and brings back: laid out as an office prints it, and read by its labels.
 *
 * What was printed here bears a stamp at its foot (表号: SW, the obligation's id, a mark of the form), which survives
 * whatever program saves it and whoever copies the sheet into another book. A sheet without one is read all the same:
 * columns are found by what they are called, wherever they stand.
 */
#ifndef DOMAIN_FORM_SHEET_H
#define DOMAIN_FORM_SHEET_H

#include "base/clock.h"
#include "base/grid.h"
#include "base/table.h"
#include "domain/form.h"

/* ---- printed ---- */

struct form_paper {
    struct str name, unit, of; /* of the tab; of the unit; of what it is: 2023年5月17日, or empty */
    uint64_t obligation;       /* for the stamp */
};

/* `filled`: what stands in it already, NULL: nothing. */
void form_lay_out(struct arena *a, const struct form *form, const struct json *filled, const struct form_paper *paper,
                  struct grid *grid_r);
/* How wide a column of that field is, in Chinese characters. */
int field_width(const struct field *f);

/* ---- the stamp ---- */

struct form_stamp {
    uint64_t obligation;
    uint32_t form; /* form_mark */
};

/* The same for forms that ask for the same: keys, names, kinds and choices of their fields. */
uint32_t form_mark(const struct form *form);
/* The first stamp that stands in a table. */
bool form_stamp_find(const struct table *t, struct form_stamp *stamp_r);

/* ---- read ---- */

enum { CELL_NOTES_MAX = 100, FORM_SHEET_ROWS = 4000, FORM_SHEET_COLUMNS = 100, FORM_SHEET_CELLS = 200000 };

/* Something of the sheet that is not, or not as it should be, in the values. */
struct cell_note {
    struct str where; /* the place in the report: "forms.daily.activities[2].students"; empty: it was not read at all */
    struct str cell;  /* "C7" */
    struct str text;  /* what stands there, whole */
    struct str message; /* in the reader's language */
    bool blocks;
};

struct cell_notes {
    struct cell_note *items;
    size_t n, cap;
};

extern const struct shape cell_note_shape;

struct form_hints {
    struct day day;              /* of the obligation: the year of 5月18日; DAY_NONE: of none */
    struct str unit, unit_short; /* who reports */
    struct str sheet;            /* its tab, told with each cell; empty where there is but one */
    enum language language;
    bool stamped; /* it is a sheet of ours: what stands below a label is never its value */
};

/* How many of the form's labels a table bears: on which sheet it is. 1 of a table too large to look at: form_read says so. */
size_t form_fit(struct arena *a, const struct form *form, const struct table *t);

/*
 * The values that stand in the table, as a filled form's body; an empty cell gives none. What is no number keeps its text,
 * for form_check to tell; a day or hour that cannot be read is left out. Both are noted, and so is every cell that was not
 * read, up to CELL_NOTES_MAX. Not taken for data: rows without anything, 合计 rows, 序号, notes below the table.
 * ERR_LARGE: more than FORM_SHEET_ROWS rows or FORM_SHEET_CELLS cells with something in them, or no room.
 */
bool form_read(struct arena *a, const struct form *form, const struct table *t, const struct form_hints *hints,
               struct json *values_r, struct cell_notes *notes, struct err *e) MUST_LOOK;

void cell_note_add(struct arena *a, struct cell_notes *notes, struct cell_note note);

#endif
