/* SPDX-License-Identifier: Apache-2.0 */
/* A draft becomes the next version of its campaign, and the obligations follow. Declared in work/notice.h. */
#include "base/map.h"
#include "format/json.h"
#include "store/campaign.h"
#include "store/obligation.h"
#include "work/difference.h"
#include "work/notice.h"
#include "work/trial.h"

struct publish_deed {
    struct deed deed;
    struct campaign_id id;
    int64_t revision;
    struct campaign doc;
    struct obligations owed, followed; /* followed: handed in of their own accord before, judged by the new rules */
    struct obligation_records before;
    bool *past; /* of each of these: its unit has left the register, and it stays as it is */
    int64_t rejudged;
    struct published_view view;
};

static struct obligation_record record_of(const struct publish_deed *d, const struct obligation *o)
{
    return (struct obligation_record){.campaign = d->id,
                                      .duty = d->doc.duties.items[o->duty].key,
                                      .unit = o->unit,
                                      .day = o->day,
                                      .opens = o->opens,
                                      .due = o->due,
                                      .extended = INSTANT_NONE,
                                      .quota_min = o->quota_min,
                                      .quota_max = o->quota_max,
                                      .own_accord = o->own_accord};
}

static uint64_t hash_of(const struct obligation_record *o)
{
    return str_hash(o->duty) ^ (o->unit.n * 0x9E3779B97F4A7C15u) ^ ((uint64_t)(uint32_t)o->day.n << 32);
}

/* Those before, by (duty, unit, day). */
static struct map places_of(struct arena *a, const struct obligation_records *list)
{
    struct map m = map_new(a, list->n);
    for (size_t i = 0; i < list->n; i++)
        map_put(&m, hash_of(&list->items[i]), i);
    return m;
}

static struct obligation_record *place_find(const struct map *places, const struct obligation_records *list,
                                            const struct obligation_record *wanted)
{
    size_t walk = 0, at;
    while (map_next(places, hash_of(wanted), &walk, &at)) {
        struct obligation_record *o = &list->items[at];
        if (o->unit.n == wanted->unit.n && o->day.n == wanted->day.n && str_eq(o->duty, wanted->duty))
            return o;
    }
    return NULL;
}

static void put_moment(struct buf *b, const char *name, struct instant t)
{
    buf_put(b, str_of(name));
    if (instant_is_set(t))
        json_str(b, instant_text(b->arena, t, 0));
    else
        buf_lit(b, "null");
}

static bool is_changed(const struct obligation_record *rec, const struct obligation_record *old)
{
    return !old->withdrawn &&
           (rec->due.ms != old->due.ms || rec->quota_min != old->quota_min || rec->quota_max != old->quota_max);
}

/* What an amendment does to one obligation. */
static struct event event_of(const struct publish_deed *d)
{
    return (struct event){.campaign = d->id.n,
                          .at = d->deed.at,
                          .actor = d->deed.who.account,
                          .body = str_format(d->deed.arena, "{\"version\":%lld}", (long long)d->view.version)};
}

static bool restore(struct publish_deed *d, struct tx *tx, struct obligation_id id, struct err *e)
{
    struct event ev = event_of(d);
    return obligation_restore(tx, id, &ev, e);
}

/* Another deadline than before is told in the history of each obligation, and judges it anew. */
static bool amend(struct publish_deed *d, struct tx *tx, const struct obligation_record *rec,
                  const struct obligation_record *old, struct err *e)
{
    struct arena *a = d->deed.arena;
    d->view.changed += is_changed(rec, old);
    if (old->withdrawn && !restore(d, tx, rec->id, e))
        return false;
    if (rec->due.ms == old->due.ms)
        return obligation_amend(tx, rec, NULL, e);
    struct event ev = event_of(d);
    if (instant_is_set(old->due))
        ev.when = old->due;
    struct buf b = buf_new(a, 128);
    put_moment(&b, "{\"was\":", old->due);
    put_moment(&b, ",\"due\":", rec->due);
    buf_format(&b, ",\"version\":%lld}", (long long)d->view.version);
    ev.body = buf_str(&b);
    return obligation_amend(tx, rec, &ev, e);
}

static bool put_list(struct publish_deed *d, struct tx *tx, const struct obligations *list, const struct map *places,
                     bool *kept, struct err *e)
{
    for (size_t i = 0; i < list->n; i++) {
        struct obligation_record rec = record_of(d, &list->items[i]);
        struct obligation_record *old = place_find(places, &d->before, &rec);
        if (old && kept[old - d->before.items])
            continue; /* owed now, though it began of its own accord */
        if (old) {
            kept[old - d->before.items] = true;
            rec.id = old->id;
        }
        d->view.added += !old || old->withdrawn;
        if (old ? !amend(d, tx, &rec, old, e) : !obligation_add(tx, &rec, e))
            return false;
    }
    return true;
}

