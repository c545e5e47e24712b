/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/duty.h"

#include "domain/notice/classes.h"

#include "domain/notice/block.h"
#include "domain/notice/case.h"
#include "domain/notice/classifier.h"
#include "domain/notice/labels.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

#include <stdlib.h>

bool is_soft(const struct moment *due)
{
    return due->role == MOMENT_RHYTHM || due->role == MOMENT_AFTER;
}

/* A whole demand: who reads it needs no other sentence. */
static bool is_complete(const struct compiler *c, const struct making *d, const struct move *m)
{
    bool labels = d->labelled || m->labelled || d->heading || m->heading;
    return !labels && d->verb >= VERB_BARE && m->verb.kind >= VERB_BARE && !span_is_empty(d->to) &&
           !span_is_empty(m->to) && d->own_things && m->things.n > 0 && !is_those(c, &m->things);
}

/* The two are told apart, though they may share day, office and units. */
static bool is_another(const struct compiler *c, const struct making *d, const struct move *m, const struct moment *due)
{
    bool together = d->sentence == m->sentence;
    if (together) /* 涉及甲的材料报送至…,涉及乙的材料报送至… */
        return (span_has(c, d->span, S("涉及")) && span_has(c, m->span, S("涉及"))) ||
               (m->who.n > 0 && m->verb.kind == VERB_SEND && span_has(c, m->span, S("还应同时")));
    if (d->block != m->block && is_complete(c, d, m))
        return true;
    if (due->due.relative == RELATIVE_SAME_DAY && word_here(c, d->span.from, d->span.to, WORD_EVERY_TIME) == 0)
        return true; /* 每五天,…当天下午5点前报 */
    /* 选择8家骨干企业于…前报。在另一领域,选择6家于…前报: each with its number and day */
    return d->has_quota && m->has_quota && !d->labelled && !m->labelled;
}

/* 每年报送一次年度报告,|于12月20日前报送: the same sentence goes on to say by when. */
static bool names_the_day(const struct compiler *c, const struct making *d, const struct move *m,
                          const struct moment *due)
{
    const struct notice_due *said = &d->due.due;
    bool named = said->relative != RELATIVE_NONE && (said->relative < RELATIVE_WEEKLY || said->n > 0);
    bool dayless = is_soft(&d->due) && !named && !day_is_set(said->date);
    bool of_it = due->each == d->due.each || (due->each == EACH_ONCE && d->due.each == EACH_YEARLY);
    return dayless && of_it && d->sentence == m->sentence && m->things.n == 0 && d->things.n > 0 &&
           (m->who.n == 0 || lists_meet(c, &d->who, &m->who));
}

/* 每半年报送统计表。上半年于当年6月5日前报送,…: the days of a rhythm without one. */
static bool tells_days(const struct compiler *c, const struct making *d, const struct move *m, const struct moment *due)
{
    static const struct str halves[] = {S("上半年"), S("下半年"), S("半年"), S("学期")};
    return d->due.each == EACH_YEARLY && is_soft(&d->due) && due->each == EACH_ONCE && d->block == m->block &&
           m->who.n == 0 && day_is_set(due->due.date) && span_has_any(c, m->span, WORD_LIST(halves));
}

