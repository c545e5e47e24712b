/* SPDX-License-Identifier: Apache-2.0 */
/* A demand without a deadline, and a duty that it may speak of: the same once more, or another. */
#ifndef DOMAIN_NOTICE_ALONE_H
#define DOMAIN_NOTICE_ALONE_H

#include "domain/notice/making.h"

/* True when the move rather asks for something of its own. */
bool stands_alone(const struct compiler *c, const struct making *d, const struct move *m);

#endif
