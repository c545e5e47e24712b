/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/classes.h"

#include "domain/notice/block.h"
#include "domain/notice/duty.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* 全省教育系统可推荐9名: what all have together binds nobody alone. */
bool is_whole(const struct compiler *c, const struct move *m)
{
    struct str name = m->who.n > 0 ? text_of(c, m->who.items[0]) : S("");
    return str_starts(name, S("全")) && str_find(name, S("各")) == STR_NONE;
}

/* One block, items of one list, paragraphs side by side, or short lines (甲系:3人). */
static bool same_list(const struct compiler *c, uint32_t a, uint32_t b)
{
    enum { LINE_BYTES = 60 };
    const struct block *x = &c->blocks.items[a], *y = &c->blocks.items[b];
    bool lines =
        a + 1 == b || b + 1 == a || (x->span.to - x->span.from < LINE_BYTES && y->span.to - y->span.from < LINE_BYTES);
    bool items = x->level == y->level && (x->level != LEVEL_NONE || lines) && same_letter(c, a, b);
    for (size_t l = 0; items && l < x->level; l++)
        items = x->under[l] == y->under[l];
    return a == b || items;
}

/* 限报2队, 各1名领队: who comes to play, no kind of unit. */
static bool is_entry(const struct compiler *c, const struct move *m)
{
    static const struct str games[] = {S("赛"), S("运动"), S("球"), S("操"), S("舞"), S("杯"), S("跑"), S("健身")};
    struct str of = text_of(c, m->quota.counts);
    if (!span_is_empty(c->title) && !span_has_any(c, c->title, WORD_LIST(games)))
        return false; /* 每个分团委申报重点团队3-5支: what is applied for */
    return (str_eq(of, S("队")) || str_eq(of, S("支")) || str_eq(of, S("对"))) && !span_has_word(c, m->span, WORD_NAME);
}

/* 被团省委采用158条, 入选9户, 两镇共上报31户: how many there were. */
bool is_tally(const struct compiler *c, const struct move *m)
{
    static const struct str deeds[] = {S("被"), S("择优"), S("入选"), S("获"), S("已"), S("共")};
    struct span first = m->who.n > 0 ? m->who.items[0] : (struct span){0, 0};
    return page_has_any(c->page, first.from, first.to, WORD_LIST(deeds)) > 0 ||
           page_ends_any(c->page, first.from, first.to, &S("共"), 1) > 0;
}

/* Classes of unit with their own quotas: every … at least 2; every … at least 1. */
bool is_class_quota(const struct compiler *c, const struct moves *moves, size_t i)
{
    const struct move *m = &moves->items[i];
    if (m->counted)
        return true;
    bool kind = span_has(c, m->span, S("类至少")) || span_has(c, m->span, S("类不少于"));
    bool of_those = kind || counts_people(c, &m->quota) || str_eq(text_of(c, m->quota.counts), S("家"));
    if (of_those && page_has(c->page, m->span.from, m->span.to, S("其中")) && span_has_word(c, m->span, WORD_AT_LEAST))
        return false; /* 每县15家,其中小微企业不少于8家; 推荐5篇,其中民事类至少1篇 */
    static const struct str persons[] = {S("参赛者"), S("指导教师"), S("辅导教师"), S("作者"), S("负责人"), S("选手")};
    struct span first = m->who.n > 0 ? m->who.items[0] : (struct span){0, 0};
    if (counts_people(c, &m->quota) && page_ends_any(c->page, first.from, first.to, WORD_LIST(persons)) > 0)
        return false; /* 参赛者限1人,辅导教师限1人: in one piece */
    static const struct str applicants[] = {S("负责人"), S("主持人"), S("申报人"), S("申请人")};
    if (page_ends_any(c->page, first.from, first.to, WORD_LIST(applicants)) > 0)
        return false; /* 项目负责人限报2项: no class of unit */
    uint32_t at = m->has_quota ? m->quota.span.from : m->span.from;
    struct span lead = page_lead(c->page, 0, at, 120);
    lead.from = page_sentence(c->page, lead.from, at);
    static const struct str gives[] = {S("设"), S("评出"), S("评选出")};
    if (span_has(c, lead, S("奖")) && span_has_any(c, lead, WORD_LIST(gives)) && m->verb.kind == VERB_NONE)
        return false; /* 另设优秀组织奖中学1个 */
    if (!m->has_quota || m->who.n == 0 || m->n_dues > 0 || is_whole(c, m) || is_entry(c, m))
        return false;
    size_t from = i > NEIGHBOURS ? i - NEIGHBOURS : 0, to = moves->n - i > NEIGHBOURS ? i + NEIGHBOURS : moves->n;
    for (size_t k = from; k < to; k++) {
        const struct move *o = &moves->items[k];
        bool chosen = span_has(c, o->span, S("择优")) && o->who.n > 0 &&
                      !word_here(c, o->who.items[0].from, o->who.items[0].to, WORD_EVERY); /* 团委择优推荐31人 */
        bool other = k != i && !chosen && o->has_quota && o->who.n > 0 && o->n_dues == 0 &&
                     same_list(c, o->block, m->block) && !is_whole(c, o) && !is_entry(c, o);
        if (other && !str_eq(text_of(c, o->who.items[0]), text_of(c, m->who.items[0])))
            return true;
    }
    return false;
}

