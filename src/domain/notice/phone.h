/* SPDX-License-Identifier: Apache-2.0 */
/* Telephone numbers as offices write them: with area codes, extensions (*, 转), masks (138****5678), grouped by blanks, short ones. */
#ifndef DOMAIN_NOTICE_PHONE_H
#define DOMAIN_NOTICE_PHONE_H

#include "domain/notice/page.h"

/* Digits that stand together, a masked number's signs among them (138****1234, 8512xx09): a blank ends them. Bytes. */
uint32_t phone_run_at(const struct page *p, uint32_t at);
/* Bytes of the telephone number at `at`, or 0; *bare says that only a label makes it one. */
uint32_t phone_at(const struct page *p, uint32_t at, bool *bare);

#endif
