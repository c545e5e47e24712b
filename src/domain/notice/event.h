/* SPDX-License-Identifier: Apache-2.0 */
/* The event the notice is about: when it takes place (the window) and its theme. */
#ifndef DOMAIN_NOTICE_EVENT_H
#define DOMAIN_NOTICE_EVENT_H

#include "domain/notice/compiler.h"

/* Fills the draft's window and theme. After blocks_make. */
void occasion_read(struct compiler *c);
/* The theme alone; what occasion_read does. */
void theme_read(struct compiler *c);

#endif
