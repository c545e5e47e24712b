/* SPDX-License-Identifier: Apache-2.0 */
/* Who acts in a clause: its subject, named first, behind 请, behind its deadline, by 由 or by 为单位. */
#include "domain/notice/who.h"

#include "domain/notice/number.h"
#include "domain/notice/thing.h"

/* What a name does that receives or signs, and hands nothing in. */
static const struct str takes[] = {S("统一收取"), S("收取"), S("接收"), S("受理")};
static const struct str signs[] = {S("审批签字"), S("审核签字"), S("签字"), S("签名"), S("签署"), S("审签"), S("签章")};

static uint32_t skip_openers(const struct compiler *c, uint32_t at, uint32_t end)
{
    for (uint32_t n; (n = word_here(c, at, end, WORD_OPENER)) > 0;)
        at += n;
    return at;
}

/* Words that stand in no name of a unit; a name that does not begin with 各 must be free of them. */
/* A word that no name holds stands in s; 信息 of 信息员 is none. */
static bool holds_no_name(const struct compiler *c, struct span s)
{
    struct span word;
    for (; word_find(c->words, s, WORD_NOT_WHO, &word); s.from = word.to) {
        if (word_here(c, word.from, s.to, WORD_NO_STOP) <= word.to - word.from)
            return true;
    }
    return false;
}

static bool is_plausible(const struct compiler *c, struct span s)
{
    if (str_eq(text_of(c, s), S("系统")))
        return false; /* 系统设定为每日一次: no 教育系统 */
    static const struct str not_names[] = {S("我"), S("要"), S("将"),   S("需"),   S("须"),   S("把"),
                                           S("就"), S("视"), S("获得"), S("取得"), S("进入"), S("登录")};
    uint32_t digits = digits_at(c->page, s.from, s.to), year = digits == 4 ? 7 : 0;
    if (digits > 0 && (s.from + digits + 3 == s.to || page_has(c->page, s.from + digits, s.to, S("月"))))
        return false; /* 14:|00会发送, 10月9日前寄(送)至省: no name */
    if (page_has_any(c->page, s.from + year, s.to, WORD_LIST(not_names)) || span_has(c, s, S("是我")))
        return false; /* 2018年我厅: the sender; 要确定…人员 */
    bool met = page_has(c->page, s.from, s.to, S("符合")) || page_has(c->page, s.from, s.to, S("跨"));
    if (met && !span_has(c, s, S("的")))
        return false; /* 符合省、市条件的, 跨县收购的: what is met, not who */
    bool person = page_has(c->page, s.to - 3, s.to, S("人")) && word_before(c->page, s.from, s.to, WORD_UNIT) == 3;
    if (person && s.to - s.from > 15)
        return false;                                           /* 创业事迹真实感人 */
    s.to -= word_before(c->page, s.from, s.to, WORD_WORK_UNIT); /* 学院认定工作组 */
    return s.to - s.from <= 90 && !holds_no_name(c, s) && !page_has(c->page, s.from, s.to, S("》"));
}

/* 以县为单位: the unit that reports, said anywhere in s; 以县为单位汇总 tells how. Where the words end; 0: there are none. */
uint32_t by_unit(const struct compiler *c, struct span s, struct spans *list)
{
    uint32_t tail = span_has_word(c, s, WORD_AS_UNIT) ? page_find(c->page, s, S("为单位")) : UINT32_MAX, at = tail;
    while (tail != UINT32_MAX && at > s.from && !page_has(c->page, at, tail, S("以")))
        at = page_back(c->page, at);
    struct span name = {at + 3, tail};
    static const struct str ways[] = {S("汇总"), S("装"), S("整理"), S("打包"), S("归档")};
    bool how = tail != UINT32_MAX && page_has_any(c->page, tail + 9, s.to, WORD_LIST(ways)) > 0;
    if (how || tail == UINT32_MAX || !page_has(c->page, at, tail, S("以")) || name.to - name.from > 45 ||
        !is_plausible(c, name) || span_has(c, name, S("于")) || !unit_ends(c, name.from, name.to))
        return 0;
    static const struct str schools[] = {S("小学"), S("中学"), S("高中"), S("院校"), S("高校"), S("学校")};
    bool school = str_eq(text_of(c, name), S("学校"));
    for (size_t i = 0; i < c->audience[0].n; i++) {
        struct span reader = c->audience[0].items[i];
        if (str_ends(text_of(c, reader), text_of(c, name)) ||
            (school && page_ends_any(c->page, reader.from, reader.to, WORD_LIST(schools)) > 0))
            return 0; /* 以部门为单位, to 各职能部门 and others: all of them; 以学校为单位, to 各中小学 */
    }
    arena_push(c->arena, list, name);
    return tail + 9;
}