/* 150人以上的分会可报2队, beside what all may send: more for some is not the number of each. */
bool is_more(const struct compiler *c, const struct moves *moves, size_t i)
{
    const struct move *m = &moves->items[i];
    bool some = m->has_quota && m->n_dues == 0 && m->who.n > 0 &&
                (span_has(c, m->who.items[0], S("以上")) || span_has(c, m->who.items[0], S("以下")));
    return some && !is_class_quota(c, moves, i);
}

void class_add(struct compiler *c, struct makings *list, const struct move *m, struct spans *things)
{
    duty_add(c, list, m, NULL);
    struct making *d = &list->items[list->n - 1];
    d->class = true;
    if (span_has(c, m->span, S("全年")))
        d->due.each = EACH_YEARLY; /* 各县全年报送信息不少于24条 */
    if (d->things.n == 0)
        d->things = *things;
    *things = (struct spans){d->things.items, d->things.n, d->things.n};
}

/* …工业节水主管部门 and 各省级节水主管部门: the readers by another name. */
static bool end_alike(const struct compiler *c, const struct spans *a, const struct spans *b)
{
    enum { ENOUGH = 12 }; /* four characters */
    for (size_t i = 0; i < a->n; i++) {
        for (size_t k = 0; k < b->n; k++) {
            struct str x = text_of(c, a->items[i]), y = text_of(c, b->items[k]);
            if (x.n >= ENOUGH && y.n >= ENOUGH && str_ends(x, str_from(y, y.n - ENOUGH)))
                return true;
        }
    }
    return false;
}

/* 学生作品 and 学生参评作品: one name is the other with words left out, its two first and last characters alike. */
static bool kind_alike(struct str a, struct str b)
{
    enum { ENDS = 6, ENOUGH = 12 };
    struct str less = a.n < b.n ? a : b, more = a.n < b.n ? b : a;
    if (less.n == 0 || less.at[less.n - 1] != more.at[more.n - 1])
        return false;
    if (less.n >= ENDS && str_ends(more, less))
        return true; /* 短视频, and 科普短视频 */
    if (a.n == b.n || less.n < ENOUGH)
        return str_eq(a, b);
    return str_starts(more, (struct str){less.at, ENDS}) && str_ends(more, str_from(less, less.n - ENDS));
}

/* 学生作品于3月5日前送…,教师作品于4月25日前送…: each kind has its own deadline. */
static bool same_kind(const struct compiler *c, const struct making *d, const struct making *q)
{
    for (size_t i = 0; i < d->things.n && q->things.n > 0; i++) {
        if (kind_alike(text_of(c, d->things.items[i]), text_of(c, q->things.items[0])))
            return true;
    }
    return false;
}

/* 县局择优向市局推荐,每县不超过1家。 and then 各市局于7月30日前报省厅: the day is of who takes them first. */
static bool takes_first(const struct compiler *c, const struct making *d, const struct making *q)
{
    enum { OFFICE = 9 };
    struct str name = d->who_own && d->who.n == 1 ? bare_name(c, d->who.items[0]) : S("");
    struct str told = text_of(c, c->blocks.items[q->block].span);
    size_t at = name.n >= OFFICE && d->block != q->block ? str_find(told, name) : STR_NONE;
    return at != STR_NONE && at >= 3 && str_ends((struct str){told.at, at}, S("向"));
}

