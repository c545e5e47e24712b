/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/thing.h"

#include "domain/notice/date.h"
#include "domain/notice/number.h"
#include "domain/notice/trim.h"

uint32_t join_at(const struct compiler *c, uint32_t at, uint32_t end)
{
    uint32_t n = word_here(c, at, end, WORD_JOINED);
    if (n > 0 && at >= 6 && page_has(c->page, at - 6, end, S("签字")))
        return 0; /* 负责人签字及加盖公章的申报表 */
    if (n > 0 && page_has(c->page, at + n, end, S("以上")))
        return 0; /* 10例及以上 */
    if (page_has(c->page, at, end, S("发现的")))
        return 0; /* 检查发现的重大隐患 */
    uint32_t month = n > 0 ? digits_at(c->page, at + n, end) : 0;
    if (month > 0 && at > 0 && digits_at(c->page, at - 1, at) > 0 && page_has(c->page, at + n + month, end, S("月")))
        return 0; /* 7、8月份值班表 */
    const char *text = c->page->text.at;
    bool alone = at > 1 && (text[at - 2] < 'A' || text[at - 2] > 'Z');
    bool letters = n > 0 && alone && at + n < end && text[at - 1] >= 'A' && text[at - 1] <= 'Z' &&
                   text[at + n] >= 'A' && text[at + n] <= 'Z';
    if (letters && number_at(c->page, at + n + 1, end, &(int){0}) > 0)
        return 0; /* A、B两套试卷 */
    return n > 0 && word_here(c, at, end, WORD_NOT_JOINED) ? 0 : n;
}

bool thing_ends(const struct compiler *c, struct span s)
{
    s = drop_count_behind(c, drop_brackets(c, s));
    s.to -= page_ends_any(c->page, s.from, s.to, &S("一式"), 1);
    s.to -= page_ends_any(c->page, s.from + 6, s.to, &S("各"), 1);
    s.to -= word_before(c->page, s.from, s.to, WORD_AT_LEAST);
    s.to -= word_before(c->page, s.from, s.to, WORD_AT_MOST);
    if ((page_has(c->page, s.from, s.to, S("附件")) || page_has(c->page, s.from, s.to, S("附表"))) &&
        s.to - s.from <= 8)
        return true; /* 附件2 */
    return word_before(c->page, s.from, s.to, WORD_THING) > 0;
}

/* 2 in 附件1、2: the second attachment. */
static bool is_number_on(const struct compiler *c, struct span s, const struct spans *list)
{
    struct span last = list->n > 0 ? list->items[list->n - 1] : (struct span){0, 0};
    bool first = page_has(c->page, last.from, last.to, S("附件")) && last.to - last.from <= 8;
    return list->n > 0 && digits_at(c->page, s.from, s.to) == s.to - s.from && s.to - s.from <= 2 && s.to > s.from &&
           (first || digits_at(c->page, last.from, last.to) == last.to - last.from);
}

/*
 * 申报材料(含申报书、推荐表), 申请材料(申报表、汇总表、方案): the bracket behind a name for many says which; not what
 * one paper holds: 方案(含时间、地点).
 */
static void members_in(const struct compiler *c, struct span name, uint32_t end, struct spans *list)
{
    static const struct str says[] = {S("包括"), S("包含"), S("含"), S("即"), S("附"), S("另附"), S("并附")};
    static const struct str papers[] = {S("表"), S("方案"), S("册"), S("单"), S("书"), S("报告"), S("总结"), S("信息")};
    uint32_t twin = name.to < end && c->page->text.at[name.to] == '(' ? c->page->twin[name.to] : 0;
    struct span inside = {name.to + 1, twin};
    bool said = false, many = word_before(c->page, name.from, name.to, WORD_THOSE) > 0 ||
                              page_has(c->page, name.to - 6, name.to, S("内容"));
    if (twin <= name.to || twin > end || page_has(c->page, inside.from, inside.to, S("附件")))
        return; /* 推荐材料(附件2、3) */
    uint32_t n = page_has_any(c->page, inside.from, inside.to, WORD_LIST(says));
    said = n > 0;
    inside.from += n;
    bool enclosed = page_has(c->page, inside.from - 3, inside.to, S("附")); /* 总结(附照片5张) */
    for (size_t i = 0; i < sizeof papers / sizeof *papers && !enclosed; i++)
        said = said && !str_ends(text_of(c, name), papers[i]);
    uint32_t comma = enclosed ? page_find(c->page, inside, S(",")) : UINT32_MAX;
    inside.to = comma < inside.to ? comma : inside.to;
    static const struct str joins[] = {S("、"), S("和"), S("及")};
    if (said || (many && span_has_any(c, inside, WORD_LIST(joins))))
        things_in(c, inside, true, list);
}

