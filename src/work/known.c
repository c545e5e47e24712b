/* SPDX-License-Identifier: Apache-2.0 */
#include "work/known.h"

#include <pthread.h>
#include <string.h>

enum { BUCKETS = 16384 };
const int64_t SESSION_IDLE_MS = 12 * 3600000LL, SESSION_LIFE_MS = 7 * MS_A_DAY, SESSION_KEEP_MS = 600000;

struct known {
    struct known *next, *mate; /* in its token's bucket, in its account's */
    struct session who;
    struct instant seen, kept, expires; /* kept: seen as the disk knows it */
};

struct known_table {
    pthread_mutex_t lock;
    struct arena *arena;
    struct known *by_token[BUCKETS], *by_account[BUCKETS];
    struct known *spare;
    size_t count, taken, most; /* known; known or promised */
};

struct known_table *known_open(size_t most)
{
    struct arena *a = arena_new("sessions", 2 * sizeof(struct known_table) + 2 * (most + 1024) * sizeof(struct known));
    struct known_table *t = arena_one(a, struct known_table);
    t->arena = a;
    t->most = most;
    pthread_mutex_init(&t->lock, NULL);
    return t;
}

void known_close(struct known_table *t)
{
    pthread_mutex_destroy(&t->lock);
    arena_free(t->arena);
}

size_t known_count(struct known_table *t)
{
    pthread_mutex_lock(&t->lock);
    size_t n = t->count;
    pthread_mutex_unlock(&t->lock);
    return n;
}

/* ---- under the lock ---- */

static struct known **token_bucket(struct known_table *t, const unsigned char hash[32])
{
    size_t at;
    memcpy(&at, hash, sizeof at);
    return &t->by_token[at % BUCKETS];
}

static struct known **account_bucket(struct known_table *t, uint64_t account)
{
    return &t->by_account[(account * 0x9E3779B97F4A7C15u >> 40) % BUCKETS];
}

static bool has_ended(const struct known *k, struct instant now)
{
    return now.ms - k->seen.ms > SESSION_IDLE_MS || now.ms >= k->expires.ms;
}

static void set_aside(struct known_table *t, struct known *k)
{
    t->taken--;
    k->next = t->spare;
    t->spare = k;
}

static void forget(struct known_table *t, struct known *k)
{
    struct known **at = token_bucket(t, k->who.token_hash);
    while (*at != k)
        at = &(*at)->next;
    *at = k->next;
    at = account_bucket(t, k->who.account);
    while (*at != k)
        at = &(*at)->mate;
    *at = k->mate;
    t->count--;
    set_aside(t, k);
}

static struct known *find(struct known_table *t, const unsigned char hash[32])
{
    struct known *k = *token_bucket(t, hash);
    while (k && memcmp(k->who.token_hash, hash, 32) != 0)
        k = k->next;
    return k;
}

/* All live as long, so the one that expires first is the oldest. The disk (session_trim) goes by the same rule. */
static void trim(struct known_table *t, uint64_t account)
{
    struct known *oldest = NULL;
    size_t n = 0;
    for (struct known *k = *account_bucket(t, account); k; k = k->mate) {
        if (k->who.account != account)
            continue;
        n++;
        if (!oldest || k->expires.ms < oldest->expires.ms)
            oldest = k;
    }
    if (n > SESSIONS_OF_ACCOUNT)
        forget(t, oldest);
}

static void forget_ended(struct known_table *t, struct instant now)
{
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct known *k = t->by_token[i], *next; k; k = next) {
            next = k->next;
            if (has_ended(k, now))
                forget(t, k);
        }
}

/* ---- one more, one less ---- */

struct known *known_take(struct known_table *t, struct instant now)
{
    pthread_mutex_lock(&t->lock);
    if (t->taken >= t->most)
        forget_ended(t, now);
    struct known *k = NULL;
    if (t->taken < t->most) {
        t->taken++;
        k = t->spare;
        if (k)
            t->spare = k->next;
        else
            k = arena_one(t->arena, struct known);
    }
    pthread_mutex_unlock(&t->lock);
    return k;
}

void known_give_back(struct known_table *t, struct known *k)
{
    pthread_mutex_lock(&t->lock);
    set_aside(t, k);
    pthread_mutex_unlock(&t->lock);
}

void known_put(struct known_table *t, struct known *k, const struct session *who, struct instant seen,
               struct instant expires)
{
    pthread_mutex_lock(&t->lock);
    struct known **token = token_bucket(t, who->token_hash), **account = account_bucket(t, who->account);
    *k = (struct known){.next = *token, .mate = *account, .who = *who, .seen = seen, .kept = seen, .expires = expires};
    *token = *account = k;
    t->count++;
    trim(t, who->account);
    pthread_mutex_unlock(&t->lock);
}

bool known_use(struct known_table *t, const unsigned char token_hash[32], struct instant now, struct session *who_r)
{
    pthread_mutex_lock(&t->lock);
    struct known *k = find(t, token_hash);
    bool good = k && !has_ended(k, now);
    if (good) {
        k->seen = now;
        *who_r = k->who;
    } else if (k) {
        forget(t, k);
    }
    pthread_mutex_unlock(&t->lock);
    return good;
}

void known_drop(struct known_table *t, const unsigned char token_hash[32])
{
    pthread_mutex_lock(&t->lock);
    struct known *k = find(t, token_hash);
    if (k)
        forget(t, k);
    pthread_mutex_unlock(&t->lock);
}

void known_drop_account(struct known_table *t, uint64_t account)
{
    pthread_mutex_lock(&t->lock);
    for (struct known *k = *account_bucket(t, account), *mate; k; k = mate) {
        mate = k->mate;
        if (k->who.account == account)
            forget(t, k);
    }
    pthread_mutex_unlock(&t->lock);
}

void known_sweep(struct known_table *t, struct instant now, struct arena *a, struct session_records *used_r)
{
    pthread_mutex_lock(&t->lock);
    forget_ended(t, now);
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct known *k = t->by_token[i]; k; k = k->next) {
            if (k->seen.ms - k->kept.ms < SESSION_KEEP_MS)
                continue;
            struct session_record ses = {.account = k->who.account, .last_seen = k->seen, .expires_at = k->expires};
            memcpy(ses.token_hash, k->who.token_hash, 32);
            arena_push(a, used_r, ses);
            k->kept = k->seen;
        }
    pthread_mutex_unlock(&t->lock);
}
