/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/annex.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

enum { TITLE_BYTES = 300, ENTRY_BYTES = 900, LONG_LINE = 75, ANNEXES = 200 };

static bool has(const struct compiler *c, uint32_t at, struct str word)
{
    return page_has(c->page, at, page_end(c->page), word);
}

bool is_annex(const struct compiler *c, uint32_t at)
{
    return has(c, at, S("附件")) || has(c, at, S("附表")) || has(c, at, S("附录"));
}

/* What s ends with is the name of a paper: a form, a list, an official letter, a file. */
static bool names_paper(const struct compiler *c, struct span s)
{
    return word_before(c->page, s.from, s.to, WORD_PAPER) > 0 || word_before(c->page, s.from, s.to, WORD_OFFICIAL) > 0;
}

bool is_paper(const struct compiler *c, struct span s)
{
    return names_paper(c, s) || thing_ends(c, s);
}

/* Where the line of an entry ends, or becomes too long for a title: keeps time linear in the text. */
static uint32_t entry_line(const struct compiler *c, uint32_t at)
{
    uint32_t end = page_end(c->page), limit = end - at > ENTRY_BYTES ? at + ENTRY_BYTES : end;
    for (at += at < end; at < limit && c->page->gap[at] < GAP_LINE;)
        at = page_next(c->page, at);
    return at;
}

/* Past 附件 and what the page's frame puts before its colon: 附件下载:, 附件目录:, 附件(共2份):, or `at`. */
static uint32_t past_label(const struct compiler *c, uint32_t at)
{
    static const struct str frames[] = {S("下载:"), S("列表:"), S("目录:"), S("清单:"),
                                        S("名称:"), S("如下:"), S("文件:")};
    if (has(c, at, S("附:")) || has(c, at, S("附《")))
        return at + 3;
    if (!is_annex(c, at))
        return at;
    at += 6;
    uint32_t frame = page_has_any(c->page, at, page_end(c->page), WORD_LIST(frames));
    if (frame > 0)
        return at + frame - 1;
    return has(c, at, S("(")) && has(c, page_skip(c->page, at), S(":")) ? page_skip(c->page, at) : at;
}

/* The sign between an entry's number and its title: 1. 1、 1: 1- 1), but not a dash before a second number. */
static uint32_t entry_sign(const struct compiler *c, uint32_t at)
{
    if (has(c, at, S(":")) || has(c, at, S(".")) || has(c, at, S(")")) || has(c, at, S("-")))
        return 1;
    return has(c, at, S("、")) || has(c, at, S("．")) ? 3 : 0;
}

/* 32020-2021年度推荐表: an entry's number and the year that its title begins with, run together. Bytes of the number, or 0. */
static uint32_t grown_number(const struct compiler *c, uint32_t at, int *number_r)
{
    uint32_t run = at < page_end(c->page) ? digits_at(c->page, at, page_end(c->page)) : 0, n = run > 4 ? run - 4 : 0;
    bool year =
        (n == 1 || n == 2) && has(c, at + n, S("20")) && (has(c, at + run, S("年")) || has(c, at + run, S("-")));
    if (!year)
        return 0;
    *number_r = digits_value(c->page, at, n);
    return n;
}

/* 附件, 附件1:, 附件:1., 附件3-1. and 附件A: at `at`; returns the byte where the title begins. */
static uint32_t entry_head(const struct compiler *c, uint32_t at, int *number_r)
{
    const struct page *p = c->page;
    uint32_t end = page_end(p), label = past_label(c, at);
    enum level level;
    int sub;
    bool colon = has(c, label, S(":")),
         letter = label > at && p->text.at[label] >= 'A' && p->text.at[label] <= 'H' && entry_sign(c, label + 1) > 0;
    at = label;
    uint32_t grown = grown_number(c, at + colon, number_r);
    if (grown > 0)
        return at + colon + grown;
    uint32_t n = letter ? 1 : number_at(p, at + colon, end, number_r);
    n = digits_at(p, at + colon, end) > 2 || has(c, at + colon + n, S("年")) ? 0 : n; /* 2021年…情况: its title's own */
    uint32_t from = at + colon + n;
    if (letter)
        *number_r = p->text.at[at] - 'A' + 1;
    if (n > 0 && has(c, from, S("-")) && digits_at(p, from + 1, end) > 0)
        from += 1 + number_at(p, from + 1, end, &sub);
    if (n > 0 && entry_sign(c, from) > 0)
        return from + entry_sign(c, from);
    if (n > 0 && (p->gap[from] || has(c, from, S("《"))))
        return from;
    bool line =
        p->gap[at + colon] >= GAP_LINE && n > 0 && n <= 2 && from < end && (unsigned char)p->text.at[from] >= 0xe4;
    bool first = n == 1 && *number_r == 1 && from < end && (unsigned char)p->text.at[from] >= 0xe4 && !p->gap[from] &&
                 !word_here(c, from, end, WORD_COUNTER) && !has(c, from, S("月"));
    if (n > 0 && (!colon || line || first)) /* 附件: and, on the next line, 1推荐表.doc; 附件:1甲表2乙表 */
        return from;
    *number_r = 0;
    n = numbering_at(p, at + colon, &level, number_r);
    if (n > 0)
        return at + colon + n;
    *number_r = 0; /* 2021年…进展情况 */
    return at + colon + (colon ? 0 : has(c, at, S(".")) ? 1 : 0);
}

