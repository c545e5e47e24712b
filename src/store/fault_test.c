/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The disk fails at the n-th write or sync, for n = 1, 2, 3 …: nothing that was acknowledged is lost, nothing comes
 * twice, and after a failed sync nothing is acknowledged at all.
 */
#include "store/test_store.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the failing disk ---- */

static _Atomic int writes_left = -1, syncs_left = -1; /* -1: all is well */
static int failure = EIO;

static bool fails(_Atomic int *left)
{
    if (*left < 0)
        return false;
    if (*left > 0) {
        --*left;
        return false;
    }
    errno = failure;
    return true;
}

/* SQLite calls these by the names of the C library; the program's own come first. */
int fdatasync(int fd);
int fdatasync(int fd)
{
    return fails(&syncs_left) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd);
int fsync(int fd)
{
    return fails(&syncs_left) ? -1 : (int)syscall(SYS_fsync, fd);
}

static ssize_t failing_pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    return fails(&writes_left) ? -1 : (ssize_t)syscall(SYS_pwrite64, fd, bytes, n, at);
}

static void hook_writes(void)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)failing_pwrite);
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)failing_pwrite);
}

/* ---- no memory, once ---- */

static sqlite3_mem_methods memory;
static _Atomic int allocations_left = -1;

static bool is_short(void)
{
    return allocations_left >= 0 && allocations_left-- == 0;
}

static void *short_malloc(int n)
{
    return is_short() ? NULL : memory.xMalloc(n);
}

static void *short_realloc(void *p, int n)
{
    return is_short() ? NULL : memory.xRealloc(p, n);
}

static void hook_memory(void)
{
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory), SQLITE_OK);
    sqlite3_mem_methods hooked = memory;
    hooked.xMalloc = short_malloc;
    hooked.xRealloc = short_realloc;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &hooked), SQLITE_OK);
}

/* ---- tests ---- */

static void every_write_may_fail(struct fixture *f, int why, enum err_code told)
{
    struct err e = {0};
    struct verify_counts counts;
    struct report_record kept;
    bool again, acknowledged = false;
    failure = why;
    hook_writes();
    for (int n = 0; !acknowledged && n < 50; n++) {
        struct report_record rep = test_report(f, 0, "s-1", "{}");
        writes_left = n;
        acknowledged = test_send(f, &rep, 0, &again, &e);
        if (!acknowledged)
            assert_int_equal(e.code, told);
        writes_left = -1;
        assert_int_equal(report_read(store_reader(f->store), f->arena, f->obligations[0], 0, &kept, &e), acknowledged);
    }
    assert_true(acknowledged && !again);
    test_reopen(f);
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
    assert_int_equal(counts.reports, 1);
}

static void a_full_disk_at_any_write_loses_nothing(void **state)
{
    test_of_sqlite();
    every_write_may_fail(*state, ENOSPC, ERR_FULL);
}

static void a_bad_write_anywhere_loses_nothing(void **state)
{
    test_of_sqlite();
    every_write_may_fail(*state, EIO, ERR_FAULT);
}

static void send_and_tell(struct fixture *f)
{
    struct err e = {0};
    bool again;
    struct report_record rep = test_report(f, 0, "s-1", "{}");
    if (!test_open(f, (struct store_options){0}, &f->store, &e))
        _exit(3);
    syncs_left = 0;
    _exit(test_send(f, &rep, 0, &again, &e) ? 1 : 2);
}

static void a_failed_sync_stops_the_process(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct err e = {0};
    struct verify_counts counts;
    int status;
    store_close(f->store);
    failure = EIO;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        send_and_tell(f);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
}

static void a_failed_sync_of_a_blob_stops_the_process(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    int status;
    store_close(f->store);
    failure = EIO;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        if (!test_open(f, (struct store_options){0}, &f->store, &e))
            _exit(3);
        syncs_left = 0;
        test_blob(f, S("photo"));
        _exit(1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
}

static void what_was_acknowledged_survives_a_kill(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    struct verify_counts counts;
    int told, status;
    uint32_t n, last = 0;
    pid_t child = test_storm(f, &told);
    while (last < 40 && read(told, &n, sizeof n) == sizeof n)
        last = n;
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    while (read(told, &n, sizeof n) == sizeof n)
        last = n;
    close(told);
    assert_true(last >= 40);
    assert_good(test_open(f, (struct store_options){0}, &f->store, &e));
    assert_good(store_verify(f->arena, f->store, &(struct verify_options){0}, &counts, &e));
    assert_in_range(counts.reports, last + 1, last + 2);
}

/* A loop's thread whose looks share a snapshot: the n-th allocation of its first round fails. */
struct short_round {
    struct fixture *f;
    int n;
    bool failed;
};

static void *first_round(void *arg)
{
    struct short_round *round = arg;
    struct fixture *f = round->f;
    struct arena *a = arena_new("round", (size_t)1 << 20);
    struct report_record kept;
    struct err e = {0};
    bool again;
    struct reader *r = store_reader(f->store);
    store_reader_rest(f->store);
    allocations_left = round->n;
    bool told = report_read(r, a, f->obligations[0], 0, &kept, &e);
    store_reader_rest(f->store);
    round->failed = allocations_left < 0;
    allocations_left = -1;
    assert_true(told || e.code != ERR_MISSING);
    uint32_t base = (uint32_t)round->n + 1;
    char sending[24];
    snprintf(sending, sizeof sending, "s-%u", base);
    struct report_record rep = test_report(f, 0, sending, "{}");
    assert_good(test_send(f, &rep, base, &again, &e));
    assert_good(report_read(r, a, f->obligations[0], 0, &kept, &e));
    assert_int_equal(kept.version, base + 1);
    arena_free(a);
    return NULL;
}

static void a_look_without_memory_leaves_the_next_one_whole(void **state)
{
    test_of_sqlite();
    struct fixture *f = *state;
    struct short_round round = {.f = f, .failed = true};
    struct err e = {0};
    bool again;
    struct report_record rep = test_report(f, 0, "s-0", "{}");
    assert_good(test_send(f, &rep, 0, &again, &e));
    for (; round.failed && round.n < 500; round.n++) {
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, first_round, &round), 0);
        assert_int_equal(pthread_join(thread, NULL), 0);
    }
    assert_false(round.failed);
    assert_true(round.n > 4);
}

#define STORED(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORED(a_full_disk_at_any_write_loses_nothing), STORED(a_bad_write_anywhere_loses_nothing),
        STORED(a_failed_sync_stops_the_process),        STORED(a_failed_sync_of_a_blob_stops_the_process),
        STORED(what_was_acknowledged_survives_a_kill),  STORED(a_look_without_memory_leaves_the_next_one_whole),
    };
    hook_memory();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
