/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/clause.h"

#include "domain/notice/bracket.h"
#include "domain/notice/counted.h"
#include "domain/notice/making.h"
#include "domain/notice/own.h"
#include "domain/notice/receiver.h"
#include "domain/notice/schedule.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

enum { NEXT_BYTES = 600 }; /* how far behind a date its verb is looked for */

/* 报送时间, 截止日期: a heading whose date is a deadline. 活动时间 is none. */
static bool is_due_label(const struct compiler *c, struct span s)
{
    bool time = span_has_word(c, s, WORD_DUE_TIME);
    bool hand = span_has_word(c, s, WORD_DUE_OF) || span_has_word(c, s, WORD_SEND) || span_has_word(c, s, WORD_JOIN);
    bool page = span_has(c, s, S("浏览")) || span_has(c, s, S("点击")) || span_has(c, s, S("来源")) ||
                span_has(c, s, S("作者")); /* 作者:… 上传时间: is the page's own */
    bool span = span_has(c, s, S("起止")); /* from when to when, not by when */
    return time && hand && !page && !span && s.to - s.from < 75;
}

static bool same_reach(const struct compiler *c, const struct moment *a, const struct moment *b)
{
    if (a->span.from == b->span.from)
        return true;
    struct str between = text_of(c, (struct span){a->span.to, b->span.from});
    bool both =
        a->role == MOMENT_DEADLINE && b->role == MOMENT_DEADLINE && day_is_set(a->due.date) && day_is_set(b->due.date);
    if (both && between.n <= 9)
        return true; /* 春季6月5日前秋季12月5日前 */
    return str_eq(between, S("、")) || str_eq(between, S("和")) || str_eq(between, S("及")) || str_eq(between, S(","));
}

/* Nothing but a full stop, a semicolon or 止 stands behind the moment. */
static bool ends_with_moment(const struct compiler *c, const struct clause *k, const struct moment *m)
{
    uint32_t end = m->span.to;
    while (end < k->span.to && (c->page->text.at[end] == ';' || page_has(c->page, end, k->span.to, S("。")) ||
                                page_has(c->page, end, k->span.to, S("止"))))
        end = page_next(c->page, end);
    return end >= k->span.to;
}

/* 系统将于11月18日24时关闭: what is filled in there ends then. */
static bool closes(const struct compiler *c, const struct clause *k, const struct moment *m)
{
    static const struct str doors[] = {S("系统"), S("平台"), S("报名通道"), S("申报通道")};
    return k->verb.kind == VERB_NONE && m->role == MOMENT_DEADLINE &&
           page_ends_any(c->page, m->span.from, m->span.to, &S("关闭"), 1) > 0 &&
           span_has_any(c, (struct span){k->span.from, m->span.to}, WORD_LIST(doors));
}

/* 时间要求:5月20日前, 四、时间节点 and below it 5月20日前: when, and not what. 时间安排:6月1日 may be an event's. */
static bool is_vague_label(const struct compiler *c, const struct clause *k, const struct moment *m,
                           struct span heading)
{
    enum { BETWEEN = 30 }; /* 自通知发布之日起至 */
    const struct page *p = c->page;
    uint32_t from = k->span.from + (page_has(p, k->span.from, k->span.to, S("【")) ? 3 : 0);
    uint32_t n = word_here(c, from, m->span.from, WORD_VAGUE_LABEL);
    n = n == 0 && m->role == MOMENT_DEADLINE && page_has(p, from, m->span.from, S("时间:")) ? 6 : n;
    bool above = n == 0 && !span_is_empty(heading) &&
                 word_here(c, heading.from, heading.to, WORD_VAGUE_LABEL) == heading.to - heading.from;
    struct span label = above ? heading : (struct span){from, from + n};
    if (closes(c, k, m))
        return true;
    bool event = m->role == MOMENT_DATE && span_has(c, label, S("安排"));
    bool timed = m->role == MOMENT_DATE || m->role == MOMENT_DEADLINE;
    return (above || n > 0) && timed && !event && k->verb.kind == VERB_NONE && day_is_set(m->due.date) &&
           m->span.from - (from + n) <= BETWEEN && ends_with_moment(c, k, m);
}

/*
 * 网上申报:5月15日-6月20日;寄送材料:截至6月22日;纸质版:6月25日前: the way or the thing is the label, and behind it stands nothing but
 * its time.
 */
