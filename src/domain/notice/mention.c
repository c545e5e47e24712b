/* SPDX-License-Identifier: Apache-2.0 */
/* What the text itself calls an attachment by number or by name: 推荐表(附件1), 附件2《汇总表》, 名单见附件3. */
#include "domain/notice/annex.h"
#include "domain/notice/block.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"

enum { MENTIONS = 500, NAME_BYTES = 150 };

static bool has(const struct compiler *c, uint32_t at, struct str word)
{
    return page_has(c->page, at, page_end(c->page), word);
}

/* Bytes of 见, 详见, 格式见 … that end at `at`. */
static uint32_t see_before(const struct page *p, uint32_t at)
{
    static const struct str sees[] = {S("具体内容见"), S("具体见"), S("格式见"), S("样式见"), S("表样见"),
                                      S("样表见"),     S("模板见"), S("样本见"), S("式样见"), S("内容见"),
                                      S("分别见"),     S("详细见"), S("详见"),   S("参见"),   S("可见"),
                                      S("均见"),       S("请见"),   S("另见"),   S("如见"),   S("见")};
    return page_ends_any(p, 0, at, WORD_LIST(sees));
}

/*
 * The bracket that names an attachment: (附件2), (见附件2), (附件1,1份), where no list is (alone) (附件2、附件3), and behind a
 * document's own number (云教〔2018〕3号,附件1) or short name (以下简称《办法》,附件1). One that the page left open, (附件1(1-4表), closes nothing.
 */
static bool bracket_names(const struct compiler *c, uint32_t at, bool alone, uint32_t *open_r)
{
    const struct page *p = c->page;
    static const struct str leads[] = {S("附"),   S("如"),   S("按"),   S("填"),   S("表"),  S("式样"),
                                       S("样式"), S("表格"), S("表样"), S("样表"), S("格式")};
    uint32_t from = at - page_ends_any(p, 0, at, &S("“"), 1), open = from - see_before(p, from); /* (见“附件”) */
    open -= open == at ? page_ends_any(p, 0, at, WORD_LIST(leads)) : 0;
    bool behind = open > 0 && p->text.at[open - 1] == ',';
    for (uint32_t back = open; behind && open - back < 90 && back > c->body; back = page_back(p, back)) {
        bool own = page_has(p, open - 4, open, S("号,")) || page_has(p, back, open, S("以下简称")) ||
                   page_has(p, back, open, S("下称"));
        if (own && p->text.at[back - 1] == '(' && p->twin[back - 1] > at)
            open = back;
    }
    if (open == 0 || p->text.at[open - 1] != '(')
        return false;
    *open_r = open - 1;
    bool several = page_find(p, (struct span){at + 3, p->twin[open - 1]}, S("附")) != UINT32_MAX;
    if (several && !alone)
        return false;
    bool left_open = p->twin[open - 1] == 0 && page_ends_any(p, 0, open - 1, (struct str[]){S("》"), S("”")}, 2) > 0;
    return p->twin[open - 1] > at || left_open;
}

/* A verb ends here; 填写 in 《推荐书》填写说明 is part of a name. */
static bool verb_ends(const struct compiler *c, uint32_t at)
{
    static const struct str makes[] = {S("撰写"), S("编写"), S("起草"), S("制定"), S("拟定"), S("提供"),
                                       S("下载"), S("对照"), S("参照"), S("依照"), S("按照"), S("执行")};
    uint32_t n = word_before(c->page, c->body, at, WORD_SEND) + word_before(c->page, c->body, at, WORD_FILL);
    n = n ? n : page_ends_any(c->page, 0, at, WORD_LIST(makes));
    if (n > 0 && word_here(c, at - n, page_end(c->page), WORD_NOT_SEND) > n)
        return false; /* 反馈意见表 */
    return n > 0 && !page_has(c->page, at - n - 3, at, S("》"));
}

/* Right behind a preposition or the like no name has begun: 应在|推荐表, 应附|承诺书; not 现在, 附近. */
static bool lead_ends(const struct compiler *c, uint32_t at)
{
    static const struct str leads[] = {S("将"),   S("了"),   S("》"),   S("照"),   S("据"),   S("应在"), S("须在"),
                                       S("要在"), S("需在"), S("请在"), S("可在"), S("应附"), S("须附"), S("要附"),
                                       S("并附"), S("另附"), S("需附"), S("请附"), S("后附"), S("如实"), S("认真"),
                                       S("前报"), S("前交"), S("前送"), S("请报"), S("须报"), S("应报"), S("要报")};
    static const struct str begins[] = {S("在"), S("按"), S("见"), S("并"), S("请")};
    const struct page *p = c->page;
    if (page_ends_any(p, 0, at, WORD_LIST(leads)) && !is_annex(c, page_back(p, at)))
        return true;
    uint32_t n = page_ends_any(p, 0, at, WORD_LIST(begins)), before = at - n;
    return n > 0 &&
           (p->gap[before] >= GAP_LINE || join_at(c, page_back(p, before), before) || p->text.at[before - 1] == ':');
}

