/* SPDX-License-Identifier: Apache-2.0 */
/* On a real one, where SKILLWEEK_TEST_BUCKET names it (tests/bucket); addresses without. */
#include "store/test_store.h"

#include "base/hash.h"
#include "format/listing.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct place {
    struct arena *arena;
    struct bucket_options options;
    struct bucket *bucket;
};

static int setup(void **state)
{
    static int made;
    char prefix[32];
    struct arena *a = arena_new("test", 64 << 20);
    struct place *p = arena_one(a, struct place);
    snprintf(prefix, sizeof prefix, "c%d/%d", (int)getpid(), made++);
    p->arena = a;
    p->options = test_bucket(a, prefix);
    if (p->options.name.n)
        p->bucket = bucket_open(a, &p->options);
    *state = p;
    return 0;
}

static int teardown(void **state)
{
    struct place *p = *state;
    if (p->bucket)
        bucket_close(p->bucket);
    arena_free(p->arena);
    return 0;
}

#define on_a_bucket(p)    \
    do                    \
        if (!(p)->bucket) \
            skip();       \
    while (0)

static int file_of(struct str bytes)
{
    struct err e = {0};
    char path[] = "/tmp/skillweek-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    unlink(path);
    assert_good(fd_write(fd, bytes, &e));
    return fd;
}

/* ---- addresses ---- */

static void an_address_names_bucket_and_prefix(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *prefix;
    } good[] = {{"s3://week", "week", ""},
                {"s3://week/", "week", ""},
                {"s3://week/hefei", "week", "hefei"},
                {"s3://my.week-1/a/b_c.d/", "my.week-1", "a/b_c.d"}};
    static const char *const bad[] = {"week",           "s3://",         "s3:///a",      "https://week/a",
                                      "s3://week//a",   "s3://w k/a",    "s3://week/学", "s3://week/a?b",
                                      "s3://week/../a", "s3://week/a%20"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct bucket_options o = {0};
        assert_true(bucket_address_read(str_of(good[i].text), &o));
        assert_true(str_eq(o.name, str_of(good[i].name)) && str_eq(o.prefix, str_of(good[i].prefix)));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bucket_options o = {0};
        if (bucket_address_read(str_of(bad[i]), &o))
            fail_msg("taken: %s", bad[i]);
    }
}

static void only_this_machine_is_asked_without_tls(void **state)
{
    (void)state;
    assert_true(bucket_endpoint_fits(S("https://s3.cn-north-1.amazonaws.com.cn")));
    assert_true(bucket_endpoint_fits(S("http://127.0.0.1:9000")) && bucket_endpoint_fits(S("http://[::1]:9000")));
    assert_true(bucket_endpoint_fits(S("http://week.localhost:9000")));
    assert_false(bucket_endpoint_fits(S("http://10.0.0.5:9000")));
    assert_false(bucket_endpoint_fits(S("")));
}

/* ---- objects ---- */

static void an_object_is_put_looked_at_read_and_removed(void **state)
{
    struct place *p = *state;
    struct err e = {0};
    struct listed seen;
    struct str text;
    on_a_bucket(p);
    int fd = file_of(S("合肥"));
    assert_good(bucket_put(p->bucket, S("ab/cd"), fd, 6, sha256_of(S("合肥")), &e));
    close(fd);
    assert_good(bucket_get_text(p->bucket, p->arena, S("ab/cd"), 100, &text, &e));
    assert_true(str_eq(text, S("合肥")));
    assert_good(bucket_look(p->bucket, S("ab/cd"), &seen, &e));
    assert_int_equal(seen.size, 6);
    assert_true(llabs(seen.modified.ms - clock_machine().ms) < 60000);
    assert_good(bucket_remove(p->bucket, S("ab/cd"), &e));
    assert_good(bucket_remove(p->bucket, S("ab/cd"), &e));
    assert_false(bucket_get_text(p->bucket, p->arena, S("ab/cd"), 100, &text, &e));
    assert_int_equal(e.code, ERR_MISSING);
    assert_false(bucket_look(p->bucket, S("ab/cd"), &seen, &e));
    assert_int_equal(e.code, ERR_MISSING);
    assert_true(bucket_state(p->bucket).well);
}

