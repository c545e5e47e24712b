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
    static const struct str opens[] = {S("“"), S("「"), S("【"), S("《")};
    uint32_t open = page_has_any(c->page, at, end, WORD_LIST(opens));
    if (open == 0)
        return false;
    *r = (struct span){at + open, c->page->twin[at]};
    return true;
}

/* What may stand between a pattern and the naming word behind it: 以“…”的格式|命名, 以…为|邮件主题. */
static uint32_t without_manner(const struct compiler *c, uint32_t from, uint32_t at)
{
    static const struct str words[] = {S("格式"), S("形式"), S("方式"), S("样式"), S("标注"), S("命名"), S("进行"),
                                       S("统一"), S("作为"), S("做为"), S("为"),   S("的"),   S("来")};
    for (uint32_t n = 1; n > 0; at -= n) {
        bool contact = page_ends_any(c->page, from, at, &S("联系方式"), 1) > 0; /* 姓名、联系方式: a blank to fill in */
        n = contact ? 0 : page_ends_any(c->page, from, at, WORD_LIST(words));
    }
    return at;
}

/* The quotation that ends right before the naming word: 以“…”为题, 以“…”的格式命名, 按“…”命名. */
static bool quoted_before(const struct compiler *c, uint32_t from, uint32_t at, struct span *r)
{
    at = without_manner(c, from, at);
    at -= page_ends_any(c->page, from, at, &S("作"), 1);
    if (at < from + 3 || !has(c, at - 3, at, S("”")) || c->page->twin[at - 3] < from || c->page->twin[at - 3] == 0)
        return false;
    *r = (struct span){c->page->twin[at - 3] + 3, at - 3};
    return true;
}

/* Skips 统一, 为, : and the like between the naming word and its pattern. */
static uint32_t skip_copula(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str words[] = {
        S("统一"), S("均"),   S("都"),   S("一律"), S("为"),   S("是"),   S(":"),    S("请"),   S("应"),
        S("须"),   S("需"),   S("要求"), S("要"),   S("规则"), S("规范"), S("格式"), S("方式"), S("以"),
        S("按照"), S("按"),   S("采用"), S("使用"), S("用"),   S("命名"), S("注明"), S("标明"), S("标注"),
        S("写作"), S("写"),   S("填"),   S("设置"), S("设"),   S("改为"), S("改成"), S("成"),   S("清"),
        S("明"),   S("例如"), S("示例"), S("如下"), S("如"),   S("例"),   S("参考"), S(",例:"), S(",例如"),
    };
    for (uint32_t n = 1; n > 0; at += n)
        n = page_has_any(c->page, at, end, WORD_LIST(words));
    return at;
}

/* Something to fill in: XX单位, 学校+姓名; loosely 单位-课题, 报送单位 too. */
static bool has_blanks(const struct compiler *c, struct span s, bool loosely)
{
    static const struct str marks[] = {S("+"), S("xx"), S("X"), S("×"), S("某"), S("_"), S("○"), S("*")};
    static const struct str loose[] = {S("-"),    S("单位"), S("姓名"), S("学校"), S("部门"),
                                       S("学号"), S("组号"), S("编号"), S("班级"), S("题号")};
    return span_has_any(c, s, WORD_LIST(marks)) || (loosely && span_has_any(c, s, WORD_LIST(loose)));
}

/* A pattern without quotation marks runs to the next sign of punctuation and must look like one. */
static bool bare_at(const struct compiler *c, uint32_t at, uint32_t end, bool sure, struct span *r)
{
    uint32_t to = at;
    static const struct str ends[] = {S(","), S("。"), S(";"), S(")"), S("(例"), S("(如")};
    while (to < end && page_has_any(c->page, to, end, WORD_LIST(ends)) == 0) {
        uint32_t past = page_skip(c->page, to);
        to = past > to ? past : page_next(c->page, to);
    }
    to = without_manner(c, at, to);
    struct span s = {at, to};
    bool pattern = sure || has_blanks(c, s, true);
    bool quoted = sure ? has(c, at, to, S("“")) : span_has(c, s, S("“")); /* 第11届“演练杯”征文 */
    if (!pattern || quoted || to < at + 6 || to - at > 180)
        return false;
    *r = s;
    return true;
}

