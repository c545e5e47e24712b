/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/quota.h"

#include "domain/notice/nominal.h"
#include "domain/notice/number.h"
#include "domain/notice/who.h"

bool counts_people(const struct compiler *c, const struct quota_read *q)
{
    struct str of = text_of(c, q->counts);
    return str_eq(of, S("人")) || str_eq(of, S("名")) || str_eq(of, S("位"));
}

/* 1-2名, 1至2名, 1名至2名: both ends. */
static uint32_t counts_at(const struct compiler *c, uint32_t at, uint32_t end, struct quota_read *q)
{
    static const struct str signs[] = {S("-"), S("~"), S("至"), S("到")},
                            others[] = {S("个工作日"), S("个月"), S("个小时"), S("个字")};
    uint32_t n = number_at(c->page, at, end, &q->min);
    if (n == 0)
        return 0;
    q->max = q->min;
    uint32_t skip = word_here(c, at + n, end, WORD_COUNTER), sign;
    sign = page_has_any(c->page, at + n + skip, end, WORD_LIST(signs));
    if (skip + sign == 0)
        return 0;
    uint32_t more = sign > 0 ? number_at(c->page, at + n + skip + sign, end, &q->max) : 0;
    n += more > 0 ? skip + sign + more : 0;
    uint32_t unit = word_here(c, at + n, end, WORD_COUNTER);
    if (unit == 0 || q->min > q->max || q->max > 9999)
        return 0;
    if (page_has_any(c->page, at + n, end, WORD_LIST(others)) > 0)
        return 0;
    q->counts = (struct span){at + n, at + n + unit};
    return n + unit;
}

static bool is_copies(const struct compiler *c, const struct quota_read *q)
{
    static const struct str copies[] = {S("份"), S("张"), S("次"), S("期")};
    static const struct str chosen[] = {S("选送"), S("推荐"), S("选报"), S("推选")}; /* 各学科选送2份 */
    if (page_ends_any(c->page, 0, q->span.from, WORD_LIST(chosen)) > 0 &&
        page_has(c->page, q->counts.from, q->counts.to, S("份")))
        return false;
    enum { NEAR = 150 };
    struct span before = {q->span.from > NEAR ? q->span.from - NEAR : 0, q->span.from};
    static const struct str least[] = {S("不少于"), S("不低于"), S("至少")};
    if (page_has(c->page, q->counts.from, q->counts.to, S("份")) && span_has(c, before, S("问卷")) &&
        (page_ends_any(c->page, 0, q->span.from, WORD_LIST(least)) ||
         page_has_any(c->page, q->span.from, q->counts.from, WORD_LIST(least))))
        return false; /* 问卷不少于15份 are so many answers */
    bool forms = page_has(c->page, q->counts.to, page_end(c->page), S("表")), /* 填报两套表格: forms, not pieces */
        set = str_eq(text_of(c, q->counts), S("套")) && q->min == 1 && q->max == 1; /* 数据盘一套 */
    return forms || set || page_has_any(c->page, q->counts.from, q->counts.to, WORD_LIST(copies)) > 0;
}

/* 可再申报2支, 可另报1项, 可向学院推荐1人: what may be handed in has an upper bound. */
static bool is_allowed(const struct compiler *c, struct span near)
{
    uint32_t may = page_find(c->page, near, S("可"));
    struct span verb = {may + 3, near.to};
    if (may == UINT32_MAX || page_has(c->page, may, near.to, S("可行")))
        return false;
    return span_has_word(c, verb, WORD_NAME) || span_has_word(c, verb, WORD_SEND) ||
           span_has_word(c, verb, WORD_JOIN) || span_has(c, verb, S("报"));
}

