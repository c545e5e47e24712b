/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/schedule.h"

#include "domain/notice/list.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"

/* 8月19日-23日 各申请人…: a stretch of days set off by a blank; to days. */
static bool days_lead(struct compiler *c, struct span s, struct moments *days)
{
    enum { DAYS_BYTES = 60 };
    moments_in(c, (struct span){s.from, s.to - s.from > DAYS_BYTES ? s.from + DAYS_BYTES : s.to}, days);
    const struct moment *m = days->n > 0 ? &days->items[0] : NULL;
    bool lead = m != NULL && m->span.from == s.from && m->dates.is_range && m->role == MOMENT_DATE &&
                m->span.to < s.to && c->page->gap[m->span.to] != GAP_NONE && page_is_han(c->page, m->span.to);
    days->n = lead ? 1 : 0;
    return lead;
}

/* 学校推荐|(4月10日前): what stands in the first bracket of s, behind a short label; empty where none does. */
static struct span label_bracket(const struct page *p, struct span s)
{
    enum { LABEL_BYTES = 45 };
    uint32_t open = page_find(p, s, S("(")), close = open == UINT32_MAX ? 0 : p->twin[open];
    bool label = close > open && open > s.from + 6 && open - s.from <= LABEL_BYTES;
    return label ? (struct span){open + 1, close} : (struct span){0, 0};
}

/* The span is one day or stretch of days, and no more: to days. */
static bool days_are(struct compiler *c, struct span s, struct moments *days)
{
    moments_in(c, s, days);
    return days->n == 1 && days->items[0].span.from == s.from && days->items[0].span.to + 6 >= s.to;
}

/* 个人网报  4月15日-5月10日  申报人登录…: the cells of a row, set off by blanks; where the third begins, or s.from. */
static uint32_t row_cells(struct compiler *c, struct span s, struct moments *days)
{
    enum { NAME_BYTES = 45, DAYS_BYTES = 60 };
    const struct page *p = c->page;
    uint32_t at = s.from, limit = s.to - s.from > NAME_BYTES ? s.from + NAME_BYTES : s.to;
    while (at < limit && (at == s.from || p->gap[at] == GAP_NONE) && page_is_han(p, at))
        at = page_next(p, at);
    if (at < s.from + 6 || at >= limit || p->gap[at] != GAP_BLANK || digits_at(p, at, s.to) == 0)
        return s.from;
    moments_in(c, (struct span){at, s.to - at > DAYS_BYTES ? at + DAYS_BYTES : s.to}, days);
    const struct moment *m = days->n > 0 ? &days->items[0] : NULL;
    bool days_cell = m != NULL && m->span.from == at && m->span.to < s.to && p->gap[m->span.to] == GAP_BLANK &&
                     page_is_han(p, m->span.to) && (m->dates.is_range || m->role == MOMENT_DEADLINE);
    days->n = days_cell ? 1 : 0;
    return days_cell ? m->span.to : s.from;
}

uint32_t schedule_label(struct compiler *c, struct span s, struct moments *days)
{
    enum { DAYS_BYTES = 60 };
    const struct page *p = c->page;
    struct span told = label_bracket(p, s);
    uint32_t colon = told.to + 1;
    bool label = !span_is_empty(told) && colon + 1 < s.to && p->text.at[colon] == ':' &&
                 !span_has(c, (struct span){s.from, told.from - 1}, S(","));
    bool range = !label && digits_at(p, s.from, s.to) > 0, lead = range && days_lead(c, s, days);
    if (lead)
        return days->items[0].span.to;
    if (range) {
        colon = page_find(p, s, S(":"));
        label = colon != UINT32_MAX && colon - s.from <= DAYS_BYTES && colon + 1 < s.to;
        told = (struct span){s.from, colon};
    }
    uint32_t row = label || range ? s.from : row_cells(c, s, days);
    if (row > s.from)
        return row;
    bool whole = label && days_are(c, told, days);
    range = range && (!whole || days->items[0].role != MOMENT_DATE || !days->items[0].dates.is_range);
    return whole && !range ? colon + 1 : s.from; /* 5月20日前: is a deadline already */
}

/* 网上申报(4月11日至5月11日)。|各校登录系统填写申报书。 */
static bool fills(const struct compiler *c, struct span s)
{
    static const struct str verbs[] = {S("填写"), S("填报"), S("录入"), S("上传"), S("完成报名")};
    return span_has_any(c, s, WORD_LIST(verbs));
}

bool schedule_is_label(struct compiler *c, struct span s, struct span next, struct moments *days)
{
    enum { NAME_BYTES = 18 };
    struct span told = label_bracket(c->page, s), name = {s.from, told.from - 1};
    struct verb v;
    bool label = !span_is_empty(told) &&
                 (told.to + 1 == s.to || (told.to + 4 == s.to && page_has(c->page, told.to + 1, s.to, S("。"))));
    if (label && verb_in(c, name, &v))
        label = v.span.to == name.to && name.to - name.from <= NAME_BYTES &&
                (span_has_word(c, next, WORD_SEND) || fills(c, next));
    static const struct str contests[] = {S("初赛"), S("复赛"), S("决赛"), S("选拔"), S("展示"), S("投票"), S("演出")};
    bool contest = label && page_ends_any(c->page, name.from, name.to, WORD_LIST(contests)) > 0;
    label = label && (!contest || span_has_word(c, next, WORD_SEND)) && days_are(c, told, days);
    days->n = label ? 1 : 0;
    return label;
}

