/* SPDX-License-Identifier: Apache-2.0 */
#include "store/scratch.h"
#include "store/test_store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_restart_keeps_everything(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct campaign_record c;
    struct obligation_records obligations;
    struct units units;
    test_reopen(f);
    struct reader *r = store_reader(f->store);
    assert_good(campaign_read(r, f->arena, f->campaign, &c, &e));
    assert_int_equal(c.version, 1);
    assert_good(obligation_load(r, f->arena, c.id, &obligations, &e));
    assert_int_equal(obligations.n, TEST_OBLIGATIONS);
    assert_true(str_eq(obligations.items[3].duty, S("d5")) && obligations.items[3].day.n == 19497);
    assert_good(unit_load(r, f->arena, c.reg, false, &units, &e));
    assert_true(units.n == 1 && str_eq(units.items[0].short_name, S("演练中专")));
}

static void one_process_writes(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct store *second;
    assert_false(test_open(f, (struct store_options){0}, &second, &e));
    assert_int_equal(e.message, MSG_STORE_LOCKED);
    char lock[80];
    snprintf(lock, sizeof lock, "%s/lock", f->folder);
    assert_int_equal(unlink(lock), 0); /* as somebody does who takes it for a left-over */
    assert_false(test_open(f, (struct store_options){0}, &second, &e));
    assert_int_equal(e.message, MSG_STORE_LOCKED);
    assert_good(test_open(f, (struct store_options){.readonly = true}, &second, &e));
    struct campaign_records list;
    assert_good(campaign_list(store_reader(second), f->arena, &list, &e));
    assert_int_equal(list.n, 1);
    store_close(second);
}

