/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/rhythm.h"

#include "domain/notice/number.h"

enum { HOURS_MOST = 6 };

/* Between the days or hours of a list. */
static const struct str joins[] = {S("、"), S("和"), S("及"), S("与")};

uint32_t deadline_sign(const struct compiler *c, uint32_t at, uint32_t end)
{
    uint32_t to = at;
    if (eat(c, at, end, S("("))) {
        to = page_skip(c->page, at);
        if (to - at > 45)
            return 0;
    }
    if (word_here(c, to, end, WORD_NOT_BEFORE))
        return 0;
    uint32_t n = word_here(c, to, end, WORD_BEFORE);
    return n > 0 ? to - at + n : 0;
}

void take_time(const struct compiler *c, uint32_t *at, uint32_t end, struct notice_due *due)
{
    int weekday;
    *at += weekday_at(c->page, *at, end, &weekday);
    *at += time_at(c->page, *at, end, &due->minute);
}

struct span lead_of(const struct compiler *c, uint32_t from, uint32_t at)
{
    uint32_t head = at;
    for (int i = 0; i < 25 && head > from && c->page->text.at[head - 1] != ','; i++)
        head = page_back(c->page, head);
    return (struct span){head, at};
}

static bool of_event(const struct compiler *c, uint32_t at)
{
    static const struct str events[] = {S("比赛"), S("活动"), S("会议"), S("考试"),
                                        S("演出"), S("培训"), S("开幕"), S("大会")};
    return page_ends_any(c->page, 0, at, WORD_LIST(events)) > 0;
}

/* 出现停工的,应于|次日上报书面情况: the day after it was found. */
static bool owed_when_found(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    enum { NEAR = 180 };
    struct span lead = page_lead(c->page, 0, from, NEAR);
    lead.from = page_sentence(c->page, lead.from, from);
    return word_before(c->page, lead.from, from, WORD_AT) > 0 && word_here(c, at, end, WORD_SEND) > 0 &&
           span_has(c, lead, S(",")) && span_has_word(c, lead, WORD_HAPPENS);
}

/* The letter is about one day, and nothing in it is daily: 当天 is that day. */
static bool is_one_day(const struct compiler *c)
{
    enum { LETTER = 6000 };
    struct span letter = {0, page_end(c->page) < LETTER ? page_end(c->page) : LETTER};
    return c->draft->from.n == c->draft->to.n && !span_has(c, letter, S("每日")) && !span_has(c, letter, S("每天")) &&
           !span_has(c, letter, S("日报"));
}

