/* SPDX-License-Identifier: Apache-2.0 */
/* Recognising duties across two texts, and laying the one over the other. The differences are told in amend_tell.c. */
#include "domain/amend.h"
#include "domain/likeness.h"

#include <string.h>

enum { NONE = -1, DUTIES_MOST = 400 }; /* of a text that are compared: a document holds 200 */

static size_t compared(const struct campaign *c)
{
    return c->duties.n < DUTIES_MOST ? c->duties.n : DUTIES_MOST;
}

struct laying {
    struct arena *a;
    const struct campaign *published, *before, *now;
    const struct strs *used;
    struct campaign *doc;
    int64_t *twin;    /* of each duty of before: the one of now, or NONE */
    int64_t *reading; /* of each published duty: the one of before, or NONE */
    int64_t *found;   /* of each published duty: the one of now, or NONE */
    bool *taken;      /* of each duty of now */
    struct str *key;  /* of each duty of now: under which it stands in doc */
    int64_t number;   /* of the newest key d17 */
};

/* ---- which duty is which ---- */

/* Of pairs not yet taken the most alike one, in a table of n × m. */
static bool best_pair(const struct laying *l, const double *like, size_t n, size_t m, size_t *i_r, size_t *k_r)
{
    double best = LIKE_ENOUGH;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; l->twin[i] == NONE && k < m; k++)
            if (!l->taken[k] && like[i * m + k] > best) {
                best = like[i * m + k];
                *i_r = i;
                *k_r = k;
            }
    return best > LIKE_ENOUGH;
}

/* The most alike first, so that one sentence cannot take another's place. */
static void pair_texts(struct laying *l)
{
    size_t n = compared(l->before), m = compared(l->now), i = 0, k = 0;
    const struct likeness *x = likeness_of(l->a, l->before), *y = likeness_of(l->a, l->now);
    double *like = arena_many(l->a, double, n *m + 1);
    for (i = 0; i < l->before->duties.n; i++)
        l->twin[i] = NONE;
    for (i = 0; i < n; i++)
        for (k = 0; k < m; k++)
            like[i * m + k] = likeness(&x[i], &y[k]);
    while (best_pair(l, like, n, m, &i, &k)) {
        l->twin[i] = (int64_t)k;
        l->taken[k] = true;
    }
}

static int64_t passage_overlap(struct passage a, struct passage b)
{
    int64_t from = a.from > b.from ? a.from : b.from, to = a.to < b.to ? a.to : b.to;
    return to > from ? to - from : 0;
}

static double overlap(const struct duty *a, const struct duty *b)
{
    int64_t common = 0, all = 0;
    for (size_t i = 0; i < a->spans.n; i++) {
        all += a->spans.items[i].to - a->spans.items[i].from;
        for (size_t k = 0; k < b->spans.n; k++)
            common += passage_overlap(a->spans.items[i], b->spans.items[k]);
    }
    return all > 0 ? (double)common / (double)all : 0;
}

/* Both bear places of one text, so the place tells; where two duties share a sentence, what they ask for does. */
static void read_published(struct laying *l)
{
    const struct likeness *x = likeness_of(l->a, l->published), *y = likeness_of(l->a, l->before);
    for (size_t i = 0; i < l->published->duties.n; i++) {
        double best = 0.5;
        l->reading[i] = NONE;
        for (size_t k = 0; k < l->before->duties.n; k++) {
            double same = overlap(&l->published->duties.items[i], &l->before->duties.items[k]);
            double rank = same > 0 ? same + likeness(&x[i], &y[k]) / 2 : 0;
            if (rank > best) {
                best = rank;
                l->reading[i] = (int64_t)k;
            }
        }
        l->found[i] = l->reading[i] == NONE ? NONE : l->twin[l->reading[i]];
    }
}

/* What no sentence stood for may have one now: a duty added by hand, or one withdrawn by an earlier amendment. */
static void find_others(struct laying *l)
{
    const struct likeness *x = likeness_of(l->a, l->published), *y = likeness_of(l->a, l->now);
    for (size_t i = 0; i < l->published->duties.n; i++) {
        double best = LIKE_ENOUGH;
        if (l->reading[i] != NONE)
            continue;
        for (size_t k = 0; k < compared(l->now); k++) {
            double like = l->taken[k] ? 0 : likeness_of_demand(&x[i], &y[k]);
            if (like > best) {
                best = like;
                l->found[i] = (int64_t)k;
            }
        }
        if (l->found[i] != NONE)
            l->taken[l->found[i]] = true;
    }
}

