/* SPDX-License-Identifier: Apache-2.0 */
/* What simulated units write (演练): a body that fits the duty's parts and forms, drawn from a seed. */
#ifndef APP_SCRIPT_H
#define APP_SCRIPT_H

#include "app/photos.h"
#include "work/live.h"

/* Where the duty asks for photos, those that photos_give gives for the same seed. */
struct str script_body(struct arena *a, const struct live *l, const struct live_obligation *o,
                       const struct photos *photos, uint64_t seed);
/* The part that pictures may go to: photos, or a file that must be there; NULL: none. */
const struct part *script_file_part(const struct duty *d);
/* Why the desk returns what such a duty asks for. */
struct str script_reason(const struct duty *d, uint64_t seed);

#endif
