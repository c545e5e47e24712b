/* SPDX-License-Identifier: Apache-2.0 */
/* What a duty leaves unsaid is told elsewhere: by its sentence, its paragraph, its part, the letter. */
#include "domain/notice/duty.h"

#include "domain/notice/annex.h"
#include "domain/notice/block.h"
#include "domain/notice/list.h"
#include "domain/notice/medium.h"
#include "domain/notice/object.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

enum {
    LOOK_BACK = 2000,    /* bytes before a duty in which its paragraph may name who */
    LABELS_WITHIN = 6000 /* bytes of the letter in which a label may */
};

uint32_t part_of(const struct compiler *c, uint32_t block)
{
    const struct block *b = &c->blocks.items[block];
    for (size_t l = LEVEL_HAN; l < LEVELS; l++) {
        if (b->under[l] != 0)
            return b->under[l];
    }
    return 0;
}

bool same_letter(const struct compiler *c, uint32_t a, uint32_t b)
{
    return c->blocks.items[a].letter == c->blocks.items[b].letter;
}

bool same_part(const struct compiler *c, uint32_t a, uint32_t b)
{
    return part_of(c, a) == part_of(c, b) && same_letter(c, a, b);
}

/* ---- what a duty leaves unsaid --------------------------------------------------------------------------------- */

/* 各单位要…: whom a sentence of the paragraph speaks to; 请各市自行下载 in a later clause of it. */
static void addressed_in(struct compiler *c, struct span s, struct spans *named)
{
    struct spans clauses = {0};
    uint32_t end = subject_of(c, s, named);
    bool acts = end < s.to && (word_here(c, end, s.to, WORD_MODAL) || page_has(c->page, end, s.to, S("组织")));
    if (named->n > 0 && acts && word_here(c, s.from, s.to, WORD_EVERY))
        return;
    named->n = 0;
    clauses_of(c, s, &clauses);
    for (size_t i = clauses.n; i-- > 0 && named->n == 0;) {
        struct span k = clauses.items[i];
        uint32_t by = page_find(c->page, k, S("由各")); /* 初评由各县教育局自行组织。汇总后于…前上报 */
        if (by != UINT32_MAX)
            subject_of(c, (struct span){by + 3, k.to}, named);
        named->n = is_anyone(c, named) ? 0 : named->n;
        uint32_t asks = named->n == 0 ? word_here(c, k.from, k.to, WORD_MODAL) : 0, name = k.from + asks;
        if (asks > 0 && (word_here(c, name, k.to, WORD_EVERY) || unit_at(c, name, k.to))) /* 请镇、各街道把… */
            subject_of(c, k, named);
    }
}

/* 各学校在首页公告,保留到10月。并于…前将截图报…: who acts in the sentence that 并 goes on from. */
static void acts_too(struct compiler *c, struct span s, struct spans *named)
{
    uint32_t end = subject_of(c, s, named);
    bool begins = named->n > 0 && named->items[0].from == s.from && end < s.to && !is_anyone(c, named);
    named->n = begins && word_here(c, s.from, s.to, WORD_EVERY) ? named->n : 0;
}

/* What stands behind the first such label, or below it as a heading: 征稿对象:…的诗联作者, 二、填报单位 各市…. */
static void labelled_who(struct compiler *c, enum word_kind labels, struct spans *list)
{
    struct span near = {c->body, c->sign < LABELS_WITHIN ? c->sign : LABELS_WITHIN}, label; /* no form's, below it */
    for (uint32_t end = page_end(c->page); list->n == 0 && word_find(c->words, near, labels, &label);
         near.from = label.to) {
        bool stop = page_has(c->page, label.to, end, S("。"));
        if (!stop && !page_has(c->page, label.to, end, S(":")) &&
            (label.to >= end || c->page->gap[label.to] < GAP_LINE))
            continue;
        uint32_t from = label.to + (stop ? 3 : c->page->text.at[label.to] == ':'), to = from;
        uint32_t as_of = page_has(c->page, from, end, S("截至")) || page_has(c->page, from, end, S("截止"))
                             ? page_find(c->page, (struct span){from, end}, S(","))
                             : UINT32_MAX;
        if (as_of != UINT32_MAX)
            from = to = as_of + 1; /* 填报对象:截至11月30日,已设立的单位 */
        while (to < end && to - from < 300 && (to == from || c->page->gap[to] < GAP_LINE) &&
               !page_has(c->page, to, end, S("。")) && c->page->text.at[to] != ';' &&
               !page_has(c->page, to, end, S(",均")) && !page_has(c->page, to, end, S(",年龄")))
            to = page_next(c->page, to);
        if (to > from + 6 && !by_unit(c, (struct span){from, to}, list)) /* 活动对象:全校本科生(以班级为单位) */
            units_in(c, (struct span){from, to}, list);
    }
}

