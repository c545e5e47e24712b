/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/finding.h"

#include "domain/holidays.h"
#include "domain/notice/block.h"
#include "domain/notice/thing.h"
#include "domain/notice/who.h"

enum {
    FINDINGS = 400, /* more than anybody reads */
    OF_NOTICE = -1  /* no one duty's */
};

static const struct {
    struct str code;
    enum doubt_field field;
    struct str zh, en, zh_do, en_do;
} catalogue[] = {
#define FINDING(name, code, field, zh, en, zh_do, en_do) {S(code), DOUBT_##field, S(zh), S(en), S(zh_do), S(en_do)},
#include "domain/notice/finding.def"
#undef FINDING
};

struct str notice_finding_code_text(enum notice_finding_code code)
{
    return catalogue[code].code;
}

enum doubt_field notice_finding_field(enum notice_finding_code code)
{
    return catalogue[code].field;
}

struct str notice_finding_advice(enum notice_finding_code code, bool english)
{
    return english ? catalogue[code].en_do : catalogue[code].zh_do;
}

struct str notice_finding_message(struct arena *a, const struct notice_finding *f, bool english)
{
    struct str text = english ? catalogue[f->code].en : catalogue[f->code].zh;
    size_t at = str_find(text, S("{1}"));
    if (at == STR_NONE)
        return text;
    struct str head = {text.at, at}, tail = str_from(text, at + 3);
    return str_format(a, STR_FMT STR_FMT STR_FMT, STR_ARG(head), STR_ARG(f->about), STR_ARG(tail));
}

static void finding_add(struct compiler *c, enum notice_finding_code code, int64_t duty, struct span span,
                        struct str about)
{
    if (c->draft->findings.n >= FINDINGS)
        return;
    struct notice_finding f = {code, page_source(c->page, span), about, duty};
    arena_push(c->arena, &c->draft->findings, f);
}

/* ---- what a check sees ----------------------------------------------------------------------------------------- */

struct view {
    struct compiler *c;
    const struct makings *duties;
    const struct annexes *annexes;
    struct mentions mentions;
};

static struct str date_of(const struct view *v, const struct making *d)
{
    return day_text(v->c->arena, d->due.due.date);
}

static bool is_dated(const struct making *d)
{
    return d->has_due && day_is_set(d->due.due.date);
}

/* A short name for a duty: its first thing, or its clause. */
static struct str duty_label(const struct view *v, const struct making *d)
{
    struct str s = d->things.n ? copy_of(v->c, d->things.items[0]) : copy_of(v->c, d->span);
    return utf8_length(s) > 24 ? str_format(v->c->arena, STR_FMT "…", STR_ARG(utf8_head(s, 24))) : s;
}

/* The day the letter was written, from the text or from the caller. */
static struct day issued(const struct view *v)
{
    return v->c->calendar.issued;
}

/* ---- attachments ----------------------------------------------------------------------------------------------- */

static const struct annex *annex_named(const struct view *v, struct span title)
{
    struct str name = text_of(v->c, title);
    for (size_t i = 0; i < v->annexes->n; i++) {
        const struct annex *a = &v->annexes->items[i];
        struct str listed = text_of(v->c, a->title);
        if (a->listed && name.n > 0 && (str_find(listed, name) != STR_NONE || str_find(name, listed) != STR_NONE))
            return a;
    }
    return NULL;
}

static bool annex_listed(const struct view *v, int number)
{
    for (size_t i = 0; i < v->annexes->n; i++) {
        const struct annex *a = &v->annexes->items[i];
        if (a->listed && (a->number == number || (a->number == 0 && number == 1)))
            return true;
    }
    return false;
}

static void attachment_numbers(struct view *v)
{
    for (size_t i = 0; i < v->mentions.n; i++) {
        const struct mention *m = &v->mentions.items[i];
        const struct annex *a = span_is_empty(m->title) ? NULL : annex_named(v, m->title);
        if (a != NULL && a->number != 0 && a->number != m->number)
            finding_add(v->c, FINDING_ATTACHMENT_NUMBER, OF_NOTICE, m->span,
                        str_format(v->c->arena, STR_FMT "（正文附件%d，清单附件%d）", STR_ARG(copy_of(v->c, a->title)),
                                   m->number, a->number));
        else if (!annex_listed(v, m->number))
            finding_add(v->c, FINDING_ATTACHMENT_UNLISTED, OF_NOTICE, m->span, copy_of(v->c, m->span));
    }
}

