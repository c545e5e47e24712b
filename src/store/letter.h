/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Letters (来信) that came to the office's mailbox, as they are kept: the bytes as they came are a blob, what was read of
 * them a row, each attachment a blob with a row. A letter is kept once however often its bytes come. It waits (待核实)
 * until the desk takes it in or sets it aside; it is never removed.
 *
 * How far a mailbox was read moves in the same commit as the letter that it moves past: none is skipped by a crash.
 */
#ifndef STORE_LETTER_H
#define STORE_LETTER_H

#include "base/clock.h"
#include "domain/campaign.h"
#include "store/blob.h"

struct reader;
struct tx;

struct mailbox_mark {
    struct str address; /* imaps://user@host/INBOX */
    uint32_t validity, uid;
    struct day since; /* what arrived before it is left alone */
};

/* false in *known_r: it was never read. */
bool mailbox_read(struct reader *r, struct str address, struct mailbox_mark *mark_r, bool *known_r,
                  struct err *e) MUST_LOOK;
bool mailbox_put(struct tx *tx, const struct mailbox_mark *mark, struct err *e) MUST_LOOK;

/* Why nothing was read of a letter, which waits all the same. */
enum letter_trouble { LETTER_READABLE, LETTER_BROKEN, LETTER_LARGE };
enum letter_state { LETTER_WAITING, LETTER_TAKEN, LETTER_ASIDE };
extern const char *const letter_trouble_words[]; /* "none", "broken", "large" */
extern const char *const letter_state_words[];   /* "waiting", "taken", "aside" */

struct letter_file {
    struct blob_id blob;
    struct str name, type; /* type: as recognised from its bytes; empty: of no kind that a report takes */
    int64_t size, width, height;
    struct obligation_id obligation; /* whose workbook it is, by its number; 0: none, or not known */
    bool taken;
};

struct letter_files {
    struct letter_file *items;
    size_t n, cap;
};

struct letter_record {
    uint64_t id; /* set by letter_put */
    struct blob_id blob;
    int64_t size;
    struct instant arrived_at, fetched_at; /* in the mailbox, as its server says; here, by the campaign's clock */
    int trouble;                           /* enum letter_trouble */
    struct str sender, subject, written;   /* written: its Date, as it says */
    struct str words;                      /* its text; left empty by the list */
    int state;                             /* enum letter_state */
    struct obligation_id obligation;       /* suggested, then taken in for; 0: none */
    bool stamped;                          /* a workbook's own number says so */
    struct str reason;
    uint64_t account; /* who settled it */
    struct instant settled_at;
    struct letter_files files; /* left empty by the list */
};

struct letter_records {
    struct letter_record *items;
    size_t n, cap;
};

/* Bytes that came before are true and change nothing: then *added_r is false. */
bool letter_put(struct tx *tx, struct letter_record *l, bool *added_r, struct err *e) MUST_LOOK;
bool letter_is_known(struct reader *r, struct blob_id blob, bool *known_r, struct err *e) MUST_LOOK;
/* ERR_MISSING. */
bool letter_read(struct reader *r, struct arena *a, uint64_t id, struct letter_record *l_r, struct err *e) MUST_LOOK;
/* Those of one state, the next `most` before id `before` (0: of all), newest first. */
bool letter_list(struct reader *r, struct arena *a, int state, uint64_t before, size_t most,
                 struct letter_records *list_r, struct err *e) MUST_LOOK;
bool letter_count(struct reader *r, int state, int64_t *n_r, struct err *e) MUST_LOOK;

/* What the sending of a report that a letter brought is called; over another version it is another one. */
struct str letter_sending(struct arena *a, uint64_t letter, struct obligation_id id, int64_t base);
/* False: no letter brought it. */
bool letter_of_sending(struct str sending, uint64_t *letter_r);

/* For an op to judge by first. ERR_CONFLICT MSG_LETTER_SETTLED: it was taken in, and whoever takes it in does not know. */
bool letter_may_be_taken(struct tx *tx, uint64_t id, bool again, struct err *e) MUST_LOOK;
/*
 * It was taken in for l->obligation, by l->account at l->settled_at. `file`: the place of the workbook that was read, or
 * -1. While it holds another workbook of ours it waits on, and suggests that.
 */
bool letter_taken(struct tx *tx, const struct letter_record *l, int64_t file, struct err *e) MUST_LOOK;
/* ERR_CONFLICT MSG_LETTER_SETTLED: it does not wait. */
bool letter_set_aside(struct tx *tx, const struct letter_record *l, struct err *e) MUST_LOOK;

#endif
