/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A form read from a sheet that anybody may have filled in. The first byte chooses: cells parted by bars and lines, which
 * reach every rule of reading; else a whole workbook or .csv. What is held: no bad access, values that are UTF-8 and that the
 * form's own check takes without a fault, never more than the bound, notes that name a place or a cell.
 */
#include "domain/form_sheet.h"
#include "format/json.h"
#include "format/sheet.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char form_text[] =
    "{\"key\":\"daily\",\"name\":\"日报表\",\"activities\":true,\"fields\":["
    "{\"key\":\"reporter\",\"label\":\"填报人\",\"kind\":\"text\",\"max\":20},"
    "{\"key\":\"activities\",\"label\":\"活动\",\"kind\":\"rows\",\"max\":50,\"fields\":["
    "{\"key\":\"name\",\"label\":\"名称\",\"kind\":\"text\"},{\"key\":\"date\",\"label\":\"日期\",\"kind\":\"date\"},"
    "{\"key\":\"start\",\"label\":\"时间/开始\",\"kind\":\"time\"},{\"key\":\"end\",\"label\":\"时间/"
    "结束\",\"kind\":\"time\"},"
    "{\"key\":\"level\",\"label\":\"级别\",\"kind\":\"choice\",\"choices\":[\"省\",\"市\"]},"
    "{\"key\":\"students\",\"label\":\"人数/学生\",\"kind\":\"number\",\"unit\":\"人\",\"subtotal\":true}]},"
    "{\"key\":\"items\",\"label\":\"报道\",\"kind\":\"rows\",\"fields\":["
    "{\"key\":\"media\",\"label\":\"媒体\",\"kind\":\"text\"},{\"key\":\"title\",\"label\":\"标题\",\"kind\":\"text\"}]"
    "},"
    "{\"key\":\"total\",\"label\":\"累计\",\"kind\":\"number\"},{\"key\":\"remarks\",\"label\":\"备注\",\"kind\":"
    "\"long_text\"}]}";

static struct sheets table_of(struct arena *a, struct str text)
{
    struct sheets s = {0};
    struct table t = {0};
    struct str line;
    for (int64_t number = 1; str_cut(&text, S("\n"), &line); number++) {
        struct table_row row = {.number = number};
        struct str cell;
        while (str_cut(&line, S("|"), &cell))
            arena_push(a, &row.cells, cell);
        arena_push(a, &t, row);
    }
    arena_push(a, &s, ((struct named_table){.table = t}));
    return s;
}

static void look(const struct json *j)
{
    if (!utf8_is_valid(j->text) || !utf8_is_valid(j->name))
        abort();
    for (size_t i = 0; i < j->n; i++)
        look(&j->items[i]);
}

static void read_one(struct arena *a, const struct form *form, const struct table *t, bool stamped)
{
    struct form_hints hints = {.day = day_of(2023, 5, 18),
                               .unit = S("演练职业学校"),
                               .unit_short = S("演练职校"),
                               .sheet = S("表"),
                               .stamped = stamped};
    struct json values;
    struct cell_notes notes = {0};
    struct remarks remarks = {0};
    struct err e;
    form_fit(a, form, t);
    if (!form_read(a, form, t, &hints, &values, &notes, &e))
        return;
    look(&values);
    form_check(a, form, &values, &remarks);
    for (size_t i = 0; i < notes.n; i++)
        if (!utf8_is_valid(notes.items[i].text) || !utf8_is_valid(notes.items[i].message) || !notes.items[i].message.n)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", 32 << 20);
    struct form form = {0};
    struct sheets sheets = {0};
    struct form_stamp stamp;
    struct err e;
    if (!shape_read_text(a, &form_shape, str_of(form_text), &form, &e))
        abort();
    struct str rest = {(const char *)data + 1, size ? size - 1 : 0};
    if (size && data[0] % 2 && utf8_is_valid(rest))
        sheets = table_of(a, rest);
    else if (size && !sheet_read_all_bytes(a, rest, S("a.xlsx"), &sheets, &e))
        sheets.n = 0;
    for (size_t i = 0; i < sheets.n; i++)
        read_one(a, &form, &sheets.items[i].table, form_stamp_find(&sheets.items[i].table, &stamp));
    arena_free(a);
    return 0;
}
