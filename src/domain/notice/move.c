/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/move.h"

#include "domain/notice/block.h"
#include "domain/notice/rule.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

struct clause {
    struct span span;
    struct spans who;
    struct moments moments;
    struct verb verb;
    struct moment *dues; /* a stretch of moments */
    size_t n_dues;
    bool nil; /* 零报告 */
    bool has_quota;
    struct quota_read quota;
    bool condition, labelled, names_only; /* names_only: nothing but units, the list goes on behind the comma */
};

struct span heading_above(const struct compiler *c, uint32_t block)
{
    const struct block *b = &c->blocks.items[block];
    for (size_t l = LEVELS; l-- > 1;) {
        uint32_t over = b->under[l];
        if (over != 0 && over - 1 != block && c->blocks.items[over - 1].heading)
            return c->blocks.items[over - 1].span;
    }
    if (block > 0 && b->level == LEVEL_NONE && c->blocks.items[block - 1].heading)
        return c->blocks.items[block - 1].span;
    return (struct span){0, 0};
}

/* 报送时间, 截止日期: a heading whose date is a deadline. 活动时间 is none. */
static bool is_due_label(const struct compiler *c, struct span s)
{
    bool time = span_has(c, s, S("时间")) || span_has(c, s, S("截止")) || span_has(c, s, S("日期")) || span_has(c, s, S("期限")) ||
                span_has(c, s, S("时限"));
    bool hand = span_has(c, s, S("截止")) || span_has_word(c, s, WORD_SEND) || span_has_word(c, s, WORD_JOIN) || span_has(c, s, S("征稿")) ||
                span_has(c, s, S("征集")) || span_has(c, s, S("交稿")) || span_has(c, s, S("推荐")) || span_has(c, s, S("受理"));
    return time && hand && s.to - s.from < 75;
}

static bool same_reach(const struct compiler *c, const struct moment *a, const struct moment *b)
{
    if (a->span.from == b->span.from)
        return true;
    struct str between = text_of(c, (struct span){a->span.to, b->span.from});
    return str_eq(between, S("、")) || str_eq(between, S("和")) || str_eq(between, S("及"));
}

static bool labelled_here(const struct compiler *c, const struct clause *k, const struct moment *m, struct span heading)
{
    uint32_t from = k->span.from;
    if (word_before(c->words, c->page, from, m->span.from, WORD_DEADLINE_IS))
        return true;
    struct span lead = {from, m->span.from};
    if (lead.to - lead.from < 60 && is_due_label(c, lead))
        return true;
    return lead.to - lead.from < 30 && !span_is_empty(heading) && is_due_label(c, heading);
}

/* How well a moment serves as the clause's deadline; 0: not at all. */
static int due_rank(const struct compiler *c, const struct clause *k, const struct moment *m, bool labelled)
{
    bool verb_after = k->verb.kind != VERB_NONE && k->verb.span.from >= m->span.to;
    switch (m->role) {
    case MOMENT_DEADLINE:
        return 5;
    case MOMENT_DATE:
        if (labelled)
            return 4;
        if (verb_after && k->verb.kind >= VERB_JOIN && word_before(c->words, c->page, k->span.from, m->span.from, WORD_AT) &&
            !word_before(c->words, c->page, k->span.from, m->span.from, WORD_SET))
            return 3;
        return verb_after && k->verb.kind >= VERB_BARE && m->dates.is_range ? 2 : 0;
    case MOMENT_RHYTHM:
        return 2;
    case MOMENT_AFTER:
        return 1;
    case MOMENT_OTHER:
        break;
    }
    return 0;
}

