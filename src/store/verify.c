/* SPDX-License-Identifier: Apache-2.0 */
#include "store/verify.h"

#include "base/hash.h"
#include "store/bulletin.h"
#include "store/public.h"
#include "store/campaign.h"
#include "store/completion.h"
#include "store/inside.h"
#include "store/queue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROW_ROOM = 64 << 20, PROGRESS_EVERY = 10000 };

/* One walk through the store: through its rows in one snapshot, then through the attachments that are named by now. */
struct walk {
    struct arena *arena; /* the caller's */
    struct arena *row;   /* given back after each row */
    struct store *store;
    struct reader *reader;
    const struct verify_options *options;
    struct verify_counts counts;
    uint64_t decided;       /* items of the public that the newest event on them knows */
    uint64_t campaign, seq; /* of the event before */
    unsigned char hash[32];
    uint64_t listed;
};

/* ---- naming what is wrong ---- */

static bool wrong(struct walk *w, struct err *e, enum message message, uint64_t campaign, uint64_t number)
{
    struct campaign_record c;
    struct err ignored;
    char digits[24];
    bool known = campaign && campaign_read(w->reader, w->row, (struct campaign_id){campaign}, &c, &ignored);
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    return err_with(e, ERR_INVALID, message, known ? c.key : S("0"), str_of(digits), S(""));
}

static bool wrong_event(struct walk *w, struct err *e, const struct event *ev, enum message message)
{
    return wrong(w, e, message, ev->campaign, ev->seq);
}

/* ---- reports ---- */

static bool is_zero(const unsigned char hash[32])
{
    static const unsigned char zeros[32];
    return memcmp(hash, zeros, sizeof zeros) == 0;
}

static int report_kind_of(struct str event_kind)
{
    for (int i = REPORT_FULL; i <= REPORT_PHONE; i++)
        if (str_eq(event_kind, str_of(report_event_kinds[i])))
            return i;
    return -1;
}

/* A version's standing follows from its last verdict. */
static bool check_standing(struct walk *w, const struct event *ev, const struct report_record *rep, struct err *e)
{
    struct rows rows;
    int standing = STANDING_SENT;
    if (!sql_look(w->reader, SQL_VERIFY_LAST_JUDGEMENT, &rows, e, v_id(ev->subject), v_int(ev->version)))
        return false;
    if (sql_next(&rows)) {
        struct str kind = sql_peek(&rows, 0);
        standing = str_eq(kind, S("report.accepted"))   ? STANDING_ACCEPTED
                   : str_eq(kind, S("report.returned")) ? STANDING_RETURNED
                                                        : STANDING_SENT;
    }
    if (!sql_close(&rows, e))
        return false;
    return standing == rep->standing || wrong_event(w, e, ev, MSG_VERIFY_STANDING);
}

static bool check_report(struct walk *w, const struct event *ev, int kind, struct err *e)
{
    struct report_record rep;
    unsigned char kept[32];
    char room[REPORT_EVENT_ROOM];
    if (!report_read(w->reader, w->row, (struct obligation_id){ev->subject}, ev->version, &rep, e))
        return e->code == ERR_MISSING ? wrong_event(w, e, ev, MSG_VERIFY_REPORT_GONE) : false;
    memcpy(kept, rep.hash, sizeof kept);
    report_hash(&rep);
    if (memcmp(kept, rep.hash, sizeof kept) != 0)
        return wrong_event(w, e, ev, MSG_VERIFY_REPORT);
    if (rep.kind != kind || rep.seq != ev->seq || rep.campaign.n != ev->campaign || rep.account != ev->actor ||
        rep.received_at.ms != ev->at.ms || !str_eq(report_event_body(&rep, room), ev->body))
        return wrong_event(w, e, ev, MSG_VERIFY_RECEIPT);
    w->counts.reports++;
    return check_standing(w, ev, &rep, e);
}

