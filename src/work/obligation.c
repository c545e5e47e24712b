/* SPDX-License-Identifier: Apache-2.0 */
/* What a unit owes, told to a person: lists and details. Declared in work/report.h. */
#include "base/hash.h"
#include "domain/bulletin.h"
#include "format/json.h"
#include "store/account.h"
#include "work/report.h"

#include <string.h>

struct live_obligation *obligation_find(struct office *office, const struct session *who, struct obligation_id id,
                                        struct live **l_r, struct err *e)
{
    struct live_obligation *o = NULL;
    struct live *l = office_campaign_with(office, id, &o);
    if (!l || o->o.duty < 0 || !may_see(l->roll, who, o->o.unit)) {
        err_set(e, ERR_MISSING, MSG_NOT_FOUND);
        return NULL;
    }
    *l_r = l;
    return o;
}

struct live_obligation *obligation_to_review(struct office *office, const struct session *who,
                                             struct campaign_id campaign, struct obligation_id id, struct live **l_r,
                                             struct err *e)
{
    struct live_obligation *o = obligation_find(office, who, id, l_r, e);
    bool fits = o && ((*l_r)->id == campaign.n || err_set(e, ERR_MISSING, MSG_NOT_FOUND)) &&
                (may_review((*l_r)->roll, who, o->o.unit) || err_set(e, ERR_FORBIDDEN, MSG_NOT_ALLOWED));
    return fits ? o : NULL;
}

static struct str sentence_of(struct arena *a, const struct live *l, const struct duty *d)
{
    if (!d->spans.n)
        return (struct str){0};
    struct passage p = d->spans.items[0];
    size_t from = utf8_offset(l->doc.text, (size_t)p.from);
    size_t n = utf8_offset(str_from(l->doc.text, from), (size_t)(p.to - p.from));
    return str_dup(a, str_trim(str_sub(l->doc.text, from, n)));
}

/* 日报（5月18日）: what the title names. */
static struct str title_subject(struct arena *a, const struct campaign *c, const struct duty *d, struct day day)
{
    if (!day_is_set(day))
        return d->short_name;
    return str_format(a, STR_FMT STR_FMT, STR_ARG(occurrence_text(a, c, d, day)),
                      STR_ARG(occurrence_name(c, d, d->short_name)));
}

struct str obligation_title(struct arena *a, const struct live *l, const struct live_obligation *o)
{
    const struct duty *d = &l->doc.duties.items[o->o.duty];
    const struct unit *u = roll_unit(l->roll, o->o.unit);
    struct str name = u ? (u->short_name.n ? u->short_name : u->name) : (struct str){0};
    struct str subject = title_subject(a, &l->doc, d, o->o.day);
    if (d->title_rule.n)
        return str_dup(a, title_build(a, d->title_rule, name, subject));
    return str_format(a, STR_FMT STR_FMT, STR_ARG(name), STR_ARG(subject));
}

void obligation_fill(struct arena *a, const struct live *l, const struct live_obligation *o, struct instant now,
                     struct obligation_view *view_r)
{
    const struct duty *d = &l->doc.duties.items[o->o.duty];
    const struct unit *u = roll_unit(l->roll, o->o.unit);
    struct verdict v = live_verdict(o, now);
    *view_r = (struct obligation_view){
        .id = o->o.id,
        .duty = str_dup(a, d->key),
        .name = str_dup(a, d->name),
        .short_name = str_dup(a, d->short_name),
        .unit = o->o.unit,
        .unit_name = u ? str_dup(a, u->name) : (struct str){0},
        .unit_short_name = u ? str_dup(a, u->short_name.n ? u->short_name : u->name) : (struct str){0},
        .day = o->o.day,
        .opens = o->o.opens,
        .due = v.due,
        .sent_at = v.first,
        .amended_at = INSTANT_NONE,
        .due_was = INSTANT_NONE,
        .state = (int)v.state,
        .late = v.late,
        .nil = v.nil,
        .by_phone = v.by_phone,
        .extended = v.extended,
        .own_accord = o->o.own_accord,
        .withdrawn = o->o.withdrawn,
        .nil_allowed = d->nil_allowed,
        .overdue = v.overdue && !o->o.withdrawn,
        .version = v.version,
        .quota_min = o->o.quota_min,
        .quota_max = o->o.quota_max,
        .sentence = sentence_of(a, l, d),
        .title = obligation_title(a, l, o),
    };
    if (d->spans.n)
        view_r->span = d->spans.items[0];
    for (uint32_t i = 0; i < o->n; i++)
        view_r->chosen += o->items[i].kind == TRANSITION_CHOSEN;
    for (uint32_t i = 0; i < o->n; i++)
        if (o->items[i].kind == TRANSITION_AMENDED && o->items[i].at.ms <= now.ms) {
            view_r->amended_at = o->items[i].at;
            view_r->due_was = o->items[i].when.ms ? o->items[i].when : INSTANT_NONE;
        }
}

