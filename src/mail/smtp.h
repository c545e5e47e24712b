/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As much of SMTP (RFC 5321) as handing over letters takes, behind a login: one recipient each. What a server answers is
 * a number that is judged and words that are kept for people; nothing else of it is looked at.
 */
#ifndef MAIL_SMTP_H
#define MAIL_SMTP_H

#include "mail/talk.h"

enum { SMTP_LINE = 2048, SMTP_LINES = 100, SMTP_WORDS = 300 };

struct smtp_answer {
    int code;               /* 250; 550 … */
    char words[SMTP_WORDS]; /* "550 5.1.1 User unknown": clean UTF-8, one line */
};

/* What became of a letter: it is theirs now; not now; never. */
enum smtp_end { SMTP_TAKEN, SMTP_LATER, SMTP_REFUSED };

/*
 * `letter`: whole, lines with CRLF, the first of them a header. Addresses as letter_address_is_sound has them. Afterwards another may be handed over.
 * False: it is not this letter's fault, and unknown whether it was taken: ERR_INPUT MSG_MAILBOX_STRANGE, ERR_FORBIDDEN
 * MSG_OUTBOX_SENDER (it does not let us write as `from`), ERR_BUSY MSG_OUTBOX_BUSY (it is leaving), or the connection's.
 */
bool smtp_hand_over(struct talk *t, struct str from, struct str to, struct str letter, enum smtp_end *end_r,
                    struct smtp_answer *answer_r, struct err *e) MUST_LOOK;
void smtp_goodbye(struct talk *t);

#endif
