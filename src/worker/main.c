/* SPDX-License-Identifier: Apache-2.0 */
/*
 * skillweek-worker: opens strangers' bytes with heavy libraries, confined. Started by skillweek for one job, once.
 *
 *   skillweek-worker preview     descriptor 3: a picture; descriptor 4: where its preview goes
 *   skillweek-worker pdf         descriptor 3: a PDF; descriptor 4: where its text goes
 *   skillweek-worker letter      descriptor 3: a letter as it came; descriptor 4: where what it holds goes (letter.h)
 *
 * It answers with one line on standard output, "ok WIDTH HEIGHT", "ok PAGES" or "ok PARTS", or "no WORD" (kind, input, large, fault:
 * err_name), and with 0 or 1. Any other end (a signal, no line) is a finding too: this file cannot be read. It confines
 * itself before it reads a byte (worker/confine.h), and does not read one when it cannot.
 */
#include "worker/confine.h"
#include "worker/letter.h"
#include "worker/pdf.h"
#include "worker/preview.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FROM = 3, TO = 4 };

/* No destructors, no library's last words: there is nothing left that the kernel does not clean up better. */
static _Noreturn void answer(const char *line, int code)
{
    ssize_t n = write(STDOUT_FILENO, line, strlen(line));
    _exit(n > 0 ? code : 1);
}

static _Noreturn void refuse(const struct err *e)
{
    char line[64];
    if (e->code == ERR_FAULT) /* what kind of fault: for whoever runs it by hand */
        fprintf(stderr, "skillweek-worker: %s\n", e->detail);
    snprintf(line, sizeof line, "no %s\n", err_name(e->code));
    answer(line, 1);
}

static _Noreturn void make_preview(const char *program)
{
    struct err e = {0};
    struct preview p = {0};
    char line[64];
    mallopt(M_ARENA_MAX, 1); /* each further one takes 64 MB of the room there is */
    if (!confine_limits(CONFINE_OUTPUT_MB, &e) || !preview_ready(program, &e) || !confine_shut(&e) ||
        !preview_make(FROM, TO, &p, &e))
        refuse(&e);
    snprintf(line, sizeof line, "ok %d %d\n", p.width, p.height);
    answer(line, 0);
}

static _Noreturn void make_text(void)
{
    struct err e = {0};
    int pages = 0;
    char line[64];
    mallopt(M_ARENA_MAX, 1);
    if (!confine_limits(CONFINE_OUTPUT_MB, &e))
        refuse(&e);
    pdf_ready();
    if (!confine_shut(&e) || !pdf_text(FROM, TO, &pages, &e))
        refuse(&e);
    snprintf(line, sizeof line, "ok %d\n", pages);
    answer(line, 0);
}

static _Noreturn void take_apart(void)
{
    struct err e = {0};
    int parts = 0;
    char line[64];
    mallopt(M_ARENA_MAX, 1);
    if (!confine_limits(LETTER_OUTPUT_MB, &e))
        refuse(&e);
    letter_ready();
    if (!confine_shut(&e) || !letter_take_apart(FROM, TO, &parts, &e))
        refuse(&e);
    snprintf(line, sizeof line, "ok %d\n", parts);
    answer(line, 0);
}

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "preview"))
        make_preview(argv[0]);
    if (argc == 2 && !strcmp(argv[1], "pdf"))
        make_text();
    if (argc == 2 && !strcmp(argv[1], "letter"))
        take_apart();
    fputs("usage: skillweek-worker preview 3<PICTURE 4>PREVIEW\n       skillweek-worker pdf 3<PDF 4>TEXT\n"
          "       skillweek-worker letter 3<LETTER 4>PARTS\n",
          stderr);
    return 2;
}
