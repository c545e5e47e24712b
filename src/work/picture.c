/* SPDX-License-Identifier: Apache-2.0 */
#include "work/picture.h"
#include "format/json.h"
#include "store/campaign.h"
#include "store/obligation.h"
#include "store/store.h"
#include "store/unit.h"
#include "work/snapshot.h"

#include <string.h>

static const size_t DRAFT_BOUND = (size_t)1 << 30;

static void sort_by_id(struct roll *r)
{
    size_t n = r->all.n;
    for (size_t gap = n / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < n; i++) {
            uint32_t moved = r->by_id[i];
            size_t k = i;
            for (; k >= gap && r->all.items[r->by_id[k - gap]].id.n > r->all.items[moved].id.n; k -= gap)
                r->by_id[k] = r->by_id[k - gap];
            r->by_id[k] = moved;
        }
}

enum { FNV_PRIME = 0x100000001b3 };

/* FNV-1a, the string's end included. */
static uint64_t marked(uint64_t mark, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        mark = (mark ^ (unsigned char)s.at[i]) * (uint64_t)FNV_PRIME;
    return (mark ^ 0xff) * (uint64_t)FNV_PRIME;
}

static uint64_t units_mark(const struct units *units)
{
    uint64_t mark = 0xcbf29ce484222325;
    for (size_t i = 0; i < units->n; i++) {
        const struct unit *u = &units->items[i];
        mark = (mark ^ u->parent.n ^ ((uint64_t)u->kind << 32)) * (uint64_t)FNV_PRIME;
        mark = marked(marked(mark, u->name), u->short_name);
        mark = marked(marked(mark, u->contact_name), u->contact_phone);
    }
    return mark;
}

struct roll *picture_roll(struct picture *p, uint64_t id)
{
    for (size_t i = 0; i < p->rolls.n; i++)
        if (p->rolls.items[i]->id == id)
            return p->rolls.items[i];
    return NULL;
}

/* Those that have left stand behind the others, and wherever they are named it is told. */
static void take_units(struct roll *roll, struct arena *a, const struct units *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (!all->items[i].removed.ms)
            arena_push(a, &roll->all, all->items[i]);
    roll->units = roll->all;
    for (size_t i = 0; i < all->n; i++) {
        struct unit u = all->items[i];
        if (!u.removed.ms)
            continue;
        u.name = str_format(a, STR_FMT "（已移出名录）", STR_ARG(u.name));
        u.short_name = str_format(a, STR_FMT "（已移出）", STR_ARG(u.short_name));
        arena_push(a, &roll->all, u);
    }
    roll->units.items = roll->all.items;
}

static void find_offices(struct arena *a, struct roll *r)
{
    r->offices = arena_many(a, bool, r->all.n + 1);
    for (size_t i = 0; i < r->all.n; i++) {
        const struct unit *u = &r->all.items[i], *above = roll_unit(r, u->parent);
        r->offices[i] |= u->kind >= UNIT_COUNTY && u->kind <= UNIT_ZONE;
        if (above && above->parent.n)
            r->offices[above - r->all.items] = true;
    }
}

static bool roll_load(struct picture *p, struct reader *r, uint64_t id, struct err *e)
{
    if (!id || picture_roll(p, id))
        return true;
    struct roll *roll = arena_one(p->arena, struct roll);
    struct units all;
    roll->id = id;
    if (!unit_load(r, p->arena, id, true, &all, e))
        return false;
    take_units(roll, p->arena, &all);
    roll->by_id = arena_many(p->arena, uint32_t, roll->all.n + 1);
    for (size_t i = 0; i < roll->all.n; i++)
        roll->by_id[i] = (uint32_t)i;
    sort_by_id(roll);
    roll->ids = arena_many(p->arena, uint64_t, roll->all.n + 1);
    for (size_t i = 0; i < roll->all.n; i++)
        roll->ids[i] = roll->all.items[roll->by_id[i]].id.n;
    find_offices(p->arena, roll);
    roll->mark = units_mark(&roll->all);
    arena_push(p->arena, &p->rolls, roll);
    return true;
}

static int64_t duty_index(const struct campaign *c, struct str key)
{
    for (size_t i = 0; i < c->duties.n; i++)
        if (str_eq(c->duties.items[i].key, key))
            return (int64_t)i;
    return -1;
}

static void take_obligation(void *arg, const struct obligation_record *rec)
{
    struct live *l = arg;
    struct obligation o = {.id = rec->id,
                           .unit = rec->unit,
                           .day = rec->day,
                           .opens = rec->opens,
                           .due = rec->due,
                           .quota_min = rec->quota_min,
                           .quota_max = rec->quota_max,
                           .own_accord = rec->own_accord,
                           .withdrawn = rec->withdrawn,
                           .duty = duty_index(&l->doc, rec->duty)};
    o.withdrawn |= o.duty < 0;
    arena_push(l->arena, &l->obligations, (struct live_obligation){.o = o});
}

