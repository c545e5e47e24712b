/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "store/completion.h"
#include "store/inside.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* ---- the queue ---- */

static bool submit(struct store *s, struct op *op, struct err *e)
{
    struct ledger *l = &s->ledger;
    op->next = NULL;
    op->ok = false;
    pthread_mutex_lock(&l->mutex);
    bool taken = l->running && !l->stop && l->waiting < s->options.queue;
    if (taken) {
        if (l->last)
            l->last->next = op;
        else
            l->first = op;
        l->last = op;
        if (++l->waiting > l->stats.waiting_most)
            l->stats.waiting_most = l->waiting;
        if (l->waiting == 1)
            pthread_cond_signal(&l->wake);
    } else {
        l->stats.busy++;
    }
    pthread_mutex_unlock(&l->mutex);
    return taken || err_with(e, ERR_BUSY, MSG_BUSY, S("5"), S(""), S(""));
}

bool ledger_submit(struct store *s, struct op *op, struct err *e)
{
    assert(op->done);
    op->waiter = NULL;
    return submit(s, op, e);
}

bool ledger_wait(struct store *s, struct op *op, struct err *e)
{
    struct completion done = COMPLETION;
    op->waiter = &done;
    if (!submit(s, op, e))
        return false;
    completion_wait(&done);
    if (!op->ok)
        *e = op->err;
    return op->ok;
}

/* After this the op belongs to its owner again: it may be gone. */
static void hand_back(struct op *op)
{
    struct completion *waiter = op->waiter;
    if (op->done)
        op->done(op);
    if (waiter)
        complete(waiter);
}

void ledger_around_folds(struct store *s, void (*before)(void *arg), void (*after)(void *arg), void *arg)
{
    s->ledger.folds.before = before;
    s->ledger.folds.after = after;
    s->ledger.folds.arg = arg;
}

static void fold_all(struct ledger *l, struct op *batch)
{
    bool begun = false;
    for (struct op *op = batch; op; op = op->next) {
        if (!op->ok || !op->fold)
            continue;
        if (!begun && l->folds.before)
            l->folds.before(l->folds.arg);
        begun = true;
        op->fold(op);
    }
    if (begun && l->folds.after)
        l->folds.after(l->folds.arg);
}

static void hand_back_all(struct op *batch)
{
    for (struct op *op = batch, *next; op; op = next) {
        next = op->next;
        hand_back(op);
    }
}

/* ---- one batch ---- */

struct batch_tally {
    uint64_t ops, refused, failed, replayed, commits, us;
};

static bool is_real(const struct err *e)
{
    return e->code == ERR_FAULT || e->code == ERR_FULL;
}

static bool begin(struct tx *tx, struct err *e)
{
    return tx->reader.driver->begin(&tx->reader, e);
}

static void roll_back(struct tx *tx)
{
    struct err e;
    if (!tx->reader.driver->roll_back(&tx->reader, &e)) {
        log_line(LOG_ERROR, "ledger.rollback", "\"error\":\"%s\"", log_text(e.detail).at);
        abort();
    }
    event_forget_heads(tx);
}

static uint64_t microseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static bool commit(struct tx *tx, struct batch_tally *tally, struct err *e)
{
    uint64_t before = microseconds();
    bool done = tx->reader.driver->commit(&tx->reader, e);
    tally->us += microseconds() - before;
    tally->commits += done;
    if (done) {
        atomic_fetch_add_explicit(&tx->reader.store->commits, 1, memory_order_release);
        newest_keep(tx);
    }
    return done;
}

/* False when the batch must be undone: a real error, an error of the database that ended the transaction, or a refusal
 * after something was changed. */
static bool apply(struct tx *tx, struct op *op)
{
    int64_t before = tx->reader.changed;
    op->err = (struct err){0};
    op->ok = op->apply(op, tx, &op->err);
    if (!tx->reader.driver->stands(&tx->reader))
        return false;
    return op->ok || (!is_real(&op->err) && tx->reader.changed == before);
}

static bool batch_in_one(struct tx *tx, struct op *batch, struct batch_tally *tally)
{
    struct err e;
    if (!begin(tx, &e))
        return false;
    for (struct op *op = batch; op; op = op->next)
        if (!apply(tx, op))
            return false;
    return commit(tx, tally, &e);
}

