/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where in a list a thing stands, by a hash of what it is asked by. The list and the comparing are the caller's: asking
 * tells each place that may be it.
 *
 *     size_t walk = 0, at;
 *     while (map_next(&m, str_hash(code), &walk, &at))
 *         if (str_eq(list[at].code, code))
 *             return &list[at];
 *
 * Nothing is taken out again. Many things of one hash are slow, not wrong.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map {
    uint32_t *slots; /* a place + 1; 0: free */
    size_t mask, n;  /* one less than a power of two */
};

/* With room for so many at least; half of it stays free. */
struct map map_new(struct arena *a, size_t room);
bool map_is_full(const struct map *m);
void map_put(struct map *m, uint64_t hash, size_t place);
static inline size_t map_slot(const struct map *m, uint64_t hash, size_t walk)
{
    return ((size_t)(hash * 0x9E3779B97F4A7C15u >> 32) + walk) & m->mask;
}

/* The next place that was put with this hash (or, seldom, another); begins with *walk 0. Asked for each request. */
static inline bool map_next(const struct map *m, uint64_t hash, size_t *walk, size_t *place_r)
{
    uint32_t found = m->slots ? m->slots[map_slot(m, hash, *walk)] : 0;
    if (!found)
        return false;
    ++*walk;
    *place_r = found - 1;
    return true;
}

#endif
