/* SPDX-License-Identifier: Apache-2.0 */
#include "work/notice.h"
#include "format/json.h"
#include "store/campaign.h"
#include "store/obligation.h"

#include <string.h>

static const double SECONDS_A_FIELD = 20, SECONDS_A_TEXT = 600;

/* ---- trial: a draft held against the register ---- */

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
        seconds += f ? (double)fields_of(f) * SECONDS_A_FIELD : p->kind == PART_TEXT || p->kind == PART_PIECES ? SECONDS_A_TEXT : SECONDS_A_FIELD;
    }
    return seconds;
}

static void trial_fill(struct arena *a, const struct campaign *c, const struct units *units, struct trial_view *view)
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

static const struct units *units_of(struct office *office, const struct session *who)
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
    trial_fill(a, draft, units_of(office, who), &view);
    office_read_done(office);
    *view_r = view;
    return true;
}

/* ---- compile ---- */

/* Forms of this office's campaigns, copied: they may serve again. */
static bool forms_of(struct office *office, struct arena *a, const struct session *who, struct form_book *known,
                     struct err *e)
{
    bool ok = true;
    struct live **lives;
    size_t n = office_campaigns(office, &lives);
    for (size_t i = n; ok && i-- > 0;) {
        if (lives[i]->reg != who->reg)
            continue;
        for (size_t k = 0; ok && k < lives[i]->doc.forms.n; k++) {
            struct buf b = buf_new(a, 4096);
            struct form f = {0};
            shape_write(&b, &form_shape, &lives[i]->doc.forms.items[k]);
            ok = shape_read_text(a, &form_shape, buf_str(&b), &f, e);
            if (ok)
                arena_push(a, &known->forms, f);
        }
    }
    return ok;
}

/* Notices come with the line ends of any machine; spans count LF text. */
static struct str with_lf(struct arena *a, struct str text)
{
    struct buf b = buf_new(a, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '\r' && i + 1 < text.n && text.at[i + 1] == '\n')
            continue;
        buf_putc(&b, text.at[i] == '\r' ? '\n' : text.at[i]);
    }
    return buf_str(&b);
}

bool notice_compile_in(struct office *office, struct arena *a, const struct session *who, const struct compile_in *in,
                       struct compiled_view *view_r, struct err *e)
{
    struct compiled_view view = {0};
    struct form_book known = {0};
    struct str text = with_lf(a, in->text);
    struct notice_options options = {.issued = in->issued};
    struct notice_draft *draft = notice_compile(a, text, &options);
    office_read(office);
    bool ok = forms_of(office, a, who, &known, e);
    if (ok) {
        campaign_from_notice(a, text, draft, NULL, &known, &view.document);
        trial_fill(a, &view.document, units_of(office, who), &view.trial);
    }
    office_read_done(office);
    if (ok)
        *view_r = view;
    return ok;
}

/* ---- looking ---- */

static struct campaign_row row_of(struct arena *a, const struct live *l)
{
    return (struct campaign_row){.id = {l->id},
                                 .key = str_dup(a, l->doc.key),
                                 .title = str_dup(a, l->doc.title),
                                 .state = l->state,
                                 .from = l->doc.from,
                                 .to = l->doc.to,
                                 .revision = l->revision,
                                 .version = l->version};
}

bool campaigns_list(struct office *office, struct arena *a, const struct session *who, struct campaigns_view *view_r,
                    struct err *e)
{
    (void)e;
    struct campaigns_view view = {0};
    struct live **lives;
    office_read(office);
    size_t n = office_campaigns(office, &lives);
    for (size_t i = 0; i < n; i++)
        if (lives[i]->reg == who->reg && (lives[i]->version || who->role == ROLE_CLERK)) {
            struct campaign_row row = row_of(a, lives[i]);
            arena_push(a, &view.campaigns, row);
        }
    office_read_done(office);
    *view_r = view;
    return true;
}

