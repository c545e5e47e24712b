/* SPDX-License-Identifier: Apache-2.0 */
#include "store/upload.h"
#include "base/hash.h"
#include "store/test_store.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static struct upload_store *uploads(struct fixture *f)
{
    return store_uploads(f->store);
}

static struct upload_call begun(struct fixture *f, uint64_t length)
{
    struct err e = {0};
    struct upload_call c = {.verb = UPLOAD_CREATE,
                            .view = {.unit = 7, .account = 8, .length = length, .name = "视频.mp4"}};
    assert_good(upload_call_wait(uploads(f), &c, &e));
    return c;
}

static void put(struct fixture *f, const char *id, uint64_t at, struct str bytes)
{
    struct err e = {0};
    struct blob_writer *w;
    assert_good(upload_resume(uploads(f), str_of(id), at, &w, &e));
    assert_good(blob_write(w, bytes, &e));
    blob_abandon(w);
}

static struct upload_view look(struct fixture *f, const char *id, enum upload_verb verb)
{
    struct err e = {0};
    struct upload_call c = {.verb = verb};
    memcpy(c.view.id, id, UPLOAD_ID_TEXT);
    assert_good(upload_call_wait(uploads(f), &c, &e));
    return c.view;
}

static enum err_code refused(struct fixture *f, const char *id, uint64_t at)
{
    struct err e = {0};
    struct blob_writer *w;
    return upload_resume(uploads(f), str_of(id), at, &w, &e) ? ERR_NONE : e.code;
}

static void an_interrupted_upload_goes_on_where_it_stood(void **state)
{
    struct fixture *f = *state;
    struct upload_call c = begun(f, 6);
    put(f, c.view.id, 0, S("abc"));
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 3);
    put(f, c.view.id, 3, S("def"));
    struct upload_view v = look(f, c.view.id, UPLOAD_FINISH);
    struct sha256 hash = sha256_of(S("abcdef"));
    struct err e = {0};
    assert_true(v.whole);
    assert_memory_equal(v.blob.id.sha256, hash.bytes, 32);
    assert_good(blob_verify(store_blobs(f->store), v.blob.id, &e));
}

static void it_goes_on_after_a_restart_and_is_hashed_anew(void **state)
{
    struct fixture *f = *state;
    static char piece[3 * 1024 * 1024];
    struct upload_call c = begun(f, 4 * sizeof piece); /* more than one slice */
    memset(piece, 'x', sizeof piece);
    for (uint64_t i = 0; i < 3; i++) {
        put(f, c.view.id, i * sizeof piece, (struct str){piece, sizeof piece});
        assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, (i + 1) * sizeof piece);
    }
    test_reopen(f);
    struct upload_view v = look(f, c.view.id, UPLOAD_LOOK);
    assert_int_equal(v.offset, 3 * sizeof piece);
    assert_int_equal(v.unit, 7);
    assert_int_equal(v.account, 8);
    assert_string_equal(v.name, "视频.mp4");
    put(f, c.view.id, v.offset, (struct str){piece, sizeof piece});
    v = look(f, c.view.id, UPLOAD_FINISH);
    struct err e = {0};
    assert_true(v.whole);
    assert_good(blob_verify(store_blobs(f->store), v.blob.id, &e));
}

static void path_of(struct fixture *f, const char *id, const char *more, char path[200])
{
    snprintf(path, 200, "%s/blobs/uploads/%s%s", f->folder, id, more);
}

static void bytes_that_were_not_promised_are_cut_off(void **state)
{
    struct fixture *f = *state;
    struct upload_call c = begun(f, 10);
    char path[200];
    put(f, c.view.id, 0, S("abc"));
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 3);
    path_of(f, c.view.id, "", path);
    FILE *file = fopen(path, "a");
    fputs("torn", file);
    fclose(file);
    test_reopen(f);
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 3);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 3);
}

static void a_torn_mark_leaves_the_one_before(void **state)
{
    struct fixture *f = *state;
    struct upload_call c = begun(f, 10);
    char path[200], line[1024];
    put(f, c.view.id, 0, S("abc"));
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 3);
    put(f, c.view.id, 3, S("de"));
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 5);
    path_of(f, c.view.id, ".line", path);
    FILE *file = fopen(path, "r+");
    size_t n = fread(line, 1, sizeof line - 1, file);
    line[n] = 0;
    char *five = strstr(line, "0000000000000005 ");
    assert_non_null(five);
    fseek(file, five - line + 15, SEEK_SET);
    fputc('9', file);
    fclose(file);
    test_reopen(f);
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 3);
}

