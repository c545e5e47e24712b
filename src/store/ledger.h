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
 * replayed one by one. When an fsync fails the process stops: a restart reads what is true.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "base/clock.h"
#include "base/err.h"

struct store;
struct tx; /* the open transaction, see store/sql.h */

struct op {
    /* On the writer thread. May run twice (replay): it must not keep state from the first run. */
    bool (*apply)(struct op *op, struct tx *tx, struct err *e);
    /* On the writer thread, after the commit; op->ok and op->err tell. Brings projections up to date and answers. */
    void (*done)(struct op *op);
    bool ok;
    struct err err;
    struct op *next; /* the queue's */
};

/* false with ERR_BUSY when the queue is full; done is then never called. Any thread. */
bool ledger_submit(struct store *s, struct op *op, struct err *e) MUST_LOOK;
/* Submits and waits until done has run. For mail, jobs, commands: never on a loop thread. */
bool ledger_wait(struct store *s, struct op *op, struct err *e) MUST_LOOK;

/*
 * Events: one hash chain per campaign, append-only. hash = SHA-256(previous hash ‖ canonical bytes of seq, at, actor,
 * kind, subject, body, private hash). What names a person (a reason in free words, a caller's name) goes into
 * `private`: it is kept beside with a random salt and enters the chain as SHA-256(salt ‖ private), so that it can be
 * erased later without breaking the chain.
 */
struct event {
    uint64_t campaign; /* 0: the office's own chain (accounts, registers) */
    uint64_t seq;      /* 1, 2, 3 … in its chain; set by event_append */
    struct instant at;
    uint64_t actor;   /* account, 0: the system */
    struct str kind;  /* "report.sent" */
    uint64_t subject; /* obligation, unit, account … */
    struct str body;  /* canonical JSON without personal data: before/after, version, hashes */
    struct str private;
    unsigned char hash[32]; /* set by event_append */
};

bool event_append(struct tx *tx, struct event *ev, struct err *e) MUST_LOOK;

#endif
