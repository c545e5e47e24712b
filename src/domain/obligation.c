/* SPDX-License-Identifier: Apache-2.0 */
/* What a campaign makes its units owe, and by when. Declared in domain/campaign.h. */
#include "domain/campaign.h"

enum { PERIOD_DAYS_MAX = 400 };

static bool is_repeated(const struct duty *duty)
{
    return duty->due.kind >= DUE_SAME_DAY;
}

static struct day first_day(const struct campaign *c, const struct duty *duty)
{
    return day_is_set(duty->from) ? duty->from : c->from;
}

static struct day last_day(const struct campaign *c, const struct duty *duty)
{
    struct day first = first_day(c, duty), last = day_is_set(duty->to) ? duty->to : c->to;
    if (!day_is_set(first) || !day_is_set(last))
        return DAY_NONE;
    return last.n - first.n < PERIOD_DAYS_MAX ? last : day_plus(first, PERIOD_DAYS_MAX - 1);
}

static int month_length(struct civil c)
{
    int length = 28;
    while (civil_is_valid(c.year, c.month, length + 1))
        length++;
    return length;
}

/* A monthly 31st falls on the last day of a shorter month: nobody is let off February. */
static bool falls_on(const struct due_rule *rule, struct day d)
{
    struct civil c = day_civil(d);
    int length;
    switch (rule->kind) {
    case DUE_SAME_DAY:
    case DUE_NEXT_DAY:
    case DUE_ANY_DAY:
        return true;
    case DUE_WEEKLY:
        return day_weekday(d) == rule->weekday;
    case DUE_QUARTERLY:
        if ((c.month - 1) % 3 + 1 != (rule->month ? rule->month : 1))
            return false;
        /* fall through */
    case DUE_MONTHLY:
        length = month_length(c);
        return c.day == (rule->month_day && rule->month_day < length ? rule->month_day : length);
    default:
        return false;
    }
}

/* The first day of what a report due on d tells of: the day itself, the week up to it, its month. */
static struct day opening_day(const struct due_rule *rule, struct day first, struct day d)
{
    struct day opens = d;
    if (rule->kind == DUE_WEEKLY)
        opens = day_plus(d, -6);
    else if (rule->kind == DUE_MONTHLY || rule->kind == DUE_QUARTERLY)
        opens = day_plus(d, 1 - day_civil(d).day);
    return opens.n < first.n && first.n <= d.n ? first : opens;
}

static struct instant due_of(const struct campaign *c, const struct due_rule *rule, struct day d)
{
    int zone = (int)c->zone, minute = (int)rule->minute;
    if (rule->kind == DUE_ANY_DAY)
        return INSTANT_NONE;
    if (rule->kind == DUE_NEXT_DAY)
        return day_instant(day_plus(d, 1), minute, zone);
    if (rule->kind == DUE_NONE || rule->kind == DUE_DATE)
        d = rule->day;
    return day_is_set(d) ? day_instant(d, minute, zone) : INSTANT_NONE;
}

/* Dated attributes are asked on the day reported of; for a thing owed once, on the day it is due. */
static struct day asking_day(const struct campaign *c, const struct duty *duty, struct day d)
{
    if (day_is_set(d))
        return d;
    return day_is_set(duty->due.day) ? duty->due.day : c->from;
}

/* ---- in words ---- */

static const struct {
    enum due_kind kind;
    const char *word;
} before[] = {{DUE_QUARTERLY, "上一季度"},
              {DUE_QUARTERLY, "上个季度"},
              {DUE_QUARTERLY, "上季度"},
              {DUE_MONTHLY, "上个月"},
              {DUE_MONTHLY, "上月"}};

/* Its sentence asks for the month, or quarter, that was over when it is due. */
static bool tells_of_before(const struct campaign *c, const struct duty *duty)
{
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        for (size_t s = 0; s < duty->spans.n; s++)
            if (duty->due.kind == (int)before[i].kind &&
                str_find(passage_text(c->text, duty->spans.items[s]), str_of(before[i].word)) != STR_NONE)
                return true;
    return false;
}

struct str occurrence_text(struct arena *a, const struct campaign *c, const struct duty *duty, struct day day)
{
    static const char *const quarters[] = {"一", "二", "三", "四"};
    struct civil on = day_civil(day);
    if (!day_is_set(day))
        return (struct str){0};
    if (!tells_of_before(c, duty))
        return str_format(a, "%d月%d日", on.month, on.day);
    if (duty->due.kind == DUE_MONTHLY)
        return str_format(a, "%d月", (on.month + 10) % 12 + 1);
    int quarter = (on.month - 1) / 3;
    return str_format(a, "%d年%s季度", on.year - !quarter, quarters[(quarter + 3) % 4]);
}

