/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/letter.h"

#include "domain/notice/block.h"
#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

static const struct str year_opens[] = {S("〔"), S("["), S("("), S("【"), S("〈")};
enum { HEAD_BYTES = 2400, TITLE_LINES = 4 };

/*
 * The address line may begin anywhere after a gap (a page without line ends) and may run over several lines. Of the
 * places from which the text up to the colon names units, the earliest is meant that no title stands in.
 */
static uint32_t audience_from(const struct compiler *c, uint32_t colon)
{
    const struct page *p = c->page;
    static const struct str ends[] = {S("通知"), S("号"), S("号)")};
    uint32_t best = UINT32_MAX, line = UINT32_MAX;
    for (uint32_t at = colon; at > 0;) {
        at = page_back(p, at);
        struct span s = {at, colon + 1};
        if (s.to - s.from > 1200 || page_has(p, at, colon, S("。")) || page_has(p, at, colon, S("》")) ||
            p->text.at[at] == ':' || (p->gap[at] != GAP_NONE && page_has(p, at, colon, S("关于"))))
            break;
        if (p->gap[at] == GAP_NONE && at > 0) {
            if (best == UINT32_MAX && word_here(c, at, colon, WORD_EVERY) && page_ends_any(p, 0, at, WORD_LIST(ends)) &&
                is_audience(c, s))
                return at; /* 关于…的通知各县局:, …〔2018〕2号各县局: */
            continue;
        }
        if (best != UINT32_MAX && line != UINT32_MAX && p->gap[line] >= GAP_LINE &&
            !page_has(p, line - 1, line, S(",")) && !(line >= 3 && page_has(p, line - 3, line, S("、"))))
            break;
        if (is_audience(c, s))
            best = at;
        if (p->gap[at] >= GAP_LINE)
            line = at;
        if (best == UINT32_MAX && p->gap[at] >= GAP_PARA)
            break;
    }
    return best;
}

/* 核心提示:各市农业局:…: the page's own summary of the letter. */
static bool word_ends_label(const struct page *p, uint32_t at)
{
    return at >= 7 && (page_has(p, at - 7, at, S("提示:")) || page_has(p, at - 7, at, S("摘要:")) ||
                       page_has(p, at - 7, at, S("导读:")));
}

static bool audience_find(struct compiler *c, struct span *r)
{
    const struct page *p = c->page;
    for (uint32_t at = 0; at < page_end(p) && at < HEAD_BYTES; at = page_next(p, at)) {
        if (page_has(p, at, page_end(p), S("。"))) {
            uint32_t line = at;
            while (line > 0 && p->gap[line] < GAP_LINE)
                line = page_back(p, line);
            bool page = page_has(p, line, at, S("说明:")) || page_has(p, line, at, S("【")) ||
                        page_has(p, line, at, S("内容概述")) || page_has(p, line, at, S("提示:")) ||
                        page_has(p, line, at, S("摘要:"));
            if (!page)
                return false; /* the text proper has begun */
            at = page_back(p, line_end(p, at));
        }
        if (p->text.at[at] != ':')
            continue;
        uint32_t from = audience_from(c, at);
        bool heads = page_has(p, at + 1, page_end(p), S("关于")); /* 某某省:关于…的通知: who sends it */
        if (from != UINT32_MAX && !heads && !word_ends_label(p, from)) {
            *r = (struct span){from, at + 1};
            return true;
        }
    }
    return false;
}

static bool ends_official(const struct compiler *c, struct span s)
{
    if (s.to > s.from && c->page->text.at[s.to - 1] == ')' && c->page->twin[s.to - 1] > s.from)
        s.to = c->page->twin[s.to - 1];
    return word_before(c->page, s.from, s.to, WORD_OFFICIAL) > 0;
}

static bool is_title(const struct compiler *c, struct span s)
{
    enum level level;
    int number; /* 三、比赛时间和办法 is a part's */
    bool named = s.to - s.from > 24 && numbering_at(c->page, s.from, &level, &number) == 0;
    return s.to - s.from < 450 && (span_has(c, s, S("关于")) || named) && ends_official(c, s) &&
           !span_has(c, s, S("。"));
}

bool is_frame(const struct compiler *c, struct span line)
{
    static const struct str words[] = {S(">"),         S("首页"),  S("当前位置"),  S("现在的位置"), S("发布时间:"),
                                       S("发布日期:"), S("来源:"), S("浏览次数:"), S("点击数:")};
    return span_has_any(c, line, WORD_LIST(words));
}