static void take_dues(const struct compiler *c, struct clause *k, struct span heading)
{
    int best = 0;
    for (size_t i = 0; i < k->moments.n; i++) {
        const struct moment *m = &k->moments.items[i];
        bool labelled = labelled_here(c, k, m, heading);
        int rank = due_rank(c, k, m, labelled);
        if (rank == 0 || rank < best)
            continue;
        bool joins = rank == best && k->n_dues > 0 && k->dues + k->n_dues == m && same_reach(c, m - 1, m);
        if (!joins) {
            k->dues = &k->moments.items[i];
            k->n_dues = 0;
        }
        k->n_dues++;
        k->labelled = labelled;
        best = rank;
    }
}

/* A verb inside a bracket counts when the clause has a deadline and no verb of its own: 将材料(…发至…). */
static void verb_in_bracket(const struct compiler *c, struct clause *k)
{
    for (uint32_t at = k->span.from; at < k->span.to && k->verb.kind == VERB_NONE;) {
        uint32_t past = page_skip(c->page, at);
        if (past > at && c->page->text.at[at] == '(')
            verb_in(c, (struct span){at + 1, past - 1 < k->span.to ? past - 1 : k->span.to}, &k->verb);
        at = past > at ? past : page_next(c->page, at);
    }
}

/* The sender's own step: a subject such as 我局 or 学校 that the letter is not addressed to. */
static bool own_step(const struct compiler *c, const struct clause *k)
{
    if (span_has_word(c, k->span, WORD_OWN_STEP))
        return true;
    uint32_t colon = page_find(c->page, k->span, S(":"));
    uint32_t from = colon != UINT32_MAX ? colon + 1 : k->span.from; /* 推荐名额:我校可向…推荐1人 */
    struct str text = text_of(c, (struct span){from, k->span.to});
    uint32_t sender = word_here(c, from, k->span.to, WORD_SENDER);
    if (sender == 0 || str_starts(str_from(text, sender), S("各")))
        return false;
    struct str name = {text.at, sender};
    for (size_t i = 0; i < c->audience[0].n; i++) {
        if (str_find(text_of(c, c->audience[0].items[i]), name) != STR_NONE)
            return false;
    }
    return true;
}

static bool speaks_of_itself(const struct compiler *c, struct span s)
{
    return span_has(c, s, S("通知如下")) || span_has(c, s, S("印发给你们")) || span_has(c, s, S("转发给你们")) || span_has(c, s, S("事项通知")) ||
           span_has(c, s, S("如下:"));
}

/* 凡申报学生管理项目的, 如有变动的: says when the next clause holds, and asks for nothing itself. */
static bool is_condition(const struct compiler *c, struct span s)
{
    static const struct str heads[] = {S("凡"), S("对"), S("如"), S("若"), S("有"), S("因"), S("涉及")};
    bool ends = s.to - s.from > 9 && page_has(c->page, s.to - 3, s.to, S("的"));
    for (size_t i = 0; ends && i < sizeof heads / sizeof *heads; i++) {
        if (page_has(c->page, s.from, s.to, heads[i]))
            return true;
    }
    return false;
}

static void clause_read(struct compiler *c, struct clause *k, struct span heading, bool *own_before)
{
    moments_in(c, k->span, &k->moments);
    k->condition = is_condition(c, k->span);
    uint32_t subject_end = k->condition ? k->span.from : subject_of(c, k->span, &k->who);
    k->names_only = subject_end == k->span.to;
    if (!verb_in(c, (struct span){subject_end, k->span.to}, &k->verb) && !k->names_only) /* 推荐人选的单位 names its verb */
        verb_in(c, k->span, &k->verb);
    take_dues(c, k, heading);
    if (k->n_dues > 0 && k->verb.kind == VERB_NONE)
        verb_in_bracket(c, k);
    k->nil = span_has_word(c, k->span, WORD_NIL);
    if (k->nil && k->n_dues == 0)
        k->verb.kind = VERB_NONE; /* 无情况也要上报 adds no thing */
    if (k->condition)
        k->verb.kind = VERB_NONE;
    bool own = own_step(c, k) || (*own_before && k->who.n == 0);
    *own_before = own;
    if (own)
        k->who.n = 0;
    if ((k->n_dues == 0 && speaks_of_itself(c, k->span)) || own)
        k->verb.kind = VERB_NONE;
}