static bool check_published(struct walk *w, const struct event *ev, struct err *e)
{
    struct str document;
    struct instant at;
    if (!campaign_version_read(w->reader, w->row, (struct campaign_id){ev->campaign}, ev->version, &document, &at, e))
        return e->code == ERR_MISSING ? wrong_event(w, e, ev, MSG_VERIFY_DOCUMENT) : false;
    struct sha256 hash = sha256_of(document);
    struct str hex = hex_text(w->row, (struct str){(char *)hash.bytes, sizeof hash.bytes});
    return str_find(ev->body, hex) != STR_NONE || wrong_event(w, e, ev, MSG_VERIFY_DOCUMENT);
}

/* An issue is as it was when it got its number. */
static bool check_issued(struct walk *w, const struct event *ev, struct err *e)
{
    struct bulletin_record b;
    char room[BULLETIN_EVENT_ROOM];
    if (!bulletin_read(w->reader, w->row, (struct campaign_id){ev->campaign}, ev->subject, &b, e))
        return e->code == ERR_MISSING ? wrong_event(w, e, ev, MSG_VERIFY_BULLETIN) : false;
    w->counts.bulletins++;
    return (b.number == ev->version && b.seq == ev->seq && b.account == ev->actor && b.issued_at.ms == ev->at.ms &&
            str_eq(bulletin_event_body(&b, room), ev->body)) ||
           wrong_event(w, e, ev, MSG_VERIFY_BULLETIN);
}

static bool is_decision(const struct event *ev)
{
    return str_eq(ev->kind, S("public.shown")) || str_eq(ev->kind, S("public.withdrawn"));
}

/* An item is as the last decision on it knew it, or offered anew since; of earlier ones nothing is left but their hash. */
static bool check_decision(struct walk *w, const struct event *ev, struct err *e)
{
    struct public_item item;
    char room[PUBLIC_EVENT_ROOM];
    if (!public_item_read(w->reader, w->row, (struct campaign_id){ev->campaign}, public_event_item(ev->body), &item, e))
        return e->code == ERR_MISSING ? wrong_event(w, e, ev, MSG_VERIFY_PUBLIC) : false;
    if (item.seq > ev->seq)
        return true;
    if (item.seq < ev->seq) /* there is a later decision than the item knows */
        return wrong_event(w, e, ev, MSG_VERIFY_PUBLIC);
    w->decided++;
    bool shown = str_eq(ev->kind, S("public.shown"));
    return (!shown && item.state == PUBLIC_OFFERED) ||
           (shown == (item.state == PUBLIC_SHOWN) && str_eq(public_event_body(&item, room), ev->body)) ||
           wrong_event(w, e, ev, MSG_VERIFY_PUBLIC);
}

/* ---- events ---- */

static bool check_private(struct walk *w, struct rows *rows, const struct event *ev, struct err *e)
{
    unsigned char salt[16], hash[32];
    if (sql_is_null(rows, 13)) {
        w->counts.erased += !is_zero(ev->private_hash);
        return true;
    }
    sql_bytes(rows, 13, salt, sizeof salt);
    event_private_hash(salt, ev->private, hash);
    return !memcmp(hash, ev->private_hash, sizeof hash) || wrong_event(w, e, ev, MSG_VERIFY_EVENT);
}

/* The list by subject must know it, else a history would not show it. */
static bool check_listed(struct walk *w, const struct event *ev, struct err *e)
{
    const struct value args[] = {v_id(ev->subject), v_id(ev->campaign), v_id(ev->seq)};
    int64_t n;
    if (!event_is_listed(ev))
        return true;
    if (!sql_number(w->reader, SQL_VERIFY_ABOUT, args, 3, 0, &n, e))
        return false;
    w->listed++;
    return n == 1 || wrong_event(w, e, ev, MSG_VERIFY_EVENT);
}