/* 关于…的通知_某某局 and below it the title again: the line that is a title by itself is meant. */
static struct span last_title(const struct compiler *c, struct span s)
{
    struct span last = s;
    for (uint32_t at = line_end(c->page, s.from); at < s.to; at = line_end(c->page, at)) {
        struct span above = {s.from, at}, line = {at, s.to};
        if (page_has(c->page, at, s.to, S("关于")) && span_has(c, above, S("关于")) &&
            span_has_word(c, above, WORD_OFFICIAL) && is_title(c, line))
            last = line;
    }
    return last;
}

/* 关于…的通知_某某局, 关于…的通知-某某网: where the title ends and the site's name begins; else the line's end. */
static uint32_t before_site(const struct compiler *c, struct span line)
{
    for (uint32_t at = line.from + 1; at < line.to; at++) {
        bool sign = c->page->text.at[at] == '_' || c->page->text.at[at] == '-';
        if (sign && is_title(c, (struct span){line.from, at}))
            return at;
    }
    return line.to;
}

/* 某某局关于…的通知 各县(市)区:…, on a page that lost its line ends: where the title on the address's line ends. */
static uint32_t title_before(const struct compiler *c, struct span line)
{
    uint32_t about = page_find(c->page, line, S("关于")), end = line.from;
    for (uint32_t at = about;
         about != UINT32_MAX && (at = page_find(c->page, (struct span){at, line.to}, S("的"))) != UINT32_MAX; at += 3) {
        uint32_t n = word_here(c, at + 3, line.to, WORD_OFFICIAL);
        end = n > 0 && at + 3 + n + 7 <= line.to ? at + 3 + n : end;
    }
    return page_has(c->page, end, line.to, S("》")) || page_has(c->page, end, line.to, S("(")) ? line.from : end;
}

/* Where the title begins: on the line of its 关于, behind the page's 名称:, 首页>…>, 【转发】, and the letter's own number. */
static uint32_t title_from(const struct compiler *c, struct span s, uint32_t about)
{
    static const struct str signs[] = {S(":"), S(">"), S("》"), S("】"), S("×"), S("_"), S("号"), S("文件")};
    const struct page *p = c->page;
    if (p->gap[about] != GAP_NONE)
        return about;
    for (uint32_t at = about; at > s.from; at = page_back(p, at)) {
        bool number = page_has(p, at - 3, about, S("号")) && !digits_at(p, at - 4, at - 3);
        if (p->gap[at] >= GAP_LINE || (page_ends_any(p, s.from, at, WORD_LIST(signs)) && !number))
            return page_has(p, at, about, S("》")) ? s.from : at;
    }
    return s.from;
}

/* 关于…的通知(云办〔2018〕2号): where the title ends and its own number begins. */
static uint32_t title_to(const struct compiler *c, struct span s)
{
    uint32_t open = c->page->text.at[s.to - 1] == ')' ? c->page->twin[s.to - 1] : 0;
    struct span number = {open + 1, s.to - 1};
    bool cut = open > s.from && page_has(c->page, s.to - 4, s.to, S("号)")) &&
               page_finds_any(c->page, number, WORD_LIST(year_opens));
    return cut ? open : s.to;
}

/* The title: from a line with 关于 to the line that ends with 通知 or the like, above `to`. */
static bool title_in(struct compiler *c, uint32_t to, bool framed)
{
    const struct page *p = c->page;
    for (uint32_t at = 0; at < to; at = line_end(p, at)) {
        uint32_t end = at;
        if (!framed && is_frame(c, (struct span){at, line_end(p, at)}))
            continue;
        for (int lines = 0; lines < TITLE_LINES && end < to; lines++) {
            end = line_end(p, end);
            struct span s = {at, end < to ? end : to};
            s.to = lines == 0 ? before_site(c, s) : s.to;
            uint32_t about = page_find(p, s, S("关于"));
            bool bracketed = page_has(p, s.from, s.to, S("《"));
            uint32_t cut = lines == 0 && about != UINT32_MAX && !is_title(c, s) ? title_before(c, s) : s.from;
            bool ends = cut > s.from &&
                        (p->gap[cut] != GAP_NONE || page_finds_any(p, (struct span){cut, s.to}, WORD_LIST(year_opens)));
            s.to = ends ? cut : s.to; /* 关于…的通知 云办〔2018〕2号 各县区: */
            if (is_title(c, s) && !bracketed && (about != UINT32_MAX || lines == 0)) {
                s.from = about != UINT32_MAX ? title_from(c, s, about) : s.from;
                s.to = title_to(c, s);
                c->title = last_title(c, s);
                return true;
            }
        }
    }
    return false;
}

