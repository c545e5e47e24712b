/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A shape describes a struct once: names, members, kinds, limits. From it come JSON in and out, the OpenAPI document
 * and, by that, the browser's types (format/shape.h). A noun's shape stands in the noun's own file; what a member is
 * called here is what the world sees, so names are stable.
 *
 * Absent and null: a DAY, INSTANT, STR or JSON that is not set is null; a list that is not given is empty.
 */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

enum shape_kind {
    SHAPE_STR,     /* struct str; limit: code points (0: 200); hidden characters are refused */
    SHAPE_PROSE,   /* struct str; as STR, but limit 0 means 20,000 */
    SHAPE_INT,     /* int64_t; from 0 to limit; limit 0: within ±2^53 */
    SHAPE_NUMBER,  /* double */
    SHAPE_BOOL,    /* bool */
    SHAPE_ID,      /* a struct of one uint64_t; a decimal string in JSON; 0 is null */
    SHAPE_DAY,     /* struct day */
    SHAPE_INSTANT, /* struct instant; ISO 8601 in UTC */
    SHAPE_WORD,    /* an enum (int): the index into words */
    SHAPE_ONE,     /* a struct of shape `of`, inline */
    SHAPE_MAYBE,   /* a pointer to a struct of shape `of`, or NULL: null */
    SHAPE_MANY,    /* struct { T *items; size_t n, cap; } of shape `of`; limit: items (0: 10,000) */
    SHAPE_STRS,    /* struct strs; limit: items */
    SHAPE_IDS,     /* struct { T *items; size_t n, cap; } of one-uint64 structs */
    SHAPE_TREE,    /* struct json_text: as JSON, and the tree with it */
    SHAPE_JSON,    /* struct str that holds JSON text as it is; when read, it is written anew without blanks */
};

enum { SHAPE_REQUIRED = 1 };

struct shape_field {
    const char *name;  /* in JSON */
    const char *label; /* in zh-CN, for what a person reads when it is wrong */
    enum shape_kind kind;
    size_t at;
    unsigned flags;
    size_t limit;
    const struct shape *of;
    const char *const *words; /* ends with NULL */
};

struct shape {
    const char *name; /* "report": the schema's name in the OpenAPI document */
    size_t size;
    const struct shape_field *fields; /* ends with a field without name */
};

/* The lists that SHAPE_MANY and SHAPE_IDS stand for all look like this. */
struct shape_list {
    void *items;
    size_t n, cap;
};

#define SHAPE(noun, type, ...)          \
    const struct shape noun##_shape = { \
        .name = #noun, .size = sizeof(type), .fields = (const struct shape_field[]){__VA_ARGS__, {0}}}

/* One line a member: SHAPE_FIELD(trait, key, "属性", STR, .flags = SHAPE_REQUIRED) */
#define SHAPE_FIELD(type, member, zh, sort, ...)                                                             \
    {                                                                                                        \
        .name = #member, .label = zh, .kind = SHAPE_##sort, .at = offsetof(struct type, member), __VA_ARGS__ \
    }

/* Whether a member of two structs of one shape is the same, lists item by item; NUMBERs by their bits. */
bool shape_member_is_same(const struct shape_field *f, const void *a, const void *b);
/* Copies one member; what it points at is shared. */
void shape_member_take(const struct shape_field *f, void *to, const void *from);

#endif