static bool opens(struct fixture *f)
{
    struct err e = {0};
    return test_open(f, (struct store_options){0}, &f->store, &e);
}

/* As with a disk that cannot be read now: a folder in the line's place opens, and reading it fails. */
static void a_line_that_cannot_be_read_stops_the_start_and_nothing_is_thrown_away(void **state)
{
    struct fixture *f = *state;
    struct upload_call c = begun(f, 10);
    char line[200], aside[200], bytes[200];
    put(f, c.view.id, 0, S("abc"));
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 3);
    path_of(f, c.view.id, ".line", line);
    path_of(f, c.view.id, ".aside", aside);
    path_of(f, c.view.id, "", bytes);
    store_close(f->store);
    assert_int_equal(rename(line, aside) || mkdir(line, 0700), 0);
    assert_false(opens(f));
    assert_int_equal(access(bytes, F_OK), 0);
    assert_int_equal(rmdir(line) || rename(aside, line), 0);
    assert_true(opens(f));
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 3);
}

/* With each number of descriptors, from none to enough, the start is refused or the upload is there. */
static void a_start_short_of_descriptors_throws_nothing_away(void **state)
{
    struct fixture *f = *state;
    struct upload_call c = begun(f, 10);
    struct rlimit before, few;
    int refusals = 0;
    put(f, c.view.id, 0, S("abc"));
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 3);
    store_close(f->store);
    getrlimit(RLIMIT_NOFILE, &before);
    few = before;
    bool open = false;
    for (few.rlim_cur = 3; !open && few.rlim_cur < 64; few.rlim_cur++) {
        setrlimit(RLIMIT_NOFILE, &few);
        open = opens(f);
        refusals += !open;
    }
    setrlimit(RLIMIT_NOFILE, &before);
    assert_true(open && refusals > 1);
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 3);
}

static void two_writers_at_once_cannot_tear_it(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob_writer *w;
    struct upload_call c = begun(f, 6);
    assert_int_equal(refused(f, c.view.id, 1), ERR_CONFLICT);
    assert_good(upload_resume(uploads(f), str_of(c.view.id), 0, &w, &e));
    assert_int_equal(refused(f, c.view.id, 0), ERR_CONFLICT);
    assert_good(blob_write(w, S("abc"), &e));
    assert_int_equal(refused(f, c.view.id, 3), ERR_CONFLICT);
    assert_false(blob_write(w, S("more than fits"), &e));
    assert_int_equal(e.code, ERR_LARGE);
    blob_abandon(w);
    assert_int_equal(refused(f, "00000000000000000000000000000000", 3), ERR_MISSING);
}

static void who_was_silent_for_long_is_taken_over(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob_writer *old, *fresh;
    struct upload_call c = begun(f, 6);
    assert_good(upload_resume(uploads(f), str_of(c.view.id), 0, &old, &e));
    assert_good(blob_write(old, S("abc"), &e));
    usleep(3100000);
    assert_int_equal(look(f, c.view.id, UPLOAD_LOOK).offset, 3);
    assert_good(upload_resume(uploads(f), str_of(c.view.id), 3, &fresh, &e));
    assert_false(blob_write(old, S("xyz"), &e));
    assert_int_equal(e.code, ERR_CONFLICT);
    blob_abandon(old);
    assert_good(blob_write(fresh, S("def"), &e));
    struct upload_call end = {.verb = UPLOAD_FINISH};
    blob_abandon(fresh);
    memcpy(end.view.id, c.view.id, UPLOAD_ID_TEXT);
    assert_good(upload_call_wait(uploads(f), &end, &e));
    struct sha256 hash = sha256_of(S("abcdef"));
    assert_memory_equal(end.view.blob.id.sha256, hash.bytes, 32);
}

static void once_kept_only_its_line_stays(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct upload_call c = begun(f, 3);
    char path[200];
    put(f, c.view.id, 0, S("abc"));
    c.view = look(f, c.view.id, UPLOAD_FINISH);
    c.verb = UPLOAD_KEPT;
    assert_int_equal(upload_count(uploads(f)), 1);
    assert_good(upload_call_wait(uploads(f), &c, &e));
    assert_int_equal(upload_count(uploads(f)), 0);
    path_of(f, c.view.id, "", path);
    assert_int_not_equal(access(path, F_OK), 0);
    test_reopen(f);
    struct upload_view v = look(f, c.view.id, UPLOAD_FINISH);
    assert_true(v.kept && !v.whole);
    assert_memory_equal(v.blob.id.sha256, c.view.blob.id.sha256, 32);
    assert_good(blob_verify(store_blobs(f->store), v.blob.id, &e));
}

