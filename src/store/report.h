/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports (报送) as they are kept: versions 1, 2, 3 … of one obligation; all stay. A version is put together with its
 * event in one commit, and the receipt (报送凭证) follows from that event: its number is the campaign's key and the
 * event's seq, "hefei-2023-000128", its hash the report's content hash.
 *
 * Idempotence: the client names a sending (UUID), scoped to its unit. The same name with the same content is answered
 * with what was kept the first time; with other content it is refused.
 *
 * The content hash covers what the unit said: obligation, kind, title, body, the time of the call, and of each file its
 * part, name, type, size and SHA-256, in order (report_hash). Not what the server added: version, times, verdict.
 */
#ifndef STORE_REPORT_H
#define STORE_REPORT_H

#include "store/blob.h"
#include "store/event.h"

enum report_kind { REPORT_FULL, REPORT_NIL, REPORT_PHONE };
extern const char *const report_kind_words[]; /* "full", "nil", "phone" */

/* How a version stands. One that was replaced keeps its standing: it is replaced when a newer version is there. */
enum standing { STANDING_SENT, STANDING_RETURNED, STANDING_ACCEPTED };
extern const char *const standing_words[]; /* "sent", "returned", "accepted" */

struct report_file {
    struct blob_id blob;
    struct str part, name, type; /* part: the key of the duty's part it belongs to; type: as recognised, "image/jpeg" */
    int64_t size, width, height;
};

struct report_files {
    struct report_file *items;
    size_t n, cap;
};

struct report_record {
    struct obligation_id obligation;
    struct campaign_id campaign;
    struct unit_id unit;
    uint32_t version; /* set by report_put: base + 1 */
    uint64_t seq;     /* of its event; set by report_put */
    struct str sending;
    int kind; /* enum report_kind */
    uint64_t account;
    struct str title, body;
    struct report_files files;  /* left empty by the lists */
    unsigned char hash[32];     /* the content hash: from report_hash, before the op is submitted */
    struct instant received_at; /* when the request was fully read, campaign's clock */
    struct instant call_at;     /* of what the desk entered: of the call, or when the letter came; else INSTANT_NONE */
    bool in_time;
    int standing; /* enum standing */
};

struct report_records {
    struct report_record *items;
    size_t n, cap;
};

/* Costs about 2 µs for 2 KiB: called on the door's thread, never on the writer's. */
void report_hash(struct report_record *rep);

struct report_put_options {
    uint32_t base;    /* the version it replaces, 0: none */
    uint32_t an_hour; /* versions of one obligation within an hour by the campaign's clock, 0: as many as come */
    int zone;         /* the campaign's: a time is told by it */
    bool drafted;     /* it was made from the draft of this revision (0: none was there), and no other stands now */
    int64_t revision;
    struct str private; /* goes into the event: who called, which letter … */
};

/*
 * Keeps a new version and appends its event (report.sent, report.nil or report.phoned). rep comes with everything but
 * version and seq; hash must be report_hash's.
 *   The same sending again: true, *again_r set, *rep as it was kept (without files and body).
 *   ERR_CONFLICT MSG_SENDING_REUSED: that name with other content.
 *   ERR_CONFLICT MSG_REPORT_STALE: base is not the newest version.
 *   ERR_CONFLICT MSG_DRAFT_UNSEEN: another draft stands than the one it was made from.
 *   ERR_CONFLICT MSG_REPORT_ACCEPTED: the newest is accepted and must be reopened first.
 *   ERR_SLOW MSG_REPORTS_MANY: more than options.an_hour.
 *   ERR_CONFLICT MSG_OBLIGATION_WITHDRAWN; ERR_MISSING: no such obligation of that unit and campaign.
 */
bool report_put(struct tx *tx, struct report_record *rep, struct report_put_options options, bool *again_r,
                struct err *e) MUST_LOOK;

/*
 * The desk's verdicts on `version`, which must be the newest: accept and return what is sent, reopen what is accepted
 * (it stands as sent again). ev gives campaign, at, actor, body and private (the reason), for a return also forget;
 * kind, subject and version are set here, and the event is appended. ERR_CONFLICT MSG_STATE_CHANGED otherwise.
 */
bool report_accept(struct tx *tx, struct obligation_id id, uint32_t version, struct event *ev, struct err *e) MUST_LOOK;
bool report_return(struct tx *tx, struct obligation_id id, uint32_t version, struct event *ev, struct err *e) MUST_LOOK;
bool report_reopen(struct tx *tx, struct obligation_id id, uint32_t version, struct event *ev, struct err *e) MUST_LOOK;

/* One version with body and files; version 0: the newest. ERR_MISSING. */
bool report_read(struct reader *r, struct arena *a, struct obligation_id id, uint32_t version,
                 struct report_record *rep_r, struct err *e) MUST_LOOK;
/* The same without the list of its files. */
bool report_read_text(struct reader *r, struct arena *a, struct obligation_id id, uint32_t version,
                      struct report_record *rep_r, struct err *e) MUST_LOOK;
/* The newest `most` versions of those before seq `before` (0: of all), oldest first, without bodies and files. */
bool report_versions(struct reader *r, struct arena *a, struct obligation_id id, uint64_t before, size_t most,
                     struct report_records *list_r, struct err *e) MUST_LOOK;
/* Which version; the rest of it report_read gives, one after another, because a day of them is more than memory holds. */
struct report_key {
    struct obligation_id obligation;
    struct unit_id unit;
    uint32_t version;
    int kind, standing;
};

struct report_keys {
    struct report_key *items;
    size_t n, cap;
};

/* The newest version of each obligation of that duty and day (DAY_NONE: a duty that is not repeated), by unit. */
bool report_of_day(struct reader *r, struct arena *a, struct campaign_id campaign, struct str duty, struct day day,
                   struct report_keys *list_r, struct err *e) MUST_LOOK;

/* ---- receipts ---- */

/* "hefei-2023-000128". */
struct str receipt_number(struct arena *a, struct str campaign_key, uint64_t seq);
/* Key and seq of a number, as views into it; false when it is none. */
bool receipt_parse(struct str number, struct str *campaign_key_r, uint64_t *seq_r);
/* The report a receipt is for: by its number. ERR_MISSING. */
bool report_by_receipt(struct reader *r, struct arena *a, struct str number, struct report_record *rep_r,
                       struct err *e) MUST_LOOK;

#endif
