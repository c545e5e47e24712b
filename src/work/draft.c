/* SPDX-License-Identifier: Apache-2.0 */
/* Drafts are kept on the server; obligations of one's own accord begin. Declared in work/report.h. */
#include "store/obligation.h"
#include "work/report.h"

enum { BODY_MAX = 400000 };

static bool draft_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct draft_deed *d = (struct draft_deed *)(void *)op;
    struct draft_record rec = d->record;
    bool first = false;
    if (!draft_put(tx, &rec, &first, e))
        return false;
    d->view = (struct draft_put_view){.revision = rec.revision, .saved_at = rec.saved_at};
    d->first = first;
    if (!first)
        return true;
    struct event ev = {.campaign = d->campaign,
                       .at = d->deed.at,
                       .actor = d->deed.who.account,
                       .kind = S("draft.started"),
                       .subject = rec.obligation.n,
                       .body = S("{}")};
    bool ok = event_append(tx, &ev, e);
    d->seq = ev.seq;
    return ok;
}

static void draft_fold(struct op *op)
{
    struct draft_deed *d = (struct draft_deed *)(void *)op;
    struct live_obligation *o;
    struct live *l = d->first ? office_campaign_with(d->deed.office, d->record.obligation, &o) : NULL;
    if (l)
        live_transition(l, o, (struct transition){.at = d->deed.at, .kind = TRANSITION_DRAFTED}, d->seq);
}

static void draft_project(struct deed *deed)
{
    struct draft_deed *d = (struct draft_deed *)deed;
    if (d->first)
        office_changed(deed->office, d->campaign, d->record.obligation);
}

bool draft_save(struct draft_deed *d, struct obligation_id id, const struct draft_put_in *in, struct err *e)
{
    struct office *office = d->deed.office;
    if (in->body.n > BODY_MAX)
        return err_with(e, ERR_LARGE, MSG_TOO_LARGE, S("400 KB"), S(""), S(""));
    office_read(office);
    struct live *l;
    struct live_obligation *o = obligation_find(office, &d->deed.who, id, &l, e);
    bool ok = o && must_report(l->roll, &d->deed.who, o->o.unit, e);
    if (ok) {
        d->campaign = l->id;
        d->record = (struct draft_record){.obligation = id,
                                          .base = (uint32_t)in->base,
                                          .revision = in->revision,
                                          .account = d->deed.who.account,
                                          .device = in->device,
                                          .body = in->body,
                                          .saved_at = d->deed.at};
    }
    office_read_done(office);
    d->deed.op.apply = draft_apply;
    d->deed.op.fold = draft_fold;
    d->deed.project = draft_project;
    d->deed.out = &d->view;
    return ok && deed_submit(&d->deed, e);
}

/* ---- of one's own accord 自愿报送 ---- */

static bool own_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct own_accord_deed *d = (struct own_accord_deed *)(void *)op;
    struct obligation_record rec = {.campaign = {d->campaign},
                                    .duty = d->duty,
                                    .unit = d->obligation.unit,
                                    .day = d->obligation.day,
                                    .opens = d->obligation.opens,
                                    .due = d->obligation.due,
                                    .extended = INSTANT_NONE,
                                    .own_accord = true};
    struct event restored = {.campaign = d->campaign, .at = d->deed.at, .actor = d->deed.who.account, .body = S("{}")};
    if (!obligation_begin(tx, &rec, &restored, e))
        return false;
    d->restored = restored.seq != 0;
    d->obligation.id = rec.id;
    struct event ev = {.campaign = d->campaign,
                       .at = d->deed.at,
                       .actor = d->deed.who.account,
                       .kind = S("obligation.own_accord"),
                       .subject = rec.id.n,
                       .body = S("{}")};
    bool ok = event_append(tx, &ev, e);
    d->seq = ev.seq;
    return ok;
}

