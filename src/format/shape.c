/* SPDX-License-Identifier: Apache-2.0 */
/* Structs by their shape: JSON in, JSON out, JSON schema. Declared in format/json.h. */
#include "base/clock.h"
#include "format/json.h"

#include <math.h>
#include <string.h>

static struct str label_of(const struct shape_field *f)
{
    return str_of(f->label ? f->label : f->name);
}

static bool wrong(struct err *e, const struct shape_field *f, const char *wanted)
{
    return err_with(e, ERR_INVALID, MSG_FIELD_TYPE, label_of(f), str_of(wanted), S(""));
}

static bool too_long(struct err *e, const struct shape_field *f, size_t limit)
{
    char text[24];
    struct str n = {text, 0};
    for (size_t v = limit, at = sizeof text; v; v /= 10)
        text[--at] = (char)('0' + v % 10), n = (struct str){text + at, sizeof text - at};
    return err_with(e, ERR_INVALID, MSG_FIELD_LONG, label_of(f), n, S(""));
}

static bool read_str(const struct shape_field *f, const struct json *j, struct str *to, struct err *e)
{
    size_t limit = f->limit ? f->limit : f->kind == SHAPE_PROSE ? 20000 : 200;
    if (j->kind != JSON_STRING || utf8_has_hidden(j->text))
        return wrong(e, f, "文字（不含控制字符）");
    if (j->text.n > limit && utf8_length(j->text) > limit)
        return too_long(e, f, limit);
    *to = j->text;
    return true;
}

static bool read_id(const struct shape_field *f, const struct json *j, uint64_t *to, struct err *e)
{
    int64_t id;
    if (j->kind != JSON_STRING || !str_to_int(j->text, &id) || id < 0)
        return wrong(e, f, "编号");
    *to = (uint64_t)id;
    return true;
}

static bool read_word(const struct shape_field *f, const struct json *j, int *to, struct err *e)
{
    for (int i = 0; j->kind == JSON_STRING && f->words[i]; i++)
        if (str_eq(j->text, str_of(f->words[i]))) {
            *to = i;
            return true;
        }
    return wrong(e, f, "列出的选项之一");
}

static bool read_number(const struct shape_field *f, const struct json *j, void *to, struct err *e)
{
    if (j->kind != JSON_NUMBER || !isfinite(j->number))
        return wrong(e, f, "数字");
    if (f->kind == SHAPE_NUMBER) {
        *(double *)to = j->number;
        return true;
    }
    if (j->number != floor(j->number) || fabs(j->number) > 9007199254740992.0)
        return wrong(e, f, "整数");
    if (f->limit && (j->number < 0 || j->number > (double)f->limit))
        return wrong(e, f, "范围内的整数");
    *(int64_t *)to = (int64_t)j->number;
    return true;
}

static size_t item_size(const struct shape_field *f)
{
    return f->kind == SHAPE_MANY ? f->of->size : f->kind == SHAPE_STRS ? sizeof(struct str) : sizeof(uint64_t);
}

static bool read_list(struct arena *a, const struct shape_field *f, const struct json *j, struct shape_list *to,
                      struct err *e)
{
    size_t limit = f->limit ? f->limit : 10000, size = item_size(f);
    if (j->kind != JSON_ARRAY)
        return wrong(e, f, "列表");
    if (j->n > limit)
        return too_long(e, f, limit);
    char *items = arena_try(a, (j->n + 1) * size);
    if (!items)
        return err_with(e, ERR_LARGE, MSG_TOO_LARGE, label_of(f), S(""), S(""));
    for (size_t i = 0; i < j->n; i++) {
        struct shape_field text = {.name = f->name, .label = f->label, .kind = SHAPE_STR, .limit = 1000};
        bool ok = f->kind == SHAPE_MANY   ? shape_read(a, f->of, &j->items[i], items + i * size, e)
                  : f->kind == SHAPE_STRS ? read_str(&text, &j->items[i], (struct str *)(void *)(items + i * size), e)
                                          : read_id(f, &j->items[i], (uint64_t *)(void *)(items + i * size), e);
        if (!ok)
            return false;
    }
    *to = (struct shape_list){items, j->n, j->n + 1};
    return true;
}

static bool read_json(struct arena *a, const struct json *j, struct str *to)
{
    struct buf b = buf_new(a, 512);
    json_write(&b, j);
    *to = buf_str(&b);
    return true;
}

static bool read_maybe(struct arena *a, const struct shape_field *f, const struct json *j, void **to, struct err *e)
{
    void *one = arena_alloc(a, f->of->size);
    if (!shape_read(a, f->of, j, one, e))
        return false;
    *to = one;
    return true;
}