/* A duty that the move with this deadline restates. */
static struct making *restated(const struct compiler *c, const struct makings *list, const struct move *m,
                               const struct moment *due)
{
    /* …报县局,县局汇总后于当天报市局: each step passes on what came just before it. */
    const struct making *last = list->n > 0 ? &list->items[list->n - 1] : NULL;
    bool passes = last != NULL && last->sentence == m->sentence && m->who.n > 0 && receives(c, last, m) &&
                  due->due.relative == RELATIVE_SAME_DAY;
    for (size_t i = list->n > NEIGHBOURS ? list->n - NEIGHBOURS : 0; i < list->n; i++) {
        struct making *d = &list->items[i];
        if ((passes && d->sentence != m->sentence) || is_another(c, d, m, due))
            continue;
        bool alike = same_due(&d->due.due, &due->due) && d->due.each == due->each;
        bool rhythm = d->due.each == due->each && due->each != EACH_ONCE && (is_soft(&d->due) || is_soft(due)) &&
                      (same_part(c, d->block, m->block) || lists_meet(c, &d->things, &m->things));
        bool told = tells_days(c, d, m, due) || names_the_day(c, d, m, due);
        rhythm = rhythm || told;
        if ((!alike && !rhythm) || m->inside || !same_letter(c, d->block, m->block) || !who_agree(c, d, m))
            continue;
        bool class = d->has_quota && m->has_quota && m->who.n > 0; /* 各校限报4项,示范学校限报8项 */
        if (d->sentence == m->sentence && (others_office(c, d, m) || (!told && other_rhythm(c, &d->due, due)) || class))
            continue;
        bool apart = m->listed && d->own_things && !things_agree(c, d, m); /* 方案4月6日;总结6月20日 */
        bool close = d->sentence == m->sentence || (m->labelled && !apart);
        bool sure = alike ? close : d->heading || m->heading || told;
        bool others = d->labelled && d->own_things && m->things.n > 0 && d->sentence != m->sentence &&
                      due->each != EACH_ONCE &&
                      !things_agree(c, d, m); /* 月报为次月5日前, and elsewhere 季小结于季末次月5日前报 */
        if (others)
            continue;
        if (sure || things_agree(c, d, m))
            return d;
    }
    return NULL;
}

bool has_deadline(const struct compiler *c, const struct move *m)
{
    if (m->n_dues == 0 || (m->leave && m->dues[0].role == MOMENT_DATE))
        return false; /* 2017年至2018年发表的成果均可申报 */
    static const struct str may[] = {S("可以在"), S("可以于"), S("可在"), S("可于")};
    if (m->verb.kind < VERB_BARE && page_ends_any(c->page, m->span.from, m->dues[0].span.from, WORD_LIST(may)) > 0)
        return false; /* 如需完善,可以在5月5日前替换 */
    if (m->leave && m->dues[0].due.relative == RELATIVE_AFTER)
        return false; /* 活动结束后,欢迎将照片发到群里; 有异议的,可在线提交申请,我厅将于15日内反馈 */
    if (m->dues[0].role == MOMENT_UNTOLD)
        return m->verb.kind >= VERB_BARE && !m->conditional && !m->leave;
    if (m->labelled)
        return true;
    struct span lead = {m->verb.span.from, m->verb.span.from};
    while (lead.from > m->span.from && c->page->text.at[lead.from - 1] != ',')
        lead.from = page_back(c->page, lead.from);
    if (is_soft(&m->dues[0]) && (span_has(c, lead, S("提醒")) || span_has(c, lead, S("督促"))))
        return false; /* 请每日提醒学生按时上报: who is reminded reports */
    static const struct str deeds[] = {S("巡查"), S("检查"), S("推送"), S("刊播"), S("播放"),
                                       S("播出"), S("刊发"), S("走访"), S("组织"), S("开展"),
                                       S("召开"), S("举办"), S("更新"), S("张贴"), S("开设")};
    if (m->verb.kind == VERB_NAME && m->dues[0].role == MOMENT_AFTER &&
        ((m->who.n == 0 && m->things.n == 0) || span_has(c, m->span, S("择优"))))
        return false; /* 县级赛后逐级择优推荐: how it goes on */
    if (m->verb.kind <= VERB_JOIN && m->dues[0].role == MOMENT_AFTER && span_is_empty(m->to) &&
        span_is_empty(m->mailbox) && m->channels == 0)
        return false; /* 防治结束后,县站核实面积 */
    if (m->verb.kind != VERB_NONE && m->verb.kind <= VERB_JOIN &&
        page_has(c->page, m->verb.span.from - 6, m->verb.span.from, S("自行")))
        return false; /* 每周六各单位出动,人数自行登记 */
    if (m->verb.kind == VERB_NONE && is_paced(m) && span_has_any(c, m->span, WORD_LIST(deeds)))
        return false; /* 每周推送文章不少于2篇: done, not handed in */
    if (m->verb.kind <= VERB_JOIN && span_has(c, m->span, S("完成")) && !is_likely(m->logit))
        return false; /* 8月25日前,完成入户登记: work, where nothing else says that it is handed in */
    return m->verb.kind >= VERB_JOIN || (m->verb.kind == VERB_FILL && !is_soft(&m->dues[0])) || is_paced(m);
}

