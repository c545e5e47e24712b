/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What goes in and out of the use cases: one struct and one shape each. The JSON API, its OpenAPI document and the
 * browser's types are made from these; a change here is a change of the API. Times are UTC; the campaign's zone is
 * given with the campaign.
 */
#ifndef WORK_VIEWS_H
#define WORK_VIEWS_H

#include "domain/amend.h"
#include "domain/state.h"

#define LIST(type)     \
    struct {           \
        type *items;   \
        size_t n, cap; \
    }

/* ---- who ---- */

enum role { ROLE_LIAISON, ROLE_COUNTY, ROLE_CLERK, ROLE_LEADER };
extern const char *const role_words[]; /* "liaison", "county", "clerk", "leader" */

struct login_in {
    struct str login, password;
};

struct me_view {
    uint64_t account;
    struct str login, name, unit_name, unit_short_name;
    int role;
    struct unit_id unit;
    bool rehearsal;
};

struct invitation_in { /* a clerk or county office invites somebody for a unit */
    struct unit_id unit;
    int role;
};

struct invitation_made {
    struct str link, qr; /* qr: an SVG image's path data, 1 unit a module */
    int64_t qr_size;
    struct instant expires_at;
};

struct invitation_view { /* looking does not use it up */
    struct str unit_name, suggested_login;
    int role;
    struct instant expires_at;
    bool renews; /* sets the password of suggested_login anew; else it makes an account */
};

struct invitation_accept_in { /* token and password alone when it renews */
    struct str token, name, phone, login, password;
};

struct person_view {
    uint64_t account; /* 0: invited, not yet come */
    struct unit_id unit;
    struct str unit_name, name, phone, login;
    int role;
    bool disabled, managed; /* managed: the reader may disable it or set its password anew */
    struct instant last_seen;
};

struct people_view {
    LIST(struct person_view) people;
};

/* ---- campaigns ---- */

enum campaign_state { CAMPAIGN_DRAFT, CAMPAIGN_PUBLISHED };
extern const char *const campaign_state_words[];

struct campaign_row {
    struct campaign_id id;
    struct str key, title;
    int state;
    struct day from, to;
    int64_t revision, version;
    int64_t left_out; /* units that publishing again would make owe more; 0 when it is over */
};

struct campaigns_view {
    LIST(struct campaign_row) campaigns;
};

struct campaign_view {
    struct campaign_row campaign;
    struct instant now;
    bool rehearsal;
    struct campaign document; /* the published one; for the clerk of an unpublished one the draft */
};

struct text_view { /* a file's text, for the left half of the notice's page */
    struct str text;
};

/* Words of a notice for whoever owes a duty, and whom they mean. */
struct phrases_in {
    struct strs phrases;
};

struct phrases_view {
    struct selector picks; /* of the phrases that are known */
    bool known;            /* all of them are */
};

struct compile_in {
    struct str text;
    struct day issued;
};

struct draft_in {
    int64_t revision; /* the revision it was edited from; 0: a new campaign */
    struct campaign document;
};

struct draft_saved {
    struct campaign_id id;
    int64_t revision;
};

struct duty_trial {
    struct str key, name, picks_text;
    int64_t units, obligations, fields;
    int64_t prefilled; /* of the fields of one report: those that keep the value of the day before */
    double hours;      /* all units together, as trial_view.hours */
    struct strs named; /* the units, in the register's order: the first TRIAL_NAMES_MAX */
};
enum { TRIAL_NAMES_MAX = 100 };

/* A draft held against the register: who would owe what, and what keeps it from being published. */
struct trial_view {
    LIST(struct duty_trial) duties;
    int64_t total;
    double hours;           /* all units together, by domain/burden; 0 only when it takes nothing */
    double hours_prefilled; /* of these: what comes filled in */
    struct remarks remarks;
};

struct compiled_view {
    struct campaign document;
    struct trial_view trial;
};

struct publish_in {
    int64_t revision;
};

struct published_view {
    int64_t version, obligations, added, withdrawn;
    int64_t changed;  /* with another deadline or quota than before */
    int64_t rejudged; /* reports already sent that the new deadlines judge otherwise */
};

struct redate_in {
    struct campaign document; /* its `issued`: the one it was read with */
    struct day issued;        /* the other one */
};

struct redated_view {
    struct campaign document;
    int64_t redated; /* duties that got other dates */
    int64_t kept;    /* duties whose dates were set by hand, and stay */
};

/* ---- amendments: a corrected notice laid over the published campaign ---- */

struct duty_change_view {
    struct str key, name;
    int kind;            /* enum change_kind */
    struct str text;     /* the change in one sentence */
    struct passage span; /* in the corrected text */
    LIST(struct field_change) fields;
    int64_t units, added, withdrawn, changed; /* units concerned; obligations */
    int64_t reports;                          /* of these obligations, already sent: they stay */
};