static bool read_field(struct arena *a, const struct shape_field *f, const struct json *j, char *into, struct err *e)
{
    void *to = into + f->at;
    switch (f->kind) {
    case SHAPE_STR:
    case SHAPE_PROSE:
        return read_str(f, j, to, e);
    case SHAPE_INT:
    case SHAPE_NUMBER:
        return read_number(f, j, to, e);
    case SHAPE_BOOL:
        *(bool *)to = j->kind == JSON_TRUE;
        return j->kind == JSON_TRUE || j->kind == JSON_FALSE || wrong(e, f, "true 或 false");
    case SHAPE_ID:
        return read_id(f, j, to, e);
    case SHAPE_DAY:
        return (j->kind == JSON_STRING && day_read(j->text, to)) || wrong(e, f, "日期，如 2023-05-18");
    case SHAPE_INSTANT:
        return (j->kind == JSON_STRING && instant_read(j->text, to)) ||
               wrong(e, f, "时间，如 2023-05-18T10:00:00+08:00");
    case SHAPE_WORD:
        return read_word(f, j, to, e);
    case SHAPE_ONE:
        return shape_read(a, f->of, j, to, e);
    case SHAPE_MAYBE:
        return read_maybe(a, f, j, to, e);
    case SHAPE_MANY:
    case SHAPE_STRS:
    case SHAPE_IDS:
        return read_list(a, f, j, to, e);
    case SHAPE_TREE:
        ((struct json_text *)to)->tree = j;
        return read_json(a, j, &((struct json_text *)to)->text);
    case SHAPE_JSON:
        return read_json(a, j, to);
    }
    return false;
}

/* Days and instants that are not given must not read as 1970. */
static void set_absent(const struct shape *shape, char *into)
{
    for (const struct shape_field *f = shape->fields; f->name; f++) {
        if (f->kind == SHAPE_DAY)
            *(struct day *)(void *)(into + f->at) = DAY_NONE;
        else if (f->kind == SHAPE_INSTANT)
            *(struct instant *)(void *)(into + f->at) = INSTANT_NONE;
        else if (f->kind == SHAPE_ONE)
            set_absent(f->of, into + f->at);
    }
}

static bool names_are_known(const struct shape *shape, const struct json *j, struct err *e)
{
    for (size_t i = 0; i < j->n; i++) {
        const struct shape_field *f = shape->fields;
        while (f->name && !str_eq(str_of(f->name), j->items[i].name))
            f++;
        if (!f->name)
            return err_with(e, ERR_INVALID, MSG_FIELD_UNKNOWN, j->items[i].name, S(""), S(""));
    }
    return true;
}

bool shape_read(struct arena *a, const struct shape *shape, const struct json *j, void *into, struct err *e)
{
    struct shape_field whole = {.name = shape->name};
    if (j->kind != JSON_OBJECT)
        return wrong(e, &whole, "对象");
    set_absent(shape, into);
    if (!names_are_known(shape, j, e))
        return false;
    for (const struct shape_field *f = shape->fields; f->name; f++) {
        const struct json *value = json_get(j, str_of(f->name));
        if (value && value->kind != JSON_NULL) {
            if (!read_field(a, f, value, into, e))
                return false;
        } else if (f->flags & SHAPE_REQUIRED) {
            return err_with(e, ERR_INVALID, MSG_FIELD_MISSING, label_of(f), S(""), S(""));
        }
    }
    return true;
}

bool shape_read_text(struct arena *a, const struct shape *shape, struct str text, void *into, struct err *e)
{
    struct json j; /* what hangs on it lives in the arena */
    return json_read(a, text, &j, e) && shape_read(a, shape, &j, into, e);
}

static void write_text_or_null(struct buf *b, struct str s, bool required)
{
    if (s.n || required)
        json_str(b, s);
    else
        buf_lit(b, "null");
}

/* As text: JavaScript's numbers are too short for it. */
static void write_id(struct buf *b, uint64_t id)
{
    buf_putc(b, '"');
    buf_put_digits(b, id, 1);
    buf_putc(b, '"');
}

static void write_list(struct buf *b, const struct shape_field *f, const struct shape_list *list)
{
    const char *items = list->items;
    buf_putc(b, '[');
    for (size_t i = 0; i < list->n && !b->cut; i++) {
        const void *item = items + i * item_size(f);
        b->cut = b->stops && !arena_left(b->arena);
        if (i)
            buf_putc(b, ',');
        if (f->kind == SHAPE_MANY)
            shape_write(b, f->of, item);
        else if (f->kind == SHAPE_STRS)
            json_str(b, *(const struct str *)item);
        else
            write_id(b, *(const uint64_t *)item);
    }
    buf_putc(b, ']');
}

static void write_day(struct buf *b, struct day d)
{
    struct civil c = day_civil(d);
    if (day_is_set(d))
        buf_format(b, "\"%04d-%02d-%02d\"", c.year, c.month, c.day);
    else
        buf_lit(b, "null");
}

static void write_instant(struct buf *b, struct instant t)
{
    if (instant_is_set(t))
        json_str(b, instant_text(b->arena, t, 0));
    else
        buf_lit(b, "null");
}

