/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the office's letters come: imaps://USER@HOST[:PORT]/FOLDER (RFC 5092, without a password in it), and the server that
 * its answers go to: smtps://USER@HOST[:PORT], or smtp://USER@HOST[:PORT], which must begin TLS (STARTTLS).
 */
#ifndef MAIL_ADDRESS_H
#define MAIL_ADDRESS_H

#include "base/str.h"

struct mail_address {
    struct str text; /* as given; what the mailbox is called everywhere */
    struct str user, host, folder;
    int port;
    const char *scheme; /* "imaps" … */
    bool plain;         /* without TLS */
    bool starttls;      /* TLS begins within the connection, or nothing is said */
};

/*
 * USER may hold an @ of its own (office@163.com@imap.163.com) and %40; FOLDER is INBOX where none is given. imap:// is taken
 * only with `plain`, and only of this machine: a password never leaves it unencrypted. False: it is none of these.
 */
bool mail_address_read(struct arena *a, struct str text, bool plain, struct mail_address *address_r);
/* The server that takes letters: no folder. With `plain` smtp:// is one of this machine, without TLS. */
bool smtp_address_read(struct arena *a, struct str text, bool plain, struct mail_address *address_r);
/* "Name <user@host>" or "user@host". */
bool smtp_from_read(struct str text, struct str *name_r, struct str *address_r);

#endif
