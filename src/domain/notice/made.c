/* SPDX-License-Identifier: Apache-2.0 */
/* Things that the sentence has made: objects of 填写, 形成, 撰写, 连同. */
#include "domain/notice/object.h"

#include "domain/notice/number.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* 总结材料, 统计数据: the verb is the beginning of a name. */
static bool is_compound(const struct compiler *c, uint32_t at, uint32_t past, uint32_t end)
{
    static const struct str verbs[] = {S("总结"), S("统计"), S("汇总"), S("修改"), S("完善")};
    static const struct str nouns[] = {S("材料"), S("报告"), S("数据"), S("资料"), S("情况"), S("员"),
                                       S("意见"), S("稿"),   S("纸质"), S("电子"), S("模板"), S("人员")};
    bool verb = false, noun = false;
    verb = verb || page_has_any(c->page, at, end, WORD_LIST(verbs));
    noun = noun || page_has_any(c->page, past, end, WORD_LIST(nouns));
    return verb && noun;
}

bool stops_making(const struct compiler *c, uint32_t at, uint32_t end)
{
    if (page_has(c->page, at, end, S("并")))
        return !page_has(c->page, at - 3, end, S("一并")) && !page_has(c->page, at - 3, end, S("合并"));
    bool then = page_has(c->page, at, end, S("后")) &&
                (page_has(c->page, at + 3, end, S(",")) || word_here(c, at + 3, end, WORD_SEND) ||
                 word_here(c, at + 3, end, WORD_BARE) || page_has(c->page, at + 3, end, S("于")) ||
                 page_has(c->page, at + 3, end, S("统一")));
    bool least =
        page_has(c->page, at - 3, end, S("少于")) || page_has(c->page, at - 3, end, S("低于")); /* 不少于5张图片 */
    uint32_t n = !least && (page_has(c->page, at, end, S("于")) || page_has(c->page, at, end, S("在"))) ? 3 : 0;
    return then || (n > 0 && digits_at(c->page, at + n, end) > 0); /* 汇总名单|后报省厅 */
}

/* 统一打印, 打印成册, 打印2份: how it is printed, not what is made. */
static bool prints_manner(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str prints[] = {S("件"), S("稿"),   S("版"),   S("装订"), S("并"),   S("一式"),
                                        S("在"), S("成册"), S("成P"),  S("成A"),  S("成文"), S("成纸"),
                                        S("份"), S("盖章"), S("签字"), S("好")};
    return page_has(c->page, at, end, S("打印")) &&
           (page_has(c->page, at - 6, at, S("统一")) || page_has_any(c->page, at + 6, end, WORD_LIST(prints)) > 0 ||
            number_at(c->page, at + 6, end, &(int){0}) > 0);
}

