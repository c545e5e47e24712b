/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include "store/inside.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE = 16384, BUSY_MS = 5000, CHECKPOINT_PAGES = 1000, APPLICATION = 0x736b776b };

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

static bool trouble(sqlite3 *db, const char *what, struct err *e)
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

static int note_log_pages(void *arg, sqlite3 *db, const char *name, int pages)
{
    (void)db;
    (void)name;
    ((struct reader *)arg)->log_pages = pages;
    return SQLITE_OK;
}

static bool run(struct reader *r, const char *sql, struct err *e)
{
    if (sqlite3_exec(r->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return trouble(r->db, sql, e);
    return true;
}

static bool number(struct reader *r, const char *sql, int64_t *number_r, struct err *e)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(r->db, sql, -1, &st, NULL) != SQLITE_OK)
        return trouble(r->db, sql, e);
    bool got = sqlite3_step(st) == SQLITE_ROW;
    if (got)
        *number_r = sqlite3_column_int64(st, 0);
    else
        trouble(r->db, sql, e);
    sqlite3_finalize(st);
    return got;
}

static bool set_up_writer(struct reader *r, struct err *e)
{
    /* The size of pages holds only for a file that is still empty and not yet in WAL; so it is checked afterwards. */
    int64_t page = 0;
    if (!run(r, "pragma page_size=16384", e) || !run(r, "pragma journal_mode=wal", e) ||
        !run(r, "pragma synchronous=full", e) || !run(r, "pragma wal_autocheckpoint=0", e) ||
        !run(r, "pragma journal_size_limit=67108864", e) || !run(r, "pragma secure_delete=on", e) ||
        !run(r, "pragma temp_store=memory", e) || !run(r, "pragma cache_size=-65536", e) ||
        !number(r, "pragma page_size", &page, e))
        return false;
    sqlite3_wal_hook(r->db, note_log_pages, r); /* after the pragma of the automatic checkpoint, which takes it away */
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
    return writes ? set_up_writer(r, e) : run(r, "pragma cache_size=-8192; pragma mmap_size=2147418112", e);
}

/* ---- looks that see one moment ---- */

static bool prepare_kept(struct reader *r, void **kept, const char *sql, struct err *e)
{
    sqlite3_stmt *st = *kept;
    if (st || sqlite3_prepare_v3(r->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) == SQLITE_OK)
        *kept = st;
    else
        return trouble(r->db, sql, e);
    return true;
}

static bool run_kept(struct reader *r, sqlite3_stmt *st, const char *what, struct err *e)
{
    bool done = sqlite3_step(st) == SQLITE_DONE;
    if (!done)
        trouble(r->db, what, e);
    sqlite3_reset(st);
    return done;
}

/* Begun only when its end is prepared: an end that found no memory would leave the thread with the same old snapshot. */
static bool look_begin(struct reader *r, struct err *e)
{
    return prepare_kept(r, &r->begin, "begin", e) && prepare_kept(r, &r->commit, "commit", e) &&
           run_kept(r, r->begin, "begin", e);
}

static void look_end(struct reader *r)
{
    struct err e = {0};
    if (sqlite3_get_autocommit(r->db) || run_kept(r, r->commit, "commit", &e))
        return; /* a statement that found no memory has ended it already */
    log_line(LOG_ERROR, "store.reader", "\"error\":\"%s\"", log_text(e.detail).at);
    if (!sqlite3_get_autocommit(r->db))
        abort(); /* it would show the past from now on */
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void set_up_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* a global lock at every allocation otherwise */
}

static bool open_file(struct reader *r, const char *path, bool writes, struct err *e)
{
    sqlite3 *db;
    pthread_once(&once, set_up_library);
    int flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(path, &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    r->db = db;
    if (code == SQLITE_OK && set_up(r, writes, e))
        return true;
    if (code != SQLITE_OK)
        err_fault(e, "open: %s", db ? sqlite3_errmsg(db) : "out of memory");
    sqlite3_close(db);
    r->db = NULL;
    return false;
}

static bool connect_to(struct reader *r, bool writes, struct err *e)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, STR_FMT "/skillweek.db", STR_ARG(r->store->folder)) >= sizeof path)
        return err_fault(e, "the folder's path is too long");
    return open_file(r, path, writes, e);
}

bool sqlite_look(struct reader *r, const char *path, struct err *e)
{
    return open_file(r, path, false, e);
}

