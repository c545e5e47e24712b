/* SPDX-License-Identifier: Apache-2.0 */
/* What the compiler read becomes the draft of a campaign. Declared in work/notice.h. */
#include "work/notice.h"

#include <string.h>

struct binding {
    struct arena *a;
    struct str text;
    const struct notice_draft *draft;
    struct known_forms known;
    struct campaign *c;
};

enum { MORNING = 10 * 60 };

/* ---- names ---- */

/* 《2023年职业教育活动周联络员信息表》 of a notice about the 2023年职业教育活动周 is 联络员信息表. */
static struct str without_year_and_theme(struct str name)
{
    struct str week = S("活动周");
    size_t at = str_find(name, week);
    if (at != STR_NONE && at + week.n < name.n && str_starts(name, S("20")))
        return str_from(name, at + week.n);
    if (str_starts(name, S("20")) && str_starts(str_from(name, 4), S("年")) && name.n > 7 + 6)
        return str_from(name, 7);
    return name;
}

static bool is_numbering(uint32_t cp)
{
    static const char signs[] = "一二三四五六七八九十（）()、.．0123456789 　";
    for (struct str s = S(signs); s.n;)
        if (utf8_next(&s) == cp)
            return true;
    return false;
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
            str_find(rest, S("。")) == STR_NONE && str_find(rest, S(":")) == STR_NONE)
            found = rest;
    }
    size_t bracket = str_find(found, S("（"));
    return bracket == STR_NONE || !bracket ? found : str_sub(found, 0, bracket);
}

static struct str joined(struct arena *a, const struct strs *list, size_t most)
{
    struct buf b = buf_new(a, 128);
    for (size_t i = 0; i < list->n && i < most; i++) {
        if (i)
            buf_lit(&b, "、");
        buf_put(&b, without_year_and_theme(list->items[i]));
    }
    if (list->n > most)
        buf_format(&b, "等%zu项", list->n);
    return buf_str(&b);
}

static void name_duty(const struct binding *b, const struct notice_duty *nd, struct duty *d)
{
    struct str heading = heading_above(b, nd->span.from), things = joined(b->a, &nd->what, 3);
    if (nd->each == EACH_DAILY)
        d->short_name = S("日报");
    else if (nd->has_quota)
        d->short_name = S("推荐材料");
    else if (nd->what.n == 1)
        d->short_name = without_year_and_theme(nd->what.items[0]);
    else
        d->short_name = heading.n && utf8_length(heading) <= 10 ? heading : utf8_head(things, 12);
    if (heading.n && nd->what.n > 1 && nd->each == EACH_ONCE && !nd->has_quota)
        d->name = str_format(b->a, STR_FMT "：" STR_FMT, STR_ARG(heading), STR_ARG(things));
    else
        d->name = nd->what.n ? things : heading;
    if (!d->name.n)
        d->name = S("材料");
    if (!d->short_name.n)
        d->short_name = utf8_head(d->name, 12);
}

/* ---- parts ---- */

