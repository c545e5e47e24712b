/* SPDX-License-Identifier: Apache-2.0 */
/* Attachments in a bucket: where SKILLWEEK_TEST_BUCKET names one (tests/bucket). */
#include "store/blob_inside.h"
#include "store/sweep.h"
#include "store/test_store.h"

#include "base/hash.h"
#include "format/listing.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static struct bucket *bucket_of(struct fixture *f)
{
    return store_blobs(f->store)->remote->bucket;
}

static const char *path_of(struct fixture *f, struct blob_id id)
{
    return str_z(f->arena, str_format(f->arena, "%s/blobs/" STR_FMT, f->folder, STR_ARG(blob_key(f->arena, id))));
}

static bool is_in_bucket(struct fixture *f, struct blob_id id)
{
    struct listed seen;
    struct err e = {0};
    bool there = bucket_look(bucket_of(f), blob_key(f->arena, id), &seen, &e);
    assert_true(there || e.code == ERR_MISSING);
    return there;
}

static bool reads(struct fixture *f, struct blob_id id, struct str bytes)
{
    char room[4096];
    struct err e = {0};
    uint64_t size;
    size_t got = 0;
    int fd;
    if (!blob_check(store_blobs(f->store), id, &e) || !blob_open(store_blobs(f->store), id, &fd, &size, &e))
        return false;
    assert_good(fd_read(fd, room, sizeof room, &got, &e));
    close(fd);
    return size == bytes.n && str_eq((struct str){room, got}, bytes);
}

static bool put_row(void *arg, struct tx *tx, struct err *e)
{
    return file_put(tx, arg, e);
}

static void name(struct fixture *f, struct blob_id id)
{
    struct err e = {0};
    struct file_record row = {.blob = id, .unit = f->unit, .name = S("a.txt"), .type = S("text/plain"), .size = 5};
    assert_good(test_op(f, put_row, &row, &e));
}

static struct instant in_two_days(void)
{
    return (struct instant){clock_machine().ms + 2 * MS_A_DAY};
}

/* ---- ---- */

static void a_blob_is_in_the_bucket_and_a_copy_in_the_folder(void **state)
{
    struct fixture *f = *state;
    struct blob b = test_blob(f, S("photo"));
    assert_true(is_in_bucket(f, b.id));
    assert_int_equal(access(path_of(f, b.id), F_OK), 0);
    assert_int_equal(unlink(path_of(f, b.id)), 0);
    assert_true(reads(f, b.id, S("photo")));
    assert_int_equal(access(path_of(f, b.id), F_OK), 0);
}

static void what_the_bucket_did_not_take_is_not_kept(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob_writer *w;
    struct blob b = {0};
    bucket_leave(bucket_of(f), 0); /* it is waited for no more */
    assert_good(blob_begin(store_blobs(f->store), &w, &e));
    assert_good(blob_write(w, S("film"), &e));
    assert_false(blob_finish_wait(w, &b, &e));
    assert_true(e.code == ERR_BUSY && e.message == MSG_BUCKET_AWAY);
    struct sha256 hash = sha256_of(S("film"));
    memcpy(b.id.sha256, hash.bytes, sizeof hash.bytes);
    assert_int_not_equal(access(path_of(f, b.id), F_OK), 0);
    assert_false(reads(f, b.id, S("film")));
}

static void an_upload_that_the_bucket_did_not_take_waits_and_is_sent_when_asked_for_again(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob_writer *w;
    struct blob_id id;
    struct upload_call c = {.verb = UPLOAD_CREATE, .view = {.unit = 7, .length = 4, .name = "a.mp4"}};
    struct sha256 hash = sha256_of(S("film"));
    memcpy(id.sha256, hash.bytes, sizeof hash.bytes);
    assert_good(upload_call_wait(store_uploads(f->store), &c, &e));
    assert_good(upload_resume(store_uploads(f->store), str_of(c.view.id), 0, &w, &e));
    assert_good(blob_write(w, S("film"), &e));
    blob_abandon(w);
    bucket_leave(bucket_of(f), 0);
    c.verb = UPLOAD_FINISH;
    assert_false(upload_call_wait(store_uploads(f->store), &c, &e));
    assert_true(e.code == ERR_BUSY && e.message == MSG_BUCKET_AWAY && !c.view.whole);
    assert_int_not_equal(access(path_of(f, id), F_OK), 0);
    test_reopen(f);
    assert_false(is_in_bucket(f, id));
    assert_good(upload_call_wait(store_uploads(f->store), &c, &e));
    assert_true(c.view.whole && is_in_bucket(f, id));
    assert_int_equal(access(path_of(f, id), F_OK), 0);
}

