/* SPDX-License-Identifier: Apache-2.0 */
#include "base/tree.h"

const struct json *json_get(const struct json *o, struct str name)
{
    for (size_t i = 0; o && o->kind == JSON_OBJECT && i < o->n; i++)
        if (str_eq(o->items[i].name, name))
            return &o->items[i];
    return NULL;
}

struct str json_get_str(const struct json *o, struct str name)
{
    const struct json *j = json_get(o, name);
    return j && j->kind == JSON_STRING ? j->text : (struct str){0};
}

const struct json *json_get_list(const struct json *o, struct str name)
{
    static const struct json empty = {.kind = JSON_ARRAY};
    const struct json *j = json_get(o, name);
    return j && j->kind == JSON_ARRAY ? j : &empty;
}

bool json_is_blank(const struct json *j)
{
    if (!j || j->kind == JSON_NULL)
        return true;
    if (j->kind == JSON_STRING)
        return str_trim(j->text).n == 0;
    return (j->kind == JSON_ARRAY || j->kind == JSON_OBJECT) && j->n == 0;
}
