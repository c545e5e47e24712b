/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/own.h"

#include "domain/notice/making.h"
#include "domain/notice/who.h"

/* 云溪市水利局 signs: the bytes of the text's beginning that call it so, in full or from its level on (市水利局, 市局). */
static uint32_t signs_as(const struct compiler *c, struct str text)
{
    static const struct str levels[] = {S("省"), S("市"), S("县"), S("区"), S("州"), S("旗")};
    struct str issuer = c->draft->issuer;
    uint32_t n = 0;
    while (n < issuer.n && n < text.n && text.at[n] == issuer.at[n])
        n++;
    for (size_t i = 0; n < 12 && i < sizeof levels / sizeof *levels; i++) {
        size_t at = str_starts(text, levels[i]) ? str_find(issuer, levels[i]) : STR_NONE;
        struct str brief = at != STR_NONE ? str_from(issuer, at) : (struct str){0};
        if (brief.n >= 9 && str_starts(text, brief))
            return (uint32_t)brief.n;
    }
    return n >= 12 ? n : 0;
}

/* 华辰集团安监部 signs, 安监部 is what the text calls it: its bytes. */
static uint32_t signs_last(const struct compiler *c, struct str text)
{
    struct str issuer = c->draft->issuer;
    for (size_t from = 3; from + 9 <= issuer.n; from += 3) {
        struct str last = str_from(issuer, from);
        if (((unsigned char)last.at[0] & 0xc0) != 0x80 && str_starts(text, last))
            return (uint32_t)last.n;
    }
    return 0;
}

/* 清江市防汛抗旱指挥部办公室 signs, 市防办 is what the text calls it: its characters in their order. */
static bool is_short_for(struct str name, struct str issuer)
{
    enum { SHORTEST = 9, LONGEST = 18 };
    size_t at = 0;
    for (size_t i = 0; i < name.n; i += 3) {
        size_t n = str_find(str_from(issuer, at), (struct str){name.at + i, 3});
        if (n == STR_NONE || name.n % 3 != 0)
            return false;
        at += n + 3;
    }
    return name.n >= SHORTEST && name.n <= LONGEST;
}

/* How high the office is that the name ends with or begins with: 3 省, 2 市, 1 县; 0 when the name does not say. */
static int level_of(struct str name, bool begins)
{
    static const struct {
        struct str word;
        int level;
    } levels[] = {{S("省"), 3}, {S("厅"), 3}, {S("市"), 2}, {S("州"), 2}, {S("县"), 1}, {S("区"), 1}, {S("旗"), 1}};
    size_t last = 0;
    int level = 0;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (begins && str_starts(name, levels[i].word))
            return levels[i].level;
        for (size_t at = 0, n; !begins && (n = str_find(str_from(name, at), levels[i].word)) != STR_NONE; at += n + 3) {
            bool later = at + n >= last;
            last = later ? at + n : last;
            level = later ? levels[i].level : level;
        }
    }
    return level;
}

/* 我局将…, 将评选…; not 将|评选名单报… and 将|组织情况报…. */
static bool says_own_step(const struct compiler *c, const struct clause *k)
{
    struct span word, s = k->span;
    bool found = word_find(c->words, s, WORD_OWN_STEP, &word) && !word_here(c, word.from, s.to, WORD_NOT_WILL);
    struct span lead = {s.from, word.from}; /* 各单位务必于5月20日前|将邀请外国专家计划报… */
    if (found && page_has(c->page, word.from, word.to, S("将")) && k->n_dues > 0 && k->verb.kind >= VERB_BARE &&
        k->verb.span.from >= word.to &&
        (span_has_word(c, lead, WORD_MODAL) || k->dues[0].span.to <= word.from || k->who.n > 0))
        return false;
    static const struct str nouns[] = {S("将组织"), S("将评选")};
    if (found && k->who.n > 0 && span_has(c, (struct span){s.from, word.from}, S("请")))
        return false; /* 请各支部|将组织学习情况,于…前报 */
    if (found && k->n_dues > 0 && k->verb.kind >= VERB_BARE && word.from > k->verb.span.to)
        return false; /* 请于6月20日前将作品发至邮箱… 协会将组织看稿: the readers' step, and then ours */
    return found && !(page_has_any(c->page, word.from, word.to, WORD_LIST(nouns)) > 0 &&
                      word_here(c, word.to, s.to, WORD_THING) > 0);
}

/* 学会秘书处将汇总申报材料, 大会学术委员会将与报告人确认: a named office, and what it will do. */
static bool tells_plan(const struct compiler *c, const struct clause *k)
{
    static const struct str deeds[] = {S("将汇总"), S("将与"),   S("将对"),   S("将组织"), S("将统一"), S("将邀请"),
                                       S("将联合"), S("将择优"), S("将适时"), S("将根据"), S("将开展"), S("将进行")};
    bool dated = k->moments.n > 0 && k->who.n == 1 && k->moments.items[0].span.from == k->span.from &&
                 k->who.items[0].from == k->moments.items[0].span.to; /* 11月12-23日|市局将组织专家… */
    bool named = c->audience[0].n > 0 && k->who.n > 0 &&
                 (dated || (k->who.items[0].from == k->span.from && k->n_dues == 0)) &&
                 word_here(c, k->who.items[0].from, k->who.items[0].to, WORD_EVERY) == 0;
    return named && page_has_any(c->page, k->subject_end, k->span.to, WORD_LIST(deeds)) > 0 &&
           !word_here(c, k->subject_end + 3, k->span.to, WORD_THING);
}

