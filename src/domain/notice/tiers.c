/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/tiers.h"

#include "domain/notice/block.h"
#include "domain/notice/clause.h"
#include "domain/notice/counted.h"
#include "domain/notice/duty.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

enum { TIERS = 24, NAME_BYTES = 120, LABEL_BYTES = 45, LEAD_BYTES = 240 };

struct tier {
    struct span span, name, thing;
    struct quota_read quota;
    bool sure;  /* the name is a unit's, beyond doubt */
    bool sized; /* told by its size in a clause of its own */
};

struct tiers {
    struct tier items[TIERS];
    size_t n;
    struct span label; /* 优秀教师:, of all behind it */
};

/* 每校, 每县(市), 每个, 每单位: bytes of the words that say the number is each one's. */
static uint32_t each_at(const struct compiler *c, uint32_t at, uint32_t end)
{
    if (!page_has(c->page, at, end, S("每")) || word_here(c, at, end, WORD_EVERY_TIME))
        return 0;
    uint32_t n = page_eat(c->page, at + 3, end, S("个")), unit = word_here(c, at + 3 + n, end, WORD_UNIT);
    uint32_t to = at + 3 + n + unit, whole = unit > 0 ? name_end(c, at, end, true) : 0; /* 每个行业协会, no 每个行 */
    to = whole > to ? whole : to;
    if (n + unit == 0)
        return 0;
    return (to < end && c->page->text.at[to] == '(' ? page_skip(c->page, to) : to) - at;
}

/* 可, 应, 原则上, 各, 限报, 申报, 每校 …: what may stand between a class and the thing that is counted. */
static uint32_t sign_at(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str others[] = {S("各"),   S("可推"), S("可"),   S("应"), S("原则上"),
                                        S("等额"), S("合并"), S("组织"), S("出")};
    uint32_t n = each_at(c, at, end);
    n = n > 0 ? n : word_here(c, at, end, WORD_AT_MOST);
    n = n > 0 ? n : word_here(c, at, end, WORD_AT_LEAST);
    n = n > 0 ? n : word_here(c, at, end, WORD_NAME);
    n = n > 0 ? n : word_here(c, at, end, WORD_SEND);
    static const struct str asks[] = {S("申报"), S("选派"), S("选送"), S("报"), S("推")};
    n = n > 0 ? n : page_has_any(c->page, at, end, WORD_LIST(asks));
    return n > 0 ? n : page_has_any(c->page, at, end, WORD_LIST(others));
}

/* Where the class's name ends: before the first of those signs. */
static uint32_t class_end(const struct compiler *c, uint32_t from, uint32_t end)
{
    uint32_t at = from + word_here(c, from, end, WORD_EVERY); /* 各县, 每个团场 */
    at = at > from ? at : page_next(c->page, from);
    while (at < end) {
        uint32_t past = page_skip(c->page, at);
        if (past > at) {
            at = past;
        } else if (sign_at(c, at, end) > 0 && !word_here(c, at, end, WORD_NO_STOP)) {
            break;
        } else {
            at = page_next(c->page, at);
        }
    }
    return at;
}

static bool is_rest(const struct compiler *c, struct span s)
{
    static const struct str rests[] = {S("其余"), S("其他"), S("其它")};
    return page_has_any(c->page, s.from, s.to, WORD_LIST(rests)) > 0;
}

/* 全区共, 获奖作品, 团干部, 负责人不得同时: no class of unit. */
static bool may_be_class(const struct compiler *c, struct span s)
{
    static const struct str heads[] = {S("全"),   S("共"),   S("总"),   S("设"),   S("评"),   S("其中"),
                                       S("参加"), S("男"),   S("女"),   S("奖"),   S("课"),   S("作品"),
                                       S("优秀"), S("先进"), S("推荐"), S("至少"), S("但"),   S("每队"),
                                       S("必须"), S("加上"), S("项目"), S("另设"), S("以上"), S("上述")};
    static const struct str words[] = {S("向"),   S("对"),   S("为"),     S("不"),   S("取"),   S("只"),
                                       S("可"),   S("仅"),   S("为单位"), S("同时"), S("设立"), S("总数"),
                                       S("单个"), S("最大"), S(","),      S("每人"), S("等奖"), S("由"),
                                       S("红旗"), S("模范"), S("文明"),   S("标兵"), S("五四"), S("岁")};
    static const struct str persons[] = {S("人员"), S("负责人"), S("主持人"), S("干部"), S("团员"), S("党员"),
                                         S("选手"), S("领队"),   S("教练"),   S("学生"), S("教师"), S("职工"),
                                         S("代表"), S("专家"),   S("者"),     S("项"),   S("妇女")};
    return s.to >= s.from + 6 && s.to - s.from <= NAME_BYTES &&
           (page_is_han(c->page, s.from) || c->page->text.at[s.from] == '<' || c->page->text.at[s.from] == '>' ||
            span_has(c, s, S("以上")) || span_has(c, s, S("以下"))) &&
           page_has_any(c->page, s.from, s.to, WORD_LIST(heads)) == 0 && !span_has_any(c, s, WORD_LIST(words)) &&
           page_ends_any(c->page, s.from, s.to, WORD_LIST(persons)) == 0 && !thing_ends(c, s);
}

