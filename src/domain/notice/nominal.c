/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/nominal.h"

#include "domain/notice/number.h"
#include "domain/notice/receiver.h"
#include "domain/notice/rhythm.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* 不得再次报名, 不可重复申报: forbidden, whatever adverb stands between; not 不得晚于… and 不得少于…. */
static bool forbidden(const struct compiler *c, uint32_t from, uint32_t at)
{
    static const struct str adverbs[] = {S("再次"), S("重复"), S("擅自"), S("自行"), S("单独"), S("越级"),
                                         S("多头"), S("随意"), S("同时"), S("直接"), S("继续"), S("再")};
    uint32_t n = page_ends_any(c->page, from, at, WORD_LIST(adverbs));
    return n > 0 && word_before(c->page, from, at - n, WORD_FORBID) == 6;
}

/* 已向党组织递交了申请书, 提交过申请的, 上报结束后随机抽查: it was done before. */
static bool is_done(const struct compiler *c, uint32_t at, uint32_t end)
{
    return word_here(c, at, end, WORD_DONE) > 0 && !page_has(c->page, at, end, S("过程")) &&
           !page_has(c->page, at, end, S("过期")) && !page_has(c->page, at, end, S("了解"));
}

/* 上报候选人213名: a number soon behind the verb that begins at `at`. */
static bool digits_behind(const struct compiler *c, uint32_t at)
{
    enum { NEAR = 30 };
    uint32_t end = page_end(c->page) - at > NEAR ? at + NEAR : page_end(c->page);
    for (; at < end && c->page->text.at[at] != ','; at++) {
        if (digits_at(c->page, at, end) > 0)
            return true;
    }
    return false;
}

bool is_past_sum(const struct compiler *c, uint32_t at)
{
    enum { NEAR = 90 };
    static const struct str was[] = {S("去年"), S("上年"), S("上半年"), S("上届"), S("往年"), S("今年以来"), S("上月")};
    static const struct str sums[] = {S("共"), S("累计")};
    static const struct str bounds[] = {S("不少于"), S("不超过"), S("限"), S("每")};
    struct span lead = page_lead(c->page, 0, at, NEAR);
    lead.from = page_sentence(c->page, lead.from, at);
    return span_has_any(c, lead, WORD_LIST(was)) && span_has_any(c, lead, WORD_LIST(sums)) &&
           !span_has_any(c, lead, WORD_LIST(bounds));
}

static bool denied(const struct compiler *c, uint32_t from, uint32_t at)
{
    if (at > from && span_has(c, (struct span){from, at}, S("须有专人")))
        return true; /* 须有专人负责统计报送 */
    enum { NEAR = 45 };
    struct span lead = page_lead(c->page, from, at, NEAR);
    uint32_t had = page_find(c->page, lead, S("已有")), digits = had != UINT32_MAX ? had + 6 : at;
    if (digits < at && digits_at(c->page, digits, at) > 0)
        return true; /* 截至4月1日,已有20个单位报送材料 */
    static const struct str words[] = {S("不"),   S("未"),   S("无需"), S("勿"),   S("已"),   S("不得"),
                                       S("免"),   S("不再"), S("无须"), S("可不"), S("未能"), S("没有"),
                                       S("所"),   S("拟"),   S("被"),   S("将"),   S("把"),   S("自动"),
                                       S("暂停"), S("停止"), S("一经")}; /* 提交后将自动上传 */
    static const struct str nots[] = {S("不再"), S("无需"), S("无须"), S("不需"),
                                      S("不必"), S("不用"), S("已经"), S("不直接")};
    for (size_t i = 0; i < sizeof nots / sizeof *nots; i++) {
        struct span near = page_lead(c->page, from, at, 36);
        uint32_t said = page_find(c->page, near, nots[i]);
        near.from = said;
        if (said != UINT32_MAX && !span_has(c, near, S(",")) && !span_has(c, near, S("的")))
            return true; /* 不再单独向市局报送, 不需另行制作、报送, 已经书面报告 */
    }
    static const struct str sums[] = {S("共"), S("共排查"), S("共征集"), S("共收集"), S("累计"), S("累计排查")};
    if (page_ends_any(c->page, from, at, WORD_LIST(sums)) && !span_has(c, (struct span){from, at}, S("每")) &&
        digits_behind(c, at))
        return true; /* 两镇共上报31户 */
    if (digits_behind(c, at) && is_past_sum(c, at))
        return true;
    if (page_ends_any(c->page, from, at, WORD_LIST(words)) == 0)
        return false;
    return !page_has(c->page, at - 3, at, S("所")) || word_before(c->page, from, at, WORD_UNIT) <= 3; /* 派出所填报 */
}

