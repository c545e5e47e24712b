/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/who.h"

#include "domain/notice/number.h"

enum { NAME_BYTES = 120 }; /* the longest name of a unit class that is believed: 40 characters */

bool unit_ends(const struct compiler *c, uint32_t from, uint32_t to)
{
    if (to > from && c->page->text.at[to - 1] == ')' && c->page->twin[to - 1] > from)
        to = c->page->twin[to - 1];
    uint32_t noun = to > from ? word_before(c->page, from, to, WORD_UNIT) : 0;
    return noun > word_before(c->page, from, to, WORD_NOT_UNIT);
}

/* The sentence goes on here; 请 in 申请, 在 in 所在 and 组织 in 慈善组织 do not count. */
bool stops_at(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    uint32_t n = word_here(c, at, end, WORD_STOP);
    return n > 0 && !word_before(c->page, from, at + 3 <= end ? at + 3 : end, WORD_NO_STOP) &&
           !(n > 3 && word_before(c->page, from, at + n, WORD_NO_STOP)) && !word_here(c, at, end, WORD_NO_STOP);
}

static bool at_boundary(const struct compiler *c, uint32_t at, uint32_t end)
{
    bool each = page_has(c->page, at, end, S("各")) &&
                (word_here(c, at + 3, end, WORD_SEND) || word_here(c, at + 3, end, WORD_NAME));
    uint32_t year = digits_at(c->page, at, end); /* 市直部门2011年5月31日前 */
    bool dated = year && (page_has(c->page, at + year, end, S("年")) || page_has(c->page, at + year, end, S("月")));
    at += page_has(c->page, at, end, S("等")) ? 3 : 0; /* 江东区、河西区等于每月8日前… */
    return at >= end || each || dated || word_here(c, at, end, WORD_AND) ||
           word_here(c, at, end, WORD_STOP) > word_here(c, at, end, WORD_NO_STOP);
}

/* 实验室|使用备案表: behind the verb a form. */
static bool is_form_of(const struct compiler *c, uint32_t at, uint32_t end)
{
    enum { FORM_BYTES = 15 };
    static const struct str forms[] = {S("表"), S("册"), S("单"), S("书")};
    uint32_t limit = end - at > FORM_BYTES ? at + FORM_BYTES : end;
    for (; at < limit && page_is_han(c->page, at); at = page_next(c->page, at)) {
        uint32_t next = at + page_has_any(c->page, at, limit, WORD_LIST(forms));
        if (next > at && (next >= end || !page_is_han(c->page, next)))
            return true;
    }
    return false;
}

/* 参赛选手|基本信息请于…, 参会人员|名单: what follows the noun is a thing, and the noun says whose it is. */
bool names_thing(const struct compiler *c, uint32_t from, uint32_t end)
{
    uint32_t to = from;
    while (to < end && !word_here(c, to, end, WORD_AND)) {
        uint32_t stop = stops_at(c, from, to, end) ? word_here(c, to, end, WORD_STOP) : 0;
        bool name =
            stop >= 6 && (word_here(c, to + stop, end, WORD_THING) == 3 || /* 设区市|汇总表, 教师|推荐人选一览表 */
                          page_has(c->page, to, end, S("推荐人选")) ||
                          (page_has(c->page, to, end, S("使用")) && is_form_of(c, to + stop, end)));
        if (stop > 0 && !name)
            break;
        to = stop > 0 ? to + stop : page_next(c->page, to);
    }
    static const struct str facts[] = {S("召开时间"), S("举办时间"), S("开课时间"), S("活动时间"), S("比赛时间"),
                                       S("召开地点"), S("举办地点"), S("参会人数"), S("参赛人数")};
    return to > from &&
           (word_before(c->page, from, to, WORD_THING) > 0 || page_ends_any(c->page, from, to, WORD_LIST(facts)) > 0);
}

/* 各套报表、分析报告及|单位公示表: papers stand in the list, whatever it ends with. */
static bool holds_papers(const struct compiler *c, struct span s, uint32_t end)
{
    static const struct str papers[] = {S("报表"),   S("报告"),   S("方案"),   S("总结"),   S("台账"),  S("照片"),
                                        S("登记表"), S("汇总表"), S("承诺书"), S("申报书"), S("推荐表")};
    uint32_t to = s.to > s.from && c->page->text.at[s.to - 1] == ')' && c->page->twin[s.to - 1] > s.from
                      ? c->page->twin[s.to - 1]
                      : s.to;
    return page_ends_any(c->page, s.from, to, WORD_LIST(papers)) > 0 && word_here(c, s.to, end, WORD_AND) > 0;
}

