/* SPDX-License-Identifier: Apache-2.0 */
/* A corrected notice laid over a campaign as it was published, or over its draft where it never was. Declared in
 * work/notice.h. */
#include "domain/amend.h"
#include "format/json.h"
#include "store/campaign.h"
#include "work/notice.h"
#include "work/trial.h"

struct amending {
    struct office *office;
    struct arena *a;
    const struct session *who;
    struct campaign_id id;
    struct campaign published, draft, before, now; /* published: the draft where no version was */
    struct strs used;
    const struct notice_draft *read; /* of the corrected text */
    struct amendment amendment;
    struct amended_view *view;
};

/* ---- what was there ---- */

static void add_keys(struct amending *m, const struct campaign *c)
{
    for (size_t i = 0; i < c->duties.n; i++)
        if (!strs_have(&m->used, c->duties.items[i].key))
            arena_push(m->a, &m->used, c->duties.items[i].key);
}

/* A key once published stands in units' receipts for ever, also when a later version dropped it. */
static bool read_version(struct amending *m, int64_t version, struct campaign *c_r, struct err *e)
{
    struct reader *r = store_reader(office_store(m->office));
    struct instant at;
    struct str document;
    if (!campaign_version_read(r, m->a, m->id, version, &document, &at, e) ||
        !shape_read_text(m->a, &campaign_shape, document, c_r, e))
        return false;
    add_keys(m, c_r);
    return true;
}

static bool read_stored(struct amending *m, struct err *e)
{
    struct campaign_record rec;
    if (!campaign_read(store_reader(office_store(m->office)), m->a, m->id, &rec, e))
        return false;
    m->view->version = rec.version;
    m->view->revision = rec.revision;
    if (!shape_read_text(m->a, &campaign_shape, rec.document, &m->draft, e))
        return false;
    add_keys(m, &m->draft);
    if (!rec.version) {
        m->published = m->draft;
        return true;
    }
    for (int64_t v = 1; v < rec.version; v++) {
        struct campaign older = {0};
        if (!read_version(m, v, &older, e))
            return false;
    }
    if (!read_version(m, rec.version, &m->published, e))
        return false;
    struct buf was = buf_new(m->a, 65536), is = buf_new(m->a, 65536);
    shape_write(&was, &campaign_shape, &m->published);
    shape_write(&is, &campaign_shape, &m->draft);
    m->view->draft_differs = !str_eq(buf_str(&was), buf_str(&is));
    return true;
}

/* ---- compiling ---- */

/* The campaign's own forms come first: 日报表 is then the form that units fill in already. */
static bool known_forms(struct amending *m, struct form_book *known, struct err *e)
{
    for (size_t i = 0; i < m->published.forms.n; i++)
        arena_push(m->a, &known->forms, m->published.forms.items[i]);
    office_read(m->office);
    bool ok = office_forms(m->office, m->a, m->who, known, e);
    office_read_done(m->office);
    return ok;
}

static const struct notice_draft *compile(struct amending *m, struct str text, struct day issued,
                                          const struct form_book *known, struct campaign *c_r)
{
    struct notice_options options = {.issued = issued};
    const struct notice_draft *read = notice_compile(m->a, text, &options);
    campaign_from_notice(m->a, text, read, NULL, known, c_r);
    return read;
}

/* ---- what it means ---- */

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
        buf_format(&b, "，时限或篇数有变%lld项", (long long)c->changed);
    if (c->reports)
        buf_format(&b, "，已报的%lld份保留", (long long)c->reports);
    return buf_str(&b);
}

static void view_duties(struct amending *m)
{
    for (size_t i = 0; i < m->amendment.duties.n; i++) {
        const struct duty_change *c = &m->amendment.duties.items[i];
        struct duty_change_view v = {.key = c->key,
                                     .name = c->name,
                                     .kind = c->kind,
                                     .span = c->span,
                                     .units = c->units,
                                     .added = c->added,
                                     .withdrawn = c->withdrawn,
                                     .changed = c->changed};
        for (size_t k = 0; k < c->fields.n; k++)
            arena_push(m->a, &v.fields, c->fields.items[k]);
        arena_push(m->a, &m->view->duties, v);
    }
    for (size_t i = 0; i < m->amendment.head.n; i++)
        arena_push(m->a, &m->view->head, m->amendment.head.items[i]);
    m->view->units = m->amendment.units;
    m->view->added = m->amendment.added;
    m->view->withdrawn = m->amendment.withdrawn;
    m->view->changed = m->amendment.changed;
}

