/* SPDX-License-Identifier: Apache-2.0 */
#include "work/health.h"

#include "base/file.h"
#include "store/upload.h"
#include "work/sessions.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/statvfs.h>
#include <time.h>

enum { STUCK_MS = 10000, JUMP_MS = 5000, LINES_ROOM = 16 << 20 };
static const int64_t BACKUP_OLD_MS = 26 * 3600000LL;

struct health {
    pthread_mutex_t lock;
    int64_t offset; /* wall clock minus the steady one, when we began */
    uint64_t batches;
    int64_t moved; /* steady ms when the ledger was last seen to move */
    uint64_t blobs, blob_bytes, removed;
};

static int64_t steady_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_BOOTTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct health *health_open(struct arena *a)
{
    struct health *h = arena_one(a, struct health);
    pthread_mutex_init(&h->lock, NULL);
    h->moved = steady_ms();
    h->offset = clock_machine().ms - h->moved;
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
    int64_t now = steady_ms();
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

static void add(struct health_view *v, struct arena *a, struct str key, struct str title, bool well, struct str text)
{
    struct health_line line = {.key = key, .title = title, .text = text, .well = well};
    v->well = v->well && well;
    arena_push(a, &v->lines, line);
}

static struct str size_text(struct arena *a, uint64_t mb)
{
    return mb >= 10240 ? str_format(a, "%llu GB", (unsigned long long)(mb >> 10))
                       : str_format(a, "%llu MB", (unsigned long long)mb);
}

static void add_disk(struct health_view *v, struct office *office, struct arena *a)
{
    struct disk d = disk_of(office);
    bool well = has_room(office, d);
    struct str floor = size_text(a, (uint64_t)office_limits(office)->disk_floor_mb);
    struct str text =
        str_format(a, "剩余 " STR_FMT "（%llu%%）", STR_ARG(size_text(a, d.free_mb)), (unsigned long long)d.percent);
    if (!d.known)
        text = S("无法查询磁盘空间，请联系管理员查看服务器");
    else if (!well)
        text = str_format(a, STR_FMT "，已低于 " STR_FMT "，可能收不下新的材料，请尽快清理或扩容", STR_ARG(text),
                          STR_ARG(floor));
    add(v, a, S("disk"), S("磁盘空间"), well, text);
}

static void add_queue(struct health_view *v, struct office *office, struct arena *a)
{
    struct ledger_stats st;
    bool moves = ledger_moves(office, &st);
    struct str text =
        moves ? str_format(a, "正常，等待写入 %llu 项", (unsigned long long)st.waiting)
              : str_format(a, "写入停滞，有 %llu 项在等待，请联系管理员检查磁盘", (unsigned long long)st.waiting);
    add(v, a, S("queue"), S("接收队列"), moves, text);
}

static struct str ago(struct arena *a, int64_t ms)
{
    int64_t minutes = ms / MS_A_MINUTE;
    if (minutes < 60)
        return str_format(a, "%lld 分钟前", (long long)(minutes < 0 ? 0 : minutes));
    if (minutes < 48 * 60)
        return str_format(a, "%lld 小时前", (long long)minutes / 60);
    return str_format(a, "%lld 天前", (long long)minutes / (24 * 60));
}

/* The time that the last line of a file begins with. */
static bool last_time(struct office *office, struct arena *a, const char *name, struct instant *t_r)
{
    struct str text, line, last = {0}, word;
    struct err e;
    struct str path = str_format(a, STR_FMT "/%s", STR_ARG(store_folder(office_store(office))), name);
    if (!file_load(a, path, LINES_ROOM, &text, &e))
        return false;
    while (text.n && str_cut(&text, S("\n"), &line))
        last = line.n ? line : last;
    return last.n && str_cut(&last, S(" "), &word) && instant_read(word, t_r);
}

static void add_age(struct health_view *v, struct office *office, struct arena *a, struct str key, struct str title,
                    const char *file, const char *advice)
{
    struct instant t;
    bool known = last_time(office, a, file, &t), rehearsal = office_is_rehearsal(office);
    bool well = rehearsal || (known && v->now.ms - t.ms < BACKUP_OLD_MS);
    struct str text = known ? ago(a, v->now.ms - t.ms) : S("还没有做过");
    if (rehearsal)
        text = str_format(a, STR_FMT "（演练数据，不作要求）", STR_ARG(text));
    else if (!well)
        text = str_format(a, STR_FMT "，%s", STR_ARG(text), advice);
    add(v, a, key, title, well, text);
}

static void add_clock(struct health_view *v, struct office *office, struct arena *a)
{
    int64_t jump = v->now.ms - steady_ms() - office_health(office)->offset;
    bool well = jump > -JUMP_MS && jump < JUMP_MS;
    struct str text = S("平稳");
    if (!well)
        text = str_format(a, "服务器时间在运行中被调%s了 %lld 秒，请核对是否为北京时间", jump > 0 ? "快" : "慢",
                          (long long)(jump > 0 ? jump : -jump) / 1000);
    add(v, a, S("clock"), S("服务器时钟"), well, text);
}

static void add_uploads(struct health_view *v, struct office *office, struct arena *a)
{
    uint64_t n = upload_count(store_uploads(office_store(office)));
    add(v, a, S("uploads"), S("未传完的文件"), true,
        n ? str_format(a, "%llu 个，可继续续传", (unsigned long long)n) : S("没有"));
}

bool health_read(struct office *office, struct arena *a, struct health_view *view_r, struct err *e)
{
    (void)e;
    struct health_view v = {.now = clock_machine(), .well = true};
    add_disk(&v, office, a);
    add_queue(&v, office, a);
    add_age(&v, office, a, S("backup"), S("最近一次备份"), "backup.txt",
            "请让管理员运行 skillweek backup 并把备份存到别处");
    add_age(&v, office, a, S("heads"), S("最近一次导出链头"), "heads.txt",
            "请让管理员运行 skillweek verify --export 并留存");
    add_clock(&v, office, a);
    add_uploads(&v, office, a);
    int64_t ill = 0;
    for (size_t i = 0; i < v.lines.n; i++)
        ill += !v.lines.items[i].well;
    v.text = v.well ? S("一切正常") : str_format(a, "有 %lld 项需要处理", (long long)ill);
    *view_r = v;
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
    gauge(b, "disk_free_bytes", "gauge", d.free_mb << 20);
}
