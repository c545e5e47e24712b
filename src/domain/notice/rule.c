/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/rule.h"

static bool has(const struct compiler *c, uint32_t at, uint32_t end, struct str word)
{
    return page_has(c->page, at, end, word);
}

static bool quoted_at(const struct compiler *c, uint32_t at, uint32_t end, struct span *r)
{
    if (at >= end || c->page->twin[at] <= at || c->page->twin[at] > end)
        return false;
    uint32_t open =
        has(c, at, end, S("“")) || has(c, at, end, S("「")) || has(c, at, end, S("【")) || has(c, at, end, S("《")) ? 3
                                                                                                                    : 0;
    if (open == 0)
        return false;
    *r = (struct span){at + open, c->page->twin[at]};
    return true;
}

/* The quotation that ends right before the naming word: 以“…”为题, 以“…”的格式命名, 按“…”命名. */
static bool quoted_before(const struct compiler *c, uint32_t from, uint32_t at, struct span *r)
{
    static const struct str between[] = {S("的格式"), S("的形式"), S("格式"), S("形式"), S("方式"), S("的方式"),
                                         S("样式"),   S("来"),     S("进行"), S("统一"), S("为"),   S("作")};
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        uint32_t n = (uint32_t)between[i].n;
        if (at >= from + n && has(c, at - n, at, between[i]))
            at -= n;
    }
    if (at < from + 3 || !has(c, at - 3, at, S("”")) || c->page->twin[at - 3] < from || c->page->twin[at - 3] == 0)
        return false;
    *r = (struct span){c->page->twin[at - 3] + 3, at - 3};
    return true;
}

/* Skips 统一, 为, : and the like between the naming word and its pattern. */
static uint32_t skip_copula(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str words[] = {S("统一"), S("均"),   S("为"), S("是"),   S(":"),    S("格式"), S("请"),
                                       S("以"),   S("按照"), S("按"), S("采用"), S("规则"), S("方式"), S("写"),
                                       S("清"),   S("应"),   S("须"), S("注明"), S("标明"), S("标注"), S("统一为"),
                                       S("设置"), S("需"),   S("要"), S("明"),   S("改为"), S("用"),   S("一律")};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (has(c, at, end, words[i])) {
                at += (uint32_t)words[i].n;
                again = true;
            }
        }
    }
    return at;
}

static uint32_t word_ends(const struct compiler *c, uint32_t from, uint32_t to, struct str word)
{
    return to > from + word.n && has(c, to - (uint32_t)word.n, to, word) ? (uint32_t)word.n : 0;
}

/* A pattern without quotation marks runs to the next sign of punctuation and must look like one. */
static bool bare_at(const struct compiler *c, uint32_t at, uint32_t end, bool sure, struct span *r)
{
    static const struct str marks[] = {S("+"), S("xx"),   S("XX"),   S("××"),   S("某"), S("X"), S("_"),
                                       S("-"), S("单位"), S("姓名"), S("学校"), S("——"), S("*")};
    uint32_t to = at;
    while (to < end && !has(c, to, end, S(",")) && !has(c, to, end, S("。")) && !has(c, to, end, S(";")) &&
           !has(c, to, end, S(")")) && !has(c, to, end, S("(例")) && !has(c, to, end, S("(如"))) {
        uint32_t past = page_skip(c->page, to);
        to = past > to ? past : page_next(c->page, to);
    }
    bool pattern = sure || page_finds_any(c->page, (struct span){at, to}, WORD_LIST(marks));
    bool quoted = page_find(c->page, (struct span){at, to}, S("“")) != UINT32_MAX;
    static const struct str tails[] = {S("格式"), S("形式"), S("方式"), S("的"), S("标注"), S("命名")};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
        to -= word_ends(c, at, to, tails[i]);
    if (!pattern || quoted || to - at < 6 || to - at > 180)
        return false;
    *r = (struct span){at, to};
    return true;
}

static bool is_mark_word(struct str word)
{
    return str_eq(word, S("注明")) || str_eq(word, S("标明")) || str_eq(word, S("标注")) || str_eq(word, S("备注"));
}

