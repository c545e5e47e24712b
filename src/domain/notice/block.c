/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/block.h"

#include "domain/notice/move.h"
#include "domain/notice/number.h"
#include "domain/notice/rhythm.h"
#include "domain/notice/who.h"

enum { HEADING_BYTES = 114, WRAPPED_BYTES = 45, LABEL_BYTES = 36 }; /* 38, 15 and 12 characters */
enum { SENTENCE_BYTES = 6000 }; /* what is read together: keeps time linear in the text */

static bool has(const struct page *p, uint32_t at, struct str word)
{
    return page_has(p, at, page_end(p), word);
}

static uint32_t circle_at(const struct page *p, uint32_t at, int *number_r)
{
    /* ① … ⑳ are E2 91 A0 … E2 91 B3. */
    if (!has(p, at, S("\xe2\x91")) || at + 2 >= page_end(p))
        return 0;
    unsigned last = (unsigned char)p->text.at[at + 2];
    if (last < 0xa0 || last > 0xb3)
        return 0;
    *number_r = (int)(last - 0xa0 + 1);
    return 3;
}

static uint32_t round_at(const struct page *p, uint32_t at, enum level *level_r, int *number_r)
{
    bool digit = at + 1 < page_end(p) && p->text.at[at + 1] >= '0' && p->text.at[at + 1] <= '9';
    uint32_t n = number_at(p, at + 1, page_end(p), number_r);
    if (n == 0 || *number_r > 60 || !has(p, at + 1 + n, S(")")))
        return 0;
    *level_r = digit ? LEVEL_DIGIT_ROUND : LEVEL_HAN_ROUND;
    n += 2;
    return n + (has(p, at + n, S("、")) ? 3 : 0);
}

/* 2.5 is a number, 2.2022年 and 2.5月 the second item. */
static bool is_fraction(const struct page *p, uint32_t at)
{
    uint32_t n = at < page_end(p) && !p->gap[at] ? digits_at(p, at, page_end(p)) : 0;
    return n > 0 && !(n == 4 && has(p, at + 4, S("年"))) && !(n <= 2 && has(p, at + n, S("月")));
}

/* The sign after the number: 一、 1. 1、 1) and, for Chinese numbers, a comma too. */
static uint32_t number_sign(const struct page *p, uint32_t at, bool digit)
{
    if (has(p, at, S("、")))
        return 3;
    if (has(p, at, S(".")) || has(p, at, S("．")))
        return digit && is_fraction(p, at + 1) ? 0 : 1;
    if (!digit)
        return has(p, at, S(",")) ? 1 : 0;
    return has(p, at, S(")")) ? 1 : 0;
}

uint32_t numbering_at(const struct page *p, uint32_t at, enum level *level_r, int *number_r)
{
    if (at >= page_end(p))
        return 0;
    if (p->text.at[at] == '(')
        return round_at(p, at, level_r, number_r);
    uint32_t n = circle_at(p, at, number_r);
    if (n > 0) {
        *level_r = LEVEL_CIRCLE;
        return n;
    }
    char c = p->text.at[at], sign_of = at + 1 < page_end(p) ? p->text.at[at + 1] : 0;
    bool letter = c >= 'a' && c <= 'h' && p->gap[at] >= GAP_LINE && (sign_of == '.' || sign_of == ')');
    if (letter && page_is_han(p, at + 2)) { /* a.各学院提交名单, below 10、 */
        *number_r = c - 'a' + 1;
        *level_r = LEVEL_CIRCLE;
        return 2;
    }
    bool digit = c >= '0' && c <= '9';
    n = number_at(p, at, page_end(p), number_r);
    if (n == 0 || *number_r > 60 || *number_r == 0 || (digit && n > 2))
        return 0;
    uint32_t sign = number_sign(p, at + n, digit);
    *level_r = digit ? (has(p, at + n, S(")")) ? LEVEL_DIGIT_ROUND : LEVEL_DIGIT) : LEVEL_HAN;
    return sign ? n + sign : 0;
}

