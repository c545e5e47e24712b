/* SPDX-License-Identifier: Apache-2.0 */
/* What the moves without a deadline add: to the duties that they speak of, or as duties of their own. */
#include "domain/notice/duty.h"

#include "domain/notice/block.h"
#include "domain/notice/classes.h"
#include "domain/notice/labels.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* How near a duty is to a move: the same sentence, block, part. */
static int nearness(const struct compiler *c, const struct making *d, const struct move *m)
{
    if (!same_letter(c, d->block, m->block))
        return 0;
    if (d->sentence == m->sentence)
        return 4;
    const struct block *own = &c->blocks.items[d->block];
    bool announced = m->block > d->block && c->page->text.at[own->span.to - 1] == ':' &&
                     c->blocks.items[m->block].level > own->level && who_agree(c, d, m);
    bool follows = m->block == d->block + 1 && c->blocks.items[m->block].level == LEVEL_NONE && m->who.n == 0;
    if (d->block == m->block || announced || follows)
        return 3;
    return same_part(c, d->block, m->block) ? 2 : 1;
}

/* 将整改情况及时报送市教育局: said in passing (及时), yet who, what and to whom are all there. */
static bool named_task(const struct compiler *c, const struct move *m)
{
    return m->who.n > 0 && !span_is_empty(m->to) && !is_those(c, &m->things) && !span_has(c, m->span, S("按时")) &&
           !span_has(c, m->span, S("时间")) && span_has(c, m->span, S("将"));
}

static bool demands(const struct compiler *c, const struct move *m);

/* 各学院限额推荐1名候选人, and elsewhere 于4月22日前交推荐人汇总表: the number is of those that the form puts forward. */
static bool puts_forward(const struct compiler *c, const struct making *d, const struct move *m)
{
    if (m->verb.kind != VERB_NAME || d->has_quota || !who_agree(c, d, m))
        return false;
    static const struct str signs[] = {S("推荐"), S("候选"), S("人选"), S("评选结果")};
    for (size_t i = 0; i < d->things.n; i++) {
        for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
            if (span_has(c, d->things.items[i], signs[k]))
                return true;
        }
    }
    return false;
}

/* The numbers of the attachments that s names (附件1、2、3 and 附件5), as bits. */
static unsigned annexes_of(const struct compiler *c, struct span s)
{
    unsigned all = 0;
    for (uint32_t at = s.from; (at = page_find(c->page, (struct span){at, s.to}, S("附件"))) != UINT32_MAX;) {
        int number = 0;
        uint32_t n;
        for (at += 6; (n = number_at(c->page, at, s.to, &number)) > 0;
             at += page_has(c->page, at, s.to, S("、")) ? 3 : 0) {
            all |= number > 0 && number < 32 ? 1u << number : 0;
            at += n;
        }
    }
    return all;
}

/* Where the duties begin that a move may still speak of, and how many have deadlines of their own: these stand first. */
struct reach {
    size_t first, dated;
};

/* What a move says of itself, asked once for all the duties it may speak of. */
struct saying {
    bool vague, demands; /* vague: it names no thing of its own */
    bool step, received; /* one of the steps below a heading; asks for a thing of its own at an office that it names */
    unsigned annexes;
};

/*
 * 二、申报程序 …提出推荐意见,报送市局, and elsewhere 于…前将推荐文件报市局某科: below such a heading the same units' step to the
 * same office is the dated hand-in told once more.
 */
static bool is_step(const struct compiler *c, const struct move *m)
{
    static const struct str signs[] = {S("程序"), S("办法"), S("步骤"), S("流程"), S("方式"), S("途径")};
    struct span heading = m->who.n > 0 && !span_is_empty(m->to) ? heading_above(c, m->block) : (struct span){0, 0};
    for (size_t i = 0; !span_is_empty(heading) && i < sizeof signs / sizeof *signs; i++) {
        if (span_has(c, heading, signs[i]))
            return true;
    }
    return false;
}

