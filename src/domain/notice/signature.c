/* SPDX-License-Identifier: Apache-2.0 */
/* The letter's end: who signs it and when. */
#include "domain/notice/block.h"
#include "domain/notice/letter.h"
#include "domain/notice/move.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

#include <stdlib.h>
#include <string.h>

enum { PUBLISHED_BYTES = 500, HEAD_LINE = 60 };

static struct day day_exact(struct date d)
{
    return civil_is_valid(d.year, d.month, d.day) ? day_of(d.year, d.month, d.day) : DAY_NONE;
}

/* A whole date with its year, and no range, at `at`. */
static bool full_day(const struct compiler *c, uint32_t at, uint32_t end, struct dates *r)
{
    return at < end && dates_at(c->words, c->page, at, end, r) && r->to.year != 0 && !r->is_range &&
           day_is_set(day_exact(r->to));
}

/* 2018/4/2 8:05:12, 2018-04-02: the blank before the hour ends the day. Returns the byte behind it, or 0. */
static uint32_t numeric_day(const struct page *p, uint32_t at, struct day *r)
{
    int part[3] = {0, 0, 0};
    for (int i = 0; i < 3; i++) {
        uint32_t n = 0, most = i == 0 ? 4 : 2;
        while (n < most && at + n < page_end(p) && digits_at(p, at + n, at + n + 1) && (n == 0 || !p->gap[at + n]))
            n++;
        if (n == 0 || (i == 0 && n < 4))
            return 0;
        part[i] = digits_value(p, at, n);
        at += n;
        char sign = at < page_end(p) ? p->text.at[at] : 0;
        if (i < 2 && sign != '-' && sign != '/' && sign != '.')
            return 0;
        at += i < 2;
    }
    *r = day_exact((struct date){part[0], part[1], part[2]});
    return day_is_set(*r) ? at : 0;
}

/* 四、截稿时间: the date on the line below is its own, no signature's. */
static bool names_time(const struct compiler *c, struct span s)
{
    enum level level;
    int number;
    static const struct str times[] = {S("时间"), S("日期"), S("期限"), S("基准日"), S("时点"), S("截止日"), S("节点")};
    bool time = span_has_any(c, s, WORD_LIST(times));
    return time && s.to - s.from < 60 &&
           (numbering_at(c->page, s.from, &level, &number) > 0 || c->page->text.at[s.to - 1] == ':');
}

/* (2018年4月2日), 2018年4月2日。 and a day said twice: the day alone. */
static struct span bare_day(const struct compiler *c, struct span line)
{
    const struct page *p = c->page;
    line.to -= page_has(p, line.to - 3, line.to, S("。")) && line.to - line.from > 12 ? 3 : 0;
    if (p->text.at[line.from] == '(' && p->twin[line.from] + 1 == line.to)
        line = (struct span){line.from + 1, line.to - 1};
    uint32_t open = line.to > line.from && p->text.at[line.to - 1] == ')' ? p->twin[line.to - 1] : line.from;
    if (open > line.from && digits_at(p, open + 1, line.to) == 0)
        line.to = open; /* 2018年4月2日(印) */
    uint32_t half = (line.to - line.from) / 2;
    struct span first = {line.from, line.from + half}, second = {line.from + half, line.to};
    return half >= 8 && str_eq(text_of(c, first), text_of(c, second)) ? first : line;
}

