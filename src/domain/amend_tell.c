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

/* Who reads it. */
struct teller {
    struct arena *a;
    enum language language;
};

static struct str words(const struct teller *t, enum message message, const struct str args[ERR_ARGS])
{
    return message_text(t->a, message, t->language, args);
}

static struct str number(const struct teller *t, int64_t n)
{
    return str_format(t->a, "%lld", (long long)n);
}

static struct str minute_text(const struct teller *t, int64_t minute)
{
    return str_format(t->a, "%d:%02d", (int)(minute / 60), (int)(minute % 60));
}

static struct str date_text(const struct teller *t, struct day d)
{
    if (!day_is_set(d))
        return S("");
    struct civil c = day_civil(d);
    if (t->language == LANGUAGE_EN)
        return day_text(t->a, d);
    return str_format(t->a, "%d年%d月%d日", c.year, c.month, c.day);
}

static struct str weekday_text(const struct teller *t, int64_t weekday)
{
    return weekday >= 1 && weekday <= 7 ? words(t, MSG_MONDAY + (enum message)(weekday - 1), NULL) : S("");
}

struct str due_rule_text(struct arena *a, const struct due_rule *due, enum language language)
{
    const struct teller t = {a, language};
    struct str at = minute_text(&t, due->minute), day = date_text(&t, due->day);
    switch (due->kind) {
    case DUE_DATE:
        return words(&t, MSG_DUE_DATE_TEXT, ARGS(day, at));
    case DUE_SAME_DAY:
        return words(&t, MSG_DUE_SAME_DAY_TEXT, ARGS(at));
    case DUE_NEXT_DAY:
        return words(&t, MSG_DUE_NEXT_DAY_TEXT, ARGS(at));
    case DUE_WEEKLY:
        return words(&t, MSG_DUE_WEEKLY_TEXT, ARGS(weekday_text(&t, due->weekday), at));
    case DUE_MONTHLY:
        return due->month_day ? words(&t, MSG_DUE_MONTHLY_TEXT, ARGS(number(&t, due->month_day), at))
                              : words(&t, MSG_DUE_MONTH_END_TEXT, ARGS(at));
    case DUE_QUARTERLY:
        return words(&t, due->month_day ? MSG_DUE_QUARTERLY_TEXT : MSG_DUE_QUARTER_END_TEXT,
                     ARGS(number(&t, due->month ? due->month : 1), at, number(&t, due->month_day)));
    case DUE_ANY_DAY:
        return words(&t, MSG_DUE_ANY_DAY_TEXT, NULL);
    default:
        return day.n ? words(&t, MSG_DUE_PROPOSED_TEXT, ARGS(day, at)) : words(&t, MSG_DUE_NONE_TEXT, NULL);
    }
}

/* Between one and the next: of things of one kind, of whole sentences. */
static void put_next(const struct teller *t, struct buf *b, enum message between)
{
    if (b->n)
        buf_put(b, words(t, between, NULL));
}

static struct str joined(const struct teller *t, const struct strs *list)
{
    struct buf b = buf_new(t->a, 64);
    for (size_t i = 0; i < list->n; i++) {
        put_next(t, &b, MSG_LIST_AND);
        buf_put(&b, list->items[i]);
    }
    return buf_str(&b);
}

/* 不少于5、不超过10 */
static struct str bounds_text(const struct teller *t, int64_t min, int64_t max)
{
    if (!min && !max)
        return S("");
    return words(t,
                 min && max ? MSG_BOUNDS_BOTH
                 : min      ? MSG_BOUNDS_LEAST
                            : MSG_BOUNDS_MOST,
                 ARGS(number(t, min ? min : max), number(t, max)));
}

static struct str part_text(const struct teller *t, const struct part *p)
{
    struct buf b = buf_new(t->a, 64);
    struct str bounds = bounds_text(t, p->min, p->max);
    if (p->required)
        buf_put(&b, words(t, MSG_PART_REQUIRED, NULL));
    if (bounds.n)
        buf_put(&b, words(t, MSG_BOUNDS_BEHIND, ARGS(bounds)));
    return words(t, MSG_PART_TOLD,
                 ARGS(p->name, words(t, MSG_PART_FORM_WORD + (enum message)p->kind, NULL), buf_str(&b)));
}