static bool check_event(struct walk *w, struct rows *rows, struct err *e)
{
    struct event ev;
    unsigned char hash[32];
    event_of_row(rows, w->row, &ev);
    if (ev.campaign != w->campaign || !w->counts.events) {
        w->campaign = ev.campaign;
        w->seq = 0;
        memset(w->hash, 0, sizeof w->hash);
        w->counts.chains++;
    }
    if (ev.seq != w->seq + 1)
        return wrong(w, e, MSG_VERIFY_GAP, ev.campaign, w->seq + 1);
    event_hash(&ev, w->hash, hash);
    if (memcmp(hash, ev.hash, sizeof hash) != 0)
        return wrong_event(w, e, &ev, MSG_VERIFY_EVENT);
    w->seq = ev.seq;
    memcpy(w->hash, hash, sizeof hash);
    w->counts.events++;
    int kind = report_kind_of(ev.kind);
    return check_private(w, rows, &ev, e) && check_listed(w, &ev, e) && (kind < 0 || check_report(w, &ev, kind, e)) &&
           (!str_eq(ev.kind, S("campaign.published")) || check_published(w, &ev, e)) &&
           (!str_eq(ev.kind, S("bulletin.issued")) || check_issued(w, &ev, e)) &&
           (!is_decision(&ev) || check_decision(w, &ev, e));
}

static void tell_progress(struct walk *w, uint64_t n)
{
    if (w->options->progress && n % PROGRESS_EVERY == 0)
        w->options->progress(w->options->arg, &w->counts);
}

static bool check_events(struct walk *w, struct err *e)
{
    struct rows rows;
    struct err close_err;
    bool good = true;
    if (!sql_open(w->reader, SQL_VERIFY_EVENTS, NULL, 0, &rows, e))
        return false;
    while (good && sql_next(&rows)) {
        good = check_event(w, &rows, e);
        arena_reset(w->row);
        tell_progress(w, w->counts.events);
    }
    if (!sql_close(&rows, &close_err) && good) {
        *e = close_err;
        return false;
    }
    return good;
}

/* Every event of a sending had its report, and every other its entry; so one too many is one that no event knows. */
static bool check_counts(struct walk *w, struct err *e)
{
    int64_t reports, listed, bulletins, decided;
    if (!sql_number(w->reader, SQL_REPORT_COUNT, NULL, 0, 0, &reports, e) ||
        !sql_number(w->reader, SQL_VERIFY_ABOUT_COUNT, NULL, 0, 0, &listed, e) ||
        !sql_number(w->reader, SQL_BULLETIN_ISSUES, NULL, 0, 0, &bulletins, e) ||
        !sql_number(w->reader, SQL_PUBLIC_DECIDED, NULL, 0, 0, &decided, e))
        return false;
    if ((uint64_t)listed != w->listed)
        return wrong(w, e, MSG_VERIFY_EXTRA, 0, (uint64_t)listed - w->listed);
    if ((uint64_t)bulletins != w->counts.bulletins)
        return wrong(w, e, MSG_VERIFY_BULLETIN_EXTRA, 0, (uint64_t)bulletins - w->counts.bulletins);
    if ((uint64_t)decided != w->decided)
        return wrong(w, e, MSG_VERIFY_PUBLIC_EXTRA, 0, (uint64_t)decided - w->decided);
    return (uint64_t)reports == w->counts.reports ||
           wrong(w, e, MSG_VERIFY_REPORT_EXTRA, 0, (uint64_t)reports - w->counts.reports);
}

/* ---- attachments ---- */

/* How many are read at once where a bucket has them; and how many are begun before the first of them is judged. */
enum { READERS = 8, READ_AHEAD = 64 };

struct reading {
    struct blob_job job;
    struct readings *all;
    struct blob_id id;
    bool good;
    struct err err;
    struct completion done;
};

struct readings {
    struct walk *walk;
    struct queue *queue;
    _Atomic bool over; /* what is not begun yet is wanted no more */
    uint64_t begun, judged;
    struct reading ring[READ_AHEAD];
};

/* Found broken before. */
static bool is_aside(struct store *s, struct blob_id id)
{
    struct err ignored;
    uint64_t size;
    int fd;
    bool aside = blob_open_aside(s->blobs, id, &fd, &size, &ignored);
    if (aside)
        close(fd);
    return aside;
}

