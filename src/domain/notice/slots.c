/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/slots.h"

#include "domain/notice/block.h"
#include "domain/notice/clause.h"
#include "domain/notice/number.h"
#include "domain/notice/rhythm.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

enum { SLOTS_MOST = 24, LABEL_BYTES = 150, NAME_BYTES = 90, HEAD_BYTES = 36 };

struct slot {
    struct span span;
    struct spans who, things; /* one of them */
    struct moment due;
};

struct slots {
    struct slot items[SLOTS_MOST];
    size_t n;
    uint32_t from, to; /* of the list in the text */
    bool turns;        /* each is a day and then whose it is */
};

/* 各学院须交教务处:, 一年报两回:, and below it things with their days. */
static bool asks(const struct compiler *c, struct span s)
{
    static const struct str hands[] = {S("报送"), S("上报"), S("提交"), S("须交"),
                                       S("报两"), S("报三"), S("交至"), S("报至")};
    return s.to - s.from <= LABEL_BYTES && c->page->text.at[s.to] == ':' && span_has_any(c, s, WORD_LIST(hands));
}

/* 报送时间:, 材料报送时间安排如下:, 请按以下时间将总结报局办公室: */
static bool is_label(const struct compiler *c, struct span s)
{
    static const struct str times[] = {S("时间"), S("日期"), S("时限"), S("时段")};
    static const struct str hands[] = {S("报"), S("交"), S("送"), S("收"), S("稿"), S("年检")};
    static const struct str others[] = {S("报到"), S("报名"), S("活动"), S("比赛"), S("会议"), S("培训"), S("举办")};
    return s.to - s.from <= LABEL_BYTES && span_has_any(c, s, WORD_LIST(times)) &&
           span_has_any(c, s, WORD_LIST(hands)) && !span_has_any(c, s, WORD_LIST(others));
}

/* 按下列时间受理:, 集中会审时间, and in a letter about such a thing 时间安排: whose turn it is on which day. */
static bool is_turns(const struct compiler *c, struct span s)
{
    static const struct str deeds[] = {S("受理"), S("会审"), S("审核"), S("审验"), S("审查"),
                                       S("登记"), S("年检"), S("送审"), S("验收"), S("汇审")};
    static const struct str times[] = {S("时间"), S("日程"), S("顺序")};
    static const struct str others[] = {S("现场"), S("检查"), S("督查"), S("评审会"), S("培训"), S("报到"), S("会议")};
    bool about = span_has_any(c, s, WORD_LIST(deeds)) || (page_ends_any(c->page, s.from, s.to, &S("时间安排"), 1) > 0 &&
                                                          span_has_any(c, c->title, WORD_LIST(deeds)));
    return s.to - s.from <= LABEL_BYTES && about && span_has_any(c, s, WORD_LIST(times)) &&
           !span_has_any(c, s, WORD_LIST(others));
}

/* The entry that begins at `at`: up to a stop outside brackets or a line's end; *next_r: where the next begins. */
static struct span entry_at(const struct compiler *c, uint32_t at, uint32_t end, uint32_t *next_r)
{
    static const struct str stops[] = {S(";"), S(","), S("。")};
    const struct page *p = c->page;
    uint32_t to = at, n = 0;
    while (to < end && (n = page_has_any(p, to, end, WORD_LIST(stops))) == 0) {
        uint32_t past = page_skip(p, to);
        to = past > to ? past : page_next(p, to);
        if (to < end && p->gap[to] >= GAP_LINE)
            break;
    }
    *next_r = to + n;
    return (struct span){at, to};
}

/* Without its number, and without what may stand before its day: 1.机关处室|:12月6日, 各县|于12月11日, 方案|——4月6日. */
static struct span name_in(const struct compiler *c, struct span s)
{
    static const struct str joints[] = {S("于"), S("在"), S("为"), S("应于"), S("须于"), S("请于")};
    static const struct str signs[] = {S(":"), S("-"), S("—"), S("("), S(",")};
    enum level level;
    int number;
    s.from += numbering_at(c->page, s.from, &level, &number);
    s.to -= page_ends_any(c->page, s.from, s.to, WORD_LIST(joints));
    for (uint32_t n; (n = page_ends_any(c->page, s.from, s.to, WORD_LIST(signs))) > 0;)
        s.to -= n;
    return s;
}

