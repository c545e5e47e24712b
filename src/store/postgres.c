/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows in PostgreSQL. What differs from SQLite, and is hidden here:
 *
 * An error ends the transaction: `stands` says so, the ledger rolls back and replays op by op.
 * Only one query may be under way on a connection, while looks are nested: so a look's rows are fetched whole when it is
 * opened. Those that may be many (`-- rows: many`) come by a cursor, some at a time; between two fetches the connection is free.
 * A connection can be lost. The writer's holds the advisory lock and perhaps a commit of which nobody knows whether it was
 * made: the process stops, as after a failed fsync, and a restart reads what is true. A reader's is opened anew.
 */
#include "base/log.h"
#include "store/inside.h"
#include "store/libpq.h"
#include "store/postgres.h"

#include <assert.h>
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_AT_ONCE = 1000, BINARY = 1 };

/* ---- trouble ---- */

static bool is_writer(const struct reader *r)
{
    return r == &r->store->writer.reader && !r->store->options.readonly;
}

/* The first line: what follows is a hint, or repeats the statement. */
static struct log_text first_line(const char *text)
{
    char line[200];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(text, "\n"), text);
    return log_text(line);
}

static void disconnect(struct reader *r)
{
    libpq.PQfinish(r->db);
    r->db = NULL;
    r->cursors = 0;
    r->lent = r->held = false;
    memset(r->statements, 0, sizeof r->statements);
}

/* Before the ledger runs nothing was promised to anybody: then it is a refusal. */
static bool lost(struct reader *r, const char *what, struct err *e)
{
    struct log_text why = first_line(libpq.PQerrorMessage(r->db));
    if (is_writer(r) && r->store->ledger.running) {
        log_line(LOG_ERROR, "store.database", "\"doing\":\"%s\",\"lost\":\"%s\"", what, why.at);
        abort();
    }
    err_fault(e, "%s: %s", why.at, what);
    r->trouble = *e;
    if (!is_writer(r))
        disconnect(r);
    return false;
}

static bool is_state(const char *state, const char *prefix)
{
    return state && !strncmp(state, prefix, strlen(prefix));
}

/* By SQLSTATE (PostgreSQL's manual, appendix A). */
static bool trouble(struct reader *r, const PGresult *res, const char *what, struct err *e)
{
    const char *state = res ? libpq.PQresultErrorField(res, PG_DIAG_SQLSTATE) : NULL;
    if (libpq.PQstatus(r->db) != CONNECTION_OK)
        return lost(r, what, e);
    if (is_state(state, "23")) /* a constraint */
        return err_set(e, ERR_CONFLICT, MSG_STATE_CHANGED);
    if (is_state(state, "53100"))
        return err_set(e, ERR_FULL, MSG_DISK_FULL);
    if (is_state(state, "XX001") || is_state(state, "XX002"))
        return err_set(e, ERR_FAULT, MSG_STORE_BROKEN);
    /* What was asked stands last: a migration is longer than the room. */
    return err_fault(e, "%s (%s): %s", first_line(libpq.PQerrorMessage(r->db)).at, state ? state : "?", what);
}

