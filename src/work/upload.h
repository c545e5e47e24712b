/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resumable uploads as people ask for them: begun, looked at, gone on with, cancelled; whole ones become files like those
 * that come in one piece (work/material.h). An upload belongs to the unit that began it; for others there is none.
 */
#ifndef WORK_UPLOAD_H
#define WORK_UPLOAD_H

#include "store/upload.h"
#include "work/material.h"

/* Of one file, however it comes: a parcel (format/zip_out.h) holds none of 4 GB. */
enum { UPLOAD_MOST_MB = 4095 };

struct upload_deed {
    struct upload_call call; /* first */
    struct file_deed file;   /* of a whole one */
    struct office *office;
    struct arena *arena;
    struct session who;
    struct instant at; /* the campaign's clock */
    struct upload_status status;
    void (*answer)(struct upload_deed *d, const struct err *e); /* once, on another thread */
    void *arg;
};

/* All of them answer by d->answer; office, arena, who, at, answer and arg are the caller's to set. */
bool upload_start(struct upload_deed *d, struct str name, uint64_t length, struct err *e) MUST_LOOK;
/* Where it stands. want_file: a whole one that is no file yet (a stop came in between) becomes one. */
bool upload_ask(struct upload_deed *d, struct str id, bool want_file, struct err *e) MUST_LOOK;
bool upload_cancel(struct upload_deed *d, struct str id, struct err *e) MUST_LOOK;
/* Bytes from `offset` on will come to the writer; sending: how many, UINT64_MAX when that is not known. */
bool upload_go_on(struct office *office, const struct session *who, struct str id, uint64_t offset, uint64_t sending,
                  struct blob_writer **w_r, struct err *e) MUST_LOOK;
/* They have come. */
void upload_sent(struct upload_deed *d, struct blob_writer *w);

#endif
