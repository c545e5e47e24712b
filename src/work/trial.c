/* SPDX-License-Identifier: Apache-2.0 */
#include "work/trial.h"

#include "domain/burden.h"
#include "domain/notice/notice.h"
#include "work/notice.h"

/* As people say it: tenths below ten hours, whole hours above; what takes any time takes a tenth. */
static double hours_of(int64_t seconds)
{
    if (seconds >= 10 * 3600)
        return (double)((seconds + 1800) / 3600);
    int64_t tenths = (seconds + 180) / 360;
    return (double)(seconds > 0 && !tenths ? 1 : tenths) / 10;
}

/* Obligations of a duty stand in the order of the units. */
static void count_units(struct arena *a, struct duty_trial *t, const struct obligations *all, int64_t duty,
                        const struct units *units)
{
    size_t at = 0; /* behind the unit counted last */
    for (size_t k = 0; k < all->n; k++) {
        const struct obligation *o = &all->items[k];
        if (o->duty != duty)
            continue;
        t->obligations++;
        if (at && units->items[at - 1].id.n == o->unit.n)
            continue;
        while (units->items[at].id.n != o->unit.n)
            at++;
        t->units++;
        if (t->named.n < TRIAL_NAMES_MAX)
            arena_push(a, &t->named, str_dup(a, units->items[at].name));
        at++;
    }
}

void trial_fill(struct arena *a, const struct campaign *c, const struct units *units, const struct strs *audience,
                struct trial_view *view)
{
    struct obligations all = {0};
    int64_t seconds = 0, saved = 0;
    obligations_of(a, c, units, &all);
    campaign_check(a, c, units, &view->remarks);
    if (all.n >= OBLIGATIONS_MAX)
        remark_add(a, &view->remarks, S("duties"), true, MSG_OBLIGATIONS_MANY, NULL);
    for (size_t i = 0; i < c->duties.n; i++) {
        const struct duty *d = &c->duties.items[i];
        struct burden b = duty_burden(c, d);
        struct duty_trial t = {.key = d->key,
                               .name = d->name,
                               .picks_text = selector_text(a, &d->picks, view->remarks.language),
                               .fields = b.fields,
                               .prefilled = b.prefilled};
        count_units(a, &t, &all, (int64_t)i, units);
        t.hours = hours_of(b.seconds * t.obligations);
        seconds += b.seconds * t.obligations;
        saved += b.seconds_prefilled * (t.obligations - t.units); /* not on a unit's first day */
        arena_push(a, &view->duties, t);
    }
    view->total = (int64_t)all.n;
    view->hours = hours_of(seconds);
    view->hours_prefilled = hours_of(saved);
    campaign_doubts(a, c, units, &all, audience, &view->remarks);
}

const struct units *trial_units(struct office *office, const struct session *who)
{
    static const struct units none;
    const struct roll *roll = office_roll(office, who ? who->reg : office_first_register(office));
    return roll ? &roll->units : &none;
}

bool notice_trial(struct office *office, struct arena *request, const struct session *who, const struct campaign *draft,
                  struct trial_view *view_r, struct err *e)
{
    (void)e;
    struct arena *a = notice_arena(request);
    struct trial_view view = {.remarks.language = who->language};
    const struct notice_options options = {.issued = draft->issued};
    const struct notice_draft *read = notice_compile(a, notice_lines(a, draft->text), &options);
    office_read(office);
    trial_fill(a, draft, trial_units(office, who), &read->audience, &view);
    office_read_done(office);
    *view_r = view;
    return true;
}
