/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/annex.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

enum { TITLE_BYTES = 300, LONG_LINE = 75, MENTIONS = 500, ANNEXES = 200 };

static bool has(const struct compiler *c, uint32_t at, struct str word)
{
    return page_has(c->page, at, page_end(c->page), word);
}

static bool is_annex(const struct compiler *c, uint32_t at)
{
    return has(c, at, S("附件")) || has(c, at, S("附表"));
}

/* 附件, 附件1:, 附件:1. and 附件3-1. at `at`; returns the byte where the title begins. */
static uint32_t entry_head(const struct compiler *c, uint32_t at, int *number_r)
{
    const struct page *p = c->page;
    uint32_t end = page_end(p);
    if (is_annex(c, at)) {
        at += 6;
        at = has(c, at, S("(")) && has(c, page_skip(p, at), S(":")) ? page_skip(p, at) : at;
    } else if (has(c, at, S("附:")) || has(c, at, S("附《")))
        at += 3;
    enum level level;
    int sub;
    bool colon = has(c, at, S(":"));
    uint32_t n = number_at(p, at + colon, end, number_r);
    uint32_t from = at + colon + n;
    if (n > 0 && has(c, from, S("-")))
        from += 1 + number_at(p, from + 1, end, &sub);
    if (n > 0 && (has(c, from, S(":")) || has(c, from, S(".")) || has(c, from, S("、")) || has(c, from, S("．"))))
        return page_next(p, from);
    if (n > 0 && (p->gap[from] || has(c, from, S("《"))))
        return from;
    bool line =
        p->gap[at + colon] >= GAP_LINE && n > 0 && n <= 2 && from < end && (unsigned char)p->text.at[from] >= 0xe4;
    if (n > 0 && (!colon || line)) /* 附件: and, on the next line, 1推荐表.doc */
        return from;
    *number_r = 0;
    n = numbering_at(p, at + colon, &level, number_r);
    if (n > 0)
        return at + colon + n;
    return at + colon + (colon ? 0 : has(c, at, S(".")) ? 1 : 0);
}

static struct span cut_ending(const struct compiler *c, struct span s)
{
    static const struct str endings[] = {
        S(".docx"), S(".doc"), S(".xlsx"), S(".xls"),       S(".pdf"),     S(".rar"),       S(".zip"),
        S(".wps"),  S(".et"),  S(".jpg"),  S(".DOC"),       S(".XLS"),     S(".PDF"),       S(".ppt"),
        S(".pptx"), S(".txt"), S(".tif"),  S(".ofd"),       S(".7z"),      S(";"),          S("。"),
        S("."),     S(","),    S("、"),    S("下载"),       S("点击下载"), S("(点击下载)"), S("点击查看"),
        S("(略)"),  S("(1)"),  S("(2)"),   S("(扫码查看)"), S(":")};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
            uint32_t n = (uint32_t)endings[i].n;
            if (s.to - s.from > n && page_has(c->page, s.to - n, s.to, endings[i])) {
                s.to -= n;
                again = true;
            }
        }
    }
    return s;
}

/* 获奖名单(郭某、高某某): names of people, two or three characters each. */
static bool lists_people(const struct compiler *c, struct span s)
{
    uint32_t name = s.from, marks = 0;
    for (uint32_t at = s.from; at < s.to; at = page_next(c->page, at)) {
        bool mark = page_has(c->page, at, s.to, S("、")), end = c->page->text.at[at] == ')';
        if (!mark && !end)
            continue;
        if (at - name != 6 && at - name != 9)
            return false;
        marks += mark;
        name = page_next(c->page, at);
    }
    return marks > 0 && !span_has_word(c, s, WORD_UNIT) && !span_has_word(c, s, WORD_THING);
}

