/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger: the one way anything is written. Doors prepare an op on their own thread (parsed, judged, hashed, values
 * ready to bind) and submit it. One writer thread takes all ops that wait, applies each in one transaction (WAL,
 * synchronous=FULL), commits, and only then calls each op's done. There is no batch timer: a batch is what gathered
 * while the last one was committing.
 *
 * Every op stands alone. Its statements are conditional and state how many rows they must change; an op that is refused
 * changes nothing and the others of its batch go through. (An op therefore judges by its FIRST statement, or by reads
 * through the same transaction, before it changes anything.) On a real error the batch is rolled back and its ops are
 * replayed one by one; so it is, too, when an op broke the rule above and was refused after it had changed something
 * (the ledger sees that from the count of changed rows). When an fsync fails the process stops: a restart reads what is
 * true. When the disk is full the ops of the batch get ERR_FULL and the next batch is tried as if nothing had happened.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "base/clock.h"
#include "base/err.h"
#include "store/event.h"

struct completion;
struct store;
struct tx; /* the open transaction, see store/sql.h */

struct op {
    /* On the writer thread. May run twice (replay): it must not keep state from the first run. */
    bool (*apply)(struct op *op, struct tx *tx, struct err *e);
    /* May be NULL. On the writer thread after the commit, when op->ok: brings memory up to date, in the order of
     * submission, all of a batch before the first `done`. */
    void (*fold)(struct op *op);
    /* On the writer thread, after the folds, in the order of submission; op->ok and op->err tell. Answers. */
    void (*done)(struct op *op);
    bool ok;
    struct err err;
    struct op *next;           /* the queue's */
    struct completion *waiter; /* ledger_wait's */
};

/* false with ERR_BUSY when the queue is full; done is then never called. Any thread. */
bool ledger_submit(struct store *s, struct op *op, struct err *e) MUST_LOOK;
/*
 * Submits and waits until done (which may be NULL here) has run; answers with op->ok and, in *e, op->err. For mail, jobs,
 * commands: never on a loop thread.
 */
bool ledger_wait(struct store *s, struct op *op, struct err *e) MUST_LOOK;

/* Called before the first and after the last fold of a batch: whoever reads what folds change is kept out once for all
 * of them. Set before the first op is submitted. */
void ledger_around_folds(struct store *s, void (*before)(void *arg), void (*after)(void *arg), void *arg);

/* What the writer has done since the store was opened, for /metrics. Any thread. */
enum { LEDGER_BUCKETS = 16 };
struct ledger_stats {
    uint64_t ops, refused, failed;        /* refused: by the op's own judgement; failed: a fault or a full disk */
    uint64_t batches, replays;            /* commits; batches that were rolled back and replayed one by one */
    uint64_t waiting, waiting_most, busy; /* in the queue now, at most so far; ops turned away with ERR_BUSY */
    uint64_t batch_sizes[LEDGER_BUCKETS]; /* [i]: batches of 2^i … 2^(i+1)-1 ops */
    uint64_t
        commit_us[LEDGER_BUCKETS]; /* [i]: commits (with their fsync) that took less than 2^i × 16 µs; last: more */
    uint64_t commit_us_sum;
};
struct ledger_stats ledger_stats(struct store *s);

#endif
