/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/object.h"

#include "domain/notice/number.h"
#include "domain/notice/receiver.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

/* A 将 that speaks of the future is none, but 将在职人员 is. */
uint32_t object_sign(const struct compiler *c, uint32_t from, uint32_t to)
{
    uint32_t best = 0;
    for (uint32_t at = from; at < to;) {
        uint32_t past = page_skip(c->page, at);
        if (past > at) {
            at = past;
            continue;
        }
        bool due = page_has(c->page, at - (at >= 3 ? 3 : 0), at, S("前")); /* 5月10日前|将组织机构名单报… */
        bool will = page_has(c->page, at, to, S("将")) && word_here(c, at, to, WORD_WILL) > 0 && !due &&
                    !word_here(c, at, to, WORD_NOT_WILL);
        static const struct str holds[] = {S("把好"), S("把关"), S("把握")};
        if (!will && (page_has(c->page, at, to, S("将")) || page_has(c->page, at, to, S("把"))) &&
            !page_has_any(c->page, at, to, WORD_LIST(holds)))
            best = at + 3;
        at = page_next(c->page, at);
    }
    return best;
}

/*
 * The things between 将 and the verb. A deadline in the middle cuts it: 将排查情况于9月30日前形成书面材料报…. Before it
 * stand things, behind it only what a verb of making names.
 */
static void things_around(const struct compiler *c, struct span s, const struct moments *moments, struct spans *list)
{
    struct span before = s, behind = {s.to, s.to};
    for (size_t i = 0; i < moments->n; i++) {
        const struct moment *m = &moments->items[i];
        bool plain = m->role == MOMENT_DATE && !word_before(c->page, s.from, m->span.from, WORD_AT);
        if (m->span.from < s.from || m->span.from >= s.to || m->role == MOMENT_OTHER || plain)
            continue;
        bool behind_due = i > 0 && moments->items[i - 1].role == MOMENT_DEADLINE;
        bool before_due = i + 1 < moments->n && moments->items[i + 1].role == MOMENT_DEADLINE &&
                          moments->items[i + 1].span.from < s.to;
        bool at = word_before(c->page, s.from, m->span.from, WORD_AT) > 0; /* 将灾情于每日8时、17时前报 */
        bool of_data = m->due.relative == RELATIVE_SAME_DAY && !word_before(c->page, s.from, m->span.to, WORD_BEFORE);
        if (!at && (of_data || (m->role == MOMENT_RHYTHM && (behind_due || before_due)))) /* 将当日0时至16时数据报… */
            continue; /* 景区逐日接待人数于5月1日17时前, 于每日17时前将每日疫情信息报…: said of the thing */
        before.to = m->due.relative == RELATIVE_AFTER ? event_from(c, s.from, m->span.from) : m->span.from;
        before.to -= word_before(c->page, s.from, before.to, WORD_AT);
        behind.from = m->span.to;
        break;
    }
    things_in(c, before, false, list);
    made_things(c, behind, list);
}

/* 2小时内: a further deadline. */
static bool within_here(const struct compiler *c, uint32_t at, uint32_t end)
{
    static const struct str units[] = {S("小时内"), S("分钟内"), S("日内"), S("天内"), S("个工作日内")};
    int value;
    uint32_t n = number_at(c->page, at, end, &value);
    return n > 0 && page_has_any(c->page, at + n, end, WORD_LIST(units)) > 0;
}

