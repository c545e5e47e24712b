/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/moment.h"

#include "domain/notice/number.h"
#include "domain/notice/relative.h"
#include "domain/notice/rhythm.h"

enum { MOMENTS = 60 }; /* of one clause; no notice names so many */

/* 统计数据截止时间为…, 首次报送时间为…: the day of the data, or of the first round; no deadline of its own. */
static bool is_as_of(const struct compiler *c, struct span lead, uint32_t end)
{
    bool over = end >= page_end(c->page) || c->page->text.at[end] == ';' || eat(c, end, page_end(c->page), S("。")) ||
                c->page->gap[end] >= GAP_LINE;
    uint32_t label = word_before(c->page, lead.from, lead.to, WORD_DEADLINE_IS);
    uint32_t until = label ? label : word_before(c->page, lead.from, lead.to, WORD_UNTIL);
    struct span said = {lead.from, lead.to - until};
    if (until == 0)
        return false;
    said.to -= page_ends_any(c->page, said.from, said.to, &S("的"), 1); /* 论文、成果的|截止时间 */
    bool asked = span_has_word(c, (struct span){lead.from, lead.to}, WORD_SEND); /* 数据上报截止时间, 数据报送时间 */
    static const struct str scopes[] = {S("对象:"), S("范围:"), S("条件:"), S("资格:"), S("时段:")};
    if (page_ends_any(c->page, said.from, said.to, WORD_LIST(scopes)))
        return true; /* 填报对象:截至10月31日已批准的 */
    return (word_before(c->page, said.from, said.to, WORD_AS_OF) && !asked) ||
           (label && over && word_before(c->page, said.from, said.to, WORD_FIRST_ROUND));
}

/* 学历资历计算截止时间为…,|论文论著截止时间为…: the day up to which it counts, as the one before it. */
static bool is_as_of_too(const struct compiler *c, uint32_t at)
{
    enum { NEAR = 120 };
    static const struct str counts[] = {S("计算截止"), S("计算时间"), S("计算截至")};
    struct span lead = page_lead(c->page, 0, at, NEAR);
    lead.from = page_sentence(c->page, lead.from, at);
    return !span_has_word(c, lead, WORD_SEND) && span_has_any(c, lead, WORD_LIST(counts)) &&
           word_before(c->page, lead.from, lead.to, WORD_DEADLINE_IS);
}

/* The clause is a sentence of its own and ends at `end`, but for its stop. */
static bool says_only(const struct compiler *c, struct span s, uint32_t end)
{
    bool begins = s.from == 0 || c->page->gap[s.from] >= GAP_BLANK || eat(c, s.from - 3, s.from, S("。")) ||
                  eat(c, s.from - 3, s.from, S("】"));
    return begins && (end >= s.to || (end + 3 >= s.to && eat(c, end, s.to, S("。"))));
}

/* 由5月20日|延长至6月10日: the first day holds no more, the second does. */
static const struct str moved[] = {S("顺延至"), S("顺延到"), S("延长至"), S("延长到"), S("延期至"), S("延期到"),
                                   S("延后至"), S("延后到"), S("延至"),   S("推迟至"), S("推迟到"), S("提前至"),
                                   S("提前到"), S("调整为"), S("调整至"), S("调整到"), S("变更为"), S("更改为"),
                                   S("修改为"), S("改为"),   S("改至"),   S("改到")};

/* 原定(于)5月20日前报送的: no more. */
static bool was_planned(const struct compiler *c, uint32_t from, uint32_t at)
{
    static const struct str planned[] = {S("原定"), S("原定于"), S("原计划"), S("原计划于"), S("原拟于")};
    return page_ends_any(c->page, from, at, WORD_LIST(planned)) > 0;
}

