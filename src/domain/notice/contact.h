/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mailboxes and persons to ask. Telephones are paired with the names before them: as many names as numbers pair in order,
 * one name takes all its numbers, several names share one number. Fax, QQ, post codes and a hotel's number are no contacts.
 */
#ifndef DOMAIN_NOTICE_CONTACT_H
#define DOMAIN_NOTICE_CONTACT_H

#include "domain/notice/compiler.h"

/* A byte that the name of a mailbox may hold. */
static inline bool is_mail_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
           c == '-';
}
/* Where the page's own foot begins (版权所有:, Copyright): what stands there is not the notice's. */
uint32_t furniture_from(const struct compiler *c);
/* Fills the draft's contacts. */
void contacts_read(struct compiler *c);
/* The address in s as it is meant: a@163.com for a＠163。com. */
struct str mailbox_text(struct compiler *c, struct span s);
/* Fills the draft's mailboxes (each once) and appends the place of every mention. */
void mailboxes_read(struct compiler *c, struct spans *places);

#endif