/* The bound before the number, and 以内, 以上 behind it. */
static void bound(const struct compiler *c, struct span clause, struct quota_read *q)
{
    static const struct str most_signs[] = {S("以内"), S("以下"), S("之内")};
    /* 至少上报一篇, 限推荐1名: the verb stands between the bound and the number. */
    struct span near = {q->span.from > clause.from + 42 ? q->span.from - 42 : clause.from, q->span.from};
    bool after_least = span_has_word(c, near, WORD_AT_LEAST);
    bool after_most = !after_least && (span_has_word(c, near, WORD_AT_MOST) || is_allowed(c, near));
    uint32_t behind = page_has(c->page, q->span.to, clause.to, S("(")) ? page_skip(c->page, q->span.to)
                                                                       : q->span.to; /* 2首(篇)以上 */
    after_least = after_least || page_has(c->page, behind, clause.to, S("以上"));
    uint32_t within = page_has_any(c->page, q->span.to, clause.to, WORD_LIST(most_signs));
    after_most = after_most || within > 0;
    q->span.to += within > 0 ? within : page_has_any(c->page, q->span.to, clause.to, &S("以上"), 1);
    q->bounded = after_least || after_most;
    if (q->bounded && q->min >= 0 && q->min < q->max)
        return; /* 可推荐1-2名: both ends are said */
    if (after_least)
        q->max = -1;
    else if (after_most)
        q->min = -1;
}

bool limits_each_person(const struct compiler *c, struct span clause)
{
    static const struct str limits[] = {S("每人限投"), S("每人限报"), S("每人限交"),
                                        S("每人限送"), S("每人最多"), S("每位作者限")};
    static const struct str people[] = {S("市民"), S("朋友"), S("朋友们"), S("居民"), S("群众"), S("爱好者"),
                                        S("学生"), S("同学"), S("教师"),   S("老师"), S("职工"), S("员工"),
                                        S("会员"), S("作者"), S("党员"),   S("干部")};
    if (!span_has_any(c, clause, WORD_LIST(limits)))
        return false;
    bool all = true;
    for (size_t i = 0; i < c->audience[0].n; i++) {
        struct span s = c->audience[0].items[i];
        all = all && page_ends_any(c->page, s.from, s.to, WORD_LIST(people)) > 0;
    }
    return all;
}

/* 每位同学限报1幅, in a letter to 各位同学: each reader is who hands in. */
static bool counts_readers(const struct compiler *c, struct span clause)
{
    enum { NOUN_BYTES = 6 };
    if (is_each_person(c, clause.from, clause.to))
        return true;
    uint32_t each = page_find(c->page, clause, S("每位"));
    each = each == UINT32_MAX ? page_find(c->page, clause, S("每名")) : each;
    for (size_t i = 0; each != UINT32_MAX && i < c->audience[0].n; i++) {
        struct str name = text_of(c, c->audience[0].items[i]);
        if (name.n >= NOUN_BYTES && page_has(c->page, each + 6, clause.to, str_from(name, name.n - NOUN_BYTES)))
            return true;
    }
    return limits_each_person(c, clause);
}

/* 县公安局、县卫健委|两家,每天…: how many they are. */
static bool counts_named(const struct compiler *c, struct span clause, const struct quota_read *q)
{
    static const struct str of[] = {S("家"), S("个")};
    return page_has_any(c->page, q->counts.from, clause.to, WORD_LIST(of)) > 0 && !q->bounded && q->min == q->max &&
           digits_at(c->page, q->span.from, clause.to) == 0 && unit_ends(c, clause.from, q->span.from) &&
           page_find(c->page, (struct span){clause.from, q->span.from}, S("、")) != UINT32_MAX;
}

