/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/notice.h"

#include "domain/notice/allot.h"
#include "domain/notice/annex.h"
#include "domain/notice/block.h"
#include "domain/notice/classifier.h"
#include "domain/notice/contact.h"
#include "domain/notice/duty.h"
#include "domain/notice/event.h"
#include "domain/notice/finding.h"
#include "domain/notice/letter.h"
#include "domain/notice/number.h"
#include "domain/notice/rows.h"
#include "domain/notice/slots.h"
#include "domain/notice/table.h"
#include "domain/notice/tiers.h"
#include "domain/notice/terms.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* 第三条 修复档案实行…: of the rules that the letter encloses. */
static bool is_article(const struct compiler *c, struct span s)
{
    int number;
    uint32_t nth = page_has(c->page, s.from, s.to, S("第")) ? number_at(c->page, s.from + 3, s.to, &number) : 0;
    return nth > 0 && page_has(c->page, s.from + 3 + nth, s.to, S("条"));
}

/* The list of attachments holds titles, not demands. */
static void mark_tails(struct compiler *c, struct span list)
{
    for (size_t i = 0; i < c->blocks.n; i++) {
        struct block *b = &c->blocks.items[i];
        struct dates d;
        bool listed = !span_is_empty(list) && b->span.from >= list.from && b->span.to <= list.to;
        bool below = b->letter == 0 && b->span.from >= c->sign;
        b->tail = listed || (below && (is_date_line(c, b->span, &d) || is_article(c, b->span)));
    }
}

/* 二〇〇九年三月: the year in Chinese numerals, or 0. */
static int han_year(const struct page *p, uint32_t at, uint32_t end)
{
    int year;
    uint32_t n = page_has(p, at, end, S("二")) ? number_at(p, at, end, &year) : 0;
    return n > 0 && year >= 2000 && year < 2100 && page_has(p, at + n, end, S("年")) ? year : 0;
}

/* The year to fill in where neither the letter's date nor the caller tells one: the first named, the title's above all. */
static int first_year(const struct compiler *c)
{
    const struct page *p = c->page;
    struct span where[] = {c->title, {0, page_end(p)}};
    int cited = 0, bare = 0, month;
    for (size_t w = 0; w < 2; w++) {
        for (uint32_t at = where[w].from; at + 4 < where[w].to; at++) {
            bool year =
                digits_at(p, at, where[w].to) == 4 && p->text.at[at] == '2' && (at == 0 || !digits_at(p, at - 1, at));
            bool named = year && page_has(p, at + 4, where[w].to, S("年"));
            if (named && (w == 0 || number_at(p, at + 7, where[w].to, &month) > 0))
                return digits_value(p, at, 4);
            bare = named && bare == 0 ? digits_value(p, at, 4) : bare; /* 年龄组:2010-2004年: a day's year is surer */
            bare = bare == 0 ? han_year(p, at, where[w].to) : bare;
            /* 〔2021〕9号: of a document cited, the best there is when no year is named. */
            if (year && cited == 0 &&
                (page_has(p, at + 4, where[w].to, S("〕")) || page_has(p, at + 4, where[w].to, S("]"))))
                cited = digits_value(p, at, 4);
        }
    }
    return bare ? bare : cited;
}

/* 鄂建办〔2017〕79号: its own number says when it was written, its title may speak of another year. */
static int number_year(const struct compiler *c)
{
    struct str rest = c->draft->number;
    size_t at = str_find(rest, S("20"));
    if (at == STR_NONE || rest.n < at + 4)
        return 0;
    int year = 0;
    for (size_t i = at; i < at + 4; i++) {
        if (rest.at[i] < '0' || rest.at[i] > '9')
            return 0;
        year = year * 10 + (rest.at[i] - '0');
    }
    return year;
}

static void calendar_open(struct compiler *c, const struct notice_options *o)
{
    c->calendar.issued = c->draft->issued;
    c->calendar.said = DAY_NONE;
    if (!day_is_set(c->calendar.issued) && o != NULL)
        c->calendar.issued = o->issued;
    c->calendar.year = number_year(c);
    c->calendar.numbered = c->calendar.year != 0;
    if (!c->calendar.numbered)
        c->calendar.year = first_year(c);
}

