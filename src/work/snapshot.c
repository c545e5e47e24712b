/* SPDX-License-Identifier: Apache-2.0 */
#include "work/snapshot.h"

#include "base/log.h"
#include "store/event.h"
#include "store/obligation.h"
#include "store/snapshot.h"
#include "work/office.h"

#include <string.h>

/* What stands first. Behind it: the obligations, how many transitions each has, the transitions. */
struct mark {
    char magic[8];
    uint32_t obligation_bytes, transition_bytes; /* of this build: another one does not read it */
    uint64_t campaign;
    int64_t version;
    uint64_t seq;
    unsigned char hash[32]; /* of the event seq */
    uint64_t obligations, transitions;
};

static const char magic[8] = "swlive2";
static const size_t KEEP_BOUND = (size_t)2 << 30;

/* ---- kept ---- */

struct keeping {
    struct mark mark;
    struct obligation *obligations;
    uint32_t *counts;
    struct transition *transitions;
};

/* A copy of what is in memory; under office_read. */
static void copy(struct keeping *k, struct arena *a, const struct live *l)
{
    size_t n = l->obligations.n, at = 0;
    for (size_t i = 0; i < n; i++)
        k->mark.transitions += l->obligations.items[i].n;
    k->obligations = arena_many(a, struct obligation, n + 1);
    k->counts = arena_many(a, uint32_t, n + 1);
    k->transitions = arena_many(a, struct transition, k->mark.transitions + 1);
    for (size_t i = 0; i < n; i++) {
        const struct live_obligation *o = &l->obligations.items[i];
        k->obligations[i] = o->o;
        k->counts[i] = o->n;
        if (o->n)
            memcpy(&k->transitions[at], o->items, o->n * sizeof *o->items);
        at += o->n;
    }
    k->mark.obligations = n;
    k->mark.campaign = l->id;
    k->mark.version = l->version;
    k->mark.seq = l->seq;
}

static struct str bytes_of(const void *at, size_t n)
{
    return (struct str){at, n};
}

static bool put(struct store *s, struct arena *a, struct keeping *k, struct err *e)
{
    struct event ev;
    struct reader *r = store_reader(s);
    memcpy(k->mark.magic, magic, sizeof magic);
    k->mark.obligation_bytes = sizeof *k->obligations;
    k->mark.transition_bytes = sizeof *k->transitions;
    if (!event_read(r, a, k->mark.campaign, k->mark.seq, &ev, e))
        return false;
    memcpy(k->mark.hash, ev.hash, sizeof ev.hash);
    const struct str pieces[] = {bytes_of(&k->mark, sizeof k->mark),
                                 bytes_of(k->obligations, k->mark.obligations * sizeof *k->obligations),
                                 bytes_of(k->counts, k->mark.obligations * sizeof *k->counts),
                                 bytes_of(k->transitions, k->mark.transitions * sizeof *k->transitions)};
    return snapshot_put(s, k->mark.campaign, pieces, sizeof pieces / sizeof *pieces, e);
}

/* The i-th campaign, if it has moved so far; false: there is no i-th. */
static bool keep_one(struct office *office, size_t i, uint64_t least)
{
    struct err e = {0};
    struct live **lives;
    struct arena *a = arena_new("snapshot", KEEP_BOUND);
    struct keeping k = {0};
    office_read(office);
    bool there = i < office_campaigns(office, &lives);
    struct live *l = there ? lives[i] : NULL;
    bool moved = l && l->version && l->seq >= l->kept + least && l->seq > 0;
    if (moved) {
        copy(&k, a, l);
        l->kept = l->seq;
    }
    office_read_done(office);
    if (moved && !put(office_store(office), a, &k, &e))
        log_line(LOG_WARN, "snapshot", "\"code\":\"%s\"", err_name(e.code));
    arena_free(a);
    return there;
}

void snapshot_keep(struct office *office, uint64_t least)
{
    for (size_t i = 0; keep_one(office, i, least); i++)
        ;
}

/* ---- taken ---- */

static bool fits(const struct mark *m, struct str bytes, const struct live *l, struct store *s, struct arena *a)
{
    struct err e;
    struct event ev;
    uint64_t most = bytes.n / sizeof(uint32_t);
    int64_t added;
    struct reader *r = store_reader(s);
    if (memcmp(m->magic, magic, sizeof magic) || m->obligation_bytes != sizeof(struct obligation) ||
        m->transition_bytes != sizeof(struct transition) || m->obligations > most || m->transitions > most)
        return false;
    if (bytes.n != sizeof *m + m->obligations * (sizeof(struct obligation) + sizeof(uint32_t)) +
                       m->transitions * sizeof(struct transition))
        return false;
    return m->campaign == l->id && m->version == l->version && event_read(r, a, l->id, m->seq, &ev, &e) &&
           !memcmp(ev.hash, m->hash, sizeof ev.hash) &&
           event_count_after(r, l->id, m->seq, S("obligation.own_accord"), &added, &e) && !added;
}

/* The transitions stay where they were read; an obligation that gets another one moves its own. */
static bool take(struct live *l, const struct mark *m, const char *at)
{
    const char *counts = at + m->obligations * sizeof(struct obligation);
    struct transition *all = arena_many(l->arena, struct transition, m->transitions + 1);
    size_t next = 0;
    memcpy(all, counts + m->obligations * sizeof(uint32_t), m->transitions * sizeof *all);
    l->obligations.cap = m->obligations + 64; /* a few of one's own accord may follow */
    l->obligations.items = arena_many(l->arena, struct live_obligation, l->obligations.cap);
    for (size_t i = 0; i < m->obligations; i++) {
        struct live_obligation *o = &l->obligations.items[i];
        memcpy(&o->o, at + i * sizeof o->o, sizeof o->o);
        memcpy(&o->n, counts + i * sizeof o->n, sizeof o->n);
        if (o->n > m->transitions - next)
            return false;
        o->items = &all[next];
        o->cap = o->n;
        for (uint32_t k = 0; k < o->n; k++)
            live_note(l, o, &o->items[k]);
        next += o->n;
    }
    l->obligations.n = m->obligations;
    l->seq = l->kept = m->seq;
    return next == m->transitions;
}

bool snapshot_load(struct live *l, struct store *s)
{
    struct arena *a = arena_new("snapshot", KEEP_BOUND);
    struct str bytes;
    struct mark m;
    struct live before = *l;
    bool ok = snapshot_get(s, a, l->id, &bytes) && bytes.n >= sizeof m;
    if (ok) {
        memcpy(&m, bytes.at, sizeof m);
        ok = fits(&m, bytes, l, s, a) && take(l, &m, bytes.at + sizeof m);
    }
    if (ok)
        log_line(LOG_INFO, "snapshot", "\"campaign\":%llu,\"seq\":%llu,\"transitions\":%llu",
                 (unsigned long long)m.campaign, (unsigned long long)m.seq, (unsigned long long)m.transitions);
    else
        *l = before;
    arena_free(a);
    return ok;
}