static struct duty_change_view *change_of(struct amended_view *view, struct str key)
{
    for (size_t i = 0; i < view->duties.n; i++)
        if (str_eq(view->duties.items[i].key, key))
            return &view->duties.items[i];
    return NULL;
}

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

static void view_rejudged(struct amending *m, const struct live *l, const struct live_obligation *o,
                          const struct duty *duty, const struct verdict *was, const struct verdict *is)
{
    const struct unit *u = roll_unit(l->roll, o->o.unit);
    struct rejudged_view v = {.id = o->o.id,
                              .duty = duty->key,
                              .duty_name = duty->name,
                              .unit = o->o.unit,
                              .unit_name = u ? str_dup(m->a, u->name) : S(""),
                              .day = o->o.day,
                              .sent_at = was->first,
                              .due_before = was->due,
                              .due_after = is->due,
                              .late_before = was->late,
                              .late_after = is->late};
    v.text = str_format(m->a, STR_FMT "“" STR_FMT "”：原判%s，按新时限改判%s", STR_ARG(v.unit_name),
                        STR_ARG(duty->name), was->late ? "迟报" : "按时", is->late ? "迟报" : "按时");
    arena_push(m->a, &m->view->rejudged, v);
}

static void look_at_report(struct amending *m, const struct live *l, const struct live_obligation *o,
                           struct instant now)
{
    struct verdict was = live_verdict(o, now);
    if (!was.version || o->o.withdrawn || o->o.duty < 0)
        return;
    struct str key = l->doc.duties.items[o->o.duty].key;
    struct duty_change_view *change = change_of(m->view, key);
    const struct duty *duty = campaign_duty(&m->amendment.document, key);
    const struct unit *u = roll_unit(l->roll, o->o.unit);
    struct obligation fresh;
    if (!change || !duty)
        return;
    if (!u || !obligation_of(&m->amendment.document, duty, u, o->o.day, &fresh)) {
        change->reports++;
        return;
    }
    if (fresh.due.ms == o->o.due.ms)
        return;
    struct verdict is = judged_anew(m->a, o, fresh.due, now);
    change->reports++;
    if (is.late != was.late)
        view_rejudged(m, l, o, duty, &was, &is);
}

/* What was never published needs not be withdrawn: it goes. */
static void drop_withdrawn(struct campaign *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->duties.n; i++)
        if (!c->duties.items[i].withdrawn)
            c->duties.items[kept++] = c->duties.items[i];
    c->duties.n = kept;
}

static bool hold_against_register(struct amending *m, const struct amend_basis *basis, struct err *e)
{
    struct instant now = office_now(m->office);
    office_read(m->office);
    struct live *l = office_campaign(m->office, m->who, m->id, e);
    if (l) {
        const struct units *units = trial_units(m->office, m->who);
        amendment_tell(m->a, basis, units, &m->amendment);
        view_duties(m);
        for (size_t i = 0; i < l->obligations.n; i++)
            look_at_report(m, l, &l->obligations.items[i], now);
        if (!m->view->version)
            drop_withdrawn(&m->amendment.document);
        trial_fill(m->a, &m->amendment.document, units, &m->read->audience, &m->view->trial);
    }
    office_read_done(m->office);
    return l != NULL;
}

bool campaign_amend_in(struct office *office, struct arena *a, const struct session *who, struct campaign_id id,
                       const struct compile_in *in, struct amended_view *view_r, struct err *e)
{
    struct arena *aside = notice_arena(a);
    struct amended_view view = {0};
    struct amending m = {.office = office, .a = aside, .who = who, .id = id, .view = &view};
    struct form_book known = {0};
    office_read(office);
    bool seen = office_campaign(office, who, id, e);
    office_read_done(office);
    if (!seen || !read_stored(&m, e) || !known_forms(&m, &known, e))
        return false;
    compile(&m, m.published.text, m.published.issued, &known, &m.before);
    m.read = compile(&m, notice_lines(aside, in->text), day_is_set(in->issued) ? in->issued : m.published.issued,
                     &known, &m.now);
    struct amend_basis basis = {&m.published, &m.before, &m.now, &m.used};
    campaign_amend(aside, &basis, &m.amendment);
    if (!hold_against_register(&m, &basis, e))
        return false;
    for (size_t i = 0; i < view.duties.n; i++)
        view.duties.items[i].text = sentence(aside, &view.duties.items[i]);
    view.document = m.amendment.document;
    *view_r = view;
    return true;
}