static bool asks_for(const struct view *v, const struct making *d, const struct annex *a)
{
    for (size_t i = 0; i < d->things.n; i++) {
        if (annex_named(v, d->things.items[i]) == a)
            return true;
    }
    return false;
}

/* A form in the list that the text never names, neither by title nor by number. */
static void attachments_unused(struct view *v)
{
    for (size_t i = 0; i < v->annexes->n; i++) {
        const struct annex *a = &v->annexes->items[i];
        bool form = page_has(v->c->page, a->title.to - 3, a->title.to, S("表")) ||
                    page_has(v->c->page, a->title.to - 6, a->title.to, S("回执"));
        bool used = !a->listed || !form || a->number == 0;
        for (size_t k = 0; k < v->mentions.n && !used; k++) {
            const struct mention *m = &v->mentions.items[k];
            used = m->number == a->number || (!span_is_empty(m->title) && annex_named(v, m->title) == a);
        }
        for (size_t k = 0; k < v->duties->n && !used; k++)
            used = asks_for(v, &v->duties->items[k], a);
        if (!used &&
            page_find(v->c->page, (struct span){0, v->annexes->list.from}, text_of(v->c, a->title)) == UINT32_MAX)
            finding_add(v->c, FINDING_ATTACHMENT_UNUSED, OF_NOTICE, a->title, copy_of(v->c, a->title));
    }
}

/* ---- deadlines ------------------------------------------------------------------------------------------------- */

static void due_days(struct view *v)
{
    bool moves = span_has(v->c, (struct span){0, page_end(v->c->page)}, S("顺延"));
    for (size_t i = 0; i < v->duties->n; i++) {
        const struct making *d = &v->duties->items[i];
        if (!is_dated(d) || day_is_working(d->due.due.date))
            continue;
        if (moves && holidays_known(d->due.due.date))
            finding_add(v->c, FINDING_POSTPONED, i, d->due.span, day_text(v->c->arena, day_postponed(d->due.due.date)));
        else
            finding_add(v->c, FINDING_DUE_WEEKEND, i, d->due.span, date_of(v, d));
    }
}

static void due_reason(struct view *v)
{
    for (size_t i = 0; i < v->duties->n && day_is_set(issued(v)); i++) {
        const struct making *d = &v->duties->items[i];
        if (!is_dated(d) || d->due.each != EACH_ONCE)
            continue;
        struct day due = d->due.due.date;
        if (due.n < issued(v).n)
            finding_add(v->c, FINDING_DUE_PAST, i, d->due.span, date_of(v, d));
        else if (due.n > issued(v).n + 366)
            finding_add(v->c, FINDING_DUE_FAR, i, d->due.span, date_of(v, d));
        else if (due.n < day_after_workdays(issued(v), 2).n)
            finding_add(v->c, FINDING_DUE_SHORT, i, d->due.span, date_of(v, d));
    }
}

static void due_reading(struct view *v)
{
    bool told = false; /* one guess serves for all */
    for (size_t i = 0; i < v->duties->n; i++) {
        const struct making *d = &v->duties->items[i];
        if (!is_dated(d))
            continue;
        if (d->due.dates.weekday && day_weekday(d->due.due.date) != d->due.dates.weekday)
            finding_add(v->c, FINDING_WEEKDAY, i, d->due.span, copy_of(v->c, d->due.span));
        if (d->due.dates.damaged)
            finding_add(v->c, FINDING_DATE_DAMAGED, i, d->due.span, date_of(v, d));
        if (d->due.dates.to.year == 0 && !day_is_set(issued(v)) && !told)
            finding_add(v->c, FINDING_YEAR_GUESSED, i, d->due.span,
                        str_format(v->c->arena, "%d年", day_civil(d->due.due.date).year));
        told = told || d->due.dates.to.year == 0;
    }
}

static bool has_thing(const struct view *v, const struct making *d, struct str word)
{
    for (size_t i = 0; i < d->things.n; i++) {
        if (span_has(v->c, d->things.items[i], word))
            return true;
    }
    return false;
}

