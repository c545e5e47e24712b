/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The figures of a bulletin, from the ledger as it was known at a moment. Declared in work/bulletin.h. Who reported is
 * judged in memory under the office's lock; then one report after another is read, summed and forgotten, since the days
 * of a province are more than memory holds.
 */
#include "format/json.h"
#include "store/report.h"
#include "work/bulletin.h"

#include <stdlib.h>

enum { ONE_REPORT = 64 << 20 };

/* A report to be summed. Those of a unit follow each other, the newest day first. */
struct counted {
    struct obligation_id obligation;
    struct unit_id unit;
    uint32_t version, duty;
    bool of_days;
};

struct taking {
    struct arena *a, *one; /* one: of the report at hand */
    struct office *office;
    const struct bulletin_ask *ask;
    struct campaign doc; /* a copy, so that no lock is held while reading */
    struct bulletin_figures figures;
    LIST(struct counted) counted;
};

struct day obligation_day(struct day day, struct instant due, int zone)
{
    if (day_is_set(day) || !instant_is_set(due))
        return day;
    return instant_day((struct instant){due.ms - 1}, zone); /* 24:00 belongs to the day that it ends */
}

bool bulletin_days_fit(struct day from, struct day to, struct err *e)
{
    bool fit = day_is_set(from) && day_is_set(to) && from.n <= to.n && to.n - from.n < BULLETIN_DAYS_MAX;
    return fit || err_set(e, ERR_INVALID, MSG_BULLETIN_DAYS);
}

/* ---- who reported; under office_read ---- */

static void count_unit(struct taking *t, const struct live *l, size_t unit, size_t column, struct bulletin_column *c)
{
    const struct live_obligation *o = live_at(l, (int64_t)unit, column);
    if (!o)
        return;
    struct verdict v = live_verdict(o, t->ask->as_of);
    struct board_counts one = {0};
    board_count(&c->counts, board_cell(&v, o->o.own_accord));
    board_count(&one, board_cell(&v, o->o.own_accord));
    struct str name = l->roll->all.items[unit].name;
    if (one.reported && v.late)
        arena_push(t->a, &c->late, str_dup(t->a, name));
    if (one.missing)
        arena_push(t->a, &c->missing, str_dup(t->a, name));
}

static struct day day_of_column(const struct taking *t, const struct live *l, size_t column)
{
    return obligation_day(l->columns.items[column].day, l->columns.items[column].due, (int)t->doc.zone);
}

static void take_columns(struct taking *t, const struct live *l)
{
    for (size_t c = 0; c < l->columns.n; c++) {
        const struct column *column = &l->columns.items[c];
        struct day d = day_of_column(t, l, c);
        if (!day_is_set(d) || d.n < t->ask->from.n || d.n > t->ask->to.n)
            continue;
        struct bulletin_column taken = {
            .duty = &t->doc.duties.items[column->duty], .day = column->day, .due = column->due};
        for (size_t u = 0; u < l->roll->all.n; u++)
            count_unit(t, l, u, c, &taken);
        arena_push(t->a, &t->figures.columns, taken);
    }
}

struct dated {
    size_t column;
    struct day day;
};

static int newest_first(const void *a, const void *b)
{
    const struct dated *one = a, *other = b;
    if (one->day.n != other->day.n)
        return one->day.n > other->day.n ? -1 : 1;
    return (one->column > other->column) - (one->column < other->column);
}

/* Returned, nil and told by phone are not summed, as in the day's workbook. */
static void take_counted(struct taking *t, const struct live *l, size_t unit, const struct dated *at)
{
    const struct live_obligation *o = live_at(l, (int64_t)unit, at->column);
    struct verdict v = o ? live_verdict(o, t->ask->as_of) : (struct verdict){0};
    if (!o || !v.version || v.state == STATE_RETURNED || v.nil || v.by_phone)
        return;
    struct counted one = {.obligation = o->o.id,
                          .unit = o->o.unit,
                          .version = v.version,
                          .duty = l->columns.items[at->column].duty,
                          .of_days = at->day.n >= t->ask->from.n};
    arena_push(t->a, &t->counted, one);
}

static void take_reports(struct taking *t, const struct live *l)
{
    LIST(struct dated) dated = {0};
    for (size_t c = 0; c < l->columns.n; c++) {
        struct dated one = {c, day_of_column(t, l, c)};
        if (day_is_set(one.day) && one.day.n <= t->ask->to.n)
            arena_push(t->a, &dated, one);
    }
    if (dated.n)
        qsort(dated.items, dated.n, sizeof *dated.items, newest_first);
    for (size_t u = 0; u < l->roll->all.n; u++)
        for (size_t i = 0; i < dated.n; i++)
            take_counted(t, l, u, &dated.items[i]);
}

static bool judge(struct taking *t, const struct session *who, struct campaign_id campaign, struct err *e)
{
    office_read(t->office);
    const struct live *l = office_campaign(t->office, who, campaign, e);
    bool ok = l && live_copy_doc(l, t->a, &t->doc, e);
    if (ok && !(l = live_as_of(l, t->a, t->ask->as_of)))
        ok = err_set(e, ERR_LARGE, MSG_NO_ROOM);
    if (ok) {
        take_columns(t, l);
        take_reports(t, l);
    }
    office_read_done(t->office);
    return ok && (arena_left(t->a) || err_set(e, ERR_LARGE, MSG_NO_ROOM));
}