/* 标题请|注明报送单位 */
static bool marks_title(const struct compiler *c, struct span s, uint32_t at)
{
    static const struct str asks[] = {S("请"), S("须"), S("应"), S("需"), S("统一"), S("中"), S("上"), S("要")};
    static const struct str titles[] = {S("标题"), S("主题"), S("文件名"), S("邮件名")};
    for (size_t i = 0; i < 2 * (sizeof asks / sizeof *asks); i++) {
        uint32_t n = (uint32_t)asks[i / 2].n;
        at -= at >= s.from + n && has(c, at - n, at, asks[i / 2]) ? n : 0;
    }
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        uint32_t n = (uint32_t)titles[i].n;
        if (at >= s.from + n && has(c, at - n, at, titles[i]))
            return true;
    }
    return false;
}

static uint32_t last_opener(const struct compiler *c, uint32_t from, uint32_t at)
{
    static const struct str openers[] = {S("以"), S("按照"), S("按"), S("统一用")};
    uint32_t best = 0;
    for (uint32_t i = from; i < at; i = page_next(c->page, i)) {
        for (size_t k = 0; k < sizeof openers / sizeof *openers; k++) {
            if (has(c, i, at, openers[k]))
                best = i + (uint32_t)openers[k].n;
        }
        if (has(c, i, at, S(",")) || has(c, i, at, S(";")))
            best = 0;
    }
    return best;
}

static bool pattern_at(const struct compiler *c, struct span s, uint32_t at, uint32_t n, struct span *r)
{
    struct str word = page_str(c->page, (struct span){at, at + n});
    bool mail = span_has(c, s, S("邮件")) || span_has(c, s, S("发送")) || span_has(c, s, S("发至")) ||
                span_has(c, s, S("邮箱"));
    bool file = mail || span_has(c, s, S("文件")) || span_has(c, s, S("标题")) || span_has(c, s, S("信封")) ||
                span_has(c, s, S("封面")) || span_has(c, s, S("压缩")) || span_has(c, s, S("稿")) ||
                span_has(c, s, S("电子"));
    if ((str_eq(word, S("为主题")) || str_eq(word, S("主题为"))) && !mail)
        return false; /* the activity's theme */
    if (is_mark_word(word) && !file)
        return false; /* 活动须标注“…”: said of no file */
    if (quoted_before(c, s.from, at, r) && !is_mark_word(word))
        return true;
    uint32_t after = skip_copula(c, at + n, s.to);
    uint32_t behind = has(c, after, s.to, S("【")) ? c->page->twin[after] + 3 : s.to;
    bool opens = behind < s.to && !has(c, behind, s.to, S(",")) && !has(c, behind, s.to, S("。")) &&
                 !has(c, behind, s.to, S(")")); /* 【征文】+姓名 */
    if (opens && bare_at(c, after, s.to, false, r))
        return true;
    if (quoted_at(c, after, s.to, r))
        return !is_mark_word(word) || r->to - r->from > 9;
    bool marked = is_mark_word(word) && marks_title(c, s, at), copula = after > at + n || str_ends(word, S("为"));
    if ((marked || (copula && !is_mark_word(word))) &&
        bare_at(c, after, s.to, str_starts(word, S("邮件")) && after > at + n, r))
        return true;
    uint32_t opener = last_opener(c, s.from, at);
    if (opener == 0 || is_mark_word(word))
        return false;
    return bare_at(c, opener, at, false, r);
}

/* “姓名+项目名称” can be nothing else. */
static bool plus_in(const struct compiler *c, struct span s, struct span *r)
{
    for (uint32_t at = s.from; at < s.to; at = page_next(c->page, at)) {
        struct span inside;
        if (!quoted_at(c, at, s.to, &inside) || page_find(c->page, inside, S("+")) == UINT32_MAX ||
            inside.to - inside.from > 180)
            continue;
        *r = inside;
        return true;
    }
    return false;
}

bool rule_in(const struct compiler *c, struct span s, struct span *pattern_r)
{
    struct span word;
    for (uint32_t at = s.from; word_find(c->words, c->page, (struct span){at, s.to}, WORD_NAMING, &word);
         at = page_next(c->page, word.from)) {
        if (pattern_at(c, s, word.from, word.to - word.from, pattern_r))
            return true;
    }
    return span_has(c, s, S("+")) && plus_in(c, s, pattern_r);
}