/* A summary owed before the event is over, a plan or a registration after it began. */
static void due_window(struct view *v)
{
    const struct notice_draft *n = v->c->draft;
    for (size_t i = 0; i < v->duties->n && day_is_set(n->to) && day_is_set(n->from); i++) {
        const struct making *d = &v->duties->items[i];
        if (!is_dated(d) || d->due.each != EACH_ONCE)
            continue;
        bool stage = span_has(v->c, heading_above(v->c, d->block), S("阶段")); /* 总结阶段 is part of the whole */
        bool early =
            (has_thing(v, d, S("总结")) || has_thing(v, d, S("综述"))) && d->due.due.date.n < n->to.n && !stage;
        bool late = (has_thing(v, d, S("方案")) || has_thing(v, d, S("报名")) || has_thing(v, d, S("回执"))) &&
                    d->due.due.date.n > n->from.n;
        if (early || late)
            finding_add(v->c, FINDING_WINDOW_CONFLICT, i, d->due.span, duty_label(v, d));
    }
}

static void holidays_unknown(struct view *v)
{
    int told = 0;
    bool moves = span_has(v->c, (struct span){0, page_end(v->c->page)}, S("顺延"));
    for (size_t i = 0; i < v->duties->n; i++) {
        const struct making *d = &v->duties->items[i];
        struct day day = is_dated(d) ? d->due.due.date : issued(v);
        bool counts = d->due.due.unit == AFTER_WORKDAYS || (moves && is_dated(d));
        if (counts && day_is_set(day) && !holidays_known(day) && told != day_civil(day).year)
            finding_add(v->c, FINDING_HOLIDAY_UNKNOWN, i, d->due.span,
                        str_format(v->c->arena, "%d", told = day_civil(day).year));
    }
}

static void rhythm_rounded(struct view *v)
{
    static const struct str words[] = {S("单月"), S("双月"), S("季度"), S("每季"), S("两个月"), S("隔月"), S("半年")};
    for (size_t i = 0; i < v->duties->n; i++) {
        const struct making *d = &v->duties->items[i];
        for (size_t k = 0; d->due.each == EACH_MONTHLY && k < sizeof words / sizeof *words; k++) {
            if (!span_has(v->c, d->due.span, words[k]))
                continue;
            finding_add(v->c, FINDING_RHYTHM_ROUNDED, i, d->due.span, copy_of(v->c, d->due.span));
            break;
        }
    }
}

/* ---- who, what, where ------------------------------------------------------------------------------------------ */

static void duty_gaps(struct view *v)
{
    for (size_t i = 0; i < v->duties->n; i++) {
        const struct making *d = &v->duties->items[i];
        if (d->who.n == 0)
            finding_add(v->c, FINDING_AUDIENCE_MISSING, i, d->span, duty_label(v, d));
        if (!d->has_due && d->due.each != EACH_EVENT)
            finding_add(v->c, d->has_quota ? FINDING_QUOTA_NO_DATE : FINDING_DUE_MISSING, i, d->span, duty_label(v, d));
        if (span_is_empty(d->to) && span_is_empty(d->mailbox) && d->channels == 0)
            finding_add(v->c, v->c->draft->mailboxes.n > 1 ? FINDING_MAIL_UNTIED : FINDING_CHANNEL_MISSING, i, d->span,
                        duty_label(v, d));
        if (v->c->blocks.items[d->block].letter > 0)
            finding_add(v->c, FINDING_SUPERIOR_DEMAND, i, d->span, duty_label(v, d));
    }
}

/* 省级示范及以上的学校 are schools too: a quota for each school and one for these both hold for them. */
static void quota_overlaps(struct view *v)
{
    static const struct str narrow[] = {S("示范"), S("以上"), S("重点"), S("骨干"), S("级"), S("试点")};
    for (size_t i = 0; i < v->duties->n; i++) {
        const struct making *d = &v->duties->items[i];
        bool narrower = false;
        for (size_t k = 0; d->has_quota && d->who.n == 1 && k < sizeof narrow / sizeof *narrow; k++)
            narrower = narrower || span_has(v->c, d->who.items[0], narrow[k]);
        for (size_t k = i > NEIGHBOURS ? i - NEIGHBOURS : 0; narrower && k < v->duties->n && k < i + NEIGHBOURS; k++) {
            const struct making *o = &v->duties->items[k];
            bool wide = k != i && o->has_quota && o->sentence == d->sentence && o->who.n > 0;
            struct span a = d->who.items[0], b = wide ? o->who.items[0] : a;
            if (wide && page_has(v->c->page, a.to - 3, a.to, page_str(v->c->page, (struct span){b.to - 3, b.to})))
                finding_add(v->c, FINDING_QUOTA_OVERLAP, i, d->span, copy_of(v->c, a));
        }
    }
}

