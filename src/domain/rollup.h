/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roll-up (汇总): many units' filled forms as one table, with 合计, row by row: nothing is kept but the sums, so that
 * there may be as many units as there are. Figures of the day (当日) are summed; figures to date (累计) are taken once for
 * each unit, from its latest day: summing two days' would count the first day twice. Whatever is in a body that the form
 * does not know, or of another type, is left out.
 */
#ifndef DOMAIN_ROLLUP_H
#define DOMAIN_ROLLUP_H

#include "base/err.h"
#include "base/sheet.h"
#include "domain/campaign.h"

/* One unit's form for one day. The order given is the order printed. */
struct filled_form {
    const struct unit *unit;
    struct day day;          /* DAY_NONE: once */
    const struct json *body; /* NULL: nothing but the unit's name */
    struct str remark;       /* behind the unit's name: 电话报送; such a one may have no body */
    bool passed; /* a later day of the same unit is given too: figures to date are not taken from this one */
};

struct rollup_options {
    struct str title;  /* empty: the form's name and 汇总表 */
    struct strs above; /* 截至 2023年5月18日10:00, 应报 69 家，已报 65 家 … */
    bool subtotals;    /* a line 小计 below each unit with more than one row */
    bool many_days;    /* with a column 日期 */
    bool (*take)(void *to, const struct sheet_row *row,
                 struct err *e); /* gets each row; its texts are good until it returns */
    void *to;
};

struct rollup;

/* How many sheets a form makes: one for each field of rows, or one when it has none. */
size_t rollup_sheets(const struct form *form);
/* How many lines one body makes on that sheet, without sums. */
size_t rollup_lines(const struct form *form, size_t sheet, const struct json *body);

/*
 * Begins one of them and tells its head: 序号, 报送单位, 日期, the rows' columns, then the form's own fields, which stand on
 * the first row of each unit and day. rollup_end hands on the totals. Rows are made in `scratch`, which the caller may
 * reset after each call. False, *e set: `take` said so.
 */
struct rollup *rollup_begin(struct arena *a, const struct form *form, size_t sheet, const struct rollup_options *how,
                            struct sheet *head_r);
bool rollup_add(struct rollup *r, struct arena *scratch, const struct filled_form *one, struct err *e) MUST_LOOK;
bool rollup_end(struct rollup *r, struct arena *scratch, struct err *e) MUST_LOOK;

#endif
