/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/move.h"

#include "domain/notice/nominal.h"
#include "domain/notice/number.h"
#include "domain/notice/object.h"
#include "domain/notice/receiver.h"
#include "domain/notice/rhythm.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

static uint32_t longest(const struct compiler *c, uint32_t at, uint32_t end, enum verb_kind *kind_r)
{
    static const struct {
        enum word_kind word;
        enum verb_kind verb;
    } kinds[] = {{WORD_SEND, VERB_SEND}, {WORD_NAME, VERB_NAME}, {WORD_JOIN, VERB_JOIN}, {WORD_FILL, VERB_FILL}};
    uint32_t best = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        uint32_t n = word_here(c, at, end, kinds[i].word);
        if (n > best) {
            best = n;
            *kind_r = kinds[i].verb;
        }
    }
    return best;
}

/* 报, 交, 送 hand in only when an office or a person follows in the same clause. */
static bool office_follows(const struct compiler *c, uint32_t at, uint32_t end)
{
    uint32_t to = at;
    for (int i = 0; i < 24 && to < end; i++)
        to = page_next(c->page, to);
    return to > at && names_office(c, (struct span){at, to});
}

/* 将作品发|abc@163.com, 送|科技大厦608室 */
static bool address_follows(const struct compiler *c, uint32_t at, uint32_t end)
{
    enum { LONGEST = 40, NEAR = 75 };
    static const struct str houses[] = {S("楼"), S("馆"), S("大厦"), S("中心"), S("座")};
    for (uint32_t to = at + 6; to < end && to < at + NEAR && c->page->text.at[to] != ','; to = page_next(c->page, to)) {
        uint32_t n = digits_at(c->page, to, end);
        if (n >= 2 && n <= 4 && page_has(c->page, to + n, end, S("室")))
            return true; /* 送科技大厦608室 */
        uint32_t wing = to - (c->page->text.at[to - 1] >= 'A' && c->page->text.at[to - 1] <= 'Z');
        if (n >= 3 && n <= 4 && page_ends_any(c->page, at, wing, WORD_LIST(houses)) > 0)
            return true; /* 交行政楼B312 */
    }
    const char *text = c->page->text.at;
    for (uint32_t to = at; to < end && to < at + LONGEST && text[to] > ' ' && text[to] <= 'z'; to++) {
        if (text[to] == '@')
            return to > at;
    }
    return false;
}

/* 送学生处, 报国际交流处, 交班主任: what seems a word of its own (送学生, 报国) begins the receiver's name. */
static bool receiver_follows(const struct compiler *c, uint32_t at, uint32_t end)
{
    enum { SHORTEST = 9 };
    static const struct str verbs[] = {S("送"),     S("报"),     S("交"),     S("前传"),  S("前发"), S("前寄"),
                                       S("统一传"), S("统一发"), S("一并传"), S("一并发")}; /* no 传承, no 发文 */
    static const struct str others[] = {S("布"), S("放"), S("到")}; /* 发布在学校网站 goes to no office */
    static const struct str longer[] = {S("填报"), S("上报"), S("申报"), S("呈报"), S("汇报")};
    return page_ends_any(c->page, 0, at, WORD_LIST(verbs)) > 0 &&
           page_ends_any(c->page, 0, at, WORD_LIST(longer)) == 0 &&
           page_has_any(c->page, at, end, WORD_LIST(others)) == 0 &&
           (receiver_end(c, at, end) >= at + SHORTEST ||
            !span_is_empty(thing_behind(c, (struct verb){{at - 3, at}, VERB_BARE}, end)));
}

/*
 * 每月报送工作进展情况, 及时上报实施方案: the noun 报送工作 goes on as a thing, so 报送 is the verb. Of 申报工作总结 it is not so, nor
 * of 将信息报送工作总结报市局.
 */
