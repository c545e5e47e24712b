/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sql.c, store.c and ledger.c ask of the database that keeps the rows: sqlite.c and postgres.c each fill in one
 * table. Only there is a database's own library called. A connection is a `struct reader`; its `db` is the driver's, and
 * NULL where there is none.
 */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H

#include "store/binding.h"
#include "store/sql.h"

/* What is in the database, before any statement is prepared. */
struct schema {
    bool ours;               /* it bears our mark */
    bool others;             /* it has tables */
    int64_t version;         /* 0: no migration was made yet */
    char id[BINDING_ID + 1]; /* PostgreSQL's mark */
};

struct driver {
    /* The writer's connection or one that only looks. What must hold for what is acknowledged is set and checked here. */
    bool (*connect)(struct reader *r, bool writes, struct err *e);
    void (*disconnect)(struct reader *r);
    bool (*prepare)(struct reader *r, enum sql_id id, struct err *e);

    /* The writer's transaction. `stands`: one is open and a commit would keep it; an error may have ended it. */
    bool (*begin)(struct reader *r, struct err *e);
    bool (*commit)(struct reader *r, struct err *e); /* does not return when nobody can say whether it is on disk */
    bool (*roll_back)(struct reader *r, struct err *e);
    bool (*stands)(const struct reader *r);
    /* One that only reads, and sees one moment. The process ends when it cannot be ended. */
    bool (*look_begin)(struct reader *r, struct err *e);
    void (*look_end)(struct reader *r);

    /* The statement is prepared, and has so many arguments. */
    bool (*change)(struct reader *r, enum sql_id id, const struct value *args, size_t n, int64_t *changed_r,
                   struct err *e);
    bool (*open)(struct reader *r, enum sql_id id, const struct value *args, size_t n, struct rows *rows_r,
                 struct err *e);
    bool (*next)(struct rows *rows);                 /* false: no more, or rows->failed */
    void (*close)(struct rows *rows, struct err *e); /* *e tells when rows->failed */
    bool (*is_null)(struct rows *rows, int column);
    int64_t (*integer)(struct rows *rows, int column);
    struct str (*bytes)(struct rows *rows, int column);

    /* The store's own few commands, not the nouns'. */
    bool (*number)(struct reader *r, const char *sql, int64_t *number_r, struct err *e);
    bool (*run)(struct reader *r, const char *sql, struct err *e);
    bool (*schema_look)(struct reader *r, struct schema *schema_r, struct err *e);
    bool (*schema_found)(struct reader *r, struct err *e); /* puts our mark into an empty one */
    /* From `version` to the next, whole or not at all; where the driver can, with a copy made before. */
    bool (*migrate)(struct reader *r, int64_t version, struct err *e);
    bool (*check)(struct reader *r, int64_t *wrong_r, struct err *e); /* how much of the file itself is damaged */

    void (*settle)(struct reader *r); /* after the answers of a batch; may be NULL */
    void (*watch)(struct reader *r);  /* once a second while nothing is to be written; may be NULL */
    bool shares;                      /* a thread's looks share a snapshot: one is dearer to take than to keep */
};

extern const struct driver sqlite_driver, postgres_driver;

#endif
