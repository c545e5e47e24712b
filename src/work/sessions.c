/* SPDX-License-Identifier: Apache-2.0 */
#include "work/sessions.h"
#include "base/hash.h"
#include "store/account.h"
#include "store/store.h"
#include "work/attempt.h"
#include "work/known.h"
#include "work/office.h"

#include <stdio.h>
#include <string.h>

struct sessions {
    struct office *office;
    struct known_table *known;
    struct attempts *attempts;
};

size_t sessions_count(struct sessions *s)
{
    return known_count(s->known);
}

bool session_find(struct sessions *s, struct str token, struct session *who_r)
{
    return token.n == 64 && known_use(s->known, sha256_of(token).bytes, clock_machine(), who_r);
}

void sessions_end(struct sessions *s, uint64_t account)
{
    known_drop_account(s->known, account);
}

/* ---- open, keep ---- */

static void fill(struct session *who, const struct account_record *acc, const struct roll *roll)
{
    who->account = acc->id;
    who->reg = roll ? roll->id : 0;
    who->role = acc->role;
    who->unit = acc->unit;
}

/* More than there is room for (of an older program, which kept all): those that were used last are taken. */
static bool load_one(struct sessions *s, struct reader *r, struct arena *a, const struct session_record *ses,
                     struct err *e)
{
    struct account_record acc;
    if (!account_read(r, a, ses->account, &acc, e))
        return false;
    struct known *k = acc.disabled ? NULL : known_take(s->known, clock_machine());
    if (!k)
        return true;
    struct session who = {0};
    fill(&who, &acc, office_any_roll(s->office, acc.unit));
    memcpy(who.token_hash, ses->token_hash, 32);
    known_put(s->known, k, &who, ses->last_seen, ses->expires_at);
    return true;
}

static bool load(struct sessions *s, struct err *e)
{
    struct arena *a = arena_new("sessions.load", 256 << 20), *one = arena_new("sessions.load", 1 << 20);
    struct reader *r = store_reader(office_store(s->office));
    struct session_records list = {0};
    struct instant now = clock_machine();
    bool ok = reader_begin(r, e); /* one look for all: each of its own would cost more than what it reads */
    if (ok) {
        ok = session_load(r, a, now, (struct instant){now.ms - SESSION_IDLE_MS}, SESSIONS_IN_ALL, &list, e);
        for (size_t i = 0; ok && i < list.n; i++, arena_reset(one))
            ok = load_one(s, r, one, &list.items[i], e);
        reader_end(r);
    }
    arena_free(one);
    arena_free(a);
    return ok;
}

bool sessions_open(struct arena *a, struct office *office, struct sessions **s_r, struct err *e)
{
    struct sessions *s = arena_one(a, struct sessions);
    unsigned char key[ATTEMPT_KEY_BYTES];
    random_bytes(key, sizeof key);
    s->office = office;
    s->known = known_open(SESSIONS_IN_ALL);
    s->attempts = attempts_open(a, key);
    if (!load(s, e)) {
        sessions_close(s);
        return false;
    }
    *s_r = s;
    return true;
}

void sessions_close(struct sessions *s)
{
    known_close(s->known);
    attempts_close(s->attempts);
}

/* ---- waiting times ---- */

static bool wait_first(int64_t seconds, enum message message, struct err *e)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)seconds);
    return !seconds || err_with(e, ERR_SLOW, message, str_of(text), S(""), S(""));
}

uint64_t session_try_key(struct office *office, struct str login, struct str peer)
{
    return attempt_key(office_sessions(office)->attempts, login, peer);
}

bool session_may_try(struct office *office, struct str peer, struct err *e)
{
    return wait_first(address_wait(office_sessions(office)->attempts, peer, clock_machine()), MSG_ADDRESS_SLOW, e);
}

static bool may_try(struct office *office, struct str login, struct str peer, struct err *e)
{
    int64_t wait = attempt_wait(office_sessions(office)->attempts, login, peer, clock_machine());
    return session_may_try(office, peer, e) && wait_first(wait, MSG_LOGIN_SLOW, e);
}