static void a_copy_that_is_broken_is_fetched_anew(void **state)
{
    struct fixture *f = *state;
    struct blob b = test_blob(f, S("photo"));
    test_break_blob(f, b.id);
    assert_true(reads(f, b.id, S("photo")));
}

static void one_that_is_broken_in_the_bucket_is_found_and_made_whole_by_the_same_bytes(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob b = test_blob(f, S("photo"));
    struct verify_counts n;
    name(f, b.id);
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &n, &e));
    assert_good(bucket_put_text(bucket_of(f), blob_key(f->arena, b.id), S("Photo"), &e));
    assert_false(store_verify(f->arena, f->store, &(struct verify_options){0}, &n, &e));
    assert_int_equal(e.message, MSG_VERIFY_BLOB);
    unlink(path_of(f, b.id));
    assert_false(reads(f, b.id, S("photo")));
    assert_int_not_equal(access(path_of(f, b.id), F_OK), 0);
    test_blob(f, S("photo"));
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &n, &e));
    assert_good(bucket_remove(bucket_of(f), blob_key(f->arena, b.id), &e));
    assert_false(store_verify(f->arena, f->store, &(struct verify_options){0}, &n, &e));
    assert_int_equal(e.message, MSG_VERIFY_BLOB_GONE);
}

static void what_nobody_names_is_swept_from_bucket_and_folder(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct swept n;
    struct blob orphan = test_blob(f, S("orphan")), owned = test_blob(f, S("owned"));
    name(f, owned.id);
    unlink(path_of(f, owned.id));
    assert_good(store_sweep(f->store, (struct instant){clock_machine().ms - MS_A_DAY}, &n, &e));
    assert_true(n.done && n.blobs.seen == 2 && n.blobs.removed == 0);
    assert_good(store_sweep(f->store, in_two_days(), &n, &e));
    assert_true(n.done && n.blobs.seen == 2 && n.blobs.removed == 1);
    assert_false(is_in_bucket(f, orphan.id));
    assert_int_not_equal(access(path_of(f, orphan.id), F_OK), 0);
    assert_true(is_in_bucket(f, owned.id) && reads(f, owned.id, S("owned")));
    assert_true(blob_bucket_is_ours(store_blobs(f->store)->remote, true, &e));
}

static const char *preview_of(struct fixture *f, struct blob_id id)
{
    const char *path = str_z(
        f->arena, str_format(f->arena, "%s/previews/" STR_FMT ".jpg", f->folder, STR_ARG(blob_key(f->arena, id))));
    char folder[256];
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    const char *command = str_z(f->arena, str_format(f->arena, "mkdir -p %s && touch %s", folder, path));
    assert_int_equal(system(command), 0);
    return path;
}

static void a_preview_stays_while_somebody_names_its_blob_wherever_that_is(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct swept n;
    struct blob orphan = test_blob(f, S("orphan")), owned = test_blob(f, S("owned"));
    name(f, owned.id);
    const char *goes = preview_of(f, orphan.id), *stays = preview_of(f, owned.id);
    unlink(path_of(f, owned.id));
    assert_good(store_sweep(f->store, in_two_days(), &n, &e));
    assert_int_equal(n.previews, 1);
    assert_int_not_equal(access(goes, F_OK), 0);
    assert_int_equal(access(stays, F_OK), 0);
}

struct reading {
    struct fixture *f;
    struct blob_id id;
    bool good;
};

static void *read_it(void *arg)
{
    struct reading *r = arg;
    r->good = reads(r->f, r->id, S("wanted by many"));
    return NULL;
}

static void what_many_want_at_once_is_fetched_once(void **state)
{
    struct fixture *f = *state;
    struct reading r[8];
    pthread_t threads[8];
    struct blob b = test_blob(f, S("wanted by many"));
    struct blob_store *s = store_blobs(f->store);
    unlink(path_of(f, b.id));
    uint64_t before = s->uploads;
    for (int i = 0; i < 8; i++) {
        r[i] = (struct reading){f, b.id, false};
        assert_int_equal(pthread_create(&threads[i], NULL, read_it, &r[i]), 0);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        assert_true(r[i].good);
    }
    assert_int_equal(s->uploads - before, 1); /* files in tmp/ */
}

