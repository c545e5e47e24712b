/* SPDX-License-Identifier: Apache-2.0 */
/* Confidence: what could be wrong with a duty. Each doubt is a factor of one field; their product is the confidence. */
#include "domain/notice/duty.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* The most that can be said of a duty that nothing speaks against. */
static const double SUREST = 0.98;

struct judging {
    double sure[DOUBT_FIELDS];    /* of each field, the product of its doubts */
    double weakest[DOUBT_FIELDS]; /* the least of them, and what it says */
    enum message why[DOUBT_FIELDS];
};

static void doubt(struct judging *j, bool there, enum doubt_field field, double factor, enum message why)
{
    if (!there)
        return;
    j->sure[field] *= factor;
    if (factor < j->weakest[field]) {
        j->weakest[field] = factor;
        j->why[field] = why;
    }
}

static void judge_due(struct judging *j, const struct compiler *c, const struct making *d)
{
    bool yearless = d->has_due && d->due.dates.to.month != 0 && !day_is_set(d->due.due.date);
    bool past = d->has_due && day_is_set(d->due.due.date) && day_is_set(c->draft->issued) &&
                d->due.due.date.n < c->draft->issued.n;
    doubt(j, !d->has_due, DOUBT_DUE, 0.7, MSG_DOUBT_NO_DUE);
    doubt(j, d->has_due && d->due.role != MOMENT_DEADLINE, DOUBT_DUE, 0.85, MSG_DOUBT_DUE_BARE);
    doubt(j, d->due_lent, DOUBT_DUE, 0.9, MSG_DOUBT_DUE_LENT);
    doubt(j, d->due.dates.damaged, DOUBT_DUE, 0.94, MSG_DOUBT_DUE_DAMAGED);
    doubt(j, yearless, DOUBT_DUE, 0.6, MSG_DOUBT_DUE_YEARLESS);
    bool rounded = d->has_due && word_here(c, d->span.from, d->span.to, WORD_EVERY_TIME) > 0 &&
                   d->due.due.relative == RELATIVE_SAME_DAY && !word_here(c, d->span.from, d->span.to, WORD_DAILY);
    doubt(j, rounded, DOUBT_DUE, 0.8, MSG_DOUBT_DUE_ROUNDED);
    static const struct str counted[] = {S("第"), S("次月"), S("下月"), S("倒数")};
    doubt(j, d->has_due && d->due.each != EACH_DAILY && span_has_any(c, d->due.span, WORD_LIST(counted)), DOUBT_DUE,
          0.9, MSG_DOUBT_DUE_COUNTED);
    bool after = d->has_due && d->due.due.relative == RELATIVE_AFTER;
    doubt(j, after || d->due.each == EACH_EVENT, DOUBT_DUE, 0.91, MSG_DOUBT_DUE_AFTER);
    doubt(j, past, DOUBT_DUE, 0.8, MSG_DOUBT_DUE_PAST);
}

/* 在统计|, 任务落实到人, …于4月15日之前发送至: a name that holds what no name of a thing does. */
static bool is_odd_thing(const struct compiler *c, struct span s)
{
    static const struct str heads[] = {S("在"), S("以"), S("按"),   S("把"),   S("对"),   S("与"),   S("由"), S("于"),
                                       S("的"), S("请"), S("写明"), S("注明"), S("完成"), S("无法"), S("若")};
    if (page_has(c->page, s.from, s.to, S("完成情况")) || page_has(c->page, s.from, s.to, S("完成的")))
        return false;
    static const struct str deeds[] = {S("备案"), S("登记"), S("注册"), S("申报")};
    if (page_has_any(c->page, s.from, s.to, WORD_LIST(deeds)) == s.to - s.from)
        return true; /* 应于4月30日前通过系统备案: with what? */
    static const struct str having[] = {S("有关"), S("有效"), S("有意")};
    if (page_has(c->page, s.from, s.to, S("有")) && page_has_any(c->page, s.from, s.to, WORD_LIST(having)) == 0)
        return true; /* 有文字材料的连同… */
    static const struct str words[] = {S("之前"), S("日前"), S("落实"), S("发送"), S("交至"),
                                       S("报送"), S("务必"), S(":"),    S("将")};
    bool unit = unit_ends(c, s.from, s.to) && !thing_ends(c, s);
    return unit || page_has_any(c->page, s.from, s.to, WORD_LIST(heads)) > 0 || span_has_any(c, s, WORD_LIST(words));
}

