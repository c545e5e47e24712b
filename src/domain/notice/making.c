/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/making.h"

#include "domain/notice/duty.h"

#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* 各学院 and 每个学院 are the same. */
struct str bare_name(const struct compiler *c, struct span s)
{
    static const struct str every[] = {S("各"), S("每个"), S("每")};
    return text_of(c, (struct span){s.from + page_has_any(c->page, s.from, s.to, WORD_LIST(every)), s.to});
}

/* True when two lists name one unit or thing alike: one name lies inside the other. */
bool lists_meet(const struct compiler *c, const struct spans *a, const struct spans *b)
{
    for (size_t i = 0; i < a->n; i++) {
        struct str x = bare_name(c, a->items[i]);
        for (size_t k = 0; k < b->n; k++) {
            struct str y = bare_name(c, b->items[k]);
            if (str_find(x, y) != STR_NONE || str_find(y, x) != STR_NONE)
                return true;
        }
    }
    return false;
}

bool who_agree(const struct compiler *c, const struct making *d, const struct move *m)
{
    return !d->who_own || m->who.n == 0 || is_anyone(c, &m->who) || is_anyone(c, &d->who) ||
           lists_meet(c, &d->who, &m->who);
}

bool things_agree(const struct compiler *c, const struct making *d, const struct move *m)
{
    return d->things.n == 0 || m->things.n == 0 || is_those(c, &d->things) || is_those(c, &m->things) ||
           lists_meet(c, &d->things, &m->things);
}

static void fold_things(struct compiler *c, struct making *d, const struct move *m)
{
    for (size_t i = 0; i < m->things.n; i++)
        thing_once(c, m->things.items[i], &d->things);
}

/* 人文社科处审查后反馈给各单位: who receives the duty's things does not owe them. */
bool receives(const struct compiler *c, const struct making *d, const struct move *m)
{
    return !span_is_empty(d->to) && str_find(text_of(c, d->to), text_of(c, m->who.items[0])) != STR_NONE;
}

bool hands_further(const struct compiler *c, const struct making *before, const struct making *d)
{
    return before->sentence == d->sentence && d->who.n > 0 && !span_is_empty(before->to) &&
           str_find(text_of(c, before->to), text_of(c, d->who.items[0])) != STR_NONE;
}

/* 市直学校直接报送, 湖滨景区由管理局统一上报: who does it for these, and nothing else. */
bool for_others(const struct compiler *c, const struct move *m)
{
    uint32_t by = page_find(c->page, (struct span){m->span.from, m->verb.span.from}, S("由"));
    bool before = by != UINT32_MAX && m->things.n > 0 && m->things.items[0].to <= by; /* 景区信息由管委会统一上报 */
    bool alone = m->things.n == 0 || (m->things.n == 1 && m->things.items[0].from == m->verb.span.from) || before ||
                 span_has(c, m->span, S("单独"));
    return alone && m->who.n > 0 && m->verb.kind == VERB_SEND &&
           (span_has(c, m->span, S("直接")) || span_has(c, m->span, S("单独")) || span_has(c, m->span, S("统一")));
}

/* 各单位指定1名信息员, and elsewhere …前报送总结: a number of people is one of what names people. */
static bool counts_others(const struct compiler *c, const struct making *d, const struct move *m)
{
    static const struct str names[] = {S("名单"), S("人选"), S("候选"), S("推荐"), S("员"),   S("人"),  S("手"),
                                       S("师"),   S("生"),   S("代表"), S("报名"), S("回执"), S("表"),  S("册"),
                                       S("队"),   S("作品"), S("材料"), S("信息"), S("先进"), S("优秀")};
    bool people = counts_people(c, &m->quota) && d->sentence != m->sentence && d->things.n > 0;
    for (size_t i = 0; i < d->things.n && people; i++)
        people = !span_has_any(c, d->things.items[i], WORD_LIST(names));
    return people;
}

/* The move's number is the duty's: not 向学生推荐24种好书, other units' or the floor of a share (按2.5%推荐,最少1人). */
static bool holds_for(const struct compiler *c, const struct making *d, const struct move *m)
{
    bool near = d->block == m->block, each = span_has(c, m->span, S("每"));
    bool share = m->quota.max < 0 && span_has(c, m->span, S("%"));
    uint32_t part = d->block != m->block && counts_people(c, &m->quota) ? part_of(c, m->block) : 0;
    if (m->n_dues > 0 && is_soft(&m->dues[0]) && d->has_due && d->due.each == EACH_ONCE)
        return false; /* 每周推送文章不少于2篇: of each week */
    if (part > 0 && span_has(c, c->blocks.items[part - 1].span, S("条件")) && c->blocks.items[part - 1].heading)
        return false; /* 申报条件:设计人员不少于15人 */
    struct span who = d->who.n > 0 ? d->who.items[0] : (struct span){0, 0};
    bool applies = page_has(c->page, who.from, who.to, S("有意")) || page_has(c->page, who.from, who.to, S("拟")) ||
                   page_has(c->page, who.from, who.to, S("申报")); /* 各院限报1个, and whoever applies hands it in */
    bool agree = who_agree(c, d, m) || (applies && m->quota.bounded);
    return m->has_quota && !share && !counts_others(c, d, m) &&
           (near || each || ((m->who.n > 0 || m->quota.bounded) && agree));
}

