/* SPDX-License-Identifier: Apache-2.0 */
#include "work/health.h"

#include "base/log.h"
#include "store/bucket.h"
#include "store/upload.h"
#include "work/compare.h"
#include "work/mailbox.h"
#include "work/outbox.h"
#include "work/sessions.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { STUCK_MS = 10000, TAIL = 4096 /* longer than any line */ };
static const int64_t BACKUP_OLD_MS = 26 * 3600000LL;

struct health {
    pthread_mutex_t lock;
    uint64_t batches;
    int64_t moved; /* steady ms when the ledger was last seen to move */
    uint64_t blobs, blob_bytes, removed;
};

struct health *health_open(struct arena *a)
{
    struct health *h = arena_one(a, struct health);
    pthread_mutex_init(&h->lock, NULL);
    h->moved = clock_steady_ms();
    return h;
}

void health_swept(struct office *office, const struct swept *n)
{
    struct health *h = office_health(office);
    pthread_mutex_lock(&h->lock);
    h->blobs = n->blobs.seen - n->blobs.removed;
    h->blob_bytes = n->blobs.bytes;
    h->removed += n->blobs.removed;
    pthread_mutex_unlock(&h->lock);
}

/* ---- what is looked at ---- */

struct disk {
    bool known;
    uint64_t free_mb, percent;
};

static struct disk disk_of(struct office *office)
{
    char path[4096];
    struct statvfs v;
    struct str folder = store_folder(office_store(office));
    snprintf(path, sizeof path, STR_FMT, STR_ARG(folder));
    if (statvfs(path, &v) || !v.f_blocks)
        return (struct disk){0};
    return (struct disk){true, (uint64_t)v.f_bavail * v.f_frsize >> 20, (uint64_t)v.f_bavail * 100 / v.f_blocks};
}

static bool has_room(struct office *office, struct disk d)
{
    return d.known && d.free_mb >= (uint64_t)office_limits(office)->disk_floor_mb;
}

/* Ops wait and no batch has ended for long: the disk hangs, or the writer is gone. */
static bool ledger_moves(struct office *office, struct ledger_stats *st_r)
{
    struct health *h = office_health(office);
    struct ledger_stats st = ledger_stats(office_store(office));
    int64_t now = clock_steady_ms();
    pthread_mutex_lock(&h->lock);
    if (!st.waiting || st.batches + st.replays != h->batches)
        h->moved = now;
    h->batches = st.batches + st.replays;
    bool moves = now - h->moved < STUCK_MS;
    pthread_mutex_unlock(&h->lock);
    *st_r = st;
    return moves;
}

bool health_is_ready(struct office *office)
{
    struct ledger_stats st;
    return has_room(office, disk_of(office)) && ledger_moves(office, &st);
}

/* ---- in words ---- */

/* A view that is being written, for one reader. */
struct page {
    struct office *office;
    struct arena *a;
    enum language language;
    struct health_view view;
};

static struct str say(struct page *p, enum message message, struct str a1, struct str a2)
{
    struct str args[ERR_ARGS] = {a1, a2};
    return message_text(p->a, message, p->language, args);
}

static struct str say_number(struct page *p, enum message message, int64_t n)
{
    return say(p, message, str_format(p->a, "%lld", (long long)n), S(""));
}

static void add(struct page *p, const char *key, enum message title, bool well, struct str text)
{
    struct health_line line = {.key = str_of(key), .title = say(p, title, S(""), S("")), .text = text, .well = well};
    p->view.well = p->view.well && well;
    arena_push(p->a, &p->view.lines, line);
}

static struct str size_text(struct arena *a, uint64_t mb)
{
    return mb >= 10240 ? str_format(a, "%llu GB", (unsigned long long)(mb >> 10))
                       : str_format(a, "%llu MB", (unsigned long long)mb);
}

static void add_disk(struct page *p)
{
    struct disk d = disk_of(p->office);
    bool well = has_room(p->office, d);
    struct str room = size_text(p->a, d.free_mb),
               floor = size_text(p->a, (uint64_t)office_limits(p->office)->disk_floor_mb);
    struct str percent = str_format(p->a, "%llu", (unsigned long long)d.percent);
    add(p, "disk", MSG_HEALTH_DISK, well,
        !d.known ? say(p, MSG_HEALTH_DISK_UNKNOWN, S(""), S(""))
        : well   ? say(p, MSG_HEALTH_DISK_FREE, room, percent)
                 : say(p, MSG_HEALTH_DISK_LOW, room, floor));
}

static void add_queue(struct page *p)
{
    struct ledger_stats st;
    bool moves = ledger_moves(p->office, &st);
    add(p, "queue", MSG_HEALTH_QUEUE, moves,
        say_number(p, moves ? MSG_HEALTH_QUEUE_MOVES : MSG_HEALTH_QUEUE_STUCK, (int64_t)st.waiting));
}

