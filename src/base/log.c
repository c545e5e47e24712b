/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum log_level least_level = LOG_INFO;

void log_set_level(enum log_level least)
{
    least_level = least;
}

/* ---- lines ---- */

enum { LINE = 2048, SECOND = 31 };

/* {"at":"2023-05-18T02:00:00. — one a second, not one a line: a third of a line's cost. */
static const char *second_text(int64_t second)
{
    static _Thread_local struct {
        int64_t second;
        char text[SECOND + 32];
    } last;
    if (last.second != second) {
        struct instant t = {second * 1000};
        struct civil c = day_civil(instant_day(t, 0));
        int minute = instant_minute(t, 0);
        snprintf(last.text, sizeof last.text, "{\"at\":\"%04d-%02d-%02dT%02d:%02d:%02d.", c.year, c.month, c.day,
                 minute / 60, minute % 60, (int)(second % 60));
        last.second = second;
    }
    return last.text;
}

static size_t add(char *line, size_t n, const char *text)
{
    size_t more = strlen(text);
    memcpy(line + n, text, more);
    return n + more;
}

/* Up to the members; what is a short word of the program's own. */
static size_t begin(char line[LINE], enum log_level level, struct instant at, const char *what)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    int ms = (int)(at.ms % 1000);
    size_t n = add(line, 0, second_text(at.ms / 1000));
    line[n++] = (char)('0' + ms / 100);
    line[n++] = (char)('0' + ms / 10 % 10);
    line[n++] = (char)('0' + ms % 10);
    n = add(line, n, "Z\",\"level\":\"");
    n = add(line, n, names[level]);
    n = add(line, n, "\",\"what\":\"");
    n = add(line, n, what);
    return add(line, n, "\"");
}

/* ---- out ---- */

enum { PIECE = 4096, PATIENCE_MS = 100 };

static struct {
    pthread_mutex_t lock;
    bool stuck;
    uint64_t lost; /* lines */
} out = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void put(const char *text, size_t n)
{
    if (write(STDERR_FILENO, text, n) < 0)
        return; /* a log that cannot be written has nobody left to tell */
}

/* A pipe or a socket that says so takes a piece at once: nobody else of this process writes meanwhile. */
static bool takes_a_piece(void)
{
    struct pollfd p = {.fd = STDERR_FILENO, .events = POLLOUT};
    out.stuck = poll(&p, 1, out.stuck ? 0 : PATIENCE_MS) == 0;
    return !out.stuck;
}

static void tell_lost(void)
{
    char line[LINE];
    size_t n = begin(line, LOG_WARN, clock_machine(), "log.lost");
    n += (size_t)snprintf(line + n, LINE - n, ",\"lines\":%llu}\n", (unsigned long long)out.lost);
    out.lost = 0;
    put(line, n);
}

/* Lines of one write(2), so that those of two threads never mix; no line is longer than a piece. */
static size_t piece_of(const char *text, size_t n)
{
    return n <= PIECE ? n : (size_t)((const char *)memrchr(text, '\n', PIECE) + 1 - text);
}

static size_t lines_of(const char *text, size_t n)
{
    size_t lines = 0;
    for (const char *at = text; (at = memchr(at, '\n', n - (size_t)(at - text))); at++)
        lines++;
    return lines;
}

/* Where nobody reads (a pager, a stopped terminal, a collector that hangs) lines are given up: the server does not wait. */
static void put_lines(const char *text, size_t n)
{
    pthread_mutex_lock(&out.lock);
    for (size_t piece; n; text += piece, n -= piece) {
        piece = piece_of(text, n);
        if (out.lost && takes_a_piece())
            tell_lost();
        if (takes_a_piece())
            put(text, piece);
        else
            out.lost += lines_of(text, piece);
    }
    pthread_mutex_unlock(&out.lock);
}

/* The room is the caller's: what is thread-local each thread pays for, also the many that hold nothing. */
static _Thread_local struct log_held *held;

void log_hold(struct log_held *room)
{
    held = room;
}

void log_flush(void)
{
    if (!held)
        return;
    if (held->n)
        put_lines(held->text, held->n);
    held->n = 0;
}

static void keep_or_put(enum log_level level, const char *line, size_t n)
{
    if (!held) {
        put_lines(line, n);
        return;
    }
    if (n > sizeof held->text - held->n)
        log_flush();
    memcpy(held->text + held->n, line, n);
    held->n += n;
    if (level >= LOG_WARN)
        log_flush();
}

static void end(char line[LINE], size_t n, enum log_level level)
{
    line[n++] = '}';
    line[n++] = '\n';
    keep_or_put(level, line, n);
}

void log_members(enum log_level level, struct instant at, const char *what, struct str members)
{
    if (level < least_level)
        return;
    char line[LINE];
    size_t n = begin(line, level, at, what);
    if (members.n && members.n < LINE - n - 3) {
        line[n++] = ',';
        memcpy(line + n, members.at, members.n);
        n += members.n;
    }
    end(line, n, level);
}

void log_line(enum log_level level, const char *what, const char *fmt, ...)
{
    if (level < least_level)
        return;
    char line[LINE];
    size_t n = begin(line, level, clock_machine(), what), room = LINE - n - 3;
    if (*fmt) {
        line[n++] = ',';
        va_list args;
        va_start(args, fmt);
        int more = vsnprintf(line + n, room, fmt, args);
        va_end(args);
        n += more < (int)room ? (size_t)more : room - 1;
    }
    end(line, n, level);
}

struct log_text log_text(const char *text)
{
    struct log_text t = {0};
    for (size_t n = 0; *text && n + 8 < sizeof t.at; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 0x20)
            n += (size_t)snprintf(t.at + n, 7, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            n += (size_t)snprintf(t.at + n, 3, "\\%c", c);
        else
            t.at[n++] = *text;
    }
    return t;
}