/* By the document of now: another one may have been published since it was prepared. */
static void own_fold(struct op *op)
{
    struct own_accord_deed *d = (struct own_accord_deed *)(void *)op;
    struct live *l = office_live(d->deed.office, d->campaign);
    if (!l)
        return;
    const struct duty *duty = campaign_duty(&l->doc, d->duty);
    d->obligation.duty = duty ? duty - l->doc.duties.items : -1;
    d->obligation.withdrawn = !duty;
    struct live_obligation *o = live_add(l, &d->obligation);
    if (d->restored)
        live_transition(l, o, (struct transition){.at = d->deed.at, .kind = TRANSITION_RESTORED}, d->seq);
    l->seq = d->seq;
    if (duty)
        obligation_fill(d->deed.arena, l, o, d->deed.at, &d->view);
    else
        op->ok = err_set(&op->err, ERR_MISSING, MSG_DUTY_UNKNOWN);
}

static void own_project(struct deed *deed)
{
    struct own_accord_deed *d = (struct own_accord_deed *)deed;
    office_tell(deed->office, d->campaign, ~0ull, S("board"), S("{}"));
}

/* An obligation like the others of that duty and day; false when nobody owes it then. */
static bool like_others(const struct live *l, int64_t duty, struct day day, struct obligation *o_r)
{
    for (size_t c = 0; c < l->columns.n; c++) {
        const struct column *col = &l->columns.items[c];
        if (col->duty != duty || col->day.n != day.n)
            continue;
        *o_r = (struct obligation){.duty = duty, .day = day, .due = col->due, .own_accord = true, .opens = {0}};
        return true;
    }
    return false;
}

static bool own_prepare(struct own_accord_deed *d, struct live *l, const struct own_accord_in *in, bool *there_r,
                        struct err *e)
{
    const struct session *who = &d->deed.who;
    const struct duty *duty = campaign_duty(&l->doc, in->duty);
    if (!duty || duty->withdrawn)
        return err_set(e, ERR_MISSING, MSG_DUTY_UNKNOWN);
    if (duty->due.kind == DUE_ANY_DAY) {
        const struct unit *u = roll_unit(l->roll, who->unit);
        bool has_come = in->day.n <= instant_day(d->deed.at, (int)l->doc.zone).n;
        if (!u || !has_come || !obligation_of(&l->doc, duty, u, in->day, &d->obligation))
            return err_set(e, ERR_INVALID, MSG_OWN_ACCORD_NO);
    } else if (!duty->own_accord) {
        return err_set(e, ERR_FORBIDDEN, MSG_OWN_ACCORD_NO);
    } else if (!like_others(l, duty - l->doc.duties.items, in->day, &d->obligation)) {
        return err_set(e, ERR_INVALID, MSG_NOT_REPEATED);
    }
    d->obligation.unit = who->unit;
    d->duty = str_dup(d->deed.arena, duty->key);
    int64_t at = roll_index(l->roll, who->unit);
    for (size_t c = 0; at >= 0 && c < l->columns.n; c++) {
        struct live_obligation *o = live_at(l, at, c);
        if (o && o->o.duty == d->obligation.duty && o->o.day.n == in->day.n) {
            obligation_fill(d->deed.arena, l, o, d->deed.at, &d->view);
            *there_r = true;
        }
    }
    return must_report(l->roll, who, who->unit, e);
}

bool own_accord_begin(struct own_accord_deed *d, struct campaign_id campaign, const struct own_accord_in *in,
                      struct err *e)
{
    struct office *office = d->deed.office;
    bool there = false;
    office_read(office);
    struct live *l = office_campaign(office, &d->deed.who, campaign, e);
    bool ok = l && own_prepare(d, l, in, &there, e);
    office_read_done(office);
    d->campaign = campaign.n;
    d->deed.op.apply = own_apply;
    d->deed.op.fold = own_fold;
    d->deed.project = own_project;
    d->deed.out = &d->view;
    if (ok && there) {
        d->deed.op.ok = true;
        if (d->deed.answer)
            d->deed.answer(&d->deed);
        return true;
    }
    return ok && deed_submit(&d->deed, e);
}
