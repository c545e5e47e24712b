/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The door that answers go out by, on a thread of its own. What waits in the outbox (store/outbox.h) is handed to the mail
 * server at once, also what an earlier life of the program left there. A letter that is not taken now is tried again with
 * growing pauses, for some days; one that is refused stays with what the server said. While the server itself is not to be
 * had, all of them wait and none is tried.
 */
#ifndef MAIL_SENDER_H
#define MAIL_SENDER_H

#include "mail/address.h"
#include "work/office.h"

struct sender_options {
    struct mail_address server;
    struct str password_file; /* read anew each time */
    struct str name, from;    /* who writes: name may be empty */
    struct str mailbox;       /* the user of the mailbox that is read: ours too, never answered */
    struct str base_url;
    int64_t seconds; /* the first pause; how often what waits is looked for */
};

struct sender;
/* From now on answers are put: before anybody is served. */
bool sender_open(struct arena *a, struct office *office, const struct sender_options *how, struct sender **s_r,
                 struct err *e) MUST_LOOK;
/* Begins to send. After curl_prepare (base/curl.h). */
void sender_start(struct sender *s);
/* Also of one that was opened alone. */
void sender_stop(struct sender *s);

#endif
