/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/burden.h"

struct doubting {
    struct arena *a;
    const struct campaign *c;
    const struct units *units;
    const struct obligations *owed;
    struct remarks *remarks;
};

/* ---- what a thing takes, by its name ---- */

enum effort { EFFORT_TEXT, EFFORT_SHORT, EFFORT_PAPER, EFFORT_FORM };

static const struct {
    enum effort effort;
    const char *words; /* separated and ended by blanks; of two that end at one place the first holds */
} efforts[] = {
    {EFFORT_SHORT, "姓名 名字 代表 联系人 负责人 填报人 联络员 职务 职称 性别 年龄 民族 学历 单位名称 班级 "},
    {EFFORT_SHORT, "电话 手机 联系方式 微信 邮箱 邮编 号 号码 地址 地点 时间 日期 数 数量 人次 名额 金额 比例 零报告 "},
    {EFFORT_PAPER, "报告 总结 方案 计划 规划 综述 汇报 案例 经验 事迹 论文 征文 "},
    {EFFORT_FORM, "表 名单 名册 台账 清单 目录 回执 数据 "},
};

/* Behind the last place where the word stands; 0: nowhere. */
static size_t last_end(struct str name, struct str word)
{
    size_t end = 0;
    for (size_t at; (at = str_find(str_from(name, end), word)) != STR_NONE;)
        end += at + word.n;
    return end;
}

static struct str before_bracket(struct str name)
{
    size_t wide = str_find(name, S("（")), narrow = str_find(name, S("(")), at = wide < narrow ? wide : narrow;
    return at && at != STR_NONE ? str_sub(name, 0, at) : name;
}

/* The head of a Chinese name stands last: 联络员信息表 is a form. What is short ends the name: 参加人数情况 takes words. */
static enum effort effort_of(struct str name)
{
    enum effort found = EFFORT_TEXT;
    size_t last = 0;
    name = before_bracket(name);
    for (size_t i = 0; i < sizeof efforts / sizeof *efforts; i++) {
        struct str words = str_of(efforts[i].words), word;
        while (str_cut(&words, S(" "), &word)) {
            size_t end = word.n ? last_end(name, word) : 0;
            if (end <= last || (end < name.n && efforts[i].effort == EFFORT_SHORT))
                continue;
            last = end;
            found = efforts[i].effort;
        }
    }
    return found;
}

static bool is_daily(const struct duty *d)
{
    return d->due.kind == DUE_SAME_DAY || d->due.kind == DUE_NEXT_DAY;
}

/* What the notice says of its words holds for its papers; a text may have bounds of its own. */
static struct bounds bounds_of(const struct duty *d, const struct part *p, enum effort effort)
{
    if (p->kind == PART_TEXT && (p->min || p->max))
        return (struct bounds){p->min, p->max};
    return effort == EFFORT_PAPER || p->kind == PART_PIECES ? d->terms.words : (struct bounds){0};
}

/* As long as such a text is, within what is demanded. What is written each day is a paragraph, whatever it is called. */
static int64_t seconds_to_write(const struct duty *d, const struct part *p, enum effort effort)
{
    int64_t characters = effort == EFFORT_PAPER && !is_daily(d) ? CHARACTERS_A_PAPER : CHARACTERS_A_TEXT;
    struct bounds length = bounds_of(d, p, effort);
    if (length.max && characters > length.max)
        characters = length.max;
    return (characters < length.min ? length.min : characters) * SECONDS_A_CHARACTER;
}

/* The least number of pieces that any unit owes: who owes more is not known here. */
static int64_t pieces_least(const struct duty *d)
{
    int64_t least = d->quotas.n ? d->quotas.items[0].min : 1;
    for (size_t i = 1; i < d->quotas.n; i++)
        least = d->quotas.items[i].min < least ? d->quotas.items[i].min : least;
    return least > 1 ? least : 1;
}

static int64_t seconds_of(const struct duty *d, const struct part *p)
{
    enum effort effort = effort_of(p->name);
    if (p->kind == PART_PHOTOS || p->kind == PART_VIDEOS)
        return SECONDS_AN_UPLOAD;
    if (p->kind == PART_FORM || effort == EFFORT_FORM)
        return FIELDS_A_FORM * SECONDS_A_FIELD;
    if (p->kind == PART_PIECES)
        return pieces_least(d) * seconds_to_write(d, p, effort);
    if (p->kind == PART_FILES)
        return effort == EFFORT_PAPER ? seconds_to_write(d, p, effort) : SECONDS_AN_UPLOAD;
    return effort == EFFORT_SHORT ? SECONDS_A_FIELD : seconds_to_write(d, p, effort);
}

