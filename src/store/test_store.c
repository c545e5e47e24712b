/* SPDX-License-Identifier: Apache-2.0 */
#include "store/test_store.h"

#include "base/curl.h"
#include "store/libpq.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void do_assert_good(bool good, const struct err *e, const char *what, const char *file, int line)
{
    if (!good)
        print_error("%s: code %s, message %d (%s), %s\n", what, err_name(e->code), (int)e->message, e->args[0],
                    e->detail);
    _assert_true(good, what, file, line);
}

/* ---- ops ---- */

struct test_op {
    struct op op;
    bool (*body)(void *arg, struct tx *tx, struct err *e);
    void *arg;
};

static bool apply(struct op *op, struct tx *tx, struct err *e)
{
    struct test_op *t = (struct test_op *)op;
    return t->body(t->arg, tx, e);
}

bool test_op(struct fixture *f, bool (*body)(void *arg, struct tx *tx, struct err *e), void *arg, struct err *e)
{
    struct test_op t = {.op = {.apply = apply}, .body = body, .arg = arg};
    return ledger_wait(f->store, &t.op, e);
}

/* ---- a database ---- */

/* One connection for all tests of a program; a child of fork has no business with it. */
static PGconn *connection(void)
{
    static PGconn *kept;
    const char *const names[] = {"dbname", NULL}, *const values[] = {getenv("SKILLWEEK_TEST_DATABASE"), NULL};
    struct err e;
    if (kept)
        return kept;
    assert_true(libpq_load(&e));
    kept = libpq.PQconnectdbParams(names, values, true);
    assert_int_equal(libpq.PQstatus(kept), CONNECTION_OK);
    return kept;
}

static void run_there(const char *sql)
{
    PGresult *res = libpq.PQexec(connection(), sql);
    ExecStatusType status = libpq.PQresultStatus(res);
    libpq.PQclear(res);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, libpq.PQerrorMessage(connection()));
}

void test_sql(struct fixture *f, const char *sql)
{
    char path[96];
    connection();
    snprintf(path, sizeof path, "set search_path = %s", f->schema);
    run_there(path);
    run_there(sql);
}

/* zeroblob: SQLite's, for what both are tampered with. */
static void database_make(struct fixture *f)
{
    static int made;
    char sql[400];
    const char *database = getenv("SKILLWEEK_TEST_DATABASE");
    if (!database)
        return;
    snprintf(f->schema, sizeof f->schema, "t%d_%d", (int)getpid(), made++);
    snprintf(f->database, sizeof f->database, "%s&options=-csearch_path%%3D%s", database, f->schema);
    snprintf(sql, sizeof sql,
             "set client_min_messages = warning; create schema %s; create function %s.zeroblob(n int) returns bytea "
             "language sql as "
             "'select decode(repeat(''00'', n), ''hex'')';",
             f->schema, f->schema);
    connection();
    run_there(sql);
}

static void database_drop(struct fixture *f)
{
    char sql[128];
    if (!f->database[0])
        return;
    snprintf(sql, sizeof sql, "set client_min_messages = warning; drop schema %s cascade", f->schema);
    test_sql(f, sql);
}

/* ---- a bucket ---- */

struct bucket_options test_bucket(struct arena *a, const char *prefix)
{
    static bool ready;
    struct err e = {0};
    struct str name = str_of(getenv("SKILLWEEK_TEST_BUCKET")), endpoint;
    if (!str_cut(&name, S(" "), &endpoint) || !name.n)
        return (struct bucket_options){0};
    if (!ready)
        assert_good(curl_prepare(&e));
    ready = true;
    return (struct bucket_options){
        .name = name, .prefix = str_dup(a, str_of(prefix)), .endpoint = endpoint, .region = S("cn-test-1")};
}

/* ---- the fixture ---- */

bool test_open(struct fixture *f, struct store_options options, struct store **s_r, struct err *e)
{
    options.database = str_of(f->database);
    if (!options.bucket.name.n && !options.rows_only)
        options.bucket = test_bucket(f->arena, f->prefix);
    if (!options.cache_bytes)
        options.cache_bytes = 1 << 30;
    return store_open(f->arena, str_of(f->folder), options, s_r, e);
}

static bool fill(void *arg, struct tx *tx, struct err *e)
{
    struct fixture *f = arg;
    struct instant now = {1684373400000};
    struct unit u = {.code = S("340101"), .name = S("演练中专学校"), .short_name = S("演练中专"), .kind = UNIT_SCHOOL};
    struct campaign_record c = {.key = S("hefei-2023"), .title = S("活动周"), .document = S("{}"), .created_at = now};
    int64_t version;
    if (!register_add(tx, S("名录"), now, &f->reg, e) || !unit_put(tx, f->reg, &u, e))
        return false;
    f->unit = u.id;
    c.reg = f->reg;
    if (!campaign_add(tx, &c, e) || !campaign_publish(tx, c.id, 1, now, 7, &version, e))
        return false;
    f->campaign = c.id;
    for (int i = 0; i < TEST_OBLIGATIONS; i++) {
        struct obligation_record o = {.campaign = c.id,
                                      .duty = S("d5"),
                                      .unit = u.id,
                                      .day = {19494 + i},
                                      .opens = now,
                                      .due = {now.ms + 1800000 + i * 86400000LL}};
        if (!obligation_add(tx, &o, e))
            return false;
        f->obligations[i] = o.id;
    }
    return true;
}

