/* SPDX-License-Identifier: Apache-2.0 */
/* A backup of SQLite restored into a database: where SKILLWEEK_TEST_DATABASE names one (tests/sql). */
#include "store/test_store.h"

#include "store/libpq.h"

#include <endian.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A store in SQLite, its backup, and where that is restored: a folder and a schema beside the fixture's. */
struct moved {
    struct fixture *f;
    char schema[80], database[256];
    const char *file, *tar, *to;
};

static const char *path(struct fixture *f, const char *name)
{
    return str_z(f->arena, str_format(f->arena, "%s/%s", f->folder, name));
}

static void schema_make(struct moved *m)
{
    test_sql(m->f, str_z(m->f->arena, str_format(m->f->arena,
                                                 "set client_min_messages = warning; drop schema if exists %s cascade; "
                                                 "create schema %s",
                                                 m->schema, m->schema)));
}

/* Whatever stands in a column: negative and large numbers, texts that another format would have to escape, any byte, nulls. */
#define FILL                                                                                                           \
    "select 'insert into ' || t.name || ' select ' || (select group_concat(case when upper(c.type) = 'INTEGER' then "  \
    "'4503599627370497 * (i - 2)' when upper(c.type) = 'BLOB' then 'cast(x''01ff0a00'' || ''as long as the hash of a " \
    "bl'' || i as blob)' else "                                                                                        \
    "'''a\\N\tb'' || char(10) || ''“c” 汉🎓'' || i' end, ', ') from pragma_table_info(t.name) c) || "           \
    "' from (select 1 as i union select 2 union select 3)' from sqlite_schema t where type = 'table'"

static void run(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
}