/* 原通知规定的申报截止时间为|5月31日,…,经研究延长至6月14日: the day no longer holds. */
static bool is_put_off(const struct compiler *c, struct span s, uint32_t at)
{
    enum { FAR = 240 };
    uint32_t far = page_end(c->page) - s.to > FAR ? s.to + FAR : page_end(c->page);
    uint32_t stop = page_find(c->page, (struct span){s.to, far}, S("。"));
    struct span rest = {s.to, stop == UINT32_MAX ? far : stop}, lead = {s.from, at};
    return span_has(c, lead, S("原")) && span_has(c, lead, S("截止")) && !span_has_any(c, s, WORD_LIST(moved)) &&
           span_has_any(c, rest, WORD_LIST(moved));
}

/* Something is handed in by s: 报送|排查表, 将排查表|报教务处. */
static bool hands_in(const struct compiler *c, struct span s)
{
    return span_has_word(c, s, WORD_SEND) ||
           ((span_has(c, s, S("将")) || span_has(c, s, S("填写"))) && span_has_word(c, s, WORD_BARE));
}

/* 报名截止时间由5月20日延长至: what is handed in by another day than was said. */
static bool moves_deadline(const struct compiler *c, struct span s, uint32_t at)
{
    enum { NEAR = 180 };
    uint32_t word = page_ends_any(c->page, s.from, at, WORD_LIST(moved));
    struct span own = {s.from, at - word}, before = page_lead(c->page, 0, s.from, NEAR);
    before.from = page_sentence(c->page, before.from, s.from);
    bool label = span_has(c, before, S("原")) && span_has(c, before, S("截止"));
    if (word > 0 && (label || (span_has(c, before, S("原定")) && hands_in(c, before))))
        return true; /* 原定3月20日前上报的资料,|顺延至3月31日; 原通知的截止时间为5月31日,…|延长至6月14日 */
    return word > 0 && (span_has(c, own, S("截止")) || span_has_word(c, own, WORD_DEADLINE_LABEL));
}

/* 请各单位将排查表报教务处,|截至4月10日: nothing but until when, behind what is handed in; the clause ends at `end`. */
static bool ends_demand(const struct compiler *c, struct span s, uint32_t at, uint32_t end)
{
    enum { NEAR = 240 };
    static const struct str labels[] = {S("时间"), S("期限"), S("时限"), S("日期"), S("从"), S("自")};
    uint32_t label = page_has_any(c->page, s.from, at, WORD_LIST(labels));
    bool only = s.from + label == at && (end >= s.to || (end + 3 >= s.to && eat(c, end, s.to, S("。"))));
    if (!only || s.from == 0 || c->page->text.at[s.from - 1] != ',')
        return false;
    struct span before = page_lead(c->page, 0, s.from, NEAR);
    before.from = page_sentence(c->page, before.from, s.from);
    return hands_in(c, before) && !span_has_word(c, before, WORD_BEFORE);
}

/* 于2月15日前结束公示,|将公示结果报送省厅: the clause behind `at` hands on what came of it. */
static bool hands_on(const struct compiler *c, uint32_t at)
{
    enum { NEAR = 120 };
    const struct page *p = c->page;
    uint32_t from = at < page_end(p) && p->text.at[at] == ',' ? at + 1 : page_end(p), to = from;
    from += page_eat(p, from, page_end(p), S("并"));
    while (to < page_end(p) && to - from < NEAR && p->text.at[to] != ',' && !page_has(p, to, page_end(p), S("。")))
        to = page_next(p, to);
    return page_has(p, from, to, S("将")) && hands_in(c, (struct span){from, to});
}

