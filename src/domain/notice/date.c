/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/date.h"

#include "domain/notice/number.h"

/* A year said without digits, as an offset from the year of issue. */
static const struct {
    struct str word;
    int years;
} year_words[] = {{S("今年"), 0}, {S("本年度"), 0}, {S("本年"), 0}, {S("当年"), 0},
                  {S("明年"), 1}, {S("次年"), 1},   {S("翌年"), 1}};

enum { YEAR_OFFSET = 10000 }; /* date.year beyond this is an offset + YEAR_OFFSET */

/* A month said without digits, as an offset from the month of issue: 本月20日, 下月5日前, 月底前. */
enum { MONTH_OFFSET = 100 };
static const struct {
    struct str word;
    int months;
} month_words[] = {{S("本月"), 0}, {S("当月"), 0}, {S("下月"), 1}, {S("下个月"), 1}, {S("次月"), 1}};

static uint32_t year_at(const struct page *p, uint32_t at, uint32_t end, int *year_r)
{
    bool digits = at < end && p->text.at[at] >= '0' && p->text.at[at] <= '9';
    for (size_t i = 0; !digits && i < sizeof year_words / sizeof *year_words; i++) {
        uint32_t n = page_eat(p, at, end, year_words[i].word);
        if (n > 0) {
            *year_r = YEAR_OFFSET + year_words[i].years;
            return n;
        }
    }
    int year = 0;
    uint32_t n = number_at(p, at, end, &year);
    if (n == 0 || !page_eat(p, at + n, end, S("年")))
        return 0;
    bool two_digits = n == 2 && year >= 7 && year < 60;
    if (two_digits)
        year += 2000;
    if (year < 1990 || year > 2100 || page_has(p, at + n, end, S("年度")))
        return 0;
    *year_r = year;
    return n + 3;
}

uint32_t part_of_month(const struct page *p, uint32_t at, uint32_t end, int *day_r)
{
    static const struct {
        struct str word;
        int day;
    } parts[] = {{S("底"), DAY_LAST}, {S("末"), DAY_LAST},   {S("份底"), DAY_LAST}, {S("上旬"), 10},
                 {S("中旬"), 20},     {S("下旬"), DAY_LAST}, {S("初"), 5}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        uint32_t n = page_eat(p, at, end, parts[i].word);
        if (n > 0) {
            *day_r = parts[i].day;
            return n;
        }
    }
    return 0;
}

static uint32_t day_sign(const struct page *p, uint32_t at, uint32_t end)
{
    uint32_t n = page_eat(p, at, end, S("日"));
    return n ? n : page_eat(p, at, end, S("号"));
}

/* The day after 月. Its 日 may be missing before 前, a bracket, a range sign or the end. */
static uint32_t day_at(const struct page *p, uint32_t at, uint32_t end, int *day_r)
{
    uint32_t n = part_of_month(p, at, end, day_r);
    if (n > 0)
        return n;
    int day = 0;
    n = number_at(p, at, end, &day);
    if (n == 0 || day < 1 || day > 31)
        return 0;
    uint32_t sign = day_sign(p, at + n, end);
    bool bare = at + n >= end || page_eat(p, at + n, end, S("前")) || page_eat(p, at + n, end, S("-")) ||
                page_eat(p, at + n, end, S("至")) || page_eat(p, at + n, end, S("~")) ||
                page_eat(p, at + n, end, S("(")) || page_eat(p, at + n, end, S("之前"));
    int next = 0; /* 5月1、2日 */
    uint32_t comma = at + n + page_eat(p, at + n, end, S("、")),
             more = comma > at + n ? number_at(p, comma, end, &next) : 0;
    bare = bare || (more > 0 && next == day + 1 && day_sign(p, comma + more, end) > 0);
    static const struct str behind[] = {S("报送"), S("上报"), S("交至"), S("送至"), S("提交"), S("发至"),
                                        S("星期"), S("上午"), S("中午"), S("下午"), S("晚")};
    bare = bare || page_has_any(p, at + n, end, WORD_LIST(behind)) > 0; /* 于4月2报送, 4月3中午 */
    if (sign == 0 && !bare)
        return 0;
    *day_r = day;
    return n + sign;
}

