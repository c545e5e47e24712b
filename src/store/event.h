/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events: one hash chain per campaign, append-only. They are the record: who did what, when, to what.
 *
 * hash = SHA-256(previous hash ‖ canonical bytes). The canonical bytes are: campaign, seq, at, actor, subject, version,
 * when, forget as 8 bytes each (big-endian), then kind and body each as its length in 8 bytes and its bytes, then the 32
 * bytes of the private hash (zeros when there is nothing private). The first event's previous hash is 32 zeros.
 *
 * What names a person (a reason in free words, a caller's name) goes into `private`: it is kept in a table beside, with
 * 16 random bytes of salt, and enters the chain as SHA-256(salt ‖ private). Erasing the row leaves the chain whole.
 *
 * Clocks: `at` is the campaign's clock (rehearsed or real). Order is seq, not time: two events of one batch may bear
 * times a few milliseconds apart the other way round.
 */
#ifndef STORE_EVENT_H
#define STORE_EVENT_H

#include "domain/campaign.h"
#include "domain/state.h"

struct reader;
struct store;
struct tx;

struct event {
    uint64_t campaign; /* 0: the office's own chain (accounts, registers) */
    uint64_t seq;      /* 1, 2, 3 … in its chain; set by event_append */
    struct instant at;
    uint64_t actor;   /* account, 0: the system */
    struct str kind;  /* "report.sent" */
    uint64_t subject; /* obligation, unit, account … */
    struct str body;  /* canonical JSON without personal data: before/after, hashes */
    struct str private;
    uint32_t version;               /* of the report it is about, 0: none */
    struct instant when;            /* the moment it speaks of: a call's time, a new deadline. ms 0: none */
    bool forget;                    /* of a return: counts as not sent */
    unsigned char private_hash[32]; /* set by event_append */
    unsigned char hash[32];         /* set by event_append */
};

struct event_list {
    struct event *items;
    size_t n, cap;
};

/* Appends to the chain of ev->campaign; sets seq, private_hash, hash. */
bool event_append(struct tx *tx, struct event *ev, struct err *e) MUST_LOOK;

/* The hash as it must be, given the one before; for verify and for tests. */
void event_hash(const struct event *ev, const unsigned char previous[32], unsigned char hash_r[32]);
void event_private_hash(const unsigned char salt[16], struct str private, unsigned char hash_r[32]);

/* When the newest event of the chain was; ms 0: there is none. */
bool event_newest(struct reader *r, uint64_t campaign, struct instant *at_r, struct err *e) MUST_LOOK;
bool event_read(struct reader *r, struct arena *a, uint64_t campaign, uint64_t seq, struct event *ev_r,
                struct err *e) MUST_LOOK;
/*
 * Of one subject (an obligation's history) the newest `most` before seq `before` (0: of all), oldest first, with what is
 * private and not erased.
 */
bool event_list_of(struct reader *r, struct arena *a, uint64_t subject, uint64_t before, size_t most,
                   struct event_list *list_r, struct err *e) MUST_LOOK;
/* The newest of that kind (none of a sending's); ERR_MISSING. */
bool event_newest_about(struct reader *r, struct arena *a, uint64_t subject, struct str kind, struct event *ev_r,
                        struct err *e) MUST_LOOK;
/* How many of that kind a chain has after seq `after`. */
bool event_count_after(struct reader *r, uint64_t campaign, uint64_t after, struct str kind, int64_t *count_r,
                       struct err *e) MUST_LOOK;
/* The newest of a chain; seq 0 and a hash of zeros when it is empty. */
bool event_head(struct reader *r, uint64_t campaign, uint64_t *seq_r, unsigned char hash_r[32],
                struct err *e) MUST_LOOK;

/* Erases what is private of that account's events, on all chains; they stay whole. *count_r: of how many. */
bool event_erase(struct tx *tx, uint64_t actor, int64_t *count_r, struct err *e) MUST_LOOK;

/* ---- what the board and the as-of slider are judged from ---- */

/*
 * The events that change an obligation's state are known by their kind:
 *   draft.started report.sent report.nil report.phoned report.returned report.accepted report.reopened
 *   obligation.waived obligation.unwaived obligation.extended obligation.amended obligation.withdrawn obligation.restored
 * and report.chosen, which changes none and is counted.
 */
extern const char *const transition_event_kinds[]; /* by enum transition_kind */

struct transition_row {
    struct obligation_id obligation;
    uint64_t seq;
    struct transition transition;
};

/* All of a campaign after seq `after`, in order; the row is good during the call. Reads no body: 100,000 take about
 * 50 ms. */
bool event_each_transition(struct reader *r, struct campaign_id campaign, uint64_t after,
                           void (*take)(void *arg, const struct transition_row *row), void *arg,
                           struct err *e) MUST_LOOK;

#endif
