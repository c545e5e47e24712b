/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The office: the running program behind all doors. It owns the store, the clock that campaigns are judged by, and what
 * is kept in memory (registers, campaigns, sessions). Doors call the use cases of this floor; roles are judged here.
 *
 * A use case that only reads answers at once from memory. One that writes is a deed with three steps: prepared on the
 * caller's thread (judged, hashed), applied on the writer thread in one transaction with others, answered there.
 */
#ifndef WORK_OFFICE_H
#define WORK_OFFICE_H

#include "store/blob.h"
#include "store/ledger.h"
#include "store/store.h"
#include "work/live.h"
#include "work/views.h"

/* Who is at the door. A copy: the session itself may end meanwhile. */
struct session {
    uint64_t account, reg;  /* reg: the register of the unit */
    int role;               /* enum role */
    enum language language; /* of this request */
    struct unit_id unit;
    unsigned char token_hash[32];
};

struct office;

/* What one unit may take of us, and when we say that we are not well. Left 0: the default. */
struct office_limits {
    int64_t unit_day_mb;     /* 20,480: bytes one unit may upload within a day, MiB */
    int64_t unit_hour_files; /* 600 */
    int64_t hour_versions;   /* 60: of one obligation's report, by the campaign's clock; −1: as many as come */
    int64_t upload_minutes;  /* 1,440: an upload that nobody goes on with is forgotten; −1: at once */
    int64_t orphan_hours;    /* 48: so long a file that nobody names is kept */
    int64_t disk_floor_mb;   /* 512: below it files are refused and /readyz says no */
};

struct office_options {
    struct str data;              /* folder */
    struct str database;          /* store.h; empty: SQLite */
    struct bucket_options bucket; /* store.h; its name empty: the folder keeps the attachments */
    int64_t cache_mb;
    bool rows_only; /* store.h */
    bool create;    /* make it when there is none */
    bool rehearsal;
    struct office_limits limits;
};

bool office_open(struct arena *a, const struct office_options *o, struct office **office_r, struct err *e) MUST_LOOK;
void office_close(struct office *office);

struct store *office_store(struct office *office);
/* This thread, which answers requests one after the other, is about to wait. */
void office_rest(struct office *office);
struct blob_store *office_blobs(struct office *office);
struct sessions *office_sessions(struct office *office);
struct quota *office_quota(struct office *office);
struct parcels *office_parcels(struct office *office);
struct visitors *office_visitors(struct office *office);
struct health *office_health(struct office *office);
struct mailbox *office_mailbox(struct office *office);
struct outbox *office_outbox(struct office *office);
const struct office_limits *office_limits(const struct office *office);
bool office_is_rehearsal(const struct office *office);
/* By how many ms the machine's clock is behind what had been kept when the office was opened; 0: it is not. */
int64_t office_behind(const struct office *office);
/* The campaign's clock. */
struct instant office_now(struct office *office);
struct clock office_clock(struct office *office);
bool office_clock_change(struct office *office, struct instant to, int64_t rate, struct err *e) MUST_LOOK;

/* Everything that live.h describes is good between the two. */
void office_read(struct office *office);
void office_read_done(struct office *office);
/* Under office_read: the board's cells at `now`, units × columns, in a's memory. */
const char *office_cells(struct office *office, struct arena *a, struct live *l, struct instant now);
/* On the writer thread. Folds (store/ledger.h) have it already. */
void office_write(struct office *office);
void office_write_done(struct office *office);
/* Another number after each change of what office_read guards, in this life of the program or the next: for ETags. */
uint64_t office_stamp(struct office *office);

/* Under office_read: a campaign this session may know of; else NULL with ERR_MISSING. */
struct live *office_campaign(struct office *office, const struct session *who, struct campaign_id id, struct err *e);
/* Any campaign that holds this obligation. */
struct live *office_campaign_with(struct office *office, struct obligation_id id, struct live_obligation **o_r);
struct live *office_live(struct office *office, uint64_t campaign);
const struct roll *office_roll(struct office *office, uint64_t reg);
const struct roll *office_any_roll(struct office *office, struct unit_id unit); /* the one that has the unit */
uint64_t office_first_register(struct office *office);                          /* 0: none yet */
size_t office_campaigns(struct office *office, struct live ***list_r);
/* Reads registers and campaigns anew from the store: after a publication or an import. On the writer thread. */
bool office_reload(struct office *office, struct err *e) MUST_LOOK;
/* The same for the draft of one campaign that was never published. On the writer thread. */
bool office_redraft(struct office *office, struct campaign_id id, struct err *e) MUST_LOOK;

/*
 * Who looks on (server-sent events). scope: 0 for those who see the whole campaign, a county office's unit for its own
 * people, ~0 for all. Called by office_tick or the writer thread; must not block. Watchers are added before serving.
 */
typedef void office_watcher(void *arg, uint64_t campaign, uint64_t scope, struct str event, struct str data);
void office_watch(struct office *office, office_watcher *fn, void *arg);
void office_tell(struct office *office, uint64_t campaign, uint64_t scope, struct str event, struct str data);
/* An obligation's cell is another than before: the next tick tells. */
void office_changed(struct office *office, uint64_t campaign, struct obligation_id id);
/* Twice a second: tells the watchers which cells changed, and that a deadline has passed. */
void office_tick(struct office *office);

/* A writing use case under way. Use cases embed it first. */
struct deed {
    struct op op;
    struct office *office;
    struct arena *arena; /* the request's: lives until answered */
    struct session who;
    struct instant at;               /* the campaign's clock when the request had been read */
    void *out;                       /* what to answer, of the route's out shape */
    void (*project)(struct deed *d); /* on the writer thread after the commit and its folds (op.fold) */
    void (*answer)(struct deed *d);  /* on the writer thread, once; d->op.ok and d->op.err tell */
    void *arg;
};

/*
 * Submits to the ledger. Without d->answer it waits until all is done and tells how it ended: for jobs and commands.
 * ERR_LARGE when the arena has passed its bound.
 */
bool deed_submit(struct deed *d, struct err *e) MUST_LOOK;

/* A deed's project after a publication or an import: all is read anew and everybody told to look again. */
void deed_reload(struct deed *d);

/* ---- who may what (the role is judged by the route, the data here) ---- */

/* True: may_see is true of every unit of the register. */
bool sees_all(const struct roll *r, const struct session *who);
bool may_see(const struct roll *r, const struct session *who, struct unit_id unit);
bool may_report(const struct roll *r, const struct session *who, struct unit_id unit);
/* The same, and why not: ERR_FORBIDDEN. */
bool must_report(const struct roll *r, const struct session *who, struct unit_id unit, struct err *e) MUST_LOOK;
bool may_review(const struct roll *r, const struct session *who, struct unit_id unit);
/* Invite, or take in hand the account of, somebody of that role in that unit. */
bool may_manage(const struct roll *r, const struct session *who, struct unit_id unit, int role);

#endif