/* 月底, 年底 that stand alone: not those of 上月底, 去年底, 每年底, 学年末. */
static bool stands_alone(const struct page *p, uint32_t at)
{
    static const struct str others[] = {S("上"), S("去"), S("前"), S("每"), S("各"), S("该"), S("历"), S("往"), S("近"),
                                        S("半"), S("学"), S("单"), S("双"), S("度"), S("首"), S("末"), S("个"), S("逐"),
                                        S("常"), S("当"), S("次"), S("跨"), S("隔"), S("同"), S("全"), S("多")};
    return !(at >= 3 && page_has_any(p, at - 3, at, WORD_LIST(others)));
}

/* 本月20日, 下月5日, 月底: of or after the month of issue. */
static uint32_t said_month_at(const struct page *p, uint32_t at, uint32_t end, struct date *d)
{
    uint32_t n = 0;
    for (size_t i = 0; n == 0 && i < sizeof month_words / sizeof *month_words; i++) {
        n = page_eat(p, at, end, month_words[i].word);
        d->month = n ? MONTH_OFFSET + month_words[i].months : 0;
    }
    if (n == 0 && page_eat(p, at, end, S("月")) && part_of_month(p, at + 3, end, &d->day) && d->day == DAY_LAST) {
        n = 3;
        d->month = MONTH_OFFSET;
    }
    uint32_t day = n > 0 && stands_alone(p, at) ? day_at(p, at + n, end, &d->day) : 0;
    if (day == 0)
        *d = (struct date){0};
    return day ? n + day : 0;
}

/* 20185月20日: the 年 was lost. */
static uint32_t grown_month_at(const struct page *p, uint32_t at, uint32_t end, struct date *d)
{
    uint32_t n = digits_at(p, at, end);
    int year = n == 5 || n == 6 ? digits_value(p, at, 4) : 0, month = year ? digits_value(p, at + 4, n - 4) : 0;
    if (year < 2000 || year > 2100 || month < 1 || month > 12 || !page_eat(p, at + n, end, S("月")))
        return 0;
    uint32_t day = day_at(p, at + n + 3, end, &d->day);
    d->year = day ? year : d->year;
    d->month = day ? month : d->month;
    return day ? n + 3 + day : 0;
}

/* 5, 五, and 元 of 元月, the first; not of 500元月租. */
static uint32_t month_number(const struct page *p, uint32_t at, uint32_t end, int *month_r)
{
    uint32_t first = page_eat(p, at, end, S("元"));
    bool sum = first > 0 && at > 0 && (p->text.at[at - 1] >= '0' && p->text.at[at - 1] <= '9');
    if (first > 0 && !sum)
        *month_r = 1;
    return first > 0 ? first * !sum : number_at(p, at, end, month_r);
}

/* 11月份|报教务处: by the end of that month; no day in 11月份报表. */
static bool hands_in_month(const struct page *p, uint32_t at, uint32_t end)
{
    static const struct str hands[] = {S("报送"), S("上报"), S("报"), S("交"), S("送")};
    static const struct str offices[] = {S("教"), S("局"), S("我"), S("市"), S("省"), S("县"), S("区"),
                                         S("校"), S("院"), S("学"), S("科"), S("处"), S("团"), S("人")};
    uint32_t n = page_has_any(p, at, end, WORD_LIST(hands));
    return n > 0 && page_has_any(p, at + n, end, WORD_LIST(offices)) > 0;
}

