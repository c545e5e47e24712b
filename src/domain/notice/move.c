/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/move.h"

#include "domain/notice/apart.h"
#include "domain/notice/block.h"
#include "domain/notice/bracket.h"
#include "domain/notice/carry.h"
#include "domain/notice/counted.h"
#include "domain/notice/list.h"
#include "domain/notice/number.h"
#include "domain/notice/object.h"
#include "domain/notice/preamble.h"
#include "domain/notice/receiver.h"
#include "domain/notice/rhythm.h"
#include "domain/notice/rule.h"
#include "domain/notice/schedule.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

struct reader {
    struct compiler *c;
    struct moves *list;
    uint32_t block, sentence;
    struct span text; /* of the sentence */
    struct span heading;
    struct move now;
    struct spans parts;
    struct clause *clauses;        /* of the sentence; room for them is kept for the next one */
    size_t n_clauses, room, first; /* the clauses of `now` begin at first */
    bool listing;                  /* the clause before was nothing but units */
    bool counts;                   /* `now` holds a bounded number already */
    bool counted;                  /* … or any, beside a deadline */
    bool yearly;                   /* the sentence before told of every year, and its list goes on */
    struct spans held;             /* who owes by the list that goes on behind the semicolon */
    struct moments days;           /* the label's before the sentence: 资格审核(7月10日前)。 */
};

unsigned channels_of(const struct compiler *c, struct span s)
{
    static const struct {
        enum word_kind word;
        enum notice_channel channel;
    } ways[] = {{WORD_BY_PAPER, CHANNEL_PAPER}, {WORD_BY_PLATFORM, CHANNEL_PLATFORM},
                {WORD_BY_CHAT, CHANNEL_CHAT},   {WORD_BY_FAX, CHANNEL_FAX},
                {WORD_BY_OA, CHANNEL_OA},       {WORD_BY_MAIL, CHANNEL_MAIL}};
    unsigned all = 0;
    for (uint32_t at = s.from; (at = page_find(c->page, (struct span){at, s.to}, S("送至"))) != UINT32_MAX; at += 6) {
        static const struct str other[] = {S("报送至"), S("发送至"), S("传送至"), S("推送至")};
        all |= page_ends_any(c->page, s.from, at + 6, WORD_LIST(other)) ? 0 : 1u << CHANNEL_PAPER;
    }
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        all |= span_has_word(c, s, ways[i].word) ? 1u << ways[i].channel : 0;
    if (all & 1u << CHANNEL_OA)
        all &=
            ~(1u << CHANNEL_PLATFORM | (span_has(c, s, S("邮")) ? 0 : 1u << CHANNEL_MAIL)); /* the office's own mail */
    return all;
}

/* 短篇信息每周不少于2篇: a rhythm and a bound are a demand without a verb. */
void moves_drop(struct moves *list, size_t most, struct span s)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++) {
        bool inside = i < most && list->items[i].span.from >= s.from && list->items[i].span.from < s.to;
        if (!inside)
            list->items[kept++] = list->items[i];
    }
    list->n = kept;
}

bool is_paced(const struct move *m)
{
    return m->n_dues > 0 && m->dues[0].role == MOMENT_RHYTHM && m->has_quota && m->quota.bounded;
}

static bool is_move(const struct move *m)
{
    return m->verb.kind != VERB_NONE || (m->n_dues > 0 && (m->labelled || m->vague)) ||
           (m->has_quota && m->who.n > 0) || is_paced(m);
}

static bool moves_apart(struct reader *r, size_t next)
{
    for (size_t i = r->first; i < next; i++) {
        struct clause *k = &r->clauses[i];
        if (k->verb.kind >= VERB_BARE && k->verb.span.from == r->now.verb.span.from && k->moments.n > 1)
            return clause_apart(r->c, &r->now, k, r->list);
    }
    return false;
}