/* 推荐表(见附件2)纸质稿: which attachment it is, is no part of the name. */
static struct str name_of(struct compiler *c, struct span s)
{
    static const struct str leads[] = {S("附件"), S("见附件"), S("详见附件"), S("附表"), S("见附表")};
    uint32_t open = page_find(c->page, s, S("(")), close = open < s.to ? c->page->twin[open] : 0;
    bool annex = close > open && close + 1 < s.to && open > s.from &&
                 page_has_any(c->page, open + 1, close, WORD_LIST(leads)) > 0;
    uint32_t close_title = page_has(c->page, s.from, s.to, S("《")) ? c->page->twin[s.from] : 0;
    if (close_title > s.from && close_title + 3 < s.to && !annex) { /* 《活动方案》的电子版 */
        struct str title = copy_of(c, (struct span){s.from + 3, close_title});
        struct str rest = copy_of(c, (struct span){close_title + 3, s.to});
        return str_format(c->arena, STR_FMT STR_FMT, STR_ARG(title), STR_ARG(rest));
    }
    if (!annex)
        return copy_of(c, s);
    struct str head = copy_of(c, (struct span){s.from, open}), tail = copy_of(c, (struct span){close + 1, s.to});
    return str_format(c->arena, STR_FMT STR_FMT, STR_ARG(head), STR_ARG(tail));
}

static void copy_names(struct compiler *c, const struct spans *from, struct strs *to)
{
    for (size_t i = 0; i < from->n; i++) {
        struct str name = name_of(c, from->items[i]);
        if (!strs_have(to, name))
            arena_push(c->arena, to, name);
    }
}

/* 附件2 stands for the second attachment of the list, 附件 for the only one. */
static struct span by_number(const struct compiler *c, const struct annexes *annexes, struct span thing)
{
    int number;
    uint32_t head = page_has(c->page, thing.from, thing.to, S("附件")) ? 6 : 0;
    if (head > 0 && thing.from + head == thing.to && annexes->n == 1)
        return annexes->items[0].title;
    if (thing.to - thing.from > head + 3 || number_at(c->page, thing.from + head, thing.to, &number) == 0 ||
        (head == 0 && digits_at(c->page, thing.from, thing.to) == 0))
        return thing;
    for (size_t i = 0; i < annexes->n; i++) {
        if (annexes->items[i].number == number)
            return annexes->items[i].title;
    }
    return thing;
}

static struct span trimmed(const struct compiler *c, struct span s)
{
    const struct page *p = c->page;
    while (s.to > s.from &&
           (p->text.at[s.to - 1] == ';' || p->text.at[s.to - 1] == ',' || page_has(p, s.to - 3, s.to, S("。"))))
        s.to = page_back(p, s.to);
    return s;
}

static bool is_of_those(const struct compiler *c, struct span s)
{
    enum { SHORT = 24 }; /* 以下几项材料 */
    static const struct str heads[] = {S("下列"), S("以下"), S("如下")};
    static const struct str nouns[] = {S("材料"), S("资料")};
    static const struct str those[] = {S("以上材料"), S("上述材料"), S("材料")};
    if (page_has_any(c->page, s.from, s.to, WORD_LIST(those)) == s.to - s.from)
        return true;
    bool pointed = page_has_any(c->page, s.from, s.to, WORD_LIST(heads)) > 0 && s.to - s.from <= SHORT;
    uint32_t noun = page_ends_any(c->page, s.from, s.to, WORD_LIST(nouns));
    return noun > 0 && pointed;
}

/* 上述材料, 材料: beside the names of them they tell the reader nothing. */
static struct spans named_things(struct compiler *c, const struct spans *things)
{
    struct spans kept = {0};
    size_t n = 0;
    for (size_t i = 0; i < things->n; i++)
        n += is_of_those(c, things->items[i]);
    if (n == 0 || things->n - n < 2)
        return *things; /* nearly all: nothing is copied */
    for (size_t i = 0; i < things->n; i++) {
        if (!is_of_those(c, things->items[i]))
            arena_push(c->arena, &kept, things->items[i]);
    }
    return kept;
}

