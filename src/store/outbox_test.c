/* SPDX-License-Identifier: Apache-2.0 */
#include "store/outbox.h"
#include "store/store.h"
#include "store/test_store.h"

struct deed_at {
    struct outbox_record x;
    struct letter_answer answer;
    struct instant before;
    int64_t count;
    bool fails;
};

static bool put(void *arg, struct tx *tx, struct err *e)
{
    struct deed_at *d = arg;
    return outbox_put(tx, &d->x, e) && (!d->fails || err_fault(e, "the disk"));
}

static bool settle(void *arg, struct tx *tx, struct err *e)
{
    return outbox_settle(tx, &((struct deed_at *)arg)->x, e);
}

static bool forget(void *arg, struct tx *tx, struct err *e)
{
    struct deed_at *d = arg;
    return outbox_forget(tx, d->before, &d->count, e);
}

static bool put_answer(void *arg, struct tx *tx, struct err *e)
{
    struct deed_at *d = arg;
    return letter_answer_put(tx, d->x.letter, &d->answer, e);
}

static struct deed_at one(uint64_t letter, struct str address)
{
    return (struct deed_at){.x = {.letter = letter,
                                  .kind = ANSWER_RECEIPT,
                                  .address = address,
                                  .subject = S("回执"),
                                  .words = S("您好"),
                                  .put_at = {1000000},
                                  .settled_at = INSTANT_NONE,
                                  .told = S("")}};
}

static struct outbox_records of(struct fixture *f, uint64_t letter)
{
    struct err e = {0};
    struct outbox_records list;
    assert_good(outbox_of(store_reader(f->store), f->arena, letter, &list, &e));
    return list;
}

static size_t due(struct fixture *f, int64_t at)
{
    struct err e = {0};
    struct outbox_records list;
    assert_good(outbox_due(store_reader(f->store), f->arena, (struct instant){at}, 100, &list, &e));
    return list.n;
}

static void an_answer_is_there_if_and_only_if_its_deed_is(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at d = one(7, S("a@b.cn"));
    d.fails = true;
    assert_false(test_op(f, put, &d, &e));
    assert_int_equal(of(f, 7).n, 0);
    d.fails = false;
    assert_good(test_op(f, put, &d, &e));
    assert_int_equal(of(f, 7).n, 1);
    assert_int_equal(due(f, 0), 1);
}

static void it_is_sent_once_and_tried_again_when_its_pause_is_over(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at d = one(7, S("a@b.cn"));
    d.answer = (struct letter_answer){.address = S("a@b.cn"), .message = S("<m@b>"), .refs = S("<r@b>")};
    assert_good(test_op(f, put_answer, &d, &e));
    assert_good(test_op(f, put, &d, &e));
    d.x.next_at.ms = 5000;
    d.x.told = S("451 later");
    assert_good(test_op(f, settle, &d, &e));
    assert_int_equal(due(f, 4999), 0);
    assert_int_equal(due(f, 5000), 1);
    d.x.state = OUTBOX_SENT;
    d.x.settled_at.ms = 6000;
    assert_good(test_op(f, settle, &d, &e));
    struct outbox_record x = of(f, 7).items[0];
    assert_int_equal(x.tries, 2);
    assert_int_equal(x.state, OUTBOX_SENT);
    assert_true(str_eq(x.message, S("<m@b>")) && str_eq(x.refs, S("<r@b>")) && x.settled_at.ms == 6000);
    assert_int_equal(due(f, INT64_MAX), 0);
    assert_false(test_op(f, settle, &d, &e));
    assert_int_equal(e.code, ERR_CONFLICT);
}

static void a_letter_of_before_is_not_answered(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct letter_answer answer;
    assert_good(letter_answer_read(store_reader(f->store), f->arena, 7, &answer, &e));
    assert_int_equal(answer.silence, SILENCE_EARLIER);
}

static void silence_keeps_no_words_and_too_much_is_silence(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at d = one(1, S("a@b.cn"));
    d.x.silence = SILENCE_LIST;
    assert_good(test_op(f, put, &d, &e));
    struct outbox_record x = of(f, 1).items[0];
    assert_int_equal(x.state, OUTBOX_SILENT);
    assert_int_equal(x.address.n + x.subject.n + x.words.n, 0);
    for (int i = 0; i < OUTBOX_A_DAY; i++) {
        d = one(2, S("a@b.cn"));
        assert_good(test_op(f, put, &d, &e));
        assert_int_equal(d.x.state, OUTBOX_WAITING);
    }
    d = one(3, S("a@b.cn"));
    assert_good(test_op(f, put, &d, &e));
    assert_int_equal(of(f, 3).items[0].silence, SILENCE_OFTEN);
    d = one(5, S("a@b.cn"));
    d.x.put_at.ms += MS_A_DAY;
    assert_good(test_op(f, put, &d, &e));
    assert_int_equal(of(f, 5).items[0].state, OUTBOX_WAITING);
}

static void to_whom_and_what_is_erased_when_it_is_over(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct deed_at sent = one(1, S("a@b.cn")), waits = one(2, S("c@d.cn")), fresh = one(3, S("e@f.cn"));
    fresh.x.put_at.ms = 2000000;
    assert_good(test_op(f, put, &sent, &e));
    assert_good(test_op(f, put, &waits, &e));
    assert_good(test_op(f, put, &fresh, &e));
    sent.x.state = fresh.x.state = OUTBOX_FAILED;
    sent.x.told = fresh.x.told = S("550 no");
    sent.x.settled_at.ms = fresh.x.settled_at.ms = 3;
    assert_good(test_op(f, settle, &sent, &e));
    assert_good(test_op(f, settle, &fresh, &e));
    sent.before.ms = 2000000;
    assert_good(test_op(f, forget, &sent, &e));
    assert_int_equal(sent.count, 1);
    struct outbox_record x = of(f, 1).items[0];
    assert_int_equal(x.address.n + x.subject.n + x.words.n, 0);
    assert_int_equal(x.state, OUTBOX_FAILED);
    assert_int_equal(of(f, 2).items[0].address.n, 6);
    int64_t n;
    assert_good(outbox_count(store_reader(f->store), OUTBOX_FAILED, &n, &e));
    assert_int_equal(n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_answer_is_there_if_and_only_if_its_deed_is, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(it_is_sent_once_and_tried_again_when_its_pause_is_over, test_setup,
                                        test_teardown),
        cmocka_unit_test_setup_teardown(a_letter_of_before_is_not_answered, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(silence_keeps_no_words_and_too_much_is_silence, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(to_whom_and_what_is_erased_when_it_is_over, test_setup, test_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
