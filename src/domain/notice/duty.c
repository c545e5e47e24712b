/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/duty.h"

#include "domain/notice/block.h"
#include "domain/notice/rule.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

#include <stdlib.h>

/* A notice of thousands of duties is an attack or a mistake: beyond so many, only neighbours speak of each other. */
enum { NEIGHBOURS = 128, LOOK_BACK = 2000 };

/* A list of things (内容包括:…) and the block it stands in. */
struct list {
    uint32_t block;
    struct spans things;
};

struct lists {
    struct list *items;
    size_t n, cap;
};

/* The largest numbered part that a block stands in; duties of one part speak of each other. */
static uint32_t part_of(const struct compiler *c, uint32_t block)
{
    const struct block *b = &c->blocks.items[block];
    for (size_t l = LEVEL_HAN; l < LEVELS; l++) {
        if (b->under[l] != 0)
            return b->under[l];
    }
    return 0;
}

static bool same_letter(const struct compiler *c, uint32_t a, uint32_t b)
{
    return c->blocks.items[a].letter == c->blocks.items[b].letter;
}

static bool same_part(const struct compiler *c, uint32_t a, uint32_t b)
{
    return part_of(c, a) == part_of(c, b) && same_letter(c, a, b);
}

static bool same_due(const struct notice_due *a, const struct notice_due *b)
{
    return a->date.n == b->date.n && a->minute == b->minute && a->relative == b->relative && a->n == b->n && a->unit == b->unit;
}

/* True when two lists name one unit or thing alike: one name lies inside the other. */
static bool lists_meet(const struct compiler *c, const struct spans *a, const struct spans *b)
{
    for (size_t i = 0; i < a->n; i++) {
        for (size_t k = 0; k < b->n; k++) {
            struct str x = text_of(c, a->items[i]), y = text_of(c, b->items[k]);
            if (str_find(x, y) != STR_NONE || str_find(y, x) != STR_NONE)
                return true;
        }
    }
    return false;
}

static bool who_agree(const struct compiler *c, const struct making *d, const struct move *m)
{
    return !d->who_own || m->who.n == 0 || is_anyone(c, &m->who) || is_anyone(c, &d->who) || lists_meet(c, &d->who, &m->who);
}

static bool things_agree(const struct compiler *c, const struct making *d, const struct move *m)
{
    return d->things.n == 0 || m->things.n == 0 || is_those(c, &d->things) || is_those(c, &m->things) || lists_meet(c, &d->things, &m->things);
}

static void fold_things(struct compiler *c, struct making *d, const struct move *m)
{
    for (size_t i = 0; i < m->things.n; i++) {
        struct spans one = {&m->things.items[i], 1, 1};
        bool there = false;
        for (size_t k = 0; k < d->things.n; k++)
            there = there || str_eq(text_of(c, d->things.items[k]), text_of(c, one.items[0]));
        if (!there)
            arena_push(c->arena, &d->things, m->things.items[i]);
    }
}

/* The move speaks of the duty once more: what it adds is kept, what it repeats is not. */
static void fold(struct compiler *c, struct making *d, const struct move *m)
{
    bool speaks = d->block == m->block || d->labelled || m->as_said || m->n_dues > 0 || m->verb.kind >= VERB_NAME;
    if (!d->who_own && m->who.n > 0 && speaks) {
        d->who = m->who;
        d->who_own = true;
    }
    if (d->things.n == 0 || is_those(c, &d->things) || d->labelled)
        fold_things(c, d, m);
    if (!d->has_quota && m->has_quota) {
        d->has_quota = true;
        d->quota = m->quota;
    }
    if (span_is_empty(d->rule))
        d->rule = m->rule;
    if (span_is_empty(d->to))
        d->to = m->to;
    if (d->verb < m->verb.kind)
        d->verb = m->verb.kind;
    d->modal = d->modal || m->modal;
    d->nil = d->nil || m->nil;
    if (d->block == m->block)
        d->channels |= m->channels;
    d->folded++;
}