static bool thing_goes_on(const struct compiler *c, uint32_t from, uint32_t at, uint32_t n, uint32_t noun, uint32_t end)
{
    static const struct str others[] = {S("申报"), S("报告"), S("反馈"), S("申请")};
    static const struct str doings[] = {S("汇总"), S("统计")}; /* 汇总|上报工作总结 */
    struct span lead = {from, at};
    static const struct str leads[] = {S("根据"), S("按照"), S("结合"), S("对照")}; /* 根据实际情况|填报工作总结 */
    bool of_thing = word_before(c->page, from, at, WORD_THING) &&
                    !page_ends_any(c->page, from, at, WORD_LIST(doings)) && !span_has_any(c, lead, WORD_LIST(leads));
    bool goes_on = word_here(c, at, end, WORD_SEND) == n && !word_here(c, at + n, end, WORD_THING) &&
                   word_here(c, at + noun, end, WORD_THING) > 0 && !page_has(c->page, at + noun, end, S("内容")) &&
                   !of_thing;
    return goes_on && !page_has_any(c->page, at, end, WORD_LIST(others)) && !span_has(c, lead, S("将")) &&
           !span_has(c, lead, S("把")) && !span_has(c, lead, S("对"));
}

/* A deadline or a demand right before the word makes a verb of what would else be a noun (须推荐人选). */
static bool urged(const struct compiler *c, uint32_t from, uint32_t at)
{
    uint32_t to = towards(c, from, at); /* 向市局报送工作总结 */
    if (to != 0 && names_office(c, (struct span){to, at}))
        return true;
    bool done = page_ends_any(c->page, from, at, &S("完成"), 1) > 0; /* 5月15日前完成|申报书初稿 */
    return (!done && word_before(c->page, from, at, WORD_BEFORE)) || word_before(c->page, from, at, WORD_MODAL) ||
           word_before(c->page, from, at, WORD_WITHIN) || word_before(c->page, from, at, WORD_AT_MOST) ||
           word_before(c->page, from, at, WORD_AT_LEAST);
}

/* 推荐学校2所, 推荐作品不超过3件: a number behind the noun makes its verb count; not of copies, 推荐表1份. */
static bool is_counted(const struct compiler *c, uint32_t at, uint32_t end)
{
    int count;
    at += word_here(c, at, end, WORD_AT_MOST) + word_here(c, at, end, WORD_AT_LEAST);
    uint32_t n = number_at(c->page, at, end, &count);
    return n > 0 && word_here(c, at + n, end, WORD_COUNTER) > 0 && !page_has(c->page, at + n, end, S("份"));
}

/* 每周|报送 is not 周报|送: a verb that begins inside the noun and ends behind it takes its characters back. */
static bool verb_crosses(const struct compiler *c, uint32_t at, uint32_t noun_end, uint32_t end)
{
    for (uint32_t in = page_next(c->page, at); in < noun_end; in = page_next(c->page, in)) {
        uint32_t n = word_here(c, in, end, WORD_SEND);
        if (in + n > noun_end)
            return true;
    }
    return false;
}

/* 申报情况, 推荐质量: the verb only names what the noun is about. */
static uint32_t noun_of(const struct compiler *c, uint32_t at, uint32_t n, uint32_t end)
{
    static const struct str nouns[] = {S("情况"), S("质量"),     S("系统"),     S("平台"), S("名额"), S("流程"),
                                       S("渠道"), S("期限"),     S("程序"),     S("条件"), S("资格"), S("范围"),
                                       S("小组"), S("推进小组"), S("领导小组"), S("专班"), S("阶段"), S("分为"),
                                       S("分市"), S("分两"),     S("分三")};
    static const struct str places[] = {S("系统"), S("平台")};
    static const struct str towards[] = {S("至"), S("到"), S("给"), S("入"), S("上传")}; /* 发至|平台, 上传|系统 */
    uint32_t noun = page_has_any(c->page, at + n, end, WORD_LIST(nouns));
    if (noun > 0 && page_ends_any(c->page, at, at + n, WORD_LIST(towards)) > 0 &&
        page_has_any(c->page, at + n, end, WORD_LIST(places)) > 0)
        return 0;
    bool office = noun > 0 && receiver_end(c, at + n, end) > at + n + noun; /* 报送|质量管理处 */
    return noun > 0 && !office ? n + noun : 0;
}

/* 交补订单(电子版发…): the object without its bracket and full stop. */
static uint32_t object_end(const struct compiler *c, uint32_t at, uint32_t end)
{
    while (at < end && c->page->text.at[at] != '(' && c->page->text.at[at] != ';' &&
           !page_has(c->page, at, end, S("。")))
        at = page_next(c->page, at);
    return at;
}

