/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The classes of unit that notices name. A phrase is read from left to right, the longest word of the lexicon first;
 * a word either names classes, or narrows the class that follows it (市管 … 学校), or is known to mean no class (社区).
 * What is in no list is passed over (各, 教育主管部门, 、). The register's own kinds are words like the lexicon's, and
 * their classes follow its kinds. Declared in domain/unit.h.
 */
#include "domain/unit.h"

enum {
    BUREAU = 1 << UNIT_BUREAU,
    COUNTY = 1 << UNIT_COUNTY,
    COUNTY_CITY = 1 << UNIT_COUNTY_CITY,
    DISTRICT = 1 << UNIT_DISTRICT,
    ZONE = 1 << UNIT_ZONE,
    SCHOOL = 1 << UNIT_SCHOOL,
    CENTRE = 1 << UNIT_CENTRE,
    COMPANY = 1 << UNIT_COMPANY,
    MEDIA = 1 << UNIT_MEDIA,
    COUNTIES = COUNTY | COUNTY_CITY,
    PLACES = COUNTIES | DISTRICT | ZONE,
    EVERYBODY = PLACES | SCHOOL | CENTRE,
};

/* What narrows a class; each is one condition. */
enum narrowing { NARROW_NOT, RUN_CITY, RUN_COUNTY, RUN_PRIVATE, RUN_PROVINCE, GRADE_NATIONAL, GRADE_MODEL, QUALIFIED };

static const struct {
    const char *attribute, *values[3];
} narrowings[] = {
    [RUN_CITY] = {"run_by", {"city"}},
    [RUN_COUNTY] = {"run_by", {"county"}},
    [RUN_PRIVATE] = {"run_by", {"private"}},
    [RUN_PROVINCE] = {"run_by", {"province"}},
    [GRADE_NATIONAL] = {"grade", {"national_key"}},
    [GRADE_MODEL] = {"grade", {"provincial_model", "national_key"}},
    [QUALIFIED] = {"qualified", {"yes"}},
};

