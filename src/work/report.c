/* SPDX-License-Identifier: Apache-2.0 */
#include "work/report.h"
#include "base/hash.h"
#include "domain/report.h"
#include "format/json.h"
#include "store/file.h"

#include <string.h>

enum { BODY_MAX = 400000 };

/* ---- what was sent, read and judged ---- */

/* A county's office that reports for a school attaches what it uploaded itself: the deed makes that the school's too. */
static bool uploaded(struct report_deed *d, struct blob_id blob, struct file_record *row_r, struct err *e)
{
    struct reader *r = store_reader(office_store(d->deed.office));
    struct arena *a = d->deed.arena;
    if (file_read(r, a, blob, d->record.unit, row_r, e))
        return true;
    if (e->code != ERR_MISSING || !file_read(r, a, blob, d->deed.who.unit, row_r, e))
        return false;
    struct file_record theirs = *row_r;
    theirs.unit = d->record.unit;
    theirs.at = d->deed.at;
    arena_push(a, &d->handed_on, theirs);
    return true;
}

/* A file is believed by its blob alone: what it is, its name too, comes from the row made when it was uploaded. */
static bool take_file(struct report_deed *d, const struct json *j, struct str part, struct err *e)
{
    struct report_record *rec = &d->record;
    struct file_record row;
    struct blob_id blob;
    if (!blob_id_read(json_get_str(j, S("blob")), &blob))
        return err_with(e, ERR_INVALID, MSG_FIELD_TYPE, S("blob"), S("SHA-256"), S(""));
    if (!uploaded(d, blob, &row, e))
        return e->code == ERR_MISSING
                   ? err_with(e, ERR_INVALID, MSG_FILE_UNKNOWN, json_get_str(j, S("name")), S(""), S(""))
                   : false;
    struct report_file f = {.blob = blob,
                            .part = part.n ? part : json_get_str(j, S("part")),
                            .name = row.name,
                            .type = row.type,
                            .size = row.size,
                            .width = row.width,
                            .height = row.height};
    arena_push(d->deed.arena, &rec->files, f);
    return true;
}

static bool take_files(struct report_deed *d, const struct json *list, struct str part, struct err *e)
{
    for (size_t i = 0; list && list->kind == JSON_ARRAY && i < list->n; i++)
        if (!take_file(d, &list->items[i], part, e))
            return false;
    return true;
}

static bool take_all_files(struct report_deed *d, const struct json *body, struct err *e)
{
    if (!take_files(d, json_get(body, S("files")), (struct str){0}, e))
        return false;
    const struct json *pieces = json_get(body, S("pieces"));
    for (size_t i = 0; pieces && pieces->kind == JSON_OBJECT && i < pieces->n; i++) {
        const struct json *list = &pieces->items[i];
        for (size_t k = 0; list->kind == JSON_ARRAY && k < list->n; k++)
            if (!take_files(d, json_get(&list->items[k], S("files")), list->name, e))
                return false;
    }
    return true;
}

/* Rows of a form that is about activities become activities; a row keeps its identity by its "id", else its place. */
static void take_activities(struct report_deed *d, const struct form *f, const struct json *filled, struct day day)
{
    const struct json *rows = json_get(filled, S("activities"));
    struct arena *a = d->deed.arena;
    for (size_t i = 0; rows && rows->kind == JSON_ARRAY && i < rows->n; i++) {
        const struct json *row = &rows->items[i];
        struct str id = json_get_str(row, S("id"));
        struct day on = day;
        day_read(json_get_str(row, S("date")), &on);
        struct buf values = buf_new(a, 512);
        json_write(&values, row);
        struct activity_record act = {.campaign = d->record.campaign,
                                      .unit = d->record.unit,
                                      .obligation = d->record.obligation,
                                      .row = id.n ? id : str_format(a, STR_FMT ":%zu", STR_ARG(f->key), i),
                                      .name = json_get_str(row, S("name")),
                                      .organiser = json_get_str(row, S("organiser")),
                                      .partners = json_get_str(row, S("partners")),
                                      .place = json_get_str(row, S("place")),
                                      .day = on,
                                      .start = hour_read(json_get_str(row, S("start"))),
                                      .end = hour_read(json_get_str(row, S("end"))),
                                      .values = buf_str(&values)};
        arena_push(a, &d->activities, act);
    }
}

