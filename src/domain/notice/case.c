/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/case.h"

#include "domain/notice/thing.h"

/* 出现异常情况,各单位要及时上报市局; 各校发生事故后,要立即向市局报告; 各校发现隐患应立即报… */
static bool happens_here(const struct compiler *c, const struct move *m, bool at_once)
{
    static const struct str happens[] = {S("发生"), S("出现")};
    uint32_t from = m->span.from, to = m->verb.span.from;
    if (page_has_any(c->page, from, to, WORD_LIST(happens)))
        return true;
    if (m->who.n > 0 && m->who.items[0].from == from)
        from = m->who.items[m->who.n - 1].to;
    return at_once &&
           (page_has(c->page, from, to, S("发现")) || page_has_any(c->page, from, to, WORD_LIST(happens)) > 0);
}

/* 一旦发生险情|要第一时间上报, 应|立即启动预案: what is asked begins here. */
static bool asks_here(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str asks[] = {S("要"),   S("应"),   S("须"),   S("需"),
                                      S("必须"), S("及时"), S("立即"), S("第一时间")};
    return page_has_any(c->page, at, end, WORD_LIST(asks)) > 0;
}

/* Where the clause ends that begins at `from`: at its comma, or before what is asked; UINT32_MAX: neither. */
static uint32_t happening_end(const struct compiler *c, uint32_t from, uint32_t end)
{
    uint32_t comma = page_find(c->page, (struct span){from, end}, S(","));
    for (uint32_t at = from + 12; comma == UINT32_MAX && at < end; at = page_next(c->page, at)) {
        if (asks_here(c, at, end))
            return at;
    }
    return comma;
}

/* 清明期间|发生火情的: bytes of the time that it may happen in. */
static uint32_t while_of(const struct compiler *c, uint32_t from, uint32_t end)
{
    enum { NEAR = 30 };
    uint32_t at = page_find(c->page, (struct span){from, end - from > NEAR ? from + NEAR : end}, S("期间"));
    return at != UINT32_MAX && !span_has(c, (struct span){from, at}, S(",")) ? at + 6 - from : 0;
}

/* 遇有突发事件引起波动的,…: what happened; 无力整改的隐患,…: what it is about. Empty when the move tells neither. */
static struct span what_happened(const struct compiler *c, const struct move *m)
{
    static const struct str ifs[] = {S("一旦"), S("一经"), S("如果"), S("如"), S("若"), S("凡"), S("当月")};
    static const struct str heads[] = {S("发现"), S("发生"), S("出现"), S("遇有"), S("如遇"), S("遇"), S("存在")};
    static const struct str ends[] = {S("引起"), S("造成"), S("导致"), S("影响"), S("危及"), S("的,"), S("后,")};
    for (uint32_t from = m->span.from, comma = from; from < m->verb.span.from; from = comma + 1) {
        uint32_t lead =
            page_has_any(c->page, from, m->span.to, WORD_LIST(heads)) > 0 ? 0 : while_of(c, from, m->span.to);
        lead = lead > 0 ? lead : page_has_any(c->page, from, m->span.to, WORD_LIST(ifs));
        uint32_t head = page_has_any(c->page, from + lead, m->span.to, WORD_LIST(heads));
        head += head > 0 ? lead : 0;
        static const struct str bad[] = {S("有突发"), S("有险情"), S("有异常"), S("有重大"), S("有特殊"), S("有情况")};
        head = head == 0 && page_has_any(c->page, from, m->span.to, WORD_LIST(bad)) > 0 ? 3 : head; /* 有|突发情况 */
        comma = head > 0 ? happening_end(c, from, m->verb.span.from)
                         : page_find(c->page, (struct span){from, m->verb.span.from}, S(","));
        if (comma == UINT32_MAX)
            break;
        struct span what = {from + head, comma};
        for (size_t i = 0; i < sizeof ends / sizeof *ends && head > 0; i++) {
            uint32_t at = page_find(c->page, (struct span){what.from, what.to + 1}, ends[i]);
            what.to = at < what.to ? at : what.to;
        }
        bool ailing = head == 0 && m->conditional && !page_has(c->page, comma - 3, comma, S("的"));
        if (head > 0 || ailing)
            return what;
    }
    return (struct span){0, 0};
}