static const struct form *form_for(const struct binding *b, struct str thing)
{
    for (size_t i = 0; i < b->known.n; i++) {
        struct str name = b->known.items[i].name;
        if (name.n && (str_find(thing, name) != STR_NONE || str_eq(without_year_and_theme(thing), name)))
            return &b->known.items[i];
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

static bool has_form(const struct campaign *c, struct str key)
{
    for (size_t i = 0; i < c->forms.n; i++)
        if (str_eq(c->forms.items[i].key, key))
            return true;
    return false;
}

static void add_part(const struct binding *b, struct duty *d, struct str thing)
{
    const struct form *f = form_for(b, thing);
    struct part p = {.key = str_format(b->a, "p%zu", d->parts.n + 1),
                     .name = without_year_and_theme(thing),
                     .kind = f ? PART_FORM : part_kind_of(thing)};
    if (f) {
        p.form = f->key;
        if (!has_form(b->c, f->key))
            arena_push(b->a, &b->c->forms, *f);
    }
    /* The first thing named is what the duty is about; pictures and films go along where there are any. */
    p.required = p.kind == PART_FORM ? d->parts.n == 0 || f->activities : p.kind != PART_PHOTOS && p.kind != PART_VIDEOS;
    arena_push(b->a, &d->parts, p);
}

static void add_parts(const struct binding *b, const struct notice_duty *nd, struct duty *d)
{
    if (nd->has_quota) {
        struct part p = {.key = S("p1"), .name = joined(b->a, &nd->what, 3), .kind = PART_PIECES, .required = true};
        arena_push(b->a, &d->parts, p);
        return;
    }
    bool forms = false;
    for (size_t i = 0; i < nd->what.n; i++) {
        add_part(b, d, nd->what.items[i]);
        forms |= d->parts.items[d->parts.n - 1].kind == PART_FORM;
    }
    /* Where a form asks for the same, free text beside it is welcome but not demanded. */
    for (size_t i = 0; forms && i < d->parts.n; i++)
        if (d->parts.items[i].kind == PART_TEXT)
            d->parts.items[i].required = false;
    bool photos = false;
    for (size_t i = 0; i < d->parts.n; i++)
        photos |= d->parts.items[i].kind == PART_PHOTOS || d->parts.items[i].kind == PART_FILES;
    if (!forms && !photos) {
        struct part p = {.key = S("files"), .name = S("附件"), .kind = PART_FILES};
        arena_push(b->a, &d->parts, p);
    }
}

/* ---- deadlines ---- */

static void proposed_due(const struct binding *b, struct due_rule *due)
{
    due->kind = DUE_NONE;
    due->minute = MORNING;
    if (day_is_set(b->draft->to))
        due->day = day_plus(b->draft->to, 1);
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
        due->kind = day_is_set(b->draft->to) ? DUE_DATE : DUE_NONE;
        if (day_is_set(b->draft->to))
            due->day = day_plus(b->draft->to, nd->unit == AFTER_HOURS ? (nd->n + 23) / 24 : nd->n);
        break;
    case RELATIVE_NONE:
        break;
    }
}

static void bind_due(const struct binding *b, const struct notice_duty *nd, struct duty *d)
{
    d->due = (struct due_rule){.kind = DUE_NONE, .day = DAY_NONE, .minute = nd->due.minute < 0 ? MINUTES_A_DAY : nd->due.minute};
    d->from = d->to = DAY_NONE;
    if (nd->each != EACH_ONCE && nd->due.relative != RELATIVE_AFTER) {
        d->from = b->draft->from;
        d->to = b->draft->to;
    }
    if (day_is_set(nd->due.date)) {
        d->due.kind = DUE_DATE;
        d->due.day = nd->due.date;
    } else if (nd->due.relative != RELATIVE_NONE) {
        relative_due(b, &nd->due, d);
    } else {
        proposed_due(b, &d->due);
    }
}

/* ---- duties ---- */

static void add_span(const struct binding *b, struct duty *d, const struct notice_duty *nd)
{
    struct passage p = {nd->span.from, nd->span.to};
    arena_push(b->a, &d->spans, p);
}

static void add_quota(const struct binding *b, struct duty *d, const struct notice_duty *nd, const struct selector *who)
{
    struct quota_rule q = {.who = *who, .counts = nd->quota.counts};
    q.min = nd->quota.min > 0 ? nd->quota.min : 0;
    q.max = nd->quota.max > 0 ? nd->quota.max : 0;
    arena_push(b->a, &d->quotas, q);
}

static size_t conditions_of(const struct selector *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->any.n; i++)
        n += s->any.items[i].all.n;
    return s->any.n ? n * 16 / s->any.n : 0;
}

/* The narrowest class first: the first rule that picks a unit holds, so a model school owes 2, not 1 + 2. */
static void sort_quotas(struct duty *d)
{
    for (size_t i = 1; i < d->quotas.n; i++)
        for (size_t k = i; k && conditions_of(&d->quotas.items[k].who) > conditions_of(&d->quotas.items[k - 1].who); k--) {
            struct quota_rule q = d->quotas.items[k];
            d->quotas.items[k] = d->quotas.items[k - 1];
            d->quotas.items[k - 1] = q;
        }
}

