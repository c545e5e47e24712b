/* SPDX-License-Identifier: Apache-2.0 */
/* What everybody may read of a week. Declared in work/public.h. */
#include "base/hash.h"
#include "work/attempt.h"
#include "work/bulletin.h"
#include "work/preview.h"
#include "work/public.h"

#include <pthread.h>

enum { NUMBERS_ROOM = 512 << 20, NUMBERS_KEPT_MS = 60000, NUMBERS_MOST = 16 };

/* ---- which week ---- */

static const struct live *live_of_key(struct office *office, struct str key)
{
    struct live **lives;
    size_t n = office_campaigns(office, &lives);
    for (size_t i = 0; i < n; i++)
        if (lives[i]->version && str_eq(lives[i]->doc.key, key))
            return lives[i];
    return NULL;
}

static void take_week(struct office *office, struct arena *a, const struct live *l, struct week *w)
{
    *w = (struct week){.campaign = {l->id},
                       .reg = l->reg,
                       .key = str_dup(a, l->doc.key),
                       .title = str_dup(a, public_title(l->doc.title)),
                       .theme = str_dup(a, l->doc.theme),
                       .issuer = str_dup(a, l->doc.issuer),
                       .from = l->doc.from,
                       .to = l->doc.to,
                       .zone = (int)l->doc.zone,
                       .now = office_now(office)};
}

bool week_find(struct office *office, struct arena *a, struct str key, struct week *w_r, struct err *e)
{
    struct week w;
    bool shown;
    office_read(office);
    const struct live *l = live_of_key(office, key);
    if (l)
        take_week(office, a, l, &w);
    office_read_done(office);
    if (!l)
        return err_set(e, ERR_MISSING, MSG_WEEK_NOT_SHOWN);
    if (!public_week_shown(store_reader(office_store(office)), w.campaign, &shown, e))
        return false;
    if (!shown)
        return err_set(e, ERR_MISSING, MSG_WEEK_NOT_SHOWN);
    *w_r = w;
    return true;
}

bool week_campaign(struct office *office, struct str key, struct campaign_id *id_r, struct err *e)
{
    office_read(office);
    const struct live *l = live_of_key(office, key);
    if (l)
        id_r->n = l->id;
    office_read_done(office);
    return l || err_set(e, ERR_MISSING, MSG_WEEK_NOT_SHOWN);
}

struct str week_unit(struct office *office, struct arena *a, const struct week *w, struct unit_id unit)
{
    office_read(office);
    const struct roll *roll = office_roll(office, w->reg);
    const struct unit *u = roll ? roll_unit(roll, unit) : NULL;
    struct str name = u ? str_dup(a, u->name) : S("");
    office_read_done(office);
    return name;
}

/* ---- numbers ---- */

/* Of a few weeks, the last that were asked for: a crowd of readers sums the reports once a minute. */
struct week_kept {
    uint64_t campaign;
    int64_t made_ms; /* steady; also when it could not be made */
    bool making;
    struct instant as_of;
    struct public_numbers numbers;
};

struct visitors {
    struct attempts *attempts;
    pthread_mutex_t lock; /* guards items */
    struct week_kept items[NUMBERS_MOST];
};

struct visitors *visitors_open(struct arena *a)
{
    struct visitors *v = arena_one(a, struct visitors);
    unsigned char key[ATTEMPT_KEY_BYTES];
    random_bytes(key, sizeof key);
    v->attempts = attempts_open(a, key);
    pthread_mutex_init(&v->lock, NULL);
    return v;
}

void visitors_close(struct visitors *v)
{
    attempts_close(v->attempts);
    pthread_mutex_destroy(&v->lock);
}

struct attempts *visitors_attempts(struct visitors *v)
{
    return v->attempts;
}

static struct week_kept *place_of(struct visitors *v, uint64_t campaign)
{
    struct week_kept *oldest = &v->items[0];
    for (size_t i = 0; i < NUMBERS_MOST; i++) {
        if (v->items[i].campaign == campaign)
            return &v->items[i];
        if (v->items[i].made_ms < oldest->made_ms)
            oldest = &v->items[i];
    }
    *oldest = (struct week_kept){.campaign = campaign};
    return oldest;
}

/* Summed as a leader reads it: the whole register. */
static bool numbers_make(struct office *office, const struct week *w, struct public_numbers *n_r, struct err *e)
{
    struct session reader = {.role = ROLE_LEADER, .reg = w->reg};
    struct day today = instant_day(w->now, w->zone);
    struct bulletin_ask ask = {.from = w->from, .to = today.n < w->to.n ? today : w->to, .as_of = w->now};
    struct public_numbers n = {0};
    if (day_is_set(w->from) && day_is_set(w->to) && ask.to.n >= ask.from.n) {
        struct arena *a = arena_new("numbers", NUMBERS_ROOM);
        bool ok = bulletin_numbers(office, a, &reader, w->campaign, &ask, &n, e);
        arena_free(a);
        if (!ok)
            return false;
    }
    *n_r = n;
    return true;
}

/* Whether the caller is to make them; n_r: those that there are. */
static bool numbers_look(struct visitors *v, uint64_t campaign, struct public_numbers *n_r, struct instant *as_of_r)
{
    pthread_mutex_lock(&v->lock);
    struct week_kept *k = place_of(v, campaign);
    bool fresh = k->made_ms && clock_steady_ms() - k->made_ms < NUMBERS_KEPT_MS, mine = !fresh && !k->making;
    k->making |= mine;
    *n_r = k->numbers;
    *as_of_r = k->as_of;
    pthread_mutex_unlock(&v->lock);
    return mine;
}

/* n NULL: those that there were stay, and are not tried again at once. */
static void numbers_keep(struct visitors *v, const struct week *w, const struct public_numbers *n)
{
    pthread_mutex_lock(&v->lock);
    struct week_kept *k = place_of(v, w->campaign.n);
    k->making = false;
    k->made_ms = clock_steady_ms();
    if (n) {
        k->numbers = *n;
        k->as_of = w->now;
    }
    pthread_mutex_unlock(&v->lock);
}

bool week_numbers(struct office *office, const struct week *w, struct public_numbers *n_r, struct instant *as_of_r,
                  struct err *e)
{
    struct visitors *v = office_visitors(office);
    struct public_numbers made;
    if (!numbers_look(v, w->campaign.n, n_r, as_of_r))
        return true;
    bool ok = numbers_make(office, w, &made, e);
    numbers_keep(v, w, ok ? &made : NULL);
    if (ok) {
        *n_r = made;
        *as_of_r = w->now;
    }
    return ok;
}

/* ---- pictures ---- */

bool week_picture(struct office *office, struct arena *a, const struct week *w, uint64_t story, size_t n, int *fd_r,
                  uint64_t *size_r, struct str *etag_r, struct err *e)
{
    struct public_item item;
    struct str rest, one = {0};
    struct blob_id id;
    if (!public_item_shown(store_reader(office_store(office)), a, w->campaign, story, PUBLIC_STORY, &item, e))
        return false;
    rest = item.photos;
    for (size_t i = 0; i <= n; i++)
        if (!str_cut(&rest, S(" "), &one))
            return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    if (!blob_id_read(one, &id))
        return err_set(e, ERR_MISSING, MSG_NOT_FOUND);
    *etag_r = str_format(a, "\"%llu-%lld-%zu\"", (unsigned long long)item.id, (long long)item.revision, n);
    return preview_of(office, a, id, fd_r, size_r, e);
}
