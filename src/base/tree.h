/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tree of plain data, as JSON knows it, without its syntax: the rules of the notice judge filled forms on it and
 * never see a byte of JSON; format/json.h reads and writes it.
 */
#ifndef BASE_TREE_H
#define BASE_TREE_H

#include "base/str.h"

enum json_kind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_kind kind;
    struct str name; /* of a member of an object */
    struct str text; /* of a string */
    double number;
    const struct json *items; /* of an array or object */
    size_t n;
};

/* JSON text with its tree, so that nobody reads it twice; tree NULL: only the text is there. */
struct json_text {
    struct str text;
    const struct json *tree;
};

/* The member of that name, or NULL; also NULL when o is NULL or no object. */
const struct json *json_get(const struct json *o, struct str name);
/* The text of a string member, or the empty str. */
struct str json_get_str(const struct json *o, struct str name);
/* The member of that name when it is an array, or an empty array: never NULL. */
const struct json *json_get_list(const struct json *o, struct str name);
/* True when there is nothing to see: no value, null, blanks only, an empty list. */
bool json_is_blank(const struct json *j);

#endif