bool schedule_heads(struct compiler *c, uint32_t block, struct moments *days)
{
    const struct block *b = &c->blocks.items[block], *next = b + 1;
    bool heads = b->level != LEVEL_NONE && b->sentences.n == 1 && block + 1 < c->blocks.n &&
                 next->level == LEVEL_NONE && !next->tail && next->sentences.n > 0 &&
                 span_has_word(c, next->sentences.items[0], WORD_SEND);
    if (!heads)
        return false;
    bool label = schedule_is_label(c, b->sentences.items[0], next->sentences.items[0], days) &&
                 days->items[0].role == MOMENT_DEADLINE;
    days->n = label ? days->n : 0;
    return label;
}

void schedule_days(const struct compiler *c, struct clause *clauses, size_t n, struct moments *days, struct span label)
{
    bool dated = n == 0 || days->n != 1 || days->items[0].role == MOMENT_OTHER, sends = false;
    for (size_t i = 0; i < n; i++) {
        const struct clause *k = &clauses[i];
        dated = dated || k->n_dues > 0;
        bool joins = k->verb.kind == VERB_JOIN || k->verb.kind == VERB_FILL;
        sends = sends || k->verb.kind >= VERB_NAME || (joins && span_has_word(c, label, WORD_SEND));
    }
    static const struct str events[] = {S("决赛"), S("复赛"), S("初赛"), S("比赛"),
                                        S("评审"), S("公示"), S("展演"), S("表彰")};
    bool held = !dated && days->items[0].role == MOMENT_DATE && span_has_any(c, label, WORD_LIST(events));
    if (dated || !sends || held)
        return; /* 县级决赛(4月下旬):各片区推荐3名: when it is held */
    clauses[0].dues = days->items;
    clauses[0].n_dues = 1;
}

bool schedule_joins(struct compiler *c, struct span s, struct span next)
{
    enum { NAME_BYTES = 90, NEAR_BYTES = 60 };
    struct verb v;
    s.to -= page_ends_any(c->page, s.from, s.to, &S("。"), 1);
    if (s.to - s.from > NAME_BYTES || s.to < s.from + 6 || span_has(c, s, S(",")) || span_has(c, s, S(":")) ||
        !thing_ends(c, s) || verb_in(c, s, &v))
        return false;
    struct moments moments = {0};
    c->calendar.said = DAY_NONE;
    moments_in(c, (struct span){next.from, next.to - next.from > NEAR_BYTES ? next.from + NEAR_BYTES : next.to},
               &moments);
    uint32_t at = next.from + page_eat(c->page, next.from, next.to, S("分别"));
    at += page_eat(c->page, at, next.to, S("在")) + page_eat(c->page, at, next.to, S("于")) +
          page_eat(c->page, at, next.to, S("从"));
    return moments.n > 0 && moments.items[0].span.from <= at;
}

/* 各单位需报送以下材料: | 1.实施方案(3月20日前) */
static bool is_announced(const struct compiler *c, const struct clause *k, const struct moment *m, struct span heading)
{
    bool announced =
        !span_is_empty(heading) && c->page->text.at[heading.to - 1] == ':' && span_has_word(c, heading, WORD_THOSE);
    struct span thing = {k->span.from, m->span.from};
    char sign = thing.to > thing.from ? c->page->text.at[thing.to - 1] : 0;
    thing.to -= sign == '(' || sign == ',';
    return announced && k->verb.kind == VERB_NONE && m->role == MOMENT_DEADLINE && thing_ends(c, thing);
}

bool schedule_names(const struct compiler *c, const struct clause *k, const struct moment *m, struct span heading)
{
    enum { LABEL_BYTES = 120 };
    static const struct str signs[] = {S(":"), S("。"), S("--")}, ways[] = {S("报送"), S("上报"), S("材料"), S("提交")};
    bool asked = span_has_any(c, heading, WORD_LIST(ways)) || names_list(c, heading);
    uint32_t from = k->span.from, to = m->span.from, sign = page_ends_any(c->page, from, to, WORD_LIST(signs));
    static const struct str before[] = {S("分别在"), S("分别于"), S("在"), S("于")};
    if (sign == 0) {
        to -= page_ends_any(c->page, from, to, WORD_LIST(before));
        sign = page_ends_any(c->page, from, to, WORD_LIST(signs));
    }
    if (is_announced(c, k, m, heading))
        return true;
    struct span label = {from, to - sign};
    bool dash = sign == 2 && m->role == MOMENT_DEADLINE;
    return sign > 0 && label.to >= label.from + 6 && label.to - label.from <= LABEL_BYTES && (asked || dash) &&
           k->verb.kind == VERB_NONE && thing_ends(c, label) && !span_has(c, label, S(","));
}
