/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/answer.h"

static void the_answer_goes_to_who_handed_it_in(void **state)
{
    static const struct {
        struct letter_marks m;
        const char *address;
    } cases[] = {
        {{.from = S("a@b.cn")}, "a@b.cn"},
        {{.from = S("a@b.cn"), .return_path = S("<c@d.cn>")}, "c@d.cn"},
        {{.from = S("a@b.cn"), .return_path = S(" < c@d.cn > ")}, "c@d.cn"},
        {{.from = S("a@b.cn"), .return_path = S("c@d.cn")}, "c@d.cn"},
        {{.from = S("a@b.cn"), .return_path = S("<>")}, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str address = answer_address(&cases[i].m);
        assert_int_equal(address.n, strlen(cases[i].address));
        assert_memory_equal(address.at, cases[i].address, address.n);
    }
}

static void what_must_not_be_answered_is_not(void **state)
{
    static const struct {
        struct letter_marks m;
        enum silence silence;
    } cases[] = {
        {{.from = S("a@b.cn")}, SILENCE_NONE},
        {{.from = S("a@b.cn"), .auto_submitted = S("no")}, SILENCE_NONE},
        {{.from = S("a@b.cn"), .auto_submitted = S(" No ; x=y")}, SILENCE_NONE},
        {{.from = S("a@b.cn"), .precedence = S("first-class")}, SILENCE_NONE},
        {{.from = S("a@b.cn"), .suppress = S("None")}, SILENCE_NONE},
        {{.from = S("a@b.cn"), .type = S("multipart/mixed; boundary=report")}, SILENCE_NONE},
        {{.from = S("reporter@b.cn")}, SILENCE_NONE},
        {{.from = S("a@b.cn"), .auto_submitted = S("auto-generated")}, SILENCE_AUTOMATIC},
        {{.from = S("a@b.cn"), .auto_submitted = S("Auto-Replied; owner-email=x")}, SILENCE_AUTOMATIC},
        {{.from = S("a@b.cn"), .suppress = S("OOF, AutoReply")}, SILENCE_AUTOMATIC},
        {{.from = S("a@b.cn"), .type = S("multipart/report; report-type=delivery-status")}, SILENCE_AUTOMATIC},
        {{.from = S("a@b.cn"), .precedence = S("BULK")}, SILENCE_LIST},
        {{.from = S("a@b.cn"), .precedence = S("junk")}, SILENCE_LIST},
        {{.from = S("a@b.cn"), .precedence = S(" list")}, SILENCE_LIST},
        {{.from = S("a@b.cn"), .list = S("<x.b.cn>")}, SILENCE_LIST},
        {{.from = S("a@b.cn"), .return_path = S("<>")}, SILENCE_NOBODY},
        {{.from = S("")}, SILENCE_NOBODY},
        {{.from = S("MAILER-DAEMON@b.cn")}, SILENCE_ROBOT},
        {{.from = S("a@b.cn"), .return_path = S("<Postmaster@b.cn>")}, SILENCE_ROBOT},
        {{.from = S("no-reply@b.cn"), .return_path = S("<a@b.cn>")}, SILENCE_ROBOT},
        {{.from = S("owner-all@b.cn")}, SILENCE_ROBOT},
        {{.from = S("all-request@b.cn")}, SILENCE_ROBOT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (answer_silence(&cases[i].m) != cases[i].silence)
            fail_msg("case %zu: %d", i, answer_silence(&cases[i].m));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_goes_to_who_handed_it_in),
        cmocka_unit_test(what_must_not_be_answered_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
