/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/receiver.h"

#include "domain/notice/number.h"
#include "domain/notice/thing.h"

bool names_office(const struct compiler *c, struct span s)
{
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t other = word_here(c, at, s.to, WORD_NOT_OFFICE);
        if (other == 0 && word_here(c, at, s.to, WORD_OFFICE) > 0)
            return true;
        at = other ? at + other : page_next(c->page, at);
    }
    return false;
}

uint32_t before_reason(const struct compiler *c, uint32_t from, uint32_t to)
{
    static const struct str reasons[] = {S("审核"), S("审批"), S("备案"), S("汇总"), S("存档"), S("审定"),
                                         S("初审"), S("备查"), S("登记"), S("审查"), S("提出")};
    static const struct str times[] = {S("一次"), S("一份"), S("两份"), S("1次"), S("1份"), S("一期"), S("1期")};
    to -= page_ends_any(c->page, from + 6, to, WORD_LIST(times)); /* 每半月报市教育局|一次 */
    for (uint32_t n; (n = page_ends_any(c->page, from + 6, to, WORD_LIST(reasons))) > 0;)
        to -= n;
    return to;
}

/* 社会文化科|布某, 基教科|王老师: who sits there is no part of the office's name. */
static uint32_t before_person(const struct compiler *c, uint32_t at, uint32_t to)
{
    enum { NAME = 3 };
    static const struct str signs[] = {S("某某"), S("某"), S("老师"), S("同志"), S("干事")};
    uint32_t n = page_ends_any(c->page, at, to, WORD_LIST(signs)), name = to - n;
    for (int i = 0; n > 0 && i <= NAME && name > at; i++, name = page_back(c->page, name)) {
        if (word_before(c->page, at, name, WORD_OFFICE) > 0)
            return name;
    }
    return to;
}

uint32_t receiver_end(const struct compiler *c, uint32_t at, uint32_t end)
{
    enum { LONGEST = 57 };
    uint32_t to = at;
    while (to < end && to - at <= LONGEST && page_is_han(c->page, to))
        to = page_next(c->page, to);
    bool whole = to - at <= LONGEST;
    to = before_person(c, at, before_reason(c, at, to));
    struct span name = {at, to};
    bool office = to > at && word_before(c->page, at, to, WORD_OFFICE) > 0 && !span_has(c, name, S("报")) &&
                  !span_has(c, name, S("送")) && !span_has_word(c, name, WORD_SEND); /* 报|表报市局, 报|表发至邮箱 */
    return office && whole ? to : 0;
}

uint32_t towards(const struct compiler *c, uint32_t from, uint32_t at)
{
    static const struct str others[] = {S("面向"), S("方向"), S("倾向"), S("导向"),
                                        S("志向"), S("意向"), S("走向"), S("定向")};
    for (uint32_t i = from; i < at; i = page_next(c->page, i)) {
        if (page_has(c->page, i, at, S("向")) && !page_ends_any(c->page, from, i + 3, WORD_LIST(others)))
            return i + 3;
    }
    return 0;
}

/* 局办公室|工作总结, 市教育局|《统计表》: where the office's name ends and what goes there begins; 0: no such two. */
static uint32_t office_before_thing(const struct compiler *c, uint32_t from, uint32_t end)
{
    enum { SHORTEST = 6, LONGEST = 45 };
    static const struct str others[] = {S("的"), S("长"), S("员"), S("、"), S("审"), S("备"), S("统一"), S("为")};
    uint32_t best = 0;
    for (uint32_t at = from; at < end && at - from <= LONGEST && page_is_han(c->page, at);) {
        at = page_next(c->page, at);
        bool office = at >= from + SHORTEST && end >= at + SHORTEST && word_before(c->page, from, at, WORD_OFFICE) > 0;
        bool thing = office && (page_has(c->page, at, end, S("《")) || thing_ends(c, (struct span){at, end}));
        bool whole = thing && word_here(c, at, end, WORD_UNIT) < end - at && !word_here(c, at, end, WORD_AND) &&
                     page_has_any(c->page, at, end, WORD_LIST(others)) == 0; /* 交所在|单位 */
        static const struct str persons[] = {S("员"), S("人"), S("者"), S("师"), S("生"), S("代表")};
        bool person = page_ends_any(c->page, from, at, WORD_LIST(persons)) > 0; /* 局办公室|联络员名单, 报|联络员名单 */
        bool within = page_has(c->page, at - 3, end, S("联络"));                /* 市教育局|联络员名单 */
        best = whole && !person && !within ? at : best;
    }
    return best;
}