/* 上报, 报送 …: no bare 报, which may go anywhere. */
static bool goes_up(const struct compiler *c, const struct move *m)
{
    static const struct str ups[] = {S("上报"), S("报送"), S("报备"), S("补报"), S("续报"), S("速报"), S("报出")};
    return m->verb.span.to == m->verb.span.from + 6 &&
           page_has_any(c->page, m->verb.span.from, m->verb.span.to, WORD_LIST(ups)) > 0;
}

/* 遇有大风,随时上报; 节日期间发生断档的,第一时间报市局: whatever it is, it is told as soon as it happens. */
static bool tells_at_once(const struct compiler *c, const struct move *m)
{
    static const struct str onces[] = {S("随时"), S("第一时间"), S("立即"), S("立刻"), S("即时"), S("马上")};
    static const struct str work[] = {S("妥善"), S("稳妥"), S("按规定"),
                                      S("信息报送")}; /* how to deal with it, not what to report */
    struct span when = {m->span.from, m->verb.span.from};
    static const struct str anys[] = {S("随时"), S("立即电话")};
    bool any = page_ends_any(c->page, m->span.from, m->verb.span.from, WORD_LIST(anys)) > 0; /* 遇有抢购,随时报告 */
    bool asked =
        m->verb.kind >= VERB_BARE && m->n_dues == 0 && !m->leave && (any || goes_up(c, m) || !span_is_empty(m->to));
    return asked && span_has_any(c, when, WORD_LIST(onces)) && !span_has_any(c, m->span, WORD_LIST(work)) &&
           !span_is_empty(what_happened(c, m));
}

/* 遇突发事件…要及时报告市局值班室, 新发现的隐患要随时上报省厅: owed only when it happens. */
static bool reports_event(const struct compiler *c, const struct move *m)
{
    struct span when = {m->span.from, m->verb.span.from}, should;
    bool upward = goes_up(c, m);
    bool received = !span_is_empty(m->to) || (m->channels & (1u << CHANNEL_PLATFORM | 1u << CHANNEL_CHAT)) ||
                    (upward && (span_has(c, when, S("随时")) || span_has(c, when, S("第一时间"))));
    static const struct str bad[] = {S("险情"), S("受灾"), S("灾情"), S("隐患"),
                                     S("问题"), S("异常"), S("突发"), S("事故")};
    bool at_once = span_has(c, when, S("及时")) || span_has(c, when, S("立即")) || span_has(c, when, S("第一时间"));
    bool told = upward && at_once && !span_has(c, when, S("按规定")) && !span_has(c, when, S("整改"));
    bool trouble = told && span_has_any(c, when, WORD_LIST(bad)); /* 重大险情及时上报指挥部 */
    if (trouble && m->verb.kind == VERB_SEND && m->n_dues == 0 && !m->leave && !span_has(c, m->span, S("妥善")))
        return true;
    if (tells_at_once(c, m))
        return true;
    if (m->verb.kind < VERB_BARE || m->leave || m->n_dues > 0 || !received || span_has(c, m->span, S("妥善")))
        return false;
    bool nobody = m->who.n == 0 || m->who.items[0].from < m->span.from; /* the clause itself names nobody */
    if (happens_here(c, m, at_once) || (at_once && nobody && span_has_any(c, when, WORD_LIST(bad))))
        return true; /* 异常情况要在第一时间报市局 */
    bool found = word_find(c->words, when, WORD_SHOULD, &should);
    uint32_t any = found ? page_find(c->page, when, S("随时")) : UINT32_MAX; /* 遇到的问题等随时报市局 */
    should.to = any != UINT32_MAX ? any + 6 : should.to;
    return found && !span_has_word(c, (struct span){should.to, when.to}, WORD_ASIDE);
}

/* 遇突发事件,知情人随时向学院报告,学院应立即向学工部报告: the next step of what is owed when it happens. */
static bool passes_event(const struct compiler *c, const struct makings *list, const struct move *m)
{
    const struct making *d = list->n > 0 ? &list->items[list->n - 1] : NULL;
    return d != NULL && d->sentence == m->sentence && d->due.each == EACH_EVENT && !d->has_due && m->n_dues == 0 &&
           m->verb.kind == VERB_SEND && !m->leave && !span_is_empty(m->to) && m->who.n > 0 && !who_agree(c, d, m);
}

