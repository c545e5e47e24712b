/* SPDX-License-Identifier: Apache-2.0 */
/* 电子版于…前发至…, 以上材料…: what these are versions or lists of, wherever the letter names it. */
#include "domain/notice/medium.h"

#include "domain/notice/block.h"
#include "domain/notice/object.h"
#include "domain/notice/preamble.h"
#include "domain/notice/thing.h"

/* 电子版, 以上材料, 我处的纸质材料 */
static bool is_nameless(const struct compiler *c, struct span s)
{
    uint32_t of = page_find(c->page, s, S("的"));
    return is_those(c, &(struct spans){&s, 1, 1}) ||
           (of != UINT32_MAX && of + 3 < s.to && is_medium(c, (struct span){of + 3, s.to}));
}

/* Keeps what can be sent in a medium and names it. */
static void keep_named(const struct compiler *c, struct spans *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++) {
        struct span s = list->items[i];
        if (!is_nameless(c, s) && !word_before(c->page, s.from, s.to, WORD_UNIT))
            list->items[kept++] = s;
    }
    list->n = kept;
}

/* 填写申报书, 报送总结, 征文以分会为单位…: what a sentence before it speaks of. */
static void spoken_in(const struct compiler *c, struct span s, struct spans *list)
{
    struct spans clauses = {0};
    made_things(c, s, list);
    keep_named(c, list);
    clauses_of(c, s, &clauses);
    for (size_t i = 0; i < clauses.n; i++) {
        struct span k = clauses.items[i];
        struct verb v;
        bool those = word_here(c, k.from, k.to, WORD_THOSE) > 0; /* …,以上材料和打分表|报送市局 */
        struct spans object = {0}, topic = {0};
        for (bool first = true; k.from < k.to && verb_in(c, k, &v); k.from = v.span.to, first = false) {
            struct spans behind = {0}; /* 续报项目须提交|教材、总结: the last verb's */
            things_in(c, object_after(c, v, k.to), true, &behind);
            keep_named(c, &behind);
            object = behind.n > 0 ? behind : object;
            uint32_t sign = first ? object_sign(c, k.from, v.span.from) : 0;
            if (first) /* 论文|提交电子版, 将推荐表|报市局 */
                things_in(c, (struct span){sign > 0 ? sign : k.from, v.span.from}, true, &topic);
        }
        keep_named(c, &topic);
        const struct spans *said = list->n == 0 && object.n > 0 ? &object : &topic;
        for (size_t t = 0; (list->n == 0 || those || t > 0) && t < said->n; t++)
            arena_push(c->arena, list, said->items[t]);
    }
    keep_named(c, list);
    static const struct str treats[] = {S("进行"), S("登记"), S("予以"), S("加以"), S("作出"), S("做出")};
    uint32_t on = page_find(c->page, s, S("对")); /* 对推荐材料进行初审后,于…报送 */
    for (uint32_t to = on; to < s.to && to - on < 60 && list->n == 0; to = page_next(c->page, to)) {
        if (page_has_any(c->page, to, s.to, WORD_LIST(treats)))
            things_in(c, (struct span){on + 3, to}, true, list);
    }
    if (list->n == 0)
        worked_things(c, s, list);
    if (list->n == 0)
        spoken_of_first(c, s, list);
    keep_named(c, list);
}

/* The nearest sentence that names something, from the end of s on. */
static void spoken_before(struct compiler *c, struct span s, struct spans *list)
{
    struct spans sentences = {0};
    sentences_of(c, s, &sentences);
    for (size_t i = sentences.n; i-- > 0 && list->n == 0;) {
        if (!asks_nothing(c, sentences.items[i])) /* 个别地方上报数据与实际出入较大 */
            spoken_in(c, sentences.items[i], list);
    }
}

void medium_of(struct compiler *c, const struct making *d, enum medium_reach reach, struct spans *list)
{
    enum { LOOK_BACK = 2000, BLOCKS_BACK = 4 };
    uint32_t at = d->things.n > 0                    ? d->things.items[0].from
                  : d->verb_span.from > d->span.from ? d->verb_span.from
                                                     : d->span.from,
             block = block_at(c, at);
    struct span before = {c->blocks.items[block].span.from, at};
    before.from = before.to - before.from > LOOK_BACK ? page_next(c->page, before.to - LOOK_BACK) : before.from;
    if (reach == MEDIUM_BLOCK && before.from < before.to)
        spoken_before(c, before, list);
    for (uint32_t i = block; reach == MEDIUM_PART && i > 0 && block - i < BLOCKS_BACK && list->n == 0; i--) {
        if (same_part(c, i - 1, block))
            spoken_before(c, c->blocks.items[i - 1].span, list);
    }
}

/* 申报表|的电子文稿, 申报表电子版 */
static bool is_version(const struct compiler *c, struct span s)
{
    uint32_t end = page_end(c->page), behind = s.to + (page_has(c->page, s.to, end, S("的")) ? 3 : 0);
    bool version = behind < end && word_here(c, behind, end, WORD_MEDIUM) > 0;
    for (uint32_t at = s.from; at < s.to && !version; at = page_next(c->page, at))
        version = word_here(c, at, s.to, WORD_MEDIUM) > 0 && is_medium(c, (struct span){at, s.to});
    return version;
}

void versions_whole(struct compiler *c, struct making *d)
{
    struct span before = {c->blocks.items[d->block].span.from, 0};
    struct spans whole = {0};
    if (d->things.n == 0 || !is_version(c, d->things.items[d->things.n - 1]))
        return;
    before.to = d->things.items[0].from;
    if (before.from < before.to && before.to <= d->span.to)
        spoken_before(c, before, &whole);
    bool some = lists_meet(c, &d->things, &whole);
    for (size_t i = 0; some && i < whole.n && d->things.n < NEIGHBOURS; i++) {
        if (!lists_meet(c, &d->things, &(struct spans){&whole.items[i], 1, 1}))
            arena_push(c->arena, &d->things, whole.items[i]);
    }
}