/* 报, 报给, 交至, 报送|我局: the receiver may stand right behind the verb, and the thing behind it. */
static bool takes_receiver(const struct compiler *c, struct verb v, uint32_t end)
{
    static const struct str signs[] = {S("给"), S("至"), S("到"), S("往")};
    return v.kind == VERB_BARE || page_ends_any(c->page, v.span.from, v.span.to, WORD_LIST(signs)) > 0 ||
           page_has(c->page, v.span.to, end, S("我"));
}

struct span thing_behind(const struct compiler *c, struct verb v, uint32_t end)
{
    uint32_t skip = page_has_any(c->page, v.span.to, end, (struct str[]){S("给"), S("至"), S("到")}, 3);
    end -= page_ends_any(c->page, v.span.to, end, (struct str[]){S("。"), S(";")}, 2);
    uint32_t from = v.span.to + skip, at = office_before_thing(c, from, end);
    bool ours = at > 0 && str_find(c->draft->issuer, text_of(c, (struct span){from, at})) != STR_NONE;
    at = ours || skip > 0 || takes_receiver(c, v, end) ? at : 0; /* 报送|市教育局, who wrote the letter */
    return at > 0 ? (struct span){at, end} : (struct span){0, 0};
}

struct span receiver_of(const struct compiler *c, struct verb v, uint32_t end)
{
    uint32_t from = v.span.to;
    static const struct str skips[] = {S("至"), S("到"), S("给"), S("送"), S("往")};
    for (size_t i = 0; i < sizeof skips / sizeof *skips; i++)
        from += page_has(c->page, from, end, skips[i]) ? (uint32_t)skips[i].n : 0;
    struct span thing = thing_behind(c, v, end);
    if (!span_is_empty(thing))
        return (struct span){from, thing.from};
    uint32_t to = from;
    while (to < end && c->page->text.at[to] != ',' && c->page->text.at[to] != ';' &&
           !page_has(c->page, to, end, S("。")) && to - from < 120) {
        uint32_t past = page_skip(c->page, to);
        bool area = past > to && past <= end && word_before(c->page, to + 1, past - 1, WORD_AREA) > 0;
        if (c->page->text.at[to] == '(' && !area)
            break;
        to = area ? past : page_next(c->page, to); /* 县(区)文旅局 is one name */
    }
    for (uint32_t at = from; at < to;
         at = page_next(c->page, at)) { /* 报送材料至…: the receiver comes behind the thing */
        if ((page_has(c->page, at, to, S("至")) || page_has(c->page, at, to, S("到"))) &&
            thing_ends(c, (struct span){from, at}))
            from = at + 3;
    }
    static const struct str units[] = {S("名"), S("个"), S("件"), S("篇"), S("项"), S("人"), S("幅"), S("份")};
    uint32_t digits = digits_at(c->page, from, to); /* 推荐|不超过5个, 推荐|1名, 推荐|1-2件; not 送到|2号教学楼 */
    uint32_t dash = digits > 0 && page_has(c->page, from + digits, to, S("-")) ? 1 : 0;
    digits += dash > 0 ? dash + digits_at(c->page, from + digits + dash, to) : 0;
    bool counts = word_here(c, from, to, WORD_AT_MOST) || word_here(c, from, to, WORD_AT_LEAST) ||
                  (digits > 0 && page_has_any(c->page, from + digits, to, WORD_LIST(units)) > 0);
    if (counts || thing_ends(c, (struct span){from, to}) || page_has(c->page, from, to, S("《")))
        return (struct span){0, 0};
    from += page_has(c->page, from, to, S(":")) ? 1 : 0; /* 寄至:合肥市… */
    to -= page_has(c->page, to - 1, to, S(":")) ? 1 : 0;
    to = before_reason(c, from, to);
    bool goes_on = page_has(c->page, from, to, S("并")) || /* 及时报告并妥善处理 */
                   page_has(c->page, from, to, S("每"));   /* …报送:每个县(市)不少于3篇 */
    return !goes_on && names_office(c, (struct span){from, to}) ? (struct span){from, to} : (struct span){0, 0};
}

