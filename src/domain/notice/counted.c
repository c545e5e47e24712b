/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/counted.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

enum { MANY_PARTS = 128, COUNT_BYTES = 240, NAMES_BYTES = 90, KIND_BYTES = 45, LABEL_BYTES = 45 };

/* 县属中学学生|作品, 先进工作者, 小学组: who made the piece, is honoured or competes is no unit that sends. */
static bool ends_in_maker(const struct compiler *c, struct span s)
{
    static const struct str makers[] = {S("学生"), S("教师"),   S("老师"), S("职工"),   S("师生"), S("选手"),
                                        S("学员"), S("干部"),   S("个人"), S("团队"),   S("集体"), S("儿童"),
                                        S("青年"), S("居民"),   S("家庭"), S("工作者"), S("标兵"), S("能手"),
                                        S("模范"), S("候选人"), S("组"),   S("学科"),   S("专家"), S("委员")};
    return page_ends_any(c->page, s.from, s.to, WORD_LIST(makers)) > 0;
}

/* 其余乡镇的初中、中心小学: beside a number that is theirs, names need no 各. */
static bool plain_units(const struct compiler *c, struct span s, struct spans *list)
{
    bool asks = span_has_word(c, s, WORD_SEND) || span_has_word(c, s, WORD_NAME) || span_has_word(c, s, WORD_JOIN) ||
                span_has_word(c, s, WORD_NOT_WHO) || span_has(c, s, S(",")) || span_has(c, s, S("每"));
    if (asks || span_has(c, s, S("名额")) || !unit_ends(c, s.from, s.to))
        return false;
    units_in(c, s, list);
    for (size_t i = 0; i < list->n; i++) {
        if (!unit_ends(c, list->items[i].from, list->items[i].to))
            return false;
    }
    return true;
}

static bool are_units(const struct compiler *c, struct span s, struct spans *list)
{
    list->n = 0;
    if (s.to - s.from > NAMES_BYTES || s.to < s.from + 6 || ends_in_maker(c, s))
        return false;
    if (all_names(c, s, list))
        return true;
    list->n = 0;
    return plain_units(c, s, list);
}

/* 学生作品, 科技创新类 */
static bool ends_in_kind(const struct compiler *c, struct span s)
{
    return thing_ends(c, s) || page_has(c->page, s.to - 3, s.to, S("类"));
}

static bool is_kind(const struct compiler *c, struct span s)
{
    return s.to >= s.from + 6 && s.to - s.from <= KIND_BYTES && ends_in_kind(c, s) && join_at(c, s.from, s.to) == 0 &&
           !page_has(c->page, s.from, s.to, S("的")) && !word_here(c, s.from, s.to, WORD_EVERY) &&
           !span_has_word(c, s, WORD_SEND) && !span_has_word(c, s, WORD_NAME) && !span_has(c, s, S(","));
}

/* 每区3名,局属学校1名,|推荐表于…前报送: the rest of the sentence says what the people are counted for. */
static bool recommends(const struct compiler *c, uint32_t at)
{
    enum { FAR = 180 };
    static const struct str papers[] = {S("推荐表"), S("推荐材料"), S("推荐名单"), S("推荐人选"), S("事迹材料")};
    uint32_t end = page_end(c->page);
    struct span rest = {at, end - at > FAR ? at + FAR : end};
    uint32_t stop = page_find(c->page, rest, S("。"));
    rest.to = stop != UINT32_MAX ? stop : rest.to;
    return span_has_any(c, rest, WORD_LIST(papers));
}