/* 由市(州)国土资源局汇总: who sums up, reports. */
static bool gathers(const struct compiler *c, uint32_t at, uint32_t end)
{
    uint32_t sender = page_has(c->page, at, end, S("我")) ? 6 : word_here(c, at, end, WORD_SENDER);
    bool alone = sender > 0 && !word_here(c, at + sender, end, WORD_AND) && /* 由教务处和学生处: readers */
                 unit_at(c, at, end) <= at + sender;                        /* 由学校教务部门 */
    struct spans names = {0};
    uint32_t to = alone ? 0 : names_at(c, at, end, &names);
    to = names.n > 0 ? to : 0;
    struct span near = {to, end - to > 18 ? to + 18 : end}; /* 由作者本人填写的《授权书》: whose it is */
    if (to > 0 && page_has_any(c->page, to, end, WORD_LIST(signs)))
        return false; /* 由单位负责人签字并盖章后报人事处: who signs */
    if (to > 0 && (span_has(c, near, S("填写的")) || span_has(c, near, S("签署的")) || span_has(c, near, S("出具的"))))
        return false;
    if (page_has(c->page, to, end, S("统一收")) && !page_has(c->page, to, end, S("统一收齐")) &&
        !page_has(c->page, to, end, S("统一收集")))
        return false; /* 由旅行社统一收取: who receives */

    /* 由学生工作部|6月30日前审核汇总后… */
    uint32_t digits = to > 0 ? digits_at(c->page, to, end) : 0;
    bool dated = digits > 0 && page_has(c->page, to + digits, end, S("月"));
    return to > 0 && (dated || word_here(c, to, end, WORD_GATHERS) || word_here(c, to, end, WORD_SEND));
}

/* …管委会汇总后统一上报, …管理局单独上报, …推荐单位审核盖章后报送 */
static bool does_for(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str how[] = {S("统一"), S("单独"), S("汇总"), S("审核"), S("盖章"), S("集中"), S("分别")};
    struct spans names = {0};
    uint32_t to = names_at(c, at, end, &names), near = end - to > 36 ? to + 36 : end;
    to = names.n > 0 ? to : 0;
    struct span behind = {to, near};
    if (page_has_any(c->page, to, end, WORD_LIST(signs)))
        return false; /* 由主要负责人签字盖章后送至…: who signs, not who sends */
    bool dated =
        page_has(c->page, to, end, S("于")) && digits_at(c->page, to + 3, end) > 0; /* 由教务部门|于8月25日前将… */
    return to > 0 && to < end && (dated || span_has_word(c, behind, WORD_SEND)) &&
           (dated || span_has_any(c, behind, WORD_LIST(how)));
}

/* 5月10日前|学院将汇总表报…: behind the deadline an organisation that acts. */
static bool acts_behind_date(const struct compiler *c, uint32_t from, uint32_t at, uint32_t end)
{
    static const struct str before[] = {S("日前"), S("日之前"), S("底前"), S("旬前"), S("0前"), S("时前")};
    uint32_t day = at - (at > from && c->page->text.at[at - 1] == ':'); /* 12月9日17:00前:学院将…报 */
    bool sign = day >= from + 6 && page_has(c->page, day - 3, day, S("前"));
    bool cell = sign && day == at && c->page->gap[at] == GAP_BLANK; /* 3月7日第八节课前  班主任… */
    bool dated = cell || (sign && page_ends_any(c->page, from, day, WORD_LIST(before)));
    uint32_t to =
        dated && !word_here(c, at, end, WORD_SENDER) && !word_here(c, at, end, WORD_SEND) && !stops_at(c, at, at, end)
            ? name_end(c, at, end, false)
            : 0;
    return to > 0 && to < end && to - at <= 36 && is_plausible(c, (struct span){at, to}) &&
           !word_here(c, to, end, WORD_AND);
}