/* Nothing but a date: 2018年4月2日, 2018年4月2日 某某局, and 2018年4日2日 with a sign mistyped. */
static struct day signed_day(const struct compiler *c, struct span line)
{
    const struct page *p = c->page;
    struct dates d;
    line = bare_day(c, line);
    if (is_date_line(c, line, &d))
        return day_exact(d.to);
    int year, month, day;
    uint32_t y = number_at(p, line.from, line.to, &year), at = line.from + y + 3;
    if (y == 0 || y > 12 || line.to - line.from > 90 || !page_has(p, at - 3, line.to, S("年")))
        return DAY_NONE;
    bool office = dates_at(c->words, p, line.from, line.to, &d) && d.to.day != 0 && !d.is_range &&
                  d.minute == NO_TIME && p->gap[d.span.to] == GAP_BLANK && unit_ends(c, d.span.to, line.to);
    if (office)
        return day_exact(d.to);
    uint32_t m = number_at(p, at, line.to, &month), n = m ? number_at(p, at + m + 3, line.to, &day) : 0;
    bool lost = year > 200 && year<230, cut = year> 10 && year < 30 && page_is_han(p, line.from);
    year = lost ? year + 1800 : cut ? year + 2000 : year; /* 二一二年, 一二年九月二十八日: without its 〇 */
    bool month_sign = page_has(p, at + m, line.to, S("日")) || ((lost || cut) && page_has(p, at + m, line.to, S("月")));
    bool mistyped = n > 0 && month_sign && page_has(p, at + m + 3 + n, line.to, S("日")) && at + m + n + 6 == line.to;
    return mistyped ? day_exact((struct date){year, month, day}) : DAY_NONE;
}

/* An office's name alone, without the (盖章) behind it; empty when s is none. */
static struct span office_in(const struct compiler *c, struct span s)
{
    enum { NAME_BYTES = 120 };
    const struct page *p = c->page;
    enum level level;
    int number;
    uint32_t open = s.to > s.from && p->text.at[s.to - 1] == ')' ? p->twin[s.to - 1] : 0;
    if (open > s.from && span_has(c, (struct span){open, s.to}, S("章")))
        s.to = open;
    else if (open == s.from && page_has(p, s.to - 4, s.to, S("章)")))
        s = (struct span){s.from + 1, s.to - 1 - (page_has(p, s.to - 7, s.to, S("代章)")) ? 6 : 0)};
    struct verb verb;
    uint32_t stop = page_ends_any(p, s.from, s.to, &S("。"), 1);
    s.to -= stop;
    if (stop > 0 && (word_here(c, s.from, s.to, WORD_EVERY) || word_here(c, s.from, s.to, WORD_MODAL) ||
                     (verb_in(c, s, &verb) && verb.kind > VERB_NONE)))
        return (struct span){0, 0}; /* 请各学校将总结报教务科。 */
    bool other = span_is_empty(s) || s.to - s.from > NAME_BYTES || span_has(c, s, S("。")) || span_has(c, s, S(":")) ||
                 span_has(c, s, S(",")) || page_has(p, s.from, s.to, S("附")) || span_has(c, s, S("@")) ||
                 thing_ends(c, s) || numbering_at(p, s.from, &level, &number) > 0;
    return other ? (struct span){0, 0} : s;
}

static uint32_t line_from(const struct page *p, uint32_t at)
{
    do
        at = page_back(p, at);
    while (at > 0 && p->gap[at] < GAP_LINE);
    return at;
}

/* The offices on the lines above `at`, the nearest as it stands, those above it where they are units. */
static struct str offices_above(struct compiler *c, uint32_t at)
{
    enum { OFFICES = 6 };
    struct str names[OFFICES];
    size_t n = 0;
    for (uint32_t from; n < OFFICES && at > c->body; at = from) {
        from = line_from(c->page, at);
        struct span line = {from, at}, office = office_in(c, line);
        if (n == 0 && at - from == 8 && page_has(c->page, at - 4, at, S("章)")))
            continue;                                                                  /* (印章) */
        bool cells = memchr(c->page->gap + from + 1, GAP_CELL, at - from - 1) != NULL; /* a row of a table */
        if (span_is_empty(office) || cells ||
            (n > 0 && (!unit_ends(c, office.from, office.to) || page_has(c->page, at - 3, at, S("。")))))
            break;
        names[n++] = copy_of(c, office);
    }
    struct buf b = buf_new(c->arena, 64);
    for (size_t i = n; i-- > 0;) {
        buf_put(&b, names[i]);
        buf_put(&b, i > 0 ? S("、") : S(""));
    }
    return buf_str(&b);
}

