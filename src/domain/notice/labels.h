/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines that stand apart from what they are for: labels in a row, and one deadline below the forms of several. */
#ifndef DOMAIN_NOTICE_LABELS_H
#define DOMAIN_NOTICE_LABELS_H

#include "domain/notice/duty.h"

/* True when the label tells how long something goes on, or a higher office's last day, and the units' own deadline stands elsewhere. */
bool is_period(const struct compiler *c, const struct moves *moves, const struct move *m);
/* True when the move without a deadline speaks of all the labelled duties of its paragraph; they take what it tells. */
bool tells_labels(struct compiler *c, struct makings *list, const struct move *m);
/* Forms that several fill in, each its own, and one deadline for all of them: a duty for each of the units. */
void forms_share(struct compiler *c, const struct moves *moves, struct makings *list);

#endif