/* The entry after `number` begins at `at`: 2. 二、 ②, (2) and a bare 2 where its neighbour is numbered so too. */
static bool next_begins(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end, int number)
{
    const struct page *p = c->page;
    enum level level;
    int next = 0;
    if (number <= 0 || at == from || digits_at(p, at - 1, at))
        return false;
    if (numbering_at(p, at, &level, &next) > 0 && next == number + 1)
        return level == LEVEL_DIGIT || level == LEVEL_CIRCLE ||
               (level == LEVEL_HAN && (p->gap[at] || word_before(p, from, at, WORD_PAPER))) ||
               (level == LEVEL_DIGIT_ROUND && p->text.at[from - 1] == ')');
    uint32_t n = digits_at(p, at, end);
    if (n == 0 || n > 2 || digits_value(p, at, n) != number + 1)
        return false;
    bool bare = digits_at(p, from - 1, from) && !p->gap[from] && (unsigned char)p->text.at[at + n] >= 0xe4;
    return has(c, at + n, S(":")) || (bare && word_before(p, from, at, WORD_PAPER)) || at + n == page_end(p);
}

/* Where the signature begins that runs on behind the last title: 承诺书某某局2018年4月2日, 承诺书 某某局 and the date below. */
static uint32_t signature_in(const struct compiler *c, struct span s)
{
    const struct page *p = c->page;
    struct dates d;
    for (uint32_t at = s.from, end = page_end(p); at <= s.to && at < end; at = page_next(p, at)) {
        uint32_t day = at + (at == s.to && page_has(p, at, end, S("。")) ? 3 : 0); /* 承诺书某某局。2018年4月2日 */
        bool digit = at > s.from && (page_has(p, day, end, S("2")) || page_has(p, day, end, S("二")));
        if (!digit || p->gap[day] >= GAP_LINE || !dates_at(c->words, p, day, end, &d) || d.to.year == 0 ||
            d.to.day == 0 || d.is_range)
            continue;
        if (is_paper(c, (struct span){s.from, at}))
            return at; /* 情况表二○一○年五月四日主题词:… */
        for (uint32_t name = at; name > s.from + 6 && at - name < 120;) {
            name = page_back(p, name);
            if (is_paper(c, (struct span){s.from, name}) && unit_ends(c, name, at) && at - name >= 9)
                return name;
        }
    }
    for (uint32_t at = s.from + 1; at < s.to; at++) {
        if (p->gap[at] != GAP_BLANK)
            continue;
        struct span line = {at, entry_line(c, at)}, below = {line.to, entry_line(c, line.to)};
        if (is_date_line(c, line, &d) ||
            (is_paper(c, (struct span){s.from, at}) && unit_ends(c, at, below.from) && is_date_line(c, below, &d)))
            return at;
    }
    return s.to;
}

/* Where an entry that has no line of its own ends: 附件:1.甲表 2.乙表. */
static uint32_t inline_end(const struct compiler *c, struct span s, int number)
{
    static const struct str others[] = {S("附件"), S("联系人"), S("联系电话"), S("联系方式"),
                                        S("特此"), S("抄送"),   S("主题词")};
    const struct page *p = c->page;
    uint32_t at = page_next(p, s.from);
    for (bool ends = false; at < s.to; at = page_next(p, at)) {
        ends = next_begins(c, s.from, at, s.to, number) || page_has(p, at, s.to, S("。"));
        uint32_t past = at + page_has_any(p, at, page_end(p), WORD_LIST(others));
        struct span so_far = {s.from, at};
        ends = ends || (past > at && p->gap[at] >= GAP_BLANK) ||
               (past > at && (has(c, past, S(":")) || has(c, past, S("通知")) || digits_at(p, past, page_end(p))) &&
                (p->text.at[at - 1] == ')' || is_paper(c, cut_ending(c, so_far)))); /* 计划表联系人:… */
        if (ends)
            break;
    }
    return signature_in(c, (struct span){s.from, at < s.to ? at : s.to});
}