/* A report already sent that is judged otherwise by the new deadline. */
struct rejudged_view {
    struct obligation_id id;
    struct str duty, duty_name;
    struct unit_id unit;
    struct str unit_name;
    struct day day;
    struct instant sent_at, due_before, due_after;
    bool late_before, late_after;
    struct str text;
};

/* What publishing a draft would make different. */
struct differences_view {
    struct trial_view trial;
    int64_t version; /* what was published last; 0: nothing, it is held against the draft as it is kept */
    LIST(struct field_change) head;
    LIST(struct duty_change_view) duties;
    LIST(struct rejudged_view) rejudged;
    int64_t units, added, withdrawn, changed; /* in all */
};

struct amended_view {
    struct campaign document; /* the draft, to be saved and published as any other */
    int64_t revision;         /* of the draft that saving replaces */
    bool gives_up;            /* that draft holds edits that were not published and do not stand in this one */
    struct differences_view differences;
};

/* ---- register ---- */

struct units_view {
    struct units units;
};

struct unit_in {
    struct str name, short_name, contact_name, contact_phone; /* short_name empty: as the name */
};

enum unit_change { UNIT_REMOVED, UNIT_CHANGED, UNIT_ADDED };
extern const char *const unit_change_words[];

struct unit_change_view {
    int kind;                    /* enum unit_change */
    struct str code, name, text; /* text: in words, what is another or what is lost */
    int64_t reports;             /* of a removed one: things it has reported */
};
enum { UNIT_CHANGES_MAX = 500 };

struct kind_count {
    struct str name;
    int64_t units;
};

struct import_view {
    int64_t units, added, changed, removed;
    LIST(struct kind_count) kinds;       /* the office's own: a slip of the pen shows here */
    LIST(struct unit_change_view) items; /* the removed ones first; the first UNIT_CHANGES_MAX */
    struct row_errors errors;
    bool applied;
};

/* ---- obligations and reports ---- */

struct obligation_view {
    struct obligation_id id;
    struct str duty, name, short_name; /* of the duty */
    struct unit_id unit;
    struct str unit_name, unit_short_name;
    struct day day;
    struct instant opens, due, sent_at;
    struct instant amended_at, due_was; /* when an amendment moved the deadline last, and from where */
    int state;                          /* enum state */
    bool late, nil, by_phone, extended, own_accord, nil_allowed, overdue;
    bool withdrawn; /* by an amendment: told when something was sent or begun, only to be read */
    int64_t version, quota_min, quota_max;
    int64_t chosen;      /* pieces of it that bulletins tell 采用 */
    struct str reason;   /* of the last return, or of the waiver */
    struct str sentence; /* of the notice */
    struct str title;    /* built by the rule, or what was sent */
    struct passage span;
};

struct obligations_view {
    struct instant now;
    struct str unit_name;
    bool left; /* the unit has left the register: it reads what there was */
    LIST(struct obligation_view) items;
};

struct draft_view {
    int64_t revision;
    struct str body;
    struct instant saved_at;
    struct str by, device;
};

struct version_view {
    int64_t version;
    struct str kind; /* "full", "nil", "phone" */
    struct str title, receipt, hash, by, verdict, reason;
    struct instant received_at, call_at;
    bool late;
};

struct happening_view { /* an event, for a person */
    int64_t seq;
    struct instant at;
    struct str kind, text, by, reason;
};

struct officer_view { /* who came for a unit, by the number they gave themselves */
    struct str name, phone;
};

struct obligation_detail {
    struct obligation_view obligation;
    struct duty duty;
    LIST(struct form) forms;
    struct draft_view *draft;
    struct str prefill; /* JSON: yesterday's standing values, a body without files */
    LIST(struct version_view) versions;
    LIST(struct happening_view) happenings;
    int64_t earlier; /* there is more before this seq (?before=), 0: no more */
    struct str body; /* of the newest version */
    bool may_report, may_review;
    LIST(struct officer_view) officers; /* whom the bureau or the county office calls */
};

struct draft_put_in {
    int64_t revision; /* the one it was edited from, 0: none yet */
    int64_t base;     /* the version of the report that was seen, 0: none */
    struct str device, body;
};

struct draft_put_view {
    int64_t revision;
    struct instant saved_at;
};

struct check_in {
    struct str title;
    struct json_text body;
};

struct check_view {
    struct remarks remarks;
    struct str title; /* repaired, or as it is when it keeps the rule */
};

/* The draft that a report was made from. */
struct draft_seen {
    int64_t revision; /* 0: none was there */
};

struct report_in {
    struct str sending; /* the client's name for this sending: a UUID (RFC 9562), version 7 preferred */
    int64_t base;       /* the version it replaces, 0: none */
    bool nil;
    struct draft_seen *draft; /* NULL: not asked; else it is refused when another draft stands */
    struct str title;
    struct json_text body;
};