/* Classes of unit that a letter may address; `not` are words that hold the class's sign but mean another. */
static const struct {
    struct str sign, not [3];
} classes[] = {
    {S("县"), {S("县级"), S("县直"), S("")}}, {S("区"), {S("开发区"), S("区直"), S("园区")}},
    {S("乡镇"), {S(""), S(""), S("")}},       {S("街道"), {S(""), S(""), S("")}},
    {S("校"), {S("校级"), S(""), S("")}},     {S("企业"), {S(""), S(""), S("")}},
    {S("医院"), {S(""), S(""), S("")}},       {S("部门"), {S("主管部门"), S("管理部门"), S("")}},
};

static bool names_class(struct str text, size_t k)
{
    for (size_t at; (at = str_find(text, classes[k].sign)) != STR_NONE; text = str_from(text, at + classes[k].sign.n)) {
        bool other = false;
        for (size_t i = 0; i < 3; i++) {
            struct str not = classes[k].not [i];
            size_t place = not .n ? str_find(text, not ) : STR_NONE;
            other = other || (place != STR_NONE && place <= at && at < place + not .n);
        }
        if (!other)
            return true;
    }
    return false;
}

static bool any_names(const struct view *v, const struct spans *list, size_t k)
{
    for (size_t i = 0; i < list->n; i++) {
        if (names_class(text_of(v->c, list->items[i]), k))
            return true;
    }
    return false;
}

static void audience_idle(struct view *v)
{
    const struct spans *letter = &v->c->audience[0];
    for (size_t i = 0; i < v->duties->n; i++) {
        const struct making *d = &v->duties->items[i];
        bool any = is_anyone(v->c, &d->who);
        for (size_t k = 0; k < d->who.n; k++)
            any = any || span_has(v->c, d->who.items[k], S("单位")); /* 各申报单位 */
        if (!d->who_own || any)
            return; /* everybody owes something */
    }
    for (size_t k = 0; k < sizeof classes / sizeof *classes && v->duties->n > 0; k++) {
        bool owes = !any_names(v, letter, k);
        for (size_t i = 0; i < v->duties->n && !owes; i++)
            owes = any_names(v, &v->duties->items[i].who, k);
        if (!owes)
            finding_add(v->c, FINDING_AUDIENCE_IDLE, OF_NOTICE, letter->items[0], classes[k].sign);
    }
}

static void titles(struct view *v)
{
    static const struct str units[] = {S("单位"), S("学校"), S("校名"), S("姓名"), S("xx"),  S("XX"), S("×"),
                                       S("某"),   S("X"),    S("名称"), S("部门"), S("县"),  S("市"), S("院"),
                                       S("区"),   S("作者"), S("**"),   S("公司"), S("企业")};
    for (size_t i = 0; i < v->duties->n; i++) {
        const struct making *d = &v->duties->items[i];
        bool placed = span_is_empty(d->rule);
        for (size_t k = i > NEIGHBOURS ? i - NEIGHBOURS : 0; k < i && !placed; k++)
            placed = v->duties->items[k].rule.from == d->rule.from; /* told once */
        placed = placed || span_has_any(v->c, d->rule, WORD_LIST(units));
        if (!placed)
            finding_add(v->c, FINDING_TITLE_NO_UNIT, i, d->rule, copy_of(v->c, d->rule));
    }
}

static bool all_alike(const struct view *v, const struct spans *a, const struct spans *b)
{
    for (size_t i = 0; i < a->n && a->n == b->n; i++) {
        if (!str_eq(text_of(v->c, a->items[i]), text_of(v->c, b->items[i])))
            return false;
    }
    return a->n > 0 && a->n == b->n;
}

