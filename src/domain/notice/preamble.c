/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/preamble.h"

#include "domain/notice/number.h"

size_t preamble_of(const struct compiler *c, const struct spans *sentences)
{
    for (size_t i = 0; i < sentences->n; i++) {
        struct span s = sentences->items[i];
        bool now = span_has(c, s, S("如下")) && (span_has(c, s, S("现就")) || span_has(c, s, S("现将")));
        if (now || span_has(c, sentences->items[i], S("通知如下")) || span_has(c, sentences->items[i], S("事项如下")) ||
            span_has(c, sentences->items[i], S("要求如下")))
            return i + 1;
    }
    return 0;
}

uint32_t below_of(const struct compiler *c, struct span s)
{
    uint32_t colon = page_find(c->page, s, S("如下:"));
    return colon != UINT32_MAX ? colon + 7 : s.to;
}

/* 近日,省防总下发通知,要求…; 根据…会议精神,要求填报…: what others ordered, and why this letter is written. */
static bool tells_of_orders(const struct compiler *c, struct span s)
{
    uint32_t ordered = page_has(c->page, s.from, s.to, S("根据")) ? page_find(c->page, s, S("精神,要求")) : UINT32_MAX;
    struct span behind = {ordered, s.to};
    if (ordered != UINT32_MAX && !span_has(c, behind, S("请")) && !span_has(c, behind, S("各")))
        return true;
    if (page_has(c->page, s.from, s.to, S("前发")) && span_has(c, s, S("要求")) && !span_has(c, s, S("请")))
        return true; /* 前发《…的通知》要求各单位于9月10日前报送计划 */
    bool lately = page_has(c->page, s.from, s.to, S("近日")) || page_has(c->page, s.from, s.to, S("日前")) ||
                  page_has(c->page, s.from, s.to, S("近期"));
    if (lately && span_has(c, s, S("通知,要求")) && !span_has(c, s, S("请")))
        return true; /* 近日,接市教委通知,要求各校填写… */
    static const struct str tells[] = {S("下发"), S("印发"), S("作出说明"), S("作了说明")};
    return lately && span_has_any(c, s, WORD_LIST(tells)) && !span_has(c, s, S("请"));
}

/* 如,5月月报应在6月12日前报送: an example of what was said before. */
static bool is_example(const struct compiler *c, struct span s)
{
    static const struct str heads[] = {S("如,"), S("例如"), S("比如"), S("如:"), S("(如")};
    return page_has_any(c->page, s.from, s.to, WORD_LIST(heads)) > 0;
}

/* 投稿已于3月20日截止; …,备查即可; 费用于会后30日内原路退回: over, kept by themselves, or given back. */
static bool is_over(const struct compiler *c, struct span s)
{
    static const struct str ends[] = {S(",不用再报"),  S(",无需再报"), S(",无需报送"), S(",不需上报"),  S(",不再上报"),
                                      S(",不必上报"),  S(",不需报送"), S(",备查即可"), S(",无需上报"),  S("签字后存档"),
                                      S("存档备查"),   S("申请退费"),  S("技术应用"),  S("完成并应用"), S("原路退回"),
                                      S("不再接受新"), S(",不单独"),   S(",不另行"),   S("》留存备查"), S("不要单独")};
    static const struct str pays[] = {S("缴至"), S("缴纳"), S("缴到"), S("缴费"), S("汇至"), S("汇入"), S("转账")};
    static const struct str clears[] = {S("补缴"), S("缴清"), S("交纳截止"), S("缴纳截止"), S("视为自动离会")};
    bool dues = span_has(c, s, S("会费")) && span_has_any(c, s, WORD_LIST(clears));
    bool paid = span_has(c, s, S("费")) && span_has_any(c, s, WORD_LIST(pays));
    if (dues || (paid && (!span_has_word(c, s, WORD_PAPER) || span_has(c, s, S("汇款单")))))
        return true; /* 评审费160元/人,6月14日前缴至财政专户 */
    bool closed = span_has(c, s, S("已于")) && span_has(c, s, S("截止"));
    static const struct str orders[] = {S("发出通知"), S("下发通知"), S("下发了"),
                                        S("印发了"),   S("发出了"),   S("印发《")};
    bool told = span_has_any(c, s, WORD_LIST(orders)) && span_has(c, s, S(",要求"));
    static const struct str lacks[] = {S("未报送"), S("未上报"), S("没有报送"), S("没有上报")};
    if (span_has(c, s, S("已有")) && span_has_any(c, s, WORD_LIST(lacks)) && !span_has(c, s, S("请")))
        return true; /* 截至3月14日,已有11个单位完成报送,仍有5个单位未报送 */
    static const struct str opinions[] = {S("出具初审意见"), S("签署初审意见"), S("出具审核意见"), S("签署审核意见")};
    if (span_has_any(c, s, WORD_LIST(opinions)) && span_has(c, s, S("工作日")) && !span_has(c, s, S("请")))
        return true; /* 业务主管单位在10个工作日内签署初审意见: for whom it looks at */
    static const struct str people[] = {S("投诉"), S("申诉"), S("信访"), S("来电"), S("来信"), S("意见建议")};
    if (span_has(c, s, S("答复")) && span_has_any(c, s, WORD_LIST(people)))
        return true; /* 投诉三日内给予答复: not to the sender */
    return closed || (told && !span_has(c, s, S("请"))) ||
           (span_has_any(c, s, WORD_LIST(ends)) && (!span_has(c, s, S("请")) || span_has(c, s, S("供现场查"))));
}