static void write_field(struct buf *b, const struct shape_field *f, const char *from)
{
    const void *at = from + f->at;
    switch (f->kind) {
    case SHAPE_STR:
    case SHAPE_PROSE:
        write_text_or_null(b, *(const struct str *)at, f->flags & SHAPE_REQUIRED);
        break;
    case SHAPE_INT:
        buf_put_int(b, *(const int64_t *)at);
        break;
    case SHAPE_NUMBER:
        json_number(b, *(const double *)at);
        break;
    case SHAPE_BOOL:
        buf_put(b, *(const bool *)at ? S("true") : S("false"));
        break;
    case SHAPE_ID:
        if (*(const uint64_t *)at)
            write_id(b, *(const uint64_t *)at);
        else
            buf_lit(b, "null");
        break;
    case SHAPE_DAY:
        write_day(b, *(const struct day *)at);
        break;
    case SHAPE_INSTANT:
        write_instant(b, *(const struct instant *)at);
        break;
    case SHAPE_WORD:
        json_str(b, str_of(f->words[*(const int *)at]));
        break;
    case SHAPE_ONE:
        shape_write(b, f->of, at);
        break;
    case SHAPE_MAYBE:
        if (*(void *const *)at)
            shape_write(b, f->of, *(void *const *)at);
        else
            buf_lit(b, "null");
        break;
    case SHAPE_MANY:
    case SHAPE_STRS:
    case SHAPE_IDS:
        write_list(b, f, at);
        break;
    case SHAPE_TREE: /* its text stands first */
    case SHAPE_JSON:
        buf_put(b, ((const struct str *)at)->n ? *(const struct str *)at : S("null"));
        break;
    }
}

void shape_write(struct buf *b, const struct shape *shape, const void *from)
{
    buf_putc(b, '{');
    for (const struct shape_field *f = shape->fields; f->name; f++) {
        if (f != shape->fields)
            buf_putc(b, ',');
        json_str(b, str_of(f->name));
        buf_putc(b, ':');
        write_field(b, f, from);
    }
    buf_putc(b, '}');
}

static void schema_words(struct buf *b, const char *const *words)
{
    buf_lit(b, "{\"type\":\"string\",\"enum\":[");
    for (int i = 0; words[i]; i++) {
        if (i)
            buf_putc(b, ',');
        json_str(b, str_of(words[i]));
    }
    buf_lit(b, "]}");
}

static void schema_field(struct buf *b, const struct shape_field *f)
{
    static const char *const plain[] = {
        [SHAPE_INT] = "{\"type\":\"integer\"}",
        [SHAPE_NUMBER] = "{\"type\":\"number\"}",
        [SHAPE_BOOL] = "{\"type\":\"boolean\"}",
        [SHAPE_ID] = "{\"type\":[\"string\",\"null\"]}",
        [SHAPE_DAY] = "{\"type\":[\"string\",\"null\"],\"format\":\"date\"}",
        [SHAPE_INSTANT] = "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}",
        [SHAPE_STRS] = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
        [SHAPE_IDS] = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}",
        [SHAPE_TREE] = "{}",
        [SHAPE_JSON] = "{}",
    };
    bool required = f->flags & SHAPE_REQUIRED;
    if (f->kind == SHAPE_WORD)
        schema_words(b, f->words);
    else if (f->kind == SHAPE_INT && f->limit)
        buf_format(b, "{\"type\":\"integer\",\"minimum\":0,\"maximum\":%zu}", f->limit);
    else if (f->kind == SHAPE_ONE)
        buf_format(b, "{\"$ref\":\"#/components/schemas/%s\"}", f->of->name);
    else if (f->kind == SHAPE_MAYBE)
        buf_format(b, "{\"oneOf\":[{\"$ref\":\"#/components/schemas/%s\"},{\"type\":\"null\"}]}", f->of->name);
    else if (f->kind == SHAPE_MANY)
        buf_format(b, "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/%s\"}}", f->of->name);
    else if (f->kind == SHAPE_STR || f->kind == SHAPE_PROSE)
        buf_put(b, required ? S("{\"type\":\"string\"}") : S("{\"type\":[\"string\",\"null\"]}"));
    else if (required && (f->kind == SHAPE_ID || f->kind == SHAPE_DAY || f->kind == SHAPE_INSTANT))
        buf_lit(b, "{\"type\":\"string\"}");
    else
        buf_put(b, str_of(plain[f->kind]));
}

/* What can be null may also be left out; the rest is always written, and a client that sends it always does no harm. */
static bool is_always_there(const struct shape_field *f)
{
    switch (f->kind) {
    case SHAPE_STR:
    case SHAPE_PROSE:
    case SHAPE_ID:
    case SHAPE_DAY:
    case SHAPE_INSTANT:
    case SHAPE_MAYBE:
    case SHAPE_TREE:
    case SHAPE_JSON:
        return f->flags & SHAPE_REQUIRED;
    default:
        return true;
    }
}

void shape_schema(struct buf *b, const struct shape *shape)
{
    buf_lit(b, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
    for (const struct shape_field *f = shape->fields; f->name; f++) {
        if (f != shape->fields)
            buf_putc(b, ',');
        json_str(b, str_of(f->name));
        buf_putc(b, ':');
        schema_field(b, f);
    }
    buf_lit(b, "},\"required\":[");
    bool first = true;
    for (const struct shape_field *f = shape->fields; f->name; f++) {
        if (!is_always_there(f))
            continue;
        if (!first)
            buf_putc(b, ',');
        json_str(b, str_of(f->name));
        first = false;
    }
    buf_lit(b, "]}");
}
