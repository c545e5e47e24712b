/* SPDX-License-Identifier: Apache-2.0 */
#include "work/parcels.h"

#include <pthread.h>

struct parcel_place {
    struct parcels *all;
    struct parcel_place *prev, *next;
    uint64_t account, bytes;
    struct receiver receiver;
};

struct parcels {
    pthread_mutex_t lock;
    struct parcel_place *first;
    uint64_t bytes;
};

struct parcels *parcels_open(struct arena *a)
{
    struct parcels *p = arena_one(a, struct parcels);
    pthread_mutex_init(&p->lock, NULL);
    return p;
}

void parcels_close(struct parcels *p)
{
    pthread_mutex_destroy(&p->lock);
}

static void end(void *arg)
{
    struct parcel_place *place = arg;
    struct parcels *p = place->all;
    pthread_mutex_lock(&p->lock);
    p->bytes -= place->bytes;
    *(place->prev ? &place->prev->next : &p->first) = place->next;
    if (place->next)
        place->next->prev = place->prev;
    pthread_mutex_unlock(&p->lock);
}

bool parcel_is_left(const struct parcel_place *place)
{
    return place->receiver.is_left(place->receiver.arg);
}

/* Under the lock. One that was left waits for its end alone. */
static bool has_one(const struct parcels *p, uint64_t account)
{
    for (const struct parcel_place *at = p->first; at; at = at->next)
        if (at->account == account && !parcel_is_left(at))
            return true;
    return false;
}

bool parcel_begin(struct parcels *p, struct arena *a, uint64_t account, const struct receiver *receiver,
                  struct parcel_place **place_r, struct err *e)
{
    struct parcel_place *place = arena_one(a, struct parcel_place);
    pthread_mutex_lock(&p->lock);
    bool other = has_one(p, account);
    if (!other) {
        *place = (struct parcel_place){.all = p, .next = p->first, .account = account, .receiver = *receiver};
        if (p->first)
            p->first->prev = place;
        p->first = place;
    }
    pthread_mutex_unlock(&p->lock);
    if (other)
        return err_with(e, ERR_SLOW, MSG_PARCEL_OTHER, S("10"), S(""), S(""));
    arena_defer(a, end, place);
    *place_r = place;
    return true;
}

uint64_t parcel_grow(struct parcel_place *place, uint64_t bytes)
{
    struct parcels *p = place->all;
    pthread_mutex_lock(&p->lock);
    place->bytes += bytes;
    p->bytes += bytes;
    uint64_t all = p->bytes;
    pthread_mutex_unlock(&p->lock);
    return all;
}
