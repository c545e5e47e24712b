/* SPDX-License-Identifier: Apache-2.0 */
#include "work/board.h"
#include "domain/board.h"
#include "domain/missing.h"
#include "store/account.h"
#include "store/event.h"
#include "work/report.h"

#include <stdlib.h>

static void add_columns(struct arena *a, const struct live *l, struct board_view *view)
{
    for (size_t i = 0; i < l->columns.n; i++) {
        const struct duty *d = &l->doc.duties.items[l->columns.items[i].duty];
        struct column_view c = {.duty = str_dup(a, d->key),
                                .name = str_dup(a, d->name),
                                .short_name = str_dup(a, d->short_name),
                                .day = l->columns.items[i].day,
                                .due = l->columns.items[i].due};
        arena_push(a, &view->columns, c);
    }
}

/* Units that owe nothing and have nothing below them that does are left out; parents that hold rows stay. */
static void mark_rows(const struct live *l, const struct session *who, bool *shown)
{
    bool all = sees_all(l->roll, who);
    for (size_t u = 0; u < l->roll->all.n; u++) {
        bool owes = false;
        for (size_t c = 0; !owes && c < l->columns.n; c++)
            owes = live_at(l, (int64_t)u, c);
        if (!owes || !(all || may_see(l->roll, who, l->roll->all.items[u].id)))
            continue;
        for (const struct unit *at = &l->roll->all.items[u]; at; at = roll_unit(l->roll, at->parent)) {
            bool *here = &shown[at - l->roll->all.items];
            if (*here)
                break; /* and so are those above it */
            *here = true;
            if (at->id.n == who->unit.n)
                break;
        }
    }
}

/* now: the cells as they are, of all units; NULL: a moment of the past is judged. */
static struct str cells_of(struct arena *a, const struct live *l, size_t unit, struct instant as_of, const char *now)
{
    if (now)
        return (struct str){now + unit * l->columns.n, l->columns.n};
    char *cells = arena_alloc(a, l->columns.n + 1);
    for (size_t c = 0; c < l->columns.n; c++) {
        struct live_obligation *o = live_at(l, (int64_t)unit, c);
        cells[c] = ' ';
        if (o) {
            struct verdict v = live_verdict(o, as_of);
            cells[c] = board_cell(&v, o->o.own_accord);
        }
    }
    return (struct str){cells, l->columns.n};
}

/* Of all rows, one after another. */
static bool add_cells(struct arena *a, const struct live *l, const bool *shown, const char *now,
                      struct board_view *view)
{
    size_t room = l->roll->all.n * l->columns.n + 1;
    struct buf cells = {.arena = a, .at = arena_try(a, room), .cap = room};
    if (!cells.at)
        return false;
    for (size_t u = 0; u < l->roll->all.n; u++) {
        if (!shown[u])
            continue;
        if (!arena_left(a))
            return false;
        buf_put(&cells, cells_of(a, l, u, view->as_of, now));
    }
    view->cells = buf_str(&cells);
    return true;
}

/* Another mark, other rows, names or columns: who keeps the rows must fetch them anew. */
static struct str mark_of(struct arena *a, const struct live *l, const bool *shown)
{
    uint64_t mark = l->roll->mark ^ ((uint64_t)l->version * 31 + l->columns.n);
    for (size_t u = 0; u < l->roll->all.n; u++)
        if (shown[u])
            mark = (mark ^ l->roll->all.items[u].id.n) * 0x9E3779B97F4A7C15u;
    return str_format(a, "%016llx", (unsigned long long)mark);
}

static bool add_rows(struct arena *a, const struct live *l, const bool *shown, const char *now, struct board_view *view)
{
    for (size_t u = 0; u < l->roll->all.n; u++) {
        const struct unit *unit = &l->roll->all.items[u];
        if (!shown[u])
            continue;
        if (!arena_left(a))
            return false;
        struct board_row row = {.unit = unit->id,
                                .parent = unit->parent,
                                .name = str_dup(a, unit->name),
                                .short_name = str_dup(a, unit->short_name),
                                .kind = unit_kind_word(unit),
                                .contact_name = str_dup(a, unit->contact_name),
                                .contact_phone = str_dup(a, unit->contact_phone),
                                .cells = cells_of(a, l, u, view->as_of, now)};
        arena_push(a, &view->rows, row);
    }
    return true;
}

/* Everything but its times. now: as for cells_of. */
static bool board_fill(struct arena *a, const struct live *l, const struct session *who, const char *now,
                       bool only_cells, struct board_view *view, struct err *e)
{
    bool *shown = arena_many(a, bool, l->roll->all.n + 1);
    mark_rows(l, who, shown);
    view->first = l->first;
    view->seq = (int64_t)l->seq;
    view->version = l->version;
    view->mark = mark_of(a, l, shown);
    add_columns(a, l, view);
    bool ok = only_cells ? add_cells(a, l, shown, now, view) : add_rows(a, l, shown, now, view);
    return ok || err_set(e, ERR_LARGE, MSG_NO_ROOM);
}