/* 中期报告,6月20日前报送, 1.验收报告(6月20日前): a name alone, and then when. */
static bool is_report_named(const struct compiler *c, uint32_t from, uint32_t at, uint32_t past)
{
    enum { NAME_BYTES = 36 };
    static const struct str asks[] = {S("请"), S("于"), S("须"), S("应"), S("需"), S("务"), S("在"), S("每"), S("次")};
    static const struct str how[] = {S("向"),   S("及时"), S("立即"), S("书面"), S("口头"), S("电话"),
                                     S("随时"), S("逐级"), S("如实"), S("即时"), S("应"),   S("须"),
                                     S("请"),   S("主动"), S("内"),   S("并"),   S("先"),   S("再"),
                                     S("都"),   S("不"),   S("情况"), S("问题"), S("发生"), S("发现")};
    struct span name = lead_of(c, from, at);
    char sign = past < page_end(c->page) ? c->page->text.at[past] : 0;
    uint32_t next = past + 1;
    bool then = (sign == ',' || sign == '(' || sign == ':') &&
                (digits_at(c->page, next, page_end(c->page)) > 0 ||
                 page_has_any(c->page, next, page_end(c->page), WORD_LIST(asks)) > 0);
    return then && name.to >= name.from + 6 && name.to - name.from <= NAME_BYTES &&
           !span_has_any(c, name, WORD_LIST(how));
}

/* 将报告报省厅: 报告 is a verb only where nothing makes a noun of it. */
static bool is_report_noun(const struct compiler *c, uint32_t from, uint32_t at, uint32_t n)
{
    static const struct str before[] = {S("将"), S("把"), S("的"), S("和"), S("及"), S("、"), S("与"), S("该"),
                                        S("份"), S("成"), S("写"), S("度"), S("量"), S("版"), S("”")};
    if (!page_has(c->page, at, at + n, S("报告")) || n != 6)
        return false;
    struct span lead = {from, at}; /* 收到各单位报告后: what came in */
    if (page_has(c->page, at + n, page_end(c->page), S("后")) &&
        (span_has(c, lead, S("收到")) || span_has(c, lead, S("接到")) || span_has(c, lead, S("收齐"))))
        return true;
    static const struct str behind[] = {S("邮件"), S("标题"), S("文件"), S("格式"), S("模板"), S("名称"), S("主题"),
                                        S("命名"), S("纸质"), S("电子"), S("报"),   S("交"),   S("提交"), S("送"),
                                        S("寄"),   S("发至"), S("发送"), S("盖章"), S("签字"), S("扫描"), S("原件"),
                                        S("上传"), S("一式"), S("、"),   S("请于"), S("于"),   S("请各")};
    if (page_has_any(c->page, at + n, page_end(c->page), WORD_LIST(behind)))
        return true;
    static const struct str makes[] = {S("填写"), S("撰写"), S("形成"), S("编写"), S("起草"), S("编制"), S("出具")};
    bool over = at + n < page_end(c->page) && c->page->text.at[at + n] == ',';
    if (over && span_has_any(c, lead, WORD_LIST(makes)))
        return true; /* 填写灾情报告,并于…前报 */
    if (is_report_named(c, from, at, at + n))
        return true;
    return page_ends_any(c->page, from, at, WORD_LIST(before)) > 0;
}

