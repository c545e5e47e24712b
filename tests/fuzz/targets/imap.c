/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail server that says what it likes, in pieces that the first byte tells. Held: each of our commands ends, what the
 * letter holds is no longer than what came, and the numbers of letters are in order and behind the one that was asked for.
 */
#include "mail/imap.h"
#include "mail/test_server.h"

#include <stdint.h>
#include <stdlib.h>

enum { ROOM = 8 << 20, AFTER = 7 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
    if (!good)
        abort();
}

static bool take(void *arg, struct str piece, struct err *e)
{
    (void)e;
    *(size_t *)arg += piece.n;
    return true;
}

static void talk(struct arena *a, struct imap *i, size_t size)
{
    size_t taken = 0;
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
    if (imap_fetch(i, 8, take, &taken, &at, &found, &e))
        must(!found || instant_is_set(at));
    must(taken <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", ROOM);
    struct test_server s = {.says = {(const char *)data + 1, size ? size - 1 : 0},
                            .step = size ? data[0] + 1u : 1,
                            .over = MSG_MAILBOX_UNREACHED};
    struct imap i = {.talk = test_talk(a, &s, IMAP_LINE)};
    talk(a, &i, size);
    imap_goodbye(&i);
    arena_free(a);
    return 0;
}
