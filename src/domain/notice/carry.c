/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/carry.h"

#include "domain/notice/thing.h"
#include "domain/notice/who.h"

bool is_as_unit(const struct compiler *c, const struct spans *who)
{
    uint32_t from = who->n > 0 ? who->items[0].from : 0;
    return from >= 3 && page_has(c->page, from - 3, from, S("以"));
}

bool has_received(const struct compiler *c, const struct move *m, const struct clause *k)
{
    struct span before = {m->span.from, k->span.from};
    while (before.to > before.from && (page_has(c->page, before.to - 1, before.to, S(",")) ||
                                       page_has(c->page, before.to - 3, before.to, S("、"))))
        before.to = page_back(c->page, before.to);
    return m->verb.kind >= VERB_BARE && k->who.n == 1 && str_ends(text_of(c, before), text_of(c, k->who.items[0]));
}

bool asks_persons(const struct compiler *c, const struct clause *k)
{
    static const struct str persons[] = {S("教师"), S("学生"), S("人员"), S("者"),  S("干部"),
                                         S("职工"), S("学员"), S("专家"), S("代表")};
    struct span first = k->who.n > 0 ? k->who.items[0] : (struct span){0, 0};
    return k->who.n > 0 && page_ends_any(c->page, first.from, first.to, WORD_LIST(persons)) > 0;
}

bool tells_of_others(const struct compiler *c, const struct move *m, const struct clause *k)
{
    bool over = (m->who.n > 0 || !k->names_only) && m->verb.kind >= VERB_BARE && m->n_dues > 0;
    return (over && k->verb.kind == VERB_NONE && k->n_dues == 0 && !k->has_quota) ||
           (page_has(c->page, k->span.from, k->span.to, S("其中")) && asks_persons(c, k));
}

bool counts_by(const struct compiler *c, const struct spans *who, struct span each)
{
    if (!page_has(c->page, each.from, each.to, S("每")) || each.to - each.from > 12 || each.to < each.from + 6)
        return false;
    struct str noun = text_of(c, (struct span){each.from + 3, each.to});
    for (size_t i = 0; i < who->n; i++) {
        if (str_find(text_of(c, who->items[i]), noun) != STR_NONE)
            return true;
    }
    return str_eq(noun, S("系统")) || str_eq(noun, S("单位"));
}

bool passes_on_next(const struct compiler *c, const struct move *m, const struct clause *k)
{
    static const struct str steps[] = {S("初审后"), S("审核后"), S("审查后"), S("汇总后"),
                                       S("收齐后"), S("把关后"), S("审定后")};
    uint32_t end = without_stop(c->page, k->span);
    end -= end > k->span.from && c->page->text.at[end - 1] == ',' ? 1 : 0;
    return m->verb.kind < VERB_BARE && m->who.n > 0 && k->who.n > 0 && k->n_dues == 0 &&
           page_ends_any(c->page, k->subject_end, end, WORD_LIST(steps)) == end - k->subject_end;
}
