/* SPDX-License-Identifier: Apache-2.0 */
#include "work/live.h"

#include "domain/board.h"
#include "format/json.h"

#include <stdlib.h>
#include <string.h>

bool live_copy_doc(const struct live *l, struct arena *a, struct campaign *doc_r, struct err *e)
{
    struct buf b = buf_new(a, 65536);
    shape_write(&b, &campaign_shape, &l->doc);
    return shape_read_text(a, &campaign_shape, buf_str(&b), doc_r, e);
}

/* The place of an id among ids in order, or -1. The half is chosen without a branch, which would be guessed wrong half of
 * the time: this is done for each request. */
static int64_t place_of(const uint64_t *ids, size_t n, uint64_t id)
{
    const uint64_t *at = ids;
    if (!n)
        return -1;
    while (n > 1) {
        size_t half = n / 2;
        at += at[half] <= id ? half : 0;
        n -= half;
    }
    return *at == id ? at - ids : -1;
}

int64_t roll_index(const struct roll *r, struct unit_id id)
{
    int64_t at = r && id.n ? place_of(r->ids, r->all.n, id.n) : -1;
    return at < 0 ? -1 : (int64_t)r->by_id[at];
}

const struct unit *roll_unit(const struct roll *r, struct unit_id id)
{
    int64_t at = roll_index(r, id);
    return at < 0 ? NULL : &r->all.items[at];
}

bool roll_holds(const struct roll *r, struct unit_id id)
{
    int64_t at = roll_index(r, id);
    return at >= 0 && (size_t)at < r->units.n;
}

bool roll_is_office(const struct roll *r, const struct unit *u)
{
    return r->offices[u - r->all.items];
}

const struct unit *roll_county(const struct roll *r, const struct unit *u)
{
    const struct unit *office = NULL;
    for (; u; u = roll_unit(r, u->parent))
        if (roll_is_office(r, u))
            office = u;
    return office;
}

struct live_obligation *live_obligation(const struct live *l, struct obligation_id id)
{
    size_t walk = 0, at;
    while (map_next(&l->places, id.n, &walk, &at))
        if (l->obligations.items[at].o.id.n == id.n)
            return &l->obligations.items[at];
    return NULL;
}

/* With room for those of one's own accord that may follow. */
static void place_all(struct live *l)
{
    l->places = map_new(l->arena, l->obligations.cap);
    for (size_t i = 0; i < l->obligations.n; i++)
        map_put(&l->places, l->obligations.items[i].o.id.n, i);
}

static uint32_t column_of(struct live *l, const struct obligation *o)
{
    for (uint32_t i = 0; i < l->columns.n; i++) {
        struct column *c = &l->columns.items[i];
        if (c->duty == (uint32_t)o->duty && c->day.n == o->day.n)
            return i;
    }
    struct column c = {.duty = (uint32_t)o->duty, .day = o->day, .due = o->due};
    arena_push(l->arena, &l->columns, c);
    return (uint32_t)l->columns.n - 1;
}

/* Duties in the notice's order, days within a duty in theirs. */
static bool column_before(const struct column *a, const struct column *b)
{
    return a->duty != b->duty ? a->duty < b->duty : a->day.n < b->day.n;
}

static void sort_columns(struct live *l)
{
    for (size_t i = 1; i < l->columns.n; i++)
        for (size_t k = i; k > 0 && column_before(&l->columns.items[k], &l->columns.items[k - 1]); k--) {
            struct column c = l->columns.items[k];
            l->columns.items[k] = l->columns.items[k - 1];
            l->columns.items[k - 1] = c;
        }
}

static int by_unit(const void *a, const void *b)
{
    const struct withdrawn *one = a, *other = b;
    if (one->unit.n != other->unit.n)
        return one->unit.n < other->unit.n ? -1 : 1;
    return (one->at > other->at) - (one->at < other->at);
}

/* One whose duty the document does not hold any more cannot be told of. */
static void gather_withdrawn(struct live *l)
{
    l->withdrawn.n = 0;
    for (size_t i = 0; i < l->obligations.n; i++) {
        const struct obligation *o = &l->obligations.items[i].o;
        if (o->withdrawn && o->duty >= 0)
            arena_push(l->arena, &l->withdrawn, ((struct withdrawn){o->unit, (uint32_t)i}));
    }
    if (l->withdrawn.n)
        qsort(l->withdrawn.items, l->withdrawn.n, sizeof *l->withdrawn.items, by_unit);
}

