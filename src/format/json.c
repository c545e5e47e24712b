/* SPDX-License-Identifier: Apache-2.0 */
#include "format/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 32 };

static bool bad(struct err *e, const char *why)
{
    return err_with(e, ERR_INPUT, MSG_BAD_JSON, str_of(why), S(""), S(""));
}

/* cJSON would cut a text at \u0000 and recurse as deep as it is told: both are found before it starts. */
static bool scan_is_safe(struct str text, struct err *e)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.at[i];
        if (in_string && c == '\\') {
            if (str_starts(str_from(text, i), S("\\u0000")))
                return bad(e, "\\u0000");
            i++;
        } else if (c == '"') {
            in_string = !in_string;
        } else if (!in_string && (c == '[' || c == '{') && ++depth > DEPTH_MAX) {
            return bad(e, "nesting");
        } else if (!in_string && (c == ']' || c == '}')) {
            depth--;
        } else if (c == 0) {
            return bad(e, "NUL");
        }
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(**(const struct str *const *)a, **(const struct str *const *)b);
}

/* Sorted pointers: a body of a million equal keys must not cost a million squared. */
static bool names_are_unique(struct arena *a, const struct json *o, struct err *e)
{
    if (o->n < 2)
        return true;
    const struct str **names = arena_try(a, o->n * sizeof *names);
    if (!names)
        return err_with(e, ERR_LARGE, MSG_TOO_LARGE, S("JSON"), S(""), S(""));
    for (size_t i = 0; i < o->n; i++)
        names[i] = &o->items[i].name;
    qsort(names, o->n, sizeof *names, by_name);
    for (size_t i = 1; i < o->n; i++)
        if (str_eq(*names[i - 1], *names[i]))
            return err_with(e, ERR_INPUT, MSG_FIELD_TWICE, *names[i], S(""), S(""));
    return true;
}

static bool copy_text(struct arena *a, const char *z, struct str *text_r)
{
    size_t n = strlen(z);
    char *copy = arena_try(a, n + 1);
    if (!copy)
        return false;
    memcpy(copy, z, n);
    *text_r = (struct str){copy, n};
    return true;
}

static bool copy_tree(struct arena *a, const cJSON *from, struct json *to, struct err *e);

static bool copy_items(struct arena *a, const cJSON *from, struct json *to, struct err *e)
{
    size_t n = (size_t)cJSON_GetArraySize(from);
    struct json *items = arena_try(a, (n + 1) * sizeof *items);
    if (!items)
        return err_with(e, ERR_LARGE, MSG_TOO_LARGE, S("JSON"), S(""), S(""));
    to->items = items;
    to->n = n;
    for (const cJSON *c = from->child; c; c = c->next)
        if (!copy_tree(a, c, items++, e))
            return false;
    return to->kind != JSON_OBJECT || names_are_unique(a, to, e);
}

static bool copy_tree(struct arena *a, const cJSON *from, struct json *to, struct err *e)
{
    bool room = !from->string || copy_text(a, from->string, &to->name);
    switch (from->type & 0xFF) {
    case cJSON_False:
        to->kind = JSON_FALSE;
        break;
    case cJSON_True:
        to->kind = JSON_TRUE;
        break;
    case cJSON_Number:
        to->kind = JSON_NUMBER;
        to->number = from->valuedouble;
        break;
    case cJSON_String:
        to->kind = JSON_STRING;
        room = room && copy_text(a, from->valuestring, &to->text);
        break;
    case cJSON_Array:
        to->kind = JSON_ARRAY;
        return room && copy_items(a, from, to, e);
    case cJSON_Object:
        to->kind = JSON_OBJECT;
        return room && copy_items(a, from, to, e);
    default:
        to->kind = JSON_NULL;
    }
    return room || err_with(e, ERR_LARGE, MSG_TOO_LARGE, S("JSON"), S(""), S(""));
}

bool json_read(struct arena *a, struct str text, struct json *json_r, struct err *e)
{
    if (!utf8_is_valid(text))
        return err_set(e, ERR_INPUT, MSG_BAD_UTF8);
    if (!scan_is_safe(text, e))
        return false;
    const char *end = NULL;
    cJSON *tree = text.n ? cJSON_ParseWithLengthOpts(text.at, text.n, &end, 0) : NULL;
    if (!tree)
        return bad(e, text.n ? "syntax" : "empty");
    struct json j = {0};
    bool ok = str_trim(str_from(text, (size_t)(end - text.at))).n == 0 || bad(e, "trailing text");
    ok = ok && copy_tree(a, tree, &j, e);
    cJSON_Delete(tree);
    if (ok)
        *json_r = j;
    return ok;
}

void json_str(struct buf *b, struct str s)
{
    buf_putc(b, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != '<')
            continue;
        buf_put(b, str_sub(s, from, i - from));
        from = i + 1;
        if (c == '"' || c == '\\') {
            buf_putc(b, '\\');
            buf_putc(b, (char)c);
        } else if (c == '\n') {
            buf_lit(b, "\\n");
        } else {
            buf_format(b, "\\u%04x", c);
        }
    }
    buf_put(b, str_from(s, from));
    buf_putc(b, '"');
}

void json_number(struct buf *b, double value)
{
    if (!isfinite(value)) {
        buf_lit(b, "null");
    } else if (value == floor(value) && fabs(value) < 9007199254740992.0) {
        buf_put_int(b, (int64_t)value);
    } else {
        char text[32];
        snprintf(text, sizeof text, "%.15g", value);
        if (strtod(text, NULL) != value)
            snprintf(text, sizeof text, "%.17g", value);
        buf_put(b, str_of(text));
    }
}

void json_write(struct buf *b, const struct json *j)
{
    static const char *const words[] = {[JSON_NULL] = "null", [JSON_FALSE] = "false", [JSON_TRUE] = "true"};
    if (j->kind <= JSON_TRUE) {
        buf_put(b, str_of(words[j->kind]));
    } else if (j->kind == JSON_NUMBER) {
        json_number(b, j->number);
    } else if (j->kind == JSON_STRING) {
        json_str(b, j->text);
    } else {
        bool object = j->kind == JSON_OBJECT;
        buf_putc(b, object ? '{' : '[');
        for (size_t i = 0; i < j->n; i++) {
            if (i)
                buf_putc(b, ',');
            if (object) {
                json_str(b, j->items[i].name);
                buf_putc(b, ':');
            }
            json_write(b, &j->items[i]);
        }
        buf_putc(b, object ? '}' : ']');
    }
}
