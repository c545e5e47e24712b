/* SPDX-License-Identifier: Apache-2.0 */
#include "store/event.h"
#include "store/public.h"
#include "store/test_store.h"
#include "store/verify.h"

struct act {
    struct fixture *f;
    struct public_item item;
    struct public_decision by;
    int was;
    bool shown;
};

static bool show(void *arg, struct tx *tx, struct err *e)
{
    struct act *x = arg;
    return public_week_set(tx, x->f->campaign, x->shown, &x->by, e);
}

static bool add(void *arg, struct tx *tx, struct err *e)
{
    struct act *x = arg;
    return public_item_add(tx, &x->item, &x->by, e);
}

static bool edit(void *arg, struct tx *tx, struct err *e)
{
    struct act *x = arg;
    return public_item_edit(tx, &x->item, x->was, &x->by, e);
}

static struct act story(struct fixture *f, int i)
{
    struct act x = {.f = f, .by = {.at = {1000}, .account = 7, .obligation = f->obligations[i]}};
    x.item = (struct public_item){.campaign = f->campaign,
                                  .kind = PUBLIC_STORY,
                                  .unit = f->unit,
                                  .source = f->obligations[i].n,
                                  .part = S("p1"),
                                  .version = 1,
                                  .state = PUBLIC_SHOWN,
                                  .day = DAY_NONE,
                                  .title = S("走进社区"),
                                  .text = S("演练。")};
    return x;
}

static int64_t events(struct fixture *f, const char *kind)
{
    struct err e = {0};
    int64_t n;
    assert_good(event_count_after(store_reader(f->store), f->campaign.n, 0, str_of(kind), &n, &e));
    return n;
}

static void a_week_is_not_shown_until_somebody_decides_and_each_change_is_told_once(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct act x = {.f = f, .shown = true, .by = {.at = {1000}, .account = 7}};
    bool shown = true;
    assert_good(public_week_shown(store_reader(f->store), f->campaign, &shown, &e));
    assert_false(shown);
    assert_good(test_op(f, show, &x, &e));
    assert_good(test_op(f, show, &x, &e));
    assert_good(public_week_shown(store_reader(f->store), f->campaign, &shown, &e));
    assert_true(shown);
    assert_int_equal(events(f, "public.opened"), 1);
    x.shown = false;
    assert_good(test_op(f, show, &x, &e));
    assert_int_equal(events(f, "public.closed"), 1);
}

static void a_source_has_one_item_and_an_older_edit_is_refused(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct act x = story(f, 0), again = story(f, 0);
    assert_good(test_op(f, add, &x, &e));
    assert_false(test_op(f, add, &again, &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    again.item.piece = 1;
    assert_good(test_op(f, add, &again, &e));
    x.was = PUBLIC_SHOWN;
    x.item.text = S("改过。");
    assert_good(test_op(f, edit, &x, &e));
    assert_int_equal(x.item.revision, 2);
    x.item.revision = 1;
    assert_false(test_op(f, edit, &x, &e));
    assert_int_equal(e.message, MSG_DRAFT_STALE);
    assert_int_equal(events(f, "public.shown"), 3);
}

static void what_is_shown_and_withdrawn_stands_in_the_history_of_its_report(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct event ev;
    struct public_item item;
    struct act x = story(f, 1);
    assert_good(test_op(f, add, &x, &e));
    assert_good(event_newest_about(store_reader(f->store), f->arena, f->obligations[1].n, S("public.shown"), &ev, &e));
    assert_true(str_find(ev.body, S("\"words\":\"")) != STR_NONE);
    assert_good(public_item_shown(store_reader(f->store), f->arena, f->campaign, x.item.id, PUBLIC_STORY, &item, &e));
    assert_false(
        public_item_shown(store_reader(f->store), f->arena, f->campaign, x.item.id, PUBLIC_PROGRAMME, &item, &e));
    x.was = PUBLIC_SHOWN;
    x.item.state = PUBLIC_WITHDRAWN;
    assert_good(test_op(f, edit, &x, &e));
    assert_false(public_item_shown(store_reader(f->store), f->arena, f->campaign, x.item.id, PUBLIC_STORY, &item, &e));
    assert_int_equal(e.code, ERR_MISSING);
    assert_good(
        event_newest_about(store_reader(f->store), f->arena, f->obligations[1].n, S("public.withdrawn"), &ev, &e));
}

static void tampering_with_what_is_shown_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        enum message found;
    } cases[] = {
        {"update public_item set words = '改' where title = '走进社区'", MSG_VERIFY_PUBLIC},
        {"update public_item set state = 2 where title = '走进社区'", MSG_VERIFY_PUBLIC},
        {"update public_item set seq = 0 where title = '走进社区'", MSG_VERIFY_PUBLIC},
        {"update public_item set seq = 0, state = 0 where title = '走进社区'", MSG_VERIFY_PUBLIC},
        {"update public_item set words = '演练。', seq = (select min(seq) from event where kind = 'public.shown') "
         "where title = '走进社区'",
         MSG_VERIFY_PUBLIC},
        {"delete from public_item where title = '走进社区'", MSG_VERIFY_PUBLIC},
        {"update public_item set state = 1 where title = '未公开'", MSG_VERIFY_PUBLIC_EXTRA},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        void *fresh;
        struct err e = {0};
        struct verify_counts counts;
        assert_int_equal(test_setup(&fresh), 0);
        struct fixture *f = fresh;
        struct act x = story(f, 0), offered = story(f, 1);
        offered.item.state = PUBLIC_OFFERED;
        offered.item.title = S("未公开");
        assert_good(test_op(f, add, &x, &e));
        assert_good(test_op(f, add, &offered, &e));
        x.was = PUBLIC_SHOWN;
        x.item.text = S("再看过一遍。");
        assert_good(test_op(f, edit, &x, &e));
        assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
        test_tamper(f, cases[i].sql);
        assert_false(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
        assert_int_equal(e.message, cases[i].found);
        assert_int_equal(test_teardown(&fresh), 0);
    }
}

static void what_is_offered_anew_after_it_was_withdrawn_may_change(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct verify_counts counts;
    struct act x = story(f, 0);
    assert_good(test_op(f, add, &x, &e));
    x.was = PUBLIC_SHOWN;
    x.item.state = PUBLIC_WITHDRAWN;
    assert_good(test_op(f, edit, &x, &e));
    x.was = PUBLIC_WITHDRAWN;
    x.item.state = PUBLIC_OFFERED;
    x.item.text = S("改过。");
    assert_good(test_op(f, edit, &x, &e));
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
}

#define STORED(test) cmocka_unit_test_setup_teardown(test, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_week_is_not_shown_until_somebody_decides_and_each_change_is_told_once),
        STORED(a_source_has_one_item_and_an_older_edit_is_refused),
        cmocka_unit_test(tampering_with_what_is_shown_is_found),
        STORED(what_is_offered_anew_after_it_was_withdrawn_may_change),
        STORED(what_is_shown_and_withdrawn_stands_in_the_history_of_its_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