uint32_t line_end(const struct page *p, uint32_t at)
{
    uint32_t end = page_end(p);
    for (at += at < end; at < end && p->gap[at] < GAP_LINE;)
        at++; /* the bytes inside a character have no gap */
    return at;
}

bool is_date_line(const struct compiler *c, struct span s, struct dates *r)
{
    s.to -= s.to > s.from + 12 ? page_ends_any(c->page, s.from, s.to, (struct str[]){S("上午"), S("下午")}, 2) : 0;
    return !span_is_empty(s) && s.to - s.from < 60 && dates_at(c->words, c->page, s.from, s.to, r) &&
           r->span.to == s.to && r->to.year != 0 && r->to.day != 0 && !r->is_range;
}

bool is_audience(const struct compiler *c, struct span s)
{
    if (s.to - s.from < 7 || c->page->text.at[s.to - 1] != ':')
        return false;
    struct span names = {s.from, s.to - 1};
    bool every = page_has(c->page, names.from, names.to, S("各")); /* 各承办单位: is no label */
    if (span_has(c, names, S("。")) || span_has(c, names, S("_")) || (!every && span_has_word(c, names, WORD_LABEL)))
        return false;
    static const struct str demands[] = {S("请于"), S("请在"), S("请将"), S("将"),   S("日前"), S("务必"),
                                         S("应于"), S("如下"), S("包括"), S("电话"), S("邮箱"), S("联系人")};
    if (span_has_any(c, names, WORD_LIST(demands)))
        return false; /* 各基层工会请于3月7日前将名单报校工会,联系电话: */
    bool begins = word_here(c, names.from, names.to, WORD_EVERY) > 0;
    return (begins && names.to - names.from < 600) || unit_ends(c, names.from, names.to);
}

/* 关于…的通知 below a signature: the forwarded letter begins. */
static bool is_letter_title(const struct compiler *c, struct span s)
{
    return page_has(c->page, s.from, s.to, S("关于")) && s.to - s.from < 240 && !span_has(c, s, S("。")) &&
           word_before(c->page, s.from, s.to, WORD_OFFICIAL) > 0;
}

/* Asked behind every character: the last byte tells nearly always. */
static bool ends_sentence(const struct page *p, uint32_t before)
{
    char last = before ? p->text.at[before - 1] : 0;
    if (last == ';' || last == '!' || last == '?')
        return true;
    return (last == '\x82' && before >= 3 && has(p, before - 3, S("。"))) ||
           (last == '\xa6' && before >= 3 && has(p, before - 3, S("…")));
}

static bool ends_open(const struct page *p, uint32_t before)
{
    static const struct str signs[] = {S(","),  S("、"), S("并"), S("和"), S("及"), S("与"),
                                       S("的"), S("将"), S("("),  S("《"), S("“")};
    return page_ends_any(p, 0, before, WORD_LIST(signs)) > 0;
}

struct span label_of(const struct compiler *c, struct span s, uint32_t *behind_r)
{
    const struct page *p = c->page;
    bool boxed = has(p, s.from, S("【"));
    uint32_t from = s.from + (boxed ? 3 : 0), end = s.to - from > LABEL_BYTES ? from + LABEL_BYTES : s.to;
    for (uint32_t at = from; at < end; at = page_next(p, at)) {
        uint32_t stop = boxed && has(p, at, S("】")) ? 3 : p->text.at[at] == ':';
        bool open = p->text.at[at] == ',' || p->text.at[at] == ';' || p->text.at[at] == '(';
        bool blank = at > from && p->gap[at] >= GAP_BLANK;
        if ((stop > 0 || blank) && word_before(p, from, at, WORD_SECTION)) {
            *behind_r = at + stop + (stop == 3 && has(p, at + stop, S(":")));
            return (struct span){from, at};
        }
        if (stop > 0 || open)
            break;
    }
    return (struct span){0, 0};
}

