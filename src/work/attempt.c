/* SPDX-License-Identifier: Apache-2.0 */
#include "work/attempt.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sodium.h>

enum { SETS = 1024, WAYS = 4 };

struct attempt {
    uint64_t key; /* whose it is; 0: nobody's */
    int wrong;
    struct instant until; /* of an account: it may be tried; of an address: nothing is counted any more */
};

struct table {
    struct attempt sets[SETS][WAYS];
};

struct attempts {
    pthread_mutex_t lock;
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct table accounts, addresses;
};

_Static_assert(ATTEMPT_KEY_BYTES == crypto_shorthash_KEYBYTES, "SipHash's key");

struct attempts *attempts_open(struct arena *a, const unsigned char key[ATTEMPT_KEY_BYTES])
{
    struct attempts *t = arena_one(a, struct attempts);
    memcpy(t->key, key, sizeof t->key);
    pthread_mutex_init(&t->lock, NULL);
    return t;
}

void attempts_close(struct attempts *t)
{
    pthread_mutex_destroy(&t->lock);
}

/* SipHash-2-4: without the key nobody knows which texts meet. */
static uint64_t hash_of(const struct attempts *t, struct str s)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t hash;
    crypto_shorthash(out, (const unsigned char *)(s.n ? s.at : ""), s.n, t->key);
    memcpy(&hash, out, sizeof hash);
    return hash | 1;
}

/* Whoever has one IPv6 address mostly has the 2^64 beside it (RFC 6177). */
static uint64_t address_key(const struct attempts *t, struct str peer)
{
    char text[64] = "";
    unsigned char six[16];
    memcpy(text, peer.at, peer.n < sizeof text ? peer.n : sizeof text - 1);
    if (inet_pton(AF_INET6, text, six) != 1 || IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)(const void *)six))
        return hash_of(t, peer);
    return hash_of(t, (struct str){(const char *)six, 8});
}

uint64_t attempt_key(const struct attempts *t, struct str login, struct str peer)
{
    return (hash_of(t, login) * 31 + address_key(t, peer)) | 1;
}

/* Its own place; else one that holds nobody up any more, the longest unused; else it shares one. */
static struct attempt *place_of(struct table *table, uint64_t key, struct instant now)
{
    struct attempt *set = table->sets[(key >> 32) % SETS], *oldest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].until.ms < oldest->until.ms)
            oldest = &set[i];
    }
    if (oldest->until.ms <= now.ms)
        *oldest = (struct attempt){.key = key, .until = {0}};
    return oldest;
}

static int64_t seconds_until(struct instant t, struct instant now)
{
    return t.ms > now.ms ? (t.ms - now.ms + 999) / 1000 : 0;
}

int64_t attempt_wait(struct attempts *t, struct str login, struct str peer, struct instant now)
{
    pthread_mutex_lock(&t->lock);
    int64_t wait = seconds_until(place_of(&t->accounts, attempt_key(t, login, peer), now)->until, now);
    pthread_mutex_unlock(&t->lock);
    return wait;
}

/* Each one moves the end of counting on by a step; as many steps as make a burst may lie ahead. */
int64_t address_wait(struct attempts *t, struct str peer, struct instant now)
{
    struct instant full = {now.ms + (ADDRESS_BURST - 1) * ADDRESS_STEP_MS};
    pthread_mutex_lock(&t->lock);
    int64_t wait = seconds_until(place_of(&t->addresses, address_key(t, peer), now)->until, full);
    pthread_mutex_unlock(&t->lock);
    return wait;
}

static void count_account(struct attempt *p, uint64_t key, bool right, struct instant now)
{
    if (right) {
        if (p->key == key)
            *p = (struct attempt){.key = key, .until = now};
        return;
    }
    int over = ++p->wrong - ATTEMPT_FREE;
    int64_t seconds = over <= 0 ? 0 : over > 9 ? 900 : 1LL << over;
    if (now.ms + seconds * 1000 > p->until.ms)
        p->until = (struct instant){now.ms + seconds * 1000};
}

void attempt_count(struct attempts *t, struct str login, struct str peer, bool right, struct instant now)
{
    uint64_t key = attempt_key(t, login, peer);
    pthread_mutex_lock(&t->lock);
    count_account(place_of(&t->accounts, key, now), key, right, now);
    struct attempt *p = place_of(&t->addresses, address_key(t, peer), now);
    p->until.ms = (p->until.ms > now.ms ? p->until.ms : now.ms) + (right ? RIGHT_STEP_MS : ADDRESS_STEP_MS);
    pthread_mutex_unlock(&t->lock);
}