/* …统计表云溪市水务局 2018年4月2日 on one line: the office that ends at `at`, behind a blank, a sign or a paper's name. */
static struct span office_before(const struct compiler *c, uint32_t at)
{
    const struct page *p = c->page;
    uint32_t from = at;
    while (from > c->body && at - from < 90) {
        uint32_t back = page_back(p, from);
        bool mark = !page_is_han(p, back) && p->text.at[back] != '(' && p->text.at[back] != ')' &&
                    !page_has(p, back, from, S("、"));
        if (mark || (from < at &&
                     (p->gap[from] != GAP_NONE || (at - from >= 12 && word_before(p, c->body, from, WORD_PAPER) > 0))))
            break;
        from = back;
    }
    uint32_t open = p->text.at[at - 1] == ')' ? p->twin[at - 1] : 0;
    struct span office = office_in(c, (struct span){from, open > from ? open : at});
    return unit_ends(c, office.from, office.to) ? office : (struct span){0, 0};
}

/* The signature: the line before the first line that is nothing but a date; not the page's date right below the title. */
static void sign_find(struct compiler *c)
{
    const struct page *p = c->page;
    struct span before = {0, 0};
    struct day top = DAY_NONE;
    for (uint32_t at = c->body; at < page_end(p);) {
        struct span line = {at, line_end(p, at)};
        struct day day = p->gap[at] >= GAP_LINE ? signed_day(c, line) : DAY_NONE;
        if (day_is_set(day) && c->audience[0].n == 0 && span_is_empty(before)) {
            top = day;
        } else if (day_is_set(day) && !names_time(c, before)) {
            c->draft->issued = day;
            c->sign = span_is_empty(before) ? at : before.from;
            c->draft->issuer = offices_above(c, at);
            struct span below = {line.to, line.to < page_end(p) ? line_end(p, line.to) : line.to};
            if (c->draft->issuer.n == 0 && unit_ends(c, below.from, below.to))
                c->draft->issuer = copy_of(c, office_in(c, below)); /* the day above the office */
            else if (c->draft->issuer.n == 0)
                c->draft->issuer = copy_of(c, office_before(c, line.to));
            return;
        }
        before = line;
        at = line.to;
    }
    c->draft->issued = top;
    c->sign = day_is_set(top) ? c->body : c->sign;
}

/* 云溪市水务局2018年4月2日附件1…, …云溪市巡查办法: what a page without line ends runs together with its signature. */
static bool goes_on(const struct compiler *c, struct span day, struct span office)
{
    static const struct str next[] = {S("附件"),     S("附:"),      S("附表"), S("抄送"), S("(此件"),    S("(联系人"),
                                      S("(来源"),    S("分享"),     S("上一"), S("下一"), S("责任编辑"), S("扫一扫"),
                                      S("版权所有"), S("浏览次数"), S("相关"), S("关于")};
    if (span_is_empty(office))
        return false;
    struct str name = {c->page->text.at + office.from, 6};
    uint32_t at = day.to;
    return page_has_any(c->page, at, page_end(c->page), WORD_LIST(next)) ||
           page_has(c->page, at, page_end(c->page), name) || page_has(c->page, at, page_end(c->page), text_of(c, day));
}