/* 甲推荐4名,|乙、丙各1名: the clause before it says what the people are counted for. */
static bool goes_on_from(const struct compiler *c, uint32_t at)
{
    enum { BACK = 150 };
    uint32_t least = at > c->body + BACK ? at - BACK : c->body, comma = at;
    while (comma > least && c->page->text.at[comma - 1] != ',' && c->page->text.at[comma - 1] != ';')
        comma--;
    struct span before = {comma > least ? comma - 1 : comma, comma > least ? comma - 1 : comma};
    while (before.from > least && c->page->text.at[before.from - 1] != ',' &&
           !page_has(c->page, before.from - 3, before.from, S("。")))
        before.from--;
    uint32_t counter = word_before(c->page, before.from, before.to, WORD_COUNTER);
    return counter > 0 && comma < page_end(c->page) && c->page->text.at[comma - 1] == ',' &&
           span_has(c, before, S("推荐"));
}

/* 推荐名额:各县5名;直属学校各2名: the label of the line says what the people are counted for. */
static bool is_recommended(const struct compiler *c, uint32_t at)
{
    enum { BACK = 300 };
    if (recommends(c, at) || goes_on_from(c, at))
        return true;
    static const struct str labels[] = {S("推荐名额"), S("推荐数量"), S("名额分配"), S("推荐人数"), S("名额如下")};
    uint32_t from = at; /* 名额分配:, and below it 甲系:3人 */
    while (from > c->body && at - from < BACK &&
           (c->page->gap[from] < GAP_LINE || !page_has(c->page, from - 3, from, S("。"))))
        from = page_back(c->page, from);
    static const struct str attend[] = {S("会名额"), S("训名额"), S("观名额"),  S("习名额"),
                                        S("席名额"), S("员名额"), S("代表名额")};
    struct span line = {from, at}; /* 参会名额分配: who comes */
    return span_has_any(c, line, WORD_LIST(labels)) && !span_has_any(c, line, WORD_LIST(attend));
}

/* What stands before the number without 各, 不少于, 限报 and the like. *asks_r: a verb was among them. */
static struct span names_before(const struct compiler *c, struct span s, bool *asks_r)
{
    static const struct str verbs[] = {S("推荐"), S("报送"), S("上报"), S("申报"), S("选送"), S("报")};
    static const struct str others[] = {S("各"),   S("应"),   S("原则上"), S("每单位"), S("每个单位"), S("每家单位"),
                                        S("每校"), S("每县"), S("每区"),   S("每市"),   S("每所"),     S("每家"),
                                        S("每院"), S("数量"), S("总数"),   S("篇数"),   S("在")};
    *asks_r = false;
    s.to -= s.to > s.from && c->page->text.at[s.to - 1] == ':'; /* 甲系:3人 */
    for (uint32_t n = 1; n > 0 && s.to > s.from; s.to -= n) {
        n = word_before(c->page, s.from, s.to, WORD_AT_MOST);
        n = n > 0 ? n : word_before(c->page, s.from, s.to, WORD_AT_LEAST);
        if (n > 0)
            continue;
        n = page_ends_any(c->page, s.from, s.to, WORD_LIST(verbs));
        *asks_r = *asks_r || n > 0;
        n = n > 0 ? n : page_ends_any(c->page, s.from, s.to, WORD_LIST(others));
    }
    return s;
}

/* The number at the end of s, and what stands before it. *asks_r: with a verb it is no count alone. */
static bool number_behind(const struct compiler *c, struct span s, struct counted *r, struct span *head, bool *asks_r)
{
    *r = (struct counted){0};
    struct span rest = s; /* 三个中心镇的中学各5件: the last number */
    do {
        if (rest.to - rest.from > COUNT_BYTES || !quota_in(c, rest, &r->quota) ||
            page_has(c->page, r->quota.span.to, s.to, S("、")))
            return false; /* 小学组一个、中学组两个 */
        rest.from = r->quota.span.to;
    } while (r->quota.span.to < s.to);
    if (counts_people(c, &r->quota) && !is_recommended(c, r->quota.span.from))
        return false; /* 各县局负责人1人: who comes to the meeting */
    *head = names_before(c, (struct span){s.from, r->quota.span.from}, asks_r);
    return true;
}