/* The reason of the last return or waiver, from the event's private part. */
static bool reason_of(struct office *office, struct arena *a, struct obligation_view *view, struct err *e)
{
    struct event ev;
    if (view->state != STATE_RETURNED && view->state != STATE_WAIVED)
        return true;
    struct str kind = view->state == STATE_RETURNED ? S("report.returned") : S("obligation.waived");
    if (!event_newest_about(store_reader(office_store(office)), a, view->id.n, kind, &ev, e))
        return e->code == ERR_MISSING;
    view->reason = ev.private;
    return true;
}

/* What an amendment has withdrawn is owed no longer; what the unit had sent or begun for it is told behind the rest. */
static void add_withdrawn(struct arena *a, const struct live *l, struct unit_id unit, struct obligations_view *view)
{
    for (size_t i = live_withdrawn_from(l, unit); i < l->withdrawn.n && arena_left(a); i++) {
        if (l->withdrawn.items[i].unit.n != unit.n)
            return;
        const struct live_obligation *o = &l->obligations.items[l->withdrawn.items[i].at];
        struct obligation_view one;
        obligation_fill(a, l, o, view->now, &one);
        if (one.withdrawn && (one.version || one.state == STATE_DRAFT)) /* else it was taken up again */
            arena_push(a, &view->items, one);
    }
}

bool obligations_list(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      struct unit_id unit, struct obligations_view *view_r, struct err *e)
{
    struct obligations_view view = {.now = office_now(office)};
    if (!unit.n)
        unit = who->unit;
    office_read(office);
    struct live *l = office_campaign(office, who, campaign, e);
    bool ok = l && l->version && (may_see(l->roll, who, unit) || err_set(e, ERR_MISSING, MSG_NOT_FOUND));
    if (l && !l->version)
        err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    int64_t at = ok ? roll_index(l->roll, unit) : -1;
    for (size_t c = 0; at >= 0 && c < l->columns.n && arena_left(a); c++) {
        struct live_obligation *o = live_at(l, at, c);
        struct obligation_view one;
        if (!o)
            continue;
        obligation_fill(a, l, o, view.now, &one);
        arena_push(a, &view.items, one);
    }
    view.left = ok && !roll_holds(l->roll, unit);
    if (at >= 0) {
        add_withdrawn(a, l, unit, &view);
        view.unit_name = str_dup(a, l->roll->all.items[at].name);
    }
    office_read_done(office);
    ok = ok && (arena_left(a) || err_set(e, ERR_LARGE, MSG_NO_ROOM));
    for (size_t i = 0; ok && i < view.items.n; i++)
        ok = reason_of(office, a, &view.items.items[i], e);
    if (ok)
        *view_r = view;
    return ok;
}

/* ---- one of them, whole ---- */