/* 次日上午10:00前, 每天16:00前, 当日17时前. */
static bool daily_at(struct compiler *c, uint32_t from, uint32_t end, struct moment *m)
{
    enum { NEAR = 60 };
    static const struct str eves[] = {S("前一日"), S("上一日"), S("前一天"), S("上一天"), S("昨日")};
    static const struct str today[] = {S("当日"), S("当天"), S("本日")};
    uint32_t n = word_here(c, from, end, WORD_DAILY), next = n ? 0 : word_here(c, from, end, WORD_NEXT_DAY);
    uint32_t same = n || next ? 0 : word_here(c, from, end, WORD_SAME_DAY);
    if (n + next + same == 0 || ((next || same) && from >= 3 && eat(c, from - 3, end, S("至"))))
        return false;
    uint32_t at = from + n + next + same, past = page_skip(c->page, at);
    int minute = NO_TIME;
    if (past > at && c->page->text.at[at] == '(' && time_at(c->page, past, end, &minute))
        at = past; /* 每日(9月19日-21日)下午15时前: the bracket says which days */
    *m = (struct moment){.role = MOMENT_RHYTHM, .due = due_none(), .each = EACH_DAILY};
    take_time(c, &at, end, &m->due);
    if (n > 0 && page_has(c->page, from + n - 3, end, S("晚")) && m->due.minute < 720)
        m->due.minute += m->due.minute != NO_TIME ? 720 : 0; /* 每晚8时 */
    if (m->due.minute != NO_TIME && (eat(c, at, end, S("至")) || eat(c, at, end, S("到")) || eat(c, at, end, S("-"))))
        return false; /* 每日20时至次日20时: the hours the data are of */
    if (m->due.minute != NO_TIME && eat(c, at, end, S("后")) && !eat(c, at, end, S("后报")))
        return false; /* 每天11:00后提醒: from when, not by when */
    uint32_t sign = deadline_sign(c, at, end);
    bool event = !n && word_before(c->page, from > 12 ? from - 12 : 0, from, WORD_HAPPENS) > 0;
    event = event || (next && owed_when_found(c, from, at, end));
    event = event || (same && at == from + same && word_here(c, at, end, WORD_SEND) > 0); /* 重大隐患要当天上报 */
    bool latest = next && word_before(c->page, from > 24 ? from - 24 : 0, from, WORD_LATEST) > 0;
    if (!n && !sign && m->due.minute == NO_TIME && !event && !latest)
        return false; /* 次日 alone tells a story, not a deadline */
    if (sign || m->due.minute != NO_TIME || event || latest)
        m->role = MOMENT_DEADLINE; /* 在新闻发生当日报送,最迟不晚于次日上午 */
    m->each = event ? EACH_EVENT : EACH_DAILY;
    if (!sign && span_has(c, (struct span){at, at + 30 < end ? at + 30 : end}, S("结束后")))
        m->role = MOMENT_RHYTHM; /* 每日17:00填报结束后: when the next step begins */
    if (same && day_is_set(c->draft->from) && (of_event(c, from) || is_one_day(c))) { /* 比赛当天16:00前 */
        m->due.date = c->draft->from;
        m->each = EACH_ONCE;
        m->span = (struct span){from, at + sign};
        return true;
    }
    m->span = (struct span){from, at + sign};
    if (same && !event && day_is_set(c->calendar.said)) { /* 5月8日的活动信息请于当日16时前报送 */
        m->due.date = c->calendar.said;
        m->each = EACH_ONCE;
        return true;
    }
    struct span behind = {m->span.to, end - m->span.to > NEAR ? m->span.to + NEAR : end};
    bool before = n > 0 && m->due.minute != NO_TIME && span_has_any(c, behind, WORD_LIST(eves)) &&
                  !span_has_any(c, behind, WORD_LIST(today)); /* 每日9:00前将前一日病例数报局: of a day, on the next */
    m->due.relative = next || before ? RELATIVE_NEXT_DAY : RELATIVE_SAME_DAY;
    return true;
}

/* 各校每月报送2篇信息,于|当月25日前发至…: the sentence before `at` has said how often. */
static bool said_how_often(const struct compiler *c, uint32_t at, struct str every)
{
    enum { NEAR = 150 };
    uint32_t from = page_sentence(c->page, at > NEAR ? at - NEAR : 0, at);
    uint32_t said = page_find(c->page, (struct span){from, at}, every);
    return said != UINT32_MAX && span_has(c, (struct span){said, at}, S(",")) &&
           span_has_word(c, (struct span){said, at}, WORD_SEND);
}

/* 每周一|、周四, 每周二|和五: bytes of the next day of the list, its sign before it. */
static uint32_t next_weekday(const struct compiler *c, uint32_t at, uint32_t end, int *day_r)
{
    static const struct str names[] = {S("一"), S("二"), S("三"), S("四"), S("五"), S("六"), S("日")};
    uint32_t join = page_has_any(c->page, at, end, WORD_LIST(joins)), from = at + join;
    uint32_t n = join > 0 ? weekday_at(c->page, from, end, day_r) : 0;
    for (int i = 0; join > 0 && n == 0 && i < 7; i++) {
        n = eat(c, from, end, names[i]);
        *day_r = n > 0 ? i + 1 : *day_r;
    }
    return n > 0 ? join + n : 0;
}