static enum moment_role date_role(struct compiler *c, struct span s, struct dates *d, uint32_t *end_r)
{
    uint32_t sign = deadline_sign(c, d->span.to, s.to);
    struct span lead = lead_of(c, s.from, d->span.from);
    uint32_t until = word_before(c->page, lead.from, d->span.from, WORD_UNTIL);
    *end_r = d->span.to + sign;
    if (eat(c, *end_r, s.to, S("左右")) && !sign)
        return MOMENT_OTHER; /* 4月21日左右 */
    if (eat(c, *end_r, s.to, S("已")) && !sign)
        return MOMENT_OTHER; /* 在2016年末已经上报的学校 */
    if (is_as_of(c, lead, *end_r) || is_as_of_too(c, d->span.from) || word_here(c, d->span.to, s.to, WORD_NOT_BEFORE) ||
        page_has_any(c->page, *end_r, s.to, WORD_LIST(moved)) || was_planned(c, s.from, d->span.from) ||
        is_put_off(c, s, d->span.from))
        return MOMENT_OTHER;
    if (sign > 0 && eat(c, *end_r, s.to, S("结束")) && !span_has_word(c, lead, WORD_SEND) && !hands_on(c, s.to))
        return MOMENT_OTHER; /* 初赛由各学院组织,于11日前结束 */
    if (moves_deadline(c, s, d->span.from))
        return MOMENT_DEADLINE;
    if (until > 0 && eat(c, d->span.to, s.to, S("期间")))
        return MOMENT_OTHER; /* 自3月11日起至19日期间: how long, not by when */
    if (until > 0) {
        lead.to = d->span.from - until;
        bool labelled = span_has_word(c, lead, WORD_DEADLINE_LABEL) || span_has_word(c, lead, WORD_FROM_NOW);
        bool ends = *end_r >= s.to || c->page->text.at[*end_r] == ',' || c->page->text.at[*end_r] == ')';
        bool now_on = span_has(c, (struct span){lead.to, d->span.from}, S("即日"));
        bool alone = lead.to == s.from && says_only(c, s, *end_r); /* 报送时间 and below it 截至5月20日。 */
        bool data =
            eat(c, d->span.from - 6, d->span.from, S("截至")) || /* 如实报送截至11月30日的收入 */
            span_has_word(c, (struct span){s.from, lead.to}, WORD_BEFORE); /* 于5月20日前报送|截止到3月底的统计表 */
        int hour = NO_TIME;                                                /* 截止4月10日|24:00 */
        bool behind = ends_demand(c, s, lead.to, *end_r + time_at(c->page, *end_r, s.to, &hour));
        if (!sign && !ends && !alone && !behind && data)
            return MOMENT_OTHER;
        return labelled || now_on || sign || alone || behind || (ends && hands_in(c, s)) ? MOMENT_DEADLINE
                                                                                         : MOMENT_OTHER;
    }
    static const struct str posted[] = {S("邮戳"), S("的邮戳"), S("当日邮戳"), S("寄出邮戳"), S("当地邮戳")};
    if (sign > 0 || page_has_any(c->page, d->span.to, s.to, WORD_LIST(posted)) > 0) /* 以5月8日邮戳为准 */
        return MOMENT_DEADLINE;
    if (word_before(c->page, lead.from, d->span.from, WORD_DEADLINE_IS) ||
        word_before(c->page, lead.from, d->span.from, WORD_LATEST))
        return MOMENT_DEADLINE;
    if (d->is_range && ends_demand(c, s, d->span.from, *end_r))
        return MOMENT_DEADLINE; /* …报教务处,4月2日至10日 */
    return MOMENT_DATE;
}

static bool has_month(const struct dates *d)
{
    return d->to.month != 0;
}

/* A date begins with a number, or with a word for its year or month: 今年, 次年, 年底, 本月, 月底. */
static bool may_begin_date(const struct compiler *c, uint32_t at, uint32_t end)
{
    int value;
    uint32_t second = page_next(c->page, at);
    return number_at(c->page, at, end, &value) > 0 || eat(c, at, end, S("年")) || eat(c, at, end, S("月")) ||
           eat(c, second, end, S("年")) || eat(c, second, end, S("月")) || eat(c, second, end, S("个月"));
}

/* 11月11日(下周一) of a letter without a date: of the years about it the one in which the day is a Monday. */
static struct day weekday_fits(const struct compiler *c, const struct dates *d)
{
    struct day day = calendar_day(&c->calendar, d->to);
    if (d->weekday == 0 || d->is_range || d->to.year != 0 || day_is_set(c->calendar.issued) || !day_is_set(day))
        return day;
    static const int years[] = {0, 1, -1, 2, -2, -3, -4, -5, -6, -7, -8};
    struct civil said = day_civil(day);
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        struct day other = civil_is_valid(said.year + years[i], said.month, said.day)
                               ? day_of(said.year + years[i], said.month, said.day)
                               : DAY_NONE;
        if (day_is_set(other) && day_weekday(other) == d->weekday)
            return other;
    }
    return day;
}