static const struct word {
    const char *text;
    unsigned classes;
    enum narrowing narrowing;
} lexicon[] = {
    /* places; after 县 the (市) is a county-level city, and 区 behind it a district */
    {"县(市)区", COUNTIES | DISTRICT, 0},
    {"县(市)、区", COUNTIES | DISTRICT, 0},
    {"县(市、区)", COUNTIES | DISTRICT, 0},
    {"县(市,区)", COUNTIES | DISTRICT, 0},
    {"县(市)", COUNTIES, 0},
    {"县、市、区", COUNTIES | DISTRICT, 0},
    {"县市区", COUNTIES | DISTRICT, 0},
    {"市、县、区", COUNTIES | DISTRICT, 0},
    {"市(县、区)", COUNTIES | DISTRICT, 0},
    {"县、区", COUNTIES | DISTRICT, 0},
    {"县(区)", COUNTIES | DISTRICT, 0},
    {"县区", COUNTIES | DISTRICT, 0},
    {"区县", COUNTIES | DISTRICT, 0},
    {"区(县)", COUNTIES | DISTRICT, 0},
    {"区、县", COUNTIES | DISTRICT, 0},
    {"区(市)县", COUNTIES | DISTRICT, 0},
    {"区(县、市)", COUNTIES | DISTRICT, 0},
    {"县级市", COUNTY_CITY, 0},
    {"县", COUNTY, 0},
    {"区(含开发区)", DISTRICT | ZONE, 0},
    {"市辖区", DISTRICT, 0},
    {"城区", DISTRICT, 0},
    {"区", DISTRICT, 0},
    {"开发区", ZONE, 0},
    {"功能区", ZONE, 0},
    {"高新区", ZONE, 0},
    {"经开区", ZONE, 0},
    {"新区", ZONE, 0},
    {"管委会", ZONE, 0},
    {"各设区市", BUREAU, 0},
    {"各省辖市", BUREAU, 0},
    {"各地级市", BUREAU, 0},
    {"各地市", BUREAU, 0},
    {"市(地)", BUREAU, 0},
    {"各市", BUREAU, 0},
    {"各地", PLACES, 0},
    {"各单位", EVERYBODY, 0},
    {"有关单位", EVERYBODY, 0},
    {"相关单位", EVERYBODY, 0},
    /* schools: four names and more for one class */
    {"中等职业技术学校", SCHOOL, 0},
    {"中等专业学校", SCHOOL, 0},
    {"中等职业学校", SCHOOL, 0},
    {"职业技术学校", SCHOOL, 0},
    {"职业院校", SCHOOL, 0},
    {"职业学校", SCHOOL, 0},
    {"中职学校", SCHOOL, 0},
    {"中专学校", SCHOOL, 0},
    {"技工学校", SCHOOL, 0},
    {"技工院校", SCHOOL, 0},
    {"职业高中", SCHOOL, 0},
    {"职业中学", SCHOOL, 0},
    {"职校", SCHOOL, 0},
    {"中专", SCHOOL, 0},
    {"学校", SCHOOL, 0},
    {"院校", SCHOOL, 0},
    {"各校", SCHOOL, 0},
    {"每校", SCHOOL, 0},
    {"公共实训中心", CENTRE, 0},
    {"实训中心", CENTRE, 0},
    {"实训基地", CENTRE, 0},
    {"成员企业", COMPANY, 0},
    {"企业", COMPANY, 0},
    {"新闻媒体", MEDIA, 0},
    {"媒体", MEDIA, 0},
    /* who runs them */
    {"市管", 0, RUN_CITY},
    {"市属", 0, RUN_CITY},
    {"市直属", 0, RUN_CITY},
    {"各市管", 0, RUN_CITY},
    {"各市属", 0, RUN_CITY},
    {"各市直", 0, RUN_CITY},
    {"市直", 0, RUN_CITY},
    {"局属", 0, RUN_CITY},
    {"局直属", 0, RUN_CITY},
    {"直属", 0, RUN_CITY},
    {"县(市)区属", 0, RUN_COUNTY},
    {"县区属", 0, RUN_COUNTY},
    {"县(市、区)属", 0, RUN_COUNTY},
    {"区县属", 0, RUN_COUNTY},
    {"县(市)区所属", 0, RUN_COUNTY},
    {"县(市、区)所属", 0, RUN_COUNTY},
    {"县区所属", 0, RUN_COUNTY},
    {"县属", 0, RUN_COUNTY},
    {"县直", 0, RUN_COUNTY},
    {"区直", 0, RUN_COUNTY},
    {"县管", 0, RUN_COUNTY},
    {"区属", 0, RUN_COUNTY},
    {"民办", 0, RUN_PRIVATE},
    {"省属", 0, RUN_PROVINCE},
    {"省直", 0, RUN_PROVINCE},
    {"省部属", 0, RUN_PROVINCE},
    /* grades and standing */
    {"省级示范及以上", 0, GRADE_MODEL},
    {"省级示范以上", 0, GRADE_MODEL},
    {"省级及以上示范", 0, GRADE_MODEL},
    {"省示范及以上", 0, GRADE_MODEL},
    {"省级示范", 0, GRADE_MODEL},
    {"省示范", 0, GRADE_MODEL},
    {"省级重点及以上", 0, GRADE_MODEL},
    {"国家级示范", 0, GRADE_NATIONAL},
    {"国家级重点", 0, GRADE_NATIONAL},
    {"国家示范", 0, GRADE_NATIONAL},
    {"国家重点", 0, GRADE_NATIONAL},
    {"国示范", 0, GRADE_NATIONAL},
    {"具备办学资质", 0, QUALIFIED},
    {"具有办学资质", 0, QUALIFIED},
    {"有办学资质", 0, QUALIFIED},
    /* words that hold one of the above and mean none of it */
    {"社区", 0, 0},
    {"校区", 0, 0},
    {"园区", 0, 0},
    {"地区", 0, 0},
    {"示范区", 0, 0},
    {"自治区", 0, 0},
    {"高等学校", 0, 0},
    {"高等院校", 0, 0},
    {"高等职业学校", 0, 0},
    {"高等职业院校", 0, 0},
    {"高职院校", 0, 0},
    {"本科院校", 0, 0},
    {"中小学校", 0, 0},
    {"融媒体中心", MEDIA, 0},
};