/* 报送时间 on a line of its own names what stands below it, without a number too. */
static bool is_bare_heading(const struct compiler *c, struct span s)
{
    return s.to - s.from <= LABEL_BYTES && c->page->gap[s.to] >= GAP_LINE && c->page->gap[s.from] >= GAP_LINE &&
           word_before(c->page, s.from, s.to, WORD_SECTION) > 0 && !word_here(c, s.from, s.to, WORD_MODAL) &&
           !page_has(c->page, s.from, s.to, S("各")) && !span_has(c, s, S(",")) && !span_has(c, s, S(":"));
}

/* 申报数量:…, 【报名方式】…, or 报送方式 alone: the line begins a section, whatever the line before it ends with. */
static bool begins_section(const struct compiler *c, struct span line)
{
    uint32_t behind;
    struct span label = label_of(c, line, &behind);
    return (!span_is_empty(label) && behind > label.to) || is_bare_heading(c, line);
}

/* A day without its year, and nothing else: the first cell of a schedule's row. */
static bool is_day_cell(const struct compiler *c, struct span line)
{
    enum { LONGEST = 45 };
    struct dates d;
    if (line.to - line.from > LONGEST || !dates_at(c->words, c->page, line.from, line.to, &d) || d.to.year != 0 ||
        d.to.day == 0)
        return false;
    int minute;
    uint32_t to = d.span.to + deadline_sign(c, d.span.to, line.to);
    static const struct str parts[] = {S("上午"), S("下午"), S("晚上"), S("全天")};
    uint32_t part = page_has_any(c->page, to, line.to, WORD_LIST(parts));
    return to + part == line.to || to + (to < line.to ? time_at(c->page, to, line.to, &minute) : 0) == line.to;
}

/* 3月5日、6日  班级…, and below it 3月7日(星期三)第八节课前  班主任…: the rows of a schedule, each with its day first. */
static bool begins_with_day(const struct compiler *c, struct span line)
{
    enum { DAY_BYTES = 75 };
    struct dates d;
    if (!dates_at(c->words, c->page, line.from, line.to, &d) || d.to.day == 0)
        return false;
    uint32_t at = d.span.to, end = line.to - line.from > DAY_BYTES ? line.from + DAY_BYTES : line.to;
    while (at < end && c->page->gap[at] == GAP_NONE)
        at = page_next(c->page, at);
    return at < end && c->page->gap[at] < GAP_LINE && page_is_han(c->page, at);
}

/* 县级录入:6月20日前…, and below it 县级报告:6月30日前…: a line that opens with a short name and a colon. */
static bool begins_with_name(const struct compiler *c, struct span line)
{
    enum { NAME_BYTES = 24 };
    uint32_t at = line.from;
    while (at < line.to && at - line.from <= NAME_BYTES && page_is_han(c->page, at))
        at = page_next(c->page, at);
    return at >= line.from + 6 && at - line.from <= NAME_BYTES && at < line.to && c->page->text.at[at] == ':';
}

/* True when the line that begins at `at` goes on with the sentence of the line before it. */
static bool goes_on(const struct compiler *c, uint32_t line_from, uint32_t at, bool heading)
{
    const struct page *p = c->page;
    enum level level;
    int number;
    struct dates d;
    struct span next = {at, line_end(p, at)};
    if (numbering_at(p, at, &level, &number) || is_date_line(c, next, &d) || word_here(c, at, next.to, WORD_LABEL) ||
        has(p, at, S("附件")) || is_audience(c, next) || begins_section(c, next))
        return false;
    bool dated = at > line_from && (digits_at(p, at - 1, at) || page_has(p, at - 3, at, S("日")));
    if (dated && deadline_sign(c, at, page_end(p)) > 0)
        return true; /* …于5月6日, and 前将… below it */
    if (begins_with_day(c, next) && begins_with_day(c, (struct span){line_from, at}))
        return false;
    if (begins_with_name(c, next) && begins_with_name(c, (struct span){line_from, at}))
        return false;
    if (is_day_cell(c, (struct span){line_from, at}))
        return true; /* 1月10日以前 | and below it who does what */
    static const struct str contacts[] = {S("联系人"), S("联系电话"), S("联系方式"), S("咨询电话")};
    bool phone = at >= 5 && digits_at(p, at - 5, at) == 5,
         mail = p->text.at[at - 1] >= 'a' && p->text.at[at - 1] <= 'z';
    bool contact = page_has_any(p, line_from, at, WORD_LIST(contacts)) > 0 && page_is_han(p, at);
    if ((p->gap[at] == GAP_PARA || contact) && (phone || mail))
        return false; /* a telephone or a mailbox ends its paragraph, or the line of contacts */
    if (ends_open(p, at))
        return true;
    bool title = is_letter_title(c, (struct span){line_from, at});
    if (ends_sentence(p, at) || p->text.at[at - 1] == ':' || heading || title)
        return false;
    struct span below = {next.to, line_end(p, next.to)}; /* who signs stands above the date */
    bool signs = next.to - next.from < 90 && unit_ends(c, next.from, next.to) && is_date_line(c, below, &d);
    return at - line_from >= WRAPPED_BYTES && next.to - next.from > 12 && !signs;
}

