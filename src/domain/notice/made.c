/* SPDX-License-Identifier: Apache-2.0 */
/* Things that the sentence has made: objects of 填写, 形成, 撰写, 连同. */
#include "domain/notice/object.h"

#include "domain/notice/number.h"
#include "domain/notice/thing.h"

/* 总结材料, 统计数据: the verb is the beginning of a name. */
static bool is_compound(const struct compiler *c, uint32_t at, uint32_t past, uint32_t end)
{
    static const struct str verbs[] = {S("总结"), S("统计"), S("汇总"), S("修改"), S("完善")};
    static const struct str nouns[] = {S("材料"), S("报告"), S("数据"), S("资料"),
                                       S("情况"), S("员"),   S("意见"), S("稿")};
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
    uint32_t n = page_has(c->page, at, end, S("于")) || page_has(c->page, at, end, S("在")) ? 3 : 0;
    return then || (n > 0 && digits_at(c->page, at + n, end) > 0); /* 汇总名单|后报省厅 */
}

/* 填写《…》, 形成总结材料: objects of the verbs that make what is handed in. */
void made_things(const struct compiler *c, struct span s, struct spans *list)
{
    static const struct str asks[] = {S("请"), S("务必"), S("应于"), S("须于")};
    for (uint32_t at = s.from; at < s.to;) {
        uint32_t past = page_skip(c->page, at), n = past > at ? 0 : word_here(c, at, s.to, WORD_MAKE);
        bool why = (at == s.from || c->page->text.at[at - 1] == ',') && page_has(c->page, at, s.to, S("为"));
        if (why) { /* 为总结一年来的经验,…: what for */
            uint32_t comma = page_find(c->page, (struct span){at, s.to}, S(","));
            at = comma == UINT32_MAX ? s.to : comma;
            continue;
        }
        bool work = page_has(c->page, at + n, s.to, S("工作")); /* 计划编制工作 is no work that is made */
        bool noun = n > 0 && (work || page_has(c->page, at, s.to, S("附件")) || page_has(c->page, at + n, s.to, S("表")) ||
                              page_has(c->page, at + n, s.to, S("后")) || is_compound(c, at, at + n, s.to) ||
                              page_has_any(c->page, at + n, s.to, WORD_LIST(asks)) > 0 ||
                              join_at(c, at + n, s.to) > 0); /* 工作总结、照片, 活动总结请各单位… */
        if (n == 0 || noun) {
            at = past > at ? past : page_next(c->page, at);
            continue;
        }
        n += page_has(c->page, at + n, s.to, S(":")) ? 1 : 0;
        uint32_t to = at + n;
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
        if (!page_has(c->page, at + n, s.to, S("的")))
            things_in(c, (struct span){at + n, to}, true, list);
        at = to;
    }
}