static void title_find(struct compiler *c, uint32_t to)
{
    const struct page *p = c->page;
    if (!title_in(c, to, false) && title_in(c, to, true)) {
    }
    struct span below = {c->title.to, to}; /* the page's own title, and the letter's below its head */
    uint32_t again = span_is_empty(c->title) ? UINT32_MAX : page_find(p, below, text_of(c, c->title));
    if (again != UINT32_MAX && p->gap[again] >= GAP_LINE)
        c->title = (struct span){again, again + c->title.to - c->title.from};
}

/*
 * 〔2018〕12号, and what pages make of it: [2018〕12号, 〔201812号, 2018〕12号, (2018)第12号, 〔2018〕12 at a line's end. `at` is the
 * year's; open_r is where the bracket begins, and what stands before it is the office's own sign.
 */
static uint32_t year_and_number(const struct page *p, uint32_t at, uint32_t end, uint32_t *open_r)
{
    static const struct str closes[] = {S("〕"), S("]"), S(")"), S("】"), S("〉")};
    uint32_t before = at > 0 ? page_back(p, at) : 0,
             open = at > 0 ? page_has_any(p, before, at, WORD_LIST(year_opens)) : 0;
    if (digits_at(p, at, end) < 4 || (!page_has(p, at, end, S("20")) && !page_has(p, at, end, S("19"))) ||
        (at > 0 && digits_at(p, at - 1, at)))
        return 0;
    uint32_t close = page_has_any(p, at + 4, end, WORD_LIST(closes)), to = at + 4 + close, digits = 0;
    to += close && page_has(p, to, end, S("第")) ? 3 : 0;
    while (to + digits < end && p->text.at[to + digits] >= '0' && p->text.at[to + digits] <= '9')
        digits++;
    to += digits;
    *open_r = open ? before : at;
    uint32_t second = !open && !close && page_has(p, to, end, S("[")) ? page_skip(p, to) : 0; /* 云牧字2010[38]号 */
    if (second > to && page_has(p, second, end, S("号")) && digits_at(p, to + 1, end) > 0)
        return second + 3;
    bool sign = page_has(p, to, end, S("号")),
         line = digits > 0 && to < page_end(p) && p->gap[to] >= GAP_LINE; /* 号 was lost */
    return (open || (close && sign)) && (sign || line) ? to + (sign ? 3 : 0) : 0;
}

/* 某某市教育局某某市总工会云教办, 某某局文件云教办: the sign behind the offices that the page ran together with it. */
static uint32_t sign_from(const struct compiler *c, struct span lead)
{
    enum { SIGN_BYTES = 36 };
    for (uint32_t at; (at = page_find(c->page, lead, S("文件"))) != UINT32_MAX ||
                      (at = page_find(c->page, lead, S("文号"))) != UINT32_MAX;)
        lead.from = at + 6;
    uint32_t year = page_find(c->page, lead, S("年")), day = page_find(c->page, lead, S("日"));
    lead.from = year < day && day != UINT32_MAX ? day + 3 : lead.from; /* 二○○八年五月五日 云价 */
    for (uint32_t at = lead.to > lead.from ? page_back(c->page, lead.to) : lead.from; at > lead.from;
         at = page_back(c->page, at)) {
        char before = c->page->text.at[at - 1];
        if (before < 0 || (before | 0x20) >= 'a' || before == '(' || before == ')')
            continue;
        lead.from = at; /* 2010年10月25日云渔函, 浏览次数:12次云渔函, 首页>公告云渔函: no sign holds such */
        static const struct str rests[] = {S("日"), S("次")};
        lead.from += page_has_any(c->page, at, lead.to, WORD_LIST(rests));
        break;
    }
    for (uint32_t at = lead.to - 6; lead.to - lead.from > SIGN_BYTES && at > lead.from + 12;
         at = page_back(c->page, at)) {
        if (unit_ends(c, lead.from, at))
            return at;
    }
    return lead.from;
}

/* 皖教秘职成〔2023〕30号, standing free or in brackets of its own. */
static bool number_find(const struct compiler *c, uint32_t to, struct span *r)
{
    const struct page *p = c->page;
    for (uint32_t year = 0, at = 0; year < to; year = page_next(p, year)) {
        uint32_t end = year_and_number(p, year, to, &at), from = at;
        if (end == 0)
            continue;
        while (from > 0 && p->gap[from] < GAP_CELL) {
            uint32_t back = page_back(p, from), twin = p->twin[back];
            bool part = page_has(p, back, from, S("”")) || (page_has(p, back, from, S(")")) && from < at);
            if (twin != 0 && !(part && from - twin < 30))
                break;
            from = twin ? twin : back; /* 漯“双创”〔2012〕2号, 蚕推(办)发〔2014〕23号 */
        }
        struct span lead = {from, at};
        if (span_has(c, lead, S("关于"))) /* 关于…的通知云办〔2018〕2号 */
            lead.from = from = title_before(c, lead);
        from = sign_from(c, lead);
        bool inside = from >= 4 && p->text.at[from - 1] == '(' && page_has(p, from - 4, from, S("》"));
        bool cited = inside || span_has(c, lead, S("》")) || span_has(c, lead, S("根据")) ||
                     span_has(c, lead, S("关于")) || at - from > 90;
        if (cited || from == at)
            continue;
        from += page_has(p, from, at, S("等级")) ? 6 : 0; /* 等级 特急 某教明电〔2021〕14号 */
        static const struct str urgent[] = {S("特急"), S("加急"), S("平急"), S("特提"), S("急件")};
        from += page_has_any(p, from, at, WORD_LIST(urgent));
        *r = (struct span){from, end};
        return from < at;
    }
    return false;
}

