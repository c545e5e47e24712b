/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a zip of a stranger. What it declares of sizes is worthless: bytes are counted as they come out, and it is
 * refused (ERR_LARGE) past 2,000 entries, 200 MB in all, or 100 times the archive's own size (and a mebibyte).
 */
#ifndef FORMAT_UNZIP_H
#define FORMAT_UNZIP_H

#include "base/err.h"

struct unzip;

/* Closed with the arena. name: of the file, for messages. ERR_INPUT when it is no zip. */
bool unzip_open(struct arena *a, struct str bytes, struct str name, struct unzip **z_r, struct err *e) MUST_LOOK;
bool unzip_open_file(struct arena *a, struct str path, struct str name, struct unzip **z_r, struct err *e) MUST_LOOK;

bool unzip_has(struct unzip *z, const char *entry);
/* The entry in pieces; stops with the sink's own error when it returns false. An entry that is not there: ERR_INPUT. */
bool unzip_entry(struct unzip *z, const char *entry, bool (*sink)(void *to, struct str piece, struct err *e), void *to,
                 struct err *e) MUST_LOOK;
struct str unzip_name(const struct unzip *z);

#endif