/* 汇总|相关数据至学生工作处: with its office behind the thing it hands in. Returns its bytes. */
static uint32_t sums_up_to(const struct compiler *c, uint32_t at, uint32_t end)
{
    enum { THING_BYTES = 60 };
    if (!page_has(c->page, at, end, S("汇总")))
        return 0;
    struct span near = {at + 6, end - at > THING_BYTES ? at + THING_BYTES : end};
    uint32_t to = page_find(c->page, near, S("至"));
    bool thing = to != UINT32_MAX && thing_ends(c, (struct span){at + 6, to}) && receiver_end(c, to + 3, end) > 0;
    return thing ? 6 : 0;
}

/* 向宣传部提供线索, 向市局书面报告: with its office before it this is handing in. Returns its bytes. */
static uint32_t provides(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    static const struct str words[] = {S("提供"),     S("书面报告"), S("口头报告"), S("书面汇报"),
                                       S("电话报告"), S("专题报告"), S("书面说明"), S("电话汇报")};
    static const struct str ands[] = {S("并"), S("并及时"), S("及时"), S("请"), S("前"), S("内")};
    static const struct str makes[] = {S("出具"), S("提交"), S("写出"), S("形成"),
                                       S("作出"), S("报送"), S("撰写"), S("附")};
    uint32_t sums = sums_up_to(c, at, end);
    if (sums > 0 || page_ends_any(c->page, from, at, WORD_LIST(makes)) > 0)
        return sums; /* 出具|书面说明: what is made */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!page_has(c->page, at, end, words[i]))
            continue;
        uint32_t sign = towards(c, from, at);
        if (sign != 0 && names_office(c, (struct span){sign, at}))
            return (uint32_t)words[i].n;
        uint32_t behind = at + (uint32_t)words[i].n; /* 须在24小时内书面报告市局, not 书面报告于5月10日前交市局 */
        bool here = i > 0;
        bool last = behind >= end || page_has(c->page, behind, end, S("。")) || page_has(c->page, behind, end, S(";"));
        if (here && last && urged(c, from, at)) /* 整改情况于4月30日前书面报告 */
            return (uint32_t)words[i].n;
        bool reports = here && !word_here(c, behind, end, WORD_STOP);
        bool goes_on = page_ends_any(c->page, from, at, WORD_LIST(ands)) > 0; /* 完成整改,并书面报告整改情况 */
        struct span what = {behind, object_end(c, behind, end)};
        static const struct str whys[] = {S("原因"), S("理由"), S("情况"), S("缘由")};
        bool why = page_has(c->page, at, end, S("书面说明")) && page_has_any(c->page, behind, end, WORD_LIST(whys));
        if (reports && (why || office_follows(c, behind, end) || (goes_on && thing_ends(c, what))))
            return (uint32_t)words[i].n; /* 不报的,由主任书面说明|原因 */
    }
    return 0;
}

/* 于5月8日前将名单报|安质组: by a day a thing goes to whoever is named, whatever ends that name. */
static bool hands_over(const struct compiler *c, struct span s, uint32_t at, uint32_t n)
{
    enum { NAME = 45 };
    uint32_t ba = object_sign(c, s.from, at), to = at + n;
    if (ba == 0 || !span_has_word(c, (struct span){s.from, at}, WORD_BEFORE) || !thing_ends(c, (struct span){ba, at}))
        return false;
    while (to < s.to && page_is_han(c->page, to))
        to = page_next(c->page, to);
    bool ends = to >= s.to || c->page->text.at[to] == '(' || c->page->text.at[to] == ',' ||
                page_has(c->page, to, s.to, S("。")) || c->page->text.at[to] == ';';
    return ends && to >= at + n + 6 && to <= at + n + NAME;
}

/* 将表格报到县农机总站: no arrival, for something is brought. */
static bool brings(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    /* 将订书表,于8日前报到教材中心: the 将 may have its own clause */
    static const struct str nouns[] = {S("人数"), S("率"), S("情况"), S("证"), S("时间"), S("名单"), S("登记")};
    struct span before = page_lead(c->page, 0, at, at - from + 90);
    if (!page_has(c->page, at, end, S("报到")) || !office_follows(c, at + 6, end) ||
        page_has_any(c->page, at + 6, end, WORD_LIST(nouns)) > 0) /* 将学生报到|人数报送 */
        return false;
    bool object = span_has(c, before, S("将")) || span_has(c, before, S("把"));
    struct span near = {at > from + 45 ? at - 45 : from, at};
    bool made = word_before(c->page, before.from, at, WORD_BEFORE) && span_has(c, near, S("于")) &&
                span_has_word(c, before, WORD_MAKE) &&
                span_has_word(c, before, WORD_THING); /* 准备参评材料,于4月28日前报到省图工委 */
    return object || made;
}