/* 有视频资料的,刻盘一并报送; 鼓励员工上传: said of what is owed otherwise, or by nobody; not where it has a day of its own. */
static bool is_extra(const struct compiler *c, const struct move *m)
{
    static const struct str ifs[] = {S("有"), S("如需"), S("需要")};
    uint32_t from = m->span.from, to = m->span.to;
    bool along = page_has_any(c->page, from, to, WORD_LIST(ifs)) > 0 && span_has(c, m->span, S("一并")) &&
                 span_is_empty(m->to) && m->who.n == 0;
    return m->n_dues == 0 && (along || page_has(c->page, from, to, S("鼓励")));
}

/* 由宣传科择优推荐, 县妇联于9月底前送达各乡镇: one office's own doing with what came in, or down to the readers. */
static bool is_done_by_office(const struct compiler *c, const struct move *m)
{
    static const struct str down[] = {S("抄送"), S("送达")};
    bool one = m->who.n > 0 && !word_here(c, m->who.items[0].from, m->who.items[0].to, WORD_EVERY);
    bool chosen =
        m->verb.kind == VERB_NAME && !m->has_quota && is_behind_by(c, &m->who) && span_has(c, m->span, S("择优"));
    return one && (chosen ||
                   (m->who.n == 1 && page_has_any(c->page, m->verb.span.from, m->verb.span.to, WORD_LIST(down)) > 0));
}

/* 报告分管领导, 上报本企业调度中心: told inside the house. 向新闻媒体提供线索: no report. */
static bool is_no_report(const struct compiler *c, const struct move *m)
{
    static const struct str press[] = {S("媒体提供"),   S("新闻单位提供"), S("报社提供"),
                                       S("电视台提供"), S("媒体推荐"),     S("媒体投稿")};
    static const struct str house[] = {S("本企业"), S("本公司")};
    return (m->verb.kind <= VERB_NAME && span_has(c, m->to, S("媒体"))) || str_ends(text_of(c, m->to), S("领导")) ||
           span_has_any(c, m->span, WORD_LIST(press)) ||
           page_has_any(c->page, m->to.from, m->to.to, WORD_LIST(house)) > 0;
}

bool is_beside(const struct compiler *c, const struct move *m)
{
    static const struct str visits[] = {S("督查"), S("抽查"), S("巡查"), S("走访"), S("暗访")};
    return is_extra(c, m) || is_done_by_office(c, m) || is_no_report(c, m) || /* 督查每个市不少于2个县区 */
           (m->has_quota && m->verb.kind < VERB_BARE && span_has_any(c, m->span, WORD_LIST(visits)));
}

/*
 * 各支部报学院团委,学院团委审核后于4月12日前上报校团委: who receives the duty's things and is not addressed passes them on
 * by itself; nothing more is asked of the readers. Of 申请人交学院,学院于4月14日前报研究生院 neither is addressed, and both are asked.
 */
static bool passes_on(const struct compiler *c, const struct makings *list, const struct move *m)
{
    bool own = m->who.n == 1;
    if (!own || word_here(c, m->who.items[0].from, m->who.items[0].to, WORD_EVERY) || list->n == 0)
        return false; /* 州节能办汇总后报省: another office, and asked */
    const struct making *d = &list->items[list->n - 1];
    const struct spans *audience = &c->audience[c->blocks.items[m->block].letter];
    bool asked = !d->who_own || lists_meet(c, audience, &d->who) || is_anyone(c, &d->who);
    for (size_t i = 0; i < audience->n; i++)
        own = own && !is_one_of(c, text_of(c, audience->items[i]), text_of(c, m->who.items[0]));
    return own && asked && d->block == m->block && receives(c, d, m) && audience->n > 0 &&
           !lists_meet(c, audience, &m->who);
}

