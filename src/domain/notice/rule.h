/* SPDX-License-Identifier: Apache-2.0 */
/* Title rules: how the mail, the file or the piece is to be named: 以“…”为题, 文件名格式为“…”, 邮件标题统一为：…. */
#ifndef DOMAIN_NOTICE_RULE_H
#define DOMAIN_NOTICE_RULE_H

#include "domain/notice/compiler.h"

/* The first naming pattern of the sentence; false when there is none. */
bool rule_in(const struct compiler *c, struct span sentence, struct span *pattern_r);

#endif