static void *hand_in(void *arg)
{
    test_blob(arg, S("film"));
    return NULL;
}

/* Another sends it just now, and gets it there: it is not sent a second time. */
static void one_that_is_on_its_way_is_waited_for(void **state)
{
    struct fixture *f = *state;
    struct blob_remote *r = store_blobs(f->store)->remote;
    struct sha256 hash = sha256_of(S("film"));
    struct transfer other = {0};
    pthread_t thread;
    memcpy(other.id.sha256, hash.bytes, sizeof hash.bytes);
    r->sent = &other;
    assert_int_equal(pthread_create(&thread, NULL, hand_in, f), 0);
    usleep(300000);
    assert_int_not_equal(access(path_of(f, other.id), F_OK), 0);
    pthread_mutex_lock(&r->mutex);
    r->sent = NULL;
    r->confirmed[0].id = other.id;
    r->confirmed[0].at = clock_steady_ms();
    pthread_cond_broadcast(&r->turn);
    pthread_mutex_unlock(&r->mutex);
    pthread_join(thread, NULL);
    assert_int_equal(access(path_of(f, other.id), F_OK), 0);
    assert_false(is_in_bucket(f, other.id)); /* the test's other one did not */
    test_blob(f, S("film"));                 /* later on it is sent again, and young */
    assert_true(is_in_bucket(f, other.id));
}

struct again {
    struct fixture *f;
    struct blob_id id;
};

/* The sweep has listed it as old, and asks who names it: just then the same bytes come again. */
static bool hand_in_again(void *arg, struct blob_id id, bool *named_r, struct err *e)
{
    struct again *a = arg;
    (void)e;
    if (!memcmp(id.sha256, a->id.sha256, sizeof id.sha256))
        test_blob(a->f, S("again"));
    *named_r = false;
    return true;
}

static void bytes_handed_in_again_while_it_is_swept_are_young(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct again a = {f, test_blob(f, S("again")).id};
    struct blob old = test_blob(f, S("old"));
    struct blob_swept n;
    sleep(2);
    struct blob_sweep how = {.before = {clock_machine().ms - 500}, .is_named = hand_in_again, .arg = &a};
    sleep(1);
    assert_good(blob_sweep(store_blobs(f->store), &how, &n, &e));
    assert_int_equal(n.removed, 1);
    assert_true(is_in_bucket(f, a.id));
    assert_false(is_in_bucket(f, old.id));
}

static void what_is_being_sent_is_not_removed(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct swept n;
    struct blob b = test_blob(f, S("sent")), other = test_blob(f, S("other"));
    struct transfer sending = {.id = b.id};
    store_blobs(f->store)->remote->sent = &sending;
    assert_good(store_sweep(f->store, in_two_days(), &n, &e));
    store_blobs(f->store)->remote->sent = NULL;
    assert_int_equal(n.blobs.removed, 1);
    assert_true(is_in_bucket(f, b.id) && !is_in_bucket(f, other.id));
    assert_int_equal(access(path_of(f, b.id), F_OK), 0);
}

static void one_whose_removal_is_in_doubt_is_not_taken_in(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob_remote *r = store_blobs(f->store)->remote;
    struct blob_writer *w;
    struct blob b = test_blob(f, S("doubt"));
    r->removed = b.id;
    r->doubt_until = clock_steady_ms() + 60000;
    assert_good(blob_begin(store_blobs(f->store), &w, &e));
    assert_good(blob_write(w, S("doubt"), &e));
    assert_false(blob_finish_wait(w, &b, &e));
    assert_int_equal(e.code, ERR_BUSY);
    struct blob other = test_blob(f, S("another"));
    struct swept n;
    assert_good(store_sweep(f->store, in_two_days(), &n, &e)); /* another removal would make it forget that one */
    assert_true(n.blobs.removed == 0 && is_in_bucket(f, other.id) && r->doubt_until);
    r->doubt_until = 0;
    test_blob(f, S("doubt"));
}