void thing_once(const struct compiler *c, struct span s, struct spans *list)
{
    for (size_t i = 0; i < list->n; i++) {
        struct str had = text_of(c, list->items[i]), name = text_of(c, s);
        bool report = str_starts(had, name) && str_eq(str_from(had, name.n), S("报告")); /* 灾情报告, 灾情 */
        bool more = had.n > name.n + 3 && str_ends(had, name) && str_eq(str_sub(had, had.n - name.n - 3, 3), S("的"));
        if (report || more || str_eq(had, name)) /* 原通知规定的演练方案, 演练方案 */
            return;
    }
    arena_push(c->arena, list, s);
}

bool is_season(const struct compiler *c, struct span s)
{
    static const struct str feasts[] = {S("元旦"), S("春节"), S("清明"), S("五一"), S("端午"),
                                        S("中秋"), S("国庆"), S("寒假"), S("暑假"), S("汛期")};
    static const struct str spans[] = {S("节"), S("期间"), S("假期"), S("的")};
    uint32_t to = s.from + page_has_any(c->page, s.from, s.to, WORD_LIST(feasts));
    for (uint32_t n = to > s.from; n > 0 && to < s.to; to += n)
        n = page_has_any(c->page, to, s.to, WORD_LIST(spans));
    return to > s.from && to == s.to;
}

/* 在事件|发生后, 后1小时内: words of when; 在校生名单 is none. */
static bool is_when(const struct compiler *c, struct span s)
{
    static const struct str whose[] = {S("读"), S("校"), S("职"), S("籍"), S("岗"), S("编"), S("线"), S("建"),
                                       S("研"), S("训"), S("园"), S("册"), S("外"), S("地"), S("施"), S("库")};
    bool at = page_has(c->page, s.from, s.to, S("在")) && !page_has_any(c->page, s.from + 3, s.to, WORD_LIST(whose));
    at = at && !span_has(c, s, S("的")); /* 在活动中表现突出的支部 */
    bool day = digits_at(c->page, s.to + page_eat(c->page, s.to, page_end(c->page), S("的")), page_end(c->page)) > 0;
    at = at || (is_season(c, s) && !day) || (digits_at(c->page, s.from, s.to) > 0 && span_has(c, s, S("起改为")));
    return at || (page_has(c->page, s.from, s.to, S("后")) && digits_at(c->page, s.from + 3, s.to) > 0);
}