/* 00学生, 5农机工业主: no name of units ends so, or begins so. */
static bool is_odd_unit(const struct compiler *c, struct span s)
{
    return digits_at(c->page, s.from, s.to) == 1 || digits_at(c->page, s.from, s.to) == 2 ||
           span_has(c, s, S("本人")) ||
           (!unit_ends(c, s.from, s.to) && !word_here(c, s.from, s.to, WORD_EVERY) && !span_has(c, s, S("的")));
}

static void judge_who(struct judging *j, const struct compiler *c, const struct making *d)
{
    bool addressed = c->audience[0].n > 0;
    doubt(j, !d->who_own && addressed, DOUBT_WHO, 0.9, MSG_DOUBT_WHO_ABOVE);
    doubt(j, !d->who_own && !addressed, DOUBT_WHO, 0.75, MSG_DOUBT_WHO_NONE);
    doubt(j, d->who_lent, DOUBT_WHO, 0.9, MSG_DOUBT_WHO_LENT);
    bool odd = false;
    for (size_t i = 0; i < d->who.n && d->who_own; i++)
        odd = odd || is_odd_unit(c, d->who.items[i]);
    uint32_t last = d->who.n > 0 && d->who_own ? d->who.items[d->who.n - 1].to : 0;
    doubt(j, last > 0 && page_has(c->page, last, page_end(c->page), S("、")), DOUBT_WHO, 0.85, MSG_DOUBT_WHO_PART);
    doubt(j, odd, DOUBT_WHO, 0.85, MSG_DOUBT_WHO_ODD);
    bool counted = last > 0 && page_has(c->page, d->who.items[0].from, last, S("每"));
    doubt(j, counted, DOUBT_WHO, 0.91, MSG_DOUBT_WHO_COUNTED);
    doubt(j, d->receives_too, DOUBT_WHO, 0.88, MSG_DOUBT_WHO_RECEIVES);
    struct span first = d->who.n > 0 && d->who_own ? d->who.items[0] : (struct span){0, 0};
    bool as = first.from >= 3 && page_has(c->page, first.from - 3, first.from, S("以"));
    doubt(j, as && addressed && !lists_meet(c, &c->audience[0], &d->who), DOUBT_WHO, 0.9, MSG_DOUBT_WHO_GROUPED);
}

/* 电子版, 盖章扫描件: told by how it is handed in, of what may stand in other words. */
static bool names_medium(const struct compiler *c, const struct making *d)
{
    static const struct str media[] = {S("纸质"), S("电子"), S("光盘"), S("PDF"), S("扫描")};
    for (size_t i = 0; i < d->things.n; i++) {
        if (span_has_any(c, d->things.items[i], WORD_LIST(media)))
            return true;
    }
    return false;
}

static void judge_what(struct judging *j, const struct compiler *c, const struct making *d)
{
    doubt(j, !d->own_things && d->things.n > 0, DOUBT_WHAT, 0.88, MSG_DOUBT_WHAT_LENT);
    doubt(j, !d->own_things && d->things.n == 0, DOUBT_WHAT, 0.7, MSG_DOUBT_WHAT_NONE);
    bool odd = false;
    for (size_t i = 0; i < d->things.n; i++)
        odd = odd || is_odd_thing(c, d->things.items[i]);
    doubt(j, odd, DOUBT_WHAT, 0.85, MSG_DOUBT_WHAT_ODD);
    doubt(j, names_medium(c, d), DOUBT_WHAT, 0.91, MSG_DOUBT_WHAT_MEDIUM);
    static const struct str lists[] = {S("下列"), S("以下"), S("如下")};
    bool those = is_those(c, &d->things);
    for (size_t i = 0; i < d->things.n; i++)
        those = those || page_has_any(c->page, d->things.items[i].from, d->things.items[i].to, WORD_LIST(lists)) > 0;
    doubt(j, those, DOUBT_WHAT, 0.9, MSG_DOUBT_WHAT_THOSE);
}

