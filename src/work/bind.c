/* SPDX-License-Identifier: Apache-2.0 */
/* What the compiler read becomes the draft of a campaign. Declared in work/notice.h. */
#include "domain/holidays.h"
#include "work/notice.h"

#include <string.h>

/* What the document's shape can hold; some duties of a text are joined, so more are looked at. */
enum { DUTIES_MOST = 200, FINDINGS_MOST = 500, READ_MOST = 2 * DUTIES_MOST };

enum { AFTER_MOST = 5000 }; /* days or hours after the event */

struct binding {
    struct arena *a;
    struct str text;
    const struct notice_draft *draft;
    const struct campaign_defaults *defaults; /* may be NULL */
    const struct form_book *known;
    const struct units *units; /* may be NULL */
    struct campaign *c;
};

/* ---- names ---- */

/* 《2023年职业教育活动周联络员信息表》 of a notice about the 2023年职业教育活动周 is 联络员信息表. */
static struct str without_year_and_theme(struct str name)
{
    struct str week = S("活动周");
    size_t at = str_find(name, week);
    if (at != STR_NONE && at + week.n < name.n && str_starts(name, S("20")))
        return str_from(name, at + week.n);
    if (!str_starts(name, S("20")) || !str_starts(str_from(name, 4), S("年")))
        return name;
    struct str rest = str_from(name, str_starts(str_from(name, 7), S("度")) ? 10 : 7); /* 2022年度|大事记 */
    return rest.n > 6 ? rest : name;
}

/* 前一日活动情况, handed in on the morning after, is told under the day it is of: there it is 当日活动情况. */
static struct str of_its_day(struct arena *a, const struct notice_duty *nd, struct str name)
{
    static const char *const before[] = {"前一日", "前一天", "上一日", "昨日", "昨天"};
    for (size_t i = 0; nd->due.relative == RELATIVE_NEXT_DAY && i < sizeof before / sizeof *before; i++)
        if (str_starts(name, str_of(before[i])))
            return str_format(a, "当日" STR_FMT, STR_ARG(str_from(name, strlen(before[i]))));
    return name;
}

static bool is_numbering(uint32_t cp)
{
    for (struct str s = S("一二三四五六七八九十（）()、.．0123456789 　"); s.n;)
        if (utf8_next(&s) == cp)
            return true;
    return false;
}

/* 2.《统计表》（附件1）；: one of a list, and no heading. */
static bool is_item(struct str line)
{
    return str_ends(line, S("；")) || str_ends(line, S(";"));
}

/* 报送时间, 报送方式: a heading that tells nothing of what is handed in. */
static bool tells_way(struct str heading)
{
    return str_ends(heading, S("时间")) || str_ends(heading, S("方式")) || str_ends(heading, S("要求")) ||
           str_ends(heading, S("办法")) || str_ends(heading, S("截止"));
}

/* The heading a clause stands under: the nearest line above it that is numbered and short. */
static struct str heading_above(const struct binding *b, int64_t from)
{
    struct str above = str_sub(b->text, 0, utf8_offset(b->text, (size_t)from)), line, found = {0};
    while (str_cut(&above, S("\n"), &line)) {
        struct str rest = str_trim(line);
        if (!above.at)
            break; /* the clause's own line */
        bool numbered = false;
        while (rest.n) {
            struct str next = rest;
            if (!is_numbering(utf8_next(&next)))
                break;
            numbered = true;
            rest = next;
        }
        if (numbered && rest.n && utf8_length(rest) <= 24 && str_find(rest, S("：")) == STR_NONE &&
            str_find(rest, S("。")) == STR_NONE && str_find(rest, S(":")) == STR_NONE && !is_item(rest))
            found = rest;
    }
    found = tells_way(found) ? S("") : found;
    size_t bracket = str_find(found, S("（"));
    return bracket == STR_NONE || !bracket ? found : str_sub(found, 0, bracket);
}

static struct str joined(struct arena *a, const struct notice_duty *nd, size_t most)
{
    const struct strs *list = &nd->what;
    struct buf b = buf_new(a, 128);
    for (size_t i = 0; i < list->n && i < most; i++) {
        if (i)
            buf_lit(&b, "、");
        buf_put(&b, of_its_day(a, nd, without_year_and_theme(list->items[i])));
    }
    if (list->n > most)
        buf_format(&b, "等%zu项", list->n);
    return buf_str(&b);
}

