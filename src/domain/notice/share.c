/* SPDX-License-Identifier: Apache-2.0 */
/* What one clause of a sentence says for all of them: the hour, the verb, that it is every month or every year. */
#include "domain/notice/clause.h"

#include "domain/notice/thing.h"
#include "domain/notice/who.h"

struct sentence {
    struct compiler *c;
    struct clause *clauses;
    size_t n_clauses;
};

/* 报名时间:17日-20日,|20日24时系统关闭: the hour of the day before it, and no further deadline. */
static bool closes_then(struct sentence *r, size_t i)
{
    struct clause *k = &r->clauses[i], *before = k - 1;
    bool same = k->n_dues == 1 && before->n_dues == 1 && k->dues[0].due.date.n == before->dues[0].due.date.n &&
                k->dues[0].due.minute != NO_TIME && before->dues[0].due.minute == NO_TIME;
    bool closes = same && page_ends_any(r->c->page, k->span.from, k->dues[0].span.to, &S("关闭"), 1) > 0;
    if (closes)
        before->dues[0].due.minute = k->dues[0].due.minute;
    return closes;
}

/* 分别于4月25日、5月10日填报附表二,|当日15时前电话报…: the day is each of those before it. */
static bool same_day_told(const struct compiler *c, const struct clause *k, const struct clause *before)
{
    static const struct str days[] = {S("当日"), S("当天")};
    return page_has_any(c->page, k->span.from, k->span.to, WORD_LIST(days)) > 0 && k->n_dues == 1 &&
           before->n_dues > 1 && k->dues[0].due.minute != NO_TIME &&
           k->dues[0].due.date.n == before->dues[before->n_dues - 1].due.date.n;
}

/* 4月18日报送第一期,此后每周一期,均于报送当日15:00前发至…: the hour is that of the deadlines before it, and no further one. */
static void hour_of_all(struct sentence *r)
{
    for (size_t i = 1; i < r->n_clauses; i++) {
        struct clause *k = &r->clauses[i];
        struct span before = {k->span.from, k->n_dues ? k->dues[0].span.from : k->span.from};
        bool that_day = k->n_dues == 1 && k->dues[0].due.relative == RELATIVE_SAME_DAY &&
                        k->dues[0].due.minute != NO_TIME &&
                        (word_before(r->c->page, before.from, before.to, WORD_SEND) ||
                         word_here(r->c, before.to, k->span.to, WORD_SEND) ||
                         word_here(r->c, before.to, k->span.to, WORD_SAME_DAY));
        bool told = false, then = same_day_told(r->c, k, k - 1);
        for (size_t e = 0; (that_day || then) && e < i; e++) {
            for (size_t d = 0; d < r->clauses[e].n_dues; d++) {
                bool open = r->clauses[e].dues[d].due.minute == NO_TIME;
                told = told || open;
                if (open)
                    r->clauses[e].dues[d].due.minute = k->dues[0].due.minute;
            }
        }
        k->n_dues = told || closes_then(r, i) ? 0 : k->n_dues;
    }
}

/* 新生于9月10日前,老生于9月20日前报市局: nothing but whose or what and by when, and so it stands before the verb too. */
static bool is_parallel(const struct compiler *c, const struct clause *k, const struct clause *next)
{
    const struct clause *both[] = {k, next};
    for (size_t i = 0; i < 2; i++) {
        const struct moment *m = &both[i]->dues[0];
        bool dated = m->role == MOMENT_DEADLINE && !both[i]->labelled;
        uint32_t from = both[i]->span.from, to = m->span.from - word_before(c->page, from, m->span.from, WORD_AT);
        if (!dated || to < from + 6 || span_has(c, (struct span){from, to}, S(":")))
            return false;
    }
    return k->dues[k->n_dues - 1].span.to == k->span.to && k->n_dues == 1;
}

