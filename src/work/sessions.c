/* SPDX-License-Identifier: Apache-2.0 */
#include "work/sessions.h"
#include "base/hash.h"
#include "store/account.h"
#include "store/store.h"
#include "work/office.h"

#include <pthread.h>
#include <string.h>

enum { BUCKETS = 16384, ATTEMPTS = 4096, FREE_TRIES = 5 };
static const int64_t IDLE_MS = 12 * 3600000LL, LIFE_MS = 7 * MS_A_DAY, KEEP_MS = 600000;

struct known {
    struct known *next;
    struct session who;
    struct instant seen, kept, expires; /* kept: seen as the disk knows it */
};

/* Wrong passwords of one address for one account. Slots are shared by hash: a clash only makes somebody wait. */
struct attempt {
    uint64_t key;
    int wrong;
    struct instant until;
};

struct sessions {
    pthread_mutex_t lock;
    struct office *office;
    struct arena *arena;
    struct known *buckets[BUCKETS];
    struct known *spare;
    size_t count;
    struct attempt attempts[ATTEMPTS];
};

static struct known **bucket_of(struct sessions *s, const unsigned char hash[32])
{
    size_t at;
    memcpy(&at, hash, sizeof at);
    return &s->buckets[at % BUCKETS];
}

static void remember(struct sessions *s, const struct session *who, struct instant seen, struct instant expires)
{
    pthread_mutex_lock(&s->lock);
    struct known *k = s->spare;
    if (k)
        s->spare = k->next;
    else
        k = arena_one(s->arena, struct known);
    struct known **bucket = bucket_of(s, who->token_hash);
    *k = (struct known){.next = *bucket, .who = *who, .seen = seen, .kept = seen, .expires = expires};
    *bucket = k;
    s->count++;
    pthread_mutex_unlock(&s->lock);
}

static void forget(struct sessions *s, struct known **at)
{
    struct known *k = *at;
    *at = k->next;
    s->count--;
    k->next = s->spare;
    s->spare = k;
}

static struct known **find(struct sessions *s, const unsigned char hash[32])
{
    struct known **at = bucket_of(s, hash);
    while (*at && memcmp((*at)->who.token_hash, hash, 32) != 0)
        at = &(*at)->next;
    return at;
}

size_t sessions_count(struct sessions *s)
{
    pthread_mutex_lock(&s->lock);
    size_t n = s->count;
    pthread_mutex_unlock(&s->lock);
    return n;
}

bool session_find(struct sessions *s, struct str token, struct session *who_r)
{
    if (token.n != 64)
        return false;
    struct sha256 hash = sha256_of(token);
    struct instant now = clock_machine();
    pthread_mutex_lock(&s->lock);
    struct known **at = find(s, hash.bytes), *k = *at;
    bool good = k && now.ms - k->seen.ms <= IDLE_MS && now.ms < k->expires.ms;
    if (good) {
        k->seen = now;
        *who_r = k->who;
    } else if (k) {
        forget(s, at);
    }
    pthread_mutex_unlock(&s->lock);
    return good;
}

/* ---- open, keep ---- */

static void fill(struct session *who, const struct account_record *acc, const struct roll *roll)
{
    who->account = acc->id;
    who->reg = roll ? roll->id : 0;
    who->role = acc->role;
    who->unit = acc->unit;
    memcpy(who->login, acc->login.at, acc->login.n < sizeof who->login ? acc->login.n : sizeof who->login - 1);
    memcpy(who->name, acc->name.at, acc->name.n < sizeof who->name ? acc->name.n : sizeof who->name - 1);
}

static bool load(struct sessions *s, struct err *e)
{
    struct arena *a = arena_new("sessions.load", 256 << 20);
    struct reader *r = store_reader(office_store(s->office));
    struct session_records list = {0};
    if (!reader_begin(r, e)) { /* one look for all: each of its own would cost more than what it reads */
        arena_free(a);
        return false;
    }
    bool ok = session_load(r, a, clock_machine(), &list, e);
    for (size_t i = 0; ok && i < list.n; i++) {
        struct account_record acc;
        ok = account_read(r, a, list.items[i].account, &acc, e);
        if (!ok || acc.disabled)
            continue;
        struct session who = {0};
        fill(&who, &acc, office_any_roll(s->office, acc.unit));
        memcpy(who.token_hash, list.items[i].token_hash, 32);
        remember(s, &who, list.items[i].last_seen, list.items[i].expires_at);
    }
    reader_end(r);
    arena_free(a);
    return ok;
}

bool sessions_open(struct arena *a, struct office *office, struct sessions **s_r, struct err *e)
{
    struct sessions *s = arena_one(a, struct sessions);
    s->office = office;
    s->arena = arena_new("sessions", 64 << 20);
    pthread_mutex_init(&s->lock, NULL);
    if (!load(s, e)) {
        sessions_close(s);
        return false;
    }
    *s_r = s;
    return true;
}

void sessions_close(struct sessions *s)
{
    arena_free(s->arena);
    pthread_mutex_destroy(&s->lock);
}

/* ---- waiting times ---- */

