/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include <assert.h>

struct map map_new(struct arena *a, size_t room)
{
    struct map m = {.mask = 63};
    while (m.mask < room * 2)
        m.mask = m.mask * 2 + 1;
    m.slots = arena_many(a, uint32_t, m.mask + 1);
    return m;
}

bool map_is_full(const struct map *m)
{
    return m->n * 2 > m->mask;
}

void map_put(struct map *m, uint64_t hash, size_t place)
{
    size_t walk = 0;
    assert(!map_is_full(m));
    while (m->slots[map_slot(m, hash, walk)])
        walk++;
    m->slots[map_slot(m, hash, walk)] = (uint32_t)place + 1;
    m->n++;
}
