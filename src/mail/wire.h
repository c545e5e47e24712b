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

struct wire;

/* After curl_prepare (mail/curl.h). ERR_LOGIN MSG_MAILBOX_LOGIN; ERR_BUSY MSG_MAILBOX_UNREACHED or MSG_OUTBOX_UNREACHED; ERR_FORBIDDEN MSG_MAILBOX_UNTRUSTED, _UNENCRYPTED. */
bool wire_open(struct arena *a, const struct mail_address *to, struct str password, int stop, struct wire **w_r,
               struct err *e) MUST_LOOK;
bool wire_send(void *wire, struct str bytes, struct err *e) MUST_LOOK;
bool wire_read(void *wire, char *to, size_t n, size_t *got_r, struct err *e) MUST_LOOK;
void wire_close(struct wire *w);

#endif