bool owes_next(const struct compiler *c, uint32_t at)
{
    static const struct str asks[] = {S(",应"), S(",要"), S(",须"), S(",需"), S(",请"), S(",负责"), S(",必须")};
    return page_has_any(c->page, at, page_end(c->page), WORD_LIST(asks)) > 0;
}

/* 各县区|重点项目负责人|名单: the people on a list that the units hand in, no units. */
static bool on_list(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    static const struct str people[] = {S("人"),   S("人员"), S("员"), S("教师"),
                                        S("选手"), S("学生"), S("者"), S("代表")};
    static const struct str lists[] = {S("名单"),   S("推荐表"), S("登记表"), S("信息"),     S("花名册"),
                                       S("通讯录"), S("汇总表"), S("统计表"), S("基本信息"), S("联系方式")};
    return page_ends_any(c->page, from, at, WORD_LIST(people)) > 0 &&
           page_has_any(c->page, at, end, WORD_LIST(lists)) > 0;
}

/*
 * The end of one name that begins at `from`: the first place where a unit's noun ends and the sentence may go on. A name
 * that begins with 各 or 每 ends at its first noun when nothing better comes (各校信息报送实行专人负责).
 */
uint32_t name_end(const struct compiler *c, uint32_t from, uint32_t end, bool sure)
{
    uint32_t limit = end - from > NAME_BYTES ? from + NAME_BYTES : end, first = 0, shortest = 0;
    uint32_t every = word_here(c, from, end, WORD_EVERY), noun = word_here(c, from, end, WORD_UNIT);
    uint32_t head = from + (every > noun ? every : noun); /* 申报单位, 直报员: its own verb ends nothing */
    for (uint32_t at = from; at < limit;) {
        uint32_t past = page_skip(c->page, at);
        uint32_t whole = word_here(c, at, limit, WORD_NO_STOP); /* 申报人 goes on behind its 报 */
        whole = whole > 6 && word_before(c->page, at, at + whole, WORD_UNIT) > 0 ? whole : 0;
        at = past > at && past <= limit ? past : whole ? at + whole : page_next(c->page, at);
        if (at > limit)
            break;

        bool alias = at < limit && c->page->text.at[at] == '(' && c->page->twin[at] > at &&
                     word_here(c, c->page->twin[at] + 1, limit, WORD_UNIT) == 3;
        if (alias)
            continue; /* 水利(水务)|局 is one office */
        if (first == 0 && holds_papers(c, (struct span){from, at}, end))
            return 0;
        bool unit = at >= head && unit_ends(c, from, at) && !word_here(c, at - 3, end, WORD_BELONGS);
        uint32_t digits = first != 0 && at < limit ? digits_at(c->page, at, limit) : 0;
        if (digits > 0 && (!unit || word_here(c, at + digits, limit, WORD_COUNTER) > 0))
            break; /* 每学院|组1支代表队 */
        if (first != 0 && !unit && at < limit && (stops_at(c, from, at, end) || word_here(c, at, end, WORD_SEND)))
            break;
        if (!unit) {
            bool over = at >= head && at < limit && (stops_at(c, from, at, end) || c->page->text.at[at] == ':');
            bool things = over && word_before(c->page, from, at, WORD_THING) > 0; /* 各类证明材料|于…报市教育局 */
            if (over && (!sure || things) && c->page->text.at[at] != '(')
                return 0; /* the clause went on before any unit was named */
            static const struct str ways[] = {S("于"), S("请"), S("须"), S("务必"), S("应"), S("要"), S("需")};
            bool asked = over && at >= from + 9 && at <= from + 27 && page_has(c->page, from, end, S("各")) &&
                         page_has_any(c->page, at, end, WORD_LIST(ways));
            if (asked)
                return at; /* 各护理单元|于…: who is asked needs no noun of the field */
            continue;
        }
        if (c->page->twin[at < end ? at : from] > at && at < end && c->page->text.at[at] == '(')
            continue; /* 县(市): the bracket belongs to the name */
        if (sure && shortest > 0 && on_list(c, from, at, end))
            return shortest;
        bool label = at < end && c->page->text.at[at] == ':' && span_has(c, (struct span){from, at}, S("各"));
        if ((label || at_boundary(c, at, end)) && !page_has(c->page, at - 3, end, S("团组织"))) /* 局属各单位:… */
            return at; /* 各团组织: no 团 that organises */
        first = at;    /* the longest: 各县区教育局, not 各县 */
        shortest = shortest > 0 || word_here(c, at, end, WORD_AREA) > 0 ? shortest : at; /* 各县|区 */
    }
    return sure || (word_here(c, from, end, WORD_PARTAKER) && !names_thing(c, first, limit)) ? first : 0;
}

