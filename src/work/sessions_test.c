/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions in an office of their own, on disk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/account.h"
#include "work/known.h"
#include "work/sessions.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

struct house {
    struct arena *arena;
    char folder[64];
    struct office *office;
    struct account_record account;
};

static void open_office(struct house *h)
{
    struct err e = {0};
    struct office_options how = {.data = str_of(h->folder), .create = true};
    assert_true(office_open(h->arena, &how, &h->office, &e));
}

struct account_op {
    struct op op;
    struct account_record *account;
    struct session_record session;
};

static bool add_account(struct op *op, struct tx *tx, struct err *e)
{
    return account_add(tx, ((struct account_op *)(void *)op)->account, e);
}

static int setup(void **state)
{
    struct arena *a = arena_new("test", 64 << 20);
    struct house *h = arena_one(a, struct house);
    struct err e = {0};
    h->arena = a;
    snprintf(h->folder, sizeof h->folder, "/tmp/sessions-XXXXXX");
    assert_non_null(mkdtemp(h->folder));
    open_office(h);
    h->account = (struct account_record){.login = S("wang"), .role = ROLE_CLERK, .name = S("演练"), .created_at = {1}};
    assert_true(password_keep(a, S("correct horse"), &h->account.password, &e));
    struct account_op add = {.op.apply = add_account, .account = &h->account};
    assert_true(ledger_wait(office_store(h->office), &add.op, &e));
    *state = h;
    return 0;
}

static int drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static int teardown(void **state)
{
    struct house *h = *state;
    office_close(h->office);
    nftw(h->folder, drop, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(h->arena);
    return 0;
}

static bool add_session(struct op *op, struct tx *tx, struct err *e)
{
    return session_add(tx, &((struct account_op *)(void *)op)->session, e);
}

/* A session on disk that was last used so long ago. */
static void keep_session(struct house *h, unsigned char n, int64_t ago)
{
    struct err e = {0};
    struct instant now = clock_machine(), used = {now.ms - ago};
    struct account_op add = {.op.apply = add_session,
                             .session = {.account = h->account.id,
                                         .created_at = used,
                                         .last_seen = used,
                                         .expires_at = {used.ms + SESSION_LIFE_MS}}};
    memset(add.session.token_hash, n, 32);
    assert_true(ledger_wait(office_store(h->office), &add.op, &e));
}

static size_t on_disk(struct house *h)
{
    struct err e = {0};
    struct session_records list;
    struct reader *r = store_reader(office_store(h->office));
    assert_true(session_load(r, h->arena, (struct instant){0}, (struct instant){0}, 1000, &list, &e));
    return list.n;
}

static void what_has_ended_leaves_the_disk_though_nobody_came(void **state)
{
    struct house *h = *state;
    struct err e = {0};
    keep_session(h, 1, SESSION_LIFE_MS + 1);
    keep_session(h, 2, SESSION_IDLE_MS + 3600000);
    keep_session(h, 3, 1000);
    assert_true(sessions_keep(office_sessions(h->office), &e));
    assert_int_equal(on_disk(h), 1);
}

static void a_start_takes_those_alone_that_are_in_use(void **state)
{
    struct house *h = *state;
    for (unsigned char n = 0; n < 60; n++)
        keep_session(h, n, n < 30 ? SESSION_IDLE_MS + 60000 : 1000);
    office_close(h->office);
    open_office(h);
    assert_int_equal(sessions_count(office_sessions(h->office)), SESSIONS_OF_ACCOUNT);
}

static void of_many_logins_the_last_are_kept_here_and_on_disk(void **state)
{
    struct house *h = *state;
    struct err e = {0};
    struct str first, last;
    struct me_view me;
    struct session who;
    struct login_in in = {S("wang"), S("correct horse")};
    for (int i = 0; i < SESSIONS_OF_ACCOUNT + 2; i++)
        assert_true(session_login(h->office, h->arena, &in, S("192.0.2.1"), i ? &last : &first, &me, &e));
    assert_int_equal(on_disk(h), SESSIONS_OF_ACCOUNT);
    assert_int_equal(sessions_count(office_sessions(h->office)), SESSIONS_OF_ACCOUNT);
    assert_false(session_find(office_sessions(h->office), first, &who));
    assert_true(session_find(office_sessions(h->office), last, &who));
    assert_int_equal(who.account, h->account.id);
}

#define HOUSE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOUSE(what_has_ended_leaves_the_disk_though_nobody_came),
        HOUSE(a_start_takes_those_alone_that_are_in_use),
        HOUSE(of_many_logins_the_last_are_kept_here_and_on_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
