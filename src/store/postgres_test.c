/* SPDX-License-Identifier: Apache-2.0 */
/* What is so of PostgreSQL alone. Skipped where SKILLWEEK_TEST_DATABASE names none (tests/sql/postgres.py does). */
#include "store/libpq.h"
#include "store/test_store.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct fixture *in_database(void **state)
{
    struct fixture *f = *state;
    if (!f->database[0])
        skip();
    return f;
}

/* ---- rows ---- */

enum { MANY = 2500 };

static bool add_many(void *arg, struct tx *tx, struct err *e)
{
    struct fixture *f = arg;
    for (int i = 0; i < MANY; i++) {
        struct event ev = {.campaign = f->campaign.n, .at = {5}, .kind = S("report.sent"), .body = S("{}")};
        if (!event_append(tx, &ev, e))
            return false;
    }
    return true;
}

struct walk {
    struct fixture *f;
    size_t seen;
};

static void look_meanwhile(void *arg, const struct transition_row *row)
{
    struct walk *w = arg;
    struct event ev;
    struct err e = {0};
    struct arena *a = arena_new("look", 64 * 1024);
    (void)row;
    w->seen++;
    assert_good(event_read(store_reader(w->f->store), a, w->f->campaign.n, w->seen % MANY + 1, &ev, &e));
    arena_free(a);
}

static void many_rows_come_in_portions_and_others_are_looked_at_meanwhile(void **state)
{
    struct fixture *f = in_database(state);
    struct walk w = {.f = f};
    struct err e = {0};
    assert_good(test_op(f, add_many, f, &e));
    assert_good(event_each_transition(store_reader(f->store), f->campaign, 0, look_meanwhile, &w, &e));
    assert_in_range(w.seen, MANY, MANY + 1);
    w.seen = 0;
    assert_good(reader_begin(store_reader(f->store), &e));
    assert_good(event_each_transition(store_reader(f->store), f->campaign, 0, look_meanwhile, &w, &e));
    reader_end(store_reader(f->store));
    assert_in_range(w.seen, MANY, MANY + 1);
}

/* ---- errors ---- */

static bool list_twice(struct tx *tx, struct err *e)
{
    return sql_do(tx, SQL_EVENT_ABOUT_ADD, e, v_int(1), v_int(1), v_int(1)) &&
           sql_do(tx, SQL_EVENT_ABOUT_ADD, e, v_int(1), v_int(1), v_int(1));
}

static bool violate(void *arg, struct tx *tx, struct err *e)
{
    (void)arg;
    return list_twice(tx, e);
}

/* As an op must not, and SQLite would let it. */
static bool violate_and_go_on(void *arg, struct tx *tx, struct err *e)
{
    (void)arg;
    return list_twice(tx, e) || true;
}

static bool put_a_null(void *arg, struct tx *tx, struct err *e)
{
    (void)arg;
    return setting_put(tx, S("key"), S("nul\0l"), e);
}

static bool put_broken(void *arg, struct tx *tx, struct err *e)
{
    (void)arg;
    return setting_put(tx, S("key"), S("\xE6\x95"), e);
}

static bool put(void *arg, struct tx *tx, struct err *e)
{
    (void)arg;
    return setting_put(tx, S("key"), S("value"), e);
}

static void a_violation_is_a_refusal_and_nothing_of_it_stays(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    struct verify_counts counts;
    assert_false(test_op(f, violate, NULL, &e));
    assert_int_equal(e.message, MSG_STATE_CHANGED);
    assert_false(test_op(f, violate_and_go_on, NULL, &e));
    assert_int_equal(e.code, ERR_FAULT);
    assert_int_equal(ledger_stats(f->store).replays, 2);
    assert_good(test_op(f, put, NULL, &e));
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
}