static void duty_draft(struct compiler *c, const struct annexes *annexes, const struct making *d)
{
    for (size_t i = 0; i < d->things.n; i++)
        d->things.items[i] = by_number(c, annexes, d->things.items[i]);
    struct notice_duty duty = {.span = page_source(c->page, trimmed(c, span_is_empty(d->shown) ? d->span : d->shown)),
                               .due = d->due.due,
                               .each = d->due.each};
    duty.due_span = d->has_due ? page_source(c->page, d->due.span) : (struct span){0, 0};
    if (d->who_own && d->who.n > 0)
        duty.who_span = page_source(c->page, (struct span){d->who.items[0].from, d->who.items[d->who.n - 1].to});
    copy_names(c, &d->who, &duty.who);
    struct spans named = named_things(c, &d->things);
    copy_names(c, &named, &duty.what);
    duty.who_inherited = !d->who_own;
    duty.to = copy_of(c, d->to);
    duty.has_quota = d->has_quota && !d->quota.several && !counts_clerks(c, d);
    if (duty.has_quota)
        duty.quota = (struct notice_quota){d->quota.min, d->quota.max, copy_of(c, d->quota.counts)};
    duty.title_rule = copy_of(c, d->rule);
    duty.mailbox = mailbox_text(c, d->mailbox);
    duty.terms = d->terms;
    duty.nil_report = d->nil;
    duty.confidence = making_confidence(c, d, &duty.doubts);
    arena_push(c->arena, &c->draft->duties, duty);
}

static void duties_draft(struct compiler *c, const struct makings *duties)
{
    c->draft->duties.items = arena_many(c->arena, struct notice_duty, duties->n);
    c->draft->duties.cap = duties->n;
    for (size_t i = 0; i < duties->n; i++)
        duty_draft(c, c->annexes, &duties->items[i]);
}

struct compiler *compiler_open(struct arena *a, struct str text, const struct notice_options *o)
{
    struct compiler *c = arena_one(a, struct compiler);
    c->arena = a;
    c->page = page_make(a, text);
    c->words = lexicon_make(a, c->page);
    c->draft = arena_one(a, struct notice_draft);
    c->draft->issued = c->draft->from = c->draft->to = DAY_NONE;
    letter_open(c);
    struct annexes *annexes = arena_one(a, struct annexes);
    blocks_make(c);
    struct day near = o != NULL ? o->issued : DAY_NONE;
    int year = day_is_set(near) ? 0 : number_year(c);
    letter_close(c, year ? day_of(year, 7, 1) : near,
                 day_is_set(near)); /* any day of the number's year is nearest to its middle */
    annexes_read(c, annexes);
    c->annexes = annexes;
    mark_tails(c, annexes->list);
    calendar_open(c, o);
    occasion_read(c);
    return c;
}

struct notice_draft *notice_compile(struct arena *a, struct str text, const struct notice_options *o)
{
    struct compiler *c = compiler_open(a, text, o);
    struct spans mailboxes = {0};
    mailboxes_read(c, &mailboxes);
    contacts_read(c);
    struct moves moves = {0};
    moves_read(c, &moves);
    moves_classify(c, &moves);
    rows_read(c, &moves);
    tables_read(c, &moves);
    allotments_read(c, &moves);
    tiers_read(c, &moves);
    slots_read(c, &moves);
    struct makings duties = {.cap = moves.n < NEIGHBOURS ? moves.n : NEIGHBOURS}; /* of a letter, hardly ever more */
    duties.items = arena_many(a, struct making, duties.cap);
    duties_make(c, &moves, &mailboxes, &duties);
    terms_give(c, &duties);
    leftovers_find(c, &duties);
    duties_draft(c, &duties);
    findings_make(c, &duties, c->annexes);
    return c->draft;
}

struct str notice_each_text(enum notice_each each)
{
    static const struct str names[] = {S("once"), S("daily"), S("weekly"), S("monthly"), S("yearly"), S("event")};
    return names[each];
}

static struct str after_text(struct arena *a, const struct notice_due *due)
{
    static const char *const units[] = {"", "h", "d", "wd"};
    return due->n ? str_format(a, "after:%d%s", due->n, units[due->unit]) : S("after");
}

struct str notice_relative_text(struct arena *a, const struct notice_due *due)
{
    static const char *const days[] = {"", ":mon", ":tue", ":wed", ":thu", ":fri", ":sat", ":sun"};
    switch (due->relative) {
    case RELATIVE_NONE:
        break;
    case RELATIVE_SAME_DAY:
        return S("same_day");
    case RELATIVE_NEXT_DAY:
        return S("next_day");
    case RELATIVE_WEEKLY:
        return str_format(a, "weekly%s", days[due->n]);
    case RELATIVE_MONTHLY:
        return due->n == 0          ? S("") /* 每月 without a day: each says it all */
               : due->n == DAY_LAST ? S("monthly:last")
                                    : str_format(a, "monthly:%02d", due->n);
    case RELATIVE_AFTER:
        return after_text(a, due);
    }
    return S("");
}