/* 云办〔20186号, 云办〔20186: the bracket that the page lost, and its 号; all else stays as it is written. */
static struct str mended(struct compiler *c, struct span s)
{
    const struct page *p = c->page;
    uint32_t open = page_find(p, s, S("〔")), to = open + 7;
    bool lost = open != UINT32_MAX && digits_at(p, open + 3, s.to) > 4 && !span_has(c, s, S("〕"));
    if (!lost)
        return copy_of(c, s);
    bool sign = page_has(p, s.to - 3, s.to, S("号"));
    return str_format(c->arena, "%.*s〕%.*s%s", (int)(to - s.from), p->text.at + s.from, (int)(s.to - to),
                      p->text.at + to, sign ? "" : "号");
}

/* 编号:…, 发文字号:…: a label of its own line, where no number stands above the text. */
static bool number_labelled(const struct compiler *c, struct span *r)
{
    static const struct str labels[] = {S("编号:"), S("文号:"), S("发文字号:")};
    const struct page *p = c->page;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        uint32_t at = page_find(p, (struct span){0, page_end(p)}, labels[i]);
        uint32_t from = at == UINT32_MAX ? at : at + (uint32_t)labels[i].n, to = from;
        if (at == UINT32_MAX || p->gap[at] < GAP_BLANK)
            continue;
        while (to < page_end(p) && (to == from || p->gap[to] < GAP_BLANK) && !word_here(c, to, page_end(p), WORD_LABEL))
            to = page_next(p, to);
        *r = (struct span){from, to};
        if (to - from > 6 && to - from < 60 && (digits_at(p, to - 1, to) || page_has(p, to - 3, to, S("号"))))
            return true;
    }
    return false;
}

void letter_open(struct compiler *c)
{
    struct span audience = {0, 0}, number;
    bool found = audience_find(c, &audience);
    audience.from = found ? title_before(c, audience) : 0;
    if (found && number_find(c, audience.to, &number) && number.from >= audience.from && number.to < audience.to)
        audience.from = number.to; /* 某残联〔2010〕40号 各县残联: on one line */
    audience.from += found && c->page->text.at[audience.from] == ')'; /* (某残联〔2010〕40号)各县残联: */
    uint32_t to = found ? audience.from : page_end(c->page) < HEAD_BYTES ? page_end(c->page) : HEAD_BYTES;
    for (uint32_t at = 0; !found && at < to; at = line_end(c->page, at)) {
        struct span line = {at, line_end(c->page, at)};
        to = at > 0 && span_has(c, line, S("。")) && !span_has(c, line, S("关于")) ? at
                                                                                   : to; /* no title below the text */
    }
    title_find(c, to);
    if (found) {
        units_in(c, (struct span){audience.from, audience.to - 1}, &c->audience[0]);
        c->body = audience.to;
    } else {
        c->body = c->title.to;
        to = c->title.to;
    }
    uint32_t head = found         ? audience.from
                    : c->title.to ? line_end(c->page, c->title.to ? page_back(c->page, c->title.to) : 0)
                                  : 0;
    for (int lines = 0; lines < 3 && !found && c->title.to; lines++) { /* the number may stand below the title */
        uint32_t below = line_end(c->page, head);
        if (below >= page_end(c->page) || span_has(c, (struct span){head, below}, S("。")))
            break;
        head = below;
    }
    if (number_find(c, head, &number) || number_labelled(c, &number)) {
        c->draft->number = mended(c, number);
        bool before = number.from == c->title.from && number.to < c->title.to; /* 云办〔2018〕2号 某某局关于…的通知 */
        c->title.from = before ? number.to : c->title.from;
    }
    c->draft->title = copy_of(c, c->title);
    for (size_t i = 0; i < c->audience[0].n; i++)
        arena_push(c->arena, &c->draft->audience, copy_of(c, c->audience[0].items[i]));
}