/* A campaign as it is, with its cells in *cells_r, or as it was then. */
static const struct live *campaign_at(struct office *office, struct arena *a, const struct session *who,
                                      struct campaign_id campaign, struct instant at, bool past, const char **cells_r,
                                      struct err *e)
{
    struct live *l = office_campaign(office, who, campaign, e);
    if (!l)
        return NULL;
    *cells_r = past ? NULL : office_cells(office, a, l, at);
    const struct live *then = past ? live_as_of(l, a, at) : l;
    if (!then)
        err_set(e, ERR_LARGE, MSG_NO_ROOM);
    return then;
}

bool board_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                struct instant as_of, bool only_cells, struct board_view *view_r, struct err *e)
{
    struct board_view view = {.now = office_now(office)};
    view.as_of = instant_is_set(as_of) && as_of.ms < view.now.ms ? as_of : view.now;
    office_read(office);
    const char *now;
    bool past = view.as_of.ms < view.now.ms;
    const struct live *l = campaign_at(office, a, who, campaign, view.as_of, past, &now, e);
    bool ok = l && board_fill(a, l, who, now, only_cells, &view, e);
    office_read_done(office);
    if (ok)
        *view_r = view;
    return ok;
}

/* ---- who is missing ---- */

static void add_missing(struct arena *a, const struct live *l, const struct live_obligation *o, struct verdict v,
                        struct missing_view *view)
{
    const struct unit *u = roll_unit(l->roll, o->o.unit), *county = roll_county(l->roll, u);
    struct missing_unit m = {.unit = u->id,
                             .obligation = o->o.id,
                             .name = str_dup(a, u->name),
                             .county = county ? str_dup(a, county->name) : (struct str){0},
                             .contact_name = str_dup(a, u->contact_name),
                             .contact_phone = str_dup(a, u->contact_phone),
                             .state = (int)v.state,
                             .version = v.version};
    arena_push(a, &view->units, m);
}

/* The county's place among those met so far; those of one county mostly come together. */
static size_t county_place(struct arena *a, struct strs *met, size_t last, struct str county)
{
    if (last < met->n && str_eq(met->items[last], county))
        return last;
    for (size_t i = 0; i < met->n; i++)
        if (str_eq(met->items[i], county))
            return i;
    arena_push(a, met, county);
    return met->n - 1;
}

/* By county as they are first met, then in the register's order. */
static void group_by_county(struct arena *a, struct missing_view *view)
{
    size_t n = view->units.n, last = 0;
    struct strs met = {0};
    size_t *place = arena_many(a, size_t, n + 1);
    struct missing_unit *grouped = arena_many(a, struct missing_unit, n + 1);
    for (size_t i = 0; i < n; i++)
        place[i] = last = county_place(a, &met, last, view->units.items[i].county);
    size_t *next = arena_many(a, size_t, met.n + 1);
    for (size_t i = 0; i < n; i++)
        next[place[i] + 1]++;
    for (size_t c = 0; c < met.n; c++)
        next[c + 1] += next[c];
    for (size_t i = 0; i < n; i++)
        grouped[next[place[i]]++] = view->units.items[i];
    view->units.items = grouped;
}

static struct str message_of(struct arena *a, const struct live *l, const struct duty *d, struct day day,
                             const struct missing_view *view)
{
    struct missing_names names = {0};
    for (size_t i = 0; i < view->units.n; i++) {
        struct missing_name n = {.name = view->units.items[i].name, .county = view->units.items[i].county};
        arena_push(a, &names, n);
    }
    return missing_text(a, &l->doc, d, day, view->due, view->now, &names);
}

/* One cell of a unit that owes, or owed: counted, and listed when nothing is there. */
static void missing_judge(struct arena *a, const struct live *l, const struct live_obligation *o,
                          struct missing_view *view)
{
    struct verdict v = live_verdict(o, view->now);
    view->owed += v.state != STATE_WAIVED;
    view->reported += v.state != STATE_WAIVED && v.reported;
    if (!v.reported && v.state != STATE_WAIVED)
        add_missing(a, l, o, v, view);
}

/* What a kept cell tells of the list: most units have reported or owe nothing, and only the rest is judged. */
enum told { TOLD_NOTHING, TOLD_REPORTED, TOLD_MISSING };

static void told_by_cells(enum told told[128])
{
    for (int c = 0; c < 128; c++) {
        struct board_counts one = {0};
        board_count(&one, (char)c);
        told[c] = one.reported ? TOLD_REPORTED : one.missing || one.open ? TOLD_MISSING : TOLD_NOTHING;
    }
}

