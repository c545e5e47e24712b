/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A conversation in lines with a mail server, over whatever connection (mail/wire.h; in tests a script): bytes are read
 * ahead, a line is taken from them without its end, and what is no line is taken piece by piece.
 */
#ifndef MAIL_TALK_H
#define MAIL_TALK_H

#include "base/err.h"

enum { TALK_ROOM = 1 << 14 };

struct talk {
    /* The connection: all of it or a refusal; at least one byte or a refusal. */
    bool (*send)(void *arg, struct str bytes, struct err *e);
    bool (*read)(void *arg, char *to, size_t n, size_t *got_r, struct err *e);
    void *arg;
    struct str host; /* for messages */
    size_t from, n;  /* what was read ahead, in room */
    char *line;
    size_t most; /* of a line */
    char room[TALK_ROOM];
};

/* Its line and itself are the arena's. The connection is for the caller to set. */
struct talk *talk_new(struct arena *a, struct str host, size_t longest_line);
/* Good until the next is read. A longer one: talk_strange. */
bool talk_line(struct talk *t, struct str *line_r, struct err *e) MUST_LOOK;
/* At least one byte of what comes, at most n; good until more is read. */
bool talk_piece(struct talk *t, uint64_t n, struct str *piece_r, struct err *e) MUST_LOOK;
/* The server says what no server should: false with ERR_INPUT MSG_MAILBOX_STRANGE. */
bool talk_strange(const struct talk *t, const char *what, struct err *e);

#endif
