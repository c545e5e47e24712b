/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/sender.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "format/letter_out.h"
#include "mail/password.h"
#include "mail/smtp.h"
#include "mail/wire.h"
#include "work/outbox.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Of a letter: 36 tries with pauses of up to four hours are about five days (RFC 5321, 4.5.4.1). */
enum {
    ROUND_ARENA = 8 << 20,
    AT_ONCE = 50,
    TRIES = 36,
    LETTER_PAUSE_S = 4 * 3600,
    SERVER_PAUSE_S = 900,
    DOUBLINGS = 20
};

struct sender {
    struct office *office;
    struct sender_options how;
    pthread_t thread;
    bool begun;
    int stop, wake;      /* readable: end; something was put */
    unsigned ill;        /* how often the server was not to be had, in a row */
    struct instant rest; /* till then it is left alone, by the machine's clock */
    struct sha256 tried; /* the password it was tried with */
};

static int64_t pause_ms(const struct sender *s, int64_t times, int64_t most_s)
{
    int64_t n = s->how.seconds << (times < DOUBLINGS ? times : DOUBLINGS);
    return (n < most_s ? n : most_s) * 1000;
}

/* ---- one letter ---- */

/* The same of the same answer, however often it is sent. */
static struct str id_of(struct arena *a, const struct sender *s, const struct outbox_record *x)
{
    struct str host = str_from(s->how.from, str_find(s->how.from, S("@")));
    return str_format(a, "<skillweek-%llu-%llu" STR_FMT ">", (unsigned long long)x->id, (unsigned long long)x->letter,
                      STR_ARG(host));
}

static bool write_letter(const struct sender *s, struct arena *a, const struct outbox_record *x, struct str *bytes_r,
                         struct err *e)
{
    struct letter_out l = {.from_name = outbox_name(s->office, a),
                           .from = s->how.from,
                           .to = x->address,
                           .id = id_of(a, s, x),
                           .answers = x->message,
                           .refs = x->refs,
                           .subject = x->subject,
                           .words = x->words,
                           .at = x->put_at};
    return letter_write(a, &l, bytes_r, e);
}

static void judge(const struct sender *s, struct outbox_record *x, enum smtp_end end)
{
    bool over = x->tries + 1 >= TRIES;
    x->state = end == SMTP_TAKEN ? OUTBOX_SENT : end == SMTP_REFUSED || over ? OUTBOX_FAILED : OUTBOX_WAITING;
    if (x->state == OUTBOX_WAITING)
        x->next_at.ms = clock_machine().ms + pause_ms(s, x->tries, LETTER_PAUSE_S);
    else
        x->settled_at = office_now(s->office);
}

/* It is leaving, or does not let us write at all: that is no letter's fault. */
static bool is_of_server(const struct err *e)
{
    return e->code == ERR_FORBIDDEN || e->message == MSG_OUTBOX_BUSY;
}

/* Counts as a try of the letter, so that one on which the server breaks keeps none of the others back. */
static bool broke_off(const struct sender *s, struct arena *a, struct outbox_record *x, bool *broken_r, struct err *e)
{
    *broken_r = true;
    x->told = err_text(a, e, LANGUAGE_ZH);
    judge(s, x, SMTP_LATER);
    log_line(LOG_WARN, "answer", "\"id\":%llu,\"detail\":\"%s\"", (unsigned long long)x->id, log_text(e->detail).at);
    return outbox_tried(s->office, x, e);
}

/* False: the server, or our own disk, is not to be had. What cannot be written at all is refused by ourselves. */
static bool hand_over(const struct sender *s, struct arena *a, struct talk *to, struct outbox_record x, bool *broken_r,
                      struct err *e)
{
    struct str bytes;
    struct smtp_answer answer;
    enum smtp_end end;
    if (!write_letter(s, a, &x, &bytes, e)) {
        x.told = err_text(a, e, LANGUAGE_ZH);
        judge(s, &x, SMTP_REFUSED);
        return outbox_tried(s->office, &x, e);
    }
    if (!smtp_hand_over(to, s->how.from, x.address, bytes, &end, &answer, e))
        return is_of_server(e) || fd_is_readable(s->stop) ? false : broke_off(s, a, &x, broken_r, e);
    x.told = str_of(answer.words);
    judge(s, &x, end);
    log_line(end == SMTP_TAKEN ? LOG_INFO : LOG_WARN, "answer", "\"id\":%llu,\"state\":\"%s\",\"code\":%d",
             (unsigned long long)x.id, outbox_state_words[x.state], answer.code);
    return outbox_tried(s->office, &x, e);
}

