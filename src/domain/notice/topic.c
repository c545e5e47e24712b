/* SPDX-License-Identifier: Apache-2.0 */
/* Topics: what a sentence speaks of before its deadline or its verb is what it hands in. */
#include "domain/notice/object.h"

#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

uint32_t event_from(const struct compiler *c, uint32_t from, uint32_t at)
{
    for (uint32_t to = at; to > from && at - to < 60; to = page_back(c->page, to)) {
        if (word_before(c->page, from, to, WORD_AT))
            return to;
    }
    return at;
}

/* 征文须|交纸质稿1份: where a demand to hand in begins, or the end of s. */
static uint32_t demanded_at(const struct compiler *c, struct span s, uint32_t end)
{
    struct span modal, rest = s;
    for (; word_find(c->words, rest, WORD_MODAL, &modal); rest.from = modal.to) {
        if (word_here(c, modal.to, end, WORD_BARE) || word_here(c, modal.to, end, WORD_SEND))
            return modal.from;
    }
    return s.to;
}

/* 活动期间如发生|突发事件: where what happened begins, behind when it does. */
static uint32_t behind_when(const struct compiler *c, struct span s)
{
    static const struct str happens[] = {S("发生"), S("出现"), S("发现"), S("遇到"), S("遇有"), S("遇")};
    static const struct str whens[] = {S("期间"), S("期间如"), S("期间若"), S("期间一旦"),
                                       S("中"),   S("中如"),   S("中若")};
    for (size_t i = 0; i < sizeof happens / sizeof *happens; i++) {
        uint32_t at = page_find(c->page, s, happens[i]);
        if (at != UINT32_MAX && page_ends_any(c->page, s.from, at, WORD_LIST(whens)) > 0)
            return at + (uint32_t)happens[i].n;
    }
    return s.from;
}

/* 包案名单|确定之后三个工作日内: where the thing ends that the event befalls, or the end of s. */
static uint32_t before_event(const struct compiler *c, struct span s)
{
    enum { EVENT_BYTES = 18 };
    static const struct str befalls[] = {S("确定"), S("形成"), S("完成"), S("印发"),
                                         S("批准"), S("审定"), S("公布"), S("通过")};
    for (uint32_t at = s.from + 6; at < s.to; at = page_next(c->page, at)) {
        if (page_has_any(c->page, at, s.to, WORD_LIST(befalls)) > 0 && s.to - at <= EVENT_BYTES &&
            thing_ends(c, (struct span){s.from, at}))
            return at;
    }
    return s.to;
}

void topic_things(const struct compiler *c, const struct clause *k, uint32_t subject_end, struct spans *list)
{
    uint32_t from = subject_end > k->span.from ? subject_end : k->span.from;
    from = behind_same_time(c, (struct span){from, k->span.to});
    bool dated = k->n_dues > 0 && k->dues[0].span.from >= k->span.from; /* or by the label before the sentence */
    uint32_t to = dated ? k->dues[0].span.from : k->span.to;
    if (dated && k->dues[0].due.relative == RELATIVE_AFTER)
        to = event_from(c, from, to);                    /* 纸质稿件|于开学后一周内 */
    for (size_t i = 0; i < k->moments.n && dated; i++) { /* 总结|于活动结束后(5月6日前)报送 */
        const struct moment *m = &k->moments.items[i];
        bool after = m->due.relative == RELATIVE_AFTER && m->span.from > from && m->span.from < to;
        to = after ? event_from(c, from, m->span.from) : to;
    }
    if (k->who.n > 0 && k->who.items[0].from > k->span.from + 9) {
        from = k->span.from; /* 推荐表纸质稿请各分工会于…交工会, 试卷请于…前由教学秘书报送 */
        to = k->who.items[0].from < to ? k->who.items[0].from : to;
    }
    if (k->verb.kind != VERB_NONE && k->verb.span.from < to)
        to = k->verb.span.from;
    for (size_t i = k->moments.n; i-- > 0;) { /* 监测结果于17:00前报: the day stands in another clause */
        const struct moment *m = &k->moments.items[i];
        to = m->role != MOMENT_OTHER && m->span.from > from && m->span.from < to ? m->span.from : to;
    }
    if (dated && k->dues[0].due.relative == RELATIVE_AFTER)
        to = before_event(c, (struct span){from, to});
    to = from < to ? demanded_at(c, (struct span){from, to}, k->span.to) : to;
    uint32_t behind = page_find(c->page, (struct span){from, to}, S("背面"));
    to = behind != UINT32_MAX && behind > from ? behind : to;    /* 作品|背面贴信息卡 */
    from += to > from ? word_here(c, from, to, WORD_SHOULD) : 0; /* 遇有突发事件: the event is what is reported */
    if (to <= from)
        return;
    from = behind_when(c, (struct span){from, to});
    to -= word_before(c->page, from, to, WORD_AT);
    uint32_t until = word_before(c->page, from, to, WORD_UNTIL); /* 排查表|即日起至4月10日报教务处 */
    to -= until > 3 ? until : 0;
    uint32_t colon =
        page_find(c->page, (struct span){from, to}, S(":")); /* 报送方式:|纸质版于…前报: the label is no part */
    from = colon != UINT32_MAX && colon + 6 < to && page_skip(c->page, from) == from ? colon + 1 : from;
    size_t before = list->n;
    struct span topic = worked_on(c, (struct span){from, to});
    things_in(c, topic, true, list);
    static const struct str ways[] = {S("仍"), S("均"), S("通过"), S("统一"), S("继续")};
    for (uint32_t at = from; list->n == before && at < to; at = page_next(c->page, at)) {
        uint32_t end = page_has_any(c->page, at, to, WORD_LIST(ways)) > 0 ? before_doing(c, from, at) : at;
        if (end < at && end > from + 6) { /* 年报数据|录入、审核及汇总仍通过网络上报 */
            things_in(c, (struct span){from, end}, true, list);
            return;
        }
    }
}