/* 获奖名单(已从OA发出): a remark behind the title; (试行), (表1), (一) belong to it. */
static struct span cut_remark(const struct compiler *c, struct span s)
{
    static const struct str remarks[] = {S("已"), S("内有"), S("另"), S("请"), S("下载"), S("扫"), S("见")};
    uint32_t open = s.to > s.from && c->page->text.at[s.to - 1] == ')' ? c->page->twin[s.to - 1] : 0;
    bool remark = false;
    for (size_t i = 0; open > s.from && !remark && i < sizeof remarks / sizeof *remarks; i++)
        remark = page_has(c->page, open + 1, s.to, remarks[i]);
    struct span inside = {open + 1, s.to};
    remark = remark || (open > s.from && (span_has(c, inside, S("发送")) || span_has(c, inside, S("号)")) ||
                                          span_has(c, inside, S("通过")) || span_has(c, inside, S("略")) ||
                                          span_has(c, inside, S("联系人")) || lists_people(c, inside)));
    return remark ? (struct span){s.from, open} : s;
}

/* …补充说明20161010141526_3764: the name the page's own store gave the file. */
static struct span cut_stamp(const struct compiler *c, struct span s)
{
    uint32_t to = s.to;
    while (to > s.from && (digits_at(c->page, to - 1, to) || c->page->text.at[to - 1] == '_'))
        to--;
    return s.to - to >= 8 ? (struct span){s.from, to} : s;
}

static struct span clean_title(const struct compiler *c, struct span s)
{
    int number;
    if (page_has(c->page, s.from, s.to, S("附件"))) /* 1.附件1:… */
        s.from = entry_head(c, s.from, &number);
    if (s.to < s.from)
        s.to = s.from;
    s = cut_stamp(c, cut_remark(c, cut_ending(c, s)));
    uint32_t close = page_has(c->page, s.from, s.to, S("《")) ? c->page->twin[s.from] : 0;
    bool number_behind =
        close > 0 && page_has(c->page, close + 3, s.to, S("(")) && c->page->twin[close + 3] + 1 == s.to;
    if (close > 0 && (close + 3 == s.to || number_behind)) /* 《通知》(粤农办〔2018〕587号) */
        s = (struct span){s.from + 3, close};
    return s;
}

/* Where an entry that has no line of its own ends: 附件:1.甲表 2.乙表. */
static uint32_t inline_end(const struct compiler *c, struct span s, int number)
{
    const struct page *p = c->page;
    for (uint32_t at = s.from; at < s.to; at = page_next(p, at)) {
        int next;
        uint32_t n = at > s.from && !digits_at(p, at - 1, at) ? digits_at(p, at, s.to) : 0;
        bool sign = n > 0 && n < 3 && (has(c, at + n, S(".")) || has(c, at + n, S("、")) || has(c, at + n, S(":")));
        if (sign && number_at(p, at, s.to, &next) && next == number + 1 && number > 0)
            return at;
        if (at > s.from && p->gap[at] >= GAP_BLANK && has(c, at, S("附件")))
            return at;
        struct dates d;
        if (at > s.from && word_before(p, s.from, at, WORD_THING) && page_has(p, at, s.to, S("二")) &&
            dates_at(c->words, p, at, s.to, &d) && d.to.year != 0 && d.to.day != 0)
            return at; /* 情况表二○一○年五月四日主题词:… */
        bool blank = at > s.from && p->gap[at] == GAP_BLANK;
        if (blank && is_date_line(c, (struct span){at, line_end(p, at)}, &d))
            return at; /* the date of issue runs on behind the last title */
        if (at > s.from && p->gap[at] == GAP_BLANK && (has(c, at, S("联系人")) || has(c, at, S("特此"))))
            return at;
    }
    return s.to;
}

static bool begins_entry(const struct compiler *c, uint32_t at, int expected)
{
    int number = 0;
    enum level level;
    if (is_annex(c, at))
        return true;
    uint32_t n = numbering_at(c->page, at, &level, &number);
    uint32_t bare = n == 0 && expected > 1 && c->page->gap[at] >= GAP_LINE ? digits_at(c->page, at, at + 2) : 0;
    if (bare > 0 && digits_value(c->page, at, bare) == expected && (unsigned char)c->page->text.at[at + bare] >= 0xe4)
        return true; /* 2推荐表.doc */
    return n > 0 && level != LEVEL_HAN_ROUND && (expected == 0 || number == expected || number == expected + 1);
}

