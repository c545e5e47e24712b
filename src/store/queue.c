/* SPDX-License-Identifier: Apache-2.0 */
#include "store/queue.h"

#include <pthread.h>
#include <signal.h>

struct queue {
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct blob_job *first, *last;
    bool stop;
    int threads;
    pthread_t thread[];
};

void queue_put(struct queue *q, struct blob_job *job)
{
    job->next = NULL;
    pthread_mutex_lock(&q->mutex);
    if (q->last)
        q->last->next = job;
    else
        q->first = job;
    q->last = job;
    pthread_cond_signal(&q->wake);
    pthread_mutex_unlock(&q->mutex);
}

static struct blob_job *take(struct queue *q)
{
    pthread_mutex_lock(&q->mutex);
    while (!q->first && !q->stop)
        pthread_cond_wait(&q->wake, &q->mutex);
    struct blob_job *job = q->first;
    if (job && !(q->first = job->next))
        q->last = NULL;
    pthread_mutex_unlock(&q->mutex);
    return job;
}

static void *run(void *arg)
{
    struct blob_job *job;
    while ((job = take(arg)))
        job->run(job);
    return NULL;
}

bool queue_open(struct arena *a, int threads, struct queue **q_r, struct err *e)
{
    struct queue *q = arena_alloc(a, sizeof *q + (size_t)threads * sizeof *q->thread);
    pthread_mutex_init(&q->mutex, NULL);
    pthread_cond_init(&q->wake, NULL);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (q->threads < threads && !pthread_create(&q->thread[q->threads], NULL, run, q))
        q->threads++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (q->threads < threads) {
        queue_close(q);
        return err_fault(e, "no thread for attachments");
    }
    *q_r = q;
    return true;
}

void queue_close(struct queue *q)
{
    if (!q)
        return;
    pthread_mutex_lock(&q->mutex);
    q->stop = true;
    pthread_cond_broadcast(&q->wake);
    pthread_mutex_unlock(&q->mutex);
    for (int i = 0; i < q->threads; i++)
        pthread_join(q->thread[i], NULL);
    pthread_mutex_destroy(&q->mutex);
    pthread_cond_destroy(&q->wake);
}