/* 现向广大教师征集论文: whom the letter calls, whoever passes it on. */
static void called_who(struct compiler *c, struct spans *list)
{
    static const struct str whom[] = {S("广大"), S("全体")}, calls[] = {S("征集"), S("征稿"), S("征文"), S("征求")};
    uint32_t end = page_end(c->page) < LABELS_WITHIN ? page_end(c->page) : LABELS_WITHIN, at = c->body;
    for (; list->n == 0 && (at = page_find(c->page, (struct span){at, end}, S("向"))) != UINT32_MAX; at += 3) {
        uint32_t from = at + 3, to = page_has_any(c->page, from, end, WORD_LIST(whom)) ? from : end;
        while (to < end && to - from < 60 && !page_has_any(c->page, to, end, WORD_LIST(calls)))
            to = page_next(c->page, to);
        if (to < end && to - from < 60 && unit_ends(c, from, to))
            units_in(c, (struct span){from, to}, list);
    }
}

/* 各县于…前上报方案;6月10日前报送总结: the subject of the sentence before, on which only a semicolon follows. */
static bool holds_on(const struct compiler *c, const struct move *m, const struct making *d)
{
    return m->sentence + 1 == d->sentence && m->block == d->block && d->span.from - m->span.to <= 1 &&
           c->page->text.at[d->span.from - 1] == ';' && m->verb.kind >= VERB_BARE && m->n_dues > 0;
}

/* (一)各学校, 二、对各学校的要求: the part's heading is nothing but who its items speak to. */
static void headed_who(struct compiler *c, uint32_t block, struct spans *list)
{
    enum { REST = 18 };
    for (size_t l = LEVELS; l-- > LEVEL_HAN && list->n == 0;) {
        uint32_t over = c->blocks.items[block].under[l];
        if (over == 0 || over - 1 == block || !c->blocks.items[over - 1].heading)
            continue;
        struct span s = c->blocks.items[over - 1].sentences.items[0];
        s.from += page_has(c->page, s.from, s.to, S("对")) ? 3 : 0;
        uint32_t to = subject_of(c, s, list);
        bool whole = s.to - to <= REST;
        list->n = whole && span_has(c, (struct span){s.from, to}, S("各")) && !is_anyone(c, list) ? list->n : 0;
    }
}

/* The first letter without an address: the first whom it asks, 请各单位根据…, wherever that stands. */
static void asked_who(struct compiler *c, struct spans *list)
{
    enum { SENTENCES = 60 };
    size_t seen = 0;
    for (uint32_t i = 0; i < c->blocks.n && list->n == 0 && seen < SENTENCES; i++) {
        const struct block *b = &c->blocks.items[i];
        for (size_t k = 0; b->letter == 0 && !b->tail && k < b->sentences.n && list->n == 0; k++, seen++)
            addressed_in(c, b->sentences.items[k], list);
    }
}

/* What the first letter says once for all of its duties. */
struct readers {
    struct spans called, asked;
};