bool is_each_person(const struct compiler *c, uint32_t at, uint32_t end)
{
    enum { LONGEST = 36 };
    static const struct str asks[] = {S("每天"), S("写一"), S("须"),   S("需"),   S("应"),   S("要"),
                                      S("于"),   S("请"),   S("务必"), S("必须"), S("撰写"), S("填写"),
                                      S("提交"), S("上交"), S("报送"), S("每周"), S("每月"), S("每日")};
    static const struct str limits[] = {S("限"), S("最多"), S("至多"), S("只"), S("不得"), S("不超")};
    if (!page_has(c->page, at, end, S("每位")) && !page_has(c->page, at, end, S("每名")) &&
        !page_has(c->page, at, end, S("每支")))
        return false;
    for (uint32_t to = at + 9; to < end && to <= at + LONGEST; to = page_next(c->page, to)) {
        if (word_before(c->page, at + 6, to, WORD_UNIT) > 0 && page_has_any(c->page, to, end, WORD_LIST(asks)) > 0)
            return !span_has_any(c, (struct span){to, end}, WORD_LIST(limits));
    }
    return false;
}

bool is_every(const struct compiler *c, uint32_t at, uint32_t end)
{
    bool every = page_has(c->page, at, end, S("各")) && !page_has(c->page, at, end, S("各自"));
    if (is_each_person(c, at, end))
        return true;
    if ((!every && !page_has(c->page, at, end, S("每"))) || word_here(c, at, end, WORD_PER_PIECE) ||
        word_here(c, at, end, WORD_EVERY_TIME))
        return false;
    int n = 0;
    bool counted = !every && number_at(c->page, at + 3, end, &n) && n > 1; /* 每十天 */
    return every || !counted;
}

static bool ends_in_area(const struct compiler *c, struct span s)
{
    if (s.to > s.from && c->page->text.at[s.to - 1] == ')' && c->page->twin[s.to - 1] > s.from)
        s.to = c->page->twin[s.to - 1];
    return word_before(c->page, s.from, s.to, WORD_AREA) > 0;
}

/* 传真至市局假日办, 每家不超过3部, 周四(10月15日)下班, 影响了职工, 平台: words of the sentence, and nobody's name. */
static bool is_no_name(const struct compiler *c, struct span s)
{
    static const struct str heads[] = {S("传真至"), S("一并"), S("周一"), S("周二"), S("周三"), S("周四"), S("周五")};
    static const struct str holds[] = {S("不超过"), S("不少于"), S("下班"), S("上午"), S("下午"),
                                       S("了"),     S("往年"),   S("去年"), S("个别")};
    static const struct str wholes[] = {S("平台"), S("系统"), S("网站"), S("参会"), S("参赛")};
    static const struct str whom[] = {S("单位"), S("学校"), S("部门"), S("机构"), S("人"), S("对象")};
    uint32_t put = page_eat(c->page, s.from, s.to, S("推荐"));
    bool forward = put > 0 && !page_has_any(c->page, s.from + put, s.to, WORD_LIST(whom)) && !span_has(c, s, S("的"));
    bool holds_word = span_has_any(c, s, WORD_LIST(holds)) && !span_has(c, s, S("的"));
    return forward || holds_word || page_has_any(c->page, s.from, s.to, WORD_LIST(heads)) > 0 ||
           page_has_any(c->page, s.from, s.to, WORD_LIST(wholes)) == s.to - s.from;
}

