/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms (报表) are data, edited by the clerk and versioned with their campaign: fields, repeated rows with subtotals,
 * limits and checks across fields. The body of a filled form is a JSON object of the fields' keys; rows are arrays of
 * such objects. Every number says whether it is of the day (当日) or to date (累计).
 */
#ifndef DOMAIN_FORM_H
#define DOMAIN_FORM_H

#include "base/err.h"
#include "base/shape.h"
#include "base/tree.h"

enum field_kind { FIELD_TEXT, FIELD_LONG_TEXT, FIELD_NUMBER, FIELD_DATE, FIELD_TIME, FIELD_CHOICE, FIELD_ROWS };
extern const char *const field_kind_words[]; /* "text", "long_text", "number", "date", "time", "choice", "rows" */

enum tally { TALLY_DAY, TALLY_TO_DATE };
extern const char *const tally_words[]; /* "day", "to_date" */

struct field {
    struct str key, label, hint, unit; /* unit: 人, 场, 份; a slash in the label parts two levels: 参加人数/学生 */
    int kind;                          /* enum field_kind */
    bool required;
    bool standing;   /* keeps yesterday's value as today's default */
    bool subtotal;   /* of a number in rows: summed below them */
    int tally;       /* enum tally */
    double min, max; /* numbers: limits; texts: characters; rows: count. min == max == 0: none */
    struct strs choices;
    struct {
        struct field *items;
        size_t n, cap;
    } fields; /* of rows */
};

/* left compared with the sum of right; each is a number's key, rows.key (summed) or rows (how many there are). */
struct form_check {
    struct str left, compare; /* compare: "=", "<=", ">=" */
    struct strs right;
    struct str message;
};

struct form {
    struct str key, name, note;
    bool activities; /* its rows "activities" are activities with an identity of their own */
    struct {
        struct field *items;
        size_t n, cap;
    } fields;
    struct {
        struct form_check *items;
        size_t n, cap;
    } checks;
};

extern const struct shape field_shape, form_check_shape, form_shape;

/* A finding on what was filled in: where ("activities[2].students") and what to do, in the reader's language. */
struct remark {
    struct str where, message;
    bool blocks; /* must be mended before sending; the others are shown and sent along */
};

struct remarks {
    struct remark *items;
    size_t n, cap;
    enum language language; /* of whoever reads them; set before the first is added */
};

extern const struct shape remark_shape;

/*
 * Judges a filled form: what is required, types, limits, choices, days and times, unknown keys, checks across fields.
 * Everything wrong is told, up to REMARKS_MAX, with its place; appended to *remarks. What cannot be read, is missing or
 * passes a limit blocks; checks across fields do not, nor does an "end" before its "start" or a part of what is counted one
 * by one (12.5 人): the clerk's rule may be wrong, and the unit knows its numbers. A row of a form of activities may carry an "id". body NULL: nothing was filled in.
 */
enum { REMARKS_MAX = 200, FORM_ROWS_MAX = 2000 }; /* rows: of one list, whatever the form allows */
void form_check(struct arena *a, const struct form *form, const struct json *body, struct remarks *remarks);

/* Whether it counts what is counted one by one: 人, 场, 份. */
bool field_is_counted(const struct field *f);

/* The number at a path as in a check; 0 where nothing was filled in. */
double form_value(const struct form *form, const struct json *body, struct str path);

/*
 * What the next day's form begins with: the standing values of the one before. Rows that are standing are kept with
 * their standing columns. Never NULL; an empty object when there is nothing.
 */
const struct json *form_prefill(struct arena *a, const struct form *form, const struct json *before);

/* Appends a remark unless there are REMARKS_MAX already. */
void remark_add(struct arena *a, struct remarks *remarks, struct str where, bool blocks, enum message message,
                const struct str args[ERR_ARGS]);

#endif