/* 2.作品提交。6月30日前提交说明书、演示视频, and elsewhere 每院参赛作品不少于2个: its label names what is counted. */
static bool labels_kind(const struct compiler *c, const struct making *d, const struct making *q)
{
    enum { LABEL = 36, NOUN = 6 };
    static const struct str pieces[] = {S("作品"), S("案例"), S("论文"), S("课题"), S("节目"), S("视频"), S("征文")};
    struct span label = c->blocks.items[d->block].sentences.items[0];
    struct str kind = q->things.n > 0 ? text_of(c, q->things.items[0]) : S("");
    bool piece =
        q->things.n > 0 && page_ends_any(c->page, q->things.items[0].from, q->things.items[0].to, WORD_LIST(pieces));
    return piece && label.to <= d->span.from && label.to - label.from <= LABEL &&
           span_has(c, label, str_from(kind, kind.n - NOUN));
}

/* The duties with a deadline of their own, and how many duties stand before the classes; none where there are too many. */
struct dated {
    size_t at[NEIGHBOURS], n, before;
};

static void dated_find(const struct makings *list, size_t classes_from, struct dated *r)
{
    r->n = 0;
    r->before = classes_from;
    for (size_t i = 0; i < classes_from && classes_from <= NEIGHBOURS; i++) {
        if (list->items[i].has_due && list->items[i].due.each == EACH_ONCE)
            r->at[r->n++] = i;
    }
}

/* The areas that the sentence of a class counts for. */
struct units {
    struct str names[4];
    size_t n;
};

static struct units units_beside(const struct compiler *c, const struct makings *list, size_t classes_from,
                                 const struct making *q)
{
    struct units r = {.n = 0};
    size_t i = (size_t)(q - list->items), least = i - classes_from > NEIGHBOURS ? i - NEIGHBOURS : classes_from;
    while (i > least && list->items[i - 1].sentence == q->sentence)
        i--; /* they stand together */
    size_t most = list->n - i > NEIGHBOURS ? i + NEIGHBOURS : list->n;
    for (; i < most && list->items[i].sentence == q->sentence && r.n < sizeof r.names / sizeof *r.names; i++) {
        const struct making *o = &list->items[i];
        struct span name = o->who.n == 1 ? o->who.items[0] : (struct span){0, 0};
        if (o->has_quota && word_before(c->page, name.from, name.to, WORD_AREA))
            r.names[r.n++] = bare_name(c, name);
    }
    return r;
}

/* 每个县不超过2家,园区所在县不超过3家: what the offices of one class, 县工信局, hand in, holds for all of the sentence. */
static bool of_their_office(const struct compiler *c, const struct units *units, const struct making *d)
{
    for (size_t k = 0; d->who_own && k < d->who.n; k++) {
        struct str office = bare_name(c, d->who.items[k]);
        for (size_t i = 0; i < units->n; i++) {
            struct str unit = units->names[i];
            bool last = unit.n > 0 && office.n >= unit.n && office.at[unit.n - 1] == unit.at[unit.n - 1];
            if (last && str_starts(office, unit))
                return true;
        }
    }
    return false;
}

/* 直属学校各2幅。于5月22日前将作品送到市教育局: it names nobody, and stands behind the classes of its paragraph. */
static bool says_when(const struct compiler *c, const struct making *d, const struct making *q)
{
    return !d->who_own && d->block == q->block && d->span.from > q->span.from && d->things.n == 1 &&
           lists_meet(c, &d->things, &q->things);
}

/* 活动结束后报总结, 每周五报进展, 联络员名单于…前报: no deadline of the pieces that classes count. */
static bool is_aside(const struct compiler *c, const struct making *d)
{
    static const struct str others[] = {S("名单"),     S("回执"), S("总结"),   S("简报"),
                                        S("总结报告"), S("方案"), S("安排表"), S("活动安排")};
    bool aside = d->things.n > 0;
    for (size_t i = 0; i < d->things.n; i++) {
        struct span s = d->things.items[i];
        aside = aside && (page_ends_any(c->page, s.from, s.to, WORD_LIST(others)) > 0 || span_has(c, s, S("联系人")) ||
                          span_has(c, s, S("联络员")));
    }
    return aside || is_soft(&d->due) || d->due.each != EACH_ONCE || d->due.due.relative == RELATIVE_AFTER;
}

