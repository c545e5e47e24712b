/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bulletin (工作简报): drafted from the ledger, edited by clerks, issued (定稿), read by leaders, handed out as a
 * document. Leaders see issues alone. All of these wait for the disk: not for a loop's thread.
 */
#ifndef WORK_BULLETIN_H
#define WORK_BULLETIN_H

#include "domain/public.h"
#include "store/bulletin.h"
#include "work/office.h"

struct bulletin_ask {
    struct day from, to;
    struct instant as_of; /* INSTANT_NONE: now */
    bool names;           /* who is late and missing by name */
};
enum { BULLETIN_DAYS_MAX = 31 };

struct bulletin_in {
    int64_t revision; /* the one it was edited from */
    struct bulletin document;
};

struct bulletin_issue_in {
    int64_t revision; /* the one that was read before it is issued */
};

struct bulletin_row {
    uint64_t id;
    int64_t number, revision, chosen; /* number 0: a draft */
    struct instant saved_at, issued_at;
    struct str by;
};

struct bulletins_view {
    LIST(struct bulletin_row) items;
};

struct bulletin_view {
    struct bulletin_row bulletin;
    struct bulletin document;
};

/* A piece that a unit sent, which the clerk may choose. */
struct story_view {
    struct obligation_id obligation;
    int64_t version, place, chosen; /* chosen: the number of the issue that tells it, 0: none */
    struct str part, part_name, unit_name, duty_name, title, text;
    struct day day;
    LIST(struct bulletin_photo) photos;
};
enum { STORIES_MOST = 50, STORY_PHOTOS_MAX = 30 };

struct stories_view {
    LIST(struct story_view) stories;
    struct str next; /* ?after= of the page behind; empty: there is none */
};

extern const struct shape bulletin_ask_shape, bulletin_in_shape, bulletin_issue_in_shape, bulletin_row_shape,
    bulletins_view_shape, bulletin_view_shape, stories_view_shape;

bool bulletins_read(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                    struct bulletins_view *view_r, struct err *e) MUST_LOOK;
bool bulletin_look(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                   uint64_t id, struct bulletin_view *view_r, struct err *e) MUST_LOOK;

/* A fresh draft of these days as known at the moment, kept nowhere. Head and end are those of the issue before. */
bool bulletin_drafted(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      const struct bulletin_ask *ask, struct bulletin *b_r, struct err *e) MUST_LOOK;
/* The same figures as one line for everybody; ask->as_of is set. */
bool bulletin_numbers(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      const struct bulletin_ask *ask, struct public_numbers *n_r, struct err *e) MUST_LOOK;
/* id 0: a new one. ERR_CONFLICT as store/bulletin.h; ERR_INVALID: a story's piece is none of this campaign. */
bool bulletin_save(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                   uint64_t id, const struct bulletin_in *in, struct bulletin_row *row_r, struct err *e) MUST_LOOK;
bool bulletin_forget(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                     uint64_t id, int64_t revision, struct err *e) MUST_LOOK;
/* The units whose pieces it tells are told by their obligations from then on. */
bool bulletin_make_final(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                         uint64_t id, int64_t revision, struct bulletin_row *row_r, struct err *e) MUST_LOOK;

/* What units sent for these days and was not returned, from behind obligation `after` on. */
bool stories_list(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                  struct day from, struct day to, uint64_t after, struct stories_view *view_r, struct err *e) MUST_LOOK;

/* The document (.docx). Photos go out as previews, which say nothing of where they were taken. */
bool bulletin_paper(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                    uint64_t id, struct str *bytes_r, struct str *name_r, struct err *e) MUST_LOOK;

/* Under office_read: the day that a thing owed tells of, or by whose end it is due; DAY_NONE: neither. */
struct day obligation_day(struct day day, struct instant due, int zone);
/* ERR_INVALID when they are no span of days, or too many. */
bool bulletin_days_fit(struct day from, struct day to, struct err *e) MUST_LOOK;

#endif