/* The units, and nothing else: by their names, or where all that is told is whose day it is (党群口) whatever they are called. */
static bool who_of(struct compiler *c, struct span s, struct spans *who)
{
    static const struct str kinds[] = {S("口"),   S("片"),   S("片区"), S("组"), S("级"),   S("小学"),
                                       S("初中"), S("高中"), S("中学"), S("园"), S("单位"), S("类")};
    if (!page_is_han(c->page, s.from) || span_has(c, s, S(":")) || (thing_ends(c, s) && !unit_ends(c, s.from, s.to)))
        return false;
    if (all_names(c, s, who))
        return true;
    who->n = 0;
    if (!unit_ends(c, s.from, s.to) && page_ends_any(c->page, s.from, s.to, WORD_LIST(kinds)) == 0)
        return false;
    units_in(c, s, who);
    return who->n > 0;
}

/* Whose day it is, or, before it, the thing that is due then: 活动方案|4月6日. */
static bool name_read(struct compiler *c, struct span s, bool before, struct slot *r)
{
    struct verb v;
    s = name_in(c, s);
    if (s.to <= s.from || s.to - s.from > NAME_BYTES || verb_in(c, s, &v))
        return false;
    if (before && !unit_ends(c, s.from, s.to)) /* 市直行政单位 */
        things_in(c, s, true, &r->things);
    return r->things.n > 0 || who_of(c, s, &r->who) || (!before && short_names(c, s, &r->who) && r->who.n > 1);
}

/* One day, and whose it is before or behind it, or what is due then before it. */
static bool slot_read(struct compiler *c, struct span entry, struct slot *r)
{
    struct moments days = {0};
    moments_in(c, entry, &days);
    if (days.n != 1 || days.items[0].role > MOMENT_DEADLINE || !day_is_set(days.items[0].due.date))
        return false;
    *r = (struct slot){.span = entry, .due = days.items[0]};
    r->due.role = MOMENT_DEADLINE;
    uint32_t behind = page_skip(c->page, r->due.span.to);
    behind += deadline_sign(c, behind, entry.to);
    static const struct str halves[] = {S("上午"), S("下午"), S("全天")};
    behind += page_has_any(c->page, behind, entry.to, WORD_LIST(halves));
    struct span before = {entry.from, r->due.span.from}, rest = {behind, entry.to};
    rest.from += page_eat(c->page, rest.from, rest.to, S(")"));
    if (before.to > before.from)
        return rest.to <= rest.from && name_read(c, before, true, r);
    rest.from += page_eat(c->page, rest.from, rest.to, S(":"));
    return name_read(c, rest, false, r);
}

/* The slots from `from` on; what stands behind the last of them is the reader's. */
static void slots_at(struct compiler *c, uint32_t from, uint32_t end, struct slots *r)
{
    uint32_t next;
    for (uint32_t at = from; at < end && r->n < SLOTS_MOST; at = next) {
        struct span entry = entry_at(c, at, end, &next);
        struct slot *s = &r->items[r->n];
        bool dated = slot_read(c, entry, s);
        if (!dated && next < end && c->page->text.at[next - 1] == ',') { /* 汇总表,|3月24日前; */
            entry.to = entry_at(c, next, end, &next).to;
            dated = slot_read(c, entry, s);
        }
        if (!dated || (r->n > 0 && (s->who.n > 0) != (r->items[0].who.n > 0)))
            return;
        if (r->turns && (s->who.n == 0 || s->due.span.from != entry.from))
            return;
        r->n++;
        r->to = next;
    }
}

/* What hands in by these days: of the label's own sentence. */
static const struct move *label_move(const struct moves *list, struct span label)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct move *m = &list->items[i];
        if (m->span.from >= label.from && m->span.from < label.to && m->verb.kind >= VERB_BARE)
            return m;
    }
    return NULL;
}