/* 按照市局通知的要求,报送材料: what was asked elsewhere. */
static bool as_asked(const struct compiler *c, struct span s, uint32_t verb)
{
    uint32_t by = page_find(c->page, s, S("按"));
    uint32_t asked = by != UINT32_MAX ? page_find(c->page, (struct span){by, s.to}, S("要求,")) : UINT32_MAX;
    return asked != UINT32_MAX && (verb < asked || !span_has(c, (struct span){asked + 7, verb}, S(",")));
}

/* A word of the kind stands in s, outside brackets: (人数较多的学院可推荐2名) gives no leave to all. */
static bool said_outside(const struct compiler *c, struct span s, enum word_kind kind)
{
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t past = page_skip(c->page, at);
        if (past == at && word_here(c, at, s.to, kind))
            return true;
        at = past > at ? past : page_next(c->page, at);
    }
    return false;
}

/*
 * 甲校于3月2日前,|乙校于3月6日前,将申报表报市局: each class by its day, and one verb for all; `now` is the last of them. Not
 * 辅导员于3月2日前完成审核,学院于3月6日前将名单报校: what the first does by its day is another thing.
 */
static void others_by_day(struct reader *r, size_t next)
{
    enum { SHORT = 3 };
    for (size_t i = r->first; i < next; i++) {
        const struct clause *k = &r->clauses[i];
        bool other = k->verb.kind == VERB_NONE && k->who.n > 0 && k->n_dues > 0 && !k->own && !k->condition &&
                     k->dues[0].role == MOMENT_DEADLINE && k->dues != r->now.dues && r->now.who.n > 0 &&
                     k->who.items[0].from != r->now.who.items[0].from && k->span.to <= k->dues[0].span.to + SHORT;
        if (!other)
            continue;
        struct move m = r->now;
        m.span.from = k->span.from;
        m.who = k->who;
        m.dues = k->dues;
        m.n_dues = k->n_dues;
        arena_push(r->c->arena, r->list, m);
    }
}

static void move_close(struct reader *r, size_t next)
{
    struct compiler *c = r->c;
    struct move *m = &r->now;
    if (next > r->first) {
        move_count(c, m, r->clauses + r->first, next - r->first);
        take_objects(&(struct stretch){c, m, r->clauses, r->first, next});
        m->channels = channels_of(c, m->span);
        m->modal = span_has_word(c, m->span, WORD_MODAL);
        m->as_said = span_has_word(c, m->span, WORD_AS_SAID) || as_asked(c, m->span, m->verb.span.from);
        m->leave = said_outside(c, m->span, WORD_LEAVE);
        for (size_t i = r->first; i < next && span_is_empty(m->to); i++) {
            const struct clause *k = &r->clauses[i];
            if (k->verb.kind != VERB_NONE)
                m->to = receiver_before(c, k);
            if (k->verb.kind != VERB_NONE && span_is_empty(m->to))
                m->to = receiver_of(c, k->verb, k->span.to);
        }
        uint32_t sign = page_find(c->page, m->span, S("@"));
        if (sign != UINT32_MAX)
            m->mailbox = (struct span){sign, sign + 1};
        if (m->verb.kind >= VERB_BARE && m->n_dues > 0)
            others_by_day(r, next);
        if (is_move(m) && !moves_apart(r, next)) {
            arena_push(c->arena, r->list, *m);
            if (m->has_quota && m->who.n > 0 && m->n_dues == 0)
                bracket_class(c, m, r->list);
            bracket_moves(c, &r->list->items[r->list->n - 1], r->list);
        }
    }
    r->now = (struct move){.block = r->block, .sentence = r->sentence};
    r->first = next;
    r->counts = r->counted = false;
}

/*
 * The clause says the deadline before it once more, and better: 一个月内上交,截止日期为11月10日 by its date; 于逢5日报送,即每月5日、15日…
 * in full; 当日报送,最迟不晚于次日上午 and 5月10日前报送,最迟不超过5月15日 the last day of grace.
 */
static bool dates_deadline(const struct compiler *c, const struct move *m, const struct clause *k)
{
    if (k->n_dues == 0 || m->n_dues == 0)
        return false;
    bool is = page_has(c->page, k->span.from, k->span.to, S("即"));
    bool latest = k->verb.kind < VERB_BARE && word_here(c, k->span.from, k->span.to, WORD_LATEST) > 0;
    bool by_date = k->labelled && k->verb.kind == VERB_NONE && m->dues[0].due.relative == RELATIVE_AFTER;
    return is || latest || by_date;
}

