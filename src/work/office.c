/* SPDX-License-Identifier: Apache-2.0 */
#include "work/office.h"
#include "base/log.h"
#include "domain/board.h"
#include "format/json.h"
#include "work/health.h"
#include "work/mailbox.h"
#include "work/outbox.h"
#include "work/parcels.h"
#include "work/public.h"
#include "work/quota.h"
#include "work/picture.h"
#include "work/sessions.h"
#include "work/snapshot.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { WATCHERS = 4, PENDING = 4096 };

struct changed {
    uint64_t campaign;
    struct obligation_id obligation;
};

struct office {
    struct store *store;
    bool rehearsal;
    pthread_rwlock_t lock; /* guards picture and all below it */
    struct picture *picture;
    pthread_mutex_t cells_lock; /* of those who look: one of them makes the cells anew or copies them */
    pthread_mutex_t clock_lock;
    struct clock clock;
    _Atomic uint64_t stamp;
    struct sessions *sessions;
    struct office_limits limits;
    struct quota *quota;
    struct parcels *parcels;
    struct visitors *visitors;
    struct health *health;
    struct mailbox *mailbox;
    struct outbox *outbox;
    struct {
        office_watcher *fn;
        void *arg;
    } watchers[WATCHERS];
    size_t watcher_count;
    pthread_mutex_t pending_lock; /* what has changed since the last tick */
    struct changed pending[PENDING];
    size_t pending_count;
    bool pending_over;
    struct instant ticked;
    struct instant newest; /* of what was kept when it was opened, by the machine's clock */
};

enum { BEHIND_MS = 60000 }; /* what was kept in a batch may be a little ahead, and so may a clock that is slewed */
static const size_t PICTURE_BOUND = (size_t)4 << 30;

bool office_reload(struct office *office, struct err *e)
{
    struct arena *a = arena_new("picture", PICTURE_BOUND);
    struct picture *fresh = arena_one(a, struct picture);
    fresh->arena = a;
    if (!picture_load(fresh, office->store, e)) {
        arena_free(a);
        return false;
    }
    office_write(office);
    struct picture *old = office->picture;
    office->picture = fresh;
    office_write_done(office);
    if (old)
        arena_free(old->arena);
    return true;
}

bool office_redraft(struct office *office, struct campaign_id id, struct err *e)
{
    struct live *draft = picture_draft(office->picture, office->store, id, e);
    if (!draft)
        return false;
    office_write(office);
    picture_put(office->picture, draft);
    office_write_done(office);
    return true;
}

/* ---- open, close ---- */

/* A rehearsal that was never started has its clock stopped at the epoch until somebody sets it. */
static bool clock_load(struct office *office, struct err *e)
{
    bool known = false;
    office->clock = clock_real();
    if (!office->rehearsal)
        return true;
    office->clock = clock_rehearsed((struct instant){0}, 0);
    struct clock kept;
    if (!clock_read(store_reader(office->store), &kept, &known, e))
        return false;
    if (known)
        office->clock = clock_rehearsed(kept.start, kept.rate);
    return true;
}

/* A rehearsal goes on where it stopped: its clock stood meanwhile. One that was killed goes on behind its last event. */
static void clock_catch_up(struct office *office)
{
    struct instant last = office->clock.start;
    for (size_t i = 0; i < office->picture->lives.n; i++) {
        const struct live *l = office->picture->lives.items[i];
        for (size_t k = 0; k < l->obligations.n; k++) {
            const struct live_obligation *o = &l->obligations.items[k];
            if (o->n && o->items[o->n - 1].at.ms > last.ms)
                last = o->items[o->n - 1].at;
        }
    }
    if (office->rehearsal)
        office->clock = clock_rehearsed(last, office->clock.rate);
}

/* A machine that came up with a clock gone back would take for in time what is late: nobody can say so but the ledger. */
static bool clock_compare(struct office *office, struct err *e)
{
    const struct picture *p = office->picture;
    struct reader *r = store_reader(office->store);
    if (office->rehearsal)
        return true;
    if (!event_newest(r, 0, &office->newest, e))
        return false;
    for (size_t i = 0; i < p->lives.n; i++) {
        struct instant at;
        if (!event_newest(r, p->lives.items[i]->id, &at, e))
            return false;
        office->newest.ms = at.ms > office->newest.ms ? at.ms : office->newest.ms;
    }
    int64_t behind = office_behind(office);
    if (behind)
        log_line(LOG_WARN, "clock.behind", "\"seconds\":%lld", (long long)behind / 1000);
    return true;
}

int64_t office_behind(const struct office *office)
{
    int64_t ms = office->newest.ms - clock_machine().ms;
    return ms >= BEHIND_MS ? ms : 0;
}