static bool judge(struct walk *w, const struct reading *r, struct err *e)
{
    struct err why = r->err;
    if (!r->good && (why.code == ERR_MISSING || why.message == MSG_BLOB_BROKEN))
        err_with(&why, ERR_INVALID,
                 why.code == ERR_MISSING && !is_aside(w->store, r->id) ? MSG_VERIFY_BLOB_GONE : MSG_VERIFY_BLOB,
                 blob_id_text(w->row, r->id), S(""), S(""));
    if (!r->good)
        *e = why;
    w->counts.blobs += r->good;
    tell_progress(w, w->counts.blobs);
    return r->good;
}

/* On a thread of the queue. */
static void read_one(struct blob_job *job)
{
    struct reading *r = (struct reading *)(void *)job;
    r->good = !r->all->over && blob_verify(r->all->walk->store->blobs, r->id, &r->err);
    complete(&r->done);
}

static bool judge_next(struct readings *all, struct err *e)
{
    struct reading *r = &all->ring[all->judged++ % READ_AHEAD];
    completion_wait(&r->done);
    return judge(all->walk, r, e);
}

static bool begin_one(void *arg, struct blob_id id, struct err *e)
{
    struct readings *all = arg;
    if (all->begun - all->judged == READ_AHEAD && !judge_next(all, e))
        return false;
    struct reading *r = &all->ring[all->begun++ % READ_AHEAD];
    *r = (struct reading){.job.run = read_one, .all = all, .id = id, .done = COMPLETION};
    queue_put(all->queue, &r->job);
    return true;
}

/* A bucket is waited for by several at once; they are judged in the order of their names, so the first wrong one is named. */
static bool check_blobs(struct walk *w, struct err *e)
{
    struct readings *all = arena_one(w->arena, struct readings);
    all->walk = w;
    if (!queue_open(w->arena, blob_is_remote(w->store->blobs) ? READERS : 1, &all->queue, e))
        return false;
    bool good = blob_each_named(w->reader, begin_one, all, e);
    while (good && all->judged < all->begun)
        good = judge_next(all, e);
    all->over = true;
    queue_close(all->queue);
    return good;
}

/* ---- exported heads ---- */

static bool read_whole(struct arena *a, const char *path, struct str *text_r, bool *there_r, struct err *e)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    *there_r = fd >= 0;
    if (fd < 0)
        return errno == ENOENT || errno_trouble(path, e);
    size_t n = 0;
    char *bytes = fstat(fd, &st) == 0 ? arena_try(a, (size_t)st.st_size + 1) : NULL;
    bool done = bytes ? fd_read(fd, bytes, (size_t)st.st_size, &n, e) : err_fault(e, "%s cannot be read", path);
    close(fd);
    *text_r = (struct str){bytes, n};
    return done;
}

static bool read_id(struct str digits, uint64_t *n_r)
{
    uint64_t n = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(digits.at[i] - '0');
    }
    *n_r = n;
    return digits.n > 0 && digits.n < 20;
}

/* "2023-05-18T02:00:00Z 8231 128 <hash>" */
static bool parse_head(struct str line, struct chain_head *head_r)
{
    struct str time, campaign, seq;
    return str_cut(&line, S(" "), &time) && str_cut(&line, S(" "), &campaign) && str_cut(&line, S(" "), &seq) &&
           read_id(campaign, &head_r->campaign) && read_id(seq, &head_r->seq) &&
           hex_read(line, head_r->hash, sizeof head_r->hash);
}

static bool check_head(struct walk *w, const struct chain_head *head, struct err *e)
{
    struct rows rows;
    unsigned char hash[32] = {0};
    if (!sql_look(w->reader, SQL_EVENT_HASH_AT, &rows, e, v_id(head->campaign), v_id(head->seq)))
        return false;
    if (sql_next(&rows))
        sql_bytes(&rows, 0, hash, sizeof hash);
    if (!sql_close(&rows, e))
        return false;
    w->counts.heads++;
    return !memcmp(hash, head->hash, sizeof hash) || wrong(w, e, MSG_VERIFY_HEAD, head->campaign, head->seq);
}

