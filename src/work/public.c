/* SPDX-License-Identifier: Apache-2.0 */
/* What the office decides to show. Declared in work/public.h. */
#include "work/public.h"

#include "format/json.h"
#include "store/activity.h"
#include "store/report.h"
#include "store/visit.h"

SHAPE(public_item_view, struct public_item_view, SHAPE_FIELD(public_item_view, id, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(public_item_view, kind, NULL, WORD, .flags = SHAPE_REQUIRED, .words = public_kind_words),
      SHAPE_FIELD(public_item_view, state, NULL, WORD, .flags = SHAPE_REQUIRED, .words = public_state_words),
      SHAPE_FIELD(public_item_view, unit, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(public_item_view, unit_name, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(public_item_view, source, NULL, ID), SHAPE_FIELD(public_item_view, part, NULL, STR),
      SHAPE_FIELD(public_item_view, piece, NULL, INT), SHAPE_FIELD(public_item_view, version, NULL, INT),
      SHAPE_FIELD(public_item_view, revision, NULL, INT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(public_item_view, day, NULL, DAY), SHAPE_FIELD(public_item_view, start, NULL, STR),
      SHAPE_FIELD(public_item_view, end, NULL, STR),
      SHAPE_FIELD(public_item_view, title, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(public_item_view, place, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(public_item_view, text, NULL, PROSE, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(public_item_view, photos, NULL, STRS), SHAPE_FIELD(public_item_view, mine, NULL, BOOL));
SHAPE(public_week_view, struct public_week_view,
      SHAPE_FIELD(public_week_view, shown, NULL, BOOL, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(public_week_view, path, NULL, STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(public_week_view, items, NULL, MANY, .of = &public_item_view_shape));
SHAPE(public_week_in, struct public_week_in,
      SHAPE_FIELD(public_week_in, shown, "是否开放", BOOL, .flags = SHAPE_REQUIRED));
SHAPE(public_item_in, struct public_item_in, SHAPE_FIELD(public_item_in, revision, NULL, INT),
      SHAPE_FIELD(public_item_in, kind, "类别", WORD, .flags = SHAPE_REQUIRED, .words = public_kind_words),
      SHAPE_FIELD(public_item_in, state, "状态", WORD, .flags = SHAPE_REQUIRED, .words = public_state_words),
      SHAPE_FIELD(public_item_in, source, NULL, ID), SHAPE_FIELD(public_item_in, part, NULL, STR),
      SHAPE_FIELD(public_item_in, piece, NULL, INT), SHAPE_FIELD(public_item_in, version, NULL, INT),
      SHAPE_FIELD(public_item_in, unit, NULL, ID), SHAPE_FIELD(public_item_in, day, "日期", DAY),
      SHAPE_FIELD(public_item_in, start, "开始时间", STR, .limit = 5),
      SHAPE_FIELD(public_item_in, end, "结束时间", STR, .limit = 5),
      SHAPE_FIELD(public_item_in, title, "标题", STR, .limit = 100),
      SHAPE_FIELD(public_item_in, place, "地点", STR, .limit = 100),
      SHAPE_FIELD(public_item_in, text, "正文", PROSE, .limit = 10000),
      SHAPE_FIELD(public_item_in, photos, "照片", STRS, .limit = 9));

struct public_deed {
    struct deed deed;
    struct campaign_id campaign;
    bool shown;                    /* of the week */
    struct public_item kept, item; /* kept: as asked; item: what the transaction made of it */
    int was;                       /* its state, in revision `seen` */
    int64_t seen;
    struct public_decision by;
};

static struct public_deed *deed_of(struct office *office, struct arena *a, const struct session *who,
                                   struct campaign_id campaign)
{
    struct public_deed *d = arena_one(a, struct public_deed);
    d->deed = (struct deed){.office = office, .arena = a, .who = *who, .at = office_now(office)};
    d->campaign = campaign;
    d->by = (struct public_decision){.at = d->deed.at, .account = who->account};
    return d;
}

/* ---- reading ---- */

/* Under office_read. */
static struct public_item_view view_of(struct arena *a, const struct roll *roll, const struct session *who,
                                       const struct public_item *item)
{
    const struct unit *u = roll_unit(roll, item->unit);
    struct public_item_view v = {.id = item->id,
                                 .kind = item->kind,
                                 .state = item->state,
                                 .unit = item->unit,
                                 .unit_name = u ? str_dup(a, u->name) : S(""),
                                 .source = item->source,
                                 .part = item->part,
                                 .piece = item->piece,
                                 .version = item->version,
                                 .revision = item->revision,
                                 .day = item->day,
                                 .start = hour_text(a, item->start),
                                 .end = hour_text(a, item->end),
                                 .title = item->title,
                                 .place = item->place,
                                 .text = item->text,
                                 .mine = who->role == ROLE_CLERK ||
                                         (item->state != PUBLIC_SHOWN && may_report(roll, who, item->unit))};
    struct str rest = item->photos, one;
    while (str_cut(&rest, S(" "), &one))
        arena_push(a, &v.photos, one);
    return v;
}

bool public_week_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      struct public_week_view *view_r, struct err *e)
{
    struct public_week_view view = {0};
    struct public_items list = {0};
    struct unit_id unit = who->role == ROLE_CLERK || who->role == ROLE_LEADER ? (struct unit_id){0} : who->unit;
    struct reader *r = store_reader(office_store(office));
    office_read(office);
    const struct live *l = office_campaign(office, who, campaign, e);
    if (l)
        view.path = str_format(a, "/week/" STR_FMT, STR_ARG(l->doc.key));
    office_read_done(office);
    if (!l || !public_week_shown(r, campaign, &view.shown, e) || !public_item_list(r, a, campaign, unit, &list, e))
        return false;
    office_read(office);
    const struct roll *roll = office_roll(office, who->reg);
    for (size_t i = 0; roll && i < list.n; i++)
        arena_push(a, &view.items, view_of(a, roll, who, &list.items[i]));
    office_read_done(office);
    *view_r = view;
    return true;
}

/* ---- the week as a whole ---- */

static bool show_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct public_deed *d = (struct public_deed *)(void *)op;
    return public_week_set(tx, d->campaign, d->shown, &d->by, e);
}

bool public_week_show(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      bool shown, struct err *e)
{
    struct public_deed *d = deed_of(office, a, who, campaign);
    office_read(office);
    const struct live *l = office_campaign(office, who, campaign, e);
    bool out = l && l->version;
    office_read_done(office);
    if (!out)
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    d->shown = shown;
    d->deed.op.apply = show_apply;
    return deed_submit(&d->deed, e);
}

/* ---- where an item comes from ---- */

/* The words of a new item are the activity's own; later ones are what the clerk made of them. */
static bool from_activity(struct public_deed *d, bool fresh, struct err *e)
{
    struct activity_record act;
    struct json values = {0};
    struct arena *a = d->deed.arena;
    struct public_item *item = &d->kept;
    if (!activity_read(store_reader(office_store(d->deed.office)), a, d->campaign, item->source, &act, e))
        return false;
    item->unit = act.unit;
    item->version = act.version;
    d->by.obligation = act.obligation;
    if (!fresh)
        return true;
    if (act.values.n && !json_read(a, act.values, &values, e))
        return err_with(e, ERR_FAULT, MSG_REPORT_BROKEN, act.name, S(""), S(""));
    item->title = act.name;
    item->place = act.place;
    item->day = act.day;
    item->start = act.start;
    item->end = act.end;
    item->text = json_get_str(&values, S("content"));
    return true;
}

/* Under office_read: the report stands accepted as it was read. */
static bool is_accepted(const struct live *l, struct public_deed *d)
{
    const struct live_obligation *o = live_obligation(l, (struct obligation_id){d->kept.source});
    struct verdict v = o ? live_verdict(o, d->deed.at) : (struct verdict){0};
    if (o)
        d->kept.unit = o->o.unit;
    return o && v.state == STATE_ACCEPTED && v.version == d->kept.version;
}

static bool has_photos(struct public_deed *d, struct err *e)
{
    struct report_record rec;
    struct str rest = d->kept.photos, one;
    if (!report_read_text(store_reader(office_store(d->deed.office)), d->deed.arena,
                          (struct obligation_id){d->kept.source}, (uint32_t)d->kept.version, &rec, e))
        return false;
    while (str_cut(&rest, S(" "), &one))
        if (one.n != 64 || str_find(rec.body, one) == STR_NONE)
            return err_set(e, ERR_INVALID, MSG_PUBLIC_PHOTO);
    return true;
}

static bool from_report(struct public_deed *d, struct err *e)
{
    office_read(d->deed.office);
    const struct live *l = office_live(d->deed.office, d->campaign.n);
    bool accepted = l && is_accepted(l, d);
    office_read_done(d->deed.office);
    d->by.obligation.n = d->kept.source;
    if (!accepted && d->kept.state == PUBLIC_SHOWN)
        return err_set(e, ERR_CONFLICT, MSG_PUBLIC_NOT_ACCEPTED);
    return !d->kept.unit.n ? err_set(e, ERR_MISSING, MSG_NOT_FOUND) : has_photos(d, e);
}

static bool take_source(struct public_deed *d, bool fresh, struct err *e)
{
    if (d->kept.kind == PUBLIC_STORY)
        return from_report(d, e);
    return !d->kept.source || from_activity(d, fresh, e);
}

/* ---- who may, and what may be said ---- */

static bool field_missing(struct err *e, struct str label)
{
    return err_with(e, ERR_INVALID, MSG_FIELD_MISSING, label, S(""), S(""));
}

static bool check_words(const struct public_item *item, struct err *e)
{
    const struct str texts[] = {item->title, item->place, item->text};
    struct str found;
    if (!str_trim(item->title).n)
        return field_missing(e, S("标题"));
    if (item->kind == PUBLIC_STORY && !str_trim(item->text).n)
        return field_missing(e, S("正文"));
    if (item->kind == PUBLIC_PROGRAMME && (!day_is_set(item->day) || !str_trim(item->place).n))
        return field_missing(e, day_is_set(item->day) ? S("地点") : S("日期"));
    for (size_t i = 0; item->state == PUBLIC_SHOWN && i < sizeof texts / sizeof *texts; i++)
        if (text_names_contact(texts[i], &found))
            return err_with(e, ERR_INVALID, MSG_PUBLIC_CONTACT, found, S(""), S(""));
    return true;
}

static bool may_save(struct office *office, const struct session *who, const struct public_item *item, int was,
                     struct err *e)
{
    office_read(office);
    const struct roll *roll = office_roll(office, who->reg);
    bool clerk = who->role == ROLE_CLERK, ok = may_see(roll, who, item->unit);
    if (!ok)
        err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    else if (!clerk && (was == PUBLIC_SHOWN || item->state == PUBLIC_SHOWN))
        ok = err_set(e, ERR_FORBIDDEN, MSG_PUBLIC_SHOWN);
    else if (!clerk && (item->kind != PUBLIC_PROGRAMME || who->unit.n != item->unit.n))
        ok = err_set(e, ERR_FORBIDDEN, MSG_NOT_ALLOWED);
    else if (!clerk)
        ok = must_report(roll, who, item->unit, e);
    office_read_done(office);
    return ok;
}

static void take_in(struct public_deed *d, const struct public_item_in *in)
{
    struct arena *a = d->deed.arena;
    struct buf photos = buf_new(a, 128);
    for (size_t i = 0; i < in->photos.n; i++) {
        if (i)
            buf_putc(&photos, ' ');
        buf_put(&photos, in->photos.items[i]);
    }
    d->kept.state = in->state;
    d->kept.revision = in->revision;
    d->kept.version = in->version;
    d->kept.day = in->day;
    d->kept.start = hour_read(in->start);
    d->kept.end = hour_read(in->end);
    d->kept.title = in->title;
    d->kept.place = in->place;
    d->kept.text = in->text;
    d->kept.photos = buf_str(&photos);
}

/* A slot has its day from the item. */
static bool day_stays(struct public_deed *d, struct day was, struct err *e)
{
    struct visit_slots slots = {0};
    if (!d->kept.id || was.n == d->kept.day.n)
        return true;
    if (!visit_slots_of(store_reader(office_store(d->deed.office)), d->deed.arena, d->campaign, d->kept.id, &slots, e))
        return false;
    return !slots.n || err_set(e, ERR_CONFLICT, MSG_VISIT_DAY);
}

static bool save_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct public_deed *d = (struct public_deed *)(void *)op;
    d->item = d->kept;
    if (d->kept.id)
        return public_item_edit(tx, &d->item, d->was, &d->by, e);
    bool ok = public_item_add(tx, &d->item, &d->by, e);
    if (!ok && e->code == ERR_CONFLICT && e->message == MSG_STATE_CHANGED)
        e->message = MSG_PUBLIC_TWICE;
    return ok;
}

/* An item that is kept says itself what it is of. */
static bool begin(struct public_deed *d, uint64_t id, const struct public_item_in *in, struct err *e)
{
    struct office *office = d->deed.office;
    bool clerk = d->deed.who.role == ROLE_CLERK;
    struct day day = DAY_NONE;
    d->was = PUBLIC_OFFERED;
    if (id) {
        if (!public_item_read(store_reader(office_store(office)), d->deed.arena, d->campaign, id, &d->kept, e))
            return false;
        d->was = d->kept.state;
        d->seen = d->kept.revision;
        day = d->kept.day;
    } else {
        d->kept = (struct public_item){.campaign = d->campaign,
                                       .kind = in->kind,
                                       .unit = clerk && in->unit.n ? in->unit : d->deed.who.unit,
                                       .source = in->source,
                                       .part = in->part,
                                       .piece = in->piece};
        if (in->kind == PUBLIC_STORY)
            d->kept.unit = (struct unit_id){0};
    }
    take_in(d, in);
    if (!day_stays(d, day, e))
        return false;
    /* What its unit has taken back can still be withdrawn. */
    return take_source(d, !id, e) || (id && in->state == PUBLIC_WITHDRAWN && e->code == ERR_MISSING);
}

bool public_item_save(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      uint64_t id, const struct public_item_in *in, struct public_item_view *view_r, struct err *e)
{
    struct public_deed *d = deed_of(office, a, who, campaign);
    office_read(office);
    bool known = office_campaign(office, who, campaign, e);
    office_read_done(office);
    if (!known || !begin(d, id, in, e) || !may_save(office, who, &d->kept, d->was, e) || !check_words(&d->kept, e))
        return false;
    if (id && d->seen != in->revision) /* what was judged is what is changed */
        return err_set(e, ERR_CONFLICT, MSG_DRAFT_STALE);
    d->deed.op.apply = save_apply;
    if (!deed_submit(&d->deed, e))
        return false;
    office_read(office);
    *view_r = view_of(a, office_roll(office, who->reg), who, &d->item);
    office_read_done(office);
    return true;
}