static bool is_way_label(const struct compiler *c, const struct clause *k, const struct moment *m, struct span heading)
{
    static const struct str schedules[] = {S("安排"), S("赛程"), S("日程"), S("进度"), S("流程"), S("步骤"), S("阶段")};
    if (span_has_any(c, heading, WORD_LIST(schedules)))
        return false; /* 三、赛程安排 1.项目申报:3月10日-4月9日 tells how it goes */
    enum { SHORT = 42, LONG = 75 };
    uint32_t from = k->span.from, colon = m->span.from - word_before(c->page, from, m->span.from, WORD_UNTIL);
    bool alone = k->span.to >= page_end(c->page) || c->page->text.at[k->span.to] != ',';
    bool above = colon == from && alone && heading.to - heading.from <= SHORT; /* 2.网上申报。5月15日至6月20日。 */
    bool here = colon > from && c->page->text.at[colon - 1] == ':' && colon - from <= LONG;
    struct verb sends;
    bool task = here && thing_ends(c, (struct span){from, colon - 1}) &&
                verb_in(c, (struct span){from, colon - 1}, &sends) && sends.kind == VERB_SEND &&
                sends.span.to < colon - 1; /* 学院提交学位申请汇总表:11月6日 */
    here = here && (task || colon - from <= SHORT);
    if ((!above && !here) || !ends_with_moment(c, k, m))
        return false;
    struct span label = above ? heading : (struct span){from, colon - 1};
    bool timed = m->dates.is_range || m->role == MOMENT_DEADLINE || (task && m->role == MOMENT_DATE);
    bool hands = span_has_word(c, label, WORD_SEND) || span_has_word(c, label, WORD_JOIN) ||
                 span_has_word(c, label, WORD_DUE_OF);
    bool thing = m->role == MOMENT_DEADLINE && thing_ends(c, label);
    struct span step = {label.from, task ? sends.span.from : label.to}; /* 提交|审核材料 */
    return timed && day_is_set(m->due.date) && (hands || thing) && !span_has_word(c, label, WORD_EVENT_LABEL) &&
           !span_has_word(c, step, WORD_OTHER_STEP);
}

/* The sentence that s ends with sends something. */
static bool sends_last(const struct compiler *c, struct span s)
{
    s.from = page_sentence(c->page, s.from, s.to);
    return span_has_word(c, s, WORD_SEND) || (span_has(c, s, S("将")) && span_has_word(c, s, WORD_BARE));
}

static bool labelled_here(const struct compiler *c, const struct clause *k, const struct moment *m, struct span heading)
{
    uint32_t from = k->span.from;
    struct span lead = {from, m->span.from}, label = page_lead(c->page, from, lead.to, 30);
    enum { BEFORE_BYTES = 120 };
    static const struct str whens[] = {S("时间为"), S("时间是"), S("时间:")};
    static const struct str times[] = {S("报送时间"), S("上报时间"), S("提交时间"), S("填报时间"), S("报名时间")};
    uint32_t colon = m->span.from - (m->span.from > from && c->page->text.at[m->span.from - 1] == ':');
    bool sent = page_ends_any(c->page, from, colon, WORD_LIST(times)) > 0; /* 评选类项目报送时间 */
    if (k->verb.kind == VERB_NONE && !sent && span_has_word(c, label, WORD_OTHER_STEP))
        return false; /* 审核截止时间 is not the reporters' */
    bool adverb = page_has(c->page, m->span.from - 3, m->span.from, S("于")) ||
                  page_has(c->page, m->span.from - 3, m->span.from, S("迟")) ||
                  page_has(c->page, m->span.from - 3, m->span.from, S("晚"));
    bool idle = adverb && k->verb.kind == VERB_NONE; /* 答辩小组须于6月2日前|完成成绩评定: nothing is handed in */
    bool work = word_before(c->page, from, m->span.from, WORD_DEADLINE_IS) > 0 && /* 答辩工作须于6月2日前完成 */
                page_ends_any(c->page, from, m->span.from - word_before(c->page, from, m->span.from, WORD_DEADLINE_IS),
                              &S("工作"), 1) > 0;
    if (idle && (work || k->span.to > m->span.to + 9))
        return false;
    if (word_before(c->page, from, m->span.from, WORD_DEADLINE_IS))
        return !adverb || k->verb.kind < VERB_BARE; /* 务必于…前报送 is no label */
    if (lead.to - lead.from < 60 && is_due_label(c, lead))
        return true;
    struct span before = {from > BEFORE_BYTES ? from - BEFORE_BYTES : 0, from};
    if (page_has_any(c->page, from, m->span.from, WORD_LIST(whens)) == lead.to - from && lead.to > from &&
        page_has(c->page, from - 1, from, S(",")) && m->dates.is_range && sends_last(c, before))
        return true; /* …将征订单报市教育局,时间为4月10日至12日 */
    if (is_way_label(c, k, m, heading) || schedule_names(c, k, m, heading))
        return true;
    static const struct str held[] = {S("举行"), S("举办"), S("召开"), S("开展")};
    if (k->verb.kind == VERB_NONE && page_has_any(c->page, m->span.to, k->span.to, WORD_LIST(held)) > 0)
        return false; /* 三、申报方式和时间, and below it (三)终评:1月上旬举行 */
    bool is = page_has(c->page, lead.to - 3, lead.to, S("为")) || page_has(c->page, lead.to - 1, lead.to, S(":"));
    bool named =
        is && lead.to - lead.from < 120 && k->verb.kind == VERB_NONE; /* 五、上报时间 《工资价位表》为1月7日前 */
    return (lead.to - lead.from < 30 || named) && !span_is_empty(heading) && is_due_label(c, heading);
}

