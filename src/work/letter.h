/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reporting by letter. What comes to the office's mailbox goes into the tray (待核实) with what was read of it and a
 * suggestion whose it is; who a letter is from can be forged, so that it becomes a report only when a clerk takes it in.
 * Then it is judged by when it reached the mailbox, as a call is by when it came (work/report.h).
 */
#ifndef WORK_LETTER_H
#define WORK_LETTER_H

#include "store/letter.h"
#include "store/outbox.h"
#include "store/scratch.h"
#include "work/answer.h"
#include "work/mailbox.h"
#include "work/report.h"
#include "work/workbook.h"

enum { LETTERS_MAX = 200, LETTER_BYTES = 100 << 20, LETTER_ARENA = 64 << 20 };

/* ---- in ---- */

struct letter_part {
    struct str name;
    uint64_t at, n;
};

/* What a letter holds, taken apart by the confined worker. Texts are clean UTF-8; `at` and `n` are places in `fd`. */
struct letter_parts {
    struct str sender, subject, written, words;
    struct str message, refs; /* identifiers, as they stand */
    struct letter_marks marks;
    LIST(struct letter_part) files;
    int fd;
};
/*
 * `to`: an empty file, where what it holds goes. ERR_INPUT: nothing could be read of it, whatever became of the worker;
 * ERR_LARGE: more parts than are taken; ERR_FAULT: it was stopped as we are, or cannot work here: try again.
 */
bool letter_unpack(struct arena *a, int from, struct scratch *to, struct letter_parts *parts_r,
                   struct err *e) MUST_LOOK;

/* Whom an answer to it goes to: what is kept of its headers is sound, and can be written into another's. */
struct letter_answer letter_answer_of(struct arena *a, const struct letter_parts *p);

struct letter_come {
    struct blob blob; /* as it came; of one that is too large, as much as is kept */
    struct instant arrived_at;
    bool too_large;
    struct mailbox_mark mark; /* how far its mailbox is read with it */
};
/* Reads it and puts it into the tray, with its mark in one commit. Waits: for the door of letters. */
bool letter_arrive(struct office *office, const struct letter_come *come, struct err *e) MUST_LOOK;
/* What a letter says of itself, the most telling first: for letter_unit and letter_choose. */
struct strs letter_lines(struct arena *a, const struct letter_record *l);
/* The mark alone moved: another UIDVALIDITY, or nothing new to keep. */
bool letter_mark(struct office *office, const struct mailbox_mark *mark, struct err *e) MUST_LOOK;

/* ---- the tray ---- */

struct letter_suggestion {
    struct campaign_id campaign;
    struct str campaign_title;
    struct obligation_view obligation;
    bool stamped; /* the workbook's own number says so */
};

struct letter_view {
    struct obligation_id id; /* of the letter */
    struct str sender, subject, reason, by;
    struct instant arrived_at, fetched_at, settled_at;
    int trouble, state;
    struct letter_suggestion *suggested; /* NULL: none; of one that was taken in: for what */
    struct answers_view answers;
};

struct letters_view {
    struct mailbox_view mailbox;
    struct outbox_view outbox;
    int64_t waiting;
    LIST(struct letter_view) items;
    struct obligation_id next; /* ask for those ?before= it; 0: no more */
};

struct letter_file_view {
    int64_t position;            /* from 1 on */
    struct str name, type, part; /* part: of the duty it would be handed in for; empty: it stays with the letter */
    int64_t size;
    bool book, taken; /* the workbook that was read; one that was taken in before */
};

struct letter_detail {
    struct letter_view letter;
    struct str written, words;
    struct unit_id unit; /* whose name stands in it; 0: none */
    struct str foretold; /* where an answer would go, or why none would; empty: none is ever sent */
    bool told;           /* the sender will be told what becomes of it */
    LIST(struct letter_file_view) files;
    struct obligation_id obligation; /* what it was held against; 0: nothing */
    struct filled_view *filled;      /* the forms as read from the workbook; NULL: none was */
    struct str unread;               /* why the workbook could not be read */
    struct remarks remarks;          /* what the report would lack */
};

struct letter_take_in {
    struct campaign_id campaign;
    struct obligation_id obligation;
    int64_t version;                  /* the newest that the clerk saw, 0: none */
    bool again;                       /* the clerk knows that it was taken in before, for something else */
    LIST(struct obligation_id) files; /* positions of what goes with it */
};

struct letter_aside_in {
    struct str reason; /* the sender is told it */
    bool still;        /* but not of this letter */
};

extern const struct shape letter_suggestion_shape, letter_view_shape, letters_view_shape, letter_file_view_shape,
    letter_detail_shape, letter_take_in_shape, letter_aside_in_shape;

/* Only a clerk of the office sees the tray: ERR_FORBIDDEN. */
bool tray_read(struct office *office, struct arena *a, const struct session *who, int state, uint64_t before,
               struct letters_view *view_r, struct err *e) MUST_LOOK;
/* Held against an obligation: 0: the one suggested. */
bool tray_letter(struct office *office, struct arena *a, const struct session *who, uint64_t id,
                 struct obligation_id against, struct letter_detail *view_r, struct err *e) MUST_LOOK;
/* An attachment's bytes, always to be saved and never shown; position 0: the letter as it came. */
bool tray_file(struct office *office, struct arena *a, const struct session *who, uint64_t id, uint64_t position,
               struct str *name_r, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;
bool tray_take_in(struct office *office, struct arena *a, const struct session *who, uint64_t id,
                  const struct letter_take_in *in, struct receipt_view *view_r, struct err *e) MUST_LOOK;
bool tray_set_aside(struct office *office, struct arena *a, const struct session *who, uint64_t id,
                    const struct letter_aside_in *in, struct letter_view *view_r, struct err *e) MUST_LOOK;

/* What of a letter becomes the body of a report for a duty (letter_body.c). */
struct letter_body {
    int64_t book; /* index into the files, -1: none */
    struct filled_view *filled;
    struct str unread;
    struct json_text body;
};
/* The part that an attachment is handed in for; NULL: the duty asks for no such thing, or it is a workbook of ours. */
const struct part *letter_part_for(const struct duty *duty, const struct letter_file *f);
/* `chosen`: of each file whether it goes with the report. */
bool letter_body_of(struct office *office, struct arena *a, const struct session *who, const struct letter_record *l,
                    const struct obligation_detail *of, const bool *chosen, struct letter_body *body_r,
                    struct err *e) MUST_LOOK;
/* Opens one of its blobs, held against its hash. */
bool letter_blob(struct office *office, struct blob_id id, int *fd_r, uint64_t *size_r, struct err *e) MUST_LOOK;

#endif