/* Where a thing goes, how often, or by what way: no thing itself. */
static bool is_way(const struct compiler *c, struct span s, bool named)
{
    static const struct str places[] = {S("平台"), S("系统"), S("专栏"), S("网站"), S("小程序"), S("公众号")};
    if (named && page_ends_any(c->page, s.from, s.to, WORD_LIST(places)) > 0)
        return true; /* 上传“科技节平台”: where to */
    if (word_here(c, s.from, s.to, WORD_EVERY_TIME) == s.to - s.from)
        return true; /* 将情况,每日|及时报… */
    static const struct str along[] = {S("随笔"), S("随访"), S("随迁"), S("随班"), S("随机"), S("随军")};
    static const struct str persons[] = {S("秘书"),   S("主任"),       S("老师"), S("干事"), S("科长"), S("同志"),
                                         S("府领导"), S("府分管领导"), S("市里"), S("县里"), S("省里"), S("区里")};
    static const struct str best[] = {S("优秀"), S("先进"), S("模范"), S("最美")};
    bool honoured = page_has_any(c->page, s.from, s.to, WORD_LIST(best)) > 0; /* 优秀班主任3名: whom they put forward */
    static const struct str all[] = {S("一律"), S("均用"), S("采用")};
    if ((!honoured && page_ends_any(c->page, s.from, s.to, WORD_LIST(persons)) > 0) ||
        page_has_any(c->page, s.from, s.to, WORD_LIST(all)) > 0)
        return true; /* 交所在院(部)教学秘书: to whom; 一律用Word文档: how */
    uint32_t by = page_find(c->page, s, S("日前"));
    if (by != UINT32_MAX && digits_at(c->page, by - 1, by) > 0)
        return true; /* 4月15日前报来 */
    bool with = page_has(c->page, s.from, s.to, S("随")) && page_has_any(c->page, s.from, s.to, WORD_LIST(along)) == 0;
    if (with || page_has(c->page, s.from, s.to, S("发邮件")))
        return true; /* 写出报告,|随汇总表报来; 传真或|发邮件 */
    if (page_has(c->page, s.from, s.to, S("由")) && word_here(c, s.from + 3, s.to, WORD_EVERY) > 0)
        return true; /* 总结|由各单位于…前报 */
    static const struct str pleas[] = {S("请假"), S("请示"), S("请柬"), S("请款")};
    if (page_has(c->page, s.from, s.to, S("凡")) ||
        (page_has(c->page, s.from, s.to, S("请")) && !page_has_any(c->page, s.from, s.to, WORD_LIST(pleas)) &&
         !word_before(c->page, s.from, s.to, WORD_PAPER)))
        return true; /* 凡符合条件|的学校, 请学院按项目|装袋 */
    static const struct str deeds[] = {S("统计"), S("电话报告"), S("审核"), S("初审"), S("审批"), S("汇总审核")};
    if (page_has_any(c->page, s.from, s.to, WORD_LIST(deeds)) == s.to - s.from)
        return true; /* 由各银行|统计,每半月报财政局; 用电话报告县防火办 */
    if (page_has(c->page, s.from, s.to, S("向")) && !page_has(c->page, s.from, s.to, S("向导")))
        return true; /* 开展征文或|向专家约稿 */
    static const struct str heads[] = {S("日程安排"), S("办法"),     S("方式"),    S("要求"),
                                       S("推荐名额"), S("名额分配"), S("申报名额")};
    if (page_has_any(c->page, s.from, s.to, WORD_LIST(heads)) == s.to - s.from ||
        word_here(c, s.from, s.to, WORD_DEADLINE_IS) == s.to - s.from ||
        word_here(c, s.from, s.to, WORD_VAGUE_LABEL) == s.to - s.from)
        return true; /* the heading above it */
    static const struct str hows[] = {S("按"),   S("不得"),   S("不要"),   S("不拘"),  S("不可"),   S("需要"),
                                      S("由"),   S("经单位"), S("经学院"), S("于左"),  S("以百字"), S("需交"),
                                      S("不合"), S("至今"),   S("以纸质"), S("后两小")};
    static const struct str own[] = {S("按摩"), S("按揭"), S("不得不"), S("不可移动"), S("不合格")};
    if (page_has_any(c->page, s.from, s.to, WORD_LIST(hows)) > 0 &&
        page_has_any(c->page, s.from, s.to, WORD_LIST(own)) == 0)
        return true; /* 按省厅文件, 不得涂改, 由学校|统一填写 */
    if (str_eq(text_of(c, s), S("网上")) || str_eq(text_of(c, s), S("线上")))
        return true; /* 纸质材料:网上|审核通过后 */
    static const struct str ways[] = {S("可作为"), S("无法"), S("若"),   S("登录"),
                                      S("登陆"),   S("//"),   S("www."), S("http")};
    if (page_has_any(c->page, s.from, s.to, WORD_LIST(ways)) > 0 && !page_has(c->page, s.to - 3, s.to, S("表")))
        return true; /* 登录平台注册 */
    return false;
}

/* 等情况, 2月20日, 上半年, 成册, 今年不受理现场送件: a piece of the sentence that names nothing. */
static bool is_scrap(const struct compiler *c, struct span s)
{
    static const struct str heads[] = {S("等情况"), S("等资料"), S("等材料"), S("要有"),
                                       S("时应"),   S("用电话"), S("加盖"),   S("本次申请")};
    static const struct str wholes[] = {S("上半年"), S("下半年"), S("全年"), S("一季度"),   S("二季度"),
                                        S("三季度"), S("四季度"), S("成册"), S("合订成册"), S("审核确认"),
                                        S("县级"),   S("市级"),   S("省级"), S("校级")};
    struct dates d;
    if (page_has(c->page, s.from, s.to, S("于")) && digits_at(c->page, s.from + 3, s.to) > 0)
        return true; /* 于2月1日起,每天15:30前报送… */
    uint32_t day = digits_at(c->page, s.from, s.to) ? dates_at(c->words, c->page, s.from, s.to, &d) : 0;
    return page_has_any(c->page, s.from, s.to, WORD_LIST(heads)) > 0 || span_has(c, s, S("不受理")) ||
           (day > 0 && day == s.to - s.from) || page_has_any(c->page, s.from, s.to, WORD_LIST(wholes)) == s.to - s.from;
}

