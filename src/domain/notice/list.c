/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/list.h"

#include "domain/notice/block.h"
#include "domain/notice/object.h"
#include "domain/notice/thing.h"

enum { SHORT_LIST = 300 }; /* a label's whole paragraph is the list: 申报材料:《申请书》3份;查新报告 */

bool names_list(const struct compiler *c, struct span s)
{
    static const struct str ends[] = {S("材料"),     S("资料"),       S("材料要求"), S("材料清单"),
                                      S("材料目录"), S("材料及要求"), S("包括"),     S("如下")};
    static const struct str whole[] = {S("报送内容"), S("上报内容"), S("填报内容"), S("提交内容"), S("申报内容"),
                                       S("材料要求"), S("材料"),     S("表名"),     S("报表名称"), S("填报表式"),
                                       S("报送表式"), S("报送事项"), S("材料名称")};
    while (s.to > s.from && (c->page->text.at[s.to - 1] == ':' || page_has(c->page, s.to - 3, s.to, S("。"))))
        s.to = page_back(c->page, s.to);
    struct str text = text_of(c, s);
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        if (str_eq(text, whole[i]))
            return true;
    }
    bool handed = span_has(c, s, S("报")) || span_has(c, s, S("交")) || span_has(c, s, S("荐")) ||
                  span_has(c, s, S("需")) || span_has(c, s, S("评"));
    bool list = false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends && text.n <= 36; i++)
        list = list || str_ends(text, ends[i]);
    return list && handed;
}

void item_things(struct compiler *c, struct span s, struct spans *things)
{
    things_in(c, first_sentence(c, s), true, things);
}

/* 《统计表》(附件1);, 一是工作总结;, —活动照片: a line that is nothing but a thing. */
static bool is_bare_item(const struct compiler *c, struct span s)
{
    enum { ITEM = 120 };
    static const struct str leads[] = {S("一是"), S("二是"), S("三是"), S("四是"), S("五是"), S("-")};
    s.from += page_has_any(c->page, s.from, s.to, WORD_LIST(leads));
    s.to -= page_ends_any(c->page, s.from, s.to, (struct str[]){S(";"), S("。"), S(",")}, 3);
    return s.to - s.from <= ITEM && (thing_ends(c, s) || page_has(c->page, s.from, s.to, S("《"))) &&
           !span_has(c, s, S("。")) && !span_has(c, s, S(":")) && !span_has_word(c, s, WORD_BEFORE);
}

/* 材料由学院统一提交,具体包括: nothing behind it, and the items below say what. So do those below 提交以下材料。 */
static bool announces_items(const struct compiler *c, struct span s)
{
    static const struct str below[] = {S("材料如下"), S("资料如下"), S("以下附件"), S("以下书面材料")};
    static const struct str ends[] = {S("内容包括"), S("材料有"), S("材料包括"),
                                      S("资料包括"), S("材料为"), S("时应附")};
    static const struct str heads[] = {S("以下"), S("下列")}, nouns[] = {S("材料"), S("资料"), S("表格"), S("文件")};
    uint32_t last = s.to - page_ends_any(c->page, s.from, s.to, &S("。"), 1);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) { /* 以下几项材料, 下列三份表格 */
        uint32_t head = page_find(c->page, s, heads[i]), to = head + 18 < s.to ? head + 18 : s.to;
        if (head != UINT32_MAX && span_has_any(c, (struct span){head, to}, WORD_LIST(nouns)))
            return true;
    }
    if (span_has_any(c, s, WORD_LIST(below)) || page_ends_any(c->page, s.from, last, WORD_LIST(ends)) > 0)
        return true;
    struct span at, tail = page_lead(c->page, s.from, s.to, 36);
    bool found = c->page->text.at[s.to - 1] == ':' && word_find(c->words, tail, WORD_CONSISTS, &at);
    return found && at.to + 1 >= s.to;
}

struct span without_label(const struct compiler *c, struct span s)
{
    uint32_t behind = s.to;
    struct span label = label_of(c, s, &behind);
    bool way = behind < s.to && word_before(c->page, label.from, label.to, WORD_SECTION_WAY);
    bool list =
        behind < s.to && behind == label.to && names_list(c, label) && !word_here(c, label.from, label.to, WORD_MODAL);
    if (list || (way && !span_has(c, label, S("时间")))) /* 报送时间及方式 */
        s.from = behind;
    return s;
}

