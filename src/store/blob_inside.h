/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of blobs share: the store in memory, and where a blob stands. */
#ifndef STORE_BLOB_INSIDE_H
#define STORE_BLOB_INSIDE_H

#include "store/bucket.h"
#include "store/inside.h"
#include "store/queue.h"

enum { PATH_ROOM = BLOB_PATH_ROOM, HEX = 64 };

/* Who was read and found whole, by the beginning of the name. */
enum { CHECKED_SETS = 2048, CHECKED_WAYS = 4 };
struct checked {
    uint64_t name;
    int64_t day;
};

struct blob_store {
    const char *folder;
    uint64_t floor;                          /* bytes of the disk that are left free */
    struct checked (*checked)[CHECKED_WAYS]; /* CHECKED_SETS; under names */
    uint64_t secret;          /* odd: which names meet in a set cannot be computed, nor files made that do */
    unsigned turn;            /* the way that is given up next */
    _Atomic uint64_t uploads; /* names the files in tmp/ */
    struct queue *sync;
    pthread_mutex_t names;      /* between looking at what bears a name and taking it away */
    struct blob_remote *remote; /* NULL: the folder alone keeps them */
};

/* FOLDER/ab and FOLDER/ab/cdef… */
struct blob_path {
    char folder[PATH_ROOM], file[PATH_ROOM + HEX];
};
void blob_path(const struct blob_store *s, struct blob_id id, struct blob_path *p);
/* A new name in tmp/. */
void blob_tmp(struct blob_store *s, char tmp[PATH_ROOM]);
/*
 * The whole file tmp is on disk and gets the blob's name, also on disk. It replaces what bears the name already: those
 * bytes nobody has read just now, and they may be about to be put aside.
 */
bool blob_take_name(struct blob_store *s, const char *tmp, struct blob_id id, struct err *e) MUST_LOOK;
bool blob_open_path(const char *path, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;
/* Each that stands in the folder; false from `take`, with *e set, ends it, and so does what cannot be read. */
struct stat;
bool blob_each_here(struct blob_store *s,
                    bool (*take)(void *arg, struct blob_id id, const struct stat *st, struct err *e), void *arg,
                    struct err *e) MUST_LOOK;
/* The one that stands in the folder. ERR_MISSING. */
bool blob_open_here(struct blob_store *s, struct blob_id id, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;

/* ---- blob_check.c ---- */

/* Reads the one in the folder whole; put aside where it is broken. */
bool blob_check_here(struct blob_store *s, struct blob_id id, struct err *e) MUST_LOOK;
/* Its bytes were read just now and are what its name says. */
void blob_mark_checked(struct blob_store *s, struct blob_id id);

/* ---- blob_bucket.c: where a bucket keeps them and the folder holds copies ---- */

/* What is under way; on its thread's stack. */
struct transfer {
    struct blob_id id;
    struct transfer *next;
};

enum { CONFIRMED = 16 };

struct blob_remote {
    struct blob_store *store;
    struct bucket *bucket;
    struct str folder, address; /* the data folder, and s3://…: for messages */
    bool writes;
    struct queue *small, *large; /* whoever sends a photo does not wait for films */
    char mark[BINDING_ID + 1];   /* what the bucket says whose it is */
    _Atomic bool ours, foreign;  /* it was asked, and said so */

    pthread_mutex_t mutex; /* what follows: nothing is sent while it is taken away, nor taken away while it is sent */
    pthread_cond_t turn;
    struct transfer *sent, *fetched; /* now */
    struct {
        struct blob_id id;
        int64_t at;         /* steady ms */
    } confirmed[CONFIRMED]; /* the bucket has it since then */
    unsigned confirmed_next;
    bool removing;
    struct blob_id removed; /* now, or last; */
    int64_t doubt_until;    /* steady ms: until then nobody knows whether the bucket will yet do it */

    uint64_t most; /* bytes of copies */
    _Atomic uint64_t cached;
    _Atomic bool trimming;
    _Atomic int64_t trimmed; /* steady ms */
    struct blob_job trim;
};

void blob_remote_close(struct blob_store *s);
struct str blob_key(struct arena *a, struct blob_id id); /* "ab/cdef…", as in the folder */
/* Brings it into the folder, checked. ERR_MISSING; ERR_BUSY MSG_BUCKET_AWAY_READ; ERR_FAULT MSG_BLOB_BROKEN. */
bool blob_fetch(struct blob_store *s, struct blob_id id, struct err *e) MUST_LOOK;
/* Reads it there, without keeping it. */
bool blob_verify_there(struct blob_store *s, struct blob_id id, struct err *e) MUST_LOOK;
bool blob_sweep_there(struct blob_store *s, const struct blob_sweep *how, struct blob_swept *swept_r,
                      struct err *e) MUST_LOOK;

/* ---- blob_bind.c ---- */

/* Whether the bucket bears our mark; where `anew`, also when it said so before. ERR_CONFLICT MSG_BUCKET_OTHER. */
bool blob_bucket_is_ours(struct blob_remote *r, bool anew, struct err *e) MUST_LOOK;
bool blob_not_ours(const struct blob_remote *r, struct err *e); /* that err; false */

/* ---- blob_cache.c ---- */

/* Its time in the folder begins anew: false when it is not there. Under names, or soon: what goes is a minute older. */
bool blob_used(struct blob_store *s, struct blob_id id);
/* So many bytes came into the folder; what was longest not used goes when they are too many. */
void blob_cache_grew(struct blob_store *s, uint64_t bytes);
void blob_cache_trim(struct blob_job *job); /* counts them, too */

#endif
