/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers that a sentence asks for, clause by clause, and the units that they count by. */
#include "domain/notice/clause.h"

#include "domain/notice/counted.h"
#include "domain/notice/thing.h"
#include "domain/notice/making.h"
#include "domain/notice/who.h"

/* 原则上每盟市不少于2家: the unit right before its bound. */
static bool each_unit(const struct compiler *c, const struct clause *k, const struct quota_read *q, struct span *r)
{
    uint32_t to = q->span.from;
    for (uint32_t n; (n = word_before(c->page, k->span.from, to, WORD_AT_MOST) +
                          word_before(c->page, k->span.from, to, WORD_AT_LEAST)) > 0;)
        to -= n;
    uint32_t each = page_find(c->page, (struct span){k->span.from, to}, S("每"));
    if (each == UINT32_MAX || to - each > 45 || !unit_ends(c, each + 3, to))
        return false;
    if (r != NULL)
        *r = (struct span){each, to};
    return true;
}

/* A number that says how many pieces are asked for: beside a verb of handing in, or bounded and said of a unit. */
static bool find_quota(const struct compiler *c, const struct clause *k, struct quota_read *q)
{
    static const struct str comers[] = {S("培训对象"), S("参训"), S("参会"), S("参培"), S("与会"), S("培训人员")};
    if (k->verb.kind < VERB_NAME && quota_in(c, k->span, q) && counts_people(c, q) &&
        span_has_any(c, page_lead(c->page, c->body, k->span.to, 120), WORD_LIST(comers)))
        return false; /* 培训对象:教务主任,每校限2人 */
    static const struct str happens[] = {S("出现"), S("发生"), S("达到"), S("超过")};
    if (page_has(c->page, k->span.to - 3, k->span.to, S("的")) && span_has_any(c, k->span, WORD_LIST(happens)))
        return false; /* 一周内出现5例以上病例的,… */
    static const struct str done[] = {S("报送了"), S("上报了"), S("提交了"), S("推荐了"), S("未报送"), S("未上报")};
    static const struct str means[] = {S("拟推荐"), S("将推荐")};
    if ((span_has_any(c, k->span, WORD_LIST(means)) && (k->who.n == 0 || !span_has(c, k->span, S("各")))) ||
        span_has_any(c, k->span, WORD_LIST(done)))
        return false; /* what the sender itself means to put forward; 某所报送了25篇, 尚有69家未报送 */
    if (page_has(c->page, k->span.from, k->span.to, S("其中")) && k->who.n == 0 &&
        !word_here(c, k->span.from + 6, k->span.to, WORD_EVERY))
        return false; /* 每区不少于5篇,其中学生作品不超过2篇 */
    if (!quota_in(c, k->span, q) || (span_has(c, k->span, S("参加")) && k->verb.kind < VERB_NAME))
        return false; /* 选派1名参加 is attendance */
    struct span near = {q->span.from > k->span.from + 36 ? q->span.from - 36 : k->span.from, q->span.from};
    static const struct str teams[] = {S("团队"), S("设计人员"), S("专职"), S("小组")};
    if (counts_people(c, q) && k->verb.kind < VERB_NAME && span_has_any(c, near, WORD_LIST(teams)))
        return false; /* 团队不少于15人: its size */
    if (span_has(c, near, S("填")) || span_has(c, near, S("从中")))
        return false; /* 顺序填报20个树种; 从中选出3个: of what was handed in */
    static const struct str takes[] = {S("将"), S("把")}, lists[] = {S("名单("), S("名单(各")};
    bool asked =
        span_has_word(c, near, WORD_NAME) || span_has_word(c, near, WORD_SEND) || span_has_word(c, near, WORD_CHOSEN);
    bool of_all = page_has(c->page, q->span.from - 3, q->span.from, S("各")); /* 选出剪纸、书画、摄影作品各12幅 */
    struct span lead = {q->span.from > k->span.from + 90 ? q->span.from - 90 : k->span.from, q->span.from};
    asked = asked || (page_ends_any(c->page, k->span.from, q->span.from, &S("选择"), 1) > 0 &&
                      str_eq(text_of(c, q->counts), S("家"))); /* 选择8家骨干企业 */
    asked = asked || (of_all && span_has_word(c, lead, WORD_CHOSEN));
    static const struct str makes[] = {S("撰写"), S("形成"), S("写"),   S("制作"),
                                       S("拍摄"), S("录制"), S("创作"), S("提供")};
    bool per =
        span_has(c, (struct span){k->span.from, q->span.from}, S("每")) || str_eq(text_of(c, q->counts), S("篇"));
    asked = asked || (per && page_ends_any(c->page, k->span.from, q->span.from, WORD_LIST(makes)) > 0); /* 每人写一篇 */
    bool own_verb =
        k->verb.kind >= VERB_NAME && k->verb.span.to <= q->span.from && q->span.from - k->verb.span.to < 90 && of_all;
    asked = asked || own_verb;                            /* 选送书法、美术、剪纸作品各8件 */
    struct span behind = {q->span.to, k->verb.span.from}; /* 将2篇论文报市局, not 将两项工作的总结报市局 */
    asked = asked || page_ends_any(c->page, k->span.from, q->span.from, WORD_LIST(lists)) > 0 || /* 联络员名单(1人) */
            (behind.to >= behind.from && page_ends_any(c->page, k->span.from, q->span.from, WORD_LIST(takes)) > 0 &&
             k->verb.kind >= VERB_NAME && !span_has(c, behind, S("的")));
    bool counted = !asked && (q->bounded || q->min < q->max) &&
                   (k->who.n > 0 || span_has_word(c, k->span, WORD_PER_UNIT) || each_unit(c, k, q, NULL) ||
                    span_has_word(c, k->span, WORD_SEND) || span_has(c, k->span, S("推荐")));
    return asked || counted || counted_alone(c, (struct span){k->span.from, without_stop(c->page, k->span)});
}

