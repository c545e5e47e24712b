/* SPDX-License-Identifier: Apache-2.0 */
/* Which duties a rule of names (邮件名“单位+材料名称”) holds for. */
#include "domain/notice/duty.h"

#include "domain/notice/rule.h"

/* What a rule said apart from the duties may hold for, the nearest first. */
enum reach { REACH_BEFORE, REACH_PART, REACH_EARLIER, REACH_ALL };

/* 此后每周至少上报一篇 */
static bool goes_on(const struct compiler *c, const struct making *d)
{
    static const struct str signs[] = {S("此后"), S("以后")};
    return page_has_any(c->page, d->span.from, d->span.to, WORD_LIST(signs)) > 0;
}

static bool rule_reaches(const struct compiler *c, const struct making *d, enum reach reach, uint32_t block,
                         uint32_t at)
{
    bool part = same_part(c, d->block, block);
    bool before = d->span.from < at || (d->block == block && (!d->own_things || goes_on(c, d)));
    return reach == REACH_BEFORE ? part && before : reach == REACH_PART ? part : reach == REACH_EARLIER ? before : true;
}

/* The first duty that begins behind `at`; they stand in the order of the text. */
static size_t duty_behind(const struct makings *list, uint32_t at)
{
    size_t first = 0, last = list->n;
    while (first < last) {
        size_t middle = (first + last) / 2;
        if (list->items[middle].span.from <= at)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

/* (四)各校推荐5篇心得,于…前报送,邮件主题为“校名+读书心得”: a whole demand with a rule of its own lends it to no other item. */
static bool is_ones_own(const struct makings *list, struct span rule)
{
    for (size_t i = 0; i < list->n && list->n <= NEIGHBOURS; i++) {
        const struct making *d = &list->items[i];
        if (d->own_rule && d->rule.from == rule.from && d->has_due && d->own_things)
            return true;
    }
    return false;
}

static bool has_thing(const struct compiler *c, const struct making *d, struct str word)
{
    for (size_t i = 0; i < d->things.n; i++) {
        if (str_find(text_of(c, d->things.items[i]), word) != STR_NONE)
            return true;
    }
    return false;
}

/* “单位名称+科普日总结” ends with what it is for: another duty hands in 活动总结, and this one does not. */
static bool names_others(const struct compiler *c, const struct makings *list, const struct making *d, struct span rule)
{
    enum { WORD_BYTES = 6 };
    struct str text = text_of(c, rule);
    struct str word = text.n > WORD_BYTES ? str_from(text, text.n - WORD_BYTES) : S("");
    if (word.n == 0 || !d->own_things || has_thing(c, d, word) || list->n > NEIGHBOURS)
        return false;
    for (size_t i = 0; i < list->n; i++) {
        if (has_thing(c, &list->items[i], word))
            return true;
    }
    return false;
}

/* The nearest duties that it reaches, if any does. */
static void give_rule(struct compiler *c, struct makings *list, struct span rule, uint32_t block, uint32_t at,
                      bool near)
{
    bool given = false, own = is_ones_own(list, rule);
    size_t middle = duty_behind(list, at), from = 0, to = list->n;
    if (list->n > NEIGHBOURS) { /* only neighbours speak of each other */
        from = middle > NEIGHBOURS ? middle - NEIGHBOURS : 0;
        to = list->n - middle > NEIGHBOURS ? middle + NEIGHBOURS : list->n;
    }
    for (enum reach r = REACH_BEFORE; r <= (near ? REACH_PART : REACH_ALL) && !given; r++) {
        for (size_t i = from; i < to; i++) {
            struct making *d = &list->items[i];
            if (d->inside || !rule_reaches(c, d, r, block, at) || (own && d->block != block))
                continue;
            given = true;
            if (span_is_empty(d->rule) && near == (r <= REACH_PART) && !names_others(c, list, d, rule))
                d->rule = rule;
        }
    }
}

struct rule {
    struct span pattern;
    uint32_t block, at;
};

struct rules {
    struct rule *items;
    size_t n, cap;
};

static void rules_find(const struct compiler *c, struct rules *list)
{
    for (uint32_t i = 0; i < c->blocks.n; i++) {
        const struct block *b = &c->blocks.items[i];
        for (size_t k = 0; !b->tail && k < b->sentences.n; k++) {
            struct rule r = {.block = i, .at = b->sentences.items[k].to};
            if (rule_in(c, b->sentences.items[k], &r.pattern))
                arena_push(c->arena, list, r);
        }
    }
}

/* Each part's own rules first; then what is said elsewhere, for the duties that still have none. */
void rules_give(struct compiler *c, struct makings *list)
{
    struct rules rules = {0};
    rules_find(c, &rules);
    for (int far = 0; far < 2; far++) {
        for (size_t i = 0; i < rules.n; i++)
            give_rule(c, list, rules.items[i].pattern, rules.items[i].block, rules.items[i].at, !far);
    }
}
