/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/trim.h"

#include "domain/notice/number.h"
#include "domain/notice/thing.h"

/* 景区(点), 科(室): the bracket holds the name's other last character. */
static bool is_variant(const struct compiler *c, struct span s)
{
    static const struct str lasts[] = {S("点"), S("区"), S("室"), S("站"), S("部"), S("所"), S("园")};
    uint32_t open = c->page->twin[s.to - 1];
    return s.to - open == 5 && open > s.from && page_has_any(c->page, open + 1, s.to, WORD_LIST(lasts)) > 0;
}

struct span drop_brackets(const struct compiler *c, struct span s)
{
    while (s.to > s.from && (c->page->text.at[s.to - 1] == ')' || c->page->text.at[s.to - 1] == ']') &&
           c->page->twin[s.to - 1] >= s.from && c->page->twin[s.to - 1] > 0 && !is_variant(c, s))
        s.to = c->page->twin[s.to - 1];
    return s;
}

/* Bytes of the manner at `at`; not within a name: 审核表, 参加区级复评的花名册. */
static uint32_t manner_at(const struct compiler *c, struct span s, uint32_t at)
{
    static const struct str nouns[] = {S("表"), S("意见"), S("结果"), S("单"), S("包")};
    uint32_t n = word_here(c, at, s.to, WORD_MANNER);
    if (n == 0 || (page_has(c->page, at, s.to, S("由")) && word_before(c->page, s.from, at + 3, WORD_WITH_BY)))
        return 0;
    bool sifted = page_has(c->page, at, s.to, S("审核")) || page_has(c->page, at, s.to, S("通过")) ||
                  page_has(c->page, at, s.to, S("参加"));
    static const struct str checks[] = {S("审核"), S("审查"), S("评审"), S("考核"), S("初审"), S("公示"), S("验收")};
    if (page_has(c->page, at, s.to, S("通过")) && page_ends_any(c->page, s.from, at, WORD_LIST(checks)) > 0 &&
        thing_ends(c, s)) /* 将审核|通过人员名单报… */
        return 0;
    static const struct str wanted[] = {S("提供的"), S("提交的"), S("报送的"), S("上报的"), S("填报的")};
    bool asked = span_has_any(c, (struct span){at, s.to}, WORD_LIST(wanted)) && thing_ends(c, s);
    if (asked || (sifted && span_has(c, (struct span){at, s.to}, S("的")))) /* 本次年检需要提供的|附件等材料 */
        return 0;
    return page_has_any(c->page, at + n, s.to, WORD_LIST(nouns)) ? 0 : n;
}

/* 检查报告|经学院审核盖章, not 经费 and 财经. */
static bool goes_through(const struct compiler *c, struct span s, uint32_t at)
{
    static const struct str passed[] = {S("审核"), S("审批"), S("审定"), S("审查"), S("批准"), S("同意"), S("签字"),
                                        S("签署"), S("盖章"), S("初审"), S("核实"), S("评审"), S("公示")};
    static const struct str nouns[] = {S("经费"), S("经济"), S("经验"), S("经营"), S("经历"), S("经典")};
    if (!page_has(c->page, at, s.to, S("经")) || page_has(c->page, at - 3, at, S("财")))
        return false;
    if (page_has_any(c->page, at, s.to, WORD_LIST(nouns)))
        return false;
    bool found = false;
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++) {
        uint32_t by = page_find(c->page, (struct span){at + 3, s.to}, passed[i]);
        found = found || (by != UINT32_MAX && by - at <= 45);
    }
    return found || word_here(c, at + 3, s.to, WORD_UNIT) > 0 || word_here(c, at + 3, s.to, WORD_EVERY) > 0;
}