/* 三甲, 二级, 200人以下的: a class by a name of its own, beside others that are surely units. */
static bool is_brief(const struct compiler *c, struct span s, bool followed)
{
    enum { BRIEF = 12 };
    return s.to - s.from <= BRIEF || page_has(c->page, s.to - 3, s.to, S("的")) ||
           (followed && span_has(c, s, S("、")));
}

/* Where the words 每校, 每个 stand inside s; its end where none do. */
static uint32_t each_in(const struct compiler *c, struct span s)
{
    uint32_t at = s.from;
    while (at < s.to && each_at(c, at, s.to) == 0)
        at = page_skip(c->page, at) > at ? page_skip(c->page, at) : page_next(c->page, at);
    return at;
}

/* The clause's number: of 省级一类竞赛每个协会限报2项 and 其余每个申报5家以内 that behind 每个. */
static bool number_in(const struct compiler *c, struct span s, struct quota_read *r)
{
    if (!span_has_word(c, s, WORD_COUNTER))
        return false;
    uint32_t each = each_in(c, s), past = each < s.to ? each + each_at(c, each, s.to) : s.to;
    return (past < s.to && quota_in(c, (struct span){past, s.to}, r)) || quota_in(c, s, r);
}

/* One class and its number; false where the clause is none. */
static bool tier_read(const struct compiler *c, struct span s, struct tier *r, struct span *label)
{
    *r = (struct tier){.span = s};
    enum level level;
    s.from += numbering_at(c->page, s.from, &level, &(int){0}); /* 5、报送数量:中心片不少于20篇 */
    uint32_t colon = page_find(c->page, s, S(":"));
    if (colon != UINT32_MAX && colon - s.from <= LABEL_BYTES && digits_at(c->page, s.from, s.to) == 0) {
        struct span head = {s.from, colon};
        static const struct str counts[] = {S("人数"), S("名额"), S("数量"), S("限额"), S("数")};
        bool section = word_before(c->page, head.from, head.to, WORD_SECTION) > 0 ||
                       page_ends_any(c->page, head.from, head.to, WORD_LIST(counts)) > 0;
        *label = section || unit_ends(c, head.from, head.to) ? *label : head; /* 优秀教师:甲县每县7名 */
        s.from = colon + 1;
    }
    static const struct str others[] = {S("日前"), S("抽取"), S("抽查"),   S("检查"),   S("督查"),   S("走访"),
                                        S("慰问"), S("发放"), S("送了"),   S("报了"),   S("未报送"), S("未上报"),
                                        S("尚有"), S("往年"), S("拟推荐"), S("将推荐"), S("为宜"),   S("团队不")};
    if (!number_in(c, s, &r->quota) || span_has_any(c, s, WORD_LIST(others)))
        return false;
    static const struct str openers[] = {S("原则上"), S("另"), S("同时")};
    if (page_has(c->page, s.from, s.to, S("其中")))
        return false; /* 每县4名,其中农村妇女不少于1名 */
    s.from += page_has_any(c->page, s.from, s.to, WORD_LIST(openers));
    uint32_t number = r->quota.span.from, end = class_end(c, s.from, number);
    r->name = (struct span){s.from, end};
    for (uint32_t n; end < number && (n = sign_at(c, end, number)) > 0;)
        end += n;
    r->thing = (struct span){end, number};
    uint32_t each = each_at(c, r->name.to, number);
    if (each > 0 && !unit_ends(c, r->name.from, r->name.to) && !is_rest(c, r->name) &&
        page_ends_any(c->page, r->name.from, r->name.to, (struct str[]){S("赛"), S("奖"), S("类"), S("课题")}, 4) > 0)
        r->name = (struct span){r->name.to, r->name.to + each}; /* 省级二类竞赛|每个行业协会 */
    bool every = word_here(c, r->name.from, r->name.to, WORD_EVERY) > 0;
    r->sure = every || is_rest(c, r->name) || unit_ends(c, r->name.from, r->name.to);
    bool kinds = span_has(c, r->thing, S("各")) || span_has(c, r->thing, S("每")); /* 初中|各学科|各报1名 */
    return may_be_class(c, r->name) && (r->sure || is_brief(c, r->name, end > r->name.to)) && !kinds &&
           !page_has(c->page, r->thing.from, r->thing.to, S("增加")) && r->thing.to - r->thing.from <= LABEL_BYTES;
}