/* A plain day that its clause begins with and that is not over when the letter is written. */
static bool is_to_come(const struct compiler *c, const struct clause *k, const struct moment *m)
{
    return !m->dates.is_range && m->span.from == k->span.from && day_is_set(m->due.date) &&
           (!day_is_set(c->calendar.issued) || m->due.date.n >= c->calendar.issued.n);
}

/*
 * The date has a clause of its own and the verb of handing in stands in the next: 于8月15日-9月28日期间,登录…填报…;
 * 请于5月25日9:00(务必按时),将申请书交到….
 */
static bool spans_next(const struct compiler *c, const struct clause *k, const struct moment *m)
{
    const struct page *p = c->page;
    uint32_t rest = m->span.to;
    if (rest < k->span.to && p->text.at[rest] == '(')
        rest = page_skip(p, rest);
    struct str tail = text_of(c, (struct span){rest, k->span.to > rest ? k->span.to : rest});
    uint32_t between = page_has_any(p, rest, k->span.to, (struct str[]){S("期间"), S("之间")}, 2);
    struct str act =
        text_of(c, (struct span){rest + between, k->span.to > rest + between ? k->span.to : rest + between});
    bool during = (between > 0 && act.n == 0) || str_starts(act, S("登录")) || str_starts(act, S("登陆"));
    bool range = m->dates.is_range && during;
    bool at = tail.n == 0 && word_before(p, k->span.from, m->span.from, WORD_AT) &&
              !word_before(p, k->span.from, m->span.from, WORD_SET);
    uint32_t from = k->span.to < page_end(p) ? page_next(p, k->span.to) : k->span.to, to = from;
    /* 7月6日至9月20日,采用纸质申报,各单位将…报送…: a range alone holds for its whole sentence. */
    bool alone = m->dates.is_range && m->span.from == k->span.from && m->span.to == k->span.to;
    bool object = at && page_has(p, from, page_end(p), S("将")); /* 于5月25日,将申请书一份,交到… */
    bool day = is_to_come(c, k, m) && m->span.to == k->span.to;  /* 11月底,各单位将材料报送至… */
    if (!range && !alone && !object && !day)
        return false;
    while (to < page_end(p) && to - from < NEXT_BYTES && (alone || object || range || p->text.at[to] != ',') &&
           p->text.at[to] != ';' && !page_has(p, to, page_end(p), S("。"))) {
        uint32_t past = page_skip(p, to);
        to = past > to ? past : page_next(p, to);
    }
    struct span rest_of = {from, to};
    if (m->dates.is_range && (span_has_word(c, rest_of, WORD_DAILY) || span_has_word(c, rest_of, WORD_WEEKLY)))
        return false; /* 11日至19日期间,每天16:30前…: the days of the rhythm */
    struct verb v;
    return verb_in(c, rest_of, &v) && v.kind >= (alone || day ? VERB_BARE : VERB_JOIN);
}

/* 5月20日各学院将名单报教务处: a day to come, right before what is done on it. */
static bool on_the_day(const struct compiler *c, const struct clause *k, const struct moment *m)
{
    struct span between = {m->span.to, k->verb.span.from};
    bool label = m->span.from > k->span.from && c->page->text.at[m->span.from - 1] == ':'; /* 发布日期:2014-05-20 */
    bool to_come = day_is_set(m->due.date) && (!day_is_set(c->draft->issued) || m->due.date.n >= c->draft->issued.n);
    bool other = span_has_word(c, between, WORD_EVENT_VERB) || span_has(c, between, S("起")) ||
                 span_has(c, between, S("会")) || span_has(c, between, S("完成"));
    return to_come && !label && !m->dates.damaged && k->verb.kind >= VERB_BARE && between.from <= between.to &&
           !other && m->dates.to.day != 0 && !word_before(c->page, k->span.from, m->span.from, WORD_SET);
}

