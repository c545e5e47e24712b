/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How alike two duties are, of 0 … 1: by what they ask for, of whom, and by their sentence, each as the pairs of
 * neighbouring characters they share (Dice). Deadlines and quotas do not count: they are what amendments change.
 */
#ifndef DOMAIN_LIKENESS_H
#define DOMAIN_LIKENESS_H

#include "domain/campaign.h"

/* From here on two duties are one. Tried on corrected notices: the same duty with another date, audience or one thing
 * more stays above 0.7, two duties of one notice stay below 0.5. */
static const double LIKE_ENOUGH = 0.55;

enum { WORD_PAIRS = 256, SENTENCE_PAIRS = 1024 };

struct likeness {
    uint16_t things[WORD_PAIRS], who[WORD_PAIRS], sentence[SENTENCE_PAIRS]; /* how often each pair, by its hash */
    bool repeated;
    double place; /* 0 … 1 within its document: tells twins apart */
};

/* One for each duty of the campaign. */
const struct likeness *likeness_of(struct arena *a, const struct campaign *c);
double likeness(const struct likeness *a, const struct likeness *b);
/* Without the sentence: for a duty whose text is not at hand. */
double likeness_of_demand(const struct likeness *a, const struct likeness *b);

#endif