static bool weekly_at(struct compiler *c, uint32_t from, uint32_t end, struct moment *m)
{
    uint32_t n = word_here(c, from, end, WORD_WEEKLY);
    int named = 0;
    uint32_t next;
    bool again = n == 0 && eat(c, from, end, S("周")) && !eat(c, from - 3, end, S("每")) &&
                 weekday_at(c->page, from, end, &named) > 0 && said_how_often(c, from, S("每周"));
    n += again ? 3 : 0; /* 每周报送信息2条,周五下班前报… */
    if (n == 0)
        return false;
    *m = (struct moment){.role = MOMENT_RHYTHM, .due = due_none(), .each = EACH_WEEKLY};
    m->due.relative = RELATIVE_WEEKLY;
    int weekday = 0;
    /* 每周五 is read from the 周, 每周的星期五 and 每星期(周五) after it. */
    uint32_t head = from + eat(c, from, end, S("每"));
    uint32_t w = weekday_at(c->page, head, end, &weekday);
    uint32_t at = w ? head + w : from + n;
    if (!w) {
        uint32_t of = eat(c, at, end, S("的"));
        w = weekday_at(c->page, at + of, end, &weekday);
        at += w ? of + w : 0;
    }
    uint32_t last = w ? 0 : eat(c, at, end, S("最后一个工作日")) + eat(c, at, end, S("最后一天")); /* no day of ours */
    at += last;
    static const struct str pieces[] = {S("次"), S("期"), S("篇"), S("条"), S("份"), S("回"), S("个"), S("报")};
    static const struct str sends[] = {S("报送"), S("报上"), S("报至"), S("报市"), S("报省"), S("报县"),
                                       S("报区"), S("报局"), S("报教"), S("报校"), S("报学"), S("报我")};
    bool day = page_has_any(c->page, at, end, WORD_LIST(sends)) > 0; /* 每周一|报送上周动态 */
    for (size_t i = 0; w && !day && i < sizeof pieces / sizeof *pieces; i++) {
        if (weekday == 1 && eat(c, at, end, pieces[i]) && eat(c, at - 3, end, S("一"))) {
            w = weekday = 0; /* 每周一次 counts, 每周一 names */
            at = from + n;
        }
    }
    m->due.n = weekday;
    for (int more; w && (next = next_weekday(c, at, end, &more)) > 0; at += next) { /* 每周一、周四: days_of_week */
    }
    uint32_t of = eat(c, at, end, S("的")), time = time_at(c->page, at + of, end, &m->due.minute);
    at += time > 0 ? of + time : 0; /* 每周日的下午5点前 */
    uint32_t sign = deadline_sign(c, at, end);
    if (weekday || sign || last)
        m->role = MOMENT_DEADLINE;
    m->span = (struct span){from, at + sign};
    return true;
}

uint32_t days_of_week(const struct compiler *c, struct moment first, struct moments *list)
{
    int day = 0;
    uint32_t head = first.span.from + eat(c, first.span.from, first.span.to, S("每")), n;
    uint32_t at = head + weekday_at(c->page, head, first.span.to, &day);
    for (; first.due.n > 0 && day == first.due.n && (n = next_weekday(c, at, first.span.to, &day)) > 0; at += n) {
        struct moment more = first;
        first.due.n = more.due.n = day;
        arena_push(c->arena, list, more);
    }
    return first.span.to;
}

/* Behind a number: 、15、25日. */
static bool day_is_listed(const struct compiler *c, uint32_t at, uint32_t end)
{
    int value = 0;
    uint32_t mark, n;
    while ((mark = eat(c, at, end, S("、"))) > 0 && (n = number_at(c->page, at + mark, end, &value)) > 0 &&
           value >= 1 && value <= 31) {
        at += mark + n;
        if (eat(c, at, end, S("日")) || eat(c, at, end, S("号")))
            return true;
    }
    return false;
}

/* The day after 每月: 7日, 1日至5日, 底, 最后一个工作日, 上旬. */
uint32_t day_of_month(const struct compiler *c, uint32_t from, uint32_t end, int *day_r)
{
    uint32_t at = from + eat(c, from, end, S("的"));
    uint32_t n = word_here(c, at, end, WORD_MONTH_END);
    if (n > 0) {
        *day_r = DAY_LAST;
        return at + n - from;
    }
    int day = 0, last = 0;
    uint32_t part = eat(c, at + 3, end, S("旬")) ? part_of_month(c->page, at, end, day_r) : 0;
    if (part > 0)
        return at + part - from;
    uint32_t first_days = eat(c, at, end, S("前")), nth = number_at(c->page, at + first_days, end, &day);
    uint32_t sign = first_days && nth
                        ? eat(c, at + first_days + nth, end, S("天")) + eat(c, at + first_days + nth, end, S("日"))
                        : 0;
    if (sign > 0 && day >= 1 && day <= 31) { /* 每季度首月的前5天 */
        *day_r = day;
        return at + first_days + nth + sign - from;
    }
    at += eat(c, at, end, S("初")); /* 每月初5日前 */
    n = number_at(c->page, at, end, &day);
    uint32_t to = at + n;
    if (n > 0 && day_is_listed(c, to, end)) { /* 每月5、15、25日: the sign stands behind the last */
        *day_r = day;
        return day >= 1 && day <= 31 ? to - from : 0;
    }
    uint32_t first_sign = eat(c, to, end, S("日")) + eat(c, to, end, S("号")) + eat(c, to, end, S("天"));
    uint32_t dash = eat(c, to + first_sign, end, S("-")) + eat(c, to + first_sign, end, S("至"));
    uint32_t more = dash ? number_at(c->page, to + first_sign + dash, end, &last) : 0;
    if (more > 0) {
        to += first_sign + dash + more;
        day = last;
        first_sign = eat(c, to, end, S("日")) + eat(c, to, end, S("号"));
    }
    if (n == 0 || first_sign == 0 || day < 1 || day > 31)
        return 0;
    *day_r = day;
    return to + first_sign - from;
}

