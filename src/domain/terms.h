/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The terms (材料要求) of a duty: what a notice says of its pieces and of how they come, beside who, what and when. Read
 * by the compiler, kept with the campaign, told to whoever reports.
 */
#ifndef DOMAIN_TERMS_H
#define DOMAIN_TERMS_H

#include "base/err.h"
#include "base/shape.h"
#include "base/str.h"

/* 0: no such bound. */
struct bounds {
    int64_t min, max;
};

struct terms {
    struct bounds words;   /* characters of a text: 不少于800字 */
    struct bounds bytes;   /* of one file: 5M以上 */
    struct bounds seconds; /* of a recording: 时长不超过3分钟 */
    int64_t copies;        /* of the paper version: 一式三份; 0: not said */
    struct strs formats;   /* as people call them: "JPG", "Word", "PDF" … */
    struct strs channels;  /* "mail", "paper", "platform", "chat", "fax", "oa" */
    bool sealed;           /* 加盖公章 */
    struct str late;       /* what befalls the late, as written: 逾期不予受理 */
};

extern const struct shape bounds_shape, terms_shape;

bool terms_are_empty(const struct terms *t);
/* In one line for a person: 不少于800字、不超过1000字；JPG格式；纸质3份；加盖公章；逾期不予受理. */
struct str terms_text(struct arena *a, const struct terms *terms, enum language language);
/* Whether a file of that name is of one of the formats asked for; true when none is. */
bool terms_take_file(const struct terms *t, struct str name);

#endif
