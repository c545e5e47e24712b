/* SPDX-License-Identifier: Apache-2.0 */
#include "app/server.h"
#include "app/commands.h"
#include "http/reply.h"
#include "jobs/sweeper.h"
#include "jobs/ticker.h"
#include "base/curl.h"
#include "mail/poller.h"
#include "mail/sender.h"
#include "store/blob.h"
#include "work/worker.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What waits for the bucket is answered while there is somebody to answer. */
enum { DRAIN_MS = 8000, LEAVE_MS = 5000 };

void serve_defaults(struct serve_options *o)
{
    *o = (struct serve_options){.host = S("127.0.0.1"),
                                .port = 8023,
                                .threads = 2,
                                .request_mb = 64,
                                .mail_seconds = 60,
                                .smtp_seconds = 60,
                                .blobs_cache_mb = 8192};
}

static void check_smtp(struct arena *a, struct serve_options *o, const char *command)
{
    if (!smtp_address_read(a, o->smtp, o->smtp_plain, &o->smtp_address))
        option_refuse(command, "smtp", o->smtp, S("smtps://office@163.com@smtp.163.com"));
    if (!o->smtp_password.n)
        option_refuse(command, "smtp-password", S(""), S("/etc/skillweek/mail-password"));
    if (!smtp_from_read(o->smtp_from, &o->from_name, &o->from_address))
        option_refuse(command, "smtp-from", o->smtp_from, S("office@163.com"));
}

void serve_check(struct arena *a, struct serve_options *o, const char *command)
{
    if (o->mail.n && !mail_address_read(a, o->mail, o->mail_plain, &o->mail_address))
        option_refuse(command, "mail", o->mail, S("imaps://office@163.com@imap.163.com/INBOX"));
    if (o->mail.n && !o->mail_password.n)
        option_refuse(command, "mail-password", S(""), S("/etc/skillweek/mail-password"));
    if (o->smtp.n)
        check_smtp(a, o, command);
    blobs_check(&o->blobs, command);
    struct err e = {0};
    if ((o->mail.n || o->smtp.n) && !curl_prepare(&e)) /* no thread has begun yet */
        exit(app_fail(command, &e));
}

/* build/skillweek finds web/dist beside build/, an installed one /usr/share/skillweek/web. */
static struct str find_web(struct arena *a)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    struct str path = {self, n > 0 ? (size_t)n : 0};
    while (path.n && path.at[path.n - 1] != '/')
        path.n--;
    struct str beside = str_format(a, STR_FMT "../web/dist", STR_ARG(path));
    struct stat st;
    return stat(str_z(a, beside), &st) == 0 ? beside : S("/usr/share/skillweek/web");
}

/* It serves programs without pages, and reports without previews: but who put it somewhere alone should know. */
static bool look_around(struct arena *a, struct str web, bool named, struct err *e)
{
    const char *page = str_z(a, str_format(a, STR_FMT "/index.html", STR_ARG(web)));
    struct str worker = worker_path(a);
    if (access(page, R_OK)) {
        err_with(e, ERR_MISSING, MSG_WEB_MISSING, web, S(""), S(""));
        if (named)
            return false;
        app_fail("serve", e);
    }
    if (access(str_z(a, worker), X_OK)) {
        err_with(e, ERR_MISSING, MSG_WORKER_MISSING, worker, S(""), S(""));
        app_fail("serve", e);
    }
    return true;
}

/* Blocked before any thread begins, so that only the main thread's sigwait sees them. */
static sigset_t block_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    return set;
}

/* NULL in *poller_r: no mailbox is connected. */
static bool open_mail(struct arena *a, const struct serve_options *o, struct office *office, struct poller **poller_r,
                      struct err *e)
{
    struct poller_options how = {o->mail_address, o->mail_password, o->mail_seconds};
    *poller_r = NULL;
    return !o->mail.n || poller_start(a, office, &how, poller_r, e);
}

/* NULL in *sender_r: nobody is answered. */
static bool open_outbox(struct arena *a, const struct serve_options *o, struct office *office, struct sender **sender_r,
                        struct err *e)
{
    struct sender_options how = {.server = o->smtp_address,
                                 .password_file = o->smtp_password,
                                 .name = o->from_name,
                                 .from = o->from_address,
                                 .mailbox = o->mail_address.user,
                                 .base_url = o->base_url,
                                 .seconds = o->smtp_seconds};
    *sender_r = NULL;
    return !o->smtp.n || sender_open(a, office, &how, sender_r, e);
}

bool serve_run(struct arena *a, struct serve_options *o, struct office *office,
               bool (*ready)(void *arg, struct str base_url, struct err *e), void (*ending)(void *arg), void *arg,
               struct err *e)
{
    sigset_t signals = block_signals();
    struct str web = o->web.n ? o->web : find_web(a);
    if (!look_around(a, web, o->web.n, e))
        return false;
    if (!o->base_url.n) {
        bool six = str_find(o->host, S(":")) != STR_NONE;
        o->base_url = str_format(a, "http://%s" STR_FMT "%s:%lld", six ? "[" : "", STR_ARG(o->host), six ? "]" : "",
                                 (long long)o->port);
    }
    struct door *door = door_open(a, office, o->base_url);
    struct server_options how = {.host = o->host,
                                 .port = (int)o->port,
                                 .threads = (int)o->threads,
                                 .limits.request_bytes = (size_t)o->request_mb << 20,
                                 .web = web,
                                 .proxies = o->proxies,
                                 .routes = routes,
                                 .route_count = route_count,
                                 .guard = door_guard,
                                 .open_upload = door_open_upload,
                                 .context = door,
                                 .refuse = page_refuse,
                                 .ready = door_ready,
                                 .rest = door_rest,
                                 .metrics_from = o->metrics_from,
                                 .metrics = door_metrics};
    struct server *s;
    struct sender *sender;
    blob_leave_free(office_blobs(office), (uint64_t)office_limits(office)->disk_floor_mb << 20);
    bool ok = open_outbox(a, o, office, &sender, e) && server_start(a, &how, &s, e);
    if (ok) {
        desk_watch(office, s);
        if (sender)
            sender_start(sender);
        struct ticker *ticker = ticker_start(a, office);
        struct sweeper *sweeper = sweeper_start(a, office);
        struct poller *poller;
        ok = open_mail(a, o, office, &poller, e) && (!ready || ready(arg, o->base_url, e));
        int signal_number;
        if (ok)
            sigwait(&signals, &signal_number);
        blob_leave(office_blobs(office), LEAVE_MS);
        if (ending)
            ending(arg);
        if (poller)
            poller_stop(poller);
        server_stop(s, DRAIN_MS);
        sweeper_stop(sweeper);
        ticker_stop(ticker);
    }
    if (sender)
        sender_stop(sender);
    door_close(door);
    return ok;
}
