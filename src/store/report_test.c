/* SPDX-License-Identifier: Apache-2.0 */
#include "store/test_store.h"

#include <stdio.h>
#include <string.h>

static void a_report_comes_back_as_it_was_sent(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool again;
    struct report_record rep = test_report(f, 0, "s-1", "{\"a\":1}"), kept;
    struct blob b = test_blob(f, S("photo"));
    struct report_file file = {.blob = b.id,
                               .part = S("photos"),
                               .name = S("开幕.jpg"),
                               .type = S("image/jpeg"),
                               .size = 5,
                               .width = 4,
                               .height = 3};
    arena_push(f->arena, &rep.files, file);
    report_hash(&rep);
    assert_good(test_send(f, &rep, 0, &again, &e));
    assert_false(again);
    assert_int_equal(rep.version, 1);
    test_reopen(f);
    assert_good(report_read(store_reader(f->store), f->arena, f->obligations[0], 0, &kept, &e));
    assert_true(str_eq(kept.body, rep.body) && str_eq(kept.title, rep.title) && str_eq(kept.sending, rep.sending));
    assert_memory_equal(kept.hash, rep.hash, 32);
    assert_int_equal(kept.received_at.ms, rep.received_at.ms);
    assert_int_equal(kept.files.n, 1);
    assert_true(str_eq(kept.files.items[0].name, S("开幕.jpg")));
    report_hash(&kept);
    assert_memory_equal(kept.hash, rep.hash, 32);
}

static void the_same_sending_again_gives_the_same_receipt(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool again;
    struct report_record rep = test_report(f, 0, "s-1", "{}"), twice = rep, later = rep;
    struct report_records versions;
    assert_good(test_send(f, &rep, 0, &again, &e));
    twice.received_at.ms += 5000;
    assert_good(test_send(f, &twice, 0, &again, &e));
    assert_true(again);
    assert_int_equal(twice.seq, rep.seq);
    assert_int_equal(twice.version, 1);
    assert_int_equal(twice.received_at.ms, rep.received_at.ms);
    assert_good(test_send(f, &later, 1, &again, &e));
    assert_true(again);
    assert_good(report_versions(store_reader(f->store), f->arena, f->obligations[0], 0, 100, &versions, &e));
    assert_int_equal(versions.n, 1);
}

struct put {
    struct op op;
    struct report_record rep;
    struct report_put_options options;
    bool again;
};

static bool put_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct put *p = (struct put *)(void *)op;
    return report_put(tx, &p->rep, p->options, &p->again, e);
}

/* Version base + 1, so many minutes after the first of its test; at most three an hour. */
static bool put_after(struct fixture *f, uint32_t base, const char *name, int64_t minutes, struct err *e)
{
    enum { ZONE_XINJIANG = 6 * 60 };
    struct put p = {.op.apply = put_apply, .options = {.base = base, .an_hour = 3, .zone = ZONE_XINJIANG}};
    p.rep = test_report(f, 0, name, "{}");
    p.rep.received_at.ms = (int64_t)1684375200000 + minutes * MS_A_MINUTE; /* 2023-05-18 08:00 in Ürümqi */
    return ledger_wait(f->store, &p.op, e);
}

static void so_many_versions_an_hour_are_enough(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    assert_good(put_after(f, 0, "s-1", 0, &e));
    assert_good(put_after(f, 1, "s-2", 10, &e));
    assert_good(put_after(f, 2, "s-3", 20, &e));
    assert_false(put_after(f, 3, "s-4", 30, &e));
    assert_int_equal(e.message, MSG_REPORTS_MANY);
    assert_string_equal(e.args[0], "1801");
    assert_string_equal(e.args[2], "09:00");
    assert_good(put_after(f, 3, "s-3", 30, &e)); /* the same sending again */
    assert_good(put_after(f, 3, "s-4", 60, &e));
    assert_false(put_after(f, 4, "s-5", 69, &e));
    assert_good(put_after(f, 4, "s-5", 70, &e));
}

static void the_newest_versions_and_events_come_first(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct report_records versions;
    struct event_list events;
    const char *names[] = {"s-1", "s-2", "s-3", "s-4"};
    for (uint32_t i = 0; i < 4; i++)
        assert_good(put_after(f, i, names[i], 60 * (int64_t)i, &e));
    assert_good(report_versions(store_reader(f->store), f->arena, f->obligations[0], 0, 2, &versions, &e));
    assert_int_equal(versions.n, 2);
    assert_int_equal(versions.items[0].version, 3);
    uint64_t seq = versions.items[0].seq;
    assert_good(report_versions(store_reader(f->store), f->arena, f->obligations[0], seq, 9, &versions, &e));
    assert_int_equal(versions.n, 2);
    assert_int_equal(versions.items[1].version, 2);
    assert_good(event_list_of(store_reader(f->store), f->arena, f->obligations[0].n, seq, 1, &events, &e));
    assert_int_equal(events.n, 1);
    assert_int_equal(events.items[0].version, 2);
}

