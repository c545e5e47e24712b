/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "work/known.h"

static const struct instant begin = {1000000};

/* The n-th session's token hash. */
static const unsigned char *hash_of(uint64_t n)
{
    static unsigned char hash[32];
    memset(hash, 0, sizeof hash);
    memcpy(hash, &n, sizeof n);
    return hash;
}

static bool put(struct known_table *t, uint64_t n, uint64_t account, struct instant at)
{
    struct known *k = known_take(t, at);
    struct session who = {.account = account};
    if (!k)
        return false;
    memcpy(who.token_hash, hash_of(n), 32);
    known_put(t, k, &who, at, (struct instant){at.ms + SESSION_LIFE_MS});
    return true;
}

static bool is_known(struct known_table *t, uint64_t n, struct instant at)
{
    struct session who;
    return known_use(t, hash_of(n), at, &who);
}

static struct instant later(int64_t ms)
{
    return (struct instant){begin.ms + ms};
}

static void what_has_ended_is_forgotten_though_nobody_asks(void **state)
{
    (void)state;
    struct known_table *t = known_open(100);
    struct arena *a = arena_new("test", 1 << 20);
    struct session_records used = {0};
    for (uint64_t i = 0; i < 50; i++)
        assert_true(put(t, i, i, begin));
    assert_true(is_known(t, 7, later(SESSION_IDLE_MS)));
    known_sweep(t, later(SESSION_IDLE_MS + 1), a, &used);
    assert_int_equal(known_count(t), 1);
    assert_int_equal(used.n, 1); /* and its use is told */
    assert_int_equal(used.items[0].last_seen.ms, later(SESSION_IDLE_MS).ms);
    assert_true(is_known(t, 7, later(SESSION_IDLE_MS + 1)));
    known_sweep(t, later(SESSION_LIFE_MS), a, &used);
    assert_int_equal(known_count(t), 0);
    arena_free(a);
    known_close(t);
}

static void an_account_has_so_many_and_the_oldest_goes(void **state)
{
    (void)state;
    struct known_table *t = known_open(100);
    for (uint64_t i = 0; i < SESSIONS_OF_ACCOUNT; i++)
        assert_true(put(t, i, 5, later((int64_t)i)));
    assert_true(put(t, 1000, 6, begin));
    assert_true(put(t, 99, 5, later(99)));
    assert_int_equal(known_count(t), SESSIONS_OF_ACCOUNT + 1);
    assert_false(is_known(t, 0, later(100)));
    assert_true(is_known(t, 1, later(100)));
    assert_true(is_known(t, 99, later(100)));
    assert_true(is_known(t, 1000, later(100)));
    known_close(t);
}

static void a_full_table_refuses_until_some_have_ended(void **state)
{
    (void)state;
    struct known_table *t = known_open(10);
    for (uint64_t i = 0; i < 9; i++)
        assert_true(put(t, i, i, begin));
    struct known *promised = known_take(t, begin);
    assert_non_null(promised);
    assert_false(put(t, 10, 10, begin)); /* the promised one has its place */
    known_give_back(t, promised);
    assert_true(put(t, 10, 10, later(10)));
    assert_false(put(t, 11, 11, later(10)));
    assert_true(put(t, 11, 11, later(SESSION_IDLE_MS + 5)));
    assert_int_equal(known_count(t), 2);
    known_close(t);
}

static void all_of_an_account_end_at_once(void **state)
{
    (void)state;
    struct known_table *t = known_open(100);
    for (uint64_t i = 0; i < 30; i++)
        assert_true(put(t, i, i % 3, begin));
    known_drop_account(t, 1);
    for (uint64_t i = 0; i < 30; i++)
        assert_int_equal(is_known(t, i, begin), i % 3 != 1);
    known_drop(t, hash_of(2));
    assert_int_equal(known_count(t), 19);
    known_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_ended_is_forgotten_though_nobody_asks),
        cmocka_unit_test(an_account_has_so_many_and_the_oldest_goes),
        cmocka_unit_test(a_full_table_refuses_until_some_have_ended),
        cmocka_unit_test(all_of_an_account_end_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
