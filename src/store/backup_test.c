/* SPDX-License-Identifier: Apache-2.0 */
#include "store/test_store.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder that was made for it, perhaps a disk's own, is kept; a file that is no backup leaves it as it was. */
static void a_restore_takes_an_empty_folder_and_no_other(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct backup_counts n;
    struct stat before, after;
    char path[96], folder[96], lost[112];
    snprintf(path, sizeof path, "%s/backup.tar", f->folder);
    snprintf(folder, sizeof folder, "%s/restored", f->folder);
    snprintf(lost, sizeof lost, "%s/lost+found", folder);
    assert_good(store_backup(f->arena, f->store, str_of(path), &n, &e));
    assert_false(mkdir(folder, 0700) || mkdir(lost, 0700) || stat(folder, &before));
    assert_false(store_restore(f->arena, S("/proc/self/maps"), str_of(folder), S(""), &n, &e));
    assert_int_equal(e.message, MSG_BACKUP_DAMAGED);
    assert_good(store_restore(f->arena, str_of(path), str_of(folder), S(""), &n, &e));
    assert_int_equal(stat(folder, &after), 0);
    assert_true(before.st_ino == after.st_ino);
    assert_false(store_restore(f->arena, str_of(path), str_of(folder), S(""), &n, &e));
    assert_int_equal(e.message, MSG_RESTORE_NOT_EMPTY);
    snprintf(lost, sizeof lost, "%s/no/where", f->folder);
    assert_false(store_restore(f->arena, str_of(path), str_of(lost), S(""), &n, &e));
    assert_int_not_equal(e.message, MSG_RESTORE_NOT_EMPTY);
}

/* Until then the bucket lacks some of them; whoever goes on without it has them all here. */
static void until_all_are_in_a_bucket_a_backup_has_the_attachments(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct backup_counts n;
    bool again;
    struct report_record rep = test_report(f, 0, "s-1", "{}");
    struct blob b = test_blob(f, S("bytes of a photo"));
    struct report_file file = {.blob = b.id, .part = S("p"), .name = S("n"), .type = S("image/png"), .size = 16};
    struct binding binding = binding_new();
    arena_push(f->arena, &rep.files, file);
    report_hash(&rep);
    assert_good(test_send(f, &rep, 0, &again, &e));
    struct str path = str_format(f->arena, "%s/backup.tar", f->folder);
    assert_good(binding_write(f->store, BINDING_BUCKET, &binding, &e));
    assert_good(store_backup(f->arena, f->store, path, &n, &e));
    assert_true(n.blobs == 1 && !n.elsewhere);
    binding.whole = true;
    assert_good(binding_write(f->store, BINDING_BUCKET, &binding, &e));
    assert_good(store_backup(f->arena, f->store, path, &n, &e));
    assert_true(n.blobs == 0 && n.elsewhere);
}

static void a_backup_restores_to_the_same(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct backup_counts out, in;
    struct verify_counts counts;
    struct store *s;
    bool again;
    char path[96], folder[96];
    struct report_record rep = test_report(f, 0, "s-1", "{}"), kept;
    struct blob b = test_blob(f, S("bytes of a photo"));
    struct report_file file = {.blob = b.id, .part = S("p"), .name = S("n"), .type = S("image/png"), .size = 16};
    arena_push(f->arena, &rep.files, file);
    report_hash(&rep);
    assert_good(test_send(f, &rep, 0, &again, &e));
    snprintf(path, sizeof path, "%s/backup.tar", f->folder);
    snprintf(folder, sizeof folder, "%s/restored", f->folder);
    assert_good(store_backup(f->arena, f->store, str_of(path), &out, &e));
    assert_int_equal(out.blobs, 1);
    assert_good(store_restore(f->arena, str_of(path), str_of(folder), S(""), &in, &e));
    assert_int_equal(in.bytes, out.bytes);
    assert_good(store_open(f->arena, str_of(folder), (struct store_options){0}, &s, &e));
    assert_good(store_verify(f->arena, s, &(struct verify_options){0}, &counts, &e));
    assert_int_equal(counts.blobs, 1);
    assert_good(report_read(store_reader(s), f->arena, rep.obligation, 1, &kept, &e));
    assert_memory_equal(kept.hash, rep.hash, 32);
    store_close(s);
    assert_false(store_restore(f->arena, str_of(path), str_of(folder), S(""), &in, &e));
    assert_int_equal(e.message, MSG_RESTORE_NOT_EMPTY);
    assert_int_equal(truncate(path, 20000), 0);
    strcat(folder, "2");
    assert_false(store_restore(f->arena, str_of(path), str_of(folder), S(""), &in, &e));
    assert_int_equal(e.message, MSG_BACKUP_DAMAGED);
}