/* (附件 1), 附件 1、2, 8 月 12、26 日: a blank before a figure, and no item begins. */
static bool blank_before_figure(const struct page *p, uint32_t at, uint32_t sign)
{
    static const struct str leads[] = {S("件"), S("表"), S("月"), S("年"), S("第"),
                                       S("每"), S("、"), S(","),  S("和"), S("至")};
    if (p->gap[at] >= GAP_CELL || !digits_at(p, at, page_end(p)))
        return false;
    if (p->twin[sign - 1] != 0 && p->twin[sign - 1] < at)
        return true;
    if (page_ends_any(p, 0, at, WORD_LIST(leads)))
        return true;
    return has(p, sign - 3, S("、")) && digits_at(p, sign, page_end(p)) > 0;
}

static void place_under(struct compiler *c, struct block *b)
{
    const struct block *before = c->blocks.n ? &c->blocks.items[c->blocks.n - 1] : NULL;
    if (before != NULL && before->letter == b->letter) {
        for (size_t i = 0; i < LEVELS; i++)
            b->under[i] = before->under[i];
    }
    if (b->level == LEVEL_NONE)
        return;
    for (size_t i = b->level; i < LEVELS; i++)
        b->under[i] = 0;
    b->under[b->level] = (uint32_t)c->blocks.n + 1;
}

static bool is_heading(const struct compiler *c, const struct block *b)
{
    struct str t = text_of(c, b->span);
    if (b->level == LEVEL_NONE && t.n > 0 && is_bare_heading(c, b->span))
        return true;
    return b->level != LEVEL_NONE && t.n > 0 && t.n <= HEADING_BYTES && !ends_sentence(c->page, b->span.to) &&
           str_find(t, S("。")) == STR_NONE && str_find(t, S(",")) == STR_NONE && c->page->gap[b->span.to] >= GAP_BLANK;
}

struct cutter {
    struct compiler *c;
    struct block now;
    uint32_t line_from;
    bool dated;  /* a signature's date was seen since the last audience */
    bool titled; /* the letter began with its title; its address may follow */
};

static void letter_begins(struct cutter *k, uint32_t to)
{
    struct compiler *c = k->c;
    bool plain = k->now.level == LEVEL_NONE, field = k->now.span.to - k->now.span.from < 9; /* 学校: of a form below */
    bool address = plain && !field && (k->dated || k->titled) && is_audience(c, k->now.span);
    if (address || (plain && k->dated && is_letter_title(c, k->now.span))) {
        k->now.letter += !(address && k->titled) && k->now.letter < 3;
        k->titled = !address;
        k->dated = false;
    }
    if (address && c->audience[k->now.letter].n == 0)
        units_in(c, (struct span){k->now.span.from, to - 1}, &c->audience[k->now.letter]);
}

