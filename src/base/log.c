/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum log_level least_level = LOG_INFO;

static _Thread_local struct {
    bool on;
    size_t n;
    char text[16 * 1024];
} held;

static void put(const char *text, size_t n)
{
    if (write(STDERR_FILENO, text, n) < 0)
        return; /* a log that cannot be written has nobody left to tell */
}

void log_hold(void)
{
    held.on = true;
}

void log_flush(void)
{
    if (held.n)
        put(held.text, held.n);
    held.n = 0;
}

/* Whole lines in one write(2), so that lines of two threads never mix. */
static void keep_or_put(enum log_level level, const char *line, size_t n)
{
    if (!held.on) {
        put(line, n);
        return;
    }
    if (n > sizeof held.text - held.n)
        log_flush();
    memcpy(held.text + held.n, line, n);
    held.n += n;
    if (level >= LOG_WARN)
        log_flush();
}

void log_set_level(enum log_level least)
{
    least_level = least;
}

void log_line(enum log_level level, const char *what, const char *fmt, ...)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if (level < least_level)
        return;
    char line[2048];
    struct instant now = clock_machine();
    struct civil c = day_civil(instant_day(now, 0));
    int minute = instant_minute(now, 0), ms = (int)(now.ms % MS_A_MINUTE);
    int n =
        snprintf(line, sizeof line, "{\"at\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03dZ\",\"level\":\"%s\",\"what\":\"%s\"",
                 c.year, c.month, c.day, minute / 60, minute % 60, ms / 1000, ms % 1000, names[level], what);
    size_t room = sizeof line - (size_t)n - 3;
    if (*fmt) {
        line[n++] = ',';
        va_list args;
        va_start(args, fmt);
        int more = vsnprintf(line + n, room, fmt, args);
        va_end(args);
        n += more < (int)room ? more : (int)room - 1;
    }
    line[n++] = '}';
    line[n++] = '\n';
    keep_or_put(level, line, (size_t)n);
}
