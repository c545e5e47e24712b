/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mail/address.h"

static void an_address_has_user_host_port_and_folder(void **state)
{
    static const struct {
        const char *text, *user, *host, *folder;
        int port;
    } cases[] = {
        {"imaps://office@mail.example.cn/INBOX", "office", "mail.example.cn", "INBOX", 993},
        {"imaps://office@mail.example.cn", "office", "mail.example.cn", "INBOX", 993},
        {"imaps://office@163.com@imap.163.com/", "office@163.com", "imap.163.com", "INBOX", 993},
        {"imaps://office%40163.com@imap.163.com:1993/a/b", "office@163.com", "imap.163.com", "a/b", 1993},
        {"imaps://o@h/&V4NXPnux-", "o", "h", "&V4NXPnux-", 993},
        {"imap://o@127.0.0.1:4000/INBOX", "o", "127.0.0.1", "INBOX", 4000},
        {"imap://o@[::1]/INBOX", "o", "[::1]", "INBOX", 143},
    };
    struct arena *a = arena_new("test", 1 << 20);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mail_address m;
        assert_true(mail_address_read(a, str_of(cases[i].text), true, &m));
        assert_true(str_eq(m.user, str_of(cases[i].user)) && str_eq(m.host, str_of(cases[i].host)));
        assert_true(str_eq(m.folder, str_of(cases[i].folder)));
        assert_int_equal(m.port, cases[i].port);
    }
    arena_free(a);
}

static void what_is_no_mailbox_or_would_send_a_password_in_the_clear_is_refused(void **state)
{
    static const char *const cases[] = {
        "",
        "office@163.com",
        "https://o@h/INBOX",
        "imaps://h/INBOX",
        "imaps://@h/",
        "imaps://o@/INBOX",
        "imaps://o@h:0/",
        "imaps://o@h:99999/",
        "imaps://o@h:x/",
        "imaps://o@h/a\"b",
        "imaps://o@h/a%0d%0ab",
        "imaps://o@h/a%2",
        "imaps://o@h/收件箱",
        "imaps://o@h a/",
        "imap://o@mail.example.cn/INBOX",
        "imap://o@127.0.0.1.example.cn/INBOX",
    };
    struct arena *a = arena_new("test", 1 << 20);
    struct mail_address m;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (mail_address_read(a, str_of(cases[i]), true, &m))
            fail_msg("%s was taken", cases[i]);
    assert_false(mail_address_read(a, S("imap://o@127.0.0.1/INBOX"), false, &m));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_has_user_host_port_and_folder),
        cmocka_unit_test(what_is_no_mailbox_or_would_send_a_password_in_the_clear_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