/* ---- the objects of a move ------------------------------------------------------------------------------------- */

/* 将 and 把 before the verb; a 将 that speaks of the future is none. */
static uint32_t object_sign(const struct compiler *c, uint32_t from, uint32_t to)
{
    static const struct str future[] = {S("将于"), S("将在"), S("将对"), S("将根据"), S("将按"), S("将从"), S("将由"), S("将组织"), S("将会"), S("将以")};
    uint32_t best = 0;
    for (uint32_t at = from; at < to;) {
        uint32_t past = page_skip(c->page, at);
        if (past > at) {
            at = past;
            continue;
        }
        bool sign = page_has(c->page, at, to, S("将")) || page_has(c->page, at, to, S("把"));
        for (size_t i = 0; i < sizeof future / sizeof *future; i++)
            sign = sign && !page_has(c->page, at, to, future[i]);
        if (sign)
            best = at + 3;
        at = page_next(c->page, at);
    }
    return best;
}

static void made_things(const struct compiler *c, struct span s, struct spans *list);

/*
 * The things between 将 and the verb. A deadline in the middle cuts it: 将排查情况于9月30日前形成书面材料报…. Before it
 * stand things, behind it only what a verb of making names.
 */
static void things_around(const struct compiler *c, struct span s, const struct moments *moments, struct spans *list)
{
    struct span before = s, behind = {s.to, s.to};
    for (size_t i = 0; i < moments->n; i++) {
        const struct moment *m = &moments->items[i];
        if (m->span.from < s.from || m->span.from >= s.to || m->role == MOMENT_OTHER || m->role == MOMENT_DATE)
            continue;
        before.to = m->span.from - word_before(c->words, c->page, s.from, m->span.from, WORD_AT);
        behind.from = m->span.to;
        break;
    }
    if (before.to - before.from < 6) { /* the deadline comes first: 将于5月底前形成的… */
        things_in(c, behind, false, list);
        return;
    }
    things_in(c, before, false, list);
    made_things(c, behind, list);
}

/* What follows the verb, up to the receiver. */
static struct span object_after(const struct compiler *c, struct verb v, uint32_t end)
{
    static const struct str stops[] = {S("至"), S("到"), S("给"), S("并"), S("后"), S("发往"), S("以便"), S("。")};
    struct str verb = text_of(c, v.span);
    uint32_t from = v.span.to, to = from;
    if (v.kind == VERB_BARE || str_ends(verb, S("至")) || str_ends(verb, S("到")) || str_ends(verb, S("给")) || str_ends(verb, S("往")))
        return (struct span){from, from};
    while (to < end) {
        uint32_t past = page_skip(c->page, to);
        if (past > to) {
            to = past;
            continue;
        }
        uint32_t until = word_here(c, to, end, WORD_DATA_UNTIL);
        for (size_t i = 0; until == 0 && i < sizeof stops / sizeof *stops; i++) {
            if (page_has(c->page, to, end, stops[i]))
                return (struct span){from, to};
        }
        to = until ? to + until : page_next(c->page, to);
    }
    return (struct span){from, to < end ? to : end};
}

/* 填写《…》, 形成总结材料: objects of the verbs that make what is handed in. */
static void made_things(const struct compiler *c, struct span s, struct spans *list)
{
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t past = page_skip(c->page, at), n = past > at ? 0 : word_here(c, at, s.to, WORD_MAKE);
        if (n == 0) {
            at = past > at ? past : page_next(c->page, at);
            continue;
        }
        uint32_t to = at + n;
        while (to < s.to && c->page->text.at[to] != ',' && !(word_here(c, to, s.to, WORD_SEND) && !word_here(c, to, s.to, WORD_NOT_SEND))) {
            past = page_skip(c->page, to);
            to = past > to && past <= s.to ? past : page_next(c->page, to);
        }
        if (!page_has(c->page, at + n, s.to, S("的")))
            things_in(c, (struct span){at + n, to}, true, list);
        at = to;
    }
}