/*
 * 须填写《登记表》。并将成果材料于…前寄…; …前将纸质材料报人事科。电子版发至…: the sentence before names a form besides, the one
 * behind another version.
 */
static bool is_further(const struct compiler *c, const struct making *d, const struct move *m)
{
    bool near = d->block == m->block || page_has(c->page, m->span.from, m->span.to, S("同时"));
    if (!near || m->as_said || m->things.n == 0 || !d->own_things)
        return false;
    bool form = m->verb.kind == VERB_FILL && m->modal && m->sentence + 1 == d->sentence;
    bool handed = m->verb.kind == VERB_SEND && m->n_dues == 0 &&
                  (span_has(c, m->span, S("@")) || span_has(c, m->span, S("邮箱")));
    bool behind =
        m->sentence > d->sentence && m->sentence <= d->sentence + 2; /* …前报市局,联系人:张三;电话:8。汇总表… */
    return form || (handed && behind);
}

/* 各校将作品报送市局。报送截止时间:4月20日: who and what, then when; the two stand close enough to be shown as one. */
static void reach_over(struct making *d, const struct move *m)
{
    enum { NEAR = 900 };
    struct span shown = span_is_empty(d->shown) ? d->span : d->shown;
    struct span both = {shown.from < m->span.from ? shown.from : m->span.from,
                        shown.to > m->span.to ? shown.to : m->span.to};
    bool asks = m->verb.kind >= VERB_BARE && !m->leave && (!span_is_empty(m->to) || m->who.n > 0);
    if (asks && both.to - both.from <= NEAR)
        d->shown = both;
}

/* 县区学校的材料须…,市直学校的材料可…。材料报送截止时间为…: the second class of those whom the label tells by when. */
static void fold_class(struct compiler *c, struct making *d, const struct move *m)
{
    bool both = d->labelled && d->who_own && d->who.n > 0 && m->who.n > 0 && d->block == m->block && m->n_dues == 0 &&
                d->who.items[0].from < m->who.items[0].from && m->span.to <= d->due.span.from;
    if (!both || is_anyone(c, &m->who) || !things_agree(c, d, m))
        return;
    d->who.cap = d->who.n; /* shared with the move */
    for (size_t i = 0; i < m->who.n; i++)
        arena_push(c->arena, &d->who, m->who.items[i]);
}

/* Who owes the duty, where its own sentence names nobody. */
static void fold_who(struct compiler *c, struct making *d, const struct move *m)
{
    bool here = d->block == m->block, addressed = c->audience[0].n > 0;
    bool named = m->who.n > 0 && (here || word_here(c, m->who.items[0].from, m->who.items[0].to, WORD_EVERY) > 0);
    bool speaks = here || m->as_said || m->n_dues > 0 || m->verb.kind >= VERB_NAME;
    bool anyone =
        !here && addressed &&
        (is_anyone(c, &m->who) || (m->verb.kind >= VERB_NAME && m->n_dues == 0 && !m->as_said && !d->labelled));
    /* 省属高校统一归口到工会进行推荐: what others do is told of a letter that speaks to its own readers */
    bool aside =
        !here && m->verb.kind < VERB_BARE && addressed && !m->has_quota && !lists_meet(c, &c->audience[0], &m->who);
    bool bare = here && addressed && m->verb.kind < VERB_FILL && m->who.n > 0 &&
                !lists_meet(c, &c->audience[0], &m->who) &&
                !word_here(c, m->who.items[0].from, m->who.items[0].to, WORD_EVERY); /* 县农业部门要组织力量 */
    bool counted = m->has_quota &&
                   page_has(c->page, m->span.from, m->span.to, here ? S("每人") : S("每")); /* 每个分会可报领队1名 */
    bool other = d->own_things && !things_agree(c, d, m); /* 名单…报市局。展品目录由参展企业填报 */
    if (!d->who_own && named && !anyone && !aside && !bare && !other && !counted && speaks && !receives(c, d, m) &&
        !for_others(c, m)) {
        d->who = m->who;
        d->who_own = true;
        d->who_lent = !here;
    }
    fold_class(c, d, m);
}

bool only_versions(const struct compiler *c, const struct move *m)
{
    static const struct str ends[] = {S("电子版"), S("电子稿"), S("电子文档")};
    bool all = m->things.n > 0 && m->n_dues == 0 && m->who.n == 0 && m->verb.kind >= VERB_BARE;
    for (size_t i = 0; i < m->things.n; i++) {
        struct span s = m->things.items[i]; /* 电子版 alone is the thing */
        uint32_t n = page_ends_any(c->page, s.from, s.to, WORD_LIST(ends));
        all = all && n > 0 && s.to - s.from > n;
    }
    return all;
}

