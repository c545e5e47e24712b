/* SPDX-License-Identifier: Apache-2.0 */
#include "store/test_store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- an op that bears a setting, refuses, or errs ---- */

enum behaviour { KEEPS, REFUSES, REFUSES_LATE, ERRS };

struct small_op {
    struct op op;
    enum behaviour behaviour;
    char key[16];
    int runs;
    _Atomic int *left;
};

static bool small_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct small_op *s = (struct small_op *)op;
    s->runs++;
    if (s->behaviour == REFUSES)
        return err_set(e, ERR_CONFLICT, MSG_STATE_CHANGED);
    if (!setting_put(tx, str_of(s->key), S("kept"), e))
        return false;
    if (s->behaviour == REFUSES_LATE)
        return err_set(e, ERR_CONFLICT, MSG_STATE_CHANGED);
    return s->behaviour != ERRS || err_fault(e, "made up");
}

static void small_done(struct op *op)
{
    --*((struct small_op *)op)->left;
}

/* Holds the writer until all are in the queue, so that they make one batch. */
struct gate {
    struct op op;
    pthread_mutex_t mutex;
};

static bool gate_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct gate *g = (struct gate *)op;
    (void)tx;
    (void)e;
    pthread_mutex_lock(&g->mutex);
    pthread_mutex_unlock(&g->mutex);
    return true;
}

static void nothing(struct op *op)
{
    (void)op;
}

static void run_together(struct fixture *f, struct small_op *ops, int n)
{
    struct gate g = {.op = {.apply = gate_apply, .done = nothing}, .mutex = PTHREAD_MUTEX_INITIALIZER};
    _Atomic int left = n;
    struct err e = {0};
    pthread_mutex_lock(&g.mutex);
    assert_good(ledger_submit(f->store, &g.op, &e));
    while (ledger_stats(f->store).waiting)
        usleep(1000);
    for (int i = 0; i < n; i++) {
        ops[i].op = (struct op){.apply = small_apply, .done = small_done};
        ops[i].left = &left;
        snprintf(ops[i].key, sizeof ops[i].key, "key %d", i);
        assert_good(ledger_submit(f->store, &ops[i].op, &e));
    }
    pthread_mutex_unlock(&g.mutex);
    while (left)
        usleep(1000);
}

static bool is_kept(struct fixture *f, int i)
{
    char key[16];
    struct str value;
    struct err e = {0};
    snprintf(key, sizeof key, "key %d", i);
    assert_good(setting_read(store_reader(f->store), f->arena, str_of(key), &value, &e));
    return str_eq(value, S("kept"));
}

static void what_waits_is_committed_at_once(void **state)
{
    struct fixture *f = *state;
    struct small_op ops[64] = {0};
    uint64_t before = ledger_stats(f->store).batches;
    run_together(f, ops, 64);
    struct ledger_stats stats = ledger_stats(f->store);
    assert_int_equal(stats.batches - before, 2); /* the gate's and theirs */
    assert_int_equal(stats.batch_sizes[6], 1);
    for (int i = 0; i < 64; i++)
        assert_true(ops[i].op.ok && ops[i].runs == 1 && is_kept(f, i));
}

static void a_refused_op_fails_alone(void **state)
{
    struct fixture *f = *state;
    struct small_op ops[3] = {{.behaviour = KEEPS}, {.behaviour = REFUSES}, {.behaviour = KEEPS}};
    run_together(f, ops, 3);
    assert_true(ops[0].op.ok && ops[2].op.ok);
    assert_false(ops[1].op.ok);
    assert_int_equal(ops[1].op.err.code, ERR_CONFLICT);
    assert_true(is_kept(f, 0) && !is_kept(f, 1) && is_kept(f, 2));
    assert_int_equal(ledger_stats(f->store).replays, 0);
}

static void an_op_refused_after_a_change_leaves_nothing_behind(void **state)
{
    struct fixture *f = *state;
    struct small_op ops[3] = {{.behaviour = KEEPS}, {.behaviour = REFUSES_LATE}, {.behaviour = KEEPS}};
    run_together(f, ops, 3);
    assert_true(ops[0].op.ok && !ops[1].op.ok && ops[2].op.ok);
    assert_true(is_kept(f, 0) && !is_kept(f, 1) && is_kept(f, 2));
    assert_int_equal(ledger_stats(f->store).replays, 1);
}