/* 向《中国档案》|杂志社报送: whom it goes to. */
static bool is_press(const struct compiler *c, struct span s)
{
    static const struct str press[] = {S("》杂志"), S("》编辑部"), S("》报社"), S("》期刊")};
    return page_has_any(c->page, s.to, page_end(c->page), WORD_LIST(press)) > 0;
}

static void thing_add(const struct compiler *c, struct span raw, bool strict, struct spans *list)
{
    if (is_number_on(c, raw, list)) {
        arena_push(c->arena, list, raw);
        return;
    }
    struct span s = thing_name(c, raw);
    bool named = s.from > raw.from && page_has(c->page, s.from - 3, s.from, S("“"));
    bool latin = (unsigned char)c->page->text.at[s.from] < 0x80 && s.to >= s.from + 3 && thing_ends(c, s); /* PPT */
    if (c->page->text.at[s.from] == '(' && c->page->twin[s.from] > s.from && s.to > s.from)
        return; /* 申报|(报送)内容 */
    if ((s.to < s.from + 6 && !latin) || (strict && !named && !thing_ends(c, s)))
        return;
    if ((!named && is_when(c, s)) || is_press(c, s) || is_scrap(c, s))
        return;
    if (is_way(c, s, named) || (page_has(c->page, s.from, s.to, S("每")) &&
                                word_before(c->page, s.from, s.to, WORD_UNIT) >= s.to - s.from - 3))
        return; /* 三级医院|每单位|限报20项 */
    if (page_has(c->page, s.to - 3, s.to, S("后")) && thing_ends(c, (struct span){s.from, s.to - 3}) &&
        word_before(c->page, s.from, s.to - 3, WORD_THING) > 3)
        s.to -= 3;                                    /* 收齐图片、文字说明|后 */
    if (page_has(c->page, s.to - 3, s.to, S("后"))) { /* 公示无异议后, “报名情况”|从系统导出后 */
        uint32_t quoted = page_has(c->page, s.from, s.to, S("“")) ? c->page->twin[s.from] : 0;
        if (quoted <= s.from || quoted >= s.to)
            return;
        s = (struct span){s.from + 3, quoted};
    }
    bool titled_by = page_find(c->page, s, S("《")) != UINT32_MAX;
    static const struct str bys[] = {S("按照"), S("根据"), S("依据"), S("参照"), S("对照"), S("依照")};
    if (!titled_by && page_has_any(c->page, s.from, s.to, WORD_LIST(bys)))
        return; /* 按照文件|要求填写 */
    bool issue = page_has(c->page, s.from, s.to, S("第")) && page_has(c->page, s.to - 3, s.to, S("期"));
    bool which = page_has(c->page, s.from, s.to, S("参加")) && span_has(c, s, S("的")); /* 参加校内初评的申报书 */
    if (issue || (word_here(c, s.from, s.to, WORD_NO_THING) > 0 && !which) || span_has_word(c, s, WORD_NOT_IN_THING) ||
        page_find(c->page, s, S("@")) != UINT32_MAX)
        return;
    if (word_here(c, s.from, s.to, WORD_SEND) == s.to - s.from && !thing_ends(c, s))
        return; /* 上传|截止12月20日 */
    bool titled = s.from > 0 && page_has(c->page, s.from - (s.from >= 3 ? 3 : 0), s.from, S("《"));
    if (!titled && s.to - s.from > 240)
        return;
    size_t before = list->n;
    thing_once(c, s, list);
    if (list->n == before)
        return;
    members_in(c, s, raw.to, list);
    uint32_t by = page_find(c->page, (struct span){s.to, raw.to}, S("《")); /* 普查成果按|《统计表》汇总 */
    if (by != UINT32_MAX && c->page->twin[by] < raw.to && by_word_before(c, s.to, by) && is_form_title(c, by))
        arena_push(c->arena, list, ((struct span){by + 3, c->page->twin[by]}));
    uint32_t behind = titled && s.to + 3 < raw.to ? s.to + 3 : 0; /* 《计划表》等相关表格 */
    if (behind && page_has(c->page, behind, raw.to, S("等")) && raw.to - behind > 9)
        thing_add(c, (struct span){behind + 3, raw.to}, true, list);
}

/* In 照片、录像和相关资料 the last name vouches for the others. */
static bool last_is_thing(const struct compiler *c, struct span object)
{
    return object.to - object.from < 300 && thing_ends(c, thing_name(c, object));
}

enum { SERIES_MEMBER = 36 }; /* behind a thing and a joint, so short a name needs no noun of the field */