/* What is handed in by a deadline that stands under a label, and the sentence that says so. */
static void fold_told(struct compiler *c, struct making *d, const struct move *m)
{
    bool apart = d->labelled && !d->own_things;
    struct spans first = {m->things.items, m->things.n > 0, 1};
    bool tells = apart && m->verb.kind >= VERB_BARE && m->things.n > 0 && !m->as_said && !m->leave &&
                 !is_those(c, &m->things) && !(d->things.n > 0 && is_those(c, &first));
    bool begins = tells && !d->told_things;
    if (tells && is_anyone(c, &d->who) && m->who.n > 0 && !is_anyone(c, &m->who))
        d->who = m->who; /* 各地材料报送的最后期限为…: who that is stands elsewhere */
    if (begins)
        d->things = (struct spans){0}; /* 填写申报表,…报送教务处。申报截止时间为… */
    bool open = d->things.n == 0 || is_those(c, &d->things) || (apart && (tells || !d->told_things));
    bool version = d->things.n == 0 && m->sentence > d->sentence && only_versions(c, m);
    if ((open || is_further(c, d, m)) && !m->leave && !version)
        fold_things(c, d, m);
    bool whole =
        m->who.n > 0 && c->page->text.at[m->span.to - 1] != ':' && (!span_is_empty(m->to) || m->verb.kind == VERB_SEND);
    bool bare = d->due.span.from < d->span.from + 24; /* 调查数据的报送时间为…: the label says it all */
    bool received = !span_is_empty(m->to) || span_has(c, m->span, S("@"));
    bool part = same_part(c, d->block, m->block) || part_of(c, d->block) == 0;
    if (begins && whole && ((bare && received) || (d->heading && part))) {
        d->span = m->span; /* 收稿时间:9月26日 gives the day, 各站选送作品,交到文化馆 the duty */
        d->who = !receives(c, d, m) ? m->who : d->who;
    }
    d->told_things = d->told_things || tells;
    if (apart)
        reach_over(d, m);
}

void fold(struct compiler *c, struct making *d, const struct move *m)
{
    fold_who(c, d, m);
    fold_told(c, d, m);
    if ((!d->has_quota || m->quota.total) && holds_for(c, d, m)) {
        d->has_quota = true;
        d->quota = m->quota;
        d->counted = m->who;
    }
    d->rule = span_is_empty(d->rule) ? m->rule : d->rule;
    d->to = span_is_empty(d->to) ? m->to : d->to;
    if (d->verb < m->verb.kind) {
        d->verb = m->verb.kind;
        d->verb_span = span_is_empty(d->verb_span) ? m->verb.span : d->verb_span;
    }
    d->modal = d->modal || m->modal;
    d->nil = d->nil || m->nil;
    if (d->block == m->block || (d->labelled && !span_is_empty(m->mailbox)))
        d->channels |= m->channels; /* 网上申报时间:…, and 电子材料发送至邮箱 below another label */
    d->logit = d->logit > m->logit ? d->logit : m->logit;
    d->folded++;
}

void duty_add(struct compiler *c, struct makings *list, const struct move *m, const struct moment *due)
{
    struct making d = {.span = m->span, .block = m->block, .sentence = m->sentence, .who = m->who, .things = m->things};
    d.who_own = m->who.n > 0;
    d.things.cap = d.things.n; /* shared with the move: what is added later goes into a list of its own */
    d.own_things = m->things.n > 0 && (m->verb.kind != VERB_NONE || m->listed);
    d.has_due = due != NULL && due->role != MOMENT_UNTOLD;
    if (due != NULL)
        d.due = *due;
    else
        d.due.due = (struct notice_due){.date = DAY_NONE, .minute = NO_TIME};
    d.labelled = m->labelled;
    d.has_quota = m->has_quota;
    d.quota = m->quota;
    d.rule = m->rule;
    d.own_rule = !span_is_empty(m->rule);
    d.to = m->to;
    d.channels = m->channels;
    d.verb = m->verb.kind;
    d.verb_span = m->verb.span;
    d.modal = m->modal;
    d.nil = m->nil;
    d.inside = m->inside;
    d.heading = m->heading;
    d.logit = m->logit;
    arena_push(c->arena, list, d);
}

/* One sentence, one date, two offices: 交至学生处, …交至思政部. */
bool others_office(const struct compiler *c, const struct making *d, const struct move *m)
{
    struct str a = text_of(c, d->to), b = text_of(c, m->to);
    return a.n > 0 && b.n > 0 && d->who_own && m->who.n > 0 && str_find(a, b) == STR_NONE && str_find(b, a) == STR_NONE;
}
