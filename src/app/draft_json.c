/* SPDX-License-Identifier: Apache-2.0 */
#include "app/draft.h"

#include "format/json.h"

static void name(struct buf *b, const char *key)
{
    char last = b->n ? b->at[b->n - 1] : '{';
    if (last != '{' && last != '[')
        buf_putc(b, ',');
    json_str(b, str_of(key));
    buf_putc(b, ':');
}

static void text_or_null(struct buf *b, const char *key, struct str s)
{
    name(b, key);
    if (s.n > 0)
        json_str(b, s);
    else
        buf_lit(b, "null");
}

static void day_or_null(struct buf *b, const char *key, struct day d)
{
    text_or_null(b, key, day_is_set(d) ? day_text(b->arena, d) : S(""));
}

static void number_or_null(struct buf *b, const char *key, int value)
{
    name(b, key);
    if (value >= 0)
        buf_put_int(b, value);
    else
        buf_lit(b, "null");
}

static void texts(struct buf *b, const char *key, const struct strs *list)
{
    name(b, key);
    buf_putc(b, '[');
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        json_str(b, list->items[i]);
    }
    buf_putc(b, ']');
}

static void place(struct buf *b, const char *key, struct span s)
{
    name(b, key);
    buf_format(b, "[%u,%u]", s.from, s.to);
}

static void window(struct buf *b, const struct notice_draft *d)
{
    name(b, "window");
    if (!day_is_set(d->to)) {
        buf_lit(b, "null");
        return;
    }
    buf_putc(b, '{');
    day_or_null(b, "from", d->from);
    day_or_null(b, "to", d->to);
    buf_putc(b, '}');
}

static void contacts(struct buf *b, const struct notice_draft *d)
{
    name(b, "contacts");
    buf_putc(b, '[');
    for (size_t i = 0; i < d->contacts.n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        buf_putc(b, '{');
        text_or_null(b, "name", d->contacts.items[i].name);
        text_or_null(b, "phone", d->contacts.items[i].phone);
        place(b, "span", d->contacts.items[i].span);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void head(struct buf *b, const struct notice_draft *d)
{
    name(b, "notice");
    buf_putc(b, '{');
    text_or_null(b, "title", d->title);
    text_or_null(b, "issuer", d->issuer);
    text_or_null(b, "number", d->number);
    day_or_null(b, "issued", d->issued);
    texts(b, "audience", &d->audience);
    text_or_null(b, "theme", d->theme);
    window(b, d);
    texts(b, "attachments", &d->attachments);
    contacts(b, d);
    texts(b, "mailboxes", &d->mailboxes);
    buf_putc(b, '}');
}

static struct str minute_text(struct arena *a, int minute)
{
    return minute < 0 ? S("") : str_format(a, "%02d:%02d", minute / 60, minute % 60);
}

static void due(struct buf *b, const struct notice_due *d)
{
    name(b, "due");
    buf_putc(b, '{');
    day_or_null(b, "date", d->date);
    text_or_null(b, "time", minute_text(b->arena, d->minute));
    text_or_null(b, "relative", notice_relative_text(b->arena, d));
    buf_putc(b, '}');
}

static void quota(struct buf *b, const struct notice_duty *d)
{
    name(b, "quota");
    if (!d->has_quota) {
        buf_lit(b, "null");
        return;
    }
    buf_putc(b, '{');
    number_or_null(b, "min", d->quota.min);
    number_or_null(b, "max", d->quota.max);
    text_or_null(b, "counts", d->quota.counts);
    buf_putc(b, '}');
}

static void doubts(struct buf *b, const struct doubts *list)
{
    name(b, "doubts");
    buf_putc(b, '[');
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        buf_putc(b, '{');
        text_or_null(b, "field", str_of(doubt_field_words[list->items[i].field]));
        text_or_null(b, "why", list->items[i].why);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void duty(struct buf *b, const struct notice_duty *d)
{
    buf_putc(b, '{');
    place(b, "span", d->span);
    texts(b, "who", &d->who);
    texts(b, "what", &d->what);
    due(b, &d->due);
    text_or_null(b, "each", notice_each_text(d->each));
    quota(b, d);
    text_or_null(b, "title_rule", d->title_rule);
    text_or_null(b, "mailbox", d->mailbox);
    text_or_null(b, "to", d->to);
    place(b, "who_span", d->who_span);
    place(b, "due_span", d->due_span);
    name(b, "terms");
    shape_write(b, &terms_shape, &d->terms);
    name(b, "nil_report");
    buf_put(b, d->nil_report ? S("true") : S("false"));
    name(b, "confidence");
    buf_format(b, "%.2f", d->confidence);
    doubts(b, &d->doubts);
    buf_putc(b, '}');
}

static void finding(struct buf *b, const struct notice_finding *f)
{
    buf_putc(b, '{');
    text_or_null(b, "code", notice_finding_code_text(f->code));
    text_or_null(b, "message", notice_finding_message(b->arena, f, false));
    text_or_null(b, "advice", notice_finding_advice(f->code, false));
    place(b, "span", f->span);
    buf_putc(b, '}');
}

void draft_json(struct buf *b, const struct notice_draft *d)
{
    buf_putc(b, '{');
    head(b, d);
    name(b, "duties");
    buf_putc(b, '[');
    for (size_t i = 0; i < d->duties.n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        duty(b, &d->duties.items[i]);
    }
    buf_putc(b, ']');
    name(b, "findings");
    buf_putc(b, '[');
    for (size_t i = 0; i < d->findings.n; i++) {
        if (i > 0)
            buf_putc(b, ',');
        finding(b, &d->findings.items[i]);
    }
    buf_lit(b, "]}\n");
}
