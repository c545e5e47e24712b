/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A campaign (活动) is data: the notice's text, its duties with the sentence each comes from, and its forms. One
 * document in JSON, drafted by the compiler, edited by the clerk, published in versions. A duty keeps its key across
 * versions.
 */
#ifndef DOMAIN_CAMPAIGN_H
#define DOMAIN_CAMPAIGN_H

#include "domain/doubt.h"
#include "domain/form.h"
#include "domain/terms.h"
#include "domain/unit.h"

struct campaign_id {
    uint64_t n;
};

/* Code points of the notice's text, end exclusive. */
struct passage {
    int64_t from, to;
};

enum part_kind { PART_FORM, PART_TEXT, PART_PHOTOS, PART_VIDEOS, PART_FILES, PART_PIECES };
extern const char *const part_kind_words[]; /* "form", "text", "photos", "videos", "files", "pieces" */

/* One thing a duty asks for. */
struct part {
    struct str key, name;
    int kind;        /* enum part_kind */
    struct str form; /* PART_FORM: the form's key */
    bool required;
    int64_t min, max; /* characters of a text, number of files or pieces; 0: no limit */
};

enum due_kind {
    DUE_NONE,      /* the notice names none: `day`, when set, is the clerk's proposal */
    DUE_DATE,      /* on `day` at `minute` */
    DUE_SAME_DAY,  /* each day of the period, at `minute` */
    DUE_NEXT_DAY,  /* the morning after each day of the period, at `minute` */
    DUE_WEEKLY,    /* each `weekday` within the period */
    DUE_MONTHLY,   /* each month's `month_day` (0: its last day) within the period */
    DUE_QUARTERLY, /* the same of each quarter's `month` */
    DUE_ANY_DAY,   /* whenever something happens: a day of the period may have one, none is owed and none is late */
};
extern const char *const due_kind_words[];

struct due_rule {
    int kind;
    struct day day;
    int64_t minute; /* of the civil day; 1440: 24:00, the end of that day, when only a date is given */
    int64_t weekday, month_day;
    int64_t month; /* of the quarter, 1 … 3; 0: the first */
};

/* How many pieces those picked must (min) or may (max) hand in; the first rule that picks a unit holds. 0: none. */
struct quota_rule {
    struct selector who;
    int64_t min, max;
    struct str counts; /* 篇 */
};

struct duty {
    struct str key; /* "d3": never used for another duty */
    struct str name, short_name;
    struct strs who; /* as the notice names them */
    struct selector picks;
    struct {
        struct part *items;
        size_t n, cap;
    } parts;
    struct due_rule due;
    struct day from, to; /* the period of a repeated duty: its first and last day */
    struct {
        struct quota_rule *items;
        size_t n, cap;
    } quotas;
    struct str title_rule; /* as written: 活动周xx单位xx材料 */
    struct str mailbox;
    struct terms terms; /* of its pieces, and how they come */
    struct {
        struct passage *items;
        size_t n, cap;
    } spans;
    bool nil_allowed; /* a nil report (零报告) will do */
    bool own_accord;  /* units that do not owe it may report it 自愿报送 */
    bool withdrawn;
    double confidence;
    struct doubts doubts; /* until the clerk has settled them */
};

struct contact {
    struct str name, phone;
};

/* What the compiler doubts, kept with the draft until the clerk has dealt with it. */
struct finding_note {
    struct str code, message, advice; /* in zh-CN: also what is settled is known by */
    struct str message_en, advice_en; /* empty in documents of before */
    struct str duty;                  /* the key of the duty it is about; empty: the notice */
    int field;                        /* enum doubt_field: once it was corrected, the finding is settled */
    struct passage span;
    bool settled;
};