static void duty_add(struct compiler *c, struct makings *list, const struct move *m, const struct moment *due)
{
    struct making d = {.span = m->span, .block = m->block, .sentence = m->sentence, .who = m->who, .things = m->things};
    d.who_own = m->who.n > 0;
    d.own_things = m->things.n > 0 && m->verb.kind != VERB_NONE;
    d.has_due = due != NULL;
    if (due != NULL)
        d.due = *due;
    else
        d.due.due = (struct notice_due){.date = DAY_NONE, .minute = NO_TIME};
    d.labelled = m->labelled;
    d.has_quota = m->has_quota;
    d.quota = m->quota;
    d.rule = m->rule;
    d.own_rule = !span_is_empty(m->rule);
    d.to = m->to;
    d.channels = m->channels;
    d.verb = m->verb.kind;
    d.verb_span = m->verb.span;
    d.modal = m->modal;
    d.nil = m->nil;
    d.inside = m->inside;
    d.heading = m->heading;
    arena_push(c->arena, list, d);
}

static bool is_soft(const struct moment *due) { return due->role == MOMENT_RHYTHM || due->role == MOMENT_AFTER; }

/* One sentence, one date, two offices: 交至学生处, …交至思政部. */
static bool others_office(const struct compiler *c, const struct making *d, const struct move *m)
{
    struct str a = text_of(c, d->to), b = text_of(c, m->to);
    return a.n > 0 && b.n > 0 && d->who_own && m->who.n > 0 && str_find(a, b) == STR_NONE && str_find(b, a) == STR_NONE;
}

/* A duty that the move with this deadline restates. */
static struct making *restated(const struct compiler *c, const struct makings *list, const struct move *m, const struct moment *due)
{
    for (size_t i = list->n > NEIGHBOURS ? list->n - NEIGHBOURS : 0; i < list->n; i++) {
        struct making *d = &list->items[i];
        bool alike = same_due(&d->due.due, &due->due) && d->due.each == due->each;
        bool rhythm = d->due.each == due->each && due->each != EACH_ONCE && (is_soft(&d->due) || is_soft(due)) && same_part(c, d->block, m->block);
        if ((!alike && !rhythm) || m->inside || !same_letter(c, d->block, m->block) || !who_agree(c, d, m))
            continue;
        if (d->sentence == m->sentence && others_office(c, d, m))
            continue;
        bool close = d->sentence == m->sentence || d->labelled || m->labelled;
        if (rhythm || close || things_agree(c, d, m))
            return d;
    }
    return NULL;
}

static bool has_deadline(const struct move *m)
{
    if (m->n_dues == 0)
        return false;
    if (m->labelled)
        return true;
    return m->verb.kind >= VERB_JOIN || (m->verb.kind == VERB_FILL && !is_soft(&m->dues[0]));
}

static void strong_moves(struct compiler *c, const struct moves *moves, struct makings *list)
{
    for (size_t i = 0; i < moves->n; i++) {
        const struct move *m = &moves->items[i];
        for (size_t k = 0; has_deadline(m) && k < m->n_dues; k++) {
            struct making *d = restated(c, list, m, &m->dues[k]);
            if (d == NULL) {
                duty_add(c, list, m, &m->dues[k]);
                continue;
            }
            bool harder = is_soft(&d->due) && !is_soft(&m->dues[k]);
            if (harder)
                d->due = m->dues[k];
            if (harder || (d->heading && !m->heading)) {
                d->span = m->span;
                d->sentence = m->sentence;
            }
            fold(c, d, m);
        }
    }
}