/* The duty and the move go to the same office, or to offices of one house (市局, 市局人事科). */
static bool one_office(const struct compiler *c, const struct making *d, const struct move *m)
{
    struct str to = text_of(c, d->to), here = text_of(c, m->to);
    return str_find(to, here) != STR_NONE || str_find(here, to) != STR_NONE;
}

/* How well the move fits the duty; 0: it speaks of something else. */
static int fits(const struct compiler *c, const struct making *d, const struct move *m, const struct saying *say,
                bool lone)
{
    int near = nearness(c, d, m);
    if (near == 0 || !d->has_due || d->inside)
        return 0;
    bool meets = lists_meet(c, &d->things, &m->things) || (say->annexes && (say->annexes & annexes_of(c, d->span)));
    bool another = d->block == m->block && d->sentence != m->sentence && !d->labelled && !say->vague && !meets &&
                   !m->as_said && m->who.n > 0 && !span_is_empty(m->to) && say->demands &&
                   (others_office(c, d, m) || !is_those(c, &d->things));
    bool elsewhere = say->received && !meets && d->sentence != m->sentence && !span_is_empty(d->to) &&
                     !is_those(c, &d->things) && !span_has(c, d->to, S("邮箱")) && !one_office(c, d, m);
    another = another || elsewhere;                        /* 同时将影像资料,请提供给科普网 */
    bool apart = near == 1 || (near == 2 && say->demands); /* far off, or complete in itself */
    bool spoken = say->vague || meets || d->labelled || (m->has_quota && (lone || puts_forward(c, d, m))) ||
                  (say->step && !span_is_empty(d->to) && lists_meet(c, &d->who, &m->who) && one_office(c, d, m));
    if (another || (apart && !spoken))
        return 0;
    return near + (meets ? 4 : 0) + (d->labelled ? 2 : 0) + (who_agree(c, d, m) ? 1 : 0);
}

/* The duty that a move without a deadline speaks of; NULL when it stands for itself. */
static struct making *spoken_of(const struct compiler *c, const struct makings *list, const struct move *m,
                                struct reach *r)
{
    struct making *best = NULL;
    int score = 0;
    bool named = named_task(c, m), those = m->things.n == 0 || is_those(c, &m->things);
    struct saying say = {those || (m->as_said && !named), m->verb.kind >= VERB_NAME && demands(c, m), is_step(c, m),
                         false, annexes_of(c, m->span)};
    say.received = m->modal && !m->as_said && !say.vague && !span_is_empty(m->to) && !span_has(c, m->to, S("邮箱"));
    bool many = list->n > NEIGHBOURS;
    while (many && r->first < r->dated && list->items[r->first].sentence + NEIGHBOURS < m->sentence)
        r->first++; /* moves come in the order of the text */
    for (size_t i = many ? r->first : 0; i < list->n; i++) {
        struct making *d = &list->items[i];
        if (many && i < r->dated && d->sentence > m->sentence + NEIGHBOURS)
            i = list->n - r->dated > NEIGHBOURS ? list->n - NEIGHBOURS : r->dated; /* and those without a deadline */
        if (i >= list->n)
            break;
        d = &list->items[i];
        bool far = d->sentence > m->sentence + NEIGHBOURS || m->sentence > d->sentence + NEIGHBOURS;
        int now = far && many ? 0 : fits(c, d, m, &say, list->n == 1);
        if (now > score) {
            score = now;
            best = d;
        }
    }
    return best;
}

