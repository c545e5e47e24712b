/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How fast notices compile, how much memory they take, and whether time grows with length alone:
 *     bench_compile NOTICE…
 * The first notice is repeated to 4,000 characters for the limits of a page, and to 1 MB beside 256 KB for linearity.
 */
#include "base/file.h"
#include "domain/notice/notice.h"
#include "format/charset.h"

#include <stdio.h>
#include <time.h>

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct str repeated(struct arena *a, struct str text, size_t bytes)
{
    struct buf b = buf_new(a, bytes + text.n);
    while (b.n < bytes)
        buf_put(&b, text);
    struct str all = buf_str(&b);
    return utf8_head(all, utf8_length(str_sub(all, 0, bytes)));
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

int main(int argc, char **argv)
{
    struct arena *a = arena_new("texts", 64 << 20);
    struct str first = {0};
    for (int i = 1; i < argc; i++) {
        struct str bytes, text;
        struct err e;
        if (!file_load(a, str_of(argv[i]), 1 << 20, &bytes, &e) || !charset_to_utf8(a, bytes, &text, &e))
            return 1;
        line(argv[i], text, 20);
        first = first.n ? first : text;
    }
    if (first.n == 0)
        return 2;
    line("4,000 characters", utf8_head(repeated(a, first, 14000), 4000), 50);
    double quarter = line("256 KB", repeated(a, first, 1 << 18), 3),
           whole = line("1 MB", repeated(a, first, 1 << 20), 3);
    printf("linearity: 1 MB takes %.2f times as long as 256 KB (4.00 is linear)\n", whole / quarter);
    arena_free(a);
    return 0;
}