/* What follows the verb, up to the receiver. */
struct span object_after(const struct compiler *c, struct verb v, uint32_t end)
{
    static const struct str stops[] = {S("至"),         S("到"),     S("给"),   S("并"),     S("发往"),
                                       S("以便"),       S("。"),     S(":"),    S("的时间"), S("的期限"),
                                       S("的最后期限"), S("的截止"), S("组成"), S("组队")};
    struct str verb = text_of(c, v.span);
    uint32_t from = v.span.to, to = from;
    struct span thing = thing_behind(c, v, end);
    if (!span_is_empty(thing))
        return thing;
    if (v.kind == VERB_BARE)
        return behind_office(c, from, end);
    static const struct str over[] = {S("完成后"), S("完毕后"), S("结束后"), S("成功后")};
    if (page_has_any(c->page, from, end, WORD_LIST(over)) > 0)
        return (struct span){from, from}; /* 填报|完成后请各单位传真到… */
    if (str_ends(verb, S("至")) || str_ends(verb, S("到")) || str_ends(verb, S("给")) || str_ends(verb, S("往")))
        return (struct span){from, from};
    from = to = behind_receiver(c, from, end);
    static const struct str asks[] = {S("并"), S("需"), S("须"), S("应"), S("请"), S("要"), S("同时")};
    bool list = page_has(c->page, from, end, S(":")) && page_ends_any(c->page, 0, v.span.from, WORD_LIST(asks)) > 0;
    from = to = from + list; /* 并递交:申请书、照片 */
    while (to < end && !page_has(c->page, to, end, S("截止时间")) && !page_has(c->page, to, end, S("截止日期"))) {
        uint32_t past = page_skip(c->page, to);
        if (past > to) {
            to = past;
            continue;
        }
        if (page_has(c->page, to, end, S("、")) && within_here(c, to + 3, end))
            return (struct span){from, to}; /* 30分钟内电话报告|、2小时内书面报告 */
        uint32_t until = word_here(c, to, end, WORD_DATA_UNTIL);
        for (size_t i = 0; until == 0 && i < sizeof stops / sizeof *stops; i++) {
            uint32_t more =
                to == from && page_has(c->page, to, end, S("并")) ? word_here(c, to + 3, end, WORD_SEND) : 0;
            if (more > 0) /* 填报并提交报告 */
                return object_after(c, (struct verb){{to + 3, to + 3 + more}, VERB_SEND}, end);
            bool range = i == 0 && (digits_at(c->page, to + 3, end) > 0 || page_has(c->page, to + 3, end, S("当日")));
            /* 1月至3月统计表, 前一日18时至当日15时的日报表 */
            range = range || (page_has(c->page, to, end, S("并加盖")) && page_has(c->page, to - 6, to, S("签字")));
            if (!range && page_has(c->page, to, end, stops[i]))
                return (struct span){from, to};
        }
        uint32_t bare = to >= from + 6 ? word_here(c, to, end, WORD_BARE) : 0, near = end - to > 60 ? to + 60 : end;
        bool report = bare && (page_has(c->page, to, end, S("报告")) || page_has(c->page, to - 3, end, S("汇报")));
        if (bare && !report && thing_ends(c, (struct span){from, to}) &&
            names_office(c, (struct span){to + bare, near}))
            return (struct span){from, to}; /* 提交报告及图片报省中心 */
        to = until ? to + until : page_next(c->page, to);
    }
    return (struct span){from, to < end ? to : end};
}

