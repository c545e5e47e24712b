/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moves: what one stretch of a sentence asks for. A move gathers the clauses that share a deadline: who, what, by when,
 * how many, to which mailbox. A sentence with two deadlines yields two moves. A move is no duty yet: it may lack its
 * deadline (报送要求 says it elsewhere), restate another, or be a mere limit; duty.c judges that.
 */
#ifndef DOMAIN_NOTICE_MOVE_H
#define DOMAIN_NOTICE_MOVE_H

#include "domain/notice/compiler.h"
#include "domain/notice/moment.h"
#include "domain/notice/quota.h"

enum verb_kind { VERB_NONE, VERB_FILL, VERB_JOIN, VERB_NAME, VERB_BARE, VERB_SEND };

struct verb {
    struct span span;
    enum verb_kind kind;
};

struct move {
    struct span span;
    uint32_t block, sentence; /* index of the block; number of the sentence in the notice */
    struct spans who, things;
    struct verb verb;
    float logit;         /* that its sentence asks for something, by the classifier: log odds */
    struct moment *dues; /* its deadlines; several when it lists them */
    size_t n_dues;
    bool labelled; /* the deadline stands under a label (截止时间) instead of beside a verb */
    bool vague;    /* the label does not say what is due (时间要求) */
    bool has_quota, nil;
    struct quota_read quota;
    struct span rule, mailbox, to;
    unsigned channels;
    bool modal, as_said, leave, heading;
    bool listed;              /* one of the things whose deadlines stand under one label */
    bool inside, conditional; /* a bracket within another move; owed by those of whom its first clause is true */
    bool owed;                /* as its clause is */
    bool counted;             /* a row of a table: what one unit puts forward */
};

/* What lines and classes ask makes sentences of its own, numbered behind all that the text has. */
enum { TABLE_SENTENCE = 1 << 25, TIER_SENTENCE = 1 << 26, ALLOT_SENTENCE = 1 << 27, SLOT_SENTENCE = 1 << 28 };

struct moves {
    struct move *items;
    size_t n, cap;
};

/* Appends the moves of all blocks. */
void moves_read(struct compiler *c, struct moves *list);
/* Of the first `most` moves, drops those that begin in s: what the sentences' reader made of cells and lines read otherwise. */
void moves_drop(struct moves *list, size_t most, struct span s);
/* A rhythm and a bound, which demand without a verb. */
bool is_paced(const struct move *m);
/* The first verb of handing in of the clause, at bracket depth 0. */
bool verb_in(const struct compiler *c, struct span clause, struct verb *r);
/* 各市在报送材料的同时|报1名联络员: where what is done at the same time ends, or the clause's beginning. */
uint32_t behind_same_time(const struct compiler *c, struct span clause);
/* The ways of handing in that s names, as bits (1u << enum notice_channel). */
unsigned channels_of(const struct compiler *c, struct span s);

#endif
