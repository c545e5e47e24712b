/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The title rule (命名要求): 所有上报材料均以“活动周xx单位xx材料”为题. A rule is literals and slots; a slot holds the
 * unit or the thing told of. Declared in domain/campaign.h.
 */
#include "domain/campaign.h"

enum { PIECES_MAX = 24 };

enum slot { SLOT_NONE, SLOT_OPEN, SLOT_UNIT, SLOT_WHAT };

struct piece {
    enum slot slot;
    struct str text; /* of a literal; of a slot what is written between its brackets */
};

struct rule {
    struct piece pieces[PIECES_MAX];
    size_t n;
};

static const struct {
    const char *open, *close;
} brackets[] = {{"〈", "〉"}, {"{", "}"}, {"｛", "｝"}, {"<", ">"}, {"＜", "＞"}, {"【", "】"}};

static size_t run_of(struct str s, struct str one)
{
    size_t n = 0;
    while (str_starts(str_from(s, n), one))
        n += one.n;
    return n;
}

static size_t hyphen_length(struct str s)
{
    static const char *const hyphens[] = {"-", "－", "—", "–", "_", "＿", "+", "＋"};
    for (size_t i = 0; i < sizeof hyphens / sizeof *hyphens; i++) {
        size_t n = run_of(s, str_of(hyphens[i]));
        if (n)
            return n;
    }
    return 0;
}

/* The bytes of the slot at the head of s, 0 when a literal stands there. *inside_r: what its brackets hold. */
static size_t slot_length(struct str s, struct str *inside_r)
{
    static const char *const marks[] = {"x", "X", "×", "ｘ", "Ｘ", "某", "*", "＊", "○", "_", "＿", "…"};
    *inside_r = (struct str){0};
    for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++) {
        if (!str_starts(s, str_of(brackets[i].open)))
            continue;
        struct str rest = str_from(s, str_of(brackets[i].open).n);
        size_t end = str_find(rest, str_of(brackets[i].close));
        if (end == STR_NONE)
            continue;
        *inside_r = str_sub(rest, 0, end);
        return str_of(brackets[i].open).n + end + str_of(brackets[i].close).n;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = run_of(s, str_of(marks[i])), least = hyphen_length(s) ? 2 * str_of(marks[i]).n : 1;
        if (n >= least) /* one _ stands between words as a hyphen does */
            return n;
    }
    return 0;
}

static bool names_unit(struct str s)
{
    static const char *const heads[] = {"单位", "学校",     "院校",     "学院",     "校",       "县",       "市",
                                        "区",   "局",       "乡镇",     "街道",     "部门",     "企业",     "公司",
                                        "机构", "填报单位", "报送单位", "申报单位", "推荐单位", "参赛单位", "所在单位"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (str_starts(s, str_of(heads[i])))
            return true;
    return false;
}

/* What stands in a slot: told by its brackets, else by the word behind it, else the first is the unit. */
static void name_slots(struct rule *r)
{
    bool has_unit = false;
    for (size_t i = 0; i < r->n; i++) {
        struct piece *p = &r->pieces[i];
        struct str behind = i + 1 < r->n && !r->pieces[i + 1].slot ? r->pieces[i + 1].text : (struct str){0};
        if (p->slot && !has_unit && names_unit(p->text.n ? p->text : behind)) {
            p->slot = SLOT_UNIT;
            has_unit = true;
        }
    }
    for (size_t i = 0; i < r->n; i++) {
        struct piece *p = &r->pieces[i];
        if (p->slot != SLOT_OPEN)
            continue;
        p->slot = has_unit || p->text.n ? SLOT_WHAT : SLOT_UNIT;
        has_unit = has_unit || p->slot == SLOT_UNIT;
    }
}

/* 学院名称-项目名称-申报书: a rule without a mark, whose words between hyphens say what stands there. */
static enum slot slot_of_word(struct str word)
{
    static const char *const whats[] = {"姓名", "题目", "标题", "作品名", "项目名"};
    bool is_name = str_ends(word, S("名称"));
    if (names_unit(word) && (is_name || str_ends(word, S("单位")) || utf8_length(word) <= 2))
        return SLOT_UNIT;
    for (size_t i = 0; i < sizeof whats / sizeof *whats; i++)
        is_name = is_name || str_ends(word, str_of(whats[i]));
    return is_name ? SLOT_WHAT : SLOT_NONE;
}

static void push_word(struct rule *r, struct str word, bool *has_unit)
{
    enum slot slot = slot_of_word(word);
    if (slot == SLOT_UNIT && *has_unit)
        slot = SLOT_WHAT;
    *has_unit = *has_unit || slot == SLOT_UNIT;
    if (word.n && r->n < PIECES_MAX)
        r->pieces[r->n++] = (struct piece){slot, word};
}

static struct rule rule_of_words(struct str text)
{
    struct rule r = {0};
    bool has_unit = false;
    size_t word = 0;
    for (size_t at = 0; at < text.n;) {
        struct str rest = str_from(text, at), tail = rest;
        size_t n = hyphen_length(rest);
        utf8_next(&tail);
        if (n && r.n + 2 < PIECES_MAX) {
            push_word(&r, str_sub(text, word, at - word), &has_unit);
            r.pieces[r.n++] = (struct piece){SLOT_NONE, str_sub(text, at, n)};
            word = at + n;
        }
        at = n ? at + n : text.n - tail.n;
    }
    push_word(&r, str_from(text, word), &has_unit);
    return r;
}

static bool has_slots(const struct rule *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->pieces[i].slot)
            return true;
    return false;
}