/* 将…: what stands between the sign and the verb, clauses between them included. */
static bool object_before(struct stretch *r, const struct clause *k, struct spans *things)
{
    struct compiler *c = r->c;
    uint32_t ba = object_sign(c, k->span.from, k->verb.span.from);
    if (ba == 0 && r->now->span.from < k->span.from) {
        static const struct str others[] = {S("建立"), S("实行"), S("纳入"), S("列入"), S("作为"), S("传达"),
                                            S("落实"), S("融入"), S("分解"), S("列为"), S("记入"), S("计入")};
        ba = object_sign(c, r->now->span.from, k->verb.span.from);
        if (ba > 0 && ba < k->span.from && span_has_any(c, (struct span){ba, k->span.from}, WORD_LIST(others)))
            ba = 0; /* 将问题建立台账,整改情况于4月30日前书面报告 */
        for (size_t i = r->first; ba > 0 && i < r->n_clauses; i++) { /* it must not be another verb's */
            const struct clause *o = &r->clauses[i];
            if (o != k && o->verb.kind >= VERB_BARE && o->verb.span.from > ba && o->verb.span.from < k->verb.span.from)
                ba = 0;
        }
    }
    if (ba == 0)
        return false;
    struct span between = {ba, k->verb.span.from};
    uint32_t comma = page_find(c->page, between, S(",并"));
    bool done = comma != UINT32_MAX && page_has(c->page, comma - 6, comma, S("完成"));
    if (done) /* 将注册工作全部完成,并报送|相关表格 */
        return false;
    bool forwards = span_has(c, between, S("转发")) || span_has(c, between, S("印发")) ||
                    span_has(c, between, S("给你们")) || span_has(c, between, S("如下"));
    if (forwards) /* 现将《…》转发给你们,请认真填写… */
        return false;
    size_t before = things->n;
    things_around(c, (struct span){ba, k->verb.span.from}, &k->moments, things);
    bool versions = things->n > before;
    static const struct str kinds[] = {S("版"),     S("文本"),   S("电子文档"), S("纸质件"),
                                       S("电子件"), S("纸质稿"), S("电子稿")};
    bool first_version = versions && is_medium(c, things->items[before]); /* …填好并将纸质版及身份证复印件报 */
    for (size_t i = before; i < things->n; i++)
        versions = versions && page_ends_any(c->page, things->items[i].from, things->items[i].to, WORD_LIST(kinds)) > 0;
    versions = versions || first_version;
    uint32_t first = versions ? object_sign(c, r->now->span.from, ba - 3) : 0; /* 将核对结果,…,将PDF版发至… */
    if (first > 0 && !span_has_word(c, (struct span){first, ba}, WORD_SEND))
        things_around(c, (struct span){first, ba - 3}, &k->moments, things);
    else if (versions && k->n_dues > 0 && k->dues[0].span.from < ba && k->who.n == 0) /* 总结于…前将电子版发至… */
        topic_things(c, k, k->span.from, things);
    uint32_t topic_to = k->n_dues > 0 ? k->dues[0].span.from : 0;
    if (things->n > before && topic_to > k->subject_end && topic_to < ba &&
        !versions) /* 试卷请于…前将两套|考试试卷报… */
        topic_things(c, k, k->subject_end, things);
    return things->n > before;
}

/* 推荐立德树人奖2名, 推荐1-2所学校: beside its number the object needs no noun of the field. */
static struct span counted_object(const struct compiler *c, const struct clause *k)
{
    struct span before = {k->verb.span.to, k->quota.span.from}, behind = {k->quota.span.to, k->span.to};
    if (k->quota.span.from < k->verb.span.to)
        return (struct span){0, 0};
    for (uint32_t n; before.to > before.from && (n = word_before(c->page, before.from, before.to, WORD_AT_MOST) +
                                                     word_before(c->page, before.from, before.to, WORD_AT_LEAST)) > 0;)
        before.to -= n;
    struct verb v = {{behind.from, behind.from}, VERB_NAME};
    return before.to - before.from >= 6 ? before : object_after(c, v, behind.to);
}

static void objects_of_clause(struct stretch *r, const struct clause *k, struct spans *things)
{
    struct compiler *c = r->c;
    size_t before = things->n;
    if (object_before(r, k, things))
        return;
    struct span object = object_after(c, k->verb, k->span.to);
    things_in(c, object, true, things);
    bool media = things->n > before;
    for (size_t i = before; i < things->n; i++)
        media = media && is_medium(c, things->items[i]);
    if (media && k->n_dues == 0) /* 汇总表和征文|须报送纸质稿件1份和电子稿件 */
        topic_things(c, k, k->subject_end, things);
    if (k->verb.kind == VERB_FILL && things->n == before && things->n > 0)
        return; /* 组织教师填写登记表,…: told already, and what stands before the verb is no further thing */
    if (things->n == before && k->verb.kind == VERB_NAME && k->has_quota)
        things_in(c, counted_object(c, k), false, things);
    struct span lead = {k->span.from, k->verb.span.from};
    if (things->n == before)
        topic_gathered(c, k, things);
    if (things->n == before)
        made_things(c, lead, things);
    if (things->n == before)
        topic_by(c, k, things);
    if (things->n == before)
        topic_things(c, k, k->subject_end, things);
    uint32_t on = page_find(c->page, (struct span){k->subject_end, k->verb.span.from}, S("对"));
    if (things->n == before && on != UINT32_MAX) /* 应及时对党费收缴情况|登记造册 */
        things_in(c, (struct span){on + 3, k->verb.span.from}, true, things);
}

