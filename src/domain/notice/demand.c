/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/demand.h"

#include "domain/notice/classes.h"
#include "domain/notice/clause.h"
#include "domain/notice/duty.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* 将整改情况及时报送市教育局: said in passing (及时), yet who, what and to whom are all there. */
bool named_task(const struct compiler *c, const struct move *m)
{
    return m->who.n > 0 && !span_is_empty(m->to) && !is_those(c, &m->things) && !span_has(c, m->span, S("按时")) &&
           !span_has(c, m->span, S("时间")) && span_has(c, m->span, S("将"));
}

/*
 * 所有信息均须经负责人审阅同意后发送: when it may be sent, not that it must. 及时反馈信息,妥善处理: how one behaves on
 * duty. 向分管领导报告: told inside the house.
 */
static bool is_conduct(const struct compiler *c, const struct move *m)
{
    static const struct str passed[] = {S("同意后"), S("审阅后"), S("审定后"), S("批准后"), S("审签后"),
                                        S("签字后"), S("核准后"), S("审核后"), S("审批后"), S("后方可")};
    struct span before = {m->span.from, m->verb.span.from};
    bool all = span_has(c, before, S("所有")) || span_has(c, before, S("凡")) || span_has(c, before, S("各类")) ||
               span_has(c, before, S("一律")) || span_has(c, before, S("均"));
    bool sent = !span_is_empty(m->to) || span_has(c, m->span, S("@"));
    if (all && !sent && page_ends_any(c->page, before.from, before.to, WORD_LIST(passed)))
        return true;
    struct str to = text_of(c, m->to);
    return str_ends(to, S("领导")) || (!sent && span_has(c, m->span, S("妥善处")));
}

/* 先由学校填报,再由县教育局审核汇总后统一上报: the step that gathers hands in, to whom it may and what came before. */
static bool passes_up(const struct compiler *c, const struct move *m)
{
    static const struct str how[] = {S("统一"), S("汇总"), S("集中"), S("后"), S("行文")};
    static const struct str gathers[] = {S("审核"), S("汇总"), S("检查"), S("初审"), S("审定"),
                                         S("审查"), S("收集"), S("收齐"), S("把关"), S("整理")};
    struct span before = {m->span.from, m->verb.span.from};
    bool named = m->who.n > 0 && m->who.items[0].from >= m->span.from && m->verb.kind == VERB_SEND && !m->leave;
    return named && page_ends_any(c->page, 0, before.to, WORD_LIST(how)) && span_has_any(c, before, WORD_LIST(gathers));
}

/* A bracket that opens in s ends behind it. */
static bool inside_bracket(const struct compiler *c, struct span s)
{
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t past = page_skip(c->page, at);
        if (past > s.to)
            return true;
        at = past > at ? past : page_next(c->page, at);
    }
    return false;
}

/* 申报单位要认真填写申报表,并按要求附上业绩材料: what is filled in and enclosed is handed in, wherever that is told. */
static bool fills_and_encloses(const struct compiler *c, const struct move *m)
{
    static const struct str signs[] = {S("附上"), S("另附"), S("并附"), S("要求附"), S("随附")};
    struct span behind = {m->verb.span.to, m->span.to};
    bool filled = m->verb.kind == VERB_FILL && m->who.n > 0 && !is_anyone(c, &m->who) && m->things.n > 0 &&
                  m->who.items[0].from < m->verb.span.from;
    bool form = filled && m->modal && !m->leave && !m->as_said && m->n_dues == 0 &&
                page_has(c->page, m->things.items[0].from - 3, m->things.items[0].to, S("《")) &&
                (span_has(c, behind, S("附件")) || span_has(c, behind, S("附表")));
    if (form)
        return true; /* 请各市组织填写《情况表》(见附表一) */
    for (size_t i = 0; filled && i < sizeof signs / sizeof *signs; i++) {
        filled = !m->leave && !m->as_said && m->n_dues == 0;
        uint32_t at = filled ? page_find(c->page, behind, signs[i]) : UINT32_MAX;
        struct span between = {m->verb.span.to, at};
        if (at != UINT32_MAX && !inside_bracket(c, between))
            return true;
    }
    return false;
}

/*
 * 核定奖励等级,报学院审批; 核实后报校长办公会处理: whoever judges asks for the last word, and hands nothing in; no more does a
 * jury (竞赛评审组, 协会秘书处) that is not addressed.
 */
