/* SPDX-License-Identifier: Apache-2.0 */
/* skillweek invite: a link that sets an account's password anew, for the clerk whom nobody else can invite. */
#include "app/commands.h"
#include "store/account.h"
#include "work/office.h"
#include "work/sessions.h"

#include <stdio.h>

static bool invite(struct arena *a, struct office *office, struct str login, struct str base, struct err *e)
{
    struct account_record acc;
    struct invitation_made made;
    if (!app_account(store_reader(office_store(office)), a, login, &acc, e) ||
        !person_invite(office, a, NULL, acc.id, base, &made, e))
        return false;
    printf("请用下面的一次性链接为账号“" STR_FMT "”设置新密码\n  " STR_FMT "\n", STR_ARG(acc.login),
           STR_ARG(made.link));
    return true;
}

int app_invite(int argc, char **argv)
{
    struct arena *a = arena_new("invite", 1 << 30);
    struct str data = {0}, database = {0}, login = {0}, base = S("http://127.0.0.1:8023");
    bool rehearsal = false;
    const struct option options[] = {
        {"data", "DIR", "the data folder; its server must be stopped", OPTION_TEXT, .to = &data, .needed = true},
        OPTION_DB(&database),
        {"login", "NAME", "the account", OPTION_TEXT, .to = &login, .needed = true},
        {"base-url", "URL", "how people reach the server", OPTION_URL, .to = &base},
        {"rehearsal", NULL, "the folder is a rehearsal's", OPTION_FLAG, .to = &rehearsal},
        {0}};
    options_read(a, "--data DIR --login NAME [--base-url URL]", options, 0, 0, argc, argv);
    struct err e = {0};
    struct office *office;
    struct office_options how = {.data = data, .database = database, .rehearsal = rehearsal, .rows_only = true};
    if (!office_open(a, &how, &office, &e))
        return app_fail("invite", &e);
    bool ok = invite(a, office, login, base, &e);
    office_close(office);
    int code = ok ? EXIT_OK : app_fail("invite", &e);
    arena_free(a);
    return code;
}
