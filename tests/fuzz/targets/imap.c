/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail server that says what it likes, in pieces that the first byte tells. Held: each of our commands ends, what the
 * letter holds is no longer than what came, and the numbers of letters are in order and behind the one that was asked for.
 */
#include "mail/imap.h"

#include <stdint.h>
#include <stdlib.h>

enum { ROOM = 8 << 20, AFTER = 7 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct server {
    const uint8_t *at;
    size_t left, step, taken;
};

static void must(bool good)
{
    if (!good)
        abort();
}

static bool hear(void *arg, struct str bytes, struct err *e)
{
    (void)arg, (void)bytes, (void)e;
    return true;
}

static bool say(void *arg, char *to, size_t n, size_t *got_r, struct err *e)
{
    struct server *s = arg;
    n = n < s->step ? n : s->step;
    n = n < s->left ? n : s->left;
    if (!n)
        return err_set(e, ERR_BUSY, MSG_MAILBOX_UNREACHED);
    memcpy(to, s->at, n);
    s->at += n;
    s->left -= n;
    *got_r = n;
    return true;
}

static bool take(void *arg, struct str piece, struct err *e)
{
    (void)e;
    ((struct server *)arg)->taken += piece.n;
    return true;
}

static void talk(struct arena *a, struct imap *i, struct server *s, size_t size)
{
    struct imap_uids uids;
    struct instant at;
    struct err e;
    uint32_t validity;
    bool found;
    struct day since = {19480};
    if (!imap_hello(i, &e) || !imap_examine(i, S("INBOX"), &validity, &e) ||
        !imap_search(i, a, AFTER, since, &uids, &e))
        return;
    must(validity > 0);
    for (size_t k = 0; k < uids.n; k++)
        must(uids.items[k] > (k ? uids.items[k - 1] - 1 : AFTER));
    if (imap_fetch(i, 8, take, s, &at, &found, &e))
        must(!found || instant_is_set(at));
    must(s->taken <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", ROOM);
    struct server s = {.at = data + 1, .left = size ? size - 1 : 0, .step = size ? data[0] + 1u : 1};
    struct imap *i = arena_one(a, struct imap);
    i->send = hear;
    i->read = say;
    i->arg = &s;
    i->host = S("h");
    talk(a, i, &s, size);
    imap_goodbye(i);
    arena_free(a);
    return 0;
}
