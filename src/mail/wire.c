/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/wire.h"

#include "base/clock.h"
#include "mail/curl.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

enum { CONNECT_S = 20, LOGIN_S = 60, SILENCE_MS = 60000, TALK_MS = 3600000 };

struct wire {
    CURL *curl;
    curl_socket_t socket;
    int stop;
    struct instant until; /* machine's clock */
    struct str host;
    char why[CURL_ERROR_SIZE];
};

static bool unreached(const struct wire *w, const char *why, struct err *e)
{
    err_with(e, ERR_BUSY, MSG_MAILBOX_UNREACHED, w->host, S(""), S(""));
    snprintf(e->detail, sizeof e->detail, "mail: %.150s", why);
    return false;
}

static bool told(const struct wire *w, CURLcode code, const struct mail_address *to, struct err *e)
{
    bool untrusted =
        code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR;
    if (code == CURLE_LOGIN_DENIED)
        err_with(e, ERR_LOGIN, MSG_MAILBOX_LOGIN, to->text, S(""), S(""));
    else if (untrusted)
        err_with(e, ERR_FORBIDDEN, MSG_MAILBOX_UNTRUSTED, w->host, S(""), S(""));
    else
        return unreached(w, w->why[0] ? w->why : curl.easy_strerror(code), e);
    snprintf(e->detail, sizeof e->detail, "mail: %.150s", w->why);
    return false;
}

/* ---- opening ---- */

static bool is_stopped(const struct wire *w)
{
    struct pollfd p = {.fd = w->stop, .events = POLLIN};
    return poll(&p, 1, 0) > 0;
}

static int progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    return is_stopped(arg);
}

static void set_up(struct wire *w, struct arena *a, const struct mail_address *to, struct str password)
{
    CURL *c = w->curl;
    const char *url =
        str_z(a, str_format(a, "%s://" STR_FMT ":%d/", to->plain ? "imap" : "imaps", STR_ARG(to->host), to->port));
    curl.easy_setopt(c, CURLOPT_URL, url);
    curl.easy_setopt(c, CURLOPT_PROTOCOLS_STR, to->plain ? "imap" : "imaps");
    curl.easy_setopt(c, CURLOPT_USERNAME, str_z(a, to->user));
    curl.easy_setopt(c, CURLOPT_PASSWORD, str_z(a, password));
    if (to->plain) /* this machine is asked itself: no proxy of the surroundings hears the password */
        curl.easy_setopt(c, CURLOPT_NOPROXY, "*");
    curl.easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
    curl.easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
    curl.easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
    curl.easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl.easy_setopt(c, CURLOPT_TIMEOUT, (long)LOGIN_S);
    curl.easy_setopt(c, CURLOPT_ERRORBUFFER, w->why);
    curl.easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    curl.easy_setopt(c, CURLOPT_XFERINFOFUNCTION, progress);
    curl.easy_setopt(c, CURLOPT_XFERINFODATA, w);
}

bool wire_open(struct arena *a, const struct mail_address *to, struct str password, int stop, struct wire **w_r,
               struct err *e)
{
    struct wire *w = arena_one(a, struct wire);
    w->stop = stop;
    w->host = to->host;
    w->curl = curl.easy_init();
    if (!w->curl)
        return err_fault(e, "curl: no memory");
    set_up(w, a, to, password);
    CURLcode code = curl.easy_perform(w->curl);
    if (code == CURLE_OK)
        code = curl.easy_getinfo(w->curl, CURLINFO_ACTIVESOCKET, &w->socket);
    if (code != CURLE_OK) {
        told(w, code, to, e);
        curl.easy_cleanup(w->curl);
        return false;
    }
    w->until = (struct instant){clock_machine().ms + TALK_MS};
    *w_r = w;
    return true;
}

/* ---- talking ---- */

/* Asked also while bytes flow: a server that goes on and on holds nobody. */
static bool may_go_on(const struct wire *w, struct err *e)
{
    if (is_stopped(w))
        return unreached(w, "we are leaving", e);
    return clock_machine().ms < w->until.ms || unreached(w, "it takes too long", e);
}

/* Until the socket is ready, the time is up, or we are to stop. */
static bool await(const struct wire *w, short events, struct err *e)
{
    struct pollfd p[] = {{.fd = w->socket, .events = events}, {.fd = w->stop, .events = POLLIN}};
    int n;
    do
        n = poll(p, 2, SILENCE_MS);
    while (n < 0 && errno == EINTR);
    return n > 0 || unreached(w, "it says nothing", e);
}

bool wire_send(void *wire, struct str bytes, struct err *e)
{
    struct wire *w = wire;
    while (bytes.n) {
        size_t sent = 0;
        if (!may_go_on(w, e))
            return false;
        CURLcode code = curl.easy_send(w->curl, bytes.at, bytes.n, &sent);
        if (code == CURLE_AGAIN ? !await(w, POLLOUT, e)
                                : code != CURLE_OK && !unreached(w, curl.easy_strerror(code), e))
            return false;
        bytes = str_from(bytes, sent);
    }
    return true;
}

bool wire_read(void *wire, char *to, size_t n, size_t *got_r, struct err *e)
{
    struct wire *w = wire;
    for (;;) {
        size_t got = 0;
        if (!may_go_on(w, e))
            return false;
        CURLcode code = curl.easy_recv(w->curl, to, n, &got);
        if (code == CURLE_OK && got) {
            *got_r = got;
            return true;
        }
        if (code != CURLE_AGAIN)
            return unreached(w, code == CURLE_OK ? "it hung up" : curl.easy_strerror(code), e);
        if (!await(w, POLLIN, e))
            return false;
    }
}

void wire_close(struct wire *w)
{
    curl.easy_cleanup(w->curl);
}