/* 发给各班, 反馈给申请人: what comes down to those who report is not handed in. */
static bool goes_down(const struct compiler *c, uint32_t at, uint32_t n, uint32_t end)
{
    static const struct str down[] = {S("发给"), S("发至"),   S("发到"),   S("反馈给"),
                                      S("返给"), S("反馈至"), S("反馈到"), S("反馈")};
    static const struct str to[] = {S("各"),   S("每"),   S("申请人"), S("申报人"),  S("家长"),
                                    S("作者"), S("学生"), S("全体"),   S("申报单位")};
    uint32_t past = at + page_has_any(c->page, at, end, WORD_LIST(down));
    return past > at && past >= at + n && page_has_any(c->page, past, end, WORD_LIST(to));
}

/* 检测、排查和报告, : one of a list of doings, of which no single one is asked for. */
static bool is_listed(const struct compiler *c, uint32_t from, uint32_t at, uint32_t n, uint32_t end)
{
    static const struct str before[] = {S("、"), S("和"), S("及"), S("与")};
    static const struct str behind[] = {S("和"),   S("及"),   S("、"), S("等"), S("工作"),
                                        S("制度"), S("各项"), S("。"), S(";")};
    static const struct str adverbs[] = {S("及时"), S("立即"), S("主动"), S("如实")};
    if (at >= from + 9 && page_has(c->page, at - 9, at, S("发现并")))
        return true;                                                            /* 及时发现并报告安全隐患 */
    if (at >= from + 9 && page_ends_any(c->page, from, at, WORD_LIST(adverbs))) /* 及时发现、及时报告、及时处置 */
        return page_has(c->page, at - 9, at, S("、")) && page_has(c->page, at + n, end, S("、"));
    return page_ends_any(c->page, from, at, WORD_LIST(before)) &&
           (at + n >= end || page_has_any(c->page, at + n, end, WORD_LIST(behind)));
}

/* 各填报景区, 拟推荐上报人选的基本情况: the verb says which, and asks for nothing. */
static bool says_which(const struct compiler *c, uint32_t from, uint32_t at, uint32_t n, uint32_t end)
{
    uint32_t unit = word_here(c, at + n, end, WORD_UNIT);
    if (at >= from + 3 && page_has(c->page, at - 3, at, S("各")) && unit)
        return true;
    if (unit == 0)
        n += word_here(c, at + n, end, WORD_SEND); /* 拟推荐上报人选的 */
    static const struct str willing[] = {S("有意愿"), S("有意向"), S("愿意"), S("自愿")};
    if (page_ends_any(c->page, from, at, WORD_LIST(willing)) && page_has(c->page, at + n, end, S("且")))
        return true; /* 有意愿申报且符合条件的社区名单 */
    static const struct str all[] = {S("所有"), S("全部"), S("各类"), S("各项")}; /* 所有报送信息均须… */
    if (page_ends_any(c->page, from, at, WORD_LIST(all)) && word_here(c, at + n, end, WORD_THING))
        return true;
    uint32_t thing = word_here(c, at + n, end, WORD_THING), noun = unit > thing ? unit : thing;
    return noun && page_has(c->page, at + n + noun, end, S("的")) &&
           span_has(c, page_lead(c->page, from, at, 9), S("拟"));
}

/* 数据填报和汇总工作: the verb names the work. */
static bool names_work(const struct compiler *c, uint32_t at, uint32_t end)
{
    bool joined = page_has(c->page, at, end, S("和")) || page_has(c->page, at, end, S("、")) ||
                  page_has(c->page, at, end, S("及"));
    uint32_t to = end - at > 18 ? at + 18 : end;
    return joined && span_has(c, (struct span){at, to}, S("工作"));
}

