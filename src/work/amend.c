/* SPDX-License-Identifier: Apache-2.0 */
/* A corrected notice laid over a campaign as it was published, or over its draft where it never was; and what any draft
 * differs in from that. Declared in work/notice.h. */
#include "domain/amend.h"
#include "format/json.h"
#include "store/campaign.h"
#include "work/difference.h"
#include "work/notice.h"
#include "work/trial.h"

struct amending {
    struct office *office;
    struct arena *a;
    const struct session *who;
    struct campaign_id id;
    int64_t version, revision;
    struct campaign published, draft; /* published: the draft where no version was */
    struct form_book known;
    struct strs once, used;          /* keys of duties: of all versions; of the draft too */
    struct campaign before, now;     /* what the compiler makes of the published text and of the other one */
    const struct notice_draft *read; /* of the other one */
    struct amendment amendment;
};

/* ---- what was there ---- */

static void add_keys(struct arena *a, const struct campaign *c, struct strs *to)
{
    for (size_t i = 0; i < c->duties.n; i++)
        if (!strs_have(to, c->duties.items[i].key))
            arena_push(a, to, c->duties.items[i].key);
}

static bool read_version(struct amending *m, int64_t version, struct campaign *c_r, struct err *e)
{
    struct reader *r = store_reader(office_store(m->office));
    struct instant at;
    struct str document;
    return campaign_version_read(r, m->a, m->id, version, &document, &at, e) &&
           shape_read_text(m->a, &campaign_shape, document, c_r, e);
}

/* A key once published stands in units' receipts for ever, also when a later version dropped it. */
static bool read_keys(struct amending *m, struct err *e)
{
    for (int64_t v = 1; v <= m->version; v++) {
        struct campaign c = {0};
        if (!read_version(m, v, &c, e))
            return false;
        add_keys(m->a, &c, &m->once);
    }
    add_keys(m->a, &m->published, &m->used); /* of a draft that was never published */
    for (size_t i = 0; i < m->once.n; i++)
        if (!strs_have(&m->used, m->once.items[i]))
            arena_push(m->a, &m->used, m->once.items[i]);
    add_keys(m->a, &m->draft, &m->used);
    return true;
}

static bool read_stored(struct amending *m, struct err *e)
{
    struct campaign_record rec;
    if (!campaign_read(store_reader(office_store(m->office)), m->a, m->id, &rec, e) ||
        !shape_read_text(m->a, &campaign_shape, rec.document, &m->draft, e))
        return false;
    m->version = rec.version;
    m->revision = rec.revision;
    m->published = m->draft;
    return !rec.version || read_version(m, rec.version, &m->published, e);
}

/* ---- compiling ---- */

/* The campaign's own forms come first: 日报表 is then the form that units fill in already. */
static bool known_forms(struct amending *m, struct err *e)
{
    for (size_t i = 0; i < m->published.forms.n; i++)
        arena_push(m->a, &m->known.forms, m->published.forms.items[i]);
    office_read(m->office);
    bool ok = office_forms(m->office, m->a, m->who, &m->known, e);
    office_read_done(m->office);
    return ok;
}

static bool amending_open(struct amending *m, struct err *e)
{
    office_read(m->office);
    bool seen = office_campaign(m->office, m->who, m->id, e);
    office_read_done(m->office);
    if (!seen || !read_stored(m, e) || !known_forms(m, e))
        return false;
    (void)notice_read(m->office, m->who, m->a, m->published.text, m->published.issued, &m->known, &m->before);
    return true;
}

static void read_now(struct amending *m, struct str text, struct day issued)
{
    m->read = notice_read(m->office, m->who, m->a, notice_lines(m->a, text), issued, &m->known, &m->now);
}

/* ---- what it means ---- */

/* What was never published needs not be withdrawn: it goes. */
static void drop_withdrawn(struct campaign *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->duties.n; i++)
        if (!c->duties.items[i].withdrawn)
            c->duties.items[kept++] = c->duties.items[i];
    c->duties.n = kept;
}

static bool hold_against_register(struct amending *m, const struct amend_basis *basis, struct differences_view *view,
                                  struct err *e)
{
    struct instant now = office_now(m->office);
    office_read(m->office);
    struct live *l = office_campaign(m->office, m->who, m->id, e);
    if (l) {
        const struct units *units = trial_units(m->office, m->who);
        differences_fill(m->a, m->version ? l : NULL, units, now, basis, &m->amendment, view);
        if (!m->version)
            drop_withdrawn(&m->amendment.document);
        view->trial.remarks.language = m->who->language;
        trial_fill(m->a, &m->amendment.document, units, &m->read->audience, &view->trial);
    }
    office_read_done(m->office);
    view->version = m->version;
    return l != NULL;
}