static bool begins_entry(const struct compiler *c, uint32_t at, int expected)
{
    int number = 0;
    enum level level;
    if (is_annex(c, at))
        return true;
    uint32_t n = numbering_at(c->page, at, &level, &number);
    if (n == 0 && grown_number(c, at, &number) > 0)
        return number == expected;
    uint32_t bare =
        n == 0 && expected > 1 && (c->page->gap[at] >= GAP_LINE || word_before(c->page, c->body, at, WORD_PAPER) > 0)
            ? digits_at(c->page, at, at + 2)
            : 0;
    if (bare > 0 && digits_value(c->page, at, bare) == expected && (unsigned char)c->page->text.at[at + bare] >= 0xe4)
        return true; /* 2推荐表.doc */
    return n > 0 && level != LEVEL_HAN_ROUND && (expected == 0 || number == expected || number == expected + 1);
}

/* A word runs over the line's end: 填写说⏎明. */
static bool breaks_word(const struct compiler *c, uint32_t at)
{
    static const enum word_kind kinds[] = {WORD_PAPER, WORD_OFFICIAL, WORD_THING};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        uint32_t back = page_back(c->page, at);
        if (word_here(c, back, page_end(c->page), kinds[i]) > at - back)
            return true;
    }
    return false;
}

/* A long title runs on in the next line; a signature does not, nor a title of its own. */
static bool runs_on(const struct compiler *c, struct span title, uint32_t at)
{
    struct dates d;
    struct span next = {at, entry_line(c, at)};
    bool broken = !is_paper(c, title) && breaks_word(c, at);
    bool full = c->page->gap[at] == GAP_LINE && title.to - title.from >= LONG_LINE &&
                !(names_paper(c, title) && is_paper(c, next) && next.to - next.from > 12);
    struct span bare = cut_ending(c, next);
    bool letter = !is_paper(c, title) && span_has(c, title, S("关于")) &&
                  word_before(c->page, bare.from, bare.to, WORD_OFFICIAL) > 0;
    if (!(broken || full || letter) || next.to - next.from > LONG_LINE)
        return false;
    return !is_date_line(c, next, &d) && !word_here(c, at, next.to, WORD_LABEL) && !unit_ends(c, next.from, next.to) &&
           !has(c, at, S("("));
}

/* 教育部关于…的通知.doc below a university's letter of that name: another office stands before the title. */
static bool is_others(const struct compiler *c, struct span title, struct str own, struct str office)
{
    uint32_t at = page_find(c->page, title, own);
    struct str lead = text_of(c, (struct span){title.from, at == UINT32_MAX ? title.from : at});
    return office.n > 0 && lead.n > 0 && unit_ends(c, title.from, at) && str_find(lead, office) == STR_NONE &&
           str_find(office, lead) == STR_NONE;
}

/* A file to download that is the letter itself, or whose name ends with a title of the list: 云教〔2018〕3号-关于…的通知.pdf. */
static bool repeats(const struct compiler *c, const struct annexes *list, struct span title, bool file)
{
    struct span own = c->title;
    uint32_t about = page_find(c->page, own, S("关于"));
    uint32_t on = page_find(c->page, own, S("转发"));
    own.from = on != UINT32_MAX ? on : about != UINT32_MAX ? about : own.from;
    struct str office = text_of(c, (struct span){c->title.from, about != UINT32_MAX ? about : c->title.from});
    bool others = office.n > 0 && c->draft->issuer.n > 0 && /* the title of the letter that another office sent */
                  str_find(office, c->draft->issuer) == STR_NONE && str_find(c->draft->issuer, office) == STR_NONE;
    bool repeated = file && !others && !span_is_empty(own) && span_has(c, title, text_of(c, own)) &&
                    !is_others(c, title, text_of(c, own), office);
    for (size_t i = 0; i < list->n && file && !repeated; i++) {
        struct str before = text_of(c, list->items[i].title);
        repeated = before.n >= 24 && (str_ends(text_of(c, title), before) || str_starts(text_of(c, title), before));
    }
    return repeated;
}

