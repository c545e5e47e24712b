/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arena: every request, job, letter and test owns one and gives all of its memory back at once.
 *
 * Memory comes zeroed and aligned for any type. There is no free of a single piece. What memory alone cannot give
 * back (a file, a foreign library's object) is registered with arena_defer and runs, last first, in arena_free.
 *
 * An arena has a bound. What takes strangers' sizes asks with arena_try and answers politely when it gets NULL. What
 * goes on and on (rows of a table, items of a list) looks at arena_left before each step and refuses when it is 0: a
 * step that passes the bound still gets its memory, from a reserve of twice the bound, and so does the refusal itself.
 * Lists and texts that double fit there even when each doubles once more. A plain arena_alloc beyond the reserve is a
 * bug of the caller, who never looked, and ends the process with a line that names the arena.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

#define MUST_LOOK __attribute__((warn_unused_result))

struct arena;

/* A new arena. name: for the log and for death messages; must be a literal. bound: bytes it may take in all. */
struct arena *arena_new(const char *name, size_t bound);
/* The same, freed when `outer` is freed or reset. */
struct arena *arena_within(struct arena *outer, const char *name, size_t bound);

/* Runs the deferred functions, last registered first, and gives all memory back. NULL is allowed. */
void arena_free(struct arena *a);

/* Runs the deferred functions and keeps the first block, so that the next request costs no system call. */
void arena_reset(struct arena *a);

/* Zeroed memory of `size` bytes, or NULL when the arena's bound would be passed. */
void *arena_try(struct arena *a, size_t size) MUST_LOOK;

/* The same, but never NULL: past the bound it comes from the reserve (see above). */
void *arena_alloc(struct arena *a, size_t size);

/* Bytes still allowed before the bound; 0 once it is passed. May be less in one piece. */
size_t arena_left(const struct arena *a);

/* Bytes handed out since arena_new or the last arena_reset. */
size_t arena_used(const struct arena *a);

/* fn(arg) runs when the arena is freed or reset. */
void arena_defer(struct arena *a, void (*fn)(void *arg), void *arg);

#define arena_one(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_many(a, type, count) ((type *)arena_alloc((a), sizeof(type) * (size_t)(count)))

/*
 * Makes room for one more item in a growing array held by the arena: *items points at `count` items of `item` bytes,
 * *cap is how many fit. Returns the (maybe moved) array. Use by the macro arena_push.
 */
void *arena_grow(struct arena *a, void *items, size_t item, size_t count, size_t *cap);

/* arena_push(a, list, value): list is a struct with members items, n, cap. */
#define arena_push(a, list, value)                                                                         \
    ((list)->items = (list)->n < (list)->cap                                                               \
                         ? (list)->items                                                                   \
                         : arena_grow((a), (list)->items, sizeof *(list)->items, (list)->n, &(list)->cap), \
     (list)->items[(list)->n++] = (value))

#endif
