/* SPDX-License-Identifier: Apache-2.0 */
#include "work/trial.h"
#include "work/notice.h"

static const double SECONDS_A_FIELD = 20, SECONDS_A_TEXT = 600;

static int64_t fields_of(const struct form *f)
{
    int64_t n = 0;
    for (size_t i = 0; i < f->fields.n; i++)
        n += f->fields.items[i].kind == FIELD_ROWS ? (int64_t)f->fields.items[i].fields.n : 1;
    return n;
}

static double seconds_of(const struct campaign *c, const struct duty *d, int64_t *fields_r)
{
    double seconds = 0;
    *fields_r = 0;
    for (size_t i = 0; i < d->parts.n; i++) {
        const struct part *p = &d->parts.items[i];
        const struct form *f = p->kind == PART_FORM ? campaign_form(c, p->form) : NULL;
        *fields_r += f ? fields_of(f) : 1;
        seconds += f                                                ? (double)fields_of(f) * SECONDS_A_FIELD
                   : p->kind == PART_TEXT || p->kind == PART_PIECES ? SECONDS_A_TEXT
                                                                    : SECONDS_A_FIELD;
    }
    return seconds;
}

void trial_fill(struct arena *a, const struct campaign *c, const struct units *units, struct trial_view *view)
{
    struct obligations all = {0};
    double seconds = 0;
    obligations_of(a, c, units, &all);
    campaign_check(a, c, units, &view->remarks);
    for (size_t i = 0; i < c->duties.n; i++) {
        const struct duty *d = &c->duties.items[i];
        struct duty_trial t = {.key = d->key, .name = d->name, .picks_text = selector_text(a, &d->picks)};
        uint64_t last = 0;
        for (size_t k = 0; k < all.n; k++) {
            if (all.items[k].duty != (int64_t)i)
                continue;
            t.units += all.items[k].unit.n != last;
            last = all.items[k].unit.n;
            t.obligations++;
        }
        seconds += seconds_of(c, d, &t.fields) * (double)t.obligations;
        arena_push(a, &view->duties, t);
    }
    view->total = (int64_t)all.n;
    view->hours = (double)(int64_t)(seconds / 360) / 10;
}

const struct units *trial_units(struct office *office, const struct session *who)
{
    static const struct units none;
    const struct roll *roll = office_roll(office, who ? who->reg : office_first_register(office));
    return roll ? &roll->units : &none;
}

bool notice_trial(struct office *office, struct arena *a, const struct session *who, const struct campaign *draft,
                  struct trial_view *view_r, struct err *e)
{
    (void)e;
    struct trial_view view = {0};
    office_read(office);
    trial_fill(a, draft, trial_units(office, who), &view);
    office_read_done(office);
    *view_r = view;
    return true;
}
