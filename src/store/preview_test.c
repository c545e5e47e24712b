/* SPDX-License-Identifier: Apache-2.0 */
#include "store/preview.h"
#include "store/test_store.h"

#include <string.h>
#include <unistd.h>

static const struct blob_id photo = {.sha256 = {0xab, 0xcd, 1, 2, 3}};

static enum preview_kept look(struct fixture *f, int64_t hours_later, char *bytes_r)
{
    int fd = -1;
    uint64_t size = 0;
    struct instant now = {clock_machine().ms + hours_later * 3600000};
    enum preview_kept kept = preview_open(f->store, photo, now, &fd, &size);
    if (kept == PREVIEW_KEPT) {
        assert_int_equal(read(fd, bytes_r, 8), size);
        close(fd);
    }
    return kept;
}

static struct preview_writer begin(struct fixture *f)
{
    struct err e = {0};
    struct preview_writer w;
    assert_good(preview_begin(f->store, f->arena, photo, &w, &e));
    assert_int_equal(write(w.fd, "jpeg", 4), 4);
    return w;
}

static void a_preview_is_there_once_it_is_whole(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    char bytes[9] = "";
    assert_int_equal(look(f, 0, bytes), PREVIEW_UNTRIED);
    struct preview_writer w = begin(f);
    assert_int_equal(look(f, 0, bytes), PREVIEW_UNTRIED);
    assert_good(preview_keep(&w, &e));
    assert_int_equal(look(f, 1000, bytes), PREVIEW_KEPT);
    assert_string_equal(bytes, "jpeg");
}

static void one_that_cannot_be_is_tried_again_after_an_hour(void **state)
{
    struct fixture *f = *state;
    struct err e = {0};
    char bytes[9] = "";
    struct preview_writer w = begin(f);
    assert_good(preview_mark(&w, &e));
    assert_int_equal(look(f, 0, bytes), PREVIEW_IMPOSSIBLE);
    assert_int_equal(look(f, 2, bytes), PREVIEW_UNTRIED);
    w = begin(f);
    assert_good(preview_keep(&w, &e));
    assert_int_equal(look(f, 2, bytes), PREVIEW_KEPT);
}

static void an_abandoned_preview_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    char bytes[9] = "";
    struct preview_writer w = begin(f);
    preview_abandon(&w);
    assert_int_equal(look(f, 0, bytes), PREVIEW_UNTRIED);
    assert_int_not_equal(access(w.tmp, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_preview_is_there_once_it_is_whole, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(one_that_cannot_be_is_tried_again_after_an_hour, test_setup, test_teardown),
        cmocka_unit_test_setup_teardown(an_abandoned_preview_leaves_nothing, test_setup, test_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