/* A page without line ends: 某某局2022年4月12日联系人:…, an office and a date with nothing between. */
static void sign_inline(struct compiler *c)
{
    static const struct str stops[] = {S("。"), S(")")};
    const struct page *p = c->page;
    for (uint32_t at = c->body; at < page_end(p); at = page_next(p, at)) {
        struct dates d;
        bool head = at > 0 && (p->text.at[at] == '2' || page_has(p, at, page_end(p), S("二")));
        bool apart = head && p->gap[at] == GAP_BLANK; /* behind the last attachment: …统计表 2018年9月26日 */
        bool last = at >= 3 && page_has(p, at - 3, at, S("。")) && page_has(p, at, page_end(p), S("二"));
        if (!head || (!apart && !last && !unit_ends(c, at > 90 ? at - 90 : 0, at)))
            continue;
        uint32_t end = at + 60 < page_end(p) ? at + 60 : page_end(p);
        bool dated = full_day(c, at, end, &d) && d.minute == NO_TIME;
        enum gap least = apart && !last ? GAP_LINE : GAP_BLANK; /* …。 二〇一二年九月十八日 填报单位:… */
        struct span office = dated && !apart ? office_before(c, at) : (struct span){0, 0};
        bool alone = dated && (goes_on(c, d.span, office) ||
                               d.span.to + page_has_any(p, d.span.to, page_end(p), WORD_LIST(stops)) >= page_end(p) ||
                               p->gap[d.span.to] >= least || word_here(c, d.span.to, page_end(p), WORD_LABEL));
        if (!alone)
            continue;
        struct span signer = office_before(c, at);
        signer.from += signer.to > signer.from && p->text.at[signer.from] == '('; /* (某某局 2021年4月7日) */
        c->draft->issued = day_exact(d.to);
        c->draft->issuer = copy_of(c, signer);
        c->sign = at;
        return;
    }
}

/* 2017-02-20 来源: 点击:1387, 检研在线 2021-12-20: a short line that begins or ends with a full date. */
static bool dated_line(const struct compiler *c, struct span line, struct dates *r)
{
    if (line.to - line.from > 120 || line.from >= c->body || span_has(c, line, S("关于")))
        return false;
    for (uint32_t at = line.from; at < line.to; at++) {
        bool open = at > line.from && c->page->text.at[at - 1] == '('; /* (2018年4月2日 云办〔2018〕2号) */
        bool digit = c->page->text.at[at] == '2' && (at == line.from || c->page->gap[at] >= GAP_BLANK || open);
        if (digit && full_day(c, at, line.to, r))
            return at == line.from || open || r->span.to == line.to;
    }
    return false;
}

/* 发布时间:2022-04-22 above the text: the page's word, where the notice has none. */
static void published_find(struct compiler *c)
{
    static const struct str labels[] = {
        S("成文日期:"),  S("发文日期:"),  S("印发日期:"),  S("生成日期:"), S("发布时间:"), S("发布日期:"),
        S("上传时间:"),  S("上载日期:"),  S("上载时间:"),  S("发表时间:"), S("发布于:"),   S("【发布日期】"),
        S("[发表时间]"), S("[发布时间]"), S("[发布日期]"), S("日期:"),     S("时间:")};
    enum { SURE = 15 }; /* the labels from there on may be the event's once the text has begun */
    uint32_t end = page_end(c->page), reach = end < PUBLISHED_BYTES ? end : PUBLISHED_BYTES;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        struct span head = {0, i < SURE && reach > c->body ? reach : c->body};
        if (c->audience[0].n == 0 && i >= SURE) /* right below the title of a letter to nobody */
            head.to = line_end(c->page, c->body) + 12 < end ? line_end(c->page, c->body) + 12 : end;
        uint32_t at = page_find(c->page, head, labels[i]);
        struct dates d;
        uint32_t from = at == UINT32_MAX ? end : at + (uint32_t)labels[i].n;
        from += from < end && (c->page->text.at[from] == '[' || c->page->text.at[from] == ':');
        bool packed = from < end && digits_at(c->page, from, end) == 8; /* 【发布日期】20100115 */
        if (packed)
            c->draft->issued =
                day_exact((struct date){digits_value(c->page, from, 4), digits_value(c->page, from + 4, 2),
                                        digits_value(c->page, from + 6, 2)});
        if (packed && day_is_set(c->draft->issued))
            return;
        if (numeric_day(c->page, from, &c->draft->issued) > 0)
            return;
        if (from < end && dates_at(c->words, c->page, from, end, &d) && day_is_set(day_exact(d.to))) {
            c->draft->issued = day_exact(d.to);
            return;
        }
    }
    /* A date on a line of its own above the text. */
    uint32_t head = c->body > HEAD_LINE ? c->body : HEAD_LINE;
    head = c->audience[0].n == 0 && head == c->body ? line_end(c->page, head) : head; /* right below the title */
    for (uint32_t at = 0; at < head && at < c->page->text.n; at = line_end(c->page, at)) {
        struct dates d;
        bool sign = c->page->text.at[at] == '-' || c->page->text.at[at] == '[';
        struct span line = {at + sign, line_end(c->page, at)};
        line.to -= sign && line.to > line.from && c->page->text.at[line.to - 1] == ']';
        /* 2017-03-15 00:00:00 | 某某中心 | : the page's own line */
        bool stamped = line.to > line.from && line.to - line.from < 120 && full_day(c, line.from, line.to, &d) &&
                       d.minute != NO_TIME;
        if (stamped || is_date_line(c, line, &d) || (!day_is_set(c->draft->issued) && dated_line(c, line, &d)))
            c->draft->issued = day_exact(d.to);
    }
}