static void take_transition(void *arg, const struct transition_row *row)
{
    struct live *l = arg;
    struct live_obligation *o = live_obligation(l, row->obligation);
    if (o)
        live_transition(l, o, row->transition, row->seq);
}

/* Room for all at once: growing by doubles would leave as much behind again. */
static bool obligations_room(struct live *l, struct reader *r, struct err *e)
{
    int64_t n;
    if (!obligation_count(r, (struct campaign_id){l->id}, &n, e))
        return false;
    l->obligations.cap = (size_t)n + 64; /* a few of one's own accord may follow */
    l->obligations.items = arena_many(l->arena, struct live_obligation, l->obligations.cap);
    return true;
}

/* From the snapshot and the events behind it, or else from the ledger alone. */
static bool obligations_load(struct live *l, struct store *s, struct err *e)
{
    struct campaign_id id = {l->id};
    struct reader *r = store_reader(s);
    if (!snapshot_load(l, s) &&
        (!obligations_room(l, r, e) || !obligation_each(r, l->arena, id, take_obligation, l, e)))
        return false;
    live_arrange(l);
    unsigned char hash[32];
    return event_each_transition(r, id, l->seq, take_transition, l, e) && event_head(r, l->id, &l->seq, hash, e);
}

static bool is_there(const struct live *l, size_t unit, const struct obligation *o)
{
    for (size_t c = 0; c < l->columns.n; c++)
        if (l->columns.items[c].duty == o->duty && l->columns.items[c].day.n == o->day.n)
            return live_at(l, (int64_t)unit, c);
    return false;
}

/* Obligations are made by publishing alone: who came into the register since, or owes more by what it says of him now, has
 * them not, and nobody would say so. */
static int64_t count_left_out(const struct live *l)
{
    struct arena *one = arena_new("left out", 64 << 20);
    int64_t n = 0;
    for (size_t i = 0; i < l->roll->units.n; i++) {
        const struct units unit = {.items = &l->roll->units.items[i], .n = 1};
        struct obligations owed = {0};
        size_t k = 0;
        obligations_of(one, &l->doc, &unit, &owed);
        while (k < owed.n && is_there(l, i, &owed.items[k]))
            k++;
        n += k < owed.n;
        arena_reset(one);
    }
    arena_free(one);
    return n;
}

/* One that was never published has an arena of its own, for it is replaced alone. */
static struct live *live_load(struct picture *p, struct store *s, const struct campaign_record *row, struct err *e)
{
    struct reader *r = store_reader(s);
    struct arena *a = row->version ? p->arena : arena_within(p->arena, "draft", DRAFT_BOUND);
    struct live *l = arena_one(a, struct live);
    *l = (struct live){.arena = a,
                       .id = row->id.n,
                       .reg = row->reg,
                       .state = row->state,
                       .revision = row->revision,
                       .version = row->version,
                       .first = INSTANT_NONE};
    struct str document = {0};
    struct instant published;
    struct campaign_record whole;
    bool ok = row->version ? campaign_version_read(r, a, row->id, 0, &document, &published, e)
                           : campaign_read(r, a, row->id, &whole, e);
    if (!ok || !shape_read_text(a, &campaign_shape, row->version ? document : whole.document, &l->doc, e) ||
        !roll_load(p, r, row->reg, e))
        return NULL;
    l->roll = picture_roll(p, row->reg);
    if (row->version && !obligations_load(l, s, e))
        return NULL;
    if (!row->version)
        live_arrange(l);
    l->left_out = row->version ? count_left_out(l) : 0;
    return l;
}

bool picture_load(struct picture *p, struct store *s, struct err *e)
{
    struct reader *r = store_reader(s);
    struct campaign_records rows = {0};
    uint64_t reg = 0;
    if (!register_first(r, &reg, e) || !roll_load(p, r, reg, e) || !campaign_list(r, p->arena, &rows, e))
        return false;
    for (size_t i = 0; i < rows.n; i++) {
        struct live *l = live_load(p, s, &rows.items[i], e);
        if (!l)
            return false;
        arena_push(p->arena, &p->lives, l);
    }
    return true;
}

struct live *picture_draft(struct picture *p, struct store *s, struct campaign_id id, struct err *e)
{
    struct arena *one = arena_new("draft", DRAFT_BOUND);
    struct campaign_record row;
    struct live *l = campaign_read(store_reader(s), one, id, &row, e) ? live_load(p, s, &row, e) : NULL;
    arena_free(one);
    return l;
}

void picture_put(struct picture *p, struct live *l)
{
    for (size_t i = 0; i < p->lives.n; i++) {
        struct live *old = p->lives.items[i];
        if (old->id != l->id)
            continue;
        p->lives.items[i] = l;
        arena_reset(old->arena);
        return;
    }
    arena_push(p->arena, &p->lives, l);
}
