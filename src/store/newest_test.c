/* SPDX-License-Identifier: Apache-2.0 */
#include "store/test_store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *in_folder(struct fixture *f, const char *name)
{
    return str_z(f->arena, str_format(f->arena, "%s/%s", f->folder, name));
}

static void copy(struct fixture *f, const char *from, const char *to)
{
    const char *command = str_z(f->arena, str_format(f->arena, "cp '%s' '%s'", in_folder(f, from), in_folder(f, to)));
    assert_int_equal(system(command), 0);
}

static void close_it(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
}

static void send(struct fixture *f, int i)
{
    struct err e = {0};
    bool again;
    struct report_record rep = test_report(f, i, str_z(f->arena, str_format(f->arena, "s-%d", i)), "{}");
    assert_good(test_send(f, &rep, 0, &again, &e));
}

static bool opens(struct fixture *f, struct err *e)
{
    *e = (struct err){0};
    return test_open(f, (struct store_options){0}, &f->store, e);
}

static struct newest read_it(struct fixture *f)
{
    struct newest n;
    struct err e = {0};
    assert_good(newest_read(f->store, &n, &e));
    return n;
}

/* Sends a report behind a copy of the rows, and puts the copy in their place. */
static void put_older_rows(struct fixture *f)
{
    struct err e;
    send(f, 0);
    close_it(f);
    copy(f, "skillweek.db", "older");
    assert_good(opens(f, &e));
    send(f, 1);
    close_it(f);
    copy(f, "older", "skillweek.db");
}

static void older_rows_are_refused_until_somebody_says_that_they_will_do(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct err e;
    struct store *s;
    struct verify_counts counts;
    put_older_rows(f);
    assert_false(opens(f, &e));
    assert_int_equal(e.message, MSG_STORE_BEHIND);
    assert_good(test_open(f, (struct store_options){.readonly = true}, &s, &e));
    assert_false(store_verify(f->arena, s, &(struct verify_options){0}, &counts, &e));
    assert_int_equal(e.message, MSG_STORE_BEHIND);
    store_close(s);
    assert_int_equal(unlink(in_folder(f, "newest.txt")), 0);
    assert_good(opens(f, &e));
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
    send(f, 2);
    test_reopen(f);
}

static void rows_that_lack_the_newest_event_or_have_another_are_refused(void **state)
{
    struct fixture *f = *state;
    struct err e;
    send(f, 0);
    test_alter(f, "update event set hash = zeroblob(32) where seq = 2");
    assert_false(opens(f, &e));
    assert_int_equal(e.message, MSG_STORE_BEHIND);
    test_alter(f, "delete from event where seq = 2");
    assert_false(opens(f, &e));
    assert_int_equal(e.message, MSG_STORE_BEHIND);
}

static void rows_that_have_more_than_the_folder_knows_are_well(void **state)
{
    struct fixture *f = *state;
    struct err e;
    send(f, 0);
    copy(f, "newest.txt", "kept");
    send(f, 1);
    close_it(f);
    copy(f, "kept", "newest.txt");
    assert_good(opens(f, &e));
    assert_int_equal(read_it(f).head.seq, 2);
    send(f, 2);
    assert_int_equal(read_it(f).head.seq, 4);
    close_it(f);
    assert_int_equal(unlink(in_folder(f, "newest.txt")), 0);
    assert_good(opens(f, &e));
    assert_false(read_it(f).known);
    send(f, 3);
    assert_true(read_it(f).known && read_it(f).head.seq == 5 && read_it(f).head.campaign == f->campaign.n);
}

static bool append_and_fail(void *arg, struct tx *tx, struct err *e)
{
    struct fixture *f = arg;
    struct event ev = {.campaign = f->campaign.n, .at = {1684380000000}, .kind = S("test"), .body = S("{}")};
    return event_append(tx, &ev, e) && err_set(e, ERR_CONFLICT, MSG_STATE_CHANGED);
}

static void what_was_rolled_back_is_not_known(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    send(f, 0);
    assert_false(test_op(f, append_and_fail, f, &e));
    assert_int_equal(read_it(f).head.seq, 2);
    send(f, 1);
    assert_int_equal(read_it(f).head.seq, 3);
    test_reopen(f);
}

static struct str line_now(struct fixture *f)
{
    struct err e = {0};
    struct str line;
    assert_good(file_load(f->arena, str_of(in_folder(f, "newest.txt")), 4096, &line, &e));
    return line;
}

/* At each byte the new line may end and the old one go on. */
static void a_torn_line_says_nothing(void **state)
{
    struct fixture *f = *state;
    send(f, 0);
    struct str old = line_now(f);
    send(f, 1);
    struct str new = line_now(f);
    assert_int_equal(old.n, new.n);
    for (size_t i = 0; i <= new.n; i++) {
        char mixed[4096];
        memcpy(mixed, new.at, i);
        memcpy(mixed + i, old.at + i, old.n - i);
        FILE *file = fopen(in_folder(f, "newest.txt"), "w");
        fwrite(mixed, 1, old.n, file);
        fclose(file);
        bool whole = !memcmp(mixed, old.at, old.n) || !memcmp(mixed, new.at, new.n);
        assert_int_equal(read_it(f).known, whole);
        assert_int_equal(truncate(in_folder(f, "newest.txt"), (off_t)i), 0);
        assert_int_equal(read_it(f).known, i == new.n);
    }
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(older_rows_are_refused_until_somebody_says_that_they_will_do),
        STORED(rows_that_lack_the_newest_event_or_have_another_are_refused),
        STORED(rows_that_have_more_than_the_folder_knows_are_well),
        STORED(what_was_rolled_back_is_not_known),
        STORED(a_torn_line_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