/* ---- what they reported ---- */

/* The forms that the columns of these days ask for. */
static void begin_forms(struct taking *t)
{
    for (size_t i = 0; i < t->doc.forms.n; i++) {
        const struct form *form = &t->doc.forms.items[i];
        struct bulletin_form f;
        bool asked = false;
        for (size_t c = 0; c < t->figures.columns.n; c++)
            for (size_t k = 0; k < t->figures.columns.items[c].duty->parts.n; k++)
                asked |= str_eq(t->figures.columns.items[c].duty->parts.items[k].form, form->key);
        if (!asked)
            continue;
        bulletin_sums_begin(t->a, form, &f.of_days);
        bulletin_sums_begin(t->a, form, &f.to_date);
        arena_push(t->a, &t->figures.forms, f);
    }
}

/* Whether this is the first report with that form of its unit: the newest there is. */
struct seen {
    struct unit_id to_date, of_days;
};

static void sum_form(struct bulletin_form *f, struct seen *seen, const struct counted *c, const struct json *filled)
{
    bulletin_sums_add(&f->to_date, filled, seen->to_date.n != c->unit.n);
    seen->to_date = c->unit;
    if (!c->of_days)
        return;
    bulletin_sums_add(&f->of_days, filled, false);
    f->of_days.units += seen->of_days.n != c->unit.n;
    seen->of_days = c->unit;
}

static bool sum_report(struct taking *t, const struct counted *c, struct seen *seen, struct err *e)
{
    struct report_record rec;
    struct json body = {0};
    const struct duty *duty = &t->doc.duties.items[c->duty];
    if (!report_read_text(store_reader(office_store(t->office)), t->one, c->obligation, c->version, &rec, e))
        return false;
    if (rec.body.n && !json_read(t->one, rec.body, &body, e))
        return err_with(e, ERR_FAULT, MSG_REPORT_BROKEN, rec.title, S(""), S(""));
    for (size_t i = 0; i < t->figures.forms.n; i++) {
        struct bulletin_form *f = &t->figures.forms.items[i];
        const struct json *filled = json_get(json_get(&body, S("forms")), f->of_days.form->key);
        for (size_t k = 0; filled && k < duty->parts.n; k++)
            if (str_eq(duty->parts.items[k].form, f->of_days.form->key))
                sum_form(f, &seen[i], c, filled);
    }
    return true;
}

static bool sum_all(struct taking *t, struct err *e)
{
    struct seen *seen = arena_many(t->a, struct seen, t->figures.forms.n + 1);
    bool ok = true;
    for (size_t i = 0; ok && t->figures.forms.n && i < t->counted.n; i++) {
        ok = sum_report(t, &t->counted.items[i], seen, e);
        arena_reset(t->one);
    }
    return ok;
}

/* Head and end stay from issue to issue. */
static bool take_head(struct taking *t, struct campaign_id campaign, struct bulletin *b, struct err *e)
{
    struct bulletin_record rec;
    struct bulletin before = {0};
    if (!bulletin_newest(store_reader(office_store(t->office)), t->a, campaign, &rec, e))
        return e->code == ERR_MISSING;
    if (!shape_read_text(t->a, &bulletin_shape, rec.document, &before, e))
        return err_set(e, ERR_FAULT, MSG_BULLETIN_BROKEN);
    b->name = before.name;
    b->issuer = before.issuer;
    b->report_to = before.report_to;
    b->send_to = before.send_to;
    b->issue_to = before.issue_to;
    b->copies = before.copies;
    return true;
}

static bool take_figures(struct taking *t, const struct session *who, struct campaign_id campaign, struct err *e)
{
    t->figures = (struct bulletin_figures){
        .campaign = &t->doc, .from = t->ask->from, .to = t->ask->to, .as_of = t->ask->as_of, .names = t->ask->names};
    if (!judge(t, who, campaign, e))
        return false;
    begin_forms(t);
    t->one = arena_new("report", ONE_REPORT);
    bool ok = sum_all(t, e);
    arena_free(t->one);
    return ok;
}

bool bulletin_drafted(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      const struct bulletin_ask *asked, struct bulletin *b_r, struct err *e)
{
    struct bulletin_ask ask = *asked;
    struct instant now = office_now(office);
    if (!instant_is_set(ask.as_of) || ask.as_of.ms > now.ms)
        ask.as_of = now;
    struct taking t = {.a = a, .office = office, .ask = &ask};
    if (!bulletin_days_fit(ask.from, ask.to, e) || !take_figures(&t, who, campaign, e))
        return false;
    bulletin_draft(a, &t.figures, b_r);
    return take_head(&t, campaign, b_r, e);
}

bool bulletin_numbers(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      const struct bulletin_ask *ask, struct public_numbers *n_r, struct err *e)
{
    struct taking t = {.a = a, .office = office, .ask = ask};
    if (!take_figures(&t, who, campaign, e))
        return false;
    *n_r = (struct public_numbers){0};
    for (size_t i = 0; i < t.figures.forms.n; i++)
        public_numbers_add(n_r, &t.figures.forms.items[i].of_days);
    return true;
}
