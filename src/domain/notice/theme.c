/* SPDX-License-Identifier: Apache-2.0 */
/* The theme: what the event's words are, “同读一本书 共建好家风”. */
#include "domain/notice/block.h"
#include "domain/notice/event.h"
#include "domain/notice/number.h"

static struct span trim_theme(const struct compiler *c, struct span s)
{
    const struct page *p = c->page;
    for (bool again = true; again && !span_is_empty(s);) {
        again = true;
        if (page_has(p, s.to - (s.to - s.from >= 3 ? 3 : 0), s.to, S("。")))
            s.to -= 3;
        else if (p->text.at[s.to - 1] == ';' || p->text.at[s.to - 1] == ',' || p->text.at[s.to - 1] == '.')
            s.to--;
        else if ((page_has(p, s.from, s.to, S("“")) || page_has(p, s.from, s.to, S("《"))) &&
                 p->twin[s.from] == s.to - 3)
            s = (struct span){s.from + 3, s.to - 3};
        else
            again = false;
    }
    return s;
}

/* 活动时间: behind a blank: the next label of a page without line ends. */
static bool labels(const struct compiler *c, uint32_t at, uint32_t end)
{
    uint32_t colon = page_find(c->page, (struct span){at, at + 25 < end ? at + 25 : end}, S(":"));
    struct span s = {at, colon == UINT32_MAX ? at : colon};
    return span_has_word(c, s, WORD_EVENT_LABEL) || span_has_word(c, s, WORD_LABEL);
}

/* A blank, not a line's end, stood before `at`, though the page may have taken it for one. */
static bool soft_gap(const struct page *p, uint32_t at)
{
    struct str between =
        str_sub(p->source, p->source_at[page_back(p, at)], p->source_at[at] - p->source_at[page_back(p, at)]);
    return p->gap[at] != GAP_NONE && str_find(between, S("\n")) == STR_NONE;
}

/* 同读一本书 共建好班风: the phrase behind the blank is as long as the one before. */
static bool is_parallel(const struct page *p, uint32_t from, uint32_t at, uint32_t end)
{
    enum level level;
    int number;
    uint32_t to = at;
    while (to < end && page_is_han(p, to) &&
           (to == at || (p->gap[to] == GAP_NONE && !numbering_at(p, to, &level, &number))))
        to = page_next(p, to);
    while (from < at && !page_is_han(p, from))
        from = page_next(p, from);
    return soft_gap(p, at) && to - at == at - from && to - at >= 12;
}

/* The theme as it is spelled; the blank between two of its phrases stays. */
static struct str theme_text(const struct compiler *c, struct span s)
{
    enum { PHRASE = 6 };
    const struct page *p = c->page;
    struct buf b = buf_new(c->arena, s.to - s.from + 8);
    for (uint32_t at = s.from, from = s.from; at < s.to; from = at) {
        for (at = page_next(p, at); at < s.to && !soft_gap(p, at);)
            at = page_next(p, at);
        uint32_t next = at < s.to ? page_next(p, at) : at;
        bool phrase = at < s.to && at - from >= PHRASE && next < s.to && p->gap[next] == GAP_NONE;
        buf_put(&b, copy_of(c, (struct span){from, at}));
        buf_put(&b, phrase ? S(" ") : S(""));
    }
    return buf_str(&b);
}

/* The line, or what is left of it: up to a numbering sign or a label on a page without line ends. */
static struct span rest_of_line(const struct compiler *c, uint32_t at, uint32_t end)
{
    const struct page *p = c->page;
    enum level level;
    int number;
    uint32_t to = at;
    while (to < end && !page_has(p, to, end, S("。")) &&
           (to == at || is_parallel(p, at, to, end) ||
            (p->gap[to] < GAP_LINE && !(p->gap[to] && labels(c, to, end)) &&
             !((p->gap[to] || (to - at >= 12 && !page_has(p, to - 3, to, S("第")))) &&
               numbering_at(p, to, &level, &number) && (p->gap[to] || level == LEVEL_HAN)))))
        to = page_next(p, to);
    return (struct span){at, to};
}

/* 活动主题:…, 主题为“…”, 主题口号是“…”, a heading 主题 with the words on the next line. */
static bool theme_at(const struct compiler *c, uint32_t at, struct span *r)
{
    const struct page *p = c->page;
    uint32_t end = page_end(p), after = at + 6;
    after += page_has(p, after, end, S("口号")) ? 6 : 0;
    if (page_has(p, after, end, S("为")) || page_has(p, after, end, S("是")))
        after += 3;
    if (page_has(p, after, end, S(":")))
        after++;
    after += page_eat(p, after, end, S("】")); /* 【活动主题】… */
    bool marked = after > at + 6 || p->gap[after] >= GAP_BLANK;
    after += page_has(p, after, end, S("以“")) ? 3 : 0; /* 征稿主题:以“…”为主题 */
    bool quoted = after < end && page_has(p, after, end, S("“"));
    if (after >= end || (!marked && !quoted))
        return false;
    if (quoted && p->twin[after] > after)
        *r = (struct span){after + 3, p->twin[after]};
    else
        *r = trim_theme(c, rest_of_line(c, after, end));
    enum level level;
    int number;
    size_t length = utf8_length(page_str(p, *r));
    bool numbered = numbering_at(p, after, &level, &number) > 0;                /* several, or the next heading */
    bool heading = after == at + 6 && word_here(c, after, end, WORD_LABEL) > 0; /* 时间和主题 and below it 时间:… */
    bool below = after == at + 6 && span_has(c, (struct span){after, line_end(p, after)}, S("主题")); /* 以“…”为主题 */
    return length >= 3 && length <= 60 && !numbered && !heading && !below;
}

