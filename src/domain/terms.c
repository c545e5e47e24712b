/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/terms.h"

SHAPE(bounds, struct bounds, SHAPE_FIELD(bounds, min, "至少", INT), SHAPE_FIELD(bounds, max, "至多", INT));

SHAPE(terms, struct terms, SHAPE_FIELD(terms, words, "字数", ONE, .of = &bounds_shape),
      SHAPE_FIELD(terms, bytes, "文件大小", ONE, .of = &bounds_shape),
      SHAPE_FIELD(terms, seconds, "时长", ONE, .of = &bounds_shape), SHAPE_FIELD(terms, copies, "份数", INT),
      SHAPE_FIELD(terms, formats, "文件格式", STRS, .limit = 20),
      SHAPE_FIELD(terms, channels, "报送渠道", STRS, .limit = 10), SHAPE_FIELD(terms, sealed, "加盖公章", BOOL),
      SHAPE_FIELD(terms, late, "逾期处理", STR));

bool terms_are_empty(const struct terms *t)
{
    return !t->words.min && !t->words.max && !t->bytes.min && !t->bytes.max && !t->seconds.min && !t->seconds.max &&
           !t->copies && !t->formats.n && !t->channels.n && !t->sealed && !t->late.n;
}

/* ---- in words ---- */

struct telling {
    struct buf b;
    enum language language;
};

static struct str words(const struct telling *t, enum message message, struct str a1, struct str a2)
{
    return message_text(t->b.arena, message, t->language, ARGS(a1, a2));
}

static void tell(struct telling *t, enum message message, struct str a1, struct str a2)
{
    if (t->b.n)
        buf_put(&t->b, words(t, MSG_LIST_NEXT, S(""), S("")));
    buf_put(&t->b, words(t, message, a1, a2));
}

static struct str number(const struct telling *t, int64_t n)
{
    return str_format(t->b.arena, "%lld", (long long)n);
}

typedef struct str (*amount_text)(const struct telling *t, int64_t n);

static struct str words_text(const struct telling *t, int64_t n)
{
    return words(t, MSG_TERMS_WORDS, number(t, n), S(""));
}

static struct str bytes_text(const struct telling *t, int64_t n)
{
    return n % (1 << 20) ? str_format(t->b.arena, "%lldKB", (long long)(n >> 10))
                         : str_format(t->b.arena, "%lldMB", (long long)(n >> 20));
}

static struct str seconds_text(const struct telling *t, int64_t n)
{
    return n % 60 ? words(t, MSG_TERMS_SECONDS, number(t, n), S(""))
                  : words(t, MSG_TERMS_MINUTES, number(t, n / 60), S(""));
}

/* whole: the message for what has bounds; of a file's size Chinese says the least in a word of its own. */
static void tell_bounds(struct telling *t, enum message whole, const struct bounds *x, amount_text text)
{
    bool file = whole == MSG_TERMS_FILE;
    struct str least = x->min ? text(t, x->min) : S(""), most = x->max ? text(t, x->max) : S("");
    if (x->min && x->max)
        tell(t, whole, words(t, file ? MSG_FILE_BOTH : MSG_BOUNDS_BOTH, least, most), S(""));
    else if (x->min)
        tell(t, whole, words(t, file ? MSG_FILE_LEAST : MSG_BOUNDS_LEAST, least, S("")), S(""));
    else if (x->max)
        tell(t, whole, words(t, MSG_BOUNDS_MOST, most, S("")), S(""));
}

static void tell_list(struct telling *t, enum message whole, const struct strs *list)
{
    struct buf b = buf_new(t->b.arena, 64);
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            buf_put(&b, words(t, MSG_LIST_AND, S(""), S("")));
        buf_put(&b, list->items[i]);
    }
    if (list->n)
        tell(t, whole, buf_str(&b), S(""));
}

static struct str channel_text(const struct telling *t, struct str channel)
{
    static const struct {
        const char *channel;
        enum message message;
    } names[] = {{"mail", MSG_BY_MAIL}, {"paper", MSG_BY_PAPER}, {"platform", MSG_BY_PLATFORM},
                 {"chat", MSG_BY_CHAT}, {"fax", MSG_BY_FAX},     {"oa", MSG_BY_OA}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(channel, str_of(names[i].channel)))
            return words(t, names[i].message, S(""), S(""));
    return channel;
}

struct str terms_text(struct arena *a, const struct terms *terms, enum language language)
{
    struct telling t = {buf_new(a, 128), language};
    struct strs channels = {0};
    tell_bounds(&t, MSG_AS_WRITTEN, &terms->words, words_text);
    tell_list(&t, MSG_TERMS_FORMATS, &terms->formats);
    tell_bounds(&t, MSG_TERMS_FILE, &terms->bytes, bytes_text);
    tell_bounds(&t, MSG_TERMS_LENGTH, &terms->seconds, seconds_text);
    if (terms->copies)
        tell(&t, MSG_TERMS_COPIES, number(&t, terms->copies), S(""));
    if (terms->sealed)
        tell(&t, MSG_TERMS_SEALED, S(""), S(""));
    for (size_t i = 0; i < terms->channels.n; i++)
        arena_push(a, &channels, channel_text(&t, terms->channels.items[i]));
    tell_list(&t, MSG_TERMS_WAYS, &channels);
    if (terms->late.n)
        tell(&t, MSG_AS_WRITTEN, terms->late, S(""));
    return buf_str(&t.b);
}

/* ---- files ---- */

static const struct {
    const char *format, *endings; /* endings: separated and ended by blanks */
} formats[] = {
    {"JPG", "jpg jpeg "},   {"PNG", "png "},      {"TIF", "tif tiff "},
    {"PDF", "pdf "},        {"OFD", "ofd "},      {"Word", "doc docx "},
    {"Excel", "xls xlsx "}, {"PPT", "ppt pptx "}, {"WPS", "wps et dps doc docx "},
    {"MP4", "mp4 "},        {"AVI", "avi "},      {"MOV", "mov "},
    {"WMV", "wmv "},        {"MP3", "mp3 "},      {"RAR", "rar "},
    {"ZIP", "zip "},        {"TXT", "txt "},
};

static bool format_takes(struct str format, struct str ending)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct str list = str_of(formats[i].endings), one;
        if (!str_eq(format, str_of(formats[i].format)))
            continue;
        while (str_cut(&list, S(" "), &one))
            if (one.n && str_eq_nocase(one, ending))
                return true;
        return false;
    }
    return true; /* a format of the clerk's own word */
}

bool terms_take_file(const struct terms *t, struct str name)
{
    size_t dot = name.n;
    while (dot > 0 && name.at[dot - 1] != '.')
        dot--;
    bool takes = t->formats.n == 0 || dot == 0;
    for (size_t i = 0; i < t->formats.n && !takes; i++)
        takes = format_takes(t->formats.items[i], str_from(name, dot));
    return takes;
}