/* 各县(市)、开发区教育主管部门 is one name: the area waits for the office that follows. */
static void name_add(const struct compiler *c, struct spans *list, struct span name, uint32_t sign_at)
{
    static const struct str all[] = {S("全省"), S("全市"), S("全县"), S("全区"), S("全国")};
    if (page_ends_any(c->page, name.from, name.to, WORD_LIST(all)) == name.to - name.from)
        return; /* 全省要于8月20日前完成: all who are addressed */
    static const struct str sent[] = {S("发至"), S("送至"), S("交至"), S("报至"), S("寄至"), S("发到"),
                                      S("送到"), S("交到"), S("浏览"), S("下载"), S("关注"), S("查看")};
    if (page_has_any(c->page, name.from, name.to, WORD_LIST(sent)) > 0)
        return; /* …前|发至会务组, 浏览某网站 */
    static const struct str shows[] = {S("持"), S("凭"), S("携带")};
    uint32_t named = page_eat(c->page, name.from, name.to, S("推荐"));
    bool honours = named > 0 && digits_at(c->page, name.from + named, name.to) > 0;
    static const struct str ours[] = {S("我学会"), S("我协会")};
    if (page_has_any(c->page, name.from, name.to, WORD_LIST(ours)) == name.to - name.from)
        return; /* 分配|我学会|名额2名: who sends the letter */
    static const struct str best[] = {S("优秀"), S("先进"), S("最美"), S("十佳")};
    if (honours ||
        (page_has_any(c->page, name.from, name.to, WORD_LIST(best)) > 0 &&
         page_ends_any(c->page, name.from, name.to, (struct str[]){S("者"), S("人")}, 2) == 0) ||
        page_has_any(c->page, name.from, name.to, WORD_LIST(shows)) > 0 || str_eq(text_of(c, name), S("人员")) ||
        page_has(c->page, name.to, page_end(c->page), S("新生")) || str_eq(text_of(c, name), S("各自")))
        return; /* 推荐优秀组织单位: whom they put forward; 持身份证到村委会 */
    if (is_no_name(c, name))
        return;
    if (page_has(c->page, name.from, name.to, S("》")))
        return; /* 附件:《…》某某局, on a page without line ends */
    struct span *last = list->n ? &list->items[list->n - 1] : NULL;
    bool comma = page_has(c->page, sign_at, name.from, S(",")) || page_has(c->page, sign_at, name.from, S(";"));
    bool own = word_here(c, name.from, name.to, WORD_EVERY) > 0;
    bool proper = last != NULL && !word_here(c, last->from, last->to, WORD_EVERY) && last->to - last->from >= 6 &&
                  ends_in_area(c, name); /* 江城区、泰和市: two names of places */
    if (last != NULL && last->to == sign_at && !comma && !own && !proper && ends_in_area(c, *last)) {
        last->to = name.to;
        return;
    }
    static const struct str subjects[] = {S("各学科"), S("每学科"), S("每科"), S("各科")};
    uint32_t colon = page_find(c->page, name, S(":")); /* 小学:实验小学各学科|选送2件 */
    uint32_t by = page_ends_any(c->page, name.from + 6, name.to, WORD_LIST(subjects));
    static const struct str holds[] = {S("承办"), S("举办"), S("主办")},
                            does[] = {S("推荐"), S("报"), S("填"), S("提")};
    by = by > 0 ? by : page_ends_any(c->page, name.from + 6, name.to, WORD_LIST(holds)); /* 各单位|承办|的活动 */
    if (by == 0 && own && page_has_any(c->page, name.to, page_end(c->page), WORD_LIST(does)) > 0 &&
        page_ends_any(c->page, name.from + 9, name.to, &S("院所"), 1) > 0)
        by = 3; /* 各学院|所推荐候选人 */
    uint32_t more = own && name.to > name.from + 6 ? page_find(c->page, (struct span){name.from + 6, name.to}, S("各"))
                                                   : UINT32_MAX;
    if (more != UINT32_MAX && page_has(c->page, name.from, name.to, S("各")) && unit_ends(c, name.from, more)) {
        arena_push(c->arena, list, ((struct span){name.from, more})); /* 各单位|各部门 */
        name.from = more;
    }
    arena_push(c->arena, list, ((struct span){colon != UINT32_MAX ? colon + 1 : name.from, name.to - by}));
}

/* 的单位|和个人, 的重点城市(甲、乙)|和景区: where the units end that are named besides. */
static uint32_t further_units(const struct compiler *c, uint32_t at, uint32_t end)
{
    for (;;) {
        uint32_t next = at < end && c->page->text.at[at] == '(' ? page_skip(c->page, at) : at;
        uint32_t and = word_here(c, next, end, WORD_AND), from = next + and;
        uint32_t to = and? name_end(c, from, end, false) : 0, noun = and? word_here(c, from, end, WORD_UNIT) : 0;
        if (to <= from + noun)
            to = from + noun;
        if (and == 0 || to == from)
            return at;
        at = to;
    }
}