/* A long title runs on in the next line; a signature does not. */
static bool runs_on(const struct compiler *c, struct span title, uint32_t at)
{
    struct dates d;
    struct span next = {at, line_end(c->page, at)};
    if (c->page->gap[at] != GAP_LINE || title.to - title.from < LONG_LINE || next.to - next.from > LONG_LINE)
        return false;
    return !is_date_line(c, next, &d) && !word_here(c, at, next.to, WORD_LABEL) && !unit_ends(c, next.from, next.to) &&
           !has(c, at, S("("));
}

static bool annex_add(struct compiler *c, struct annexes *list, int number, struct span title)
{
    if (c->page->twin[title.from] > title.from && page_has(c->page, title.from, title.to, S("【")))
        title = (struct span){title.from + 3, c->page->twin[title.from]};
    title = clean_title(c, title);
    bool page_list =
        span_has(c, title, S("附件1")) || span_has(c, title, S("附件2")) || span_has(c, title, S(".pdf附件"));
    bool remark = page_list || str_eq(text_of(c, title), S("点击查看")) || str_eq(text_of(c, title), S("点击下载")) ||
                  (c->page->text.at[title.from] == '(' && c->page->twin[title.from] + 1 == title.to);
    if (remark || title.to < title.from + 6 || title.to - title.from > TITLE_BYTES || list->n >= ANNEXES)
        return false;
    for (size_t i = 0; i < list->n; i++) {
        bool again =
            number > 0 && list->items[i].number == number &&
            str_starts(text_of(c, list->items[i].title), text_of(c, title)); /* 附件1 above its own text, cut off */
        if (again || str_eq(text_of(c, list->items[i].title), text_of(c, title)))
            return false;
    }
    arena_push(c->arena, list, ((struct annex){number, title, true}));
    return true;
}

/* The endings of files' names that pages run together with what follows. */
static const struct str file_endings[] = {S(".docx"), S(".doc"), S(".xlsx"), S(".xls"),
                                          S(".pdf"),  S(".rar"), S(".zip")};
enum { FILE_ENDINGS = sizeof file_endings / sizeof *file_endings };

/* 管理办法.docx校工会: the title ends with the file's ending; A;B are two titles. */
static uint32_t file_end(const struct compiler *c, struct span s)
{
    for (size_t i = 0; i < FILE_ENDINGS; i++) {
        uint32_t at = page_find(c->page, s, file_endings[i]), past = at + (uint32_t)file_endings[i].n;
        if (at != UINT32_MAX && past < s.to && (unsigned char)c->page->text.at[past] >= 0xe4)
            return past;
    }
    uint32_t mark = page_find(c->page, s, S(";"));
    bool two = mark != UINT32_MAX && mark + 1 < s.to && thing_ends(c, (struct span){mark + 1, s.to});
    return two ? mark + 1 : s.to;
}

/* One entry at `at`; returns where the next may begin. */
static uint32_t entry_read(struct compiler *c, struct annexes *list, uint32_t at, int *number)
{
    const struct page *p = c->page;
    int n = 0;
    uint32_t from = entry_head(c, at, &n);
    if (from >= page_end(p))
        return page_end(p);
    bool lone = n > 0 && from > at && p->text.at[from - 1] == '.' && !begins_entry(c, from, 0); /* 1. above its title */
    /* 附件: on a line of its own: the entries follow. */
    if (!lone && p->gap[from] >= GAP_LINE && from > at && !begins_entry(c, from, 0)) {
        struct span line = {from, line_end(p, from)};
        struct span bare = cut_ending(c, line);
        struct span below = {line.to, line_end(p, line.to)}; /* the letter itself, when its address follows */
        bool official = word_before(c->page, bare.from, bare.to, WORD_OFFICIAL) > 0 && span_has(c, line, S("关于")) &&
                        !is_audience(c, below);
        if (!official && (unit_ends(c, line.from, line.to) || !thing_ends(c, line)))
            return from;
    }
    if (p->gap[from] >= GAP_LINE && from > at && begins_entry(c, from, 0))
        return from;
    struct span title = {from, line_end(p, from)};
    title.to = file_end(c, (struct span){from, inline_end(c, title, n)});
    if (has(c, from, S("《")) && p->twin[from] > from && p->gap[p->twin[from] + 3] < GAP_LINE &&
        !has(c, p->twin[from] + 3, S("(")) && !thing_ends(c, title))
        title.to = p->twin[from] + 3; /* a title in 《》 ends where it says */
    if (title.to < page_end(p) && p->gap[title.to] >= GAP_LINE && !begins_entry(c, title.to, n + 1) &&
        runs_on(c, title, title.to))
        title.to = line_end(p, title.to);
    annex_add(c, list, n, title);
    *number = n;
    return title.to;
}