/* The sign or word before `at` ends another name of the list: 总结和|推荐表, but not 培训及|成果情况表. */
static bool list_ends(const struct compiler *c, uint32_t from, uint32_t at)
{
    const struct page *p = c->page;
    uint32_t sign = page_back(p, at);
    if (sign == 0 || join_at(c, sign, page_end(p)) == 0)
        return false;
    if (page_has(p, sign, at, S("、")) || page_has(p, sign, at, S("和")) || page_has(p, sign, at, S("与")) ||
        page_has(p, sign, at, S("及")))
        return p->twin[sign - 1] != 0 || p->twin[page_back(p, sign)] != 0 ||
               word_before(p, from, sign, WORD_PAPER) > 0 || word_before(p, from, sign, WORD_OFFICIAL) > 0;
    return true;
}

/* True at a bracket that the name lies in; one that closes before it, 论文(设计)汇总表, is passed over. */
static bool crosses(const struct page *p, uint32_t *from)
{
    uint32_t twin = p->twin[*from - 1];
    if (twin == 0 || twin > *from || p->text.at[*from - 1] != ')' || *from - twin > 24)
        return twin != 0;
    *from = twin;
    return false;
}

/* 填写好的|推荐表, 对规程的|反馈意见表; 参加复评的花名册 is a name. */
static uint32_t behind_of(const struct compiler *c, struct span s)
{
    static const struct str done[] = {S("好的"),   S("后的"),   S("相应的"), S("有关的"),
                                      S("相关的"), S("各自的"), S("所附的"), S("整的")};
    const struct page *p = c->page;
    bool lettered = s.to > s.from + 2 && p->text.at[s.from] >= 'a' && p->text.at[s.from] <= 'h' &&
                    p->text.at[s.from + 1] == '.'; /* a.申报表(附件2) */
    s.from += lettered ? 2 : 0;
    s.from += page_has(p, s.from, s.to, S("以及")) ? 6 : join_at(c, s.from, s.to) ? 3 : 0;
    for (uint32_t of, from = s.from; (of = page_find(p, (struct span){from, s.to}, S("的"))) != UINT32_MAX;
         from = of + 3) {
        bool whose = of == s.from || page_has(p, s.from, s.to, S("对")) || page_has(p, s.from, s.to, S("上级")) ||
                     page_has(p, s.from, s.to, S("各")) || page_has(p, s.from, s.to, S("我"));
        if (whose || page_ends_any(p, 0, of + 3, WORD_LIST(done)))
            s.from = of + 3;
    }
    return s.from;
}

/* The name before the bracket: in its quotation marks, else back to where the clause's object begins. */
static struct span name_before(const struct compiler *c, uint32_t to, bool *quoted_r)
{
    const struct page *p = c->page;
    while (to > c->body && p->text.at[to - 1] == ')' && p->twin[to - 1] > c->body && to - p->twin[to - 1] < 120)
        to = p->twin[to - 1]; /* 《月报表》(共4张)(附件4) */
    static const struct str of[] = {S("文件要求"), S("文件精神"), S("要求"),
                                    S("精神")}; /* 《…的通知》(…〔2021〕58号)文件要求(附件1) */
    uint32_t name = to - page_ends_any(p, c->body, to, WORD_LIST(of));
    if (name < to && p->text.at[name - 1] == ')' && page_ends_any(p, c->body, p->twin[name - 1], &S("》"), 1) > 0)
        to = p->twin[name - 1];
    *quoted_r = to >= 3 && (page_has(p, to - 3, to, S("》")) || page_has(p, to - 3, to, S("”"))) && p->twin[to - 3];
    if (*quoted_r)
        return (struct span){p->twin[to - 3] + 3, to - 3};
    uint32_t from = to;
    while (from > c->body && to - from < NAME_BYTES && p->text.at[from - 1] != ':' && !list_ends(c, c->body, from) &&
           !crosses(p, &from) && !lead_ends(c, from) && !verb_ends(c, from) && (p->gap[from] < GAP_LINE || from == to))
        from = page_back(p, from);
    if (from > c->body + 3 && from < to && page_has(p, from - 3, to, S("》")) && p->twin[from - 3] &&
        p->text.at[from] != '(')
        from = p->twin[from - 3]; /* 《推荐书》填写说明 */
    enum level level;
    int number;
    from += from < to ? numbering_at(p, from, &level, &number) : 0; /* 1.基本情况表(附件2);2.… */
    struct span r = {behind_of(c, (struct span){from, to}), to};
    return span_has(c, r, S("附件")) || page_has(p, r.from, to, S("(")) ? (struct span){to, to} : r;
}