/* 有意报名的老师请于5月12日前与工会联系: who gets in touch by then signs up; 如有疑问请联系 asks for nothing. */
static bool signs_up(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    enum { BACK = 150 };
    static const struct str wants[] = {S("有意"), S("意向"), S("愿意"), S("需要"),
                                       S("需求"), S("报名"), S("参加"), S("志愿")};
    if (!page_has(c->page, at, end, S("联系")))
        return false;
    uint32_t open = at;
    for (uint32_t i = 0; open > 0 && at - open < BACK && !page_has(c->page, open - 3, at, S("。")) &&
                         c->page->text.at[open - 1] != ';' && c->page->gap[open] < GAP_LINE;
         i++)
        open = page_back(c->page, open);
    struct span before = {open, at};
    bool wanted = false, with = span_has(c, (struct span){from, at}, S("与")) ||
                                span_has(c, (struct span){from, at}, S("和")) ||
                                span_has(c, (struct span){from, at}, S("向"));
    wanted = wanted || span_has_any(c, before, WORD_LIST(wants));
    bool person = (with && names_office(c, (struct span){from, at})) || office_follows(c, at + 6, end);
    return wanted && person && span_has_word(c, before, WORD_BEFORE) && !span_has(c, before, S("疑")) &&
           !span_has(c, before, S("咨询"));
}

/* 在4月上旬完成数据上报工作: with a deadline the work is what is asked for. */
static bool completes(const struct compiler *c, uint32_t from, uint32_t at, uint32_t n, uint32_t end)
{
    uint32_t done = page_find(c->page, (struct span){from, at}, S("完成"));
    bool work = page_has(c->page, at + n - 6, end, S("工作")) && word_here(c, at, end, WORD_NOT_SEND) == n;
    return work && done != UINT32_MAX && at - done < 60 && !span_has(c, (struct span){done, at}, S("、"));
}

/* 于5月20日报市局, 每周报市局, 每个工作日报市局: the 日 or 周 is the time's, and 日报 no newspaper. */
static bool ends_time(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    static const struct str papers[] = {S("日报"), S("号报"), S("周报"), S("月报"), S("季报"), S("年报")};
    static const struct str rhythms[] = {S("每"), S("工作"), S("每半"), S("每两"), S("每双")};
    int value;
    uint32_t before = at > from ? page_back(c->page, at) : at;
    for (size_t i = 0; before < at && i < sizeof papers / sizeof *papers; i++) {
        if (!page_has(c->page, at, end, papers[i]))
            continue;
        bool every = i < 2 && number_at(c->page, before, at, &value) > 0;
        for (size_t k = 0; k < sizeof rhythms / sizeof *rhythms; k++)
            every =
                every || (at >= from + rhythms[k].n && page_has(c->page, at - (uint32_t)rhythms[k].n, at, rhythms[k]) &&
                          office_follows(c, at + 6, end));
        return every;
    }
    return false;
}

/* 请申报人…: no 申报; but 报送|单位简介, 于5月6日前报送|单位法人证书. noun: the bytes of the name of who reports. */
static bool names_reporter(const struct compiler *c, struct span s, uint32_t at, uint32_t noun)
{
    struct span rest = {at + noun, object_end(c, at + noun, s.to)};
    if (noun == 0 || noun != word_here(c, at, s.to, WORD_UNIT) || word_here(c, rest.from, s.to, WORD_THING))
        return false;
    return !(word_before(c->page, s.from, at, WORD_BEFORE) && thing_ends(c, rest) &&
             !span_has_word(c, rest, WORD_SEND));
}

/* 报送工作, 报送前: what begins with the verb and is none; 报送|前一日 and 将情况|报告市局 have one. */
static uint32_t not_send(const struct compiler *c, uint32_t at, uint32_t end)
{
    uint32_t n = word_here(c, at, end, WORD_NOT_SEND);
    if (page_has(c->page, at, at + n, S("情况报告")) && receiver_end(c, at + n, end) > at + n)
        return 0;
    return n > 3 && word_here(c, at + n - 3, end, WORD_NOT_BEFORE) ? 0 : n;
}