static void inherit_who(struct compiler *c, struct making *d, const struct making *first, const struct moves *moves,
                        const struct readers *readers)
{
    if (d->who.n > 0)
        return;
    for (size_t i = moves->n; i-- > 0 && moves->items[i].sentence + 1 >= d->sentence;) {
        const struct move *m = &moves->items[i];
        if (is_behind_by(c, &m->who) && page_has(c->page, d->span.from, d->span.to, S("请"))) /* the readers, not 由… */
            continue;
        if (m->span.to <= d->span.from && m->who.n > 0 && (m->sentence == d->sentence || holds_on(c, m, d))) {
            d->who = m->who;
            return;
        }
    }
    struct span above = announced_by(c, d->block);
    for (size_t i = 0; i < moves->n && moves->items[i].span.from < above.to;
         i++) { /* 各高校报送以下材料: | 1.方案(3月20日前) */
        if (moves->items[i].who.n > 0 && moves->items[i].span.from >= above.from &&
            moves->items[i].span.to <= above.to) {
            d->who = moves->items[i].who;
            return;
        }
    }
    struct spans named = {0};
    struct span before = {c->blocks.items[d->block].span.from, d->span.from};
    if (before.to - before.from > LOOK_BACK) {
        before.from = before.to - LOOK_BACK;
        before.from = page_next(c->page, before.from);
    }
    struct spans sentences = {0};
    sentences_of(c, before, &sentences);
    if (sentences.n > 0 && page_has(c->page, d->span.from, d->span.to, S("并")))
        acts_too(c, sentences.items[sentences.n - 1], &named);
    for (size_t i = sentences.n; i-- > 0 && named.n == 0;)
        addressed_in(c, sentences.items[i], &named);
    if (named.n == 0)
        headed_who(c, d->block, &named);
    if (named.n == 0 && c->blocks.items[d->block].letter == 0)
        labelled_who(c, WORD_WHO_LABEL, &named);
    if (named.n == 0 && c->blocks.items[d->block].letter == 0)
        named = readers->called;
    d->who = named.n > 0 ? named : c->audience[c->blocks.items[d->block].letter];
    const struct making *last = d > first ? d - 1 : NULL;
    while (last != NULL && last > first && hands_further(c, last - 1, last))
        last--;
    if (d->who.n == 0 && last != NULL && same_letter(c, d->block, last->block))
        d->who = last->who; /* a letter without an address: whoever owed what came before */
    if (d->who.n == 0 && c->blocks.items[d->block].letter == 0)
        d->who = readers->asked;
    for (size_t i = 0; i < moves->n && d->who.n == 0; i++) {
        if (same_letter(c, moves->items[i].block, d->block) && !moves->items[i].has_quota)
            d->who = moves->items[i].who; /* or whom it names at all */
    }
    if (d->who.n == 0)
        labelled_who(c, WORD_GROUP_LABEL, &d->who);
}

/* How many numbered parts enclose both blocks. */
static int parts_shared(const struct compiler *c, uint32_t a, uint32_t b)
{
    int shared = 0;
    for (size_t l = LEVEL_HAN; l < LEVELS; l++) {
        uint32_t under = c->blocks.items[a].under[l];
        shared += under != 0 && under == c->blocks.items[b].under[l];
    }
    return shared;
}

/* The first list of the smallest part that has one; of the letter, when the deadline stands under a label of its own. */
static void listed_things(struct compiler *c, struct making *d, const struct lists *lists)
{
    const struct list *best = NULL;
    for (size_t i = 0; i < lists->n; i++) {
        const struct list *l = &lists->items[i];
        bool reached = same_letter(c, l->block, d->block) && (d->labelled || same_part(c, l->block, d->block));
        if (reached && (best == NULL || parts_shared(c, l->block, d->block) > parts_shared(c, best->block, d->block)))
            best = l;
    }
    for (size_t k = 0; best != NULL && k < best->things.n; k++)
        arena_push(c->arena, &d->things, best->things.items[k]);
}

/* 推荐名额不超过8个, 报送8—10篇: the count and the verb are nothing handed in. */
static void drop_counts(struct compiler *c, struct making *d)
{
    static const struct str counts[] = {S("名额"), S("数量"), S("推荐数量"), S("家数"), S("总数"), S("推荐名额")};
    size_t kept = 0;
    for (size_t i = 0; i < d->things.n; i++) {
        struct str name = text_of(c, d->things.items[i]);
        bool count = d->things.items[i].from == d->verb_span.from && d->things.items[i].to == d->verb_span.to;
        for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
            count = count || str_eq(name, counts[k]);
        if (!count)
            d->things.items[kept++] = d->things.items[i];
    }
    d->own_things = d->own_things && kept > 0;
    d->things.n = kept;
}