static void fill(const char *file)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, FILL, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        run(db, (const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    run(db, "update account set last_seen = null, name = ''; update trait set from_day = null where position > 0");
    sqlite3_close(db);
}

static struct moved *move_begin(struct fixture *f, bool filled)
{
    struct moved *m = arena_one(f->arena, struct moved);
    struct err e = {0};
    struct backup_counts n;
    struct store *s;
    m->f = f;
    m->file = path(f, "sqlite/skillweek.db");
    m->tar = path(f, "backup.tar");
    m->to = path(f, "restored");
    snprintf(m->schema, sizeof m->schema, "%s_moved", f->schema);
    snprintf(m->database, sizeof m->database, "%s&options=-csearch_path%%3D%s", getenv("SKILLWEEK_TEST_DATABASE"),
             m->schema);
    schema_make(m);
    struct str folder = str_of(path(f, "sqlite"));
    assert_good(store_open(f->arena, folder, (struct store_options){.create = true}, &s, &e));
    store_close(s);
    if (filled)
        fill(m->file);
    assert_good(store_open(f->arena, folder, (struct store_options){.readonly = true}, &s, &e));
    assert_good(store_backup(f->arena, s, str_of(m->tar), &n, &e));
    store_close(s);
    return m;
}

static bool restore(struct moved *m, struct err *e)
{
    struct backup_counts n;
    *e = (struct err){0};
    return store_restore(m->f->arena, str_of(m->tar), str_of(m->to), str_of(m->database), &n, e);
}

static bool opens(struct moved *m, struct err *e)
{
    struct store *s;
    bool good = store_open(m->f->arena, str_of(m->to), (struct store_options){.database = str_of(m->database)}, &s, e);
    if (good)
        store_close(s);
    return good;
}

/* ---- ---- */

static void assert_same(sqlite3_stmt *st, const PGresult *res, int row, int column)
{
    const char *at = libpq.PQgetvalue(res, row, column);
    size_t n = (size_t)libpq.PQgetlength(res, row, column);
    assert_int_equal(libpq.PQgetisnull(res, row, column), sqlite3_column_type(st, column) == SQLITE_NULL);
    if (sqlite3_column_type(st, column) == SQLITE_INTEGER) {
        uint64_t big = htobe64((uint64_t)sqlite3_column_int64(st, column));
        assert_true(n == sizeof big && !memcmp(at, &big, n));
    } else {
        assert_int_equal(n, sqlite3_column_bytes(st, column));
        assert_true(!n || !memcmp(at, sqlite3_column_blob(st, column), n));
    }
}

static int compare_table(PGconn *there, sqlite3 *here, const char *table)
{
    char sql[160];
    sqlite3_stmt *st;
    int row = 0;
    snprintf(sql, sizeof sql, "select * from %s order by 1, 2", table);
    assert_int_equal(sqlite3_prepare_v2(here, sql, -1, &st, NULL), SQLITE_OK);
    PGresult *res = libpq.PQexecParams(there, sql, 0, NULL, NULL, NULL, NULL, 1);
    assert_int_equal(libpq.PQresultStatus(res), PGRES_TUPLES_OK);
    for (; sqlite3_step(st) == SQLITE_ROW; row++)
        for (int i = 0; i < sqlite3_column_count(st); i++)
            assert_same(st, res, row, i);
    assert_int_equal(row, libpq.PQntuples(res));
    libpq.PQclear(res);
    sqlite3_finalize(st);
    return row;
}

static void every_row_of_every_table_is_the_same(void **state)
{
    struct moved *m = move_begin(*state, true);
    struct err e;
    sqlite3 *here;
    sqlite3_stmt *tables;
    int compared = 0;
    assert_good(restore(m, &e));
    const char *const names[] = {"dbname", NULL}, *const values[] = {m->database, NULL};
    PGconn *there = libpq.PQconnectdbParams(names, values, true);
    assert_int_equal(sqlite3_open(m->file, &here), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(here, "select name from sqlite_schema where type = 'table'", -1, &tables, NULL),
                     SQLITE_OK);
    for (; sqlite3_step(tables) == SQLITE_ROW; compared++)
        assert_true(compare_table(there, here, (const char *)sqlite3_column_text(tables, 0)) >= 3);
    assert_true(compared > 20);
    sqlite3_finalize(tables);
    sqlite3_close(here);
    libpq.PQfinish(there);
    assert_int_not_equal(access(path(m->f, "restored/skillweek.db.part"), F_OK), 0);
    assert_good(opens(m, &e));
}

/* A rehearsal stays one. */
static void what_kind_it_is_stands_among_the_rows(void **state)
{
    struct moved *m = move_begin(*state, false);
    struct err e;
    assert_good(restore(m, &e));
    struct store *s;
    struct store_options how = {.database = str_of(m->database), .rehearsal = true};
    assert_false(store_open(m->f->arena, str_of(m->to), how, &s, &e));
    assert_int_equal(e.message, MSG_STORE_EARNEST);
    assert_good(opens(m, &e));
}

/* Written before the newest migration, which then finds the rows that it is about. */
static void an_older_backup_is_brought_up_to_date(void **state)
{
    struct moved *m = move_begin(*state, false);
    struct err e;
    int count = sql_migration_count + 1;
    struct sql_migration *list = arena_many(m->f->arena, struct sql_migration, (size_t)count);
    memcpy(list, sql_migrations, (size_t)sql_migration_count * sizeof *list);
    list[count - 1] = (struct sql_migration){"more", "", "create table more as select key from setting"};
    store_migrations = list;
    store_migration_count = &count;
    assert_good(restore(m, &e));
    assert_good(opens(m, &e));
    store_migrations = sql_migrations;
    store_migration_count = &sql_migration_count;
    test_sql(m->f,
             str_z(m->f->arena,
                   str_format(m->f->arena, "select 1 / count(*) from %s.more where key = 'rehearsal'", m->schema)));
}

/* A text that PostgreSQL does not keep stands in the last row: none of the others is there, and nobody opens the folder. */
static void of_rows_that_do_not_fit_none_is_taken_and_nobody_opens_the_folder(void **state)
{
    struct moved *m = move_begin(*state, true);
    struct err e;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(m->file, &db), SQLITE_OK);
    run(db, "update session set created_at = 5; update outbox set told = cast(x'6100' as text)");
    sqlite3_close(db);
    struct backup_counts n;
    struct store *s;
    assert_good(
        store_open(m->f->arena, str_of(path(m->f, "sqlite")), (struct store_options){.readonly = true}, &s, &e));
    assert_good(store_backup(m->f->arena, s, str_of(m->tar), &n, &e));
    store_close(s);
    assert_false(restore(m, &e));
    assert_non_null(strstr(e.detail, "outbox"));
    const char *const names[] = {"dbname", NULL}, *const values[] = {m->database, NULL};
    PGconn *there = libpq.PQconnectdbParams(names, values, true);
    PGresult *res = libpq.PQexec(there, "select (select count(*) from event) + (select count(*) from setting)");
    assert_string_equal(libpq.PQgetvalue(res, 0, 0), "0");
    libpq.PQclear(res);
    libpq.PQfinish(there);
    assert_false(opens(m, &e));
    assert_int_equal(e.message, MSG_STORE_PART);
}

static void a_database_that_is_not_empty_is_not_written(void **state)
{
    struct moved *m = move_begin(*state, false);
    struct err e;
    test_sql(m->f, str_z(m->f->arena, str_format(m->f->arena, "create table %s.theirs (n int)", m->schema)));
    assert_false(restore(m, &e));
    assert_int_equal(e.message, MSG_DATABASE_FOREIGN);
    assert_false(opens(m, &e));
    assert_int_equal(e.message, MSG_STORE_PART);
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(every_row_of_every_table_is_the_same),
        STORED(what_kind_it_is_stands_among_the_rows),
        STORED(an_older_backup_is_brought_up_to_date),
        STORED(of_rows_that_do_not_fit_none_is_taken_and_nobody_opens_the_folder),
        STORED(a_database_that_is_not_empty_is_not_written),
    };
    if (!getenv("SKILLWEEK_TEST_DATABASE"))
        return 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
