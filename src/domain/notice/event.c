/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/event.h"

#include "domain/notice/block.h"

/* How much a date looks like the time of the event. */
static int event_score(struct compiler *c, struct span sentence, const struct moment *m, const struct block *b,
                       struct span heading)
{
    struct span lead = {sentence.from, m->span.from}, rest = {m->span.to, sentence.to};
    if (lead.to - lead.from > 120)
        lead.from = lead.to - 120;
    if (m->role != MOMENT_DATE || m->each != EACH_ONCE)
        return 0;
    if (span_has_word(c, lead, WORD_SEND) || span_has_word(c, lead, WORD_DEADLINE_LABEL) ||
        span_has(c, lead, S("报到")))
        if (!span_has_word(c, lead, WORD_EVENT_LABEL) || span_has(c, lead, S("报")))
            return 0;
    static const struct str page_labels[] = {S("统计时间"), S("统计时段"), S("上传时间"), S("发布时间"),
                                             S("更新时间"), S("发表时间"), S("录入时间")};
    for (size_t i = 0; i < sizeof page_labels / sizeof *page_labels; i++) {
        if (span_has(c, lead, page_labels[i]))
            return 0;
    }
    struct span next = {rest.from, rest.to - rest.from > 60 ? rest.from + 60 : rest.to};
    int score = m->dates.is_range ? 2 : 0;
    if (m->dates.is_range &&
        (page_has(c->page, rest.from, rest.to, S("是")) || page_has(c->page, rest.from, rest.to, S("为"))) &&
        (span_has(c, next, S("周")) || span_has(c, next, S("活动")) || span_has(c, next, S("月"))))
        score += 3; /* 9月10-16日是第15届推普周 */
    if (m->dates.is_range && span_has(c, next, S("启动")))
        score += 2;
    if (span_has(c, lead, S("活动时间")) || span_has(c, lead, S("会议时间")) || span_has(c, lead, S("培训时间")) ||
        span_has(c, lead, S("周时间")))
        score += 4;
    else if (span_has_word(c, lead, WORD_EVENT_LABEL))
        score += 3;
    else if (span_has_word(c, heading, WORD_EVENT_LABEL) && !span_has_word(c, heading, WORD_SEND) &&
             m->span.from - sentence.from < 30)
        score += 3;
    if (span_has(c, lead, S("定于")) || span_has(c, lead, S("将于")) || span_has(c, lead, S("拟于")))
        score += 2;
    static const struct str finals[] = {S("展演"), S("汇演"), S("比赛"), S("决赛"), S("竞赛"), S("开幕"), S("放假")};
    for (size_t i = 0; i < sizeof finals / sizeof *finals; i++)
        score += page_has(c->page, rest.from, rest.to, finals[i]) ? 3 : 0;
    if (span_has_word(c, (struct span){rest.from, rest.to - rest.from > 90 ? rest.from + 90 : rest.to},
                      WORD_EVENT_VERB))
        score += 2;
    (void)b;
    return score >= 3 ? score : 0;
}

static struct span heading_of(const struct compiler *c, const struct block *b)
{
    for (size_t l = LEVELS; l-- > 1;) {
        const struct block *h = b->under[l] ? &c->blocks.items[b->under[l] - 1] : NULL;
        if (h != NULL && h != b)
            return h->span;
    }
    return (struct span){0, 0};
}

/* 12月30日(周六)、12月31日(周日)、1月1日: one day after the other. */
static bool listed(const struct compiler *c, const struct moment *a, const struct moment *b)
{
    struct str between = text_of(c, (struct span){a->span.to, b->span.from});
    return str_eq(between, S("、")) && b->due.date.n == a->due.date.n + 1;
}

/* Few sentences name a day; the others need no second look. */
static bool may_be_dated(const struct compiler *c, struct span s)
{
    return span_has(c, s, S("日")) || span_has(c, s, S("月")) || span_has(c, s, S(".")) || span_has(c, s, S("-")) ||
           span_has(c, s, S("周")) || span_has(c, s, S("号"));
}

/* What a score of any height needs; the others are not read for it. */
static bool may_be_event(const struct compiler *c, struct span s, struct span heading)
{
    static const struct str words[] = {S("展演"), S("汇演"), S("比赛"), S("决赛"), S("竞赛"),
                                       S("开幕"), S("放假"), S("启动"), S("周")};
    if (span_has_word(c, s, WORD_EVENT_LABEL) || span_has_word(c, s, WORD_EVENT_VERB) ||
        span_has_word(c, heading, WORD_EVENT_LABEL))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (span_has(c, s, words[i]))
            return true;
    }
    bool is = span_has(c, s, S("是")) || span_has(c, s, S("为"));
    return is && (span_has(c, s, S("活动")) || span_has(c, s, S("月")));
}

