/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints the features of each sentence of the notices named, a line for each: FROM TO FEATURE..., in code points of the notice;
 * before them a line "> FILE". What train.py learns the classifier's weights from.
 */
#include "domain/notice/classifier.h"

#include <stdio.h>

enum { LONGEST = 1 << 20 };

struct printing {
    const struct page *page;
    uint32_t features[1 << 16];
    size_t n;
};

static void keep(void *self, uint32_t f)
{
    struct printing *p = self;
    if (p->n < sizeof p->features / sizeof *p->features)
        p->features[p->n++] = f;
}

static void print(void *self, struct span s)
{
    struct printing *p = self;
    struct span at = page_source(p->page, s);
    printf("%u %u", at.from, at.to);
    for (size_t i = 0; i < p->n; i++)
        printf(" %u", p->features[i]);
    printf("\n");
    p->n = 0;
}

int main(int argc, char **argv)
{
    static char text[LONGEST];
    static struct printing p;
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "r");
        if (!f) {
            perror(argv[i]);
            return 1;
        }
        struct arena *a = arena_new("features", (size_t)1 << 28);
        size_t n = fread(text, 1, sizeof text, f);
        fclose(f);
        struct compiler *c = compiler_open(a, (struct str){text, n}, NULL);
        struct moves moves = {0};
        moves_read(c, &moves);
        p.page = c->page;
        printf("> %s\n", argv[i]);
        features_read(c, &moves, &(struct feature_reader){keep, print, &p});
        arena_free(a);
    }
    return 0;
}
