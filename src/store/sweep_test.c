/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sweep.h"
#include "base/hash.h"
#include "store/test_store.h"
#include "store/upload.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct instant in_two_days(void)
{
    return (struct instant){clock_machine().ms + 2 * MS_A_DAY};
}

static bool is_there(struct fixture *f, struct blob_id id)
{
    struct err e;
    int fd;
    uint64_t size;
    if (!blob_open(store_blobs(f->store), id, &fd, &size, &e))
        return false;
    close(fd);
    return true;
}

static bool put_row(void *arg, struct tx *tx, struct err *e)
{
    return file_put(tx, arg, e);
}

static bool put_draft(void *arg, struct tx *tx, struct err *e)
{
    bool first;
    return draft_put(tx, arg, &first, e);
}

static void what_nobody_names_is_swept_and_all_else_stays(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct swept n;
    struct blob orphan = test_blob(f, S("orphan")), owned = test_blob(f, S("owned")),
                drafted = test_blob(f, S("drafted"));
    struct file_record row = {
        .blob = owned.id, .unit = f->unit, .name = S("a.txt"), .type = S("text/plain"), .size = 5};
    struct draft_record draft = {.obligation = f->obligations[0],
                                 .device = S("手机"),
                                 .body = str_format(f->arena, "{\"files\":[{\"blob\":\"" STR_FMT "\"}]}",
                                                    STR_ARG(blob_id_text(f->arena, drafted.id)))};
    assert_good(test_op(f, put_row, &row, &e));
    assert_good(test_op(f, put_draft, &draft, &e));
    assert_good(store_sweep(f->store, in_two_days(), &n, &e));
    assert_true(n.done);
    assert_int_equal(n.blobs.seen, 3);
    assert_int_equal(n.blobs.removed, 1);
    assert_false(is_there(f, orphan.id));
    assert_true(is_there(f, owned.id) && is_there(f, drafted.id));
}

static bool has_row(struct fixture *f, struct blob_id id)
{
    struct err e;
    struct file_record row;
    return file_read(store_reader(f->store), f->arena, id, f->unit, &row, &e);
}

static void what_was_uploaded_and_never_sent_is_forgotten(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    uint64_t removed;
    bool again;
    struct swept n;
    struct blob taken_out = test_blob(f, S("taken out")), young = test_blob(f, S("young")),
                drafted = test_blob(f, S("drafted")), sent = test_blob(f, S("sent"));
    const struct blob all[] = {taken_out, young, drafted, sent};
    for (size_t i = 0; i < 4; i++) {
        struct file_record row = {.blob = all[i].id, .unit = f->unit, .name = S("a.txt"), .at = {i == 1 ? 200 : 100}};
        assert_good(test_op(f, put_row, &row, &e));
    }
    struct draft_record draft = {.obligation = f->obligations[0],
                                 .body = str_format(f->arena, "{\"files\":[{\"blob\":\"" STR_FMT "\"}]}",
                                                    STR_ARG(blob_id_text(f->arena, drafted.id)))};
    assert_good(test_op(f, put_draft, &draft, &e));
    struct report_record rep = test_report(f, 1, "aaaaaaaa", "{}");
    struct report_file file = {.blob = sent.id, .name = S("a.txt")};
    arena_push(f->arena, &rep.files, file);
    report_hash(&rep);
    assert_good(test_send(f, &rep, 0, &again, &e));
    assert_good(store_forget_unsent(f->store, (struct instant){200}, &removed, &e));
    assert_int_equal(removed, 1);
    assert_false(has_row(f, taken_out.id));
    assert_true(has_row(f, young.id) && has_row(f, drafted.id) && has_row(f, sent.id));
    assert_good(store_sweep(f->store, in_two_days(), &n, &e));
    assert_int_equal(n.blobs.removed, 1);
    assert_false(is_there(f, taken_out.id));
}

/* More than are looked at in one go. */
static void all_that_was_never_sent_is_forgotten(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    uint64_t removed;
    for (int i = 0; i < 600; i++) {
        struct file_record row = {.unit = {1 + (uint64_t)i % 3}, .name = S("a.txt"), .at = {100}};
        memcpy(row.blob.sha256, &(int){i / 3}, sizeof i);
        assert_good(test_op(f, put_row, &row, &e));
    }
    assert_good(store_forget_unsent(f->store, (struct instant){200}, &removed, &e));
    assert_int_equal(removed, 600);
}