static void a_real_error_fails_alone(void **state)
{
    struct fixture *f = *state;
    struct small_op ops[3] = {{.behaviour = KEEPS}, {.behaviour = ERRS}, {.behaviour = KEEPS}};
    run_together(f, ops, 3);
    assert_true(ops[0].op.ok && !ops[1].op.ok && ops[2].op.ok);
    assert_int_equal(ops[1].op.err.code, ERR_FAULT);
    assert_true(is_kept(f, 0) && !is_kept(f, 1) && is_kept(f, 2));
    assert_int_equal(ledger_stats(f->store).failed, 1);
}

static bool quoting_apply(struct op *op, struct tx *tx, struct err *e)
{
    (void)op;
    (void)tx;
    return err_fault(e, "near \"x\\y\": no such\ntable");
}

static void what_went_wrong_stands_in_the_log_as_json(void **state)
{
    struct fixture *f = *state;
    struct op op = {.apply = quoting_apply};
    struct err e = {0};
    char line[1000] = {0};
    int ends[2], before = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    assert_false(ledger_wait(f->store, &op, &e));
    dup2(before, STDERR_FILENO);
    close(before);
    close(ends[1]);
    assert_true(read(ends[0], line, sizeof line - 1) > 0);
    close(ends[0]);
    assert_non_null(strstr(line, "\"error\":\"near \\\"x\\\\y\\\": no such\\u000atable\"}\n"));
}

static void a_full_queue_is_told_at_once(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    store_close(f->store);
    assert_good(test_open(f, (struct store_options){.queue = 2}, &f->store, &e));
    struct gate g = {.op = {.apply = gate_apply, .done = nothing}, .mutex = PTHREAD_MUTEX_INITIALIZER};
    struct small_op ops[3] = {0};
    _Atomic int left = 2;
    pthread_mutex_lock(&g.mutex);
    assert_good(ledger_submit(f->store, &g.op, &e));
    while (ledger_stats(f->store).waiting)
        usleep(1000);
    for (int i = 0; i < 3; i++) {
        ops[i] = (struct small_op){.op = {.apply = small_apply, .done = small_done}, .left = &left, .key = "k"};
        assert_int_equal(ledger_submit(f->store, &ops[i].op, &e), i < 2);
    }
    assert_int_equal(e.code, ERR_BUSY);
    pthread_mutex_unlock(&g.mutex);
    while (left)
        usleep(1000);
    assert_int_equal(ledger_stats(f->store).busy, 1);
}

/* ---- the chain over replays ---- */

struct event_op {
    struct op op;
    struct fixture *f;
    bool errs;
    _Atomic int *left;
};

static bool event_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct event_op *o = (struct event_op *)op;
    struct event ev = {.campaign = o->f->campaign.n, .at = {5}, .kind = S("test"), .body = S("{}")};
    if (!event_append(tx, &ev, e))
        return false;
    return !o->errs || err_fault(e, "made up");
}

static void event_done(struct op *op)
{
    --*((struct event_op *)op)->left;
}

static void the_chain_has_no_gap_after_an_error(void **state)
{
    struct fixture *f = *state;
    struct event_op ops[9];
    _Atomic int left = 9;
    struct err e = {0};
    struct verify_counts counts;
    for (int i = 0; i < 9; i++) {
        ops[i] = (struct event_op){
            .op = {.apply = event_apply, .done = event_done}, .f = f, .errs = i % 3 == 1, .left = &left};
        assert_good(ledger_submit(f->store, &ops[i].op, &e));
    }
    while (left)
        usleep(1000);
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
    assert_int_equal(counts.events, 1 + 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_waits_is_committed_at_once, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(a_refused_op_fails_alone, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(an_op_refused_after_a_change_leaves_nothing_behind, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(a_real_error_fails_alone, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(what_went_wrong_stands_in_the_log_as_json, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(a_full_queue_is_told_at_once, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(the_chain_has_no_gap_after_an_error, test_setup, test_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