/* 经主要领导审定的|报告, 负责人签字并加盖公章的|申报表: what befell the thing is no part of its name. */
static struct span passed_through(const struct compiler *c, struct span s)
{
    static const struct str signs[] = {S("签字"), S("盖章"), S("签章"), S("加盖"), S("签名"), S("签署")};
    uint32_t of = page_find(c->page, s, S("的")), open = page_find(c->page, s, S("("));
    struct span lead = {s.from, open < of ? open : of}; /* 《汇总表》(加盖公章)的电子版 */
    static const struct str made[] = {S("生成的"), S("导出的"), S("打印的"), S("出具的"), S("填写的"), S("下载的")};
    bool by = of != UINT32_MAX && page_has(c->page, s.from, s.to, S("由")) &&
              page_ends_any(c->page, s.from, of + 3, WORD_LIST(made)) > 0; /* 由系统生成的|报表 */
    bool passed = of != UINT32_MAX && (by || goes_through(c, s, s.from) || span_has_any(c, lead, WORD_LIST(signs)));
    if (passed && s.to >= of + 9 && thing_ends(c, (struct span){of + 3, s.to}))
        s.from = of + 3;
    return s;
}

/* 以清单|形式, 用EXCEL|格式: where the words begin that say in what shape s goes, or its end. */
static uint32_t shape_from(const struct compiler *c, struct span s)
{
    bool format = page_has(c->page, s.to - 6, s.to, S("格式"));
    if (!format && !page_has(c->page, s.to - 6, s.to, S("形式"))) /* 查出的隐患以清单形式 */
        return s.to;
    uint32_t at = page_find(c->page, s, S("以"));
    if (at == UINT32_MAX && format)
        at = page_find(c->page, s, S("用"));
    bool latin = at != UINT32_MAX && (unsigned char)c->page->text.at[at + 3] < 0x80;
    return at != UINT32_MAX && (latin || !format) ? at : s.to;
}

static struct span cut_manner(const struct compiler *c, struct span s)
{
    uint32_t shape = shape_from(c, s);
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t past = page_skip(c->page, at);
        if (past > at) {
            at = past;
            continue;
        }
        bool brought = page_has(c->page, at, s.to, S("到")) && page_has(c->page, s.to - 3, s.to, S("后"));
        if (at > s.from + 3 && brought) { /* 团费|到银行换成整币后 */
            s.to = at;
            break;
        }
        bool named = at > s.from && page_has(c->page, at, s.to, S("以“")); /* 论文材料|以“姓名+单位”统一 */
        if (at > s.from && (named || at >= shape || manner_at(c, s, at) > 0 || goes_through(c, s, at))) {
            s.to = at;
            break;
        }
        at = page_next(c->page, at);
    }
    return s;
}

/* 10篇作品: the number is the quota's. */
static struct span drop_count(const struct compiler *c, struct span s)
{
    s.from += word_here(c, s.from, s.to, WORD_AT_LEAST); /* 不少于8幅作品 */
    s.from += word_here(c, s.from, s.to, WORD_AT_MOST);
    uint32_t digits = digits_at(c->page, s.from, s.to);
    if (digits == 1 && page_has(c->page, s.from + 1, s.to, S(".")) && digits_at(c->page, s.from + 2, s.to) == 1)
        s.from += 2; /* 3.2寸照片: an item's number and a size */
    int value;
    uint32_t n = number_at(c->page, s.from, s.to, &value), dash = s.from + n;
    if (n > 0 && (page_has(c->page, dash, s.to, S("-")) || page_has(c->page, dash, s.to, S("至"))))
        n += number_at(c->page, dash + (c->page->text.at[dash] == '-' ? 1 : 3), s.to, &value) +
             (c->page->text.at[dash] == '-' ? 1 : 3); /* 2-3件 */
    static const struct str lengths[] = {S("字的"), S("字以内的"), S("字左右的"), S("字以上的")};
    uint32_t length = n ? page_has_any(c->page, s.from + n, s.to, WORD_LIST(lengths)) : 0;
    s.from += length > 0 ? n + length : 0; /* 3000字的|书面材料 */
    bool noun = page_has(c->page, s.from + n, s.to, S("部门")) || page_has(c->page, s.from + n, s.to, S("方面"));
    uint32_t unit = n && length == 0 && !noun ? word_here(c, s.from + n, s.to, WORD_COUNTER) : 0; /* not 三|部门 */
    bool all = unit > 3 && s.from + n + unit == s.to; /* 1名|教师: 名教师 counts elsewhere */
    if (unit > 0)
        s.from += n + (all ? 3 : unit);
    static const struct str bounds[] = {S("以上的"), S("以内的"), S("左右的"), S("以上"),
                                        S("以内"),   S("左右"),   S("及以上")};
    s.from += unit > 0 && !all ? page_has_any(c->page, s.from, s.to, WORD_LIST(bounds)) : 0; /* 5张以上|照片 */
    return s;
}