/* 即日起至9月30日,|各管理处每日8:30前将水位报市防办, 自9月25日起至11月15日,|…: the days of the rhythm. */
static bool frames_rhythm(const struct compiler *c, const struct clause *k, const struct moment *m)
{
    uint32_t far = page_end(c->page) - k->span.to > NEXT_BYTES ? k->span.to + NEXT_BYTES : page_end(c->page);
    uint32_t stop = page_find(c->page, (struct span){k->span.to, far}, S("。"));
    struct span rest = {k->span.to, stop == UINT32_MAX ? far : stop};
    struct span lead = {k->span.from, m->span.from};
    bool since = span_has(c, lead, S("即日")) || span_has(c, lead, S("起至")) || span_has(c, lead, S("起到"));
    return k->verb.kind == VERB_NONE && m->span.to == k->span.to && since &&
           (span_has_word(c, rest, WORD_DAILY) || span_has_word(c, rest, WORD_WEEKLY));
}

/* How well a moment serves as the clause's deadline; 0: not at all. */
static int due_rank(const struct compiler *c, const struct clause *k, const struct moment *m, bool labelled)
{
    bool verb_after = k->verb.kind != VERB_NONE && k->verb.span.from >= m->span.to;
    static const struct str shown[] = {S("公示"), S("公布"), S("公告"), S("发布")};
    static const struct str became[] = {S("立项"), S("竣工"), S("可竣工"), S("投产"),       S("入职"),
                                        S("毕业"), S("出生"), S("成立"),   S("开工"),       S("建成"),
                                        S("认定"), S("获评"), S("命名"),   S("完成并应用"), S("完成并投入")};
    if (m->each == EACH_DAILY && page_ends_any(c->page, k->span.from, m->span.from, &S("将"), 1) > 0)
        return 1; /* 每日8:30前将|当日8时水位报市防办: of when the figures are */
    switch (m->role) {
    case MOMENT_DEADLINE: /* 名单报教育局,并于4月30日前|公示; 9月30日前|立项的项目,均需提交报告 */
        if (page_has_any(c->page, m->span.to, k->span.to, WORD_LIST(became)) > 0 || frames_rhythm(c, k, m))
            return 0;
        return !verb_after && page_has_any(c->page, m->span.to, k->span.to, WORD_LIST(shown)) > 0 ? 0 : 5;
    case MOMENT_DATE:
        if (labelled)
            return 4;
        if (verb_after && (k->verb.kind >= VERB_JOIN || page_has(c->page, m->span.to, k->span.to, S("完成"))) &&
            word_before(c->page, k->span.from, m->span.from, WORD_AT) &&
            !word_before(c->page, k->span.from, m->span.from, WORD_SET))
            return 3;
        if (k->verb.kind == VERB_SEND && k->verb.span.from == m->span.to && m->span.from == k->span.from)
            return 3; /* 5月5日上报第一期 */
        if (k->verb.kind == VERB_NONE && spans_next(c, k, m))
            return 2;
        if (verb_after && on_the_day(c, k, m))
            return 2;
        if (verb_after && k->verb.kind == VERB_FILL && m->dates.is_range && k->who.n > 0 &&
            span_has_word(c, (struct span){m->span.to, k->verb.span.from}, WORD_BY_PLATFORM))
            return 2; /* 各负责人9月29日至10月10日登录网页填写申报表 */
        return verb_after && k->verb.kind >= VERB_BARE && m->dates.is_range ? 2 : 0;
    case MOMENT_RHYTHM:
        return 2;
    case MOMENT_AFTER:
        return 1;
    case MOMENT_UNTOLD:
        return (verb_after && k->verb.kind >= VERB_JOIN) || (k->verb.kind == VERB_NONE && m->span.to == k->span.to);
    case MOMENT_OTHER:
        break;
    }
    return 0;
}

/* 于每月5日前上报(5月份于20日前上报): the bracket tells of something else. */
static bool aside(const struct compiler *c, const struct clause *k, const struct moment *m)
{
    for (uint32_t at = k->span.from; at < m->span.from;) {
        uint32_t past = page_skip(c->page, at);
        if (past > m->span.from)
            return c->page->text.at[at] == '(';
        at = past > at ? past : page_next(c->page, at);
    }
    return false;
}

/* 于5月8日、9日报市局: two days that follow each other are one stretch; 10日、20日 are two deadlines. */
static bool days_follow(const struct clause *k)
{
    for (size_t i = 0; i < k->n_dues; i++) {
        const struct moment *m = &k->dues[i];
        bool plain = m->each == EACH_ONCE && m->role == MOMENT_DATE && day_is_set(m->due.date);
        if (!plain || (i > 0 && m->due.date.n != k->dues[i - 1].due.date.n + 1))
            return false;
    }
    return true;
}

