/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A doubt (存疑) of a duty that was read from a notice: the field whose evidence was weak, and what was weak about it, in
 * words for the clerk. The compiler tells it (notice/sure.c), the campaign keeps it until the clerk has settled it.
 */
#ifndef DOMAIN_DOUBT_H
#define DOMAIN_DOUBT_H

#include "base/shape.h"
#include "base/str.h"

enum doubt_field {
    DOUBT_DUTY, /* whether anything is to be handed in at all */
    DOUBT_WHO,
    DOUBT_WHAT,
    DOUBT_DUE,
    DOUBT_QUOTA,
    DOUBT_TITLE,
    DOUBT_MAILBOX,
    DOUBT_FIELDS
};
extern const char *const doubt_field_words[]; /* "duty", "who", "what", "due", "quota", "title", "mailbox" */

struct doubt {
    int field;              /* enum doubt_field */
    struct str why, why_en; /* 没有读到报送时限; why_en is empty in documents of before */
};

/* One for each field in doubt, the weakest first. */
struct doubts {
    struct doubt *items;
    size_t n, cap;
};

extern const struct shape doubt_shape;

#endif
