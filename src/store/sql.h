/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Named statements. The text of every statement stands in sql/queries/<noun>.sql; tools/sqlgen.py makes `enum sql_id`
 * of their names (store/sql_gen.h). C names a statement and binds values; it cannot pass SQL text. All statements are
 * prepared when the store is opened, so a typo stops the start and names itself. Which database runs them is known to
 * store/driver.h and below.
 *
 * A `reader` is a connection that looks; a `tx` is the writer's open transaction, which may look as well. Functions
 * that only look take a reader: `store_reader(s)` on any thread, or `tx_reader(tx)` to see the transaction's own
 * changes. Only this floor calls what stands here; floors above call the nouns' files.
 */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include "base/clock.h"
#include "base/err.h"
#include "store/sql_gen.h"

struct store;
struct reader;
struct tx;

struct reader *tx_reader(struct tx *tx);
struct store *tx_store(struct tx *tx);

enum value_kind { V_NULL, V_INT, V_TEXT, V_BLOB };

/* A value to bind. Texts and blobs are not copied: they must stay until the call returns. */
struct value {
    enum value_kind kind;
    int64_t number;
    struct str bytes;
};

static inline struct value v_null(void)
{
    return (struct value){0};
}
static inline struct value v_int(int64_t n)
{
    return (struct value){.kind = V_INT, .number = n};
}
static inline struct value v_id(uint64_t n)
{
    return v_int((int64_t)n);
}
static inline struct value v_text(struct str s)
{
    return (struct value){.kind = V_TEXT, .bytes = s};
}
static inline struct value v_blob(const void *at, size_t n)
{
    return (struct value){.kind = V_BLOB, .bytes = {(const char *)at, n}};
}
/* Null when it is not set. */
static inline struct value v_instant(struct instant t)
{
    return instant_is_set(t) ? v_int(t.ms) : v_null();
}
static inline struct value v_day(struct day d)
{
    return day_is_set(d) ? v_int(d.n) : v_null();
}

/*
 * Runs a statement that changes rows. When it changes another number than its `-- changes:` line states: ERR_CONFLICT
 * with MSG_STATE_CHANGED, and nothing was changed that a condition of the statement did not allow.
 */
bool sql_exec(struct tx *tx, enum sql_id id, const struct value *args, size_t n, struct err *e) MUST_LOOK;
/* The same, telling how many rows it changed instead of judging them. */
bool sql_change(struct tx *tx, enum sql_id id, const struct value *args, size_t n, int64_t *changed_r,
                struct err *e) MUST_LOOK;

/* sql_do(tx, SQL_X, e, v_int(1), v_text(s)): sql_exec with the values written out. */
#define SQL_COUNT(...) (sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value))
#define sql_do(tx, id, e, ...) sql_exec((tx), (id), (const struct value[]){__VA_ARGS__}, SQL_COUNT(__VA_ARGS__), (e))

/*
 *     struct rows rows;
 *     if (!sql_look(r, SQL_X, &rows, e, v_int(1)))
 *         return false;
 *     while (sql_next(&rows))
 *         … sql_int(&rows, 0) …
 *     return sql_close(&rows, e);
 *
 * The same statement cannot be open twice on one connection (an assert).
 */
struct rows {
    void *statement;
    struct reader *reader;
    enum sql_id id;
    int at, count;     /* PostgreSQL's: which of the rows that are here */
    bool failed, full; /* full: an arena had no room for a text */
};

bool sql_open(struct reader *r, enum sql_id id, const struct value *args, size_t n, struct rows *rows_r,
              struct err *e) MUST_LOOK;
#define sql_look(r, id, rows, e, ...) \
    sql_open((r), (id), (const struct value[]){__VA_ARGS__}, SQL_COUNT(__VA_ARGS__), (rows), (e))
bool sql_next(struct rows *rows);                           /* false: no more, or an error that sql_close tells */
bool sql_close(struct rows *rows, struct err *e) MUST_LOOK; /* also in the middle */

int64_t sql_int(struct rows *rows, int column); /* 0 when null */
bool sql_is_null(struct rows *rows, int column);
/* A copy; texts and blobs. Without room for it in the arena's bound the rows end here, and sql_close tells. */
struct str sql_text(struct rows *rows, struct arena *a, int column);
struct str sql_peek(struct rows *rows, int column); /* a view, good until sql_next or sql_close */
struct instant sql_instant(struct rows *rows, int column);
struct day sql_day(struct rows *rows, int column);
/* Exactly n bytes into `to`; zeros when the column is null or of another length. */
void sql_bytes(struct rows *rows, int column, void *to, size_t n);

/* The one number of the one row of a query; `absent` when there is no row or it is null. */
bool sql_number(struct reader *r, enum sql_id id, const struct value *args, size_t n, int64_t absent, int64_t *number_r,
                struct err *e) MUST_LOOK;

#endif
