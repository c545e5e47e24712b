/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reporting: what a unit owes, drafts, sending, receipts. A report that comes by browser, workbook, letter or API enters
 * here, at report_send.
 */
#ifndef WORK_REPORT_H
#define WORK_REPORT_H

#include "store/activity.h"
#include "store/draft.h"
#include "store/file.h"
#include "store/report.h"
#include "work/office.h"

/* Under office_read: an obligation this session may see; else NULL with ERR_MISSING. */
struct live_obligation *obligation_find(struct office *office, const struct session *who, struct obligation_id id,
                                        struct live **l_r, struct err *e);
/* Under office_read: one of that campaign on which this session may give a verdict; else NULL with why. */
struct live_obligation *obligation_to_review(struct office *office, const struct session *who,
                                             struct campaign_id campaign, struct obligation_id id, struct live **l_r,
                                             struct err *e);
/* Under office_read: what is told of an obligation everywhere. Texts are copies in `a`. */
void obligation_fill(struct arena *a, const struct live *l, const struct live_obligation *o, struct instant now,
                     struct obligation_view *view_r);

/* Under office_read: the title by the duty's rule, with the unit's short name and the day. */
struct str obligation_title(struct arena *a, const struct live *l, const struct live_obligation *o);

/* Of the account that did something; 0: the system. Waits for the disk. */
struct str account_name(struct office *office, struct arena *a, enum language language, uint64_t id);

/* All of a unit; unit 0: the session's own. */
bool obligations_list(struct office *office, struct arena *a, const struct session *who, struct campaign_id campaign,
                      struct unit_id unit, struct obligations_view *view_r, struct err *e) MUST_LOOK;

/* Which part of an obligation's history: the newest `most` happenings before seq `before` (0: of all), and the versions
 * that they made. */
struct history_page {
    uint64_t before;
    size_t most;
};
enum { HISTORY_MAX = 200 };
bool obligation_detail_read(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                            struct history_page page, struct obligation_detail *view_r, struct err *e) MUST_LOOK;

struct own_accord_deed {
    struct deed deed;
    struct obligation obligation; /* its duty's index is that of the document it is folded into */
    struct str duty;
    uint64_t campaign, seq; /* seq: of the event */
    bool restored;          /* it had been withdrawn */
    struct obligation_view view;
};
/* An obligation that is not owed, so that a report can be sent of one's own accord. The same again gives the same. */
bool own_accord_begin(struct own_accord_deed *d, struct campaign_id campaign, const struct own_accord_in *in,
                      struct err *e) MUST_LOOK;

struct draft_deed {
    struct deed deed;
    uint64_t campaign, seq; /* seq: of the event, when it is the first */
    struct draft_record record;
    bool first;
    struct draft_put_view view;
};
bool draft_save(struct draft_deed *d, struct obligation_id id, const struct draft_put_in *in, struct err *e) MUST_LOOK;

bool report_judge(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                  const struct check_in *in, struct check_view *view_r, struct err *e) MUST_LOOK;

struct report_deed {
    struct deed deed;
    struct report_record record;
    struct report_put_options options;
    bool again;
    LIST(struct activity_record) activities;
    LIST(struct file_record) handed_on; /* files that become the reporting unit's own */
    struct receipt_view view;
};
/* The one way in. d->deed has office, arena, who, at and answer set; the rest is filled here. */
bool report_send(struct report_deed *d, struct obligation_id id, const struct report_in *in, struct err *e) MUST_LOOK;
/* What the desk enters for a unit: it has two times, and the earlier one tells whether it is in time. */
struct report_entry {
    uint32_t base;          /* the version that the desk saw, 0: none */
    struct instant told_at; /* of the call, or when the letter reached the mailbox; later than now: now */
    struct str note;        /* who called, which letter */
    struct str sending;     /* of a letter: its name and the base, so that it is entered once over that version */
};
/* For review: a report told by phone. */
bool report_phone(struct report_deed *d, struct campaign_id campaign, struct obligation_id id,
                  const struct report_entry *told, struct err *e) MUST_LOOK;
/*
 * For letters: a report that a letter holds, made ready but not submitted, since the letter is settled in the same commit
 * (op.apply then calls report_apply). d->record.files and d->handed_on come with what the letter brought.
 */
bool report_letter(struct report_deed *d, struct campaign_id campaign, struct obligation_id id,
                   const struct report_entry *entry, const struct report_in *in, struct err *e) MUST_LOOK;
void report_project(struct deed *d);
bool report_apply(struct op *op, struct tx *tx, struct err *e);

bool report_look(struct office *office, struct arena *a, const struct session *who, struct obligation_id id,
                 uint32_t version, struct report_view *view_r, struct err *e) MUST_LOOK;
/* What the receipt of a version says; the campaign's zone is returned. */
int receipt_fill(struct office *office, struct arena *a, const struct report_record *rec, struct receipt_view *view_r);
/* Anyone who holds a receipt may check it: number and hash must both be right. */
bool receipt_check(struct office *office, struct arena *a, struct str number, struct str hash,
                   struct receipt_view *view_r, struct err *e) MUST_LOOK;

#endif
