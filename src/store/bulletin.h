/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bulletins (工作简报) as they are kept: drafts, which clerks save by turns, and issues (定稿), which nothing changes any
 * more. An issue is put together with its event in one commit: bulletin.issued (subject: the bulletin, version: its
 * number) names the document's hash and how many pieces it chose; the next events of the chain, report.chosen, name one
 * chosen piece each (subject: the obligation, version: the report's), so that a unit's history tells it.
 *
 * A draft edited from an older revision than the one that stands is refused; nothing is overwritten silently. Saving is
 * no event.
 */
#ifndef STORE_BULLETIN_H
#define STORE_BULLETIN_H

#include "domain/campaign.h"

struct reader;
struct tx;

struct bulletin_record {
    uint64_t id;
    struct campaign_id campaign;
    int64_t number;   /* 期; 0: a draft */
    int64_t revision; /* 1, 2, 3 … */
    uint64_t account; /* who saved or issued it last */
    struct instant saved_at, issued_at;
    uint64_t seq;   /* of its event */
    int64_t chosen; /* pieces */
    struct str document;
};

struct bulletin_records {
    struct bulletin_record *items;
    size_t n, cap;
};

/* A piece that an issue tells. */
struct bulletin_piece {
    struct obligation_id obligation;
    uint32_t version;
    struct str
        which;      /* of the report, in JSON: {"part":"p5","place":0}; by bulletin_chosen the event's body around it */
    int64_t number; /* of the issue; set by bulletin_issue and bulletin_chosen */
    uint64_t seq;   /* of its event; set by bulletin_issue */
};

struct bulletin_pieces {
    struct bulletin_piece *items;
    size_t n, cap;
};

/* Keeps a new draft; sets id and revision. */
bool bulletin_add(struct tx *tx, struct bulletin_record *b, struct err *e) MUST_LOOK;
/*
 * The draft b->id of b->campaign as edited from b->revision, which is then the next. ERR_CONFLICT: MSG_DRAFT_STALE, or
 * MSG_BULLETIN_ISSUED; ERR_MISSING.
 */
bool bulletin_edit(struct tx *tx, struct bulletin_record *b, struct err *e) MUST_LOOK;
/* Throws that draft away. Fails as bulletin_edit. */
bool bulletin_drop(struct tx *tx, const struct bulletin_record *b, struct err *e) MUST_LOOK;
/*
 * The draft as it stands at b->revision becomes the campaign's next issue at b->issued_at. b->document must be that
 * revision's; sets number, seq and chosen, and of the pieces number and seq. Fails as bulletin_edit.
 */
bool bulletin_issue(struct tx *tx, struct arena *a, struct bulletin_record *b, struct bulletin_pieces *pieces,
                    struct err *e) MUST_LOOK;

/* What the event of an issue says. */
enum { BULLETIN_EVENT_ROOM = 128 };
struct str bulletin_event_body(const struct bulletin_record *b, char room[BULLETIN_EVENT_ROOM]);

/* With its document. ERR_MISSING. */
bool bulletin_read(struct reader *r, struct arena *a, struct campaign_id campaign, uint64_t id,
                   struct bulletin_record *b_r, struct err *e) MUST_LOOK;
/* The newest issue; ERR_MISSING: none yet. */
bool bulletin_newest(struct reader *r, struct arena *a, struct campaign_id campaign, struct bulletin_record *b_r,
                     struct err *e) MUST_LOOK;
/* Without documents: drafts, then issues from the newest on, 1,000 at most. */
bool bulletin_list(struct reader *r, struct arena *a, struct campaign_id campaign, struct bulletin_records *list_r,
                   struct err *e) MUST_LOOK;
/* Pieces that issues chose, in their order; of each number, obligation, version and which. */
bool bulletin_chosen(struct reader *r, struct arena *a, struct campaign_id campaign, struct bulletin_pieces *list_r,
                     struct err *e) MUST_LOOK;

#endif
