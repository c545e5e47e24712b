/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/poller.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "mail/imap.h"
#include "mail/password.h"
#include "mail/wire.h"
#include "work/letter.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { ROUND_ARENA = 16 << 20, DAYS_BEFORE = 14, REFUSED_MS = 600000 };

struct poller {
    struct office *office;
    struct poller_options how;
    pthread_t thread;
    int stop;              /* readable: end */
    struct sha256 refused; /* the password that was, last */
    struct instant refused_until;
    uint32_t doubted; /* up to this UID a letter that was listed and not given has been asked for again */
};

/* ---- one letter ---- */

/* As much as is kept of it; the rest is heard and dropped. */
struct keeping {
    struct blob_writer *writer;
    uint64_t n;
};

static bool keep(void *arg, struct str piece, struct err *e)
{
    struct keeping *k = arg;
    uint64_t room = k->n < LETTER_BYTES ? LETTER_BYTES - k->n : 0;
    k->n += piece.n;
    return blob_write(k->writer, str_sub(piece, 0, (size_t)room), e);
}

static bool keep_letter(const struct poller *p, struct imap *i, uint32_t uid, struct letter_come *come, bool *found_r,
                        struct err *e)
{
    struct keeping k = {0};
    if (!blob_begin(office_blobs(p->office), &k.writer, e))
        return false;
    bool ok = imap_fetch(i, uid, keep, &k, &come->arrived_at, found_r, e);
    if (!ok || !*found_r) {
        blob_abandon(k.writer);
        return ok;
    }
    come->too_large = k.n > LETTER_BYTES;
    return blob_finish_wait(k.writer, &come->blob, e);
}

/* ---- one round ---- */

/* Where it was read to, if the folder still counts as it did then; else from the beginning, whose letters are known. */
static bool where_we_are(struct poller *p, uint32_t validity, struct mailbox_mark *mark_r, struct err *e)
{
    struct mailbox_mark mark;
    bool known;
    if (!mailbox_read(store_reader(office_store(p->office)), p->how.address.text, &mark, &known, e))
        return false;
    if (!known) {
        struct day today = instant_day(office_now(p->office), ZONE_CHINA);
        mark = (struct mailbox_mark){.address = p->how.address.text, .since = {today.n - DAYS_BEFORE}};
    }
    if (mark.validity != validity) {
        p->doubted = 0;
        mark.validity = validity;
        mark.uid = 0;
        if (!letter_mark(p->office, &mark, e))
            return false;
    }
    *mark_r = mark;
    return true;
}

struct reading {
    struct poller *poller;
    struct arena *arena;
    struct imap *imap;
    struct mailbox_mark mark;
    struct imap_uids missing; /* listed again, and again not given */
    bool ended;
};

static bool put_in(struct reading *r, uint32_t uid, struct letter_come *come, struct err *e)
{
    r->mark.uid = uid;
    come->mark = r->mark;
    return letter_arrive(r->poller->office, come, e);
}

/* In the place of a letter that the server does not give: a clerk can look into the mailbox. */
static bool put_note(struct reading *r, uint32_t uid, struct err *e)
{
    struct office *office = r->poller->office;
    struct letter_come come = {.arrived_at = office_now(office)};
    struct str told = message_text(r->arena, MSG_MAILBOX_WITHHELD, LANGUAGE_ZH, NULL);
    struct str bytes = str_format(r->arena, "Subject: " STR_FMT "\r\n\r\n" STR_FMT "\r\nUIDVALIDITY %u, UID %u\r\n",
                                  STR_ARG(told), STR_ARG(r->mark.address), r->mark.validity, uid);
    struct blob_writer *w;
    if (!blob_begin(office_blobs(office), &w, e))
        return false;
    if (!blob_write(w, bytes, e)) {
        blob_abandon(w);
        return false;
    }
    return blob_finish_wait(w, &come.blob, e) && put_in(r, uid, &come, e);
}

/*
 * What is listed and not given may have gone meanwhile: the next list tells, so the round ends there. Listed again, it
 * waits until one behind it is given, which says that the server is well: then it is passed, with a note. So none is
 * skipped by a server that has its troubles, and none keeps the others back for ever.
 */