/* ---- members ---- */

static const struct shape_field *member(const struct shape *shape, const char *name)
{
    for (const struct shape_field *f = shape->fields; f->name; f++)
        if (!strcmp(f->name, name))
            return f;
    return NULL;
}

/* Takes from now what the text changed. kept_names: only where nobody had set it otherwise. */
static void lay_members(const struct shape *shape, const char *const *names, bool only_untouched, void *to,
                        const void *before, const void *now)
{
    for (; *names; names++) {
        const struct shape_field *f = member(shape, *names);
        if (!shape_member_is_same(f, before, now) && (!only_untouched || shape_member_is_same(f, to, before)))
            shape_member_take(f, to, now);
    }
}

static const struct part *part_named(const struct duty *d, struct str name)
{
    for (size_t i = 0; i < d->parts.n; i++)
        if (str_eq(d->parts.items[i].name, name))
            return &d->parts.items[i];
    return NULL;
}

static const struct part *part_keyed(const struct duty *d, struct str key)
{
    for (size_t i = 0; i < d->parts.n; i++)
        if (str_eq(d->parts.items[i].key, key))
            return &d->parts.items[i];
    return NULL;
}

/* The part of the published duty that the compiler's part became. */
static const struct part *part_kept(const struct duty *published, const struct part *read)
{
    const struct part *p = part_named(published, read->name);
    return p ? p : part_keyed(published, read->key);
}

static struct str fresh_part_key(struct arena *a, const struct duty *d, struct str wanted)
{
    struct str key = wanted;
    for (size_t i = d->parts.n + 1; part_keyed(d, key); i++)
        key = str_format(a, "p%zu", i);
    return key;
}

/* Part by part: what is asked for as before keeps its form, kind and limits; what the clerk added stays. */
static void lay_parts(struct arena *a, struct duty *to, const struct duty *before, const struct duty *now)
{
    const struct duty published = *to;
    to->parts.items = NULL;
    to->parts.n = to->parts.cap = 0;
    for (size_t i = 0; i < published.parts.n; i++) {
        const struct part *p = &published.parts.items[i];
        bool read = false, asked = false;
        for (size_t k = 0; k < before->parts.n; k++)
            if (part_kept(&published, &before->parts.items[k]) == p) {
                read = true;
                asked = asked || part_named(now, before->parts.items[k].name);
            }
        if (!read || asked)
            arena_push(a, &to->parts, *p);
    }
    for (size_t i = 0; i < now->parts.n; i++) {
        struct part p = now->parts.items[i];
        if (part_named(before, p.name) || part_named(to, p.name))
            continue;
        p.key = fresh_part_key(a, to, p.key);
        arena_push(a, &to->parts, p);
    }
}

/* ---- places in the text ---- */

/* Places marked by hand move with their words; false when a passage is not there any more. */
static bool move_spans(const struct laying *l, const struct duty *from, struct duty *to)
{
    struct duty moved = {0};
    for (size_t i = 0; i < from->spans.n; i++) {
        struct passage p = from->spans.items[i];
        struct str words = passage_text(l->published->text, p);
        size_t at = words.n ? str_find(l->now->text, words) : STR_NONE;
        if (at == STR_NONE)
            return false;
        int64_t start = (int64_t)utf8_length(str_sub(l->now->text, 0, at));
        struct passage q = {start, start + p.to - p.from};
        arena_push(l->a, &moved.spans, q);
    }
    to->spans.items = moved.spans.items;
    to->spans.n = moved.spans.n;
    to->spans.cap = moved.spans.cap;
    return true;
}

static void place_duty(const struct laying *l, const struct duty *published, const struct duty *now, struct duty *to)
{
    if (now)
        to->spans = now->spans;
    else if (!move_spans(l, published, to))
        to->spans.n = 0;
}

/* ---- duties ---- */

