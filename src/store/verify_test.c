/* SPDX-License-Identifier: Apache-2.0 */
#include "store/test_store.h"

#include <stdio.h>
#include <string.h>

/* A report with an attachment, accepted; and one of its verdicts has a reason that names somebody. */
static bool accept(void *arg, struct tx *tx, struct err *e)
{
    struct fixture *f = arg;
    struct event ev = {
        .campaign = f->campaign.n, .at = {1684380000000}, .actor = 9, .body = S("{}"), .private = S("张老师来电说明")};
    return report_accept(tx, f->obligations[0], 1, &ev, e);
}

static struct blob fill(struct fixture *f)
{
    struct err e = {0};
    bool again;
    struct report_record rep = test_report(f, 0, "s-1", "{\"students\":120}"), two = test_report(f, 1, "s-2", "{}");
    struct blob b = test_blob(f, S("bytes of a photo"));
    struct report_file file = {.blob = b.id, .part = S("p"), .name = S("n"), .type = S("image/png"), .size = 16};
    arena_push(f->arena, &rep.files, file);
    report_hash(&rep);
    assert_good(test_send(f, &rep, 0, &again, &e));
    assert_good(test_send(f, &two, 0, &again, &e));
    assert_good(test_op(f, accept, f, &e));
    return b;
}

static bool verify(struct fixture *f, struct err *e)
{
    struct verify_counts counts;
    *e = (struct err){0};
    return store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, e);
}

static void what_was_not_touched_is_well(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct verify_counts counts;
    struct str lines;
    fill(f);
    assert_good(store_export_head(f->arena, f->store, S(""), &lines, &e));
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
    assert_int_equal(counts.events, 4);
    assert_int_equal(counts.reports, 2);
    assert_int_equal(counts.blobs, 1);
    assert_int_equal(counts.heads, 1);
}

