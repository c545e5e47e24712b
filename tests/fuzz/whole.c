/* SPDX-License-Identifier: Apache-2.0 */
#include "whole.h"

#include "app/draft.h"

#include <stdlib.h>

void must(bool holds)
{
    if (!holds)
        abort();
}

static void texts_hold(const struct strs *list)
{
    for (size_t i = 0; i < list->n; i++)
        must(utf8_is_valid(list->items[i]));
}

static void span_holds(struct span s, size_t length)
{
    must(s.from <= s.to && s.to <= length);
}

static void duty_holds(const struct notice_duty *d, size_t length)
{
    must(d->span.from < d->span.to);
    span_holds(d->span, length);
    span_holds(d->due_span, length);
    span_holds(d->who_span, length);
    must(d->confidence >= 0 && d->confidence <= 1);
    texts_hold(&d->who);
    texts_hold(&d->what);
    must(utf8_is_valid(d->to) && utf8_is_valid(d->title_rule) && utf8_is_valid(d->mailbox));
}

static void draft_holds(const struct notice_draft *d, size_t length)
{
    texts_hold(&d->audience);
    texts_hold(&d->attachments);
    texts_hold(&d->mailboxes);
    must(utf8_is_valid(d->title) && utf8_is_valid(d->issuer) && utf8_is_valid(d->theme));
    for (size_t i = 0; i < d->contacts.n; i++)
        span_holds(d->contacts.items[i].span, length);
    for (size_t i = 0; i < d->duties.n; i++)
        duty_holds(&d->duties.items[i], length);
    for (size_t i = 0; i < d->findings.n; i++) {
        span_holds(d->findings.items[i].span, length);
        must(utf8_is_valid(d->findings.items[i].about));
    }
}

static struct str compiled(struct arena *a, struct str text)
{
    struct arena *own = arena_new("compile", WHOLE_BYTES - (arena_used(a) < WHOLE_BYTES ? arena_used(a) : 0));
    const struct notice_draft *d = notice_compile(own, text, NULL);
    struct buf json = buf_new(own, 1 << 12), page = buf_new(own, 1 << 12);
    draft_holds(d, utf8_length(text));
    draft_json(&json, d);
    draft_page(&page, d);
    must(utf8_is_valid(buf_str(&json)) && utf8_is_valid(buf_str(&page)));
    struct str kept = str_dup(a, buf_str(&json));
    arena_free(own);
    return kept;
}

void whole_holds(struct arena *a, struct str text)
{
    must(utf8_is_valid(text));
    struct str once = compiled(a, text), twice = compiled(a, text);
    must(str_eq(once, twice));
}