static struct rule rule_read(struct str text)
{
    struct rule r = {0};
    size_t literal = 0;
    text = str_trim(text);
    for (size_t at = 0; at < text.n && r.n + 2 < PIECES_MAX;) {
        struct str inside, rest = str_from(text, at);
        size_t n = slot_length(rest, &inside);
        if (!n) {
            struct str tail = rest;
            utf8_next(&tail);
            at = text.n - tail.n;
            continue;
        }
        if (at > literal)
            r.pieces[r.n++] = (struct piece){SLOT_NONE, str_sub(text, literal, at - literal)};
        r.pieces[r.n++] = (struct piece){SLOT_OPEN, inside};
        at += n;
        literal = at;
    }
    if (literal < text.n)
        r.pieces[r.n++] = (struct piece){SLOT_NONE, str_from(text, literal)};
    name_slots(&r);
    if (has_slots(&r))
        return r;
    struct rule words = rule_of_words(text);
    return has_slots(&words) ? words : r;
}

/* 宣传材料 before the literal 材料 gives 宣传材料, not 宣传材料材料. */
static struct str without_overlap(struct str value, struct str behind)
{
    for (size_t n = behind.n < value.n ? behind.n : value.n; n; n--)
        if (value.n > n && str_ends(value, str_sub(behind, 0, n)))
            return str_sub(value, 0, value.n - n);
    return value;
}

/* What a piece says: its words, or what fills its slot. */
static struct str words_of(const struct rule *r, size_t at, struct str value)
{
    struct str behind = at + 1 < r->n ? r->pieces[at + 1].text : (struct str){0};
    return r->pieces[at].slot ? without_overlap(value, behind) : r->pieces[at].text;
}

static struct str fill(struct arena *a, const struct rule *r, struct str unit_name, struct str what)
{
    struct buf b = buf_new(a, 128);
    for (size_t i = 0; i < r->n; i++)
        buf_put(&b, words_of(r, i, r->pieces[i].slot == SLOT_UNIT ? unit_name : what));
    return buf_str(&b);
}

struct str title_build(struct arena *a, struct str rule, struct str unit_name, struct str what)
{
    struct rule r = rule_read(rule);
    return fill(a, &r, unit_name, what);
}

/*
 * Whether the title is the rule's pieces, with this unit, and something in every other slot. Of those slots only the latest
 * is ever made longer: whatever fits with earlier ones longer fits with the shortest as well.
 */