/* Where the number begins that ends at `to`, `to` when none does. */
static uint32_t number_before(const struct compiler *c, uint32_t from, uint32_t to)
{
    int value;
    uint32_t first = to;
    for (uint32_t at = to; at > from;) {
        at = page_back(c->page, at);
        if (at + number_at(c->page, at, to, &value) != to)
            break;
        first = at;
    }
    return first;
}

/* 照片3张, 案例2-3个, 推荐表一式3份: the number behind the name is no part of it. */
struct span drop_count_behind(const struct compiler *c, struct span s)
{
    static const struct str until[] = {S("-"), S("至"), S("到"), S("~")};
    uint32_t unit = word_before(c->page, s.from, s.to, WORD_COUNTER), from = s.to - unit;
    uint32_t number = unit > 0 ? number_before(c, s.from + 6, from) : from;
    uint32_t dash = number < from ? page_ends_any(c->page, s.from + 6, number, WORD_LIST(until)) : 0;
    if (dash > 0 && number_before(c, s.from + 6, number - dash) < number - dash)
        number = number_before(c, s.from + 6, number - dash);
    s.to = number < from ? number : s.to;
    static const struct str whose[] = {S("每人"), S("每生"), S("每校"), S("每队"), S("各")}; /* 心得体会|每人1篇 */
    s.to -= number < from ? page_ends_any(c->page, s.from + 6, s.to, WORD_LIST(whose)) : 0;
    return s;
}

/* 事迹材料1500字左右: how long it is; not 集体2000字, of one of its parts. */
static struct span drop_length(const struct compiler *c, struct span s)
{
    enum { NAME_BYTES = 9 };
    static const struct str lengths[] = {S("字左右"), S("字以内"), S("字以上"), S("字")};
    uint32_t unit = page_ends_any(c->page, s.from, s.to, WORD_LIST(lengths));
    uint32_t number = unit > 0 ? number_before(c, s.from + NAME_BYTES, s.to - unit) : s.to;
    bool name = unit > 0 && s.to - s.from > NAME_BYTES && number < s.to - unit;
    return name && thing_ends(c, (struct span){s.from, number}) ? (struct span){s.from, number} : s;
}

/* 附件2|信息录用情况登记表: which attachment the thing is, no part of its name. */
static uint32_t annex_number(const struct compiler *c, struct span s)
{
    uint32_t n = page_has(c->page, s.from, s.to, S("附件")) ? digits_at(c->page, s.from + 6, s.to) : 0;
    uint32_t rest = s.from + 6 + n;
    rest += page_has(c->page, rest, s.to, S(":")) ? 1 : 0;
    bool name =
        n > 0 && n <= 2 && rest + 9 <= s.to && page_is_han(c->page, rest) && !word_here(c, rest, s.to, WORD_AND);
    return name ? rest - s.from : 0;
}