static bool is_good(const PGresult *res)
{
    ExecStatusType status = libpq.PQresultStatus(res);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* ---- commands ---- */

static bool run(struct reader *r, const char *sql, struct err *e)
{
    PGresult *res = libpq.PQexec(r->db, sql);
    bool done = is_good(res) || trouble(r, res, sql, e);
    libpq.PQclear(res);
    return done;
}

/* The first column of the one row as text; room enough for a number or a setting. */
static bool word(struct reader *r, const char *sql, char *to, size_t room, struct err *e)
{
    PGresult *res = libpq.PQexec(r->db, sql);
    bool done = is_good(res) ? libpq.PQntuples(res) > 0 || err_fault(e, "no row: %s", sql) : trouble(r, res, sql, e);
    if (done)
        snprintf(to, room, "%s", libpq.PQgetvalue(res, 0, 0));
    libpq.PQclear(res);
    return done;
}

static bool number(struct reader *r, const char *sql, int64_t *number_r, struct err *e)
{
    char text[32];
    if (!word(r, sql, text, sizeof text, e))
        return false;
    *number_r = strtoll(text, NULL, 10);
    return true;
}

/* ---- connections ---- */

static void notice(void *arg, const char *text)
{
    (void)arg;
    log_line(LOG_WARN, "store.database", "\"notice\":\"%s\"", first_line(text).at);
}

static bool is_misread(const char *keyword, const char *value)
{
    if (!strcmp(keyword, "port"))
        return value[strspn(value, "0123456789,")] != 0;
    return (!strcmp(keyword, "host") || !strcmp(keyword, "dbname")) && value[0] && strchr(value + 1, '@');
}

/*
 * libpq repeats what it cannot read, and an @ or / in a password makes its rest a host or a port, which are repeated too: no
 * such address gets as far as a message.
 */
static bool address_reads(const char *database, struct err *e)
{
    char *why = NULL;
    PQconninfoOption *options = libpq.PQconninfoParse(database, &why);
    bool good = options != NULL;
    for (PQconninfoOption *o = options; good && o->keyword; o++)
        good = !o->val || !is_misread(o->keyword, o->val);
    libpq.PQconninfoFree(options);
    libpq.PQfreemem(why);
    return good || err_set(e, ERR_INPUT, MSG_DATABASE_ADDRESS);
}

/* One that hangs is found out within half a minute. What the operator writes comes behind and wins. */
static PGconn *connect_as_told(const char *database)
{
    static const char *const names[] = {"connect_timeout",      "keepalives_idle",
                                        "keepalives_interval",  "keepalives_count",
                                        "tcp_user_timeout",     "application_name",
                                        "target_session_attrs", "dbname",
                                        "client_encoding",      NULL};
    const char *const values[] = {"10", "10", "5", "3", "30000", "skillweek", "read-write", database, "UTF8", NULL};
    return libpq.PQconnectdbParams(names, values, true);
}

static bool connect_to(struct reader *r, bool writes, struct err *e)
{
    if (!libpq_load(e) || !address_reads(r->store->options.database.at, e))
        return false;
    r->db = connect_as_told(r->store->options.database.at);
    if (r->db && libpq.PQstatus(r->db) == CONNECTION_OK) {
        libpq.PQsetNoticeProcessor(r->db, notice, NULL);
        if (postgres_set_up(r, writes, e))
            return true;
    } else {
        const char *why = r->db ? libpq.PQerrorMessage(r->db) : "out of memory";
        err_with(e, ERR_FAULT, MSG_DATABASE_CONNECT, (struct str){why, strcspn(why, "\n")}, S(""), S(""));
    }
    if (r->db)
        disconnect(r);
    return false;
}

/* For a reader whose connection was cut while it stood idle: nothing was begun on it, so the same can be asked of a new one. */
static bool connect_again(struct reader *r, struct err *e)
{
    return !r->db && !r->inside && !r->open_rows && connect_to(r, false, e);
}

/* The types of the arguments are what PostgreSQL takes them for: numbers are bigint everywhere (tests/sql). */
static bool prepare_once(struct reader *r, enum sql_id id, struct err *e)
{
    const struct sql_statement *named = &sql_statements[id];
    if (named->many) { /* its cursor is declared each time */
        r->statements[id] = r;
        return true;
    }
    PGresult *res = libpq.PQprepare(r->db, named->name, named->postgres, 0, NULL);
    bool done = is_good(res) || trouble(r, res, named->name, e);
    libpq.PQclear(res);
    if (done)
        r->statements[id] = r;
    return done;
}

static bool prepare(struct reader *r, enum sql_id id, struct err *e)
{
    return prepare_once(r, id, e) || (connect_again(r, e) && prepare_once(r, id, e));
}

/* ---- arguments ---- */

struct bound {
    const char *at[SQL_ARGS_MOST];
    int length[SQL_ARGS_MOST], format[SQL_ARGS_MOST];
    uint64_t numbers[SQL_ARGS_MOST];
};

/* PostgreSQL keeps neither a null nor bytes that are no UTF-8 in a text, and would end the whole transaction for it. */
static bool is_keepable(struct str s)
{
    return !s.n || (utf8_is_valid(s) && !memchr(s.at, 0, s.n));
}

static bool bind(struct bound *b, const struct value *args, size_t n, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        const struct value *v = &args[i];
        b->format[i] = BINARY;
        if (v->kind == V_INT) {
            b->numbers[i] = htobe64((uint64_t)v->number);
            b->at[i] = (const char *)&b->numbers[i];
            b->length[i] = sizeof b->numbers[i];
        } else {
            b->at[i] = v->kind == V_NULL ? NULL : v->bytes.at ? v->bytes.at : "";
            b->length[i] = (int)v->bytes.n;
        }
        if (v->kind == V_TEXT && !is_keepable(v->bytes))
            return err_set(e, ERR_INPUT, MSG_TEXT_UNKEEPABLE);
    }
    return true;
}

