/* SPDX-License-Identifier: Apache-2.0 */
#include "work/notice.h"
#include "format/json.h"
#include "store/campaign.h"
#include "work/trial.h"

#include <string.h>

enum { NOTICE_ARENA = 512 << 20 };

/* ---- compile ---- */

struct arena *notice_arena(struct arena *request)
{
    return arena_within(request, "notice", NOTICE_ARENA);
}

bool office_forms(struct office *office, struct arena *a, const struct session *who, struct form_book *known,
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

struct str notice_lines(struct arena *a, struct str text)
{
    struct buf b = buf_new(a, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] == '\r' && i + 1 < text.n && text.at[i + 1] == '\n')
            continue;
        buf_putc(&b, text.at[i] == '\r' ? '\n' : text.at[i]);
    }
    return buf_str(&b);
}

const struct notice_draft *notice_read(struct office *office, const struct session *who, struct arena *a,
                                       struct str text, struct day issued, const struct form_book *known,
                                       struct campaign *c_r)
{
    const struct notice_options options = {.issued = issued};
    const struct notice_draft *read = notice_compile(a, text, &options);
    office_read(office);
    campaign_from_notice(a, text, read, NULL, known, trial_units(office, who), c_r);
    office_read_done(office);
    if (!day_is_set(c_r->issued))
        c_r->issued = issued;
    return read;
}

bool notice_compile_in(struct office *office, struct arena *request, const struct session *who,
                       const struct compile_in *in, struct compiled_view *view_r, struct err *e)
{
    struct arena *a = notice_arena(request);
    struct compiled_view view = {.trial.remarks.language = who->language};
    struct form_book known = {0};
    office_read(office);
    bool ok = office_forms(office, a, who, &known, e);
    office_read_done(office);
    if (!ok)
        return false;
    const struct notice_draft *draft =
        notice_read(office, who, a, notice_lines(a, in->text), in->issued, &known, &view.document);
    office_read(office);
    trial_fill(a, &view.document, trial_units(office, who), &draft->audience, &view.trial);
    office_read_done(office);
    *view_r = view;
    return true;
}

struct phrases_view phrases_read(struct office *office, struct arena *a, const struct session *who,
                                 const struct phrases_in *in)
{
    struct phrases_view view = {0};
    office_read(office);
    view.known = in->phrases.n && selector_from_phrases(a, &in->phrases, trial_units(office, who), &view.picks);
    office_read_done(office);
    return view;
}

/* ---- looking ---- */

static struct campaign_row row_of(struct arena *a, const struct live *l, struct instant now)
{
    bool over = day_is_set(l->doc.to) && l->doc.to.n < instant_day(now, (int)l->doc.zone).n;
    return (struct campaign_row){.id = {l->id},
                                 .key = str_dup(a, l->doc.key),
                                 .title = str_dup(a, l->doc.title),
                                 .state = l->state,
                                 .from = l->doc.from,
                                 .to = l->doc.to,
                                 .revision = l->revision,
                                 .version = l->version,
                                 .left_out = over ? 0 : l->left_out};
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
            struct campaign_row row = row_of(a, lives[i], office_now(office));
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
        view.campaign = row_of(a, l, view.now);
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
    struct event ev = {.campaign = rec.id.n,
                       .at = d->deed.at,
                       .actor = d->deed.who.account,
                       .kind = S("campaign.drafted"),
                       .subject = rec.id.n,
                       .body = S("{}")};
    return event_append(tx, &ev, e);
}

/* What is published stays as it is: of its draft only the number is kept. */
static void save_fold(struct op *op)
{
    struct save_deed *d = (struct save_deed *)(void *)op;
    struct live *l = office_live(d->deed.office, d->record.id.n);
    if (l && l->version)
        l->revision = d->record.revision + 1;
}

static void save_project(struct deed *deed)
{
    struct save_deed *d = (struct save_deed *)(void *)deed;
    const struct live *l = office_live(deed->office, d->record.id.n);
    if (!l || !l->version)
        deed->op.ok = office_redraft(deed->office, d->record.id, &deed->op.err);
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
    d->record = (struct campaign_record){.id = id,
                                         .reg = reg,
                                         .key = in->document.key,
                                         .title = in->document.title,
                                         .revision = in->revision,
                                         .document = buf_str(&text)};
    d->deed = (struct deed){.op = {.apply = save_apply, .fold = save_fold},
                            .office = office,
                            .arena = a,
                            .at = office_now(office),
                            .project = save_project};
    d->record.created_at = d->deed.at;
    if (who)
        d->deed.who = *who;
    if (!deed_submit(&d->deed, e))
        return false;
    *saved_r = (struct draft_saved){.id = d->record.id, .revision = d->fresh ? 1 : in->revision + 1};
    return true;
}