/* 当月6日(如逢节假日则顺延): said of a month, yet of every one. */
static uint32_t comes_again(const struct compiler *c, uint32_t from, uint32_t end)
{
    static const struct str as_of[] = {S("数据截止日为"), S("数据截止日期为"), S("数据截止时间为"), S("统计截止日为")};
    int day;
    enum { NEAR = 600 };
    if (page_ends_any(c->page, 0, from, WORD_LIST(as_of)) > 0)
        return 0; /* what the figures are of */
    uint32_t next = eat(c, from, end, S("下月"));
    struct span lead = {from > NEAR ? from - NEAR : 0, from};
    while (lead.from > 0 && lead.from < from && (c->page->text.at[lead.from] & 0xC0) == 0x80)
        lead.from++;
    if (next > 0 && span_has(c, lead, S("月报")) && day_of_month(c, from + next, end, &day) > 0)
        return next; /* 定期报表为月报表…应于下月2日前报送 */
    uint32_t month = eat(c, from, end, S("当月")), n = month > 0 ? day_of_month(c, from + month, end, &day) : 0;
    bool range = n > 0 && eat(c, from + month + n, end, S("至")); /* 发生在当月25日至月底的 */
    if (n > 0 && !range &&
        (said_how_often(c, from, S("每月")) || said_how_often(c, from, S("按月")) ||
         said_how_often(c, from, S("逐月")) || span_has(c, lead, S("每月不"))))
        return month;
    uint32_t open = from + month + n, past = n > 0 && open < end ? page_skip(c->page, open) : open;
    return past > open && span_has(c, (struct span){open, past}, S("节假日")) ? month : 0;
}

static bool monthly_at(struct compiler *c, uint32_t from, uint32_t end, struct moment *m)
{
    uint32_t n = word_here(c, from, end, WORD_MONTHLY);
    n = n > 0 ? n : comes_again(c, from, end);
    if (n == 0)
        return false;
    *m = (struct moment){.role = MOMENT_RHYTHM, .due = due_none(), .each = EACH_MONTHLY};
    m->due.relative = RELATIVE_MONTHLY;
    uint32_t at = from + n, digits = number_at(c->page, at, end, &m->due.n);
    bool last = eat(c, at - 3, end, S("末")) && digits > 0;
    if (last && (eat(c, at + digits, end, S("日内")) || eat(c, at + digits, end, S("天内")))) { /* 每季度末五日内 */
        m->role = MOMENT_DEADLINE;
        m->due.relative = RELATIVE_AFTER;
        m->due.unit = AFTER_DAYS;
        m->span = (struct span){from, at + digits + 6};
        return true;
    }
    uint32_t day = day_of_month(c, at, end, &m->due.n);
    if (day == 0 && eat(c, at - 3, end, S("末"))) { /* 每季度末 */
        m->due.n = DAY_LAST;
        m->role = MOMENT_DEADLINE;
    }
    if (day == 0 && !eat(c, from, end, S("每")) && !eat(c, from, end, S("按")))
        return false; /* 单月 or 次月 without a day: a month, not a rhythm */
    at += day;
    take_time(c, &at, end, &m->due);
    uint32_t sign = deadline_sign(c, at, end);
    if (day)
        m->role = MOMENT_DEADLINE;
    struct span event = lead_of(c, from > 30 ? from - 30 : 0, from);
    bool once = eat(c, from, end, S("次月")) &&
                (span_has(c, event, S("达标")) || span_has(c, event, S("登记")) || span_has(c, event, S("取得")) ||
                 span_has(c, event, S("签订")) || span_has(c, event, S("发生")));
    m->each = once ? EACH_EVENT : EACH_MONTHLY; /* 于达标次月20日前 */
    m->span = (struct span){from, at + sign};
    return true;
}