/* The topic before the deadline: 工作总结请在6月7日前报…. */
static void topic_things(const struct compiler *c, const struct clause *k, uint32_t subject_end, struct spans *list)
{
    uint32_t from = subject_end > k->span.from ? subject_end : k->span.from;
    uint32_t to = k->n_dues ? k->dues[0].span.from : k->span.to;
    if (k->verb.kind != VERB_NONE && k->verb.span.from < to)
        to = k->verb.span.from;
    if (to <= from)
        return;
    static const struct str ends[] = {S("请"), S("须"), S("应"), S("要"), S("于"), S("在"), S("务必"), S("需"), S("统一"), S("均")};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        for (size_t j = 0; j < sizeof ends / sizeof *ends; j++) {
            uint32_t n = (uint32_t)ends[j].n;
            if (to >= from + n && page_has(c->page, to - n, to, ends[j]))
                to -= n;
        }
    }
    things_in(c, (struct span){from, to}, true, list);
}

struct reader {
    struct compiler *c;
    struct moves *list;
    uint32_t block, sentence;
    struct span text; /* of the sentence */
    struct span heading;
    struct move now;
    struct clause *clauses;
    size_t n_clauses, first; /* the clauses of `now` begin at first */
    bool listing;            /* the clause before was nothing but units */
    bool counts;             /* `now` holds a bounded number already */
};

/* Where the bracket opens that holds the verb, or 0: 将材料(汇总表发至…). */
static uint32_t bracket_of(const struct compiler *c, const struct clause *k)
{
    for (uint32_t at = k->verb.span.from; at > k->span.from; at--) {
        if (c->page->text.at[at - 1] == '(' && c->page->twin[at - 1] >= k->verb.span.to)
            return at - 1;
    }
    return 0;
}

/* 将…: what stands between the sign and the verb, clauses between them included. */
static bool object_before(struct reader *r, const struct clause *k, struct spans *things)
{
    struct compiler *c = r->c;
    uint32_t ba = object_sign(c, k->span.from, k->verb.span.from);
    if (ba == 0 && r->now.span.from < k->span.from) {
        ba = object_sign(c, r->now.span.from, k->verb.span.from);
        for (size_t i = r->first; ba > 0 && i < r->n_clauses; i++) { /* it must not be another verb's */
            const struct clause *o = &r->clauses[i];
            if (o != k && o->verb.kind != VERB_NONE && o->verb.span.from > ba && o->verb.span.from < k->verb.span.from)
                ba = 0;
        }
    }
    if (ba == 0)
        return false;
    uint32_t bracket = bracket_of(c, k);
    size_t before = things->n;
    things_around(c, (struct span){ba, bracket ? bracket : k->verb.span.from}, &k->moments, things);
    if (bracket)
        things_in(c, (struct span){bracket + 1, k->verb.span.from}, false, things);
    return things->n > before;
}

static void objects_of_clause(struct reader *r, const struct clause *k, struct spans *things)
{
    struct compiler *c = r->c;
    size_t before = things->n;
    if (object_before(r, k, things))
        return;
    things_in(c, object_after(c, k->verb, k->span.to), true, things);
    if (things->n == before)
        made_things(c, (struct span){k->span.from, k->verb.span.from}, things);
    struct spans who = {0};
    uint32_t subject_end = subject_of(c, k->span, &who);
    if (things->n == before)
        topic_things(c, k, subject_end, things);
}