/* Names are mistaken for one another: the store's own for the backup's, somebody's file, a device. */
static void a_backup_replaces_a_backup_and_nothing_else(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct backup_counts n;
    char path[96], other[96];
    snprintf(path, sizeof path, "%s/backup.tar", f->folder);
    for (int i = 0; i < 2; i++)
        assert_good(store_backup(f->arena, f->store, str_of(path), &n, &e));
    snprintf(other, sizeof other, "%s/skillweek.db", f->folder);
    assert_false(store_backup(f->arena, f->store, str_of(other), &n, &e));
    assert_int_equal(e.message, MSG_BACKUP_OVER);
    snprintf(other, sizeof other, "%s/skillweek", f->folder);
    assert_good(store_backup(f->arena, f->store, str_of(other), &n, &e));
    snprintf(other, sizeof other, "%s/pipe", f->folder);
    assert_int_equal(mkfifo(other, 0600), 0);
    assert_false(store_backup(f->arena, f->store, str_of(other), &n, &e));
    assert_int_equal(e.message, MSG_BACKUP_OVER);
    assert_false(store_backup(f->arena, f->store, str_of(f->folder), &n, &e));
    assert_int_equal(e.message, MSG_BACKUP_OVER);
    test_reopen(f);
}

/* Of two that overlap one said that it was done, and had written an empty store. */
static void two_backups_do_not_write_one_file(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct backup_counts n;
    char path[96], part[112], folder[96];
    snprintf(path, sizeof path, "%s/backup.tar", f->folder);
    snprintf(part, sizeof part, "%s.part", path);
    snprintf(folder, sizeof folder, "%s/restored", f->folder);
    int other = open(part, O_WRONLY | O_CREAT, 0600);
    assert_true(other >= 0 && !flock(other, LOCK_EX | LOCK_NB) && write(other, "half", 4) == 4);
    assert_false(store_backup(f->arena, f->store, str_of(path), &n, &e));
    assert_int_equal(e.message, MSG_BACKUP_RUNNING);
    assert_int_equal(lseek(other, 0, SEEK_END), 4);
    close(other); /* killed: what it left is written over */
    assert_good(store_backup(f->arena, f->store, str_of(path), &n, &e));
    assert_good(store_restore(f->arena, str_of(path), str_of(folder), S(""), &n, &e));
}

/* A report with one attachment; its path in the folder. */
static const char *send_attachment(struct fixture *f)
{
    struct err e = {0};
    struct report_record rep = test_report(f, 0, "s-1", "{}");
    struct report_file file = {.blob = test_blob(f, S("bytes of a photo")).id, .type = S("image/png"), .size = 16};
    struct str hex = blob_id_text(f->arena, file.blob);
    bool again;
    arena_push(f->arena, &rep.files, file);
    report_hash(&rep);
    assert_good(test_send(f, &rep, 0, &again, &e));
    return str_z(f->arena, str_format(f->arena, "%s/blobs/%.2s/%.62s", f->folder, hex.at, hex.at + 2));
}