/* 每个县推荐的典型案例不少于2篇: no verb, the things stand before the bound. */
static void counted_things(struct stretch *r)
{
    struct compiler *c = r->c;
    static const struct str heads[] = {S("推荐的"), S("报送的"), S("上报的"), S("提交的"),
                                       S("选送的"), S("推荐"),   S("每校"),   S("每单位")};
    for (size_t i = r->first; i < r->n_clauses && r->now->things.n == 0; i++) {
        const struct clause *k = &r->clauses[i];
        struct quota_read q = k->quota; /* 三个中心镇的中学作品各5件: the second number */
        if (!k->has_quota && !quota_in(c, k->span, &q))
            continue;
        bool paced = k->n_dues > 0 && k->dues[0].span.from < q.span.from; /* 短篇信息|每周不少于2篇 */
        struct span s = {k->subject_end, paced ? k->dues[0].span.from : q.span.from};
        for (size_t h = 0; h < sizeof heads / sizeof *heads; h++) {
            uint32_t at = page_find(c->page, s, heads[h]);
            s.from = at != UINT32_MAX ? at + (uint32_t)heads[h].n : s.from;
        }
        for (uint32_t n; s.to > s.from && (n = word_before(c->page, s.from, s.to, WORD_AT_LEAST) +
                                               word_before(c->page, s.from, s.to, WORD_AT_MOST)) > 0;)
            s.to -= n;
        s.to -= page_ends_any(c->page, s.from, s.to, (struct str[]){S("应"), S("原则上")}, 2);
        bool amount = s.to >= s.from + 6 && page_has(c->page, s.to - 6, s.to, S("数量")); /* 收回问卷|数量不少于10份 */
        s.to -= amount ? 6 : 0;
        s.from += page_has_any(c->page, s.from, s.to, (struct str[]){S("收回有效"), S("回收有效"), S("收回")}, 3);
        bool units = span_has(c, s, S("每")); /* 杨凌、西咸每市(区)|不超过5人 */
        if (!units)
            things_in(c, s, amount, &r->now->things);
    }
}

/* 参赛作品征集时间:…: what stands before the label. */
static void labelled_thing(struct stretch *r)
{
    const struct compiler *c = r->c;
    uint32_t to = r->now->dues[0].span.from;
    for (uint32_t n; to > r->now->span.from && (n = word_before(c->page, r->now->span.from, to, WORD_DEADLINE_IS) +
                                                    word_before(c->page, r->now->span.from, to, WORD_UNTIL)) > 0;)
        to -= n;
    static const struct str befores[] = {S("分别在"), S("分别于"), S("在"), S("于")}, signs[] = {S("。"), S("--")};
    to -= page_ends_any(c->page, r->now->span.from, to, WORD_LIST(befores)); /* 阶段总结和全面总结。|分别在… */
    to -= page_ends_any(c->page, r->now->span.from, to, WORD_LIST(signs));
    if (to > r->now->span.from && page_has(c->page, to, r->now->dues[0].span.from, S("材料")))
        to += 6; /* 佐证材料|报送时间: of 材料报送时间 the 材料 is the name's */
    uint32_t is = page_has(c->page, to - 3, to, S("为")) ? to - 3 : 0, name_to = to;
    to = before_doing(c, r->now->span.from, to);
    r->now->listed = r->now->listed || to == is; /* 五、上报时间 and below it 《工资价位表》为1月7日前 */
    uint32_t colon = page_find(c->page, (struct span){r->now->span.from, to}, S(":")); /* 秋季进度表:报送时间分别为… */
    uint32_t named_to = is > 0 ? is : name_to; /* 报送时间:月报|为…, 报送时间:方案|4月5日前 */
    if (colon != UINT32_MAX && named_to > colon + 1 && thing_ends(c, (struct span){colon + 1, named_to})) {
        things_in(c, (struct span){colon + 1, named_to}, true, &r->now->things);
        r->now->listed = true;
        return;
    }
    if (colon != UINT32_MAX) /* 自查报告|报送时间:各县局5月20日前 */
        colon = before_doing(c, r->now->span.from, colon + 1);
    bool names = r->now->who.n > 0 && r->now->who.items[0].from == r->now->span.from; /* …,直属学校|6月10日前 */
    uint32_t from = names ? r->now->who.items[r->now->who.n - 1].to : r->now->span.from;
    from += names ? page_eat(c->page, from, to, S("的")) : 0; /* 各院校|的|实施方案--6月28日前 */
    struct span name = {from, colon != UINT32_MAX ? colon : to};
    things_in(c, name, !is_plain(c, name), &r->now->things); /* 岗位|网上申报时间 */
}

