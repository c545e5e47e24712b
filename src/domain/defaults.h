/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a notice does not say and an office knows: short names of duties, which attachment is which form, what 照片
 * means as a part. Kept as data beside the campaign (campaign_defaults.json, forms.json) and laid over a compiler's
 * draft; the clerk sees and changes the outcome.
 */
#ifndef DOMAIN_DEFAULTS_H
#define DOMAIN_DEFAULTS_H

#include "domain/campaign.h"

/* A thing whose name holds these words is handed in like this: 活动情况日报表 as the form of that key, 照片 as photos.
 */
struct thing_rule {
    struct str words;
    int kind;        /* enum part_kind */
    struct str form; /* PART_FORM: the form's key */
    bool required;
    int64_t min, max;
};

/* A duty one of whose things holds these words is called this. The first rule that fits any thing holds. */
struct duty_rule {
    struct str words, name, short_name;
    bool nil_allowed, own_accord;
};

struct campaign_defaults {
    struct str key; /* of the campaign; empty: the caller makes one */
    int64_t zone;
    struct strs return_reasons;
    struct {
        struct thing_rule *items;
        size_t n, cap;
    } things;
    struct {
        struct duty_rule *items;
        size_t n, cap;
    } duties;
};

/* forms.json: {"forms":[…]} */
struct form_book {
    struct {
        struct form *items;
        size_t n, cap;
    } forms;
};

extern const struct shape thing_rule_shape, duty_rule_shape, campaign_defaults_shape, form_book_shape;

/* The part for a thing a notice asks for; `number`, from 1, makes its key ("p2"). Without a rule: a required text. */
struct part part_of_thing(struct arena *a, const struct campaign_defaults *d, struct str thing, size_t number);

/*
 * Lays the defaults over a draft whose duties have who, picks, parts, due and quotas: key, zone, reasons and forms
 * where it has none; names of duties; one duty for classes that a notice tells apart by quota alone
 * (campaign_join_quotas); a proposal of 10:00 of the day after the campaign where a duty has no deadline.
 */
void campaign_apply_defaults(struct arena *a, struct campaign *c, const struct campaign_defaults *d,
                             const struct form_book *forms);

/*
 * 每个县(市)不少于2篇; 各中专学校每校不少于1篇, 省级示范及以上的学校不少于2篇: three sentences, one duty. Duties owed
 * once that ask for pieces with the same deadline, counter and title rule are joined into the first of them, whose
 * quotas then stand narrowest class first: a model school owes 2, not 1 + 2. What they ask for becomes one part of
 * pieces.
 */
void campaign_join_quotas(struct arena *a, struct campaign *c);

#endif