/* The letter's own name for the sender, or its title, holds one of the words. */
static bool letter_of(const struct compiler *c, struct str level)
{
    struct span title = span_is_empty(c->title) ? (struct span){0, c->body} : c->title;
    return str_find(c->draft->issuer, level) != STR_NONE || span_has(c, title, level);
}

/* 市植保站汇总后于当日上报省植保总站, in a letter of the city's to its counties: what comes in goes on, beyond the sender. */
bool goes_beyond(const struct compiler *c, const struct move *m)
{
    static const struct {
        struct str own, above;
    } levels[] = {
        {S("市"), S("省")}, {S("市"), S("自治区")}, {S("县"), S("市")}, {S("区"), S("市")}, {S("省"), S("国家")}};
    static const struct str sums[] = {S("汇总"), S("审定后"), S("审核后")};
    const struct spans *audience = &c->audience[c->blocks.items[m->block].letter];
    bool own = m->who.n > 0 && audience->n > 0 && !lists_meet(c, audience, &m->who) &&
               span_has_any(c, m->span, WORD_LIST(sums));
    for (size_t l = 0; own && l < sizeof levels / sizeof *levels; l++) {
        bool all = letter_of(c, levels[l].own) && !letter_of(c, levels[l].above) &&
                   page_has(c->page, m->to.from, m->to.to, levels[l].above);
        for (size_t i = 0; all && i < m->who.n; i++)
            all = page_has(c->page, m->who.items[i].from, m->who.items[i].to, levels[l].own);
        if (all)
            return true;
    }
    return false;
}

/* The letter of the move asks for something and says nowhere else by when. */
static bool wants_deadline(const struct compiler *c, const struct moves *moves, const struct move *m)
{
    bool asks = span_has_word(c, c->title, WORD_SEND) || span_has_word(c, c->title, WORD_NAME);
    for (size_t i = 0; i < c->blocks.n && !asks; i++) { /* 报送内容:…, 上报方式:… */
        uint32_t behind;
        const struct block *b = &c->blocks.items[i];
        struct span label = b->heading ? b->span : label_of(c, b->span, &behind);
        asks = b->letter == c->blocks.items[m->block].letter && word_here(c, label.from, label.to, WORD_SEND) > 0;
    }
    for (size_t i = 0; i < moves->n; i++) {
        const struct move *o = &moves->items[i];
        if (o == m || !same_letter(c, o->block, m->block))
            continue;
        if (o->vague || has_deadline(c, o))
            return false;
        bool sent = !span_is_empty(o->to) || span_has(c, o->span, S("@")) || (o->channels & 1u << CHANNEL_PLATFORM);
        asks = asks || (o->verb.kind >= VERB_BARE && sent && !o->leave);
    }
    return asks;
}

/* 时间要求:5月20日前, and elsewhere 电子版发至…: the label without a name is of what the letter asks for. */
static void name_label(const struct compiler *c, struct moves *moves)
{
    for (size_t i = 0; i < moves->n; i++) {
        struct move *m = &moves->items[i];
        m->labelled = m->labelled || (m->vague && m->verb.kind == VERB_NONE && wants_deadline(c, moves, m));
    }
}

/* 于11月29日前完成自查,填写整改表。相关材料报送至安全处。: what is filled in by then is handed in by the next sentence. */
static void days_pass_on(struct moves *moves)
{
    for (size_t i = 0; i + 1 < moves->n; i++) {
        struct move *m = &moves->items[i];
        bool filled = m->verb.kind == VERB_FILL && m->n_dues > 0 && m->dues[0].role == MOMENT_DEADLINE &&
                      span_is_empty(m->to) && span_is_empty(m->mailbox) && !m->labelled;
        bool handed = false;
        for (size_t k = i + 1; filled && k < moves->n && moves->items[k].sentence <= m->sentence + 1; k++) {
            struct move *n = &moves->items[k];
            if (n->sentence == m->sentence || n->block != m->block || n->n_dues > 0 || n->verb.kind < VERB_BARE ||
                span_is_empty(n->to) || n->who.n > 0)
                continue;
            n->who = m->who;
            n->dues = m->dues;
            n->n_dues = m->n_dues;
            handed = true;
        }
        m->n_dues = handed ? 0 : m->n_dues;
    }
}