static void the_bucket_refuses_bytes_that_are_not_what_their_hash_says(void **state)
{
    struct place *p = *state;
    struct err e = {0};
    struct listed seen;
    on_a_bucket(p);
    int fd = file_of(S("altered on the way"));
    assert_false(bucket_put(p->bucket, S("ab/cd"), fd, 18, sha256_of(S("as it was")), &e));
    close(fd);
    assert_int_equal(e.code, ERR_BUSY);
    if (!strstr(e.detail, "BadDigest") && !strstr(e.detail, "SHA256Mismatch"))
        fail_msg("%s", e.detail);
    struct bucket *again = bucket_open(p->arena, &p->options); /* it is not thought to be away */
    assert_false(bucket_look(again, S("ab/cd"), &seen, &e));
    assert_int_equal(e.code, ERR_MISSING);
    bucket_close(again);
}

static void a_list_comes_page_by_page(void **state)
{
    struct place *p = *state;
    struct err e = {0};
    struct listing page;
    struct str from = {0};
    int pages = 0, seen = 0;
    on_a_bucket(p);
    for (int i = 0; i < 5; i++)
        assert_good(bucket_put_text(p->bucket, str_format(p->arena, "a%d/b~c", i), S("x"), &e));
    do {
        assert_good(bucket_list(p->bucket, p->arena, from, 2, &page, &e));
        for (size_t i = 0; i < page.n; i++, seen++)
            assert_true(str_eq(page.items[i].key, str_format(p->arena, "a%d/b~c", seen)) && page.items[i].size == 1);
        from = page.next;
        pages++;
    } while (from.n);
    assert_int_equal(seen, 5);
    assert_int_equal(pages, 3);
}

/* ---- refusals ---- */

static void refused(struct bucket_options o, struct arena *a, enum err_code code, enum message message)
{
    struct err e = {0};
    struct bucket *b = bucket_open(a, &o);
    assert_false(bucket_put_text(b, S("a"), S("x"), &e));
    if (e.code != code || e.message != message)
        fail_msg("%s, message %d: %s", err_name(e.code), (int)e.message, e.detail);
    assert_false(bucket_state(b).well);
    bucket_close(b);
}

static void another_key_is_refused_and_told(void **state)
{
    struct place *p = *state;
    char path[] = "/tmp/skillweek-test-XXXXXX";
    struct err e = {0};
    struct bucket_options o = p->options;
    on_a_bucket(p);
    int fd = mkstemp(path);
    assert_good(fd_write(fd, S("office:clerk\nwrong\n"), &e));
    o.key = str_of(path);
    refused(o, p->arena, ERR_FORBIDDEN, MSG_BUCKET_LOGIN);
    assert_int_equal(ftruncate(fd, 13), 0);
    refused(o, p->arena, ERR_FORBIDDEN, MSG_BUCKET_KEY);
    close(fd);
    unlink(path);
    refused(o, p->arena, ERR_FORBIDDEN, MSG_BUCKET_KEY);
}

static void a_bucket_that_is_not_there_is_told(void **state)
{
    struct place *p = *state;
    struct bucket_options o = p->options;
    on_a_bucket(p);
    o.name = S("no-such-bucket");
    refused(o, p->arena, ERR_FORBIDDEN, MSG_BUCKET_MISSING);
}

static void another_region_is_told(void **state)
{
    struct place *p = *state;
    struct bucket_options o = p->options;
    on_a_bucket(p);
    o.region = S("eu-north-9");
    refused(o, p->arena, ERR_FORBIDDEN, MSG_BUCKET_LOGIN);
}