/* 你局, 你们, 贵校: the reader of the letter, whom its address names. */
static bool is_you(const struct compiler *c, uint32_t at, uint32_t end)
{
    bool dear =
        page_has(c->page, at, end, S("贵")) && word_here(c, at + 3, end, WORD_UNIT) > 0; /* 贵州 is a province */
    return (dear && !page_has(c->page, at, end, S("贵州"))) || page_has(c->page, at, end, S("你")) ||
           page_has(c->page, at, end, S("本单位")) || page_has(c->page, at, end, S("本部门"));
}

/* A subject inside the clause: right behind 请, a deadline's 前, a colon. */
static uint32_t inner_start(const struct compiler *c, struct span s)
{
    static const struct str before[] = {S("请"), S("前"), S("由"), S(":"),  S("望"),
                                        S("求"), S("后"), S("间"), S("后,")};
    for (uint32_t at = s.from; at < s.to; at = page_next(c->page, at)) {
        if (page_has(c->page, at, s.to, S("通知")) && unit_at(c, at + 6, s.to))
            return at + 6; /* 及时通知被推荐人于6月21日前报送 */
        if (c->page->text.at[at] == '(' && page_skip(c->page, at) > at && page_skip(c->page, at) >= s.to - 3)
            return s.to; /* …一套(市教育局报送、中专部由高等学校报送): the last bracket tells of others */
        bool by = at >= s.from + 3 && page_has(c->page, at - 3, at, S("由")) && gathers(c, at, s.to);
        if (by || acts_behind_date(c, s.from, at, s.to))
            return at + (c->page->text.at[at] == ')'); /* (5月8日前)|各校报送 */
        static const struct str words[] = {S("申请"), S("邀请"), S("提请"), S("聘请"), S("报请")};
        bool asked = at >= s.from + 9 && page_has(c->page, at - 3, at, S("请")) &&
                     !word_here(c, at, s.to, WORD_SENDER) &&
                     page_ends_any(c->page, s.from, at, WORD_LIST(words)) == 0 && !is_you(c, at, s.to) &&
                     !page_has(c->page, at, s.to, S("以")) && !span_has(c, (struct span){s.from, at}, S("("));
        uint32_t named = asked ? unit_at(c, at, s.to) : 0; /* 以上材料请|申报人于…前报送 */
        if (named > 0 && is_plausible(c, (struct span){at, named}) && word_here(c, named, s.to, WORD_STOP))
            return at;
        static const struct str needs[] = {S("需"), S("须"), S("应由"), S("需由"), S("须由")};
        bool needed = at >= s.from + 9 && page_ends_any(c->page, s.from, at, WORD_LIST(needs)) > 0 &&
                      !word_here(c, at, s.to, WORD_SENDER) && !is_you(c, at, s.to);
        named = needed ? unit_at(c, at, s.to) : 0; /* 特殊原因需|二级学院提交说明 */
        if (named > 0 && is_plausible(c, (struct span){at, named}) && word_here(c, named, s.to, WORD_SEND))
            return at;
        if (!is_every(c, at, s.to) && !page_has(c->page, at, s.to, S("有关")) &&
            !page_has(c->page, at, s.to, S("相关")))
            continue;
        if (at > s.from && c->page->gap[at] != GAP_NONE && is_every(c, at, s.to))
            return at; /* 四、成果报送 各单位将…, on a page without line ends */
        if (at >= s.from + 4 && page_has(c->page, at - 3, at, S("日")) && digits_at(c->page, at - 4, at) > 0)
            return at; /* 每月15日至25日|各企业填报 */
        static const struct str asks[] = {S("请"), S("务必"), S("须"), S("应"), S("于")};
        uint32_t named_to = at > s.from && c->page->text.at[at - 1] == ')' ? unit_at(c, at, s.to) : 0;
        if (named_to > 0 && page_has_any(c->page, named_to, s.to, WORD_LIST(asks)) > 0)
            return at; /* 人员名单(姓名、职务)|各单位务必于…前报 */
        bool hour = at > s.from && c->page->text.at[at - 1] == ':' && digits_at(c->page, at, s.to) > 0; /* 8:30 */
        if (!hour && page_ends_any(c->page, s.from, at, WORD_LIST(before)) > 0 &&
            !page_has(c->page, at - 6, at, S("征求")))
            return at; /* 现征求|各单位意见: whose they are */
    }
    return s.to;
}

