/* SPDX-License-Identifier: Apache-2.0 */
#include "app/players.h"
#include "app/script.h"
#include "base/log.h"
#include "work/report.h"
#include "work/review.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum act_kind { ACT_DRAFT, ACT_SEND, ACT_NIL, ACT_CALL, ACT_RETURN, ACT_RESEND, ACT_ACCEPT };

struct act {
    struct instant at;
    struct obligation_id obligation;
    uint64_t seed;
    enum act_kind kind;
};

struct players {
    struct arena *arena;
    struct office *office;
    struct photos *photos;
    struct session desk; /* nobody's account: what the simulated clerk does is the system's */
    LIST(struct act) acts;
    size_t next;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t end;
    bool ending;
};

static const int64_t HOUR = 3600000;

/* ---- fates ---- */

static uint64_t mix(uint64_t x)
{
    x ^= x >> 33;
    x *= 0xFF51AFD7ED558CCDu;
    x ^= x >> 33;
    x *= 0xC4CEB9FE1A85EC53u;
    return x ^ x >> 33;
}

static void add(struct players *p, const struct live_obligation *o, enum act_kind kind, int64_t ms, uint64_t seed)
{
    struct act act = {.at = {ms}, .obligation = o->o.id, .seed = seed, .kind = kind};
    arena_push(p->arena, &p->acts, act);
}

/* Most in the last two hours of a daily's morning, or the last two days of anything else; one in twelve late. */
static int64_t sending_time(const struct live_obligation *o, uint64_t seed)
{
    int64_t span = day_is_set(o->o.day) ? 2 * HOUR : 40 * HOUR;
    double part = (double)(seed >> 16 & 0xFFFF) / 65536;
    int64_t early = (int64_t)(part * part * (double)span) + 20000;
    if (seed >> 40 & 0xF && seed % 12)
        return o->o.due.ms - early;
    return o->o.due.ms + (int64_t)(part * 3 * (double)HOUR) + 60000;
}

static void draw(struct players *p, const struct live *l, const struct live_obligation *o)
{
    const struct unit *u = roll_unit(l->roll, o->o.unit);
    const struct duty *d = &l->doc.duties.items[o->o.duty];
    if (!roll_holds(l->roll, o->o.unit) || !instant_is_set(o->o.due))
        return;
    uint64_t seed = mix(str_hash(u->code) ^ mix(str_hash(d->key) + (uint64_t)(uint32_t)o->o.day.n));
    int64_t at = sending_time(o, seed);
    int fate = (int)(seed >> 32 & 0xFF) % 100;
    if (fate < 4)
        return; /* never heard of */
    if (fate < 6) {
        add(p, o, ACT_CALL, at, seed);
        return;
    }
    if (fate < 10 && d->nil_allowed) {
        add(p, o, ACT_NIL, at, seed);
        return;
    }
    add(p, o, ACT_DRAFT, at - HOUR / 3, seed);
    add(p, o, ACT_SEND, at, seed);
    if (fate < 17) {
        add(p, o, ACT_RETURN, at + HOUR / 2, seed);
        if (fate < 15)
            add(p, o, ACT_RESEND, at + HOUR, seed);
    }
    if (fate > 25)
        add(p, o, ACT_ACCEPT, at + 5 * HOUR + (int64_t)(seed >> 8 & 0xFF) * 30000, seed);
}

static int by_time(const void *a, const void *b)
{
    const struct act *one = a, *other = b;
    if (one->at.ms != other->at.ms)
        return one->at.ms < other->at.ms ? -1 : 1;
    return (one->obligation.n > other->obligation.n) - (one->obligation.n < other->obligation.n);
}

static bool is_left_alone(struct unit_id unit, const struct unit_id *left_alone, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (left_alone[i].n == unit.n)
            return true;
    return false;
}

struct players *players_new(struct arena *a, struct office *office, struct photos *photos,
                            const struct unit_id *left_alone, size_t n)
{
    struct players *p = arena_one(a, struct players);
    struct live **lives;
    p->arena = a;
    p->office = office;
    p->photos = photos;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->end, NULL);
    office_read(office);
    p->desk = (struct session){.role = ROLE_CLERK, .reg = office_first_register(office)};
    size_t campaigns = office_campaigns(office, &lives);
    for (size_t i = 0; i < campaigns; i++)
        for (size_t k = 0; k < lives[i]->obligations.n; k++) {
            const struct live_obligation *o = &lives[i]->obligations.items[k];
            if (!o->o.withdrawn && !o->o.own_accord && !is_left_alone(o->o.unit, left_alone, n))
                draw(p, lives[i], o);
        }
    office_read_done(office);
    if (p->acts.n)
        qsort(p->acts.items, p->acts.n, sizeof *p->acts.items, by_time);
    struct instant now = office_now(office);
    while (p->next < p->acts.n && p->acts.items[p->next].at.ms <= now.ms)
        p->next++;
    return p;
}

/* ---- acts ---- */

/* What an act needs to know, copied out of memory. */
struct scene {
    struct obligation_id id;
    struct campaign_id campaign;
    struct unit_id unit;
    uint32_t version;
    enum state state;
    struct str body, title, fault; /* fault: what the desk returns it for */
    int64_t revision;
    bool with_photos;
};