/* How near a duty is to a move: the same sentence, block, part. */
static int nearness(const struct compiler *c, const struct making *d, const struct move *m)
{
    if (!same_letter(c, d->block, m->block))
        return 0;
    if (d->sentence == m->sentence)
        return 4;
    const struct block *own = &c->blocks.items[d->block];
    bool announced = m->block > d->block && c->page->text.at[own->span.to - 1] == ':' && c->blocks.items[m->block].level > own->level;
    if (d->block == m->block || announced)
        return 3;
    return same_part(c, d->block, m->block) ? 2 : 1;
}

static bool demands(const struct compiler *c, const struct move *m);

/* The duty that a move without a deadline speaks of; NULL when it stands for itself. */
static struct making *spoken_of(const struct compiler *c, const struct makings *list, const struct move *m)
{
    struct making *best = NULL;
    int score = 0;
    for (size_t i = 0; i < list->n; i++) {
        struct making *d = &list->items[i];
        bool far = d->sentence > m->sentence + NEIGHBOURS || m->sentence > d->sentence + NEIGHBOURS;
        if (far && list->n > NEIGHBOURS)
            continue;
        int near = nearness(c, d, m);
        if (near == 0 || !d->has_due || d->inside)
            continue;
        bool vague = m->things.n == 0 || is_those(c, &m->things) || m->as_said;
        bool meets = lists_meet(c, &d->things, &m->things);
        bool apart = near == 1 || (near == 2 && demands(c, m)); /* far off, or complete in itself */
        if (apart && !vague && !meets && !d->labelled && !(m->has_quota && list->n == 1))
            continue;
        int now = near + (meets ? 4 : 0) + (d->labelled ? 2 : 0) + (who_agree(c, d, m) ? 1 : 0);
        if (now > score) {
            score = now;
            best = d;
        }
    }
    return best;
}

/* Classes of unit with their own quotas: every … at least 2; every … at least 1. */
static bool is_class_quota(const struct compiler *c, const struct moves *moves, size_t i)
{
    const struct move *m = &moves->items[i];
    if (!m->has_quota || m->who.n == 0 || m->n_dues > 0)
        return false;
    for (size_t k = 0; k < moves->n; k++) {
        const struct move *o = &moves->items[k];
        bool other = k != i && o->has_quota && o->who.n > 0 && o->n_dues == 0 && o->block == m->block;
        if (other && !str_eq(text_of(c, o->who.items[0]), text_of(c, m->who.items[0])))
            return true;
    }
    return false;
}

/* 自查阶段(3月1日至3月20日): what a stage asks for is due when it ends. */
static bool stage_end(struct compiler *c, uint32_t block, struct moment *r)
{
    struct moments moments = {0};
    struct calendar before = c->calendar;
    struct span first = first_sentence(c, c->blocks.items[block].span);
    struct span stage = span_has(c, first, S("阶段")) ? first : heading_above(c, block);
    if (!span_has(c, stage, S("阶段")))
        return false;
    moments_in(c, stage, &moments);
    c->calendar = before;
    for (size_t i = 0; i < moments.n; i++) {
        *r = moments.items[i];
        r->role = MOMENT_DATE;
        if (day_is_set(r->due.date) && (r->dates.is_range || moments.items[i].role == MOMENT_DEADLINE))
            return true;
    }
    return false;
}

/* Enough to be a duty without a deadline: a demand by name, or a heading that is one. */
static bool demands(const struct compiler *c, const struct move *m)
{
    if (m->verb.kind < VERB_NAME || m->leave || m->things.n == 0 || m->as_said)
        return false;
    if (m->verb.kind == VERB_NAME && !m->has_quota)
        return false;
    if (m->heading && is_those(c, &m->things))
        return false;
    bool named = m->who.n > 0 || m->heading || m->modal || span_has(c, m->span, S("@"));
    bool to_whom = !span_is_empty(m->to) || span_has(c, m->span, S("@"));
    return named && (to_whom || m->heading || m->has_quota || (m->who.n > 0 && m->modal && m->verb.kind == VERB_SEND));
}