void spoken_of_first(const struct compiler *c, struct span s, struct spans *list)
{
    static const struct str says[] = {S("请"),   S("须"),   S("应"), S("要"), S("为"),     S("格式"), S("按"),
                                      S("用"),   S("以"),   S("不"), S("均"), S("需"),     S("可"),   S("统一"),
                                      S("一律"), S("采用"), S("由"), S("经"), S("的"),     S("征集"), S("收集"),
                                      S("评选"), S("实行"), S("装"), S("在"), S("文件名"), S("命名"), S("打包"),
                                      S("密封"), S("刻录"), S("限")};
    uint32_t limit = s.to - s.from > 48 ? s.from + 48 : s.to;
    for (uint32_t at = s.from; at < limit;) {
        at = page_next(c->page, at);
        bool noun = word_before(c->page, s.from, at, WORD_THING) && !word_before(c->page, s.from, at, WORD_UNIT);
        if (noun && at >= s.from + 6 && page_has_any(c->page, at, s.to, WORD_LIST(says))) {
            things_in(c, (struct span){s.from, at}, true, list);
            return;
        }
    }
}

/* Where the words end that a sentence opens with: before a comma, a bracket, a day, or what says that something is asked. */
static uint32_t opening_end(const struct compiler *c, uint32_t from, uint32_t end)
{
    static const struct str stops[] = {S(","),  S("("),    S(":"),    S("。"),   S("请"), S("于"),   S("由"),  S("须"),
                                       S("应"), S("最迟"), S("务必"), S("统一"), S("自"), S("一律"), S("原定")};
    struct dates d;
    for (uint32_t at = from; at < end; at = page_next(c->page, at)) {
        bool year = digits_at(c->page, at, end) == 4 && page_has(c->page, at + 4, end, S("年"));
        bool day = at > from && !year && digits_at(c->page, at - 1, end) == 0 && digits_at(c->page, at, end) > 0 &&
                   dates_at(c->words, c->page, at, end, &d) && d.to.month != 0;
        bool inside = page_has(c->page, at, end, S("请")) && page_ends_any(c->page, from, at, &S("申"), 1) > 0;
        if (day || (page_has_any(c->page, at, end, WORD_LIST(stops)) > 0 && !inside) ||
            word_here(c, at, end, WORD_EVERY_TIME))
            return at;
    }
    return end;
}

