/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roll-up (汇总): many units' filled forms as one table, with 合计. Figures of the day (当日) are summed; figures
 * to date (累计) are taken once for each unit, from its latest day: summing two days' would count the first day twice.
 * Whatever is in a body that the form does not know, or of another type, is left out.
 */
#ifndef DOMAIN_ROLLUP_H
#define DOMAIN_ROLLUP_H

#include "base/sheet.h"
#include "domain/campaign.h"

/* One unit's form for one day. The order given is the order printed. */
struct filled_form {
    const struct unit *unit;
    struct day day; /* DAY_NONE: once */
    const struct json *body;
};

struct filled_forms {
    struct filled_form *items;
    size_t n, cap;
};

struct rollup_options {
    struct str title;  /* empty: the form's name and 汇总表 */
    struct strs above; /* 截至 2023年5月18日10:00, 应报 69 家，已报 65 家 … */
    bool subtotals;    /* a line 小计 below each unit with more than one row */
};

/*
 * One sheet for each field of rows, and one for a form without any: 序号, 报送单位, 日期 (when more than one day is
 * given), the rows' columns, then the form's own fields on the first row of each unit and day.
 */
void rollup_sheets(struct arena *a, const struct form *form, const struct filled_forms *filled,
                   const struct rollup_options *options, struct sheets *sheets_r);

/* The total of one number (a key, rows.key, or rows: how many) over all, by the same rule. */
double rollup_total(struct arena *a, const struct form *form, const struct filled_forms *filled, struct str path);

#endif
