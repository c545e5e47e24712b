/* SPDX-License-Identifier: Apache-2.0 */
/* Material: files that units hand in, activities they told of, and what the desk takes away for a day. */
#ifndef WORK_MATERIAL_H
#define WORK_MATERIAL_H

#include "store/file.h"
#include "work/parcels.h"

struct file_deed {
    struct deed deed;
    struct str name;
    struct file_record record;
    struct file_view view;
};
/* The blob is on disk: judges its kind and keeps whose it is. Any thread. */
bool file_keep(struct file_deed *d, const struct blob *b, struct err *e) MUST_LOOK;
/* Its texts are the record's. */
struct file_view file_view_of(struct arena *a, const struct file_record *rec);

struct file_look {
    int fd; /* the caller closes it */
    uint64_t size;
    struct str type, etag, name; /* name: with the ending of its kind */
    bool shown;                  /* a kind the browser may show in a page */
};
/*
 * The bytes of a file that this session may see, as they were sent. small: a photo's preview instead (work/preview.h),
 * which takes up to eight seconds unless file_is_ready, as the first reading of a large file may; ERR_MISSING where
 * there is none.
 */
bool file_open(struct office *office, struct arena *a, const struct session *who, struct str blob, bool small,
               struct file_look *look_r, struct err *e) MUST_LOOK;
/* Whether file_open would answer at once. Says nothing about who may see it. */
bool file_is_ready(struct office *office, struct str blob, bool small);

enum { ACTIVITIES_MAX = 500 };
struct activities_page {
    struct day day;   /* DAY_NONE: all days */
    struct str after; /* what the page before told as `next`; empty: from the first */
    size_t most;
};
/* Those of the units that the session may see. Waits for the disk: not for a loop's thread. */
bool activities_list(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     const struct activities_page *page, struct activities_view *view_r, struct err *e) MUST_LOOK;

/* The dailies of a day, merged, 合计 below. A temporary file, opened. */
bool workbook_of_day(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     struct day day, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;

/*
 * A parcel of all that was sent for a day, in the same way; a file that a report names again is in it once. ERR_GONE: the
 * receiver has left. ERR_FULL: no room for it, since parcels together take no more of the disk than they leave above its floor.
 */
bool parcel_of_day(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                   struct day day, struct parcel_place *place, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;

#endif