/* 《甲表》(修订), 调查问卷http://…: the title alone, without what a page or an office put behind it. */
static struct span bare_title(const struct compiler *c, struct span title)
{
    uint32_t url = page_find(c->page, title, S("http"));
    title.to = url != UINT32_MAX ? url : title.to;
    uint32_t close = has(c, title.from, S("《")) ? c->page->twin[title.from] : 0, next = close + 3;
    bool said = span_has(c, (struct span){next, title.to}, S("修订")) || str_ends(text_of(c, title), S("号)"));
    if (close > title.from && said && has(c, next, S("(")) && c->page->twin[next] + 1 == title.to)
        title = (struct span){title.from + 3, close};
    return title;
}

static bool annex_add(struct compiler *c, struct annexes *list, int number, struct span title)
{
    if (c->page->twin[title.from] > title.from &&
        (page_has(c->page, title.from, title.to, S("【")) || page_has(c->page, title.from, title.to, S("["))))
        title = (struct span){page_next(c->page, title.from), c->page->twin[title.from]}; /* a link's text */
    struct span link = title;
    int ignored;
    if (page_has(c->page, title.from, title.to, S("附件"))) /* 1.附件1:… */
        title.from = entry_head(c, title.from, &ignored);
    title = bare_title(c, title);
    title = clean_title(c, (struct span){title.from, title.to > title.from ? title.to : title.from});
    title.from += grown_number(c, title.from, &ignored);
    uint32_t stray = digits_at(c->page, title.from, title.to), about = page_find(c->page, title, S("关于"));
    if (stray > 1 && about != UINT32_MAX && about - title.from < 90 && unit_ends(c, title.from + stray, about) &&
        !has(c, title.from + stray, S("年")) && !word_here(c, title.from + stray, about, WORD_COUNTER))
        title.from += stray; /* 46省民政厅关于…的通知.pdf: the page's count */
    if (repeats(c, list, title, names_file(c, link)))
        return false;
    bool page_list =
        span_has(c, title, S("附件1")) || span_has(c, title, S("附件2")) || span_has(c, title, S(".pdf附件"));
    bool remark = page_list || str_eq(text_of(c, title), S("点击查看")) || str_eq(text_of(c, title), S("点击下载")) ||
                  has(c, title.from, S("下载信息")) ||
                  (c->page->text.at[title.from] == '(' && c->page->twin[title.from] + 1 == title.to);
    if (remark || title.to < title.from + 6 || title.to - title.from > TITLE_BYTES || list->n >= ANNEXES)
        return false;
    static const struct str no_titles[] = {S("见"), S("详见"), S("请"), S("略")}; /* 附件:见OA系统 */
    for (size_t i = 0; i < sizeof no_titles / sizeof *no_titles; i++) {
        if (page_has(c->page, title.from, title.to, no_titles[i]) && (i < 2 || !is_paper(c, title)))
            return false;
    }
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

/* 管理办法.docx校工会: the title ends with the file's ending; A;B are two titles. */
static uint32_t file_end(const struct compiler *c, struct span s)
{
    uint32_t past = file_at(c, s), size = past && past < s.to && has(c, past, S("(")) ? page_skip(c->page, past) : 0;
    if (size > past && size - past < 15 && size < s.to)
        return size; /* 汇总表.doc(25KB)承诺书.doc */
    if (past && past < s.to && ((unsigned char)c->page->text.at[past] >= 0xe4 || c->page->gap[past]))
        return past;
    uint32_t mark = page_find(c->page, s, S(";"));
    if (mark != UINT32_MAX && mark + 1 < s.to && thing_ends(c, (struct span){mark + 1, s.to}))
        return mark + 1;
    for (struct span rest = s; (mark = page_find(c->page, rest, S("、"))) != UINT32_MAX; rest.from = mark + 3) {
        struct span second = {mark + 3, s.to};
        if (word_before(c->page, s.from, mark, WORD_PAPER) && word_before(c->page, second.from, s.to, WORD_PAPER) &&
            mark - s.from >= 9 && s.to - mark >= 12)
            return mark + 3;
    }
    return s.to;
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
        struct span line = {from, entry_line(c, from)};
        struct span bare = cut_ending(c, line);
        bare.to -= page_has(p, bare.to - 3, bare.to, S("》")) ? 3 : 0; /* 某某委《关于…的通知》 */
        struct span below = {line.to, entry_line(c, line.to)};         /* the letter itself, when its address follows */
        bool official = word_before(p, bare.from, bare.to, WORD_OFFICIAL) > 0 && span_has(c, line, S("关于"));
        bool letter = official && is_audience(c, below);
        if (letter || (!official && (unit_ends(c, line.from, line.to) || !is_paper(c, bare))))
            return from;
    }
    if (p->gap[from] >= GAP_LINE && from > at && begins_entry(c, from, 0))
        return from;
    struct span title = {from, entry_line(c, from)};
    title.to = file_end(c, (struct span){from, inline_end(c, title, n)});
    if (has(c, from, S("《")) && p->twin[from] > from && p->gap[p->twin[from] + 3] < GAP_LINE &&
        !has(c, p->twin[from] + 3, S("(")) && !is_paper(c, cut_ending(c, title)))
        title.to = p->twin[from] + 3; /* a title in 《》 ends where it says */
    if (title.to < page_end(p) && p->gap[title.to] >= GAP_LINE && !begins_entry(c, title.to, n + 1) &&
        runs_on(c, title, title.to)) {
        title.to = entry_line(c, title.to);
        title.to = signature_in(c, title);
    }
    annex_add(c, list, n, title);
    *number = n;
    return title.to;
}