/* Whether the two documents, whose duties bear the same keys, say the same to those who owe. */
static bool says_the_same(struct arena *a, const struct campaign *x, const struct campaign *y)
{
    struct obligations none = {0}, nothing = {0};
    struct amend_basis basis = {.published = x, .before = x, .now = x};
    struct amendment told = {.document = *y};
    amendment_tell(a, &basis, &none, &nothing, &told);
    return amendment_is_empty(&told);
}

/* Duties added since bear the keys of the draft's, one after another: of which text they came is no difference. */
static void take_new_keys(const struct strs *once, const struct campaign *draft, struct campaign *own)
{
    size_t k = 0;
    for (size_t i = 0; i < own->duties.n; i++) {
        if (strs_have(once, own->duties.items[i].key))
            continue;
        while (k < draft->duties.n && strs_have(once, draft->duties.items[k].key))
            k++;
        if (k < draft->duties.n)
            own->duties.items[i].key = draft->duties.items[k++].key;
    }
}

/* The draft at hand is more than what its text makes of the published one, and the clerk's edits to it do not stand in
 * the new one. */
static bool gives_up_edits(struct amending *m)
{
    struct campaign read;
    struct amendment own;
    struct amend_basis basis = {.published = &m->published, .before = &m->before, .now = &read, .used = &m->once};
    if (!m->version)
        return false;
    (void)notice_read(m->office, m->who, m->a, m->draft.text, m->draft.issued, &m->known, &read);
    campaign_amend(m->a, &basis, &own);
    take_new_keys(&m->once, &m->draft, &own.document);
    return !says_the_same(m->a, &own.document, &m->draft) && !says_the_same(m->a, &m->amendment.document, &m->draft);
}

bool campaign_amend_in(struct office *office, struct arena *a, const struct session *who, struct campaign_id id,
                       const struct compile_in *in, struct amended_view *view_r, struct err *e)
{
    struct amending m = {.office = office, .a = notice_arena(a), .who = who, .id = id};
    struct amended_view view = {0};
    if (!amending_open(&m, e) || !read_keys(&m, e))
        return false;
    read_now(&m, in->text, day_is_set(in->issued) ? in->issued : m.published.issued);
    struct amend_basis basis = {&m.published, &m.before, &m.now, &m.used, who->language};
    campaign_amend(m.a, &basis, &m.amendment);
    if (!hold_against_register(&m, &basis, &view.differences, e))
        return false;
    view.document = m.amendment.document;
    view.revision = m.revision;
    view.gives_up = gives_up_edits(&m);
    *view_r = view;
    return true;
}

bool campaign_differences(struct office *office, struct arena *a, const struct session *who, struct campaign_id id,
                          const struct campaign *draft, struct differences_view *view_r, struct err *e)
{
    struct amending m = {.office = office, .a = notice_arena(a), .who = who, .id = id};
    struct differences_view view = {0};
    if (!amending_open(&m, e))
        return false;
    read_now(&m, draft->text, draft->issued);
    struct amend_basis basis = {&m.published, &m.before, &m.now, NULL, who->language};
    m.amendment.document = *draft;
    if (!hold_against_register(&m, &basis, &view, e))
        return false;
    *view_r = view;
    return true;
}

/* ---- another date of issue ---- */

bool notice_redate(struct office *office, struct arena *request, const struct session *who, const struct redate_in *in,
                   struct redated_view *view_r, struct err *e)
{
    struct amending m = {.office = office, .a = notice_arena(request), .who = who, .published = in->document};
    struct str text = notice_lines(m.a, in->document.text);
    struct redating redating;
    if (!known_forms(&m, e))
        return false;
    (void)notice_read(office, who, m.a, text, in->document.issued, &m.known, &m.before);
    (void)notice_read(office, who, m.a, text, in->issued, &m.known, &m.now);
    campaign_redate(m.a, &in->document, &m.before, &m.now, &redating);
    redating.document.issued = in->issued;
    *view_r = (struct redated_view){redating.document, redating.redated, redating.kept};
    return true;
}