static void judge_duty(struct judging *j, const struct compiler *c, const struct making *d)
{
    doubt(j, d->verb == VERB_NONE, DOUBT_DUTY, 0.85, MSG_DOUBT_DUTY_VERBLESS);
    doubt(j, d->verb > VERB_NONE && d->verb < VERB_BARE, DOUBT_DUTY, 0.9, MSG_DOUBT_DUTY_VAGUE);
    bool nowhere = span_is_empty(d->to) && span_is_empty(d->mailbox) &&
                   !(d->channels & (1u << CHANNEL_PLATFORM | 1u << CHANNEL_OA));
    doubt(j, nowhere, DOUBT_DUTY, 0.94, MSG_DOUBT_DUTY_NOWHERE);
    doubt(j, d->inside, DOUBT_DUTY, 0.85, MSG_DOUBT_DUTY_INSIDE);
    doubt(j, d->has_due && d->verb == VERB_SEND && span_is_empty(d->verb_span), DOUBT_DUTY, 0.88,
          MSG_DOUBT_DUTY_SHARED);
    doubt(j, d->folded > 2, DOUBT_DUTY, 0.9, MSG_DOUBT_DUTY_FOLDED);
    enum { LONG = 240 }; /* 80 characters: one in seven of these was read wrong somewhere, of others one in fifteen */
    doubt(j, d->span.to - d->span.from > LONG, DOUBT_DUTY, 0.9, MSG_DOUBT_DUTY_LONG);
    doubt(j, c->blocks.items[d->block].letter > 0, DOUBT_DUTY, 0.92, MSG_DOUBT_DUTY_FORWARDED);
}

/* 每个分校去1名, 限报3项 */
static bool asks_number(const struct compiler *c, struct span s)
{
    struct quota_read q;
    bool asks =
        span_has_word(c, s, WORD_COUNTER) &&
        (span_has_word(c, s, WORD_AT_MOST) || span_has_word(c, s, WORD_AT_LEAST) || span_has_word(c, s, WORD_NAME) ||
         span_has(c, s, S("选派")) || span_has(c, s, S("确定")) || span_has(c, s, S("每")) || span_has(c, s, S("各1")));
    return asks && quota_in(c, s, &q);
}

/* 参赛选手名单 with no number, beside 国家级重点学校可推荐4至8名; a rule of names that only other duties have. */
static void compare_duties(struct makings *list)
{
    bool numbers = false, rules = false;
    for (size_t i = 0; i < list->n; i++) {
        numbers = numbers || list->items[i].has_quota;
        rules = rules || !span_is_empty(list->items[i].rule);
    }
    for (size_t i = 0; i < list->n; i++) {
        list->items[i].number_beside = numbers && !list->items[i].has_quota;
        list->items[i].rule_beside = rules && span_is_empty(list->items[i].rule);
    }
}

/* 申报单位报国资处, and elsewhere 国资处汇总后报财务处: what the sender's own office does with what it got, perhaps. */
static void find_receivers(const struct compiler *c, struct makings *list)
{
    for (size_t i = 0; i < list->n && list->n <= NEIGHBOURS; i++) {
        struct making *d = &list->items[i];
        struct span who = d->who_own && d->who.n == 1 ? d->who.items[0] : (struct span){0, 0};
        bool every = word_here(c, who.from, who.to, WORD_EVERY) > 0;
        for (size_t k = 0; who.to > who.from && !every && k < list->n; k++)
            d->receives_too = d->receives_too || (k != i && !span_is_empty(list->items[k].to) &&
                                                  str_find(text_of(c, list->items[k].to), text_of(c, who)) != STR_NONE);
    }
}

void leftovers_find(struct compiler *c, struct makings *list)
{
    compare_duties(list);
    find_receivers(c, list);
    for (uint32_t i = 0; i < c->blocks.n; i++) {
        struct block *b = &c->blocks.items[i];
        for (size_t k = 0; !b->tail && !b->counts && k < b->sentences.n; k++)
            b->counts = asks_number(c, b->sentences.items[k]);
    }
    for (size_t i = 0; i < list->n; i++) { /* what some duty took is not left */
        uint32_t block = list->items[i].has_quota ? block_at(c, list->items[i].quota.span.from) : 0;
        if (list->items[i].has_quota)
            c->blocks.items[block].counts = false;
    }
}

/* 提供3次说课的讲稿: a number in the duty's own words that is none of its quota. */
static bool number_inside(const struct compiler *c, const struct making *d)
{
    static const struct str counters[] = {S("次"), S("篇"), S("名"), S("个"), S("件"),
                                          S("项"), S("张"), S("支"), S("幅")};
    static const struct str times[] = {S("个工作日"), S("个月"),   S("个小时"),
                                       S("个自然日"), S("个学时"), S("个日历日")};
    for (uint32_t at = d->span.from, n; at < d->span.to && !d->has_quota; at += n ? n : 1) {
        n = digits_at(c->page, at, d->span.to);
        bool counts = n > 0 && page_has_any(c->page, at + n, d->span.to, WORD_LIST(counters)) > 0;
        if (counts && page_has_any(c->page, at + n, d->span.to, WORD_LIST(times)) == 0)
            return true;
    }
    return false;
}