/* A label's own words (统计报送时间) are no things; those of the sentence or of a list are. */
static void labelled_things(struct compiler *c, struct making *d, const struct makings *all, const struct lists *lists)
{
    struct spans said = d->things;
    bool form = said.n == 1 && thing_ends(c, said.items[0]);
    for (size_t i = 0; i < all->n && form; i++) { /* 年报…上报时间为2月18日,其中统计表上报时间为2月10日 */
        const struct making *o = &all->items[i];
        if (o != d && o->sentence == d->sentence && o->labelled && !lists_meet(c, &o->things, &said))
            return;
    }
    d->things = (struct spans){0};
    listed_things(c, d, lists);
    for (size_t i = 0; i < all->n && all->n <= NEIGHBOURS; i++) {
        const struct making *o = &all->items[i];
        for (size_t k = 0; o != d && o->sentence == d->sentence && k < o->things.n; k++)
            arena_push(c->arena, &d->things, o->things.items[k]);
    }
    if (d->things.n == 0)
        d->things = said;
    for (size_t i = 0; d->things.items != said.items && i < said.n; i++) { /* 请于截止日前将上述材料报… */
        if (is_those(c, &(struct spans){&said.items[i], 1, 1}) && !is_medium(c, said.items[i]))
            thing_once(c, said.items[i], &d->things);
    }
}

/*
 * 征集时间:…, 每单位报送作品不少于3件, and below 报送材料 作品电子版、登记表; 向市局报送的材料应包括:推荐报告、视频: the letter's list, or
 * the sentence's own, says more of what was told.
 */
static void list_more(struct compiler *c, struct making *d, const struct lists *lists)
{
    for (size_t i = 0; i < lists->n; i++) {
        const struct spans *l = &lists->items[i].things;
        bool inside = l->items[0].from >= d->span.from && l->items[l->n - 1].to <= d->span.to;
        bool told = d->labelled && d->told_things && same_letter(c, d->block, lists->items[i].block);
        bool more = (inside || told) && lists_meet(c, &d->things, l);
        for (size_t k = 0; more && k < l->n && d->things.n < NEIGHBOURS; k++)
            thing_once(c, l->items[k], &d->things);
    }
}

/* …将以下材料报教务处: and the items below say which. */
static void items_below(struct compiler *c, struct making *d)
{
    const struct block *own = &c->blocks.items[d->block];
    static const struct str heads[] = {S("下列"), S("以下")};
    struct span first = d->things.n > 0 ? d->things.items[0] : (struct span){0, 0};
    bool announced = own->span.to > d->span.from && c->page->text.at[own->span.to - 1] == ':' &&
                     (d->things.n == 0 || is_those(c, &(struct spans){&first, 1, 1}) ||
                      page_has_any(c->page, first.from, first.to, WORD_LIST(heads)));
    struct spans below = {0};
    for (size_t i = d->block + 1; announced && i < c->blocks.n && c->blocks.items[i].level > own->level; i++)
        item_things(c, c->blocks.items[i].span, &below);
    uint32_t colon = page_find(c->page, (struct span){d->verb_span.to, d->span.to}, S(":"));
    bool here = d->verb_span.from >= d->span.from && colon < d->span.to && d->things.n == 1 &&
                page_has_any(c->page, first.from, first.to, WORD_LIST(heads)) > 0;
    if (here) /* 将以下材料报送科技处:推荐报告、《推荐表》。 */
        things_in(c, (struct span){colon + 1, d->span.to}, false, &below);
    if (below.n > 0 && d->things.n > 0 && page_find(c->page, d->things.items[0], S("下")) != UINT32_MAX)
        d->things.n = 0; /* 以下材料 is what stands below, and no more */
    for (size_t i = 0; i < below.n; i++)
        arena_push(c->arena, &d->things, below.items[i]);
}

/* 上述材料: the last list before the duty, or the first behind it. */
static void antecedents(struct compiler *c, const struct making *d, const struct lists *lists, struct spans *named)
{
    const struct list *last = NULL;
    for (size_t i = 0; i < lists->n; i++) {
        const struct list *l = &lists->items[i];
        if (same_letter(c, l->block, d->block) && (l->block <= d->block || last == NULL))
            last = l;
    }
    for (size_t i = 0; last != NULL && i < last->things.n; i++)
        arena_push(c->arena, named, last->things.items[i]);
}