/* An item below the heading; below a paragraph that ends in a colon, one of the numbering that begins there. */
static bool is_item_of(const struct compiler *c, uint32_t block, size_t i)
{
    const struct block *b = &c->blocks.items[block], *item = &c->blocks.items[i];
    static const struct str sums[] = {S("以上"), S("上述")};
    if (item->level == LEVEL_NONE && page_has_any(c->page, item->span.from, item->span.to, WORD_LIST(sums)) > 0)
        return false; /* 以上材料请于…前报局, below the items */
    if (b->level != LEVEL_NONE)
        return item->under[b->level] == block + 1;
    if (b->heading && item->level == LEVEL_NONE)
        return i == block + 1; /* the paragraph below */
    if (item->level == LEVEL_NONE)
        return announces_items(c, b->sentences.items[b->sentences.n - 1]) && is_bare_item(c, item->span);
    return item->level >= c->blocks.items[block + 1].level && c->blocks.items[block + 1].level != LEVEL_NONE;
}

/* 二、报送要求, and nothing but things below it. */
static bool is_way_heading(const struct compiler *c, struct span s)
{
    static const struct str ends[] = {S("报送要求"), S("上报要求"), S("申报要求"), S("提交要求"), S("推荐要求")};
    s.to -= page_ends_any(c->page, s.from, s.to, &S("。"), 1);
    return page_ends_any(c->page, s.from, s.to, WORD_LIST(ends)) > 0;
}

/* The first sentence, and what its semicolons join to it: (1)申报书一式五份;(2)汇总表。 */
static struct span first_list(const struct compiler *c, struct span s)
{
    struct span list = first_sentence(c, s);
    while (list.to < s.to && c->page->text.at[list.to - 1] == ';')
        list.to = first_sentence(c, (struct span){list.to, s.to}).to;
    return list;
}

/* What stands below such a heading (items), or behind such a label (2、推荐材料。《推荐表》一式3份、事迹材料1份。). */
static void headed_list(struct compiler *c, uint32_t block, struct lists *lists)
{
    const struct block *b = &c->blocks.items[block];
    struct list l = {.block = block};
    struct span head = b->sentences.items[b->level == LEVEL_NONE ? b->sentences.n - 1 : 0];
    uint32_t behind = 0; /* 【报名材料】《报名表》, 三、报送材料 《申报书》 */
    struct span label = label_of(c, b->span, &behind);
    bool labelled = !span_is_empty(label) && behind < head.to && names_list(c, label);
    head = labelled ? (struct span){label.from, behind} : head;
    bool bare = b->heading && block + 1 < c->blocks.n && is_way_heading(c, head) &&
                is_bare_item(c, first_sentence(c, c->blocks.items[block + 1].span));
    if (!(labelled || bare || names_list(c, head) || announces_items(c, b->sentences.items[b->sentences.n - 1])))
        return;
    if (head.to < b->span.to)
        things_in(c, first_list(c, (struct span){head.to, b->span.to}), true, &l.things);
    for (l.last = block; l.last + 1 < c->blocks.n && is_item_of(c, block, l.last + 1); l.last++)
        item_things(c, c->blocks.items[l.last + 1].span, &l.things);
    if (l.things.n > 0)
        arena_push(c->arena, lists, l);
}

/* 寄送材料:截至6月22日: the label tells when, not what. */
static bool is_time(const struct compiler *c, uint32_t at)
{
    struct dates d;
    at += word_here(c, at, page_end(c->page), WORD_UNTIL);
    return dates_at(c->words, c->page, at, page_end(c->page), &d) && d.to.month != 0;
}

/* 内容包括甲、乙|,于5月13日前报…: where the list ends and the sentence goes on. */
static uint32_t list_end(const struct compiler *c, struct span s)
{
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t past = page_skip(c->page, at);
        bool on = past == at && c->page->text.at[at] == ',' &&
                  (word_here(c, at + 1, s.to, WORD_AT) > 0 || page_has(c->page, at + 1, s.to, S("请")) ||
                   page_has(c->page, at + 1, s.to, S("并于")));
        if (on && span_has_word(c, (struct span){at, s.to}, WORD_BEFORE))
            return at;
        at = past > at ? past : page_next(c->page, at);
    }
    return s.to;
}