static void what_is_young_stays(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct swept n;
    struct blob orphan = test_blob(f, S("orphan"));
    assert_good(store_sweep(f->store, (struct instant){clock_machine().ms - MS_A_MINUTE}, &n, &e));
    assert_int_equal(n.blobs.removed, 0);
    assert_true(is_there(f, orphan.id));
}

static void bytes_handed_in_again_are_young_again(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct swept n;
    struct blob b = test_blob(f, S("again"));
    char path[200], hex[65] = {0};
    struct timespec old[2] = {{1, 0}, {1, 0}};
    hex_put(hex, b.id.sha256, 32);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", f->folder, hex, hex + 2);
    test_of_folder();
    assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
    test_blob(f, S("again"));
    assert_good(store_sweep(f->store, (struct instant){clock_machine().ms - MS_A_MINUTE}, &n, &e));
    assert_true(is_there(f, b.id));
    assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
    assert_good(store_sweep(f->store, (struct instant){clock_machine().ms - MS_A_MINUTE}, &n, &e));
    assert_false(is_there(f, b.id));
}

/* Its bytes came days ago, its row comes in a moment. */
static void an_upload_that_becomes_a_blob_is_young(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct swept n;
    struct blob_writer *w;
    char path[200];
    struct timespec old[2] = {{1, 0}, {1, 0}};
    struct upload_call c = {.verb = UPLOAD_CREATE, .view = {.unit = 7, .length = 3, .name = "a.txt"}};
    assert_good(upload_call_wait(store_uploads(f->store), &c, &e));
    assert_good(upload_resume(store_uploads(f->store), str_of(c.view.id), 0, &w, &e));
    assert_good(blob_write(w, S("abc"), &e));
    blob_abandon(w);
    snprintf(path, sizeof path, "%s/blobs/uploads/%s", f->folder, c.view.id);
    assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
    c.verb = UPLOAD_FINISH;
    assert_good(upload_call_wait(store_uploads(f->store), &c, &e));
    assert_true(c.view.whole);
    assert_good(store_sweep(f->store, (struct instant){clock_machine().ms - MS_A_MINUTE}, &n, &e));
    assert_true(is_there(f, c.view.blob.id));
}

static void nothing_is_swept_during_a_backup(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct swept n;
    struct blob orphan = test_blob(f, S("orphan"));
    int hold = sweep_hold(f->store);
    assert_true(hold >= 0);
    assert_good(store_sweep(f->store, in_two_days(), &n, &e));
    assert_false(n.done);
    assert_true(is_there(f, orphan.id));
    close(hold);
    assert_good(store_sweep(f->store, in_two_days(), &n, &e));
    assert_false(is_there(f, orphan.id));
}

static void a_preview_goes_with_its_blob(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct swept n;
    struct blob orphan = test_blob(f, S("orphan"));
    char path[200], hex[65] = {0};
    hex_put(hex, orphan.id.sha256, 32);
    snprintf(path, sizeof path, "%s/previews", f->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/previews/%.2s", f->folder, hex);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/previews/%.2s/%s.jpg", f->folder, hex, hex + 2);
    close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    assert_good(store_sweep(f->store, (struct instant){0}, &n, &e));
    assert_int_equal(n.previews, 0);
    assert_good(store_sweep(f->store, in_two_days(), &n, &e));
    assert_int_equal(n.previews, 1);
    assert_int_not_equal(access(path, F_OK), 0);
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(what_nobody_names_is_swept_and_all_else_stays),
        STORED(what_was_uploaded_and_never_sent_is_forgotten),
        STORED(all_that_was_never_sent_is_forgotten),
        STORED(what_is_young_stays),
        STORED(bytes_handed_in_again_are_young_again),
        STORED(an_upload_that_becomes_a_blob_is_young),
        STORED(nothing_is_swept_during_a_backup),
        STORED(a_preview_goes_with_its_blob),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