struct campaign {
    struct str key; /* "hefei-2023" */
    struct str title, issuer, number, theme;
    struct day issued, from, to;
    int64_t zone;    /* minutes east of UTC */
    struct str text; /* the notice, LF line ends */
    struct strs attachments, mailboxes, return_reasons;
    struct {
        struct contact *items;
        size_t n, cap;
    } contacts;
    struct {
        struct duty *items;
        size_t n, cap;
    } duties;
    struct {
        struct form *items;
        size_t n, cap;
    } forms;
    struct {
        struct finding_note *items;
        size_t n, cap;
    } findings;
};

extern const struct shape passage_shape, part_shape, due_rule_shape, quota_rule_shape, duty_shape, contact_shape,
    finding_note_shape, campaign_shape;

struct str passage_text(struct str text, struct passage p);
const struct duty *campaign_duty(const struct campaign *c, struct str key);
const struct form *campaign_form(const struct campaign *c, struct str key);
/* What keeps it from being published: duties nobody owes, parts without form, periods without end … ; appended to *remarks. */
void campaign_check(struct arena *a, const struct campaign *c, const struct units *units, struct remarks *remarks);

/* One unit's one thing to hand in, for one day when the duty is repeated. */
struct obligation_id {
    uint64_t n;
};

struct obligation {
    struct obligation_id id;
    int64_t duty; /* index into campaign.duties */
    struct unit_id unit;
    struct day day;            /* DAY_NONE: once */
    struct instant opens, due; /* due INSTANT_NONE: no deadline */
    int64_t quota_min, quota_max;
    bool own_accord; /* not owed: handed in of its own accord */
    bool withdrawn;
};

struct obligations {
    struct obligation *items;
    size_t n, cap;
};

/* More than a national week makes three times over: a campaign that reaches it was not meant so. */
enum { OBLIGATIONS_MAX = 500000 };

/*
 * All that a campaign makes its units owe: by duty, then unit, then day. ids are left 0. A thing owed once opens at
 * INSTANT 0, always; a day's at 00:00 of that day. A period counts its first 400 days (campaign_check refuses longer). Ends with
 * the unit that reaches OBLIGATIONS_MAX: who publishes refuses then.
 */
void obligations_of(struct arena *a, const struct campaign *c, const struct units *units, struct obligations *o_r);

/* What a unit may owe at the most, which are the board's columns: each duty once, or once for each of its days. */
size_t campaign_columns(const struct campaign *c);
/* A board has a cell for each unit and column, owed or not, and memory five bytes for each cell. */
enum { BOARD_CELLS_MAX = 50000000 };

/* One unit's obligation of a duty for a day (DAY_NONE: once), owed or of its own accord where the duty allows that. */
bool obligation_of(const struct campaign *c, const struct duty *duty, const struct unit *u, struct day d,
                   struct obligation *o_r);

/*
 * What an occurrence is called in titles and messages: 5月17日, and where its sentence asks on that day for 上月 or 上季度,
 * the month or quarter it tells of: 4月, 2026年一季度. The empty str for a thing owed once.
 */
struct str occurrence_text(struct arena *a, const struct campaign *c, const struct duty *duty, struct day day);
/* The duty's name behind it: 4月服务业统计月报表 of 上月服务业统计月报表. */
struct str occurrence_name(const struct campaign *c, const struct duty *duty, struct str name);

/* The first quota rule that picks the unit, or NULL. */
const struct quota_rule *duty_quota(const struct duty *duty, const struct unit *u, struct day on);
/* Puts the rules in the order that makes "first" right: the narrowest class before the wider one that holds it. */
void duty_sort_quotas(struct duty *duty);

/* The title by the rule: 活动周xx单位xx材料 → 活动周〈short name〉单位〈what〉材料. The empty str without a rule. */
struct str title_build(struct arena *a, struct str rule, struct str unit_name, struct str what);
/* A title typed by hand: true when it keeps the rule; else the nearest that does is offered in *repaired_r. */
bool title_check(struct arena *a, struct str rule, struct str unit_name, struct str what, struct str title,
                 struct str *repaired_r);

#endif