/* 每支队2名选手, 每个指南推荐2项: counted inside something that is no unit. */
static bool counts_pieces(const struct compiler *c, struct span clause, const struct quota_read *q)
{
    static const struct str kinds[] = {S("每项"),   S("每类"),     S("每种"),    S("每一类"),
                                       S("每个类"), S("每个主题"), S("每个组别")};
    uint32_t open = page_find(c->page, (struct span){q->span.to, clause.to}, S("("));
    if (open != UINT32_MAX && page_skip(c->page, open) > open)
        clause.to = open; /* 报送案例5个以上(每类至少1个) */
    bool each = page_has(c->page, q->span.from - 3, clause.to, S("各")),
         most = q->bounded && q->min < 0 && !counts_people(c, q);
    if ((each || most) && span_has_any(c, clause, WORD_LIST(kinds)))
        return false; /* 直属学校报送每项作品各1幅, 各校每一类别可报3件 */
    if (limits_each_person(c, clause))
        return false;
    if (span_has(c, (struct span){clause.from, q->span.from}, S("配备")))
        return true; /* 每个普查区至少配备1名指导员: whom it shall have */
    if (counts_named(c, clause, q))
        return true;
    if (span_has_word(c, clause, WORD_NOT_EACH))
        return true; /* 个人赛男女各限报2人: by event, not by unit */
    if (span_has_word(c, clause, WORD_PER_PIECE) && !counts_readers(c, clause))
        return true;
    for (uint32_t at = clause.from; at < clause.to; at = page_next(c->page, at)) {
        bool before = at + 6 < q->span.from && unit_ends(c, at + 6, q->span.from); /* 每个设区市|20篇 */
        if (page_has(c->page, at, clause.to, S("每个")) && !before && !unit_at(c, at + 6, clause.to) &&
            !word_here(c, at + 6, clause.to, WORD_UNIT))
            return true;
    }
    return false;
}

/* 联络员名单(1人), 名单(各1名): the bracket holds nothing but the number of people on the list. */
static bool counts_list(const struct compiler *c, struct span bracket)
{
    struct quota_read q;
    uint32_t from = bracket.from + 1 + (page_has(c->page, bracket.from + 1, bracket.to, S("各")) ? 3 : 0);
    return page_has(c->page, bracket.from - 6, bracket.from, S("名单")) &&
           from + counts_at(c, from, bracket.to - 1, &q) == bracket.to - 1;
}

/* 典型案例(不超过3个): of brackets only those that set a bound are looked into. */
static bool bounds(const struct compiler *c, struct span bracket)
{
    static const struct str each[] = {S("每校"), S("每单位"), S("每县"), S("每区"),
                                      S("每市"), S("各校"),   S("各县"), S("每个")};
    if (counts_list(c, bracket) ||
        (bracket.to - bracket.from < 45 && page_has_any(c->page, bracket.from + 1, bracket.to, WORD_LIST(each)) > 0))
        return true;
    return bracket.to - bracket.from < 45 && c->page->text.at[bracket.from] == '(' &&
           (span_has_word(c, bracket, WORD_AT_MOST) || span_has_word(c, bracket, WORD_AT_LEAST) ||
            span_has(c, bracket, S("-")));
}

/* 不少于2个、不超过5个: the other bound stands behind the first, perhaps in a clause of its own. */
static void upper_bound(const struct compiler *c, struct quota_read *q)
{
    static const struct str signs[] = {S("、"), S(",且"), S(","), S("且")};
    uint32_t end = page_end(c->page), at = q->span.to + page_has_any(c->page, q->span.to, end, WORD_LIST(signs));
    bool upper = q->bounded && q->min < 0; /* 可推荐2篇,最多不超过4篇 */
    uint32_t most = q->max < 0 || upper ? word_here(c, at, end, WORD_AT_MOST) : 0;
    struct quota_read more;
    most += most > 0 ? word_here(c, at + most, end, WORD_AT_MOST) : 0;
    uint32_t n = most ? counts_at(c, at + most, end, &more) : 0;
    if (n == 0 || more.max < q->min)
        return;
    q->max = more.max;
    q->span.to = at + most + n;
}

/* 、学生组作品3个 behind a number: a further kind and its number; the bytes of both, or 0. */
static uint32_t kind_behind(const struct compiler *c, uint32_t from, uint32_t end, struct quota_read *r)
{
    enum { KIND_BYTES = 45 };
    static const struct str joins[] = {S("、"), S("和"), S("及")}, others[] = {S("每"), S("各"), S("其中"), S("另")};
    uint32_t at = from + page_has_any(c->page, from, end, WORD_LIST(joins)), kind = at, n = 0;
    while (at > from && n == 0 && at < end && at - kind < KIND_BYTES && c->page->text.at[at] != ',') {
        n = counts_at(c, at, end, r);
        at = n > 0 ? at : page_next(c->page, at);
    }
    struct span name = {kind, at};
    static const struct str verbs[] = {S("推荐"), S("报送"), S("申报"), S("选送")};
    uint32_t unit = at - page_ends_any(c->page, kind, at, WORD_LIST(verbs)); /* 、省直部门|推荐2个 */
    unit -= word_before(c->page, kind, unit, WORD_AT_LEAST);                 /* 、商学院|不少于8件 */
    unit -= word_before(c->page, kind, unit, WORD_AT_MOST);
    bool more = n > 0 && at >= kind + 6 && !span_has_any(c, name, WORD_LIST(others)) && !span_has(c, name, S("、")) &&
                !unit_ends(c, kind, unit);
    return more ? at + n - from : 0;
}

