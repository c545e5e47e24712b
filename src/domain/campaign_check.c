/* SPDX-License-Identifier: Apache-2.0 */
/* What keeps a campaign from being published. Declared in domain/campaign.h. */
#include "domain/campaign.h"

enum { PERIOD_DAYS_MAX = 400, ZONE_MAX = 14 * 60 };

struct checking {
    struct arena *arena;
    const struct campaign *campaign;
    const struct units *units;
    struct remarks *remarks;
    struct str where, name; /* of the duty or form looked at: “活动情况日报”, 第 3 条要求 */
};

/* “活动情况日报”, or by its place where it has no name */
static struct str called(struct arena *a, struct str name, const char *noun, size_t number)
{
    return name.n ? str_format(a, "“" STR_FMT "”", STR_ARG(name)) : str_format(a, "第 %zu %s", number + 1, noun);
}

/* what is said of the duty or form: “活动情况日报”没有报送内容 */
static void say(const struct checking *k, const char *member, struct str what, bool blocks)
{
    struct str where = k->where;
    if (*member)
        where = where.n ? str_format(k->arena, STR_FMT ".%s", STR_ARG(where), member) : str_of(member);
    struct str message = k->name.n ? str_format(k->arena, STR_FMT STR_FMT, STR_ARG(k->name), STR_ARG(what)) : what;
    remark_add(k->arena, k->remarks, where, message, blocks);
}

static bool key_is_fit(struct str key)
{
    for (size_t i = 0; i < key.n; i++)
        if (!((key.at[i] >= 'a' && key.at[i] <= 'z') || (key.at[i] >= '0' && key.at[i] <= '9') ||
              (i && (key.at[i] == '_' || key.at[i] == '-'))))
            return false;
    return key.n > 0 && key.n <= 60;
}

/* ---- duties ---- */

static void check_parts(const struct checking *k, const struct duty *duty)
{
    if (!duty->parts.n)
        say(k, "parts", S("没有报送内容，请至少添加一项"), true);
    for (size_t i = 0; i < duty->parts.n; i++) {
        const struct part *p = &duty->parts.items[i];
        for (size_t m = 0; m < i; m++)
            if (str_eq(duty->parts.items[m].key, p->key))
                say(k, "parts", S("的两项报送内容用了同一个代号"), true);
        if (!key_is_fit(p->key))
            say(k, "parts", S("的报送内容的代号只能用小写字母、数字、- 和 _"), true);
        if (p->kind == PART_FORM && !campaign_form(k->campaign, p->form))
            say(k, "parts", str_format(k->arena, "的“" STR_FMT "”没有对应的报表，请选择", STR_ARG(p->name)), true);
        if (p->min < 0 || p->max < 0 || (p->max && p->min > p->max))
            say(k, "parts", str_format(k->arena, "的“" STR_FMT "”数量上下限不对", STR_ARG(p->name)), true);
    }
}

static void check_date(const struct checking *k, const struct duty *duty)
{
    const struct due_rule *due = &duty->due;
    if (due->kind == DUE_DATE && !day_is_set(due->day))
        say(k, "due", S("没有报送日期，请填写"), true);
    if (due->kind == DUE_NONE && !day_is_set(due->day))
        say(k, "due", S("没有报送时限，不会出现在逾期名单中，请确认"), false);
    if (due->minute == 0 && (day_is_set(due->day) || due->kind > DUE_DATE))
        say(k, "due", S("的时限为当日 0:00，如指当日结束请改为 24:00"), false);
}