struct receipt_view {
    struct str number, hash; /* hash: SHA-256 of the report's canonical bytes, in hex */
    struct str campaign_title, unit_name, duty_name, title;
    struct day day;
    struct instant received_at;
    int64_t version;
    bool late, nil, replaced;
    struct remarks remarks; /* findings that did not keep it from being received */
};

struct report_view {
    int64_t version;
    struct str title, body, hash, receipt;
    struct instant received_at;
};

struct own_accord_in {
    struct str duty;
    struct day day;
};

struct file_view {
    struct str blob, name, type; /* blob: SHA-256 in hex */
    int64_t size, width, height;
};

struct upload_status { /* of a resumable upload; file: once it is whole and taken in */
    struct str id, name;
    int64_t offset, length;
    struct instant expires_at;
    struct file_view *file;
};

/* ---- the desk ---- */

struct column_view {
    struct str duty, name, short_name;
    struct day day;
    struct instant due;
};

struct board_row {
    struct unit_id unit, parent;
    struct str name, short_name, kind, contact_name, contact_phone;
    struct str cells; /* one character a column, see domain/board.h */
};

struct board_view {
    struct instant now, as_of, first; /* first: of the first event, where the slider begins */
    int64_t seq, version;
    struct str mark; /* of which rows and columns there are, and what the rows are called */
    LIST(struct column_view) columns;
    LIST(struct board_row) rows;
    struct str cells; /* instead of rows, when only cells were asked for: those of all rows, one after another */
};

struct missing_unit {
    struct unit_id unit;
    struct obligation_id obligation;
    struct str name, county, contact_name, contact_phone; /* contact: of the register */
    LIST(struct officer_view) officers;                   /* called before that */
    int state;
    int64_t version; /* of what it sent and was told counts as not sent; 0: nothing */
};

struct missing_view {
    struct instant now, due;
    struct str text; /* one message, fit for a group chat */
    int64_t owed, reported;
    LIST(struct missing_unit) units;
};

enum review_action {
    REVIEW_ACCEPT,
    REVIEW_RETURN,
    REVIEW_WAIVE,
    REVIEW_UNWAIVE,
    REVIEW_EXTEND,
    REVIEW_PHONE,
    REVIEW_REOPEN
};
extern const char *const review_action_words[];

struct review_item {
    struct obligation_id obligation;
    int64_t version; /* the version the reviewer saw; 0 where there is none */
};

struct review_in {
    int action;
    LIST(struct review_item) items;
    struct str reason;
    bool forget;            /* of a return: counts as not sent 视同未报 */
    struct instant due;     /* of an extension */
    struct instant call_at; /* of a report by phone */
};

struct review_refusal {
    struct obligation_id obligation;
    struct str message;
};

struct review_done {
    int64_t done;
    LIST(struct review_refusal) refused;
};

struct clock_view {
    struct instant now;
    bool rehearsal;
    int64_t rate, zone;
};

struct clock_in {
    struct instant to; /* INSTANT_NONE: stay */
    int64_t rate;      /* 0: stopped, 1: as the machine's, 60: a minute a second */
};

struct activity_view {
    uint64_t id;
    struct unit_id unit;
    struct str unit_name, name, organiser, partners, place;
    struct day day;
    struct str start, end;
    int64_t students, teachers, public;
};

struct activities_view {
    LIST(struct activity_view) activities;
    struct str next; /* ?after= of the next page; empty: that was all */
};

struct health_line {
    struct str key, title, text; /* text: in words, what is and what to do */
    bool well;
};

struct health_view {
    struct instant now; /* the machine's */
    bool well;
    struct str text;
    LIST(struct health_line) lines;
};

extern const struct shape login_in_shape, me_view_shape, invitation_in_shape, invitation_made_shape,
    invitation_view_shape, invitation_accept_in_shape, person_view_shape, people_view_shape, campaign_row_shape,
    campaigns_view_shape, campaign_view_shape, phrases_in_shape, phrases_view_shape, compile_in_shape, draft_in_shape,
    draft_saved_shape, duty_trial_shape, trial_view_shape, compiled_view_shape, publish_in_shape, published_view_shape,
    duty_change_view_shape, text_view_shape, rejudged_view_shape, differences_view_shape, amended_view_shape,
    redate_in_shape, redated_view_shape, units_view_shape, unit_in_shape, unit_change_view_shape, import_view_shape,
    obligation_view_shape, obligations_view_shape, draft_view_shape, version_view_shape, happening_view_shape,
    officer_view_shape, obligation_detail_shape, draft_put_in_shape, draft_put_view_shape, check_in_shape,
    check_view_shape, report_in_shape, receipt_view_shape, report_view_shape, own_accord_in_shape, file_view_shape,
    column_view_shape, board_row_shape, board_view_shape, missing_unit_shape, missing_view_shape, review_item_shape,
    review_in_shape, review_refusal_shape, review_done_shape, clock_view_shape, clock_in_shape, activity_view_shape,
    activities_view_shape, upload_status_shape, health_line_shape, health_view_shape;

#endif
