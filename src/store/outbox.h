/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers to letters (回信) that wait to be sent, and what became of them. One is put in the commit of the deed that it
 * tells of, so that it is sent if and only if that was done. Sent at least once: what a crash sends twice has the same id.
 * Whom it went to and what it said is erased some weeks later; that it went is kept.
 */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "base/clock.h"
#include "base/err.h"
#include "domain/answer.h"

struct reader;
struct tx;

/* Why a letter has an answer or has none, as its headers say. */
struct letter_answer {
    struct str address, message, refs; /* message: its Message-ID, may be empty; refs: with blanks between */
    int silence;                       /* enum silence */
};

bool letter_answer_put(struct tx *tx, uint64_t letter, const struct letter_answer *answer, struct err *e) MUST_LOOK;
/* SILENCE_EARLIER: it was read before answers were sent. */
bool letter_answer_read(struct reader *r, struct arena *a, uint64_t letter, struct letter_answer *answer_r,
                        struct err *e) MUST_LOOK;

enum outbox_state { OUTBOX_WAITING, OUTBOX_SENT, OUTBOX_FAILED, OUTBOX_SILENT };
extern const char *const outbox_state_words[]; /* "waiting", "sent", "failed", "silent" */

struct outbox_record {
    uint64_t id, letter; /* id: set by outbox_put */
    int kind;            /* enum answer_kind */
    struct str address, subject, words;
    struct instant put_at;
    int state, silence; /* enum outbox_state, enum silence */
    int64_t tries;
    struct instant next_at, settled_at; /* next_at: of the machine's clock */
    struct str told;                    /* what the server said last */
    struct str message, refs;           /* of the letter */
};

struct outbox_records {
    struct outbox_record *items;
    size_t n, cap;
};

/* So many answers one address is given within a day: more would be somebody's toy. */
enum { OUTBOX_A_DAY = 30 };

/* Waiting, or OUTBOX_SILENT where rec->silence says why or the address has had enough. Without words where it is silent. */
bool outbox_put(struct tx *tx, struct outbox_record *rec, struct err *e) MUST_LOOK;
/* Those that may be sent at that moment of the machine's clock, the longest due first. */
bool outbox_due(struct reader *r, struct arena *a, struct instant at, size_t most, struct outbox_records *list_r,
                struct err *e) MUST_LOOK;
/* All of a letter, the oldest first. */
bool outbox_of(struct reader *r, struct arena *a, uint64_t letter, struct outbox_records *list_r,
               struct err *e) MUST_LOOK;
bool outbox_count(struct reader *r, int state, int64_t *n_r, struct err *e) MUST_LOOK;
/* What was said when one failed last; false in *known_r: none did. */
bool outbox_failure(struct reader *r, struct arena *a, struct outbox_record *rec_r, bool *known_r,
                    struct err *e) MUST_LOOK;
/* One try more: rec's state, next_at, settled_at and told. ERR_CONFLICT: it does not wait. */
bool outbox_settle(struct tx *tx, const struct outbox_record *rec, struct err *e) MUST_LOOK;
/* Erases to whom and what, of those that wait no more and were put before. */
bool outbox_forget(struct tx *tx, struct instant before, int64_t *count_r, struct err *e) MUST_LOOK;

#endif
