/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands where skillweek-worker stands when the fuzzers of PDFs and letters run. Given bytes that begin with "%PDF-say" it plays a
 * worker gone wrong: the next byte says how it ends, the next two how often its text is written and how long its line is;
 * then come the line and the text. Anything else goes to the real worker.
 */
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { FROM = 3, TO = 4, HEAD = 11 };

static void say(int fd, const unsigned char *at, ssize_t n)
{
    while (n > 0) {
        ssize_t put = write(fd, at, (size_t)n);
        if (put <= 0)
            return;
        at += put;
        n -= put;
    }
}

static int play(const unsigned char *script, ssize_t n)
{
    ssize_t line = script[10] < n - HEAD ? script[10] : n - HEAD;
    for (int i = 0; i < script[9]; i++)
        say(TO, script + HEAD + line, n - HEAD - line);
    say(STDOUT_FILENO, script + HEAD, line);
    if (script[8] & 2)
        raise(script[8] & 4 ? SIGKILL : SIGSYS);
    return script[8] & 1;
}

int main(int argc, char **argv)
{
    static unsigned char script[1 << 16];
    ssize_t n = pread(FROM, script, sizeof script, 0);
    if (n >= HEAD && !memcmp(script, "%PDF-say", 8))
        return play(script, n);
    execv(WORKER, argc ? argv : NULL);
    return 1;
}
