/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail server that takes letters and says what it likes, in pieces that the first byte tells. Held: handing over ends, and
 * what is kept of the server's words is one line of clean text.
 */
#include "mail/smtp.h"
#include "mail/test_server.h"

#include <stdint.h>
#include <stdlib.h>

enum { ROOM = 8 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
    if (!good)
        abort();
}

static void talk(struct talk *s)
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
    struct test_server s = {.says = {(const char *)data + 1, size ? size - 1 : 0},
                            .step = size ? data[0] + 1u : 1,
                            .over = MSG_OUTBOX_UNREACHED};
    struct talk *t = test_talk(a, &s, SMTP_LINE);
    talk(t);
    smtp_goodbye(t);
    arena_free(a);
    return 0;
}
