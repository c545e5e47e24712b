/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Units and their register (单位名录): a tree of offices, schools and companies with dated attributes, and the selector
 * that picks from it those who owe a duty. What a unit is (its kind) and where it stands (its parent) are fixed
 * members; everything else a notice may ask for (grade, run_by, supervisor, qualified …) is a trait with the days it
 * holds.
 */
#ifndef DOMAIN_UNIT_H
#define DOMAIN_UNIT_H

#include "base/clock.h"
#include "base/err.h"
#include "base/shape.h"
#include "base/sheet.h"
#include "base/table.h"

struct unit_id {
    uint64_t n;
};

enum unit_kind {
    UNIT_BUREAU,      /* 市教育局: the office that sends the notice */
    UNIT_COUNTY,      /* 县 */
    UNIT_COUNTY_CITY, /* 县级市 */
    UNIT_DISTRICT,    /* 区 */
    UNIT_ZONE,        /* 开发区 */
    UNIT_SCHOOL,      /* 中专学校 */
    UNIT_CENTRE,      /* 公共实训中心 */
    UNIT_COMPANY,     /* 成员企业 */
    UNIT_MEDIA,       /* 媒体 */
    UNIT_OTHER,
};
extern const char *const unit_kind_words[]; /* "bureau", "county", "county_city" … */
/* A kind by its word, its label or a usual other name (学校); false when it is none of them. */
bool unit_kind_read(struct str word, int *kind_r);

/*
 * The traits notices ask for have a word inside and a label for people: grade 等级 (national_key 国家级重点,
 * provincial_model 省级示范, good 合格, ordinary 一般), run_by 举办者 (city 市, county 县区, private 民办, province
 * 省), supervisor 主管部门, qualified 办学资质 (yes 有, no 无). What is in no list stands for itself: an office may add
 * its own.
 */
struct str trait_key_of(struct str label);
struct str trait_value_of(struct str key, struct str label);
struct str trait_key_label(struct str key, enum language language);
struct str trait_value_label(struct str key, struct str value, enum language language);

struct trait {
    struct str key, value;
    struct day from, to; /* inclusive; DAY_NONE: open */
};

struct traits {
    struct trait *items;
    size_t n, cap;
};

struct unit {
    struct unit_id id, parent; /* parent 0: the root */
    struct str code;           /* the office's own code, unique in its register */
    struct str name, short_name;
    int kind; /* enum unit_kind */
    struct str contact_name, contact_phone;
    struct traits traits;
    struct instant removed; /* when it left the register; 0: it stands there */
};

struct units {
    struct unit *items; /* parents before children, then by code */
    size_t n, cap;
};

extern const struct shape trait_shape, unit_shape;

const struct unit *unit_find(const struct units *all, struct unit_id id);
/*
 * What a unit is: the word of its kind, or the office's own (乡镇, 学院, 水库管理单位): such a unit is UNIT_OTHER with a
 * trait "kind". Selectors, phrases and pages take the one as the other.
 */
struct str unit_kind_word(const struct unit *u);
struct str unit_kind_label(const struct unit *u, enum language language); /* 县级市 */
/* The office's own kinds, each once, as they are first met. */
struct strs units_own_kinds(struct arena *a, const struct units *units);

/* The value of an attribute on a day: "kind", "code", "name", or a trait; the empty str when there is none. Of
 * several that hold on that day the one that began last counts; DAY_NONE asks for the latest of all. */
struct str unit_attribute(const struct unit *u, struct str key, struct day on);

/* One condition: the attribute is (or, with except, is not) one of the values. */
struct condition {
    struct str attribute;
    struct strs values;
    bool except;
};

struct conditions {
    struct condition *items;
    size_t n, cap;
};

/* All conditions of one alternative must hold. */
struct alternative {
    struct conditions all;
};

/* A unit is picked when any alternative holds. A selector without alternatives picks nobody. */
struct selector {
    struct {
        struct alternative *items;
        size_t n, cap;
    } any;
};

extern const struct shape condition_shape, alternative_shape, selector_shape;

bool selector_picks(const struct selector *s, const struct unit *u, struct day on);

/* How narrow a selector is: the fewest conditions one of its alternatives asks for. 省级示范及以上 outweighs 各校. */
size_t selector_weight(const struct selector *s);

/* In plain words: "县、县级市；举办者为市的中专学校"; "County, County-level city; School (Run by: City)". */
struct str selector_text(struct arena *a, const struct selector *s, enum language language);

/*
 * The classes of unit that notices name: turns phrases such as 各县(市)、开发区教育主管部门, 市管中专学校,
 * 省级示范及以上的学校, 各校 into a selector. Words of the register's own go before the lexicon's: its own kinds (各乡镇),
 * and a unit by its name or short name (计算机学院). False when a phrase means no class it knows (the clerk must choose);
 * *s_r then holds the classes of the phrases it knew. units: NULL: no register.
 */
bool selector_from_phrases(struct arena *a, const struct strs *who, const struct units *units, struct selector *s_r);

/*
 * The register as a table: rows of cells, the first row the headings (编码 上级编码 名称 简称 类别 联系人 电话, every
 * other heading a trait; 属性@2024-01-01 sets its first day). Errors name the row and the column; all of them are
 * found, not only the first. Cycles, doubled codes or names, unknown kinds and parents are errors.
 */
struct row_error {
    int64_t row;
    struct str column, message; /* the column as its heading says; the message in the reader's language */
};

struct row_errors {
    struct row_error *items;
    size_t n, cap;
};

extern const struct shape row_error_shape;

/* Units get ids 1, 2, 3 … here; the store gives them lasting ones. */
void register_read(struct arena *a, const struct table *t, enum language language, struct units *units_r,
                   struct row_errors *errors_r);

/* 市教育局、县、…: all there are. */
struct str unit_kinds_text(struct arena *a);
/* What to write into the column of that heading, in zh-CN. */
struct str register_column_told(struct arena *a, struct str heading);

/* A sheet with its rows. */
struct register_page {
    struct sheet sheet;
    struct {
        struct sheet_row *items;
        size_t n, cap;
    } rows;
};
enum { REGISTER_PAGES = 2 };

/* The register as register_read takes it: read again it is the same. */
void register_lay_out(struct arena *a, const struct units *units, struct register_page *page_r);
/* A table to be filled in, with the office and examples, and a page that tells what goes where. */
void register_template(struct arena *a, const struct unit *office, struct register_page pages_r[REGISTER_PAGES]);

#endif
