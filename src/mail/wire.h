/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection to a mail server, logged in: libcurl finds it, checks its certificate and logs in; what is said from then
 * on is ours (mail/imap.h, mail/smtp.h). Each wait has a time limit, the whole an hour, and all ends at once when `stop`
 * becomes readable.
 */
#ifndef MAIL_WIRE_H
#define MAIL_WIRE_H

#include "base/err.h"
#include "mail/address.h"
#include "mail/talk.h"

struct wire;

/* After curl_prepare (base/curl.h). ERR_LOGIN MSG_MAILBOX_LOGIN; ERR_BUSY MSG_MAILBOX_UNREACHED or MSG_OUTBOX_UNREACHED; ERR_FORBIDDEN MSG_MAILBOX_UNTRUSTED, _UNENCRYPTED. */
bool wire_open(struct arena *a, const struct mail_address *to, struct str password, int stop, struct wire **w_r,
               struct err *e) MUST_LOOK;
/* A conversation over it, of lines no longer than that. */
struct talk *wire_talk(struct arena *a, struct wire *w, size_t longest_line);
void wire_close(struct wire *w);

#endif
