/* SPDX-License-Identifier: Apache-2.0 */
#include "store/test_store.h"

struct saving {
    struct draft_record *d;
    bool first;
};

static bool put(void *arg, struct tx *tx, struct err *e)
{
    struct saving *s = arg;
    return draft_put(tx, s->d, &s->first, e);
}

static bool save(struct fixture *f, struct draft_record *d, bool *first_r, struct err *e)
{
    struct saving s = {.d = d};
    bool good = test_op(f, put, &s, e);
    *first_r = s.first;
    return good;
}

static struct draft_record draft(struct fixture *f, const char *device, const char *body)
{
    return (struct draft_record){.obligation = f->obligations[0],
                                 .account = 3,
                                 .device = str_of(device),
                                 .body = str_of(body),
                                 .saved_at = {1684373400000}};
}

static void a_draft_comes_back_on_another_device(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool first;
    struct draft_record d = draft(f, "phone", "1"), kept;
    assert_good(save(f, &d, &first, &e));
    assert_true(first && d.revision == 1);
    d.body = S("2");
    assert_good(save(f, &d, &first, &e));
    assert_true(!first && d.revision == 2);
    test_reopen(f);
    assert_good(draft_read(store_reader(f->store), f->arena, f->obligations[0], &kept, &e));
    assert_true(kept.revision == 2 && str_eq(kept.body, S("2")) && str_eq(kept.device, S("phone")));
}

static void a_second_editor_overwrites_nothing(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool first;
    struct draft_record phone = draft(f, "phone", "1"), desk = draft(f, "desk", "other"), kept;
    assert_good(save(f, &phone, &first, &e));
    assert_false(save(f, &desk, &first, &e)); /* knows of none */
    assert_int_equal(e.message, MSG_DRAFT_STALE);
    desk.revision = 1;
    assert_good(save(f, &desk, &first, &e));
    assert_false(save(f, &phone, &first, &e)); /* still at revision 1 */
    assert_int_equal(e.message, MSG_DRAFT_STALE);
    assert_good(draft_read(store_reader(f->store), f->arena, f->obligations[0], &kept, &e));
    assert_true(str_eq(kept.body, S("other")));
}

static void sending_spends_the_draft(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool first, again;
    struct draft_record d = draft(f, "phone", "1"), kept, next = draft(f, "phone", "2"), late;
    struct report_record rep = test_report(f, 0, "s-1", "{}");
    assert_good(save(f, &d, &first, &e));
    assert_good(test_send(f, &rep, 0, &again, &e));
    assert_false(draft_read(store_reader(f->store), f->arena, f->obligations[0], &kept, &e));
    assert_int_equal(e.code, ERR_MISSING);
    late = next; /* begun before it was sent */
    assert_false(save(f, &late, &first, &e));
    assert_int_equal(e.message, MSG_REPORT_STALE);
    next.base = 1;
    assert_good(save(f, &next, &first, &e)); /* begun anew, from version 1 */
    assert_true(!first && next.revision == 2);
    late = d; /* a device that still has the old one open */
    late.base = 1;
    assert_false(save(f, &late, &first, &e));
    assert_int_equal(e.message, MSG_DRAFT_STALE);
    assert_good(draft_read(store_reader(f->store), f->arena, f->obligations[0], &kept, &e));
    assert_true(kept.revision == 2 && str_eq(kept.body, S("2")));
}

static void what_was_not_made_from_the_draft_leaves_it(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool first, again;
    struct draft_record d = draft(f, "phone", "1"), kept;
    struct report_record nil = test_report(f, 0, "s-1", "{}"), call = test_report(f, 0, "s-2", "{}"),
                         full = test_report(f, 0, "s-3", "{}");
    nil.kind = REPORT_NIL;
    call.kind = REPORT_PHONE;
    assert_good(save(f, &d, &first, &e));
    assert_good(test_send(f, &nil, 0, &again, &e));
    assert_good(test_send(f, &call, 1, &again, &e));
    assert_good(draft_read(store_reader(f->store), f->arena, f->obligations[0], &kept, &e));
    assert_true(kept.revision == 1 && str_eq(kept.body, S("1")));
    d.base = 2;
    d.body = S("2");
    assert_good(save(f, &d, &first, &e));
    assert_int_equal(d.revision, 2);
    assert_good(test_send(f, &full, 2, &again, &e));
    assert_false(draft_read(store_reader(f->store), f->arena, f->obligations[0], &kept, &e));
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_draft_comes_back_on_another_device),
        STORED(a_second_editor_overwrites_nothing),
        STORED(sending_spends_the_draft),
        STORED(what_was_not_made_from_the_draft_leaves_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