/* …前将汇总表反馈我司,并附电子数据; …前报送数量,以及活动方案; …前报应急办,同时报电子版. */
static void enclosed_things(struct stretch *r, struct spans *things)
{
    static const struct str signs[] = {S("并附"),   S("另附"),   S("同时附"), S("附"),   S("以及"),
                                       S("同时报"), S("同时交"), S("另报"),   S("另交"), S("并交")};
    static const struct str own[] = {S("附件"), S("附表"), S("附属"), S("附近"), S("附加")};
    static const struct str along[] = {S("一并打包"), S("一并附上"), S("一并附后"),
                                       S("一起打包"), S("随附"),     S("一并准备")};
    for (size_t i = r->first + 1; i < r->n_clauses && things->n > 0; i++) {
        struct span s = r->clauses[i].span;
        const struct clause *more = &r->clauses[i];
        if (more->verb.kind == VERB_NONE && more->who.n == 0 && span_has_any(r->c, s, WORD_LIST(along)))
            topic_things(r->c, more, s.from, things); /* …发教务科,身份证、学籍截图一并打包 */
        for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
            if (page_has(r->c->page, s.from, s.to, signs[k]) && r->clauses[i].verb.kind == VERB_NONE &&
                !page_has_any(r->c->page, s.from, s.to, WORD_LIST(own))) {
                s.from += (uint32_t)signs[k].n;
                things_in(r->c, s, true, things);
                break;
            }
        }
    }
}

/* 优秀团支部书记:各团委推荐1名: who is counted stands before the colon. */
static void labelled_count(struct stretch *r)
{
    struct span s = r->now->span;
    uint32_t colon = page_find(r->c->page, s, S(":"));
    static const struct str others[] = {S("小学"), S("中学"), S("初中"), S("高中"), S("幼儿园"), S("单位"), S("学校"),
                                        S("实施"), S("立项"), S("启动"), S("阶段"), S("推进"),   S("组织")};
    if (colon != UINT32_MAX && (word_before(r->c->page, s.from, colon, WORD_SECTION) > 0 ||
                                page_has(r->c->page, colon - 6, colon, S("确定")) ||
                                page_ends_any(r->c->page, s.from, colon, WORD_LIST(others)) > 0))
        return; /* 小学:实验小学选送3件 */
    if (colon != UINT32_MAX && colon - s.from >= 6 && colon - s.from <= 60 && colon < r->now->quota.span.from &&
        !span_has_word(r->c, (struct span){s.from, colon}, WORD_PER_UNIT)) {
        uint32_t done = page_ends_any(r->c->page, s.from + 9, colon, &S("推荐"), 1); /* 精品党课|推荐:各党总支推荐2个 */
        things_in(r->c, (struct span){s.from, colon - done}, false, &r->now->things);
    }
}

/* 春季作业进度表:起止时间…,分别于…报送: the label is what is handed in. */
static void labelled_form(struct stretch *r)
{
    enum { LABEL_BYTES = 60 };
    static const struct str forms[] = {S("表"), S("报告"), S("总结"), S("方案"), S("纸质版"), S("电子版")};
    static const struct str ways[] = {S("提交要求"), S("报送要求"), S("上交要求"),
                                      S("提交方式"), S("报送方式"), S("上交方式")};
    struct span s = {r->clauses[0].span.from, r->now->verb.span.from};
    uint32_t colon = page_find(r->c->page, s, S(":"));
    colon -= colon != UINT32_MAX ? page_ends_any(r->c->page, s.from, colon, WORD_LIST(ways)) : 0; /* 纸质版|提交要求: */
    struct spans *things = &r->now->things;
    bool form = colon != UINT32_MAX && colon - s.from <= LABEL_BYTES && r->now->n_dues > 0 &&
                page_ends_any(r->c->page, s.from, colon, WORD_LIST(forms)) > 0;
    if (form && (things->n == 0 || things->items[0].from > colon))
        things_in(r->c, (struct span){s.from, colon}, true, things);
}

