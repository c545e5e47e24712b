/* SPDX-License-Identifier: Apache-2.0 */
#include "work/compare.h"
#include "domain/board.h"
#include "store/campaign.h"
#include "store/event.h"
#include "store/obligation.h"
#include "work/picture.h"

#include <stdlib.h>
#include <string.h>

enum { TRIES = 3 };
static const size_t TOLD_BOUND = (size_t)4 << 30;

/* What the ledger tells of one campaign. Transitions of one obligation are chained by `next`, 1 + an index, 0: none. */
struct told {
    struct arena *arena;
    struct told *more; /* of the campaign before */
    struct campaign_record campaign;
    struct obligation_records obligations;
    struct link {
        uint32_t first, last, n;
    } * links; /* of each obligation */
    struct {
        struct row {
            struct transition transition;
            uint32_t next;
        } * items;
        size_t n, cap;
    } rows;
    uint64_t seq;
    int64_t strangers; /* transitions of obligations that are not there */
};

struct comparing {
    struct arena *arena; /* the caller's */
    struct instant now;
    struct comparison c;
    const struct told *told;
    const struct live *live;
    const char *cells; /* of live */
    const struct obligation_record *obligation;
    struct transition *judged; /* room for the transitions of one obligation */
    size_t room;
};

/* ---- the ledger's side ---- */

static int by_id(const void *key, const void *item)
{
    uint64_t a = *(const uint64_t *)key, b = ((const struct obligation_record *)item)->id.n;
    return (a > b) - (a < b);
}

static void take_row(void *arg, const struct transition_row *row)
{
    struct told *t = arg;
    const struct obligation_records *list = &t->obligations;
    const struct obligation_record *o =
        list->n ? bsearch(&row->obligation.n, list->items, list->n, sizeof *list->items, by_id) : NULL;
    t->seq = row->seq;
    if (!o) {
        t->strangers++;
        return;
    }
    struct link *link = &t->links[o - list->items];
    struct row r = {.transition = row->transition};
    arena_push(t->arena, &t->rows, r);
    if (link->n++)
        t->rows.items[link->last - 1].next = (uint32_t)t->rows.n;
    else
        link->first = (uint32_t)t->rows.n;
    link->last = (uint32_t)t->rows.n;
}

static bool tell_one(struct told *t, struct reader *r, struct err *e)
{
    if (!obligation_load(r, t->arena, t->campaign.id, &t->obligations, e))
        return false;
    t->links = arena_many(t->arena, struct link, t->obligations.n + 1);
    return event_each_transition(r, t->campaign.id, 0, take_row, t, e);
}

/* All published campaigns as they are at one moment. */
static bool tell(struct reader *r, struct arena *a, struct told **told_r, struct err *e)
{
    struct campaign_records rows = {0};
    struct told *told = NULL;
    bool ok = campaign_list(r, a, &rows, e);
    for (size_t i = 0; ok && i < rows.n; i++) {
        if (!rows.items[i].version)
            continue;
        struct told *t = arena_one(a, struct told);
        *t = (struct told){.arena = a, .campaign = rows.items[i], .more = told};
        ok = tell_one(t, r, e);
        told = t;
    }
    *told_r = told;
    return ok;
}

/* ---- what is wrong ---- */

static void wrong(struct comparing *c, struct str what)
{
    struct str key = c->told->campaign.key;
    if (!c->c.wrong++)
        c->c.first = c->obligation ? str_format(c->arena, STR_FMT ": obligation %llu: " STR_FMT, STR_ARG(key),
                                                (unsigned long long)c->obligation->id.n, STR_ARG(what))
                                   : str_format(c->arena, STR_FMT ": " STR_FMT, STR_ARG(key), STR_ARG(what));
}

static bool same_transition(const struct transition *a, const struct transition *b)
{
    return a->at.ms == b->at.ms && a->when.ms == b->when.ms && a->version == b->version && a->kind == b->kind &&
           a->forget == b->forget;
}