static void check_period(const struct checking *k, const struct duty *duty)
{
    struct day from = day_is_set(duty->from) ? duty->from : k->campaign->from;
    struct day to = day_is_set(duty->to) ? duty->to : k->campaign->to;
    if (!day_is_set(from) || !day_is_set(to))
        say(k, "from", S("需要多次报送，但没有起止日期，请填写"), true);
    else if (to.n < from.n)
        say(k, "to", S("的截止日期早于起始日期"), true);
    else if (to.n - from.n >= PERIOD_DAYS_MAX)
        say(k, "to", str_format(k->arena, "的报送期过长，最多 %d 天", PERIOD_DAYS_MAX), true);
    if (duty->due.kind == DUE_WEEKLY && (duty->due.weekday < 1 || duty->due.weekday > 7))
        say(k, "due", S("没有选择星期几报送"), true);
    if (duty->due.kind == DUE_MONTHLY && (duty->due.month_day < 0 || duty->due.month_day > 31))
        say(k, "due", S("的每月报送日应为 1 至 31"), true);
}

static bool has_slot(struct str rule, struct arena *a)
{
    return !str_eq(title_build(a, rule, S("甲"), S("乙")), title_build(a, rule, S("丙"), S("丁")));
}

static void check_quotas(const struct checking *k, const struct duty *duty)
{
    bool takes_pieces = false;
    for (size_t i = 0; i < duty->parts.n; i++)
        takes_pieces = takes_pieces || duty->parts.items[i].kind == PART_PIECES;
    for (size_t i = 0; i < duty->quotas.n; i++) {
        const struct quota_rule *q = &duty->quotas.items[i];
        if (q->min < 0 || q->max < 0 || (q->max && q->min > q->max))
            say(k, "quotas", S("的数量上下限不对"), true);
        if (i && selector_weight(&q->who) > selector_weight(&duty->quotas.items[i - 1].who))
            say(k, "quotas", S("的数量要求中，范围小的应排在范围大的前面"), false);
    }
    if (duty->quotas.n && !takes_pieces)
        say(k, "quotas", S("有数量要求，但没有按篇提交的报送内容"), false);
    if (duty->title_rule.n && !has_slot(duty->title_rule, k->arena))
        say(k, "title_rule", S("的命名要求没有可填写的位置（如 xx），所有材料将同名"), false);
}

static bool picks_anybody(const struct checking *k, const struct duty *duty)
{
    struct day on = day_is_set(duty->due.day) ? duty->due.day : k->campaign->from;
    for (size_t i = 0; i < k->units->n; i++)
        if (selector_picks(&duty->picks, &k->units->items[i], on))
            return true;
    return false;
}

static void check_duty(struct checking *k, size_t number)
{
    const struct duty *duty = &k->campaign->duties.items[number];
    if (duty->withdrawn)
        return;
    k->where = str_format(k->arena, "duties[%zu]", number);
    k->name = called(k->arena, duty->name, "条要求", number);
    if (!key_is_fit(duty->key))
        say(k, "key", S("的代号只能用小写字母、数字、- 和 _"), true);
    if (campaign_duty(k->campaign, duty->key) != duty)
        say(k, "key", S("与另一项报送要求用了同一个代号"), true);
    if (!duty->name.n)
        say(k, "name", S("没有名称"), true);
    if (!picks_anybody(k, duty))
        say(k, "picks", S("没有任何单位需要报送，请检查报送范围"), true);
    if (duty->due.minute < 0 || duty->due.minute > MINUTES_A_DAY)
        say(k, "due", S("的时刻不对，应在 0:00 至 24:00 之间"), true);
    check_parts(k, duty);
    check_date(k, duty);
    if (duty->due.kind >= DUE_SAME_DAY)
        check_period(k, duty);
    check_quotas(k, duty);
    for (size_t i = 0; i < duty->spans.n; i++)
        if (duty->spans.items[i].from < 0 || duty->spans.items[i].from > duty->spans.items[i].to ||
            duty->spans.items[i].to > (int64_t)utf8_length(k->campaign->text))
            say(k, "spans", S("的依据不在通知正文范围内"), true);
}

/* ---- forms ---- */

