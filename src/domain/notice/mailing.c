/* SPDX-License-Identifier: Apache-2.0 */
/* To which mailbox a duty goes: the one in its clause, the only one, or the next one below. */
#include "domain/notice/duty.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"
#include "domain/notice/receiver.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

static bool only_elsewhere(const struct compiler *c, const struct making *d)
{
    if (d->channels & 1u << CHANNEL_MAIL)
        return false;
    for (size_t i = 0; i < d->things.n && !(d->channels & 1u << CHANNEL_OA); i++) {
        if (span_has_word(c, d->things.items[i], WORD_BY_PLATFORM))
            return false; /* 全省科协系统“十件实事”材料 */
    }
    return (d->channels & (1u << CHANNEL_PLATFORM | 1u << CHANNEL_OA | 1u << CHANNEL_CHAT)) ||
           (span_has(c, d->span, S("网站")) && !span_has(c, d->span, S("下载")));
}

/* A duty stands in the block's part. */
static bool block_speaks(const struct makings *list, const struct compiler *c, uint32_t block)
{
    for (size_t i = 0; i < list->n && i < NEIGHBOURS; i++) {
        if (same_part(c, list->items[i].block, block))
            return true;
    }
    return false;
}

/* The line before a mailbox: from the last full stop or line end. */
static struct span line_before(const struct compiler *c, uint32_t box)
{
    enum { LINE = 90 };
    uint32_t at = box;
    while (at > 3 && c->page->gap[at] < GAP_LINE && box - at < LINE && c->page->text.at[at - 1] != ';' &&
           !page_has(c->page, at - 3, at, S("。")))
        at--;
    return (struct span){at, box};
}

/* The one mailbox is another letter's, or stands behind 以上稿件发至… in another part. */
static bool tied_elsewhere(const struct compiler *c, const struct makings *list, const struct making *d, uint32_t box)
{
    uint32_t block = c->blocks.n ? block_at(c, box) : 0;
    if (c->blocks.n == 0 || block == d->block)
        return false;
    if (c->blocks.items[d->block].letter > c->blocks.items[block].letter)
        return true;
    struct span line = line_before(c, box);
    bool those = span_has(c, line, S("以上")) || span_has(c, line, S("上述"));
    return those && !same_part(c, d->block, block) && block_speaks(list, c, block);
}

/* 报表请在…邮箱下载,邮箱密码…: it holds what is fetched. 举报邮箱:…: for complaints. */
static bool takes_nothing(const struct compiler *c, struct span box)
{
    enum { NEAR = 90, BEHIND = 60 };
    static const struct str sent[] = {S("发"), S("报送"), S("报至"), S("上报"), S("交至")};
    struct span wide = {box.from > NEAR ? box.from - NEAR : 0,
                        page_end(c->page) - box.to > BEHIND ? box.to + BEHIND : page_end(c->page)};
    if (!span_has_word(c, wide, WORD_NO_MAILBOX) && !span_has_word(c, wide, WORD_FETCHED))
        return false;
    struct span before = line_before(c, box.from), behind = {box.to, box.to};
    while (behind.to < wide.to && c->page->gap[behind.to] < GAP_LINE &&
           !page_has(c->page, behind.to, page_end(c->page), S("。")))
        behind.to = page_next(c->page, behind.to);
    return span_has_word(c, before, WORD_NO_MAILBOX) ||
           (span_has_word(c, behind, WORD_FETCHED) && !span_has_any(c, before, WORD_LIST(sent)));
}

/* 县(市、区)演练局 takes what companies report, and is itself among those who report. */
static bool is_reader(const struct compiler *c, const struct spans *who, struct str to)
{
    for (size_t i = 0; i < who->n; i++) {
        struct str name = bare_name(c, who->items[i]);
        if (name.n >= 9 && str_ends(to, name))
            return true;
    }
    return false;
}

