/* SPDX-License-Identifier: Apache-2.0 */
/* What the moves without a deadline add: to the duties that they speak of, or as duties of their own. */
#include "domain/notice/duty.h"

#include "domain/notice/along.h"
#include "domain/notice/block.h"
#include "domain/notice/case.h"
#include "domain/notice/classes.h"
#include "domain/notice/classifier.h"
#include "domain/notice/content.h"
#include "domain/notice/labels.h"
#include "domain/notice/demand.h"
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

/* 各学院限额推荐1名候选人, and elsewhere 于4月22日前交推荐人汇总表: the number is of those that the form puts forward. */
static bool puts_forward(const struct compiler *c, const struct making *d, const struct move *m)
{
    if (m->verb.kind != VERB_NAME || d->has_quota || !who_agree(c, d, m))
        return false;
    static const struct str signs[] = {S("推荐"), S("候选"), S("人选"), S("评选结果"), S("申报")};
    size_t n = sizeof signs / sizeof *signs - !span_is_empty(m->to); /* 向市局推荐3所学校 stands for itself */
    for (size_t i = 0; i < d->things.n; i++) {
        if (span_has_any(c, d->things.items[i], signs, n))
            return true;
    }
    return false;
}

/* Where the duties begin that a move may still speak of, and how many have deadlines of their own: these stand first. */
struct reach {
    size_t first, dated;
};

/* What a move says of itself, asked once for all the duties it may speak of. */
struct saying {
    bool vague, demands; /* vague: it names no thing of its own */
    bool step, received; /* one of the steps below a heading; asks for a thing of its own at an office that it names */
};

/*
 * 二、申报程序 …提出推荐意见,报送市局, and elsewhere 于…前将推荐文件报市局某科: below such a heading the same units' step to the
 * same office is the dated hand-in told once more.
 */
static bool is_step(const struct compiler *c, const struct move *m)
{
    static const struct str signs[] = {S("程序"), S("办法"), S("步骤"), S("流程"), S("方式"), S("途径")};
    struct span heading = m->who.n > 0 && !span_is_empty(m->to) ? heading_above(c, m->block) : (struct span){0, 0};
    return !span_is_empty(heading) && span_has_any(c, heading, WORD_LIST(signs));
}

/* The duty and the move go to the same office, or to offices of one house (市局, 市局人事科). */
static bool one_office(const struct compiler *c, const struct making *d, const struct move *m)
{
    struct str to = text_of(c, d->to), here = text_of(c, m->to);
    return str_find(to, here) != STR_NONE || str_find(here, to) != STR_NONE;
}

/* 如实填写并上报人员名单(见附件2), and elsewhere 于…前将总结和附件1、2、3报…: the form is one of those. */
static bool among_forms(const struct compiler *c, const struct making *d, const struct move *m)
{
    for (size_t i = 0; i < d->things.n; i++) {
        struct span thing = d->things.items[i];
        if (page_has(c->page, thing.from, thing.to, S("附件")) && thing.to - thing.from <= 12)
            return span_has(c, m->span, S("附件"));
    }
    return false;
}