/* 登记发布:请有意参加的单位…, 个人申报:申请人填写…: a short label before the demand names nobody. */
static uint32_t behind_label(const struct compiler *c, struct span clause)
{
    if (page_has(c->page, clause.from, clause.to, S("【")) && c->page->twin[clause.from] > clause.from)
        return page_skip(c->page, clause.from); /* 【报送数量】各校1件以上 */
    static const struct str places[] = {S("地址"), S("地点"), S("电话"), S("联系人"), S("邮箱"),
                                        S("传真"), S("性质"), S("级别"), S("类别"),   S("类型")};
    uint32_t colon = page_find(c->page, clause, S(":"));
    if (colon != UINT32_MAX && page_ends_any(c->page, clause.from, colon, WORD_LIST(places)) > 0)
        return clause.from;
    if (colon != UINT32_MAX && digits_at(c->page, colon - 1, colon) > 0 && digits_at(c->page, colon + 1, clause.to) > 0)
        return clause.from; /* 29日上午8:30到会 */
    bool to = colon != UINT32_MAX && word_before(c->page, clause.from, colon, WORD_SEND) > 0 &&
              digits_at(c->page, clause.from, colon) > 0;
    struct span form = colon != UINT32_MAX ? form_label(c, clause) : (struct span){0, 0};
    if (!span_is_empty(form) && colon == c->page->twin[form.to] + 1)
        return colon + 1; /* 财务状况(103表):建筑业企业…填报 */
    if (colon == UINT32_MAX || colon - clause.from > 24 || unit_ends(c, clause.from, colon) ||
        to) /* 4月28日前寄至:市教育局 */
        return clause.from;
    bool asks = word_here(c, colon + 1, clause.to, WORD_MODAL) > 0 ||
                page_has(c->page, colon + 1, clause.to, S("原则上")) || unit_at(c, colon + 1, clause.to);
    return asks ? colon + 1 : clause.from;
}

/* 市直各学校, or who is addressed: a name that needs nothing more to be one. */
static bool is_known(const struct compiler *c, struct span name)
{
    bool known = page_find(c->page, name, S("各")) != UINT32_MAX && !page_has(c->page, name.from, name.to, S("各"));
    for (size_t i = 0; i < c->audience[0].n && !known; i++)
        known = str_eq(text_of(c, c->audience[0].items[i]), text_of(c, name));
    return known;
}

/*
 * 民办学校的材料可直接报市局, 高校的材料由本校盖章后寄送, 市直各学校的总结6月20日前报: whose it is, hands it in. Where the things
 * begin, or clause.from.
 */
static uint32_t whose(const struct compiler *c, struct span clause, uint32_t from, struct spans *list)
{
    enum { NAMES = 75 };
    bool own = span_has_word(c, clause, WORD_OWN_WAY);
    if (from >= clause.to)
        return clause.from;
    struct span near = {from, clause.to - from > NAMES ? from + NAMES : clause.to};
    uint32_t of = page_find(c->page, near, S("的"));
    size_t before = list->n;
    if (of == UINT32_MAX || of == from)
        return clause.from;
    own = own && span_has_word(c, (struct span){of, clause.to}, WORD_OWN_WAY);
    if ((own || is_known(c, (struct span){from, of})) && unit_ends(c, from, of) &&
        all_names(c, (struct span){from, of}, list))
        return of + 3;
    list->n = before;
    return clause.from;
}

/* 申报材料请以支部为单位于…前报送: said behind the thing or the deadline. */
static uint32_t how_united(const struct compiler *c, struct span clause, struct spans *list)
{
    if (!span_has_word(c, clause, WORD_AS_UNIT))
        return clause.from;
    uint32_t open = page_find(c->page, clause, S("(")), to = open < clause.to ? open : clause.to;
    size_t before = list->n;
    to = by_unit(c, (struct span){clause.from, to}, list);
    if (to > 0 && !span_has(c, list->items[before], S("、")))
        return to;
    list->n = before;
    return clause.from;
}