/* The head of 校园安全隐患自查情况表、整改台账 is cut before the 、, not behind it. */
static struct str short_of(struct str name)
{
    static const char *const marks[] = {"、", "，", "：", "（", "《", "“"};
    struct str head = utf8_head(name, 12);
    for (size_t i = 0; head.n < name.n && i < sizeof marks / sizeof *marks; i++)
        if (str_ends(head, str_of(marks[i])))
            return str_sub(head, 0, head.n - strlen(marks[i]));
    return head;
}

static void name_duty(const struct binding *b, const struct notice_duty *nd, struct duty *d)
{
    struct str heading = heading_above(b, nd->span.from), things = joined(b->a, nd, 3);
    if (nd->each == EACH_DAILY)
        d->short_name = S("日报");
    else if (nd->has_quota)
        d->short_name = S("推荐材料");
    else if (nd->what.n == 1)
        d->short_name = without_year_and_theme(nd->what.items[0]);
    else
        d->short_name = heading.n && utf8_length(heading) <= 10 ? heading : short_of(things);
    if (heading.n && nd->what.n > 1 && nd->each == EACH_ONCE && !nd->has_quota)
        d->name = str_format(b->a, STR_FMT "：" STR_FMT, STR_ARG(heading), STR_ARG(things));
    else
        d->name = nd->what.n ? things : heading;
    if (!d->name.n)
        d->name = S("材料");
    if (!d->short_name.n)
        d->short_name = short_of(d->name);
}

/* ---- parts ---- */

static const struct form *form_for(const struct binding *b, struct str thing)
{
    for (size_t i = 0; i < b->known->forms.n; i++) {
        struct str name = b->known->forms.items[i].name;
        if (name.n && (str_find(thing, name) != STR_NONE || str_eq(without_year_and_theme(thing), name)))
            return &b->known->forms.items[i];
    }
    return NULL;
}

static bool says(struct str s, const char *const *words)
{
    for (; *words; words++)
        if (str_find(s, str_of(*words)) != STR_NONE)
            return true;
    return false;
}

static int part_kind_of(struct str thing)
{
    static const char *const photos[] = {"照片", "图片", "影像", "相片", NULL};
    static const char *const videos[] = {"视频", "宣传片", "专题片", "短片", NULL};
    static const char *const files[] = {"表", "盖章", "扫描", "名单", "台账", "PDF", "附件", "登记", "汇总", NULL};
    if (says(thing, videos))
        return PART_VIDEOS;
    if (says(thing, photos))
        return PART_PHOTOS;
    return says(thing, files) ? PART_FILES : PART_TEXT;
}

/* The office's own rule first, then a form of that name, then what the word itself says. */
static struct part part_for(const struct binding *b, const struct notice_duty *nd, size_t number)
{
    struct str thing = nd->what.items[number - 1];
    struct part p = part_of_thing(b->a, b->defaults, thing, number);
    const struct form *f = form_for(b, thing);
    p.name = of_its_day(b->a, nd, without_year_and_theme(thing));
    if (p.kind != PART_TEXT)
        return p;
    p.kind = f ? PART_FORM : part_kind_of(thing);
    if (f)
        p.form = f->key;
    else if (p.kind == PART_PHOTOS || p.kind == PART_VIDEOS)
        p.required = false;
    return p;
}

/* Whoever reports may always add a file. */
static void add_files(const struct binding *b, struct duty *d)
{
    for (size_t i = 0; i < d->parts.n; i++)
        if (d->parts.items[i].kind == PART_PHOTOS || d->parts.items[i].kind == PART_FILES)
            return;
    struct part p = {.key = S("files"), .name = S("附件"), .kind = PART_FILES};
    arena_push(b->a, &d->parts, p);
}

/* A word limit holds for the text asked for, when there is just one. */
static void limit_text(const struct notice_duty *nd, struct duty *d)
{
    struct part *text = NULL;
    size_t n = 0;
    for (size_t i = 0; i < d->parts.n; i++)
        if (d->parts.items[i].kind == PART_TEXT) {
            text = &d->parts.items[i];
            n++;
        }
    if (n != 1 || text->min || text->max)
        return;
    text->min = nd->terms.words.min;
    text->max = nd->terms.words.max;
}

