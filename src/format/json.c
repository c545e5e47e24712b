/* SPDX-License-Identifier: Apache-2.0 */
#include "format/json.h"

#include "base/hash.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 32, FEW_NAMES = 24, STACK_FIRST = 32 };

/* One pass over the text. Children wait on the stack until their parent is closed and gets them in one piece. */
struct parser {
    struct arena *arena;
    const char *at, *end;
    char *texts; /* room for all texts: never longer than the source */
    struct json *stack;
    size_t n, cap, values; /* values: read so far */
    struct err *e;
};

static bool bad(struct err *e, const char *why)
{
    return err_with(e, ERR_INPUT, MSG_BAD_JSON, str_of(why), S(""), S(""));
}

static bool no_room(struct err *e)
{
    return err_set(e, ERR_LARGE, MSG_JSON_LARGE);
}

static void skip_blanks(struct parser *p)
{
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' || *p->at == '\t' || *p->at == '\r'))
        p->at++;
}

/* ---- texts ---- */

static bool read_unit(struct parser *p, uint32_t *unit_r)
{
    uint32_t unit = 0;
    if (p->end - p->at < 4)
        return bad(p->e, "syntax");
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(*p->at++);
        if (digit < 0)
            return bad(p->e, "syntax");
        unit = unit << 4 | (uint32_t)digit;
    }
    *unit_r = unit;
    return true;
}

/* \uXXXX, or two of them for what lies beyond U+FFFF; p->at stands behind the u. */
static bool read_code_point(struct parser *p, uint32_t *cp_r)
{
    uint32_t cp, low;
    if (!read_unit(p, &cp))
        return false;
    if (!cp)
        return bad(p->e, "\\u0000");
    if (cp >= 0xD800 && cp < 0xDC00) {
        if (p->end - p->at < 6 || p->at[0] != '\\' || p->at[1] != 'u')
            return bad(p->e, "syntax");
        p->at += 2;
        if (!read_unit(p, &low) || low < 0xDC00 || low > 0xDFFF)
            return bad(p->e, "syntax");
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    } else if (cp >= 0xDC00 && cp < 0xE000) {
        return bad(p->e, "syntax");
    }
    *cp_r = cp;
    return true;
}

static void put_code_point(struct parser *p, uint32_t cp)
{
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    int tail = cp < 0x80 ? 0 : cp < 0x800 ? 1 : cp < 0x10000 ? 2 : 3;
    *p->texts++ = (char)(lead[tail] | cp >> (6 * tail));
    while (tail--)
        *p->texts++ = (char)(0x80 | (cp >> (6 * tail) & 0x3F));
}

static bool read_escape(struct parser *p)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    uint32_t cp = 0;
    if (p->at == p->end)
        return bad(p->e, "syntax");
    char c = *p->at++;
    const char *known = c ? strchr(from, c) : NULL;
    if (known) {
        *p->texts++ = to[known - from];
        return true;
    }
    if (c != 'u')
        return bad(p->e, "syntax");
    if (!read_code_point(p, &cp))
        return false;
    put_code_point(p, cp);
    return true;
}

static const char *plain_end(const char *at, const char *end)
{
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

/* p->at stands behind the quotation mark. */
static bool read_text(struct parser *p, struct str *text_r)
{
    char *begin = p->texts;
    for (;;) {
        const char *stop = plain_end(p->at, p->end);
        size_t n = (size_t)(stop - p->at);
        memcpy(p->texts, p->at, n);
        p->texts += n;
        p->at = stop;
        if (p->at == p->end)
            return bad(p->e, "syntax");
        char c = *p->at++;
        if (c == '"')
            break;
        if (c != '\\')
            return bad(p->e, c ? "control character" : "NUL");
        if (!read_escape(p))
            return false;
    }
    *text_r = (struct str){begin, (size_t)(p->texts - begin)};
    return true;
}

/* ---- numbers and words ---- */

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

/* The end of a number as RFC 8259 writes it; NULL when it is none. */
static const char *number_end(const char *at, const char *end, bool *whole_r)
{
    at += at < end && *at == '-';
    const char *digits = at;
    at = skip_digits(at, end);
    if (at == digits || (*digits == '0' && at - digits > 1))
        return NULL;
    *whole_r = true;
    if (at < end && *at == '.') {
        digits = ++at;
        at = skip_digits(at, end);
        *whole_r = false;
        if (at == digits)
            return NULL;
    }
    if (at < end && (*at | 0x20) == 'e') {
        at++;
        at += at < end && (*at == '+' || *at == '-');
        digits = at;
        at = skip_digits(at, end);
        *whole_r = false;
        if (at == digits)
            return NULL;
    }
    return at;
}

static bool read_number(struct parser *p, double *number_r)
{
    char text[64];
    bool whole;
    int64_t value;
    const char *end = number_end(p->at, p->end, &whole);
    size_t n = end ? (size_t)(end - p->at) : 0;
    if (!end || n >= sizeof text)
        return bad(p->e, "syntax");
    if (whole && n <= 15 && str_to_int((struct str){p->at, n}, &value) && (value || *p->at != '-')) {
        *number_r = (double)value;
    } else {
        memcpy(text, p->at, n);
        text[n] = 0;
        *number_r = strtod(text, NULL);
    }
    p->at = end;
    return true;
}

static bool read_word(struct parser *p, struct str word, enum json_kind kind, struct json *to)
{
    if (!str_starts((struct str){p->at, (size_t)(p->end - p->at)}, word))
        return bad(p->e, "syntax");
    p->at += word.n;
    to->kind = kind;
    return true;
}

/* ---- arrays and objects ---- */

static int by_name(const void *a, const void *b)
{
    return str_cmp(**(const struct str *const *)a, **(const struct str *const *)b);
}

/* Sorted pointers: a body of a million equal keys must not cost a million squared. */
static bool names_are_unique(struct parser *p, const struct json *items, size_t n)
{
    if (n <= FEW_NAMES) {
        for (size_t i = 1; i < n; i++)
            for (size_t k = 0; k < i; k++)
                if (str_eq(items[i].name, items[k].name))
                    return err_with(p->e, ERR_INPUT, MSG_FIELD_TWICE, items[i].name, S(""), S(""));
        return true;
    }
    const struct str **names = arena_try(p->arena, n * sizeof *names);
    if (!names)
        return no_room(p->e);
    for (size_t i = 0; i < n; i++)
        names[i] = &items[i].name;
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 1; i < n; i++)
        if (str_eq(*names[i - 1], *names[i]))
            return err_with(p->e, ERR_INPUT, MSG_FIELD_TWICE, *names[i], S(""), S(""));
    return true;
}

