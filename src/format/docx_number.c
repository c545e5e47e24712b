/* SPDX-License-Identifier: Apache-2.0 */
#include "format/docx_number.h"

struct reading {
    struct arena *arena;
    struct str name; /* of the file */
    struct numbering *numbering;
    struct number_list *list; /* at hand */
    struct number_level *level;
    struct str num;
};

/* ---- definitions ---- */

static void open_list(struct reading *r, struct str id)
{
    r->list = NULL;
    if (r->numbering->lists.n >= NUMBER_LISTS)
        return;
    struct number_list fresh = {.id = str_dup(r->arena, id)};
    arena_push(r->arena, &r->numbering->lists, fresh);
    r->list = &r->numbering->lists.items[r->numbering->lists.n - 1];
}

static void open_level(struct reading *r, struct str level)
{
    int64_t n;
    bool known = r->list && str_to_int(level, &n) && n >= 0 && n < NUMBER_LEVELS;
    r->level = known ? &r->list->levels[n] : NULL;
    if (r->level)
        r->level->start = 1;
}

static bool on_start(void *to, struct str name, const char *const *attributes, struct err *e)
{
    struct reading *r = to;
    struct str value = xml_attribute(attributes, "val");
    if (!arena_left(r->arena))
        return err_with(e, ERR_LARGE, MSG_TEXT_LONG, r->name, S("1 MB"), S(""));
    if (str_eq(name, S("abstractNum")))
        open_list(r, xml_attribute(attributes, "abstractNumId"));
    else if (str_eq(name, S("lvl")))
        open_level(r, xml_attribute(attributes, "ilvl"));
    else if (str_eq(name, S("num")))
        r->num = str_dup(r->arena, xml_attribute(attributes, "numId"));
    else if (str_eq(name, S("abstractNumId")) && r->num.n && r->numbering->names.n < NUMBER_LISTS) {
        arena_push(r->arena, &r->numbering->names, r->num);
        arena_push(r->arena, &r->numbering->meant, str_dup(r->arena, value));
    } else if (r->level && str_eq(name, S("start")))
        str_to_int(value, &r->level->start);
    else if (r->level && str_eq(name, S("numFmt")))
        r->level->format = str_dup(r->arena, str_sub(value, 0, 40));
    else if (r->level && str_eq(name, S("lvlText")))
        r->level->text = str_dup(r->arena, str_sub(value, 0, utf8_offset(value, 20)));
    return true;
}

static bool on_end(void *to, struct str name, struct err *e)
{
    struct reading *r = to;
    (void)e;
    if (str_eq(name, S("lvl")))
        r->level = NULL;
    if (str_eq(name, S("abstractNum")))
        r->list = NULL;
    return true;
}

bool numbering_read(struct arena *a, struct unzip *z, struct numbering *n_r, struct err *e)
{
    static const struct xml_handler handler = {.start = on_start, .end = on_end};
    struct reading r = {.arena = a, .name = unzip_name(z), .numbering = n_r};
    *n_r = (struct numbering){0};
    return !unzip_has(z, "word/numbering.xml") || xml_read_entry(z, "word/numbering.xml", &handler, &r, e);
}

/* ---- numbers as they are written ---- */

static void put_chinese(struct buf *b, int64_t n)
{
    static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (n <= 0 || n > 99) {
        buf_put_int(b, n);
        return;
    }
    if (n >= 20)
        buf_put(b, str_of(digits[n / 10]));
    if (n >= 10)
        buf_lit(b, "十");
    if (n % 10)
        buf_put(b, str_of(digits[n % 10]));
}

static void put_number(struct buf *b, struct str format, int64_t n)
{
    if (str_starts(format, S("chinese")) || str_starts(format, S("japaneseCounting")) ||
        str_starts(format, S("taiwaneseCounting")) || str_starts(format, S("ideographDigital")))
        put_chinese(b, n);
    else if (str_starts(format, S("decimalEnclosedCircle")) && n >= 1 && n <= 20)
        buf_put_cp(b, 0x2460 + (uint32_t)n - 1);
    else if (str_eq(format, S("lowerLetter")) && n >= 1 && n <= 26)
        buf_putc(b, (char)('a' + n - 1));
    else if (str_eq(format, S("upperLetter")) && n >= 1 && n <= 26)
        buf_putc(b, (char)('A' + n - 1));
    else
        buf_put_int(b, n);
}

static struct number_list *list_of(struct numbering *n, struct str id)
{
    struct str meant = {0};
    for (size_t i = 0; i < n->names.n; i++)
        if (str_eq(n->names.items[i], id))
            meant = n->meant.items[i];
    for (size_t i = 0; meant.n && i < n->lists.n; i++)
        if (str_eq(n->lists.items[i].id, meant))
            return &n->lists.items[i];
    return NULL;
}

/* One further on its own level; the levels below begin again. */
static void count(struct number_list *list, int64_t level)
{
    for (int64_t i = level + 1; i < NUMBER_LEVELS; i++)
        list->begun[i] = false;
    for (int64_t i = 0; i <= level; i++) {
        bool first = !list->begun[i];
        if (first)
            list->counts[i] = list->levels[i].start;
        else if (i == level && list->counts[i] < INT32_MAX)
            list->counts[i]++;
        list->begun[i] = true;
    }
}

struct str numbering_next(struct arena *a, struct numbering *n, struct str id, int64_t level)
{
    struct number_list *list = level >= 0 && level < NUMBER_LEVELS ? list_of(n, id) : NULL;
    if (!list || !list->levels[level].text.n || str_eq(list->levels[level].format, S("bullet")) ||
        str_eq(list->levels[level].format, S("none")))
        return S("");
    count(list, level);
    struct buf b = buf_new(a, 16);
    struct str text = list->levels[level].text;
    while (text.n) {
        int64_t k = text.n > 1 && text.at[0] == '%' ? text.at[1] - '1' : -1;
        if (k >= 0 && k < NUMBER_LEVELS) {
            put_number(&b, list->levels[k].format, list->counts[k]);
            text = str_from(text, 2);
        } else {
            buf_put_cp(&b, utf8_next(&text));
        }
    }
    return buf_str(&b);
}