static void another_folders_bucket_is_neither_swept_nor_written(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct swept n;
    struct blob orphan = test_blob(f, S("orphan"));
    assert_good(bucket_put_text(bucket_of(f), S("folder.id"), S("0123456789abcdef0123456789abcdef\n"), &e));
    assert_false(store_sweep(f->store, in_two_days(), &n, &e));
    assert_int_equal(e.message, MSG_BUCKET_OTHER);
    assert_true(is_in_bucket(f, orphan.id));
    struct bucket_state seen;
    assert_true(blob_bucket_state(store_blobs(f->store), &seen) && !seen.well);
    struct blob_writer *w;
    struct blob b;
    assert_good(blob_begin(store_blobs(f->store), &w, &e));
    assert_good(blob_write(w, S("another"), &e));
    assert_false(blob_finish_wait(w, &b, &e));
    assert_int_equal(e.code, ERR_BUSY);
    store_close(f->store);
    assert_false(test_open(f, (struct store_options){0}, &f->store, &e));
    assert_int_equal(e.message, MSG_BUCKET_OTHER);
    assert_good(test_open(f, (struct store_options){.rows_only = true}, &f->store, &e));
}

static void a_folder_is_not_opened_without_its_bucket_nor_a_second_one_with_it(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct store *s;
    char other[] = "/tmp/skillweek-test-XXXXXX", command[64];
    store_close(f->store);
    f->store = NULL;
    assert_false(store_open(f->arena, str_of(f->folder), (struct store_options){0}, &s, &e));
    assert_int_equal(e.message, MSG_STORE_IN_BUCKET);
    assert_non_null(mkdtemp(other));
    struct store_options how = {.create = true, .bucket = test_bucket(f->arena, f->prefix), .cache_bytes = 1 << 20};
    assert_false(store_open(f->arena, str_of(other), how, &s, &e));
    assert_int_equal(e.message, MSG_BUCKET_TAKEN);
    snprintf(command, sizeof command, "rm -rf '%s'", other);
    assert_int_equal(system(command), 0);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

static void age(const char *path)
{
    struct timespec old[2] = {{.tv_sec = time(NULL) - 3600}, {.tv_sec = time(NULL) - 3600}};
    assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
}

static void copies_that_were_not_used_for_long_go_when_there_are_too_many(void **state)
{
    struct fixture *f = *state;
    struct blob_remote *r = store_blobs(f->store)->remote;
    struct blob one = test_blob(f, S("one 567890")), two = test_blob(f, S("two 567890")),
                three = test_blob(f, S("three 7890"));
    age(path_of(f, one.id));
    age(path_of(f, two.id));
    age(path_of(f, three.id));
    assert_true(reads(f, one.id, S("one 567890"))); /* used just now */
    r->most = 25;
    blob_cache_trim(&r->trim);
    assert_int_equal(access(path_of(f, one.id), F_OK), 0);
    assert_int_equal(access(path_of(f, two.id), F_OK) + access(path_of(f, three.id), F_OK), -1);
    r->most = 5;
    blob_cache_trim(&r->trim);
    assert_int_equal(access(path_of(f, one.id), F_OK),
                     0); /* whoever was told that it is there may be about to open it */
    assert_int_equal(r->cached, 10);
    assert_true(blob_is_checked(store_blobs(f->store), one.id) && !blob_is_checked(store_blobs(f->store), two.id));
    r->most = 1 << 20;
    assert_true(reads(f, two.id, S("two 567890")) && reads(f, three.id, S("three 7890")));
}

static void a_folder_sends_what_it_had_before_it_had_a_bucket(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct store *s;
    struct verify_counts n;
    struct blob_id ids[20];
    char other[] = "/tmp/skillweek-test-XXXXXX", text[24], command[64];
    assert_non_null(mkdtemp(other));
    char *own = f->folder;
    struct fixture g = {.arena = f->arena};
    memcpy(g.folder, other, sizeof other);
    assert_good(store_open(f->arena, str_of(other), (struct store_options){.create = true}, &g.store, &e));
    for (int i = 0; i < 20; i++) {
        snprintf(text, sizeof text, "file %d", i);
        ids[i] = test_blob(&g, str_of(text)).id;
    }
    test_break_blob(&g, ids[7]);
    store_close(g.store);
    struct store_options how = {.bucket =
                                    test_bucket(f->arena, str_z(f->arena, str_format(f->arena, "%s-moved", own + 19))),
                                .cache_bytes = 1 << 20};
    assert_good(store_open(f->arena, str_of(other), how, &s, &e));
    g.store = s;
    for (int i = 0; i < 20; i++)
        assert_int_equal(is_in_bucket(&g, ids[i]), i != 7);
    assert_good(store_verify(f->arena, s, &(struct verify_options){0}, &n, &e));
    store_close(s);
    snprintf(command, sizeof command, "rm -rf '%s'", other);
    assert_int_equal(system(command), 0);
}

/* Its copies would be thrown away although the bucket has none of them. */
static void what_cannot_be_read_is_not_taken_for_moved(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct store *s;
    char other[] = "/tmp/skillweek-test-XXXXXX";
    assert_non_null(mkdtemp(other));
    const char *loop = str_z(f->arena, str_format(f->arena, "%s/blobs/ab", other));
    const char *prefix = str_z(f->arena, str_format(f->arena, "%s-unread", f->folder + 19));
    struct store_options how = {.bucket = test_bucket(f->arena, prefix), .cache_bytes = 1 << 20};
    assert_good(store_open(f->arena, str_of(other), (struct store_options){.create = true}, &s, &e));
    store_close(s);
    assert_int_equal(symlink("ab", loop), 0);
    assert_false(store_open(f->arena, str_of(other), how, &s, &e));
    assert_int_equal(unlink(loop), 0);
    assert_good(store_open(f->arena, str_of(other), (struct store_options){0}, &s, &e)); /* it still is the folder's */
    store_close(s);
    assert_good(store_open(f->arena, str_of(other), how, &s, &e));
    store_close(s);
    const char *command = str_z(f->arena, str_format(f->arena, "rm -rf '%s'", other));
    assert_int_equal(system(command), 0);
}

static void a_backup_says_where_the_attachments_are_and_its_folder_wants_the_bucket_for_itself(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct backup_counts n;
    struct blob b = test_blob(f, S("photo"));
    struct verify_counts v;
    struct fixture g = *f;
    name(f, b.id);
    const char *tar = str_z(f->arena, str_format(f->arena, "%s.tar", f->folder));
    strcpy(g.folder + strlen(g.folder), "-r");
    assert_good(store_backup(f->arena, f->store, str_of(tar), &n, &e));
    assert_true(n.elsewhere && n.blobs == 0);
    assert_good(store_restore(f->arena, str_of(tar), str_of(g.folder), S(""), &n, &e));
    assert_true(n.elsewhere);
    assert_false(test_open(&g, (struct store_options){0}, &g.store, &e));
    assert_int_equal(e.message, MSG_BUCKET_RESTORED);
    assert_good(bucket_remove(bucket_of(f), S("folder.id"), &e));
    assert_good(test_open(&g, (struct store_options){0}, &g.store, &e));
    assert_good(store_verify(f->arena, g.store, &(struct verify_options){0}, &v, &e));
    assert_int_equal(v.blobs, 1);
    assert_false(blob_bucket_is_ours(store_blobs(f->store)->remote, true, &e)); /* the old one sweeps no more */
    store_close(g.store);
    g.store = NULL;
    const char *command = str_z(f->arena, str_format(f->arena, "rm -rf '%s' '%s'", g.folder, tar));
    assert_int_equal(system(command), 0);
}

int main(void)
{
#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)
    const struct CMUnitTest tests[] = {
        STORED(a_blob_is_in_the_bucket_and_a_copy_in_the_folder),
        STORED(what_the_bucket_did_not_take_is_not_kept),
        STORED(an_upload_that_the_bucket_did_not_take_waits_and_is_sent_when_asked_for_again),
        STORED(a_copy_that_is_broken_is_fetched_anew),
        STORED(one_that_is_broken_in_the_bucket_is_found_and_made_whole_by_the_same_bytes),
        STORED(what_nobody_names_is_swept_from_bucket_and_folder),
        STORED(a_preview_stays_while_somebody_names_its_blob_wherever_that_is),
        STORED(what_many_want_at_once_is_fetched_once),
        STORED(one_that_is_on_its_way_is_waited_for),
        STORED(bytes_handed_in_again_while_it_is_swept_are_young),
        STORED(what_is_being_sent_is_not_removed),
        STORED(one_whose_removal_is_in_doubt_is_not_taken_in),
        STORED(another_folders_bucket_is_neither_swept_nor_written),
        STORED(a_folder_is_not_opened_without_its_bucket_nor_a_second_one_with_it),
        STORED(copies_that_were_not_used_for_long_go_when_there_are_too_many),
        STORED(a_folder_sends_what_it_had_before_it_had_a_bucket),
        STORED(what_cannot_be_read_is_not_taken_for_moved),
        STORED(a_backup_says_where_the_attachments_are_and_its_folder_wants_the_bucket_for_itself),
    };
    if (!getenv("SKILLWEEK_TEST_BUCKET"))
        return 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
