/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences that ask for nothing: what leads up to 通知如下, what others ordered, examples and remarks. */
#ifndef DOMAIN_NOTICE_PREAMBLE_H
#define DOMAIN_NOTICE_PREAMBLE_H

#include "domain/notice/compiler.h"

/* How many sentences of a block lead up to 通知如下; 0 when none does. */
size_t preamble_of(const struct compiler *c, const struct spans *sentences);
/* Where the demands of a sentence of the preamble may begin: behind its 如下:, else nowhere. */
uint32_t below_of(const struct compiler *c, struct span s);
/* True when the sentence is a remark, an example, the signature or the story of what others ordered. */
bool asks_nothing(const struct compiler *c, struct span s);

#endif