bool campaign_look(struct office *office, struct arena *a, const struct session *who, struct campaign_id id, bool draft,
                   struct campaign_view *view_r, struct err *e)
{
    struct campaign_view view = {.now = office_now(office), .rehearsal = office_is_rehearsal(office)};
    struct str document = {0};
    struct instant published;
    struct campaign_record rec;
    struct reader *r = store_reader(office_store(office));
    office_read(office);
    struct live *l = office_campaign(office, who, id, e);
    if (l)
        view.campaign = row_of(a, l);
    office_read_done(office);
    if (!l)
        return false;
    draft |= !view.campaign.version;
    if (draft ? !campaign_read(r, a, id, &rec, e) : !campaign_version_read(r, a, id, 0, &document, &published, e))
        return false;
    if (draft)
        view.campaign.revision = rec.revision;
    if (!shape_read_text(a, &campaign_shape, draft ? rec.document : document, &view.document, e))
        return false;
    *view_r = view;
    return true;
}

/* ---- keeping a draft ---- */

struct save_deed {
    struct deed deed;
    struct campaign_record record;
    bool fresh;
};

static bool save_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct save_deed *d = (struct save_deed *)(void *)op;
    struct campaign_record rec = d->record;
    if (!d->fresh)
        return campaign_edit(tx, rec.id, rec.revision, rec.title, rec.document, e);
    if (!campaign_add(tx, &rec, e))
        return false;
    d->record.id = rec.id;
    struct event ev = {.campaign = rec.id.n, .at = d->deed.at, .actor = d->deed.who.account, .kind = S("campaign.drafted"),
                       .subject = rec.id.n, .body = S("{}")};
    return event_append(tx, &ev, e);
}

static void reload(struct deed *d)
{
    if (!office_reload(d->office, &d->op.err))
        d->op.ok = false;
    else
        office_tell(d->office, 0, ~0ull, S("board"), S("{}"));
}

static bool key_is_fit(struct str key)
{
    for (size_t i = 0; i < key.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", key.at[i]) || !key.at[i])
            return false;
    return key.n >= 3 && key.n <= 40;
}

bool campaign_save(struct office *office, struct arena *a, const struct session *who, struct campaign_id id,
                   const struct draft_in *in, struct draft_saved *saved_r, struct err *e)
{
    if (!key_is_fit(in->document.key))
        return err_set(e, ERR_INVALID, MSG_KEY_UNFIT);
    office_read(office);
    uint64_t reg = who ? who->reg : office_first_register(office);
    bool known = !id.n || !who || office_campaign(office, who, id, e);
    office_read_done(office);
    if (!known)
        return false;
    if (!reg)
        return err_set(e, ERR_CONFLICT, MSG_NO_REGISTER);
    struct buf text = buf_new(a, 65536);
    shape_write(&text, &campaign_shape, &in->document);
    struct save_deed *d = arena_one(a, struct save_deed);
    d->fresh = !id.n;
    d->record = (struct campaign_record){.id = id, .reg = reg, .key = in->document.key, .title = in->document.title,
                                         .revision = in->revision, .document = buf_str(&text)};
    d->deed = (struct deed){.op = {.apply = save_apply}, .office = office, .arena = a, .at = office_now(office), .project = reload};
    d->record.created_at = d->deed.at;
    if (who)
        d->deed.who = *who;
    if (!deed_submit(&d->deed, e))
        return false;
    if (!d->deed.op.ok) {
        *e = d->deed.op.err;
        return false;
    }
    *saved_r = (struct draft_saved){.id = d->record.id, .revision = d->fresh ? 1 : in->revision + 1};
    return true;
}

/* ---- publishing ---- */

struct publish_deed {
    struct deed deed;
    struct campaign_id id;
    int64_t revision;
    struct campaign doc;
    struct obligations owed;
    struct obligation_records before;
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
                                      .quota_max = o->quota_max};
}

static uint64_t place_of(struct str duty, struct unit_id unit, struct day day)
{
    return str_hash(duty) ^ (unit.n * 0x9E3779B97F4A7C15u) ^ ((uint64_t)(uint32_t)day.n << 32);
}

/* Which of those before is this one? By hash of (duty, unit, day), open addressing. */
struct places {
    uint32_t *slots; /* index + 1 */
    size_t mask;
};

static struct places places_of(struct arena *a, const struct obligation_records *list)
{
    struct places p = {.mask = 63};
    while (p.mask < list->n * 2)
        p.mask = p.mask * 2 + 1;
    p.slots = arena_many(a, uint32_t, p.mask + 1);
    for (size_t i = 0; i < list->n; i++) {
        size_t at = place_of(list->items[i].duty, list->items[i].unit, list->items[i].day) & p.mask;
        while (p.slots[at])
            at = (at + 1) & p.mask;
        p.slots[at] = (uint32_t)i + 1;
    }
    return p;
}