/* 《基本情况表》(附件一)为每个会员单位|必报: where its name ends; 0: the clause says nothing of the kind. */
static uint32_t owed_by(const struct compiler *c, struct span clause, struct spans *list)
{
    size_t before = list->n;
    uint32_t of = page_has(c->page, clause.from, clause.to, S("《")) ? page_find(c->page, clause, S("为")) : UINT32_MAX;
    uint32_t to = of != UINT32_MAX ? names_at(c, of + 3, clause.to, list) : 0;
    if (list->n > before && clause.to - to <= 12 && word_here(c, to, clause.to, WORD_SEND))
        return to;
    list->n = before;
    return 0;
}

/* 开学前一天|各校: when, and then who; but 市政府各部门. */
static uint32_t behind_when(const struct compiler *c, struct span name)
{
    uint32_t each = page_find(c->page, name, S("各"));
    bool when = each != UINT32_MAX && each > name.from && each - name.from <= 18 && !unit_ends(c, name.from, each);
    return when ? each : name.from;
}

/* 负责人|和联系人名单请…: what they are in is the thing. */
static bool joins_thing(const struct compiler *c, uint32_t at, uint32_t end)
{
    enum { NAME_BYTES = 24 };
    static const struct str facts[] = {S("时间"), S("地点"), S("题目"), S("电话"), S("姓名")}; /* 开课教师|、开课时间 */
    uint32_t joint = word_here(c, at, end, WORD_AND), to = at + joint;
    if (joint > 0 && names_thing(c, at + joint, end))
        return true;
    while (joint > 0 && to < end && to - at < NAME_BYTES && page_is_han(c->page, to) &&
           page_ends_any(c->page, at + joint, to, WORD_LIST(facts)) == 0)
        to = page_next(c->page, to);
    return joint > 0 && page_ends_any(c->page, at + joint, to, WORD_LIST(facts)) > 0;
}

/* 你们, and 你厅(局) where no address tells who that is. */
static void readers_as(const struct compiler *c, uint32_t from, uint32_t end, struct spans *list)
{
    size_t before = list->n;
    for (size_t i = 0; c->audience[1].n == 0 && i < c->audience[0].n; i++)
        arena_push(c->arena, list, c->audience[0].items[i]);
    uint32_t noun = word_here(c, from + 3, end, WORD_UNIT), past = page_skip(c->page, from + 3 + noun);
    if (list->n == before && noun > 0)
        arena_push(c->arena, list, ((struct span){from, past}));
}

/* 2011年生态村|申报截止时间: no name begins so. */
static bool begins_with_year(const struct compiler *c, struct span s)
{
    return digits_at(c->page, s.from, s.to) == 4 && page_has(c->page, s.from + 4, s.to, S("年"));
}

/* 各镇督促|企业于3月31日前…, 各省指导|本地区高校于…: who is urged to do it by the day does it. Where that name ends, or `to`. */
static uint32_t urged_on(const struct compiler *c, uint32_t to, uint32_t end, size_t before, struct spans *list)
{
    static const struct str asks[] = {S("要"), S("应"), S("须"), S("负责"), S("及时")};
    static const struct str urges[] = {S("督促"), S("敦促"), S("指导"), S("要求"), S("通知")};
    uint32_t at = to + page_has_any(c->page, to, end, WORD_LIST(asks)),
             n = page_has_any(c->page, at, end, WORD_LIST(urges));
    struct spans inner = {0};
    uint32_t past = n > 0 ? names_at(c, at + n, end, &inner) : 0;
    if (inner.n == 0 || (!page_has(c->page, past, end, S("于")) && digits_at(c->page, past, end) == 0))
        return to;
    list->n = before;
    for (size_t i = 0; i < inner.n; i++)
        arena_push(c->arena, list, inner.items[i]);
    return past;
}