/* 电子版, 以上材料: what these are of, the nearest first; what it is stands first, its medium behind. */
static void version_things(struct compiler *c, struct making *d, const struct lists *lists)
{
    struct spans named = {0};
    bool those = d->things.n > 0 && is_those(c, &d->things), some = false; /* 以上材料, 打分表 */
    for (size_t i = 0; i < d->things.n; i++)
        some = some || (is_those(c, &(struct spans){&d->things.items[i], 1, 1}) && !is_medium(c, d->things.items[i]));
    if (those)
        medium_of(c, d, MEDIUM_BLOCK, &named);
    if (named.n == 0 && (those || some))
        antecedents(c, d, lists, &named);
    if (named.n == 0 && those) /* 申报材料需提交纸质文档和电子文档,请于…前报送 */
        spoken_of_first(c, d->span, &named);
    bool itself = named.n == 1 && named.items[0].from < d->things.items[0].to &&
                  named.items[0].to > d->things.items[0].from; /* 各县局负责|材料|的收集,于…报送 */
    if (named.n == 1 && (itself || is_medium(c, named.items[0])))
        named.n = 0;
    if (!those && !lists_meet(c, &named, &d->things))
        return;
    if (named.n == 0)
        medium_of(c, d, MEDIUM_PART, &named);
    if (named.n == 0)
        title_things(c, &named);
    for (size_t i = 0; i < c->annexes->n && named.n == 0; i++) { /* 报送内容详见附件 */
        if (thing_ends(c, c->annexes->items[i].title))
            arena_push(c->arena, &named, c->annexes->items[i].title);
    }
    for (size_t i = 0; named.n > 0 && i < d->things.n; i++)
        arena_push(c->arena, &named, d->things.items[i]);
    d->things = named.n > 0 ? named : d->things;
}

/* 申报单位登录系统填报: who does it is nothing handed in; 值班表,元旦的12月27日前报: nor is the season. */
static void drop_names(struct compiler *c, struct making *d)
{
    struct spans kept = {0};
    for (size_t i = 0; i < d->things.n; i++) {
        bool name = is_season(c, d->things.items[i]);
        for (size_t k = 0; k < d->who.n; k++)
            name = name || str_eq(text_of(c, d->things.items[i]), text_of(c, d->who.items[k]));
        if (!name)
            arena_push(c->arena, &kept, d->things.items[i]);
    }
    d->things = kept;
}

/* (一)实施方案。(二)工作总结(电子版)。(三)请于…前报送: the items before it are all that can be meant. */
static void items_before(struct compiler *c, struct making *d)
{
    enum { NAME_BYTES = 90 };
    const struct block *own = &c->blocks.items[d->block];
    struct spans named = {0};
    for (size_t i = d->block; own->level != LEVEL_NONE && i-- > 0;) {
        const struct block *b = &c->blocks.items[i];
        if (b->level != own->level)
            break;
        struct verb v;
        struct span s = b->span;
        size_t before = named.n;
        if (s.to - s.from <= NAME_BYTES && !verb_in(c, s, &v))
            item_things(c, s, &named);
        if (named.n == before)
            return;
    }
    for (size_t i = named.n; i-- > 0;)
        arena_push(c->arena, &d->things, named.items[i]);
}

/* 按照附表要求填写后报送: the forms behind the letter. */
static void annexed_forms(struct compiler *c, struct making *d)
{
    bool told = span_has(c, d->span, S("附表")) || span_has(c, d->span, S("附件"));
    for (size_t i = 0; told && i < c->annexes->n; i++) {
        struct span title = c->annexes->items[i].title;
        if (page_ends_any(c->page, title.from, title.to, (struct str[]){S("表"), S("册"), S("书")}, 3) > 0)
            arena_push(c->arena, &d->things, title);
    }
}

/* 下周带量食谱,供餐学校每周五前传给营养办: the sentence opens with what it asks for. */
static void opening_of(struct compiler *c, struct making *d, bool strict)
{
    const struct spans *sentences = &c->blocks.items[d->block].sentences;
    bool open = d->things.n == 0 && !span_is_empty(d->verb_span);
    for (size_t i = 0; open && i < sentences->n; i++) {
        struct span s = sentences->items[i];
        if (s.from > d->span.from || s.to <= d->span.from || s.to < d->verb_span.to)
            continue;
        bool own = d->who_own && d->who.n > 0 && d->who.items[0].from == s.from; /* 市直各学校|述职报告,请于…送 */
        s.from = own ? d->who.items[d->who.n - 1].to : s.from;
        s.to = d->verb_span.from;
        opening_topic(c, s, strict, &d->things);
    }
}