static void judge(struct arena *a, const struct live *l, const struct live_obligation *o, struct str title,
                  const struct json *body, struct remarks *remarks, struct str *repaired)
{
    const struct duty *duty = &l->doc.duties.items[o->o.duty];
    const struct unit *u = roll_unit(l->roll, o->o.unit);
    report_check(a, &l->doc, duty, &o->o, body, remarks);
    *repaired = title.n ? title : obligation_title(a, l, o);
    if (!title.n || !duty->title_rule.n || !u)
        return;
    struct str offered = {0};
    if (title_check(a, duty->title_rule, u->short_name.n ? u->short_name : u->name, duty->short_name, title, &offered))
        return;
    remark_add(a, remarks, S("title"), false, MSG_TITLE_OFF_RULE, ARGS(duty->title_rule, offered));
    *repaired = offered;
}

bool report_judge(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                  const struct check_in *in, struct check_view *view_r, struct err *e)
{
    struct live *l;
    struct check_view view = {.remarks.language = who->language};
    office_read(office);
    struct live_obligation *o = obligation_find(office, who, id, &l, e);
    if (o) {
        judge(a, l, o, in->title, in->body.tree, &view.remarks, &view.title);
        view.title = str_dup(a, view.title);
    }
    office_read_done(office);
    if (o)
        *view_r = view;
    return o;
}

/* ---- sending ---- */

bool report_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct report_deed *d = (struct report_deed *)(void *)op;
    d->again = false;
    if (!report_put(tx, &d->record, d->options, &d->again, e))
        return false;
    for (size_t i = 0; !d->again && i < d->handed_on.n; i++)
        if (!file_put(tx, &d->handed_on.items[i], e))
            return false;
    if (d->again || !d->activities.n)
        return true;
    for (size_t i = 0; i < d->activities.n; i++) {
        d->activities.items[i].version = d->record.version;
        if (!activity_put(tx, &d->activities.items[i], e))
            return false;
    }
    return activity_prune(tx, d->record.obligation, d->record.version, e);
}

/* Memory learns of it, among the others of its batch, and tells whether it is late. */
static void report_fold(struct op *op)
{
    static const uint8_t kinds[] = {
        [REPORT_FULL] = TRANSITION_SENT, [REPORT_NIL] = TRANSITION_NIL, [REPORT_PHONE] = TRANSITION_PHONED};
    struct report_deed *d = (struct report_deed *)(void *)op;
    const struct report_record *rec = &d->record;
    struct live_obligation *o;
    struct live *l = office_campaign_with(d->deed.office, rec->obligation, &o);
    if (!l)
        return;
    struct transition t = {.at = rec->received_at, .version = rec->version, .kind = kinds[rec->kind]};
    if (instant_is_set(rec->call_at))
        t.when = rec->call_at;
    if (!d->again)
        live_transition(l, o, t, rec->seq);
    d->view.late = live_version_is_late(o, d->deed.at, rec->version);
}

void report_project(struct deed *deed)
{
    struct report_deed *d = (struct report_deed *)deed;
    const struct report_record *rec = &d->record;
    d->view.number = receipt_number(deed->arena, d->view.number, rec->seq);
    d->view.hash = hex_text(deed->arena, (struct str){(const char *)rec->hash, 32});
    d->view.version = rec->version;
    d->view.received_at = rec->received_at;
    if (!d->again)
        office_changed(deed->office, rec->campaign.n, rec->obligation);
}

static bool sending_is_fit(struct str s)
{
    if (s.n < 8 || s.n > 64)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (hex_digit(s.at[i]) < 0 && s.at[i] != '-')
            return false;
    return true;
}

