/* SPDX-License-Identifier: Apache-2.0 */
#include "store/inside.h"

#include <assert.h>
#include <string.h>

struct reader *tx_reader(struct tx *tx)
{
    return &tx->reader;
}

struct store *tx_store(struct tx *tx)
{
    return tx->reader.store;
}

bool connection_prepare_all(struct reader *r, struct err *e)
{
    for (int i = 0; i < SQL_STATEMENTS; i++)
        if (!r->statements[i] && !r->driver->prepare(r, (enum sql_id)i, e))
            return false;
    return true;
}

/* ---- the snapshot that a thread's looks share ---- */

void snapshot_drop(struct reader *r)
{
    if (r->held)
        r->driver->look_end(r);
    r->held = false;
}

/* The count is read before the snapshot is taken: a commit between the two only makes the next look renew it. */
static bool snapshot_hold(struct reader *r, struct err *e)
{
    uint64_t commits = atomic_load_explicit(&r->store->commits, memory_order_acquire);
    if (!r->shares || r->inside || r->open_rows > 0 || (r->held && r->seen == commits))
        return true;
    snapshot_drop(r);
    r->held = r->driver->look_begin(r, e);
    r->seen = commits;
    return r->held;
}

/* ---- statements ---- */

static bool ready(struct reader *r, enum sql_id id, size_t n, struct err *e)
{
    if (!r->db) {
        *e = r->trouble;
        return false;
    }
    assert(sql_statements[id].args == (int)n);
    (void)n;
    return r->statements[id] || r->driver->prepare(r, id, e);
}

bool sql_change(struct tx *tx, enum sql_id id, const struct value *args, size_t n, int64_t *changed_r, struct err *e)
{
    struct reader *r = &tx->reader;
    int64_t changed;
    assert(!sql_statements[id].rows);
    if (!ready(r, id, n, e) || !r->driver->change(r, id, args, n, &changed, e))
        return false;
    r->changed += changed;
    *changed_r = changed;
    return true;
}

bool sql_exec(struct tx *tx, enum sql_id id, const struct value *args, size_t n, struct err *e)
{
    int64_t changed;
    if (!sql_change(tx, id, args, n, &changed, e))
        return false;
    int must = sql_statements[id].changes;
    return must < 0 || changed == must || err_set(e, ERR_CONFLICT, MSG_STATE_CHANGED);
}

bool sql_open(struct reader *r, enum sql_id id, const struct value *args, size_t n, struct rows *rows_r, struct err *e)
{
    assert(sql_statements[id].rows);
    struct rows rows = {.reader = r, .id = id};
    if (!ready(r, id, n, e) || !snapshot_hold(r, e) || !r->driver->open(r, id, args, n, &rows, e))
        return false;
    r->open_rows++;
    *rows_r = rows;
    return true;
}

bool sql_next(struct rows *rows)
{
    return !rows->failed && !rows->full && rows->reader->driver->next(rows);
}

bool sql_close(struct rows *rows, struct err *e)
{
    rows->reader->driver->close(rows, e);
    if (!rows->failed && rows->full)
        err_set(e, ERR_LARGE, MSG_NO_ROOM);
    rows->reader->open_rows--;
    return !rows->failed && !rows->full;
}

/* ---- columns ---- */

int64_t sql_int(struct rows *rows, int column)
{
    return rows->reader->driver->integer(rows, column);
}

bool sql_is_null(struct rows *rows, int column)
{
    return rows->reader->driver->is_null(rows, column);
}

struct str sql_peek(struct rows *rows, int column)
{
    return rows->reader->driver->bytes(rows, column);
}

struct str sql_text(struct rows *rows, struct arena *a, int column)
{
    struct str here = sql_peek(rows, column);
    char *copy = here.n ? arena_try(a, here.n) : NULL;
    rows->full = rows->full || !arena_left(a) || (here.n && !copy);
    if (!copy)
        return (struct str){0};
    memcpy(copy, here.at, here.n);
    return (struct str){copy, here.n};
}

struct instant sql_instant(struct rows *rows, int column)
{
    return sql_is_null(rows, column) ? INSTANT_NONE : (struct instant){sql_int(rows, column)};
}

struct day sql_day(struct rows *rows, int column)
{
    return sql_is_null(rows, column) ? DAY_NONE : (struct day){(int32_t)sql_int(rows, column)};
}

void sql_bytes(struct rows *rows, int column, void *to, size_t n)
{
    struct str bytes = sql_peek(rows, column);
    memset(to, 0, n);
    if (bytes.n == n)
        memcpy(to, bytes.at, n);
}

bool sql_number(struct reader *r, enum sql_id id, const struct value *args, size_t n, int64_t absent, int64_t *number_r,
                struct err *e)
{
    struct rows rows;
    if (!sql_open(r, id, args, n, &rows, e))
        return false;
    int64_t number = sql_next(&rows) && !sql_is_null(&rows, 0) ? sql_int(&rows, 0) : absent;
    if (!sql_close(&rows, e))
        return false;
    *number_r = number;
    return true;
}