static void what_is_not_touched_expires(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    uint64_t n = 9;
    struct upload_call c = begun(f, 3);
    char path[200];
    assert_good(upload_sweep(uploads(f), (struct instant){clock_machine().ms - MS_A_DAY}, &n, &e));
    assert_int_equal(n, 0);
    assert_good(upload_sweep(uploads(f), (struct instant){clock_machine().ms + 1000}, &n, &e));
    assert_int_equal(n, 1);
    path_of(f, c.view.id, ".line", path);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(refused(f, c.view.id, 0), ERR_MISSING);
}

static void one_unit_cannot_fill_the_table(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    for (int i = 0; i < UPLOADS_PER_UNIT; i++)
        begun(f, 3);
    struct upload_call c = {.verb = UPLOAD_CREATE, .view = {.unit = 7, .length = 3}};
    assert_false(upload_call_wait(uploads(f), &c, &e));
    assert_int_equal(e.code, ERR_SLOW);
    c.view.unit = 9;
    assert_good(upload_call_wait(uploads(f), &c, &e));
}

static void what_cannot_fit_is_refused_before_it_is_sent(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct upload_call c = {.verb = UPLOAD_CREATE, .view = {.unit = 7, .length = (uint64_t)1 << 52}};
    assert_false(upload_call_wait(uploads(f), &c, &e));
    assert_int_equal(e.code, ERR_FULL);
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

/* Leaves uploads so much more than what is free just now, in the hundredth part of it. */
static uint64_t room_left(struct fixture *f)
{
    struct statvfs v;
    assert_int_equal(statvfs(f->folder, &v), 0);
    uint64_t hundredth = (uint64_t)v.f_bavail * v.f_frsize / 100;
    blob_leave_free(store_blobs(f->store), 90 * hundredth);
    return hundredth;
}

static void what_others_have_begun_is_counted(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    uint64_t hundredth = room_left(f);
    struct upload_call first = begun(f, 6 * hundredth),
                       second = {.verb = UPLOAD_CREATE, .view = {.unit = 9, .length = 6 * hundredth}};
    assert_false(upload_call_wait(uploads(f), &second, &e));
    assert_int_equal(e.code, ERR_FULL);
    first.verb = UPLOAD_REMOVE;
    assert_good(upload_call_wait(uploads(f), &first, &e));
    assert_good(upload_call_wait(uploads(f), &second, &e));
}

static void the_last_room_of_the_disk_is_not_for_files(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob_writer *w;
    struct upload_call c = begun(f, 6);
    blob_leave_free(store_blobs(f->store), UINT64_MAX);
    assert_good(blob_begin(store_blobs(f->store), &w, &e));
    assert_false(blob_write(w, S("abc"), &e));
    assert_int_equal(e.message, MSG_DISK_FULL);
    blob_abandon(w);
    assert_good(upload_resume(uploads(f), str_of(c.view.id), 0, &w, &e));
    assert_false(blob_write(w, S("abc"), &e));
    assert_int_equal(e.message, MSG_DISK_FULL);
    blob_abandon(w);
    blob_leave_free(store_blobs(f->store), 0);
    put(f, c.view.id, 0, S("abcdef"));
    assert_true(look(f, c.view.id, UPLOAD_FINISH).whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(an_interrupted_upload_goes_on_where_it_stood),
        STORED(it_goes_on_after_a_restart_and_is_hashed_anew),
        STORED(bytes_that_were_not_promised_are_cut_off),
        STORED(a_torn_mark_leaves_the_one_before),
        STORED(a_line_that_cannot_be_read_stops_the_start_and_nothing_is_thrown_away),
        STORED(a_start_short_of_descriptors_throws_nothing_away),
        STORED(two_writers_at_once_cannot_tear_it),
        STORED(who_was_silent_for_long_is_taken_over),
        STORED(once_kept_only_its_line_stays),
        STORED(what_is_not_touched_expires),
        STORED(one_unit_cannot_fill_the_table),
        STORED(what_cannot_fit_is_refused_before_it_is_sent),
        STORED(what_others_have_begun_is_counted),
        STORED(the_last_room_of_the_disk_is_not_for_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
