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
static struct str called(const struct checking *k, struct str name, enum message nth, size_t number)
{
    enum language language = k->remarks->language;
    return name.n ? message_text(k->arena, MSG_QUOTED, language, ARGS(name))
                  : message_text(k->arena, nth, language, ARGS(str_format(k->arena, "%zu", number + 1)));
}

/* what is said of the duty or form: “活动情况日报”没有报送内容 */
static void say_of(const struct checking *k, const char *member, bool blocks, enum message what, struct str of)
{
    struct str where = k->where;
    if (*member)
        where = where.n ? str_format(k->arena, STR_FMT ".%s", STR_ARG(where), member) : str_of(member);
    remark_add(k->arena, k->remarks, where, blocks, what, ARGS(k->name, of));
}

static void say(const struct checking *k, const char *member, bool blocks, enum message what)
{
    say_of(k, member, blocks, what, S(""));
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
        say(k, "parts", true, MSG_PARTS_NONE);
    for (size_t i = 0; i < duty->parts.n; i++) {
        const struct part *p = &duty->parts.items[i];
        for (size_t m = 0; m < i; m++)
            if (str_eq(duty->parts.items[m].key, p->key))
                say(k, "parts", true, MSG_PARTS_SAME_KEY);
        if (!key_is_fit(p->key))
            say(k, "parts", true, MSG_PART_KEY_UNFIT);
        if (p->kind == PART_FORM && !campaign_form(k->campaign, p->form))
            say_of(k, "parts", true, MSG_PART_NO_FORM, p->name);
        if (p->min < 0 || p->max < 0 || (p->max && p->min > p->max))
            say_of(k, "parts", true, MSG_PART_BOUNDS, p->name);
    }
}

static void check_date(const struct checking *k, const struct duty *duty)
{
    const struct due_rule *due = &duty->due;
    if (due->kind == DUE_DATE && !day_is_set(due->day))
        say(k, "due", true, MSG_DUE_NO_DAY);
    if (due->kind == DUE_NONE && !day_is_set(due->day))
        say(k, "due", false, MSG_DUE_NO_TIME);
    if (due->minute == 0 && (day_is_set(due->day) || due->kind > DUE_DATE))
        say(k, "due", false, MSG_DUE_MIDNIGHT);
}

static void check_period(const struct checking *k, const struct duty *duty)
{
    struct day from = day_is_set(duty->from) ? duty->from : k->campaign->from;
    struct day to = day_is_set(duty->to) ? duty->to : k->campaign->to;
    if (!day_is_set(from) || !day_is_set(to))
        say(k, "from", true, MSG_PERIOD_NONE);
    else if (to.n < from.n)
        say(k, "to", true, MSG_PERIOD_TURNED);
    else if (to.n - from.n >= PERIOD_DAYS_MAX)
        say_of(k, "to", true, MSG_PERIOD_LONG, str_format(k->arena, "%d", PERIOD_DAYS_MAX));
    if (duty->due.kind == DUE_WEEKLY && (duty->due.weekday < 1 || duty->due.weekday > 7))
        say(k, "due", true, MSG_DUE_NO_WEEKDAY);
    if (duty->due.kind == DUE_QUARTERLY && (duty->due.month < 0 || duty->due.month > 3))
        say(k, "due", true, MSG_DUE_MONTH);
    if (duty->due.kind >= DUE_MONTHLY && (duty->due.month_day < 0 || duty->due.month_day > 31))
        say(k, "due", true, MSG_DUE_MONTH_DAY);
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
            say(k, "quotas", true, MSG_QUOTA_BOUNDS);
        if (i && selector_weight(&q->who) > selector_weight(&duty->quotas.items[i - 1].who))
            say(k, "quotas", false, MSG_QUOTA_ORDER);
    }
    if (duty->quotas.n && !takes_pieces)
        say(k, "quotas", false, MSG_QUOTA_NO_PIECES);
    if (duty->title_rule.n && !has_slot(duty->title_rule, k->arena))
        say(k, "title_rule", false, MSG_TITLE_NO_SLOT);
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
    k->name = called(k, duty->name, MSG_NTH_DUTY, number);
    if (!key_is_fit(duty->key))
        say(k, "key", true, MSG_DUTY_KEY_UNFIT);
    if (campaign_duty(k->campaign, duty->key) != duty)
        say(k, "key", true, MSG_DUTY_KEY_TWICE);
    if (!duty->name.n)
        say(k, "name", true, MSG_DUTY_NAMELESS);
    if (!picks_anybody(k, duty))
        say(k, "picks", true, MSG_DUTY_OF_NOBODY);
    if (duty->due.minute < 0 || duty->due.minute > MINUTES_A_DAY)
        say(k, "due", true, MSG_DUE_MINUTE);
    check_parts(k, duty);
    check_date(k, duty);
    if (duty->due.kind >= DUE_SAME_DAY)
        check_period(k, duty);
    check_quotas(k, duty);
    for (size_t i = 0; i < duty->spans.n; i++)
        if (duty->spans.items[i].from < 0 || duty->spans.items[i].from > duty->spans.items[i].to ||
            duty->spans.items[i].to > (int64_t)utf8_length(k->campaign->text))
            say(k, "spans", true, MSG_DUTY_OFF_TEXT);
}