/* 相关附件:, 下载附件: a label of the page's frame. */
static uint32_t framed_gap(const struct compiler *c, uint32_t at)
{
    bool framed = at >= 6 && (page_has(c->page, at - 6, at, S("相关")) || page_has(c->page, at - 6, at, S("下载")));
    return c->page->gap[framed ? at - 6 : at];
}

/* …电话:88860002附件:1.甲表2.乙表, 2018年4月2日附件1:甲表: a page that lost its line ends. */
static bool begins_glued(const struct compiler *c, uint32_t at)
{
    static const struct str leads[] = {S("("),  S("《"), S("“"),  S("见"), S("写"),
                                       S("照"), S("按"), S("据"), S("及"), S("和")};
    const struct page *p = c->page;
    uint32_t colon = past_label(c, at), one = has(c, colon, S(":")) ? digits_at(p, colon + 1, page_end(p)) : 0;
    if (page_ends_any(p, c->body, at, WORD_LIST(leads)) || at < c->body + 9)
        return false;
    if (one == 1 && p->text.at[colon + 1] == '1' && entry_sign(c, colon + 2) > 0)
        return true;
    struct span rest = {at, page_end(p)};
    uint32_t digits = digits_at(p, at + 6, page_end(p));
    return (has(c, colon, S(":")) || (digits == 1 && (entry_sign(c, at + 7) || p->gap[at + 7]))) &&
           !span_has(c, rest, S("。"));
}

static bool begins_list(const struct compiler *c, uint32_t at)
{
    const struct page *p = c->page;
    uint32_t gap = framed_gap(c, at);
    bool dash = at > 0 && p->text.at[at - 1] == '-' && p->gap[at - 1] >= GAP_LINE;
    bool behind = at > 0 && (p->text.at[at - 1] == ',' || (at >= 3 && has(c, at - 3, S("。"))));
    uint32_t one = behind && is_annex(c, at) ? digits_at(p, at + 6, page_end(p)) : 0;
    if (behind &&
        (has(c, at, S("附件:")) || has(c, at, S("附:")) || (p->gap[at] && one > 0 && has(c, at + 6 + one, S(":")))))
        return true;
    if (gap < GAP_BLANK && !dash)
        return is_annex(c, at) && begins_glued(c, at);
    if (has(c, at, S("附:")) || has(c, at, S("附《")))
        return gap >= GAP_LINE;
    if (!is_annex(c, at))
        return false;
    bool line = gap >= GAP_LINE || dash;
    uint32_t after = past_label(c, at);
    if (has(c, after, S(":")) && (line || after == at + 6))
        return true; /* 附件:, 附件(在OA系统下载):, 附件目录: */
    if (has(c, after, S(".")) || (line && has(c, after, S("【"))))
        return true; /* 附件【报名表.doc】已下载 */
    int number;
    uint32_t digits = number_at(p, after, page_end(p), &number); /* 附件1, 附件一 */
    struct span rest = {after + digits, entry_line(c, at)};
    bool bare = line && (digits == 0 || number < 100) && rest.to - rest.from < 120 &&
                (unsigned char)p->text.at[rest.from] >= 0xe4 && names_file(c, rest);
    if (bare)
        return true; /* 附件1申报表.doc, 附件申报表.doc */
    bool first = line && digits == 1 && number == 1 && (unsigned char)p->text.at[after + 1] >= 0xe4 &&
                 has(c, rest.to, S("附件2")); /* 附件1名录, and below it 附件2 …: no blank behind the first number */
    if (first)
        return true;
    bool letter = p->text.at[after] >= 'A' && p->text.at[after] <= 'H' && entry_sign(c, after + 1) > 0;
    return line &&
           ((digits > 0 && number < 100 && (entry_sign(c, after + digits) || p->gap[after + digits])) || letter);
}

