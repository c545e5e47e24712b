/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Campaigns as they are kept: a draft document with a revision, and the published versions, which stay. The document is
 * the JSON of domain/campaign.h's campaign_shape; this floor does not look into it.
 */
#ifndef STORE_CAMPAIGN_H
#define STORE_CAMPAIGN_H

#include "domain/campaign.h"

struct reader;
struct tx;

/* As work's enum campaign_state: 0 draft (never published), 1 published. */
struct campaign_record {
    struct campaign_id id;
    uint64_t reg; /* the register of units it addresses */
    struct str key, title;
    int state;
    int64_t revision;    /* of the draft: 1, 2, 3 … */
    int64_t version;     /* the newest published, 0: none */
    struct str document; /* the draft; empty in lists */
    struct instant created_at;
};

struct campaign_records {
    struct campaign_record *items;
    size_t n, cap;
};

/* A new campaign in draft, revision 1; sets id. ERR_CONFLICT when the key is taken. */
bool campaign_add(struct tx *tx, struct campaign_record *c, struct err *e) MUST_LOOK;
/* Saves the draft edited from `revision`; it becomes revision + 1. ERR_CONFLICT MSG_DRAFT_STALE when it is not the newest. */
bool campaign_edit(struct tx *tx, struct campaign_id id, int64_t revision, struct str title, struct str document,
                   struct err *e) MUST_LOOK;
/*
 * Makes the draft of `revision` the next version, which is told, and appends the event campaign.published with the
 * document's hash. The obligations are put by the caller in the same op, after this (store/obligation.h).
 */
bool campaign_publish(struct tx *tx, struct campaign_id id, int64_t revision, struct instant at, uint64_t actor,
                      int64_t *version_r, struct err *e) MUST_LOOK;

bool campaign_list(struct reader *r, struct arena *a, struct campaign_records *list_r, struct err *e) MUST_LOOK;
bool campaign_read(struct reader *r, struct arena *a, struct campaign_id id, struct campaign_record *c_r,
                   struct err *e) MUST_LOOK; /* ERR_MISSING */
/* A published document; version 0: the newest. ERR_MISSING when there is none. */
bool campaign_version_read(struct reader *r, struct arena *a, struct campaign_id id, int64_t version,
                           struct str *document_r, struct instant *published_at_r, struct err *e) MUST_LOOK;

#endif