/* The writer goes before new readers: of two loops one nearly always looks, and the writer would wait for ever. */
static void locks_ready(struct office *office)
{
    pthread_rwlockattr_t how;
    pthread_rwlockattr_init(&how);
    pthread_rwlockattr_setkind_np(&how, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&office->lock, &how);
    pthread_rwlockattr_destroy(&how);
    pthread_mutex_init(&office->cells_lock, NULL);
    pthread_mutex_init(&office->clock_lock, NULL);
    pthread_mutex_init(&office->pending_lock, NULL);
}

static void before_folds(void *arg)
{
    office_write(arg);
}

static void after_folds(void *arg)
{
    office_write_done(arg);
}

bool office_open(struct arena *a, const struct office_options *o, struct office **office_r, struct err *e)
{
    struct office *office = arena_one(a, struct office);
    struct store_options how = {.create = o->create,
                                .rehearsal = o->rehearsal,
                                .database = o->database,
                                .bucket = o->bucket,
                                .cache_bytes = (uint64_t)o->cache_mb << 20,
                                .rows_only = o->rows_only};
    office->rehearsal = o->rehearsal;
    locks_ready(office);
    office->limits = limits_of(o->limits);
    office->stamp = (uint64_t)clock_machine().ms << 20;
    office->health = health_open(a);
    office->mailbox = mailbox_open(a);
    office->outbox = outbox_open(a);
    if (!store_open(a, o->data, how, &office->store, e))
        return false;
    ledger_around_folds(office->store, before_folds, after_folds, office);
    if (!clock_load(office, e) || !office_reload(office, e) || !clock_compare(office, e) ||
        !sessions_open(a, office, &office->sessions, e)) {
        store_close(office->store);
        return false;
    }
    office->quota = quota_open(a);
    office->parcels = parcels_open(a);
    office->visitors = visitors_open(a);
    clock_catch_up(office);
    office->ticked = office_now(office);
    *office_r = office;
    return true;
}

void office_close(struct office *office)
{
    sessions_close(office->sessions);
    quota_close(office->quota);
    parcels_close(office->parcels);
    visitors_close(office->visitors);
    snapshot_keep(office, 1);
    store_close(office->store);
    arena_free(office->picture->arena);
    pthread_rwlock_destroy(&office->lock);
    pthread_mutex_destroy(&office->cells_lock);
    pthread_mutex_destroy(&office->clock_lock);
    pthread_mutex_destroy(&office->pending_lock);
}

void office_rest(struct office *office)
{
    store_reader_rest(office->store);
}

struct store *office_store(struct office *office)
{
    return office->store;
}

struct blob_store *office_blobs(struct office *office)
{
    return store_blobs(office->store);
}

struct sessions *office_sessions(struct office *office)
{
    return office->sessions;
}

struct quota *office_quota(struct office *office)
{
    return office->quota;
}

struct parcels *office_parcels(struct office *office)
{
    return office->parcels;
}

struct visitors *office_visitors(struct office *office)
{
    return office->visitors;
}

struct health *office_health(struct office *office)
{
    return office->health;
}

struct outbox *office_outbox(struct office *office)
{
    return office->outbox;
}

struct mailbox *office_mailbox(struct office *office)
{
    return office->mailbox;
}

const struct office_limits *office_limits(const struct office *office)
{
    return &office->limits;
}

bool office_is_rehearsal(const struct office *office)
{
    return office->rehearsal;
}

/* ---- locks and clock ---- */

void office_read(struct office *office)
{
    pthread_rwlock_rdlock(&office->lock);
}

void office_read_done(struct office *office)
{
    pthread_rwlock_unlock(&office->lock);
}

void office_write(struct office *office)
{
    pthread_rwlock_wrlock(&office->lock);
}

uint64_t office_stamp(struct office *office)
{
    return office->stamp;
}

void office_write_done(struct office *office)
{
    office->stamp++; /* before anybody can read what changed */
    pthread_rwlock_unlock(&office->lock);
}

const char *office_cells(struct office *office, struct arena *a, struct live *l, struct instant now)
{
    pthread_mutex_lock(&office->cells_lock);
    const char *cells = live_cells(l, a, now);
    pthread_mutex_unlock(&office->cells_lock);
    return cells;
}

struct clock office_clock(struct office *office)
{
    if (!office->rehearsal)
        return clock_real();
    pthread_mutex_lock(&office->clock_lock);
    struct clock c = office->clock;
    pthread_mutex_unlock(&office->clock_lock);
    return c;
}