/* 5月17日, 元月8日, 5月底, 5月 after a year. */
static uint32_t month_at(const struct page *p, uint32_t at, uint32_t end, struct date *d)
{
    int month = 0;
    uint32_t n = month_number(p, at, end, &month);
    if (n == 0 || month < 1 || month > 12 || !page_eat(p, at + n, end, S("月")))
        return 0;
    n += 3;
    d->month = month;
    uint32_t share = page_eat(p, at + n, end, S("份"));
    int of = 0; /* 10月的10日 */
    uint32_t the = share ? 0 : page_eat(p, at + n, end, S("的")), nth = the ? number_at(p, at + n + the, end, &of) : 0;
    share += nth > 0 && day_sign(p, at + n + the + nth, end) ? the : 0;
    uint32_t day = day_at(p, at + n + share, end, &d->day);
    d->day = day == 0 && share == 3 && hands_in_month(p, at + n + share, end) ? DAY_LAST : d->day;
    bool short_month = month == 4 || month == 6 || month == 9 || month == 11;
    d->day = d->day == 31 && short_month ? 30 : d->day; /* 6月31日: the last there is */
    return n + share + day;
}

/* 2023-05-17, 2023.5.17, 2023/5/17 */
static uint32_t dashed_at(const struct page *p, uint32_t at, uint32_t end, struct date *d)
{
    uint32_t y = digits_at(p, at, end);
    uint32_t m_at = at + y + 1;
    if (y == 2 && at + 10 <= end && p->text.at[at + 2] == '.' && digits_at(p, at + 3, end) == 2 &&
        p->text.at[at + 5] == '.' && digits_at(p, at + 6, end) == 4) { /* 23.02.2021 */
        *d = (struct date){digits_value(p, at + 6, 4), digits_value(p, at + 3, 2), digits_value(p, at, 2)};
        return d->year >= 1990 && civil_is_valid(d->year, d->month, d->day) ? 10 : 0;
    }
    if (y != 4 || m_at >= end)
        return 0;
    char mark = p->text.at[at + y];
    if (mark != '-' && mark != '.' && mark != '/')
        return 0;
    uint32_t m = digits_at(p, m_at, end);
    if (m < 1 || m > 2 || m_at + m >= end || p->text.at[m_at + m] != mark)
        return 0;
    uint32_t day = digits_at(p, m_at + m + 1, end), next = m_at + m + 1 + (day > 4 ? day - 4 : 0);
    if ((day == 5 || day == 6) && page_eat(p, next, end, S("20")) && next + 4 < end && p->text.at[next + 4] == mark)
        day -= 4; /* 2024.3.62024.3.22: the dash between two days was lost */
    if (day < 1 || day > 2)
        return 0;
    struct date read = {digits_value(p, at, y), digits_value(p, m_at, m), digits_value(p, m_at + m + 1, day)};
    if (read.year < 1990 || !civil_is_valid(read.year, read.month, read.day))
        return 0;
    *d = read;
    uint32_t n = y + 1 + m + 1 + day;
    return n + day_sign(p, at + n, end);
}

/*
 * 33日: the 月 was lost when the page was stored. All readings as month and day that exist are tried; when several do
 * (115日), the one with a month of two digits is not taken, for it is rarer.
 */
static bool repair(const struct page *p, uint32_t at, uint32_t n, struct date *d)
{
    if (n < 2 || n > 4)
        return false;
    for (uint32_t m = 1; m <= 2 && m < n; m++) {
        int month = digits_value(p, at, m), day = digits_value(p, at + m, n - m);
        if (n - m <= 2 && p->text.at[at + m] != '0' && month >= 1 && civil_is_valid(2024, month, day)) {
            d->month = month;
            d->day = day;
            return true;
        }
    }
    return false;
}

/* 6512:00前: 月 and 日 both lost, and the time grew on to the day. Returns the digits up to the hour. */
static uint32_t before_time(const struct page *p, uint32_t at, uint32_t n, uint32_t end)
{
    static const struct str signs[] = {S("前"), S("之前"), S("止")};
    bool time = n >= 4 && n <= 6 && page_eat(p, at + n, end, S(":")) && digits_at(p, at + n + 1, end) == 2 &&
                digits_value(p, at + n - 2, 2) <= 24;
    uint32_t behind = at + n + 3; /* 即日起至61216:00; */
    bool until = at >= 3 && page_eat(p, at - 3, end, S("至"));
    for (size_t i = 0; time && i < sizeof signs / sizeof *signs; i++) {
        if (until || page_eat(p, behind, end, signs[i]))
            return n - 2;
    }
    return 0;
}

