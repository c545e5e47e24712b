/* SPDX-License-Identifier: Apache-2.0 */
/* A mailbox's password or authorisation code: the first line of a file. */
#ifndef MAIL_PASSWORD_H
#define MAIL_PASSWORD_H

#include "base/err.h"

/* ERR_MISSING MSG_MAILBOX_PASSWORD: it cannot be read, or is empty. */
bool password_read(struct arena *a, struct str path, struct str *password_r, struct err *e) MUST_LOOK;

#endif