void opening_topic(const struct compiler *c, struct span s, bool strict, struct spans *list)
{
    enum { SHORTEST = 9, LONGEST = 90 };
    static const struct str heads[] = {S("如"),     S("若"),     S("凡"),    S("为"),   S("根据"), S("按"),   S("对"),
                                       S("在"),     S("从"),     S("自"),    S("请"),   S("每"),   S("经"),   S("遇"),
                                       S("并"),     S("以"),     S("同时"),  S("及时"), S("认真"), S("活动"), S("通过"),
                                       S("要"),     S("将"),     S("望"),    S("其中"), S("本次"), S("此"),   S("逾期"),
                                       S("第一次"), S("第二次"), S("第三次")};
    static const struct str tails[] = {S("的"), S("后"), S("前"), S("时"),   S("中"),   S("间"),   S("日"), S("者"),
                                       S("人"), S("员"), S("位"), S("领导"), S("要求"), S("阶段"), S("上"), S("下")};
    static const struct str deeds[] = {S("负责"), S("进行"), S("安排"), S("即日"), S("变化"), S("核实"),
                                       S("方式"), S("要求"), S("通知"), S("做好"), S("落实"), S("审核"),
                                       S("盖章"), S("汇总"), S("初审"), S("签字"), S("实行"), S("期间")};
    struct verb v;
    for (uint32_t at = s.from; at < s.to; at++) { /* behind a label; 9:00 has none */
        bool label = c->page->text.at[at] == ':' && digits_at(c->page, at + 1, s.to) == 0;
        s.from = label ? at + 1 : s.from;
    }
    s.to = opening_end(c, s.from, s.to);
    uint32_t n = s.to - s.from;
    if (n < SHORTEST || span_has_any(c, s, WORD_LIST(deeds)) || n > LONGEST ||
        page_has_any(c->page, s.from, s.to, WORD_LIST(heads)) > 0 ||
        page_ends_any(c->page, s.from, s.to, WORD_LIST(tails)) > 0 || unit_ends(c, s.from, s.to) || verb_in(c, s, &v))
        return;
    things_in(c, s, strict, list);
}

/* The clause leads up to the verb's and only tells what: no day of its own, no verb, nothing about how it is marked. */
static bool leads_up(const struct stretch *r, const struct clause *k, const struct clause *next)
{
    static const struct str others[] = {S("注明"), S("标明"), S("写明"), S("进行"), S("登录"), S("登陆")};
    bool dated = k->n_dues > 0 && k->dues->span.to > k->span.from; /* not by the label before it */
    return next->verb.span.from == r->now->verb.span.from && k->verb.kind == VERB_NONE && !dated &&
           !span_has_any(r->c, k->span, WORD_LIST(others));
}

/* Where the thing ends that stands before the clause's 由, UINT32_MAX when none does. */
static uint32_t thing_before_by(const struct compiler *c, const struct clause *k)
{
    uint32_t by = page_find(c->page, k->span, S("由"));
    return by != UINT32_MAX && thing_ends(c, (struct span){k->span.from, by}) ? by : UINT32_MAX;
}

void topic_by(const struct compiler *c, const struct clause *k, struct spans *things)
{
    uint32_t by = thing_before_by(c, k);
    if (by != UINT32_MAX && k->who.n > 0 && k->who.items[0].from == by + 3)
        things_in(c, (struct span){k->span.from, by}, true, things);
}

void topic_gathered(const struct compiler *c, const struct clause *k, struct spans *things)
{
    static const struct str gathers[] = {S("汇总"), S("收集"), S("收齐"), S("审核"), S("初审")};
    uint32_t by = thing_before_by(c, k);
    struct spans who = {0};
    if (by != UINT32_MAX && span_has_any(c, k->span, WORD_LIST(gathers)) &&
        names_at(c, by + 3, k->span.to, &who) > by + 3)
        things_in(c, (struct span){k->span.from, by}, true, things);
}

void clause_of_topic(struct stretch *r, struct spans *things)
{
    for (size_t i = r->first + 1; i < r->n_clauses; i++) {
        const struct clause *k = &r->clauses[i - 1];
        while (k > &r->clauses[r->first] && page_has(r->c->page, k->span.from, k->span.to, S("其中")))
            k--; /* 申报材料一式三份,其中原件一份,于…前报送 */
        size_t before = things->n;
        if (!leads_up(r, k, &r->clauses[i]))
            continue;
        topic_by(r->c, k, things);
        if (things->n == before && thing_ends(r->c, k->span))
            topic_things(r->c, k, k->subject_end, things);
    }
}
