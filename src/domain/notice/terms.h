/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a notice says of the pieces and of the way they come: word limits, formats, sizes, lengths, copies, the seal, what
 * befalls the late, and that a nil report is owed. Each holds for the duty of its sentence, else of its paragraph, its part,
 * or for the duties of the letter whose things the sentence names.
 */
#ifndef DOMAIN_NOTICE_TERMS_H
#define DOMAIN_NOTICE_TERMS_H

#include "domain/notice/duty.h"

void terms_give(struct compiler *c, struct makings *list);

#endif
