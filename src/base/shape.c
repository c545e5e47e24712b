/* SPDX-License-Identifier: Apache-2.0 */
#include "base/shape.h"

#include "base/str.h"

#include <string.h>

static size_t size_of(const struct shape_field *f)
{
    switch (f->kind) {
    case SHAPE_BOOL:
        return sizeof(bool);
    case SHAPE_WORD:
        return sizeof(int);
    case SHAPE_DAY:
        return sizeof(int32_t);
    case SHAPE_STR:
    case SHAPE_PROSE:
    case SHAPE_JSON:
        return sizeof(struct str);
    case SHAPE_ONE:
        return f->of->size;
    case SHAPE_MANY:
    case SHAPE_STRS:
    case SHAPE_IDS:
        return sizeof(struct shape_list);
    default:
        return 8; /* INT, NUMBER, ID, INSTANT, MAYBE */
    }
}

static bool struct_is_same(const struct shape *shape, const void *a, const void *b)
{
    for (const struct shape_field *f = shape->fields; f->name; f++)
        if (!shape_member_is_same(f, a, b))
            return false;
    return true;
}

static bool list_is_same(const struct shape_field *f, const struct shape_list *a, const struct shape_list *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        if (f->kind == SHAPE_STRS && !str_eq(((struct str *)a->items)[i], ((struct str *)b->items)[i]))
            return false;
        if (f->kind == SHAPE_MANY &&
            !struct_is_same(f->of, (char *)a->items + i * f->of->size, (char *)b->items + i * f->of->size))
            return false;
    }
    return f->kind != SHAPE_IDS || !a->n || !memcmp(a->items, b->items, a->n * sizeof(uint64_t));
}

bool shape_member_is_same(const struct shape_field *f, const void *a, const void *b)
{
    const void *x = (const char *)a + f->at, *y = (const char *)b + f->at;
    switch (f->kind) {
    case SHAPE_STR:
    case SHAPE_PROSE:
    case SHAPE_JSON:
        return str_eq(*(const struct str *)x, *(const struct str *)y);
    case SHAPE_ONE:
        return struct_is_same(f->of, x, y);
    case SHAPE_MANY:
    case SHAPE_STRS:
    case SHAPE_IDS:
        return list_is_same(f, x, y);
    default:
        return !memcmp(x, y, size_of(f));
    }
}

void shape_member_take(const struct shape_field *f, void *to, const void *from)
{
    memcpy((char *)to + f->at, (const char *)from + f->at, size_of(f));
}