/* 来源:职教通 2010-3-19 0:12:08: a day with its hour above the text is the page's. */
static void stamped_find(struct compiler *c)
{
    uint32_t reach = c->body > PUBLISHED_BYTES ? PUBLISHED_BYTES : c->body;
    for (uint32_t at = 0; at < reach; at++) {
        struct dates d;
        if (c->page->text.at[at] != '2' || (at > 0 && digits_at(c->page, at - 1, at)))
            continue;
        uint32_t behind = numeric_day(c->page, at, &c->draft->issued);
        if (behind > 0 && time_at(c->page, behind, page_end(c->page), &d.minute) > 0)
            return;
        c->draft->issued = DAY_NONE;
        if (full_day(c, at, page_end(c->page), &d) && d.minute != NO_TIME) {
            c->draft->issued = day_exact(d.to);
            return;
        }
    }
}

/* The office before 关于 in the title, or the line above the title. */
static void issuer_from_title(struct compiler *c)
{
    uint32_t about = page_find(c->page, c->title, S("关于"));
    if (about != UINT32_MAX && about > c->title.from) {
        struct span office = {c->title.from, about};
        uint32_t forward = page_find(c->page, office, S("转发"));
        if (forward != UINT32_MAX)
            office.to = forward;
        c->draft->issuer = copy_of(c, office);
        return;
    }
    struct span above = {0, c->title.from};
    if (c->title.from > 0)
        above.from = line_from(c->page, c->title.from);
    if (!span_is_empty(above) && unit_ends(c, above.from, above.to) && !is_frame(c, above) &&
        !span_has(c, above, S("关于")) && !span_has_word(c, above, WORD_OFFICIAL))
        c->draft->issuer = copy_of(c, above);
}

/* No day is signed: an office alone on the last line, perhaps above a month, else the page's 来源:, 发布机构:. */
static void issuer_unsigned(struct compiler *c)
{
    static const struct str labels[] = {S("发布机构:"), S("发文机关:"), S("发文单位:"), S("发布单位:"), S("来源:")};
    const struct page *p = c->page;
    uint32_t at = page_end(p), from = at > c->body ? line_from(p, at) : at;
    for (int lines = 0; lines < 2 && from > c->body; lines++, at = from, from = line_from(p, at)) {
        struct span office = office_in(c, (struct span){from, at});
        if (!span_is_empty(office) && office.to - office.from < 75 && unit_ends(c, office.from, office.to)) {
            c->draft->issuer = copy_of(c, office);
            return;
        }
        if (!page_has(p, at - 3, at, S("月")))
            break;
    }
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        uint32_t label = page_find(p, (struct span){0, c->body}, labels[i]), to = label + (uint32_t)labels[i].n;
        from = to;
        while (label != UINT32_MAX && to < c->body && page_is_han(p, to) && (to == from || !p->gap[to]))
            to = page_next(p, to);
        if (label != UINT32_MAX && to - from > 6 && unit_ends(c, from, to)) {
            c->draft->issuer = copy_of(c, (struct span){from, to});
            return;
        }
    }
}

