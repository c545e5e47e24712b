/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/event.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"

/* A day or a stretch of days that a sentence names. */
struct days {
    struct span span;
    struct day from, to;
    bool range, due; /* due: a deadline, unless it ends a stretch */
    bool months;     /* whole months: 2020年10月至11月 */
};

struct stretches {
    struct days *items;
    size_t n, cap;
};

/* 下午-, 起至, 开始,到 between two days make one stretch of them. */
static bool joins(const struct page *p, uint32_t from, uint32_t to)
{
    static const struct str fill[] = {S("上午"), S("下午"), S("晚上"), S("晚"), S("中午"),
                                      S("起"),   S("开始"), S("日"),   S(","),  S("放假")};
    static const struct str signs[] = {S("至"), S("到"), S("-"), S("~")};
    bool sign = false;
    for (uint32_t past = 0; from < to && past != from;) {
        past = from;
        uint32_t joint = page_has_any(p, from, to, WORD_LIST(signs));
        sign = sign || joint;
        from += joint ? joint : page_has_any(p, from, to, WORD_LIST(fill));
        from = from == past ? page_skip(p, from) : from;
    }
    return sign && from == to;
}

/* 5月10日启动,6月10日结束; 初赛5月10日,决赛5月20日; 5月3日、4日: the second day ends what the first began. */
static bool goes_to(const struct compiler *c, const struct days *a, const struct days *b, uint32_t end)
{
    static const struct str last[] = {S("决赛"), S("复赛"), S("闭幕"), S("颁奖")};
    static const struct str ends[] = {S("结束"), S("闭幕"), S("决赛"), S("止")};
    const struct page *p = c->page;
    struct span between = {a->span.to, b->span.from};
    if (b->from.n <= a->to.n || between.to - between.from > 90 || span_has(c, between, S("。")))
        return false;
    bool bracket = a->range && b->range && page_skip(p, between.from) == between.to;
    bool listed =
        str_eq(text_of(c, between), S("、")) || str_eq(text_of(c, between), S(",")); /* 4月30日、5月1日,5月2日 */
    if (bracket || joins(p, between.from, between.to) || (listed && b->from.n == a->to.n + 1))
        return true;
    return span_has_any(c, between, WORD_LIST(last)) || page_has_any(p, b->span.to, end, WORD_LIST(ends));
}

static bool may_begin(const struct compiler *c, uint32_t at, uint32_t end)
{
    if (digits_at(c->page, at, at + 1) == 0)
        return word_here(c, at, end, WORD_MOMENT_HEAD) > 0;
    return at == 0 || c->page->gap[at] || !digits_at(c->page, at - 1, at);
}

/* Month and day run together in n digits, where just one reading is a date: 319, 1015; not 111. */
static bool month_and_day(const struct page *p, uint32_t at, uint32_t n, struct date *r)
{
    int readings = 0;
    for (uint32_t m = 1; m <= 2 && m < n; m++) {
        int month = digits_value(p, at, m), day = digits_value(p, at + m, n - m);
        bool fits = month >= 1 && month <= 12 && day >= 1 && day <= 31 && n - m <= 2 && p->text.at[at + m] != '0';
        readings += fits;
        if (fits) {
            r->month = month;
            r->day = day;
        }
    }
    return readings == 1;
}

/* 319-23日, 201978-711日, 916-1015日: a range whose 年 and 月 the page lost. Returns its bytes. */
static uint32_t damaged_range(const struct compiler *c, uint32_t at, uint32_t end, struct dates *r)
{
    const struct page *p = c->page;
    uint32_t n = digits_at(p, at, end), year = n > 4 && page_has(p, at, end, S("20")) ? 4 : 0;
    bool free = p->gap[at] >= GAP_BLANK || (at > 0 && (p->text.at[at - 1] == ':' || p->text.at[at - 1] == '('));
    *r = (struct dates){.is_range = true, .minute = NO_TIME};
    if (!free || n - year < 2 || n - year > 4 || !page_has(p, at + n, end, S("-")) ||
        !month_and_day(p, at + year, n - year, &r->from))
        return 0;
    uint32_t second = at + n + 1, k = digits_at(p, second, end), past = second + k;
    past += page_has(p, past, end, S("日")) ? 3 : 0;
    if (k == 0 || k > 4 || (past == second + k && past < page_end(p) && p->gap[past] < GAP_LINE))
        return 0;
    r->from.year = r->to.year = year ? digits_value(p, at, year) : 0;
    uint32_t month = r->from.month > 9 ? 2 : 1;
    int day = k <= 2 ? digits_value(p, second, k) : 0;
    bool same = k > month && digits_value(p, second, month) == r->from.month; /* 16-19 is 1月6日-1月9日 */
    if (same) {
        r->to.month = r->from.month;
        r->to.day = digits_value(p, second + month, k - month);
    } else if (day > r->from.day) {
        r->to.month = r->from.month;
        r->to.day = day;
    } else if (!month_and_day(p, second, k, &r->to)) {
        return 0;
    }
    r->span = (struct span){at, past};
    return past - at;
}

