/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What everybody may see of a campaign (公众页), as it is kept: whether its week is shown at all, and items, each with the
 * words that were read before it was shown. What shows or withdraws leaves an event in the same commit: public.opened and
 * public.closed (subject: the campaign), public.shown and public.withdrawn (subject: the obligation it came from, so that
 * its history tells it, else the item; body: the item and the hash of what was shown).
 *
 * An activity that its unit's newest report does not tell any more is shown nowhere, whatever its item says.
 */
#ifndef STORE_PUBLIC_H
#define STORE_PUBLIC_H

#include "domain/public.h"

struct reader;
struct tx;

struct public_item {
    uint64_t id;
    struct campaign_id campaign;
    int kind; /* enum public_kind */
    struct unit_id unit;
    uint64_t
        source; /* its activity, the obligation of its story; 0: neither, written for the public (kept as its own id) */
    struct str part; /* of a story: where in the report it stands */
    int64_t piece;
    int64_t version;    /* of the report it was read in; 0: none */
    int state;          /* enum public_state */
    int64_t revision;   /* 1, 2, 3 … */
    struct day day;     /* of the programme */
    int64_t start, end; /* minutes of the day, -1: not told */
    struct str title, place, text;
    struct str photos; /* their blobs in hex, with blanks between */
    uint64_t seq;      /* of the last event that decided on it; 0: nobody has */
};

struct public_items {
    struct public_item *items;
    size_t n, cap;
};

/* Who decided, and the report it came from (0: none). */
struct public_decision {
    struct instant at;
    uint64_t account;
    struct obligation_id obligation;
};

bool public_week_set(struct tx *tx, struct campaign_id campaign, bool shown, const struct public_decision *by,
                     struct err *e) MUST_LOOK;
bool public_week_shown(struct reader *r, struct campaign_id campaign, bool *shown_r, struct err *e) MUST_LOOK;

/* Keeps a new one; sets id and revision. ERR_CONFLICT: its source has one already. */
bool public_item_add(struct tx *tx, struct public_item *item, const struct public_decision *by,
                     struct err *e) MUST_LOOK;
/* As edited from item->revision, which is then the next. was: the state before. ERR_CONFLICT: MSG_DRAFT_STALE. */
bool public_item_edit(struct tx *tx, struct public_item *item, int was, const struct public_decision *by,
                      struct err *e) MUST_LOOK;

/* What the event of a decision says. */
enum { PUBLIC_EVENT_ROOM = 160 };
struct str public_event_body(const struct public_item *item, char room[PUBLIC_EVENT_ROOM]);
/* The item that such a body names; 0: none. */
uint64_t public_event_item(struct str body);

/* ERR_MISSING */
bool public_item_read(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t id,
                      struct public_item *item_r, struct err *e) MUST_LOOK;
/* Shown, and not taken back by its unit; ERR_MISSING. Whether the week is shown the caller asks. */
bool public_item_shown(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t id, int kind,
                       struct public_item *item_r, struct err *e) MUST_LOOK;
/* For the office: of a unit or (0) of all, the newest first, 2,000 at most. */
bool public_item_list(struct reader *r, struct arena *a, struct campaign_id campaign, struct unit_id unit,
                      struct public_items *list_r, struct err *e) MUST_LOOK;

struct public_day {
    struct day day;
    int64_t items;
};
struct public_days {
    struct public_day *items;
    size_t n, cap;
};
/* For everybody: the days that have a programme; one of them by place and time; stories, the newest first. */
bool public_days_of(struct reader *r, struct arena *a, struct campaign_id campaign, struct public_days *list_r,
                    struct err *e) MUST_LOOK;
bool public_programme_of(struct reader *r, struct arena *a, struct campaign_id campaign, struct day day, size_t from,
                         size_t most, struct public_items *list_r, struct err *e) MUST_LOOK;
bool public_stories_of(struct reader *r, struct arena *a, struct campaign_id campaign, size_t from, size_t most,
                       struct public_items *list_r, struct err *e) MUST_LOOK;

#endif
