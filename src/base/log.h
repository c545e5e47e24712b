/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log: one JSON object a line on stderr, without personal data. Only doors and commands log; floors below return
 * an err and let the door say it. Whoever reads it too slowly loses lines (log.lost says how many); nobody waits for him.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/clock.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set_level(enum log_level least);
/* what: a stable word ("http.request"); fmt: members after it, written by the caller as JSON (`"port":%d`), may be "".
 */
void log_line(enum log_level level, const char *what, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* A text that is not ours (SQLite's, the system's) as it may stand between quotation marks in a line; a long one is cut. */
struct log_text {
    char at[256];
};
struct log_text log_text(const char *text);

/* The same with the moment known and the members written already; for what is said at each request. */
void log_members(enum log_level level, struct instant at, const char *what, struct str members);

/*
 * For a thread that says much: after log_hold its debug and info lines are kept in `room` (zeroed) and leave together, by
 * log_flush, when it is full, or with the next warning or error. The thread flushes before it waits and before it ends.
 */
struct log_held {
    size_t n;
    char text[16 * 1024];
};
void log_hold(struct log_held *room);
void log_flush(void);

#endif