static PGresult *run_named(struct reader *r, enum sql_id id, const struct bound *b, size_t n)
{
    return libpq.PQexecPrepared(r->db, sql_statements[id].name, (int)n, b->at, b->length, b->format, BINARY);
}

static bool change(struct reader *r, enum sql_id id, const struct value *args, size_t n, int64_t *changed_r,
                   struct err *e)
{
    struct bound b;
    if (!bind(&b, args, n, e))
        return false;
    PGresult *res = run_named(r, id, &b, n);
    bool done = is_good(res) || trouble(r, res, sql_statements[id].name, e);
    if (done)
        *changed_r = strtoll(libpq.PQcmdTuples(res), NULL, 10);
    libpq.PQclear(res);
    return done;
}

/* ---- transactions ---- */

static bool begin(struct reader *r, struct err *e)
{
    return run(r, "begin isolation level read committed read write", e);
}

/* Whether the server has said for certain that nothing was committed. */
static bool is_undone(struct reader *r, const PGresult *res)
{
    const char *state = libpq.PQresultErrorField(res, PG_DIAG_SQLSTATE);
    return state && !is_state(state, "08") && !is_state(state, "57") && libpq.PQstatus(r->db) == CONNECTION_OK;
}

/* Of a transaction that an error has ended "commit" says ROLLBACK, and that it went well. */
static bool commit(struct reader *r, struct err *e)
{
    PGresult *res = libpq.PQexec(r->db, "commit");
    bool good = is_good(res), done = good && !strcmp(libpq.PQcmdStatus(res), "COMMIT");
    if (!good && !is_undone(r, res)) {
        log_line(LOG_ERROR, "store.database", "\"doing\":\"commit\",\"unknown\":\"%s\"",
                 first_line(libpq.PQerrorMessage(r->db)).at);
        abort();
    }
    if (!done && good)
        err_fault(e, "commit: rolled back");
    else if (!done)
        trouble(r, res, "commit", e);
    libpq.PQclear(res);
    return done;
}

static bool roll_back(struct reader *r, struct err *e)
{
    return libpq.PQtransactionStatus(r->db) == PQTRANS_IDLE || run(r, "rollback", e);
}

static bool stands(const struct reader *r)
{
    return libpq.PQtransactionStatus(r->db) == PQTRANS_INTRANS;
}

static bool look_begin(struct reader *r, struct err *e)
{
    static const char begins[] = "begin isolation level repeatable read read only";
    return run(r, begins, e) || (connect_again(r, e) && run(r, begins, e));
}

/* A reader that cannot end it is a reader without a connection: the next look opens one. */
static void look_end(struct reader *r)
{
    struct err e = {0};
    if (!r->db || run(r, "rollback", &e))
        return;
    log_line(LOG_WARN, "store.reader", "\"error\":\"%s\"", log_text(e.detail).at);
    if (r->db)
        disconnect(r);
}

/* ---- rows ---- */

/* Takes the place of what was there. */
static bool take(struct rows *rows, PGresult *res, struct err *e)
{
    if (!is_good(res)) {
        trouble(rows->reader, res, sql_statements[rows->id].name, e);
        libpq.PQclear(res);
        return false;
    }
    libpq.PQclear(rows->statement);
    rows->statement = res;
    rows->count = libpq.PQntuples(res);
    rows->at = -1;
    return true;
}

static bool fetch(struct rows *rows, struct err *e)
{
    char sql[96];
    snprintf(sql, sizeof sql, "fetch %d from %s", ROWS_AT_ONCE, sql_statements[rows->id].name);
    return take(rows, libpq.PQexecParams(rows->reader->db, sql, 0, NULL, NULL, NULL, NULL, BINARY), e);
}

/* A cursor lives in a transaction: where none is open it gets one of its own. */
static bool cursor_begin(struct reader *r, struct err *e)
{
    if (libpq.PQtransactionStatus(r->db) == PQTRANS_IDLE) {
        if (!look_begin(r, e))
            return false;
        r->lent = true;
    }
    r->cursors++;
    return true;
}

static void cursor_end(struct reader *r)
{
    if (!r->db || --r->cursors || !r->lent)
        return;
    r->lent = false;
    look_end(r);
}

