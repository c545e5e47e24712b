/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notices of strangers, in any encoding. What is held: no bad access, memory in proportion to the text, spans inside the
 * text and in order, confidences between 0 and 1, valid UTF-8 in every string, and the same draft twice.
 */
#include "domain/notice/notice.h"
#include "format/charset.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void names_hold(const struct strs *list)
{
    for (size_t i = 0; i < list->n; i++)
        must(utf8_is_valid(list->items[i]));
}

static void draft_holds(const struct notice_draft *d, size_t length)
{
    names_hold(&d->audience);
    names_hold(&d->attachments);
    for (size_t i = 0; i < d->duties.n; i++) {
        const struct notice_duty *duty = &d->duties.items[i];
        must(duty->span.from < duty->span.to && duty->span.to <= length);
        must(duty->due_span.to <= length && duty->who_span.to <= length);
        must(duty->confidence >= 0 && duty->confidence <= 1);
        names_hold(&duty->who);
        names_hold(&duty->what);
        must(utf8_is_valid(duty->to) && utf8_is_valid(duty->title_rule));
    }
    for (size_t i = 0; i < d->findings.n; i++)
        must(d->findings.items[i].span.to <= length && utf8_is_valid(d->findings.items[i].about));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", 64 << 20);
    struct err e;
    struct str text;
    if (size <= 1 << 16 && charset_to_utf8(a, (struct str){(const char *)data, size}, &text, &e)) {
        const struct notice_draft *one = notice_compile(a, text, NULL), *two = notice_compile(a, text, NULL);
        draft_holds(one, utf8_length(text));
        must(one->duties.n == two->duties.n && one->findings.n == two->findings.n);
    }
    arena_free(a);
    return 0;
}
