/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/page.h"

#include "domain/notice/glyph.h"

#include <string.h>

/* Pairs that enclose a stretch of text; twins are looked for inside one line or a few, not across the notice. */
static const struct {
    struct str open, close;
} brackets[] = {
    {S("("), S(")")}, {S("《"), S("》")}, {S("“"), S("”")}, {S("〔"), S("〕")}, {S("【"), S("】")}, {S("["), S("]")},
};
enum { BRACKETS = sizeof brackets / sizeof *brackets, NESTING = 8, REACH = 1500 };

static inline void page_add(struct page *p, struct str piece, uint32_t source_at, uint32_t place, enum gap gap)
{
    size_t n = p->text.n;
    memcpy((char *)p->text.at + n, piece.at, piece.n);
    for (size_t i = 0; i < piece.n; i++) {
        p->source_at[n + i] = source_at;
        p->place[n + i] = place;
        p->gap[n + i] = (uint8_t)(i == 0 ? gap : GAP_NONE);
    }
    p->text.n = n + piece.n;
}

static enum gap gap_join(enum gap so_far, enum gap more)
{
    if (so_far >= GAP_LINE && more == GAP_LINE)
        return GAP_PARA;
    return more > so_far ? more : so_far;
}

/* “安全台账(***系)”: the text so far ends inside a quotation. */
static bool quotes(const struct page *p)
{
    enum { NEAR = 120 };
    static const struct str opens[] = {S("“"), S("《")}, closes[] = {S("”"), S("》")};
    uint32_t end = page_end(p), at = end;
    while (at >= 3 && end - at < NEAR && p->gap[at - 3] < GAP_LINE && page_ends_any(p, 0, at, WORD_LIST(closes)) == 0) {
        if (page_ends_any(p, 0, at--, WORD_LIST(opens)) > 0)
            return true;
    }
    return false;
}

/* The digits that the text ends with. */
static size_t digits_end(struct str text)
{
    size_t n = 0;
    while (n < text.n && text.at[text.n - n - 1] >= '0' && text.at[text.n - n - 1] <= '9')
        n++;
    return n;
}

/*
 * “**学院申报材料”, “单位|名称”: stars and bars in a quotation are meant. Stars inside a number, or three and more behind it, stand for
 * digits (138****5678, 6234***), one behind a telephone for its extension (52560000*7509); all others are markdown's.
 */
static bool is_placeholder(const struct page *p, uint32_t cp, struct str rest)
{
    enum { TELEPHONE = 7 };
    if (cp == '|')
        return quotes(p); /* “科普月|单位|活动名称” */
    if (cp != '*')
        return false;
    if (str_ends(p->text, S("*")) || quotes(p))
        return true;
    char last = p->text.n > 0 ? p->text.at[p->text.n - 1] : 0;
    size_t stars = 0;
    while (stars < rest.n && rest.at[stars] == '*')
        stars++;
    bool inside = stars < rest.n && rest.at[stars] >= '0' && rest.at[stars] <= '9' &&
                  (stars > 0 || digits_end(p->text) >= TELEPHONE);
    bool address = stars > 1 && stars < rest.n && rest.at[stars] == '@'; /* hzs****@163.com: no address to write to */
    return address || (last >= '0' && last <= '9' && (inside || stars > 1));
}

/* "…": typewriter's quotes open and close in turn, on each line anew. */
static struct str quote(bool *open)
{
    *open = !*open;
    return *open ? S("“") : S("”");
}