static void take_dues(const struct compiler *c, struct clause *k, struct span heading)
{
    int best = 0;
    for (size_t i = 0; i < k->moments.n; i++) {
        const struct moment *m = &k->moments.items[i];
        bool labelled = labelled_here(c, k, m, heading), vague = !labelled && is_vague_label(c, k, m, heading);
        int rank = due_rank(c, k, m, labelled || vague);
        bool listed = k->n_dues > 0 && k->dues + k->n_dues == m && same_reach(c, m - 1, m);
        if (listed && m->role == MOMENT_DATE && (k->dues->role == MOMENT_DATE || k->labelled))
            rank = best; /* 分别于1月29日、2月26日…: what holds for the first holds for all */
        if (rank == 0 || rank < best || (rank == best && aside(c, k, m) && !listed))
            continue;
        bool joins = rank == best && listed;
        if (!joins) {
            k->dues = &k->moments.items[i];
            k->n_dues = 0;
        }
        k->n_dues++;
        k->labelled = labelled || (joins && k->labelled);
        k->vague = vague;
        best = rank;
    }
    if (k->n_dues > 1 && days_follow(k) && !span_has(c, k->span, S("分别"))) {
        k->dues += k->n_dues - 1;
        k->n_dues = 1;
    }
}

/* 凡申报学生管理项目的, 如有变动的: says when the next clause holds, and asks for nothing itself. */
static bool is_condition(const struct compiler *c, struct span s)
{
    static const struct str heads[] = {S("凡"),   S("对"),     S("如"),   S("若"),   S("有"),   S("因"),   S("涉及"),
                                       S("确"),   S("本单位"), S("自身"), S("拟"),   S("举办"), S("个人"), S("没有"),
                                       S("未"),   S("无"),     S("已"),   S("不"),   S("需"),   S("符合"), S("超过"),
                                       S("发现"), S("发生"),   S("出现"), S("存在"), S("遇"),   S("一旦"), S("正在")};
    static const struct str but[] = {S("但"), S("且"), S("而")};
    for (size_t i = 0; i < sizeof but / sizeof *but; i++)
        s.from += page_has(c->page, s.from, s.to, but[i]) ? 3 : 0;
    bool ends = s.to - s.from > 9 && page_has(c->page, s.to - 3, s.to, S("的"));
    if (span_has(c, s, S("无力")) && s.to - s.from < 60)
        return true; /* 对自身无力整改的隐患,要形成整改建议报… */
    return ends && page_has_any(c->page, s.from, s.to, WORD_LIST(heads));
}

/* Where the words of `s` end: before the stops it closes with. */
uint32_t without_stop(const struct page *p, struct span s)
{
    while (s.to > s.from && (p->text.at[s.to - 1] == ';' || page_has(p, s.to - 3, s.to, S("。"))))
        s.to = page_back(p, s.to);
    return s.to;
}

/*
 * 各校要将值班安排表于, 11月底前将大检查工: the page lost the rest, the verb of handing in with it. At the end of a line or of
 * the text only.
 */
static bool is_cut(const struct compiler *c, const struct clause *k)
{
    const struct page *p = c->page;
    bool line = k->span.to >= page_end(p) || p->gap[k->span.to] >= GAP_LINE;
    bool stops = page_has(p, k->span.from, k->span.to, S("将")) && without_stop(p, k->span) < k->span.to;
    if (stops && k->verb.kind == VERB_NONE && word_here(c, k->span.to, page_end(p), WORD_SEND))
        return true; /* 于5月21日前,将推荐文件、汇总表一式四份。报送市局 */
    if (!line || k->verb.kind != VERB_NONE || k->span.to < k->span.from + 12)
        return false;
    struct span before = {k->span.from, k->span.to - 3};
    bool at = page_has(p, k->span.to - 3, k->span.to, S("于")) && !page_has(p, k->span.to - 6, k->span.to, S("由于"));
    bool asks = span_has(c, before, S("将")) || span_has(c, before, S("请")) || span_has(c, before, S("后"));
    if (k->n_dues > 0 && asks && page_has(p, k->span.to - 6, k->span.to, S("通过")))
        return true; /* 有关图片,请于9月10日前通过 */
    bool last = k->span.to >= page_end(p) && k->n_dues > 0 && k->dues[0].role == MOMENT_DEADLINE &&
                page_has(p, k->dues[0].span.to, k->span.to, S("将"));
    bool and = page_has(p, k->span.to - 3, k->span.to, S("及")) || page_has(p, k->span.to - 3, k->span.to, S("和"));
    bool list = and&&span_has(c, before, S("应将")) && k->span.to >= page_end(p);
    uint32_t end = p->text.at[k->span.to - 1] == ')' && p->twin[k->span.to - 1] > k->span.from ? p->twin[k->span.to - 1]
                                                                                               : k->span.to;
    bool things = k->span.to >= page_end(p) && k->who.n > 0 && span_has(c, before, S("将")) &&
                  word_before(p, k->span.from, end, WORD_THING) > 0; /* 各校将报名表和汇总表(附件3) */
    return (at && asks && span_has_word(c, before, WORD_THING)) || last || list || things;
}

