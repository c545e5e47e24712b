/* SPDX-License-Identifier: Apache-2.0 */
/* A duty in the making: what one move began and others, which speak of the same duty, add to. */
#ifndef DOMAIN_NOTICE_MAKING_H
#define DOMAIN_NOTICE_MAKING_H

#include "domain/notice/move.h"

/* A duty in the making; positions are bytes of the page. */
struct making {
    struct span span, shown; /* shown: with the sentence that hands in, where the two stand close; else empty */
    uint32_t block, sentence;
    struct spans who, things;
    bool who_own, who_lent; /* lent: named by another paragraph that speaks of the same duty */
    struct moment due;
    bool has_due, labelled, due_lent; /* due_lent: the one deadline of the letter, shared */
    bool has_quota;
    struct quota_read quota;
    struct spans counted; /* whom another sentence counted for */
    struct span rule, mailbox, to;
    unsigned channels;
    struct terms terms;
    enum verb_kind verb;
    struct span verb_span;
    bool nil, modal, inside, heading, own_things, own_rule;
    bool number_beside, rule_beside; /* only other duties of the draft have a number, or a rule of names */
    bool receives_too;               /* its unit is the office that another duty goes to */
    bool at_once;                    /* owed as soon as it happens, whatever the sentence is like otherwise */
    bool told_apart;                 /* duties of their own tell what it is of: it is none */
    bool class;                      /* of one class of unit, with its quota, beside others */
    bool told_things;                /* its deadline stands under a label, its things beside a verb elsewhere */
    float logit;                     /* the best of its moves' */
    int folded;                      /* how many further moves were folded in */
};

struct makings {
    struct making *items;
    size_t n, cap;
};

/* Beyond so many duties (an attack or a mistake), only neighbours speak of each other. */
enum { NEIGHBOURS = 128 };

/* A unit's name without its 各 or 每. */
struct str bare_name(const struct compiler *c, struct span s);
/* True when two lists name one unit or thing alike: one name lies inside the other. */
bool lists_meet(const struct compiler *c, const struct spans *a, const struct spans *b);
/* True when the move may speak of the same units, or things, as the duty. */
bool who_agree(const struct compiler *c, const struct making *d, const struct move *m);
bool things_agree(const struct compiler *c, const struct making *d, const struct move *m);
/* True when the move's unit is the office that receives the duty's things. m->who must not be empty. */
bool receives(const struct compiler *c, const struct making *d, const struct move *m);
/* 各市报市场中心,市场中心汇总后报厅: true when d passes on what `before`, of the same sentence, handed in. */
bool hands_further(const struct compiler *c, const struct making *before, const struct making *d);
/* True when the move says who does it for these, and nothing else. */
bool for_others(const struct compiler *c, const struct move *m);
/* True when the duty and the move name different units and different offices. */
bool others_office(const struct compiler *c, const struct making *d, const struct move *m);

/* Begins a duty; due may be NULL. Appends to list. */
void duty_add(struct compiler *c, struct makings *list, const struct move *m, const struct moment *due);
/* …前报生产部;事迹材料电子版发至…: the move sends versions of what is told elsewhere, and nothing else. */
bool only_versions(const struct compiler *c, const struct move *m);
/* The move speaks of the duty once more: what it adds is kept, what it repeats is not. */
void fold(struct compiler *c, struct making *d, const struct move *m);

#endif