/* 春季教材5月25日前; 每学期选派一批教师,…于6月15日、12月15日前: a day that comes again each year. */
static bool each_term(const struct compiler *c, uint32_t from)
{
    enum { NEAR = 18, FAR = 120 };
    struct span near = {from > NEAR ? from - NEAR : 0, from}, far = {from > FAR ? from - FAR : 0, from};
    far.from = page_sentence(c->page, far.from, from);
    near.from = near.from > far.from ? near.from : far.from;
    uint32_t term = page_find(c->page, far, S("每学期"));
    bool again = term != UINT32_MAX &&
                 word_here(c, term + 9, from, WORD_AT_LEAST) == 0; /* 每学期|不少于8次: of something else */
    return span_has(c, near, S("春季")) || span_has(c, near, S("秋季")) || again;
}

/* 复工日期的|3日前, 期满|30日前, and 三日前 in words: so long before something, no day of the month. */
static bool is_ahead(const struct compiler *c, struct span s, uint32_t from)
{
    static const struct str since[] = {S("的"), S("期满"), S("到期"), S("届满"), S("之日"), S("开工")};
    bool words = digits_at(c->page, from, s.to) == 0 && !word_before(c->page, s.from, from, WORD_AT);
    return words || page_ends_any(c->page, s.from, from, WORD_LIST(since)) > 0;
}

static bool date_moment_at(struct compiler *c, struct span s, uint32_t from, struct moment *m)
{
    if (!may_begin_date(c, from, s.to))
        return false;
    *m = (struct moment){.due = due_none()};
    if (!dates_at(c->words, c->page, from, s.to, &m->dates))
        return false;
    uint32_t to;
    m->role = date_role(c, s, &m->dates, &to);
    bool bare = !has_month(&m->dates);
    if (bare && is_ahead(c, s, from) && m->role == MOMENT_DEADLINE) { /* 复工日期的3日前, 三日前送审 */
        *m = (struct moment){.role = MOMENT_UNTOLD, .due = due_none(), .span = {from, to}};
        return true;
    }
    bool listed = from >= s.from + 6 && eat(c, from - 6, s.to, S("日、")); /* 10日、20日、30日前 */
    bool next = day_is_set(c->calendar.said) && from == s.from && eat(c, m->dates.span.to, s.to, S("各"));
    listed = listed || next; /* 5月16日至17日…,18日各市将…报 */
    if (bare && m->role == MOMENT_DATE && !listed && !word_before(c->page, s.from, from, WORD_AT))
        return false; /* 7日 alone is a number of days as often as a date */
    m->span = (struct span){from, to};
    m->due.minute = m->dates.minute;
    uint32_t behind = eat(c, to, s.to, S("(")) ? page_skip(c->page, to) : to; /* 2月23日(正月初六)上午12点前 */
    uint32_t time = behind > to && behind - to < 45 && m->due.minute == NO_TIME
                        ? time_at(c->page, behind, s.to, &m->due.minute)
                        : 0;
    if (time > 0) {
        m->span.to = behind + time + deadline_sign(c, behind + time, s.to);
        m->role = m->span.to > behind + time ? MOMENT_DEADLINE : m->role;
    }
    if (eat(c, to, s.to, S(")")) && m->due.minute == NO_TIME) { /* 本周三(9月21日)下午17:00 */
        uint32_t n = time_at(c->page, to + 1, s.to, &m->due.minute);
        uint32_t sign = n ? deadline_sign(c, to + 1 + n, s.to) : deadline_sign(c, to + 1, s.to);
        m->span.to = n || sign ? to + 1 + n + sign : to;
        m->role = sign ? MOMENT_DEADLINE : m->role;
    }
    m->due.date = c->calendar.said = weekday_fits(c, &m->dates);
    if (m->role != MOMENT_OTHER) /* 含2010年1月以后发表的论文 says nothing of this year */
        calendar_note(&c->calendar, &m->dates);
    bool next_year = eat(c, from, s.to, S("次年")) || eat(c, from, s.to, S("翌年")); /* 年度报表在次年1月15日前报… */
    bool season = m->dates.to.year == 0 && each_term(c, from);
    season = season || (m->dates.to.year == 0 && eat(c, from - 6, from, S("当年"))); /* 半年报于当年7月5日前报送 */
    uint32_t every = word_before(c->page, s.from, from, WORD_YEARLY);
    m->span.from -= every; /* 年度报表每年3月1日前报… */
    if (every || next_year || season)
        m->each = EACH_YEARLY;
    struct civil day = day_civil(m->due.date); /* 每年3月1日前, said in April: the next */
    if (m->each == EACH_YEARLY && day_is_set(m->due.date) && day_is_set(c->calendar.issued) && m->dates.to.year == 0 &&
        m->due.date.n < c->calendar.issued.n && civil_is_valid(day.year + 1, day.month, day.day))
        m->due.date = day_of(day.year + 1, day.month, day.day);
    if (m->dates.to.day == 0)
        m->role = MOMENT_OTHER; /* a month alone */
    return true;
}