static struct span trim_lead(const struct compiler *c, struct span s)
{
    static const struct str hands[] = {S("递交:"), S("提交:"), S("报送:"), S("附:"), S("上报:"), S(":")};
    s.from += page_has_any(c->page, s.from, s.to, WORD_LIST(hands)); /* 材料应包括|:推荐报告, 并|递交:申请书 */
    s.from += annex_number(c, s);
    for (uint32_t n; (n = word_here(c, s.from, s.to, WORD_LEAD)) > 0; s.from += n) {
        if (word_here(c, s.from, s.to, WORD_NOT_SEND) > n || s.from + n + 3 == s.to)
            break; /* 推荐材料 is a thing, 推荐|候选人 is not; 推荐语 */
    }
    static const struct str own[] = {S("对外"), S("对比"), S("对照"), S("对接"), S("对象"), S("对账"),
                                     S("对策"), S("对联"), S("对应"), S("对标"), S("对口"), S("对公"),
                                     S("对手"), S("对话"), S("对于"), S("对子")};
    bool done_to = page_has(c->page, s.from, s.to, S("对")) && page_has_any(c->page, s.from, s.to, WORD_LIST(own)) == 0;
    s.from += done_to && s.to > s.from + 6 ? 3 : 0; /* 对|参赛名单审核汇总后报… */
    return s;
}

uint32_t by_word_before(const struct compiler *c, uint32_t from, uint32_t to)
{
    static const struct str words[] = {S("按照"), S("根据"), S("依据"), S("参照"), S("对照"), S("依照"), S("按")};
    return page_ends_any(c->page, from, to, WORD_LIST(words));
}

/* The title in 《》 at `at` is a form's: what is done by it is handed in on it. */
bool is_form_title(const struct compiler *c, uint32_t at)
{
    static const struct str forms[] = {S("表"), S("书"), S("册"), S("单")};
    return page_ends_any(c->page, at, c->page->twin[at], WORD_LIST(forms)) > 0;
}

/* 《…》 names the thing by its title; what stands around it does not matter. In 材料(《申报表》、照片) it is a member's. */
static struct span inside_title(const struct compiler *c, struct span s)
{
    uint32_t at = page_find(c->page, s, S("《")), open = page_find(c->page, s, S("("));
    if (open > s.from && open < at && c->page->twin[open] > at)
        return s;
    if (at == UINT32_MAX || c->page->twin[at] <= at || c->page->twin[at] >= s.to)
        return s;
    static const struct str asks[] = {S("要求的"), S("规定的"), S("明确的"), S("确定的"), S("所列"), S("中所列")};
    uint32_t behind = c->page->twin[at] + 3, asked = page_has_any(c->page, behind, s.to, WORD_LIST(asks));
    if (asked > 0 && behind + asked + 6 <= s.to)
        return (struct span){behind + asked, s.to}; /* 《统计报表制度》要求的|各项数据 */
    uint32_t lead = by_word_before(c, s.from, at);
    if (lead > 0 && (at - lead > s.from || !is_form_title(c, at)))
        return (struct span){s.from, at - lead}; /* 收缴情况|按《…办法》要求 */
    struct span rest = drop_brackets(c, (struct span){c->page->twin[at] + 3, s.to});
    if (at == s.from && rest.to > rest.from + 9 && word_before(c->page, rest.from, rest.to, WORD_THING))
        return s; /* 《作业证》需求情况统计表 */
    return (struct span){at + 3, c->page->twin[at]};
}

/* “值班表”: the quotation marks are no part of the name. */
static struct span inside_quotes(const struct compiler *c, struct span s)
{
    struct span bare = drop_brackets(c, s);
    bool quoted = page_has(c->page, bare.from, bare.to, S("“")) && c->page->twin[bare.from] + 3 == bare.to;
    return quoted ? (struct span){bare.from + 3, bare.to - 3} : s;
}