/* …前完成自查,重大隐患立即报安监站; 请将安排表于…前报教务处,请各任课教师将试卷报系部: what comes then has no part in that day. */
static bool leaves_day(const struct compiler *c, const struct move *m, const struct clause *k)
{
    static const struct str once[] = {S("立即"), S("随时"), S("第一时间")};
    static const struct str bad[] = {S("隐患"), S("险情"), S("事故"), S("异常"), S("突发"), S("灾情")};
    struct span lead = {k->span.from, k->verb.span.from};
    if (k->verb.kind < VERB_BARE || k->n_dues > 0 || m->n_dues == 0)
        return false;
    bool told = m->verb.kind >= VERB_BARE && m->who.n == 0 && k->who.n > 0 && span_has(c, lead, S("将"));
    return (span_has_any(c, lead, WORD_LIST(once)) && span_has_any(c, lead, WORD_LIST(bad))) ||
           (told && page_has(c->page, k->span.from, k->span.to, S("请各")));
}

/* True when the clause speaks of a further move: a second deadline, or another audience with a verb of its own. */
static bool opens_move(const struct reader *r, const struct clause *k)
{
    const struct compiler *c = r->c;
    const struct move *m = &r->now;
    bool counted = r->counts;
    bool complete = m->verb.kind >= VERB_JOIN || m->labelled || (counted && m->n_dues > 0);
    bool filled = m->verb.kind == VERB_FILL && m->n_dues > 0;
    if (k->who.n == 1 && k->n_dues == 0 && m->n_dues == 0 && counts_by(r->c, &m->who, k->who.items[0]))
        return false;
    if (k->condition)
        return complete && m->n_dues > 0;
    if (leaves_day(c, m, k))
        return true;
    if (dates_deadline(c, m, k) && k->who.n == 0)
        return false;
    const struct moment *due =
        m->n_dues > 0 ? &m->dues[0] : NULL; /* 答辩前…提交,截止时间为3月26日; 活动结束后填写,于9月30日前报送 */
    bool open = due != NULL && due->role == MOMENT_AFTER && due->due.n == 0 && k->who.n == 0;
    if (k->n_dues > 0 && due != NULL && due->role != MOMENT_UNTOLD && !open)
        return (complete || filled) &&
               (!same_due(&m->dues[0].due, &k->dues[0].due) || other_rhythm(c, &m->dues[0], &k->dues[0]) ||
                (k->who.n > 0 && k->verb.kind >= VERB_BARE && m->who.n > 0));
    if (complete && k->verb.kind >= VERB_BARE && page_has(c->page, k->span.from, k->span.to, S("涉及")) &&
        span_has(c, m->span, S("涉及")))
        return true; /* 涉及甲的材料报送至…,涉及乙的材料报送至… */
    if (complete && m->n_dues > 0 && k->n_dues == 0 && k->who.n > 0 && span_has(c, k->span, S("还应同时")))
        return true; /* 各单位于…前报甲表,乡镇还应同时上报乙表 */
    bool new_who = k->who.n > 0 && m->who.n > 0 && !is_anyone(c, &k->who) && !is_as_unit(c, &k->who) &&
                   k->who.items[0].from != m->who.items[0].from;
    bool counts = k->has_quota;
    if (new_who && m->verb.kind == VERB_FILL && k->verb.kind == VERB_FILL && m->n_dues == 0 && k->n_dues == 0)
        return true; /* 甲填写附件4,乙填写附件5,须于…前提交 */
    if (new_who && counts && complete && r->counted && k->n_dues == 0)
        return true; /* …前报送,每所学校限报4项,示范学校限报8项 */
    if (new_who && (m->n_dues > 0 ? complete && k->verb.kind >= VERB_BARE : complete || counted))
        return k->verb.kind >= VERB_JOIN || counts;
    return counts && counted && (k->who.n > 0 || k->further) && m->who.n > 0;
}