static bool begins_list(const struct compiler *c, uint32_t at)
{
    const struct page *p = c->page;
    bool dash = at > 0 && p->text.at[at - 1] == '-' && p->gap[at - 1] >= GAP_LINE;
    bool behind = at > 0 && (p->text.at[at - 1] == ',' || (at >= 3 && has(c, at - 3, S("。"))));
    uint32_t one = behind && is_annex(c, at) ? digits_at(p, at + 6, page_end(p)) : 0;
    if (behind && (has(c, at, S("附件:")) || (p->gap[at] && one > 0 && has(c, at + 6 + one, S(":")))))
        return true;
    if (p->gap[at] < GAP_BLANK && !dash)
        return false;
    if (has(c, at, S("附:")) || has(c, at, S("附《")))
        return p->gap[at] >= GAP_LINE;
    if (!is_annex(c, at))
        return false;
    uint32_t after = at + 6;
    if (p->gap[at] >= GAP_LINE && has(c, after, S("(")) && has(c, page_skip(p, after), S(":")))
        return true; /* 附件(在OA系统下载): */
    if (p->gap[at] >= GAP_LINE && has(c, after, S("【")))
        return true; /* 附件【报名表.doc】已下载 */
    int number;
    uint32_t digits = number_at(p, after, page_end(p), &number); /* 附件1, 附件一 */
    bool line = p->gap[at] >= GAP_LINE || dash;
    if (has(c, after, S(":")) || has(c, after, S(".")))
        return true;
    struct span rest = {after + digits, line_end(p, at)};
    bool bare = line && digits > 0 && number < 100 && rest.to - rest.from < 120 &&
                (unsigned char)p->text.at[rest.from] >= 0xe4 &&
                (span_has(c, rest, S(".doc")) || span_has(c, rest, S(".xls")) || span_has(c, rest, S(".pdf")));
    if (bare)
        return true; /* 附件1申报表.doc */
    return line && digits > 0 && number < 100 &&
           (has(c, after + digits, S(":")) || has(c, after + digits, S(".")) || has(c, after + digits, S("、")) ||
            has(c, after + digits, S("-")) || p->gap[after + digits]);
}

/* 附表:统计表(一), and on the next line 统计表(二): titles without numbers. */
static bool another_line(const struct compiler *c, const struct annexes *list, uint32_t at, int number)
{
    struct span line = {at, line_end(c->page, at)};
    struct dates d;
    bool titles = list->n > 0 && thing_ends(c, list->items[list->n - 1].title) && thing_ends(c, cut_ending(c, line));
    bool apart = c->page->gap[at] >= GAP_CELL || (at > 0 && c->page->text.at[at - 1] == ';');
    return titles && number <= 1 && apart && line.to - line.from < LONG_LINE && line.to - line.from > 12 &&
           !is_date_line(c, line, &d) && !word_here(c, at, line.to, WORD_LABEL) && !span_has(c, line, S("。")) &&
           !span_has(c, line, S(":"));
}

