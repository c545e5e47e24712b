/* SPDX-License-Identifier: Apache-2.0 */
/* Word's own numbering: the definitions in word/numbering.xml, and the count that is kept along the paragraphs. */
#ifndef FORMAT_DOCX_NUMBER_H
#define FORMAT_DOCX_NUMBER_H

#include "format/xml.h"

enum { NUMBER_LEVELS = 9, NUMBER_LISTS = 500 };

struct number_level {
    struct str format, text; /* chineseCounting, （%1） */
    int64_t start;
};

struct number_list { /* of an abstractNum */
    struct str id;
    struct number_level levels[NUMBER_LEVELS];
    int64_t counts[NUMBER_LEVELS]; /* the last number given; start − 1 before the first */
    bool begun[NUMBER_LEVELS];
};

struct numbering {
    struct {
        struct number_list *items;
        size_t n, cap;
    } lists;
    struct strs names, meant; /* numId → abstractNumId */
};

/* A document without numbering has an empty one. */
bool numbering_read(struct arena *a, struct unzip *z, struct numbering *n_r, struct err *e) MUST_LOOK;
/* The next number of that list and level, "（二）"; the empty str for bullets and what is not defined. */
struct str numbering_next(struct arena *a, struct numbering *n, struct str id, int64_t level);

#endif
