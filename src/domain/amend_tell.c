/* SPDX-License-Identifier: Apache-2.0 */
/* The differences of an amendment in plain words, and the obligations they make. Declared in domain/amend.h. */
#include "domain/amend.h"

#include <stdlib.h>
#include <string.h>

const char *const change_kind_words[] = {"added", "changed", "withdrawn", NULL};

SHAPE(field_change, struct field_change, SHAPE_FIELD(field_change, field, "栏目", STR, .flags = SHAPE_REQUIRED),
      SHAPE_FIELD(field_change, label, "名称", STR), SHAPE_FIELD(field_change, before, "原为", PROSE),
      SHAPE_FIELD(field_change, after, "改为", PROSE), SHAPE_FIELD(field_change, edited, "曾手工修改", BOOL));

/* ---- members in words ---- */

static struct str minute_text(struct arena *a, int64_t minute)
{
    return str_format(a, "%d:%02d", (int)(minute / 60), (int)(minute % 60));
}

static struct str date_text(struct arena *a, struct day d)
{
    if (!day_is_set(d))
        return S("");
    struct civil c = day_civil(d);
    return str_format(a, "%d年%d月%d日", c.year, c.month, c.day);
}

struct str due_rule_text(struct arena *a, const struct due_rule *due)
{
    static const char *const weekdays[] = {"", "一", "二", "三", "四", "五", "六", "日"};
    struct str at = minute_text(a, due->minute), day = date_text(a, due->day);
    switch (due->kind) {
    case DUE_DATE:
        return str_format(a, STR_FMT STR_FMT "前", STR_ARG(day), STR_ARG(at));
    case DUE_SAME_DAY:
        return str_format(a, "每日，当日" STR_FMT "前", STR_ARG(at));
    case DUE_NEXT_DAY:
        return str_format(a, "每日，次日" STR_FMT "前", STR_ARG(at));
    case DUE_WEEKLY:
        return str_format(a, "每周%s" STR_FMT "前",
                          due->weekday >= 1 && due->weekday <= 7 ? weekdays[due->weekday] : "", STR_ARG(at));
    case DUE_MONTHLY:
        return due->month_day ? str_format(a, "每月%d日" STR_FMT "前", (int)due->month_day, STR_ARG(at))
                              : str_format(a, "每月最后一日" STR_FMT "前", STR_ARG(at));
    default:
        return day.n ? str_format(a, "未写明时限（拟定" STR_FMT STR_FMT "前）", STR_ARG(day), STR_ARG(at))
                     : S("未写明时限");
    }
}

static struct str joined(struct arena *a, const struct strs *list)
{
    struct buf b = buf_new(a, 64);
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            buf_lit(&b, "、");
        buf_put(&b, list->items[i]);
    }
    return buf_str(&b);
}

/* ，不少于5、不超过10 */
static void put_bounds(struct buf *b, int64_t min, int64_t max)
{
    if (min)
        buf_format(b, "，不少于%lld", (long long)min);
    if (max)
        buf_format(b, "%s不超过%lld", min ? "、" : "，", (long long)max);
}

static struct str parts_text(struct arena *a, const struct duty *d)
{
    static const char *const kinds[] = {"报表", "文字", "照片", "视频", "文件", "篇目"};
    struct buf b = buf_new(a, 128);
    for (size_t i = 0; i < d->parts.n; i++) {
        const struct part *p = &d->parts.items[i];
        buf_format(&b, "%s" STR_FMT "（%s%s", i ? "、" : "", STR_ARG(p->name), kinds[p->kind],
                   p->required ? "，必报" : "");
        put_bounds(&b, p->min, p->max);
        buf_lit(&b, "）");
    }
    return buf_str(&b);
}

static struct str quotas_text(struct arena *a, const struct duty *d)
{
    struct buf b = buf_new(a, 128);
    for (size_t i = 0; i < d->quotas.n; i++) {
        const struct quota_rule *q = &d->quotas.items[i];
        struct str who = selector_text(a, &q->who);
        buf_format(&b, "%s" STR_FMT, i ? "；" : "", STR_ARG(who));
        if (q->min)
            buf_format(&b, "不少于%d", (int)q->min);
        if (q->max)
            buf_format(&b, "%s不超过%d", q->min ? "、" : "", (int)q->max);
        buf_put(&b, q->counts);
    }
    return buf_str(&b);
}

