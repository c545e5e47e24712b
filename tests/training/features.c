/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints the features of each sentence of the notices named, a line for each: FROM TO FEATURE..., in code points of the notice;
 * before them a line "> FILE", behind them one for each move: "m" FROM TO DUES FATE SIGNS (in hexadecimal). What train.py learns
 * the weights of both from.
 */
#include "domain/notice/classifier.h"
#include "domain/notice/contact.h"
#include "domain/notice/duty.h"
#include "domain/notice/rows.h"

#include <inttypes.h>
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

/* As notice_compile does it. */
static void print_moves(struct compiler *c, struct moves *moves)
{
    struct spans mailboxes = {0};
    struct makings duties = {0};
    mailboxes_read(c, &mailboxes);
    contacts_read(c);
    moves_classify(c, moves);
    rows_read(c, moves);
    duties_make(c, moves, &mailboxes, &duties);
    for (size_t i = 0; i < moves->n; i++) {
        const struct move *m = &moves->items[i];
        struct span at = page_source(c->page, m->span);
        printf("m %u %u %zu %d %" PRIx64 "\n", at.from, at.to, m->n_dues, m->fate, m->signs);
    }
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
        print_moves(c, &moves);
        arena_free(a);
    }
    return 0;
}