static const char *heads_path(struct arena *a, struct store *s, struct str path)
{
    return path.n ? str_z(a, path) : str_z(a, str_format(a, STR_FMT "/heads.txt", STR_ARG(s->folder)));
}

static bool check_heads(struct walk *w, struct err *e)
{
    struct str text = {0}, line;
    struct chain_head head;
    bool there;
    const char *path = heads_path(w->arena, w->store, w->options->heads);
    if (!read_whole(w->arena, path, &text, &there, e))
        return false;
    if (!there)
        return !w->options->heads.n || err_with(e, ERR_MISSING, MSG_VERIFY_NO_HEADS, w->options->heads, S(""), S(""));
    while (str_cut(&text, S("\n"), &line)) {
        if (!line.n)
            continue;
        if (!parse_head(line, &head))
            return err_with(e, ERR_INVALID, MSG_VERIFY_BAD_HEADS, str_of(path), line, S(""));
        if (!check_head(w, &head, e))
            return false;
    }
    return true;
}

/* ---- the database itself ---- */

static bool check_pages(struct walk *w, struct err *e)
{
    int64_t wrong_n;
    if (!w->reader->driver->check(w->reader, &wrong_n, e))
        return false;
    return !wrong_n || wrong(w, e, MSG_VERIFY_PAGES, 0, (uint64_t)wrong_n);
}

/* ---- all of it ---- */

bool store_verify(struct arena *a, struct store *s, const struct verify_options *options,
                  struct verify_counts *counts_r, struct err *e)
{
    struct walk w = {.arena = a, .store = s, .reader = store_reader(s), .options = options};
    struct newest newest; /* read first: a server that runs writes on */
    if (!newest_read(s, &newest, e) || !reader_begin(w.reader, e))
        return false;
    w.row = arena_new("verify", ROW_ROOM);
    bool good = check_events(&w, e) && check_counts(&w, e) && newest_is_there(s, w.reader, &newest, e) &&
                check_heads(&w, e) && check_pages(&w, e);
    reader_end(w.reader);
    good = good && (options->skip_blobs || check_blobs(&w, e));
    arena_free(w.row);
    *counts_r = w.counts;
    return good;
}

/* ---- exporting ---- */

static bool head_lines(struct arena *a, struct store *s, struct str *lines_r, struct err *e)
{
    struct rows rows;
    struct buf out = buf_new(a, 256);
    struct str now = instant_text(a, clock_machine(), 0);
    if (!sql_open(store_reader(s), SQL_EVENT_HEADS, NULL, 0, &rows, e))
        return false;
    while (sql_next(&rows)) {
        struct str hex = hex_text(a, sql_peek(&rows, 2));
        buf_format(&out, STR_FMT " %llu %llu " STR_FMT "\n", STR_ARG(now), (unsigned long long)sql_int(&rows, 0),
                   (unsigned long long)sql_int(&rows, 1), STR_ARG(hex));
    }
    if (!sql_close(&rows, e))
        return false;
    *lines_r = buf_str(&out);
    return true;
}

bool store_export_head(struct arena *a, struct store *s, struct str path, struct str *lines_r, struct err *e)
{
    struct str lines;
    if (!head_lines(a, s, &lines, e))
        return false;
    const char *to = heads_path(a, s, path);
    int fd = open(to, O_WRONLY | O_APPEND | O_CREAT | (path.n ? 0 : O_NOFOLLOW) | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno_trouble(to, e);
    if (!path.n)
        fd_give(fd, str_z(a, s->folder));
    bool written = fd_write(fd, lines, e);
    if (written)
        fd_sync(fd, "heads");
    close(fd);
    if (written)
        *lines_r = lines;
    return written;
}
