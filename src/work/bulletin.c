/* SPDX-License-Identifier: Apache-2.0 */
#include "work/bulletin.h"

#include "format/json.h"
#include "work/report.h"

SHAPE(bulletin_ask, struct bulletin_ask, SHAPE_FIELD(bulletin_ask, from, "起始日期", DAY, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(bulletin_ask, to, "终止日期", DAY, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(bulletin_ask, as_of, "截至", INSTANT), SHAPE_FIELD(bulletin_ask, names, NULL, BOOL));
SHAPE(bulletin_in, struct bulletin_in, SHAPE_FIELD(bulletin_in, revision, NULL, INT),
      SHAPE_FIELD(bulletin_in, document, NULL, ONE, .flags = SHAPE_REQUIRED, .of = &bulletin_shape));
SHAPE(bulletin_issue_in, struct bulletin_issue_in,
      SHAPE_FIELD(bulletin_issue_in, revision, NULL, INT, .flags = SHAPE_REQUIRED));
SHAPE(bulletin_row, struct bulletin_row, SHAPE_FIELD(bulletin_row, id, NULL, ID, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(bulletin_row, number, NULL, INT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(bulletin_row, revision, NULL, INT, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(bulletin_row, chosen, NULL, INT), SHAPE_FIELD(bulletin_row, saved_at, NULL, INSTANT),
      SHAPE_FIELD(bulletin_row, issued_at, NULL, INSTANT), SHAPE_FIELD(bulletin_row, by, NULL, STR));
SHAPE(bulletins_view, struct bulletins_view, SHAPE_FIELD(bulletins_view, items, NULL, MANY, .of = &bulletin_row_shape));
SHAPE(bulletin_view, struct bulletin_view,
      SHAPE_FIELD(bulletin_view, bulletin, NULL, ONE, .flags = SHAPE_REQUIRED, .of = &bulletin_row_shape),
      SHAPE_FIELD(bulletin_view, document, NULL, ONE, .flags = SHAPE_REQUIRED, .of = &bulletin_shape));

static bool is_known(struct office *office, const struct session *who, struct campaign_id campaign, struct err *e)
{
    office_read(office);
    bool known = office_campaign(office, who, campaign, e);
    office_read_done(office);
    return known;
}

static struct bulletin_row row_of(struct office *office, struct arena *a, const struct session *who,
                                  const struct bulletin_record *b)
{
    return (struct bulletin_row){.id = b->id,
                                 .number = b->number,
                                 .revision = b->revision,
                                 .chosen = b->chosen,
                                 .saved_at = b->saved_at,
                                 .issued_at = b->number ? b->issued_at : INSTANT_NONE,
                                 .by = account_name(office, a, who->language, b->account)};
}

bool bulletins_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                    struct bulletins_view *view_r, struct err *e)
{
    struct bulletin_records list;
    struct bulletins_view view = {0};
    if (!is_known(office, who, campaign, e) ||
        !bulletin_list(store_reader(office_store(office)), a, campaign, &list, e))
        return false;
    for (size_t i = 0; i < list.n; i++) {
        struct bulletin_row row = row_of(office, a, who, &list.items[i]);
        if (row.number || who->role == ROLE_CLERK)
            arena_push(a, &view.items, row);
    }
    *view_r = view;
    return true;
}

static bool document_of(struct arena *a, const struct bulletin_record *rec, struct bulletin *b_r, struct err *e)
{
    *b_r = (struct bulletin){0};
    return shape_read_text(a, &bulletin_shape, rec->document, b_r, e) || err_set(e, ERR_FAULT, MSG_BULLETIN_BROKEN);
}

/* A draft is the clerks' alone. */
static bool find(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                 uint64_t id, struct bulletin_record *rec_r, struct err *e)
{
    if (!is_known(office, who, campaign, e) ||
        !bulletin_read(store_reader(office_store(office)), a, campaign, id, rec_r, e))
        return false;
    return rec_r->number || who->role == ROLE_CLERK || err_set(e, ERR_MISSING, MSG_NOT_FOUND);
}

bool bulletin_look(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                   uint64_t id, struct bulletin_view *view_r, struct err *e)
{
    struct bulletin_record rec;
    struct bulletin_view view;
    if (!find(office, a, who, campaign, id, &rec, e) || !document_of(a, &rec, &view.document, e))
        return false;
    view.bulletin = row_of(office, a, who, &rec);
    *view_r = view;
    return true;
}

/* ---- writing ---- */

struct bulletin_deed {
    struct deed deed;
    struct bulletin_record kept, record; /* kept: as asked; record: what the transaction made of it */
    struct bulletin_pieces pieces;
};

static struct bulletin_deed *deed_of(struct office *office, struct arena *a, const struct session *who,
                                     struct campaign_id campaign, uint64_t id, int64_t revision)
{
    struct bulletin_deed *d = arena_one(a, struct bulletin_deed);
    d->deed = (struct deed){.office = office, .arena = a, .who = *who, .at = office_now(office)};
    d->kept = (struct bulletin_record){.id = id,
                                       .campaign = campaign,
                                       .revision = revision,
                                       .account = who->account,
                                       .saved_at = d->deed.at,
                                       .issued_at = d->deed.at};
    return d;
}

static bool save_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct bulletin_deed *d = (struct bulletin_deed *)(void *)op;
    d->record = d->kept;
    return d->kept.id ? bulletin_edit(tx, &d->record, e) : bulletin_add(tx, &d->record, e);
}

static bool forget_apply(struct op *op, struct tx *tx, struct err *e)
{
    return bulletin_drop(tx, &((struct bulletin_deed *)(void *)op)->kept, e);
}

static bool issue_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct bulletin_deed *d = (struct bulletin_deed *)(void *)op;
    d->record = d->kept;
    return bulletin_issue(tx, d->deed.arena, &d->record, &d->pieces, e);
}

static void issue_fold(struct op *op)
{
    struct bulletin_deed *d = (struct bulletin_deed *)(void *)op;
    struct live *l = office_live(d->deed.office, d->record.campaign.n);
    for (size_t i = 0; l && i < d->pieces.n; i++) {
        const struct bulletin_piece *p = &d->pieces.items[i];
        struct live_obligation *o = live_obligation(l, p->obligation);
        struct transition t = {.at = d->deed.at, .version = p->version, .kind = TRANSITION_CHOSEN};
        if (o)
            live_transition(l, o, t, p->seq);
    }
}

/* Under office_read. */
static bool is_of_campaign(const struct live *l, const struct bulletin_block *block)
{
    struct live_obligation *o = live_obligation(l, block->obligation);
    uint32_t newest = 0;
    for (uint32_t i = 0; o && i < o->n; i++)
        if (o->items[i].kind == TRANSITION_SENT && o->items[i].version > newest)
            newest = o->items[i].version;
    return block->version > 0 && block->version <= newest;
}

static bool check_pieces(struct office *office, const struct session *who, struct campaign_id campaign,
                         const struct bulletin *b, struct err *e)
{
    office_read(office);
    const struct live *l = office_campaign(office, who, campaign, e);
    bool ok = l;
    for (size_t i = 0; ok && i < b->blocks.n; i++) {
        const struct bulletin_block *block = &b->blocks.items[i];
        if (block->obligation.n && !is_of_campaign(l, block))
            ok = err_with(e, ERR_INVALID, MSG_BULLETIN_PIECE, block->title, S(""), S(""));
    }
    office_read_done(office);
    return ok;
}

bool bulletin_save(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                   uint64_t id, const struct bulletin_in *in, struct bulletin_row *row_r, struct err *e)
{
    struct bulletin_deed *d = deed_of(office, a, who, campaign, id, in->revision);
    struct buf text = buf_new(a, 16384);
    if (!check_pieces(office, who, campaign, &in->document, e))
        return false;
    shape_write(&text, &bulletin_shape, &in->document);
    d->kept.document = buf_str(&text);
    d->deed.op.apply = save_apply;
    if (!deed_submit(&d->deed, e))
        return false;
    *row_r = row_of(office, a, who, &d->record);
    return true;
}

bool bulletin_forget(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     uint64_t id, int64_t revision, struct err *e)
{
    struct bulletin_deed *d = deed_of(office, a, who, campaign, id, revision);
    d->deed.op.apply = forget_apply;
    return is_known(office, who, campaign, e) && deed_submit(&d->deed, e);
}

static bool is_taken(const struct bulletin_pieces *pieces, const struct bulletin_piece *piece)
{
    for (size_t i = 0; i < pieces->n; i++)
        if (pieces->items[i].obligation.n == piece->obligation.n && str_eq(pieces->items[i].which, piece->which))
            return true;
    return false;
}

/* Each piece once, however often the issue tells of it. */
static void take_pieces(struct arena *a, const struct bulletin *b, struct bulletin_pieces *pieces)
{
    for (size_t i = 0; i < b->blocks.n; i++) {
        const struct bulletin_block *block = &b->blocks.items[i];
        struct buf which = buf_new(a, 64);
        buf_lit(&which, "{\"part\":");
        json_str(&which, block->part);
        buf_format(&which, ",\"place\":%lld}", (long long)block->place);
        struct bulletin_piece p = {
            .obligation = block->obligation, .version = (uint32_t)block->version, .which = buf_str(&which)};
        if (p.obligation.n && !is_taken(pieces, &p))
            arena_push(a, pieces, p);
    }
}

bool bulletin_make_final(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                         uint64_t id, int64_t revision, struct bulletin_row *row_r, struct err *e)
{
    struct bulletin_record rec;
    struct bulletin b;
    struct bulletin_deed *d = deed_of(office, a, who, campaign, id, revision);
    if (!find(office, a, who, campaign, id, &rec, e) || !document_of(a, &rec, &b, e))
        return false;
    if (!rec.number && rec.revision != revision)
        return err_set(e, ERR_CONFLICT, MSG_DRAFT_STALE);
    take_pieces(a, &b, &d->pieces);
    d->kept.document = rec.document;
    d->kept.saved_at = rec.saved_at;
    d->deed.op.apply = issue_apply;
    d->deed.op.fold = issue_fold;
    if (!deed_submit(&d->deed, e))
        return false;
    *row_r = row_of(office, a, who, &d->record);
    return true;
}