enum { ALTERNATIVES_MAX = 32, OWN_FIRST = UNIT_OTHER + 1, OWN_MAX = 64 - OWN_FIRST };

/* What was read so far: classes that stand alone, and narrowed ones. */
struct reading {
    const struct units *units;
    struct strs own; /* kinds of the register's own */
    uint64_t plain;
    struct {
        uint64_t classes;
        unsigned by;
    } narrowed[ALTERNATIVES_MAX];
    size_t n;
    struct strs names; /* units named each by itself */
};

static uint64_t own_class(size_t i)
{
    return i < OWN_MAX ? UINT64_C(1) << (OWN_FIRST + i) : 0;
}

static uint64_t own_classes(const struct reading *r)
{
    uint64_t all = 0;
    for (size_t i = 0; i < r->own.n; i++)
        all |= own_class(i);
    return all;
}

static const struct word *longest_word(struct str at)
{
    const struct word *best = NULL;
    size_t length = 0;
    for (size_t i = 0; i < sizeof lexicon / sizeof *lexicon; i++) {
        struct str text = str_of(lexicon[i].text);
        if (text.n > length && str_starts(at, text)) {
            best = &lexicon[i];
            length = text.n;
        }
    }
    return best;
}

/* The longest of the register's own kinds that begins here; its length, 0: none. */
static size_t own_word(const struct reading *r, struct str at, uint64_t *class_r)
{
    size_t length = 0;
    for (size_t i = 0; i < r->own.n; i++)
        if (r->own.items[i].n > length && str_starts(at, r->own.items[i])) {
            length = r->own.items[i].n;
            *class_r = own_class(i);
        }
    return length;
}

static void take(struct reading *r, uint64_t classes, unsigned by)
{
    if (!by) {
        r->plain |= classes;
        return;
    }
    for (size_t i = 0; i < r->n; i++)
        if (r->narrowed[i].by == by) {
            r->narrowed[i].classes |= classes;
            return;
        }
    if (r->n < ALTERNATIVES_MAX) {
        r->narrowed[r->n].classes = classes;
        r->narrowed[r->n++].by = by;
    }
}

/* Brackets and commas come in both widths, blanks in between. */
static struct str normal(struct arena *a, struct str phrase)
{
    static const char *const pairs[][2] = {{"（", "("}, {"）", ")"}, {"，", ","}, {"　", ""}, {" ", ""}, {"\n", ""}};
    struct buf b = buf_new(a, phrase.n + 1);
    while (phrase.n) {
        size_t p = 0;
        while (p < sizeof pairs / sizeof *pairs && !str_starts(phrase, str_of(pairs[p][0])))
            p++;
        if (p < sizeof pairs / sizeof *pairs) {
            buf_put(&b, str_of(pairs[p][1]));
            phrase = str_from(phrase, str_of(pairs[p][0]).n);
        } else {
            struct str rest = phrase;
            utf8_next(&rest);
            buf_put(&b, str_sub(phrase, 0, phrase.n - rest.n));
            phrase = rest;
        }
    }
    return buf_str(&b);
}

/* A unit that the register knows by this very name. */
static bool read_name(struct arena *a, struct reading *r, struct str phrase)
{
    for (size_t i = 0; r->units && i < r->units->n; i++) {
        const struct unit *u = &r->units->items[i];
        if (!str_eq(u->name, phrase) && !str_eq(u->short_name, phrase))
            continue;
        arena_push(a, &r->names, str_dup(a, u->name));
        return true;
    }
    return false;
}