/* 区局将于3月18日汇总数据报送市局, 市级数据将于3月底前报省厅: 将于 tells what will be done, unless a reader does it. */
static bool tells_when(const struct compiler *c, const struct clause *k)
{
    uint32_t will = page_find(c->page, k->span, S("将于"));
    const struct spans *readers = &c->audience[0];
    bool other = will != UINT32_MAX && k->n_dues > 0 && k->dues[0].span.from == will + 6 && k->who.n == 1 &&
                 k->who.items[0].from == k->span.from && readers->n > 0;
    return other && !span_has(c, k->who.items[0], S("各")) && !span_has(c, k->who.items[0], S("每")) &&
           !lists_meet(c, readers, &k->who);
}

/* 市教育局 asks, 学校 reports; 学校安全员 is one of its people: no step of the school that signs. */
static bool is_below(const struct compiler *c, struct str name, struct str behind)
{
    static const struct str houses[] = {S("学校"), S("学院"), S("医院"), S("公司"), S("集团")};
    static const struct str people[] = {S("安全员"), S("联络员"), S("辅导员"), S("管理员"),
                                        S("信息员"), S("班主任"), S("负责人")};
    static const struct str offices[] = {S("局"), S("厅"), S("委"), S("委员会"), S("政府"), S("指挥部")};
    struct str issuer = c->draft->issuer;
    bool house = false, person = false, office = false;
    for (size_t i = 0; i < sizeof houses / sizeof *houses; i++)
        house = house || str_eq(name, houses[i]);
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        person = person || str_starts(behind, people[i]);
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        office = office || (str_ends(issuer, offices[i]) && level_of(issuer, false) > 0);
    return house && (person || office);
}

/* The sender's own step: a subject such as 我局 or 学校 that the letter is not addressed to. */
bool own_step(const struct compiler *c, const struct clause *k)
{
    if (says_own_step(c, k) || tells_plan(c, k) || tells_when(c, k))
        return true;
    uint32_t colon = page_find(c->page, k->span, S(":")), open = page_find(c->page, k->span, S("("));
    colon = open < colon ? UINT32_MAX : colon; /* (下载网址:www.…) */
    bool to = colon != UINT32_MAX && word_before(c->page, k->span.from, colon, WORD_SEND) > 0; /* 寄至:市教育局 */
    uint32_t from = colon != UINT32_MAX && !to ? colon + 1 : k->span.from; /* 推荐名额:我校可向…推荐1人 */
    uint32_t by = page_find(c->page, k->span, S("由"));
    struct str actor = by != UINT32_MAX ? text_of(c, (struct span){by + 3, k->span.to}) : S("");
    bool signer = signs_as(c, actor) > 0 || signs_last(c, actor) > 0 ||
                  (c->draft->issuer.n >= 9 && str_starts(actor, c->draft->issuer));
    if (signer)
        from = by + 3; /* 评审结果由市水利局于…前报省水利厅 */
    if (k->moments.n > 0 && k->moments.items[0].span.from == from) {
        from = k->moments.items[0].span.to; /* 4月15日起校团委… */
        from += page_has(c->page, from, k->span.to, S("起")) ? 3 : 0;
    }
    struct str text = text_of(c, (struct span){from, k->span.to});
    uint32_t sender = word_here(c, from, k->span.to, WORD_SENDER);
    uint32_t signs = signs_as(c, text); /* 某某大学研究生院 signs: 研究生院审定 and 某某大学将… are its own steps */
    signs = signs > 0 ? signs : str_starts(text, c->draft->issuer) ? (uint32_t)c->draft->issuer.n : signs_last(c, text);
    if (signs > sender && unit_ends(c, from, from + signs))
        sender = signs;
    struct str first = k->who.n > 0 && k->who.items[0].from == from ? text_of(c, k->who.items[0]) : S("");
    if (sender == 0 && k->verb.kind != VERB_NAME && is_short_for(first, c->draft->issuer))
        sender = (uint32_t)first.n;
    if (sender == 0 || str_starts(str_from(text, sender), S("各")) || str_starts(str_from(text, sender), S("要求")))
        return false; /* 校工会要求各分会…: what it asks of others */
    if (str_starts(str_from(text, sender), S("门")))
        return false; /* 教育部门 is no 教育部 */
    struct str name = {text.at, sender};
    if (is_below(c, name, str_from(text, sender)))
        return false;
    if (str_eq(name, S("学院")) && c->draft->issuer.n > 0 && !str_ends(c->draft->issuer, name))
        return false; /* 研究生院 asks, 学院 reports */
    if (level_of(name, true) > 0 && level_of(name, true) < level_of(c->draft->issuer, false))
        return false; /* 省教育厅 asks, 县教育局 reports */
    struct str every = str_format(c->arena, "各%.*s", (int)name.n, name.at);
    uint32_t near = page_end(c->page) < 6000 ? page_end(c->page) : 6000; /* enough for a letter, little for a book */
    if (page_find(c->page, (struct span){0, near}, every) != UINT32_MAX)
        return false; /* 各学院 elsewhere: 学院 is each of them */
    for (size_t i = 0; i < c->audience[0].n; i++) {
        struct str addressed = text_of(c, c->audience[0].items[i]), behind = S("");
        if (str_starts(addressed, name))
            behind = str_from(addressed, name.n);
        bool below = str_starts(behind, S("直属")) || str_starts(behind, S("属")) || str_starts(behind, S("机关"));
        if (!below && (str_find(addressed, name) != STR_NONE || is_one_of(c, addressed, name)))
            return false; /* 省局直属一分局 is not 省局 */
    }
    return true;
}