/* 填写《…》, 形成总结材料: objects of the verbs that make what is handed in. */
void made_things(const struct compiler *c, struct span s, struct spans *list)
{
    static const struct str asks[] = {S("请"), S("务必"), S("应于"), S("须于")};
    static const struct str papers[] = {S("方案"), S("总结"), S("报告"), S("计划"), S("要点"),
                                        S("台账"), S("简报"), S("汇报"), S("小结")};
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t past = page_skip(c->page, at), n = past > at ? 0 : word_here(c, at, s.to, WORD_MAKE);
        bool why = (at == s.from || c->page->text.at[at - 1] == ',') && page_has(c->page, at, s.to, S("为"));
        if (why) { /* 为总结一年来的经验,…: what for */
            uint32_t comma = page_find(c->page, (struct span){at, s.to}, S(","));
            at = comma == UINT32_MAX ? s.to : comma;
            continue;
        }
        if (n == 0) {
            at = past > at ? past : page_next(c->page, at);
            continue;
        }
        bool work = page_has(c->page, at + n, s.to, S("工作")) && /* 计划编制|工作 is nothing made, 形成|工作方案 is */
                    page_has_any(c->page, at + n + 6, s.to, WORD_LIST(papers)) == 0;
        uint32_t rest = c->page->text.at[at + n] == '(' ? page_skip(c->page, at + n) : at + n;
        bool noun = (work || prints_manner(c, at, s.to) || page_has(c->page, at, s.to, S("附件")) ||
                     page_has(c->page, at + n, s.to, S("表")) || page_has(c->page, at + n, s.to, S("后")) ||
                     page_has(c->page, at + n, s.to, S("完成后")) || is_compound(c, at, at + n, s.to) ||
                     page_has_any(c->page, at + n, s.to, WORD_LIST(asks)) > 0 ||
                     join_at(c, rest, s.to) > 0); /* 工作总结、照片, 工作总结(盖章)、照片, 活动总结请各单位… */
        static const struct str others[] = {S("附属"), S("附近"),     S("附中"),  S("附小"),
                                            S("附加"), S("填报单位"), S("填报人")};
        noun = noun || page_has_any(c->page, at, s.to, WORD_LIST(others)) > 0; /* 附属医院 */
        if (noun) {
            at = page_next(c->page, at);
            continue;
        }
        n += page_has(c->page, at + n, s.to, S(":")) ? 1 : 0;
        static const struct str into[] = {S("整理成"), S("编写成"), S("撰写成"), S("制作成")};
        n += page_has_any(c->page, at, s.to, WORD_LIST(into)) == n + 3 ? 3 : 0;
        uint32_t to = at + n; /* 整理成|信息 */
        while (to < s.to && !stops_making(c, to, s.to) &&
               (c->page->text.at[to] != ',' || page_has(c->page, to + 1, s.to, S("附件"))) &&
               !(word_here(c, to, s.to, WORD_SEND) && !word_here(c, to, s.to, WORD_NOT_SEND))) {
            past = page_skip(c->page, to);
            to = past > to && past <= s.to ? past : page_next(c->page, to);
        }
        bool encloses = page_has(c->page, at, s.to, S("附")) || page_has(c->page, at, s.to, S("连同"));
        uint32_t from = at; /* 名单附每个点的介绍: both */
        while (encloses && from > s.from && c->page->text.at[from - 1] != ',')
            from = page_back(c->page, from);
        if (from < at)
            things_in(c, (struct span){from, at}, true, list);
        bool deed = page_has(c->page, at, s.to, S("完成")) && span_has(c, (struct span){at, to}, S("进行"));
        if (!page_has(c->page, at + n, s.to, S("的")) && !deed) /* 对完成|情况进行全面总结 */
            things_in(c, (struct span){at + n, to}, true, list);
        at = to;
    }
}

/* 试题征集|截止时间, 档案材料移交的|时间为: where the thing ends, before the word of what is done with it. */
uint32_t before_doing(const struct compiler *c, uint32_t from, uint32_t to)
{
    static const struct str doings[] = {
        S("的"),   S("征集"), S("报送"), S("上报"), S("提交"), S("申报"), S("移交"), S("填报"), S("征稿"), S("递交"),
        S("采集"), S("核对"), S("审核"), S("汇总"), S("核查"), S("收集"), S("整理"), S("录入"), S("编制"), S("编报"),
        S("工作"), S("、"),   S("及"),   S("和"),   S(":"),    S("为"),   S("是"),   S("时间"), S("日期"), S("期限"),
        S("时限"), S("截止"), S("最后"), S("网上"), S("收取"), S("补报"), S("初评")};
    for (uint32_t n; to >= from + 6 && (n = page_ends_any(c->page, from + 6, to, WORD_LIST(doings))) > 0;)
        to -= n;
    return to;
}

struct span worked_on(const struct compiler *c, struct span s)
{
    static const struct str begin[] = {S("负责"), S("组织"), S("做好"), S("抓好"), S("开展")};
    uint32_t n = page_has_any(c->page, s.from, s.to, WORD_LIST(begin));
    uint32_t comma = page_find(c->page, s, S(",")), end = comma != UINT32_MAX ? comma : s.to;
    uint32_t to = n > 0 ? before_doing(c, s.from + n, end) : end;
    return to < end ? (struct span){s.from + n, to} : s;
}