static bool fits(const struct rule *r, struct str unit_name, struct str title)
{
    struct str longer = {0}; /* the title behind the latest slot */
    size_t at = 0, behind = 0;
    while (at < r->n || title.n) {
        const struct piece *p = at < r->n ? &r->pieces[at] : NULL;
        if (p && p->slot == SLOT_WHAT && title.n) {
            utf8_next(&title);
            longer = title;
            behind = ++at;
        } else if (p && p->slot != SLOT_WHAT && str_starts(title, words_of(r, at, unit_name))) {
            title = str_from(title, words_of(r, at++, unit_name).n);
        } else if (longer.n) {
            utf8_next(&longer);
            title = longer;
            at = behind;
        } else {
            return false;
        }
    }
    return true;
}

/* ---- mending a title ---- */

/* File endings, hidden characters and blanks are no part of a title. */
static struct str cleaned(struct arena *a, struct str title)
{
    static const char *const endings[] = {".docx", ".doc", ".wps", ".pdf", ".txt", ".xlsx", ".xls", ".zip", ".rar"};
    title = str_trim(title);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct str ending = str_of(endings[i]);
        if (title.n > ending.n && str_eq_nocase(str_from(title, title.n - ending.n), ending))
            title.n -= ending.n;
    }
    struct buf b = buf_new(a, title.n + 1);
    while (title.n) {
        struct str one = title;
        uint32_t cp = utf8_next(&title);
        one.n -= title.n;
        if (!utf8_has_hidden(one) && cp != '\n' && cp != '\t')
            buf_put(&b, one);
    }
    return str_trim(buf_str(&b));
}

static struct str trim_marks(struct str s)
{
    static const char *const marks[] = {"-",  "_", "—", "－", "–",  "·",  "：", ":", "，", ",",  "、", "《",
                                        "》", "“", "”", "\"", "（", "）", "(",  ")", "【", "】", "+",  "."};
    struct str before;
    do {
        before = s = str_trim(s);
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            struct str mark = str_of(marks[i]);
            if (str_starts(s, mark))
                s = str_from(s, mark.n);
            if (str_ends(s, mark))
                s.n -= mark.n;
        }
    } while (s.n != before.n);
    return s;
}

/* Takes one piece of known text off the head, or off the tail, with the hyphens around it. */
static struct str strip(struct str s, struct str known, bool tail)
{
    if (!known.n)
        return s;
    if (!tail && str_starts(s, known))
        return trim_marks(str_from(s, known.n));
    if (tail && str_ends(s, known))
        return trim_marks(str_sub(s, 0, s.n - known.n));
    return s;
}

/* A wrong unit between two literals of the rule goes with them: the rest is what the person wanted to say. */
static struct str strip_wrong_unit(const struct rule *r, size_t unit, struct str s)
{
    if (unit + 1 >= r->n || r->pieces[unit + 1].slot)
        return s;
    struct str mark = r->pieces[unit + 1].text;
    size_t at = str_find(s, mark);
    return at == STR_NONE || at + mark.n == s.n ? s : trim_marks(str_from(s, at + mark.n));
}

/* What the person typed for the thing itself: the title without the rule's own words and the unit's name. */
static struct str typed_part(const struct rule *r, struct str unit_name, struct str title)
{
    struct str s = trim_marks(title);
    for (size_t i = 0; i < r->n && r->pieces[i].slot != SLOT_WHAT; i++) {
        struct str known = r->pieces[i].slot ? unit_name : r->pieces[i].text, before = s;
        s = strip(s, known, false);
        if (r->pieces[i].slot && s.n == before.n)
            s = strip_wrong_unit(r, i, s);
    }
    for (size_t i = r->n; i-- && r->pieces[i].slot != SLOT_WHAT;)
        s = strip(s, r->pieces[i].slot ? unit_name : r->pieces[i].text, true);
    s = strip(strip(s, unit_name, false), unit_name, true);
    return s;
}

bool title_check(struct arena *a, struct str rule, struct str unit_name, struct str what, struct str title,
                 struct str *repaired_r)
{
    struct rule r = rule_read(rule);
    *repaired_r = title;
    if (!r.n || (title.n && fits(&r, unit_name, title) && !utf8_has_hidden(title)))
        return true;
    struct str typed = typed_part(&r, unit_name, cleaned(a, title));
    *repaired_r = fill(a, &r, unit_name, typed.n ? typed : what);
    return false;
}
