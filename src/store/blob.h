/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blobs: attachments, named by the SHA-256 of their bytes (FIPS 180-4), kept in a folder (ab/cdef…). A blob is whole
 * and on disk before any row names it: written to tmp/, hashed on the way, fsync, rename, fsync of the folder. The
 * fsyncs of all uploads run on one thread of their own, so that they do not hold up the ledger's.
 *
 * Where a bucket keeps them (docs/decisions/0034), a blob is there before the rename, and what bears its name in the
 * folder is a copy: fetched when it is wanted, and gone when it was not for long. So reading may wait for the network:
 * on any thread but a door's, unless blob_is_checked.
 */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include "base/clock.h"
#include "base/err.h"

struct blob_store;
struct blob_writer;

/* Something for the thread that does the fsyncs of uploads; run may put it into the queue again. */
struct blob_job {
    struct blob_job *next;
    void (*run)(struct blob_job *job);
};

struct blob_id {
    unsigned char sha256[32];
};

struct blob {
    struct blob_id id;
    uint64_t size;
    unsigned char head[64]; /* its first bytes, to tell its kind by */
    size_t head_size;
};

bool blob_store_open(struct arena *a, struct str folder, struct blob_store **s_r, struct err *e) MUST_LOOK;
void blob_store_close(struct blob_store *s);
/* The process ends: from so many ms on no bucket is waited for any more. */
void blob_leave(struct blob_store *s, int64_t ms);
/* Whether a bucket keeps them, */
bool blob_is_remote(const struct blob_store *s);
/* and how it goes with it; false where none does. */
struct bucket_state;
bool blob_bucket_state(struct blob_store *s, struct bucket_state *state_r);
/* So many bytes of the disk are the reports': attachments leave them free (ERR_FULL). Before serving. */
void blob_leave_free(struct blob_store *s, uint64_t floor);

/* Streams one blob in constant memory. The writer is freed by finish or abandon. Any thread, one at a time. */
bool blob_begin(struct blob_store *s, struct blob_writer **w_r, struct err *e) MUST_LOOK;
bool blob_write(struct blob_writer *w, struct str bytes, struct err *e) MUST_LOOK; /* ERR_FULL */
/* What was written so far, as a path to read it by while the writer lives: for what is only looked at and then abandoned. */
struct str blob_path_of(struct arena *a, const struct blob_writer *w);
/* Throws away what was written; but of a resumable upload's writer (store/upload.h) what has come is kept. */
void blob_abandon(struct blob_writer *w);
/* Hands the writer to the sync thread, which makes the blob durable, frees the writer and calls done on its own thread.
 */
void blob_finish(struct blob_writer *w, void (*done)(void *arg, const struct blob *b, const struct err *e), void *arg);
/* The same, waiting: for commands and tests. */
bool blob_finish_wait(struct blob_writer *w, struct blob *b_r, struct err *e) MUST_LOOK;

/* Opens a blob for reading; the caller closes the descriptor. ERR_MISSING; ERR_BUSY: its bucket is away. */
bool blob_open(struct blob_store *s, struct blob_id id, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;
/* The same of one that was put aside (blob_check). */
bool blob_open_aside(struct blob_store *s, struct blob_id id, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;
/* Reads it whole and compares its hash: false with ERR_FAULT when a byte differs, ERR_MISSING when it is not there. */
bool blob_verify(struct blob_store *s, struct blob_id id, struct err *e) MUST_LOOK;
/*
 * The same before it is given to anybody; it is read once in a day. One whose bytes differ is put aside into
 * blobs/broken/ under its name, and logged: the same bytes handed in again make it whole. Only where the store writes.
 */
bool blob_check(struct blob_store *s, struct blob_id id, struct err *e) MUST_LOOK;
bool blob_is_checked(struct blob_store *s, struct blob_id id); /* blob_check and then blob_open would answer at once */

/*
 * Looks at every blob and removes those last written before a moment that nobody names: what was stored but never came to
 * a row. Safe beside uploads: bytes handed in again make an old blob young. Not during a backup (store/sweep.h).
 */
struct blob_sweep {
    struct instant before; /* the machine's clock */
    bool (*is_named)(void *arg, struct blob_id id, bool *named_r, struct err *e);
    void *arg;
};
struct blob_swept {
    uint64_t seen, bytes, removed; /* bytes: of those that stay */
};
bool blob_sweep(struct blob_store *s, const struct blob_sweep *how, struct blob_swept *swept_r,
                struct err *e) MUST_LOOK;

struct str blob_id_text(struct arena *a, struct blob_id id); /* 64 hex digits */
bool blob_id_read(struct str text, struct blob_id *id_r);

#endif