static struct str contacts_text(struct arena *a, const struct campaign *c)
{
    struct buf b = buf_new(a, 64);
    for (size_t i = 0; i < c->contacts.n; i++)
        buf_format(&b, "%s" STR_FMT " " STR_FMT, i ? "；" : "", STR_ARG(c->contacts.items[i].name),
                   STR_ARG(c->contacts.items[i].phone));
    return buf_str(&b);
}

static const struct shape_field *forms_member(void)
{
    const struct shape_field *f = campaign_shape.fields;
    while (f->of != &form_shape)
        f++;
    return f;
}

static bool form_is_same(struct form *a, struct form *b)
{
    struct campaign x = {.forms = {a, 1, 1}}, y = {.forms = {b, 1, 1}};
    return shape_member_is_same(forms_member(), &x, &y);
}

/* The forms of c that the other has not, or has otherwise: 日报表：报送人、联系电话 */
static struct str forms_text(struct arena *a, const struct campaign *c, const struct campaign *other)
{
    struct buf b = buf_new(a, 128);
    for (size_t i = 0; i < c->forms.n; i++) {
        struct form *form = &c->forms.items[i];
        const struct form *twin = campaign_form(other, form->key);
        if (twin && form_is_same(form, &other->forms.items[twin - other->forms.items]))
            continue;
        buf_format(&b, "%s" STR_FMT, buf_str(&b).n ? "；" : "", STR_ARG(form->name));
        for (size_t k = 0; k < form->fields.n; k++)
            buf_format(&b, "%s" STR_FMT, k ? "、" : "：", STR_ARG(form->fields.items[k].label));
    }
    return buf_str(&b);
}

/* A member for a person; those with a shape of their own have words of their own. */
static struct str member_text(struct arena *a, const struct shape_field *f, const void *of, const void *other)
{
    const void *at = (const char *)of + f->at;
    switch (f->kind) {
    case SHAPE_STR:
    case SHAPE_PROSE:
        return *(const struct str *)at;
    case SHAPE_DAY:
        return date_text(a, *(const struct day *)at);
    case SHAPE_BOOL:
        return *(const bool *)at ? S("是") : S("否");
    case SHAPE_STRS:
        return joined(a, at);
    default:
        break;
    }
    if (f->of == &contact_shape)
        return contacts_text(a, of);
    if (f->of == &form_shape)
        return forms_text(a, of, other);
    if (f->of == &selector_shape)
        return selector_text(a, at);
    if (f->of == &due_rule_shape)
        return due_rule_text(a, at);
    if (f->of == &terms_shape)
        return terms_text(a, at);
    return f->of == &part_shape ? parts_text(a, of) : quotas_text(a, of);
}

static const char *const head_members[] = {"title",          "issuer", "number",      "theme",     "issued",
                                           "from",           "to",     "attachments", "mailboxes", "contacts",
                                           "return_reasons", "forms",  NULL};
static const char *const duty_members[] = {"name",    "short_name", "who",         "picks",      "parts",
                                           "due",     "from",       "to",          "quotas",     "title_rule",
                                           "mailbox", "terms",      "nil_allowed", "own_accord", NULL};

static bool is_among(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (!strcmp(name, *names))
            return true;
    return false;
}

/* Of one duty, or of the head: as it was, as it is, and what the compiler read of either; NULL where there is none. */
struct versions {
    const void *was, *is, *read_before, *read_now;
};

/* Parts are laid one by one (lay_parts): hand and text do not meet there. */
static bool hand_gave_way(const struct versions *v, const struct shape_field *f)
{
    return v->read_before && v->read_now && f->of != &part_shape && !shape_member_is_same(f, v->was, v->read_before) &&
           shape_member_is_same(f, v->is, v->read_now);
}