bool is_medium(const struct compiler *c, struct span s)
{
    static const struct str kinds[] = {S("版本"), S("版"),   S("稿件"), S("稿"),   S("件"),   S("文档"), S("文件"),
                                       S("文本"), S("文稿"), S("档"),   S("材料"), S("资料"), S("格式"), S("的"),
                                       S("数据"), S("及"),   S("和"),   S("与"),   S("、"),   S("表格")};
    uint32_t n = word_here(c, s.from, s.to, WORD_MEDIUM);
    for (uint32_t at = s.from + n; n > 0 && at < s.to; at += n) {
        n = word_here(c, at, s.to, WORD_MEDIUM);
        n = n > 0 ? n : page_has_any(c->page, at, s.to, WORD_LIST(kinds));
    }
    return n > 0;
}

/* 基本情况表|的电子文稿 */
static struct span without_medium(const struct compiler *c, struct span s)
{
    uint32_t of = s.from + 6 < s.to ? page_find(c->page, (struct span){s.from + 6, s.to}, S("的")) : UINT32_MAX;
    if (of != UINT32_MAX && of + 3 < s.to && is_medium(c, (struct span){of + 3, s.to}) &&
        word_before(c->page, s.from, of, WORD_THING))
        s.to = of;
    return s;
}

/* 纸质版|书记签字盖章后: who signs it is no part of its name. */
static struct span signed_medium(const struct compiler *c, struct span s)
{
    static const struct str versions[] = {S("纸质版"), S("纸质稿"), S("纸质件"), S("打印稿"), S("打印件")};
    uint32_t n = page_has_any(c->page, s.from, s.to, WORD_LIST(versions));
    bool is_signed = n > 0 && (span_has(c, s, S("签字")) || span_has(c, s, S("盖章")));
    s.to = is_signed ? s.from + n : s.to;
    return s;
}

/* 表3(典型山塘调查表): the bracket names the form. */
static struct span named_in_bracket(const struct compiler *c, struct span s)
{
    uint32_t at = s.from + page_has_any(c->page, s.from, s.to, (struct str[]){S("附表"), S("表")}, 2);
    uint32_t n = at > s.from ? digits_at(c->page, at, s.to) : 0, open = at + n;
    bool named = n > 0 && n <= 2 && open < s.to && c->page->text.at[open] == '(' && c->page->twin[open] > open + 6;
    struct span name = {open + 1, named ? c->page->twin[open] : open + 1};
    return named && word_before(c->page, name.from, name.to, WORD_THING) > 0 ? name : s;
}

/* 参演人数|电话报县应急办: how it is told; 联系电话 is a thing. */
static struct span without_way(const struct compiler *c, struct span s)
{
    static const struct str told[] = {S("数电话"), S("况电话"), S("果电话"), S("息电话")};
    bool sent = word_here(c, s.to, page_end(c->page), WORD_BARE) > 0;
    s.to -= sent && page_ends_any(c->page, s.from, s.to, WORD_LIST(told)) > 0 ? 6 : 0;
    return s;
}