/* 截至2006年底,全省共有企业技术中心146家; 到9月底,申报率达到95%: how things stood on a day, or shall stand. */
static bool is_state(const struct compiler *c, struct span s)
{
    static const struct str until[] = {S("截至"), S("截止"), S("到"), S("至")};
    static const struct str asks[] = {S("请"), S("须"), S("报送"), S("报名"), S("提交")};
    static const struct str states[] = {S("共有"),   S("累计"),   S("居前"),  S("位居"),
                                        S("均达到"), S("率达到"), S("总数达")};
    uint32_t sign = page_has_any(c->page, s.from, s.to, WORD_LIST(until));
    return sign > 0 && digits_at(c->page, s.from + sign, s.to) > 0 && span_has_any(c, s, WORD_LIST(states)) &&
           !span_has_any(c, s, WORD_LIST(asks));
}

/* 通过抽查发现,有的单位多头报送; 施工单位已按规定将方案报备; 论坛企业已由各委员会于9月底前推荐: what was, and nobody is asked. */
static bool is_past(const struct compiler *c, struct span s)
{
    static const struct str was[] = {
        S("有的单位"), S("个别单位"), S("部分单位"), S("部分学校"), S("部分地区"),  S("个别地方"), S("少数单位"),
        S("有些单位"), S("有的县"),   S("有的学校"), S("有的市"),   S("有的乡"),    S("有的地方"), S("已按规定"),
        S("已将"),     S("已由"),     S("已完成"),   S("已于"),     S("去年各"),    S("上年各"),   S("去年全"),
        S("往年各"),   S("且已连续"), S("先后被"),   S("条、采用"), S("名单已公示")};
    static const struct str asks[] = {S("请"), S("须"), S("要"), S("应"), S("务必"), S("抓紧"), S("的,")};
    return span_has_any(c, s, WORD_LIST(was)) && !span_has_any(c, s, WORD_LIST(asks));
}

/* 去年各学院共上报报告201篇,…: how much it was. */
static bool is_last_year(const struct compiler *c, struct span s)
{
    static const struct str was[] = {S("去年"), S("上年"), S("上届"), S("往届"), S("往年")};
    static const struct str counts[] = {S("共"), S("累计"), S("其中")};
    return page_has_any(c->page, s.from, s.to, WORD_LIST(was)) > 0 && span_has_any(c, s, WORD_LIST(counts)) &&
           !span_has(c, s, S("请")) && !span_has(c, s, S("须"));
}

/* 省厅要求我市4月10日前报送总结,该材料由我局负责起草: ours to do. */
static bool is_drafted_by_us(const struct compiler *c, struct span s)
{
    static const struct str drafts[] = {S("起草"), S("撰写"), S("汇总上报")};
    uint32_t by = page_find(c->page, s, S("由我"));
    return by != UINT32_MAX && span_has(c, (struct span){s.from, by}, S("要求")) &&
           span_has_any(c, (struct span){by, s.to}, WORD_LIST(drafts)) && !span_has(c, s, S("请"));
}

/* 对结果有异议的,可在7日内提出复核: everybody's right. 原有周报的要求自5月1日起停止执行: no more. */
static bool is_right_or_end(const struct compiler *c, struct span s)
{
    static const struct str minds[] = {S("有异议"), S("不服的"), S("持异议"), S("存在异议")};
    static const struct str tells[] = {S("申诉"), S("复核"), S("复议"), S("提出"), S("反映"), S("仲裁"), S("提交")};
    static const struct str ends[] = {S("停止执行"), S("不再执行"), S("停止使用"), S("同时废止"), S("予以废止")};
    bool right = span_has_any(c, s, WORD_LIST(minds)) && span_has_any(c, s, WORD_LIST(tells));
    return (right && !span_has(c, s, S("调查"))) || /* 由推荐单位调查,并提交书面意见 */
           (span_has_any(c, s, WORD_LIST(ends)) && !span_has(c, s, S("请")));
}

/* 为准确掌握进度,确保4月底前完成,决定实行进度定期报送制度: what follows tells what is asked for. */
static bool is_decision(const struct compiler *c, struct span s)
{
    static const struct str asks[] = {S("请"), S("须"), S("各"), S("应"), S("如下:")};
    uint32_t decided = page_find(c->page, s, S("决定"));
    return decided != UINT32_MAX && span_has(c, (struct span){decided, s.to}, S("制度")) &&
           !span_has_any(c, s, WORD_LIST(asks));
}

/* 9月3日至10月31日为测试阶段,各校自行组织: how it goes on. */
static bool is_stage_told(const struct compiler *c, struct span s)
{
    return span_has(c, s, S("阶段,")) && span_has(c, s, S("自行组织")) && !span_has_word(c, s, WORD_SEND);
}

/* 各成员单位报省联络处的时间由各联络处自定: others say by when. */
static bool is_left_to_others(const struct compiler *c, struct span s)
{
    static const struct str selves[] = {S("自定"), S("自行确定"), S("自行规定"), S("自行安排")};
    uint32_t by = page_find(c->page, s, S("时间由"));
    return by != UINT32_MAX && span_has_any(c, (struct span){by, s.to}, WORD_LIST(selves)) && !span_has(c, s, S("请"));
}

bool asks_nothing(const struct compiler *c, struct span s)
{
    bool remark =
        page_has(c->page, s.from, s.to, S("(注:")) ||
        (page_has(c->page, s.from, s.to, S("注:")) && !span_has(c, s, S("请"))); /* on how a form is filled in */
    bool way = span_has(c, s, S("采用")) && span_has(c, s, S("相结合的方式")) && !span_has(c, s, S("请"));
    return remark || way || tells_of_orders(c, s) || is_example(c, s) || is_over(c, s) || is_state(c, s) ||
           is_past(c, s) || is_last_year(c, s) || is_drafted_by_us(c, s) || is_right_or_end(c, s) ||
           is_left_to_others(c, s) || is_decision(c, s) || is_stage_told(c, s);
}
