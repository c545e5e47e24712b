/* SPDX-License-Identifier: Apache-2.0 */
/* One thread waits until another has done something. It is the waiter's, and lies on its stack. */
#ifndef STORE_COMPLETION_H
#define STORE_COMPLETION_H

#include <pthread.h>
#include <stdbool.h>

struct completion {
    pthread_mutex_t mutex;
    pthread_cond_t woken;
    bool finished;
};

#define COMPLETION ((struct completion){.mutex = PTHREAD_MUTEX_INITIALIZER, .woken = PTHREAD_COND_INITIALIZER})

/* Once. Afterwards *c may be gone. */
static inline void complete(struct completion *c)
{
    pthread_mutex_lock(&c->mutex);
    c->finished = true;
    pthread_cond_signal(&c->woken);
    pthread_mutex_unlock(&c->mutex);
}

/* Once. What the other thread wrote before complete() may then be read. */
static inline void completion_wait(struct completion *c)
{
    pthread_mutex_lock(&c->mutex);
    while (!c->finished)
        pthread_cond_wait(&c->woken, &c->mutex);
    pthread_mutex_unlock(&c->mutex);
    pthread_mutex_destroy(&c->mutex);
    pthread_cond_destroy(&c->woken);
}

#endif