static struct attempt *attempt_of(struct sessions *s, struct str login, struct str peer)
{
    uint64_t key = str_hash(login) * 31 + str_hash(peer);
    struct attempt *t = &s->attempts[key % ATTEMPTS];
    if (t->key != key)
        *t = (struct attempt){.key = key, .until = {0}};
    return t;
}

static bool may_try(struct sessions *s, struct str login, struct str peer, struct err *e)
{
    pthread_mutex_lock(&s->lock);
    int64_t wait = attempt_of(s, login, peer)->until.ms - clock_machine().ms;
    pthread_mutex_unlock(&s->lock);
    if (wait <= 0)
        return true;
    char text[24];
    struct str seconds = {text, 0};
    size_t at = sizeof text;
    for (int64_t v = wait / 1000 + 1; v; v /= 10)
        text[--at] = (char)('0' + v % 10);
    seconds = (struct str){text + at, sizeof text - at};
    return err_with(e, ERR_SLOW, MSG_LOGIN_SLOW, seconds, S(""), S(""));
}

/* 2, 4, 8 … seconds from the sixth wrong password on, at most 15 minutes. */
static void count_try(struct sessions *s, struct str login, struct str peer, bool right)
{
    pthread_mutex_lock(&s->lock);
    struct attempt *t = attempt_of(s, login, peer);
    t->wrong = right ? 0 : t->wrong + 1;
    int over = t->wrong - FREE_TRIES;
    int64_t seconds = over <= 0 ? 0 : over > 9 ? 900 : 1LL << over;
    t->until = (struct instant){clock_machine().ms + seconds * 1000};
    pthread_mutex_unlock(&s->lock);
}

/* ---- sessions begin and end ---- */

struct session_deed {
    struct deed deed;
    struct session_record session;
    struct account_record account; /* with adds */
    uint64_t invitation;           /* used up, or 0 */
};

static bool begin_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct session_deed *d = (struct session_deed *)(void *)op;
    if (d->invitation) {
        struct event ev = {.at = d->deed.at, .kind = S("account.made"), .body = S("{}"), .when = {0}};
        if (!invitation_use(tx, d->invitation, clock_machine(), e) || !account_add(tx, &d->account, e))
            return false;
        d->session.account = ev.actor = ev.subject = d->account.id;
        if (!event_append(tx, &ev, e))
            return false;
    }
    return session_add(tx, &d->session, e) && account_seen(tx, d->session.account, d->session.created_at, e);
}

static bool begin(struct office *office, struct arena *a, struct session_deed *d, const struct account_record *acc,
                  struct str *token_r, struct err *e)
{
    unsigned char raw[32];
    random_bytes(raw, sizeof raw);
    struct str token = hex_text(a, (struct str){(char *)raw, sizeof raw});
    struct instant now = clock_machine();
    d->session = (struct session_record){
        .account = acc->id, .created_at = now, .last_seen = now, .expires_at = {now.ms + LIFE_MS}};
    memcpy(d->session.token_hash, sha256_of(token).bytes, 32);
    d->deed = (struct deed){.op = {.apply = begin_apply}, .office = office, .at = office_now(office)};
    if (!deed_submit(&d->deed, e))
        return false;
    if (!d->deed.op.ok) {
        *e = d->deed.op.err;
        return false;
    }
    struct session who = {0};
    office_read(office);
    fill(&who, d->invitation ? &d->account : acc, office_any_roll(office, acc->unit));
    office_read_done(office);
    memcpy(who.token_hash, d->session.token_hash, 32);
    remember(office_sessions(office), &who, now, d->session.expires_at);
    *token_r = token;
    return true;
}

static struct str fold_login(struct arena *a, struct str login)
{
    struct buf b = buf_new(a, login.n + 1);
    login = str_trim(login);
    for (size_t i = 0; i < login.n; i++)
        buf_putc(&b, login.at[i] >= 'A' && login.at[i] <= 'Z' ? (char)(login.at[i] + 32) : login.at[i]);
    return buf_str(&b);
}

static void me_fill(struct office *office, struct arena *a, const struct account_record *acc, struct me_view *me)
{
    office_read(office);
    const struct roll *roll = office_any_roll(office, acc->unit);
    const struct unit *u = roll ? roll_unit(roll, acc->unit) : NULL;
    *me = (struct me_view){.account = acc->id,
                           .login = acc->login,
                           .name = acc->name,
                           .unit_name = u ? str_dup(a, u->name) : (struct str){0},
                           .unit_short_name = u ? str_dup(a, u->short_name) : (struct str){0},
                           .role = acc->role,
                           .unit = acc->unit,
                           .rehearsal = office_is_rehearsal(office)};
    office_read_done(office);
}