/* 推荐名额:各县5名, 推荐名额为各县5名 */
static uint32_t behind_label(const struct compiler *c, struct span s)
{
    if (page_has(c->page, s.from, s.to, S("【")) && page_skip(c->page, s.from) < s.to)
        s.from = page_skip(c->page, s.from); /* 【报送数量】各校1件以上 */
    static const struct str labels[] = {S(":"), S("额为"), S("数量为"), S("其中")};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        uint32_t at = page_find(c->page, s, labels[i]);
        bool units = at != UINT32_MAX && unit_ends(c, s.from, at) && digits_at(c->page, at + 1, s.to) > 0;
        s.from = at != UINT32_MAX && !units ? at + (uint32_t)labels[i].n : s.from;
    }
    return s.from;
}

bool counted_alone(const struct compiler *c, struct span s)
{
    struct counted n;
    struct span head;
    bool asks;
    s.from = behind_label(c, s);
    return number_behind(c, s, &n, &head, &asks) && span_is_empty(head) &&
           (n.quota.bounded || head.from < n.quota.span.from);
}

/* 二、推荐名额 各县4个, 二、评选名额 24个班以上的学校…: on a page without line ends the heading stands before the units. */
static uint32_t behind_heading(const struct compiler *c, struct span s)
{
    uint32_t from = s.from;
    for (uint32_t at = s.from; at < s.to && at < s.from + LABEL_BYTES; at = page_next(c->page, at)) {
        bool heading = c->page->gap[at] != GAP_NONE && at > s.from;
        from = heading ? at : from;
    }
    return from;
}

/* 各中心小学|作品: units, and perhaps the kind of thing that they send. */
static bool units_and_kind(const struct compiler *c, struct span head, struct counted *r)
{
    if (are_units(c, head, &r->who))
        return true;
    bool named = ends_in_kind(c, head) && !span_has(c, head, S(","));
    uint32_t least = head.to > head.from + 6 + KIND_BYTES ? head.to - KIND_BYTES : head.from + 6;
    for (uint32_t at = head.to; named && at > least;) { /* the longest name: 各中心小学|作品, not 各中心|小学作品 */
        at = page_back(c->page, at);
        struct span units = {head.from, at}, kind = {at, head.to};
        if (is_kind(c, kind) && are_units(c, units, &r->who)) {
            r->kind = kind;
            return true;
        }
    }
    return false;
}

/* 各县5篇, and 各县推荐5篇: *asks_r. */
static bool units_counted(const struct compiler *c, struct span s, struct counted *r, bool *asks_r)
{
    struct span head;
    if (!span_has_word(c, s, WORD_COUNTER))
        return false;
    s.from = behind_label(c, s);
    if (!number_behind(c, s, r, &head, asks_r) || span_is_empty(head))
        return false;
    head.from = behind_heading(c, head);
    return units_and_kind(c, head, r);
}

bool counted_units(const struct compiler *c, struct span s, struct counted *r)
{
    bool asks;
    return units_counted(c, s, r, &asks) && !asks;
}

bool counted_kind(const struct compiler *c, struct span s, struct counted *r)
{
    struct span head;
    bool asks;
    if (!number_behind(c, s, r, &head, &asks) || asks || !is_kind(c, head))
        return false;
    r->kind = head;
    return true;
}

bool counted_name(const struct compiler *c, struct span s, struct counted *r)
{
    enum { NAME_LEAST = 6, NAME_BYTES = 36 };
    static const struct str others[] = {S("其中"), S("每"), S("另"), S("共"), S("全"), S("的"), S("、"), S("组")};
    struct span head;
    bool asks;
    if (!number_behind(c, s, r, &head, &asks) || asks || head.to < head.from + NAME_LEAST ||
        head.to - head.from > NAME_BYTES || span_has_any(c, head, WORD_LIST(others)) || ends_in_maker(c, head) ||
        ends_in_kind(c, head))
        return false;
    for (uint32_t at = head.from; at < head.to; at = page_next(c->page, at)) {
        if (!page_is_han(c->page, at))
            return false;
    }
    arena_push(c->arena, &r->who, head);
    return true;
}