/* How well the move fits the duty; 0: it speaks of something else. */
static int fits(const struct compiler *c, const struct making *d, const struct move *m, const struct saying *say,
                bool lone)
{
    int near = nearness(c, d, m);
    if (near == 0 || !d->has_due || d->inside)
        return 0;
    bool meets = lists_meet(c, &d->things, &m->things) || among_forms(c, d, m);
    bool another = d->block == m->block && d->sentence != m->sentence && !d->labelled && !say->vague && !meets &&
                   (!m->as_said || named_task(c, m)) && m->who.n > 0 && !span_is_empty(m->to) && say->demands &&
                   (others_office(c, d, m) || !is_those(c, &d->things));
    bool elsewhere = say->received && !meets && d->sentence != m->sentence && !span_is_empty(d->to) &&
                     !is_those(c, &d->things) && !span_has(c, d->to, S("邮箱")) && !one_office(c, d, m);
    another = another || elsewhere; /* 同时将影像资料,请提供给科普网 */
    bool others = d->sentence != m->sentence && !d->labelled && !say->vague && !meets && say->demands && m->who.n > 0 &&
                  d->who_own && !who_agree(c, d, m) && !is_anyone(c, &m->who);
    another = another || others; /* 请各工会推荐1名教师。请各学院于…前报送总结 */
    static const struct str more[] = {S("还需"), S("还须"), S("还应"), S("还要"), S("另需"), S("另须"), S("并须")};
    bool besides = d->sentence != m->sentence && !d->labelled && !say->vague && !meets && say->demands &&
                   m->verb.kind >= VERB_BARE &&
                   span_has_any(c, (struct span){m->span.from, m->verb.span.from}, WORD_LIST(more));
    another = another || besides;                          /* 于…前报送报告。…还需填报《调查表》 */
    bool apart = near == 1 || (near == 2 && say->demands); /* far off, or complete in itself */
    bool spoken = say->vague || meets || d->labelled || (m->has_quota && (lone || puts_forward(c, d, m))) ||
                  (say->step && !span_is_empty(d->to) && lists_meet(c, &d->who, &m->who) && one_office(c, d, m));
    if (another || (apart && !spoken))
        return 0;
    return near + (meets ? 4 : 0) + (d->labelled ? 2 : 0) + (who_agree(c, d, m) ? 1 : 0);
}

/* A demand by name, or a sentence that hands something in and is like those that demand it. */
static bool asks(const struct compiler *c, const struct move *m)
{
    bool sends = m->verb.kind >= VERB_BARE || (m->verb.kind == VERB_NAME && !span_is_empty(m->to));
    bool fills = m->verb.kind == VERB_FILL && m->n_dues == 0;
    bool thing = (sends || fills) && m->things.n > 0 && !m->heading && is_likelier(m->logit);
    return demands(c, m) || (((sends && is_likely(m->logit)) || thing) && !m->leave && !is_manner(c, m));
}

