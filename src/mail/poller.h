/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The door that letters come by, on a thread of its own: every so often the folder is looked into, and each new letter is
 * put into the tray (work/letter.h). How far it was read is kept with the letter that it was read to, so that none is taken
 * twice and none is skipped. Nothing is changed on the server.
 *
 * What arrived more than two weeks before the mailbox was first looked into is left alone.
 */
#ifndef MAIL_POLLER_H
#define MAIL_POLLER_H

#include "mail/address.h"
#include "work/office.h"

struct poller_options {
    struct mail_address address;
    struct str password_file; /* read anew each time: a new authorisation code needs no restart */
    int64_t seconds;
};

struct poller;
/* After curl_prepare (base/curl.h). */
bool poller_start(struct arena *a, struct office *office, const struct poller_options *how, struct poller **p_r,
                  struct err *e) MUST_LOOK;
void poller_stop(struct poller *p);

#endif
