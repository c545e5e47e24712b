/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a bucket answers in XML (Amazon S3 API, version 2006-03-01): a page of the list of its objects, as ListObjectsV2
 * gives it, or the code of its refusal. Elements we do not know are passed over.
 */
#ifndef FORMAT_LISTING_H
#define FORMAT_LISTING_H

#include "base/clock.h"
#include "base/err.h"

enum { LISTING_KEY = 1024 }; /* the longest key that S3 knows, in bytes */

struct listed {
    struct str key;
    uint64_t size;
    struct instant modified;
};

struct listing {
    struct listed *items;
    size_t n, cap;
    struct str next; /* asked for the next page with; empty: this was the last */
};

/* ERR_INPUT: not such a page, or one that lacks an object's key, size or time. ERR_LARGE: more than the arena holds. */
bool listing_read(struct arena *a, struct str xml, struct listing *l_r, struct err *e) MUST_LOOK;
/* "NoSuchBucket", "SignatureDoesNotMatch"; empty when it says none. */
struct str listing_refusal(struct arena *a, struct str xml);

#endif
