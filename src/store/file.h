/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that units uploaded: who owns which blob, under what name. A row is put after the blob is on disk and before
 * any draft or report names it; it says who may read the bytes.
 */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include "domain/unit.h"
#include "store/blob.h"

struct reader;
struct tx;

struct file_record {
    struct blob_id blob;
    struct unit_id unit; /* 0: the office's own */
    uint64_t account;
    struct str name, type; /* type: as recognised from its bytes */
    int64_t size, width, height;
    struct instant at;
};

struct file_records {
    struct file_record *items;
    size_t n, cap;
};

/* The same unit uploading the same bytes again keeps one row; the newer name holds. */
bool file_put(struct tx *tx, const struct file_record *f, struct err *e) MUST_LOOK;
/* Every unit's row of that blob: several units may have uploaded the same bytes. Empty when nobody has. */
bool file_owners(struct reader *r, struct arena *a, struct blob_id blob, struct file_records *list_r,
                 struct err *e) MUST_LOOK;
/* One unit's row of a blob. ERR_MISSING. */
bool file_read(struct reader *r, struct arena *a, struct blob_id blob, struct unit_id unit, struct file_record *f_r,
               struct err *e) MUST_LOOK;

#endif