struct instant office_now(struct office *office)
{
    struct clock c = office_clock(office);
    return clock_now(&c);
}

struct clock_deed {
    struct op op;
    struct clock clock;
};

static bool clock_apply(struct op *op, struct tx *tx, struct err *e)
{
    return clock_put(tx, &((struct clock_deed *)(void *)op)->clock, e);
}

static void deed_nothing(struct op *op)
{
    (void)op;
}

bool office_clock_change(struct office *office, struct instant to, int64_t rate, struct err *e)
{
    struct clock c = office_clock(office);
    if (!instant_is_set(to))
        to = clock_now(&c);
    if (!clock_change(&c, to, rate))
        return err_set(e, ERR_CONFLICT, office->rehearsal ? MSG_CLOCK_BACK : MSG_CLOCK_REAL);
    struct clock_deed d = {.op = {.apply = clock_apply, .done = deed_nothing}, .clock = c};
    if (!ledger_wait(office->store, &d.op, e))
        return false;
    pthread_mutex_lock(&office->clock_lock);
    office->clock = c;
    pthread_mutex_unlock(&office->clock_lock);
    office_tell(office, 0, 0, S("clock"), S("{}"));
    return true;
}

/* ---- finding things ---- */

const struct roll *office_roll(struct office *office, uint64_t reg)
{
    return picture_roll(office->picture, reg);
}

const struct roll *office_any_roll(struct office *office, struct unit_id unit)
{
    for (size_t i = 0; i < office->picture->rolls.n; i++)
        if (roll_unit(office->picture->rolls.items[i], unit))
            return office->picture->rolls.items[i];
    return NULL;
}

uint64_t office_first_register(struct office *office)
{
    return office->picture->rolls.n ? office->picture->rolls.items[0]->id : 0;
}

size_t office_campaigns(struct office *office, struct live ***list_r)
{
    *list_r = office->picture->lives.items;
    return office->picture->lives.n;
}

struct live *office_live(struct office *office, uint64_t campaign)
{
    for (size_t i = 0; i < office->picture->lives.n; i++)
        if (office->picture->lives.items[i]->id == campaign)
            return office->picture->lives.items[i];
    return NULL;
}

struct live *office_campaign(struct office *office, const struct session *who, struct campaign_id id, struct err *e)
{
    struct live *l = office_live(office, id.n);
    bool known = l && l->reg == who->reg && (l->version || who->role == ROLE_CLERK);
    if (!known)
        err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    return known ? l : NULL;
}

struct live *office_campaign_with(struct office *office, struct obligation_id id, struct live_obligation **o_r)
{
    for (size_t i = 0; i < office->picture->lives.n; i++) {
        struct live *l = office->picture->lives.items[i];
        if ((*o_r = live_obligation(l, id)))
            return l;
    }
    return NULL;
}

/* ---- who looks on ---- */

void office_watch(struct office *office, office_watcher *fn, void *arg)
{
    if (office->watcher_count < WATCHERS) {
        office->watchers[office->watcher_count].fn = fn;
        office->watchers[office->watcher_count++].arg = arg;
    }
}

void office_tell(struct office *office, uint64_t campaign, uint64_t scope, struct str event, struct str data)
{
    for (size_t i = 0; i < office->watcher_count; i++)
        office->watchers[i].fn(office->watchers[i].arg, campaign, scope, event, data);
}

void office_changed(struct office *office, uint64_t campaign, struct obligation_id id)
{
    pthread_mutex_lock(&office->pending_lock);
    if (office->pending_count < PENDING)
        office->pending[office->pending_count++] = (struct changed){campaign, id};
    else
        office->pending_over = true;
    pthread_mutex_unlock(&office->pending_lock);
}

static void put_cell(struct buf *b, const struct live_obligation *o, struct instant now)
{
    struct verdict v = live_verdict(o, now);
    buf_format(b, "{\"unit\":\"%llu\",\"column\":%u,\"cell\":", (unsigned long long)o->o.unit.n, o->column);
    char cell = board_cell(&v, o->o.own_accord);
    json_str(b, (struct str){&cell, 1});
    buf_putc(b, '}');
}

/* A cell that changed and one scope that sees it: 0 everyone's, else that county office's. */
struct seen {
    uint64_t scope;
    const struct live_obligation *o;
};

struct seen_list {
    struct seen *items;
    size_t n, cap;
};

static int by_scope(const void *a, const void *b)
{
    const struct seen *one = a, *other = b;
    if (one->scope != other->scope)
        return one->scope < other->scope ? -1 : 1;
    return (one->o > other->o) - (one->o < other->o);
}