/* The forms a duty's parts name, as deep copies through JSON: the campaign may be amended meanwhile. */
static bool copy_duty(struct arena *a, const struct live *l, const struct duty *d, struct obligation_detail *view,
                      struct err *e)
{
    struct buf b = buf_new(a, 4096);
    shape_write(&b, &duty_shape, d);
    if (!shape_read_text(a, &duty_shape, buf_str(&b), &view->duty, e))
        return false;
    for (size_t i = 0; i < d->parts.n; i++) {
        const struct form *f = campaign_form(&l->doc, d->parts.items[i].form);
        struct form copy = {0};
        struct buf text = buf_new(a, 4096);
        if (!f)
            continue;
        shape_write(&text, &form_shape, f);
        if (!shape_read_text(a, &form_shape, buf_str(&text), &copy, e))
            return false;
        arena_push(a, &view->forms, copy);
    }
    return true;
}

/* Who reads an obligation, by which clock, and how much of its history. */
struct reading {
    struct office *office;
    struct arena *a;
    enum language language;
    int zone;
    struct str key; /* the campaign's */
    struct history_page page;
};

static struct str words(const struct reading *r, enum message message, const struct str args[ERR_ARGS])
{
    return message_text(r->a, message, r->language, args);
}

struct str account_name(struct office *office, struct arena *a, enum language language, uint64_t id)
{
    struct account_record acc = {0};
    struct err ignored;
    if (!id)
        return message_text(a, office_is_rehearsal(office) ? MSG_BY_REHEARSAL : MSG_BY_SYSTEM, language, NULL);
    return account_read(store_reader(office_store(office)), a, id, &acc, &ignored) ? acc.name : (struct str){0};
}

static struct str moment_text(const struct reading *r, struct instant t)
{
    struct instant before = {t.ms - 1}; /* 24:00 belongs to the day that it ends */
    struct civil c = day_civil(instant_day(before, r->zone));
    int minute = instant_minute(before, r->zone) + 1;
    return words(r, MSG_MOMENT,
                 ARGS(str_format(r->a, "%d", c.month), str_format(r->a, "%d", c.day),
                      str_format(r->a, "%d:%02d", minute / 60, minute % 60)));
}

/* 5月18日9:58, of a moment that is no deadline */
static struct str stamp_text(const struct reading *r, struct instant t)
{
    return moment_text(r, (struct instant){t.ms - t.ms % MS_A_MINUTE});
}

static struct str due_text(const struct reading *r, struct str iso)
{
    struct instant t;
    return instant_read(iso, &t) ? moment_text(r, t) : words(r, MSG_NO_DEADLINE, NULL);
}

/* 报送时限由5月13日24:00改为5月14日24:00 */
static struct str amended_text(const struct reading *r, struct str body)
{
    struct json j;
    struct err ignored;
    if (!json_read(r->a, body, &j, &ignored))
        return words(r, MSG_HAPPENED_AMENDED, NULL);
    return words(r, MSG_HAPPENED_AMENDED_TO,
                 ARGS(due_text(r, json_get_str(&j, S("was"))), due_text(r, json_get_str(&j, S("due")))));
}

/* 采用：工作简报第3期 */
static struct str chosen_text(const struct reading *r, struct str body)
{
    struct json j;
    struct err ignored;
    const struct json *number = json_read(r->a, body, &j, &ignored) ? json_get(&j, S("number")) : NULL;
    return words(r, MSG_HAPPENED_CHOSEN, ARGS(bulletin_number_text(r->a, number ? (int64_t)number->number : 0)));
}