/* The duty that a move without a deadline speaks of; NULL when it stands for itself. */
static struct making *spoken_of(const struct compiler *c, const struct makings *list, const struct move *m,
                                struct reach *r)
{
    struct making *best = NULL;
    int score = 0;
    bool named = named_task(c, m) || (m->who.n > 0 && is_likely(m->logit)),
         those = m->things.n == 0 || is_those(c, &m->things);
    struct saying say = {those || (m->as_said && !named), m->verb.kind >= VERB_NAME && asks(c, m), is_step(c, m),
                         false};
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

/* 3.10月28日前完成清查工作,主要包括: the item that opens the list in which the block stands, or an empty span. */
static struct span list_head(const struct compiler *c, uint32_t block)
{
    const struct block *b = &c->blocks.items[block];
    for (size_t l = b->level; l-- > 1;) {
        const struct block *over = b->under[l] ? &c->blocks.items[b->under[l] - 1] : NULL;
        if (over != NULL)
            return c->page->text.at[over->span.to - 1] == ':' && span_has(c, over->span, S("完成"))
                       ? over->sentences.items[over->sentences.n - 1]
                       : (struct span){0, 0};
    }
    return (struct span){0, 0};
}

/* (一)填报(1月2日-12日): a sentence that is but a stage's name and, in brackets, its days. */
static bool is_dated_name(const struct compiler *c, struct span s)
{
    enum { NAME_BYTES = 80 };
    static const struct str ends[] = {S("日)"), S("日)。"), S("月)"), S("日前)"), S("号)"), S("底前)")};
    uint32_t colon = page_find(c->page, s, S("):")); /* 申报(5月1日-8月31日):|申报单位登录系统申报 */
    s.to = colon != UINT32_MAX ? colon + 1 : s.to;
    return s.to - s.from < NAME_BYTES && page_ends_any(c->page, s.from, s.to, WORD_LIST(ends)) > 0;
}

enum { LABEL_BYTES = 36 };

static bool names_stage(const struct compiler *c, struct span s)
{
    static const struct str steps[] = {S("申报:"), S("报名:"), S("提交:"), S("报送:"), S("上传:"),
                                       S("填报:"), S("征集:"), S("征稿:"), S("投稿:"), S("收稿:")};
    struct span label = {s.from, s.to - s.from > LABEL_BYTES ? s.from + LABEL_BYTES : s.to};
    return is_dated_name(c, s) || span_has(c, s, S("阶段")) ||
           (digits_at(c->page, s.from, s.to) == 0 &&
            span_has_any(c, label, WORD_LIST(steps))); /* 项目申报:3月10日-4月9日。 */
}

/* 推荐单位于4月20日前完成审核,不符的退回。|同时将汇总表发送至…: by the one day of the two sentences before it. */
static bool due_before(struct compiler *c, const struct move *m, struct moment *r)
{
    uint32_t first = c->blocks.items[m->block].span.from, from = m->span.from;
    if (!page_has(c->page, m->span.from, m->span.to, S("同时")))
        return false;
    for (int i = 0; i < 2 && from > first + 3; i++)
        from = page_sentence(c->page, first, from - 3);
    struct moments moments = {0};
    struct calendar before = c->calendar;
    moments_in(c, (struct span){from, m->span.from}, &moments);
    c->calendar = before;
    if (moments.n != 1 || moments.items[0].role != MOMENT_DEADLINE || !day_is_set(moments.items[0].due.date))
        return false;
    *r = moments.items[0];
    return true;
}

/*
 * 自查阶段(3月1日至3月20日): what a stage asks for is due when it ends, as is what a dated task comprises; what is brought to a
 * meeting, on its first day.
 */
static bool stage_end(struct compiler *c, const struct move *m, struct moment *r)
{
    uint32_t block = m->block;
    if (due_before(c, m, r))
        return true;
    *r = (struct moment){.span = m->verb.span, .due = {.date = c->draft->from, .minute = NO_TIME}};
    if (m->owed && page_has(c->page, m->verb.span.from, m->verb.span.to, S("带")))
        return day_is_set(c->draft->from);
    struct moments moments = {0};
    struct calendar before = c->calendar;
    struct span first = c->blocks.items[block].sentences.items[0];
    struct span stage = names_stage(c, first) ? first : heading_above(c, block);
    if (!names_stage(c, stage))
        stage = list_head(c, block);
    struct span above = span_is_empty(stage) ? announced_by(c, block) : (struct span){0, 0};
    stage = span_has(c, above, S("完成")) ? above : stage;
    if (span_is_empty(stage))
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

/* (二)展示(7月13日至16日)。…报送总结: what a stage with its days asks for is no part of what is due elsewhere. */
static bool has_stage(const struct compiler *c, const struct making *d, const struct move *m)
{
    struct span first = c->blocks.items[m->block].sentences.items[0];
    return d->block != m->block && is_dated_name(c, first) && !span_has(c, first, S("阶段"));
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

/* 诵读节目 and 诵读节目汇总表: the one and its form are two. */
static bool has_form(const struct compiler *c, const struct making *d, const struct move *m)
{
    for (size_t i = 0; i < m->things.n; i++) {
        struct str form = text_of(c, m->things.items[i]);
        for (size_t k = 0; str_ends(form, S("表")) && k < d->things.n; k++) {
            if (!is_those(c, &d->things))
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
        bool same = !d->has_due && same_letter(c, d->block, m->block) && who_agree(c, d, m) &&
                    lists_meet(c, &d->things, &m->things) && !has_form(c, d, m);
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
    bool besides = span_has_any(c, lead, WORD_LIST(more)) ||
                   is_likely(m->logit); /* 甲市旅游局另将报表报全国假日办: one of 各市, and to another office */
    besides = besides && others_office(c, d, m) && !word_here(c, m->who.items[0].from, m->who.items[0].to, WORD_EVERY);
    static const struct str nearer[] = {S("所在"), S("当地"), S("所属")};
    bool lower = m->who.n > 0 && d->sentence != m->sentence && !m->as_said && !is_anyone(c, &m->who) &&
                 page_has_any(c->page, m->to.from, m->to.to, WORD_LIST(nearer)) > 0 &&
                 !span_has_any(c, d->to, WORD_LIST(nearer)) &&
                 !page_has(c->page, m->verb.span.to - 3, m->to.to, S("经"));
    besides = besides || lower; /* 教师填写推荐表报所在学院, and 学院 reports to 人事处 */
    bool other = (besides || !who_agree(c, d, m)) && m->verb.kind >= VERB_NAME && asks(c, m);
    return other && (d->block != m->block || (others_office(c, d, m) && d->sentence != m->sentence));
}

/* 市直学校直接报送: the same task, with its deadline, for others. */
static bool same_task(const struct compiler *c, const struct making *d, const struct move *m)
{
    bool next = d->sentence + 1 == m->sentence && c->page->text.at[d->span.to - 1] == ';';
    bool bare =
        (next || d->sentence == m->sentence) && m->things.n == 0 && !span_is_empty(m->to); /* 局属各学校报市局 */
    bool direct = m->verb.kind >= VERB_BARE && span_has(c, m->span, S("直接")) && m->who.n > 0 &&
                  lists_meet(c, &d->things, &m->things); /* 已脱钩的协会请直接将年检材料报送我局 */
    bool other = (direct && !d->labelled) || (d->sentence != m->sentence && for_others(c, m));
    bool differ = !who_agree(c, d, m) || (bare && next && others_office(c, d, m)); /* …;市直助产机构报市保健院 */
    return d->block == m->block && (bare || other) && d->who_own && differ && !m->leave && !m->as_said &&
           !receives(c, d, m);
}

/* 将原印章交给党办和校办,然后由党办和校办集中移交档案馆: they pass on what came to them. */
static bool hands_on(const struct compiler *c, const struct making *d, const struct move *m)
{
    return d->sentence == m->sentence && is_behind_by(c, &m->who) && receives(c, d, m) &&
           !span_has(c, m->to, S("领导"));
}

/* 学校填报基表,县局汇总后上报。地直学校直接报地区: the same things, by others and to another office. */
static bool direct_too(const struct compiler *c, const struct makings *list, const struct move *m)
{
    const struct making *d = list->n > 0 ? &list->items[list->n - 1] : NULL;
    bool bare = m->things.n == 0 || is_those(c, &m->things);
    return d != NULL && d->block == m->block && !d->has_due && d->who_own && bare && m->who.n > 0 &&
           m->verb.kind >= VERB_BARE && !m->leave && !span_is_empty(m->to) && !who_agree(c, d, m) &&
           (hands_on(c, d, m) || (d->sentence == m->sentence && others_office(c, d, m) && !receives(c, d, m)) ||
            (!receives(c, d, m) && (span_has(c, m->span, S("直接")) || span_has(c, m->span, S("单独")))));
}

/* …前报送征文。同时报送授权书, 照片也请一并报送, 面积也请同期上报: another thing, due with the one before. */
static bool also_due(const struct compiler *c, const struct making *d, const struct move *m)
{
    static const struct str with[] = {S("一并"), S("同期"), S("一同"), S("同时"), S("同时须")};
    struct span lead = {m->span.from, m->verb.span.from};
    bool also = page_ends_any(c->page, lead.from - (lead.from >= 6 ? 6 : 0), lead.to, WORD_LIST(with)) > 0;
    also = (also && !span_has(c, m->span, S("连同"))) || span_has(c, lead, S("一并以"));
    bool names = m->verb.kind == VERB_NAME && m->has_quota && !span_is_empty(m->to) && m->who.n == 0 &&
                 span_has(c, lead, S("同时")); /* 同时,至少向组织部推荐1个先进支部 */
    also = also || names;
    if (span_has(c, lead, S("随"))) /* 说明材料随报表一并报送: part of what goes */
        return false;
    return also && (m->verb.kind >= VERB_BARE || names) && m->things.n > 0 && !is_those(c, &m->things) && !m->leave &&
           !lists_meet(c, &d->things, &m->things) && (d->sentence < m->sentence || d->labelled) &&
           (d->due.due.relative == RELATIVE_NONE || d->due.due.relative == RELATIVE_AFTER);
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
    bool class = m->has_quota && m->who.n > 0; /* 二、各县限报5篇。请于…前报送 */
    bool heads = m->heading || c->page->text.at[m->span.to - 1] == ':';
    for (size_t i = 0; heads && level != LEVEL_NONE && i < list->n; i++) {
        const struct making *d = &list->items[i];
        bool below = c->blocks.items[d->block].under[level] == m->block + 1 && !(class && d->block == m->block);
        if (d->has_due && below && who_agree(c, d, m))
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

/* What the move asks for is another duty, due with `spoken`; true when it was added. */
static bool shares_due(struct compiler *c, struct makings *list, const struct making *spoken, const struct move *m)
{
    struct making other = *spoken; /* the list moves when it grows */
    bool task = same_task(c, spoken, m), also = !task && also_due(c, spoken, m);
    if (!task && !also)
        return false;
    bool chain = m->span.to <= other.span.from && other.who.n > 0 && /* 单位审核后报县局,县局汇总后于…前报市局 */
                 str_find(text_of(c, m->to), text_of(c, other.who.items[0])) != STR_NONE;
    duty_add(c, list, m, chain ? NULL : &other.due);
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

/* 填写推荐表,按上表规定时间报市工会: what each row of the table hands in by its day. */
static bool by_table(struct compiler *c, struct makings *list, const struct move *m)
{
    static const struct str signs[] = {S("上表"), S("下表")}, times[] = {S("时间"), S("时限"), S("日期")};
    bool told = span_has_any(c, m->span, WORD_LIST(signs)) && span_has_any(c, m->span, WORD_LIST(times));
    bool taken = false;
    for (size_t i = 0; told && m->things.n > 0 && m->verb.kind >= VERB_BARE && i < list->n; i++) {
        struct making *d = &list->items[i];
        bool row = d->sentence >= TABLE_SENTENCE && d->sentence < TIER_SENTENCE && d->has_due;
        bool paper = d->things.n > 0 && thing_ends(c, d->things.items[0]); /* 棚户区改造开工 is what the report is on */
        if (!row || paper || !same_letter(c, d->block, m->block))
            continue;
        d->things.n = 0;
        fold(c, d, m);
        taken = true;
    }
    return taken;
}

/* 各校报局,各校报局,…: the same units to the same office in one sentence, and no thing named: once is enough. */
static bool says_again(const struct compiler *c, const struct makings *list, const struct move *m)
{
    const struct making *d = list->n > 0 ? &list->items[list->n - 1] : NULL;
    return d != NULL && d->sentence == m->sentence && m->things.n == 0 && d->things.n == 0 && d->who.n > 0 &&
           m->who.n > 0 && str_eq(text_of(c, d->who.items[0]), text_of(c, m->who.items[0])) &&
           str_eq(text_of(c, d->to), text_of(c, m->to));
}

/* 一、推荐名额:每校3项。二、…前将推荐材料报局: a number alone, of each who hand in elsewhere. */
static bool is_allotted(const struct compiler *c, const struct making *d, const struct move *m)
{
    static const struct str heads[] = {S("名额"), S("数量"), S("限额"), S("指标")};
    const struct block *b = &c->blocks.items[m->block];
    struct span who = m->who.n == 1 ? m->who.items[0] : (struct span){0, 0}, head = heading_above(c, m->block);
    if (!span_has_any(c, (struct span){b->span.from, m->span.to}, WORD_LIST(heads)) &&
        !span_has_any(c, head, WORD_LIST(heads)))
        return false; /* 培训对象:…,每校限2人 */
    bool each = page_has(c->page, who.from, who.to, S("每")) || (d->who.n == 1 && who_agree(c, d, m));
    return m->has_quota && m->verb.kind < VERB_BARE && m->things.n == 0 && each && d->has_due && !d->has_quota;
}

/* 联络员名单请报市社科联, beside …前报工作总结: likely to be a demand, and of another thing. */
static bool own_task(const struct compiler *c, const struct making *d, const struct move *m)
{
    return is_likely(m->logit) && m->verb.kind >= VERB_BARE && m->things.n > 0 && !is_those(c, &m->things) &&
           !m->leave && !m->as_said && d->sentence != m->sentence && asks(c, m) && !only_versions(c, m) &&
           (d->own_things ? !things_agree(c, d, m)
                          : d->due.each == EACH_EVENT && m->who.n > 0 && !span_is_empty(m->to));
}

void undated_moves(struct compiler *c, const struct moves *moves, struct makings *list)
{
    size_t classes_from = list->n, classes = 0;
    struct reach reach = {0, list->n};
    struct spans things = {0}; /* of the last class quota: the next class owes the same */
    for (size_t i = 0; i < moves->n; i++) {
        struct move *m = &moves->items[i];
        if (has_deadline(c, m) || (m->vague && m->verb.kind == VERB_NONE) || is_beside(c, m) || goes_beyond(c, m) ||
            (m->has_quota && is_tally(c, m)))
            continue;
        if (direct_too(c, list, m)) {
            struct spans same = list->items[list->n - 1].things;
            same.cap = same.n;
            duty_add(c, list, m, NULL);
            list->items[list->n - 1].things = same;
            continue;
        }
        if (same_day(c, list, m))
            continue;
        drop_receiver(c, list, m);
        if ((m->has_quota && is_whole(c, m)) || heads_duty(c, list, m) || is_met(c, m) ||
            tells_content(c, list, moves, i))
            continue;
        if (along_with(c, list, m) || by_table(c, list, m) || dues_above(c, list, m) || tells_labels(c, list, m) ||
            fill_beside(c, list, m) || is_more(c, moves, i))
            continue;
        if (is_class_quota(c, moves, i)) {
            classes++;
            class_add(c, list, m, &things);
            continue;
        }
        if (case_is_event(c, list, m)) {
            case_add(c, list, m, EACH_EVENT);
            continue;
        }
        if (case_is_own(c, m) && !said_before(c, list, m)) {
            case_add(c, list, m, case_may_happen(c, m) ? EACH_EVENT : EACH_ONCE);
            continue;
        }
        struct making *d = m->owed ? NULL : spoken_of(c, list, m, &reach);
        if (d != NULL && m->as_said)
            name_who(list, m);
        if (d != NULL && shares_due(c, list, d, m))
            continue;
        bool far = d != NULL && m->heading && part_of(c, d->block) != part_of(c, m->block) && !d->labelled &&
                   !puts_forward(c, d, m) && !is_allotted(c, d, m);
        if (d != NULL && (others_task(c, d, m) || has_stage(c, d, m) || own_task(c, d, m)))
            d = NULL;
        if (d != NULL && !far) {
            fold(c, d, m);
        } else if (asks(c, m) && (m->owed || !said_before(c, list, m)) && !says_again(c, list, m)) {
            struct moment stage;
            duty_add(c, list, m, stage_end(c, m, &stage) ? &stage : NULL);
            if ((case_may_happen(c, m) || case_sifted(c, m)) && !list->items[list->n - 1].has_due)
                list->items[list->n - 1].due.each = EACH_EVENT;
        }
    }
    share_deadline(c, list, classes_from, classes > 1);
}
