/* SPDX-License-Identifier: Apache-2.0 */
#include "format/html.h"

#include "format/prose.h"

#include <string.h>

enum { NAME_MAX = 16, REFERENCE_MAX = 12, TABLES = 32 };

struct page {
    struct prose prose;
    struct str rest;
    bool blank; /* a blank stands before what comes next */
    bool lined; /* and there was a line end in it */
    bool verbatim;
    uint32_t last; /* the character before */
    size_t tables; /* open, one in the other; those deeper than TABLES count as the innermost */
    bool rows[TABLES];
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_among(struct str name, const char *const *names)
{
    for (; *names; names++)
        if (str_eq(name, str_of(*names)))
            return true;
    return false;
}

/* ---- text ---- */

static bool put(struct page *p, struct str s, struct err *e)
{
    return prose_put(&p->prose, s, e);
}

/* Between two Chinese characters the end of a source line is no blank: the page was only wrapped there. */
static bool put_blank(struct page *p, uint32_t next, struct err *e)
{
    bool wrapped = p->lined && p->last >= 0x2E80 && next >= 0x2E80;
    bool wanted = p->blank && p->last && !wrapped;
    p->blank = p->lined = false;
    return !wanted || put(p, S(" "), e);
}

static bool put_character(struct page *p, struct str one, uint32_t cp, struct err *e)
{
    if (cp == '\n' && p->verbatim) {
        prose_line(&p->prose);
        p->last = 0;
        return true;
    }
    if (cp < 0x80 && is_blank((char)cp)) {
        p->blank = true;
        p->lined = p->lined || cp == '\n';
        return true;
    }
    if (!put_blank(p, cp, e) || !put(p, one, e))
        return false;
    p->last = cp;
    return true;
}

static bool put_cp(struct page *p, uint32_t cp, struct err *e)
{
    char room[4];
    struct buf b = {.arena = p->prose.arena, .at = room, .cap = sizeof room};
    if (!cp || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        return true;
    if (cp == 0xA0)
        cp = ' ';
    buf_put_cp(&b, cp);
    return put_character(p, buf_str(&b), cp, e);
}

/* ---- character references ---- */

static const struct {
    const char *name;
    uint32_t cp;
} references[] = {
    {"amp", '&'},      {"lt", '<'},        {"gt", '>'},       {"quot", '"'},      {"apos", '\''},    {"nbsp", 0xA0},
    {"ensp", ' '},     {"emsp", 0x3000},   {"thinsp", ' '},   {"ldquo", 0x201C},  {"rdquo", 0x201D}, {"lsquo", 0x2018},
    {"rsquo", 0x2019}, {"hellip", 0x2026}, {"mdash", 0x2014}, {"ndash", 0x2013},  {"middot", 0xB7},  {"bull", 0x2022},
    {"times", 0xD7},   {"divide", 0xF7},   {"deg", 0xB0},     {"permil", 0x2030}, {"laquo", 0xAB},   {"raquo", 0xBB},
    {"copy", 0xA9},    {"reg", 0xAE},      {"yen", 0xA5},     {"sect", 0xA7},     {"plusmn", 0xB1},  {"radic", 0x221A},
    {"le", 0x2264},    {"ge", 0x2265},     {"rarr", 0x2192},  {"larr", 0x2190},   {"zwnj", 0x200C},  {"zwj", 0x200D},
};

static uint32_t number_of(struct str digits, unsigned base)
{
    uint32_t n = 0;
    for (size_t i = 0; i < digits.n; i++) {
        char c = digits.at[i] | 0x20;
        unsigned value = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                                                : 99;
        if (value >= base || n > 0x10FFFF)
            return 0;
        n = n * base + value;
    }
    return n;
}

/* At '&': how many bytes the reference has, 0 when it is none. */
static size_t reference_at(struct str s, uint32_t *cp_r)
{
    size_t n = 1;
    while (n < s.n && n < REFERENCE_MAX && (is_letter(s.at[n]) || s.at[n] == '#' || (s.at[n] >= '0' && s.at[n] <= '9')))
        n++;
    struct str name = str_sub(s, 1, n - 1);
    if (name.n > 1 && name.at[0] == '#') {
        bool hex = (name.at[1] | 0x20) == 'x';
        *cp_r = number_of(str_from(name, hex ? 2 : 1), hex ? 16 : 10);
    } else {
        *cp_r = 0;
        for (size_t i = 0; i < sizeof references / sizeof *references; i++)
            if (str_eq(name, str_of(references[i].name)))
                *cp_r = references[i].cp;
    }
    return *cp_r ? n + (n < s.n && s.at[n] == ';') : 0;
}

/* ---- tags ---- */

struct tag {
    char name[NAME_MAX + 1];
    bool closes;
};

/* Behind a tag's '>', quotation marks minded; the end of the page when it is not closed. */
static void skip_tag(struct str *s)
{
    char quote = 0;
    size_t i = 0;
    for (; i < s->n && (quote || s->at[i] != '>'); i++) {
        char c = s->at[i];
        if (quote && c == quote)
            quote = 0;
        else if (!quote && (c == '"' || c == '\'') && i && s->at[i - 1] == '=')
            quote = c;
    }
    *s = str_from(*s, i + 1);
}

static bool read_tag(struct str *s, struct tag *t)
{
    size_t i = 1, n = 0;
    *t = (struct tag){.closes = s->n > 1 && s->at[1] == '/'};
    i += t->closes;
    if (i >= s->n || !is_letter(s->at[i]))
        return false;
    for (; i < s->n && (is_letter(s->at[i]) || (s->at[i] >= '0' && s->at[i] <= '9')); i++)
        if (n < NAME_MAX)
            t->name[n++] = s->at[i] >= 'A' && s->at[i] <= 'Z' ? (char)(s->at[i] | 0x20) : s->at[i];
    *s = str_from(*s, i);
    skip_tag(s);
    return true;
}

/* Up to </name, in any case of letters; the end of the page when it never comes. */
static void skip_raw(struct str *s, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i + 2 + n <= s->n; i++) {
        const char *at = memchr(s->at + i, '<', s->n - i);
        if (!at)
            break;
        i = (size_t)(at - s->at);
        if (i + 2 + n <= s->n && s->at[i + 1] == '/' && str_eq_nocase(str_sub(*s, i + 2, n), str_of(name))) {
            *s = str_from(*s, i);
            return;
        }
    }
    *s = str_from(*s, s->n);
}

static void end_line(struct page *p)
{
    prose_line(&p->prose);
    p->blank = p->lined = false;
    p->last = 0;
}

static void end_row(struct page *p)
{
    if (p->rows[p->tables])
        prose_row_end(&p->prose);
    p->rows[p->tables] = false;
}

static void begin_row(struct page *p)
{
    if (!p->rows[p->tables])
        prose_row(&p->prose);
    p->rows[p->tables] = true;
}

/* What is left open ends where the next one begins, as browsers have it. */
static void table_tag(struct page *p, const struct tag *t)
{
    bool row = !strcmp(t->name, "tr"), table = !strcmp(t->name, "table");
    end_line(p);
    if (table && !t->closes && p->tables + 1 < TABLES) {
        p->rows[++p->tables] = false;
    } else if (row || (table && t->closes)) {
        end_row(p);
        p->tables -= table && p->tables;
    }
    if (t->closes || table)
        return;
    begin_row(p);
    if (!row)
        prose_cell(&p->prose);
}

static void take_tag(struct page *p, const struct tag *t)
{
    static const char *const dropped[] = {"script", "style", "title",  "noscript", "template",
                                          "select", "svg",   "iframe", "textarea", NULL};
    static const char *const tables[] = {"table", "tr", "td", "th", NULL};
    static const char *const blocks[] = {
        "p",      "div",    "h1",      "h2",      "h3",       "h4",         "h5",     "h6",     "ul",
        "ol",     "li",     "br",      "hr",      "pre",      "blockquote", "center", "form",   "section",
        "header", "footer", "article", "address", "main",     "aside",      "nav",    "figure", "dl",
        "dt",     "dd",     "body",    "head",    "fieldset", "caption",    "legend", "thead",  "tbody",
        "tfoot",  "option", "title",   "details", "summary",  "html",       NULL};
    struct str name = str_of(t->name);
    if (!t->closes && is_among(name, dropped))
        skip_raw(&p->rest, t->name);
    else if (is_among(name, tables))
        table_tag(p, t);
    else if (is_among(name, blocks))
        end_line(p);
    if (str_eq(name, S("pre")))
        p->verbatim = !t->closes;
}

/* At '<': true when it was markup, which is then behind us. */
static bool take_markup(struct page *p)
{
    struct tag t;
    if (str_starts(p->rest, S("<!--"))) {
        size_t end = str_find(str_from(p->rest, 4), S("-->"));
        p->rest = str_from(p->rest, end == STR_NONE ? p->rest.n : end + 7);
        return true;
    }
    if (p->rest.n > 1 && (p->rest.at[1] == '!' || p->rest.at[1] == '?')) {
        skip_tag(&p->rest);
        return true;
    }
    if (!read_tag(&p->rest, &t))
        return false;
    take_tag(p, &t);
    return true;
}

static bool take_character(struct page *p, struct err *e)
{
    struct str before = p->rest;
    uint32_t cp;
    size_t n = before.at[0] == '&' ? reference_at(before, &cp) : 0;
    if (n) {
        p->rest = str_from(before, n);
        return put_cp(p, cp, e);
    }
    cp = utf8_next(&p->rest);
    return put_character(p, str_sub(before, 0, before.n - p->rest.n), cp, e);
}

bool html_text_of(struct arena *a, struct str html, struct str name, struct str *text_r, struct err *e)
{
    struct page p = {.rest = html};
    prose_begin(&p.prose, a, name);
    while (p.rest.n)
        if (!prose_has_room(&p.prose, e) || (!(p.rest.at[0] == '<' && take_markup(&p)) && !take_character(&p, e)))
            return false;
    *text_r = prose_end(&p.prose);
    return true;
}