static void tell_members(struct arena *a, const struct shape *shape, const char *const *names, const struct versions *v,
                         struct field_changes *to)
{
    for (const struct shape_field *f = shape->fields; f->name; f++) {
        if (!is_among(f->name, names) || shape_member_is_same(f, v->was, v->is))
            continue;
        struct field_change c = {.field = str_of(f->name),
                                 .label = str_of(f->label),
                                 .before = member_text(a, f, v->was, v->is),
                                 .after = member_text(a, f, v->is, v->was),
                                 .edited = hand_gave_way(v, f)};
        if (str_eq(c.before, c.after))
            c.after = str_format(a, STR_FMT "（细项有调整）", STR_ARG(c.after));
        arena_push(a, to, c);
    }
}

/* ---- obligations ---- */

static int by_unit_and_day(const struct obligation *a, const struct obligation *b)
{
    if (a->unit.n != b->unit.n)
        return a->unit.n < b->unit.n ? -1 : 1;
    return a->day.n < b->day.n ? -1 : a->day.n > b->day.n;
}

static int by_duty_unit_and_day(const void *x, const void *y)
{
    const struct obligation *a = x, *b = y;
    if (a->duty != b->duty)
        return a->duty < b->duty ? -1 : 1;
    return by_unit_and_day(a, b);
}

static void put_in_order(struct obligations *all)
{
    if (all->n)
        qsort(all->items, all->n, sizeof *all->items, by_duty_unit_and_day);
}

/* Those of one duty, by unit and day. */
static struct obligations of_duty(const struct obligations *all, int64_t duty)
{
    size_t from = 0, to;
    while (from < all->n && all->items[from].duty < duty)
        from++;
    for (to = from; to < all->n && all->items[to].duty == duty; to++)
        ;
    return (struct obligations){.items = all->items + from, .n = duty < 0 ? 0 : to - from};
}

static bool is_changed(const struct obligation *a, const struct obligation *b)
{
    return a->due.ms != b->due.ms || a->quota_min != b->quota_min || a->quota_max != b->quota_max;
}

struct unit_ids {
    struct unit_id *items;
    size_t n, cap;
};

static void count_changes(struct arena *a, const struct obligations *was, const struct obligations *is,
                          struct duty_change *c, struct unit_ids *concerned)
{
    uint64_t last = 0;
    for (size_t i = 0, k = 0; i < was->n || k < is->n;) {
        int order = i == was->n ? 1 : k == is->n ? -1 : by_unit_and_day(&was->items[i], &is->items[k]);
        const struct obligation *o = order > 0 ? &is->items[k] : &was->items[i];
        bool changed = !order && is_changed(o, &is->items[k]);
        c->withdrawn += order < 0;
        c->added += order > 0;
        c->changed += changed;
        if ((order || changed) && o->unit.n != last) {
            c->units++;
            last = o->unit.n;
            arena_push(a, concerned, o->unit);
        }
        i += order <= 0;
        k += order >= 0;
    }
}

/* ---- duties ---- */

static int64_t index_of(const struct campaign *c, struct str key)
{
    const struct duty *d = campaign_duty(c, key);
    return d ? d - c->duties.items : -1;
}

/* What the compiler read where the duty stands: the same places, the same parts asked for. */
static const struct duty *reading_of(const struct campaign *read, const struct duty *duty)
{
    const struct duty *found = NULL;
    for (size_t i = 0; duty->spans.n && i < read->duties.n; i++) {
        const struct duty *d = &read->duties.items[i];
        if (d->spans.n && d->spans.items[0].from == duty->spans.items[0].from)
            found = d;
    }
    return found;
}

static int kind_of(const struct duty *was, const struct duty *is)
{
    bool stood = was && !was->withdrawn, stands = is && !is->withdrawn;
    if (stood != stands)
        return stands ? CHANGE_ADDED : CHANGE_WITHDRAWN;
    return CHANGE_CHANGED;
}

struct telling {
    struct arena *a;
    const struct amend_basis *basis;
    struct obligations *owed, *owes;
    struct unit_ids concerned;
    struct amendment *out;
};

