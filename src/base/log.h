/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log: one JSON object a line on stderr, without personal data. Only doors and commands log; floors below return
 * an err and let the door say it.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set_level(enum log_level least);
/* what: a stable word ("http.request"); fmt: members after it, written by the caller as JSON (`"port":%d`), may be "".
 */
void log_line(enum log_level level, const char *what, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