/* 电子版以学号和姓名命名后|: where the manner of naming begins, or the end. */
static uint32_t naming_from(const struct compiler *c, struct span s)
{
    uint32_t named = page_find(c->page, s, S("命名"));
    for (uint32_t at = s.from; named != UINT32_MAX && at < named;) {
        uint32_t past = page_skip(c->page, at);
        if (past == at && at > s.from && page_has(c->page, at, named, S("以")) &&
            !page_has(c->page, at, named, S("以及")) && !page_has(c->page, at - 3, named, S("所以")))
            return at;
        at = past > at ? past : page_next(c->page, at);
    }
    return s.to;
}

void things_in(const struct compiler *c, struct span object, bool strict, struct spans *list)
{
    object.to = naming_from(c, object);
    uint32_t from = object.from;
    bool series = false, asked = !strict; /* a name alone is asked for itself */
    for (uint32_t at = object.from; at < object.to;) {
        uint32_t past = page_skip(c->page, at);
        if (past > at && past <= object.to) {
            bool next = page_has(c->page, at, object.to, S("《")) && page_has(c->page, past, object.to, S("《"));
            if (next) { /* 《登记表》《汇总表》: no sign between them */
                strict = asked ? strict : !last_is_thing(c, object);
                asked = true;
                thing_add(c, (struct span){from, past}, strict, list);
                from = past;
            }
            at = past;
            continue;
        }
        uint32_t join = join_at(c, at, object.to);
        if (join == 0) {
            at = page_next(c->page, at);
            continue;
        }
        strict = asked ? strict : !last_is_thing(c, object);
        asked = true;
        size_t n = list->n;
        bool title = page_has(c->page, from, at, S("《"));
        bool short_one = (title || at - from <= SERIES_MEMBER) && !span_has(c, (struct span){from, at}, S(":"));
        thing_add(c, (struct span){from, at}, strict && !(series && short_one), list);
        static const struct str ands[] = {S("、"), S("和"), S("及"), S("以及"), S("与")};
        bool and = page_has_any(c->page, at, object.to, WORD_LIST(ands)) > 0;
        series = and&&list->n > n;
        from = at += join;
    }
    if (from < object.to)
        thing_add(c, (struct span){from, object.to},
                  strict &&
                      !(series && (object.to - from <= SERIES_MEMBER || page_has(c->page, from, object.to, S("《"))) &&
                        !page_has(c->page, object.to - 6, object.to, S("工作"))),
                  list);
}

/* 下列纸质材料, 上述有关资料 */
static bool points(const struct compiler *c, struct span s)
{
    static const struct str heads[] = {S("以上"), S("以下"), S("下列"), S("上述"), S("如下"), S("所有"), S("全部")};
    static const struct str tails[] = {S("材料"), S("资料"), S("表格"), S("附件"), S("信息"), S("内容"), S("文件")};
    bool tail = false;
    if (!page_has_any(c->page, s.from, s.to, WORD_LIST(heads)))
        return false;
    for (size_t i = 0; i < sizeof tails / sizeof *tails && s.to - s.from <= 36; i++)
        tail = tail || str_ends(text_of(c, s), tails[i]);
    return tail;
}

bool is_those(const struct compiler *c, const struct spans *list)
{
    for (size_t i = 0; i < list->n; i++) {
        struct span s = list->items[i];
        uint32_t n = word_here(c, s.from, s.to, WORD_THOSE);
        bool numbered = digits_at(c->page, s.from, s.to) == s.to - s.from;
        if (!numbered && !is_medium(c, s) && !points(c, s) && (n == 0 || n + 12 < s.to - s.from))
            return false;
    }
    return true;
}

struct span form_label(const struct compiler *c, struct span s)
{
    enum { LABEL_BYTES = 90 };
    const struct page *p = c->page;
    struct span near = {s.from, s.to - s.from > LABEL_BYTES ? s.from + LABEL_BYTES : s.to};
    uint32_t open = page_find(p, near, S("(")), close = open != UINT32_MAX ? p->twin[open] : 0, at = open;
    for (bool digit = false; close > open && at < close; at = page_next(p, at)) {
        digit = digit || digits_at(p, at, close) > 0;
        if (digit && at + 3 == close && page_has(p, at, close, S("表")))
            break;
    }
    bool form = close > open && at + 3 == close && close + 2 < s.to && open >= s.from + 6;
    bool ends = form && (p->text.at[close + 1] == ':' || p->text.at[close + 1] == ',');
    return ends && !span_has(c, (struct span){s.from, open}, S(",")) ? (struct span){s.from, open}
                                                                     : (struct span){0, 0};
}
