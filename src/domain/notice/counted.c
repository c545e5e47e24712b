/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/counted.h"

#include "domain/notice/thing.h"
#include "domain/notice/who.h"

enum { NAMES_BYTES = 90, KIND_BYTES = 45 };

/* 县属中学学生|作品: who made the piece is no unit that sends it. */
static bool ends_in_maker(const struct compiler *c, struct span s)
{
    static const struct str makers[] = {S("学生"), S("教师"), S("老师"), S("职工"), S("师生"),
                                        S("选手"), S("学员"), S("干部"), S("个人"), S("团队"),
                                        S("集体"), S("儿童"), S("青年"), S("居民"), S("家庭")};
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        if (str_ends(text_of(c, s), makers[i]))
            return true;
    }
    return false;
}

/* 其余乡镇的初中、中心小学: beside a number that is theirs, names need no 各. */
static bool plain_units(const struct compiler *c, struct span s, struct spans *list)
{
    bool asks = span_has_word(c, s, WORD_SEND) || span_has_word(c, s, WORD_NAME) || span_has_word(c, s, WORD_JOIN) ||
                span_has_word(c, s, WORD_NOT_WHO) || span_has(c, s, S(",")) || span_has(c, s, S("每"));
    if (asks || !unit_ends(c, s.from, s.to))
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
    if (s.to - s.from > NAMES_BYTES || s.to < s.from + 6)
        return false;
    if (all_names(c, s, list))
        return true;
    list->n = 0;
    return plain_units(c, s, list);
}

static bool is_kind(const struct compiler *c, struct span s)
{
    return s.to >= s.from + 6 && s.to - s.from <= KIND_BYTES && thing_ends(c, s) && join_at(c, s.from, s.to) == 0 &&
           !page_has(c->page, s.from, s.to, S("的")) && !word_here(c, s.from, s.to, WORD_EVERY) &&
           !span_has_word(c, s, WORD_SEND) && !span_has_word(c, s, WORD_NAME) && !span_has(c, s, S(","));
}

/* The number at the end of s, and what stands before it without 各, 不少于 and the like. */
static bool number_behind(const struct compiler *c, struct span s, struct counted *r, struct span *head)
{
    *r = (struct counted){0};
    struct span rest = s; /* 三个中心镇的中学各5件: the last number */
    do {
        if (!quota_in(c, rest, &r->quota) || page_has(c->page, r->quota.span.to, s.to, S("、")))
            return false; /* 小学组一个、中学组两个 */
        rest.from = r->quota.span.to;
    } while (r->quota.span.to != s.to);
    struct str of = text_of(c, r->quota.counts);
    if (str_eq(of, S("人")) || str_eq(of, S("名")) || str_eq(of, S("位")))
        return false; /* 各县局负责人1人: who comes to the meeting */
    static const struct str ends[] = {S("各"), S("应"), S("原则上")};
    *head = (struct span){s.from, r->quota.span.from};
    for (uint32_t n = 1; n > 0 && head->to > head->from; head->to -= n) {
        n = word_before(c->page, head->from, head->to, WORD_AT_MOST);
        n = n > 0 ? n : word_before(c->page, head->from, head->to, WORD_AT_LEAST);
        for (size_t i = 0; n == 0 && i < sizeof ends / sizeof *ends; i++)
            n = str_ends(text_of(c, *head), ends[i]) ? (uint32_t)ends[i].n : 0;
    }
    return head->to > head->from;
}

bool counted_units(const struct compiler *c, struct span s, struct counted *r)
{
    uint32_t colon = page_find(c->page, s, S(":"));
    struct span head;
    s.from = colon != UINT32_MAX ? colon + 1 : s.from;
    if (!number_behind(c, s, r, &head))
        return false;
    if (are_units(c, head, &r->who))
        return true;
    for (uint32_t at = head.to; at > head.from + 6;) { /* the longest name: 各中心小学|作品, not 各中心|小学作品 */
        at = page_back(c->page, at);
        struct span units = {head.from, at}, kind = {at, head.to};
        if (is_kind(c, kind) && !ends_in_maker(c, units) && are_units(c, units, &r->who)) {
            r->kind = kind;
            return true;
        }
    }
    return false;
}

bool counted_kind(const struct compiler *c, struct span s, struct counted *r)
{
    struct span head;
    if (!number_behind(c, s, r, &head) || !is_kind(c, head))
        return false;
    r->kind = head;
    return true;
}