static void add_parts(const struct binding *b, const struct notice_duty *nd, struct duty *d)
{
    bool forms = false;
    for (size_t i = 0; i < nd->what.n; i++) {
        struct part p = part_for(b, nd, i + 1);
        forms |= p.kind == PART_FORM;
        arena_push(b->a, &d->parts, p);
    }
    if (!nd->what.n) {
        struct part p = {.key = S("p1"), .name = S("材料"), .kind = PART_TEXT, .required = true};
        arena_push(b->a, &d->parts, p);
    }
    limit_text(nd, d);
    if (!forms && !nd->has_quota)
        add_files(b, d);
}

/* ---- deadlines ---- */

/* So long after the event's last day: working days skip holidays, begun days of hours count whole. DAY_NONE: so long is no
 * deadline but a slip of the pen. */
static struct day day_after_event(struct day event, const struct notice_due *nd)
{
    if (!day_is_set(event) || nd->n > AFTER_MOST)
        return DAY_NONE;
    if (nd->unit == AFTER_WORKDAYS && nd->n > 0)
        return day_after_workdays(event, nd->n);
    return day_plus(event, nd->unit == AFTER_HOURS ? (nd->n + 23) / 24 : nd->n);
}

static void relative_due(const struct binding *b, const struct notice_due *nd, struct duty *d)
{
    struct due_rule *due = &d->due;
    switch (nd->relative) {
    case RELATIVE_SAME_DAY:
        due->kind = DUE_SAME_DAY;
        break;
    case RELATIVE_NEXT_DAY:
        due->kind = DUE_NEXT_DAY;
        break;
    case RELATIVE_WEEKLY:
        due->kind = DUE_WEEKLY;
        due->weekday = nd->n ? nd->n : 5;
        break;
    case RELATIVE_MONTHLY:
        due->kind = DUE_MONTHLY;
        due->month_day = nd->n > 31 ? 0 : nd->n ? nd->n : 0;
        break;
    case RELATIVE_AFTER:
        due->day = day_after_event(b->draft->to, nd);
        due->kind = day_is_set(due->day) ? DUE_DATE : DUE_NONE;
        break;
    case RELATIVE_NONE:
        break;
    }
}

/* What may happen any day: within the event, else until the year is over. */
static void any_day(const struct binding *b, struct duty *d)
{
    struct day first = day_is_set(b->draft->from) ? b->draft->from : b->draft->issued, last = b->draft->to;
    if (day_is_set(first) && !day_is_set(last))
        last = day_of(day_civil(first).year, 12, 31);
    if (!day_is_set(first) || last.n < first.n)
        return;
    d->due.kind = DUE_ANY_DAY;
    d->from = first;
    d->to = last;
}

static void bind_due(const struct binding *b, const struct notice_duty *nd, struct duty *d)
{
    d->due = (struct due_rule){
        .kind = DUE_NONE, .day = DAY_NONE, .minute = nd->due.minute < 0 ? MINUTES_A_DAY : nd->due.minute};
    d->from = d->to = DAY_NONE;
    if (nd->each != EACH_ONCE && nd->due.relative != RELATIVE_AFTER) {
        d->from = b->draft->from;
        d->to = b->draft->to;
    }
    if (day_is_set(nd->due.date)) {
        d->due.kind = DUE_DATE;
        d->due.day = nd->due.date;
    } else if (nd->each == EACH_EVENT) {
        any_day(b, d);
    } else if (nd->due.relative != RELATIVE_NONE) {
        relative_due(b, &nd->due, d);
    }
}

/* ---- duties ---- */

static void add_span(const struct binding *b, struct duty *d, const struct notice_duty *nd)
{
    struct passage p = {nd->span.from, nd->span.to};
    arena_push(b->a, &d->spans, p);
}

/* The quota's selector is made anew: duties that differ by quota alone are joined, and their selectors grow. */
static void add_quota(const struct binding *b, struct duty *d, const struct notice_duty *nd)
{
    struct quota_rule q = {.counts = nd->quota.counts};
    selector_from_phrases(b->a, &nd->who, b->units, &q.who);
    q.min = nd->quota.min > 0 ? nd->quota.min : 0;
    q.max = nd->quota.max > 0 ? nd->quota.max : 0;
    arena_push(b->a, &d->quotas, q);
}

