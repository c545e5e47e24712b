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

static void part(struct buf *b)
{
    if (b->n)
        buf_lit(b, "；");
}

typedef struct str (*amount_text)(struct arena *a, int64_t n);

static struct str words_text(struct arena *a, int64_t n)
{
    return str_format(a, "%lld字", (long long)n);
}

static struct str bytes_text(struct arena *a, int64_t n)
{
    return n % (1 << 20) ? str_format(a, "%lldKB", (long long)(n >> 10))
                         : str_format(a, "%lldMB", (long long)(n >> 20));
}

static struct str seconds_text(struct arena *a, int64_t n)
{
    return n % 60 ? str_format(a, "%lld秒", (long long)n) : str_format(a, "%lld分钟", (long long)n / 60);
}

static void bounds_put(struct buf *b, const char *label, const char *least, const struct bounds *x, amount_text text)
{
    if (!x->min && !x->max)
        return;
    part(b);
    buf_put(b, str_of(label));
    if (x->min)
        buf_format(b, "%s" STR_FMT, least, STR_ARG(text(b->arena, x->min)));
    if (x->max)
        buf_format(b, "%s不超过" STR_FMT, x->min ? "、" : "", STR_ARG(text(b->arena, x->max)));
}

static void list_put(struct buf *b, const struct strs *list, const char *tail)
{
    if (!list->n)
        return;
    part(b);
    for (size_t i = 0; i < list->n; i++)
        buf_format(b, "%s" STR_FMT, i ? "、" : "", STR_ARG(list->items[i]));
    buf_put(b, str_of(tail));
}

static struct str channel_text(struct str channel)
{
    static const char *const names[][2] = {{"mail", "电子邮箱"}, {"paper", "纸质"}, {"platform", "系统"},
                                           {"chat", "工作群"},   {"fax", "传真"},   {"oa", "办公系统"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(channel, str_of(names[i][0])))
            return str_of(names[i][1]);
    return channel;
}

struct str terms_text(struct arena *a, const struct terms *t)
{
    struct buf b = buf_new(a, 128);
    struct strs channels = {0};
    bounds_put(&b, "", "不少于", &t->words, words_text);
    list_put(&b, &t->formats, "格式");
    bounds_put(&b, "单个文件", "不小于", &t->bytes, bytes_text);
    bounds_put(&b, "时长", "不少于", &t->seconds, seconds_text);
    if (t->copies) {
        part(&b);
        buf_format(&b, "纸质%lld份", (long long)t->copies);
    }
    if (t->sealed) {
        part(&b);
        buf_lit(&b, "加盖公章");
    }
    for (size_t i = 0; i < t->channels.n; i++)
        arena_push(a, &channels, channel_text(t->channels.items[i]));
    list_put(&b, &channels, "报送");
    if (t->late.n) {
        part(&b);
        buf_put(&b, t->late);
    }
    return buf_str(&b);
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
