/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What publishing a draft would make different: held against the obligations that units have, not against those that the
 * published document once made, so that a register imported since counts too; with the reports already sent that the new
 * deadlines judge otherwise.
 */
#ifndef WORK_DIFFERENCE_H
#define WORK_DIFFERENCE_H

#include "work/office.h"

/*
 * Under office_read. out->document is the draft, laid over basis->published; fills the rest of out, and all of the view
 * but trial and version. l: the campaign where it is published, else NULL. Texts are the arena's or the documents'.
 */
void differences_fill(struct arena *a, const struct live *l, const struct units *units, struct instant now,
                      const struct amend_basis *basis, struct amendment *out, struct differences_view *view);

/* Under office_read: how many reports already sent the document judges otherwise than before. */
int64_t rejudged_count(struct arena *a, const struct live *l, const struct campaign *doc, struct instant now);

#endif