/* 本周五前, 下周一下午5时前: counted from the date of issue. A date in brackets behind it says the same more clearly. */
static bool this_week_at(struct compiler *c, struct span s, uint32_t from, struct moment *m)
{
    if (!word_here(c, from, s.to, WORD_THIS_WEEK))
        return false;
    bool next = eat(c, from, s.to, S("下周")) > 0, within = eat(c, from, s.to, S("本周内")) > 0;
    int weekday = 0;
    uint32_t n = next || eat(c, from, s.to, S("本周")) ? weekday_at(c->page, from, s.to, &weekday) : 0;
    uint32_t today = eat(c, from, s.to, S("今日")) + eat(c, from, s.to, S("今天"));
    today += eat(c, from, s.to, S("今晚")) ? 3 : 0; /* 今|晚9点前 */
    uint32_t tomorrow = eat(c, from, s.to, S("明日")) + eat(c, from, s.to, S("明天"));
    if (today + tomorrow > 0 && day_is_set(c->calendar.issued)) {
        n = today + tomorrow;
        weekday = day_weekday(c->calendar.issued) + (tomorrow > 0);
    }
    if (within && day_is_set(c->calendar.issued)) {
        n = 6; /* 本周|内: by its last day */
        weekday = 7;
    }
    int said = 0; /* 今天(23日)14点前: the bracket says no more */
    uint32_t open = from + n, digits = eat(c, open, s.to, S("(")) ? number_at(c->page, open + 1, s.to, &said) : 0;
    bool same = digits > 0 && eat(c, open + 1 + digits, s.to, S("日)")) > 0;
    if (n == 0 || !day_is_set(c->calendar.issued) || (eat(c, open, s.to, S("(")) && !same))
        return false;
    n += same ? page_skip(c->page, open) - open : 0;
    *m = (struct moment){.role = MOMENT_DATE, .due = due_none()};
    m->due.date = day_plus(c->calendar.issued, weekday - day_weekday(c->calendar.issued) + (next ? 7 : 0));
    struct civil day = day_civil(m->due.date);
    m->dates.from = m->dates.to = (struct date){day.year, day.month, day.day};
    uint32_t at = from + n;
    at += time_at(c->page, at, s.to, &m->due.minute);
    uint32_t sign = deadline_sign(c, at, s.to);
    m->role = sign ? MOMENT_DEADLINE : MOMENT_DATE;
    m->span = (struct span){from, at + sign};
    return true;
}

