/* SPDX-License-Identifier: Apache-2.0 */
/* Times of day and days of the week. */
#include "domain/notice/date.h"

#include "domain/notice/number.h"

uint32_t weekday_at(const struct page *p, uint32_t at, uint32_t end, int *weekday_r)
{
    static const struct str names[] = {S("一"), S("二"), S("三"), S("四"), S("五"), S("六"), S("日"), S("天"), S("末")};
    static const struct str heads[] = {S("本周"), S("下周"), S("周"), S("星期"), S("礼拜")};
    uint32_t open = page_eat(p, at, end, S("("));
    for (size_t h = 0; h < sizeof heads / sizeof *heads; h++) {
        uint32_t n = page_eat(p, at + open, end, heads[h]);
        for (size_t d = 0; n > 0 && d < sizeof names / sizeof *names; d++) {
            if (!page_has(p, at + open + n, end, names[d]))
                continue;
            uint32_t all = open + n + 3;
            if (open && !page_eat(p, at + all, end, S(")")))
                return 0;
            *weekday_r = d == 8 ? 5 : d == 7 ? 7 : (int)d + 1;
            return all + (open ? 1 : 0);
        }
    }
    return 0;
}

static const struct {
    struct str word;
    int base;  /* hours added to 1 … 11 */
    int alone; /* the time when no hour follows; NO_TIME: it needs one */
} day_parts[] = {
    {S("当天上午"), 0, NO_TIME},  {S("当天下午"), 12, NO_TIME}, {S("当天晚上"), 12, NO_TIME},
    {S("当日下午"), 12, NO_TIME}, {S("当晚"), 12, NO_TIME},     {S("当天"), 0, NO_TIME},
    {S("当日"), 0, NO_TIME},      {S("上午"), 0, NO_TIME},      {S("早上"), 0, NO_TIME},
    {S("早晨"), 0, NO_TIME},      {S("凌晨"), 0, NO_TIME},      {S("下午"), 12, NO_TIME},
    {S("晚上"), 12, NO_TIME},     {S("晚间"), 12, NO_TIME},     {S("夜间"), 12, NO_TIME},
    {S("傍晚"), 12, NO_TIME},     {S("中午"), 0, 720},          {S("正午"), 0, 720},
    {S("午夜"), 12, 1440},        {S("晚"), 12, NO_TIME},       {S("早"), 0, NO_TIME},
};

/* 30, 30分, 半, 整, 一刻 after the hour. */
static uint32_t minutes_at(const struct page *p, uint32_t at, uint32_t end, int *minutes)
{
    uint32_t n = page_eat(p, at, end, S("半"));
    if (n > 0) {
        *minutes = 30;
        return n;
    }
    n = page_eat(p, at, end, S("整"));
    if (n > 0)
        return n;
    int value = 0;
    n = number_at(p, at, end, &value);
    uint32_t sign = n > 0 ? page_eat(p, at + n, end, S("分")) : 0;
    if (n == 0 || value > 59 ||
        (!sign && !page_eat(p, at + n, end, S("前")) && !page_eat(p, at + n, end, S("之前")))) /* 七点五十前 */
        return 0;
    *minutes = value;
    return n + sign;
}

static uint32_t hour_at(const struct page *p, uint32_t at, uint32_t end, int *hour, int *minutes)
{
    uint32_t n = number_at(p, at, end, hour);
    if (n == 0 || *hour > 24)
        return 0;
    uint32_t dash = page_eat(p, at + n, end, S("-")) ? 1 : page_eat(p, at + n, end, S("~"));
    int last = 0;
    uint32_t until = dash ? digits_at(p, at + n + dash, end) : 0;
    if (until > 0 && until <= 2 && *hour < (last = digits_value(p, at + n + dash, until)) && last <= 24) { /* 9-11:30 */
        uint32_t more = hour_at(p, at + n + dash, end, hour, minutes);
        return more ? n + dash + more : 0;
    }
    uint32_t mark = page_eat(p, at + n, end, S(":"));
    if (mark && digits_at(p, at + n + 1, end) == 2) {
        *minutes = digits_value(p, at + n + 1, 2);
        n += 3;
        n += page_eat(p, at + n, end, S(":")) && digits_at(p, at + n + 1, end) == 2 ? 3 : 0; /* 23:59:59 */
        uint32_t sign =
            page_eat(p, at + n, end, S("时")) + page_eat(p, at + n, end, S("点")) + page_eat(p, at + n, end, S("分"));
        return *minutes < 60 ? n + sign : 0;
    }
    static const struct str halves[] = {S("上午"), S("中午"), S("下午")};
    bool half = page_ends_any(p, 0, at, WORD_LIST(halves)) > 0;
    if (half && page_eat(p, at + n, end, S(".")) && digits_at(p, at + n + 1, end) == 2) { /* 下午5.30 */
        *minutes = digits_value(p, at + n + 1, 2);
        return *minutes < 60 ? n + 3 : 0;
    }
    if (half && *hour > 0 && (page_eat(p, at + n, end, S("前")) || page_eat(p, at + n, end, S("之前"))))
        return n; /* 上午12前: the sign was lost */
    mark = page_eat(p, at + n, end, S("时"));
    if (!mark)
        mark = page_eat(p, at + n, end, S("点钟"));
    if (!mark)
        mark = page_eat(p, at + n, end, S("点"));
    if (!mark)
        return 0;
    n += mark;
    return n + minutes_at(p, at + n, end, minutes);
}

