/* SPDX-License-Identifier: Apache-2.0 */
/* To which mailbox a duty goes: the one in its clause, the only one, or the next one below. */
#include "domain/notice/duty.h"

#include "domain/notice/block.h"

static bool only_elsewhere(const struct compiler *c, const struct making *d)
{
    bool site = span_has(c, d->span, S("网站")) && !span_has(c, d->span, S("下载"));
    unsigned other = 1u << CHANNEL_PLATFORM | 1u << CHANNEL_OA;
    return (site || (d->channels & other)) && !(d->channels & 1u << CHANNEL_MAIL);
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

/* The one mailbox is another letter's, or stands behind 以上稿件发至… in another part. */
static bool tied_elsewhere(const struct compiler *c, const struct makings *list, const struct making *d,
                           const struct spans *places)
{
    uint32_t block = c->blocks.n ? block_at(c, places->items[0].from) : 0;
    if (c->blocks.n == 0 || block == d->block)
        return false;
    if (c->blocks.items[d->block].letter > c->blocks.items[block].letter)
        return true;
    const struct spans *sentences = &c->blocks.items[block].sentences;
    for (size_t i = 0; i < sentences->n; i++) {
        struct span s = sentences->items[i];
        uint32_t at = places->items[0].from, line = at;
        if (at < s.from || at >= s.to)
            continue;
        while (line > s.from && c->page->gap[line] < GAP_LINE && at - line < 90)
            line = page_back(c->page, line);
        bool those = span_has(c, (struct span){line, at}, S("以上")) || span_has(c, (struct span){line, at}, S("上述"));
        return those && !same_part(c, d->block, block) && block_speaks(list, c, block);
    }
    return false;
}

/* 交所在学校, 报二级团组织, 电话报告, 汇入账户, 交图书馆, 纸质版于…交至…: not to the mailbox that stands elsewhere. */
static bool goes_elsewhere(const struct compiler *c, const struct makings *list, size_t i, const struct spans *places)
{
    const struct making *d = &list->items[i];
    struct span verb = d->verb_span;
    if (span_has_word(c, d->to, WORD_NEARER_OFFICE) || span_has(c, d->span, S("电话报告")) ||
        word_here(c, verb.from, verb.to, WORD_NO_MAIL))
        return true;
    bool mail = span_has(c, d->span, S("电子")) || span_has(c, d->span, S("邮箱")) || span_has(c, d->span, S("邮件")) ||
                span_has(c, d->span, S("发"));
    bool beside = c->blocks.n > 0 && block_at(c, places->items[0].from) == d->block;
    if (!mail && !beside && word_here(c, verb.from, verb.to, WORD_BY_HAND))
        return true;
    bool paper = span_has(c, d->span, S("纸质")) || span_has(c, d->span, S("书面"));
    for (size_t k = 0; k < list->n && k < NEIGHBOURS && paper && !mail; k++) {
        struct span s = list->items[k].span;
        if (k != i && places->items[0].from >= s.from && places->items[0].to <= s.to)
            return list->items[k].sentence != d->sentence && list->items[k].has_due;
    }
    return false;
}

/* 报表请在…邮箱下载,邮箱密码…: it holds what is fetched. */
static bool is_fetched_from(const struct compiler *c, const struct spans *places)
{
    struct span line = {places->items[0].from, places->items[0].to};
    while (line.from > c->body && c->page->gap[line.from] < GAP_LINE && places->items[0].from - line.from < 120 &&
           !page_has(c->page, line.from - 3, line.to, S("。")))
        line.from = page_back(c->page, line.from);
    line.to = page_end(c->page) - line.to > 45 ? line.to + 45 : page_end(c->page);
    return span_has(c, line, S("邮箱密码")) || span_has(c, line, S("邮箱下载")) || span_has(c, line, S("信箱下载"));
}

void mailbox_give(struct compiler *c, struct makings *list, size_t i, const struct spans *places)
{
    struct making *d = &list->items[i];
    uint32_t limit = page_end(c->page);
    for (size_t k = i + 1; k < list->n && limit == page_end(c->page); k++) {
        if (list->items[k].span.from > d->span.to)
            limit = list->items[k].span.from;
    }
    size_t first = 0, last = places->n; /* the first mailbox that does not stand before the duty */
    while (first < last) {
        size_t middle = (first + last) / 2;
        if (places->items[middle].from < d->span.from)
            first = middle + 1;
        else
            last = middle;
    }
    if (first < places->n && places->items[first].to <= d->span.to) {
        d->mailbox = places->items[first];
        return;
    }
    if (c->draft->mailboxes.n == 1 && !only_elsewhere(c, d) && !tied_elsewhere(c, list, d, places) &&
        !is_fetched_from(c, places) && !goes_elsewhere(c, list, i, places)) {
        d->mailbox = places->items[0];
        return;
    }
    bool next = c->draft->mailboxes.n > 1 && first < places->n && places->items[first].from < limit;
    if (next)
        d->mailbox = places->items[first];
}