/* ---- forms ---- */

static void check_fields(const struct checking *k, const struct field *fields, size_t n, bool in_rows)
{
    for (size_t i = 0; i < n; i++) {
        const struct field *f = &fields[i];
        for (size_t m = 0; m < i; m++)
            if (str_eq(fields[m].key, f->key))
                say_of(k, "fields", true, MSG_FIELDS_SAME_KEY, f->key);
        if (!key_is_fit(f->key) || !f->label.n)
            say(k, "fields", true, MSG_FIELD_UNFIT);
        if (f->kind == FIELD_CHOICE && !f->choices.n)
            say_of(k, "fields", true, MSG_FIELD_NO_CHOICES, f->label);
        if (f->max && f->min > f->max)
            say_of(k, "fields", true, MSG_FIELD_BOUNDS, f->label);
        if (f->kind != FIELD_ROWS)
            continue;
        if (in_rows || !f->fields.n)
            say_of(k, "fields", true, MSG_FIELD_NO_COLUMNS, f->label);
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
            say_of(k, "checks", true, MSG_CHECK_UNFIT, str_format(k->arena, "%zu", i + 1));
    }
}

static void check_form(struct checking *k, size_t number)
{
    const struct form *form = &k->campaign->forms.items[number];
    k->where = str_format(k->arena, "forms[%zu]", number);
    k->name = called(k, form->name, MSG_NTH_FORM, number);
    if (!key_is_fit(form->key) || campaign_form(k->campaign, form->key) != form)
        say(k, "key", true, MSG_FORM_KEY_UNFIT);
    if (!form->name.n || !form->fields.n)
        say(k, "fields", true, MSG_FORM_NO_FIELDS);
    check_fields(k, form->fields.items, form->fields.n, false);
    check_checks(k, form);
}

void campaign_check(struct arena *a, const struct campaign *c, const struct units *units, struct remarks *remarks)
{
    struct checking k = {.arena = a, .campaign = c, .units = units, .remarks = remarks};
    if (!key_is_fit(c->key))
        say(&k, "key", true, MSG_CAMPAIGN_KEY_UNFIT);
    if (!c->title.n)
        say(&k, "title", true, MSG_CAMPAIGN_NO_TITLE);
    if (c->zone < -ZONE_MAX || c->zone > ZONE_MAX)
        say(&k, "zone", true, MSG_CAMPAIGN_ZONE);
    if (day_is_set(c->from) && day_is_set(c->to) && c->to.n < c->from.n)
        say(&k, "to", true, MSG_CAMPAIGN_TURNED);
    if (!c->duties.n)
        say(&k, "duties", true, MSG_CAMPAIGN_NO_DUTIES);
    if (campaign_columns(c) * units->n > BOARD_CELLS_MAX)
        say(&k, "duties", true, MSG_CAMPAIGN_TOO_WIDE);
    for (size_t i = 0; i < c->duties.n; i++)
        check_duty(&k, i);
    for (size_t i = 0; i < c->forms.n; i++)
        check_form(&k, i);
}