/* 以“…”为主题, 以…为统一主题, 围绕“…”的主题, “…”这一主题, “…”广泛开展主题活动: the words before 主题 and how sure they are. */
static int theme_before(const struct compiler *c, uint32_t at, struct span *r)
{
    static const struct str middle[] = {S("为"),       S("为统一"), S("为活动"), S("的"),   S("的活动"),
                                        S("这一"),     S("这个"),   S("活动"),   S("宣传"), S("教育"),
                                        S("广泛开展"), S("开展"),   S("")};
    static const struct str leads[] = {S("围绕"), S("紧扣"), S("聚焦"), S("突出"), S("以"), S("按照"), S("根据")};
    static const struct str holding[] = {S("开展"), S("举办"), S("举行"), S("组织"), S("启动")};
    static const struct str kinds[] = {S("征文"), S("演讲"), S("系列"),
                                       S("宣传"), S("教育"), S("班会")}; /* “…”主题征文 */
    const struct page *p = c->page;
    for (size_t i = 0; i < sizeof middle / sizeof *middle; i++) {
        uint32_t to = at - (uint32_t)middle[i].n;
        if (at < c->body + 9 + middle[i].n || (middle[i].n > 0 && !page_has(p, to, at, middle[i])))
            continue;
        bool is = page_has(p, to, at, S("为"));
        if (page_has(p, to - 3, to, S("”")) && p->twin[to - 3] > 0) {
            *r = (struct span){p->twin[to - 3] + 3, to - 3};
            if (is || page_ends_any(p, c->body, r->from - 3, WORD_LIST(leads)))
                return is ? 3 : 2;
            bool called = middle[i].n > 0 || page_ends_any(p, c->body, r->from - 3, WORD_LIST(holding)) ||
                          page_has_any(p, at + 6, page_end(p), WORD_LIST(kinds));
            return called;
        }
        uint32_t from = to; /* 以…为主题 without marks */
        while (is && from > c->body && to - from < 90 && !page_has(p, from - 3, to, S("以")) &&
               p->text.at[from - 1] != ',' && !page_has(p, from - 3, to, S("。")))
            from = page_back(p, from);
        *r = (struct span){from, to};
        if (is && page_has(p, from - 3, to, S("以")) && to - from >= 12)
            return 2;
    }
    return 0;
}

/* 主题聚焦:作品需紧扣“…”; 二、主题与形式 and below it 围绕“…”: near the word. */
static bool theme_near(const struct compiler *c, uint32_t at, struct span *r)
{
    static const struct str leads[] = {S("围绕“"), S("紧扣“"), S("聚焦“"), S("以“"), S("仍为“")};
    const struct page *p = c->page;
    struct span near = {at > c->body + 90 ? at - 90 : c->body, at + 90 < page_end(p) ? at + 90 : page_end(p)};
    near.from = page_sentence(p, near.from, at);
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        uint32_t lead = page_find(p, near, leads[i]), open = lead + (uint32_t)leads[i].n - 3;
        if (lead != UINT32_MAX && p->twin[open] > open && p->twin[open] - open < 120) {
            *r = (struct span){open + 3, p->twin[open]};
            return r->to > r->from + 6;
        }
    }
    return false;
}

/*
 * 关于开展“节水让家园更美”征文活动的通知: what the title calls a contest of words or pictures; not a cup or a day. named: only what it
 * calls the theme, “祖国在我心中”主题征文.
 */
static bool title_theme(const struct compiler *c, bool named, struct span *r)
{
    enum { THEME_BYTES = 18 };
    static const struct str kinds[] = {S("主题"), S("征文"), S("读书"), S("演讲"),
                                       S("书画"), S("摄影"), S("绘画"), S("征集")};
    const struct page *p = c->page;
    uint32_t open = page_find(p, c->title, S("“")), close = open == UINT32_MAX ? 0 : p->twin[open];
    *r = (struct span){open + 3, close};
    return close > open && close < c->title.to && close - open >= THEME_BYTES &&
           page_has_any(p, close + 3, c->title.to, kinds, named ? 1 : sizeof kinds / sizeof *kinds) &&
           !page_has(p, close - 3, close, S("杯")) && !page_has(p, close - 3, close, S("日")) &&
           !page_has(p, close - 3, close, S("周"));
}

static bool names_mail(const struct compiler *c, uint32_t at)
{
    return page_has(c->page, at, page_end(c->page), S("主题词")) ||
           (at >= 6 && (page_has(c->page, at - 6, at, S("邮件")) || page_has(c->page, at - 6, at, S("邮箱"))));
}

void theme_read(struct compiler *c)
{
    const struct page *p = c->page;
    struct span rest = {c->body, page_end(p)}, s, best = {0, 0};
    int sure = 0;
    for (uint32_t at; sure < 3 && (at = page_find(p, rest, S("主题"))) != UINT32_MAX; rest.from = at + 6) {
        if (names_mail(c, at))
            continue;
        int now = theme_before(c, at, &s);
        if (now < 3 && sure < 3 && theme_at(c, at, &s))
            now = 3;
        else if (now > 0 && now < 3)
            now = theme_before(c, at, &s);
        if (now == 0 && sure == 0 && theme_near(c, at, &s))
            now = 1;
        if (now > sure) {
            best = s;
            sure = now;
        }
    }
    if (title_theme(c, sure > 0, &s))
        best = s;
    c->draft->theme = theme_text(c, best);
}