/* ---- a report ---- */

static void add(struct burden *b, int64_t seconds, bool required, bool prefilled)
{
    b->fields++;
    b->seconds += seconds;
    b->prefilled += prefilled;
    b->seconds_prefilled += prefilled ? seconds : 0;
    b->seconds_needed += required && !prefilled ? seconds : 0;
}

/* Of a form all fields are counted; remarks and other long texts that are not required mostly stay empty. */
static int64_t field_seconds(const struct field *f)
{
    return f->kind == FIELD_LONG_TEXT && f->required ? CHARACTERS_A_CELL * SECONDS_A_CHARACTER : SECONDS_A_FIELD;
}

/* repeated: there is a day before, whose standing values are kept. */
static void add_form(struct burden *b, const struct form *f, bool required, bool repeated)
{
    for (size_t i = 0; i < f->fields.n; i++) {
        const struct field *field = &f->fields.items[i];
        bool standing = repeated && field->standing;
        if (field->kind != FIELD_ROWS)
            add(b, field_seconds(field), required, standing);
        for (size_t k = 0; field->kind == FIELD_ROWS && k < field->fields.n; k++)
            add(b, field_seconds(&field->fields.items[k]), required, standing && field->fields.items[k].standing);
    }
}

struct burden duty_burden(const struct campaign *c, const struct duty *d)
{
    struct burden b = {0};
    for (size_t i = 0; i < d->parts.n; i++) {
        const struct part *p = &d->parts.items[i];
        const struct form *f = p->kind == PART_FORM ? campaign_form(c, p->form) : NULL;
        if (f && f->fields.n)
            add_form(&b, f, p->required, d->due.kind >= DUE_SAME_DAY);
        else if (p->kind != PART_FILES || p->required) /* a file may always be added: nobody asks for it */
            add(&b, seconds_of(d, p), p->required, false);
    }
    return b;
}

/* ---- the register ---- */

static void say(const struct doubting *k, size_t duty, const char *member, enum message message, struct str a2,
                struct str a3)
{
    remark_add(k->a, k->remarks, str_format(k->a, "duties[%zu].%s", duty, member), false, message,
               ARGS(k->c->duties.items[duty].name, a2, a3));
}

static struct str class_text(const struct doubting *k, const struct selector *s)
{
    return selector_text(k->a, s, k->remarks->language);
}

static struct str number(const struct doubting *k, int64_t n)
{
    return str_format(k->a, "%lld", (long long)n);
}

static struct day day_of_duty(const struct doubting *k, const struct duty *d)
{
    return day_is_set(d->due.day) ? d->due.day : k->c->from;
}

static int64_t count_picked(const struct doubting *k, const struct selector *s, struct day on)
{
    int64_t n = 0;
    for (size_t i = 0; i < k->units->n; i++)
        n += selector_picks(s, &k->units->items[i], on);
    return n;
}

/* Each class by itself: that another class of the same duty has units hides one that has none. */
static void doubt_classes(const struct doubting *k, size_t place, const struct selector *s, const char *member)
{
    const struct duty *d = &k->c->duties.items[place];
    for (size_t i = 0; i < s->any.n; i++) {
        struct selector one = {.any = {&s->any.items[i], 1, 1}};
        if (!count_picked(k, &one, day_of_duty(k, d)))
            say(k, place, member, MSG_CLASS_OF_NOBODY, class_text(k, &one), S(""));
    }
}

static void doubt_phrases(const struct doubting *k, size_t place)
{
    const struct duty *d = &k->c->duties.items[place];
    for (size_t i = 0; i < d->who.n; i++) {
        struct strs one = {.items = &d->who.items[i], .n = 1};
        struct selector s = {0};
        if (!selector_from_phrases(k->a, &one, k->units, &s) && !s.any.n)
            say(k, place, "picks", MSG_CLASS_UNKNOWN, d->who.items[i], S(""));
    }
}

