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

/* 填报第四季度报表时,请填报12月栏目下的报表: how it is done, said of what is asked elsewhere. */
bool is_manner(const struct compiler *c, const struct move *m)
{
    uint32_t at = page_find(c->page, (struct span){m->span.from, m->verb.span.to}, S("时,"));
    struct span lead = {m->span.from, at};
    return at != UINT32_MAX && m->n_dues == 0 &&
           (word_here(c, lead.from, lead.to, WORD_SEND) || word_here(c, lead.from, lead.to, WORD_FILL));
}

/* Enough to be a duty without a deadline: a demand by name, or a heading that is one. */
bool demands(const struct compiler *c, const struct move *m)
{
    if (fills_and_encloses(c, m))
        return true;
    bool joins = m->verb.kind == VERB_JOIN && m->modal && !m->leave && !m->as_said && m->who.n > 0 &&
                 !is_anyone(c, &m->who) && m->n_dues == 0 && m->who.items[0].from < m->verb.span.from;
    if (joins)
        return true; /* 参赛同学需在App上进行线上报名 */
    static const struct str may[] = {S("才能"), S("方可"), S("方能"), S("才可")};
    if (is_manner(c, m) ||
        (m->n_dues == 0 && span_has_any(c, (struct span){m->verb.span.to, m->span.to}, WORD_LIST(may))))
        return false; /* 提出申请,批准后才能返校: what must be done before something is allowed */
    bool up = passes_up(c, m);
    if (m->verb.kind < VERB_NAME || m->leave || (m->things.n == 0 && !up) || (m->as_said && !named_task(c, m)))
        return false;
    const struct block *b = &c->blocks.items[m->block]; /* 4、请各学院推荐优秀学生。 */
    bool item = b->level > LEVEL_NONE && page_has(c->page, m->span.from, m->span.to, S("请各")) && m->who.n > 0 &&
                m->span.from == b->span.from && m->n_dues == 0;
    if (m->verb.kind == VERB_NAME && ((!m->has_quota && !item) || is_whole(c, m)))
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
    uint32_t verb = m->verb.span.from; /* 数据直接报省局, 申报表先交至各街道 */
    bool adverb = !span_is_empty(m->to) &&
                  (page_has(c->page, verb - 6, verb, S("直接")) || page_has(c->page, verb - 3, verb, S("先")));
    bool named = m->who.n > 0 || m->heading || m->modal || adverb || span_has(c, m->span, S("@"));
    bool book = m->verb.kind == VERB_SEND && m->who.n > 0 && !is_anyone(c, &m->who) && m->things.n > 0 &&
                (page_has(c->page, m->things.items[0].from - 3, m->things.items[0].from, S("《")) ||
                 page_has(c->page, m->things.items[0].from - 3, m->things.items[0].from, S("“")));
    bool to_whom = !span_is_empty(m->to) || span_has(c, m->span, S("@")) || book; /* 各学会填报《活动计划表》 */
    return named &&
           (to_whom || up || m->heading || m->has_quota || (item && m->verb.kind == VERB_NAME) ||
            (m->who.n > 0 &&
             (m->modal || page_has(c->page, verb - 6, verb, S("提前")) ||
              page_has(c->page, verb - 6, verb, S("抓紧"))) &&
             m->verb.kind == VERB_SEND && !span_has(c, m->span, S("发现")) && !span_has(c, m->span, S("发生")) &&
             !span_has(c, m->span, S("出现")))); /* 发生情况要立即报告: conduct */
}
