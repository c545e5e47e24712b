/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail server that takes letters and says what it likes, in pieces that the first byte tells. Held: handing over ends, and
 * what is kept of the server's words is one line of clean text.
 */
#include "mail/smtp.h"

#include <stdint.h>
#include <stdlib.h>

enum { ROOM = 8 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct server {
    const uint8_t *at;
    size_t left, step;
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
        return err_set(e, ERR_BUSY, MSG_OUTBOX_UNREACHED);
    memcpy(to, s->at, n);
    s->at += n;
    s->left -= n;
    *got_r = n;
    return true;
}

static void talk(struct smtp *s)
{
    struct smtp_answer answer;
    enum smtp_end end;
    struct err e;
    while (smtp_hand_over(s, S("a@b.cn"), S("c@d.cn"), S("Date: x\r\n\r\n.x\r\n"), &end, &answer, &e)) {
        struct str words = str_of(answer.words);
        must(words.n >= 3 && words.n < SMTP_WORDS && utf8_is_valid(words) && !utf8_has_hidden(words));
        must(str_find(words, S("\n")) == STR_NONE && answer.code >= 200 && answer.code < 600);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new("fuzz", ROOM);
    struct server s = {.at = data + 1, .left = size ? size - 1 : 0, .step = size ? data[0] + 1u : 1};
    struct smtp *i = arena_one(a, struct smtp);
    i->send = hear;
    i->read = say;
    i->arg = &s;
    i->host = S("h");
    talk(i);
    smtp_goodbye(i);
    arena_free(a);
    return 0;
}
