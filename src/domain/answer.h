/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a letter may be answered (RFC 3834). What a program sent is not, nor what came through a list: two programs that
 * answer each other never end.
 */
#ifndef DOMAIN_ANSWER_H
#define DOMAIN_ANSWER_H

#include "base/str.h"

/* What a sender is told: that the report was taken in, that the letter was set aside, that the report was returned. */
enum answer_kind { ANSWER_RECEIPT, ANSWER_ASIDE, ANSWER_RETURNED };
extern const char *const answer_kind_words[]; /* "receipt", "aside", "returned" */

/* Why there is no answer. Kept as numbers. */
enum silence {
    SILENCE_NONE,
    SILENCE_NOBODY,    /* no address that can be written to; bounces have an empty one */
    SILENCE_AUTOMATIC, /* a program sent it: Auto-Submitted, a notice of delivery */
    SILENCE_LIST,      /* it came through a list, or in bulk */
    SILENCE_ROBOT,     /* mailer-daemon, no-reply: nobody reads there */
    SILENCE_OURSELVES,
    SILENCE_OFTEN,   /* that address was told enough today */
    SILENCE_EARLIER, /* the letter came before answers were sent */
    SILENCE_CHOSEN,  /* a clerk wished so */
};
extern const char *const silence_words[]; /* "none", "nobody" … */

/* The headers that tell, as they stand in the letter; empty where there is none. */
struct letter_marks {
    struct str return_path; /* with its <>: the server that delivered it wrote it */
    struct str from;        /* the address alone, of the first sender */
    struct str auto_submitted, precedence, list, type;
    struct str suppress; /* X-Auto-Response-Suppress */
};

/* Where the answer goes: to the Return-Path, which is who handed the letter in; else to the From (RFC 3834, 4). */
struct str answer_address(const struct letter_marks *m);
/* Judged by the letter alone: never SILENCE_OURSELVES, _OFTEN … */
enum silence answer_silence(const struct letter_marks *m);

#endif