/* 宝应、高邮、江都限报40项: names of places alone, three at least, before the number that they share. */
static void places_alone(struct compiler *c, struct clause *k)
{
    uint32_t at = k->span.from;
    struct spans names = {0};
    while (at < k->quota.span.from && !word_here(c, at, k->span.to, WORD_AT_MOST) &&
           !word_here(c, at, k->span.to, WORD_NAME))
        at = page_next(c->page, at);
    if (at < k->quota.span.from && short_names(c, (struct span){k->span.from, at}, &names) && names.n > 2)
        arena_push(c->arena, &k->who, ((struct span){k->span.from, at}));
}

/* 先进单位推荐3个: what is put forward, not who does it. */
static bool is_honoured(const struct compiler *c, const struct spans *who)
{
    struct span first = who->n == 1 ? who->items[0] : (struct span){0, 0};
    static const struct str honours[] = {S("先进"), S("优秀"), S("五四红旗"), S("模范"), S("文明"), S("标兵")};
    return page_has_any(c->page, first.from, first.to, WORD_LIST(honours)) > 0;
}

/* 各县12篇;每个区各3篇: a unit and its number, and nothing else. */
static void count_alone(const struct compiler *c, struct clause *k)
{
    struct counted n;
    if (!counted_units(c, (struct span){k->span.from, without_stop(c->page, k->span)}, &n))
        return;
    k->who = n.who;
    k->names_only = false;
    k->has_quota = true;
    k->quota = n.quota;
    k->subject_end = span_is_empty(n.kind) ? k->subject_end : n.kind.from;
}

/* 各盟市推荐商场,原则上每盟市不少于2家: the same units. */
static void units_again(const struct compiler *c, struct clause *clauses, size_t i)
{
    bool again = false;
    for (size_t k = 0; clauses[i].each && k < i; k++)
        again = again || lists_meet(c, &clauses[k].who, &clauses[i].who);
    if (again)
        clauses[i].who.n = 0;
}

/* 24个班以上的学校推荐5名,24个班以下的学校推荐3名: side by side, units of whatever name. */
static void units_beside(const struct compiler *c, struct clause *clauses, size_t i, size_t n)
{
    struct clause *k = &clauses[i];
    struct spans subject = {&k->span, 1, 1};
    bool open = k->has_quota && k->who.n == 0 && k->verb.kind >= VERB_JOIN && k->n_dues == 0 && !k->own;
    bool beside = (i > 0 && clauses[i - 1].has_quota) || (i + 1 < n && clauses[i + 1].has_quota);
    if (!open || !beside || is_honoured(c, &subject))
        return;
    if (counted_who(c, (struct span){k->span.from, k->verb.span.from}, &k->who))
        k->span.from = k->who.items[0].from;
    else
        k->who.n = 0;
}

/*
 * 县属中学学生作品各8件,教师作品各4件;…: the units owe each kind. Only where a number of classes are told of, one behind
 * the other, and no deadline with them.
 */
static void kinds_behind(const struct compiler *c, struct clause *clauses, size_t n)
{
    bool listed = n > 1 && (c->page->text.at[clauses[n - 1].span.to - 1] == ';' ||
                            (clauses[0].span.from > 0 && c->page->text.at[clauses[0].span.from - 1] == ';'));
    for (size_t i = 0; i < n && listed; i++)
        listed = clauses[i].n_dues == 0;
    for (size_t i = 1; i < n && listed; i++) {
        struct clause *k = &clauses[i];
        struct counted more;
        bool open = !k->has_quota && k->verb.kind == VERB_NONE && clauses[i - 1].has_quota &&
                    !page_has(c->page, k->span.from, k->span.to, S("其中")); /* of those counted before */
        if (!open || !counted_kind(c, (struct span){k->span.from, without_stop(c->page, k->span)}, &more))
            continue;
        k->who.n = 0;
        k->subject_end = k->span.from;
        k->has_quota = k->further = true;
        k->quota = more.quota;
    }
}

static bool is_class(const struct clause *k)
{
    return k->has_quota && k->who.n > 0 && k->verb.kind == VERB_NONE && k->n_dues == 0;
}