static bool put_obligations(struct publish_deed *d, struct tx *tx, struct err *e)
{
    struct map places = places_of(d->deed.arena, &d->before);
    bool *kept = arena_many(d->deed.arena, bool, d->before.n + 1);
    if (!put_list(d, tx, &d->owed, &places, kept, e) || !put_list(d, tx, &d->followed, &places, kept, e))
        return false;
    for (size_t i = 0; i < d->before.n; i++) {
        const struct obligation_record *old = &d->before.items[i];
        if (kept[i] || old->withdrawn || old->own_accord || d->past[i])
            continue;
        d->view.withdrawn++;
        struct event ev = event_of(d);
        if (!obligation_withdraw(tx, old->id, &ev, e))
            return false;
    }
    return true;
}

static bool publish_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct publish_deed *d = (struct publish_deed *)(void *)op;
    d->view = (struct published_view){.obligations = (int64_t)d->owed.n, .rejudged = d->rejudged};
    if (!campaign_publish(tx, d->id, d->revision, d->deed.at, d->deed.who.account, &d->view.version, e) ||
        !put_obligations(d, tx, e))
        return false;
    struct event ev = {.campaign = d->id.n,
                       .at = d->deed.at,
                       .actor = d->deed.who.account,
                       .kind = S("obligations.made"),
                       .subject = d->id.n};
    ev.body = str_format(d->deed.arena, "{\"version\":%lld,\"obligations\":%lld,\"added\":%lld,\"withdrawn\":%lld}",
                         (long long)d->view.version, (long long)d->view.obligations, (long long)d->view.added,
                         (long long)d->view.withdrawn);
    return event_append(tx, &ev, e);
}

/* Those handed in of their own accord, under the deadlines of the new document. */
static void follow(struct publish_deed *d, const struct units *units)
{
    for (size_t i = 0; i < d->before.n; i++) {
        const struct obligation_record *old = &d->before.items[i];
        const struct duty *duty = campaign_duty(&d->doc, old->duty);
        const struct unit *u = old->own_accord && !old->withdrawn && duty ? unit_find(units, old->unit) : NULL;
        struct obligation o = {0};
        if (u && obligation_of(&d->doc, duty, u, old->day, &o))
            arena_push(d->deed.arena, &d->followed, o);
    }
}

static bool publish_prepare(struct publish_deed *d, const struct session *who, struct err *e)
{
    struct arena *a = d->deed.arena;
    struct office *office = d->deed.office;
    struct reader *r = store_reader(office_store(office));
    struct campaign_record rec;
    struct remarks remarks = {.language = who ? who->language : LANGUAGE_ZH};
    if (!campaign_read(r, a, d->id, &rec, e) || !shape_read_text(a, &campaign_shape, rec.document, &d->doc, e) ||
        !obligation_load(r, a, d->id, &d->before, e))
        return false;
    office_read(office);
    const struct units *units = trial_units(office, who);
    campaign_check(a, &d->doc, units, &remarks);
    obligations_of(a, &d->doc, units, &d->owed);
    follow(d, units);
    const struct roll *roll = office_roll(office, who ? who->reg : office_first_register(office));
    d->past = arena_many(a, bool, d->before.n + 1);
    for (size_t i = 0; i < d->before.n; i++)
        d->past[i] = !roll_holds(roll, d->before.items[i].unit);
    struct live *l = office_live(office, d->id.n);
    d->rejudged = l && rec.version ? rejudged_count(a, l, &d->doc, d->deed.at) : 0;
    office_read_done(office);
    if (d->owed.n >= OBLIGATIONS_MAX)
        return err_set(e, ERR_INVALID, MSG_OBLIGATIONS_MANY);
    for (size_t i = 0; i < remarks.n; i++)
        if (remarks.items[i].blocks)
            return err_with(e, ERR_INVALID, MSG_PUBLISH_BLOCKED, remarks.items[i].message, remarks.items[i].where,
                            S(""));
    return true;
}

bool campaign_put_out(struct office *office, struct arena *request, const struct session *who, struct campaign_id id,
                      int64_t revision, struct published_view *view_r, struct err *e)
{
    struct arena *a = notice_arena(request);
    struct publish_deed *d = arena_one(a, struct publish_deed);
    office_read(office);
    bool known = !who || office_campaign(office, who, id, e);
    office_read_done(office);
    if (!known)
        return false;
    d->deed = (struct deed){
        .op = {.apply = publish_apply}, .office = office, .arena = a, .at = office_now(office), .project = deed_reload};
    if (who)
        d->deed.who = *who;
    d->id = id;
    d->revision = revision;
    if (!publish_prepare(d, who, e) || !deed_submit(&d->deed, e))
        return false;
    *view_r = d->view;
    return true;
}
