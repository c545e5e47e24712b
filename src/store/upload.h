/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resumable uploads (tus 1.0): files that come in several requests, up to 4,095 MB, and go on where a lost network, or a stop
 * of the server, cut them off. blobs/uploads/ holds two files for each: ID, the bytes, and ID.line, what is known of it,
 * with the offset that is promised: bytes below it are on disk (fsync) and so is the offset itself, so that a power cut
 * can take away only what was never acknowledged. Long requests are marked so every 16 MiB.
 *
 * An upload's id is drawn by lot and is not its hash. The hash is made while the bytes come; after a restart it is made
 * anew, when the upload is whole. A whole upload becomes a blob by a second name for the same file, and is forgotten only
 * after the row that names the blob was committed (upload_kept), so that a stop in between loses nothing either.
 *
 * One request at a time writes. Another is refused (ERR_CONFLICT) until the first has been silent for some seconds: then
 * its sender has lost the network and comes by a new connection, and whatever the old one still sends is refused.
 *
 * All that touches the disk for good runs on the blobs' sync thread; the calls come back there. Where a bucket keeps the
 * blobs, a whole upload is sent there first, by one of the threads that wait for it. While the bucket is away it is
 * refused (ERR_BUSY) and stays as it is: the next one who asks has it sent again.
 */
#ifndef STORE_UPLOAD_H
#define STORE_UPLOAD_H

#include "base/clock.h"
#include "store/blob.h"

struct store;
struct upload;
struct upload_store;

enum { UPLOAD_ID_TEXT = 33, UPLOAD_NAME = 301, UPLOADS_PER_UNIT = 100 };

struct upload_view {
    char id[UPLOAD_ID_TEXT]; /* 32 hex digits */
    char name[UPLOAD_NAME];
    uint64_t unit, account;
    uint64_t offset, length; /* offset: on disk */
    struct instant touched;  /* the machine's clock, when bytes last came */
    bool whole;              /* blob is named; for UPLOAD_FINISH only */
    bool kept;               /* a row names the blob */
    struct blob blob;
};

struct upload_store *store_uploads(struct store *s);

enum upload_verb {
    UPLOAD_CREATE, /* view's unit, account, name, length in; id out. ERR_SLOW: that unit has too many open; ERR_FULL */
    UPLOAD_LOOK,   /* view.id in */
    UPLOAD_FINISH, /* as LOOK, and when all bytes are there: hashed and made a blob, view.whole */
    UPLOAD_KEPT,   /* view.id and view.blob in: the row is committed; the bytes are forgotten here */
    UPLOAD_REMOVE, /* view.id in */
};

/* Must live until done, which runs on the sync thread; err is NULL when all went well. ERR_MISSING: no such upload. */
struct upload_call {
    struct blob_job job; /* first; with store, upload and err the call's own */
    enum upload_verb verb;
    struct upload_view view;
    void (*done)(struct upload_call *call, const struct err *e);
    void *arg;
    struct upload_store *store;
    struct upload *upload;
    bool sent; /* a bucket has the blob */
    struct err err;
};
void upload_call(struct upload_store *us, struct upload_call *call);
/* The same, waiting: for jobs and tests. */
bool upload_call_wait(struct upload_store *us, struct upload_call *call, struct err *e) MUST_LOOK;

/* Whose it is, from memory, without waiting. ERR_MISSING. */
bool upload_find(struct upload_store *us, struct str id, struct upload_view *view_r, struct err *e) MUST_LOOK;

/*
 * Begins to write at `offset`, which must be where the upload stands (ERR_CONFLICT). Then blob_write (ERR_LARGE past the
 * end, ERR_CONFLICT when another took over) and upload_end, or blob_abandon, which keeps what has come.
 */
bool upload_resume(struct upload_store *us, struct str id, uint64_t offset, struct blob_writer **w_r,
                   struct err *e) MUST_LOOK;
/* Ends the writing; the call (FINISH) goes on from there. */
void upload_end(struct blob_writer *w, struct upload_call *call);

/* Removes those that nobody has written to since `before`, open or kept. Waits. */
bool upload_sweep(struct upload_store *us, struct instant before, uint64_t *removed_r, struct err *e) MUST_LOOK;
/* How many are open now. */
uint64_t upload_count(struct upload_store *us);

#endif