static void count_try(struct office *office, struct str login, struct str peer, bool right)
{
    attempt_count(office_sessions(office)->attempts, login, peer, right, clock_machine());
}

/* ---- sessions begin and end ---- */

struct session_deed {
    struct deed deed;
    struct session_record session;
    struct account_record account;
    uint64_t invitation; /* used up, or 0: a login */
    bool renews;         /* the invitation sets a password anew; else it makes the account */
    struct known *known; /* where it will be kept in memory */
    struct session who;
};

static bool invitation_apply(struct session_deed *d, struct tx *tx, struct err *e)
{
    struct event ev = {.at = d->deed.at, .kind = S("account.made"), .body = S("{}"), .when = {0}};
    struct instant now = clock_machine();
    if (!invitation_use(tx, d->invitation, now, e))
        return false;
    if (d->renews)
        ev.kind = S("account.renewed");
    if (d->renews ? !account_renew(tx, d->account.id, d->account.password, now, e) : !account_add(tx, &d->account, e))
        return false;
    ev.actor = ev.subject = d->account.id;
    return event_append(tx, &ev, e);
}

/* The account is looked at once more: since its password was read it may have been disabled, or given another. */
static bool begin_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct session_deed *d = (struct session_deed *)(void *)op;
    if (d->invitation && !invitation_apply(d, tx, e))
        return false;
    d->session.account = d->account.id;
    return account_enter(tx, d->account.id, d->account.password, d->session.created_at, e) &&
           session_add(tx, &d->session, e) && session_trim(tx, d->account.id, SESSIONS_OF_ACCOUNT, e);
}

/* On the writer thread, as what ends sessions is: so none is known that was ended meanwhile. */
static void begin_project(struct deed *deed)
{
    struct session_deed *d = (struct session_deed *)(void *)deed;
    struct known_table *t = office_sessions(deed->office)->known;
    if (d->renews)
        known_drop_account(t, d->account.id);
    d->who.account = d->account.id;
    known_put(t, d->known, &d->who, d->session.last_seen, d->session.expires_at);
}

static bool begin(struct office *office, struct arena *a, struct session_deed *d, struct str *token_r, struct err *e)
{
    struct known_table *t = office_sessions(office)->known;
    struct instant now = clock_machine();
    unsigned char raw[32];
    random_bytes(raw, sizeof raw);
    struct str token = hex_text(a, (struct str){(char *)raw, sizeof raw});
    d->session = (struct session_record){.created_at = now, .last_seen = now, .expires_at = {now.ms + SESSION_LIFE_MS}};
    memcpy(d->session.token_hash, sha256_of(token).bytes, 32);
    office_read(office);
    fill(&d->who, &d->account, office_any_roll(office, d->account.unit));
    office_read_done(office);
    memcpy(d->who.token_hash, d->session.token_hash, 32);
    d->deed = (struct deed){
        .op = {.apply = begin_apply}, .office = office, .at = office_now(office), .project = begin_project};
    d->known = known_take(t, now);
    if (!d->known)
        return err_with(e, ERR_BUSY, MSG_SESSIONS_FULL, S("60"), S(""), S(""));
    if (!deed_submit(&d->deed, e)) {
        known_give_back(t, d->known);
        return false;
    }
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
    struct session_deed *d = arena_one(a, struct session_deed);
    struct account_record *acc = &d->account;
    struct err missing;
    if (!may_try(office, login, peer, e))
        return false;
    bool known = account_by_login(store_reader(office_store(office)), a, login, acc, &missing) && !acc->disabled;
    /* Somebody who is not known costs as long as somebody who is. */
    bool right = password_fits(a, known ? acc->password : (struct str){0}, in->password) && known;
    count_try(office, login, peer, right);
    if (!right)
        return err_set(e, ERR_LOGIN, MSG_LOGIN_WRONG);
    if (!begin(office, a, d, token_r, e))
        return false;
    me_fill(office, a, acc, me_r);
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
    known_drop(office_sessions(office)->known, who->token_hash);
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
    struct session_records used;
};