/* 报表, 简报: the word of n bytes names a thing; 周报 may be 每周|报送. */
static bool is_thing(const struct compiler *c, uint32_t at, uint32_t n)
{
    static const struct str paced[] = {S("日报"), S("周报"), S("月报"), S("季报"), S("年报"), S("旬报")};
    return word_before(c->page, at, at + n, WORD_THING) >= 3 && !page_has(c->page, at + 3, at + n, S("告")) &&
           page_has_any(c->page, at, at + n, WORD_LIST(paced)) == 0;
}

/* 名单6月20日|报。, 每周五上午|报。, 于5月10日前|交。: by when, and nothing behind it. */
static bool ends_dated(const struct compiler *c, struct span s, uint32_t at, uint32_t n)
{
    static const struct str signs[] = {S("前"), S("旬"), S("底"), S("上午"), S("下午"), S("中午"), S("上")};
    uint32_t end = at + n;
    bool last = end >= s.to || page_has(c->page, end, s.to, S("。")) || c->page->text.at[end] == ';';
    at -= page_ends_any(c->page, s.from, at, &S("先"), 1); /* 11月15日前先|报 */
    bool day = at >= s.from + 4 && page_has(c->page, at - 3, at, S("日")) && digits_at(c->page, at - 4, at) > 0;
    return last && at > s.from + 6 && (day || page_ends_any(c->page, s.from, at, WORD_LIST(signs)) > 0);
}

static bool is_cut(const struct compiler *c, uint32_t at)
{
    return c->page->text.at[at] == ',' || c->page->text.at[at] == ':';
}

/* 4月7日前,|报参赛队名单; 4月7日前,|各校|交参赛队名单; 4月7日前,完成整改,并|报整改报告: by when stands in a clause of its own. */
static bool day_leads(const struct compiler *c, uint32_t from, uint32_t at)
{
    enum { NEAR = 60 };
    struct span lead = page_lead(c->page, 0, from, NEAR);
    bool and = at == from + 3 && page_has(c->page, from, at, S("并"));
    uint32_t cut = from;
    if (and)
        for (cut--; cut > lead.from && !is_cut(c, cut - 1);)
            cut--; /* where the clause before it begins */
    bool led = cut > lead.from && is_cut(c, cut - 1) && word_before(c->page, lead.from, cut - 1, WORD_BEFORE) > 0;
    return led && (and || at == from || unit_ends(c, from, at));
}

/* 报市教育局, 5日内报批复文件, 7月上旬移交: the bare verb of n bytes has an office, or a day and a thing. */
static bool bare_asks(const struct compiler *c, struct span s, uint32_t at, uint32_t n)
{
    if (ends_dated(c, s, at, n))
        return true;
    if (address_follows(c, at + n, s.to))
        return true;
    bool dated = word_before(c->page, s.from, at, WORD_BEFORE) || word_before(c->page, s.from, at, WORD_WITHIN) ||
                 word_before(c->page, s.from, at, WORD_AFTER);
    bool headed =
        at > s.from && c->page->text.at[at - 1] == ':' && word_before(c->page, s.from, at - 1, WORD_BEFORE) > 0;
    dated = dated || headed || day_leads(c, s.from, at);        /* 4月7日前:|报参赛队名单 */
    struct span object = {at + n, object_end(c, at + n, s.to)}; /* 报《统计表》 */
    object.to -= page_ends_any(c->page, object.from, object.to, &S("》"), 1);
    uint32_t to = towards(c, s.from, at); /* 向市局|报统计表 */
    bool given = to != 0 && names_office(c, (struct span){to, at}) && thing_ends(c, object);
    bool named = page_has(c->page, at, at + n, S("报")) && at > s.from && unit_ends(c, s.from, at);
    bool asked = named || word_before(c->page, s.from, at, WORD_MODAL) > 0; /* 人事处|报经费测算, 请|报《需求表》 */
    given = given || (asked && page_has(c->page, at, at + n, S("报")) && thing_ends(c, object) &&
                      (named || page_has(c->page, at + n, s.to, S("《"))));
    bool in_days = given || dated || (at >= s.from + 3 && page_has(c->page, at - 3, at, S("旬")));
    return (in_days && page_has(c->page, at, at + n, S("移交"))) || (dated && thing_ends(c, object)) || given ||
           office_follows(c, at + n, s.to) || hands_over(c, s, at, n);
}