/* A number stands near that no duty took, and may have been meant for it. */
static bool number_left(const struct compiler *c, const struct making *d)
{
    enum { NEAR = 60 }; /* blocks */
    uint32_t first = d->block > NEAR ? d->block - NEAR : 0;
    for (uint32_t i = first; i < c->blocks.n && i < d->block + NEAR; i++) {
        if (c->blocks.items[i].counts && same_letter(c, i, d->block))
            return true;
    }
    return false;
}

/* 明确1名分管领导和2名通讯员,将名单…报: the number may be of those who see to it. */
static bool counts_officers(const struct compiler *c, const struct making *d)
{
    enum { NEAR = 24 };
    static const struct str names[] = {S("明确"), S("确定"), S("指定"), S("安排"), S("落实")};
    struct span lead = page_lead(c->page, 0, d->quota.span.from, NEAR);
    return counts_people(c, &d->quota) && span_has_any(c, lead, WORD_LIST(names));
}

/* 明确1名统计员,…将汇总表报: the number is of those who see to it, and no list of them is asked for. */
bool counts_clerks(const struct compiler *c, const struct making *d)
{
    static const struct str told[] = {S("名单"),   S("员"),     S("人"),   S("姓名"), S("职务"), S("电话"), S("领导"),
                                      S("登记表"), S("推荐表"), S("回执"), S("手机"), S("方式"), S("信息")};
    bool other = d->has_quota && counts_officers(c, d);
    for (size_t i = 0; other && i < d->things.n; i++)
        other = !span_has_any(c, d->things.items[i], WORD_LIST(told));
    return other && d->things.n > 0;
}

/* What is told in another sentence holds for the duty more often than not. */
static void judge_lent(struct judging *j, const struct compiler *c, const struct making *d)
{
    bool mailed = span_is_empty(d->mailbox) || (d->mailbox.from >= d->span.from && d->mailbox.to <= d->span.to) ||
                  span_has(c, d->span, S("邮")) || span_has(c, d->span, S("电子"));
    bool counted = !d->has_quota || (d->quota.span.from >= d->span.from && d->quota.span.to <= d->span.to);
    doubt(j, !counted, DOUBT_QUOTA, 0.91, MSG_DOUBT_QUOTA_LENT);
    doubt(j, d->has_quota, DOUBT_QUOTA, 0.91, MSG_DOUBT_QUOTA_WHOSE); /* one in four of these was wrong */
    doubt(j, !d->has_quota && (d->number_beside || number_inside(c, d) || number_left(c, d)), DOUBT_QUOTA, 0.91,
          MSG_DOUBT_QUOTA_BESIDE);
    doubt(j, d->rule_beside, DOUBT_TITLE, 0.91, MSG_DOUBT_TITLE_BESIDE);
    doubt(j, !span_is_empty(d->rule) && !d->own_rule, DOUBT_TITLE, 0.91, MSG_DOUBT_TITLE_LENT);
    doubt(j, !mailed, DOUBT_MAILBOX, 0.9, MSG_DOUBT_MAILBOX_LENT);
    bool left = span_is_empty(d->mailbox) && c->draft->mailboxes.n > 0 && d->verb >= VERB_NAME;
    doubt(j, left, DOUBT_MAILBOX, 0.91, MSG_DOUBT_MAILBOX_BESIDE);
    doubt(j, d->has_quota && counts_officers(c, d), DOUBT_QUOTA, 0.91, MSG_DOUBT_QUOTA_OFFICERS);
}

/* The fields in doubt, the weakest first. */
static void tell(struct arena *a, const struct judging *j, struct doubts *r)
{
    bool told[DOUBT_FIELDS] = {0};
    for (;;) {
        int next = -1;
        for (int f = 0; f < DOUBT_FIELDS; f++)
            if (!told[f] && j->why[f] && (next < 0 || j->sure[f] < j->sure[next]))
                next = f;
        if (next < 0)
            return;
        told[next] = true;
        arena_push(a, r,
                   ((struct doubt){next, message_text(a, j->why[next], LANGUAGE_ZH, NULL),
                                   message_text(a, j->why[next], LANGUAGE_EN, NULL)}));
    }
}

double making_confidence(const struct compiler *c, const struct making *d, struct doubts *doubts_r)
{
    struct judging j = {0};
    double sure = SUREST;
    for (int f = 0; f < DOUBT_FIELDS; f++)
        j.sure[f] = j.weakest[f] = 1;
    judge_duty(&j, c, d);
    judge_who(&j, c, d);
    judge_what(&j, c, d);
    judge_due(&j, c, d);
    judge_lent(&j, c, d);
    for (int f = 0; f < DOUBT_FIELDS; f++)
        sure *= j.sure[f];
    tell(c->arena, &j, doubts_r);
    return sure;
}