bool session_login(struct office *office, struct arena *a, const struct login_in *in, struct str peer,
                   struct str *token_r, struct me_view *me_r, struct err *e)
{
    struct str login = fold_login(a, in->login);
    struct account_record acc = {0};
    struct err missing;
    if (!may_try(office_sessions(office), login, peer, e))
        return false;
    bool known = account_by_login(store_reader(office_store(office)), a, login, &acc, &missing) && !acc.disabled;
    /* Somebody who is not known costs as long as somebody who is. */
    bool right = password_fits(a, known ? acc.password : (struct str){0}, in->password) && known;
    count_try(office_sessions(office), login, peer, right);
    if (!right)
        return err_set(e, ERR_LOGIN, MSG_LOGIN_WRONG);
    struct session_deed *d = arena_one(a, struct session_deed);
    if (!begin(office, a, d, &acc, token_r, e))
        return false;
    me_fill(office, a, &acc, me_r);
    return true;
}

struct end_deed {
    struct deed deed;
    unsigned char hash[32];
};

static bool end_apply(struct op *op, struct tx *tx, struct err *e)
{
    return session_end(tx, ((struct end_deed *)(void *)op)->hash, e);
}

bool session_logout(struct office *office, const struct session *who, struct err *e)
{
    struct sessions *s = office_sessions(office);
    pthread_mutex_lock(&s->lock);
    struct known **at = find(s, who->token_hash);
    if (*at)
        forget(s, at);
    pthread_mutex_unlock(&s->lock);
    struct end_deed d = {.deed = {.op = {.apply = end_apply}, .office = office}};
    memcpy(d.hash, who->token_hash, 32);
    return deed_submit(&d.deed, e);
}

bool me_read(struct office *office, struct arena *a, const struct session *who, struct me_view *me_r, struct err *e)
{
    struct account_record acc = {0};
    if (!account_read(store_reader(office_store(office)), a, who->account, &acc, e))
        return false;
    me_fill(office, a, &acc, me_r);
    return true;
}

/* What the disk is told now and then: when a session was last used, and which have ended. */
struct keep_deed {
    struct deed deed;
    LIST(struct session_record) list;
};

static bool keep_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct keep_deed *d = (struct keep_deed *)(void *)op;
    for (size_t i = 0; i < d->list.n; i++)
        if (!session_touch(tx, &d->list.items[i], e))
            return false;
    return session_end_expired(tx, clock_machine(), e);
}

bool sessions_keep(struct sessions *s, struct err *e)
{
    struct arena *a = arena_new("sessions.keep", 64 << 20);
    struct keep_deed *d = arena_one(a, struct keep_deed);
    d->deed = (struct deed){.op = {.apply = keep_apply}, .office = s->office};
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct known *k = s->buckets[i]; k; k = k->next) {
            if (k->seen.ms - k->kept.ms < KEEP_MS)
                continue;
            struct session_record ses = {.account = k->who.account, .last_seen = k->seen, .expires_at = k->expires};
            memcpy(ses.token_hash, k->who.token_hash, 32);
            arena_push(a, &d->list, ses);
            k->kept = k->seen;
        }
    pthread_mutex_unlock(&s->lock);
    bool ok = !d->list.n || deed_submit(&d->deed, e);
    arena_free(a);
    return ok;
}

/* ---- accepting an invitation ---- */

static bool invitation_find(struct office *office, struct arena *a, struct str token, struct invitation_record *inv,
                            struct err *e)
{
    struct sha256 hash = sha256_of(token);
    if (!invitation_by_token(store_reader(office_store(office)), a, hash.bytes, inv, e))
        return e->code == ERR_MISSING ? err_set(e, ERR_GONE, MSG_INVITATION_GONE) : false;
    if (instant_is_set(inv->used_at) || inv->expires_at.ms <= clock_machine().ms)
        return err_set(e, ERR_GONE, MSG_INVITATION_GONE);
    return true;
}

static bool login_is_fit(struct str login, struct err *e)
{
    for (size_t i = 0; i < login.n; i++)
        if ((unsigned char)login.at[i] <= ' ')
            return err_set(e, ERR_INVALID, MSG_LOGIN_UNFIT);
    return utf8_length(login) >= 3 || err_set(e, ERR_INVALID, MSG_LOGIN_UNFIT);
}

bool session_accept(struct office *office, struct arena *a, const struct invitation_accept_in *in, struct str *token_r,
                    struct me_view *me_r, struct err *e)
{
    struct invitation_record inv;
    struct str login = fold_login(a, in->login), name = str_trim(in->name);
    if (!invitation_find(office, a, in->token, &inv, e) || !login_is_fit(login, e))
        return false;
    if (!name.n)
        return err_with(e, ERR_INVALID, MSG_FIELD_MISSING, S("姓名"), S(""), S(""));
    if (utf8_length(in->password) < 10 || str_eq(in->password, login))
        return err_set(e, ERR_INVALID, MSG_PASSWORD_WEAK);
    struct session_deed *d = arena_one(a, struct session_deed);
    d->invitation = inv.id;
    d->account = (struct account_record){.login = login,
                                         .role = inv.role,
                                         .unit = inv.unit,
                                         .name = name,
                                         .phone = str_trim(in->phone),
                                         .created_at = clock_machine(),
                                         .last_seen = clock_machine()};
    if (!password_keep(a, in->password, &d->account.password, e) || !begin(office, a, d, &d->account, token_r, e))
        return false;
    me_fill(office, a, &d->account, me_r);
    return true;
}