/* What is handed over as it is: 样书, 实物, 党费, and paper or discs. */
static bool is_tangible(const struct compiler *c, const struct making *d)
{
    for (size_t i = 0; i < d->things.n && d->own_things; i++) {
        if (!word_before(c->page, d->things.items[i].from, d->things.items[i].to, WORD_TANGIBLE))
            return false;
    }
    return d->own_things && d->things.n > 0;
}

/* 农业股 and 投资股 are two; 校工会 and 校工会办公室 may be one, 市局 any. */
static bool other_office(const struct compiler *c, struct span a, struct span b)
{
    enum { SHORT = 6 };
    struct str x = text_of(c, a), y = text_of(c, b);
    x.n -= str_ends(x, S("邮箱")) || str_ends(x, S("信箱")) ? SHORT : 0;
    y.n -= str_ends(y, S("邮箱")) || str_ends(y, S("信箱")) ? SHORT : 0;
    for (uint32_t at = b.from; at < b.to; at++) {
        if (digits_at(c->page, at, b.to) > 0)
            return false; /* a room */
    }
    return names_office(c, a) && names_office(c, b) && x.n > SHORT && y.n > SHORT && str_find(x, y) == STR_NONE &&
           str_find(y, x) == STR_NONE && !str_ends(x, (struct str){y.at + y.n - SHORT, SHORT});
}

/* The receiver is nearer than the office that the mailbox belongs to. */
static bool goes_nearer(const struct compiler *c, const struct makings *list, size_t i)
{
    enum { BESIDE = 4 };
    const struct making *d = &list->items[i];
    struct str to = text_of(c, d->to);
    static const struct str some[] = {S("有关部门"), S("相关部门"), S("相关职能部门"), S("职能部门"), S("主管部门")};
    if (page_has_any(c->page, d->to.from, d->to.to, WORD_LIST(some)))
        return true; /* 整改建议报相关职能部门: whichever it is */
    bool nearer = to.n > 0 && span_has_word(c, d->to, WORD_NEARER_OFFICE);
    for (size_t k = i > BESIDE ? i - BESIDE : 0; to.n > 0 && k < list->n && k < i + BESIDE && !nearer; k++)
        nearer = k != i && list->items[k].who_own && is_reader(c, &list->items[k].who, to);
    return nearer;
}

/* The duty in whose words the mailbox stands. */
static const struct making *taker_of(const struct makings *list, struct span box)
{
    const struct making *taker = NULL;
    for (size_t k = 0; k < list->n && list->items[k].span.from <= box.from; k++)
        taker = box.to <= list->items[k].span.to ? &list->items[k] : taker;
    return taker;
}

/* 交所在学校, 报二级团组织, 电话报告, 汇入账户, 交图书馆, 纸质版于…交至…: not to the mailbox that stands elsewhere. */
static bool goes_elsewhere(const struct compiler *c, const struct makings *list, size_t i, struct span box,
                           const struct making *taker)
{
    const struct making *d = &list->items[i];
    struct span verb = d->verb_span;
    static const struct str at_once[] = {S("突发"), S("事故"), S("险情"), S("第一时间"), S("立即")};
    bool alarm = d->due.each == EACH_EVENT && span_has_any(c, d->span, WORD_LIST(at_once));
    if (goes_nearer(c, list, i) || span_has_word(c, d->span, WORD_PHONED) || alarm)
        return true;
    bool disc = span_has_word(c, d->span, WORD_DISC), file = !disc && span_has(c, d->span, S("电子"));
    if (word_here(c, verb.from, verb.to, WORD_NO_MAIL) && !file)
        return true;
    if (span_has_word(c, d->span, WORD_MAILED) || file)
        return false;
    bool beside = c->blocks.n > 0 && block_at(c, box.from) == d->block;
    bool apart = taker != NULL && taker->has_due && d->has_due && taker->due.span.from != d->due.span.from;
    if (is_tangible(c, d) || (word_here(c, verb.from, verb.to, WORD_BY_HAND) && (!beside || apart)))
        return true;
    bool paper = span_has(c, d->span, S("纸质")) || span_has(c, d->span, S("书面"));
    bool all = taker == NULL || is_those(c, &taker->things); /* 相关材料请报送组织部邮箱 */
    return (!all && other_office(c, d->to, taker->to)) ||
           (apart && taker->sentence == d->sentence) || /* 于…前填写问卷,于…前将总结发a@163.com */
           ((paper || disc) && (apart || (taker != NULL && taker->has_due && taker->sentence != d->sentence)));
}