/* 请于5月4日前报市局.联系人:…: a full stop typed as a point, behind Chinese that is no number (一.总体要求). */
static bool is_stop(const struct page *p, uint32_t cp, struct str rest)
{
    static const struct str numbers[] = {S("一"), S("二"), S("三"), S("四"), S("五"),
                                         S("六"), S("七"), S("八"), S("九"), S("十")};
    static const struct str domains[] = {S(".com"), S(".cn"), S(".net"), S(".org")};
    static const struct str labels[] = {S("附件"), S("附表")};
    uint32_t end = page_end(p);
    if ((cp != '.' && cp != 0xff0e && cp != 0xff61) || end == 0)
        return false; /* nearly every character */
    uint32_t last = page_back(p, end);
    struct span lead = {end > 45 ? end - 45 : 0, end};
    if (str_find(page_str(p, lead), S("+")) != STR_NONE || page_ends_any(p, 0, end, WORD_LIST(labels)) > 0)
        return false; /* 代码+日期.附件 is a pattern, 附件.申报表 a label */
    bool closes = p->text.at[end - 1] == ')' || page_has(p, last, end, S("”")) || page_has(p, last, end, S("》"));
    closes = closes || page_ends_any(p, 0, end, WORD_LIST(domains));
    char next = rest.n > 0 ? rest.at[0] : '\n';
    bool digit = next >= '0' && next <= '9' && page_is_han(p, last);
    bool ends = next == '\n' || next == '\r' || (unsigned char)next >= 0xe3 || digit;
    return ends && (closes || (page_is_han(p, last) && !page_has_any(p, last, end, WORD_LIST(numbers))));
}

static size_t digits_of(struct str s)
{
    size_t n = 0;
    while (n < s.n && s.at[n] >= '0' && s.at[n] <= '9')
        n++;
    return n < s.n ? n : 0;
}

/* What the page has for a mark that is typed in several ways; an empty string for all others. */
static struct str mark_of(const struct page *p, uint32_t cp, struct str rest, bool *open)
{
    if (cp == '"' || cp == 0xff02)
        return quote(open);
    uint32_t end = page_end(p); /* 苏教高函?2015?2号: 〔〕 that a page could not show */
    bool four =
        cp == '?' && digits_of(rest) == 4 && rest.at[4] == '?' && end > 0 && (unsigned char)p->text.at[end - 1] >= 0x80;
    if (four || (cp == '?' && end > 7 && page_ends_any(p, 0, end - 4, &S("〔"), 1)))
        return four ? S("〔") : S("〕");
    if (cp == U'×' && end > 0 &&
        ((p->text.at[end - 1] >= '0' && p->text.at[end - 1] <= '9') || str_ends(p->text, S("*"))))
        return S("*"); /* 138××××0612 */
    if (cp == U'「' || cp == U'」')
        return cp == U'「' ? S("“") : S("”");
    return is_stop(p, cp, rest) ? S("。") : (struct str){0};
}

static void page_fill(struct page *p)
{
    struct str rest = p->source;
    enum gap gap = GAP_LINE;
    bool open = false;
    p->spelled = glyphs_spelled(p->source);
    for (uint32_t place = 0; rest.n > 0; place++) {
        struct str before = rest;
        if (glyph_is_plain(rest)) {
            page_add(p, (struct str){rest.at, 3}, (uint32_t)(rest.at - p->source.at), place, gap);
            rest = str_from(rest, 3);
            gap = GAP_NONE;
            continue;
        }
        size_t sound = p->spelled && gap == GAP_NONE ? glyph_spelled(rest) : 0;
        if (sound > 0 || str_starts(rest, S("_x000D_"))) { /* the carriage return that a table left behind */
            size_t n = sound ? sound : 7;
            gap = sound ? gap : gap_join(gap, n < rest.n && rest.at[n] == '\n' ? GAP_BLANK : GAP_LINE);
            rest = str_from(rest, n);
            place += (uint32_t)utf8_length(str_sub(before, 0, n)) - 1;
            continue;
        }
        struct str piece;
        size_t entity = glyph_named(rest, &piece);
        if (entity > 0) {
            if (piece.n > 0)
                page_add(p, piece, (uint32_t)(rest.at - p->source.at), place, gap);
            gap = piece.n > 0 ? GAP_NONE : gap_join(gap, GAP_BLANK);
            place += (uint32_t)utf8_length(str_sub(rest, 0, entity)) - 1;
            rest = str_from(rest, entity);
            continue;
        }
        uint32_t cp = utf8_next(&rest);
        enum gap g = is_placeholder(p, cp, rest) ? GAP_NONE : glyph_gap(cp);
        if (g != GAP_NONE) {
            bool windows = cp == '\n' && before.at > p->source.at && before.at[-1] == '\r';
            gap = windows ? gap : gap_join(gap, g);
            open = open && g != GAP_LINE;
            continue;
        }
        char out[16];
        struct str even = mark_of(p, cp, rest, &open);
        if (even.n == 0)
            even = (struct str){out, glyph_even(cp, (struct str){before.at, before.n - rest.n}, out)};
        page_add(p, even, (uint32_t)(before.at - p->source.at), place, gap);
        gap = GAP_NONE;
    }
    p->source_at[p->text.n] = (uint32_t)p->source.n;
    p->gap[p->text.n] = GAP_PARA;
}

