/* SPDX-License-Identifier: Apache-2.0 */
/* Plain names: what is handed in where no noun of the field tells it, by its place in the sentence alone. */
#include "domain/notice/object.h"

#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

bool is_plain(const struct compiler *c, struct span s)
{
    enum { SHORT = 24 };
    return s.to >= s.from + 6 && s.to <= s.from + SHORT && page_is_han(c->page, s.from) &&
           !span_has_word(c, s, WORD_NOT_PLAIN) && !span_has_word(c, s, WORD_MAKE) && !span_has_word(c, s, WORD_SEND) &&
           !word_before(c->page, s.from, s.to, WORD_UNIT);
}

/* 值班安排|请于5月20日前报送至…, 召开时间|须提前5天报: the topic, up to the deadline or what asks. */
static void plain_topic(struct stretch *r, const struct clause *k)
{
    const struct compiler *c = r->c;
    uint32_t to = k->n_dues > 0 ? k->dues[0].span.from : k->verb.span.from;
    struct span modal;
    if (k->n_dues == 0 && word_find(c->words, (struct span){k->span.from, to}, WORD_MODAL, &modal))
        to = modal.to;
    else if (k->n_dues == 0)
        return;
    uint32_t at = to > k->span.from ? word_before(c->page, k->span.from, to, WORD_AT) : 0;
    to -= at;
    uint32_t asks = to > k->span.from ? word_before(c->page, k->span.from, to, WORD_MODAL) : 0;
    struct span s = {k->span.from, to - asks};
    uint32_t named = k->who.n > 0 ? k->who.items[k->who.n - 1].to : 0;
    bool whose = named > s.from && page_has(c->page, named, s.to, S("的")); /* 各单位的|活动安排请于…前报 */
    bool next = named > s.from && !whose && asks > 0 && k->who.items[0].from == s.from; /* 各单位|曲谱请于…前报 */
    s.from = whose ? named + 3 : next ? named : s.from;
    whose = whose || next;
    bool goes_on = s.from > 0 && c->page->text.at[s.from - 1] == ','; /* 学籍表,新生于…前,|老生|于…前: whose */
    if (goes_on && s.to - s.from <= 6)
        return;
    static const struct str facts[] = {S("时间"), S("地点"), S("人数"), S("日期"), S("安排")};
    bool fact = page_ends_any(c->page, s.from, s.to, WORD_LIST(facts)) > 0 && may_be_thing(c, s); /* 召开时间 */
    if ((k->who.n == 0 || whose) && ((asks > 0 && (fact || is_plain(c, s))) || (at > 0 && may_be_thing(c, s))))
        things_in(c, s, false, &r->now->things);
}

/* 请填写投放运力|,于5月6日前报送, 推荐寝室|,汇总后报学生处: what is made for it, whatever it ends with. */
static void plain_made(struct stretch *r)
{
    static const struct str makes[] = {S("填写"), S("填报"), S("准备"), S("制作"), S("编制"), S("撰写"), S("整理"),
                                       S("编写"), S("制定"), S("制订"), S("拟定"), S("推荐"), S("遴选"), S("统计"),
                                       S("更正"), S("说明"), S("核实"), S("提出"), S("梳理"), S("明确")};
    const struct compiler *c = r->c;
    for (size_t i = 0; i < sizeof makes / sizeof *makes && r->now->things.n == 0; i++) {
        struct span lead = {r->now->span.from, r->now->verb.span.from};
        uint32_t at = page_find(c->page, lead, makes[i]), to = at + 6;
        if (at == UINT32_MAX)
            continue;
        while (to < lead.to && c->page->text.at[to] != ',' && !stops_making(c, to, lead.to))
            to = page_next(c->page, to);
        struct span s = {at + 6, to};
        bool work = page_has(c->page, s.from, s.to, S("工作")) ||
                    span_has(c, s, S("给你们")); /* 重视计划编制工作 names the plan */
        if ((to < lead.to || r->now->verb.kind == VERB_BARE) && !work && may_be_thing(c, s))
            things_in(c, s, false, &r->now->things);
    }
}

/* 报送水情: an object that is no office is the thing, whatever it ends with. */
static void plain_behind(struct stretch *r, const struct clause *k)
{
    struct compiler *c = r->c;
    struct span s = object_after(c, k->verb, k->span.to);
    bool dated = k->n_dues > 0 && k->dues[0].span.from >= s.from && k->dues[0].span.from < s.to;
    static const struct str ends[] = {S("至"), S("到"), S("的截止"), S("的时间"), S("的期限"), S("的最后")};
    bool whole = s.to + 3 >= k->span.to || page_has_any(c->page, s.to, k->span.to, WORD_LIST(ends)) > 0;
    s.to -= !span_is_empty(s) && c->page->text.at[s.to - 1] == ';';
    if (!span_is_empty(s) && c->page->text.at[s.to - 1] == ')' && c->page->twin[s.to - 1] > s.from)
        s.to = c->page->twin[s.to - 1]; /* 报送投放运力|(一式两份) */
    if (r->now->verb.kind == VERB_SEND && whole && !dated && may_be_thing(c, s))
        things_in(c, s, false, &r->now->things);
}

/* 12月份课时费、校内津贴|,各单位请于…前申报: a clause of nothing but a name, right before the verb's. */
static void plain_clause(struct stretch *r, size_t main)
{
    const struct compiler *c = r->c;
    const struct clause *k = main > r->first ? &r->clauses[main - 1] : NULL;
    if (k == NULL || k->verb.kind != VERB_NONE || k->who.n > 0 || k->n_dues > 0 || k->condition)
        return;
    uint32_t digits = digits_at(c->page, k->span.from, k->span.to), from = k->span.from + digits;
    static const struct str periods[] = {S("月份"), S("年度"), S("学年"), S("季度")};
    uint32_t n = digits > 0 ? page_has_any(c->page, from, k->span.to, WORD_LIST(periods)) : 0;
    struct span s = {n > 0 ? from + n : k->span.from, k->span.to};
    bool name = k->span.from == r->now->span.from && may_be_thing(c, s) && !span_has_word(c, s, WORD_NOT_PLAIN);
    if (name && (n > 0 || span_has(c, s, S("、"))))
        things_in(c, k->span, false, &r->now->things);
}

void plain_object(struct stretch *r)
{
    for (size_t i = r->first; i < r->n_clauses && r->now->verb.kind >= VERB_BARE; i++) {
        const struct clause *k = &r->clauses[i];
        if (k->verb.span.from != r->now->verb.span.from)
            continue;
        plain_behind(r, k);
        if (r->now->things.n == 0)
            plain_topic(r, k);
        plain_made(r);
        if (r->now->things.n == 0)
            plain_clause(r, i);
    }
}