/* 举办大型活动,需提前报党政办备案 */
static bool is_before_event(const struct compiler *c, const struct move *m)
{
    return m->verb.kind >= VERB_BARE && m->n_dues == 0 && !m->leave && !span_is_empty(m->to) &&
           span_has(c, (struct span){m->span.from, m->verb.span.from}, S("提前"));
}

/* 超过限价的教材需提供情况说明交教务处, 特殊原因需学院提交书面说明: whoever departs from the rule explains why. */
static bool explains(const struct compiler *c, const struct move *m)
{
    static const struct str signs[] = {S("超过"), S("超出"), S("特殊"), S("逾期"), S("无法"), S("不能"),
                                       S("未能"), S("不符"), S("确有"), S("确需"), S("因故"), S("不足")};
    struct str what = m->things.n > 0 && m->things.n < 3 ? text_of(c, m->things.items[m->things.n - 1]) : S("");
    bool reason = m->modal && (str_ends(what, S("说明")) || str_ends(what, S("说明材料")));
    bool departs = reason && span_has_any(c, (struct span){m->span.from, m->verb.span.from}, WORD_LIST(signs));
    return departs && m->verb.kind >= VERB_BARE && !m->leave && m->n_dues == 0;
}

/* 自身无力整改的,要形成书面建议报实资处: whoever it is true of owes a thing of its own. */
bool case_is_own(const struct compiler *c, const struct move *m)
{
    if (explains(c, m))
        return true;
    if (!m->conditional || m->verb.kind < VERB_BARE || m->leave)
        return false;
    bool own = m->things.n > 0 ? !is_those(c, &m->things) : !span_is_empty(what_happened(c, m));
    return own && (!span_is_empty(m->to) || span_has(c, m->span, S("@")));
}

void case_report(struct compiler *c, struct making *d, const struct move *m)
{
    uint32_t first = d->things.n > 0 ? d->things.items[0].from : m->verb.span.from;
    struct span what = what_happened(c, m);
    bool own = first != m->verb.span.from && !asks_here(c, first, m->span.to);
    if (own || span_is_empty(what))
        return;
    d->things = (struct spans){0};
    arena_push(c->arena, &d->things, what);
    d->own_things = true;
}

/* Owed when it happens. */
void case_add(struct compiler *c, struct makings *list, const struct move *m, enum notice_each each)
{
    duty_add(c, list, m, NULL);
    struct making *d = &list->items[list->n - 1];
    d->due.each = each;
    d->at_once = tells_at_once(c, m);
    case_report(c, d, m);
}

/* 若出现问题,…提交, 举办活动需提前报…备案: owed whenever it happens. */
bool case_may_happen(const struct compiler *c, const struct move *m)
{
    static const struct str heads[] = {S("若"),   S("如有"), S("如遇"), S("如果"), S("如需"),
                                       S("如确"), S("遇"),   S("发现"), S("发生"), S("出现")};
    bool happens = span_has(c, (struct span){m->span.from, m->verb.span.from}, S("提前"));
    happens = happens || page_has_any(c->page, m->span.from, m->span.to, WORD_LIST(heads));
    static const struct str changes[] = {S("变动"), S("变化"), S("变更"), S("调整"), S("异常"), S("缺失")};
    uint32_t when = page_find(c->page, (struct span){m->span.from, m->verb.span.from}, S("时,"));
    bool cause = page_has(c->page, m->span.from, m->span.to, S("因")) ||
                 page_has(c->page, m->span.from, m->span.to, S("无")); /* 无可选教材时,由教研室…报 */
    return happens ||
           (when != UINT32_MAX && (cause || page_ends_any(c->page, m->span.from, when, WORD_LIST(changes)) > 0));
}

/* 审查推荐材料后,填写备案表报…: for each that was handed in. */
bool case_sifted(const struct compiler *c, const struct move *m)
{
    struct span before = {m->span.from, m->verb.span.from};
    uint32_t after = page_find(c->page, before, S("后,"));
    return after != UINT32_MAX && page_find(c->page, before, S("审查")) < after;
}

bool case_is_event(const struct compiler *c, const struct makings *list, const struct move *m)
{
    return reports_event(c, m) || is_before_event(c, m) || passes_event(c, list, m);
}