static bool cursor_open(struct reader *r, enum sql_id id, const struct bound *b, size_t n, struct rows *rows_r,
                        struct err *e)
{
    char sql[4096];
    const struct sql_statement *named = &sql_statements[id];
    if ((size_t)snprintf(sql, sizeof sql, "declare %s no scroll cursor for %s", named->name, named->postgres) >=
        sizeof sql)
        return err_fault(e, "%s is too long", named->name);
    if (!cursor_begin(r, e))
        return false;
    PGresult *res = libpq.PQexecParams(r->db, sql, (int)n, NULL, b->at, b->length, b->format, BINARY);
    bool done = is_good(res) ? fetch(rows_r, e) : trouble(r, res, named->name, e);
    libpq.PQclear(res);
    if (!done)
        cursor_end(r);
    return done;
}

static bool open_once(struct reader *r, enum sql_id id, const struct bound *b, size_t n, struct rows *rows_r,
                      struct err *e)
{
    return sql_statements[id].many ? cursor_open(r, id, b, n, rows_r, e) : take(rows_r, run_named(r, id, b, n), e);
}

static bool open_rows(struct reader *r, enum sql_id id, const struct value *args, size_t n, struct rows *rows_r,
                      struct err *e)
{
    struct bound b;
    return bind(&b, args, n, e) && (open_once(r, id, &b, n, rows_r, e) ||
                                    (connect_again(r, e) && prepare(r, id, e) && open_once(r, id, &b, n, rows_r, e)));
}

static bool next(struct rows *rows)
{
    if (++rows->at < rows->count)
        return true;
    if (!sql_statements[rows->id].many || rows->count < ROWS_AT_ONCE)
        return false;
    struct err *e = &rows->reader->trouble;
    rows->failed = !rows->reader->db || !fetch(rows, e);
    rows->at = 0;
    return !rows->failed && rows->count > 0;
}

static void close_rows(struct rows *rows, struct err *e)
{
    struct reader *r = rows->reader;
    libpq.PQclear(rows->statement);
    if (rows->failed)
        *e = r->trouble;
    if (!sql_statements[rows->id].many)
        return;
    char sql[80];
    struct err more;
    snprintf(sql, sizeof sql, "close %s", sql_statements[rows->id].name);
    if (r->db && !rows->failed && !run(r, sql, &more))
        log_line(LOG_WARN, "store.reader", "\"error\":\"%s\"", log_text(more.detail).at);
    cursor_end(r);
}

static bool is_null(struct rows *rows, int column)
{
    return libpq.PQgetisnull(rows->statement, rows->at, column);
}

/* A bigint; count(*) is one too, and a constant is an integer of four bytes. */
static int64_t integer(struct rows *rows, int column)
{
    const char *at = libpq.PQgetvalue(rows->statement, rows->at, column);
    uint64_t eight;
    uint32_t four;
    int n = libpq.PQgetlength(rows->statement, rows->at, column);
    if (n == sizeof eight)
        return memcpy(&eight, at, sizeof eight), (int64_t)be64toh(eight);
    if (n == sizeof four)
        return memcpy(&four, at, sizeof four), (int32_t)be32toh(four);
    assert(n == 0); /* null; a sum's or a boolean's digits are no others' (tests/sql) */
    return 0;
}

static struct str bytes(struct rows *rows, int column)
{
    return (struct str){libpq.PQgetvalue(rows->statement, rows->at, column),
                        (size_t)libpq.PQgetlength(rows->statement, rows->at, column)};
}

/* ---- the idle writer ---- */

/* Its lock is gone with it: another process may write by now. */
static void watch(struct reader *r)
{
    struct err e;
    if (!libpq.PQconsumeInput(r->db) || libpq.PQstatus(r->db) != CONNECTION_OK)
        lost(r, "watch", &e);
}

/* There is no file of ours to look into: the server's own checksums and pg_amcheck are for that. */
static bool check(struct reader *r, int64_t *wrong_r, struct err *e)
{
    (void)r;
    (void)e;
    *wrong_r = 0;
    return true;
}

const struct driver postgres_driver = {
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
    .schema_look = postgres_schema_look,
    .schema_found = postgres_schema_found,
    .migrate = postgres_migrate,
    .check = check,
    .watch = watch,
};

bool postgres_word(struct reader *r, const char *sql, char *to, size_t room, struct err *e)
{
    return word(r, sql, to, room, e);
}

bool postgres_trouble(struct reader *r, const PGresult *res, const char *what, struct err *e)
{
    return trouble(r, res, what, e);
}