/* An attachment that is lost is named, and keeps nothing else from being saved. */
static void a_backup_goes_on_where_an_attachment_is_gone(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct backup_counts n;
    struct store *s;
    struct verify_counts counts;
    char path[96], folder[96];
    const char *blob = send_attachment(f);
    snprintf(path, sizeof path, "%s/backup.tar", f->folder);
    snprintf(folder, sizeof folder, "%s/restored", f->folder);
    assert_int_equal(unlink(blob), 0);
    assert_good(store_backup(f->arena, f->store, str_of(path), &n, &e));
    assert_int_equal(n.blobs, 0);
    assert_true(n.gone.n == 1 && str_starts(str_of(strrchr(blob, '/') + 1), str_from(n.gone.items[0], 2)));
    assert_good(store_restore(f->arena, str_of(path), str_of(folder), S(""), &n, &e));
    assert_good(store_open(f->arena, str_of(folder), (struct store_options){0}, &s, &e));
    assert_good(store_verify(f->arena, s, &(struct verify_options){.skip_blobs = true}, &counts, &e));
    assert_int_equal(counts.reports, 1);
    store_close(s);
}

struct copying {
    struct fixture *f;
    struct arena *arena;
    bool verifies, good;
    struct backup_counts n;
    struct err err;
};

static void *copy_all(void *arg)
{
    struct copying *c = arg;
    struct verify_counts counts;
    struct str path = str_format(c->arena, "%s/backup.tar", c->f->folder);
    c->good = c->verifies ? store_verify(c->arena, c->f->store, &(struct verify_options){0}, &counts, &c->err)
                          : store_backup(c->arena, c->f->store, path, &c->n, &c->err);
    return NULL;
}

/* Nobody who looks keeps the log from being written anew from its beginning. */
static bool log_is_free(struct fixture *f)
{
    char path[128];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/skillweek.db", f->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "select count(*) from setting", NULL, NULL, NULL), SQLITE_OK); /* finds the log */
    int code = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    sqlite3_close(db);
    return code == SQLITE_OK;
}

static bool keep_something(void *arg, struct tx *tx, struct err *e)
{
    (void)arg;
    return setting_put(tx, S("key"), S("value"), e);
}

/* In the attachment's place stands a pipe: whoever reads it waits for us, as for many that take an hour. */
static void the_log_is_held_up_by_none_that_reads_attachments(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    const char *blob = send_attachment(f), *kept = str_z(f->arena, str_format(f->arena, "%s.kept", blob));
    for (int verifies = 0; verifies < 2; verifies++) {
        struct copying c = {.f = f, .arena = arena_new("copying", 1 << 24), .verifies = verifies};
        pthread_t thread;
        assert_true(!rename(blob, kept) && !mkfifo(blob, 0600));
        assert_good(test_op(f, keep_something, NULL, &e));
        assert_int_equal(pthread_create(&thread, NULL, copy_all, &c), 0);
        int pipe = open(blob, O_WRONLY);
        bool is_free = log_is_free(f);
        assert_int_equal(rename(kept, blob), 0);
        close(pipe);
        pthread_join(thread, NULL);
        assert_true(is_free);
        assert_true(verifies ? c.err.message == MSG_VERIFY_BLOB : c.good && c.n.broken.n == 1);
        arena_free(c.arena);
    }
}

/* The last byte of the only attachment is another one: all before it, the store too, has been written by then. */
static void a_folder_whose_restore_failed_is_opened_by_nobody(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct backup_counts n;
    struct store *s;
    char path[96], folder[96];
    struct report_record rep = test_report(f, 0, "s-1", "{}");
    struct report_file file = {.blob = test_blob(f, S("bytes of a photo")).id, .type = S("image/png"), .size = 16};
    bool again;
    arena_push(f->arena, &rep.files, file);
    report_hash(&rep);
    assert_good(test_send(f, &rep, 0, &again, &e));
    snprintf(path, sizeof path, "%s/backup.tar", f->folder);
    snprintf(folder, sizeof folder, "%s/restored", f->folder);
    assert_good(store_backup(f->arena, f->store, str_of(path), &n, &e));
    FILE *tar = fopen(path, "r+");
    fseek(tar, -3 * 512 + 15, SEEK_END);
    fputc('x', tar);
    fclose(tar);
    assert_false(store_restore(f->arena, str_of(path), str_of(folder), S(""), &n, &e));
    assert_int_equal(e.message, MSG_VERIFY_BLOB);
    static const struct store_options ways[] = {{.create = true}, {0}, {.any = true, .readonly = true}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        assert_false(store_open(f->arena, str_of(folder), ways[i], &s, &e));
        assert_int_equal(e.message, MSG_STORE_PART);
    }
}