static void op_alone(struct tx *tx, struct op *op, struct batch_tally *tally)
{
    struct err e;
    if (!begin(tx, &e)) {
        op->ok = false;
        op->err = e;
        return;
    }
    bool stays = apply(tx, op) && op->ok;
    if (!stays && op->ok) { /* the transaction ended under an op that did not look */
        op->ok = false;
        err_fault(&op->err, "rolled back");
    }
    if (stays && !commit(tx, tally, &e)) {
        op->ok = false;
        op->err = e;
        stays = false;
    }
    if (!stays)
        roll_back(tx);
}

static void run_batch(struct tx *tx, struct op *batch, struct batch_tally *tally)
{
    if (!batch_in_one(tx, batch, tally)) {
        roll_back(tx);
        tally->replayed = 1;
        for (struct op *op = batch; op; op = op->next)
            op_alone(tx, op, tally);
    }
    for (struct op *op = batch; op; op = op->next) {
        tally->ops++;
        tally->refused += !op->ok && !is_real(&op->err);
        tally->failed += !op->ok && is_real(&op->err);
        if (!op->ok && op->err.code == ERR_FAULT)
            log_line(LOG_ERROR, "ledger.op", "\"error\":\"%s\"", log_text(op->err.detail).at);
    }
}

/* ---- the figures ---- */

static int log2_of(uint64_t n)
{
    int i = 0;
    while (n >>= 1)
        i++;
    return i < LEDGER_BUCKETS ? i : LEDGER_BUCKETS - 1;
}

static void count(struct ledger *l, const struct batch_tally *t)
{
    struct ledger_stats *st = &l->stats;
    st->ops += t->ops;
    st->refused += t->refused;
    st->failed += t->failed;
    st->batches += t->commits;
    st->replays += t->replayed;
    st->batch_sizes[log2_of(t->ops)]++;
    st->commit_us[log2_of(t->us / 8)]++;
    st->commit_us_sum += t->us;
}

struct ledger_stats ledger_stats(struct store *s)
{
    struct ledger *l = &s->ledger;
    if (!l->running)
        return (struct ledger_stats){0};
    pthread_mutex_lock(&l->mutex);
    struct ledger_stats stats = l->stats;
    stats.waiting = l->waiting;
    pthread_mutex_unlock(&l->mutex);
    return stats;
}

/* ---- the thread ---- */

/* Under the mutex. Where the connection must be watched, not for longer than a second. */
static void wait_for_ops(struct store *s)
{
    struct ledger *l = &s->ledger;
    struct timespec until;
    if (!s->driver->watch) {
        pthread_cond_wait(&l->wake, &l->mutex);
        return;
    }
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec++;
    if (pthread_cond_timedwait(&l->wake, &l->mutex, &until) != ETIMEDOUT)
        return;
    pthread_mutex_unlock(&l->mutex);
    s->driver->watch(&s->writer.reader);
    pthread_mutex_lock(&l->mutex);
}

/* All that waits; NULL when the ledger ends. */
static struct op *take(struct store *s)
{
    struct ledger *l = &s->ledger;
    pthread_mutex_lock(&l->mutex);
    while (!l->first && !l->stop)
        wait_for_ops(s);
    struct op *batch = l->first;
    l->first = l->last = NULL;
    l->waiting = 0;
    pthread_mutex_unlock(&l->mutex);
    return batch;
}

static void *run(void *arg)
{
    struct store *s = arg;
    struct ledger *l = &s->ledger;
    struct op *batch;
    while ((batch = take(s))) {
        struct batch_tally tally = {0};
        run_batch(&s->writer, batch, &tally);
        pthread_mutex_lock(&l->mutex);
        count(l, &tally);
        pthread_mutex_unlock(&l->mutex);
        fold_all(l, batch);
        hand_back_all(batch);
        if (s->driver->settle)
            s->driver->settle(&s->writer.reader);
    }
    return NULL;
}

bool ledger_start(struct store *s, struct err *e)
{
    struct ledger *l = &s->ledger;
    sigset_t all, before;
    pthread_condattr_t monotonic;
    pthread_mutex_init(&l->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&l->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    sigfillset(&all); /* signals are the main thread's */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    l->running = pthread_create(&l->thread, NULL, run, s) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return l->running || err_fault(e, "no thread for the ledger");
}

void ledger_end(struct store *s)
{
    struct ledger *l = &s->ledger;
    if (!l->running)
        return;
    pthread_mutex_lock(&l->mutex);
    l->stop = true;
    pthread_cond_signal(&l->wake);
    pthread_mutex_unlock(&l->mutex);
    pthread_join(l->thread, NULL);
    l->running = false;
    pthread_mutex_destroy(&l->mutex);
    pthread_cond_destroy(&l->wake);
}
