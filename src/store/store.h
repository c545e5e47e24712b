/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: one data folder, and where one is given a PostgreSQL database that keeps the rows instead of skillweek.db.
 *
 *   skillweek.db   SQLite, WAL, synchronous=FULL, pages of 16 KiB; -wal and -shm beside it while it is open
 *   database.id    instead of skillweek.db: which database has the rows, see store/binding.h
 *   bucket.id      which bucket has the attachments, see store/binding.h; without it the folder has them
 *   blobs/         attachments, see store/blob.h
 *   previews/      photos made small, see store/preview.h; may be deleted
 *   snapshots/     what a start need not read again, see store/snapshot.h; may be deleted
 *   backup.txt     when the last backup was made
 *   sweep.lock     see store/sweep.h
 *   lock           held (flock) by the one process that writes
 *   newest.txt     the event committed last, which the rows must have, see newest.c
 *   heads.txt      the exported heads of the chains, see store/verify.h
 *   skillweek.db.part  instead of skillweek.db: a restore is under way or has failed; such a folder is not opened
 *   before-N.db    the copy made before the schema went to version N
 *
 * Exactly one connection of one process writes and checkpoints: the ledger's. Everything else opens the file
 * read-only. In PostgreSQL that connection holds an advisory lock; when it is lost the process ends. A folder is in earnest or a rehearsal from its first day and never changes.
 *
 * Readers see what was committed when their statement began. A thread's reader is its own and is closed when the
 * thread ends.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/clock.h"
#include "base/err.h"
#include "store/bucket.h"

struct store;
struct reader;
struct tx;
struct blob_store;

struct store_options {
    bool create;                  /* make the folder and the store when they are not there */
    bool rehearsal;               /* the folder must be (or is made) a rehearsal; else it must be in earnest */
    bool any;                     /* take either kind: for commands that only look */
    bool readonly;                /* look only, beside a server that may be running: no lock, no ledger, no migration */
    size_t queue;                 /* ops that may wait; 0: 4096 */
    struct str database;          /* where PostgreSQL keeps the rows, as libpq takes it; empty: SQLite, in the folder */
    struct str from;              /* a SQLite file: its rows are what a new database begins with; empty: none */
    struct bucket_options bucket; /* that keeps the attachments; its name empty: the folder keeps them */
    uint64_t cache_bytes;         /* of copies in the folder then */
    bool rows_only;               /* a command that looks at no attachment need not know the bucket */
};

/*
 * Opens, migrates (with a copy made before), prepares all statements and starts the ledger. `a` is the server's arena.
 * Refuses with a sentence: no store there, locked by another process, made by a newer program, rehearsal and earnest
 * mixed, a file that is no store, a folder whose restore did not end, rows older than the folder.
 */
bool store_open(struct arena *a, struct str folder, struct store_options options, struct store **s_r,
                struct err *e) MUST_LOOK;
/* Ends the ledger after what waits in it, then closes. No reader may be in use by then. */
void store_close(struct store *s);

struct str store_folder(const struct store *s);
bool store_is_rehearsal(const struct store *s);
struct blob_store *store_blobs(struct store *s);

/* This thread's read-only connection; never NULL (when it cannot be opened, the first query tells). */
struct reader *store_reader(struct store *s);
/* Several queries that must see one moment go between these. Keep it short: a long look stops the log from shrinking. */
bool reader_begin(struct reader *r, struct err *e) MUST_LOOK;
void reader_end(struct reader *r);
/*
 * For a thread that makes many short looks, one after the other, and waits in between: called before it waits. From then
 * on its looks share one snapshot until the next call, as long as nothing is committed; what was acknowledged is always seen.
 */
void store_reader_rest(struct store *s);

/*
 * A new id, never given before in this store: the machine's milliseconds in the upper 44 bits, a counter in the lower
 * 20. Ids only grow, over restarts and whatever the machine's clock does. Any thread.
 */
uint64_t id_next(struct store *s);

/* Small settings that the program keeps for itself. The empty str when there is none. */
bool setting_read(struct reader *r, struct arena *a, struct str key, struct str *value_r, struct err *e) MUST_LOOK;
bool setting_put(struct tx *tx, struct str key, struct str value, struct err *e) MUST_LOOK;

/* The rehearsal's clock as it was last changed; false in *known_r when it never was. */
bool clock_read(struct reader *r, struct clock *c_r, bool *known_r, struct err *e) MUST_LOOK;
bool clock_put(struct tx *tx, const struct clock *c, struct err *e) MUST_LOOK;

#endif