/* 1件软笔: behind a class a further kind only; the class goes on. */
static bool goes_on(const struct compiler *c, struct span s)
{
    struct quota_read q;
    return quota_in(c, s, &q) && q.span.from > s.from && word_here(c, s.from, s.to, WORD_EVERY) == 0 &&
           q.span.from - s.from <= LABEL_BYTES;
}

/* The paragraph or what stands before it speaks of putting forward so many. */
static bool asks(const struct compiler *c, struct span run)
{
    static const struct str words[] = {S("名额"), S("数量"), S("限额"), S("限报"), S("限项"),
                                       S("推荐"), S("申报"), S("选送"), S("报送"), S("推选"),
                                       S("选派"), S("选手"), S("征集"), S("征文"), S("参赛")};
    struct span lead = page_lead(c->page, c->body, run.from, LEAD_BYTES);
    return span_has_any(c, (struct span){lead.from, run.to}, WORD_LIST(words));
}

/* 4人, in a letter that invites to a meeting: who comes. */
static bool counts_guests(const struct compiler *c, const struct tiers *t, struct span run)
{
    static const struct str puts[] = {S("推荐"), S("名额"), S("推选"), S("限报"), S("申报"), S("选手"), S("选派")};
    static const struct str comes[] = {S("会名额"), S("参会"), S("与会"), S("观摩"), S("参训人员"), S("训名额")};
    struct span near = page_lead(c->page, c->body, run.from, LEAD_BYTES / 2);
    near.to = run.to;
    return t->n > 0 && counts_people(c, &t->items[0].quota) &&
           (!span_has_any(c, near, WORD_LIST(puts)) || span_has_any(c, near, WORD_LIST(comes)));
}

/* The classes are told of in one list: two names at least, one of them a unit's beyond doubt. */
static bool is_list(const struct compiler *c, const struct tiers *t)
{
    bool sure = false, other = false;
    for (size_t i = 0; i < t->n; i++) {
        sure = sure || t->items[i].sure;
        other = other || (i > 0 && !str_eq(text_of(c, t->items[i].name), text_of(c, t->items[0].name)));
    }
    return t->n > 1 && sure && other;
}

/* What the sentences' reader made of the stretch: how many classes it told apart, and the one deadline that it found. */
struct reading {
    size_t classes, dated;
    struct move due;
};

static struct reading reading_of(const struct moves *list, struct span run)
{
    struct reading r = {.classes = 0};
    for (size_t i = 0; i < list->n; i++) {
        const struct move *m = &list->items[i];
        if (m->span.from >= run.to || m->span.to <= run.from)
            continue;
        r.classes += m->has_quota && m->who.n > 0;
        r.dated += m->n_dues > 0;
        r.due = m->n_dues > 0 ? *m : r.due;
    }
    return r;
}

static void tier_add(struct compiler *c, struct moves *list, const struct tier *tier, struct span label,
                     const struct move *due)
{
    struct move m = {.span = tier->span, .block = block_at(c, tier->span.from), .has_quota = true};
    if (due->n_dues > 0) { /* 每个乡镇报2篇,每个部门报1篇,于5月10日前报: due as the sentence says */
        m = *due;
        m.span = tier->span;
        m.things = (struct spans){0};
        m.who = (struct spans){0};
    }
    m.counted = due->n_dues == 0;
    m.has_quota = true;
    m.sentence = TIER_SENTENCE + (uint32_t)list->n;
    m.quota = tier->quota;
    m.quota.bounded = true;
    if (due->n_dues == 0)
        m.verb = (struct verb){{tier->span.from, tier->span.from}, VERB_NAME};
    arena_push(c->arena, &m.who, tier->name);
    if (tier->thing.to >= tier->thing.from + 6)
        things_in(c, tier->thing, false, &m.things);
    if (m.things.n == 0 && !span_is_empty(label))
        arena_push(c->arena, &m.things, label);
    for (size_t i = 0; m.things.n == 0 && i < due->things.n; i++)
        arena_push(c->arena, &m.things, due->things.items[i]);
    arena_push(c->arena, list, m);
}