/* The bytes of the piece from `at` up to the next gap. */
static uint32_t piece_at(const struct page *p, uint32_t at)
{
    uint32_t to = at + 1;
    while (to < page_end(p) && p->gap[to] == GAP_NONE)
        to++;
    return to - at;
}

/* 2018年4月2日, 2020.10.19, 2020-10-19: the piece is a day. */
static bool is_day(const struct page *p, uint32_t at, uint32_t n)
{
    if (!page_has(p, at, at + n, S("20")) && !page_has(p, at, at + n, S("19")))
        return false;
    char sign = n >= 8 && n <= 10 ? p->text.at[at + 4] : 0;
    return sign == '.' || sign == '-' ||
           (n >= 14 && page_has(p, at + 4, at + n, S("年")) && page_has(p, at + n - 3, at + n, S("日")));
}

/*
 * A page that lost its line ends keeps blanks for them: …的通知 各县局: 为做好… Those between two pieces of Chinese are
 * taken for line ends, but not those that set apart single characters or names (联 系 人, 安宁 车明).
 */
static void page_lines(struct page *p)
{
    enum { LONG = 450, CHARACTER = 3, WORD = 9 };
    uint32_t lines = 1, before = 0, end = page_end(p);
    for (uint32_t at = 1; at < end; at++)
        lines += p->gap[at] >= GAP_LINE;
    if (end / lines < LONG)
        return;
    bool heading = false; /* 四、上报方式 2月21日… */
    for (uint32_t at = 0, n; at < end; before = n, at += n) {
        n = piece_at(p, at);
        bool han = at > 0 && (unsigned char)p->text.at[at - 1] >= 0x80,
             stop = (han && page_has(p, at - 3, at, S("。"))) || (at > 0 && p->text.at[at - 1] == ':'),
             head = page_has(p, at, at + n, S("各")) || page_has(p, at, at + n, S("关于")),
             day = han && is_day(p, at, n), wide = stop || (before > CHARACTER && n > WORD && (han || head));
        if (at > 0 && p->gap[at] == GAP_BLANK && (day || (wide && (heading || page_is_han(p, at))))) {
            p->gap[at] = GAP_LINE;
            uint32_t signs = day ? at - before : 0; /* 组织部 2022年5月24日 */
            p->gap[signs] = p->gap[signs] == GAP_BLANK ? GAP_LINE : p->gap[signs];
        }
        heading = n > WORD && n < 60 && (page_has(p, at + 3, at + n, S("、")) || p->text.at[at] == '(');
    }
}

/* The columns that a line takes from `at` up to the next line end: two for a Chinese character. */
static uint32_t line_width(const struct page *p, uint32_t at, uint32_t *next_r)
{
    uint32_t width = 0;
    do {
        width += (unsigned char)p->text.at[at] < 0x80 ? 1 : 2;
        at = page_next(p, at);
    } while (at < page_end(p) && p->gap[at] < GAP_LINE);
    *next_r = at;
    return width;
}

/* The line that ends at `at` was broken there for want of room: nearly as wide as the widest, and no sentence ends with it. */
static bool is_broken(const struct page *p, uint32_t at, uint32_t width, uint32_t widest)
{
    enum { RAGGED = 8 };
    static const struct str ends[] = {S("。"), S(";"), S(":"), S("!"), S("?")};
    return width + RAGGED >= widest && page_ends_any(p, 0, at, WORD_LIST(ends)) == 0 && p->gap[at] != GAP_PARA;
}

/*
 * A text broken into lines of one width, as a letter or a sheet is copied: no line is wider than some sixty characters and many
 * are as wide. Such line ends are none of the writer's.
 */