/* What the record and the receipt take from memory; under office_read. */
static void fill_from(struct report_deed *d, const struct live *l, const struct live_obligation *o)
{
    struct arena *a = d->deed.arena;
    const struct unit *u = roll_unit(l->roll, o->o.unit);
    struct verdict v = live_verdict(o, d->deed.at);
    d->record.obligation = o->o.id;
    d->record.campaign = (struct campaign_id){l->id};
    d->record.unit = o->o.unit;
    d->record.account = d->deed.who.account;
    d->record.received_at = d->deed.at;
    d->record.in_time = !instant_is_set(v.due) || d->deed.at.ms <= v.due.ms;
    d->options.zone = (int)l->doc.zone;
    d->view.number = str_dup(a, l->doc.key); /* until the seq is known */
    d->view.campaign_title = str_dup(a, l->doc.title);
    d->view.unit_name = u ? str_dup(a, u->name) : (struct str){0};
    d->view.duty_name = str_dup(a, l->doc.duties.items[o->o.duty].name);
    d->view.day = o->o.day;
    d->deed.op.apply = report_apply;
    d->deed.op.fold = report_fold;
    d->deed.project = report_project;
    d->deed.out = &d->view;
}

static bool blocked(const struct remarks *remarks, struct err *e)
{
    for (size_t i = 0; i < remarks->n; i++)
        if (remarks->items[i].blocks) {
            err_with(e, ERR_INVALID, MSG_REPORT_BLOCKED, remarks->items[i].message, remarks->items[i].where, S(""));
            return true;
        }
    return false;
}

static bool prepare_full(struct report_deed *d, const struct live *l, const struct live_obligation *o,
                         const struct report_in *in, struct err *e)
{
    struct arena *a = d->deed.arena;
    const struct duty *duty = &l->doc.duties.items[o->o.duty];
    const struct json *body = in->body.tree;
    struct str repaired;
    d->view.remarks.language = d->deed.who.language;
    judge(a, l, o, in->title, body, &d->view.remarks, &repaired);
    if (blocked(&d->view.remarks, e))
        return false;
    const struct json *forms = json_get(body, S("forms"));
    for (size_t i = 0; i < duty->parts.n; i++) {
        const struct form *f = campaign_form(&l->doc, duty->parts.items[i].form);
        if (f && f->activities)
            take_activities(d, f, json_get(forms, f->key), o->o.day);
    }
    d->record.kind = REPORT_FULL;
    d->record.title = str_dup(a, in->title.n ? in->title : repaired);
    d->record.body = in->body.text;
    return true;
}

static bool prepare(struct report_deed *d, struct obligation_id id, const struct report_in *in, struct err *e)
{
    struct live *l;
    struct live_obligation *o = obligation_find(d->deed.office, &d->deed.who, id, &l, e);
    if (!o)
        return false;
    const struct duty *duty = &l->doc.duties.items[o->o.duty];
    if (!must_report(l->roll, &d->deed.who, o->o.unit, e))
        return false;
    if (in->nil && !duty->nil_allowed)
        return err_set(e, ERR_INVALID, MSG_NIL_NO);
    fill_from(d, l, o);
    if (!in->nil && !prepare_full(d, l, o, in, e))
        return false;
    if (in->nil) {
        d->record.kind = REPORT_NIL;
        d->record.title = obligation_title(d->deed.arena, l, o);
        d->record.body = S("{}");
        d->view.nil = true;
    }
    d->view.title = d->record.title;
    return true;
}

/* Before anything is locked: a body without its tree is read. */
static bool whole_body(struct arena *a, struct report_in *in, struct err *e)
{
    if (in->body.tree)
        return true;
    if (!in->body.text.n)
        in->body.text = S("{}");
    struct json *tree = arena_one(a, struct json);
    in->body.tree = tree;
    return json_read(a, in->body.text, tree, e);
}

static uint32_t versions_an_hour(const struct office *office)
{
    int64_t most = office_limits(office)->hour_versions;
    return most > 0 && most < UINT32_MAX ? (uint32_t)most : 0;
}

bool report_send(struct report_deed *d, struct obligation_id id, const struct report_in *sent, struct err *e)
{
    struct report_in in = *sent;
    if (!sending_is_fit(in.sending))
        return err_set(e, ERR_INVALID, MSG_SENDING_UNFIT);
    if (in.body.text.n > BODY_MAX)
        return err_with(e, ERR_LARGE, MSG_TOO_LARGE, S("400 KB"), S(""), S(""));
    if (!whole_body(d->deed.arena, &in, e))
        return false;
    office_read(d->deed.office);
    bool ok = prepare(d, id, &in, e);
    office_read_done(d->deed.office);
    if (!ok || (!in.nil && !take_all_files(d, in.body.tree, e)))
        return false;
    d->record.sending = in.sending;
    d->record.call_at = INSTANT_NONE;
    d->options.base = (uint32_t)in.base;
    d->options.drafted = in.draft;
    d->options.revision = in.draft ? in.draft->revision : 0;
    d->options.an_hour = versions_an_hour(d->deed.office);
    report_hash(&d->record);
    return deed_submit(&d->deed, e);
}