/* The days of a sentence; not those by which something is due. */
static void days_in(struct compiler *c, struct span s, struct stretches *list)
{
    const struct page *p = c->page;
    bool month = false;
    for (uint32_t at = s.from; at < s.to;) {
        if (!may_begin(c, at, s.to)) {
            bool name = page_has(p, at, s.to, S("《")) && p->twin[at] > at;
            at = name ? page_skip(p, at) : page_next(p, at);
            continue;
        }
        struct dates d;
        bool damaged = damaged_range(c, at, s.to, &d) > 0;
        if ((!damaged && !dates_at(c->words, p, at, s.to, &d)) || !(month || d.to.month != 0) ||
            (d.to.day == 0 &&
             (d.from.day != 0 || d.to.month == 0 ||
              (page_has(p, d.span.to, s.to, S("份")) && !page_has(p, d.span.to, s.to, S("份开展")))))) {
            at = page_next(p, at);
            continue;
        }
        month = true;
        struct days now = {.span = d.span, .range = d.is_range, .months = d.to.day == 0};
        if (now.months) {
            now.range = true;
            d.from.day = 1;
            d.to.day = DAY_LAST;
        }
        now.from = calendar_day(&c->calendar, d.from);
        now.to = calendar_day(&c->calendar, d.to);
        calendar_note(&c->calendar, &d);
        at = d.span.to;
        bool since = at >= s.from + 3 && page_ends_any(p, s.from, d.span.from,
                                                       (struct str[]){S("即日起至"), S("即日起到"), S("即日至")}, 3);
        if (since && day_is_set(c->draft->issued)) {
            now.from = c->draft->issued;
            now.range = true;
        }
        uint32_t behind = page_has(p, at, s.to, S("(")) ? page_skip(p, at) : at;
        now.due = (word_here(c, behind, s.to, WORD_BEFORE) > 0 && !word_here(c, behind, s.to, WORD_NOT_BEFORE)) ||
                  word_before(p, s.from, d.span.from, WORD_DEADLINE_IS) > 0;
        if (day_is_set(now.from) && day_is_set(now.to))
            arena_push(c->arena, list, now);
    }
    size_t n = 0, kept = 0; /* those that go on in the next one become one with it */
    for (size_t i = 0; i < list->n; i++) {
        if (n > 0 && goes_to(c, &list->items[n - 1], &list->items[i], s.to)) {
            list->items[n - 1].to = list->items[i].to;
            list->items[n - 1].range = true;
            list->items[n - 1].span.to = list->items[i].span.to;
        } else {
            list->items[n++] = list->items[i];
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (!list->items[i].due || (list->items[i].range && page_has(p, list->items[i].span.to, s.to, S("止"))))
            list->items[kept++] = list->items[i];
    }
    list->n = kept;
}

/* The days in which pieces are taken are the event's where it has no other. */
static const struct str calls[] = {S("直报时间"), S("征文时间"), S("征稿时间"),
                                   S("征集时间"), S("征稿起止"), S("征文起止")};

/* What stands before a day says that it is none of the event's. */
static bool of_sending(const struct compiler *c, struct span lead, struct span clause, bool set)
{
    static const struct str page_labels[] = {S("统计时间"), S("统计时段"), S("上传时间"), S("发布时间"),
                                             S("更新时间"), S("发表时间"), S("录入时间"), S("截止"),
                                             S("征稿"),     S("征文时间"), S("征集时间"), S("投稿"),
                                             S("收稿"),     S("截稿"),     S("征稿起止"), S("征文起止")};
    if (span_has_any(c, lead, WORD_LIST(page_labels)))
        return true;
    if (set)
        return span_has_word(c, clause, WORD_SEND) && span_has_word(c, clause, WORD_DEADLINE_LABEL);
    bool sends = span_has(c, clause, S("报到")) || span_has_word(c, lead, WORD_SEND) ||
                 span_has_word(c, lead, WORD_DEADLINE_LABEL);
    return sends && (!span_has_word(c, lead, WORD_EVENT_LABEL) || span_has(c, lead, S("报")));
}

/* 放假7天(10月1日—7日), 9月19日-21日中秋节放假: the days off that a letter about them tells. */
static bool is_holiday(const struct compiler *c, struct span sentence, const struct days *d)
{
    enum { NEAR = 36 };
    struct span before = {d->span.from - sentence.from > NEAR ? d->span.from - NEAR : sentence.from, d->span.from};
    struct span behind = {d->span.to, sentence.to - d->span.to > NEAR ? d->span.to + NEAR : sentence.to};
    uint32_t comma = page_find(c->page, behind, S(","));
    behind.to = comma != UINT32_MAX ? comma : behind.to;
    return d->range &&
           (span_has(c, before, S("放假")) || span_has(c, before, S("假期")) || span_has(c, behind, S("放假")));
}

/* The label before a day, or the heading above it, that says it is the event's. */
static int label_score(const struct compiler *c, struct span sentence, const struct days *d, struct span lead,
                       struct span heading)
{
    static const struct str sends[] = {S("报名"), S("提交"), S("报送"), S("申报"), S("投稿")};
    static const struct str times[] = {S("活动时间"), S("会议时间"), S("培训时间"), S("周时间")};
    struct span close = {d->span.to, sentence.to - d->span.to > 30 ? d->span.to + 30 : sentence.to};
    if (span_has_any(c, lead, WORD_LIST(times)))
        return 5;
    if (span_has_word(c, lead, WORD_EVENT_LABEL))
        return 3;
    bool headed = span_has_word(c, heading, WORD_EVENT_LABEL) && !span_has_word(c, heading, WORD_SEND) &&
                  !span_has_word(c, heading, WORD_JOIN) && !of_sending(c, heading, heading, true) &&
                  !span_has_any(c, close, WORD_LIST(sends)) && d->span.from - sentence.from < 30;
    return headed ? 3 + 2 * d->range : 0;
}

/* 我厅将于5月下旬|组织专家评审, 将于9月|开展检查: what the office does with what came in, or to see how it goes. */
static bool judges(const struct compiler *c, struct span s)
{
    static const struct str visits[] = {S("检查"), S("督查"), S("督导"), S("抽查")};
    static const struct str words[] = {S("组织专家"), S("专家评审"), S("进行评审"), S("组织评审"),
                                       S("公布"),     S("公示结果"), S("通报")};
    uint32_t comma = page_find(c->page, s, S(","));
    s.to = comma != UINT32_MAX ? comma : s.to;
    bool visited = span_has_any(c, s, WORD_LIST(visits)) && !span_has_any(c, c->title, WORD_LIST(visits));
    return visited || span_has_any(c, s, WORD_LIST(words));
}

/* 9月10-16日|是第15届推普周 */
static bool is_the_week(const struct compiler *c, const struct days *d, struct span rest, struct span next)
{
    bool is = page_has(c->page, rest.from, rest.to, S("是")) || page_has(c->page, rest.from, rest.to, S("为"));
    bool lasts = d->range && (span_has(c, next, S("活动")) || span_has(c, next, S("月")));
    return is && (lasts || span_has(c, next, S("周")));
}

/* 春运从1月16日开始,2月24日结束 */
static bool is_framed(const struct compiler *c, const struct days *d, struct span rest)
{
    return span_has(c, d->span, S("开始")) && page_has(c->page, rest.from, rest.to, S("结束"));
}

/* What stands behind the day is a verb of handing in. */
static bool is_handed(const struct compiler *c, struct span rest)
{
    bool verb = word_here(c, rest.from, rest.to, WORD_SEND) > 0 || word_here(c, rest.from, rest.to, WORD_BARE) > 0;
    return verb && word_here(c, rest.from, rest.to, WORD_NOT_SEND) == 0;
}

/* 今年9月|是第45个“质量月”, 决定于6月份|开展“安全生产月”活动, 2013年3月|在全省开展行动月活动: the month itself is the event. */
static bool is_the_month(const struct compiler *c, struct span sentence, const struct days *d)
{
    enum { NEAR = 90 };
    static const struct str links[] = {S("是"), S("为"), S("在"), S("开展"), S("份开展"), S("份在")};
    static const struct str months[] = {S("月”"), S("月活动"), S("活动月"), S("宣传月"), S("行动月")};
    struct span near = {d->span.to, sentence.to - d->span.to > NEAR ? d->span.to + NEAR : sentence.to};
    bool linked = page_has_any(c->page, near.from, near.to, WORD_LIST(links)) > 0 ||
                  page_ends_any(c->page, sentence.from, d->span.from, &S("于"), 1) > 0;
    return d->months && linked && span_has_any(c, near, WORD_LIST(months));
}

/* How much a day looks like the time of the event. */
static int event_score(struct compiler *c, struct span sentence, const struct days *d, struct span heading)
{
    static const struct str set[] = {S("定于"), S("将于"), S("拟于"), S("计划于"), S("安排在"),
                                     S("定在"), S("将在"), S("拟在"), S("改于")};
    static const struct str at[] = {S("于"), S("在"), S("从"), S("自")};
    static const struct str named[] = {S("公示期"), S("公示时间"), S("起止时间"), S("假期"), S("黄金周"),
                                       S("暑假"),   S("寒假"),     S("假日"),     S("展出"), S("展期"),
                                       S("会期"),   S("时段为"),   S("保障期间")};
    static const struct str parts[] = {S("开幕"), S("启动仪式"), S("闭幕"), S("颁奖")};
    static const struct str finals[] = {S("展演"), S("汇演"), S("比赛"), S("决赛"), S("竞赛"), S("开幕"),
                                        S("放假"), S("开班"), S("开赛"), S("开课"), S("停电"), S("停水"),
                                        S("检修"), S("休假"), S("调休"), S("培训"), S("开会")};
    static const struct str kinds[] = {S("会议"), S("大会"), S("会于"), S("赛于"), S("班于"),
                                       S("展于"), S("活动"), S("培训"), S("讲座"), S("论坛"),
                                       S("仪式"), S("考试"), S("检查"), S("评审"), S("体检")};
    const struct page *p = c->page;
    struct span lead = {sentence.from, d->span.from}, rest = {d->span.to, sentence.to}, clause = lead;
    lead.from = lead.to - lead.from > 120 ? lead.to - 120 : lead.from;
    clause.from = lead.to;
    for (uint32_t i = lead.to; i > sentence.from && p->text.at[i - 1] != ',' && p->text.at[i - 1] != ';';
         i = page_back(p, i))
        clause.from = page_back(p, i);
    struct span next = {rest.from, rest.to - rest.from > 60 ? rest.from + 60 : rest.to};
    struct span near = {rest.from, rest.to - rest.from > 90 ? rest.from + 90 : rest.to};
    bool is_set = page_ends_any(p, lead.from, lead.to, WORD_LIST(set)),
         is_at = page_ends_any(p, lead.from, lead.to, WORD_LIST(at));
    bool named_time = span_has_word(c, lead, WORD_EVENT_LABEL) || span_has_word(c, heading, WORD_EVENT_LABEL);
    bool named_here = page_ends_any(p, lead.from, lead.to, (struct str[]){S("时间为"), S("时间:")}, 2) > 0;
    bool held = span_has_word(c, d->range && is_at ? rest : near, WORD_EVENT_VERB);
    if (d->months && is_at && held && d->to.n > d->from.n + 31 && span_has_any(c, near, WORD_LIST(kinds)))
        return 1; /* 于2011年5月至8月在全市开展评奖活动 */
    if (!d->range && is_handed(c, rest))
        return 0; /* 开课教师、开课时间12月份|报教务处 */
    if ((is_set && judges(c, next)) ||
        (d->months && !is_set && !named_here && (!named_time || d->span.from - sentence.from > 45)))
        return 0; /* 2022年6月: of anything */
    bool ends = page_has_any(p, rest.from, rest.to, WORD_LIST(finals)) ||
                (is_set && !held && span_has_any(c, near, WORD_LIST(finals)));
    bool told = (is_set || is_at || (ends && d->range)) && (held || ends); /* 15日报到,16日-17日|培训 */
    if (of_sending(c, lead, clause, told))
        return d->range && span_has_any(c, lead, WORD_LIST(calls)) ? 1 : 0; /* the event's, where it has no other */
    int score = (d->range ? 2 : 0) + (held ? 2 : 0) + (ends ? 3 : 0) + (is_set ? 3 : 0);
    score += is_the_week(c, d, rest, next) ? 3 : 0;
    struct span close = {rest.from, rest.to - rest.from > 30 ? rest.from + 30 : rest.to};
    score += is_at && !d->range && span_has_word(c, close, WORD_EVENT_VERB) ? 1 : 0;
    bool in_place = !is_at && page_has(p, rest.from, rest.to, S("在")) && span_has_word(c, next, WORD_EVENT_VERB);
    score += in_place ? 1 : 0; /* 11月23日在某市召开 */
    score += d->range && span_has(c, next, S("启动")) ? 2 : 0;
    score += d->range && (span_has_any(c, lead, WORD_LIST(named)) || is_holiday(c, sentence, d)) ? 3 : 0;
    score += is_at && (held || d->range) && span_has_any(c, clause, WORD_LIST(kinds)) ? 1 : 0;
    score += d->range && (span_has(c, d->span, S("报到")) || is_framed(c, d, rest)) ? 3 : 0;
    score += label_score(c, sentence, d, lead, heading);
    uint32_t comma = page_find(p, close, S(","));
    struct span first = {close.from, comma != UINT32_MAX ? comma : close.to};
    score -= span_has_any(c, clause, WORD_LIST(parts)) || span_has(c, first, S("报到")) ? 3 : 0; /* 22日报到,23日开会 */
    enum { DAYS_BACK = 60 }; /* 征集时间 2022年1月1日-12月31日, written in December: of what the pieces tell */
    bool over = day_is_set(c->draft->issued) && d->from.n < c->draft->issued.n - DAYS_BACK;
    bool called = d->range && !over && d->span.from - sentence.from <= 15 && span_has_any(c, heading, WORD_LIST(calls));
    return score >= 3 ? (d->months ? 1 : score) : called; /* days say more than months */
}

static struct span heading_of(const struct compiler *c, const struct block *b)
{
    for (size_t l = LEVELS; l-- > 1;) {
        const struct block *h = b->under[l] ? &c->blocks.items[b->under[l] - 1] : NULL;
        if (h != NULL && h != b)
            return h->span;
    }
    return (struct span){0, 0};
}

/* 一、竞赛时间。6月1日至30日; 活动时间:| 6月1日至30日: the words right before a sentence that say what its days are of. */
static struct span label_above(const struct compiler *c, size_t i, size_t k)
{
    enum { LABEL = 36 };
    const struct block *b = &c->blocks.items[i], *above = k == 0 && i > 0 ? b - 1 : NULL;
    struct span s = {0, 0};
    if (k > 0)
        s = b->sentences.items[k - 1];
    else if (above != NULL && above->letter == b->letter &&
             page_has(c->page, above->span.to - 1, above->span.to, S(":")))
        s = above->span;
    return s.to - s.from <= LABEL && span_has_word(c, s, WORD_EVENT_LABEL) ? s : heading_of(c, b);
}

/* Few sentences name a day; the others need no second look. */
static bool may_be_dated(const struct compiler *c, struct span s)
{
    return span_has(c, s, S("日")) || span_has(c, s, S("月")) || span_has(c, s, S(".")) || span_has(c, s, S("-")) ||
           span_has(c, s, S("周")) || span_has(c, s, S("号"));
}

/* What a score of any height needs; the others are not read for it. */
static bool may_be_event(const struct compiler *c, struct span s, struct span heading)
{
    static const struct str words[] = {S("展演"), S("汇演"), S("比赛"), S("决赛"), S("竞赛"), S("开幕"), S("假"),
                                       S("启动"), S("周"),   S("公示"), S("停"),   S("检修"), S("开班"), S("报到"),
                                       S("起至"), S("结束"), S("起止"), S("展出"), S("展期"), S("会期"), S("期间")};
    if (span_has_word(c, s, WORD_EVENT_LABEL) || span_has_word(c, s, WORD_EVENT_VERB) ||
        span_has_word(c, heading, WORD_EVENT_LABEL) || span_has_any(c, s, WORD_LIST(words)) ||
        span_has_any(c, heading, WORD_LIST(calls)) || span_has_any(c, s, WORD_LIST(calls)))
        return true;
    return span_has(c, s, S("是")) || span_has(c, s, S("为"));
}

/* 第一阶段:5月1日-10日, 初赛:5月10日, (一)宣传阶段(5月1日-10日): an item's own days; not a stage of handing in. */
static bool stage_of(struct compiler *c, const struct block *b, struct days *r)
{
    static const struct str names[] = {S("阶段"), S("初赛"), S("复赛"), S("决赛"), S("预赛")};
    static const struct str sends[] = {S("报名"), S("申报"), S("报送"), S("提交"), S("推荐"),
                                       S("征集"), S("投稿"), S("征稿"), S("上报")};
    static const struct str plans[] = {S("活动安排"), S("日程安排"), S("活动日程"), S("活动步骤"), S("活动进程")};
    if (b->tail || b->sentences.n == 0)
        return false;
    struct span first = b->sentences.items[0];
    bool plan = span_has_any(c, heading_of(c, b), WORD_LIST(plans)) && may_begin(c, first.from, first.to);
    if (!plan && b->level == LEVEL_NONE && !page_has(c->page, first.from, first.to, S("第")) &&
        !page_has_any(c->page, first.from, first.to, WORD_LIST(names)))
        return false;
    uint32_t reach = first.to - first.from > 75 ? first.from + 75 : first.to;
    bool named = span_has_any(c, (struct span){first.from, reach}, WORD_LIST(names));
    plan =
        plan && !named && !span_has_any(c, first, WORD_LIST(sends)); /* a line of the plan that begins with its days */
    if (!may_be_dated(c, first) || !(named || plan))
        return false;
    struct stretches days = {0};
    days_in(c, first, &days);
    if (days.n == 0 || days.items[0].span.from - first.from > (plan ? 0 : 60) ||
        span_has_any(c, (struct span){first.from, days.items[0].span.from}, WORD_LIST(sends)))
        return false;
    *r = days.items[0];
    return true;
}

/* Stages one after the other: from the first to the last. */
static bool stages_read(struct compiler *c, size_t *i, struct days *r)
{
    const struct block *b = &c->blocks.items[*i];
    struct days next;
    size_t n = 0, last = *i;
    for (size_t k = *i; k < c->blocks.n && k < last + 8; k++) {
        const struct block *now = &c->blocks.items[k];
        if (now->letter != b->letter || (now->level != LEVEL_NONE && now->level < b->level))
            break;
        if (now->level != b->level || !stage_of(c, now, &next) || (n > 0 && next.to.n < r->to.n))
            continue;
        if (n++ == 0)
            *r = next;
        r->to = next.to;
        r->range = true;
        last = k;
    }
    *i = last;
    return n > 1;
}

static void window_take(struct compiler *c, const struct days *d, int score, int *best)
{
    if (score <= *best)
        return;
    *best = score;
    c->draft->from = d->from;
    c->draft->to = d->to;
}

/* The window that this letter, or those it passes on, tell of. */
static bool window_read(struct compiler *c, bool passed_on)
{
    static const struct str page[] = {S("点击"), S("浏览"), S("来源:"), S("作者:"), S("阅读次数"), S("发布时间")};
    enum { STAGES = 5, MONTH = 6 };
    int best = 0;
    bool holidays = false; /* the best so far is days off */
    for (size_t i = 0; i < c->blocks.n; i++) {
        const struct block *b = &c->blocks.items[i];
        struct days d;
        if (b->tail || (b->letter > 0) != passed_on)
            continue;
        size_t last = i;
        if (stage_of(c, b, &d) && stages_read(c, &last, &d)) {
            window_take(c, &d, STAGES, &best);
            i = last;
            continue;
        }
        for (size_t k = 0; k < b->sentences.n; k++) {
            struct span sentence = b->sentences.items[k], heading = label_above(c, i, k);
            if (!may_be_dated(c, sentence) || !may_be_event(c, sentence, heading) ||
                span_has_any(c, sentence, WORD_LIST(page)))
                continue;
            struct stretches days = {0};
            days_in(c, sentence, &days);
            for (size_t m = 0; m < days.n; m++) {
                struct days *now = &days.items[m];
                bool off = is_holiday(c, sentence, now);
                if (off && holidays && now->from.n > c->draft->to.n)
                    c->draft->to = now->to; /* 中秋节…放假,国庆节…放假: from the first to the last */
                if (!now->range && span_has(c, now->span, S("旬")))
                    continue; /* 将于4月中旬举行: no day is told */
                int before = best;
                int score = is_the_month(c, sentence, now) ? MONTH : event_score(c, sentence, now, heading);
                window_take(c, now, score, &best);
                holidays = best > before ? off : holidays;
            }
        }
    }
    return best > 0;
}

void occasion_read(struct compiler *c)
{
    struct calendar before = c->calendar;
    if (!window_read(c, false)) {
        c->calendar = before;
        window_read(c, true);
    }
    c->calendar = before;
    theme_read(c);
}