/* 填写信息表,见附件2, and where no list is (alone) 推荐表见附件1: what the clause before 见 is about. */
static struct span name_of_see(const struct compiler *c, uint32_t at, bool alone, bool *quoted_r)
{
    const struct page *p = c->page;
    uint32_t to = at - see_before(p, at), from = to;
    if (to == at || to < c->body + 6)
        return (struct span){0, 0};
    bool comma = p->text.at[to - 1] == ',';
    struct span name = name_before(c, to - comma, quoted_r);
    from = name.from;
    bool object = comma && (word_before(p, c->body, from, WORD_SEND) || word_before(p, c->body, from, WORD_FILL));
    bool topic = !comma && alone && name.from > 0 && !page_has(p, name.from, name.to, S("具体")) &&
                 !span_has(c, name, S("、")) && word_before(p, name.from, name.to, WORD_PAPER) &&
                 name.to - name.from >= 12;
    return *quoted_r || object || topic ? name : (struct span){0, 0};
}

/* Up to the sign or word that ends a name given behind its number: (附件1:推荐表), 填写附件4:名单即可. */
static struct span name_up(const struct compiler *c, uint32_t from)
{
    const struct page *p = c->page;
    struct span r = {from, from};
    while (r.to < page_end(p) && r.to - r.from < 2 * NAME_BYTES && (p->gap[r.to] < GAP_LINE || r.to == from) &&
           p->text.at[r.to] != ',' && p->text.at[r.to] != ';' && p->text.at[r.to] != ')' && !has(c, r.to, S("。")) &&
           !has(c, r.to, S("即可")) && (!has(c, r.to, S("要求")) || has(c, r.to, S("要求和"))))
        r.to = p->twin[r.to] > r.to ? page_skip(p, r.to) : page_next(p, r.to);
    return r;
}

/* 申报资格见附件1:组织申报办法; 附件1《汇总表》; 附件7(会议记录). */
static struct span name_behind(const struct compiler *c, uint32_t at, uint32_t to)
{
    const struct page *p = c->page;
    uint32_t sign = to + has(c, to, S(":"));
    if ((has(c, sign, S("《")) || has(c, sign, S("“"))) && p->twin[sign] > sign && p->gap[to] < GAP_LINE)
        return (struct span){sign + 3, p->twin[sign]}; /* 填写附表《情况统计表》 */
    if (page_has(p, at - 3, at, S("《")) && sign > to && p->twin[at - 3] > to)
        return (struct span){sign, p->twin[at - 3]}; /* 《附件1:操作说明》 */
    uint32_t close = p->text.at[to] == '(' ? p->twin[to] : 0;
    struct span inside = {to + 1, close};
    if (close > to + 7 && close - to < 90 && thing_ends(c, inside) && !span_has(c, inside, S("份")) &&
        !span_has(c, inside, S("电子")))
        return inside; /* 附件7(会议记录) */
    bool told = see_before(p, at) || page_has(p, at - 3, at, S("照")) || page_has(p, at - 3, at, S("按")) ||
                p->text.at[at - 1] == '(' || verb_ends(c, at);
    struct span name = told ? name_up(c, sign) : (struct span){0, 0};
    bool bracketed = name.to < page_end(p) && p->text.at[name.to] == ')'; /* (详见附件1竞赛规程) */
    return (sign > to || (bracketed && to > at + 6)) && is_paper(c, name) && name.to > name.from + 6
               ? name
               : (struct span){0, 0};
}

