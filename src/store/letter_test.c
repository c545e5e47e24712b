/* SPDX-License-Identifier: Apache-2.0 */
#include "store/letter.h"
#include "store/sweep.h"
#include "store/test_store.h"

#include <string.h>

/* What one op does to a letter and its mailbox; each test sets what it needs. */
struct deed_at {
    struct letter_record l;
    struct mailbox_mark mark;
    int64_t file;
    bool fails;
};

static bool arrive(void *arg, struct tx *tx, struct err *e)
{
    struct deed_at *d = arg;
    bool added;
    return mailbox_put(tx, &d->mark, e) && letter_put(tx, &d->l, &added, e) && (!d->fails || err_fault(e, "the disk"));
}

static bool take(void *arg, struct tx *tx, struct err *e)
{
    struct deed_at *d = arg;
    return letter_taken(tx, &d->l, d->file, e);
}

static bool judge(void *arg, struct tx *tx, struct err *e)
{
    struct deed_at *d = arg;
    return letter_may_be_taken(tx, d->l.id, d->fails, e);
}

static bool put_aside(void *arg, struct tx *tx, struct err *e)
{
    return letter_set_aside(tx, &((struct deed_at *)arg)->l, e);
}

static struct deed_at letter_of(struct fixture *f, const char *bytes, size_t workbooks)
{
    struct blob b = test_blob(f, str_of(bytes));
    struct deed_at d = {.l = {.blob = b.id,
                              .size = (int64_t)b.size,
                              .arrived_at = {1000},
                              .fetched_at = {2000},
                              .sender = S("a@b.cn"),
                              .subject = S("日报"),
                              .words = S("您好")},
                        .mark = {.address = S("imaps://x@y/INBOX"), .validity = 7, .uid = 3, .since = {19000}},
                        .file = -1};
    for (size_t i = 0; i < workbooks; i++) {
        struct letter_file file = {.blob = test_blob(f, str_format(f->arena, "%s-%zu", bytes, i)).id,
                                   .name = S("日报.xlsx"),
                                   .obligation = f->obligations[i]};
        arena_push(f->arena, &d.l.files, file);
    }
    return d;
}

static struct letter_records listed(struct fixture *f, int state)
{
    struct err e = {0};
    struct letter_records list;
    assert_good(letter_list(store_reader(f->store), f->arena, state, 0, 100, &list, &e));
    return list;
}

static struct letter_record kept(struct fixture *f, uint64_t id)
{
    struct err e = {0};
    struct letter_record l;
    assert_good(letter_read(store_reader(f->store), f->arena, id, &l, &e));
    return l;
}

static void a_letter_is_kept_once_however_often_it_comes(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at first = letter_of(f, "letter", 1), again = letter_of(f, "letter", 1);
    assert_good(test_op(f, arrive, &first, &e));
    again.mark.uid = 4;
    assert_good(test_op(f, arrive, &again, &e));
    assert_int_equal(listed(f, LETTER_WAITING).n, 1);
    struct letter_record l = kept(f, first.l.id);
    assert_true(str_eq(l.words, S("您好")) && str_eq(l.subject, S("日报")) && l.files.n == 1);
    struct mailbox_mark mark;
    bool known;
    assert_good(mailbox_read(store_reader(f->store), first.mark.address, &mark, &known, &e));
    assert_true(known && mark.uid == 4 && mark.validity == 7 && mark.since.n == 19000);
}

static void the_mark_moves_with_its_letter_or_not_at_all(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at d = letter_of(f, "letter", 0);
    struct mailbox_mark mark;
    bool known;
    d.fails = true;
    assert_false(test_op(f, arrive, &d, &e));
    assert_good(mailbox_read(store_reader(f->store), d.mark.address, &mark, &known, &e));
    assert_false(known);
    assert_int_equal(listed(f, LETTER_WAITING).n, 0);
}

static void it_waits_until_each_of_its_workbooks_is_taken_in(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at d = letter_of(f, "letter", 2);
    assert_good(test_op(f, arrive, &d, &e));
    d.l.account = 5;
    d.l.settled_at = (struct instant){3000};
    d.l.obligation = f->obligations[1];
    d.file = 1;
    assert_good(test_op(f, take, &d, &e));
    assert_int_equal(kept(f, d.l.id).state, LETTER_WAITING);
    assert_int_equal(kept(f, d.l.id).obligation.n, f->obligations[0].n);
    d.l.obligation = f->obligations[0];
    d.file = 0;
    assert_good(test_op(f, take, &d, &e));
    assert_int_equal(kept(f, d.l.id).state, LETTER_TAKEN);
    assert_int_equal(kept(f, d.l.id).account, 5);
    assert_false(test_op(f, judge, &d, &e));
    assert_int_equal(e.message, MSG_LETTER_SETTLED);
    d.fails = true; /* knowing that it was */
    assert_good(test_op(f, judge, &d, &e));
    assert_false(test_op(f, put_aside, &d, &e));
    assert_int_equal(e.message, MSG_LETTER_SETTLED);
}

static void one_set_aside_keeps_its_reason_and_can_be_taken_in_after_all(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at d = letter_of(f, "letter", 0);
    assert_good(test_op(f, arrive, &d, &e));
    d.l.reason = S("广告");
    assert_good(test_op(f, put_aside, &d, &e));
    assert_true(str_eq(kept(f, d.l.id).reason, S("广告")));
    assert_int_equal(listed(f, LETTER_ASIDE).n, 1);
    d.l.obligation = f->obligations[0];
    assert_good(test_op(f, take, &d, &e));
    assert_int_equal(kept(f, d.l.id).state, LETTER_TAKEN);
}

static void what_a_letter_names_is_never_swept(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at d = letter_of(f, "letter", 1);
    struct swept n;
    struct blob nobodys = test_blob(f, S("nobody's"));
    assert_good(test_op(f, arrive, &d, &e));
    assert_good(store_sweep(f->store, (struct instant){clock_machine().ms + 10000}, &n, &e));
    assert_int_equal(n.blobs.removed, 1);
    assert_good(blob_verify(store_blobs(f->store), d.l.blob, &e));
    assert_good(blob_verify(store_blobs(f->store), d.l.files.items[0].blob, &e));
    assert_false(blob_verify(store_blobs(f->store), nobodys.id, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_letter_is_kept_once_however_often_it_comes, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(the_mark_moves_with_its_letter_or_not_at_all, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(it_waits_until_each_of_its_workbooks_is_taken_in, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(one_set_aside_keeps_its_reason_and_can_be_taken_in_after_all, test_setup,
                                        test_teardown),
        cmocka_unit_test_setup_teardown(what_a_letter_names_is_never_swept, test_setup, test_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