static void list_read(struct compiler *c, struct annexes *list, uint32_t at)
{
    const struct page *p = c->page;
    uint32_t from = at;
    int number = 0;
    while (at < page_end(p)) {
        uint32_t next = entry_read(c, list, at, &number);
        at = next > at ? next : page_end(p);
        if (at >= page_end(p) || (!begins_entry(c, at, number + 1) && !another_line(c, list, at, number)))
            break;
    }
    if (span_is_empty(list->list))
        list->list = (struct span){from, at};
    else
        list->list.to = at;
}

/* The bracket that names an attachment: (附件2), (见附件2), (附件1,1份); not one that names several. */
static bool bracket_names(const struct compiler *c, uint32_t at, uint32_t *open_r)
{
    static const struct str leads[] = {S("见"), S("详见"), S("参见"), S("具体见"), S("格式见"), S("附"), S("样式见")};
    const struct page *p = c->page;
    uint32_t open = at;
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        uint32_t n = (uint32_t)leads[i].n;
        if (at > n && page_has(p, at - n, at, leads[i]) && p->text.at[at - n - 1] == '(')
            open = at - n;
    }
    if (open == 0 || p->text.at[open - 1] != '(' || p->twin[open - 1] <= at)
        return false;
    *open_r = open - 1;
    return page_find(p, (struct span){at + 3, p->twin[open - 1]}, S("附")) == UINT32_MAX;
}

