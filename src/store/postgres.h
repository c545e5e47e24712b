/* SPDX-License-Identifier: Apache-2.0 */
/* What postgres.c, postgres_schema.c and postgres_copy.c, together the driver of PostgreSQL, know of each other. */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H

#include "store/driver.h"
#include "store/libpq.h"

/* The first column of a query's one row as text, cut at the room. */
bool postgres_word(struct reader *r, const char *sql, char *to, size_t room, struct err *e) MUST_LOOK;

/* *e from what libpq or the server said (`res` may be NULL); false. */
bool postgres_trouble(struct reader *r, const PGresult *res, const char *what, struct err *e);

/*
 * A new connection's settings. The writer's takes the lock; and it is refused where the server would acknowledge what is
 * not on its disk (of a rehearsal: warned of).
 */
bool postgres_set_up(struct reader *r, bool writes, struct err *e) MUST_LOOK;

bool postgres_schema_look(struct reader *r, struct schema *schema_r, struct err *e) MUST_LOOK;
bool postgres_schema_found(struct reader *r, struct err *e) MUST_LOOK;
bool postgres_migrate(struct reader *r, int64_t version, struct err *e) MUST_LOOK;

#endif