static bool is_settled(const struct compiler *c, const struct move *m)
{
    enum { NEAR = 36 };
    static const struct str bodies[] = {S("办公会"), S("领导小组"), S("理事会"), S("常委会"), S("党组"),
                                        S("校务会"), S("院务会"),   S("评委会"), S("委员会"), S("党委"),
                                        S("联席会"), S("秘书处"),   S("学院"),   S("学校")};
    static const struct str words[] = {S("审定"), S("审批"), S("研究"), S("审议"), S("批准"), S("决定"), S("处理")};
    static const struct str juries[] = {S("评审组"),   S("专家组"), S("考评组"),    S("评审委员会"),
                                        S("评审小组"), S("秘书处"), S("评选办公室")};
    struct span behind = {m->verb.span.to, m->span.to}, near = behind;
    near.to = near.to > near.from + NEAR ? near.from + NEAR : near.to;
    const struct spans *audience = &c->audience[c->blocks.items[m->block].letter];
    if (m->who.n == 0 && m->verb.kind >= VERB_BARE && m->n_dues == 0 && span_has(c, near, S("研究")) &&
        span_has_any(c, near, WORD_LIST(bodies)))
        return true; /* 直接报学校研究 */
    if (m->who.n == 0 || m->verb.kind < VERB_BARE || lists_meet(c, audience, &m->who) ||
        word_here(c, m->who.items[0].from, m->who.items[0].to, WORD_EVERY))
        return false;
    return page_ends_any(c->page, m->who.items[0].from, m->who.items[0].to, WORD_LIST(juries)) > 0 ||
           (span_has_any(c, near, WORD_LIST(bodies)) && span_has_any(c, behind, WORD_LIST(words)));
}

/* 报表一经上报不得改动,确有错误的,须由填报单位出具书面说明: how a mistake is mended. 造成后果的,移交有关部门追究责任: what follows. */
static bool is_remedy(const struct compiler *c, const struct move *m)
{
    static const struct str signs[] = {S("确有错误"), S("确有差错"), S("如有错误"), S("一经上报"), S("一经报出"),
                                       S("追究"),     S("不得擅自"), S("不得自行"), S("更正")};
    return m->n_dues == 0 && span_has_any(c, m->span, WORD_LIST(signs));
}

/* 确需请假的,报办公室批准: leave is asked for. 督查组督查每个市不少于2个县区: what inspectors see. 报送统计报表联系人: whom to ask. 做好申报推荐工作: an exhortation. */
static bool is_beside(const struct compiler *c, const struct move *m)
{
    static const struct str visits[] = {S("督查"), S("抽查"), S("巡查"), S("走访"), S("暗访")};
    bool urged = m->n_dues == 0 && span_is_empty(m->to) && span_has(c, m->span, S("做好")) &&
                 str_ends(text_of(c, (struct span){m->span.from, without_stop(c->page, m->span)}), S("工作"));
    bool seen = m->has_quota && m->verb.kind < VERB_BARE && span_has_any(c, m->span, WORD_LIST(visits));
    bool excused = m->n_dues == 0 && (span_has(c, m->span, S("请假")) || span_has(c, m->span, S("事假")));
    return seen || urged || excused || (!m->modal && span_is_empty(m->to) && span_has(c, m->span, S("联系人:")));
}

bool hands_nothing_in(const struct compiler *c, const struct move *m)
{
    return is_settled(c, m) || is_remedy(c, m) || is_beside(c, m);
}

/* Enough to be a duty without a deadline: a demand by name, or a heading that is one. */
bool demands(const struct compiler *c, const struct move *m)
{
    if (fills_and_encloses(c, m))
        return true;
    bool up = passes_up(c, m);
    if (m->verb.kind < VERB_NAME || m->leave || (m->things.n == 0 && !up) || (m->as_said && !named_task(c, m)))
        return false;
    if (m->verb.kind == VERB_NAME && (!m->has_quota || is_whole(c, m)))
        return false;
    bool sent = !span_is_empty(m->to) || span_has(c, m->span, S("@"));
    if (is_those(c, &m->things) && !up && ((m->heading && !sent) || (!sent && !m->has_quota && !m->owed)))
        return false; /* 如实填报各项信息 */
    static const struct str others[] = {S("提醒"), S("督促"),   S("审议"),
                                        S("遇有"), S("遇突发"), S("力争")}; /* 提醒未填报的学生及时填报 */
    if ((m->n_dues == 0 || is_soft(&m->dues[0])) &&
        span_has_any(c, (struct span){m->span.from, m->verb.span.from}, WORD_LIST(others)))
        return false;
    if (m->owed)
        return true;
    if (is_conduct(c, m))
        return false;
    uint32_t verb = m->verb.span.from; /* 数据直接报省局, 申报表先交至各街道 */
    bool adverb = !span_is_empty(m->to) &&
                  (page_has(c->page, verb - 6, verb, S("直接")) || page_has(c->page, verb - 3, verb, S("先")));
    bool named = m->who.n > 0 || m->heading || m->modal || adverb || span_has(c, m->span, S("@"));
    bool book = m->verb.kind == VERB_SEND && m->who.n > 0 && !is_anyone(c, &m->who) && m->things.n > 0 &&
                (page_has(c->page, m->things.items[0].from - 3, m->things.items[0].from, S("《")) ||
                 page_has(c->page, m->things.items[0].from - 3, m->things.items[0].from, S("“")));
    bool to_whom = !span_is_empty(m->to) || span_has(c, m->span, S("@")) || book; /* 各学会填报《活动计划表》 */
    return named &&
           (to_whom || up || m->heading || m->has_quota ||
            (m->who.n > 0 && m->modal && m->verb.kind == VERB_SEND && !span_has(c, m->span, S("发现")) &&
             !span_has(c, m->span, S("发生")) && !span_has(c, m->span, S("出现")))); /* 发生情况要立即报告: conduct */
}