/* False when no word of it names a class. */
static bool read_phrase(struct reading *r, struct str phrase)
{
    unsigned pending = 0;
    bool known = false;
    while (phrase.n) {
        const struct word *w = longest_word(phrase);
        uint64_t classes = w ? w->classes : 0;
        struct str each = S("各"), behind = str_from(phrase, str_starts(phrase, each) ? each.n : 0);
        size_t own = own_word(r, behind, &classes), taken = own ? phrase.n - behind.n + own : 0;
        if (!w && !own) {
            utf8_next(&phrase);
            continue;
        }
        if (w && str_of(w->text).n > taken) {
            classes = w->classes == EVERYBODY ? w->classes | own_classes(r) : w->classes;
            taken = str_of(w->text).n;
        }
        phrase = str_from(phrase, taken);
        if (classes) {
            take(r, classes, pending);
            pending = 0;
            known = true;
        } else if (w && w->narrowing) {
            pending |= 1u << w->narrowing;
        }
    }
    if (pending & (1u << GRADE_NATIONAL | 1u << GRADE_MODEL)) { /* 省级示范及以上 alone: of the schools */
        take(r, SCHOOL, pending);
        known = true;
    }
    return known;
}

static void push_kinds(struct arena *a, const struct reading *r, struct alternative *alternative, uint64_t classes)
{
    struct condition c = {.attribute = S("kind")};
    for (int kind = 0; unit_kind_words[kind]; kind++)
        if (classes & 1u << kind)
            arena_push(a, &c.values, str_of(unit_kind_words[kind]));
    for (size_t i = 0; i < r->own.n; i++)
        if (classes & own_class(i))
            arena_push(a, &c.values, str_dup(a, r->own.items[i]));
    arena_push(a, &alternative->all, c);
}

static struct condition *condition_on(struct arena *a, struct conditions *all, struct str attribute)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->items[i].attribute, attribute))
            return &all->items[i];
    arena_push(a, all, ((struct condition){.attribute = attribute}));
    return &all->items[all->n - 1];
}

/* 市属和民办学校 are those run by either: words on one attribute widen each other, on different ones they narrow. */
static void push_narrowings(struct arena *a, struct alternative *alternative, unsigned set)
{
    for (size_t n = 1; n < sizeof narrowings / sizeof *narrowings; n++) {
        if (!(set & 1u << n))
            continue;
        struct condition *c = condition_on(a, &alternative->all, str_of(narrowings[n].attribute));
        for (size_t v = 0; v < 3 && narrowings[n].values[v]; v++)
            if (!strs_have(&c->values, str_of(narrowings[n].values[v])))
                arena_push(a, &c->values, str_of(narrowings[n].values[v]));
    }
}

/* A unit by its name outweighs the class it is of: so it is told with its kind. */
static void push_names(struct arena *a, const struct reading *r, struct selector *s)
{
    for (size_t i = 0; i < r->units->n; i++) {
        const struct unit *u = &r->units->items[i];
        if (!strs_have(&r->names, u->name))
            continue;
        struct alternative one = {0};
        arena_push(a, &condition_on(a, &one.all, S("kind"))->values, str_dup(a, unit_kind_word(u)));
        arena_push(a, &condition_on(a, &one.all, S("name"))->values, str_dup(a, u->name));
        arena_push(a, &s->any, one);
    }
}

bool selector_from_phrases(struct arena *a, const struct strs *who, const struct units *units, struct selector *s_r)
{
    struct reading r = {.units = units, .own = units_own_kinds(a, units)};
    bool known = who->n > 0;
    for (size_t i = 0; i < who->n; i++) {
        struct str phrase = normal(a, who->items[i]);
        known = (read_name(a, &r, phrase) || read_phrase(&r, phrase)) && known;
    }
    struct selector s = {0};
    if (r.plain) {
        struct alternative plain = {0};
        push_kinds(a, &r, &plain, r.plain);
        arena_push(a, &s.any, plain);
    }
    for (size_t i = 0; i < r.n; i++) {
        uint64_t classes = r.narrowed[i].classes & ~r.plain; /* 市管学校 beside 各校 adds nobody */
        if (!classes)
            continue;
        struct alternative narrowed = {0};
        push_kinds(a, &r, &narrowed, classes);
        push_narrowings(a, &narrowed, r.narrowed[i].by);
        arena_push(a, &s.any, narrowed);
    }
    if (r.names.n)
        push_names(a, &r, &s);
    *s_r = s;
    return known;
}