static void a_text_without_room_ends_the_rows_and_is_told(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct report_record kept;
    struct arena *small = arena_new("small", 64 * 1024);
    struct report_record rep = test_report(f, 0, "s-1", "{}");
    bool again;
    char *body = arena_alloc(f->arena, 100000);
    memset(body, '1', 100000);
    rep.body = (struct str){body, 100000};
    report_hash(&rep);
    assert_good(test_send(f, &rep, 0, &again, &e));
    assert_false(report_read(store_reader(f->store), small, f->obligations[0], 0, &kept, &e));
    assert_int_equal(e.message, MSG_NO_ROOM);
    assert_good(report_read(store_reader(f->store), f->arena, f->obligations[0], 0, &kept, &e));
    arena_free(small);
}

static void a_sendings_name_is_not_taken_for_other_content(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool again;
    struct report_record rep = test_report(f, 0, "s-1", "{}"), other = test_report(f, 0, "s-1", "{\"a\":2}");
    struct report_record elsewhere = test_report(f, 1, "s-1", "{}");
    assert_good(test_send(f, &rep, 0, &again, &e));
    assert_false(test_send(f, &other, 1, &again, &e));
    assert_int_equal(e.message, MSG_SENDING_REUSED);
    assert_false(test_send(f, &elsewhere, 0, &again, &e));
    assert_int_equal(e.message, MSG_SENDING_REUSED);
}

static void a_stale_version_cannot_overwrite_a_newer_one(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool again;
    struct report_record one = test_report(f, 0, "s-1", "1"), two = test_report(f, 0, "s-2", "2");
    struct report_record stale = test_report(f, 0, "s-3", "3"), kept;
    assert_good(test_send(f, &one, 0, &again, &e));
    assert_good(test_send(f, &two, 1, &again, &e));
    assert_false(test_send(f, &stale, 1, &again, &e));
    assert_int_equal(e.message, MSG_REPORT_STALE);
    assert_false(test_send(f, &stale, 0, &again, &e));
    assert_false(test_send(f, &stale, 5, &again, &e));
    assert_good(report_read(store_reader(f->store), f->arena, f->obligations[0], 0, &kept, &e));
    assert_true(kept.version == 2 && str_eq(kept.body, S("2")));
}

struct verdict_op {
    struct fixture *f;
    uint32_t version;
    bool (*judge)(struct tx *, struct obligation_id, uint32_t, struct event *, struct err *);
};

static bool judge(void *arg, struct tx *tx, struct err *e)
{
    struct verdict_op *v = arg;
    struct event ev = {
        .campaign = v->f->campaign.n, .at = {1684380000000}, .actor = 9, .body = S("{}"), .private = S("照片不清楚")};
    return v->judge(tx, v->f->obligations[0], v->version, &ev, e);
}

static bool verdict(struct fixture *f, void *how, uint32_t version, struct err *e)
{
    struct verdict_op v = {f, version, NULL};
    memcpy(&v.judge, how, sizeof v.judge);
    return test_op(f, judge, &v, e);
}

static void an_accepted_report_cannot_be_sent_again(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool again;
    bool (*accept)(struct tx *, struct obligation_id, uint32_t, struct event *, struct err *) = report_accept;
    bool (*reopen)(struct tx *, struct obligation_id, uint32_t, struct event *, struct err *) = report_reopen;
    bool (*give_back)(struct tx *, struct obligation_id, uint32_t, struct event *, struct err *) = report_return;
    struct report_record one = test_report(f, 0, "s-1", "1"), two = test_report(f, 0, "s-2", "2");
    assert_good(test_send(f, &one, 0, &again, &e));
    assert_good(verdict(f, &accept, 1, &e));
    assert_false(test_send(f, &two, 1, &again, &e));
    assert_int_equal(e.message, MSG_REPORT_ACCEPTED);
    assert_false(verdict(f, &accept, 1, &e));
    assert_int_equal(e.message, MSG_STATE_CHANGED);
    assert_good(verdict(f, &reopen, 1, &e));
    assert_good(verdict(f, &give_back, 1, &e));
    assert_good(test_send(f, &two, 1, &again, &e));
    assert_false(verdict(f, &accept, 1, &e)); /* no longer the newest */
    assert_good(verdict(f, &accept, 2, &e));

    struct event_list history;
    assert_good(event_list_of(store_reader(f->store), f->arena, f->obligations[0].n, 0, 100, &history, &e));
    assert_int_equal(history.n, 6);
    assert_true(str_eq(history.items[3].private, S("照片不清楚")));
    struct transition_rows rows = test_transitions(f);
    assert_int_equal(rows.n, 6);
    assert_int_equal(rows.items[3].transition.kind, TRANSITION_RETURNED);
    assert_int_equal(rows.items[5].transition.version, 2);
}