/* 各市于5月15日前,|将安排表,|6月20日前将总结报…: the deadline stands in a clause of its own before its thing. */
static void due_before(const struct compiler *c, const struct clause *before, struct clause *k)
{
    bool ba =
        page_has(c->page, k->span.from, k->span.to, S("将")) || page_has(c->page, k->span.from, k->span.to, S("把"));
    bool alone = before->verb.kind == VERB_NONE && before->n_dues == 1 && before->dues[0].role == MOMENT_DEADLINE &&
                 before->dues[0].span.to == before->span.to;
    if (!ba || !alone || k->n_dues > 0 || !thing_ends(c, k->span))
        return;
    k->dues = before->dues;
    k->n_dues = 1;
}

/* The clause says by when and, behind 将, what; not what is done with it. */
static bool brings_only(const struct compiler *c, const struct clause *k)
{
    uint32_t behind = k->n_dues > 0 ? k->dues[0].span.to : k->span.to;
    return k->verb.kind == VERB_NONE && behind >= k->span.from && behind < k->span.to &&
           page_has(c->page, behind, k->span.to, S("将"));
}

/* 于4月6日前将汇总表,于4月20日前将分析报告,|报送至厅: the verb that stands alone is that of both. */
static void verb_behind_all(struct sentence *r)
{
    const struct clause *last = r->n_clauses > 2 ? &r->clauses[r->n_clauses - 1] : NULL;
    if (last == NULL || last->verb.kind < VERB_BARE || last->n_dues > 0 || last->verb.span.from > last->span.from + 6)
        return;
    for (size_t i = 0; i + 2 < r->n_clauses; i++) {
        struct clause *k = &r->clauses[i];
        if (brings_only(r->c, k) && brings_only(r->c, k + 1))
            k->verb = (struct verb){{k->span.to, k->span.to}, VERB_SEND};
    }
}

/* 于8月31日前将进展情况,9月30日前将整改情况,10月25日前将总结报部: the last clause's verb is that of all. */
static void verb_of_all(struct sentence *r)
{
    for (size_t i = r->n_clauses; i-- > 1;) {
        struct clause *k = &r->clauses[i - 1];
        const struct clause *next = &r->clauses[i];
        if (k->verb.kind != VERB_NONE || next->n_dues == 0 || next->verb.kind < VERB_BARE)
            continue;
        if (i >= 2)
            due_before(r->c, &r->clauses[i - 2], k);
        bool joined =
            page_has(r->c->page, next->span.from - 3, next->span.from, S("、")); /* 各局将甲表、景区将乙表于…前报 */
        if (k->n_dues == 0 && joined && k->who.n > 0 && next->who.n > 0) {
            k->dues = next->dues;
            k->n_dues = next->n_dues;
        }
        if (k->n_dues == 0)
            continue;
        if (is_parallel(r->c, k, next))
            k->verb = (struct verb){{k->span.to, k->span.to}, VERB_SEND};
        uint32_t behind = k->dues[0].span.to < k->span.to ? k->dues[0].span.to : k->span.from;
        behind = behind < k->span.from ? k->span.from : behind;
        if (joined || page_has(r->c->page, behind, k->span.to, S("将")))
            k->verb = (struct verb){{k->span.to, k->span.to}, VERB_SEND};
    }
}

/* 请各单位于10月19日前将《申报表》、《汇总表》: the page lost what is done with them. */
static void verb_lost(struct sentence *r)
{
    struct clause *k = r->n_clauses > 0 ? &r->clauses[r->n_clauses - 1] : NULL;
    if (k == NULL || k->verb.kind != VERB_NONE || k->n_dues != 1 || k->dues[0].role != MOMENT_DEADLINE || k->labelled)
        return;
    uint32_t behind = k->dues[0].span.to, end = k->span.to;
    bool takes = page_has(r->c->page, behind, end, S("将")) || page_has(r->c->page, behind, end, S("把"));
    bool open = end >= page_end(r->c->page) || r->c->page->gap[end] >= GAP_LINE;
    struct span things = {behind + 3, end};
    if (open && things.to > things.from && r->c->page->text.at[end - 1] == ')' && r->c->page->twin[end - 1] > behind)
        things.to = r->c->page->twin[end - 1];
    bool named = thing_ends(r->c, things) || page_ends_any(r->c->page, behind, things.to, &S("》"), 1) > 0;
    if (takes && open && k->who.n > 0 && named)
        k->verb = (struct verb){{end, end}, VERB_SEND};
}