/* 将负责申报的联系人反馈我局: between 将 and the last verb stands the thing, whatever verbs it holds. */
static void later_verb(const struct compiler *c, struct clause *k)
{
    struct span before = {k->span.from, k->verb.span.from};
    bool ba = k->verb.kind >= VERB_BARE && (span_has(c, before, S("将")) || span_has(c, before, S("把")));
    struct verb later;
    if (!ba || !verb_in(c, (struct span){k->verb.span.to, k->span.to}, &later) || later.kind < VERB_BARE)
        return;
    struct span between = {k->verb.span.to, later.span.from};
    if (k->verb.kind == VERB_BARE && receiver_end(c, k->verb.span.to, k->span.to) > later.span.from)
        return; /* 报国际交|流与合作处: inside the receiver's name */
    bool sent = names_office(c, between) || span_has(c, between, S("至")) || span_has(c, between, S("到")) ||
                span_has(c, between, S("并")) || span_has(c, between, S("后")) || span_has(c, between, S("@")) ||
                str_ends(text_of(c, k->verb.span), S("至")) || str_ends(text_of(c, k->verb.span), S("到"));
    if (!sent && between.to > between.from)
        k->verb = later;
}

/* 每人每月仅限报名1次, 每人限报2项, 同一人只能作为一个项目的负责人申报: what one person may do. */
static bool limits_person(const struct compiler *c, const struct clause *k)
{
    struct span before = {k->span.from, k->verb.span.from};
    bool person = span_has(c, before, S("每人")) || span_has(c, before, S("同一人")) ||
                  span_has(c, before, S("一人")) || span_has(c, before, S("申报人")) ||
                  span_has(c, before, S("申请人"));
    bool limit = k->verb.kind == VERB_JOIN || page_has(c->page, k->verb.span.from, k->verb.span.to, S("限报")) ||
                 span_has(c, before, S("只能")) || span_has(c, before, S("只可")) || span_has(c, before, S("仅限"));
    return k->verb.kind != VERB_NONE && person && limit;
}

/* 4月20日20:00前,|东校区社联|将名单发至…: who stands between the day and the 将. */
static void actor_behind_day(struct compiler *c, struct clause *k)
{
    static const struct str ends[] = {S("联"), S("会"), S("部"), S("处"), S("室"), S("组"), S("队"),
                                      S("院"), S("校"), S("局"), S("所"), S("站"), S("社"), S("办"),
                                      S("委"), S("科"), S("系"), S("员"), S("长"), S("班")};
    uint32_t ba = page_find(c->page, k->span, S("将"));
    bool day = k->span.from >= 4 && page_has(c->page, k->span.from - 4, k->span.from, S("前,"));
    if (day && ba != UINT32_MAX && ba < k->verb.span.from &&
        page_ends_any(c->page, k->span.from, ba, WORD_LIST(ends)) &&
        actor_before(c, (struct span){k->span.from, ba}, &k->who))
        k->subject_end = ba;
}

/* Who may act, though no list has the name: some characters of a name, and no thing. */
static bool unit_like(const struct compiler *c, struct span s)
{
    static const struct str ends[] = {S("点"), S("员"), S("人"), S("师"), S("长"), S("站"), S("队"), S("组"),
                                      S("局"), S("处"), S("科"), S("室"), S("部"), S("会"), S("院"), S("所"),
                                      S("校"), S("园"), S("班"), S("社"), S("厂"), S("店"), S("户"), S("区")};
    return page_ends_any(c->page, s.from, s.to, WORD_LIST(ends)) > 0 && !thing_ends(c, s) &&
           !span_has_word(c, s, WORD_BEFORE) && !span_has(c, s, S("年"));
}

