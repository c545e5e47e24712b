/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/unit.h"

const char *const unit_kind_words[] = {"bureau", "county",  "county_city", "district", "zone", "school",
                                       "centre", "company", "media",       "other",    NULL};

static const char *const kind_labels[][2] = {
    {"市教育局", "Bureau"}, {"县", "County"},       {"县级市", "County-level city"},     {"区", "District"},
    {"开发区", "Zone"},     {"中专学校", "School"}, {"公共实训中心", "Training centre"}, {"成员企业", "Company"},
    {"媒体", "Media"},      {"其他", "Other"},
};

SHAPE(trait, struct trait, SHAPE_FIELD(trait, key, "属性", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(trait, value, "属性值", STR, .flags = SHAPE_REQUIRED), SHAPE_FIELD(trait, from, "起始日期", DAY),
      SHAPE_FIELD(trait, to, "截止日期", DAY));

SHAPE(unit, struct unit, SHAPE_FIELD(unit, id, "编号", ID), SHAPE_FIELD(unit, parent, "上级单位", ID),
      SHAPE_FIELD(unit, code, "编码", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(unit, name, "名称", STR, .flags = SHAPE_REQUIRED), SHAPE_FIELD(unit, short_name, "简称", STR),
      SHAPE_FIELD(unit, kind, "类别", WORD, .words = unit_kind_words), SHAPE_FIELD(unit, contact_name, "联系人", STR),
      SHAPE_FIELD(unit, contact_phone, "电话", STR), SHAPE_FIELD(unit, traits, "属性", MANY, .of = &trait_shape));

struct str unit_kind_word(const struct unit *u)
{
    for (size_t i = 0; i < u->traits.n && u->kind == UNIT_OTHER; i++)
        if (str_eq(u->traits.items[i].key, S("kind")))
            return u->traits.items[i].value;
    return str_of(unit_kind_words[u->kind]);
}

struct str unit_kind_label(const struct unit *u, enum language language)
{
    return trait_value_label(S("kind"), unit_kind_word(u), language);
}

struct strs units_own_kinds(struct arena *a, const struct units *units)
{
    struct strs own = {0};
    for (size_t i = 0; units && i < units->n; i++) {
        struct str word = unit_kind_word(&units->items[i]);
        if (units->items[i].kind == UNIT_OTHER && !str_eq(word, S("other")) && !strs_have(&own, word))
            arena_push(a, &own, word);
    }
    return own;
}

bool unit_kind_read(struct str word, int *kind_r)
{
    static const struct {
        const char *word;
        enum unit_kind kind;
    } others[] = {
        {"教育局", UNIT_BUREAU},       {"主管部门", UNIT_BUREAU}, {"市辖区", UNIT_DISTRICT}, {"城区", UNIT_DISTRICT},
        {"学校", UNIT_SCHOOL},         {"职业学校", UNIT_SCHOOL}, {"实训中心", UNIT_CENTRE}, {"企业", UNIT_COMPANY},
        {"中等职业学校", UNIT_SCHOOL}, {"新闻媒体", UNIT_MEDIA},
    };
    for (int i = 0; unit_kind_words[i]; i++)
        if (str_eq(word, str_of(kind_labels[i][LANGUAGE_ZH])) || str_eq(word, str_of(unit_kind_words[i])))
            return *kind_r = i, true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq(word, str_of(others[i].word)))
            return *kind_r = others[i].kind, true;
    return false;
}

/* The words that traits go by inside, and what a clerk reads and writes for them. */
static const struct trait_word {
    const char *key, *value, *label, *english; /* without value: the label of the trait itself */
} trait_words[] = {
    {"grade", NULL, "等级", "Grade"},
    {"grade", "national_key", "国家级重点", "National key"},
    {"grade", "provincial_model", "省级示范", "Provincial model"},
    {"grade", "good", "合格", "Good"},
    {"grade", "ordinary", "一般", "Ordinary"},
    {"run_by", NULL, "举办者", "Run by"},
    {"run_by", "city", "市", "City"},
    {"run_by", "county", "县区", "County"},
    {"run_by", "private", "民办", "Private"},
    {"run_by", "province", "省", "Province"},
    {"supervisor", NULL, "主管部门", "Supervisor"},
    {"qualified", NULL, "办学资质", "Qualified"},
    {"qualified", "yes", "有", "yes"},
    {"qualified", "no", "无", "no"},
    {"reports_to", NULL, "报送层级", "Reports to"},
    {"kind", NULL, "类别", "Kind"},
    {"code", NULL, "编码", "Code"},
    {"name", NULL, "名称", "Name"},
};

struct str trait_key_of(struct str label)
{
    for (size_t i = 0; i < sizeof trait_words / sizeof *trait_words; i++)
        if (!trait_words[i].value && str_eq(label, str_of(trait_words[i].label)))
            return str_of(trait_words[i].key);
    return label;
}

struct str trait_value_of(struct str key, struct str label)
{
    for (size_t i = 0; i < sizeof trait_words / sizeof *trait_words; i++)
        if (trait_words[i].value && str_eq(key, str_of(trait_words[i].key)) &&
            str_eq(label, str_of(trait_words[i].label)))
            return str_of(trait_words[i].value);
    return label;
}

static struct str word_label(const struct trait_word *w, enum language language)
{
    return str_of(language == LANGUAGE_EN ? w->english : w->label);
}

struct str trait_key_label(struct str key, enum language language)
{
    for (size_t i = 0; i < sizeof trait_words / sizeof *trait_words; i++)
        if (!trait_words[i].value && str_eq(key, str_of(trait_words[i].key)))
            return word_label(&trait_words[i], language);
    return key;
}

struct str trait_value_label(struct str key, struct str value, enum language language)
{
    int kind;
    if (str_eq(key, S("kind")) && unit_kind_read(value, &kind))
        return str_of(kind_labels[kind][language]);
    for (size_t i = 0; i < sizeof trait_words / sizeof *trait_words; i++)
        if (trait_words[i].value && str_eq(key, str_of(trait_words[i].key)) &&
            str_eq(value, str_of(trait_words[i].value)))
            return word_label(&trait_words[i], language);
    return value;
}

/* Registers mostly stand in the order of their ids, so halving finds nearly all; what it misses is looked for in full.
 */
const struct unit *unit_find(const struct units *all, struct unit_id id)
{
    size_t low = 0, high = all->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->items[middle].id.n == id.n)
            return &all->items[middle];
        if (all->items[middle].id.n < id.n)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = 0; i < all->n; i++)
        if (all->items[i].id.n == id.n)
            return &all->items[i];
    return NULL;
}

static bool trait_holds(const struct trait *t, struct day on)
{
    if (!day_is_set(on))
        return true;
    return (!day_is_set(t->from) || t->from.n <= on.n) && (!day_is_set(t->to) || on.n <= t->to.n);
}

struct str unit_attribute(const struct unit *u, struct str key, struct day on)
{
    if (str_eq(key, S("kind")))
        return unit_kind_word(u);
    if (str_eq(key, S("code")))
        return u->code;
    if (str_eq(key, S("name")))
        return u->name;
    const struct trait *best = NULL;
    for (size_t i = 0; i < u->traits.n; i++) {
        const struct trait *t = &u->traits.items[i];
        if (str_eq(t->key, key) && trait_holds(t, on) && (!best || t->from.n >= best->from.n))
            best = t;
    }
    return best ? best->value : (struct str){0};
}
