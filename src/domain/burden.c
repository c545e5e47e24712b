/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/burden.h"

struct doubting {
    struct arena *a;
    const struct campaign *c;
    const struct units *units;
    const struct obligations *owed;
    struct remarks *remarks;
};

/* ---- the pace ---- */

static void add_form(struct burden *b, const struct form *f, bool required)
{
    int64_t fields = 0, prefilled = 0;
    for (size_t i = 0; i < f->fields.n; i++) {
        const struct field *field = &f->fields.items[i];
        if (field->kind != FIELD_ROWS) {
            fields++;
            prefilled += field->standing;
            continue;
        }
        for (size_t k = 0; k < field->fields.n; k++) {
            fields++;
            prefilled += field->standing && field->fields.items[k].standing;
        }
    }
    b->fields += fields;
    b->prefilled += prefilled;
    b->seconds += fields * SECONDS_A_FIELD;
    b->seconds_needed += required ? fields * SECONDS_A_FIELD : 0;
}

struct burden duty_burden(const struct campaign *c, const struct duty *d)
{
    struct burden b = {0};
    for (size_t i = 0; i < d->parts.n; i++) {
        const struct part *p = &d->parts.items[i];
        const struct form *f = p->kind == PART_FORM ? campaign_form(c, p->form) : NULL;
        if (f) {
            add_form(&b, f, p->required);
            continue;
        }
        int64_t seconds = p->kind == PART_TEXT || p->kind == PART_PIECES ? SECONDS_A_TEXT : SECONDS_A_FIELD;
        b.fields++;
        b.seconds += seconds;
        b.seconds_needed += p->required ? seconds : 0;
    }
    if (d->due.kind < DUE_SAME_DAY)
        b.prefilled = 0; /* owed once: there is no day before */
    return b;
}

/* ---- the register ---- */

static void say(const struct doubting *k, size_t duty, const char *member, struct str message)
{
    remark_add(k->a, k->remarks, str_format(k->a, "duties[%zu].%s", duty, member), message, false);
}

static struct day day_of_duty(const struct doubting *k, const struct duty *d)
{
    return day_is_set(d->due.day) ? d->due.day : k->c->from;
}

static int64_t count_picked(const struct doubting *k, const struct selector *s, struct day on)
{
    int64_t n = 0;
    for (size_t i = 0; i < k->units->n; i++)
        n += selector_picks(s, &k->units->items[i], on);
    return n;
}

/* Each class by itself: that another class of the same duty has units hides one that has none. */
static void doubt_classes(const struct doubting *k, size_t number, const struct selector *s, const char *member)
{
    const struct duty *d = &k->c->duties.items[number];
    for (size_t i = 0; i < s->any.n; i++) {
        struct selector one = {.any = {&s->any.items[i], 1, 1}};
        if (!count_picked(k, &one, day_of_duty(k, d)))
            say(k, number, member,
                str_format(k->a,
                           "“" STR_FMT "”的“" STR_FMT
                           "”在单位名录中没有对应的单位，请核对名录中的类别和属性，或从范围中删去",
                           STR_ARG(d->name), STR_ARG(selector_text(k->a, &one))));
    }
}

static void doubt_phrases(const struct doubting *k, size_t number)
{
    const struct duty *d = &k->c->duties.items[number];
    for (size_t i = 0; i < d->who.n; i++) {
        struct strs one = {.items = &d->who.items[i], .n = 1};
        struct selector s = {0};
        if (!selector_from_phrases(k->a, &one, &s) && !s.any.n)
            say(k, number, "picks",
                str_format(k->a, "“" STR_FMT "”的报送单位“" STR_FMT "”不对应名录中的任何类别，请在报送范围中选定",
                           STR_ARG(d->name), STR_ARG(d->who.items[i])));
    }
}

/* The first rule holds, so nothing goes wrong unseen; but a letter that says both should be read by a person. */
static void doubt_quotas(const struct doubting *k, size_t number)
{
    const struct duty *d = &k->c->duties.items[number];
    const struct unit *first = NULL;
    int64_t n = 0;
    for (size_t i = 0; i < k->units->n; i++) {
        const struct unit *u = &k->units->items[i];
        size_t rules = 0;
        for (size_t q = 0; q < d->quotas.n; q++)
            rules += selector_picks(&d->quotas.items[q].who, u, day_of_duty(k, d));
        if (rules < 2 || !selector_picks(&d->picks, u, day_of_duty(k, d)))
            continue;
        first = first ? first : u;
        n++;
    }
    if (!n)
        return;
    const struct quota_rule *rule = duty_quota(d, first, day_of_duty(k, d));
    say(k, number, "quotas",
        str_format(k->a,
                   "“" STR_FMT "”有 %lld 个单位（如" STR_FMT "）同时适用两条篇数要求，将按排在前面的“" STR_FMT
                   "”执行，请确认",
                   STR_ARG(d->name), (long long)n, STR_ARG(first->name), STR_ARG(selector_text(k->a, &rule->who))));
}

