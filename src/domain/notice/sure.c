/* SPDX-License-Identifier: Apache-2.0 */
/* Confidence: what could be wrong with a duty, each doubt a factor. */
#include "domain/notice/duty.h"

#include "domain/notice/thing.h"
#include "domain/notice/who.h"

double making_confidence(const struct compiler *c, const struct making *d)
{
    double sure = 0.98;
    bool deadline = d->has_due && d->due.role == MOMENT_DEADLINE;
    sure *= deadline ? 1 : d->has_due ? 0.85 : 0.7;
    sure *= d->verb >= VERB_BARE ? 1 : d->verb == VERB_NONE ? 0.85 : 0.9;
    sure *= d->who_own ? 1 : c->audience[0].n > 0 ? 0.95 : 0.75;
    sure *= d->who_lent ? 0.9 : 1;
    sure *= d->due_lent ? 0.9 : 1;
    sure *= d->own_things ? 1 : d->things.n > 0 ? 0.88 : 0.7;
    sure *= is_those(c, &d->things) ? 0.96 : 1;
    sure *= d->due.dates.damaged ? 0.75 : 1;
    bool past = d->has_due && day_is_set(d->due.due.date) && day_is_set(c->draft->issued) &&
                d->due.due.date.n < c->draft->issued.n;
    sure *= past ? 0.8 : 1; /* due before it was asked for: one of the two dates is misread */
    sure *= d->inside ? 0.85 : 1;
    sure *= d->folded > 2 ? 0.93 : 1;
    sure *= c->blocks.items[d->block].letter > 0 ? 0.92 : 1;
    return sure;
}