/* 各市州要…按时报送报表: said once for all the deadlines of the paragraph. */
static void name_who(struct makings *list, const struct move *m)
{
    for (size_t i = 0; i < list->n; i++) {
        struct making *d = &list->items[i];
        if (d->block == m->block && !d->who_own && m->who.n > 0) {
            d->who = m->who;
            d->who_own = true;
        }
    }
}

/* Said without a deadline once already: the same units and things. */
static bool said_before(struct compiler *c, struct makings *list, const struct move *m)
{
    for (size_t i = list->n > NEIGHBOURS ? list->n - NEIGHBOURS : 0; i < list->n; i++) {
        struct making *d = &list->items[i];
        bool same = !d->has_due && same_letter(c, d->block, m->block) && who_agree(c, d, m) && lists_meet(c, &d->things, &m->things);
        if (!same || (d->has_quota && m->has_quota))
            continue;
        fold(c, d, m);
        return true;
    }
    return false;
}

/*
 * 每县推荐5名, 每校推荐1名 in one part and 请各单位于…前将推荐表报… in another: the classes owe what the one deadline asks of
 * all, each with its own quota. The deadline's own duty then says nothing more.
 */
static void share_deadline(struct compiler *c, struct makings *list, size_t classes_from)
{
    size_t common = SIZE_MAX, n = 0;
    for (size_t i = 0; i < classes_from; i++) {
        const struct making *d = &list->items[i];
        common = d->has_due && d->due.each == EACH_ONCE ? i : common;
        n += d->has_due;
    }
    if (n != 1 || common == SIZE_MAX)
        return;
    struct making general = list->items[common];
    if (general.who_own && !is_anyone(c, &general.who) && !general.labelled)
        return;
    for (size_t i = classes_from; i < list->n; i++) {
        struct making *d = &list->items[i];
        if (!d->has_quota || d->has_due)
            continue;
        d->due = general.due;
        d->has_due = true;
        d->to = general.to;
        d->channels |= general.channels;
        for (size_t k = 0; k < general.things.n; k++)
            arena_push(c->arena, &d->things, general.things.items[k]);
    }
    list->items[common] = list->items[--list->n];
}

static void weak_moves(struct compiler *c, const struct moves *moves, struct makings *list)
{
    size_t classes_from = list->n, classes = 0;
    struct spans things = {0}; /* of the last class quota: the next class owes the same */
    for (size_t i = 0; i < moves->n; i++) {
        const struct move *m = &moves->items[i];
        if (has_deadline(m))
            continue;
        if (is_class_quota(c, moves, i)) {
            classes++;
            duty_add(c, list, m, NULL);
            struct making *d = &list->items[list->n - 1];
            if (d->things.n == 0)
                d->things = things;
            things = d->things;
            continue;
        }
        struct making *d = spoken_of(c, list, m);
        if (d != NULL && m->as_said)
            name_who(list, m);
        if (d != NULL && !(m->heading && part_of(c, d->block) != part_of(c, m->block))) {
            fold(c, d, m);
        } else if (demands(c, m) && !said_before(c, list, m)) {
            struct moment stage;
            duty_add(c, list, m, stage_end(c, m->block, &stage) ? &stage : NULL);
        }
    }
    if (classes > 1)
        share_deadline(c, list, classes_from);
}

/* ---- what a duty leaves unsaid --------------------------------------------------------------------------------- */