static void block_close(struct cutter *k, uint32_t to)
{
    struct compiler *c = k->c;
    k->now.span.to = to;
    if (span_is_empty(k->now.span))
        return;
    struct dates d;
    if (is_date_line(c, k->now.span, &d))
        k->dated = true;
    letter_begins(k, to);
    k->now.heading = is_heading(c, &k->now);
    place_under(c, &k->now);
    sentences_of(c, k->now.span, &k->now.sentences);
    arena_push(c->arena, &c->blocks, k->now);
}

static void block_open(struct cutter *k, uint32_t at)
{
    k->now = (struct block){.letter = k->now.letter};
    uint32_t n = numbering_at(k->c->page, at, &k->now.level, &k->now.number);
    if (n == 0)
        k->now.level = LEVEL_NONE;
    k->now.span = (struct span){at + n, at + n};
}

static bool block_begins(struct cutter *k, uint32_t at)
{
    const struct page *p = k->c->page;
    enum level level;
    int number;
    if (p->gap[at] >= GAP_LINE) {
        k->now.span.to = at;
        bool on = goes_on(k->c, k->line_from, at, is_heading(k->c, &k->now));
        k->line_from = at;
        return !on;
    }
    bool free = p->gap[at] != GAP_NONE || ends_sentence(p, at) || p->text.at[at - 1] == ':';
    uint32_t n = free ? numbering_at(p, at, &level, &number) : 0;
    return n > 0 && !blank_before_figure(p, at, at + n);
}

void blocks_make(struct compiler *c)
{
    const struct page *p = c->page;
    struct cutter k = {.c = c, .line_from = c->body};
    block_open(&k, c->body);
    for (uint32_t at = k.now.span.to > c->body ? k.now.span.to : c->body; at < page_end(p); at = page_next(p, at)) {
        if (at <= k.now.span.from || !block_begins(&k, at))
            continue;
        block_close(&k, at);
        block_open(&k, at);
    }
    block_close(&k, page_end(p));
}

/* Where a sentence that never ends is cut: behind a comma once it is long, anywhere when it is longer still. */
static bool is_overlong(const struct page *p, uint32_t from, uint32_t at)
{
    return at - from > SENTENCE_BYTES || (at - from > SENTENCE_BYTES / 2 && p->text.at[at - 1] == ',');
}

struct span first_sentence(const struct compiler *c, struct span s)
{
    const struct page *p = c->page;
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t past = page_skip(p, at);
        at = past > at && past <= s.to ? past : page_next(p, at);
        if (ends_sentence(p, at) || is_overlong(p, s.from, at))
            return (struct span){s.from, at};
    }
    return s;
}

void sentences_of(const struct compiler *c, struct span s, struct spans *list)
{
    while (s.from < s.to) {
        struct span sentence = first_sentence(c, s);
        arena_push(c->arena, list, sentence);
        s.from = sentence.to;
    }
}

/* 9月18日,10月8、20日,11月2日: the comma joins dates, when nothing but a date stands behind it. */
static bool lists_dates(const struct page *p, uint32_t comma)
{
    uint32_t at = comma + 1, end = page_end(p), n = digits_at(p, at, end);
    bool before = comma >= 3 && has(p, comma - 3, S("日"));
    if (!before || n == 0 || n > 2 || !has(p, at + n, S("月")))
        return false;
    for (at += n + 3; (n = digits_at(p, at, end)) > 0; at += n)
        n += has(p, at + n, S("、")) ? 3 : 0;
    return has(p, at, S("日,")) || has(p, at, S("日。")) || has(p, at, S("日;")) || has(p, at, S("日、")) ||
           has(p, at, S("日和"));
}

static bool is_comma(const struct page *p, uint32_t at)
{
    if (p->text.at[at] != ',')
        return false;
    if (lists_dates(p, at))
        return false;
    bool thousands = at > 0 && digits_at(p, at - 1, at) && digits_at(p, at + 1, page_end(p)) == 3;
    return !thousands;
}