/* ---- one round ---- */

static bool send_all(const struct sender *s, struct arena *a, const struct outbox_records *due, struct str password,
                     bool *broken_r, struct err *e)
{
    struct wire *w;
    if (!wire_open(a, &s->how.server, password, s->stop, &w, e))
        return false;
    struct talk *to = wire_talk(a, w, SMTP_LINE);
    bool ok = true;
    for (size_t i = 0; ok && !*broken_r && i < due->n && !fd_is_readable(s->stop); i++)
        ok = hand_over(s, a, to, due->items[i], broken_r, e);
    if (ok && !*broken_r)
        smtp_goodbye(to);
    wire_close(w);
    return ok;
}

/* A server that has its troubles, and a refused password above all, is not tried at each round; another password is. */
static bool may_try(struct sender *s, struct str password)
{
    struct sha256 hash = sha256_of(password);
    bool other = memcmp(&hash, &s->tried, sizeof hash);
    s->tried = hash;
    return other || clock_machine().ms >= s->rest.ms;
}

/* *more_r: others are due behind these. */
static void round_of(struct sender *s, bool *more_r)
{
    struct arena *a = arena_new("mail", ROUND_ARENA);
    struct outbox_records due = {0};
    struct str password;
    struct err e = {0};
    bool ok = outbox_due(store_reader(office_store(s->office)), a, clock_machine(), AT_ONCE, &due, &e);
    bool tries = !ok || due.n, broken = false;
    if (ok && due.n)
        ok = password_read(a, s->how.password_file, &password, &e);
    if (ok && due.n && (tries = may_try(s, password)))
        ok = send_all(s, a, &due, password, &broken, &e);
    if (tries && !fd_is_readable(s->stop)) {
        /* Providers lock a mailbox for a password that is tried again and again. */
        int64_t rest = e.code == ERR_LOGIN ? SERVER_PAUSE_S * 1000 : pause_ms(s, s->ill, SERVER_PAUSE_S);
        s->rest.ms = ok ? 0 : clock_machine().ms + rest;
        s->ill = ok ? 0 : s->ill + 1;
        outbox_told(s->office, ok ? NULL : &e);
    }
    *more_r = ok && tries && (broken || due.n == AT_ONCE);
    arena_free(a);
}

static void *run(void *arg)
{
    struct sender *s = arg;
    struct pollfd fds[] = {{.fd = s->stop, .events = POLLIN}, {.fd = s->wake, .events = POLLIN}};
    while (!fd_is_readable(s->stop)) {
        uint64_t count;
        bool more;
        if (fd_is_readable(s->wake) && read(s->wake, &count, sizeof count) < 0)
            continue;
        round_of(s, &more);
        poll(fds, 2, more ? 0 : (int)(s->how.seconds * 1000));
    }
    return NULL;
}

static void wake(void *arg)
{
    fd_ring(((const struct sender *)arg)->wake);
}

static struct strs ours(struct arena *a, const struct sender_options *how)
{
    struct strs list = {0};
    arena_push(a, &list, how->from);
    arena_push(a, &list, how->server.user);
    arena_push(a, &list, how->mailbox);
    return list;
}

bool sender_open(struct arena *a, struct office *office, const struct sender_options *how, struct sender **s_r,
                 struct err *e)
{
    struct sender *s = arena_one(a, struct sender);
    *s = (struct sender){
        .office = office, .how = *how, .stop = eventfd(0, EFD_CLOEXEC), .wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (s->stop < 0 || s->wake < 0)
        return errno_trouble("mail", e);
    struct outbox_way way = {
        .name = how->name, .from = how->from, .ours = ours(a, how), .base_url = how->base_url, .wake = wake, .arg = s};
    outbox_connect(office, &way);
    *s_r = s;
    return true;
}

void sender_start(struct sender *s)
{
    s->begun = !pthread_create(&s->thread, NULL, run, s);
}

void sender_stop(struct sender *s)
{
    fd_ring(s->stop);
    if (s->begun)
        pthread_join(s->thread, NULL);
    close(s->stop);
    close(s->wake);
}
