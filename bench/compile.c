/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How fast notices compile, how much memory they take, and whether time grows with length alone:
 *     bench_compile NOTICE…
 * First each notice as it is, told per 4,000 characters. Then one long letter: the first notice's head and the long lines of all
 * in turn, so that it demands to its last line, as no office's letter does: the worst that a page takes. Time is the
 * processor's, the best of several runs.
 */
#include "base/file.h"
#include "domain/notice/notice.h"
#include "format/charset.h"

#include <stdio.h>
#include <time.h>

enum { HEAD_LINES = 3, LONG_LINE = 75, PAGE = 4000 };

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void lines_keep(struct arena *a, struct str text, struct strs *head, struct strs *body)
{
    struct str one;
    for (size_t i = 0; str_cut(&text, S("\n"), &one);) {
        if (one.n && head->n < HEAD_LINES && i++ < HEAD_LINES)
            arena_push(a, head, one);
        else if (one.n > LONG_LINE)
            arena_push(a, body, one);
    }
}

static struct str letter(struct arena *a, const struct strs *head, const struct strs *body, size_t bytes)
{
    struct buf b = buf_new(a, bytes + (1 << 14));
    for (size_t i = 0; b.n < bytes; i++) {
        buf_put(&b, i < head->n ? head->items[i] : body->items[(i - head->n) % body->n]);
        buf_putc(&b, '\n');
    }
    struct str all = buf_str(&b);
    while (((unsigned char)all.at[bytes] & 0xc0) == 0x80)
        bytes--;
    return str_sub(all, 0, bytes);
}

/* The best of several runs, each in an arena of its own. */
static double compile_ms(struct str text, int runs, size_t *used_r, size_t *duties_r)
{
    double best = 1e9;
    for (int i = 0; i < runs; i++) {
        struct arena *a = arena_new("bench", 512 << 20);
        double from = now_ms();
        const struct notice_draft *d = notice_compile(a, text, NULL);
        double took = now_ms() - from;
        best = took < best ? took : best;
        *used_r = arena_used(a);
        *duties_r = d->duties.n;
        arena_free(a);
    }
    return best;
}

static double line(const char *name, struct str text, int runs)
{
    size_t used, duties;
    double ms = compile_ms(text, runs, &used, &duties);
    printf("%-24s %8zu characters %8.2f ms %8.0f KiB %4zu duties\n", name, utf8_length(text), ms, (double)used / 1024,
           duties);
    return ms;
}

/* What a page of ordinary letters takes: each compiled alone, all their time by all their characters. */
static void letters(const struct strs *texts)
{
    double ms = 0;
    size_t characters = 0, duties = 0, used, most = 0, n;
    for (size_t i = 0; i < texts->n; i++) {
        ms += compile_ms(texts->items[i], 20, &used, &n);
        characters += utf8_length(texts->items[i]);
        duties += n;
        most = used > most ? used : most;
    }
    double page = PAGE / (double)characters;
    printf("%-24s %8d characters %8.2f ms %8.0f KiB %4.0f duties\n", "a page of letters", PAGE, ms * page,
           (double)most / 1024, (double)duties * page);
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new("texts", 64 << 20);
    struct strs head = {0}, body = {0}, texts = {0};
    for (int i = 1; i < argc; i++) {
        struct str bytes, text;
        struct err e;
        if (!file_load(a, str_of(argv[i]), 1 << 20, &bytes, &e) || !charset_to_utf8(a, bytes, &text, &e))
            return 1;
        arena_push(a, &texts, text);
        lines_keep(a, text, &head, &body);
    }
    if (body.n == 0)
        return 2;
    letters(&texts);
    line("a page of demands", utf8_head(letter(a, &head, &body, 16000), PAGE), 50);
    double quarter = line("256 KB", letter(a, &head, &body, 1 << 18), 5),
           whole = line("1 MB", letter(a, &head, &body, 1 << 20), 5);
    printf("1 MB takes %.2f times as long as 256 KB (4.00 is linear)\n", whole / quarter);
    arena_free(a);
    return 0;
}