static struct str happening_text(const struct reading *r, const struct event *ev)
{
    static const struct {
        const char *kind;
        enum message message;
    } texts[] = {
        {"draft.started", MSG_HAPPENED_DRAFT},
        {"report.sent", MSG_HAPPENED_SENT},
        {"report.nil", MSG_HAPPENED_NIL},
        {"report.phoned", MSG_HAPPENED_PHONED},
        {"report.returned", MSG_HAPPENED_RETURNED},
        {"report.accepted", MSG_HAPPENED_ACCEPTED},
        {"report.reopened", MSG_HAPPENED_REOPENED},
        {"public.shown", MSG_HAPPENED_SHOWN},
        {"public.withdrawn", MSG_HAPPENED_UNSHOWN},
        {"obligation.waived", MSG_HAPPENED_WAIVED},
        {"obligation.unwaived", MSG_HAPPENED_UNWAIVED},
        {"obligation.own_accord", MSG_HAPPENED_OWN_ACCORD},
        {"obligation.withdrawn", MSG_HAPPENED_WITHDRAWN},
        {"obligation.restored", MSG_HAPPENED_RESTORED},
    };
    if (str_eq(ev->kind, S("obligation.amended")))
        return amended_text(r, ev->body);
    if (str_eq(ev->kind, S("report.chosen")))
        return chosen_text(r, ev->body);
    if (str_eq(ev->kind, S("report.sent")) && ev->when.ms)
        return words(r, MSG_HAPPENED_LETTER, ARGS(stamp_text(r, ev->when)));
    if (str_eq(ev->kind, S("obligation.extended")))
        return words(r, MSG_HAPPENED_EXTENDED, ARGS(moment_text(r, ev->when)));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (str_eq(ev->kind, str_of(texts[i].kind)))
            return words(r, texts[i].message, NULL);
    return words(r, MSG_HAPPENED_ELSE, NULL);
}

static void add_happening(const struct reading *r, const struct event *ev, struct obligation_detail *view)
{
    struct happening_view h = {.seq = (int64_t)ev->seq,
                               .at = ev->at,
                               .kind = ev->kind,
                               .text = happening_text(r, ev),
                               .by = account_name(r->office, r->a, r->language, ev->actor),
                               .reason = ev->private};
    arena_push(r->a, &view->happenings, h);
}

/* One more is looked for than is told: then there are earlier ones. */
static bool add_happenings(const struct reading *r, struct obligation_detail *view, struct err *e)
{
    struct event_list list = {0};
    if (!event_list_of(store_reader(office_store(r->office)), r->a, view->obligation.id.n, r->page.before,
                       r->page.most + 1, &list, e))
        return false;
    bool more = list.n > r->page.most;
    if (more)
        view->earlier = (int64_t)list.items[1].seq;
    for (size_t i = more; i < list.n; i++)
        add_happening(r, &list.items[i], view);
    return true;
}

static void add_version(const struct reading *r, const struct report_record *rec, struct obligation_detail *view)
{
    struct version_view v = {.version = rec->version,
                             .kind = str_of(report_kind_words[rec->kind]),
                             .title = rec->title,
                             .receipt = receipt_number(r->a, r->key, rec->seq),
                             .hash = hex_text(r->a, (struct str){(const char *)rec->hash, 32}),
                             .by = account_name(r->office, r->a, r->language, rec->account),
                             .verdict = str_of(standing_words[rec->standing]),
                             .received_at = rec->received_at,
                             .call_at = rec->call_at,
                             .late = !rec->in_time};
    arena_push(r->a, &view->versions, v);
}

/* Those of the happenings told. */
static bool add_versions(const struct reading *r, struct obligation_detail *view, struct err *e)
{
    struct report_records list = {0};
    if (!report_versions(store_reader(office_store(r->office)), r->a, view->obligation.id, r->page.before, r->page.most,
                         &list, e))
        return false;
    for (size_t i = 0; i < list.n; i++)
        if (list.items[i].seq >= (uint64_t)view->earlier)
            add_version(r, &list.items[i], view);
    return true;
}

/* The newest report itself; it is among the versions also when much has happened since. */
static bool add_newest(const struct reading *r, struct obligation_detail *view, struct err *e)
{
    struct report_record newest;
    if (!report_read(store_reader(office_store(r->office)), r->a, view->obligation.id, 0, &newest, e))
        return e->code == ERR_MISSING;
    if (!r->page.before && !view->versions.n)
        add_version(r, &newest, view);
    view->body = newest.body;
    if (newest.title.n)
        view->obligation.title = newest.title;
    return true;
}