/* 1112日(周六)1800前: the sign between hour and minutes was lost. */
static uint32_t packed_hour_at(const struct page *p, uint32_t at, uint32_t end, int *hour, int *minutes)
{
    if (digits_at(p, at, end) != 4 || !(page_eat(p, at + 4, end, S("前")) || page_eat(p, at + 4, end, S("之前"))))
        return 0;
    *hour = digits_value(p, at, 2);
    *minutes = digits_value(p, at + 2, 2);
    return *hour <= 24 && *minutes < 60 ? 4 : 0;
}

static uint32_t lone_time_at(const struct page *p, uint32_t at, uint32_t end, int *minute_r)
{
    uint32_t part = 0;
    int base = 0, alone = NO_TIME, hour = 0, minutes = 0;
    bool bracket = page_eat(p, at, end, S("(")) != 0;
    uint32_t from = at + bracket;
    static const struct str weeks[] = {S("星期"), S("本周"), S("周")};
    uint32_t week = bracket ? page_has_any(p, from, end, WORD_LIST(weeks)) : 0; /* (星期三,下午2:00) */
    uint32_t comma = week > 0 && from + week < end ? page_next(p, from + week) : from;
    from = comma + (week > 0 ? page_eat(p, comma, end, S(",")) : 0);
    for (size_t i = 0; part == 0 && i < sizeof day_parts / sizeof *day_parts; i++) {
        part = page_eat(p, from, end, day_parts[i].word);
        base = part ? day_parts[i].base : 0;
        alone = part ? day_parts[i].alone : NO_TIME;
    }
    static const struct str overs[] = {S("下班"), S("放学")};
    uint32_t work = page_has_any(p, from + part, end, WORD_LIST(overs));
    if (work > 0 && !bracket) {
        *minute_r = NO_TIME;
        return part + work;
    }
    uint32_t n = hour_at(p, from + part, end, &hour, &minutes);
    n = n ? n : packed_hour_at(p, from + part, end, &hour, &minutes);
    if (n == 0) {
        *minute_r = alone;
        return alone != NO_TIME && !bracket ? part : 0;
    }
    if (bracket && !page_eat(p, from + part + n, end, S(")")))
        return 0;
    hour += alone == 720 && hour >= 1 && hour <= 3 ? 12 : 0; /* 中午2:00 */
    hour += hour >= 1 && hour <= 11                                                                              ? base
            : base == 12 && hour == 12 && (page_has(p, from, end, S("晚")) || page_has(p, from, end, S("当晚"))) ? 12
                                                                                                                 : 0;
    *minute_r = hour * 60 + minutes;
    return from - at + part + n + bracket;
}

/* 每日7点-17点, 上午9:00至11:30, 下午2:00—5:00: open until the second. */
uint32_t time_at(const struct page *p, uint32_t at, uint32_t end, int *minute_r)
{
    static const struct str between[] = {S("-"), S("~"), S("—"), S("至"), S("到")};
    uint32_t n = lone_time_at(p, at, end, minute_r), dash = 0;
    for (size_t i = 0; n > 0 && *minute_r != NO_TIME && dash == 0 && i < sizeof between / sizeof *between; i++)
        dash = page_eat(p, at + n, end, between[i]);
    int until = NO_TIME;
    uint32_t more = dash ? lone_time_at(p, at + n + dash, end, &until) : 0;
    if (more == 0 || until == NO_TIME)
        return n;
    bool afternoon = *minute_r > 720; /* of both: 下午2:00-5:00 */
    until += afternoon && until < 720 ? 720 : 0;
    if (until <= *minute_r)
        return n;
    *minute_r = until;
    return n + dash + more;
}