/* 每个县推荐的典型案例不少于2篇: no verb, the things stand before the bound. */
static void counted_things(struct reader *r)
{
    struct compiler *c = r->c;
    static const struct str heads[] = {S("推荐的"), S("报送的"), S("上报的"), S("提交的"), S("选送的"), S("推荐"), S("每校"), S("每单位")};
    for (size_t i = r->first; i < r->n_clauses && r->now.things.n == 0; i++) {
        const struct clause *k = &r->clauses[i];
        struct spans who = {0};
        struct quota_read q;
        if (!quota_in(c, k->span, &q))
            continue;
        struct span s = {subject_of(c, k->span, &who), q.span.from};
        for (size_t h = 0; h < sizeof heads / sizeof *heads; h++) {
            uint32_t at = page_find(c->page, s, heads[h]);
            s.from = at != UINT32_MAX ? at + (uint32_t)heads[h].n : s.from;
        }
        for (uint32_t n; s.to > s.from && (n = word_before(c->words, c->page, s.from, s.to, WORD_AT_LEAST) + word_before(c->words, c->page, s.from, s.to, WORD_AT_MOST)) > 0;)
            s.to -= n;
        things_in(c, s, false, &r->now.things);
    }
}

static void take_objects(struct reader *r)
{
    struct compiler *c = r->c;
    struct spans *things = &r->now.things;
    bool sends = r->now.verb.kind >= VERB_BARE;
    for (int round = 0; round < 2; round++) {
        for (size_t i = r->first; i < r->n_clauses; i++) {
            const struct clause *k = &r->clauses[i];
            bool main = k->verb.span.from == r->now.verb.span.from;
            if (k->verb.kind == VERB_NONE || main != (round == 0))
                continue;
            if (main || k->verb.kind >= VERB_BARE || (!sends && things->n == 0))
                objects_of_clause(r, k, things);
        }
    }
    if (things->n == 0 || is_those(c, things))
        made_things(c, r->now.span, things);
    for (size_t i = r->n_clauses; things->n == 0 && i-- > r->first;) {
        const struct clause *k = &r->clauses[i];
        struct spans who = {0};
        if (k->verb.kind == VERB_NONE && k->n_dues == 0 && k->span.from < r->now.verb.span.from)
            topic_things(c, k, subject_of(c, k->span, &who), things);
    }
    if (r->now.verb.kind == VERB_NONE && r->now.has_quota)
        counted_things(r);
    if (things->n == 0 && (r->now.verb.kind == VERB_JOIN || r->now.verb.kind == VERB_FILL))
        arena_push(c->arena, things, r->now.verb.span); /* 报名 itself is what is asked */
}

static unsigned channels_of(const struct compiler *c, struct span s)
{
    static const struct {
        enum word_kind word;
        enum notice_channel channel;
    } ways[] = {{WORD_BY_PAPER, CHANNEL_PAPER}, {WORD_BY_PLATFORM, CHANNEL_PLATFORM}, {WORD_BY_CHAT, CHANNEL_CHAT}, {WORD_BY_FAX, CHANNEL_FAX},
                {WORD_BY_MAIL, CHANNEL_MAIL}};
    unsigned all = 0;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        all |= span_has_word(c, s, ways[i].word) ? 1u << ways[i].channel : 0;
    return all;
}

static struct span receiver_of(const struct compiler *c, struct verb v, uint32_t end)
{
    uint32_t from = v.span.to;
    static const struct str skips[] = {S("至"), S("到"), S("给"), S("送"), S("往")};
    for (size_t i = 0; i < sizeof skips / sizeof *skips; i++)
        from += page_has(c->page, from, end, skips[i]) ? (uint32_t)skips[i].n : 0;
    uint32_t to = from;
    while (to < end && c->page->text.at[to] != ',' && c->page->text.at[to] != '(' && c->page->text.at[to] != ';' &&
           !page_has(c->page, to, end, S("。")) && to - from < 120)
        to = page_next(c->page, to);
    struct span office;
    for (uint32_t at = from; at < to; at = page_next(c->page, at)) { /* 报送材料至…: the receiver comes behind the thing */
        if ((page_has(c->page, at, to, S("至")) || page_has(c->page, at, to, S("到"))) && thing_ends(c, (struct span){from, at}))
            from = at + 3;
    }
    if (thing_ends(c, (struct span){from, to}))
        return (struct span){0, 0};
    bool named = word_find(c->words, c->page, (struct span){from, to}, WORD_OFFICE, &office);
    return named ? (struct span){from, to} : (struct span){0, 0};
}