static void a_rehearsal_is_never_mistaken_for_earnest(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct store *s;
    char folder[80];
    store_close(f->store);
    assert_false(test_open(f, (struct store_options){.rehearsal = true, .create = true}, &s, &e));
    assert_int_equal(e.message, MSG_STORE_EARNEST);
    snprintf(folder, sizeof folder, "%s/rehearsal", f->folder);
    assert_good(
        store_open(f->arena, str_of(folder), (struct store_options){.create = true, .rehearsal = true}, &s, &e));
    assert_true(store_is_rehearsal(s));
    store_close(s);
    assert_false(store_open(f->arena, str_of(folder), (struct store_options){.create = true}, &s, &e));
    assert_int_equal(e.message, MSG_STORE_REHEARSAL);
    assert_good(store_open(f->arena, str_of(folder), (struct store_options){.any = true}, &s, &e));
    store_close(s);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

static void run_sql(struct fixture *f, const char *sql)
{
    char path[128];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/skillweek.db", f->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void a_newer_store_is_refused(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct err e = {0};
    store_close(f->store);
    run_sql(f, "pragma user_version=99");
    assert_false(test_open(f, (struct store_options){0}, &f->store, &e));
    assert_int_equal(e.message, MSG_STORE_NEWER);
    assert_string_equal(e.args[1], "99");
    char version[40];
    snprintf(version, sizeof version, "pragma user_version=%d", sql_migration_count);
    run_sql(f, version);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

/* The migrations that tests open a store with: those that were shipped and `more` of the two behind them. */
static void with_migrations(int shipped, int more)
{
    static struct sql_migration list[32];
    static int count;
    assert_true(shipped <= sql_migration_count && shipped + more <= 32);
    count = shipped + more;
    memcpy(list, sql_migrations, (size_t)shipped * sizeof *list);
    list[shipped] = (struct sql_migration){.name = "more",
                                           .sqlite = "create table more (x integer) strict; insert into more "
                                                     "select count(*) from obligation;"};
    list[shipped + 1] =
        (struct sql_migration){.name = "broken", .sqlite = "create table half (x integer); select nonsense;"};
    store_migrations = list;
    store_migration_count = &count;
}

static void with_shipped_migrations(void)
{
    store_migrations = sql_migrations;
    store_migration_count = &sql_migration_count;
}

static bool copy_knows(struct fixture *f, int version, const char *sql)
{
    char path[128];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/before-%d.db", f->folder, version);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    bool knows = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(db);
    return knows;
}

static void a_copy_is_made_before_each_migration(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct err e = {0};
    int all = sql_migration_count;
    store_close(f->store);
    with_migrations(all, 1);
    assert_false(test_open(f, (struct store_options){.readonly = true}, &f->store, &e));
    assert_int_equal(e.message, MSG_STORE_OLDER);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
    assert_true(copy_knows(f, all + 1, "select count(*) from obligation"));
    assert_false(copy_knows(f, all + 1, "select count(*) from more"));
    store_close(f->store);
    /* A migration that cannot be done leaves the store as it was. */
    with_migrations(all, 2);
    assert_false(test_open(f, (struct store_options){0}, &f->store, &e));
    with_migrations(all, 1);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
    store_close(f->store);
    /* The first start was cut off before the last migration: no mark yet, and no table of its own. */
    char cut[128];
    snprintf(cut, sizeof cut, "pragma user_version=%d; drop table more; delete from setting where key = 'rehearsal'",
             all);
    run_sql(f, cut);
    assert_good(test_open(f, (struct store_options){.create = true}, &f->store, &e));
    store_close(f->store);
    run_sql(f, "select count(*) from more");
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
    with_shipped_migrations();
}

/* What the migrations behind the first did, undone. */
static const char to_the_first_schema[] =
    "drop index account_unit; drop index session_account; create index file_unit on file (unit, at, size); "
    "drop table bulletin; drop table mailbox; drop table letter; drop table letter_file; drop table public_week; "
    "drop table public_item; drop table visit_slot; drop table visit_booking; drop table letter_answer; "
    "drop table outbox; pragma user_version=1";

static void a_store_of_the_first_schema_goes_on(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state, old = {.arena = f->arena};
    struct err e = {0};
    snprintf(old.folder, sizeof old.folder, "%.40s/old", f->folder);
    assert_good(test_open(&old, (struct store_options){.create = true}, &old.store, &e));
    store_close(old.store);
    run_sql(&old, to_the_first_schema);
    assert_good(test_open(&old, (struct store_options){0}, &old.store, &e));
    for (int version = 2; version <= sql_migration_count; version++)
        assert_true(copy_knows(&old, version, "select count(*) from obligation"));
    store_close(old.store);
}

/* How SQLite would go about a statement. */
static void put_plan(sqlite3 *db, const char *sql, struct buf *plan)
{
    char explain[4096];
    sqlite3_stmt *st;
    snprintf(explain, sizeof explain, "explain query plan %s", sql);
    assert_int_equal(sqlite3_prepare_v2(db, explain, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        buf_format(plan, "%s\n", (const char *)sqlite3_column_text(st, 3));
    sqlite3_finalize(st);
}

static sqlite3 *look_into(struct fixture *f)
{
    char path[128];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/skillweek.db", f->folder);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    return db;
}

/* A unique one serves by what it refuses. */
static void every_index_serves_a_statement(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct buf plans = buf_new(f->arena, 1 << 16);
    sqlite3 *db = look_into(f);
    sqlite3_stmt *st;
    for (int i = 0; i < SQL_STATEMENTS; i++)
        put_plan(db, sql_statements[i].sqlite, &plans);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "select name from sqlite_schema where type = 'index' and sql is not null "
                                        "and sql not like 'create unique%'",
                                        -1, &st, NULL),
                     SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        struct str used = str_format(f->arena, "INDEX %s ", (const char *)sqlite3_column_text(st, 0));
        if (str_find(buf_str(&plans), used) == STR_NONE)
            fail_msg("no statement uses %s", str_z(f->arena, used));
    }
    sqlite3_finalize(st);
    sqlite3_close(db);
}

static void accounts_of_a_unit_are_found_by_it(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct buf plans = buf_new(f->arena, 1024);
    sqlite3 *db = look_into(f);
    put_plan(db, sql_statements[SQL_ACCOUNT_TO_CALL_AT].sqlite, &plans);
    put_plan(db, sql_statements[SQL_UNIT_REMOVE].sqlite, &plans);
    assert_true(str_find(buf_str(&plans), S("INDEX account_unit (unit=?)")) != STR_NONE);
    assert_true(str_find(buf_str(&plans), S("SCAN account")) == STR_NONE);
    sqlite3_close(db);
}

/* On the writer's thread, at each login, while reports wait. */
static void sessions_of_an_account_are_found_by_it(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct buf plans = buf_new(f->arena, 1024);
    sqlite3 *db = look_into(f);
    put_plan(db, sql_statements[SQL_SESSION_TRIM].sqlite, &plans);
    put_plan(db, sql_statements[SQL_SESSION_END_OF_ACCOUNT].sqlite, &plans);
    assert_true(str_find(buf_str(&plans), S("INDEX session_account (account=?)")) != STR_NONE);
    assert_true(str_find(buf_str(&plans), S("SCAN session")) == STR_NONE);
    sqlite3_close(db);
}

static void what_is_no_store_is_refused(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct err e = {0};
    struct store *s;
    char folder[80], path[128];
    assert_false(store_open(f->arena, S("/tmp/skillweek-no-such-folder"), (struct store_options){0}, &s, &e));
    assert_int_equal(e.message, MSG_STORE_MISSING);
    snprintf(folder, sizeof folder, "%s/foreign", f->folder);
    assert_good(store_open(f->arena, str_of(folder), (struct store_options){.create = true}, &s, &e));
    store_close(s);
    snprintf(path, sizeof path, "%s/skillweek.db", folder);
    FILE *file = fopen(path, "w");
    for (int i = 0; i < 4000; i++)
        fputs("this is no data base\n", file);
    fclose(file);
    assert_false(store_open(f->arena, str_of(folder), (struct store_options){0}, &s, &e));
    assert_int_equal(e.message, MSG_STORE_BROKEN);
}

/* What is there is nobody's to sweep away or to close to others: attachments whose store is gone, a shared folder. */
static void a_new_store_is_not_made_beside_other_files(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct store *s;
    struct stat st;
    char folder[80], inside[96], mine[96];
    snprintf(folder, sizeof folder, "%s/other", f->folder);
    snprintf(inside, sizeof inside, "%s/blobs", folder);
    snprintf(mine, sizeof mine, "%s/.profile", folder);
    assert_false(mkdir(folder, 0755) || chmod(folder, 0755) || mkdir(inside, 0700) || mkdir(mine, 0700));
    assert_false(store_open(f->arena, str_of(folder), (struct store_options){.create = true}, &s, &e));
    assert_int_equal(e.message, MSG_STORE_STRAY);
    assert_string_equal(e.args[1], "blobs");
    assert_int_equal(stat(folder, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0755);
    assert_int_equal(rmdir(inside), 0);
    assert_good(store_open(f->arena, str_of(folder), (struct store_options){.create = true}, &s, &e));
    store_close(s);
    assert_int_equal(stat(folder, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
}

static void ids_only_grow(void **state)
{
    struct fixture *f = *state;
    uint64_t last = f->obligations[TEST_OBLIGATIONS - 1].n;
    for (int i = 0; i < 100000; i++) {
        uint64_t id = id_next(f->store);
        assert_true(id > last);
        last = id;
    }
    /* A clock that went back a day: the ids kept are from tomorrow. */
    test_tamper(f, "update obligation set id = id + 90596966400000");
    assert_true(id_next(f->store) > f->obligations[TEST_OBLIGATIONS - 1].n + ((uint64_t)86400000 << 20));
}

static bool keep_clock(void *arg, struct tx *tx, struct err *e)
{
    return clock_put(tx, arg, e);
}

static void the_rehearsals_clock_goes_on(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct clock c = {.rehearsed = true, .start = {1684373400000}, .since = {1700000000000}, .rate = 60}, kept;
    bool known;
    assert_good(clock_read(store_reader(f->store), &kept, &known, &e));
    assert_false(known);
    assert_good(test_op(f, keep_clock, &c, &e));
    assert_good(clock_read(store_reader(f->store), &kept, &known, &e));
    assert_true(known && kept.start.ms == c.start.ms && kept.since.ms == c.since.ms && kept.rate == 60);
}

static void a_scratch_file_has_no_name_and_leaves_room_on_the_disk(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct scratch file;
    struct stat st;
    char folder[96], path[160] = {0}, link[40];
    snprintf(folder, sizeof folder, "%s/blobs/tmp/", f->folder);
    assert_good(scratch_open(f->store, 0, &file, &e));
    assert_good(scratch_put(&file, S("bytes"), &e));
    snprintf(link, sizeof link, "/proc/self/fd/%d", file.fd);
    assert_true(readlink(link, path, sizeof path - 1) > 0);
    assert_memory_equal(path, folder, strlen(folder));
    assert_int_equal(fstat(file.fd, &st), 0);
    assert_int_equal(st.st_nlink, 0);
    assert_int_equal(st.st_size, 5);
    struct str mega = {arena_alloc(f->arena, 1 << 20), 1 << 20};
    file.floor = UINT64_MAX; /* the disk fills meanwhile */
    bool good = true;
    for (int i = 0; good && i < 20; i++)
        good = scratch_put(&file, mega, &e);
    assert_false(good);
    assert_int_equal(e.message, MSG_SCRATCH_FULL);
    close(file.fd);
    assert_false(scratch_open(f->store, UINT64_MAX, &file, &e));
    assert_int_equal(e.code, ERR_FULL);
}

static void *look_from_elsewhere(void *arg)
{
    struct fixture *f = arg;
    struct arena *a = arena_new("look", 1 << 20);
    struct campaign_record c;
    struct err e = {0};
    bool good = campaign_read(store_reader(f->store), a, f->campaign, &c, &e);
    arena_free(a);
    return good ? f : NULL;
}

static void every_thread_has_its_reader(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 20; i++) {
        pthread_t t;
        void *good;
        assert_int_equal(pthread_create(&t, NULL, look_from_elsewhere, f), 0);
        pthread_join(t, &good);
        assert_non_null(good);
    }
    assert_null(f->store->readers); /* given back with their threads */
}

enum { COMERS = 6, TIMES_EACH = 50 };

static void *look_once(void *arg)
{
    struct fixture *f = arg;
    struct instant at;
    struct err e;
    return event_newest(store_reader(f->store), 0, &at, &e) ? arg : NULL;
}

static void *come_and_go(void *arg)
{
    void *good = arg;
    pthread_t other;
    for (int i = 0; good && i < TIMES_EACH; i++)
        good = !pthread_create(&other, NULL, look_once, arg) && !pthread_join(other, &good) ? good : NULL;
    return good;
}

/* Each has a reader of its own in the store's list, from its first look until it ends. */
static void threads_that_come_and_go_take_nothing_of_each_other(void **state)
{
    struct fixture *f = *state;
    pthread_t threads[COMERS];
    void *good;
    store_reader(f->store);
    for (int i = 0; i < COMERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, come_and_go, *state), 0);
    for (int i = 0; i < COMERS; i++)
        assert_true(!pthread_join(threads[i], &good) && good);
    assert_true(f->store->readers && !f->store->readers->next); /* ours alone */
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_restart_keeps_everything),
        STORED(one_process_writes),
        STORED(a_rehearsal_is_never_mistaken_for_earnest),
        STORED(a_newer_store_is_refused),
        STORED(a_copy_is_made_before_each_migration),
        STORED(a_store_of_the_first_schema_goes_on),
        STORED(every_index_serves_a_statement),
        STORED(accounts_of_a_unit_are_found_by_it),
        STORED(sessions_of_an_account_are_found_by_it),
        STORED(what_is_no_store_is_refused),
        STORED(a_new_store_is_not_made_beside_other_files),
        STORED(ids_only_grow),
        STORED(the_rehearsals_clock_goes_on),
        STORED(a_scratch_file_has_no_name_and_leaves_room_on_the_disk),
        STORED(every_thread_has_its_reader),
        STORED(threads_that_come_and_go_take_nothing_of_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