/* 标题请|注明报送单位 */
static bool marks_title(const struct compiler *c, struct span s, uint32_t at)
{
    static const struct str asks[] = {S("请"), S("须"), S("应"), S("需"), S("统一"), S("中"), S("上"), S("要")};
    static const struct str titles[] = {S("标题"), S("主题"), S("文件名"), S("邮件名"), S("邮件"), S("信封")};
    for (uint32_t n = 1; n > 0; at -= n)
        n = page_ends_any(c->page, s.from, at, WORD_LIST(asks));
    return page_ends_any(c->page, s.from, at, WORD_LIST(titles)) > 0;
}

static uint32_t last_opener(const struct compiler *c, uint32_t from, uint32_t at)
{
    static const struct str openers[] = {S("以"), S("按照"), S("按"), S("统一用")};
    uint32_t best = 0;
    for (uint32_t i = from; i < at; i = page_next(c->page, i)) {
        uint32_t n = page_has_any(c->page, i, at, WORD_LIST(openers));
        best = n > 0 ? i + n : best;
        if (has(c, i, at, S(",")) || has(c, i, at, S(";")))
            best = 0;
    }
    return best;
}

/* The sentence speaks of mail, or of a file; else 主题 may be the activity's, and 标注 is said of doors. */
static bool says_file(const struct compiler *c, struct span s, struct str word)
{
    static const struct str mail[] = {S("邮件"), S("发送"), S("发至"), S("邮箱"), S("@")};
    static const struct str file[] = {S("文件"), S("标题"), S("信封"), S("压缩"), S("打包"), S("稿"), S("电子")};
    bool theme = str_starts(word, S("主题")) || str_ends(word, S("主题"));
    return span_has_any(c, s, WORD_LIST(mail)) || (!theme && span_has_any(c, s, WORD_LIST(file)));
}

/* 命名要注明学校、姓名,例如,X校XX: the example tells more. */
static void example_of(const struct compiler *c, struct span s, struct span *r)
{
    struct span behind = {r->to, s.to}, shown;
    uint32_t at = page_find(c->page, behind, S("例如"));
    if (at == UINT32_MAX || !span_has(c, *r, S("、")))
        return;
    at = skip_copula(c, at, s.to) + page_eat(c->page, skip_copula(c, at, s.to), s.to, S(","));
    if ((quoted_at(c, at, s.to, &shown) || bare_at(c, at, s.to, false, &shown)) && has_blanks(c, shown, false))
        *r = shown;
}

static bool pattern_at(const struct compiler *c, struct span s, uint32_t at, uint32_t n, struct span *r)
{
    struct str word = page_str(c->page, (struct span){at, at + n});
    bool mark = str_ends(word, S("明")) || str_ends(word, S("注")), file = says_file(c, s, word),
         label = str_ends(word, S(":")) || str_ends(word, S("“")),
         theme = str_eq(word, S("为主题")) || str_eq(word, S("主题为")), loose = (mark || theme || label) && !file;
    if (theme && !file)
        return false; /* the activity's theme */
    bool closed = str_starts(word, S("”"));
    if (!mark && !label && quoted_before(c, s.from, at + (closed ? 3 : 0), r))
        return !closed || has_blanks(c, *r, false); /* 以“XX校征文”的名称发送 */
    n -= str_ends(word, S("“")) ? 3 : 0;
    uint32_t after = skip_copula(c, at + n, s.to);
    uint32_t behind = has(c, after, s.to, S("【")) ? c->page->twin[after] + 3 : s.to;
    bool opens = behind < s.to; /* 【征文】+姓名 */
    if (opens && bare_at(c, after, s.to, false, r))
        return true;
    static const struct str unit[] = {S("xx"), S("XX"), S("××"), S("**")};
    if (mark && file && page_has_any(c->page, after, s.to, WORD_LIST(unit)) && bare_at(c, after, s.to, false, r))
        return true; /* 打包,并标注xx单位 */
    struct span inside;
    bool marked = mark && marks_title(c, s, at);
    if (quoted_at(c, after, s.to, &inside)) {
        bool named = loose || label ? has_blanks(c, inside, file) : !mark || marked || inside.to - inside.from > 9;
        *r = named ? inside : *r;
        return named;
    }
    bool copula = after > at + n || label || str_ends(word, S("为")), sure = after > at + n;
    if ((marked || (copula && !mark)) && (!loose || label) && bare_at(c, after, s.to, sure, r) &&
        (!label || has_blanks(c, *r, file))) {
        example_of(c, s, r);
        return true;
    }
    uint32_t opener = last_opener(c, s.from, at);
    return opener != 0 && !mark && !label && bare_at(c, opener, at, false, r);
}