/* 推荐1个先进集体,|1名优秀干部和1名优秀学生: further things, each with its number. */
static void further_counted(struct stretch *r)
{
    struct spans *things = &r->now->things;
    for (size_t i = r->first + 1; i < r->n_clauses && r->now->verb.kind == VERB_NAME && things->n > 0; i++) {
        const struct clause *k = &r->clauses[i];
        if (k->verb.kind == VERB_NONE && k->who.n == 0 && k->has_quota && k->quota.span.from == k->span.from)
            things_in(r->c, k->span, true, things);
    }
}

/* 9月5日前,|纸质材料装入档案盒,交至…: the words behind the day that the sentence begins with. */
static struct span behind_day(const struct stretch *r)
{
    struct span s = r->now->span, day = r->now->dues[0].span;
    if (day.from == s.from && day.to < s.to && r->c->page->text.at[day.to] == ',')
        s.from = day.to + 1;
    return s;
}

/* 现将预算编制表|发给你们,请于…前填报并返回: what came down goes back. */
static void sent_down(struct stretch *r)
{
    static const struct str downs[] = {S("发给你们"), S("印发给你们"), S("下发给你们"), S("送给你们")};
    struct span lead = {r->now->span.from, r->now->verb.span.from};
    uint32_t ba = object_sign(r->c, lead.from, lead.to);
    for (size_t i = 0; ba > 0 && i < sizeof downs / sizeof *downs; i++) {
        uint32_t at = page_find(r->c->page, (struct span){ba, lead.to}, downs[i]);
        if (at != UINT32_MAX && is_those(r->c, &r->now->things))
            things_in(r->c, (struct span){ba, at}, true, &r->now->things);
    }
}

/* Where no thing of the field is named: what stands under a label, beside a number, or alone. */
static void plain_objects(struct stretch *r)
{
    const struct compiler *c = r->c;
    struct spans *things = &r->now->things;
    struct span form = things->n == 0 ? form_label(c, r->now->span) : (struct span){0, 0};
    if (!span_is_empty(form) && r->now->verb.kind != VERB_NONE)
        arena_push(c->arena, things, form);
    if (things->n == 0 && r->now->labelled)
        labelled_thing(r);
    if (is_those(c, things) && r->now->n_dues > 0)
        sent_down(r);
    if (things->n == 0 && (r->now->n_dues > 0 || r->now->verb.kind == VERB_BARE))
        plain_object(r);
    uint32_t named = r->now->who.n > 0 ? r->now->who.items[r->now->who.n - 1].to : 0;
    bool alone = r->now->verb.kind == VERB_NONE && r->now->has_quota && r->now->quota.span.from >= named &&
                 r->now->quota.span.from - named <= 12;
    bool kind = alone && thing_ends(c, (struct span){named, r->now->quota.span.from}); /* 中心镇中学|作品|5件 */
    if (r->now->verb.kind == VERB_NONE && r->now->has_quota && (!alone || kind)) /* 每个区各3篇 names no thing */
        counted_things(r);
    if (things->n == 0 && r->now->has_quota)
        labelled_count(r);
    if (r->now->verb.kind >= VERB_BARE)
        labelled_form(r);
    if (things->n == 0 && (r->now->verb.kind == VERB_JOIN || r->now->verb.kind == VERB_FILL))
        arena_push(c->arena, things, r->now->verb.span); /* 报名 itself is what is asked */
}