/* The move says the duty once more, and perhaps better. */
static void say_again(struct compiler *c, struct making *d, const struct move *m, const struct moment *due)
{
    bool harder = is_soft(&d->due) && (!is_soft(due) || names_the_day(c, d, m, due));
    bool spoken = d->labelled && d->verb == VERB_NONE && m->verb.kind >= VERB_BARE && !m->labelled;
    bool surer = d->due.role == MOMENT_DATE && due->role == MOMENT_DEADLINE && span_is_empty(d->to) &&
                 !span_is_empty(m->to) && m->verb.kind >= VERB_BARE; /* 11月2日-9日自查、提交报告 says less */
    bool fuller = !m->labelled && d->block != m->block && span_is_empty(d->to) && !span_is_empty(m->to) &&
                  m->verb.kind == VERB_SEND && m->who.n > 0 && m->things.n > 0 && !is_those(c, &m->things) &&
                  !is_anyone(c, &m->who); /* …前完成上报; …前将统计表发送至教务处 */
    surer = surer || fuller;
    enum notice_each each = d->due.each == EACH_YEARLY ? EACH_YEARLY : due->each;
    if (harder || surer) {
        d->due = *due;
        d->due.each = each;
    }
    if (harder || spoken || surer || (d->heading && !m->heading)) { /* 请于8月31日前投稿, not 征文时间:…至8月31日 */
        d->span = m->span;
        d->sentence = m->sentence;
    }
    if (surer && m->who.n > 0)
        d->who = m->who;
    if (surer && m->things.n > 0)
        d->things = (struct spans){m->things.items, m->things.n, m->things.n};
    fold(c, d, m);
}

/* 方案和总结|分别于4月5日、5月6日前报送: as many things as days, told before them; each has its own. */
static bool pairs(const struct compiler *c, const struct move *m)
{
    bool apart = m->n_dues > 1 && m->things.n == m->n_dues && span_has(c, m->span, S("分别"));
    for (size_t i = 0; apart && i < m->n_dues; i++)
        apart = day_is_set(m->dues[i].due.date) && m->things.items[i].to <= m->dues[0].span.from;
    return apart;
}

/* A duty for one deadline of the move. `first`: the yearly duty that an earlier deadline of the move told the day of, or NULL. */
static void due_duty(struct compiler *c, struct makings *list, const struct move *m, struct moment *due,
                     const struct making *first)
{
    struct spans things = first != NULL ? first->things : m->things;
    due->each = first != NULL ? EACH_YEARLY : due->each; /* 每半年报送小结,分别于6月30日和12月31日前报 */
    duty_add(c, list, m, due);
    struct making *d = &list->items[list->n - 1];
    if (first != NULL)
        d->things = (struct spans){things.items, things.n, things.n};
    else if (pairs(c, m))
        d->things = (struct spans){&m->things.items[due - m->dues], 1, 1};
    if (d->things.n > 0 || due->each != EACH_EVENT)
        return;
    case_report(c, d, m);  /* 发生系统故障的,1小时内报告 */
    d->own_things = false; /* or what its deadline is counted from */
}

