/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "store/inside.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE = 16384, BUSY_MS = 5000 };

struct reader *tx_reader(struct tx *tx)
{
    return &tx->reader;
}

struct store *tx_store(struct tx *tx)
{
    return tx->reader.store;
}

/* ---- trouble ---- */

static bool is_failed_sync(int code)
{
    return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

static bool is_full_disk(sqlite3 *db, int code)
{
    int why = sqlite3_system_errno(db);
    return (code & 0xFF) == SQLITE_FULL || ((code & 0xFF) == SQLITE_IOERR && (why == ENOSPC || why == EDQUOT));
}

bool sqlite_trouble(sqlite3 *db, const char *what, struct err *e)
{
    int code = sqlite3_extended_errcode(db);
    if (is_failed_sync(code)) {
        log_line(LOG_ERROR, "store.fsync", "\"what\":\"%s\",\"code\":%d", what, code);
        abort();
    }
    if (is_full_disk(db, code))
        return err_set(e, ERR_FULL, MSG_DISK_FULL);
    switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
        return err_set(e, ERR_CONFLICT, MSG_STATE_CHANGED);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return err_set(e, ERR_FAULT, MSG_STORE_BROKEN);
    default:
        return err_fault(e, "%s: %s (%d)", what, sqlite3_errmsg(db), code);
    }
}

/* ---- connections ---- */

bool connection_run(struct reader *r, const char *sql, struct err *e)
{
    if (sqlite3_exec(r->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return sqlite_trouble(r->db, sql, e);
    return true;
}

bool connection_number(struct reader *r, const char *sql, int64_t *number_r, struct err *e)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(r->db, sql, -1, &st, NULL) != SQLITE_OK)
        return sqlite_trouble(r->db, sql, e);
    bool got = sqlite3_step(st) == SQLITE_ROW;
    if (got)
        *number_r = sqlite3_column_int64(st, 0);
    else
        sqlite_trouble(r->db, sql, e);
    sqlite3_finalize(st);
    return got;
}

static bool set_up_writer(struct reader *r, struct err *e)
{
    /* The size of pages holds only for a file that is still empty and not yet in WAL; so it is checked afterwards. */
    int64_t page = 0;
    if (!connection_run(r, "pragma page_size=16384", e) || !connection_run(r, "pragma journal_mode=wal", e) ||
        !connection_run(r, "pragma synchronous=full", e) || !connection_run(r, "pragma wal_autocheckpoint=0", e) ||
        !connection_run(r, "pragma journal_size_limit=67108864", e) ||
        !connection_run(r, "pragma secure_delete=on", e) || !connection_run(r, "pragma temp_store=memory", e) ||
        !connection_run(r, "pragma cache_size=-65536", e) || !connection_number(r, "pragma page_size", &page, e))
        return false;
    return page == PAGE || err_fault(e, "page size %lld", (long long)page);
}

static bool set_up(struct reader *r, bool writes, struct err *e)
{
    sqlite3_extended_result_codes(r->db, 1);
    sqlite3_busy_timeout(r->db, BUSY_MS);
    /* Only the ledger checkpoints; a reader that closes last must not. */
    if (!writes)
        sqlite3_db_config(r->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(r->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    /* Room for the upper pages and the index a report is found by; only what is read is taken. */
    return writes ? set_up_writer(r, e) : connection_run(r, "pragma cache_size=-8192; pragma mmap_size=2147418112", e);
}

/* ---- the snapshot that a thread's looks share ---- */

static bool prepare_kept(struct reader *r, sqlite3_stmt **st, const char *sql, struct err *e)
{
    return *st || sqlite3_prepare_v3(r->db, sql, -1, SQLITE_PREPARE_PERSISTENT, st, NULL) == SQLITE_OK ||
           sqlite_trouble(r->db, sql, e);
}

static bool run_kept(struct reader *r, sqlite3_stmt *st, const char *what, struct err *e)
{
    bool done = sqlite3_step(st) == SQLITE_DONE;
    if (!done)
        sqlite_trouble(r->db, what, e);
    sqlite3_reset(st);
    return done;
}

/* Begun only when its end is prepared: an end that found no memory would leave the thread with the same old snapshot. */
bool look_begin(struct reader *r, struct err *e)
{
    return prepare_kept(r, &r->begin, "begin", e) && prepare_kept(r, &r->commit, "commit", e) &&
           run_kept(r, r->begin, "begin", e);
}

void look_end(struct reader *r)
{
    struct err e = {0};
    if (sqlite3_get_autocommit(r->db) || run_kept(r, r->commit, "commit", &e))
        return; /* a statement that found no memory has ended it already */
    log_line(LOG_ERROR, "store.reader", "\"error\":\"%s\"", log_text(e.detail).at);
    if (!sqlite3_get_autocommit(r->db))
        abort(); /* it would show the past from now on */
}

void snapshot_drop(struct reader *r)
{
    if (r->held)
        look_end(r);
    r->held = false;
}

/* The count is read before the snapshot is taken: a commit between the two only makes the next look renew it. */
bool snapshot_hold(struct reader *r, struct err *e)
{
    uint64_t commits = atomic_load_explicit(&r->store->commits, memory_order_acquire);
    if (!r->shares || r->inside || r->open_rows > 0 || (r->held && r->seen == commits))
        return true;
    snapshot_drop(r);
    r->held = look_begin(r, e);
    r->seen = commits;
    return r->held;
}

bool sqlite_connect(struct reader *r, bool writes, struct err *e)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, STR_FMT "/skillweek.db", STR_ARG(r->store->folder)) >= sizeof path)
        return err_fault(e, "the folder's path is too long");
    int flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(path, &r->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK && set_up(r, writes, e))
        return true;
    if (code != SQLITE_OK)
        err_fault(e, "open: %s", r->db ? sqlite3_errmsg(r->db) : "out of memory");
    sqlite3_close(r->db);
    r->db = NULL;
    return false;
}

