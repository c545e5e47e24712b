/* SPDX-License-Identifier: Apache-2.0 */
/* For tests: a mail server that says what it says, some bytes at a time, whatever it is asked. */
#ifndef MAIL_TEST_SERVER_H
#define MAIL_TEST_SERVER_H

#include "mail/talk.h"

struct test_server {
    struct str says;
    size_t step;
    enum message over; /* what the connection tells when all is said */
    struct buf heard;
};

struct talk *test_talk(struct arena *a, struct test_server *s, size_t longest_line);

#endif
