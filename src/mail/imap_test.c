/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail/imap.h"
#include "mail/test_server.h"

struct script {
    struct test_server server;
    struct buf taken;
};

static bool take(void *arg, struct str piece, struct err *e)
{
    (void)e;
    buf_put(&((struct script *)arg)->taken, piece);
    return true;
}

static struct imap *talk(struct arena *a, struct script *s, const char *says, size_t step)
{
    struct imap *i = arena_one(a, struct imap);
    *s = (struct script){{.says = str_of(says), .step = step, .over = MSG_MAILBOX_UNREACHED}, buf_new(a, 64)};
    i->talk = test_talk(a, &s->server, IMAP_LINE);
    return i;
}

enum { ROOM = 16 << 20 };

static void a_folder_is_opened_only_to_be_read(void **state)
{
    struct arena *a = arena_new("test", ROOM);
    struct script s;
    struct err e;
    uint32_t validity = 0;
    (void)state;
    struct imap *i = talk(a, &s, "* 3 EXISTS\r\n* OK [UIDVALIDITY 1682000000] ok\r\nW1 OK [READ-ONLY] done\r\n", 3);
    assert_true(imap_examine(i, S("INBOX"), &validity, &e));
    assert_int_equal(validity, 1682000000);
    assert_true(str_eq(buf_str(&s.server.heard), S("W1 EXAMINE \"INBOX\"\r\n")));
    i = talk(a, &s, "W1 NO EXAMINE Unsafe Login.\r\n", 100);
    assert_false(imap_examine(i, S("INBOX"), &validity, &e));
    assert_int_equal(e.message, MSG_MAILBOX_REFUSED);
    arena_free(a);
}

static void a_server_that_does_not_know_id_is_none_the_worse(void **state)
{
    struct arena *a = arena_new("test", ROOM);
    struct script s;
    struct err e;
    (void)state;
    assert_true(imap_hello(talk(a, &s, "W1 BAD what?\r\n", 100), &e));
    arena_free(a);
}

static void uids_come_in_order_and_only_those_behind(void **state)
{
    struct arena *a = arena_new("test", ROOM);
    struct script s;
    struct err e;
    struct imap_uids uids;
    struct day since;
    (void)state;
    assert_true(day_read(S("2023-05-04"), &since));
    struct imap *i = talk(a, &s, "* SEARCH 12 9 7 4294967295 4294967296 x\r\nW1 OK\r\n", 5);
    assert_true(imap_search(i, a, 7, since, &uids, &e));
    assert_int_equal(uids.n, 3);
    assert_int_equal(uids.items[0], 9);
    assert_int_equal(uids.items[2], UINT32_MAX);
    assert_true(str_eq(buf_str(&s.server.heard), S("W1 UID SEARCH UID 8:* SINCE 4-May-2023\r\n")));
    arena_free(a);
}

static void a_list_without_end_is_refused(void **state)
{
    struct arena *a = arena_new("test", ROOM), *little = arena_new("round", 1 << 16);
    struct buf says = buf_new(a, 1 << 20);
    struct script s;
    struct err e;
    struct imap_uids uids;
    (void)state;
    for (int i = 0; i < 3000; i++)
        buf_lit(&says, "* SEARCH 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37\r\n");
    buf_lit(&says, "W1 OK\r\n");
    struct imap *i = talk(a, &s, str_z(a, buf_str(&says)), 4096);
    assert_false(imap_search(i, little, 7, (struct day){19000}, &uids, &e));
    assert_int_equal(e.code, ERR_LARGE);
    arena_free(little);
    arena_free(a);
}

/* The letter says what only the server may say. */
static void a_letter_is_counted_and_never_believed(void **state)
{
    static const char says[] = "* 1 FETCH (UID 5 INTERNALDATE \" 8-May-2023 09:58:01 +0800\" BODY[] {46}\r\n"
                               "W1 OK done\r\n* BYE\r\nW1 NO\r\n{99999}\r\nA letter.\r\n"
                               ")\r\n* 2 FETCH (FLAGS (\\Seen))\r\nW1 OK done\r\n";
    (void)state;
    for (size_t step = 1; step < 60; step++) {
        struct arena *a = arena_new("test", ROOM);
        struct script s;
        struct err e;
        struct instant at, wanted;
        bool found;
        struct imap *i = talk(a, &s, says, step);
        assert_true(imap_fetch(i, 5, take, &s, &at, &found, &e));
        assert_true(found && str_eq(buf_str(&s.taken), S("W1 OK done\r\n* BYE\r\nW1 NO\r\n{99999}\r\nA letter.\r\n")));
        assert_true(instant_read(S("2023-05-08T01:58:01Z"), &wanted) && wanted.ms == at.ms);
        assert_int_equal(s.server.says.n, 0); /* all was heard */
        arena_free(a);
    }
}

