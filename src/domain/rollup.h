/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roll-up (汇总): many units' filled forms of one day as one table, with 合计, row by row: nothing is kept but the
 * sums, so that there may be as many units as there are. Whatever is in a body that the form does not know, or of
 * another type, is left out.
 */
#ifndef DOMAIN_ROLLUP_H
#define DOMAIN_ROLLUP_H

#include "base/err.h"
#include "base/sheet.h"
#include "domain/campaign.h"

/* One unit's form. The order given is the order printed. */
struct filled_form {
    const struct unit *unit;
    const struct json *body; /* NULL: nothing but the unit's name */
    struct str remark;       /* behind the unit's name: 电话报送; such a one may have no body */
};

struct rollup_options {
    struct strs above; /* 截至 2023年5月18日10:00, 应报 69 家，已报 65 家 … */
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
 * Begins one of them and tells its head: 序号, 报送单位, the rows' columns, then the form's own fields, which stand on the first
 * row of each unit. rollup_end hands on the totals. Rows are made in `scratch`, which the caller may
 * reset after each call. False, *e set: `take` said so.
 */
struct rollup *rollup_begin(struct arena *a, const struct form *form, size_t sheet, const struct rollup_options *how,
                            struct sheet *head_r);
bool rollup_add(struct rollup *r, struct arena *scratch, const struct filled_form *one, struct err *e) MUST_LOOK;
bool rollup_end(struct rollup *r, struct arena *scratch, struct err *e) MUST_LOOK;

#endif