/* 符合条件的|护理员|填写…: whoever it is, before the verb; bytes. */
static uint32_t who_fills(const struct compiler *c, uint32_t at, uint32_t end)
{
    enum { SHORTEST = 6, LONGEST = 18 };
    static const struct str verbs[] = {S("填写"), S("填报"), S("请"), S("应"), S("须"), S("于"), S("登录")};
    static const struct str others[] = {S("按"), S("可"), S("均"), S("也"), S("方"), S("都"), S("在")};
    if (page_has_any(c->page, at, end, WORD_LIST(others)) > 0)
        return 0; /* 符合条件的按正式项目填报 */
    for (uint32_t n = SHORTEST; n <= LONGEST && at + n < end && page_is_han(c->page, at + n - 3); n += 3) {
        if (page_has_any(c->page, at + n, end, WORD_LIST(verbs)) > 0)
            return n;
    }
    return 0;
}

/*
 * 有申报计划的单位, 凡推荐人选的单位: a name that ends with 的 and a unit. strict: nothing before it says that a name comes, so
 * a demand must follow (获一等奖的学校请于…).
 */
uint32_t relative_name(const struct compiler *c, uint32_t from, uint32_t end, bool strict, struct spans *list)
{
    bool found = false;
    static const struct str others[] = {S("组织"), S("对"), S("要"), S("确定"), S("应"), S("须"), S("就")};
    bool bound = (page_has(c->page, from, end, S("须在")) || page_has(c->page, from, end, S("需在"))) &&
                 digits_at(c->page, from + 6, end) == 4; /* 须在2010年结题的课题组 */
    if (!bound && page_has_any(c->page, from, end, WORD_LIST(others)) > 0)
        return from; /* 请组织符合条件的园区申报: whom the readers bring in */
    uint32_t limit = end - from > 90 ? from + 90 : end;
    for (uint32_t at = from; at < limit; at = page_next(c->page, at)) {
        bool when = page_has(c->page, at, end, S("于")) && !word_before(c->page, from, at + 3, WORD_IS_AT);
        if (page_has(c->page, at, end, S("将")) || when || page_has(c->page, at, end, S("把")) ||
            page_has(c->page, at, end, S("由")))
            return from;
        bool of = page_has(c->page, at, end, S("的"));
        found = found || (of && page_has(c->page, at + 3, end, S("各"))); /* 在东校区考试的各教研室,试题请于… */
        static const struct str having[] = {S("有"), S("设有"), S("无"), S("没有"), S("未"), S("尚未"), S("拟")};
        static const struct str goes_on[] = {S("于"), S("须"), S("应"),   S("请"),   S("需"),  S("可于"),
                                             S("要"), S("均"), S("务必"), S("填报"), S("填写")};
        if (of && at >= from + 9 && page_has_any(c->page, from, end, WORD_LIST(having)) > 0 &&
            page_has_any(c->page, at + 3, end, WORD_LIST(goes_on)) > 0 &&
            !span_has_word(c, (struct span){from, at}, WORD_ASIDE)) {
            arena_push(c->arena, list, ((struct span){from, at + 3})); /* 有业务主管单位的|于…前报送 */
            return at + 3;
        }
        uint32_t noun = of ? word_here(c, at + 3, end, WORD_UNIT) : 0;
        if (of && noun == 0 && page_has(c->page, from, end, S("有意")) && page_has(c->page, at + 3, end, S("项目")))
            noun = 6; /* 有意向参与的项目请…: who carries it */
        if (of && noun == 0 && page_has(c->page, from, end, S("符合")))
            noun = who_fills(c, at + 3, end);
        uint32_t to = of ? name_end(c, at + 3, end, false) : 0; /* 的科普教育基地 */
        noun = to > at + 3 + noun ? to - at - 3 : noun;
        noun = noun ? further_units(c, at + 3 + noun, end) - at - 3 : 0;
        uint32_t past = at + 3 + noun;
        uint32_t next = past < end && c->page->text.at[past] == '(' ? page_skip(c->page, past) : past;
        next +=
            next >= end && next < page_end(c->page) && c->page->text.at[next] == ','; /* …的社会团体,须于4月15日前… */
        static const struct str demands[] = {
            S("请"),   S("须"),   S("必须"), S("应"),   S("需"),   S("务"),   S("望"),   S("于"),   S("要"),
            S("将"),   S("在"),   S("最晚"), S("最迟"), S("按照"), S("统一"), S("登录"), S("每日"), S("每天"),
            S("每周"), S("每月"), S("另"),   S("一律"), S("抓紧"), S("尽快"), S("实行")};
        if (strict && noun > 0)
            found = found || page_has_any(c->page, next, page_end(c->page), WORD_LIST(demands)) ||
                    (next > end && digits_at(c->page, next, page_end(c->page)) > 0) ||
                    (next == past && word_here(c, next, end, WORD_FILL)); /* 自行组织的单位填写《…》 */
        if (noun > 0 && at > from && (strict ? found : at_boundary(c, next, end))) {
            arena_push(c->arena, list, ((struct span){from, at + 3 + noun}));
            return at + 3 + noun;
        }
    }
    return from;
}