/* 尚未报送报表的单位于…前补报, 值班表还没有报来的单位,…补报: what those have not handed in. */
static void owed_things(struct stretch *r)
{
    static const struct str lacks[] = {S("尚未"), S("还没有"), S("还没"), S("未")};
    const struct compiler *c = r->c;
    struct span verb = r->now->verb.span, lead = {r->now->span.from, verb.from};
    bool behind = r->now->things.n > 0 && r->now->things.items[0].from >= verb.to; /* 尚未下账的,请补交报废申请单 */
    bool again = page_has(c->page, verb.from, verb.to, S("补报")) || page_has(c->page, verb.from, verb.to, S("补交"));
    static const struct str hurries[] = {S("抓紧"), S("抓紧时间"), S("尽快"), S("尽早")};
    again =
        again || (r->now->things.n == 0 && span_has_any(c, (struct span){lead.from, verb.from}, WORD_LIST(hurries)));
    if (behind || !again)
        return;
    for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++) {
        uint32_t at = page_find(c->page, lead, lacks[i]);
        uint32_t of = at != UINT32_MAX ? page_find(c->page, (struct span){at, lead.to}, S("的")) : UINT32_MAX;
        if (of == UINT32_MAX && at != UINT32_MAX) /* 未报送材料|单位 */
            of = page_find(c->page, (struct span){at, lead.to}, S("单位"));
        if (of == UINT32_MAX)
            continue;
        struct span said = {at + (uint32_t)lacks[i].n, of};
        uint32_t sends = word_here(c, said.from, of, WORD_SEND);
        sends = sends > 0 ? sends : word_here(c, said.from, of, WORD_BARE);
        said.from += sends;
        r->now->things.n = 0;
        things_in(c, said, true, &r->now->things);
        if (r->now->things.n == 0)
            things_in(c, (struct span){lead.from, at}, true, &r->now->things);
        return;
    }
}

/* 下载报名表,|结合作品一起报: what came down goes back filled in. */
static void downloaded_things(const struct compiler *c, struct span s, struct spans *things)
{
    uint32_t at = page_find(c->page, s, S("下载"));
    uint32_t comma = at != UINT32_MAX ? page_find(c->page, (struct span){at, s.to}, S(",")) : UINT32_MAX;
    if (comma != UINT32_MAX)
        things_in(c, (struct span){at + 6, comma}, true, things);
}

/* 导出汇总表,|与报告一起报, 写出总结,|连同统计表一起上报: what goes along with the thing. */
static void things_along(struct stretch *r, struct spans *things)
{
    static const struct str withs[] = {S("与"), S("和"), S("同"), S("结合"), S("连同")};
    static const struct str ends[] = {S("一起"), S("一并"), S("一同")};
    struct compiler *c = r->c;
    for (size_t i = r->first + 1; i < r->n_clauses; i++) {
        const struct clause *k = &r->clauses[i];
        bool main = k->verb.span.from == r->now->verb.span.from;
        uint32_t n = page_has_any(c->page, k->span.from, k->span.to, WORD_LIST(withs)), to = UINT32_MAX;
        for (size_t e = 0; e < sizeof ends / sizeof *ends && n > 0 && to == UINT32_MAX; e++)
            to = page_find(c->page, k->span, ends[e]);
        bool with = to != UINT32_MAX && (main || k->span.to <= r->now->verb.span.from);
        if (with)
            things_in(c, (struct span){k->span.from + n, to}, true, things);
        with = with || (main && page_has(c->page, k->span.from, k->span.to, S("连同")));
        struct span before = {r->now->span.from, k->span.from};
        if (with) {
            made_things(c, before, things);
            downloaded_things(c, before, things);
        }
    }
}

/* …于10月20日前一式7份(包括汇总表)送至: the bracket behind the number of copies says what goes along. */
static void bracketed_things(struct stretch *r, struct spans *things)
{
    static const struct str heads[] = {S("包括"), S("含"), S("另附"), S("并附"), S("附")};
    static const struct str forms[] = {S("表"), S("名单"), S("目录"), S("照片"), S("光盘"), S("清单")};
    const struct page *p = r->c->page;
    struct span s = {r->now->span.from, r->now->verb.span.from};
    for (uint32_t at = s.from; at < s.to && things->n > 0; at = page_next(p, at)) {
        uint32_t close = p->text.at[at] == '(' ? p->twin[at] : 0;
        uint32_t n = close > at ? page_has_any(p, at + 1, close, WORD_LIST(heads)) : 0;
        bool copies = n > 0 && page_ends_any(p, s.from, at, &S("份"), 1) > 0;
        if (copies && page_ends_any(p, at, close, WORD_LIST(forms)) > 0)
            things_in(r->c, (struct span){at + 1 + n, close}, true, things);
    }
}