/* Quotas by class that stand in one sentence after another are one duty. */
static bool joins(const struct notice_duty *before, const struct notice_duty *nd)
{
    bool same_due = before->due.date.n == nd->due.date.n && before->due.relative == nd->due.relative &&
                    before->due.minute == nd->due.minute;
    return before->has_quota && nd->has_quota && same_due && before->each == nd->each &&
           nd->span.from - before->span.to <= 4;
}

static void join(const struct binding *b, struct duty *d, const struct notice_duty *nd, const struct selector *who)
{
    for (size_t i = 0; i < who->any.n; i++)
        arena_push(b->a, &d->picks.any, who->any.items[i]);
    for (size_t i = 0; i < nd->who.n; i++)
        if (!strs_have(&d->who, nd->who.items[i]))
            arena_push(b->a, &d->who, nd->who.items[i]);
    add_quota(b, d, nd, who);
    sort_quotas(d);
    add_span(b, d, nd);
    if (nd->confidence < d->confidence)
        d->confidence = nd->confidence;
}

static void bind_duty(const struct binding *b, const struct notice_duty *nd, const struct notice_duty *before)
{
    struct selector who = {0};
    selector_from_phrases(b->a, &nd->who, &who);
    if (before && b->c->duties.n && joins(before, nd)) {
        join(b, &b->c->duties.items[b->c->duties.n - 1], nd, &who);
        return;
    }
    struct duty d = {.key = str_format(b->a, "d%zu", b->c->duties.n + 1),
                     .picks = who,
                     .title_rule = nd->title_rule,
                     .mailbox = nd->mailbox,
                     .nil_allowed = nd->nil_report || nd->each == EACH_DAILY,
                     .own_accord = true,
                     .confidence = nd->confidence};
    for (size_t i = 0; i < nd->who.n; i++)
        arena_push(b->a, &d.who, nd->who.items[i]);
    /* A selector that is joined to later must not share its list with the quota's. */
    struct selector own = {0};
    for (size_t i = 0; i < who.any.n; i++)
        arena_push(b->a, &own.any, who.any.items[i]);
    d.picks = own;
    name_duty(b, nd, &d);
    add_parts(b, nd, &d);
    bind_due(b, nd, &d);
    add_span(b, &d, nd);
    if (nd->has_quota)
        add_quota(b, &d, nd, &who);
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
    for (size_t i = 0; i < draft->findings.n; i++) {
        const struct notice_finding *f = &draft->findings.items[i];
        struct finding_note n = {.code = notice_finding_code_text(f->code),
                                 .message = notice_finding_message(b->a, f, false),
                                 .advice = notice_finding_advice(f->code, false),
                                 .span = {f->span.from, f->span.to}};
        arena_push(b->a, &c->findings, n);
    }
}

static void default_reasons(const struct binding *b)
{
    static const char *const reasons[] = {"缺少必填内容，请补充", "数据前后不一致，请核对", "照片不清晰或与活动不符，请更换",
                                          "文字材料过于简单，请充实", "标题不符合命名要求，请修改", "报错日期或报送要求，请重新报送"};
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        arena_push(b->a, &b->c->return_reasons, str_of(reasons[i]));
}

void campaign_from_notice(struct arena *a, struct str text, const struct notice_draft *draft, struct known_forms known,
                          struct campaign *c_r)
{
    *c_r = (struct campaign){.issued = DAY_NONE, .from = DAY_NONE, .to = DAY_NONE};
    struct binding b = {a, text, draft, known, c_r};
    bind_head(&b);
    default_reasons(&b);
    for (size_t i = 0; i < draft->duties.n; i++)
        bind_duty(&b, &draft->duties.items[i], i ? &draft->duties.items[i - 1] : NULL);
}