void sqlite_disconnect(struct reader *r)
{
    snapshot_drop(r);
    sqlite3_finalize(r->begin);
    sqlite3_finalize(r->commit);
    r->begin = r->commit = NULL;
    for (int i = 0; i < SQL_STATEMENTS; i++)
        sqlite3_finalize(r->statements[i]);
    memset(r->statements, 0, sizeof r->statements);
    int code = sqlite3_close(r->db);
    assert(code == SQLITE_OK);
    (void)code;
    r->db = NULL;
}

static bool prepare(struct reader *r, enum sql_id id, struct err *e)
{
    const struct sql_statement *named = &sql_statements[id];
    if (sqlite3_prepare_v3(r->db, named->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &r->statements[id], NULL) == SQLITE_OK)
        return true;
    return err_fault(e, "statement %s: %s", named->name, sqlite3_errmsg(r->db));
}

bool connection_prepare_all(struct reader *r, struct err *e)
{
    for (int i = 0; i < SQL_STATEMENTS; i++)
        if (!r->statements[i] && !prepare(r, (enum sql_id)i, e))
            return false;
    return true;
}

static bool copy_into(struct reader *r, const char *path, struct err *e)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(r->db, "vacuum into ?1", -1, &st, NULL) != SQLITE_OK)
        return sqlite_trouble(r->db, "vacuum into", e);
    sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC);
    bool done = sqlite3_step(st) == SQLITE_DONE;
    if (!done)
        sqlite_trouble(r->db, "vacuum into", e);
    sqlite3_finalize(st);
    return done;
}

bool connection_copy(struct reader *r, const char *path, struct err *e)
{
    if (!copy_into(r, path, e))
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno_trouble(path, e);
    fd_sync(fd, "copy");
    close(fd);
    return true;
}

/* ---- statements ---- */

static void bind(sqlite3_stmt *st, const struct value *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct value *v = &args[i];
        int at = (int)i + 1, size = (int)v->bytes.n;
        const char *bytes = v->bytes.at ? v->bytes.at : "";
        switch (v->kind) {
        case V_NULL:
            sqlite3_bind_null(st, at);
            break;
        case V_INT:
            sqlite3_bind_int64(st, at, v->number);
            break;
        case V_TEXT:
            sqlite3_bind_text(st, at, bytes, size, SQLITE_STATIC);
            break;
        case V_BLOB:
            sqlite3_bind_blob(st, at, bytes, size, SQLITE_STATIC);
            break;
        }
    }
}

/* The statement, prepared and bound. */
static bool ready(struct reader *r, enum sql_id id, const struct value *args, size_t n, sqlite3_stmt **st_r,
                  struct err *e)
{
    if (!r->db) {
        *e = r->trouble;
        return false;
    }
    assert(sql_statements[id].args == (int)n);
    if (!r->statements[id] && !prepare(r, id, e))
        return false;
    sqlite3_stmt *st = r->statements[id];
    assert(!sqlite3_stmt_busy(st));
    bind(st, args, n);
    *st_r = st;
    return true;
}

bool sql_change(struct tx *tx, enum sql_id id, const struct value *args, size_t n, int64_t *changed_r, struct err *e)
{
    sqlite3_stmt *st;
    assert(!sql_statements[id].rows);
    if (!ready(&tx->reader, id, args, n, &st, e))
        return false;
    /* changes() keeps the figure of the statement before when this one changes nothing by a conflict clause. */
    int64_t before = sqlite3_total_changes64(tx->reader.db);
    bool done = sqlite3_step(st) == SQLITE_DONE;
    if (!done)
        sqlite_trouble(tx->reader.db, sql_statements[id].name, e);
    sqlite3_reset(st);
    if (done)
        *changed_r = sqlite3_total_changes64(tx->reader.db) - before;
    return done;
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
    sqlite3_stmt *st;
    assert(sql_statements[id].rows);
    if (!ready(r, id, args, n, &st, e) || !snapshot_hold(r, e))
        return false;
    r->open_rows++;
    *rows_r = (struct rows){.statement = st, .reader = r, .id = id};
    return true;
}

bool sql_next(struct rows *rows)
{
    if (rows->failed || rows->full)
        return false;
    int code = sqlite3_step(rows->statement);
    rows->failed = code != SQLITE_ROW && code != SQLITE_DONE;
    return code == SQLITE_ROW;
}

bool sql_close(struct rows *rows, struct err *e)
{
    if (rows->failed)
        sqlite_trouble(rows->reader->db, sql_statements[rows->id].name, e);
    else if (rows->full)
        err_set(e, ERR_LARGE, MSG_NO_ROOM);
    sqlite3_reset(rows->statement);
    rows->reader->open_rows--;
    return !rows->failed && !rows->full;
}

/* ---- columns ---- */

int64_t sql_int(struct rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement, column);
}

bool sql_is_null(struct rows *rows, int column)
{
    return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

struct str sql_peek(struct rows *rows, int column)
{
    const void *at = sqlite3_column_blob(rows->statement, column);
    return (struct str){at, (size_t)sqlite3_column_bytes(rows->statement, column)};
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
