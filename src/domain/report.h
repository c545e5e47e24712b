/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a report holds, and whether it holds what its duty asks for. The body is one JSON object:
 *
 *   {"forms":  {FORM KEY: {…}},
 *    "texts":  {PART KEY: "…"},
 *    "files":  [{"blob": "SHA-256 in hex", "name": "…", "part": PART KEY, "type": "image/jpeg", "size": 1,
 *                "width": 1, "height": 1}],
 *    "pieces": {PART KEY: [{"title": "…", "text": "…", "files": [a file as above, without part]}]}}
 *
 * Every member may be left out. A nil report has no body and is not judged here. Titles are judged by title_check and
 * never block.
 */
#ifndef DOMAIN_REPORT_H
#define DOMAIN_REPORT_H

#include "domain/campaign.h"

enum { REPORT_FILES_MAX = 200 }; /* in all its parts */

/*
 * Everything that is wrong or missing, appended to *remarks with its place ("forms.activity_daily.activities[2].name",
 * "texts.p2", "files[0]", "pieces.pieces[1].title"). Blocks: what cannot be read, and required parts that are not there
 * at all, and more than REPORT_FILES_MAX files. Does not block: fewer than asked for (the rest may follow), more or
 * longer than asked for, videos that are still on their way.
 */
void report_check(struct arena *a, const struct campaign *c, const struct duty *duty, const struct obligation *o,
                  const struct json *body, struct remarks *remarks);

#endif
