/* SPDX-License-Identifier: Apache-2.0 */
#include "store/test_store.h"

#include "store/completion.h"
#include "store/queue.h"

struct seen {
    int n, order[8];
};

struct task {
    struct blob_job job;
    struct queue *queue;
    struct seen *seen;
    struct completion *wait;
    int number, again;
};

static void note(struct blob_job *job)
{
    struct task *t = (struct task *)(void *)job;
    if (t->wait)
        completion_wait(t->wait);
    t->seen->order[t->seen->n++] = t->number;
    if (t->again--)
        queue_put(t->queue, job);
}

static void one_thread_takes_them_in_order_and_one_may_come_again(void **state)
{
    static const int order[] = {1, 2, 3, 2};
    struct arena *a = arena_new("test", 1 << 16);
    struct err e = {0};
    struct queue *q;
    struct seen seen = {0};
    struct completion all_there = COMPLETION;
    (void)state;
    assert_good(queue_open(a, 1, &q, &e));
    struct task tasks[] = {{{.run = note}, q, &seen, &all_there, 1, 0},
                           {{.run = note}, q, &seen, NULL, 2, 1},
                           {{.run = note}, q, &seen, NULL, 3, 0}};
    for (int i = 0; i < 3; i++)
        queue_put(q, &tasks[i].job);
    complete(&all_there);
    queue_close(q);
    assert_int_equal(seen.n, 4);
    assert_memory_equal(seen.order, order, sizeof order);
    arena_free(a);
}

struct meeting {
    struct blob_job job;
    struct completion *here, *there;
};

/* Ends only if the other runs at the same time. */
static void meet(struct blob_job *job)
{
    struct meeting *m = (struct meeting *)(void *)job;
    complete(m->here);
    completion_wait(m->there);
}

static void several_threads_run_several_at_once_and_closing_ends_what_waits(void **state)
{
    struct arena *a = arena_new("test", 1 << 16);
    struct err e = {0};
    struct queue *q;
    struct completion one = COMPLETION, two = COMPLETION;
    struct meeting meetings[] = {{{.run = meet}, &one, &two}, {{.run = meet}, &two, &one}};
    (void)state;
    assert_good(queue_open(a, 2, &q, &e));
    queue_put(q, &meetings[0].job);
    queue_put(q, &meetings[1].job);
    queue_close(q);
    queue_close(NULL);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_thread_takes_them_in_order_and_one_may_come_again),
        cmocka_unit_test(several_threads_run_several_at_once_and_closing_ends_what_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