/* The obligation's transitions, as the ledger has them, side by side. */
static struct transition *gather(struct comparing *c, const struct link *link)
{
    if (link->n > c->room) {
        c->room = (size_t)link->n * 2;
        c->judged = arena_many(c->arena, struct transition, c->room);
    }
    size_t n = 0;
    for (uint32_t at = link->first; at; at = c->told->rows.items[at - 1].next)
        c->judged[n++] = c->told->rows.items[at - 1].transition;
    return c->judged;
}

static void compare_transitions(struct comparing *c, const struct live_obligation *kept, const struct transition *list,
                                uint32_t n)
{
    c->c.transitions += n;
    if (kept->n != n)
        wrong(c, str_format(c->arena, "%u transitions are kept of %u", kept->n, n));
    for (uint32_t i = 0; i < n && i < kept->n; i++)
        if (!same_transition(&kept->items[i], &list[i]))
            wrong(c, str_format(c->arena, "transition %u is another", i + 1));
}

static bool is_withdrawn(const struct comparing *c, const struct obligation_record *o)
{
    return o->withdrawn || !campaign_duty(&c->live->doc, o->duty);
}

static void compare_terms(struct comparing *c, const struct live_obligation *kept)
{
    const struct obligation_record *o = c->obligation;
    const struct duty *d = campaign_duty(&c->live->doc, o->duty);
    const struct obligation *k = &kept->o;
    bool same_duty = d ? k->duty == d - c->live->doc.duties.items : k->duty < 0;
    if (!same_duty || k->unit.n != o->unit.n || k->day.n != o->day.n || k->opens.ms != o->opens.ms ||
        k->due.ms != o->due.ms || k->quota_min != o->quota_min || k->quota_max != o->quota_max ||
        k->own_accord != o->own_accord || k->withdrawn != is_withdrawn(c, o))
        wrong(c, S("is kept with other terms"));
}

/* True when it has a place on the board. */
static bool compare_cell(struct comparing *c, const struct live_obligation *kept, const struct transition *list,
                         uint32_t n)
{
    const struct live *l = c->live;
    const struct obligation_record *o = c->obligation;
    int64_t unit = roll_index(l->roll, o->unit);
    if (!obligation_stands(l->roll, &kept->o, list, n))
        return false;
    const struct column *column = kept->column < l->columns.n ? &l->columns.items[kept->column] : NULL;
    if (!column || column->duty != kept->o.duty || column->day.n != o->day.n ||
        live_at(l, unit, kept->column) != kept) {
        wrong(c, S("stands elsewhere on the board"));
        return true;
    }
    struct verdict v = obligation_state(list, n, o->opens, o->due, c->now);
    char judged = board_cell(&v, o->own_accord), cell = c->cells[(size_t)unit * l->columns.n + kept->column];
    c->c.cells++;
    if (cell != judged)
        wrong(c, str_format(c->arena, "cell is '%c', judged '%c'", cell, judged));
    return true;
}

static void compare_empty_cells(struct comparing *c, int64_t placed)
{
    const struct live *l = c->live;
    int64_t there = 0;
    for (size_t i = 0; i < l->roll->all.n * l->columns.n; i++) {
        there += l->matrix[i] >= 0;
        if (l->matrix[i] < 0 && c->cells[i] != ' ')
            wrong(c, str_format(c->arena, "cell is '%c' where nothing is owed", c->cells[i]));
    }
    if (there != placed)
        wrong(c, str_format(c->arena, "%lld cells are owed, %lld are kept", (long long)placed, (long long)there));
}

/* cells: as they are kept at c->now. */
static void compare_live(struct comparing *c, const struct live *l, const char *cells, const struct told *t)
{
    int64_t placed = 0;
    c->live = l;
    c->cells = cells;
    c->told = t;
    c->obligation = NULL;
    c->c.campaigns++;
    if (t->strangers)
        wrong(c, S("events speak of obligations that are not there"));
    if (l->obligations.n != t->obligations.n)
        wrong(c, str_format(c->arena, "%zu obligations are kept of %zu", l->obligations.n, t->obligations.n));
    for (size_t i = 0; i < t->obligations.n; i++) {
        const struct link *link = &t->links[i];
        c->obligation = &t->obligations.items[i];
        c->c.obligations++;
        const struct live_obligation *kept = live_obligation(l, c->obligation->id);
        if (!kept || kept->o.id.n != c->obligation->id.n) {
            wrong(c, S("is not kept"));
            continue;
        }
        const struct transition *list = gather(c, link);
        compare_terms(c, kept);
        compare_transitions(c, kept, list, link->n);
        placed += compare_cell(c, kept, list, link->n);
    }
    c->obligation = NULL;
    compare_empty_cells(c, placed);
}

