/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/wire.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/curl.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

/* Who hangs up while a letter is looked at by the server will send it twice: RFC 5321, 4.5.3.2. */
enum { CONNECT_S = 20, LOGIN_S = 60, SILENCE_MS = 60000, LOOK_MS = 600000, TALK_MS = 3600000 };

struct wire {
    CURL *curl;
    curl_socket_t socket;
    int stop, silence_ms;
    struct instant until; /* machine's clock */
    struct str host;
    bool smtp;
    char why[CURL_ERROR_SIZE];
};

static bool unreached(const struct wire *w, const char *why, struct err *e)
{
    err_with(e, ERR_BUSY, w->smtp ? MSG_OUTBOX_UNREACHED : MSG_MAILBOX_UNREACHED, w->host, S(""), S(""));
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
    else if (code == CURLE_USE_SSL_FAILED)
        err_with(e, ERR_FORBIDDEN, MSG_MAILBOX_UNENCRYPTED, w->host, S(""), S(""));
    else
        return unreached(w, w->why[0] ? w->why : curl.easy_strerror(code), e);
    snprintf(e->detail, sizeof e->detail, "mail: %.150s", w->why);
    return false;
}

/* ---- opening ---- */

static int progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    return fd_is_readable(((const struct wire *)arg)->stop);
}

static void set_up(struct wire *w, struct arena *a, const struct mail_address *to, struct str password)
{
    CURL *c = w->curl;
    w->smtp = str_starts(str_of(to->scheme), S("smtp"));
    /* Of SMTP the path is what we call ourselves; the machine's name is nobody's business (RFC 5321, 4.1.3). */
    const char *url = str_z(a, str_format(a, "%s://" STR_FMT ":%d/%s", to->scheme, STR_ARG(to->host), to->port,
                                          w->smtp ? "%5B127.0.0.1%5D" : ""));
    w->silence_ms = w->smtp ? LOOK_MS : SILENCE_MS;
    curl.easy_setopt(c, CURLOPT_URL, url);
    curl.easy_setopt(c, CURLOPT_PROTOCOLS_STR, to->scheme);
    if (to->starttls)
        curl.easy_setopt(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
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
    if (fd_is_readable(w->stop))
        return unreached(w, "we are leaving", e);
    return clock_machine().ms < w->until.ms || unreached(w, "it takes too long", e);
}

/* Until the socket is ready, the time is up, or we are to stop. */
static bool await(const struct wire *w, short events, struct err *e)
{
    struct pollfd p[] = {{.fd = w->socket, .events = events}, {.fd = w->stop, .events = POLLIN}};
    int n;
    do
        n = poll(p, 2, w->silence_ms);
    while (n < 0 && errno == EINTR);
    return n > 0 || unreached(w, "it says nothing", e);
}

static bool wire_send(void *wire, struct str bytes, struct err *e)
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

static bool wire_read(void *wire, char *to, size_t n, size_t *got_r, struct err *e)
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

struct talk *wire_talk(struct arena *a, struct wire *w, size_t longest_line)
{
    struct talk *t = talk_new(a, w->host, longest_line);
    t->send = wire_send;
    t->read = wire_read;
    t->arg = w;
    return t;
}

void wire_close(struct wire *w)
{
    curl.easy_cleanup(w->curl);
}