/* 申报书, 推荐表, 作品: what the numbers of classes are numbers of. */
static bool asks_pieces(const struct compiler *c, const struct making *d)
{
    static const struct str pieces[] = {S("推荐"), S("申报"), S("作品"), S("汇总表"), S("报名"), S("评审"),
                                        S("论文"), S("课题"), S("案例"), S("节目"),   S("学员"), S("视频")};
    for (size_t i = 0; i < d->things.n; i++) {
        struct span s = d->things.items[i];
        if (span_has_any(c, s, WORD_LIST(pieces)) && !span_has(c, s, S("联系人")) && !span_has(c, s, S("联络员")))
            return true;
    }
    return d->things.n == 0;
}

static bool dates_pieces(const struct compiler *c, const struct making *d, const struct making *q)
{
    static const struct str persons[] = {S("者"), S("人"), S("学生"), S("教师"), S("作者"), S("选手")};
    struct span who = d->who.n > 0 && d->who_own ? d->who.items[0] : (struct span){0, 0};
    bool one = page_ends_any(c->page, who.from, who.to, WORD_LIST(persons)) > 0; /* 申报者…填写: no class of unit */
    return !one && same_letter(c, d->block, q->block) && !is_aside(c, d) && asks_pieces(c, d);
}

/* Of several deadlines the one told just before in the paragraph, else the first behind the classes that asks for such pieces, else the last before; SIZE_MAX: none. */
static size_t nearest_deadline(const struct compiler *c, const struct makings *list, const struct dated *dated,
                               const struct making *q)
{
    size_t best = SIZE_MAX;
    for (size_t i = dated->n; i-- > 0;) { /* …前报申报表。本科院校不超过8支 */
        const struct making *d = &list->items[dated->at[i]];
        bool together = d->sentence == q->sentence && !is_aside(c, d); /* 请于…前申报,各市不少于20项 */
        if (d->block == q->block && d->span.to <= q->span.from && (together || dates_pieces(c, d, q)))
            return dated->at[i];
    }
    for (size_t i = 0; i < dated->n; i++) {
        uint32_t at = list->items[dated->at[i]].span.from, of = q->span.from;
        uint32_t now = best != SIZE_MAX ? list->items[best].span.from : of;
        bool nearer = now > of ? at > of && at < now : at > of || (at < of && (now == of || at > now));
        if (nearer && dates_pieces(c, &list->items[dated->at[i]], q))
            best = dated->at[i];
    }
    return best;
}

/*
 * Of the letter's several deadlines the one of the class's kind, else the one behind it, else that of its units; SIZE_MAX:
 * none or several.
 */
static size_t own_deadline(const struct compiler *c, const struct makings *list, const struct dated *dated,
                           const struct making *q)
{
    size_t found = SIZE_MAX, n = 0;
    struct units units = units_beside(c, list, dated->before, q);
    for (int by = 0; by < (units.n > 0 ? 3 : 2) && n == 0; by++) {
        for (size_t i = 0; i < dated->n && n < 2; i++) {
            const struct making *d = &list->items[dated->at[i]];
            bool fits = by == 0   ? same_kind(c, d, q) || labels_kind(c, d, q)
                        : by == 1 ? says_when(c, d, q)
                                  : of_their_office(c, &units, d);
            if (!fits || !same_letter(c, d->block, q->block))
                continue;
            found = dated->at[i];
            n++;
        }
    }
    return n == 1 ? found : SIZE_MAX;
}

/* 一、申报时间 3月5日-4月28日: the day stands under a heading of its own, and is that of all. */
static bool is_headed(const struct compiler *c, const struct making *d)
{
    static const struct str heads[] = {S("申报时间"), S("报送时间"), S("推荐时间"),
                                       S("上报时间"), S("报名时间"), S("截止")};
    uint32_t part = part_of(c, block_at(c, d->due.span.from));
    const struct block *b = part > 0 ? &c->blocks.items[part - 1] : NULL;
    return b != NULL && b->heading && span_has_any(c, b->span, WORD_LIST(heads));
}

