/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The running campaigns in memory: registers, campaigns, obligations and their transitions. All of it is a projection of
 * the store: read at start, brought up to date by each op's `fold` after its commit, rebuilt whole when a campaign is
 * published or a register imported. Board, lists, missing and as-of are judged from here and never touch the disk.
 *
 * Readers hold the office's lock for reading (office_read … office_read_done); the writer thread alone changes it.
 */
#ifndef WORK_LIVE_H
#define WORK_LIVE_H

#include "base/map.h"
#include "domain/campaign.h"
#include "domain/state.h"

/* A register with its units found fast. */
struct roll {
    uint64_t id;
    struct units units; /* those it holds */
    struct units all;   /* the same list, and behind them those that have left, whose names say so */
    uint64_t *ids;      /* of all, in order */
    uint32_t *by_id;    /* their indexes into all.items */
    bool *offices;      /* of all: stands between the uppermost office and the units */
    uint64_t mark;      /* another one where a unit's name, place or contact is another */
};

/* The index of the unit in all, or -1. */
int64_t roll_index(const struct roll *r, struct unit_id id);
const struct unit *roll_unit(const struct roll *r, struct unit_id id);
/* It stands in the register today. */
bool roll_holds(const struct roll *r, struct unit_id id);
/* A county, county-level city, district or zone, or whoever has units below and an office above. */
bool roll_is_office(const struct roll *r, const struct unit *u);
/* The uppermost such office above the unit (or the unit itself); NULL: none. */
const struct unit *roll_county(const struct roll *r, const struct unit *u);

struct live_obligation {
    struct obligation o;
    struct transition *items; /* in the order of events */
    uint32_t n, cap;
    uint32_t column;
};

/* One column of the board: a duty, and a day when it is repeated. */
struct column {
    uint32_t duty;
    struct day day;
    struct instant due;
};

struct withdrawn {
    struct unit_id unit;
    uint32_t at; /* index into obligations */
};

struct live {
    struct arena *arena;
    uint64_t id, reg; /* campaign, register */
    int state;        /* enum campaign_state */
    int64_t revision, version;
    int64_t left_out;    /* units that publishing again would make owe more: new in the register, or changed there */
    struct campaign doc; /* as published; the draft when it never was */
    const struct roll *roll;
    struct {
        struct live_obligation *items; /* ordered by id */
        size_t n, cap;
    } obligations;
    struct map places; /* of obligations, by id */
    struct {
        struct column *items;
        size_t n, cap;
    } columns;
    struct {
        uint32_t *items;
        size_t n, cap;
    } extended; /* obligations whose deadline is another than their column's */
    struct {
        struct withdrawn *items; /* by unit: those an amendment took away; they stand in no column */
        size_t n, cap;
    } withdrawn;
    /* The board's cells as they are at any moment from `from` to before `until`; `until` unset: to be made anew. */
    struct {
        char *at; /* all units × columns */
        struct instant from, until;
    } cells;
    int32_t *matrix; /* all units × columns: index into obligations, or -1 */
    uint64_t seq;    /* the last event taken in */
    uint64_t kept;   /* the last event of the kept snapshot; its keeper's alone */
    struct instant first;
    struct instant moved; /* when one was withdrawn or restored last; ms 0: never */
};

/* The document, for what is done without the office's lock. Under office_read. */
bool live_copy_doc(const struct live *l, struct arena *a, struct campaign *doc_r, struct err *e) MUST_LOOK;
/* Takes note of a transition that an obligation has got. */
void live_note(struct live *l, const struct live_obligation *o, const struct transition *t);
/* Columns and matrix of a moment of the past, in a's memory, with what was withdrawn since; l itself when they are the same.
 * NULL without room for it. */
const struct live *live_as_of(const struct live *l, struct arena *a, struct instant as_of);
/* Makes columns, matrix and places once doc, roll and obligations are there. */
void live_arrange(struct live *l);
/*
 * Whether an obligation stands, on the board as everywhere. A unit that has left owes nothing from then on, and what it has
 * sent or failed to send before stays as it was.
 */
bool obligation_stands(const struct roll *r, const struct obligation *o, const struct transition *list, uint32_t n);
struct live_obligation *live_obligation(const struct live *l, struct obligation_id id);
/* The obligation of a unit in a column, or NULL. */
struct live_obligation *live_at(const struct live *l, int64_t unit_index, size_t column);
/* Where those of the unit that were withdrawn begin among `withdrawn`; they end where another unit's begin. */
size_t live_withdrawn_from(const struct live *l, struct unit_id unit);
/* Adds one (of one's own accord) behind the others, when its id is the newest; or takes up again one that was withdrawn. */
struct live_obligation *live_add(struct live *l, const struct obligation *o);
/*
 * The board's cells at this moment, all units × columns, in a's memory. The kept ones, of which it is a copy, change under the
 * office's lock for writing by transitions, and here by time: callers that hold it for reading exclude each other while
 * this runs (office_cells), and read their copy when others are at it again.
 */
const char *live_cells(struct live *l, struct arena *a, struct instant now);
/* seq: of its event, which is the last taken in then. */
void live_transition(struct live *l, struct live_obligation *o, struct transition t, uint64_t seq);
struct verdict live_verdict(const struct live_obligation *o, struct instant as_of);
bool live_version_is_late(const struct live_obligation *o, struct instant as_of, uint32_t version);

#endif