static void page_unbreak(struct page *p)
{
    enum { NARROW = 40, WIDE = 124, MANY = 3 };
    uint32_t widest = 0, full = 0, lines = 0;
    for (uint32_t at = 0, next; at < page_end(p) && widest <= WIDE; at = next) {
        uint32_t width = line_width(p, at, &next);
        widest = width > widest ? width : widest;
    }
    if (widest < NARROW || widest > WIDE)
        return;
    for (uint32_t at = 0, next; at < page_end(p); at = next, lines++) {
        uint32_t width = line_width(p, at, &next);
        full += is_broken(p, next, width, widest);
    }
    if (full < MANY || full * 10 < lines)
        return;
    for (uint32_t at = 0, next; at < page_end(p); at = next) {
        uint32_t width = line_width(p, at, &next);
        if (next < page_end(p) && is_broken(p, next, width, widest))
            p->gap[next] = GAP_NONE;
    }
}

/* What a web page puts below the notice it shows: its neighbours, buttons, the site's own lines. */
static const struct str foots[] = {
    S("上一篇"),   S("下一篇"),    S("上一条"),    S("下一条"),   S("相关阅读"),     S("相关新闻"),   S("相关文章"),
    S("相关信息"), S("相关推荐"),  S("相关链接"),  S("打印本页"), S("打印本文"),     S("打印正文"),   S("打印关闭"),
    S("【打印"),   S("[打印"),     S("【关闭"),    S("[关闭"),    S("[返回"),        S("【返回"),     S("关闭窗口"),
    S("关闭本页"), S("【字体"),    S("扫一扫"),    S("分享到"),   S("分享:"),        S("【大中小】"), S("版权所有"),
    S("©"),        S("Copyright"), S("COPYRIGHT"), S("责任编辑"), S("(责任编辑"),    S("[责任编辑"),  S("【我要纠错"),
    S("网站地图"), S("返回顶部"),  S("您是第"),    S("我要纠错"), S("联系我们网站"), S("-上一篇"),    S("-下一篇"),
};

static bool is_foot(const struct page *p, uint32_t at, uint32_t end)
{
    enum { NEAR = 150 }; /* who keeps the site, right above its other lines */
    if (page_has_any(p, at, end, WORD_LIST(foots)))
        return true;
    return page_end(p) < end && page_end(p) - at < NEAR && page_has(p, at, end, S("主办单位:"));
}

/*
 * Behind such words at a line's or a blank's end, and with no sentence and no attachment below, the notice is over; so it
 * is at 附件: with nothing behind.
 */
static void page_foot(struct page *p)
{
    enum { FOOT_BYTES = 3000 };
    uint32_t end = page_end(p), least = end > 2 * FOOT_BYTES ? end - FOOT_BYTES : end / 2;
    for (uint32_t at = end; at > least;) {
        at = page_back(p, at);
        bool annex = page_has(p, at, end, S("附件"));
        if (page_has(p, at, end, S("。")) || (annex && at + 7 < page_end(p)))
            return;
        if (p->gap[at] == GAP_NONE || (!annex && !is_foot(p, at, end) && !page_has(p, at, end, S("相关附件"))))
            continue;
        p->text.n = at;
        p->gap[at] = GAP_PARA;
    }
}

static bool opens(const struct page *p, uint32_t at, size_t kind)
{
    return page_has(p, at, page_end(p), brackets[kind].open);
}