/* A number that says how many pieces are asked for: beside a verb of handing in, or bounded and said of a unit. */
static bool find_quota(const struct compiler *c, const struct clause *k, struct quota_read *q)
{
    if (!quota_in(c, k->span, q) || (span_has(c, k->span, S("参加")) && k->verb.kind < VERB_NAME))
        return false; /* 选派1名参加 is attendance */
    struct span near = {q->span.from > k->span.from + 36 ? q->span.from - 36 : k->span.from, q->span.from};
    while (((unsigned char)c->page->text.at[near.from] & 0xc0) == 0x80)
        near.from++;
    bool asked = span_has_word(c, near, WORD_NAME) || span_has_word(c, near, WORD_SEND) || span_has(c, near, S("确定")) ||
                 span_has(c, near, S("名额")) || span_has(c, near, S("指定")) || span_has(c, near, S("限"));
    bool counted = q->bounded && (k->who.n > 0 || span_has_word(c, k->span, WORD_PER_UNIT) || span_has_word(c, k->span, WORD_SEND) ||
                                  span_has(c, k->span, S("推荐")));
    return asked || counted;
}

static void quota_of(struct reader *r)
{
    for (size_t i = r->first; i < r->n_clauses && !r->now.has_quota; i++) {
        r->now.has_quota = r->clauses[i].has_quota;
        r->now.quota = r->clauses[i].quota;
    }
    /* 按3%推荐,原则上不超过5篇: the bound may have a clause of its own. */
    for (size_t i = r->first; i < r->n_clauses && !r->now.has_quota && r->now.verb.kind >= VERB_NAME; i++) {
        const struct clause *k = &r->clauses[i];
        bool bare = k->verb.kind == VERB_NONE && k->who.n == 0 && !span_has(r->c, k->span, S("参加"));
        r->now.has_quota = bare && quota_in(r->c, k->span, &r->now.quota) && r->now.quota.bounded && r->now.n_dues == 0;
    }
}

static void bracket_moves(struct reader *r, const struct move *outer);

static bool is_move(const struct move *m)
{
    return m->verb.kind != VERB_NONE || (m->n_dues > 0 && m->labelled) || (m->has_quota && m->who.n > 0);
}

static void move_close(struct reader *r, size_t next)
{
    struct compiler *c = r->c;
    struct move *m = &r->now;
    if (next > r->first) {
        size_t all = r->n_clauses;
        r->n_clauses = next;
        quota_of(r);
        take_objects(r);
        r->n_clauses = all;
        m->channels = channels_of(c, m->span);
        m->modal = span_has_word(c, m->span, WORD_MODAL);
        m->as_said = span_has_word(c, m->span, WORD_AS_SAID);
        m->leave = span_has_word(c, m->span, WORD_LEAVE);
        for (size_t i = r->first; i < next && span_is_empty(m->to); i++)
            m->to = r->clauses[i].verb.kind != VERB_NONE ? receiver_of(c, r->clauses[i].verb, r->clauses[i].span.to) : m->to;
        uint32_t sign = page_find(c->page, m->span, S("@"));
        if (sign != UINT32_MAX)
            m->mailbox = (struct span){sign, sign + 1};
        if (is_move(m)) {
            arena_push(c->arena, r->list, *m);
            bracket_moves(r, &r->list->items[r->list->n - 1]);
        }
    }
    r->now = (struct move){.block = r->block, .sentence = r->sentence};
    r->first = next;
    r->counts = false;
}