size_t live_withdrawn_from(const struct live *l, struct unit_id unit)
{
    size_t low = 0, high = l->withdrawn.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (l->withdrawn.items[middle].unit.n < unit.n)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool obligation_stands(const struct roll *r, const struct obligation *o, const struct transition *list, uint32_t n)
{
    const struct unit *u = roll_unit(r, o->unit);
    if (!u || o->withdrawn)
        return false;
    if (roll_holds(r, o->unit))
        return true;
    struct verdict v = obligation_state(list, n, o->opens, o->due, (struct instant){INT64_MAX});
    return v.version || (instant_is_set(v.due) && v.due.ms <= u->removed.ms);
}

static void settle(struct live *l, size_t index)
{
    struct live_obligation *o = &l->obligations.items[index];
    if (!obligation_stands(l->roll, &o->o, o->items, o->n))
        return;
    o->column = column_of(l, &o->o);
    l->matrix[(size_t)roll_index(l->roll, o->o.unit) * l->columns.n + o->column] = (int32_t)index;
}

/* Those of units that have left come last: publishing has not amended their deadlines. */
static void make_columns(struct live *l)
{
    l->columns.n = 0;
    for (int left = 0; left < 2; left++)
        for (size_t i = 0; i < l->obligations.n; i++) {
            const struct obligation *o = &l->obligations.items[i].o;
            if (!o->withdrawn && roll_holds(l->roll, o->unit) == !left)
                column_of(l, o);
        }
    sort_columns(l);
}

void live_arrange(struct live *l)
{
    if (!l->places.slots)
        place_all(l);
    gather_withdrawn(l);
    make_columns(l);
    size_t cells = l->roll->all.n * (l->columns.n ? l->columns.n : 1);
    l->matrix = arena_many(l->arena, int32_t, cells);
    memset(l->matrix, 0xFF, cells * sizeof *l->matrix);
    l->cells.at = arena_alloc(l->arena, cells);
    l->cells.until = INSTANT_NONE;
    for (size_t i = 0; i < l->obligations.n; i++)
        settle(l, i);
}

/* ---- a moment of the past ---- */

/* Whether it stood then; what is in no document any more cannot be told of. */
static bool stood(const struct live *l, const struct live_obligation *o, struct instant as_of)
{
    struct obligation then = o->o;
    then.withdrawn = then.duty < 0 || obligation_withdrawn(o->items, o->n, then.withdrawn, as_of);
    return obligation_stands(l->roll, &then, o->items, o->n);
}

const struct live *live_as_of(const struct live *l, struct arena *a, struct instant as_of)
{
    if (as_of.ms >= l->moved.ms)
        return l;
    struct live *then = arena_one(a, struct live);
    bool *stands = arena_many(a, bool, l->obligations.n + 1);
    *then = *l;
    then->arena = a;
    memset(&then->columns, 0, sizeof then->columns);
    for (size_t i = 0; i < l->obligations.n; i++)
        if ((stands[i] = stood(l, &l->obligations.items[i], as_of)))
            column_of(then, &l->obligations.items[i].o);
    sort_columns(then);
    size_t cells = l->roll->all.n * (then->columns.n ? then->columns.n : 1);
    then->matrix = arena_try(a, cells * sizeof *then->matrix);
    if (!then->matrix || !arena_left(a))
        return NULL;
    memset(then->matrix, 0xFF, cells * sizeof *then->matrix);
    for (size_t i = 0; i < l->obligations.n; i++) {
        const struct obligation *o = &l->obligations.items[i].o;
        if (stands[i])
            then->matrix[(size_t)roll_index(l->roll, o->unit) * then->columns.n + column_of(then, o)] = (int32_t)i;
    }
    return then;
}

struct live_obligation *live_at(const struct live *l, int64_t unit_index, size_t column)
{
    int32_t at = l->matrix[(size_t)unit_index * l->columns.n + column];
    return at < 0 ? NULL : &l->obligations.items[at];
}

static struct live_obligation *push(struct live *l, const struct obligation *o)
{
    arena_push(l->arena, &l->obligations, (struct live_obligation){.o = *o});
    if (map_is_full(&l->places))
        place_all(l);
    else
        map_put(&l->places, o->id.n, l->obligations.n - 1);
    return &l->obligations.items[l->obligations.n - 1];
}

struct live_obligation *live_add(struct live *l, const struct obligation *o)
{
    struct live_obligation *there = live_obligation(l, o->id);
    size_t columns = l->columns.n;
    if (!there)
        there = push(l, o);
    there->o = *o;
    if (o->withdrawn)
        return there;
    there->column = column_of(l, o);
    l->cells.until = INSTANT_NONE;
    if (columns != l->columns.n)
        live_arrange(l);
    else
        settle(l, (size_t)(there - l->obligations.items));
    return there;
}

/* ---- the kept cells ---- */

static char cell_of(const struct live_obligation *o, struct instant now, struct instant *until)
{
    struct verdict v = live_verdict(o, now);
    /* Moments at which time alone may change it: it opens, a day is left, it is due. */
    const int64_t moments[] = {o->o.opens.ms, v.due.ms - MS_A_DAY, v.due.ms + 1};
    for (size_t i = 0; i < sizeof moments / sizeof *moments && instant_is_set(v.due); i++)
        if (moments[i] > now.ms && moments[i] < until->ms)
            until->ms = moments[i];
    return board_cell(&v, o->o.own_accord);
}

static void cells_ready(struct live *l, size_t n, struct instant now)
{
    if (instant_is_set(l->cells.until) && now.ms >= l->cells.from.ms && now.ms < l->cells.until.ms)
        return;
    l->cells.from = now;
    l->cells.until = (struct instant){INT64_MAX};
    for (size_t i = 0; i < n; i++) {
        int32_t at = l->matrix[i];
        l->cells.at[i] = at < 0 ? ' ' : cell_of(&l->obligations.items[at], now, &l->cells.until);
    }
}

const char *live_cells(struct live *l, struct arena *a, struct instant now)
{
    size_t n = l->roll->all.n * l->columns.n;
    char *copy = arena_alloc(a, n + 1);
    cells_ready(l, n, now);
    memcpy(copy, l->cells.at, n);
    return copy;
}

static void cell_follows(struct live *l, const struct live_obligation *o, struct instant at)
{
    int64_t unit = instant_is_set(l->cells.until) ? roll_index(l->roll, o->o.unit) : -1;
    struct instant now = at.ms > l->cells.from.ms ? at : l->cells.from;
    if (unit < 0)
        return;
    size_t place = (size_t)unit * l->columns.n + o->column;
    if (l->matrix[place] == (int32_t)(o - l->obligations.items))
        l->cells.at[place] = cell_of(o, now, &l->cells.until);
}

void live_note(struct live *l, const struct live_obligation *o, const struct transition *t)
{
    if (t->kind == TRANSITION_EXTENDED)
        arena_push(l->arena, &l->extended, (uint32_t)(o - l->obligations.items));
    bool moves = t->kind == TRANSITION_WITHDRAWN || t->kind == TRANSITION_RESTORED;
    if (moves && t->at.ms > l->moved.ms)
        l->moved = t->at;
    if (!instant_is_set(l->first) || t->at.ms < l->first.ms)
        l->first = t->at;
}

void live_transition(struct live *l, struct live_obligation *o, struct transition t, uint64_t seq)
{
    l->seq = seq;
    if (o->n == o->cap) {
        uint32_t cap = o->cap ? o->cap * 2 : 2;
        struct transition *moved = arena_many(l->arena, struct transition, cap);
        if (o->n)
            memcpy(moved, o->items, o->n * sizeof *moved);
        o->items = moved;
        o->cap = cap;
    }
    o->items[o->n++] = t;
    live_note(l, o, &t);
    if (!roll_holds(l->roll, o->o.unit))
        settle(l, (size_t)(o - l->obligations.items));
    cell_follows(l, o, t.at);
}

struct verdict live_verdict(const struct live_obligation *o, struct instant as_of)
{
    return obligation_state(o->items, o->n, o->o.opens, o->o.due, as_of);
}

bool live_version_is_late(const struct live_obligation *o, struct instant as_of, uint32_t version)
{
    return version_is_late(o->items, o->n, o->o.opens, o->o.due, as_of, version);
}
