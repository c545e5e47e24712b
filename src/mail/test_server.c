/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/test_server.h"

static bool hear(void *arg, struct str bytes, struct err *e)
{
    (void)e;
    buf_put(&((struct test_server *)arg)->heard, bytes);
    return true;
}

static bool say(void *arg, char *to, size_t n, size_t *got_r, struct err *e)
{
    struct test_server *s = arg;
    n = n < s->step ? n : s->step;
    n = n < s->says.n ? n : s->says.n;
    if (!n)
        return err_set(e, ERR_BUSY, s->over);
    memcpy(to, s->says.at, n);
    s->says = str_from(s->says, n);
    *got_r = n;
    return true;
}

struct talk *test_talk(struct arena *a, struct test_server *s, size_t longest_line)
{
    struct talk *t = talk_new(a, S("h"), longest_line);
    s->heard = buf_new(a, 64);
    t->send = hear;
    t->read = say;
    t->arg = s;
    return t;
}
