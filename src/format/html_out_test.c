/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "format/html_out.h"

static void nothing_that_was_written_becomes_markup(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 16);
    struct buf b = buf_new(a, 16);
    html_text(&b, S("<b title=\"x\" lang='y'>\x01R&D\n演练"));
    assert_string_equal(str_z(a, buf_str(&b)), "&lt;b title=&quot;x&quot; lang=&#39;y&#39;&gt;R&amp;D\n演练");
    arena_free(a);
}

static void each_line_is_a_paragraph_and_blank_ones_are_none(void **state)
{
    (void)state;
    struct arena *a = arena_new("test", 1 << 16);
    struct buf b = buf_new(a, 16);
    html_paragraphs(&b, S("　　一<二\n\n 　\n三"));
    assert_string_equal(str_z(a, buf_str(&b)), "<p>一&lt;二</p>\n<p>三</p>\n");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_that_was_written_becomes_markup),
        cmocka_unit_test(each_line_is_a_paragraph_and_blank_ones_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