/* Finds bracket pairs. One that is not closed within REACH bytes is taken for a typing error and encloses nothing. */
static void page_pair(struct page *p)
{
    struct {
        uint32_t at;
        size_t kind;
    } stack[NESTING];
    size_t depth = 0;
    for (uint32_t at = 0; at < page_end(p); at = page_next(p, at)) {
        unsigned char first = (unsigned char)p->text.at[at];
        bool maybe = first == 0xe2 || first == 0xe3 || first == '(' || first == ')' || first == '[' || first == ']';
        for (size_t k = 0; maybe && k < BRACKETS; k++) {
            if (opens(p, at, k)) {
                if (depth == NESTING) { /* forget the oldest */
                    memmove(stack, stack + 1, (NESTING - 1) * sizeof *stack);
                    depth--;
                }
                stack[depth].at = at;
                stack[depth++].kind = k;
            } else if (page_has(p, at, page_end(p), brackets[k].close)) {
                size_t d = depth;
                while (d > 0 && stack[d - 1].kind != k)
                    d--;
                if (d == 0)
                    continue;
                if (at - stack[d - 1].at <= REACH) {
                    p->twin[stack[d - 1].at] = at;
                    p->twin[at] = stack[d - 1].at;
                }
                depth = d - 1;
            }
        }
    }
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* yxjyj#126.com: an address written so that no machine collects it. */
static bool hides_at(const struct page *p, uint32_t sign)
{
    static const struct str tops[] = {S("com"), S("cn"), S("net"), S("org"), S("edu"), S("gov")};
    uint32_t at = sign + 1, points = 0, end = page_end(p);
    if (sign == 0 || !is_word_byte(p->text.at[sign - 1]) || p->gap[sign] || (at < end && p->gap[at]))
        return false;
    for (; at < end && !p->gap[at] && (is_word_byte(p->text.at[at]) || p->text.at[at] == '.'); at++) {
        if (p->text.at[at] == '.' && page_has_any(p, at + 1, end, WORD_LIST(tops)) > 0)
            points++;
    }
    return points > 0;
}

static void page_mailboxes(struct page *p)
{
    for (uint32_t at = 0; at < page_end(p); at++) {
        if (p->text.at[at] == '#' && hides_at(p, at))
            ((char *)p->text.at)[at] = '@';
    }
}

/*
 * Where characters stand, roughly: the text is taken in rows of ROW bytes, a block of 64 rows together, and the characters in
 * CLASSES by their last bytes. p->rows has a word for each class of each block, a bit for each row. Of nearly all words that are
 * looked for, this tells that they do not stand in a stretch.
 */
enum { ROW = 32, BLOCK = 64, CLASSES = 512 };

/* The class of the character whose last byte is *last. */
static inline unsigned class_of(const char *last)
{
    unsigned char end = (unsigned char)*last;
    return end < 0x80 ? end : ((unsigned char)last[-1] & (CLASSES / 64 - 1u)) << 6 | (end & 63u);
}

static void page_rows(struct page *p, struct arena *a)
{
    p->rows = arena_many(a, uint64_t, (page_end(p) / ROW / BLOCK + 1) * (size_t)CLASSES);
    for (uint32_t at = 0, next; at < page_end(p); at = next) {
        next = page_next(p, at);
        uint32_t row = (next - 1) / ROW;
        p->rows[row / BLOCK * CLASSES + class_of(p->text.at + next - 1)] |= (uint64_t)1 << row % BLOCK;
    }
}

/* The rows of a stretch, of two blocks at most. */
struct window {
    const uint64_t *rows[2];
    uint64_t mask[2];
};

static inline struct window window_of(const struct page *p, struct span s)
{
    uint32_t first = s.from / ROW, last = (s.to - 1) / ROW;
    const uint64_t *rows = p->rows + first / BLOCK * CLASSES, *more = p->rows + last / BLOCK * CLASSES;
    uint64_t behind = UINT64_MAX << first % BLOCK, before = UINT64_MAX >> (BLOCK - 1 - last % BLOCK);
    return rows == more ? (struct window){{rows, rows}, {behind & before, 0}}
                        : (struct window){{rows, more}, {behind, before}};
}

/* False: the word does not stand in the window. */
static inline bool window_may(const struct window *w, struct str word)
{
    unsigned class = class_of(word.at + word.n - 1);
    return (w->rows[0][class] & w->mask[0]) | (w->rows[1][class] & w->mask[1]);
}

/* More than two blocks are not worth a window. */
static inline bool is_long(struct span s)
{
    return s.to - s.from > ROW * BLOCK;
}

struct page *page_make(struct arena *a, struct str text)
{
    struct page *p = arena_one(a, struct page);
    size_t room = text.n + 16;
    for (size_t i = 0; i < text.n; i++)
        room += glyph_growth(text.at + i);
    p->source = text;
    p->text = (struct str){arena_alloc(a, room), 0};
    p->source_at = arena_many(a, uint32_t, room);
    p->place = arena_many(a, uint32_t, room);
    p->gap = arena_alloc(a, room);
    p->twin = arena_many(a, uint32_t, room);
    page_fill(p);
    page_unbreak(p);
    page_lines(p);
    page_foot(p);
    page_mailboxes(p);
    page_pair(p);
    page_rows(p, a);
    return p;
}

uint32_t page_back(const struct page *p, uint32_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)p->text.at[at] & 0xc0) == 0x80);
    return at;
}