/* 由旅行社填报“表1”、饭店填报“表2”: a unit and its verb begin the next clause, though no comma does. */
static bool tells_next(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    bool closes = at >= from + 3 && (page_has(c->page, at - 3, at, S("”")) || page_has(c->page, at - 3, at, S("》")) ||
                                     page_has(c->page, at - 3, at, S("表")));
    if (!closes)
        return false;
    uint32_t name = at + 3 + (page_has(c->page, at + 3, end, S("由")) ? 3 : 0), to = unit_at(c, name, end);
    return to > 0 && word_here(c, to, end, WORD_SEND) > 0;
}

/* 各市旅游局将假日5表、纳入预报的景区(点)将接待人数于…前报: each unit and its 将 are a clause. */
static bool brings_next(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    if (!page_has(c->page, from, at, S("各")) || !span_has(c, (struct span){from, at}, S("将")))
        return false;
    uint32_t name = at + 3, to = unit_at(c, name, end), limit = end - name > 90 ? name + 90 : end;
    struct span ahead = {name, limit};
    uint32_t of = page_find(c->page, ahead, S("的"));
    if (of != UINT32_MAX)
        to = of + 3 + word_here(c, of + 3, end, WORD_UNIT);
    to = to < end && c->page->text.at[to] == '(' ? page_skip(c->page, to) : to;
    return to > name && page_has(c->page, to, end, S("将"));
}

/* 信息于每月25日前、|案例于每季度末月20日前、|总结于6月20日前报送: each thing by its day is a clause. */
static bool dates_next(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    enum { NEXT_BYTES = 75 };
    const struct page *p = c->page;
    if (at < from + 6 || !page_has(p, at - 3, at, S("前")) || !page_is_han(p, at + 3))
        return false;
    uint32_t to = at + 3, limit = end - to > NEXT_BYTES ? to + NEXT_BYTES : end;
    while (to < limit && p->text.at[to] != ',' && !page_has(p, to, end, S("、")))
        to = page_next(p, to);
    uint32_t by = page_find(p, (struct span){at + 3, to}, S("于"));
    bool again =
        page_find(p, (struct span){from, to}, S("每")) != UINT32_MAX; /* plain dates are told apart elsewhere */
    return again && by != UINT32_MAX && by >= at + 9 && span_has(c, (struct span){by, to}, S("前"));
}

/* 4月5日前报方案、|4月8日前报名单、|6月底前报总结: each with its day and its verb. */
static bool sends_next(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    enum { DAY_BYTES = 36 };
    const struct page *p = c->page;
    uint32_t day = at + 3 + page_eat(p, at + 3, end, S("于")), limit = end - day > DAY_BYTES ? day + DAY_BYTES : end;
    uint32_t sign = digits_at(p, day, end) > 0 ? page_find(p, (struct span){day, limit}, S("前")) : UINT32_MAX;
    struct verb v;
    return sign != UINT32_MAX && (word_here(c, sign + 3, end, WORD_SEND) || word_here(c, sign + 3, end, WORD_BARE)) &&
           verb_in(c, (struct span){from, at}, &v) && v.kind >= VERB_BARE;
}

/* The 、 at `at` sets apart clauses, not things. first: where the first clause begins. */
static bool next_begins(const struct compiler *c, uint32_t first, uint32_t from, uint32_t at, uint32_t end)
{
    return page_has(c->page, at, end, S("、")) && (tells_next(c, first, at, end) || brings_next(c, from, at, end) ||
                                                   dates_next(c, from, at, end) || sends_next(c, from, at, end));
}

/* 在今天下班前告知工会并于明天上午送交材料: the second deadline has a verb of its own. */
static bool goes_on_by(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    struct verb v;
    return page_has(c->page, at, end, S("并于")) && at > from &&
           page_find(c->page, (struct span){from, at}, S("前")) != UINT32_MAX &&
           verb_in(c, (struct span){from, at}, &v) && v.kind >= VERB_BARE;
}