static void inherit_who(struct compiler *c, struct making *d, const struct moves *moves)
{
    if (d->who.n > 0)
        return;
    for (size_t i = moves->n; i-- > 0 && moves->items[i].sentence >= d->sentence;) {
        const struct move *m = &moves->items[i];
        if (m->sentence == d->sentence && m->span.to <= d->span.from && m->who.n > 0) {
            d->who = m->who;
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
    for (size_t i = sentences.n; i-- > 0 && named.n == 0;) {
        struct span s = sentences.items[i];
        uint32_t end = subject_of(c, s, &named);
        bool demands = end < s.to && word_here(c, end, s.to, WORD_MODAL) && word_here(c, s.from, s.to, WORD_EVERY);
        if (!demands)
            named.n = 0;
    }
    d->who = named.n > 0 && !is_anyone(c, &named) ? named : c->audience[c->blocks.items[d->block].letter];
}

/* 内容包括:甲、乙: every such list of the text, found once. */
static void lists_find(struct compiler *c, struct lists *lists)
{
    for (uint32_t i = 0; i < c->blocks.n && lists->n < NEIGHBOURS; i++) {
        const struct block *b = &c->blocks.items[i];
        struct spans sentences = {0};
        struct span at;
        if (b->tail || !word_find(c->words, c->page, b->span, WORD_CONSISTS, &at))
            continue;
        sentences_of(c, b->span, &sentences);
        for (size_t k = 0; k < sentences.n; k++) {
            struct list l = {.block = i};
            if (!word_find(c->words, c->page, sentences.items[k], WORD_CONSISTS, &at))
                continue;
            things_in(c, (struct span){at.to, sentences.items[k].to}, false, &l.things);
            if (l.things.n > 0)
                arena_push(c->arena, lists, l);
        }
    }
}

/* The first list of the duty's part; of the letter, when its deadline stands under a label of its own. */
static void listed_things(struct compiler *c, struct making *d, const struct lists *lists)
{
    for (size_t i = 0; i < lists->n; i++) {
        const struct list *l = &lists->items[i];
        if (!same_letter(c, l->block, d->block) || (!d->labelled && !same_part(c, l->block, d->block)))
            continue;
        for (size_t k = 0; k < l->things.n; k++)
            arena_push(c->arena, &d->things, l->things.items[k]);
        return;
    }
}

/* The object of a heading's or title's verb: 关于报送…的通知, 三、定期报送…. */
static void heading_things(struct compiler *c, struct span heading, struct spans *list)
{
    struct verb v;
    struct span s = heading;
    uint32_t of = page_find(c->page, s, S("的通知"));
    if (of != UINT32_MAX)
        s.to = of;
    uint32_t about = page_find(c->page, s, S("关于"));
    if (about != UINT32_MAX)
        s.from = about + 6;
    struct spans clauses = {0};
    clauses_of(c, s, &clauses);
    if (clauses.n > 0 && verb_in(c, clauses.items[0], &v))
        things_in(c, (struct span){v.span.to, clauses.items[0].to}, true, list);
}

/* A label's own words (统计报送时间) are no things; those of the sentence or of a list are. */
static void labelled_things(struct compiler *c, struct making *d, const struct makings *all, const struct lists *lists)
{
    struct spans said = d->things;
    d->things = (struct spans){0};
    listed_things(c, d, lists);
    for (size_t i = 0; i < all->n && all->n <= NEIGHBOURS; i++) {
        const struct making *o = &all->items[i];
        for (size_t k = 0; o != d && o->sentence == d->sentence && k < o->things.n; k++)
            arena_push(c->arena, &d->things, o->things.items[k]);
    }
    for (size_t i = 0; d->things.n == 0 && i < said.n; i++)
        arena_push(c->arena, &d->things, said.items[i]);
}

/* …将以下材料报教务处: and the items below say which. */
static void items_below(struct compiler *c, struct making *d)
{
    const struct block *own = &c->blocks.items[d->block];
    bool announced = own->span.to > d->span.from && c->page->text.at[own->span.to - 1] == ':' && is_those(c, &(struct spans){d->things.items, d->things.n > 0, 1});
    struct spans below = {0};
    for (size_t i = d->block + 1; announced && i < c->blocks.n && c->blocks.items[i].level > own->level; i++) {
        struct spans clauses = {0};
        clauses_of(c, c->blocks.items[i].span, &clauses);
        if (clauses.n > 0)
            things_in(c, clauses.items[0], true, &below);
    }
    if (below.n > 0)
        d->things = below;
}

static void inherit_things(struct compiler *c, struct making *d, const struct makings *all, const struct lists *lists)
{
    items_below(c, d);
    if (d->labelled && !d->own_things)
        labelled_things(c, d, all, lists);
    if (d->heading)
        listed_things(c, d, lists);
    if (d->things.n > 0)
        return;
    listed_things(c, d, lists);
    for (const struct making *o = d; o > all->items && d - o < NEIGHBOURS && d->things.n == 0;) {
        o--;
        if (o->block == d->block && o->span.to <= d->span.from && o->own_things)
            d->things = o->things;
    }
    if (d->things.n > 0)
        return;
    uint32_t part = part_of(c, d->block);
    if (part > 0) {
        const struct block *head = &c->blocks.items[part - 1];
        heading_things(c, first_sentence(c, head->span), &d->things);
    }
    if (d->things.n == 0)
        heading_things(c, c->title, &d->things);
    if (d->things.n == 0 && d->verb != VERB_NONE)
        arena_push(c->arena, &d->things, d->verb_span); /* 网上填报: the doing is all that is said */
}

/* ---- title rules and mailboxes --------------------------------------------------------------------------------- */

/* A rule said apart from the duties holds for those before it in its part, else for the part, else for all. */
static void give_rule(struct compiler *c, struct makings *list, struct span rule, uint32_t block, uint32_t at)
{
    bool given = false;
    for (int round = 0; round < 4 && !given; round++) {
        for (size_t i = 0; i < list->n; i++) {
            struct making *d = &list->items[i];
            bool part = same_part(c, d->block, block), before = d->span.from < at || d->block == block;
            bool fits = round == 0 ? part && before : round == 1 ? part : round == 2 ? before : true;
            if (!fits || d->inside)
                continue;
            given = true;
            if (span_is_empty(d->rule))
                d->rule = rule;
        }
    }
}


static void rules_give(struct compiler *c, struct makings *list)
{
    for (size_t i = 0; i < c->blocks.n; i++) {
        const struct block *b = &c->blocks.items[i];
        struct spans sentences = {0};
        if (!b->tail)
            sentences_of(c, b->span, &sentences);
        for (size_t k = 0; k < sentences.n; k++) {
            struct span rule;
            if (rule_in(c, sentences.items[k], &rule))
                give_rule(c, list, rule, (uint32_t)i, sentences.items[k].to);
        }
    }
}

static bool only_elsewhere(const struct making *d)
{
    unsigned other = 1u << CHANNEL_PLATFORM;
    return (d->channels & other) && !(d->channels & 1u << CHANNEL_MAIL);
}

static void mailbox_give(struct compiler *c, struct makings *list, size_t i, const struct spans *places)
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
    if (c->draft->mailboxes.n == 1 && !only_elsewhere(d)) {
        d->mailbox = places->items[0];
        return;
    }
    bool next = c->draft->mailboxes.n > 1 && first < places->n && places->items[first].from < limit;
    if (next)
        d->mailbox = places->items[first];
}

static int by_place(const void *a, const void *b)
{
    const struct making *x = a, *y = b;
    if (x->span.from != y->span.from)
        return x->span.from < y->span.from ? -1 : 1;
    return x->due.due.date.n < y->due.due.date.n ? -1 : x->due.due.date.n > y->due.due.date.n;
}

void duties_make(struct compiler *c, const struct moves *moves, const struct spans *mailboxes, struct makings *r)
{
    strong_moves(c, moves, r);
    weak_moves(c, moves, r);
    if (r->n > 1)
        qsort(r->items, r->n, sizeof *r->items, by_place);
    rules_give(c, r);
    struct lists lists = {0};
    lists_find(c, &lists);
    for (size_t i = 0; i < r->n; i++) {
        inherit_who(c, &r->items[i], moves);
        inherit_things(c, &r->items[i], r, &lists);
        mailbox_give(c, r, i, mailboxes);
    }
}
