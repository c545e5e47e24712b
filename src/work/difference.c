/* SPDX-License-Identifier: Apache-2.0 */
#include "work/difference.h"

struct differing {
    struct arena *a;
    const struct live *l;
    struct instant now;
    struct amendment *out;
    struct differences_view *view;
};

/* ---- in words ---- */

static struct str sentence(struct arena *a, const struct duty_change_view *c)
{
    struct buf b = buf_new(a, 200);
    const char *verb = c->kind == CHANGE_ADDED ? "新增" : c->kind == CHANGE_WITHDRAWN ? "撤销" : "变更";
    buf_format(&b, "%s“" STR_FMT "”", verb, STR_ARG(c->name));
    for (size_t i = 0; i < c->fields.n; i++) {
        const struct field_change *f = &c->fields.items[i];
        buf_format(&b, "%s" STR_FMT "由“" STR_FMT "”改为“" STR_FMT "”", i ? "；" : "：", STR_ARG(f->label),
                   STR_ARG(f->before.n ? f->before : S("无")), STR_ARG(f->after.n ? f->after : S("无")));
        if (f->edited)
            buf_lit(&b, "（原为手工修改，请核对）");
    }
    if (c->units)
        buf_format(&b, "，涉及%lld个单位", (long long)c->units);
    if (c->added)
        buf_format(&b, "，新增应报事项%lld项", (long long)c->added);
    if (c->withdrawn)
        buf_format(&b, "，取消应报事项%lld项", (long long)c->withdrawn);
    if (c->changed)
        buf_format(&b, "，时限或数量有变%lld项", (long long)c->changed);
    if (c->reports)
        buf_format(&b, "，已报的%lld份保留", (long long)c->reports);
    return buf_str(&b);
}

/* ---- obligations: those there are, and those there would be ---- */

static int64_t place_of(const struct campaign *c, struct str key)
{
    const struct duty *d = campaign_duty(c, key);
    return d ? d - c->duties.items : -1;
}

/* One handed in of its own accord stays where the document allows it; it is neither added nor taken away. */
static bool stays(const struct live *l, const struct campaign *doc, const struct obligation *o,
                  struct obligation *fresh_r)
{
    const struct duty *duty = campaign_duty(doc, l->doc.duties.items[o->duty].key);
    const struct unit *u = roll_unit(l->roll, o->unit);
    return duty && obligation_of(doc, duty, u, o->day, fresh_r);
}

static void obligations_there(struct arena *a, const struct live *l, const struct campaign *published,
                              const struct campaign *doc, struct obligations *owed, struct obligations *owes)
{
    int64_t *place = arena_many(a, int64_t, l->doc.duties.n + 1);
    for (size_t i = 0; i < l->doc.duties.n; i++)
        place[i] = place_of(published, l->doc.duties.items[i].key);
    for (size_t i = 0; i < l->obligations.n; i++) {
        struct obligation o = l->obligations.items[i].o, fresh;
        if (o.withdrawn || o.duty < 0 || !roll_holds(l->roll, o.unit) || (o.own_accord && !stays(l, doc, &o, &fresh)))
            continue;
        if (o.own_accord && fresh.own_accord)
            arena_push(a, owes, fresh);
        o.duty = place[o.duty];
        arena_push(a, owed, o);
    }
}

/* ---- reports already sent ---- */

/* Judged as publishing would judge it: the new deadline, this moment's amendment behind all that happened. */
static struct verdict judged_anew(struct arena *a, const struct live_obligation *o, struct instant due,
                                  struct instant now)
{
    struct transition *all = arena_many(a, struct transition, o->n + 1);
    for (uint32_t i = 0; i < o->n; i++)
        all[i] = o->items[i];
    all[o->n] = (struct transition){.kind = TRANSITION_AMENDED, .at = now, .when = o->o.due};
    return obligation_state(all, o->n + 1, o->o.opens, due, now);
}

enum touch { UNTOUCHED, TOUCHED, REJUDGED };

struct look {
    struct str duty; /* its key */
    struct verdict was, is;
};