/*
 * 各县区、国有林场清查方案…, 各市、部门方案, 各分中心、办事处的值班表: behind a name that is sure, an organisation's; 各校、学生信息表
 * names no second one.
 */
static uint32_t plain_name(const struct compiler *c, uint32_t from, uint32_t end)
{
    uint32_t limit = end - from > 36 ? from + 36 : end;
    for (uint32_t at = from; at < limit && !stops_at(c, from, at, end); at = page_next(c->page, at)) {
        uint32_t noun = word_here(c, at, end, WORD_UNIT);
        bool thing = word_here(c, at, end, WORD_THING) > 0 && !page_has(c->page, at + noun, end, S("的"));
        static const struct str alone[] = {S("部门"), S("单位")};
        bool office = at > from || page_has_any(c->page, at, end, WORD_LIST(alone)) > 0;
        if (at >= from + 6 && page_has(c->page, at, end, S("的")) && unit_ends(c, from, at))
            return at;
        if (noun >= 6 && office && !thing && !word_here(c, at, end, WORD_SEND))
            return at + noun;
    }
    return 0;
}

/* 请相关单位准备…: of names that do not begin with 各, these end as surely. */
static bool is_concerned(const struct compiler *c, uint32_t at, uint32_t end)
{
    return (page_has(c->page, at, end, S("相关")) || page_has(c->page, at, end, S("有关"))) &&
           word_here(c, at + 6, end, WORD_UNIT) >= 6;
}

/* 市直|推荐不超过2所, 市直|、各县区限报3项: those directly under the office, without a noun. */
static uint32_t direct_units(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str words[] = {S("市直"), S("县直"), S("区直"), S("省直"), S("州直"), S("局直"), S("厅直")};
    static const struct str levels[] = {S("县级"), S("市级"), S("乡级"), S("镇级"), S("校级")};
    static const struct str deeds[] = {S("完成"), S("汇总"), S("审核后")};
    uint32_t level = page_has_any(c->page, at, end, WORD_LIST(levels));
    if (level > 0 && page_has_any(c->page, at + level, end, WORD_LIST(deeds)) > 0)
        return at + level; /* 县级|完成填报 */
    uint32_t n = page_has_any(c->page, at, end, WORD_LIST(words)), next = at + n;
    static const enum word_kind asks[] = {WORD_NAME, WORD_SEND, WORD_AT_MOST, WORD_AT_LEAST};
    bool asked = digits_at(c->page, next, end) > 0;
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        asked = asked || word_here(c, next, end, asks[i]) > 0;
    return n > 0 && asked && !word_here(c, next, end, WORD_UNIT) ? next : 0;
}