/* Neither an op nor a look is more than refused for it. */
static void a_text_that_cannot_be_kept_is_refused(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    struct str value;
    assert_false(test_op(f, put_a_null, NULL, &e));
    assert_int_equal(e.message, MSG_TEXT_UNKEEPABLE);
    assert_false(test_op(f, put_broken, NULL, &e));
    assert_int_equal(e.message, MSG_TEXT_UNKEEPABLE);
    assert_int_equal(ledger_stats(f->store).replays, 0);
    struct reader *r = store_reader(f->store);
    assert_good(reader_begin(r, &e));
    assert_false(setting_read(r, f->arena, S("a\0b"), &value, &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_good(setting_read(r, f->arena, S("rehearsal"), &value, &e));
    reader_end(r);
    assert_true(str_eq(value, S("0")));
}

static void raising(struct fixture *f, const char *what)
{
    char sql[600];
    snprintf(sql, sizeof sql,
             "create function trouble() returns trigger language plpgsql as $$ begin %s; return new; end $$; "
             "create constraint trigger trouble after insert or update on setting deferrable initially %s "
             "for each row execute function trouble()",
             what, strstr(what, "terminate") ? "deferred" : "immediate");
    test_sql(f, sql);
}

static void a_full_disk_is_told_and_over_when_there_is_room(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    raising(f, "raise exception using errcode = '53100'");
    assert_false(test_op(f, put, NULL, &e));
    assert_int_equal(e.code, ERR_FULL);
    test_sql(f, "drop trigger trouble on setting");
    assert_good(test_op(f, put, NULL, &e));
}

/* ---- a connection that is cut ---- */

static int end_of(pid_t child)
{
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void cut_writer(struct fixture *f)
{
    test_sql(f, "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 1936422763 "
                "and objid = (select oid from pg_namespace where nspname = current_schema())");
}

static void child_opens(struct fixture *f)
{
    struct err e = {0};
    signal(SIGABRT, SIG_DFL);
    if (!test_open(f, (struct store_options){0}, &f->store, &e))
        _exit(3);
}

/* Whether the commit was made nobody can say: it is neither acknowledged nor refused. */
static void a_commit_without_an_answer_stops_the_process(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    store_close(f->store);
    raising(f, "perform pg_terminate_backend(pg_backend_pid())");
    pid_t child = fork();
    if (child == 0) {
        child_opens(f);
        _exit(test_op(f, put, NULL, &e) ? 1 : 2);
    }
    assert_int_equal(end_of(child), SIGABRT);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

static void a_writer_that_stands_idle_stops_too(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    int ends[2];
    char ready;
    store_close(f->store);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        child_opens(f);
        if (write(ends[1], "r", 1) == 1)
            sleep(20);
        _exit(1);
    }
    assert_int_equal(read(ends[0], &ready, 1), 1);
    cut_writer(f);
    assert_int_equal(end_of(child), SIGABRT);
    close(ends[0]);
    close(ends[1]);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

static void what_was_acknowledged_survives_a_cut(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    struct verify_counts counts;
    int told;
    uint32_t n, last = 0;
    pid_t child = test_storm(f, &told);
    while (last < 40 && read(told, &n, sizeof n) == sizeof n)
        last = n;
    cut_writer(f);
    while (read(told, &n, sizeof n) == sizeof n)
        last = n;
    close(told);
    assert_int_equal(end_of(child), SIGABRT);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
    assert_in_range(counts.reports, last + 1, last + 2);
}

static void cut_readers(struct fixture *f)
{
    test_sql(f, "select pg_terminate_backend(pid, 2000) from pg_stat_activity where application_name = 'skillweek' and "
                "pid not in (select pid from pg_locks where locktype = 'advisory')");
}

/* A look within another's rows, as the tests' own above, whose connection is cut on the way. */
static void cut_meanwhile(void *arg, const struct transition_row *row)
{
    struct walk *w = arg;
    struct campaign_records list;
    struct err e = {0};
    (void)row;
    if (w->seen++)
        return;
    cut_readers(w->f);
    for (int i = 0; i < 2; i++) /* nor is another one opened for it, on which the rows would not go on */
        assert_false(campaign_list(store_reader(w->f->store), w->f->arena, &list, &e));
}

static void rows_that_were_cut_off_are_told_and_leave_no_transaction_behind(void **state)
{
    struct fixture *f = in_database(state);
    struct reader *r = store_reader(f->store);
    struct walk w = {.f = f};
    struct err e = {0};
    assert_good(test_op(f, add_many, f, &e));
    assert_false(event_each_transition(r, f->campaign, 0, cut_meanwhile, &w, &e));
    assert_int_equal(e.code, ERR_FAULT);
    assert_good(event_each_transition(store_reader(f->store), f->campaign, 0, look_meanwhile, &w, &e));
    assert_int_equal(libpq.PQtransactionStatus(r->db), PQTRANS_IDLE);
}

/* The server's arena is one thread's. */
static void a_connection_takes_nothing_of_the_stores_memory(void **state)
{
    struct fixture *f = in_database(state);
    struct arena *a = arena_new("look", 64 * 1024);
    struct reader *r = store_reader(f->store);
    struct err e = {0};
    struct str value;
    size_t before = arena_used(f->arena);
    cut_readers(f);
    assert_good(setting_read(r, a, S("rehearsal"), &value, &e));
    assert_int_equal(arena_used(f->arena), before);
    arena_free(a);
}

/* With a statement that it knows, with one that is new to it, and with several that see one moment. */
static void a_reader_that_is_cut_looks_again(void **state)
{
    struct fixture *f = in_database(state);
    struct reader *r = store_reader(f->store);
    struct campaign_records list;
    struct err e = {0};
    struct str value;
    assert_good(setting_read(r, f->arena, S("rehearsal"), &value, &e));
    cut_readers(f);
    assert_good(setting_read(r, f->arena, S("rehearsal"), &value, &e));
    cut_readers(f);
    assert_good(campaign_list(r, f->arena, &list, &e));
    cut_readers(f);
    assert_good(reader_begin(r, &e));
    assert_good(setting_read(r, f->arena, S("rehearsal"), &value, &e));
    cut_readers(f); /* the moment is gone, and no other is taken for it */
    assert_false(setting_read(store_reader(f->store), f->arena, S("rehearsal"), &value, &e));
    assert_false(campaign_list(store_reader(f->store), f->arena, &list, &e));
    reader_end(r);
    assert_good(campaign_list(store_reader(f->store), f->arena, &list, &e));
    assert_int_equal(list.n, 1);
}

/* ---- which database, which folder ---- */

static void refused(struct fixture *f, struct store_options options, enum message why)
{
    struct err e = {0};
    struct store *s;
    if (test_open(f, options, &s, &e))
        fail_msg("opened; should have been refused with message %d", (int)why);
    if (e.message != why)
        print_error("message %d (%s) %s\n", (int)e.message, e.args[0], e.detail);
    assert_int_equal(e.message, why);
}

/* The same fixture with another folder or schema; what is made of it lies in the first one's. */
static struct fixture elsewhere(struct fixture *f, bool folder, bool schema)
{
    struct fixture other = *f;
    char sql[128];
    if (folder)
        snprintf(other.folder, sizeof other.folder, "%.40s/other", f->folder);
    if (!schema)
        return other;
    snprintf(other.schema, sizeof other.schema, "%.40s_x", f->schema);
    snprintf(strstr(other.database, "search_path"), 80, "search_path%%3D%s", other.schema);
    snprintf(sql, sizeof sql, "create schema %s", other.schema);
    test_sql(f, sql);
    return other;
}

static void drop(struct fixture *other)
{
    char sql[128];
    snprintf(sql, sizeof sql, "set client_min_messages = warning; drop schema %s cascade", other->schema);
    test_sql(other, sql);
}

/* Else its attachments, which no row there names, would be swept away. */
static void a_folder_is_served_with_its_own_database_only(void **state)
{
    struct fixture *f = in_database(state);
    const struct store_options new = {.create = true};
    struct err e = {0};
    struct store *s;
    store_close(f->store);
    f->store = NULL;
    assert_false(store_open(f->arena, str_of(f->folder), new, &s, &e));
    assert_int_equal(e.message, MSG_STORE_IN_DATABASE);
    struct fixture empty = elsewhere(f, false, true), folder = elsewhere(f, true, false);
    refused(&empty, new, MSG_DATABASE_OTHER);
    refused(&empty, (struct store_options){.any = true, .readonly = true}, MSG_DATABASE_OTHER);
    test_sql(&empty, "create table guests (name text)");
    refused(&empty, new, MSG_DATABASE_OTHER);
    refused(&folder, new, MSG_DATABASE_TAKEN);
    struct fixture both = folder;
    memcpy(both.database, empty.database, sizeof both.database);
    refused(&both, new, MSG_DATABASE_FOREIGN);
    assert_good(store_open(f->arena, str_of(folder.folder), new, &s, &e)); /* SQLite's own */
    store_close(s);
    refused(&folder, new, MSG_STORE_IN_FILE);
    drop(&empty);
    struct fixture theirs = elsewhere(f, false, true);
    snprintf(theirs.folder, sizeof theirs.folder, "%.40s/theirs", f->folder);
    assert_good(test_open(&theirs, new, &s, &e));
    store_close(s);
    memcpy(theirs.folder, f->folder, sizeof theirs.folder); /* a whole store, and not this folder's */
    refused(&theirs, (struct store_options){0}, MSG_DATABASE_OTHER);
    drop(&theirs);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

/* It was cut off when the folder had its name for the database, and the database nothing yet, or half. */
static void a_first_start_that_was_cut_off_goes_on(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    struct fixture next = elsewhere(f, true, true);
    char path[120];
    for (int half = 0; half < 2; half++) {
        assert_good(test_open(&next, (struct store_options){.create = true}, &next.store, &e));
        next.store->binding.whole = false;
        assert_good(binding_write(next.store, BINDING_DATABASE, &next.store->binding, &e));
        store_close(next.store);
        if (half)
            test_sql(&next, "delete from setting");
        else
            test_sql(&next, "do $$ declare t text; begin for t in select tablename from pg_tables where schemaname = "
                            "current_schema() loop execute 'drop table ' || t; end loop; end $$");
        snprintf(path, sizeof path, "rm -rf '%s'/[!d]*", next.folder); /* all but database.id */
        assert_int_equal(system(path), 0);
    }
    assert_good(test_open(&next, (struct store_options){.create = true}, &next.store, &e));
    assert_true(next.store->binding.whole);
    store_close(next.store);
    drop(&next);
}

/* Another folder of the same name for the database, as somebody has who copied it. */
static void one_process_writes_to_a_database(void **state)
{
    struct fixture *f = in_database(state);
    struct fixture copy = elsewhere(f, true, false);
    char command[400];
    snprintf(command, sizeof command, "mkdir '%s' && cp '%s/database.id' '%s'", copy.folder, f->folder, copy.folder);
    assert_int_equal(system(command), 0);
    refused(&copy, (struct store_options){0}, MSG_DATABASE_LOCKED);
}

/* ---- the schema ---- */

static void with_migrations(int more)
{
    static struct sql_migration list[40];
    static int count;
    count = sql_migration_count + more;
    memcpy(list, sql_migrations, (size_t)sql_migration_count * sizeof *list);
    list[sql_migration_count] = (struct sql_migration){.name = "more", .postgres = "create table more (x bigint);"};
    list[sql_migration_count + 1] =
        (struct sql_migration){.name = "broken", .postgres = "create table half (x bigint); select nonsense;"};
    store_migrations = list;
    store_migration_count = &count;
}

static void a_schema_goes_forward_whole_or_not_at_all(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    store_close(f->store);
    with_migrations(1);
    refused(f, (struct store_options){.readonly = true, .any = true}, MSG_STORE_OLDER);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
    store_close(f->store);
    with_migrations(2);
    refused(f, (struct store_options){0}, MSG_FAULT);
    test_sql(f, "create table half (x bigint)"); /* it is not there */
    with_migrations(0);
    refused(f, (struct store_options){0}, MSG_STORE_NEWER);
    with_migrations(1);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
    store_migrations = sql_migrations;
    store_migration_count = &sql_migration_count;
}

/* ---- what the server promises ---- */

static void a_server_that_does_not_sync_is_for_rehearsals(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    struct fixture next = elsewhere(f, true, true);
    store_close(f->store);
    f->store = NULL;
    test_sql(f, "alter system set fsync = off");
    test_sql(f, "select pg_reload_conf(), pg_sleep(0.3)");
    refused(f, (struct store_options){0}, MSG_DATABASE_UNFIT);
    assert_good(test_open(&next, (struct store_options){.create = true, .rehearsal = true}, &next.store, &e));
    store_close(next.store);
    test_sql(f, "alter system reset fsync");
    test_sql(f, "select pg_reload_conf(), pg_sleep(0.3)");
    drop(&next);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

static void our_sessions_are_ours_whatever_the_role_has_set(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    char plain[sizeof f->database];
    int64_t wrong = -1;
    store_close(f->store);
    memcpy(plain, f->database, sizeof plain);
    strncat(f->database, "%20-csynchronous_commit%3Doff%20-cstatement_timeout%3D10000%20-cidle_session_timeout%3D10000",
            sizeof f->database - strlen(f->database) - 1);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
    struct reader *r = &f->store->writer.reader;
    assert_good(r->driver->number(r,
                                  "select count(*) from pg_settings where (name = 'synchronous_commit' and setting <> "
                                  "'on') or (name in ('statement_timeout', 'idle_session_timeout') and setting <> '0')",
                                  &wrong, &e));
    assert_int_equal(wrong, 0);
    memcpy(f->database, plain, sizeof plain);
}

static int another_process(const PGconn *connection)
{
    (void)connection;
    return 1;
}

/* Its lock would be another's with the next transaction. */
static void a_pooler_is_refused(void **state)
{
    struct fixture *f = in_database(state);
    struct err e = {0};
    __typeof__(libpq.PQbackendPID) told = libpq.PQbackendPID;
    store_close(f->store);
    f->store = NULL;
    libpq.PQbackendPID = another_process;
    refused(f, (struct store_options){0}, MSG_DATABASE_POOLER);
    libpq.PQbackendPID = told;
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

/* Of one that cannot be read nothing is repeated: it may be the password, or its rest. */
static void a_database_that_is_not_reached_is_told_without_its_password(void **state)
{
    static const char *const unread[] = {
        "postgresql://u:se%cret@127.0.0.1/d", "postgresql://u:se/cret@127.0.0.1/d", "postgresql://u:1/cret@127.0.0.1/d",
        "postgresql://u:se@cret@127.0.0.1/d", "postgresql://u:secret@[::1]x/d",     "host=127.0.0.1 password=my secret",
    };
    struct fixture *f = in_database(state), other = *f;
    struct err e = {0};
    struct store *s;
    store_close(f->store);
    f->store = NULL;
    strcpy(other.database, "postgresql://postgres:secret@127.0.0.1:1/postgres");
    refused(&other, (struct store_options){0}, MSG_DATABASE_CONNECT);
    for (size_t i = 0; i < sizeof unread / sizeof *unread; i++) {
        strcpy(other.database, unread[i]);
        assert_false(test_open(&other, (struct store_options){0}, &s, &e));
        assert_int_equal(e.message, MSG_DATABASE_ADDRESS);
        assert_int_equal(strlen(e.args[0]) + strlen(e.detail), 0);
    }
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(many_rows_come_in_portions_and_others_are_looked_at_meanwhile),
        STORED(a_violation_is_a_refusal_and_nothing_of_it_stays),
        STORED(a_text_that_cannot_be_kept_is_refused),
        STORED(a_full_disk_is_told_and_over_when_there_is_room),
        STORED(a_commit_without_an_answer_stops_the_process),
        STORED(a_writer_that_stands_idle_stops_too),
        STORED(what_was_acknowledged_survives_a_cut),
        STORED(a_reader_that_is_cut_looks_again),
        STORED(rows_that_were_cut_off_are_told_and_leave_no_transaction_behind),
        STORED(a_connection_takes_nothing_of_the_stores_memory),
        STORED(a_folder_is_served_with_its_own_database_only),
        STORED(a_first_start_that_was_cut_off_goes_on),
        STORED(one_process_writes_to_a_database),
        STORED(a_schema_goes_forward_whole_or_not_at_all),
        STORED(a_server_that_does_not_sync_is_for_rehearsals),
        STORED(our_sessions_are_ours_whatever_the_role_has_set),
        STORED(a_pooler_is_refused),
        STORED(a_database_that_is_not_reached_is_told_without_its_password),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