/* 每月10日前报州办,州办于18日前报省: a bare day behind a monthly one is of every month too. */
static void month_of_all(struct sentence *r)
{
    bool monthly = false;
    for (size_t i = 0; i < r->n_clauses; i++) {
        struct clause *k = &r->clauses[i];
        for (size_t d = 0; d < k->n_dues; d++) {
            struct moment *m = &k->dues[d];
            bool bare = monthly && m->role == MOMENT_DEADLINE && m->dates.to.day != 0 && m->dates.to.month == 0 &&
                        day_is_set(m->due.date);
            if (bare) {
                m->due = (struct notice_due){
                    .date = DAY_NONE, .minute = m->due.minute, .relative = RELATIVE_MONTHLY, .n = m->dates.to.day};
                m->each = EACH_MONTHLY;
            }
            monthly = monthly || m->due.relative == RELATIVE_MONTHLY;
        }
    }
}

/* 年度报表在次年1月15日前报州办,州办汇总后于1月底前报省: each year too, and not before it. */
static void year_of_all(struct sentence *r)
{
    struct day before = DAY_NONE;
    for (size_t i = 0; i < r->n_clauses; i++) {
        for (size_t d = 0; d < r->clauses[i].n_dues; d++) {
            struct moment *m = &r->clauses[i].dues[d];
            bool plain = m->role == MOMENT_DEADLINE && day_is_set(m->due.date) && m->dates.to.year == 0;
            if (plain && day_is_set(before) && m->each == EACH_ONCE) {
                m->each = EACH_YEARLY;
                struct civil day = day_civil(m->due.date);
                if (m->due.date.n < before.n && civil_is_valid(day.year + 1, day.month, day.day))
                    m->due.date = day_of(day.year + 1, day.month, day.day);
            }
            before = m->each == EACH_YEARLY ? m->due.date : before;
        }
    }
}

/* 报送时间:各县局5月20日前,直属学校6月10日前; 报送时间:月报为次月5日前,季报为季后10日前: the label is that of both. */
static void label_of_all(struct sentence *r)
{
    static const struct str copulas[] = {S("为"), S("是"), S("在"), S("于")};
    for (size_t i = 1; i < r->n_clauses; i++) {
        const struct clause *before = &r->clauses[i - 1];
        struct clause *k = &r->clauses[i];
        bool alike = before->labelled && before->n_dues > 0 && k->n_dues == 1 && k->verb.kind == VERB_NONE;
        bool whole = alike && before->who.n > 0 && k->who.n > 0 && k->who.items[0].from == k->span.from &&
                     k->dues[0].span.from - k->who.items[k->who.n - 1].to <= 6;
        uint32_t is = alike ? page_ends_any(r->c->page, k->span.from, k->dues[0].span.from, WORD_LIST(copulas)) : 0;
        bool sign = is > 0 || (alike && k->dues[0].role == MOMENT_DEADLINE); /* 方案4月5日前,|总结5月6日前 */
        bool thing = sign && thing_ends(r->c, (struct span){k->span.from, k->dues[0].span.from - is});
        k->labelled = k->labelled || ((whole || thing) && (k->dues[0].role == MOMENT_DEADLINE || thing));
    }
}