/* The disk hears of a use so much later than memory; what it holds for idle must have been so for longer. */
static bool keep_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct keep_deed *d = (struct keep_deed *)(void *)op;
    struct instant now = clock_machine();
    for (size_t i = 0; i < d->used.n; i++)
        if (!session_touch(tx, &d->used.items[i], e))
            return false;
    return session_end_expired(tx, now, (struct instant){now.ms - SESSION_IDLE_MS - 2 * SESSION_KEEP_MS}, e);
}

bool sessions_keep(struct sessions *s, struct err *e)
{
    struct arena *a = arena_new("sessions.keep", 64 << 20);
    struct keep_deed *d = arena_one(a, struct keep_deed);
    d->deed = (struct deed){.op = {.apply = keep_apply}, .office = s->office};
    known_sweep(s->known, clock_machine(), a, &d->used);
    bool ok = deed_submit(&d->deed, e);
    arena_free(a);
    return ok;
}

/* ---- accepting an invitation ---- */

static bool login_is_fit(struct str login, struct err *e)
{
    for (size_t i = 0; i < login.n; i++)
        if ((unsigned char)login.at[i] <= ' ')
            return err_set(e, ERR_INVALID, MSG_LOGIN_UNFIT);
    return utf8_length(login) >= 3 || err_set(e, ERR_INVALID, MSG_LOGIN_UNFIT);
}

/* 1234567890, aaaaaaaaaa, abcdefghij: few different characters, or mostly steps of one. */
static bool is_a_row(struct str s)
{
    uint32_t seen[5], last = 0;
    size_t different = 0, steps = 0, n = 0;
    for (; s.n; n++) {
        uint32_t cp = utf8_next(&s);
        size_t i = 0;
        while (i < different && seen[i] != cp)
            i++;
        if (i == different && different < 5)
            seen[different++] = cp;
        steps += n && cp - last + 1 <= 2;
        last = cp;
    }
    return different < 5 || steps * 2 > n;
}

/* What is tried first, on the codes of all units, which are no secret. web/src/door/strength.ts tells it while one types. */
static bool is_guessed_first(struct str password, struct str login)
{
    static const char *const usual[] = {"password", "qwerty", "admin", "12345"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (str_starts(password, str_of(usual[i])))
            return true;
    return str_find(password, login) != STR_NONE || is_a_row(password);
}

static bool password_is_fit(struct arena *a, struct str password, struct str login, struct err *e)
{
    bool fit = utf8_length(password) >= 10 && !is_guessed_first(fold_login(a, password), login);
    return fit || err_set(e, ERR_INVALID, MSG_PASSWORD_WEAK);
}

static bool person_join(struct arena *a, const struct invitation_record *inv, const struct invitation_accept_in *in,
                        struct account_record *acc_r, struct err *e)
{
    struct str login = fold_login(a, in->login), name = str_trim(in->name);
    if (!login_is_fit(login, e))
        return false;
    if (!name.n)
        return err_with(e, ERR_INVALID, MSG_FIELD_MISSING, S("姓名"), S(""), S(""));
    *acc_r = (struct account_record){.login = login,
                                     .role = inv->role,
                                     .unit = inv->unit,
                                     .name = name,
                                     .phone = str_trim(in->phone),
                                     .created_at = clock_machine(),
                                     .last_seen = clock_machine()};
    return true;
}

bool session_accept(struct office *office, struct arena *a, const struct invitation_accept_in *in, struct str peer,
                    struct str *token_r, struct me_view *me_r, struct err *e)
{
    struct invitation_record inv;
    struct session_deed *d = arena_one(a, struct session_deed);
    if (!session_may_try(office, peer, e) || !invitation_find(office, a, in->token, &inv, e))
        return false;
    d->invitation = inv.id;
    d->renews = inv.account;
    if (d->renews ? !account_read(store_reader(office_store(office)), a, inv.account, &d->account, e)
                  : !person_join(a, &inv, in, &d->account, e))
        return false;
    if (!password_is_fit(a, in->password, d->account.login, e) ||
        !password_keep(a, in->password, &d->account.password, e))
        return false;
    if (!begin(office, a, d, token_r, e)) {
        count_try(office, d->account.login, peer, false); /* it has cost as much as a login */
        return false;
    }
    me_fill(office, a, &d->account, me_r);
    return true;
}
