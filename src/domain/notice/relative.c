/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/relative.h"

#include "domain/notice/number.h"
#include "domain/notice/rhythm.h"

/* What the count of days or hours is counted in. */
static uint32_t unit_at(const struct compiler *c, uint32_t at, uint32_t end, struct notice_due *due)
{
    static const struct {
        struct str word;
        enum notice_after unit;
        int times;
    } units[] = {
        {S("个工作日"), AFTER_WORKDAYS, 1}, {S("工作日"), AFTER_WORKDAYS, 1}, {S("个小时"), AFTER_HOURS, 1},
        {S("小时"), AFTER_HOURS, 1},        {S("个自然日"), AFTER_DAYS, 1},   {S("日"), AFTER_DAYS, 1},
        {S("天"), AFTER_DAYS, 1},           {S("周"), AFTER_DAYS, 7},         {S("个星期"), AFTER_DAYS, 7},
        {S("星期"), AFTER_DAYS, 7},         {S("个月"), AFTER_DAYS, 30},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        uint32_t n = eat(c, at, end, units[i].word);
        if (n > 0) {
            due->unit = units[i].unit;
            due->n *= units[i].times;
            return n;
        }
    }
    return 0;
}

/* 发生突发事件的,各单位要在30分钟内…: the words before `at` tell of what may happen, maybe a clause before. */
static bool may_happen(const struct compiler *c, uint32_t at)
{
    enum { BACK = 36 };
    uint32_t from = at;
    for (int i = 0; i < BACK && from > 0 && !page_has(c->page, from - 3, at, S("。")); i++)
        from = page_back(c->page, from);
    return span_has_word(c, (struct span){from, at}, WORD_HAPPENS);
}

/* 三日内, 20个工作日内, 24小时内: counted from the event that the words before it name. */
bool within_at(struct compiler *c, struct span s, uint32_t from, struct moment *m)
{
    *m = (struct moment){.role = MOMENT_DEADLINE, .due = due_none()};
    m->due.relative = RELATIVE_AFTER;
    uint32_t n = number_at(c->page, from, s.to, &m->due.n);
    uint32_t unit = n ? unit_at(c, from + n, s.to, &m->due) : 0;
    uint32_t minutes = n && !unit && may_happen(c, from) ? eat(c, from + n, s.to, S("分钟")) : 0; /* or a length */
    unit = minutes ? minutes : unit; /* 30分钟内: at once, with no unit of ours */
    m->due.n = minutes ? 0 : m->due.n;
    uint32_t past = from + n + unit, sign = unit ? word_here(c, past, s.to, WORD_WITHIN) : 0;
    static const struct str next[] = {S("将"), S("向"), S("报出")},
                            limits[] = {S("不超过"), S("得超过"), S("不迟于"), S("不晚于")};
    bool bare = unit && sign == 0 && eat(c, from - 3, from, S("后")) &&
                (word_here(c, past, s.to, WORD_SEND) || word_here(c, past, s.to, WORD_BARE) ||
                 page_has_any(c->page, past, s.to, WORD_LIST(next)) > 0); /* 发生后1小时报出 */
    bool limit = unit && m->due.unit == AFTER_HOURS && page_ends_any(c->page, s.from, from, WORD_LIST(limits)) > 0;
    bool within = sign > 0 || bare || (limit && may_happen(c, from)); /* 立即报告,最迟不超过1小时 */
    if (!within || (m->due.n == 0 && !minutes))
        return false;
    struct span lead = lead_of(c, s.from, from);
    if (span_has_word(c, lead, WORD_PAST_YEARS))
        return false; /* 近三年内, 最近五年内 */
    if (span_has(c, lead, S("收到")) && !span_has(c, lead, S("请")) && eat(c, past + sign, s.to, S("回复")))
        return false; /* 收到稿件后三日内回复: the sender does */
    static const struct str years[] = {S("年度终了"), S("年度结束"), S("年终了"), S("年终"), S("每年")};
    bool yearly = span_has_any(c, lead, WORD_LIST(years)); /* 年度终了后15日内 */
    m->each = yearly ? EACH_YEARLY : span_has_word(c, lead, WORD_HAPPENS) ? EACH_EVENT : EACH_ONCE;
    m->span = (struct span){from, from + n + unit + sign};
    return true;
}

/* 第二天, 次日, 第3日: which day it is; the second is one day after. Returns its bytes. */
static uint32_t nth_day_at(const struct compiler *c, uint32_t at, uint32_t end, int *day_r)
{
    uint32_t next = eat(c, at, end, S("次日")), nth = eat(c, at, end, S("第"));
    uint32_t n = nth ? number_at(c->page, at + nth, end, day_r) : 0;
    uint32_t sign = n ? eat(c, at + nth + n, end, S("天")) + eat(c, at + nth + n, end, S("日")) : 0;
    *day_r = next ? 2 : *day_r;
    return next ? next : sign ? nth + n + sign : 0;
}