static void miss(struct reading *r, uint32_t uid)
{
    if (uid <= r->poller->doubted) {
        arena_push(r->arena, &r->missing, uid);
        return;
    }
    r->poller->doubted = uid;
    r->ended = true;
}

static bool take(struct reading *r, uint32_t uid, struct err *e)
{
    struct letter_come come = {0};
    bool found = false;
    if (!keep_letter(r->poller, r->imap, uid, &come, &found, e))
        return false;
    if (!found) {
        miss(r, uid);
        return true;
    }
    for (size_t i = 0; i < r->missing.n; i++)
        if (!put_note(r, r->missing.items[i], e))
            return false;
    r->missing.n = 0;
    return put_in(r, uid, &come, e);
}

static bool take_all(struct reading *r, const struct imap_uids *uids, struct err *e)
{
    for (size_t k = 0; k < uids->n && !r->ended && !fd_is_readable(r->poller->stop); k++)
        if (!take(r, uids->items[k], e))
            return false;
    if (!r->missing.n)
        return true;
    err_with(e, ERR_INPUT, MSG_MAILBOX_STRANGE, r->imap->talk->host, S(""), S(""));
    snprintf(e->detail, sizeof e->detail, "mail: UID %u is listed and not given", r->missing.items[0]);
    return false;
}

static bool read_folder(struct poller *p, struct arena *a, struct imap *i, struct err *e)
{
    struct reading r = {.poller = p, .arena = a, .imap = i};
    struct imap_uids uids;
    uint32_t validity;
    if (!imap_hello(i, e) || !imap_examine(i, p->how.address.folder, &validity, e) ||
        !where_we_are(p, validity, &r.mark, e) || !imap_search(i, a, r.mark.uid, r.mark.since, &uids, e) ||
        !take_all(&r, &uids, e))
        return false;
    if (uids.n)
        log_line(LOG_INFO, "mailbox.read", "\"letters\":%zu", uids.n);
    imap_goodbye(i);
    return true;
}

/* A refused password is not tried at each round: providers lock a mailbox for that. Another one is tried at once. */
static bool log_in(struct poller *p, struct arena *a, struct str password, struct wire **w_r, struct err *e)
{
    struct sha256 hash = sha256_of(password);
    if (clock_machine().ms < p->refused_until.ms && !memcmp(&hash, &p->refused, sizeof hash))
        return err_with(e, ERR_LOGIN, MSG_MAILBOX_LOGIN, p->how.address.text, S(""), S(""));
    if (wire_open(a, &p->how.address, password, p->stop, w_r, e))
        return true;
    if (e->code == ERR_LOGIN) {
        p->refused = hash;
        p->refused_until = (struct instant){clock_machine().ms + REFUSED_MS};
    }
    return false;
}

static bool round_of(struct poller *p, struct arena *a, struct err *e)
{
    struct str password;
    struct wire *w;
    if (!password_read(a, p->how.password_file, &password, e) || !log_in(p, a, password, &w, e))
        return false;
    struct imap imap = {.talk = wire_talk(a, w, IMAP_LINE)};
    bool ok = read_folder(p, a, &imap, e);
    wire_close(w);
    return ok;
}

static void *run(void *arg)
{
    struct poller *p = arg;
    struct pollfd end = {.fd = p->stop, .events = POLLIN};
    int n = 0;
    while (n <= 0) {
        struct arena *a = arena_new("mail", ROUND_ARENA);
        struct err e = {0};
        bool ok = round_of(p, a, &e);
        if (!fd_is_readable(p->stop))
            mailbox_told(p->office, ok ? NULL : &e);
        arena_free(a);
        n = poll(&end, 1, (int)(p->how.seconds * 1000));
    }
    return NULL;
}

bool poller_start(struct arena *a, struct office *office, const struct poller_options *how, struct poller **p_r,
                  struct err *e)
{
    struct poller *p = arena_one(a, struct poller);
    *p = (struct poller){.office = office, .how = *how, .stop = eventfd(0, EFD_CLOEXEC)};
    if (p->stop < 0)
        return errno_trouble("mail", e);
    mailbox_watch(office, how->address.text, how->seconds);
    pthread_create(&p->thread, NULL, run, p);
    *p_r = p;
    return true;
}

void poller_stop(struct poller *p)
{
    fd_ring(p->stop);
    pthread_join(p->thread, NULL);
    close(p->stop);
}