/* 就业指导中心|于5月6日前将…报送, 请|研究生秘书|于5月6日前报送… */
static void actor_of(struct compiler *c, struct clause *k)
{
    if (k->who.n > 0 || k->condition || k->verb.kind < VERB_BARE)
        return;
    if (k->n_dues == 0) {
        actor_behind_day(c, k);
        return;
    }
    const struct moment *due = &k->dues[0];
    uint32_t at = due->span.from > k->span.from ? word_before(c->page, k->span.from, due->span.from, WORD_AT) : 0;
    static const struct str hows[] = {S("分别"), S("统一"), S("集中"), S("及时"), S("汇总")};
    uint32_t behind = due->span.to + page_has_any(c->page, due->span.to, k->span.to, WORD_LIST(hows));
    bool object = page_has(c->page, behind, k->span.to, S("将")) || page_has(c->page, behind, k->span.to, S("把"));
    if (object && word_here(c, due->span.to + 3, k->span.to, WORD_MEDIUM) > 0)
        return; /* 活动情况和学生作品|于4月7日前将电子版发至…: what, not who */
    if (at == 0 && object && due->span.from > k->span.from &&
        unit_like(c, (struct span){k->span.from, due->span.from}) &&
        actor_before(c, (struct span){k->span.from, due->span.from}, &k->who)) {
        k->subject_end = due->span.from; /* 安置点医疗点|每日15时前将… */
        return;
    }
    object = object || page_has(c->page, k->span.from, k->span.to, S("请"));
    if (at == 0 || !object || !actor_before(c, (struct span){k->span.from, due->span.from - at}, &k->who))
        return;
    k->subject_end = due->span.from - at;
    if (k->verb.span.from < k->subject_end) /* 报送范围内全体人员: the name's own verb */
        verb_in(c, (struct span){k->subject_end, k->span.to}, &k->verb);
}

/* 写出总结,推荐优秀组织单位、优秀辅导员,报市关工委: whom they put forward is told in passing. */
static bool honours_beside(const struct compiler *c, const struct clause *k)
{
    static const struct str signs[] = {S("推荐优秀组织"), S("推荐优秀辅导"), S("推荐优秀指导"), S("推荐先进单位")};
    return k->n_dues == 0 && page_has_any(c->page, k->span.from, k->span.to, WORD_LIST(signs)) > 0 &&
           !span_has_word(c, k->span, WORD_SEND) && !span_has(c, k->span, S("名"));
}

/* 县经信局牵头,各乡镇配合: those who lend a hand do not report; 各机关要积极配合,如实填写… do. */
static bool only_helps(const struct compiler *c, const struct clause *k)
{
    static const struct str helps[] = {S("配合"), S("协助"), S("协同"), S("参与"), S("支持")};
    uint32_t end = without_stop(c->page, k->span);
    return k->who.n > 0 && k->verb.kind == VERB_NONE && k->n_dues == 0 &&
           page_ends_any(c->page, k->subject_end, end, WORD_LIST(helps)) > 0 &&
           !span_has_word(c, (struct span){k->subject_end, end}, WORD_MODAL);
}

/* What takes the verb from the clause, or its days: the sender's order to others, a limit, what came before, a reason. */
static void verb_undone(const struct compiler *c, struct clause *k)
{
    static const struct str lets[] = {S("布置"), S("不再要求"), S("不要求"), S("责令")};
    if (span_has_any(c, (struct span){k->span.from, k->verb.span.from}, WORD_LIST(lets)))
        k->verb.kind = VERB_NONE; /* 由市局布置所辖各县填报: the step below the readers; 不再要求各地上报 */
    bool each_piece = limits_person(c, k) && !limits_each_person(c, k->span);
    if (k->condition || each_piece)
        k->verb.kind = VERB_NONE;
    bool over = span_has(c, k->span, S("完成")) || span_has(c, k->span, S("结束"));
    static const struct str nots[] = {S("不得"), S("不可"), S("不能"), S("可以")};
    if (k->verb.kind == VERB_JOIN && page_ends_any(c->page, k->span.from, k->verb.span.from, WORD_LIST(nots)) > 0)
        k->verb.kind = VERB_NONE; /* 在研的不得申请,结项的可以申请 */
    bool past = over && page_has(c->page, k->span.to - 3, k->span.to, S("后")) && k->n_dues > 0 &&
                k->dues->each != EACH_ONCE && !page_has(c->page, k->dues->span.to - 3, k->dues->span.to, S("前"));
    if (past)
        k->verb.kind = VERB_NONE; /* 学生每日17:00完成填报后,班主任…: what came before */
    k->n_dues = each_piece || past ? 0 : k->n_dues; /* 每人每月仅限报名1次 */
    if (page_has(c->page, k->span.from, k->span.to, S("因"))) {
        k->who.n = k->n_dues = 0; /* 因市局要求各县14日前报送: why, not what */
        k->verb.kind = VERB_NONE;
    }
    static const struct str shown[] = {S("自行发布"), S("自行公布"), S("自行公开"),
                                       S("上公开"),   S("上公布"),   S("内公示")};
    if (k->verb.kind == VERB_NONE && !k->labelled && span_has_any(c, k->span, WORD_LIST(shown)))
        k->n_dues = 0; /* 年报经我办备案后,各单位于3月31日前自行发布 */
}