/* 自查阶段(3月1日至3月20日): what a stage asks for is due when it ends. */
static bool stage_end(struct compiler *c, uint32_t block, struct moment *r)
{
    struct moments moments = {0};
    struct calendar before = c->calendar;
    struct span first = c->blocks.items[block].sentences.items[0];
    struct span stage = span_has(c, first, S("阶段")) ? first : heading_above(c, block);
    if (!span_has(c, stage, S("阶段")))
        return false;
    moments_in(c, stage, &moments);
    c->calendar = before;
    for (size_t i = 0; i < moments.n; i++) {
        *r = moments.items[i];
        r->role = MOMENT_DATE;
        if (day_is_set(r->due.date) && (r->dates.is_range || moments.items[i].role == MOMENT_DEADLINE))
            return true;
    }
    return false;
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
    for (size_t i = 0; all && !sent && i < sizeof passed / sizeof *passed; i++) {
        uint32_t n = (uint32_t)passed[i].n;
        if (before.to >= before.from + n && page_has(c->page, before.to - n, before.to, passed[i]))
            return true;
    }
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
    bool up = false, gathered = false;
    for (size_t i = 0; named && i < sizeof how / sizeof *how; i++)
        up = up || page_has(c->page, before.to - (uint32_t)how[i].n, before.to, how[i]);
    for (size_t i = 0; up && i < sizeof gathers / sizeof *gathers; i++)
        gathered = gathered || span_has(c, before, gathers[i]);
    return gathered;
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

/* Enough to be a duty without a deadline: a demand by name, or a heading that is one. */
static bool demands(const struct compiler *c, const struct move *m)
{
    if (fills_and_encloses(c, m))
        return true;
    bool up = passes_up(c, m);
    if (m->verb.kind < VERB_NAME || m->leave || (m->things.n == 0 && !up) || (m->as_said && !named_task(c, m)))
        return false;
    if (m->verb.kind == VERB_NAME && (!m->has_quota || is_whole(c, m)))
        return false;
    bool sent = !span_is_empty(m->to) || span_has(c, m->span, S("@"));
    if (is_those(c, &m->things) && !up && (m->heading || (!sent && !m->has_quota && !m->owed)))
        return false; /* 如实填报各项信息 */
    static const struct str others[] = {S("提醒"), S("督促"),   S("审议"),
                                        S("遇有"), S("遇突发"), S("力争")}; /* 提醒未填报的学生及时填报 */
    for (size_t i = 0; (m->n_dues == 0 || is_soft(&m->dues[0])) && i < sizeof others / sizeof *others; i++) {
        if (span_has(c, (struct span){m->span.from, m->verb.span.from}, others[i]))
            return false;
    }
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
    return named && (to_whom || up || m->heading || m->has_quota ||
                     (m->who.n > 0 && m->modal && m->verb.kind == VERB_SEND && !span_has(c, m->span, S("发现"))));
}

/* 各市州要…按时报送报表: said once for all the deadlines of the paragraph. */
static void name_who(struct makings *list, const struct move *m)
{
    for (size_t i = 0; i < list->n; i++) {
        struct making *d = &list->items[i];
        if (d->block == m->block && !d->who_own && m->who.n > 0) {
            d->who = m->who;
            d->who_own = true;
        }
    }
}

/* 遇突发事件…要及时报告市局值班室, 新发现的隐患要随时上报省厅: owed only when it happens. */
static bool reports_event(const struct compiler *c, const struct move *m)
{
    struct span when = {m->span.from, m->verb.span.from}, should;
    struct str verb = text_of(c, m->verb.span);
    static const struct str ups[] = {S("上报"), S("报送"), S("报备"), S("补报"), S("续报"), S("速报"), S("报出")};
    bool upward = false;
    for (size_t i = 0; i < sizeof ups / sizeof *ups; i++)
        upward = upward || str_eq(verb, ups[i]);
    bool received = !span_is_empty(m->to) || (m->channels & (1u << CHANNEL_PLATFORM | 1u << CHANNEL_CHAT)) ||
                    (upward && (span_has(c, when, S("随时")) || span_has(c, when, S("第一时间"))));
    static const struct str bad[] = {S("险情"), S("受灾"), S("灾情"), S("隐患"), S("问题")};
    bool told =
        upward && span_has(c, when, S("及时")) && !span_has(c, when, S("按规定")) && !span_has(c, when, S("整改"));
    bool trouble = false; /* 重大险情及时上报指挥部 */
    for (size_t i = 0; told && i < sizeof bad / sizeof *bad; i++)
        trouble = trouble || span_has(c, when, bad[i]);
    if (trouble && m->verb.kind == VERB_SEND && m->n_dues == 0 && !m->leave && !span_has(c, m->span, S("妥善")))
        return true;
    return m->verb.kind == VERB_SEND && !m->leave && m->n_dues == 0 && received && !span_has(c, m->span, S("妥善")) &&
           word_find(c->words, c->page, when, WORD_SHOULD, &should) &&
           !span_has_word(c, (struct span){should.to, when.to}, WORD_ASIDE);
}

/* 遇突发事件,知情人随时向学院报告,学院应立即向学工部报告: the next step of what is owed when it happens. */
static bool passes_event(const struct compiler *c, const struct makings *list, const struct move *m)
{
    const struct making *d = list->n > 0 ? &list->items[list->n - 1] : NULL;
    return d != NULL && d->sentence == m->sentence && d->due.each == EACH_EVENT && !d->has_due && m->n_dues == 0 &&
           m->verb.kind == VERB_SEND && !m->leave && !span_is_empty(m->to) && m->who.n > 0 && !who_agree(c, d, m);
}

/* One of the names is the same in both; 团费 and 团费汇总表 are two. */
static bool same_things(const struct compiler *c, const struct spans *a, const struct spans *b)
{
    for (size_t i = 0; i < a->n; i++) {
        for (size_t k = 0; k < b->n; k++) {
            if (str_eq(text_of(c, a->items[i]), text_of(c, b->items[k])))
                return true;
        }
    }
    return b->n == 0 || (a->n > 0 && is_those(c, a)) || is_those(c, b);
}

/* 诵读节目 and 诵读节目汇总表: the one and its form are two. */
static bool has_form(const struct compiler *c, const struct making *d, const struct move *m)
{
    for (size_t i = 0; i < m->things.n; i++) {
        struct str form = text_of(c, m->things.items[i]);
        for (size_t k = 0; str_ends(form, S("表")) && k < d->things.n; k++) {
            if (!str_ends(text_of(c, d->things.items[k]), S("表")) && !is_those(c, &d->things))
                return true;
        }
    }
    return false;
}

/* Said without a deadline once already: the same units and things. */
static bool said_before(struct compiler *c, struct makings *list, const struct move *m)
{
    for (size_t i = list->n > NEIGHBOURS ? list->n - NEIGHBOURS : 0; i < list->n; i++) {
        struct making *d = &list->items[i];
        bool same =
            !d->has_due && same_letter(c, d->block, m->block) && who_agree(c, d, m) &&
            (same_things(c, &d->things, &m->things) || (lists_meet(c, &d->things, &m->things) && !has_form(c, d, m)));
        if (!same || (d->has_quota && m->has_quota))
            continue;
        fold(c, d, m);
        return true;
    }
    return false;
}

/* 各班将名单交至辅导员, and later 各年级将汇总表报学工办: two steps by two, though of one list. */
static bool others_task(const struct compiler *c, const struct making *d, const struct move *m)
{
    for (size_t i = 0; i < d->who.n && m->who.n > 0;
         i++) { /* 各校报各县局,各县局于…前报…: whoever reports next receives */
        struct str next = bare_name(c, d->who.items[i]);
        bool same = next.n < 6 || str_eq(next, bare_name(c, m->who.items[0]));
        if ((!who_agree(c, d, m) || !same) && !span_is_empty(m->to) && demands(c, m) &&
            str_find(text_of(c, m->to), next) != STR_NONE)
            return true;
    }
    static const struct str more[] = {S("另"), S("还应"), S("还须"), S("还要"), S("还需")};
    struct span lead = {m->span.from, m->verb.span.from};
    bool besides = false; /* 甲市旅游局另将报表报全国假日办: one of 各市, and to another office */
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        besides = besides || span_has(c, lead, more[i]);
    besides = besides && others_office(c, d, m) && !word_here(c, m->who.items[0].from, m->who.items[0].to, WORD_EVERY);
    bool other = (besides || !who_agree(c, d, m)) && m->verb.kind >= VERB_NAME && demands(c, m);
    bool apart = others_office(c, d, m);
    return other && (d->block != m->block ? apart || !same_things(c, &d->things, &m->things)
                                          : apart && d->sentence != m->sentence);
}

/* 市直学校直接报送: the same task, with its deadline, for others. */
static bool same_task(const struct compiler *c, const struct making *d, const struct move *m)
{
    bool bare = d->sentence == m->sentence && m->things.n == 0 && !span_is_empty(m->to); /* 局属各学校报市局 */
    bool direct = m->verb.kind == VERB_SEND && span_has(c, m->span, S("直接")) && m->who.n > 0 &&
                  lists_meet(c, &d->things, &m->things); /* 已脱钩的协会请直接将年检材料报送我局 */
    bool other = d->sentence != m->sentence && (direct || for_others(c, m));
    return d->block == m->block && (bare || other) && d->who_own && !who_agree(c, d, m) && !m->leave && !m->as_said &&
           !receives(c, d, m);
}

/* 学校填报基表,县局汇总后上报。地直学校直接报地区: the same things, by others and to another office. */
static bool direct_too(const struct compiler *c, const struct makings *list, const struct move *m)
{
    const struct making *d = list->n > 0 ? &list->items[list->n - 1] : NULL;
    bool bare = m->things.n == 0 || is_those(c, &m->things);
    return d != NULL && d->block == m->block && !d->has_due && d->who_own && bare && m->who.n > 0 &&
           m->verb.kind >= VERB_BARE && !m->leave && !span_is_empty(m->to) && !who_agree(c, d, m) &&
           !receives(c, d, m) && (span_has(c, m->span, S("直接")) || span_has(c, m->span, S("单独")));
}

/* …前报送征文。同时报送授权书: another thing, due with the one before. */
static bool also_due(const struct compiler *c, const struct making *d, const struct move *m)
{
    static const struct str signs[] = {S("同时报"), S("同时提交"), S("同时上报"), S("同时须提交"), S("同时须报")};
    bool also = false;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        also = also || page_has(c->page, m->span.from, m->span.to, signs[i]) ||
               (m->things.n == 1 && page_has(c->page, m->things.items[0].to, m->span.to, signs[i]));
    also = also || (m->verb.span.from >= 6 && page_has(c->page, m->verb.span.from - 6, m->verb.span.to, S("同时")));
    return also && m->verb.kind >= VERB_BARE && m->things.n > 0 && !is_those(c, &m->things) && !m->leave &&
           !lists_meet(c, &d->things, &m->things) && (d->sentence < m->sentence || d->labelled) &&
           d->due.due.relative == RELATIVE_NONE;
}

/* 科研处审查后反馈给各单位: the office that receives a duty's things does not owe another's. */
static void drop_receiver(const struct compiler *c, const struct makings *list, struct move *m)
{
    const struct spans *audience = &c->audience[c->blocks.items[m->block].letter];
    for (size_t i = 0; i < audience->n && m->who.n == 1; i++) {
        if (str_eq(bare_name(c, audience->items[i]), bare_name(c, m->who.items[0])))
            return; /* 班主任向学院报告,学院向学工部报告: 各学院 are asked too */
    }
    for (size_t i = 0; i < list->n && i < NEIGHBOURS && m->who.n == 1; i++) {
        bool every = word_here(c, m->who.items[0].from, m->who.items[0].to, WORD_EVERY) > 0;
        struct str to = text_of(c, list->items[i].to), name = text_of(c, m->who.items[0]);
        size_t at = every || to.n == 0 ? STR_NONE : str_find(to, name);
        struct str behind = at != STR_NONE ? str_from(to, at + name.n) : S("");
        bool longer = str_ends(behind, S("部门")) || str_ends(behind, S("局")); /* 兵团 of 兵团主管部门 is another */
        if (at != STR_NONE && !longer)
            m->who.n = 0;
    }
}

/* (一)提交总结, 请报送下列稿件:, and below it the clauses that say by when: it only names the part. */
static bool heads_duty(const struct compiler *c, const struct makings *list, const struct move *m)
{
    enum level level = c->blocks.items[m->block].level;
    bool heads = m->heading || c->page->text.at[m->span.to - 1] == ':';
    for (size_t i = 0; heads && level != LEVEL_NONE && i < list->n; i++) {
        const struct making *d = &list->items[i];
        if (d->has_due && c->blocks.items[d->block].under[level] == m->block + 1 && who_agree(c, d, m))
            return true;
    }
    return false;
}

/* 认定条件为:(1)提交盖章的登记表: what must have been done, not what is to be done. */
static bool is_met(const struct compiler *c, const struct move *m)
{
    const struct block *b = &c->blocks.items[m->block];
    for (size_t l = LEVEL_HAN; l <= b->level && b->level != LEVEL_NONE; l++) {
        uint32_t over = b->under[l];
        bool above = over != 0 && over - 1 != m->block;
        if (above && span_has(c, c->blocks.items[over - 1].sentences.items[0], S("条件")))
            return true;
    }
    return false;
}

/* 超过限价的教材需提供情况说明交教务处, 特殊原因需学院提交书面说明: whoever departs from the rule explains why. */
static bool explains(const struct compiler *c, const struct move *m)
{
    static const struct str signs[] = {S("超过"), S("超出"), S("特殊"), S("逾期"), S("无法"), S("不能"),
                                       S("未能"), S("不符"), S("确有"), S("确需"), S("因故"), S("不足")};
    struct str what = m->things.n > 0 && m->things.n < 3 ? text_of(c, m->things.items[m->things.n - 1]) : S("");
    bool reason = m->modal && (str_ends(what, S("说明")) || str_ends(what, S("说明材料")));
    bool departs = false;
    for (size_t i = 0; reason && i < sizeof signs / sizeof *signs; i++)
        departs = departs || span_has(c, (struct span){m->span.from, m->verb.span.from}, signs[i]);
    return departs && m->verb.kind >= VERB_BARE && !m->leave && m->n_dues == 0;
}

/* 自身无力整改的,要形成书面建议报实资处: whoever it is true of owes a thing of its own. */
static bool is_own_case(const struct compiler *c, const struct move *m)
{
    if (explains(c, m))
        return true;
    return m->conditional && m->verb.kind >= VERB_BARE && !m->leave && m->things.n > 0 && !is_those(c, &m->things) &&
           (!span_is_empty(m->to) || span_has(c, m->span, S("@")));
}

/* 一、报送内容 1.图片:各县团委上报…的图片, and elsewhere 申报材料于…前报: what the dated duty's materials are. */
static bool tells_content(struct compiler *c, const struct makings *list, const struct move *m)
{
    struct span heading = heading_above(c, m->block);
    for (size_t i = 0; span_is_empty(m->to) && !m->has_quota && i < list->n && i < NEIGHBOURS; i++) {
        struct making *d = &list->items[i]; /* …需填写申报表,同时上交照片。 请于3月12日前将以上材料发至… */
        struct span first = d->things.n > 0 ? d->things.items[0] : (struct span){0, 0};
        bool above =
            page_has(c->page, first.from, first.to, S("以上")) || page_has(c->page, first.from, first.to, S("上述"));
        if (!d->has_due || !above || d->span.from <= m->span.to || !same_letter(c, d->block, m->block))
            continue;
        for (size_t k = 0; k < m->things.n; k++)
            arena_push(c->arena, &d->things, m->things.items[k]);
        return true;
    }
    if (!span_has(c, heading, S("报送内容")) && !span_has(c, heading, S("上报内容")) &&
        !span_has(c, heading, S("申报材料")))
        return false;
    for (size_t i = 0; m->n_dues == 0 && i < list->n && i < NEIGHBOURS; i++) {
        struct making *d = &list->items[i];
        bool those = d->things.n > 0 && is_those(c, &d->things);
        if (!d->has_due || !those || !same_letter(c, d->block, m->block))
            continue;
        if (!d->who_own && m->who.n > 0) {
            d->who = m->who;
            d->who_own = true;
        }
        return true;
    }
    return false;
}

/* 截止时间:…。学生将作品交到团委;各中学送教育局: each of them by the one deadline. */
static bool next_step(const struct compiler *c, const struct making *d, const struct move *m)
{
    bool other = m->who.n > 0 ? demands(c, m) && !who_agree(c, d, m)
                              : m->verb.kind == VERB_SEND && m->things.n > 0 && !is_those(c, &m->things) &&
                                    !span_is_empty(d->to) && !lists_meet(c, &d->things, &m->things) &&
                                    str_find(text_of(c, d->to), text_of(c, m->to)) == STR_NONE;
    return d->labelled && !d->own_things && d->told_things && other && !m->leave && !m->as_said &&
           d->block == m->block && !span_is_empty(m->to);
}

/* What the move asks for is another duty, due with `spoken`; true when it was added. */
static bool shares_due(struct compiler *c, struct makings *list, const struct making *spoken, const struct move *m)
{
    struct making other = *spoken; /* the list moves when it grows */
    bool task = same_task(c, spoken, m), also = !task && also_due(c, spoken, m);
    if (!task && !also && !next_step(c, spoken, m))
        return false;
    duty_add(c, list, m, &other.due);
    struct making *d = &list->items[list->n - 1];
    d->due_lent = !task;
    if (also && d->who.n == 0)
        d->who = other.who;
    if (task) {
        bool own = d->things.n > 0 && d->things.items[0].from != m->verb.span.from;
        d->things = own ? d->things : other.things;
        d->to = other.to;
    }
    return true;
}

/* 遇有突发事件引起波动的,…: what happened; 无力整改的隐患,…: what it is about. Empty when the move tells neither. */
static struct span what_happened(const struct compiler *c, const struct move *m)
{
    static const struct str heads[] = {S("发现"), S("发生"), S("出现"), S("遇有"), S("如遇"), S("遇"), S("存在")};
    static const struct str ends[] = {S("引起"), S("造成"), S("导致"), S("影响"), S("的,")};
    for (uint32_t from = m->span.from, comma = from; from < m->verb.span.from; from = comma + 1) {
        comma = page_find(c->page, (struct span){from, m->verb.span.from}, S(","));
        uint32_t head = 0;
        for (size_t i = 0; i < sizeof heads / sizeof *heads && head == 0; i++)
            head = page_has(c->page, from, m->span.to, heads[i]) ? (uint32_t)heads[i].n : 0;
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

/* Owed when it happens: what has happened is reported where nothing else is named. */
static void add_case(struct compiler *c, struct makings *list, const struct move *m, enum notice_each each)
{
    duty_add(c, list, m, NULL);
    struct making *d = &list->items[list->n - 1];
    d->due.each = each;
    uint32_t first = d->things.n > 0 ? d->things.items[0].from : m->verb.span.from;
    struct span what = what_happened(c, m);
    bool own = first != m->verb.span.from && !page_has(c->page, first, m->span.to, S("要"));
    if (own || span_is_empty(what))
        return;
    d->things = (struct spans){0};
    arena_push(c->arena, &d->things, what);
    d->own_things = true;
}

/* 举办大型活动,需提前报党政办备案 */
static bool is_before_event(const struct compiler *c, const struct move *m)
{
    return m->verb.kind >= VERB_BARE && m->n_dues == 0 && !m->leave && !span_is_empty(m->to) &&
           span_has(c, (struct span){m->span.from, m->verb.span.from}, S("提前"));
}

/* 若出现问题,…提交, 举办活动需提前报…备案: owed whenever it happens. */
static bool may_happen(const struct compiler *c, const struct move *m)
{
    static const struct str heads[] = {S("若"),   S("如有"), S("如遇"), S("如果"), S("如需"),
                                       S("如确"), S("遇"),   S("发现"), S("发生"), S("出现")};
    bool happens = span_has(c, (struct span){m->span.from, m->verb.span.from}, S("提前"));
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        happens = happens || page_has(c->page, m->span.from, m->span.to, heads[i]);
    return happens;
}

/* 审查推荐材料后,填写备案表报…: for each that was handed in. */
static bool is_sifted(const struct compiler *c, const struct move *m)
{
    struct span before = {m->span.from, m->verb.span.from};
    uint32_t after = page_find(c->page, before, S("后,"));
    return after != UINT32_MAX && page_find(c->page, before, S("审查")) < after;
}

/* Where the clause begins that `at` stands in. */
static uint32_t clause_from(const struct compiler *c, uint32_t from, uint32_t at)
{
    while (at > from && c->page->text.at[at - 1] != ',' && c->page->text.at[at - 1] != ';' &&
           c->page->text.at[at - 1] != ':' && !page_has(c->page, at - 3, at, S("。")) && c->page->gap[at] < GAP_LINE)
        at = page_back(c->page, at);
    return at;
}

/* 老生信息要在8月29日前完成;新生信息要在9月5日前完成。 请在上述时间前提交学工办: handed in by each of the deadlines told before. */
static bool dues_above(struct compiler *c, struct makings *list, const struct move *m)
{
    enum { BACK = 1500 };
    bool those = span_has(c, m->span, S("上述时间")) || span_has(c, m->span, S("时间节点"));
    uint32_t part = part_of(c, m->block), from = part > 0 ? c->blocks.items[part - 1].span.from : c->body;
    if (!those || m->verb.kind < VERB_BARE || m->n_dues > 0 || m->span.from - from > BACK)
        return false;
    struct calendar before = c->calendar;
    struct moments moments = {0};
    moments_in(c, (struct span){from, m->span.from}, &moments);
    c->calendar = before;
    bool added = false;
    for (size_t i = 0; i < moments.n; i++) {
        struct moment *due = &moments.items[i];
        if (due->role != MOMENT_DEADLINE || !day_is_set(due->due.date))
            continue;
        duty_add(c, list, m, due);
        list->items[list->n - 1].span.from = clause_from(c, from, due->span.from);
        list->items[list->n - 1].due_lent = added = true;
    }
    return added;
}

void undated_moves(struct compiler *c, const struct moves *moves, struct makings *list)
{
    size_t classes_from = list->n, classes = 0;
    struct reach reach = {0, list->n};
    struct spans things = {0}; /* of the last class quota: the next class owes the same */
    for (size_t i = 0; i < moves->n; i++) {
        struct move *m = &moves->items[i];
        if (has_deadline(c, m) || (m->vague && m->verb.kind == VERB_NONE))
            continue;
        drop_receiver(c, list, m);
        if ((m->has_quota && is_whole(c, m)) || heads_duty(c, list, m) || is_met(c, m) || tells_content(c, list, m))
            continue;
        if (dues_above(c, list, m) || tells_labels(c, list, m))
            continue;
        if (is_more(c, moves, i))
            continue;
        if (is_class_quota(c, moves, i)) {
            classes++;
            duty_add(c, list, m, NULL);
            struct making *d = &list->items[list->n - 1];
            if (d->things.n == 0)
                d->things = things;
            things = d->things;
            things.cap = things.n;
            continue;
        }
        if (reports_event(c, m) || is_before_event(c, m) || passes_event(c, list, m)) {
            add_case(c, list, m, EACH_EVENT);
            continue;
        }
        if (is_own_case(c, m) && !said_before(c, list, m)) {
            add_case(c, list, m, may_happen(c, m) ? EACH_EVENT : EACH_ONCE);
            continue;
        }
        if (direct_too(c, list, m)) {
            struct spans same = list->items[list->n - 1].things;
            same.cap = same.n;
            duty_add(c, list, m, NULL);
            list->items[list->n - 1].things = same;
            continue;
        }
        struct making *d = m->owed ? NULL : spoken_of(c, list, m, &reach);
        if (d != NULL && m->as_said)
            name_who(list, m);
        if (d != NULL && shares_due(c, list, d, m))
            continue;
        bool far = d != NULL && m->heading && part_of(c, d->block) != part_of(c, m->block) && !d->labelled;
        if (d != NULL && others_task(c, d, m))
            d = NULL;
        if (d != NULL && !far) {
            fold(c, d, m);
        } else if (demands(c, m) && (m->owed || !said_before(c, list, m))) {
            struct moment stage;
            duty_add(c, list, m, stage_end(c, m->block, &stage) ? &stage : NULL);
            if ((may_happen(c, m) || is_sifted(c, m)) && !list->items[list->n - 1].has_due)
                list->items[list->n - 1].due.each = EACH_EVENT;
        }
    }
    share_deadline(c, list, classes_from, classes > 1);
}
