/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the store's own files know of each other; no other floor includes it. SQLite is called by sqlite.c only, libpq by
 * postgres.c and libpq.c.
 */
#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include "base/file.h"
#include "store/blob.h"
#include "store/bucket.h"
#include "store/driver.h"
#include "store/ledger.h"
#include "store/report.h"
#include "store/sql.h"
#include "store/store.h"
#include "store/upload.h"

#include <pthread.h>
#include <stdatomic.h>

/* A connection. Its statements are prepared when first used (the writer's: at start). */
struct reader {
    const struct driver *driver;
    struct arena *arena; /* its own; the writer's has none */
    void *db;            /* the driver's; NULL when it could not be opened: trouble tells */
    struct err trouble;
    void *statements[SQL_STATEMENTS]; /* the driver's; NULL: not prepared yet */
    struct store *store;
    struct reader *next; /* the store's list of readers */

    bool shares;   /* its looks may share a snapshot */
    bool held;     /* a snapshot is open for them; */
    bool inside;   /* reader_begin was called */
    int open_rows; /* looks that are under way */
    uint64_t seen; /* how many commits there were when the snapshot was taken */

    int64_t changed;      /* rows, by all statements so far; the writer's */
    void *begin, *commit; /* SQLite's statements for a look's transaction */
    int log_pages;        /* in SQLite's write-ahead log after the last commit; the writer's */
    int cursors;          /* of PostgreSQL that are open; */
    bool lent;            /* the transaction is there for them alone */
};

/* The newest event of a chain, kept so that appending needs no look. Forgotten on rollback. */
struct chain_head {
    uint64_t campaign, seq;
    unsigned char hash[32];
};

struct tx {
    struct reader reader; /* first: the writer's connection */
    struct arena *arena;  /* of the heads; reset on rollback */
    struct {
        struct chain_head *items;
        size_t n, cap;
    } heads;
    struct chain_head newest; /* appended since the last commit; its seq 0: none */
};

struct ledger {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    bool running, stop;
    struct op *first, *last;
    size_t waiting, most;
    struct ledger_stats stats; /* under the mutex */
    struct {
        void (*before)(void *arg);
        void (*after)(void *arg);
        void *arg;
    } folds;
};

struct store {
    struct arena *arena;
    struct str folder;
    const struct driver *driver;
    struct binding binding; /* where the rows are in PostgreSQL */
    struct store_options options;
    bool rehearsal;
    int lock, folder_lock, newest; /* descriptors, -1: none */
    struct blob_store *blobs;
    struct upload_store *uploads; /* NULL when it only looks */
    struct tx writer;
    struct ledger ledger;
    pthread_key_t reader_key;
    pthread_mutex_t readers_mutex;
    struct reader *readers;
    _Atomic uint64_t last_id;
    _Atomic uint64_t commits; /* made by the writer; told before anything is acknowledged */
};

#define STORE_NAME "skillweek.db"
#define STORE_PART "skillweek.db.part" /* of a restore that has not ended */

extern const struct sql_migration *store_migrations;
extern const int *store_migration_count;

/* ---- sql.c ---- */

bool connection_prepare_all(struct reader *r, struct err *e) MUST_LOOK;
/* Gives back the snapshot that a thread's looks share. */
void snapshot_drop(struct reader *r);

/* ---- sqlite.c ---- */

/* A consistent copy into a new file, in one step; safe beside the writer. On disk when it returns. */
bool sqlite_copy(struct reader *r, const char *path, struct err *e) MUST_LOOK;
/* A connection that only looks, to a file that is not the store's: of a backup. */
bool sqlite_look(struct reader *r, const char *path, struct err *e) MUST_LOOK;

/* Takes tables whole, one after the other; false, with *e set, ends it. */
struct row_sink {
    bool (*begin)(void *arg, const char *table, const char *columns, struct err *e); /* as SQL names them */
    bool (*take)(void *arg, const struct value *values, size_t n, struct err *e);
    bool (*end)(void *arg, const char *table, struct err *e);
    void *arg;
};
/* All that is kept. Of a file that nobody writes. */
bool sqlite_each_row(struct reader *r, const struct row_sink *sink, struct err *e) MUST_LOOK;

/* ---- postgres_copy.c ---- */

/* All rows of the SQLite file `from` into the empty tables of the same schema, in one commit. */
bool postgres_take_over(struct reader *to, struct reader *from, struct err *e) MUST_LOOK;

/* ---- schema.c ---- */

/* Judges what is in the folder and its database; makes it, or brings it up to date. Before any statement is prepared. */
bool schema_ready(struct store *s, struct reader *r, struct err *e) MUST_LOOK;

static inline bool store_in_database(const struct store *s)
{
    return s->options.database.n > 0;
}

/* ---- ledger.c ---- */

bool ledger_start(struct store *s, struct err *e) MUST_LOOK;
void ledger_end(struct store *s);

/* ---- newest.c: the folder knows which event was committed last ---- */

struct newest {
    bool known;
    struct chain_head head;
    struct instant at; /* when it was written down, by the machine's clock */
};

