/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/talk.h"

#include <stdio.h>

struct talk *talk_new(struct arena *a, struct str host, size_t longest_line)
{
    struct talk *t = arena_one(a, struct talk);
    t->host = host;
    t->most = longest_line;
    t->line = arena_many(a, char, longest_line);
    return t;
}

bool talk_strange(const struct talk *t, const char *what, struct err *e)
{
    err_with(e, ERR_INPUT, MSG_MAILBOX_STRANGE, t->host, S(""), S(""));
    snprintf(e->detail, sizeof e->detail, "mail: %s", what);
    return false;
}

/* Something stands in the room that was not taken yet. */
static bool has_some(struct talk *t, struct err *e)
{
    if (t->from < t->n)
        return true;
    t->from = t->n = 0;
    return t->read(t->arg, t->room, TALK_ROOM, &t->n, e);
}

bool talk_line(struct talk *t, struct str *line_r, struct err *e)
{
    size_t n = 0;
    for (;;) {
        if (!has_some(t, e))
            return false;
        char c = t->room[t->from++];
        if (c == '\n')
            break;
        if (n == t->most)
            return talk_strange(t, "a line too long", e);
        t->line[n++] = c;
    }
    n -= n && t->line[n - 1] == '\r';
    *line_r = (struct str){t->line, n};
    return true;
}

bool talk_piece(struct talk *t, uint64_t n, struct str *piece_r, struct err *e)
{
    if (!has_some(t, e))
        return false;
    size_t got = t->n - t->from < n ? t->n - t->from : (size_t)n;
    *piece_r = (struct str){t->room + t->from, got};
    t->from += got;
    return true;
}