/* A version came that the desk has not seen: when. */
static bool came(struct arena *a, const struct live *l, const struct live_obligation *o, struct err *e)
{
    struct instant at = {0};
    for (uint32_t i = 0; i < o->n; i++)
        if (o->items[i].kind >= TRANSITION_SENT && o->items[i].kind <= TRANSITION_PHONED)
            at = o->items[i].at;
    int minute = instant_minute(at, (int)l->doc.zone);
    return err_with(e, ERR_CONFLICT, MSG_REPORT_CAME, str_format(a, "%02d:%02d", minute / 60, minute % 60), S(""),
                    S(""));
}

/* As report_fold will tell it: who is told by letter is told within the commit. Under office_read. */
static bool would_be_late(const struct report_deed *d, const struct live_obligation *o, uint32_t version)
{
    struct transition *all = arena_many(d->deed.arena, struct transition, o->n + 1);
    for (uint32_t i = 0; i < o->n; i++)
        all[i] = o->items[i];
    all[o->n] = (struct transition){
        .at = d->record.received_at, .when = d->record.call_at, .version = version, .kind = TRANSITION_SENT};
    return version_is_late(all, o->n + 1, o->o.opens, o->o.due, d->deed.at, version);
}

/* What the desk enters for a unit: two times, of the call or letter and of the entry; judged by the first. */
static bool prepare_entry(struct report_deed *d, struct campaign_id campaign, struct obligation_id id,
                          const struct report_entry *entry, const struct report_in *in, struct err *e)
{
    struct live *l;
    struct live_obligation *o = obligation_to_review(d->deed.office, &d->deed.who, campaign, id, &l, e);
    if (!o)
        return false;
    struct verdict v = live_verdict(o, d->deed.at);
    if (v.version > entry->base)
        return came(d->deed.arena, l, o, e);
    fill_from(d, l, o);
    d->record.call_at = entry->told_at.ms < d->deed.at.ms ? entry->told_at : d->deed.at;
    d->record.in_time = !instant_is_set(v.due) || d->record.call_at.ms <= v.due.ms;
    d->view.late = would_be_late(d, o, entry->base + 1);
    if (in)
        return prepare_full(d, l, o, in, e);
    d->record.kind = REPORT_PHONE;
    d->record.title = obligation_title(d->deed.arena, l, o);
    d->record.body = S("{}");
    return true;
}

static bool enter(struct report_deed *d, struct campaign_id campaign, struct obligation_id id,
                  const struct report_entry *entry, const struct report_in *in, struct err *e)
{
    office_read(d->deed.office);
    bool ok = prepare_entry(d, campaign, id, entry, in, e);
    office_read_done(d->deed.office);
    if (!ok)
        return false;
    d->record.sending = entry->sending;
    d->options.base = entry->base;
    d->options.private = entry->note;
    d->view.title = d->record.title;
    report_hash(&d->record);
    return true;
}

bool report_phone(struct report_deed *d, struct campaign_id campaign, struct obligation_id id,
                  const struct report_entry *told, struct err *e)
{
    unsigned char raw[16];
    struct report_entry entry = *told;
    random_bytes(raw, sizeof raw);
    entry.sending = hex_text(d->deed.arena, (struct str){(char *)raw, sizeof raw});
    return enter(d, campaign, id, &entry, NULL, e) && deed_submit(&d->deed, e);
}

bool report_letter(struct report_deed *d, struct campaign_id campaign, struct obligation_id id,
                   const struct report_entry *entry, const struct report_in *in, struct err *e)
{
    if (in->body.text.n > BODY_MAX)
        return err_with(e, ERR_LARGE, MSG_TOO_LARGE, S("400 KB"), S(""), S(""));
    return enter(d, campaign, id, entry, in, e);
}
