/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many durable reports the ledger takes: each is its row, two index entries and its event, of 2 KiB. `clients` many
 * are under way at a time; as each is answered its client sends the next, from a thread of its own, as a loop thread
 * would.
 *
 *     bench_ledger FOLDER [CLIENTS [REPORTS]]
 */
#include "base/hash.h"
#include "store/campaign.h"
#include "store/ledger.h"
#include "store/obligation.h"
#include "store/report.h"
#include "store/store.h"
#include "store/unit.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OBLIGATIONS = 20000, BODY = 2048 };

struct client {
    struct op op;
    struct report_record rep;
    uint32_t base;
    char sending[40], body[BODY];
    int64_t began;
    struct client *next;
};

static struct {
    struct store *store;
    struct campaign_id campaign;
    struct unit_id unit;
    struct obligation_id obligations[OBLIGATIONS];
    uint64_t total, answered, failed, sent;
    int64_t *latencies; /* µs */
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct client *ready; /* answered, to send the next */
} bench = {.mutex = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void die(const char *what, const struct err *e)
{
    fprintf(stderr, "bench: %s: %s %s\n", what, err_name(e->code), e->detail);
    exit(1);
}

static bool fill(struct op *op, struct tx *tx, struct err *e)
{
    struct instant now = clock_machine();
    struct unit u = {.code = S("1"), .name = S("u"), .kind = UNIT_SCHOOL};
    struct campaign_record c = {.key = S("bench"), .document = S("{}"), .created_at = now};
    (void)op;
    if (!register_add(tx, S("r"), now, &c.reg, e) || !unit_put(tx, c.reg, &u, e) || !campaign_add(tx, &c, e))
        return false;
    bench.unit = u.id;
    bench.campaign = c.id;
    for (int i = 0; i < OBLIGATIONS; i++) {
        struct obligation_record o = {.campaign = c.id, .duty = S("d"), .unit = u.id, .day = {i + 1}, .due = now};
        if (!obligation_add(tx, &o, e))
            return false;
        bench.obligations[i] = o.id;
    }
    return true;
}

static bool apply(struct op *op, struct tx *tx, struct err *e)
{
    struct client *c = (struct client *)op;
    bool again;
    return report_put(tx, &c->rep, (struct report_put_options){.base = c->base}, &again, e);
}

static void done(struct op *op)
{
    struct client *c = (struct client *)op;
    pthread_mutex_lock(&bench.mutex);
    bench.latencies[bench.answered++] = now_us() - c->began;
    bench.failed += !op->ok;
    c->next = bench.ready;
    bench.ready = c;
    pthread_cond_signal(&bench.wake);
    pthread_mutex_unlock(&bench.mutex);
}

/* Obligation after obligation in a scattered order; each round is the next version. */
static void send_next(struct client *c)
{
    uint64_t n = bench.sent++;
    struct err e;
    c->base = (uint32_t)(n / OBLIGATIONS);
    snprintf(c->sending, sizeof c->sending, "018826c0-%012llx-7000", (unsigned long long)n);
    memset(c->body, 'x', BODY);
    memcpy(c->body, c->sending, strlen(c->sending));
    c->rep = (struct report_record){
        .obligation = bench.obligations[n * 7919 % OBLIGATIONS],
        .campaign = bench.campaign,
        .unit = bench.unit,
        .sending = str_of(c->sending),
        .account = 1,
        .title = S("活动周演练中专单位日报材料"),
        .body = {c->body, BODY},
        .received_at = clock_machine(),
        .call_at = INSTANT_NONE,
        .in_time = true,
    };
    report_hash(&c->rep);
    c->op = (struct op){.apply = apply, .done = done};
    c->began = now_us();
    if (!ledger_submit(bench.store, &c->op, &e))
        die("submit", &e);
}

static void storm(struct client *clients, int n)
{
    for (int i = 0; i < n && bench.sent < bench.total; i++)
        send_next(&clients[i]);
    for (;;) {
        pthread_mutex_lock(&bench.mutex);
        while (!bench.ready && bench.answered < bench.total)
            pthread_cond_wait(&bench.wake, &bench.mutex);
        struct client *all = bench.ready;
        bench.ready = NULL;
        bool over = bench.answered == bench.total;
        pthread_mutex_unlock(&bench.mutex);
        for (struct client *c = all, *next; c; c = next) {
            next = c->next;
            if (bench.sent < bench.total)
                send_next(c);
        }
        if (over)
            return;
    }
}

static int by_size(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

static void tell(int clients, int64_t us)
{
    struct ledger_stats st = ledger_stats(bench.store);
    uint64_t n = bench.total;
    qsort(bench.latencies, n, sizeof *bench.latencies, by_size);
    printf("%d clients, %llu reports of 2 KiB, %llu failed: %.0f/s, p50 %.2f ms, p99 %.2f ms, %.1f a batch, commit "
           "%.2f ms\n",
           clients, (unsigned long long)n, (unsigned long long)bench.failed, (double)n * 1e6 / (double)us,
           (double)bench.latencies[n / 2] / 1000, (double)bench.latencies[n * 99 / 100] / 1000,
           (double)st.ops / (double)st.batches, (double)st.commit_us_sum / 1000 / (double)st.batches);
}

static void count_one(void *arg, const struct transition_row *row)
{
    (void)row;
    ++*(size_t *)arg;
}

/* A cold start's work: open, all obligations, all transitions. */
static void start_again(const char *folder, struct str database)
{
    struct arena *a = arena_new("start", (size_t)1 << 32);
    struct obligation_records obligations;
    size_t transitions = 0;
    struct err e = {0};
    store_close(bench.store);
    int64_t began = now_us();
    if (!store_open(a, str_of(folder), (struct store_options){.database = database}, &bench.store, &e))
        die("open", &e);
    int64_t opened = now_us();
    if (!obligation_load(store_reader(bench.store), a, bench.campaign, &obligations, &e))
        die("obligations", &e);
    int64_t loaded = now_us();
    if (!event_each_transition(store_reader(bench.store), bench.campaign, 0, count_one, &transitions, &e))
        die("transitions", &e);
    printf("start: open %.1f ms, %zu obligations %.1f ms, %zu transitions %.1f ms\n", (double)(opened - began) / 1000,
           obligations.n, (double)(loaded - opened) / 1000, transitions, (double)(now_us() - loaded) / 1000);
    store_close(bench.store);
    arena_free(a);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER [CLIENTS [REPORTS [DATABASE]]]\n", argv[0]);
        return 2;
    }
    int clients = argc > 2 ? atoi(argv[2]) : 64;
    struct arena *a = arena_new("bench", (size_t)1 << 32);
    struct op op = {.apply = fill};
    struct err e = {0};
    bench.total = argc > 3 ? (uint64_t)atoll(argv[3]) : 100000;
    bench.latencies = arena_many(a, int64_t, bench.total);
    struct str database = str_of(argc > 4 ? argv[4] : "");
    struct store_options how = {.create = true, .database = database};
    if (!store_open(a, str_of(argv[1]), how, &bench.store, &e))
        die("open", &e);
    if (!ledger_wait(bench.store, &op, &e))
        die("fill", &e);
    struct client *all = arena_many(a, struct client, clients);
    int64_t began = now_us();
    storm(all, clients);
    tell(clients, now_us() - began);
    start_again(argv[1], database);
    arena_free(a);
    return bench.failed != 0;
}
