/* SPDX-License-Identifier: Apache-2.0 */
#include "format/xlsx_style.h"

#include "base/clock.h"
#include "format/xml.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STYLES_MAX = 65536, FORMATS_MAX = 65536, DAYS_TO_1970 = 25569, DAYS_1904 = 1462 };

struct reading {
    struct arena *arena;
    bool *dates; /* by the number of a format of the workbook's own: whether it shows a date */
    struct xlsx_styles styles;
    bool in_cells; /* inside cellXfs */
};

bool xlsx_code_is_date(struct str code)
{
    for (size_t i = 0; i < code.n; i++) {
        char c = code.at[i];
        if (c == '"') {
            while (++i < code.n && code.at[i] != '"')
                ;
        } else if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (c == '[') {
            char inside = i + 1 < code.n ? (char)(code.at[i + 1] | 0x20) : 0,
                 after = i + 2 < code.n ? code.at[i + 2] : 0;
            if (strchr("hms", inside) && inside && (after == ']' || (after | 0x20) == inside))
                return true;
            while (i < code.n && code.at[i] != ']')
                i++;
        } else if (strchr("ymdhsYMDHS", c)) {
            return true;
        }
    }
    return false;
}

/* ECMA-376 part 1, 18.8.30, with the numbers Chinese editions use. */
static bool is_date_format(const struct reading *r, int64_t id)
{
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58))
        return true;
    return id >= 0 && id < FORMATS_MAX && r->dates[id];
}

static bool start(void *to, struct str name, const char *const *attributes, struct err *e)
{
    struct reading *r = to;
    int64_t id = 0;
    (void)e;
    if (arena_left(r->arena) / 2 < r->styles.cap * 2 + 4096 || r->styles.n >= STYLES_MAX)
        return err_with(e, ERR_LARGE, MSG_TABLE_LARGE, S("Excel"), S(""), S(""));
    if (str_eq(name, S("numFmt"))) {
        if (str_to_int(xml_attribute(attributes, "numFmtId"), &id) && id >= 0 && id < FORMATS_MAX)
            r->dates[id] |= xlsx_code_is_date(xml_attribute(attributes, "formatCode"));
    } else if (str_eq(name, S("cellXfs"))) {
        r->in_cells = true;
    } else if (r->in_cells && str_eq(name, S("xf"))) {
        str_to_int(xml_attribute(attributes, "numFmtId"), &id);
        arena_push(r->arena, &r->styles, is_date_format(r, id));
    }
    return true;
}

static bool end(void *to, struct str name, struct err *e)
{
    struct reading *r = to;
    (void)e;
    if (str_eq(name, S("cellXfs")))
        r->in_cells = false;
    return true;
}

bool xlsx_styles_read(struct arena *a, struct unzip *z, struct xlsx_styles *styles_r, struct err *e)
{
    static const struct xml_handler handler = {.start = start, .end = end};
    struct reading r = {.arena = a};
    *styles_r = (struct xlsx_styles){0};
    if (!unzip_has(z, "xl/styles.xml"))
        return true;
    if (arena_left(a) < 2 * FORMATS_MAX)
        return err_with(e, ERR_LARGE, MSG_TABLE_LARGE, S("Excel"), S(""), S(""));
    r.dates = arena_many(a, bool, FORMATS_MAX);
    if (!xml_read_entry(z, "xl/styles.xml", &handler, &r, e))
        return false;
    *styles_r = r.styles;
    return true;
}

static struct str date_text(struct arena *a, double serial, bool from_1904)
{
    double whole = floor(serial);
    int64_t seconds = (int64_t)llround((serial - whole) * 86400);
    if (seconds == 86400) {
        whole += 1;
        seconds = 0;
    }
    bool has_day = whole > 0 || from_1904;
    if (from_1904)
        whole += DAYS_1904;
    else if (whole < 60) /* 1900-02-29 never was, but is counted */
        whole += 1;
    struct civil c = day_civil((struct day){(int32_t)whole - DAYS_TO_1970});
    long long hour = seconds / 3600, minute = seconds / 60 % 60, second = seconds % 60;
    if (has_day && !seconds)
        return str_format(a, "%04d-%02d-%02d", c.year, c.month, c.day);
    if (!has_day)
        return second ? str_format(a, "%02lld:%02lld:%02lld", hour, minute, second)
                      : str_format(a, "%02lld:%02lld", hour, minute);
    return str_format(a, "%04d-%02d-%02d %02lld:%02lld", c.year, c.month, c.day, hour, minute);
}

struct str xlsx_number_text(struct arena *a, struct str value, bool date, bool from_1904)
{
    char text[64], *rest;
    if (!value.n || value.n >= sizeof text)
        return value;
    memcpy(text, value.at, value.n);
    text[value.n] = 0;
    double number = strtod(text, &rest);
    if (*rest || !isfinite(number))
        return value;
    if (date && number >= 0 && number < 2958466) /* 9999-12-31 */
        return date_text(a, number, from_1904);
    if (number == floor(number) && fabs(number) < 1e15)
        return str_format(a, "%.0f", number);
    return str_format(a, "%.15g", number);
}