static void doubt_duties(const struct doubting *k)
{
    for (size_t i = 0; i < k->c->duties.n; i++) {
        const struct duty *d = &k->c->duties.items[i];
        if (d->withdrawn)
            continue;
        doubt_classes(k, i, &d->picks, "picks");
        for (size_t q = 0; q < d->quotas.n; q++)
            doubt_classes(k, i, &d->quotas.items[q].who, "quotas");
        doubt_phrases(k, i);
        doubt_quotas(k, i);
    }
}

/* ---- addressees ---- */

static bool *owing(const struct doubting *k)
{
    bool *owes = arena_many(k->a, bool, k->units->n + 1);
    size_t at = 0; /* obligations come in the register's order within a duty */
    for (size_t i = 0; i < k->owed->n; i++) {
        for (size_t step = 0; step < k->units->n && k->units->items[at].id.n != k->owed->items[i].unit.n; step++)
            at = (at + 1) % k->units->n;
        owes[at] = true;
    }
    return owes;
}

static void doubt_addressees(const struct doubting *k, const struct strs *audience)
{
    struct selector addressed = {0};
    int64_t all[UNIT_OTHER + 1] = {0}, busy[UNIT_OTHER + 1] = {0};
    (void)selector_from_phrases(k->a, audience, &addressed);
    const bool *owes = owing(k);
    for (size_t i = 0; i < k->units->n; i++) {
        const struct unit *u = &k->units->items[i];
        if (!selector_picks(&addressed, u, k->c->from))
            continue;
        all[u->kind]++;
        busy[u->kind] += owes[i];
    }
    for (int kind = 0; kind <= UNIT_OTHER; kind++)
        if (all[kind] && !busy[kind])
            remark_add(
                k->a, k->remarks, S("duties"),
                str_format(k->a, "主送单位中的“" STR_FMT "”（%lld 个）没有任何应报事项，请确认是否漏写，或允许自愿报送",
                           STR_ARG(unit_kind_label(kind)), (long long)all[kind]),
                false);
}

/* ---- the lines ---- */

static void doubt_burden(const struct doubting *k)
{
    double hours = 0;
    for (size_t i = 0; i < k->c->duties.n; i++) {
        const struct duty *d = &k->c->duties.items[i];
        struct burden b = duty_burden(k->c, d);
        int64_t n = 0;
        uint64_t first = 0; /* one unit stands for all: each owes the same days */
        for (size_t o = 0; o < k->owed->n; o++) {
            if (k->owed->items[o].duty != (int64_t)i)
                continue;
            first = first ? first : k->owed->items[o].unit.n;
            n += k->owed->items[o].unit.n == first;
        }
        int64_t needed = b.seconds_needed - b.prefilled * SECONDS_A_FIELD;
        hours += (double)(n * needed) / 3600;
        if (!d->withdrawn && n > 1 && needed > BURDEN_MINUTES_A_DAY * 60)
            say(k, i, "parts",
                str_format(k->a,
                           "“" STR_FMT
                           "”每个单位每次约需 %lld 分钟，超过每天 %d 分钟的减负线；请减少必报栏目，或改为有活动才报",
                           STR_ARG(d->name), (long long)(needed / 60), BURDEN_MINUTES_A_DAY));
    }
    if (hours > BURDEN_HOURS_IN_ALL)
        remark_add(k->a, k->remarks, S("duties"),
                   str_format(k->a, "每个单位合计最多约需 %.1f 小时，超过 %d 小时的减负线；请合并或减少报送要求", hours,
                              BURDEN_HOURS_IN_ALL),
                   false);
}

void campaign_doubts(struct arena *a, const struct campaign *c, const struct units *units,
                     const struct obligations *owed, const struct strs *audience, struct remarks *remarks)
{
    struct doubting k = {a, c, units, owed, remarks};
    if (!units->n)
        return;
    doubt_duties(&k);
    doubt_addressees(&k, audience);
    doubt_burden(&k);
}
