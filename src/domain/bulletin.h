/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bulletin (工作简报): what the office tells its leaders of a day. An issue is paragraphs, drafted from what was
 * reported up to a moment and then the clerk's to change: 一、报送情况, 二、活动开展情况, 三、媒体宣传, and pieces of units
 * behind them. It keeps words, never a way to count again, so that the figures of an issue stay what they were.
 *
 * Figures are the forms' own: what the roll-up sums (numbers of rows with a subtotal, numbers of the form), the rows
 * themselves, and the rows by their first choice, all in the words of the fields' labels. A number to date (累计) is
 * each unit's own newest one, summed; it is never made by adding days.
 */
#ifndef DOMAIN_BULLETIN_H
#define DOMAIN_BULLETIN_H

#include "domain/board.h"
#include "domain/campaign.h"

enum bulletin_block_kind { BLOCK_HEADING, BLOCK_TEXT, BLOCK_STORY };
extern const char *const bulletin_block_words[]; /* "heading", "text", "story" */

struct bulletin_photo {
    struct str blob, name; /* blob: SHA-256 in hex */
};

/* A heading is a title alone, a text has none. A story (各地动态) says which piece of which report it was chosen from. */
struct bulletin_block {
    int kind; /* enum bulletin_block_kind */
    struct str title, unit_name, text;
    struct {
        struct bulletin_photo *items;
        size_t n, cap;
    } photos;
    struct obligation_id obligation; /* 0: written by the clerk */
    int64_t version, place;          /* place: among the pieces of the part */
    struct str part;
};

struct bulletin {
    struct str name, issuer, title; /* name: the red head; title: of the issue, may be empty */
    struct day date, from, to;      /* date: of issue; from, to: the days it tells of */
    struct instant as_of;           /* the moment its figures are of */
    struct {
        struct bulletin_block *items;
        size_t n, cap;
    } blocks;
    struct str report_to, send_to, issue_to; /* 报, 送, 发 */
    int64_t copies;                          /* 0: not told */
};

enum { BULLETIN_BLOCKS_MAX = 200, BULLETIN_PHOTOS_MAX = 4 };
extern const struct shape bulletin_photo_shape, bulletin_block_shape, bulletin_shape;

/* ---- figures ---- */

/* One line of a form's sums. */
struct bulletin_sum {
    const struct field *rows;  /* NULL: a number of the form itself */
    const struct field *field; /* NULL: how many rows there are */
    struct str choice;         /* the rows that chose this in `field` */
    double value;
    bool filled;
};

struct bulletin_sums {
    const struct form *form;
    int64_t units; /* that told something; the caller counts them */
    struct {
        struct bulletin_sum *items;
        size_t n, cap;
    } lines;
};

void bulletin_sums_begin(struct arena *a, const struct form *form, struct bulletin_sums *sums_r);
/* body may be NULL. newest: the unit's newest, whose numbers to date count. */
void bulletin_sums_add(struct bulletin_sums *sums, const struct json *body, bool newest);

/* A column of the board at the moment. */
struct bulletin_column {
    const struct duty *duty;
    struct day day;
    struct instant due;
    struct board_counts counts;
    struct strs late, missing; /* names */
};

struct bulletin_form {
    struct bulletin_sums of_days; /* of the days alone */
    struct bulletin_sums to_date; /* of all days up to the last */
};

struct bulletin_figures {
    const struct campaign *campaign;
    struct day from, to;
    struct instant as_of;
    bool names; /* tell who is late and who is missing, not only how many */
    struct {
        struct bulletin_column *items;
        size_t n, cap;
    } columns;
    struct {
        struct bulletin_form *items;
        size_t n, cap;
    } forms;
};

/* Fills name, days, moment and paragraphs. Texts of the figures are copied. */
void bulletin_draft(struct arena *a, const struct bulletin_figures *figures, struct bulletin *b_r);

/* 第3期; of a draft, number 0: 第　期. */
struct str bulletin_number_text(struct arena *a, int64_t number);
/* 2023年5月18日 */
struct str bulletin_date_text(struct arena *a, struct day d);

#endif