static void a_restore_of_no_backup_makes_no_folder(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct backup_counts n;
    char folder[96];
    snprintf(folder, sizeof folder, "%s/restored", f->folder);
    assert_false(store_restore(f->arena, S("/tmp/skillweek-no-such-backup"), str_of(folder), S(""), &n, &e));
    assert_int_equal(e.message, MSG_BACKUP_MISSING);
    assert_int_not_equal(access(folder, F_OK), 0);
}

/* Two reports, each with a file; the first file's bytes are altered on the disk, and found (aside) or not. */
static struct str break_one(struct fixture *f, bool aside)
{
    struct err e = {0};
    bool again;
    struct blob broken = test_blob(f, S("bytes of a photo")), whole = test_blob(f, S("bytes of another"));
    struct report_record one = test_report(f, 0, "s-1", "{}"), two = test_report(f, 1, "s-2", "{}");
    struct report_file file = {.blob = broken.id, .part = S("p"), .name = S("n"), .type = S("image/png"), .size = 16};
    arena_push(f->arena, &one.files, file);
    file.blob = whole.id;
    arena_push(f->arena, &two.files, file);
    report_hash(&one);
    report_hash(&two);
    assert_good(test_send(f, &one, 0, &again, &e));
    assert_good(test_send(f, &two, 0, &again, &e));
    test_break_blob(f, broken.id);
    if (aside)
        assert_false(blob_check(store_blobs(f->store), broken.id, &e));
    return blob_id_text(f->arena, broken.id);
}

static void backup_with_a_broken_file(struct fixture *f, bool aside)
{
    struct err e = {0};
    struct backup_counts out, in;
    struct verify_counts counts;
    struct store *s;
    char path[96], folder[96];
    struct str hex = break_one(f, aside);
    snprintf(path, sizeof path, "%s/backup.tar", f->folder);
    snprintf(folder, sizeof folder, "%s/restored", f->folder);
    assert_good(store_backup(f->arena, f->store, str_of(path), &out, &e));
    assert_int_equal(out.blobs, 1);
    assert_int_equal(out.broken.n, 1);
    assert_true(str_eq(out.broken.items[0], hex));
    assert_good(store_restore(f->arena, str_of(path), str_of(folder), S(""), &in, &e));
    assert_int_equal(in.blobs, 1);
    assert_int_equal(in.bytes, out.bytes);
    assert_int_equal(in.broken.n, 1);
    assert_true(str_eq(in.broken.items[0], hex));
    assert_good(store_open(f->arena, str_of(folder), (struct store_options){0}, &s, &e));
    assert_false(store_verify(f->arena, s, &(struct verify_options){0}, &counts, &e));
    assert_int_equal(e.message, MSG_VERIFY_BLOB);
    assert_true(str_eq(str_of(e.args[0]), hex));
    store_close(s);
}

static void a_backup_saves_all_but_a_broken_file_and_names_it(void **state)
{
    backup_with_a_broken_file(*state, false);
}

static void a_backup_names_a_file_that_was_put_aside(void **state)
{
    backup_with_a_broken_file(*state, true);
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_restore_takes_an_empty_folder_and_no_other),
        STORED(until_all_are_in_a_bucket_a_backup_has_the_attachments),
        STORED(a_backup_restores_to_the_same),
        STORED(a_backup_replaces_a_backup_and_nothing_else),
        STORED(two_backups_do_not_write_one_file),
        STORED(a_backup_goes_on_where_an_attachment_is_gone),
        STORED(the_log_is_held_up_by_none_that_reads_attachments),
        STORED(a_folder_whose_restore_failed_is_opened_by_nobody),
        STORED(a_restore_of_no_backup_makes_no_folder),
        STORED(a_backup_saves_all_but_a_broken_file_and_names_it),
        STORED(a_backup_names_a_file_that_was_put_aside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
