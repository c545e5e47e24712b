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

enum field_kind { FIELD_TEXT, FIELD_LONG_TEXT, FIELD_NUMBER, FIELD_DATE, FIELD_TIME, FIELD_CHOICE, FIELD_ROWS };
extern const char *const field_kind_words[];

enum tally { TALLY_DAY, TALLY_TO_DATE };

struct field {
    struct str key, label, hint, unit; /* unit: 人, 场, 份 */
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

/* left (a key, or rows.key summed) compared with the sum of right. */
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

/* A finding on what was filled in: where ("activities[2].students") and what to do, in zh-CN. */
struct remark {
    struct str where, message;
    bool blocks; /* must be mended before sending; the others are shown and sent along */
};

struct remarks {
    struct remark *items;
    size_t n, cap;
};

extern const struct shape remark_shape;

#endif
