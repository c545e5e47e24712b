/* SPDX-License-Identifier: Apache-2.0 */
#include "work/quota.h"

#include <pthread.h>
#include <stdio.h>

enum { BUCKETS = 1024, HOUR_MS = 3600000 };

struct taken {
    struct taken *next;
    uint64_t unit;
    int64_t hour, day; /* when the hour and the day of counting began */
    int64_t files;
    uint64_t bytes;
};

struct quota {
    pthread_mutex_t lock;
    struct arena *arena; /* its own: it grows on any thread, under the lock */
    struct taken *buckets[BUCKETS];
};

struct quota *quota_open(struct arena *a)
{
    struct quota *q = arena_one(a, struct quota);
    q->arena = arena_new("quota", 64 << 20);
    pthread_mutex_init(&q->lock, NULL);
    return q;
}

void quota_close(struct quota *q)
{
    pthread_mutex_destroy(&q->lock);
    arena_free(q->arena);
}

struct office_limits limits_of(struct office_limits l)
{
    static const struct office_limits usual = {20480, 600, 60, 1440, 48, 512};
    l.unit_day_mb = l.unit_day_mb ? l.unit_day_mb : usual.unit_day_mb;
    l.unit_hour_files = l.unit_hour_files ? l.unit_hour_files : usual.unit_hour_files;
    l.hour_versions = l.hour_versions ? l.hour_versions : usual.hour_versions;
    l.upload_minutes = l.upload_minutes ? l.upload_minutes : usual.upload_minutes;
    l.orphan_hours = l.orphan_hours ? l.orphan_hours : usual.orphan_hours;
    l.disk_floor_mb = l.disk_floor_mb ? l.disk_floor_mb : usual.disk_floor_mb;
    return l;
}

/* Under the lock. Units are few and stay for good. */
static struct taken *taken_of(struct quota *q, struct unit_id unit, int64_t now)
{
    struct taken **at = &q->buckets[(unit.n * 0x9E3779B97F4A7C15u >> 40) % BUCKETS], *t = *at;
    while (t && t->unit != unit.n)
        t = t->next;
    if (!t) {
        t = arena_one(q->arena, struct taken);
        *t = (struct taken){.next = *at, .unit = unit.n, .hour = now, .day = now};
        *at = t;
    }
    if (now - t->hour >= HOUR_MS) {
        t->hour = now;
        t->files = 0;
    }
    if (now - t->day >= MS_A_DAY) {
        t->day = now;
        t->bytes = 0;
    }
    return t;
}

static bool too_many(struct err *e, int64_t wait_ms, int64_t most)
{
    char seconds[24], files[24];
    snprintf(seconds, sizeof seconds, "%lld", (long long)(wait_ms / 1000 + 1));
    snprintf(files, sizeof files, "%lld", (long long)most);
    return err_with(e, ERR_SLOW, MSG_QUOTA_FILES, str_of(seconds), str_of(files), S(""));
}

static bool too_much(struct err *e, int64_t most_mb)
{
    char size[32];
    bool giga = most_mb >= 1024;
    snprintf(size, sizeof size, "%lld %s", (long long)(giga ? most_mb / 1024 : most_mb), giga ? "GB" : "MB");
    return err_with(e, ERR_LARGE, MSG_QUOTA_BYTES, str_of(size), S(""), S(""));
}

/* Under the lock. */
static bool take_bytes(struct taken *t, const struct office_limits *l, uint64_t bytes)
{
    uint64_t most = (uint64_t)l->unit_day_mb << 20;
    bool small = t->bytes <= most && bytes <= most - t->bytes;
    t->bytes += small ? bytes : 0;
    return small;
}

bool quota_take_at(struct quota *q, const struct office_limits *l, struct unit_id unit, uint64_t bytes, int64_t now,
                   struct err *e)
{
    pthread_mutex_lock(&q->lock);
    struct taken *t = taken_of(q, unit, now);
    bool few = t->files < l->unit_hour_files, small = few && take_bytes(t, l, bytes);
    int64_t wait = HOUR_MS - (now - t->hour);
    t->files += small;
    pthread_mutex_unlock(&q->lock);
    if (!few)
        return too_many(e, wait, l->unit_hour_files);
    return small || too_much(e, l->unit_day_mb);
}

bool quota_take(struct office *office, struct unit_id unit, uint64_t bytes, struct err *e)
{
    return quota_take_at(office_quota(office), office_limits(office), unit, bytes, clock_steady_ms(), e);
}

bool quota_add(struct office *office, struct unit_id unit, uint64_t bytes, struct err *e)
{
    const struct office_limits *l = office_limits(office);
    struct quota *q = office_quota(office);
    pthread_mutex_lock(&q->lock);
    bool small = take_bytes(taken_of(q, unit, clock_steady_ms()), l, bytes);
    pthread_mutex_unlock(&q->lock);
    return small || too_much(e, l->unit_day_mb);
}