/* The clause's subject is the stretch's from here on. */
static bool new_subject(const struct compiler *c, const struct move *m, const struct clause *k)
{
    bool how = is_as_unit(c, &k->who) && m->who.n > 0; /* 各地…,以县为单位… */
    static const struct str persons[] = {S("教师"), S("学生"), S("班主任"), S("老师"), S("个人"), S("职工")};
    bool person = k->who.n > 0 && k->verb.kind <= VERB_JOIN && /* 以校为单位,教师报名 */
                  page_has_any(c->page, k->who.items[0].from, k->span.to, WORD_LIST(persons));
    bool vague = m->who.n == 0 || (is_anyone(c, &m->who) && !how) || (is_as_unit(c, &m->who) && !person);
    bool counts =
        k->who.n == 1 && m->who.n > 0 && !m->has_quota && k->has_quota && counts_by(c, &m->who, k->who.items[0]);
    bool takes_over = k->n_dues > 0 || (k->verb.kind >= VERB_BARE && m->verb.kind < VERB_BARE);
    uint32_t please = k->span.from + page_eat(c->page, k->span.from, k->span.to, S("请"));
    bool unasked = m->verb.kind == VERB_NONE && m->n_dues == 0 && !m->has_quota && k->who.n > 0 && !how &&
                   k->who.items[0].from == please &&
                   (please > k->span.from || page_has(c->page, please, k->span.to, S("各")));
    return k->who.n > 0 && !counts && !has_received(c, m, k) &&
           (vague || (unasked && !is_anyone(c, &k->who)) || passes_on_next(c, m, k) ||
            (takes_over && !how && (is_behind_by(c, &k->who) || !is_anyone(c, &k->who))));
}

static void move_take(struct reader *r, struct clause *k)
{
    struct move *m = &r->now;
    if (tells_of_others(r->c, m, k))
        k->who.n = 0;
    bool list_on = r->listing && k->who.n > 0;
    for (size_t i = 0; list_on && i < k->who.n; i++)
        arena_push(r->c->arena, &m->who, k->who.items[i]);
    r->listing = k->names_only;
    bool by = is_behind_by(r->c, &k->who), sent = m->verb.kind >= VERB_BARE; /* 候选人填写,由各单位汇总后报送 */
    bool named = m->verb.kind == VERB_NAME && m->has_quota && m->who.n > 0 && k->verb.kind == VERB_NONE;
    if (by && ((sent && m->n_dues > 0) || named) && k->n_dues == 0)
        k->who.n = 0; /* …前交校工会存档,由校工会报上级; 各市推荐1个,由省局汇总后确定: what comes then */
    bool asks = k->who.n == 0 && page_has(r->c->page, k->span.from, k->span.to, S("请"));
    if (asks && sent && m->n_dues == 0 && is_behind_by(r->c, &m->who))
        m->who.n = 0; /* 材料由学生处统一上报,请将材料于…前发至…: the readers */
    if (!list_on && new_subject(r->c, m, k))
        m->who = k->who;
    bool late = k->condition && m->verb.kind == VERB_NONE && m->n_dues == 0 && !m->owed && !r->counts;
    if (span_is_empty(m->span) || (late && m->who.n == 0)) { /* 原则上都要征订,如确无需征订的,… */
        m->span.from = k->span.from;
        m->conditional = k->condition;
    }
    bool ours = k->own && m->verb.kind >= VERB_BARE && k->n_dues == 0 && !m->labelled;
    m->span.to = ours ? m->span.to : k->span.to; /* …前报我会,我会将组织评选: what comes then is no part of it */
    m->nil = m->nil || k->nil;
    if (k->own && m->labelled && m->verb.kind == VERB_NONE) {
        m->labelled = false; /* 11月20日前,学院联系专家研判: under a heading 申报时间, yet the sender's */
        m->n_dues = 0;
    }
    m->owed = m->owed || k->owed;
    bool again = dates_deadline(r->c, m, k);
    enum notice_each each = again ? m->dues[0].each : EACH_ONCE;
    bool labelled = again && m->labelled;
    if (again)
        m->n_dues = 0;
    if (k->n_dues > 0 &&
        (m->n_dues == 0 || (m->verb.kind == VERB_NONE && !m->labelled) || m->dues[0].role > k->dues[0].role)) {
        m->dues = k->dues;
        m->n_dues = k->n_dues;
        m->labelled = k->labelled || labelled;
        m->vague = k->vague;
        if (each == EACH_EVENT) /* 事发当日报送,最迟不晚于次日上午 */
            m->dues[0].each = each;
    }
    bool better = k->verb.kind > m->verb.kind || (k->n_dues > 0 && k->verb.kind >= VERB_JOIN);
    if (k->verb.kind != VERB_NONE && (better || m->verb.kind == VERB_NONE))
        m->verb = k->verb;
}