/* What a deadline cuts off as topic, or a verb as object: no unit, no condition, no time; 参考答案|于…, 如有变更|于…. */
bool may_be_thing(const struct compiler *c, struct span s)
{
    enum { LONGEST = 60 };
    static const struct str heads[] = {S("如"), S("若"), S("凡"), S("对"),   S("为"),   S("经"),  S("按"), S("因"),
                                       S("自"), S("从"), S("在"), S("已"),   S("未"),   S("请"),  S("并"), S("以"),
                                       S("各"), S("由"), S("均"), S("统一"), S("集中"), S("逾期")};
    static const struct str tails[] = {S("后"),   S("时"), S("的"),   S("者"), S("以"), S("均"), S("再"), S("统一"),
                                       S("集中"), S("年"), S("季度"), S("月"), S("周"), S("股"), S("楼")};
    return s.to >= s.from + 6 && s.to <= s.from + LONGEST && page_is_han(c->page, s.from) &&
           !page_has_any(c->page, s.from, s.to, WORD_LIST(heads)) &&
           !page_ends_any(c->page, s.from, s.to, WORD_LIST(tails)) && page_is_han(c->page, page_back(c->page, s.to)) &&
           !unit_ends(c, s.from, s.to) && !word_before(c->page, s.from, s.to, WORD_OFFICE);
}

/* 完成学籍数据核对并报送, 举办大型活动,需提前报备. */
void worked_things(const struct compiler *c, struct span s, struct spans *list)
{
    static const struct str works[] = {S("完成"), S("做好"), S("开展"), S("重视"), S("抓好")};
    static const struct str holds[] = {S("举办"), S("召开"), S("组织")};
    static const struct str checks[] = {S("初审"), S("审核"), S("审查"), S("汇总"), S("核实"), S("整理"), S("复核")};
    bool recorded = span_has(c, s, S("提前")) &&
                    (span_has(c, s, S("备案")) || span_has(c, s, S("报备"))); /* 举办大型活动,需提前报党政办备案 */
    for (size_t i = 0; recorded && i < sizeof holds / sizeof *holds && list->n == 0; i++) {
        uint32_t at = page_find(c->page, s, holds[i]);
        uint32_t comma = at == UINT32_MAX ? at : page_find(c->page, (struct span){at, s.to}, S(","));
        if (comma != UINT32_MAX && comma - at <= 60)
            things_in(c, (struct span){at + 6, comma}, false, list);
    }
    uint32_t on = page_find(c->page, s, S("对")), does = page_find(c->page, s, S("进行"));
    if (on != UINT32_MAX && does != UINT32_MAX && does > on + 3 && thing_ends(c, (struct span){on + 3, does}) &&
        page_has_any(c->page, does + 6, s.to, WORD_LIST(checks)) > 0) /* 对申报材料进行初审,并于…报 */
        things_in(c, (struct span){on + 3, does}, true, list);
    for (size_t i = 0; i < sizeof works / sizeof *works && list->n == 0; i++) {
        uint32_t at = page_find(c->page, s, works[i]), to = at;
        if (at == UINT32_MAX)
            continue;
        while (to < s.to && c->page->text.at[to] != ',' && c->page->text.at[to] != '(' && !stops_making(c, to, s.to) &&
               !page_has(c->page, to, s.to, S("。")))
            to = page_next(c->page, to);
        uint32_t end = before_doing(c, at + 6, to);
        if (end < to) /* 完成企业负担调查|网上填报工作 */
            things_in(c, (struct span){at + 6, end}, end - at < 15 || !may_be_thing(c, (struct span){at + 6, end}),
                      list);
    }
}

void titled_forms(struct compiler *c, struct span s, struct spans *things)
{
    enum { NAME_BYTES = 60 };
    static const struct str fills[] = {S("填写"), S("填报"), S("填好"), S("填妥")},
                            forms[] = {S("表"), S("书"), S("册"), S("单")};
    if (!span_has_any(c, s, WORD_LIST(fills)))
        return;
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t past = page_skip(c->page, at), n = past > at ? 0 : page_has_any(c->page, at, s.to, WORD_LIST(fills));
        uint32_t open = at + n, close = n > 0 && page_has(c->page, open, s.to, S("《")) ? c->page->twin[open] : 0;
        if (close > open && close < s.to && page_ends_any(c->page, open, close, WORD_LIST(forms)) > 0)
            thing_once(c, (struct span){open + 3, close}, things);
        uint32_t to = close == 0 && n > 0 ? page_find(c->page, (struct span){open, s.to}, S("并")) : UINT32_MAX;
        if (to != UINT32_MAX && to - open <= NAME_BYTES && !span_has(c, (struct span){open, to}, S(",")) &&
            page_ends_any(c->page, open, to, WORD_LIST(forms)) > 0)
            things_in(c, (struct span){open, to}, true, things);
        at = past > at ? past : page_next(c->page, at);
    }
}
