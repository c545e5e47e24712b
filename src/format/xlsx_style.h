/* SPDX-License-Identifier: Apache-2.0 */
/* Which styles of a workbook show a number as a date, and what such a number says. For xlsx.c alone. */
#ifndef FORMAT_XLSX_STYLE_H
#define FORMAT_XLSX_STYLE_H

#include "format/unzip.h"

struct xlsx_styles {
    bool *items; /* by a cell's s: shows a date or time */
    size_t n, cap;
};

/* A workbook without styles has none that show dates. */
bool xlsx_styles_read(struct arena *a, struct unzip *z, struct xlsx_styles *styles_r, struct err *e) MUST_LOOK;

/* Whether a format's code shows a date or time: "yyyy\-mm\-dd", "[h]:mm"; not "#,##0.00", "\"day\" 0". */
bool xlsx_code_is_date(struct str code);

/* A cell's number as text; `date`: by its style. Days count from 1900 (with its 29 February) or from 1904. */
struct str xlsx_number_text(struct arena *a, struct str value, bool date, bool from_1904);

#endif