void clause_read(struct compiler *c, struct clause *k, struct span heading, bool *own_before)
{
    moments_in(c, k->span, &k->moments);
    k->condition = is_condition(c, k->span);
    bool online = page_has(c->page, k->span.from, k->span.to, S("网上")); /* 网|上报 names nobody */
    k->subject_end = k->condition || online ? k->span.from : subject_of(c, k->span, &k->who);
    struct spans by = {0}; /* 参展企业|由各市推荐 */
    bool doer = k->who.n > 0 && page_has(c->page, k->subject_end, k->span.to, S("由各"));
    uint32_t past = doer ? subject_of(c, (struct span){k->subject_end + 3, k->span.to}, &by) : 0;
    k->subject_end = by.n > 0 ? past : k->subject_end;
    k->who = by.n > 0 ? by : k->who;
    k->names_only = k->subject_end == k->span.to;
    if (!verb_in(c, (struct span){k->subject_end, k->span.to}, &k->verb) &&
        !k->names_only) /* 推荐人选的单位 names its verb */
        verb_in(c, k->span, &k->verb);
    if (k->verb.kind == VERB_BARE && k->verb.span.from < k->subject_end)
        k->verb.kind = VERB_NONE; /* 经发局, 传媒学院: no 发, no 传 */
    later_verb(c, k);
    take_dues(c, k, heading);
    actor_of(c, k);
    if (k->n_dues > 0 && k->verb.kind == VERB_NONE)
        verb_in_bracket(c, k);
    bool all_work = page_has(c->page, k->span.from, k->span.to, S("以上工作")) ||
                    page_has(c->page, k->span.from, k->span.to, S("上述工作"));
    if (all_work && k->n_dues > 0 && k->verb.kind == VERB_NONE && span_has(c, k->span, S("完成")))
        k->labelled = true; /* 以上工作于4月8日前完成。总结发至…: when, and then what */
    k->owed = is_cut(c, k);
    if (k->owed) {
        uint32_t cut = k->span.to - (page_has(c->page, k->span.to - 3, k->span.to, S("于")) ? 3 : 0);
        k->verb = (struct verb){{cut, cut}, VERB_SEND};
    }
    k->owed = k->owed || page_has(c->page, k->verb.span.from, k->verb.span.to, S("带")); /* 将总结带到会上 */
    if (k->verb.kind == VERB_NONE && !k->condition)
        reporter_in_bracket(c, k);
    k->nil = span_has_word(c, k->span, WORD_NIL);
    if (k->nil && k->n_dues == 0 && !span_has(c, k->span, S("将")))
        k->verb.kind = VERB_NONE; /* 无情况也要上报 adds no thing; 将日报表报市局(零报告) does */
    verb_undone(c, k);
    bool asks = page_has(c->page, k->span.from, k->span.to, S("请")) ||
                span_has(c, k->span, S("你们")); /* 我局起草了…,现送你们征求意见,请…反馈: the readers' turn */
    bool honours = honours_beside(c, k);
    k->who.n = honours || only_helps(c, k) ? 0 : k->who.n;
    bool own = own_step(c, k) || (*own_before && k->who.n == 0 && !asks);
    *own_before = k->own = own;
    k->who.n = own ? 0 : k->who.n;
    k->verb.kind = own || honours ? VERB_NONE : k->verb.kind;
    clause_count(c, k);
}

bool is_late_clause(const struct compiler *c, struct span s)
{
    static const struct str lates[] = {S("(逾期"), S("(过期")};
    for (size_t i = 0; i < sizeof lates / sizeof *lates; i++) {
        uint32_t open = page_find(c->page, s, lates[i]);
        s.to = open != UINT32_MAX && open > s.from ? open : s.to; /* 各班于…前交到…(逾期不受理) */
    }
    bool refused = span_has(c, s, S("不予接收")) || span_has(c, s, S("不接受")) || span_has(c, s, S("不接收")) ||
                   span_has(c, s, S("不再接收"));
    bool late = word_here(c, s.from, s.to, WORD_LATE) > 0 || span_has(c, s, S("逾期")) ||
                (span_has(c, s, S("过期")) && !span_has(c, s, S("已经过期"))) || /* @{域名已经过期} */
                span_has(c, s, S("不予受理")) || (refused && s.to - s.from < 100);
    bool explains = late && span_has(c, s, S("说明")) && span_has_word(c, s, WORD_SEND) &&
                    span_has_word(c, s, WORD_MODAL);               /* 逾期报送的,应提交逾期情况说明 */
    bool names = unit_ends(c, s.from, s.to) && owes_next(c, s.to); /* 凡未按规定上报数据的学校,必须… */
    return late && !explains && !names;
}
