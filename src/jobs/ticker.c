/* SPDX-License-Identifier: Apache-2.0 */
#include "jobs/ticker.h"
#include "base/log.h"
#include "work/sessions.h"

#include <pthread.h>
#include <time.h>

enum { TICK_MS = 500, KEEP_TICKS = 600 };

struct ticker {
    struct office *office;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t end;
    bool ending;
};

/* By the steady clock: the machine's may be set while we wait. */
static struct timespec next_tick(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += TICK_MS * 1000000L;
    t.tv_sec += t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

static void *run(void *arg)
{
    struct ticker *t = arg;
    pthread_mutex_lock(&t->lock);
    for (unsigned n = 1; !t->ending; n++) {
        struct timespec until = next_tick();
        pthread_cond_clockwait(&t->end, &t->lock, CLOCK_MONOTONIC, &until);
        pthread_mutex_unlock(&t->lock);
        office_tick(t->office);
        struct err e;
        if (n % KEEP_TICKS == 0 && !sessions_keep(office_sessions(t->office), &e))
            log_line(LOG_WARN, "sessions.keep", "\"code\":\"%s\"", err_name(e.code));
        pthread_mutex_lock(&t->lock);
    }
    pthread_mutex_unlock(&t->lock);
    return NULL;
}

struct ticker *ticker_start(struct arena *a, struct office *office)
{
    struct ticker *t = arena_one(a, struct ticker);
    t->office = office;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->end, NULL);
    pthread_create(&t->thread, NULL, run, t);
    return t;
}

void ticker_stop(struct ticker *t)
{
    pthread_mutex_lock(&t->lock);
    t->ending = true;
    pthread_cond_signal(&t->end);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
    pthread_mutex_destroy(&t->lock);
    pthread_cond_destroy(&t->end);
}
