/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bucket that speaks Amazon's S3: objects by key, under one prefix. libcurl carries and signs (Signature Version 4);
 * docs/decisions/0034 has what it asks of its callers. Each call waits for the network, on any thread but a door's; what
 * did not reach the bucket, or came back as its own trouble (5xx), is tried again a few times, but not after a silence.
 * After that all calls are refused at once for some seconds, so that whoever waits does not wait for each of those before him.
 */
#ifndef STORE_BUCKET_H
#define STORE_BUCKET_H

#include "base/clock.h"
#include "base/err.h"

struct sha256;
struct bucket;
struct listed; /* format/listing.h */
struct listing;

struct bucket_options {
    struct str name, prefix; /* s3://NAME/PREFIX; name empty: no bucket */
    struct str endpoint;     /* "https://s3.cn-north-1.amazonaws.com.cn", without a slash at its end */
    struct str region;
    struct str
        key; /* a file of two lines, the access key's id and secret, read anew each time; empty: the environment's
                       AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY */
};

/* "s3://NAME/PREFIX" into the two. False: no such address, or one with other signs than an object's key bears everywhere. */
bool bucket_address_read(struct str text, struct bucket_options *o);
/* TLS; without it the endpoint must be this machine. */
bool bucket_endpoint_fits(struct str endpoint);

/* After curl_prepare (base/curl.h). Asks nobody yet. */
struct bucket *bucket_open(struct arena *a, const struct bucket_options *o);
void bucket_close(struct bucket *b);
/* The process ends: from so many ms on nothing is waited for any more. */
void bucket_leave(struct bucket *b, int64_t ms);

/*
 * What fails: ERR_BUSY MSG_BUCKET_UNREACHED (or in trouble; try again), ERR_FORBIDDEN MSG_BUCKET_LOGIN (the key is
 * refused), MSG_BUCKET_KEY (there is none), MSG_BUCKET_MISSING, MSG_BUCKET_ODD (it answers what we do not understand). The
 * detail has the bucket's own word.
 */

/* The open file's bytes, whose hash the bucket holds them against. On its disks when it returns. */
bool bucket_put(struct bucket *b, struct str key, int fd, uint64_t size, struct sha256 hash, struct err *e) MUST_LOOK;
/* The same of a few bytes. */
bool bucket_put_text(struct bucket *b, struct str key, struct str text, struct err *e) MUST_LOOK;

/* begin is called before each attempt; what came of one before is forgotten. false, with *e set, ends it. */
struct bucket_sink {
    bool (*begin)(void *arg, struct err *e);
    bool (*take)(void *arg, struct str piece, struct err *e);
    void *arg;
};
/* ERR_MISSING MSG_BLOB_MISSING: no such object. */
bool bucket_get(struct bucket *b, struct str key, const struct bucket_sink *to, struct err *e) MUST_LOOK;
/* At most `most` bytes of it. */
bool bucket_get_text(struct bucket *b, struct arena *a, struct str key, size_t most, struct str *text_r,
                     struct err *e) MUST_LOOK;
/* When it was put, by the bucket's clock, and its size. ERR_MISSING. */
bool bucket_look(struct bucket *b, struct str key, struct listed *object_r, struct err *e) MUST_LOOK;
/*
 * Also when it is not there. Asked for once: of two, the first could be done after the second was answered. ERR_BUSY:
 * nobody knows whether it is gone, or will be in a while.
 */
bool bucket_remove(struct bucket *b, struct str key, struct err *e) MUST_LOOK;
/* The page behind `from` (empty: the first), with keys without the prefix, of at most `most` objects. */
bool bucket_list(struct bucket *b, struct arena *a, struct str from, int most, struct listing *page_r,
                 struct err *e) MUST_LOOK;

/* How it went last; for who looks after it. */
struct bucket_state {
    bool well;
    struct instant since; /* machine's clock: of the last call that was answered */
    struct err trouble;   /* when it is not well */
};
struct bucket_state bucket_state(struct bucket *b);

#endif
