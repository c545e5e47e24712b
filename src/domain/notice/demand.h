/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a move without a deadline demands enough to be a duty of its own. */
#ifndef DOMAIN_NOTICE_DEMAND_H
#define DOMAIN_NOTICE_DEMAND_H

#include "domain/notice/making.h"

bool demands(const struct compiler *c, const struct move *m);
/* True when who, what and to whom are all there, though it is said in passing (及时). */
bool named_task(const struct compiler *c, const struct move *m);

/* True when the move tells how something is done that is asked elsewhere. */
bool is_manner(const struct compiler *c, const struct move *m);

#endif