uint32_t days_of_month(const struct compiler *c, struct moment first, uint32_t end, struct moments *list)
{
    uint32_t to = first.span.to;
    size_t first_at = list->n - 1;
    for (uint32_t n; first.due.n > 0 && (eat(c, to, end, S("、")) || eat(c, to, end, S("和"))); to += 3 + n) {
        struct moment more = first;
        n = day_of_month(c, to + 3, end, &more.due.n);
        if (n == 0)
            break;
        n += deadline_sign(c, to + 3 + n, end);
        more.span.to = to + 3 + n;
        arena_push(c->arena, list, more);
    }
    int minute = NO_TIME; /* 每逢10日、20日、月末的下午3点前: the hour of all */
    uint32_t at = to + eat(c, to, end, S("的")), time = list->n > first_at + 1 ? time_at(c->page, at, end, &minute) : 0;
    if (time == 0 || minute == NO_TIME)
        return to;
    for (size_t i = first_at; i < list->n; i++)
        list->items[i].due.minute = minute;
    return at + time + deadline_sign(c, at + time, end);
}

/* 每日8时、16时|两次, 每天7点和19点|前: the hours are when it is sent, not what the figures are of (每日8时、20时|水情). */
static uint32_t hours_close(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str times[] = {S("两次"), S("2次"), S("三次"), S("3次"), S("四次"), S("4次"),
                                       S("各"),   S("分"),  S("共"),   S("向"),  S("将"),   S("报")};
    uint32_t sign = deadline_sign(c, at, end);
    bool sent = page_has_any(c->page, at, end, WORD_LIST(times)) > 0 || word_here(c, at, end, WORD_SEND) > 0;
    return sign > 0 || sent ? at + sign : 0;
}

uint32_t hours_of_day(const struct compiler *c, struct moment first, uint32_t end, struct moments *list)
{
    struct moment more[HOURS_MOST];
    uint32_t to = first.span.to, n = 0, join, time;
    while (first.due.minute != NO_TIME && n < HOURS_MOST && (join = page_has_any(c->page, to, end, WORD_LIST(joins)))) {
        more[n] = first;
        time = time_at(c->page, to + join, end, &more[n].due.minute);
        if (time == 0 || more[n].due.minute <= first.due.minute)
            break;
        to += join + time;
        more[n++].span.to = to;
    }
    uint32_t close = n > 0 ? hours_close(c, to, end) : 0;
    for (uint32_t i = 0; close > 0 && i < n; i++)
        arena_push(c->arena, list, more[i]);
    return close > 0 ? close : first.span.to;
}

/* 每年报送一次, 每半年向市局报送: a rhythm of the year without a day, right before what is done by it. */
static bool yearly_at(const struct compiler *c, uint32_t from, uint32_t end, struct moment *m)
{
    static const struct str words[] = {S("每半年"), S("每学期"), S("每学年"), S("每年度"), S("每年")};
    static const struct str asks[] = {S("向"), S("至少"), S("定期"), S("应"), S("须"), S("要"), S("需")};
    uint32_t n = page_has_any(c->page, from, end, WORD_LIST(words)), behind = from + n;
    if (n == 0 || (!word_here(c, behind, end, WORD_SEND) && page_has_any(c->page, behind, end, WORD_LIST(asks)) == 0))
        return false;
    *m = (struct moment){.role = MOMENT_RHYTHM, .due = due_none(), .each = EACH_YEARLY, .span = {from, behind}};
    return true;
}

bool rhythm_at(struct compiler *c, struct span s, uint32_t at, struct moment *m)
{
    if (!daily_at(c, at, s.to, m) && !weekly_at(c, at, s.to, m) && !monthly_at(c, at, s.to, m) &&
        !yearly_at(c, at, s.to, m))
        return false;
    c->calendar.said = DAY_NONE; /* an hour that follows is the rhythm's */
    return true;
}

enum notice_each again_after(const struct compiler *c, struct span so_far, enum notice_each once)
{
    static const struct str quarters[] = {S("每季"), S("季度结束"), S("季度终了")};
    if (span_has_any(c, so_far, WORD_LIST(quarters)))
        return EACH_MONTHLY; /* the nearest rhythm there is */
    return span_has_word(c, so_far, WORD_HAPPENS) ? EACH_EVENT : once;
}
