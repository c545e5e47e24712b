/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "store/test_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int files_in(struct fixture *f, const char *folder)
{
    char path[160];
    int n = 0;
    snprintf(path, sizeof path, "%s/blobs/%s", f->folder, folder);
    DIR *dir = opendir(path);
    if (!dir)
        return 0;
    for (struct dirent *entry; (entry = readdir(dir));)
        n += entry->d_name[0] != '.';
    closedir(dir);
    return n;
}

static void a_blob_is_named_by_its_bytes(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    char bytes[8] = {0};
    int fd;
    uint64_t size;
    struct blob b = test_blob(f, S("abc"));
    /* FIPS 180-4, example of one block */
    assert_true(
        str_eq(blob_id_text(f->arena, b.id), S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
    assert_int_equal(b.size, 3);
    assert_true(b.head_size == 3 && b.head[0] == 'a');
    assert_good(blob_open(store_blobs(f->store), b.id, &fd, &size, &e));
    assert_int_equal(size, 3);
    assert_int_equal(read(fd, bytes, sizeof bytes), 3);
    assert_string_equal(bytes, "abc");
    close(fd);
    assert_good(blob_verify(store_blobs(f->store), b.id, &e));
}

static void the_same_bytes_are_kept_once(void **state)
{
    struct fixture *f = *state;
    struct blob one = test_blob(f, S("abc")), two = test_blob(f, S("abc"));
    assert_memory_equal(one.id.sha256, two.id.sha256, 32);
    assert_int_equal(files_in(f, "ba"), 1);
    assert_int_equal(files_in(f, "tmp"), 0);
}

static void an_abandoned_upload_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob_writer *w;
    assert_good(blob_begin(store_blobs(f->store), &w, &e));
    assert_good(blob_write(w, S("half a"), &e));
    assert_int_equal(files_in(f, "tmp"), 1);
    blob_abandon(w);
    assert_int_equal(files_in(f, "tmp"), 0);
}

static void uploads_cut_off_by_a_stop_are_thrown_away(void **state)
{
    struct fixture *f = *state;
    char path[160];
    snprintf(path, sizeof path, "%s/blobs/tmp/1", f->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    test_reopen(f);
    assert_int_equal(files_in(f, "tmp"), 0);
}

static void a_large_blob_comes_in_pieces(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    static char piece[100000];
    struct blob_writer *w;
    struct blob b;
    assert_good(blob_begin(store_blobs(f->store), &w, &e));
    for (int i = 0; i < 50; i++) {
        piece[i * 7] = (char)i;
        assert_good(blob_write(w, (struct str){piece, sizeof piece}, &e));
    }
    assert_good(blob_finish_wait(w, &b, &e));
    assert_int_equal(b.size, 5000000);
    assert_int_equal(b.head_size, 64);
    assert_good(blob_verify(store_blobs(f->store), b.id, &e));
}

static void what_is_not_there_is_missing(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob_id id = {{1, 2, 3}}, back;
    int fd;
    uint64_t size;
    assert_false(blob_open(store_blobs(f->store), id, &fd, &size, &e));
    assert_int_equal(e.code, ERR_MISSING);
    assert_true(blob_id_read(blob_id_text(f->arena, id), &back));
    assert_memory_equal(id.sha256, back.sha256, 32);
    assert_false(blob_id_read(S("../../etc/passwd"), &back));
}

/* ---- a full disk, as SQLite tells it ---- */

static bool fill_up(void *arg, struct tx *tx, struct err *e)
{
    return setting_put(tx, S("big"), *(struct str *)arg, e);
}

static void a_full_disk_refuses_and_recovers_by_itself(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct err e = {0};
    struct str big = {arena_alloc(f->arena, 4 << 20), 4 << 20}, value;
    assert_int_equal(sqlite3_exec(f->store->writer.reader.db, "pragma max_page_count=60", NULL, NULL, NULL), SQLITE_OK);
    assert_false(test_op(f, fill_up, &big, &e));
    assert_int_equal(e.code, ERR_FULL);
    assert_good(setting_read(store_reader(f->store), f->arena, S("rehearsal"), &value, &e)); /* reads live */
    assert_int_equal(sqlite3_exec(f->store->writer.reader.db, "pragma max_page_count=100000", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_good(test_op(f, fill_up, &big, &e));
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

static void a_broken_blob_is_put_aside_and_made_whole_by_the_same_bytes(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob b = test_blob(f, S("bytes of a photo"));
    struct str hex = blob_id_text(f->arena, b.id);
    char aside[160];
    snprintf(aside, sizeof aside, "%s/blobs/broken/%.64s", f->folder, hex.at);
    test_of_folder();
    assert_good(blob_check(store_blobs(f->store), b.id, &e));
    assert_true(blob_is_checked(store_blobs(f->store), b.id));
    test_reopen(f); /* and reads anew */
    assert_false(blob_is_checked(store_blobs(f->store), b.id));
    test_break_blob(f, b.id);
    assert_false(blob_check(store_blobs(f->store), b.id, &e));
    assert_int_equal(e.message, MSG_BLOB_BROKEN);
    assert_int_equal(access(aside, R_OK), 0);
    assert_false(blob_check(store_blobs(f->store), b.id, &e));
    assert_int_equal(e.code, ERR_MISSING);
    test_blob(f, S("bytes of a photo"));
    assert_good(blob_check(store_blobs(f->store), b.id, &e));
}

/* The file that bears its name is broken and nobody has read it yet. */
static void the_same_bytes_make_whole_what_nobody_knows_is_broken(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob b = test_blob(f, S("bytes of a photo"));
    test_break_blob(f, b.id);
    test_blob(f, S("bytes of a photo"));
    assert_good(blob_verify(store_blobs(f->store), b.id, &e));
}

struct check {
    struct blob_store *blobs;
    struct blob_id id;
    bool whole;
};

static void *check_it(void *arg)
{
    struct check *c = arg;
    struct err e = {0};
    c->whole = blob_check(c->blobs, c->id, &e);
    return NULL;
}

/* A pipe stands in for a file on a slow disk: its last byte comes when the test says so. */
static void what_is_handed_in_while_the_broken_one_is_read_stays(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob b = test_blob(f, S("bytes of a photo"));
    struct str hex = blob_id_text(f->arena, b.id);
    struct check c = {store_blobs(f->store), b.id, false};
    char path[160];
    pthread_t thread;
    snprintf(path, sizeof path, "%s/blobs/%.2s/%.62s", f->folder, hex.at, hex.at + 2);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(pthread_create(&thread, NULL, check_it, &c), 0);
    int slow = open(path, O_WRONLY);
    assert_int_equal(write(slow, "other bytes", 11), 11);
    test_blob(f, S("bytes of a photo"));
    close(slow);
    pthread_join(thread, NULL);
    assert_good(blob_verify(store_blobs(f->store), b.id, &e));
    assert_true(c.whole);
}

/* The low bits of a blob's name anybody can choose. */
static void files_of_like_names_are_read_once_each(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct blob_id ids[4] = {0};
    int n = 0;
    for (int i = 0; n < 4; i++) {
        struct str text = str_format(f->arena, "%d", i);
        struct sha256 hash = sha256_of(text);
        if (hash.bytes[0] == 7 && hash.bytes[1] % 16 == 7)
            ids[n++] = test_blob(f, text).id;
    }
    for (int i = 0; i < 4; i++)
        assert_good(blob_check(store_blobs(f->store), ids[i], &e));
    for (int i = 0; i < 4; i++)
        assert_true(blob_is_checked(store_blobs(f->store), ids[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_blob_is_named_by_its_bytes),
        STORED(the_same_bytes_are_kept_once),
        STORED(an_abandoned_upload_leaves_nothing),
        STORED(uploads_cut_off_by_a_stop_are_thrown_away),
        STORED(a_large_blob_comes_in_pieces),
        STORED(what_is_not_there_is_missing),
        STORED(a_full_disk_refuses_and_recovers_by_itself),
        STORED(files_of_like_names_are_read_once_each),
        STORED(a_broken_blob_is_put_aside_and_made_whole_by_the_same_bytes),
        STORED(the_same_bytes_make_whole_what_nobody_knows_is_broken),
        STORED(what_is_handed_in_while_the_broken_one_is_read_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