/* 拟组织外出的各学校,于…前报出行方案: of whoever means to, and no day of the pieces that classes count. */
static bool of_volunteers(const struct compiler *c, const struct making *d, const struct making *q)
{
    struct span first = d->who_own && d->who.n > 0 ? d->who.items[0] : (struct span){0, 0};
    return q->things.n > 0 && page_has(c->page, first.from, first.to, S("拟")) &&
           !lists_meet(c, &d->things, &q->things);
}

/* The one deadline of a letter, which its classes share; SIZE_MAX: none, several, or one of others alone. */
static size_t common_deadline(const struct compiler *c, const struct makings *list, size_t classes_from,
                              const struct making *q, bool classes)
{
    size_t common = SIZE_MAX, n = 0;
    for (size_t i = 0; i < classes_from && n < 2; i++) {
        const struct making *d = &list->items[i];
        if (!d->has_due || !same_letter(c, d->block, q->block) ||
            (classes && (is_aside(c, d) || of_volunteers(c, d, q))))
            continue;
        common = d->due.each == EACH_ONCE ? i : common;
        n++;
    }
    if (n != 1 || common == SIZE_MAX)
        return SIZE_MAX;
    const struct making *d = &list->items[common];
    if (d->labelled || is_headed(c, d) || !d->who_own || d->who_lent || is_anyone(c, &d->who) ||
        lists_meet(c, &d->who, &q->who))
        return common;
    const struct spans *readers = &c->audience[c->blocks.items[q->block].letter];
    bool addressed = (lists_meet(c, readers, &q->who) && end_alike(c, readers, &d->who)) ||
                     (classes && lists_meet(c, readers, &d->who)); /* 各校, and 完全中学 among them */
    return addressed ? common : SIZE_MAX;
}

/* 一、各学会报送甲表。二、各科协报送乙表。四、各有关单位于4月19日前将表格发送到…: the one deadline is that of each. */
static void lend_to_all(struct compiler *c, struct makings *list, size_t classes_from, bool *shared)
{
    size_t borrower[NEIGHBOURS], lender[NEIGHBOURS], n = 0;
    for (size_t i = classes_from; i < list->n && list->n <= NEIGHBOURS; i++) {
        const struct making *d = &list->items[i];
        bool open = !d->has_due && !d->has_quota && d->who_own && d->own_things && !is_anyone(c, &d->who);
        size_t common = open ? common_deadline(c, list, classes_from, d, false) : SIZE_MAX;
        const struct making *general = common != SIZE_MAX ? &list->items[common] : NULL;
        if (general == NULL || general->labelled || !is_anyone(c, &general->who) || general->who.n == 0 ||
            !is_those(c, &general->things) || d->span.from > general->span.from)
            continue;
        borrower[n] = i;
        lender[n++] = common;
    }
    for (size_t i = 0; n > 1 && i < n; i++) {
        struct making *d = &list->items[borrower[i]];
        const struct making *general = &list->items[lender[i]];
        shared[lender[i]] = true;
        d->due = general->due;
        d->has_due = d->due_lent = true;
        d->to = span_is_empty(d->to) ? general->to : d->to;
        d->channels |= general->channels;
    }
}

/* 汇总表, 推荐名单: what goes with the pieces that a class counts. */
static bool only_forms(const struct compiler *c, const struct spans *things)
{
    bool forms = things->n > 0 && !span_is_empty(c->title); /* the pieces are told by the title */
    for (size_t i = 0; i < things->n; i++) {
        struct str name = text_of(c, things->items[i]);
        forms = forms && (str_ends(name, S("表")) || str_ends(name, S("名单")) || str_ends(name, S("申报书")) ||
                          is_medium(c, things->items[i]));
    }
    return forms;
}

/* The first of the letter's one or two days: where nothing else says when, the pieces of its classes are due then. */
static const struct making *first_deadline(const struct compiler *c, const struct makings *list, const struct making *q)
{
    const struct making *first = NULL, *last = NULL;
    for (size_t i = 0; i < list->n; i++) {
        const struct making *d = &list->items[i];
        bool day = d->has_due && !d->due_lent && d->due.each == EACH_ONCE && day_is_set(d->due.due.date);
        if (!day || !same_letter(c, d->block, q->block))
            continue;
        if (takes_first(c, d, q))
            return NULL;
        int32_t n = d->due.due.date.n;
        if (first != NULL && n != first->due.due.date.n && n != last->due.due.date.n && first != last)
            return NULL; /* of three days none is theirs alone */
        first = first == NULL || n < first->due.due.date.n ? d : first;
        last = last == NULL || n > last->due.due.date.n ? d : last;
    }
    return first;
}