/* 每月5日前,各局填报甲表,各中心填报乙表: the deadline stands before them both. */
static bool due_before_who(const struct reader *r, const struct clause *k)
{
    const struct move *m = r->list->n > 0 ? &r->list->items[r->list->n - 1] : NULL;
    return m != NULL && m->sentence == r->sentence && k->who.n > 0 && k->verb.kind == VERB_SEND && m->n_dues > 0 &&
           m->who.n > 0 && m->dues[0].span.from < m->who.items[0].from;
}

/* The deadline of the move before holds for the one that begins. */
static void share_due(struct reader *r)
{
    const struct move *before = r->list->n > 0 ? &r->list->items[r->list->n - 1] : NULL;
    if (before == NULL || before->sentence != r->sentence)
        return;
    r->now.dues = before->dues;
    r->now.n_dues = before->n_dues;
}

/* …前将论文报市局,各县限报5篇,市直学校限报2篇: the next class owes the same, by the same day. */
static void share_all(struct reader *r, const struct clause *k)
{
    const struct move *before = r->list->n > 0 ? &r->list->items[r->list->n - 1] : NULL;
    share_due(r);
    if (k->verb.kind == VERB_NONE && before != NULL)
        r->now.verb = (struct verb){{k->span.from, k->span.from}, before->verb.kind};
    if (r->now.n_dues > 0)
        r->now.things = (struct spans){before->things.items, before->things.n, before->things.n};
}

/* 各分校提交不少于20篇,各系提交不少于10篇,并于5月15日前交至…: one deadline for the classes before it. */
static void due_of_all(struct reader *r, const struct clause *k)
{
    struct moves *list = r->list;
    for (size_t i = list->n; i-- > 0 && list->items[i].sentence == r->sentence;) {
        struct move *m = &list->items[i];
        bool fills = m->verb.kind == VERB_FILL ||
                     str_eq(text_of(r->c, m->verb.span), S("填报")); /* 甲填报甲表,乙填报乙表,于…前报 */
        static const struct str alls[] = {S("都在"), S("均在"),   S("均于"),    S("均为"),
                                          S("都于"), S("截止日"), S("截止时间")};
        bool both = m->verb.kind >= VERB_BARE && m->things.n > 0 && r->list->items[i].sentence == r->sentence &&
                    page_has_any(r->c->page, k->span.from, k->span.to, WORD_LIST(alls)) > 0;
        bool filled =
            fills && m->things.n > 0 && k->who.n == 0 && (k->verb.kind == VERB_NONE || k->verb.kind >= VERB_BARE);
        if ((!m->has_quota && !filled && !both) || m->who.n == 0 || m->n_dues > 0)
            break;
        m->dues = k->dues;
        m->n_dues = k->n_dues;
        if (m->verb.kind == VERB_NONE)
            m->verb = (struct verb){{m->span.to, m->span.to}, k->verb.kind};
        bool own = (fills || both) && r->now.verb.kind != VERB_NONE &&
                   r->now.who.n > 0; /* what it fills in is told in its own clause */
        r->now.things = r->now.things.n || own ? r->now.things : m->things;
    }
}

/* 教师, 出访人员: whose return or completion may come any day. */
static bool of_persons(const struct compiler *c, const struct clause *k)
{
    return asks_persons(c, k) && span_has(c, k->span, S("完成")) && !span_has(c, k->span, S("活动"));
}