static void bind_duty(const struct binding *b, const struct notice_duty *nd)
{
    struct duty d = {.key = str_format(b->a, "d%zu", b->c->duties.n + 1),
                     .title_rule = nd->title_rule,
                     .mailbox = nd->mailbox,
                     .terms = nd->terms,
                     .nil_allowed = nd->nil_report || nd->each == EACH_DAILY,
                     .own_accord = !b->defaults, /* an office that has rules says which */
                     .confidence = nd->confidence,
                     .doubts = nd->doubts};
    for (size_t i = 0; i < nd->who.n; i++)
        arena_push(b->a, &d.who, nd->who.items[i]);
    selector_from_phrases(b->a, &nd->who, b->units, &d.picks);
    name_duty(b, nd, &d);
    add_parts(b, nd, &d);
    bind_due(b, nd, &d);
    add_span(b, &d, nd);
    if (nd->has_quota)
        add_quota(b, &d, nd);
    arena_push(b->a, &b->c->duties, d);
}

/* ---- the head ---- */

static void bind_head(const struct binding *b)
{
    const struct notice_draft *draft = b->draft;
    struct campaign *c = b->c;
    c->title = draft->title;
    c->issuer = draft->issuer;
    c->number = draft->number;
    c->theme = draft->theme;
    c->issued = draft->issued;
    c->from = draft->from;
    c->to = draft->to;
    c->zone = ZONE_CHINA;
    c->text = b->text;
    c->attachments = draft->attachments;
    c->mailboxes = draft->mailboxes;
    for (size_t i = 0; i < draft->contacts.n; i++) {
        struct contact one = {draft->contacts.items[i].name, draft->contacts.items[i].phone};
        arena_push(b->a, &c->contacts, one);
    }
}

/* A date as it is said, with its year where that is the point. Programs are told it as it is (app/draft_json). */
static struct str date_said(struct arena *a, const struct notice_finding *f, bool english)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    struct day day;
    if (!day_read(f->about, &day))
        return f->about;
    struct civil c = day_civil(day);
    bool year = f->code == FINDING_DUE_PAST || f->code == FINDING_DUE_FAR || f->code == FINDING_DATE_DAMAGED;
    if (english)
        return year ? str_format(a, "%d %s %d", c.day, months[c.month - 1], c.year)
                    : str_format(a, "%d %s", c.day, months[c.month - 1]);
    return year ? str_format(a, "%d年%d月%d日", c.year, c.month, c.day) : str_format(a, "%d月%d日", c.month, c.day);
}

static struct str message_of(struct arena *a, const struct notice_finding *f, bool english)
{
    struct notice_finding said = *f;
    said.about = date_said(a, f, english);
    return notice_finding_message(a, &said, english);
}

/* Duties stand as they were read: those told apart by quota alone are joined afterwards. */
static void bind_findings(const struct binding *b)
{
    for (size_t i = 0; i < b->draft->findings.n; i++) {
        const struct notice_finding *f = &b->draft->findings.items[i];
        struct finding_note n = {.code = notice_finding_code_text(f->code),
                                 .message = message_of(b->a, f, false),
                                 .advice = notice_finding_advice(f->code, false),
                                 .message_en = message_of(b->a, f, true),
                                 .advice_en = notice_finding_advice(f->code, true),
                                 .field = (int)notice_finding_field(f->code),
                                 .span = {f->span.from, f->span.to}};
        if (f->duty >= 0 && f->duty < (int64_t)b->c->duties.n)
            n.duty = b->c->duties.items[f->duty].key;
        arena_push(b->a, &b->c->findings, n);
    }
}

/* What every office says when it sends something back. */
static const struct campaign_defaults *default_reasons(struct arena *a, const struct campaign_defaults *given)
{
    static const char *const reasons[] = {"缺少必填内容，请补充", "数据前后不一致，请核对",
                                          "照片不清晰或与活动不符，请更换", "文字材料过于简单，请充实",
                                          "报错日期或报送要求，请重新报送"};
    struct campaign_defaults *d = arena_one(a, struct campaign_defaults);
    if (given)
        *d = *given;
    for (size_t i = 0; !(given && given->return_reasons.n) && i < sizeof reasons / sizeof *reasons; i++)
        arena_push(a, &d->return_reasons, str_of(reasons[i]));
    return d;
}

/* Another duty that stands bears the same name, or short name. */
static bool is_shared(const struct campaign *c, size_t at, bool is_short)
{
    const struct duty *d = &c->duties.items[at];
    for (size_t i = 0; i < c->duties.n; i++) {
        const struct duty *other = &c->duties.items[i];
        if (i != at && (is_short ? str_eq(other->short_name, d->short_name) : str_eq(other->name, d->name)))
            return true;
    }
    return false;
}