/* 5月8日前报|名单: no 报名; 报名单位 is who signs up. */
static bool hands_list(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str others[] = {S("位"), S("独"), S("项"), S("张"), S("据"),
                                        S("号"), S("个"), S("元"), S("双"), S("人")};
    return page_has(c->page, at, end, S("报名单")) && page_has_any(c->page, at + 9, end, WORD_LIST(others)) == 0 &&
           word_before(c->page, 0, at, WORD_BEFORE);
}

/* 将总结报送|中心校, 将名单报|社会文化科: something is brought to an office, whatever word the two make (报社). */
static bool goes_to(const struct compiler *c, struct span s, uint32_t at, uint32_t n)
{
    enum { SHORTEST = 6 };
    static const struct str others[] = {S("布"), S("放"), S("在"), S("表在"), S("挂")}; /* 发布在学校网站 */
    uint32_t ba = n > 0 && page_has_any(c->page, at + n, s.to, WORD_LIST(others)) == 0 ? object_sign(c, s.from, at) : 0;
    return ba > 0 && at >= ba + 6 && receiver_end(c, at + n, s.to) >= at + n + SHORTEST;
}

/* 6月2日前需|报送的材料有:工作总结, 前提交的材料包括…: by then what is listed is handed in. Its bytes. */
static uint32_t lists_papers(const struct compiler *c, struct span s, uint32_t at)
{
    static const struct str verbs[] = {S("报送的"), S("上报的"), S("提交的"), S("上交的"),
                                       S("填报的"), S("报的"),   S("交的")};
    static const struct str nouns[] = {S("材料"), S("资料"), S("表格"), S("内容"), S("报表"), S("文件"), S("附件")};
    static const struct str tells[] = {S("有:"), S("包括:"), S("为:"), S("如下:"), S("是:"), S(":"),
                                       S("有"),  S("包括"),  S("为"),  S("如下"),  S("是")};
    uint32_t verb = page_has_any(c->page, at, s.to, WORD_LIST(verbs));
    uint32_t noun = verb > 0 ? page_has_any(c->page, at + verb, s.to, WORD_LIST(nouns)) : 0, tell = at + verb + noun;
    uint32_t told = noun > 0 ? page_has_any(c->page, tell, s.to, WORD_LIST(tells)) : 0;
    return told > 0 && span_has_word(c, (struct span){s.from, at}, WORD_BEFORE) ? verb + noun + told : 0;
}

/* A verb told by the words around it: 与工会联系, 向市局书面报告. Its bytes, or 0. */
static uint32_t verb_around(const struct compiler *c, struct span s, uint32_t at, uint32_t n, bool open, struct verb *r)
{
    if (n == 0 && signs_up(c, s.from, at, s.to)) {
        *r = (struct verb){{at, at + 6}, VERB_JOIN};
        return 6;
    }
    uint32_t given = open ? provides(c, s.from, at, s.to) : 0;
    if (given > 0)
        *r = (struct verb){{at, at + given}, VERB_SEND};
    return given;
}

