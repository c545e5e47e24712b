/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20, HUGE_BLOCK = 16 << 20 };
enum { FIRST_BLOCK = 16 * 1024, ALIGN = alignof(max_align_t), RESERVE = 2, RESERVE_LEAST = 64 * 1024 };

struct block {
    struct block *older;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

struct deferred {
    struct deferred *older;
    void (*fn)(void *arg);
    void *arg;
};

struct arena {
    const char *name;
    size_t bound, taken, used;
    struct block *block; /* the newest; the oldest stays through arena_reset */
    struct deferred *deferred;
};

/* Pages of 4 KiB are taken in one by one, which costs a large block more than filling it does. */
static void want_huge_pages(void *at, size_t size)
{
    uintptr_t from = ((uintptr_t)at + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1);
    uintptr_t to = ((uintptr_t)at + size) & ~(uintptr_t)(HUGE_PAGE - 1);
    if (to > from)
        madvise((void *)from, to - from, MADV_HUGEPAGE); /* a kernel without them says no, and nothing is lost */
}

static struct block *block_new(struct block *older, size_t size)
{
    struct block *b = calloc(1, sizeof *b + size);
    if (!b) {
        fprintf(stderr, "skillweek: out of memory\n");
        abort();
    }
    if (size >= HUGE_BLOCK)
        want_huge_pages(b, sizeof *b + size);
    b->older = older;
    b->size = size;
    return b;
}

struct arena *arena_new(const char *name, size_t bound)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        abort();
    a->name = name;
    a->bound = bound;
    return a;
}

static void run_deferred(struct arena *a)
{
    while (a->deferred) {
        struct deferred *d = a->deferred;
        a->deferred = d->older;
        d->fn(d->arg);
    }
}

void arena_reset(struct arena *a)
{
    run_deferred(a);
    while (a->block && a->block->older) {
        struct block *older = a->block->older;
        free(a->block);
        a->block = older;
    }
    if (a->block) {
        memset(a->block->bytes, 0, a->block->used);
        a->block->used = 0;
    }
    a->taken = a->block ? a->block->size : 0;
    a->used = 0;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    run_deferred(a);
    for (struct block *b = a->block, *older; b; b = older) {
        older = b->older;
        free(b);
    }
    free(a);
}

/* Each block is twice the one before, so that a large request costs few of them; the last one before the bound is what is
 * left up to it. */
static bool block_add(struct arena *a, size_t size, size_t most)
{
    size_t rest = a->taken < a->bound ? a->bound - a->taken : FIRST_BLOCK;
    size_t want = a->block ? a->block->size * 2 : FIRST_BLOCK;
    if (want > rest)
        want = rest;
    if (want < size)
        want = size;
    if (want > most - a->taken)
        return false;
    a->block = block_new(a->block, want);
    a->taken += want;
    return true;
}

static size_t aligned(size_t size)
{
    return (size + ALIGN - 1) / ALIGN * ALIGN;
}

static void *piece_of(struct arena *a, size_t size, size_t most)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = aligned(size);
    if (!a->block || a->block->size - a->block->used < size)
        if (!block_add(a, size, most))
            return NULL;
    void *piece = a->block->bytes + a->block->used;
    a->block->used += size;
    a->used += size;
    return piece;
}

void *arena_try(struct arena *a, size_t size)
{
    return a->taken > a->bound ? NULL : piece_of(a, size, a->bound);
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *piece = piece_of(a, size, a->bound + a->bound * RESERVE + RESERVE_LEAST);
    if (!piece) {
        fprintf(stderr, "skillweek: arena %s: %zu bytes more than its bound of %zu and its reserve\n", a->name, size,
                a->bound);
        abort();
    }
    return piece;
}

size_t arena_left(const struct arena *a)
{
    return a->taken > a->bound ? 0 : a->bound - a->taken + (a->block ? a->block->size - a->block->used : 0);
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

void arena_defer(struct arena *a, void (*fn)(void *arg), void *arg)
{
    struct deferred *d = arena_one(a, struct deferred);
    *d = (struct deferred){.older = a->deferred, .fn = fn, .arg = arg};
    a->deferred = d;
}

static void free_within(void *arg)
{
    arena_free(arg);
}

struct arena *arena_within(struct arena *outer, const char *name, size_t bound)
{
    struct arena *a = arena_new(name, bound);
    arena_defer(outer, free_within, a);
    return a;
}

/* The newest piece grows where it is, as long as its block has room. */
static bool piece_widen(struct arena *a, void *piece, size_t size, size_t wider)
{
    struct block *b = a->block;
    size_t more = aligned(wider) - aligned(size);
    if (size == 0 || (unsigned char *)piece + aligned(size) != b->bytes + b->used || b->size - b->used < more)
        return false;
    b->used += more;
    a->used += more;
    return true;
}

void *arena_grow(struct arena *a, void *items, size_t item, size_t count, size_t *cap)
{
    if (count < *cap)
        return items;
    size_t more = *cap ? *cap * 2 : 2; /* most lists stay short */
    if (piece_widen(a, items, *cap * item, more * item)) {
        *cap = more;
        return items;
    }
    void *moved = arena_alloc(a, more * item);
    if (count)
        memcpy(moved, items, count * item);
    *cap = more;
    return moved;
}
