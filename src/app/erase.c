/* SPDX-License-Identifier: Apache-2.0 */
/* skillweek erase: a person asks to be forgotten, or a campaign's time is up. The chains stay whole. */
#include "app/commands.h"
#include "store/account.h"
#include "store/event.h"
#include "store/ledger.h"
#include "store/store.h"

#include <stdio.h>

struct erase_op {
    struct op op;
    uint64_t account;
    int64_t texts; /* that were erased */
};

static bool erase_apply(struct op *op, struct tx *tx, struct err *e)
{
    struct erase_op *d = (struct erase_op *)(void *)op;
    return event_erase(tx, d->account, &d->texts, e) && account_erase(tx, d->account, clock_machine(), e);
}

static bool erase(struct arena *a, struct store *s, struct str login, struct erase_op *d, struct err *e)
{
    struct account_record acc;
    if (!app_account(store_reader(s), a, login, &acc, e))
        return false;
    *d = (struct erase_op){.op = {.apply = erase_apply}, .account = acc.id};
    return ledger_wait(s, &d->op, e);
}

int app_erase(int argc, char **argv)
{
    struct arena *a = arena_new("erase", 16 << 20);
    struct str data = {0}, login = {0};
    bool rehearsal = false;
    const struct option options[] = {
        {"data", "DIR", "the data folder; its server must be stopped", OPTION_TEXT, .to = &data, .needed = true},
        {"login", "NAME", "the account to be forgotten", OPTION_TEXT, .to = &login, .needed = true},
        {"rehearsal", NULL, "the folder is a rehearsal's", OPTION_FLAG, .to = &rehearsal},
        {0}};
    options_read(a, "--data DIR --login NAME", options, 0, 0, argc, argv);
    struct err e = {0};
    struct store *s;
    struct erase_op d;
    if (!store_open(a, data, (struct store_options){.rehearsal = rehearsal}, &s, &e))
        return app_fail("erase", &e);
    bool ok = erase(a, s, login, &d, &e);
    store_close(s);
    if (ok)
        printf("已删除该账号的姓名、电话、密码和 %lld 条文字说明；账号已停用，事件链完整\n", (long long)d.texts);
    int code = ok ? EXIT_OK : app_fail("erase", &e);
    arena_free(a);
    return code;
}