/* 网上填报: the doing is all that is said. */
static void doing_only(struct compiler *c, struct making *d)
{
    static const struct str doings[] = {S("网上申报"), S("网上报名"), S("网上填报"), S("申报"), S("报名"), S("投稿")};
    struct span label = {d->span.from, d->labelled ? d->due.span.from : d->span.from};
    for (size_t i = 0; i < sizeof doings / sizeof *doings && label.to > label.from && d->things.n == 0; i++) {
        uint32_t at = page_find(c->page, label, doings[i]); /* 企业网上申报时间:… */
        if (at != UINT32_MAX)
            arena_push(c->arena, &d->things, ((struct span){at, at + (uint32_t)doings[i].n}));
    }
    if (d->things.n == 0)
        annexed_forms(c, d);
    if (d->things.n == 0 && d->verb != VERB_NONE && d->verb != VERB_NAME && !span_is_empty(d->verb_span))
        arena_push(c->arena, &d->things, d->verb_span);
}

/* 各学院于4月5日前,|各部门于5月6日前报送总结: what the last of them hands in, the others do too. */
static void share_behind(struct making *d, const struct makings *all)
{
    const struct making *next = d + 1 < all->items + all->n ? d + 1 : NULL;
    bool open = d->things.n == 0 && span_is_empty(d->verb_span) && d->has_due && d->who_own && next != NULL;
    if (open && next->sentence == d->sentence && next->own_things && next->who_own)
        d->things = (struct spans){next->things.items, next->things.n, next->things.n};
}

/* What the duties before it in the paragraph name. */
static void neighbour_things(struct making *d, const struct makings *all)
{
    for (const struct making *o = d; o > all->items && d - o < NEIGHBOURS && d->things.n == 0;) {
        o--;
        if (o->block == d->block && o->span.to <= d->span.from && o->own_things)
            d->things = (struct spans){o->things.items, o->things.n, o->things.n};
    }
}

static void inherit_things(struct compiler *c, struct making *d, const struct makings *all, const struct lists *lists)
{
    drop_names(c, d);
    items_below(c, d);
    share_behind(d, all);
    if (d->has_quota)
        drop_counts(c, d);
    if (d->has_quota && !d->own_things && (d->verb == VERB_NAME || d->things.n == 0)) {
        heading_things(c, c->title, &d->things); /* 各乡镇推荐2户: what the letter is about */
        if (d->things.n == 0)
            sought_things(c, &d->things);
    }
    version_things(c, d, lists);
    list_more(c, d, lists);
    if (d == all->items || d[-1].block != d->block || !d[-1].has_due)
        versions_whole(c, d);
    if (d->labelled && !d->own_things && !d->told_things)
        labelled_things(c, d, all, lists);
    if (d->heading && !(d->labelled && d->own_things))
        listed_things(c, d, lists);
    opening_of(c, d, true);
    if (d->things.n > 0)
        return;
    listed_things(c, d, lists);
    if (d->things.n == 0)
        items_before(c, d);
    if (d->things.n == 0)
        neighbour_things(d, all);
    if (d->things.n == 0)
        medium_of(c, d, MEDIUM_BLOCK, &d->things); /* 征集、初评工作由各县局自行组织。汇总后于…前上报 */
    if (d->things.n > 0)
        return;
    uint32_t sums = page_find(c->page, d->span, S("的总结")); /* 进行全面、客观的总结,并于…前报 */
    if (sums != UINT32_MAX) {
        arena_push(c->arena, &d->things, ((struct span){sums + 3, sums + 9}));
        return;
    }
    uint32_t part = part_of(c, d->block);
    if (part > 0) {
        const struct block *head = &c->blocks.items[part - 1];
        heading_things(c, head->sentences.items[0], &d->things);
    }
    opening_of(c, d, false);
    if (d->things.n == 0 && lists->n == 1 && same_letter(c, lists->items[0].block, d->block)) {
        for (size_t k = 0; k < lists->items[0].things.n; k++)
            arena_push(c->arena, &d->things, lists->items[0].things.items[k]);
    }
    if (d->things.n == 0)
        title_things(c, &d->things);
    if (d->things.n == 0)
        called_for(c, d->block, d->span.from, &d->things);
    if (d->things.n == 0)
        doing_only(c, d);
    for (size_t i = 0; d->things.n == 0 && d->has_quota && i < all->n && all->n <= NEIGHBOURS; i++) {
        const struct making *o = &all->items[i]; /* 每校限5篇: what is handed in by then */
        if (o->has_due && d->has_due && o->due.span.from == d->due.span.from)
            d->things = (struct spans){o->things.items, o->things.n, o->things.n};
    }
}