static void slots_take(struct compiler *c, struct moves *list, uint32_t block, struct span label,
                       const struct slots *slots)
{
    const struct move *base = label_move(list, label);
    struct move of = base != NULL ? *base : (struct move){.labelled = true};
    struct span verb;
    if (of.things.n > 0 && of.things.items[0].from < label.from)
        of.things.n = 0; /* told before */
    if (of.things.n == 0 && word_find(c->words, label, WORD_SEND, &verb))
        things_in(c, (struct span){label.from, verb.from}, true, &of.things); /* 总结|报送时间: */
    if (is_those(c, &of.things) || (of.things.n > 0 && !thing_ends(c, of.things.items[of.things.n - 1])))
        of.things.n = 0; /* 人事科分批受理,请各单位按下列时间报送: no thing */
    bool named = base == NULL && of.things.n > 0; /* by the label */
    moves_drop(list, list->n, (struct span){base != NULL ? label.from : slots->from, slots->to});
    for (size_t i = 0; i < slots->n; i++) {
        const struct slot *s = &slots->items[i];
        struct move m = of;
        m.span = (struct span){i == 0 && named ? label.from : s->span.from, s->span.to};
        m.block = block;
        m.sentence = SLOT_SENTENCE + s->span.from;
        m.who = s->who.n > 0 ? s->who : of.who;
        if (s->things.n > 0) { /* each by itself, whatever else the label's sentence names */
            m.things = s->things;
            m.verb.kind = VERB_NONE;
            m.labelled = m.listed = true;
        }
        m.things.cap = m.things.n;
        m.n_dues = 1;
        m.dues = arena_one(c->arena, struct moment);
        *m.dues = s->due;
        arena_push(c->arena, list, m);
    }
}

/* The label of the list that the block may hold, itself or in the lines below it; *from_r: where the list begins. */
static struct span label_in(const struct compiler *c, uint32_t block, uint32_t *from_r, bool *turns_r)
{
    const struct block *b = &c->blocks.items[block];
    struct span s = b->span;
    uint32_t colon = page_find(c->page, s, S(":")), behind = 0;
    if (c->page->text.at[s.to - 1] == ':') { /* …交师训科,具体时间安排:, and the list below */
        struct span last = {page_sentence(c->page, s.from, s.to - 1), s.to - 1};
        *from_r = s.to;
        struct span lead = page_lead(c->page, last.from, last.to, NAME_BYTES);
        *turns_r = !is_label(c, lead) && is_turns(c, lead);
        if (*turns_r || is_label(c, lead))
            return last;
    }
    struct span label = {s.from, colon != UINT32_MAX ? colon : s.from};
    *from_r = colon + 1;
    if (colon != UINT32_MAX && (is_label(c, label) || asks(c, label)))
        return label;
    label = label_of(c, s, &behind);
    *from_r = behind;
    bool stopped = s.to - s.from <= HEAD_BYTES && page_has(c->page, s.to - 3, s.to, S("。")); /* 四、报送时间。 */
    if (span_is_empty(label) && (b->heading || stopped))
        label = (struct span){s.from, *from_r = s.to};
    *turns_r = !span_is_empty(label) && !is_label(c, label) && is_turns(c, label);
    return !span_is_empty(label) && (*turns_r || is_label(c, label)) ? label : (struct span){0, 0};
}

void slots_read(struct compiler *c, struct moves *list)
{
    for (uint32_t b = 0; b < c->blocks.n; b++) {
        struct slots slots = {0};
        struct span label = c->blocks.items[b].tail ? (struct span){0, 0} : label_in(c, b, &slots.from, &slots.turns);
        if (span_is_empty(label))
            continue;
        c->calendar.said = DAY_NONE;
        uint32_t end = c->blocks.items[b].span.to;
        slots_at(c, slots.from, end, &slots);
        for (uint32_t next = b + 1; slots.from >= end && next < c->blocks.n && !c->blocks.items[next].tail; next++) {
            size_t before = slots.n;
            enum level level = c->blocks.items[next].level, own = c->blocks.items[b].level;
            if (level != LEVEL_NONE && own != LEVEL_NONE && level <= own)
                break; /* the next item */
            slots_at(c, c->blocks.items[next].span.from, c->blocks.items[next].span.to, &slots);
            if (slots.n == before)
                break;
        }
        /* 各校3月2日前,各县3月6日前,|将…: no list of its own */
        bool goes_on = slots.n > 0 && c->page->text.at[slots.to - 1] == ',' && slots.items[0].who.n > 0 &&
                       (page_has(c->page, slots.to, page_end(c->page), S("将")) ||
                        page_has(c->page, slots.to, page_end(c->page), S("把")));
        if (slots.n > 1 && !goes_on)
            slots_take(c, list, b, label, &slots);
    }
}