static void window_read(struct compiler *c)
{
    int best = 0;
    for (size_t i = 0; i < c->blocks.n; i++) {
        const struct block *b = &c->blocks.items[i];
        if (b->tail || b->letter > 0)
            continue;
        for (size_t k = 0; k < b->sentences.n; k++) {
            struct span sentence = b->sentences.items[k];
            if (!may_be_dated(c, sentence) || !may_be_event(c, sentence, heading_of(c, b)))
                continue;
            struct moments moments = {0};
            moments_in(c, sentence, &moments);
            for (size_t m = 0; m < moments.n; m++) {
                const struct moment *now = &moments.items[m];
                int score = event_score(c, sentence, now, b, heading_of(c, b));
                struct day from = calendar_day(&c->calendar, now->dates.from);
                if (score <= best || !day_is_set(now->due.date) || !day_is_set(from))
                    continue;
                best = score;
                c->draft->to = now->due.date;
                c->draft->from = from;
                bool arrival = page_has(c->page, now->span.to, page_end(c->page), S("报到")) ||
                               page_has(c->page, page_skip(c->page, now->span.to), page_end(c->page), S("报到"));
                for (size_t n = m + 1; n < moments.n && listed(c, &moments.items[n - 1], &moments.items[n]); n++)
                    c->draft->to = moments.items[n].due.date;
                if (arrival && m + 1 < moments.n && moments.items[m + 1].due.date.n > now->due.date.n)
                    c->draft->to = moments.items[m + 1].due.date; /* 15日报到,16日开会 */
            }
        }
    }
}

static struct span trim_theme(const struct compiler *c, struct span s)
{
    const struct page *p = c->page;
    for (bool again = true; again && !span_is_empty(s);) {
        again = true;
        if (page_has(p, s.to - (s.to - s.from >= 3 ? 3 : 0), s.to, S("。")))
            s.to -= 3;
        else if (p->text.at[s.to - 1] == ';' || p->text.at[s.to - 1] == ',' || p->text.at[s.to - 1] == '.')
            s.to--;
        else if (page_has(p, s.from, s.to, S("“")) && p->twin[s.from] == s.to - 3)
            s = (struct span){s.from + 3, s.to - 3};
        else
            again = false;
    }
    return s;
}

/* The line, or what is left of it: up to a numbering sign on a page without line ends. */
static struct span rest_of_line(const struct compiler *c, uint32_t at, uint32_t end)
{
    const struct page *p = c->page;
    enum level level;
    int number;
    uint32_t to = at;
    while (to < end && (to == at || (p->gap[to] < GAP_LINE && !(p->gap[to] && numbering_at(p, to, &level, &number)))) &&
           !page_has(p, to, end, S("。")))
        to = page_next(p, to);
    return (struct span){at, to};
}

/* 活动主题:…, 主题为“…”, a heading 主题 with the words on the next line. */
static bool theme_at(const struct compiler *c, uint32_t at, struct span *r)
{
    const struct page *p = c->page;
    uint32_t end = page_end(p), after = at + 6;
    if (page_has(p, after, end, S("为")) || page_has(p, after, end, S("是")))
        after += 3;
    if (page_has(p, after, end, S(":")))
        after++;
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
    bool heading = after == at + 6 && (numbering_at(p, after, &level, &number) > 0 ||
                                       word_here(c, after, end, WORD_LABEL) > 0); /* 时间和主题 and below it 时间:… */
    return length >= 3 && length <= 60 && !heading && !(after == at + 6 && span_has(c, *r, S("主题")));
}

static bool theme_before(const struct compiler *c, uint32_t at, struct span *r)
{
    const struct page *p = c->page;
    /* 以“…”为主题, 以“…”为统一主题 */
    at -= at >= 6 && page_has(p, at - 6, at, S("统一")) ? 6 : 0;
    at -= at >= 6 && page_has(p, at - 6, at, S("活动")) ? 6 : 0;
    static const struct str between[] = {S("”的"), S("”广泛开展"), S("”开展"), S("”的活动")};
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) { /* 围绕“…”的主题, “…”广泛开展主题活动 */
        uint32_t n = (uint32_t)between[i].n;
        if (at >= n && page_has(p, at - n, at, between[i]) && p->twin[at - n] > 0) {
            *r = (struct span){p->twin[at - n] + 3, at - n};
            return true;
        }
    }
    if (at < 6 || !page_has(p, at - 3, at, S("为")) || !page_has(p, at - 6, at - 3, S("”")) || p->twin[at - 6] == 0)
        return false;
    *r = (struct span){p->twin[at - 6] + 3, at - 6};
    return true;
}

static bool names_mail(const struct compiler *c, uint32_t at)
{
    return at >= 6 && (page_has(c->page, at - 6, at, S("邮件")) || page_has(c->page, at - 6, at, S("邮箱")));
}

static void theme_read(struct compiler *c)
{
    const struct page *p = c->page;
    struct span rest = {c->body, page_end(p)}, s;
    for (uint32_t at; (at = page_find(p, rest, S("主题"))) != UINT32_MAX; rest.from = at + 6) {
        if (names_mail(c, at) || (!theme_before(c, at, &s) && !theme_at(c, at, &s)))
            continue;
        c->draft->theme = copy_of(c, s);
        return;
    }
}

void occasion_read(struct compiler *c)
{
    struct calendar before = c->calendar;
    window_read(c);
    c->calendar = before;
    theme_read(c);
}