/* 附表:统计表(一), and on the next line 统计表(二): titles without numbers. */
static bool another_line(const struct compiler *c, const struct annexes *list, uint32_t at, int number)
{
    struct span line = {at, entry_line(c, at)}, bare = cut_ending(c, line);
    struct dates d;
    bool file = names_file(c, line);
    bool titles = list->n > 0 && number <= 1 && is_paper(c, list->items[list->n - 1].title) && is_paper(c, bare) &&
                  (file || !word_before(c->page, bare.from, bare.to, WORD_OFFICIAL));
    bool apart = c->page->gap[at] >= GAP_CELL || (file && c->page->gap[at] >= GAP_BLANK) ||
                 (at > 0 && c->page->text.at[at - 1] == ';') || (at >= 3 && page_has(c->page, at - 3, at, S("、")));
    return titles && apart && (file || line.to - line.from < LONG_LINE) && line.to - line.from > 12 &&
           !is_date_line(c, line, &d) && !word_here(c, at, line.to, WORD_LABEL) && !span_has(c, line, S("。")) &&
           !span_has(c, line, S(":"));
}

static void list_read(struct compiler *c, struct annexes *list, uint32_t at)
{
    const struct page *p = c->page;
    uint32_t from = at;
    int number = 0;
    while (at < page_end(p)) {
        size_t before = list->n;
        uint32_t next = entry_read(c, list, at, &number);
        at = next > at ? next : page_end(p);
        int expected =
            number == 0 && list->n > before ? 2 : number + 1; /* 附件:推荐表, and then 1. is the form's own */
        struct span line = {at, at < page_end(p) ? entry_line(c, at) : at};
        if (names_file(c, line) && repeats(c, list, line, true))
            at = line.to; /* 2.自评表, and below it 自评表(小学).xls */
        if (at >= page_end(p) || (!begins_entry(c, at, expected) && !another_line(c, list, at, number)))
            break;
    }
    if (span_is_empty(list->list))
        list->list = (struct span){from, at};
    else
        list->list.to = at;
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
           is_numbered(list, number);
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
        line.from += at > c->sign ? n : 0;
        for (uint32_t to; at > c->sign && p->gap[at] >= GAP_LINE && (to = file_at(c, line)) > 0; line.from = to)
            annex_add(c, list, 0, (struct span){line.from, to});
        above = at;
    }
}

/* Below the signature and after the letter's own list: the page's links to the same files, or an attachment's own head. */
static bool lists_again(const struct compiler *c, const struct annexes *list, uint32_t at)
{
    int number = 0;
    uint32_t from = entry_head(c, at, &number);
    struct span line = {from, entry_line(c, from)};
    return names_file(c, line) || number == 0 || is_numbered(list, number);
}

void annexes_read(struct compiler *c, struct annexes *list)
{
    const struct page *p = c->page;
    uint32_t other = second_letter(c);
    for (uint32_t at = c->body; at < page_end(p); at = page_next(p, at)) {
        at = page_find(p, (struct span){at, page_end(p)}, S("附"));
        if (at == UINT32_MAX || (at >= other && list->n > 0))
            break; /* the forwarded letter's own */
        if (!begins_list(c, at) || (list->n > 0 && at > c->sign && lists_again(c, list, at)) ||
            (!span_is_empty(list->list) && at < list->list.to) || listed_before(c, list, at))
            continue;
        list_read(c, list, at);
        at = list->list.to > at ? page_back(p, list->list.to) : at;
    }
    if (list->n == 0 && c->sign < page_end(p))
        unlabelled_read(c, list);
    annexes_name(c, list);
    for (size_t i = 0; i < list->n; i++)
        arena_push(c->arena, &c->draft->attachments, copy_of(c, list->items[i].title));
}