/* 100人以上的工会推荐2名,100人以下的推荐1名, and elsewhere 登记表于1月15日前上报: that day is the classes' too. */
static void lend_to_classes(const struct compiler *c, struct makings *list, size_t classes_from)
{
    for (size_t i = classes_from; i < list->n && list->n <= NEIGHBOURS; i++) {
        struct making *d = &list->items[i];
        const struct making *first = d->has_quota && !d->has_due ? first_deadline(c, list, d) : NULL;
        if (first == NULL || d->due.each != EACH_ONCE)
            continue;
        d->due = first->due;
        d->has_due = d->due_lent = true;
        d->class =
            d->class && (d->things.n == 0 ||
                         lists_meet(c, &first->things, &d->things)); /* else what is due that day is not its own */
    }
}

/* Drops the duties that are marked. */
static void drop_marked(struct makings *list, const bool *marked, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++) {
        if (i >= n || !marked[i])
            list->items[kept++] = list->items[i];
    }
    list->n = kept;
}

/* The deadline that a class has of the letter's; SIZE_MAX: none. */
static size_t lender_of(const struct compiler *c, const struct makings *list, const struct dated *dated,
                        const struct making *d, bool classes)
{
    for (size_t i = 0; i < dated->n; i++) {
        if (takes_first(c, &list->items[dated->at[i]], d))
            return SIZE_MAX;
    }
    size_t lender = common_deadline(c, list, dated->before, d, classes);
    if (lender == SIZE_MAX && classes)
        lender = own_deadline(c, list, dated, d);
    bool sent = !span_is_empty(d->to) || span_has(c, d->span, S("@")); /* it says itself where it goes */
    return lender == SIZE_MAX && classes && !sent ? nearest_deadline(c, list, dated, d) : lender;
}

void share_deadline(struct compiler *c, struct makings *list, size_t classes_from, bool classes)
{
    struct dated dated;
    dated_find(list, classes_from, &dated);
    for (size_t i = classes_from; i < list->n; i++) {
        struct making *d = &list->items[i];
        bool open = d->has_quota && !d->has_due && !span_has(c, d->span, S("全年")); /* 全年报送信息不少于24条 */
        size_t lender = open ? lender_of(c, list, &dated, d, classes) : SIZE_MAX;
        if (lender == SIZE_MAX)
            continue;
        const struct making *general = &list->items[lender];
        d->due = general->due;
        d->has_due = d->due_lent = true;
        d->to = general->to;
        d->rule = span_is_empty(d->rule) ? general->rule : d->rule;
        d->channels |= general->channels;
        bool names = d->things.n == 0 && !is_those(c, &general->things) && !only_forms(c, &general->things);
        for (size_t k = 0; names && k < general->things.n; k++)
            arena_push(c->arena, &d->things, general->things.items[k]);
    }
    bool *shared = arena_many(c->arena, bool, classes_from + 1);
    lend_to_all(c, list, classes_from, shared);
    if (classes)
        lend_to_classes(c, list, classes_from);
    drop_marked(list, shared, classes_from);
}

/* A class to which the duty's deadline was lent. */
static bool is_class_of(const struct making *d, const struct making *general)
{
    return d->class && d->due_lent && d->due.span.from == general->due.span.from;
}

static size_t classes_of(const struct makings *list, const struct making *general)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += is_class_of(&list->items[i], general);
    return n;
}

/* Whom the deadline speaks to: all readers (各申报单位), or one of the classes. */
static bool speaks_to_classes(const struct compiler *c, const struct makings *list, const struct making *general)
{
    struct span first = general->who.n > 0 ? general->who.items[0] : (struct span){0, 0};
    bool elsewhere =
        first.to <= general->span.from || first.from >= general->span.to; /* 各乡镇、开发区要…。请于…前报 */
    if (!general->who_own || elsewhere || is_anyone(c, &general->who) ||
        page_ends_any(c->page, first.from, first.to, &S("单位"), 1) > 0 ||
        lists_meet(c, &c->audience[c->blocks.items[general->block].letter], &general->who))
        return true;
    bool alone = page_has(c->page, first.from, first.to, S("各")); /* 各省推荐…,兵团推荐…。请各教育部门于…前报送 */
    for (size_t i = 0; i < list->n; i++) {
        const struct making *d = &list->items[i];
        if (is_class_of(d, general) && lists_meet(c, &d->who, &general->who))
            return true;
        alone = alone && (d == general || !d->has_due || d->due_lent || !same_letter(c, d->block, general->block));
    }
    return alone;
}