/* 请于周五前交: of the week of the letter, or of the next when that day is over. */
static bool weekday_moment_at(struct compiler *c, struct span s, uint32_t from, struct moment *m)
{
    static const struct str others[] = {S("每"), S("本"), S("下"), S("上"), S("逢"), S("双"), S("单"), S("隔"),
                                        S("各"), S("第"), S("("),  S("当"), S("该"), S("这"), S("日"), S("周")};
    int weekday = 0;
    uint32_t n = day_is_set(c->calendar.issued) && (eat(c, from, s.to, S("周")) || eat(c, from, s.to, S("星期")))
                     ? weekday_at(c->page, from, s.to, &weekday)
                     : 0;
    bool counted = from > 0 && digits_at(c->page, from - 1, from) > 0; /* 于11周五前: of the term's eleventh week */
    if (n == 0 || counted || page_ends_any(c->page, 0, from, WORD_LIST(others)) > 0)
        return false;
    *m = (struct moment){.role = MOMENT_DEADLINE, .due = due_none()};
    uint32_t at = from + n;
    at += time_at(c->page, at, s.to, &m->due.minute);
    uint32_t sign = deadline_sign(c, at, s.to);
    int ahead = (weekday - day_weekday(c->calendar.issued) + 7) % 7;
    m->due.date = day_plus(c->calendar.issued, ahead);
    struct civil day = day_civil(m->due.date);
    m->dates.from = m->dates.to = (struct date){day.year, day.month, day.day};
    m->span = (struct span){from, at + sign};
    return sign > 0;
}

/* 6、8、10、12月3日前: the months before the one that carries the day. Appends one moment for each month. */
static uint32_t months_at(struct compiler *c, struct span s, uint32_t from, struct moments *list)
{
    int months[12], n = 0, month = 0;
    uint32_t at = from, used;
    while (n < 12 && (used = number_at(c->page, at, s.to, &month)) > 0 && month >= 1 && month <= 12) {
        uint32_t sign = eat(c, at + used, s.to, S("月"));
        uint32_t comma = eat(c, at + used + sign, s.to, S("、"));
        if (comma == 0)
            break;
        months[n++] = month;
        at += used + sign + comma;
    }
    struct moment last;
    if (n == 0 || !date_moment_at(c, s, at, &last) || last.role != MOMENT_DEADLINE || last.dates.is_range)
        return 0;
    if (word_before(c->page, s.from, from, WORD_YEARLY) > 0)
        last.each = EACH_YEARLY; /* 每年6月、12月底前 */
    for (int i = 0; i < n; i++) {
        struct moment m = last;
        m.dates.from.month = m.dates.to.month = months[i];
        m.due.date = calendar_day(&c->calendar, m.dates.to);
        m.span.from = from;
        arena_push(c->arena, list, m);
    }
    last.span.from = from;
    arena_push(c->arena, list, last);
    return last.span.to - from;
}

/* 每旬末日(10日、20日、月末)12:00前: three days of each month. Appends one moment for each. */
static uint32_t tens_at(const struct compiler *c, struct span s, uint32_t from, struct moments *list)
{
    static const struct str words[] = {S("每旬末日"), S("每旬末"), S("每旬最后一日"), S("每旬最后一天")};
    static const int days[] = {10, 20, DAY_LAST};
    uint32_t n = page_has_any(c->page, from, s.to, WORD_LIST(words)), at = from + n;
    if (n == 0 || !eat(c, at, s.to, S("(")))
        return 0; /* without its days it is every ten days: weekly is the nearest */
    at = page_skip(c->page, at);
    struct moment m = {.role = MOMENT_DEADLINE, .due = due_none(), .each = EACH_MONTHLY};
    m.due.relative = RELATIVE_MONTHLY;
    take_time(c, &at, s.to, &m.due);
    m.span = (struct span){from, at + deadline_sign(c, at, s.to)};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        m.due.n = days[i];
        arena_push(c->arena, list, m);
    }
    return m.span.to - from;
}