static void one_that_has_gone_meanwhile_is_not_found(void **state)
{
    struct arena *a = arena_new("test", ROOM);
    struct script s;
    struct err e;
    struct instant at;
    bool found = true;
    (void)state;
    assert_true(imap_fetch(talk(a, &s, "W1 OK done\r\n", 100), 5, take, &s, &at, &found, &e));
    assert_false(found);
    arena_free(a);
}

static void one_that_is_refused_or_given_by_halves_is_not_found(void **state)
{
    static const char *const says[] = {
        "W1 NO [SERVERBUG] Internal error\r\n",
        "* 1 FETCH (UID 5 INTERNALDATE \" 8-May-2023 09:58:01 +0800\" BODY[] NIL)\r\nW1 OK done\r\n",
        "* 1 FETCH (UID 5 BODY[] {3}\r\nabc)\r\nW1 OK done\r\n",
        "* 1 FETCH (UID 5 INTERNALDATE \" 8-May-2023 09:58:01 +0800\" BODY[] {3}\r\nabc)\r\nW1 NO broken\r\n",
    };
    (void)state;
    for (size_t k = 0; k < sizeof says / sizeof *says; k++) {
        struct arena *a = arena_new("test", ROOM);
        struct script s;
        struct err e;
        struct instant at;
        bool found = true;
        assert_true(imap_fetch(talk(a, &s, says[k], 100), 5, take, &s, &at, &found, &e));
        assert_false(found);
        arena_free(a);
    }
}

static void a_server_that_breaks_off_or_goes_on_for_ever_is_an_error(void **state)
{
    struct arena *a = arena_new("test", ROOM);
    char *endless = arena_alloc(a, IMAP_LINE + 100);
    struct script s;
    struct err e;
    struct instant at;
    bool found;
    (void)state;
    memset(endless, 'x', IMAP_LINE + 50);
    assert_false(imap_hello(talk(a, &s, endless, 4096), &e));
    assert_int_equal(e.message, MSG_MAILBOX_STRANGE);
    assert_false(imap_hello(talk(a, &s, "* BYE too many\r\n", 100), &e));
    assert_false(imap_fetch(talk(a, &s, "* 1 FETCH (BODY[] {50}\r\nshort", 100), 5, take, &s, &at, &found, &e));
    assert_int_equal(e.message, MSG_MAILBOX_UNREACHED);
    arena_free(a);
}

static void times_are_read_as_the_server_writes_them(void **state)
{
    static const struct {
        const char *text, *iso;
    } cases[] = {
        {"17-Jul-1996 02:44:25 -0700", "1996-07-17T09:44:25Z"},
        {" 1-Jan-2024 00:00:00 +0800", "2023-12-31T16:00:00Z"},
        {"31-Feb-2024 00:00:00 +0800", NULL},
        {"17-Abc-1996 02:44:25 -0700", NULL},
        {"17-Jul-1996 02:44:25", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct instant t, wanted;
        bool good = imap_date_read(str_of(cases[i].text), &t);
        assert_int_equal(good, cases[i].iso != NULL);
        if (good)
            assert_true(instant_read(str_of(cases[i].iso), &wanted) && wanted.ms == t.ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_is_opened_only_to_be_read),
        cmocka_unit_test(a_server_that_does_not_know_id_is_none_the_worse),
        cmocka_unit_test(uids_come_in_order_and_only_those_behind),
        cmocka_unit_test(a_list_without_end_is_refused),
        cmocka_unit_test(a_letter_is_counted_and_never_believed),
        cmocka_unit_test(one_that_has_gone_meanwhile_is_not_found),
        cmocka_unit_test(one_that_is_refused_or_given_by_halves_is_not_found),
        cmocka_unit_test(a_server_that_breaks_off_or_goes_on_for_ever_is_an_error),
        cmocka_unit_test(times_are_read_as_the_server_writes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