struct span receiver_before(const struct compiler *c, const struct clause *k)
{
    uint32_t sign = towards(c, k->span.from, k->verb.span.from);
    struct span office = {sign, sign ? before_reason(c, sign, k->verb.span.from) : sign};
    if (office.to > office.from && c->page->text.at[office.to - 1] == ')' && c->page->twin[office.to - 1] > office.from)
        office.to = c->page->twin[office.to - 1]; /* 向总值班室(电话:…)报告 */
    return sign != 0 && names_office(c, office) && !span_has(c, office, S(":")) ? office : (struct span){0, 0};
}

struct span behind_office(const struct compiler *c, uint32_t from, uint32_t end)
{
    static const struct str signs[] = {S("。"), S(";")};
    end -= page_ends_any(c->page, from, end, WORD_LIST(signs));
    if (page_has(c->page, from, end, S("《")) && c->page->twin[from] > from && c->page->twin[from] < end)
        return (struct span){from, c->page->twin[from] + 3}; /* 报|《统计表》 */
    if (thing_ends(c, (struct span){from, end}) && !names_office(c, (struct span){from, end}))
        return (struct span){from, end};
    uint32_t best = 0, to = page_find(c->page, (struct span){from, end}, S("至"));
    to = to != UINT32_MAX ? to : page_find(c->page, (struct span){from, end}, S("到"));
    if (to != UINT32_MAX && to >= from + 6 && thing_ends(c, (struct span){from, to}))
        return (struct span){from, to}; /* 报|自查报告|至市局, 交|作品|到教研组 */
    for (uint32_t at = from + 6; at < end; at = page_next(c->page, at)) { /* 交|申报资料|报送到秘书处 */
        if (word_here(c, at, end, WORD_SEND) && !word_here(c, at, end, WORD_NOT_SEND) &&
            thing_ends(c, (struct span){from, at}))
            return (struct span){from, at};
    }
    for (uint32_t at = from; at < end; at = page_next(c->page, at)) {
        uint32_t n = word_here(c, at, end, WORD_NOT_OFFICE) ? 0 : word_here(c, at, end, WORD_OFFICE);
        best = n ? at + n : best;
        if (best && end >= best + 6 && thing_ends(c, (struct span){best, end}) &&
            word_here(c, best, end, WORD_UNIT) < end - best && !word_here(c, best, end, WORD_AND)) /* 交所在|单位 */
            return (struct span){best, end};
    }
    return (struct span){from, from};
}

uint32_t behind_receiver(const struct compiler *c, uint32_t from, uint32_t end)
{
    enum { LONGEST = 36 };
    for (uint32_t at = from; at < end && at < from + LONGEST; at = page_next(c->page, at)) {
        uint32_t n = word_here(c, at, end, WORD_NOT_OFFICE) ? 0 : word_here(c, at, end, WORD_OFFICE);
        if (n > 0 && word_here(c, at + n, end, WORD_MEDIUM))
            return at + n;
    }
    return from;
}
