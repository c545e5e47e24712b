/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which PostgreSQL database keeps the rows of a data folder: the folder's database.id and the mark in that database hold
 * the same random name. Without it a folder could be served with another database, whose rows name none of its
 * attachments, and the sweeper would take them all away. The file is written first, as begun; whole when the database
 * has all its tables. From then on a database without the mark is refused.
 */
#ifndef STORE_BINDING_H
#define STORE_BINDING_H

#include "base/err.h"

struct store;

#define BINDING_NAME "database.id"
enum { BINDING_ID = 32 };

struct binding {
    bool there, whole;
    char id[BINDING_ID + 1];
};

bool binding_read(struct store *s, struct binding *b_r, struct err *e) MUST_LOOK;
/* On disk when it returns. */
bool binding_write(struct store *s, const struct binding *b, struct err *e) MUST_LOOK;
struct binding binding_new(void); /* begun */

#endif