/* 封面注明单位、姓名、申报|专业: one of the words that are to be written. */
static bool is_marked(const struct compiler *c, uint32_t from, uint32_t at)
{
    static const struct str marks[] = {S("注明"), S("标明"), S("写明")};
    struct span lead = {from, at};
    return span_has_any(c, lead, WORD_LIST(marks)) && page_has(c->page, at - 3, at, S("、")) &&
           !span_has(c, lead, S("《"));
}

/* 先进集体材料的申报。, 完成复查报告: with 的 or what makes it before it and nothing behind it the verb is a noun. */
static bool is_noun_at_end(const struct compiler *c, uint32_t from, uint32_t at, uint32_t n, uint32_t end)
{
    static const struct str works[] = {S("统计"), S("汇总"), S("审核"), S("收集"), S("整理"), S("组织"), S("初审"),
                                       S("采集"), S("征集"), S("评选"), S("遴选"), S("选拔"), S("填报"), S("登记"),
                                       S("核实"), S("推荐"), S("制作"), S("和"),   S("、"),   S("及"),   S("与")};
    bool over = at + n >= end || page_has(c->page, at + n, end, S("。")) || page_has(c->page, at + n, end, S(";"));
    uint32_t to = at, done = over ? page_find(c->page, (struct span){from, at}, S("完成")) : UINT32_MAX;
    if (done != UINT32_MAX && done + 6 < at && at - done <= 24 && page_has(c->page, at, end, S("报告")))
        return true;
    if (done != UINT32_MAX && span_has_word(c, (struct span){from, done}, WORD_BEFORE))
        return false; /* 于12月19日前完成《统计表》的填报: by then it is filled in */
    for (uint32_t w; over && (w = page_ends_any(c->page, from, to, WORD_LIST(works))) > 0;)
        to -= w;
    bool ba = to < at && span_has(c, (struct span){from, to}, S("将")); /* 将填好的汇总上报 */
    return over && !ba && to >= from + 3 && page_has(c->page, to - 3, to, S("的"));
}

/* 要加强信息报送, 做好数据上报: what is to go well; with a deadline or an office it would be handed in. */
static bool is_improved(const struct compiler *c, uint32_t from, uint32_t at, uint32_t n, uint32_t end)
{
    static const struct str words[] = {S("加强"), S("强化"), S("规范"), S("畅通"),
                                       S("改进"), S("抓好"), S("做好"), S("搞好")};
    bool over = at + n >= end || page_has(c->page, at + n, end, S("。")) || page_has(c->page, at + n, end, S(",")) ||
                page_has(c->page, at + n, end, S(";"));
    for (size_t i = 0; over && i < sizeof words / sizeof *words; i++) {
        uint32_t head = page_find(c->page, (struct span){from, at}, words[i]);
        struct span between = {head, at};
        if (head != UINT32_MAX && at - head <= 36 && !span_has(c, between, S("并")) && !span_has(c, between, S("时")) &&
            !span_has(c, between, S("后")) && !span_has(c, between, S("统一")) && !span_has(c, between, S("一起")))
            return !span_has_word(c, (struct span){from, at}, WORD_BEFORE) && towards(c, from, at) == 0;
    }
    return false;
}

bool is_no_demand(const struct compiler *c, struct span s, uint32_t at, uint32_t n)
{
    return denied(c, s.from, at) || forbidden(c, s.from, at) || goes_down(c, at, n, s.to) ||
           is_report_noun(c, s.from, at, n) || is_listed(c, s.from, at, n, s.to) ||
           says_which(c, s.from, at, n, s.to) || is_marked(c, s.from, at) || names_work(c, at + n, s.to) ||
           is_noun_at_end(c, s.from, at, n, s.to) || is_improved(c, s.from, at, n, s.to) || is_done(c, at + n, s.to);
}
