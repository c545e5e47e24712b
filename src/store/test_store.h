/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For this floor's tests: a store of its own in a temporary folder, with one campaign, one unit and its obligations. Where
 * SKILLWEEK_TEST_DATABASE names a PostgreSQL its rows are kept there, in a schema of its own; where SKILLWEEK_TEST_BUCKET
 * says "ENDPOINT BUCKET" its attachments are kept there, under a prefix of its own (the key is the environment's).
 */
#ifndef STORE_TEST_STORE_H
#define STORE_TEST_STORE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "store/account.h"
#include "store/activity.h"
#include "store/backup.h"
#include "store/campaign.h"
#include "store/draft.h"
#include "store/file.h"
#include "store/inside.h"
#include "store/obligation.h"
#include "store/report.h"
#include "store/unit.h"
#include "store/verify.h"

enum { TEST_OBLIGATIONS = 8 };

struct fixture {
    struct arena *arena;
    char folder[64], schema[64], prefix[32];
    char database[256]; /* empty: SQLite */
    struct store *store;
    uint64_t reg;
    struct unit_id unit;
    struct campaign_id campaign;
    struct obligation_id obligations[TEST_OBLIGATIONS];
};

struct transition_rows {
    struct transition_row *items;
    size_t n, cap;
};

/* setup and teardown of a cmocka test; *state is the fixture. */
int test_setup(void **state);
int test_teardown(void **state);
void test_reopen(struct fixture *f);
/* store_open of its folder, and of its database where it has one. */
bool test_open(struct fixture *f, struct store_options options, struct store **s_r, struct err *e) MUST_LOOK;
/* What is about SQLite's own file, calls or errors is skipped with a database. */
#define test_of_sqlite()                       \
    do                                         \
        if (getenv("SKILLWEEK_TEST_DATABASE")) \
            skip();                            \
    while (0)

/* What is about the folder's files is skipped with a bucket. */
#define test_of_folder()                     \
    do                                       \
        if (getenv("SKILLWEEK_TEST_BUCKET")) \
            skip();                          \
    while (0)
/* The test's bucket; name empty: there is none. */
struct bucket_options test_bucket(struct arena *a, const char *prefix);

/* Runs body(arg, tx, e) as one op and waits. */
bool test_op(struct fixture *f, bool (*body)(void *arg, struct tx *tx, struct err *e), void *arg, struct err *e);
/* A report of the i-th obligation, with its hash; sending: its name. */
struct report_record test_report(struct fixture *f, int i, const char *sending, const char *body);
/* Sends it on top of `base`. */
bool test_send(struct fixture *f, struct report_record *rep, uint32_t base, bool *again_r, struct err *e);
/* Closes the store; a child opens it and sends until it dies. The number of each that was acknowledged comes out of *told_r. */
pid_t test_storm(struct fixture *f, int *told_r);
/* The transitions of its campaign, in order. */
struct transition_rows test_transitions(struct fixture *f);
/* A blob of these bytes, kept. */
struct blob test_blob(struct fixture *f, struct str bytes);
/* Alters its first byte on the disk; its path. */
const char *test_break_blob(struct fixture *f, struct blob_id id);
/* Closes the store; SQL on its rows. */
void test_alter(struct fixture *f, const char *sql);
/* The same, as somebody would who tampers with all of the folder; and the store is opened again. */
void test_tamper(struct fixture *f, const char *sql);
/* SQL on the database of a test, in its schema; on a connection of its own. */
void test_sql(struct fixture *f, const char *sql);

#define assert_good(expression) do_assert_good((expression), &e, #expression, __FILE__, __LINE__)
void do_assert_good(bool good, const struct err *e, const char *what, const char *file, int line);

#endif