/* Whether both texts say the same of what the doubt is about. */
static bool reads_alike(int field, const struct duty *before, const struct duty *now)
{
    static const char *const members[DOUBT_FIELDS][4] = {
        [DOUBT_WHO] = {"who", "picks"}, [DOUBT_WHAT] = {"parts"},       [DOUBT_DUE] = {"due", "from", "to"},
        [DOUBT_QUOTA] = {"quotas"},     [DOUBT_TITLE] = {"title_rule"}, [DOUBT_MAILBOX] = {"mailbox"}};
    const char *const *name = members[field];
    while (*name && shape_member_is_same(member(&duty_shape, *name), before, now))
        name++;
    return !*name;
}

static bool has_doubt(const struct doubts *list, const struct doubt *one)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].field == one->field && str_eq(list->items[i].why, one->why))
            return true;
    return false;
}

/* What the clerk has settled is asked again only where the text now says otherwise. before may be NULL. */
static void lay_doubts(struct arena *a, struct duty *to, const struct duty *before, const struct duty *now)
{
    const struct duty published = *to;
    bool looked_at = before && (published.doubts.n || published.confidence >= 1);
    to->doubts = (struct doubts){0};
    for (size_t i = 0; i < now->doubts.n; i++) {
        const struct doubt *one = &now->doubts.items[i];
        bool settled = looked_at && !has_doubt(&published.doubts, one) && has_doubt(&before->doubts, one);
        if (!settled || !reads_alike(one->field, before, now))
            arena_push(a, &to->doubts, *one);
    }
    to->confidence = now->doubts.n && !to->doubts.n ? 1 : now->confidence;
}

static struct duty laid(const struct laying *l, size_t i)
{
    static const char *const told[] = {"who",    "picks",      "due",     "from",  "to",
                                       "quotas", "title_rule", "mailbox", "terms", NULL};
    static const char *const named[] = {"name", "short_name", "nil_allowed", NULL};
    const struct duty *published = &l->published->duties.items[i];
    const struct duty *before = l->reading[i] == NONE ? NULL : &l->before->duties.items[l->reading[i]];
    const struct duty *now = l->found[i] == NONE ? NULL : &l->now->duties.items[l->found[i]];
    struct duty d = *published;
    place_duty(l, published, now, &d);
    if (before && !now)
        d.withdrawn = true;
    if (before && now) {
        lay_doubts(l->a, &d, before, now);
        lay_members(&duty_shape, told, false, &d, before, now);
        lay_members(&duty_shape, named, true, &d, before, now);
        lay_parts(l->a, &d, before, now);
    } else if (now && published->withdrawn) {
        lay_doubts(l->a, &d, NULL, now);
        lay_members(&duty_shape, told, false, &d, published, now);
        d.withdrawn = false;
    }
    return d;
}

static void count_key(struct laying *l, struct str key)
{
    int64_t n;
    if (str_starts(key, S("d")) && str_to_int(str_from(key, 1), &n) && n > l->number && n < INT32_MAX)
        l->number = n;
}

static void last_key(struct laying *l)
{
    for (size_t i = 0; i < l->published->duties.n; i++)
        count_key(l, l->published->duties.items[i].key);
    for (size_t i = 0; l->used && i < l->used->n; i++)
        count_key(l, l->used->items[i]);
}

/* The new duties that stand behind the one at `at` of now (−1: at the head), up to the next one known. */
static void add_new_after(struct laying *l, int64_t at)
{
    for (size_t k = (size_t)(at + 1); k < l->now->duties.n && !l->taken[k]; k++) {
        struct duty d = l->now->duties.items[k];
        d.key = str_format(l->a, "d%lld", (long long)++l->number);
        l->key[k] = d.key;
        l->taken[k] = true;
        arena_push(l->a, &l->doc->duties, d);
    }
}

static void lay_duties(struct laying *l)
{
    last_key(l);
    add_new_after(l, NONE);
    for (size_t i = 0; i < l->published->duties.n; i++) {
        struct duty d = laid(l, i);
        arena_push(l->a, &l->doc->duties, d);
        if (l->found[i] == NONE)
            continue;
        l->key[l->found[i]] = d.key;
        add_new_after(l, l->found[i]);
    }
    for (size_t k = 0; k < l->now->duties.n; k++) /* behind one that the published document left out */
        if (!l->taken[k])
            add_new_after(l, (int64_t)k - 1);
}

/* ---- the head, forms, findings ---- */

static bool is_settled(const struct campaign *c, const struct finding_note *f)
{
    for (size_t i = 0; i < c->findings.n; i++)
        if (c->findings.items[i].settled && str_eq(c->findings.items[i].code, f->code) &&
            str_eq(c->findings.items[i].message, f->message))
            return true;
    return false;
}

