/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of reports as a hostile client sends them, judged by a duty with every kind of part. What is held: no bad
 * access, at most REMARKS_MAX remarks, and titles are mended into ones that keep the rule.
 */
#include "domain/report.h"
#include "domain/rollup.h"
#include "format/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct field columns[] = {
    {.key = S("n"), .label = S("n"), .kind = FIELD_NUMBER, .subtotal = true, .max = 9},
    {.key = S("d"), .label = S("d"), .kind = FIELD_DATE},
    {.key = S("h"), .label = S("h"), .kind = FIELD_TIME},
    {.key = S("t"), .label = S("t"), .kind = FIELD_TEXT, .required = true, .max = 3},
};
static struct field fields[] = {
    {.key = S("a"), .label = S("a"), .kind = FIELD_LONG_TEXT, .standing = true},
    {.key = S("r"), .label = S("r"), .kind = FIELD_ROWS, .standing = true, .max = 50, .fields = {columns, 4, 4}},
    {.key = S("s"), .label = S("s"), .kind = FIELD_NUMBER, .tally = TALLY_TO_DATE},
};
static struct str right = S("r.n");
static struct form_check check = {S("s"), S(">="), {&right, 1, 1}, S("m")};
static struct form form = {
    .key = S("f"), .name = S("f"), .activities = true, .fields = {fields, 3, 3}, .checks = {&check, 1, 1}};
static struct part parts[] = {
    {.key = S("f"), .name = S("f"), .kind = PART_FORM, .form = S("f"), .required = true},
    {.key = S("t"), .name = S("t"), .kind = PART_TEXT, .min = 2, .max = 5},
    {.key = S("p"), .name = S("p"), .kind = PART_PHOTOS, .max = 2},
    {.key = S("v"), .name = S("v"), .kind = PART_VIDEOS, .required = true},
    {.key = S("q"), .name = S("q"), .kind = PART_PIECES, .required = true},
};

static bool no_more_than_told(void *to, const struct sheet_row *row, struct err *e)
{
    size_t *left = to;
    (void)e;
    if (row->kind == SHEET_ROW && !(*left)--)
        abort();
    return true;
}

static void roll_up(struct arena *a, const struct filled_form *one)
{
    struct err e;
    struct sheet head;
    for (size_t i = 0; i < rollup_sheets(&form); i++) {
        size_t left = rollup_lines(&form, i, one->body);
        struct rollup_options how = {.take = no_more_than_told, .to = &left};
        struct rollup *r = rollup_begin(a, &form, i, &how, &head);
        if (!rollup_add(r, a, one, &e) || left || !rollup_end(r, a, &e))
            abort();
    }
}

static void judge(struct arena *a, const struct json *body)
{
    static const struct unit unit = {.name = S("甲")};
    struct campaign c = {.forms = {&form, 1, 1}};
    struct duty duty = {.parts = {parts, 5, 5}};
    struct obligation o = {.quota_min = 2, .quota_max = 3};
    struct remarks remarks = {0};
    report_check(a, &c, &duty, &o, body, &remarks);
    if (remarks.n > REMARKS_MAX)
        abort();
    const struct json *filled = json_get(json_get(body, S("forms")), S("f"));
    form_prefill(a, &form, filled);
    struct filled_form one = {.unit = &unit, .body = filled};
    roll_up(a, &one);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", 256 << 20);
    struct str text = {(const char *)data, size}, repaired, again;
    struct json body;
    struct err e;
    if (size < 20000 && json_read(a, text, &body, &e))
        judge(a, &body);
    if (size < 2000 && utf8_is_valid(text) &&
        !title_check(a, S("活动周xx单位xx材料"), S("甲"), S("乙"), text, &repaired) &&
        !title_check(a, S("活动周xx单位xx材料"), S("甲"), S("乙"), repaired, &again))
        abort();
    if (size < 200 && utf8_is_valid(text))
        title_build(a, text, S("甲"), S("乙"));
    arena_free(a);
    return 0;
}