/* 活动结束后, 报到结束后第二天, 报到结束第二天, 活动结束当天. */
bool after_at(struct compiler *c, uint32_t from, uint32_t end, struct moment *m)
{
    int day = 0;
    uint32_t n = word_here(c, from, end, WORD_AFTER), over = n ? 0 : eat(c, from, end, S("结束"));
    uint32_t nth = n || over ? nth_day_at(c, from + n + over, end, &day) : 0;
    static const struct str same[] = {S("当天"), S("当日"), S("当晚")};
    nth = n == 0 && nth == 0 && over ? page_has_any(c->page, from + over, end, WORD_LIST(same)) : nth;
    static const struct str asks[] = {S("请"), S("务请"), S("务必"), S("须"), S("应")};
    static const struct str events[] = {S("活动"), S("比赛"), S("会议"), S("考试"), S("培训"), S("大会"),
                                        S("实践"), S("检查"), S("评选"), S("竞赛"), S("赛事"), S("讲座")};
    bool event = over && page_ends_any(c->page, 0, from, WORD_LIST(events)) > 0; /* 6月10日前|结束 is none */
    bool over_then =
        event && from + over >= end && end < page_end(c->page) && c->page->text.at[end] == ','; /* 活动结束|,… */
    bool then = over && nth == 0 && (over_then || page_has_any(c->page, from + over, end, WORD_LIST(asks)) > 0);
    if (n == 0 && nth == 0 && !then)
        return false;
    *m = (struct moment){.role = MOMENT_AFTER, .due = due_none()};
    m->due.relative = RELATIVE_AFTER;
    if (nth && day > 0) {
        m->due.n = day > 2 ? day - 1 : 1;
        m->due.unit = AFTER_DAYS;
        m->role = MOMENT_DEADLINE;
    }
    m->span = (struct span){from, from + n + over + nth};
    return true;
}

/* 三天, 3-5个工作日, 一周: how long before; returns its bytes. */
static uint32_t while_at(const struct compiler *c, uint32_t at, uint32_t end)
{
    struct notice_due due = due_none();
    int value;
    uint32_t n = number_at(c->page, at, end, &value);
    uint32_t dash = n ? eat(c, at + n, end, S("-")) + eat(c, at + n, end, S("至")) : 0;
    n += dash ? dash + number_at(c->page, at + n + dash, end, &value) : 0;
    uint32_t unit = n ? unit_at(c, at + n, end, &due) : 0;
    return unit ? n + unit : 0;
}

/* 第二周, 第3教学周, 第一天 behind 开学; returns its bytes. */
static uint32_t nth_at(const struct compiler *c, uint32_t at, uint32_t end)
{
    int value;
    uint32_t nth = eat(c, at, end, S("第")), n = nth ? number_at(c->page, at + nth, end, &value) : 0;
    uint32_t to = at + nth + n, taught = eat(c, to, end, S("教学"));
    uint32_t unit = taught ? eat(c, to + taught, end, S("周"))
                           : eat(c, to, end, S("周")) + eat(c, to, end, S("天")) + eat(c, to, end, S("日"));
    return n && unit ? nth + n + taught + unit : 0;
}

/* 前 behind an occasion, with or without how long: 放假前, 比赛前三天; 活动前期 is none. */
static uint32_t ahead_at(const struct compiler *c, uint32_t at, uint32_t end, bool *counted_r)
{
    static const struct str others[] = {S("前期"), S("前后"), S("前提"),   S("前列"), S("前往"),
                                        S("前来"), S("前述"), S("前节后"), S("前的")};
    uint32_t before = eat(c, at, end, S("之前")) + eat(c, at, end, S("前")) + eat(c, at, end, S("以前"));
    bool handed = page_has(c->page, at, end, S("前提交")) || page_has(c->page, at, end, S("前提供")); /* no 前提 */
    before = page_has_any(c->page, at, end, WORD_LIST(others)) && !handed ? 0 : before;
    uint32_t more = before ? while_at(c, at + before, end) : 0;
    *counted_r = more > 0;
    return before + more;
}

/*
 * 放假前一日, 比赛前三天, 开学第二周, 提前一周: said clearly, but no day of the calendar. Without a count it must stand where
 * a time stands (在开学前, 须于节前): 开学前准备情况 is a thing.
 */
bool untold_at(struct compiler *c, struct span s, uint32_t from, struct moment *m)
{
    uint32_t early = eat(c, from, s.to, S("提前")), n = early ? 0 : word_here(c, from, s.to, WORD_OCCASION);
    *m = (struct moment){.role = MOMENT_UNTOLD, .due = due_none()};
    bool counted = true;
    static const struct str phases[] = {S("结束"), S("开始"), S("到来"), S("召开"), S("举行"), S("举办"), S("开展")};
    uint32_t more = early ? while_at(c, from + early, s.to) : nth_at(c, from + n, s.to);
    for (size_t i = 0; i < sizeof phases / sizeof *phases && more == 0 && n > 0; i++)
        n += eat(c, from + n, s.to, phases[i]); /* 暑假结束前 */
    if (more == 0 && n > 0)
        more = ahead_at(c, from + n, s.to, &counted);
    bool placed =
        from == s.from || word_before(c->page, s.from, from, WORD_AT) || word_before(c->page, s.from, from, WORD_MODAL);
    if (more == 0 || (!counted && !placed))
        return false;
    uint32_t at = from + n + early + more;
    at += eat(c, at, s.to, S("的"));
    take_time(c, &at, s.to, &m->due);
    if (eat(c, at, s.to, S("(")) && dates_at(c->words, c->page, at + 1, s.to, &m->dates) &&
        eat(c, m->dates.span.to, s.to, S(")"))) { /* 放假前三天(7月5日): the bracket says the day */
        m->role = MOMENT_DEADLINE;
        m->due.date = calendar_day(&c->calendar, m->dates.to);
        m->due.minute = m->due.minute == NO_TIME ? m->dates.minute : m->due.minute;
        calendar_note(&c->calendar, &m->dates);
        at = m->dates.span.to + 1;
        at += m->due.minute == NO_TIME ? time_at(c->page, at, s.to, &m->due.minute) : 0;
    }
    at += deadline_sign(c, at, s.to);
    struct span lead = lead_of(c, s.from, from);
    bool any = early || span_has(c, lead, S("举办")) || span_has(c, lead, S("举行")) || span_has(c, lead, S("每次"));
    m->each = any ? EACH_EVENT : EACH_ONCE; /* 举办大型活动前5个工作日: whenever one is held */
    m->span = (struct span){from, at};
    return true;
}