/* Of several sentences, one a class of unit, the one whose words are new. */
static struct passage told_in(const struct telling *t, const struct duty *d)
{
    for (size_t i = 0; i < d->spans.n; i++) {
        struct str words = passage_text(t->out->document.text, d->spans.items[i]);
        if (words.n && str_find(t->basis->published->text, words) == STR_NONE)
            return d->spans.items[i];
    }
    return d->spans.items[0];
}

static void tell_duty(struct telling *t, const struct duty *was, const struct duty *is)
{
    const struct duty *any = is ? is : was;
    struct duty_change c = {.key = any->key, .name = any->name, .kind = kind_of(was, is)};
    if (is && is->spans.n)
        c.span = told_in(t, is);
    if (was && is && c.kind == CHANGE_CHANGED && !is->withdrawn) {
        struct versions v = {was, is, reading_of(t->basis->before, was), reading_of(t->basis->now, is)};
        tell_members(t->a, &duty_shape, duty_members, &v, &c.fields);
    }
    struct obligations old = of_duty(t->owed, index_of(t->basis->published, any->key));
    struct obligations new = of_duty(t->owes, index_of(&t->out->document, any->key));
    count_changes(t->a, &old, &new, &c, &t->concerned);
    t->out->added += c.added;
    t->out->withdrawn += c.withdrawn;
    t->out->changed += c.changed;
    if (c.kind != CHANGE_CHANGED || c.fields.n || c.units)
        arena_push(t->a, &t->out->duties, c);
}

static int by_id(const void *x, const void *y)
{
    uint64_t a = ((const struct unit_id *)x)->n, b = ((const struct unit_id *)y)->n;
    return a < b ? -1 : a > b;
}

static int64_t count_units(struct unit_ids *list)
{
    int64_t n = 0;
    if (list->n)
        qsort(list->items, list->n, sizeof *list->items, by_id);
    for (size_t i = 0; i < list->n; i++)
        n += !i || list->items[i].n != list->items[i - 1].n;
    return n;
}

/* The text from shortly before the first place where it is another. */
static struct str differing_text(struct arena *a, struct str of, struct str other)
{
    enum { LEAD = 8, MOST = 60 };
    struct str x = of, y = other;
    size_t same = 0;
    while (x.n && y.n && utf8_next(&x) == utf8_next(&y))
        same++;
    size_t from = same > LEAD ? same - LEAD : 0;
    struct str rest = str_from(of, utf8_offset(of, from));
    size_t shown = utf8_offset(rest, MOST);
    return str_format(a, "%s" STR_FMT "%s", from ? "…" : "", STR_ARG(str_sub(rest, 0, shown)),
                      shown < rest.n ? "…" : "");
}

/* A text that was corrected where nothing is asked for. */
static void tell_text(struct arena *a, struct str was, struct str is, struct field_changes *to)
{
    struct field_change c = {.field = S("text"),
                             .label = S("通知正文"),
                             .before = differing_text(a, was, is),
                             .after = differing_text(a, is, was)};
    if (!str_eq(was, is))
        arena_push(a, to, c);
}

bool amendment_is_empty(const struct amendment *told)
{
    return !told->head.n && !told->duties.n;
}

void amendment_tell(struct arena *a, const struct amend_basis *basis, struct obligations *owed,
                    struct obligations *owes, struct amendment *out)
{
    struct telling t = {.a = a, .basis = basis, .owed = owed, .owes = owes, .out = out};
    struct versions head = {basis->published, &out->document, basis->before, basis->now};
    put_in_order(owed);
    put_in_order(owes);
    tell_members(a, &campaign_shape, head_members, &head, &out->head);
    for (size_t i = 0; i < out->document.duties.n; i++) {
        const struct duty *is = &out->document.duties.items[i];
        tell_duty(&t, campaign_duty(basis->published, is->key), is);
    }
    for (size_t i = 0; i < basis->published->duties.n; i++)
        if (!campaign_duty(&out->document, basis->published->duties.items[i].key))
            tell_duty(&t, &basis->published->duties.items[i], NULL);
    if (amendment_is_empty(out))
        tell_text(a, basis->published->text, out->document.text, &out->head);
    out->units = count_units(&t.concerned);
}