void mentions_read(struct compiler *c, const struct annexes *list, struct mentions *r)
{
    const struct page *p = c->page;
    uint32_t stop = span_is_empty(list->list) ? page_end(p) : list->list.from;
    for (uint32_t at = c->body; r->n < MENTIONS; at = page_next(p, at)) {
        if ((at = page_find(p, (struct span){at, stop}, S("附"))) == UINT32_MAX)
            return;
        uint32_t open, sub;
        int ignored;
        bool behind = has(c, at, S("附后")) && list->n == 0; /* 《统计表》(式样附后) */
        if (!is_annex(c, at) && !behind)
            continue;
        struct mention m = {.span = {at, at + 6}};
        uint32_t n = number_at(p, at + 6, stop, &m.number);
        bool lone = n == 0 && list->n == 0; /* (见附件), 附表《…》: the only one */
        if ((n == 0 && !lone) || page_has(p, at - 3, at, S("之")) ||
            has(c, m.span.to, S("之"))) /* 附件之附表二: of another letter */
            continue;
        m.span.to += n;
        sub = has(c, m.span.to, S("-")) ? number_at(p, m.span.to + 1, stop, &ignored) : 0;
        m.sub = sub ? ignored : 0;
        m.span.to += sub ? 1 + sub : 0;
        if (at > c->body + 9) {
            m.title = name_behind(c, at, m.span.to);
            m.quoted = !span_is_empty(m.title);
        }
        if (span_is_empty(m.title) && bracket_names(c, at, list->n == 0, &open))
            m.title = name_before(c, open, &m.quoted);
        else if (span_is_empty(m.title) && at > c->body + 9)
            m.title = name_of_see(c, at, list->n == 0, &m.quoted);
        if (n > 0 || !span_is_empty(m.title))
            arena_push(c->arena, r, m);
    }
}

bool is_numbered(const struct annexes *list, int number)
{
    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i].number == number || (list->items[i].number == 0 && number == (int)i + 1))
            return true;
    }
    return false;
}

/* 《甲表》(见附件)和《乙表》(见附件): two without numbers. */
static bool named_before(const struct compiler *c, const struct annexes *list, struct span title)
{
    for (size_t i = 0; i < list->n; i++) {
        if (str_eq(text_of(c, list->items[i].title), text_of(c, title)))
            return true;
    }
    return false;
}

/* 根据|各学院人数核定|名额分配表(附件1): what was done to make it is no part of its title. */
static uint32_t behind_making(const struct compiler *c, struct span title)
{
    static const struct str words[] = {S("核定"), S("编制"), S("拟定"), S("制定了")};
    bool each = page_has(c->page, title.from, title.to, S("各"));
    for (uint32_t at = title.to; each && at > title.from + 18; at = page_back(c->page, at)) {
        if (page_ends_any(c->page, title.from, at, WORD_LIST(words)) && title.to - at >= 9)
            return at;
    }
    return title.from;
}

/* 附件:1.甲表2.某某学院社, where the page ends, and above it 《某某学院社团表》(附件2): the text has the whole title. */
static void mend_cut(const struct compiler *c, struct annexes *list, const struct mention *m)
{
    static const struct str forms[] = {S("表"), S("书"), S("册"), S("单")};
    for (size_t i = 0; i < list->n && page_ends_any(c->page, 0, m->title.to, WORD_LIST(forms)); i++) {
        struct annex *a = &list->items[i];
        bool cut = a->number == m->number && a->title.to + 3 >= page_end(c->page) && !is_paper(c, a->title) &&
                   str_starts(text_of(c, m->title), text_of(c, a->title));
        a->title = cut ? m->title : a->title;
    }
}

void annexes_name(struct compiler *c, struct annexes *list)
{
    struct mentions mentions = {0};
    mentions_read(c, list, &mentions);
    struct annexes named = {0};
    for (size_t i = 0; i < mentions.n; i++) {
        struct mention *m = &mentions.items[i];
        bool there = m->number == 0 ? named_before(c, &named, m->title)
                                    : is_numbered(list, m->number) || (is_numbered(&named, m->number) && m->sub == 0);
        if (m->quoted && m->number > 0)
            mend_cut(c, list, m);
        if (span_has(c, m->title, S("及时")) || (list->n > 1 && m->number > 0 && !there && !m->quoted))
            continue; /* 及时登记造册(附表4); what a whole list does not name */
        m->title.from = behind_making(c, m->title);
        if (span_is_empty(m->title) || there || !(m->quoted || is_paper(c, m->title)) ||
            page_has(c->page, m->title.to - 6, m->title.to, S("文件"))) /* 见省局文件(附件1) */
            continue;
        arena_push(c->arena, &named, ((struct annex){m->number, m->title, false}));
    }
    for (size_t i = 0; i < list->n; i++)
        arena_push(c->arena, &named, list->items[i]);
    named.list = list->list;
    *list = named;
}