/* 2023 2 20日: 年 and 月 lost between blanks. */
static uint32_t spaced_at(const struct page *p, uint32_t at, uint32_t end, struct date *d)
{
    uint32_t y = digits_at(p, at, end), m = y == 4 ? digits_at(p, at + y, end) : 0;
    uint32_t day = m == 1 || m == 2 ? digits_at(p, at + y + m, end) : 0, n = y + m + day;
    uint32_t sign = day == 1 || day == 2 ? day_sign(p, at + n, end) : 0;
    if (sign == 0 || digits_value(p, at, y) < 2000)
        return 0;
    struct date read = {digits_value(p, at, y), digits_value(p, at + y, m), digits_value(p, at + y + m, day)};
    if (!civil_is_valid(read.year, read.month, read.day))
        return 0;
    *d = read;
    return n + sign;
}

/* 2014年57 (日), and 33日 where no month has so many days. */
static uint32_t damaged_at(const struct page *p, uint32_t at, uint32_t end, struct date *d)
{
    uint32_t n = digits_at(p, at, end);
    uint32_t sign = day_sign(p, at + n, end), apart = d->year == 0 ? spaced_at(p, at, end, d) : 0;
    if (apart > 0)
        return apart;
    int year = n >= 6 && n <= 8 && d->year == 0 ? digits_value(p, at, 4) : 0;
    bool until = page_eat(p, at + n, end, S("前")) || page_eat(p, at + n, end, S("之前")); /* 201576前 */
    bool joined = year >= 2000 && year < 2100 && (sign || until || at + n >= end || p->gap[at + n] >= GAP_LINE);
    if (joined && repair(p, at + 4, n - 4, d)) { /* 2018416日: 年 and 月 both lost */
        d->year = year;
        return n + sign;
    }
    uint32_t day = before_time(p, at, n, end);
    if (day > 0 && repair(p, at, day, d))
        return day;
    bool after_year = d->year != 0 && (sign || until || at + n >= end || p->gap[at + n] >= GAP_LINE);
    bool no_such_day = n >= 2 && n <= 4 && page_eat(p, at + n, end, S("日")) && digits_value(p, at, n) > 31;
    bool stands = until || page_eat(p, at + n, end, S("将")) || page_eat(p, at + n, end, S("上午")) ||
                  page_eat(p, at + n, end, S("下午"));
    bool by = n >= 3 && n <= 4 && stands && at >= 3 && page_eat(p, at - 3, end, S("于")) &&
              d->year == 0; /* 于520前将…, 于819将… */
    if ((!after_year && !no_such_day && !by) || !repair(p, at, n, d))
        return 0;
    return n + sign;
}

/* 5.20前, 5/20前: two numbers are a date only with the deadline's sign behind them. */
static uint32_t dotted_at(const struct page *p, uint32_t at, uint32_t end, struct date *d)
{
    uint32_t m = digits_at(p, at, end), mark = at + m;
    if (m < 1 || m > 2 || mark >= end || (p->text.at[mark] != '.' && p->text.at[mark] != '/'))
        return 0;
    uint32_t n = digits_at(p, mark + 1, end), to = mark + 1 + n;
    bool sign = page_eat(p, to, end, S("前")) || page_eat(p, to, end, S("之前")) || page_eat(p, to, end, S("日"));
    if (n < 1 || n > 2 || !sign || !civil_is_valid(2024, digits_value(p, at, m), digits_value(p, mark + 1, n)))
        return 0;
    *d = (struct date){0, digits_value(p, at, m), digits_value(p, mark + 1, n)};
    return to - at + day_sign(p, to, end);
}

static uint32_t year_end_at(const struct page *p, uint32_t at, uint32_t end, struct date *d)
{
    uint32_t n =
        d->year != 0 || stands_alone(p, at) ? page_eat(p, at, end, S("年底")) + page_eat(p, at, end, S("年末")) : 0;
    if (n == 0 && d->year != 0)
        n = page_eat(p, at, end, S("底"));
    if (n > 0)
        *d = (struct date){d->year, 12, 31};
    return n;
}

