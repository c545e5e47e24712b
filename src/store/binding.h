/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where else a data folder's things are: the folder's database.id and a mark in the PostgreSQL database that keeps its rows
 * hold the same random name, so do bucket.id and an object in the bucket that keeps its attachments. Without it a folder
 * could be served with another database, whose rows name none of its attachments, or with another folder's bucket, and
 * the sweeper would take them all away. The file is written first, as begun; whole when the database has all its tables,
 * the bucket all that the folder had. From then on one without the mark is refused.
 */
#ifndef STORE_BINDING_H
#define STORE_BINDING_H

#include "base/err.h"

struct store;

#define BINDING_DATABASE "database.id"
#define BINDING_BUCKET "bucket.id"
enum { BINDING_ID = 32 };

struct binding {
    bool there, whole;
    bool restored; /* of a backup: another folder may have the bucket */
    char id[BINDING_ID + 1];
};

bool binding_read(struct store *s, const char *name, struct binding *b_r, struct err *e) MUST_LOOK;
/* On disk when it returns. */
bool binding_write(struct store *s, const char *name, const struct binding *b, struct err *e) MUST_LOOK;
struct binding binding_new(void); /* begun */
struct str binding_text(struct arena *a, const struct binding *b);

#endif