static bool push(struct parser *p, const struct json *j)
{
    if (++p->values > JSON_VALUES_MAX)
        return no_room(p->e);
    if (p->n == p->cap) {
        struct json *moved = arena_try(p->arena, p->cap * 2 * sizeof *moved);
        if (!moved)
            return no_room(p->e);
        memcpy(moved, p->stack, p->n * sizeof *moved);
        p->stack = moved;
        p->cap *= 2;
    }
    p->stack[p->n++] = *j;
    return true;
}

/* What waits on the stack from `from` on becomes the items of `to`. */
static bool close_container(struct parser *p, size_t from, struct json *to)
{
    size_t n = p->n - from;
    struct json *items = n ? arena_try(p->arena, n * sizeof *items) : NULL;
    if (!n)
        return true;
    if (!items)
        return no_room(p->e);
    memcpy(items, p->stack + from, n * sizeof *items);
    p->n = from;
    to->items = items;
    to->n = n;
    return to->kind == JSON_ARRAY || names_are_unique(p, items, n);
}

static bool read_value(struct parser *p, int depth, struct json *to);

static bool read_member(struct parser *p, int depth, bool named)
{
    struct json j = {0};
    skip_blanks(p);
    if (named) {
        if (p->at == p->end || *p->at++ != '"')
            return bad(p->e, "syntax");
        if (!read_text(p, &j.name))
            return false;
        skip_blanks(p);
        if (p->at == p->end || *p->at++ != ':')
            return bad(p->e, "syntax");
    }
    return read_value(p, depth, &j) && push(p, &j);
}

static bool read_container(struct parser *p, int depth, struct json *to)
{
    bool object = *p->at++ == '{';
    char last = object ? '}' : ']';
    size_t from = p->n;
    if (depth == DEPTH_MAX)
        return bad(p->e, "nesting");
    to->kind = object ? JSON_OBJECT : JSON_ARRAY;
    skip_blanks(p);
    if (p->at < p->end && *p->at == last) {
        p->at++;
        return close_container(p, from, to);
    }
    for (;;) {
        if (!read_member(p, depth + 1, object))
            return false;
        skip_blanks(p);
        char c = p->at < p->end ? *p->at++ : 0;
        if (c == last)
            return close_container(p, from, to);
        if (c != ',')
            return bad(p->e, "syntax");
    }
}

static bool read_value(struct parser *p, int depth, struct json *to)
{
    skip_blanks(p);
    switch (p->at < p->end ? *p->at : 0) {
    case '{':
    case '[':
        return read_container(p, depth, to);
    case '"':
        p->at++;
        to->kind = JSON_STRING;
        return read_text(p, &to->text);
    case 't':
        return read_word(p, S("true"), JSON_TRUE, to);
    case 'f':
        return read_word(p, S("false"), JSON_FALSE, to);
    case 'n':
        return read_word(p, S("null"), JSON_NULL, to);
    default:
        to->kind = JSON_NUMBER;
        return read_number(p, &to->number);
    }
}

bool json_read(struct arena *a, struct str text, struct json *json_r, struct err *e)
{
    if (str_starts(text, S("\xef\xbb\xbf")))
        text = str_from(text, 3);
    if (!utf8_is_valid(text))
        return err_set(e, ERR_INPUT, MSG_BAD_UTF8);
    if (!text.n)
        return bad(e, "empty");
    struct parser p = {.arena = a, .at = text.at, .end = text.at + text.n, .cap = STACK_FIRST, .e = e};
    struct json j = {0};
    p.texts = arena_try(a, text.n);
    p.stack = arena_try(a, p.cap * sizeof *p.stack);
    if (!p.texts || !p.stack)
        return no_room(e);
    if (!read_value(&p, 0, &j))
        return false;
    skip_blanks(&p);
    if (p.at < p.end)
        return bad(e, "trailing text");
    *json_r = j;
    return true;
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