static struct str parts_text(const struct teller *t, const struct duty *d)
{
    struct buf b = buf_new(t->a, 128);
    for (size_t i = 0; i < d->parts.n; i++) {
        put_next(t, &b, MSG_LIST_AND);
        buf_put(&b, part_text(t, &d->parts.items[i]));
    }
    return buf_str(&b);
}

static struct str quotas_text(const struct teller *t, const struct duty *d)
{
    struct buf b = buf_new(t->a, 128);
    for (size_t i = 0; i < d->quotas.n; i++) {
        const struct quota_rule *q = &d->quotas.items[i];
        put_next(t, &b, MSG_LIST_NEXT);
        buf_put(&b, words(t, MSG_QUOTA_TOLD,
                          ARGS(selector_text(t->a, &q->who, t->language), bounds_text(t, q->min, q->max), q->counts)));
    }
    return buf_str(&b);
}

static struct str contacts_text(const struct teller *t, const struct campaign *c)
{
    struct buf b = buf_new(t->a, 64);
    for (size_t i = 0; i < c->contacts.n; i++) {
        put_next(t, &b, MSG_LIST_NEXT);
        buf_format(&b, STR_FMT " " STR_FMT, STR_ARG(c->contacts.items[i].name), STR_ARG(c->contacts.items[i].phone));
    }
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

static struct str form_text(const struct teller *t, const struct form *form)
{
    struct strs labels = {0};
    for (size_t k = 0; k < form->fields.n; k++)
        arena_push(t->a, &labels, form->fields.items[k].label);
    return labels.n ? words(t, MSG_LABEL_COLON, ARGS(form->name, joined(t, &labels))) : form->name;
}

/* The forms of c that the other has not, or has otherwise: 日报表：报送人、联系电话 */
static struct str forms_text(const struct teller *t, const struct campaign *c, const struct campaign *other)
{
    struct buf b = buf_new(t->a, 128);
    for (size_t i = 0; i < c->forms.n; i++) {
        struct form *form = &c->forms.items[i];
        const struct form *twin = campaign_form(other, form->key);
        if (twin && form_is_same(form, &other->forms.items[twin - other->forms.items]))
            continue;
        put_next(t, &b, MSG_LIST_NEXT);
        buf_put(&b, form_text(t, form));
    }
    return buf_str(&b);
}

/* A member for a person; those with a shape of their own have words of their own. */
static struct str member_text(const struct teller *t, const struct shape_field *f, const void *of, const void *other)
{
    const void *at = (const char *)of + f->at;
    switch (f->kind) {
    case SHAPE_STR:
    case SHAPE_PROSE:
        return *(const struct str *)at;
    case SHAPE_DAY:
        return date_text(t, *(const struct day *)at);
    case SHAPE_BOOL:
        return words(t, *(const bool *)at ? MSG_YES : MSG_NO, NULL);
    case SHAPE_STRS:
        return joined(t, at);
    default:
        break;
    }
    if (f->of == &contact_shape)
        return contacts_text(t, of);
    if (f->of == &form_shape)
        return forms_text(t, of, other);
    if (f->of == &selector_shape)
        return selector_text(t->a, at, t->language);
    if (f->of == &due_rule_shape)
        return due_rule_text(t->a, at, t->language);
    if (f->of == &terms_shape)
        return terms_text(t->a, at, t->language);
    return f->of == &part_shape ? parts_text(t, of) : quotas_text(t, of);
}

/* The members that are told, and what they are called. */
struct told_member {
    const char *name;
    enum message label;
};

static const struct told_member head_members[] = {
    {"title", MSG_MEMBER_TITLE},
    {"issuer", MSG_MEMBER_ISSUER},
    {"number", MSG_MEMBER_NUMBER},
    {"theme", MSG_MEMBER_THEME},
    {"issued", MSG_MEMBER_ISSUED},
    {"from", MSG_MEMBER_FROM},
    {"to", MSG_MEMBER_TO},
    {"attachments", MSG_MEMBER_ATTACHMENTS},
    {"mailboxes", MSG_MEMBER_MAILBOX},
    {"contacts", MSG_MEMBER_CONTACTS},
    {"return_reasons", MSG_MEMBER_RETURN_REASONS},
    {"forms", MSG_MEMBER_FORMS},
    {0},
};
static const struct told_member duty_members[] = {
    {"name", MSG_MEMBER_NAME},
    {"short_name", MSG_MEMBER_SHORT_NAME},
    {"who", MSG_MEMBER_WHO},
    {"picks", MSG_MEMBER_PICKS},
    {"parts", MSG_MEMBER_PARTS},
    {"due", MSG_MEMBER_DUE},
    {"from", MSG_MEMBER_FROM},
    {"to", MSG_MEMBER_TO},
    {"quotas", MSG_MEMBER_QUOTAS},
    {"title_rule", MSG_MEMBER_TITLE_RULE},
    {"mailbox", MSG_MEMBER_MAILBOX},
    {"terms", MSG_MEMBER_TERMS},
    {"nil_allowed", MSG_MEMBER_NIL},
    {"own_accord", MSG_MEMBER_OWN_ACCORD},
    {0},
};

static const struct told_member *told_among(const char *name, const struct told_member *members)
{
    while (members->name && strcmp(members->name, name))
        members++;
    return members->name ? members : NULL;
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

static void tell_members(const struct teller *t, const struct shape *shape, const struct told_member *members,
                         const struct versions *v, struct field_changes *to)
{
    for (const struct shape_field *f = shape->fields; f->name; f++) {
        const struct told_member *told = told_among(f->name, members);
        if (!told || shape_member_is_same(f, v->was, v->is))
            continue;
        struct field_change c = {.field = str_of(f->name),
                                 .label = words(t, told->label, NULL),
                                 .before = member_text(t, f, v->was, v->is),
                                 .after = member_text(t, f, v->is, v->was),
                                 .edited = hand_gave_way(v, f)};
        if (str_eq(c.before, c.after))
            c.after = words(t, MSG_FINE_CHANGES, ARGS(c.after));
        arena_push(t->a, to, c);
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
        const struct teller teller = {t->a, t->basis->language};
        tell_members(&teller, &duty_shape, duty_members, &v, &c.fields);
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
static void tell_text(const struct teller *t, struct str was, struct str is, struct field_changes *to)
{
    struct field_change c = {.field = S("text"),
                             .label = words(t, MSG_MEMBER_TEXT, NULL),
                             .before = differing_text(t->a, was, is),
                             .after = differing_text(t->a, is, was)};
    if (!str_eq(was, is))
        arena_push(t->a, to, c);
}

bool amendment_is_empty(const struct amendment *told)
{
    return !told->head.n && !told->duties.n;
}

void amendment_tell(struct arena *a, const struct amend_basis *basis, struct obligations *owed,
                    struct obligations *owes, struct amendment *out)
{
    const struct teller teller = {a, basis->language};
    struct telling t = {.a = a, .basis = basis, .owed = owed, .owes = owes, .out = out};
    struct versions head = {basis->published, &out->document, basis->before, basis->now};
    put_in_order(owed);
    put_in_order(owes);
    tell_members(&teller, &campaign_shape, head_members, &head, &out->head);
    for (size_t i = 0; i < out->document.duties.n; i++) {
        const struct duty *is = &out->document.duties.items[i];
        tell_duty(&t, campaign_duty(basis->published, is->key), is);
    }
    for (size_t i = 0; i < basis->published->duties.n; i++)
        if (!campaign_duty(&out->document, basis->published->duties.items[i].key))
            tell_duty(&t, &basis->published->duties.items[i], NULL);
    if (amendment_is_empty(out))
        tell_text(&teller, basis->published->text, out->document.text, &out->head);
    out->units = count_units(&t.concerned);
}