/* 湖滨景区由风景区管理局统一上报: where the name behind 由 ends; 0: none acts so. */
static uint32_t done_by(const struct compiler *c, struct span clause, struct spans *list)
{
    size_t before = list->n;
    uint32_t by = page_find(c->page, clause, S("由")), open = page_find(c->page, clause, S("("));
    by = open < by && c->page->twin[open] > by ? UINT32_MAX : by;                             /* (由学校报送) */
    by = by != UINT32_MAX && page_has(c->page, by + 3, clause.to, S("我")) ? UINT32_MAX : by; /* 由我会汇总后报送 */
    if (by == UINT32_MAX || word_before(c->page, clause.from, by + 3, WORD_WITH_BY) || !does_for(c, by + 3, clause.to))
        return 0;
    uint32_t to = names_at(c, by + 3, clause.to, list);
    return list->n > before ? to : 0;
}

/* 分团委:汇总后于…前上报: the label names who. Where its colon stands; 0: it is no unit's. */
static uint32_t label_of_units(const struct compiler *c, struct span clause)
{
    enum { LABEL_BYTES = 24 };
    static const struct str others[] = {S("单位"), S("地点"), S("对象"), S("联系人"), S("负责人"),
                                        S("组"),   S("部门"), S("类"),   S("人")};
    uint32_t colon = page_find(c->page, clause, S(":"));
    struct span label = {clause.from, colon}, rest = {colon == UINT32_MAX ? clause.to : colon + 1, clause.to};
    bool sends = (span_has_word(c, rest, WORD_BEFORE) || span_has_word(c, rest, WORD_SEND)) &&
                 !span_has_word(c, rest, WORD_AT_MOST) && !span_has(c, label, S("报"));
    bool short_one = sends && colon != UINT32_MAX && colon - clause.from <= LABEL_BYTES && colon >= clause.from + 6;
    return short_one && unit_ends(c, label.from, label.to) && !word_here(c, label.from, label.to, WORD_LABEL) &&
                   page_ends_any(c->page, label.from, label.to, WORD_LIST(others)) == 0 &&
                   !span_has_word(c, label, WORD_SEND) && !span_has_word(c, label, WORD_NAME)
               ? colon
               : 0;
}

/* 小学组|每校限报6件: what they are, and then who. Where the subject ends, which ended at `to`. */
static uint32_t behind_group(const struct compiler *c, struct span s, uint32_t to, size_t before, struct spans *list)
{
    bool group = list->n > before && page_ends_any(c->page, s.from, to, &S("组"), 1) > 0;
    if (!group || !page_has(c->page, to, s.to, S("每")) || unit_at(c, to + 3, s.to) == 0)
        return to;
    list->n = before;
    return names_at(c, to, s.to, list);
}

/* 有重大进展情况的|需随时报送: what is reported, and not who reports. */
static bool is_state(const struct compiler *c, struct span s)
{
    static const struct str states[] = {S("情况的"), S("隐患的"), S("问题的"), S("变化的"), S("险情的"), S("意见的")};
    return page_has(c->page, s.from, s.to, S("有")) && page_ends_any(c->page, s.from, s.to, WORD_LIST(states)) > 0;
}