/* 每10天上报一次进度,|具体为4月10日、20日、30日前…; 春运结束后,|各单位于3月15日前…: the days that are meant stand behind. */
static bool told_by_days(const struct compiler *c, const struct moves *moves, size_t i)
{
    static const struct str heads[] = {S("具体为"), S("分别为"), S("分别于"), S("即")};
    const struct move *m = &moves->items[i], *next = i + 1 < moves->n ? m + 1 : NULL;
    if (next == NULL || next->sentence != m->sentence || next->n_dues == 0 || !day_is_set(next->dues[0].due.date))
        return false;
    if (m->verb.kind == VERB_NONE && m->dues[0].role == MOMENT_AFTER && !m->dues[0].due.n)
        return true;
    return next->n_dues > 1 && is_soft(&m->dues[0]) && m->dues[0].each != EACH_YEARLY && next->who.n > 0 &&
           page_has_any(c->page, next->span.from, next->span.to, WORD_LIST(heads)) > 0 &&
           lists_meet(c, &m->who, &next->who);
}

static void strong_moves(struct compiler *c, const struct moves *moves, struct makings *list)
{
    for (size_t i = 0; i < moves->n; i++) {
        const struct move *m = &moves->items[i];
        if (has_deadline(c, m) &&
            (passes_on(c, list, m) || goes_beyond(c, m) || is_beside(c, m) || told_by_days(c, moves, i)))
            continue;
        const struct making *first = NULL;
        for (size_t k = 0; has_deadline(c, m) && !is_period(c, moves, m) && k < m->n_dues; k++) {
            struct making *d = restated(c, list, m, &m->dues[k]);
            if (d == NULL) {
                due_duty(c, list, m, &m->dues[k], first);
                first = NULL;
                continue;
            }
            first = k == 0 && m->things.n == 0 && d->due.each == EACH_YEARLY && names_the_day(c, d, m, &m->dues[k])
                        ? d
                        : NULL;
            say_again(c, d, m, &m->dues[k]);
        }
    }
}

/* 各局将甲表、各景区将乙表于…前报市局: the office behind the last verb is that of all. */
static void lend_offices(struct makings *list)
{
    for (size_t i = 1; i < list->n; i++) {
        struct making *d = &list->items[i - 1];
        const struct making *next = &list->items[i];
        if (!span_is_empty(d->to) || !span_is_empty(d->verb_span) || d->sentence != next->sentence)
            continue;
        d->to = next->to;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct making *x = a, *y = b;
    if (x->span.from != y->span.from)
        return x->span.from < y->span.from ? -1 : 1;
    return x->due.due.date.n < y->due.due.date.n ? -1 : x->due.due.date.n > y->due.due.date.n;
}

/* What the rules read as a demand, and no sentence of its kind is one; not where thing, deadline and verb are all there. */
static void drop_unlikely(const struct compiler *c, struct makings *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct making *d = &list->items[i];
        bool whole =
            d->has_due && d->due.role == MOMENT_DEADLINE && d->verb == VERB_SEND && d->own_things && !d->due_lent;
        whole = whole || (d->labelled && d->who_own && d->verb == VERB_JOIN);
        whole = whole || d->at_once;
        bool asked =
            d->who_own && d->own_things && d->verb >= VERB_BARE && !span_is_empty(d->to) &&
            (d->logit > 0 || page_has(c->page, d->span.from, d->span.to, S("请"))); /* 请各单位将信息报送县文明办 */
        bool vague = !d->has_due && !d->has_quota && !asked && !is_likely(d->logit);
        if (!d->told_apart && (whole || !(vague || is_unlikely(d->logit, d->has_due))))
            list->items[kept++] = *d;
    }
    list->n = kept;
}