/* Not known where the line is not there, or torn. */
bool newest_read(struct store *s, struct newest *n_r, struct err *e) MUST_LOOK;
/* ERR_CONFLICT MSG_STORE_BEHIND when the rows lack it. */
bool newest_is_there(struct store *s, struct reader *r, const struct newest *n, struct err *e) MUST_LOOK;
/* Refuses rows that lack what the folder knows; from now on newest_keep writes. */
bool newest_open(struct store *s, struct reader *r, struct err *e) MUST_LOOK;
/* After a commit, before anybody is answered. */
void newest_keep(struct tx *tx);

/* ---- event.c ---- */

/* The seq the next event of a chain will get in this transaction. */
bool event_next_seq(struct tx *tx, uint64_t campaign, uint64_t *seq_r, struct err *e) MUST_LOOK;
/* Whether the table event_about lists it. */
bool event_is_listed(const struct event *ev);
void event_forget_heads(struct tx *tx);
/* The columns that the event queries have in common. */
void event_of_row(struct rows *rows, struct arena *a, struct event *ev_r);

/* ---- blob.c ---- */

void blob_later(struct blob_store *s, struct blob_job *job);

/* Lives in its own arena, because it goes from a door's thread to the sync thread. */
enum { BLOB_PATH_ROOM = 4096 };
struct blob_writer {
    struct blob_job job;
    struct arena *arena;
    struct blob_store *store;
    int fd;
    char tmp[BLOB_PATH_ROOM];
    struct sha256_stream *hash;
    struct blob blob;
    void (*done)(void *arg, const struct blob *b, const struct err *e);
    void *arg;
    struct err err;        /* of the sending to a bucket */
    struct upload *upload; /* of a resumable one: upload.c has the rest */
    uint64_t turn;
};

const char *blob_folder(const struct blob_store *s);
/* Whether so many bytes more leave free what must be. A disk that does not tell its room is believed. */
bool blob_has_room(const struct blob_store *s, uint64_t bytes);
/* The whole and synced file at `path` gets a second name, the blob's, also on disk. On the sync thread. */
bool blob_link(struct blob_store *s, const char *path, struct blob_id id, struct err *e) MUST_LOOK;

/* A bucket keeps them from now on, `writes`: for this process, with at most so many bytes of copies in the folder. */
bool blob_store_connect(struct arena *a, struct blob_store *s, struct str folder, const struct bucket_options *o,
                        uint64_t most, bool writes, struct err *e) MUST_LOOK;

/* Hands `job` to a thread that may wait for the network. */
void blob_send_later(struct blob_store *s, struct blob_job *job, uint64_t size);
/* The file, whose bytes are the blob's, into the bucket. There when it returns; ERR_BUSY MSG_BUCKET_AWAY. */
bool blob_send(struct blob_store *s, const char *path, struct blob_id id, struct err *e) MUST_LOOK;

/* ---- blob_bind.c: folder and bucket know each other ---- */

/* Judges what is in the folder and its bucket, and binds them; sends what the folder has to a new one. */
bool blob_bind(struct store *s, struct err *e) MUST_LOOK;

/* ---- upload.c: what blob_write and blob_abandon do with a writer of a resumable upload ---- */

bool upload_write(struct blob_writer *w, struct str bytes, struct err *e) MUST_LOOK;
void upload_leave(struct blob_writer *w); /* what has come is kept */

bool upload_store_open(struct store *s, struct upload_store **us_r, struct err *e) MUST_LOOK;
void upload_store_close(struct upload_store *us); /* after the sync thread has ended */

/* Throws away uploads that a stop of the process cut off. Only the process that holds the lock may. */
bool blob_store_tidy(struct blob_store *s, struct err *e) MUST_LOOK;

/* ---- report.c ---- */

/* The body of the event a report makes: {"hash":"…","in_time":true,"sending":"…"}. */
enum { REPORT_EVENT_ROOM = 256 };
struct str report_event_body(const struct report_record *rep, char room[REPORT_EVENT_ROOM]);
extern const char *const report_event_kinds[]; /* by enum report_kind */

/* ---- file.c ---- */

/*
 * Each blob that a report or an upload names, once; until `take` says false with *e set. It may take hours: no look is open
 * meanwhile, which would keep the write-ahead log from being written anew from its beginning.
 */
bool blob_each_named(struct reader *r, bool (*take)(void *arg, struct blob_id id, struct err *e), void *arg,
                     struct err *e) MUST_LOOK;

/* ---- small things of files, files.c ---- */

/* fsync; when it fails the process ends, because nobody can say what is on the disk. */
void fd_sync(int fd, const char *what);
/* fsync of a folder by its path: makes renames and new names in it durable. */
bool folder_sync(const char *path, struct err *e) MUST_LOOK;
/* Root would leave files in another account's folder which that account cannot open: it is refused, and told who may. */
bool folder_is_ours(const char *path, struct err *e) MUST_LOOK;
/* What a command that only looks leaves in the folder (opened with O_NOFOLLOW) is for the folder's account, also as root. */
void fd_give(int fd, const char *folder);
/* Something in the folder that is not for us to be beside, or ""; what begins with `ours` (NULL: nothing) may be there. */
bool folder_look(struct arena *a, const char *path, const char *ours, struct str *other_r, struct err *e) MUST_LOOK;

#endif