/* 20131227前, 20131227(星期五): eight digits; 11301800前, 3211700前: day and hour run together. */
static uint32_t packed_at(const struct page *p, uint32_t at, uint32_t end, struct date *d)
{
    uint32_t n = digits_at(p, at, end), m = n == 8 ? 2 : 1;
    if ((n != 7 && n != 8) || (at > 0 && p->text.at[at - 1] < '0' && p->text.at[at - 1] > ' '))
        return 0;
    int month = digits_value(p, at, m), day = digits_value(p, at + m, 2), hour = digits_value(p, at + m + 2, 2);
    if (month >= 1 && month <= 12 && hour >= 7 && hour <= 24 && digits_value(p, at + m + 4, 2) < 60 &&
        page_eat(p, at + n, end, S("前")) && civil_is_valid(2024, month, day)) {
        *d = (struct date){0, month, day};
        return m + 2;
    }
    if (n != 8)
        return 0;
    struct date read = {digits_value(p, at, 4), digits_value(p, at + 4, 2), digits_value(p, at + 6, 2)};
    bool said = page_eat(p, at + 8, end, S("前")) || page_eat(p, at + 8, end, S("之前")) ||
                page_eat(p, at + 8, end, S("(星期")) || page_eat(p, at + 8, end, S("(周"));
    if (!said || read.year < 1990 || read.year > 2100 || !civil_is_valid(read.year, read.month, read.day))
        return 0;
    *d = read;
    return 8;
}

/* One date; returns its bytes. A bare day (17日) needs a month said before and is read only where `bare` allows it. */
static uint32_t date_at(const struct page *p, uint32_t at, uint32_t end, bool bare, struct date *d, bool *damaged)
{
    uint32_t n = dashed_at(p, at, end, d);
    if (n == 0)
        n = dotted_at(p, at, end, d);
    if (n == 0)
        n = packed_at(p, at, end, d);
    if (n > 0)
        return n;
    uint32_t y = year_at(p, at, end, &d->year);
    uint32_t m = month_at(p, at + y, end, d);
    if (m > 0)
        return y + m;
    n = year_end_at(p, at + y, end, d);
    if (n > 0)
        return y + n;
    n = y == 0 ? said_month_at(p, at, end, d) : 0;
    if (n > 0)
        return n;
    n = y == 0 ? grown_month_at(p, at, end, d) : 0;
    if (n == 0)
        n = damaged_at(p, at + y, end, d);
    if (n > 0) {
        *damaged = true;
        return y + n;
    }
    if (y > 0 || !bare || (at >= 3 && page_eat(p, at - 3, end, S("第")))) /* 第三日 is counted, not named */
        return 0;
    n = number_at(p, at, end, &d->day);
    uint32_t sign = n > 0 ? day_sign(p, at + n, end) : 0;
    static const struct str houses[] = {S("楼"), S("教学"), S("门"), S("厅"), S("会议室"), S("馆"), S("线"), S("院")};
    for (size_t i = 0; sign > 0 && i < sizeof houses / sizeof *houses; i++)
        sign = page_eat(p, at + n + sign, end, houses[i]) ? 0 : sign; /* 2号教学楼 is a place */
    return sign > 0 && d->day >= 1 && d->day <= 31 ? n + sign : 0;
}

/* The signs between the two ends of a range. */
static uint32_t range_sign(const struct page *p, uint32_t at, uint32_t end)
{
    static const struct str signs[] = {S("至"), S("--"), S("-"), S("~"), S("～"), S("到"), S("一")};
    return page_has_any(p, at, end, WORD_LIST(signs));
}