uint32_t page_has_any(const struct page *p, uint32_t at, uint32_t end, const struct str *words, size_t n)
{
    const char *text = p->text.at + at;
    size_t left = at < end ? end - at : 0;
    for (size_t i = 0; i < n; i++) {
        size_t bytes = words[i].n; /* as page_has asks, without asking anew where the text is */
        if (bytes <= left && text[bytes - 1] == words[i].at[bytes - 1] && memcmp(text, words[i].at, bytes) == 0)
            return (uint32_t)bytes;
    }
    return 0;
}

uint32_t page_ends_any(const struct page *p, uint32_t from, uint32_t at, const struct str *words, size_t n)
{
    const char *text = p->text.at + at;
    size_t left = at > from ? at - from : 0;
    for (size_t i = 0; i < n; i++) {
        size_t bytes = words[i].n;
        if (bytes <= left && text[-1] == words[i].at[bytes - 1] && memcmp(text - bytes, words[i].at, bytes) == 0)
            return (uint32_t)bytes;
    }
    return 0;
}

bool page_finds_any(const struct page *p, struct span s, const struct str *words, size_t n)
{
    if (span_is_empty(s))
        return false;
    struct window w = window_of(p, s);
    for (size_t i = 0; i < n; i++) {
        if ((is_long(s) || window_may(&w, words[i])) && str_find(page_str(p, s), words[i]) != STR_NONE)
            return true;
    }
    return false;
}

uint32_t page_find(const struct page *p, struct span s, struct str word)
{
    if (span_is_empty(s))
        return UINT32_MAX;
    struct window w = window_of(p, s);
    if (!is_long(s) && !window_may(&w, word))
        return UINT32_MAX;
    size_t at = str_find(page_str(p, s), word);
    return at == STR_NONE ? UINT32_MAX : s.from + (uint32_t)at;
}

struct span page_lead(const struct page *p, uint32_t from, uint32_t at, uint32_t bytes)
{
    uint32_t begin = at > from + bytes ? at - bytes : from;
    while (begin < at && ((unsigned char)p->text.at[begin] & 0xc0) == 0x80)
        begin++;
    return (struct span){begin, at};
}

uint32_t page_sentence(const struct page *p, uint32_t from, uint32_t at)
{
    for (uint32_t stop; (stop = page_find(p, (struct span){from, at}, S("。"))) != UINT32_MAX;)
        from = stop + 3;
    return from;
}

/* 報(bào)送: the syllable behind the character that ends at `at` of the source; empty where none stands. */
static struct str syllable_at(const struct page *p, size_t at)
{
    struct str rest = str_from(p->source, at);
    return str_sub(rest, 0, p->spelled ? glyph_spelled(rest) : 0);
}

struct str page_copy(struct arena *a, const struct page *p, struct span s)
{
    struct buf b = buf_new(a, s.to - s.from + 8);
    uint32_t last = UINT32_MAX;
    for (uint32_t at = s.from; at < s.to; at = page_next(p, at)) {
        if (p->source_at[at] == last)
            continue; /* the further characters of a spelled-out numbering sign */
        last = p->source_at[at];
        if (at > s.from && p->gap[at] && is_word_byte(p->text.at[at]) && is_word_byte(p->text.at[at - 1]))
            buf_putc(&b, ' ');
        struct str rest = str_from(p->source, last);
        struct str c = rest;
        utf8_next(&rest);
        bool named = c.at[0] == '&' && p->text.at[at] != '&'; /* &ldquo; */
        buf_put(&b, named ? page_str(p, (struct span){at, page_next(p, at)}) : (struct str){c.at, c.n - rest.n});
        buf_put(&b, syllable_at(p, p->source.n - rest.n));
    }
    return buf_str(&b);
}

struct span page_source(const struct page *p, struct span s)
{
    if (span_is_empty(s))
        return (struct span){0, 0};
    return (struct span){p->place[s.from], p->place[s.to - 1] + 1};
}
