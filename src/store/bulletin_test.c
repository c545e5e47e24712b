/* SPDX-License-Identifier: Apache-2.0 */
#include "store/bulletin.h"
#include "store/test_store.h"

#include <string.h>

/* What one op does to a bulletin; each test sets what it needs. */
struct deed_at {
    struct fixture *f;
    struct bulletin_record b;
    struct bulletin_pieces pieces;
};

static bool add(void *arg, struct tx *tx, struct err *e)
{
    return bulletin_add(tx, &((struct deed_at *)arg)->b, e);
}

static bool edit(void *arg, struct tx *tx, struct err *e)
{
    return bulletin_edit(tx, &((struct deed_at *)arg)->b, e);
}

static bool drop(void *arg, struct tx *tx, struct err *e)
{
    return bulletin_drop(tx, &((struct deed_at *)arg)->b, e);
}

static bool issue(void *arg, struct tx *tx, struct err *e)
{
    struct deed_at *d = arg;
    return bulletin_issue(tx, d->f->arena, &d->b, &d->pieces, e);
}

static struct deed_at begun(struct fixture *f, const char *document)
{
    struct err e = {0};
    struct deed_at d = {.f = f,
                        .b = {.campaign = f->campaign,
                              .account = 7,
                              .saved_at = {1000},
                              .issued_at = {2000},
                              .document = str_of(document)}};
    assert_good(test_op(f, add, &d, &e));
    return d;
}

static struct bulletin_record kept(const struct deed_at *d)
{
    struct err e = {0};
    struct bulletin_record b;
    assert_good(bulletin_read(store_reader(d->f->store), d->f->arena, d->f->campaign, d->b.id, &b, &e));
    return b;
}

static void choose(struct deed_at *d, int i)
{
    struct bulletin_piece p = {
        .obligation = d->f->obligations[i], .version = 1, .which = S("{\"part\":\"p1\",\"place\":0}")};
    arena_push(d->f->arena, &d->pieces, p);
}

static void an_older_draft_is_refused_and_the_newer_one_stays(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at one = begun(f, "{\"v\":1}"), other = one;
    one.b.document = S("{\"v\":2}");
    assert_good(test_op(f, edit, &one, &e));
    assert_int_equal(one.b.revision, 2);
    other.b.document = S("{\"v\":3}");
    assert_false(test_op(f, edit, &other, &e));
    assert_int_equal(e.message, MSG_DRAFT_STALE);
    assert_false(test_op(f, issue, &other, &e));
    assert_int_equal(e.message, MSG_DRAFT_STALE);
    assert_false(test_op(f, drop, &other, &e));
    assert_int_equal(e.message, MSG_DRAFT_STALE);
    assert_true(str_eq(kept(&one).document, S("{\"v\":2}")));
    assert_good(test_op(f, drop, &one, &e));
    assert_false(test_op(f, edit, &one, &e));
    assert_int_equal(e.code, ERR_MISSING);
}

static void an_issue_gets_the_next_number_and_is_never_changed(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at first = begun(f, "{\"v\":1}"), second = begun(f, "{\"v\":2}");
    struct bulletin_records list;
    assert_good(test_op(f, issue, &second, &e));
    assert_int_equal(second.b.number, 1);
    assert_good(test_op(f, issue, &first, &e));
    assert_int_equal(first.b.number, 2);
    first.b.document = S("{\"v\":9}");
    assert_false(test_op(f, edit, &first, &e));
    assert_int_equal(e.message, MSG_BULLETIN_ISSUED);
    assert_false(test_op(f, drop, &first, &e));
    assert_int_equal(e.message, MSG_BULLETIN_ISSUED);
    assert_false(test_op(f, issue, &first, &e));
    assert_int_equal(e.message, MSG_BULLETIN_ISSUED);
    assert_true(str_eq(kept(&first).document, S("{\"v\":1}")));
    struct deed_at third = begun(f, "{\"v\":3}");
    assert_good(bulletin_list(store_reader(f->store), f->arena, f->campaign, &list, &e));
    assert_int_equal(list.n, 3);
    assert_int_equal(list.items[0].id, third.b.id);
    assert_int_equal(list.items[1].number, 2);
    struct bulletin_record newest;
    assert_good(bulletin_newest(store_reader(f->store), f->arena, f->campaign, &newest, &e));
    assert_int_equal(newest.number, 2);
}

static void what_an_issue_chose_stands_in_the_history_of_each(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at none = begun(f, "{}"), some = begun(f, "{}");
    struct bulletin_pieces list;
    struct event ev;
    assert_good(test_op(f, issue, &none, &e));
    choose(&some, 0);
    choose(&some, 1);
    assert_good(test_op(f, issue, &some, &e));
    assert_good(bulletin_chosen(store_reader(f->store), f->arena, f->campaign, &list, &e));
    assert_int_equal(list.n, 2);
    assert_int_equal(list.items[1].number, 2);
    assert_int_equal(list.items[1].obligation.n, f->obligations[1].n);
    assert_good(event_newest_about(store_reader(f->store), f->arena, f->obligations[0].n, S("report.chosen"), &ev, &e));
    assert_true(str_eq(ev.body, S("{\"number\":2,\"piece\":{\"part\":\"p1\",\"place\":0}}")));
    struct transition_rows rows = test_transitions(f);
    assert_int_equal(rows.items[rows.n - 1].transition.kind, TRANSITION_CHOSEN);
}

static void tampering_with_an_issue_is_found(void **state)
{
    static const struct {
        const char *sql;
        enum message found;
    } cases[] = {
        {"update bulletin set document = '{\"v\":2}' where number = 1", MSG_VERIFY_BULLETIN},
        {"update bulletin set number = 3 where number = 1", MSG_VERIFY_BULLETIN},
        {"update bulletin set chosen = 0 where number = 1", MSG_VERIFY_BULLETIN},
        {"update bulletin set issued_at = 3 where number = 1", MSG_VERIFY_BULLETIN},
        {"delete from bulletin where number = 1", MSG_VERIFY_BULLETIN},
        {"update bulletin set number = 2 where number = 0", MSG_VERIFY_BULLETIN_EXTRA},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture *f;
        void *fresh;
        struct err e = {0};
        struct verify_counts counts;
        (void)state;
        assert_int_equal(test_setup(&fresh), 0);
        f = fresh;
        struct deed_at d = begun(f, "{\"v\":1}");
        begun(f, "{}");
        choose(&d, 0);
        assert_good(test_op(f, issue, &d, &e));
        assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
        assert_int_equal(counts.bulletins, 1);
        test_tamper(f, cases[i].sql);
        assert_false(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
        assert_int_equal(e.message, cases[i].found);
        assert_int_equal(test_teardown(&fresh), 0);
    }
}

#define STORED(test) cmocka_unit_test_setup_teardown(test, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(an_older_draft_is_refused_and_the_newer_one_stays),
        STORED(an_issue_gets_the_next_number_and_is_never_changed),
        STORED(what_an_issue_chose_stands_in_the_history_of_each),
        cmocka_unit_test(tampering_with_an_issue_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