/* What the document makes of a report already sent. */
static enum touch look_at(struct arena *a, const struct live *l, const struct live_obligation *o,
                          const struct campaign *doc, struct instant now, struct look *look_r)
{
    struct obligation fresh;
    struct look look = {.was = live_verdict(o, now)};
    if (!look.was.version || o->o.withdrawn || o->o.duty < 0 || !roll_holds(l->roll, o->o.unit))
        return UNTOUCHED;
    look.duty = l->doc.duties.items[o->o.duty].key;
    *look_r = look;
    if (!stays(l, doc, &o->o, &fresh))
        return TOUCHED;
    if (fresh.due.ms == o->o.due.ms)
        return UNTOUCHED;
    look_r->is = judged_anew(a, o, fresh.due, now);
    return look_r->is.late != look.was.late ? REJUDGED : TOUCHED;
}

int64_t rejudged_count(struct arena *a, const struct live *l, const struct campaign *doc, struct instant now)
{
    struct look look;
    int64_t n = 0;
    for (size_t i = 0; i < l->obligations.n; i++)
        n += look_at(a, l, &l->obligations.items[i], doc, now, &look) == REJUDGED;
    return n;
}

static void view_rejudged(const struct differing *k, const struct live_obligation *o, const struct look *look)
{
    const struct unit *u = roll_unit(k->l->roll, o->o.unit);
    const struct duty *duty = campaign_duty(&k->out->document, look->duty);
    const struct verdict *was = &look->was, *is = &look->is;
    struct rejudged_view v = {.id = o->o.id,
                              .duty = duty->key,
                              .duty_name = duty->name,
                              .unit = o->o.unit,
                              .unit_name = u ? str_dup(k->a, u->name) : S(""),
                              .day = o->o.day,
                              .sent_at = was->first,
                              .due_before = was->due,
                              .due_after = is->due,
                              .late_before = was->late,
                              .late_after = is->late};
    v.text = str_format(k->a, STR_FMT "“" STR_FMT "”：原判%s，按新时限改判%s", STR_ARG(v.unit_name),
                        STR_ARG(duty->name), was->late ? "迟报" : "按时", is->late ? "迟报" : "按时");
    arena_push(k->a, &k->view->rejudged, v);
}

static struct duty_change_view *change_of(struct differences_view *view, struct str key)
{
    for (size_t i = 0; i < view->duties.n; i++)
        if (str_eq(view->duties.items[i].key, key))
            return &view->duties.items[i];
    return NULL;
}

static void view_reports(const struct differing *k)
{
    for (size_t i = 0; k->l && i < k->l->obligations.n; i++) {
        const struct live_obligation *o = &k->l->obligations.items[i];
        struct look look;
        enum touch touch = look_at(k->a, k->l, o, &k->out->document, k->now, &look);
        struct duty_change_view *change = touch == UNTOUCHED ? NULL : change_of(k->view, look.duty);
        if (change)
            change->reports++;
        if (touch == REJUDGED)
            view_rejudged(k, o, &look);
    }
}

/* ---- all of it ---- */

static void view_duties(const struct differing *k)
{
    for (size_t i = 0; i < k->out->duties.n; i++) {
        const struct duty_change *c = &k->out->duties.items[i];
        struct duty_change_view v = {.key = c->key,
                                     .name = c->name,
                                     .kind = c->kind,
                                     .span = c->span,
                                     .units = c->units,
                                     .added = c->added,
                                     .withdrawn = c->withdrawn,
                                     .changed = c->changed};
        for (size_t m = 0; m < c->fields.n; m++)
            arena_push(k->a, &v.fields, c->fields.items[m]);
        arena_push(k->a, &k->view->duties, v);
    }
    for (size_t i = 0; i < k->out->head.n; i++)
        arena_push(k->a, &k->view->head, k->out->head.items[i]);
    k->view->units = k->out->units;
    k->view->added = k->out->added;
    k->view->withdrawn = k->out->withdrawn;
    k->view->changed = k->out->changed;
}

void differences_fill(struct arena *a, const struct live *l, const struct units *units, struct instant now,
                      const struct amend_basis *basis, struct amendment *out, struct differences_view *view)
{
    struct differing k = {a, l, now, out, view};
    struct obligations owed = {0}, owes = {0};
    obligations_of(a, &out->document, units, &owes);
    if (l)
        obligations_there(a, l, basis->published, &out->document, &owed, &owes);
    else
        obligations_of(a, basis->published, units, &owed);
    amendment_tell(a, basis, &owed, &owes, out);
    view_duties(&k);
    view_reports(&k);
    for (size_t i = 0; i < view->duties.n; i++)
        view->duties.items[i].text = sentence(a, &view->duties.items[i]);
}