static void disconnect(struct reader *r)
{
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
    sqlite3_stmt *st;
    if (sqlite3_prepare_v3(r->db, named->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK)
        return err_fault(e, "statement %s: %s", named->name, sqlite3_errmsg(r->db));
    r->statements[id] = st;
    return true;
}

/* ---- a copy ---- */

static bool copy_into(struct reader *r, const char *path, struct err *e)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(r->db, "vacuum into ?1", -1, &st, NULL) != SQLITE_OK)
        return trouble(r->db, "vacuum into", e);
    sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC);
    bool done = sqlite3_step(st) == SQLITE_DONE;
    if (!done)
        trouble(r->db, "vacuum into", e);
    sqlite3_finalize(st);
    return done;
}

bool sqlite_copy(struct reader *r, const char *path, struct err *e)
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

/* ---- all rows ---- */

enum { COLUMNS_MOST = 64 };

static struct value value_of(sqlite3_stmt *st, int column)
{
    if (sqlite3_column_type(st, column) == SQLITE_NULL)
        return v_null();
    if (sqlite3_column_type(st, column) == SQLITE_INTEGER)
        return v_int(sqlite3_column_int64(st, column));
    const void *at = sqlite3_column_blob(st, column);
    return (struct value){.kind = V_BLOB, .bytes = {at, (size_t)sqlite3_column_bytes(st, column)}};
}

static bool take_rows(struct reader *r, sqlite3_stmt *st, const struct row_sink *sink, struct err *e)
{
    struct value values[COLUMNS_MOST];
    int n = sqlite3_column_count(st), code;
    if (n > COLUMNS_MOST)
        return err_fault(e, "more than %d columns", COLUMNS_MOST);
    while ((code = sqlite3_step(st)) == SQLITE_ROW) {
        for (int i = 0; i < n; i++)
            values[i] = value_of(st, i);
        if (!sink->take(sink->arg, values, (size_t)n, e))
            return false;
    }
    return code == SQLITE_DONE || trouble(r->db, "rows", e);
}

static bool take_table(struct reader *r, const char *table, const char *columns, const struct row_sink *sink,
                       struct err *e)
{
    char sql[2048];
    sqlite3_stmt *st;
    if ((size_t)snprintf(sql, sizeof sql, "select %s from %s", columns, table) >= sizeof sql)
        return err_fault(e, "%s has too many columns", table);
    if (sqlite3_prepare_v2(r->db, sql, -1, &st, NULL) != SQLITE_OK)
        return trouble(r->db, sql, e);
    bool done =
        sink->begin(sink->arg, table, columns, e) && take_rows(r, st, sink, e) && sink->end(sink->arg, table, e);
    sqlite3_finalize(st);
    return done;
}