/* (各县(市)、区同时报送电子数据): a duty of its own inside another's clause, due with it. */
static void bracket_moves(struct reader *r, const struct move *outer)
{
    struct compiler *c = r->c;
    struct move whole = *outer;
    if (whole.n_dues == 0 || whole.inside)
        return;
    for (uint32_t at = whole.span.from; at < whole.span.to;) {
        uint32_t past = page_skip(c->page, at);
        bool round = past > at && c->page->text.at[at] == '(';
        struct clause k = {.span = {at + 1, past > at + 1 ? past - 1 : at + 1}};
        if (round && verb_in(c, k.span, &k.verb) && k.verb.span.from != whole.verb.span.from) {
            subject_of(c, k.span, &k.who);
            struct move m = {.span = k.span, .block = whole.block, .sentence = whole.sentence, .who = k.who, .verb = k.verb, .inside = true};
            m.n_dues = 1;
            m.dues = whole.dues;
            things_in(c, object_after(c, k.verb, k.span.to), true, &m.things);
            bool own = k.who.n > 0 && m.things.n > 0 && k.verb.kind == VERB_SEND;
            if (own)
                arena_push(c->arena, r->list, m);
        }
        at = past > at ? past : page_next(c->page, at);
    }
}

static bool same_dues(const struct move *m, const struct clause *k)
{
    const struct notice_due *a = &m->dues[0].due, *b = &k->dues[0].due;
    return a->date.n == b->date.n && a->minute == b->minute && a->relative == b->relative && a->n == b->n;
}

/* True when the clause speaks of a further move: a second deadline, or another audience with a verb of its own. */
static bool opens_move(const struct compiler *c, const struct move *m, const struct clause *k, bool counted)
{
    bool complete = m->verb.kind >= VERB_JOIN || m->labelled;
    bool filled = m->verb.kind == VERB_FILL && m->n_dues > 0;
    if (k->condition)
        return complete && m->n_dues > 0;
    if (k->n_dues > 0 && m->n_dues > 0)
        return (complete || filled) && (!same_dues(m, k) || (k->who.n > 0 && k->verb.kind >= VERB_BARE && m->who.n > 0));
    bool new_who = k->who.n > 0 && m->who.n > 0 && !is_anyone(c, &k->who) && k->who.items[0].from != m->who.items[0].from;
    bool counts = k->has_quota;
    if (new_who && (m->n_dues > 0 ? complete && k->verb.kind >= VERB_BARE : complete || counted))
        return k->verb.kind >= VERB_JOIN || counts;
    return counts && counted && k->who.n > 0 && m->who.n > 0;
}

static void move_take(struct reader *r, struct clause *k)
{
    struct move *m = &r->now;
    bool vague = m->who.n == 0 || is_anyone(r->c, &m->who);
    bool takes_over = k->n_dues > 0 || (k->verb.kind >= VERB_BARE && m->verb.kind < VERB_BARE);
    bool list_on = r->listing && k->who.n > 0;
    for (size_t i = 0; list_on && i < k->who.n; i++)
        arena_push(r->c->arena, &m->who, k->who.items[i]);
    r->listing = k->names_only;
    if (!list_on && k->who.n > 0 && (vague || (takes_over && !is_anyone(r->c, &k->who))))
        m->who = k->who;
    if (span_is_empty(m->span))
        m->span.from = k->span.from;
    m->span.to = k->span.to;
    m->nil = m->nil || k->nil;
    if (k->n_dues > 0 && (m->n_dues == 0 || (m->verb.kind == VERB_NONE && !m->labelled) || m->dues[0].role > k->dues[0].role)) {
        m->dues = k->dues;
        m->n_dues = k->n_dues;
        m->labelled = k->labelled;
    }
    bool better = k->verb.kind > m->verb.kind || (k->n_dues > 0 && k->verb.kind >= VERB_JOIN);
    if (k->verb.kind != VERB_NONE && (better || m->verb.kind == VERB_NONE))
        m->verb = k->verb;
}

