/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reporting by workbook: the forms of an obligation as an .xlsx to be filled in, and one that was filled in read back. What
 * was read is values for the page's draft; it is checked and sent as any report (work/report.h), and nothing is kept here.
 */
#ifndef WORK_WORKBOOK_H
#define WORK_WORKBOOK_H

#include "domain/form_sheet.h"
#include "work/report.h"

/* Whose workbook it is, by its stamp. */
enum workbook_of {
    WORKBOOK_OWN,
    WORKBOOK_PLAIN,
    WORKBOOK_OLDER,
    WORKBOOK_DAY,
    WORKBOOK_DUTY,
    WORKBOOK_UNIT,
    WORKBOOK_UNKNOWN
};
extern const char
    *const workbook_of_words[]; /* "own", "plain" (without a stamp), "older", "day", "duty", "unit", "unknown" */

struct filled_view {
    int of;          /* enum workbook_of */
    bool usable;     /* false: it is of another form, and nothing was read */
    struct str told; /* what is to be known before it is used, in the reader's language; empty: nothing */
    struct str body; /* JSON: {"forms":{KEY:{…}}}, the values that were found */
    struct cell_notes notes;
};

extern const struct shape filled_view_shape;

/*
 * The forms of an obligation, a sheet each, filled in as the page would begin: with the draft, else what was sent last,
 * else yesterday's standing values. name_r: for the file. ERR_MISSING: the duty has no form.
 */
bool report_workbook(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                     struct str *name_r, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;

/*
 * A workbook (or .csv) held against the forms of an obligation. Sheets are told apart by their stamps, else by their labels.
 * ERR_KIND and others as sheet_read_all; ERR_INVALID: no form's labels are on any of its sheets.
 */
bool report_read_workbook(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                          struct str path, struct str name, enum language language, struct filled_view *view_r,
                          struct err *e) MUST_LOOK;

#endif
