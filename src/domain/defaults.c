/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/defaults.h"

enum { PROPOSED_MINUTE = 10 * 60 };

SHAPE(thing_rule, struct thing_rule, SHAPE_FIELD(thing_rule, words, "字样", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(thing_rule, kind, "种类", WORD, .words = part_kind_words),
      SHAPE_FIELD(thing_rule, form, "报表", STR, .limit = 40), SHAPE_FIELD(thing_rule, required, "必报", BOOL),
      SHAPE_FIELD(thing_rule, min, "至少", INT), SHAPE_FIELD(thing_rule, max, "至多", INT));

SHAPE(duty_rule, struct duty_rule, SHAPE_FIELD(duty_rule, words, "字样", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(duty_rule, name, "名称", STR), SHAPE_FIELD(duty_rule, short_name, "简称", STR, .limit = 20),
      SHAPE_FIELD(duty_rule, nil_allowed, "可零报告", BOOL), SHAPE_FIELD(duty_rule, own_accord, "可自愿报送", BOOL));

SHAPE(campaign_defaults, struct campaign_defaults, SHAPE_FIELD(campaign_defaults, key, "键", STR, .limit = 60),
      SHAPE_FIELD(campaign_defaults, zone, "时区", INT),
      SHAPE_FIELD(campaign_defaults, return_reasons, "退回理由", STRS, .limit = 50),
      SHAPE_FIELD(campaign_defaults, things, "报送内容", MANY, .of = &thing_rule_shape),
      SHAPE_FIELD(campaign_defaults, duties, "报送要求", MANY, .of = &duty_rule_shape));

SHAPE(form_book, struct form_book, SHAPE_FIELD(form_book, forms, "报表", MANY, .of = &form_shape, .limit = 100));

static bool holds(struct str text, struct str words)
{
    return words.n && str_find(text, words) != STR_NONE;
}

struct part part_of_thing(struct arena *a, const struct campaign_defaults *d, struct str thing, size_t number)
{
    struct part part = {.key = str_format(a, "p%zu", number), .name = thing, .kind = PART_TEXT, .required = true};
    for (size_t i = 0; d && i < d->things.n; i++) {
        const struct thing_rule *rule = &d->things.items[i];
        if (!holds(thing, rule->words))
            continue;
        part.kind = rule->kind;
        part.form = rule->form;
        part.required = rule->required;
        part.min = rule->min;
        part.max = rule->max;
        break;
    }
    return part;
}

static const struct duty_rule *rule_for(const struct campaign_defaults *d, const struct duty *duty)
{
    for (size_t i = 0; i < d->duties.n; i++)
        for (size_t p = 0; p < duty->parts.n; p++)
            if (holds(duty->parts.items[p].name, d->duties.items[i].words))
                return &d->duties.items[i];
    return NULL;
}

static void name_duty(struct duty *duty, const struct duty_rule *rule)
{
    if (rule->name.n)
        duty->name = rule->name;
    if (rule->short_name.n)
        duty->short_name = rule->short_name;
    duty->nil_allowed = duty->nil_allowed || rule->nil_allowed;
    duty->own_accord = duty->own_accord || rule->own_accord;
}

/* ---- duties told apart by quota alone ---- */

static bool asks_pieces(const struct duty *duty)
{
    return duty->quotas.n && duty->due.kind <= DUE_DATE && !duty->withdrawn;
}

static bool same_counter(const struct duty *a, const struct duty *b)
{
    return str_eq(a->quotas.items[0].counts, b->quotas.items[0].counts) && str_eq(a->title_rule, b->title_rule) &&
           a->due.kind == b->due.kind && a->due.day.n == b->due.day.n &&
           (a->due.kind == DUE_NONE || a->due.minute == b->due.minute);
}

static void join(struct arena *a, struct duty *into, const struct duty *from)
{
    for (size_t i = 0; i < from->who.n; i++)
        if (!strs_have(&into->who, from->who.items[i]))
            arena_push(a, &into->who, from->who.items[i]);
    for (size_t i = 0; i < from->picks.any.n; i++)
        arena_push(a, &into->picks.any, from->picks.any.items[i]);
    for (size_t i = 0; i < from->parts.n; i++)
        arena_push(a, &into->parts, from->parts.items[i]);
    for (size_t i = 0; i < from->quotas.n; i++)
        arena_push(a, &into->quotas, from->quotas.items[i]);
    for (size_t i = 0; i < from->spans.n; i++)
        arena_push(a, &into->spans, from->spans.items[i]);
    if (from->confidence < into->confidence) {
        into->confidence = from->confidence;
        into->doubts = from->doubts;
    }
}

static bool is_told(const struct campaign *c, size_t n, const struct finding_note *f)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(c->findings.items[i].duty, f->duty) && str_eq(c->findings.items[i].message, f->message))
            return true;
    return false;
}

