/* SPDX-License-Identifier: Apache-2.0 */
/* Clauses: the parts of a sentence between its commas, each with what the lexers find in it. */
#ifndef DOMAIN_NOTICE_CLAUSE_H
#define DOMAIN_NOTICE_CLAUSE_H

#include "domain/notice/move.h"

struct clause {
    struct span span;
    struct spans who;
    uint32_t subject_end; /* where the subject ends; span.from when it has none */
    struct moments moments;
    struct verb verb;
    struct moment *dues; /* a stretch of moments */
    size_t n_dues;
    bool nil; /* 零报告 */
    bool has_quota;
    struct quota_read quota;
    bool condition, labelled;
    bool vague;      /* its deadline stands under a label that does not say what is due */
    bool owed;       /* demanded by its form alone: the page lost its end, or its bracket says who reports */
    bool own;        /* the sender's own step */
    bool each;       /* its unit is the one that 每 counts by */
    bool further;    /* a further kind of thing with its number, of the units before */
    bool names_only; /* nothing but units, the list goes on behind the comma */
};

/*
 * Reads k->span. heading: the label above (报送时间), or empty. *own_before: the clause before was the sender's own step;
 * changed to what this one is.
 */
void clause_read(struct compiler *c, struct clause *k, struct span heading, bool *own_before);
/* The number that the clause asks for, and the units that it counts by where no subject names them. */
void clause_count(struct compiler *c, struct clause *k);
/* The kinds of thing that the clauses of a sentence count for the units before them. */
void clauses_count(const struct compiler *c, struct clause *clauses, size_t n);
/* The number that the clauses of the move come to. */
void move_count(struct compiler *c, struct move *m, const struct clause *clauses, size_t n);
/* What one of a sentence's clauses says for all: hour, verb, rhythm. */
void clauses_share(struct compiler *c, struct clause *clauses, size_t n);
/* 市直学校按同一时间直接报市局, …,时间同上: the clause is due as what was asked for right before it. */
void same_time(const struct compiler *c, const struct moves *list, struct clause *k);
/* Where s ends without its full stop or semicolon. */
uint32_t without_stop(const struct page *p, struct span s);
/* True when the clause tells what happens to those who are late, or what is refused. */
bool is_late_clause(const struct compiler *c, struct span s);

#endif