static void tiers_add(struct compiler *c, struct moves *list, const struct tiers *t, struct span run)
{
    if (!is_list(c, t) || counts_guests(c, t, run))
        return;
    struct reading told = reading_of(list, run);
    bool behind = told.dated == 1 && told.due.span.from >= run.from && told.due.n_dues == 1 &&
                  told.due.dues->span.from >= run.to && told.due.verb.kind >= VERB_BARE;
    if ((told.classes > 1 && !t->items[0].sized) || (told.dated > 0 && !behind) || (!behind && !asks(c, run)))
        return;
    moves_drop(list, list->n, run);
    struct span last = {run.to,
                        page_end(c->page)}; /* 各部门不少于1篇,发abc@163.com: where they go is said behind them */
    uint32_t stop = page_find(c->page, last, S("。"));
    last.to = stop != UINT32_MAX ? stop : last.to;
    bool sent = last.to - last.from < LEAD_BYTES && span_has(c, last, S("@"));
    for (size_t i = 0; i < t->n; i++)
        tier_add(c, list, &t->items[i], t->label, &told.due);
    if (sent && told.dated == 0)
        list->items[list->n - 1].span.to = last.to;
}

/* 小学36(及以上)个教学班的学校|,每校报3件: which units are meant stands in a clause of its own. */
static bool size_read(const struct compiler *c, const struct spans *parts, size_t k, struct tier *r)
{
    static const struct str bounds[] = {S("以上"), S("以下"), S("以内"), S("不足"),     S("至"), S("-"),
                                        S("≥"),    S("≤"),    S("个班"), S("个教学班"), S("~")};
    struct span name = parts->items[k], each = k + 1 < parts->n ? parts->items[k + 1] : name;
    each.to = without_stop(c->page, each);
    uint32_t colon = page_find(c->page, name, S(":"));
    name.from = colon != UINT32_MAX && colon - name.from <= LABEL_BYTES ? colon + 1 : name.from;
    uint32_t of = name.from;
    while (of < name.to && digits_at(c->page, of, name.to) == 0)
        of = page_next(c->page, of);
    if (of == name.to || !span_has_any(c, name, WORD_LIST(bounds)) || name.to - name.from > NAME_BYTES)
        return false;
    uint32_t n = k + 1 < parts->n ? each_at(c, each.from, each.to) : 0;
    static const struct str ends[] = {S("人以上的"), S("人以下的"), S("(含)以上的"), S("人的")};
    bool those = page_ends_any(c->page, name.from, name.to, WORD_LIST(ends)) > 0;
    bool apart = ((n > 0 || counted_alone(c, each)) && unit_ends(c, name.from, name.to)) ||
                 (those && k + 1 < parts->n); /* 职工500人以上的,奖章1个; 1000至2000人的,不超过25项 */
    if (!apart)
        return false;
    *r = (struct tier){.span = {name.from, each.to}, .name = name, .sure = true, .sized = true};
    return quota_in(c, each, &r->quota);
}

static void block_read(struct compiler *c, struct moves *list, const struct block *b, struct tiers *t)
{
    struct span run = {0, 0};
    *t = (struct tiers){0};
    for (size_t i = 0; i < b->sentences.n; i++) {
        struct spans parts = {0};
        clauses_of(c, b->sentences.items[i], &parts);
        for (size_t k = 0; k < parts.n; k++) {
            struct tier tier;
            struct span s = parts.items[k];
            s.to -= page_ends_any(c->page, s.from, s.to, (struct str[]){S("。"), S(";")}, 2);
            bool size = size_read(c, &parts, k, &tier);
            s = size ? (struct span){s.from, tier.span.to} : s; /* 高校按人数核定:2000人以上的,申报… is told anew */
            k += size;
            if (t->n < TIERS && (size || tier_read(c, s, &tier, &t->label))) {
                run = t->n == 0 ? s : (struct span){run.from, s.to};
                t->items[t->n++] = tier;
            } else if (t->n == 0 || !goes_on(c, s)) {
                tiers_add(c, list, t, run);
                *t = (struct tiers){.label = t->label};
            }
        }
    }
    tiers_add(c, list, t, run);
}

void tiers_read(struct compiler *c, struct moves *list)
{
    struct tiers *t = arena_one(c->arena, struct tiers);
    for (size_t i = 0; i < c->blocks.n; i++) {
        const struct block *b = &c->blocks.items[i];
        if (!b->tail && span_has_word(c, b->span, WORD_COUNTER))
            block_read(c, list, b, t);
    }
}
