/* SPDX-License-Identifier: Apache-2.0 */
#include "jobs/sweeper.h"
#include "base/log.h"
#include "store/upload.h"
#include "work/health.h"
#include "work/outbox.h"
#include "work/snapshot.h"
#include "work/visit.h"

#include <pthread.h>
#include <time.h>

enum { ROUND_S = 60, ROUNDS_AN_HOUR = 60, SNAPSHOT_EVENTS = 50000, UNSENT_DAYS = 30 };

struct sweeper {
    struct office *office;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t end;
    bool ending;
};

static void sweep_uploads(struct office *office)
{
    struct err e;
    uint64_t removed = 0;
    int64_t life = office_limits(office)->upload_minutes * MS_A_MINUTE;
    if (!upload_sweep(store_uploads(office_store(office)), (struct instant){clock_machine().ms - life}, &removed, &e))
        log_line(LOG_WARN, "sweep.uploads", "\"code\":\"%s\"", err_name(e.code));
    else if (removed)
        log_line(LOG_INFO, "sweep.uploads", "\"removed\":%llu", (unsigned long long)removed);
}

static void forget_unsent(struct office *office)
{
    struct err e;
    uint64_t removed = 0;
    struct instant before = {office_now(office).ms - UNSENT_DAYS * MS_A_DAY};
    if (!store_forget_unsent(office_store(office), before, &removed, &e))
        log_line(LOG_WARN, "sweep.unsent", "\"code\":\"%s\"", err_name(e.code));
    else if (removed)
        log_line(LOG_INFO, "sweep.unsent", "\"removed\":%llu", (unsigned long long)removed);
}

static void forget_visitors(struct office *office)
{
    struct err e;
    int64_t erased = 0;
    if (!visits_forget(office, &erased, &e))
        log_line(LOG_WARN, "sweep.visits", "\"code\":\"%s\"", err_name(e.code));
    else if (erased)
        log_line(LOG_INFO, "sweep.visits", "\"erased\":%lld", (long long)erased);
}

static void forget_answers(struct office *office)
{
    struct err e;
    int64_t erased = 0;
    if (!outbox_erase(office, &erased, &e))
        log_line(LOG_WARN, "sweep.outbox", "\"code\":\"%s\"", err_name(e.code));
    else if (erased)
        log_line(LOG_INFO, "sweep.outbox", "\"erased\":%lld", (long long)erased);
}

static void sweep_blobs(struct office *office)
{
    struct err e;
    struct swept n;
    int64_t life = office_limits(office)->orphan_hours * 60 * MS_A_MINUTE;
    if (!store_sweep(office_store(office), (struct instant){clock_machine().ms - life}, &n, &e)) {
        log_line(LOG_WARN, "sweep.blobs", "\"code\":\"%s\",\"detail\":\"%s\"", err_name(e.code), log_text(e.detail).at);
        return;
    }
    log_line(LOG_INFO, "sweep.blobs", "\"done\":%s,\"seen\":%llu,\"removed\":%llu,\"previews\":%llu",
             n.done ? "true" : "false", (unsigned long long)n.blobs.seen, (unsigned long long)n.blobs.removed,
             (unsigned long long)n.previews);
    if (n.done)
        health_swept(office, &n);
}

static void *run(void *arg)
{
    struct sweeper *s = arg;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    pthread_mutex_lock(&s->lock);
    for (unsigned round = 0; !s->ending; round++) {
        pthread_mutex_unlock(&s->lock);
        sweep_uploads(s->office);
        snapshot_keep(s->office, SNAPSHOT_EVENTS);
        if (round % (24 * ROUNDS_AN_HOUR) == 1)
            forget_unsent(s->office);
        if (round % ROUNDS_AN_HOUR == 1) {
            forget_visitors(s->office);
            forget_answers(s->office);
            sweep_blobs(s->office);
        }
        pthread_mutex_lock(&s->lock);
        until.tv_sec += ROUND_S;
        while (!s->ending && !pthread_cond_timedwait(&s->end, &s->lock, &until))
            ;
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

struct sweeper *sweeper_start(struct arena *a, struct office *office)
{
    struct sweeper *s = arena_one(a, struct sweeper);
    pthread_condattr_t steady;
    s->office = office;
    pthread_mutex_init(&s->lock, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&s->end, &steady);
    pthread_condattr_destroy(&steady);
    pthread_create(&s->thread, NULL, run, s);
    return s;
}

void sweeper_stop(struct sweeper *s)
{
    pthread_mutex_lock(&s->lock);
    s->ending = true;
    pthread_cond_signal(&s->end);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->end);
}