/* ---- a store that nobody has in memory, or somebody else has ---- */

static bool compare_loaded(struct store *s, struct comparing *c, struct arena *work, struct err *e)
{
    struct picture *p = arena_one(work, struct picture);
    struct told *told;
    p->arena = work;
    if (!picture_load(p, s, e) || !tell(store_reader(s), work, &told, e))
        return false;
    for (const struct told *t = told; t; t = t->more)
        for (size_t i = 0; i < p->lives.n; i++)
            if (p->lives.items[i]->id == t->campaign.id.n) {
                const char *cells = live_cells(p->lives.items[i], work, c->now);
                compare_live(c, p->lives.items[i], cells, t);
            }
    return true;
}

bool store_compare(struct store *s, struct arena *a, struct instant now, struct comparison *c_r, struct err *e)
{
    struct comparing c = {.arena = a, .now = now};
    if (!reader_begin(store_reader(s), e))
        return false;
    struct arena *work = arena_new("compare", TOLD_BOUND);
    bool ok = compare_loaded(s, &c, work, e);
    arena_free(work);
    reader_end(store_reader(s));
    if (ok)
        *c_r = c.c;
    return ok;
}

/* ---- the running office ---- */

struct compare_op {
    struct op op; /* first */
    struct office *office;
    struct arena *work;
    struct told *told;
    struct comparing c;
    bool moved; /* another version, or more obligations, than was told */
    bool read;
    struct err err;
};

static bool apply_nothing(struct op *op, struct tx *tx, struct err *e)
{
    (void)op;
    (void)tx;
    (void)e;
    return true;
}

static bool has_moved(const struct live *l, const struct told *t)
{
    return !l || l->version != t->campaign.version || l->obligations.n != t->obligations.n;
}

/* On the writer's thread, so that neither the store nor memory changes. */
static void compare_now(struct op *op)
{
    struct compare_op *d = (struct compare_op *)(void *)op;
    struct reader *r = store_reader(office_store(d->office));
    d->c.now = office_now(d->office);
    d->read = op->ok;
    for (struct told *t = d->told; t && d->read; t = t->more) {
        office_read(d->office);
        struct live *l = office_live(d->office, t->campaign.id.n);
        d->moved = d->moved || has_moved(l, t);
        if (!d->moved) {
            d->read = event_each_transition(r, t->campaign.id, t->seq, take_row, t, &d->err);
            compare_live(&d->c, l, office_cells(d->office, d->work, l, d->c.now), t);
        }
        office_read_done(d->office);
    }
}

static bool compare_once(struct compare_op *d, struct arena *work, struct err *e)
{
    struct reader *r = store_reader(office_store(d->office));
    d->op = (struct op){.apply = apply_nothing, .done = compare_now};
    d->work = work;
    if (!reader_begin(r, e))
        return false;
    bool told = tell(r, work, &d->told, e);
    reader_end(r);
    if (!told || !ledger_wait(office_store(d->office), &d->op, e))
        return false;
    if (!d->read)
        *e = d->err;
    return d->read;
}

bool office_compare(struct office *office, struct arena *a, struct comparison *c_r, struct err *e)
{
    for (int i = 0; i < TRIES; i++) {
        struct compare_op d = {.office = office, .c.arena = a};
        struct arena *work = arena_new("compare", TOLD_BOUND);
        bool done = compare_once(&d, work, e);
        arena_free(work);
        if (!done)
            return false;
        if (!d.moved) {
            *c_r = d.c.c;
            return true;
        }
    }
    return err_with(e, ERR_BUSY, MSG_BUSY, S("5"), S(""), S(""));
}