/* True when a number and its classifier end right before `at`: 10篇|、. */
static bool number_ends(const struct compiler *c, uint32_t from, uint32_t at)
{
    uint32_t unit = word_before(c->page, from, at, WORD_COUNTER);
    int value;
    uint32_t last = unit > 0 && at - unit > from ? page_back(c->page, at - unit) : at;
    return last < at && number_at(c->page, last, at - unit, &value) > 0;
}

bool counted_who(const struct compiler *c, struct span s, struct spans *who)
{
    bool asks;
    struct counted n = {0};
    s.from = behind_heading(c, s);
    s.to -= page_ends_any(c->page, s.from, s.to, &S("可"), 1);
    bool units = units_and_kind(c, names_before(c, s, &asks), &n);
    *who = n.who;
    return units && who->n > 0; /* 全省推荐60个 names nobody */
}

bool counted_bracket(const struct compiler *c, struct span s, struct counted *r)
{
    bool asks; /* (原甲、乙部门各1名) only takes the number apart */
    if (!quota_in(c, s, &r->quota) || r->quota.span.to != s.to)
        return false;
    struct span head = names_before(c, (struct span){s.from, r->quota.span.from}, &asks);
    return (asks || r->quota.bounded) && are_units(c, head, &r->who);
}

/* The sign at `at` that may stand between two counts: 、 or a blank. 0: none. */
static bool is_between(const struct compiler *c, struct span s, uint32_t at)
{
    return at > s.from && (page_has(c->page, at, s.to, S("、")) || c->page->gap[at] != GAP_NONE) &&
           number_ends(c, s.from, at);
}

/* 各县10篇、直属学校2篇; 甲系:3人 乙系:2人: what lies between the first units' number and the next units; empty: nothing. */
static struct span counted_next(const struct compiler *c, struct span s)
{
    for (uint32_t at = page_find(c->page, s, S("、")) != UINT32_MAX || span_has(c, s, S(":")) ? s.from : s.to;
         at < s.to; at = page_next(c->page, at)) {
        if (!is_between(c, s, at))
            continue;
        uint32_t from = at + (page_has(c->page, at, s.to, S("、")) ? 3 : 0), to = from;
        while (to < s.to && (to == from || !is_between(c, (struct span){from, s.to}, to)))
            to = page_next(c->page, to);
        to -= page_has(c->page, to - 3, to, S("。")) ? 3 : c->page->text.at[to - 1] == ';';
        struct counted one, other;
        bool asks, asks_too; /* 各市推荐5个、各校推荐2个 */
        if (units_counted(c, (struct span){s.from, at}, &one, &asks) &&
            units_counted(c, (struct span){from, to}, &other, &asks_too) && asks == asks_too &&
            (!asks || (span_is_empty(other.kind) && other.who.n > 0 &&
                       unit_ends(c, other.who.items[0].from, other.who.items[0].to))))
            return (struct span){at, from};
    }
    return (struct span){0, 0};
}

void counted_parts(const struct compiler *c, struct span s, struct spans *parts)
{
    clauses_of(c, s, parts);
    for (size_t i = 0; i < parts->n && parts->n < MANY_PARTS; i++) {
        struct span sign = counted_next(c, parts->items[i]);
        if (sign.to == 0)
            continue;
        struct span last = parts->items[parts->n - 1];
        arena_push(c->arena, parts, last);
        for (size_t k = parts->n - 1; k > i + 1; k--)
            parts->items[k] = parts->items[k - 1];
        parts->items[i + 1] = (struct span){sign.to, parts->items[i].to};
        parts->items[i].to = sign.from;
    }
}