static struct str span(struct page *p, int64_t ms)
{
    int64_t minutes = ms < 0 ? 0 : ms / MS_A_MINUTE;
    if (minutes < 60)
        return say_number(p, MSG_MINUTES, minutes);
    if (minutes < 48 * 60)
        return say_number(p, MSG_HOURS, minutes / 60);
    return say_number(p, MSG_DAYS, minutes / (24 * 60));
}

static struct str ago(struct page *p, int64_t ms)
{
    return say(p, MSG_AGO, span(p, ms), S(""));
}

/* Its last bytes: the file grows for as long as the office is there. */
static struct str tail_of(const char *path, char room[TAIL])
{
    struct stat st;
    ssize_t n = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && !fstat(fd, &st))
        n = pread(fd, room, TAIL, st.st_size > TAIL ? st.st_size - TAIL : 0);
    if (fd >= 0)
        close(fd);
    return (struct str){room, n > 0 ? (size_t)n : 0};
}

/* The time that the last line of a file begins with. */
static bool last_time(struct page *p, const char *name, struct instant *t_r)
{
    char room[TAIL];
    struct str line, last = {0}, word;
    struct str path = str_format(p->a, STR_FMT "/%s", STR_ARG(store_folder(office_store(p->office))), name);
    struct str text = tail_of(str_z(p->a, path), room);
    while (text.n && str_cut(&text, S("\n"), &line))
        last = line.n ? line : last;
    return last.n && str_cut(&last, S(" "), &word) && instant_read(word, t_r);
}

static void add_age(struct page *p, const char *key, enum message title, const char *file, enum message advice)
{
    struct instant t;
    bool known = last_time(p, file, &t), rehearsal = office_is_rehearsal(p->office);
    bool well = rehearsal || (known && p->view.now.ms - t.ms < BACKUP_OLD_MS);
    struct str text = known ? ago(p, p->view.now.ms - t.ms) : say(p, MSG_HEALTH_NEVER, S(""), S(""));
    if (rehearsal)
        text = say(p, MSG_HEALTH_REHEARSAL, text, S(""));
    else if (!well)
        text = say(p, advice, text, S(""));
    add(p, key, title, well, text);
}

static void add_clock(struct page *p)
{
    int64_t jump = clock_step(), behind = office_behind(p->office);
    bool well = !jump && !behind;
    struct str text = well       ? say(p, MSG_HEALTH_CLOCK_STEADY, S(""), S(""))
                      : jump > 0 ? say_number(p, MSG_HEALTH_CLOCK_FORWARD, jump / 1000)
                      : jump < 0 ? say_number(p, MSG_HEALTH_CLOCK_BACK, -jump / 1000)
                                 : say(p, MSG_HEALTH_CLOCK_BEHIND, span(p, behind), S(""));
    add(p, "clock", MSG_HEALTH_CLOCK, well, text);
}

static void add_uploads(struct page *p)
{
    uint64_t n = upload_count(store_uploads(office_store(p->office)));
    add(p, "uploads", MSG_HEALTH_UPLOADS, true,
        say_number(p, n ? MSG_HEALTH_UPLOADS_OPEN : MSG_HEALTH_UPLOADS_NONE, (int64_t)n));
}

/* An office without one reports by the other ways, and hears nothing of it here. */
static void add_mailbox(struct page *p)
{
    struct mailbox_view m = mailbox_look(p->office, p->a, p->language);
    if (m.connected)
        add(p, "mailbox", MSG_HEALTH_MAILBOX, m.well, m.text);
}

static void add_outbox(struct page *p)
{
    struct outbox_view o = outbox_look(p->office, p->a, p->language);
    if (o.connected)
        add(p, "outbox", MSG_HEALTH_OUTBOX, o.well, o.text);
}

/* Where none is, the disk is all there is to say. */
static void add_bucket(struct page *p)
{
    struct bucket_state st;
    if (!blob_bucket_state(office_blobs(p->office), &st))
        return;
    struct str why = str_from(str_dup(p->a, str_of(st.trouble.detail)), sizeof "bucket: " - 1);
    struct str since = ago(p, clock_machine().ms - st.since.ms);
    add(p, "bucket", MSG_HEALTH_BUCKET, st.well,
        say(p, st.well ? MSG_HEALTH_BUCKET_WELL : MSG_HEALTH_BUCKET_ILL, since, why));
}

struct health_view health_read(struct office *office, struct arena *a, enum language language)
{
    struct page p = {office, a, language, {.now = clock_machine(), .well = true}};
    add_disk(&p);
    add_queue(&p);
    add_age(&p, "backup", MSG_HEALTH_BACKUP, "backup.txt", MSG_HEALTH_BACKUP_OLD);
    add_age(&p, "heads", MSG_HEALTH_HEADS, "heads.txt", MSG_HEALTH_HEADS_OLD);
    add_clock(&p);
    add_uploads(&p);
    add_bucket(&p);
    add_mailbox(&p);
    add_outbox(&p);
    int64_t ill = 0;
    for (size_t i = 0; i < p.view.lines.n; i++)
        ill += !p.view.lines.items[i].well;
    p.view.text = p.view.well ? say(&p, MSG_HEALTH_WELL, S(""), S("")) : say_number(&p, MSG_HEALTH_ILL, ill);
    return p.view;
}

