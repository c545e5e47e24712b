/* SPDX-License-Identifier: Apache-2.0 */
/* What simulated units write (演练): a body that fits the duty's parts and forms, drawn from a seed. */
#ifndef APP_SCRIPT_H
#define APP_SCRIPT_H

#include "work/live.h"

struct str script_body(struct arena *a, const struct live *l, const struct live_obligation *o, uint64_t seed);
struct str script_reason(uint64_t seed);

#endif
