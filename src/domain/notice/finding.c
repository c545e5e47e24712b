/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/notice/finding.h"

static const struct {
    struct str code, zh, en, zh_do, en_do;
} catalogue[] = {
#define FINDING(name, code, zh, en, zh_do, en_do) {S(code), S(zh), S(en), S(zh_do), S(en_do)},
#include "domain/notice/finding.def"
#undef FINDING
};

struct str notice_finding_code_text(enum notice_finding_code code) { return catalogue[code].code; }

struct str notice_finding_advice(enum notice_finding_code code, bool english)
{
    return english ? catalogue[code].en_do : catalogue[code].zh_do;
}

struct str notice_finding_message(struct arena *a, const struct notice_finding *f, bool english)
{
    struct str text = english ? catalogue[f->code].en : catalogue[f->code].zh;
    size_t at = str_find(text, S("{1}"));
    if (at == STR_NONE)
        return text;
    struct str head = {text.at, at}, tail = str_from(text, at + 3);
    return str_format(a, STR_FMT STR_FMT STR_FMT, STR_ARG(head), STR_ARG(f->about), STR_ARG(tail));
}

void finding_add(struct compiler *c, enum notice_finding_code code, struct span span, struct str about)
{
    struct notice_finding f = {code, page_source(c->page, span), about};
    arena_push(c->arena, &c->draft->findings, f);
}

void findings_make(struct compiler *c, const struct makings *duties, const struct annexes *annexes)
{
    (void)c;
    (void)duties;
    (void)annexes;
}