/* How well the words before a mailbox name the duty: its receiver, its things, who. */
static int names_duty(const struct compiler *c, const struct making *d, struct span label)
{
    enum { OFFICE = 9 };
    struct str to = text_of(c, d->to), text = text_of(c, label);
    size_t n = to.n < OFFICE ? to.n : OFFICE;
    int score = n > 0 && str_find(text, (struct str){to.at + to.n - n, n}) != STR_NONE ? 4 : 0;
    for (size_t i = 0; i < d->things.n && score < 6; i++)
        score += str_find(text, text_of(c, d->things.items[i])) != STR_NONE ? 2 : 0;
    for (size_t i = 0; i < d->who.n && !is_anyone(c, &d->who); i++) {
        if (str_find(text, bare_name(c, d->who.items[i])) != STR_NONE)
            return score + 1;
    }
    return score;
}

/* 综合科邮箱:…;宣传科邮箱:…, 活动方案发至…,工作总结发至…: the mailbox whose own words name the duty best. */
static bool named_box(const struct compiler *c, const struct makings *list, size_t i, const struct spans *places,
                      struct span *r)
{
    enum { LABEL = 200, BOXES = 12, DUTIES = 48 }; /* a page with more holds several letters */
    int best = 0;
    for (size_t k = 0; places->n <= BOXES && list->n <= DUTIES && k < places->n; k++) {
        struct span box = places->items[k], label = {k > 0 ? places->items[k - 1].to : c->body, box.from};
        label.from = label.to - label.from > LABEL ? label.to - LABEL : label.from;
        for (size_t m = 0; m < list->n; m++) {
            struct span s = list->items[m].span;
            label.from = s.from < label.to && s.to > label.from ? s.to : label.from;
        }
        if (label.from >= label.to)
            continue; /* another duty's own */
        int score = names_duty(c, &list->items[i], label);
        if (score > best)
            *r = box;
        best = score > best ? score : best;
    }
    return best > 0;
}

void mailboxes_give(struct compiler *c, struct makings *list, const struct spans *mailboxes)
{
    struct spans places = {0};
    for (size_t k = 0; k < mailboxes->n; k++) {
        if (!takes_nothing(c, mailboxes->items[k]))
            arena_push(c->arena, &places, mailboxes->items[k]);
    }
    bool one = true;
    size_t first = 0; /* that does not stand before the duty */
    for (size_t k = 1; k < places.n && one; k++)
        one = str_eq(text_of(c, places.items[k]), text_of(c, places.items[0]));
    const struct making *taker = places.n > 0 && one ? taker_of(list, places.items[0]) : NULL;
    for (size_t i = 0; places.n > 0 && i < list->n; i++) {
        struct making *d = &list->items[i];
        size_t next = i + 1;
        while (first < places.n && places.items[first].from < d->span.from)
            first++;
        while (next < list->n && list->items[next].span.from <= d->span.to)
            next++;
        uint32_t limit = next < list->n ? list->items[next].span.from : page_end(c->page);
        struct span box = {0, 0};
        if (first < places.n && places.items[first].to <= d->span.to)
            d->mailbox = places.items[first];
        else if (one)
            box = tied_elsewhere(c, list, d, places.items[0].from) ? box : places.items[0];
        else if (!named_box(c, list, i, &places, &box) && first < places.n && places.items[first].from < limit)
            box = places.items[first];
        if (!span_is_empty(box) && !only_elsewhere(c, d) &&
            !goes_elsewhere(c, list, i, box, one ? taker : taker_of(list, box)))
            d->mailbox = box;
    }
}