static bool look(struct players *p, struct arena *a, const struct act *act, struct scene *s)
{
    struct live_obligation *o;
    struct instant now = office_now(p->office);
    office_read(p->office);
    struct live *l = office_campaign_with(p->office, act->obligation, &o);
    bool there = l && o->o.duty >= 0; /* else no version has its duty any more */
    if (there) {
        struct verdict v = live_verdict(o, now);
        *s = (struct scene){
            .id = act->obligation, .campaign = {l->id}, .unit = o->o.unit, .version = v.version, .state = v.state};
        s->body = script_body(a, l, o, p->photos, act->seed);
        s->with_photos = script_file_part(&l->doc.duties.items[o->o.duty]);
        s->fault = script_reason(&l->doc.duties.items[o->o.duty], act->seed);
        if (act->seed % 9 == 4)
            s->title = S("今日材料报送");
    }
    office_read_done(p->office);
    return there;
}

static struct session player_of(const struct players *p, const struct scene *s)
{
    return (struct session){.role = ROLE_LIAISON, .reg = p->desk.reg, .unit = s->unit};
}

static bool send(struct players *p, struct arena *a, const struct act *act, const struct scene *s, bool nil,
                 struct err *e)
{
    struct report_deed *d = arena_one(a, struct report_deed);
    d->deed = (struct deed){.office = p->office, .arena = a, .who = player_of(p, s), .at = office_now(p->office)};
    struct report_in in = {.base = s->version,
                           .nil = nil,
                           .body = {.text = nil ? (struct str){0} : s->body},
                           .title = nil ? (struct str){0} : s->title};
    if (s->with_photos && !nil && !photos_give(p->photos, a, &d->deed.who, act->seed, e))
        return false;
    in.sending =
        str_format(a, "%016llx-%04x-%04x", (unsigned long long)act->obligation.n, (unsigned)act->kind, s->version);
    return report_send(d, act->obligation, &in, e) && (d->deed.op.ok || (*e = d->deed.op.err, false));
}

static bool draft(struct players *p, struct arena *a, const struct act *act, const struct scene *s, struct err *e)
{
    struct draft_deed *d = arena_one(a, struct draft_deed);
    d->deed = (struct deed){.office = p->office, .arena = a, .who = player_of(p, s), .at = office_now(p->office)};
    struct draft_put_in in = {.base = s->version, .device = S("演练手机"), .body = s->body};
    if (s->with_photos && !photos_give(p->photos, a, &d->deed.who, act->seed, e))
        return false;
    return draft_save(d, s->id, &in, e) && (d->deed.op.ok || (*e = d->deed.op.err, false));
}

static bool judge(struct players *p, struct arena *a, const struct scene *s, int action, struct str reason,
                  struct err *e)
{
    struct review_in in = {.action = action, .reason = reason, .call_at = INSTANT_NONE, .due = INSTANT_NONE};
    struct review_item item = {.obligation = s->id, .version = s->version};
    struct review_done done;
    arena_push(a, &in.items, item);
    return review_apply(p->office, a, &p->desk, s->campaign, &in, &done, e);
}

static bool play(struct players *p, struct arena *a, const struct act *act, struct err *e)
{
    struct scene s;
    if (!look(p, a, act, &s))
        return true;
    bool fresh = !s.version && s.state != STATE_WAIVED;
    switch (act->kind) {
    case ACT_DRAFT:
        return !fresh || s.state == STATE_DRAFT || draft(p, a, act, &s, e);
    case ACT_SEND:
    case ACT_NIL:
        return !fresh || send(p, a, act, &s, act->kind == ACT_NIL, e);
    case ACT_CALL:
        return !fresh || judge(p, a, &s, REVIEW_PHONE, S("电话告知：当日活动照常开展，网络故障稍后补材料"), e);
    case ACT_RETURN:
        return s.state != STATE_SENT || judge(p, a, &s, REVIEW_RETURN, s.fault, e);
    case ACT_RESEND:
        return s.state != STATE_RETURNED || send(p, a, act, &s, false, e);
    case ACT_ACCEPT:
        return s.state != STATE_SENT || judge(p, a, &s, REVIEW_ACCEPT, (struct str){0}, e);
    }
    return true;
}

/* A player who is refused (somebody else was faster, the campaign was amended) shrugs; a fault stops the telling. */
static bool play_one(struct players *p, const struct act *act, struct err *e)
{
    struct arena *a = arena_new("player", 64 << 20);
    bool ok = play(p, a, act, e);
    if (!ok)
        log_line(LOG_WARN, "player", "\"act\":%d,\"code\":\"%s\",\"message\":%d,\"args\":\"%s\"", act->kind,
                 err_name(e->code), e->message, log_text(e->args[0]).at);
    arena_free(a);
    return ok || e->code != ERR_FAULT;
}

bool players_tell(struct players *p, struct instant until, struct err *e)
{
    for (; p->next < p->acts.n && p->acts.items[p->next].at.ms <= until.ms; p->next++) {
        const struct act *act = &p->acts.items[p->next];
        if (act->at.ms > office_now(p->office).ms && !office_clock_change(p->office, act->at, 0, e))
            return false;
        if (!play_one(p, act, e))
            return false;
    }
    return true;
}

static void *run(void *arg)
{
    struct players *p = arg;
    pthread_mutex_lock(&p->lock);
    while (!p->ending) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += 200 * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_clockwait(&p->end, &p->lock, CLOCK_MONOTONIC, &until);
        pthread_mutex_unlock(&p->lock);
        struct instant now = office_now(p->office);
        struct err e;
        while (p->next < p->acts.n && p->acts.items[p->next].at.ms <= now.ms &&
               play_one(p, &p->acts.items[p->next], &e))
            p->next++;
        pthread_mutex_lock(&p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

void players_start(struct players *p)
{
    pthread_create(&p->thread, NULL, run, p);
}

void players_stop(struct players *p)
{
    pthread_mutex_lock(&p->lock);
    p->ending = true;
    pthread_cond_signal(&p->end);
    pthread_mutex_unlock(&p->lock);
    pthread_join(p->thread, NULL);
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->end);
}