/* 2018年3月26日印发: the printer's line, where the letter bears no other date. */
static void printed_find(struct compiler *c)
{
    const struct page *p = c->page;
    for (uint32_t at = c->body; at < page_end(p); at = line_end(p, at)) {
        struct dates d;
        uint32_t end = line_end(p, at);
        bool dated = false;
        uint32_t print = p->gap[at] >= GAP_LINE ? page_find(p, (struct span){at, end}, S("日印")) : UINT32_MAX;
        for (uint32_t from = at;
             print != UINT32_MAX && !page_has(p, print, end, S("日印发的")) && !dated && from < print;
             from = page_next(p, from))
            dated = (p->text.at[from] == '2' || page_has(p, from, end, S("二"))) && full_day(c, from, end, &d) &&
                    d.span.to == print + 3;
        if (!dated)
            continue;
        c->draft->issued = day_exact(d.to);
        c->sign = at;
        return;
    }
}

/* 2022118 below the text may be two days: the page's own date tells which. */
static void run_together(struct compiler *c)
{
    struct day signed_on = c->draft->issued, page = DAY_NONE;
    if (!day_is_set(signed_on))
        return;
    published_find(c);
    page = c->draft->issued;
    c->draft->issued = signed_on;
    struct civil a = day_civil(signed_on), b = day_civil(page);
    bool alike = day_is_set(page) && a.year == b.year &&
                 str_eq(str_format(c->arena, "%d%d", a.month, a.day), str_format(c->arena, "%d%d", b.month, b.day));
    struct str text = str_format(c->arena, "%d%d%d", a.year, a.month, a.day);
    uint32_t at = page_find(c->page, (struct span){c->sign, page_end(c->page)}, text);
    if (alike && page.n != signed_on.n && at != UINT32_MAX)
        c->draft->issued = page;
}

/* 某某办公室 and below it 1月4日: of the year the caller or the notice's own number tells. */
static void yearless_find(struct compiler *c, struct day near)
{
    const struct page *p = c->page;
    uint32_t last = page_end(p) > c->body ? line_from(p, page_end(p)) : 0;
    struct dates d;
    struct span office = last > c->body ? office_in(c, (struct span){line_from(p, last), last}) : (struct span){0, 0};
    if (span_is_empty(office) || !unit_ends(c, office.from, office.to) ||
        !dates_at(c->words, p, last, page_end(p), &d) || d.span.to != page_end(p) || d.to.year != 0 ||
        d.to.month == 0 || d.to.day == 0 || d.is_range)
        return;
    struct day best = DAY_NONE;
    for (int year = day_is_set(near) ? day_civil(near).year - 1 : 0, i = 0; year > 0 && i < 3; i++) {
        struct day day = day_exact((struct date){year + i, d.to.month, d.to.day});
        if (day_is_set(day) && (!day_is_set(best) || abs(day.n - near.n) < abs(best.n - near.n)))
            best = day;
    }
    c->draft->issued = best;
    c->draft->issuer = copy_of(c, office);
    c->sign = day_is_set(best) ? office.from : c->sign;
}

void letter_close(struct compiler *c, struct day near, bool told)
{
    c->sign = page_end(c->page);
    sign_find(c);
    run_together(c);
    if (!day_is_set(c->draft->issued))
        sign_inline(c);
    if (!day_is_set(c->draft->issued))
        yearless_find(c, near);
    if (!day_is_set(c->draft->issued) && !told)
        published_find(c);
    if (!day_is_set(c->draft->issued))
        printed_find(c);
    if (!day_is_set(c->draft->issued) && !told)
        stamped_find(c);
    if (c->draft->issuer.n == 0 && !span_is_empty(c->title))
        issuer_from_title(c);
    if (c->draft->issuer.n == 0)
        issuer_unsigned(c);
}