/* A verb ends here; 填写 in 《推荐书》填写说明 is part of a name. */
static bool verb_ends(const struct compiler *c, uint32_t at)
{
    uint32_t n = word_before(c->page, c->body, at, WORD_SEND) + word_before(c->page, c->body, at, WORD_FILL);
    n = n ? n : page_has(c->page, at - 6, at, S("制定")) || page_has(c->page, at - 6, at, S("拟定")) ? 6 : 0;
    if (n > 0 && word_here(c, at - n, page_end(c->page), WORD_NOT_SEND) > n)
        return false; /* 反馈意见表 */
    return n > 0 && !page_has(c->page, at - n - 3, at, S("》"));
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

/* The name before the bracket: in its quotation marks, else back to where the clause's object begins. */
static struct span name_before(const struct compiler *c, uint32_t to, bool *quoted_r)
{
    const struct page *p = c->page;
    while (to > c->body && p->text.at[to - 1] == ')' && p->twin[to - 1] > c->body && to - p->twin[to - 1] < 36)
        to = p->twin[to - 1]; /* 《月报表》(共4张)(附件4) */
    *quoted_r = to >= 3 && (page_has(p, to - 3, to, S("》")) || page_has(p, to - 3, to, S("”"))) && p->twin[to - 3];
    if (*quoted_r)
        return (struct span){p->twin[to - 3] + 3, to - 3};
    uint32_t from = to;
    while (from > c->body && !join_at(c, page_back(p, from), to) && p->text.at[from - 1] != ':' && !crosses(p, &from) &&
           !page_has(p, page_back(p, from), to, S("将")) && !page_has(p, page_back(p, from), to, S("了")) &&
           !page_has(p, page_back(p, from), to, S("》")) && !verb_ends(c, from) && to - from < 150 &&
           (p->gap[from] < GAP_LINE || from == to) && !page_has(p, page_back(p, from), to, S("照")) &&
           !page_has(p, page_back(p, from), to, S("据")))
        from = page_back(p, from);
    if (from > c->body + 3 && from < to && page_has(p, from - 3, to, S("》")) && p->twin[from - 3])
        from = p->twin[from - 3]; /* 《推荐书》填写说明 */
    for (uint32_t of; (of = page_find(p, (struct span){from, to}, S("的"))) != UINT32_MAX;)
        from = of + 3; /* 对规程的反馈意见表 */
    return (struct span){from, to};
}

/* 填写节目、演员信息表,见附件2: the object of the clause before. */
static struct span object_before_comma(const struct compiler *c, uint32_t at)
{
    const struct page *p = c->page;
    uint32_t sign = at - (page_has(p, at - 3, at, S("见")) ? 3 : 0), from;
    sign -= page_has(p, sign - 3, sign, S("详")) ? 3 : 0;
    if (sign == at || p->text.at[sign - 1] != ',')
        return (struct span){0, 0};
    for (from = sign - 1; from > c->body && sign - from < 120; from = page_back(p, from)) {
        if (word_before(p, c->body, from, WORD_SEND) || word_before(p, c->body, from, WORD_FILL))
            return (struct span){from, sign - 1};
        if (page_has(p, page_back(p, from), from, S("。")) || p->text.at[from - 1] == ',')
            break;
    }
    return (struct span){0, 0};
}

/* 申报资格见附件1:组织申报办法。 */
static struct span name_behind(const struct compiler *c, uint32_t at, uint32_t to)
{
    const struct page *p = c->page;
    struct span r = {to + 1, to + 1};
    if (has(c, to, S("《")) && p->twin[to] > to && to == at + 6)
        return (struct span){to + 3, p->twin[to]}; /* 填写附表《情况统计表》 */
    if (page_has(p, at - 3, at, S("《")) && has(c, to, S(":")) && p->twin[at - 3] > to)
        return (struct span){to + 1, p->twin[at - 3]}; /* 《附件1:操作说明》 */
    uint32_t close = p->text.at[to] == '(' ? p->twin[to] : 0;
    struct span inside = {to + 1, close};
    if (close > to + 7 && close - to < 90 && thing_ends(c, inside) && !span_has(c, inside, S("份")) &&
        !span_has(c, inside, S("电子")))
        return inside;                                                               /* 附件7(会议记录) */
    if (page_has(p, at - 3, at, S("见")) && (unsigned char)p->text.at[to] >= 0xe4) { /* (详见附件1竞赛规程) */
        struct span name = {to, to};
        while (name.to < page_end(p) && name.to - to < 90 && p->text.at[name.to] != ')' && p->text.at[name.to] != ',' &&
               p->text.at[name.to] != ';' && !has(c, name.to, S("。")) && p->gap[name.to] < GAP_LINE)
            name.to = page_next(p, name.to);
        return p->text.at[name.to] == ')' && thing_ends(c, name) ? name : (struct span){0, 0};
    }
    bool told = page_has(p, at - 3, at, S("见")) || page_has(p, at - 3, at, S("照")) || p->text.at[at - 1] == '(';
    if (!told || !has(c, to, S(":")))
        return (struct span){0, 0}; /* (附件1:关于…的通知) */
    while (r.to < page_end(p) && r.to - r.from < 120 && p->gap[r.to] < GAP_LINE && p->text.at[r.to] != ',' &&
           p->text.at[r.to] != ';' && p->text.at[r.to] != ')' && !has(c, r.to, S("。")))
        r.to = page_next(p, r.to);
    return r;
}

void mentions_read(struct compiler *c, const struct annexes *list, struct mentions *r)
{
    const struct page *p = c->page;
    uint32_t stop = span_is_empty(list->list) ? page_end(p) : list->list.from;
    for (uint32_t at = c->body; at < stop && r->n < MENTIONS; at = page_next(p, at)) {
        uint32_t open, sub;
        int ignored;
        if (!is_annex(c, at))
            continue;
        struct mention m = {.span = {at, at + 6}};
        uint32_t n = number_at(p, at + 6, stop, &m.number);
        bool lone = n == 0 && list->list.to == 0 &&
                    (has(c, at + 6, S(")")) || has(c, at + 6, S("《"))); /* (见附件), 附表《…》: the only one */
        if (n == 0 && !lone)
            continue;
        m.span.to += n;
        sub = has(c, m.span.to, S("-")) ? number_at(p, m.span.to + 1, stop, &ignored) : 0;
        m.sub = sub ? ignored : 0;
        m.span.to += sub ? 1 + sub : 0;
        if (bracket_names(c, at, &open))
            m.title = name_before(c, open, &m.quoted);
        else if (at > c->body + 9)
            m.title = object_before_comma(c, at);
        if (span_is_empty(m.title) && at > c->body + 9) {
            m.title = name_behind(c, at, m.span.to);
            m.quoted = !span_is_empty(m.title);
        }
        arena_push(c->arena, r, m);
    }
}

static bool numbered(const struct annexes *list, int number)
{
    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i].number == number || (list->items[i].number == 0 && number == 1))
            return true;
    }
    return false;
}