/* The findings of now, by the keys that the duties bear in doc; none of a duty that the clerk has left out. */
static void lay_findings(struct laying *l)
{
    memset(&l->doc->findings, 0, sizeof l->doc->findings);
    for (size_t i = 0; i < l->now->findings.n; i++) {
        struct finding_note f = l->now->findings.items[i];
        const struct duty *whose = campaign_duty(l->now, f.duty);
        f.settled = is_settled(l->published, &f);
        f.duty = whose ? l->key[whose - l->now->duties.items] : S("");
        if (!whose || f.duty.n)
            arena_push(l->a, &l->doc->findings, f);
    }
}

static void lay_head(struct laying *l)
{
    static const char *const told[] = {"title", "issuer", "number",      "theme",     "issued",   "from",
                                       "to",    "text",   "attachments", "mailboxes", "contacts", NULL};
    struct campaign *doc = l->doc;
    *doc = *l->published;
    memset(&doc->duties, 0, sizeof doc->duties);
    memset(&doc->forms, 0, sizeof doc->forms);
    lay_members(&campaign_shape, told, false, doc, l->before, l->now);
    doc->text = l->now->text;
    for (size_t i = 0; i < l->published->forms.n; i++)
        arena_push(l->a, &doc->forms, l->published->forms.items[i]);
    for (size_t i = 0; i < l->now->forms.n; i++)
        if (!campaign_form(doc, l->now->forms.items[i].key))
            arena_push(l->a, &doc->forms, l->now->forms.items[i]);
}

static struct laying laying_of(struct arena *a, const struct amend_basis *basis, struct campaign *doc)
{
    struct laying l = {.a = a,
                       .published = basis->published,
                       .before = basis->before,
                       .now = basis->now,
                       .used = basis->used,
                       .doc = doc,
                       .twin = arena_many(a, int64_t, basis->before->duties.n + 1),
                       .reading = arena_many(a, int64_t, basis->published->duties.n + 1),
                       .found = arena_many(a, int64_t, basis->published->duties.n + 1),
                       .taken = arena_many(a, bool, basis->now->duties.n + 1),
                       .key = arena_many(a, struct str, basis->now->duties.n + 1)};
    pair_texts(&l);
    read_published(&l);
    return l;
}

void campaign_amend(struct arena *a, const struct amend_basis *basis, struct amendment *out_r)
{
    *out_r = (struct amendment){0};
    struct laying l = laying_of(a, basis, &out_r->document);
    find_others(&l);
    lay_head(&l);
    lay_duties(&l);
    lay_findings(&l);
}

/* ---- another date of issue ---- */

static void redate(struct arena *a, struct duty *d, const struct duty *before, const struct duty *now,
                   struct redating *out)
{
    static const char *const dates[] = {"due", "from", "to", NULL};
    bool took = false, left = false;
    for (const char *const *name = dates; *name; name++) {
        const struct shape_field *f = member(&duty_shape, *name);
        if (shape_member_is_same(f, before, now))
            continue;
        bool untouched = shape_member_is_same(f, d, before);
        took |= untouched;
        left |= !untouched && !shape_member_is_same(f, d, now);
    }
    out->redated += took;
    out->kept += left;
    if (took)
        lay_doubts(a, d, before, now);
    lay_members(&duty_shape, dates, true, d, before, now);
}

void campaign_redate(struct arena *a, const struct campaign *draft, const struct campaign *before,
                     const struct campaign *now, struct redating *out_r)
{
    static const char *const period[] = {"from", "to", NULL};
    struct amend_basis basis = {.published = draft, .before = before, .now = now};
    *out_r = (struct redating){.document = *draft};
    struct campaign *doc = &out_r->document;
    struct laying l = laying_of(a, &basis, doc);
    lay_members(&campaign_shape, period, true, doc, before, now);
    memset(&doc->duties, 0, sizeof doc->duties);
    for (size_t i = 0; i < draft->duties.n; i++) {
        struct duty d = draft->duties.items[i];
        if (l.found[i] != NONE) {
            redate(a, &d, &before->duties.items[l.reading[i]], &now->duties.items[l.found[i]], out_r);
            l.key[l.found[i]] = d.key;
        }
        arena_push(a, &doc->duties, d);
    }
    lay_findings(&l);
}
