/* SPDX-License-Identifier: Apache-2.0 */
/* Who owes a duty: picking units by their attributes, and saying so in plain Chinese. Declared in domain/unit.h. */
#include "domain/unit.h"

SHAPE(condition, struct condition, SHAPE_FIELD(condition, attribute, "属性", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(condition, values, "属性值", STRS), SHAPE_FIELD(condition, except, "除外", BOOL));
SHAPE(alternative, struct alternative, SHAPE_FIELD(alternative, all, "同时满足", MANY, .of = &condition_shape));
SHAPE(selector, struct selector, SHAPE_FIELD(selector, any, "报送范围", MANY, .of = &alternative_shape));

static bool alternative_holds(const struct alternative *alternative, const struct unit *u, struct day on)
{
    for (size_t i = 0; i < alternative->all.n; i++) {
        const struct condition *c = &alternative->all.items[i];
        if (strs_have(&c->values, unit_attribute(u, c->attribute, on)) == c->except)
            return false;
    }
    return true;
}

bool selector_picks(const struct selector *s, const struct unit *u, struct day on)
{
    for (size_t i = 0; i < s->any.n; i++)
        if (alternative_holds(&s->any.items[i], u, on))
            return true;
    return false;
}

size_t selector_weight(const struct selector *s)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < s->any.n; i++)
        if (s->any.items[i].all.n < least)
            least = s->any.items[i].all.n;
    return s->any.n ? least : 0;
}

static bool is_kind(const struct condition *c)
{
    return !c->except && str_eq(c->attribute, S("kind"));
}

static void put_values(struct buf *b, const struct condition *c, struct str between, enum language language)
{
    for (size_t i = 0; i < c->values.n; i++) {
        if (i)
            buf_put(b, between);
        buf_put(b, trait_value_label(c->attribute, c->values.items[i], language));
    }
}

/* 举办者为市、等级为省级示范或国家级重点的中专学校 */
static void put_alternative(struct buf *b, const struct alternative *alternative)
{
    bool first = true;
    for (size_t i = 0; i < alternative->all.n; i++) {
        const struct condition *c = &alternative->all.items[i];
        if (is_kind(c))
            continue;
        if (!first)
            buf_lit(b, "、");
        first = false;
        buf_put(b, trait_key_label(c->attribute, LANGUAGE_ZH));
        buf_put(b, c->except ? S("不为") : S("为"));
        put_values(b, c, S("或"), LANGUAGE_ZH);
    }
    if (!first)
        buf_lit(b, "的");
    bool any_kind = false;
    for (size_t i = 0; i < alternative->all.n; i++)
        if (is_kind(&alternative->all.items[i])) {
            put_values(b, &alternative->all.items[i], S("、"), LANGUAGE_ZH);
            any_kind = true;
        }
    if (!any_kind)
        buf_put(b, first ? S("所有单位") : S("单位"));
}

/* School (Run by: City; Grade: Provincial model or National key) */
static void put_alternative_english(struct buf *b, const struct alternative *alternative)
{
    size_t kinds = 0, traits = 0;
    for (size_t i = 0; i < alternative->all.n; i++) {
        if (!is_kind(&alternative->all.items[i]))
            continue;
        if (kinds++)
            buf_lit(b, ", ");
        put_values(b, &alternative->all.items[i], S(", "), LANGUAGE_EN);
    }
    if (!kinds)
        buf_lit(b, "All units");
    for (size_t i = 0; i < alternative->all.n; i++) {
        const struct condition *c = &alternative->all.items[i];
        if (is_kind(c))
            continue;
        buf_put(b, traits++ ? S("; ") : S(" ("));
        buf_put(b, trait_key_label(c->attribute, LANGUAGE_EN));
        buf_put(b, c->except ? S(": not ") : S(": "));
        put_values(b, c, S(" or "), LANGUAGE_EN);
    }
    if (traits)
        buf_lit(b, ")");
}

struct str selector_text(struct arena *a, const struct selector *s, enum language language)
{
    struct buf b = buf_new(a, 128);
    for (size_t i = 0; i < s->any.n; i++) {
        if (i)
            buf_put(&b, message_text(a, MSG_LIST_NEXT, language, NULL));
        if (language == LANGUAGE_EN)
            put_alternative_english(&b, &s->any.items[i]);
        else
            put_alternative(&b, &s->any.items[i]);
    }
    return buf_str(&b);
}