/* 参训人员及名额:各县15名: whoever comes is not handed in. */
static void drop_guests(const struct compiler *c, struct making *d)
{
    static const struct str guests[] = {S("参训"), S("参会"), S("参培"), S("参加人员"), S("参训人员")};
    uint32_t block = d->has_quota ? block_at(c, d->quota.span.from) : 0;
    struct span head = d->has_quota ? c->blocks.items[block].span : (struct span){0, 0};
    head.to = head.to - head.from > 60 ? head.from + 60 : head.to;
    d->has_quota = d->has_quota && (block == d->block || !span_has_any(c, head, WORD_LIST(guests)));
}

/* 确定1名联络员: counted only where the list of such officers is what is handed in. */
static void drop_officers(const struct compiler *c, struct making *d)
{
    static const struct str officers[] = {S("联络员"), S("信息员"), S("联系人"),  S("负责人"),
                                          S("专人"),   S("专员"),   S("工作人员")},
                            players[] = {S("领队"), S("教练")},
                            lists[] = {S("名单"), S("信息"),     S("登记表"), S("姓名"),
                                       S("电话"), S("联系方式"), S("手机号"), S("手机号码")};
    uint32_t from = d->quota.span.from, to = d->quota.span.to,
             near = page_end(c->page) - to > 36 ? to + 36 : page_end(c->page), end = to;
    while (d->has_quota && end < near && c->page->text.at[end] != ';' && !page_has(c->page, end, near, S("。")))
        end = page_next(c->page, end);
    for (size_t i = 0; i < sizeof officers / sizeof *officers && d->has_quota; i++) {
        bool asked = !span_has(c, (struct span){to, end}, officers[i]);
        bool here = from >= d->span.from && to <= d->span.to; /* 确定1名统计员,于…前将名单报… */
        for (size_t k = 0; k < d->things.n; k++)
            asked = asked || span_has(c, d->things.items[k], officers[i]) ||
                    (here && d->things.items[k].to - d->things.items[k].from <= 12 &&
                     page_ends_any(c->page, d->things.items[k].from, d->things.items[k].to, WORD_LIST(lists)) > 0);
        d->has_quota = asked;
    }
    from -= page_ends_any(c->page, 0, from, &S("各"), 1);
    d->has_quota =
        d->has_quota && page_ends_any(c->page, 0, from, WORD_LIST(players)) == 0; /* 限报领队1人, 领队、教练各1名 */
}

/* 各市申报数量不超过3个, in a section of its own: the number is of the duty that names these units, not of 高校's. */
static void move_quota(const struct compiler *c, struct makings *list, struct making *d)
{
    bool own = !d->has_quota || d->counted.n == 0 || (d->who_own && lists_meet(c, &d->counted, &d->who));
    for (size_t i = 0; i < list->n && list->n <= NEIGHBOURS && d->has_quota && !own; i++) {
        struct making *o = &list->items[i];
        if (!o->has_quota && o->who_own && same_letter(c, o->block, d->block) && lists_meet(c, &d->counted, &o->who)) {
            o->quota = d->quota;
            o->has_quota = true;
            d->has_quota = false;
        }
    }
}

void unsaid_fill(struct compiler *c, const struct moves *moves, const struct spans *mailboxes, struct makings *r)
{
    struct lists lists = {0};
    struct readers readers = {0};
    called_who(c, &readers.called);
    if (c->audience[0].n == 0)
        asked_who(c, &readers.asked);
    rules_give(c, r);
    lists_find(c, &lists);
    for (size_t i = 0; i < r->n; i++)
        move_quota(c, r, &r->items[i]);
    for (size_t i = 0; i < r->n; i++) {
        inherit_who(c, &r->items[i], r->items, moves, &readers);
        inherit_things(c, &r->items[i], r, &lists);
    }
    mailboxes_give(c, r, mailboxes);
    for (size_t i = 0; i < r->n; i++) {
        drop_officers(c, &r->items[i]);
        drop_guests(c, &r->items[i]);
    }
}