/* What was found of the one is now the other's, told once. */
static void hand_findings(struct campaign *c, struct str from, struct str to)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->findings.n; i++) {
        struct finding_note f = c->findings.items[i];
        bool handed = str_eq(f.duty, from);
        if (handed)
            f.duty = to;
        if (!handed || !is_told(c, kept, &f))
            c->findings.items[kept++] = f;
    }
    c->findings.n = kept;
}

/* 典型案例 and 特色工作宣传材料 are counted together, as 2篇 says: one part that takes pieces. */
static void gather_pieces(struct arena *a, struct duty *duty)
{
    struct buf name = buf_new(a, 64);
    struct strs names = {0};
    for (size_t i = 0; i < duty->parts.n; i++) {
        struct str one = duty->parts.items[i].name;
        if (duty->parts.items[i].kind == PART_FORM || strs_have(&names, one))
            continue;
        if (names.n)
            buf_lit(&name, "、");
        buf_put(&name, one);
        arena_push(a, &names, one);
    }
    size_t kept = 0;
    for (size_t i = 0; i < duty->parts.n; i++)
        if (duty->parts.items[i].kind == PART_FORM)
            duty->parts.items[kept++] = duty->parts.items[i];
    duty->parts.n = kept;
    struct part pieces = {.key = S("pieces"), .name = buf_str(&name), .kind = PART_PIECES, .required = true};
    arena_push(a, &duty->parts, pieces);
}

void campaign_join_quotas(struct arena *a, struct campaign *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->duties.n; i++) {
        struct duty *duty = &c->duties.items[i], *first = NULL;
        for (size_t k = 0; k < kept && !first && asks_pieces(duty); k++)
            if (asks_pieces(&c->duties.items[k]) && same_counter(&c->duties.items[k], duty))
                first = &c->duties.items[k];
        if (!first) {
            c->duties.items[kept++] = *duty;
            continue;
        }
        join(a, first, duty);
        hand_findings(c, duty->key, first->key);
    }
    c->duties.n = kept;
    for (size_t i = 0; i < kept; i++)
        if (asks_pieces(&c->duties.items[i])) {
            duty_sort_quotas(&c->duties.items[i]);
            gather_pieces(a, &c->duties.items[i]);
        }
}

static void propose_due(const struct campaign *c, struct duty *duty)
{
    if (duty->due.kind == DUE_NONE && !day_is_set(duty->due.day) && day_is_set(c->to)) {
        duty->due.day = day_plus(c->to, 1);
        duty->due.minute = PROPOSED_MINUTE;
    }
}

void campaign_apply_defaults(struct arena *a, struct campaign *c, const struct campaign_defaults *d,
                             const struct form_book *forms)
{
    if (!c->key.n)
        c->key = d->key;
    if (!c->zone)
        c->zone = d->zone;
    if (!c->return_reasons.n)
        c->return_reasons = d->return_reasons;
    for (size_t i = 0; forms && i < forms->forms.n; i++)
        if (!campaign_form(c, forms->forms.items[i].key))
            arena_push(a, &c->forms, forms->forms.items[i]);
    for (size_t i = 0; i < c->duties.n; i++) {
        const struct duty_rule *rule = rule_for(d, &c->duties.items[i]);
        if (rule)
            name_duty(&c->duties.items[i], rule);
    }
    campaign_join_quotas(a, c);
    for (size_t i = 0; i < c->duties.n; i++)
        propose_due(c, &c->duties.items[i]);
}