static void class_takes(struct compiler *c, struct making *d, const struct making *general)
{
    enum { NEAR = 900 };
    struct spans own = d->things;
    d->things = (struct spans){0};
    for (size_t i = 0; i < general->things.n; i++)
        arena_push(c->arena, &d->things, general->things.items[i]);
    for (size_t i = 0; i < own.n; i++) {
        bool told = false; /* 照片 does not tell 河道照片 */
        for (size_t k = 0; k < general->things.n && !told; k++)
            told = str_find(text_of(c, general->things.items[k]), text_of(c, own.items[i])) != STR_NONE;
        if (!told)
            arena_push(c->arena, &d->things, own.items[i]);
    }
    d->to = general->to;
    d->mailbox = general->mailbox;
    d->rule = general->rule;
    d->channels |= general->channels;
    struct span both = {d->span.from < general->span.from ? d->span.from : general->span.from,
                        d->span.to > general->span.to ? d->span.to : general->span.to};
    if (both.to - both.from <= NEAR)
        d->shown = both; /* who and how many, then what and when */
}

/* One unit is in both, by the same name. */
static bool share_unit(const struct compiler *c, const struct spans *a, const struct spans *b)
{
    for (size_t i = 0; i < a->n; i++) {
        for (size_t k = 0; k < b->n; k++) {
            if (str_eq(bare_name(c, a->items[i]), bare_name(c, b->items[k])))
                return true;
        }
    }
    return false;
}

/* The one class that the dated duty is of; NULL: none, or several. */
static const struct making *only_class(const struct compiler *c, const struct makings *list, const struct making *o)
{
    const struct making *found = NULL;
    bool dated = o->has_due && !o->due_lent && !o->class && !o->has_quota && o->who_own && !is_anyone(c, &o->who);
    for (size_t i = 0; dated && i < list->n; i++) {
        const struct making *d = &list->items[i];
        if (!d->class || !d->has_quota || !share_unit(c, &d->who, &o->who))
            continue;
        if (found != NULL)
            return NULL;
        found = d;
    }
    return found != NULL && same_letter(c, found->block, o->block) && dates_pieces(c, o, found) ? found : NULL;
}

/* 各市推荐2名, 学会推荐1名, and then 请各市于…前报甲部。请学会于…前报乙部: the number is of the duty that the class has by itself. */
static void numbers_take(const struct compiler *c, struct makings *list)
{
    bool *taken = arena_many(c->arena, bool, list->n + 1);
    size_t owners = 0;
    for (size_t i = 0; i < list->n; i++)
        owners += only_class(c, list, &list->items[i]) != NULL;
    for (size_t i = 0; i < list->n && owners > 1; i++) { /* one alone is the deadline of all */
        const struct making *class = only_class(c, list, &list->items[i]);
        if (class == NULL)
            continue;
        list->items[i].quota = class->quota;
        list->items[i].has_quota = taken[class - list->items] = true;
    }
    drop_marked(list, taken, list->n);
}

/*
 * 每县推荐5名, 每校推荐1名 in one part and 请各单位于…前将推荐表报… in another: one duty of each class, with its quota and with what
 * the deadline asks of all; the deadline's own duty says nothing more. Beside a quota that is no class's it stays.
 */
void classes_take(struct compiler *c, struct makings *list)
{
    if (list->n <= NEIGHBOURS)
        numbers_take(c, list);
    bool *told = arena_many(c->arena, bool, list->n + 1);
    for (size_t i = 0; i < list->n && list->n <= NEIGHBOURS; i++) {
        const struct making *general = &list->items[i];
        told[i] = general->has_due && !general->due_lent && !general->class && !general->has_quota &&
                  !is_aside(c, general) && classes_of(list, general) > 1 && speaks_to_classes(c, list, general);
        for (size_t k = 0; told[i] && k < list->n; k++) {
            if (is_class_of(&list->items[k], general))
                class_takes(c, &list->items[k], general);
        }
    }
    drop_marked(list, told, list->n);
}