static void clauses_read(struct reader *r, struct span s)
{
    struct compiler *c = r->c;
    struct spans *parts = &r->parts;
    parts->n = 0;
    counted_parts(c, s, parts);
    if (parts->n > r->room) {
        r->room = 2 * parts->n;
        r->clauses = arena_many(c->arena, struct clause, r->room);
    }
    r->n_clauses = 0;
    r->first = 0;
    r->text = s;
    c->calendar.said = DAY_NONE;
    c->calendar.daily =
        c->calendar.daily && s.from > 0 && c->page->text.at[s.from - 1] == ';'; /* 每天9:00前…;…9:30前… */
    bool own = false; /* the sender's own step, until somebody else is named */
    for (size_t i = 0; i < parts->n; i++) {
        struct clause *k = &r->clauses[r->n_clauses];
        *k = (struct clause){.span = parts->items[i]};
        uint32_t told = page_find(c->page, k->span, S("如下:"));
        if (told != UINT32_MAX && told + 7 < k->span.to)
            k->span.from = told + 7; /* 现将要求明确如下:请各支部…: the demand begins behind it */
        if (is_late_clause(c, k->span))
            continue;
        r->n_clauses++;
        clause_read(c, k, r->heading, &own);
        same_time(c, r->list, k);
        bool listed = r->n_clauses > 1 && k[-1].names_only && k->who.n == 0 && k->n_dues == 0;
        struct spans more = {0};
        if (listed && all_names(c, k->span, &more)) { /* …协会,高校和企业科协,…: the list of units goes on */
            k->who = more;
            k->names_only = true;
        }
        for (size_t d = 0; d < k->n_dues; d++) {
            bool plain = day_is_set(k->dues[d].due.date) && k->dues[d].dates.to.year == 0;
            if (r->yearly && plain && k->dues[d].each == EACH_ONCE)
                k->dues[d].each = EACH_YEARLY; /* 每年5月25日前…;8月10日前… */
            bool times = k->dues[d].role == MOMENT_AFTER && span_has(c, k->span, S("每次"));
            if (k->dues[d].due.relative == RELATIVE_AFTER && (k->dues[d].role == MOMENT_DEADLINE || times))
                k->dues[d].each = again_after(c, (struct span){s.from, k->span.to}, k->dues[d].each);
            if (k->dues[d].due.relative == RELATIVE_AFTER && of_persons(c, &r->clauses[0]))
                k->dues[d].each = EACH_EVENT; /* 教师完成进修后一周内 */
        }
    }
}

/* (本校教师请在…前把电子稿交…。): a sentence in brackets is one. */
static struct span without_brackets(const struct compiler *c, struct span s)
{
    uint32_t end = s.to - (s.to >= s.from + 3 && page_has(c->page, s.to - 3, s.to, S("。")) ? 3 : 0);
    bool whole = end > s.from && c->page->text.at[s.from] == '(' && c->page->twin[s.from] + 1 == end;
    return whole ? (struct span){s.from + 1, end - 1} : s;
}

/*
 * …报县局,县局初审后,|于5月20日前统一上报; 党员每月缴纳后,支部应及时登记,|每月底前交党委: who names its deed only, and by when it goes
 * on stands in the next clause.
 */
static bool leads_next(const struct reader *r, size_t i)
{
    const struct clause *k = &r->clauses[i - 1], *next = &r->clauses[i];
    bool deed = k->verb.kind == VERB_NONE || (k->verb.kind < VERB_NAME && next->verb.kind >= VERB_BARE);
    return i > r->first + 1 && next->who.n == 0 && k->who.n > 0 && deed && k->n_dues == 0 && !k->condition &&
           !k->names_only && !k->has_quota && !is_anyone(r->c, &k->who);
}