/* 命名为“文明单位”: a title of honour. */
static bool is_honour(const struct compiler *c, struct span s, struct str word, struct span pattern)
{
    static const struct str honours[] = {S("示范"), S("文明"), S("先进"), S("优秀"), S("基地"), S("品牌")};
    bool honour = span_has_any(c, pattern, WORD_LIST(honours)) ||
                  span_has_any(c, (struct span){s.from, pattern.from}, (struct str[]){S("获得"), S("授予")}, 2);
    return str_find(word, S("命名")) != STR_NONE && !says_file(c, s, word) && !has_blanks(c, pattern, false) && honour;
}

/* 以“读一本好书”为题撰写: what it is about, not what the file is called. */
static bool is_topic(const struct compiler *c, struct span s, struct span word)
{
    static const struct str writes[] = {S("撰写"), S("写"), S("征文"), S("创作"), S("作文"), S("开展"), S("进行")};
    return str_ends(text_of(c, word), S("为题")) && page_has_any(c->page, word.to, s.to, WORD_LIST(writes)) > 0;
}

/* 以“某某培训班”署名的作品一律不予入选: how nothing is to be named. */
static bool is_refused(const struct compiler *c, struct span s, uint32_t at)
{
    enum { NEAR = 45 };
    static const struct str refuses[] = {S("不予"), S("无效"), S("谢绝"), S("不受理"), S("不接受")};
    struct span behind = {at, s.to - at > NEAR ? at + NEAR : s.to};
    return page_has(c->page, at, s.to, S("的")) && span_has_any(c, behind, WORD_LIST(refuses));
}

/* 进群备注“单位+姓名”: how people call themselves in a chat. */
static bool is_nickname(const struct compiler *c, struct span s, uint32_t at)
{
    enum { NEAR = 30 };
    static const struct str chats[] = {S("进群"),   S("入群"),   S("加群"), S("群后"),
                                       S("群昵称"), S("群名片"), S("好友"), S("实名")};
    struct span lead = {at > s.from + NEAR ? at - NEAR : s.from, at};
    return span_has_any(c, lead, WORD_LIST(chats));
}

/* How well a pattern serves the one who receives: something to fill in, and the unit's name among it. */
static int worth_of(const struct compiler *c, struct span pattern)
{
    static const struct str units[] = {S("单位"), S("院部"), S("部门"), S("学院"), S("院系"),
                                       S("系部"), S("学校"), S("校名"), S("县")};
    return !has_blanks(c, pattern, false) ? 0 : span_has_any(c, pattern, WORD_LIST(units)) ? 2 : 1;
}

/*
 * 邮件主题注明“课题结项”,文件名为“院系+姓名”: of several patterns the one to fill in; of 个人材料以“姓名+项目”命名, 邮件名“学院+中检材料”
 * the one that names the unit.
 */
/* 材料以“姓名+单位”统一发送到邮箱: named so, though no word says 命名. */
static bool sent_as(const struct compiler *c, struct span s, struct span *r)
{
    static const struct str sends[] = {S("发送"), S("统一发送"), S("发至"), S("统一发至"), S("报送至"), S("上传")};
    for (uint32_t at; (at = page_find(c->page, s, S("以“"))) != UINT32_MAX; s.from = at + 6) {
        uint32_t close = c->page->twin[at + 3];
        struct span inside = {at + 6, close};
        if (close > at + 6 && page_has_any(c->page, close + 3, s.to, WORD_LIST(sends)) > 0 &&
            span_has(c, inside, S("+"))) {
            *r = inside;
            return true;
        }
    }
    return false;
}

bool rule_in(const struct compiler *c, struct span s, struct span *pattern_r)
{
    struct span word, found, best = {0, 0};
    for (uint32_t at = s.from; word_find(c->words, (struct span){at, s.to}, WORD_NAMING, &word);
         at = page_next(c->page, word.from)) {
        if (!pattern_at(c, s, word.from, word.to - word.from, &found) || is_honour(c, s, text_of(c, word), found) ||
            is_nickname(c, s, word.from) || is_topic(c, s, word) || is_refused(c, s, word.to))
            continue;
        if (span_is_empty(best) || worth_of(c, found) > worth_of(c, best))
            best = found;
    }
    if (span_is_empty(best) && !sent_as(c, s, &best))
        return false;
    if (!span_is_empty(best))
        *pattern_r = best;
    return !span_is_empty(best);
}