uint32_t names_at(const struct compiler *c, uint32_t from, uint32_t end, struct spans *list)
{
    uint32_t at = from, sign_at = from;
    while (at < end && c->page->text.at[at] != '/' && /* http://… */
           (word_here(c, at, end, WORD_EVERY) || !stops_at(c, at, at, end))) {
        uint32_t head = at + word_here(c, at, end, WORD_EVERY);
        if (head > at && digits_at(c->page, head, end) > 0)
            break; /* 推荐3-4人 */
        if (word_here(c, at, end, WORD_EVERY_TIME) && !is_each_person(c, at, end))
            break; /* 每月28日前各单位 */
        static const struct str levels[] = {S("省各"), S("市各"), S("县各"), S("区各"),
                                            S("州各"), S("校各"), S("院各")};
        uint32_t level = page_has_any(c->page, at, end, WORD_LIST(levels)) > 0 ? 3 : 0; /* 市|各产业(系统)工会 */
        bool sure = level > 0 || is_every(c, at, end) || is_concerned(c, at, end);
        uint32_t to = name_end(c, at + level, end, sure),
                 noun = list->n > 0 && !sure ? word_here(c, at, end, WORD_UNIT) : 0;
        if (to > at && !sure && names_thing(c, to, end))
            break; /* 设区市|汇总表, 优秀辅导员候选人|推荐名单: the thing's name */
        if (to == 0 && noun >= 12)
            to = at + noun; /* 各班班长或学习委员统计…: the second name is a noun of its own */
        if (to == 0 && list->n > 0)
            to = plain_name(c, at, end);
        to = to == 0 ? direct_units(c, at, end) : to;
        size_t named = list->n;
        if (to == 0 && named > 0)
            to = relative_name(c, at, end, false, list); /* 各基金会和具有公开募捐资格的慈善组织 */
        if (to == 0 || to == at)
            break;
        if (list->n == named)
            name_add(c, list, (struct span){at, to}, sign_at);
        to += page_has(c->page, to, end, S("等")) && !page_has(c->page, to, end, S("等级")) ? 3 : 0;
        sign_at = to;
        uint32_t sign = word_here(c, to, end, WORD_AND);
        if (sign == 0)
            return to;
        at = to + sign;
    }
    return sign_at;
}

/* Where one name of an address line ends: at punctuation, or at 和 and the like behind a unit's noun. */
static uint32_t listed_end(const struct compiler *c, uint32_t from, uint32_t end)
{
    for (uint32_t at = from; at < end;) {
        uint32_t past = page_skip(c->page, at);
        if (past > at && past <= end) {
            at = past;
            continue;
        }
        uint32_t sign = word_here(c, at, end, WORD_AND);
        bool mark = sign == 1 || page_has(c->page, at, end, S("、"));
        if (sign > 0 && (mark || unit_ends(c, from, at)))
            return at;
        at = page_next(c->page, at);
    }
    return end;
}

void units_in(const struct compiler *c, struct span s, struct spans *list)
{
    uint32_t sign_at = s.from;
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t to = listed_end(c, at, s.to);
        if (to > at)
            name_add(c, list, (struct span){at, to}, sign_at);
        sign_at = to;
        at = to + word_here(c, to, s.to, WORD_AND);
    }
}

bool all_names(const struct compiler *c, struct span s, struct spans *list)
{
    return names_at(c, s.from, s.to, list) == s.to && list->n > 0;
}

uint32_t unit_at(const struct compiler *c, uint32_t at, uint32_t end)
{
    return name_end(c, at, end, false);
}

bool is_anyone(const struct compiler *c, const struct spans *list)
{
    for (size_t i = 0; i < list->n; i++) {
        struct span s = list->items[i];
        if (word_here(c, s.from, s.to, WORD_ANYONE) != s.to - s.from)
            return false;
    }
    return true;
}

bool is_one_of(const struct compiler *c, struct str addressed, struct str name)
{
    if (name.n < 6)
        return false;
    struct str level = {name.at, 3}, office = str_from(name, 3), issuer = c->draft->issuer;
    bool sender = str_eq(level, S("我")) || (str_find(issuer, level) != STR_NONE && str_ends(issuer, office));
    if (str_eq(level, S("市")) && str_find(addressed, S("县")) != STR_NONE)
        return false; /* 各县(市、区)粮食局 stand below 市局 */
    return !sender && str_find(addressed, level) != STR_NONE && str_ends(addressed, office);
}

bool short_names(const struct compiler *c, struct span s, struct spans *list)
{
    enum { LEAST = 6, MOST = 18 };
    uint32_t from = s.from;
    list->n = 0;
    for (uint32_t at = s.from;; at = page_next(c->page, at)) {
        bool ends = at >= s.to || page_has(c->page, at, s.to, S("、"));
        if (ends && (at < from + LEAST || at > from + MOST))
            return false;
        if (ends)
            arena_push(c->arena, list, ((struct span){from, at}));
        if (at >= s.to)
            return true;
        if (ends)
            from = page_next(c->page, at);
        else if (!page_is_han(c->page, at))
            return false;
    }
}