/* 自6月3日起,至6月20日止 */
static bool lasts(const struct page *p, uint32_t from, uint32_t at, uint32_t end)
{
    return at > from + 3 && page_has(p, at - 3, at, S("起")) &&
           (page_has(p, at + 1, end, S("至")) || page_has(p, at + 1, end, S("到")));
}

/* 填报时间:1月18日起,每日17:00前: the days of a rhythm under one label, and then its hour. */
static bool paces(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    static const struct str every[] = {S("每日"), S("每天"), S("每周"), S("每月"), S("每年")};
    const struct page *p = c->page;
    return page_has_any(p, page_next(p, at), end, WORD_LIST(every)) > 0 &&
           page_find(p, (struct span){from, at}, S(":")) != UINT32_MAX &&
           (page_has(p, at - 3, at, S("起")) || page_has(p, at - 3, at, S("日")));
}

void clauses_of(const struct compiler *c, struct span s, struct spans *list)
{
    const struct page *p = c->page;
    uint32_t from = s.from;
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t past = page_skip(p, at);
        if (past > at && past <= s.to) {
            at = past;
            continue;
        }
        if (goes_on_by(c, from, at, s.to)) {
            arena_push(c->arena, list, ((struct span){from, at}));
            from = at;
        }
        bool comma = is_comma(p, at) && !lasts(p, s.from, at, s.to) && !paces(c, from, at, s.to);
        if (comma || next_begins(c, s.from, from, at, s.to)) {
            if (at > from)
                arena_push(c->arena, list, ((struct span){from, at}));
            from = page_next(p, at);
        }
        at = page_next(p, at);
    }
    if (from < s.to)
        arena_push(c->arena, list, ((struct span){from, s.to}));
}

struct span heading_above(const struct compiler *c, uint32_t block)
{
    const struct block *b = &c->blocks.items[block];
    for (size_t l = LEVELS; l-- > 1;) {
        uint32_t over = b->under[l];
        if (over != 0 && over - 1 != block && c->blocks.items[over - 1].heading)
            return c->blocks.items[over - 1].span;
    }
    if (block > 0 && b->level == LEVEL_NONE && c->blocks.items[block - 1].heading)
        return c->blocks.items[block - 1].span;
    return (struct span){0, 0};
}

struct span announced_by(const struct compiler *c, uint32_t block)
{
    enum { ITEMS = 64 }; /* no letter announces more */
    const struct block *item = &c->blocks.items[block], *above = item;
    uint32_t over = 0;
    for (size_t l = item->level; l-- > 1 && over == 0;)
        over = item->under[l];
    while (over == 0 && above > c->blocks.items && item - above < ITEMS && item->level != LEVEL_NONE &&
           above->level == item->level)
        above--;
    above = over > 0 ? &c->blocks.items[over - 1] : above->level == LEVEL_NONE ? above : item;
    bool says = above != item && !above->tail && above->sentences.n > 0 && c->page->text.at[above->span.to - 1] == ':';
    struct span s = says ? above->sentences.items[above->sentences.n - 1] : (struct span){0, 0};
    return says && span_has_word(c, s, WORD_SEND) && span_has_word(c, s, WORD_THOSE) ? s : (struct span){0, 0};
}

uint32_t block_at(const struct compiler *c, uint32_t at)
{
    size_t first = 0, last = c->blocks.n;
    while (last - first > 1) {
        size_t middle = (first + last) / 2;
        if (c->blocks.items[middle].span.from <= at)
            first = middle;
        else
            last = middle;
    }
    return (uint32_t)first;
}

struct span way_before(const struct compiler *c, struct span first, struct span s, uint32_t *behind_r)
{
    enum { WAY_BYTES = 36 };
    uint32_t stop = page_ends_any(c->page, first.from, first.to, &S("。"), 1);
    struct span label = {first.from, first.to - stop};
    bool is = stop > 0 && label.to - label.from <= WAY_BYTES && digits_at(c->page, s.from, s.to) > 0 &&
              !span_has(c, label, S(",")) && !span_has(c, label, S(":"));
    *behind_r = is ? first.to : 0;
    return is ? label : (struct span){0, 0};
}