static void check_fields(const struct checking *k, const struct field *fields, size_t n, bool in_rows)
{
    for (size_t i = 0; i < n; i++) {
        const struct field *f = &fields[i];
        for (size_t m = 0; m < i; m++)
            if (str_eq(fields[m].key, f->key))
                say(k, "fields", str_format(k->arena, "的两个栏目用了同一个代号“" STR_FMT "”", STR_ARG(f->key)), true);
        if (!key_is_fit(f->key) || !f->label.n)
            say(k, "fields", S("有栏目没有名称，或代号含有小写字母、数字、- 和 _ 以外的字符"), true);
        if (f->kind == FIELD_CHOICE && !f->choices.n)
            say(k, "fields", str_format(k->arena, "的“" STR_FMT "”没有选项", STR_ARG(f->label)), true);
        if (f->max && f->min > f->max)
            say(k, "fields", str_format(k->arena, "的“" STR_FMT "”下限大于上限", STR_ARG(f->label)), true);
        if (f->kind != FIELD_ROWS)
            continue;
        if (in_rows || !f->fields.n)
            say(k, "fields", str_format(k->arena, "的“" STR_FMT "”没有列，或行中又套了行", STR_ARG(f->label)), true);
        else
            check_fields(k, f->fields.items, f->fields.n, true);
    }
}

static bool is_number_path(const struct form *form, struct str path)
{
    struct str key = path, rest = path;
    str_cut(&rest, S("."), &key);
    for (size_t i = 0; i < form->fields.n; i++) {
        const struct field *f = &form->fields.items[i];
        if (!str_eq(f->key, key))
            continue;
        if (f->kind != FIELD_ROWS)
            return f->kind == FIELD_NUMBER && !rest.at;
        for (size_t m = 0; m < f->fields.n && rest.at; m++)
            if (str_eq(f->fields.items[m].key, rest))
                return f->fields.items[m].kind == FIELD_NUMBER;
        return !rest.at;
    }
    return false;
}

static void check_checks(const struct checking *k, const struct form *form)
{
    for (size_t i = 0; i < form->checks.n; i++) {
        const struct form_check *c = &form->checks.items[i];
        bool sound = is_number_path(form, c->left) && c->right.n &&
                     (str_eq(c->compare, S("=")) || str_eq(c->compare, S("<=")) || str_eq(c->compare, S(">=")));
        for (size_t m = 0; m < c->right.n; m++)
            sound = sound && is_number_path(form, c->right.items[m]);
        if (!sound)
            say(k, "checks", str_format(k->arena, "的第 %zu 条校验用到了不存在的数字栏目或不认识的比较", i + 1), true);
    }
}

static void check_form(struct checking *k, size_t number)
{
    const struct form *form = &k->campaign->forms.items[number];
    k->where = str_format(k->arena, "forms[%zu]", number);
    k->name = called(k->arena, form->name, "张报表", number);
    if (!key_is_fit(form->key) || campaign_form(k->campaign, form->key) != form)
        say(k, "key", S("的代号重复，或含有小写字母、数字、- 和 _ 以外的字符"), true);
    if (!form->name.n || !form->fields.n)
        say(k, "fields", S("没有名称或没有栏目"), true);
    check_fields(k, form->fields.items, form->fields.n, false);
    check_checks(k, form);
}

void campaign_check(struct arena *a, const struct campaign *c, const struct units *units, struct remarks *remarks_r)
{
    struct checking k = {.arena = a, .campaign = c, .units = units, .remarks = remarks_r};
    *remarks_r = (struct remarks){0};
    if (!key_is_fit(c->key))
        say(&k, "key", S("活动代号只能用小写字母、数字、- 和 _，如 hefei-2023"), true);
    if (!c->title.n)
        say(&k, "title", S("请填写活动标题"), true);
    if (c->zone < -ZONE_MAX || c->zone > ZONE_MAX)
        say(&k, "zone", S("时区不对，北京时间为 480"), true);
    if (day_is_set(c->from) && day_is_set(c->to) && c->to.n < c->from.n)
        say(&k, "to", S("活动截止日期早于起始日期"), true);
    if (!c->duties.n)
        say(&k, "duties", S("还没有任何报送要求"), true);
    for (size_t i = 0; i < c->duties.n; i++)
        check_duty(&k, i);
    for (size_t i = 0; i < c->forms.n; i++)
        check_form(&k, i);
}