void take_objects(struct stretch *r)
{
    struct compiler *c = r->c;
    struct spans *things = &r->now->things;
    bool sends = r->now->verb.kind >= VERB_BARE;
    for (int round = 0; round < 2; round++) {
        for (size_t i = r->first; i < r->n_clauses; i++) {
            const struct clause *k = &r->clauses[i];
            bool main = k->verb.span.from == r->now->verb.span.from;
            if (k->verb.kind == VERB_NONE || main != (round == 0))
                continue;
            bool filled = k->verb.kind == VERB_FILL && (k->n_dues == 0 || k->dues == r->now->dues);
            if (main || filled || k->verb.kind >= VERB_BARE || (!sends && things->n == 0))
                objects_of_clause(r, k, things);
        }
        bool before = round == 0 && things->n == 0 && sends && r->now->n_dues > 0;
        for (size_t i = r->first; before && i < r->n_clauses; i++) { /* 推荐5个案例,并附照片,3月底前报送 */
            if (r->clauses[i].verb.kind == VERB_NAME && r->clauses[i].has_quota)
                objects_of_clause(r, &r->clauses[i], things);
        }
        for (size_t i = r->first; before && i < r->n_clauses && things->n == 0; i++)
            topic_gathered(c, &r->clauses[i], things);
        if (before && things->n == 0) /* 填写汇总表(…),于15日前报至教务部,同时将电子版发至…: the table, not its copy */
            made_things(c, (struct span){r->now->span.from, r->now->verb.span.from}, things);
        if (before && things->n == 0)
            clause_of_topic(r, things);
    }
    for (size_t i = r->first; i < r->n_clauses && sends && is_those(c, things); i++) {
        if (r->clauses[i].verb.kind == VERB_NAME) /* 推荐优秀诗文,…将电子版发至… */
            objects_of_clause(r, &r->clauses[i], things);
    }
    further_counted(r);
    if (things->n == 0 || is_those(c, things) || r->now->verb.kind == VERB_FILL)
        made_things(c, r->now->span, things);
    if (sends && things->n > 0)
        titled_forms(c, r->now->span, things);
    enclosed_things(r, things);
    things_along(r, things);
    bracketed_things(r, things);
    struct span told = r->now->span; /* 没有完成任务的单位|务必于20日前完成录入 */
    if (r->now->who.n > 0 && r->now->who.items[0].from >= told.from && r->now->who.items[0].from <= told.from + 3)
        told.from = r->now->who.items[r->now->who.n - 1].to;
    if (things->n == 0 && r->now->verb.kind != VERB_NONE)
        worked_things(c, told, things);
    if (things->n == 0 && sends && r->now->n_dues > 0 && r->now->who.n == 0)
        spoken_of_first(c, behind_day(r), things); /* 稿件请注明作者和联系电话,于…前报送 */
    for (size_t i = r->n_clauses; things->n == 0 && i-- > r->first;) {
        const struct clause *k = &r->clauses[i];
        bool why = page_has(c->page, k->span.from, k->span.to, S("因")) ||
                   page_has(c->page, k->span.from, k->span.to, S("为"));
        struct span name = {k->span.from, k->n_dues > 0 ? k->dues[0].span.from : k->span.from};
        bool own = k->n_dues > 0 && k->dues == r->now->dues && thing_ends(c, name) && !span_has(c, name, S("安排"));
        bool timed = k->n_dues > 0 && !own && (k->dues != r->now->dues || !span_has(c, k->dues[0].span, S("截止")));
        if (k->verb.kind == VERB_NONE && !timed && k->span.from < r->now->verb.span.from && !why)
            topic_things(c, k, k->subject_end, things); /* 报名表6月8日中午12点截止,发OA至安监部 */
    }
    plain_objects(r);
    owed_things(r);
}
