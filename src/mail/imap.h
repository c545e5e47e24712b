/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As much of IMAP (RFC 3501, 9051) as reading letters takes, behind a login. The folder is opened by EXAMINE and letters
 * are asked for by BODY.PEEK: nothing changes on the server, no mark of having been read either. What a letter holds is
 * counted as the server says and never looked at, so that nothing in it can pass for the server's word.
 */
#ifndef MAIL_IMAP_H
#define MAIL_IMAP_H

#include "base/clock.h"
#include "mail/talk.h"

enum { IMAP_LINE = 1 << 20 };

struct imap {
    struct talk *talk; /* with room for lines of IMAP_LINE */
    unsigned tag;
};

struct imap_uids {
    uint32_t *items;
    size_t n, cap;
};

/* Says who we are (RFC 2971): NetEase shows no folder before. A server that does not know ID is none the worse. */
bool imap_hello(struct imap *i, struct err *e) MUST_LOOK;
/* Opens the folder to be read. ERR_FORBIDDEN MSG_MAILBOX_REFUSED. */
bool imap_examine(struct imap *i, struct str folder, uint32_t *validity_r, struct err *e) MUST_LOOK;
/* Those behind `after` that arrived on `since` or later, in order. */
bool imap_search(struct imap *i, struct arena *a, uint32_t after, struct day since, struct imap_uids *uids_r,
                 struct err *e) MUST_LOOK;
/* The whole letter, in pieces. *found_r: false when it is not given: gone meanwhile, refused, or without its time. */
bool imap_fetch(struct imap *i, uint32_t uid, bool (*take)(void *arg, struct str piece, struct err *e), void *arg,
                struct instant *arrived_r, bool *found_r, struct err *e) MUST_LOOK;
void imap_goodbye(struct imap *i);

/* "17-Jul-1996 02:44:25 -0700" (RFC 3501, date-time). */
bool imap_date_read(struct str text, struct instant *t_r);

#endif
