/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/map.h"

static size_t count(const struct map *m, uint64_t hash, size_t wanted)
{
    size_t walk = 0, at, n = 0;
    while (map_next(m, hash, &walk, &at))
        n += at == wanted;
    return n;
}

static void each_place_is_told_once_also_among_many_of_one_hash(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 4 << 20);
    struct map m = map_new(a, 1000);
    for (size_t i = 0; i < 1000; i++)
        map_put(&m, i < 500 ? i * 64 : 7, i);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(count(&m, i < 500 ? i * 64 : 7, i), 1);
    assert_int_equal(count(&m, 7, 1000), 0);
    arena_free(a);
}

static void an_empty_one_tells_nothing(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 20);
    struct map none = {0}, empty = map_new(a, 0);
    size_t walk = 0, at;
    assert_false(map_next(&none, 1, &walk, &at));
    assert_false(map_next(&empty, 1, &walk, &at));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_place_is_told_once_also_among_many_of_one_hash),
        cmocka_unit_test(an_empty_one_tells_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