/* 教师组作品1个、学生组作品3个, 男女运动员各报8名: all kinds together. */
static void sum_kinds(const struct compiler *c, struct span clause, struct quota_read *q)
{
    enum { NEAR = 33 };
    static const struct str both[] = {S("男女"), S("男、女")};
    struct quota_read more;
    for (uint32_t n; (n = kind_behind(c, q->span.to, clause.to, &more)) > 0; q->span.to += n) {
        if (!str_eq(text_of(c, more.counts), text_of(c, q->counts)))
            return;
        q->min += q->min >= 0 ? more.min : 0;
        q->max += q->max >= 0 ? more.max : 0;
    }
    struct span before = {q->span.from > clause.from + NEAR ? q->span.from - NEAR : clause.from, q->span.from};
    bool twice = counts_people(c, q) && span_has_any(c, before, WORD_LIST(both)) && span_has(c, before, S("各"));
    q->min += twice && q->min >= 0 ? q->min : 0;
    q->max += twice && q->max >= 0 ? q->max : 0;
}

/* 24个班以上的学校, 150人以上分会, 组织4支以上队伍的学院: which units, not how many. */
static bool tells_which(const struct compiler *c, uint32_t past, uint32_t end)
{
    enum { NAME_BYTES = 60 };
    static const struct str signs[] = {S("及以上"), S("以上"), S("及以下"), S("以下")};
    static const struct str people[] = {S("班"),   S("教职工"), S("职工"), S("学生"), S("党员"),
                                        S("团员"), S("会员"),   S("员工"), S("教师")};
    past += page_has_any(c->page, past, end, WORD_LIST(people)); /* 100名教职工以上工会 */
    past += page_has_any(c->page, past, end, (struct str[]){S("(含)"), S("(及)")}, 2);
    uint32_t n = page_has_any(c->page, past, end, WORD_LIST(signs));
    if (n == 0)
        return false;
    if (page_has(c->page, past + n, end, S("的")) || word_here(c, past + n, end, WORD_UNIT))
        return true;
    for (uint32_t at = past + n; at < end && at - past < NAME_BYTES && c->page->text.at[at] != ',';
         at = page_next(c->page, at)) {
        if (page_has(c->page, at, end, S("的")) && word_here(c, at + 3, end, WORD_UNIT))
            return true;
    }
    return false;
}

/* 前三名, 共86人, 共评选30名, 达到40件, 每一类别, 三个组: a rank, all together, what a prize is given for, what the pieces fall into. */
static bool is_rank(const struct compiler *c, struct span clause, uint32_t at, uint32_t past)
{
    static const struct str signs[] = {S("前"),       S("第"),       S("共"),     S("达到"),     S("每"),
                                       S("共评选"),   S("共表彰"),   S("共评出"), S("计划评选"), S("拟评选"),
                                       S("共遴选"),   S("计划表彰"), S("拟表彰"), S("计划遴选"), S("拟遴选"),
                                       S("共设奖项"), S("共奖励"),   S("共选拔"), S("共认定"),   S("拟认定")};
    static const struct str parts[] = {S("组的"), S("组别"), S("小组"), S("类别"), S("主题"),
                                       S("学段"), S("方向"), S("为宜"), S("中选")};
    static const struct str tells[] = {S("的"), S("是"), S("作为"), S("这")}; /* 是上级交办的一项工作 */
    struct span lead = {clause.from, at}; /* 小课题申报分市级和县级两类 */
    if (page_has(c->page, past - 3, past, S("类")) && span_has(c, lead, S("分")))
        return true;
    char sign = at > clause.from ? c->page->text.at[at - 1] : 0;
    if (sign == '<' || sign == '>' || page_ends_any(c->page, clause.from, at, (struct str[]){S("≥"), S("≤")}, 2) > 0)
        return true; /* 在校生≥2000人的学院 */
    bool one = page_has(c->page, at, past, S("一")) && page_ends_any(c->page, clause.from, at, WORD_LIST(tells)) > 0;
    return one || page_ends_any(c->page, clause.from, at, WORD_LIST(signs)) > 0 ||
           page_has_any(c->page, past, clause.to, WORD_LIST(parts)) > 0 || tells_which(c, past, clause.to);
}