static void demanded_twice(struct view *v)
{
    for (size_t i = 0; i < v->duties->n; i++) {
        const struct making *d = &v->duties->items[i];
        for (size_t k = i > NEIGHBOURS ? i - NEIGHBOURS : 0; k < i; k++) {
            const struct making *o = &v->duties->items[k];
            bool once = d->due.each == EACH_ONCE && o->due.each == EACH_ONCE && is_dated(d) && is_dated(o);
            bool same = once && d->sentence != o->sentence && all_alike(v, &d->things, &o->things) &&
                        !is_those(v->c, &d->things) && all_alike(v, &d->who, &o->who);
            if (same && d->due.due.date.n != o->due.due.date.n)
                finding_add(v->c, FINDING_DEMANDED_TWICE, i, d->span, duty_label(v, d));
        }
    }
}

/* ---- mailboxes and open points --------------------------------------------------------------------------------- */

static bool is_free_host(struct str mailbox)
{
    static const struct str hosts[] = {S("@qq.com"),      S("@163.com"),   S("@126.com"),     S("@sina.com"),
                                       S("@sina.cn"),     S("@139.com"),   S("@sohu.com"),    S("@yeah.net"),
                                       S("@hotmail.com"), S("@gmail.com"), S("@foxmail.com"), S("@outlook.com")};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        if (str_ends(mailbox, hosts[i]))
            return true;
    }
    return false;
}

static void free_mail(struct view *v)
{
    static const struct str personal[] = {S("名单"),   S("信息表"), S("报名表"), S("登记表"), S("花名册"), S("身份证"),
                                          S("联络员"), S("联系表"), S("回执"),   S("推荐表"), S("学籍")};
    for (size_t i = 0; i < v->duties->n; i++) {
        const struct making *d = &v->duties->items[i];
        bool person = false;
        for (size_t k = 0; k < sizeof personal / sizeof *personal; k++)
            person = person || has_thing(v, d, personal[k]);
        for (size_t k = i > NEIGHBOURS ? i - NEIGHBOURS : 0; k < i && person; k++)
            person = v->duties->items[k].mailbox.from != d->mailbox.from; /* told at the first */
        if (person && is_free_host(text_of(v->c, d->mailbox)))
            finding_add(v->c, FINDING_FREE_MAIL, i, d->mailbox, copy_of(v->c, d->mailbox));
    }
}

static void hidden_mail(struct view *v)
{
    static const struct str signs[] = {S("[emailprotected]"), S("emailprotected")};
    uint32_t at = page_find(v->c->page, (struct span){0, page_end(v->c->page)}, signs[0]);
    if (at != UINT32_MAX)
        finding_add(v->c, FINDING_MAIL_HIDDEN, OF_NOTICE, (struct span){at, at + (uint32_t)signs[0].n}, S(""));
}

/* 地点:待定. A 待定 in the middle of a sentence is talk. */
static void pending(struct view *v)
{
    const struct page *p = v->c->page;
    uint32_t last = 0; /* 待定,另行通知 is told once */
    for (uint32_t at = v->c->body; at < page_end(p); at = page_next(p, at)) {
        uint32_t n = word_here(v->c, at, page_end(p), WORD_PENDING);
        if (n == 0 || at < last + 45)
            continue;
        last = at;
        uint32_t from = at;
        while (from > v->c->body && p->gap[from] < GAP_LINE && at - from < 60 &&
               !page_has(p, page_back(p, from), from, S("。")) && p->text.at[from - 1] != ',' &&
               p->text.at[from - 1] != ';')
            from = page_back(p, from);
        finding_add(v->c, FINDING_PENDING, OF_NOTICE, (struct span){at, at + n},
                    copy_of(v->c, (struct span){from, at + n}));
    }
}

void findings_make(struct compiler *c, const struct makings *duties, const struct annexes *annexes)
{
    static void (*const checks[])(struct view *) = {
        attachment_numbers, attachments_unused, due_days,    due_reason,     due_reading,   due_window,
        holidays_unknown,   rhythm_rounded,     duty_gaps,   quota_overlaps, audience_idle, titles,
        demanded_twice,     free_mail,          hidden_mail, pending,
    };
    struct view v = {.c = c, .duties = duties, .annexes = annexes};
    mentions_read(c, annexes, &v.mentions);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i](&v);
}