/* The first rule holds, so nothing goes wrong unseen; but a letter that says both should be read by a person. */
static void doubt_quotas(const struct doubting *k, size_t place)
{
    const struct duty *d = &k->c->duties.items[place];
    const struct unit *first = NULL;
    int64_t n = 0;
    for (size_t i = 0; i < k->units->n; i++) {
        const struct unit *u = &k->units->items[i];
        size_t rules = 0;
        for (size_t q = 0; q < d->quotas.n; q++)
            rules += selector_picks(&d->quotas.items[q].who, u, day_of_duty(k, d));
        if (rules < 2 || !selector_picks(&d->picks, u, day_of_duty(k, d)))
            continue;
        first = first ? first : u;
        n++;
    }
    if (!n)
        return;
    const struct quota_rule *rule = duty_quota(d, first, day_of_duty(k, d));
    struct str whom = message_text(k->a, MSG_UNITS_SUCH_AS, k->remarks->language, ARGS(number(k, n), first->name));
    say(k, place, "quotas", MSG_QUOTAS_BOTH, whom, class_text(k, &rule->who));
}

static void doubt_duties(const struct doubting *k)
{
    for (size_t i = 0; i < k->c->duties.n; i++) {
        const struct duty *d = &k->c->duties.items[i];
        if (d->withdrawn)
            continue;
        doubt_classes(k, i, &d->picks, "picks");
        for (size_t q = 0; q < d->quotas.n; q++)
            doubt_classes(k, i, &d->quotas.items[q].who, "quotas");
        doubt_phrases(k, i);
        doubt_quotas(k, i);
    }
}

/* ---- addressees ---- */

static bool *owing(const struct doubting *k)
{
    bool *owes = arena_many(k->a, bool, k->units->n + 1);
    size_t at = 0; /* obligations come in the register's order within a duty */
    for (size_t i = 0; i < k->owed->n; i++) {
        for (size_t step = 0; step < k->units->n && k->units->items[at].id.n != k->owed->items[i].unit.n; step++)
            at = (at + 1) % k->units->n;
        owes[at] = true;
    }
    return owes;
}

static void doubt_addressees(const struct doubting *k, const struct strs *audience)
{
    struct selector addressed = {0};
    struct strs kinds = {0};
    int64_t *all = arena_many(k->a, int64_t, k->units->n + 1), *busy = arena_many(k->a, int64_t, k->units->n + 1);
    (void)selector_from_phrases(k->a, audience, k->units, &addressed);
    const bool *owes = owing(k);
    for (size_t i = 0; i < k->units->n; i++) {
        const struct unit *u = &k->units->items[i];
        if (!selector_picks(&addressed, u, k->c->from))
            continue;
        struct str kind = unit_kind_word(u);
        size_t at = 0;
        while (at < kinds.n && !str_eq(kinds.items[at], kind))
            at++;
        if (at == kinds.n)
            arena_push(k->a, &kinds, kind);
        all[at]++;
        busy[at] += owes[i];
    }
    for (size_t i = 0; i < kinds.n; i++)
        if (!busy[i])
            remark_add(k->a, k->remarks, S("duties"), false, MSG_KIND_OWES_NOTHING,
                       ARGS(trait_value_label(S("kind"), kinds.items[i], k->remarks->language), number(k, all[i])));
}

/* ---- the lines ---- */

static void doubt_burden(const struct doubting *k)
{
    double hours = 0;
    for (size_t i = 0; i < k->c->duties.n; i++) {
        const struct duty *d = &k->c->duties.items[i];
        struct burden b = duty_burden(k->c, d);
        int64_t n = 0;
        uint64_t first = 0; /* one unit stands for all: each owes the same days */
        for (size_t o = 0; o < k->owed->n; o++) {
            if (k->owed->items[o].duty != (int64_t)i)
                continue;
            first = first ? first : k->owed->items[o].unit.n;
            n += k->owed->items[o].unit.n == first;
        }
        hours += (double)(n * b.seconds_needed) / 3600;
        if (!d->withdrawn && n > 1 && is_daily(d) && b.seconds_needed > BURDEN_MINUTES_A_DAY * 60)
            say(k, i, "parts", MSG_BURDEN_DAY, number(k, b.seconds_needed / 60), number(k, BURDEN_MINUTES_A_DAY));
    }
    if (hours > BURDEN_HOURS_IN_ALL)
        remark_add(k->a, k->remarks, S("duties"), false, MSG_BURDEN_ALL,
                   ARGS(str_format(k->a, "%.1f", hours), number(k, BURDEN_HOURS_IN_ALL)));
}

void campaign_doubts(struct arena *a, const struct campaign *c, const struct units *units,
                     const struct obligations *owed, const struct strs *audience, struct remarks *remarks)
{
    struct doubting k = {a, c, units, owed, remarks};
    if (!units->n)
        return;
    doubt_duties(&k);
    doubt_addressees(&k, audience);
    doubt_burden(&k);
}