/* 日报社不超过30件,云溪晚报不超过15件: between units and their numbers a name of any noun is one of them. */
static void named_beside(const struct compiler *c, struct clause *clauses, size_t i)
{
    struct clause *k = &clauses[i];
    struct counted one;
    if (i == 0 || k->who.n > 0 || k->verb.kind != VERB_NONE || k->n_dues > 0 || k->own || !is_class(&clauses[i - 1]) ||
        !counted_name(c, (struct span){k->span.from, without_stop(c->page, k->span)}, &one) ||
        !str_eq(text_of(c, one.quota.counts), text_of(c, clauses[i - 1].quota.counts)))
        return;
    k->who = one.who;
    k->names_only = false;
    k->has_quota = true;
    k->quota = one.quota;
}

void clauses_count(const struct compiler *c, struct clause *clauses, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        units_again(c, clauses, i);
        units_beside(c, clauses, i, n);
        named_beside(c, clauses, i);
    }
    kinds_behind(c, clauses, n);
}

/* 其中,小学组和初中组各报一个: what competes, no unit. */
static bool all_groups(const struct compiler *c, const struct spans *who)
{
    static const struct str stages[] = {S("小学"), S("初中"), S("高中"), S("中学"), S("幼儿"),
                                        S("大学"), S("甲"),   S("乙"),   S("少儿"), S("青年")};
    for (size_t i = 0; i < who->n; i++) {
        struct span s = who->items[i];
        uint32_t group = page_ends_any(c->page, s.from, s.to, &S("组"), 1);
        if (group == 0 || word_here(c, s.from, s.to, WORD_PER_UNIT) > 0 ||
            page_ends_any(c->page, s.from, s.to - group, WORD_LIST(stages)) == 0)
            return false;
    }
    return who->n > 0;
}

void clause_count(struct compiler *c, struct clause *k)
{
    bool paced =
        k->n_dues > 0 && k->dues[0].role == MOMENT_RHYTHM && quota_in(c, k->span, &k->quota) && k->quota.bounded;
    k->has_quota = paced || (!k->own && find_quota(c, k, &k->quota));
    static const struct str mays[] = {S("可推荐"), S("可申报"), S("可报"), S("可选送"), S("可推选")};
    if (k->has_quota && k->quota.min < k->quota.max &&
        page_ends_any(c->page, k->span.from, k->quota.span.from, WORD_LIST(mays)) > 0)
        k->quota.min = -1; /* 可推荐1至2名 */
    if (k->verb.kind == VERB_NONE && k->n_dues == 0 && !k->own)
        count_alone(c, k);
    if (k->has_quota && all_groups(c, &k->who)) {
        k->has_quota = false;
        k->verb.kind = VERB_NONE;
    }
    if (k->has_quota && k->verb.kind == VERB_NAME && is_honoured(c, &k->who)) {
        k->who.n = 0;
        k->subject_end = k->span.from;
    }
    struct span each;
    bool limits = page_has(c->page, k->verb.span.from, k->verb.span.to, S("限报")); /* 小发明每校|限报5件 */
    if (k->has_quota && k->quota.bounded && k->who.n == 0 && (k->verb.kind == VERB_NONE || limits) && k->n_dues == 0 &&
        each_unit(c, k, &k->quota, &each)) {
        arena_push(c->arena, &k->who, each);
        k->each = true;
    }
    uint32_t named = k->who.n > 0 ? k->who.items[0].from : 0;
    k->each = k->each || (named >= 9 && page_has(c->page, named - 9, named, S("原则上")));
    if (k->has_quota && k->who.n == 0 && k->n_dues == 0)
        places_alone(c, k);
}

void move_count(struct compiler *c, struct move *m, const struct clause *clauses, size_t n)
{
    for (size_t i = 0; i < n && !m->has_quota; i++) {
        m->has_quota = clauses[i].has_quota;
        m->quota = clauses[i].quota;
    }
    for (size_t i = 1; i < n && m->has_quota; i++) {
        total_in(c, clauses[i].span, &m->quota); /* …各4幅,每区共计12幅 */
        m->quota = clauses[i].has_quota && clauses[i].quota.total ? clauses[i].quota : m->quota;
    }
    /* 按3%推荐,原则上不超过5篇: the bound may have a clause of its own. */
    for (size_t i = 0; i < n && !m->has_quota && m->verb.kind >= VERB_NAME; i++) {
        const struct clause *k = &clauses[i];
        bool bare = k->verb.kind == VERB_NONE && k->who.n == 0 && !span_has(c, k->span, S("参加"));
        m->has_quota = bare && quota_in(c, k->span, &m->quota) && m->quota.bounded && m->n_dues == 0;
    }
    struct quota_read *q = &m->quota; /* 推荐23篇 beside 于20171020日前: both lost their dash */
    bool damaged = m->has_quota && m->n_dues > 0 && m->dues[0].dates.damaged && q->min == q->max;
    if (damaged && q->min > 11 && q->min < 90 && q->min % 10 == q->min / 10 + 1) {
        q->max = q->min % 10;
        q->min /= 10;
    }
}