static struct obligation_record *place_find(const struct places *p, const struct obligation_records *list,
                                            const struct obligation_record *wanted)
{
    size_t at = place_of(wanted->duty, wanted->unit, wanted->day) & p->mask;
    for (; p->slots[at]; at = (at + 1) & p->mask) {
        struct obligation_record *o = &list->items[p->slots[at] - 1];
        if (o->unit.n == wanted->unit.n && o->day.n == wanted->day.n && str_eq(o->duty, wanted->duty))
            return o;
    }
    return NULL;
}

static bool put_obligations(struct publish_deed *d, struct tx *tx, struct err *e)
{
    struct places places = places_of(d->deed.arena, &d->before);
    bool *kept = arena_many(d->deed.arena, bool, d->before.n + 1);
    for (size_t i = 0; i < d->owed.n; i++) {
        struct obligation_record rec = record_of(d, &d->owed.items[i]);
        struct obligation_record *old = place_find(&places, &d->before, &rec);
        if (old) {
            kept[old - d->before.items] = true;
            rec.id = old->id;
        }
        d->view.added += !old;
        if (old ? !obligation_amend(tx, &rec, e) : !obligation_add(tx, &rec, e))
            return false;
    }
    for (size_t i = 0; i < d->before.n; i++) {
        const struct obligation_record *old = &d->before.items[i];
        if (kept[i] || old->withdrawn || old->own_accord)
            continue;
        d->view.withdrawn++;
        if (!obligation_withdraw(tx, old->id, e))
            return false;
    }
    return true;
}

static bool publish_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct publish_deed *d = (struct publish_deed *)(void *)op;
    d->view = (struct published_view){.obligations = (int64_t)d->owed.n};
    if (!campaign_publish(tx, d->id, d->revision, d->deed.at, d->deed.who.account, &d->view.version, e) ||
        !put_obligations(d, tx, e))
        return false;
    struct event ev = {.campaign = d->id.n, .at = d->deed.at, .actor = d->deed.who.account,
                       .kind = S("obligations.made"), .subject = d->id.n};
    ev.body = str_format(d->deed.arena, "{\"version\":%lld,\"obligations\":%lld,\"added\":%lld,\"withdrawn\":%lld}",
                         (long long)d->view.version, (long long)d->view.obligations, (long long)d->view.added,
                         (long long)d->view.withdrawn);
    return event_append(tx, &ev, e);
}

static bool publish_prepare(struct publish_deed *d, const struct session *who, struct err *e)
{
    struct arena *a = d->deed.arena;
    struct office *office = d->deed.office;
    struct reader *r = store_reader(office_store(office));
    struct campaign_record rec;
    struct remarks remarks = {0};
    if (!campaign_read(r, a, d->id, &rec, e) || !shape_read_text(a, &campaign_shape, rec.document, &d->doc, e) ||
        !obligation_load(r, a, d->id, &d->before, e))
        return false;
    office_read(office);
    const struct units *units = units_of(office, who);
    campaign_check(a, &d->doc, units, &remarks);
    obligations_of(a, &d->doc, units, &d->owed);
    office_read_done(office);
    for (size_t i = 0; i < remarks.n; i++)
        if (remarks.items[i].blocks)
            return err_with(e, ERR_INVALID, MSG_PUBLISH_BLOCKED, remarks.items[i].message, remarks.items[i].where, S(""));
    return true;
}

bool campaign_put_out(struct office *office, struct arena *a, const struct session *who, struct campaign_id id,
                      int64_t revision, struct published_view *view_r, struct err *e)
{
    struct publish_deed *d = arena_one(a, struct publish_deed);
    office_read(office);
    bool known = !who || office_campaign(office, who, id, e);
    office_read_done(office);
    if (!known)
        return false;
    d->deed = (struct deed){.op = {.apply = publish_apply}, .office = office, .arena = a, .at = office_now(office), .project = reload};
    if (who)
        d->deed.who = *who;
    d->id = id;
    d->revision = revision;
    if (!publish_prepare(d, who, e) || !deed_submit(&d->deed, e))
        return false;
    if (!d->deed.op.ok) {
        *e = d->deed.op.err;
        return false;
    }
    *view_r = d->view;
    return true;
}