/* 3月13、27日: the days before the one that carries 日. Appends one moment for each day. */
static uint32_t days_at(struct compiler *c, struct span s, uint32_t from, struct moments *list)
{
    int days[12], n = 0, value = 0;
    uint32_t at = from, used = number_at(c->page, at, s.to, &value), year = 0;
    if (used == 4 && eat(c, at + used, s.to, S("年")))
        year = used + 3;
    uint32_t month = number_at(c->page, at + year, s.to, &value);
    if (month == 0 || value < 1 || value > 12 || !eat(c, at + year + month, s.to, S("月")))
        return 0;
    for (at += year + month + 3; n < 12 && (used = number_at(c->page, at, s.to, &value)) > 0; at += used + 3) {
        if (value < 1 || value > 31 || !eat(c, at + used, s.to, S("、")))
            break;
        days[n++] = value;
    }
    bool last = n > 0 && used > 0 && value >= 1 && value <= 31 && eat(c, at + used, s.to, S("日"));
    struct moment m;
    struct span head = {from, at};
    if (!last || head.to <= from)
        return 0;
    days[n++] = value;
    uint32_t behind = at + used + 3, sign = deadline_sign(c, behind, s.to);
    for (int i = 0; i < n; i++) {
        m = (struct moment){
            .role = sign ? MOMENT_DEADLINE : MOMENT_DATE, .due = due_none(), .span = {from, behind + sign}};
        m.dates.from = m.dates.to = (struct date){year ? digits_value(c->page, from, 4) : 0,
                                                  digits_value(c->page, from + year, month), days[i]};
        m.dates.minute = NO_TIME;
        m.due.date = calendar_day(&c->calendar, m.dates.to);
        calendar_note(&c->calendar, &m.dates);
        arena_push(c->arena, list, m);
    }
    return behind + sign - from;
}

/* 各校将当日情况于16时前报市局: every day, the day that the sentence begins on (自3月5日起) too. */
static bool of_each_day(const struct compiler *c, struct span s, uint32_t at)
{
    static const struct str days[] = {S("将当天"),   S("将当日"),   S("报送当日"),
                                      S("报送当天"), S("上报当日"), S("上报当天")};
    enum { NEAR = 120 };
    struct span lead = page_lead(c->page, s.from, at, NEAR);
    return digits_at(c->page, at, s.to) > 0 && span_has_any(c, lead, WORD_LIST(days));
}

/*
 * 2月25日上午,各部门将材料在上午10:30前交…, 每日8:30前报校医室,校医室于9:00前报…: the hour belongs to the date said before, or is
 * of every day.
 */
static bool hour_moment_at(struct compiler *c, struct span s, uint32_t from, struct moment *m)
{
    *m = (struct moment){.role = MOMENT_DEADLINE, .due = due_none()};
    uint32_t end = s.to;
    c->calendar.daily = c->calendar.daily || of_each_day(c, s, from);
    uint32_t n = day_is_set(c->calendar.said) || c->calendar.daily ? time_at(c->page, from, end, &m->due.minute) : 0;
    uint32_t sign = n > 0 && m->due.minute != NO_TIME ? deadline_sign(c, from + n, end) : 0;
    m->due.date = c->calendar.said;
    if (c->calendar.daily) {
        m->due.date = DAY_NONE;
        m->due.relative = RELATIVE_SAME_DAY;
        m->each = EACH_DAILY;
    }
    m->span = (struct span){from, from + n + sign};
    return sign > 0;
}

static bool moment_at(struct compiler *c, struct span s, uint32_t at, struct moment *m)
{
    return rhythm_at(c, s, at, m) || within_at(c, s, at, m) || after_at(c, at, s.to, m) || this_week_at(c, s, at, m) ||
           weekday_moment_at(c, s, at, m) || date_moment_at(c, s, at, m) || hour_moment_at(c, s, at, m);
}

/* 6月30日、12月31日前: the sign at the end holds for all that it joins. */
static void share_signs(const struct compiler *c, struct moments *list, size_t first)
{
    for (size_t i = list->n; i-- > first + 1;) {
        struct moment *m = &list->items[i - 1];
        const struct moment *next = &list->items[i];
        struct str between = text_of(c, (struct span){m->span.to, next->span.from});
        bool joined = str_eq(between, S("、")) || str_eq(between, S("和")) || str_eq(between, S("及"));
        if (joined && m->role == MOMENT_DATE && next->role == MOMENT_DEADLINE && !m->dates.is_range) {
            m->role = MOMENT_DEADLINE;
            m->each = next->each != EACH_ONCE ? next->each : m->each;
            if (day_is_set(m->due.date) && m->due.minute == NO_TIME) /* 27日、29日15:00前 */
                m->due.minute = next->due.minute;
        }
    }
}