static bool missing_collect(struct arena *a, const struct live *l, const struct session *who, struct str key,
                            struct day day, const char *now, struct missing_view *view, struct err *e)
{
    const struct duty *d = campaign_duty(&l->doc, key);
    if (!d)
        return err_set(e, ERR_MISSING, MSG_DUTY_UNKNOWN);
    int64_t index = d - l->doc.duties.items;
    bool all = sees_all(l->roll, who);
    enum told told[128];
    told_by_cells(told);
    view->due = INSTANT_NONE;
    for (size_t c = 0; c < l->columns.n; c++) {
        if (l->columns.items[c].duty != index || l->columns.items[c].day.n != day.n)
            continue;
        view->due = l->columns.items[c].due;
        for (size_t u = 0; u < l->roll->all.n; u++) {
            if (!all && !may_see(l->roll, who, l->roll->all.items[u].id))
                continue;
            enum told t = now ? told[(unsigned char)now[u * l->columns.n + c] & 127] : TOLD_MISSING;
            view->owed += t == TOLD_REPORTED;
            view->reported += t == TOLD_REPORTED;
            if (t != TOLD_MISSING)
                continue;
            if (!arena_left(a))
                return err_set(e, ERR_LARGE, MSG_NO_ROOM);
            struct live_obligation *o = live_at(l, (int64_t)u, c);
            if (o && !o->o.own_accord)
                missing_judge(a, l, o, view);
        }
    }
    group_by_county(a, view);
    view->text = message_of(a, l, d, day, view);
    return true;
}

/* ---- whom one calls ---- */

struct calling {
    struct arena *arena;
    struct missing_unit **by_unit; /* in the order of units */
    size_t n;
};

static int by_unit(const void *a, const void *b)
{
    const struct missing_unit *one = *(struct missing_unit *const *)a, *other = *(struct missing_unit *const *)b;
    return (one->unit.n > other->unit.n) - (one->unit.n < other->unit.n);
}

static void take_officer(void *arg, const struct account_record *acc)
{
    struct calling *c = arg;
    struct missing_unit wanted = {.unit = acc->unit}, *key = &wanted;
    struct missing_unit **found = bsearch(&key, c->by_unit, c->n, sizeof *c->by_unit, by_unit);
    if (found && arena_left(c->arena)) {
        struct officer_view o = {.name = str_dup(c->arena, acc->name), .phone = str_dup(c->arena, acc->phone)};
        arena_push(c->arena, &(*found)->officers, o);
    }
}

/* Those who came for the units themselves: the register's number may be anybody's. */
static bool add_officers(struct office *office, struct arena *a, struct missing_view *view, struct err *e)
{
    struct calling c = {.arena = a, .n = view->units.n};
    if (!c.n)
        return true;
    c.by_unit = arena_many(a, struct missing_unit *, c.n);
    for (size_t i = 0; i < c.n; i++)
        c.by_unit[i] = &view->units.items[i];
    qsort(c.by_unit, c.n, sizeof *c.by_unit, by_unit);
    return account_each_to_call(store_reader(office_store(office)), (struct unit_id){0}, take_officer, &c, e) &&
           (arena_left(a) || err_set(e, ERR_LARGE, MSG_NO_ROOM));
}

bool missing_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                  struct str duty, struct day day, struct instant as_of, struct missing_view *view_r, struct err *e)
{
    struct missing_view view = {.now = office_now(office)};
    bool past = instant_is_set(as_of) && as_of.ms < view.now.ms;
    if (past)
        view.now = as_of;
    office_read(office);
    const char *now;
    const struct live *l = campaign_at(office, a, who, campaign, view.now, past, &now, e);
    bool ok = l && missing_collect(a, l, who, duty, day, now, &view, e);
    office_read_done(office);
    ok = ok && add_officers(office, a, &view, e);
    if (ok)
        *view_r = view;
    return ok;
}

/* ---- what waits for a look ---- */

struct waiting {
    const struct live_obligation *o;
    struct instant since;
};

static int by_time(const void *a, const void *b)
{
    const struct waiting *one = a, *other = b;
    if (one->since.ms != other->since.ms)
        return one->since.ms < other->since.ms ? -1 : 1;
    return (one->o > other->o) - (one->o < other->o);
}

static bool queue_fill(struct arena *a, const struct live *l, const struct session *who, struct obligations_view *view,
                       struct err *e)
{
    enum { MOST = 500 };
    LIST(struct waiting) all = {0};
    for (size_t i = 0; i < l->obligations.n; i++) {
        const struct live_obligation *o = &l->obligations.items[i];
        if (!o->n || o->o.withdrawn || !may_review(l->roll, who, o->o.unit))
            continue;
        struct verdict v = live_verdict(o, view->now);
        if (v.state == STATE_SENT)
            arena_push(a, &all, ((struct waiting){o, v.first}));
    }
    if (all.n)
        qsort(all.items, all.n, sizeof *all.items, by_time);
    for (size_t i = 0; i < all.n && i < MOST && arena_left(a); i++) {
        struct obligation_view one;
        obligation_fill(a, l, all.items[i].o, view->now, &one);
        arena_push(a, &view->items, one);
    }
    return arena_left(a) || err_set(e, ERR_LARGE, MSG_NO_ROOM);
}

bool queue_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                struct obligations_view *view_r, struct err *e)
{
    struct obligations_view view = {.now = office_now(office)};
    office_read(office);
    struct live *l = office_campaign(office, who, campaign, e);
    bool ok = l && queue_fill(a, l, who, &view, e);
    office_read_done(office);
    if (ok)
        *view_r = view;
    return ok;
}