/* 限60人,满员为止: how many there is room for. */
static bool is_room(const struct compiler *c, const struct quota_read *q)
{
    enum { NEAR = 60 };
    static const struct str signs[] = {S("满员"), S("额满"), S("报满"), S("先到先得"), S("先报先得")};
    uint32_t end = q->span.to;
    if (!q->bounded && !page_has(c->page, q->span.from - 3, end, S("额")))
        return false;
    struct span behind = {end, end + NEAR < page_end(c->page) ? end + NEAR : page_end(c->page)};
    uint32_t stop = page_find(c->page, behind, S("。"));
    behind.to = stop != UINT32_MAX ? stop : behind.to;
    return span_has_any(c, behind, WORD_LIST(signs));
}

bool quota_in(const struct compiler *c, struct span clause, struct quota_read *r)
{
    if (!span_has_word(c, clause, WORD_COUNTER))
        return false;
    for (uint32_t at = clause.from; at < clause.to;) {
        uint32_t past = page_skip(c->page, at);
        if (past > at && !bounds(c, (struct span){at, past})) {
            at = past;
            continue;
        }
        struct quota_read q = {.min = -1, .max = -1};
        uint32_t n = counts_at(c, at, clause.to, &q);
        q.span = (struct span){at, at + n};
        static const struct str areas[] = {S("县级市"), S("县"),   S("市"),   S("区"),
                                           S("乡镇"),   S("街道"), S("学院"), S("学校")};
        bool units = n > 0 && q.min == q.max && page_has_any(c->page, at + n, clause.to, WORD_LIST(areas)) > 0 &&
                     span_has_word(c, (struct span){at + n, clause.to}, WORD_COUNTER);
        if (units) { /* 三个县级市总工会各推荐8项 */
            at += n;
            continue;
        }
        if (n > 0 && !is_copies(c, &q) && !is_rank(c, clause, at, at + n) &&
            !word_before(c->page, clause.from, at, WORD_MONTHLY) && !is_past_sum(c, at)) {
            bound(c, clause, &q);
            if (counts_pieces(c, clause, &q) || is_room(c, &q))
                return false;
            q.total = span_has(c, (struct span){clause.from, at}, S("总数"));
            upper_bound(c, &q);
            sum_kinds(c, clause, &q);
            *r = q;
            return true;
        }
        uint32_t skip = digits_at(c->page, at, clause.to);
        at = skip ? at + skip : page_next(c->page, at);
    }
    return false;
}

bool total_in(const struct compiler *c, struct span clause, struct quota_read *r)
{
    static const struct str signs[] = {S("共计"), S("合计"), S("共")};
    struct quota_read q = {.min = -1, .max = -1};
    uint32_t n = 0, at = clause.from, end = clause.to - clause.from > 21 ? clause.from + 21 : clause.to;
    while (page_has(c->page, clause.from, end, S("每")) && at < end &&
           (n = page_has_any(c->page, at, end, WORD_LIST(signs))) == 0)
        at = page_next(c->page, at);
    uint32_t more = n > 0 ? counts_at(c, at + n, clause.to, &q) : 0;
    q.span = (struct span){at + n, at + n + more};
    *r = more > 0 ? q : *r;
    return more > 0;
}