/* Quoted titles speak of other documents' dates. */
static uint32_t skip_quoted(const struct compiler *c, uint32_t at, uint32_t end)
{
    return eat(c, at, end, S("《")) || eat(c, at, end, S("“")) || eat(c, at, end, S("〔")) ? page_skip(c->page, at)
                                                                                           : at;
}

static bool after_digit(const struct page *p, uint32_t at)
{
    char before = at > 0 ? p->text.at[at - 1] : ' ';
    return before >= '0' && before <= '9' && p->gap[at] == GAP_NONE && p->text.at[at] >= '0' && p->text.at[at] <= '9';
}

/* Moments begin with a digit or one of a few characters; everything else is passed over fast. */
static bool begins_moment(const struct compiler *c, uint32_t at, uint32_t end)
{
    char first = c->page->text.at[at];
    return (first >= '0' && first <= '9') || word_here(c, at, end, WORD_MOMENT_HEAD) > 0;
}

/* Where the letter bears no date, a year said on the way (2007年活动周结束后) holds for the dates that follow. */
static void note_year(struct compiler *c, uint32_t at, uint32_t end)
{
    char first = c->page->text.at[at];
    if (day_is_set(c->calendar.issued) || first != '2' || digits_at(c->page, at, end) != 4 ||
        !eat(c, at + 4, end, S("年")) || eat(c, at + 4, end, S("年度")))
        return;
    int year = digits_value(c->page, at, 4);
    bool told = c->calendar.numbered || c->calendar.dated;
    bool past = year + (told ? 0 : 1) < c->calendar.year; /* the year that is reported on */
    if (year >= 2000 && year < 2100 && !past && !after_digit(c->page, at))
        c->calendar.year = year;
}

void moments_in(struct compiler *c, struct span s, struct moments *list)
{
    size_t first = list->n;
    for (uint32_t at = s.from; at < s.to && list->n < first + MOMENTS;) {
        uint32_t skip = c->page->twin[at] > at ? skip_quoted(c, at, s.to) : at;
        note_year(c, at, s.to);
        struct moment m;
        uint32_t many = 0;
        if (skip > at) {
            at = skip;
        } else if (word_here(c, at, s.to, WORD_OCCASION) > 0 && untold_at(c, s, at, &m)) {
            arena_push(c->arena, list, m);
            at = m.span.to;
        } else if (!begins_moment(c, at, s.to)) {
            at = page_next(c->page, at);
        } else if (!after_digit(c->page, at) &&
                   ((many = months_at(c, s, at, list)) > 0 || (many = days_at(c, s, at, list)) > 0 ||
                    (many = tens_at(c, s, at, list)) > 0)) {
            at += many;
        } else if (!after_digit(c->page, at) && moment_at(c, s, at, &m)) {
            arena_push(c->arena, list, m);
            c->calendar.daily = m.each == EACH_DAILY;
            at = m.each == EACH_MONTHLY  ? days_of_month(c, m, s.to, list)
                 : m.each == EACH_WEEKLY ? days_of_week(c, m, list)
                 : m.each == EACH_DAILY  ? hours_of_day(c, m, s.to, list)
                                         : m.span.to;
        } else {
            at = page_next(c->page, at);
        }
    }
    share_signs(c, list, first);
}

bool other_rhythm(const struct compiler *c, const struct moment *a, const struct moment *b)
{
    bool monthly = a->due.relative == RELATIVE_MONTHLY && b->due.relative == RELATIVE_MONTHLY;
    bool quarter = span_has(c, a->span, S("季")) != span_has(c, b->span, S("季"));
    bool pair = span_has(c, a->span, S("双")) != span_has(c, b->span, S("双"));
    return monthly && (quarter || pair);
}

bool same_due(const struct notice_due *a, const struct notice_due *b)
{
    return a->date.n == b->date.n && a->minute == b->minute && a->relative == b->relative && a->n == b->n &&
           a->unit == b->unit;
}
