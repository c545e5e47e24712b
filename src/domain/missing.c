/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/missing.h"

struct str deadline_text(struct arena *a, struct instant due, int zone)
{
    struct day d = instant_day(due, zone);
    int minute = instant_minute(due, zone);
    if (!minute) {
        d = day_plus(d, -1);
        minute = MINUTES_A_DAY;
    }
    struct civil c = day_civil(d);
    return str_format(a, "%d月%d日%d:%02d", c.month, c.day, minute / 60, minute % 60);
}

static struct str county_of(const struct missing_name *name)
{
    return name->county.n ? name->county : S("直属单位");
}

static bool is_grouped(const struct missing_names *names)
{
    for (size_t i = 0; i < names->n; i++)
        if (names->items[i].county.n)
            return true;
    return false;
}

static void put_groups(struct buf *b, const struct missing_names *names)
{
    bool grouped = is_grouped(names);
    for (size_t i = 0; i < names->n; i++) {
        struct str county = county_of(&names->items[i]);
        if (i && str_eq(county, county_of(&names->items[i - 1])))
            buf_lit(b, "、");
        else if (grouped)
            buf_format(b, "\n【" STR_FMT "】", STR_ARG(county));
        else
            buf_lit(b, "\n");
        buf_put(b, names->items[i].name);
    }
}

static void put_subject(struct buf *b, const struct campaign *c, const struct duty *duty, struct day day)
{
    struct str name = day_is_set(day) ? occurrence_name(c, duty, duty->name) : duty->name;
    buf_format(b, STR_FMT "“" STR_FMT "”", STR_ARG(occurrence_text(b->arena, c, duty, day)), STR_ARG(name));
}

struct str missing_text(struct arena *a, const struct campaign *c, const struct duty *duty, struct day day,
                        struct instant due, struct instant now, const struct missing_names *names)
{
    struct buf b = buf_new(a, 1024);
    bool has_due = instant_is_set(due), passed = has_due && instant_is_set(now) && now.ms > due.ms;
    buf_format(&b, "【温馨提示】" STR_FMT "\n", STR_ARG(c->title));
    put_subject(&b, c, duty, day);
    if (has_due)
        buf_format(&b, "报送时限为" STR_FMT, STR_ARG(deadline_text(a, due, (int)c->zone)));
    if (!names->n) {
        buf_put(&b, has_due ? S("，各单位均已报送，感谢大家的支持！") : S("各单位均已报送，感谢大家的支持！"));
        return buf_str(&b);
    }
    if (has_due)
        buf_lit(&b, "，");
    if (passed)
        buf_format(&b, "已过时限。截至目前尚有 %zu 家单位未收到，请尽快补报：", names->n);
    else
        buf_format(&b, "截至目前尚有 %zu 家单位未报送，请抓紧报送：", names->n);
    put_groups(&b, names);
    buf_lit(&b, "\n已通过其他方式报送或确有困难的，请与我们联系，谢谢！");
    for (size_t i = 0; i < c->contacts.n; i++)
        buf_format(&b, "%s" STR_FMT " " STR_FMT, i ? "、" : "\n联系人：", STR_ARG(c->contacts.items[i].name),
                   STR_ARG(c->contacts.items[i].phone));
    return buf_str(&b);
}