static void see(struct arena *a, const struct live *l, const struct live_obligation *o, struct seen_list *list)
{
    arena_push(a, list, ((struct seen){0, o}));
    for (const struct unit *u = roll_unit(l->roll, o->o.unit); u; u = roll_unit(l->roll, u->parent))
        if (roll_is_office(l->roll, u))
            arena_push(a, list, ((struct seen){u->id.n, o}));
}

/* The cells of one scope, which begin at list[0]; how many of them there are. */
static size_t tell_scope(struct office *office, struct arena *a, const struct live *l, const struct seen *list,
                         size_t n, struct instant now)
{
    struct buf b = buf_new(a, 1024);
    size_t i = 0;
    buf_format(&b, "{\"seq\":%llu,\"cells\":[", (unsigned long long)l->seq);
    for (; i < n && list[i].scope == list[0].scope; i++) {
        if (i && list[i].o == list[i - 1].o)
            continue; /* changed twice */
        if (i)
            buf_putc(&b, ',');
        put_cell(&b, list[i].o, now);
    }
    buf_lit(&b, "]}");
    office_tell(office, l->id, list[0].scope, S("cells"), buf_str(&b));
    return i;
}

static void tell_campaign(struct office *office, struct arena *a, const struct live *l, const struct changed *list,
                          size_t n, struct instant now)
{
    struct seen_list seen = {0};
    for (size_t i = 0; i < n; i++) {
        struct live_obligation *o = list[i].campaign == l->id ? live_obligation(l, list[i].obligation) : NULL;
        if (o && !o->o.withdrawn) /* else it has no cell */
            see(a, l, o, &seen);
    }
    if (seen.n)
        qsort(seen.items, seen.n, sizeof *seen.items, by_scope);
    for (size_t i = 0; i < seen.n;)
        i += tell_scope(office, a, l, seen.items + i, seen.n - i, now);
}

/* Whether `due` passes, or comes within a day, between two moments. */
static bool due_passes(struct instant due, struct instant from, struct instant to)
{
    int64_t soon = due.ms - MS_A_DAY;
    return instant_is_set(due) && ((due.ms >= from.ms && due.ms < to.ms) || (soon > from.ms && soon <= to.ms));
}

/* True when the state of some obligation changed between two moments by time alone. All of a column are due together
 * but for those that were extended. */
static bool deadline_passed(const struct live *l, struct instant from, struct instant to)
{
    for (size_t i = 0; i < l->columns.n; i++)
        if (due_passes(l->columns.items[i].due, from, to))
            return true;
    for (size_t i = 0; i < l->extended.n; i++)
        if (due_passes(live_verdict(&l->obligations.items[l->extended.items[i]], to).due, from, to))
            return true;
    return false;
}

static size_t take_pending(struct office *office, struct arena *a, struct changed **list_r, bool *over_r)
{
    pthread_mutex_lock(&office->pending_lock);
    size_t n = office->pending_count;
    *list_r = arena_many(a, struct changed, n + 1);
    memcpy(*list_r, office->pending, n * sizeof **list_r);
    *over_r = office->pending_over;
    office->pending_count = 0;
    office->pending_over = false;
    pthread_mutex_unlock(&office->pending_lock);
    return n;
}

void office_tick(struct office *office)
{
    struct arena *a = arena_new("tick", 64 << 20);
    struct changed *list;
    bool over;
    size_t n = take_pending(office, a, &list, &over);
    struct instant now = office_now(office);
    office_read(office);
    for (size_t i = 0; i < office->picture->lives.n; i++) {
        struct live *l = office->picture->lives.items[i];
        if (over || (l->version && deadline_passed(l, office->ticked, now)))
            office_tell(office, l->id, ~0ull, S("board"), S("{}"));
        if (n && !over)
            tell_campaign(office, a, l, list, n, now);
    }
    office->ticked = now;
    office_read_done(office);
    arena_free(a);
}

/* ---- deeds ---- */

static void deed_done(struct op *op)
{
    struct deed *d = (struct deed *)(void *)op;
    if (d->project && op->ok)
        d->project(d);
    if (d->answer)
        d->answer(d);
}

bool deed_submit(struct deed *d, struct err *e)
{
    d->op.done = deed_done;
    if (d->arena && !arena_left(d->arena)) /* so that it can also be told what has become of it */
        return err_set(e, ERR_LARGE, MSG_NO_ROOM);
    return d->answer ? ledger_submit(d->office->store, &d->op, e) : ledger_wait(d->office->store, &d->op, e);
}

void deed_reload(struct deed *d)
{
    if (!office_reload(d->office, &d->op.err))
        d->op.ok = false;
    else
        office_tell(d->office, 0, ~0ull, S("board"), S("{}"));
}