static void a_server_that_is_not_there_is_asked_a_few_times_and_then_not_for_a_while(void **state)
{
    struct place *p = *state;
    struct bucket_options o = p->options;
    struct err e = {0};
    on_a_bucket(p);
    o.endpoint = S("http://127.0.0.1:9");
    struct bucket *b = bucket_open(p->arena, &o);
    int64_t began = clock_steady_ms();
    assert_false(bucket_put_text(b, S("a"), S("x"), &e));
    assert_true(e.code == ERR_BUSY && e.message == MSG_BUCKET_UNREACHED);
    assert_true(clock_steady_ms() - began < 5000);
    began = clock_steady_ms();
    assert_false(bucket_put_text(b, S("a"), S("x"), &e));
    assert_int_equal(e.code, ERR_BUSY);
    assert_true(clock_steady_ms() - began < 50);
    bucket_close(b);
}

/* Takes what is asked and hangs up. */
struct mute {
    int fd;
    _Atomic int asked;
    pthread_t thread;
};

static void *hear(void *arg)
{
    struct mute *m = arg;
    char piece[4096];
    for (int fd; (fd = accept(m->fd, NULL, NULL)) >= 0;) {
        m->asked++;
        if (read(fd, piece, sizeof piece) < 0)
            print_error("nothing is asked\n");
        close(fd);
    }
    return NULL;
}

static void a_removal_is_asked_for_once(void **state)
{
    struct place *p = *state;
    struct bucket_options o = p->options;
    struct err e = {0};
    struct listed seen;
    struct mute m = {.fd = socket(AF_INET, SOCK_STREAM, 0)};
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    on_a_bucket(p);
    assert_false(bind(m.fd, (struct sockaddr *)&at, n) || listen(m.fd, 8) ||
                 getsockname(m.fd, (struct sockaddr *)&at, &n) || pthread_create(&m.thread, NULL, hear, &m));
    o.endpoint = str_format(p->arena, "http://127.0.0.1:%d", ntohs(at.sin_port));
    struct bucket *remover = bucket_open(p->arena, &o), *looker = bucket_open(p->arena, &o);
    assert_false(bucket_remove(remover, S("a"), &e));
    assert_int_equal(e.code, ERR_BUSY);
    bucket_close(remover);
    assert_int_equal(m.asked, 1);
    assert_false(bucket_look(looker, S("a"), &seen, &e));
    bucket_close(looker);
    shutdown(m.fd, SHUT_RDWR);
    pthread_join(m.thread, NULL);
    close(m.fd);
    assert_int_equal(m.asked, 4);
}

static void a_host_may_be_the_buckets_own(void **state)
{
    struct place *p = *state;
    struct bucket_options o = p->options;
    struct err e = {0};
    struct str text;
    on_a_bucket(p);
    struct str port = str_from(o.endpoint, str_find(o.endpoint, S("127.0.0.1")) + 9);
    o.endpoint = str_format(p->arena, "http://" STR_FMT ".localhost" STR_FMT, STR_ARG(o.name), STR_ARG(port));
    struct bucket *b = bucket_open(p->arena, &o);
    assert_good(bucket_put_text(b, S("a"), S("x"), &e));
    assert_good(bucket_get_text(p->bucket, p->arena, S("a"), 10, &text, &e));
    bucket_close(b);
}

int main(void)
{
#define WITH(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_names_bucket_and_prefix),
        cmocka_unit_test(only_this_machine_is_asked_without_tls),
        WITH(an_object_is_put_looked_at_read_and_removed),
        WITH(the_bucket_refuses_bytes_that_are_not_what_their_hash_says),
        WITH(a_list_comes_page_by_page),
        WITH(another_key_is_refused_and_told),
        WITH(a_bucket_that_is_not_there_is_told),
        WITH(another_region_is_told),
        WITH(a_server_that_is_not_there_is_asked_a_few_times_and_then_not_for_a_while),
        WITH(a_removal_is_asked_for_once),
        WITH(a_host_may_be_the_buckets_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