/* 内容包括:甲、乙, and the headed ones. */
void lists_find(struct compiler *c, struct lists *lists)
{
    for (uint32_t i = 0; i < c->blocks.n && lists->n < NEIGHBOURS; i++) {
        const struct block *b = &c->blocks.items[i];
        struct span at;
        if (!b->tail)
            headed_list(c, i, lists);
        bool item = false; /* 1.工作总结。内容包括…: what one of the papers holds */
        for (size_t k = lists->n; k-- > 0 && !item;)
            item = lists->items[k].block < i && i <= lists->items[k].last;
        if (b->tail || item || !word_find(c->words, b->span, WORD_CONSISTS, &at))
            continue;
        for (size_t k = 0; k < b->sentences.n; k++) {
            struct list l = {.block = i};
            if (!word_find(c->words, b->sentences.items[k], WORD_CONSISTS, &at) || is_time(c, at.to))
                continue;
            bool label = at.from == b->span.from && b->span.to - b->span.from < SHORT_LIST;
            struct span list = {at.to, label ? b->span.to : b->sentences.items[k].to};
            list.to = label ? list.to : list_end(c, list);
            things_in(c, list, false, &l.things);
            if (l.things.n > 0)
                arena_push(c->arena, lists, l);
        }
    }
}

void heading_things(struct compiler *c, struct span heading, struct spans *list)
{
    struct verb v;
    struct span s = heading;
    uint32_t of = page_find(c->page, s, S("的通知"));
    if (of != UINT32_MAX)
        s.to = of;
    struct spans clauses = {0};
    clauses_of(c, s, &clauses);
    if (clauses.n > 0 && verb_in(c, clauses.items[0], &v)) {
        things_in(c, (struct span){v.span.to, clauses.items[0].to}, true, list);
        if (list->n == 0 && v.span.to == clauses.items[0].to) /* 四、作品报送 */
            things_in(c, (struct span){clauses.items[0].from, v.span.from}, true, list);
    }
    if (list->n == 0 && span_has_word(c, s, WORD_SEND)) /* 关于做好工作总结报送工作的通知 */
        worked_things(c, s, list);
}

void sought_things(struct compiler *c, struct spans *list)
{
    static const struct str seeks[] = {S("征集"), S("评选"), S("遴选"), S("培育"), S("评比"),
                                       S("选拔"), S("认定"), S("推荐"), S("申报")};
    for (size_t i = 0; i < sizeof seeks / sizeof *seeks && list->n == 0; i++) {
        uint32_t at = page_find(c->page, c->title, seeks[i]), behind = at + (uint32_t)seeks[i].n;
        if (at == UINT32_MAX)
            continue;
        uint32_t of = page_find(c->page, (struct span){behind, c->title.to}, S("的"));
        struct span object = {behind, of == UINT32_MAX ? c->title.to : of};
        uint32_t work = page_find(c->page, object, S("工作"));
        object.to = work != UINT32_MAX ? work : object.to;
        things_in(c, object, true, list);
        bool named = object.to - object.from >= 6 && object.to - object.from <= 90 &&
                     !page_has(c->page, object.from, object.to, S("活动"));
        if (list->n == 0 && named)
            things_in(c, object, false, list); /* 关于组织推荐…示范园区的通知 */
        uint32_t from = at; /* …“身边的好党员”故事征集活动: the thing stands before the verb */
        static const struct str opens[] = {S("开展"), S("举办"), S("组织"), S("做好"), S("关于"), S("”")};
        while (list->n == 0 && from > c->title.from && at - from < 60 &&
               !page_ends_any(c->page, c->title.from, from, WORD_LIST(opens)))
            from = page_back(c->page, from);
        if (list->n == 0 && from < at)
            things_in(c, (struct span){from, at}, true, list);
    }
}

void title_things(struct compiler *c, struct spans *list)
{
    size_t before = list->n;
    heading_things(c, c->title, list);
    if (list->n == before) {
        struct spans sought = {0};
        sought_things(c, &sought);
        for (size_t i = 0; i < sought.n; i++)
            arena_push(c->arena, list, sought.items[i]);
    }
}

void called_for(struct compiler *c, uint32_t block, uint32_t before, struct spans *list)
{
    enum { LABEL_BYTES = 75 };
    static const struct str calls[] = {S("征集"), S("征稿"), S("收集")};
    struct span label = c->blocks.items[block].sentences.items[0];
    uint32_t at = UINT32_MAX;
    for (size_t i = 0; i < sizeof calls / sizeof *calls && at == UINT32_MAX; i++)
        at = page_find(c->page, label, calls[i]);
    if (at != UINT32_MAX && label.to - label.from <= LABEL_BYTES && label.to <= before)
        things_in(c, (struct span){label.from, at}, false, list);
}