/* 请组织教职工报名,并于4月8日前,|各小组将报名表报…: the day stands before who hands in. */
static bool day_before(const struct reader *r, size_t i)
{
    const struct clause *k = &r->clauses[i], *day = k - 1;
    return i > r->first + 1 && k->who.n > 0 && k->n_dues == 0 && k->verb.kind >= VERB_BARE && day->n_dues > 0 &&
           day->verb.kind == VERB_NONE && day->who.n == 0 && r->now.dues == day->dues;
}

/* 各县区推荐3名,市直推荐2名,并于5月20日前将推荐表报市局: each class hands in what the last clause does. */
static void classes_share(struct reader *r)
{
    struct moves *list = r->list;
    const struct move *last = list->n > 0 ? &list->items[list->n - 1] : NULL;
    if (last == NULL || last->sentence != r->sentence || last->verb.kind < VERB_FILL || !last->has_quota)
        return;
    for (size_t i = list->n - 1; i-- > 0 && list->items[i].sentence == r->sentence;) {
        struct move *m = &list->items[i];
        if (m->dues != last->dues || m->who.n == 0 || last->who.n == 0 || !m->has_quota)
            break;
        for (size_t t = 0; t < last->things.n; t++)
            thing_once(r->c, last->things.items[t], &m->things);
        m->to = span_is_empty(m->to) ? last->to : m->to;
        m->mailbox = span_is_empty(m->mailbox) ? last->mailbox : m->mailbox;
        m->verb.kind = last->verb.kind > m->verb.kind ? last->verb.kind : m->verb.kind;
    }
}

/* 3月10日前,各校报送方案;|6月30日前,报送中期报告: one list, and one subject for it. */
static void subject_holds(struct reader *r)
{
    bool dated =
        r->n_clauses > 0 && r->clauses[0].n_dues > 0 && r->clauses[0].dues[0].span.from == r->clauses[0].span.from;
    bool named = false;
    for (size_t i = 0; i < r->n_clauses; i++)
        named = named || r->clauses[i].who.n > 0 || r->clauses[i].own;
    if (dated && !named)
        r->now.who = r->held;
}

/* What the sentence leaves to the next one of its list. */
static void leave_to_next(struct reader *r, struct span s)
{
    const struct move *last = r->list->n > 0 ? &r->list->items[r->list->n - 1] : NULL;
    bool ours =
        last != NULL && last->sentence == r->sentence && last->n_dues > 0 && r->c->page->text.at[s.to - 1] == ';';
    r->yearly = ours && last->dues[0].each == EACH_YEARLY;
    r->held =
        ours && last->verb.kind >= VERB_BARE && last->dues[0].role == MOMENT_DEADLINE ? last->who : (struct spans){0};
}

static void sentence_read(struct reader *r, struct span s)
{
    enum { LABEL_BYTES = 48 };
    struct compiler *c = r->c;
    s = without_brackets(c, s);
    struct moments days = {0};
    struct span label = {s.from, schedule_label(c, s, &days)};
    s.from = label.to;
    clauses_read(r, s);
    if (label.to > label.from)
        schedule_days(c, r->clauses, r->n_clauses, &days, label);
    else if (r->days.n > 0)
        schedule_days(c, r->clauses, r->n_clauses, &r->days,
                      page_lead(c->page, 0, r->days.items[0].span.from, LABEL_BYTES));
    r->now = (struct move){.block = r->block, .sentence = r->sentence};
    subject_holds(r);
    r->listing = r->counts = r->counted = false;
    clauses_count(c, r->clauses, r->n_clauses);
    clauses_share(c, r->clauses, r->n_clauses);
    for (size_t i = 0; i < r->n_clauses; i++) {
        struct clause *k = &r->clauses[i];
        bool next = i > r->first && leads_next(r, i) && r->now.verb.kind >= VERB_BARE && k->verb.kind >= VERB_BARE &&
                    k->n_dues > 0 && r->now.n_dues == 0; /* …报县局,由县局汇总后,于…前报市局 */
        if (!r->listing && (next || opens_move(r, k))) {
            struct spans who = r->now.who;
            bool class = r->counted && k->has_quota && k->who.n > 0 && k->n_dues == 0;
            bool dated = day_before(r, i), led = leads_next(r, i) || dated;
            if (led) {
                r->now.span.to = k[-2].span.to;
                r->now.verb.kind = r->now.verb.span.from >= k[-1].span.from ? VERB_NONE : r->now.verb.kind;
                r->now.n_dues = dated ? 0 : r->now.n_dues;
            }
            move_close(r, i - led);
            if (led)
                move_take(r, k - 1);
            if (class)
                share_all(r, k);
            bool then = page_ends_any(c->page, k->span.from, k->verb.span.from, &S("同时"), 1) > 0;
            if (k->n_dues == 0 &&
                (page_has(c->page, k->span.from - 3, k->span.from, S("、")) || due_before_who(r, k) || then))
                share_due(r); /* 每天15时前,分别由甲报…、乙报…: by the same hour */
            if (k->who.n == 0 && !led)
                r->now.who = who; /* the subject holds on: …；此后每周至少上报一篇 */
        }
        move_take(r, k);
        if (k->n_dues > 0 && (k->who.n == 0 || page_has(c->page, k->span.from, k->span.to, S("并"))))
            due_of_all(r, k);
        bool paced = k->has_quota && k->quota.bounded && k->n_dues > 0 && k->dues[0].role == MOMENT_RHYTHM;
        r->counts = r->counts || (k->has_quota && r->now.n_dues == 0) || paced;
        r->counted = r->counted || (k->has_quota && r->now.n_dues > 0);
    }
    move_close(r, r->n_clauses);
    classes_share(r);
    leave_to_next(r, s);
}