struct str occurrence_name(const struct campaign *c, const struct duty *duty, struct str name)
{
    for (size_t i = 0; i < sizeof before / sizeof *before && tells_of_before(c, duty); i++)
        if (str_starts(name, str_of(before[i].word)))
            return str_from(name, str_of(before[i].word).n);
    return name;
}

const struct quota_rule *duty_quota(const struct duty *duty, const struct unit *u, struct day on)
{
    for (size_t i = 0; i < duty->quotas.n; i++)
        if (selector_picks(&duty->quotas.items[i].who, u, on))
            return &duty->quotas.items[i];
    return NULL;
}

void duty_sort_quotas(struct duty *duty)
{
    for (size_t i = 1; i < duty->quotas.n; i++) {
        struct quota_rule rule = duty->quotas.items[i];
        size_t at = i;
        for (; at && selector_weight(&duty->quotas.items[at - 1].who) < selector_weight(&rule.who); at--)
            duty->quotas.items[at] = duty->quotas.items[at - 1];
        duty->quotas.items[at] = rule;
    }
}

static struct obligation obligation_for(const struct campaign *c, const struct duty *duty, const struct unit *u,
                                        struct day d)
{
    struct day on = asking_day(c, duty, d);
    const struct quota_rule *quota = duty_quota(duty, u, on);
    struct instant opens = {0};
    if (day_is_set(d))
        opens = day_instant(opening_day(&duty->due, first_day(c, duty), d), 0, (int)c->zone);
    return (struct obligation){
        .duty = duty - c->duties.items,
        .unit = u->id,
        .day = d,
        .opens = opens,
        .due = due_of(c, &duty->due, d),
        .quota_min = quota ? quota->min : 0,
        .quota_max = quota ? quota->max : 0,
        .own_accord = duty->due.kind == DUE_ANY_DAY || !selector_picks(&duty->picks, u, on),
        .withdrawn = duty->withdrawn,
    };
}

bool obligation_of(const struct campaign *c, const struct duty *duty, const struct unit *u, struct day d,
                   struct obligation *o_r)
{
    if (is_repeated(duty)) {
        struct day first = first_day(c, duty), last = last_day(c, duty);
        if (!day_is_set(last) || d.n < first.n || d.n > last.n || !falls_on(&duty->due, d))
            return false;
    } else if (day_is_set(d)) {
        return false;
    }
    struct obligation o = obligation_for(c, duty, u, d);
    if (o.withdrawn || (o.own_accord && !duty->own_accord && !selector_picks(&duty->picks, u, asking_day(c, duty, d))))
        return false;
    *o_r = o;
    return true;
}

size_t campaign_columns(const struct campaign *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->duties.n; i++) {
        const struct duty *duty = &c->duties.items[i];
        struct day d = first_day(c, duty), last = is_repeated(duty) ? last_day(c, duty) : DAY_NONE;
        n += !is_repeated(duty);
        for (; day_is_set(last) && d.n <= last.n; d = day_plus(d, 1))
            n += falls_on(&duty->due, d);
    }
    return n;
}

static void push_if_owed(struct arena *a, const struct campaign *c, const struct duty *duty, const struct unit *u,
                         struct day d, struct obligations *o_r)
{
    if (selector_picks(&duty->picks, u, asking_day(c, duty, d)))
        arena_push(a, o_r, obligation_for(c, duty, u, d));
}

static void push_of_unit(struct arena *a, const struct campaign *c, const struct duty *duty, const struct unit *u,
                         struct obligations *o_r)
{
    if (!is_repeated(duty)) {
        push_if_owed(a, c, duty, u, DAY_NONE, o_r);
        return;
    }
    struct day first = first_day(c, duty), last = last_day(c, duty);
    for (struct day d = first; day_is_set(last) && d.n <= last.n; d = day_plus(d, 1))
        if (falls_on(&duty->due, d))
            push_if_owed(a, c, duty, u, d, o_r);
}

void obligations_of(struct arena *a, const struct campaign *c, const struct units *units, struct obligations *o_r)
{
    *o_r = (struct obligations){0};
    for (size_t k = 0; k < c->duties.n; k++) {
        const struct duty *duty = &c->duties.items[k];
        bool owed = !duty->withdrawn && duty->due.kind != DUE_ANY_DAY;
        for (size_t i = 0; i < units->n && owed && o_r->n < OBLIGATIONS_MAX; i++)
            push_of_unit(a, c, duty, &units->items[i], o_r);
    }
}