int test_setup(void **state)
{
    struct arena *a = arena_new("test", 256 << 20);
    struct fixture *f = arena_one(a, struct fixture);
    struct err e = {0};
    f->arena = a;
    strcpy(f->folder, "/tmp/skillweek-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->prefix, sizeof f->prefix, "t%d/%s", (int)getpid(), strrchr(f->folder, '-') + 1);
    database_make(f);
    assert_good(test_open(f, (struct store_options){.create = true}, &f->store, &e));
    assert_good(test_op(f, fill, f, &e));
    *state = f;
    return 0;
}

void test_reopen(struct fixture *f)
{
    struct err e = {0};
    store_close(f->store);
    f->store = NULL;
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

int test_teardown(void **state)
{
    struct fixture *f = *state;
    char command[128];
    store_close(f->store);
    database_drop(f);
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    int failed = system(command);
    arena_free(f->arena);
    return failed;
}

/* ---- doing things ---- */

struct report_record test_report(struct fixture *f, int i, const char *sending, const char *body)
{
    struct report_record rep = {
        .obligation = f->obligations[i],
        .campaign = f->campaign,
        .unit = f->unit,
        .sending = str_of(sending),
        .kind = REPORT_FULL,
        .account = 42,
        .title = S("活动周演练中专单位日报材料"),
        .body = str_of(body),
        .received_at = {1684375080123},
        .call_at = INSTANT_NONE,
        .in_time = true,
    };
    report_hash(&rep);
    return rep;
}

struct sending {
    struct report_record *rep;
    uint32_t base;
    bool *again_r;
};

static bool put(void *arg, struct tx *tx, struct err *e)
{
    struct sending *s = arg;
    return report_put(tx, s->rep, (struct report_put_options){.base = s->base}, s->again_r, e);
}

bool test_send(struct fixture *f, struct report_record *rep, uint32_t base, bool *again_r, struct err *e)
{
    struct sending s = {rep, base, again_r};
    return test_op(f, put, &s, e);
}

static void storm(struct fixture *f, int pipe_end)
{
    struct err e = {0};
    signal(SIGABRT, SIG_DFL);
    if (!test_open(f, (struct store_options){0}, &f->store, &e))
        _exit(3);
    for (uint32_t n = 0;; n++) {
        char name[32];
        bool again;
        snprintf(name, sizeof name, "s-%u", n);
        struct report_record rep = test_report(f, (int)(n % TEST_OBLIGATIONS), name, "{}");
        if (!test_send(f, &rep, n / TEST_OBLIGATIONS, &again, &e))
            _exit(2);
        if (write(pipe_end, &n, sizeof n) != sizeof n)
            _exit(4);
    }
}

pid_t test_storm(struct fixture *f, int *told_r)
{
    int ends[2];
    store_close(f->store);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        storm(f, ends[1]);
    }
    close(ends[1]);
    *told_r = ends[0];
    return child;
}

struct gathering {
    struct arena *arena;
    struct transition_rows list;
};

static void gather(void *arg, const struct transition_row *row)
{
    struct gathering *g = arg;
    arena_push(g->arena, &g->list, *row);
}

struct transition_rows test_transitions(struct fixture *f)
{
    struct gathering g = {.arena = f->arena};
    struct err e = {0};
    assert_good(event_each_transition(store_reader(f->store), f->campaign, 0, gather, &g, &e));
    return g.list;
}

struct blob test_blob(struct fixture *f, struct str bytes)
{
    struct blob_writer *w;
    struct blob b = {0};
    struct err e = {0};
    assert_good(blob_begin(store_blobs(f->store), &w, &e));
    assert_good(blob_write(w, bytes, &e));
    assert_good(blob_finish_wait(w, &b, &e));
    return b;
}

const char *test_break_blob(struct fixture *f, struct blob_id id)
{
    struct str hex = blob_id_text(f->arena, id);
    const char *path = str_z(f->arena, str_format(f->arena, "%s/blobs/%.2s/%.62s", f->folder, hex.at, hex.at + 2));
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    fputc('B', file);
    fclose(file);
    return path;
}

void test_alter(struct fixture *f, const char *sql)
{
    char path[128];
    sqlite3 *db;
    store_close(f->store);
    f->store = NULL;
    if (f->database[0]) {
        test_sql(f, sql);
        return;
    }
    snprintf(path, sizeof path, "%s/skillweek.db", f->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_true(sqlite3_changes(db) > 0);
    sqlite3_close(db);
}

void test_tamper(struct fixture *f, const char *sql)
{
    char path[128];
    struct err e = {0};
    test_alter(f, sql);
    snprintf(path, sizeof path, "%s/newest.txt", f->folder);
    assert_int_equal(unlink(path), 0);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}