static bool is_dated(const struct move *m)
{
    return m->n_dues > 0 && (m->dues[0].role <= MOMENT_DEADLINE || m->dues[0].role == MOMENT_UNTOLD);
}

void moves_read(struct compiler *c, struct moves *list)
{
    struct reader r = {.c = c, .list = list};
    bool headed = false;
    for (uint32_t b = 0; b < c->blocks.n; b++) {
        struct block *block = &c->blocks.items[b];
        if (block->tail)
            continue;
        r.block = b;
        r.held = (struct spans){0};
        if (!headed)
            r.days = (struct moments){0}; /* moves keep the last ones */
        headed = schedule_heads(c, b, &r.days);
        if (headed) {
            r.sentence += (uint32_t)block->sentences.n;
            continue;
        }
        r.heading = heading_above(c, b);
        struct span announced = announced_by(c, b);
        r.heading = span_is_empty(announced) ? r.heading : announced;
        size_t preamble = preamble_of(c, &block->sentences);
        for (size_t i = 0; i < block->sentences.n; i++, r.sentence++) {
            struct span s = block->sentences.items[i];
            if (asks_nothing(c, s) ||
                (i == 0 && block->sentences.n > 1 && schedule_is_label(c, s, block->sentences.items[1], &r.days)))
                continue;
            if (i + 1 < block->sentences.n && schedule_joins(c, s, block->sentences.items[i + 1]))
                s.to = block->sentences.items[++i].to;
            size_t before = list->n;
            uint32_t behind = 0;
            struct span label = i == 1 ? label_of(c, block->sentences.items[0], &behind) : (struct span){0, 0};
            if (i == 1 && span_is_empty(label))
                label = way_before(c, block->sentences.items[0], s, &behind);
            if (behind == s.from) /* 【报送时间】5月20日前。 */
                r.heading = label;
            sentence_read(&r, i == 0 ? without_label(c, s) : s);
            uint32_t told = i < preamble ? below_of(c, s) : 0;
            while (list->n > before && list->items[list->n - 1].span.from < told &&
                   !is_dated(&list->items[list->n - 1]))
                list->n--; /* what others decided, told before 通知如下 */
            struct span rule = {0};
            if (list->n > before)
                rule_in(c, s, &rule);
            for (size_t m = before; m < list->n; m++) {
                list->items[m].heading = i == 0 && block->level != LEVEL_NONE && s.to - s.from < 90;
                list->items[m].rule = rule;
                list->items[m].listed = list->items[m].listed || (list->items[m].labelled && !span_is_empty(announced));
            }
        }
    }
}