static uint32_t both_tails(const struct lexicon *lx, const struct page *p, uint32_t at, uint32_t end, struct dates *r)
{
    (void)lx;
    uint32_t n = weekday_at(p, at, end, &r->weekday);
    uint32_t t = time_at(p, at + n, end, &r->minute);
    if (t == 0)
        r->minute = NO_TIME;
    int later = NO_TIME; /* 9:00-11:30: the hours end with the later */
    uint32_t sign = t ? range_sign(p, at + n + t, end) : 0,
             more = sign ? time_at(p, at + n + t + sign, end, &later) : 0;
    if (more > 0 && later > r->minute) {
        r->minute = later;
        t += sign + more;
    }
    return n + t;
}

static void range_fill(struct date *from, struct date *to)
{
    if (to->year == 0)
        to->year = from->year;
    if (to->month == 0)
        to->month = from->month;
    if (from->month != 0 && to->month != 0 && to->year == from->year && from->year != 0 && to->month < from->month &&
        from->year < YEAR_OFFSET)
        to->year++;
}

bool dates_at(const struct lexicon *lx, const struct page *p, uint32_t at, uint32_t end, struct dates *r)
{
    *r = (struct dates){.minute = NO_TIME};
    uint32_t n = date_at(p, at, end, true, &r->from, &r->damaged);
    if (n == 0)
        return false;
    n += both_tails(lx, p, at + n, end, r);
    struct date to = {0};
    uint32_t sign = range_sign(p, at + n, end), more = 0;
    if (sign > 0)
        more = date_at(p, at + n + sign, end, true, &to, &r->damaged);
    else if (at + n < end && r->from.year != 0 && !p->gap[at + n])
        more = dashed_at(p, at + n, end, &to);
    r->to = r->from;
    if (more > 0) {
        range_fill(&r->from, &to);
        r->to = to;
        r->is_range = true;
        n += sign + more;
        n += both_tails(lx, p, at + n, end, r);
    }
    r->span = (struct span){at, at + n};
    return true;
}

static struct day day_in_year(struct date d, int year)
{
    if (d.day == DAY_LAST) {
        for (d.day = 31; !civil_is_valid(year, d.month, d.day);)
            d.day--;
    }
    return civil_is_valid(year, d.month, d.day) ? day_of(year, d.month, d.day) : DAY_NONE;
}

/*
 * Notices are read soon after they are written, and some ask for what was due the week before (补报); 12月15日 of a notice
 * of February is the coming one all the same.
 */
enum { DAYS_BACK = 60, DAYS_BACK_LAST_YEAR = 31 };

struct day calendar_day(const struct calendar *c, struct date d)
{
    int month = d.month ? d.month : c->month;
    if (month >= MONTH_OFFSET) { /* 本月, 下月 */
        struct civil today = day_civil(c->issued);
        month = day_is_set(c->issued) ? (today.month - 1 + month - MONTH_OFFSET) % 12 + 1 : 0;
    }
    if (month == 0 && day_is_set(c->issued)) { /* 须在15日之前提交: of the month of issue, or the next */
        struct civil today = day_civil(c->issued);
        month = d.day >= today.day ? today.month : today.month % 12 + 1;
    }
    int base = day_is_set(c->issued) ? day_civil(c->issued).year : c->year;
    if (d.day == 0 || month == 0)
        return DAY_NONE;
    d.month = month;
    if (d.year >= YEAR_OFFSET)
        return base ? day_in_year(d, base + d.year - YEAR_OFFSET) : DAY_NONE;
    if (d.year != 0)
        return day_in_year(d, d.year);
    if (base == 0)
        return DAY_NONE;
    if (!day_is_set(c->issued))
        return day_in_year(d, base);
    for (int year = base - 1; year <= base + 1; year++) {
        struct day day = day_in_year(d, year);
        if (day_is_set(day) && day.n >= c->issued.n - (year < base ? DAYS_BACK_LAST_YEAR : DAYS_BACK))
            return day;
    }
    return DAY_NONE;
}

void calendar_note(struct calendar *c, const struct dates *d)
{
    if (d->to.year != 0 && d->to.year < YEAR_OFFSET && d->to.month != 0 && d->to.year >= c->year) {
        c->year = d->to.year;
        c->dated = d->to.day != 0;
    }
    if (d->to.month != 0 && d->to.month < MONTH_OFFSET)
        c->month = d->to.month;
}