struct span thing_name(const struct compiler *c, struct span s)
{
    uint32_t taken = page_find(c->page, s, S("领取")); /* 请先到教务处领取|申报表 */
    if (taken != UINT32_MAX && taken > s.from && taken + 12 <= s.to)
        s.from = taken + 6;
    s.from += page_has_any(c->page, s.from, s.to, &S("带上"), 1);
    static const struct str own[] = {S("附件"), S("附表"), S("附录"), S("附注"), S("附图"), S("附页"), S("附属")};
    bool encloses = page_has(c->page, s.from, s.to, S("附")) && !page_has_any(c->page, s.from, s.to, WORD_LIST(own));
    s.from += encloses && s.to >= s.from + 9 ? 3 : 0; /* 附|活动照片2张 */
    s.from += page_has_any(c->page, s.from, s.to, (struct str[]){S("--"), S("-"), S("•"), S("●"), S("◆")}, 5);
    static const struct str signs[] = {S("要将"), S("应将"), S("须将"), S("需将"), S("请将"), S("可将")};
    s.from += page_has_any(c->page, s.from, s.to, WORD_LIST(signs));
    uint32_t says = page_find(c->page, s, S("的:"));
    s.from = says != UINT32_MAX && says > s.from && says + 10 <= s.to ? says + 4 : s.from; /* 负责人的:|单位 */
    uint32_t has = page_has(c->page, s.from, s.to, S("如")) ? page_find(c->page, s, S("有")) : UINT32_MAX;
    s.from = has != UINT32_MAX && has + 9 <= s.to ? has + 3 : s.from; /* 如对上述内容有|修改意见 */
    s = named_in_bracket(c, s);
    s = inside_quotes(c, drop_count(c, trim_lead(c, s)));
    struct span title = inside_title(c, s);
    if (title.from != s.from)
        return title;
    title = signed_medium(c, title);
    uint32_t open = page_find(c->page, title, S("(")); /* 电子版材料(秦敏QQ4718: the page lost the other bracket */
    title.to = open != UINT32_MAX && open > title.from && c->page->twin[open] == 0 ? open : title.to;
    s = cut_manner(c, passed_through(c, title));
    uint32_t along = s.to > s.from + 6 ? page_find(c->page, (struct span){s.from + 6, s.to}, S("随")) : UINT32_MAX;
    if (along != UINT32_MAX && thing_ends(c, (struct span){s.from, along}))
        s.to = along; /* 材料|随总结一并上报 */
    static const struct str manners[] = {S("采用"),   S("通过"),   S("以邮"),   S("以电子"), S("以“"),
                                         S("经所在"), S("经本"),   S("所在"),   S("应立即"), S("要立即"),
                                         S("须立即"), S("应及时"), S("要及时"), S("应迅速"), S("要迅速")};
    s.to = page_has_any(c->page, s.from, s.to, WORD_LIST(manners)) ? s.from : s.to;
    static const struct str whose[] = {S("的单位"), S("的学校"), S("的企业"), S("的个人")};
    if (span_has_any(c, s, WORD_LIST(whose)) && !thing_ends(c, s))
        s.to = s.from; /* 没有完成|任务的单位抓紧 */
    for (uint32_t before = s.to + 1; s.to != before && s.to > s.from;) {
        before = s.to;
        s = drop_length(c, drop_count_behind(c, drop_brackets(c, s)));
        s.to -= word_before(c->page, s.from, s.to, WORD_AT_LEAST); /* 稿件不少于1篇 */
        s.to -= word_before(c->page, s.from, s.to, WORD_AT_MOST);
        s.to -= s.to > s.from && c->page->text.at[s.to - 1] == ')' && c->page->twin[s.to - 1] == 0; /* one too many */
        uint32_t trail = word_before(c->page, s.from, s.to, WORD_TRAIL);
        s.to -= word_before(c->page, s.from, s.to, WORD_THING) > trail ? 0 : trail; /* 请 in 申请 stays */
    }
    bool those = page_has(c->page, s.to, page_end(c->page), S("的")) && !page_has(c->page, s.from, s.to, S("有关"));
    s.from += those && page_has(c->page, s.from, s.to, S("有")) && s.to >= s.from + 15 ? 3 : 0; /* 有|修改意见的 */
    static const struct str days[] = {S("明天"), S("今天"), S("后天"), S("明日"), S("今日")};
    s.to -= s.to > s.from + 6 ? page_ends_any(c->page, s.from + 6, s.to, WORD_LIST(days))
                              : 0; /* 姓名、电话|明天(11月27日) */
    s.to -= page_ends_any(c->page, s.from, s.to, &S("》"), 1) > 0 && !span_has(c, s, S("《")) ? 3 : 0; /* 申请书》 */
    if (page_has(c->page, s.from, s.to, S("《")) && c->page->twin[s.from] + 3 == s.to)
        s = (struct span){s.from + 3, s.to - 3}; /* 《申报表》|签字盖章后扫描成PDF文件 */
    return without_way(c, without_medium(c, s));
}