bool health_compare(struct office *office, struct arena *a, enum language language, struct health_line *line_r,
                    struct err *e)
{
    struct page p = {office, a, language, {.well = true}};
    struct comparison c;
    if (!office_compare(office, a, &c, e))
        return false;
    if (c.wrong)
        log_line(LOG_ERROR, "compare", "\"wrong\":%lld,\"first\":\"" STR_FMT "\"", (long long)c.wrong,
                 STR_ARG(c.first));
    struct str count = str_format(a, "%lld", (long long)(c.wrong ? c.wrong : c.cells));
    add(&p, "cells", MSG_HEALTH_CELLS, !c.wrong,
        say(&p, c.wrong ? MSG_HEALTH_CELLS_WRONG : MSG_HEALTH_CELLS_RIGHT, count, c.first));
    *line_r = p.view.lines.items[0];
    return true;
}

/* ---- in numbers ---- */

static void gauge(struct buf *b, const char *name, const char *type, unsigned long long n)
{
    buf_format(b, "# TYPE skillweek_%s %s\nskillweek_%s %llu\n", name, type, name, n);
}

static void put_histogram(struct buf *b, const char *name, const uint64_t buckets[LEDGER_BUCKETS], double unit,
                          uint64_t add_one, double sum)
{
    unsigned long long total = 0;
    buf_format(b, "# TYPE skillweek_%s histogram\n", name);
    for (int i = 0; i < LEDGER_BUCKETS - 1; i++) {
        total += buckets[i];
        buf_format(b, "skillweek_%s_bucket{le=\"%g\"} %llu\n", name, (double)((add_one << i) - (add_one == 2)) * unit,
                   total);
    }
    total += buckets[LEDGER_BUCKETS - 1];
    buf_format(b, "skillweek_%s_bucket{le=\"+Inf\"} %llu\nskillweek_%s_sum %.6f\nskillweek_%s_count %llu\n", name,
               total, name, sum, name, total);
}

void health_metrics(struct office *office, struct buf *b)
{
    struct health *h = office_health(office);
    struct ledger_stats st = ledger_stats(office_store(office));
    struct disk d = disk_of(office);
    gauge(b, "ledger_ops_total", "counter", st.ops);
    gauge(b, "ledger_refused_total", "counter", st.refused);
    gauge(b, "ledger_failed_total", "counter", st.failed);
    gauge(b, "ledger_batches_total", "counter", st.batches);
    gauge(b, "ledger_replays_total", "counter", st.replays);
    gauge(b, "ledger_turned_away_total", "counter", st.busy);
    gauge(b, "ledger_waiting", "gauge", st.waiting);
    gauge(b, "ledger_waiting_most", "gauge", st.waiting_most);
    /* [i]: 2^i … 2^(i+1)-1 ops; less than 2^i × 16 µs */
    put_histogram(b, "ledger_batch_ops", st.batch_sizes, 1, 2, (double)st.ops);
    put_histogram(b, "ledger_commit_seconds", st.commit_us, 16e-6, 1, (double)st.commit_us_sum / 1e6);
    pthread_mutex_lock(&h->lock);
    gauge(b, "blobs", "gauge", h->blobs);
    gauge(b, "blob_bytes", "gauge", h->blob_bytes);
    gauge(b, "blobs_swept_total", "counter", h->removed);
    pthread_mutex_unlock(&h->lock);
    gauge(b, "uploads_open", "gauge", upload_count(store_uploads(office_store(office))));
    gauge(b, "sessions", "gauge", sessions_count(office_sessions(office)));
    struct bucket_state bucket;
    if (blob_bucket_state(office_blobs(office), &bucket))
        gauge(b, "bucket_well", "gauge", bucket.well);
    struct arena *a = arena_new("mailbox", 1 << 16);
    struct mailbox_view m = mailbox_look(office, a, LANGUAGE_EN);
    if (m.connected)
        gauge(b, "mailbox_well", "gauge", m.well);
    struct outbox_view o = outbox_look(office, a, LANGUAGE_EN);
    if (o.connected) {
        gauge(b, "outbox_well", "gauge", o.well);
        gauge(b, "outbox_waiting", "gauge", (unsigned long long)o.waiting);
        gauge(b, "outbox_failed", "gauge", (unsigned long long)o.failed);
    }
    arena_free(a);
    gauge(b, "disk_free_bytes", "gauge", d.free_mb << 20);
}