uint32_t subject_of(const struct compiler *c, struct span clause, struct spans *list)
{
    uint32_t from = skip_openers(c, behind_label(c, clause), clause.to);
    if (word_here(c, from, clause.to, WORD_THIS_TIME)) /* 本次活动是省教育厅组织的 */
        return clause.from;
    bool piece = word_here(c, from, clause.to, WORD_PER_PIECE) > 0 &&
                 !page_has(c->page, from, clause.to, S("成员单位")) && !is_each_person(c, from, clause.to);
    bool begins = is_every(c, from, clause.to) || (!piece && word_here(c, from, clause.to, WORD_EVERY) > 0 &&
                                                   !page_has(c->page, from, clause.to, S("每")));
    size_t before = list->n;
    uint32_t things = whose(c, clause, from, list);
    if (list->n > before)
        return things;
    if (is_you(c, from, clause.to)) {
        readers_as(c, from, clause.to, list);
        return clause.from;
    }
    uint32_t to = page_has(c->page, from, clause.to, S("以")) ? by_unit(c, (struct span){from, clause.to}, list) : 0;
    if (to > 0)
        return to;
    to = begins || from > clause.from ? 0 : done_by(c, clause, list);
    if (to > 0)
        return to;
    if ((to = owed_by(c, clause, list)) > 0)
        return to;
    to = piece ? from : names_at(c, from, clause.to, list);
    to = behind_group(c, (struct span){from, clause.to}, to, before, list);
    if (!begins && list->n > before && joins_thing(c, to, clause.to))
        list->n = before;
    if (list->n > before && !begins)
        list->items[before].from = behind_when(c, list->items[before]);
    bool relative = (list->n > before && span_has(c, list->items[before], S(":"))) ||
                    page_has(c->page, from, clause.to, S("符合")) || page_has(c->page, from, clause.to, S("推荐"));
    bool sign = list->n > before && list->items[before].to < list->items[before].from + 6; /* 网|报完成后 */
    if ((!begins || relative) && list->n > before && (sign || !is_plausible(c, list->items[before])))
        list->n = before;
    if ((list->n > before && begins_with_year(c, list->items[before])) ||
        page_has_any(c->page, to, clause.to, WORD_LIST(takes)) ||
        page_has_any(c->page, to, clause.to, WORD_LIST(signs)))
        list->n = before; /* 由旅行社统一收取, 单位负责人签字: who receives, who signs */
    /* A name without 各 counts only behind 请, or as the whole beginning of a clause that goes on. */
    if (list->n > before && (begins || to < clause.to || from > clause.from || owes_next(c, clause.to)) &&
        (is_every(c, from, clause.to) || !page_has(c->page, to, clause.to, S("("))))
        return urged_on(c, to, clause.to, before, list);
    list->n = before;
    bool asked = from > clause.from || page_has(c->page, from, clause.to, S("有"));
    to = relative_name(c, from, clause.to, !asked && !begins, list);
    list->n = list->n > before && is_state(c, list->items[before]) ? before : list->n;
    if (list->n > before)
        return to;
    from = inner_start(c, clause);
    to = from < clause.to ? names_at(c, from, clause.to, list) : how_united(c, clause, list);
    uint32_t colon = list->n == before ? label_of_units(c, clause) : 0;
    if (colon > 0) {
        arena_push(c->arena, list, ((struct span){clause.from, colon}));
        return colon + 1;
    }
    return list->n > before || from >= clause.to ? to : clause.from;
}

bool actor_before(const struct compiler *c, struct span s, struct spans *list)
{
    enum { LONGEST = 60 };
    static const struct str tails[] = {S("后"), S("时"), S("前"), S("内"), S("日"),   S("月"),
                                       S("年"), S("中"), S("并"), S("上"), S("下"),   S("间"),
                                       S("起"), S("好"), S("完"), S("请"), S("最迟"), S("》")};
    static const struct str heads[] = {S("根据"), S("按"),   S("为"),   S("经"),  S("如"), S("若"),   S("并"),
                                       S("以"),   S("对"),   S("自"),   S("从"),  S("将"), S("分别"), S("统一"),
                                       S("集中"), S("要"),   S("应"),   S("须"),  S("需"), S("及"),   S("尽"),
                                       S("务"),   S("认真"), S("抓紧"), S("各自")};
    static const struct str asks[] = {S("须"), S("应"), S("需"), S("务必"), S("要")};
    s.from = skip_openers(c, s.from, s.to);
    s.to -= page_ends_any(c->page, s.from, s.to, WORD_LIST(asks));
    bool name = s.to >= s.from + 6 && s.to <= s.from + LONGEST && page_is_han(c->page, s.from) &&
                !page_has_any(c->page, s.from, s.to, WORD_LIST(heads)) &&
                !page_ends_any(c->page, s.from, s.to, WORD_LIST(tails)) && !word_here(c, s.from, s.to, WORD_SENDER) &&
                !span_has_word(c, s, WORD_MAKE) && !span_has(c, s, S(":")) && !span_has(c, s, S("并")) &&
                !page_ends_any(c->page, s.from, s.to, (struct str[]){S("问题"), S("隐患"), S("情况")}, 3);
    if (name)
        arena_push(c->arena, list, s);
    return name;
}

bool is_behind_by(const struct compiler *c, const struct spans *list)
{
    uint32_t from = list->n > 0 ? list->items[0].from : 0;
    return from >= 3 && page_has(c->page, from - 3, from, S("由"));
}