static bool is_late_clause(const struct compiler *c, struct span s)
{
    return word_here(c, s.from, s.to, WORD_LATE) > 0 || span_has(c, s, S("逾期")) || span_has(c, s, S("过期")) || span_has(c, s, S("不予受理"));
}

static void sentence_read(struct reader *r, struct span s)
{
    struct compiler *c = r->c;
    struct spans parts = {0};
    clauses_of(c, s, &parts);
    r->clauses = arena_many(c->arena, struct clause, parts.n + 1);
    r->n_clauses = 0;
    r->first = 0;
    r->text = s;
    bool own = false; /* the sender's own step, until somebody else is named */
    for (size_t i = 0; i < parts.n; i++) {
        struct clause *k = &r->clauses[r->n_clauses];
        *k = (struct clause){.span = parts.items[i]};
        if (is_late_clause(c, k->span))
            continue;
        r->n_clauses++;
        clause_read(c, k, r->heading, &own);
        k->has_quota = find_quota(c, k, &k->quota);
        bool happens = span_has_word(c, (struct span){s.from, k->span.to}, WORD_HAPPENS);
        for (size_t d = 0; d < k->n_dues; d++) {
            if (k->dues[d].due.relative == RELATIVE_AFTER && k->dues[d].role == MOMENT_DEADLINE && happens)
                k->dues[d].each = EACH_EVENT;
        }
    }
    r->now = (struct move){.block = r->block, .sentence = r->sentence};
    r->listing = r->counts = false;
    for (size_t i = 0; i < r->n_clauses; i++) {
        struct clause *k = &r->clauses[i];
        if (!r->listing && opens_move(c, &r->now, k, r->counts)) {
            struct spans who = r->now.who;
            move_close(r, i);
            if (k->who.n == 0)
                r->now.who = who; /* the subject holds on: …；此后每周至少上报一篇 */
        }
        move_take(r, k);
        r->counts = r->counts || (k->has_quota && r->now.n_dues == 0);
    }
    move_close(r, r->n_clauses);
}

/* How many sentences of a block lead up to 通知如下; 0 when none does. */
static size_t preamble_of(const struct compiler *c, const struct spans *sentences)
{
    for (size_t i = 0; i < sentences->n; i++) {
        if (span_has(c, sentences->items[i], S("通知如下")) || span_has(c, sentences->items[i], S("事项如下")))
            return i + 1;
    }
    return 0;
}

static bool is_dated(const struct move *m)
{
    return m->n_dues > 0 && m->dues[0].role != MOMENT_RHYTHM && m->dues[0].role != MOMENT_AFTER;
}

void moves_read(struct compiler *c, struct moves *list)
{
    struct reader r = {.c = c, .list = list};
    for (uint32_t b = 0; b < c->blocks.n; b++) {
        struct block *block = &c->blocks.items[b];
        if (block->tail)
            continue;
        struct spans sentences = {0};
        sentences_of(c, block->span, &sentences);
        r.block = b;
        r.heading = heading_above(c, b);
        size_t preamble = preamble_of(c, &sentences);
        for (size_t i = 0; i < sentences.n; i++, r.sentence++) {
            size_t before = list->n;
            sentence_read(&r, sentences.items[i]);
            while (i < preamble && list->n > before && !is_dated(&list->items[list->n - 1]))
                list->n--; /* what others decided, told before 通知如下 */
            for (size_t m = before; m < list->n; m++) {
                list->items[m].heading = i == 0 && block->level != LEVEL_NONE && sentences.items[i].to - sentences.items[i].from < 90;
                rule_in(c, sentences.items[i], &list->items[m].rule);
            }
        }
    }
}