static bool add_draft(const struct reading *r, struct obligation_detail *view, struct err *e)
{
    struct draft_record rec;
    if (!draft_read(store_reader(office_store(r->office)), r->a, view->obligation.id, &rec, e))
        return e->code == ERR_MISSING;
    view->draft = arena_one(r->a, struct draft_view);
    *view->draft = (struct draft_view){.revision = rec.revision,
                                       .body = rec.body,
                                       .saved_at = rec.saved_at,
                                       .by = account_name(r->office, r->a, r->language, rec.account),
                                       .device = rec.device};
    return true;
}

/* The standing values of the day before: {"forms":{KEY:{…}}}. */
static bool add_prefill(struct office *office, struct arena *a, struct obligation_id before,
                        struct obligation_detail *view, struct err *e)
{
    struct report_record rec;
    struct json body;
    if (!before.n || view->body.n)
        return true;
    if (!report_read(store_reader(office_store(office)), a, before, 0, &rec, e))
        return e->code == ERR_MISSING;
    if (!rec.body.n || !json_read(a, rec.body, &body, e))
        return true;
    struct buf b = buf_new(a, 1024);
    buf_lit(&b, "{\"forms\":{");
    for (size_t i = 0; i < view->forms.n; i++) {
        if (i)
            buf_putc(&b, ',');
        json_str(&b, view->forms.items[i].key);
        buf_putc(&b, ':');
        json_write(&b, form_prefill(a, &view->forms.items[i],
                                    json_get(json_get(&body, S("forms")), view->forms.items[i].key)));
    }
    buf_lit(&b, "}}");
    view->prefill = buf_str(&b);
    return true;
}

struct officers {
    struct arena *arena;
    struct obligation_detail *view;
};

static void take_officer(void *arg, const struct account_record *acc)
{
    struct officers *o = arg;
    struct officer_view one = {.name = str_dup(o->arena, acc->name), .phone = str_dup(o->arena, acc->phone)};
    arena_push(o->arena, &o->view->officers, one);
}

static bool add_officers(struct office *office, struct arena *a, struct obligation_detail *view, struct err *e)
{
    struct officers o = {a, view};
    return account_each_to_call(store_reader(office_store(office)), view->obligation.unit, take_officer, &o, e);
}

/* The same duty's obligation of the nearest earlier day that has a report. */
static struct obligation_id day_before(const struct live *l, const struct live_obligation *o)
{
    int64_t unit = roll_index(l->roll, o->o.unit);
    struct obligation_id found = {0};
    for (size_t c = 0; unit >= 0 && day_is_set(o->o.day) && c < o->column; c++) {
        struct live_obligation *other = live_at(l, unit, c);
        if (other && other->o.duty == o->o.duty && other->n)
            found = other->o.id;
    }
    return found;
}

bool obligation_detail_read(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                            struct history_page page, struct obligation_detail *view_r, struct err *e)
{
    struct obligation_detail view = {0};
    struct instant now = office_now(office);
    struct live *l;
    office_read(office);
    struct live_obligation *o = obligation_find(office, who, id, &l, e);
    bool ok = o && copy_duty(a, l, &l->doc.duties.items[o->o.duty], &view, e);
    struct obligation_id before = {0};
    struct reading r = {.office = office, .a = a, .language = who->language, .page = page};
    bool drafts = false;
    if (ok) {
        r.zone = (int)l->doc.zone;
        obligation_fill(a, l, o, now, &view.obligation);
        drafts = may_report(l->roll, who, o->o.unit);
        view.may_report = drafts && !o->o.withdrawn;
        view.may_review = may_review(l->roll, who, o->o.unit) && !o->o.withdrawn;
        before = day_before(l, o);
        r.key = str_dup(a, l->doc.key);
    }
    office_read_done(office);
    ok = ok && reason_of(office, a, &view.obligation, e) && add_happenings(&r, &view, e) &&
         add_versions(&r, &view, e) && add_newest(&r, &view, e) && (!drafts || add_draft(&r, &view, e)) &&
         add_prefill(office, a, before, &view, e) && (who->role == ROLE_LIAISON || add_officers(office, a, &view, e));
    if (ok)
        *view_r = view;
    return ok;
}
