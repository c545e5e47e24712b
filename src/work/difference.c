/* SPDX-License-Identifier: Apache-2.0 */
#include "work/difference.h"

struct differing {
    struct arena *a;
    const struct live *l;
    struct instant now;
    struct amendment *out;
    struct differences_view *view;
    enum language language;
};

/* ---- in words ---- */

static struct str words(const struct differing *k, enum message message, const struct str args[ERR_ARGS])
{
    return message_text(k->a, message, k->language, args);
}

static void put_field(const struct differing *k, struct buf *b, const struct field_change *f)
{
    struct str nothing = words(k, MSG_NOTHING, NULL);
    buf_put(b, words(k, MSG_MEMBER_BECOMES,
                     ARGS(f->label, f->before.n ? f->before : nothing, f->after.n ? f->after : nothing)));
    if (f->edited)
        buf_put(b, words(k, MSG_HAND_EDITED, NULL));
}

static void put_count(const struct differing *k, struct buf *b, enum message message, int64_t n)
{
    if (n)
        buf_put(b, words(k, message, ARGS(str_format(k->a, "%lld", (long long)n))));
}

static struct str sentence(const struct differing *k, const struct duty_change_view *c)
{
    static const enum message verbs[] = {
        [CHANGE_ADDED] = MSG_DUTY_ADDED, [CHANGE_CHANGED] = MSG_DUTY_CHANGED, [CHANGE_WITHDRAWN] = MSG_DUTY_WITHDRAWN};
    struct buf b = buf_new(k->a, 200);
    buf_put(&b, words(k, verbs[c->kind], ARGS(c->name)));
    for (size_t i = 0; i < c->fields.n; i++) {
        buf_put(&b, words(k, i ? MSG_LIST_NEXT : MSG_MEMBER_FIRST, NULL));
        put_field(k, &b, &c->fields.items[i]);
    }
    put_count(k, &b, MSG_CHANGE_UNITS, c->units);
    put_count(k, &b, MSG_CHANGE_ADDS, c->added);
    put_count(k, &b, MSG_CHANGE_TAKES, c->withdrawn);
    put_count(k, &b, MSG_CHANGE_ALTERS, c->changed);
    put_count(k, &b, MSG_CHANGE_KEEPS, c->reports);
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
    v.text = words(k, is->late ? MSG_REJUDGED_LATE : MSG_REJUDGED_IN_TIME, ARGS(v.unit_name, duty->name));
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
    struct differing k = {a, l, now, out, view, basis->language};
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
        view->duties.items[i].text = sentence(&k, &view->duties.items[i]);
}