bool sqlite_each_row(struct reader *r, const struct row_sink *sink, struct err *e)
{
    static const char tables[] = /* in quotes: a file that somebody made says no more than names */
        "select printf('\"%w\"', name), (select group_concat(printf('\"%w\"', name), ', ') from "
        "pragma_table_info(t.name)) from sqlite_schema t where type = 'table' and name not like 'sqlite\\_%' "
        "escape '\\'";
    sqlite3_stmt *st;
    int code;
    bool good = true;
    if (sqlite3_prepare_v2(r->db, tables, -1, &st, NULL) != SQLITE_OK)
        return trouble(r->db, tables, e);
    while (good && (code = sqlite3_step(st)) == SQLITE_ROW)
        good =
            take_table(r, (const char *)sqlite3_column_text(st, 0), (const char *)sqlite3_column_text(st, 1), sink, e);
    if (good && code != SQLITE_DONE)
        good = trouble(r->db, tables, e);
    sqlite3_finalize(st);
    return good;
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

static bool change(struct reader *r, enum sql_id id, const struct value *args, size_t n, int64_t *changed_r,
                   struct err *e)
{
    sqlite3_stmt *st = r->statements[id];
    assert(!sqlite3_stmt_busy(st));
    bind(st, args, n);
    /* changes() keeps the figure of the statement before when this one changes nothing by a conflict clause. */
    int64_t before = sqlite3_total_changes64(r->db);
    bool done = sqlite3_step(st) == SQLITE_DONE;
    if (!done)
        trouble(r->db, sql_statements[id].name, e);
    sqlite3_reset(st);
    if (done)
        *changed_r = sqlite3_total_changes64(r->db) - before;
    return done;
}

static bool open_rows(struct reader *r, enum sql_id id, const struct value *args, size_t n, struct rows *rows_r,
                      struct err *e)
{
    sqlite3_stmt *st = r->statements[id];
    (void)e;
    assert(!sqlite3_stmt_busy(st));
    bind(st, args, n);
    rows_r->statement = st;
    return true;
}

static bool next(struct rows *rows)
{
    int code = sqlite3_step(rows->statement);
    rows->failed = code != SQLITE_ROW && code != SQLITE_DONE;
    return code == SQLITE_ROW;
}

static void close_rows(struct rows *rows, struct err *e)
{
    if (rows->failed)
        trouble(rows->reader->db, sql_statements[rows->id].name, e);
    sqlite3_reset(rows->statement);
}

static bool is_null(struct rows *rows, int column)
{
    return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

static int64_t integer(struct rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement, column);
}

static struct str bytes(struct rows *rows, int column)
{
    const void *at = sqlite3_column_blob(rows->statement, column);
    return (struct str){at, (size_t)sqlite3_column_bytes(rows->statement, column)};
}

/* ---- the writer's transaction ---- */

static bool begin(struct reader *r, struct err *e)
{
    return run(r, "begin immediate", e);
}

static bool commit(struct reader *r, struct err *e)
{
    return run(r, "commit", e);
}

static bool stands(const struct reader *r)
{
    return !sqlite3_get_autocommit(r->db);
}

/* SQLite may have rolled back by itself already. */
static bool roll_back(struct reader *r, struct err *e)
{
    return !stands(r) || run(r, "rollback", e);
}

/* ---- the schema ---- */

static bool schema_look(struct reader *r, struct schema *schema_r, struct err *e)
{
    int64_t version = 0, application = 0, tables = 0;
    if (!number(r, "pragma user_version", &version, e) || !number(r, "pragma application_id", &application, e) ||
        !number(r, "select count(*) from sqlite_schema", &tables, e))
        return false;
    *schema_r = (struct schema){.ours = application == APPLICATION, .others = tables != 0, .version = version};
    return true;
}

static bool schema_found(struct reader *r, struct err *e)
{
    char mark[64];
    snprintf(mark, sizeof mark, "pragma application_id=%d", APPLICATION);
    return run(r, mark, e);
}

static bool copy_before(struct reader *r, int64_t version, struct err *e)
{
    struct store *s = r->store;
    char path[4096], part[4096];
    snprintf(path, sizeof path, STR_FMT "/before-%lld.db", STR_ARG(s->folder), (long long)version + 1);
    snprintf(part, sizeof part, STR_FMT "/before.part", STR_ARG(s->folder));
    if (unlink(part) && errno != ENOENT)
        return errno_trouble(part, e);
    if (!sqlite_copy(r, part, e))
        return false;
    if (rename(part, path))
        return errno_trouble(path, e);
    return folder_sync(str_z(s->arena, s->folder), e);
}

static bool migrate(struct reader *r, int64_t version, struct err *e)
{
    char mark[64];
    struct err more;
    snprintf(mark, sizeof mark, "pragma user_version=%lld", (long long)version + 1);
    if ((version && !copy_before(r, version, e)) || !begin(r, e))
        return false;
    if (run(r, store_migrations[version].sqlite, e) && run(r, mark, e) && commit(r, e))
        return true;
    if (!roll_back(r, &more))
        log_line(LOG_ERROR, "store.rollback", "\"error\":\"%s\"", log_text(more.detail).at);
    return false;
}

/* A flipped byte that no row shows: in a list's order, a page's head, a free page's chain. */
static bool check(struct reader *r, int64_t *wrong_r, struct err *e)
{
    return number(r, "select count(*) from pragma_integrity_check(1) where integrity_check <> 'ok'", wrong_r, e);
}

/* ---- the write-ahead log ---- */

/*
 * After the answers, so that nobody waits for it, and by hand, because the automatic one swallows a failed fsync. It is
 * passive: readers go on, and what they hold up is done the next time.
 */
static void settle(struct reader *r)
{
    struct err e;
    if (r->log_pages < CHECKPOINT_PAGES)
        return;
    r->log_pages = 0;
    int code = sqlite3_wal_checkpoint_v2(r->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    if (code == SQLITE_OK || code == SQLITE_BUSY)
        return;
    if (!trouble(r->db, "checkpoint", &e))
        log_line(LOG_WARN, "ledger.checkpoint", "\"error\":\"%s\",\"reason\":\"%s\"", err_name(e.code),
                 log_text(e.detail).at);
}

const struct driver sqlite_driver = {
    .connect = connect_to,
    .disconnect = disconnect,
    .prepare = prepare,
    .begin = begin,
    .commit = commit,
    .roll_back = roll_back,
    .stands = stands,
    .look_begin = look_begin,
    .look_end = look_end,
    .change = change,
    .open = open_rows,
    .next = next,
    .close = close_rows,
    .is_null = is_null,
    .integer = integer,
    .bytes = bytes,
    .number = number,
    .run = run,
    .schema_look = schema_look,
    .schema_found = schema_found,
    .migrate = migrate,
    .check = check,
    .settle = settle,
    .shares = true,
};