static uint32_t second_letter(const struct compiler *c)
{
    for (size_t i = 0; i < c->blocks.n; i++) {
        if (c->blocks.items[i].letter > 0)
            return c->blocks.items[i].span.from;
    }
    return page_end(c->page);
}

/* 附件一: above the attachment's own text, whose title the list told. */
static bool listed_before(const struct compiler *c, const struct annexes *list, uint32_t at)
{
    int number = 0;
    uint32_t from = entry_head(c, at, &number);
    return number > 0 && from > at && c->page->gap[from < page_end(c->page) ? from : at] >= GAP_LINE && list->n > 0 &&
           numbered(list, number);
}

/* The end of a file's name that begins at s.from and ends in s (….xls个人统计表.xls holds two), or 0. */
static uint32_t file_at(const struct compiler *c, struct span s)
{
    uint32_t best = 0;
    for (size_t i = 0; i < FILE_ENDINGS; i++) {
        uint32_t at = page_find(c->page, s, file_endings[i]);
        bool first = at != UINT32_MAX && at > s.from + 6 && (best == 0 || at + file_endings[i].n <= best);
        best = first ? at + (uint32_t)file_endings[i].n : best;
    }
    return best;
}

/*
 * A page that lost the word 附件: the files' names stand below the signature, or the list's last line (3.汇总表) right
 * above it.
 */
static void unlabelled_read(struct compiler *c, struct annexes *list)
{
    const struct page *p = c->page;
    uint32_t above = c->body;
    for (uint32_t at = c->body; at < page_end(p); at = line_end(p, at)) {
        struct span line = {at, line_end(p, at)};
        enum level level, upper = LEVEL_NONE;
        int number = 0, before = 0;
        uint32_t n = numbering_at(p, at, &level, &number);
        numbering_at(p, above, &upper, &before);
        bool last = (line.to == c->sign || line.from == c->sign) && n > 0 && level == LEVEL_DIGIT && number > 1 &&
                    p->gap[at] >= GAP_LINE && line.to - line.from < 150 && thing_ends(c, line) && upper != level;
        if (last)
            annex_add(c, list, number, (struct span){at + n, line.to});
        for (uint32_t to; at > c->sign && p->gap[at] >= GAP_LINE && (to = file_at(c, line)) > 0; line.from = to)
            annex_add(c, list, 0, (struct span){line.from, to});
        above = at;
    }
}

void annexes_read(struct compiler *c, struct annexes *list)
{
    const struct page *p = c->page;
    uint32_t other = second_letter(c);
    for (uint32_t at = c->body; at < page_end(p); at = page_next(p, at)) {
        if (at >= other && list->n > 0)
            break; /* the forwarded letter's own */
        if (!begins_list(c, at) || (!span_is_empty(list->list) && at < list->list.to) || listed_before(c, list, at))
            continue;
        list_read(c, list, at);
        at = list->list.to > at ? page_back(p, list->list.to) : at;
    }
    if (list->n == 0 && c->sign < page_end(p))
        unlabelled_read(c, list);
    struct mentions mentions = {0};
    mentions_read(c, list, &mentions);
    struct annexes named = {0};
    for (size_t i = 0; i < mentions.n; i++) {
        struct mention *m = &mentions.items[i];
        bool there = numbered(list, m->number) || (numbered(&named, m->number) && m->sub == 0);
        if (span_has(c, m->title, S("及时")))
            continue; /* 及时登记造册(附表4) */
        if (span_is_empty(m->title) || there || !(m->quoted || thing_ends(c, m->title)))
            continue;
        arena_push(c->arena, &named, ((struct annex){m->number, m->title, false}));
    }
    for (size_t i = 0; i < list->n; i++)
        arena_push(c->arena, &named, list->items[i]);
    named.list = list->list;
    *list = named;
    for (size_t i = 0; i < list->n; i++)
        arena_push(c->arena, &c->draft->attachments, copy_of(c, list->items[i].title));
}