static struct str with_hour(struct arena *a, struct str name, int64_t minute)
{
    return minute % 60 ? str_format(a, STR_FMT "（%d:%02d）", STR_ARG(name), (int)(minute / 60), (int)(minute % 60))
                       : str_format(a, STR_FMT "（%d时）", STR_ARG(name), (int)(minute / 60));
}

/*
 * Two dailies are two columns of the board: they go by what they are, 水位表 beside 日报, or by their hour where the same
 * thing is due twice a day.
 */
static void tell_apart(struct arena *a, struct campaign *c)
{
    bool *shared = arena_many(a, bool, 2 * c->duties.n + 1);
    for (size_t i = 0; i < c->duties.n; i++)
        shared[i] = c->duties.items[i].due.kind >= DUE_SAME_DAY && is_shared(c, i, true);
    for (size_t i = 0; i < c->duties.n; i++)
        if (shared[i])
            c->duties.items[i].short_name = short_of(c->duties.items[i].name);
    for (size_t i = 0; i < c->duties.n; i++) {
        shared[2 * i] = c->duties.items[i].due.kind >= DUE_SAME_DAY && is_shared(c, i, true);
        shared[2 * i + 1] = c->duties.items[i].due.kind >= DUE_SAME_DAY && is_shared(c, i, false);
    }
    for (size_t i = 0; i < c->duties.n; i++) {
        struct duty *d = &c->duties.items[i];
        if (shared[2 * i])
            d->short_name = with_hour(a, d->short_name, d->due.minute);
        if (shared[2 * i + 1])
            d->name = with_hour(a, d->name, d->due.minute);
    }
}

/* Forms that no duty names would only stand in the clerk's way. */
static struct form_book used_forms(struct arena *a, const struct campaign *c, const struct form_book *known)
{
    struct form_book used = {0};
    for (size_t i = 0; i < known->forms.n; i++) {
        bool named = false;
        for (size_t k = 0; k < c->duties.n && !named; k++)
            for (size_t p = 0; p < c->duties.items[k].parts.n && !named; p++)
                named = str_eq(c->duties.items[k].parts.items[p].form, known->forms.items[i].key);
        for (size_t k = 0; k < used.forms.n && named; k++)
            named = !str_eq(used.forms.items[k].key, known->forms.items[i].key);
        if (named)
            arena_push(a, &used.forms, known->forms.items[i]);
    }
    return used;
}

/* A text that demands more than a document may hold is no notice, or several: the clerk is told, and sees the begin. */
static void keep_to_limits(struct arena *a, size_t read, struct campaign *c)
{
    if (c->findings.n >= FINDINGS_MOST)
        c->findings.n = FINDINGS_MOST - 1;
    if (c->duties.n <= DUTIES_MOST && read <= READ_MOST)
        return;
    struct finding_note n = {
        .code = S("too-many-duties"),
        .message = str_format(a, "正文中有 %zu 项报送要求，只列出了前 %d 项", read, DUTIES_MOST),
        .advice = S("请确认这是一份通知；如是多份通知合在一起，请分别制作"),
        .message_en = str_format(a, "The text makes %zu demands; the first %d are listed", read, DUTIES_MOST),
        .advice_en = S("Make sure it is one notice; read several one by one")};
    if (c->duties.n > DUTIES_MOST)
        c->duties.n = DUTIES_MOST;
    arena_push(a, &c->findings, n);
}

void campaign_from_notice(struct arena *a, struct str text, const struct notice_draft *draft,
                          const struct campaign_defaults *defaults, const struct form_book *known,
                          const struct units *units, struct campaign *c_r)
{
    *c_r = (struct campaign){.issued = DAY_NONE, .from = DAY_NONE, .to = DAY_NONE};
    struct binding b = {a, text, draft, defaults, known, units, c_r};
    bind_head(&b);
    for (size_t i = 0; i < draft->duties.n && i < READ_MOST; i++)
        bind_duty(&b, &draft->duties.items[i]);
    bind_findings(&b);
    struct form_book used = used_forms(a, c_r, known);
    campaign_apply_defaults(a, c_r, default_reasons(a, defaults), &used);
    tell_apart(a, c_r);
    keep_to_limits(a, draft->duties.n, c_r);
}