static void a_receipt_is_found_by_its_number(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool again;
    struct report_record rep = test_report(f, 2, "s-1", "{}"), found;
    assert_good(test_send(f, &rep, 0, &again, &e));
    struct str number = receipt_number(f->arena, S("hefei-2023"), rep.seq);
    assert_true(str_eq(number, S("hefei-2023-000002")));
    assert_good(report_by_receipt(store_reader(f->store), f->arena, number, &found, &e));
    assert_int_equal(found.obligation.n, f->obligations[2].n);
    assert_false(report_by_receipt(store_reader(f->store), f->arena, S("hefei-2023-000001"), &found, &e));
    assert_int_equal(e.code, ERR_MISSING); /* an event, but of no report */
    assert_false(report_by_receipt(store_reader(f->store), f->arena, S("hefei-2024-000002"), &found, &e));
    assert_false(report_by_receipt(store_reader(f->store), f->arena, S("000002"), &found, &e));
    assert_false(report_by_receipt(store_reader(f->store), f->arena, S(""), &found, &e));
}

static bool withdraw(void *arg, struct tx *tx, struct err *e)
{
    struct fixture *f = arg;
    struct event ev = {.campaign = f->campaign.n, .at = {5}, .actor = 7, .body = S("{}")};
    return obligation_withdraw(tx, f->obligations[0], &ev, e);
}

static void a_withdrawn_obligation_takes_no_report(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool again;
    struct report_record rep = test_report(f, 0, "s-1", "{}"), foreign = test_report(f, 1, "s-2", "{}");
    assert_good(test_op(f, withdraw, f, &e));
    assert_false(test_send(f, &rep, 0, &again, &e));
    assert_int_equal(e.message, MSG_OBLIGATION_WITHDRAWN);
    foreign.unit.n++;
    assert_false(test_send(f, &foreign, 0, &again, &e));
    assert_int_equal(e.code, ERR_MISSING);
}

static void a_days_reports_are_the_newest_of_each(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool again;
    struct report_keys list;
    struct report_record one = test_report(f, 0, "s-1", "1"), two = test_report(f, 0, "s-2", "2");
    struct report_record other_day = test_report(f, 1, "s-3", "3");
    assert_good(test_send(f, &one, 0, &again, &e));
    assert_good(test_send(f, &two, 1, &again, &e));
    assert_good(test_send(f, &other_day, 0, &again, &e));
    assert_good(report_of_day(store_reader(f->store), f->arena, f->campaign, S("d5"), (struct day){19494}, &list, &e));
    assert_int_equal(list.n, 1);
    assert_int_equal(list.items[0].obligation.n, f->obligations[0].n);
    assert_int_equal(list.items[0].version, 2);
}

/* Looks that share a snapshot still see each report as soon as it is acknowledged, and two looks see one moment. */
static void shared_looks_see_what_was_acknowledged(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    bool again;
    struct report_record kept;
    store_reader(f->store);
    store_reader_rest(f->store); /* from here on this thread's looks share */
    assert_false(report_read(store_reader(f->store), f->arena, f->obligations[0], 0, &kept, &e));
    for (uint32_t version = 1; version <= 3; version++) {
        struct report_record rep = test_report(f, 0, version == 1 ? "s-1" : version == 2 ? "s-2" : "s-3", "{}");
        assert_good(test_send(f, &rep, version - 1, &again, &e));
        assert_good(report_read(store_reader(f->store), f->arena, f->obligations[0], 0, &kept, &e));
        assert_int_equal(kept.version, version);
        assert_good(report_read(store_reader(f->store), f->arena, f->obligations[0], version, &kept, &e));
    }
    assert_good(reader_begin(store_reader(f->store), &e)); /* a snapshot of one's own, beside the shared one */
    assert_good(report_read(store_reader(f->store), f->arena, f->obligations[0], 0, &kept, &e));
    reader_end(store_reader(f->store));
    assert_good(report_read(store_reader(f->store), f->arena, f->obligations[0], 3, &kept, &e));
    store_reader_rest(f->store);
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_report_comes_back_as_it_was_sent),
        STORED(the_same_sending_again_gives_the_same_receipt),
        STORED(shared_looks_see_what_was_acknowledged),
        STORED(so_many_versions_an_hour_are_enough),
        STORED(the_newest_versions_and_events_come_first),
        STORED(a_text_without_room_ends_the_rows_and_is_told),
        STORED(a_sendings_name_is_not_taken_for_other_content),
        STORED(a_stale_version_cannot_overwrite_a_newer_one),
        STORED(an_accepted_report_cannot_be_sent_again),
        STORED(a_receipt_is_found_by_its_number),
        STORED(a_withdrawn_obligation_takes_no_report),
        STORED(a_days_reports_are_the_newest_of_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
