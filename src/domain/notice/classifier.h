/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The classifier: how likely a sentence is to tell somebody to hand something in, going by what such sentences are like.
 *
 * Logistic regression over hashed features: the n-grams of its characters, of its neighbours and of the heading above it, and
 * what the rules read in it. The rules say what is asked; the classifier says whether anything is, where they doubt. Its
 * weights (classifier.def) are data, learned from notices read by people: see docs/decisions/0021-a-classifier-doubts.md.
 */
#ifndef DOMAIN_NOTICE_CLASSIFIER_H
#define DOMAIN_NOTICE_CLASSIFIER_H

#include "domain/notice/move.h"

enum { FEATURE_BITS = 16, FEATURES = 1 << FEATURE_BITS };

/* Told of each sentence that may ask for something (move.sentence counts them): its features, each below FEATURES, and then its end. */
struct feature_reader {
    void (*feature)(void *self, uint32_t feature);
    void (*sentence)(void *self, struct span s);
    void *self;
};

/* moves: as moves_read left them, by sentence. */
void features_read(struct compiler *c, const struct moves *moves, const struct feature_reader *r);

/* Sets how likely each move's sentence is to ask for something, as log odds. */
void moves_classify(struct compiler *c, struct moves *moves);

/* What the rules took for a demand is none: one in seven; without a deadline, one in three. */
static inline bool is_unlikely(float logit, bool has_due)
{
    return logit < (has_due ? -1.8f : -0.6f);
}
/*
 * Three in four: a sentence that hands something in demands it, though the rules miss who, whom to or must. What has neither deadline
 * nor number must be told as well: one demand in ten is of that kind, and most that looks so is conduct.
 */
static inline bool is_likely(float logit)
{
    return logit > 1.0f;
}

/* Three in five: enough for a sentence that names a thing and hands it in or fills it in; one wrong is told more easily than one missed. */
static inline bool is_likelier(float logit)
{
    return logit > 0.4f;
}

#endif
