/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Obligations (应报事项) as they are kept: one row for each unit, duty and day. (campaign, duty, unit, day) is unique, so
 * publishing twice or a step of the clock cannot double one. What happened to it stands in its events; `waived` and
 * `extended` are kept beside so that a statement can ask for them.
 */
#ifndef STORE_OBLIGATION_H
#define STORE_OBLIGATION_H

#include "store/event.h"

struct obligation_record {
    struct obligation_id id;
    struct campaign_id campaign;
    struct str duty; /* the duty's key */
    struct unit_id unit;
    struct day day;            /* DAY_NONE: once */
    struct instant opens, due; /* INSTANT_NONE: none */
    struct instant extended;   /* the new deadline of this unit, INSTANT_NONE: none */
    int64_t quota_min, quota_max;
    bool own_accord, withdrawn, waived;
};

struct obligation_records {
    struct obligation_record *items;
    size_t n, cap;
};

/* Adds one and sets o->id. ERR_CONFLICT when that unit has it already. */
bool obligation_add(struct tx *tx, struct obligation_record *o, struct err *e) MUST_LOOK;
/* The same, but one that was withdrawn is taken up again, as o has it: then ev is appended as by obligation_restore. */
bool obligation_begin(struct tx *tx, struct obligation_record *o, struct event *ev, struct err *e) MUST_LOOK;
/*
 * An amendment: new times and quota of the one with o->id. ev: given where the deadline is another than before, as the
 * desk's decisions are (below), with `when` the deadline before (ms 0: none); else NULL.
 */
bool obligation_amend(struct tx *tx, const struct obligation_record *o, struct event *ev, struct err *e) MUST_LOOK;
/* An amendment took it away, its reports stay; one takes it up again. ev as for the desk's decisions. */
bool obligation_withdraw(struct tx *tx, struct obligation_id id, struct event *ev, struct err *e) MUST_LOOK;
bool obligation_restore(struct tx *tx, struct obligation_id id, struct event *ev, struct err *e) MUST_LOOK;

/*
 * The desk's decisions. ev gives campaign, at, actor, body and private (the reason); kind and subject are set here, and
 * the event is appended. ERR_CONFLICT MSG_STATE_CHANGED when it is so already, or withdrawn.
 */
bool obligation_waive(struct tx *tx, struct obligation_id id, struct event *ev, struct err *e) MUST_LOOK;
bool obligation_unwaive(struct tx *tx, struct obligation_id id, struct event *ev, struct err *e) MUST_LOOK;
bool obligation_extend(struct tx *tx, struct obligation_id id, struct instant due, struct event *ev,
                       struct err *e) MUST_LOOK;

/* One after another; the record is good during the call. */
bool obligation_each(struct reader *r, struct arena *a, struct campaign_id campaign,
                     void (*take)(void *arg, const struct obligation_record *o), void *arg, struct err *e) MUST_LOOK;
/* All of a campaign, by id. Equal duty keys share their bytes. 1,000,000 take about a second. */
bool obligation_load(struct reader *r, struct arena *a, struct campaign_id campaign, struct obligation_records *list_r,
                     struct err *e) MUST_LOOK;
bool obligation_count(struct reader *r, struct campaign_id campaign, int64_t *count_r, struct err *e) MUST_LOOK;

#endif
