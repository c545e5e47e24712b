/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public's week (公众页): what everybody may read, and how the office decides what that is. Off until a clerk shows it;
 * then of programme and stories what a clerk showed, in the words that were read before. A unit may offer what it
 * opens to visitors; a clerk shows it. All of these may wait for the disk: not for a loop's thread.
 */
#ifndef WORK_PUBLIC_H
#define WORK_PUBLIC_H

#include "store/public.h"
#include "work/office.h"

/* ---- for everybody ---- */

/* What is kept in memory for them; the office's. */
struct visitors;
struct visitors *visitors_open(struct arena *a);
void visitors_close(struct visitors *v);
struct attempts *visitors_attempts(struct visitors *v); /* their bookings, and codes that are none */

/* A week that is shown. Its texts are the caller's arena's. */
struct week {
    struct campaign_id campaign;
    uint64_t reg;
    struct str key, title, theme, issuer;
    struct day from, to;
    int zone;
    struct instant now;
};

/* By the campaign's key; ERR_MISSING when it is not shown. */
bool week_find(struct office *office, struct arena *a, struct str key, struct week *w_r, struct err *e) MUST_LOOK;
/* Of that key, shown or not; ERR_MISSING. */
bool week_campaign(struct office *office, struct str key, struct campaign_id *id_r, struct err *e) MUST_LOOK;
/*
 * What units reported of the week so far, by the bulletin's sums; made anew once a minute at most, and by one caller, while
 * others have the older ones, or none (all 0). as_of_r: when. False: they could not be made; n_r and as_of_r are set.
 */
bool week_numbers(struct office *office, const struct week *w, struct public_numbers *n_r, struct instant *as_of_r,
                  struct err *e) MUST_LOOK;
/* As its unit is called in the register; in the arena. */
struct str week_unit(struct office *office, struct arena *a, const struct week *w, struct unit_id unit);
/* The n-th picture of a story that is shown: its preview, never the original. The caller closes *fd_r. */
bool week_picture(struct office *office, struct arena *a, const struct week *w, uint64_t story, size_t n, int *fd_r,
                  uint64_t *size_r, struct str *etag_r, struct err *e) MUST_LOOK;

/* ---- for the office and its units ---- */

struct public_item_view {
    uint64_t id;
    int kind, state;
    struct unit_id unit;
    struct str unit_name;
    uint64_t source;
    struct str part;
    int64_t piece, version, revision;
    struct day day;
    struct str start, end; /* "09:00" */
    struct str title, place, text;
    struct strs photos;
    bool mine; /* the reader may edit it */
};

struct public_week_view {
    bool shown;
    struct str path; /* where everybody reads it */
    LIST(struct public_item_view) items;
};

struct public_week_in {
    bool shown;
};

struct public_item_in {
    int64_t revision; /* the one it was edited from; 0: a new one */
    int kind, state;
    uint64_t source; /* an activity, a story's obligation; 0: a programme item written for the public */
    struct str part;
    int64_t piece, version;
    struct unit_id unit; /* whose it is, where there is no source; 0: the writer's */
    struct day day;
    struct str start, end, title, place, text;
    struct strs photos;
};

extern const struct shape public_week_view_shape, public_week_in_shape, public_item_in_shape, public_item_view_shape;

/* Clerk and leader see all items, others those of their own unit. */
bool public_week_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      struct public_week_view *view_r, struct err *e) MUST_LOOK;
bool public_week_show(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      bool shown, struct err *e) MUST_LOOK;
/*
 * id 0: a new one. Of a new programme item from an activity the words are the activity's. A story must stand in a report that
 * was accepted, its pictures too. What is shown names no phone and no mailbox (ERR_INVALID says which). A unit's own people
 * offer and edit what is not shown; what to show is the clerk's.
 */
bool public_item_save(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      uint64_t id, const struct public_item_in *in, struct public_item_view *view_r,
                      struct err *e) MUST_LOOK;

#endif
