/* SPDX-License-Identifier: Apache-2.0 */
/* What the three files of uploads share: the upload in memory, and its line on disk. */
#ifndef STORE_UPLOAD_INSIDE_H
#define STORE_UPLOAD_INSIDE_H

#include "store/inside.h"

#include <sys/types.h>

enum { UPLOAD_BUCKETS = 256 };

struct upload {
    struct arena *arena;
    struct upload_store *store;
    struct upload *next; /* in its bucket */
    int refs;            /* of the table, a writer, each call under way; under the store's mutex */
    bool listed;         /* in the table */
    struct upload_view view;

    pthread_mutex_t mutex; /* what follows */
    uint64_t at;           /* bytes that have come */
    uint64_t asked;        /* up to here a mark is on its way */
    uint64_t turn;         /* of the writer that may write */
    bool busy, removed;
    int64_t progress;           /* monotonic ms */
    int place;                  /* of the line's two, where the next mark goes; the sync thread's */
    struct sha256_stream *hash; /* of the first `hashed` bytes; NULL once the blob is named */
    uint64_t hashed;
};

struct upload_store {
    struct blob_store *blobs;
    const char *folder;
    pthread_mutex_t mutex;
    struct upload *buckets[UPLOAD_BUCKETS];
    uint64_t count; /* not kept yet */
};

/* ---- upload.c ---- */

struct upload *upload_new(struct upload_store *us, const struct upload_view *v);
void upload_list(struct upload *u); /* under the store's mutex */
void upload_free(struct upload *u);

/* ---- upload_line.c ---- */

enum {
    UPLOAD_LINE_ROOM = 1024,
    UPLOAD_OFFSET_SIZE = 34, /* "%016x %016x\n": the offset and its sum; two of them */
    UPLOAD_BLOB_SIZE = 82,   /* 64 digits, a blank, the sum, a line feed */
    UPLOAD_OFFSET_AT = 19,
    UPLOAD_BLOB_AT = UPLOAD_OFFSET_AT + 2 * UPLOAD_OFFSET_SIZE,
};

struct upload_paths {
    char bytes[BLOB_PATH_ROOM], line[BLOB_PATH_ROOM];
};

void upload_paths_of(const struct upload_store *us, const char *id, struct upload_paths *p);
struct str upload_line_text(char to[UPLOAD_LINE_ROOM], const struct upload_view *v);
/* *place_r: which of the two offsets may be written over. */
bool upload_line_read(struct str text, struct upload_view *v, int *place_r);
void upload_put_offset(char to[UPLOAD_OFFSET_SIZE + 1], uint64_t offset);
void upload_put_blob(char to[UPLOAD_BLOB_SIZE + 1], struct blob_id id);
/* A new file, and a part of one written over; on disk when they return. */
bool upload_file_make(const char *path, struct str text, struct err *e) MUST_LOOK;
bool upload_place_write(const char *path, off_t at, struct str text, struct err *e) MUST_LOOK;

#endif