static void every_kind_of_tampering_is_found(void **state)
{
    static const struct {
        const char *sql;
        enum message found;
    } cases[] = {
        {"update report set body = '{\"students\":121}' where sending = 's-1'", MSG_VERIFY_REPORT},
        {"update report set title = 'x' where sending = 's-1'", MSG_VERIFY_REPORT},
        {"update report set hash = zeroblob(32) where sending = 's-1'", MSG_VERIFY_REPORT},
        {"update report_file set name = 'other'", MSG_VERIFY_REPORT},
        {"delete from report_file", MSG_VERIFY_REPORT},
        {"update report set received_at = received_at - 60000 where sending = 's-1'", MSG_VERIFY_RECEIPT},
        {"update report set in_time = 0 where sending = 's-1'", MSG_VERIFY_RECEIPT},
        {"update report set account = 43 where sending = 's-1'", MSG_VERIFY_RECEIPT},
        {"update report set standing = 1 where sending = 's-1'", MSG_VERIFY_STANDING},
        {"delete from report where sending = 's-2'", MSG_VERIFY_REPORT_GONE},
        {"insert into report select id + 1, obligation, version + 1, campaign, seq, unit, 's-9', kind, account, "
         "received_at,"
         " call_at, in_time, standing, hash, title, body from report where sending = 's-2'",
         MSG_VERIFY_REPORT_EXTRA},
        {"update event set at = at + 1 where kind = 'report.sent' and version = 1 and seq = 2", MSG_VERIFY_EVENT},
        {"update event set actor = 1 where seq = 4", MSG_VERIFY_EVENT},
        {"update event set body = '{ }' where seq = 4", MSG_VERIFY_EVENT},
        {"update event set hash = zeroblob(32) where seq = 4", MSG_VERIFY_EVENT},
        {"update event_private set words = 'somebody else'", MSG_VERIFY_EVENT},
        {"update event_about set subject = 5 where seq = 4", MSG_VERIFY_STANDING},
        {"insert into event_about values (5, 5, 5)", MSG_VERIFY_EXTRA},
        {"delete from event where seq = 3", MSG_VERIFY_GAP},
        {"update campaign_version set document = '{\"x\":1}'", MSG_VERIFY_DOCUMENT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        void *own;
        struct err e;
        assert_int_equal(test_setup(&own), 0);
        fill(own);
        assert_true(verify(own, &e));
        test_tamper(own, cases[i].sql);
        bool good = verify(own, &e);
        if (good || e.message != cases[i].found)
            print_error("%s: message %d\n", cases[i].sql, (int)e.message);
        assert_false(good);
        assert_int_equal(e.message, cases[i].found);
        assert_int_equal(test_teardown(&own), 0);
    }
}

static void a_flipped_byte_of_an_attachment_is_found(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct blob b = fill(f);
    const char *path = test_break_blob(f, b.id);
    assert_false(verify(f, &e));
    assert_int_equal(e.message, MSG_VERIFY_BLOB);
    assert_string_equal(e.args[0], str_z(f->arena, blob_id_text(f->arena, b.id)));
    remove(path);
    assert_false(verify(f, &e));
    assert_int_equal(e.message, MSG_VERIFY_BLOB_GONE);
}

/* Wherever the name of a sending stands, in its row or in a list's order: one byte of it flipped is found. */
static void a_flipped_byte_of_the_database_is_found(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct err e;
    char path[160], bytes[8];
    int found = 0;
    fill(f);
    snprintf(path, sizeof path, "%s/skillweek.db", f->folder);
    store_close(f->store);
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    for (long at = 0; fseek(file, at, SEEK_SET) == 0 && fread(bytes, 1, 3, file) == 3; at++) {
        if (memcmp(bytes, "s-2", 3) != 0)
            continue;
        found++;
        for (int flip = 1; flip >= 0; flip--) {
            fseek(file, at, SEEK_SET);
            fputc(flip ? 'r' : 's', file);
            fflush(file);
            assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
            if (verify(f, &e) == flip)
                fail_msg("at %ld: %s", at, flip ? "not found" : "found where nothing is");
            store_close(f->store);
        }
    }
    fclose(file);
    assert_true(found >= 2);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

/* A whole chain made anew is consistent in itself; only the exported head tells. */
static void a_chain_made_anew_does_not_fit_its_head(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct str lines;
    fill(f);
    assert_good(store_export_head(f->arena, f->store, S(""), &lines, &e));
    struct event ev, before;
    assert_good(event_read(store_reader(f->store), f->arena, f->campaign.n, 3, &before, &e));
    assert_good(event_read(store_reader(f->store), f->arena, f->campaign.n, 4, &ev, &e));
    ev.actor = 1234;
    event_hash(&ev, before.hash, ev.hash);
    struct str hex = str_format(f->arena, "update event set actor = 1234, hash = %s", f->database[0] ? "'\\x" : "x'");
    struct buf sql = buf_new(f->arena, 256);
    buf_put(&sql, hex);
    for (int i = 0; i < 32; i++)
        buf_format(&sql, "%02x", ev.hash[i]);
    buf_format(&sql, "' where seq = 4");
    test_tamper(f, str_z(f->arena, buf_str(&sql)));
    assert_false(verify(f, &e));
    assert_int_equal(e.message, MSG_VERIFY_HEAD);
}

struct erasing {
    uint64_t actor;
    int64_t count;
};

static bool erase(void *arg, struct tx *tx, struct err *e)
{
    struct erasing *d = arg;
    return event_erase(tx, d->actor, &d->count, e);
}

static void what_names_a_person_can_be_erased(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct verify_counts counts;
    struct event ev;
    fill(f);
    assert_good(event_read(store_reader(f->store), f->arena, f->campaign.n, 4, &ev, &e));
    assert_true(str_eq(ev.private, S("张老师来电说明")));
    struct erasing nobody = {.actor = ev.actor + 1}, person = {.actor = ev.actor};
    assert_good(test_op(f, erase, &nobody, &e));
    assert_int_equal(nobody.count, 0);
    assert_good(test_op(f, erase, &person, &e));
    assert_int_equal(person.count, 1);
    assert_good(event_read(store_reader(f->store), f->arena, f->campaign.n, 4, &ev, &e));
    assert_int_equal(ev.private.n, 0);
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
    assert_int_equal(counts.erased, 1);
    if (f->database[0])
        return;
    struct str bytes; /* nor does it stand on in the file, where no row shows it */
    test_reopen(f);
    assert_good(file_load(f->arena, str_format(f->arena, "%s/skillweek.db", f->folder), 64 << 20, &bytes, &e));
    assert_int_equal(str_find(bytes, S("张老师来电说明")), STR_NONE);
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(what_was_not_touched_is_well),
        cmocka_unit_test(every_kind_of_tampering_is_found),
        STORED(a_flipped_byte_of_an_attachment_is_found),
        STORED(a_flipped_byte_of_the_database_is_found),
        STORED(a_chain_made_anew_does_not_fit_its_head),
        STORED(what_names_a_person_can_be_erased),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