static uint32_t verb_at(const struct compiler *c, struct span s, uint32_t at, struct verb *r)
{
    uint32_t listed = lists_papers(c, s, at);
    if (listed > 0) {
        *r = (struct verb){{at, at + listed}, VERB_SEND};
        return listed;
    }
    if (ends_time(c, s.from, at, s.to))
        return 3;
    enum verb_kind kind = VERB_NONE;
    if (at >= 3 && (page_has(c->page, at - 3, s.to, S("网上报")) || page_has(c->page, at - 3, s.to, S("以上报"))))
        return 3; /* 网上|报名, 3天以上|报学校批准 */
    bool receipt = page_has(c->page, at, s.to, S("报回执")) || hands_list(c, at, s.to); /* 报|回执 */
    uint32_t n = receipt ? 0 : longest(c, at, s.to, &kind);
    uint32_t other = not_send(c, at, s.to), bare = word_here(c, at, s.to, WORD_BARE);
    bool noun = other > 0 && is_thing(c, at, other);
    if (n == 0 && bare > 0 && other > bare && !noun && receiver_follows(c, at + bare, s.to))
        other = 0; /* 报|国际交流处; not 决算报表|交组委会 */
    if (other > 0 && !noun && goes_to(c, s, at, n > 0 ? n : bare))
        other = 0;
    if (n > 0 && other <= n)
        other = noun_of(c, at, n, s.to);
    if ((n > 0 || other > 0) && !word_here(c, at, s.to, WORD_BARE) &&
        word_before(c->page, s.from, page_next(c->page, at), WORD_THING) >= 6)
        return 3; /* 人选|报市局, 灾情|报市局: the first character is the noun's */
    if (other > 0 && n == 0 && brings(c, s.from, at, s.to)) {
        *r = (struct verb){{at, at + 6}, VERB_BARE};
        return 6;
    }
    uint32_t around = verb_around(c, s, at, n, n == 0 || kind == VERB_FILL, r);
    if (around > 0)
        return around;
    if (other > n && n > 0 && kind != VERB_FILL && completes(c, s.from, at, other, s.to)) {
        *r = (struct verb){{at, at + n}, VERB_FILL};
        return other;
    }
    bool attributive = n > 0 && page_has(c->page, at + n, s.to, S("的"));
    if (other > n && n == 0 && !noun && verb_crosses(c, at, at + other, s.to)) /* 工作简报|交组委会 */
        return page_next(c->page, at) - at;
    bool does = n > 0 && kind != VERB_JOIN && !attributive && !names_reporter(c, s, at, other);
    if (other > n && !(does && (urged(c, s.from, at) || is_counted(c, at + other, s.to) ||
                                thing_goes_on(c, s.from, at, n, other, s.to))))
        return other;
    if (n == 0 && bare > 0) {
        if (!bare_asks(c, s, at, bare))
            return bare;
        n = bare, kind = VERB_BARE;
        attributive = page_has(c->page, at + n, s.to, S("的")); /* 科研处告知的网址 */
    }
    if (n == 0)
        return 0;
    if (!attributive && !is_no_demand(c, s, at, n))
        *r = (struct verb){{at, at + n}, kind};
    return n;
}

/* The kinds of words that verb_at looks at; 联系 is a NOT_OFFICE, 提供 a MAKE and 电话报告 begins like a LABEL. */
#define KIND(name, half) (WORD_##name / 64 == (half) ? (uint64_t)1 << WORD_##name % 64 : 0)
#define VERBS(half)                                                                                 \
    (KIND(SEND, half) | KIND(NAME, half) | KIND(JOIN, half) | KIND(FILL, half) | KIND(BARE, half) | \
     KIND(NOT_SEND, half) | KIND(NOT_OFFICE, half) | KIND(MAKE, half) | KIND(LABEL, half))

static bool may_be_verb(const struct compiler *c, uint32_t at)
{
    const struct word_kinds *kinds = &word_place(c->words, at)->kinds;
    return (kinds->bits[0] & VERBS(0)) != 0 || (kinds->bits[1] & VERBS(1)) != 0;
}

uint32_t behind_same_time(const struct compiler *c, struct span clause)
{
    static const struct str signs[] = {S("的同时"), S("时一并"), S("时,一并"), S("时同时")};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        uint32_t at = page_find(c->page, clause, signs[i]);
        struct span lead = {clause.from, at};
        if (at != UINT32_MAX && i == 0 && (span_has_word(c, lead, WORD_BEFORE) || span_has_word(c, lead, WORD_DAILY)))
            return clause.from; /* 于每日16:00前上报日报表的同时,报送附表: both by then */
        if (at != UINT32_MAX && (span_has_word(c, lead, WORD_SEND) || (i == 0 && span_has(c, lead, S("在")))))
            return at + (i == 0 ? 9 : 3);
    }
    return clause.from;
}

bool verb_in(const struct compiler *c, struct span clause, struct verb *r)
{
    *r = (struct verb){.kind = VERB_NONE};
    clause.from = behind_same_time(c, clause);
    for (uint32_t at = clause.from; at < clause.to && r->kind < VERB_BARE;) {
        uint32_t past = page_skip(c->page, at);
        if (past > at) {
            at = past;
            continue;
        }
        bool word = may_be_verb(c, at) || page_has(c->page, at, clause.to, S("口头")); /* else there is no verb */
        struct verb v = {.kind = VERB_NONE};
        uint32_t n = word ? verb_at(c, clause, at, &v) : 0;
        if (v.kind > r->kind)
            *r = v;
        at = n ? at + n : page_next(c->page, at);
    }
    return r->kind != VERB_NONE;
}