/* 县防火办每月5日前汇总报市: the office that the readers report to, and that the letter is not addressed to, goes on by itself. */
static bool is_own_step(const struct compiler *c, const struct makings *list, size_t at)
{
    const struct making *d = &list->items[at];
    const struct spans *audience = &c->audience[c->blocks.items[d->block].letter];
    if (!d->who_own || d->who_lent || d->who.n == 0 || d->has_quota || audience->n == 0 || is_anyone(c, &d->who) ||
        word_here(c, d->who.items[0].from, d->who.items[0].to, WORD_EVERY) || lists_meet(c, audience, &d->who))
        return false;
    static const struct str many[] = {S("部门"), S("单位"), S("企业"), S("学校"), S("生"), S("人员")};
    struct span who = d->who.items[0];
    if (page_ends_any(c->page, who.from, who.to, WORD_LIST(many)) ||
        word_before(c->page, who.from, who.to, WORD_AREA) == who.to - who.from)
        return false; /* 归口管理部门, 市州: a kind of unit, no office */
    struct str name = text_of(c, who);
    for (size_t i = 0; i < audience->n; i++) {
        if (is_one_of(c, text_of(c, audience->items[i]), name))
            return false;
    }
    for (size_t i = 0; i < list->n && list->n <= NEIGHBOURS; i++) {
        const struct making *o = &list->items[i];
        bool asked = !o->who_own || lists_meet(c, audience, &o->who) || is_anyone(c, &o->who);
        if (i != at && same_letter(c, o->block, d->block) && asked && !span_is_empty(o->to) &&
            str_starts(text_of(c, o->to), name))
            return true;
    }
    return false;
}

static void drop_own_steps(const struct compiler *c, struct makings *list)
{
    size_t kept = 0;
    bool *own = arena_many(c->arena, bool, list->n + 1);
    for (size_t i = 0; i < list->n; i++)
        own[i] = is_own_step(c, list, i);
    for (size_t i = 0; i < list->n; i++) {
        if (!own[i])
            list->items[kept++] = list->items[i];
    }
    list->n = kept;
}

/* 需提交推荐表、事迹材料。 and 请于6月2日前报送。, whose things were found there: one duty, told by the one that says when. */
static bool is_told_with_day(const struct compiler *c, const struct makings *list, const struct making *d)
{
    if (d->has_due || d->who_own || d->has_quota || !span_is_empty(d->to) || d->things.n == 0 || list->n > NEIGHBOURS)
        return false;
    for (size_t i = 0; i < list->n; i++) {
        const struct making *o = &list->items[i];
        size_t met = 0;
        for (size_t a = 0; a < d->things.n && o != d && o->has_due && !o->own_things; a++)
            for (size_t b = 0; b < o->things.n; b++)
                met += str_eq(text_of(c, d->things.items[a]), text_of(c, o->things.items[b]));
        if (met == d->things.n && same_letter(c, o->block, d->block) && o->due.each == EACH_ONCE)
            return true;
    }
    return false;
}

static void drop_told(const struct compiler *c, struct makings *list)
{
    bool *told = arena_many(c->arena, bool, list->n + 1);
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++)
        told[i] = is_told_with_day(c, list, &list->items[i]);
    for (size_t i = 0; i < list->n; i++) {
        if (!told[i])
            list->items[kept++] = list->items[i];
    }
    list->n = kept;
}

/* The page holds the letter twice: the same paragraph once more, and in it the same words. */
static void drop_repeats(const struct compiler *c, struct makings *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n && list->n <= NEIGHBOURS; i++) {
        bool said = false;
        for (size_t k = 0; k < kept && !said; k++) {
            const struct making *o = &list->items[k], *d = &list->items[i];
            said = o->block != d->block && str_eq(text_of(c, o->span), text_of(c, d->span)) &&
                   str_eq(text_of(c, c->blocks.items[o->block].span), text_of(c, c->blocks.items[d->block].span));
        }
        if (!said)
            list->items[kept++] = list->items[i];
    }
    list->n = list->n <= NEIGHBOURS ? kept : list->n;
}

void duties_make(struct compiler *c, struct moves *moves, const struct spans *mailboxes, struct makings *r)
{
    name_label(c, moves);
    days_pass_on(moves);
    strong_moves(c, moves, r);
    lend_offices(r);
    undated_moves(c, moves, r);
    drop_unlikely(c, r);
    drop_own_steps(c, r);
    forms_share(c, moves, r);
    if (r->n > 1)
        qsort(r->items, r->n, sizeof *r->items, by_place);
    drop_repeats(c, r);
    unsaid_fill(c, moves, mailboxes, r);
    classes_take(c, r);
    drop_told(c, r);
}