/* 督查组反馈问题后,各地于…前报送方案: what comes before, and by whom, where the next clause names its own. */
static void done_before(struct sentence *r)
{
    for (size_t i = 0; i + 1 < r->n_clauses; i++) {
        struct clause *k = &r->clauses[i];
        const struct clause *next = &r->clauses[i + 1];
        if (k->who.n > 0 && page_has(r->c->page, k->who.items[k->who.n - 1].to, k->span.to, S("已")))
            k->who.n = 0; /* 编制单位已完成征求意见稿,请…反馈 */
        bool after = page_has(r->c->page, k->span.to - 3, k->span.to, S("后")) && k->who.n > 0 && k->n_dues == 0;
        if (!after || next->who.n == 0 || next->who.items[0].from != next->span.from || next->condition)
            continue;
        k->who.n = 0;
        k->verb = (struct verb){{0, 0}, VERB_NONE};
    }
}

/* 申报单位于…前报科协,推荐单位对材料进行审核,|填写意见,并于…前报市科协: who acts on what came in goes on. */
static void acts_on(struct sentence *r)
{
    static const struct str acts[] = {S("审核"), S("初审"), S("审查"), S("汇总"), S("遴选"), S("评审"), S("核实")};
    for (size_t i = 1; i + 1 < r->n_clauses; i++) {
        const struct clause *k = &r->clauses[i], *before = k - 1;
        struct clause *next = &r->clauses[i + 1];
        bool handed = before->verb.kind >= VERB_BARE && before->n_dues > 0;
        bool acting = k->who.n > 0 && k->verb.kind == VERB_NONE && k->n_dues == 0 && !is_behind_by(r->c, &k->who);
        if (handed && acting && span_has_any(r->c, k->span, WORD_LIST(acts)) && next->who.n == 0 &&
            next->verb.kind != VERB_NONE)
            next->who = k->who;
    }
}

/* 负责人填写,由学院汇总签字后,于…前送至…: who gathers hands in; 候选人填写,由单位审核盖章,…前交…: who signs does not. */
static void gathered_by(struct sentence *r)
{
    static const struct str gathers[] = {S("汇总"), S("收齐"), S("收集"), S("统一")};
    static const struct str passes[] = {S("审核"), S("盖章"), S("签字"), S("审批"), S("签署"), S("同意"), S("审查")};
    for (size_t i = 0; i + 1 < r->n_clauses; i++) {
        struct clause *k = &r->clauses[i], *next = k + 1;
        bool by = k->verb.kind == VERB_NONE && k->n_dues == 0 && is_behind_by(r->c, &k->who);
        bool goes_on = page_has(r->c->page, next->span.from, next->span.to, S("并")); /* 由团委审核,并于…前提交 */
        bool asks = page_has(r->c->page, next->span.from, next->span.to, S("请")); /* …,请事先函告我部: the readers */
        if (!by || next->who.n > 0 || next->verb.kind < VERB_BARE || asks)
            continue;
        if (span_has_any(r->c, k->span, WORD_LIST(gathers)))
            next->who = k->who;
        else if (!span_has_any(r->c, k->span, WORD_LIST(passes)) || goes_on)
            continue;
        k->who = (struct spans){0};
    }
}

void clauses_share(struct compiler *c, struct clause *clauses, size_t n)
{
    struct sentence s = {c, clauses, n};
    done_before(&s);
    acts_on(&s);
    gathered_by(&s);
    label_of_all(&s);
    hour_of_all(&s);
    verb_behind_all(&s);
    verb_of_all(&s);
    verb_lost(&s);
    month_of_all(&s);
    year_of_all(&s);
}

void same_time(const struct compiler *c, const struct moves *list, struct clause *k)
{
    static const struct str same[] = {S("时间同"),   S("同一时间"), S("时限同上"), S("同步报送"),
                                      S("同步上报"), S("同时限"),   S("同一日期"), S("同一天")};
    if (k->n_dues > 0 || !span_has_any(c, k->span, WORD_LIST(same)))
        return;
    for (size_t i = list->n; i-- > 0 && list->n - i < 4;) {
        const struct move *m = &list->items[i];
        if (m->n_dues == 1 && m->dues->role == MOMENT_DEADLINE) {
            k->dues = m->dues;
            k->n_dues = 1;
            return;
        }
    }
}
